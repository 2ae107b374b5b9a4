//! Rules that do not hold together with the text, or with each other.

use crate::site::{RULES, Site, TEXT, Told};

/// The line at which some words of a file of the good site stand, and the column, from 1.
fn place(name: &str, words: &str) -> String {
    let text = std::fs::read_to_string(Site::not_built().path(name)).expect("a file");
    let at = text
        .find(words)
        .unwrap_or_else(|| panic!("`{name}` has no `{words}`"));
    let line = text[..at].matches('\n').count() + 1;
    let column = at - text[..at].rfind('\n').map_or(0, |end| end + 1) + 1;
    format!("{name}:{line}:{column}")
}

#[test]
fn a_sentence_that_was_reworded_stops_the_build() {
    let told = Site::new()
        .replace(TEXT, "name the boat;", "describe the boat;")
        .refused();
    told.exits(1)
        .says("the requirement `boat-named` quotes a sentence that is not in its section")
        .at(&place(RULES, "\"name the boat;\""))
        .at(&place(TEXT, "name the boat;"))
        .helps("quote = \"describe the boat;\"")
        .reads("reworded_sentence");
}

#[test]
fn a_sentence_that_is_gone_stops_the_build() {
    let told = Site::new().replace(TEXT, "- carry a seal.\n", "").refused();
    told.exits(1)
        .says("the requirement `sealed`")
        .at(&place(RULES, "\"carry a seal.\""))
        .helps("");
}

#[test]
fn a_sentence_that_moved_stops_the_build_and_says_where_it_is_now() {
    let told = Site::new()
        .replace(TEXT, "We answer the coast guard. ", "")
        .append(TEXT, "\nWe answer the coast guard.\n")
        .refused();
    told.exits(1)
        .says("in another section")
        .at(&place(RULES, "\"We answer the coast guard.\""))
        .helps("section = \"Hours\"");
}

#[test]
fn a_lead_in_that_lost_its_force_stops_the_build() {
    let told = Site::new()
        .replace(TEXT, "A letter must:", "A letter may:")
        .refused();
    told.exits(1)
        .says("the requirement `boat-named` has a basis that is not the lead-in of its list")
        .says("the requirement `sealed` has a basis that is not the lead-in of its list")
        .at(&place(RULES, "\"A letter must:\""))
        .helps("basis = \"A letter may:\"")
        .reads("reworded_basis");
}

#[test]
fn a_new_sentence_that_asks_for_something_stops_the_build() {
    let told = Site::new()
        .append(TEXT, "\nYou should knock twice.\n")
        .refused();
    told.exits(1)
        .at(&format!("{TEXT}:14:1"))
        .says("a sentence asks for something, and no rule rests on it")
        .helps("[[unruled]]")
        .reads("unruled_obligation");
}

#[test]
fn a_new_item_of_a_list_that_asks_for_its_items_stops_the_build() {
    let told = Site::new()
        .replace(
            TEXT,
            "- carry a seal.",
            "- carry a seal.\n- come by pigeon.",
        )
        .refused();
    told.exits(1)
        .at(&format!("{TEXT}:9:3"))
        .helps("basis = \"A letter must:\"")
        .reads("unruled_item");
}

#[test]
fn a_sentence_with_a_reason_needs_no_rule() {
    let unruled = "\n[[unruled]]\nsection = \"Hours\"\nquote = \"You should knock twice.\"\nreason = \"It is about the door.\"\n";
    Site::new()
        .append(TEXT, "\nYou should knock twice.\n")
        .append(RULES, unruled)
        .built();
}

#[test]
fn a_section_that_is_not_there_gets_the_one_that_was_meant() {
    let told = Site::new()
        .replace(RULES, "section = \"Hours\"", "section = \"Huors\"")
        .refused();
    told.exits(1)
        .at(&place(RULES, "\"Hours\""))
        .helps("section = \"Hours\"")
        .reads("unknown_section");
}

#[test]
fn a_name_that_is_not_known_gets_the_one_that_was_meant() {
    let told = Site::new()
        .replace(RULES, "ask = [\"boat-name\"]", "ask = [\"boat-nmae\"]")
        .refused();
    told.exits(1)
        .at(&place(RULES, "\"boat-name\"]"))
        .helps("did you mean `boat-name`?")
        .reads("unknown_question");
    let told = Site::new()
        .replace(RULES, "step = \"boat\"", "step = \"bota\"")
        .refused();
    told.exits(1).helps("did you mean `boat`?");
    let told = Site::new()
        .replace(RULES, "{boat-name} passed", "{boat-nmae} passed")
        .refused();
    told.exits(1)
        .says("boat-nmae")
        .helps("did you mean `boat-name`?");
}

#[test]
fn a_key_or_a_word_of_the_rules_that_is_not_known_gets_the_one_that_was_meant() {
    for (from, to, meant) in [
        ("[[requirement]]", "[[requirment]]", "requirement"),
        ("missing = \"Name", "mising = \"Name", "missing"),
        ("type = \"text\"", "type = \"txet\"", "text"),
        ("level = \"must\"", "level = \"msut\"", "must"),
        (
            "{ answered = \"guard\" }",
            "{ answred = \"guard\" }",
            "answered",
        ),
    ] {
        let told = Site::new().replace(RULES, from, to).refused();
        told.exits(1)
            .says(&format!("{RULES}:"))
            .helps(&format!("did you mean `{meant}`?"));
    }
    Site::new()
        .replace(RULES, "[[requirement]]", "[[requirment]]")
        .refused()
        .reads("unknown_key_in_the_rules");
}

#[test]
fn two_rules_of_one_name_are_refused() {
    let told = Site::new()
        .replace(RULES, "id = \"sealed\"", "id = \"boat-named\"")
        .refused();
    told.exits(1)
        .says("`boat-named`")
        .at(&place(RULES, "\"sealed\""))
        .helps("")
        .reads("two_rules_of_one_name");
}

#[test]
fn a_rule_that_can_never_apply_is_refused() {
    let never = "when.all = [{ answered = \"boat-name\" }, { not = { answered = \"boat-name\" } }]\nask = [\"boat-name\"]";
    let told = Site::new()
        .replace(RULES, "ask = [\"boat-name\"]", never)
        .refused();
    told.exits(1)
        .says(&format!("{RULES}:"))
        .says("`boat-named`")
        .helps("");
}

#[test]
fn a_question_that_nobody_needs_is_refused() {
    let question = "[[question]]\nid = \"mast-height\"\nstep = \"boat\"\ntype = \"text\"\nlabel = \"Height of the mast\"\n\n[[gate]]";
    let told = Site::new().replace(RULES, "[[gate]]", question).refused();
    told.exits(1)
        .says(&format!("{RULES}:"))
        .says("`mast-height`")
        .helps("")
        .reads("needless_question");
}

#[test]
fn a_question_that_looks_ahead_is_refused() {
    let ahead = "label = \"I write for the coast guard\"\nwhen = { answered = \"boat-name\" }";
    let told = Site::new()
        .replace(RULES, "label = \"I write for the coast guard\"", ahead)
        .refused();
    told.exits(1)
        .says(&format!("{RULES}:"))
        .says("`boat-name`")
        .helps("");
}

#[test]
fn a_rule_behind_what_a_kind_needs_is_one_of_that_kind() {
    let needs = "use-when = \"You look for a boat.\"\nneeds = [{ text = \"a boat\", rule = \"boat-nmaed\" }]";
    let told = Site::new()
        .replace(
            RULES,
            "use-when = \"You want to know when a boat passed.\"",
            needs,
        )
        .refused();
    told.exits(1).helps("did you mean `boat-named`?");
}

#[test]
fn a_day_is_compared_with_a_day_that_was_asked_before() {
    let late = "type = \"text\"\nlies = \"past\"";
    let told = Site::new()
        .replace(RULES, "type = \"text\"", late)
        .refused();
    told.exits(1)
        .says("does not ask for a day, so it lies nowhere")
        .helps("take `lies` out");
    let after = "type = \"date\"\nnot-before = \"boat-nmae\"";
    let told = Site::new()
        .replace(RULES, "type = \"text\"", after)
        .refused();
    told.exits(1)
        .says("there is no question before this one `boat-nmae`");
}

#[test]
fn a_note_names_answers_that_are_asked_for() {
    let note = "[[notice]]\nnote = \"Boat: {boat-nmae}\"";
    let told = Site::new().replace(RULES, "[[notice]]", note).refused();
    told.exits(1).helps("did you mean `boat-name`?");
}

/// What a help says to write, from its first line on.
fn to_paste(told: &Told, begins: &str) -> String {
    let help = told
        .text
        .split("help: ")
        .skip(1)
        .find_map(|help| help.find(begins).map(|at| &help[at..]));
    let help = help.unwrap_or_else(|| {
        panic!(
            "nothing to paste that begins with `{begins}`: {}",
            told.text
        )
    });
    let lines = help.lines().map(str::trim_start);
    let lines: Vec<_> = lines
        .take_while(|line| line.starts_with('[') || line.contains(" = "))
        .filter(|line| !line.starts_with('='))
        .collect();
    lines.join("\n")
}

#[test]
fn what_changed_in_a_reworded_sentence_is_shown_and_its_new_quote_can_be_pasted() {
    let site = Site::new().replace(TEXT, "carry a seal.", "carry a red seal.");
    let told = site.refused();
    let told = told.helps("what changed: carry a {+red+} seal.");
    let line = to_paste(&told, "quote = ");
    site.replace(RULES, "quote = \"carry a seal.\"", &line)
        .built();
}

#[test]
fn a_lead_in_that_changed_can_be_pasted() {
    let site = Site::new().replace(TEXT, "A letter must:", "A letter shall:");
    let told = site
        .refused()
        .helps("what changed: A letter [-must-]{+shall+}:");
    let line = to_paste(&told, "basis = ");
    let old = "basis = \"A letter must:\"";
    site.replace(RULES, old, &line)
        .replace(RULES, old, &line)
        .built();
}

#[test]
fn a_sentence_that_became_two_is_quoted_whole() {
    let site = Site::new().replace(TEXT, "is open from dawn.", "is open. From dawn.");
    let line = to_paste(&site.refused(), "quote = ");
    assert_eq!(line, "quote = \"The office is open. From dawn.\"");
    site.replace(RULES, "quote = \"The office is open from dawn.\"", &line)
        .built();
}

#[test]
fn a_sentence_that_went_elsewhere_and_was_reworded_is_found() {
    let site = Site::new()
        .replace(TEXT, "We answer the coast guard. ", "")
        .append(TEXT, "\nWe only answer the coast guard.\n");
    let told = site.refused();
    let told = told
        .helps("what changed: We {+only+} answer the coast guard.")
        .says("the nearest sentence, in another section");
    let lines = to_paste(&told, "section = ");
    let rules = std::fs::read_to_string(site.path(RULES)).expect("the rules");
    let quote = "quote = \"We answer the coast guard.\"";
    let at = rules.find(quote).expect("it is quoted");
    let section = rules[..at].rfind("section = ").expect("its section");
    let rules = format!("{}{lines}{}", &rules[..section], &rules[at + quote.len()..]);
    site.write(RULES, rules).built();
}

#[test]
fn the_rule_to_begin_with_holds_as_it_stands() {
    let site = Site::new()
        .append(TEXT, "\nYou should knock twice.\n")
        .replace(
            TEXT,
            "- carry a seal.",
            "- carry a seal.\n- come by pigeon.",
        );
    let told = site.refused();
    let one = to_paste(&told, "[[requirement]]");
    assert!(
        one.contains("id = \"come-pigeon\"") && one.contains("basis = "),
        "{one}"
    );
    let site = site.append(RULES, &format!("\n{one}\n"));
    let two = to_paste(&site.refused(), "[[requirement]]");
    assert!(two.contains("id = \"should-knock-twice\""), "{two}");
    site.append(RULES, &format!("\n{two}\n")).built();
}

#[test]
fn a_letter_that_shows_an_answer_that_nobody_asks_for_is_refused() {
    let other =
        "[[kind]]\nid = \"salvage\"\ntitle = \"Salvage\"\nuse-when = \"A boat sank.\"\n\n[[kind]]";
    let told = Site::new()
        .replace(RULES, "[[kind]]", other)
        .replace(
            RULES,
            "id = \"boat-name\"",
            "id = \"boat-name\"\nkinds = [\"passage\"]",
        )
        .refused();
    told.exits(1)
        .says("this shows the answer to `boat-name`, which is not asked for the kind `salvage`")
        .helps("ask the question for that kind too");
}

#[test]
fn what_is_left_over_from_another_text_is_a_warning() {
    let told = Site::not_built()
        .append(TEXT, "\nMarlin Chat Inc. keeps its logs elsewhere. Write to law@marlin.example.\n\nLast updated: May 2, 2025\n")
        .built();
    told.at(&format!("{TEXT}:14:1"))
        .helps("names = [\"Marlin Chat Inc\"]")
        .helps("hosts = [\"marlin.example\"]")
        .reads("left_over_from_another_text");
    let also = "\n[also]\nnames = [\"Marlin Chat Inc\"]\nhosts = [\"marlin.example\"]\n";
    let told = Site::not_built()
        .append(
            TEXT,
            "\nMarlin Chat Inc. keeps its logs elsewhere. Write to law@marlin.example.\n",
        )
        .append("content/site.toml", also)
        .built();
    told.says("with 0 warnings");
    // Told besides what stops the build.
    let told = Site::new()
        .append(TEXT, "\nYou should write to law@marlin.example.\n")
        .refused();
    told.says("no rule rests on it")
        .says("does not know the host `marlin.example`");
}
