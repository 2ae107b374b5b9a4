//! Leaving the page: the browser asks first while something is unsaved, and only then. A page that
//! always listens for being left is not kept by some browsers for the way back.

use crate::App;
use page_dom::Listener;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// There while something is unsaved.
pub(super) type Guard = RefCell<Option<Listener>>;

impl App {
    /// Asks before the page is left, or no longer.
    pub(crate) fn guard(self: &Rc<Self>) {
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
                // Browsers of before 2023 look at this instead.
                let name = JsValue::from_str("returnValue");
                let _ = js_sys::Reflect::set(event, &name, &JsValue::TRUE);
            });
            *guard = Some(listener);
        }
    }
}
