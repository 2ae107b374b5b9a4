//! Combinations of patterns: all of them anywhere in the letter, or close together.

use super::{Found, Matcher};
use crate::letter_check::{Near, Pattern};
use crate::text::sort_by_start;

impl Matcher<'_> {
    pub(super) fn all(&self, patterns: &[Pattern]) -> Vec<Found> {
        let mut words = Vec::new();
        for pattern in patterns {
            let found = self.find(pattern);
            let own = found.iter().find(|found| !self.is_quoted(found));
            match own.or_else(|| found.first()) {
                Some(first) => words.extend(first.words.iter().cloned()),
                None => return Vec::new(),
            }
        }
        sort_by_start(&mut words);
        vec![Found::of(words)]
    }

    pub(super) fn near(&self, near: &Near) -> Vec<Found> {
        let mut patterns = near.all.iter();
        let Some(first) = patterns.next() else {
            return Vec::new();
        };
        let mut found = self.find(first);
        for pattern in patterns {
            let others = self.find(pattern);
            found = found
                .into_iter()
                .filter_map(|one| {
                    let beside = others
                        .iter()
                        .filter(|other| self.are_near(&one, other, near.within))
                        .min_by_key(|other| distance(&one, other))?;
                    let mut words = one.words;
                    words.extend(beside.words.iter().cloned());
                    sort_by_start(&mut words);
                    Some(Found::of(words))
                })
                .collect();
        }
        found
    }

    fn are_near(&self, one: &Found, other: &Found, within: Option<u16>) -> bool {
        if one == other {
            return false;
        }
        if let Some(within) = within {
            return distance(one, other) <= usize::from(within);
        }
        let sentence = |found: &Found| {
            let word = self.text.words.get(found.start());
            word.map(|word| word.sentence)
        };
        sentence(one) == sentence(other)
    }
}

/// The number of words between two matches.
fn distance(one: &Found, other: &Found) -> usize {
    if one.start() >= other.end() {
        one.start() - other.end()
    } else {
        other.start().saturating_sub(one.end())
    }
}
