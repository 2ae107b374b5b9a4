//! Removes invisible characters from a whole letter, so that every export starts from a clean one.

use crate::letter::{Block, Checklist, ChecklistItem, Content, Fact, Letter, Line, Run};
use crate::text::{Dropped, clean};

/// The letter without invisible characters, and their number. Line ends are kept only where the
/// letter may have them: not in a subject, heading, table head or footer, where they could forge a
/// second line.
pub fn cleaned(letter: &Letter) -> (Letter, Dropped) {
    let mut cleaner = Cleaner::default();
    let letter = Letter {
        subject: cleaner.one_line(&letter.subject),
        language: cleaner.one_line(&letter.language),
        draft: letter.draft.as_deref().map(|words| cleaner.one_line(words)),
        blocks: letter
            .blocks
            .iter()
            .map(|block| cleaner.block(block))
            .collect(),
        footer: cleaner.one_line(&letter.footer),
        version: letter.version.clone(),
        kind: letter.kind.clone(),
        revision: letter.revision,
        file: letter.file.clone(),
        paper: letter.paper,
        checklist: letter
            .checklist
            .as_ref()
            .map(|list| cleaner.checklist(list)),
    };
    (letter, cleaner.dropped)
}

/// Cleans texts and counts what is removed.
#[derive(Default)]
struct Cleaner {
    dropped: Dropped,
}

impl Cleaner {
    fn text(&mut self, text: &str) -> String {
        let (text, dropped) = clean(text);
        self.dropped += dropped;
        text.into_owned()
    }

    fn one_line(&mut self, text: &str) -> String {
        self.text(text).replace('\n', " ").trim().to_owned()
    }

    fn checklist(&mut self, list: &Checklist) -> Checklist {
        let items = list.items.iter().map(|item| ChecklistItem {
            text: self.one_line(&item.text),
            done: item.done,
        });
        Checklist {
            items: items.collect(),
            title: self.one_line(&list.title),
        }
    }

    fn run(&mut self, run: &Run) -> Run {
        match run {
            Run::Words(text) => Run::Words(self.text(text)),
            Run::Answer(text) => Run::Answer(self.text(text)),
            Run::Gap { words, field } => Run::Gap {
                words: self.one_line(words),
                field: field.clone(),
            },
        }
    }

    fn line(&mut self, line: &Line) -> Line {
        Line(line.0.iter().map(|run| self.run(run)).collect())
    }

    fn lines(&mut self, lines: &[Line]) -> Vec<Line> {
        lines.iter().map(|line| self.line(line)).collect()
    }

    fn folded(&mut self, line: &Line) -> Line {
        let mut line = self.line(line);
        for run in &mut line.0 {
            match run {
                Run::Words(text) | Run::Answer(text) | Run::Gap { words: text, .. } => {
                    *text = text.replace('\n', " ");
                }
            }
        }
        line
    }

    fn block(&mut self, block: &Block) -> Block {
        let content = match &block.content {
            Content::CoverTitle(line) => Content::CoverTitle(self.folded(line)),
            Content::Cover(line) => Content::Cover(self.line(line)),
            Content::PageBreak => Content::PageBreak,
            Content::Address(lines) => Content::Address(self.lines(lines)),
            Content::Date(line) => Content::Date(self.folded(line)),
            Content::Subject(line) => Content::Subject(self.folded(line)),
            Content::Heading(line) => Content::Heading(self.folded(line)),
            Content::Text(lines) => Content::Text(self.lines(lines)),
            Content::Facts(facts) => {
                let facts = facts.iter().map(|fact| Fact {
                    label: self.one_line(&fact.label),
                    value: self.lines(&fact.value),
                });
                Content::Facts(facts.collect())
            }
            Content::Item { number, lines } => Content::Item {
                number: *number,
                lines: self.lines(lines),
            },
            Content::Table { head, rows } => Content::Table {
                head: head.iter().map(|cell| self.one_line(cell)).collect(),
                rows: rows.iter().map(|row| self.lines(row)).collect(),
            },
            Content::Signature(lines) => Content::Signature(self.lines(lines)),
            Content::Enclosure(line) => Content::Enclosure(self.line(line)),
        };
        Block {
            content,
            sources: block.sources.clone(),
        }
    }
}
