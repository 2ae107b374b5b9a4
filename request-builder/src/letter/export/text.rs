//! A letter as plain text: for a mail, for a page that is read aloud, for those without a word
//! processor.
//!
//! Paragraphs are not wrapped, because whatever shows them wraps better; nothing is drawn with
//! characters, because it would be read aloud; a table becomes one entry a row, each cell after
//! the name of its column, because columns fall apart in a mail's proportional type.

use crate::letter::cleaned;
use crate::letter::{Content, Letter, Line};

/// Stands between the cover sheet and the letter, and between the letter and its footer.
const RULE: &str = "----------";

/// The letter as plain text. Lines end in LF and the last line has one; gaps read `[label]`.
pub fn text(letter: &Letter) -> String {
    let (letter, _) = cleaned(letter);
    let mut page = Page::default();
    if let Some(draft) = &letter.draft {
        page.paragraph(draft);
    }
    let mut before = None;
    for block in &letter.blocks {
        page.block(before, &block.content);
        before = Some(&block.content);
    }
    if !letter.footer.is_empty() {
        page.paragraph(RULE);
        page.line(&letter.footer);
    }
    if let Some(list) = &letter.checklist {
        page.paragraph(RULE);
        page.line(&list.title);
        page.space();
        for item in &list.items {
            page.line(&format!("{} {}", tick_box(item.done), item.text));
        }
    }
    page.out
}

/// A box that is ticked or not, in characters that every reader has.
pub(super) fn tick_box(done: bool) -> &'static str {
    if done { "[x]" } else { "[ ]" }
}

/// The text so far; always empty or at the start of a line.
#[derive(Default)]
struct Page {
    out: String,
}

impl Page {
    fn block(&mut self, before: Option<&Content>, content: &Content) {
        match content {
            Content::Date(line) | Content::CoverTitle(line) | Content::Subject(line) => {
                self.paragraph(&line.text());
            }
            Content::Cover(line) => {
                self.space_unless(matches!(before, Some(Content::Cover(_))));
                self.line(&line.text());
            }
            Content::Enclosure(line) => {
                self.space_unless(matches!(before, Some(Content::Enclosure(_))));
                self.line(&line.text());
            }
            Content::PageBreak => {
                self.space();
                self.paragraph(RULE);
                self.space();
            }
            Content::Heading(line) => {
                self.space();
                self.space();
                self.line(&line.text());
            }
            Content::Text(lines) => {
                for line in lines {
                    self.paragraph(&line.text());
                }
            }
            Content::Address(lines) => {
                self.space();
                self.lines(lines);
            }
            Content::Signature(lines) => {
                // Room to sign in.
                self.space();
                self.out.push_str("\n\n");
                self.lines(lines);
            }
            Content::Item { number, lines } => {
                self.space_unless(matches!(before, Some(Content::Item { .. })));
                self.entry(&format!("{number}. "), "", lines.iter().map(Line::text));
            }
            Content::Table { head, rows } => {
                for row in rows {
                    self.space();
                    self.entry(
                        "- ",
                        "  ",
                        row.iter()
                            .enumerate()
                            .map(|(column, cell)| match head.get(column) {
                                Some(name) => format!("{name}: {}", cell.text()),
                                None => cell.text(),
                            }),
                    );
                }
            }
        }
    }

    fn space(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn space_unless(&mut self, close: bool) {
        if !close {
            self.space();
        }
    }

    fn paragraph(&mut self, text: &str) {
        self.space();
        self.line(text);
    }

    fn line(&mut self, text: &str) {
        self.set("", "", text);
    }

    fn lines(&mut self, lines: &[Line]) {
        for line in lines {
            self.line(&line.text());
        }
    }

    /// Lines after a mark, each as far in as the first; what one of them goes on with stands
    /// further in where it could be taken for the next.
    fn entry(&mut self, mark: &str, further: &str, lines: impl Iterator<Item = String>) {
        let indent = " ".repeat(mark.len());
        let deeper = format!("{indent}{further}");
        let mut first = mark;
        for line in lines {
            self.set(first, &deeper, &line);
            first = &indent;
        }
    }

    /// A line, or several if the text has line ends. None ends in a space: `-- ` would begin a
    /// mail's signature, and mail programs would hide what follows.
    fn set(&mut self, first: &str, indent: &str, text: &str) {
        let mut before = first;
        for part in text.split('\n') {
            self.out.push_str(before);
            self.out.push_str(part);
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push('\n');
            before = indent;
        }
    }
}
