//! The form on a machine without scripts, the program, storage, the clipboard or the network; and
//! after leaving the page and coming back.

use crate::browser::{Browser, Circumstance, Engine, PLAIN_HOST};
use crate::drafts::draft_of;
use crate::officer::Officer;
use crate::site::{KINDS, Manner, Served, complete, dist};

/// The key of that name.
const ENTER: &str = "\u{e007}";

in_both_engines! {
    nothing_is_asked_for_after_load,
    without_scripts_every_requirement_and_the_blank_letters_are_there,
    without_scripts_the_emergency_is_first_and_the_page_is_short,
    where_a_policy_refuses_the_program_the_form_works_without_it,
    the_builder_works_where_nothing_can_be_stored,
    where_the_browser_refuses_to_copy_the_page_says_so,
    offline_a_letter_is_written_and_saved,
    going_away_and_coming_back_loses_nothing,
    the_status_is_announced_once_the_officer_stops_typing,
}

async fn nothing_is_asked_for_after_load(engine: Engine) {
    let browser = Browser::start(engine).await;
    let served = Served::in_a_manner(Manner {
        witness: true,
        ..Manner::default()
    });
    let officer = Officer::with(browser, served).await;
    officer.browser.requests_of_loading().await;
    let asked = officer.served.asked();
    assert!(asked.len() > 2, "the front counts: {asked:?}");
    // The system's own dialogue would stay open forever.
    officer
        .browser
        .run("window.print = () => { window.printed = true; }")
        .await;
    officer.go_through(&complete("contents").answers).await;
    officer.takes_everything_along().await;
    // A preservation request has a reminder date, and was opened from a file.
    officer.choose(&draft_of("preservation")).await;
    officer.is_at("review").await;
    officer.takes_everything_along().await;
    let printed = officer.browser.run("return window.printed").await;
    assert_eq!(printed.as_bool(), Some(true));
    for extension in ["docx", "txt", "md", "eml", "ics", "json"] {
        officer.browser.saved(extension).await;
    }
    // The officer looks at every clause before the browser is closed.
    officer
        .browser
        .run("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        .await;
    officer.browser.after_timers().await;
    assert_eq!(officer.served.asked(), asked, "no request after load");
    assert_eq!(officer.browser.complaints().await, [] as [String; 0]);
    officer.end().await;
}

impl Officer {
    /// Presses every button with which something is copied, printed or saved.
    async fn takes_everything_along(&self) {
        let mut taken = 0;
        for button in self.all("[data-export], [data-draft-do=save]").await {
            if button.is_displayed().await.expect("it is on the page") {
                button.click().await.expect("it can be pressed");
                self.browser.at_rest().await;
                taken += 1;
            }
        }
        assert!(taken >= 9, "{taken} ways to take it along");
    }
}

/// An officer at the request page, in a browser without scripts.
async fn officer_without_scripts(engine: Engine) -> Officer {
    let browser = Browser::start_where(engine, &[Circumstance::NoScripts]).await;
    let served = Served::start();
    let page = &browser.page;
    page.goto(format!("{}request/", served.address))
        .await
        .expect("the page opens");
    Officer::who_only_reads(browser, served)
}

async fn without_scripts_every_requirement_and_the_blank_letters_are_there(engine: Engine) {
    let officer = officer_without_scripts(engine).await;
    assert_eq!(
        officer.one("html").await.attr("data-builder").await.ok(),
        Some(None),
        "no script ran"
    );
    let mut lists = String::new();
    for kind in KINDS {
        let list = officer
            .one(&format!(".blank[id='{kind}'] .blank-list"))
            .await;
        if !list.is_displayed().await.expect("it is on the page") {
            officer
                .one(&format!(".blank[id='{kind}'] summary"))
                .await
                .click()
                .await
                .expect("it opens without scripts");
        }
        lists += &list.text().await.expect("text");
        lists += " ";
        for form in ["docx", "txt"] {
            let link = format!("a[href$='blank/{kind}.{form}']");
            let shown = officer.one(&link).await.is_displayed().await;
            assert!(shown.expect("it is on the page"), "{kind}.{form}");
            assert!(dist().join(format!("request/blank/{kind}.{form}")).exists());
        }
    }
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lists = spaced(&lists);
    for rule in &officer.book.rules.requirements {
        let clause = officer.book.rules.clause(&rule.clause).expect("a clause");
        assert!(lists.contains(&spaced(&clause.quote)), "{}", rule.id);
    }
    officer.sees_the_form_by_itself().await;
    officer.end().await;
}

async fn without_scripts_the_emergency_is_first_and_the_page_is_short(engine: Engine) {
    let officer = officer_without_scripts(engine).await;
    let main = officer.one("body").await;
    let rect = main.rect().await.expect("it is on the page");
    let words = main.text().await.expect("text");
    let words = words.split_whitespace().count();
    println!("without scripts: {} px, {words} words", rect.height);
    assert!(rect.height < 2_000.0, "{} px", rect.height);
    assert!(words < 300, "{words} words");
    let first = officer.one(".blank").await;
    let first_id = first.attr("id").await.expect("it answers");
    assert_eq!(first_id.as_deref(), Some("emergency"));
    for list in officer.all(".blank-list").await {
        let shown = list.is_displayed().await;
        assert!(!shown.expect("it is on the page"), "each list is folded");
    }
    let unfold = officer.one("#emergency summary").await;
    unfold.click().await.expect("it opens without scripts");
    let list = officer.all("#emergency .blank-list strong").await;
    let first = list[0].text().await.expect("text");
    assert_eq!(first, "Who is in danger", "the danger comes first");
    officer.end().await;
}

async fn where_a_policy_refuses_the_program_the_form_works_without_it(engine: Engine) {
    let browser = Browser::start(engine).await;
    let served = Served::in_a_manner(Manner {
        policy: Some("script-src 'self'"),
        ..Manner::default()
    });
    let page = &browser.page;
    page.goto(format!("{}request/", served.address))
        .await
        .expect("the page opens");
    let officer = Officer::who_only_reads(browser, served);
    officer.soon("html[data-builder=refused]").await;
    officer.sees_the_form_by_itself().await;
    officer.end().await;
}

async fn the_builder_works_where_nothing_can_be_stored(engine: Engine) {
    let browser = Browser::start_where(engine, &[Circumstance::NoStorage]).await;
    let served = Served::in_a_manner(Manner {
        witness: true,
        ..Manner::default()
    });
    let officer = Officer::with(browser, served).await;
    let refused = officer
        .browser
        .run("try { localStorage.length; return false; } catch { return true; }")
        .await;
    assert_eq!(refused.as_bool(), Some(true), "storage is refused");
    officer.go_through(&complete("preservation").answers).await;
    officer.press("[data-export=text]").await;
    officer.browser.saved("txt").await;
    assert_eq!(officer.browser.complaints().await, [] as [String; 0]);
    officer.end().await;
}

async fn where_the_browser_refuses_to_copy_the_page_says_so(engine: Engine) {
    let browser = Browser::start(engine).await;
    let mut served = Served::start();
    served.address = served.under(PLAIN_HOST);
    let officer = Officer::with(browser, served).await;
    officer.go_through(&complete("preservation").answers).await;
    officer.press("[data-export=copy]").await;
    officer.is_told("Your browser blocked copying.").await;
    officer.end().await;
}

async fn offline_a_letter_is_written_and_saved(engine: Engine) {
    let mut officer = Officer::at_the_form(engine).await;
    officer.browser.requests_of_loading().await;
    officer.served.stop();
    officer.go_through(&complete("emergency").answers).await;
    officer.press("[data-export=docx]").await;
    let letter = std::fs::read(officer.browser.saved("docx").await).expect("a file");
    assert!(letter.starts_with(b"PK"));
    officer.is_told("Saved: check your downloads.").await;
    officer.end().await;
}

async fn going_away_and_coming_back_loses_nothing(engine: Engine) {
    let browser = Browser::start(engine).await;
    let served = Served::in_a_manner(Manner {
        witness: true,
        ..Manner::default()
    });
    let officer = Officer::with(browser, served).await;
    // With keys: a click of Firefox's driver listens for the end of the page, and a page with
    // such a listener is kept by no cache.
    officer.press_keys_at("#kind-account", " ").await;
    officer
        .browser
        .run("document.querySelector('.steps-all').open = true")
        .await;
    officer
        .press_keys_at("[data-step-item=accounts] a", ENTER)
        .await;
    officer.is_at("accounts").await;
    officer.press_keys_at("[data-add=account]", " ").await;
    officer.browser.type_keys("dock.foreman").await;
    let page = &officer.browser.page;
    page.goto(format!("{}about/", officer.served.address))
        .await
        .expect("the page opens");
    page.back().await.expect("there is a way back");
    officer.soon("html[data-builder=ready]").await;
    let kept = officer.browser.run("return witness.shown").await;
    assert_eq!(kept, serde_json::json!([false, true]), "it was kept whole");
    assert_eq!(officer.step().await, "accounts");
    assert!(officer.letter().await.contains("@dock.foreman"));
    // And the page still works.
    officer.press_keys_at("[data-add=account]", " ").await;
    officer.browser.type_keys("j-lindqvist").await;
    assert!(officer.letter().await.contains("@j-lindqvist"));
    officer.end().await;
}

async fn the_status_is_announced_once_the_officer_stops_typing(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.go_to("kind").await;
    officer.press("#kind-account").await;
    officer.go_to("you").await;
    officer.browser.after_timers().await;
    officer
        .browser
        .run(
            // Nothing is announced when the region is emptied.
            "window.told = [];
            const status = document.querySelector('[data-status]');
            new MutationObserver(() => told.push(...[status.textContent].filter(Boolean)))
                .observe(status, { childList: true, characterData: true, subtree: true })",
        )
        .await;
    // All within one turn of the page, in which no timer can go off.
    let at_once = officer
        .browser
        .texts(
            "const field = document.querySelector('[data-question=official-email] input');
            for (const letter of 'a.okafor@police.example.gov') {
                field.value += letter;
                field.dispatchEvent(new InputEvent('input', { bubbles: true, data: letter }));
            }
            return Promise.resolve().then(() => [...told])",
        )
        .await;
    officer.browser.after_timers().await;
    let later = officer.browser.texts("return told").await;
    assert_eq!(at_once, [] as [String; 0], "not on every key");
    assert_eq!(later.len(), 1, "once, afterwards: {later:?}");
    officer.end().await;
}
