//! Searches for words in free text.

use crate::text::{is_apostrophe, is_word_char, to_lower};

/// The first of the words that occurs in the text. Matches whole words, ignoring case and the
/// amount of white space; a `*` at the end matches any ending.
pub fn mentions<'a>(text: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = fold(text);
    words.into_iter().find(|word| occurs_in(&fold(word), &text))
}

/// Words to be searched for in many texts, by the rules of [`mentions`].
pub(crate) struct Phrases(Vec<String>);

impl Phrases {
    pub(crate) fn new(words: &[String]) -> Self {
        Self(words.iter().map(|word| fold(word)).collect())
    }

    pub(crate) fn occur_in(&self, text: &str) -> bool {
        let text = fold(text);
        self.0.iter().any(|phrase| occurs_in(phrase, &text))
    }
}

fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let characters = words.join(" ");
    let characters = characters.chars().map(|character| match character {
        _ if is_apostrophe(character) => '\'',
        other => to_lower(other),
    });
    characters.collect()
}

fn occurs_in(phrase: &str, text: &str) -> bool {
    let (phrase, any_ending) = match phrase.strip_suffix('*') {
        Some(stem) => (stem, true),
        None => (phrase, false),
    };
    !phrase.is_empty()
        && text.match_indices(phrase).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + phrase.len()..].chars().next();
            let free = |character: Option<char>| !character.is_some_and(is_word_char);
            free(before) && (any_ending || free(after))
        })
}

#[cfg(test)]
mod tests {
    use super::mentions;

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
}
