//! The elements of the letter check page.

use page_dom::{all_in, find, focus, query, show, with_value};
use request_builder::hooks::Hook;
use request_builder::letter_check::State;
use request_builder::rules::KindId;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, File, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

/// The page rendered by `site-gen`.
pub(super) struct Page {
    document: Document,
    /// The root element of the letter check.
    pub(super) root: Element,
    letter: HtmlTextAreaElement,
    kind: HtmlSelectElement,
}

impl Page {
    pub(super) fn find() -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let root = find(&document.document_element()?, Hook::Check)?;
        let letter = find(&root, Hook::Letter)?.dyn_into().ok()?;
        let kind = find(&root, Hook::Kind)?.dyn_into().ok()?;
        Some(Self {
            document,
            root,
            letter,
            kind,
        })
    }

    fn one(&self, hook: Hook) -> Option<Element> {
        find(&self.root, hook)
    }

    pub(super) fn checklist_text(&self) -> String {
        let data = self
            .one(Hook::Checklist)
            .and_then(|data| data.text_content());
        data.unwrap_or_default()
    }

    pub(super) fn show_all(&self, hook: Hook, shown: bool) {
        for element in all_in(&self.root, hook) {
            show(&element, shown);
        }
    }

    pub(super) fn letter(&self) -> String {
        self.letter.value()
    }

    pub(super) fn set_letter(&self, text: &str) {
        self.letter.set_value(text);
    }

    /// The kind that was chosen.
    pub(super) fn kind(&self) -> Option<KindId> {
        let kind = self.kind.value();
        (!kind.is_empty()).then(|| kind.into())
    }

    /// A message of the page.
    fn words(&self, name: &str) -> String {
        let words = query(&self.root, &with_value(Hook::Words, name));
        words
            .and_then(|words| words.text_content())
            .unwrap_or_default()
    }

    /// Shows a message and announces it to screen readers.
    pub(super) fn say(&self, name: &str, what: &str) {
        if let Some(place) = self.one(Hook::ActionStatus) {
            place.set_text_content(Some(&self.words(name).replace("{what}", what)));
        }
    }

    /// Shows a message on a line below those already there.
    pub(super) fn add(&self, name: &str, what: &str) {
        self.add_line(&self.words(name).replace("{what}", what));
    }

    /// Shows on a line below those already there why a file was not read.
    pub(super) fn add_reason(&self, file: &str, why: &str) {
        self.add_line(&[file, ": ", &self.words(why)].concat());
    }

    fn add_line(&self, line: &str) {
        if let Some(place) = self.one(Hook::ActionStatus) {
            let before = place.text_content().unwrap_or_default();
            place.set_text_content(Some(&[before.as_str(), "\n", line].concat()));
        }
    }

    /// Shows which kind the letter was taken for, if none was chosen.
    pub(super) fn say_guess(&self, kind: Option<&str>) {
        let Some(place) = self.one(Hook::Guess) else {
            return;
        };
        show(&place, kind.is_some());
        if let Some(kind) = kind {
            let title = query(&self.kind, &["[value=\"", kind, "\"]"].concat());
            let title = title
                .and_then(|title| title.text_content())
                .unwrap_or_default();
            place.set_text_content(Some(&self.words("check-guessed").replace("{what}", &title)));
        }
    }

    /// Shows the finding about a rule, and moves the rule to the end of the list.
    pub(super) fn finding(&self, rule: &str, state: State, quotation: Option<(usize, &str)>) {
        let Some(point) = query(&self.root, &with_value(Hook::Point, rule)) else {
            return;
        };
        let name = match state {
            State::Found => "found",
            State::NotFound => "not-found",
            State::CannotTell => "cannot-tell",
            State::NotAsked => "not-asked",
        };
        let _ = point.set_attribute("data-state", name);
        if let Some(place) = find(&point, Hook::StateWords) {
            place.set_text_content(Some(&self.words(&["check-", name].concat())));
        }
        if let Some(place) = find(&point, Hook::Quotation) {
            let text = quotation.map(|(line, words)| {
                let words: Vec<&str> = words.split_whitespace().collect();
                let line = self
                    .words("check-line")
                    .replace("{what}", &line.to_string());
                [line.as_str(), ": “", &words.join(" "), "”"].concat()
            });
            place.set_text_content(text.as_deref());
            show(&place, text.is_some());
        }
        show(&point, true);
        if let Some(list) = point.parent_element() {
            let _ = list.append_child(&point);
        }
    }

    pub(super) fn sum(&self, found: usize, open: usize, unclear: usize) {
        let words = self
            .words("check-counts")
            .replace("{found}", &found.to_string())
            .replace("{open}", &open.to_string())
            .replace("{unclear}", &unclear.to_string());
        if let Some(place) = self.one(Hook::ResultCounts) {
            place.set_text_content(Some(&words));
        }
    }

    /// Shows the letter with words marked.
    pub(super) fn mark(&self, letter: &str, words: &[Range<usize>]) {
        let Some(place) = self.one(Hook::Highlighted) else {
            return;
        };
        place.set_text_content(None);
        let mut done = 0;
        for at in words {
            let start = at.start.max(done);
            let (Some(before), Some(words)) = (letter.get(done..start), letter.get(start..at.end))
            else {
                continue;
            };
            if words.is_empty() {
                continue;
            }
            let Ok(mark) = self.document.create_element("mark") else {
                return;
            };
            mark.set_text_content(Some(words));
            let _ = place.append_child(&self.document.create_text_node(before));
            let _ = place.append_child(&mark);
            done = at.end;
        }
        let rest = letter.get(done..).unwrap_or_default();
        let _ = place.append_child(&self.document.create_text_node(rest));
    }

    /// Removes the letter from the page.
    pub(super) fn clear(&self) {
        self.show_all(Hook::Report, false);
        self.show_all(Hook::Point, false);
        self.say_guess(None);
        self.mark("", &[]);
        for quotation in all_in(&self.root, Hook::Quotation) {
            quotation.set_text_content(None);
        }
        if let Some(place) = self.one(Hook::ActionStatus) {
            place.set_text_content(None);
        }
    }

    pub(super) fn go_to_report(&self) {
        if let Some(title) = query(&self.root, "[data-report] h2") {
            focus(&title);
        }
    }
}

/// The file that was chosen.
pub(super) fn chosen(input: &Element) -> Option<File> {
    input.dyn_ref::<HtmlInputElement>()?.files()?.get(0)
}

/// A size as JavaScript number.
pub(super) fn as_number(size: usize) -> f64 {
    f64::from(u32::try_from(size).unwrap_or(u32::MAX))
}
