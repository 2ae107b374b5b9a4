//! `letters/<kind>.md`, their partials and `mail.md`: what goes out, as a lawyer reads it from top
//! to bottom. This file holds what such a text is made of; [`parse`] makes it from the source, and
//! [`flatten`] makes from it, for one kind of request, the paragraphs that the builder composes a
//! letter of.
//!
//! A text is blocks with blank lines between them. A line that is nothing but an instruction in
//! square brackets is one; a line that begins with `//` is a note for people; everything else is
//! words that go out, with `{question}` for an answer.

mod flatten;
mod instruction;
mod parse;
#[cfg(test)]
mod tests;

use super::table;
use crate::diagnostic::{Diagnostics, Place, Source};
use request_builder::letter::{BUILT_IN, Entries, Template};
use request_builder::rules::{Condition, QuestionId};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// Texts that letters insert, by the names of their files: `server` of `letters/server.md`.
pub type Partials<'t> = BTreeMap<&'t str, &'t LetterTemplate>;

/// The text of a letter, of a part of one, or of the covering e-mail, as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct LetterTemplate {
    /// The file.
    pub source: Source,
    /// Whose it is.
    pub layer: Layer,
    blocks: Vec<Block>,
}

/// Whose text something is. A library's text loses what a site has no use for; a site's own
/// is used as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// It comes with `site-gen`.
    Library,
    /// It is in the site's folder.
    Site,
}

/// What a text is for, which decides what may be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A letter or a part of one.
    Letter,
    /// The covering e-mail.
    Mail,
}

/// Something that was made from a text, and where it is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed<T> {
    /// What was made.
    pub value: T,
    /// Where it is.
    pub place: Place,
}

/// Between two lines of `+++` at the beginning of a letter; all of it may be left out.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(title = "Letter")]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FrontMatter {
    /// What the letter is called. Nothing shows it yet.
    #[serde(default, rename = "title")]
    _title: Option<String>,
}

/// The JSON Schema of the front matter of `letters/<kind>.md`.
pub(super) fn schema() -> schemars::Schema {
    schemars::schema_for!(FrontMatter)
}

/// A piece of a text, or an instruction with what is in it.
#[derive(Clone, Debug, PartialEq)]
enum Block {
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
        group: Name,
        entries: Entries,
        footnotes: Vec<Footnote>,
        blocks: Vec<Block>,
    },
    BlankLetters(Vec<Block>),
    Insert(Name),
}

/// Lines that are set in one way.
#[derive(Clone, Debug, PartialEq)]
struct TextBlock {
    role: Role,
    lines: Vec<Line>,
    /// Those of the instruction above the lines.
    footnotes: Vec<Footnote>,
}

/// How lines are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// `# `: the title of the cover sheet inside it, the subject elsewhere.
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
    /// `- ` in the covering e-mail.
    Attachment,
}

/// One line of words.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    /// The words, without what marks the line.
    text: String,
    /// Where they stand.
    span: Range<usize>,
    /// It began with `? `.
    is_optional: bool,
    footnotes: Vec<Footnote>,
}

/// `[^rule]`: the rule that a paragraph answers. Written `[^rule?]`, the paragraph does not hang
/// on it and stays where the rule takes no part.
#[derive(Clone, Debug, PartialEq)]
struct Footnote {
    rule: Name,
    is_optional: bool,
}

/// A name that something goes by, and where it is written.
#[derive(Clone, Debug, PartialEq)]
struct Name {
    name: String,
    span: Range<usize>,
}

/// One of the ways that an `[if …]` may go.
#[derive(Clone, Debug, PartialEq)]
struct Branch {
    /// What has to hold; `[else]` asks for nothing.
    when: Option<When>,
    blocks: Vec<Block>,
}

/// A condition as it is written in a letter.
#[derive(Clone, Debug, PartialEq)]
struct When {
    condition: Condition,
    span: Range<usize>,
}

/// A table with a row for each entry of a group.
#[derive(Clone, Debug, PartialEq)]
struct Table {
    span: Range<usize>,
    head: Vec<String>,
    cells: Vec<Cell>,
    footnotes: Vec<Footnote>,
}

/// A cell of the row.
#[derive(Clone, Debug, PartialEq)]
struct Cell {
    text: String,
    span: Range<usize>,
    is_optional: bool,
    /// `[if …: words]` at its end.
    instead: Option<(When, Line)>,
}

/// `rule <name>` in a letter's condition asks whether a rule takes part. That is known before
/// anybody answers anything, so it never leaves this module: it is kept as a question of a name
/// that no question has, until the letter is made.
const RULE: &str = "rule:";

fn as_rule(condition: &Condition) -> Option<&str> {
    match condition {
        Condition::Answered(name) => name.as_str().strip_prefix(RULE),
        _ => None,
    }
}

/// The questions whose answers a text shows.
fn questions_shown(text: &str) -> impl Iterator<Item = &str> {
    let names = Template::placeholders(text).into_iter();
    names.filter(|name| !name.contains('.') && !BUILT_IN.contains(name))
}

impl LetterTemplate {
    /// Reads a text. What is wrong with it comes beside what could be read.
    pub fn parse(source: Source, layer: Layer, purpose: Purpose) -> (Self, Diagnostics) {
        let mut found = Diagnostics::new();
        let text = front_matter(&source, &mut found);
        let blocks = parse::blocks(&source, text, purpose, &mut found);
        let template = Self {
            source,
            layer,
            blocks,
        };
        (template, found)
    }

    /// Every `{name}` of the text, built in or a question's.
    pub fn placeholders(&self) -> Vec<Placed<String>> {
        let mut all = Vec::new();
        let mut show = |text: &str, span: &Range<usize>| {
            // A name that stands twice is found twice, each time after the last one.
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
            Part::Text(text, span) => show(text, span),
            Part::When(_) | Part::Footnote(_) | Part::Group(_) | Part::Insert(_) => {}
        });
        all
    }

    /// Every question whose answer the text shows or a condition of it looks at.
    pub fn questions(&self) -> Vec<Placed<QuestionId>> {
        let shown = self.placeholders().into_iter();
        let shown = shown
            .filter(|name| {
                questions_shown(&format!("{{{}}}", name.value))
                    .next()
                    .is_some()
            })
            .map(|name| Placed {
                value: QuestionId::from(name.value),
                place: name.place,
            });
        let asked = self.conditions().into_iter().flat_map(|condition| {
            let questions: Vec<QuestionId> =
                condition.value.questions().into_iter().cloned().collect();
            let place = condition.place;
            questions.into_iter().map(move |value| Placed {
                value,
                place: place.clone(),
            })
        });
        let is_rule = |question: &Placed<QuestionId>| question.value.as_str().starts_with(RULE);
        shown
            .chain(asked)
            .filter(|question| !is_rule(question))
            .collect()
    }

    /// Every condition of the text. Where one asks whether a rule takes part, that part is not in
    /// it; a condition that asks for nothing else is left out.
    pub fn conditions(&self) -> Vec<Placed<Condition>> {
        let mut all = Vec::new();
        self.visit(&mut |part| {
            if let Part::When(when) = part {
                let mut leaf = |leaf: &Condition| match as_rule(leaf) {
                    Some(_) => super::takes_part::Folded::Always,
                    None => super::takes_part::Folded::When(leaf.clone()),
                };
                let folded = super::takes_part::fold_leaves(&when.condition, &mut leaf);
                if let super::takes_part::Folded::When(condition) = folded {
                    all.push(self.placed(condition, when.span.clone()));
                }
            }
        });
        all
    }

    /// Every rule that the text names in a footnote, but for those that may as well not be there.
    pub fn footnotes(&self) -> Vec<Placed<String>> {
        let mut all = Vec::new();
        self.visit(&mut |part| {
            if let Part::Footnote(footnote) = part
                && !footnote.is_optional
            {
                let rule = &footnote.rule;
                all.push(self.placed(rule.name.clone(), rule.span.clone()));
            }
        });
        all
    }

    /// Every rule that the text asks for in a condition. It may take no part; it has to be one
    /// nevertheless.
    pub fn rules_asked_for(&self) -> Vec<Placed<String>> {
        let mut all = Vec::new();
        self.visit(&mut |part| {
            if let Part::When(when) = part {
                all.extend(self.rules_of(when));
            }
        });
        all
    }

    fn rules_of(&self, when: &When) -> Vec<Placed<String>> {
        let written = self
            .source
            .text()
            .get(when.span.clone())
            .unwrap_or_default();
        let questions = when.condition.questions().into_iter();
        let rules = questions.filter_map(|question| question.as_str().strip_prefix(RULE));
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

    /// Every group that the text goes through.
    pub fn groups(&self) -> Vec<Placed<String>> {
        let mut all = Vec::new();
        self.visit(&mut |part| {
            if let Part::Group(name) = part {
                all.push(self.placed(name.name.clone(), name.span.clone()));
            }
        });
        all
    }

    /// Every text that this one inserts.
    pub fn inserts(&self) -> Vec<Placed<String>> {
        let mut all = Vec::new();
        self.visit(&mut |part| {
            if let Part::Insert(name) = part {
                all.push(self.placed(name.name.clone(), name.span.clone()));
            }
        });
        all
    }

    fn placed<T>(&self, value: T, span: Range<usize>) -> Placed<T> {
        Placed {
            value,
            place: Place::new(&self.source, span),
        }
    }

    fn visit(&self, look: &mut dyn FnMut(Part<'_>)) {
        visit(&self.blocks, look);
    }
}

/// Something in a text that names something elsewhere.
enum Part<'t> {
    Text(&'t str, &'t Range<usize>),
    When(&'t When),
    Footnote(&'t Footnote),
    Group(&'t Name),
    Insert(&'t Name),
}

/// Shows every part of some blocks. How deep they can be nested is bounded as they are read.
fn visit<'t>(blocks: &'t [Block], look: &mut dyn FnMut(Part<'t>)) {
    let notes = |footnotes: &'t [Footnote], look: &mut dyn FnMut(Part<'t>)| {
        for footnote in footnotes {
            look(Part::Footnote(footnote));
        }
    };
    for block in blocks {
        match block {
            Block::Text(lines) => {
                notes(&lines.footnotes, look);
                for line in &lines.lines {
                    look(Part::Text(&line.text, &line.span));
                    notes(&line.footnotes, look);
                }
            }
            Block::Table(table) => {
                for cell in &table.cells {
                    look(Part::Text(&cell.text, &cell.span));
                    if let Some((when, words)) = &cell.instead {
                        look(Part::When(when));
                        look(Part::Text(&words.text, &words.span));
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
                        look(Part::When(when));
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
                look(Part::Group(group));
                notes(footnotes, look);
                visit(blocks, look);
            }
            Block::BlankLetters(blocks) => visit(blocks, look),
            Block::Insert(name) => look(Part::Insert(name)),
        }
    }
}

/// Reads the front matter, and says which bytes of the file are its text.
fn front_matter(source: &Source, found: &mut Diagnostics) -> Range<usize> {
    let text = source.text();
    let first = text.lines().next().unwrap_or_default();
    if first.trim_end() != "+++" {
        return 0..text.len();
    }
    let Some((front, body)) = super::page::parts(text) else {
        found.push(
            crate::diagnostic::Diagnostic::error("the front matter is never closed")
                .at(Place::new(source, 0..first.len()))
                .help("write another line `+++` below it, or take this one out"),
        );
        return first.len()..text.len();
    };
    let _read: Option<(FrontMatter, _)> = table::read(source, front, found);
    body
}
