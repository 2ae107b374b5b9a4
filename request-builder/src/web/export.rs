//! Taking the letter along: to the clipboard, to paper, to a file. Nothing is sent anywhere.

use super::page::Page;
use crate::export::{Labels, docx, file_name, text};
use crate::letter::Letter;
use crate::rulebook::Rulebook;
use gloo::timers::callback::Timeout;
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

/// Exports the letter. What comes back is the name of the words to be said about it.
pub(super) fn export(
    page: &Page,
    book: &Rulebook,
    letter: &Letter,
    form: &str,
) -> Option<&'static str> {
    let name = |extension: &str| file_name(&[letter.subject.as_str()], extension);
    match form {
        "copy" => {
            let _ = page
                .window
                .navigator()
                .clipboard()
                .write_text(&text(letter));
            Some("request-said-copied")
        }
        "print" => {
            let _ = page.window.print();
            None
        }
        "text" => save(
            page,
            text(letter).as_bytes(),
            "text/plain;charset=utf-8",
            &name("txt"),
        ),
        "docx" => {
            let labels = Labels {
                page_of: book.wording.get("request-letter-page"),
            };
            let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
            save(page, &docx(letter, &labels), kind, &name("docx"))
        }
        _ => None,
    }
}

fn save(page: &Page, bytes: &[u8], kind: &str, name: &str) -> Option<&'static str> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let properties = BlobPropertyBag::new();
    properties.set_type(kind);
    let address = Blob::new_with_u8_array_sequence_and_options(&parts, &properties)
        .and_then(|blob| Url::create_object_url_with_blob(&blob));
    let link = page
        .document
        .create_element("a")
        .map(JsCast::dyn_into::<HtmlAnchorElement>);
    match (address, link) {
        (Ok(address), Ok(Ok(link))) => {
            link.set_href(&address);
            link.set_download(name);
            link.click();
            // The browser reads the file after the click; a while later it has.
            Timeout::new(60_000, move || {
                let _: Result<(), JsValue> = Url::revoke_object_url(&address);
            })
            .forget();
            Some("request-said-saved")
        }
        _ => Some("request-said-not-saved"),
    }
}
