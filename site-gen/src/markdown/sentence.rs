//! Splits text into sentences. Legal texts contain many full stops that do not end a sentence: `18
//! U.S.C. § 2705`, `Acme Technologies Corp. do not`, `(e.g., name@agency.gov)`.
//!
//! If in doubt, do not split: too long a sentence is the safe mistake, since a rule then has to
//! quote all of it.

use crate::library;
use foldhash::HashSet;
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

/// The words that decide where sentences end, in lower case and without the last full stop:
/// `sentences.toml` of all languages of the library.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct SentenceWords {
    /// Abbreviations that never end a sentence.
    never_end: HashSet<String>,
    /// Abbreviations only before a number; ordinary words elsewhere.
    before_numbers: HashSet<String>,
    /// Abbreviations that end a sentence only if a typical first word follows.
    may_end: HashSet<String>,
    /// Words that begin sentences but not names.
    first_words: HashSet<String>,
    /// Other words with a number of their own: `section 5`.
    numbered: HashSet<String>,
    /// Words before which a hyphen does not divide a word.
    after_hyphen: HashSet<String>,
    /// What people write for `@` in an address.
    pub(super) at_sign: Vec<String>,
    /// What people write for the dot in an address.
    pub(super) dot: Vec<String>,
    /// Those of them that are also written without parentheses.
    pub(super) bare_dot: Vec<String>,
}

pub(super) static WORDS: LazyLock<SentenceWords> = LazyLock::new(|| {
    let mut all = SentenceWords::default();
    for source in library::in_every_language("sentences.toml") {
        let words: SentenceWords = library::parsed(&source);
        all.never_end.extend(words.never_end);
        all.before_numbers.extend(words.before_numbers);
        all.may_end.extend(words.may_end);
        all.first_words.extend(words.first_words);
        all.numbered.extend(words.numbered);
        all.after_hyphen.extend(words.after_hyphen);
        all.at_sign.extend(words.at_sign);
        all.dot.extend(words.dot);
        all.bare_dot.extend(words.bare_dot);
    }
    all
});

/// Whether a word joins two others, so that a hyphen before it stands for a part of the first one:
/// `pre- and post-trial`.
pub(crate) fn joins_words(word: &str) -> bool {
    WORDS.after_hyphen.contains(word)
}

/// Whether a number after this word is its own: `section 5`, `No. 5`.
pub(crate) fn has_own_number(word: &str) -> bool {
    let word = word.to_lowercase();
    word == "\u{a7}" || WORDS.numbered.contains(&word) || WORDS.before_numbers.contains(&word)
}

/// The byte ranges of the sentences of a text with collapsed white space, in order, without the
/// spaces between them. A sentence always ends at `breaks`.
pub(crate) fn sentences(text: &str, breaks: &[usize]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut breaks = breaks.iter().copied().peekable();
    let mut at = 0;
    while at < text.len() {
        if breaks.peek().is_none() {
            // Nearly every character is a letter that ends nothing.
            let may_end = |byte: &u8| matches!(byte, b'.' | b'?' | b'!') || !byte.is_ascii();
            at += text.as_bytes()[at..]
                .iter()
                .take_while(|byte| !may_end(byte))
                .count();
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        let mut end = at + c.len_utf8();
        if ends_sentences(c) {
            end = after_closing(text, end);
        }
        let forced = breaks.next_if(|forced| *forced <= end).is_some();
        if forced || (ends_sentences(c) && is_end(text, at, end)) {
            push(&mut found, text, start..end);
            start = end;
        }
        at = end;
    }
    push(&mut found, text, start..text.len());
    found
}

fn push(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let part = text[range.clone()].trim_end();
    let words = part.trim_start();
    if !words.is_empty() {
        let end = range.start + part.len();
        found.push(end - words.len()..end);
    }
}

fn ends_sentences(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '…' | '。' | '！' | '？')
}

/// The end of the punctuation that closes a sentence: `?!`, `.)`, `.”`.
fn after_closing(text: &str, from: usize) -> usize {
    let closes = |c: char| {
        ends_sentences(c)
            || matches!(
                c,
                ')' | ']' | '"' | '\'' | '”' | '’' | '»' | '」' | '』' | '）'
            )
    };
    from + (text[from..].len() - text[from..].trim_start_matches(closes).len())
}

/// Whether the full stop at `at`, with closing punctuation up to `end`, ends a sentence.
fn is_end(text: &str, at: usize, end: usize) -> bool {
    let stops = &text[at..end];
    if stops.contains(['。', '！', '？']) {
        return true;
    }
    let Some(rest) = text[end..].strip_prefix(' ') else {
        return end == text.len();
    };
    // Skip only one opening bracket or quotation mark, so that hostile text cannot make this slow.
    let word = |c: char| c.is_alphanumeric() || matches!(c, '@' | '#');
    let start = rest.char_indices().take(4).find(|(_, c)| word(*c));
    let Some((start, first)) = start else {
        return true;
    };
    let rest = &rest[start..];
    if first.is_lowercase() {
        return false;
    }
    // `No.` and `(J.) Smith`, but not `yes.) Then`: only a bare full stop can belong to an
    // abbreviation.
    if stops != "." {
        return true;
    }
    // Of `EU-U.S.` the last part is the abbreviation.
    let before = text[..at]
        .rsplit([' ', '-', '/', '\u{2011}', '\u{2013}'])
        .next();
    let before = before.unwrap_or_default();
    let before = before
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let next = || {
        rest.split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default()
    };
    if WORDS.never_end.contains(&before) {
        false
    } else if WORDS.before_numbers.contains(&before) {
        !(first.is_numeric() || is_roman(next()))
    } else if WORDS.may_end.contains(&before) || is_initials(&before) {
        WORDS.first_words.contains(&next().to_lowercase())
    } else {
        true
    }
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|c| "IVXLCDM".contains(c))
}

/// `j`, `u.s.c`: letters separated by full stops.
fn is_initials(word: &str) -> bool {
    !word.is_empty()
        && word.split('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        })
}

#[cfg(test)]
mod tests {
    use super::{SentenceWords, sentences};
    use crate::library;

    #[test]
    fn the_words_of_every_language_are_readable() {
        let files = library::in_every_language("sentences.toml");
        assert!(files.len() > 1);
        for source in files {
            let words: Result<SentenceWords, _> = toml::from_str(source.text());
            assert!(words.is_ok(), "{}", source.name());
        }
    }

    fn split(text: &str) -> Vec<&str> {
        sentences(text, &[])
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn a_full_stop_within_a_sentence_does_not_end_it() {
        for whole in [
            "Rocket.Chat Technologies Corp. do not have access to these servers.",
            "Rocket.Chat Technologies Corp. 251 Little Falls Drive, Wilmington, DE, 19808",
            "An order under 18 U.S.C. § 2705(b) or 18 U.S.C. §2706, see No. 5 and Art. IV of it.",
            "Include an address (e.g., name@agency.gov) so we may get back to you.",
            "Law (e.g. under the Act) and order, i.e. The Police.",
            "Signed by J. R. Smith of Acme Ltd. London for version 3.5 of it",
            "Visit open.rocket.chat. or not",
            "Harbour Ltd. 865 Pier Road Bldg. 2 Whitcliff, CA 95833",
            "We comply with the EU-U.S. Privacy Frame and the Swiss-U.S. Privacy Frame.",
            "be signed by the requesting official;",
            "have a valid address; and be sent on letterhead;",
            "",
        ] {
            assert!(split(whole).len() <= 1, "{:?}", split(whole));
        }
    }

    #[test]
    fn a_full_stop_ends_a_sentence() {
        for (text, expected) in [
            ("One. Two? Three! Four", 4),
            ("Send it to legal@rocket.chat. You can find more below.", 2),
            (
                "Operated by Rocket.Chat Technologies Corp. The server is ours.",
                2,
            ),
            ("The answer is no. We refuse.", 2),
            ("He said “go.” Then (as asked.) We went…", 3),
            ("Within the U.S. You may write. 18 states agree.", 3),
            ("提供します。ご連絡ください。", 2),
            ("It is 5. Five is enough.", 2),
            ("Yes. Rocket.Chat's policy is this. @maria agrees.", 3),
        ] {
            assert_eq!(split(text).len(), expected, "{:?}", split(text));
        }
    }

    #[test]
    fn a_break_always_ends_a_sentence() {
        let text = "Name Address you must give";
        let found: Vec<_> = sentences(text, &[4, 12])
            .into_iter()
            .map(|r| &text[r])
            .collect();
        assert_eq!(found, ["Name", "Address", "you must give"]);
    }
}
