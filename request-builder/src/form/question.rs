//! What the officer is asked.

use super::{Condition, GroupId, KindId, OptionId, QuestionId, StepId};
use serde::{Deserialize, Serialize};

/// One question of the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Question {
    /// Name of the question; letters refer to its answer as `{name}`.
    pub id: QuestionId,
    /// The step that it belongs to.
    pub step: StepId,
    /// The group that it is repeated in, if any.
    #[serde(default)]
    pub group: Option<GroupId>,
    /// The kinds that it is for; none means all.
    #[serde(default)]
    pub kinds: Vec<KindId>,
    /// What sort of answer it takes.
    #[serde(rename = "type")]
    pub answer: QuestionType,
    /// The question itself.
    pub label: String,
    /// Help under the label: what it means, an example.
    #[serde(
        default,
        serialize_with = "super::site_only::serialize",
        deserialize_with = "super::site_only::deserialize"
    )]
    pub hint: String,
    /// What can be chosen, for `choice` and `choices`.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// Asked only while this holds. It may look only at questions before this one.
    #[serde(default)]
    pub when: Option<Condition>,
    /// For a `date`: it has to be `past` (today at the latest) or `future` (today at the soonest).
    #[serde(default)]
    pub lies: Option<Lies>,
    /// For a `date` or a `moment`: the question whose answer it may not lie before, of the same
    /// entry if both are in a group.
    #[serde(default)]
    pub not_before: Option<QuestionId>,
    /// The token of HTML's `autocomplete` attribute (WCAG 1.3.5), such as `email` or `name`.
    #[serde(
        default,
        serialize_with = "super::site_only::serialize",
        deserialize_with = "super::site_only::deserialize"
    )]
    pub autocomplete: Option<String>,
}

/// The closed set of sorts of answer. What makes an answer well formed is in
/// [`crate::answers::Unsound`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum QuestionType {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// An e-mail address.
    Email,
    /// A server's address: a host name, or a URL of anything on the server.
    ServerAddress,
    /// The name of an account on a server; a leading `@` is dropped.
    Username,
    /// Links to messages, one a line.
    MessageLinks,
    /// A day, `2020-01-31`.
    Date,
    /// A day, or a time with its offset from UTC: `2020-03-01 14:30 -03:00`.
    Moment,
    /// A length of time in words, such as "90 days".
    Duration,
    /// One of the options.
    Choice,
    /// Any number of the options.
    Choices,
    /// A statement to tick.
    Tick,
}

/// On which side of today a day has to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Lies {
    /// It has come.
    Past,
    /// It is not over.
    Future,
}

/// One of a question's options.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Choice {
    /// Name of the option, as it stands in answers and conditions.
    pub id: OptionId,
    /// What it is called on the page, and what `{question}` puts into a letter.
    pub label: String,
    /// Help under the label.
    #[serde(
        default,
        serialize_with = "super::site_only::serialize",
        deserialize_with = "super::site_only::deserialize"
    )]
    pub hint: String,
    /// What `{question}` puts into a letter, where the label would not read well there.
    #[serde(default)]
    pub letter: Option<String>,
    /// The kinds whose blank letters offer it; all, if left out. Nobody is there to warn whoever
    /// fills one in of what cannot be had.
    #[serde(
        default,
        serialize_with = "super::site_only::serialize",
        deserialize_with = "super::site_only::deserialize"
    )]
    pub blank_kinds: Option<Vec<KindId>>,
}

/// A part of the form that may be given several times.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Group {
    /// Name of the group.
    pub id: GroupId,
    /// What one entry is called: "Account".
    pub title: String,
    /// The words on the button that adds one: "Add another account".
    #[serde(
        serialize_with = "super::site_only::serialize",
        deserialize_with = "super::site_only::deserialize"
    )]
    pub add: String,
}

impl Question {
    /// The option of that name.
    pub fn option(&self, id: &str) -> Option<&Choice> {
        self.options.iter().find(|option| option.id.as_str() == id)
    }
}
