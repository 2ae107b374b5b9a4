//! Why a draft was refused. Nothing of it was taken.

use super::{FORMAT, LIMIT, MOST_ENTRIES};
use crate::labels::Messages;

/// Where in a file something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The byte, counted from 0.
    pub at: usize,
    /// The line, counted from 1.
    pub line: usize,
    /// The character in the line, counted from 1.
    pub column: usize,
}

/// What should have stood where something else does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// An object, `{ … }`.
    Object,
    /// A list, `[ … ]`.
    List,
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// Text, true or false, or a list of texts.
    Answer,
}

/// Why a draft was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftError {
    /// Larger than [`LIMIT`].
    TooLarge,
    /// Not UTF-8 text.
    NotText,
    /// Not JSON.
    NotJson(Spot),
    /// It ends too early.
    CutOff(Spot),
    /// Nested deeper than any draft.
    TooDeep(Spot),
    /// An object or a list with more members than any in a draft.
    TooMany(Spot),
    /// Half of a character that takes two, such as `\ud800`.
    HalfCharacter(Spot),
    /// A name stands twice in one object, so that it could mean two things.
    Twice {
        /// The name.
        name: String,
        /// Where it stands for the second time.
        spot: Spot,
    },
    /// JSON, but something that every draft has is not there.
    Lacks {
        /// Its name.
        name: &'static str,
    },
    /// JSON, but something is of a sort that no draft has there.
    Wrong {
        /// The names that lead to it, parted by dots; none where the whole is meant.
        path: String,
        /// What should stand there.
        wanted: Wanted,
        /// Where it stands.
        spot: Spot,
    },
    /// More entries of a group than anybody has.
    TooManyEntries {
        /// The group.
        group: String,
        /// How many.
        entries: usize,
    },
    /// Written in a format that this program does not know.
    NewerFormat {
        /// The format that it names.
        format: u32,
    },
}

impl DraftError {
    /// The sentence that says so to whoever gave the file.
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
            // The whole of it is of another sort: a list, a number.
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

/// Enough of something that somebody wrote to know it again.
fn short(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => [text.get(..end).unwrap_or_default(), "…"].concat(),
        None => text.to_owned(),
    }
}
