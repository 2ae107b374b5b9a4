//! The blocks of a letter as paragraphs, and the numbering that its items need.

use super::direction::Direction;
use super::page;
use super::parts::{DECLARATION, NAMESPACES};
use super::runs::{Place, Runs};
use super::table;
use crate::letter::{Content, Letter, Line};

/// Two thirds of an inch of white to sign in, and a line under it.
const SIGN_HERE: &str =
    "<w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"000000\"/></w:pBdr>";
const SIGN_HERE_SPACE: &str = "<w:spacing w:before=\"1080\"/>";

/// What a paragraph is beside its text.
#[derive(Clone, Copy, Default)]
pub(super) struct Setting<'a> {
    /// The id of its style; none is Normal.
    pub(super) style: &'a str,
    /// On the same page as what follows.
    pub(super) with_next: bool,
    /// The list that it is an item of.
    pub(super) list: Option<usize>,
    /// The first line of a signature.
    pub(super) sign_here: bool,
    /// Whether a gap gets room to write.
    pub(super) in_cell: bool,
}

/// The body of the document so far.
pub(super) struct Body {
    out: String,
    letters: Direction,
    runs: Runs,
    /// The number that each list starts with.
    lists: Vec<usize>,
    /// The number of the item before, if what came before was one or has not ended its list.
    last: Option<usize>,
    sections: usize,
}

impl Body {
    /// The body of a letter that is written in this direction.
    pub(super) fn of(letter: &Letter, letters: Direction) -> Self {
        let mut body = Self {
            out: String::new(),
            letters,
            runs: Runs::default(),
            lists: Vec::new(),
            last: None,
            sections: 0,
        };
        for (at, block) in letter.blocks.iter().enumerate() {
            body.block(
                &block.content,
                letter.blocks.get(at + 1).map(|block| &block.content),
            );
        }
        body
    }

    /// The document's part.
    pub(super) fn document(&self) -> String {
        let mut out = String::with_capacity(self.out.len() + 1024);
        out.push_str(DECLARATION);
        out.push_str("<w:document");
        out.push_str(NAMESPACES);
        out.push_str("><w:body>");
        out.push_str(&self.out);
        page::push_section(&mut out, self.letters, self.sections == 0);
        out.push_str("</w:body></w:document>");
        out
    }

    /// The part that says how lists are numbered: all alike, each from its own start.
    pub(super) fn numbering(&self) -> String {
        let mut out = String::from(DECLARATION);
        out.push_str("<w:numbering");
        out.push_str(NAMESPACES);
        out.push_str(
            "><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"singleLevel\"/>\
             <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>\
             <w:lvlText w:val=\"%1.\"/><w:lvlJc w:val=\"left\"/>\
             <w:pPr><w:ind w:left=\"454\" w:hanging=\"454\"/></w:pPr></w:lvl></w:abstractNum>",
        );
        for (at, start) in self.lists.iter().enumerate() {
            out.push_str("<w:num w:numId=\"");
            out.push_str(&(at + 1).to_string());
            out.push_str(
                "\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"",
            );
            // Word counts no further, and no list is that long.
            out.push_str(&(*start).min(32_767).to_string());
            out.push_str("\"/></w:lvlOverride></w:num>");
        }
        out.push_str("</w:numbering>");
        out
    }

    fn block(&mut self, content: &Content, next: Option<&Content>) {
        match content {
            Content::CoverTitle(line) => self.styled("Title", line),
            Content::Cover(line) => self.styled("Cover", line),
            Content::PageBreak => {
                self.out.push_str("<w:p><w:pPr><w:pStyle w:val=\"Break\"/>");
                page::push_section(&mut self.out, self.letters, self.sections == 0);
                self.out.push_str("</w:pPr></w:p>");
                self.sections += 1;
            }
            Content::Address(lines) => lines.iter().for_each(|line| self.styled("Address", line)),
            Content::Date(line) => self.styled("Date", line),
            Content::Subject(line) => self.styled("Heading1", line),
            Content::Heading(line) => {
                self.last = None;
                self.styled("Heading2", line);
            }
            Content::Text(lines) => self.text(lines, next),
            Content::Item { number, lines } => self.item(*number, lines),
            Content::Table { head, rows } => {
                let runs = &mut self.runs;
                table::push(&mut self.out, runs, head, rows, self.letters);
            }
            Content::Signature(lines) => self.signature(lines),
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
        push_paragraph(&mut self.out, &mut self.runs, setting, line, self.letters);
    }

    /// Running text. What leads to a list, a table or a signature stays on the page with it.
    fn text(&mut self, lines: &[Line], next: Option<&Content>) {
        let leads = matches!(
            next,
            Some(Content::Item { .. } | Content::Table { .. } | Content::Signature(_))
        );
        for (at, line) in lines.iter().enumerate() {
            let with_next = leads && at + 1 == lines.len();
            self.paragraph(
                Setting {
                    with_next,
                    ..Setting::default()
                },
                line,
            );
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

    /// The lines of a signature, never parted by the end of a page.
    fn signature(&mut self, lines: &[Line]) {
        for (at, line) in lines.iter().enumerate() {
            let with_next = at + 1 < lines.len();
            let sign_here = at == 0;
            self.paragraph(
                Setting {
                    style: "Signature",
                    with_next,
                    sign_here,
                    ..Setting::default()
                },
                line,
            );
        }
    }
}

/// Adds a paragraph. Its properties stand in the order that the schema asks for.
pub(super) fn push_paragraph(
    out: &mut String,
    runs: &mut Runs,
    setting: Setting<'_>,
    line: &Line,
    letters: Direction,
) {
    let direction = Direction::of_line(line, letters);
    out.push_str("<w:p><w:pPr>");
    if !setting.style.is_empty() {
        out.push_str("<w:pStyle w:val=\"");
        out.push_str(setting.style);
        out.push_str("\"/>");
    }
    if setting.with_next {
        out.push_str("<w:keepNext/>");
    }
    if let Some(list) = setting.list {
        out.push_str("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"");
        out.push_str(&list.to_string());
        out.push_str("\"/></w:numPr>");
    }
    if setting.sign_here {
        out.push_str(SIGN_HERE);
    }
    if direction != letters {
        out.push_str(match direction {
            Direction::Ltr => "<w:bidi w:val=\"0\"/>",
            Direction::Rtl => "<w:bidi/>",
        });
    }
    if setting.sign_here {
        out.push_str(SIGN_HERE_SPACE);
    }
    out.push_str("</w:pPr>");
    let place = if setting.in_cell {
        Place::Cell
    } else {
        Place::Paragraph
    };
    runs.push(out, line, direction, place);
    out.push_str("</w:p>");
}
