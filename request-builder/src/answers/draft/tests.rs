//! Which files are accepted as drafts, and which are rejected.

use super::*;
use crate::answers::{Answer, Entry};
use crate::rules::Level;
use proptest::prelude::*;

fn sample() -> Draft {
    let mut answers = Answers {
        kind: Some("contents".into()),
        ticked: vec!["letterhead".into()],
        ..Answers::default()
    };
    let text = |text: &str| Answer::Text(text.into());
    answers
        .given
        .insert("server-url".into(), text("open.rocket.chat"));
    answers.given.insert("officer".into(), Answer::Tick(true));
    let what = Answer::Several(vec!["a".into(), "b \"c\"".into()]);
    let entries = vec![[("what".into(), what)].into_iter().collect()];
    answers.groups.insert("account".into(), entries);
    Draft {
        format: FORMAT,
        organisation: "Harbour".into(),
        saved: "2020-02-03".to_owned(),
        guidelines: Stamp {
            version: "2024-05-01".into(),
            digest: "0123".into(),
            revision: 3,
        },
        answers,
        cites: vec![ClauseSnapshot {
            rule: "letterhead".into(),
            level: Some(Level::Must),
            section: "What".into(),
            lead_in: Some("Requests have to:".into()),
            quote: "Be on letterhead.".into(),
        }],
        labels: [("officer".to_owned(), "Are you one?".to_owned())]
            .into_iter()
            .collect(),
        unknown_keys: Vec::new(),
    }
}

#[test]
fn a_draft_comes_back_as_it_was() {
    let mut least = Draft {
        format: FORMAT,
        ..Draft::default()
    };
    least.guidelines.version = "x".into();
    for draft in [sample(), least] {
        assert_eq!(Draft::parse(draft.to_json().as_bytes()), Ok(draft));
    }
}

#[test]
fn a_written_draft_has_the_fields_of_its_schema() {
    let other = serde_json::to_value(sample()).expect("plain data");
    let own: serde_json::Value = serde_json::from_str(&sample().to_json()).expect("JSON");
    assert_eq!(own, other);
}

#[test]
fn an_empty_or_impossible_date_does_not_break_a_draft() {
    for day in [
        "",
        "2026-02-31",
        "0000-00-00",
        "31.12.2025",
        "next week",
        "-1",
    ] {
        let mut draft = sample();
        let answer = Answer::Text(day.into());
        draft.answers.given.insert("needed-by".into(), answer);
        assert_eq!(Draft::parse(draft.to_json().as_bytes()), Ok(draft));
    }
}

#[test]
fn a_draft_of_the_first_format_is_read() {
    let draft = r#"{"format":1,"guidelines":{"version":"x","revision":1},
        "kind":"records","answers":{"a":"b"},"groups":{"g":[{"c":true}]},"ticked":["t"],"left-out":[]}"#;
    let draft = Draft::parse(draft.as_bytes()).expect("it is a draft");
    assert_eq!(draft.format, 1);
    assert_eq!(draft.guidelines.version, "x");
    assert_eq!(draft.answers.ticked, ["t".into()]);
    assert!(draft.cites.is_empty() && draft.organisation.is_empty());
}

#[test]
fn a_draft_of_the_second_format_is_read() {
    let draft = r#"{
  "format": 2,
  "organisation": "Harbour",
  "guidelines": {
    "version": "2024-05-01",
    "digest": "0123",
    "revision": 3
  },
  "kind": "contents",
  "answers": {
    "officer": true,
    "server-url": "open.rocket.chat"
  },
  "groups": {
    "account": [
      {
        "what": ["a", "b \"c\""]
      }
    ]
  },
  "ticked": ["letterhead"],
  "cites": [
    {
      "rule": "letterhead",
      "level": "must",
      "section": "What",
      "lead-in": "Requests have to:",
      "quote": "Be on letterhead."
    }
  ],
  "labels": {
    "officer": "Are you one?"
  }
}"#;
    let older = draft
        .replace("\"cites\"", "\"rests-on\"")
        .replace("\"lead-in\"", "\"basis\"");
    assert_ne!(older, draft);
    for draft in [draft, &older] {
        assert_eq!(
            Draft::parse(draft.as_bytes()),
            Ok(Draft {
                saved: String::new(),
                ..sample()
            })
        );
    }
}

#[test]
fn a_file_that_is_not_a_draft_is_refused_with_its_fault() {
    let text = r#"{"format":1,"guidelines":{"version":"x","revision":1},"answers":{}}"#;
    let refused = |text: &str| Draft::parse(text.as_bytes()).expect_err(text);
    assert!(Draft::parse(text.as_bytes()).is_ok());
    assert!(matches!(refused(&text[..40]), DraftError::CutOff(_)));
    assert!(matches!(refused(""), DraftError::CutOff(_)));
    assert!(matches!(refused("Dear Sir"), DraftError::NotJson(_)));
    let wrong = refused("[1]");
    assert!(matches!(
        wrong,
        DraftError::Wrong {
            wanted: JsonType::Object,
            ..
        }
    ));
    let lacks = refused("{}");
    assert!(matches!(lacks, DraftError::Lacks { name: "format" }));
    let lacks = refused("{\"format\":1}");
    assert!(matches!(lacks, DraftError::Lacks { name: "guidelines" }));
    assert_eq!(Draft::parse(b"\xff\xfe"), Err(DraftError::NotText));
    assert_eq!(
        Draft::parse(&vec![b' '; LIMIT + 1]),
        Err(DraftError::TooLarge)
    );
    let newer = text.replace("\"format\":1", "\"format\":9");
    assert_eq!(refused(&newer), DraftError::NewerFormat { format: 9 });
    let deep = ["{\"x\":", &"[".repeat(100_000)].concat();
    assert!(matches!(refused(&deep), DraftError::TooDeep(_)));
    let twice = text.replace("{}", "{\"a\":\"1\",\"a\":\"2\"}");
    assert!(matches!(refused(&twice), DraftError::DuplicateName { name, .. } if name == "a"));
    let half = text.replace("{}", r#"{"a":"\ud800"}"#);
    assert!(matches!(refused(&half), DraftError::UnpairedSurrogate(_)));
    let entries = vec!["{}"; MAX_ENTRIES + 1].join(",");
    let many = text.replace(
        "\"answers\":{}",
        &format!("\"groups\":{{\"g\":[{entries}]}}"),
    );
    assert!(matches!(
        refused(&many),
        DraftError::TooManyEntries { entries: 501, .. }
    ));
    let entries = vec!["{}"; 100_000].join(",");
    let more = text.replace(
        "\"answers\":{}",
        &format!("\"groups\":{{\"g\":[{entries}]}}"),
    );
    assert!(matches!(refused(&more), DraftError::TooMany(_)));
}

#[test]
fn a_fault_is_found_by_its_line_and_column() {
    let draft = "\u{feff}{\n  \"format\": 1,\n  \"ü\": \"é\", \"answers\": { \"boat\": 17 } }";
    let Err(DraftError::Wrong {
        path,
        wanted,
        position,
    }) = Draft::parse(draft.as_bytes())
    else {
        panic!("it is refused");
    };
    assert_eq!((path.as_str(), wanted), ("answers.boat", JsonType::Answer));
    assert_eq!((position.line, position.column), (3, 34));
    assert!(draft[position.at..].starts_with("17"));
}

#[test]
fn special_names_of_javascript_are_ordinary_keys() {
    let draft = r#"{"format":2,"guidelines":{"version":"x"},"__proto__":{"kind":"y"},
        "constructor":[],"answers":{"__proto__":"a","hasOwnProperty":"b"}}"#;
    let draft = Draft::parse(draft.as_bytes()).expect("it is a draft");
    assert_eq!(draft.unknown_keys, ["__proto__", "constructor"]);
    assert_eq!(draft.answers.given.len(), 2);
    assert_eq!(draft.answers.kind, None);
}

fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        any::<bool>().prop_map(Answer::Tick),
        any::<String>().prop_map(Answer::Text),
        prop::collection::vec(any::<String>(), 0..4).prop_map(Answer::Several),
    ]
}

fn any_entry() -> impl Strategy<Value = Entry> {
    prop::collection::btree_map(any::<String>(), any_answer(), 0..5).prop_map(|members| {
        members
            .into_iter()
            .map(|(name, answer)| (name.as_str().into(), answer))
            .collect()
    })
}

proptest! {
    #[test]
    fn no_change_of_a_draft_makes_the_reader_panic(
        at in any::<prop::sample::Index>(), with in r#"[\[\]{}:,"\\ut0-9e.\-]{0,6}"#, less in 0_usize..8,
    ) {
        let mut bytes = sample().to_json().into_bytes();
        let at = at.index(bytes.len());
        let end = (at + less).min(bytes.len());
        bytes.splice(at..end, with.bytes());
        let _ = Draft::parse(&bytes);
    }

    #[test]
    fn any_answers_come_back_as_they_were(
        given in any_entry(),
        entries in prop::collection::vec(any_entry(), 0..4),
        group in any::<String>(),
    ) {
        let mut draft = sample();
        draft.answers.given = given;
        draft.answers.groups.insert(group.as_str().into(), entries);
        let text = draft.to_json();
        prop_assert_eq!(Draft::parse(text.as_bytes()), Ok(draft));
        prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }
}
