//! A composed letter: blocks of text that know which questions and rules they come from. Exports
//! make files of it.

use crate::answers::Field;
use crate::review::Review;
use crate::rulebook::Version;
use crate::rules::{KindId, QuestionId, RuleId};
use serde::Serialize;

/// A composed letter, ready for every export.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Letter {
    /// The kind of request.
    pub kind: KindId,
    /// The subject, which is also the title of the document. It has no line break.
    pub subject: String,
    /// The letter's language, a BCP 47 tag.
    pub language: String,
    /// The words that mark it as a draft. `None` once nothing that the guidelines require is
    /// missing.
    pub draft: Option<String>,
    /// Its text, in order.
    pub blocks: Vec<Block>,
    /// The line at the foot of every page: the version of the guidelines, the revision of their
    /// rules, the digest of their text and the kind of request.
    pub footer: String,
    /// The version of the guidelines that it was made for.
    pub version: Version,
    /// The revision of the rules of that version.
    pub revision: u32,
    /// The parts of its file name.
    pub file: FileNaming,
    /// The paper that it is printed on.
    pub paper: Paper,
    /// The sender's tasks on paper. They are not part of the letter. Files that are not sent as
    /// they are have it after the letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checklist: Option<Checklist>,
}

/// The parts of the file name of a letter; see [`letter_file`](super::export::letter_file). A
/// text is empty if there is no such thing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FileNaming {
    /// The organisation's name.
    pub organisation: String,
    /// The sender's reference.
    pub reference: String,
    /// The server that the request is about, if the case has letters about several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// The day of the letter, as ISO 8601 has it, so that files sort by it.
    pub day: String,
}

/// The size of a sheet of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 210 mm by 297 mm (ISO 216), for most of the world.
    #[default]
    A4,
    /// 8.5 by 11 inches, for North America.
    UsLetter,
}

/// A task on paper for the sender of a letter; see [`Letter::checklist`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Checklist {
    /// Its heading, which says that it is not part of the letter.
    pub title: String,
    /// The tasks, in order.
    pub items: Vec<ChecklistItem>,
}

/// One task on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ChecklistItem {
    /// What to do.
    pub text: String,
    /// Whether it was ticked off.
    pub done: bool,
}

/// One block of a letter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Block {
    /// The part of the letter that it is, with its text.
    pub content: Content,
    /// The rule because of which it is there, and the questions whose answers are in it.
    pub sources: Vec<Source>,
}

/// The parts of a letter, with their text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// The title of a cover sheet.
    CoverTitle(Line),
    /// A line on the cover sheet.
    Cover(Line),
    /// The end of the cover sheet.
    PageBreak,
    /// A postal address, line by line.
    Address(Vec<Line>),
    /// The date of the letter.
    Date(Line),
    /// What the letter is about, in one line.
    Subject(Line),
    /// A heading, after which items are numbered from 1.
    Heading(Line),
    /// Running text. An answer of several paragraphs makes several lines.
    Text(Vec<Line>),
    /// Labels and values, in two columns where there is room for them.
    Facts(Vec<Fact>),
    /// A numbered item.
    Item {
        /// Its number, which starts again at 1 after each heading.
        number: usize,
        /// Its text and the further lines under it.
        lines: Vec<Line>,
    },
    /// A table. Every row has as many cells as the head.
    Table {
        /// The heads of the columns.
        head: Vec<String>,
        /// The cells, row by row.
        rows: Vec<Vec<Line>>,
    },
    /// The block under the signature, line by line.
    Signature(Vec<Line>),
    /// A line of the list of enclosures.
    Enclosure(Line),
}

/// A label and its value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Fact {
    /// The label, with the colon at its end.
    pub label: String,
    /// The value, which has several lines if the answer has several paragraphs.
    pub value: Vec<Line>,
}

/// One line of text, as a sequence of runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Line(pub Vec<Run>);

/// A piece of a line that comes from one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Run {
    /// Words of the letter's text.
    Words(String),
    /// An answer of the officer, never words of the letter.
    Answer(String),
    /// The words for an answer that was not given; see
    /// [`LetterWords::gap`](super::LetterWords::gap).
    Gap {
        /// The name of the missing answer.
        words: String,
        /// The question whose answer is missing. `None` if no question asks for it.
        field: Option<Field>,
    },
}

/// A question or rule that a block comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The block contains the answer to this question.
    Question(QuestionId),
    /// The letter has the block because of this rule, and so because of the rule's clause.
    Rule(RuleId),
}

impl Content {
    /// All its lines, without the head of a table and the labels of facts.
    pub fn lines(&self) -> Vec<&Line> {
        let mut lines = Vec::new();
        self.any_line(&mut |line| {
            lines.push(line);
            false
        });
        lines
    }

    /// Whether something holds for one of its lines.
    fn any_line<'l>(&'l self, holds: &mut dyn FnMut(&'l Line) -> bool) -> bool {
        match self {
            Self::CoverTitle(line)
            | Self::Cover(line)
            | Self::Date(line)
            | Self::Subject(line)
            | Self::Heading(line)
            | Self::Enclosure(line) => holds(line),
            Self::PageBreak => false,
            Self::Address(lines)
            | Self::Text(lines)
            | Self::Item { lines, .. }
            | Self::Signature(lines) => lines.iter().any(holds),
            Self::Facts(facts) => facts.iter().any(|fact| fact.value.iter().any(&mut *holds)),
            Self::Table { rows, .. } => rows.iter().flatten().any(holds),
        }
    }
}

impl Line {
    /// The line as plain text. A gap is in brackets: `[username]`.
    pub fn text(&self) -> String {
        self.0.iter().map(Run::text).collect()
    }

    /// Whether an answer in it was not given.
    pub fn has_gap(&self) -> bool {
        self.0.iter().any(|run| matches!(run, Run::Gap { .. }))
    }

    /// Whether the line is an answer and nothing else, so that its sender chose every word of it.
    pub fn is_answer(&self) -> bool {
        let mut runs = self.0.iter();
        !self.0.is_empty() && runs.all(|run| matches!(run, Run::Answer(_)))
    }
}

impl Run {
    /// The run as plain text. A gap is in brackets: `[username]`.
    pub fn text(&self) -> String {
        match self {
            Self::Words(text) | Self::Answer(text) => text.clone(),
            Self::Gap { words, .. } => ["[", words, "]"].concat(),
        }
    }
}

impl Letter {
    /// The fields of the answers that are missing in it. `None` for one that no question asks for.
    pub(crate) fn gaps(&self) -> Vec<Option<&Field>> {
        let lines = self.blocks.iter().flat_map(|block| block.content.lines());
        let mut gaps = Vec::new();
        for run in lines.flat_map(|line| &line.0) {
            if let Run::Gap { field, .. } = run {
                gaps.push(field.as_ref());
            }
        }
        gaps
    }

    /// Whether an answer is missing somewhere that was not left out on purpose.
    pub(crate) fn has_gap(&self, review: &Review) -> bool {
        let is_left_out = |field: Option<&Field>| field.is_some_and(|it| review.is_left_out(it));
        !self.gaps().into_iter().all(is_left_out)
    }

    /// What the letter was made by, for whoever reads it with a program: the kind of request, the
    /// version of the guidelines with the revision of its rules and the beginning of its digest,
    /// and the rules that the letter's paragraphs answer. There is no answer in it. It has the form
    /// `kind=account; version=2020-01-31; revision=3; text=c187cd96983b1410; rules=a, b`.
    pub fn provenance(&self) -> String {
        let mut rules: Vec<&str> = Vec::new();
        for source in self.blocks.iter().flat_map(|block| &block.sources) {
            match source {
                Source::Rule(rule) if !rules.contains(&rule.as_str()) => rules.push(rule.as_str()),
                Source::Rule(_) | Source::Question(_) => {}
            }
        }
        let Version { id, digest, .. } = &self.version;
        let digest = digest.get(..16).unwrap_or(digest);
        [
            "kind=",
            self.kind.as_str(),
            "; version=",
            id,
            "; revision=",
            &self.revision.to_string(),
            "; text=",
            digest,
            "; rules=",
            &rules.join(", "),
        ]
        .concat()
    }
}
