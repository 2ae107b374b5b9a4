//! Findings, notices and the checklist for paper. `site-gen` renders them once; here they are only
//! moved between lists, so that open clauses stay open.

use crate::page::Page;
use page_dom::{set, show, with_value};
use request_builder::review::{Advice, Finding, ShownNotice, State, Task};
use request_builder::rules::{Level, RuleId, Tone};
use request_builder::session::{REVIEW, View};
use web_sys::Element;

/// What was drawn last.
#[derive(Default)]
pub(super) struct Drawn {
    places: Vec<(String, Element)>,
    findings: Vec<Finding>,
    /// Every notice with its default list.
    notice_places: Vec<(String, Element, Element)>,
    notices: Vec<ShownNotice>,
    is_last: bool,
    tasks: Vec<Task>,
    practices: Vec<Advice>,
    closed: Vec<RuleId>,
    before: bool,
}

/// Draws what changed.
pub(super) fn draw(page: &Page, view: &View, drawn: &mut Drawn) {
    let review = &view.review;
    let first = !drawn.before;
    if first {
        for item in page.all("[data-finding]") {
            drawn
                .places
                .push((item.get_attribute("data-finding").unwrap_or_default(), item));
        }
        for item in page.all("[data-notice]") {
            if let Some(home) = item.parent_element() {
                let id = item.get_attribute("data-notice").unwrap_or_default();
                drawn.notice_places.push((id, item, home));
            }
        }
    }
    if first || drawn.findings != review.findings {
        findings(page, view, drawn);
        drawn.findings.clone_from(&review.findings);
    }
    let is_last = view.at.as_str() == REVIEW;
    if first || drawn.notices != review.notices || drawn.is_last != is_last {
        for (id, item, home) in &drawn.notice_places {
            let shown = review
                .notices
                .iter()
                .find(|shown| shown.notice.as_str() == id);
            show(item, shown.is_some());
            let place = shown.and_then(|shown| place_of(page, view, shown, is_last));
            let place = place.as_ref().unwrap_or(home);
            // Moving it to the same place would lose the focus in it.
            if item.parent_element().as_ref() != Some(place) {
                let _ = place.append_child(item);
            }
        }
        drawn.notices.clone_from(&review.notices);
        drawn.is_last = is_last;
    }
    let closed: Vec<RuleId> = review.closed_gates().cloned().collect();
    if first || drawn.closed != closed {
        let place = view.stopped_at.as_ref().and_then(|field| page.field(field));
        for gate in page.all("[data-gate]") {
            let id = gate.get_attribute("data-gate").unwrap_or_default();
            let is_closed = closed.iter().any(|closed| closed.as_str() == id);
            if let Some(place) = place.as_ref().filter(|_| is_closed) {
                let _ = place.append_child(&gate);
            }
            show(&gate, is_closed);
        }
        drawn.closed = closed;
    }
    if first || drawn.tasks != review.tasks {
        page.show_each("data-task", &|rule| {
            review.tasks.iter().any(|task| task.rule.as_str() == rule)
        });
        drawn.tasks.clone_from(&review.tasks);
    }
    if first || drawn.practices != review.practices {
        page.show_each("data-practice", &|rule| {
            review.practices.iter().any(|advice| {
                advice.practice.as_str() == rule && (advice.warns || !advice.followed)
            })
        });
        drawn.practices.clone_from(&review.practices);
    }
    for list in page.all("[data-list]") {
        let empty = list
            .query_selector(":scope > :not([hidden])")
            .ok()
            .flatten()
            .is_none();
        if let Ok(Some(around)) = list.closest("[data-list-around]") {
            show(&around, !empty);
        }
    }
    drawn.before = true;
}

/// The place of a warning outside its step's list: below the answer that causes it, and on the last
/// step with all others. What ends the form is below the answer that ends it.
fn place_of(page: &Page, view: &View, shown: &ShownNotice, is_last: bool) -> Option<Element> {
    if shown.tone == Tone::Stop {
        return page.field(view.stopped_at.as_ref()?);
    }
    if shown.tone != Tone::Warning {
        return None;
    }
    if is_last {
        return page.one("[data-warnings]");
    }
    page.field(shown.fields.first()?)
}

fn findings(page: &Page, view: &View, drawn: &Drawn) {
    for finding in &view.review.findings {
        let place = drawn
            .places
            .iter()
            .find(|(rule, _)| rule == finding.rule.as_str());
        let Some((_, item)) = place else { continue };
        let list = list_of(finding);
        show(item, list.is_some());
        set(item, "data-state", Some(state_name(finding.state)));
        if let Ok(Some(message)) = item.query_selector("[data-message]") {
            page.write_label(&message, &finding.message);
        }
        if let Ok(Some(button)) = item.query_selector("[data-leave-out]") {
            let left_out = finding.state == State::LeftOut;
            show(&button, left_out || finding.is_open());
            set(
                &button,
                "aria-pressed",
                Some(if left_out { "true" } else { "false" }),
            );
        }
        if let Ok(Some(link)) = item.query_selector("[data-fix]") {
            let control = finding.fields.first().and_then(|field| page.control(field));
            show(&link, finding.is_open() && control.is_some());
            if let Some(control) = control {
                set(&link, "href", Some(&["#", &control.id()].concat()));
            }
        }
        if let Some(list) = list.and_then(|name| page.one(&with_value("data-list", name))) {
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
        let rule = item.get_attribute("data-finding").unwrap_or_default();
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
