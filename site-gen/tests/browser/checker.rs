//! The page that checks an existing letter.

use crate::browser::{Browser, Engine, until};
use crate::site::Served;
use thirtyfour::prelude::*;

const LETTER: &str = "Anytown Police\nDet. Jones, jones@police.anytown.gov\n\nEnclosed please find a search warrant signed by \
    Judge Smith.\n\nUsername .......: jdoe\nServer: https://open.rocket.chat\n\n<b>Please provide the messages of this user</b>";

in_engine! { chromium, Chromium, a_letter_is_checked_with_nobody_answering_after_load, files_are_read_or_refused_with_a_sentence_and_cleared_away }

async fn opened(engine: Engine) -> (Browser, Served) {
    let browser = Browser::start(engine).await;
    let served = Served::start();
    let address = format!("{}request/check/", served.address);
    browser.page.goto(address).await.expect("the page opens");
    let ready = "return document.documentElement.dataset.builder || ''";
    until("the program starts", async || {
        browser.run(ready).await.as_str() == Some("ready")
    })
    .await;
    (browser, served)
}

async fn text(browser: &Browser, selector: &str) -> String {
    let script = format!("return document.querySelector({selector:?})?.textContent ?? ''");
    browser
        .run(&script)
        .await
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// What the page says of a rule, or nothing if it does not show it.
async fn state(browser: &Browser, rule: &str) -> String {
    let script = format!(
        "const point = document.querySelector('[data-point=\"{rule}\"]:not([hidden])'); return point ? point.dataset.state : ''"
    );
    browser
        .run(&script)
        .await
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// Waits until the page says so of a rule.
async fn becomes(browser: &Browser, rule: &str, expected: &str) {
    until(&format!("{rule} is {expected}"), async || {
        state(browser, rule).await == expected
    })
    .await;
}

async fn a_letter_is_checked_with_nobody_answering_after_load(engine: Engine) {
    let (browser, mut served) = opened(engine).await;
    let before = browser.requests_of_loading().await;
    served.stop();
    let letter = browser
        .page
        .find(By::Css("[data-letter]"))
        .await
        .expect("a field");
    letter
        .send_keys(LETTER)
        .await
        .expect("it can be typed into");
    // By the keyboard alone: past the file to the button.
    let keys = Key::Tab + Key::Tab;
    letter.send_keys(keys).await.expect("keys");
    let focused = browser
        .page
        .active_element()
        .await
        .expect("something has the focus");
    assert_eq!(focused.text().await.expect("a button"), "Check the letter");
    focused.send_keys(Key::Enter + "").await.expect("a key");
    for (rule, expected) in [
        ("search-warrant", "found"),
        ("server-and-username", "found"),
        ("official-address", "found"),
        ("letterhead", "cannot-tell"),
        ("jurisdiction-over-the-company", "not-found"),
        // A rule of another kind is not shown.
        ("person-identified", ""),
    ] {
        assert_eq!(state(&browser, rule).await, expected, "{rule}");
    }
    assert!(
        text(&browser, "[data-guess]")
            .await
            .contains("Messages and files request")
    );
    let marks = text(&browser, "[data-highlighted] mark").await;
    assert!(!marks.is_empty(), "what was taken is marked");
    let marked = text(&browser, "[data-highlighted]").await;
    assert!(
        marked.contains("<b>Please provide"),
        "the letter is text: {marked}"
    );
    let focused = browser.run("return document.activeElement.tagName").await;
    assert_eq!(focused.as_str(), Some("H2"), "one is led to the report");
    assert_eq!(browser.requests().await, before, "nothing is asked for");
    let logged = browser.page.browser_log().await.expect("a log");
    assert!(logged.is_empty(), "{logged:?}");
    browser.end().await;
}

async fn files_are_read_or_refused_with_a_sentence_and_cleared_away(engine: Engine) {
    let (browser, _served) = opened(engine).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).expect("a file");
        path.to_string_lossy().into_owned()
    };
    let input = browser
        .page
        .find(By::Css("[data-file]"))
        .await
        .expect("a field");
    let mail = b"From: j@police.anytown.gov\r\nTo: legal@rocket.chat\r\nSubject: Subpoena\r\nMIME-Version: 1.0\r\n\
        Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nAttached is a sub=\r\npoena. Please provide the account information.\r\n";
    input
        .send_keys(file("a.eml", mail))
        .await
        .expect("it takes a file");
    becomes(&browser, "sent-to-the-mailbox", "found").await;
    assert!(
        text(&browser, "[data-highlighted]")
            .await
            .contains("Attached is a subpoena.")
    );
    input
        .send_keys(file("a.pdf", b"%PDF-1.4"))
        .await
        .expect("it takes a file");
    until("it says that a PDF is not read", async || {
        text(&browser, "[data-action-status]").await.contains("PDF")
    })
    .await;
    let report = browser
        .page
        .find(By::Css("[data-report]"))
        .await
        .expect("a report");
    assert!(
        !report.is_displayed().await.expect("it is there"),
        "nothing of the last letter stays"
    );
    input
        .send_keys(file("greeting.txt", b"Good morning."))
        .await
        .expect("it takes a file");
    until("it asks for the type of a file that was read", async || {
        let said = text(&browser, "[data-action-status]").await;
        said.contains("greeting.txt\nWe could not detect the type")
    })
    .await;
    let blank = std::fs::read(crate::site::dist().join("request/blank/account.docx"))
        .expect("a blank letter");
    input
        .send_keys(file("a.docx", &blank))
        .await
        .expect("it takes a file");
    // Gaps are no answers.
    becomes(&browser, "official-address", "not-found").await;
    let clear = browser
        .page
        .find(By::Css("button[type=reset]"))
        .await
        .expect("a button");
    clear.click().await.expect("a click");
    browser.at_rest().await;
    let left = "return document.querySelector('[data-letter]').value + document.querySelector('[data-highlighted]').textContent";
    assert_eq!(
        browser.run(left).await.as_str(),
        Some(""),
        "nothing is left behind"
    );
    browser.end().await;
}
