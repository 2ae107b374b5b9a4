//! Contradictory answers are reported at the answers concerned.

use crate::harbour::{answers, labels, revised, today};
use request_builder::answers::Field;
use request_builder::review::{Advice, Evaluation, review};

/// The advice under a condition, for these answers.
fn advice(when: &str, given: &[(&str, &str)]) -> Option<Advice> {
    let practice = format!(
        "[[practice]]\nid = \"cross-check\"\nwhen = '{when}'\n\n[[practice]]\nid = \"tell-reason\"\n"
    );
    let mut book = revised(&[("[[practice]]\nid = \"tell-reason\"\n", &practice)]);
    book.organisation.message_routes = vec!["/channel/".to_owned()];
    let answers = answers("records", given);
    let review = review(&Evaluation::new(&book, &answers, today()), &labels());
    let mut practices = review.practices.into_iter();
    practices.find(|advice| advice.practice.as_str() == "cross-check")
}

fn fields(when: &str, given: &[(&str, &str)]) -> Vec<Field> {
    let advice = advice(when, given);
    advice.map(|advice| advice.fields).unwrap_or_default()
}

fn boat(question: &str, entry: usize) -> Field {
    Field::new(question, Some(entry))
}

fn field(question: &str) -> Field {
    Field::new(question, None)
}

#[test]
fn a_repeated_name_is_reported_at_the_second() {
    let when = "boat-name repeats";
    let twice = [
        ("boat.0.boat-name", "Ann"),
        ("boat.1.boat-name", "ben"),
        ("boat.2.boat-name", "@ann"),
    ];
    assert_eq!(fields(when, &twice), [boat("boat-name", 2)]);
    assert_eq!(advice(when, &twice[..2]), None);
}

#[test]
fn an_answer_within_another_is_reported_at_both() {
    let when = "mail within reason, boat-name";
    let given = [
        ("mail", "Me@coast.example"),
        ("reason", "They write as me@coast.example."),
    ];
    assert_eq!(fields(when, &given), [field("reason"), field("mail")]);
    assert_eq!(advice(when, &given[..1]), None);
    assert_eq!(advice(when, &given[1..]), None);
}

#[test]
fn a_day_after_another_is_reported() {
    let when = "landed later than order-date";
    let given = |landed| {
        [
            ("has-order", "yes"),
            ("order-date", "2024-03-01"),
            ("boat.0.landed", landed),
        ]
    };
    let both = [boat("landed", 0), field("order-date")];
    assert_eq!(fields(when, &given("2.3.2024")), both);
    assert_eq!(advice(when, &given("2024-03-01")), None);
    assert_eq!(advice(when, &given("someday")), None);
}

#[test]
fn an_address_without_any_part_of_the_name_is_reported() {
    let when = "mail unlike seal-colour";
    for (name, mail, is_told) in [
        ("Ána Lúcia da Silva", "silva.al@coast.example", false),
        ("Ana Silva", "desk@harbour.example", true),
        ("Dr. Jo Li", "drjo@coast.example", true),
        ("Ana Silva", "not an address", false),
        ("", "desk@harbour.example", false),
    ] {
        let given = [("seal-colour", name), ("mail", mail)];
        assert_eq!(advice(when, &given).is_some(), is_told, "{name} {mail}");
    }
}

#[test]
fn a_username_in_a_text_brings_the_server_after_it() {
    let when = "reason lead elsewhere than host";
    let given = |reason| [("host", "port.harbour.example"), ("reason", reason)];
    for reason in [
        "the name of @zed on sea.example.org",
        "the name of @zed (chat.sea.de)",
        "of @zed@sea.example.co",
    ] {
        assert_eq!(fields(when, &given(reason)), [field("reason")], "{reason}");
    }
    for reason in [
        "the name of @zed on port.harbour.example",
        "of @zed, e.g. the address",
        "of @zed a.k.a. Bob",
        "of @zed (maria.silva)",
        "of @zed today.Please answer",
        "@zed uses sea.example.org as well",
    ] {
        assert_eq!(advice(when, &given(reason)), None, "{reason}");
    }
}

#[test]
fn only_links_to_rooms_and_servers_in_a_text_lead_elsewhere() {
    let when = "reason lead elsewhere than host";
    let given = |reason| [("host", "port.harbour.example"), ("reason", reason)];
    for reason in [
        "Seen at https://sea.example.org/channel/x yesterday.",
        "Also an account on https://sea.example.org/, as he says.",
    ] {
        assert_eq!(fields(when, &given(reason)), [field("reason")], "{reason}");
    }
    for reason in [
        "Seen at https://port.harbour.example/channel/x.",
        "More about him: https://sea.example.org/zed",
        "Write to me@sea.example.org, e.g. at sea.example.org.",
    ] {
        assert_eq!(advice(when, &given(reason)), None, "{reason}");
    }
}
