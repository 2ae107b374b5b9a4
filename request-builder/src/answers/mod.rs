//! The officer's answers, and what can be checked about one answer by itself: whether an email
//! address is valid, the host of a server's address, the date in a text.
//!
//! This module does not know the rules; [`crate::review`] applies them to the answers.

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
    Change, ChangeMessage, ClauseSnapshot, ClauseText, Draft, DraftError, FORMAT, JsonType, LIMIT,
    MAX_ENTRIES, Migrated, Position, Stamp,
};
pub use host::{
    Host, LOOK_ALIKE, OTHER, PRIVATE, as_latin, class_of, confusable_skeleton, look_alike_of,
    server_address,
};
pub(crate) use host::{as_meant, seems_to_be, split_address};
pub use mail::EmailAddress;
#[cfg(feature = "schema")]
pub use schema::draft_schema;
pub use validity::{Invalid, username, validate};
pub(crate) use validity::{
    day_ago, has_national_ending, is_at_once, is_domain, is_long, is_no_answer, is_server_name,
    length_in_days,
};
pub use words::mentions;
pub(crate) use words::{Phrases, begins_as_one_of, begins_with, fold_text, is_made_of, is_one_of};

use crate::rules::{
    GroupId, KindId, PastOrFuture, Question, QuestionId, QuestionType, RuleId, Rules,
};
use crate::text::{clean, is_blank, trim};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// All answers for one request.
///
/// Answers to questions that are not asked at the moment are kept, so that changing an earlier
/// answer loses nothing. [`crate::review::Evaluation`] decides which answers count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Answers {
    /// The kind of request, once chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, with = "KindId"))]
    pub kind: Option<KindId>,
    /// Answers to questions outside any group.
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
    /// Answers to the questions of groups, entry by entry.
    #[cfg_attr(
        feature = "schema",
        schemars(
            default,
            with = "schema::Groups",
            skip_serializing_if = "LiteMap::is_empty"
        )
    )]
    pub groups: LiteMap<GroupId, Vec<Entry>>,
    /// Ticked items: things done on paper, notices read.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub ticked: Vec<RuleId>,
    /// Requirements that the officer left out on purpose.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub left_out: Vec<RuleId>,
}

/// The answers of one entry of a group, or those outside any group.
pub type Entry = LiteMap<QuestionId, Answer>;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Answer {
    /// A check box.
    Tick(bool),
    /// Text, or the id of the selected option.
    Text(String),
    /// The ids of the selected options.
    Several(Vec<String>),
}

/// The place of an answer: a question and, in a group, the entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Field {
    /// The question.
    pub question: QuestionId,
    /// The entry of its group, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<usize>,
}

impl Field {
    /// The answer to a question, in an entry of its group if it has one.
    pub fn new(question: impl Into<QuestionId>, entry: Option<usize>) -> Self {
        let question = question.into();
        Self { question, entry }
    }
}

impl Answer {
    /// Whether nothing is entered: no visible character, no selection, no tick.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Tick(ticked) => !ticked,
            Self::Text(text) => is_blank(text),
            Self::Several(chosen) => chosen.is_empty(),
        }
    }

    /// The text, or the selected option.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(trim(text)),
            Self::Tick(_) | Self::Several(_) => None,
        }
    }

    /// Whether an option is selected. A check box has the options `yes` and `no`.
    pub fn chooses(&self, option: &str) -> bool {
        match self {
            Self::Tick(ticked) => option == if *ticked { "yes" } else { "no" },
            Self::Text(text) => text.trim() == option,
            Self::Several(chosen) => chosen.iter().any(|name| name == option),
        }
    }
}

impl Answers {
    /// The number of entries of a group, at least one.
    pub fn entries(&self, group: &GroupId) -> usize {
        self.groups
            .get(group)
            .map_or(1, |entries| entries.len().max(1))
    }

    /// Whether both have the same answers. Blank answers are ignored.
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

    /// The answers without invisible characters, for review and letters. The originals are kept, so
    /// that draft and field stay the same.
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

    /// The [cleaned](Self::cleaned) answers, with dates and times in digits: `2026-03-01`. An
    /// ambiguous or unreadable one is kept as it is. An email address loses a semicolon at its end. A phrase
    /// for a missing answer, such as `unknown`, becomes blank.
    pub fn normalized(&self, rules: &Rules) -> Cow<'_, Self> {
        let mut answers = self.cleaned();
        let months = rules.months();
        for question in &rules.questions {
            let is_date = matches!(question.answer, QuestionType::Date | QuestionType::DateTime);
            let is_email = question.answer == QuestionType::Email;
            if !is_date && !is_email && !must_say_something(question, rules) {
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
                let field = Field::new(question.id.clone(), entry);
                let group = question.group.as_ref();
                let text = answers.at(group, &field).and_then(Answer::text);
                let read = text.filter(|_| is_date);
                let normal = read.and_then(|text| in_digits(question, text, months));
                // Mail programs end a list of addresses with it.
                let in_list = text.filter(|text| is_email && text.ends_with(';'));
                let normal = normal.or_else(|| Some(in_list?.trim_end_matches(';').to_owned()));
                let is_nothing = || {
                    must_say_something(question, rules)
                        && text.is_some_and(|text| is_no_answer(question, text, rules))
                };
                let normal = normal.or_else(|| is_nothing().then(String::new));
                if let Some(normal) = normal
                    && text != Some(&normal)
                {
                    answers.to_mut().set(group, field, Answer::Text(normal));
                }
            }
        }
        answers
    }

    /// Whether nothing was entered.
    pub fn is_blank(&self) -> bool {
        self.says_the_same(&Self::default())
    }

    /// The answer at a place, even if its question is not asked.
    pub fn at(&self, group: Option<&GroupId>, field: &Field) -> Option<&Answer> {
        match (group, field.entry) {
            (Some(group), Some(entry)) => self.groups.get(group)?.get(entry)?.get(&field.question),
            _ => self.given.get(&field.question),
        }
    }

    /// Sets the answer at a place, adding the entry if necessary.
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

/// Whether `unknown` does not answer a question: it is for a server, an account, a long text or the day of
/// something that was done, or a rule asks it. In any other text the phrase may be meant.
fn must_say_something(question: &Question, rules: &Rules) -> bool {
    match question.answer {
        QuestionType::ServerAddress | QuestionType::Username | QuestionType::LongText => true,
        QuestionType::Date => question.must_be == Some(PastOrFuture::Past),
        QuestionType::Text | QuestionType::Account => {
            let all = rules.all();
            all.iter().any(|rule| rule.ask.contains(&question.id))
        }
        _ => false,
    }
}

/// A date or time in digits, if it can be read. A question for a date does not accept a time.
fn in_digits(question: &Question, text: &str, months: &[String]) -> Option<String> {
    let read = DateTime::read(text, months).ok()?;
    match (question.answer, read.time) {
        (QuestionType::Date, Some(_)) => None,
        _ => Some(read.written()),
    }
}
