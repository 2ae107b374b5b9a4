//! Whatever language the page speaks, the letter has its own, and the rules are the same.

use crate::harbour::{carried, rulebook, today};
use proptest::prelude::*;
use request_builder::answers::{Answer, Answers, Field};
use request_builder::export::{Labels, docx, markdown, text};
use request_builder::form::QuestionType;
use request_builder::letter::{self, Letter, compose};
use request_builder::review::{Review, Standing, review};
use request_builder::rulebook::{Rulebook, Words};
use request_builder::session::{Event, Session, View};

/// What everything said in the other language begins with.
const MARK: char = '⟦';

/// The rules in a language that nobody can take for the first one.
fn words() -> Words {
    let mut words = Vec::new();
    rulebook()
        .form
        .each_text(&mut |_, text| words.push(Some(marked(text))));
    Words(words)
}

fn marked(text: &str) -> String {
    format!("{MARK}{text}⟧")
}

/// What a page in that language is given.
fn told() -> Rulebook {
    let mut book = rulebook();
    for (name, text) in book.wording.0.iter_mut() {
        if !letter::goes_out(name) {
            *text = marked(text);
        }
    }
    // As it comes out of the page.
    Rulebook::unpack(&book.told_in(&words()).pack()).expect("it was packed")
}

fn reviewed(book: &Rulebook, answers: &Answers) -> (Review, Option<Letter>) {
    let standing = Standing::new(book, answers, today());
    let review = review(&standing);
    let letter = compose(&standing, &review);
    (review, letter)
}

/// Any answers to the questions of the harbour, sound or not.
fn any_answers() -> impl Strategy<Value = Answers> {
    let book = rulebook();
    let kinds: Vec<_> = book.form.kinds.iter().map(|kind| kind.id.clone()).collect();
    let questions: Vec<_> = book
        .form
        .questions
        .into_iter()
        .map(|question| {
            let options: Vec<String> = question
                .options
                .iter()
                .map(|option| option.id.to_string())
                .chain(["nobody-knows".to_owned()])
                .collect();
            let answer = match question.answer {
                QuestionType::Tick => any::<bool>().prop_map(Answer::Tick).boxed(),
                QuestionType::Choice => {
                    prop::sample::select(options).prop_map(Answer::Text).boxed()
                }
                QuestionType::Choices => prop::collection::vec(prop::sample::select(options), 0..3)
                    .prop_map(Answer::Several)
                    .boxed(),
                _ => prop_oneof![
                    Just("2024-05-20".to_owned()),
                    Just("ann@crew.example".to_owned()),
                    Just("the red weather log".to_owned()),
                    "[ -~]{0,9}",
                ]
                .prop_map(Answer::Text)
                .boxed(),
            };
            let (id, group) = (question.id, question.group);
            prop::collection::vec(prop::option::of(answer), 2)
                .prop_map(move |answers| (id.clone(), group.clone(), answers))
        })
        .collect();
    (prop::sample::select(kinds), questions).prop_map(|(kind, questions)| {
        let mut answers = Answers {
            kind: Some(kind),
            ..Answers::default()
        };
        for (question, group, given) in questions {
            let places = if group.is_some() { 2 } else { 1 };
            for (entry, answer) in given.into_iter().enumerate().take(places) {
                let field = Field {
                    question: question.clone(),
                    entry: group.as_ref().map(|_| entry),
                };
                if let Some(answer) = answer {
                    answers.set(group.as_ref(), field, answer);
                }
            }
        }
        answers
    })
}

/// What a review says, without its words.
fn without_words(review: &Review) -> String {
    let findings = review
        .findings
        .iter()
        .map(|it| (&it.rule, it.state, &it.fields, &it.clause));
    let told = review.notices.iter().map(|it| (&it.notice, it.tone));
    let gates = review.gates.iter().map(|it| (&it.gate, it.state));
    let practices = review
        .practices
        .iter()
        .map(|it| (&it.practice, it.followed));
    let tasks = review.tasks.iter().map(|it| (&it.rule, it.done));
    format!(
        "{:?} {:?} {:?} {:?} {:?}",
        findings.collect::<Vec<_>>(),
        told.collect::<Vec<_>>(),
        gates.collect::<Vec<_>>(),
        practices.collect::<Vec<_>>(),
        tasks.collect::<Vec<_>>()
    )
}

/// Everything that a page is given to say.
fn said(view: &View) -> Vec<&str> {
    let review = &view.review;
    let messages = view.messages.iter().map(|it| it.text.as_str());
    let labels = view.rows.iter().map(|it| it.label.as_str());
    let findings = review.findings.iter().map(|it| it.message.as_str());
    let told = review.notices.iter().map(|it| it.message.as_str());
    let gates = review.gates.iter().map(|it| it.message.as_str());
    let practices = review.practices.iter().map(|it| it.message.as_str());
    let problems = review.problems.iter().map(|it| it.message.as_str());
    let tasks = review.tasks.iter().map(|it| it.text.as_str());
    messages
        .chain(labels)
        .chain(findings)
        .chain(told)
        .chain(gates)
        .chain(practices)
        .chain(problems)
        .chain(tasks)
        .collect()
}

proptest! {
    #[test]
    fn the_same_answers_make_the_same_letter_in_every_language(answers in any_answers()) {
        let (review, letter) = reviewed(&rulebook(), &answers);
        let (told, translated) = reviewed(&told(), &answers);
        let (letter, translated) = (letter.expect("a kind"), translated.expect("a kind"));
        let labels = Labels { page_of: "{page}/{pages}" };
        prop_assert_eq!(text(&letter), text(&translated));
        prop_assert_eq!(markdown(&letter), markdown(&translated));
        prop_assert_eq!(docx(&letter, &labels), docx(&translated, &labels));
        prop_assert_eq!(&letter, &translated);
        prop_assert_eq!(without_words(&review), without_words(&told));
    }

    #[test]
    fn all_that_a_page_says_is_in_its_language(answers in any_answers()) {
        let mut session = Session::new(told(), today());
        session.update(Event::Chose(answers.kind.clone().expect("a kind")));
        for (field, answer) in &answers.given {
            let field = Field { question: field.clone(), entry: None };
            session.update(Event::Entered(field.clone(), answer.clone()));
            session.update(Event::Left(field));
        }
        session.update(Event::Next);
        for words in said(&session.view()) {
            // The harbour has words for a few of the problems only; the others go by their names.
            prop_assert!(words.contains(MARK) || words.starts_with("request-unsound-"), "{}", words);
        }
    }
}

#[test]
fn a_blank_letter_is_the_same_in_every_language() {
    for kind in &rulebook().form.kinds {
        assert_eq!(
            letter::blank(&rulebook(), &kind.id),
            letter::blank(&told(), &kind.id)
        );
    }
}

#[test]
fn a_choice_reads_as_the_page_has_it_and_goes_out_as_the_letter_has_it() {
    let mut session = Session::new(told(), today());
    session.update(Event::Chose("records".into()));
    let seas = Field {
        question: "seas".into(),
        entry: None,
    };
    let chosen = Answer::Several(vec!["north".into()]);
    session.update(Event::Entered(seas, chosen));
    let view = session.view();
    let row = view.rows.first().expect("one answer");
    assert_eq!(row.label, "⟦Which seas?⟧");
    assert_eq!(row.answer, "⟦North Sea⟧");
    let letter = text(&view.letter.expect("a kind is chosen"));
    assert!(!letter.contains(MARK), "{letter}");
}

#[test]
fn translated_rules_come_out_of_the_page_as_they_went_in() {
    let told = rulebook().told_in(&words());
    let packed = told.pack();
    let unpacked = Rulebook::unpack(&packed).expect("it was packed");
    assert_eq!(unpacked.form, carried(told.form.clone()));
    assert_eq!(unpacked.letter_form(), &carried(told.letter_form().clone()));
    assert_eq!(unpacked.as_written(), told.as_written());
    let cut_off: String = packed.chars().take(packed.chars().count() - 1).collect();
    assert_eq!(Rulebook::unpack(&cut_off), None);
}

#[test]
fn what_was_not_translated_is_known_on_the_page() {
    let mut words = words();
    words.0[0] = None;
    let book = rulebook().told_in(&words);
    assert_eq!(book.form.kinds[0].title, "Records");
    assert_eq!(book.form.kinds[1].title, "⟦Rescue at sea⟧");
    assert_eq!(book.as_written(), ["Records"]);
    let carried = Rulebook::unpack(&book.pack()).expect("it was packed");
    assert_eq!(carried.as_written(), ["Records"]);
    assert_eq!(rulebook().as_written(), [] as [&str; 0]);
}

#[test]
fn every_text_has_an_address_of_its_own() {
    let mut places = Vec::new();
    rulebook()
        .form
        .each_text(&mut |at, _| places.push(at.to_string()));
    assert!(places.contains(&"question.seas.options.north.label".to_owned()));
    let mut once = places.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), places.len());
}
