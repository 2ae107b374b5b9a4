//! Detects the same page in other tabs, so that nobody writes two letters by mistake, and only one
//! tab keeps its answers in the browser. The tabs exchange single words, never any input.

use super::keep;
use crate::App;
use page_dom::{show, write};
use request_builder::answers::Answers;
use request_builder::hooks::Hook;
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// How long other tabs have to answer before kept answers are restored, in milliseconds. Background
/// tabs on slow machines take a while, and their answers must not be taken over.
const WAIT: u32 = 600;

/// What is known about other tabs.
#[derive(Default)]
pub(super) struct Tabs {
    channel: RefCell<Option<BroadcastChannel>>,
    others: Cell<bool>,
    other_keeps: Cell<bool>,
    /// Whether another tab has answered since it was last asked again.
    answered: Cell<bool>,
    /// Whether one that keeps its answers has.
    keeper_answered: Cell<bool>,
    /// The fields when the page was opened.
    begun: RefCell<Answers>,
}

/// The messages between tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TabMessage {
    /// A tab was opened, and asks for others.
    Hello,
    /// A tab is there.
    Here,
    /// A tab is there, and keeps its answers in the browser.
    Keeping,
    /// The kept answers were removed.
    Cleared,
    /// A tab was closed.
    Bye,
}

impl TabMessage {
    const ALL: [Self; 5] = [
        Self::Hello,
        Self::Here,
        Self::Keeping,
        Self::Cleared,
        Self::Bye,
    ];

    fn text(self) -> &'static str {
        match self {
            Self::Hello => "hello",
            Self::Here => "here",
            Self::Keeping => "keeping",
            Self::Cleared => "cleared",
            Self::Bye => "bye",
        }
    }
}

impl App {
    /// Asks for other tabs, and restores kept answers unless they are another tab's.
    pub(super) fn listen_to_other_tabs(&'static self) {
        self.set_keeping(false);
        self.open_channel();
        let window = &self.page.window;
        self.listen_to(window, "pagehide", |app, _| {
            app.save_kept();
            app.send(TabMessage::Bye);
            // Some browsers do not cache a page with an open channel.
            if let Some(channel) = app.drafts.tabs.channel.borrow_mut().take() {
                channel.close();
            }
        });
        self.listen_to(window, "pageshow", |app, _| app.open_channel());
        self.listen_to(&self.page.document, "visibilitychange", |app, _| {
            app.save_kept();
            app.ask_when_shown();
        });
        // Firefox may show this tab again, after another was closed, without the event above.
        self.listen_to(window, "focus", |app, _| app.ask_when_shown());
        if self.is_anything_kept() {
            let begun = self.session.borrow().answers().clone();
            self.drafts.tabs.begun.replace(begun);
            let bring_back = self.later(WAIT, |app| {
                if !app.drafts.tabs.other_keeps.get() {
                    app.restore(&app.drafts.tabs.begun.take());
                }
            });
            bring_back.forget();
        }
    }

    fn open_channel(&'static self) {
        let tabs = &self.drafts.tabs;
        if tabs.channel.borrow().is_some() {
            return;
        }
        // A browser may deny it to a page from a file; then tabs do not know of each other.
        let Ok(channel) = BroadcastChannel::new(&keep::name(&self.page)) else {
            return;
        };
        self.listen_to(&channel, "message", |app, event| {
            let data = event.unchecked_ref::<MessageEvent>().data().as_string();
            let word = TabMessage::ALL
                .into_iter()
                .find(|word| data.as_deref() == Some(word.text()));
            if let Some(word) = word {
                app.receive(word);
            }
        });
        tabs.channel.replace(Some(channel));
        self.ask_for_others();
    }

    /// Asks for the other tabs when this one is shown again: after one wait, and after four. In
    /// Firefox, a tab that is closed sends no `Bye`, and on a slow machine it still answers the first
    /// time.
    fn ask_when_shown(&'static self) {
        if !self.page.document.hidden() {
            for wait in [WAIT, 4 * WAIT] {
                self.later(wait, Self::ask_again).forget();
            }
        }
    }

    /// Asks again whether the other tabs are still there. What is known of them stays shown until
    /// they had time to answer.
    fn ask_again(&'static self) {
        if !self.drafts.tabs.others.get() {
            return;
        }
        self.drafts.tabs.answered.set(false);
        self.drafts.tabs.keeper_answered.set(false);
        self.send(TabMessage::Hello);
        let answers = self.later(WAIT, |app| {
            let tabs = &app.drafts.tabs;
            // The tab that kept its answers may be gone while another one is there.
            tabs.others.set(tabs.answered.get());
            tabs.other_keeps.set(tabs.keeper_answered.get());
            app.guard();
            app.show_tabs();
        });
        answers.forget();
    }

    fn ask_for_others(&self) {
        self.drafts.tabs.others.set(false);
        self.drafts.tabs.other_keeps.set(false);
        self.send(TabMessage::Hello);
        self.show_tabs();
    }

    pub(super) fn send(&self, word: TabMessage) {
        if let Some(channel) = &*self.drafts.tabs.channel.borrow() {
            let _ = channel.post_message(&JsValue::from_str(word.text()));
        }
    }

    fn receive(&'static self, word: TabMessage) {
        let tabs = &self.drafts.tabs;
        let keeps = self.drafts.keep.on.get();
        tabs.answered.set(word != TabMessage::Bye);
        match word {
            TabMessage::Hello => {
                self.send(if keeps {
                    TabMessage::Keeping
                } else {
                    TabMessage::Here
                });
                tabs.others.set(true);
            }
            TabMessage::Here => tabs.others.set(true),
            TabMessage::Keeping => {
                tabs.others.set(true);
                tabs.other_keeps.set(true);
                tabs.keeper_answered.set(true);
                if keeps {
                    self.set_keeping(false);
                    self.say("request-keep-taken");
                }
            }
            TabMessage::Cleared => {
                tabs.other_keeps.set(false);
                tabs.keeper_answered.set(false);
                // What the browser has says whether it is true.
                self.schedule_saving();
            }
            // There may be several others.
            TabMessage::Bye => {
                tabs.keeper_answered.set(false);
                self.ask_for_others();
            }
        }
        self.guard();
        self.show_tabs();
    }

    /// Shows that there is another tab, and which one keeps its answers.
    pub(super) fn show_tabs(&self) {
        let Some(place) = self.page.one(Hook::DraftTabs) else {
            return;
        };
        let tabs = &self.drafts.tabs;
        let words = match (self.drafts.keep.on.get(), tabs.other_keeps.get()) {
            (true, _) => "request-tabs-kept-here",
            (false, true) => "request-tabs-kept-there",
            (false, false) => "request-tabs",
        };
        let session = self.session.borrow();
        let shown = tabs.others.get();
        write(
            &place,
            if shown {
                session.labels().interface.get(words)
            } else {
                ""
            },
        );
        show(&place, shown);
    }
}
