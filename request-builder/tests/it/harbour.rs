//! The invented company, and a short way to say what an officer entered.

use request_builder::answers::{Answer, Answers, Date};
use request_builder::labels::Labels;
use request_builder::letter::{Letter, Letters, compose};
use request_builder::review::{Evaluation, Review, review};
use request_builder::rulebook::{HostRule, Organisation, Rulebook, Version};
use request_builder::rules::{ClauseAddress, Rules};

const RULES: &str = include_str!("harbour/rules.toml");
const LETTERS: &str = include_str!("harbour/letters.toml");
const LABELS: &str = include_str!("harbour/labels.toml");

pub(crate) fn rulebook() -> Rulebook {
    revised(&[])
}

/// The rules and letters with some text in them replaced; each text has to be in one of the two.
pub(crate) fn revised(changes: &[(&str, &str)]) -> Rulebook {
    let (mut rules, mut letters) = (RULES.to_owned(), LETTERS.to_owned());
    for (from, to) in changes {
        let file = [&mut rules, &mut letters]
            .into_iter()
            .find(|file| file.contains(from))
            .unwrap_or_else(|| panic!("neither rules nor letters have `{from}`"));
        *file = file.replacen(from, to, 1);
    }
    let mut rules: Rules = toml::from_str(&rules).expect("the rules are well formed");
    for clause in &mut rules.clauses {
        clause.address = address(clause.id.as_str());
    }
    let letters: Letters = toml::from_str(&letters).expect("the letters are well formed");
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
        rules,
        letters,
    }
}

/// What the company's page shows.
pub(crate) fn labels() -> Labels {
    let mut file: toml::Table = toml::from_str(LABELS).expect("the labels are well formed");
    let interface = file
        .remove("interface")
        .expect("the interface has messages");
    let mut labels = Labels {
        interface: interface.try_into().expect("messages are text by name"),
        ..Labels::default()
    };
    collect("", file, &mut labels);
    labels
}

/// Puts every text of a table, and of the tables in it, among the labels, by its path.
fn collect(path: &str, table: toml::Table, labels: &mut Labels) {
    for (name, value) in table {
        let key = format!("{path}{name}");
        match value {
            toml::Value::Table(inner) => collect(&format!("{key}."), inner, labels),
            toml::Value::String(text) => {
                labels.texts.insert(key, text);
            }
            other => panic!("the label `{key}` is no text: {other}"),
        }
    }
}

/// Where a clause is in the text.
pub(crate) fn address(clause: &str) -> ClauseAddress {
    ClauseAddress(format!("what.{clause}"))
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
    review(&Evaluation::new(&book, answers, today()), &labels())
}

pub(crate) fn composed(answers: &Answers) -> Letter {
    let book = rulebook();
    let evaluation = Evaluation::new(&book, answers, today());
    compose(&evaluation, &review(&evaluation, &labels())).expect("a kind is chosen")
}
