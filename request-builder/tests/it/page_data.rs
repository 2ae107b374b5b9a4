//! What `site-gen` writes into a page's script elements is what the page reads.
//!
//! These tests use the reader outside of browsers. The tests with browsers use the one in pages,
//! `page_data/from_js.rs`.

use crate::harbour::{labels, rulebook};
use proptest::prelude::*;
use request_builder::labels::Labels;
use request_builder::page_data::{from_script, to_script};
use request_builder::rulebook::Rulebook;

/// The harbour's rulebook with something in each of its fields that harbours do without.
fn full() -> Rulebook {
    let mut book = rulebook();
    let organisation = &mut book.organisation;
    organisation.postal_address = vec!["Quay 1".to_owned(), "Harbour".to_owned()];
    organisation.message_routes = vec!["/channel/".to_owned()];
    organisation.official_mail = vec!["gov.*".to_owned()];
    organisation.hosts[0].under = vec!["harbour.example".to_owned()];
    "Guidelines".clone_into(&mut book.version.title);
    "https://harbour.example/".clone_into(&mut book.version.url);
    let rules = &mut book.rules;
    rules.kinds[0].needs = vec!["order-dated".into()];
    rules.kinds[0].yields = vec!["records".into()];
    rules.gates[0].suggest = vec!["rescue".into()];
    rules.notices[0].acknowledge = true;
    rules.notices[0].suggest = Some("rescue".into());
    rules.practices[0].paper = true;
    let seas = rules.questions.iter_mut().find(|it| it.id == "seas".into());
    let seas = seas.expect("a question");
    seas.option_kinds
        .insert("irish".into(), vec!["rescue".into()]);
    seas.option_kinds.insert("north".into(), Vec::new());
    seas.autocomplete = Some("off".to_owned());
    let conditions = [
        "not (kind is records and reason)",
        "order-date older than 90 days or boat-name beyond \"-_.\\\"\\\\\"",
        "reason lead elsewhere than host",
    ];
    for (requirement, condition) in rules.requirements.iter_mut().zip(conditions) {
        requirement.when = Some(condition.parse().expect("a condition"));
    }
    let table = r#"
        style = "table"
        blank-only = true
        for-each = "boat"
        columns = [{ head = "Boat", text = "{boat-name}", optional = true, instead = { when = "boat-colour", text = "red" } }]"#;
    let table = toml::from_str(table).expect("a paragraph");
    book.letters.paragraphs.push(table);
    book
}

#[test]
fn a_rulebook_reads_back_as_it_was() {
    for book in [Rulebook::default(), rulebook(), full()] {
        assert_eq!(from_script(&to_script(&book)), Some(book));
    }
}

#[test]
fn labels_read_back_as_they_were() {
    let mut some = labels();
    some.untranslated = vec!["kind.records.title".to_owned()];
    for labels in [Labels::default(), some] {
        assert_eq!(from_script(&to_script(&labels)), Some(labels));
    }
}

#[test]
fn nothing_in_the_data_ends_the_script_element() {
    let mut book = rulebook();
    "</script><!-- <script> & \u{0}\r\n é 日本 😀".clone_into(&mut book.organisation.name);
    let script = to_script(&book);
    assert!(!script.contains('<'), "{script}");
    assert_eq!(from_script(&script), Some(book));
}

#[test]
fn a_file_that_is_not_a_rulebook_is_refused() {
    let script = to_script(&rulebook());
    let half: String = script.chars().take(script.chars().count() / 2).collect();
    let unknown = script.replacen("\"revision\":", "\"revisions\":", 1);
    let wrong = script.replacen("authority is yes", "authority is", 1);
    for text in ["", "null", "[]", "{}", &half, &unknown, &wrong] {
        assert_eq!(from_script::<Rulebook>(text), None, "{text}");
    }
}

#[test]
fn a_page_program_gets_no_label_that_only_the_html_has() {
    let labels = labels();
    let carried = labels.for_program();
    let left: Vec<&str> = labels
        .texts
        .keys()
        .filter(|key| !carried.texts.contains_key(*key))
        .map(String::as_str)
        .collect();
    assert_eq!(
        left,
        [
            "group.boat.add",
            "kind.records.needs.order",
            "kind.records.use-when",
            "kind.rescue.use-when",
            "notice.no-weather.text",
            "notice.not-our-harbour.next",
            "notice.not-our-harbour.text",
            "question.host.hint",
        ]
    );
}

#[test]
fn things_named_like_what_only_the_html_has_keep_their_labels() {
    let mut labels = Labels::default();
    let keys = [
        "kind.needs.title",
        "requirement.yields.missing",
        "question.next.label",
        "question.operator.options.hint.label",
    ];
    for key in keys {
        labels.texts.insert(key.to_owned(), "x".to_owned());
    }
    assert_eq!(labels.for_program(), labels);
}

proptest! {
    #[test]
    fn any_words_come_back_as_they_were(name in any::<String>(), more in "[\u{0}-\u{2fff}]{0,9}") {
        let mut book = rulebook();
        book.organisation.name = name;
        book.organisation.legal_name = more;
        let script = to_script(&book);
        prop_assert!(!script.contains('<'));
        prop_assert_eq!(from_script(&script), Some(book));
    }
}
