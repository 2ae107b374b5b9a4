//! Matches words and phrases, in running text or on a line of their own.

use super::{Found, Matcher};
use crate::letter_check::WordPattern;
use crate::letter_check::tokens::Word;

impl Matcher<'_> {
    pub(super) fn words(&self, words: &WordPattern) -> Vec<Found> {
        self.phrases_of(&words.of, false)
            .into_iter()
            .filter(|part| !self.guarded(part, &words.unless))
            .map(Found::one)
            .collect()
    }

    /// Whether a match is on a short line outside running text.
    pub(super) fn is_on_short_line(&self, found: &Found) -> bool {
        let start = found.start();
        let Some(word) = self.text.words.get(start) else {
            return false;
        };
        let line = self.text.words_of_line(word.line);
        if line.len() > 14 || self.is_in_full_sentence(start) {
            return false;
        }
        let above = word
            .line
            .checked_sub(1)
            .map(|above| self.text.words_of_line(above).len());
        let begins = start == 0 || self.text.words[start - 1].sentence != word.sentence;
        let first = self.text.words.get(line.start);
        let line_begins = first.is_some_and(|first| {
            line.start == 0 || self.text.words[line.start - 1].sentence != first.sentence
        });
        begins || line_begins || above.is_none_or(|above| above == 0)
    }

    /// Whether a word is in a sentence with a full stop, so that it is in no title: "We wait for the order."
    /// A title may be short, "Warrant attached.", or its longer words are capitalised: "NOTICE UNDER SECTION 91
    /// Cr.P.C."
    fn is_in_full_sentence(&self, word: usize) -> bool {
        const MOST_WORDS_OF_A_SHORT_TITLE: usize = 3;
        const LONGEST_SMALL_WORD_OF_A_TITLE: usize = 3;
        let words = &self.text.words;
        let sentence = words[word].sentence;
        let start = words[..word].partition_point(|one| one.sentence < sentence);
        let end = word + words[word..].partition_point(|one| one.sentence == sentence);
        let is_small = |one: &Word| {
            one.at.len() > LONGEST_SMALL_WORD_OF_A_TITLE
                && self
                    .text
                    .whole
                    .as_bytes()
                    .get(one.at.start)
                    .is_some_and(u8::is_ascii_lowercase)
        };
        let ends = self.text.gap(end - 1).trim_start().starts_with('.');
        let is_long = end - start > MOST_WORDS_OF_A_SHORT_TITLE;
        ends && is_long && words[start..end].iter().any(is_small)
    }
}
