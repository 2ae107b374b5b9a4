//! The invented company, and a short way to say what an officer entered.

use request_builder::answers::{Answer, Answers, Date};
use request_builder::form::Form;
use request_builder::letter::{Letter, compose};
use request_builder::review::{Review, Standing, review};
use request_builder::rulebook::{HostRule, Organisation, Rulebook, Translated, Version, Wording};

pub(crate) fn rulebook() -> Rulebook {
    revised(&[])
}

/// What a page carries of a form: not what it has in its HTML, nor what only the build needs.
pub(crate) fn carried(mut form: Form) -> Form {
    form.obligation_words.clear();
    form.unruled.clear();
    form.text = None;
    for kind in &mut form.kinds {
        kind.use_when.clear();
        kind.needs.clear();
        kind.yields.clear();
    }
    for step in &mut form.steps {
        step.intro.clear();
    }
    for group in &mut form.groups {
        group.add.clear();
    }
    for question in &mut form.questions {
        question.hint.clear();
        question.autocomplete = None;
        for option in &mut question.options {
            option.hint.clear();
            option.blank_kinds = None;
        }
    }
    form
}

/// The rules with some things in them instead of others; each has to be there.
pub(crate) fn revised(changes: &[(&str, &str)]) -> Rulebook {
    let mut rules = include_str!("harbour.toml").to_owned();
    for (from, to) in changes {
        assert!(rules.contains(from), "the rules have no `{from}`");
        rules = rules.replacen(from, to, 1);
    }
    let form: Form = toml::from_str(&rules).expect("the rules are well formed");
    let clauses = form
        .clauses()
        .map(|(id, _)| (id.clone(), clause(id.as_str())))
        .collect();
    let words = [
        ("request-letter-draft", "DRAFT"),
        ("request-letter-footer", "{version} r{revision} {digest}"),
        ("request-letter-date", "Date"),
        ("request-unsound-email", "not an e-mail"),
        ("request-unsound-date", "not a day"),
        ("request-unsound-no-offset", "no offset"),
        ("request-unsound-still-to-come", "still to come"),
        ("request-unsound-order", "ends before it begins"),
        ("request-ticked", "Yes"),
    ];
    Rulebook {
        organisation: Organisation {
            name: "Harbour".into(),
            legal_name: "Harbour Ltd".into(),
            mailbox: "desk@harbour.example".into(),
            hosts: vec![HostRule {
                class: "own".into(),
                names: vec!["port.harbour.example".into()],
                under: Vec::new(),
            }],
            free_mail: vec!["anyone.example".into()],
            ..Organisation::default()
        },
        version: Version {
            id: "2024-05-01".into(),
            digest: "0123456789abcdef0123".into(),
            ..Version::default()
        },
        language: "en".into(),
        form,
        clauses,
        wording: Wording(
            words
                .map(|(name, text)| (name.to_owned(), text.to_owned()))
                .into_iter()
                .collect(),
        ),
        translated: Translated::default(),
    }
}

pub(crate) fn clause(rule: &str) -> request_builder::rulebook::ClauseAddress {
    request_builder::rulebook::ClauseAddress(format!("what.{rule}"))
}

pub(crate) fn today() -> Date {
    Date::parse("2024-06-01").expect("a day")
}

/// What an officer entered: `("boat.1.boat-name", "Ann")` is the second boat's name.
pub(crate) fn answers(kind: &str, given: &[(&str, &str)]) -> Answers {
    let mut answers = Answers {
        kind: Some(kind.into()),
        ..Answers::default()
    };
    for (place, text) in given {
        let answer = Answer::Text((*text).to_owned());
        match place.split('.').collect::<Vec<_>>()[..] {
            [group, entry, question] => {
                let entries = answers.groups.entry(group.into()).or_default();
                let entry: usize = entry.parse().expect("a number");
                entries.resize_with(entries.len().max(entry + 1), Default::default);
                entries[entry].insert(question.into(), answer);
            }
            _ => {
                answers.given.insert((*place).into(), answer);
            }
        }
    }
    answers
}

pub(crate) fn reviewed(answers: &Answers) -> Review {
    let book = rulebook();
    review(&Standing::new(&book, answers, today()))
}

pub(crate) fn composed(answers: &Answers) -> Letter {
    let book = rulebook();
    let standing = Standing::new(&book, answers, today());
    compose(&standing, &review(&standing)).expect("a kind is chosen")
}
