//! Moving through the form as officers do: what they paste, where it ends, back and
//! forth from the last page, by addresses and by the browser's own buttons.

use crate::browser::{Browser, Engine, eventually, until};
use crate::drafts::{draft_of, field, words};
use crate::officer::Officer;
use crate::site::{Served, complete};
use request_builder::answers::{Answer, Field};
use thirtyfour::prelude::*;

in_both_engines! {
    pasting_the_address_of_someone_elses_server_ends_there_with_what_to_do_and_a_note,
    change_on_the_last_page_comes_back_to_it,
    the_list_on_the_last_page_leads_to_a_field_and_back,
    an_end_before_its_beginning_is_said_at_its_field,
    a_message_on_leaving_a_field_loses_no_press_of_a_button,
    a_quotation_that_loses_the_focus_does_not_move_continue,
    a_step_has_an_address_and_no_answer_is_in_it,
    the_back_button_goes_through_the_steps_and_loses_nothing,
    an_emergency_that_was_started_in_a_request_can_be_left_again,
    a_closed_gate_is_below_its_question_and_no_other_is_asked,
    good_practice_is_said_at_the_answer_that_does_not_follow_it,
    a_press_on_an_option_counts_after_a_link_to_a_message,
    a_field_filled_in_without_typing_is_read,
    a_pasted_list_of_lines_becomes_accounts,
    a_warning_on_the_last_page_leads_to_its_answer,
}

async fn pasting_the_address_of_someone_elses_server_ends_there_with_what_to_do_and_a_note(
    engine: Engine,
) {
    let officer = Officer::at_the_form(engine).await;
    officer.go_to_with_some_kind("server").await;
    let link = "https://chat.example.org/channel/market?msg=hKp3ZqW7nYtR2xLdS";
    officer.pastes_into("#q_server-url", link).await;
    let shown = officer.shown_notices().await;
    let means = ["address-of-others", "anyone-can-run-a-server"];
    assert_eq!(shown, means, "what the address means");
    officer.press("#q_operator_someone-else").await;
    let shown = officer.shown_notices().await;
    assert_eq!(shown, ["no-access-to-other-servers"], "and that it ends");
    let for_the_operator = ["kind", "server", "accounts", "you"];
    assert_eq!(officer.open_steps().await, for_the_operator);
    assert!(
        !officer.shows("[data-side]").await,
        "no letter, no findings"
    );
    assert!(!officer.shows("[data-draft-do=save]").await, "no draft");
    let stop = "[data-question=operator] [data-notice=no-access-to-other-servers]";
    assert!(officer.shows(stop).await, "below the answer that ends it");

    let notice = "[data-notice='no-access-to-other-servers']";
    let next = officer.all(&format!("{notice} .notice-next li")).await;
    assert!(next.len() > 3, "what to do instead");
    assert!(officer.shows(&format!("{notice} .caption a")).await);
    let note = officer.one(&format!("{notice} [data-note$='.note']")).await;
    let note = note.text().await.expect("text");
    assert!(note.contains("Server: https://chat.example.org"), "{note}");
    assert!(note.contains("2020-01-31"), "{note}");
    assert!(
        !note.contains('{'),
        "nothing is left to be filled in: {note}"
    );

    officer
        .press(&format!("{notice} [data-copy-note$='.note']"))
        .await;
    let said = officer
        .one(&format!("{notice} [data-note-status$='.note']"))
        .await;
    until("it says that the note was copied", async || {
        let said = said.text().await;
        said.is_ok_and(|said| said == words("request-note-copied"))
    })
    .await;
    assert_eq!(officer.on_the_clipboard().await.trim(), note.trim());

    let letter = officer
        .one(&format!("{notice} [data-note$='.letter']"))
        .await;
    let letter = letter.text().await.expect("text");
    assert!(letter.contains("To the operator of the server https://chat.example.org"));
    assert!(!letter.contains('{'), "{letter}");

    assert!(
        officer.shows("[data-next]").await,
        "to what this letter needs"
    );
    officer.press("#q_operator_community").await;
    assert!(officer.open_steps().await.len() > 2, "the way opens again");
    officer.end().await;
}

async fn change_on_the_last_page_comes_back_to_it(engine: Engine) {
    let officer = Officer::with_a_draft(engine, "contents").await;
    let rows = officer.all("[data-rows] .row").await.len();
    assert!(rows > 15, "all answers on one page: {rows}");
    let unfold = "document.querySelector('[data-rows]').closest('details').open = true";
    officer.browser.run(unfold).await;
    let change = ".row-change a[href='#q_officer-name']";
    let (role, name) = {
        let link = officer.one(change).await;
        officer.browser.heard_as(&link).await
    };
    assert_eq!(role, "link");
    assert!(
        name.starts_with("Change") && name.len() > "Change: ".len(),
        "{name}"
    );
    officer.press(change).await;
    officer.is_at("you").await;
    assert_eq!(officer.focused().await, "q_officer-name");
    assert!(
        officer.shows("[data-return]").await,
        "the way on leads back"
    );
    let answer = Answer::Text("Ada Quist".into());
    officer.enter(&field("officer-name"), &answer).await;
    officer.next().await;
    officer.is_at("review").await;
    assert!(officer.letter().await.contains("Ada Quist"));
    let row = "[...document.querySelectorAll('[data-row-answer]')].some(it => it.textContent === 'Ada Quist')";
    assert_eq!(officer.text(row).await, "true");

    // Reached without it, Continue leads to the next step.
    officer.go_to("items").await;
    officer.next().await;
    officer.is_at("process").await;
    officer.end().await;
}

async fn the_list_on_the_last_page_leads_to_a_field_and_back(engine: Engine) {
    let officer = Officer::with_a_draft(engine, "contents").await;
    assert!(!officer.shows("[data-summary]").await, "nothing is missing");
    officer.go_to("you").await;
    let email = field("official-email");
    officer.enter(&email, &Answer::Text(String::new())).await;
    officer.go_to("review").await;
    let summary = officer.one("[data-summary]").await;
    let title = summary.text().await.expect("text");
    assert!(title.starts_with(&words("form-summary")), "{title}");
    let focus = "document.activeElement.hasAttribute('data-summary')";
    assert_eq!(officer.text(focus).await, "true", "it takes the focus");
    let links = officer.all("[data-summary] a").await;
    assert_eq!(links.len(), 1);
    let missing = links[0].text().await.expect("text");

    officer.press("[data-summary] a").await;
    officer.is_at("you").await;
    assert_eq!(officer.focused().await, "q_official-email");
    // Not by Continue, which would stop at the gap first.
    officer.next().await;
    let problem = officer.one("#q_official-email_problem").await;
    let problem = problem.text().await.expect("text");
    assert!(problem.contains(&missing), "the same words: {problem}");
    let answer = complete("contents").answers;
    let answer = answer.at(None, &email).expect("it was there");
    officer.enter(&email, answer).await;
    officer.next().await;
    officer.is_at("review").await;
    assert!(!officer.shows("[data-summary]").await, "nothing is missing");
    officer.end().await;
}

async fn an_end_before_its_beginning_is_said_at_its_field(engine: Engine) {
    let officer = Officer::with_a_draft(engine, "preservation").await;
    officer.go_to("items").await;
    let shown = officer.text("document.getElementById('q_records-to').value");
    assert_eq!(shown.await, "2026-01-05");
    let enter = async |question: &str, text: &str| {
        let answer = Answer::Text(text.into());
        officer.enter(&field(question), &answer).await;
        officer.leaves_the_field().await;
    };
    let problem = async || {
        let said = officer.one("#q_records-to_problem").await;
        said.text().await.expect("text")
    };
    let order = words("request-invalid-order");
    enter("records-from", "2026-01-05 14:30 -03:00").await;
    enter("records-to", "2026-01-05 17:00 UTC").await;
    assert!(problem().await.contains(&order), "by the half hour");
    let invalid = officer
        .one("#q_records-to")
        .await
        .attr("aria-invalid")
        .await;
    assert_eq!(invalid.expect("it answers").as_deref(), Some("true"));
    officer.go_to("review").await;
    let listed = officer.one("[data-summary] a").await;
    let listed = listed.text().await.expect("text");
    assert_eq!(listed, format!("Records up to: {order}"));
    officer.press("[data-summary] a").await;
    officer.is_at("items").await;
    assert_eq!(officer.focused().await, "q_records-to");
    enter("records-to", "2026-01-05 18:00 UTC").await;
    assert_eq!(problem().await, "");
    officer.next().await;
    officer.is_at("review").await;
    let letter = officer.letter().await;
    let begin = "5 January 2026, 14:30 (UTC\u{2212}03:00)";
    assert!(letter.contains(begin), "{letter}");
    officer.end().await;
}

async fn a_message_on_leaving_a_field_loses_no_press_of_a_button(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.press("#kind-emergency").await;
    officer.next().await;
    officer.is_at("emergency").await;
    officer.press("#q_danger_yes").await;
    let none = Answer::Text("n/a".into());
    assert!(officer.enter(&field("emergency-nature"), &none).await);
    let problem = "#q_emergency-nature_problem";
    assert!(!officer.shows(problem).await, "not yet");
    officer.next().await;
    assert!(officer.shows(problem).await, "once it is left");
    assert!(officer.shows("[data-summary]").await, "and it was pressed");
    assert!(officer.text("document.title").await.starts_with("Error:"));
    // The steps are in the order of this kind, not in that of the page.
    let steps = officer.open_steps().await;
    assert_eq!(steps, ["kind", "emergency", "server", "you", "review"]);
    officer.end().await;
}

async fn a_quotation_that_loses_the_focus_does_not_move_continue(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    if engine == Engine::Chromium {
        officer.browser.resize((360, 740)).await;
    } else {
        let page = &officer.browser.page;
        let narrow = page.set_window_rect(0, 0, 500, 740).await;
        narrow.expect("it can be this narrow");
    }
    officer.press("#kind-emergency").await;
    officer.next().await;
    officer.is_at("emergency").await;
    officer.press("#q_danger_yes").await;
    // The key comes from the element before the quotation.
    let go_to =
        "const shown = [...document.querySelectorAll('.step input, .step textarea, .step a')]
            .filter(element => element.checkVisibility());
        const quotations = shown.filter(element => element.closest('.caption'));
        shown[shown.indexOf(quotations[arguments[0]]) - 1]?.focus();
        return quotations.length";
    let shown = officer.browser.run_with(go_to, vec![0.into()]).await;
    let shown = shown.as_u64().expect("a number");
    assert!(shown > 1, "{shown} quotations");
    for at in 0..shown {
        officer.browser.run_with(go_to, vec![at.into()]).await;
        let page = &officer.browser.page;
        let before = page.active_element().await.expect("it has the focus");
        before.send_keys(Key::Tab).await.expect("keys reach it");
        let is_there = "return Boolean(document.activeElement.closest('.caption'))";
        assert_eq!(officer.browser.run(is_there).await, true, "quotation {at}");
        // What folds when it loses the focus would move the button away from the pointer.
        let moves = "const next = document.querySelector('[data-next]');
            const before = next.offsetTop;
            document.activeElement.blur();
            return next.offsetTop - before";
        assert_eq!(officer.browser.run(moves).await, 0, "quotation {at}");
    }
    officer.end().await;
}

async fn a_step_has_an_address_and_no_answer_is_in_it(engine: Engine) {
    let officer = Officer::with(Browser::start(engine).await, Served::start()).await;
    let form = format!("{}request/", officer.served.address);
    // An officer without any answer is led to the open step, and not past it.
    officer.open_afresh_at("#step-kind").await;
    officer.is_at("kind").await;
    officer.open_afresh_at("#step-review").await;
    officer.is_at("kind").await;
    officer.open_afresh_at("#step-nowhere").await;
    officer.is_at("kind").await;

    officer.choose(&draft_of("contents")).await;
    let steps = officer.open_steps().await;
    assert!(steps.len() > 6, "{steps:?}");
    for step in steps {
        officer.go_to(&step).await;
        let address = officer.text("location.href").await;
        assert_eq!(address, format!("{form}#step-{step}"));
    }
    let state = officer.text("JSON.stringify(history.state)").await;
    // It is the number of the kind of request.
    assert_eq!(state, "3", "nor is one in the browser's history");
    let title = officer.text("document.title").await;
    assert!(!title.contains("open.rocket.chat"), "{title}");
    officer.end().await;
}

async fn the_back_button_goes_through_the_steps_and_loses_nothing(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    let page = &officer.browser.page;
    officer.press("#kind-account").await;
    officer.next().await;
    officer.is_at("server").await;
    officer.press("#q_authority_yes").await;
    let server = Answer::Text("https://open.rocket.chat".into());
    officer.enter(&field("server-url"), &server).await;
    officer.press("#q_operator_community").await;
    officer.next().await;
    officer.is_at("accounts").await;
    let username = Field::new("username", Some(0));
    officer
        .enter(&username, &Answer::Text("dock.foreman".into()))
        .await;
    for step in ["server", "kind"] {
        page.back().await.expect("there is a way back");
        officer.is_at(step).await;
    }
    assert_eq!(
        officer.value("q_server-url").await,
        "https://open.rocket.chat"
    );
    for step in ["server", "accounts"] {
        page.forward().await.expect("there is a way on");
        officer.is_at(step).await;
    }
    assert!(officer.letter().await.contains("@dock.foreman"));
    // The page's own button does the same, and the step says so to those who cannot see it.
    officer.press("[data-back]").await;
    officer.is_at("server").await;
    let focus = officer.focused().await;
    assert_eq!(focus, "step-server-title", "the heading takes the focus");
    officer.end().await;
}

async fn an_emergency_that_was_started_in_a_request_can_be_left_again(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.press("#kind-account").await;
    officer.next().await;
    officer.is_at("server").await;
    officer.press(".emergency [data-start]").await;
    officer.is_at("emergency").await;
    assert_eq!(officer.focused().await, "step-emergency-title");
    officer.press("[data-kind-before=account] button").await;
    officer.is_at("server").await;
    assert!(officer.shows("#q_authority_yes").await);

    // So it can by the browser's button, which shows the request as it was.
    officer.press(".emergency [data-start]").await;
    officer.is_at("emergency").await;
    let page = &officer.browser.page;
    page.back().await.expect("there is a way back");
    officer.is_at("server").await;
    assert!(officer.shows("#q_authority_yes").await);
    page.forward().await.expect("there is a way on");
    officer.is_at("emergency").await;
    // A link on the page keeps the kind.
    officer.go_to("you").await;
    let steps = officer.open_steps().await;
    assert_eq!(steps, ["kind", "emergency", "server", "you", "review"]);

    // The link that leads here from another page is left by one press of the browser's button.
    let home = officer.text("new URL('../', location.href).href").await;
    officer
        .browser
        .page
        .goto(&home)
        .await
        .expect("the page opens");
    officer.press(".emergency [data-start]").await;
    officer.soon("html[data-builder=ready]").await;
    officer.is_at("emergency").await;
    officer
        .browser
        .page
        .back()
        .await
        .expect("there is a way back");
    until("the page before is there", async || {
        officer.text("location.href").await == home
    })
    .await;
    officer.end().await;
}

async fn a_closed_gate_is_below_its_question_and_no_other_is_asked(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.press("#kind-account").await;
    officer.next().await;
    assert!(officer.shows("[data-question=server-url]").await);
    officer.press("#q_authority_no").await;
    let gate = "[data-question=authority] [data-gate=law-enforcement-only]";
    assert!(officer.shows(gate).await);
    let seen = "(() => {
        const { top, bottom } = document.querySelector('[data-gate]:not([hidden])')
            .getBoundingClientRect();
        return String(top >= 0 && bottom <= innerHeight);
    })()";
    assert_eq!(officer.text(seen).await, "true", "it is on the screen");
    assert!(!officer.shows("[data-question=server-url]").await);
    assert!(!officer.shows("[data-draft-do=save]").await, "no draft");
    officer.press("#q_authority_yes").await;
    assert!(!officer.shows(gate).await);
    assert!(officer.shows("[data-question=server-url]").await);
    assert!(officer.shows("[data-draft-do=save]").await);
    officer.end().await;
}

async fn good_practice_is_said_at_the_answer_that_does_not_follow_it(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.press("#kind-account").await;
    officer.go_to("accounts").await;
    officer.press("[data-add=account]").await;
    for entry in [0, 1] {
        let username = Field::new("username", Some(entry));
        let answer = Answer::Text("maria".into());
        officer.enter(&username, &answer).await;
        officer.leaves_the_field().await;
    }
    let said = "[...document.querySelectorAll('[data-question=username] [data-read-as]')]
        .map((place) => place.checkVisibility() && place.textContent.length > 20)";
    until("it is said at the second account", async || {
        officer.text(said).await == "false,true"
    })
    .await;
    officer.end().await;
}

async fn a_press_on_an_option_counts_after_a_link_to_a_message(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.press("#kind-account").await;
    officer.next().await;
    let link = "https://open.rocket.chat/direct/abc";
    let server = officer.one("#q_server-url").await;
    server.send_keys(link).await.expect("keys reach it");
    // A real press takes the focus from the field, which moves the link.
    let option = officer.one("#q_operator_community").await;
    option.click().await.expect("it can be pressed");
    until("the option is selected", async || {
        let answer = officer.value("q_server-url").await;
        answer == "https://open.rocket.chat"
            && option.is_selected().await.is_ok_and(|selected| selected)
    })
    .await;
    officer.end().await;
}

async fn a_field_filled_in_without_typing_is_read(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.press("#kind-account").await;
    let script = "const agency = document.querySelector('#q_agency');
        agency.value = 'Harbour Police';
        agency.dispatchEvent(new Event('change', { bubbles: true }))";
    officer.browser.run(script).await;
    until("the letter has it", async || {
        officer.letter().await.contains("Harbour Police")
    })
    .await;
    officer.end().await;
}

async fn a_pasted_list_of_lines_becomes_accounts(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.press("#kind-account").await;
    officer.go_to("accounts").await;
    let lines = ["1. ann", "2. ben", "3. cara"].join(&char::from(Key::Enter).to_string());
    officer.pastes_into("#q_account-1-username", &lines).await;
    until("each line is an account", async || {
        let names = "[...document.querySelectorAll('[data-question=username] input')]
            .map((input) => input.value)";
        officer.text(names).await == "ann,ben,cara"
    })
    .await;
    officer.end().await;
}

impl Officer {
    /// An officer who has opened a complete request from a file.
    pub(crate) async fn with_a_draft(engine: Engine, kind: &str) -> Self {
        let officer = Self::at_the_form(engine).await;
        officer.choose(&draft_of(kind)).await;
        officer.is_at("review").await;
        officer
    }

    /// Opens a new form at a place in it.
    async fn open_afresh_at(&self, place: &str) {
        let page = &self.browser.page;
        page.goto("about:blank").await.expect("it opens");
        let address = format!("{}request/{place}", self.served.address);
        self.open(&address).await;
    }

    /// Waits until a step is shown.
    pub(crate) async fn is_at(&self, step: &str) {
        let is_shown = async || {
            let shown = self.steps_shown().await;
            shown.iter().any(|shown| shown == step)
        };
        if !eventually(is_shown).await {
            let shown = self.steps_shown().await;
            let address = self.text("location.href").await;
            panic!("the step {step} is not shown at {address}, but {shown:?}");
        }
    }

    /// The name of what has the focus.
    async fn focused(&self) -> String {
        self.text("document.activeElement.id").await
    }

    /// The notices on the page.
    async fn shown_notices(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('[data-notice]')]
            .filter((notice) => notice.checkVisibility())
            .map((notice) => notice.dataset.notice)";
        self.browser.texts(script).await
    }

    /// Pastes a text that was copied elsewhere.
    async fn pastes_into(&self, selector: &str, text: &str) {
        self.puts_a_field_beside_the_form().await;
        self.browser.type_keys(text).await;
        self.browser.press_with(Key::Control, 'a').await;
        self.browser.press_with(Key::Control, 'x').await;
        self.browser.run("document.activeElement.remove()").await;
        self.press(selector).await;
        self.browser.press_with(Key::Control, 'v').await;
        // As if the officer continued from there.
        self.leaves_the_field().await;
    }

    /// What would be pasted elsewhere.
    async fn on_the_clipboard(&self) -> String {
        self.puts_a_field_beside_the_form().await;
        self.browser.press_with(Key::Control, 'v').await;
        let text = self.text("document.activeElement.value").await;
        self.browser.run("document.activeElement.remove()").await;
        text
    }

    async fn puts_a_field_beside_the_form(&self) {
        let script = "const place = document.createElement('textarea');
            document.body.append(place);
            place.focus()";
        self.browser.run(script).await;
    }
}

async fn a_warning_on_the_last_page_leads_to_its_answer(engine: Engine) {
    let officer = Officer::with_a_draft(engine, "account").await;
    officer.go_to("items").await;
    let ips = Answer::Text("his name and his IP addresses".into());
    officer.enter(&field_of("details"), &ips).await;
    officer.go_to("review").await;
    let link = "[data-warnings] [data-notice=no-ip-logs] [data-fix]";
    let label = officer.one(link).await.text().await.expect("text");
    assert!(label.contains("Item 1"), "{label}");
    officer.press(link).await;
    officer.is_at("items").await;
    let focused = "return document.activeElement.closest('[data-question]').dataset.question";
    until("the answer has the focus", async || {
        officer.browser.run(focused).await == "details"
    })
    .await;
    let here = "[data-question=details] [data-notice=no-ip-logs] [data-fix]:not([hidden])";
    assert!(!officer.shows(here).await, "it is beside its answer");
    officer.end().await;
}

/// The first place of a question about an item.
fn field_of(question: &str) -> Field {
    Field::new(question, Some(0))
}
