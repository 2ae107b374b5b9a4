//! Matches filled-in lines of a form.

use super::{Found, Matcher};
use crate::letter_check::{FieldPattern, GapPattern};
use std::ops::Range;

/// How many lines may be between two lines of a form with the same label that ask for the same. A form has
/// lines for several accounts, and a letter about one leaves the others as they are.
const NEAR_LINES: usize = 12;

impl<'a> Matcher<'a> {
    pub(super) fn field(&self, field: &FieldPattern) -> Vec<Found> {
        let inside = field.has.as_ref().map(|pattern| self.find(pattern));
        let mut found = Vec::new();
        for (label, value) in self.filled(field) {
            if let Some(inside) = &inside {
                let inside = inside
                    .iter()
                    .filter(|one| one.start() >= value.start && one.end() <= value.end);
                found.extend(inside.cloned());
            } else {
                found.push(Found::one(label.start..value.end));
            }
        }
        for one in &mut found {
            one.labelled = true;
        }
        found
    }

    /// The labels of the lines with something in them, with what is in them.
    pub(super) fn filled(&self, field: &FieldPattern) -> Vec<(Range<usize>, Range<usize>)> {
        let mut filled = Vec::new();
        for label in self.phrases_of(&field.label, true) {
            if self.guarded(&label, &field.unless_label) {
                continue;
            }
            let Some(value) = self.value_of(&label) else {
                continue;
            };
            let words = &self.text.words[value.clone()];
            if words.iter().all(|word| word.blank || word.idle) {
                continue;
            }
            let empty = field.unless.iter().flat_map(|list| self.list(list));
            let mut empty = empty.filter_map(|phrase| {
                (value.start..(value.start + 2).min(value.end))
                    .find_map(|at| self.phrase_end(phrase, at))
            });
            if empty.any(|end| value.end.saturating_sub(end) < 4) {
                continue;
            }
            filled.push((label, value));
        }
        filled
    }

    pub(super) fn gaps(&self, gap: &GapPattern) -> Vec<Found> {
        let words = &self.text.words;
        let phrases = self.phrases_of(&gap.of, true);
        let left = phrases.into_iter().filter(|phrase| {
            let is_blank = words[phrase.clone()].iter().all(|word| word.blank);
            // A single word has to be the whole placeholder: "[Details]" is not "[Details and dates]".
            let is_whole = || {
                let before = phrase
                    .start
                    .checked_sub(1)
                    .map_or("[", |word| self.text.gap(word));
                let after = self.text.gap(phrase.end - 1);
                before.ends_with(['[', '<', '{'])
                    // Markdown escapes brackets.
                    && after.trim_start_matches('\\').starts_with([']', '>', '}'])
            };
            let is_label = self
                .text
                .gap(phrase.end - 1)
                .trim_start_matches(' ')
                .starts_with([':', '=', '|', '\t']);
            is_blank && (phrase.len() > 1 || is_whole())
                || is_label
                    && self
                        .value_of(phrase)
                        .is_some_and(|value| words[value].iter().all(|word| word.blank))
        });
        let left: Vec<Range<usize>> = left.collect();
        let is_repeated = |gap: &Range<usize>| {
            let line = words[gap.start].line;
            let from = line.saturating_sub(NEAR_LINES);
            self.label_of_line(line).is_some_and(|(label, _)| {
                let filled = self.filled_labels();
                let next = filled.partition_point(|one| *one < (label, from));
                let next = filled.get(next);
                next.is_some_and(|next| next.0 == label && next.1 <= line + NEAR_LINES)
            })
        };
        let left = left.into_iter().filter(|gap| !is_repeated(gap));
        left.map(Found::one).collect()
    }

    /// The labels of the lines with something in them, each with its line, in order.
    fn filled_labels(&self) -> &[(&'a str, usize)] {
        self.filled_labels.get_or_init(|| {
            let lines = 0..self.text.lines.len();
            let is_filled = |line: usize, label_end: usize| {
                let mut words = self.text.words[self.text.words_of_line(line)].iter();
                words.any(|word| word.at.start >= label_end && !word.idle && !word.blank)
            };
            let filled = lines.filter_map(|line| {
                let (label, end) = self.label_of_line(line)?;
                is_filled(line, end).then_some((label, line))
            });
            let mut filled: Vec<(&str, usize)> = filled.collect();
            filled.sort_unstable();
            filled
        })
    }

    /// The text of a line up to its colon, and where that ends.
    fn label_of_line(&self, line: usize) -> Option<(&'a str, usize)> {
        let bytes = self.text.lines.get(line)?;
        let (label, _) = self.text.whole.get(bytes.clone())?.split_once(':')?;
        Some((label, bytes.start + label.len()))
    }

    /// The value of a form field: on the line of its label, or on the next.
    fn value_of(&self, label: &Range<usize>) -> Option<Range<usize>> {
        let words = &self.text.words;
        let line = words.get(label.start)?.line;
        let whole = self.text.words_of_line(line);
        // The label is at the start of the line, after at most a number or a few words.
        if label.start - whole.start > 4 {
            return None;
        }
        let mut end = label.end.max(whole.start + 1);
        // Skip the other words of the label up to the separator.
        loop {
            let gap = self.text.gap(end - 1);
            // "2. Jurisdiction. You are …"
            let title = end == label.end && label.start - whole.start == 1 && gap.starts_with(". ");
            let parts = title
                || gap.contains([':', '=', '\t', '?', '\u{2026}', '|'])
                || gap.contains("..")
                || gap.contains("   ")
                || gap.contains(" - ")
                || gap.contains(" \u{2013} ")
                || gap.contains(" \u{2014} ")
                || gap.contains("__");
            if parts {
                break;
            }
            if end >= whole.end || end - label.end >= 12 {
                return None;
            }
            end += 1;
        }
        let here = end..whole.end;
        if !here.is_empty() {
            return Some(self.with_continuation_lines(&here));
        }
        let next = words.get(end)?;
        let below = self.text.words_of_line(next.line);
        let bytes = self.text.lines.get(next.line)?;
        let content = self.text.whole.get(bytes.clone()).unwrap_or_default();
        let is_field = content.split(':').next().is_some_and(|label| {
            label.len() < content.trim_end().len()
                && label.split_whitespace().count() <= 4
                && !content.contains("//")
        });
        (next.line - line <= 2 && !is_field).then(|| self.with_continuation_lines(&below))
    }

    /// A value with its continuation lines.
    fn with_continuation_lines(&self, value: &Range<usize>) -> Range<usize> {
        let words = &self.text.words;
        let Some(last) = value.end.checked_sub(1).and_then(|last| words.get(last)) else {
            return value.clone();
        };
        let mut end = value.end;
        while let Some(word) = words.get(end)
            && word.sentence == last.sentence
        {
            end += 1;
        }
        value.start..end
    }
}
