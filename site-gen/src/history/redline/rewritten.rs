//! Pairs what is left of rewritten sections: removed with added sentences that share rare words.
//!
//! Such sentences have too few words in common to be compared in order. That a word such as
//! `subpoena` is in both still tells that one took the place of the other, the more so the fewer
//! sentences have it.

use super::order::Order;
use super::sentence::{Sentence, Sentences};
use crate::words::passage::Text;
use crate::words::token::Class;
use crate::words::vocabulary::{Vocabulary, lowercase};
use foldhash::HashMap;
use std::collections::BTreeMap;
use std::ops::Range;

/// The minimum share of the weight of both that shared words must have, in percent, and their
/// minimum number.
const MIN_SIMILARITY: (u32, usize) = (30, 3);
/// The same in another place.
const MIN_SIMILARITY_ELSEWHERE: (u32, usize) = (35, 4);
/// The same if no other sentence has one of the words.
const MIN_SIMILARITY_UNIQUE: (u32, usize) = (25, 2);
/// A sentence of fewer words is a label, and has no words to spare.
const MIN_WORDS: usize = 2;
/// The minimum share of a sentence, in percent, that must be in the counterpart of its neighbour to be
/// added to it, and the minimum number of words.
const PART: (u32, usize) = (25, 2);
/// The maximum number of pairs for which all are compared.
const EXACT: usize = 10_000;
/// Of more, only those are compared that share a word which at most so many on each side have.
const RARE: usize = 3;

/// The sentences of a text, and the match of each.
type Matched<'a> = (&'a Sentences, &'a [Option<usize>]);
/// A removed and an added sentence, or several in a row.
type SentencePair = (Range<usize>, Range<usize>);

/// The content words of a sentence with their weights, sorted by key.
#[derive(Clone, Debug, Default)]
struct ContentWords {
    words: Vec<(u32, u32)>,
    weight: u32,
}

impl ContentWords {
    fn of(mut words: Vec<(u32, u32)>) -> Self {
        words.sort_unstable();
        words.dedup_by_key(|word| word.0);
        let weight = words.iter().map(|word| word.1).sum();
        Self { words, weight }
    }

    /// Those that the other has as well, or those that it has not.
    fn filtered(&self, other: &Self, shared: bool) -> Self {
        let is_there = |key: u32| {
            other
                .words
                .binary_search_by_key(&key, |word| word.0)
                .is_ok()
        };
        let words = self.words.iter().copied();
        Self::of(words.filter(|word| is_there(word.0) == shared).collect())
    }
}

/// The unmatched sentences of one text.
struct UnmatchedSentences {
    /// Their indexes and passages, and their words.
    sentences: Vec<(usize, usize, ContentWords)>,
    /// Of how many of them a word is.
    having: HashMap<u32, usize>,
}

impl UnmatchedSentences {
    fn of(text: &Text, matched: Matched<'_>, rarity: &WordFrequency<'_>) -> Self {
        let open = unmatched(text, matched);
        let open = open.map(|(at, sentence)| (at, sentence.passage, rarity.words(text, sentence)));
        let sentences: Vec<_> = open
            .filter(|(_, _, words)| words.words.len() >= MIN_WORDS)
            .collect();
        let mut having = HashMap::default();
        for (key, _) in sentences.iter().flat_map(|(_, _, words)| &words.words) {
            *having.entry(*key).or_default() += 1;
        }
        Self { sentences, having }
    }

    fn find(&self, sentence: usize) -> Option<&(usize, usize, ContentWords)> {
        let found = self
            .sentences
            .binary_search_by_key(&sentence, |open| open.0);
        found.ok().map(|at| &self.sentences[at])
    }

    fn words(&self, sentence: usize) -> Option<&ContentWords> {
        self.find(sentence).map(|open| &open.2)
    }
}

/// The sentences of a text without a match, with their indexes.
fn unmatched<'a>(
    text: &'a Text,
    (sentences, matches): Matched<'a>,
) -> impl Iterator<Item = (usize, &'a Sentence)> {
    sentences
        .all
        .iter()
        .enumerate()
        .filter(move |(at, sentence)| {
            matches[*at].is_none() && !text.passages[sentence.passage].kind.is_heading()
        })
}

/// How rare words are in both texts.
struct WordFrequency<'a> {
    vocabulary: &'a Vocabulary,
    /// The number of passages that have a word, by the key of its token.
    passages: HashMap<u32, u32>,
    all: u32,
}

impl<'a> WordFrequency<'a> {
    fn of(texts: [&Text; 2], vocabulary: &'a Vocabulary) -> Self {
        let mut found = Self {
            vocabulary,
            passages: HashMap::default(),
            all: 0,
        };
        for passage in texts.into_iter().flat_map(|text| &text.passages) {
            let mut keys: Vec<u32> = passage.tokens.iter().map(|token| token.key).collect();
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                *found.passages.entry(key).or_default() += 1;
            }
            found.all += 1;
        }
        found
    }

    /// The content words of a sentence, without the numbers: these often change.
    fn words(&self, text: &Text, sentence: &Sentence) -> ContentWords {
        let words = sentence.core.iter().zip(&sentence.at);
        let there = &text.passages[sentence.passage];
        let words = words.filter(|(token, _)| match token.class {
            Class::Word => self.is_content(&there.text[token.range.clone()]),
            Class::Address => true,
            _ => false,
        });
        let weighed = words.map(|(token, at)| {
            let first = &there.tokens[at.start];
            let having = self.passages.get(&first.key).copied().unwrap_or(1);
            (token.key, 1 + (1 + self.all / having.max(1)).ilog2())
        });
        ContentWords::of(weighed.collect())
    }

    /// Whether a word says what a sentence is about, and not only how: `do not`, `within`.
    fn is_content(&self, text: &str) -> bool {
        let (vocabulary, text) = (self.vocabulary, lowercase(text));
        let reworded = &vocabulary.reworded;
        let modal = |word: &str| vocabulary.modals.at(&[vocabulary.word(word)]).is_some();
        let is_small = |word: &str| {
            let small = [
                &vocabulary.everywhere,
                &reworded.dropped,
                &reworded.conjunctions,
            ];
            small.iter().any(|words| words.contains(word)) || modal(word)
        };
        !reworded.bound.contains(&text) && !text.split_whitespace().all(is_small)
    }
}

/// The pairs of sentences that have no other match.
pub(super) fn pairs(
    (a, b): (&Text, &Text),
    (all_a, all_b): (Matched<'_>, Matched<'_>),
    order: &Order,
    vocabulary: &Vocabulary,
) -> Vec<SentencePair> {
    // Otherwise all words of both texts would be counted for nothing.
    if unmatched(a, all_a).next().is_none() || unmatched(b, all_b).next().is_none() {
        return Vec::new();
    }
    let rarity = WordFrequency::of([a, b], vocabulary);
    let open_a = UnmatchedSentences::of(a, all_a, &rarity);
    let open_b = UnmatchedSentences::of(b, all_b, &rarity);
    let mut found: Vec<(u32, usize, usize)> = candidates(&open_a, &open_b)
        .into_iter()
        .filter_map(|(at_a, at_b)| {
            let likeness = likeness((&open_a, at_a), (&open_b, at_b), order)?;
            Some((likeness, open_a.sentences[at_a].0, open_b.sentences[at_b].0))
        })
        .collect();
    // The best first; if equal, in the order of the texts.
    found.sort_by(|one, other| (other.0, one.1, one.2).cmp(&(one.0, other.1, other.2)));
    let (mut of_a, mut of_b) = (BTreeMap::new(), BTreeMap::new());
    let mut pairs: Vec<SentencePair> = Vec::new();
    for (_, at_a, at_b) in found {
        if !of_a.contains_key(&at_a) && !of_b.contains_key(&at_b) {
            of_a.insert(at_a, pairs.len());
            of_b.insert(at_b, pairs.len());
            pairs.push((at_a..at_a + 1, at_b..at_b + 1));
        }
    }
    join((&open_a, &open_b), &mut of_a, &mut pairs);
    let turned = |pair: &mut SentencePair| std::mem::swap(&mut pair.0, &mut pair.1);
    pairs.iter_mut().for_each(turned);
    join((&open_b, &open_a), &mut of_b, &mut pairs);
    pairs.iter_mut().for_each(turned);
    pairs
}

/// The pairs that are compared.
fn candidates(a: &UnmatchedSentences, b: &UnmatchedSentences) -> Vec<(usize, usize)> {
    let (all_a, all_b) = (a.sentences.len(), b.sentences.len());
    if all_a.saturating_mul(all_b) <= EXACT {
        return (0..all_a)
            .flat_map(|at_a| (0..all_b).map(move |at_b| (at_a, at_b)))
            .collect();
    }
    let is_rare = |key: u32| {
        let few =
            |open: &UnmatchedSentences| open.having.get(&key).is_some_and(|count| *count <= RARE);
        few(a) && few(b)
    };
    let mut places: HashMap<u32, Vec<usize>> = HashMap::default();
    for (at, (_, _, words)) in b.sentences.iter().enumerate() {
        for (key, _) in words.words.iter().filter(|word| is_rare(word.0)) {
            places.entry(*key).or_default().push(at);
        }
    }
    let mut pairs = Vec::new();
    for (at_a, (_, _, words)) in a.sentences.iter().enumerate() {
        let there = words.words.iter().filter_map(|(key, _)| places.get(key));
        pairs.extend(there.flatten().map(|at_b| (at_a, *at_b)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The share of two sentences that their common words are, if it is enough.
fn likeness(
    (a, at_a): (&UnmatchedSentences, usize),
    (b, at_b): (&UnmatchedSentences, usize),
    order: &Order,
) -> Option<u32> {
    let ((_, passage_a, one), (_, passage_b, other)) = (&a.sentences[at_a], &b.sentences[at_b]);
    let both = one.filtered(other, true);
    let share = 200 * both.weight / (one.weight + other.weight).max(1);
    let enough = |(least, words): (u32, usize)| share >= least && both.words.len() >= words;
    let beside = order.beside(*passage_a, *passage_b);
    let is_unique = |key: u32| a.having.get(&key) == Some(&1) && b.having.get(&key) == Some(&1);
    let unique = || both.words.iter().any(|word| is_unique(word.0));
    let alike = if beside {
        enough(MIN_SIMILARITY) || enough(MIN_SIMILARITY_UNIQUE) && unique()
    } else {
        enough(MIN_SIMILARITY_ELSEWHERE)
    };
    alike.then_some(share)
}

/// Adds a sentence to the pair of its neighbour that has its words on the other side: a sentence that
/// was split, or joined with another.
fn join(
    (mine, other): (&UnmatchedSentences, &UnmatchedSentences),
    of: &mut BTreeMap<usize, usize>,
    pairs: &mut [SentencePair],
) {
    for (at, passage, words) in &mine.sentences {
        if of.contains_key(at) {
            continue;
        }
        let near = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let fitting = near.filter_map(|near| {
            let index = *of.get(&near)?;
            mine.find(near).filter(|near| near.1 == *passage)?;
            let (own, there) = &pairs[index];
            let there = other.words(there.start).filter(|_| there.len() == 1)?;
            // What the sentences of the pair share already does not count again.
            let own = own.clone().filter_map(|own| mine.words(own));
            let rest = own.fold(there.clone(), |rest, own| rest.filtered(own, false));
            let part = words.filtered(&rest, true);
            let share = 100 * part.weight / words.weight.max(1);
            (share >= PART.0 && part.words.len() >= PART.1).then_some((share, index))
        });
        if let Some((_, index)) = fitting.max_by_key(|(share, _)| *share) {
            let own = &mut pairs[index].0;
            *own = own.start.min(*at)..own.end.max(at + 1);
            of.insert(*at, index);
        }
    }
}
