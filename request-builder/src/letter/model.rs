//! What a letter is, before it is a file: blocks of text, each of which knows where it comes from.

use crate::form::{QuestionId, RuleId};
use crate::rulebook::Version;
use serde::Serialize;

/// A finished letter, ready for any form of export.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Letter {
    /// The subject line, which is the document's title as well. One line.
    pub subject: String,
    /// The letter's language, a BCP 47 tag.
    pub language: String,
    /// The words that mark it as a draft, while a must is missing.
    pub draft: Option<String>,
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// The line at the foot of every page: the guidelines' version, rules revision and digest.
    pub footer: String,
    /// The text that the letter was made for.
    pub version: Version,
    /// What is left to be done on paper, for whoever sends the letter. It is no part of the letter
    /// and stands after it, in files that are not sent as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checklist: Option<Checklist>,
}

/// See [`Letter::checklist`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Checklist {
    /// What stands above it, and says that it is no part of the letter.
    pub title: String,
    /// What is to be done, in order.
    pub items: Vec<Check>,
}

/// One thing to be done on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Check {
    /// What to do.
    pub text: String,
    /// It was ticked off.
    pub done: bool,
}

/// One block of a letter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Block {
    /// How it is set, with what it says.
    pub content: Content,
    /// What it answers or where its words come from.
    pub sources: Vec<Source>,
}

/// What a block says and how it is set.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// The title of a cover sheet.
    CoverTitle(Line),
    /// A line on the cover sheet.
    Cover(Line),
    /// Ends the cover sheet.
    PageBreak,
    /// An address block, line by line.
    Address(Vec<Line>),
    /// The day of the letter.
    Date(Line),
    /// The subject line.
    Subject(Line),
    /// A heading.
    Heading(Line),
    /// Running text; an answer of several paragraphs makes several lines.
    Text(Vec<Line>),
    /// A numbered item: its number, its text, further lines under it.
    Item {
        /// Counts from 1, afresh after each heading.
        number: usize,
        /// The text and further lines.
        lines: Vec<Line>,
    },
    /// A table; every row has as many cells as the head.
    Table {
        /// The head row.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<Line>>,
    },
    /// Where the letter is signed, line by line.
    Signature(Vec<Line>),
    /// Something enclosed.
    Enclosure(Line),
}

/// One line of text, in runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Line(pub Vec<Run>);

/// A stretch of text of one sort.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Run {
    /// The letter's own words.
    Words(String),
    /// What the officer entered.
    Answer(String),
    /// An answer that is not given: the question's label, to be shown as a gap.
    Gap(String),
}

/// Where a block comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The answer to a question.
    Question(QuestionId),
    /// A rule, and through it a clause.
    Rule(RuleId),
}

impl Content {
    /// Every line of it; what stands at the head of a table is none.
    pub fn lines(&self) -> Vec<&Line> {
        match self {
            Self::CoverTitle(line)
            | Self::Cover(line)
            | Self::Date(line)
            | Self::Subject(line)
            | Self::Heading(line)
            | Self::Enclosure(line) => vec![line],
            Self::PageBreak => Vec::new(),
            Self::Address(lines)
            | Self::Text(lines)
            | Self::Item { lines, .. }
            | Self::Signature(lines) => lines.iter().collect(),
            Self::Table { rows, .. } => rows.iter().flatten().collect(),
        }
    }
}

impl Line {
    /// The line as plain text; a gap reads `[label]`.
    pub fn text(&self) -> String {
        self.0.iter().map(Run::text).collect()
    }

    /// Whether any answer is not given.
    pub fn has_gap(&self) -> bool {
        self.0.iter().any(|run| matches!(run, Run::Gap(_)))
    }
}

impl Run {
    /// The run as plain text; a gap reads `[label]`.
    pub fn text(&self) -> String {
        match self {
            Self::Words(text) | Self::Answer(text) => text.clone(),
            Self::Gap(label) => format!("[{label}]"),
        }
    }
}
