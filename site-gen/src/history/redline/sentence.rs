//! Aligns the sentences of two texts: those in the same place, reworded, or moved to another
//! passage.
//!
//! Sentences are aligned before their words, by their significant words: case, punctuation,
//! function words and the spelling of numbers are ignored.

use super::align::{Group, align_sentences, likeness, likeness_in_any_order};
use super::rewritten;
use crate::words::Kind;
use crate::words::passage::{Passage, Text};
use crate::words::sequence::{Run, heaviest_in_order};
use crate::words::token::{Class, Keys, Token};
use crate::words::vocabulary::{Vocabulary, WordId, lowercase};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// A sentence of a text.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub(super) passage: usize,
    /// Its index in the passage.
    pub(super) number: usize,
    /// Its tokens, as a range in the passage.
    pub(super) tokens: Range<usize>,
    pub(super) core: Vec<Token>,
    /// For each significant word, its tokens in the passage.
    pub(super) at: Vec<Range<usize>>,
    /// Equal for sentences with the same words.
    pub(super) key: u32,
    pub(super) weight: u32,
}

/// The sentences of passages that have no identical passage in the other text.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    pub(super) all: Vec<Sentence>,
    of_passages: HashMap<usize, Range<usize>>,
}

impl Sentences {
    pub(super) fn of_passage(&self, passage: usize) -> Range<usize> {
        self.of_passages.get(&passage).cloned().unwrap_or(0..0)
    }

    fn of_group(&self, passages: &Range<usize>) -> Range<usize> {
        let mut ranges = passages.clone().map(|passage| self.of_passage(passage));
        let first = ranges.next().unwrap_or(0..0);
        ranges.fold(first, |all, next| all.start..next.end.max(all.end))
    }
}

/// Corresponding sentences, usually one of each text.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
    /// Their passages do not correspond.
    pub(super) elsewhere: bool,
    pub(super) moved: bool,
    /// They share little more than their subject, so only the list of obligations compares them.
    pub(super) rewritten: bool,
}

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
const ALIKE_ELSEWHERE: u32 = 60;
/// The same for neighbouring passages.
const ALIKE_BESIDE: u32 = 45;
/// The same for neighbouring passages, if the parts of the sentences changed places.
const ALIKE_ANY_ORDER: u32 = 55;
/// The same, if they begin with so many words that are the same.
const ALIKE_BEGINNING: u32 = 28;
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
            a: sentences(a, &open_a, vocabulary, &mut keys),
            b: sentences(b, &open_b, vocabulary, &mut keys),
            ..Self::default()
        };
        matching.of_a = vec![None; matching.a.all.len()];
        matching.of_b = vec![None; matching.b.all.len()];
        let mut sorted: Vec<&Group> = groups.iter().filter(changed).collect();
        sorted.sort_by_key(|group| group.a.start);
        for group in sorted {
            matching.in_group(group);
        }
        let order = Order::of((a, b), groups, later_first, &matching);
        matching.elsewhere(&order);
        matching.mark_out_of_order();
        for (a, b) in rewritten::pairs((a, b), &matching, &order, vocabulary) {
            matching.add(a, b, true, false);
            if let Some(last) = matching.matches.last_mut() {
                last.rewritten = true;
            }
        }
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
                    if one.key != other.key {
                        found.push((one.text(a).to_owned(), other.text(b).to_owned()));
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
        let moved = likeness(one, other) >= ALIKE_ELSEWHERE
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
            let beside = order.beside(one.passage, other.passage);
            let limit = if beside {
                ALIKE_BESIDE
            } else {
                ALIKE_ELSEWHERE
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

/// Whether one of two neighbours became the other, though few words are in the same order: its parts
/// changed places, or it begins alike.
fn is_reworded(likeness: u32, one: &Sentence, other: &Sentence) -> bool {
    let pairs = one.core.iter().zip(&other.core);
    let begin = pairs.take_while(|(one, other)| one.key == other.key);
    let words = begin.filter(|(one, _)| one.class == Class::Word).count();
    words >= BEGINNING && likeness >= ALIKE_BEGINNING
        || likeness_in_any_order(one, other) >= ALIKE_ANY_ORDER
}

fn swapped(group: &Group) -> Group {
    Group {
        a: group.b.clone(),
        b: group.a.clone(),
        moved: group.moved,
    }
}

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
    fn of(
        (a, b): (&Text, &Text),
        groups: &[Group],
        later_first: bool,
        matching: &Matching,
    ) -> Self {
        let mut stayed: Vec<(SentenceIndex, SentenceIndex)> = Vec::new();
        let staying: Vec<&Group> = groups.iter().filter(|group| !group.moved).collect();
        let mut by_sentences: HashSet<usize> = HashSet::new();
        for found in matching.matches.iter().filter(|found| !found.moved) {
            let (one, other) = (
                &matching.a.all[found.a.start],
                &matching.b.all[found.b.start],
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
    fn is_broken(&self, a: SentenceIndex, b: SentenceIndex) -> bool {
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

fn sentences(text: &Text, open: &[bool], vocabulary: &Vocabulary, keys: &mut Keys) -> Sentences {
    let mut found = Sentences::default();
    let passages = text.passages.iter().enumerate();
    for (index, passage) in passages.filter(|(index, _)| open[*index]) {
        let from = found.all.len();
        for number in 0..passage.sentences.len() {
            let tokens = tokens_of(passage, number);
            found.all.push(Sentence::new(
                (index, number),
                passage,
                tokens,
                vocabulary,
                keys,
            ));
        }
        found.of_passages.insert(index, from..found.all.len());
    }
    found
}

/// The tokens of a sentence. Tokens that are not text belong to the text before them.
pub(super) fn tokens_of(passage: &Passage, number: usize) -> Range<usize> {
    let begins = |number: usize| match passage.sentences.get(number) {
        Some(sentence) if number > 0 => passage.tokens.partition_point(|token| {
            token.range.start < sentence.start
                || (!token.is_text() && token.range.start <= sentence.start)
        }),
        Some(_) => 0,
        None => passage.tokens.len(),
    };
    begins(number)..begins(number + 1)
}

impl Sentence {
    fn text<'t>(&self, text: &'t Text) -> &'t str {
        let passage = &text.passages[self.passage];
        let range = passage.sentences.get(self.number).cloned();
        passage.text[range.unwrap_or(0..passage.text.len())].trim()
    }

    fn new(
        (passage, number): (usize, usize),
        there: &Passage,
        tokens: Range<usize>,
        vocabulary: &Vocabulary,
        keys: &mut Keys,
    ) -> Self {
        let (core, at) = TermSearch::of(there, tokens.clone(), vocabulary, keys);
        let mut key = String::from("\u{4}");
        if there.kind == Kind::Code {
            key.push('`');
        }
        for token in &core {
            key.push_str(&token.key.to_string());
            key.push(' ');
        }
        Self {
            passage,
            number,
            tokens,
            key: keys.of(&key),
            weight: core.iter().map(Token::weight).sum(),
            core,
            at,
        }
    }
}

/// The key of a list of words that say the same.
fn same(list: u32) -> String {
    format!("\u{5}{list}")
}

/// Finds the significant words of a sentence.
struct TermSearch<'a> {
    passage: &'a Passage,
    vocabulary: &'a Vocabulary,
    /// Its tokens that are text, and the ends of cells.
    tokens: Vec<usize>,
    lowercase: Vec<String>,
    /// Their numbers in the vocabulary.
    ids: Vec<WordId>,
}

impl<'a> TermSearch<'a> {
    fn of(
        passage: &'a Passage,
        range: Range<usize>,
        vocabulary: &'a Vocabulary,
        keys: &mut Keys,
    ) -> (Vec<Token>, Vec<Range<usize>>) {
        let tokens: Vec<usize> = range
            .filter(|at| match passage.tokens[*at].class {
                Class::Word | Class::Number | Class::Mark | Class::Address | Class::Cell => true,
                Class::Note | Class::Target(_) | Class::Break => false,
            })
            .collect();
        let lowercase: Vec<String> = tokens
            .iter()
            .map(|at| lowercase(&passage.text[passage.tokens[*at].range.clone()]))
            .collect();
        let core = Self {
            passage,
            vocabulary,
            ids: lowercase.iter().map(|word| vocabulary.word(word)).collect(),
            lowercase,
            tokens,
        };
        let (mut found, mut places) = (Vec::new(), Vec::new());
        let mut at = 0;
        while at < core.lowercase.len() {
            if let Some(two) = vocabulary.contraction(&core.lowercase[at]) {
                let index = core.tokens[at];
                for word in two {
                    let (word, class) = core.single(word, Class::Word);
                    found.push(Token {
                        range: passage.tokens[index].range.clone(),
                        key: keys.of(&word),
                        class,
                    });
                    places.push(index..index + 1);
                }
                at += 1;
                continue;
            }
            let (length, word) = core.word(at);
            if let Some((word, class)) = word {
                let (first, last) = (core.tokens[at], core.tokens[at + length - 1]);
                let bytes = passage.tokens[first].range.start..passage.tokens[last].range.end;
                let token = Token {
                    range: bytes,
                    key: keys.of(&word),
                    class,
                };
                // Doubled by mistake: `the process process`.
                let is_again = class == Class::Word
                    && places
                        .last()
                        .is_some_and(|place: &Range<usize>| place.end == first)
                    && found
                        .last()
                        .is_some_and(|last: &Token| last.key == token.key);
                if !is_again {
                    found.push(token);
                    places.push(first..last + 1);
                }
            }
            at += length;
        }
        (found, places)
    }

    /// The significant word that begins here, with its number of tokens.
    fn word(&self, at: usize) -> (usize, Option<(String, Class)>) {
        let (ids, words) = (&self.ids[at..], self.vocabulary);
        let token = &self.passage.tokens[self.tokens[at]];
        if token.class == Class::Cell {
            return (1, Some(("\u{2}cell".to_owned(), Class::Mark)));
        }
        let word = &self.lowercase[at];
        if let Some((length, list)) = words.same.at(ids) {
            let class = if length == 1 && words.everywhere.contains(word) {
                Class::Mark
            } else {
                Class::Word
            };
            return (length, Some((same(list), class)));
        }
        if let Some((length, ())) = words.noise.at(ids) {
            // `a week` is 7 days.
            let times = self.multiple(at + length).filter(|_| length == 1);
            let value = times.map(|(_, times)| (times.to_string(), Class::Number));
            return (length, value);
        }
        if let Some((length, letters)) = self.initials(at) {
            return (length, Some(self.single(&letters, Class::Word)));
        }
        if let Some((length, value)) = self.number(at) {
            let times = self.multiple(at + length).map_or(1, |(_, times)| *times);
            let value = value
                .parse::<u64>()
                .ok()
                .and_then(|value| value.checked_mul(times))
                .map_or(value, |value| value.to_string());
            return (length, Some((value, Class::Number)));
        }
        match token.class {
            Class::Mark => {
                let counts = word.chars().any(|c| "$€£¥₹₩%§&+/@#<>=".contains(c));
                (1, counts.then(|| (word.clone(), Class::Number)))
            }
            Class::Address => {
                let address = word.trim_end_matches('/').to_owned();
                (1, Some((address, Class::Address)))
            }
            class => {
                let unit = self.multiple(at).filter(|_| self.is_counted(at));
                let word = unit.map_or(word, |(unit, _)| unit);
                (1, Some(self.single(word, class)))
            }
        }
    }

    /// Letters with full stops, `U.S.C.`, without them.
    fn initials(&self, at: usize) -> Option<(usize, String)> {
        let token = |at: usize| Some(&self.passage.tokens[*self.tokens.get(at)?]);
        let letter = |at: usize| {
            let text = self.passage.text.get(token(at)?.range.clone())?;
            let one = text.chars().count() == 1 && text.starts_with(char::is_alphabetic);
            one.then_some(self.lowercase[at].as_str())
        };
        let adjacent = |at: usize| {
            let ends = at
                .checked_sub(1)
                .and_then(token)
                .map(|before| before.range.end);
            ends.is_some() && ends == token(at).map(|here| here.range.start)
        };
        let dot = |at: usize| adjacent(at) && self.lowercase[at] == ".";
        let mut letters = letter(at)?.to_owned();
        let mut end = at + 1;
        while dot(end) && adjacent(end + 1) {
            let Some(next) = letter(end + 1) else { break };
            letters.push_str(next);
            end += 2;
        }
        let length = end - at + usize::from(dot(end));
        (letters.chars().count() > 1).then_some((length, letters))
    }

    /// The key of a word that is part of no phrase.
    fn single(&self, word: &str, class: Class) -> (String, Class) {
        if self.vocabulary.everywhere.contains(word) {
            return (word.to_owned(), Class::Mark);
        }
        let stem = self.vocabulary.stem(word);
        let list = self
            .vocabulary
            .same_as(&stem)
            .filter(|_| class == Class::Word);
        (list.map_or(stem, same), class)
    }

    /// The unit that a unit of time is so many of.
    fn multiple(&self, at: usize) -> Option<&'a (String, u64)> {
        self.vocabulary.multiples.get(self.lowercase.get(at)?)
    }

    /// Whether a number or an article is before a unit of time.
    fn is_counted(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        let word = &self.lowercase[before];
        let number = self.vocabulary.number_values.contains_key(word)
            || !word.is_empty()
                && word
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b',');
        number
            || word == ")"
            || self
                .vocabulary
                .noise
                .at(&self.ids[before..])
                .is_some_and(|(length, ())| length == 1)
    }

    /// A number in digits, from `two`, `twenty-one`, `1,000` or `ninety (90)`.
    fn number(&self, at: usize) -> Option<(usize, String)> {
        let figures = |at: usize| {
            let token = &self.passage.tokens[*self.tokens.get(at)?];
            let digits = |c: char| c.is_ascii_digit() || c == ',';
            let text = &self.lowercase[at];
            let all = token.class == Class::Number && text.chars().all(digits);
            all.then(|| text.replace(',', ""))
        };
        if let Some(value) = figures(at) {
            return Some((1, value));
        }
        let value = |at: usize| {
            let word = self.lowercase.get(at)?;
            self.vocabulary.number_values.get(word).copied()
        };
        let (mut sum, mut length) = (value(at)?, 1);
        loop {
            let dash = usize::from(
                self.lowercase
                    .get(at + length)
                    .is_some_and(|word| word == "-"),
            );
            let Some(next) = value(at + length + dash) else {
                break;
            };
            if next >= 100 {
                sum = sum.saturating_mul(next);
            } else if sum % 10 == 0 && sum > next {
                sum += next;
            } else {
                break;
            }
            length += 1 + dash;
        }
        let value = sum.to_string();
        let is = |at: usize, sign: &str| self.lowercase.get(at).is_some_and(|word| word == sign);
        let again = is(at + length, "(") && is(at + length + 2, ")");
        if again && figures(at + length + 1).as_ref() == Some(&value) {
            length += 3;
        }
        Some((length, value))
    }
}
