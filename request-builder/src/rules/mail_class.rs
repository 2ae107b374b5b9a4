//! The classes of email addresses for conditions.

use serde::{Deserialize, Serialize};

/// The class of an email address, by its domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MailClass {
    /// Under a domain known to be a public authority's.
    Official,
    /// At a provider that gives an address to anyone.
    Free,
    /// Neither is known.
    Unknown,
}
