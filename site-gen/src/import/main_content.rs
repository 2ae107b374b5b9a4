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
    let mut parents = vec![(Tree::ROOT, Strike::None)];
    let mut left_out: Option<NodeId> = None;
    for step in tree.walk(from) {
        match step {
            Step::Enter(_) if left_out.is_some() => {}
            Step::Enter(Tree::ROOT) => parents.push((Tree::ROOT, Strike::None)),
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
                let around = parents.last().copied();
                let around = around.unwrap_or((Tree::ROOT, Strike::None));
                parents.push(copy_one(tree, id, to, around, &classes));
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
    (parent, strike): (NodeId, Strike),
    classes: &Classes,
) -> (NodeId, Strike) {
    let strike = strike.inside(tree, id, classes);
    let is_in_list = to.element(parent).is_some_and(|it| it.name == "ul");
    let node = to.add(with_name_of_role(tree, id, is_in_list));
    if strike != Strike::Here {
        to.append(parent, node);
        return (node, strike);
    }
    let struck = to.add(Node::Element(Element::new("s")));
    if tree.element(id).is_some() {
        to.append(parent, node);
        to.append(node, struck);
    } else {
        to.append(parent, struck);
        to.append(struck, node);
    }
    (struck, Strike::Done)
}

/// Where words that a style strikes out are marked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strike {
    None,
    /// In each block inside, since Markdown has no mark around lists, tables and paragraphs.
    Inside,
    Here,
    /// They are marked already.
    Done,
}

impl Strike {
    /// For a node in an element.
    fn inside(self, tree: &Tree, id: NodeId, classes: &Classes) -> Self {
        let element = match tree.node(id) {
            Node::Element(element) => element,
            Node::Text(text) if self == Self::Inside && !text.trim().is_empty() => {
                return Self::Here;
            }
            _ => return self,
        };
        if self == Self::Done || matches!(element.name.as_ref(), "s" | "del" | "strike") {
            return Self::Done;
        }
        if self == Self::None && !classes.strike(element) {
            return Self::None;
        }
        let is_block = |name: &str| {
            use super::markdown::{is_hidden, is_inline};
            !is_inline(name) && name != "br" && !is_hidden(name)
        };
        let mut inner = tree.elements(id).skip(1);
        if inner.any(|(_, it)| is_block(&it.name)) {
            Self::Inside
        } else {
            Self::Here
        }
    }
}

/// A node with the name that its role stands for: `<div role="heading">` is a heading.
fn with_name_of_role(tree: &Tree, id: NodeId, is_in_list: bool) -> Node {
    let mut node = tree.node(id).clone();
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
        let text = for_all_screens(&without_comments(&text));
        let with = |wanted: &str| {
            let rules = text.split('}').filter_map(|rule| rule.split_once('{'));
            let rules = rules.filter(|(_, look)| {
                let look: String = look.split_whitespace().collect();
                look.to_ascii_lowercase().contains(wanted)
            });
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
        }
    }

    /// Whether the words of an element are struck out by its style.
    fn strike(&self, element: &Element) -> bool {
        let style = element.attribute("style").unwrap_or_default();
        style.contains("line-through") || has_class(element, &self.struck)
    }
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
