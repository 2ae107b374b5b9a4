//! Findings, notices and the checklist for paper. `site-gen` renders them once; here they are only
//! moved between lists, so that open clauses stay open.

use crate::draw::address_of;
use crate::page::Page;
use page_dom::{append, closest, data, find, query, set, show, write};
use request_builder::answers::Field;
use request_builder::hooks::Hook;
use request_builder::review::{Finding, ShownNotice, State};
use request_builder::rules::{Level, Tone};
use request_builder::session::{REVIEW, View};
use web_sys::Element;

/// The elements of findings and notices, which are moved between lists.
#[derive(Default)]
pub(super) struct Elements {
    findings: Vec<(String, Element)>,
    /// Every notice with its default list.
    notices: Vec<(String, Element, Element)>,
}

impl Elements {
    fn find(&mut self, page: &Page) {
        for item in page.all(Hook::Finding) {
            self.findings
                .push((data(&item, Hook::Finding).unwrap_or_default(), item));
        }
        for item in page.all(Hook::Notice) {
            if let Some(home) = item.parent_element() {
                self.notices
                    .push((data(&item, Hook::Notice).unwrap_or_default(), item, home));
            }
        }
    }
}

/// Draws what changed.
pub(super) fn draw(page: &Page, before: Option<&View>, view: &View, elements: &mut Elements) {
    if before.is_none() {
        elements.find(page);
    }
    let review = &view.review;
    if before.is_none_or(|before| before.review.findings != review.findings) {
        findings(page, view, elements);
    }
    let is_last = view.at.as_str() == REVIEW;
    if before.is_none_or(|before| before.at != view.at || before.review.notices != review.notices) {
        for (id, item, home) in &elements.notices {
            let mut notices = review.notices.iter();
            let shown = notices.find(|shown| shown.notice.as_str() == id);
            show(item, shown.is_some());
            let place = shown.and_then(|shown| place_of(page, view, shown, is_last));
            append_unless_there(item, place.as_ref().unwrap_or(home));
            lead_back(page, view, item, shown.map_or(&[], |shown| &shown.fields));
        }
    }
    for gate in page.all(Hook::Gate) {
        let id = data(&gate, Hook::Gate).unwrap_or_default();
        let is_closed = review.closed_gates().any(|closed| closed.as_str() == id);
        let place = view.stopped_at.as_ref().and_then(|field| page.field(field));
        if let Some(place) = place.filter(|_| is_closed) {
            append_unless_there(&gate, &place);
        }
        show(&gate, is_closed);
    }
    if before.is_none_or(|before| before.review.tasks != review.tasks) {
        page.show_each(Hook::Task, &|rule| {
            review.tasks.iter().any(|task| task.rule.as_str() == rule)
        });
    }
    if before.is_none_or(|it| it.at != view.at || it.review.practices != review.practices) {
        page.show_each(Hook::Practice, &|rule| {
            review.practices.iter().any(|advice| {
                advice.practice.as_str() == rule && (advice.warns || !advice.followed)
            })
        });
        for advice in &review.practices {
            if let Some(item) = page.one_with(Hook::Practice, advice.practice.as_str()) {
                lead_back(page, view, &item, &advice.fields);
            }
        }
    }
    for list in page.all(Hook::List) {
        if let Some(around) = closest(&list, Hook::ListAround) {
            show(&around, query(&list, ":scope > :not([hidden])").is_some());
        }
    }
}

/// Links a warning on the last step to the answer that it is about.
fn lead_back(page: &Page, view: &View, item: &Element, fields: &[Field]) {
    let Some(link) = find(item, Hook::Fix) else {
        return;
    };
    let mut rows = view.rows.iter();
    let is_last = view.at.as_str() == REVIEW;
    let row = rows.find(|row| is_last && fields.contains(&row.field));
    show(&link, row.is_some());
    if let Some(row) = row {
        write(&link, &row.label);
        set(&link, "href", address_of(page, &row.field).as_deref());
    }
}

/// Puts an element at the end of another. One that is in it already is not moved, which would lose
/// the focus in it.
fn append_unless_there(item: &Element, place: &Element) {
    if item.parent_element().as_ref() != Some(place) {
        append(place, item);
    }
}

/// The place of a warning outside its step's list: below the answer on this step that causes it, and on the last
/// step with all others. What ends the form is below the answer that ends it.
fn place_of(page: &Page, view: &View, shown: &ShownNotice, is_last: bool) -> Option<Element> {
    if shown.tone == Tone::Stop {
        let field = page.field(view.stopped_at.as_ref()?)?;
        let is_shown = closest(&field, Hook::Step).is_some_and(|it| !it.has_attribute("hidden"));
        // The steps after it are for the letter that it offers.
        let step = || page.one_with(Hook::Step, view.at.as_str());
        return if is_shown { Some(field) } else { step() };
    }
    if shown.tone != Tone::Warning {
        return None;
    }
    if is_last {
        return page.one(Hook::Warnings);
    }
    let mut rows = view.rows.iter();
    let here = rows.find(|row| view.shown.contains(&row.step) && shown.fields.contains(&row.field));
    page.field(here.map_or(shown.fields.first()?, |row| &row.field))
}

fn findings(page: &Page, view: &View, elements: &Elements) {
    for finding in &view.review.findings {
        let mut places = elements.findings.iter();
        let place = places.find(|(rule, _)| rule == finding.rule.as_str());
        let Some((_, item)) = place else { continue };
        let list = list_of(finding);
        show(item, list.is_some());
        set(item, "data-state", Some(state_name(finding.state)));
        if let Some(message) = find(item, Hook::Message) {
            page.write_label(&message, &finding.message);
        }
        if let Some(button) = find(item, Hook::LeaveOut) {
            let left_out = finding.state == State::LeftOut;
            show(&button, left_out || finding.is_open());
            set(
                &button,
                "aria-pressed",
                Some(if left_out { "true" } else { "false" }),
            );
        }
        if let Some(link) = find(item, Hook::Fix) {
            let field = finding.fields.first().filter(|_| finding.is_open());
            let address = field.and_then(|field| address_of(page, field));
            set(&link, "href", address.as_deref());
        }
        if let Some(list) = list.and_then(|name| page.one_with(Hook::List, name)) {
            put_in_order(&list, item, view);
        }
    }
}

/// Moves an item into a list, at its place in the order of the rules. An item that is there already
/// is not moved, which would close its clause and lose the focus in it.
fn put_in_order(list: &Element, item: &Element, view: &View) {
    if item.parent_element().as_ref() == Some(list) {
        return;
    }
    let place = |item: &Element| {
        let rule = data(item, Hook::Finding).unwrap_or_default();
        view.review
            .findings
            .iter()
            .position(|finding| finding.rule.as_str() == rule)
    };
    let own = place(item);
    let mut next = list.first_element_child();
    while let Some(candidate) = &next {
        if place(candidate) > own {
            break;
        }
        next = candidate.next_element_sibling();
    }
    let _ = list.insert_before(item, next.as_deref());
}

fn list_of(finding: &Finding) -> Option<&'static str> {
    match (finding.state, finding.level) {
        (State::Missing | State::Invalid, Level::Must) => Some("must"),
        (State::Missing | State::Invalid, Level::Should | Level::May) => Some("should"),
        (State::LeftOut, Level::Should) => Some("left-out"),
        (State::Met, _) => Some("met"),
        // Things to do on paper are in the checklist; an optional item is never missing.
        (State::ToDoOnPaper | State::NotApplicable, _)
        | (State::LeftOut, Level::Must | Level::May) => None,
    }
}

fn state_name(state: State) -> &'static str {
    match state {
        State::Missing => "missing",
        State::Invalid => "invalid",
        State::ToDoOnPaper => "to-do-on-paper",
        State::LeftOut => "left-out",
        State::Met => "met",
        State::NotApplicable => "not-applicable",
    }
}
