//! Which words the styles of a saved page strike out or hide, and how they number lists.

use super::numbers::NumberFormat;
use crate::html::{Element, Tree};
use std::collections::HashMap;

/// The classes of a page's own style sheet that change what its text says. Word processors that save
/// pages write them so.
pub(super) struct PageStyles {
    struck: Vec<String>,
    hidden: Vec<String>,
    /// The classes of numbered lists, each with its look.
    lists: HashMap<String, String>,
}

impl PageStyles {
    pub(super) fn of(tree: &Tree) -> Self {
        let sheets = tree.elements(Tree::ROOT);
        let sheets = sheets.filter(|(_, element)| element.name == "style");
        let text: String = sheets.map(|(id, _)| tree.text_of(id)).collect();
        let text = for_all_screens(&without_comments(&text));
        let with = |wanted: &str| {
            let rules = rules(&text).filter(|(_, look)| look.to_ascii_lowercase().contains(wanted));
            // What ends with a semicolon is no rule, such as `@import`.
            let names = rules.filter_map(|(names, _)| names.rsplit(';').next());
            let names = names.flat_map(|names| names.split(','));
            let names = names.filter_map(|name| name.trim().strip_prefix('.'));
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
            let names = names.filter(|name| name.chars().all(is_name));
            names.map(str::to_owned).collect()
        };
        Self {
            struck: with("line-through"),
            hidden: with("display:none"),
            lists: lists(&text),
        }
    }

    /// The look of a numbered list by its class, such as `list-style:lower-alpha`.
    pub(super) fn list(&self, element: &Element) -> Option<String> {
        let mut classes = element.classes();
        classes.find_map(|class| self.lists.get(class).cloned())
    }

    /// Whether the words of an element are struck out by its style.
    pub(super) fn strike(&self, element: &Element) -> bool {
        let style = element.attribute("style").unwrap_or_default();
        style.contains("line-through") || has_class(element, &self.struck)
    }

    /// Whether a browser does not show an element.
    pub(super) fn hide(&self, element: &Element) -> bool {
        let style = element.attribute("style").unwrap_or_default();
        let style: String = style.split_whitespace().collect::<String>().to_lowercase();
        let hides = [
            "display:none",
            "visibility:hidden",
            "font-size:0;",
            "font-size:0px",
        ];
        element.attribute("hidden").is_some()
            || hides.iter().any(|look| style.contains(look))
            || style.ends_with("font-size:0")
            || has_class(element, &self.hidden)
    }
}

/// The rules of a style sheet: the selectors of each, and its declarations without white space.
fn rules(sheet: &str) -> impl Iterator<Item = (&str, String)> {
    let rules = sheet.split('}').filter_map(|rule| rule.split_once('{'));
    rules.map(|(names, look)| (names, look.split_whitespace().collect()))
}

/// The classes of a style sheet that number a list with letters or Roman numerals: `ol.a {list-style: lower-alpha}`.
fn lists(sheet: &str) -> HashMap<String, String> {
    let mut lists = HashMap::new();
    for (names, look) in rules(sheet) {
        // Google Docs writes numbers before the items: `.a > li:before{content: counter(c,lower-latin)}`.
        let counter = look.split_once("counter(").and_then(|(_, rest)| {
            let (counter, after) = rest.split_once(')')?;
            Some((counter.split_once(',')?.1, after))
        });
        if let Some((list, before)) = names.split_once('>')
            && let Some((format, after)) = counter.filter(|_| before.contains("before"))
        {
            let name = list.trim().strip_prefix('.');
            // The sign that follows each letter: `") "`.
            let sign = if after.starts_with("\")") { ";)" } else { "" };
            let look = format!("list-style:{format}{sign}");
            lists.extend(name.map(|name| (name.to_owned(), look)));
        } else if NumberFormat::of_style(&look).is_some() {
            let names = names
                .split(',')
                .map(|name| name.trim().trim_start_matches("ol"));
            let names = names.filter_map(|name| name.strip_prefix('.'));
            lists.extend(names.map(|name| (name.to_owned(), look.clone())));
        }
    }
    lists
}

fn without_comments(sheet: &str) -> String {
    let mut parts = sheet.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    let others = parts.filter_map(|part| Some(part.split_once("*/")?.1));
    let text = others.fold(first, |text, part| text + part);
    text.replace("<!--", "").replace("-->", "")
}

/// A style sheet without rules for some screens or for paper only, such as `@media print {…}`.
fn for_all_screens(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut is_start = true;
    let mut rest = sheet;
    while let Some(at) = rest.find('@') {
        let (before, rule) = rest.split_at(at);
        kept.push_str(before);
        let before = before.trim_end();
        if !before.is_empty() {
            is_start = before.ends_with(['{', '}', ';']);
        }
        if !is_start {
            // Within an address or the like.
            kept.push('@');
            rest = &rule[1..];
            continue;
        }
        let start = rule.find(['{', ';']).unwrap_or(rule.len());
        let is_kept = rule[start..].starts_with('{') && is_for_all(&rule[..start]);
        // The brace at the end of what is kept is no rule.
        let length = if is_kept {
            start + 1
        } else {
            length_of_rule(rule)
        };
        rest = &rule[length..];
    }
    kept + rest
}

/// Whether rules after such words hold for all screens.
fn is_for_all(words: &str) -> bool {
    let words = words.trim().to_ascii_lowercase();
    words.starts_with("@layer")
        || words.starts_with("@supports")
        || words.strip_prefix("@media").is_some_and(|query| {
            let mut queries = query.split(',').map(str::trim);
            queries.any(|it| matches!(it, "" | "all" | "screen" | "only screen"))
        })
}

/// The length of a rule that begins with `@`.
fn length_of_rule(rule: &str) -> usize {
    let mut depth = 0_usize;
    let end = rule.char_indices().find(|(_, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        matches!(c, '}' | ';') && depth == 0
    });
    end.map_or(rule.len(), |(at, _)| at + 1)
}

fn has_class(element: &Element, names: &[String]) -> bool {
    let mut classes = element.classes();
    classes.any(|class| names.iter().any(|name| name == class))
}
