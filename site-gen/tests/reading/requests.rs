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
