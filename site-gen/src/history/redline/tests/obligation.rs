//! Tests for the list of obligations: each type of change that readers must learn of, and similar
//! changes that do not matter.

use super::super::{
    Changes, Direction, Markdown, MovedWhat, Obligation, PassageChange, PieceKind, Presence,
    compare,
};
use super::{VOCABULARY, changes};
use crate::diagnostic::Source;
use crate::words::{TermType, Vocabulary};

fn compared(before: &str, after: &str, words: &Vocabulary) -> Changes {
    let before = Markdown::read("before.md", before);
    let after = Markdown::read("after.md", after);
    compare(&before.document, &after.document, words)
}

/// The changed words of an entry: removed -> added.
fn marked(obligation: &Obligation) -> String {
    let side = |side: Presence| {
        let pieces = obligation.pieces.iter().filter(|piece| piece.state == side);
        let words: Vec<&str> = pieces.map(|piece| piece.text.trim()).collect();
        words.join(" ")
    };
    format!(
        "{} -> {}",
        side(Presence::Deleted),
        side(Presence::Inserted)
    )
}

/// Formats every entry: the changed words if the sentence remained, otherwise the whole sentence,
/// and the direction.
fn entries(before: &str, after: &str) -> Vec<String> {
    let changes = changes(before, after);
    let entry = |obligation: &Obligation| {
        let turn = obligation.terms.iter().find_map(|term| term.direction);
        let turn = match turn {
            Some(Direction::Stricter) => " (stricter)",
            Some(Direction::Looser) => " (looser)",
            None => "",
        };
        marked(obligation) + turn
    };
    changes.obligations.iter().map(entry).collect()
}

/// The moves reported for two texts.
fn moves(before: &str, after: &str) -> Vec<(MovedWhat, String)> {
    let moves = changes(before, after).moves;
    moves
        .into_iter()
        .map(|moved| (moved.what, moved.text))
        .collect()
}

fn nothing(before: &str, after: &str) {
    assert_eq!(entries(before, after), [""; 0], "{before}\n{after}");
}

#[test]
fn a_sentence_that_moved_to_another_passage_is_no_change_of_obligation() {
    let before = "# Rules\n\n## Asking\n\nWrite to the harbour office. A clerk reads every letter.\n\n## Reports\n\nYou can report a boat with the blue form. If your letter shows that a rule was broken, we will act on it as usual. This may or may not mean that the boat is towed. Thank you for your help.\n";
    let after = "# Rules\n\n## Asking\n\nWrite to the harbour office. A clerk reads every letter.\n\nIf your letter shows that a rule was broken, we will act on it as usual. This may or may not mean that the boat is towed.\n\n## Reports\n\nYou can report a boat with the blue form. Thank you for your help.\n";
    nothing(before, after);
    let changes = changes(before, after);
    let texts: Vec<&str> = changes
        .moves
        .iter()
        .map(|moved| moved.text.as_str())
        .collect();
    assert_eq!(
        texts,
        [
            "If your letter shows that a rule was broken, we will act on it as usual.",
            "This may or may not mean that the boat is towed."
        ]
    );
    assert_eq!(
        (
            changes.moves[0].before.section.as_str(),
            changes.moves[0].after.section.as_str()
        ),
        ("Reports", "Asking")
    );
    assert_eq!(
        (changes.counts.words_deleted, changes.counts.words_inserted),
        (0, 0)
    );
    // Each of its words links to the other side.
    let moved = |side: Presence| {
        let pieces = changes.passages.iter().flat_map(|passage| &passage.pieces);
        pieces
            .filter(|piece| piece.state == side && piece.moved.is_some())
            .count()
    };
    assert!(moved(Presence::Deleted) > 0 && moved(Presence::Inserted) > 0);
}

#[test]
fn a_sentence_that_moved_and_was_reworded_is_listed_with_the_words() {
    let text = |one: &str, other: &str| {
        format!(
            "# A\n\nBirds sing in the morning. {one}Trees grow slowly here.\n\n# B\n\nShips sail at night. {other}The sea is deep.\n"
        )
    };
    let before = text(
        "You must sign each letter that you send to the office. ",
        "",
    );
    let after = text(
        "",
        "You must sign and date each letter that you send to the office. ",
    );
    assert_eq!(entries(&before, &after), [" -> and date (stricter)"]);
    assert_eq!(moves(&before, &after).len(), 1);
}

#[test]
fn a_paragraph_that_was_split_keeps_its_untouched_sentences() {
    let before = "# Rules\n\n## Private data\n\nOur sailors trust us, and we take that seriously. We get letters about sailors, boats and berths from offices, courts and neighbours. The only exception is danger to life on the water tonight. We require any writ, seal, or order to be issued by an island court in compliance with the Rules of Harbour Procedure and the Tidal Act. Wherever these rules speak of a writ, seal, or order, this is what we mean. More about our procedure stands below.\n";
    let after = "# Rules\n\n## Private data\n\nOur sailors trust us, and we take that seriously. We get letters about sailors, boats and berths from offices, courts and neighbours. The only exception is danger to life on the water tonight.\n\nMore about our procedure stands below.\n\n## Island process\n\nWe require any writ, seal, order, or judgment to be issued by an island court in compliance with the Rules of Harbour Procedure and the Tidal Act. We respond to judgments of the island only. Wherever these rules speak of a writ, seal, order, or judgment, this is what we mean. Offices abroad may get these orders through the Harbour Treaty.\n";
    let changes = changes(before, after);
    let first = changes.passages.iter().find(|passage| {
        passage
            .text_of(Presence::Deleted)
            .starts_with("Our sailors trust us")
    });
    let first = first.expect("the paragraph");
    let kept: String = first
        .pieces
        .iter()
        .filter(|piece| piece.state == Presence::Same)
        .map(|piece| piece.text.as_str())
        .collect();
    assert!(kept.starts_with("Our sailors trust us") && kept.contains("on the water tonight."));
    let moved: Vec<&str> = changes
        .moves
        .iter()
        .map(|moved| &moved.text[..12])
        .collect();
    assert_eq!(moved, ["We require a", "Wherever the"]);
    // Only what courts of the island and authorities abroad may do is new; of the moved sentence,
    // only the added words.
    let entries = entries(before, after);
    for entry in &entries {
        assert!(!entry.contains("require"), "{entries:?}");
    }
    let new = |words: &str| entries.contains(&format!(" -> {words}"));
    assert!(
        new("We respond to judgments of the island only."),
        "{entries:?}"
    );
    assert!(
        new("Offices abroad may get these orders through the Harbour Treaty."),
        "{entries:?}"
    );
}

#[test]
fn a_negation_that_was_taken_out_is_listed_first() {
    let before = "# Rules\n\nYou may write to us in a letter.\n\nWe give no letters to offices without a writ. No request is refused. None of the letters is kept. We keep nothing.\n";
    let after = "# Rules\n\nYou must write to us in a letter.\n\nWe give letters to offices without a writ. Every request is refused. All of the letters are kept. We keep everything.\n";
    assert_eq!(
        entries(before, after),
        [
            "no -> ",
            "No -> Every",
            "None is -> All are",
            "nothing -> everything",
            "may -> must (stricter)"
        ]
    );
    for (before, after) in [
        ("Nobody reads your mail.", "Somebody reads your mail."),
        (
            "Neither keys nor names are kept.",
            "Both keys and names are kept.",
        ),
        ("We never store logs.", "We store logs."),
        ("We will tell no one of it.", "We will tell everyone of it."),
        ("We do not log addresses.", "We log addresses."),
    ] {
        let found = changes(before, after).obligations;
        let taken_back = found.iter().flat_map(|found| &found.terms);
        assert!(
            taken_back
                .into_iter()
                .any(|term| term.term_type == TermType::Negation),
            "{before} {after} {found:?}"
        );
        assert!(
            found
                .iter()
                .flat_map(|found| &found.terms)
                .all(|term| term.direction.is_none())
        );
    }
}

#[test]
fn an_exception_carries_weight() {
    for (before, after, expected) in [
        (
            "We tell users unless a court forbids it.",
            "We tell users.",
            "unless a court forbids it ->  (stricter)",
        ),
        (
            "We keep names.",
            "We keep names except those of children.",
            " -> except those of children (looser)",
        ),
        (
            "Letters without a seal are read.",
            "Letters with a seal are read.",
            "without -> with",
        ),
        (
            "We answer all but the blue ones.",
            "We answer all other than the blue ones.",
            "but -> other than",
        ),
    ] {
        assert_eq!(entries(before, after), [expected]);
    }
}

#[test]
fn a_time_limit_says_what_is_stricter() {
    for (before, after, expected) in [
        (
            "We answer within 10 days.",
            "We answer within 20 days.",
            "10 -> 20 (looser)",
        ),
        (
            "You must answer no later than two weeks after it.",
            "You must answer no later than ten days after it.",
            "two weeks -> ten days (stricter)",
        ),
        (
            "We wait at least 7 days.",
            "We wait at least 14 days.",
            "7 -> 14 (stricter)",
        ),
        (
            "You may not ask again for 30 days.",
            "You may not ask again for 60 days.",
            "30 -> 60 (stricter)",
        ),
        (
            "We answer letters, usually within 2 days.",
            "We answer letters.",
            ", usually within 2 days ->  (looser)",
        ),
        (
            "You must report it within 24 hours.",
            "You must report it within one week.",
            "24 hours -> one week (looser)",
        ),
        (
            "We allow a 24 hour window.",
            "We allow a 72 hour window.",
            "24 -> 72 (looser)",
        ),
        (
            "We require that you:\n\n- Keep reports secret for 90 days.",
            "We require that you:\n\n- Keep reports secret for up to 90 days.",
            " -> up to (looser)",
        ),
        (
            "We keep logs for 90 days.",
            "We keep logs for up to 90 days.",
            " -> up to",
        ),
        // How long something is kept is good for one and bad for another.
        (
            "We keep logs for 30 days.",
            "We keep logs for 60 days.",
            "30 -> 60",
        ),
        (
            "We answer within 10 days.",
            "We answer at least 20 days later.",
            "within 10 -> at least 20 later",
        ),
        (
            "We answer within 10 days.",
            "We answer within 2 months.",
            "10 days -> 2 months",
        ),
    ] {
        assert_eq!(entries(before, after), [expected]);
    }
}

#[test]
fn an_exception_makes_an_obligation_looser_and_a_permission_stricter() {
    for (before, after, expected) in [
        (
            "You must sign the letter.",
            "You must sign the letter, unless it is urgent.",
            " -> , unless it is urgent (looser)",
        ),
        (
            "We tell users, unless a court forbids it, or in emergencies.",
            "We tell users, unless a court forbids it.",
            ", or in emergencies ->  (stricter)",
        ),
        (
            "Officers may call at night.",
            "Officers may call at night, except on Sundays.",
            " -> , except on Sundays (stricter)",
        ),
        (
            "Officers may call only at night.",
            "Officers may call only at night, unless a life is at risk.",
            " -> , unless a life is at risk (looser)",
        ),
        // The rest changed as well.
        (
            "You must sign the letter with a pen.",
            "You must sign the letter with blue ink, unless it is urgent.",
            "a pen -> blue ink, unless it is urgent",
        ),
    ] {
        let found = entries(before, after);
        assert_eq!(found, [expected]);
    }
}

#[test]
fn pointers_short_names_and_lists_that_offer_the_same_are_silent() {
    nothing(
        "The addendum is available at https://drift.example/old.pdf.",
        "The addendum is available at https://drift.example/new.pdf.",
    );
    nothing(
        "We may change these Terms of Service.",
        "We may change these Terms of Service (the \u{201c}Terms\u{201d}).",
    );
    nothing(
        "We accept letters by post, or by fax, or by courier.",
        "We accept letters by post, by fax, or by courier.",
    );
    nothing(
        "If the company is sold, we will tell you.",
        "Finally, if the company is sold, we will tell you.",
    );
}

#[test]
fn the_kind_of_process_and_who_signs_are_listed_before_the_rest() {
    let before = "# Rules\n\nYou should write in ink.\n\nWe give berth lists with a subpoena. Logs need a court order and a seal. A judge must sign.\n";
    let after = "# Rules\n\nYou should write in blue ink.\n\nWe give berth lists with a search warrant. Logs need a court order or a seal. A prosecutor must sign.\n";
    assert_eq!(
        entries(before, after),
        [
            "subpoena -> search warrant (stricter)",
            "and -> or (looser)",
            "judge -> prosecutor (looser)",
            " -> blue"
        ]
    );
    for (before, after, expected) in [
        (
            "Logs need a warrant.",
            "Logs need a court order.",
            "warrant -> court order (looser)",
        ),
        (
            "Names are given for a subpoena or a court order.",
            "Names are given for a court order.",
            "subpoena or a -> (stricter)",
        ),
        (
            "Names need a seal or a stamp.",
            "Names need a seal and a stamp.",
            "or -> and (stricter)",
        ),
        // A changed addressee is neither stricter nor looser.
        (
            "We tell the judge of it.",
            "We tell the prosecutor of it.",
            "judge -> prosecutor",
        ),
        // A refusal stays a refusal.
        (
            "A subpoena is not enough for messages.",
            "A court order is not enough for messages.",
            "subpoena -> court order",
        ),
    ] {
        assert_eq!(entries(before, after), [expected.replace("-> (", "->  (")]);
    }
}

#[test]
fn an_exception_makes_a_promise_looser() {
    for (before, after, expected) in [
        (
            "We notify users.",
            "We normally notify users.",
            " -> normally (looser)",
        ),
        (
            "We generally answer within a week.",
            "We answer within a week.",
            "generally ->  (stricter)",
        ),
        (
            "We may refuse a request.",
            "We may refuse a request in our sole discretion.",
            " -> in our sole discretion",
        ),
    ] {
        assert_eq!(entries(before, after), [expected]);
    }
}

#[test]
fn different_sentences_are_never_called_stricter_or_looser() {
    let before = "# Rules\n\nIf we hear of danger to life, we give out what helps. Afterwards we may ask for a writ all the same.\n";
    let after = "# Rules\n\nIf we hear of danger to life, we give out what helps. For such a case, please send the red form as the steps below say.\n";
    assert_eq!(
        entries(before, after),
        [
            "Afterwards we may ask for a writ all the same. -> For such a case, please send the red form as the steps below say."
        ]
    );
    for (before, after) in [
        (
            "Instead, we may refer the matter to the police.",
            "Please note that we charge $125 for an hour.",
        ),
        (
            "We may ask for a subpoena.",
            "Please submit your request by mail.",
        ),
        (
            "Please call the watch when a boat is lost.",
            "Birds can sleep on our roof in winter.",
        ),
    ] {
        let found = changes(before, after).obligations;
        assert!(
            found
                .iter()
                .flat_map(|found| &found.terms)
                .all(|term| term.direction.is_none()),
            "{found:?}"
        );
    }
}

#[test]
fn capitals_and_spellings_are_not_changes_of_obligation() {
    nothing(
        "# Rules\n\n## Legal requirements\n\nWe give two kinds of lists under section 12(b) of the Tidal Act.\n",
        "# Rules\n\n## Legal Requirements\n\nWe give 2 kinds of lists under Section 12(b) of the Tidal Act.\n",
    );
    for (before, after) in [
        ("You must wait twenty-one days.", "You must wait 21 days."),
        (
            "We keep it for ninety (90) days.",
            "We keep it for 90 days.",
        ),
        ("You must pay 1000 crowns.", "You must pay 1,000 crowns."),
        ("You must use e-mail.", "You must use email."),
        ("We can not read it.", "We cannot read it."),
        ("We will not read it.", "We won't read it."),
        (
            "You must organise the files.",
            "You must organize the files.",
        ),
        ("You must read the Pond Rules.", "You must read Pond rules."),
        (
            "All letters - from anybody - must be dated.",
            "All letters – from anybody – must be dated.",
        ),
        ("Last updated: 3 March 2021", "Last updated: 9 June 2022"),
    ] {
        nothing(before, after);
    }
}

#[test]
fn links_that_lead_elsewhere_are_a_line_a_host() {
    let before = "# Rules\n\nWe will answer as our [terms](https://old.example/terms) say.\n\nYou must use the [form](https://old.example/form).\n";
    let after = before.replace("old.example", "new.example");
    nothing(before, &after);
    let found = changes(before, &after);
    let [host] = found.links.as_slice() else {
        panic!("{:?}", found.links)
    };
    assert_eq!(host.before.as_deref(), Some("old.example"));
    assert_eq!(host.after.as_deref(), Some("new.example"));
    assert_eq!(host.links, 2);
    // A changed address in an insignificant sentence is listed only as a link; an email address is
    // not a link.
    nothing(
        "See https://a.example/x now.",
        "See https://b.example/y now.",
    );
    let mail = changes(
        "You may write to [us](mailto:a@a.example).",
        "You may write to [us](mailto:b@a.example).",
    );
    assert_eq!(
        mail.obligations[0].terms[0].before.as_deref(),
        Some("mailto:a@a.example")
    );
    assert!(mail.links.is_empty());
    // Another form on the same host is a change.
    let form = changes(
        "You must use [this page](https://a.example/forms/blue).",
        "You must use [this page](https://a.example/forms/red).",
    );
    assert_eq!(form.obligations[0].terms[0].term_type, TermType::Web);
}

#[test]
fn a_section_that_moved_as_a_whole_is_one_line() {
    let moorings = |title: &str| {
        format!(
            "### {title}\n\nYou need to know that any mooring may be kept by anybody. In particular:\n\n* The company does not have keys to moorings.\n* The company cannot say who lies there.\n\nOwners may register a mooring for letters.\n\n"
        )
    };
    let harbours = "## Our harbours\n\nWe keep the north harbour and the south harbour for guests. Both have a gate, a crane, and a clerk who writes down each boat that comes or goes, with its name and the day.\n\nA guest pays for each night, and gets a paper that says for which berth it was. The paper is needed at the gate.\n\nThe south harbour is closed in winter, when the ice lies thick between the moles and no boat can pass.\n\nIn the north harbour, boats longer than ten metres lie outside, along the wall.\n\n";
    let start = "# Rules\n\n## Where boats lie\n\nThere are three harbours.\n\n";
    let end = "## Accounts\n\nAn account has a name and a berth.\n";
    let before = [start, &moorings("Private moorings"), harbours, end].concat();
    let after = [start, harbours, &moorings("Private Moorings"), end].concat();
    let found = changes(&before, &after);
    let [moved] = found.moves.as_slice() else {
        panic!("{:?}", found.moves)
    };
    assert_eq!((moved.what, moved.passages), (MovedWhat::Section, 5));
    assert_eq!(moved.before.section, "Where boats lie");
    assert_eq!(moved.after.section, "Our harbours");
    assert!(found.obligations.is_empty());
    let with = |change: PassageChange| {
        let passages = found
            .passages
            .iter()
            .filter(move |passage| passage.change == change);
        passages
            .filter(|passage| passage.moved_with.is_some())
            .count()
    };
    assert_eq!(
        (
            with(PassageChange::MovedAway),
            with(PassageChange::MovedHere)
        ),
        (4, 4)
    );
    // A rewording of it is still listed.
    let reworded = after.replace("Owners may", "Owners must");
    assert_eq!(entries(&before, &reworded), ["may -> must (stricter)"]);
    assert_eq!(moves(&before, &reworded).len(), 1);
}

#[test]
fn a_tag_that_is_published_literally_is_compared() {
    let found = changes(
        "# Rules\n\nIn an emergency write to {% data contact.harbour %}.\n",
        "# Rules\n\nIn an emergency write to {% data contact.nobody %}.\n",
    );
    assert!(!found.is_empty());
    assert_eq!(
        (found.counts.words_deleted, found.counts.words_inserted),
        (1, 1)
    );
    assert!(
        changes(
            "{% hint style=\"info\" %}\nAsk us.\n{% endhint %}\n",
            "Ask us.\n"
        )
        .is_empty()
    );
}

#[test]
fn a_promise_without_a_modal_verb_counts() {
    let before = "# Rules\n\n## Keeping\n\nWhen an office asks us to keep a letter, we keep it for 90 days.\n";
    let after = "# Rules\n\n## Keeping\n\nWe notify sailors of such requests. When an office asks us to keep a letter, we keep it for 90 days.\n";
    assert_eq!(
        entries(before, after),
        [" -> We notify sailors of such requests."]
    );
    let text = |sentence: &str| format!("Birds sing. {sentence} Trees grow.");
    for promise in [
        "We tell sailors of it.",
        "We disclose names to courts.",
        "We also publish a report.",
        "Harbour Mail notifies users.",
        "The copy is deleted.",
        "Send it by post.",
        "If a boat is lost, call us.",
        "The company keeps a list.",
    ] {
        assert_eq!(
            entries(&text(""), &text(promise)),
            [format!(" -> {promise}")]
        );
        assert_eq!(
            entries(&text(promise), &text("")),
            [format!("{promise} -> ")]
        );
    }
    for other in [
        "We are a small firm.",
        "We believe in birds.",
        "State law is old.",
        "We moved to the coast.",
    ] {
        nothing(&text(""), &text(other));
    }
}

#[test]
fn an_obfuscated_address_counts_as_an_address() {
    let found = changes(
        "# Rules\n\nUse the portal or write to harbour [at] example.com (harbour[at]example[dot]com).\n",
        "# Rules\n\nUse the portal.\n",
    );
    let mail: Vec<&str> = found
        .obligations
        .iter()
        .flat_map(|found| &found.terms)
        .filter(|term| term.term_type == TermType::Email)
        .filter_map(|term| term.before.as_deref())
        .collect();
    assert_eq!(
        mail,
        ["harbour [at] example.com", "harbour[at]example[dot]com"]
    );
    for address in [
        "legal (at) a.example",
        "legal(at)a(dot)example",
        "law.desk [at] a [dot] example",
    ] {
        let found = changes(
            &format!("Mail goes to {address} only."),
            "Mail goes to x@a.example only.",
        );
        assert_eq!(
            found.obligations[0].terms[0].before.as_deref(),
            Some(address)
        );
        assert_eq!(found.obligations[0].terms[0].term_type, TermType::Email);
    }
}

#[test]
fn the_only_paragraph_of_a_section_is_the_same_paragraph() {
    let before = "# Rules\n\n## 7. Other\n\nThe company may update or replace these rules at its sole discretion and without notice to any party.\n";
    let after = "# Rules\n\n## 7. Other\n\nThe company may update these rules, and such changes may come from many things, such as new laws, human rights or other products. All such updates will be shown on the website of the harbour.\n";
    let found = changes(before, after);
    assert!(
        found
            .passages
            .iter()
            .all(|passage| passage.change != PassageChange::Deleted)
    );
    let [found] = &found.obligations[..] else {
        panic!("{:?}", found.obligations);
    };
    assert!(found.rewritten);
    let [before, after] = with_marks(found);
    assert!(before.contains("at its [sole discretion] and [without] notice"));
    assert!(after.contains("such changes [may] come") && after.contains("[will] be shown"));
}

#[test]
fn a_number_with_separated_thousands_changes_as_one() {
    for (before, after) in [
        ("1 000", "2 000"),
        ("1'500", "2'500"),
        ("1\u{2019}500", "2\u{2019}500"),
        ("10\u{202f}000", "20\u{202f}000"),
        ("1.000,50", "2.000,50"),
        ("1,000.50", "2,000.50"),
    ] {
        let text = |number: &str| format!("You must pay CHF {number} for a search.");
        let found = entries(&text(before), &text(after));
        let plain = |number: &str| number.replace('\u{202f}', " ");
        assert_eq!(found, [format!("{} -> {}", plain(before), plain(after))]);
    }
    for same in ["1 000", "1'000", "1.000", "1,000", "one thousand"] {
        let text = |number: &str| format!("You must answer within {number} days.");
        nothing(&text("1000"), &text(same));
    }
}

#[test]
fn a_number_never_runs_across_two_cells() {
    let table = |rows: [&str; 2]| {
        format!(
            "# Rules\n\n| a | b |\n|---|---|\n| one | {} |\n| three | {} |\n",
            rows[0], rows[1]
        )
    };
    let found = changes(&table(["two", "four"]), &table(["four", "two"]));
    let terms: Vec<String> = found
        .obligations
        .iter()
        .flat_map(|found| &found.terms)
        .map(|term| format!("{:?} -> {:?}", term.before, term.after))
        .collect();
    assert_eq!(
        terms,
        [
            "Some(\"two\") -> Some(\"four\")",
            "Some(\"four\") -> Some(\"two\")"
        ]
    );
    assert_eq!(
        found.obligations[0]
            .after
            .as_ref()
            .map(|row| row.text.as_str()),
        Some("one | four")
    );
}

#[test]
fn numbers_and_depth_of_items_are_what_a_reader_sees() {
    let before =
        "# Rules\n\nOnly these count:\n\n1. A seal.\n2. A name.\n\nAnd:\n\n- a berth\n- a flag\n";
    let after =
        "# Rules\n\nOnly these count:\n\n5. A seal.\n6. A name.\n\nAnd:\n\n- a berth\n  - a flag\n";
    let found = changes(before, after);
    assert!(!found.is_empty());
    let lists: Vec<_> = found
        .lists
        .iter()
        .map(|list| {
            (
                list.items,
                list.before.number,
                list.after.number,
                list.before.depth,
                list.after.depth,
            )
        })
        .collect();
    assert_eq!(lists, [(2, Some(1), Some(5), 1, 1), (1, None, None, 1, 2)]);
    // The numbers in the file do not matter, only those that are displayed; nor does the type of
    // bullet.
    for (before, after) in [
        ("1. a\n2. b\n", "1. a\n1. b\n"),
        ("- a\n- b\n", "* a\n* b\n"),
        ("1. a\n2. b\n", "- a\n- b\n"),
    ] {
        assert!(changes(before, after).is_empty(), "{before} {after}");
    }
    let shifted = changes(
        "1. one\n2. two\n3. three\n",
        "1. none\n2. one\n3. two\n4. three\n",
    );
    assert_eq!(shifted.lists.len(), 1);
    assert_eq!(shifted.lists[0].items, 3);
}

#[test]
fn the_object_the_condition_and_the_scope_count_as_much_as_the_word_of_weight() {
    for (before, after, expected) in [
        (
            "Requests must be dated.",
            "Requests must be signed, dated and on letterhead.",
            " -> signed, and on letterhead (stricter)",
        ),
        (
            "If there is danger to life, we may answer at once.",
            "If there is imminent danger to life, we may answer at once.",
            " -> imminent (stricter)",
        ),
        (
            "We will answer letters from Chile, Peru and Cuba.",
            "We will answer letters from Chile and Cuba.",
            ", Peru -> ",
        ),
        (
            "Requests must be addressed to Pond Ireland Limited.",
            "Requests must be addressed to Pond Malta Limited.",
            "Ireland -> Malta",
        ),
    ] {
        assert_eq!(entries(before, after), [expected]);
    }
    // A sentence that creates no obligation may be reworded.
    nothing(
        "The birds sing in the old tree.",
        "The birds sing in the new tree.",
    );
}

#[test]
fn an_item_shows_the_lead_in_that_gives_it_its_force() {
    let list = |items: &str| format!("# A\n\nRequests must include:\n\n{items}\nBirds sing.\n");
    let found = changes(
        &list("* the name\n* the day\n"),
        &list("* the name and rank\n* the day\n* the seal\n"),
    );
    let lead_ins: Vec<_> = found
        .obligations
        .iter()
        .map(|found| {
            found
                .after
                .as_ref()
                .and_then(|after| after.lead_in.as_deref())
        })
        .collect();
    assert_eq!(lead_ins, [Some("Requests must include:"); 2]);
    nothing(
        "Birds:\n\n* a gull\n* a tern\n",
        "Birds:\n\n* a gull\n* an owl\n",
    );
    // A changed lead-in is shown once, not with each of its items.
    let led = |word: &str| format!("Requests {word}:\n\n* be signed;\n* be dated.\n");
    let found = changes(&led("should"), &led("must"));
    assert_eq!(found.obligations.len(), 1);
    assert_eq!(found.obligations[0].leads, 2);
    assert_eq!(
        found.obligations[0].terms[0].direction,
        Some(Direction::Stricter)
    );
}

/// A tag of another program is not a passage. It was once taken for the passage before it, so a
/// list below a tag at the top of a text became its own lead-in, in an endless loop.
#[test]
fn a_paragraph_without_words_is_not_a_lead_in() {
    for tag in [
        "{% hint style=\"info\" %}",
        "[!NOTE]",
        "{{< note >}}",
        "{: .note}",
    ] {
        for above in ["", "Guests must wait here.\n\n"] {
            for item in ["*", "1."] {
                let text = |bird: &str| format!("{above}{tag}\n\n{item} {bird}\n");
                nothing(&text("a gull"), &text("a tern"));
                nothing(&text("a gull"), above);
            }
        }
    }
}

#[test]
fn times_in_words_and_fees_carry_weight() {
    for (before, after, expected) in [
        (
            "The copy is deleted.",
            "The copy is deleted without delay.",
            " -> without delay (stricter)",
        ),
        (
            "Kept for three months here.",
            "Kept for half a year here.",
            "three months -> half a year",
        ),
        (
            "Copies are free.",
            "Copies cost 2 crowns each.",
            "are free -> cost 2 crowns each",
        ),
        (
            "An answer takes a day.",
            "An answer takes a week.",
            "day -> week",
        ),
        (
            "Help is free of charge.",
            "Help is for members.",
            "free of charge -> for members",
        ),
    ] {
        assert_eq!(entries(before, after), [expected]);
    }
}

#[test]
fn a_sentence_that_remains_elsewhere_is_not_listed_as_removed() {
    let before = "# A\n\nYou must sign it. Birds sing.\n\n# B\n\nYou must sign it. Trees grow.\n";
    let after = "# A\n\nBirds sing.\n\n# B\n\nYou must sign it. Trees grow.\n";
    nothing(before, after);
}

#[test]
fn a_name_that_changed_throughout_is_listed_once() {
    let text = |name: &str| {
        format!(
            "{name} may ask for a seal. {name} will keep the letter.\n\nYou must write to {name} at once. {name}'s clerks must answer.\n"
        )
    };
    let found = changes(&text("Pond"), &text("Lake"));
    assert_eq!(found.obligations.len(), 1, "{:?}", found.obligations);
    assert_eq!(found.obligations[0].others, 3);
    // A change next to it is listed on its own.
    let other = text("Lake").replace("must answer", "should answer");
    assert_eq!(changes(&text("Pond"), &other).obligations.len(), 2);
}

#[test]
fn a_company_adds_words_of_its_own() {
    let own = "[[process]]\nrank = 2\nwords = [\"harbour writ\"]\n\n[[modal]]\nforce = \"must\"\nwords = [\"is bound to\"]\n";
    let words = VOCABULARY
        .clone()
        .with(&Source::new("own.toml", own))
        .expect("it reads");
    let turn = |before: &str, after: &str| {
        let found = compared(before, after, &words);
        found
            .obligations
            .first()
            .and_then(|found| found.terms.first()?.direction)
    };
    assert_eq!(
        turn("Logs need a harbour writ.", "Logs need a search warrant."),
        Some(Direction::Stricter)
    );
    assert_eq!(
        turn("The clerk should answer.", "The clerk is bound to answer."),
        Some(Direction::Stricter)
    );
    let wrong = VOCABULARY
        .clone()
        .with(&Source::new("own.toml", "[proces]\n"));
    assert!(wrong.is_err());
}

#[test]
fn paraphrases_are_not_listed() {
    for (before, after) in [
        // In another voice.
        (
            "We keep a profile for three months.",
            "A profile is kept for three months.",
        ),
        (
            "We answer requests within ten days.",
            "Requests are answered within ten days.",
        ),
        (
            "A username can be changed by anyone.",
            "Anyone can change a username.",
        ),
        (
            "We will not do so if the law does not permit it.",
            "We will not do so if it is not permitted by law.",
        ),
        (
            "You can find the form in our portal.",
            "The form can be found in our portal.",
        ),
        (
            "There is no need to send originals.",
            "You need not send originals.",
        ),
        // In another order.
        (
            "If there is danger, call our hotline at once.",
            "Call our hotline at once if there is danger.",
        ),
        (
            "Twice a year, we publish a report.",
            "We publish a report twice a year.",
        ),
        (
            "As long as you have an account, we keep your data.",
            "We keep your data as long as you have an account.",
        ),
        (
            "Names can change, so we require an address.",
            "Because names can change, we require an address.",
        ),
        // In other words.
        (
            "We must tell anybody who asks.",
            "We have to inform anyone who asks.",
        ),
        (
            "Requests that are vague are rejected.",
            "We refuse vague requests.",
        ),
        (
            "We are not able to restore data.",
            "We're unable to restore data.",
        ),
        (
            "Users get a fortnight to object.",
            "Users get 14 days to object.",
        ),
        ("We keep it for a year.", "We keep it for twelve months."),
        ("It is sent once a month.", "It's sent every month."),
    ] {
        nothing(before, after);
        nothing(after, before);
    }
}

#[test]
fn the_same_words_that_say_something_else_are_listed() {
    for (before, after) in [
        ("We must notify the user.", "The user must notify us."),
        (
            "We notify users of requests.",
            "Users notify us of requests.",
        ),
        (
            "The agency must tell the user.",
            "The user must tell the agency.",
        ),
        (
            "The agency must tell the user.",
            "The agency must be told by the user.",
        ),
        (
            "Officers must inform the company.",
            "Officers must be informed.",
        ),
        (
            "If we disclose data, we notify the user.",
            "If we notify the user, we disclose data.",
        ),
        (
            "Only officers may write to this address.",
            "Officers may write to this address only.",
        ),
        (
            "We keep logs for 90 days and mail for 30 days.",
            "We keep logs for 30 days and mail for 90 days.",
        ),
        (
            "We do not keep mail, and we keep logs.",
            "We keep mail, and we do not keep logs.",
        ),
        ("You must sign a request.", "We must sign a request."),
        (
            "We give no data without a warrant.",
            "We give data without a warrant.",
        ),
        (
            "We tell users before we answer.",
            "We tell users after we answer.",
        ),
        (
            "A request must be signed and sealed.",
            "A request must be signed or sealed.",
        ),
        ("We may tell the user.", "We will tell the user."),
        ("The employer must sign.", "The employee must sign."),
        ("We keep it for a year.", "We keep it for two years."),
        ("We answer within two weeks.", "We answer within 15 days."),
        (
            "Write to Harbour Media, Inc. with your request.",
            "Write to Harbour Ireland Ltd. with your request.",
        ),
    ] {
        for (before, after) in [(before, after), (after, before)] {
            assert_eq!(
                changes(before, after).obligations.len(),
                1,
                "{before}\n{after}"
            );
        }
    }
}

#[test]
fn numbers_about_the_past_create_no_obligation() {
    nothing(
        "We got three letters in 2016 and gave nothing out.",
        "We got four letters in 2017 and gave nothing out.",
    );
    nothing(
        "We produced data in 61 percent of all cases.",
        "We produced data in 58 percent of all cases.",
    );
    let promise = (
        "We answer 61 percent of all letters.",
        "We answer 58 percent of all letters.",
    );
    assert_eq!(changes(promise.0, promise.1).obligations.len(), 1);
}

#[test]
fn the_order_within_a_list_of_bullets_or_a_passage_is_no_move() {
    let list = |items: &[&str]| {
        format!(
            "# Rules\n\nA request must have:\n\n- {}\n",
            items.join("\n- ")
        )
    };
    let before = list(&[
        "the name of the officer",
        "the legal basis of the request",
        "the dates that matter",
    ]);
    let after = list(&[
        "the dates that matter",
        "the name of the officer",
        "the legal basis of the request",
    ]);
    assert_eq!(moves(&before, &after), []);
    let (before, after) = (before.replace("- ", "1. "), after.replace("- ", "1. "));
    assert_eq!(moves(&before, &after).len(), 1);
    let before = "A request must be specific. It must be limited to the case. A statement of facts must come with it.";
    let after = "It must be limited to the case. A request must be specific. A statement of facts must come with it.";
    assert_eq!(moves(before, after), []);
}

#[test]
fn a_direction_needs_sentences_that_differ_only_in_the_term() {
    let verdict = |before: &str, after: &str| {
        let changes = changes(before, after);
        let terms = changes.obligations.iter().flat_map(|one| &one.terms);
        terms.filter_map(|term| term.direction).collect::<Vec<_>>()
    };
    let before =
        "Officers should send a signed request to our legal team in Dublin within 30 days.";
    let after = "Officers must send a signed request to our legal team in Dublin within 30 days.";
    assert_eq!(verdict(before, after), [Direction::Stricter]);
    assert_eq!(verdict(before, &after.replace("send", "never send")), []);
}

#[test]
fn a_sentence_that_also_stands_elsewhere_is_new_where_it_was_added() {
    let text = |added: &str| {
        format!(
            "# A\n\nYou must sign the request.\n\n# B\n\nThe door is open to all.{added}\n\n# C\n\nA club's record may include:\n\n- A picture\n\n# D\n\nA user's record may include:\n\n- A town\n"
        )
    };
    let before = text("");
    assert_eq!(
        entries(&before, &text(" You must sign the request.")),
        [" -> You must sign the request."]
    );
    let item = format!("{before}- A picture\n");
    assert_eq!(entries(&before, &item), [" -> A picture"]);
    assert_eq!(entries(&item, &before), ["A picture -> "]);
}

#[test]
fn names_that_come_or_go_count_in_any_sentence() {
    for (before, after, expected) in [
        (
            "These places are Chad and Togo.",
            "These places are Chad, Mali and Togo.",
            "-> Mali",
        ),
        ("Chad, Mali and Togo.", "Chad and Togo.", "Mali ->"),
        (
            "Bees of the Meadow Board fly.",
            "Bees of the Meadow Board and the Heath Council fly.",
            "-> and the Heath Council",
        ),
    ] {
        let found = entries(before, after);
        assert_eq!(found.len(), 1, "{before} {after} {found:?}");
        let words = expected.trim_matches([' ', '-', '>']);
        assert!(found[0].contains(words), "{before} {after} {found:?}");
    }
    nothing(
        "Bees of the Meadow Board fly.",
        "The Meadow Board has bees that fly.",
    );
}

#[test]
fn a_renamed_name_that_begins_with_a_digit_is_listed_once() {
    let text = |name: &str| {
        format!(
            "{name} must answer. {name} may ask back. {name} keeps nothing. {name} tea is green.\n"
        )
    };
    let changes = changes(&text("Marlowe"), &text("37leaves"));
    let others: Vec<usize> = changes
        .obligations
        .iter()
        .map(|entry| entry.others)
        .collect();
    assert_eq!(others, [2]);
}

#[test]
fn other_spellings_pointers_and_the_version_of_the_text_are_silent() {
    for (before, after) in [
        (
            "It must be under 18 USC section 5.",
            "It must be under 18 U.S.C. Section 5.",
        ),
        ("A US court must ask.", "A U.S. court must ask."),
        ("Name & date must be given.", "Name and date must be given."),
        ("The help centre must ask.", "The help center must ask."),
        (
            "A counter-productive act is not allowed.",
            "A counterproductive act is not allowed.",
        ),
        (
            "You must read the process process.",
            "You must read the process.",
        ),
        (
            "You must write to https://a.example/b/.",
            "You must write to https://a.example/b.",
        ),
        ("We might not keep it.", "We may not keep it."),
        ("Its adddress must be there.", "Its address must be there."),
        ("We may stop.", "This means that we may stop."),
        (
            "We may refuse a request if it may do harm.",
            "We can refuse a request if it might do harm.",
        ),
        (
            "Please see our page on boats.",
            "Please see our page on ships and boats.",
        ),
        (
            "A boat can be found at the pier.",
            "A ship can be found at the pier.",
        ),
        (
            "A home may also be called a house.",
            "A home may also be called a hut.",
        ),
        (
            "Version 3.0, effective July 15, 2020",
            "Version 3.1, effective April 14, 2021",
        ),
        (
            "It must be so, but this list is subject to change.",
            "It must be so. This list is subject to change.",
        ),
    ] {
        nothing(before, after);
    }
}

#[test]
fn numbers_of_items_contents_lists_and_questions_are_silent() {
    let contents = "- [When not to write](#when-not-to-write)\n\n";
    let text = "Text.\n\n## When not to write\n\nBoats.\n";
    for (before, after) in [
        (
            "You must:\n\n- 3\\. Send a request.\n- 4\\. SIGN IT\n",
            "You must:\n\n- Send a request.\n- 15\\. SIGN IT\n",
        ),
        (
            "You must read:\n\n- B. Rules of the harbour\n",
            "You must read:\n\n- (c) Rules of the harbour\n",
        ),
        (
            "You must read:\n\n- \\*\\*k. \\*\\* Rules of the harbour\n",
            "You must read:\n\n- k. Rules of the harbour\n",
        ),
        ("US boats must stop.", "U.S. boats must stop."),
        (text, &(contents.to_owned() + text)),
        (
            "What kind of mail is kept?",
            "Some ask: What kind of mail is kept?",
        ),
        (
            "Last modified: 12th of August 2021",
            "Last modified: 17th of August 2021",
        ),
    ] {
        nothing(before, after);
    }
    assert_eq!(
        entries(
            "You must answer:\n\n- Who is in danger?\n",
            "You must answer:\n\n- Who is in danger?\n- Where is it kept?\n"
        ),
        [" -> Where is it kept?"]
    );
}

#[test]
fn a_paragraph_that_ends_with_a_full_stop_leads_in_no_list() {
    let text =
        |item: &str| format!("In other cases we may keep nothing.\n\n- You must send {item}.\n");
    let changes = changes(&text("a letter"), &text("two letters"));
    let lead_ins: Vec<_> = (changes.obligations.iter())
        .map(|entry| {
            entry
                .after
                .as_ref()
                .and_then(|after| after.lead_in.as_deref())
        })
        .collect();
    assert_eq!(lead_ins, [None]);
}

#[test]
fn a_list_that_moves_past_sections_is_one_move() {
    let fees = "We charge by this schedule unless the law says otherwise, since work has its price:\n\n- A first search of ten names of users: free\n- A search of more than ten names: $20 for each\n\n";
    let text = |first: &str, last: &str| {
        format!(
            "# Costs\n\nWe ask for costs.\n\n{first}# Keeping\n\nWe keep it.\n\n# Sending\n\nWrite to us.\n\n{last}"
        )
    };
    let found = moves(&text("", fees), &text(fees, ""));
    assert!(
        found.len() == 1 && found[0].1.starts_with("We charge by this schedule"),
        "{found:?}"
    );
}

#[test]
fn a_promise_that_becomes_softer_is_looser() {
    for (before, after, expected) in [
        (
            "We notify users of it.",
            "We may notify users of it.",
            " -> may (looser)",
        ),
        (
            "We may notify users of it.",
            "We notify users of it.",
            "may ->  (stricter)",
        ),
        (
            "We apply the rules to all.",
            "We strive to apply the rules to all.",
            " -> strive to (looser)",
        ),
        (
            "Users can appeal to us.",
            "Users cannot appeal to us.",
            "can -> cannot (stricter)",
        ),
        (
            "Contents require a warrant, names require a subpoena.",
            "Contents require a warrant, names require a court order.",
            "subpoena -> court order (stricter)",
        ),
        // What is promised is another thing.
        (
            "We give no data to them.",
            "We give data to them.",
            "no -> ",
        ),
    ] {
        assert_eq!(entries(before, after), [expected], "{before} {after}");
    }
}

#[test]
fn the_full_name_of_a_company_is_not_listed_with_other_renames() {
    let text = |name: &str| {
        format!(
            "{name} must answer. {name} may ask back. {name} will wait. With `us` we mean {name}, LLC.\n"
        )
    };
    let found = entries(&text("Pond"), &text("Lake"));
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn a_sentence_that_was_written_anew_is_one_entry() {
    let before = "# Rules\n\nThe lantern club is old.\n\n## Lanterns\n\nOur members shall not lend any lantern to a stranger unless the harbour master has agreed in a letter. Oil is sold on Mondays.\n\n## Boats\n\nBoats are blue.\n";
    let after = "# Rules\n\nThe lantern club is old.\n\n## Giving lanterns away\n\nIf you ask the harbour master for a letter and bring it, a stranger can have a lantern from us. We publish a list of whales.\n\n## Boats\n\nBoats are blue.\n";
    let listed = changes(before, after).obligations;
    let [listed] = &listed[..] else {
        panic!("{listed:#?}");
    };
    assert!(listed.terms.iter().all(|term| term.direction.is_none()));
    assert!(listed.rewritten && changes(before, after).moves.is_empty());
}

#[test]
fn what_was_taken_away_is_listed_first_then_times_process_notice_and_the_rest() {
    let before = "# Rules\n\nYou must write in ink.\n\nWe notify users of letters.\n\nWe need a subpoena for names.\n\nWe answer within 10 days.\n\nWe never sell names to anybody.\n";
    let after = "# Rules\n\nYou must write in blue ink.\n\nWe notify users of long letters.\n\nWe need a warrant for names.\n\nWe answer within 20 days.\n";
    let listed = changes(before, after).obligations;
    let sentences: Vec<&str> = (listed.iter())
        .filter_map(|entry| entry.after.as_ref().or(entry.before.as_ref()))
        .map(|sentence| sentence.text.as_str())
        .collect();
    let expected = [
        "We never sell names to anybody.",
        "We need a warrant for names.",
        "We answer within 20 days.",
        "We notify users of long letters.",
        "You must write in blue ink.",
    ];
    assert_eq!(sentences, expected);
}

#[test]
fn the_label_of_an_item_is_not_listed_in_addition_to_its_text() {
    let before =
        "# Rules\n\nWe share names only in these cases:\n\n- **Ships.** A captain may read them.\n";
    let after = "# Rules\n\nWe share names only in these cases:\n\n- **Ships.** A captain may read them.\n- **Trains.** A driver may read them.\n";
    assert_eq!(entries(before, after), [" -> A driver may read them."]);
}

#[test]
fn an_amount_is_marked_with_its_currency() {
    let marked = entries(
        "# Fees\n\nThe fee is $500.\n",
        "# Fees\n\nThe fee is $900.\n",
    );
    assert_eq!(marked, ["$500 -> $900"]);
}

#[test]
fn a_modal_verb_that_was_negated_is_listed_first() {
    let before = "We keep it for 90 days.\n\nAn agency needs no subpoena.\n\nUsers can appeal.\n";
    let after = "We keep it for 60 days.\n\nAn agency needs a subpoena.\n\nUsers cannot appeal.\n";
    let changes = changes(before, after);
    let first = |obligation: &Obligation| {
        let term = obligation.terms.first().expect("a term");
        term.after.clone().unwrap_or_default()
    };
    let order: Vec<String> = changes.obligations.iter().map(first).collect();
    assert_eq!(order, ["needs", "cannot", "60 days"]);
}

#[test]
fn what_is_no_longer_required_is_looser_and_a_higher_age_or_number_stricter() {
    for (before, after, direction) in [
        (
            "A signature is required.",
            "A signature is not required.",
            " (looser)",
        ),
        (
            "Agencies need no order.",
            "Agencies need an order.",
            " (stricter)",
        ),
        (
            "You must be 16 years old.",
            "You must be 18 years old.",
            " (stricter)",
        ),
        (
            "You must be 16 years of age.",
            "You must be 13 years of age.",
            " (looser)",
        ),
        (
            "At least one officer must sign.",
            "At least two officers must sign.",
            " (stricter)",
        ),
        ("Users can appeal.", "Users cannot appeal.", " (stricter)"),
    ] {
        let listed = entries(before, after);
        let all = listed.iter().all(|entry| entry.ends_with(direction));
        assert!(listed.len() == 1 && all, "{before} {after} {listed:?}");
    }
    // What a company can do is neither: it says what is possible.
    assert_eq!(
        entries("We can sign it.", "We cannot sign it."),
        ["can -> cannot"]
    );
}

#[test]
fn how_old_data_is_has_no_direction() {
    for (before, after) in [
        (
            "We delete messages that are more than 2 years old.",
            "We delete messages that are more than 3 years old.",
        ),
        (
            "Requests must concern data less than 90 days old.",
            "Requests must concern data less than 180 days old.",
        ),
        (
            "You must not ask for data that is 2 years old.",
            "You must not ask for data that is 3 years old.",
        ),
    ] {
        let listed = entries(before, after);
        let has_none = listed.iter().all(|entry| !entry.ends_with(')'));
        assert!(listed.len() == 1 && has_none, "{before} {listed:?}");
    }
}

#[test]
fn a_company_that_left_the_list_of_those_that_are_bound_is_listed() {
    let text = "Companies in the group:\n\n- Acme Inc.\n- Gull GmbH\n";
    assert_eq!(entries(text, &text.replace("- Gull GmbH\n", "")).len(), 1);
}

#[test]
fn a_year_or_a_number_of_people_in_a_sentence_that_obliges_nobody_is_silent() {
    nothing(
        "Larkboard was founded in 2015.",
        "Larkboard was founded in 2016.",
    );
    nothing(
        "Larkboard was founded in Leeds.",
        "Larkboard was founded in Leeds by three librarians.",
    );
}

#[test]
fn another_form_is_listed_however_its_address_is_written() {
    for (before, after) in [
        (
            "The form is at https://gull.example/form.",
            "The form is at https://gull.example/police-form.",
        ),
        (
            "Use [our form](https://gull.example/form).",
            "Use [our form](https://gull.example/police).",
        ),
        (
            "Use [our form](https://gull.example/law/form).",
            "Use [our form](https://gull.example/civil/form).",
        ),
    ] {
        assert_eq!(entries(before, after).len(), 1, "{after}");
    }
    nothing(
        "Use [our form](https://gull.example/form).",
        "Use [our form](https://help.gull.example/legal/form).",
    );
}

#[test]
fn several_sentences_that_became_one_are_one_entry() {
    let before = "We answer requests. Every request has to be written in German or English. A request in another language must come with a certified translation.\n";
    let after = "We answer requests. Write in German or English, or add a certified translation.\n";
    let changes = changes(before, after);
    assert_eq!(changes.obligations.len(), 1);
    let before = changes.obligations[0].before.as_ref().expect("a sentence");
    assert!(
        before.text.ends_with("certified translation."),
        "{}",
        before.text
    );
}

/// The texts of an entry, with the marked terms in brackets.
fn with_marks(listed: &Obligation) -> [String; 2] {
    [Presence::Deleted, Presence::Inserted].map(|side| {
        let pieces = listed.pieces.iter().filter(|piece| piece.state == side);
        let texts = pieces.map(|piece| match piece.what {
            PieceKind::Words if piece.marked => format!("[{}]", piece.text),
            PieceKind::Words | PieceKind::Link => piece.text.clone(),
            PieceKind::Cell => " | ".to_owned(),
            PieceKind::Break => " / ".to_owned(),
        });
        texts.collect()
    })
}

#[test]
fn a_passage_written_anew_is_one_entry_with_the_lost_and_new_duties_marked() {
    let before = "# Rules\n\n## Lanterns\n\nLanterns are lit at dusk. Any dispute shall be referred to the guild. The guild must answer within 30 days. Broken glass is never paid for.\n\nWe sell oil.\n";
    let after = "# Rules\n\n## Lanterns\n\nLanterns are lit at dusk. You may quarrel before a judge. Whoever breaks a window pays us 9 euros.\n\nWe sell oil.\n";
    let listed = changes(before, after).obligations;
    let [listed] = &listed[..] else {
        panic!("{listed:#?}");
    };
    assert!(listed.rewritten);
    assert_eq!(
        with_marks(listed),
        [
            "Any dispute [shall] be referred to the guild. The guild [must] answer [within 30 days]. Broken glass is [never] paid for.",
            "You [may] quarrel before a judge. Whoever breaks a window pays us [9 euros]."
        ]
    );
    let sentence = listed.after.as_ref().expect("what came");
    assert_eq!(
        sentence.text,
        "You may quarrel before a judge. Whoever breaks a window pays us 9 euros."
    );
    // What was lost comes first in the list of terms.
    assert_eq!(listed.terms[0].before.as_deref(), Some("shall"));
}

#[test]
fn a_new_or_removed_section_is_not_a_rewritten_one() {
    let text = |section: &str| {
        format!("# Rules\n\n## Oil\n\nWe sell oil.\n\n{section}## Boats\n\nBoats are blue.\n")
    };
    let fees = text("## Fees\n\nYou must pay 9 euros. Children shall pay nothing.\n\n");
    for (before, after) in [(text(""), fees.clone()), (fees.clone(), text(""))] {
        let listed = changes(&before, &after).obligations;
        assert_eq!(listed.len(), 2);
        assert!(listed.iter().all(|entry| !entry.rewritten));
    }
    let judges = text("## Judges\n\nA judge has to sign it. Copies will not do.\n\n");
    let listed = changes(&fees, &judges).obligations;
    assert!(
        listed.len() == 4 && listed.iter().all(|entry| !entry.rewritten),
        "{listed:#?}"
    );
}

#[test]
fn a_duty_that_both_texts_of_a_rewritten_passage_have_is_marked_in_both() {
    let before = "# Rules\n\nLanterns are lit at dusk. The guild must answer letters within 30 days. Members may look at the book in the hall.\n\nWe sell oil.\n";
    let after = "# Rules\n\nLanterns are lit at dusk. Whoever borrows a boat must bring it back within 30 days. Strangers may buy candles at the door.\n\nWe sell oil.\n";
    let listed = changes(before, after).obligations;
    let [listed] = &listed[..] else {
        panic!("{listed:#?}");
    };
    assert!(listed.rewritten);
    assert_eq!(
        with_marks(listed),
        [
            "The guild [must] answer letters [within 30 days]. Members [may] look at the book in the hall.",
            "Whoever borrows a boat [must] bring it back [within 30 days]. Strangers [may] buy candles at the door."
        ]
    );
    let lost: Vec<&str> = listed
        .terms
        .iter()
        .filter_map(|term| term.before.as_deref())
        .collect();
    assert_eq!(lost, ["must", "within", "30 days", "may"]);
}

#[test]
fn another_order_of_words_in_a_table_or_paragraph_is_listed() {
    let text = |rules: &str| format!("# Rules\n\n## Logs\n\nThe rules are:\n\n{rules}\n");
    for (before, after) in [
        (
            "- Content: 30 days with a warrant, 90 days with a court order",
            "| Data | Process |\n|---|---|\n| Content | 90 days with a warrant, 30 days with a court order |",
        ),
        ("- Users must notify us", "We must notify users."),
        (
            "- Names: a subpoena, not a warrant",
            "Names: a warrant, not a subpoena.",
        ),
        // Only the first row of a table is its head.
        (
            "| Data | Process |\n|---|---|\n| Logs | A writ |\n| Names | You must have a subpoena |\n| - | - |",
            "| Data | Process |\n|---|---|\n| Logs | A writ |\n| - | - |",
        ),
    ] {
        let listed = changes(&text(before), &text(after)).obligations;
        assert!(!listed.is_empty(), "{before} {after}");
    }
}

#[test]
fn added_items_conditions_and_qualifiers_make_a_sentence_stricter_or_looser() {
    for (before, after, expected) in [
        // Conditions and qualifiers of who is bound, and of who is free.
        (
            "You may close your account at any time.",
            "You may close your account at any time, provided that all invoices are paid.",
            "stricter",
        ),
        (
            "We notify users of any change.",
            "We notify users of any material change.",
            "looser",
        ),
        (
            "We disclose records with the consent of the user.",
            "We disclose records with the written consent of the user.",
            "stricter",
        ),
        (
            "We accept letters by post.",
            "We accept letters only by post.",
            "stricter",
        ),
        // One thing more that is required, allowed or forbidden.
        (
            "A request must name the account.",
            "A request must name the account and the judge.",
            "stricter",
        ),
        (
            "Requests must be in English.",
            "Requests must be in English or French.",
            "looser",
        ),
        (
            "You may not sell maps.",
            "You may not sell maps or photos.",
            "stricter",
        ),
        (
            "We do not share addresses.",
            "We may share addresses.",
            "looser",
        ),
        // Times before something and to do something.
        (
            "Parties may leave on three months' notice.",
            "Parties may leave on six months' notice.",
            "stricter",
        ),
        (
            "Members have 21 days to object.",
            "Members have 14 days to object.",
            "stricter",
        ),
        (
            "You must be at least sixteen years old.",
            "You must be at least eighteen years old.",
            "stricter",
        ),
        (
            "We disclose records on valid legal process.",
            "We disclose records on a search warrant.",
            "stricter",
        ),
    ] {
        let found = entries(before, after);
        let is_right = found.len() == 1 && found[0].ends_with(&format!("({expected})"));
        assert!(is_right, "{after}: {found:?} is not {expected}");
    }
    // One more case in which users are not told is no further duty.
    let found = entries(
        "We do not tell users when a court forbids it.",
        "We do not tell users when a court forbids it or a child is at risk.",
    );
    assert!(found.len() == 1 && !found[0].ends_with(')'), "{found:?}");
}

#[test]
fn a_sentence_in_the_other_voice_or_order_says_the_same() {
    for (before, after) in [
        (
            "Passengers must keep dogs on a lead.",
            "Dogs must be kept on a lead.",
        ),
        (
            "The caterer must clean the kitchen every evening.",
            "The kitchen must be cleaned every evening by the caterer.",
        ),
        (
            "We answer questions within two weeks.",
            "We answer questions in two weeks at most.",
        ),
        (
            "2.1 We keep letters for one month.",
            "3.4 We keep letters for a month.",
        ),
        (
            "Harbours keep a list. The list is deleted after a year.",
            "Harbours keep a list. It is deleted after a year.",
        ),
    ] {
        nothing(before, after);
    }
    let found = entries(
        "Officers must inform the company.",
        "Officers must be informed.",
    );
    assert_eq!(found.len(), 1);
}

#[test]
fn a_form_in_place_of_a_mailbox_is_one_change() {
    let found = entries(
        "# Abuse\n\nComplaints can be sent to abuse@pond.example.\n\nWe read them all.\n",
        "# Abuse\n\nWe read them all.\n\nUse the form at https://pond.example/abuse.\n",
    );
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn the_only_row_of_a_new_table_is_listed() {
    let before = "# Data\n\nWe have little.\n";
    let after = "# Data\n\nWe have little.\n\n| Photos | We need a search warrant |\n|---|---|\n";
    assert_eq!(entries(before, after).len(), 1);
}
