//! Answers in a file, to go on with later. Plain JSON, with the format's version and the version
//! of the guidelines that the answers were given for.

use super::Answers;
use crate::rulebook::Rulebook;
use serde::{Deserialize, Serialize};

/// The draft format that this program writes.
pub const FORMAT: u32 = 1;

/// The largest draft that is read, in bytes. A request with a hundred accounts takes 50 KB.
pub const LIMIT: usize = 2 * 1024 * 1024;

/// A draft file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Draft {
    /// The format's version.
    pub format: u32,
    /// What the answers were given for.
    pub guidelines: Stamp,
    /// The answers.
    #[serde(flatten)]
    pub answers: Answers,
}

/// Which text and rules something was made for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Stamp {
    /// The version of the guidelines.
    pub version: String,
    /// The digest of their text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub digest: String,
    /// The revision of their rules.
    pub revision: u32,
}

/// Why a draft was refused. Nothing of it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftError {
    /// Larger than [`LIMIT`].
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
    },
    /// Not UTF-8 text.
    NotText,
    /// Not JSON, or cut off.
    NotJson {
        /// Where reading stopped, counted from 1.
        line: usize,
        /// Where in the line, counted from 1.
        column: usize,
        /// It ended too early.
        cut_off: bool,
    },
    /// JSON, but no draft.
    NotADraft {
        /// What the reader of JSON said.
        detail: String,
    },
    /// Written by a newer program.
    NewerFormat {
        /// The format that it names.
        format: u32,
    },
}

impl Stamp {
    /// The stamp of a rulebook.
    pub fn of(book: &Rulebook) -> Self {
        Self {
            version: book.version.id.clone(),
            digest: book.version.digest.clone(),
            revision: book.form.revision,
        }
    }
}

impl Draft {
    /// A draft of these answers.
    pub fn new(book: &Rulebook, answers: Answers) -> Self {
        Self {
            format: FORMAT,
            guidelines: Stamp::of(book),
            answers,
        }
    }

    /// Reads a draft file.
    ///
    /// # Errors
    /// What is wrong with it; a draft is taken whole or not at all.
    pub fn parse(bytes: &[u8]) -> Result<Self, DraftError> {
        if bytes.len() > LIMIT {
            return Err(DraftError::TooLarge { bytes: bytes.len() });
        }
        let text = std::str::from_utf8(bytes).map_err(|_| DraftError::NotText)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let draft: Self = serde_json::from_str(text).map_err(|error| {
            if error.is_data() {
                DraftError::NotADraft {
                    detail: error.to_string(),
                }
            } else {
                DraftError::NotJson {
                    line: error.line(),
                    column: error.column(),
                    cut_off: error.is_eof(),
                }
            }
        })?;
        if draft.format > FORMAT || draft.format == 0 {
            return Err(DraftError::NewerFormat {
                format: draft.format,
            });
        }
        Ok(draft)
    }

    /// The file's text.
    pub fn to_json(&self) -> String {
        // Maps with text for keys and plain values always serialise.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Answer;
    use proptest::prelude::*;

    #[test]
    fn a_draft_comes_back_as_it_was() {
        let mut answers = Answers {
            kind: Some("contents".into()),
            ..Answers::default()
        };
        answers
            .given
            .insert("server-url".into(), Answer::Text("open.rocket.chat".into()));
        answers.given.insert("officer".into(), Answer::Tick(true));
        answers.groups.insert(
            "account".into(),
            vec![
                [("what".into(), Answer::Several(vec!["a".into()]))]
                    .into_iter()
                    .collect(),
            ],
        );
        let draft = Draft {
            format: FORMAT,
            guidelines: Stamp::default(),
            answers,
        };
        assert_eq!(Draft::parse(draft.to_json().as_bytes()), Ok(draft));
    }

    #[test]
    fn what_is_no_draft_is_refused_by_its_fault() {
        let draft = r#"{"format":1,"guidelines":{"version":"x","revision":1},"answers":{}}"#;
        assert!(Draft::parse(draft.as_bytes()).is_ok());
        assert!(matches!(
            Draft::parse(&draft.as_bytes()[..40]),
            Err(DraftError::NotJson { cut_off: true, .. })
        ));
        assert!(matches!(
            Draft::parse(b"[1]"),
            Err(DraftError::NotADraft { .. })
        ));
        assert!(matches!(
            Draft::parse(b"\xff\xfe"),
            Err(DraftError::NotText)
        ));
        assert!(matches!(
            Draft::parse(&vec![b' '; LIMIT + 1]),
            Err(DraftError::TooLarge { .. })
        ));
        let newer = draft.replace("\"format\":1", "\"format\":9");
        assert_eq!(
            Draft::parse(newer.as_bytes()),
            Err(DraftError::NewerFormat { format: 9 })
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Draft::parse(&bytes);
        }
    }
}
