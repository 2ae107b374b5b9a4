//! Files that cannot be read, and texts, pages and `site.toml` that are not as they should be.

use super::site::{CLAUSES, FORM, LABELS, LETTER, RULES, TEXT};
use crate::support::Site;
use std::fs;

#[test]
fn the_good_site_is_good() {
    let site = Site::tern_not_built();
    site.builds()
        .says("built dist with 0 warnings")
        .says("view it with `site-gen serve`");
    assert!(site.dist().len() > 10);
}

#[test]
fn a_folder_without_content_is_not_a_site() {
    let site = Site::tern().remove("content");
    site.refused()
        .exits(3)
        .helps("the folder that contains `content/`")
        .reads("no_content");
}

#[test]
fn a_folder_in_place_of_the_text_is_named() {
    let report = Site::tern().remove(TEXT).with_folder(TEXT).refused();
    report
        .exits(1)
        .says("2025-05-01")
        .helps("add it as `guidelines.md`");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::tern().run_by_nobody();
    let Some(site) = site else { return };
    let site = site.with(|folder| {
        fs::set_permissions(folder.join(TEXT), fs::Permissions::from_mode(0o000))
            .expect("it can be shut");
    });
    site.refused()
        .exits(3)
        .at(TEXT)
        .says("ermission denied")
        .helps("allow reading it")
        .reads("unreadable_text");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::tern().run_by_nobody();
    let Some(site) = site else { return };
    let shut = |folder: &std::path::Path, mode| {
        fs::set_permissions(
            folder.join("content/pages"),
            fs::Permissions::from_mode(mode),
        )
        .expect("it can be shut");
    };
    let site = site.with(|folder| shut(folder, 0o000));
    let report = site.run(&["build", "--today", "2026-01-15"]);
    let site = site.with(|folder| shut(folder, 0o755));
    report
        .exits(3)
        .says("cannot read `./content/pages`: Permission denied")
        .helps("allow reading it");
    assert!(!site.dist().is_empty());
}

#[test]
fn a_byte_order_mark_and_crlf_change_no_byte_of_the_site() {
    let site = Site::tern();
    let plain = site.dist();
    let mut site = site;
    for name in [
        "content/site.toml",
        TEXT,
        CLAUSES,
        FORM,
        RULES,
        LABELS,
        LETTER,
        "content/pages/help.md",
    ] {
        let text = fs::read_to_string(site.path(name)).expect("a file");
        site = site.write(name, format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
    site.builds().says("0 warnings");
    assert!(
        site.dist() == plain,
        "BOM and CRLF are not part of any text"
    );
}

#[test]
fn text_that_no_page_can_hold_is_refused() {
    Site::tern()
        .replace_first("content/site.toml", "title = \"", "title = \"a\\u001b")
        .refused()
        .exits(1)
        .at("content/site.toml:1:9")
        .says("U+001B")
        .helps("remove it");
}

#[test]
fn all_errors_are_reported_at_once() {
    let report = Site::tern()
        .replace_first(TEXT, "(/help/)", "(/hlep/)")
        .replace_first(TEXT, "name the boat;", "describe the boat;")
        .replace_first(
            "content/pages/help.md",
            "Ring the bell.",
            "<blink>Ring</blink>",
        )
        .refused();
    report
        .exits(1)
        .says("the site has no page `/hlep/`")
        .says("the clause `boat-named`")
        .says("content/pages/help.md:8:1")
        .says("nothing was written")
        .reads("several_errors");
}

/// Letters to such a mailbox would go to somebody else, and no reader could tell.
#[test]
fn a_mailbox_or_host_that_only_looks_like_another_is_refused() {
    const SITE: &str = "content/site.toml";
    for (mailbox, part) in [
        ("p\u{43e}st@tern.example", "p\u{43e}st"),
        ("post@t\u{435}rn.example", "t\u{435}rn"),
        (
            "post@\u{430}\u{441}\u{435}.example",
            "\u{430}\u{441}\u{435}",
        ),
    ] {
        let site = Site::tern_not_built().replace(SITE, "post@tern.example", mailbox);
        let error = format!("`{part}` in `{mailbox}` has letters of another script");
        site.refused().says(&error).at("content/site.toml:9:11");
    }
    let host = "\n[[organisation.host]]\nclass = \"ours\"\nnames = [\"t\u{435}rn.example\"]\n";
    let site = Site::tern_not_built().append(SITE, host);
    site.refused().says("content/site.toml");
}

/// Readers write to an address in a label or letter as to one in the text.
#[test]
fn an_address_that_deceives_or_is_somebody_elses_is_reported_wherever_it_is_published() {
    const LABELS: &str = "content/request/labels/en.toml";
    let site = Site::tern_not_built();
    let labels = site.text(LABELS);
    let (start, rest) = labels.split_once(" = \"").expect("a label");
    for (address, said) in [
        ("p\u{43e}st@tern.example", "letters of two scripts"),
        (
            "p0st@tern.example",
            "resembles your own `post@tern.example`",
        ),
        (
            "www.\u{430}\u{440}\u{440}.example",
            "letters of another script",
        ),
        ("law@marlin.test", "the host `marlin.test` is not listed"),
        (
            "https://marlin.test/a",
            "the host `marlin.test` is not listed",
        ),
        ("ab\u{202e}cd", "U+202E changes the direction"),
    ] {
        let label = format!("{start} = \"See {address} too. {rest}");
        let letter = format!("See {address} too.\n");
        let messages = "themes/own/text/en.ftl";
        let of_theme = Site::tern_not_built()
            .append("content/site.toml", "")
            .write(messages, format!("skip-to-content = See {address}.\n"));
        for (file, site) in [
            (LABELS, Site::tern_not_built().write(LABELS, &label)),
            (
                "content/request/letters/passage.md",
                Site::tern_not_built()
                    .append("content/request/letters/passage.md", &format!("\n{letter}")),
            ),
            (
                messages,
                of_theme.replace(
                    "content/site.toml",
                    "language = ",
                    "theme = \"own\"\nlanguage = ",
                ),
            ),
            (
                "content/guidelines/2025-05-01/version.toml",
                Site::tern_not_built().write(
                    "content/guidelines/2025-05-01/version.toml",
                    format!("summary = \"See {address}.\"\n"),
                ),
            ),
        ] {
            let found = site.run(&["check", "--today", "2026-01-15"]).text;
            assert!(
                found.contains(said) && found.contains(file),
                "{address} in {file}: {found}"
            );
        }
    }
}
