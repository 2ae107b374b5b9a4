//! The checker reads the builder's own letters: a complete letter has every must, and with one answer
//! taken away the must that it belongs to is not found.

use crate::support::tests;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use request_builder::answers::{Date, Draft};
use request_builder::labels::Labels;
use request_builder::letter::{blank, compose, export};
use request_builder::letter_check::{LetterChecker, State, readers};
use request_builder::review::{self, Evaluation};
use request_builder::rulebook::Rulebook;
use serde_json::Value;
use std::fs;
use std::sync::LazyLock;

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
/// writes. They are read once for all tests.
static REAL: LazyLock<Real> = LazyLock::new(|| {
    let (book, labels) = crate::documents::rulebook();
    let (_, patterns) = crate::letters::in_force();
    Real {
        checklist: LetterChecker::new(&book, patterns),
        labels,
        book,
    }
});

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

/// What the checker reads of a letter as text, Markdown, DOCX and the text of an email, by file.
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
        let prepared = real.checklist.prepare(&reading.text);
        let guess = prepared.kind();
        if guess.is_none_or(|guess| guess.as_str() != kind) {
            wrong.push(format!("{file}: taken for {guess:?}"));
        }
        let report = prepared.check(&kind.into());
        for finding in report.musts() {
            let patterns = real.checklist.patterns.look_for.iter();
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
    let real = &*REAL;
    for kind in &real.book.rules.kinds {
        let kind = kind.id.as_str();
        let wrong = mistakes(real, &complete(kind), kind, &ALL);
        assert!(wrong.is_empty(), "{kind}: {wrong:#?}");
    }
}

#[test]
fn without_an_answer_the_must_that_needs_it_is_not_found() {
    let real = &*REAL;
    for kind in &real.book.rules.kinds {
        let kind = kind.id.as_str();
        for (without, answers) in with_one_less(&complete(kind)) {
            // The complete letters show that all formats are read alike; this says what is missing.
            let wrong = mistakes(real, &answers, kind, &ALL[2..3]);
            assert!(wrong.is_empty(), "{kind} without {without}: {wrong:#?}");
        }
    }
}

/// Answers that were once misread.
#[test]
fn a_letter_with_other_answers_has_every_must_too() {
    let real = &*REAL;
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
            let wrong = mistakes(real, &answers, kind, &ALL[..1]);
            assert!(wrong.is_empty(), "{kind} with {value}: {wrong:#?}");
        }
    }
}

#[test]
fn a_blank_letter_is_recognised_and_has_none_of_the_answers() {
    let real = &*REAL;
    for kind in &real.book.rules.kinds {
        let letter = blank(&real.book, &kind.id).expect("a blank letter");
        for (file, reading) in normalized(&letter) {
            let prepared = real.checklist.prepare(&reading.text);
            let guess = prepared.kind();
            assert_eq!(guess, Some(&kind.id), "{file}");
            let report = prepared.check(&kind.id);
            let found: Vec<&str> = report
                .musts()
                .filter(|finding| finding.state == State::Found)
                .map(|finding| finding.rule.as_str())
                // The cover sheet says itself what it is.
                .filter(|rule| *rule != "cover-sheet-indication")
                .collect();
            assert!(found.is_empty(), "{file} of {}: {found:?}", kind.id);
            // No box is ticked.
            let answered = report.findings.iter().filter(|finding| {
                let asked = ["process-planned", "declaration-indicated"];
                finding.state == State::Found && asked.contains(&finding.rule.as_str())
            });
            assert_eq!(answered.count(), 0, "{file} of {}", kind.id);
        }
    }
}

/// A blank letter has lines for three accounts. (In Markdown and DOCX, they are rows of a table.)
#[test]
fn the_lines_of_a_blank_letter_that_nobody_needed_are_no_gaps() {
    let real = &*REAL;
    let letter = blank(&real.book, &"account".into()).expect("a blank letter");
    let as_lines = |file: &str| matches!(file, "letter.txt" | "letter.eml");
    let files = normalized(&letter).into_iter();
    for (file, reading) in files.filter(|(file, _)| as_lines(file)) {
        let names = reading.text.matches("[Username]").count();
        assert!(names > 1, "{file}: {}", reading.text);
        let state = |text: &str| {
            let report = real.checklist.prepare(text).check(&"account".into());
            let mut all = report.findings.into_iter();
            let finding = all.find(|one| one.rule.as_str() == "server-and-username");
            finding.expect("a finding").state
        };
        let text = reading
            .text
            .replace("[Server address]", "https://open.rocket.chat");
        assert_eq!(state(&text), State::NotFound, "{file}");
        let text = text.replacen("[Username]", "@dunlin", 1);
        assert_eq!(state(&text), State::Found, "{file}: {text}");
    }
}

#[test]
fn a_document_of_the_builder_states_its_kind() {
    let real = &*REAL;
    for kind in &real.book.rules.kinds {
        let letter = blank(&real.book, &kind.id).expect("a blank letter");
        let docx = export::docx(&letter, &export::Labels { page_of: "{page}" });
        let reading = readers::read("letter.docx", &docx).expect("it is read");
        assert_eq!(real.checklist.stated_kind(&reading), Some(&kind.id));
        assert!(!reading.has_hidden, "{}", kind.id);
    }
}

/// Another answer to a question, as valid as the one in the files. `None` leaves that.
fn any_answer(question: &str) -> Option<BoxedStrategy<String>> {
    let one_of = |all: &[&'static str]| Some(select(all.to_vec()).prop_map(str::to_owned).boxed());
    let like = |pattern: &'static str| Some(pattern.boxed());
    match question {
        "officer-name" => one_of(&[
            "Łukasz Żółkiewski",
            "Nguyễn Thị Ánh",
            "Seán Ó Briain",
            "José María d’Ávila",
            "Anne-Sophie O'Neil",
            "J. R. Smith",
            "Γιώργος Παπαδόπουλος",
        ]),
        "officer-title" => one_of(&[
            "Kriminalhauptkommissar",
            "Special Agent",
            "Inspecteur principal",
            "Delegado de Polícia",
        ]),
        "agency" => one_of(&[
            "Polizeipräsidium Köln, KK 34",
            "Policía Nacional, Unidad de Investigación Tecnológica",
            "Sheriff’s Office of Lake County",
            "Gendarmerie nationale",
            "Politie Eenheid Den Haag",
        ]),
        "official-email" => {
            like("[a-z]{1,8}[.][a-z]{2,9}@[a-z]{3,9}[.](gov|police[.]uk|gouv[.]fr|polizei[.]de)")
        }
        "phone" => like("[+][1-9][0-9]{1,2} [0-9]{3} [0-9]{4,7}"),
        "badge" => like("[A-Z]{0,3}-?[1-9][0-9]{2,5}"),
        "case-number" | "process-reference" | "first-request-reference" => {
            like("[A-Z]{2,5}-20[0-9]{2}-[0-9]{2,6}")
        }
        "username" => like("[a-z][a-z0-9]{1,8}[._-]?[a-z0-9]{1,8}"),
        "process-issuer" => one_of(&[
            "Amtsgericht Köln",
            "Superior Court of Lake County",
            "Tribunal judiciaire de Lyon",
            "Juzgado de Instrucción n.º 3 de Sevilla",
        ]),
        "process-date" | "first-request-date" => like("2025-1[0-2]-(0[1-9]|[12][0-9]|30)"),
        "records-from" | "period-from" => like("2025-0[1-4]-(0[1-9]|1[0-9]|2[0-8])"),
        "records-to" | "period-to" => like("2025-0[5-9]-(0[1-9]|1[0-9]|2[0-8])"),
        "needed-by" | "order-until" => like("203[0-9]-0[1-9]-(0[1-9]|1[0-9]|2[0-8])"),
        "extension-length" | "order-duration" => like("([2-9]|[1-9][0-9]) (days|weeks|months)"),
        "relation" | "relevance" => Some(any_text(&[
            "The account offered stolen bicycles to the victim.",
            "We investigate a fraud of 12,400 EUR against pensioners.",
            "Its owner is suspected of the burglary at Müller & Söhne on 3 May 2025.",
            "The records may show who ordered the parcels, and from where.",
        ])),
        "emergency-context" => Some(any_text(&[
            "The girl left school at 14:10 and has not been seen since.",
            "He wrote that he will not live to see the evening.",
            "Her mother received a threat an hour ago.",
        ])),
        "extension-reason" => Some(any_text(&[
            "The court decides in April.",
            "The mutual legal assistance request is being translated.",
            "The prosecutor is ill, and the hearing was put off.",
        ])),
        "person-in-danger" => one_of(&[
            "Zoë Müller, born 3 May 2009",
            "An unknown boy of about nine",
            "Ana Lucía Pérez",
        ]),
        "account-other" => one_of(&["Display name: Ça va?", "It writes in the channel #général."]),
        _ => None,
    }
}

/// One to many sentences, perhaps in several paragraphs.
fn any_text(sentences: &[&'static str]) -> BoxedStrategy<String> {
    let pieces = prop::collection::vec((select(sentences.to_vec()), any::<bool>()), 1..12);
    pieces
        .prop_map(|pieces| {
            let pieces = pieces.into_iter();
            let pieces = pieces.map(|(text, is_last)| [text, if is_last { "\n" } else { " " }]);
            pieces.flatten().collect::<String>().trim_end().to_owned()
        })
        .boxed()
}

/// Complete answers of a kind, about one to four accounts.
fn any_answers(kind: &str) -> BoxedStrategy<Value> {
    let base = complete(kind);
    (1_usize..5, 1_usize..4)
        .prop_flat_map(move |(accounts, items)| {
            let mut answers = base.clone();
            for (group, count) in [("account", accounts), ("item", items)] {
                let entries = answers["groups"].get_mut(group);
                if let Some(entries) = entries.and_then(Value::as_array_mut) {
                    *entries = entries.iter().cycle().take(count).cloned().collect();
                }
            }
            let mut places = Vec::new();
            let mut values = Vec::new();
            let mut collect = |entry: &Value, path: String| {
                for name in entry
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(name, _)| name)
                {
                    if let Some(value) = any_answer(name) {
                        places.push(format!("{path}/{name}"));
                        values.push(value);
                    }
                }
            };
            collect(&answers["answers"], "/answers".to_owned());
            for (group, entries) in answers["groups"].as_object().expect("groups") {
                for (at, entry) in entries.as_array().into_iter().flatten().enumerate() {
                    collect(entry, format!("/groups/{group}/{at}"));
                }
            }
            values.prop_map(move |values| {
                let mut answers = answers.clone();
                for (place, value) in places.iter().zip(values) {
                    *answers.pointer_mut(place).expect("it is there") = value.into();
                }
                answers
            })
        })
        .boxed()
}

fn any_kind_and_answers() -> impl Strategy<Value = (String, Value)> {
    let kinds: Vec<String> = REAL
        .book
        .rules
        .kinds
        .iter()
        .map(|kind| kind.id.to_string())
        .collect();
    select(kinds)
        .prop_flat_map(|kind| any_answers(&kind).prop_map(move |answers| (kind.clone(), answers)))
}

/// Few cases, since a letter takes a tenth of a second to check. `PROPTEST_CASES=1000` tries more.
fn cases(few: u32) -> ProptestConfig {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return ProptestConfig::default();
    }
    ProptestConfig::with_cases(few)
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn any_complete_letter_has_every_must_in_every_format((kind, answers) in any_kind_and_answers()) {
        let wrong = mistakes(&REAL, &answers, &kind, &ALL);
        prop_assert!(wrong.is_empty(), "{kind}: {wrong:#?}");
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn without_any_answer_exactly_its_must_is_not_found(
        (kind, answers) in any_kind_and_answers(),
        which in any::<Index>(),
        format in any::<Index>(),
    ) {
        let less = with_one_less(&answers);
        let (without, answers) = which.get(&less);
        let wrong = mistakes(&REAL, answers, &kind, &[*format.get(&ALL)]);
        prop_assert!(wrong.is_empty(), "{kind} without {without}: {wrong:#?}");
    }
}
