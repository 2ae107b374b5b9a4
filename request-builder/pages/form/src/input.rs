//! Converts the page's events to those of the session.

use crate::fill;
use crate::page::Page;
use page_dom::{attribute, closest, closest_match, data, has, query_all};
use request_builder::answers::{Answer, Field};
use request_builder::hooks::Hook;
use request_builder::session::Event;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, HtmlInputElement, InputEvent};

/// Typing, selecting or ticking.
pub(super) fn of_input(event: &web_sys::Event) -> Option<Event> {
    let target = target(event)?;
    if let Some(rule) = data(&target, Hook::Tick) {
        return Some(Event::Ticked(rule.into(), checked(&target)));
    }
    if has(&target, Hook::Kind) {
        return Some(Event::Chose(value(&target).into()));
    }
    let wrapper = closest(&target, Hook::Question)?;
    let (field, answer) = (field_of(&wrapper)?, read(&wrapper));
    let is_pasted = event
        .dyn_ref::<InputEvent>()
        .is_some_and(|event| event.input_type() == "insertFromPaste");
    match answer {
        Answer::Text(text) if is_pasted => Some(Event::Pasted(field, text)),
        answer => Some(Event::Entered(field, answer)),
    }
}

/// Leaving a field after a change. What fills in a field without typing, such as a password manager,
/// may fire no other event, so the value is read as well.
pub(super) fn of_change(event: &web_sys::Event) -> Option<[Event; 2]> {
    let wrapper = closest(&target(event)?, Hook::Question)?;
    let field = field_of(&wrapper)?;
    Some([
        Event::Entered(field.clone(), read(&wrapper)),
        Event::LeftField(field),
    ])
}

/// Pasting several lines into a field of one line, before the browser joins them. A username that is in it stays.
pub(super) fn of_paste(event: &web_sys::Event) -> Option<Event> {
    let target: HtmlInputElement = target(event)?.dyn_into().ok()?;
    let wrapper = closest(&target, Hook::Question)?;
    let pasted = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?;
    let text = pasted.get_data("text/plain").ok()?;
    let before = target.value();
    let is_empty = before.trim().is_empty();
    let is_added = data(&wrapper, Hook::Type).as_deref() == Some("username")
        && target.selection_start().ok() == target.selection_end().ok();
    let is_list = text.trim().contains('\n') && (is_empty || is_added);
    is_list.then(|| event.prevent_default());
    let text = match before.trim() {
        "" => text,
        before => ["@", before.trim_start_matches('@'), "\n", &text].concat(),
    };
    Some(Event::Pasted(field_of(&wrapper)?, text)).filter(|_| is_list)
}

/// Pressing a button.
pub(super) fn of_click(page: &Page, event: &web_sys::Event) -> Option<Event> {
    let target = target(event)?;
    let button = closest_match(&target, "button, a")?;
    let named = |hook| data(&button, hook);
    if has(&button, Hook::Next) {
        // The button submits the form, which is a separate event.
        return None;
    }
    if has(&button, Hook::Back) {
        return Some(Event::Back);
    }
    if has(&button, Hook::Unfold) {
        return Some(Event::Unfolded);
    }
    if let Some(group) = named(Hook::Add) {
        return Some(Event::Added(group.into()));
    }
    if let Some(server) = button.get_attribute("data-about-server") {
        return Some(Event::StartedForServer(server));
    }
    if has(&button, Hook::Extend) {
        return Some(Event::StartedExtension);
    }
    if has(&button, Hook::Another) {
        return Some(Event::StartedAnother);
    }
    if has(&button, Hook::Checked) {
        return Some(Event::ConfirmedDraft);
    }
    if let Some(group) = named(Hook::PutBack) {
        return Some(Event::RestoredEntry(group.into()));
    }
    if has(&button, Hook::Remove) {
        let entry = closest(&button, Hook::Entry)?;
        let group = data(&closest(&entry, Hook::Group)?, Hook::Group)?;
        return Some(Event::Removed(group.into(), index_of(&entry)?));
    }
    let leads_to_a_field = has(&button, Hook::RowChange)
        || has(&button, Hook::Fix)
        || attribute(&button, "class") == "letter-gap"
        || closest(&button, Hook::Summary).is_some();
    if leads_to_a_field {
        // The link itself points to the field.
        return Some(Event::AskedToChange);
    }
    if let Some(rule) = named(Hook::LeaveOut) {
        let pressed = attribute(&button, "aria-pressed") == "true";
        return Some(Event::LeftOut(rule.into(), !pressed));
    }
    if let Some(kind) = named(Hook::Suggest) {
        for radio in page.all(Hook::Kind) {
            fill::check(&radio, value(&radio) == kind);
        }
        return Some(Event::AcceptedKind(kind.into()));
    }
    None
}

/// The link to this page in another language that a click follows.
pub(super) fn other_language(event: &web_sys::Event) -> Option<Element> {
    closest_match(&target(event)?, "a[rel=alternate]")
}

/// The fields' values on start, as input events.
pub(super) fn initial_events(page: &Page) -> Vec<Event> {
    let mut events = Vec::new();
    for radio in page.all(Hook::Kind) {
        if checked(&radio) {
            events.push(Event::Chose(value(&radio).into()));
        }
    }
    for wrapper in page.all(Hook::Question) {
        let answer = read(&wrapper);
        if let Some(field) = field_of(&wrapper)
            && !answer.is_blank()
        {
            events.push(Event::Entered(field, answer));
        }
    }
    for tick in page.all(Hook::Tick) {
        if checked(&tick) {
            events.push(Event::Ticked(
                data(&tick, Hook::Tick).unwrap_or_default().into(),
                true,
            ));
        }
    }
    events
}

/// Whether an event is about a radio button, a checkbox or its label.
pub(super) fn is_option(event: &web_sys::Event) -> bool {
    let target = target(event);
    target.is_some_and(|target| closest_match(&target, "label, input").is_some())
}

pub(super) fn target(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn field_of(wrapper: &Element) -> Option<Field> {
    let question = data(wrapper, Hook::Question)?;
    let entry = closest(wrapper, Hook::Entry).and_then(|entry| index_of(&entry));
    Some(Field::new(question, entry))
}

/// The index of an entry among its siblings.
fn index_of(entry: &Element) -> Option<usize> {
    let siblings = entry.parent_element()?;
    query_all(&siblings, ":scope > [data-entry]")
        .iter()
        .position(|sibling| sibling == entry)
}

/// The answer in a field.
fn read(wrapper: &Element) -> Answer {
    let controls = query_all(wrapper, "input, textarea");
    match data(wrapper, Hook::Type).as_deref() {
        Some("tick") => Answer::Tick(controls.first().is_some_and(checked)),
        Some("choice") => {
            let chosen = controls.iter().find(|control| checked(control));
            Answer::Text(chosen.map(value).unwrap_or_default())
        }
        Some("choices") => Answer::Several(
            controls
                .iter()
                .filter(|control| checked(control))
                .map(value)
                .collect(),
        ),
        _ => Answer::Text(controls.first().map(value).unwrap_or_default()),
    }
}

fn checked(control: &Element) -> bool {
    // A text area has no such property, which counts as false.
    control.unchecked_ref::<HtmlInputElement>().checked()
}

fn value(control: &Element) -> String {
    // A text area has the same property.
    control.unchecked_ref::<HtmlInputElement>().value()
}
