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

/// Copies a node with its descendants to the root of another tree, without what is no text.
pub(super) fn copy_without(tree: &Tree, from: NodeId, to: &mut Tree, notes: &mut Notes) {
    let mut parents = vec![Tree::ROOT];
    let mut left_out: Option<NodeId> = None;
    for step in tree.walk(from) {
        match step {
            Step::Enter(_) if left_out.is_some() => {}
            Step::Enter(Tree::ROOT) => parents.push(Tree::ROOT),
            Step::Enter(id) => {
                let cause = match tree.node(id) {
                    Node::Element(element) if is_hidden(element) => {
                        Some("text that a browser does not show left out")
                    }
                    _ if id != from && is_furniture(tree, id) => {
                        Some("navigation, banner or footer of the page left out")
                    }
                    _ => None,
                };
                if let Some(cause) = cause {
                    let words = tree.text_of(id);
                    if !words.trim().is_empty() {
                        notes.open(cause, words);
                    }
                    left_out = Some(id);
                    continue;
                }
                let node = to.add(tree.node(id).clone());
                if let Some(parent) = parents.last() {
                    to.append(*parent, node);
                }
                parents.push(node);
            }
            Step::Leave(id) if left_out == Some(id) => left_out = None,
            Step::Leave(_) if left_out.is_some() => {}
            Step::Leave(_) => drop(parents.pop()),
        }
    }
}

/// Whether a browser does not show an element.
fn is_hidden(element: &Element) -> bool {
    let style = element.attribute("style").unwrap_or_default();
    let style: String = style.split_whitespace().collect::<String>().to_lowercase();
    element.attribute("hidden").is_some() || style.contains("display:none")
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
