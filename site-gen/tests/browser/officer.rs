//! An officer at the form: reads what is asked, enters it with the keyboard, goes on.

use crate::browser::{Browser, Engine, until};
use crate::site::{Served, rulebook};
use request_builder::answers::{Answer, Answers, Field};
use request_builder::rulebook::Rulebook;
use request_builder::rules::{GroupId, Question, QuestionType, RuleId};
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;
use thirtyfour::prelude::*;

/// The address of a file on disk, whatever letters are in its name.
pub(crate) fn file_address(file: &Path) -> String {
    let path = file.to_str().expect("a name in UTF-8");
    path.bytes()
        .fold("file://".to_owned(), |mut address, byte| {
            if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
                address.push(char::from(byte));
            } else {
                let _ = write!(address, "%{byte:02X}");
            }
            address
        })
}

/// Brings an element into view, also from under the bar at the end of a phone's screen.
async fn in_view(element: &WebElement) {
    element.scroll_into_view().await.expect("it is on the page");
}

/// Enters an answer at a place of a question. Returns the controls that have yet to be pressed, or
/// null where the question is not shown.
const ENTER: &str = r#"
    const [question, entry, answer, isDate] = arguments;
    const place = document.querySelectorAll(`[data-question='${question}']`)[entry];
    if (!place?.checkVisibility()) return null;
    const fields = [...place.querySelectorAll("input, textarea")];
    const [field] = fields;
    const mustBe = (wanted) => fields.filter((field) => field.checked !== wanted(field));
    if (typeof answer === "boolean") return mustBe(() => answer);
    if (Array.isArray(answer)) return mustBe(({ value }) => answer.includes(value));
    if (field.type === "radio") return fields.filter(({ value }) => value === answer);
    if (isDate) {
        // The keys that a date takes depend on the browser's language.
        field.value = answer;
        for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
        return [];
    }
    field.focus();
    field.select();
    document.execCommand(answer ? "insertText" : "delete", false, answer);
    return [];"#;

/// An officer with a browser, and a server that answers it.
pub(crate) struct Officer {
    pub(crate) browser: Browser,
    pub(crate) served: Served,
    pub(crate) book: Rulebook,
}

impl Officer {
    /// An officer at the empty form.
    pub(crate) async fn at_the_form(engine: Engine) -> Self {
        Self::at_the_form_at(engine, "request/").await
    }

    /// The same at another address: the form in another language.
    pub(crate) async fn at_the_form_at(engine: Engine, address: &str) -> Self {
        let officer = Self {
            browser: Browser::start(engine).await,
            served: Served::start(),
            book: rulebook(),
        };
        let address = format!("{}{address}", officer.served.address);
        officer.open(&address).await;
        officer
    }

    /// An officer at the empty form, whose browser or server is not as usual.
    pub(crate) async fn with(browser: Browser, served: Served) -> Self {
        let officer = Self::who_only_reads(browser, served);
        officer.opens_the_form().await;
        officer
    }

    pub(crate) async fn opens_the_form(&self) {
        let address = format!("{}request/", self.served.address);
        self.open(&address).await;
    }

    /// An officer with the builder in a file, opened from disk, without a server.
    pub(crate) async fn at_the_file(engine: Engine, file: &Path) -> Self {
        let mut officer = Self {
            browser: Browser::start(engine).await,
            served: Served::start(),
            book: rulebook(),
        };
        officer.served.stop();
        officer.open(&file_address(file)).await;
        officer
    }

    /// An officer at a page that is there already, whatever runs in it.
    pub(crate) fn who_only_reads(browser: Browser, served: Served) -> Self {
        Self {
            browser,
            served,
            book: rulebook(),
        }
    }

    /// The page as `site-gen` made it: whole, with nothing that only the program could do.
    pub(crate) async fn sees_the_form_by_itself(&self) {
        let shown = async |selector: &str| {
            let mut shown = Vec::new();
            for element in self.all(selector).await {
                if element.is_displayed().await.unwrap_or(false) {
                    shown.push(element.outer_html().await.unwrap_or_default());
                }
            }
            shown
        };
        assert!(!shown(".unscripted").await.is_empty(), "it says what to do");
        assert_eq!(shown("[data-scripted]").await, [] as [String; 0]);
        let nothing = [] as [String; 0];
        assert_eq!(
            shown("[data-step]").await,
            nothing,
            "no field that does nothing"
        );
        let kinds = self.book.rules.kinds.len();
        assert_eq!(
            shown(".blank").await.len(),
            kinds,
            "a letter for every kind"
        );
    }

    /// Focuses an element by script and types into it, for tests that do not test the keyboard.
    pub(crate) async fn press_keys_at(&self, selector: &str, keys: &str) {
        let script = "document.querySelector(arguments[0]).focus()";
        let place = vec![json!(selector)];
        self.browser.run_with(script, place).await;
        self.browser.type_keys(keys).await;
    }

    /// Waits for something to be on the page.
    pub(crate) async fn soon(&self, selector: &str) {
        self.browser
            .page
            .query(By::Css(selector))
            .first()
            .await
            .unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Waits for the page to say something about what was just done.
    pub(crate) async fn is_told(&self, words: &str) {
        until(&format!("it says {words:?}"), async || {
            let said = self.one("[data-action-status]").await.text().await;
            said.expect("text").starts_with(words)
        })
        .await;
    }

    pub(crate) async fn end(self) {
        self.browser.end().await;
    }

    /// Opens the form and waits until its program runs.
    pub(crate) async fn open(&self, address: &str) {
        self.browser
            .page
            .goto(address)
            .await
            .expect("the page opens");
        self.browser
            .page
            .query(By::Css("html[data-builder=ready]"))
            .first()
            .await
            .expect("the program runs");
    }

    /// Opens the form as though for the first time.
    pub(crate) async fn open_afresh(&self) {
        let page = &self.browser.page;
        page.goto("about:blank").await.expect("it opens");
        self.open(&format!("{}request/", self.served.address)).await;
    }

    /// Goes through the whole form from its first step, entering what is asked and given.
    pub(crate) async fn go_through(&self, answers: &Answers) {
        for _ in 0..self.book.rules.steps.len() {
            let step = self.step().await;
            if step == "review" {
                break;
            }
            self.fill_screen(answers).await;
            self.next().await;
            let summary = "return document.querySelector('[data-summary]').innerText";
            let missing = self.browser.run(summary).await;
            assert_ne!(
                self.step().await,
                step,
                "a complete step lets go at once: {missing}"
            );
        }
        assert_eq!(self.step().await, "review");
        for rule in &answers.ticked {
            self.tick(rule, true).await;
        }
    }

    /// Enters what is asked on this screen and given.
    pub(crate) async fn fill_screen(&self, answers: &Answers) {
        // An answer may bring the next questions onto the same screen.
        let mut filled = Vec::new();
        while let Some(shown) = {
            let shown = self.steps_shown().await;
            shown.into_iter().find(|shown| !filled.contains(shown))
        } {
            self.fill_step(&shown, answers).await;
            filled.push(shown);
        }
    }

    pub(crate) async fn step(&self) -> String {
        let script = "return document.querySelector('[data-step]:not([hidden])').dataset.step";
        self.browser
            .run(script)
            .await
            .as_str()
            .expect("a step is shown")
            .to_owned()
    }

    /// The steps that are shown together.
    pub(crate) async fn steps_shown(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('[data-step]:not([hidden])')].map(step => step.dataset.step)";
        let shown = self.browser.run(script).await;
        let shown = shown.as_array().expect("a list").iter();
        shown
            .filter_map(|step| Some(step.as_str()?.to_owned()))
            .collect()
    }

    pub(crate) async fn next(&self) {
        let next = self.one("[data-next]").await;
        // Near the end of a short page Firefox's driver clicks next to what it has just scrolled to.
        next.scroll_into_view().await.expect("it is on the page");
        next.click().await.expect("it can be pressed");
    }

    pub(crate) async fn go_to(&self, step: &str) {
        let step = self.screen_of(step).await;
        self.press(&format!("[data-step-item='{step}'] a")).await;
        // The page follows its address only later, and a hidden question accepts no answer.
        self.is_at(&step).await;
    }

    /// The step under whose name a step is shown: a kind may put several on one screen.
    async fn screen_of(&self, step: &str) -> String {
        let kind = "document.querySelector('[data-kind]:checked')?.value ?? ''";
        let kind = self.text(kind).await;
        let kind = self.book.rules.kind(&kind.as_str().into());
        let mut screens = kind.iter().flat_map(|kind| &kind.screens);
        let screen = screens.find(|screen| screen.iter().any(|shown| shown.as_str() == step));
        let first = screen.and_then(|screen| screen.first());
        first.map_or(step, |first| first.as_str()).to_owned()
    }

    /// Goes to a step that is there for every kind, once some kind is chosen.
    pub(crate) async fn go_to_with_some_kind(&self, step: &str) {
        let chosen = "return Boolean(document.querySelector('[data-kind]:checked'))";
        if self.browser.run(chosen).await.as_bool() == Some(false) {
            self.press("#kind-account").await;
        }
        self.go_to(step).await;
    }

    /// Moves the focus away from its field, to no other.
    pub(crate) async fn leaves_the_field(&self) {
        self.browser.run("document.activeElement.blur()").await;
    }

    async fn fill_step(&self, step: &str, answers: &Answers) {
        if self
            .book
            .rules
            .steps
            .iter()
            .any(|known| known.id.as_str() == step && known.chooses_kind)
        {
            let kind = answers.kind.as_ref().expect("a kind");
            self.press(&format!("#kind-{kind}")).await;
        }
        let questions = self.book.rules.questions.iter();
        let questions = questions.filter(|question| question.step.as_str() == step);
        let kind = answers.kind.as_ref();
        let folded = kind.and_then(|kind| self.book.rules.kind(kind));
        let folded = folded.map_or(&[][..], |kind| &kind.folded);
        let is_answered = |question: &Question| {
            let field = Field::new(question.id.clone(), question.group.as_ref().map(|_| 0));
            answers.at(question.group.as_ref(), &field).is_some()
        };
        let mut unfolding = questions.clone();
        if unfolding.any(|question| folded.contains(&question.id) && is_answered(question))
            && self.shows("[data-unfold]").await
        {
            self.press("[data-unfold]").await;
        }
        let mut later = Vec::new();
        for question in questions {
            let entries = question
                .group
                .as_ref()
                .map_or(1, |group| answers.entries(group));
            for entry in 0..entries {
                let field = Field::new(question.id.clone(), question.group.as_ref().map(|_| entry));
                if let Some(group) = &question.group {
                    self.make_room(group, entry).await;
                }
                if let Some(answer) = answers.at(question.group.as_ref(), &field)
                    && !self.enter(&field, answer).await
                {
                    later.push((field, answer));
                }
            }
        }
        // What is asked because of another answer may come before it in the rules.
        for (field, answer) in later {
            self.enter(&field, answer).await;
        }
    }

    async fn make_room(&self, group: &GroupId, entry: usize) {
        let entries = self
            .all(&format!("[data-group='{group}'] [data-entry]"))
            .await
            .len();
        if entries <= entry
            && self
                .one(&format!("[data-group='{group}']"))
                .await
                .is_displayed()
                .await
                .unwrap_or(false)
        {
            self.press(&format!("[data-add='{group}']")).await;
        }
    }

    /// Enters an answer, if the question is shown now, and says whether it is. What is pressed is
    /// pressed with the pointer. A text comes whole, as from a paste: `keyboard.rs` types every key,
    /// and a browser works at each.
    pub(crate) async fn enter(&self, field: &Field, answer: &Answer) -> bool {
        let question = self
            .book
            .rules
            .question(&field.question)
            .expect("it is in the rules");
        let arguments = vec![
            json!(field.question),
            json!(field.entry.unwrap_or(0)),
            json!(answer),
            json!(question.answer == QuestionType::Date),
        ];
        let entered = self.browser.page.execute(ENTER, arguments).await;
        let entered = entered.unwrap_or_else(|error| panic!("{}: {error}", field.question));
        if entered.json().is_null() {
            return false;
        }
        for control in entered.elements().expect("controls") {
            in_view(&control).await;
            control.click().await.expect("it can be pressed");
        }
        true
    }

    pub(crate) async fn tick(&self, rule: &RuleId, wanted: bool) {
        // In an emergency they are folded.
        let unfold = "document.querySelector('[data-after-email]').open = true";
        self.browser.run(unfold).await;
        for tick in self.all(&format!("[data-tick='{rule}']")).await {
            if tick.is_displayed().await.unwrap_or(false)
                && tick.is_selected().await.unwrap_or(wanted) != wanted
            {
                // Otherwise the bar at the edge of the screen may be in front of it.
                in_view(&tick).await;
                tick.click().await.expect("it can be pressed");
            }
        }
    }

    /// The requirements in one of the lists of findings.
    pub(crate) async fn listed(&self, list: &str) -> Vec<String> {
        let script = format!(
            "return [...document.querySelectorAll('[data-list={list}] > [data-finding]:not([hidden])')].map(item => item.dataset.finding)"
        );
        let names = self.browser.run(&script).await;
        names
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|name| Some(name.as_str()?.to_owned()))
            .collect()
    }

    /// The letter's text.
    pub(crate) async fn letter(&self) -> String {
        let text = self
            .browser
            .run("return document.querySelector('[data-letter]').innerText")
            .await;
        text.as_str().expect("text").to_owned()
    }

    /// Presses something after opening whatever it is folded in.
    pub(crate) async fn press(&self, selector: &str) {
        // A menu closes when the focus leaves it, so opening it has to move the focus into it.
        let unfold = "const target = document.querySelector(arguments[0]);
            for (const menu of document.querySelectorAll('.menu[open]'))
                if (!menu.contains(target)) menu.open = false;
            for (let it = target?.parentElement; it; it = it.parentElement) {
                if (it.localName !== 'details') continue;
                it.open = true;
                if (it.classList.contains('menu')) it.firstElementChild.focus();
            }";
        let place = vec![json!(selector)];
        self.browser.run_with(unfold, place).await;
        let target = self.one(selector).await;
        if target.click().await.is_err() {
            in_view(&target).await;
            target.click().await.expect("it can be pressed");
        }
    }

    pub(crate) async fn one(&self, selector: &str) -> WebElement {
        self.browser
            .page
            .find(By::Css(selector))
            .await
            .unwrap_or_else(|error| panic!("{selector}: {error}"))
    }

    pub(crate) async fn all(&self, selector: &str) -> Vec<WebElement> {
        self.browser
            .page
            .find_all(By::Css(selector))
            .await
            .expect("the page answers")
    }
}
