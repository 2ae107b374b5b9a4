//! Rules that the text does not bear, and rules that do not hold together.

use crate::story::{RULES, Story, TEXT};
use insta::assert_snapshot;

#[test]
fn a_reworded_clause_stops_the_build() {
    let story = Story::mallow().changed(TEXT, "name the mailbox;", "name the mailbox or alias;");
    assert_snapshot!(story.told().refused());
}

#[test]
fn a_clause_that_goes_on_or_became_two_stops_the_build() {
    let story = Story::mallow()
        .changed(
            TEXT,
            "60 days, and disclose nothing.",
            "60 days. We disclose nothing.",
        )
        .changed(
            TEXT,
            "Please include a case number.",
            "Please include a case number if there is one.",
        );
    assert_snapshot!(story.told().refused());
    let longer = Story::mallow().changed(
        RULES,
        "quote = \"be signed by the officer, e.g. with a seal.\"",
        "quote = \"be signed by the officer\"",
    );
    assert_snapshot!(longer.told().refused());
}

#[test]
fn a_clause_that_moved_stops_the_build() {
    let story = Story::mallow()
        .changed(
            TEXT,
            "We keep a snapshot for 60 days, and disclose nothing.\n\n",
            "",
        )
        .longer(
            TEXT,
            "\nWe keep a snapshot for 60 days, and disclose nothing.\n",
        );
    assert_snapshot!(story.told().refused());
}

#[test]
fn a_clause_that_is_gone_stops_the_build() {
    let story = Story::mallow().changed(
        TEXT,
        "We keep a snapshot for 60 days, and disclose nothing.",
        "Hello.",
    );
    assert_snapshot!(story.told().refused());
}

#[test]
fn a_lead_in_with_another_force_stops_the_build_at_each_of_its_rules() {
    let story = Story::mallow().changed(TEXT, "requests should:", "requests must:");
    assert_snapshot!(story.told().refused());
}

#[test]
fn a_rule_names_the_lead_in_that_gives_it_its_force() {
    let story = Story::mallow().changed(RULES, "basis = \"Preservation requests should:\"\n", "");
    assert_snapshot!(story.told().refused());
    let no_list = Story::mallow().changed(TEXT, "requests should:\n", "requests should:\n\n---\n");
    assert_snapshot!(no_list.told().refused());
    let not_before = Story::mallow().changed(
        RULES,
        "quote = \"Please include a case number.\"",
        "quote = \"Please include a case number.\"\nbasis = \"It saves time.\"",
    );
    assert_snapshot!(not_before.told().refused());
}

#[test]
fn a_new_obligation_stops_the_build_wherever_it_stands() {
    let story = Story::mallow()
        .changed(
            TEXT,
            "* name the mailbox;\n",
            "* name the mailbox;\n* give your badge number, which is REQUIRED;\n",
        )
        .changed(TEXT, "It saves time.", "It saves time. You must not call.")
        .changed(
            TEXT,
            "| mail | law@mallow.example |",
            "| mail | law@mallow.example |\n| fax | must be asked for |",
        )
        .changed(TEXT, "## Contact", "## You must write");
    assert_snapshot!(story.told().refused());
}

#[test]
fn a_sentence_may_ask_for_something_if_somebody_says_why_no_rule_is_needed() {
    let new = Story::mallow().longer(TEXT, "\nOur staff must answer in time.\n");
    new.told().refused();
    let story = new.longer(
        RULES,
        "\n[[unruled]]\nsection = \"Contact\"\nquote = \"Our staff must answer in time.\"\nreason = \"It binds us.\"\n",
    );
    story.told().in_order();
}

#[test]
fn a_section_is_named_as_it_reads_and_by_those_above_it_where_needed() {
    let wrong = Story::mallow().changed(
        RULES,
        "section = \"Preservation\"\nquote = \"We",
        "section = \"Preservations\"\nquote = \"We",
    );
    assert_snapshot!(wrong.told().refused());
    let twice = Story::mallow().changed(
        TEXT,
        "## Contact",
        "## Other\n\n### Preservation\n\nNothing.\n\n## Contact",
    );
    assert_snapshot!(twice.told().refused());
    let path = "section = \"Guidelines for Authorities > Preservation\"";
    twice
        .changed(RULES, "section = \"Preservation\"", path)
        .told()
        .in_order();
}

#[test]
fn no_words_of_obligation_means_no_watch_so_it_is_refused() {
    let story = Story::mallow().changed(
        RULES,
        "[\"must\", \"should\", \"required\", \"include\"]",
        "[\" \"]",
    );
    assert_snapshot!(story.told().refused());
}

#[test]
fn names_that_lead_nowhere_are_shown_with_the_nearest() {
    let story = Story::mallow()
        .changed(
            RULES,
            "ask = [\"mailbox\"]",
            "ask = [\"mailbx\"]\nkinds = [\"preservaton\"]\nfor-each = \"account\"",
        )
        .changed(
            RULES,
            "step = \"details\"\ntype = \"text\"",
            "step = \"detail\"\ngroup = \"accounts\"\ntype = \"text\"",
        )
        .changed(
            RULES,
            "case {case}\"",
            "case {csae}, {today}, {version.url}\"\nrule = \"signd\"",
        )
        .changed(
            RULES,
            "text = \"Ask in time.\"",
            "text = \"Ask in time.\"\nstep = \"end\"\nsuggest = \"account\"",
        );
    assert_snapshot!(story.told().refused());
}

#[test]
fn no_two_things_of_a_sort_have_one_name() {
    let story = Story::mallow()
        .changed(RULES, "id = \"signed\"", "id = \"sixty-days\"")
        .changed(RULES, "id = \"case\"", "id = \"mailbox\"")
        .changed(RULES, "id = \"preservation\"", "id = \"Preservation/../x\"");
    assert_snapshot!(story.told().refused());
}

#[test]
fn conditions_look_at_what_is_there_before_and_can_be() {
    let story = Story::mallow()
        .changed(RULES, "label = \"Which mailbox?\"", "label = \"Which mailbox?\"\nwhen = { answered = \"case\" }")
        .changed(
            RULES,
            "text = \"Ask in time.\"",
            "text = \"Ask in time.\"\nwhen = { any = [{ is = { case = \"x\" } }, { host = { of = \"case\", is = \"our\" } }, \
             { mail = { of = \"case\", is = \"free\" } }, { older = { of = \"case\", than-days = 3 } }, \
             { mentions = { in = [\"case\"], words = \"ip\" } }, { kind = \"x\" }, { all = [] }, { not = { answered = \"y\" } }] }",
        );
    assert_snapshot!(story.told().refused());
}

#[test]
fn a_choice_has_options_and_nothing_else_has() {
    let story = Story::mallow()
        .changed(RULES, "type = \"email\"", "type = \"choice\"")
        .changed(
            RULES,
            "type = \"text\"",
            "type = \"text\"\noptions = [{ id = \"a\", label = \"A\" }]",
        );
    assert_snapshot!(story.told().refused());
}

#[test]
fn a_rule_that_can_never_apply_or_be_met_is_shown() {
    let story = Story::mallow()
        .changed(RULES, "[[step]]\nid = \"kind\"", "[[kind]]\nid = \"account\"\ntitle = \"Account\"\nuse-when = \"x\"\n\n[[step]]\nid = \"kind\"")
        .changed(RULES, "label = \"Case number\"", "label = \"Case number\"\nkinds = [\"account\"]")
        .changed(RULES, "text = \"Ask in time.\"", "text = \"Ask in time.\"\nkinds = [\"preservation\"]\nwhen = { answered = \"case\" }")
        .changed(RULES, "paper = \"Sign the letter.\"\n", "")
        .changed(RULES, "style = \"subject\"", "style = \"subject\"\nkinds = [\"preservation\"]")
        .changed(RULES, "ask = [\"mailbox\"]", "check = { all = [{ kind = \"account\" }, { answered = \"case\" }] }")
        .changed(RULES, "[[notice]]", "[[gate]]\nid = \"time\"\nsection = \"Preservation\"\nquote = \"It saves time.\"\nask = []\nopens = { not = { kind = [\"preservation\", \"account\"] } }\nclosed = \"No.\"\n\n[[notice]]");
    assert_snapshot!(story.told().refused());
}

#[test]
fn a_question_that_nobody_needs_is_shown() {
    let story = Story::mallow().changed(
        RULES,
        "[[requirement]]\nid = \"signed\"",
        "[[question]]\nid = \"shoe-size\"\nstep = \"details\"\ntype = \"text\"\nlabel = \"Shoe size\"\n\n\
         [[question]]\nid = \"left-foot\"\nstep = \"details\"\ntype = \"text\"\nlabel = \"Left?\"\nwhen = { answered = \"shoe-size\" }\n\n\
         [[requirement]]\nid = \"signed\"",
    );
    assert_snapshot!(story.told().refused());
}

#[test]
fn the_kind_is_chosen_at_one_step_and_every_kind_has_a_letter() {
    let story = Story::mallow()
        .changed(RULES, "chooses-kind = true\n", "")
        .changed(RULES, "style = \"subject\"", "style = \"table\"");
    assert_snapshot!(story.told().refused());
    let twice = Story::mallow().changed(
        RULES,
        "title = \"Details\"",
        "title = \"Details\"\nchooses-kind = true",
    );
    assert_snapshot!(twice.told().refused());
}

#[test]
fn names_are_fit_for_files_and_addresses() {
    let story = Story::mallow()
        .changed(RULES, "id = \"details\"", "id = \"de tails\"")
        .changed(RULES, "step = \"details\"", "step = \"de tails\"")
        .changed(RULES, "id = \"signed\"", "id = \"Signed\"")
        .changed(RULES, "id = \"sixty-days\"", "id = \"sixty--days\"")
        .changed(RULES, "id = \"case\"\nstep = \"de tails\"\ntype = \"text\"",
            "id = \"case\"\nstep = \"de tails\"\ntype = \"choice\"\noptions = [{ id = \"a.b\", label = \"A\" }]\ngroup = \"a#b\"")
        .changed(RULES, "[[requirement]]\nid = \"Signed\"",
            "[[group]]\nid = \"a#b\"\ntitle = \"x\"\nadd = \"x\"\n\n[[words]]\nid = \"\"\nwords = [\"x\"]\n\n[[requirement]]\nid = \"Signed\"");
    let text = story.told().refused();
    for name in ["de tails", "Signed", "sixty--days", "a.b", "a#b", ""] {
        assert!(text.contains(&format!("`{name}` is not a name")), "{text}");
    }
}

#[test]
fn the_step_at_which_a_request_is_reviewed_is_no_step_of_the_form() {
    let story = Story::mallow()
        .changed(RULES, "id = \"details\"", "id = \"review\"")
        .changed(RULES, "step = \"details\"", "step = \"review\"");
    assert_snapshot!(story.told().refused());
}

#[test]
fn a_gate_is_decided_by_questions_that_are_answered_once() {
    let gate = "[[gate]]\nid = \"time\"\nsection = \"Preservation\"\nquote = \"It saves time.\"\nask = [\"case\"]\n\
                opens = { answered = \"case\" }\nclosed = \"No.\"\n\n[[notice]]";
    let story = Story::mallow().changed(RULES, "[[notice]]", gate);
    story.told().in_order();
    let nothing = Story::mallow().changed(
        RULES,
        "[[notice]]",
        &gate.replace("ask = [\"case\"]", "ask = []"),
    );
    assert_snapshot!(nothing.told().refused());
    let grouped = story
        .changed(RULES, "label = \"Case number\"", "label = \"Case number\"\ngroup = \"cases\"")
        .changed(RULES, "[[question]]\nid = \"mailbox\"", "[[group]]\nid = \"cases\"\ntitle = \"Case\"\nadd = \"Add\"\n\n[[question]]\nid = \"mailbox\"");
    let text = grouped.told().refused();
    assert!(text.contains("the gate `time` asks the question `case`, which has an answer for each entry of the group `cases`"), "{text}");
    assert!(
        text.contains("help: let a gate ask questions that belong to no group"),
        "{text}"
    );
}

#[test]
fn the_questions_of_a_group_stand_together() {
    let group = "[[group]]\nid = \"box\"\ntitle = \"Mailbox\"\nadd = \"Add\"\n\n[[question]]\nid = \"mailbox\"";
    let alias = "[[question]]\nid = \"alias\"\nstep = \"details\"\ngroup = \"box\"\ntype = \"text\"\nlabel = \"Alias\"\n\n";
    let story = || {
        Story::mallow()
            .changed(RULES, "[[question]]\nid = \"mailbox\"", group)
            .changed(
                RULES,
                "label = \"Which mailbox?\"",
                "label = \"Which mailbox?\"\ngroup = \"box\"",
            )
            .changed(
                RULES,
                "ask = [\"mailbox\"]",
                "ask = [\"mailbox\", \"alias\"]\nfor-each = \"box\"",
            )
            .changed(
                RULES,
                "Preservation of {mailbox}, case {case}",
                "Preservation, case {case}",
            )
    };
    let together = format!("{alias}[[question]]\nid = \"case\"");
    story()
        .changed(RULES, "[[question]]\nid = \"case\"", &together)
        .told()
        .in_order();
    let parted = format!("{alias}[[requirement]]\nid = \"mailbox-named\"");
    let parted = story().changed(RULES, "[[requirement]]\nid = \"mailbox-named\"", &parted);
    assert_snapshot!(parted.told().refused());
}

#[test]
fn a_notice_is_ticked_off_for_one_reason() {
    let story = Story::mallow().changed(
        RULES,
        "text = \"Ask in time.\"",
        "text = \"Ask in time.\"\nacknowledge = true\npaper = \"Write the day on the letter.\"",
    );
    assert_snapshot!(story.told().refused());
    for one in ["acknowledge = true", "paper = \"Write the day.\""] {
        let with = format!("text = \"Ask in time.\"\n{one}");
        Story::mallow()
            .changed(RULES, "text = \"Ask in time.\"", &with)
            .told()
            .in_order();
    }
}

#[test]
fn a_sentence_that_stands_twice_in_its_section_is_no_address() {
    let again = "disclose nothing.\n\nWe keep a snapshot for 60 days, and disclose nothing.";
    let twice = Story::mallow().changed(TEXT, "disclose nothing.", again);
    assert_snapshot!(twice.told().refused());
    // In one paragraph it is one place; under a heading of its own it is another section.
    let once = again.replace("\n\n", " ");
    Story::mallow()
        .changed(TEXT, "disclose nothing.", &once)
        .told()
        .in_order();
    let elsewhere = "## Contact\n\nWe keep a snapshot for 60 days, and disclose nothing.\n";
    Story::mallow()
        .changed(TEXT, "## Contact\n", elsewhere)
        .told()
        .in_order();
}
