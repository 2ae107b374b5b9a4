//! How much an officer has to read, press and scroll: figures of the form, printed and limited. Run
//! with `--nocapture` to see them. Chromium alone can be given the size of a phone.

use crate::browser::{Browser, Engine, until};
use crate::drafts::{draft_of, file, words};
use crate::officer::Officer;
use crate::site::{PAGES, Served, complete};
use request_builder::answers::{Answers, Draft};

in_engine! {
    chromium, Chromium,
    an_emergency_takes_six_screens_of_a_phone_and_twelve_presses,
    the_first_screen_has_at_most_sixty_words,
    continue_lands_in_one_place,
    an_old_draft_moves_no_heading_and_marks_its_dates_and_its_letter,
    every_first_screen_shows_what_to_do_in_an_emergency,
}

/// A usual phone.
const PHONE: (u32, u32) = (360, 740);
/// A small laptop, with what its browser leaves of it.
const LAPTOP: (u32, u32) = (1366, 657);

/// The most screens of a phone from the first step of an emergency to the last page, and that page.
const EMERGENCY_SCREENS: f64 = 6.0;
/// The most presses from the link in the header to the saved letter of an emergency.
const EMERGENCY_PRESSES: u64 = 12;
/// The most words on the first screen of the form.
const FIRST_WORDS: usize = 60;

async fn at_the_form_of(size: (u32, u32)) -> Officer {
    let browser = Browser::start(Engine::Chromium).await;
    browser.resize(size).await;
    Officer::with(browser, Served::start()).await
}

/// How many screens high the page is.
async fn screens(officer: &Officer) -> f64 {
    let script = "return document.documentElement.scrollHeight / innerHeight";
    let height = officer.browser.run(script).await;
    height.as_f64().expect("a number")
}

/// Fills in the form screen by screen. Each counts as high as it is when it is higher: empty or
/// filled in.
async fn screens_to_the_end(officer: &Officer, kind: &str, answers: &Answers) -> f64 {
    let mut all = 0.0;
    loop {
        let step = officer.step().await;
        let empty = screens(officer).await;
        if step == "review" {
            println!("{kind}: {empty:5.2} screens of a phone: {step}");
            return all + empty;
        }
        officer.fill_screen(answers).await;
        officer.browser.after_timers().await;
        let filled = screens(officer).await;
        println!("{kind}: {empty:5.2} screens of a phone, {filled:.2} filled in: {step}");
        all += empty.max(filled);
        officer.next().await;
        until("a complete step lets go", async || {
            officer.step().await != step
        })
        .await;
    }
}

async fn an_emergency_takes_six_screens_of_a_phone_and_twelve_presses(_: Engine) {
    let officer = at_the_form_of(PHONE).await;
    officer.browser.run(crate::requests::COUNTS_PRESSES).await;
    officer.press(".emergency [data-start]").await;
    let mut answers = complete("emergency").answers;
    // What is folded is asked of nobody who does not unfold it.
    let folded = officer.book.rules.kind(&"emergency".into());
    let folded = folded.map(|kind| kind.folded.clone()).unwrap_or_default();
    let groups = answers.groups.iter_mut();
    for entry in groups.flat_map(|(_, entries)| entries) {
        entry.retain(|question, _| !folded.contains(question));
    }
    let given = &mut answers.given;
    given.retain(|question, _| !folded.contains(question));
    let all = screens_to_the_end(&officer, "emergency", &answers).await;
    officer.press("[data-export='docx']").await;
    let presses = officer.browser.run("return presses").await;
    let presses = presses.as_u64().expect("a number");
    println!("emergency: {all:5.2} screens of a phone in all, {presses} presses");
    let missing = officer.listed("must").await;
    assert_eq!(missing, [] as [String; 0], "nothing required is missing");
    assert!(all <= EMERGENCY_SCREENS, "{all} screens");
    assert!(presses <= EMERGENCY_PRESSES, "{presses} presses");
    officer.end().await;
}

async fn the_first_screen_has_at_most_sixty_words(_: Engine) {
    for size in [PHONE, LAPTOP] {
        let officer = at_the_form_of(size).await;
        // What can be seen of the form without scrolling. Every page has the header and the footer.
        let script = "const words = [];
            const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                const text = texts.currentNode;
                const range = document.createRange();
                range.selectNodeContents(text);
                const box = range.getBoundingClientRect();
                const seen = text.parentElement.checkVisibility() && text.parentElement.clientHeight !== 1
                    && box.height > 1 && box.top < innerHeight && box.bottom > 0;
                if (seen && !text.parentElement.closest('.visually-hidden, script')) words.push(...text.data.split(/\\s+/));
            }
            return words.filter(word => /[\\p{L}\\p{N}]/u.test(word));";
        let words = officer.browser.texts(script).await;
        println!("{size:?}: {} words: {}", words.len(), words.join(" "));
        assert!(words.len() <= FIRST_WORDS, "{} words", words.len());
        officer.end().await;
    }
}

async fn continue_lands_in_one_place(_: Engine) {
    for size in [PHONE, LAPTOP] {
        let officer = at_the_form_of(size).await;
        let mut places = Vec::new();
        let answers = complete("contents").answers;
        loop {
            let before = officer.step().await;
            officer.fill_screen(&answers).await;
            // The driver clicks where the button was when it looked.
            officer.browser.after_timers().await;
            officer.next().await;
            officer.browser.at_rest().await;
            assert_ne!(officer.step().await, before, "a complete step lets go");
            let place = "Math.round(document.querySelector('[data-step]:not([hidden]) > h2').getBoundingClientRect().top)";
            places.push(officer.text(&format!("String({place})")).await);
            if officer.step().await == "review" {
                break;
            }
        }
        println!("{size:?}: Continue leads to headings at {places:?}");
        places.dedup();
        assert_eq!(places.len(), 1, "{places:?}");
        officer.end().await;
    }
}

async fn an_old_draft_moves_no_heading_and_marks_its_dates_and_its_letter(_: Engine) {
    let officer = at_the_form_of(LAPTOP).await;
    let top = "String(Math.round(document.querySelector('[data-step]:not([hidden]) > h2').getBoundingClientRect().top + scrollY))";
    officer.go_through(&complete("contents").answers).await;
    officer.go_to("process").await;
    let before = officer.text(top).await;
    let mut draft =
        Draft::parse(&std::fs::read(draft_of("contents")).expect("a draft")).expect("a draft");
    draft.saved = "2019-05-12".into();
    officer.open_afresh().await;
    officer.choose(&file("old.json", &draft.to_json())).await;
    officer.soon("[data-stale] [data-checked]").await;
    officer.go_to("process").await;
    assert_eq!(
        officer.text(top).await,
        before,
        "the box is below the heading"
    );
    let date = "[data-question='process-date'] [data-read-as]";
    let said = officer.one(date).await.text().await.expect("a text");
    assert!(said.ends_with(&words("request-stale-field")), "{said}");
    let mark = words("request-letter-unchecked");
    officer.go_to("review").await;
    assert!(officer.letter().await.contains(&mark));
    officer.press("[data-checked]").await;
    assert!(!officer.letter().await.contains(&mark));
    assert!(!officer.shows("[data-stale]").await);
    officer.end().await;
}

async fn every_first_screen_shows_what_to_do_in_an_emergency(engine: Engine) {
    let browser = Browser::start(engine).await;
    let served = Served::start();
    for size in [LAPTOP, PHONE, (320, 640), (1280, 900)] {
        browser.resize(size).await;
        for path in PAGES.into_iter().chain(["request/"]) {
            let address = format!("{}{path}", served.address);
            browser.page.goto(address).await.expect("the page opens");
            let script =
                "const line = document.querySelector('.emergency').getBoundingClientRect();
                return line.height > 0 && line.bottom <= innerHeight";
            let seen = browser.run(script).await;
            assert_eq!(seen.as_bool(), Some(true), "/{path} at {size:?}");
        }
    }
    browser.end().await;
}
