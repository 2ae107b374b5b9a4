//! Answers in a file, to go on with later: plain JSON, documented here and in the schema that
//! `site-gen` publishes beside the page.
//!
//! A draft carries what it was made for, and the sentences that it rested on, in their own words.
//! So whoever opens it under another revision of the rules, or another version of the guidelines,
//! can be told what changed for this one request, though the old rules are nowhere at hand.
//!
//! | format | what is new in it |
//! |---|---|
//! | 1 | `guidelines`, `kind`, `answers`, `groups`, `ticked`, `left-out` |
//! | 2 | `organisation`, `rests-on`, `labels` |
//!
//! A program that does not know `saved`, which came later, passes it over.
//!
//! A draft of format 1 is read as one of format 2 that says nothing of these three.

mod change_message;
mod changes;
mod cites;
mod json;
mod read;
mod refused;
#[cfg(test)]
mod tests;
mod write;

pub use change_message::{ChangeMessage, ClauseText};
pub use changes::{Change, Migrated};
pub use cites::ClauseSnapshot;
pub use refused::{DraftError, Spot, Wanted};

use super::Answers;
use crate::labels::Labels;
use crate::rulebook::Rulebook;
use litemap::LiteMap;
use serde::Serialize;

/// The draft format that this program writes.
pub const FORMAT: u32 = 2;

/// The largest draft that is read, in bytes. A request with a hundred accounts takes 50 KB.
pub const LIMIT: usize = 2 * 1024 * 1024;

/// The most entries that a group of a draft may have.
pub const MOST_ENTRIES: usize = 500;

/// The answers to one request, with what they were given for.
///
/// Names that a reader does not know are passed over. Everything but `format` and `guidelines`
/// may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Draft {
    /// The format's version: 2. A draft of a greater one is refused.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 2)))]
    pub format: u32,
    /// The organisation that the request is for, as it calls itself.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub organisation: String,
    /// The day on which it was saved, such as `2020-01-31`. Earlier drafts do not say.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub saved: String,
    /// The text and the rules that the answers were given for.
    pub guidelines: Stamp,
    /// The answers.
    #[serde(flatten)]
    pub answers: Answers,
    /// Every rule for this kind of request, with the sentence that it rested on when the draft
    /// was saved.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(rename = "rests-on")]
    pub cites: Vec<ClauseSnapshot>,
    /// What things were called when the draft was saved, so that an answer can be shown though its
    /// question is gone: a question by its name, an option by `question/option`, the kind of
    /// request by `/kind`.
    #[serde(skip_serializing_if = "LiteMap::is_empty")]
    #[cfg_attr(
        feature = "schema",
        schemars(default, with = "std::collections::BTreeMap<String, String>")
    )]
    pub labels: LiteMap<String, String>,
    /// Names in the file that no draft has. Not written.
    #[serde(skip)]
    pub unknown_keys: Vec<String>,
}

/// Which text and rules something was made for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Stamp {
    /// The version of the guidelines, named by its date.
    pub version: String,
    /// The SHA-256 of their text, in hexadecimal.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub digest: String,
    /// The revision of their rules.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub revision: u32,
}

impl Stamp {
    /// The stamp of a rulebook.
    pub fn of(book: &Rulebook) -> Self {
        Self {
            version: book.version.id.clone(),
            digest: book.version.digest.clone(),
            revision: book.rules.revision,
        }
    }
}

impl Draft {
    /// A draft of these answers.
    pub fn new(book: &Rulebook, labels: &Labels, answers: Answers) -> Self {
        Self {
            format: FORMAT,
            organisation: book.organisation.name.clone(),
            saved: String::new(),
            guidelines: Stamp::of(book),
            cites: cites::cites(book, answers.kind.as_ref()),
            labels: change_message::labels(book, labels, &answers),
            answers,
            unknown_keys: Vec::new(),
        }
    }

    /// Reads a draft file.
    ///
    /// # Errors
    /// What is wrong with it; a draft is taken whole or not at all.
    pub fn parse(bytes: &[u8]) -> Result<Self, DraftError> {
        read::parse(bytes)
    }

    /// The file's text.
    pub fn to_json(&self) -> String {
        write::text(self)
    }

    /// The answers under these rules, which may be others than the draft was made for, and what
    /// that changes for this request.
    pub fn migrate(self, book: &Rulebook, labels: &Labels) -> Migrated {
        changes::migrate(self, book, labels)
    }

    /// Whether it was made for these guidelines and no others: nothing is asked about one that was.
    pub fn is_for(&self, book: &Rulebook) -> bool {
        self.organisation.is_empty() || self.organisation == book.organisation.name
    }
}
