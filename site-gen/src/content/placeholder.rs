//! Braces that are not a placeholder, although the writer intended one: `{ agency }`, `{Agency}`, `{agency`,
//! `{{agency}}`. The program fills in `{agency}` alone, so any other would be printed as it is.

use request_builder::letter::{Segment, Template};
use std::ops::Range;

/// A brace that would be printed, with the words that belong to it.
pub(crate) struct MalformedPlaceholder<'t> {
    pub(crate) span: Range<usize>,
    text: &'t str,
    /// The name of the placeholder that was probably meant.
    meant: Option<String>,
}

impl MalformedPlaceholder<'_> {
    pub(crate) fn message(&self) -> String {
        format!("`{}` would be shown as it is", self.text)
    }

    pub(crate) fn help(&self) -> String {
        if self.text == "{if" || self.text.starts_with("{if ") {
            return "write a condition in brackets on a line of its own: `[if phone]`, and `[end]` after it".to_owned();
        }
        match &self.meant {
            Some(name) => format!(
                "did you mean `{{{name}}}`? A placeholder is one name of lower-case letters between one pair of braces, without blanks"
            ),
            None => "braces are for placeholders such as `{organisation.name}`: use other brackets"
                .to_owned(),
        }
    }
}

/// The longest name that is guessed, in bytes.
const MAX_NAME_LENGTH: usize = 60;

/// The first such brace of a text. Only the first is reported, since its line is shown whole.
pub(crate) fn malformed_placeholder(text: &str) -> Option<MalformedPlaceholder<'_>> {
    let mut at = 0;
    let parts = Template::parse(text).parts;
    for (index, part) in parts.iter().enumerate() {
        let words = match part {
            Segment::Words(words) => *words,
            Segment::Placeholder(name) => {
                at += name.len() + 2;
                continue;
            }
        };
        if let Some(brace) = words.find(['{', '}']) {
            let start = at + brace;
            // `{{agency}}` is a brace, a placeholder and a brace.
            if let (Some(Segment::Placeholder(name)), true) =
                (parts.get(index + 1), words[brace..].trim() == "{")
            {
                let inner = at + words.len() + name.len() + 2;
                let end = inner + usize::from(text[inner..].starts_with('}'));
                return Some(odd(text, start..end, Some((*name).to_owned())));
            }
            return Some(malformed_words(text, start, &words[brace..]));
        }
        at += words.len();
    }
    None
}

/// A brace at the start of words.
fn malformed_words<'t>(text: &'t str, start: usize, words: &str) -> MalformedPlaceholder<'t> {
    let inner = words
        .strip_prefix('{')
        .filter(|inner| !inner.starts_with('{'));
    let Some(inner) = inner else {
        return odd(text, start..start + 1, None);
    };
    match inner.find(['{', '}', '\n']) {
        Some(end) if inner[end..].starts_with('}') && end <= MAX_NAME_LENGTH => {
            odd(text, start..start + end + 2, name_in(&inner[..end]))
        }
        _ => {
            let first = inner.split_whitespace().next().unwrap_or_default();
            let end = start + 1 + inner.find(first).unwrap_or_default() + first.len();
            odd(text, start..end, name_in(first))
        }
    }
}

fn odd(text: &str, span: Range<usize>, meant: Option<String>) -> MalformedPlaceholder<'_> {
    MalformedPlaceholder {
        text: &text[span.clone()],
        span,
        meant,
    }
}

/// The name that was meant: `Officer Name` and `officer_name` for `officer-name`.
fn name_in(text: &str) -> Option<String> {
    let trimmed = text.trim().trim_matches(['.', ',', ';', ':']);
    let name = trimmed.to_lowercase().replace([' ', '_'], "-");
    let is_name = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
    (is_name && !name.is_empty() && name.len() <= MAX_NAME_LENGTH).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_named() {
        for (text, odd, meant) in [
            ("My { agency } is", "{ agency }", Some("agency")),
            ("{Officer-Name}", "{Officer-Name}", Some("officer-name")),
            ("{officer_name}", "{officer_name}", Some("officer-name")),
            ("By {agency on", "{agency", Some("agency")),
            ("{{agency}} of", "{{agency}}", Some("agency")),
            ("{{agency} of", "{{agency}", Some("agency")),
            ("{phone}, {agency}} on", "}", None),
            ("{}", "{}", None),
            ("a } b", "}", None),
            ("é {é", "{é", None),
            ("{", "{", None),
        ] {
            let found = malformed_placeholder(text).expect(text);
            assert_eq!(&text[found.span.clone()], odd);
            assert_eq!(found.meant.as_deref(), meant, "{text}");
        }
        assert!(malformed_placeholder("{agency} and {organisation.name}.").is_none());
    }
}
