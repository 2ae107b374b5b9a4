//! The text as its rules know it: what stands in it besides the sentences that rules quote.
//!
//! It is for `site-gen check` alone, which compares it with the text; a page has no use for it.

use serde::{Deserialize, Serialize};

/// What the rules were written for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KnownText {
    /// Every heading, in order, each after as many `#` as it lies deep. Left out, headings are not
    /// looked at.
    #[serde(default)]
    pub headings: Option<Vec<String>>,
    /// Every sentence that no rule quotes, as it reads. A sentence that is in the text and neither
    /// quoted nor here stops the build: it may take back what stands before it. Left out, only
    /// sentences that ask for something are looked at.
    #[serde(default)]
    pub sentences: Option<Vec<String>>,
    /// Sentences that hold although they stand in something that might say that they don't.
    #[serde(default)]
    pub framed: Vec<Framed>,
}

/// A sentence that a rule rests on, and what it stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Framed {
    /// The whole sentence.
    pub quote: String,
    /// What it stands in, from the outside.
    pub frames: Vec<Frame>,
}

/// Something around a sentence that bears on whether it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// Somebody else's words, or words that are only cited. A call-out is none.
    Quotation,
    /// A note at the end of the page.
    Footnote,
    /// An item of a list that is not the sentence's own.
    Item,
    /// Text that is set as it stands, such as an example.
    Code,
}

impl Frame {
    /// What `requests.toml` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Footnote => "footnote",
            Self::Item => "item",
            Self::Code => "code",
        }
    }
}
