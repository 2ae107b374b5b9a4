//! The paragraphs of letters, as `site-gen` makes them from the letters' Markdown.

use crate::rules::{Condition, GroupId, KindId, RuleId, is_default, is_false};
use serde::{Deserialize, Serialize};

/// One paragraph of the letters.
///
/// In its texts, `{question}` is replaced by the answer to that question, and each of
/// [`BUILT_IN`](super::BUILT_IN), such as `{organisation.name}` or `{today}`, by what it names. An
/// answer that was not given shows as a gap; an `optional` paragraph is left out instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Paragraph {
    /// The part of a letter.
    pub style: Style,
    /// The kinds whose letters have it. Empty: every kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<KindId>,
    /// It is in the letter only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Whether it is in blank letters only, in place of paragraphs that depend on a choice.
    #[serde(default, skip_serializing_if = "is_false")]
    pub blank_only: bool,
    /// The group for each of whose entries it is repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_each: Option<GroupId>,
    /// How many entries that group must have for the paragraph to be in the letter.
    #[serde(default, skip_serializing_if = "is_default")]
    pub entries: Entries,
    /// Whether it is left out if an answer in it is missing.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// The text. An `address` or `signature` has several lines, of which one that begins with `? `
    /// is left out if an answer in it is missing. A `fact` is a label, `: ` and a value.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: String,
    /// Further lines of an item. Each is left out if an answer in it is missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<String>,
    /// The columns of a `table`, which has a row for each entry of `for-each`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
    /// The rule because of which the letter has the paragraph. The page shows it to readers who
    /// want to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleId>,
}

/// One column of a table. Rows and columns whose cells are all empty are left out, and so is a
/// table without rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Column {
    /// The text of its head.
    pub head: String,
    /// The text of each row's cell.
    pub text: String,
    /// Whether a cell is empty, and shows no gap, if an answer in it is missing.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// Another text for the cell while a condition holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<Instead>,
}

/// See [`Column::instead`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Instead {
    /// The condition, for the entry of the row.
    pub when: Condition,
    /// The text.
    pub text: String,
}

/// How many entries a group must have; see [`Paragraph::entries`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Entries {
    /// Any number.
    #[default]
    Any,
    /// Exactly one.
    One,
    /// More than one. A blank letter, which has room for several, counts as that.
    Several,
}

/// The parts of a letter that a paragraph can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// The large title of a cover sheet.
    CoverTitle,
    /// A line on the cover sheet.
    Cover,
    /// The end of the cover sheet.
    PageBreak,
    /// A postal address. The lines of the text are the lines of the address.
    Address,
    /// The date of the letter.
    Date,
    /// The subject line.
    Subject,
    /// A heading.
    Heading,
    /// Running text.
    Text,
    /// A label and its value. Those that follow each other are set as one list with two columns.
    Fact,
    /// A numbered item. Numbers start again at 1 after a heading.
    Item,
    /// A table.
    Table,
    /// The block under the signature. The lines of the text are the lines of the block.
    Signature,
    /// One enclosure.
    Enclosure,
}
