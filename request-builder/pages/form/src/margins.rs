//! The margins of every printed page: the draft mark, the footer, the page number.
//!
//! A style sheet can count pages, but does not know the letter, so the texts are passed as custom
//! properties of the root element. In browsers without margin boxes, the style sheet instead
//! repeats the letter's own first and last lines on every page, without page numbers.

use crate::page::Page;
use page_dom::set;
use request_builder::letter::Letter;
use request_builder::rulebook::Rulebook;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// Sets the texts, if they changed.
pub(super) fn draw(page: &Page, book: &Rulebook, letter: Option<&Letter>, before: Option<&Letter>) {
    if letter.map(words) == before.map(words) {
        return;
    }
    let Some(root) = page.document.document_element() else {
        return;
    };
    // The CSSOM interface of margin boxes, which exists only where they are supported.
    let known = js_sys::Reflect::has(&page.window, &JsValue::from_str("CSSMarginRule"));
    set(&root, "data-margins", (known == Ok(true)).then_some(""));
    let style = root.unchecked_ref::<HtmlElement>().style();
    for (name, value) in [
        (
            "--letter-draft",
            letter
                .and_then(|letter| letter.draft.as_deref())
                .map(quoted),
        ),
        (
            "--letter-footer",
            letter.map(|letter| quoted(&letter.footer)),
        ),
        (
            "--letter-page",
            letter.map(|_| counted(book.letters.interface.get("request-letter-page"))),
        ),
    ] {
        let _ = style.set_property(name, &value.unwrap_or_else(|| "none".to_owned()));
    }
}

fn words(letter: &Letter) -> (Option<&str>, &str) {
    (letter.draft.as_deref(), &letter.footer)
}

/// Quotes a text as a CSS string.
fn quoted(words: &str) -> String {
    let mut out = "\"".to_owned();
    for character in words.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            // A CSS string cannot contain a line end.
            '\n' | '\r' | '\u{c}' => out.push(' '),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// A text with counters in place of `{page}` and `{pages}`.
fn counted(words: &str) -> String {
    quoted(words)
        .replace("{pages}", "\" counter(pages) \"")
        .replace("{page}", "\" counter(page) \"")
}
