//! A letter as plain text: for an email, for a page that is read aloud, for those without a word
//! processor.
//!
//! Paragraphs are not wrapped, because whatever shows them wraps better; nothing is drawn with
//! characters, because it would be read aloud; a table becomes one entry per row, each cell
//! after the name of its column, because columns fall apart in the proportional type of an email.
//!
//! A line in which every word is the sender's is indented, so that no answer looks like the
//! letter's own signature, like its footer or like the line before it.

use crate::letter::cleaned;
use crate::letter::{Content, Letter, Line, Run};
use crate::text::{folded, is_word_char};

/// Separates the cover sheet from the letter, and the letter from its footer.
const RULE: &str = "----------";

/// Indents an answer.
const ANSWER: &str = "    ";

/// The letter as plain text. Lines end in LF and the last line has one; gaps read `[label]`.
pub fn text(letter: &Letter) -> String {
    let (letter, _) = cleaned(letter);
    let mut page = TextWriter {
        footer: &letter.footer,
        out: String::new(),
    };
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

/// A check box in plain characters.
pub(super) fn tick_box(done: bool) -> &'static str {
    if done { "[x]" } else { "[ ]" }
}

/// The text so far; always empty or at the start of a line.
struct TextWriter<'l> {
    footer: &'l str,
    out: String,
}

impl TextWriter<'_> {
    fn block(&mut self, before: Option<&Content>, content: &Content) {
        match content {
            Content::Date(line) | Content::CoverTitle(line) | Content::Subject(line) => {
                self.space();
                self.single_line(line);
            }
            Content::Cover(line) => {
                self.space_unless(matches!(before, Some(Content::Cover(_))));
                self.single_line(line);
            }
            Content::Enclosure(line) => {
                self.space_unless(matches!(before, Some(Content::Enclosure(_))));
                self.single_line(line);
            }
            Content::PageBreak => {
                self.space();
                self.paragraph(RULE);
                self.space();
            }
            Content::Heading(line) => {
                self.space();
                self.space();
                self.single_line(line);
            }
            Content::Text(lines) => {
                for line in lines {
                    self.space();
                    let before = if line.is_answer() { ANSWER } else { "" };
                    self.set(before, ANSWER, &line.text());
                }
            }
            Content::Facts(facts) => {
                self.space();
                for fact in facts {
                    let mut before = match fact.label.as_str() {
                        "" => String::new(),
                        label => [label, " "].concat(),
                    };
                    for line in &fact.value {
                        self.set(&before, ANSWER, &line.text());
                        before.clear();
                        before.push_str(ANSWER);
                    }
                }
            }
            Content::Address(lines) => {
                self.space();
                self.lines(lines);
            }
            Content::Signature(lines) => {
                // Space for a signature.
                self.space();
                self.out.push_str("\n\n");
                self.lines(lines);
            }
            Content::Item { number, lines } => {
                self.space_unless(matches!(before, Some(Content::Item { .. })));
                let mark = [&number.to_string(), ". "].concat();
                self.entry(
                    &mark,
                    &mut lines.iter().map(|line| (line.is_answer(), line.text())),
                );
            }
            Content::Table { head, rows } => {
                for row in rows {
                    self.space();
                    let cells = row.iter().enumerate();
                    let cells = cells.filter(|(_, cell)| !cell.0.is_empty());
                    self.entry(
                        "- ",
                        &mut cells.map(|(column, cell)| match head.get(column) {
                            Some(name) => (false, [name, ": ", &cell.text()].concat()),
                            None => (cell.is_answer(), cell.text()),
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
            self.single_line(line);
        }
    }

    /// A line of which the letter has one, such as a name below the signature. It is indented only
    /// if it is an answer that looks like the end of the letter.
    fn single_line(&mut self, line: &Line) {
        let text = line.text();
        let is_mark = !folded(&text).contains(is_word_char) || text.trim() == self.footer;
        let begins = matches!(line.0.first(), Some(Run::Answer(_)));
        self.set(if begins && is_mark { ANSWER } else { "" }, ANSWER, &text);
    }

    /// Lines after a mark, with a hanging indent. An answer, and the continuation of a line, is
    /// indented further, so that it is not taken for another label.
    fn entry(&mut self, mark: &str, lines: &mut dyn Iterator<Item = (bool, String)>) {
        let indent = " ".repeat(mark.len());
        let deeper = format!("{indent}{ANSWER}");
        for (at, (is_answer, line)) in lines.enumerate() {
            let before = match (at, is_answer) {
                (0, _) => mark,
                (_, true) => &deeper,
                (_, false) => &indent,
            };
            self.set(before, &deeper, &line);
        }
    }

    /// A line, or several if the text has line ends. No line ends in a space: `-- ` would begin a
    /// mail signature, and mail programs would hide the rest.
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
