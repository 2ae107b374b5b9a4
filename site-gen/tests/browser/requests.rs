//! Each kind of request, from an empty form to a complete letter; then each must is removed
//! in turn, and has to be reported with its own clause: of every kind in Chromium, of one in Firefox.

use crate::browser::Engine;
use crate::officer::Officer;
use crate::site::complete;
use request_builder::answers::{Answer, Answers, Date, Field};
use request_builder::labels::Labels;
use request_builder::review::{Evaluation, State, review};
use request_builder::rulebook::Rulebook;
use request_builder::rules::{Level, Question, QuestionType, Requirement};

async fn from_empty_form_to_letter(engine: Engine, kind: &str) {
    let mut officer = Officer::at_the_form(engine).await;
    let requests = officer.browser.requests_of_loading().await;
    // The server stops, so the page must already have everything it needs.
    officer.served.stop();

    let answers = complete(kind).answers;
    officer.browser.run(COUNTS_PRESSES).await;
    officer.go_through(&answers).await;
    saved_in_few_presses(&officer, kind).await;
    assert_eq!(
        officer.listed("must").await,
        [] as [String; 0],
        "nothing that is required is missing"
    );
    let letter = officer.letter().await;
    assert!(!letter.contains("DRAFT"), "{letter}");
    assert!(
        letter.contains("2020-01-31"),
        "the letter carries the version: {letter}"
    );

    // What is missing is worked out by the program, which is the same in both engines.
    let takes_away = engine == Engine::Chromium || kind == "account";
    let mut checked = 0;
    for rule in officer
        .book
        .rules
        .requirements
        .iter()
        .filter(|rule| takes_away && rule.level == Level::Must)
    {
        if state(&officer.book, &answers, rule) == State::NotApplicable {
            continue;
        }
        take_away_and_bring_back(&officer, &answers, rule).await;
        checked += 1;
    }
    let musts_expected = takes_away && matches!(kind, "account" | "contents" | "emergency");
    assert_eq!(checked > 0, musts_expected, "{checked} musts were checked");
    assert_eq!(
        officer.browser.requests().await,
        requests,
        "no request was made after load"
    );
    officer.end().await;
}

/// Counts what is pressed. A press into a text field is no press: the Tab key leads there.
pub(crate) const COUNTS_PRESSES: &str = "window.presses = 0;
    addEventListener('pointerdown', ({ target }) => {
        if (!target.matches('textarea, [type=text], [type=email], [type=tel], [type=url]')) presses += 1;
    }, true)";

/// Saves the letter of a form that was filled in from its first step, and counts the presses from
/// `/`. An emergency needs fewer still, since its own link answers the first two questions.
async fn saved_in_few_presses(officer: &Officer, kind: &str) {
    officer.press("[data-export='docx']").await;
    let presses = officer.browser.run("return presses").await;
    // And the link at `/` that points to the form.
    let presses = presses.as_u64().expect("a number") + 1;
    println!("{kind}: {presses} presses from / to a saved letter");
    assert!(presses <= 30, "{presses} presses");
}

async fn take_away_and_bring_back(officer: &Officer, answers: &Answers, rule: &Requirement) {
    let clause = format!("[data-finding='{}'] .caption q", rule.id);
    let quote = officer
        .browser
        .run(&format!(
            "return document.querySelector(\"{clause}\").textContent"
        ))
        .await;
    assert_eq!(
        quote.as_str(),
        officer
            .book
            .rules
            .clause(&rule.clause)
            .map(|clause| clause.quote.as_str()),
        "{} shows its own clause",
        rule.id
    );
    if rule.paper {
        officer.go_to("review").await;
        officer.tick(&rule.id, false).await;
        let task = officer.one(&format!("[data-task='{}']", rule.id)).await;
        assert!(
            task.is_displayed().await.expect("it is on the page"),
            "{} is on the checklist",
            rule.id
        );
        assert!(
            !officer.listed("met").await.contains(&rule.id.to_string()),
            "{} is not met",
            rule.id
        );
        officer.tick(&rule.id, true).await;
        assert!(
            officer.listed("met").await.contains(&rule.id.to_string()),
            "{} is met again",
            rule.id
        );
        return;
    }
    let changes = changes_that_open(&officer.book, answers, rule);
    assert!(!changes.is_empty(), "{} can be taken away", rule.id);
    for (field, answer) in &changes {
        enter(officer, field, answer).await;
    }
    assert!(
        officer.listed("must").await.contains(&rule.id.to_string()),
        "{} is reported when it is missing",
        rule.id
    );
    let unfold = "document.querySelector('.findings > details').open = true";
    officer.browser.run(unfold).await;
    let message = officer
        .one(&format!("[data-finding='{}'] [data-message]", rule.id))
        .await;
    assert!(!message.text().await.expect("text").is_empty());
    for (field, _) in changes.iter().rev() {
        let question = officer
            .book
            .rules
            .question(&field.question)
            .expect("it is in the rules");
        if let Some(answer) = answers.at(question.group.as_ref(), field) {
            enter(officer, field, answer).await;
        }
    }
    assert_eq!(
        officer.listed("must").await,
        [] as [String; 0],
        "{} is met again",
        rule.id
    );
}

async fn enter(officer: &Officer, field: &Field, answer: &Answer) {
    let question = officer
        .book
        .rules
        .question(&field.question)
        .expect("it is in the rules");
    let step = question.step.as_str();
    if !officer
        .steps_shown()
        .await
        .iter()
        .any(|shown| shown == step)
    {
        officer.go_to(step).await;
    }
    officer.enter(field, answer).await;
}

/// Changes to complete answers that leave a requirement open: its answers emptied one after the
/// other, or another option chosen, since a choice cannot be emptied.
fn changes_that_open(
    book: &Rulebook,
    answers: &Answers,
    rule: &Requirement,
) -> Vec<(Field, Answer)> {
    let mut changed = answers.clone();
    let mut changes = Vec::new();
    for id in &rule.ask {
        let question = book.rules.question(id).expect("it is in the rules");
        let entry = question.group.as_ref().map(|_| 0);
        let field = Field::new(id.clone(), entry);
        if answers
            .at(question.group.as_ref(), &field)
            .is_none_or(Answer::is_blank)
        {
            continue;
        }
        for answer in instead(question) {
            let mut tried = changed.clone();
            tried.set(question.group.as_ref(), field.clone(), answer.clone());
            let open = is_open(book, &tried, rule);
            let emptied = !matches!(question.answer, QuestionType::Choice);
            if open || emptied {
                changed = tried;
                changes.push((field.clone(), answer));
            }
            if open {
                return changes;
            }
        }
    }
    Vec::new()
}

fn instead(question: &Question) -> Vec<Answer> {
    match question.answer {
        QuestionType::Tick => vec![Answer::Tick(false)],
        QuestionType::Choices => vec![Answer::Several(Vec::new())],
        QuestionType::Choice => question
            .options
            .iter()
            .map(|option| Answer::Text(option.to_string()))
            .collect(),
        _ => vec![Answer::Text(String::new())],
    }
}

fn is_open(book: &Rulebook, answers: &Answers, rule: &Requirement) -> bool {
    matches!(state(book, answers, rule), State::Missing | State::Invalid)
}

fn state(book: &Rulebook, answers: &Answers, rule: &Requirement) -> State {
    let today = Date::parse("2026-01-15").expect("a day");
    let found = review(&Evaluation::new(book, answers, today), &Labels::default()).findings;
    found
        .into_iter()
        .find(|finding| finding.rule == rule.id)
        .expect("one for each")
        .state
}

macro_rules! kinds {
    ($($name:ident: $kind:literal),+ $(,)?) => {
        $(async fn $name(engine: Engine) {
            from_empty_form_to_letter(engine, $kind).await;
        })+
        in_both_engines! { $($name),+ }
    };
}

kinds! {
    a_preservation_request_goes_from_an_empty_form_to_a_letter: "preservation",
    an_extension_goes_from_an_empty_form_to_a_letter: "extension",
    a_request_for_account_information_goes_from_an_empty_form_to_a_letter: "account",
    a_request_for_contents_goes_from_an_empty_form_to_a_letter: "contents",
    an_emergency_request_goes_from_an_empty_form_to_a_letter: "emergency",
}
