//! What letters say.

use crate::harbour::{answers, composed, rulebook};
use request_builder::answers::Answers;
use request_builder::letter::{Content, Letter, Line, blank};

/// The letter as one would read it out.
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
fn a_letter_with_a_must_open_says_that_it_is_a_draft_and_shows_the_gap() {
    let mut given = complete();
    given.groups.clear();
    let letter = composed(&given);
    assert_eq!(letter.draft.as_deref(), Some("DRAFT"));
    assert!(read(&letter).contains("1. The boat [Name of the boat]."));
}

#[test]
fn nothing_marks_the_letter_of_an_emergency() {
    assert_eq!(composed(&answers("rescue", &[])).draft, None);
}

#[test]
fn what_is_done_on_paper_makes_no_draft() {
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
    assert_eq!(
        composed(&given).subject,
        "Records at port.harbour.example Bcc: x@y.example"
    );
}

#[test]
fn a_blank_letter_has_every_gap() {
    let book = rulebook();
    let letter = blank(&book, &"rescue".into()).expect("there is such a kind");
    insta::assert_snapshot!(read(&letter), @"
    SUBJECT Rescue at sea at [Which harbour?]
    # Boats
    Boat || [Name of the boat]
    1. The boat [Name of the boat]. / It is [Colour].
    Reason: [What happened?]
    SIGNED [Your e-mail] / Telephone: [Which harbour?]
    ");
    assert_eq!(blank(&book, &"no such kind".into()), None);
}
