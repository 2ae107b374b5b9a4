//! The words of a text, read independently of the conversion: the proof that an import loses no
//! word compares those of the original with those of the result.

use super::markdown::{Marks, is_hidden, is_struck, leaves_blank, marks_of, own_number};
use super::{numbers, tags};
use crate::html::{self, Element, Node, NodeId, Step, Tree};
use crate::markdown::without_comments;
use pulldown_cmark::Options;
use request_builder::text::is_invisible;
use std::borrow::Cow;
use std::collections::HashMap;

/// The words of a text of another program.
pub(crate) struct Original {
    /// The words outside its tags, in order.
    pub(super) words: Vec<String>,
    /// The words that a reader sees of its tags, of which none may be lost.
    wanted: Vec<String>,
    /// All that its tags are made of, which may stay: what is not understood is kept as it is.
    allowed: HashMap<String, usize>,
}

/// What a comparison found.
pub(crate) struct WordComparison {
    /// The first words that differ.
    pub(super) difference: Option<String>,
    /// The words of tags that are in the original alone.
    pub(super) lost: Vec<String>,
}

impl Original {
    /// A text without tags.
    pub(super) fn of(words: Vec<String>) -> Self {
        Self {
            words,
            wanted: Vec::new(),
            allowed: HashMap::new(),
        }
    }

    /// Reads Markdown of another program.
    pub(super) fn read(text: &str) -> Self {
        let text = without_comments(text);
        let mut original = Self::of(Vec::new());
        let has_components = tags::found(&text)
            .iter()
            .any(|tag| tag.kind == tags::Kind::Component);
        let text = original.without_tags(&text);
        let text = original.without_frames(&text, has_components);
        let text = super::links::closed_up(&text).0;
        original.words = of_markdown(&text);
        original
    }

    /// Compares it with the words of the result. A word more is one of a tag.
    pub(super) fn compared(&self, after: &[String]) -> WordComparison {
        let mut allowed = self.allowed.clone();
        let mut kept: HashMap<&str, usize> = HashMap::new();
        let mut at = 0;
        let mut difference = None;
        for (place, word) in after.iter().enumerate() {
            if self.words.get(at) == Some(word) {
                at += 1;
                continue;
            }
            let Some(count) = allowed.get_mut(word).filter(|count| **count > 0) else {
                difference = Some(shown(&self.words, at, after, place));
                break;
            };
            *count -= 1;
            *kept.entry(word).or_default() += 1;
        }
        if difference.is_none() && at < self.words.len() {
            difference = Some(shown(&self.words, at, after, after.len()));
        }
        let mut lost = Vec::new();
        if difference.is_none() {
            for word in &self.wanted {
                match kept.get_mut(word.as_str()).filter(|count| **count > 0) {
                    Some(count) => *count -= 1,
                    None => lost.push(word.clone()),
                }
            }
        }
        WordComparison { difference, lost }
    }

    fn expect_words(&mut self, words: &str) {
        self.wanted.extend(of_line(words));
    }

    /// Allows words that the result has besides.
    pub(super) fn allow(&mut self, words: &str) {
        for word in of_line(words) {
            *self.allowed.entry(word).or_default() += 1;
        }
    }

    /// Takes the tags out of a text.
    fn without_tags(&mut self, text: &str) -> String {
        let mut kept = String::with_capacity(text.len());
        let mut at = 0;
        let mut is_commented = false;
        for tag in tags::found(text) {
            let before = &text[at..tag.range.start];
            let whole = &text[tag.range.clone()];
            let was_commented = is_commented;
            if tag.name == "comment" && tag.kind == tags::Kind::Template {
                is_commented = !tag.is_end;
            }
            if !was_commented {
                kept.push_str(before);
            }
            at = tag.range.end;
            if was_commented {
                continue;
            }
            if tag.in_address {
                // A path without a blank keeps the link a link.
                kept.push_str("tag");
                continue;
            }
            if !matches!(tag.kind, tags::Kind::Comment | tags::Kind::Module) {
                self.allow(whole);
                for words in tag.words() {
                    self.expect_words(words);
                }
            }
            let is_alone = kept.trim_end_matches([' ', '\t']).ends_with('\n')
                && text[at..].trim_start_matches([' ', '\t']).starts_with('\n');
            kept.push_str(if is_alone || tag.kind == tags::Kind::Module {
                "\n\n"
            } else {
                " "
            });
        }
        if !is_commented {
            kept.push_str(&text[at..]);
        }
        kept
    }

    /// Takes out the marks of call-outs, tabs and other frames, which stand on lines of their own, and
    /// the indentation of their text.
    fn without_frames(&mut self, text: &str, mut is_inside: bool) -> String {
        let is_mark = |line: &str| {
            [":::", "!!!", "???", "///", "=== \"", "===! \"", "===+ \""]
                .iter()
                .any(|mark| line.starts_with(mark))
        };
        let mut kept = String::with_capacity(text.len());
        let mut fence = tags::Fence::default();
        let has_contents = text.contains("toc}");
        for line in text.lines() {
            let trimmed = line.trim_start();
            if fence.contains(line) {
                kept.push_str(line);
                kept.push('\n');
                continue;
            }
            if is_mark(trimmed) {
                is_inside = true;
                self.allow(trimmed);
                self.expect_words(title_of_mark(trimmed));
                kept.push_str("\n\n");
                continue;
            }
            if super::wrappers::is_contents_mark(trimmed.trim_end())
                || trimmed.to_ascii_lowercase().contains("[toc]")
                || has_contents && trimmed.trim_start_matches(['*', '-', '1', '.', ' ']) == "TOC"
            {
                continue;
            }
            // An option of a frame: `    type: warning`.
            if is_inside && line.starts_with("    ") && is_option(trimmed) {
                self.allow(trimmed);
                kept.push('\n');
                continue;
            }
            let line = if is_inside { trimmed } else { line };
            // A heading without a space after `#` was one for older programs.
            let words = line.trim_start_matches('#');
            if line.len() - words.len() > 1 {
                kept.push_str(&line[..line.len() - words.len()]);
                kept.push(' ');
                kept.push_str(words);
            } else {
                kept.push_str(line);
            }
            kept.push('\n');
        }
        kept
    }
}

/// `    type: warning`
fn is_option(line: &str) -> bool {
    [
        "type: ", "open: ", "attrs: ", "class: ", "select: ", "new: ",
    ]
    .iter()
    .any(|key| line.starts_with(key))
}

/// The title in the mark of a frame: what is in quotes or brackets, or all after the first word.
fn title_of_mark(line: &str) -> &str {
    let rest = line.trim_start_matches([':', '!', '?', '+', '/', '=', '{', '.', ' ']);
    let between = |open: char, close: char| {
        let (_, inside) = rest.split_once(open)?;
        Some(inside.rsplit_once(close)?.0)
    };
    let key = rest
        .split_once("=\"")
        .map(|(key, _)| key.trim_start_matches('{'));
    if key
        .is_some_and(|key| key.ends_with(|c: char| c.is_alphanumeric()) && !key.ends_with("title"))
    {
        return "";
    }
    if let Some(title) = between('"', '"') {
        return title;
    }
    if let Some(title) = between('[', ']') {
        return title;
    }
    let (_, title) = rest
        .split_once(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')))
        .unwrap_or_default();
    let title = title.split('{').next().unwrap_or_default();
    let is_look = title.contains('=') || title.starts_with("inline") || title.contains('}');
    if is_look { "" } else { title }
}

/// The words of a line without markup.
fn of_line(text: &str) -> Vec<String> {
    with_raised_apart(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A text in which a raised number is a word of its own, in plain digits: `10³` is neither `103` nor `10`.
fn with_raised_apart(text: &str) -> Cow<'_, str> {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    if !text.contains(|c| RAISED.contains(c)) {
        return Cow::Borrowed(text);
    }
    let mut apart = String::with_capacity(text.len());
    let mut was_raised = false;
    for c in text.chars() {
        let digit = RAISED.chars().zip('0'..).find(|(it, _)| *it == c);
        if was_raised != digit.is_some() {
            apart.push(' ');
        }
        was_raised = digit.is_some();
        apart.push(digit.map_or(c, |(_, digit)| digit));
    }
    Cow::Owned(apart)
}

/// A Markdown text as HTML. Its footnotes are text: one of a single word would be the address of a link.
fn page_of(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM;
    numbers::page_of(&text.replace("[^", "\\[^"), options)
}

/// The words of a Markdown text that a reader sees.
pub(super) fn of_markdown(text: &str) -> Vec<String> {
    of_html(&page_of(text))
}

/// The words of an HTML page.
pub(super) fn of_html(page: &str) -> Vec<String> {
    of_tree(&html::document(page))
}

/// The words of a tree.
pub(super) fn of_tree(tree: &Tree) -> Vec<String> {
    of_line(&without_marks(&text_of_tree(tree)))
}

/// Whether the words of an element are apart from those around it.
fn is_apart(tree: &Tree, id: NodeId, element: &Element) -> bool {
    !super::markdown::is_inline(&element.name)
        || element.name == "img"
        || super::markdown::is_raised_number(tree, id)
}

fn text_of_tree(tree: &Tree) -> String {
    let mut text = String::new();
    let mut hidden = 0_usize;
    let mut numbers = ListNumbers::default();
    for step in tree.walk(Tree::ROOT) {
        match step {
            Step::Enter(id) => match tree.node(id) {
                Node::Text(words) if hidden == 0 => {
                    if !words.trim().is_empty() {
                        numbers.write(&mut text);
                    }
                    text.push_str(words);
                }
                Node::Element(element) => {
                    if is_hidden(&element.name) {
                        if hidden == 0 && is_struck(&element.name) && leaves_blank(tree, id) {
                            text.push(' ');
                        }
                        hidden += 1;
                    } else if hidden == 0 {
                        numbers.enter(tree, id, element);
                        if is_apart(tree, id, element) {
                            text.push(' ');
                        }
                        if element.name == "img" {
                            text.push_str(element.attribute("alt").unwrap_or_default());
                        }
                    }
                }
                Node::Text(_) | Node::Fragment | Node::Comment(_) | Node::Doctype(_) => {}
            },
            Step::Leave(id) => {
                if let Some(element) = tree.element(id) {
                    if is_hidden(&element.name) {
                        hidden = hidden.saturating_sub(1);
                    } else if hidden == 0 {
                        numbers.leave(id);
                        if is_apart(tree, id, element) {
                            text.push(' ');
                        }
                    }
                }
            }
        }
    }
    text
}

/// Counts the items of numbered lists, whose numbers a reader sees without their being text.
#[derive(Default)]
struct ListNumbers {
    /// The open lists, each with the number of its next item.
    lists: Vec<(NodeId, usize)>,
    /// The items without a word so far, each with its number.
    waiting: Vec<(NodeId, String)>,
}

impl ListNumbers {
    fn enter(&mut self, tree: &Tree, id: NodeId, element: &Element) {
        match element.name.as_ref() {
            "ol" => {
                if let (Marks::Numbers, start) = marks_of(element) {
                    self.lists.push((id, start));
                }
            }
            "li" => {
                let list = self.lists.last_mut();
                if let Some((_, next)) = list.filter(|(list, _)| tree.parent(id) == Some(*list)) {
                    let (number, digits) = own_number(element, *next);
                    *next = number.saturating_add(1);
                    self.waiting.push((id, digits));
                }
            }
            _ => {}
        }
    }

    fn leave(&mut self, id: NodeId) {
        self.waiting.pop_if(|(item, _)| *item == id);
        self.lists.pop_if(|(list, _)| *list == id);
    }

    fn write(&mut self, text: &mut String) {
        for (_, number) in self.waiting.drain(..) {
            *text += &format!(" {number} ");
        }
    }
}

/// A text without attributes in braces and without invisible characters, some of which import removes.
fn without_marks(text: &str) -> String {
    let text = without_attributes(text);
    text.chars().filter(|c| !is_invisible(*c)).collect()
}

/// The first words and signs of a document that are not in the text of its conversion. `None` proves
/// that none was lost. What stands elsewhere, such as a text box, is not lost.
pub(super) fn lost(document: &str, markdown: &str) -> Option<String> {
    let after = text_of_tree(&html::document(&page_of(markdown)));
    let after = with_signs(&without_marks(&after));
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in &after {
        *counts.entry(word).or_default() += 1;
    }
    let before = with_signs(&without_marks(document));
    let is_there = |word: &String| match counts.get_mut(word.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    let there: Vec<bool> = before.iter().map(is_there).collect();
    let first = there.iter().position(|is_there| !is_there)?;
    let number = there.iter().filter(|is_there| !**is_there).count();
    let around = &before[first.saturating_sub(3)..(first + 5).min(before.len())];
    Some(format!(
        "`{}` in the document, but the text lacks `{}`{}",
        around.join(" "),
        before[first],
        match number {
            1 => String::new(),
            more => format!(" and {} more", more - 1),
        }
    ))
}

/// The words of a text, and its signs beyond ASCII: `§`, `≤`.
fn with_signs(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut in_word = false;
    for c in with_raised_apart(text).chars() {
        let is_letter = c.is_alphanumeric();
        match all.last_mut() {
            Some(word) if is_letter && in_word => word.push(c),
            _ if is_letter || is_sign(c) => all.push(c.to_string()),
            _ => {}
        }
        in_word = is_letter;
    }
    all
}

/// Whether something is a sign that says something. Bullets and letters of private fonts do not.
fn is_sign(c: char) -> bool {
    !c.is_ascii()
        && !c.is_whitespace()
        && !c.is_control()
        && !matches!(
            c,
            '•' | '·' | '▪' | '●' | '○' | '\u{2011}' | '\u{e000}'..='\u{f8ff}'
        )
}

/// Ids and attributes in braces are not read: `{#fees}`, `{: #fees .wide}`.
fn without_attributes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let end = rest[at..].find('}').map(|length| at + length + 1);
        let is_attribute =
            end.is_some_and(|end| super::wrappers::attributes_in(&rest[at..end]).is_some());
        kept.push_str(&rest[..at]);
        if let Some(end) = end.filter(|_| is_attribute) {
            rest = &rest[end..];
        } else {
            kept.push('{');
            rest = &rest[at + 1..];
        }
    }
    kept + rest
}

/// The place where two readings differ, with a few words around it.
fn shown(before: &[String], at: usize, after: &[String], place: usize) -> String {
    let around = |words: &[String], at: usize| {
        let from = at.saturating_sub(3).min(words.len());
        let to = (at + 5).min(words.len());
        words[from..to].join(" ")
    };
    format!(
        "`{}` before, `{}` after",
        around(before, at),
        around(after, place)
    )
}

#[cfg(test)]
mod tests {
    use super::lost;

    #[test]
    fn a_word_or_sign_that_a_conversion_loses_is_found() {
        let document = "We answer within 2-3 days under §100g. Beside the box.";
        assert_eq!(
            lost(
                document,
                "# A\n\nBeside the **box**.\n\nWe answer within 2-3 days under §100g.\n"
            ),
            None
        );
        for (markdown, expected) in [
            (
                "We answer within 23 days under §100g. Beside the box.",
                "`We answer within 2 3 days under §` in the document, but the text lacks `2` and 1 more",
            ),
            (
                "We answer within 2-3 days under 100g. Beside the box.",
                "`3 days under § 100g Beside the box` in the document, but the text lacks `§`",
            ),
            (
                "We answer within 2-3 days under §100g.",
                "`under § 100g Beside the box` in the document, but the text lacks `Beside` and 2 more",
            ),
        ] {
            assert_eq!(lost(document, markdown).as_deref(), Some(expected));
        }
    }
}
