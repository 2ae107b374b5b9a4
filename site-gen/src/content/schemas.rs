//! JSON Schemas of the files that people write, for editors that complete names and mark mistakes.

use super::{about, clauses, config, page, request, theme_settings};
use request_builder::letter::LetterWords;
use schemars::{Schema, schema_for};

/// `site.toml`.
pub fn site() -> Schema {
    schema_for!(config::RawConfig)
}

/// `version.toml`.
pub fn version() -> Schema {
    schema_for!(about::RawAbout)
}

/// `clauses.toml`.
pub fn clauses() -> Schema {
    schema_for!(clauses::RawClauses)
}

/// `content/request/form.toml`.
pub fn form() -> Schema {
    schema_for!(request::Form)
}

/// `content/request/*.toml`.
pub fn rules() -> Schema {
    schema_for!(request::Rules)
}

/// `content/request/labels/*.toml`.
pub fn labels() -> Schema {
    schema_for!(request::Labels)
}

/// `content/request/letters/words.toml`.
pub fn letter_words() -> Schema {
    schema_for!(LetterWords)
}

/// `content/request/letter-check.toml`.
pub fn letter_check() -> Schema {
    schema_for!(request::LetterCheck)
}

/// The front matter of `content/pages/*.md`.
pub fn page() -> Schema {
    schema_for!(page::Keys)
}

/// `theme.toml` of a theme.
pub fn theme() -> Schema {
    schema_for!(theme_settings::RawThemeSettings)
}
