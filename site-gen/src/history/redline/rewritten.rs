//! Pairs what is left of rewritten sections: removed with added sentences that share rare words.
//!
//! Such sentences have too few words in common to be compared in order. That a word such as
//! `subpoena` is in both still tells that one took the place of the other, the more so the fewer
//! sentences have it.

use super::order::Order;
use super::sentence::{Match, Sentence, Sentences};
use crate::words::passage::Text;
use crate::words::token::Class;
use crate::words::vocabulary::{Vocabulary, WordId, lowercase};
use foldhash::{HashMap, HashSet};
use std::ops::Range;

/// The minimum share of the weight of both that shared words must have, in percent, and their
/// minimum number.
const MIN_SIMILARITY: (u32, usize) = (30, 3);
/// The same in another place.
const MIN_SIMILARITY_ELSEWHERE: (u32, usize) = (35, 4);
/// The key of the topic of telephone calls and faxes, which no word has.
const TOPIC: u32 = u32::MAX;
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
/// A text, its sentences, and the match of each, which may change.
type MatchedMut<'a> = (&'a Text, &'a Sentences, &'a mut [Option<usize>]);

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

    /// The words that the other has as well.
    fn shared(&self, other: &Self) -> Self {
        let find = |key: u32| other.words.binary_search_by_key(&key, |word| word.0);
        let words = self.words.iter().copied();
        Self::of(words.filter(|word| find(word.0).is_ok()).collect())
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
    fn of(text: &Text, matched: Matched<'_>, frequency: &WordFrequency<'_>) -> Self {
        let open = unmatched(text, matched);
        let open =
            open.map(|(at, sentence)| (at, sentence.passage, frequency.words(text, sentence)));
        let sentences: Vec<_> = open
            .filter(|(_, _, words)| words.words.len() >= MIN_WORDS)
            .collect();
        let mut having = HashMap::default();
        for (key, _) in sentences.iter().flat_map(|(_, _, words)| &words.words) {
            *having.entry(*key).or_default() += 1;
        }
        Self { sentences, having }
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
pub(super) struct WordFrequency<'a> {
    vocabulary: &'a Vocabulary,
    /// The number of passages that have a word, by the key of its token.
    passages: HashMap<u32, u32>,
    all: u32,
}

impl<'a> WordFrequency<'a> {
    pub(super) fn of(texts: [&Text; 2], vocabulary: &'a Vocabulary) -> Self {
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
            (token.key, self.weight(having))
        });
        ContentWords::of(weighed.chain(self.topic(text, sentence)).collect())
    }

    /// The topic of a sentence about calls or faxes, whatever else it says. It counts as a rare word.
    fn topic(&self, text: &Text, sentence: &Sentence) -> Option<(u32, u32)> {
        let there = &text.passages[sentence.passage];
        let tokens = there.tokens[sentence.tokens.clone()].iter();
        let words = tokens.filter(|token| token.is_text());
        let words = words.map(|token| self.vocabulary.word(&there.text[token.range.clone()]));
        let words: Vec<WordId> = words.collect();
        let calls = self.vocabulary.telephones.is_in(&words);
        calls.then(|| (TOPIC, self.weight(1)))
    }

    /// The weight of a word that so many passages have.
    fn weight(&self, having: u32) -> u32 {
        1 + (1 + self.all / having.max(1)).ilog2()
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
    frequency: &WordFrequency<'_>,
) -> Vec<(usize, usize)> {
    // Otherwise the words of the other side would be weighed for nothing.
    if unmatched(a, all_a).next().is_none() || unmatched(b, all_b).next().is_none() {
        return Vec::new();
    }
    let open_a = UnmatchedSentences::of(a, all_a, frequency);
    let open_b = UnmatchedSentences::of(b, all_b, frequency);
    let mut found: Vec<(u32, usize, usize)> = candidates(&open_a, &open_b)
        .into_iter()
        .filter_map(|(at_a, at_b)| {
            let likeness = likeness((&open_a, at_a), (&open_b, at_b), order)?;
            Some((likeness, open_a.sentences[at_a].0, open_b.sentences[at_b].0))
        })
        .collect();
    // The best first; if equal, in the order of the texts.
    found.sort_by(|one, other| (other.0, one.1, one.2).cmp(&(one.0, other.1, other.2)));
    let (mut taken_a, mut taken_b) = (HashSet::default(), HashSet::default());
    let mut pairs = Vec::new();
    for (_, at_a, at_b) in found {
        if !taken_a.contains(&at_a) && !taken_b.contains(&at_b) {
            taken_a.insert(at_a);
            taken_b.insert(at_b);
            pairs.push((at_a, at_b));
        }
    }
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
    let both = one.shared(other);
    let share = 200 * both.weight / (one.weight + other.weight).max(1);
    let enough = |(least, words): (u32, usize)| share >= least && both.words.len() >= words;
    let beside = order.beside(*passage_a, *passage_b);
    let alike = if beside {
        enough(MIN_SIMILARITY)
    } else {
        enough(MIN_SIMILARITY_ELSEWHERE)
    };
    alike.then_some(share)
}

/// Adds a sentence to the match of its neighbour that has its words on the other side: a sentence that
/// was split, or joined with another.
pub(super) fn join(
    (a, in_a, of_a): MatchedMut<'_>,
    (b, in_b, of_b): MatchedMut<'_>,
    matches: &mut [Match],
    frequency: &WordFrequency<'_>,
) {
    if matches.is_empty() {
        return;
    }
    join_side((a, in_a, of_a), (b, in_b), matches, frequency, |both| {
        (&mut both.a, both.b.clone())
    });
    join_side((b, in_b, of_b), (a, in_a), matches, frequency, |both| {
        (&mut both.b, both.a.clone())
    });
}

/// The same for the sentences of one text. `sides` are those of a match, in this text and in the other.
fn join_side(
    (text, mine, of): MatchedMut<'_>,
    (other_text, other): (&Text, &Sentences),
    matches: &mut [Match],
    frequency: &WordFrequency<'_>,
    sides: impl Fn(&mut Match) -> (&mut Range<usize>, Range<usize>),
) {
    // For each match, the words of its other side that its sentences on this side do not have.
    let mut rests: HashMap<usize, HashMap<u32, u32>> = HashMap::default();
    for (at, sentence) in mine.all.iter().enumerate() {
        if of[at].is_some() || text.passages[sentence.passage].kind.is_heading() {
            continue;
        }
        let words = frequency.words(text, sentence);
        let mut best = None;
        for near in [at.checked_sub(1), Some(at + 1)].into_iter().flatten() {
            let same_passage =
                mine.all.get(near).map(|near| near.passage) == Some(sentence.passage);
            let Some(index) = of.get(near).copied().flatten().filter(|_| same_passage) else {
                continue;
            };
            let both = &mut matches[index];
            let in_place = !both.elsewhere || both.rewritten;
            let (own, there) = sides(both);
            if !in_place || there.len() != 1 {
                continue;
            }
            let rest = rests.entry(index).or_insert_with(|| {
                let there = frequency.words(other_text, &other.all[there.start]);
                let mut rest: HashMap<u32, u32> = there.words.into_iter().collect();
                for own in &mine.all[own.clone()] {
                    remove(&mut rest, &frequency.words(text, own));
                }
                rest
            });
            let part = words.words.iter().filter(|word| rest.contains_key(&word.0));
            let (count, weight) =
                part.fold((0, 0), |(count, weight), word| (count + 1, weight + word.1));
            let share = 100 * weight / words.weight.max(1);
            if share >= PART.0 && count >= PART.1 && best.is_none_or(|(known, _)| share > known) {
                best = Some((share, index));
            }
        }
        if let Some((_, index)) = best {
            let (own, _) = sides(&mut matches[index]);
            *own = own.start.min(at)..own.end.max(at + 1);
            of[at] = Some(index);
            rests.entry(index).and_modify(|rest| remove(rest, &words));
        }
    }
}

fn remove(words: &mut HashMap<u32, u32>, of: &ContentWords) {
    for (key, _) in &of.words {
        words.remove(key);
    }
}
