//! The second year of a site: the next version splits, merges or drops sections, requirements and kinds of
//! request. Each message prints what to write, and what it prints is enough.

use crate::support::{FIRST, Run, Site, of};

const CHECK: [&str; 5] = ["check", "--drafts", "--all", "--today", "2026-01-15"];

/// A released version, and the next one, which builds on it and has the same text.
fn second_year() -> Site {
    let site = Site::larkspur();
    site.run(&["release", FIRST, "--today", "2025-11-01"])
        .exits(0);
    let text = site.text(&of(FIRST, "guidelines.md"));
    site.write(&of("next", "guidelines.md"), text)
        .write(&of("next", "clauses.toml"), "from = \"2025-11-01\"\n")
}

fn refused(site: &Site) -> Run {
    site.run(&CHECK).exits(1)
}

#[test]
fn a_list_moves_to_a_new_section_with_its_clauses() {
    let site = second_year().replace(
        &of("next", "guidelines.md"),
        "The letter shall state:",
        "### What it states\n\nThe letter shall state:",
    );
    let lines = "[[section]]
heading = \"### What it states\"
after = \"### The letter\"
[[section.list]]
lead-in = \"The letter shall state:\"";
    let found = refused(&site).says("a lead-in is in another section");
    let found = found.says("heading = \"### What it states\"");
    // Not also as a list that no clause covers.
    found.says_nothing_of("items of a list are asked for");
    let seal = "[[section]]
heading = \"### What it states\"
clauses.seal = { quote = \"The letter shall bear the seal of the constabulary.\", frames = [\"quotation\"] }
clauses.second-station = { quote = \"It may name a second station, in case the first falls silent.\", frames = [\"quotation\"] }";
    let site = site.append(
        &of("next", "clauses.toml"),
        &format!("\n{lines}\n\n{seal}\n"),
    );
    let dist = site.built("2026-01-15", &["--drafts"]);
    let rules = dist.text("versions/next/requests.json");
    let rules: serde_json::Value = serde_json::from_str(rules.as_str()).expect("rules");
    let clauses = rules["rules"]["clause"].as_array().expect("a list");
    let moved = clauses
        .iter()
        .filter(|it| it["section"] == "What it states");
    assert_eq!(moved.count(), 6);
}

#[test]
fn a_list_whose_clauses_are_all_written_again_elsewhere_is_not_missed() {
    let site = second_year()
        .replace(
            &of("next", "guidelines.md"),
            "Please be so kind as to send:",
            "### What to send\n\nPlease be so kind as to send:",
        )
        .append(
            &of("next", "clauses.toml"),
            "
[[section]]
heading = \"### What to send\"
after = \"### The letter\"

[[section.list]]
lead-in = \"Please be so kind as to send:\"
force = \"should\"
clauses.line-to-close = \"the number of the line;\"
clauses.deceit-or-judgment = \"what was done with it, in your own words, or, in place of that, the judgment that orders its closing.\"
",
        );
    site.run(&CHECK).says_nothing_of("0 clauses");
}

#[test]
fn two_sections_become_one() {
    let site = second_year().replace(&of("next", "guidelines.md"), "### Grounds\n", "");
    refused(&site)
        .helps("if the two sections are one now, add to `content/guidelines/next/clauses.toml`, below `[renamed]`")
        .helps("\"### Grounds\" = \"## 5. Closing a line\"");
    site.append(
        &of("next", "clauses.toml"),
        "\n[renamed]\n\"### Grounds\" = \"## 5. Closing a line\"\n",
    )
    .run(&CHECK)
    .exits(0);
}

/// Without the last sentences of a section.
fn without_the_danger() -> Site {
    let site = second_year();
    let text = site.text(&of("next", "guidelines.md"));
    let (before, rest) = text.split_once("## 7.").expect("a section");
    let (_, after) = rest.split_once("## 8.").expect("a section");
    let text = format!("{before}## 8.{after}");
    site.write(&of("next", "guidelines.md"), text)
}

#[test]
fn a_section_is_dropped_with_its_clauses_by_one_line() {
    let site = without_the_danger();
    refused(&site)
        .helps("if it was removed with its sentences, add to `gone` at the top of `content/guidelines/next/clauses.toml`:")
        .helps("gone = [\"## 7. Danger to life\"]");
    site.append(
        &of("next", "clauses.toml"),
        "gone = [\"## 7. Danger to life\", \"danger-to-a-person\"]\n",
    )
    .run(&CHECK)
    .exits(0)
    .says("no sentence of `next` asks for anything in a request of the kind `emergency`")
    .helps("write at the top of `content/guidelines/next/rules.toml`:")
    .helps("without = [\"emergency\"]");
}

/// A lawyer who adds a rule to one version expects it in the version that builds on it.
#[test]
fn what_a_version_adds_to_the_rules_is_inherited_with_its_clauses() {
    let first = |name: &str| of(FIRST, name);
    let site = Site::larkspur()
        .append(&first("guidelines.md"), "\nA letter must give a telephone number.\n")
        .append(&first("clauses.toml"), "clauses.telephone = \"A letter must give a telephone number.\"\n")
        .write(
            &first("rules.toml"),
            "[requirement.telephone]\nkinds = [\"account\"]\nclause = \"telephone\"\npaper = true\n",
        )
        .write(
            &first("labels/en-GB.toml"),
            "[requirement.telephone]\ntitle = \"Telephone\"\nmissing = \"Give a number.\"\npaper = \"Give a number.\"\n",
        );
    let text = site.text(&first("guidelines.md"));
    let site = site
        .write(&of("next", "guidelines.md"), text)
        .write(&of("next", "clauses.toml"), "from = \"2025-11-01\"\n");
    let rules = |site: &Site| {
        let dist = site.built("2026-01-15", &["--drafts"]);
        assert!(dist.text("versions/next/index.html").contains("telephone"));
        dist.text("versions/next/requests.json")
    };
    assert!(rules(&site).contains("\"id\": \"telephone\""));
    // It is not active where its sentence is gone.
    let site = site
        .replace(
            &of("next", "guidelines.md"),
            "\nA letter must give a telephone number.\n",
            "",
        )
        .append(&of("next", "clauses.toml"), "gone = [\"telephone\"]\n");
    assert!(!rules(&site).contains("\"id\": \"telephone\""));
}

/// An officer who chooses a kind of request expects that the text says something about it.
#[test]
fn a_kind_that_no_sentence_is_about_is_mentioned() {
    let form = "content/request/form.toml";
    let site = Site::larkspur().replace(form, "\"account\"", "\"account\", \"preservation\"");
    let found = site.run(&CHECK);
    found
        .says("the form offers requests of the kind `preservation`, but no sentence of `2025-11-01` is about them alone")
        .helps("remove `preservation` from `kinds`");
}

#[test]
fn a_version_drops_a_kind_of_request_and_the_one_in_force_keeps_it() {
    let site = without_the_danger()
        .append(
            &of("next", "clauses.toml"),
            "gone = [\"## 7. Danger to life\"]\n",
        )
        .write(&of("next", "rules.toml"), "without = [\"emergency\"]\n");
    site.run(&CHECK)
        .exits(0)
        .says_nothing_of("the kind `emergency`");
    let dist = site.built("2026-01-15", &["--drafts"]);
    let kinds = |version: &str| {
        let rules = dist.text(&format!("versions/{version}/requests.json"));
        let rules: serde_json::Value = serde_json::from_str(rules.as_str()).expect("rules");
        let kinds = rules["rules"]["kind"].as_array().expect("a list").clone();
        kinds.iter().any(|kind| kind["id"] == "emergency")
    };
    assert!(kinds(FIRST) && !kinds("next"));
}

#[test]
fn a_version_takes_back_a_kind_that_the_one_before_dropped() {
    let site = Site::larkspur();
    let text = site.text(&of(FIRST, "guidelines.md"));
    let site = site
        .write(&of(FIRST, "rules.toml"), "without = [\"emergency\"]\n")
        .write(&of("next", "guidelines.md"), text)
        .write(&of("next", "clauses.toml"), "from = \"2025-11-01\"\n");
    let has_kind = |site: &Site| {
        let dist = site.built("2026-01-15", &["--drafts"]);
        let rules = dist.text("versions/next/requests.json");
        rules.contains("\"id\": \"emergency\"")
    };
    assert!(!has_kind(&site));
    let site = site.write(&of("next", "rules.toml"), "without = []\n");
    assert!(has_kind(&site));
}

#[test]
fn a_requirement_of_the_site_is_dropped_with_its_question_and_its_lines_in_letters() {
    let item = "\n3. the station that receives it, and the fingerprint of its key;";
    let site = second_year()
        .replace(&of("next", "guidelines.md"), item, "")
        .append(
            &of("next", "clauses.toml"),
            "gone = [\"station-and-key\"]\n",
        );
    site.run(&CHECK).exits(0);
    let dist = site.built("2026-01-15", &["--drafts"]);
    let rules = dist.text("versions/next/requests.json");
    assert!(
        !rules.contains("station-and-key") && !rules.contains("station-key"),
        "{rules}"
    );
    assert!(
        dist.text("versions/2025-11-01/requests.json")
            .contains("station-key")
    );
}

#[test]
fn a_second_release_of_a_day_says_what_else_can_be_done() {
    let site = second_year();
    site.run(&["release", FIRST, "--today", "2025-11-01"])
        .exits(1)
        .says("is released already")
        .helps("give another day for the text in `content/guidelines/next/`");
    site.run(&["release", "--amend", FIRST, "--today", "2025-11-01"])
        .exits(2)
        .says("a correction needs a reason")
        .helps("add `--reason");
}

#[test]
fn a_clause_whose_sentence_is_still_in_the_text_cannot_be_taken_out() {
    let site = second_year();
    let clauses = site.text(&of(FIRST, "clauses.toml"));
    let seal = "clauses.seal = { quote = \"";
    let (_, quote) = clauses.split_once(seal).expect("a clause outside lists");
    let (quote, _) = quote.split_once('"').expect("its end");
    let lines = "from = \"2025-11-01\"\ngone = [\"seal\"]\n";
    let site = site.write(&of("next", "clauses.toml"), lines);
    let said = "`gone` takes out the clause `seal`, but its sentence is still in the text";
    refused(&site).says(said).helps("not-cited");
    let text = site.text(&of("next", "guidelines.md"));
    assert!(text.contains(quote), "{quote}");
    let without = site.write(&of("next", "guidelines.md"), text.replace(quote, ""));
    without.run(&CHECK).says_nothing_of(said);
}
