//! Keeps the answers in this browser, if the officer asks for it: in one entry of its local
//! storage, in the format of a draft file. It is turned off again if another tab or the browser
//! changes the entry, so that nothing is overwritten silently.

use super::Confirmation;
use super::tabs::TabMessage;
use crate::App;
use crate::fill::check;
use crate::page::Page;
use gloo::timers::callback::Timeout;
use page_dom::{attribute, set};
use request_builder::answers::{Answers, Draft};
use request_builder::hooks::Hook;
use request_builder::session::Event;
use std::cell::{Cell, RefCell};
use web_sys::{Element, Storage};

/// How long after the last key press the answers are written, in milliseconds.
const WAIT: u32 = 400;

/// The state of keeping.
#[derive(Default)]
pub(super) struct Keep {
    pub(super) on: Cell<bool>,
    /// What this page last wrote or found. Any other value is another tab's.
    last: RefCell<Option<String>>,
    soon: RefCell<Option<Timeout>>,
}

/// The name of the entry, different for each page with a request builder.
pub(super) fn name(page: &Page) -> String {
    let path = page.window.location().pathname().unwrap_or_default();
    ["request-builder ", &path].concat()
}

/// The browser's storage. It may be missing, or denied to a page from a file.
fn storage(page: &Page) -> Option<Storage> {
    page.window.local_storage().ok()?
}

fn kept(page: &Page) -> Option<String> {
    storage(page)?.get_item(&name(page)).ok()?
}

impl App {
    pub(super) fn is_anything_kept(&self) -> bool {
        kept(&self.page).is_some()
    }

    /// Restores what an earlier visit kept, unless something was entered since `begun`.
    pub(super) fn restore(&'static self, begun: &Answers) {
        if kept(&self.page).is_none() {
            return;
        }
        if self.session.borrow().answers() == begun {
            self.open_kept();
        } else {
            self.ask(Confirmation::Keep);
        }
    }

    pub(super) fn open_kept(&'static self) {
        self.close_confirmation();
        let Some(text) = kept(&self.page) else {
            return;
        };
        match Draft::parse(text.as_bytes()) {
            Err(error) => self.refuse(&error),
            Ok(draft) => {
                self.drafts.keep.last.replace(Some(text));
                let empty = draft.answers.is_blank();
                if !empty {
                    let at = self.page.step_in_address();
                    self.dispatch(Event::Opened(Box::new(draft)));
                    // After a reload on the same day, the step that was open.
                    if let Some(step) = at.filter(|_| !self.session.borrow().is_unchecked()) {
                        self.dispatch(Event::GoTo(step));
                    }
                    self.list_changes();
                    self.say("request-keep-back");
                }
                self.set_keeping(true);
            }
        }
    }

    /// Makes a link to the page in another language lead to the same kind of request. The browser asks
    /// before answers are lost.
    pub(crate) fn keep_kind(&self, link: &Element) {
        let session = self.session.borrow();
        if let Some(kind) = &session.answers().kind {
            let address = attribute(link, "href");
            let address = address.split('#').next().unwrap_or_default();
            set(link, "href", Some(&[address, "#", kind.as_str()].concat()));
        }
    }

    /// Turns keeping on or off.
    pub(super) fn keep(&'static self, wanted: bool) {
        self.close_confirmation();
        if !wanted {
            self.delete_kept();
            self.say("request-keep-off");
        } else if kept(&self.page).is_some() {
            self.set_keeping(false);
            self.ask(Confirmation::Keep);
        } else {
            self.replace_kept();
        }
    }

    pub(super) fn replace_kept(&'static self) {
        self.close_confirmation();
        self.drafts.keep.last.replace(kept(&self.page));
        self.set_keeping(true);
        self.save_kept();
        if self.drafts.keep.on.get() {
            self.say("request-keep-on");
        }
        self.page.focus(&Hook::DraftKeep.selector());
    }

    pub(super) fn set_keeping(&self, on: bool) {
        self.drafts.keep.on.set(on);
        if let Some(tick) = self.page.one(Hook::DraftKeep) {
            check(&tick, on);
        }
        if on {
            self.send(TabMessage::Keeping);
        }
        self.show_tabs();
    }

    /// Keeps the answers once the officer stops typing.
    pub(super) fn schedule_saving(&'static self) {
        if self.drafts.keep.on.get() {
            let soon = self.later(WAIT, Self::save_kept);
            self.drafts.keep.soon.replace(Some(soon));
        }
    }

    pub(super) fn save_kept(&'static self) {
        self.drafts.keep.soon.replace(None);
        if !self.drafts.keep.on.get() {
            return;
        }
        let now = kept(&self.page);
        if now != *self.drafts.keep.last.borrow() {
            self.set_keeping(false);
            self.say(if now.is_none() {
                "request-keep-cleared"
            } else {
                "request-keep-taken"
            });
            return;
        }
        let text = self.session.borrow().draft().to_json();
        let storage = storage(&self.page);
        let name = name(&self.page);
        let written = storage
            .as_ref()
            .is_some_and(|storage| storage.set_item(&name, &text).is_ok());
        if written {
            self.drafts.keep.last.replace(Some(text));
            self.session.borrow_mut().update(Event::Saved);
            self.guard();
        } else {
            // What was kept before is outdated.
            if let Some(storage) = storage {
                let _ = storage.remove_item(&name);
            }
            self.set_keeping(false);
            self.say("request-keep-refused");
        }
    }

    /// Removes our entry from the browser.
    pub(super) fn delete_kept(&self) {
        self.drafts.keep.soon.replace(None);
        self.drafts.keep.last.replace(None);
        if let Some(storage) = storage(&self.page) {
            let _ = storage.remove_item(&name(&self.page));
        }
        self.set_keeping(false);
        self.send(TabMessage::Cleared);
    }
}
