//! Matches filled-in lines of a form.

use super::{Found, Matcher};
use crate::letter_check::{FieldPattern, GapPattern};
use std::ops::Range;

impl Matcher<'_> {
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
                .trim_start()
                .starts_with([':', '=']);
            is_blank && (phrase.len() > 1 || is_whole())
                || is_label
                    && self
                        .value_of(phrase)
                        .is_some_and(|value| words[value].iter().all(|word| word.blank))
        });
        left.map(Found::one).collect()
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
