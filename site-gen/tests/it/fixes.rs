//! What `check --fix` corrects, and what it leaves alone.

use crate::support::{FIRST, Site, of};

#[test]
fn mistakes_with_one_correction_are_corrected_and_others_reported() {
    let site = Site::larkspur()
        .version("next", FIRST)
        .write(
            &of("next", "version.toml"),
            "summary = \u{201c}Two new words.\u{201d}\r\n",
        )
        .append(
            &of("next", "guidelines.md"),
            "\nA holder may re\u{200b}fuse a relay, and [reads](nowhere.md) why.\n\nDeath\u{202e} or injury.\n",
        );
    let found = site.run(&["check", "--drafts", "--fix"]);
    let found = found.exits(1);
    let found = found.says("corrected content/guidelines/next/version.toml:1");
    let found = found.says("corrected content/guidelines/next/guidelines.md:");
    found.says("nowhere");
    assert_eq!(
        site.text(&of("next", "version.toml")),
        "summary = \"Two new words.\"\r\n"
    );
    let text = site.text(&of("next", "guidelines.md"));
    assert!(text.contains("may refuse a relay"), "{text}");
    assert!(text.contains("Death or injury"), "{text}");
    let again = site.run(&["check", "--drafts", "--fix"]);
    again.says_nothing_of("corrected");
}

#[test]
fn a_misspelt_key_hides_no_fault_of_the_text() {
    for (file, right, wrong) in [
        ("content/site.toml", "title = ", "titel = "),
        ("content/request/form.toml", "library = ", "libary = "),
    ] {
        let site = Site::larkspur()
            .replace(file, right, wrong)
            .append("content/pages/discretion.md", "\nSee [there](#nowhere).\n");
        site.run(&["check", "--today", "2026-01-15"])
            .exits(1)
            .says(wrong.trim_end_matches(" = "))
            .says("nowhere")
            .says("2 errors, ");
    }
}

#[test]
fn a_released_text_is_not_corrected() {
    let site = Site::larkspur().replace(
        &of(FIRST, "guidelines.md"),
        "Recordings",
        "Record\u{200b}ings",
    );
    let name = "invisible-character";
    let _ = site.run(&["release", FIRST, "--accept", name, "--today", "2025-11-01"]);
    assert!(site.path("content/releases.lock").exists());
    let before = site.text(&of(FIRST, "guidelines.md"));
    site.run(&["check", "--fix"]).says_nothing_of("corrected");
    assert_eq!(site.text(&of(FIRST, "guidelines.md")), before);
}

#[test]
fn lines_of_toml_that_can_be_meant_in_one_way_only_are_corrected() {
    let site = Site::larkspur()
        .version("next", FIRST)
        .write(
            &of("next", "version.toml"),
            "summary: The first day of an organisation's year;\nchanges-from = \"2025-11-01\"\n",
        )
        .replace(
            "content/request/delivery.toml",
            "before = 5",
            "before = \"5\"",
        );
    // A value of another type shows when the file can be read, so a file is read again.
    let found = site.run(&["check", "--drafts", "--fix", "--all"]);
    let found = found.says("corrected content/guidelines/next/version.toml:1");
    let found = found.says("corrected content/guidelines/next/version.toml:2");
    found.says("corrected content/request/delivery.toml:96");
    assert_eq!(
        site.text(&of("next", "version.toml")),
        "summary = \"The first day of an organisation's year\"\nchanges-from = [\"2025-11-01\"]\n"
    );
    assert!(
        site.text("content/request/delivery.toml")
            .contains("before = 5\n")
    );
}
