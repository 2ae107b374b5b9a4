//! Finds the text in a page that was saved from a browser, and leaves out what is around it:
//! navigation, banners, footers.

use super::markdown;
use super::notes::Notes;
use super::page_styles::PageStyles;
use super::word_processors::{in_symbols, is_comment_of_word, is_title};
use crate::host_files::is_one_of;
use crate::html::{Element, Node, NodeId, Step, Tree, Value};

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
                Node::Element(element) if id == main || markdown::is_hidden(&element.name) => {
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
    let styles = PageStyles::of(tree);
    let mut parents = vec![Tree::ROOT];
    let mut left_out: Option<NodeId> = None;
    for step in tree.walk(from) {
        match step {
            Step::Enter(_) if left_out.is_some() => {}
            Step::Enter(Tree::ROOT) => parents.push(Tree::ROOT),
            Step::Enter(id) => {
                let cause = match tree.node(id) {
                    Node::Element(element) if styles.hide(element) => {
                        Some("text that a browser does not show left out")
                    }
                    Node::Element(element) if styles.strike(element) => Some(markdown::STRUCK),
                    Node::Element(element) if is_contents(element) => {
                        Some("table of contents left out: the site makes its own")
                    }
                    _ if is_head_or_foot(tree, id) => Some("head or foot of a page left out"),
                    _ if is_comment(tree, id) => {
                        Some("comment of a colleague left out: see it in the document")
                    }
                    _ if id != from && is_furniture(tree, id) => {
                        Some(if has_class(tree, id, SCREEN_READER_ONLY) {
                            "text that a browser does not show left out"
                        } else {
                            "navigation, banner or footer of the page left out"
                        })
                    }
                    _ => None,
                };
                if let Some(cause) = cause {
                    let words = tree.text_of(id);
                    if !words.trim().is_empty() {
                        notes.left_out(cause, words);
                    }
                    if cause == markdown::STRUCK && markdown::leaves_blank(tree, id) {
                        to.append_text(parents.last().copied().unwrap_or(Tree::ROOT), " ");
                    }
                    left_out = Some(id);
                    continue;
                }
                let parent = parents.last().copied().unwrap_or(Tree::ROOT);
                parents.push(copy_one(tree, id, to, parent, &styles, notes));
            }
            Step::Leave(id) if left_out == Some(id) => left_out = None,
            Step::Leave(_) if left_out.is_some() => {}
            Step::Leave(_) => drop(parents.pop()),
        }
    }
}

/// Copies a node without its descendants, and returns where they belong.
fn copy_one(
    tree: &Tree,
    id: NodeId,
    to: &mut Tree,
    parent: NodeId,
    styles: &PageStyles,
    notes: &mut Notes,
) -> NodeId {
    let is_in_list = to.element(parent).is_some_and(|it| it.name == "ul");
    let mut copy = with_name_of_role(tree, id, is_in_list);
    if let Node::Text(text) = &mut copy
        && let Some(around) = to.element(parent)
        && let Some(signs) = in_symbols(around, text, notes)
    {
        *text = signs.into();
    }
    if let Node::Element(list) = &mut copy
        && list.name == "ol"
        && list.attribute("style").is_none()
        && let Some(look) = styles.list(list)
    {
        list.push("style", Value::Text(look.into()));
    }
    let node = to.add(copy);
    to.append(parent, node);
    node
}

/// A node with the name that its role stands for: `<div role="heading">` is a heading.
fn with_name_of_role(tree: &Tree, id: NodeId, is_in_list: bool) -> Node {
    let mut node = tree.node(id).clone();
    if let Node::Element(element) = &mut node
        && is_title(element)
    {
        element.name = "h1".into();
    }
    if let Node::Element(element) = &mut node
        && element.name == "div"
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
            Some("list") if has_items_only(tree, id) => "ul",
            Some("listitem") if is_in_list => "li",
            _ => return node,
        };
        element.name = name.into();
    }
    node
}

/// Whether an element has nothing in it but `<div role="listitem">`.
fn has_items_only(tree: &Tree, id: NodeId) -> bool {
    tree.children(id).all(|child| match tree.node(child) {
        Node::Element(it) => it.name == "div" && it.attribute("role") == Some("listitem"),
        Node::Text(text) => text.trim().is_empty(),
        _ => true,
    })
}

/// Whether an element is a comment of Google Docs or Word, or the mark of one in the text.
fn is_comment(tree: &Tree, id: NodeId) -> bool {
    let is_at = |element: &Element, href: &str| {
        let link = element.attribute("href").unwrap_or_default();
        element.name == "a" && link.starts_with(href)
    };
    let Node::Element(element) = tree.node(id) else {
        return false;
    };
    if is_comment_of_word(element) {
        return true;
    }
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

/// The classes of what help centres and blogs put below and beside a text.
const BESIDE_TEXT: &str = "article-comments article-relatives article-subscribe article-votes comments-area \
    entry-meta meta-group reading-time related-articles sharedaddy";

/// The classes of text that only screen readers read.
const SCREEN_READER_ONLY: &str = "screen-reader-text sr-only visually-hidden";

fn has_class(tree: &Tree, id: NodeId, wanted: &str) -> bool {
    let has_one = |it: &Element| it.classes().any(|class| is_one_of(class, wanted));
    tree.element(id).is_some_and(has_one)
}

/// Whether an element is a line of a table of contents of Word, or the whole one of `LibreOffice`.
fn is_contents(element: &Element) -> bool {
    let mut classes = element.classes();
    let id = element.attribute("id").unwrap_or_default();
    classes.any(|class| class.starts_with("MsoToc")) || id.starts_with("Table of Contents")
}

/// Whether an element is above or below each page of a document: `LibreOffice` says so; Google Docs has paragraphs
/// in a frame of their own as the first and last of the page.
fn is_head_or_foot(tree: &Tree, id: NodeId) -> bool {
    let Some(element) = tree.element(id).filter(|it| it.name == "div") else {
        return false;
    };
    let is_named = matches!(element.attribute("title"), Some("header" | "footer"));
    let parent = tree.parent(id);
    let is_in_page = parent.is_some_and(|it| has_class(tree, it, "doc-content"));
    let is_alone = |next: fn(&Tree, NodeId) -> Option<NodeId>| {
        let mut beside = next(tree, id);
        while let Some(blank) = beside.filter(|it| tree.element(*it).is_none()) {
            beside = next(tree, blank);
        }
        beside.is_none()
    };
    let has_only_words = || {
        tree.elements(id).skip(1).all(|(_, it)| {
            let link = it.attribute("href").unwrap_or_default();
            let is_note = link.starts_with("#ftnt") || link.starts_with("#cmnt");
            (markdown::is_inline(&it.name) || it.name == "p") && !is_note
        })
    };
    // A sentence, such as a rule, is part of the text.
    let text = tree.text_of(id);
    let is_short = text.split_whitespace().count() < 16 && !text.trim_end().ends_with('.');
    let is_in_page = is_in_page && (is_alone(Tree::previous) || is_alone(Tree::next));
    (is_named || is_in_page) && is_short && has_only_words()
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
    let by_class = || has_class(tree, id, BESIDE_TEXT) || has_class(tree, id, SCREEN_READER_ONLY);
    // A class of the whole page, such as `has-sidebar`, says what is in it.
    let is_whole = matches!(element.name.as_ref(), "html" | "body" | "main" | "article");
    let holds = |wanted: &str| tree.elements(id).any(|(_, it)| it.name == wanted);
    (by_role || by_name || is_named("class") || is_named("id") || by_class())
        && !is_whole
        && !["h1", "main", "article"].into_iter().any(holds)
}
