//! What letters say.

use crate::harbour::{answers, composed, labels, revised, rulebook, today};
use request_builder::answers::{Answer, Answers};
use request_builder::letter::{Content, Letter, Line, blank, compose};
use request_builder::review::{Evaluation, review};

/// The letter as plain text.
fn read(letter: &Letter) -> String {
    let mut out = String::new();
    for block in &letter.blocks {
        let text = match &block.content {
            Content::Subject(line) => format!("SUBJECT {}", line.text()),
            Content::Heading(line) => format!("# {}", line.text()),
            Content::Text(lines) => lines.iter().map(Line::text).collect::<Vec<_>>().join(" / "),
            Content::Item { number, lines } => {
                format!(
                    "{number}. {}",
                    lines.iter().map(Line::text).collect::<Vec<_>>().join(" / ")
                )
            }
            Content::Table { head, rows } => {
                let rows: Vec<String> = rows
                    .iter()
                    .map(|row| row.iter().map(Line::text).collect::<Vec<_>>().join(" | "))
                    .collect();
                format!("{} || {}", head.join(" | "), rows.join(" || "))
            }
            Content::Signature(lines) => {
                format!(
                    "SIGNED {}",
                    lines.iter().map(Line::text).collect::<Vec<_>>().join(" / ")
                )
            }
            other => format!("{other:?}"),
        };
        out.push_str(&text);
        out.push('\n');
    }
    out
}

fn complete() -> Answers {
    let mut answers = answers(
        "records",
        &[
            ("authority", "yes"),
            ("host", "port.harbour.example"),
            ("boat.0.boat-name", "@Ann"),
            ("boat.1.boat-name", "Bob"),
            ("boat.1.boat-colour", "red"),
            ("reason", "It ran aground.\nTwice."),
            ("has-order", "yes"),
            ("order-date", "2024-05-05"),
            ("mail", "me@port.example"),
        ],
    );
    answers.ticked.push("stamped".into());
    answers
}

#[test]
fn a_complete_letter_says_what_was_answered_and_nothing_else() {
    let letter = composed(&complete());
    assert_eq!(letter.draft, None);
    assert_eq!(letter.footer, "2024-05-01 r3 0123456789abcdef");
    insta::assert_snapshot!(read(&letter), @"
    SUBJECT Records at port.harbour.example
    # Boats
    Boat || @Ann || @Bob
    1. The boat @Ann.
    2. The boat @Bob.
    Reason: It ran aground. / Twice.
    The order is of 2024-05-05.
    SIGNED me@port.example / Telephone: port.harbour.example
    ");
}

#[test]
fn a_letter_that_lacks_something_required_is_marked_as_a_draft_and_shows_the_gap() {
    let mut given = complete();
    given.groups.clear();
    let letter = composed(&given);
    assert_eq!(letter.draft.as_deref(), Some("DRAFT"));
    assert!(read(&letter).contains("1. The boat [Name of the boat]."));
}

#[test]
fn a_letter_with_a_gap_is_a_draft_even_if_nothing_required_is_missing() {
    let book = revised(&[(
        "kinds = [\"records\"]\nwhen = \"order-date\"",
        "kinds = [\"records\"]",
    )]);
    let mut given = complete();
    for (answer, is_draft) in [("yes", false), ("no", true)] {
        given
            .given
            .insert("has-order".into(), Answer::Text(answer.into()));
        let evaluation = Evaluation::new(&book, &given, today());
        let mut review = review(&evaluation, &labels());
        review.findings.clear();
        let letter = compose(&evaluation, &review).expect("a kind is chosen");
        assert_eq!(letter.draft.is_some(), is_draft, "{answer}");
    }
}

#[test]
fn the_letter_of_an_emergency_is_never_marked_as_a_draft() {
    assert_eq!(composed(&answers("rescue", &[])).draft, None);
}

#[test]
fn an_open_task_on_paper_does_not_make_the_letter_a_draft() {
    let mut given = complete();
    given.ticked.clear();
    assert_eq!(composed(&given).draft, None);
}

#[test]
fn no_line_break_reaches_the_subject() {
    let mut given = complete();
    let host =
        request_builder::answers::Answer::Text("port.harbour.example\r\nBcc: x@y.example".into());
    given.given.insert("host".into(), host);
    // It is no address, and not printed.
    assert_eq!(composed(&given).subject, "Records at [Which harbour?]");
}

#[test]
fn a_blank_letter_has_every_gap() {
    let book = rulebook();
    let letter = blank(&book, &"rescue".into()).expect("there is such a kind");
    insta::assert_snapshot!(read(&letter), @"
    SUBJECT Rescue at sea at [Which harbour?]
    # Boats
    Boat || [Name of the boat] || [Name of the boat] || [Name of the boat]
    1. The boat [Name of the boat]. / It is [Colour].
    Reason: [What happened?]
    SIGNED [Your e-mail] / Telephone: [Which harbour?]
    ");
    assert_eq!(blank(&book, &"no such kind".into()), None);
}

/// The blank letter of a kind, with one more paragraph; read out.
fn blank_with(kind: &str, paragraph: &str) -> String {
    let mut book = rulebook();
    let paragraph = toml::from_str(paragraph).expect("a paragraph");
    book.letters.paragraphs.insert(0, paragraph);
    let mut questions = book.rules.questions.iter_mut();
    let seas = questions.find(|question| question.id == "seas".into());
    let option_kinds = &mut seas.expect("a question").option_kinds;
    option_kinds.insert("irish".into(), vec!["rescue".into()]);
    let letter = blank(&book, &kind.into()).expect("there is such a kind");
    read(&letter).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_blank_letter_lists_what_can_be_chosen() {
    let seas = r#"
        style = "text"
        text = "Seas: {seas}.""#;
    assert_eq!(
        blank_with("rescue", seas),
        "Seas: \u{2610}\u{a0}the North Sea  \u{2610}\u{a0}Irish Sea."
    );
    assert_eq!(blank_with("records", seas), "Seas: the North Sea.");
}

#[test]
fn a_blank_letter_lists_no_option_that_would_remove_the_paragraph() {
    let paragraph = r#"
        style = "text"
        when = "authority is not no"
        text = "An authority? {authority}""#;
    assert_eq!(blank_with("records", paragraph), "An authority? Yes");
}

#[test]
fn a_blank_letter_has_the_checklist_of_its_kind() {
    let mut book = rulebook();
    let mut rules = book.rules.requirements.iter_mut();
    let lights = rules.find(|rule| rule.id == "red-boats-lit".into());
    lights.expect("a rule").paper = true;
    let letters = &mut book.letters;
    let picture = "Enclose a picture of the lights.".to_owned();
    letters.words.paper.insert("red-boats-lit".into(), picture);
    let if_so = ("request-letter-if-so".to_owned(), "If so:".to_owned());
    letters.interface.0.insert(if_so.0, if_so.1);
    let items = |kind: &str| {
        let checklist = blank(&book, &kind.into()).expect("a letter").checklist;
        checklist.map(|list| {
            list.items
                .into_iter()
                .map(|item| item.text)
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(items("records"), Some(vec!["Stamp the letter.".to_owned()]));
    assert_eq!(
        items("rescue"),
        Some(vec!["If so: Enclose a picture of the lights.".to_owned()])
    );
    assert_eq!(composed(&complete()).checklist, None);
}

#[test]
fn a_table_has_no_empty_row_and_no_empty_column() {
    let mut book = rulebook();
    let table = r#"
        style = "table"
        for-each = "boat"
        columns = [
            { head = "Boat", text = "{boat-name}", optional = true, instead = { when = "boat-colour mentions red", text = "no name" } },
            { head = "Colour", text = "{boat-colour}", optional = true },
            { head = "Lights", text = "{boat-lights}", optional = true },
        ]"#;
    book.letters.paragraphs = vec![toml::from_str(table).expect("a paragraph")];
    let read = |given: &[(&str, &str)]| {
        let answers = answers("rescue", given);
        let evaluation = Evaluation::new(&book, &answers, today());
        read(&compose(&evaluation, &review(&evaluation, &labels())).expect("a kind is chosen"))
    };
    assert_eq!(
        read(&[
            ("boat.0.boat-name", "Ann"),
            ("boat.1.boat-name", " "),
            ("boat.2.boat-colour", "red")
        ]),
        "Boat | Colour || @Ann |  || no name | red\n"
    );
    assert_eq!(read(&[("boat.0.boat-name", "Ann")]), "Boat || @Ann\n");
    assert_eq!(read(&[]), "");
}
