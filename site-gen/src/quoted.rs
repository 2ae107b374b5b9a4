//! Formats names and texts for messages, and texts to be pasted into TOML.

/// The largest number of names in a message: enough to see what they have in common.
const LISTED: usize = 12;

/// The first few of many names: `` `a`, `b` and 7 more ``.
pub(crate) fn first_names(names: &[&str]) -> String {
    let (first, rest) = names.split_at(names.len().min(LISTED));
    let first: Vec<String> = first.iter().map(|name| format!("`{name}`")).collect();
    let first = first.join(", ");
    match rest.len() {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// Quotes a text as a TOML string.
pub(crate) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
