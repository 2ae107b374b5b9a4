//! The program of the request page: converts the page's events to session events, and draws
//! [`request_builder::session::View`]. It has no rules and no state of its own.
//!
//! `site-gen` renders the page from the same rules, complete and readable without this program. The
//! program finds its elements by `data-` attributes: `data-step`, `data-question`, `data-group`
//! with its `<template>`, `data-finding`, `data-notice`, `data-task`, `data-letter`. It never
//! writes markup, so it works with Trusted Types.

#![forbid(unsafe_code)]
#![cfg(target_arch = "wasm32")]

mod draft;
mod draw;
mod entries;
mod exports;
mod fill;
mod findings;
mod input;
mod letter;
mod margins;
mod page;
mod save;

use gloo::timers::callback::Timeout;
use page::Page;
use page_dom::{Listener, closest_match, query_all, with_value};
use request_builder::answers::Date;
use request_builder::hooks::Hook;
use request_builder::labels::Labels;
use request_builder::rulebook::Rulebook;
use request_builder::rules::KindId;
use request_builder::session::{Effect, Event, REVIEW, Session};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

// Starts the form. On an error the page was not rendered by `site-gen`, and stays unchanged.
#[wasm_bindgen(start)]
#[expect(
    missing_docs,
    clippy::missing_errors_doc,
    reason = "the page would carry it"
)]
pub fn start() -> Result<(), JsValue> {
    let mut page = Page::find().ok_or_else(|| JsValue::from_str("no request form on this page"))?;
    let unknown = || JsValue::from_str("the rules on this page are not those of its program");
    let labels: Labels = page.data(Hook::Labels).ok_or_else(unknown)?;
    let book: Rulebook = page.data(Hook::Rulebook).ok_or_else(unknown)?;
    page.set_untranslated(&labels, &book.language);
    // The program runs as long as the page is open, so its listeners can borrow the form.
    let app: &'static App = Box::leak(Box::new(App {
        session: RefCell::new(Session::new(book, labels, today())),
        drawn: RefCell::default(),
        status: RefCell::default(),
        announcement: RefCell::default(),
        drafts: draft::DraftState::default(),
        opens_mail: Cell::default(),
        is_pressed: Cell::default(),
        held_back: RefCell::default(),
        page,
    }));
    for group in &app.session.borrow().book().rules.groups {
        entries::resize(&app.page, &group.id, 1);
    }
    app.page.show_all(Hook::Scripted, true);
    app.read_restored_fields();
    app.listen();
    app.follow_address();
    app.draw();
    app.set_up_drafts();
    Ok(())
}

/// The current day in the officer's time zone.
fn today() -> Date {
    let now = js_sys::Date::new_0();
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = i32::try_from(now.get_full_year()).unwrap_or(1970);
    Date::new(year, part(now.get_month() + 1), part(now.get_date())).unwrap_or(Date::EPOCH)
}

/// The current time in minutes since 1970-01-01 00:00 UTC.
fn minute() -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it has been 30 million minutes"
    )]
    let minute = (js_sys::Date::now() / 60_000.0) as i64;
    minute
}

pub(crate) struct App {
    session: RefCell<Session>,
    page: Page,
    /// What was drawn last, so that only changes are drawn.
    drawn: RefCell<draw::Drawn>,
    /// The status that is announced to screen readers.
    status: RefCell<String>,
    /// Its announcement, if that is still to come.
    announcement: RefCell<Option<Timeout>>,
    drafts: draft::DraftState,
    /// Whether a link to the mail program was followed, for which some browsers fire
    /// `beforeunload`.
    opens_mail: Cell<bool>,
    /// A button of the mouse is down.
    is_pressed: Cell<bool>,
    /// What the browser reported meanwhile, to be drawn once the button is up.
    held_back: RefCell<Vec<Event>>,
}

impl App {
    /// Takes over the values that browsers restore in fields on reload and when going back.
    fn read_restored_fields(&self) {
        for event in input::initial_events(&self.page) {
            self.session.borrow_mut().update(event);
        }
    }

    fn listen(&'static self) {
        let (root, window) = (&self.page.root, &self.page.window);
        self.listen_to(root, "input", |app, event| {
            app.dispatch_any(input::of_input(event));
        });
        self.listen_to(root, "change", |app, event| {
            let Some([entered, left]) = input::of_change(event) else {
                return;
            };
            if app.is_pressed.get() {
                app.held_back.borrow_mut().extend([entered, left]);
            } else {
                app.dispatch(entered);
                app.dispatch(left);
            }
        });
        self.listen_to(root, "paste", |app, event| {
            app.dispatch_any(input::of_paste(event));
        });
        self.hold_events_while_pressed();
        self.listen_to(root, "click", |app, event| {
            // Selecting an option fires its own events after this one, which must find what was
            // selected: drawing now could take it back.
            if !input::is_option(event) {
                app.release_events();
            }
            if let Some(form) = save::requested_export(event) {
                app.export(&form);
            }
            if let Some(rule) = save::requested_note(event) {
                app.copy_note(&rule);
            }
            if save::opens_mail(event) {
                app.open_mail();
            }
            if let Some(link) = input::other_language(event) {
                app.keep_kind(&link);
            }
            match input::of_click(&app.page, event) {
                Some(Event::StartedAnother) => app.start_another(),
                other => app.dispatch_any(other),
            }
        });
        // The form is never submitted: Enter in a field goes to the next step.
        self.listen_to(root, "submit", |app, event| {
            event.prevent_default();
            app.release_events();
            app.dispatch(Event::Next);
        });
        // Close a menu that has lost the focus, since it would cover other elements.
        self.listen_to(root, "focusin", |app, event| {
            app.page.fold_menus(input::target(event).as_ref());
        });
        self.listen_to(window, "hashchange", |app, _| app.follow_address());
    }

    /// Pressing a button takes the focus from a field, and a message that appeared at this field at
    /// once would move the button away from the pointer, so that the browser saw no click. So these
    /// events wait until the pointer is up.
    fn hold_events_while_pressed(&'static self) {
        self.listen_to(&self.page.root, "mousedown", |app, _| {
            app.is_pressed.set(true);
        });
        // The click comes after this, and before the timer. No `mouseup` comes after a drag, or
        // after a context menu that the press opened.
        for name in ["mouseup", "dragend", "contextmenu"] {
            self.listen_to(&self.page.window, name, |app, _| {
                app.later(0, Self::release_events).forget();
            });
        }
    }

    fn release_events(&'static self) {
        self.is_pressed.set(false);
        for event in self.held_back.take() {
            self.dispatch(event);
        }
    }

    /// Listens for an event for the lifetime of the page. (`then` is a function pointer: each
    /// closure would add a listener to the program's size.)
    fn listen_to(
        &'static self,
        target: &EventTarget,
        name: &'static str,
        then: fn(&'static App, &web_sys::Event),
    ) {
        self.listener(target, name, then).forget();
    }

    fn listener(
        &'static self,
        target: &EventTarget,
        name: &'static str,
        then: fn(&'static App, &web_sys::Event),
    ) -> Listener {
        Listener::new(target, name, move |event| then(self, event))
    }

    fn later(&'static self, wait: u32, then: fn(&'static App)) -> Timeout {
        Timeout::new(wait, move || then(self))
    }

    /// Goes to the target of the address: a step, for the browser's back button, or a field, which
    /// is focused once its step is shown.
    fn follow_address(&'static self) {
        if let Some(kind) = self.addressed_kind() {
            self.dispatch(Event::Started(kind));
            return;
        }
        let Some((step, field)) = self.page.addressed() else {
            return;
        };
        let is_here = self.session.borrow().at().as_str() == step;
        let step = step.as_str().into();
        if let Some(kind) = self.other_kind_of_entry() {
            self.dispatch(Event::WentBack(kind, step));
        } else if !is_here {
            self.dispatch(Event::GoTo(step));
        }
        if let Some(field) = field {
            if closest_match(&field, "[data-question][hidden]").is_some() {
                self.dispatch(Event::Unfolded);
            }
            page_dom::focus(&field);
        }
    }

    /// The kind of request that this entry of the browser's history belongs to, if it is not the current kind.
    fn other_kind_of_entry(&self) -> Option<KindId> {
        let state = self.page.window.history().ok()?.state().ok()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is a small index, and any other number matches no kind"
        )]
        let number = state.as_f64()? as u32;
        self.session.borrow().other_kind(number)
    }

    /// Stores the number of the current kind in this entry of the browser's history, so that going back
    /// restores it. The entry contains no answers.
    fn mark_entry(&self) {
        let number = self.session.borrow().number_of_kind();
        if let (Some(number), Ok(history)) = (number, self.page.window.history()) {
            let _ = history.replace_state(&JsValue::from(number), "");
        }
    }

    /// The kind of request in the address, as in links from other pages: `#emergency`.
    fn addressed_kind(&self) -> Option<KindId> {
        let hash = self.page.window.location().hash().ok()?;
        let id: KindId = hash.strip_prefix('#')?.into();
        let session = self.session.borrow();
        session.book().rules.kind(&id).map(|_| id)
    }

    fn dispatch_any(&'static self, event: Option<Event>) {
        if let Some(event) = event {
            self.dispatch(event);
        }
    }

    fn dispatch(&'static self, event: Event) {
        // Hiding the focused element may make the browser fire `change` while drawing.
        let Ok(mut session) = self.session.try_borrow_mut() else {
            self.held_back.borrow_mut().push(event);
            self.later(0, Self::release_events).forget();
            return;
        };
        session.set_now(today(), minute());
        let effect = session.update(event);
        let has_rewritten = session.has_rewritten();
        drop(session);
        if has_rewritten {
            fill::fill(&self.page, &self.session.borrow());
            draw::forget_messages(&self.page, &mut self.drawn.borrow_mut());
        }
        // A new entry must be on the page before it is drawn.
        match &effect {
            Some(Effect::EntryAdded(group, _)) => entries::add_entry(&self.page, group),
            Some(Effect::EntryRemoved(group, entry)) => {
                entries::remove_entry(&self.page, group, *entry);
                draw::forget_messages(&self.page, &mut self.drawn.borrow_mut());
            }
            Some(Effect::Refilled(_) | Effect::EntryRestored(..)) => {
                fill::fill(&self.page, &self.session.borrow());
                draw::forget_messages(&self.page, &mut self.drawn.borrow_mut());
            }
            Some(Effect::Entered(_) | Effect::Unfolded(_) | Effect::Blocked) | None => {}
        }
        self.draw();
        self.answers_changed();
        match effect {
            Some(Effect::Entered(step) | Effect::Refilled(step)) => {
                self.page.enter(&step);
                self.mark_entry();
                // The error summary comes before the answers.
                if step.as_str() == REVIEW && self.page.has_summary() {
                    self.page.focus_summary();
                }
            }
            Some(Effect::Blocked) => self.page.focus_summary(),
            Some(Effect::Unfolded(field)) => {
                if let Some(control) = self.page.control(&field) {
                    page_dom::focus(&control);
                }
            }
            Some(Effect::EntryAdded(group, entry) | Effect::EntryRestored(group, entry)) => {
                entries::focus(&self.page, &group, entry);
            }
            Some(Effect::EntryRemoved(group, entry)) => {
                entries::focus_after_removal(&self.page, &group, entry);
            }
            None => {}
        }
    }

    fn draw(&'static self) {
        let session = self.session.borrow();
        let view = session.view();
        let mut drawn = self.drawn.borrow_mut();
        draw::draw(&self.page, &session, &view, &mut drawn);
        let status = draw::status(session.labels(), &view);
        drawn.view = Some(view);
        drop(drawn);
        self.announce(status);
    }

    /// Announces the status after the officer stops typing: a screen reader that speaks on every
    /// key press is unusable (WCAG 4.1.3).
    fn announce(&'static self, status: String) {
        self.announcement.replace(None);
        if self.page.status() == status {
            return;
        }
        // What was said before is over.
        self.page.set_status("");
        self.status.replace(status);
        let wait = self.later(900, |app| app.page.set_status(&app.status.borrow()));
        self.announcement.replace(Some(wait));
    }

    /// Shows a message at every place that a selector finds.
    fn say_at(&self, places: &str, name: &str) {
        let session = self.session.borrow();
        let text = session.labels().interface.get(name);
        for place in query_all(&self.page.root, places) {
            place.set_text_content(Some(text));
        }
    }

    /// Copies a note for the officer's case file, or a letter to somebody else.
    fn copy_note(&'static self, rule: &str) {
        let place = self.page.one_with(Hook::Note, rule);
        let note = place.and_then(|place| place.text_content());
        let copied = if rule.ends_with(".letter") {
            "request-status-copied"
        } else {
            "request-note-copied"
        };
        let place = with_value(Hook::NoteStatus, rule);
        self.copy(&note.unwrap_or_default(), copied, place);
    }

    /// Suppresses the question before leaving: a link to a mail program does not leave the page.
    fn open_mail(&'static self) {
        self.opens_mail.set(true);
        self.later(1_000, |app| app.opens_mail.set(false)).forget();
    }
}
