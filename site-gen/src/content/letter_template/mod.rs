//! `letters/<kind>.md`, their partials and `mail.md`: the text of the letter, in reading order.
//! This file holds the data model; [`parse`] reads it from the source.
//!
//! A template consists of blocks separated by blank lines. A line that consists of an instruction
//! in square brackets is a block of its own; a line that begins with `//` is a comment; everything
//! else is text of the letter, with `{question}` for an answer.

mod dropped;
mod instruction;
mod parse;

pub(crate) use parse::markup;

use super::located::Located;
use super::placeholder::malformed_placeholder;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::markdown::FrontMatter;
use request_builder::letter::{BUILT_IN, Entries, Template};
use request_builder::rules::Condition;
use std::ops::Range;

/// A parsed letter, partial or covering email.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LetterTemplate {
    /// The template as written, for the places of diagnostics.
    pub(crate) source: Source,
    /// Where the text comes from.
    pub(crate) layer: Layer,
    pub(crate) blocks: Vec<Block>,
}

/// Where a text comes from. Unused parts of a library text are removed; a site's own text is used
/// as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    /// The template comes with `site-gen`.
    Library,
    /// It is in the site's folder.
    Site,
}

/// The purpose of a text, which determines the allowed instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A letter or a partial.
    Letter,
    /// `mail.md`, the covering email of every kind.
    Mail,
}

/// A block of text, or an instruction with its content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    Text(TextBlock),
    Table(Table),
    PageBreak {
        span: Range<usize>,
        footnotes: Vec<Footnote>,
    },
    /// `[cover sheet]` up to its `[page break]`.
    CoverSheet {
        blocks: Vec<Block>,
        page_break: Range<usize>,
        footnotes: Vec<Footnote>,
    },
    /// `[if …]`, each `[else if …]` and `[else]`, up to `[end]`.
    If(Vec<Branch>),
    ForEach {
        group: PlacedName,
        entries: Entries,
        footnotes: Vec<Footnote>,
        blocks: Vec<Block>,
    },
    BlankLetters(Vec<Block>),
    Insert(PlacedName),
}

/// Lines of one style.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TextBlock {
    pub(crate) role: Role,
    pub(crate) lines: Vec<Line>,
    /// The footnotes of the instruction above the lines.
    pub(crate) footnotes: Vec<Footnote>,
}

/// The style of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// `# `: the title on a cover sheet, the subject elsewhere.
    Title,
    /// `## `.
    Heading,
    /// Running text.
    Text,
    /// `1. `.
    Item,
    /// Below `[facts]`: each line is a label, a colon and a value.
    Fact,
    /// Below `[address]`.
    Address,
    /// Below `[date]`.
    Date,
    /// Below `[signature]`.
    Signature,
    /// Below `[enclosure]`.
    Enclosure,
    /// `- ` in the covering email.
    Attachment,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// The text, without the line's mark.
    pub(crate) text: String,
    /// Its place in the file.
    pub(crate) span: Range<usize>,
    /// Whether it began with `? `.
    pub(crate) is_optional: bool,
    pub(crate) footnotes: Vec<Footnote>,
}

/// `[^rule]`: the rule that a paragraph answers. Written `[^rule?]`, the paragraph is kept if the
/// rule is inactive.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Footnote {
    pub(crate) rule: PlacedName,
    pub(crate) is_optional: bool,
}

/// A name and its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlacedName {
    pub(crate) name: String,
    pub(crate) span: Range<usize>,
}

/// A branch of an `[if …]`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Branch {
    /// The condition; `None` for `[else]`.
    pub(crate) when: Option<When>,
    pub(crate) blocks: Vec<Block>,
}

/// A condition in a letter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct When {
    pub(crate) condition: Condition,
    pub(crate) span: Range<usize>,
}

/// A table with one row for each entry of a group.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    pub(crate) span: Range<usize>,
    pub(crate) head: Vec<String>,
    pub(crate) cells: Vec<Cell>,
    pub(crate) footnotes: Vec<Footnote>,
}

/// A cell of the row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) span: Range<usize>,
    pub(crate) is_optional: bool,
    /// `[if …: words]` at the end of the cell.
    pub(crate) instead: Option<(When, Line)>,
}

/// The rule that a condition tests; see [`Condition::parse_in_letter`].
pub(crate) fn as_rule(condition: &Condition) -> Option<&str> {
    match condition {
        Condition::Answered(name) => name.as_str().strip_prefix(Condition::RULE),
        _ => None,
    }
}

/// The questions whose answers a text shows.
pub(crate) fn questions_shown(text: &str) -> impl Iterator<Item = &str> {
    let names = Template::placeholders(text).into_iter();
    names.filter(|name| !name.contains('.') && !BUILT_IN.contains(name))
}

impl LetterTemplate {
    /// Parses a template and returns it with all diagnostics.
    pub(crate) fn parse(source: Source, layer: Layer, purpose: Purpose) -> (Self, Diagnostics) {
        let mut found = Diagnostics::new();
        let text = text_range(&source, &mut found);
        let blocks = parse::blocks(&source, text, purpose, &mut found);
        let template = Self {
            source,
            layer,
            blocks,
        };
        template.malformed_placeholders(&mut found);
        (template, found)
    }

    /// Reports braces that the letter would print.
    fn malformed_placeholders(&self, found: &mut Diagnostics) {
        self.visit(&mut |part| {
            let Reference::Text(_, span) = part else {
                return;
            };
            let Some(odd) = malformed_placeholder(&self.source.text()[span.clone()]) else {
                return;
            };
            let at = span.start + odd.span.start..span.start + odd.span.end;
            let error = Diagnostic::error(odd.message()).at(Place::new(&self.source, at));
            found.push(error.help(odd.help()));
        });
    }

    /// Every `{name}` of the text, built in or a question's.
    pub(crate) fn placeholders(&self) -> Vec<Located<String>> {
        let mut all = Vec::new();
        let mut show = |text: &str, span: &Range<usize>| {
            // Search for each name after the previous one, so that a repeated name gets its own
            // place.
            let written = self.source.text().get(span.clone()).unwrap_or_default();
            let mut from = 0;
            for name in Template::placeholders(text) {
                let braced = format!("{{{name}}}");
                let rest = written.get(from..).unwrap_or_default();
                let at = rest.find(&braced).map(|at| from + at);
                let span = at.map_or(span.clone(), |at| {
                    from = at + braced.len();
                    span.start + at..span.start + from
                });
                all.push(self.placed(name.to_owned(), span));
            }
        };
        self.visit(&mut |part| match part {
            Reference::Text(text, span) => show(text, span),
            Reference::When(_)
            | Reference::Footnote(_)
            | Reference::Group(_)
            | Reference::Insert(_) => {}
        });
        all
    }

    /// Every rule in a footnote, except optional ones (`[^rule?]`).
    pub(crate) fn footnotes(&self) -> Vec<Located<String>> {
        let mut all = Vec::new();
        self.visit(&mut |part| {
            if let Reference::Footnote(footnote) = part
                && !footnote.is_optional
            {
                let rule = &footnote.rule;
                all.push(self.placed(rule.name.clone(), rule.span.clone()));
            }
        });
        all
    }

    /// Every rule in a condition. It may be inactive, but it must exist.
    pub(crate) fn rules_asked_for(&self) -> Vec<Located<String>> {
        let mut all = Vec::new();
        self.visit(&mut |part| {
            if let Reference::When(when) = part {
                all.extend(self.rules_of(when));
            }
        });
        all
    }

    fn rules_of(&self, when: &When) -> Vec<Located<String>> {
        let written = self
            .source
            .text()
            .get(when.span.clone())
            .unwrap_or_default();
        let questions = when.condition.questions().into_iter();
        let rules =
            questions.filter_map(|question| question.as_str().strip_prefix(Condition::RULE));
        let placed = rules.map(|rule| {
            let asks = format!("rule {rule}");
            let at = written
                .find(&asks)
                .map(|at| when.span.start + at + "rule ".len());
            let span = at.map_or(when.span.clone(), |at| at..at + rule.len());
            self.placed(rule.to_owned(), span)
        });
        placed.collect()
    }

    /// Every group that a table or a loop uses.
    pub(crate) fn groups(&self) -> Vec<Located<String>> {
        let mut all = Vec::new();
        self.visit(&mut |part| {
            if let Reference::Group(name) = part {
                all.push(self.placed(name.name.clone(), name.span.clone()));
            }
        });
        all
    }

    /// Every partial that the text inserts.
    pub(crate) fn inserts(&self) -> Vec<Located<String>> {
        let mut all = Vec::new();
        self.visit(&mut |part| {
            if let Reference::Insert(name) = part {
                all.push(self.placed(name.name.clone(), name.span.clone()));
            }
        });
        all
    }

    pub(crate) fn placed<T>(&self, value: T, span: Range<usize>) -> Located<T> {
        Located {
            value,
            place: Place::new(&self.source, span),
        }
    }

    /// Visits all references.
    pub(crate) fn visit(&self, look: &mut dyn FnMut(Reference<'_>)) {
        visit(&self.blocks, look);
    }
}

/// A reference to something outside the text.
pub(crate) enum Reference<'t> {
    Text(&'t str, &'t Range<usize>),
    When(&'t When),
    Footnote(&'t Footnote),
    Group(&'t PlacedName),
    Insert(&'t PlacedName),
}

/// Visits all references. The nesting depth was limited by the parser.
fn visit<'t>(blocks: &'t [Block], look: &mut dyn FnMut(Reference<'t>)) {
    let notes = |footnotes: &'t [Footnote], look: &mut dyn FnMut(Reference<'t>)| {
        for footnote in footnotes {
            look(Reference::Footnote(footnote));
        }
    };
    for block in blocks {
        match block {
            Block::Text(lines) => {
                notes(&lines.footnotes, look);
                for line in &lines.lines {
                    look(Reference::Text(&line.text, &line.span));
                    notes(&line.footnotes, look);
                }
            }
            Block::Table(table) => {
                for cell in &table.cells {
                    look(Reference::Text(&cell.text, &cell.span));
                    if let Some((when, words)) = &cell.instead {
                        look(Reference::When(when));
                        look(Reference::Text(&words.text, &words.span));
                    }
                }
                notes(&table.footnotes, look);
            }
            Block::PageBreak { footnotes, .. } => notes(footnotes, look),
            Block::CoverSheet {
                blocks, footnotes, ..
            } => {
                visit(blocks, look);
                notes(footnotes, look);
            }
            Block::If(branches) => {
                for branch in branches {
                    if let Some(when) = &branch.when {
                        look(Reference::When(when));
                    }
                    visit(&branch.blocks, look);
                }
            }
            Block::ForEach {
                group,
                footnotes,
                blocks,
                entries: _,
            } => {
                look(Reference::Group(group));
                notes(footnotes, look);
                visit(blocks, look);
            }
            Block::BlankLetters(blocks) => visit(blocks, look),
            Block::Insert(name) => look(Reference::Insert(name)),
        }
    }
}

/// Reports front matter, and returns the byte range of the text.
fn text_range(source: &Source, found: &mut Diagnostics) -> Range<usize> {
    let text = source.text();
    let Some(front) = FrontMatter::of(text) else {
        return 0..text.len();
    };
    let first = text.lines().next().unwrap_or_default();
    found.push(
        Diagnostic::error("this front matter would be printed in the letter")
            .at(Place::new(source, 0..first.len()))
            .help("remove it: a letter begins with its first line"),
    );
    front.range.end..text.len()
}
