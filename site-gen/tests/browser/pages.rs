//! The pages as a browser sees them.

use crate::browser::{Browser, Circumstance, Engine};
use crate::officer::Officer;
use crate::site::{Manner, PAGES, Served};
use request_builder::answers::{Answer, Field};

in_both_engines! {
    a_finding_leads_to_its_question_and_back_leads_back,
    a_closed_gate_offers_another_kind_and_leads_on,
    optional_questions_of_an_emergency_are_shown_on_request,
    on_a_phone_the_letter_is_behind_its_link,
    a_warning_is_set_aside_on_the_last_page,
    a_removed_entry_is_named_and_comes_back_where_it_was,
    an_entry_taken_away_takes_its_error_with_it,
    the_same_message_about_another_field_leads_to_that_field,
    no_page_breaks_its_policy_its_left_edge_or_logs_an_error,
}

async fn a_finding_leads_to_its_question_and_back_leads_back(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.go_to("kind").await;
    officer.press("#kind-contents").await;
    officer
        .press("[data-finding='official-address'] [data-fix]")
        .await;
    officer.is_at("you").await;
    officer.browser.at_rest().await;
    let focused = officer
        .browser
        .run("return document.activeElement.id")
        .await;
    assert_eq!(focused.as_str(), Some("q_official-email"));
    officer
        .browser
        .page
        .back()
        .await
        .expect("there is a way back");
    officer.is_at("kind").await;
    let kind = officer
        .browser
        .run("return document.querySelector('#kind-contents').checked")
        .await;
    assert_eq!(kind.as_bool(), Some(true), "nothing is lost on the way");
    officer.end().await;
}

async fn a_closed_gate_offers_another_kind_and_leads_on(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.go_to("kind").await;
    officer.press("#kind-emergency").await;
    officer.go_to("emergency").await;
    assert!(
        officer
            .shows("[data-question='danger'] .caption:not([hidden])")
            .await,
        "why it is asked can be read at once"
    );
    let danger = Field::new("danger", None);
    officer.enter(&danger, &Answer::Text("no".into())).await;
    assert!(officer.all(".notice-stop:not([hidden])").await.len() == 1);
    officer
        .press("[data-gate]:not([hidden]) [data-suggest='account']")
        .await;
    assert_ne!(
        officer.step().await,
        "emergency",
        "the step that an account request has not is left"
    );
    let chosen = "document.querySelector('#kind-account').checked";
    assert_eq!(officer.text(chosen).await, "true");
    officer.go_to("accounts").await;
    officer.press("[data-kind-before=emergency] button").await;
    let chosen = "document.querySelector('#kind-emergency').checked";
    assert_eq!(officer.text(chosen).await, "true", "back in one press");
    assert!(officer.shows("[data-kind-before=account] button").await);
    officer.end().await;
}

async fn optional_questions_of_an_emergency_are_shown_on_request(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.press(".emergency [data-start='emergency']").await;
    assert!(!officer.shows("[data-unfold]").await, "nothing is folded");
    officer.go_to("items").await;
    // An account whose username is unknown is described.
    let other = "[data-question='account-other']";
    assert!(!officer.shows(other).await);
    officer.press("#q_account-1-username-unknown").await;
    assert!(officer.shows(other).await);
    officer.press("#q_account-1-username-unknown").await;
    let folded = ["account-other", "period-from", "period-to", "message-links"];
    for question in folded {
        let place = format!("[data-question='{question}']");
        assert!(!officer.shows(&place).await, "{question} is folded");
    }
    officer.press("[data-unfold]").await;
    for question in folded {
        let place = format!("[data-question='{question}']");
        assert!(officer.shows(&place).await, "{question} is shown");
    }
    let focused = "document.activeElement.closest('[data-question]').dataset.question";
    assert_eq!(officer.text(focused).await, "account-other");
    assert!(!officer.shows("[data-unfold]").await);
    officer.go_to("you").await;
    let notice = "[data-step='secrecy']";
    assert!(
        !officer.shows(notice).await,
        "no heading without a question"
    );
    officer.press("[data-unfold]").await;
    assert!(officer.shows(notice).await);
    let above =
        "[...document.querySelectorAll('[data-step]:not([hidden])')].map(it => it.dataset.step)";
    assert_eq!(officer.text(above).await, "you,secrecy");
    officer.end().await;
}

async fn on_a_phone_the_letter_is_behind_its_link(engine: Engine) {
    let browser = Browser::start_where(engine, &[Circumstance::Narrow]).await;
    let officer = Officer::with(browser, Served::start()).await;
    assert!(!officer.shows(".todo").await, "there is no letter yet");
    officer.press(".emergency [data-start='emergency']").await;
    assert!(!officer.shows("[data-letter]").await);
    officer.press(".todo-letter").await;
    assert!(officer.shows("[data-letter]").await);
    officer.press("[data-letter] a.letter-gap").await;
    assert!(!officer.shows("[data-letter]").await);
    let focused = "document.activeElement.closest('[data-question]').dataset.question";
    assert_eq!(officer.text(focused).await, "officer-name");
    officer.press(".todo-letter").await;
    officer.press(".letter-back a").await;
    assert!(!officer.shows("[data-letter]").await);
    officer.end().await;
}

async fn a_warning_is_set_aside_on_the_last_page(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.press(".emergency [data-start='emergency']").await;
    officer.go_to("items").await;
    let details = Field::new("details", Some(0));
    let messages = Answer::Text("Her messages of today.".to_owned());
    officer.enter(&details, &messages).await;
    let warning = "[data-notice='contents-in-an-emergency']";
    assert!(officer.shows(warning).await);
    let tick = format!("{warning} [data-tick]");
    assert!(!officer.shows(&tick).await, "not while it can be settled");
    officer.go_to("review").await;
    let caption = format!("[data-warnings] {warning} .caption");
    assert!(officer.shows(&caption).await);
    officer.press(&tick).await;
    assert!(!officer.shows(&caption).await);
    assert!(officer.shows(&format!("{warning} .notice-text")).await);
    officer.press(&tick).await;
    assert!(officer.shows(&caption).await);
    officer.end().await;
}

async fn an_entry_taken_away_takes_its_error_with_it(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.go_to("kind").await;
    officer.press("#kind-account").await;
    officer.go_to("accounts").await;
    officer.press("[data-add='account']").await;
    let username = |entry| Field::new("username", Some(entry));
    officer
        .enter(&username(1), &Answer::Text("two words".into()))
        .await;
    officer
        .press("[data-group='account'] [data-entry]:first-child [data-remove]")
        .await;
    officer
        .enter(&username(0), &Answer::Text("one-word".into()))
        .await;
    let said = officer
        .all("[data-question='username'] [data-problem]:not([hidden])")
        .await;
    assert!(said.is_empty(), "the error went with what caused it");
    assert!(officer.letter().await.contains("@one-word"));
    officer.end().await;
}

async fn a_removed_entry_is_named_and_comes_back_where_it_was(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.go_to("kind").await;
    officer.press("#kind-account").await;
    officer.go_to("accounts").await;
    let username = |entry| Field::new("username", Some(entry));
    for (entry, name) in ["ann", "ben", "cara"].into_iter().enumerate() {
        if entry > 0 {
            officer.press("[data-add='account']").await;
        }
        officer
            .enter(&username(entry), &Answer::Text(name.into()))
            .await;
    }
    let focus = "String(document.activeElement.dataset.putBack || document.activeElement.value)";
    let second = "[data-group='account'] [data-entry]:nth-child(2) [data-remove]";
    officer.press(second).await;
    let said = officer.one("[data-undo='account']").await;
    let said = said.text().await.expect("a text");
    assert!(said.starts_with("Removed: Account 2."), "{said}");
    assert_eq!(officer.text(focus).await, "account", "undo is next");
    let place = "[data-entry] + [data-undo='account']:not(:last-child)";
    assert!(officer.shows(place).await, "where the account was");
    officer.press("[data-put-back='account']").await;
    assert!(!officer.shows("[data-undo='account']").await);
    assert_eq!(officer.text(focus).await, "ben", "it is back in its place");
    officer.end().await;
}

async fn the_same_message_about_another_field_leads_to_that_field(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.go_to("kind").await;
    officer.press("#kind-account").await;
    officer.go_to("accounts").await;
    officer.press("[data-add='account']").await;
    officer.next().await;
    let first = officer.one("[data-summary] a").await;
    let address = first.attr("href").await.expect("a link");
    assert_eq!(address.as_deref(), Some("#q_account-1-username"));
    let field = Field::new("username", Some(0));
    officer.enter(&field, &Answer::Text("maria".into())).await;
    let now = officer.one("[data-summary] a").await;
    let address = now.attr("href").await.expect("a link");
    assert_eq!(address.as_deref(), Some("#q_account-2-username"));
    officer.end().await;
}

async fn no_page_breaks_its_policy_its_left_edge_or_logs_an_error(engine: Engine) {
    let browser = Browser::start(engine).await;
    let served = Served::in_a_manner(Manner {
        witness: true,
        ..Manner::default()
    });
    for path in PAGES.into_iter().chain(["request/", "request/check/"]) {
        browser
            .page
            .goto(format!("{}{path}", served.address))
            .await
            .expect("the page opens");
        browser.at_rest().await;
        assert_eq!(browser.complaints().await, [] as [String; 0], "/{path}");
        let wide = browser
            .run("return document.scrollingElement.scrollWidth > innerWidth")
            .await;
        assert_eq!(wide.as_bool(), Some(false), "/{path} scrolls sideways");
        assert_eq!(browser.indent_of_heading().await, Some(0), "/{path}");
    }
    browser.end().await;
}
