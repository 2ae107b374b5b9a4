//! A message has its text once as plain text and once formatted. Mail programs show the formatted one,
//! and nobody reads what only the other says.

use super::{Reading, Unreadable};
use crate::text::{is_word_char, lowercase};

/// The text that a reader sees, of the two. The plain one is better to read where both say the same, as
/// its author broke its lines.
pub(super) fn of_two(plain: Reading, formatted: Reading) -> Reading {
    let (own, shown) = (
        without_additions(&plain.text),
        without_additions(&formatted.text),
    );
    let (mut plain, mut formatted) = (plain, formatted);
    let is_same = words(&own) == words(&shown);
    if is_same && !formatted.has_hidden {
        return plain;
    }
    // It may be a picture.
    if words(&shown).is_empty() && !formatted.has_hidden {
        if formatted.unread.is_empty() {
            formatted.leave_out("text/html".to_owned(), Unreadable::Empty);
        }
        plain.add(formatted);
        return plain;
    }
    if !formatted.has_hidden && says_more(&own, &shown) {
        formatted.leave_out("text/plain".to_owned(), Unreadable::OtherText);
    }
    formatted
}

/// Whether several words in a row of a text are not in the other. A single word may be the name of a
/// picture, and programs add the addresses of links.
fn says_more(own: &str, shown: &str) -> bool {
    const PAIRS: usize = 3;
    let (own, shown) = (without_links(own), without_links(shown));
    let (own, shown) = (words(&own), words(&shown));
    let mut pairs: Vec<&[String]> = shown.windows(2).collect();
    pairs.sort_unstable();
    let is_missing = |pair: &[String]| pairs.binary_search(&pair).is_err();
    let mut missing = 0;
    own.windows(2).any(|pair| {
        missing = if is_missing(pair) { missing + 1 } else { 0 };
        missing == PAIRS
    })
}

/// A text without addresses of links and names of pictures, which programs add to the plain text in
/// brackets.
fn without_additions(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for part in text.split_inclusive(['>', ']']) {
        let open = part.rfind(['<', '[']);
        let is_added = |open: &usize| {
            part.ends_with(['>', ']'])
                && (part[*open..].contains(':') || part[*open..].contains('.'))
        };
        plain.push_str(open.filter(is_added).map_or(part, |open| &part[..open]));
        plain.push(' ');
    }
    plain
}

fn without_links(text: &str) -> String {
    const LINKS: [&str; 4] = ["http://", "https://", "www.", "mailto:"];
    let is_link = |word: &&str| {
        let address = word.trim_start_matches(|one| !is_word_char(one));
        LINKS.iter().any(|begin| {
            let own = address.get(..begin.len());
            own.is_some_and(|own| own.eq_ignore_ascii_case(begin))
        })
    };
    let words = text.split_whitespace().filter(|word| !is_link(word));
    words.flat_map(|word| [word, " "]).collect()
}

/// The words of a text in lower case.
fn words(text: &str) -> Vec<String> {
    let words = lowercase(text);
    let words = words.split(|one: char| !is_word_char(one));
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
