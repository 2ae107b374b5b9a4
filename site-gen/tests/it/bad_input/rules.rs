//! Rules that contradict the text or each other.

use super::site::{CLAUSES, FORM, LABELS, RULES, TEXT};
use crate::support::{Run, Site};

/// The place of some words in a file of the valid site, as line and column from 1.
fn place(name: &str, words: &str) -> String {
    let text = std::fs::read_to_string(Site::tern_not_built().path(name)).expect("a file");
    let at = text
        .find(words)
        .unwrap_or_else(|| panic!("`{name}` has no `{words}`"));
    let line = text[..at].matches('\n').count() + 1;
    let column = at - text[..at].rfind('\n').map_or(0, |end| end + 1) + 1;
    format!("{name}:{line}:{column}")
}

/// The proposed lines name only the item, so that items added to the list later are still reported.
#[test]
fn an_item_with_a_reason_leaves_the_others_of_its_list_checked() {
    let by_pigeon = "- carry a seal.\n- come by pigeon.";
    let reason = "\n[[section]]\nheading = \"## Letters\"\n[[section.no-rule]]\nsentence = \"come by pigeon.\"\nreason = \"We send the pigeon.\"\n";
    let site = Site::tern()
        .replace(TEXT, "- carry a seal.", by_pigeon)
        .append(CLAUSES, reason);
    site.builds();
    let more = format!("{by_pigeon}\n- bear a stamp.");
    site.replace(TEXT, by_pigeon, &more)
        .refused()
        .says("a list item creates an obligation, but no rule cites it")
        .helps("sentence = \"bear a stamp.\"");
}

#[test]
fn a_list_or_a_section_with_a_reason_needs_no_rule() {
    let text = "\n## Parcels\n\nA parcel must:\n\n- have a string;\n- have a stamp.\n";
    let report = Site::tern().append(TEXT, text).refused();
    assert_eq!(report.text.matches("error:").count(), 1, "{}", report.text);
    report.says("2 list items create an obligation, but no rule cites them");
    for what in ["list = \"A parcel must:\"\n", ""] {
        let reason = format!(
            "\n[[section]]\nheading = \"## Parcels\"\n\n[[section.no-rule]]\n{what}reason = \"No letter.\"\n"
        );
        Site::tern()
            .append(TEXT, text)
            .append(CLAUSES, &reason)
            .builds();
    }
}

#[test]
fn a_rule_behind_what_a_kind_needs_is_one_of_that_kind() {
    let report = Site::tern()
        .replace_first(FORM, "[\"passage\"]", "[\"passage\", \"account\"]")
        .replace_first(
            RULES,
            "[requirement.boat-named]",
            "[requirement.boat-named]\nkinds = [\"account\"]",
        )
        .replace_first(
            RULES,
            "[kind.passage]",
            "[kind.passage]\nneeds = [\"boat-named\"]",
        )
        .replace_first(
            LABELS,
            "[kind.passage]",
            "[kind.passage]\nneeds.boat-named = \"a boat\"",
        )
        .refused();
    report
        .exits(1)
        .says("the rule `boat-named` is not for the kind `passage`")
        .helps("use a rule that is");
}

#[test]
fn what_a_kind_needs_has_a_label_of_its_name() {
    let report = Site::tern()
        .replace_first(
            RULES,
            "[kind.passage]",
            "[kind.passage]\nneeds = [\"boat-nmaed\"]",
        )
        .replace_first(
            LABELS,
            "[kind.passage]",
            "[kind.passage]\nneeds.boat-named = \"a boat\"",
        )
        .refused();
    report
        .exits(1)
        .says("`kind.passage.needs.boat-nmaed` has no label")
        .helps("did you mean `boat-named`?")
        .reads("need_without_a_label");
}

#[test]
fn a_day_is_compared_with_a_day_that_was_asked_before() {
    let report = Site::tern()
        .replace_first(
            RULES,
            "type = \"text\"",
            "type = \"text\"\nmust-be = \"past\"",
        )
        .refused();
    report
        .exits(1)
        .says("does not ask for a day")
        .helps("remove `must-be`");
    let after = "type = \"date\"\nnot-before = \"boat-nmae\"";
    let report = Site::tern()
        .replace_first(RULES, "type = \"text\"", after)
        .refused();
    report.exits(1).says("unknown earlier question `boat-nmae`");
}

#[test]
fn a_note_names_answers_that_are_asked_for() {
    let report = Site::tern()
        .replace_first(
            LABELS,
            "text = \"Come early.\"",
            "text = \"Come early.\"\nnote = \"Boat: {boat-nmae}\"",
        )
        .refused();
    report
        .exits(1)
        .says(&format!("{LABELS}:"))
        .helps("did you mean `boat-name`?");
}

/// What a help says to write, from its first line on.
fn to_paste(report: &Run, begins: &str) -> String {
    let lines = report.text.lines().map(str::trim_start);
    let text = lines.collect::<Vec<_>>().join("\n");
    let help = text
        .split("help: ")
        .skip(1)
        .find_map(|help| help.find(begins).map(|at| &help[at..]));
    let help = help.unwrap_or_else(|| {
        panic!(
            "nothing to paste that begins with `{begins}`: {}",
            report.text
        )
    });
    let lines: Vec<_> = help
        .lines()
        .take_while(|line| line.starts_with('[') || line.contains(" = "))
        .filter(|line| !line.starts_with('='))
        .collect();
    lines.join("\n")
}

#[test]
fn what_changed_in_a_reworded_sentence_is_shown_and_its_new_quote_can_be_pasted() {
    let site = Site::tern().replace_first(TEXT, "carry a seal.", "carry a red seal.");
    let report = site.refused();
    let report = report.helps("what changed: carry a {+red+} seal.");
    let line = to_paste(&report, "clauses.sealed = ");
    site.replace_first(CLAUSES, "clauses.sealed = \"carry a seal.\"", &line)
        .builds();
}

#[test]
fn a_lead_in_that_changed_can_be_pasted() {
    let site = Site::tern().replace_first(TEXT, "A letter must:", "A letter shall:");
    let report = site
        .refused()
        .helps("what changed: A letter [-must-]{+shall+}:")
        .says_nothing_of("no longer fits");
    let line = to_paste(&report, "lead-in = ");
    site.replace_first(CLAUSES, "lead-in = \"A letter must:\"", &line)
        .builds();
}

#[test]
fn a_lead_in_that_asks_more_strongly_stops_the_build_for_each_of_its_rules() {
    let should = |site: Site| {
        site.replace_first(TEXT, "A letter must:", "A letter should:")
            .replace_first(CLAUSES, "A letter must:", "A letter should:")
    };
    should(Site::tern_not_built()).builds();
    let site =
        should(Site::tern_not_built()).replace_first(TEXT, "A letter should:", "A letter must:");
    let report = site.refused();
    assert_eq!(report.text.matches("error:").count(), 1, "{}", report.text);
    let report = report
        .helps("it now says `must` instead of `should`")
        .helps("no longer fits: the requirement `boat-named`, the requirement `sealed`");
    let line = to_paste(&report, "lead-in = ");
    report.reads("lead_in_that_asks_more_strongly");
    // The rules take their level from the words of the lead-in, so one line corrects it.
    site.replace_first(CLAUSES, "lead-in = \"A letter should:\"", &line)
        .builds();
    // Where `force` sets it, it has to be set again.
    let report = should(Site::tern_not_built())
        .replace_first(
            CLAUSES,
            "[[section.list]]",
            "[[section.list]]\nforce = \"should\"",
        )
        .replace_first(TEXT, "A letter should:", "A letter must:")
        .replace_first(CLAUSES, "lead-in = \"A letter should:\"", &line)
        .refused();
    report.exits(1)
        .says("the lead-in says `must`, but its list has `force = \"should\"`")
        .helps("the level of each of these rules no longer fits: the requirement `boat-named`, the requirement `sealed`")
        .reads("lead_in_with_another_force");
}

#[test]
fn a_sentence_that_was_split_is_quoted_as_a_whole() {
    let site = Site::tern().replace_first(TEXT, "is open from dawn.", "is open. From dawn.");
    let line = to_paste(&site.refused(), "clauses.open-from-dawn = ");
    assert_eq!(
        line,
        "clauses.open-from-dawn = \"The office is open. From dawn.\""
    );
    site.replace_first(
        CLAUSES,
        "clauses.open-from-dawn = \"The office is open from dawn.\"",
        &line,
    )
    .builds();
}

#[test]
fn a_sentence_that_moved_and_was_reworded_is_found() {
    let site = Site::tern()
        .replace_first(TEXT, "We answer the coast guard. ", "")
        .append(TEXT, "\nWe only answer the coast guard.\n");
    let report = site.refused();
    let report = report
        .helps("what changed: We {+only+} answer the coast guard.")
        .says("the nearest sentence, in another section")
        .helps("move it under the heading `## Hours`");
    let line = to_paste(&report, "clauses.coast-guard-only = ");
    let old = "clauses.coast-guard-only = \"We answer the coast guard.\"\n";
    site.replace_first(CLAUSES, old, "")
        .append(CLAUSES, &format!("{line}\n"))
        .builds();
}

#[test]
fn a_heading_that_was_renamed_is_one_error_and_can_be_pasted() {
    let site = Site::tern().replace_first(TEXT, "## Letters", "## What to send");
    let report = site.refused();
    assert_eq!(report.text.matches("error:").count(), 1, "{}", report.text);
    let report = report
        .says("the heading `Letters` is missing; 3 clauses are under it")
        .at(&place(CLAUSES, "\"## Letters\""));
    let line = to_paste(&report, "heading = ");
    report.reads("renamed_heading");
    site.replace_first(CLAUSES, "heading = \"## Letters\"", &line)
        .builds();
}

#[test]
fn a_removed_heading_is_one_error_and_suggests_no_new_clause() {
    let report = Site::tern()
        .replace_first(TEXT, "## Hours\n\n", "")
        .refused();
    assert_eq!(report.text.matches("error:").count(), 1, "{}", report.text);
    report
        .exits(1)
        .says("the heading `Hours` is missing; 1 clause is under it")
        .at(&place(CLAUSES, "\"## Hours\""))
        .helps("restore the heading above its sentences")
        .says_nothing_of("write:")
        .reads("heading_that_is_gone");
    // As when a line is damaged by an editor.
    for damaged in ["##Letters", "Letters"] {
        let report = Site::tern()
            .replace_first(TEXT, "## Letters", damaged)
            .refused();
        assert_eq!(report.text.matches("error:").count(), 1, "{}", report.text);
        report
            .says("the heading `Letters` is missing; 3 clauses are under it")
            .says_nothing_of("write:");
    }
    // Or in a text of which every sentence is known.
    let complete = Site::tern()
        .replace_first(
            CLAUSES,
            "[[section]]",
            "complete = true\n\n[[section]]\nheading = \"# Asking Tern Post\"\n\n[[section]]",
        )
        .append(
            CLAUSES,
            "not-cited = [\"There is help for those who are late.\"]\n",
        );
    complete.builds();
    let report = complete.replace_first(TEXT, "## Hours\n\n", "").refused();
    assert_eq!(report.text.matches("error:").count(), 1, "{}", report.text);
    report.says("the heading `Hours` is missing; 1 clause is under it");
}

#[test]
fn the_text_proposed_for_a_new_obligation_is_valid() {
    let site = || {
        Site::tern()
            .append(TEXT, "\nYou should knock twice.\n")
            .replace_first(
                TEXT,
                "- carry a seal.",
                "- carry a seal.\n- come by pigeon.",
            )
    };
    // A rule for each.
    let report = site().refused();
    let (one, two) = (
        to_paste(&report, "[[section]]\nheading = \"## Hours\"\nclauses."),
        to_paste(
            &report,
            "[[section]]\nheading = \"## Letters\"\n[[section.list]]\n",
        ),
    );
    assert!(one.contains("clauses.should-knock-twice = "), "{one}");
    assert!(
        two.contains("clauses.come-pigeon = ") && two.contains("lead-in = "),
        "{two}"
    );
    let rule = |id: &str| format!("\n[requirement.{id}]\nclause = \"{id}\"\npaper = true\n");
    let label = |id: &str| {
        format!("\n[requirement.{id}]\ntitle = \"A\"\nmissing = \"B.\"\npaper = \"C.\"\n")
    };
    let mut all = site().append(CLAUSES, &format!("\n{one}\n\n{two}\n"));
    for id in ["should-knock-twice", "come-pigeon"] {
        all = all.append(RULES, &rule(id)).append(LABELS, &label(id));
    }
    all.builds();
    // Or the reason why none is needed.
    let (one, two) = (
        to_paste(
            &report,
            "[[section]]\nheading = \"## Hours\"\n[[section.no-rule]]",
        ),
        to_paste(
            &report,
            "[[section]]\nheading = \"## Letters\"\n[[section.no-rule]]",
        ),
    );
    site()
        .append(CLAUSES, &format!("\n{one}\n\n{two}\n"))
        .builds();
}

#[test]
fn a_letter_that_shows_an_answer_that_nobody_asks_for_is_refused() {
    let letter = "# {kind.title}\n\nThe boat {boat-name} sank.\n";
    let report = Site::tern()
        .replace_first(FORM, "[\"passage\"]", "[\"passage\", \"salvage\"]")
        .append(RULES, "\n[kind.salvage]\n")
        .append(
            LABELS,
            "\n[kind.salvage]\ntitle = \"Salvage\"\nuse-when = \"A boat sank.\"\n",
        )
        .write("content/request/letters/salvage.md", letter)
        .replace_first(
            RULES,
            "[question.boat-name]",
            "[question.boat-name]\nkinds = [\"passage\"]",
        )
        .replace_first(
            RULES,
            "[requirement.boat-named]",
            "[requirement.boat-named]\nkinds = [\"passage\"]",
        )
        .refused();
    report
        .exits(1)
        .at("content/request/letters/salvage.md:3:1")
        .says("this prints the answer to `boat-name`, which is not asked for the kind `salvage`")
        .helps("ask the question for that kind too")
        .reads("answer_of_another_kind");
}

#[test]
fn leftovers_of_another_text_are_a_warning() {
    let report = Site::tern_not_built()
        .append(TEXT, "\nMarlin Chat Inc. keeps its logs elsewhere. Write to law@marlin.example.\n\nLast updated: May 2, 2025\n")
        .builds();
    report
        .at(&format!("{TEXT}:14:1"))
        .helps("names = [\"Marlin Chat Inc\"]")
        .helps("hosts = [\"marlin.example\"]")
        .reads("left_over_from_another_text");
    let allowed = "\n[allowed]\nnames = [\"Marlin Chat Inc\"]\nhosts = [\"marlin.example\"]\n";
    let report = Site::tern_not_built()
        .append(
            TEXT,
            "\nMarlin Chat Inc. keeps its logs elsewhere. Write to law@marlin.example.\n",
        )
        .append("content/site.toml", allowed)
        .builds();
    report.says("with 0 warnings");
    // Run besides what stops the build.
    let report = Site::tern()
        .append(TEXT, "\nYou should write to law@marlin.example.\n")
        .refused();
    report
        .says("no rule cites it")
        .says("the host `marlin.example` is not listed");
}
