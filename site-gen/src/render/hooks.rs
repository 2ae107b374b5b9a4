//! Checks that pages from a theme's own templates have all the elements that the pages' programs
//! need.
//!
//! What a page needs depends on the rules: a site without groups needs no button to add an entry.
//! So each page is rendered with the default templates too, and compared.

use super::theme::Theme;
use super::{PageId, PageSubject, Renderer};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::html::{self, NodeId, Tree};
use request_builder::hooks::{Hook, Presence};
use std::collections::{BTreeMap, BTreeSet};

/// Elements that an officer operates. A program reads or sets more of them than their attributes,
/// so another element in their place does not work.
const CONTROLS: [&str; 7] = [
    "a", "button", "details", "input", "select", "template", "textarea",
];

/// The hooks of a page, each with its value, and the controls that have it.
type Hooks = BTreeMap<(Hook, String), BTreeSet<String>>;

/// Something that a page lacks.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Missing {
    hook: Hook,
    /// The value that is missing; without one, no element has the hook.
    value: Option<String>,
    /// The control that should have the hook, if another element has it.
    control: Option<String>,
}

/// Rejects pages that lack a required hook.
pub(super) fn check(renderer: &Renderer<'_>) -> Result<(), Diagnostics> {
    let theme = renderer.theme;
    if renderer.form.is_none() || !theme.has_own_templates() {
        return Ok(());
    }
    let default = theme.with_default_templates();
    let default = Renderer::new(renderer.site, renderer.history, &default)?;
    let mut found = Diagnostics::new();
    for page in default.pages() {
        let name = match page.subject {
            PageSubject::Request(None) => "request page",
            PageSubject::OfflineRequest(None) => "request page as one file",
            PageSubject::LetterCheck => "page that checks letters",
            _ => continue,
        };
        let hooks = |renderer: &Renderer<'_>, page: &PageId| {
            let html = renderer.render_page(page)?;
            Ok::<_, Diagnostics>(hooks_in(&String::from_utf8_lossy(&html)))
        };
        let missing = missing(&hooks(&default, &page)?, &hooks(renderer, &page)?);
        found.extend(missing.iter().map(|missing| lacks(theme, name, missing)));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// The hooks, or values of hooks, that are missing or are on an element that does not work.
fn missing(expected: &Hooks, present: &Hooks) -> Vec<Missing> {
    let mut missing: Vec<Missing> = Vec::new();
    for ((hook, value), controls) in expected {
        if hook.need() == Presence::Optional {
            continue;
        }
        let values = || present.iter().filter(|((other, _), _)| other == hook);
        let lack = |value: Option<&String>, control: Option<&String>| Missing {
            hook: *hook,
            value: value.cloned(),
            control: control.cloned(),
        };
        if values().next().is_none() {
            missing.push(lack(None, None));
        } else if is_name(*hook) {
            match present.get(&(*hook, value.clone())) {
                None => missing.push(lack(Some(value), None)),
                Some(have) => {
                    for control in controls.difference(have) {
                        // If no value has it, one template makes all of them: report that once.
                        let others_have_it = values().any(|(_, have)| have.contains(control));
                        missing.push(lack(others_have_it.then_some(value), Some(control)));
                    }
                }
            }
        }
    }
    missing.sort();
    missing.dedup();
    missing
}

/// Whether the value identifies something that the page must have too. Other values are URLs or
/// words.
fn is_name(hook: Hook) -> bool {
    hook != Hook::Version && hook != Hook::Type && hook != Hook::Kinds
}

fn lacks(theme: &Theme, page: &str, missing: &Missing) -> Diagnostic {
    let attribute = missing.hook.attribute();
    let shown = match &missing.value {
        Some(value) if !value.is_empty() => format!("{attribute}=\"{value}\""),
        _ => attribute.to_owned(),
    };
    let what = missing.hook.what();
    let error = Diagnostic::error(match &missing.control {
        None => format!("the {page} needs `{shown}`: {what}"),
        Some(control) if missing.hook == Hook::Question => {
            format!("the {page} has no {control} in the element with `{shown}`: {what}")
        }
        Some(control) => format!("the {page} has no {control} with `{shown}`: {what}"),
    });
    // A default template has it, so it was lost if the site replaces that template.
    let templates = theme.default_templates_with(attribute);
    let templates = templates.into_iter().filter(|name| {
        let text = theme.template(&format!("{}{name}", super::theme::DEFAULT_TEMPLATES));
        text.is_some_and(|text| has_attribute(text.text(), attribute))
    });
    let templates: Vec<&str> = templates.collect();
    let replaced = templates
        .iter()
        .find_map(|name| Some((*name, theme.own_template(name)?)));
    if let Some((name, file)) = replaced {
        return error.at(Place::file(file)).help(format!(
            "restore it: `site-gen theme diff templates/{name}` shows how your template differs from the default's"
        ));
    }
    let default = templates.first().copied().unwrap_or("request.html");
    match theme.own_component_of(default) {
        Some(file) => error.at(Place::file(file)).help(format!(
            "compare your component with the default's in `templates/{default}`"
        )),
        None => error.help(format!(
            "the default has it in `templates/{default}`, which your templates leave out"
        )),
    }
}

/// Whether a text contains an attribute of exactly this name.
fn has_attribute(text: &str, attribute: &str) -> bool {
    text.match_indices(attribute).any(|(at, _)| {
        let after = &text[at + attribute.len()..];
        !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
    })
}

/// The hooks of a page's elements.
fn hooks_in(page: &str) -> Hooks {
    let tree = html::document(page);
    let mut hooks = Hooks::new();
    for (id, element) in tree.elements(Tree::ROOT) {
        for attribute in &element.attributes {
            let hook = Hook::ALL
                .iter()
                .find(|hook| hook.attribute() == attribute.name);
            if let Some(hook) = hook {
                let value = element.attribute(&attribute.name).unwrap_or_default();
                let controls = hooks.entry((*hook, value.to_owned())).or_default();
                controls.extend(control(&tree, id, *hook));
            }
        }
    }
    hooks
}

/// The control that an element is: `<button>`, `<input type="checkbox">`. For the element around a
/// question, whether it has a field: the program reads a line or several, a list or buttons.
fn control(tree: &Tree, id: NodeId, hook: Hook) -> Option<String> {
    if hook == Hook::Question {
        let mut inside = tree.elements(id);
        let has_field = inside.any(|(_, it)| matches!(it.name.as_ref(), "input" | "textarea"));
        return has_field.then(|| "field".to_owned());
    }
    let element = tree.element(id)?;
    let name = element.name.as_ref();
    CONTROLS
        .contains(&name)
        .then(|| match element.attribute("type") {
            Some(kind @ ("checkbox" | "radio" | "file")) => format!("`<input type=\"{kind}\">`"),
            _ => format!("`<{name}>`"),
        })
}

#[cfg(test)]
mod tests {
    use super::{Missing, hooks_in, missing};
    use request_builder::hooks::Hook;

    #[test]
    fn hooks_are_attributes_and_not_words_of_a_text() {
        let html = "<p title=\"data-rows > x\" data-letter>data-step</p><!-- <p data-add> --><script>'<p data-list>'</script><input data-tick=a data-question='b'/><template><p data-add=c></template>";
        let found = hooks_in(html);
        let found: Vec<_> = found
            .keys()
            .map(|(hook, value)| (*hook, value.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (Hook::Question, "b"),
                (Hook::Add, "c"),
                (Hook::Letter, ""),
                (Hook::Tick, "a")
            ]
        );
    }

    #[test]
    fn an_optional_hook_may_be_missing_and_a_required_one_may_not() {
        let default = hooks_in("<p data-side><p data-rows><p data-list=\"a\"><p data-list=\"b\">");
        let own = hooks_in("<p data-list=\"a\">");
        let lack = |hook, value: Option<&str>| Missing {
            hook,
            value: value.map(str::to_owned),
            control: None,
        };
        assert_eq!(
            missing(&default, &own),
            [lack(Hook::List, Some("b")), lack(Hook::Rows, None)]
        );
        assert_eq!(missing(&own, &default), []);
    }

    #[test]
    fn another_element_in_place_of_a_control_is_missing() {
        let default = hooks_in(
            "<button data-next></button><div data-question=a><input></div><div data-question=b><textarea></textarea></div><input type=checkbox data-tick=t>",
        );
        let lacks = |own: &str| {
            let missing = missing(&default, &hooks_in(own));
            let lacks = missing
                .into_iter()
                .filter_map(|it| Some((it.hook, it.value.unwrap_or_default(), it.control?)));
            lacks.collect::<Vec<_>>()
        };
        let found = lacks(
            "<span data-next></span><div data-question=a></div><div data-question=b></div><input type=checkbox data-tick=t>",
        );
        let found: Vec<_> = found
            .iter()
            .map(|(hook, value, control)| (*hook, value.as_str(), control.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (Hook::Next, "", "`<button>`"),
                (Hook::Question, "", "field")
            ]
        );
        let found = lacks(
            "<button data-next></button><div data-question=a></div><div data-question=b><input></div><input data-tick=t>",
        );
        assert_eq!(
            found,
            [
                (Hook::Question, "a".to_owned(), "field".to_owned()),
                (
                    Hook::Tick,
                    String::new(),
                    "`<input type=\"checkbox\">`".to_owned()
                )
            ]
        );
    }
}
