//! Whether the pages of a theme's own templates have everything that their programs look for.
//!
//! What a page needs depends on the rules: a site without groups needs no button to add an entry.
//! So the same page is made with the default's templates, and compared.

use super::theme::Theme;
use super::{PageId, Renderer, Shows};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use request_builder::hooks::{Hook, Need};
use std::collections::BTreeSet;

/// What a page has for its program: each hook with its value.
type Hooks = BTreeSet<(Hook, String)>;

/// Refuses pages that lack what their program looks for.
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

/// What the one has and the other lacks: a hook, or one of its values.
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

/// Whether the value is the name of something, which the page must have too. Other values are
/// addresses, or words.
fn is_name(hook: Hook) -> bool {
    hook != Hook::Version && hook != Hook::Type && hook != Hook::Kinds
}

fn lacks(theme: &Theme, page: &str, hook: Hook, value: Option<&str>) -> Diagnostic {
    let attribute = hook.attribute();
    let shown = match value {
        Some(value) if !value.is_empty() => format!("{attribute}=\"{value}\""),
        _ => attribute.to_owned(),
    };
    let error = Diagnostic::error(format!("the {page} has no `{shown}`: {}", hook.what()));
    // One of the default's templates has it; if the site replaces that one, it is lost there.
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
            "put it back: `site-gen theme diff templates/{name}` shows how your template differs from the default's"
        )),
        None => error.help(format!(
            "the default has it in `templates/{}`, which your templates leave out",
            templates.first().copied().unwrap_or("request.html")
        )),
    }
}

/// Whether a text has an attribute of exactly that name.
fn has_attribute(text: &str, attribute: &str) -> bool {
    text.match_indices(attribute).any(|(at, _)| {
        let after = &text[at + attribute.len()..];
        !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
    })
}

/// The hooks in a page's tags. What stands in a script or a style is text.
fn hooks_in(html: &str) -> Hooks {
    let mut hooks = Hooks::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (tag, after) = tag(rest);
        rest = after;
        for name in ["script", "style"] {
            if tag.starts_with(name) {
                let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
                rest = &rest[end..];
            }
        }
        attributes(tag, |name, value| {
            let hook = Hook::ALL.iter().find(|hook| hook.attribute() == name);
            if let Some(hook) = hook {
                hooks.insert((*hook, value.to_owned()));
            }
        });
    }
    hooks
}

/// A tag up to its `>`, and what comes after that. One in quotes does not end it.
fn tag(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '>' => return (&text[..at], &text[at + 1..]),
            None => {}
        }
    }
    (text, "")
}

/// Each attribute of a tag, with its value as it is written.
fn attributes(tag: &str, mut each: impl FnMut(&str, &str)) {
    let mut rest = tag.split_once(char::is_whitespace).map_or("", |(_, it)| it);
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let length = rest
            .find(|c: char| c.is_whitespace() || c == '=' || c == '/')
            .unwrap_or(rest.len());
        if length == 0 {
            return;
        }
        let (name, after) = rest.split_at(length);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            each(name, "");
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| *c == '"' || *c == '\'');
        let (value, after) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        each(name, value);
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::{hooks_in, missing};
    use request_builder::hooks::Hook;

    #[test]
    fn hooks_are_attributes_and_no_words_of_a_text() {
        let html = "<p title=\"data-rows > x\" data-letter>data-step</p><!-- <p data-add> --><script>'<p data-list>'</script><input data-tick=a data-question='b'/>";
        let found = hooks_in(html);
        let found: Vec<_> = found
            .iter()
            .map(|(hook, value)| (*hook, value.as_str()))
            .collect();
        assert_eq!(
            found,
            [(Hook::Question, "b"), (Hook::Letter, ""), (Hook::Tick, "a")]
        );
    }

    #[test]
    fn a_convenience_may_be_left_out_and_a_need_may_not() {
        let default = hooks_in("<p data-side><p data-rows><p data-list=\"a\"><p data-list=\"b\">");
        let own = hooks_in("<p data-list=\"a\">");
        assert_eq!(
            missing(&default, &own),
            [(Hook::List, Some("b".to_owned())), (Hook::Rows, None)]
        );
        assert_eq!(missing(&own, &default), []);
    }
}
