//! `site-gen diff`, and the page of changes, as callers and readers see them.

use crate::support::{Built, FIRST, Run, Site, of, site_gen};
use std::fs;

const NEW: &str = "2026-03-01";

/// A rule that has another name from then on. It asks for the same, and cites the same sentence.
const RENAMED: &str = "without = [\"sealed-warrant\"]

[kind.wiretap-delivery]
needs = [\"warrant-under-seal\", \"station-and-key\"]

[requirement.warrant-under-seal]
kinds = [\"wiretap-delivery\"]
clause = \"sealed-warrant\"
ask = [\"warrant-sealed\"]
check = \"warrant-sealed is yes\"
";

const RENAMED_LABELS: &str = "[kind.wiretap-delivery]
needs.warrant-under-seal = \"a sealed warrant\"

[requirement.warrant-under-seal]
title = \"Sealed warrant\"
missing = \"Say whether the warrant is sealed.\"
invalid = \"Have the warrant sealed by the High Bench first.\"
";

impl Site {
    /// The Larkspur Relay Society's site, and a version of its guidelines that followed.
    fn of_two_versions() -> Self {
        Self::larkspur()
            .version(NEW, FIRST)
            .replace(
                &of(NEW, "guidelines.md"),
                "younger than\nthirty days",
                "younger than\ntwenty days",
            )
            .replace(
                &of(NEW, "guidelines.md"),
                "are burnt after twenty-one days",
                "may be burnt after twenty-one days",
            )
            .replace(
                &of(NEW, "guidelines.md"),
                "### Grounds",
                "### When we close it",
            )
            .replace(
                &of(NEW, "clauses.toml"),
                "younger than thirty",
                "younger than twenty",
            )
            .replace(
                &of(NEW, "clauses.toml"),
                "### Grounds",
                "### When we close it",
            )
            .replace(
                &of(NEW, "clauses.toml"),
                "are burnt after",
                "may be burnt after",
            )
            .replace(
                &of(NEW, "clauses.toml"),
                "\"the officer who answers for the station.\"",
                "{ quote = \"the officer who answers for the station.\", force = \"should\" }",
            )
            .write(&of(NEW, "rules.toml"), RENAMED)
            .write(&of(NEW, "labels/en-GB.toml"), RENAMED_LABELS)
    }

    fn diff(&self, arguments: &[&str]) -> Run {
        self.run(&[&["diff"], arguments].concat())
    }
}

/// Two files with these texts, compared.
fn two_files(before: impl AsRef<[u8]>, after: impl AsRef<[u8]>, more: &[&str]) -> Run {
    let folder = Site::empty().write("a.md", before).write("b.md", after);
    folder.diff(&[&["a.md", "b.md"], more].concat())
}

#[test]
fn the_changes_between_two_versions_are_listed_with_those_of_their_rules() {
    let report = Site::of_two_versions().diff(&["2025-11-01", "2026-03-01"]);
    assert_eq!(report.code, 1, "{}", report.text);
    insta::assert_snapshot!(report.stdout);
}

#[test]
fn programs_get_the_same_as_json() {
    let before = "# Aims\n\nWe may [keep](https://a.example/) it for 90 days.\n\nSame.\n";
    let after = "# Aims\n\nWe must [keep](https://b.example/) it for 60 days.\n\n*Same.*\n";
    let report = two_files(before, after, &["--format", "json"]);
    assert_eq!(report.code, 1);
    insta::assert_snapshot!(report.stdout);
}

#[test]
fn what_did_not_change_is_shown_where_it_is_asked_for() {
    let (before, after) = ("Same here.\n\nWe may.\n", "*Same* here.\n\nWe must.\n");
    assert!(!two_files(before, after, &[]).stdout.contains("Same here"));
    assert!(
        two_files(before, after, &["--all"])
            .stdout
            .contains("(markup only) Same here.")
    );
}

#[test]
fn a_company_adds_words_of_its_own_beside_those_of_the_theme() {
    let story = Site::of_two_versions().replace(
        &of(NEW, "guidelines.md"),
        "We hold no record",
        "We are wont to hold no record",
    );
    let theme = story.path("themes/larkspur/obligation");
    fs::create_dir_all(&theme).expect("a folder");
    let own = "[[modal]]\nforce = \"may\"\nwords = [\"are wont to\"]\n";
    fs::write(theme.join("en.own.toml"), own).expect("a file");
    let report = story.diff(&["2025-11-01", "2026-03-01"]).stdout;
    assert!(report.contains("are wont to added"), "{report}");
    fs::write(theme.join("en.own.toml"), "[modal]\n").expect("a file");
    let report = story.diff(&["2025-11-01", "2026-03-01"]);
    assert_eq!(report.code, 2);
}

#[test]
fn the_exit_status_says_whether_anything_changed() {
    for (before, after, expected) in [
        ("One.\n", "One.\n", 0),
        ("One.\n", "\u{feff}**One.**\r\n", 0),
        (
            "[One](https://a.example/).\n",
            "[One](https://b.example/).\n",
            1,
        ),
        ("One.\n", "Two.\n", 1),
        ("", "", 0),
    ] {
        let report = two_files(before, after, &[]);
        assert_eq!(report.code, expected, "{}", report.stdout);
    }
    let not_text = two_files([0xff, 0xfe], "One.\n", &[]);
    assert_eq!(not_text.code, 2);
    let missing = Site::empty().diff(&["nowhere.md", "neither.md", "--site", "/nonexistent"]);
    assert_eq!(missing.code, 2);
    let unknown = Site::of_two_versions().diff(&["2025-11-01", "2025-12-24"]);
    assert_eq!(unknown.code, 2);
    let said = unknown.text;
    assert!(
        said.contains("`2025-12-24`") && said.contains("`2026-03-01`"),
        "{said}"
    );
}

#[test]
fn a_file_can_have_another_format_than_the_other() {
    let page = "<!doctype html><title>x</title><body><h1>Rules</h1><p>We may keep it.</p></body>";
    let site = Site::empty()
        .write("a.html", page)
        .write("b.md", "# Rules\n\nWe must keep it.\n")
        .write("c.txt", "Rules\n=====\n\nWe may keep it.\n");
    let report = site.diff(&["a.html", "b.md"]);
    assert_eq!(report.code, 1, "{}", report.text);
    assert!(report.stdout.contains("We [-may-]{+must+} keep it."));
    let report = site.diff(&["a.html", "c.txt"]);
    assert_eq!(report.code, 0, "{}", report.text);
    let letters = Site::larkspur();
    let built = letters.built("2026-01-15", &[]);
    assert!(built.has("request/blank/wiretap-delivery.docx"));
    let blank = |format: &str| format!("dist/request/blank/wiretap-delivery.{format}");
    let report = letters.diff(&[&blank("docx"), &blank("docx")]);
    assert_eq!(report.code, 0, "{}", report.text);
    let broken = site
        .write("d.docx", b"PK\x03\x04")
        .diff(&["d.docx", "b.md"]);
    assert_eq!(broken.code, 2);
    assert!(
        broken.text.contains("`d.docx` cannot be read"),
        "{}",
        broken.text
    );
}

#[test]
fn a_version_can_be_compared_with_a_file() {
    let story = Site::of_two_versions();
    let file = story.path("draft.md");
    fs::copy(story.path(&of(FIRST, "guidelines.md")), &file).expect("a copy");
    let report = story.diff(&["2025-11-01", file.to_str().expect("a path")]);
    assert_eq!(report.code, 0, "{}", report.stdout);
}

#[test]
fn colour_alone_carries_no_meaning_and_a_text_cannot_control_the_terminal() {
    let plain = two_files("We may \u{1b}[31m.\n", "We must \u{1b}[31m.\n", &[]).stdout;
    assert!(
        plain.contains("[-may-]{+must+}") && !plain.contains('\u{1b}'),
        "{plain}"
    );
    let folder = Site::empty()
        .write("a.md", "We may.\n")
        .write("b.md", "We must.\n");
    let coloured = site_gen()
        .args(["diff", "a.md", "b.md"])
        .current_dir(folder.folder())
        .env_remove("NO_COLOR")
        .env("CLICOLOR_FORCE", "1")
        .output()
        .expect("site-gen runs");
    let coloured = String::from_utf8(coloured.stdout).expect("text");
    assert!(
        coloured.contains("\u{1b}[31m[-may-]\u{1b}[0m\u{1b}[32m{+must+}\u{1b}[0m"),
        "{coloured:?}"
    );
}

// ---- the page

fn built(story: &Site) -> Built {
    story.built("2026-06-01", &[])
}

#[test]
fn a_version_with_one_before_it_has_a_page_that_shows_what_changed() {
    let story = Site::of_two_versions();
    let dist = built(&story);
    let page = dist.text("versions/2026-03-01/changes/index.html");
    assert!(!story.path("dist/versions/2025-11-01/changes").exists());
    for expected in [
        // The summary comes first, with the old and the new value.
        "thirty days</del>",
        "twenty days</ins>",
        // A removed and an added word stay separate when they are copied.
        " end of removed text] </span></del> <ins>",
        // Screen readers announce where words were removed and added.
        "<span class=\"unseen\">[removed: </span>thirty<span class=\"unseen\"> end of removed text] </span></del>",
        "<span class=\"unseen\">[added: </span>twenty<span class=\"unseen\"> end of added text] </span></ins>",
        "<details class=\"same\">",
        "href=\"../../../versions/2025-11-01/\"",
        "href=\"../../../versions/2026-03-01/\"",
        "<span class=\"direction direction-looser\">Less strict</span>",
        "When we close it",
    ] {
        assert!(page.contains(expected), "{expected} is not in {page}");
    }
    assert!(
        !page.contains(" style=") && !page.contains("<script"),
        "the policy allows neither"
    );
    let obligations = page.find("id=\"page_obligations\"").expect("the summary");
    let text = page.find("id=\"page_redline\"").expect("the text");
    let counts = page.find("id=\"page_counts\"").expect("the counts");
    assert!(obligations < text && text < counts);
    // Counts of zero are left out.
    assert!(!page.contains("<dd>0</dd>"));
}

#[test]
fn every_link_of_the_page_leads_somewhere() {
    let story = Site::of_two_versions();
    built(&story);
    let folder = story.path("dist/versions/2026-03-01/changes");
    let page = fs::read_to_string(folder.join("index.html")).expect("the page");
    let mut followed = 0;
    for link in page
        .split(" href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        if link.starts_with("http") || link.starts_with("mailto") {
            continue;
        }
        let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
        let file = if path.is_empty() {
            folder.join("index.html")
        } else {
            folder.join(path)
        };
        let file = if file.is_dir() {
            file.join("index.html")
        } else {
            file
        };
        let there = fs::read(&file).unwrap_or_else(|error| panic!("{link}: {error}"));
        let there = String::from_utf8_lossy(&there).into_owned();
        assert!(
            anchor.is_empty() || there.contains(&format!(" id=\"{anchor}\"")),
            "{link}"
        );
        followed += 1;
    }
    assert!(followed > 15, "{followed}");
}

/// The texts may be those of strangers.
#[test]
fn terminal_commands_and_direction_controls_are_escaped() {
    let site = Site::empty()
        .write("before.md", "# A\n\nWe must do a\u{202e}b.\n")
        .write(
            "after.md",
            "# A\n\nWe may do a\u{202e}b \u{1b}[2J\u{9b}c.\n",
        );
    let run = site.run(&["diff", "before.md", "after.md"]);
    let is_harmful = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
    assert!(!run.text.contains(is_harmful), "{:?}", run.text);
    assert!(run.text.contains("a\\u{202e}b"), "{}", run.text);
}

#[test]
fn the_version_and_the_list_of_versions_lead_to_the_page() {
    let story = Site::of_two_versions();
    let dist = built(&story);
    for page in [
        "versions/index.html",
        "versions/2026-03-01/index.html",
        "index.html",
    ] {
        let html = dist.text(page);
        assert!(html.contains("versions/2026-03-01/changes/\""), "{page}");
    }
}

#[test]
fn the_texts_of_the_same_name_in_two_folders_are_compared() {
    let site = Site::empty()
        .write("old/terms.md", "# Terms\n\nWe answer within 30 days.\n")
        .write("old/more/fees.md", "# Fees\n\nA copy costs $20.\n")
        .write("old/gone.txt", "Nothing.\n")
        .write("old/.hidden.md", "x\n")
        .write("old/logo.png", "x")
        .write("new/terms.md", "# Terms\n\nWe answer within 20 days.\n")
        .write("new/more/fees.md", "# Fees\n\nA copy  costs $20.\n")
        .write("new/added.rtf", "{\\rtf1 Something.}\n");
    let report = site.diff(&["old", "new"]).exits(1).stdout;
    insta::assert_snapshot!(report);
    let json = site
        .diff(&["old", "new", "--format", "json"])
        .exits(1)
        .stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["only-after"], serde_json::json!(["added.rtf"]));
    assert_eq!(json["files"][1]["before"], "old/terms.md");
    assert_eq!(json["files"][1]["counts"]["edits"], 1);
    site.diff(&["old", "old"]).exits(0);
    let site = site.write("third/other.md", "x\n");
    site.diff(&["old", "third"])
        .exits(2)
        .says("no text in `old` has the name of a text in `third`");
}

/// A document of a word processor is converted, and not read as its own source.
#[test]
fn a_file_may_have_any_format_that_import_reads() {
    let site = Site::empty()
        .write(
            "a.rtf",
            "{\\rtf1 We answer within 30 days.\\par We keep nothing.}\n",
        )
        .write("b.md", "We answer within 20 days.\n\nWe keep nothing.\n");
    let report = site.diff(&["a.rtf", "b.md"]).exits(1).stdout;
    assert!(report.contains("within [-30-]{+20+} days"), "{report}");
    assert!(!report.contains("rtf1"), "{report}");
}

#[test]
fn the_history_of_any_texts_is_printed_without_a_site() {
    let text = |days: &str, notice: &str| {
        format!("# Rules\n\n## Logs\n\nWe keep logs for {days}.\n\n## Notice\n\n{notice}\n")
    };
    let site = Site::empty()
        .write("t/2019-05-01.md", text("60 days", "We tell no user."))
        .write("t/rules-20200131.html", "<h1>Rules</h1><h2>Logs</h2><p>We keep logs for 90 days.</p><h2>Notice</h2><p>We tell no user.</p>")
        .write("t/2021-02-03.txt.md", text("90 days", "We tell users within 10 days."))
        .write("t/undated.md", "x\n");
    let run = site.run(&["history", "t"]).exits(0);
    insta::assert_snapshot!(run.stdout);
    run.says("not compared, since the name has no day");
    assert!(!site.path("content").exists());
    let files = ["history", "t/undated.md", "t/2021-02-03.txt.md"];
    site.run(&files)
        .exits(0)
        .says("2 texts, t/undated.md to t/2021-02-03.txt.md");
    site.run(&["history", "t/undated.md"])
        .exits(2)
        .says("there is only one text to compare");
    site.run(&["history", "nowhere.md"]).exits(3);
}

#[test]
fn a_notice_to_users_is_what_the_company_does_and_a_value_is_no_verb() {
    for (sentence, value) in [
        ("We will notify users.", Some("Notice to users")),
        (
            "Unless a court forbids it, Gull notifies the user.",
            Some("Notice to users"),
        ),
        (
            "Users will be told before we disclose their data.",
            Some("Notice to users"),
        ),
        (
            "We will, unless a judge forbids it, tell the account holder.",
            Some("Notice to users"),
        ),
        (
            "It is our policy to give members notice, and we do so.",
            None,
        ),
        (
            "We disclose nothing without notice to the user.",
            Some("Notice to users"),
        ),
        (
            "You must not inform the account holder of your request.",
            None,
        ),
        ("Please do not notify our users.", None),
        ("Production notices must name the user.", None),
        ("Your letter must tell the name of the user.", None),
        ("We tell members of the public what we do.", None),
        ("The court must inform the user.", None),
        (
            "Tell the owner of the building that you are here; you must.",
            None,
        ),
        ("You may try 3 times to log in.", None),
        (
            "We direct you to https://gull.example/about for more.",
            None,
        ),
        (
            "Submit it at https://gull.example/law.",
            Some("Web address"),
        ),
    ] {
        let site = Site::empty()
            .write("t/2019-05-01.md", "# Rules\n\nNothing.\n")
            .write("t/2020-05-01.md", format!("# Rules\n\n{sentence}\n"));
        let history = site.run(&["history", "t"]).exits(0).stdout;
        let (values, _) = history.split_once("2019-05-01 ->").expect("changes");
        let values: Vec<&str> = values.lines().skip(2).collect();
        let found = values.first().and_then(|line| line.split(" (").next());
        let found = found.filter(|name| !name.is_empty());
        assert_eq!(found, value, "{sentence}: {values:?}");
    }
}

/// What a lawyer looks for first: where the company is reached, and how long something is kept.
#[test]
fn the_values_have_addresses_and_telephones_and_one_line_for_what_says_the_same() {
    let text = |street: &str, telephone: &str, kept: &str| {
        format!(
            "# Rules\n\nDeleted files are kept for {kept}.\n\nCall {telephone} at any hour.\n\nNimbus GmbH, {street}, 10119 Berlin.\n"
        )
    };
    let site = Site::empty()
        .write(
            "t/2019-05-01.md",
            text("Torstraße 1", "+49 30 1234567", "fourteen days"),
        )
        .write(
            "t/2020-05-01.md",
            text("Torstraße 2", "+49 30 7654321", "two weeks"),
        );
    let history = site.run(&["history", "t"]).exits(0).stdout;
    let (values, _) = history.split_once("2019-05-01 ->").expect("changes");
    insta::assert_snapshot!(values);
    for address in [
        "Calle Mayor 5",
        "12 rue de Rivoli",
        "12 Harbour Street",
        "Rua da Paz, 7",
        "Bulevardi 12, 00120 Helsinki",
        "Storgata 5, 0155 Oslo",
    ] {
        let site = Site::empty()
            .write("t/2019-05-01.md", "# Rules\n\nNothing.\n")
            .write(
                "t/2020-05-01.md",
                format!("# Rules\n\nOur address is {address}.\n"),
            );
        site.run(&["history", "t"])
            .exits(0)
            .says(&format!("since 2020-05-01: {address}"));
    }
    for (telephone, is_one) in [
        ("Call (555) 010-0199 now.", true),
        ("Our fax is 0044/20/7946/0000.", true),
        ("Case 2020-123456 is closed.", false),
        ("We got 1234567 letters.", false),
    ] {
        let site = Site::empty()
            .write("t/2019-05-01.md", "# Rules\n\nNothing.\n")
            .write("t/2020-05-01.md", format!("# Rules\n\n{telephone}\n"));
        let history = site.run(&["history", "t"]).exits(0).stdout;
        assert_eq!(history.contains("Telephone number"), is_one, "{history}");
    }
}
