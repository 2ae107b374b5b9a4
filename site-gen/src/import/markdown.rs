//! Writes a tree of HTML as Markdown.

use super::notes::Notes;
use super::numbers::{NumberFormat, WRITTEN, raised, written};
use crate::host_files::is_one_of;
use crate::html::{Element, INLINE, Node, NodeId, Tree};
use crate::markdown::percent_decoded;
use std::collections::{BTreeMap, HashSet};

/// Deeper elements are written without their structure, so that no input exhausts the stack.
const MAX_DEPTH: usize = 60;

/// Marks of emphasis while a paragraph is written. They are private-use characters, which become
/// asterisks once it is known what is next to them.
const STRONG: (char, char) = ('\u{f0001}', '\u{f0002}');
const EMPHASIS: (char, char) = ('\u{f0003}', '\u{f0004}');
const BREAK: char = '\u{f0005}';

/// What a person has to look at, because Markdown has neither such lists nor such tables.
pub(super) const LETTERS: &str =
    "letters of a list written as text: are they those of the original?";
const MERGED: &str = "merged cells of a table taken apart: does each row still say the same?";

/// Elements whose content a reader does not see.
pub(super) fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "head"
            | "template"
            | "noscript"
            | "svg"
            | "iframe"
            | "object"
            | "title"
    ) || is_struck(name)
}

/// Words that no longer apply. Markdown has no mark for them, so they are left out and listed.
pub(super) fn is_struck(name: &str) -> bool {
    matches!(name, "del" | "s" | "strike")
}

/// Whether struck-out words leave a blank between those around them.
pub(super) fn leaves_blank(tree: &Tree, id: NodeId) -> bool {
    let text = tree.text_of(id);
    text.trim().len() < text.len() || tree.elements(id).any(|(_, it)| it.name == "br")
}

pub(super) const STRUCK: &str = "struck-out words left out: do they still apply?";

/// Elements inside a line of text.
pub(super) fn is_inline(name: &str) -> bool {
    is_inline_of_html(name) || !is_known(name)
}

fn is_inline_of_html(name: &str) -> bool {
    INLINE.contains(&name)
        || matches!(
            name,
            "acronym" | "big" | "del" | "img" | "label" | "nobr" | "s" | "strike"
        )
}

/// Elements of HTML within a line.
fn is_standard(name: &str) -> bool {
    is_inline_of_html(name) || is_known(name)
}

/// Elements of HTML that are blocks, or not shown in a line. Browsers show others within a line.
const KNOWN: &str = "address area article aside audio base blockquote body br button canvas caption center col \
    colgroup dd details dialog dir div dl dt embed fieldset figcaption figure footer form frame \
    frameset h1 h2 h3 h4 h5 h6 header hgroup hr html input legend li link main map menu meta nav \
    ol optgroup option p param pre search section select source summary table tbody td textarea \
    tfoot th thead tr track ul video picture ruby output";

fn is_known(name: &str) -> bool {
    is_hidden(name) || is_one_of(name, KNOWN)
}

/// A text that was written as Markdown.
pub(super) struct Written {
    pub(super) text: String,
    /// Words that a browser shows without their being in the page: the letters of a list, and a merged cell
    /// in each of its rows.
    pub(super) added: String,
}

/// The Markdown for the children of a node.
pub(super) fn write(tree: &Tree, from: NodeId, notes: &mut Notes) -> Written {
    let mut writer = Writer {
        tree,
        notes,
        heading: 1,
        anchors: HashSet::new(),
        is_raised: false,
        added: String::new(),
    };
    let blocks = writer.blocks(from, 0);
    let mut text = blocks.join("\n\n");
    text.push('\n');
    let added = writer.added;
    Written { text, added }
}

struct Writer<'t> {
    tree: &'t Tree,
    notes: &'t mut Notes,
    /// The level of the last heading, for the headings of folded parts.
    heading: usize,
    /// The anchors within lines so far. An `<a id="x">` that is never closed continues in every block.
    anchors: HashSet<String>,
    /// Whether the words at hand are a raised number.
    is_raised: bool,
    added: String,
}

/// How the items of a list are marked.
#[derive(Clone, Copy)]
pub(super) enum Marks {
    Bullets,
    Numbers,
    /// Markdown has none of these, so they are written as text, with a sign after each.
    Letters(NumberFormat, char),
}

/// How the items of an `<ol>` are marked, and the number of the first.
pub(super) fn marks_of(list: &Element) -> (Marks, usize) {
    let letters = list.attribute("type").and_then(NumberFormat::of_html);
    let style = list.attribute("style").unwrap_or_default();
    let letters = letters.or_else(|| NumberFormat::of_style(style));
    let sign = if style.ends_with(')') { ')' } else { '.' };
    let start = list.attribute("start").and_then(|it| it.parse().ok());
    (
        letters.map_or(Marks::Numbers, |format| Marks::Letters(format, sign)),
        start.unwrap_or(1),
    )
}

/// The number of an item, and how it was written. `next` is that after the item before it.
pub(super) fn own_number(item: &Element, next: usize) -> (usize, String) {
    let mark = item.attribute(WRITTEN).and_then(written);
    let digits = mark.map(|mark| &mark[..mark.len() - 1]);
    let own = digits.or_else(|| item.attribute("value"));
    let number = own.and_then(|it| it.parse().ok()).unwrap_or(next);
    (
        number,
        digits.map_or_else(|| number.to_string(), str::to_owned),
    )
}

impl Writer<'_> {
    /// The blocks of an element, each as lines without a line end.
    fn blocks(&mut self, parent: NodeId, depth: usize) -> Vec<String> {
        let mut blocks = Vec::new();
        let mut line = String::new();
        let children: Vec<NodeId> = self.tree.children(parent).collect();
        for child in children {
            let name = match self.tree.node(child) {
                Node::Text(_) => None,
                Node::Element(element) => Some(element.name.to_string()),
                Node::Fragment | Node::Comment(_) | Node::Doctype(_) => continue,
            };
            match name {
                None => self.inline(child, depth, &mut line),
                Some(name) if is_hidden(&name) => self.hidden(child, &name, &mut line),
                Some(name) if (is_inline(&name) || name == "br") && !self.holds_blocks(child) => {
                    self.inline(child, depth, &mut line);
                }
                Some(name) => {
                    flush(&mut line, &mut blocks);
                    if depth > MAX_DEPTH {
                        let text = escaped(&self.tree.text_of(child));
                        line.push_str(&text);
                    } else {
                        self.block(child, &name, depth + 1, &mut blocks);
                    }
                }
            }
        }
        flush(&mut line, &mut blocks);
        blocks
    }

    fn hidden(&mut self, id: NodeId, name: &str, line: &mut String) {
        if is_struck(name) && leaves_blank(self.tree, id) {
            line.push(' ');
        }
        if let Some(element) = self.tree.element(id)
            && matches!(name, "iframe" | "object" | "svg")
        {
            let tag = element.start_tag();
            self.notes.left_out("embedded file or page removed", tag);
        } else if matches!(name, "script" | "style") {
            self.notes.done("script or style removed", name);
        } else if is_struck(name) && !self.tree.text_of(id).trim().is_empty() {
            self.notes.left_out(STRUCK, self.tree.text_of(id));
        }
    }

    fn holds_blocks(&self, id: NodeId) -> bool {
        self.tree.elements(id).skip(1).any(|(_, element)| {
            !is_inline(&element.name) && element.name != "br" && !is_hidden(&element.name)
        })
    }

    fn block(&mut self, id: NodeId, name: &str, depth: usize, blocks: &mut Vec<String>) {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = usize::from(name.as_bytes()[1] - b'0');
                self.heading = level;
                self.push_heading(id, level, depth, blocks);
            }
            "summary" => {
                self.notes.done(
                    "title of a folded part made a heading",
                    self.tree.text_of(id),
                );
                if self.holds_headings(id) {
                    let inner = self.blocks(id, depth);
                    blocks.extend(inner);
                } else {
                    self.push_heading(id, (self.heading + 1).min(6), depth, blocks);
                }
            }
            "hr" => blocks.push("* * *".to_owned()),
            "pre" => {
                let text = self.tree.text_of(id);
                let text = text.strip_prefix('\n').unwrap_or(&text).trim_end();
                let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat((longest + 1).max(3));
                blocks.push(format!("{fence}\n{text}\n{fence}"));
            }
            "ul" | "menu" | "dir" => self.list(id, (Marks::Bullets, 1), depth, blocks),
            "ol" => {
                let Some(element) = self.tree.element(id) else {
                    return;
                };
                if element.attribute("reversed").is_some() {
                    let cause = "numbers of a list that counts down now count up";
                    self.notes.open(cause, self.tree.text_of(id));
                }
                self.list(id, marks_of(element), depth, blocks);
            }
            "blockquote" => {
                let class = (self.tree.element(id)).and_then(|it| it.attribute("class"));
                let alert = class.and_then(|class| class.strip_prefix("markdown-alert-"));
                let mut lines: Vec<String> = Vec::new();
                if let Some(alert) = alert {
                    lines.push(format!("[!{}]", alert.to_uppercase()));
                }
                let inner = self.blocks(id, depth).join("\n\n");
                lines.extend(inner.lines().map(str::to_owned));
                let lines = lines.iter().map(|line| format!("> {line}"));
                let lines: Vec<String> = lines.map(|line| line.trim_end().to_owned()).collect();
                if !lines.is_empty() {
                    blocks.push(lines.join("\n"));
                }
            }
            "table" => self.table(id, depth, blocks),
            "dt" => {
                let words = self.words(id, depth);
                if !words.is_empty() {
                    blocks.push(format!("**{}**", words.replace("**", "")));
                }
            }
            "input" | "select" | "textarea" | "button" | "form" => {
                self.notes.open("form removed, its text kept", name);
                let inner = self.blocks(id, depth);
                blocks.extend(inner);
            }
            "li" => {
                let inner = self.blocks(id, depth);
                blocks.push(item(&inner, "- "));
            }
            _ => {
                self.anchor_of(id, blocks);
                let inner = self.blocks(id, depth);
                blocks.extend(inner);
            }
        }
    }

    /// An id of a frame stays an address of the first block in it.
    fn anchor_of(&mut self, id: NodeId, blocks: &mut Vec<String>) {
        let Some(element) = self.tree.element(id) else {
            return;
        };
        if let Some(name) = element.attribute("id").filter(|name| is_anchor(name)) {
            blocks.push(format!("<a name=\"{name}\"></a>"));
        }
    }

    fn holds_headings(&self, id: NodeId) -> bool {
        let mut elements = self.tree.elements(id);
        elements.any(|(_, element)| {
            matches!(
                element.name.as_ref(),
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
            )
        })
    }

    fn push_heading(&mut self, id: NodeId, level: usize, depth: usize, blocks: &mut Vec<String>) {
        let words = self.words(id, depth).replace('\n', " ");
        if words.trim().is_empty() {
            return;
        }
        let own = self.tree.element(id).and_then(|it| it.attribute("id"));
        let own = own.filter(|name| is_anchor(name));
        let own = own.map(|name| format!(" {{#{name}}}")).unwrap_or_default();
        blocks.push(format!("{} {}{own}", "#".repeat(level), words.trim()));
    }

    /// The words of an element on one line.
    fn words(&mut self, id: NodeId, depth: usize) -> String {
        let mut line = String::new();
        self.inline_children(id, depth, &mut line);
        finished(&line, " ")
    }

    fn list(
        &mut self,
        id: NodeId,
        (marks, start): (Marks, usize),
        depth: usize,
        blocks: &mut Vec<String>,
    ) {
        let mut items: Vec<String> = Vec::new();
        let mut number = start;
        let mut is_loose = false;
        let children: Vec<NodeId> = self.tree.children(id).collect();
        let has_headings = self.begins_with_headings(&children);
        for child in children {
            let Some(element) = self.tree.element(child) else {
                let text = self.tree.text_of(child);
                if !text.trim().is_empty() && matches!(self.tree.node(child), Node::Text(_)) {
                    items.push(item(&[line_safe(&escaped(text.trim()))], "- "));
                }
                continue;
            };
            let is_item = element.name == "li";
            let (own, digits) = own_number(element, number);
            let sign = element.attribute(WRITTEN).and_then(written);
            let sign = sign.map_or(".", |mark| &mark[mark.len() - 1..]);
            let anchor = element
                .attribute("id")
                .filter(|it| is_anchor(it))
                .map(str::to_owned);
            let mut inner = if is_item {
                self.blocks(child, depth)
            } else {
                let mut inner = Vec::new();
                let name = element.name.to_string();
                self.block(child, &name, depth + 1, &mut inner);
                inner
            };
            if is_item {
                number = own.saturating_add(1);
            }
            if inner.is_empty() {
                continue;
            }
            if has_headings && inner[0].starts_with('#') {
                blocks.extend(anchor.map(|name| format!("<a name=\"{name}\"></a>")));
                self.leave_list(&mut inner, (marks, own), &format!("{digits}{sign} "));
                blocks.extend(inner);
                continue;
            }
            if !is_item && let Some(last) = items.last_mut() {
                // A list directly inside a list belongs to the item before it.
                let width = last.find(' ').map_or(2, |at| at + 1);
                for block in inner {
                    *last += &format!("\n{}", indented(&block, width));
                }
                continue;
            }
            if let Some(anchor) = anchor {
                inner[0] = format!("<a name=\"{anchor}\"></a>{}", inner[0]);
            }
            is_loose |= inner.len() > 1 && inner[1..].iter().any(|block| !is_list(block));
            let mark = match marks {
                Marks::Bullets => "- ".to_owned(),
                Marks::Numbers => format!("{digits}{sign} "),
                Marks::Letters(format, sign) => {
                    let letter = format!("{}{sign} ", format.of(own));
                    if is_list(&inner[0]) || inner[0].starts_with(['#', '>', '|', '`', '\\']) {
                        inner.insert(0, letter.clone());
                    } else {
                        inner[0].insert_str(0, &letter);
                    }
                    self.added += &letter;
                    self.notes.open(LETTERS, letter);
                    "- ".to_owned()
                }
            };
            items.push(item(&inner, &mark));
        }
        if items.is_empty() {
            return;
        }
        // Two lists in a row would become one.
        if blocks
            .last()
            .is_some_and(|last| mark_of(last).is_some_and(|mark| mark_of(&items[0]) == Some(mark)))
        {
            for one in &mut items {
                *one = with_other_mark(one);
            }
        }
        blocks.push(items.join(if is_loose { "\n\n" } else { "\n" }));
    }

    /// Writes the number of an item in the heading with which it begins.
    fn leave_list(&mut self, inner: &mut [String], (marks, own): (Marks, usize), number: &str) {
        let number = match marks {
            Marks::Numbers => number.to_owned(),
            Marks::Letters(format, sign) => {
                let letter = format!("{}{sign} ", format.of(own));
                self.added += &letter;
                letter
            }
            Marks::Bullets => String::new(),
        };
        let (level, words) = inner[0].split_once(' ').unwrap_or_default();
        inner[0] = format!("{level} {number}{words}");
    }

    /// Whether each item of a list begins with a heading, as where `LibreOffice` numbers the headings.
    fn begins_with_headings(&self, items: &[NodeId]) -> bool {
        let mut items = (items.iter()).filter(|it| !self.tree.text_of(**it).trim().is_empty());
        let begins = |item: &NodeId| {
            let mut children = self.tree.children(*item);
            let first = children.find(|it| !self.tree.text_of(*it).trim().is_empty());
            let heading = first.and_then(|it| self.tree.element(it));
            heading.is_some_and(|it| matches!(it.name.as_ref(), "h1" | "h2" | "h3" | "h4"))
        };
        items.clone().next().is_some() && items.all(begins)
    }

    fn table(&mut self, id: NodeId, depth: usize, blocks: &mut Vec<String>) {
        let elements: Vec<(NodeId, String)> = self
            .tree
            .elements(id)
            .skip(1)
            .map(|(id, element)| (id, element.name.to_string()))
            .collect();
        let is_nested = elements.iter().any(|(_, name)| name == "table");
        if is_nested {
            for (cell, _) in elements
                .iter()
                .filter(|(_, name)| matches!(name.as_str(), "td" | "th"))
            {
                let is_inner = (self.tree.ancestors(*cell))
                    .take_while(|above| *above != id)
                    .any(|above| {
                        self.tree
                            .element(above)
                            .is_some_and(|it| it.name == "table")
                    });
                if !is_inner {
                    let inner = self.blocks(*cell, depth);
                    blocks.extend(inner);
                }
            }
            return;
        }
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut merged = MergedCells::default();
        let mut caption = None;
        let has_head = elements.iter().any(|(_, name)| name == "th");
        for (element, name) in elements {
            match name.as_str() {
                "caption" => caption = Some(self.words(element, depth)),
                "tr" => {
                    merged.fill_in(&mut rows);
                    rows.push(Vec::new());
                }
                "td" | "th" => {
                    let cell = self.cell(element, depth);
                    let is_hidden = |it: &Element| it.attribute("data-hidden").is_some();
                    if name == "th" && self.tree.element(element).is_some_and(is_hidden) {
                        let cause = "column that GitBook hides is in the text: remove it";
                        self.notes.open(cause, &*cell);
                    }
                    let span = |key| self.tree.element(element)?.attribute(key)?.parse().ok();
                    let columns: usize = span("colspan").unwrap_or(1).clamp(1, 50);
                    let lines: usize = span("rowspan").unwrap_or(1).clamp(1, 1_000);
                    if columns > 1 || lines > 1 {
                        self.notes.open(MERGED, &*cell);
                    }
                    merged.fill_in(&mut rows);
                    merged.add(&mut rows, &cell, columns, lines);
                }
                _ => {}
            }
        }
        merged.fill_in(&mut rows);
        self.added += &merged.repeated;
        rows.retain(|row| !row.is_empty());
        if let Some(caption) = caption.filter(|it| !it.is_empty()) {
            blocks.push(caption);
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return;
        }
        if !has_head {
            let cause = "first row of a table without a head made its head";
            self.notes.done(cause, rows[0].join(", "));
        }
        let mut lines = Vec::new();
        for (at, mut row) in rows.into_iter().enumerate() {
            row.resize(width, String::new());
            lines.push(format!("| {} |", row.join(" | ")));
            if at == 0 {
                lines.push(format!("|{}", "---|".repeat(width)));
            }
        }
        blocks.push(lines.join("\n"));
    }

    fn cell(&mut self, id: NodeId, depth: usize) -> String {
        let text = if self.holds_blocks(id) {
            let blocks = self.blocks(id, depth);
            let lines = blocks.iter().flat_map(|block| block.lines());
            let lines: Vec<&str> = lines
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .collect();
            lines.join("<br>").replace("\\<br>", "<br>")
        } else {
            let mut line = String::new();
            self.inline_children(id, depth, &mut line);
            finished(&line, "<br>")
        };
        text.replace('|', "\\|").replace('\n', " ")
    }

    fn inline_children(&mut self, id: NodeId, depth: usize, line: &mut String) {
        let children: Vec<NodeId> = self.tree.children(id).collect();
        for child in children {
            self.inline(child, depth + 1, line);
        }
    }

    fn inline(&mut self, id: NodeId, depth: usize, line: &mut String) {
        let element = match self.tree.node(id) {
            Node::Text(text) => {
                let raised = raised(text.trim()).filter(|_| self.is_raised);
                line.push_str(&raised.unwrap_or_else(|| escaped(text)));
                return;
            }
            Node::Element(element) => element,
            Node::Fragment | Node::Comment(_) | Node::Doctype(_) => return,
        };
        if depth > MAX_DEPTH {
            line.push_str(&escaped(&self.tree.text_of(id)));
            return;
        }
        let name = element.name.to_string();
        match name.as_str() {
            "br" => line.push(BREAK),
            "strong" | "b" => self.marked(id, depth, STRONG, line),
            "em" | "i" | "cite" | "dfn" | "var" => self.marked(id, depth, EMPHASIS, line),
            "code" | "kbd" | "samp" | "tt" => {
                let text = self.tree.text_of(id);
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if !text.is_empty() {
                    line.push_str(&code(&text));
                }
            }
            "a" => self.link(element, id, depth, line),
            "img" => {
                let alt = element.attribute("alt").unwrap_or_default().trim();
                let source = element.attribute("src").unwrap_or_default();
                if alt.is_empty() {
                    self.notes
                        .left_out("picture without alternative text removed", source);
                } else {
                    // Its words are apart from those around it.
                    line.push_str(&format!(" {} ", escaped(alt)));
                    self.notes
                        .done("picture replaced by its alternative text", alt);
                }
            }
            "q" => {
                line.push('“');
                self.inline_children(id, depth, line);
                line.push('”');
            }
            "sup" if is_raised_number(self.tree, id) => {
                self.is_raised = true;
                self.inline_children(id, depth, line);
                self.is_raised = false;
            }
            name if is_hidden(name) => self.hidden(id, name, line),
            name => {
                // Another program put something in its place, or an author wrote a gap: `<Name>`.
                if is_inline(name) && !is_standard(name) {
                    self.notes
                        .open("tag removed: see what it published", element.start_tag());
                }
                if let Some(anchor) = element.attribute("id").filter(|it| is_anchor(it)) {
                    line.push_str(&format!("<a name=\"{anchor}\"></a>"));
                }
                if !is_inline(name) && !line.ends_with(char::is_whitespace) {
                    line.push(' ');
                }
                self.inline_children(id, depth, line);
                if !is_inline(name) {
                    line.push(' ');
                }
            }
        }
    }

    fn marked(&mut self, id: NodeId, depth: usize, (open, close): (char, char), line: &mut String) {
        line.push(open);
        self.inline_children(id, depth, line);
        line.push(close);
    }

    fn link(&mut self, element: &Element, id: NodeId, depth: usize, line: &mut String) {
        let mut anchors: Vec<&str> = ["id", "name"]
            .iter()
            .filter_map(|key| element.attribute(key))
            .filter(|name| is_anchor(name))
            .collect();
        anchors.retain(|name| self.anchors.insert((*name).to_owned()));
        for anchor in anchors {
            line.push_str(&format!("<a name=\"{anchor}\"></a>"));
        }
        let target = element
            .attribute("href")
            .map(str::trim)
            .filter(|it| !it.is_empty());
        let Some(target) = target else {
            self.inline_children(id, depth, line);
            return;
        };
        let mut words = String::new();
        self.inline_children(id, depth, &mut words);
        let trimmed = words.trim();
        if trimmed.is_empty() {
            line.push_str(&words);
            return;
        }
        let (before, after) = (
            &words[..words.len() - words.trim_start().len()],
            &words[words.trim_end().len()..],
        );
        let target = target.replace(' ', "%20").replace(['\n', '\t', '\r'], "");
        let target = match without_redirect(&target) {
            Some(own) => {
                let cause = "redirect of Google taken out of an address";
                self.notes.done(cause, own.as_str());
                own
            }
            None => target,
        };
        let needs_brackets = target.contains(['(', ')', '<', '>']);
        let target = if needs_brackets {
            format!("<{}>", target.replace('<', "%3C").replace('>', "%3E"))
        } else {
            target
        };
        line.push_str(&format!("{before}[{trimmed}]({target}){after}"));
    }
}

/// The address to which Google Docs leads by way of Google: `https://www.google.com/url?q=…`.
fn without_redirect(target: &str) -> Option<String> {
    let fields = target.strip_prefix("https://www.google.com/url?")?;
    let own = fields
        .split('&')
        .find_map(|field| field.strip_prefix("q="))?;
    let own = percent_decoded(own).replace(' ', "%20");
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|it| own.starts_with(it))
        .then_some(own)
}

/// Whether an element is a raised number: `10<sup>3</sup>`.
pub(super) fn is_raised_number(tree: &Tree, id: NodeId) -> bool {
    let is_raised = tree.element(id).is_some_and(|it| it.name == "sup");
    // A number has at most a link and emphasis in it. Reading all that is in elements which are deep in
    // each other would take too long.
    let is_short = || tree.elements(id).take(5).count() < 5;
    is_raised && is_short() && raised(tree.text_of(id).trim()).is_some()
}

/// The cells of a table that reach into rows below them.
#[derive(Default)]
struct MergedCells {
    /// The last row of each, and its text, by column.
    by_column: BTreeMap<usize, (usize, String)>,
    /// The words that were repeated.
    repeated: String,
}

impl MergedCells {
    /// Repeats them at the next columns of the last row.
    fn fill_in(&mut self, rows: &mut [Vec<String>]) {
        let at = rows.len();
        let Some(row) = rows.last_mut() else { return };
        while let Some((_, text)) = (self.by_column.get(&row.len())).filter(|(last, _)| *last >= at)
        {
            self.repeated.push(' ');
            self.repeated += text;
            row.push(text.clone());
        }
    }

    /// Adds a cell to the last row. Of the columns that it covers, the first has its text.
    fn add(&mut self, rows: &mut [Vec<String>], cell: &str, columns: usize, lines: usize) {
        let at = rows.len();
        let Some(row) = rows.last_mut() else { return };
        for column in 0..columns {
            let text = if column == 0 { cell } else { "" };
            if lines > 1 {
                let last = at + lines - 1;
                self.by_column.insert(row.len(), (last, text.to_owned()));
            }
            row.push(text.to_owned());
        }
    }
}

/// Ends a paragraph.
fn flush(line: &mut String, blocks: &mut Vec<String>) {
    let text = finished(line, "\\\n");
    line.clear();
    if text.trim().is_empty() {
        return;
    }
    let lines: Vec<String> = text.lines().map(line_safe).collect();
    blocks.push(lines.join("\n"));
}

fn is_list(block: &str) -> bool {
    mark_of(block).is_some()
}

/// The character that makes a block a list: `-` or `*`, or `.` or `)` after a number.
fn mark_of(block: &str) -> Option<char> {
    let rest = block.trim_start_matches(|c: char| c.is_ascii_digit());
    let marks = if rest.len() < block.len() {
        ['.', ')']
    } else {
        ['-', '*']
    };
    let mark = rest.chars().next().filter(|c| marks.contains(c))?;
    rest[1..].starts_with(' ').then_some(mark)
}

/// An item with the other mark of its kind of list.
fn with_other_mark(item: &str) -> String {
    let at = item.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let other = match &item[at..=at] {
        "." => ")",
        ")" => ".",
        "-" => "*",
        _ => "-",
    };
    format!("{}{other}{}", &item[..at], &item[at + 1..])
}

/// An item of a list from its blocks.
fn item(blocks: &[String], mark: &str) -> String {
    let width = mark.len();
    let mut text = String::new();
    for (at, block) in blocks.iter().enumerate() {
        if at == 0 {
            let inner = indented(block, width);
            text = format!("{mark}{}", inner.trim_start());
        } else {
            // A list that does not begin with 1 needs an empty line before it.
            let is_first = ["1. ", "1) ", "- ", "* "]
                .iter()
                .any(|it| block.starts_with(it));
            text += if at == 1 && is_list(block) && is_first {
                "\n"
            } else {
                "\n\n"
            };
            text += &indented(block, width);
        }
    }
    text
}

fn indented(block: &str, width: usize) -> String {
    let indent = " ".repeat(width);
    let lines = block.lines().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!("{indent}{line}")
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn is_anchor(name: &str) -> bool {
    crate::markdown::is_free_id(name)
}

fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest + 1);
    if text.starts_with('`') || text.ends_with('`') {
        format!("{marks} {text} {marks}")
    } else {
        format!("{marks}{text}{marks}")
    }
}

/// Escapes what would be Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let next = after.chars().next().unwrap_or(' ');
        match c {
            '\\' if next.is_ascii_punctuation() => out.push_str("\\\\"),
            '*' | '`' => out.extend(['\\', c]),
            '~' if next == '~' || before == '~' => out.push_str("\\~"),
            '_' if !(before.is_alphanumeric() && next.is_alphanumeric()) => out.push_str("\\_"),
            '<' if next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?') => {
                out.push_str("\\<");
            }
            '[' if next != '^' => out.push_str("\\["),
            ']' if !is_end_of_note(&out) => out.push_str("\\]"),
            '&' if is_entity(after) => out.push_str("&amp;"),
            c if c.is_whitespace() && c != '\u{a0}' => out.push(' '),
            STRONG_OPEN..=LAST_MARK => {}
            c => out.push(c),
        }
        before = c;
        rest = after;
    }
    out
}

const STRONG_OPEN: char = STRONG.0;
const LAST_MARK: char = BREAK;

/// Whether a `[^note` is open at the end of a text.
fn is_end_of_note(text: &str) -> bool {
    text.rfind("[^")
        .is_some_and(|at| !text[at..].contains([']', ' ']))
}

fn is_entity(after: &str) -> bool {
    let name: String = after.chars().take_while(|c| *c != ';').take(32).collect();
    after[name.len()..].starts_with(';')
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
}

/// Escapes what would be Markdown at the start of a line.
fn line_safe(line: &str) -> String {
    let trimmed = line.trim();
    let digits = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = trimmed.len() - digits.len();
    if (1..=9).contains(&number) && digits.starts_with(['.', ')']) && digits[1..].starts_with([' '])
    {
        return format!("{}\\{digits}", &trimmed[..number]);
    }
    let is_mark = trimmed.starts_with(['#', '>'])
        || ["- ", "+ ", "---", "===", "~~~"]
            .iter()
            .any(|mark| trimmed.starts_with(mark))
        || trimmed == "+"
        // The line above it would be a heading.
        || ['-', '='].iter().any(|mark| trimmed.chars().all(|c| c == *mark));
    if is_mark {
        format!("\\{trimmed}")
    } else {
        trimmed.to_owned()
    }
}

/// Collapses white space, and writes emphasis and line breaks.
fn finished(line: &str, line_break: &str) -> String {
    let mut characters: Vec<char> = Vec::new();
    // White space moves out of emphasis, where Markdown does not allow it.
    for c in line.chars() {
        let last = characters.last().copied();
        match c {
            ' ' if matches!(last, None | Some(' ' | BREAK)) => {}
            ' ' if matches!(last, Some(c) if c == STRONG.0 || c == EMPHASIS.0) => {
                let mut at = characters.len();
                while at > 0 && matches!(characters[at - 1], c if c == STRONG.0 || c == EMPHASIS.0)
                {
                    at -= 1;
                }
                if at > 0 && !matches!(characters[at - 1], ' ' | BREAK) {
                    characters.insert(at, ' ');
                }
            }
            c if c == STRONG.1 || c == EMPHASIS.1 => {
                let open = if c == STRONG.1 { STRONG.0 } else { EMPHASIS.0 };
                let mut space = false;
                while let Some(&(' ' | BREAK)) = characters.last() {
                    space = true;
                    characters.pop();
                }
                if characters.last() == Some(&open) {
                    characters.pop();
                } else {
                    characters.push(c);
                }
                if space && !matches!(characters.last(), None | Some(' ')) {
                    characters.push(' ');
                }
            }
            BREAK => {
                while characters.last() == Some(&' ') {
                    characters.pop();
                }
                characters.push(BREAK);
            }
            c => characters.push(c),
        }
    }
    while let Some(&(' ' | BREAK)) = characters.last() {
        characters.pop();
    }
    let start = characters
        .iter()
        .position(|c| !matches!(*c, ' ' | BREAK))
        .unwrap_or(0);
    emphasized(&characters[start..], line_break)
}

/// Replaces marks by asterisks where Markdown reads them, and drops the others.
fn emphasized(characters: &[char], line_break: &str) -> String {
    let is_mark = |c: char| (STRONG_OPEN..BREAK).contains(&c);
    let mut drop = vec![false; characters.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in characters.iter().copied().enumerate() {
        if c == STRONG.0 || c == EMPHASIS.0 {
            // The same emphasis inside itself adds nothing.
            open.push(at);
        } else if c == STRONG.1 || c == EMPHASIS.1 {
            let Some(from) = open.pop() else {
                drop[at] = true;
                continue;
            };
            let outside = |c: Option<char>| {
                c.is_none_or(|c| c.is_whitespace() || c == BREAK || !c.is_alphanumeric())
            };
            let before = characters[..from]
                .iter()
                .rev()
                .copied()
                .find(|c| !is_mark(*c));
            let first = characters[from + 1..at]
                .iter()
                .copied()
                .find(|c| !is_mark(*c));
            let last = characters[from + 1..at]
                .iter()
                .rev()
                .copied()
                .find(|c| !is_mark(*c));
            let after = characters[at + 1..].iter().copied().find(|c| !is_mark(*c));
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let opens = letter(first) || outside(before);
            let closes = letter(last) || outside(after);
            let is_nested = open
                .iter()
                .any(|outer| characters[*outer] == characters[from]);
            if !opens || !closes || is_nested || first.is_none() {
                drop[from] = true;
                drop[at] = true;
            }
        }
    }
    for at in open {
        drop[at] = true;
    }
    // `**a****b**` would show asterisks: what ends and begins at one place goes on.
    let mut beside: Vec<usize> = Vec::new();
    for at in 0..characters.len() {
        if drop[at] {
            continue;
        }
        if !is_mark(characters[at]) {
            beside.clear();
            continue;
        }
        let goes_on =
            |last: &usize| [STRONG, EMPHASIS].contains(&(characters[at], characters[*last]));
        if let Some(before) = beside.pop_if(|last| goes_on(last)) {
            (drop[before], drop[at]) = (true, true);
        } else {
            beside.push(at);
        }
    }
    let mut text = String::new();
    for (at, c) in characters.iter().copied().enumerate() {
        match c {
            _ if drop[at] => {}
            c if c == STRONG.0 || c == STRONG.1 => text.push_str("**"),
            c if c == EMPHASIS.0 || c == EMPHASIS.1 => text.push('*'),
            BREAK => text.push_str(line_break),
            c => text.push(c),
        }
    }
    text
}
