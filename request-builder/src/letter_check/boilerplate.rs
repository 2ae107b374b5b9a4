//! Detects recited guidelines and standard footers. Their words are not the letter's own: that
//! somebody read the guidelines does not show that the letter complies.

use super::tokens::{Text, words_in};
use crate::text::{folded, is_word_char};

/// Shorter sequences are common to any two texts.
const MIN_SEQUENCE: usize = 7;
/// So many words in a row are always a quotation.
const ENOUGH: usize = 14;

/// Marks words of the letter that are quoted from the clauses.
pub(super) fn mark<'a>(text: &mut Text<'_>, clauses: impl Iterator<Item = &'a String>) {
    let mut clauses: Vec<Vec<String>> = clauses.map(|clause| words(clause)).collect();
    clauses.sort();
    clauses.dedup();
    let mut vocabulary: Vec<String> = clauses.iter().flatten().cloned().collect();
    vocabulary.sort_unstable();
    vocabulary.dedup();
    // Numbers are compared faster than words. Most words of a letter are in no clause.
    let number = |word: &String| vocabulary.binary_search(word).ok();
    let own: Vec<Option<usize>> = text.words.iter().map(|word| number(&word.folded)).collect();
    for clause in &clauses {
        let clause: Vec<Option<usize>> = clause.iter().map(number).collect();
        // Three quarters of a sentence.
        let needed = (clause.len() - clause.len() / 4).clamp(MIN_SEQUENCE, ENOUGH);
        if clause.len() < needed {
            continue;
        }
        let mut start = 0;
        while start < text.words.len() {
            let run = match own[start] {
                Some(_) => longest(&own[start..], &clause),
                None => 0,
            };
            if run >= needed {
                for word in &mut text.words[start..start + run] {
                    word.idle = true;
                }
                start += run;
            } else {
                start += 1;
            }
        }
    }
}

/// The maximum number of lines of a footer.
const MAX_FOOTER_LINES: usize = 40;

/// Marks standard footers, each from the line with which it begins to the next blank line.
pub(super) fn mark_footers(text: &mut Text<'_>, footers: &[String]) {
    let footers: Vec<String> = footers.iter().map(|footer| folded(footer)).collect();
    let whole = text.whole;
    let mut from = 0;
    for at in 0..text.lines.len() {
        let begin = folded(whole[text.lines[at].clone()].trim_start_matches([' ', '*', '_', '-']));
        let is_begun = |footer: &&String| {
            let first = footer.split('*').next().unwrap_or_default();
            at >= from && begin.starts_with(first)
        };
        let Some(footer) = footers.iter().find(is_begun) else {
            continue;
        };
        let lines = text.lines[at..].iter().take(MAX_FOOTER_LINES);
        let lines: Vec<_> = lines
            .take_while(|line| !whole[(*line).clone()].trim().is_empty())
            .collect();
        from = at + lines.len();
        let Some(last) = lines.last() else { continue };
        let bytes = text.lines[at].start..last.end;
        let rest = folded(&whole[bytes.clone()]);
        if footer.split('*').all(|part| rest.contains(part)) {
            for word in words_in(&mut text.words, &bytes) {
                word.idle = true;
            }
        }
    }
}

/// The length of the longest run at the beginning of the letter's words that is also in the clause.
fn longest(letter: &[Option<usize>], clause: &[Option<usize>]) -> usize {
    let runs = (0..clause.len()).map(|from| {
        letter
            .iter()
            .zip(&clause[from..])
            .take_while(|(word, own)| word == own)
            .count()
    });
    runs.max().unwrap_or(0)
}

fn words(text: &str) -> Vec<String> {
    let text = folded(text);
    let words = text.split(|one: char| !is_word_char(one) && one != '\'');
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
