//! The questions of the form and their groups.

use super::{Condition, GroupId, KindId, OptionId, QuestionId, StepId};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// One question of the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Question {
    /// Name of the question. Letters refer to its answer as `{name}`.
    pub id: QuestionId,
    /// The step that asks it.
    pub step: StepId,
    /// The group that it belongs to. It is asked once for each entry of the group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// The kinds that it is for. Empty: every kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<KindId>,
    /// The type of answer that it takes.
    #[serde(rename = "type")]
    pub answer: QuestionType,
    /// The options of a `choice` or `choices`, in the order of the page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionId>,
    /// For each option that not every blank letter offers: the kinds whose blank letters do. On
    /// the page a notice warns of what cannot be had; a blank letter can only leave it out.
    #[serde(
        default,
        skip_serializing_if = "LiteMap::is_empty",
        deserialize_with = "crate::map::deserialize"
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<OptionId, Vec<KindId>>")
    )]
    pub option_kinds: LiteMap<OptionId, Vec<KindId>>,
    /// The question is asked only while this holds. The condition may name only questions that
    /// come before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// For a `date` or a `date-time`: whether it must be `past` (today or earlier) or `future` (today or later).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub must_be: Option<PastOrFuture>,
    /// For a `date` or a `date-time`: another question. The answer may not be earlier than the answer
    /// to that one, in the same entry if both are in a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<QuestionId>,
    /// Questions of the same group whose answers may turn out to be something else, which is then
    /// kept here: a display name that was entered as the username.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes_from: Vec<QuestionId>,
    /// Another question. If a kind of request is taken up instead of another one, an answer that is
    /// blank begins as the answers to that question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins_as: Option<QuestionId>,
    /// The value of HTML's `autocomplete` attribute (WCAG 1.3.5), such as `email` or `name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autocomplete: Option<String>,
}

/// The type of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum QuestionType {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// An email address.
    Email,
    /// The address of a server: a host name, or the URL of anything on the server.
    ServerAddress,
    /// The name of an account on a server. Letters write it with an `@` before it.
    Username,
    /// A number or name that identifies an account elsewhere. Letters write it as it is.
    Account,
    /// A web address.
    Url,
    /// A telephone number.
    Phone,
    /// Links to messages, one on each line.
    MessageLinks,
    /// A day: `2020-01-31`.
    Date,
    /// A day, or a time with its offset from UTC: `2020-03-01 14:30 -03:00`. Rules that were released
    /// before December 2026 call it `moment`, and are read as long as their version is published.
    #[serde(alias = "moment")]
    DateTime,
    /// A length of time in words: "90 days".
    Duration,
    /// One of the options.
    Choice,
    /// Any number of the options.
    Choices,
    /// A statement to tick.
    Tick,
}

impl QuestionType {
    /// Whether its answers are among options.
    pub fn has_options(self) -> bool {
        matches!(self, Self::Choice | Self::Choices)
    }
}

/// Whether a day must be in the past or in the future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PastOrFuture {
    /// Today or earlier.
    Past,
    /// Today or later.
    Future,
}

/// A part of the form that can be filled in several times, such as an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Group {
    /// Name of the group.
    pub id: GroupId,
}

impl Question {
    /// Whether the question has an option with that name.
    pub fn has_option(&self, id: &str) -> bool {
        self.options.iter().any(|option| option.as_str() == id)
    }
}
