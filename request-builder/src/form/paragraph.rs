//! The text of the letters, as data.

use super::{Condition, GroupId, KindId, RuleId};
use serde::{Deserialize, Serialize};

/// One paragraph of the letters.
///
/// `{question}` in a text stands for the answer to that question, `{organisation.name}`,
/// `{organisation.legal-name}`, `{organisation.mailbox}`, `{kind.title}`, `{version}`, `{today}`
/// for what they say. A line without an answer shows the gap, or is left out if `optional`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Paragraph {
    /// How it is set.
    pub style: Style,
    /// The kinds whose letters have it; none means all.
    #[serde(default)]
    pub kinds: Vec<KindId>,
    /// In the letter only while this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// In blank letters only, where it stands for the paragraphs that depend on a choice.
    #[serde(default)]
    pub blank_only: bool,
    /// Repeated for each entry of this group.
    #[serde(default)]
    pub for_each: Option<GroupId>,
    /// Left out when any answer that it needs is not given.
    #[serde(default)]
    pub optional: bool,
    /// The words. Several lines for `address` and `signature`.
    #[serde(default)]
    pub text: String,
    /// Further lines of an item, each left out when any answer that it needs is not given.
    #[serde(default)]
    pub more: Vec<String>,
    /// The columns of a `table`; it has a row for each entry of `for-each`.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// The rule that the paragraph answers, for readers who want to know why it is there.
    #[serde(default)]
    pub rule: Option<RuleId>,
}

/// One column of a table. A row whose cells would all be empty is left out, and a table without
/// rows is too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Column {
    /// What stands at its head.
    pub head: String,
    /// What stands in each row.
    pub text: String,
    /// The cell is empty, instead of showing a gap, when an answer that it needs is not given.
    #[serde(default)]
    pub optional: bool,
    /// What stands there instead while something holds.
    #[serde(default)]
    pub instead: Option<Instead>,
}

/// See [`Column::instead`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Instead {
    /// While this holds, as seen from the row's entry.
    pub when: Condition,
    /// The words.
    pub text: String,
}

/// The closed set of ways in which a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// The title of a cover sheet, large.
    CoverTitle,
    /// A line on the cover sheet.
    Cover,
    /// Ends the cover sheet.
    PageBreak,
    /// An address block; each line of the text is a line of its own.
    Address,
    /// The day of the letter.
    Date,
    /// The subject line.
    Subject,
    /// A heading.
    Heading,
    /// Running text.
    Text,
    /// A numbered item; numbering starts afresh after a heading.
    Item,
    /// A table.
    Table,
    /// Where the letter is signed; each line of the text is a line of its own.
    Signature,
    /// What is enclosed, one a paragraph.
    Enclosure,
}
