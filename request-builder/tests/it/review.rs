//! What a review finds.

use crate::harbour::{address, answers, labels, reviewed};
use request_builder::answers::{Answers, Field};
use request_builder::review::{Evaluation, Finding, GateState, State, review};
use request_builder::rules::{KindId, Notice};

fn finding(answers: &Answers, rule: &str) -> Finding {
    let review = reviewed(answers);
    review
        .findings
        .into_iter()
        .find(|finding| finding.rule == rule.into())
        .expect("one for every requirement")
}

fn state(answers: &Answers, rule: &str) -> State {
    finding(answers, rule).state
}

#[test]
fn every_entry_of_a_group_has_to_meet_a_requirement() {
    let one = answers("records", &[("boat.0.boat-name", "Ann")]);
    assert_eq!(state(&one, "boat-named"), State::Met);
    let two = answers(
        "records",
        &[("boat.0.boat-name", "Ann"), ("boat.1.boat-name", " ")],
    );
    let finding = finding(&two, "boat-named");
    assert_eq!(finding.state, State::Missing);
    assert_eq!(finding.fields, [Field::new("boat-name", Some(1))]);
    assert_eq!(finding.clause, address("name-boats"));
    assert_eq!(finding.message, "Name every boat.");
}

#[test]
fn an_answer_of_invisible_characters_is_empty() {
    for unseen in [
        "\u{200b}",
        "\u{2060}\u{feff}",
        "\u{3164}",
        "\u{2800}",
        "\u{34f}",
        "\u{fe0f}",
        "\u{115f}",
        "\u{202e}\u{2066}",
    ] {
        let given = answers("records", &[("boat.0.boat-name", unseen)]);
        assert_eq!(state(&given, "boat-named"), State::Missing, "{unseen:?}");
    }
}

#[test]
fn an_answer_is_checked_without_its_invisible_characters() {
    let given = answers(
        "records",
        &[
            ("host", "https://port.harbour.example\u{200b}"),
            ("mail", "\u{2060}a@anyone.example\u{200b}"),
            ("boat.0.boat-name", "A\u{3164}nn\u{202e}"),
        ],
    );
    let (rules, page) = (crate::harbour::rulebook(), labels());
    let today = request_builder::answers::Date::EPOCH;
    let evaluation = Evaluation::new(&rules, &given, today);
    let problems = review(&evaluation, &page).problems;
    assert_eq!(problems, [], "each is valid as it goes into the letter");
    assert_eq!(state(&given, "boat-named"), State::Met);
}

#[test]
fn a_condition_is_evaluated_for_each_entry() {
    let lights = |given: &[(&str, &str)]| finding(&answers("rescue", given), "red-boats-lit");
    assert_eq!(
        lights(&[("boat.0.boat-colour", "blue")]).state,
        State::NotApplicable
    );
    let second = lights(&[
        ("boat.0.boat-colour", "blue"),
        ("boat.1.boat-colour", "red"),
    ]);
    assert_eq!(second.state, State::Missing);
    assert_eq!(second.fields, [Field::new("boat-lights", Some(1))]);
}

#[test]
fn a_group_without_an_entry_is_missing_its_first() {
    assert_eq!(
        state(&answers("records", &[]), "boat-named"),
        State::Missing
    );
}

#[test]
fn an_answer_to_a_question_that_is_not_asked_does_not_count_and_is_kept() {
    let mut given = answers(
        "records",
        &[("has-order", "yes"), ("order-date", "2024-05-05")],
    );
    assert_eq!(state(&given, "order-dated"), State::Met);
    given.given.insert(
        "has-order".into(),
        request_builder::answers::Answer::Text("no".into()),
    );
    // The date is not asked for any more; what is left to ask was answered.
    assert_eq!(state(&given, "order-dated"), State::Met);
    assert!(
        !crate::harbour::composed(&given)
            .blocks
            .iter()
            .any(|block| format!("{block:?}").contains("2024-05-05"))
    );
    given.given.insert(
        "has-order".into(),
        request_builder::answers::Answer::Text("yes".into()),
    );
    assert!(
        crate::harbour::composed(&given)
            .blocks
            .iter()
            .any(|block| format!("{block:?}").contains("2024-05-05"))
    );
}

#[test]
fn an_answer_that_fails_the_check_is_invalid() {
    let impossible = answers(
        "records",
        &[("has-order", "yes"), ("order-date", "2024-02-31")],
    );
    let found = finding(&impossible, "order-dated");
    assert_eq!(
        (found.state, found.message.as_str()),
        (State::Invalid, "not a day")
    );
    let free = answers("records", &[("mail", "me@anyone.example")]);
    let found = finding(&free, "mail-official");
    assert_eq!(
        (found.state, found.message.as_str()),
        (State::Invalid, "Give your harbour's e-mail.")
    );
    assert_eq!(
        state(
            &answers("records", &[("mail", "me@port.example")]),
            "mail-official"
        ),
        State::Met
    );
    assert_eq!(
        state(&answers("records", &[]), "mail-official"),
        State::Missing
    );
}

#[test]
fn a_should_can_be_left_out_on_purpose_and_a_must_cannot() {
    let mut given = answers("records", &[]);
    given.left_out = ["reason-given".into(), "boat-named".into()].into();
    assert_eq!(state(&given, "reason-given"), State::LeftOut);
    assert_eq!(state(&given, "boat-named"), State::Missing);
}

#[test]
fn a_may_is_never_missing() {
    assert_eq!(state(&answers("rescue", &[]), "colour"), State::LeftOut);
    assert_eq!(
        state(
            &answers("rescue", &[("boat.0.boat-colour", "red")]),
            "colour"
        ),
        State::Met
    );
    assert_eq!(
        state(&answers("records", &[]), "colour"),
        State::NotApplicable
    );
}

#[test]
fn a_task_on_paper_is_open_until_it_is_ticked_off() {
    let mut given = answers("records", &[]);
    assert_eq!(state(&given, "stamped"), State::ToDoOnPaper);
    assert!(!reviewed(&given).tasks[0].done);
    given.ticked.push("stamped".into());
    assert_eq!(state(&given, "stamped"), State::Met);
    assert!(reviewed(&given).tasks[0].done);
    assert!(reviewed(&answers("rescue", &[])).tasks.is_empty());
}

#[test]
fn a_gate_is_closed_only_by_an_answer() {
    let gate = |given: &[(&str, &str)]| reviewed(&answers("records", given)).gates[0].state;
    assert_eq!(gate(&[]), GateState::Unanswered);
    assert_eq!(gate(&[("authority", "yes")]), GateState::Open);
    assert_eq!(gate(&[("authority", "no")]), GateState::Closed);
}

#[test]
fn a_notice_is_shown_while_its_condition_holds() {
    let notices = |given: &[(&str, &str)]| -> Vec<String> {
        let review = reviewed(&answers("records", given));
        review
            .notices
            .iter()
            .map(|shown| shown.notice.to_string())
            .collect()
    };
    assert!(notices(&[("reason", "calm sea")]).is_empty());
    assert_eq!(notices(&[("reason", "send the WEATHERS")]), ["no-weather"]);
    assert_eq!(
        notices(&[("host", "https://elsewhere.example/x")]),
        ["not-our-harbour"]
    );
    assert!(notices(&[("host", "port.harbour.example")]).is_empty());
}

/// What is said of the answers that are not well formed.
fn problems(given: &[(&str, &str)]) -> Vec<(String, Option<usize>)> {
    let review = reviewed(&answers("records", given));
    let problems = review.problems.into_iter();
    problems
        .map(|problem| (problem.message, problem.field.entry))
        .collect()
}

#[test]
fn a_day_that_must_be_past_cannot_be_in_the_future() {
    let dated = |day: &str| problems(&[("has-order", "yes"), ("order-date", day)]);
    assert_eq!(dated("2024-06-01"), []);
    assert_eq!(dated("2024-06-02"), [("still to come".to_owned(), None)]);
    // The rule that asks for it does not count it as given.
    let order = answers(
        "records",
        &[("has-order", "yes"), ("order-date", "2024-06-02")],
    );
    assert_eq!(state(&order, "order-dated"), State::Invalid);
}

#[test]
fn an_end_before_its_beginning_is_reported_in_its_own_entry() {
    let said = problems(&[
        ("boat.0.sailed", "2024-05-02"),
        ("boat.0.landed", "2024-05-03"),
        ("boat.1.sailed", "2024-05-03 10:00 +02:00"),
        ("boat.1.landed", "2024-05-03 07:59 UTC"),
        ("boat.2.landed", "2024-05-01"),
    ]);
    assert_eq!(said, [("ends before it begins".to_owned(), Some(1))]);
}

#[test]
fn a_time_without_an_offset_is_refused() {
    let said = problems(&[("boat.0.sailed", "2024-05-03 10:00")]);
    assert_eq!(said, [("no offset".to_owned(), Some(0))]);
}

#[test]
fn the_chosen_kind_is_not_suggested_instead_of_itself() {
    let mut book = crate::harbour::rulebook();
    let both: Vec<KindId> = vec!["records".into(), "rescue".into()];
    book.rules.gates[0].suggest.clone_from(&both);
    let weather = |notice: &&mut Notice| notice.id.as_str() == "no-weather";
    let notice = book.rules.notices.iter_mut().find(weather);
    notice.expect("a notice").suggest = Some("records".into());
    let given = answers("records", &[("reason", "weather"), ("authority", "no")]);
    let found = review(
        &Evaluation::new(&book, &given, crate::harbour::today()),
        &labels(),
    );
    assert_eq!(found.gates[0].suggest, ["rescue".into()]);
    assert_eq!(found.notices[0].suggest, None);
}
