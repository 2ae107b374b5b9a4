//! Each kind of request by the keyboard alone: from the empty form to the complete letter and its
//! file, with keys that reach whatever has the focus. Nothing is clicked and nothing is set.
//!
//! All along the focus can be seen (WCAG 2.4.7), is covered by nothing (2.4.11), goes in the order
//! of the page (2.4.3), and is never lost (3.2.2).

use crate::browser::Engine;
use crate::officer::Officer;
use crate::site::complete;
use request_builder::answers::{Answer, Answers, Field};
use request_builder::rules::{QuestionType, RuleId};
use std::collections::HashSet;
use std::path::PathBuf;
use thirtyfour::prelude::Key;

async fn by_keys_alone(engine: Engine, kind: &str) {
    let officer = Officer::at_the_form(engine).await;
    let answers = complete(kind).answers;
    let mut hands = Hands {
        officer: &officer,
        answers: &answers,
        done: HashSet::new(),
        at: Focus::default(),
    };
    let file = hands.go_to_the_file().await;
    let text = std::fs::read_to_string(file).expect("a text");
    assert_eq!(officer.listed("must").await, [] as [String; 0], "{text}");
    assert!(!text.contains("DRAFT"), "{text}");
    let name = answers
        .given
        .iter()
        .find(|(id, _)| id.as_str() == "officer-name");
    let name = name.and_then(|(_, answer)| answer.text()).expect("a name");
    assert!(text.contains(name), "what was typed is in the file: {text}");
    officer.end().await;
}

/// Presses keys and checks the focus after each.
struct Hands<'o> {
    officer: &'o Officer,
    answers: &'o Answers,
    /// The fields already filled in; a field may have the focus several times.
    done: HashSet<String>,
    at: Focus,
}

/// What has the focus.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what a script saw, as it saw it"
)]
struct Focus {
    /// What it is, in words.
    name: String,
    /// The number of elements before it on the page.
    place: usize,
    /// Its distance from the top, in CSS pixels.
    top: f64,
    step: String,
    question: String,
    entry: usize,
    control: String,
    value: String,
    checked: bool,
    kind: bool,
    tick: String,
    add: String,
    next: bool,
    export: String,
    folded: bool,
    wrong: String,
}

const FOCUS: &str = r#"
    const at = document.activeElement;
    const near = (selector) => at.closest(selector);
    const box = at.getBoundingClientRect();
    const style = getComputedStyle(at);
    // The button of a date is a part of it, which browsers outline by themselves.
    const inside = at.type === "date" && !at.matches(":focus-visible");
    const outlined = inside || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        && !/, 0\)$|transparent/.test(style.outlineColor);
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + Math.min(box.height, 20) / 2, 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    const seen = box.bottom > 0 && box.top < innerHeight && top && (at.contains(top) || top.contains(at)
        || at.labels && [...at.labels].some((label) => label.contains(top)));
    let wrong = "";
    if (at === document.body || at === document.documentElement) wrong = "nothing has the focus";
    else if (!outlined) wrong = `no outline: ${style.outline}`;
    else if (!seen) wrong = `it cannot be seen, at ${box.top} of ${innerHeight}, under ${top?.outerHTML.slice(0, 80)}`;
    const entry = near("[data-entry]");
    return {
        name: `${at.localName}#${at.id} ${at.textContent.trim().slice(0, 40)}`,
        place: [...document.querySelectorAll("*")].indexOf(at),
        top: box.top + scrollY,
        step: near("[data-step]")?.dataset.step ?? "",
        question: near("[data-question]")?.dataset.question ?? "",
        entry: entry ? [...entry.parentElement.querySelectorAll(":scope > [data-entry]")].indexOf(entry) : 0,
        control: at.matches("input, textarea, select") ? at.type : "",
        value: at.value ?? "",
        checked: at.checked ?? false,
        kind: at.hasAttribute("data-kind"),
        tick: at.dataset.tick ?? "",
        add: at.dataset.add ?? "",
        next: at.hasAttribute("data-next"),
        export: at.dataset.export ?? "",
        folded: at.localName === "summary" && !at.parentElement.open,
        wrong,
    }"#;

impl Hands<'_> {
    /// Goes on from one stop to the next until the letter is saved as text.
    async fn go_to_the_file(&mut self) -> PathBuf {
        for _ in 0..1500 {
            self.on().await;
            while self.see_to().await {}
            if self.at.export == "text" && self.officer.step().await == "review" {
                self.press(Key::Enter).await;
                self.look().await;
                return self.officer.browser.saved("txt").await;
            }
        }
        panic!(
            "the way to the letter has no end; the focus is at {:?}",
            self.at
        );
    }

    /// Moves to the next stop, which comes after this one; after the last one the browser's own
    /// controls may come, and the first one again.
    async fn on(&mut self) {
        let before = self.at.clone();
        self.press(Key::Tab).await;
        self.look().await;
        let now = &self.at;
        let fields = !now.step.is_empty() && now.step == before.step;
        if now.place >= before.place && fields {
            assert!(
                now.top >= before.top - 8.0,
                "the order that one sees: {before:?}, then {now:?}"
            );
        }
        assert!(
            now.place >= before.place || now.place < 20,
            "the order of the page: {before:?}, then {now:?}"
        );
    }

    async fn press(&self, key: Key) {
        self.officer
            .browser
            .type_keys(&char::from(key).to_string())
            .await;
    }

    /// Finds the focused element and checks that the focus is visible.
    async fn look(&mut self) {
        let found = self.officer.browser.run(FOCUS).await;
        self.at = serde_json::from_value(found).expect("what has the focus");
        assert_eq!(self.at.wrong, "", "{:?}", self.at);
    }

    /// Does what the focused element needs. Returns whether the focus moved, so that
    /// there is something to be done again.
    async fn see_to(&mut self) -> bool {
        let at = self.at.clone();
        if at.kind && !self.was_done(&"kind") {
            let kind = self.answers.kind.clone().expect("a kind");
            self.choose(kind.as_str()).await;
        } else if !at.question.is_empty() && !at.control.is_empty() {
            self.answer().await;
        } else if !at.tick.is_empty() {
            let wanted = self
                .answers
                .ticked
                .contains(&RuleId::from(at.tick.as_str()));
            self.set_tick(wanted).await;
        } else if !at.add.is_empty() {
            return self.add_an_entry().await;
        } else if at.next {
            return self.leave_the_step().await;
        } else if at.folded && !self.was_done(&"fold") {
            self.unfold_and_fold().await;
        }
        false
    }

    /// Whether it was, before now.
    fn was_done(&mut self, what: &dyn std::fmt::Display) -> bool {
        !self.done.insert(what.to_string())
    }

    async fn answer(&mut self) {
        let at = self.at.clone();
        let question = self
            .officer
            .book
            .rules
            .question(&at.question.as_str().into());
        let question = question.expect("it is in the rules");
        let field = Field::new(
            question.id.clone(),
            question.group.as_ref().map(|_| at.entry),
        );
        let given = self.answers.at(question.group.as_ref(), &field);
        let Some(answer) = given.filter(|answer| !answer.is_blank()) else {
            return;
        };
        match answer {
            Answer::Tick(wanted) => self.set_tick(*wanted).await,
            Answer::Several(options) => self.set_tick(options.contains(&at.value)).await,
            Answer::Text(option) if question.answer == QuestionType::Choice => {
                self.choose(option).await;
            }
            Answer::Text(text) if at.value.is_empty() => self.type_in(text).await,
            Answer::Text(_) => {}
        }
    }

    /// The arrows go through the options, each of which is chosen as it takes the focus.
    async fn choose(&mut self, option: &str) {
        if self.at.value == option && !self.at.checked {
            self.press(Key::Space).await;
            self.look().await;
        }
        for _ in 0..20 {
            if self.at.value == option {
                break;
            }
            self.press(Key::Down).await;
            self.look().await;
        }
        assert!(
            self.at.value == option && self.at.checked,
            "{option}: {:?}",
            self.at
        );
    }

    async fn set_tick(&mut self, wanted: bool) {
        if self.at.checked != wanted {
            self.press(Key::Space).await;
            self.look().await;
        }
        assert_eq!(self.at.checked, wanted, "{:?}", self.at);
    }

    async fn type_in(&mut self, text: &str) {
        let keys = match text.split('-').collect::<Vec<_>>()[..] {
            // As an American English browser asks for it.
            [year, month, day] if self.at.control == "date" => format!("{month}{day}{year}"),
            _ => text.replace('\n', &char::from(Key::Enter).to_string()),
        };
        self.officer.browser.type_keys(&keys).await;
        self.look().await;
        assert_eq!(self.at.value, text, "{:?}", self.at);
    }

    async fn add_an_entry(&mut self) -> bool {
        let group = self.at.add.as_str().into();
        let made = format!("[data-group='{group}'] [data-entry]");
        if self.officer.all(&made).await.len() >= self.answers.entries(&group) {
            return false;
        }
        self.press(Key::Space).await;
        self.look().await;
        assert_ne!(
            self.at.control, "",
            "the new entry has the focus: {:?}",
            self.at
        );
        true
    }

    async fn leave_the_step(&mut self) -> bool {
        let left = self.officer.step().await;
        self.press(Key::Enter).await;
        self.look().await;
        let step = self.officer.step().await;
        assert_ne!(left, step, "a complete step lets go at once");
        assert_eq!(self.at.step, step, "the focus goes along: {:?}", self.at);
        assert!(
            self.at.name.starts_with("h2"),
            "to the heading: {:?}",
            self.at
        );
        // And back again, and on again: nothing is lost.
        self.officer.browser.press_with(Key::Shift, Key::Tab).await;
        self.look().await;
        self.press(Key::Tab).await;
        self.look().await;
        assert_eq!(self.at.step, step, "{:?}", self.at);
        true
    }

    async fn unfold_and_fold(&mut self) {
        for folded in [false, true] {
            self.press(Key::Enter).await;
            self.look().await;
            assert_eq!(self.at.folded, folded, "{:?}", self.at);
        }
    }
}

macro_rules! kinds {
    ($($name:ident: $kind:literal),+ $(,)?) => {
        $(async fn $name(engine: Engine) {
            by_keys_alone(engine, $kind).await;
        })+
        in_both_engines! { $($name),+ }
    };
}

kinds! {
    a_preservation_request_is_written_by_keys_alone: "preservation",
    an_extension_is_written_by_keys_alone: "extension",
    a_request_for_account_information_is_written_by_keys_alone: "account",
    a_request_for_contents_is_written_by_keys_alone: "contents",
    an_emergency_request_is_written_by_keys_alone: "emergency",
}
