//! HTML as a tree of nodes. Pages are built as a tree and serialized once; HTML from elsewhere is
//! parsed into one. HTML is never searched or edited as a string, which could mistake the content
//! of an attribute or comment for an element.

mod elements;
mod parse;
mod serialize;
mod xml;

pub(crate) use elements::{EMBEDDING, INLINE, VOID, has_text_only};
pub(crate) use parse::{Token, Tokenizer, document, tokens, untrusted_document};
pub(crate) use serialize::Options;
pub(crate) use xml::xml_document;

use std::borrow::Cow;
use std::num::NonZero;

/// A node of a [`Tree`]: how many nodes the tree had once it was added. Each node has five of them,
/// and in this form the trees of a large site take half of the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NodeId(NonZero<u32>);

impl NodeId {
    fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The type and content of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// Consecutive nodes without an element around them: the root of every tree, or a place that is
    /// filled later. Only its children are serialized.
    Fragment,
    Element(Element),
    /// Unescaped text.
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
    /// Unescaped text.
    Text(Cow<'static, str>),
    /// The path of a page of the site, `/versions/#anchor`, serialized relative to the current
    /// page.
    Page(String),
}

/// A tree of nodes in one allocation. Nodes are identified by index, so that a builder can complete
/// an element later, and deep nesting cannot overflow the stack.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    nodes: Vec<Slot>,
}

#[derive(Clone, Debug)]
struct Slot {
    node: Node,
    parent: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
    first_child: Option<NodeId>,
    last_child: Option<NodeId>,
}

/// A step of a tree traversal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The start of a node; its children follow.
    Enter(NodeId),
    /// The end of a node.
    Leave(NodeId),
}

impl Element {
    pub(crate) fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            attributes: Vec::new(),
        }
    }

    /// Adds an attribute and returns the element.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.push(name, Value::Text(value.into()));
        self
    }

    /// Appends an attribute.
    pub(crate) fn push(&mut self, name: &'static str, value: Value) {
        // Most elements have one, and a site keeps the elements of all its texts in memory.
        self.attributes.reserve_exact(1);
        self.attributes.push(Attribute {
            name: Cow::Borrowed(name),
            value,
        });
    }

    /// Its classes.
    pub(crate) fn classes(&self) -> impl Iterator<Item = &str> {
        let classes = self.attribute("class").unwrap_or_default();
        classes.split_ascii_whitespace()
    }

    /// Whether it has a class.
    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.classes().any(|it| it == class)
    }

    /// The value of an attribute. `None` for a page's path, which is not known before
    /// serialization.
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
    /// The root, above all other nodes.
    pub(crate) const ROOT: NodeId = NodeId(NonZero::<u32>::MIN);

    /// Creates a node without a parent.
    pub(crate) fn add(&mut self, node: Node) -> NodeId {
        self.nodes.push(Slot {
            node,
            parent: None,
            previous: None,
            next: None,
            first_child: None,
            last_child: None,
        });
        let count = u32::try_from(self.nodes.len()).ok().and_then(NonZero::new);
        // The largest file has fewer nodes than that.
        NodeId(count.unwrap_or(NonZero::<u32>::MAX))
    }

    /// Gives back memory that was set aside for more nodes.
    pub(crate) fn shrink(&mut self) {
        self.nodes.shrink_to_fit();
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()].node
    }

    /// Replaces a node and keeps its children.
    pub(crate) fn replace(&mut self, id: NodeId, node: Node) {
        self.nodes[id.index()].node = node;
    }

    pub(crate) fn element(&self, id: NodeId) -> Option<&Element> {
        match self.node(id) {
            Node::Element(element) => Some(element),
            Node::Fragment | Node::Text(_) | Node::Comment(_) | Node::Doctype(_) => None,
        }
    }

    pub(crate) fn element_mut(&mut self, id: NodeId) -> Option<&mut Element> {
        match &mut self.nodes[id.index()].node {
            Node::Element(element) => Some(element),
            Node::Fragment | Node::Text(_) | Node::Comment(_) | Node::Doctype(_) => None,
        }
    }

    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].parent
    }

    pub(crate) fn previous(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].previous
    }

    pub(crate) fn next(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].next
    }

    pub(crate) fn last_child(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].last_child
    }

    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let first = self.nodes[id.index()].first_child;
        std::iter::successors(first, |child| self.next(*child))
    }

    /// Traverses a node and its descendants in document order.
    pub(crate) fn walk(&self, from: NodeId) -> impl Iterator<Item = Step> {
        let next = move |step: &Step| match *step {
            Step::Enter(id) => Some(match self.nodes[id.index()].first_child {
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

    /// The elements below a node, in document order.
    pub(crate) fn elements(&self, from: NodeId) -> impl Iterator<Item = (NodeId, &Element)> {
        self.walk(from).filter_map(|step| match step {
            Step::Enter(id) => self.element(id).map(|element| (id, element)),
            Step::Leave(_) => None,
        })
    }

    /// The ancestors of a node, from its parent to the root.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(id), |id| self.parent(*id))
    }

    /// The text of a node and its descendants.
    pub(crate) fn text_of(&self, from: NodeId) -> String {
        self.text_without(from, |_| false)
    }

    /// The text of a node and its descendants, without the elements that are left out.
    pub(crate) fn text_without(
        &self,
        from: NodeId,
        is_left_out: impl Fn(&Element) -> bool,
    ) -> String {
        let mut left_out = None;
        let mut words = String::new();
        for step in self.walk(from) {
            match step {
                Step::Enter(id) if left_out.is_none() => match self.node(id) {
                    Node::Text(text) => words.push_str(text),
                    Node::Element(element) if is_left_out(element) => left_out = Some(id),
                    _ => {}
                },
                Step::Leave(id) if left_out == Some(id) => left_out = None,
                Step::Enter(_) | Step::Leave(_) => {}
            }
        }
        words
    }

    /// Appends a node to another's children.
    pub(crate) fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let last = self.nodes[parent.index()].last_child.replace(child);
        match last {
            Some(last) => self.nodes[last.index()].next = Some(child),
            None => self.nodes[parent.index()].first_child = Some(child),
        }
        self.nodes[child.index()].parent = Some(parent);
        self.nodes[child.index()].previous = last;
    }

    /// Inserts a node before another's children.
    pub(crate) fn prepend(&mut self, parent: NodeId, child: NodeId) {
        match self.nodes[parent.index()].first_child {
            Some(first) => self.insert_before(first, child),
            None => self.append(parent, child),
        }
    }

    /// Inserts a node before a sibling. Does nothing for the root.
    pub(crate) fn insert_before(&mut self, sibling: NodeId, node: NodeId) {
        let Some(parent) = self.parent(sibling) else {
            return;
        };
        self.detach(node);
        let previous = self.nodes[sibling.index()].previous.replace(node);
        match previous {
            Some(previous) => self.nodes[previous.index()].next = Some(node),
            None => self.nodes[parent.index()].first_child = Some(node),
        }
        let entry = &mut self.nodes[node.index()];
        (entry.parent, entry.previous, entry.next) = (Some(parent), previous, Some(sibling));
    }

    pub(crate) fn insert_after(&mut self, sibling: NodeId, node: NodeId) {
        match (self.next(sibling), self.parent(sibling)) {
            (Some(next), _) => self.insert_before(next, node),
            (None, Some(parent)) => self.append(parent, node),
            (None, None) => {}
        }
    }

    /// Removes a node and its descendants from the tree.
    pub(crate) fn detach(&mut self, id: NodeId) {
        let entry = &mut self.nodes[id.index()];
        let (parent, previous, next) = (
            entry.parent.take(),
            entry.previous.take(),
            entry.next.take(),
        );
        let Some(parent) = parent else { return };
        match previous {
            Some(previous) => self.nodes[previous.index()].next = next,
            None => self.nodes[parent.index()].first_child = next,
        }
        match next {
            Some(next) => self.nodes[next.index()].previous = previous,
            None => self.nodes[parent.index()].last_child = previous,
        }
    }

    /// Appends text to a node's children, and to the last child if that is text.
    pub(crate) fn append_text(&mut self, parent: NodeId, text: &str) {
        if let Some(last) = self.nodes[parent.index()].last_child
            && let Node::Text(before) = &mut self.nodes[last.index()].node
        {
            before.to_mut().push_str(text);
            return;
        }
        let node = self.add(text_node(text));
        self.append(parent, node);
    }

    /// Appends an element to a node's children.
    pub(crate) fn append_element(&mut self, parent: NodeId, element: Element) -> NodeId {
        let node = self.add(Node::Element(element));
        self.append(parent, node);
        node
    }
}

fn text_node(text: &str) -> Node {
    Node::Text(match text {
        // Every block ends with a line end, so avoid an allocation for it.
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
