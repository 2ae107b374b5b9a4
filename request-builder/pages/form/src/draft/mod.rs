//! The officer's draft: saving to a file, opening, clearing. Nothing is stored in the browser
//! unless the officer asks for it; see [`keep`].

mod changes;
mod drop;
mod keep;
mod leave;
mod tabs;

use super::{App, input, save};
use page_dom::{closest, data, focus, has, read_file, show, with_value, write};
use request_builder::answers::{Draft, DraftError, LIMIT};
use request_builder::hooks::Hook;
use request_builder::letter::export::{file_name, letter_file};
use request_builder::session::Event;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

#[derive(Default)]
pub(super) struct DraftState {
    /// What replaces the answers, while the officer is asked: a draft that was read, or another letter.
    waiting: RefCell<Option<Event>>,
    keep: keep::Keep,
    tabs: tabs::Tabs,
    guard: leave::UnloadGuard,
}

/// A question to the officer before something is lost.
#[derive(Clone, Copy)]
enum Confirmation {
    /// Whether to replace the current answers by a draft.
    Open,
    /// Whether to clear everything.
    Clear,
    /// Whether to keep the current answers instead of an earlier visit's.
    Keep,
}

impl Confirmation {
    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Clear => "clear",
            Self::Keep => "keep",
        }
    }

    /// The element to focus if the answer is no.
    fn from(self) -> String {
        match self {
            Self::Open => with_value(Hook::DraftDo, "choose"),
            Self::Clear => with_value(Hook::DraftDo, "clear"),
            Self::Keep => Hook::DraftKeep.selector(),
        }
    }
}

impl App {
    pub(super) fn set_up_drafts(&'static self) {
        let root = &self.page.root;
        self.listen_to(root, "click", |app, event| {
            let target = input::target(event);
            let button = target.and_then(|target| closest(&target, Hook::DraftDo));
            if let Some(button) = button {
                app.pressed(&data(&button, Hook::DraftDo).unwrap_or_default());
            }
        });
        self.listen_to(root, "change", |app, event| {
            let target = input::target(event);
            let Some(input) = target
                .as_ref()
                .and_then(JsCast::dyn_ref::<HtmlInputElement>)
            else {
                return;
            };
            if has(input, Hook::DraftFile) {
                if let Some(file) = input.files().and_then(|files| files.get(0)) {
                    app.read(&file);
                }
                // Allow the same file to be chosen again after it was corrected.
                input.set_value("");
            } else if has(input, Hook::DraftKeep) {
                app.keep(input.checked());
            }
        });
        self.take_dropped_files();
        self.listen_to_other_tabs();
        self.guard();
    }

    /// Updates whether closing the page would lose something.
    pub(super) fn answers_changed(&'static self) {
        self.guard();
        self.schedule_saving();
    }

    fn pressed(&'static self, what: &str) {
        match what {
            "save" => self.save_draft(),
            "choose" => {
                if let Some(input) = self.page.one(Hook::DraftFile) {
                    input.unchecked_ref::<HtmlInputElement>().click();
                }
            }
            "save-and-open" => {
                self.save_draft();
                self.open_waiting();
            }
            "open" => self.open_waiting(),
            "clear" => self.ask(Confirmation::Clear),
            "save-and-clear" => {
                self.save_draft();
                self.clear();
            }
            "clear-all" => self.clear(),
            "keep-this" => self.replace_kept(),
            "open-kept" => self.open_kept(),
            "no-open" => self.cancel(Confirmation::Open),
            "no-clear" => self.cancel(Confirmation::Clear),
            "no-keep" => self.cancel(Confirmation::Keep),
            _ => {}
        }
    }

    fn save_draft(&'static self) {
        let mut session = self.session.borrow_mut();
        let name = match session.view().letter {
            Some(letter) => letter_file(&letter, "json"),
            None => file_name(&["draft"], "json"),
        };
        let text = session.draft().to_json();
        let said = save::save(&self.page, text.as_bytes(), "application/json", &name);
        if said == "request-status-saved" {
            session.update(Event::Filed);
        }
        drop(session);
        self.guard();
        let said = if said == "request-status-saved" {
            "request-draft-saved"
        } else {
            "request-draft-not-saved"
        };
        self.say(said);
    }

    /// Reads a file that was chosen or dropped.
    fn read(&'static self, file: &File) {
        #[expect(clippy::cast_precision_loss, reason = "the limit is far below 2^53")]
        if file.size() > LIMIT as f64 {
            self.refuse(&DraftError::TooLarge);
            return;
        }
        read_file(file, |bytes| match bytes {
            Some(bytes) => self.take_file(&bytes),
            None => self.say("request-draft-unreadable"),
        });
    }

    fn take_file(&'static self, bytes: &[u8]) {
        match Draft::parse(bytes) {
            Err(error) => self.refuse(&error),
            Ok(draft) => {
                let session = self.session.borrow();
                let loses = session.is_unfiled();
                let foreign = !draft.is_for(session.book());
                drop(session);
                if !loses && !foreign {
                    self.open_draft(Box::new(draft));
                    return;
                }
                self.page.show_all(Hook::AskLoses, loses);
                self.page.show_all(Hook::AskForeign, foreign);
                if let Some(place) = self.page.one(Hook::AskOrganisation) {
                    write(&place, &draft.organisation);
                }
                self.ask_before(Event::Opened(Box::new(draft)));
            }
        }
    }

    fn refuse(&self, error: &DraftError) {
        let message = error.message(&self.session.borrow().labels().interface);
        self.set_status(&message);
    }

    fn open_waiting(&'static self) {
        self.close_confirmation();
        let waiting = self.drafts.waiting.borrow_mut().take();
        match waiting {
            Some(Event::Opened(draft)) => self.open_draft(draft),
            other => self.dispatch_any(other),
        }
    }

    /// Asks before an event that replaces the answers.
    fn ask_before(&self, event: Event) {
        *self.drafts.waiting.borrow_mut() = Some(event);
        self.ask(Confirmation::Open);
    }

    /// Starts another letter. Answers that are not saved are lost, so the officer is asked.
    pub(super) fn start_another(&'static self) {
        if self.session.borrow().is_unsaved() {
            self.page.show_all(Hook::AskLoses, true);
            self.page.show_all(Hook::AskForeign, false);
            self.ask_before(Event::StartedAnother);
        } else {
            self.dispatch(Event::StartedAnother);
        }
    }

    /// Opens a draft and lists the changes for this request, if any.
    fn open_draft(&'static self, draft: Box<Draft>) {
        self.close_confirmation();
        self.dispatch(Event::Opened(draft));
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
        self.set_status(&message);
    }

    /// Shows the changes and focuses them. Returns their number.
    fn list_changes(&self) -> usize {
        let session = self.session.borrow();
        changes::draw(&self.page, &session)
    }

    fn clear(&'static self) {
        self.close_confirmation();
        self.delete_kept();
        self.drafts.waiting.borrow_mut().take();
        self.dispatch(Event::Cleared);
        self.list_changes();
        self.say("request-cleared");
    }

    fn ask(&self, ask: Confirmation) {
        self.close_confirmation();
        let name = ask.name();
        if let Some(panel) = self.page.one_with(Hook::Ask, name) {
            show(&panel, true);
            focus(&panel);
        }
    }

    fn close_confirmation(&self) {
        for panel in self.page.all(Hook::Ask) {
            show(&panel, false);
        }
    }

    fn cancel(&self, ask: Confirmation) {
        self.close_confirmation();
        self.drafts.waiting.borrow_mut().take();
        self.page.focus(&ask.from());
    }

    /// Shows a message about the draft.
    fn say(&self, name: &str) {
        let session = self.session.borrow();
        self.set_status(session.labels().interface.get(name));
    }

    fn set_status(&self, text: &str) {
        if let Some(place) = self.page.one(Hook::DraftStatus) {
            // Clear the text first, since screen readers do not announce an unchanged one.
            place.set_text_content(None);
            place.set_text_content(Some(text));
        }
    }
}
