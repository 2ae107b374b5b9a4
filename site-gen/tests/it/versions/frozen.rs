//! The rules of a released version: kept as they were resolved, compared with the current ones
//! while it is in force, and unchanged once it no longer is.

use super::release::logged_again;
use crate::support::{FIRST, Run, Site, of, sha256};
use std::fs;

const SECOND: &str = "2026-03-01";
/// The rules of all versions, as the story finds the folder of a version.
const RULES: &str = "../request";
const COPY: &str = "content/releases/2025-11-01/rules/1.json";

fn released() -> Site {
    let story = Site::larkspur();
    let out = story.run(&["release", FIRST, "--today", "2025-11-01"]);
    assert_eq!(out.code, 0, "{}", out.text);
    story
}

fn checked(story: &Site) -> Run {
    story.run(&["check", "--today", "2026-01-15"])
}

fn release_second(story: &Site) {
    // Its text is that of the first.
    let same = "unchanged-version";
    let summary = [
        "--summary",
        "Rules.",
        "--accept",
        same,
        "--today",
        "2026-03-01",
    ];
    story
        .run(&[&["release", SECOND], &summary[..]].concat())
        .exits(0);
}

#[test]
fn a_release_keeps_the_resolved_rules_and_their_digest() {
    let story = released();
    let copy = fs::read_to_string(story.path(COPY)).expect("a copy");
    let lock = fs::read_to_string(story.path("content/releases.lock")).expect("a lock");
    let lock: toml::Table = lock.parse().expect("it reads");
    let rules = &lock["version"][0]["rules"][0];
    assert_eq!(rules["digest"].as_str(), Some(sha256(&copy).as_str()));
    assert_eq!(rules["revision"].as_integer(), Some(1));
    // Rules, clauses and letters are in it, as they were resolved; what pages say is not.
    for there in [
        "\"young-warrant\"",
        "A warrant shall be younger than thirty days when it reaches us.",
        "registrar@larkspur.example",
        "The line was used to deceive: {deceit}",
    ] {
        assert!(copy.contains(there), "{there} in {copy}");
    }
    assert!(!copy.contains("One line more"), "{copy}");
    let dist = story.built("2026-01-15", &[]);
    assert_eq!(dist.text("versions/2025-11-01/requests.json"), copy);
}

#[test]
fn a_second_language_changes_no_rule() {
    let site = Site::empty();
    site.run(&["init", "--today", "2026-01-15"]).exits(0);
    site.run(&["release", "2026-01-15", "--today", "2026-01-15"])
        .exits(0);
    let site = site.replace(
        "content/site.toml",
        "language = \"en\"",
        "language = \"en\"\nlanguages = [\"pt-BR\"]",
    );
    checked(&site).exits(0);
}

#[test]
fn rules_and_letters_do_not_change_without_a_reason() {
    for (file, from, to, what, place) in [
        (
            "delivery.toml",
            "older than 29 days",
            "older than 28 days",
            "the requirement `young-warrant` has changed",
            "content/request/",
        ),
        (
            "library.toml",
            "\"mast*\"",
            "\"mast\"",
            "the word list `whereabouts` has changed",
            "content/request/",
        ),
        (
            "../guidelines/2025-11-01/clauses.toml",
            "force = \"should\"",
            "force = \"must\"",
            "the requirement `deceit-or-judgment` has changed, the requirement `line-to-close` has changed",
            "content/request/",
        ),
        (
            "letters/account-closure.md",
            "The line was used to deceive",
            "Deceit",
            "the letter of kind `account-closure` has changed",
            "content/request/letters/",
        ),
        (
            "labels/en-GB.toml",
            "title = \"Closing of a line\"",
            "title = \"Closing a line\"",
            "what letters call the kind `account-closure` has changed",
            "content/request/letters/",
        ),
        (
            "../site.toml",
            "registrar@larkspur.example",
            "desk@larkspur.example",
            "`mailbox` of the organisation has changed",
            "content/site.toml",
        ),
        (
            "../site.toml",
            "4 Quay Street",
            "5 Quay Street",
            "`postal-address` of the organisation has changed",
            "content/site.toml",
        ),
    ] {
        let story = released().replace(&of(RULES, file), from, to);
        let out = checked(&story);
        let said = out.text;
        assert_eq!(out.code, 1, "{file}: {said}");
        let error = format!(
            "error: the rules of 2025-11-01 differ from those that were released (revision 1)\n--> {place}\n = help: what differs: {what}\n = help: if the current rules are correct, give the reason: `site-gen release --rules 2025-11-01 --reason \"...\"`\n"
        );
        assert!(said.contains(&error), "{file}: {said}");
        let reason = "The society thought again.";
        let out = story.run(&["release", "--rules", FIRST, "--reason", reason]);
        assert_eq!(out.code, 0, "{file}: {}", out.text);
        assert_eq!(checked(&story).code, 0, "{file}");
        let copy = story.path("content/releases/2025-11-01/rules/2.json");
        assert!(copy.is_file(), "{file}");
        assert!(!story.path(COPY).exists(), "{file}");
    }
}

#[test]
fn a_typo_in_a_label_or_in_a_translation_is_mended_without_a_release() {
    let story = released()
        .replace(
            &of(RULES, "labels/en-GB.toml"),
            "use-when = \"A line is used to deceive people.\"",
            "use-when = \"Somebody uses a line to deceive people.\"",
        )
        .replace(
            &of(RULES, "labels/en-GB.toml"),
            "label = \"For whom do you write?\"",
            "label = \"Whom do you write for?\"",
        )
        .replace(
            &of(RULES, "labels/fr.toml"),
            "title = \"Fermeture d'une ligne\"",
            "title = \"Clôture d'une ligne\"",
        );
    let out = checked(&story);
    assert_eq!(out.code, 0, "{}", out.text);
    let dist = story.built("2026-01-15", &[]);
    assert!(
        dist.text("request/index.html")
            .contains("Whom do you write for?")
    );
    // What is published is what was released.
    let copy = fs::read_to_string(story.path(COPY)).expect("a copy");
    assert_eq!(dist.text("versions/2025-11-01/requests.json"), copy);
    let out = story.verify("2026-04-01");
    assert_eq!(out.code, 0, "{}", out.text);
    let out = story.run(&["release", "--rules", FIRST, "--reason", "A typo."]);
    assert!(
        out.text.contains("have not changed since their release"),
        "{}",
        out.text
    );
}

/// Once another version applies, its rules may be anything: those of the one before are what they
/// were.
#[test]
fn a_version_that_no_longer_applies_has_the_rules_that_it_was_released_with() {
    let story = released()
        .version(SECOND, FIRST)
        .remove(&of(SECOND, "version.toml"))
        .replace(
            &of(RULES, "delivery.toml"),
            "older than 29 days",
            "older than 20 days",
        )
        .replace(
            &of(RULES, "../site.toml"),
            "registrar@larkspur.example",
            "desk@larkspur.example",
        )
        .replace(
            &of(RULES, "letters/account-closure.md"),
            "The line was used to deceive",
            "Deceit",
        );
    // A rule that only the new version has, and one that it no longer has.
    let rules = story.path("content/request/closure.toml");
    let text = fs::read_to_string(&rules).expect("rules");
    let (kept, _) = text
        .split_once("[practice.point-at-messages]")
        .expect("it is there");
    fs::write(&rules, kept).expect("written");
    release_second(&story);
    let dist = story.built("2026-04-01", &[]);
    let copy = fs::read_to_string(story.path(COPY)).expect("a copy");
    assert_eq!(dist.text("versions/2025-11-01/requests.json"), copy);
    let now = dist.text("versions/2026-03-01/requests.json");
    for (there, of_now) in [
        ("older than 29 days", "older than 20 days"),
        ("registrar@larkspur.example", "desk@larkspur.example"),
        ("The line was used to deceive: {deceit}", "Deceit: {deceit}"),
    ] {
        assert!(copy.contains(there) && !copy.contains(of_now), "{there}");
        assert!(now.contains(of_now) && !now.contains(there), "{of_now}");
    }
    let out = story.verify("2026-04-01");
    assert!(
        out.text.contains("2025-11-01  ") && !out.text.contains("requests.json"),
        "{}",
        out.text
    );
    let out = story.run(&[
        "release",
        "--rules",
        FIRST,
        "--reason",
        "None.",
        "--today",
        "2026-04-01",
    ]);
    assert_eq!(out.code, 1, "{}", out.text);
    insta::assert_snapshot!(out.text);
}

#[test]
fn a_changed_missing_or_unknown_copy_stops_the_build_with_one_error() {
    for (day, more) in [("2026-01-15", false), ("2026-04-01", true)] {
        for (change, why) in [
            ("changed", "the copy of released rules has changed"),
            ("gone", "the copy of released rules is missing"),
            (
                "another",
                "this release of site-gen cannot read released rules",
            ),
        ] {
            let story = released();
            let story = if more {
                let story = story
                    .version(SECOND, FIRST)
                    .remove(&of(SECOND, "version.toml"));
                release_second(&story);
                story
            } else {
                story
            };
            let path = story.path(COPY);
            let text = fs::read_to_string(&path).expect("a copy");
            let story = match change {
                "changed" => {
                    let other = text.replace("older than 29 days", "older than 28 days");
                    assert_ne!(text, other);
                    fs::write(&path, other).expect("written");
                    story
                }
                "gone" => {
                    fs::remove_file(&path).expect("removed");
                    story
                }
                _ => {
                    fs::write(&path, "{}\n").expect("written");
                    let lock = story.text("content/releases.lock");
                    // The second version may have the same rules.
                    let (of_log, of_entry) =
                        (format!("{FIRST} rules 1 "), "digest = \"".to_owned());
                    let lock = [of_log, of_entry].iter().fold(lock, |lock, before| {
                        let digest = |text: &str| format!("{before}{}", sha256(text));
                        lock.replacen(&digest(&text), &digest("{}\n"), 1)
                    });
                    story.write("content/releases.lock", logged_again(&lock))
                }
            };
            let out = story.run(&["check", "--today", day]);
            let said = out.text;
            assert_eq!(out.code, 1, "{change}: {said}");
            assert!(said.contains(why), "{change}: {said}");
            assert!(
                said.contains("--> content/releases/2025-11-01/rules/1.json"),
                "{change}: {said}"
            );
            assert!(said.contains("\n1 error, "), "{change}: {said}");
        }
    }
}

/// A version whose rules were corrected, and the lock and the copy of its first rules.
fn corrected() -> (Site, String, String) {
    let story = released();
    let (lock, copy) = (story.text("content/releases.lock"), story.text(COPY));
    let story = story.replace(
        &of(RULES, "delivery.toml"),
        "older than 29 days",
        "older than 28 days",
    );
    story
        .run(&["release", "--rules", FIRST, "--reason", "We thought again."])
        .exits(0);
    (story, lock, copy)
}

#[test]
fn an_earlier_copy_of_the_rules_may_be_kept_but_not_changed() {
    let (story, _, copy) = corrected();
    let story = story.write(COPY, &copy);
    checked(&story).exits(0);
    let changed = copy.replace("older than 29 days", "older than 27 days");
    let story = story.write(COPY, changed);
    checked(&story)
        .exits(1)
        .says("error: the copy of released rules has changed")
        .says(&format!("--> {COPY}"));
}

/// The program reads only the latest copy, so that the types of the rules may change.
#[test]
fn an_earlier_copy_of_the_rules_need_not_be_readable() {
    let (story, _, copy) = corrected();
    let lock = story.text("content/releases.lock");
    let lock = lock.replace(&sha256(&copy), &sha256("{}\n"));
    let story = story
        .write(COPY, "{}\n")
        .write("content/releases.lock", logged_again(&lock));
    checked(&story).exits(0);
}

#[test]
fn a_lock_without_its_last_entry_is_found_by_the_copy_of_the_rules() {
    let (story, lock, copy) = corrected();
    let story = story.write("content/releases.lock", lock);
    checked(&story)
        .exits(1)
        .says("error: this copy was released, but the lock has no entry for it")
        .says("--> content/releases/2025-11-01/rules/2.json");
    // Also if the copy that belongs to the earlier entry is put back.
    let story = story.write(COPY, copy);
    checked(&story)
        .exits(1)
        .says("error: this copy was released, but the lock has no entry for it");
}
