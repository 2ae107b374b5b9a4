//! The blocks of a letter as paragraphs, and the numbering of its items.

use super::super::xml::Xml;
use super::direction::TextDirection;
use super::page;
use super::paragraph::{Above, Setting, push_paragraph};
use super::parts::NAMESPACES;
use super::runs::Runs;
use super::table;
use crate::letter::{Block, Checklist, Content, Fact, Letter, Line, Paper, Run};

/// The number of paragraphs kept on the page of a signature. A page with only a signature could be
/// reused for forgery.
const WITH_SIGNATURE: usize = 3;

/// Whether a signature follows soon.
fn is_signed_soon(rest: &[Block]) -> bool {
    let next = &rest[..rest.len().min(WITH_SIGNATURE)];
    next.iter()
        .any(|block| matches!(block.content, Content::Signature(_)))
}

/// The body under construction.
pub(super) struct Body {
    out: Xml,
    letters: TextDirection,
    paper: Paper,
    runs: Runs,
    /// The start number of each list.
    lists: Vec<usize>,
    /// The number of the previous item, if its list has not ended.
    last: Option<usize>,
    sections: usize,
    /// Whether the next paragraph is the first one.
    begins: bool,
}

impl Body {
    /// The body of a letter written in this direction.
    pub(super) fn of(letter: &Letter, letters: TextDirection) -> Self {
        let mut out = Xml::file();
        out.markup("<w:document");
        out.markup(NAMESPACES);
        out.markup("><w:body>");
        let mut body = Self {
            out,
            letters,
            paper: letter.paper,
            runs: Runs::default(),
            lists: Vec::new(),
            last: None,
            sections: 0,
            begins: true,
        };
        let mut blocks = &letter.blocks[..];
        while let [block, rest @ ..] = blocks {
            body.block(&block.content, rest);
            blocks = rest;
        }
        if let Some(list) = &letter.checklist {
            body.checklist(list);
        }
        body
    }

    /// The checklist for paper, on a page of its own that is removed before the letter is sent.
    fn checklist(&mut self, list: &Checklist) {
        let words = |text: String| Line(vec![Run::Words(text)]);
        // A paragraph with only a page break would create an empty page if the last page is full.
        let setting = Setting {
            style: "Heading2",
            above: Above::PageBreak,
            ..Setting::default()
        };
        self.paragraph(setting, &words(list.title.clone()));
        for item in &list.items {
            let mark = if item.done { '\u{2611}' } else { '\u{2610}' };
            self.styled("ListContinue", &words(format!("{mark}\u{a0}{}", item.text)));
        }
    }

    /// The document part.
    pub(super) fn document(mut self) -> String {
        page::push_section(&mut self.out, self.letters, self.paper, self.sections == 0);
        self.out.markup("</w:body></w:document>");
        self.out.finish()
    }

    /// The numbering part: all lists alike, each with its own start.
    pub(super) fn numbering(&self) -> String {
        let mut out = Xml::file();
        out.markup("<w:numbering");
        out.markup(NAMESPACES);
        out.markup(
            "><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"singleLevel\"/>\
             <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>\
             <w:lvlText w:val=\"%1.\"/><w:lvlJc w:val=\"left\"/>\
             <w:pPr><w:ind w:left=\"454\" w:hanging=\"454\"/></w:pPr></w:lvl></w:abstractNum>",
        );
        for (at, start) in self.lists.iter().enumerate() {
            out.markup("<w:num w:numId=\"");
            out.number(at + 1);
            out.markup(
                "\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"",
            );
            // Word's maximum; no list is that long.
            out.number((*start).min(32_767));
            out.markup("\"/></w:lvlOverride></w:num>");
        }
        out.markup("</w:numbering>");
        out.finish()
    }

    /// Adds a block; `rest` are the blocks after it.
    fn block(&mut self, content: &Content, rest: &[Block]) {
        match content {
            Content::CoverTitle(line) => self.styled("Title", line),
            Content::Cover(line) => self.styled("Cover", line),
            Content::PageBreak => {
                self.out.markup("<w:p><w:pPr><w:pStyle w:val=\"Break\"/>");
                page::push_section(&mut self.out, self.letters, self.paper, self.sections == 0);
                self.out.markup("</w:pPr></w:p>");
                self.sections += 1;
            }
            Content::Address(lines) => lines.iter().for_each(|line| self.styled("Address", line)),
            Content::Date(line) => self.styled("Date", line),
            Content::Subject(line) => self.styled("Heading1", line),
            Content::Heading(line) => {
                self.last = None;
                self.styled("Heading2", line);
            }
            Content::Text(lines) => self.text(lines, rest),
            Content::Facts(facts) => self.facts(facts, rest),
            Content::Item { number, lines } => self.item(*number, lines),
            Content::Table { head, rows } => {
                let runs = &mut self.runs;
                table::push(&mut self.out, runs, head, rows, self.letters);
            }
            Content::Signature(lines) => self.signature(lines, rest),
            Content::Enclosure(line) => self.styled("Enclosure", line),
        }
    }

    fn styled(&mut self, style: &str, line: &Line) {
        self.paragraph(
            Setting {
                style,
                ..Setting::default()
            },
            line,
        );
    }

    fn paragraph(&mut self, setting: Setting<'_>, line: &Line) {
        let setting = if std::mem::take(&mut self.begins) {
            Setting {
                above: Above::Letterhead,
                ..setting
            }
        } else {
            setting
        };
        push_paragraph(&mut self.out, &mut self.runs, setting, line, self.letters);
    }

    /// Running text. The lead-in of a list, table or signature stays on the same page with it. A
    /// line that is an answer is indented, to distinguish it from the letter's own words.
    fn text(&mut self, lines: &[Line], rest: &[Block]) {
        let leads = matches!(
            rest.first().map(|block| &block.content),
            Some(Content::Item { .. } | Content::Facts(_) | Content::Table { .. })
        );
        let signed = is_signed_soon(rest);
        for (at, line) in lines.iter().enumerate() {
            let with_next = signed || leads && at + 1 == lines.len();
            let style = if line.is_answer() { "ListContinue" } else { "" };
            self.paragraph(
                Setting {
                    style,
                    with_next,
                    may_turn: true,
                    ..Setting::default()
                },
                line,
            );
        }
    }

    /// Labels and values, kept on one page unless they are long.
    fn facts(&mut self, facts: &[Fact], rest: &[Block]) {
        let lines = facts.iter().flat_map(|fact| &fact.value);
        let is_short = lines.map(table::length).sum::<usize>() <= table::WHOLE;
        let signed = is_signed_soon(rest);
        for (at, fact) in facts.iter().enumerate() {
            let with_next = signed || is_short && at + 1 < facts.len();
            let mut label = fact.label.as_str();
            for line in &fact.value {
                let setting = Setting {
                    style: "Fact",
                    with_next,
                    label: Some(label),
                    ..Setting::default()
                };
                self.paragraph(setting, line);
                label = "";
            }
        }
    }

    fn item(&mut self, number: usize, lines: &[Line]) {
        if self
            .last
            .is_none_or(|last| last.checked_add(1) != Some(number))
        {
            self.lists.push(number);
        }
        self.last = Some(number);
        let Some((first, more)) = lines.split_first() else {
            return;
        };
        let list = Some(self.lists.len());
        let with_next = !more.is_empty();
        self.paragraph(
            Setting {
                style: "ListNumber",
                with_next,
                list,
                ..Setting::default()
            },
            first,
        );
        for line in more {
            self.styled("ListContinue", line);
        }
    }

    /// The lines of a signature, kept on one page with the first enclosure.
    fn signature(&mut self, lines: &[Line], rest: &[Block]) {
        let encloses = matches!(
            rest.first().map(|block| &block.content),
            Some(Content::Enclosure(_))
        );
        for (at, line) in lines.iter().enumerate() {
            let with_next = encloses || at + 1 < lines.len();
            let above = match at {
                0 => Above::Signature,
                _ => Above::Nothing,
            };
            self.paragraph(
                Setting {
                    style: "Signature",
                    with_next,
                    above,
                    ..Setting::default()
                },
                line,
            );
        }
    }
}
