//! A message has its text once as plain text and once formatted. Mail programs show the formatted one,
//! and nobody reads what only the other says.

use super::{Reading, Unreadable};
use crate::text::{is_word_char, lowercase};

/// The text that a reader sees, of the two. The plain one is better to read where both say the same, as
/// its author broke its lines.
pub(super) fn of_two(plain: Reading, formatted: Reading) -> Reading {
    let (own, shown) = (words(&plain.text), words(&formatted.text));
    if own == shown && !formatted.has_hidden {
        return plain;
    }
    let mut formatted = formatted;
    if says_more(&own, &shown) && !formatted.has_hidden {
        formatted.leave_out("text/plain".to_owned(), Unreadable::OtherText);
    }
    formatted
}

/// Whether several words in a row of a text are not in the other. A single word may be the name of a
/// picture.
fn says_more(own: &[String], shown: &[String]) -> bool {
    const PAIRS: usize = 3;
    let mut pairs: Vec<&[String]> = shown.windows(2).collect();
    pairs.sort_unstable();
    let is_missing = |pair: &[String]| pairs.binary_search(&pair).is_err();
    let mut missing = 0;
    own.windows(2).any(|pair| {
        missing = if is_missing(pair) { missing + 1 } else { 0 };
        missing == PAIRS
    }) || shown.is_empty() && !own.is_empty()
}

/// The words of a text in lower case, without addresses of links and names of pictures, which programs
/// add to the plain text in brackets.
fn words(text: &str) -> Vec<String> {
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
    let words = lowercase(&plain);
    let words = words.split(|one: char| !is_word_char(one));
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
