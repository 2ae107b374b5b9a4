//! The program of the letter check page: takes a letter and shows the findings.
//!
//! `site-gen` renders the page with every rule and its clause. This program shows the rules of the
//! letter's kind with their findings, and marks the matching words in the letter. Text is never
//! written as markup.

#![forbid(unsafe_code)]
#![cfg(target_arch = "wasm32")]

mod page;

use page::Page;
use page_dom::{Listener, from_script, has, read_file};
use request_builder::hooks::Hook;
use request_builder::letter_check::readers;
use request_builder::letter_check::{LetterChecker, PreparedLetter, Report, State};
use request_builder::rules::{KindId, Level};
use request_builder::text::sort_by_start;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{DragEvent, Element, File};

// Starts the program. On an error the page was not rendered by `site-gen`, and stays unchanged.
#[wasm_bindgen(start)]
#[expect(
    missing_docs,
    clippy::missing_errors_doc,
    reason = "the page would carry it"
)]
pub fn start() -> Result<(), JsValue> {
    let page = Page::find()
        .ok_or_else(|| JsValue::from_str("nothing to check letters with on this page"))?;
    let checklist = from_script::<LetterChecker>(&page.checklist_text())
        .ok_or_else(|| JsValue::from_str("the rules on this page are not those of its program"))?;
    let app = Rc::new(App {
        page,
        checklist,
        shown: RefCell::new(false),
        stated: RefCell::new(None),
    });
    app.page.show_all(Hook::Scripted, true);
    app.page.show_all(Hook::Unscripted, false);
    // They are shown again, with the findings, once there is a letter.
    app.page.show_all(Hook::Point, false);
    app.listen();
    Ok(())
}

struct App {
    page: Page,
    checklist: LetterChecker,
    /// Whether a report is shown.
    shown: RefCell<bool>,
    /// The kind that the builder stated in the file that was read.
    stated: RefCell<Option<KindId>>,
}

impl App {
    fn listen(self: &Rc<Self>) {
        // The form is never submitted.
        self.on("submit", |app, event| {
            event.prevent_default();
            // The text may have been edited or replaced since the file was read.
            app.stated.replace(None);
            app.check(true);
        });
        self.on("reset", |app, _| app.clear());
        self.on("change", |app, event| {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok());
            let Some(target) = target else { return };
            if has(&target, Hook::File) {
                if let Some(file) = page::chosen(&target) {
                    app.open(&file);
                }
            } else if has(&target, Hook::Kind) && *app.shown.borrow() {
                app.check(false);
            }
        });
        self.on("dragover", |_, event| event.prevent_default());
        self.on("drop", |app, event| {
            event.prevent_default();
            let dropped = event
                .dyn_ref::<DragEvent>()
                .and_then(DragEvent::data_transfer);
            if let Some(file) = dropped.and_then(|data| data.files()?.get(0)) {
                app.open(&file);
            }
        });
    }

    fn on(self: &Rc<Self>, name: &'static str, act: impl Fn(&Rc<App>, &web_sys::Event) + 'static) {
        let app = Rc::clone(self);
        Listener::new(&self.page.root, name, move |event| act(&app, event)).forget();
    }

    /// Reads a file into the field and checks it.
    fn open(self: &Rc<Self>, file: &File) {
        // Check the size first, before the file is read into memory.
        if file.size() > page::as_number(readers::MAX_FILE_SIZE) {
            self.page.say(readers::Unreadable::TooLarge.wording(), "");
            return;
        }
        let app = Rc::clone(self);
        let name = file.name();
        // `None` if the browser could not read it.
        read_file(file, move |bytes| {
            app.take(&name, &bytes.unwrap_or_default());
        });
    }

    fn take(&self, name: &str, bytes: &[u8]) {
        match readers::read(name, bytes) {
            Ok(reading) => {
                self.page.set_letter(&reading.text);
                self.stated
                    .replace(self.checklist.stated_kind(&reading).cloned());
                self.check(true);
                self.page.say("check-read", &readers::one_line(name));
                if !*self.shown.borrow() {
                    let letter = self.checklist.prepare(&reading.text);
                    self.page.add(not_guessed(&letter), "");
                }
                if !reading.unread.is_empty() {
                    let names = reading.unread.iter().map(|one| one.name.as_str());
                    let names: Vec<&str> = names.collect();
                    self.page.add("check-unread", &names.join(", "));
                }
                for one in &reading.unread {
                    self.page.add_reason(&one.name, one.why.wording());
                }
                if reading.more_unread > 0 {
                    let more = reading.more_unread.to_string();
                    self.page.add("check-unread-more", &more);
                }
                if reading.has_hidden {
                    self.page.add("check-hidden", "");
                }
            }
            Err(why) => {
                self.stated.replace(None);
                self.page.set_letter("");
                self.clear();
                self.page.say(why.wording(), "");
            }
        }
    }

    fn clear(&self) {
        self.shown.replace(false);
        self.page.clear();
    }

    fn check(&self, go_there: bool) {
        let letter = self.page.letter();
        if letter.trim().is_empty() {
            self.clear();
            self.page.say(readers::Unreadable::Empty.wording(), "");
            return;
        }
        if letter.len() > readers::MAX_LETTER_LENGTH {
            self.clear();
            self.page.say(readers::Unreadable::TooLong.wording(), "");
            return;
        }
        let prepared = self.checklist.prepare(&letter);
        let chosen = self.page.kind();
        let guessed = chosen.is_none();
        let kind = chosen
            .or_else(|| self.stated.borrow().clone())
            .or_else(|| prepared.kind().cloned());
        let Some(kind) = kind else {
            self.clear();
            self.page.say(not_guessed(&prepared), "");
            return;
        };
        let report = prepared.check(&kind);
        self.shown.replace(true);
        self.page.say_guess(guessed.then_some(kind.as_str()));
        self.draw(&letter, &report);
        if go_there {
            self.page.go_to_report();
        }
    }

    fn draw(&self, letter: &str, report: &Report) {
        self.page.show_all(Hook::Point, false);
        // Order: not found first, and required rules before the rest.
        for state in [
            State::NotFound,
            State::CannotTell,
            State::Found,
            State::NotAsked,
        ] {
            for level in [
                Some(Level::Must),
                Some(Level::Should),
                Some(Level::May),
                None,
            ] {
                let findings = report.findings.iter();
                for finding in findings.filter(|one| one.state == state && one.level == level) {
                    let quotation = finding
                        .quotation
                        .as_ref()
                        .and_then(|at| Some((line_of(letter, at.start), letter.get(at.clone())?)));
                    self.page.finding(finding.rule.as_str(), state, quotation);
                }
            }
        }
        let count = |state| {
            report
                .findings
                .iter()
                .filter(|one| one.state == state)
                .count()
        };
        self.page.sum(
            count(State::Found),
            report.musts_not_found().count(),
            count(State::CannotTell),
        );
        let findings = report.findings.iter();
        let mut quotations: Vec<Range<usize>> =
            findings.filter_map(|one| one.quotation.clone()).collect();
        sort_by_start(&mut quotations);
        self.page.mark(letter, &quotations);
        self.page.show_all(Hook::Report, true);
    }
}

/// The message for a letter whose kind was not detected.
fn not_guessed(letter: &PreparedLetter<'_>) -> &'static str {
    if letter.shows_danger() {
        "check-not-guessed-danger"
    } else {
        "check-not-guessed"
    }
}

/// The line of an offset, counted from 1.
fn line_of(letter: &str, at: usize) -> usize {
    letter
        .bytes()
        .take(at)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}
