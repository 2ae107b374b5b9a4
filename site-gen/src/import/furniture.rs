//! Finds the text in a page that was saved from a browser, and leaves out what is around it:
//! navigation, banners, footers.

use super::notes::Notes;
use crate::html::{Element, Node, NodeId, Step, Tree};

/// The element that holds the text of a page.
pub(super) fn main_part(tree: &Tree) -> NodeId {
    let is_main: [fn(&Element) -> bool; 4] = [
        |it| it.name == "main",
        |it| it.name == "article",
        |it| it.attribute("role") == Some("main"),
        |it| {
            matches!(
                it.attribute("id"),
                Some("main" | "content" | "main-content")
            )
        },
    ];
    let find = |is_main: fn(&Element) -> bool| {
        let mut elements = tree.elements(Tree::ROOT);
        elements
            .find(|(_, element)| is_main(element))
            .map(|(id, _)| id)
    };
    is_main.into_iter().find_map(find).unwrap_or(Tree::ROOT)
}

/// The URL to which the links of a page are relative, if it says so itself.
pub(super) fn base(tree: &Tree) -> Option<String> {
    let of = |name: &str, is_it: fn(&Element) -> bool| {
        let mut elements = tree.elements(Tree::ROOT);
        let found = elements.find(|(_, it)| it.name == name && is_it(it));
        let url = found?.1.attribute("href")?.trim();
        url.starts_with("https://").then(|| url.to_owned())
    };
    of("base", |_| true).or_else(|| of("link", |it| it.attribute("rel") == Some("canonical")))
}

/// Lists the text of a page that is outside its main part.
pub(super) fn note_outside(tree: &Tree, main: NodeId, notes: &mut Notes) {
    let mut words = String::new();
    let mut skipped: Option<NodeId> = None;
    for step in tree.walk(Tree::ROOT) {
        match step {
            Step::Enter(_) if skipped.is_some() => {}
            Step::Enter(id) => match tree.node(id) {
                Node::Element(element)
                    if id == main || super::markdown::is_hidden(&element.name) =>
                {
                    skipped = Some(id);
                }
                Node::Text(text) => words += text,
                Node::Element(_) => words.push(' '),
                _ => {}
            },
            Step::Leave(id) if skipped == Some(id) => skipped = None,
            Step::Leave(_) => {}
        }
    }
    if !words.trim().is_empty() {
        notes.left_out("text outside the main part of the page left out", words);
    }
}

/// Copies a node with its descendants to the root of another tree, without what is no text.
pub(super) fn copy_without(tree: &Tree, from: NodeId, to: &mut Tree, notes: &mut Notes) {
    let classes = Classes::of(tree);
    let mut parents = vec![Tree::ROOT];
    let mut left_out: Option<NodeId> = None;
    for step in tree.walk(from) {
        match step {
            Step::Enter(_) if left_out.is_some() => {}
            Step::Enter(Tree::ROOT) => parents.push(Tree::ROOT),
            Step::Enter(id) => {
                let cause = match tree.node(id) {
                    Node::Element(element)
                        if is_hidden(element) || has_class(element, &classes.hidden) =>
                    {
                        Some("text that a browser does not show left out")
                    }
                    _ if is_comment(tree, id) => {
                        Some("comment of a colleague left out: see it in the document")
                    }
                    _ if id != from && is_furniture(tree, id) => {
                        Some("navigation, banner or footer of the page left out")
                    }
                    _ => None,
                };
                if let Some(cause) = cause {
                    let words = tree.text_of(id);
                    if !words.trim().is_empty() {
                        notes.left_out(cause, words);
                    }
                    left_out = Some(id);
                    continue;
                }
                let mut node = to.add(with_name_of_role(tree.node(id).clone()));
                if let Some(parent) = parents.last() {
                    to.append(*parent, node);
                }
                if let Node::Element(element) = tree.node(id)
                    && classes.strike(element)
                {
                    let struck = to.add(Node::Element(Element::new("s")));
                    to.append(node, struck);
                    node = struck;
                }
                parents.push(node);
            }
            Step::Leave(id) if left_out == Some(id) => left_out = None,
            Step::Leave(_) if left_out.is_some() => {}
            Step::Leave(_) => drop(parents.pop()),
        }
    }
}

/// A node with the name that its role stands for: `<div role="listitem">` is an item.
fn with_name_of_role(mut node: Node) -> Node {
    if let Node::Element(element) = &mut node
        && matches!(element.name.as_ref(), "div" | "span")
    {
        let name = match element.attribute("role") {
            Some("heading") => match element.attribute("aria-level") {
                Some("1") => "h1",
                Some("3") => "h3",
                Some("4") => "h4",
                Some("5") => "h5",
                Some("6") => "h6",
                _ => "h2",
            },
            Some("list") => "ul",
            Some("listitem") => "li",
            Some("table" | "grid") => "table",
            Some("row") => "tr",
            Some("cell" | "gridcell") => "td",
            Some("columnheader" | "rowheader") => "th",
            _ => return node,
        };
        element.name = name.into();
    }
    node
}

/// The classes of a page's own style sheet that change what its text says. Word processors that save
/// pages write them so.
struct Classes {
    struck: Vec<String>,
    hidden: Vec<String>,
}

impl Classes {
    fn of(tree: &Tree) -> Self {
        let sheets = tree.elements(Tree::ROOT);
        let sheets = sheets.filter(|(_, element)| element.name == "style");
        let text: String = sheets.map(|(id, _)| tree.text_of(id)).collect();
        let with = |wanted: &str| {
            let rules = without_at_rules(&text);
            let rules = rules.split('}').filter_map(|rule| rule.split_once('{'));
            let rules = rules.filter(|(_, look)| {
                let look: String = look.split_whitespace().collect();
                look.to_ascii_lowercase().contains(wanted)
            });
            let names = rules.flat_map(|(names, _)| names.split(','));
            let names = names.filter_map(|name| name.trim().strip_prefix('.'));
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
            let names = names.filter(|name| name.chars().all(is_name));
            names.map(str::to_owned).collect()
        };
        Self {
            struck: with("line-through"),
            hidden: with("display:none"),
        }
    }

    /// Whether the words of an element are struck out by its style.
    fn strike(&self, element: &Element) -> bool {
        let style = element.attribute("style").unwrap_or_default();
        style.contains("line-through") || has_class(element, &self.struck)
    }
}

/// A style sheet without rules for some screens or for paper only, such as `@media print {…}`.
fn without_at_rules(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(at) = rest.find('@') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let mut depth = 0_usize;
        let end = rest.char_indices().find(|(_, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            matches!(c, '}' | ';') && depth == 0
        });
        rest = end.map_or("", |(at, _)| &rest[at + 1..]);
    }
    kept + rest
}

fn has_class(element: &Element, names: &[String]) -> bool {
    let classes = element.attribute("class").unwrap_or_default();
    let mut classes = classes.split_whitespace();
    classes.any(|class| names.iter().any(|name| name == class))
}

/// Whether an element is a comment of Google Docs, or the mark of one in the text.
fn is_comment(tree: &Tree, id: NodeId) -> bool {
    let is_at = |element: &Element, href: &str| {
        let link = element.attribute("href").unwrap_or_default();
        element.name == "a" && link.starts_with(href)
    };
    let Node::Element(element) = tree.node(id) else {
        return false;
    };
    match element.name.as_ref() {
        "a" => is_at(element, "#cmnt") && is_mark_of_comment(&tree.text_of(id)),
        // The comment begins with a link to its mark.
        "div" => {
            let mut links = tree.elements(id);
            let first = links.find(|(_, it)| it.name == "a");
            first.is_some_and(|(link, it)| {
                let begins = tree.text_of(link);
                is_at(it, "#cmnt_ref") && tree.text_of(id).trim().starts_with(begins.trim())
            })
        }
        _ => false,
    }
}

/// Whether a text is a mark such as `[a]`.
fn is_mark_of_comment(text: &str) -> bool {
    let mark = text.trim().strip_prefix('[');
    let mark = mark.and_then(|mark| mark.strip_suffix(']'));
    mark.is_some_and(|mark| (1..4).contains(&mark.len()))
}

/// Whether a browser does not show an element.
fn is_hidden(element: &Element) -> bool {
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
}

/// Whether an element is around the text. What holds the main heading is not.
fn is_furniture(tree: &Tree, id: NodeId) -> bool {
    let Node::Element(element) = tree.node(id) else {
        return false;
    };
    let by_role = matches!(
        element.attribute("role"),
        Some(
            "navigation"
                | "banner"
                | "contentinfo"
                | "complementary"
                | "dialog"
                | "alertdialog"
                | "search"
        )
    );
    let by_name = matches!(
        element.name.as_ref(),
        "nav" | "header" | "footer" | "dialog"
    );
    let is_named = |key: &str| {
        let names = element
            .attribute(key)
            .unwrap_or_default()
            .to_ascii_lowercase();
        names
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|name| {
                matches!(
                    name,
                    "cookie"
                        | "cookies"
                        | "consent"
                        | "breadcrumb"
                        | "breadcrumbs"
                        | "navbar"
                        | "sidebar"
                        | "skip"
                        | "share"
                )
            })
    };
    // A class of the whole page, such as `has-sidebar`, says what is in it.
    let is_whole = matches!(element.name.as_ref(), "html" | "body" | "main" | "article");
    let holds = |wanted: &str| tree.elements(id).any(|(_, it)| it.name == wanted);
    (by_role || by_name || is_named("class") || is_named("id"))
        && !is_whole
        && !["h1", "main", "article"].into_iter().any(holds)
}
