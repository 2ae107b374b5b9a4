//! Recognizes common mistakes in a line of TOML, which the parser's own messages do not name.

use std::ops::Range;
use toml::de::DeTable;

/// A line that is no TOML.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The line, without the white space around it.
    pub(super) span: Range<usize>,
    pub(super) message: String,
    /// What to do, before the line as it should be.
    pub(super) advice: &'static str,
    /// The line as it should be.
    pub(super) corrected: String,
}

/// The mistake in the line at a place, if correcting it makes TOML of the line.
pub(super) fn at(text: &str, place: usize) -> Option<Mistake> {
    let place = text.floor_char_boundary(place.min(text.len()));
    let start = text[..place].rfind('\n').map_or(0, |at| at + 1);
    let whole = text[start..].split('\n').next().unwrap_or_default();
    let line = whole.trim();
    let start = start + (whole.len() - whole.trim_start().len());
    let (message, advice, corrected) = odd_space(line)
        .or_else(|| slashes(line))
        .or_else(|| open_table(line))
        .or_else(|| in_value(line))?;
    DeTable::parse_recoverable(&corrected)
        .1
        .is_empty()
        .then(|| Mistake {
            span: start..start + line.len(),
            message,
            advice,
            corrected,
        })
}

type Found = (String, &'static str, String);

/// A space that does not break, as word processors write it.
fn odd_space(line: &str) -> Option<Found> {
    let odd = line.chars().find(|c| c.is_whitespace() && !c.is_ascii())?;
    let corrected = line.replace(|c: char| c.is_whitespace() && !c.is_ascii(), " ");
    let message = format!("U+{:04X} is not a plain space", u32::from(odd));
    Some((message, "delete the space and type it again", corrected))
}

fn slashes(line: &str) -> Option<Found> {
    let words = line.strip_prefix("//")?;
    let message = "`//` does not begin a comment in TOML".to_owned();
    Some((message, "begin it with `#`", format!("# {}", words.trim())))
}

fn open_table(line: &str) -> Option<Found> {
    let is_open = line.starts_with('[') && !line.contains([']', '=']);
    let message = format!("`{line}` has no bracket at its end");
    let close = if line.starts_with("[[") { "]]" } else { "]" };
    is_open.then(|| (message, "write", format!("{line}{close}")))
}

/// A value that is none.
fn in_value(line: &str) -> Option<Found> {
    let is_key = |key: &str| {
        let mut bytes = key.bytes();
        !key.is_empty() && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    let (key, value) = match line.split_once('=') {
        Some((key, value)) if is_key(key.trim()) => (key.trim(), value.trim()),
        _ => {
            let (key, value) = line.split_once(": ")?;
            let corrected = format!("{key} = {}", value.trim());
            let message = format!("there is a colon after `{key}`");
            return is_key(key).then_some((message, "write an equals sign", corrected));
        }
    };
    let set = |value: &str| format!("{key} = {value}");
    let lower = value.to_ascii_lowercase();
    if matches!(lower.as_str(), "true" | "false") {
        let message = format!("`{value}` has capital letters");
        return Some((message, "write it in lower-case letters", set(&lower)));
    }
    if value.starts_with('[') && value.ends_with(']') && value.contains(';') {
        let message = "the values of a list are separated by semicolons".to_owned();
        let corrected = set(&value.replace(';', ","));
        return Some((message, "write commas", corrected));
    }
    if let Some(inside) = value.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        let message = "there are quotation marks inside a text".to_owned();
        let corrected = set(&format!("\"{}\"", inside.replace('"', "\\\"")));
        let is_plain = inside.contains('"') && !inside.contains('\\');
        return is_plain.then_some((message, "write `\\` before each of them", corrected));
    }
    let is_day = value.len() >= 8
        && value.contains(['/', '.'])
        && value
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'.'));
    if is_day {
        let message = format!("`{value}` is not a day that can be read");
        let example = set("\"2020-01-31\"");
        return Some((message, "write year, month and day, such as", example));
    }
    let is_bare =
        value.starts_with(|c: char| c.is_alphanumeric()) && !value.contains(['"', '\'', '#', '\\']);
    let message = format!("`{value}` is not in quotation marks");
    is_bare.then(|| (message, "write", set(&format!("\"{value}\""))))
}

#[cfg(test)]
mod tests {
    use super::at;

    #[test]
    fn a_mistake_is_named_if_its_correction_is_toml() {
        for (line, corrected) in [
            ("language\u{a0}= \"en\"", Some("language = \"en\"")),
            ("// English", Some("# English")),
            ("[also", Some("[also]")),
            ("language: \"en\"", Some("language = \"en\"")),
            ("raw-html = True", Some("raw-html = true")),
            ("names = [\"A\"; \"B\"]", Some("names = [\"A\", \"B\"]")),
            ("a = \"say \"b\" now\"", Some("a = \"say \\\"b\\\" now\"")),
            ("a = 31/01/2020", Some("a = \"2020-01-31\"")),
            ("a = New address", Some("a = \"New address\"")),
            ("a = \"b", None),
            ("a = [", None),
            ("", None),
        ] {
            let text = format!("x = 1\n  {line} \ny = 2\n");
            let found = at(&text, 9).map(|found| found.corrected);
            assert_eq!(found.as_deref(), corrected, "{line}");
        }
        assert_eq!(at("é", 1), None);
        assert_eq!(at("", 7), None);
    }
}
