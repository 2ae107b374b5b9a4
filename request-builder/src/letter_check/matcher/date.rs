//! Matches dates.

use super::{Found, Matcher};
use crate::rules::GuardId;
use crate::text::sort_by_start;

impl Matcher<'_> {
    pub(super) fn dates(&self, unless: &[GuardId]) -> Vec<Found> {
        let words = &self.text.words;
        let number = |at: usize| {
            words.get(at).is_some_and(|word| {
                let digits = word
                    .folded
                    .trim_end_matches(|one: char| one.is_ascii_alphabetic());
                !digits.is_empty()
                    && digits.len() <= 4
                    && digits.bytes().all(|byte| byte.is_ascii_digit())
            })
        };
        let joined = |at: usize| matches!(self.text.gap(at), "." | "/" | "-" | ". ");
        let mut found = Vec::new();
        for at in 0..words.len() {
            if number(at) && joined(at) && number(at + 1) && joined(at + 1) && number(at + 2) {
                found.push(at..at + 3);
            }
        }
        for month in self.places_of(&self.phrases.months, usize::MAX) {
            if month.start > 0 && number(month.start - 1) {
                found.push(month.start - 1..month.end + usize::from(number(month.end)));
            } else if number(month.end) {
                found.push(month.start..month.end + 1);
            }
        }
        sort_by_start(&mut found);
        found.retain(|part| {
            !words[part.clone()].iter().any(|word| word.idle) && !self.guarded(part, unless)
        });
        found.into_iter().map(Found::one).collect()
    }
}
