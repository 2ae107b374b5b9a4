//! `content/request/form.toml`: which library a site uses, and which kinds of request it offers.

use schemars::JsonSchema;
use serde::Deserialize;

/// The file.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Form {
    /// The language of the library that the form is based on, such as `en`. Without it, the site
    /// writes everything itself.
    #[serde(default)]
    pub library: Option<String>,
    /// The kinds of request offered, in the order of the page.
    pub kinds: Vec<String>,
    /// Rules of the library to leave out.
    #[serde(default)]
    pub without: Vec<String>,
    /// Words of obligation in addition to the library's. Every sentence of the guidelines with one
    /// of these words needs a rule, or an entry in `clauses.toml` that says why it needs none.
    #[serde(default)]
    pub obligation_words: Vec<String>,
}
