//! The text of the covering email, the message to which the officer attaches the letter.

use crate::rules::{Condition, KindId, RuleId};
use serde::{Deserialize, Serialize};

/// One part of the covering email.
///
/// Its placeholders are those of a [`Paragraph`](super::Paragraph). A line is left out if an answer
/// in it is missing, since an email is sent without a look for gaps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MailPart {
    /// Which part of the email it is.
    pub part: MailRole,
    /// The kinds whose emails have it. Empty: every kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<KindId>,
    /// It is in the email only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The text.
    pub text: String,
    /// For an attachment: the rule that asks for it. The attachment is listed only while that rule
    /// has something to be done on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleId>,
}

/// The parts that a covering email has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MailRole {
    /// The subject line. If there are several, the first is used.
    Subject,
    /// A paragraph, whose lines stay lines.
    Text,
    /// Something that is attached, in words for the recipient.
    Attachment,
}
