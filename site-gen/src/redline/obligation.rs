//! Which changes of words change what is asked, of whom and by when.

use super::compare::{Pair, Words};
use super::model::{Obligation, Sentence, TermChange, TermSort, Turn};
use super::passage::Text;
use super::terms::{Term, terms};
use super::vocabulary::{Force, Vocabulary};
use std::collections::BTreeMap;

/// The sentences of a pair in which a word of weight came, went or changed.
pub(super) fn found(a: &Text, b: &Text, pair: &Pair, vocabulary: &Vocabulary) -> Vec<Obligation> {
    let before = Side::of(a, &pair.a, vocabulary);
    let after = Side::of(b, &pair.b, vocabulary);
    let mut in_b: Vec<Option<usize>> = vec![None; pair.a.tokens.len()];
    let mut in_a: Vec<Option<usize>> = vec![None; pair.b.tokens.len()];
    for run in &pair.runs {
        for at in 0..run.length {
            in_b[run.a + at] = Some(run.b + at);
            in_a[run.b + at] = Some(run.a + at);
        }
    }
    let matched = matched(&before, &after, &in_b, &in_a);
    let sentences_of_a = before.counterparts(&after, &in_b);
    let sentences_of_b = after.counterparts(&before, &in_a);
    let mut by_sentence: BTreeMap<Order, Vec<TermChange>> = BTreeMap::new();
    for (term_a, term_b) in matched {
        let one = term_a.map(|term| &before.terms[term]);
        let other = term_b.map(|term| &after.terms[term]);
        let sentence_a = one.map(|term| term.sentence);
        let sentence_b = other.map(|term| term.sentence);
        let sentence_a = sentence_a.or_else(|| sentences_of_b.get(&sentence_b?).copied());
        let sentence_b = sentence_b.or_else(|| sentences_of_a.get(&sentence_a?).copied());
        let order = (sentence_b.or(sentence_a), sentence_a, sentence_b);
        let change = change(one, other);
        by_sentence.entry(order).or_default().push(change);
    }
    by_sentence
        .into_iter()
        .map(|((_, sentence_a, sentence_b), terms)| Obligation {
            passage: 0,
            leads: after.leads(sentence_b).max(before.leads(sentence_a)),
            before: sentence_a.map(|sentence| before.sentence(sentence)),
            after: sentence_b.map(|sentence| after.sentence(sentence)),
            terms,
        })
        .collect()
}

/// A sentence: its passage, and its number there.
type SentenceId = (usize, usize);
type Order = (Option<SentenceId>, Option<SentenceId>, Option<SentenceId>);

fn change(before: Option<&Placed>, after: Option<&Placed>) -> TermChange {
    let turn = match (
        before.and_then(|term| term.term.force),
        after.and_then(|term| term.term.force),
    ) {
        (Some(Force::Negated) | None, _) | (_, Some(Force::Negated) | None) => None,
        (Some(before), Some(after)) if after > before => Some(Turn::Stricter),
        (Some(before), Some(after)) if after < before => Some(Turn::Looser),
        (Some(_), Some(_)) => None,
    };
    let sort = after
        .or(before)
        .map_or(TermSort::Number, |term| term.term.sort);
    TermChange {
        sort,
        before: before.map(|term| term.term.text.clone()),
        after: after.map(|term| term.term.text.clone()),
        turn,
    }
}

/// A term and where it stands among the words of its side.
struct Placed {
    term: Term,
    /// Its tokens among the words of all passages of the pair.
    from: usize,
    to: usize,
    sentence: SentenceId,
}

struct Side<'a> {
    text: &'a Text,
    words: &'a Words,
    terms: Vec<Placed>,
    /// For each token its sentence.
    sentences: Vec<SentenceId>,
}

impl<'a> Side<'a> {
    fn of(text: &'a Text, words: &'a Words, vocabulary: &Vocabulary) -> Self {
        let mut placed = Vec::new();
        let mut sentences = Vec::with_capacity(words.tokens.len());
        let mut at = 0;
        while at < words.tokens.len() {
            let index = words.passages[at];
            if words.tokens[at].class == super::token::Class::Break {
                sentences.push((index, 0));
                at += 1;
                continue;
            }
            let passage = &text.passages[index];
            let sentence_at = |byte: usize| {
                let before = passage
                    .sentences
                    .partition_point(|sentence| sentence.start <= byte);
                (index, before.saturating_sub(1))
            };
            for term in terms(passage, vocabulary) {
                placed.push(Placed {
                    from: at + term.tokens.start,
                    to: at + term.tokens.end,
                    sentence: sentence_at(term.at.saturating_sub(usize::from(
                        term.tokens.len() == 1 && term.at == passage.text.len(),
                    ))),
                    term,
                });
            }
            sentences.extend(passage.tokens.iter().map(|token| {
                let byte = if token.is_text() {
                    token.range.start
                } else {
                    token.range.start.saturating_sub(1)
                };
                sentence_at(byte)
            }));
            at += passage.tokens.len();
        }
        Self {
            text,
            words,
            terms: placed,
            sentences,
        }
    }

    /// For each sentence the one of the other side that has most of its words.
    fn counterparts(
        &self,
        other: &Side<'_>,
        there: &[Option<usize>],
    ) -> BTreeMap<SentenceId, SentenceId> {
        let mut votes: BTreeMap<(SentenceId, SentenceId), u32> = BTreeMap::new();
        for (at, there) in there.iter().enumerate() {
            if let Some(there) = there {
                let pair = (self.sentences[at], other.sentences[*there]);
                *votes.entry(pair).or_default() += self.words.tokens[at].weight();
            }
        }
        let mut best: BTreeMap<SentenceId, (u32, SentenceId)> = BTreeMap::new();
        for ((mine, theirs), votes) in votes {
            let known = best.entry(mine).or_insert((votes, theirs));
            if votes > known.0 {
                *known = (votes, theirs);
            }
        }
        // A full stop and a "the" in common make no counterpart.
        let mut weights: BTreeMap<SentenceId, u32> = BTreeMap::new();
        for (token, sentence) in self.words.tokens.iter().zip(&self.sentences) {
            *weights.entry(*sentence).or_default() += token.weight();
        }
        best.into_iter()
            .filter(|(mine, (votes, _))| votes * 4 >= weights.get(mine).copied().unwrap_or(0))
            .map(|(mine, (_, theirs))| (mine, theirs))
            .collect()
    }

    fn sentence(&self, (passage, sentence): SentenceId) -> Sentence {
        let text = &self.text.passages[passage];
        let range = text
            .sentences
            .get(sentence)
            .cloned()
            .unwrap_or(0..text.text.len());
        Sentence {
            text: text.text[range].to_owned(),
            address: text.address.clone(),
            section: self.text.heading(passage).to_owned(),
        }
    }

    /// How many items stand under a sentence.
    fn leads(&self, sentence: Option<SentenceId>) -> usize {
        let Some((passage, sentence)) = sentence else {
            return 0;
        };
        let passage = &self.text.passages[passage];
        if sentence + 1 >= passage.sentences.len() {
            passage.leads
        } else {
            0
        }
    }
}

/// Terms of both sides of which something changed, those together that stand for each other.
fn matched(
    before: &Side<'_>,
    after: &Side<'_>,
    in_b: &[Option<usize>],
    in_a: &[Option<usize>],
) -> Vec<(Option<usize>, Option<usize>)> {
    let touched_a = touched(before, after, in_b);
    let touched_b = touched(after, before, in_a);
    let places_a = places(before, in_b);
    let places_b = places(after, in_a);
    let mut at_token: Vec<Option<usize>> = vec![None; in_a.len()];
    let mut at_place: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, term) in after.terms.iter().enumerate() {
        if touched_b[index] {
            at_token[term.from..term.to].fill(Some(index));
            at_place.entry(places_b[index]).or_default().push(index);
        }
    }
    let mut taken = vec![false; after.terms.len()];
    let mut pairs = Vec::new();
    for (index, mine) in before.terms.iter().enumerate() {
        if !touched_a[index] {
            continue;
        }
        let same = |other: &usize| mine.term.sort == after.terms[*other].term.sort;
        let alike = |other: &usize| {
            same(other) || (mine.term.sort.is_amount() && after.terms[*other].term.sort.is_amount())
        };
        // One that shares a word with it, or else one that stands in its place.
        let there = in_b[mine.from..mine.to].iter().flatten();
        let shares = there
            .filter_map(|at| at_token[*at])
            .find(|at| !taken[*at] && alike(at));
        let in_place = || {
            at_place
                .get(&places_a[index])
                .into_iter()
                .flatten()
                .copied()
        };
        let open = |at: &usize| !taken[*at];
        let found = shares
            .or_else(|| in_place().filter(open).find(same))
            .or_else(|| in_place().filter(open).find(alike));
        if let Some(found) = found {
            taken[found] = true;
        }
        pairs.push((Some(index), found));
    }
    let alone = (0..after.terms.len()).filter(|at| touched_b[*at] && !taken[*at]);
    pairs.extend(alone.map(|at| (None, Some(at))));
    pairs
}

/// For each term which change of its passage it belongs to: how many words stay the same before
/// the first of its words that does not.
fn places(side: &Side<'_>, there: &[Option<usize>]) -> Vec<usize> {
    let mut same_before = Vec::with_capacity(there.len() + 1);
    same_before.push(0);
    for (at, there) in there.iter().enumerate() {
        same_before.push(same_before[at] + usize::from(there.is_some()));
    }
    side.terms
        .iter()
        .map(|term| {
            let first = (term.from..term.to).find(|at| there[*at].is_none());
            same_before[first.unwrap_or(term.from)]
        })
        .collect()
}

/// Which terms are not the same on the other side.
fn touched(mine: &Side<'_>, other: &Side<'_>, there: &[Option<usize>]) -> Vec<bool> {
    let mut begins: BTreeMap<usize, &Placed> = BTreeMap::new();
    for term in &other.terms {
        begins.insert(term.from, term);
    }
    mine.terms
        .iter()
        .map(|term| {
            let same = there[term.from]
                .and_then(|from| begins.get(&from))
                .is_some_and(|found| {
                    let length = term.to - term.from;
                    let contiguous =
                        (0..length).all(|at| there[term.from + at] == Some(found.from + at));
                    contiguous
                        && found.to - found.from == length
                        && found.term.sort == term.term.sort
                });
            !same
        })
        .collect()
}
