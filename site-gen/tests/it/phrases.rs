//! What the word lists find in what officers write: `phrases/asked.tsv` has phrases for what is not
//! kept, for contents, and so on. `learned` ones were used to extend the lists; `held-out` and `unseen`
//! ones were not, and only measure. `phrases/harmless.tsv` has phrases that no list may find.
//! `phrases/roles.tsv` was written before the lists were read: half of it has to be found, and half only
//! looks like it.

use crate::support::tests;
use request_builder::answers::{Answer, Answers, Date, Field, Invalid, validate};
use request_builder::review::Evaluation;
use request_builder::rulebook::Rulebook;
use request_builder::rules::Condition;
use std::collections::BTreeMap;
use std::fs;

/// The lists that find each sort of phrase.
fn lists(sort: &str) -> &'static [&'static str] {
    match sort {
        "not-kept" => &["ip-logs", "technical-data", "passwords", "monitoring"],
        "contents" => &["contents-words"],
        "no-reason" => &[],
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
            "not-for-the-user",
            "secrecy",
        ],
        "relation" => &[
            "ip-logs",
            "technical-data",
            "passwords",
            "monitoring",
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
    assert!(book.rules.word_list(&list.into()).is_some(), "{list}");
    book.mentions(&list.into(), text)
}

/// Whether a reason is refused, since it is none.
fn is_no_reason(book: &Rulebook, text: &str) -> bool {
    refusal(book, "relation", text) == Some(Invalid::NoAnswer)
}

/// Whether a length of time is refused, which is told as an order without an end.
fn is_no_duration(book: &Rulebook, text: &str) -> bool {
    refusal(book, "order-duration", text).is_some()
}

fn refusal(book: &Rulebook, question: &str, text: &str) -> Option<Invalid> {
    let question = book.rules.question(&question.into()).expect("it is asked");
    validate(question, &Answer::Text(text.to_owned()), book).err()
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
            || sort == "no-reason" && is_no_reason(&book, text)
            || sort == "indefinite" && is_no_duration(&book, text);
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

/// Whether the form warns of a text that has a role.
fn is_warned_of(book: &Rulebook, role: &str, text: &str) -> bool {
    let has = |list: &str| found_in(book, list, text);
    match role {
        "contents" => has("contents-words"),
        "not-kept" => ["ip-logs", "technical-data", "passwords"]
            .into_iter()
            .any(has),
        "monitoring" => has("monitoring"),
        "named" => has("not-for-the-user"),
        "no-ground" => !has("orders"),
        "equivalent" => has("less-than-a-warrant") || !(has("orders") || has("laws")),
        "basis" => is_no_reason(book, text),
        "indefinite" => has("indefinite") || is_no_duration(book, text),
        "other-server" => leads_elsewhere(book, text),
        other => panic!("no role `{other}`"),
    }
}

fn leads_elsewhere(book: &Rulebook, text: &str) -> bool {
    let of = |question: &str, entry| Field::new(question, entry);
    let mut answers = Answers {
        kind: Some("account".into()),
        ..Answers::default()
    };
    let server = Answer::Text("open.rocket.chat".to_owned());
    answers.set(None, of("server-url", None), server);
    let group = "item".into();
    let details = Answer::Text(text.to_owned());
    answers.set(Some(&group), of("details", Some(0)), details);
    let today = Date::parse("2026-11-29").expect("a date");
    let condition = "details lead elsewhere than server-url";
    let condition: Condition = condition.parse().expect("a condition");
    Evaluation::new(book, &answers, today).holds(&condition, None)
}

#[test]
fn an_item_is_distinguished_by_its_role_in_the_sentence() {
    let (book, _) = crate::documents::rulebook();
    let mut counts: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in rows("roles.tsv") {
        let [role, expected, language, text] = &row[..] else {
            panic!("four columns: {row:?}");
        };
        let is_found = is_warned_of(&book, role, text);
        let is_wanted = expected == "find";
        let count = counts.entry(role.clone()).or_default();
        let at = if is_wanted { 0 } else { 2 };
        count[at] += usize::from(is_found);
        count[at + 1] += 1;
        if is_found != is_wanted {
            wrong.push(format!("{role} {expected} {language}: {text}"));
        }
    }
    println!("found, of, false, of: {counts:#?}\n{}", wrong.join("\n"));
    let sum = |at: usize| counts.values().map(|count| count[at]).sum::<usize>();
    assert!(sum(0) * 100 >= sum(1) * 98, "{counts:?}");
    assert!(sum(2) * 100 <= sum(3) * 4, "{counts:?}");
}
