//! What stands around a block and bears on whether it holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something around a sentence that may mean that it does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// Somebody else's words, or words that are only cited. A call-out is none.
    Quotation,
    /// A note at the end of the page.
    Footnote,
    /// An item of a list that is not the sentence's own.
    Item,
    /// Text that is set as it is written, such as an example.
    Code,
}

impl Frame {
    /// What `clauses.toml` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Footnote => "footnote",
            Self::Item => "item",
            Self::Code => "code",
        }
    }
}
