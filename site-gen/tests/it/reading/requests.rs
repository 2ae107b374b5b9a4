//! Rules that the text does not support, and rules that contradict each other.

use super::site::{CLAUSES, FORM, LABELS, LETTER, RULES, TEXT};
use crate::support::Site;
use insta::assert_snapshot;

#[test]
fn a_clause_that_was_extended_or_split_stops_the_build() {
    let story = Site::mallow()
        .replace(
            TEXT,
            "60 days, and disclose nothing.",
            "60 days. We disclose nothing.",
        )
        .replace(
            TEXT,
            "Please include a case number.",
            "Please include a case number if there is one.",
        );
    assert_snapshot!(story.report().refused());
    let longer = Site::mallow().replace(
        CLAUSES,
        "signed = \"be signed by the officer, e.g. with a seal.\"",
        "signed = \"be signed by the officer\"",
    );
    assert_snapshot!(longer.report().refused());
}

#[test]
fn a_clause_that_moved_stops_the_build() {
    let story = Site::mallow()
        .replace(
            TEXT,
            "We keep a snapshot for 60 days, and disclose nothing.\n\n",
            "",
        )
        .append(
            TEXT,
            "\nWe keep a snapshot for 60 days, and disclose nothing.\n",
        );
    assert_snapshot!(story.report().refused());
}

#[test]
fn a_clause_that_is_gone_stops_the_build() {
    let story = Site::mallow().replace(
        TEXT,
        "We keep a snapshot for 60 days, and disclose nothing.",
        "Hello.",
    );
    assert_snapshot!(story.report().refused());
}

#[test]
fn a_clause_has_the_lead_in_that_gives_it_its_force() {
    let outside = Site::mallow()
        .replace(
            CLAUSES,
            "clauses.mailbox-named = \"name the mailbox;\"\n",
            "",
        )
        .replace(
            CLAUSES,
            "clauses.sixty-days",
            "clauses.mailbox-named = \"name the mailbox;\"\nclauses.sixty-days",
        );
    assert_snapshot!(outside.report().refused());
    let no_list = Site::mallow().replace(TEXT, "requests should:\n", "requests should:\n\n---\n");
    assert_snapshot!(no_list.report().refused());
    let case =
        "clauses.case-number = { quote = \"Please include a case number.\", force = \"should\" }\n";
    let not_before = Site::mallow().replace(CLAUSES, case, "").append(
        CLAUSES,
        &format!("\n[[section.list]]\nlead-in = \"It saves time.\"\n{case}"),
    );
    assert_snapshot!(not_before.report().refused());
}

#[test]
fn a_new_obligation_stops_the_build_in_any_place() {
    let story = Site::mallow()
        .replace(
            TEXT,
            "* name the mailbox;\n",
            "* name the mailbox;\n* give your badge number, which is REQUIRED;\n",
        )
        .replace(TEXT, "It saves time.", "It saves time. You must not call.")
        .replace(
            TEXT,
            "| mail | law@mallow.example |",
            "| mail | law@mallow.example |\n| fax | must be asked for |",
        )
        .replace(TEXT, "## Contact", "## You must write");
    assert_snapshot!(story.report().refused());
}

#[test]
fn ambiguous_headings_are_named_by_level_or_parent() {
    let wrong = Site::mallow().replace(CLAUSES, "## Preservation", "## Preservations");
    assert_snapshot!(wrong.report().refused());
    // The level distinguishes two headings of one name anywhere.
    for (before, after) in [
        (
            "## Preservation",
            "## Other\n\n### Preservation\n\nNothing.\n\n## Preservation",
        ),
        (
            "## Contact",
            "## Other\n\n### Preservation\n\nNothing.\n\n## Contact",
        ),
    ] {
        let twice = Site::mallow().replace(TEXT, before, after);
        twice.report().in_order();
    }
    let path = "heading = \"## Guidelines for Authorities > Preservation\"";
    Site::mallow()
        .replace(CLAUSES, "heading = \"## Preservation\"", path)
        .report()
        .in_order();
}

#[test]
fn an_empty_list_of_obligation_words_is_refused() {
    let story = Site::mallow().replace(FORM, "library = \"en\"", "obligation-words = [\" \"]");
    let text = story.report().refused();
    let (error, _) = text.split_once("\n\n").expect("several errors");
    assert_snapshot!(error);
}

#[test]
fn a_phrase_that_leaves_the_officer_free_needs_no_rule_without_a_library_either() {
    let text = "\nYou may include a photograph.\n\nAlways include a map.\n";
    let words = "obligation-words = [\"include\"]";
    let story = Site::mallow().replace(FORM, "library = \"en\"", words);
    let refused = story.append(TEXT, text).report().refused();
    assert!(refused.contains("Always include a map."), "{refused}");
    assert!(!refused.contains("photograph"), "{refused}");
}

#[test]
fn unknown_names_are_shown_with_the_nearest() {
    let story = Site::mallow()
        .replace(
            RULES,
            "ask = [\"mailbox\"]",
            "ask = [\"mailbx\"]\nkinds = [\"preservaton\"]\nfor-each = \"account\"",
        )
        .replace(
            RULES,
            "step = \"details\"\ntype = \"text\"",
            "step = \"detail\"\ngroup = \"accounts\"\ntype = \"text\"",
        )
        .replace(
            LETTER,
            "case {case}\n",
            "case {csae}, {today}, {version.url} [^signd]\n",
        )
        .replace(
            RULES,
            "clause = \"sixty-days\"",
            "clause = \"sixty-day\"\nstep = \"end\"\nsuggest = [\"account\"]",
        );
    assert_snapshot!(story.report().refused());
}

#[test]
fn names_of_items_of_one_type_are_unique() {
    let story = Site::mallow().replace(RULES, "[notice.sixty-days]", "[notice.signed]");
    assert_snapshot!(story.report().refused());
    // A file cannot have two of the same type.
    let one_sort = Site::mallow().replace(RULES, "[question.case]", "[question.mailbox]");
    assert_snapshot!(one_sort.report().refused());
    let clauses = Site::mallow().append(CLAUSES, "clauses.sixty-days = \"It saves time.\"\n");
    assert_snapshot!(clauses.report().refused());
}

#[test]
fn conditions_look_at_what_is_there_before_and_can_be() {
    let when = "when = \"case is x or host of case is our or mail of case is free or case older than 3 days \
                or case mentions ip or kind is z or not y\"\n";
    let story = Site::mallow()
        .replace(
            RULES,
            "type = \"email\"",
            "type = \"email\"\nwhen = \"case\"",
        )
        .replace(
            RULES,
            "clause = \"sixty-days\"\n",
            &format!("clause = \"sixty-days\"\n{when}"),
        );
    assert_snapshot!(story.report().refused());
}

#[test]
fn only_a_choice_has_options() {
    let story = Site::mallow()
        .replace(RULES, "type = \"email\"", "type = \"choice\"")
        .replace(
            RULES,
            "type = \"text\"",
            "type = \"text\"\noptions = [\"a\"]",
        );
    assert_snapshot!(story.report().refused());
}

#[test]
fn a_rule_that_can_never_apply_or_be_met_is_shown() {
    let story = Site::mallow()
        .replace(FORM, "[\"preservation\"]", "[\"preservation\", \"audit\"]")
        .append(LABELS, "\n[kind.audit]\ntitle = \"Audit\"\nuse-when = \"x\"\n\n[gate.time]\nclosed = \"No.\"\n")
        .replace(RULES, "[question.case]", "[question.case]\nkinds = [\"audit\"]")
        .replace(RULES, "clause = \"sixty-days\"", "clause = \"sixty-days\"\nkinds = [\"preservation\"]\nwhen = \"case\"")
        .replace(RULES, "paper = true\n", "")
        .replace(RULES, "ask = [\"mailbox\"]", "check = \"kind is audit and case\"")
        .append(RULES, "\n[kind.audit]\n\n[gate.time]\nclause = \"time\"\nask = []\nopens = \"not kind is preservation, audit\"\n")
        .replace(CLAUSES, "\n[[section.list]]", "clauses.time = \"It saves time.\"\n\n[[section.list]]");
    assert_snapshot!(story.report().refused());
}

#[test]
fn a_question_that_nobody_needs_is_shown() {
    let story = Site::mallow()
        .append(
            RULES,
            "\n[question.shoe-size]\nstep = \"details\"\ntype = \"text\"\n\n\
             [question.left-foot]\nstep = \"details\"\ntype = \"text\"\nwhen = \"shoe-size\"\n",
        )
        .append(
            LABELS,
            "\n[question.shoe-size]\nlabel = \"Shoe size\"\n\n[question.left-foot]\nlabel = \"Left?\"\n",
        );
    assert_snapshot!(story.report().refused());
}

#[test]
fn the_kind_is_chosen_at_one_step_and_every_kind_has_a_letter() {
    let story = Site::mallow()
        .append(RULES, "\n[step.kind]\nchooses-kind = false\n")
        .replace(
            LETTER,
            "# Preservation of {mailbox}, case {case}\n",
            "{mailbox}, {case}\n",
        );
    assert_snapshot!(story.report().refused());
    let twice = Site::mallow().replace(
        RULES,
        "[step.details]",
        "[step.details]\nchooses-kind = true",
    );
    assert_snapshot!(twice.report().refused());
    let no_letter = Site::mallow()
        .replace(FORM, "[\"preservation\"]", "[\"preservation\", \"audit\"]")
        .append(RULES, "\n[kind.audit]\n")
        .append(
            LABELS,
            "\n[kind.audit]\ntitle = \"Audit\"\nuse-when = \"x\"\n",
        );
    assert_snapshot!(no_letter.report().refused());
}

#[test]
fn names_are_fit_for_files_and_addresses() {
    let story = Site::mallow()
        .replace(RULES, "[step.details]", "[step.\"de tails\"]")
        .replace(RULES, "step = \"details\"", "step = \"de tails\"")
        .replace(RULES, "[requirement.signed]", "[requirement.Signed]")
        .replace(RULES, "[notice.sixty-days]", "[notice.sixty--days]")
        .replace(
            RULES,
            "[question.case]\nstep = \"de tails\"\ntype = \"text\"",
            "[question.case]\nstep = \"de tails\"\ntype = \"choice\"\noptions = [\"a.b\"]\ngroup = \"a#b\"",
        )
        .append(RULES, "\n[group.\"a#b\"]\n\n[words.\"\"]\nwords = [\"x\"]\n");
    let text = story.report().refused();
    for name in ["de tails", "Signed", "sixty--days", "a.b", "a#b", ""] {
        assert!(text.contains(&format!("`{name}` is not an id")), "{text}");
    }
}

#[test]
fn the_review_step_is_not_a_step_of_the_form() {
    let story = Site::mallow()
        .replace(RULES, "[step.details]", "[step.review]")
        .replace(RULES, "step = \"details\"", "step = \"review\"")
        .replace(LABELS, "[step.details]", "[step.review]");
    assert_snapshot!(story.report().refused());
}

#[test]
fn a_gate_is_decided_by_questions_that_are_answered_once() {
    let gate = "\n[gate.time]\nclause = \"time\"\nask = [\"case\"]\nopens = \"case\"\n";
    let story = |gate: &str| {
        Site::mallow()
            .append(RULES, gate)
            .append(LABELS, "\n[gate.time]\nclosed = \"No.\"\n")
            .replace(
                CLAUSES,
                "\n[[section.list]]",
                "clauses.time = \"It saves time.\"\n\n[[section.list]]",
            )
    };
    story(gate).report().in_order();
    let nothing = story(&gate.replace("ask = [\"case\"]", "ask = []"));
    assert_snapshot!(nothing.report().refused());
    let grouped = story(gate)
        .replace(
            RULES,
            "[question.case]",
            "[group.cases]\n\n[question.case]\ngroup = \"cases\"",
        )
        .append(LABELS, "\n[group.cases]\ntitle = \"Case\"\nadd = \"Add\"\n");
    let text = grouped.report().refused();
    assert!(text.contains("the gate `time` asks the question `case`, which has an answer for each entry of the group `cases`"), "{text}");
    assert!(
        text.contains("help: use questions that belong to no group"),
        "{text}"
    );
}

#[test]
fn the_questions_of_a_group_must_be_consecutive() {
    let story = |alias: &str| {
        Site::mallow()
            .replace(
                RULES,
                "type = \"email\"\n",
                &format!("type = \"email\"\ngroup = \"box\"\n\n[group.box]\n{alias}"),
            )
            .replace(
                RULES,
                "ask = [\"mailbox\"]",
                "ask = [\"mailbox\", \"alias\"]\nfor-each = \"box\"",
            )
            .replace(LETTER, "of {mailbox}, case", "in the case")
            .append(
                LABELS,
                "\n[group.box]\ntitle = \"Mailbox\"\nadd = \"Add\"\n\n[question.alias]\nlabel = \"Alias\"\n",
            )
    };
    let alias = "\n[question.alias]\nstep = \"details\"\ngroup = \"box\"\ntype = \"text\"\n";
    story(alias).report().in_order();
    let parted = story("").append(RULES, alias);
    assert_snapshot!(parted.report().refused());
}

#[test]
fn a_notice_is_ticked_off_for_one_reason() {
    let paper = "text = \"Ask in time.\"\npaper = \"Write the day on the letter.\"";
    let with = |keys: &str| {
        Site::mallow()
            .append(RULES, keys)
            .replace(LABELS, "text = \"Ask in time.\"", paper)
    };
    let story = with("acknowledge = true\npaper = true\n");
    assert_snapshot!(story.report().refused());
    with("paper = true\n").report().in_order();
    Site::mallow()
        .append(RULES, "acknowledge = true\n")
        .report()
        .in_order();
}

#[test]
fn a_sentence_that_occurs_twice_in_its_section_is_ambiguous() {
    let again = "disclose nothing.\n\nWe keep a snapshot for 60 days, and disclose nothing.";
    let twice = Site::mallow().replace(TEXT, "disclose nothing.", again);
    assert_snapshot!(twice.report().refused());
    // In one paragraph it is one place; under its own heading it is another section.
    let once = again.replace("\n\n", " ");
    Site::mallow()
        .replace(TEXT, "disclose nothing.", &once)
        .report()
        .in_order();
    let elsewhere = "## Contact\n\nWe keep a snapshot for 60 days, and disclose nothing.\n";
    Site::mallow()
        .replace(TEXT, "## Contact\n", elsewhere)
        .report()
        .in_order();
}
