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
fn a_file_in_place_of_content_is_refused() {
    let site = Site::tern().remove("content").write("content", "here");
    site.refused()
        .exits(1)
        .says("`./content` is not a folder")
        .helps("");
}

#[test]
fn an_empty_content_says_what_belongs_there() {
    let site = Site::tern().remove("content").with_folder("content");
    site.refused()
        .exits(1)
        .helps("add `site.toml` and `guidelines/<date>/guidelines.md` to it")
        .reads("empty_content");
}

#[test]
fn content_without_a_site_toml_says_what_is_missing() {
    Site::tern()
        .remove("content/site.toml")
        .refused()
        .exits(1)
        .says("`content/site.toml`")
        .helps("create it");
}

#[test]
fn content_without_guidelines_says_where_they_belong() {
    let report = Site::tern().remove("content/guidelines").refused();
    report
        .exits(1)
        .says("there is no version of the guidelines")
        .helps("content/guidelines/<date>/guidelines.md");
}

#[test]
fn a_version_without_a_text_is_named() {
    let report = Site::tern().remove(TEXT).refused();
    report
        .exits(1)
        .at("content/guidelines/2025-05-01/")
        .helps("guidelines.md");
}

#[test]
fn a_folder_in_place_of_the_text_is_named() {
    let report = Site::tern().remove(TEXT).with_folder(TEXT).refused();
    report.exits(1).says("2025-05-01").helps("");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_page_is_not_waited_for() {
    let site = Site::tern().with(|folder| {
        let pipe = folder.join("content/pages/pipe.md");
        let made = std::process::Command::new("mkfifo")
            .arg(pipe)
            .status()
            .expect("mkfifo runs");
        assert!(made.success());
    });
    site.refused()
        .says("content/pages/pipe.md")
        .says("is not a file")
        .helps("");
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
        .helps("")
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
        .says("content/pages")
        .says("ermission denied")
        .helps("");
    assert!(!site.dist().is_empty());
}

#[test]
fn bytes_that_are_not_utf_8_are_shown_with_their_place() {
    let text = fs::read(Site::tern_not_built().path(TEXT)).expect("a text");
    let latin = [text.as_slice(), b"\nThe caf\xe9 is shut.\n"].concat();
    let report = Site::tern().write(TEXT, latin).refused();
    report
        .exits(1)
        .at(&format!("{TEXT}:14:8"))
        .helps("save the file as UTF-8")
        .reads("not_utf_8");
    let report = Site::tern()
        .write("content/pages/help.md", b"+++\ntitle = \"\xff\"\n+++\n")
        .refused();
    report
        .exits(1)
        .at("content/pages/help.md:2:10")
        .helps("save the file as UTF-8");
    let report = Site::tern()
        .write(CLAUSES, b"complete = true # \xc3(\n")
        .refused();
    report
        .exits(1)
        .at(&format!("{CLAUSES}:1:19"))
        .helps("save the file as UTF-8");
}

#[test]
fn utf_16_is_not_taken_for_text() {
    let text: Vec<u8> = "\u{feff}# Asking\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    Site::tern()
        .write(TEXT, text)
        .refused()
        .exits(1)
        .at(&format!("{TEXT}:1:1"))
        .helps("save the file as UTF-8");
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
fn a_file_larger_than_any_text_is_refused() {
    let report = Site::tern()
        .write(TEXT, "word ".repeat(2_100_000))
        .refused();
    report
        .exits(1)
        .at(TEXT)
        .says("larger than the limit of 10 MB")
        .helps("");
}

#[test]
fn invalid_toml_is_shown_with_its_place() {
    let report = Site::tern()
        .replace_first("content/site.toml", "language = \"en\"", "language = \"en")
        .refused();
    report
        .exits(1)
        .at("content/site.toml:3:1")
        .helps("language = \"en\"");
    let report = Site::tern()
        .replace_first("content/pages/help.md", "title = ", "title ")
        .refused();
    report.exits(1).says("content/pages/help.md:2:").helps("");
    let report = Site::tern()
        .replace_first(CLAUSES, "[[section.list]]", "[[section.list]")
        .refused();
    report.exits(1).says(&format!("{CLAUSES}:5:")).helps("");
    let report = Site::tern()
        .replace_first(RULES, "[step.boat]", "[step.boat")
        .refused();
    report.exits(1).says(&format!("{RULES}:3:")).helps("");
}

#[test]
fn an_unknown_key_gets_a_suggestion() {
    let report = Site::tern()
        .replace_first("content/site.toml", "title =", "titel =")
        .refused();
    report
        .exits(1)
        .at("content/site.toml:1:1")
        .helps("did you mean `title`?")
        .reads("unknown_key_in_site_toml");
    let report = Site::tern()
        .replace_first("content/site.toml", "legal-name", "legal-nmae")
        .refused();
    report
        .exits(1)
        .at("content/site.toml:8:1")
        .helps("did you mean `legal-name`?");
    let report = Site::tern()
        .replace_first("content/pages/help.md", "description", "descripton")
        .refused();
    report
        .exits(1)
        .at("content/pages/help.md:3:1")
        .helps("did you mean `description`?");
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
fn a_key_that_is_missing_is_named() {
    let report = Site::tern()
        .replace_first("content/site.toml", "language = \"en\"\n", "")
        .refused();
    report
        .exits(1)
        .says("`language` is missing")
        .helps("add `language = \"en\"`");
    let report = Site::tern()
        .replace_first("content/pages/help.md", "title = \"Help\"\n", "")
        .refused();
    report
        .exits(1)
        .says("content/pages/help.md:")
        .says("`title` is missing")
        .helps("add `title = \"…\"`");
}

#[test]
fn values_that_cannot_be_are_shown_with_their_places() {
    let report = Site::tern()
        .replace_first(
            "content/site.toml",
            "https://asking.tern.example/",
            "asking.tern.example",
        )
        .replace_first(
            "content/site.toml",
            "language = \"en\"",
            "language = \"English!\"",
        )
        .replace_first("content/site.toml", "post@tern.example", "the post office")
        .refused();
    report
        .exits(1)
        .at("content/site.toml:2:12")
        .at("content/site.toml:3:12")
        .at("content/site.toml:9:11")
        .says("3 errors")
        .reads("impossible_values_in_site_toml");
}

#[test]
fn a_version_must_be_a_day_that_exists() {
    let report = Site::tern()
        .rename(
            "content/guidelines/2025-05-01",
            "content/guidelines/2025-02-30",
        )
        .refused();
    report
        .exits(1)
        .at("content/guidelines/2025-02-30/")
        .says("does not exist")
        .helps("name the folder after the date")
        .reads("impossible_date");
    let report = Site::tern()
        .rename("content/guidelines/2025-05-01", "content/guidelines/spring")
        .refused();
    report
        .exits(1)
        .at("content/guidelines/spring/")
        .says("not a version name")
        .helps("`2020-01-31`, or `next`");
}

#[test]
fn two_folders_for_one_day_are_not_two_versions() {
    let site = Site::tern().write("content/guidelines/2025-5-1/guidelines.md", "# Again\n");
    let report = site.refused();
    report
        .exits(1)
        .at("content/guidelines/2025-5-1/")
        .helps("`2025-05-01`")
        .reads("duplicate_version");
}

#[test]
fn a_site_whose_versions_all_lie_ahead_has_none_in_force() {
    let report = Site::tern().refused_with(&["build", "--today", "2025-04-30"]);
    report
        .exits(1)
        .says("no version of the guidelines is in force on 2025-04-30")
        .helps("not in the future");
}

#[test]
fn guidelines_without_a_title_are_refused() {
    let report = Site::tern()
        .replace_first(TEXT, "# Asking Tern Post\n", "")
        .refused();
    report
        .exits(1)
        .at(&format!("{TEXT}:1:1"))
        .says("no title")
        .helps("# Guidelines");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_content_is_not_followed() {
    let site = Site::tern().with(|folder| {
        fs::write(
            folder.join("secret.md"),
            "+++\ntitle = \"S\"\ndescription = \"S\"\n+++\n# Secret\n",
        )
        .expect("a file");
        std::os::unix::fs::symlink("../../secret.md", folder.join("content/pages/secret.md"))
            .expect("a link");
    });
    let report = site.refused();
    report
        .exits(1)
        .says("`./content/pages/secret.md` is a link that points outside `content/`")
        .helps("copy its target")
        .reads("link_out_of_content");
    let site = Site::tern().with(|folder| {
        std::os::unix::fs::symlink("/etc", folder.join("content/pages/etc")).expect("a link");
    });
    site.refused()
        .exits(1)
        .says("is a link that points outside `content/`")
        .helps("")
        .says_nothing_of("passwd");
}

#[cfg(unix)]
#[test]
fn a_link_in_a_circle_ends() {
    let site = Site::tern().with(|folder| {
        std::os::unix::fs::symlink("..", folder.join("content/pages/up")).expect("a link");
    });
    site.refused().says("content/pages/up").helps("");
}

#[test]
fn an_address_that_leaves_the_site_is_refused() {
    for address in [
        "/../up/",
        "/a/../../b/",
        "../help/",
        "//elsewhere.example/",
        "/help",
        "/HELP/",
        "/.git/",
    ] {
        let page =
            format!("+++\ntitle = \"T\"\ndescription = \"D\"\naddress = \"{address}\"\n+++\n# T\n");
        let report = Site::tern().write("content/pages/t.md", page).refused();
        report
            .exits(1)
            .at("content/pages/t.md:4:11")
            .says(&format!("`{address}` is not an address"))
            .helps("/words-like-this/");
    }
    let page = "+++\ntitle = \"T\"\ndescription = \"D\"\naddress = \"/../up/\"\n+++\n# T\n";
    Site::tern()
        .write("content/pages/t.md", page)
        .refused()
        .reads("address_with_steps_up");
}

#[test]
fn two_pages_cannot_have_the_same_address() {
    let page = "+++\ntitle = \"T\"\ndescription = \"D\"\naddress = \"/help/\"\n+++\n# T\n";
    let report = Site::tern().write("content/pages/aid.md", page).refused();
    report
        .exits(1)
        .says("have the same address, `/help/`")
        .says("content/pages/aid.md:4:11")
        .says("content/pages/help.md:")
        .helps("give the page another address")
        .reads("two_pages_at_one_address");
    for taken in [
        "/",
        "/versions/",
        "/versions/2025-05-01/",
        "/request/",
        "/assets/x/",
        "/404.html/",
        "/feed.atom/",
    ] {
        let report = Site::tern()
            .write("content/pages/t.md", page.replace("/help/", taken))
            .refused();
        report.exits(1).says(&format!("`{taken}`")).helps("");
    }
}

#[test]
fn a_page_without_front_matter_is_refused() {
    let report = Site::tern().write("content/pages/t.md", "# T\n").refused();
    report
        .exits(1)
        .at("content/pages/t.md:1:1")
        .helps("begin it with")
        .reads("page_without_front_matter");
}

#[test]
fn html_in_a_text_is_refused_unless_the_site_allows_it() {
    let site = Site::tern().append(TEXT, "\nSee <b onclick=\"alert(1)\">this</b>.\n");
    let report = site.refused();
    report
        .exits(1)
        .at(&format!("{TEXT}:14:5"))
        .helps("raw-html")
        .reads("raw_html");
    let let_through =
        site.replace_first("content/site.toml", "title =", "raw-html = true\ntitle =");
    // A program is refused even then.
    let_through
        .refused()
        .at(&format!("{TEXT}:14:5"))
        .says("is not published: it has an event handler");
    let_through
        .replace_first(TEXT, "<b onclick=\"alert(1)\">", "<b class=\"x\">")
        .builds();
}

#[test]
fn a_link_that_runs_a_script_is_refused_even_where_html_is_allowed() {
    for link in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java&#x0A;script:alert(1)",
        "data:text/html,x",
        "vbscript:x",
    ] {
        let site = Site::tern().append(TEXT, &format!("\nSee [this]({link}).\n"));
        site.refused()
            .exits(1)
            .says(&format!("{TEXT}:14:"))
            .helps("");
        site.replace_first("content/site.toml", "title =", "raw-html = true\ntitle =")
            .refused()
            .exits(1);
    }
    Site::tern()
        .append(TEXT, "\nSee [this](javascript:alert(1)).\n")
        .refused()
        .reads("javascript_link");
}

#[test]
fn a_dead_link_gets_the_page_that_was_meant() {
    let report = Site::tern()
        .replace_first(TEXT, "(/help/)", "(/hlep/)")
        .refused();
    report
        .exits(1)
        .at(&format!("{TEXT}:12:40"))
        .says("the site has no page `/hlep/`")
        .helps("did you mean `/help/`?")
        .reads("broken_link");
    let report = Site::tern()
        .replace_first(TEXT, "(/help/)", "(../../../help/)")
        .refused();
    report.exits(1).says(&format!("{TEXT}:12:")).helps("");
}

#[test]
fn a_link_to_a_missing_anchor_gets_a_suggestion() {
    let report = Site::tern()
        .replace_first(
            "content/pages/help.md",
            "Ring the bell.",
            "Mind the [hours](/#huors).",
        )
        .refused();
    report
        .exits(1)
        .at("content/pages/help.md:8:10")
        .says("has no anchor `#huors`")
        .helps("did you mean `#hours`?")
        .reads("broken_anchor");
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

#[test]
fn unused_files_are_reported_and_harmless() {
    let site = Site::tern().write("content/notes.txt", "buy string");
    site.builds()
        .says("with 1 warning")
        .at("content/notes.txt")
        .helps("move it out of `content/`");
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
