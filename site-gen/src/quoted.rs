//! Formats names and texts for messages, and texts to be pasted into TOML.

/// The largest number of names in a message: enough to see what they have in common.
const MAX_NAMES: usize = 12;

/// The first few of many names: `` `a`, `b` and 7 more ``.
pub(crate) fn first_names(names: &[&str]) -> String {
    first_few(names.iter().map(|name| format!("`{name}`")).collect())
}

/// The first few of many: `a, b and 7 more`.
pub(crate) fn first_few(mut all: Vec<String>) -> String {
    let rest = all.split_off(all.len().min(MAX_NAMES));
    let first = all.join(", ");
    match rest.len() {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// Quotes a text as a TOML string.
pub(crate) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
