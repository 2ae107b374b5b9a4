//! Writes answers into their fields, after a draft was opened or everything was cleared.

use super::entries;
use crate::page::Page;
use page_dom::{attribute, data, query_all, with_value};
use request_builder::answers::{Answer, Field};
use request_builder::hooks::Hook;
use request_builder::session::Session;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// Sets every field of the page. A control that cannot show its answer, such as a date that does
/// not exist, stays empty; the answer itself is kept.
pub(super) fn fill(page: &Page, session: &Session) {
    let answers = session.answers();
    let rules = &session.book().rules;
    for radio in page.all(Hook::Kind) {
        let kind = answers
            .kind
            .as_ref()
            .map(request_builder::rules::KindId::as_str);
        let is_chosen = radio.get_attribute("value").as_deref() == kind;
        check(&radio, is_chosen);
    }
    for tick in page.all(Hook::Tick) {
        let rule = data(&tick, Hook::Tick).unwrap_or_default();
        let ticked = answers.ticked.iter().any(|known| known.as_str() == rule);
        check(&tick, ticked);
    }
    for group in &rules.groups {
        entries::resize(page, &group.id, answers.entries(&group.id));
    }
    for question in &rules.questions {
        let group = question.group.as_ref();
        let places = query_all(
            &page.root,
            &with_value(Hook::Question, question.id.as_str()),
        );
        for (at, wrapper) in places.iter().enumerate() {
            let field = Field::new(question.id.clone(), group.map(|_| at));
            set_controls(wrapper, answers.at(group, &field));
        }
    }
}

/// Sets the controls of one field.
fn set_controls(wrapper: &Element, answer: Option<&Answer>) {
    for control in query_all(wrapper, "input, textarea") {
        let kind = attribute(&control, "type");
        if kind == "radio" || kind == "checkbox" {
            let value = attribute(&control, "value");
            // A tick is the option `yes`.
            check(
                &control,
                answer.is_some_and(|answer| answer.chooses(&value)),
            );
            continue;
        }
        let text = match answer {
            Some(Answer::Text(text)) => text.as_str(),
            Some(Answer::Tick(_) | Answer::Several(_)) | None => "",
        };
        // A text area has the same property.
        control.unchecked_ref::<HtmlInputElement>().set_value(text);
    }
}

pub(super) fn check(control: &Element, checked: bool) {
    control
        .unchecked_ref::<HtmlInputElement>()
        .set_checked(checked);
}
