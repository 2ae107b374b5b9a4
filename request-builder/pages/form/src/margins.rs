//! What stands in the margins of every page when the letter is printed: the words that mark a
//! draft, the footer, the count of the pages.
//!
//! A style sheet can count pages and cannot know a letter, so the words are handed to it as custom
//! properties of the page's root. Where a browser has no boxes in its margins, the style sheet
//! repeats the letter's own first and last lines on every page instead, without a count.

use crate::page::Page;
use page_dom::set;
use request_builder::letter::Letter;
use request_builder::rulebook::Rulebook;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// Hands over the words, where they changed.
pub(super) fn draw(page: &Page, book: &Rulebook, letter: Option<&Letter>, before: Option<&Letter>) {
    let words = |letter: Option<&Letter>| {
        letter.map(|letter| (letter.draft.clone(), letter.footer.clone()))
    };
    if letter.is_some() == before.is_some() && words(letter) == words(before) {
        return;
    }
    let Some(root) = page.document.document_element() else {
        return;
    };
    // The interface of a rule for such a box: there, where there are any.
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

/// Words as a string of a style sheet.
fn quoted(words: &str) -> String {
    let mut out = "\"".to_owned();
    for character in words.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            // No line of a string may end before it does.
            '\n' | '\r' | '\u{c}' => out.push(' '),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// Words with the page's number in the place of `{page}` and of `{pages}`.
fn counted(words: &str) -> String {
    quoted(words)
        .replace("{pages}", "\" counter(pages) \"")
        .replace("{page}", "\" counter(page) \"")
}
