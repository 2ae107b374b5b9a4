//! The steps of the form.

use crate::harbour::{labels, revised, rulebook, today};
use request_builder::answers::{Answer, Field};
use request_builder::session::{Effect, Event, Message, REVIEW, Session, StepState};

fn enter(session: &mut Session, question: &str, text: &str) {
    let field = Field::new(question, None);
    session.update(Event::Entered(field, Answer::Text(text.into())));
}

fn begun() -> Session {
    let mut session = Session::new(rulebook(), labels(), today());
    enter(&mut session, "authority", "yes");
    enter(&mut session, "host", "port.harbour.example");
    session
}

fn steps(session: &Session) -> Vec<String> {
    session
        .view()
        .steps
        .iter()
        .map(|step| step.id.to_string())
        .collect()
}

#[test]
fn no_step_after_the_choice_is_open_before_it() {
    let mut session = begun();
    assert_eq!(steps(&session), ["who", "kind"]);
    session.update(Event::Chose("records".into()));
    assert_eq!(
        steps(&session),
        ["who", "kind", "boats", "order", "seal", "review"]
    );
}

#[test]
fn a_step_with_a_gap_holds_the_officer_once() {
    let mut session = begun();
    session.update(Event::Chose("records".into()));
    session.update(Event::GoTo("boats".into()));
    assert!(session.view().messages.is_empty());
    assert_eq!(session.update(Event::Next), Some(Effect::Blocked));
    let view = session.view();
    assert_eq!(view.messages.len(), 1);
    assert_eq!(view.messages[0].text, "Name every boat.");
    assert!(view.held);
    assert_eq!(
        session.update(Event::Next),
        Some(Effect::Entered("order".into()))
    );
    let boats = session
        .view()
        .steps
        .into_iter()
        .find(|step| step.id == "boats".into());
    assert_eq!(boats.map(|step| step.state), Some(StepState::Open));
}

#[test]
fn the_form_ends_at_a_closed_gate_and_continues_once_it_opens() {
    let mut session = begun();
    session.update(Event::Chose("records".into()));
    enter(&mut session, "authority", "no");
    assert_eq!(steps(&session), ["who"]);
    assert_eq!(session.view().letter, None);
    enter(&mut session, "authority", "yes");
    assert!(session.view().letter.is_some());
}

#[test]
fn a_gate_without_an_answer_asks_for_one_in_other_words_than_its_question() {
    let mut session = Session::new(rulebook(), labels(), today());
    session.update(Event::Chose("records".into()));
    enter(&mut session, "host", "harbour.example");
    assert_eq!(session.update(Event::Next), Some(Effect::Blocked));
    let messages = session.view().messages;
    let about = messages
        .iter()
        .find(|it| it.field.question == "authority".into());
    assert_eq!(about.map(|it| it.text.as_str()), Some("choose one"));
}

#[test]
fn another_harbour_ends_the_form_before_anything_else_is_asked() {
    let mut session = begun();
    enter(&mut session, "host", "elsewhere.example");
    assert_eq!(steps(&session), ["who"]);
    assert_eq!(session.update(Event::Next), Some(Effect::Blocked));
}

#[test]
fn an_invalid_answer_is_reported_only_after_its_field_was_left() {
    let mut session = begun();
    session.update(Event::Chose("records".into()));
    enter(&mut session, "mail", "me");
    assert!(session.view().messages.is_empty());
    session.update(Event::LeftField(Field::new("mail", None)));
    assert_eq!(session.view().messages[0].text, "not an e-mail");
}

#[test]
fn a_step_is_held_again_for_an_error_that_is_new() {
    let mut session = begun();
    session.update(Event::Chose("records".into()));
    session.update(Event::GoTo("boats".into()));
    assert_eq!(session.update(Event::Next), Some(Effect::Blocked));
    let name = Field::new("boat-name", Some(0));
    let typed = Answer::Text("a, b".into());
    session.update(Event::Entered(name, typed));
    assert_eq!(
        session.update(Event::Next),
        Some(Effect::Blocked),
        "the name"
    );
    assert!(matches!(
        session.update(Event::Next),
        Some(Effect::Entered(_))
    ));
}

#[test]
fn a_date_that_nothing_requires_and_nobody_understands_is_advice_that_holds_no_step() {
    let mut session = begun();
    session.update(Event::Chose("records".into()));
    session.update(Event::GoTo("boats".into()));
    let sailed = Field::new("sailed", Some(0));
    let typed = Answer::Text("in spring".into());
    session.update(Event::Entered(sailed.clone(), typed));
    session.update(Event::LeftField(sailed.clone()));
    let view = session.view();
    let is_about = |message: &&Message| message.field == sailed;
    assert!(view.advice.iter().any(|it| is_about(&it)));
    assert!(!view.messages.iter().any(|it| is_about(&it)));
    assert!(!view.gaps_of(&view.at).iter().any(is_about));
    // The letter says it as typed, and the last step does not call that a problem.
    assert!(!view.gaps_of(&REVIEW.into()).iter().any(is_about));
}

#[test]
fn the_kind_that_another_was_taken_instead_of_can_be_gone_back_to() {
    let mut session = begun();
    session.update(Event::Chose("rescue".into()));
    assert_eq!(session.view().kind_before, None);
    session.update(Event::AcceptedKind("records".into()));
    assert_eq!(session.view().kind_before, Some("rescue".into()));
    session.update(Event::AcceptedKind("rescue".into()));
    assert_eq!(session.view().kind, Some("rescue".into()));
    session.update(Event::Started("records".into()));
    assert_eq!(
        session.view().kind_before,
        Some("rescue".into()),
        "by a link"
    );
    // By the browser's button, and on again.
    for kind in ["rescue", "records"] {
        session.update(Event::WentBack(kind.into(), "boats".into()));
        assert_eq!(session.view().kind, Some(kind.into()));
        assert_eq!(session.at().as_str(), "boats");
    }
    session.update(Event::Cleared);
    assert_eq!(session.view().kind_before, None);
    assert_eq!(session.other_kind(0), None, "not of this request");
    session.update(Event::Chose("records".into()));
    let records = session.number_of_kind().expect("it has a kind");
    assert_eq!(session.other_kind(records), None);
    session.update(Event::Started("rescue".into()));
    assert_eq!(session.other_kind(records), Some("records".into()));
}

#[test]
fn what_one_kind_asks_for_is_carried_to_another_however_that_is_chosen() {
    let book = revised(&[(
        "id = \"seal-colour\"\n",
        "id = \"seal-colour\"\nbegins-as = \"reason\"\n",
    )]);
    let field = |question: &str| Field::new(question, None);
    for event in [
        Event::Chose("records".into()),
        Event::AcceptedKind("records".into()),
    ] {
        let mut session = Session::new(book.clone(), labels(), today());
        session.update(Event::Chose("rescue".into()));
        let reason = Answer::Text("She sank.".into());
        session.update(Event::Entered(field("reason"), reason.clone()));
        session.update(event);
        let carried = session.answers().at(None, &field("seal-colour"));
        assert_eq!(carried, Some(&reason));
        assert!(session.has_rewritten(), "the field has to be written");
    }
}

#[test]
fn what_was_confirmed_about_a_text_is_taken_back_when_that_changes() {
    let book = revised(&[(
        "id = \"sworn\"\nstep = \"order\"\ntype = \"tick\"\n",
        "id = \"sworn\"\nstep = \"order\"\ntype = \"tick\"\nwhen = \"reason mentions weather\"\n",
    )]);
    let mut session = Session::new(book, labels(), today());
    session.update(Event::Chose("records".into()));
    enter(&mut session, "reason", "The weather in May.");
    let sworn = Field::new("sworn", None);
    session.update(Event::Entered(sworn.clone(), Answer::Tick(true)));
    for rule in ["no-weather", "stamped"] {
        session.update(Event::Ticked(rule.into(), true));
    }
    let is_sworn = |session: &Session| session.answers().at(None, &sworn).is_some();
    enter(&mut session, "reason", "The weather in May.");
    enter(&mut session, "mail", "me@port.example");
    assert!(is_sworn(&session), "nothing was changed");
    enter(&mut session, "reason", "The weather in May, and in June.");
    assert!(!is_sworn(&session));
    assert!(session.has_rewritten());
    assert_eq!(session.answers().ticked, ["stamped".into()]);
}

#[test]
fn changing_the_kind_keeps_every_answer() {
    let mut session = begun();
    session.update(Event::Chose("rescue".into()));
    let colour = Field::new("boat-colour", Some(0));
    session.update(Event::Entered(colour.clone(), Answer::Text("red".into())));
    session.update(Event::Chose("records".into()));
    assert!(!session.view().asked.contains(&colour));
    session.update(Event::Chose("rescue".into()));
    assert!(session.view().rows.iter().any(|row| row.answer == "red"));
}

#[test]
fn choosing_a_kind_without_the_current_step_leaves_that_step() {
    let mut session = begun();
    session.update(Event::Chose("records".into()));
    session.update(Event::GoTo("seal".into()));
    assert_eq!(session.at().as_str(), "seal");
    let left = session.update(Event::Chose("rescue".into()));
    assert_eq!(left, Some(Effect::Entered("order".into())));
    assert_eq!(
        session.update(Event::Next),
        Some(Effect::Entered("review".into()))
    );
}

#[test]
fn the_last_step_lists_answers_as_they_were_chosen() {
    let mut session = begun();
    session.update(Event::Chose("records".into()));
    let field = |question: &str| Field::new(question, None);
    session.update(Event::Entered(field("sworn"), Answer::Tick(true)));
    let seas = Answer::Several(vec!["north".into(), "irish".into()]);
    session.update(Event::Entered(field("seas"), seas));
    let rows = session.view().rows;
    let answer = |question: &str| {
        let row = rows.iter().find(|row| row.field == field(question));
        row.map(|row| row.answer.clone())
    };
    assert_eq!(answer("authority").as_deref(), Some("Yes"));
    assert_eq!(answer("sworn").as_deref(), Some("Yes"));
    assert_eq!(answer("seas").as_deref(), Some("North Sea, Irish Sea"));
}

#[test]
fn an_entry_can_be_added_and_taken_away_but_not_the_last() {
    let mut session = begun();
    session.update(Event::Chose("rescue".into()));
    assert_eq!(
        session.update(Event::Added("boat".into())),
        Some(Effect::EntryAdded("boat".into(), 1))
    );
    assert_eq!(
        session.update(Event::Removed("boat".into(), 0)),
        Some(Effect::EntryRemoved("boat".into(), 0))
    );
    assert_eq!(session.update(Event::Removed("boat".into(), 0)), None);
}

#[test]
fn the_session_knows_whether_answers_are_unsaved() {
    let mut session = Session::new(rulebook(), labels(), today());
    assert!(!session.is_unsaved());
    enter(&mut session, "reason", "x");
    assert!(session.is_unsaved());
    session.update(Event::Saved);
    assert!(!session.is_unsaved());
    let draft = session.draft();
    session.update(Event::Opened(Box::new(draft)));
    assert!(!session.is_unsaved());
}

#[test]
fn after_changing_an_answer_from_the_last_step_continue_leads_back_there() {
    let mut session = begun();
    session.update(Event::Chose("records".into()));
    session.update(Event::GoTo("review".into()));
    session.update(Event::AskedToChange);
    session.update(Event::GoTo("boats".into()));
    assert!(session.view().returning);
    let field = Field::new("boat-name", Some(0));
    session.update(Event::Entered(field, Answer::Text("Ann".into())));
    assert_eq!(
        session.update(Event::Next),
        Some(Effect::Entered("review".into()))
    );
    assert!(!session.view().returning);
}

#[test]
fn going_back_while_changing_an_answer_cancels_the_return_to_the_last_step() {
    let mut session = begun();
    session.update(Event::Chose("records".into()));
    session.update(Event::AskedToChange);
    assert!(!session.view().returning, "nobody looked at any answer yet");
    session.update(Event::GoTo("review".into()));
    session.update(Event::AskedToChange);
    session.update(Event::GoTo("seal".into()));
    session.update(Event::Back);
    assert_eq!(session.at().as_str(), "order");
    assert!(!session.view().returning);
}

#[test]
fn a_change_that_closes_a_gate_holds_the_officer_at_that_step() {
    let mut session = begun();
    session.update(Event::Chose("records".into()));
    session.update(Event::GoTo("review".into()));
    session.update(Event::AskedToChange);
    session.update(Event::GoTo("who".into()));
    enter(&mut session, "authority", "no");
    assert_eq!(session.update(Event::Next), Some(Effect::Blocked));
    assert_eq!(session.at().as_str(), "who");
}

#[test]
fn a_note_has_what_was_entered_and_leaves_out_lines_without_an_answer() {
    let mut session = begun();
    assert_eq!(session.view().notes, []);
    enter(&mut session, "host", "https://elsewhere.example/x");
    let notes = session.view().notes;
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].0, "not-our-harbour.note");
    assert_eq!(
        notes[0].1,
        "Note of 2024-06-01\nHarbour: https://elsewhere.example/x"
    );
}

#[test]
fn the_last_step_lists_what_is_missing_in_all_steps() {
    let mut session = begun();
    session.update(Event::Chose("records".into()));
    session.update(Event::GoTo("review".into()));
    let view = session.view();
    assert!(view.held);
    let gaps = view.gaps_of(&view.at);
    let missing: Vec<&str> = gaps.iter().map(|gap| gap.text.as_str()).collect();
    assert_eq!(
        missing,
        [
            "Name every boat.",
            "Give the date of the order.",
            "Give your e-mail."
        ]
    );
}

#[test]
fn a_warning_that_was_set_aside_comes_back_when_its_answer_changes() {
    let mut session = begun();
    session.update(Event::Chose("rescue".into()));
    let is_set_aside = |session: &Session| {
        let review = session.view().review;
        let mut notices = review.notices.into_iter();
        notices.any(|notice| notice.notice.as_str() == "no-weather" && notice.set_aside)
    };
    enter(&mut session, "reason", "The weather turned.");
    session.update(Event::Ticked("no-weather".into(), true));
    enter(&mut session, "reason", "The weather turned.");
    assert!(is_set_aside(&session), "the same answer again");
    enter(&mut session, "host", "quay.harbour.example");
    assert!(
        is_set_aside(&session),
        "the warning is about another answer"
    );
    enter(
        &mut session,
        "reason",
        "Send us the weather of the whole week.",
    );
    assert!(!is_set_aside(&session));

    session.update(Event::Ticked("no-weather".into(), true));
    enter(&mut session, "reason", "A boat is lost.");
    enter(&mut session, "reason", "The weather turned.");
    assert!(!is_set_aside(&session), "it went and is caused again");
}
