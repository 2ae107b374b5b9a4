//! A text as TOML has it: for what the program writes and for what it tells people to paste.

/// A text between quotation marks, with whatever needs it escaped.
pub(crate) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
