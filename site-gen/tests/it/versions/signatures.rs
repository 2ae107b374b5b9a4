//! Signing what was released and what was built, and how strangers check it.

use super::release::{SECOND, UNREAD, released};
use crate::support::{Run, Site, files, missing, site_gen};
use std::fs;
use std::path::Path;
use std::process::Command;

const KEYS: &str = "content/allowed_signers";
const LOCK: &str = "content/releases.lock";
const SIGNATURE: &str = "content/releases.lock.sig";
const SUMS_SIGNATURE: &str = "dist/SHA256SUMS.sig";
const TODAY: [&str; 2] = ["--today", "2026-04-01"];
const BOTH: &str = "clausebound-releases,clausebound-site";
const BASE: &str = "https://constabularies.larkspur.example/approach/";

/// Makes a key without a passphrase and returns its public half. `None` without `ssh-keygen`.
fn key(folder: &Path, name: &str) -> Option<String> {
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", name])
        .current_dir(folder)
        .output();
    let Ok(made) = made else {
        missing("ssh-keygen");
        return None;
    };
    assert!(made.status.success(), "{made:?}");
    let public = fs::read_to_string(folder.join(name).with_extension("pub")).expect("a key");
    Some(public.trim().to_owned())
}

/// A site with a released version, and a key that may sign for some purposes.
fn with_key(namespaces: &str) -> Option<Site> {
    let story = released();
    let public = key(story.folder(), "key")?;
    let line = format!("legal@larkspur.example namespaces=\"{namespaces}\" {public}\n");
    Some(story.write(KEYS, line))
}

/// The same with a second version, all of it signed, and built.
fn signed_site() -> Option<Site> {
    let story = with_key(BOTH)?;
    release(&story, &["--sign", "key"]).exits(0);
    story.built(TODAY[1], &["--sign", "key"]);
    Some(story)
}

fn release(story: &Site, more: &[&str]) -> Run {
    let summary = ["--summary", "One heading says what it means."];
    let day = ["release", SECOND, "--today", "2026-02-20"];
    story.run(&[&day[..], &summary, &UNREAD, more].concat())
}

/// What a stranger runs, with keys from elsewhere.
fn by_stranger(story: &Site) -> Run {
    let lock = ["verify", "dist", "--lock", LOCK, "--signers", KEYS];
    story.run(&[&lock[..], &TODAY].concat())
}

fn by_content(story: &Site) -> Run {
    story.run(&[&["verify", "dist", "--content", "content"][..], &TODAY].concat())
}

#[test]
fn a_signed_site_is_verified_by_its_lock_and_by_its_content() {
    let Some(story) = signed_site() else { return };
    for said in [by_stranger(&story), by_content(&story)] {
        said.exits(0)
            .says("releases.lock is signed by legal@larkspur.example")
            .says("SHA256SUMS is signed by legal@larkspur.example");
    }
    let by_lock = story.verify(TODAY[1]).exits(0);
    by_lock.says("the site is signed; `--signers` checks the signatures");
    // A list of files that a stranger trusts has the form, its program and the lock.
    let sums = story.text("dist/SHA256SUMS");
    for path in [
        "  request/offline.html\n",
        "  assets/request-builder-",
        "  .well-known/clausebound/releases.lock\n",
    ] {
        assert!(sums.contains(path), "{path} is not in\n{sums}");
    }
    let page = story.text("dist/versions/index.html");
    assert!(page.contains("href=\"../.well-known/clausebound/verify.txt\""));
    story.run(&["check", "--today", TODAY[1]]).exits(0);
}

#[test]
fn a_signature_with_windows_line_ends_says_so() {
    let Some(story) = signed_site() else { return };
    let signature = "content/releases.lock.sig";
    let changed = story.text(signature).replace('\n', "\r\n");
    let story = story.write(signature, changed);
    story
        .run(&["check", "--today", TODAY[1]])
        .exits(1)
        .says("has Windows line ends")
        .says(".gitattributes");
}

/// The lines unchanged, with a `curl` that takes the files of the built site.
#[cfg(unix)]
#[test]
fn the_commands_that_the_site_prints_succeed_as_they_stand() {
    use std::os::unix::fs::PermissionsExt as _;
    let Some(story) = signed_site() else { return };
    let curl = format!(
        "#!/bin/sh\nfor url; do :; done\npath=${{url#{BASE}}}\nto=${{path##*/}}\n\
         case \"$*\" in *-o*) to=$path; mkdir -p \"$(dirname \"$to\")\";; esac\n\
         cp \"{}/$path\" \"$to\"\n",
        story.path("dist").display()
    );
    let story = story.write("bin/curl", curl).with_folder("copy");
    let permissions = fs::Permissions::from_mode(0o755);
    fs::set_permissions(story.path("bin/curl"), permissions).expect("a program");
    let run = || {
        let path = std::env::var("PATH").unwrap_or_default();
        let out = Command::new("sh")
            .arg("-e")
            .arg(story.path("dist/.well-known/clausebound/verify.txt"))
            .env("PATH", format!("{}:{path}", story.path("bin").display()))
            .env("LC_ALL", "C")
            .current_dir(story.path("copy"))
            .output()
            .expect("a shell");
        Run::new(&out, story.folder())
    };
    run()
        .exits(0)
        .says("Good \"clausebound-releases\" signature for legal@larkspur.example")
        .says("Good \"clausebound-site\" signature for legal@larkspur.example")
        .says("request/offline.html: OK");
    insta::assert_snapshot!(story.text("dist/.well-known/clausebound/verify.txt"));
    // They fail if the form is another one.
    let form = story.path("dist/request/offline.html");
    let changed = fs::read_to_string(&form).expect("a form") + "<!-- -->";
    fs::write(&form, changed).expect("written");
    assert_ne!(run().code, 0);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one case a change")]
fn a_changed_list_lock_signature_or_key_is_found() {
    let Some(story) = signed_site() else { return };
    let other = key(story.folder(), "other").expect("a key");
    let as_web = |namespaces: &str| {
        let key = fs::read_to_string(story.path("key.pub")).expect("a key");
        format!("legal@larkspur.example namespaces=\"{namespaces}\" {key}")
    };
    let forged = |namespace: &str, file: &str| {
        let out = Command::new("ssh-keygen")
            .args(["-q", "-Y", "sign", "-f", "other", "-n", namespace])
            .stdin(fs::File::open(story.path(file)).expect("a file"))
            .current_dir(story.folder())
            .output();
        out.expect("ssh-keygen").stdout
    };
    let text = |file: &str| story.text(file).into_bytes();
    let sums_of_one_line_less = {
        let sums = story.text("dist/SHA256SUMS");
        let (_, rest) = sums.split_once('\n').expect("lines");
        rest.as_bytes().to_owned()
    };
    let line = |name: &str, key: &str| format!("{name} {key}\n").into_bytes();
    let cases: [(&str, &str, Option<Vec<u8>>, &str); 10] = [
        (
            "the list",
            "dist/SHA256SUMS",
            Some(sums_of_one_line_less),
            "not the signature of `dist/SHA256SUMS`",
        ),
        (
            "a comment in the lock",
            LOCK,
            Some([b"# Nothing.\n".to_vec(), text(LOCK)].concat()),
            "not the signature of",
        ),
        (
            "the list's signature for the lock",
            SIGNATURE,
            Some(text(SUMS_SIGNATURE)),
            "not the signature of",
        ),
        (
            "no signature",
            SIGNATURE,
            Some(b"x\n".to_vec()),
            "not the signature of",
        ),
        (
            "the lock's signature is gone",
            SIGNATURE,
            None,
            "is not signed",
        ),
        (
            "the list's signature is gone",
            SUMS_SIGNATURE,
            None,
            "is not signed",
        ),
        (
            "the lock is signed by somebody else",
            SIGNATURE,
            Some(forged("clausebound-releases", LOCK)),
            "is signed with a key that is not in",
        ),
        (
            "the list is signed by somebody else",
            SUMS_SIGNATURE,
            Some(forged("clausebound-site", "dist/SHA256SUMS")),
            "is signed with a key that is not in",
        ),
        (
            "another key",
            KEYS,
            Some(line("legal@larkspur.example", &other)),
            "is signed with a key that is not in",
        ),
        (
            "a key for something else",
            KEYS,
            Some(as_web("clausebound-site").into_bytes()),
            "legal@larkspur.example may not sign",
        ),
    ];
    for (what, file, content, why) in cases {
        let before = fs::read(story.path(file)).expect("a file");
        match content {
            Some(content) => fs::write(story.path(file), content).expect("written"),
            None => fs::remove_file(story.path(file)).expect("gone"),
        }
        let said = by_stranger(&story);
        assert_eq!(said.code, 1, "{what}: {}", said.text);
        assert!(said.text.contains(why), "{what}: {}", said.text);
        assert_eq!(by_content(&story).code, 1, "{what}");
        // Anyone who builds it finds what is wrong with the lock.
        let is_in_content = file.starts_with("content/");
        let checked = story.run(&["check", "--today", TODAY[1]]);
        assert_eq!(
            checked.text.contains(why),
            is_in_content,
            "{what}: {}",
            checked.text
        );
        fs::write(story.path(file), before).expect("as it was");
    }
    by_stranger(&story).exits(0);
}

#[test]
fn a_signature_that_does_not_fit_is_reported_with_what_to_do() {
    let Some(story) = with_key("clausebound-releases") else {
        return;
    };
    let warned = story.run(&["check", "--today", "2025-12-01"]).exits(0);
    warned
        .says("`releases.lock` is not signed")
        .helps("site-gen release --sign KEY");
    story
        .run(&["release", "--sign", "key"])
        .exits(0)
        .says("signed the lock: 1 version, log ");
    story
        .run(&["check", "--today", "2025-12-01"])
        .exits(0)
        .says_nothing_of("signed");
    // Without a key for sites, the signature of the lock is all that there has to be.
    story.built("2025-12-01", &[]);
    let by_stranger = [
        "verify",
        "dist",
        "--lock",
        LOCK,
        "--signers",
        KEYS,
        "--today",
        "2025-12-01",
    ];
    story.run(&by_stranger).exits(0);
    let story = story.append(LOCK, "# A line.\n");
    let said = story.run(&["build", "--today", "2025-12-01"]).exits(1);
    let said = said
        .at("content/releases.lock.sig")
        .helps("site-gen release --sign KEY");
    said.says("not the signature of `content/releases.lock`");
    // A release would sign what nobody has signed before.
    release(&story, &["--sign", "key"])
        .exits(1)
        .says("nothing was changed");
    story.run(&["release", "--sign", "key"]).exits(0);
    story.run(&["check", "--today", "2025-12-01"]).exits(0);
    let story = story.remove(KEYS);
    let said = story.run(&["check", "--today", "2025-12-01"]).exits(1);
    said.says("`content/allowed_signers` is missing");
}

#[test]
fn nothing_is_released_if_it_cannot_be_signed() {
    let Some(story) = with_key(BOTH) else { return };
    key(story.folder(), "other").expect("a key");
    let before = files(story.folder());
    let refusals: [(&[&str], i32, &str); 4] = [
        (&[], 1, "this release would not be signed"),
        (
            &["--sign", "nothing"],
            3,
            "the key `nothing` cannot be read",
        ),
        (
            &["--sign", "other"],
            1,
            "is signed with a key that is not in",
        ),
        (&["--sign", "content/site.toml"], 3, "did not sign"),
    ];
    for (more, code, why) in refusals {
        release(&story, more)
            .exits(code)
            .says(why)
            .says("nothing was changed");
        assert!(files(story.folder()) == before, "{why}");
    }
    let built = story.run(&["build", "--today", "2025-12-01", "--sign", "other"]);
    built
        .exits(1)
        .says("nothing was written")
        .says("a key that is not in");
    assert!(files(story.folder()).keys().eq(before.keys()));
    // The line that is missing is in the message, to be copied.
    let story = story.remove(KEYS);
    let said = release(&story, &["--sign", "key"]).exits(1);
    let line = said
        .text
        .lines()
        .find(|line| line.contains("namespaces="))
        .expect("a line")
        .trim()
        .to_owned();
    let story = story.write(KEYS, line + "\n");
    release(&story, &["--sign", "key"]).exits(0);
    // What is accepted by name leaves no signature of another lock behind.
    let signature = story.path(SIGNATURE);
    assert!(signature.is_file());
    let third = story
        .version("next", SECOND)
        .remove("content/guidelines/next/version.toml");
    let arguments = [
        "release",
        "2026-05-01",
        "--summary",
        "x",
        "--today",
        "2026-04-20",
        "--accept",
        "not-signed",
        "--accept",
        "unchanged-version",
    ];
    third.run(&[&arguments[..], &UNREAD].concat()).exits(0);
    assert!(!signature.exists());
}

#[test]
fn without_ssh_keygen_a_site_is_built_and_not_verified() {
    let Some(story) = signed_site() else { return };
    let run = |arguments: &[&str]| {
        let mut command = site_gen();
        command.env("PATH", "").current_dir(story.folder());
        let out = command.args(arguments).output().expect("site-gen runs");
        Run::new(&out, story.folder())
    };
    run(&["check", "--today", TODAY[1]])
        .exits(0)
        .says("the signature is not checked")
        .helps("apt install openssh-client");
    run(&["release", "--sign", "key"])
        .exits(3)
        .says("cannot be run")
        .helps("install OpenSSH");
    let verify = ["verify", "dist", "--lock", LOCK, "--signers", KEYS];
    run(&[&verify[..], &TODAY].concat())
        .exits(3)
        .helps("install OpenSSH");
    let verify = ["verify", "dist", "--content", "content"];
    run(&[&verify[..], &TODAY].concat()).exits(3);
}

/// Nobody could check it, but a reader would take the site for a signed one.
#[test]
fn a_signature_of_a_site_that_has_no_keys_is_refused() {
    let story = released();
    release(&story, &[]).exits(0);
    story.built(TODAY[1], &[]);
    by_content(&story).exits(0);
    let story = story.write(SUMS_SIGNATURE, "-----BEGIN SSH SIGNATURE-----\n");
    by_content(&story)
        .exits(1)
        .says("the site is signed, but its content names no keys");
}

/// Who signed would depend on the order of the lines.
#[test]
fn a_key_on_two_lines_is_refused() {
    let Some(story) = signed_site() else { return };
    let signers = story.text("content/allowed_signers");
    let other = signers.replace("legal@", "web@");
    assert_ne!(signers, other);
    let story = story.write("content/allowed_signers", format!("{signers}{other}"));
    let twice = "the same key is on lines 1 and 2 of";
    story
        .run(&["check", "--today", TODAY[1]])
        .exits(1)
        .says(twice);
    by_content(&story).exits(1).says(twice);
}

/// The list of keys, as a stranger may get it wrong.
#[test]
fn a_list_that_names_nobody_who_may_sign_is_refused() {
    let Some(story) = signed_site() else { return };
    let public = story.text("key.pub");
    for (keys, why) in [
        (
            public.clone(),
            "line 1 of `keys` does not name a signer with a key",
        ),
        (
            story.text("key"),
            "line 1 of `keys` does not name a signer with a key",
        ),
        ("# nobody yet\n".to_owned(), "`keys` has no key"),
        (
            format!("a@larkspur.example namespaces=\"git\" {public}"),
            "no key in `keys` may sign releases or sites",
        ),
        (
            format!("a@larkspur.example valid-before=\"20200101\" {public}"),
            "key has expired",
        ),
    ] {
        fs::write(story.path("keys"), keys).expect("written");
        let verify = ["verify", "dist", "--lock", LOCK, "--signers", "keys"];
        story
            .run(&[&verify[..], &TODAY].concat())
            .exits(1)
            .says(why)
            .says_nothing_of("is signed with a key that is not in");
    }
}
