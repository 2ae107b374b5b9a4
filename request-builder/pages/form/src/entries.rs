//! Entries of a group, created from the `<template>` that `site-gen` rendered, so that a field's
//! markup exists only once.

use crate::page::Page;
use page_dom::{all_in, append, closest_match, find, query, query_all, set, write};
use request_builder::hooks::Hook;
use request_builder::rules::GroupId;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTemplateElement};

/// The placeholder for the entry's number in the template's ids.
const NUMBER: &str = "__N__";

/// Attributes that contain ids.
const NAMING: [&str; 6] = [
    "id",
    "for",
    "name",
    "href",
    "aria-describedby",
    "aria-labelledby",
];

/// Adds an entry at the end.
pub(super) fn add_entry(page: &Page, group: &GroupId) {
    let Some((place, template)) = parts(page, group) else {
        return;
    };
    // A counter that only increases, so that no id is reused.
    let made: usize = place
        .get_attribute("data-made")
        .and_then(|made| made.parse().ok())
        .unwrap_or(entries(&place).len())
        + 1;
    set(&place, "data-made", Some(&made.to_string()));
    let Ok(copy) = template.content().clone_node_with_deep(true) else {
        return;
    };
    append(&place, &copy);
    if let Some(entry) = entries(&place).pop() {
        for element in query_all(&entry, "*").iter().chain([&entry]) {
            for name in NAMING {
                if let Some(value) = element
                    .get_attribute(name)
                    .filter(|value| value.contains(NUMBER))
                {
                    set(
                        element,
                        name,
                        Some(&value.replace(NUMBER, &made.to_string())),
                    );
                }
            }
        }
    }
    page.forget_elements();
    number(&place);
}

/// Takes an entry away.
pub(super) fn remove_entry(page: &Page, group: &GroupId, entry: usize) {
    let Some((place, _)) = parts(page, group) else {
        return;
    };
    let entries = entries(&place);
    if let Some(removed) = entries.get(entry) {
        // The way back is where the entry was: the end of the list may be many screens away.
        if let Some(undo) = page.one_with(Hook::Undo, group.as_str()) {
            let _ = removed.after_with_node_1(&undo);
        }
        removed.remove();
    }
    page.forget_elements();
    number(&place);
}

/// Adds or removes entries until there are `wanted`.
pub(super) fn resize(page: &Page, group: &GroupId, wanted: usize) {
    let Some((place, _)) = parts(page, group) else {
        return;
    };
    let now = entries(&place);
    for _ in now.len()..wanted {
        add_entry(page, group);
    }
    if now.len() > wanted {
        now.iter().skip(wanted).for_each(Element::remove);
        number(&place);
        page.forget_elements();
    }
}

/// Focuses the first field of an entry.
pub(super) fn focus(page: &Page, group: &GroupId, entry: usize) {
    let first = parts(page, group)
        .and_then(|(place, _)| entries(&place).into_iter().nth(entry))
        .and_then(|entry| query(&entry, "input, textarea"));
    if let Some(first) = first {
        page_dom::focus(&first);
    }
}

/// Focuses the button that restores the entry that was removed. If the entry had no answer, there is no such button,
/// so the entry before it.
pub(super) fn focus_after_removal(page: &Page, group: &GroupId, entry: usize) {
    let button = page.one_with(Hook::PutBack, group.as_str());
    match button.filter(|it| closest_match(it, "[hidden]").is_none()) {
        Some(button) => page_dom::focus(&button),
        None => focus(page, group, entry.saturating_sub(1)),
    }
}

fn parts(page: &Page, group: &GroupId) -> Option<(Element, HtmlTemplateElement)> {
    let whole = page.one_with(Hook::Group, group.as_str())?;
    let place = find(&whole, Hook::Entries)?;
    let template = query(&whole, "template")?.unchecked_into();
    Some((place, template))
}

fn entries(place: &Element) -> Vec<Element> {
    query_all(place, ":scope > [data-entry]")
}

/// Renumbers the entries. The last remaining one cannot be removed.
fn number(place: &Element) {
    let entries = entries(place);
    for (at, entry) in entries.iter().enumerate() {
        for number in all_in(entry, Hook::EntryNumber) {
            write(&number, &(at + 1).to_string());
        }
        if let Some(remove) = find(entry, Hook::Remove) {
            page_dom::show(&remove, entries.len() > 1);
        }
    }
}
