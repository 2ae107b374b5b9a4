//! Several steps on one screen, a kind that is started by its own link, an entry that is put back.

use crate::harbour::{labels, revised, rulebook, today};
use proptest::prelude::*;
use request_builder::answers::{Answer, Field};
use request_builder::rulebook::Rulebook;
use request_builder::session::{Effect, Event, Session, StepState, View};

/// A rescue asks for the boats first, then for all the rest at once.
fn combined() -> Rulebook {
    let screens = "id = \"rescue\"\nscreens = [[\"boats\"], [\"who\", \"order\"]]\npresets = { authority = \"yes\", sworn = \"yes\" }\n";
    revised(&[("id = \"rescue\"\n", screens)])
}

fn field(question: &str) -> Field {
    Field::new(question, None)
}

fn enter(session: &mut Session, question: &str, text: &str) {
    session.update(Event::Entered(field(question), Answer::Text(text.into())));
}

fn name_boat(session: &mut Session, entry: usize, text: &str) {
    let field = Field::new("boat-name", Some(entry));
    session.update(Event::Entered(field, Answer::Text(text.into())));
}

fn screens(view: &View) -> Vec<String> {
    let names = |screen: &request_builder::session::StepView| {
        let names: Vec<&str> = screen
            .together
            .iter()
            .map(request_builder::rules::StepId::as_str)
            .collect();
        names.join("+")
    };
    view.steps.iter().map(names).collect()
}

fn rescue() -> Session {
    let mut session = Session::new(combined(), labels(), today());
    session.update(Event::Started("rescue".into()));
    session
}

#[test]
fn a_kind_started_by_its_link_is_on_its_first_screen_with_its_answers_given() {
    let session = rescue();
    let view = session.view();
    assert_eq!(view.at.as_str(), "boats");
    assert_eq!(screens(&view), ["boats", "who+order", "review"]);
    assert_eq!(view.preset, [field("authority"), field("sworn")]);
    let given: Vec<&str> = view
        .rows
        .iter()
        .map(|row| row.field.question.as_str())
        .collect();
    assert_eq!(given, ["authority", "sworn"]);
    assert_eq!(
        session.answers().given.get("sworn"),
        Some(&Answer::Tick(true))
    );
}

#[test]
fn a_preset_answer_is_asked_again_once_an_answer_is_being_changed() {
    let mut session = rescue();
    session.update(Event::GoTo("review".into()));
    session.update(Event::AskedToChange);
    assert_eq!(session.view().preset, []);
}

#[test]
fn a_preset_that_was_answered_otherwise_is_shown() {
    let mut session = rescue();
    enter(&mut session, "authority", "no");
    assert_eq!(session.view().preset, [field("sworn")]);
}

#[test]
fn steps_on_one_screen_are_gone_to_left_and_counted_as_one() {
    let mut session = rescue();
    name_boat(&mut session, 0, "Ann");
    assert_eq!(
        session.update(Event::Next),
        Some(Effect::Entered("who".into()))
    );
    let view = session.view();
    assert_eq!(view.shown, ["who".into(), "order".into()]);
    assert_eq!(
        session.update(Event::GoTo("order".into())),
        Some(Effect::Entered("who".into()))
    );
    enter(&mut session, "mail", "me");
    let gaps = session.view();
    let gaps = gaps.gaps_of(&"who".into());
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].step.as_str(), "order");
    assert_eq!(session.update(Event::Next), Some(Effect::Blocked));
    assert!(session.view().held);
    assert_eq!(session.view().messages.len(), 1);
    enter(&mut session, "mail", "me@coast.example");
    assert_eq!(
        session.update(Event::Next),
        Some(Effect::Entered("review".into()))
    );
    assert_eq!(
        session.update(Event::Back),
        Some(Effect::Entered("who".into()))
    );
    assert_eq!(
        session.update(Event::Back),
        Some(Effect::Entered("boats".into()))
    );
}

#[test]
fn folded_questions_are_hidden_until_they_are_asked_for_or_answered() {
    let folded = "id = \"rescue\"\nfolded = [\"boat-colour\", \"reason\"]\n";
    let begin = || {
        let book = revised(&[("id = \"rescue\"\n", folded)]);
        let mut session = Session::new(book, labels(), today());
        session.update(Event::Chose("rescue".into()));
        session.update(Event::GoTo("boats".into()));
        session
    };
    let colour = Field::new("boat-colour", Some(0));
    let mut session = begin();
    enter(&mut session, "authority", "yes");
    session.update(Event::GoTo("boats".into()));
    assert_eq!(session.view().folded, [colour.clone(), field("reason")]);
    let unfolded = Effect::Unfolded(colour.clone());
    assert_eq!(session.update(Event::Unfolded), Some(unfolded));
    assert_eq!(session.view().folded, []);

    let mut session = begin();
    enter(&mut session, "authority", "yes");
    session.update(Event::GoTo("boats".into()));
    enter(&mut session, "reason", "She sank.");
    enter(&mut session, "reason", "");
    assert_eq!(
        session.view().folded,
        [colour],
        "what was answered does not vanish while it is edited"
    );
    session.update(Event::Cleared);
    session.update(Event::Chose("records".into()));
    assert_eq!(session.view().folded, [], "only that kind folds them");
}

#[test]
fn an_answer_that_no_longer_ends_the_form_says_what_it_was() {
    let mut session = Session::new(rulebook(), labels(), today());
    enter(&mut session, "authority", "no");
    assert_eq!(session.view().stopped_at, Some(field("authority")));
    assert_eq!(session.view().advice, []);
    enter(&mut session, "authority", "yes");
    let advice = session.view().advice;
    assert_eq!(advice.len(), 1, "{advice:?}");
    assert_eq!(advice[0].field, field("authority"));
    enter(&mut session, "authority", "no");
    assert_eq!(session.view().advice, []);
}

#[test]
fn the_choice_of_the_kind_can_be_gone_back_to_from_the_first_screen() {
    let mut session = rescue();
    assert_eq!(
        session.update(Event::Back),
        Some(Effect::Entered("kind".into()))
    );
    assert_eq!(
        screens(&session.view()),
        ["kind", "boats", "who+order", "review"]
    );
    assert_eq!(
        session.update(Event::Next),
        Some(Effect::Entered("boats".into()))
    );
    assert_eq!(screens(&session.view()), ["boats", "who+order", "review"]);
}

#[test]
fn a_kind_taken_up_from_a_step_in_the_middle_of_a_screen_shows_that_screen() {
    let mut session = Session::new(combined(), labels(), today());
    session.update(Event::Started("records".into()));
    assert_eq!(session.at().as_str(), "who");
    enter(&mut session, "authority", "yes");
    session.update(Event::GoTo("order".into()));
    let taken = session.update(Event::AcceptedKind("rescue".into()));
    assert_eq!(taken, Some(Effect::Entered("who".into())));
}

#[test]
fn an_alternative_is_not_missing_while_another_question_is_still_to_come() {
    let either = [(
        "ask = [\"mail\"]\ncheck = \"valid mail and mail of mail is not free\"\ninvalid = true",
        "ask = [\"reason\", \"mail\"]\nneed = \"any\"",
    )];
    let mut session = Session::new(revised(&either), labels(), today());
    session.update(Event::Started("records".into()));
    enter(&mut session, "authority", "yes");
    session.update(Event::GoTo("boats".into()));
    name_boat(&mut session, 0, "Ann");
    assert!(session.view().gaps_of(&"boats".into()).is_empty());
    assert_eq!(
        session.update(Event::Next),
        Some(Effect::Entered("order".into()))
    );
    let view = session.view();
    let questions: Vec<&str> = view
        .gaps_of(&"order".into())
        .iter()
        .map(|gap| gap.field.question.as_str())
        .collect();
    assert_eq!(questions, ["has-order", "mail"]);
    enter(&mut session, "reason", "A boat is lost.");
    let view = session.view();
    let gaps = view.gaps_of(&"order".into());
    let by_rule: Vec<bool> = gaps.iter().map(|gap| gap.rule.is_some()).collect();
    assert_eq!(
        by_rule,
        [true, false],
        "nothing requires the gap in the letter"
    );
}

#[test]
fn a_step_with_something_recommended_open_is_not_complete() {
    let mut session = rescue();
    name_boat(&mut session, 0, "Ann");
    session.update(Event::Next);
    let state = |session: &Session| session.view().steps[0].state;
    assert_eq!(state(&session), StepState::Open);
    session.update(Event::LeftOut("reason-given".into(), true));
    assert_eq!(state(&session), StepState::Complete);
    session.update(Event::LeftOut("reason-given".into(), false));
    enter(&mut session, "reason", "A boat is lost.");
    assert_eq!(state(&session), StepState::Complete);
}

#[test]
fn an_entry_without_an_answer_leaves_nothing_to_put_back() {
    let mut session = rescue();
    session.update(Event::Added("boat".into()));
    session.update(Event::Removed("boat".into(), 1));
    assert_eq!(session.view().put_back, []);
    assert_eq!(session.update(Event::RestoredEntry("boat".into())), None);
}

#[test]
fn a_notice_names_the_answers_that_it_is_shown_because_of() {
    let mut session = Session::new(
        revised(&[(
            "when = \"reason mentions weather\"",
            "when = \"authority is yes and host is not given and (reason, boat-colour mentions weather)\"",
        )]),
        labels(),
        today(),
    );
    session.update(Event::Started("rescue".into()));
    enter(&mut session, "authority", "yes");
    session.update(Event::Added("boat".into()));
    let colour = Field::new("boat-colour", Some(1));
    session.update(Event::Entered(
        colour.clone(),
        Answer::Text("weathered".into()),
    ));
    let shown = |session: &Session| session.view().review.notices[0].clone();
    assert_eq!(shown(&session).fields, std::slice::from_ref(&colour));
    enter(&mut session, "reason", "The weather was bad.");
    assert_eq!(shown(&session).fields, [colour, field("reason")]);
    assert!(!shown(&session).set_aside);
    session.update(Event::Ticked("no-weather".into(), true));
    assert!(shown(&session).set_aside);
}

proptest! {
    #[test]
    fn putting_back_what_was_taken_away_changes_nothing(
        names in proptest::collection::vec("[a-z]{1,4}", 2..6), gone in 0_usize..6,
    ) {
        let gone = gone % names.len();
        let mut session = Session::new(rulebook(), labels(), today());
        for (entry, name) in names.iter().enumerate() {
            name_boat(&mut session, entry, name);
        }
        let before = session.answers().clone();
        session.update(Event::Removed("boat".into(), gone));
        prop_assert_ne!(session.answers(), &before);
        prop_assert_eq!(session.view().put_back, [("boat".into(), gone)]);
        session.update(Event::RestoredEntry("boat".into()));
        prop_assert_eq!(session.answers(), &before);
    }

    #[test]
    fn combining_steps_loses_no_question(parts in proptest::collection::vec(0_usize..5, 3)) {
        // Each of the three steps of an emergency goes to one of a few screens, or to none.
        let steps = ["who", "boats", "order"];
        let screens: Vec<Vec<&str>> = (0..4)
            .map(|screen| {
                let here = parts.iter().zip(steps).filter(|(part, _)| **part == screen);
                here.map(|(_, step)| step).collect()
            })
            .filter(|screen: &Vec<&str>| !screen.is_empty())
            .collect();
        let kind = format!("id = \"rescue\"\nscreens = {screens:?}\n");
        let book = revised(&[("id = \"rescue\"\n", &kind)]);
        let mut session = Session::new(book, labels(), today());
        session.update(Event::Started("rescue".into()));
        let view = session.view();
        let shown: Vec<&str> = view
            .steps
            .iter()
            .flat_map(|screen| screen.together.iter().map(request_builder::rules::StepId::as_str))
            .collect();
        for asked in &view.asked {
            let step = &session.book().rules.question(&asked.question).expect("a question").step;
            prop_assert_eq!(shown.iter().filter(|shown| **shown == step.as_str()).count(), 1);
        }
        // Continue leads through every screen to the last.
        let mut been = vec![session.at().clone()];
        for _ in 0..20 {
            if let Some(Effect::Entered(step)) = session.update(Event::Next) {
                been.push(step);
            }
        }
        let all: Vec<_> = session.view().steps.into_iter().map(|screen| screen.id).collect();
        let been: Vec<_> = been.into_iter().filter(|step| step.as_str() != "kind").collect();
        let all: Vec<_> = all.into_iter().filter(|step| step.as_str() != "kind").collect();
        for step in &been {
            prop_assert!(all.contains(step));
        }
        prop_assert_eq!(been.last().map(request_builder::rules::StepId::as_str), Some("review"));
    }
}
