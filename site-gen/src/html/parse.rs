//! Parses pages into trees and HTML fragments into tokens, with html5ever, which follows the same
//! standard as browsers.

use super::elements::{ESCAPABLE_RAW_TEXT, RAW_TEXT};
use super::{Attribute, Element, Node, NodeId, Tree, Value};
use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token as Parsed, TokenSink, TokenSinkResult, TokenizerOpts,
};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{LocalName, Namespace, ParseOpts, QualName, parse_document};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};

/// Parses a page.
pub(crate) fn document(html: &str) -> Tree {
    parse_document(Sink::default(), options()).one(html)
}

/// How many elements may be within each other on a page from elsewhere. Browsers stop at 512.
const MAX_DEPTH: u32 = 1_000;

/// How many bytes of such a page are parsed at a time.
const PIECE: usize = 4_096;

/// How many pieces may go by within one tag. The parser compares each attribute with all before it.
const MAX_TAG_PIECES: u32 = 16;

/// Parses a page from elsewhere. `None` if its elements are nested so deeply, have so many attributes, or
/// are repeated by the parser so often, that the work would grow with the square of its length.
pub(crate) fn untrusted_document(html: &str) -> Option<Tree> {
    let mut parser = parse_document(Sink::default(), options());
    let mut rest = html;
    let (mut steps, mut in_tag) = (0, 0);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.ceil_char_boundary(PIECE));
        parser.process(StrTendril::from_slice(piece));
        rest = after;
        let sink = &parser.tokenizer.sink.sink;
        // An element takes at least three bytes, unless the parser repeats it.
        let is_repeated = sink.names.borrow().len() > html.len() - rest.len() + PIECE;
        let now = sink.steps.get();
        in_tag = if now == steps { in_tag + 1 } else { 0 };
        steps = now;
        if sink.deepest.get() > MAX_DEPTH || is_repeated || in_tag > MAX_TAG_PIECES {
            return None;
        }
    }
    Some(parser.finish())
}

fn options() -> ParseOpts {
    ParseOpts {
        tree_builder: TreeBuilderOpts {
            // Without scripts, the content of `<noscript>` is parsed as elements.
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    }
}

/// Receives the parser's nodes.
struct Sink {
    tree: RefCell<Tree>,
    /// The name of each element, which the parser asks for.
    names: RefCell<Vec<Option<QualName>>>,
    /// How many nodes were around each one when it was added.
    depths: RefCell<Vec<u32>>,
    deepest: Cell<u32>,
    /// How often something was added to the tree.
    steps: Cell<usize>,
}

impl Default for Sink {
    fn default() -> Self {
        Self {
            tree: RefCell::default(),
            // The root has none.
            names: RefCell::new(vec![None]),
            depths: RefCell::new(vec![0]),
            deepest: Cell::new(0),
            steps: Cell::new(0),
        }
    }
}

/// The name of an element.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn add(&self, node: Node, name: Option<QualName>) -> NodeId {
        self.names.borrow_mut().push(name);
        self.depths.borrow_mut().push(0);
        self.tree.borrow_mut().add(node)
    }

    fn is_below(&self, child: NodeId, parent: NodeId) {
        let mut depths = self.depths.borrow_mut();
        let depth = depths[parent.index()] + 1;
        depths[child.index()] = depth;
        self.deepest.set(self.deepest.get().max(depth));
    }

    fn add_text(&self, text: &str) -> NodeId {
        self.add(Node::Text(Cow::Owned(text.to_owned())), None)
    }

    /// Appends text to the preceding node, if that is text too.
    fn joins(&self, before: Option<NodeId>, text: &str) -> bool {
        let mut tree = self.tree.borrow_mut();
        let Some(before) = before else { return false };
        let Node::Text(known) = &mut tree.nodes[before.index()].node else {
            return false;
        };
        known.to_mut().push_str(text);
        true
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = Name;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        Tree::ROOT
    }

    fn elem_name(&self, target: &NodeId) -> Name {
        let name = self.names.borrow().get(target.index()).cloned().flatten();
        Name(
            name.unwrap_or_else(|| QualName::new(None, Namespace::default(), LocalName::default())),
        )
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<html5ever::Attribute>,
        _: ElementFlags,
    ) -> NodeId {
        let element = Element {
            name: Cow::Owned(name.local.to_string()),
            attributes: attributes.iter().map(attribute).collect(),
        };
        self.add(Node::Element(element), Some(name))
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.add(Node::Comment(text.to_string()), None)
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> NodeId {
        self.create_comment(data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.steps.set(self.steps.get() + 1);
        let child = match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => {
                let last = self.tree.borrow().nodes[parent.index()].last_child;
                if self.joins(last, &text) {
                    return;
                }
                self.add_text(&text)
            }
        };
        self.tree.borrow_mut().append(*parent, child);
        self.is_below(child, *parent);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        if self.tree.borrow().parent(*element).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, name: StrTendril, _: StrTendril, _: StrTendril) {
        let node = self.add(Node::Doctype(name.to_string()), None);
        self.tree.borrow_mut().append(Tree::ROOT, node);
    }

    /// The contents of `<template>` are stored as its children: nothing here needs them separate.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.steps.set(self.steps.get() + 1);
        let child = match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => {
                let previous = self.tree.borrow().previous(*sibling);
                if self.joins(previous, &text) {
                    return;
                }
                self.add_text(&text)
            }
        };
        self.tree.borrow_mut().insert_before(*sibling, child);
        let parent = self.tree.borrow().parent(*sibling);
        if let Some(parent) = parent {
            self.is_below(child, parent);
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<html5ever::Attribute>) {
        let mut tree = self.tree.borrow_mut();
        let Some(element) = tree.element_mut(*target) else {
            return;
        };
        for attribute in attributes.iter().map(attribute) {
            if element
                .attributes
                .iter()
                .all(|it| it.name != attribute.name)
            {
                element.attributes.push(attribute);
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.nodes[node.index()].first_child {
            tree.append(*new_parent, child);
        }
    }

    /// A text hidden behind a shadow root is detected by its template.
    fn allow_declarative_shadow_roots(&self, _: &NodeId) -> bool {
        false
    }
}

fn attribute(parsed: &html5ever::Attribute) -> Attribute {
    let name = match &parsed.name.prefix {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}:{}", parsed.name.local),
        Some(_) | None => parsed.name.local.to_string(),
    };
    Attribute {
        name: Cow::Owned(name),
        value: Value::Text(Cow::Owned(parsed.value.to_string())),
    }
}

/// A token of HTML. Comments and declarations are omitted, because they are not rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Start {
        element: Element,
        /// Written `<name/>`, which closes an element in SVG and `MathML` and is ignored in HTML.
        is_self_closing: bool,
    },
    End(String),
    /// Text, with its character references decoded.
    Text(String),
}

/// Tokenizes HTML that arrives in arbitrary pieces.
pub(crate) struct Tokenizer(html5ever::tokenizer::Tokenizer<Tokens>);

#[derive(Default)]
struct Tokens {
    found: RefCell<Vec<Token>>,
    /// Whether the input has ended.
    at_end: Cell<bool>,
    /// Whether the input ended inside a tag or comment.
    is_cut: Cell<bool>,
}

/// Tokenizes a complete piece of HTML.
pub(crate) fn tokens(html: &str) -> Vec<Token> {
    let tokenizer = Tokenizer::new();
    let mut tokens = tokenizer.feed(html);
    tokenizer.0.end();
    tokens.append(&mut tokenizer.0.sink.found.borrow_mut());
    tokens
}

impl Tokenizer {
    pub(crate) fn new() -> Self {
        let options = TokenizerOpts {
            discard_bom: false,
            ..TokenizerOpts::default()
        };
        Self(html5ever::tokenizer::Tokenizer::new(
            Tokens::default(),
            options,
        ))
    }

    /// The tokens that end in this piece.
    pub(crate) fn feed(&self, html: &str) -> Vec<Token> {
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from_slice(html));
        // The tokenizer stops only if its sink asks for it, and this one never does.
        let _ = self.0.feed(&queue);
        std::mem::take(&mut *self.0.sink.found.borrow_mut())
    }

    /// Whether the last piece ended inside a tag or comment.
    pub(crate) fn ends_cut(self) -> bool {
        // A character reference may lack its semicolon; the line end terminates it.
        self.feed("\n");
        self.0.sink.at_end.set(true);
        self.0.end();
        self.0.sink.is_cut.get()
    }
}

impl TokenSink for Tokens {
    type Handle = ();

    fn process_token(&self, token: Parsed, _: u64) -> TokenSinkResult<()> {
        let mut found = self.found.borrow_mut();
        match token {
            Parsed::CharacterTokens(text) => {
                if let Some(Token::Text(before)) = found.last_mut() {
                    before.push_str(&text);
                } else {
                    found.push(Token::Text(text.to_string()));
                }
            }
            Parsed::TagToken(tag) => {
                let content = content_of(&tag);
                found.push(match tag.kind {
                    TagKind::EndTag => Token::End(tag.name.to_string()),
                    TagKind::StartTag => Token::Start {
                        is_self_closing: tag.self_closing,
                        element: Element {
                            name: Cow::Owned(tag.name.to_string()),
                            attributes: tag.attrs.iter().map(attribute).collect(),
                        },
                    },
                });
                return content;
            }
            Parsed::CommentToken(_) | Parsed::DoctypeToken(_) | Parsed::ParseError(_) => {
                if self.at_end.get() {
                    self.is_cut.set(true);
                }
            }
            Parsed::NullCharacterToken | Parsed::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

/// How the tokenizer must read the content of an element.
fn content_of(tag: &Tag) -> TokenSinkResult<()> {
    if tag.kind == TagKind::EndTag {
        return TokenSinkResult::Continue;
    }
    match &*tag.name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        name if RAW_TEXT.contains(&name) => TokenSinkResult::RawData(RawKind::Rawtext),
        name if ESCAPABLE_RAW_TEXT.contains(&name) => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokenizer, tokens};
    use crate::html::{Options, Tree, document, untrusted_document};
    use proptest::prelude::*;

    #[test]
    fn tokens_are_those_of_a_browser() {
        let found =
            tokens("a &lt; b<A Id=x title='<b>'>&sect;</A ><!-- <p> --><script><p></script>");
        let names: Vec<String> = found
            .iter()
            .map(|token| match token {
                Token::Start { element, .. } => format!("<{}>", element.name),
                Token::End(name) => format!("</{name}>"),
                Token::Text(text) => text.clone(),
            })
            .collect();
        assert_eq!(
            names,
            [
                "a < b",
                "<a>",
                "\u{a7}",
                "</a>",
                "<script>",
                "<p>",
                "</script>"
            ]
        );
        let Token::Start { element, .. } = &found[1] else {
            panic!("a tag");
        };
        assert_eq!(element.attribute("id"), Some("x"));
        assert_eq!(element.attribute("title"), Some("<b>"));
    }

    #[test]
    fn pieces_are_read_as_the_whole_is() {
        let html = "<p class='a>b'>a &amp; b<!-- c -->d</p><style>e</style>";
        let tokenizer = Tokenizer::new();
        let texts = |tokens: Vec<Token>| -> String {
            let texts = tokens.into_iter().map(|token| match token {
                Token::Text(text) => text,
                Token::Start { .. } | Token::End(_) => "|".to_owned(),
            });
            texts.collect()
        };
        let pieces: String = html
            .split_inclusive(|_: char| true)
            .map(|piece| texts(tokenizer.feed(piece)))
            .collect();
        assert_eq!(pieces, texts(tokens(html)));
        assert!(!tokenizer.ends_cut());
    }

    #[test]
    fn a_tag_or_comment_that_does_not_end_is_cut() {
        for (html, is_cut) in [
            ("<div", true),
            ("<div class=\"a>", true),
            ("a <!-- b", true),
            ("<!-- b --", true),
            ("<?php", true),
            ("<div>", false),
            ("a & b &amp", false),
            ("a <", false),
            ("<!-- a -->", false),
            ("<style>a", false),
        ] {
            let tokenizer = Tokenizer::new();
            tokenizer.feed(html);
            assert_eq!(tokenizer.ends_cut(), is_cut, "{html}");
        }
    }

    /// The parser would take the square of the length for each of these.
    #[test]
    fn a_page_that_is_nested_too_deeply_is_not_parsed() {
        let nested = |count: usize| {
            let page = "<div>".repeat(count) + "x";
            untrusted_document(&page)
        };
        assert!(nested(900).is_some());
        assert!(nested(2_000).is_none());
        assert!(nested(200_000).is_none());
        let repeated: String = (0..20_000).map(|id| format!("<p><b id={id}>")).collect();
        assert!(untrusted_document(&repeated).is_none());
        let attributes: String = (0..100_000).map(|name| format!(" a{name}=1")).collect();
        assert!(untrusted_document(&format!("<p{attributes}>")).is_none());
        let long = "word ".repeat(50_000);
        assert!(untrusted_document(&format!("<p>{long}<script>{long}</script>")).is_some());
        let long = "<p>One <b>two</b>.</p>\n".repeat(20_000);
        let tree = untrusted_document(&long).expect("it is not deep");
        let whole = document(&long);
        let html = |tree: &Tree| tree.serialize(Tree::ROOT, &Options::default());
        assert_eq!(html(&tree), html(&whole));
    }

    #[test]
    fn text_before_a_table_and_templates_keep_their_place() {
        let tree = document("<table>a<tr><td>b</table><template><p>c</template>");
        assert_eq!(
            tree.serialize(Tree::ROOT, &Options::default()),
            "<html><head></head><body>a<table><tbody><tr><td>b</td></tr></tbody></table>\
             <template><p>c</p></template></body></html>"
        );
    }

    proptest! {
        #[test]
        fn any_text_at_all_can_be_parsed(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "<table>", "<tr>", "<td>", "<p>", "</p>", "<a>", "</a>", "<b>", "</b>", "<select>", "<option>",
                "<template>", "</template>", "<svg>", "<math>", "<script>", "</script>", "<article>", "</article>",
                "<frameset>", "<body>", "<html>", "<!--", "-->", "x", "&", "<", "\0", "</table>", "<form>", "<br/>",
                "<template shadowrootmode=\"open\">", "<plaintext>", "<li>", "<head>", "<noscript>",
            ]), 0..40),
        ) {
            let html = pieces.concat();
            let tree = document(&html);
            prop_assert!(tree.walk(Tree::ROOT).count() >= 2);
            let _ = tokens(&html);
        }
    }
}
