//! The order of the sentences that did not move, by which others are called moved.

use super::align::Group;
use super::sentence::{Match, Sentences};
use crate::words::passage::Text;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A sentence: the index of its passage, and its index there.
type SentenceIndex = (usize, usize);

/// The order of the sentences that did not move.
pub(super) struct Order {
    /// Their places in both texts, sorted by the first.
    stayed: Vec<(SentenceIndex, SentenceIndex)>,
    /// For each of them, the last place in the second text up to it, and the first place from it
    /// on.
    last: Vec<SentenceIndex>,
    first: Vec<SentenceIndex>,
    /// For each passage, the number of unmoved groups that begin before its end.
    gaps_a: Vec<usize>,
    gaps_b: Vec<usize>,
    /// For each passage, its heading; for each heading, its change.
    headings_a: Vec<Option<usize>>,
    headings_b: Vec<Option<usize>>,
    became: HashMap<usize, usize>,
    /// The passages of the second text that were others in the first.
    known: HashSet<usize>,
    /// Whether the first text is the later one.
    later_first: bool,
}

impl Order {
    pub(super) fn of(
        (a, b): (&Text, &Text),
        groups: &[Group],
        later_first: bool,
        matches: &[Match],
        (sentences_a, sentences_b): (&Sentences, &Sentences),
    ) -> Self {
        let mut stayed: Vec<(SentenceIndex, SentenceIndex)> = Vec::new();
        let staying: Vec<&Group> = groups.iter().filter(|group| !group.moved).collect();
        let mut by_sentences: HashSet<usize> = HashSet::new();
        for found in matches.iter().filter(|found| !found.moved) {
            let (one, other) = (
                &sentences_a.all[found.a.start],
                &sentences_b.all[found.b.start],
            );
            by_sentences.insert(one.passage);
            stayed.push(((one.passage, one.number), (other.passage, other.number)));
        }
        // The first sentence of a split passage may not be in the part that it is aligned with.
        for group in &staying {
            if group
                .a
                .clone()
                .all(|passage| !by_sentences.contains(&passage))
            {
                stayed.push(((group.a.start, 0), (group.b.start, 0)));
            }
        }
        stayed.sort_unstable();
        let mut last: Vec<SentenceIndex> = stayed.iter().map(|place| place.1).collect();
        let mut first = last.clone();
        for at in 1..last.len() {
            last[at] = last[at].max(last[at - 1]);
        }
        for at in (1..first.len()).rev() {
            first[at - 1] = first[at - 1].min(first[at]);
        }
        let gaps = |ranges: Vec<&Range<usize>>| {
            let end = ranges.iter().map(|range| range.end).max().unwrap_or(0);
            let mut gaps = vec![0; end + 1];
            for range in ranges {
                gaps[range.start] += 1;
            }
            for at in 1..gaps.len() {
                gaps[at] += gaps[at - 1];
            }
            gaps
        };
        let headings = |text: &Text| {
            text.passages
                .iter()
                .map(|passage| passage.heading)
                .collect()
        };
        let became = groups.iter().map(|group| (group.a.start, group.b.start));
        let became: HashMap<usize, usize> = became.collect();
        Self {
            known: became.values().copied().collect(),
            later_first,
            headings_a: headings(a),
            headings_b: headings(b),
            became,
            gaps_a: gaps(staying.iter().map(|group| &group.a).collect()),
            gaps_b: gaps(staying.iter().map(|group| &group.b).collect()),
            stayed,
            last,
            first,
        }
    }

    /// Whether an unmoved sentence lies before one of the two and after the other, or they are in
    /// different sections. Under a new heading it may still be in its place.
    pub(super) fn is_broken(&self, a: SentenceIndex, b: SentenceIndex) -> bool {
        let (above_a, above_b) = (self.headings_a[a.0], self.headings_b[b.0]);
        let new_heading = if self.later_first {
            above_a.is_some_and(|above| !self.became.contains_key(&above))
        } else {
            above_b.is_some_and(|above| !self.known.contains(&above))
        };
        if !new_heading && above_a.and_then(|above| self.became.get(&above).copied()) != above_b {
            return true;
        }
        let at = self.stayed.partition_point(|place| place.0 < a);
        let before = at.checked_sub(1).is_some_and(|last| self.last[last] > b);
        let after = self.first.get(at).is_some_and(|first| *first < b);
        before || after
    }

    /// Whether two passages are between the same neighbours, or next to them.
    pub(super) fn beside(&self, a: usize, b: usize) -> bool {
        let gap = |gaps: &[usize], at: usize| {
            let last = gaps.last().copied().unwrap_or(0);
            gaps.get(at).copied().unwrap_or(last)
        };
        gap(&self.gaps_a, a).abs_diff(gap(&self.gaps_b, b)) <= 1
    }
}
