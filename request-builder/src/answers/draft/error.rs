//! Why a draft was rejected. Rejected drafts change nothing.

use super::{FORMAT, LIMIT, MAX_ENTRIES};
use crate::labels::Messages;

/// A position in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The byte, counted from 0.
    pub at: usize,
    /// The line, counted from 1.
    pub line: usize,
    /// The character in the line, counted from 1.
    pub column: usize,
}

/// The expected type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// An object, `{ … }`.
    Object,
    /// An array, `[ … ]`.
    List,
    /// A string.
    Text,
    /// An integer.
    Number,
    /// A string, a boolean, or an array of strings.
    Answer,
}

/// Why a draft was rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftError {
    /// Larger than [`LIMIT`].
    TooLarge,
    /// Not UTF-8 text.
    NotText,
    /// Not valid JSON, at the place of the first mistake.
    NotJson(Position),
    /// It ends unexpectedly.
    CutOff(Position),
    /// Nested too deeply.
    TooDeep(Position),
    /// An object or array with too many members.
    TooMany(Position),
    /// An unpaired surrogate, such as `\ud800`.
    UnpairedSurrogate(Position),
    /// A duplicate name in an object, which would make it ambiguous.
    DuplicateName {
        /// The name that occurs twice.
        name: String,
        /// The position of the second occurrence.
        position: Position,
    },
    /// A required member is missing.
    Lacks {
        /// The name of the member.
        name: &'static str,
    },
    /// A value has an unexpected type.
    Wrong {
        /// Its path, separated by dots; empty for the whole draft.
        path: String,
        /// The expected type.
        wanted: JsonType,
        /// Its position.
        position: Position,
    },
    /// A group has too many entries.
    TooManyEntries {
        /// The id of the group.
        group: String,
        /// How many.
        entries: usize,
    },
    /// The format is newer than this program.
    NewerFormat {
        /// The format number.
        format: u32,
    },
}

impl DraftError {
    /// The message for the user.
    pub fn message(&self, wording: &Messages) -> String {
        let at = |name: &str, position: &Position| {
            let (line, column) = (position.line.to_string(), position.column.to_string());
            wording.fill(name, &[("line", &line), ("column", &column)])
        };
        match self {
            Self::TooLarge => {
                let most = (LIMIT / 1024 / 1024).to_string();
                wording.fill("request-draft-too-large", &[("most", &most)])
            }
            Self::NotJson(position) if position.at > 0 => at("request-draft-not-json", position),
            Self::CutOff(position) => at("request-draft-cut-off", position),
            Self::UnpairedSurrogate(position) => at("request-draft-half-character", position),
            Self::DuplicateName { name, position } => {
                at("request-draft-twice", position).replace("{name}", &excerpt(name))
            }
            Self::Wrong { path, position, .. } if !path.is_empty() => {
                at("request-draft-wrong", position).replace("{name}", &excerpt(path))
            }
            Self::TooManyEntries { group, entries } => wording.fill(
                "request-draft-too-many-entries",
                &[
                    ("name", &excerpt(group)),
                    ("count", &entries.to_string()),
                    ("most", &MAX_ENTRIES.to_string()),
                ],
            ),
            Self::NewerFormat { format } => wording.fill(
                "request-draft-newer",
                &[
                    ("format", &format.to_string()),
                    ("known", &FORMAT.to_string()),
                ],
            ),
            Self::TooMany(_) => wording.get("request-draft-too-many").to_owned(),
            // Another file, such as a letter. A draft that is damaged begins like a draft.
            Self::NotText
            | Self::NotJson(_)
            | Self::TooDeep(_)
            | Self::Lacks { .. }
            | Self::Wrong { .. } => wording.get("request-draft-other").to_owned(),
        }
    }
}

/// The start of a text, enough to recognise it.
fn excerpt(text: &str) -> String {
    const MAX_EXCERPT: usize = 80;
    match text.char_indices().nth(MAX_EXCERPT) {
        Some((end, _)) => [text.get(..end).unwrap_or_default(), "…"].concat(),
        None => text.to_owned(),
    }
}
