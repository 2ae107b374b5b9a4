//! Searches for words in free text.
//!
//! A phrase of a list is one or several words. In it, `a|b` is either word, `*` any ending, `_`
//! nothing, a space or a hyphen (`log_in`: login, log in, log-in), and a space is a space or a hyphen.

use crate::text::{is_apostrophe, is_word_char, one_line, to_lower};

/// The first of the phrases that occurs in the text. Matches whole words, ignoring case and the
/// amount of white space.
pub fn mentions<'a>(text: &str, phrases: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = fold(text);
    let starts = starts_of_words(&text);
    phrases
        .into_iter()
        .find(|phrase| occurs_at(&fold(phrase), &starts))
}

/// The text from each of its words on.
fn starts_of_words(text: &str) -> Vec<&str> {
    let mut before = None;
    let mut starts = Vec::new();
    for (at, character) in text.char_indices() {
        if !before.is_some_and(is_word_char) {
            starts.push(&text[at..]);
        }
        before = Some(character);
    }
    starts
}

fn occurs_at(phrase: &str, starts: &[&str]) -> bool {
    let mut starts = starts.iter();
    !phrase.is_empty() && starts.any(|start| begins_with(start, phrase, false))
}

/// Whether the whole text is one of the phrases, which are in lower case.
pub(crate) fn is_one_of<'a>(text: &str, phrases: impl IntoIterator<Item = &'a str>) -> bool {
    let text = fold(text);
    let mut phrases = phrases.into_iter();
    phrases.any(|phrase| begins_with(&text, phrase, true))
}

/// Words to be searched for in many texts, by the rules of [`mentions`].
pub(crate) struct Phrases(Vec<String>);

impl Phrases {
    pub(crate) fn new(words: &[String]) -> Self {
        Self(words.iter().map(|word| fold(word)).collect())
    }

    pub(crate) fn occur_in(&self, text: &str) -> bool {
        let text = fold(text);
        let starts = starts_of_words(&text);
        self.0.iter().any(|phrase| occurs_at(phrase, &starts))
    }
}

fn fold(text: &str) -> String {
    let text = one_line(text);
    let characters = text.chars().map(|character| match character {
        _ if is_apostrophe(character) => '\'',
        other => to_lower(other),
    });
    characters.collect()
}

/// Whether a text begins with a phrase, or is nothing else if it is `whole`.
fn begins_with(text: &str, phrase: &str, whole: bool) -> bool {
    let (word, rest) = match phrase.split_once(' ') {
        Some((word, rest)) => (word, Some(rest)),
        None => (phrase, None),
    };
    let mut choices = word.split('|');
    choices.any(|word| goes_on(text, word, rest, whole))
}

/// Whether a text goes on with the rest of a word, and then with the words after it.
fn goes_on(text: &str, word: &str, rest: Option<&str>, whole: bool) -> bool {
    let mut letters = word.chars();
    let is_separator = [' ', '-'];
    match (letters.next(), rest) {
        (Some('*'), _) => goes_on(
            text.trim_start_matches(is_word_char),
            letters.as_str(),
            rest,
            whole,
        ),
        (Some('_'), _) => {
            let text = text.strip_prefix(is_separator).unwrap_or(text);
            goes_on(text, letters.as_str(), rest, whole)
        }
        (Some(letter), _) => text
            .strip_prefix(letter)
            .is_some_and(|text| goes_on(text, letters.as_str(), rest, whole)),
        (None, Some(rest)) => text
            .strip_prefix(is_separator)
            .is_some_and(|text| begins_with(text, rest, whole)),
        (None, None) if whole => text.is_empty(),
        (None, None) => !text.starts_with(is_word_char),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_one_of, mentions};

    #[test]
    fn only_whole_words_count() {
        assert_eq!(
            mentions("the IP\n addresses used", ["ip address*"]),
            Some("ip address*")
        );
        assert_eq!(mentions("a zip addressed to me", ["ip address*"]), None);
        assert_eq!(
            mentions("any and all", ["all records", "any and all"]),
            Some("any and all")
        );
        assert_eq!(mentions("shipping", ["ip", "pin"]), None);
        assert_eq!(mentions("user's IP.", ["ip"]), Some("ip"));
        assert_eq!(mentions("", ["", "*"]), None);
    }

    #[test]
    fn a_phrase_may_have_choices_endings_and_words_that_are_also_written_together() {
        for (text, phrase) in [
            ("his last log-in times", "log_in time*"),
            ("his login times", "log_in time*"),
            ("his log in time", "log_in time*"),
            ("log-in-times", "log_in time*"),
            ("where her phone was", "his|her|their phone|handset"),
            ("their handset", "his|her|their phone|handset"),
            ("contacts' numbers", "contact*' number*"),
            ("at +03:00", "+0*"),
        ] {
            assert_eq!(mentions(text, [phrase]), Some(phrase), "{text}");
        }
        for (text, phrase) in [
            ("a blog in time", "log_in time*"),
            ("logs in times", "log_in time*"),
            ("his own phone", "his|her phone"),
            ("his phones", "his|her phone"),
        ] {
            assert_eq!(mentions(text, [phrase]), None, "{text}");
        }
    }

    #[test]
    fn a_whole_text_may_be_compared_with_phrases() {
        let phrases = ["unknown", "i|we do not know", "i|we dont|don't know", "n/a"];
        for text in ["Unknown", "N/A", "we do not know", "I dont know"] {
            assert!(is_one_of(text, phrases), "{text}");
        }
        for text in ["unknown to us", "", "know", "we do not know him"] {
            assert!(!is_one_of(text, phrases), "{text}");
        }
    }
}
