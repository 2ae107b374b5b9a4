//! The accompaniments of a letter: the covering email, reminders, omissions.

use crate::harbour::{answers, labels, rulebook, today};
use request_builder::answers::{Answer, Answers, Draft};
use request_builder::session::{Event, RemovedCharacters, Session, View};
use request_builder::text::RemovedCounts;

fn view(answers: Answers) -> View {
    let book = rulebook();
    let draft = Draft::new(&book, &labels(), answers);
    let mut session = Session::new(book, labels(), today());
    session.update(Event::Opened(Box::new(draft)));
    session.view()
}

fn records() -> Answers {
    let given = [
        ("authority", "yes"),
        ("host", "port.harbour.example"),
        ("boat.0.boat-name", "Ann"),
        ("has-order", "yes"),
        ("order-date", "2024-05-05"),
        ("mail", "me@port.example"),
    ];
    answers("records", &given)
}

fn rescue(given: &[(&str, &str)]) -> Answers {
    let mut all = vec![("authority", "yes"), ("host", "port.harbour.example")];
    all.extend(given);
    answers("rescue", &all)
}

#[test]
fn the_e_mail_goes_to_the_mailbox_and_lists_what_is_attached() {
    let mail = view(records()).mail.expect("there is a letter");
    assert_eq!(mail.to.as_str(), "desk@harbour.example");
    assert_eq!(mail.subject.as_str(), "Records at port.harbour.example");
    insta::assert_snapshot!(mail.body, @"
    See the letter.
    Answer to me@port.example.

    - The stamped letter
    - The order of 2024-05-05
    ");
}

#[test]
fn the_e_mail_lists_no_attachment_without_a_task_and_has_no_line_without_an_answer() {
    let mut given = records();
    given
        .given
        .insert("has-order".into(), Answer::Text("no".into()));
    let body = view(given).mail.expect("there is a letter").body;
    assert!(!body.contains("order"), "{body}");
    // The rule `colour` has no paper task.
    let body = view(rescue(&[])).mail.expect("there is a letter").body;
    assert_eq!(
        body, "See the letter.\n",
        "no line with a gap, nothing attached"
    );
}

#[test]
fn the_e_mail_of_a_draft_says_so_except_in_an_emergency() {
    let mut given = records();
    given
        .given
        .insert("mail".into(), Answer::Text(String::new()));
    let body = view(given).mail.expect("there is a letter").body;
    assert!(body.starts_with("DRAFT\n\n"), "{body}");
    let body = view(rescue(&[])).mail.expect("there is a letter").body;
    assert!(!body.contains("DRAFT"), "{body}");
}

#[test]
fn a_form_that_ended_early_has_no_letter_e_mail_or_reminder() {
    let mut given = records();
    given
        .given
        .insert("authority".into(), Answer::Text("no".into()));
    let view = view(given);
    assert!(view.letter.is_none() && view.mail.is_none() && view.reminders.is_empty());
}

#[test]
fn without_a_text_for_it_there_is_no_e_mail() {
    let mut book = rulebook();
    book.letters.mail.clear();
    let draft = Draft::new(&book, &labels(), records());
    let mut session = Session::new(book, labels(), today());
    session.update(Event::Opened(Box::new(draft)));
    assert!(session.view().letter.is_some() && session.view().mail.is_none());
}

#[test]
fn a_day_is_counted_from_the_letters_date() {
    let reminders = view(rescue(&[("reason", "It sank.")])).reminders;
    let [remember] = &reminders[..] else {
        panic!("{reminders:?}");
    };
    // The letter is of 2024-06-01.
    assert_eq!(remember.day.to_string(), "2024-07-01");
    assert_eq!(remember.on.to_string(), "2024-06-24");
    assert_eq!(remember.text, "About 2024-07-01, 2024-06-01 and 30 days.");
    assert_eq!(remember.note, "The reason: It sank.\nGo by 2024-07-01.");
}

/// A request for records whose order has this date.
fn ordered_on(date: &str) -> View {
    let mut given = records();
    given
        .given
        .insert("order-date".into(), Answer::Text(date.into()));
    view(given)
}

#[test]
fn a_day_is_counted_from_an_answer_that_is_a_date() {
    let with = |date: &str| ordered_on(date).reminders;
    assert_eq!(with("2024-05-05")[0].day.to_string(), "2024-07-04");
    assert_eq!(with("2024-02-30"), []);
    assert_eq!(with(""), []);
    assert_eq!(with("9999-12-31"), []);
}

#[test]
fn the_day_that_is_counted_from_a_date_is_said_next_to_it() {
    let with = |date: &str| {
        let read_as = ordered_on(date).read_as.into_iter();
        let mut texts = read_as.filter(|(field, _)| field.question.as_str() == "order-date");
        texts.next().map(|(_, text)| text).unwrap_or_default()
    };
    // Today is 2024-06-01.
    assert_eq!(with("2024-05-05"), "2024-05-05. It ends on 2024-07-04.");
    assert_eq!(with("2024-04-02"), "2024-04-02. It ends on 2024-06-01.");
    assert_eq!(
        with("2024-04-01"),
        "2024-04-01. It ended on 2024-05-31 (days late: 1)."
    );
    assert_eq!(with("last May"), "");
}

#[test]
fn a_day_that_has_come_has_no_calendar_entry_and_says_how_late_it_is() {
    let with = |date: &str| ordered_on(date).reminders;
    // Day 60 is in five days: fourteen days before it are gone, tomorrow is not.
    let near = with("2024-04-07");
    assert_eq!(near[0].day.to_string(), "2024-06-06");
    assert_eq!(near[0].on.to_string(), "2024-06-02");
    assert_eq!(
        with("2024-04-03")[0].on,
        with("2024-04-03")[0].day,
        "day 60 is tomorrow"
    );
    let today = &with("2024-04-02")[0];
    assert!(today.is_past, "day 60 is today");
    assert_eq!(
        today.text,
        "It ends on 2024-06-01. Too late for a calendar."
    );
    let late = &with("2023-01-01")[0];
    assert!(late.is_past);
    assert_eq!(
        late.text,
        "It ended on 2023-03-02 (days late: 457). Too late for a calendar."
    );
    assert!(!near[0].is_past);
}

#[test]
fn removed_characters_are_listed_by_answer_and_type() {
    let view = view(rescue(&[
        ("reason", "a\u{202e}b\u{0}\u{7}c"),
        ("boat.0.boat-name", "Ann"),
        ("boat.1.boat-name", "B\u{200b}ob\u{fffd}"),
    ]));
    let removed = |label: &str, counts| RemovedCharacters {
        label: label.to_owned(),
        counts,
    };
    assert_eq!(
        view.removed_characters,
        [
            removed(
                "Boat 2: Name of the boat",
                RemovedCounts {
                    invisible: 1,
                    damaged: 1,
                    ..RemovedCounts::default()
                }
            ),
            removed(
                "What happened?",
                RemovedCounts {
                    controls: 2,
                    directions: 1,
                    ..RemovedCounts::default()
                }
            ),
        ]
    );
    let letter = format!("{:?}", view.letter.expect("a letter"));
    assert!(
        letter.contains("@Bob") && letter.contains("abc"),
        "{letter}"
    );
    assert!(view.rows.iter().any(|row| row.answer == "abc"));
}
