//! The blocks of a letter as paragraphs, and the numbering that its items need.

use super::super::xml::Xml;
use super::direction::Direction;
use super::page;
use super::parts::NAMESPACES;
use super::runs::{Place, Runs};
use super::table;
use crate::letter::{Checklist, Content, Letter, Line, Run};

/// Three quarters of an inch of white to sign in, and a line under it.
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
    /// Whether it is set from the other side if all that it says runs from there. A paragraph
    /// of text is; a line among lines, such as a name under a signature, stays with them.
    pub(super) may_turn: bool,
    /// Where it stands.
    pub(super) place: Place,
}

/// The body of the document so far.
pub(super) struct Body {
    out: Xml,
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
        let mut out = Xml::file();
        out.markup("<w:document");
        out.markup(NAMESPACES);
        out.markup("><w:body>");
        let mut body = Self {
            out,
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
        if let Some(list) = &letter.checklist {
            body.checklist(list);
        }
        body
    }

    /// What is to be done on paper, on a page of its own that is taken out before the letter goes.
    fn checklist(&mut self, list: &Checklist) {
        let words = |text: String| Line(vec![Run::Words(text)]);
        self.out
            .markup("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
        self.styled("Heading2", &words(list.title.clone()));
        for item in &list.items {
            let mark = if item.done { '\u{2611}' } else { '\u{2610}' };
            self.styled("ListContinue", &words(format!("{mark}\u{a0}{}", item.text)));
        }
    }

    /// The document's part.
    pub(super) fn document(mut self) -> String {
        page::push_section(&mut self.out, self.letters, self.sections == 0);
        self.out.markup("</w:body></w:document>");
        self.out.finish()
    }

    /// The part that says how lists are numbered: all alike, each from its own start.
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
            // Word counts no further, and no list is that long.
            out.number((*start).min(32_767));
            out.markup("\"/></w:lvlOverride></w:num>");
        }
        out.markup("</w:numbering>");
        out.finish()
    }

    fn block(&mut self, content: &Content, next: Option<&Content>) {
        match content {
            Content::CoverTitle(line) => self.styled("Title", line),
            Content::Cover(line) => self.styled("Cover", line),
            Content::PageBreak => {
                self.out.markup("<w:p><w:pPr><w:pStyle w:val=\"Break\"/>");
                page::push_section(&mut self.out, self.letters, self.sections == 0);
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
                    may_turn: true,
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
    out: &mut Xml,
    runs: &mut Runs,
    setting: Setting<'_>,
    line: &Line,
    letters: Direction,
) {
    let direction = if setting.may_turn {
        Direction::of_line(line, letters)
    } else {
        letters
    };
    out.markup("<w:p><w:pPr>");
    if !setting.style.is_empty() {
        out.markup("<w:pStyle w:val=\"");
        out.markup(setting.style);
        out.markup("\"/>");
    }
    if setting.with_next {
        out.markup("<w:keepNext/>");
    }
    if let Some(list) = setting.list {
        out.markup("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"");
        out.number(list);
        out.markup("\"/></w:numPr>");
    }
    if setting.sign_here {
        out.markup(SIGN_HERE);
    }
    if direction != letters {
        out.markup(match direction {
            Direction::Ltr => "<w:bidi w:val=\"0\"/>",
            Direction::Rtl => "<w:bidi/>",
        });
    }
    if setting.sign_here {
        out.markup(SIGN_HERE_SPACE);
    }
    out.markup("</w:pPr>");
    runs.push(out, line, direction, setting.place);
    out.markup("</w:p>");
}
