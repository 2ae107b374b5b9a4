//! The officer's draft: saving to a file, opening, clearing. Nothing is stored in the browser
//! unless the officer asks for it; see [`keep`].

mod changes;
mod drop;
mod keep;
mod leave;
mod tabs;

use super::{App, save};
use gloo::timers::callback::Timeout;
use page_dom::{Listener, focus, read_file, show, write};
use request_builder::answers::{Draft, DraftError, LIMIT};
use request_builder::hooks::Hook;
use request_builder::letter::export::file_name;
use request_builder::session::Event;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, File, HtmlInputElement};

#[derive(Default)]
pub(super) struct DraftState {
    /// A draft that was read, while the officer is asked whether to open it.
    waiting: RefCell<Option<Draft>>,
    keep: keep::Keep,
    tabs: tabs::Tabs,
    guard: leave::Guard,
}

/// A question to the officer before something is lost.
#[derive(Clone, Copy)]
enum Ask {
    /// Whether to replace the current answers by a draft.
    Open,
    /// Whether to clear everything.
    Clear,
    /// Whether to keep the current answers instead of an earlier visit's.
    Keep,
}

impl Ask {
    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Clear => "clear",
            Self::Keep => "keep",
        }
    }

    /// The element to focus if the answer is no.
    fn from(self) -> &'static str {
        match self {
            Self::Open => "[data-draft-do=\"choose\"]",
            Self::Clear => "[data-draft-do=\"clear\"]",
            Self::Keep => Hook::DraftKeep.selector(),
        }
    }
}

impl App {
    pub(super) fn set_up_drafts(self: &Rc<Self>) {
        let root = &self.page.root;
        self.listen_to(root, "click", |app, event| {
            let button =
                element(event).and_then(|target| target.closest(Hook::DraftDo.selector()).ok()?);
            if let Some(what) =
                button.and_then(|button| button.get_attribute(Hook::DraftDo.attribute()))
            {
                app.pressed(&what);
            }
        });
        self.listen_to(root, "change", |app, event| {
            let target = element(event);
            let Some(input) = target
                .as_ref()
                .and_then(JsCast::dyn_ref::<HtmlInputElement>)
            else {
                return;
            };
            if input.has_attribute(Hook::DraftFile.attribute()) {
                if let Some(file) = input.files().and_then(|files| files.get(0)) {
                    app.read(&file);
                }
                // Allow the same file to be chosen again after it was corrected.
                input.set_value("");
            } else if input.has_attribute(Hook::DraftKeep.attribute()) {
                app.keep(input.checked());
            }
        });
        self.take_dropped_files();
        self.meet_other_tabs();
        self.guard();
    }

    /// Listens for an event for the lifetime of the page. (`then` is a function pointer: each
    /// closure would add a listener to the program's size.)
    fn listen_to(
        self: &Rc<Self>,
        target: &EventTarget,
        name: &'static str,
        then: fn(&Rc<App>, &web_sys::Event),
    ) {
        self.listener(target, name, then).forget();
    }

    fn listener(
        self: &Rc<Self>,
        target: &EventTarget,
        name: &'static str,
        then: fn(&Rc<App>, &web_sys::Event),
    ) -> Listener {
        let app = Rc::clone(self);
        Listener::new(target, name, move |event| then(&app, event))
    }

    fn later(self: &Rc<Self>, wait: u32, then: fn(&Rc<App>)) -> Timeout {
        let app = Rc::clone(self);
        Timeout::new(wait, move || then(&app))
    }

    /// Updates whether closing the page would lose something.
    pub(super) fn answers_changed(self: &Rc<Self>) {
        self.guard();
        self.keep_soon();
    }

    fn pressed(self: &Rc<Self>, what: &str) {
        match what {
            "save" => self.save_draft(),
            "choose" => {
                if let Some(input) = self.page.one(Hook::DraftFile.selector()) {
                    input.unchecked_ref::<HtmlInputElement>().click();
                }
            }
            "save-and-open" => {
                self.save_draft();
                self.open_waiting();
            }
            "open" => self.open_waiting(),
            "clear" => self.ask(Ask::Clear),
            "save-and-clear" => {
                self.save_draft();
                self.clear();
            }
            "clear-all" => self.clear(),
            "keep-this" => self.keep_in_place_of_what_is_there(),
            "open-kept" => self.open_kept(),
            "no-open" => self.leave_as_it_is(Ask::Open),
            "no-clear" => self.leave_as_it_is(Ask::Clear),
            "no-keep" => self.leave_as_it_is(Ask::Keep),
            _ => {}
        }
    }

    fn save_draft(self: &Rc<Self>) {
        let mut session = self.session.borrow_mut();
        let letter = session.view().letter;
        let subject = letter.map_or_else(String::new, |letter| letter.subject);
        let kind = session.answers().kind.as_ref();
        let what = if subject.is_empty() {
            kind.map_or("", request_builder::rules::KindId::as_str)
        } else {
            &subject
        };
        let name = file_name(&["draft", what], "json");
        let text = session.draft().to_json();
        let said = save::save(&self.page, text.as_bytes(), "application/json", &name);
        if said == "request-said-saved" {
            session.update(Event::Filed);
        }
        drop(session);
        self.guard();
        let said = if said == "request-said-saved" {
            "request-draft-saved"
        } else {
            "request-draft-not-saved"
        };
        self.say(said);
    }

    /// Reads a file that was chosen or dropped.
    fn read(self: &Rc<Self>, file: &File) {
        #[expect(clippy::cast_precision_loss, reason = "the limit is far below 2^53")]
        if file.size() > LIMIT as f64 {
            self.refuse(&DraftError::TooLarge);
            return;
        }
        let app = Rc::clone(self);
        read_file(file, move |bytes| match bytes {
            Some(bytes) => app.take_file(&bytes),
            None => app.say("request-draft-unreadable"),
        });
    }

    fn take_file(self: &Rc<Self>, bytes: &[u8]) {
        match Draft::parse(bytes) {
            Err(error) => self.refuse(&error),
            Ok(draft) => {
                let session = self.session.borrow();
                let loses = session.is_unfiled();
                let foreign = !draft.is_for(session.book());
                drop(session);
                if !loses && !foreign {
                    self.open_draft(draft);
                    return;
                }
                self.page.show_all(Hook::AskLoses.selector(), loses);
                self.page.show_all(Hook::AskForeign.selector(), foreign);
                if let Some(place) = self.page.one(Hook::AskOrganisation.selector()) {
                    write(&place, &draft.organisation);
                }
                *self.drafts.waiting.borrow_mut() = Some(draft);
                self.ask(Ask::Open);
            }
        }
    }

    fn refuse(&self, error: &DraftError) {
        let message = error.message(&self.session.borrow().labels().interface);
        self.tell(&message);
    }

    fn open_waiting(self: &Rc<Self>) {
        self.end_asking();
        let waiting = self.drafts.waiting.borrow_mut().take();
        if let Some(draft) = waiting {
            self.open_draft(draft);
        }
    }

    /// Opens a draft and lists the changes for this request, if any.
    fn open_draft(self: &Rc<Self>, draft: Draft) {
        self.end_asking();
        self.take(Event::Opened(Box::new(draft)));
        let count = self.list_changes();
        let session = self.session.borrow();
        let wording = &session.labels().interface;
        let message = if count == 0 {
            wording.get("request-draft-opened").to_owned()
        } else {
            wording.fill(
                "request-draft-opened-changed",
                &[("count", &count.to_string())],
            )
        };
        self.tell(&message);
    }

    /// Shows the changes and focuses them. Returns their number.
    fn list_changes(&self) -> usize {
        let session = self.session.borrow();
        changes::draw(&self.page, &session)
    }

    fn clear(self: &Rc<Self>) {
        self.end_asking();
        self.forget_kept();
        self.drafts.waiting.borrow_mut().take();
        self.take(Event::Cleared);
        self.list_changes();
        self.say("request-cleared");
    }

    fn ask(&self, ask: Ask) {
        self.end_asking();
        let name = ask.name();
        if let Some(panel) = self.page.one(&["[data-ask=\"", name, "\"]"].concat()) {
            show(&panel, true);
            focus(&panel);
        }
    }

    fn end_asking(&self) {
        for panel in self.page.all(Hook::Ask.selector()) {
            show(&panel, false);
        }
    }

    fn leave_as_it_is(&self, ask: Ask) {
        self.end_asking();
        self.drafts.waiting.borrow_mut().take();
        self.page.focus(ask.from());
    }

    /// Shows a message about the draft.
    fn say(&self, name: &str) {
        let session = self.session.borrow();
        self.tell(session.labels().interface.get(name));
    }

    fn tell(&self, text: &str) {
        if let Some(place) = self.page.one(Hook::DraftSaid.selector()) {
            // Clear the text first, since screen readers do not announce an unchanged one.
            place.set_text_content(None);
            place.set_text_content(Some(text));
        }
    }
}

fn element(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
