//! What the word lists find in what officers write: `phrases/asked.tsv` has phrases for what is not
//! kept, for contents, and so on. `learned` ones were used to extend the lists; `held-out` and `unseen`
//! ones were not, and only measure. `phrases/harmless.tsv` has phrases that no list may find.

use crate::support::tests;
use request_builder::answers::{Answer, Invalid, mentions, validate};
use request_builder::rulebook::Rulebook;
use std::collections::BTreeMap;
use std::fs;

/// The lists that find each sort of phrase.
fn lists(sort: &str) -> &'static [&'static str] {
    match sort {
        "not-kept" => &["ip-logs", "technical-data", "passwords", "monitoring"],
        "contents" => &["contents-words"],
        "no-reason" => &["says-nothing"],
        "not-for-the-user" => &["not-for-the-user"],
        "secrecy" => &["secrecy"],
        "indefinite" => &["indefinite"],
        other => panic!("no lists for `{other}`"),
    }
}

/// The lists that rules look for in a field.
fn lists_of(field: &str) -> &'static [&'static str] {
    match field {
        "details" => &[
            "ip-logs",
            "technical-data",
            "passwords",
            "monitoring",
            "contents-words",
            "any-and-all",
            "says-nothing",
            "not-for-the-user",
            "secrecy",
        ],
        "relation" => &[
            "ip-logs",
            "technical-data",
            "passwords",
            "monitoring",
            "says-nothing",
            "not-for-the-user",
            "secrecy",
        ],
        "records" => &["ip-logs", "technical-data", "passwords", "monitoring"],
        "account-other" => &["ip-logs", "passwords", "monitoring", "secrecy"],
        "order-duration" => &["indefinite"],
        "order-details" => &["indefinite", "not-for-the-user"],
        "process-name" => &["not-for-the-user"],
        other => panic!("no lists for `{other}`"),
    }
}

fn rows(file: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(tests(&format!("phrases/{file}"))).expect("the phrases");
    let rows = text.lines().map(|line| line.split('\t').map(str::to_owned));
    rows.map(Iterator::collect).collect()
}

fn found_in(book: &Rulebook, list: &str, text: &str) -> bool {
    let list = book
        .rules
        .word_list(&list.into())
        .expect("there is such a list");
    mentions(text, list.words.iter().map(String::as_str)).is_some()
}

/// Whether a reason is refused, since it is none.
fn is_no_reason(book: &Rulebook, text: &str) -> bool {
    let question = book
        .rules
        .question(&"relation".into())
        .expect("it is asked");
    validate(question, &Answer::Text(text.to_owned()), book) == Err(Invalid::NoAnswer)
}

#[test]
fn phrases_for_what_is_not_given_are_found() {
    let (book, _) = crate::documents::rulebook();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for row in rows("asked.tsv") {
        let [sort, set, language, text] = &row[..] else {
            panic!("four columns: {row:?}");
        };
        let is_found = lists(sort).iter().any(|list| found_in(&book, list, text))
            || sort == "no-reason" && is_no_reason(&book, text);
        let count = counts.entry(set.clone()).or_default();
        count.1 += 1;
        count.0 += usize::from(is_found);
        if !is_found {
            missed.push(format!("{set} {sort} {language}: {text}"));
        }
    }
    println!("{counts:?}\n{}", missed.join("\n"));
    let share = |set: &str| {
        let (found, all) = counts[set];
        found * 100 / all
    };
    assert!(share("learned") >= 95, "{counts:?}\n{missed:#?}");
    assert!(share("held-out") >= 90, "{counts:?}\n{missed:#?}");
    assert!(share("unseen") >= 45, "{counts:?}\n{missed:#?}");
}

#[test]
fn harmless_phrases_are_not_found() {
    let (book, _) = crate::documents::rulebook();
    let mut found = Vec::new();
    for row in rows("harmless.tsv") {
        let [field, _, text] = &row[..] else {
            panic!("three columns: {row:?}");
        };
        let lists = lists_of(field).iter();
        let lists: Vec<&&str> = lists.filter(|list| found_in(&book, list, text)).collect();
        if !lists.is_empty() || field == "relation" && is_no_reason(&book, text) {
            found.push(format!("{text}: {lists:?}"));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
