//! Names and texts in messages, and texts that people are asked to paste into TOML.

/// How many names a message lists: enough to see what they have in common.
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

/// A text between quotation marks, with whatever needs it escaped.
pub(crate) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
