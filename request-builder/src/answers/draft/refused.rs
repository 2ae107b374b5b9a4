//! Why a draft was rejected. Rejected drafts change nothing.

use super::{FORMAT, LIMIT, MOST_ENTRIES};
use crate::labels::Messages;

/// A position in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The byte, counted from 0.
    pub at: usize,
    /// The line, counted from 1.
    pub line: usize,
    /// The character in the line, counted from 1.
    pub column: usize,
}

/// The expected type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
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
    /// Not JSON.
    NotJson(Spot),
    /// It ends unexpectedly.
    CutOff(Spot),
    /// Nested too deeply.
    TooDeep(Spot),
    /// An object or array with too many members.
    TooMany(Spot),
    /// An unpaired surrogate, such as `\ud800`.
    HalfCharacter(Spot),
    /// A duplicate name in an object, which would make it ambiguous.
    Twice {
        /// The name.
        name: String,
        /// The position of the second occurrence.
        spot: Spot,
    },
    /// A required member is missing.
    Lacks {
        /// Its name.
        name: &'static str,
    },
    /// A value has an unexpected type.
    Wrong {
        /// Its path, separated by dots; empty for the whole draft.
        path: String,
        /// The expected type.
        wanted: Wanted,
        /// Its position.
        spot: Spot,
    },
    /// A group has too many entries.
    TooManyEntries {
        /// The group.
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
        let at = |name: &str, spot: &Spot| {
            let (line, column) = (spot.line.to_string(), spot.column.to_string());
            wording.fill(name, &[("line", &line), ("column", &column)])
        };
        match self {
            Self::TooLarge => {
                let most = (LIMIT / 1024 / 1024).to_string();
                wording.fill("request-draft-too-large", &[("most", &most)])
            }
            Self::NotText => wording.get("request-draft-not-text").to_owned(),
            Self::NotJson(spot) => at("request-draft-not-json", spot),
            Self::CutOff(spot) => at("request-draft-cut-off", spot),
            Self::TooDeep(spot) => at("request-draft-too-deep", spot),
            Self::TooMany(spot) => at("request-draft-too-many", spot),
            Self::HalfCharacter(spot) => at("request-draft-half-character", spot),
            Self::Twice { name, spot } => {
                at("request-draft-twice", spot).replace("{name}", &short(name))
            }
            Self::Lacks { name } => wording.fill("request-draft-lacks", &[("name", name)]),
            // The whole draft has the wrong type, such as an array or a number.
            Self::Wrong { path, .. } if path.is_empty() => {
                wording.get("request-draft-other").to_owned()
            }
            Self::Wrong { path, spot, .. } => {
                at("request-draft-wrong", spot).replace("{name}", &short(path))
            }
            Self::TooManyEntries { group, entries } => wording.fill(
                "request-draft-too-many-entries",
                &[
                    ("name", &short(group)),
                    ("count", &entries.to_string()),
                    ("most", &MOST_ENTRIES.to_string()),
                ],
            ),
            Self::NewerFormat { format } => wording.fill(
                "request-draft-newer",
                &[
                    ("format", &format.to_string()),
                    ("known", &FORMAT.to_string()),
                ],
            ),
        }
    }
}

/// The start of a text, enough to recognise it.
fn short(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => [text.get(..end).unwrap_or_default(), "…"].concat(),
        None => text.to_owned(),
    }
}
