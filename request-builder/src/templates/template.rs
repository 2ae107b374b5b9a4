//! Text with `{placeholders}`. Nothing else in it has a special meaning, so a legal team can write
//! letters without learning a language.

use crate::text::part;

/// A text, divided into words and placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template<'t> {
    /// Its pieces, in order.
    pub parts: Vec<Segment<'t>>,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'t> {
    /// Words that are used as they are.
    Words(&'t str),
    /// The name of something that is filled in.
    Placeholder(&'t str),
}

impl<'t> Template<'t> {
    /// Divides a text. Braces with anything but a name between them are ordinary characters, and so
    /// is a single brace.
    pub fn parse(text: &'t str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        let mut words_until = 0;
        while let Some(open) = part(rest, words_until..)
            .find('{')
            .map(|at| at + words_until)
        {
            let Some(close) = part(rest, open..).find('}').map(|at| at + open) else {
                break;
            };
            let name = part(rest, open + 1..close);
            if is_name(name) {
                if open > 0 {
                    parts.push(Segment::Words(part(rest, ..open)));
                }
                parts.push(Segment::Placeholder(name));
                rest = part(rest, close + 1..);
                words_until = 0;
            } else {
                words_until = open + 1;
            }
        }
        if !rest.is_empty() {
            parts.push(Segment::Words(rest));
        }
        Self { parts }
    }

    /// The names of the placeholders in a text, in order.
    pub fn placeholders(text: &str) -> Vec<&str> {
        let parts = Template::parse(text).parts.into_iter();
        parts
            .filter_map(|part| match part {
                Segment::Placeholder(name) => Some(name),
                Segment::Words(_) => None,
            })
            .collect()
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|character| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || "-.".contains(character)
        })
}

/// The placeholders that are not names of questions.
pub const BUILT_IN: [&str; 8] = [
    "organisation.name",
    "organisation.legal-name",
    "organisation.mailbox",
    "organisation.postal-address",
    "kind.title",
    "version",
    "version.url",
    "today",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_brace_without_a_name_is_a_brace() {
        use Segment::{Placeholder, Words};
        let parts = |text| Template::parse(text).parts;
        assert_eq!(
            parts("Dear {name},"),
            [Words("Dear "), Placeholder("name"), Words(",")]
        );
        assert_eq!(parts("{a}{b}"), [Placeholder("a"), Placeholder("b")]);
        assert_eq!(
            parts("{ {a} }"),
            [Words("{ "), Placeholder("a"), Words(" }")]
        );
        assert_eq!(parts("{} {A} {"), [Words("{} {A} {")]);
    }

    proptest! {
        #[test]
        fn nothing_of_a_text_is_lost(text in "[a{} é]{0,40}") {
            let again: String = Template::parse(&text).parts.iter().map(|part| match part {
                Segment::Words(words) => (*words).to_owned(),
                Segment::Placeholder(name) => format!("{{{name}}}"),
            }).collect();
            prop_assert_eq!(again, text);
        }
    }
}
