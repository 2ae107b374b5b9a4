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
        // "30 de marzo de 2026"
        let is_short = |at: usize| {
            let word = words.get(at);
            word.is_some_and(|word| (1..=3).contains(&word.folded.len()) && !number(at))
        };
        let is_year = |at: usize| number(at) && words[at].folded.len() == 4;
        let with_year = |end: usize| {
            let after = end + usize::from(is_short(end));
            if is_year(after) { after + 1 } else { end }
        };
        for month in self.places_of(&self.phrases.months, usize::MAX) {
            let before = month.start.checked_sub(1).filter(|at| number(*at));
            let is_american = number(month.end) && !is_year(month.end);
            let apart = month.start.checked_sub(2).filter(|at| {
                number(*at)
                    && is_short(*at + 1)
                    && !is_american
                    && words[*at].line == words[month.start].line
            });
            if let Some(day) = before.or(apart) {
                found.push(day..with_year(month.end + usize::from(number(month.end))));
            } else if number(month.end) {
                found.push(month.start..with_year(month.end + 1));
            }
        }
        sort_by_start(&mut found);
        found.retain(|part| {
            !words[part.clone()].iter().any(|word| word.idle) && !self.guarded(part, unless)
        });
        found.into_iter().map(Found::one).collect()
    }
}
