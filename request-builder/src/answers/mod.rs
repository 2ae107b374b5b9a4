//! What an officer entered, and what can be told of one answer by itself: whether an e-mail
//! address is one, which host a server's address names, which day a date is.
//!
//! Nothing here knows the rules; what the answers mean for a request is [`crate::review`]'s.

mod date;
mod date_reader;
mod date_time;
mod draft;
mod host;
mod mail;
mod punycode;
#[cfg(feature = "schema")]
mod schema;
mod validity;
mod words;

pub use crate::rules::MailClass;
pub use date::Date;
pub use date_time::{DateTime, DateTimeError, Time};
pub use draft::{
    Change, ChangeMessage, ClauseSnapshot, ClauseText, Draft, DraftError, FORMAT, LIMIT,
    MOST_ENTRIES, Migrated, Spot, Stamp, Wanted,
};
pub use host::{Host, LOOK_ALIKE, OTHER, class_of, server_address};
pub use mail::EmailAddress;
#[cfg(feature = "schema")]
pub use schema::draft_schema;
pub(crate) use validity::is_domain;
pub use validity::{Invalid, username, validate};
pub use words::mentions;

use crate::rules::{GroupId, KindId, Question, QuestionId, QuestionType, RuleId, Rules};
use crate::text::{clean, is_blank, trim};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Everything an officer entered for one request.
///
/// Answers to questions that are not asked at the moment stay here, set aside: what is in force
/// is [`crate::review::Evaluation`]'s to say, so nothing is lost by changing an earlier answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Answers {
    /// The kind of request, once chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, with = "KindId"))]
    pub kind: Option<KindId>,
    /// Answers to questions that are in no group.
    #[serde(rename = "answers")]
    #[cfg_attr(
        feature = "schema",
        schemars(
            default,
            with = "schema::Entry",
            skip_serializing_if = "LiteMap::is_empty"
        )
    )]
    pub given: Entry,
    /// Answers to questions of groups, entry by entry.
    #[cfg_attr(
        feature = "schema",
        schemars(
            default,
            with = "schema::Groups",
            skip_serializing_if = "LiteMap::is_empty"
        )
    )]
    pub groups: LiteMap<GroupId, Vec<Entry>>,
    /// What was ticked off: things done on paper, notices read.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub ticked: Vec<RuleId>,
    /// Requirements that were left out knowingly.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub left_out: Vec<RuleId>,
}

/// The answers to the questions of one entry of a group, or of none.
pub type Entry = LiteMap<QuestionId, Answer>;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Answer {
    /// A statement that was ticked or not.
    Tick(bool),
    /// Text, or the name of the option that was chosen.
    Text(String),
    /// The names of the options that were chosen.
    Several(Vec<String>),
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
    /// Nothing was entered: nothing that can be seen, nothing chosen, not ticked.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Tick(ticked) => !ticked,
            Self::Text(text) => is_blank(text),
            Self::Several(chosen) => chosen.is_empty(),
        }
    }

    /// The text, or the option that was chosen.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(trim(text)),
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

    /// Whether the same was entered: what was typed and deleted again never was.
    pub fn says_the_same(&self, other: &Self) -> bool {
        fn filled(entry: Option<&Entry>) -> impl Iterator<Item = (&QuestionId, &Answer)> {
            let given = entry.into_iter().flatten();
            given.filter(|(_, answer)| !answer.is_blank())
        }
        let same_entries = |group: &GroupId| {
            let count = self.entries(group).max(other.entries(group));
            let (own, others) = (self.groups.get(group), other.groups.get(group));
            let own = (0..count).map(|at| own.and_then(|entries| entries.get(at)));
            let others = (0..count).map(|at| others.and_then(|entries| entries.get(at)));
            own.zip(others)
                .all(|(own, other)| filled(own).eq(filled(other)))
        };
        self.kind == other.kind
            && self.ticked == other.ticked
            && self.left_out == other.left_out
            && filled(Some(&self.given)).eq(filled(Some(&other.given)))
            && self
                .groups
                .keys()
                .chain(other.groups.keys())
                .all(same_entries)
    }

    /// The answers as they are judged and as they go into the letter: without characters that cannot
    /// be seen. What was typed stays in the answers themselves, so that a draft and the field say the
    /// same.
    pub fn cleaned(&self) -> Cow<'_, Self> {
        let is_clean = |answer: &Answer| match answer {
            Answer::Text(text) => matches!(clean(text), (Cow::Borrowed(_), _)),
            Answer::Tick(_) | Answer::Several(_) => true,
        };
        let entries = || self.groups.values().flatten().chain([&self.given]);
        if entries().all(|entry| entry.values().all(is_clean)) {
            return Cow::Borrowed(self);
        }
        let mut answers = self.clone();
        let groups = answers.groups.iter_mut().flat_map(|(_, entries)| entries);
        for entry in groups.chain([&mut answers.given]) {
            for (_, answer) in entry.iter_mut() {
                if let Answer::Text(text) = answer {
                    *text = clean(text).0.into_owned();
                }
            }
        }
        Cow::Owned(answers)
    }

    /// The answers [cleaned](Self::cleaned), with each day and time in digits, however it was typed:
    /// `2026-03-01`. One that cannot be read, or not with certainty, stays as it is.
    pub fn normalized(&self, rules: &Rules) -> Cow<'_, Self> {
        let mut answers = self.cleaned();
        let months = rules.months();
        for question in &rules.questions {
            if !matches!(question.answer, QuestionType::Date | QuestionType::DateTime) {
                continue;
            }
            let entries = question
                .group
                .as_ref()
                .and_then(|group| self.groups.get(group));
            let entries = match question.group {
                Some(_) => (0..entries.map_or(0, Vec::len)).map(Some).collect(),
                None => vec![None],
            };
            for entry in entries {
                let field = Field {
                    question: question.id.clone(),
                    entry,
                };
                let group = question.group.as_ref();
                let text = answers.at(group, &field).and_then(Answer::text);
                let Some(digits) = text.and_then(|text| in_digits(question, text, months)) else {
                    continue;
                };
                if text != Some(&digits) {
                    answers.to_mut().set(group, field, Answer::Text(digits));
                }
            }
        }
        answers
    }

    /// Whether nothing was entered.
    pub fn is_blank(&self) -> bool {
        self.says_the_same(&Self::default())
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

/// A day or a time in digits, if it can be read. For a question for a day, a time is too much.
fn in_digits(question: &Question, text: &str, months: &[String]) -> Option<String> {
    let read = DateTime::read(text, months).ok()?;
    match (question.answer, read.time) {
        (QuestionType::Date, Some(_)) => None,
        _ => Some(read.written()),
    }
}
