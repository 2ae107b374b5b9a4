//! Whichever language the page is in, the rules and the letters are the same.

use crate::harbour::{labels, rulebook, today};
use proptest::prelude::*;
use request_builder::answers::{Answer, Answers, Field};
use request_builder::labels::Labels;
use request_builder::letter::export::{self, docx, markdown, text};
use request_builder::letter::{Letter, Mail, compose};
use request_builder::review::{Evaluation, Review, review};
use request_builder::rules::QuestionType;
use request_builder::session::{Event, Session, View};

/// What every line on a page in the other language begins with.
const MARK: char = '⟦';

/// The labels in a language that cannot be confused with the first one.
fn foreign() -> Labels {
    let mut labels = labels();
    let texts = labels.texts.iter_mut();
    for (_, text) in texts.chain(labels.interface.0.iter_mut()) {
        let lines = text.lines().map(|line| format!("{MARK}{line}⟧"));
        *text = lines.collect::<Vec<_>>().join("\n");
    }
    labels
}

/// What a page with these labels makes of the answers.
fn reviewed(labels: &Labels, answers: &Answers) -> (Review, Letter, Option<Mail>) {
    let book = rulebook();
    let evaluation = Evaluation::new(&book, answers, today());
    let review = review(&evaluation, labels);
    let letter = compose(&evaluation, &review).expect("a kind is chosen");
    let mail = Mail::compose(&evaluation, &review, &letter);
    (review, letter, mail)
}

/// Any answers to the questions of the harbour, valid or not.
fn any_answers() -> impl Strategy<Value = Answers> {
    let book = rulebook();
    let kinds: Vec<_> = book
        .rules
        .kinds
        .iter()
        .map(|kind| kind.id.clone())
        .collect();
    let questions: Vec<_> = book
        .rules
        .questions
        .into_iter()
        .map(|question| {
            let options: Vec<String> = question
                .options
                .iter()
                .map(ToString::to_string)
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
                let field = Field::new(question.clone(), group.as_ref().map(|_| entry));
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
    let notices = review.notices.iter().map(|it| (&it.notice, it.tone));
    let gates = review.gates.iter().map(|it| (&it.gate, it.state));
    let practices = review
        .practices
        .iter()
        .map(|it| (&it.practice, it.followed));
    let tasks = review.tasks.iter().map(|it| (&it.rule, it.done));
    format!(
        "{:?} {:?} {:?} {:?} {:?}",
        findings.collect::<Vec<_>>(),
        notices.collect::<Vec<_>>(),
        gates.collect::<Vec<_>>(),
        practices.collect::<Vec<_>>(),
        tasks.collect::<Vec<_>>()
    )
}

/// Every text that a page shows because of the answers.
fn shown(view: &View) -> Vec<&str> {
    let review = &view.review;
    let messages = view.messages.iter().map(|it| it.text.as_str());
    let labels = view.rows.iter().map(|it| it.label.as_str());
    let findings = review.findings.iter().map(|it| it.message.as_str());
    let notices = review.notices.iter().map(|it| it.message.as_str());
    let notes = view.notes.iter().map(|(_, note)| note.as_str());
    let reminders = &view.reminders;
    let reminders = reminders
        .iter()
        .flat_map(|it| [it.text.as_str(), &it.title, &it.note]);
    let gates = review.gates.iter().map(|it| it.message.as_str());
    let practices = review.practices.iter().map(|it| it.message.as_str());
    let problems = review.problems.iter().map(|it| it.message.as_str());
    let tasks = review.tasks.iter().map(|it| it.text.as_str());
    messages
        .chain(labels)
        .chain(findings)
        .chain(notices)
        .chain(notes)
        .chain(reminders)
        .chain(gates)
        .chain(practices)
        .chain(problems)
        .chain(tasks)
        .collect()
}

proptest! {
    #[test]
    fn the_same_answers_make_the_same_letter_in_every_language(answers in any_answers()) {
        let (review, letter, mail) = reviewed(&labels(), &answers);
        let (foreign_review, foreign_letter, foreign_mail) = reviewed(&foreign(), &answers);
        let labels = export::Labels { page_of: "{page}/{pages}" };
        prop_assert_eq!(text(&letter), text(&foreign_letter));
        prop_assert_eq!(markdown(&letter), markdown(&foreign_letter));
        prop_assert_eq!(docx(&letter, &labels), docx(&foreign_letter, &labels));
        prop_assert_eq!(&letter, &foreign_letter);
        prop_assert_eq!(without_words(&review), without_words(&foreign_review));
        prop_assert_eq!(mail, foreign_mail);
    }

    #[test]
    fn every_text_of_a_page_is_in_its_language(answers in any_answers()) {
        let mut session = Session::new(rulebook(), foreign(), today());
        session.update(Event::Chose(answers.kind.clone().expect("a kind")));
        for (field, answer) in &answers.given {
            let field = Field::new(field.clone(), None);
            session.update(Event::Entered(field.clone(), answer.clone()));
            session.update(Event::LeftField(field));
        }
        session.update(Event::Next);
        for words in shown(&session.view()) {
            // The harbour has words for a few of the problems only; the others go by their names.
            prop_assert!(words.contains(MARK) || words.starts_with("request-invalid-"), "{}", words);
        }
    }
}

#[test]
fn an_option_has_its_label_on_the_page_and_its_own_words_in_the_letter() {
    let mut session = Session::new(rulebook(), foreign(), today());
    session.update(Event::Chose("records".into()));
    let seas = Field::new("seas", None);
    let chosen = Answer::Several(vec!["north".into()]);
    session.update(Event::Entered(seas, chosen));
    let view = session.view();
    let row = view.rows.first().expect("one answer");
    assert_eq!(row.label, "⟦Which seas?⟧");
    assert_eq!(row.answer, "⟦North Sea⟧");
    let letter = text(&view.letter.expect("a kind is chosen"));
    assert!(!letter.contains(MARK), "{letter}");
}
