//! Matches words and phrases, in running text or on a line of their own.

use super::{Found, Matcher};
use crate::letter_check::WordPattern;

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
