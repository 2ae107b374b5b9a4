//! The kinds of passages.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// The kind of a passage. Serialized as `heading-2`, `summary`, `bold`, `paragraph`, `item`, `row`,
/// `code`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A heading with its level.
    Heading(u8),
    /// The visible line of `<details>`.
    Summary,
    /// A paragraph with only bold words.
    Bold,
    /// Running text.
    #[default]
    Paragraph,
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
    /// Preformatted text.
    Code,
}

impl Kind {
    /// Whether the passages after it belong to it.
    pub fn is_heading(self) -> bool {
        match self {
            Self::Heading(_) | Self::Summary | Self::Bold => true,
            Self::Paragraph | Self::Item | Self::Row | Self::Code => false,
        }
    }
}

impl JsonSchema for Kind {
    fn schema_name() -> Cow<'static, str> {
        "PassageKind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "`heading-2`, `summary`, `bold`, `paragraph`, `item`, `row` or `code`.",
        })
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Heading(level) => serializer.collect_str(&format_args!("heading-{level}")),
            Self::Summary => serializer.serialize_str("summary"),
            Self::Bold => serializer.serialize_str("bold"),
            Self::Paragraph => serializer.serialize_str("paragraph"),
            Self::Item => serializer.serialize_str("item"),
            Self::Row => serializer.serialize_str("row"),
            Self::Code => serializer.serialize_str("code"),
        }
    }
}
