//! Drafts on the page: saved, opened, dropped, kept, cleared; two tabs; leaving and coming back.

use crate::browser::{Engine, until};
use crate::officer::Officer;
use crate::site::{KINDS, complete, labels};
use request_builder::answers::{Answer, Date, Draft, Field};
use request_builder::letter::compose;
use request_builder::review::{Evaluation, review};
use request_builder::rulebook::Rulebook;
use serde_json::Value;
use std::path::{Path, PathBuf};
use thirtyfour::prelude::*;

in_both_engines! {
    every_kind_is_opened_from_its_draft_and_its_letter_is_the_one_composed_without_a_browser,
    opening_asks_before_anything_is_lost,
    changes_made_by_opening_a_draft_are_listed_and_take_the_focus,
    a_file_that_is_not_a_draft_is_refused_with_a_sentence_and_changes_nothing,
    a_file_is_dropped_anywhere_and_nothing_else_takes_the_page_away,
    nothing_is_kept_unless_it_is_asked_for_and_clearing_leaves_nothing,
    a_browser_that_refuses_to_store_gets_a_sentence,
    a_second_tab_is_reported_in_both_and_overwrites_nothing_silently,
    a_tab_that_kept_its_answers_is_forgotten_while_another_one_is_open,
    a_message_that_kept_answers_were_deleted_is_believed_only_if_they_were,
    going_away_by_a_link_and_back_loses_nothing,
}

/// A file with this in it.
pub(crate) fn file(name: &str, content: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser-drafts");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, content).expect("a file");
    path
}

pub(crate) fn draft_of(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/answers/{kind}.json"))
}

pub(crate) fn field(question: &str) -> Field {
    Field::new(question, None)
}

/// A file with a request that was made under other rules: of another version, with a sentence that
/// said something else, a question that is gone, and a day that no calendar has.
pub(crate) fn changed(book: &Rulebook) -> PathBuf {
    let mut draft = Draft::new(book, &labels(), complete("contents").answers);
    draft.guidelines.version = "2019-05-01".into();
    draft.cites[0].quote = "It once said <b>something</b> else.".into();
    let given = &mut draft.answers.given;
    given.insert("fax".into(), Answer::Text("555".into()));
    given.insert("order-until".into(), Answer::Text("2026-02-31".into()));
    draft.labels.insert("fax".into(), "Your fax".into());
    file("changed.json", &draft.to_json())
}

/// What the interface says under a name.
pub(crate) fn words(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../themes/default/text/en.ftl");
    let texts = std::fs::read_to_string(path).expect("texts");
    let begin = format!("{name} = ");
    let line = texts.lines().find_map(|line| line.strip_prefix(&begin));
    line.unwrap_or_else(|| panic!("no text {name}")).to_owned()
}

impl Officer {
    /// Chooses a file to open.
    pub(crate) async fn choose(&self, path: &Path) {
        let input = self.one("[data-draft-file]").await;
        let path = path.to_str().expect("a path");
        // The file is read meanwhile: whatever comes of it changes the page.
        let watch = "window.readFile = new Promise((done) => {
            const all = { subtree: true, childList: true, attributes: true, characterData: true };
            new MutationObserver(done).observe(document, all);
        })";
        self.browser.run(watch).await;
        input.send_keys(path).await.expect("a file can be chosen");
        let read = "return Promise.race([readFile, new Promise((done) => setTimeout(done, 1000))])
            .then(() => null)";
        self.browser.run(read).await;
        self.browser.at_rest().await;
    }

    async fn pause(&self) {
        self.browser.at_rest().await;
    }

    pub(crate) async fn text(&self, script: &str) -> String {
        let value = self.browser.run(&format!("return String({script})")).await;
        value.as_str().expect("text").to_owned()
    }

    async fn said(&self) -> String {
        self.text("document.querySelector('[data-draft-status]').textContent")
            .await
    }

    async fn reports_another_tab(&self) {
        let told = "document.querySelector('[data-draft-tabs]').textContent";
        let there = words("request-tabs-kept-there");
        until("it says that another tab has it", async || {
            self.text(told).await == there
        })
        .await;
        // By now what was kept would have been brought back.
        self.browser.after_timers().await;
        assert_eq!(self.text(told).await, there);
    }

    /// Waits for what is said about the draft.
    async fn says(&self, name: &str) {
        until(&format!("it says {name}"), async || {
            self.said().await == words(name)
        })
        .await;
    }

    pub(crate) async fn shows(&self, selector: &str) -> bool {
        let script = format!("!!document.querySelector({selector:?})?.checkVisibility()");
        self.text(&script).await == "true"
    }

    pub(crate) async fn value(&self, id: &str) -> String {
        self.text(&format!("document.getElementById({id:?}).value"))
            .await
    }

    /// What the browser stores for the site.
    async fn stored(&self) -> String {
        let script = "return indexedDB.databases().then(all => [all.length, localStorage.length, sessionStorage.length, document.cookie].join(' '))";
        let stored = self.browser.run(script).await;
        stored.as_str().expect("text").trim().to_owned()
    }

    /// Whether the browser would ask before the page is left.
    async fn is_held(&self) -> bool {
        let script = "(() => { const e = new Event('beforeunload', { cancelable: true }); dispatchEvent(e); return e.defaultPrevented })()";
        self.text(script).await == "true"
    }

    async fn name(&self, name: &str) {
        self.go_to_with_some_kind("server").await;
        let typed = Answer::Text(name.into());
        self.enter(&field("server-url"), &typed).await;
    }

    /// Reloads the page.
    async fn reload(&self) {
        self.browser.page.refresh().await.expect("it loads again");
        self.ready().await;
    }

    async fn ready(&self) {
        self.browser
            .page
            .query(By::Css("html[data-builder=ready]"))
            .first()
            .await
            .expect("the program runs");
        self.pause().await;
    }
}

/// All words of a letter, unordered.
fn words_of(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::String(text) => words.extend(text.split_whitespace().map(str::to_owned)),
        Value::Number(number) => words.push(format!("{number}.")),
        Value::Array(items) => {
            // The runs of one line belong together.
            let run = |item: &Value| {
                let (sort, text) = item.as_object()?.iter().next()?;
                let is_run = ["words", "answer", "gap"].contains(&sort.as_str());
                is_run.then(|| text.as_str().map(str::to_owned))?
            };
            match items.iter().map(run).collect::<Option<String>>() {
                Some(line) => words_of(&Value::String(line), words),
                None => items.iter().for_each(|item| words_of(item, words)),
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                if name != "sources" {
                    words_of(member, words);
                }
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

async fn every_kind_is_opened_from_its_draft_and_its_letter_is_the_one_composed_without_a_browser(
    engine: Engine,
) {
    let officer = Officer::at_the_form(engine).await;
    for kind in KINDS {
        officer.choose(&draft_of(kind)).await;
        officer.says("request-draft-opened").await;
        assert_eq!(officer.step().await, "review", "{kind} lacks nothing");
        let answers = complete(kind).answers;
        // The day of `clock/clock.js`.
        let today = Date::parse("2026-01-15").expect("a day");
        let evaluation = Evaluation::new(&officer.book, &answers, today);
        let letter = compose(&evaluation, &review(&evaluation, &labels())).expect("a letter");
        let mut composed = Vec::new();
        let blocks = serde_json::to_value(&letter.blocks).expect("plain data");
        words_of(&blocks, &mut composed);
        let script = "return [...document.querySelectorAll('[data-letter] > :not(.letter-draft, .letter-footer)')].map(block => [...block.querySelectorAll('p, td, th, dt, dd, .letter-number')].map(part => part.textContent).join(' ') || block.textContent).join(' ')";
        let drawn = officer.browser.run(script).await;
        let mut drawn: Vec<_> = drawn
            .as_str()
            .expect("text")
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        composed.retain(|word| word != "page-break");
        composed.sort();
        drawn.sort();
        assert_eq!(drawn, composed, "{kind}");
        // The fields say what the answers say: entering nothing more changes nothing.
        let changed = officer
            .browser
            .run("const before = document.querySelector('[data-letter]').textContent;
                for (const field of document.querySelectorAll('[data-question]:not([hidden]) :is(input:checked, input:not([type=radio], [type=checkbox]), textarea)'))
                    field.dispatchEvent(new Event('input', { bubbles: true }));
                return before !== document.querySelector('[data-letter]').textContent")
            .await;
        assert_eq!(changed.as_bool(), Some(false), "{kind}");
    }
    officer.end().await;
}

async fn opening_asks_before_anything_is_lost(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    assert!(!officer.is_held().await, "nothing was entered");
    officer.name("chat.example.org").await;
    assert!(officer.is_held().await, "reloading would lose it");
    officer.choose(&draft_of("account")).await;
    assert!(officer.shows("[data-ask=open]").await);
    let focused = officer.text("document.activeElement.dataset.ask").await;
    assert_eq!(focused, "open");
    officer.press("[data-draft-do=no-open]").await;
    assert!(!officer.shows("[data-ask=open]").await);
    assert_eq!(officer.value("q_server-url").await, "chat.example.org");
    officer.choose(&draft_of("account")).await;
    officer.press("[data-draft-do=save-and-open]").await;
    officer.pause().await;
    officer.says("request-draft-opened").await;
    assert_ne!(officer.value("q_server-url").await, "chat.example.org");
    assert!(!officer.is_held().await, "it is in its file");
    officer.end().await;
}

async fn changes_made_by_opening_a_draft_are_listed_and_take_the_focus(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.choose(&changed(&officer.book)).await;
    let items =
        "[...document.querySelectorAll('[data-changes-list] li')].map(item => item.innerText)";
    let listed = officer.text(&format!("{items}.join('\\n\\n')")).await;
    for part in [
        "2019-05-01",
        "It once said <b>something</b> else.",
        "Your fax",
        "555",
        "2026-02-31",
    ] {
        assert!(listed.contains(part), "{part}: {listed}");
    }
    assert_eq!(
        officer.text("document.activeElement.localName").await,
        "summary"
    );
    assert!(
        officer.said().await.contains(": 4"),
        "{}",
        officer.said().await
    );
    let link = officer
        .text("document.querySelector('[data-change-now] a').href")
        .await;
    assert!(link.contains("versions/2020-01-31/#"), "{link}");
    officer.press("[data-changes] > summary").await;
    assert!(!officer.shows("[data-changes-list]").await, "it folds away");
    assert!(officer.shows("[data-changes]").await, "and stays in reach");
    officer.end().await;
}

async fn a_file_that_is_not_a_draft_is_refused_with_a_sentence_and_changes_nothing(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.name("chat.example.org").await;
    for (name, content, told) in [
        ("letter.txt", "Dear Sir or Madam", "not a draft"),
        ("list.json", "[]", "not a draft"),
        ("newer.json", "{\"format\":3}", "format 3"),
        ("large.json", &" ".repeat(2 * 1024 * 1024 + 1), "2 MB"),
    ] {
        officer.choose(&file(name, content)).await;
        let said = officer.said().await;
        assert!(said.contains(told), "{said}");
    }
    assert_eq!(officer.value("q_server-url").await, "chat.example.org");
    officer.end().await;
}

async fn a_file_is_dropped_anywhere_and_nothing_else_takes_the_page_away(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    let content = std::fs::read_to_string(draft_of("account")).expect("a draft");
    let drag = |name: &str, data: &str| {
        format!(
            "const data = new DataTransfer(); {data};
             const event = new DragEvent('{name}', {{ dataTransfer: data, bubbles: true, cancelable: true }});
             document.querySelector('h1').dispatchEvent(event);
             return event.defaultPrevented && document.querySelector('[data-request]').hasAttribute('data-dropping')"
        )
    };
    let one = format!(
        "data.items.add(new File([{}], 'draft.json'))",
        serde_json::to_string(&content).expect("text")
    );
    let over = officer.browser.run(&drag("dragover", &one)).await;
    assert_eq!(over.as_bool(), Some(true), "it shows where the file may go");
    assert!(officer.shows(".drop-here").await);
    officer.browser.run(&drag("drop", &one)).await;
    officer.pause().await;
    officer.says("request-draft-opened").await;
    assert!(!officer.shows(".drop-here").await);
    let two = format!("{one}; {one}");
    officer.browser.run(&drag("drop", &two)).await;
    officer.says("request-drop-one").await;
    officer
        .browser
        .run(&drag(
            "drop",
            "data.setData('text/uri-list', 'https://example.org/')",
        ))
        .await;
    officer.says("request-drop-no-file").await;
    officer.end().await;
}

async fn nothing_is_kept_unless_it_is_asked_for_and_clearing_leaves_nothing(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.name("chat.example.org").await;
    officer.pause().await;
    assert_eq!(officer.stored().await, "0 0 0");
    officer.press("[data-draft-keep]").await;
    officer.says("request-keep-on").await;
    assert!(!officer.is_held().await, "it is kept");
    officer.name("kept.example.org").await;
    officer.browser.after_timers().await;
    officer.reload().await;
    officer.says("request-keep-back").await;
    assert_eq!(officer.value("q_server-url").await, "kept.example.org");
    let ticked = officer
        .text("document.querySelector('[data-draft-keep]').checked")
        .await;
    assert_eq!(ticked, "true", "and goes on");

    officer.press("[data-draft-do=clear]").await;
    assert!(officer.shows("[data-ask=clear]").await);
    officer.press("[data-draft-do=no-clear]").await;
    assert_eq!(officer.value("q_server-url").await, "kept.example.org");
    officer.press("[data-draft-do=clear]").await;
    officer.press("[data-draft-do=clear-all]").await;
    officer.says("request-cleared").await;
    assert_eq!(officer.value("q_server-url").await, "");
    assert_eq!(officer.stored().await, "0 0 0");
    assert!(!officer.is_held().await);
    officer.reload().await;
    let filled = officer
        .text("[...document.querySelectorAll('[data-request] :is(input, textarea)')].filter(field => field.checked || (!/radio|checkbox/.test(field.type) && field.value)).length")
        .await;
    assert_eq!(filled, "0", "nor does the browser bring anything back");
    officer.end().await;
}

async fn a_browser_that_refuses_to_store_gets_a_sentence(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer
        .browser
        .run("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
        .await;
    officer.press("[data-draft-keep]").await;
    officer.says("request-keep-refused").await;
    officer
        .browser
        .run("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })")
        .await;
    officer.press("[data-draft-keep]").await;
    officer.says("request-keep-refused").await;
    let ticked = officer
        .text("document.querySelector('[data-draft-keep]').checked")
        .await;
    assert_eq!(ticked, "false");
    officer.name("chat.example.org").await;
    assert_eq!(officer.value("q_server-url").await, "chat.example.org");
    officer.end().await;
}

async fn a_second_tab_is_reported_in_both_and_overwrites_nothing_silently(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    let page = &officer.browser.page;
    let first = page.window().await.expect("a window");
    officer.name("first.example.org").await;
    officer.press("[data-draft-keep]").await;
    officer.pause().await;
    let second = page.new_tab().await.expect("another tab");
    page.switch_to_window(second.clone())
        .await
        .expect("it is there");
    page.goto(format!("{}request/", officer.served.address))
        .await
        .expect("the page opens");
    officer.ready().await;
    officer.reports_another_tab().await;
    assert_eq!(
        officer.value("q_server-url").await,
        "",
        "the other's answers stay its own"
    );
    officer.name("second.example.org").await;
    officer.press("[data-draft-keep]").await;
    assert!(officer.shows("[data-ask=keep]").await, "it asks first");
    officer.press("[data-draft-do=keep-this]").await;
    officer.pause().await;

    page.switch_to_window(first.clone())
        .await
        .expect("it is there");
    officer.pause().await;
    officer.reports_another_tab().await;
    officer.says("request-keep-taken").await;
    officer.name("first-again.example.org").await;
    officer.browser.after_timers().await;
    let kept = officer.text("localStorage[localStorage.key(0)]").await;
    assert!(
        kept.contains("second.example.org") && !kept.contains("first"),
        "{kept}"
    );
    assert!(officer.is_held().await, "what is here is kept nowhere");

    page.switch_to_window(second).await.expect("it is there");
    page.close_window().await.expect("it closes");
    page.switch_to_window(first).await.expect("it is there");
    until("no other tab is told of", async || {
        !officer.shows("[data-draft-tabs]").await
    })
    .await;
    officer.end().await;
}

/// A tab that is closed in Firefox sends no message. A channel that says `keeping` once, and `here`
/// when asked, stands for two tabs, of which the one that kept its answers was closed.
async fn a_tab_that_kept_its_answers_is_forgotten_while_another_one_is_open(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    let others = "window.others = new BroadcastChannel('request-builder ' + location.pathname);
        others.onmessage = event => { if (event.data === 'hello') others.postMessage('here') };
        others.postMessage('keeping')";
    officer.browser.run(others).await;
    let told = "document.querySelector('[data-draft-tabs]').textContent";
    for name in ["request-tabs-kept-there", "request-tabs"] {
        until(&format!("it says {name}"), async || {
            officer.text(told).await == words(name)
        })
        .await;
        officer
            .browser
            .run("dispatchEvent(new Event('focus'))")
            .await;
    }
    officer.end().await;
}

/// Any page of the site can send it.
async fn a_message_that_kept_answers_were_deleted_is_believed_only_if_they_were(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.name("chat.example.org").await;
    officer.press("[data-draft-keep]").await;
    officer.pause().await;
    let message =
        "new BroadcastChannel('request-builder ' + location.pathname).postMessage('cleared')";
    officer.browser.run(message).await;
    officer.browser.after_timers().await;
    assert_ne!(officer.said().await, words("request-keep-cleared"));
    officer.name("second.example.org").await;
    officer.browser.after_timers().await;
    let kept = officer.text("localStorage[localStorage.key(0)]").await;
    assert!(kept.contains("second.example.org"), "{kept}");
    officer
        .browser
        .run(&format!("localStorage.clear(); {message}"))
        .await;
    officer.says("request-keep-cleared").await;
    officer.end().await;
}

async fn going_away_by_a_link_and_back_loses_nothing(engine: Engine) {
    // A browser that lacks memory keeps no page, and has to load it again.
    for _ in 0..3 {
        if comes_back_to_the_same_page(engine).await {
            return;
        }
    }
    panic!("the browser never kept the page as it was");
}

/// Whether the browser kept the page while it showed another one. Then its answers are still there.
async fn comes_back_to_the_same_page(engine: Engine) -> bool {
    let officer = Officer::at_the_form(engine).await;
    // Navigate by script: Firefox never keeps a page in its back-forward cache after its driver
    // clicked in it.
    officer
        .browser
        .run(
            "const field = document.getElementById('q_server-url');
            field.value = 'chat.example.org';
            field.dispatchEvent(new Event('input', { bubbles: true }))",
        )
        .await;
    // Saved, so that the browser does not ask; the answers are still only on the page.
    officer
        .browser
        .run("document.querySelector('[data-draft-do=save]').click()")
        .await;
    officer.pause().await;
    officer.says("request-draft-saved").await;
    officer.browser.run("window.isTheSamePage = true").await;
    let form = officer.text("location.pathname").await;
    let link = "document.querySelector('header a:not([target])')";
    let elsewhere = officer.text(&format!("{link}.pathname")).await;
    // A script fails if its page is left while it runs.
    let leaves = format!("setTimeout(() => {link}.click(), 50)");
    officer.browser.run(&leaves).await;
    // Until the other page is there, Firefox shows an empty one, from which there is no way back.
    let is_open = async |path: &str| {
        let script = "return document.readyState === 'complete'
            && location.pathname === arguments[0]";
        let open = officer.browser.page.execute(script, vec![path.into()]);
        open.await.is_ok_and(|open| open.json() == true)
    };
    until("the other page is open", async || is_open(&elsewhere).await).await;
    officer
        .browser
        .page
        .back()
        .await
        .expect("there is a way back");
    until("the form is open", async || is_open(&form).await).await;
    officer.ready().await;
    let is_same = officer.text("window.isTheSamePage === true").await == "true";
    if is_same {
        assert_eq!(officer.value("q_server-url").await, "chat.example.org");
        assert!(
            !officer.shows("[data-draft-tabs]").await,
            "it does not take itself for another tab"
        );
    }
    officer.end().await;
    is_same
}
