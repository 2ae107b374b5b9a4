//! What an officer entered, and what can be told of one answer by itself: whether an e-mail
//! address is one, which host a server's address names, which day a date is.
//!
//! Nothing here knows the rules; what the answers mean for a request is [`crate::review`]'s.

mod date;
mod draft;
mod host;
mod mail;
mod moment;
mod punycode;
mod sound;
mod words;

pub use date::Date;
pub use draft::{Draft, DraftError, FORMAT, LIMIT, Stamp};
pub use host::{Host, LOOK_ALIKE, OTHER, class_of, server_address};
pub use mail::{EmailAddress, MailClass};
pub use moment::{Moment, NoMoment, Time};
pub use sound::{Unsound, soundness, username};
pub use words::mentions;

use crate::form::{GroupId, KindId, QuestionId, RuleId};
use litemap::LiteMap;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// Everything an officer entered for one request.
///
/// Answers to questions that are not asked at the moment stay here, set aside: what is in force
/// is [`crate::review::Standing`]'s to say, so nothing is lost by changing an earlier answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Answers {
    /// The kind of request, once chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<KindId>,
    /// Answers to questions that are in no group.
    #[serde(rename = "answers")]
    pub given: Entry,
    /// Answers to questions of groups, entry by entry.
    pub groups: LiteMap<GroupId, Vec<Entry>>,
    /// What was ticked off: things done on paper, notices read.
    pub ticked: Vec<RuleId>,
    /// Requirements that were left out knowingly.
    pub left_out: Vec<RuleId>,
}

/// The answers to the questions of one entry of a group, or of none.
pub type Entry = LiteMap<QuestionId, Answer>;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// A statement that was ticked or not.
    Tick(bool),
    /// Text, or the name of the option that was chosen.
    Text(String),
    /// The names of the options that were chosen.
    Several(Vec<String>),
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnySort)
    }
}

/// Reads an answer of any sort, and says where something else stands.
struct AnySort;

impl<'de> Visitor<'de> for AnySort {
    type Value = Answer;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an answer: text, true or false, or a list of texts")
    }

    fn visit_bool<E: de::Error>(self, ticked: bool) -> Result<Answer, E> {
        Ok(Answer::Tick(ticked))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Answer, E> {
        Ok(Answer::Text(text.to_owned()))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, list: A) -> Result<Answer, A::Error> {
        Vec::deserialize(de::value::SeqAccessDeserializer::new(list)).map(Answer::Several)
    }
}

/// One place for an answer: a question, and which entry of its group if it has one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Field {
    /// The question.
    pub question: QuestionId,
    /// Which entry of its group, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<usize>,
}

impl Answer {
    /// Nothing was entered: white space only, nothing chosen, not ticked.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Tick(ticked) => !ticked,
            Self::Text(text) => text.trim().is_empty(),
            Self::Several(chosen) => chosen.is_empty(),
        }
    }

    /// The text, or the option that was chosen.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()),
            Self::Tick(_) | Self::Several(_) => None,
        }
    }

    /// Whether the option of that name was chosen. A tick that is set is the option `yes`,
    /// one that is not is `no`.
    pub fn chooses(&self, option: &str) -> bool {
        match self {
            Self::Tick(ticked) => option == if *ticked { "yes" } else { "no" },
            Self::Text(text) => text.trim() == option,
            Self::Several(chosen) => chosen.iter().any(|name| name == option),
        }
    }
}

impl Answers {
    /// How many entries a group has. There is always one to fill in.
    pub fn entries(&self, group: &GroupId) -> usize {
        self.groups
            .get(group)
            .map_or(1, |entries| entries.len().max(1))
    }

    /// The answer at a place, set aside or not.
    pub fn at(&self, group: Option<&GroupId>, field: &Field) -> Option<&Answer> {
        match (group, field.entry) {
            (Some(group), Some(entry)) => self.groups.get(group)?.get(entry)?.get(&field.question),
            _ => self.given.get(&field.question),
        }
    }

    /// Writes the answer at a place, making the entry if it is not there yet.
    pub fn set(&mut self, group: Option<&GroupId>, field: Field, answer: Answer) {
        let entry = match (group, field.entry) {
            (Some(group), Some(index)) => {
                let entries = self.groups.entry(group.clone()).or_default();
                if entries.len() <= index {
                    entries.resize_with(index + 1, Entry::default);
                }
                &mut entries[index]
            }
            _ => &mut self.given,
        };
        entry.insert(field.question, answer);
    }
}
