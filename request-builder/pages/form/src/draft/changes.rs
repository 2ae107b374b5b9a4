//! The list of changes for a request whose draft was opened under other rules.

use crate::page::Page;
use page_dom::{append, data, find, focus, query, set, show, write};
use request_builder::answers::ClauseText;
use request_builder::hooks::Hook;
use request_builder::session::Session;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTemplateElement};

/// Draws the list and focuses it, or hides it if it is empty. Returns its length.
pub(super) fn draw(page: &Page, session: &Session) -> usize {
    let changes = session.changes();
    let (Some(around), Some(list)) = (page.one(Hook::Changes), page.one(Hook::ChangesList)) else {
        return 0;
    };
    show(&around, !changes.is_empty());
    list.set_text_content(None);
    let template = page.one(Hook::ChangeTemplate);
    let Some(template) = template.map(JsCast::unchecked_into::<HtmlTemplateElement>) else {
        return 0;
    };
    for change in changes {
        let Ok(copy) = template.content().clone_node_with_deep(true) else {
            return 0;
        };
        append(&list, &copy);
        let Some(item) = list.last_element_child() else {
            return 0;
        };
        let message = change.message(session.book(), session.labels());
        fill(&item, Hook::ChangeText, &message.text);
        words(&item, Hook::ChangeBefore, message.before.as_ref());
        words(&item, Hook::ChangeNow, message.now.as_ref());
    }
    if !changes.is_empty() {
        if let Some(count) = page.one(Hook::ChangesCount) {
            write(&count, &changes.len().to_string());
        }
        // Open it, since it may have been closed for another draft.
        set(&around, "open", Some(""));
        if let Some(summary) = query(&around, "summary") {
            focus(&summary);
        }
    }
    changes.len()
}

fn fill(item: &Element, hook: Hook, text: &str) {
    if let Some(place) = find(item, hook) {
        write(&place, text);
        show(&place, !text.is_empty());
    }
}

/// A sentence with its lead-in, and a link to its place.
fn words(item: &Element, hook: Hook, words: Option<&ClauseText>) {
    let Some(place) = find(item, hook) else {
        return;
    };
    let Some(words) = words else {
        place.remove();
        return;
    };
    fill(
        &place,
        Hook::ClauseLeadIn,
        words.lead_in.as_deref().unwrap_or_default(),
    );
    fill(&place, Hook::ClauseQuote, &words.quote);
    if let (Some(address), Some(link)) = (&words.address, query(&place, "a")) {
        // The base of the text's anchors: its own page, or a part of this one.
        let text = data(&link, Hook::Version).unwrap_or_default();
        set(&link, "href", Some(&[text.as_str(), &address.0].concat()));
        fill(&link, Hook::ClauseSection, &words.section);
    }
}
