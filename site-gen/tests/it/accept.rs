//! What `check --accept` asks, and what it writes.

use crate::support::{FIRST, Run, Site, files, of, site_gen};
use std::io::Write as _;
use std::process::Stdio;

const TWO: &str = "\nA letter must give a telephone number. It must be written in black ink.\n";

/// A site with two sentences that ask for something and that no rule cites.
fn site() -> Site {
    Site::larkspur().append(&of(FIRST, "guidelines.md"), TWO)
}

/// Runs `check --accept` with lines on standard input.
fn accept(site: &Site, answers: &str) -> Run {
    let mut command = site_gen();
    command.args(["check", "--accept", "--drafts", "--today", "2026-01-15"]);
    let command = command.current_dir(site.folder()).stdin(Stdio::piped());
    let mut child = (command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn())
    .expect("runs");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(answers.as_bytes()).expect("written");
    drop(stdin);
    Run::new(&child.wait_with_output().expect("it ends"), site.folder())
}

#[test]
fn a_rule_and_a_reason_are_written_where_they_belong() {
    let site = site();
    let before = site.text(&of(FIRST, "clauses.toml"));
    let answers = "rule\n\naccount\nTelephone number\nGive a telephone number.\nperhaps\nno rule\nWe read \"any\" ink.\n";
    let said = accept(&site, answers).exits(0);
    // How many messages the theme has is not what this is about.
    let lines = said.text.lines();
    let lines: Vec<&str> = lines
        .filter(|line| !line.starts_with("warning[untranslated-messages]"))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
    let clauses = site.text(&of(FIRST, "clauses.toml"));
    let after = clauses.strip_prefix(
        before
            .split("[[section]]\nheading = \"## 9")
            .next()
            .expect("text"),
    );
    insta::assert_snapshot!(after.expect("nothing else has changed"));
    let rule = "[requirement.give-telephone-number]\nkinds = [\"account\"]\nclause = \"give-telephone-number\"\npaper = true\n";
    assert_eq!(site.text("content/request/rules.toml"), rule);
    let dist = site.built("2026-01-15", &[]);
    assert!(
        dist.text("request/index.html")
            .contains("Give a telephone number.")
    );
    let again = accept(&site, "").exits(0);
    again.says("0 decisions written, 0 postponed");
}

#[test]
fn items_of_a_list_are_decided_one_by_one_and_a_name_of_the_library_needs_no_rule_of_the_site() {
    let site = Site::larkspur().append(
        &of(FIRST, "guidelines.md"),
        "\nEach letter must have:\n\n- a letterhead;\n- a stamp.\n",
    );
    let answers = "r\nletterhead\nr\nstamp\n\nStamp\nPut a stamp on it.\n";
    accept(&site, answers).exits(0).says("2 decisions written");
    let list = "[[section.list]]\nlead-in = \"Each letter must have:\"\nclauses.letterhead = \"a letterhead;\"\nclauses.stamp = \"a stamp.\"\n";
    assert!(site.text(&of(FIRST, "clauses.toml")).ends_with(list));
    assert!(
        !site
            .text("content/request/rules.toml")
            .contains("letterhead")
    );
}

#[test]
fn one_item_can_need_a_rule_and_another_none() {
    let site = Site::larkspur().append(
        &of(FIRST, "guidelines.md"),
        "\nEach letter must have:\n\n- a letterhead;\n- a stamp.\n",
    );
    accept(&site, "r\nletterhead\nn\nThe post asks for it.\n")
        .exits(0)
        .says("2 decisions written");
    let clauses = site.text(&of(FIRST, "clauses.toml"));
    assert!(clauses.contains("clauses.letterhead = \"a letterhead;\"\n"));
    assert!(clauses.contains("sentence = \"a stamp.\"\nreason = \"The post asks for it.\"\n"));
}

#[test]
fn a_new_section_of_a_draft_is_written_after_the_one_before_it() {
    let site = Site::larkspur()
        .version("next", FIRST)
        .write(&of("next", "clauses.toml"), format!("from = \"{FIRST}\"\n"))
        .append(
            &of("next", "guidelines.md"),
            "\n## 10. Payment\n\nYou must pay within 30 days.\n",
        );
    let section = "[[section]]\nheading = \"## 10. Payment\"\nafter = \"## 9. Where to write\"\n";
    site.run(&["check", "--drafts", "--today", "2026-01-15"])
        .exits(1)
        .says("after = \"## 9. Where to write\"");
    accept(&site, "n\nThe desk knows.\n")
        .exits(0)
        .says("1 decision written");
    assert!(site.text(&of("next", "clauses.toml")).contains(section));
}

#[test]
fn an_inherited_clause_that_a_draft_no_longer_has_is_an_error_of_the_draft() {
    let site = Site::larkspur()
        .version("next", FIRST)
        .write(&of("next", "clauses.toml"), format!("from = \"{FIRST}\"\n"));
    let text = site.text(&of("next", "guidelines.md"));
    let (before, rest) = text
        .split_once("A letter that\nreaches us")
        .expect("a clause");
    let (_, after) = rest.split_once("(/discretion/).").expect("its end");
    let site = site.write(&of("next", "guidelines.md"), format!("{before}{after}"));
    site.run(&["check", "--drafts", "--today", "2026-01-15"])
        .exits(1)
        .says("the sentence of the clause `receipt-is-not-service` is no longer in this version")
        .says("--> content/guidelines/next/guidelines.md:82:1")
        .helps("gone = [\"receipt-is-not-service\"]");
}

#[test]
fn nothing_is_written_if_the_answers_end_or_the_decision_is_put_off() {
    for (answers, code, says) in [
        ("", 1, "ended"),
        ("rule\n\naccount\nTelephone", 1, "ended"),
        ("no rule\nIt is", 1, "ended"),
        ("q\n", 1, "ended"),
        ("later\nlater\n", 1, "0 decisions written, 2 postponed"),
        // The name is taken, so the next check would refuse it.
        ("rule\nseal\nl\n", 1, "`check` would not accept this"),
    ] {
        let site = site();
        let before = files(site.folder());
        let said = accept(&site, answers).exits(code).says(says);
        said.says("a sentence creates an obligation");
        assert!(files(site.folder()) == before, "{answers}");
    }
}

#[test]
fn a_draft_gets_its_own_rules_and_a_released_version_stays_as_it_is() {
    let site = Site::larkspur();
    site.run(&["release", FIRST, "--today", "2025-11-01"])
        .exits(0);
    let site = site
        .version("next", FIRST)
        .remove(&of("next", "version.toml"))
        .append(&of("next", "guidelines.md"), TWO);
    let released = files(&site.path(&of(FIRST, "")));
    let answers = "rule\nphone\n\nTelephone\nGive a number.\nno\nInk is ink.\n";
    accept(&site, answers)
        .exits(0)
        .says("wrote content/guidelines/next/rules.toml");
    assert!(files(&site.path(&of(FIRST, ""))) == released);
    // A word that obliges, after the release: the text can no longer be decided on.
    let site = site.replace(
        "content/request/form.toml",
        "\"only on\"",
        "\"only on\", \"we weigh\"",
    );
    let before = files(&site.path(&of(FIRST, "")));
    accept(&site, "l\nl\nl\n");
    assert!(files(&site.path(&of(FIRST, ""))) == before);
}

#[test]
fn a_reworded_sentence_is_quoted_anew_in_the_file_that_has_to_say_it() {
    let word = |site: Site, version: &str| {
        let text = site.text(&of(version, "guidelines.md"));
        let (before, after) = ("A letter that\nreaches us", "A letter that\ncomes to us");
        assert!(text.contains(before), "a clause");
        let text = text.replace(before, after);
        site.write(&of(version, "guidelines.md"), text)
    };
    let own = word(Site::larkspur(), FIRST);
    let before = own.text(&of(FIRST, "clauses.toml"));
    accept(&own, "l\n")
        .exits(1)
        .says("0 decisions written, 1 postponed");
    accept(&own, "r\n")
        .exits(0)
        .says("[-reaches-]{+comes to+} us")
        .says("1 decision written, 0 postponed");
    let clauses = own.text(&of(FIRST, "clauses.toml"));
    let (was, is) = ("A letter that reaches us", "A letter that comes to us");
    assert_eq!(clauses, before.replace(was, is));

    let next = Site::larkspur()
        .version("next", FIRST)
        .write(&of("next", "clauses.toml"), format!("from = \"{FIRST}\"\n"));
    let next = word(next, "next");
    accept(&next, "r\n").exits(0).says("1 decision written");
    let clauses = next.text(&of("next", "clauses.toml"));
    assert!(
        clauses.contains("\n\n[changed]\nreceipt-is-not-service = \""),
        "{clauses}"
    );
}

#[test]
fn a_reworded_lead_in_is_quoted_anew_before_its_items() {
    let words = [
        ("The letter shall state:", "The letter shall say:"),
        (
            "the number of every line that is",
            "the number of each line that is",
        ),
        ("the station that receives it", "the station that gets it"),
    ];
    let site = Site::larkspur();
    let text = site.text(&of(FIRST, "guidelines.md"));
    let text = words.iter().fold(text, |text, (was, is)| {
        assert!(text.contains(was), "{was}");
        text.replace(was, is)
    });
    let site = site.write(&of(FIRST, "guidelines.md"), text);
    accept(&site, "r\nq\n")
        .says("ended")
        .says("1 decision written, 0 postponed");
    accept(&site, "r\nr\n")
        .exits(0)
        .says("2 decisions written, 0 postponed");
}
