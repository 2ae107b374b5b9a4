//! Finds the number of a case or letter behind its label: "Our ref: 77", "Case No. 26-11873", or on the line
//! below the label.

use super::Matcher;
use crate::letter_check::FieldPattern;
use crate::letter_check::tokens::Word;
use crate::text::to_lower;
use std::ops::Range;

/// The most words before a label in its column, and the most words of a number before its first digit.
const MOST_BEFORE: usize = 4;

impl Matcher<'_> {
    /// The first number behind one of the labels.
    pub(in crate::letter_check) fn reference(&self, field: &FieldPattern) -> Option<Range<usize>> {
        let words = &self.text.words;
        let labels = self.phrases_of(&field.label, true).into_iter();
        let mut labels = labels.filter(|label| {
            self.words_before(label.start) <= MOST_BEFORE
                && !words[label.start].quoted
                && !self.guarded(label, &field.unless_label)
        });
        labels.find_map(|label| {
            let line = words.get(label.start)?.line;
            let whole = self.text.words_of_line(line);
            let gap = self.text.gap(label.end - 1);
            let is_beside = label.end < whole.end
                && gap
                    .chars()
                    .all(|one| one.is_whitespace() || ".:#\u{2116}\u{ba}\u{b0}-=|".contains(one));
            let next = label.end..whole.end;
            if is_beside
                && self
                    .first_part(&next)
                    .iter()
                    .any(|word| has_digit(&word.folded))
                || gap.contains([':', '=']) && !next.is_empty()
            {
                return self.number(next);
            }
            let is_alone = whole == label;
            let next = self.text.words_of_line(line + 1);
            (is_alone && !next.is_empty()).then(|| self.number(next))?
        })
    }

    /// The words up to the first space: "06GC/118842/26".
    fn first_part(&self, within: &Range<usize>) -> &[Word] {
        let is_apart = |word: &usize| self.text.gap(*word).contains(char::is_whitespace);
        let last = within.clone().find(is_apart);
        let end = last.map_or(within.end, |last| last + 1);
        &self.text.words[within.start.min(end)..end]
    }

    /// How many words stand before a word in its line or column.
    fn words_before(&self, word: usize) -> usize {
        let line = self.text.words[word].line;
        let before = (0..word).rev().take(MOST_BEFORE + 1);
        let is_of_column = |at: &usize| {
            let gap = self.text.gap(*at);
            self.text.words[*at].line == line && !gap.contains("   ") && !gap.contains(['\t', '|'])
        };
        before.take_while(is_of_column).count()
    }

    /// The number at the start of some words: all up to the first one without a digit after one with a
    /// digit. Before it are at most a few capitalised words: "MPD 2026 0417".
    fn number(&self, within: Range<usize>) -> Option<Range<usize>> {
        let mut end = within.start;
        let mut has_number = false;
        let mut at = within.start;
        while at < within.end {
            let part = self.first_part(&(at..within.end));
            let last = at + part.len();
            let is_number = part.iter().any(|word| has_digit(&word.folded));
            let first = self.text.whole.get(part.first()?.at.clone())?;
            let may_precede = first.starts_with(|one| to_lower(one) != one);
            if part.iter().any(|word| word.idle || word.named)
                || !is_number && (has_number || !may_precede)
            {
                break;
            }
            has_number |= is_number;
            end = last;
            if !has_number && end - within.start > MOST_BEFORE
                || self.text.gap(last - 1).contains([',', ';', '(', '\t', '|'])
            {
                break;
            }
            at = last;
        }
        has_number.then_some(within.start..end)
    }
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}
