//! What a condition can say of an e-mail address.

use serde::{Deserialize, Serialize};

/// What sort of address an e-mail address is, as far as its domain tells.
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
