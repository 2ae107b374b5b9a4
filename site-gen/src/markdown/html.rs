//! The HTML tree of a text, and the builder that grows it while the text is read.

use super::raw_html::HIDDEN_TEXT;
use crate::html::{Element, Node, NodeId, Options, Tree, VOID, Value};
use std::fmt::Write as _;

/// The HTML tree of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Html {
    pub(super) tree: Tree,
    pub(super) title: Option<NodeId>,
    /// The headings with their anchors, in order.
    pub(super) headings: Vec<(String, NodeId)>,
}

impl Html {
    /// Serializes the whole tree.
    pub(super) fn serialize(&self, options: &Options<'_>, without_title: bool) -> String {
        let options = Options {
            without: self.title.filter(|_| without_title),
            ..*options
        };
        self.tree.serialize(Tree::ROOT, &options)
    }
}

/// Inline elements of Markdown.
const INLINE: [&str; 5] = ["a", "code", "em", "strong", "sup"];

/// Appends to a tree.
#[derive(Debug, Default)]
pub(super) struct Builder {
    tree: Tree,
    /// The open elements, innermost last.
    open: Vec<OpenElement>,
}

#[derive(Clone, Copy, Debug)]
struct OpenElement {
    node: NodeId,
    /// Whether it comes from raw HTML, not from Markdown.
    is_raw: bool,
}

impl Builder {
    /// Returns the finished tree.
    pub(super) fn finish(mut self) -> Tree {
        self.tree.shrink();
        self.tree
    }

    fn parent(&self) -> NodeId {
        self.open.last().map_or(Tree::ROOT, |open| open.node)
    }

    /// Opens an element or a fragment.
    pub(super) fn open(&mut self, node: impl Into<Node>) -> NodeId {
        let node = node.into();
        self.end_paragraph(&node);
        let node = self.tree.add(node);
        self.tree.append(self.parent(), node);
        self.open.push(OpenElement {
            node,
            is_raw: false,
        });
        node
    }

    /// Closes a paragraph that raw HTML opened before a block, as browsers do. Its own end tag
    /// would create another, empty one.
    fn end_paragraph(&mut self, next: &Node) {
        let is_inline = match next {
            Node::Element(element) => INLINE.contains(&element.name.as_ref()),
            Node::Fragment | Node::Text(_) | Node::Comment(_) | Node::Doctype(_) => false,
        };
        let is_paragraph =
            |open: &OpenElement| open.is_raw && !is_inline && self.name(open.node) == "p";
        if self.open.last().is_some_and(is_paragraph) {
            self.open.pop();
        }
    }

    /// Closes the last element that Markdown opened, and all raw HTML opened inside it: raw HTML
    /// cannot extend beyond its block.
    pub(super) fn close(&mut self) -> Option<NodeId> {
        while let Some(open) = self.open.pop() {
            self.leave(open);
            if !open.is_raw {
                return Some(open.node);
            }
        }
        None
    }

    /// Adds a class to an element that has none.
    pub(super) fn add_class(&mut self, node: NodeId, class: &'static str) {
        if let Some(element) = self.tree.element_mut(node) {
            element.push("class", Value::Text(class.into()));
        }
    }

    /// Adds an element with at most a text in it.
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

    /// Adds the line end after a block.
    pub(super) fn line_end(&mut self) {
        self.text("\n");
    }

    /// Adds a placeholder to be filled later.
    pub(super) fn place(&mut self) -> NodeId {
        let node = self.tree.add(Node::Fragment);
        self.tree.append(self.parent(), node);
        node
    }

    /// Appends an element to a placeholder or element.
    pub(super) fn fill(&mut self, place: NodeId, element: Element) -> NodeId {
        self.tree.append_element(place, element)
    }

    /// Appends text to a placeholder or element.
    pub(super) fn fill_text(&mut self, place: NodeId, text: &str) {
        self.tree.append_text(place, text);
    }

    pub(super) fn element(&mut self, node: NodeId) -> Option<&mut Element> {
        self.tree.element_mut(node)
    }

    /// Removes an element and keeps its children.
    pub(super) fn unwrap(&mut self, node: NodeId) {
        self.tree.replace(node, Node::Fragment);
    }

    /// Opens an element of raw HTML.
    pub(super) fn open_raw(&mut self, element: Element, is_self_closing: bool) -> NodeId {
        let is_void = VOID.contains(&element.name.as_ref());
        let node = self.tree.append_element(self.parent(), element);
        if !(is_void || is_self_closing && self.is_in_drawing()) {
            self.open.push(OpenElement { node, is_raw: true });
        }
        node
    }

    /// Closes an element of raw HTML, if it was opened in the same block of Markdown. Any other end
    /// tag would close an element of the page.
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

    /// Removes elements that browsers do not show and in which they do not parse markup: what
    /// Markdown makes of their text would differ from what a browser reads.
    fn leave(&mut self, open: OpenElement) {
        if open.is_raw && HIDDEN_TEXT.contains(&self.name(open.node)) {
            self.tree.detach(open.node);
        }
    }

    /// In SVG and `MathML`, `<path/>` is a complete element.
    fn is_in_drawing(&self) -> bool {
        let raw = self.open.iter().rev().take_while(|open| open.is_raw);
        raw.map(|open| self.name(open.node))
            .any(|name| name == "svg" || name == "math")
    }

    /// Removes an id from an element because another element owns it.
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

/// Percent-encodes a URL: non-ASCII characters and those special in HTML. An existing `%` is taken
/// as part of an encoding.
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

/// Percent-encodes a fragment. Unlike [`href`], it encodes `%` too.
pub(super) fn fragment(anchor: &str) -> String {
    href(&anchor.replace('%', "%25"))
}

#[cfg(test)]
mod tests {
    use super::{Builder, href};
    use crate::html::{Element, Options, Token, Tree, tokens};

    /// Opens and closes raw elements; `|` is the end of a block.
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
            // Unclosed elements are closed at the end of the text.
            assert_eq!(html, expected, "{pieces:?}");
        }
    }

    #[test]
    fn an_address_has_only_the_characters_of_addresses() {
        assert_eq!(href("/ü\"><b>'&%20"), "/%C3%BC%22%3E%3Cb%3E'&%20");
    }
}
