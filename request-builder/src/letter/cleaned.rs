//! Removes invisible characters from a whole letter, so that every export starts from a clean one.

use crate::letter::{Content, Letter, Line, Run};
use crate::text::{RemovedCounts, clean};

/// The letter without invisible characters, and their number. Line ends are kept only where the
/// letter may have them: not in a subject, heading, table head or footer, where they could forge a
/// second line.
pub fn cleaned(letter: &Letter) -> (Letter, RemovedCounts) {
    let mut cleaner = Cleaner::default();
    let mut letter = letter.clone();
    cleaner.one_line(&mut letter.subject);
    cleaner.one_line(&mut letter.language);
    cleaner.one_line(&mut letter.footer);
    if let Some(draft) = &mut letter.draft {
        cleaner.one_line(draft);
    }
    for block in &mut letter.blocks {
        cleaner.content(&mut block.content);
    }
    if let Some(list) = &mut letter.checklist {
        cleaner.one_line(&mut list.title);
        for item in &mut list.items {
            cleaner.one_line(&mut item.text);
        }
    }
    (letter, cleaner.dropped)
}

/// Cleans texts and counts what is removed.
#[derive(Default)]
struct Cleaner {
    dropped: RemovedCounts,
}

impl Cleaner {
    fn text(&mut self, text: &mut String) {
        let (cleaned, dropped) = clean(text);
        self.dropped += dropped;
        *text = cleaned.into_owned();
    }

    fn one_line(&mut self, text: &mut String) {
        self.text(text);
        text.replace('\n', " ").trim().clone_into(text);
    }

    fn line(&mut self, line: &mut Line) {
        for run in &mut line.0 {
            match run {
                Run::Words(text) | Run::Answer(text) => self.text(text),
                Run::Gap { words, .. } => self.one_line(words),
            }
        }
    }

    fn lines(&mut self, lines: &mut [Line]) {
        for line in lines {
            self.line(line);
        }
    }

    fn folded(&mut self, line: &mut Line) {
        self.line(line);
        for run in &mut line.0 {
            match run {
                Run::Words(text) | Run::Answer(text) | Run::Gap { words: text, .. } => {
                    *text = text.replace('\n', " ");
                }
            }
        }
    }

    fn content(&mut self, content: &mut Content) {
        match content {
            Content::PageBreak => {}
            Content::CoverTitle(line)
            | Content::Date(line)
            | Content::Subject(line)
            | Content::Heading(line) => self.folded(line),
            Content::Cover(line) | Content::Enclosure(line) => self.line(line),
            Content::Address(lines)
            | Content::Text(lines)
            | Content::Item { lines, .. }
            | Content::Signature(lines) => self.lines(lines),
            Content::Facts(facts) => {
                for fact in facts {
                    self.one_line(&mut fact.label);
                    self.lines(&mut fact.value);
                }
            }
            Content::Table { head, rows } => {
                for cell in head {
                    self.one_line(cell);
                }
                for row in rows {
                    self.lines(row);
                }
            }
        }
    }
}
