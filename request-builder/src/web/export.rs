//! Taking the letter along: to the clipboard, to paper, to a file. Nothing is sent anywhere.

use super::page::Page;
use crate::export::{Labels, docx, file_name, text};
use crate::letter::Letter;
use crate::rulebook::Rulebook;
use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// The form of export that a click asks for.
pub(super) fn asked_for(event: &web_sys::Event) -> Option<String> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    target
        .closest("[data-export]")
        .ok()??
        .get_attribute("data-export")
}

/// Exports the letter. `say` is given the name of the words to be said about it.
pub(super) fn export(
    page: &Page,
    book: &Rulebook,
    letter: &Letter,
    form: &str,
    say: impl Fn(&str) + 'static,
) {
    let name = |extension: &str| file_name(&[letter.subject.as_str()], extension);
    match form {
        "copy" => copy(page, &text(letter), say),
        "print" if page.window.print().is_err() => say("request-said-not-printed"),
        "text" => {
            let kind = "text/plain;charset=utf-8";
            say(save(page, text(letter).as_bytes(), kind, &name("txt")));
        }
        "docx" => {
            let labels = Labels {
                page_of: book.wording.get("request-letter-page"),
            };
            let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
            say(save(page, &docx(letter, &labels), kind, &name("docx")));
        }
        _ => {}
    }
}

/// Browsers offer the clipboard to pages that came by https or from this machine, and a policy may
/// refuse it even then.
fn copy(page: &Page, text: &str, say: impl Fn(&str) + 'static) {
    let navigator = page.window.navigator();
    let offered = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    if offered.is_ok_and(|clipboard| clipboard.is_undefined()) {
        say("request-said-not-copied");
        return;
    }
    say("request-said-copied");
    // Taken back where the browser refuses after all.
    let refused = Closure::once_into_js(move |_: JsValue| say("request-said-not-copied"));
    let promise = navigator.clipboard().write_text(text);
    let catch = js_sys::Reflect::get(&promise, &JsValue::from_str("catch"));
    if let Ok(catch) = catch.map(JsCast::unchecked_into::<js_sys::Function>) {
        let _ = catch.call1(&promise, &refused);
    }
}

/// Hands a file to the browser to save; what is to be said about it.
pub(super) fn save(page: &Page, bytes: &[u8], kind: &str, name: &str) -> &'static str {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let properties = BlobPropertyBag::new();
    properties.set_type(kind);
    let address = Blob::new_with_u8_array_sequence_and_options(&parts, &properties)
        .and_then(|blob| Url::create_object_url_with_blob(&blob));
    let link = page
        .document
        .create_element("a")
        .map(JsCast::unchecked_into::<HtmlAnchorElement>);
    match (address, link) {
        (Ok(address), Ok(link)) => {
            link.set_href(&address);
            link.set_download(name);
            link.click();
            // The browser reads the file after the click; a while later it has.
            Timeout::new(60_000, move || {
                let _: Result<(), JsValue> = Url::revoke_object_url(&address);
            })
            .forget();
            "request-said-saved"
        }
        _ => "request-said-not-saved",
    }
}
