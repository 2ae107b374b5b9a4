//! The checker reads the builder's own letters: a complete letter has every must, and with one answer
//! taken away the must that it belongs to is not found.

use crate::support::tests;
use request_builder::answers::{Date, Draft};
use request_builder::labels::Labels;
use request_builder::letter::{blank, compose, export};
use request_builder::letter_check::{LetterChecker, State, readers};
use request_builder::review::{self, Evaluation};
use request_builder::rulebook::Rulebook;
use serde_json::Value;
use std::fs;

/// The files of a letter.
const ALL: [&str; 4] = ["letter.txt", "letter.md", "letter.docx", "letter.eml"];

struct Real {
    book: Rulebook,
    labels: Labels,
    checklist: LetterChecker,
}

fn today() -> Date {
    Date::new(2026, 1, 15).expect("a day")
}

/// The rules of the real content, as the page has them: with the words of a letter that the theme
/// writes.
fn real() -> Real {
    let (book, labels) = crate::documents::rulebook();
    let (_, patterns) = crate::letters::in_force();
    Real {
        checklist: LetterChecker::new(&book, &patterns),
        labels,
        book,
    }
}

/// The complete answers of a kind.
fn complete(kind: &str) -> Value {
    let file = tests(&format!("answers/{kind}.json"));
    serde_json::from_slice(&fs::read(file).expect("answers")).expect("JSON")
}

/// The same answers without one of them, for each answer, and without each group.
fn with_one_less(answers: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    let names = |entry: &Value| -> Vec<String> {
        let entry = entry.as_object().into_iter().flatten();
        entry.map(|(name, _)| name.clone()).collect()
    };
    for name in names(&answers["answers"]) {
        let mut less = answers.clone();
        less["answers"]
            .as_object_mut()
            .expect("answers")
            .remove(&name);
        all.push((name, less));
    }
    for group in names(&answers["groups"]) {
        for name in names(&answers["groups"][&group][0]) {
            let mut less = answers.clone();
            for entry in less["groups"][&group].as_array_mut().expect("entries") {
                entry.as_object_mut().expect("an entry").remove(&name);
            }
            all.push((format!("{group}.{name}"), less));
        }
        let mut less = answers.clone();
        less["groups"]
            .as_object_mut()
            .expect("groups")
            .remove(&group);
        all.push((group, less));
    }
    all
}

/// What the checker reads of a letter as text, Markdown, DOCX and the text of an e-mail, by file.
fn normalized(letter: &request_builder::letter::Letter) -> Vec<(&'static str, readers::Reading)> {
    let text = export::text(letter);
    let eml = format!(
        "From: a@police.example.gov\r\nSubject: {}\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{text}",
        letter.subject
    );
    let docx = export::docx(letter, &export::Labels { page_of: "{page}" });
    [
        ("letter.txt", text.into_bytes()),
        ("letter.md", export::markdown(letter).into_bytes()),
        ("letter.docx", docx),
        ("letter.eml", eml.into_bytes()),
    ]
    .into_iter()
    .map(|(name, bytes)| (name, readers::read(name, &bytes).expect("it is read")))
    .collect()
}

/// What the checker says of a letter where the review of its answers says something else.
fn mistakes(real: &Real, answers: &Value, kind: &str, formats: &[&str]) -> Vec<String> {
    let draft = Draft::parse(answers.to_string().as_bytes()).expect("a draft");
    let evaluation = Evaluation::new(&real.book, &draft.answers, today());
    let review = review::review(&evaluation, &real.labels);
    let Some(letter) = compose(&evaluation, &review) else {
        return Vec::new();
    };
    let mut wrong = Vec::new();
    let files = normalized(&letter).into_iter();
    for (file, reading) in files.filter(|(file, _)| formats.contains(file)) {
        let guess = real.checklist.kind_of(&reading.text);
        if guess.is_none_or(|guess| guess.as_str() != kind) {
            wrong.push(format!("{file}: taken for {guess:?}"));
        }
        let report = real.checklist.check(&reading.text, &kind.into());
        for finding in report.musts() {
            let patterns = real.checklist.checking.look_for.iter();
            let mut patterns = patterns.filter(|entry| entry.rule == finding.rule);
            // What is done on paper is seen in no text.
            if patterns.all(|entry| entry.found.is_none()) {
                continue;
            }
            let own = review.findings.iter().find(|one| one.rule == finding.rule);
            let right = match own.map(|own| own.state) {
                Some(review::State::Met) => finding.state == State::Found,
                Some(review::State::Missing | review::State::Invalid) => {
                    finding.state != State::Found
                }
                _ => true,
            };
            if !right {
                wrong.push(format!("{file}: {} is {:?}", finding.rule, finding.state));
            }
        }
    }
    wrong
}

#[test]
fn a_complete_letter_has_every_must_in_every_format() {
    let real = real();
    for kind in &real.book.rules.kinds {
        let kind = kind.id.as_str();
        let wrong = mistakes(&real, &complete(kind), kind, &ALL);
        assert!(wrong.is_empty(), "{kind}: {wrong:#?}");
    }
}

#[test]
fn without_an_answer_the_must_that_needs_it_is_not_found() {
    let real = real();
    for kind in &real.book.rules.kinds {
        let kind = kind.id.as_str();
        for (without, answers) in with_one_less(&complete(kind)) {
            // The complete letters show that all formats are read alike; this says what is missing.
            let wrong = mistakes(&real, &answers, kind, &ALL[2..3]);
            assert!(wrong.is_empty(), "{kind} without {without}: {wrong:#?}");
        }
    }
}

/// Answers that were once misread.
#[test]
fn a_letter_with_other_answers_has_every_must_too() {
    let real = real();
    for (kind, group, name, values) in [
        (
            "emergency",
            "",
            "person-in-danger",
            &["Odalys, 9", "Odalys", "Maria Quiroga", "A girl of about 12"][..],
        ),
        (
            "account",
            "account",
            "username",
            &["x9", "enclosed.user", "a-b_c", "7of9", "josé.silva"],
        ),
        (
            "contents",
            "",
            "official-email",
            &["o'brien@police.uk", "k.m@bka.bund.de"],
        ),
    ] {
        for value in values {
            let mut answers = complete(kind);
            let place = if group.is_empty() {
                &mut answers["answers"][name]
            } else {
                &mut answers["groups"][group][0][name]
            };
            *place = Value::from(*value);
            let wrong = mistakes(&real, &answers, kind, &ALL[..1]);
            assert!(wrong.is_empty(), "{kind} with {value}: {wrong:#?}");
        }
    }
}

#[test]
fn a_blank_letter_is_recognised_and_has_none_of_the_answers() {
    let real = real();
    for kind in &real.book.rules.kinds {
        let letter = blank(&real.book, &kind.id).expect("a blank letter");
        for (file, reading) in normalized(&letter) {
            let guess = real.checklist.kind_of(&reading.text);
            assert_eq!(guess, Some(&kind.id), "{file}");
            let report = real.checklist.check(&reading.text, &kind.id);
            let found: Vec<&str> = report
                .musts()
                .filter(|finding| finding.state == State::Found)
                .map(|finding| finding.rule.as_str())
                // The cover sheet says itself what it is.
                .filter(|rule| *rule != "cover-sheet-indication")
                .collect();
            assert!(found.is_empty(), "{file} of {}: {found:?}", kind.id);
        }
    }
}

#[test]
fn a_document_of_the_builder_states_its_kind() {
    let real = real();
    for kind in &real.book.rules.kinds {
        let letter = blank(&real.book, &kind.id).expect("a blank letter");
        let docx = export::docx(&letter, &export::Labels { page_of: "{page}" });
        let reading = readers::read("letter.docx", &docx).expect("it is read");
        assert_eq!(real.checklist.stated_kind(&reading), Some(&kind.id));
        assert!(!reading.has_hidden, "{}", kind.id);
    }
}
