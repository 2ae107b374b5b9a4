//! Files that are not drafts, or drafts made for another form.

use super::site::{LABELS, RULES};
use crate::support::{Run, Site};
use std::fs;

const REVIEW: [&str; 4] = ["review", "draft.json", "--today", "2026-01-15"];

fn reviewed(draft: impl AsRef<[u8]>) -> Run {
    Site::tern_not_built()
        .write("draft.json", draft)
        .refused_with(&REVIEW)
}

fn good() -> String {
    fs::read_to_string(Site::tern_not_built().path("draft.json")).expect("a draft")
}

#[test]
fn the_good_draft_lacks_nothing() {
    Site::tern_not_built()
        .run(&REVIEW)
        .exits(0)
        .says("2 met, 0 required and missing")
        .says_nothing_of("warning");
}

#[test]
fn a_draft_without_a_required_answer_is_reviewed_and_says_so() {
    let report = reviewed(good().replace("Fulmar", " "));
    report
        .exits(1)
        .says("required and missing: Name the boat.")
        .says("> name the boat;")
        .reads("must_missing");
}

#[test]
fn a_draft_that_is_cut_off_is_refused() {
    for part in [1, 3] {
        let whole = good();
        let report = reviewed(&whole[..whole.len() * part / 4]);
        report
            .exits(1)
            .says("it is cut off")
            .says("draft.json:")
            .helps("`site-gen review --help` shows");
    }
    reviewed("")
        .exits(1)
        .says("it is cut off")
        .at("draft.json:1:1")
        .helps("`site-gen review --help` shows");
    reviewed(&good()[..60]).reads("draft_cut_off");
}

#[test]
fn a_file_of_another_type_is_not_a_draft() {
    for (file, says) in [
        (
            &b"\x89PNG\r\n\x1a\n\0\xff"[..],
            "`draft.json` is a picture, and not a draft",
        ),
        (
            b"PK\x03\x04\0\xff",
            "`draft.json` is a ZIP archive, and not a draft",
        ),
        (b"\0\xff", "it is not UTF-8 text"),
    ] {
        reviewed(file)
            .exits(1)
            .says(says)
            .helps("and a letter (.txt, .html, .docx,");
    }
    reviewed("Dear Sir or Madam,\n")
        .exits(1)
        .says("it is not JSON")
        .at("draft.json:1:1")
        .helps("`site-gen review --help` shows")
        .reads("draft_not_json");
    reviewed(b"%PDF-1.7\n\xe2\xe3\xcf\xd3")
        .exits(1)
        .says("`draft.json` is a PDF document, and not a draft");
    for json in ["[]", "null", "3", "\"text\"", "{}", "{\"format\":1}"] {
        reviewed(json)
            .exits(1)
            .says("not a draft")
            .helps("`groups`, `ticked`, `left-out`, `cites` and `labels`");
    }
}

#[test]
fn a_draft_with_an_unknown_type_of_answer_is_refused() {
    for (from, to) in [
        ("\"Fulmar\"", "17"),
        ("\"Fulmar\"", "{ \"text\": \"Fulmar\" }"),
        ("\"Fulmar\"", "null"),
        ("\"passage\"", "[\"passage\"]"),
        ("\"format\": 1", "\"format\": \"1\""),
    ] {
        reviewed(good().replace(from, to))
            .exits(1)
            .says("not a draft")
            .helps("a draft has `format`");
    }
    reviewed(good().replace("\"Fulmar\"", "17")).reads("draft_of_the_wrong_sort");
}

#[test]
fn a_draft_of_a_newer_format_is_refused() {
    let report = reviewed(good().replace("\"format\": 1", "\"format\": 3"));
    report
        .exits(1)
        .says("format 3")
        .helps("use the site-gen of the site that the draft was made for")
        .reads("draft_of_a_newer_format");
}

#[test]
fn a_draft_of_ten_megabytes_is_not_read() {
    let draft = good().replace("Fulmar", &"Fulmar ".repeat(1_500_000));
    assert!(draft.len() > 10_000_000);
    reviewed(draft)
        .exits(1)
        .says("larger than the limit for a draft")
        .helps("`site-gen review --help` shows")
        .reads("draft_too_large");
}

#[test]
fn a_draft_for_another_version_is_reviewed_with_a_warning() {
    let report = Site::tern_not_built()
        .write("draft.json", good().replace("2025-05-01", "2019-01-01"))
        .run(&REVIEW);
    report
        .exits(0)
        .says("made for the guidelines of 2019-01-01. The guidelines of 2025-05-01 (fingerprint ")
        .says("so we cannot show what changed. Check every answer")
        .reads("draft_for_another_version");
    let report = Site::tern_not_built()
        .write(
            "draft.json",
            good().replace("\"revision\": 1", "\"revision\": 7"),
        )
        .run(&REVIEW);
    report
        .exits(0)
        .says("made for revision 7 of the rules. Revision 1 applies here");
}

#[test]
fn names_that_the_rules_do_not_know_are_pointed_out() {
    let report = reviewed(good().replace("boat-name", "boat-nmae"));
    report
        .exits(1)
        .says("the question `boat-nmae`")
        .helps("did you mean `boat-name`?");
    let report = Site::tern_not_built()
        .write(
            "draft.json",
            good().replace("\"groups\": {}", "\"groups\": { \"crew\": [{}] }"),
        )
        .run(&REVIEW);
    report
        .exits(0)
        .says("the group `crew`")
        .helps("it is ignored");
}

#[test]
fn a_request_of_a_kind_that_the_rules_do_not_know_is_not_complete() {
    let report = reviewed(good().replace("\"passage\"", "\"pasage\""));
    report
        .exits(1)
        .says("the kind of request `pasage`")
        .helps("did you mean `passage`?")
        .reads("unknown_kind");
}

#[test]
fn a_draft_that_is_not_there_is_named() {
    let report =
        Site::tern_not_built().refused_with(&["review", "darft.json", "--today", "2026-01-15"]);
    report
        .exits(3)
        .says("`darft.json`")
        .helps("give a file in the format")
        .reads("draft_not_there");
    let report =
        Site::tern_not_built().refused_with(&["review", "contents", "--today", "2026-01-15"]);
    report
        .exits(3)
        .says("`contents`")
        .helps("give a file in the format");
}

#[test]
fn a_version_that_is_not_there_is_named() {
    let report =
        Site::tern_not_built().refused_with(&["review", "draft.json", "--version", "2024-01-01"]);
    report.exits(2).says("`2024-01-01`").helps("`2025-05-01`");
}

#[test]
fn no_answer_makes_the_review_panic() {
    let long = "x".repeat(100_000);
    let answers = [
        "",
        " ",
        "\u{0}",
        "\u{202e}rm -rf",
        "2026-02-31",
        "@@@",
        "https://",
        "\u{1b}[31m",
        "𝒻ulmar",
        long.as_str(),
    ];
    for answer in answers {
        let json = serde_json::to_string(answer).expect("text");
        let report = Site::tern_not_built()
            .write("draft.json", good().replace("\"Fulmar\"", &json))
            .run(&REVIEW);
        assert!(matches!(report.code, 0 | 1), "{}", report.text);
        assert!(
            !report.text.contains("panicked") && !report.text.contains('\u{1b}'),
            "{}",
            report.text
        );
    }
}

/// The good draft with one thing instead of another, under rules with a group and a choice.
fn warned(from: &str, to: &str) -> Run {
    let rules = "\n[group.crew]\n\n\
        [question.hull]\nstep = \"boat\"\ntype = \"choice\"\noptions = [\"wooden\", \"steel\"]\n\n\
        [question.sailor]\nstep = \"boat\"\ngroup = \"crew\"\ntype = \"text\"\n\n\
        [practice.more]\nask = [\"hull\", \"sailor\"]\n";
    let labels = "\n[group.crew]\ntitle = \"Crew\"\nadd = \"Add\"\n\n\
        [question.hull]\nlabel = \"Hull\"\noptions.wooden = \"Wood\"\noptions.steel = \"Steel\"\n\n\
        [question.sailor]\nlabel = \"Sailor\"\n\n\
        [practice.more]\ntext = \"Say more.\"\n";
    let draft = good();
    assert!(draft.contains(from), "{draft}");
    Site::tern_not_built()
        .append(RULES, rules)
        .append(LABELS, labels)
        .write("draft.json", draft.replace(from, to))
        .run(&REVIEW)
}

#[test]
fn an_unknown_key_of_a_draft_is_reported() {
    for (key, meant) in [
        ("left_out", "left-out"),
        ("Answers", "answers"),
        ("tikced", "ticked"),
    ] {
        warned("\"format\": 1", &format!("\"format\": 1, \"{key}\": []"))
            .exits(0)
            .says(&format!("`draft.json` has the unknown key `{key}`"))
            .helps(&format!("did you mean `{meant}`?"));
    }
    warned("\"format\": 1", "\"format\": 1, \"x\": []")
        .exits(0)
        .helps("a draft has `format`, `organisation`, `guidelines`");
    warned("{\n", "\u{feff}{\n")
        .exits(0)
        .says_nothing_of("warning");
}

#[test]
fn an_answer_in_the_wrong_place_is_reported() {
    warned("\"guard\": true", "\"guard\": true, \"sailor\": \"Ann\"")
        .exits(0)
        .says("answers the question `sailor` under `answers`")
        .helps("move the answer to `groups.crew`");
    warned(
        "\"groups\": {}",
        "\"groups\": { \"crew\": [{ \"boat-name\": \"Ann\" }] }",
    )
    .exits(0)
    .says("answers the question `boat-name` under `groups.crew`")
    .helps("move the answer to `answers`");
    warned(
        "\"groups\": {}",
        "\"groups\": { \"crew\": [{ \"sailor\": \"Ann\" }] }",
    )
    .exits(0)
    .says_nothing_of("warning");
}

#[test]
fn an_unknown_rule_or_option_is_reported() {
    warned("[\"sealed\"]", "[\"sealed\", \"open-from-dwan\"]")
        .exits(0)
        .says("has the rule `open-from-dwan`")
        .helps("did you mean `open-from-dawn`?");
    warned("\"left-out\": []", "\"left-out\": [\"boat-nmaed\"]")
        .exits(0)
        .says("has the requirement `boat-nmaed`")
        .helps("did you mean `boat-named`?");
    warned("\"guard\": true", "\"guard\": true, \"hull\": \"wodden\"")
        .exits(0)
        .says("has the option of `hull` `wodden`")
        .helps("did you mean `wooden`?");
    for fine in ["wooden", " steel ", ""] {
        warned(
            "\"guard\": true",
            &format!("\"guard\": true, \"hull\": \"{fine}\""),
        )
        .exits(0)
        .says_nothing_of("warning");
    }
}

#[test]
fn nobody_is_sent_to_a_page_that_saves_no_drafts() {
    for report in [reviewed("x"), reviewed("{"), reviewed(b"\xff")] {
        report.says_nothing_of("page");
    }
    Site::tern_not_built()
        .run(&["review", "--help"])
        .exits(0)
        .says_nothing_of("saves");
}
