//! Checks that pages from a theme's own templates have all the elements that the pages' programs
//! need.
//!
//! What a page needs depends on the rules: a site without groups needs no button to add an entry.
//! So each page is rendered with the default templates too, and compared.

use super::theme::Theme;
use super::{PageId, Renderer, Shows};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::html::{self, Tree};
use request_builder::hooks::{Hook, Need};
use std::collections::BTreeSet;

/// The hooks of a page, each with its value.
type Hooks = BTreeSet<(Hook, String)>;

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
        let name = match page.shows {
            Shows::Request(None) => "request page",
            Shows::OfflineRequest(None) => "request page as one file",
            Shows::LetterCheck => "page that checks letters",
            _ => continue,
        };
        let hooks = |renderer: &Renderer<'_>, page: &PageId| {
            let html = renderer.render_page(page)?;
            Ok::<_, Diagnostics>(hooks_in(&String::from_utf8_lossy(&html)))
        };
        let missing = missing(&hooks(&default, &page)?, &hooks(renderer, &page)?);
        found.extend(
            missing
                .into_iter()
                .map(|(hook, value)| lacks(theme, name, hook, value.as_deref())),
        );
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// The hooks, or values of hooks, that are missing.
fn missing(expected: &Hooks, present: &Hooks) -> Vec<(Hook, Option<String>)> {
    let mut missing: Vec<(Hook, Option<String>)> = Vec::new();
    for (hook, value) in expected.difference(present) {
        if hook.need() == Need::May {
            continue;
        }
        let is_known = missing
            .iter()
            .any(|(known, value)| known == hook && value.is_none());
        if !present.iter().any(|(other, _)| other == hook) {
            if !is_known {
                missing.push((*hook, None));
            }
        } else if is_name(*hook) {
            missing.push((*hook, Some(value.clone())));
        }
    }
    missing
}

/// Whether the value identifies something that the page must have too. Other values are URLs or
/// words.
fn is_name(hook: Hook) -> bool {
    hook != Hook::Version && hook != Hook::Type && hook != Hook::Kinds
}

fn lacks(theme: &Theme, page: &str, hook: Hook, value: Option<&str>) -> Diagnostic {
    let attribute = hook.attribute();
    let shown = match value {
        Some(value) if !value.is_empty() => format!("{attribute}=\"{value}\""),
        _ => attribute.to_owned(),
    };
    let error = Diagnostic::error(format!("the {page} needs `{shown}`: {}", hook.what()));
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
    match replaced {
        Some((name, file)) => error.at(Place::file(file)).help(format!(
            "restore it: `site-gen theme diff templates/{name}` shows how your template differs from the default's"
        )),
        None => error.help(format!(
            "the default has it in `templates/{}`, which your templates leave out",
            templates.first().copied().unwrap_or("request.html")
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
    for (_, element) in tree.elements(Tree::ROOT) {
        for attribute in &element.attributes {
            let hook = Hook::ALL
                .iter()
                .find(|hook| hook.attribute() == attribute.name);
            if let Some(hook) = hook {
                let value = element.attribute(&attribute.name).unwrap_or_default();
                hooks.insert((*hook, value.to_owned()));
            }
        }
    }
    hooks
}

#[cfg(test)]
mod tests {
    use super::{hooks_in, missing};
    use request_builder::hooks::Hook;

    #[test]
    fn hooks_are_attributes_and_not_words_of_a_text() {
        let html = "<p title=\"data-rows > x\" data-letter>data-step</p><!-- <p data-add> --><script>'<p data-list>'</script><input data-tick=a data-question='b'/><template><p data-add=c></template>";
        let found = hooks_in(html);
        let found: Vec<_> = found
            .iter()
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
        assert_eq!(
            missing(&default, &own),
            [(Hook::List, Some("b".to_owned())), (Hook::Rows, None)]
        );
        assert_eq!(missing(&own, &default), []);
    }
}
