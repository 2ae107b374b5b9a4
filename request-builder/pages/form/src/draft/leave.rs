//! Asks before the page is left while something is unsaved, and only then: some browsers do not
//! cache a page that always listens for `beforeunload`.

use crate::App;
use page_dom::Listener;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// Present while something is unsaved.
pub(super) type UnloadGuard = RefCell<Option<Listener>>;

impl App {
    /// Starts or stops asking before the page is left.
    pub(crate) fn guard(&'static self) {
        let unsaved = self.session.borrow().is_unsaved();
        let mut guard = self.drafts.guard.borrow_mut();
        if !unsaved {
            *guard = None;
        } else if guard.is_none() {
            let listener = self.listener(&self.page.window, "beforeunload", |app, event| {
                if app.opens_mail.get() {
                    return;
                }
                event.prevent_default();
                // Browsers before 2023 use this property.
                let name = JsValue::from_str("returnValue");
                let _ = js_sys::Reflect::set(event, &name, &JsValue::TRUE);
            });
            *guard = Some(listener);
        }
    }
}
