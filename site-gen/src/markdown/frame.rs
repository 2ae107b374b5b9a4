//! The context of a block that affects whether its statement applies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A context in which a sentence may not apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// A quotation of another text. Call-outs do not count.
    Quotation,
    /// A footnote.
    Footnote,
    /// An outer list item.
    Item,
    /// Preformatted text, such as an example.
    Code,
}

impl Frame {
    /// The name in `clauses.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Footnote => "footnote",
            Self::Item => "item",
            Self::Code => "code",
        }
    }
}
