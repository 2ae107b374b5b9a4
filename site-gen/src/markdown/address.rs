//! Anchors, derived from the words of a heading or block, so that they only change when the words
//! do.

use foldhash::HashMap;
use icu_normalizer::ComposingNormalizerBorrowed;
use std::borrow::Cow;

/// The number of words of a block in its anchor.
const WORDS: usize = 4;
/// The maximum number of characters, since some scripts have no spaces between words.
const CHARACTERS: usize = 60;

/// The words in lower case, separated by hyphens: `what-is-acme-chat` for `What is Acme.Chat?`.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    push_slug(text, &mut slug);
    slug
}

/// Appends the slug of a text. Returns whether it has any words.
fn push_slug(text: &str, slug: &mut String) -> bool {
    let from = slug.len();
    for c in nfc(text).chars() {
        if matches!(c, '\'' | '’') {
            continue;
        }
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if belongs_to_word(c) {
            slug.extend(c.to_lowercase());
        } else if slug.len() > from && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(from + slug[from..].trim_end_matches('-').len());
    slug.len() > from
}

/// Like [`slug`], for the first few words.
pub(super) fn first_words(text: &str) -> String {
    let mut address = String::with_capacity(CHARACTERS);
    let mut words = 0;
    for word in text.split_whitespace() {
        if push_slug(word, &mut address) {
            address.push('-');
            words += 1;
        }
        if words == WORDS {
            break;
        }
    }
    address.pop();
    if let Some((end, _)) = address.char_indices().nth(CHARACTERS) {
        address.truncate(end);
        address.truncate(address.trim_end_matches('-').len());
    }
    address
}

/// Normalizes a text to Unicode NFC, in which `é` is one character, however it was typed. Browsers
/// compare fragments byte by byte.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// Letters and digits of any script, and their combining marks.
fn belongs_to_word(c: char) -> bool {
    let symbols = matches!(c,
        '\u{a0}'..='\u{bf}' | '\u{d7}' | '\u{f7}' | '\u{61c}' | '\u{2000}'..='\u{2bff}'
        | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{fe10}'..='\u{fe1f}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{feff}' | '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}'
        | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{10ffff}');
    c.is_alphanumeric() || !(c.is_ascii() || c.is_whitespace() || c.is_control() || symbols)
}

/// Keeps anchors unique.
#[derive(Default)]
pub(super) struct Addresses {
    /// Those in use, each with the next number to try for another one like it.
    given: HashMap<String, usize>,
}

impl Addresses {
    /// Whether the anchor is in use.
    pub(super) fn is_taken(&self, address: &str) -> bool {
        self.given.contains_key(address)
    }

    /// Reserves an anchor. Returns false if it is in use.
    pub(super) fn take(&mut self, address: &str) -> bool {
        let is_free = !self.is_taken(address);
        if is_free {
            self.given.insert(address.to_owned(), 2);
        }
        is_free
    }

    /// Reserves an anchor; if it is in use, the first free one of `-2`, `-3` and so on.
    pub(super) fn unique(&mut self, wanted: String) -> String {
        let Some(mut next) = self.given.get(&wanted).copied() else {
            self.take(&wanted);
            return wanted;
        };
        loop {
            let numbered = [wanted.as_str(), "-", &next.to_string()].concat();
            next += 1;
            if self.take(&numbered) {
                self.given.insert(wanted, next);
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Addresses, first_words, slug};

    #[test]
    fn a_slug_keeps_the_words_of_any_script_and_nothing_else() {
        for (text, expected) in [
            ("What is Rocket.Chat?", "what-is-rocket-chat"),
            ("  Don’t -- and 'can't'!  ", "dont-and-cant"),
            ("Übersicht § 5(b)", "übersicht-5-b"),
            ("個人情報の提供", "個人情報の提供"),
            ("नियम क्या हैं", "नियम-क्या-हैं"),
            ("cafe\u{301}", "café"),
            ("snake_case", "snake-case"),
            ("\u{202e}evil\u{200b}", "evil"),
            ("???", ""),
        ] {
            assert_eq!(slug(text), expected);
        }
    }

    #[test]
    fn the_address_of_a_block_is_its_first_few_words() {
        assert_eq!(
            first_words("be signed by the requesting official;"),
            "be-signed-by-the"
        );
        assert_eq!(
            first_words("18 U.S.C. § 2705(b) says so"),
            "18-u-s-c-2705-b-says"
        );
        assert_eq!(first_words(&"長".repeat(1_000)).chars().count(), 60);
    }

    #[test]
    fn no_address_is_given_twice() {
        let mut addresses = Addresses::default();
        let given = ["a", "a-2", "a", "a", "a-2"].map(|wanted| addresses.unique(wanted.into()));
        assert_eq!(given, ["a", "a-2", "a-3", "a-4", "a-2-2"]);
    }
}
