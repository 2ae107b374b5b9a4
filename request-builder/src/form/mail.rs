//! The covering e-mail, as data: what stands in the message that the letter is attached to.

use super::{Condition, KindId, RuleId};
use serde::{Deserialize, Serialize};

/// One part of the covering e-mail.
///
/// Placeholders are those of a letter's [`Paragraph`](super::Paragraph). A line that has an answer
/// which is not given is left out: an e-mail is sent as it stands, and nobody looks for gaps in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MailPart {
    /// What it is.
    pub part: MailRole,
    /// The kinds whose e-mails have it; none means all.
    #[serde(default)]
    pub kinds: Vec<KindId>,
    /// In the e-mail only while this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The words.
    pub text: String,
    /// Of something attached: the rule whose paper it is. It is listed only while that rule has
    /// something to be done on paper.
    #[serde(default)]
    pub rule: Option<RuleId>,
}

/// The closed set of things that a part of an e-mail can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MailRole {
    /// The subject line. The first that is in the e-mail counts.
    Subject,
    /// Some text; each line of it is a line of its own.
    Text,
    /// Something that is attached, in words for whoever receives it.
    Attachment,
}
