//! Opens a file that is dropped on the page. Without this, the browser would navigate to the file,
//! and all input would be lost.

use crate::App;
use crate::input;
use page_dom::{closest_match, set};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DragEvent;

impl App {
    pub(super) fn take_dropped_files(&'static self) {
        // On the whole window, since the browser handles a file dropped anywhere.
        let window = &self.page.window;
        self.listen_to(window, "dragover", |app, event| {
            let event = event.unchecked_ref::<DragEvent>();
            // Another part of the page may have handled it.
            if event.default_prevented() {
                return;
            }
            let files = brings_files(event);
            if files || !is_for_a_field(event) {
                event.prevent_default();
            }
            app.show_dropping(files);
        });
        self.listen_to(window, "dragleave", |app, event| {
            let event = event.unchecked_ref::<DragEvent>();
            // Another part of the page may have handled it.
            if event.default_prevented() {
                return;
            }
            // Moving between elements is not leaving the page.
            if event.related_target().is_none() {
                app.show_dropping(false);
            }
        });
        self.listen_to(window, "drop", |app, event| {
            let event = event.unchecked_ref::<DragEvent>();
            // Another part of the page may have handled it.
            if event.default_prevented() {
                return;
            }
            app.show_dropping(false);
            let files = event.data_transfer().and_then(|data| data.files());
            match files.as_ref().map_or(0, web_sys::FileList::length) {
                // Text may only be dropped into a field.
                0 if is_for_a_field(event) => return,
                0 => app.say("request-drop-no-file"),
                1 => {
                    if let Some(file) = files.and_then(|files| files.get(0)) {
                        app.read(&file);
                    }
                }
                _ => app.say("request-drop-one"),
            }
            event.prevent_default();
        });
    }

    fn show_dropping(&self, dropping: bool) {
        set(&self.page.root, "data-dropping", dropping.then_some(""));
    }
}

fn brings_files(event: &DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|data| data.types().includes(&JsValue::from_str("Files"), 0))
}

fn is_for_a_field(event: &DragEvent) -> bool {
    let target = input::target(event);
    target.is_some_and(|target| closest_match(&target, "input, textarea").is_some())
}
