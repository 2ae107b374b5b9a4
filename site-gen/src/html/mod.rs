//! HTML as a tree of nodes. Pages are built as one and written once; HTML from elsewhere is parsed
//! into one. Nothing searches or edits HTML as a string, so that what stands in an attribute or a
//! comment is never taken for an element.

mod parse;
mod serialize;

pub(crate) use parse::{Token, Tokenizer, document, tokens};
pub(crate) use serialize::{Options, VOID};

use std::borrow::Cow;

/// A node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NodeId(usize);

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// Nodes in a row without an element around them: the root of every tree, and a place that is
    /// filled later. Nothing is written of it but its children.
    Fragment,
    Element(Element),
    /// Text, with nothing escaped in it.
    Text(Cow<'static, str>),
    Comment(String),
    Doctype(String),
}

/// An element without its children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: Cow<'static, str>,
    pub(crate) attributes: Vec<Attribute>,
}

/// An attribute of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub(crate) name: Cow<'static, str>,
    pub(crate) value: Value,
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// As it stands, with nothing escaped in it.
    Text(Cow<'static, str>),
    /// The address of a page of the site, `/versions/#anchor`. It is written relative to the page
    /// that it is on.
    Page(String),
}

/// A tree of nodes in one allocation. Nodes are named by their number, so a builder can keep the
/// name of an element and complete it later, and no depth of nesting overflows the stack.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    nodes: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    node: Node,
    parent: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
    first_child: Option<NodeId>,
    last_child: Option<NodeId>,
}

/// A step of a walk through a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A node begins; its children follow.
    Enter(NodeId),
    /// A node ends.
    Leave(NodeId),
}

impl Element {
    pub(crate) fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            attributes: Vec::new(),
        }
    }

    /// The element with one more attribute.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.push(name, Value::Text(value.into()));
        self
    }

    /// Adds an attribute after those that are there.
    pub(crate) fn push(&mut self, name: &'static str, value: Value) {
        self.attributes.push(Attribute {
            name: Cow::Borrowed(name),
            value,
        });
    }

    /// The value of an attribute. An address of a page is none: it is not known before it is
    /// written.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let attribute = self.attributes.iter().find(|it| it.name == name)?;
        match &attribute.value {
            Value::Text(value) => Some(value),
            Value::Page(_) => None,
        }
    }
}

impl Default for Tree {
    fn default() -> Self {
        let mut tree = Self { nodes: Vec::new() };
        tree.add(Node::Fragment);
        tree
    }
}

impl Tree {
    /// The node that every other is below.
    pub(crate) const ROOT: NodeId = NodeId(0);

    /// Makes a node that stands nowhere yet.
    pub(crate) fn add(&mut self, node: Node) -> NodeId {
        self.nodes.push(Entry {
            node,
            parent: None,
            previous: None,
            next: None,
            first_child: None,
            last_child: None,
        });
        NodeId(self.nodes.len() - 1)
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0].node
    }

    /// Makes a node another one, with the children that it has.
    pub(crate) fn replace(&mut self, id: NodeId, node: Node) {
        self.nodes[id.0].node = node;
    }

    pub(crate) fn element(&self, id: NodeId) -> Option<&Element> {
        match self.node(id) {
            Node::Element(element) => Some(element),
            Node::Fragment | Node::Text(_) | Node::Comment(_) | Node::Doctype(_) => None,
        }
    }

    pub(crate) fn element_mut(&mut self, id: NodeId) -> Option<&mut Element> {
        match &mut self.nodes[id.0].node {
            Node::Element(element) => Some(element),
            Node::Fragment | Node::Text(_) | Node::Comment(_) | Node::Doctype(_) => None,
        }
    }

    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.0].parent
    }

    pub(crate) fn previous(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.0].previous
    }

    pub(crate) fn next(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.0].next
    }

    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let first = self.nodes[id.0].first_child;
        std::iter::successors(first, |child| self.next(*child))
    }

    /// A node and all that is below it, in the order of the text.
    pub(crate) fn walk(&self, from: NodeId) -> impl Iterator<Item = Step> {
        let next = move |step: &Step| match *step {
            Step::Enter(id) => Some(match self.nodes[id.0].first_child {
                Some(child) => Step::Enter(child),
                None => Step::Leave(id),
            }),
            Step::Leave(id) if id == from => None,
            Step::Leave(id) => match self.next(id) {
                Some(next) => Some(Step::Enter(next)),
                None => self.parent(id).map(Step::Leave),
            },
        };
        std::iter::successors(Some(Step::Enter(from)), next)
    }

    /// The elements below a node, in the order of the text.
    pub(crate) fn elements(&self, from: NodeId) -> impl Iterator<Item = (NodeId, &Element)> {
        self.walk(from).filter_map(|step| match step {
            Step::Enter(id) => self.element(id).map(|element| (id, element)),
            Step::Leave(_) => None,
        })
    }

    /// What stands around a node, from the inside out.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(id), |id| self.parent(*id))
    }

    /// The words of a node and all below it.
    pub(crate) fn text_of(&self, from: NodeId) -> String {
        let mut words = String::new();
        for step in self.walk(from) {
            if let Step::Enter(id) = step
                && let Node::Text(text) = self.node(id)
            {
                words.push_str(text);
            }
        }
        words
    }

    /// Puts a node after the last child of another.
    pub(crate) fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let last = self.nodes[parent.0].last_child.replace(child);
        match last {
            Some(last) => self.nodes[last.0].next = Some(child),
            None => self.nodes[parent.0].first_child = Some(child),
        }
        self.nodes[child.0].parent = Some(parent);
        self.nodes[child.0].previous = last;
    }

    /// Puts a node before the first child of another.
    pub(crate) fn prepend(&mut self, parent: NodeId, child: NodeId) {
        match self.nodes[parent.0].first_child {
            Some(first) => self.insert_before(first, child),
            None => self.append(parent, child),
        }
    }

    /// Puts a node before another one. Before the root there is no place.
    pub(crate) fn insert_before(&mut self, sibling: NodeId, node: NodeId) {
        let Some(parent) = self.parent(sibling) else {
            return;
        };
        self.detach(node);
        let previous = self.nodes[sibling.0].previous.replace(node);
        match previous {
            Some(previous) => self.nodes[previous.0].next = Some(node),
            None => self.nodes[parent.0].first_child = Some(node),
        }
        let entry = &mut self.nodes[node.0];
        (entry.parent, entry.previous, entry.next) = (Some(parent), previous, Some(sibling));
    }

    /// Puts a node after another one.
    pub(crate) fn insert_after(&mut self, sibling: NodeId, node: NodeId) {
        match (self.next(sibling), self.parent(sibling)) {
            (Some(next), _) => self.insert_before(next, node),
            (None, Some(parent)) => self.append(parent, node),
            (None, None) => {}
        }
    }

    /// Takes a node out of the tree, with what is below it.
    pub(crate) fn detach(&mut self, id: NodeId) {
        let entry = &mut self.nodes[id.0];
        let (parent, previous, next) = (
            entry.parent.take(),
            entry.previous.take(),
            entry.next.take(),
        );
        let Some(parent) = parent else { return };
        match previous {
            Some(previous) => self.nodes[previous.0].next = next,
            None => self.nodes[parent.0].first_child = next,
        }
        match next {
            Some(next) => self.nodes[next.0].previous = previous,
            None => self.nodes[parent.0].last_child = previous,
        }
    }

    /// Puts text after the last child of a node: into that child, if it is text.
    pub(crate) fn append_text(&mut self, parent: NodeId, text: &str) {
        if let Some(last) = self.nodes[parent.0].last_child
            && let Node::Text(before) = &mut self.nodes[last.0].node
        {
            before.to_mut().push_str(text);
            return;
        }
        let node = self.add(text_node(text));
        self.append(parent, node);
    }

    /// Puts an element after the last child of a node.
    pub(crate) fn append_element(&mut self, parent: NodeId, element: Element) -> NodeId {
        let node = self.add(Node::Element(element));
        self.append(parent, node);
        node
    }
}

fn text_node(text: &str) -> Node {
    Node::Text(match text {
        // Every block ends with one, and needs no allocation for it.
        "\n" => Cow::Borrowed("\n"),
        text => Cow::Owned(text.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::{Element, Node, NodeId, Options, Step, Tree};

    fn html(tree: &Tree) -> String {
        tree.serialize(Tree::ROOT, &Options::default())
    }

    fn list() -> (Tree, Vec<NodeId>) {
        let mut tree = Tree::default();
        let list = tree.append_element(Tree::ROOT, Element::new("ul"));
        let items = ["a", "b", "c"].map(|words| {
            let item = tree.append_element(list, Element::new("li"));
            tree.append_text(item, words);
            item
        });
        (tree, items.to_vec())
    }

    #[test]
    fn nodes_can_be_put_anywhere_and_taken_out() {
        let (mut tree, items) = list();
        let new = tree.add(Node::Element(Element::new("hr")));
        for (place, expected) in [
            (0, "<ul><hr><li>a</li><li>b</li><li>c</li></ul>"),
            (2, "<ul><li>a</li><li>b</li><hr><li>c</li></ul>"),
        ] {
            tree.insert_before(items[place], new);
            assert_eq!(html(&tree), expected);
        }
        tree.insert_after(items[2], new);
        assert_eq!(html(&tree), "<ul><li>a</li><li>b</li><li>c</li><hr></ul>");
        tree.detach(items[0]);
        tree.detach(new);
        assert_eq!(html(&tree), "<ul><li>b</li><li>c</li></ul>");
        tree.prepend(items[1], new);
        assert_eq!(html(&tree), "<ul><li><hr>b</li><li>c</li></ul>");
    }

    #[test]
    fn a_walk_enters_and_leaves_every_node_once() {
        let (tree, items) = list();
        let steps: Vec<Step> = tree.walk(items[1]).collect();
        assert_eq!(steps.len(), 4);
        assert_eq!(steps[0], Step::Enter(items[1]));
        assert_eq!(steps[3], Step::Leave(items[1]));
        assert_eq!(tree.walk(Tree::ROOT).count(), 16);
        assert_eq!(tree.text_of(Tree::ROOT), "abc");
    }

    #[test]
    fn text_after_text_is_one_node() {
        let mut tree = Tree::default();
        tree.append_text(Tree::ROOT, "a");
        tree.append_text(Tree::ROOT, "\n");
        assert_eq!(tree.children(Tree::ROOT).count(), 1);
    }
}
