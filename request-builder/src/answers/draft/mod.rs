//! Drafts: answers saved in a file. The format is plain JSON, documented here and in the JSON
//! Schema that `site-gen` publishes with the page.
//!
//! A draft stores the version that it was made for, and the full text of the clauses that it cites.
//! So when it is opened under another revision or version, the changes that affect this request can
//! be listed without the old rules.
//!
//! | format | added in it |
//! |---|---|
//! | 1 | `guidelines`, `kind`, `answers`, `groups`, `ticked`, `left-out` |
//! | 2 | `organisation`, `cites`, `labels` |
//!
//! `saved` was added later; programs that do not know it ignore it.
//!
//! A draft of format 1 is read as one of format 2 without these three.

mod change_message;
mod changes;
mod cites;
mod error;
mod json;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use change_message::{ChangeMessage, ClauseText};
pub use changes::{Change, Migrated};
pub use cites::ClauseSnapshot;
pub use error::{DraftError, JsonType, Position};

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
pub const MAX_ENTRIES: usize = 500;

/// The answers to one request, and what they were given for.
///
/// Unknown names are ignored. Everything except `format` and `guidelines` is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Draft {
    /// The version of the format: 2. Drafts of later formats are rejected.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 2)))]
    pub format: u32,
    /// The name of the organisation that the request is for.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub organisation: String,
    /// The day on which it was saved, such as `2020-01-31`. Missing in older drafts.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub saved: String,
    /// The version and revision that the answers were given for.
    pub guidelines: Stamp,
    /// The answers.
    #[serde(flatten)]
    pub answers: Answers,
    /// Every rule for this kind of request, with the sentence that it cited when the draft was
    /// saved.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub cites: Vec<ClauseSnapshot>,
    /// Labels at the time of saving, so that an answer can be shown even if its question was
    /// removed: a question by its name, an option by `question/option`, the kind of request by
    /// `/kind`.
    #[serde(skip_serializing_if = "LiteMap::is_empty")]
    #[cfg_attr(
        feature = "schema",
        schemars(default, with = "std::collections::BTreeMap<String, String>")
    )]
    pub labels: LiteMap<String, String>,
    /// Unknown names in the file. Not written.
    #[serde(skip)]
    pub unknown_keys: Vec<String>,
}

/// A version of the guidelines with a revision of its rules.
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

    /// Parses a draft file, completely or not at all.
    ///
    /// # Errors
    ///
    /// The problem.
    pub fn parse(bytes: &[u8]) -> Result<Self, DraftError> {
        read::parse(bytes)
    }

    /// The text of the draft file.
    pub fn to_json(&self) -> String {
        write::text(self)
    }

    /// Migrates the answers to these rules, and lists the changes that affect this request.
    pub fn migrate(self, book: &Rulebook, labels: &Labels) -> Migrated {
        changes::migrate(self, book, labels)
    }

    /// Whether it was made for the same guidelines, so that no question about it is needed.
    pub fn is_for(&self, book: &Rulebook) -> bool {
        self.organisation.is_empty() || self.organisation == book.organisation.name
    }
}
