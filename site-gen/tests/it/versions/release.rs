//! Releasing a text, and what protects it afterwards.

use crate::support::{FIRST, Run, Site, files, of, sha256, site_gen};
use std::fs;

/// The rules of all versions, as the story finds the folder of a version.
const RULES: &str = "../request";

pub(super) const SECOND: &str = "2026-03-01";
/// Where the sign-off page is not the subject.
pub(super) const UNREAD: [&str; 2] = ["--accept", "not-signed-off"];
pub(super) const WORDS: &str = "Recordings are burnt after twenty-one days";
const OTHER: &str = "Recordings are burnt after twenty days";

/// A site with one released version and a next text.
pub(super) fn released() -> Site {
    let story = Site::larkspur();
    succeeds(&story.run(&["release", FIRST, "--today", "2025-11-01"]));
    story
        .version("next", FIRST)
        .remove(&of("next", "version.toml"))
        .replace(
            &of("next", "guidelines.md"),
            "### Grounds",
            "### When we close it",
        )
        .replace(
            &of("next", "clauses.toml"),
            "### Grounds",
            "### When we close it",
        )
}

/// A lock with its log computed again, as anyone can who changes an entry.
pub(super) fn logged_again(lock: &str) -> String {
    let mut last: Option<String> = None;
    let lines = lock.lines().map(|line| {
        let entry = line
            .strip_prefix("  \"")
            .and_then(|it| it.strip_suffix("\","));
        // The lines of blocks have no day.
        let entry = entry
            .and_then(|it| it.split_once(' '))
            .filter(|(_, it)| it.starts_with("20"));
        let Some((_, entry)) = entry else {
            return format!("{line}\n");
        };
        let before = last.as_deref().map_or_else(|| "0".repeat(64), sha256);
        let line = format!("{before} {entry}");
        let shown = format!("  \"{line}\",\n");
        last = Some(line);
        shown
    });
    lines.collect()
}

/// The lock of a program that did not record the files beside texts.
fn without_settings(lock: &str) -> String {
    let is_of_log = |line: &&str| !line.contains(" settings ");
    let lock: String = lock
        .lines()
        .filter(is_of_log)
        .map(|line| format!("{line}\n"))
        .collect();
    let mut tables = lock.split("\n[[version");
    let first = tables.next().unwrap_or_default().to_owned();
    let tables = tables.filter(|table| !table.starts_with(".settings"));
    logged_again(&tables.fold(first, |lock, table| lock + "\n[[version" + table))
}

/// `version.toml` and `clauses.toml` say what readers are told of a version, and what its rules cite.
#[test]
fn the_files_beside_a_released_text_do_not_change_without_a_reason() {
    let story = Site::larkspur();
    succeeds(&story.run(&["release", FIRST, "--today", "2025-11-01"]));
    let check = ["check", "--today", "2026-01-15"];
    let reason = ["--reason", "Nobody had said it.", "--today", "2026-01-15"];
    let correct = [&["release", "--rules", FIRST], &reason[..]].concat();
    for (file, more) in [
        ("version.toml", "summary = \"All is new.\"\n"),
        ("clauses.toml", "\n# Nothing is cited.\n"),
    ] {
        let before = story.text(&of(FIRST, file));
        fs::write(story.path(&of(FIRST, file)), format!("{before}{more}")).expect("written");
        story.run(&check).exits(1).says(
            "`version.toml` or `clauses.toml` of the released version 2025-11-01 has changed",
        );
        refuses(&story.run(&["build", "--today", "2026-01-15"]));
        succeeds(&story.run(&correct));
        succeeds(&story.run(&check));
        // As it was is another change.
        fs::write(story.path(&of(FIRST, file)), before).expect("written");
        refuses(&story.run(&check));
        succeeds(&story.run(&correct));
        refuses(&story.run(&correct));
    }
    let lock = story.text("content/releases.lock");
    assert_eq!(lock.matches("[[version.settings]]").count(), 5);
    assert_eq!(lock.matches("[[version.rules]]").count(), 1);
}

#[test]
fn two_released_versions_that_have_changed_are_corrected_one_after_the_other() {
    let site = Site::larkspur();
    let site = site
        .version(SECOND, FIRST)
        .write(&of(SECOND, "clauses.toml"), format!("from = \"{FIRST}\"\n"));
    let release = |date: &str| {
        let summary = ["--summary", "The same.", "--accept", "unchanged-version"];
        let day = ["--today", "2025-11-01"];
        site.run(&[&["release", date], &summary[..], &day[..]].concat())
    };
    site.run(&["release", FIRST, "--today", "2025-11-01"])
        .exits(0);
    release(SECOND).exits(0);
    for version in [FIRST, SECOND] {
        let file = of(version, "clauses.toml");
        let text = site.text(&file);
        fs::write(site.path(&file), text + "\n# Nothing is cited.\n").expect("written");
    }
    let today = ["--today", "2025-11-02"];
    let reason = ["--reason", "A comment."];
    for version in [SECOND, FIRST] {
        site.run(&[&["check"], &today[..]].concat()).exits(1);
        site.run(&[&["release", "--rules", version], &reason[..], &today[..]].concat())
            .exits(0);
    }
    site.run(&[&["check"], &today[..]].concat()).exits(0);
}

/// A lock from before they were recorded is valid, and the next release records them for all versions.
#[test]
fn an_earlier_lock_has_no_files_beside_texts_until_the_next_release() {
    let story = released();
    let lock = story.text("content/releases.lock");
    let earlier = without_settings(&lock);
    assert!(!earlier.contains("settings") && lock.contains("settings"));
    let story = story.write("content/releases.lock", &earlier);
    let changed = "summary = \"All is new.\"\nreleased = \"2025-11-01\"\n";
    let story = story.write(&of(FIRST, "version.toml"), changed);
    succeeds(&story.run(&["check", "--today", "2026-01-15"]));
    let next = [
        "release",
        SECOND,
        "--today",
        "2026-02-20",
        "--summary",
        "A heading.",
    ];
    succeeds(&story.run(&[&next[..], &UNREAD].concat()));
    let lock = story.text("content/releases.lock");
    assert_eq!(lock.matches("[[version.settings]]").count(), 2);
    // From then on, none may lack.
    let (all, last) = lock
        .rsplit_once("\n[[version.settings]]")
        .expect("an entry");
    let digest = last.rsplit_once("digest = \"").expect("a digest").1;
    let digest = digest.trim_end().trim_end_matches('"');
    let of_log = all.lines().filter(|line| !line.contains(digest));
    let without = of_log.map(|line| format!("{line}\n")).collect::<String>();
    let story = story.write("content/releases.lock", logged_again(&without));
    story
        .run(&["check", "--today", "2026-02-21"])
        .exits(1)
        .says("the lock has no fingerprint of the settings of 2026-03-01");
}

/// `verify` would not accept such a site.
#[test]
fn a_version_that_was_not_released_is_not_built_among_released_ones() {
    let story = released();
    let text = story.text(&of("next", "guidelines.md"));
    for (date, state) in [
        ("2025-01-01", "was in force"),
        ("2025-12-01", "is in force"),
        ("2027-01-01", "is announced"),
    ] {
        let story = Site::like(story.folder()).write(&of(date, "guidelines.md"), &text);
        story
            .run(&["build", "--today", "2026-01-15"])
            .exits(0)
            .says(&format!("the version {date} {state}, but not released"));
    }
}

fn succeeds(out: &Run) -> String {
    assert_eq!(out.code, 0, "{}", out.text);
    out.text.clone()
}

fn refuses(out: &Run) -> String {
    assert_eq!(out.code, 1, "{}", out.text);
    out.text.clone()
}

#[test]
fn the_text_in_the_making_becomes_a_version_with_a_summary() {
    let story = released();
    story
        .run(&["build", "--drafts", "--today", "2026-02-20"])
        .exits(0);
    let said = succeeds(&story.run(&[
        "release",
        SECOND,
        "--summary",
        "One heading says what it means.",
        "--today",
        "2026-02-20",
    ]));
    insta::assert_snapshot!(said);
    assert!(!story.path("content/guidelines/next").exists());
    let about = fs::read_to_string(story.path("content/guidelines/2026-03-01/version.toml"));
    insta::assert_snapshot!(about.expect("it says what changed"));
    let dist = story.built("2026-03-01", &[]);
    for page in ["versions/index.html", "feed.atom"] {
        assert!(
            dist.text(page).contains("One heading says what it means."),
            "{page}"
        );
    }
    let proof = story.verify("2026-03-01");
    let said = succeeds(&proof);
    // The other digests change with the theme and the library.
    let said: Vec<&str> = said.lines().filter(|it| it.starts_with("20")).collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn nothing_is_released_without_a_summary_or_over_another_or_with_a_fault_in_it() {
    let story = released();
    for (arguments, why) in [
        (
            [&["release", SECOND], &UNREAD[..]].concat(),
            "the summary of the changes is missing",
        ),
        (vec!["release", FIRST, "--summary", "x"], "released already"),
        (
            vec!["release", "2025-01-01", "--summary", "x"],
            "not after 2025-11-01",
        ),
        (
            vec!["release", "2026-02-30", "--summary", "x"],
            "an existing date",
        ),
    ] {
        let out = story.run(&arguments);
        assert_ne!(out.code, 0);
        assert!(out.text.contains(why), "{}", out.text);
    }
    let story = story.replace(&of("next", "guidelines.md"), WORDS, OTHER);
    let said = refuses(&story.run(&["release", SECOND, "--summary", "x"]));
    assert!(said.contains("nothing was changed"), "{said}");
    assert!(story.path("content/guidelines/next").is_dir());
}

#[test]
fn an_editor_is_asked_for_the_summary() {
    let story = released();
    let editor = "sh -c 'echo We say what we mean. >> \"$1\"' sh";
    let out = site_gen()
        .args(["release", SECOND])
        .args(UNREAD)
        .env("EDITOR", editor)
        .env_remove("VISUAL")
        .current_dir(story.path(""))
        .output()
        .expect("site-gen runs");
    let said = succeeds(&Run::new(&out, story.folder()));
    assert!(said.contains("We say what we mean."), "{said}");
}

#[test]
fn a_released_text_that_changed_stops_the_build_at_its_block() {
    let story = released();
    fs::remove_dir_all(story.path("content/guidelines/next")).expect("no next");
    let story = story
        .replace(&of(FIRST, "guidelines.md"), WORDS, OTHER)
        .replace(&of(FIRST, "clauses.toml"), WORDS, OTHER);
    insta::assert_snapshot!(refuses(&story.run(&["build", "--today", "2026-01-15"])));
}

#[test]
fn release_is_refused_after_changes_to_markup_or_files() {
    for (change, why) in [
        ("markup", "only its Markdown has changed"),
        ("more", "had no text `annex.md`"),
        ("copy", "the copy of a released text has changed"),
        ("lock", "the lock cannot be read"),
        ("format", "the lock has the format 9"),
        ("rules", "differ from those that were released (revision 1)"),
    ] {
        let story = released();
        let story = match change {
            "markup" => story.replace(
                &of(FIRST, "guidelines.md"),
                "younger than\nthirty",
                "younger than thirty",
            ),
            "more" => story.write(&of(FIRST, "annex.md"), "# Annex\n"),
            "copy" => story.replace(
                &of("../releases/2025-11-01/1", "guidelines.md"),
                WORDS,
                OTHER,
            ),
            "lock" => story.replace(&of("..", "releases.lock"), "number = 1", "number = one"),
            "format" => story.replace(&of("..", "releases.lock"), "format = 2", "format = 9"),
            _ => story.replace(
                &of(RULES, "delivery.toml"),
                "older than 29 days",
                "older than 28 days",
            ),
        };
        let said = refuses(&story.run(&["check", "--today", "2026-01-15"]));
        assert!(said.contains(why), "{change}: {said}");
    }
    let story = released();
    fs::remove_dir_all(story.path("content/guidelines/2025-11-01")).expect("gone");
    let said = refuses(
        &story
            .version(SECOND, "next")
            .run(&["check", "--today", "2026-04-01"]),
    );
    assert!(
        said.contains("the released version 2025-11-01 is missing"),
        "{said}"
    );
}

#[test]
fn an_amendment_leaves_the_reason_both_digests_and_both_texts() {
    let story = released();
    fs::remove_dir_all(story.path("content/guidelines/next")).expect("no next");
    let nothing = refuses(&story.run(&["release", "--amend", FIRST, "--reason", "A slip."]));
    assert!(
        nothing.contains("has not changed since its release"),
        "{nothing}"
    );
    let story = story
        .replace(&of(FIRST, "guidelines.md"), WORDS, OTHER)
        .replace(&of(FIRST, "clauses.toml"), WORDS, OTHER);
    succeeds(&story.run(&[
        "release",
        "--amend",
        FIRST,
        "--reason",
        "A slip of the pen.",
        "--today",
        "2025-12-01",
    ]));
    let said = refuses(&story.run(&["check", "--today", "2026-01-15"]));
    assert!(
        said.contains("differ from those that were released"),
        "{said}"
    );
    succeeds(&story.run(&[
        "release",
        "--rules",
        FIRST,
        "--reason",
        "They follow the text.",
        "--today",
        "2025-12-01",
    ]));
    let dist = story.built("2026-01-15", &[]);
    let page = dist.text("versions/2025-11-01/index.html");
    for words in [
        "A slip of the pen.",
        "They follow the text.",
        "amended/1/changes/",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(
        dist.text("versions/2025-11-01/amended/1/index.html")
            .contains("twenty-one days")
    );
    assert!(
        dist.text("versions/2025-11-01/amended/1/guidelines.md")
            .contains("twenty-one days")
    );
    let sitemap = dist.text("sitemap.xml");
    assert!(
        sitemap.contains("<lastmod>2025-12-01</lastmod>"),
        "{sitemap}"
    );
    let changes = dist.text("versions/2025-11-01/amended/1/changes/index.html");
    assert!(
        changes.contains("<del>") && changes.contains("twenty"),
        "{changes}"
    );
    succeeds(&story.verify("2026-04-01"));
}

#[test]
fn the_lock_shows_what_was_changed_in_a_built_site() {
    let story = released();
    story.built("2026-01-15", &[]);
    let verify = || story.verify("2026-04-01");
    succeeds(&verify());
    for (file, from, to) in [
        (
            "versions/2025-11-01/guidelines.md",
            "twenty-one days",
            "twenty days",
        ),
        (
            "versions/2025-11-01/index.html",
            "twenty-one days",
            "twenty days",
        ),
        ("index.html", "twenty-one days", "twenty days"),
        (
            "versions/2025-11-01/requests.json",
            "\"revision\": 1",
            "\"revision\": 99",
        ),
    ] {
        let path = story.path("dist").join(file);
        let text = fs::read_to_string(&path).expect("a file of the site");
        assert!(text.contains(from), "{file} has `{from}`");
        fs::write(&path, text.replace(from, to)).expect("changed");
        let said = refuses(&verify());
        assert!(said.contains(file), "{file}: {said}");
        fs::write(&path, text).expect("put back");
    }
    let unknown = story.path("dist/versions/2024-01-01");
    fs::create_dir(unknown).expect("a version that nobody released");
    assert!(refuses(&verify()).contains("that is not in the lock"));
}

/// The true text is there, but a reader sees another one or is redirected.
#[test]
fn a_text_that_no_reader_sees_is_not_shown() {
    let story = released();
    story.built("2026-01-15", &[]);
    let verify = || story.verify("2026-04-01");
    let name = "versions/2025-11-01/index.html";
    let shown = "<section class=\"prose\"><p>Recordings are burnt after two days.</p></section>";
    let refresh = "<meta http-equiv=\"refresh\" content=\"0;url=https://evil.example/\">";
    let forge = |name: &str, forged: &dyn Fn(&str) -> String| {
        let path = story.path("dist").join(name);
        let page = fs::read_to_string(&path).expect("a page");
        let with = forged(&page);
        assert_ne!(page, with, "{name}");
        fs::write(&path, with).expect("changed");
        let said = refuses(&verify());
        fs::write(&path, page).expect("put back");
        said
    };
    for (begin, end) in [
        ("<!--", "-->"),
        ("<template>", "</template>"),
        ("<div hidden>", "</div>"),
        ("<details>", "</details>"),
        ("<script type=\"text/plain\">", "</script>"),
    ] {
        for page in [name, "index.html"] {
            let said = forge(page, &|html| {
                html.replace("<article", &format!("{begin}<article"))
                    .replace("</article>", &format!("</article>{end}{shown}"))
            });
            assert!(said.contains(page), "{begin}: {said}");
        }
    }
    let said = forge(name, &|html| {
        html.replace("<article", &format!("{shown}<article"))
    });
    assert!(said.contains("may replace or cover the text"), "{said}");
    for page in [name, "index.html", "request/index.html", "404.html"] {
        let said = forge(page, &|html| {
            html.replace("</head>", &format!("{refresh}</head>"))
        });
        assert!(said.contains("which redirects readers"), "{said}");
    }
    succeeds(&verify());
}

#[test]
fn standard_tools_recompute_every_digest_of_the_lock() {
    let story = released();
    let dist = story.built("2026-01-15", &[]);
    let lock: toml::Table = fs::read_to_string(story.path("content/releases.lock"))
        .expect("the lock")
        .parse()
        .expect("reads");
    let edition = &lock["version"][0]["edition"][0];
    let file = &edition["file"][0];
    let sum = |command: &str| {
        let out = std::process::Command::new("sh")
            .args(["-c", command])
            .current_dir(story.path("dist/versions/2025-11-01"))
            .output();
        String::from_utf8_lossy(&out.expect("a shell runs").stdout)
            .split(' ')
            .next()
            .expect("a digest")
            .to_owned()
    };
    assert_eq!(
        edition["digest"].as_str(),
        Some(sum("sha256sum guidelines.md").as_str())
    );
    assert_eq!(file["digest"], edition["digest"]);
    let blocks = file["blocks"].as_array().expect("blocks");
    assert!(blocks.len() > 20);
    let title = "Larkspur";
    let line = blocks[0].as_str().expect("a line");
    let page = dist.text("versions/2025-11-01/index.html");
    let title = page
        .split("<h1")
        .nth(1)
        .and_then(|rest| rest.split('>').nth(1))
        .and_then(|rest| rest.split('<').next())
        .unwrap_or(title);
    assert_eq!(
        line.split(' ').next(),
        Some(sum(&format!("printf %s '{title}' | sha256sum")).as_str())
    );
}

/// Whatever one character of a released file is changed to, it is refused and found.
#[test]
fn no_character_of_a_released_text_can_be_changed_unnoticed() {
    let story = released();
    fs::remove_dir_all(story.path("content/guidelines/next")).expect("no next");
    let path = story.path("content/guidelines/2025-11-01/guidelines.md");
    let text = fs::read_to_string(&path).expect("the text");
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    for (at, character) in characters.iter().step_by(characters.len() / 25) {
        let end = at + character.len_utf8();
        let changed = format!("{}\u{2026}{}", &text[..*at], &text[end..]);
        fs::write(&path, changed).expect("changed");
        refuses(&story.run(&["check", "--today", "2026-01-15"]));
    }
}

/// Killed at any time, a release has happened, has not, or is completed by the same command.
#[test]
fn a_release_that_was_killed_can_be_run_again() {
    let story = released();
    let arguments = [
        "release",
        SECOND,
        "--summary",
        "One heading.",
        "--today",
        "2026-02-20",
        UNREAD[0],
        UNREAD[1],
    ];
    for changed in 0..12 {
        let before = files(story.folder());
        let mut child = site_gen()
            .args(arguments)
            .current_dir(story.path(""))
            .stderr(std::process::Stdio::null())
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("site-gen runs");
        // When so many files are there, gone or other ones, or once it has ended.
        let differs = || {
            let now = files(story.folder());
            let gone = before.keys().filter(|name| !now.contains_key(*name));
            let new = now
                .iter()
                .filter(|(name, is)| before.get(*name) != Some(is));
            gone.count() + new.count()
        };
        while differs() < changed && child.try_wait().expect("it runs").is_none() {}
        let _ = child.kill();
        let _ = child.wait();
    }
    let out = story.run(&arguments);
    let said = out.text;
    assert!(out.code == 0 || said.contains("released already"), "{said}");
    let dist = story.built("2026-03-01", &[]);
    assert!(dist.has("versions/2026-03-01/index.html"));
    succeeds(&story.verify("2026-04-01"));
}

#[test]
fn a_text_with_a_warning_is_released_only_if_somebody_accepts_it() {
    let site = plain(&[(FIRST, "Pay ${amount} to us.")]);
    let said = site
        .run(&["release", FIRST, "--today", "2025-11-01"])
        .exits(1);
    let name = "foreign-syntax";
    let said = said
        .says("the text has 1 warning, and a released text cannot be changed")
        .helps(&format!("--accept {name}"));
    assert!(
        said.text.contains("`${amount}` is not Markdown"),
        "{}",
        said.text
    );
    assert!(!site.path("content/releases.lock").exists());
    let accept = |name| site.run(&["release", FIRST, "--accept", name, "--today", "2025-11-01"]);
    accept("foreign-sintax")
        .exits(2)
        .says("no warning has this name; did you mean `foreign-syntax`?");
    accept("text-error")
        .exits(2)
        .says("this is an error, and only warnings can be accepted");
    accept(name).exits(0);
}

#[test]
fn the_date_in_a_draft_is_compared_with_that_of_its_release() {
    let texts = [
        (FIRST, "We wait."),
        ("next", "We do not wait.\n\nLast updated: 3 May 2024"),
    ];
    let site = plain(&texts);
    site.run(&["release", FIRST, "--today", "2025-11-01"])
        .exits(0);
    let mut release = vec!["release", SECOND, "--today", "2026-02-20"];
    release.extend(["--summary", "Nobody waits.", "--dry-run"]);
    release.extend(UNREAD);
    site.run(&release)
        .exits(1)
        .says(&format!("but the version is dated {SECOND}"));
    site.replace(&of("next", "guidelines.md"), "3 May 2024", SECOND)
        .run(&release)
        .exits(0);
}

#[test]
fn a_draft_is_released_only_after_its_sign_off_page_was_built_from_exactly_this_text() {
    let release = [
        "release",
        SECOND,
        "--summary",
        "One heading says what it means.",
        "--today",
        "2026-02-20",
    ];
    let build = ["build", "--drafts", "--today", "2026-02-20"];
    let story = released();
    story
        .run(&release)
        .exits(1)
        .says("the sign-off page of this text and these rules has not been built")
        .helps("`site-gen build --drafts`")
        .helps("`--accept not-signed-off`");
    story.run(&build).exits(0);
    let page = "dist/versions/next/sign-off/index.html";
    let text = story.text(page);
    for part in [
        "When we close it",
        "Letters before and after",
        "Every sentence that the form cites",
        "Remaining warnings",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let (_, rest) = text
        .split_once("<p class=\"fingerprint\"><code>")
        .expect("a fingerprint");
    let fingerprint = rest[..64].to_owned();
    let story = story.append(&of("next", "guidelines.md"), "\n");
    story.run(&release).exits(1).says("has not been built");
    story.run(&build).exits(0);
    assert!(!story.text(page).contains(&fingerprint), "another text");
    let shown = story.text(page);
    let said = succeeds(&story.run(&release));
    let (_, rest) = said.split_once("fingerprint ").expect("a fingerprint");
    assert!(shown.contains(&rest[..64]), "{said}");
    let dist = story.built(SECOND, &[]);
    assert!(!dist.has("versions/next/sign-off/index.html"));
}

#[test]
fn what_was_copied_with_the_folder_of_a_version_is_not_said_of_the_next() {
    let site = released().write(
        &of("next", "version.toml"),
        "summary = \"Old words.\"\nreleased = \"2025-11-01\"\n",
    );
    let site = site.append(&of(FIRST, "version.toml"), "\nsummary = \"Old words.\"\n");
    let reason = ["--reason", "It had no summary.", "--today", "2026-02-20"];
    site.run(&[&["release", "--rules", FIRST], &reason[..]].concat())
        .exits(0);
    site.run(&[&["release", SECOND, "--today", "2026-02-20"], &UNREAD[..]].concat())
        .exits(1)
        .says("the summary is the same as that of the previous version, 2025-11-01");
    let digest = format!("Replaces {}.", "0badc0de".repeat(8));
    let site = site.replace(&of("next", "version.toml"), "Old words.", &digest);
    site.run(&[&["release", SECOND, "--today", "2026-02-20"], &UNREAD[..]].concat())
        .exits(1)
        .says("the summary quotes the fingerprint `0badc0de");
    let site = site.replace(&of("next", "version.toml"), &digest, "New words.");
    site.run(&[&["release", SECOND, "--today", "2026-02-20"], &UNREAD[..]].concat())
        .exits(0);
    assert_eq!(
        site.text(&of(SECOND, "version.toml")),
        "summary = \"New words.\"\nreleased = \"2026-02-20\"\n"
    );
}

/// Texts without a form.
fn plain(versions: &[(&str, &str)]) -> Site {
    let site = Site::empty();
    site.run(&["init", "--today", "2020-01-01"]).exits(0);
    let site = site
        .remove("content/guidelines/2020-01-01")
        .remove("content/request");
    versions.iter().fold(site, |site, (id, words)| {
        site.write(&of(id, "guidelines.md"), format!("# Rules\n\n{words}\n"))
    })
}

#[test]
fn the_first_release_needs_no_version_in_force() {
    let site = plain(&[("next", "One.")]);
    let release = ["release", "2026-03-01", "--today", "2026-02-01"];
    // Its sign-off page is asked for, as that of every later version.
    site.run(&release)
        .exits(1)
        .says("the sign-off page of this text and these rules has not been built");
    let check = site.run(&["check", "--today", "2026-02-01"]).exits(1);
    check.says("there is only the draft `next`");
    site.built("2026-02-01", &["--drafts"]);
    assert!(
        site.path("dist/versions/next/sign-off/index.html")
            .is_file()
    );
    site.run(&release).exits(0);
    site.run(&["check", "--today", "2026-03-01"]).exits(0);
    assert!(
        site.text(&of("2026-03-01", "version.toml"))
            .contains("released = \"2026-02-01\"")
    );
}

#[test]
fn all_versions_are_released_in_one_go() {
    let site = plain(&[
        ("2020-01-01", "One."),
        ("2021-01-01", "Two."),
        ("2022-01-01", "Three."),
    ]);
    site.run(&[
        "release",
        "--all",
        "--released-as-dated",
        "--today",
        "2026-02-01",
    ])
    .exits(0)
    .says("released 3 versions, 2020-01-01 to 2022-01-01");
    assert!(
        site.text(&of("2021-01-01", "version.toml"))
            .contains("released = \"2021-01-01\"")
    );
    site.run(&["check", "--today", "2026-02-01"]).exits(0);
    site.run(&["release", "--all", "--today", "2026-02-01"])
        .exits(1)
        .says("every dated version is released already");
}

#[test]
fn a_text_that_reads_as_the_one_before_is_released_only_if_somebody_accepts_it() {
    let site = Site::larkspur();
    succeeds(&site.run(&["release", FIRST, "--today", "2025-11-01"]));
    let site = site
        .version("next", FIRST)
        .remove(&of("next", "version.toml"));
    let release = |more: &[&str]| {
        let summary = ["--summary", "Nothing.", "--today", "2026-01-15"];
        let all = [&["release", SECOND][..], &summary, &UNREAD, more].concat();
        site.run(&all)
    };
    let refused = refuses(&release(&[]));
    assert!(refused.contains("next has the same text as"), "{refused}");
    assert!(refused.contains("--accept unchanged-version"), "{refused}");
    succeeds(&release(&["--accept", "unchanged-version"]));
}

#[test]
fn copies_of_what_was_released_outlive_a_lost_lock() {
    let site = plain(&[("2020-01-01", "One."), ("2021-01-01", "Two.")]);
    let all = ["release", "--all", "--released-as-dated"];
    let all = [&all[..], &["--today", "2026-02-01"]].concat();
    site.run(&all).exits(0);
    let copy = "content/releases/2020-01-01/1/guidelines.md";
    let released = site.text(copy);
    let site = site.remove("content/releases.lock").replace(
        &of("2020-01-01", "guidelines.md"),
        "One.",
        "Another.",
    );
    let one = ["release", "2020-01-01", "--today", "2026-02-01"];
    for (arguments, why) in [
        (
            &all[..],
            "a different copy of a release already has this name",
        ),
        (&one, "but `content/releases.lock` is missing"),
    ] {
        site.run(arguments).exits(1).says(why);
        assert_eq!(site.text(copy), released);
        assert!(!site.path("content/releases.lock").exists());
    }
}

#[test]
fn nothing_is_written_if_one_of_several_versions_is_refused() {
    let site = plain(&[("2020-01-01", "One."), ("2021-01-01", "Two.")]);
    let summary = "summary = \"The same words.\"\n";
    let site = site
        .write(&of("2020-01-01", "version.toml"), summary)
        .write(&of("2021-01-01", "version.toml"), summary);
    site.run(&["release", "--all", "--today", "2026-02-01"])
        .exits(1)
        .says("the summary is the same as that of the previous version, 2020-01-01");
    assert_eq!(site.text(&of("2020-01-01", "version.toml")), summary);
    assert!(!site.path("content/releases").exists());
}

/// `build` would refuse to show what was released.
#[test]
fn nothing_is_released_that_its_templates_cannot_show() {
    let site = Site::larkspur().write(
        "themes/larkspur/templates/own/footer.html",
        "<p>{{ nobody.knows.it }}</p>",
    );
    site.run(&["release", FIRST, "--today", "2025-11-01"])
        .exits(1)
        .says("own/footer.html")
        .says("nothing was changed");
    assert!(!site.path("content/releases.lock").exists());
    assert!(!site.path("content/releases").exists());
}

#[test]
fn a_warning_shared_with_the_next_text_still_belongs_to_the_released_version() {
    let words = "Acme Corp. must be named in full by officers of Harbour Mail Inc. and by us.";
    let site = plain(&[(FIRST, words), ("next", words)]);
    site.run(&["release", FIRST, "--today", "2025-11-01"])
        .exits(1)
        .says("and a released text cannot be changed");
}
