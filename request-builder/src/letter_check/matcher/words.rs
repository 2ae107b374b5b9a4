//! Words and phrases, in running text or in a line of their own.

use super::{Found, Matcher};
use crate::letter_check::WordPattern;

impl Matcher<'_> {
    pub(super) fn words(&self, words: &WordPattern) -> Vec<Found> {
        let stand = self.stand(&words.of, false).into_iter();
        stand
            .filter(|part| !self.guarded(part, &words.unless))
            .map(Found::one)
            .collect()
    }

    /// Whether something stands in a line of few words that is not part of running text.
    pub(super) fn stands_alone(&self, found: &Found) -> bool {
        let start = found.start();
        let Some(word) = self.text.words.get(start) else {
            return false;
        };
        let line = self.text.words_of_line(word.line);
        if line.len() > 14 {
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
}
