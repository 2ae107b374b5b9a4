//! Finds what a reader may take for a SHA-256 digest, also if it is written in another way than
//! `sha256sum` prints it: with invisible characters, with letters that look like others, in groups.

use icu_normalizer::ComposingNormalizerBorrowed;
use request_builder::answers::as_latin;
use request_builder::text::{is_invisible, to_lower};
use std::borrow::Borrow;

/// The least number of characters that a reader may take for a whole digest: one of Git's is shorter.
pub(crate) const MIN_WHOLE: usize = 56;

/// How many groups a digest in groups has at least.
const MIN_GROUPS: usize = 3;

/// The words that are hexadecimal and have at least `min` characters, in the texts of the nodes of a
/// page. Texts are joined as well, because an element in the middle of a digest divides it.
pub(crate) fn shown<T: Borrow<str>>(texts: &[T], min: usize) -> Vec<String> {
    let both = [texts.join(" "), texts.concat()].map(|text| plain(&text));
    let words = both.iter().flat_map(|text| words_of(text));
    let mut found: Vec<String> = words
        .map(with_digits)
        .filter(|word| is_like_digest(word, min))
        .collect();
    found.extend(in_groups(&both[0]));
    found
}

/// A text as a reader sees it: without invisible characters, and with plain letters and digits.
pub(crate) fn plain(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_invisible(*c));
    let seen = ComposingNormalizerBorrowed::new_nfkc().normalize_iter(seen);
    seen.map(|c| as_latin(to_lower(c))).collect()
}

/// A long word with digits in place of the letters that look like them.
fn with_digits(word: &str) -> String {
    if word.len() < MIN_WHOLE {
        return word.to_owned();
    }
    word.replace('o', "0").replace(['i', 'l'], "1")
}

/// The digests that are written in groups of letters and digits.
fn in_groups(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut groups: Vec<&str> = Vec::new();
    for word in words_of(text).chain(["end"]) {
        if is_hexadecimal(word) && word.len() < MIN_WHOLE {
            groups.push(word);
            continue;
        }
        let digest = groups.concat();
        // A row of dates or short words has no group with both letters and digits.
        let is_mixed = |it: &&str| has_letters(it) && it.bytes().any(|byte| byte.is_ascii_digit());
        let is_grouped = groups.len() >= MIN_GROUPS && groups.iter().any(is_mixed);
        if is_grouped && is_like_digest(&digest, MIN_WHOLE) {
            found.push(digest);
        }
        groups.clear();
    }
    found
}

pub(crate) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Whether a word may be a digest or its beginning, and not a telephone number, an IBAN or the number
/// of a tax payer, which has its letters at the beginning.
fn is_like_digest(word: &str, min: usize) -> bool {
    let after_country = word.get(2..).unwrap_or_default();
    let is_whole = word.len() >= MIN_WHOLE;
    word.len() >= min && is_hexadecimal(word) && (is_whole || has_letters(after_country))
}

fn has_letters(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn is_hexadecimal(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_digest_is_found_however_it_is_written() {
        let digest = "0badc0de".repeat(8);
        let groups: Vec<&str> = digest
            .as_bytes()
            .chunks(8)
            .filter_map(|it| str::from_utf8(it).ok())
            .collect();
        for text in [
            digest.clone(),
            digest.to_uppercase(),
            groups.join("\u{ad}"),
            groups.join("\u{2060}"),
            groups.join(" "),
            groups.join("-"),
            digest.replace('c', "\u{441}"),
            digest.replace('0', "O"),
            digest.replace('0', "\u{ff10}"),
            digest.replace('d', "\u{1d41d}"),
        ] {
            assert_eq!(shown(&[text.as_str()], 12)[0], digest, "{text}");
        }
        let parts = [&digest[..20], &digest[20..]];
        assert!(shown(&parts, 56).contains(&digest));
        for text in [
            "Combines 2020-01-31, 2020-07-01, 2021-01-01, 2021-07-01, 2022-01-01, 2022-07-01, 2023-01-01.",
            "A face added: de 2020-01-31, 2020-07-01, 2021-01-01, 2021-07-01, 2022-01-01, 2022-07-01.",
            "a b c d e f a b c d e f a b c d e f a b c d e f a b c d e f a b c d e f a b c d e f a b c d e f a b c d e f",
            "+49 30 1234567890123",
            "BE0123456789, DE89370400440532013000",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        ] {
            assert_eq!(shown(&[text], 56), Vec::<String>::new(), "{text}");
        }
        for text in [
            "+49 30 1234567890123",
            "BE0123456789, DE89370400440532013000",
        ] {
            assert_eq!(shown(&[text], 12), Vec::<String>::new(), "{text}");
        }
    }
}
