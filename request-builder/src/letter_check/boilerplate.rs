//! Detects recited guidelines. Their own words show that somebody read them, not that the letter
//! complies.

use super::tokens::Text;
use crate::text::{folded, is_word_char};

/// Shorter sequences are common to any two texts.
const LEAST: usize = 7;
/// So many words in a row are always a quotation.
const ENOUGH: usize = 14;

/// Marks words of the letter that are quoted from the clauses.
pub(super) fn mark<'a>(text: &mut Text<'_>, clauses: impl Iterator<Item = &'a String>) {
    let mut known: Vec<Vec<String>> = clauses.map(|clause| words(clause)).collect();
    known.sort();
    known.dedup();
    // Most words of a letter are in no clause.
    let mut words: Vec<&str> = known.iter().flatten().map(String::as_str).collect();
    words.sort_unstable();
    words.dedup();
    let familiar: Vec<bool> = text
        .words
        .iter()
        .map(|word| words.binary_search(&word.folded.as_str()).is_ok())
        .collect();
    for clause in &known {
        // Three quarters of a sentence.
        let needed = (clause.len() - clause.len() / 4).clamp(LEAST, ENOUGH);
        if clause.len() < needed {
            continue;
        }
        let mut start = 0;
        while start < text.words.len() {
            let run = if familiar[start] {
                longest(&text.words[start..], clause)
            } else {
                0
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

/// The length of the longest run at the beginning of the letter's words that is also in the clause.
fn longest(letter: &[super::tokens::Word], clause: &[String]) -> usize {
    let runs = (0..clause.len()).map(|from| {
        letter
            .iter()
            .zip(&clause[from..])
            .take_while(|(word, own)| word.folded == **own)
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
