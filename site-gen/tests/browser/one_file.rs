//! The request page as one file: copied somewhere else and opened from disk, with no server and no
//! network.

use crate::browser::{Browser, Engine, until};
use crate::exports::printed;
use crate::officer::{Officer, file_address};
use crate::site::{KINDS, complete, dist};
use request_builder::answers::Draft;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

in_both_engines! {
    a_file_on_disk_goes_from_an_empty_form_to_every_form_of_the_letter,
    in_a_file_on_disk_a_clause_is_read_and_back_leads_to_the_answers,
    only_the_letter_of_a_file_on_disk_is_printed,
    a_file_on_disk_shows_everything_where_scripts_are_refused,
}

/// The file in a folder where nothing else is, under a name that an officer might give it.
pub(crate) fn copied() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let stick = folder.path().join("usb stick ü");
    fs::create_dir(&stick).expect("a folder");
    let file = stick.join("request form (1).html");
    fs::copy(dist().join("request/offline.html"), &file).expect("a copy");
    (folder, file)
}

/// Keeps what the policy forbids from here on.
const WATCH: &str = "window.forbidden = []; document.addEventListener('securitypolicyviolation', \
    event => forbidden.push(event.violatedDirective + ' ' + event.blockedURI))";

async fn a_file_on_disk_goes_from_an_empty_form_to_every_form_of_the_letter(engine: Engine) {
    let (_folder, file) = copied();
    let officer = Officer::at_the_file(engine, &file).await;
    officer.browser.run(WATCH).await;
    officer.go_through(&complete("contents").answers).await;
    assert_eq!(
        officer.listed("must").await,
        [] as [String; 0],
        "nothing that is required is missing"
    );
    let letter = officer.letter().await;
    assert!(!letter.contains("DRAFT") && letter.contains("2020-01-31"));

    officer.press("[data-export=text]").await;
    let (name, text) = officer.browser.taken("txt").await;
    let text = String::from_utf8(text).expect("text");
    assert!(text.contains("2020-01-31"), "{name}: {text}");
    officer.press("[data-export=docx]").await;
    let (name, docx) = officer.browser.taken("docx").await;
    assert!(docx.starts_with(b"PK"), "{name}");
    officer.press("[data-export=markdown]").await;
    officer.browser.taken("md").await;
    officer.press("[data-export=eml]").await;
    let (name, eml) = officer.browser.taken("eml").await;
    assert!(eml.starts_with(b"X-Unsent: 1"), "{name}");
    officer.press("[data-draft-do=save]").await;
    let (name, draft) = officer.browser.taken("json").await;
    assert!(Draft::parse(&draft).is_ok(), "{name}");
    officer.press("[data-export=copy]").await;
    until("copied or refused, the page says which", async || {
        let said = officer.one("[data-action-status]").await.text().await;
        !said.expect("text").is_empty()
    })
    .await;

    let forbidden = officer.browser.run("return forbidden").await;
    assert_eq!(forbidden, serde_json::json!([]), "the policy was kept");
    let asked = officer.browser.requests().await;
    assert_eq!(asked, [] as [String; 0], "nothing was asked for, ever");
    let logged = officer.browser.logged().await;
    assert_eq!(logged, [] as [String; 0]);
    officer.end().await;
}

async fn in_a_file_on_disk_a_clause_is_read_and_back_leads_to_the_answers(engine: Engine) {
    let (_folder, file) = copied();
    let officer = Officer::at_the_file(engine, &file).await;
    officer.go_to("kind").await;
    officer.press("#kind-account").await;
    officer.go_to("accounts").await;
    let script = "document.querySelector('[data-step=accounts] .caption:not([hidden]) a').click()";
    officer.browser.run(script).await;
    let script = "const text = document.querySelector('.offline-text :target')?.getBoundingClientRect() ?? {};
        return location.hash.startsWith('#text_') && text.height > 0 && text.top >= 0 && text.bottom <= innerHeight";
    until("the sentence is in sight, in this file", async || {
        officer.browser.run(script).await.as_bool() == Some(true)
    })
    .await;
    officer.browser.page.back().await.expect("a way back");
    officer.is_at("accounts").await;
    let script = "return document.querySelector('#kind-account').checked";
    let kept = officer.browser.run(script).await;
    assert_eq!(kept.as_bool(), Some(true), "nothing is lost on the way");
    // What a browser asks when a tab is closed.
    let script = "const leaving = new Event('beforeunload', { cancelable: true });
        return !dispatchEvent(leaving)";
    let warned = officer.browser.run(script).await;
    assert_eq!(warned.as_bool(), Some(true), "unsaved work is not lost");
    officer.end().await;
}

async fn only_the_letter_of_a_file_on_disk_is_printed(engine: Engine) {
    let (_folder, file) = copied();
    let officer = Officer::at_the_file(engine, &file).await;
    officer.go_to("kind").await;
    officer.press("#kind-preservation").await;
    let script = "return [...document.styleSheets].length";
    assert_eq!(officer.browser.run(script).await.as_u64(), Some(1));
    let pages = printed(&officer.browser).await;
    assert!(pages[0].contains("Preservation request"), "{pages:?}");
    let pages = pages.len();
    assert!((1..=3).contains(&pages), "{pages} pages");
    officer.end().await;
}

async fn a_file_on_disk_shows_everything_where_scripts_are_refused(engine: Engine) {
    let (_folder, file) = copied();
    let html = fs::read_to_string(&file).expect("a page");
    // Another digest: the browser refuses the program, as a police PC may refuse every program.
    let refused = html.replacen("script-src &#39;sha256-", "script-src &#39;sha256-AAAA", 1);
    assert_ne!(html, refused);
    fs::write(&file, refused).expect("a file");
    let browser = Browser::start(engine).await;
    browser
        .page
        .goto(file_address(&file))
        .await
        .expect("it opens");
    let script = "for (const fold of document.querySelectorAll('.blank details')) fold.open = true;
        return [
        document.documentElement.dataset.builder ?? 'none',
        document.querySelectorAll('.blank-list li').length,
        [...document.querySelectorAll('.blank-list li')].every(it => it.checkVisibility()),
        document.querySelectorAll('.offline-blank').length]";
    let seen = browser.run(script).await;
    assert_eq!(seen[0], "none", "the program does not run");
    assert!(
        seen[1].as_u64() > Some(5),
        "every requirement is there: {seen}"
    );
    assert_eq!(seen[2], true, "the checklist is there");
    assert_eq!(seen[3], KINDS.len(), "a blank letter of each kind is there");
    let script = "return document.querySelector('.offline-blank').innerText";
    let blank = browser.run(script).await;
    assert!(blank.as_str().expect("text").contains('['), "with its gaps");
    browser.end().await;
}

#[test]
fn the_digest_on_the_page_and_in_the_sums_is_that_of_the_file() {
    let file = fs::read(dist().join("request/offline.html")).expect("a page");
    let mut digest = String::new();
    for byte in Sha256::digest(&file) {
        let _ = write!(digest, "{byte:02x}");
    }
    let page = fs::read_to_string(dist().join("request/index.html")).expect("a page");
    assert!(page.contains(&digest));
    let sums = fs::read_to_string(dist().join("SHA256SUMS")).expect("sums");
    assert!(sums.contains(&format!("{digest}  request/offline.html")));
}
