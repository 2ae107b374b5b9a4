//! Aligns the sentences of two texts: those in the same place, reworded, or moved to another
//! passage. Sentences are aligned before their words.

use super::align::{Group, align_sentences, likeness};
use super::order::Order;
use super::rewritten::{self, WordFrequency};
use super::sentence::{Match, Sentence, Sentences};
use crate::words::passage::Text;
use crate::words::sequence::{Run, heaviest_in_order};
use crate::words::token::{Class, Keys, Token};
use crate::words::vocabulary::Vocabulary;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// The matches between the sentences of two texts.
#[derive(Debug, Default)]
pub(super) struct Matching {
    pub(super) a: Sentences,
    pub(super) b: Sentences,
    pub(super) matches: Vec<Match>,
    /// For each sentence, its match.
    pub(super) of_a: Vec<Option<usize>>,
    pub(super) of_b: Vec<Option<usize>>,
    /// Whether the texts were compared in the other direction.
    turned: bool,
}

/// The maximum number of pairs for which all are compared.
const EXACT: usize = 10_000;
/// The minimum similarity of sentences in different passages, in percent.
const MIN_SIMILARITY_ELSEWHERE: u32 = 60;
/// The same for neighbouring passages.
const MIN_SIMILARITY_NEIGHBOUR: u32 = 45;
/// The same, if their first [`BEGINNING`] words are equal.
const MIN_SIMILARITY_SAME_START: u32 = 28;
const BEGINNING: usize = 2;
/// Sentences of less weight are not aligned with one in another place by similarity.
const WEIGHTY: u32 = 8;

impl Matching {
    /// Aligns the sentences of two texts. `turned` means that the second text is the earlier one;
    /// it keeps the result the same in both directions.
    pub(super) fn of(
        (a, b): (&Text, &Text),
        groups: &[Group],
        turned: bool,
        vocabulary: &Vocabulary,
    ) -> Self {
        if turned {
            let groups: Vec<Group> = groups.iter().map(swapped).collect();
            return Self::in_one_direction((b, a), &groups, true, vocabulary).turned();
        }
        Self::in_one_direction((a, b), groups, false, vocabulary)
    }

    fn in_one_direction(
        (a, b): (&Text, &Text),
        groups: &[Group],
        later_first: bool,
        vocabulary: &Vocabulary,
    ) -> Self {
        let changed = |group: &&Group| {
            let same = group.a.len() == 1 && group.b.len() == 1;
            !same || a.passages[group.a.start].key != b.passages[group.b.start].key
        };
        let mut keys = Keys::default();
        let mut open_a = vec![true; a.passages.len()];
        let mut open_b = vec![true; b.passages.len()];
        for group in groups {
            let value = changed(&group);
            open_a[group.a.clone()].fill(value);
            open_b[group.b.clone()].fill(value);
        }
        let mut matching = Self {
            a: Sentences::of(a, &open_a, vocabulary, &mut keys),
            b: Sentences::of(b, &open_b, vocabulary, &mut keys),
            ..Self::default()
        };
        matching.of_a = vec![None; matching.a.all.len()];
        matching.of_b = vec![None; matching.b.all.len()];
        let mut sorted: Vec<&Group> = groups.iter().filter(changed).collect();
        sorted.sort_by_key(|group| group.a.start);
        for group in sorted {
            matching.in_group(group);
        }
        let order = Order::of(
            (a, b),
            groups,
            later_first,
            &matching.matches,
            (&matching.a, &matching.b),
        );
        matching.elsewhere(&order);
        matching.mark_out_of_order();
        let mut all = matching.of_a.iter().chain(&matching.of_b);
        if all.all(Option::is_some) {
            return matching;
        }
        let frequency = WordFrequency::of([a, b], vocabulary);
        let unmatched = (
            (&matching.a, &matching.of_a[..]),
            (&matching.b, &matching.of_b[..]),
        );
        for (at_a, at_b) in rewritten::pairs((a, b), unmatched, &order, &frequency) {
            matching.add(at_a..at_a + 1, at_b..at_b + 1, true, false);
            if let Some(last) = matching.matches.last_mut() {
                last.rewritten = true;
            }
        }
        let Self {
            a: in_a,
            b: in_b,
            of_a,
            of_b,
            matches,
            ..
        } = &mut matching;
        rewritten::join((a, in_a, of_a), (b, in_b, of_b), matches, &frequency);
        matching
    }

    /// Compares tokens in the direction in which the texts were compared, so that ambiguous words
    /// are resolved alike in both.
    pub(super) fn runs(
        &self,
        a: &[Token],
        b: &[Token],
        compare: impl Fn(&[Token], &[Token]) -> Vec<Run>,
    ) -> Vec<Run> {
        if !self.turned {
            return compare(a, b);
        }
        let runs = compare(b, a).into_iter();
        runs.map(|Run { a, b, length }| Run { a: b, b: a, length })
            .collect()
    }

    /// The sentences that became others, each with what it became.
    pub(super) fn reworded(&self, a: &Text, b: &Text) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for Match { a: from, b: to, .. } in &self.matches {
            for one in &self.a.all[from.clone()] {
                for other in &self.b.all[to.clone()] {
                    // Equal keys may have other words: `two weeks`, `fourteen days`.
                    let (before, after) = (one.text(a), other.text(b));
                    if before != after {
                        found.push((before.to_owned(), after.to_owned()));
                    }
                }
            }
        }
        found
    }

    fn turned(self) -> Self {
        let matches = self.matches.into_iter().map(|found| Match {
            a: found.b,
            b: found.a,
            ..found
        });
        Self {
            matches: matches.collect(),
            a: self.b,
            b: self.a,
            of_a: self.of_b,
            of_b: self.of_a,
            turned: !self.turned,
        }
    }

    fn add(&mut self, a: Range<usize>, b: Range<usize>, elsewhere: bool, moved: bool) {
        let index = self.matches.len();
        self.of_a[a.clone()].fill(Some(index));
        self.of_b[b.clone()].fill(Some(index));
        self.matches.push(Match {
            a,
            b,
            elsewhere,
            moved,
            rewritten: false,
        });
    }

    /// Aligns the sentences of corresponding passages.
    fn in_group(&mut self, group: &Group) {
        let (from_a, from_b) = (self.a.of_group(&group.a), self.b.of_group(&group.b));
        let found = align_sentences(&self.a.all[from_a.clone()], &self.b.all[from_b.clone()]);
        for Group { a, b, .. } in found {
            let a = from_a.start + a.start..from_a.start + a.end;
            let b = from_b.start + b.start..from_b.start + b.end;
            self.add(a, b, false, group.moved);
        }
    }

    /// Aligns the remaining sentences in any place: identical ones first, then similar ones.
    fn elsewhere(&mut self, order: &Order) {
        let left = |of: &[Option<usize>]| -> Vec<usize> {
            let all = of.iter().enumerate();
            all.filter(|(_, found)| found.is_none())
                .map(|(at, _)| at)
                .collect()
        };
        let (left_a, left_b) = (left(&self.of_a), left(&self.of_b));
        let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
        for at in left_b.iter().rev() {
            places.entry(self.b.all[*at].key).or_default().push(*at);
        }
        for at in left_a {
            let sentence = &self.a.all[at];
            if sentence.core.len() < 2 {
                continue;
            }
            if let Some(there) = places.get_mut(&sentence.key).and_then(Vec::pop) {
                self.found(at, there, order);
            }
        }
        let mut found = self.alike(&left(&self.of_a), &left_b, order);
        found.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
        for (_, (at_a, at_b)) in found {
            if self.of_a[at_a].is_none() && self.of_b[at_b].is_none() {
                self.found(at_a, at_b, order);
            }
        }
    }

    fn found(&mut self, at_a: usize, at_b: usize, order: &Order) {
        let (one, other) = (&self.a.all[at_a], &self.b.all[at_b]);
        // What has little in common with what was elsewhere did not move: it was written anew.
        let moved = likeness(one, other) >= MIN_SIMILARITY_ELSEWHERE
            && order.is_broken((one.passage, one.number), (other.passage, other.number));
        self.add(at_a..at_a + 1, at_b..at_b + 1, true, moved);
    }

    /// Of the sentences of a passage that was split or joined, those whose order changed moved.
    fn mark_out_of_order(&mut self) {
        let mut places: Vec<(usize, usize, u32)> = Vec::new();
        for found in &self.matches {
            if found.elsewhere && !found.moved {
                let (at_a, at_b) = (found.a.start, found.b.start);
                places.push((at_a, at_b, self.a.all[at_a].weight));
            }
        }
        places.sort_unstable();
        let in_order: HashSet<(usize, usize)> = heaviest_in_order(&places).into_iter().collect();
        for found in &mut self.matches {
            found.moved |= found.elsewhere && !in_order.contains(&(found.a.start, found.b.start));
        }
    }

    /// Similar pairs, with their weight.
    fn alike(
        &self,
        left_a: &[usize],
        left_b: &[usize],
        order: &Order,
    ) -> Vec<(u32, (usize, usize))> {
        let significant_terms = |sentence: &Sentence| sentence.weight >= WEIGHTY;
        let open = |of: &[Option<usize>], at: usize| of[at].is_none();
        let left_a: Vec<usize> = left_a
            .iter()
            .copied()
            .filter(|at| significant_terms(&self.a.all[*at]))
            .collect();
        let left_b: Vec<usize> = left_b
            .iter()
            .copied()
            .filter(|at| open(&self.of_b, *at) && significant_terms(&self.b.all[*at]))
            .collect();
        let pairs = if left_a.len().saturating_mul(left_b.len()) <= EXACT {
            let with = |at_a: usize| left_b.iter().map(move |at_b| (at_a, *at_b));
            left_a.iter().flat_map(|at| with(*at)).collect()
        } else {
            self.by_rare_words(&left_a, &left_b)
        };
        let weighed = pairs.into_iter().filter_map(|(at_a, at_b)| {
            let (one, other) = (&self.a.all[at_a], &self.b.all[at_b]);
            if one.is_heading != other.is_heading {
                return None;
            }
            // A cell of many sentences is not compared with each short row.
            let (less, all) = (one.weight.min(other.weight), one.weight + other.weight);
            if 200 * less < MIN_SIMILARITY_SAME_START * all {
                return None;
            }
            let beside = order.beside(one.passage, other.passage);
            let limit = if beside {
                MIN_SIMILARITY_NEIGHBOUR
            } else {
                MIN_SIMILARITY_ELSEWHERE
            };
            let likeness = match likeness(one, other) {
                low if low < limit && beside && is_reworded(low, one, other) => limit,
                likeness => likeness,
            };
            (likeness >= limit).then_some((likeness * one.weight.min(other.weight), (at_a, at_b)))
        });
        weighed.collect()
    }

    /// Pairs that share three consecutive words which no other remaining sentence has.
    fn by_rare_words(&self, left_a: &[usize], left_b: &[usize]) -> Vec<(usize, usize)> {
        let mut places: BTreeMap<[u32; 3], [Option<usize>; 2]> = BTreeMap::new();
        let mut common: Vec<[u32; 3]> = Vec::new();
        let both = [(0, &self.a, left_a), (1, &self.b, left_b)];
        for (side, sentences, left) in both {
            for at in left {
                for window in sentences.all[*at].core.windows(3) {
                    let keys = [window[0].key, window[1].key, window[2].key];
                    let place = &mut places.entry(keys).or_default()[side];
                    if place.is_some_and(|known| known != *at) {
                        common.push(keys);
                    }
                    *place = Some(*at);
                }
            }
        }
        for keys in common {
            places.remove(&keys);
        }
        let mut pairs: Vec<(usize, usize)> = places
            .into_values()
            .filter_map(|[a, b]| Some((a?, b?)))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

/// Whether one of two neighbours became the other, though few words are in the same order: it begins
/// alike.
fn is_reworded(likeness: u32, one: &Sentence, other: &Sentence) -> bool {
    let pairs = one.core.iter().zip(&other.core);
    let begin = pairs.take_while(|(one, other)| one.key == other.key);
    let words = begin.filter(|(one, _)| one.class == Class::Word).count();
    words >= BEGINNING && likeness >= MIN_SIMILARITY_SAME_START
}

fn swapped(group: &Group) -> Group {
    Group {
        a: group.b.clone(),
        b: group.a.clone(),
        moved: group.moved,
    }
}
