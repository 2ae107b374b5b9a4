//! The tree of a text: how it grows while the text is read, and what is known of it afterwards.

use super::raw_html::HIDDEN_TEXT;
use crate::html::{Element, Node, NodeId, Options, Tree, VOID};
use std::fmt::Write as _;

/// The HTML of a text, as a tree until a page writes it.
#[derive(Clone, Debug, Default)]
pub(super) struct Html {
    pub(super) tree: Tree,
    /// The heading that is the title.
    pub(super) title: Option<NodeId>,
    /// The headings with their addresses, in order.
    pub(super) headings: Vec<(String, NodeId)>,
}

impl Html {
    /// All of it as HTML.
    pub(super) fn serialize(&self, options: &Options<'_>, without_title: bool) -> String {
        let options = Options {
            without: self.title.filter(|_| without_title),
            ..*options
        };
        self.tree.serialize(Tree::ROOT, &options)
    }
}

/// Elements of Markdown that stand within a paragraph.
const INLINE: [&str; 5] = ["a", "code", "em", "strong", "sup"];

/// A tree that grows at its end.
#[derive(Debug, Default)]
pub(super) struct Builder {
    tree: Tree,
    /// The elements that are open, the innermost last.
    open: Vec<Open>,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    node: NodeId,
    /// It comes from HTML in the text, and not from Markdown.
    is_raw: bool,
}

impl Builder {
    /// The finished tree.
    pub(super) fn finish(self) -> Tree {
        self.tree
    }

    fn parent(&self) -> NodeId {
        self.open.last().map_or(Tree::ROOT, |open| open.node)
    }

    /// Begins an element, or a row of nodes without one.
    pub(super) fn open(&mut self, node: impl Into<Node>) -> NodeId {
        let node = node.into();
        self.end_paragraph(&node);
        let node = self.tree.add(node);
        self.tree.append(self.parent(), node);
        self.open.push(Open {
            node,
            is_raw: false,
        });
        node
    }

    /// A block ends a paragraph that HTML in the text began, as in every browser. Its own end tag
    /// would make another, empty one.
    fn end_paragraph(&mut self, next: &Node) {
        let is_inline = match next {
            Node::Element(element) => INLINE.contains(&element.name.as_ref()),
            Node::Fragment | Node::Text(_) | Node::Comment(_) | Node::Doctype(_) => false,
        };
        let is_paragraph = |open: &Open| open.is_raw && !is_inline && self.name(open.node) == "p";
        if self.open.last().is_some_and(is_paragraph) {
            self.open.pop();
        }
    }

    /// Ends the last element that Markdown began, and what HTML in the text began within it: no
    /// tag of a text reaches out of the block that it stands in.
    pub(super) fn close(&mut self) -> Option<NodeId> {
        while let Some(open) = self.open.pop() {
            self.leave(open);
            if !open.is_raw {
                return Some(open.node);
            }
        }
        None
    }

    /// An element without children, or with one text.
    pub(super) fn leaf(&mut self, element: Element, text: &str) {
        let node = self.tree.append_element(self.parent(), element);
        if !text.is_empty() {
            self.tree.append_text(node, text);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.tree.append_text(self.parent(), text);
        }
    }

    /// The line end after a block.
    pub(super) fn line_end(&mut self) {
        self.text("\n");
    }

    /// A place that may be filled later.
    pub(super) fn place(&mut self) -> NodeId {
        let node = self.tree.add(Node::Fragment);
        self.tree.append(self.parent(), node);
        node
    }

    /// Puts an element at the end of a place or an element.
    pub(super) fn fill(&mut self, place: NodeId, element: Element) -> NodeId {
        self.tree.append_element(place, element)
    }

    /// Puts text at the end of a place or an element.
    pub(super) fn fill_text(&mut self, place: NodeId, text: &str) {
        self.tree.append_text(place, text);
    }

    /// An element that has begun already.
    pub(super) fn element(&mut self, node: NodeId) -> Option<&mut Element> {
        self.tree.element_mut(node)
    }

    /// Takes the tags of an element away, and leaves what is in it.
    pub(super) fn unwrap(&mut self, node: NodeId) {
        self.tree.replace(node, Node::Fragment);
    }

    /// Begins an element that is written as HTML in the text.
    pub(super) fn open_raw(&mut self, element: Element, is_self_closing: bool) -> NodeId {
        let is_void = VOID.contains(&element.name.as_ref());
        let node = self.tree.append_element(self.parent(), element);
        if !(is_void || is_self_closing && self.is_in_drawing()) {
            self.open.push(Open { node, is_raw: true });
        }
        node
    }

    /// Ends an element that is written as HTML in the text, if it has begun in the same block of
    /// Markdown. An end tag of anything else would end an element of the page.
    pub(super) fn close_raw(&mut self, name: &str) {
        let raw = self.open.iter().rev().take_while(|open| open.is_raw);
        let Some(depth) = raw
            .map(|open| self.name(open.node))
            .position(|it| it == name)
        else {
            return;
        };
        for _ in 0..=depth {
            if let Some(open) = self.open.pop() {
                self.leave(open);
            }
        }
    }

    fn name(&self, node: NodeId) -> &str {
        let element = self.tree.element(node);
        element.map_or("", |element| element.name.as_ref())
    }

    /// What no browser shows and no parser reads markup in is not published: what Markdown makes
    /// of the text in it would be other text to a browser.
    fn leave(&mut self, open: Open) {
        if open.is_raw && HIDDEN_TEXT.contains(&self.name(open.node)) {
            self.tree.detach(open.node);
        }
    }

    /// In SVG and `MathML`, `<path/>` is a whole element.
    fn is_in_drawing(&self) -> bool {
        let raw = self.open.iter().rev().take_while(|open| open.is_raw);
        raw.map(|open| self.name(open.node))
            .any(|name| name == "svg" || name == "math")
    }

    /// Takes an attribute away that has turned out to be another element's.
    pub(super) fn remove_attribute(&mut self, node: NodeId, name: &str, value: &str) {
        if let Some(element) = self.tree.element_mut(node)
            && element.attribute(name) == Some(value)
        {
            element.attributes.retain(|it| it.name != name);
        }
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

/// An address as it stands in a page: what is no ASCII or means something in HTML is
/// percent-encoded, `%` itself is taken to be encoding already.
pub(super) fn href(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b if b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&b) => {
                encoded.push(char::from(b));
            }
            b => {
                let _ = write!(encoded, "%{b:02X}");
            }
        }
    }
    encoded
}

/// A place in a page for the end of an address: unlike [`href`], it has no encoding in it yet.
pub(super) fn fragment(anchor: &str) -> String {
    href(&anchor.replace('%', "%25"))
}

#[cfg(test)]
mod tests {
    use super::{Builder, href};
    use crate::html::{Element, Options, Token, Tree, tokens};

    /// Opens and closes elements as a text with HTML in it does: `|` is the end of a block.
    fn built(pieces: &[&str]) -> String {
        let mut html = Builder::default();
        for piece in pieces {
            match *piece {
                "[" => {
                    html.open(Element::new("p"));
                }
                "]" => {
                    html.close();
                }
                piece => {
                    for token in tokens(piece) {
                        match token {
                            Token::Start {
                                element,
                                is_self_closing,
                            } => {
                                html.open_raw(element, is_self_closing);
                            }
                            Token::End(name) => html.close_raw(&name),
                            Token::Text(text) => html.text(&text),
                        }
                    }
                }
            }
        }
        html.finish().serialize(Tree::ROOT, &Options::default())
    }

    #[test]
    fn no_tag_of_a_text_reaches_out_of_its_block() {
        for (pieces, expected) in [
            (vec!["[", "a <b>b", "]", "c"], "<p>a <b>b</b></p>c"),
            (vec!["[", "a</p></article>", "]"], "<p>a</p>"),
            (
                vec!["<details>", "[", "a</details>", "]", "</details>b"],
                "<details><p>a</p></details>b",
            ),
            (vec!["<div><i>a</div>b"], "<div><i>a</i></div>b"),
            (vec!["a<br>b<hr/>c"], "a<br>b<hr>c"),
            (vec!["<i/>a"], "<i>a</i>"),
            (vec!["<svg><path/>a</svg>"], "<svg><path></path>a</svg>"),
            (vec!["a<style>b</style>c"], "ac"),
            (
                vec!["<p class=\"a\">", "[", "b", "]", "</p>"],
                "<p class=\"a\"></p><p>b</p>",
            ),
        ] {
            let html = built(&pieces);
            // What is never closed is closed where the text ends.
            assert_eq!(html, expected, "{pieces:?}");
        }
    }

    #[test]
    fn an_address_has_nothing_but_what_addresses_have() {
        assert_eq!(href("/ü\"><b>'&%20"), "/%C3%BC%22%3E%3Cb%3E'&%20");
    }
}
