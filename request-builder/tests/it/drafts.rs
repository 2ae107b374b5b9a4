//! What changes for a request when its draft is opened under other rules than it was saved under.

use crate::harbour::{answers, labels, revised, rulebook, today};
use request_builder::answers::{Answer, Answers, Change, Draft, Field, Invalid, Migrated};
use request_builder::rulebook::Rulebook;
use request_builder::rules::Level;
use request_builder::session::{Effect, Event, Session};

/// A request for records with an answer of every type.
fn given() -> Answers {
    let mut answers = answers(
        "records",
        &[
            ("authority", "yes"),
            ("host", "port.harbour.example"),
            ("boat.0.boat-name", "Ann"),
            ("boat.1.boat-name", "Bess"),
            ("has-order", "yes"),
            ("order-date", "2024-05-20"),
            ("mail", "desk@north.example"),
            ("reason", "She sank."),
        ],
    );
    let seas = Answer::Several(vec!["north".into(), "irish".into()]);
    answers.given.insert("seas".into(), seas);
    answers.given.insert("sworn".into(), Answer::Tick(true));
    answers.ticked = vec!["stamped".into()];
    answers
}

/// A draft saved under these rules and read back from its file.
fn saved(book: &Rulebook) -> Draft {
    let file = Draft::new(book, &labels(), given()).to_json();
    Draft::parse(file.as_bytes()).expect("it is a draft")
}

/// The changes when a draft of today's rules is opened under others.
fn opened(changes: &[(&str, &str)]) -> Migrated {
    under(saved(&rulebook()), &later(changes))
}

/// A draft opened under these rules.
fn under(draft: Draft, book: &Rulebook) -> Migrated {
    draft.migrate(book, &labels())
}

/// The next revision of the rules.
fn later(changes: &[(&str, &str)]) -> Rulebook {
    let mut all = vec![("revision = 3", "revision = 4")];
    all.extend(changes);
    revised(&all)
}

fn field(question: &str) -> Field {
    Field::new(question, None)
}

/// The changes, except that of the revision.
fn changes(edits: &[(&str, &str)]) -> Vec<Change> {
    let Migrated { changes, .. } = opened(edits);
    assert_eq!(changes.first(), Some(&Change::Revision { before: 3 }));
    changes[1..].to_vec()
}

#[test]
fn under_the_same_rules_nothing_changed() {
    let Migrated {
        answers, changes, ..
    } = under(saved(&rulebook()), &rulebook());
    assert_eq!(answers, given());
    assert_eq!(changes, []);
    assert_eq!(self::changes(&[]), []);
}

#[test]
fn a_rule_whose_clause_was_reworded_is_listed_with_both_sentences() {
    let changed = changes(&[("Stamp the letter;", "Stamp the letter twice;")]);
    let [
        Change::Reworded {
            rule,
            before,
            was_reset,
        },
    ] = &changed[..]
    else {
        panic!("{changed:?}");
    };
    assert_eq!(rule.as_str(), "stamped");
    assert_eq!(before.quote, "Stamp the letter;");
    assert!(was_reset, "it was ticked off under other words");
    let message = changed[0].message(
        &later(&[("Stamp the letter;", "Stamp the letter twice;")]),
        &labels(),
    );
    assert_eq!(message.before.expect("words").quote, "Stamp the letter;");
    let now = message.now.expect("words");
    assert_eq!(now.quote, "Stamp the letter twice;");
    assert_eq!(now.address.expect("a clause").0, "what.stamp-letter");
}

#[test]
fn a_task_of_a_reworded_rule_is_no_longer_ticked_off() {
    let kept = opened(&[]);
    assert_eq!(kept.answers.ticked, ["stamped".into()]);
    let changed = opened(&[("Stamp the letter;", "Stamp the letter twice;")]);
    assert_eq!(changed.answers.ticked, []);
}

#[test]
fn another_lead_in_changes_every_rule_under_it() {
    let changed = changes(&[("A request must:", "A request may:")]);
    assert!(matches!(
        &changed[..],
        [Change::Reworded { rule, before, .. }]
            if rule.as_str() == "boat-named" && before.lead_in.as_deref() == Some("A request must:")
    ));
}

#[test]
fn a_rule_may_come_and_go() {
    let changed = changes(&[(
        "id = \"reason-given\"",
        "id = \"flag\"\nlevel = \"must\"\nclause = \"red-boats\"\nask = [\"seal-colour\"]\n\n\
         [[requirement]]\nid = \"reason-given\"",
    )]);
    assert_eq!(
        changed,
        [Change::Added {
            rule: "flag".into()
        }]
    );
    let changed = changes(&[(
        "kinds = [\"records\"]\nclause = \"date-order\"",
        "kinds = [\"rescue\"]\nclause = \"date-order\"",
    )]);
    assert!(
        matches!(&changed[..], [Change::Removed { before }] if before.rule.as_str() == "order-dated"),
        "a rule that is for other kinds now is gone for this one: {changed:?}"
    );
}

#[test]
fn a_rule_with_another_name_and_the_same_sentence_is_the_same_rule() {
    let renamed = [("id = \"stamped\"", "id = \"stamp\"")];
    assert_eq!(changes(&renamed), []);
    let migrated = opened(&renamed);
    assert_eq!(migrated.answers.ticked, ["stamp".into()]);
}

#[test]
fn a_rule_may_grow_stricter_and_looser() {
    let stricter = [("level = \"should\"", "level = \"must\"")];
    assert!(matches!(
        &changes(&stricter)[..],
        [Change::Stricter { rule, before: Level::Should, was_reset: false }]
            if rule.as_str() == "reason-given"
    ));
    let mut draft = saved(&rulebook());
    draft.answers.left_out = vec!["reason-given".into()];
    let migrated = under(draft, &later(&stricter));
    assert_eq!(migrated.answers.left_out, [], "a must is not left out");
    let looser = [("level = \"must\"\nclause", "level = \"may\"\nclause")];
    assert!(matches!(
        &changes(&looser)[..],
        [Change::Looser { rule, before: Level::Must }] if rule.as_str() == "boat-named"
    ));
}

#[test]
fn the_answer_to_a_question_that_is_gone_is_kept_and_shown_and_comes_back() {
    let renamed = later(&[
        (
            "[[question]]\nid = \"sworn\"",
            "[[question]]\nid = \"oath\"",
        ),
        ("id = \"boat-name\"", "id = \"name\""),
        ("ask = [\"boat-name\"]", "ask = [\"name\"]"),
        ("text = \"{boat-name}\"", "text = \"{name}\""),
        ("The boat {boat-name}.", "The boat {name}."),
    ]);
    let migrated = under(saved(&rulebook()), &renamed);
    assert_eq!(
        migrated.changes[1..],
        [
            Change::NotAsked {
                label: "I swear that this is so".into(),
                entry: None,
                answer: "Yes".into()
            },
            Change::NotAsked {
                label: "Name of the boat".into(),
                entry: Some(1),
                answer: "Ann".into()
            },
            Change::NotAsked {
                label: "Name of the boat".into(),
                entry: Some(2),
                answer: "Bess".into()
            },
        ]
    );
    // Saved there and opened here again, the draft is unchanged.
    let mut session = Session::new(renamed, labels(), today());
    session.update(Event::Opened(Box::new(saved(&rulebook()))));
    let file = session.draft().to_json();
    let again = Draft::parse(file.as_bytes()).expect("it is a draft");
    assert_eq!(
        again.labels.get("sworn").map(String::as_str),
        Some("I swear that this is so")
    );
    let back = under(again, &rulebook());
    assert_eq!(back.answers, given());
    assert_eq!(back.changes, [Change::Revision { before: 4 }]);
}

#[test]
fn an_option_that_is_gone_is_named_as_it_was_called() {
    let changed = changes(&[("[\"north\", \"irish\"]", "[\"north\", \"east\"]")]);
    assert_eq!(
        changed,
        [Change::OptionRemoved {
            field: field("seas"),
            label: "Irish Sea".into()
        }]
    );
}

#[test]
fn an_answer_that_is_no_longer_valid_is_listed_with_its_problem() {
    let changed = changes(&[(
        "id = \"reason\"\nstep = \"boats\"\ntype = \"long-text\"",
        "id = \"reason\"\nstep = \"boats\"\ntype = \"date\"",
    )]);
    assert_eq!(
        changed,
        [Change::Invalid {
            field: field("reason"),
            answer: "She sank.".into(),
            problem: Invalid::Date
        }]
    );
}

#[test]
fn a_removed_kind_keeps_the_answers_and_chooses_no_kind() {
    let migrated = opened(&[("id = \"records\"", "id = \"papers\"")]);
    let gone = Change::KindRemoved {
        label: "Records".into(),
    };
    assert_eq!(migrated.changes[1], gone);
    assert_eq!(migrated.answers.kind, None);
    assert_eq!(migrated.answers.given, given().given);
    assert!(
        migrated.changes.len() == 2,
        "its rules did not go one by one: {:?}",
        migrated.changes
    );
}

#[test]
fn another_version_or_text_or_organisation_is_named() {
    let mut book = rulebook();
    book.version.id = "2025-01-01".into();
    let changes = under(saved(&rulebook()), &book).changes;
    let digest = rulebook().version.digest;
    let version = Change::Version {
        before: "2024-05-01".into(),
        digest: digest.clone(),
    };
    assert_eq!(changes, [version]);
    let mut book = rulebook();
    book.version.digest = "ff".into();
    let text = Change::Text { digest };
    assert_eq!(under(saved(&rulebook()), &book).changes, [text]);
    let mut book = rulebook();
    book.organisation.name = "Lighthouse".into();
    let draft = saved(&rulebook());
    assert!(!draft.is_for(&book));
    let organisation = Change::Organisation {
        before: "Harbour".into(),
    };
    assert_eq!(under(draft, &book).changes, [organisation]);
}

#[test]
fn a_sentence_that_several_rules_cite_is_listed_once() {
    let both = ("clause = \"official-mail\"", "clause = \"say-why\"");
    let draft = saved(&revised(&[both]));
    let reworded = later(&[both, ("You should say why.", "You must say why.")]);
    let changes = under(draft, &reworded).changes;
    let is_reworded = |change: &&Change| matches!(change, Change::Reworded { .. });
    assert_eq!(changes.iter().filter(is_reworded).count(), 1, "{changes:?}");
}

#[test]
fn a_draft_of_the_first_format_has_no_sentences() {
    let first = r#"{"format":1,"guidelines":{"version":"2024-05-01","revision":REVISION},
        "kind":"records","answers":{"authority":"yes"},"groups":{},"ticked":[],"left-out":[]}"#;
    let opened = |revision: &str| {
        let draft = Draft::parse(first.replace("REVISION", revision).as_bytes());
        under(draft.expect("it is a draft"), &rulebook()).changes
    };
    assert_eq!(opened("3"), []);
    assert_eq!(
        opened("2"),
        [Change::Revision { before: 2 }, Change::Unlisted]
    );
}

#[test]
fn a_session_continues_where_something_is_missing() {
    let mut session = Session::new(rulebook(), labels(), today());
    let opened = session.update(Event::Opened(Box::new(saved(&rulebook()))));
    assert_eq!(opened, Some(Effect::Refilled("review".into())));
    assert_eq!(session.answers(), &given());
    assert!(!session.is_unsaved() && !session.is_unfiled());
    let mut draft = saved(&rulebook());
    draft
        .answers
        .given
        .insert("order-date".into(), Answer::Text("2024-02-31".into()));
    session.update(Event::Opened(Box::new(draft)));
    assert_eq!(session.at().as_str(), "order");
    let said = session.view().messages;
    assert_eq!(
        said[0].text, "not a day",
        "what is not well formed is said at once"
    );
}

#[test]
fn clearing_removes_every_answer() {
    let mut session = Session::new(rulebook(), labels(), today());
    let draft = saved(&revised(&[("revision = 3", "revision = 2")]));
    session.update(Event::Opened(Box::new(draft)));
    assert_eq!(session.changes().len(), 1);
    let cleared = session.update(Event::Cleared);
    assert_eq!(cleared, Some(Effect::Refilled("who".into())));
    assert_eq!(session.answers(), &Answers::default());
    assert_eq!(session.changes(), []);
    assert!(session.draft().labels.is_empty());
    assert!(!session.is_unsaved() && !session.is_unfiled());
}

#[test]
fn a_deleted_answer_counts_as_never_entered() {
    let mut session = Session::new(rulebook(), labels(), today());
    for text in ["x", ""] {
        session.update(Event::Entered(field("reason"), Answer::Text(text.into())));
    }
    session.update(Event::Added("boat".into()));
    assert!(!session.is_unsaved());
}

#[test]
fn a_saved_letter_is_no_draft_file() {
    let mut session = Session::new(rulebook(), labels(), today());
    session.update(Event::Entered(field("reason"), Answer::Text("x".into())));
    session.update(Event::Saved);
    assert!(!session.is_unsaved() && session.is_unfiled());
    session.update(Event::Filed);
    assert!(!session.is_unfiled());
}
