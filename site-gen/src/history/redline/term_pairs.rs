//! Pairs the changed terms of two sentences.

use super::significant_words::{PlacedTerm, SignificantWords};
use crate::words::TermType;
use std::collections::{BTreeMap, HashMap};

/// The changed terms of both sides, in corresponding pairs.
pub(super) fn matched(
    before: &SignificantWords<'_>,
    after: &SignificantWords<'_>,
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
    let keys = |significant_words: &SignificantWords<'_>, term: &PlacedTerm| -> Vec<u32> {
        let tokens = significant_words.tokens[term.from..term.to].iter();
        tokens.map(|token| token.key).collect()
    };
    // The last of each list is the first in the text.
    let mut equals: HashMap<(TermType, Vec<u32>), Vec<usize>> = HashMap::new();
    for (index, term) in after.terms.iter().enumerate().rev() {
        if touched_b[index] {
            let key = (term.term.term_type, keys(after, term));
            equals.entry(key).or_default().push(index);
        }
    }
    let mut taken = vec![false; after.terms.len()];
    let mut pairs = Vec::new();
    for (index, mine) in before.terms.iter().enumerate() {
        if !touched_a[index] {
            continue;
        }
        let same = |other: &usize| mine.term.term_type == after.terms[*other].term.term_type;
        let alike = |other: &usize| {
            same(other)
                || (mine.term.term_type.is_amount()
                    && after.terms[*other].term.term_type.is_amount())
        };
        let open = |at: &usize| !taken[*at];
        // The same word elsewhere in the sentence is the same term.
        let equal = equals.get_mut(&(mine.term.term_type, keys(before, mine)));
        let mut equal = equal.map(|equal| std::iter::from_fn(|| equal.pop()));
        if let Some(found) = equal.as_mut().and_then(|equal| equal.find(open)) {
            taken[found] = true;
            continue;
        }
        // Pair it with a term that shares a word, otherwise with one in the same place.
        let shared = in_b[mine.from..mine.to].iter().flatten();
        let shares = shared
            .filter_map(|at| at_token[*at])
            .find(|at| !taken[*at] && alike(at));
        let in_place = || {
            at_place
                .get(&places_a[index])
                .into_iter()
                .flatten()
                .copied()
        };
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

/// For each term, the change that it belongs to: the number of unchanged words before its first
/// changed word.
fn places(side: &SignificantWords<'_>, there: &[Option<usize>]) -> Vec<usize> {
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

/// The terms that changed.
fn touched(
    mine: &SignificantWords<'_>,
    other: &SignificantWords<'_>,
    there: &[Option<usize>],
) -> Vec<bool> {
    let mut of_token: Vec<Option<usize>> = vec![None; other.tokens.len()];
    for (index, term) in other.terms.iter().enumerate() {
        of_token[term.from..term.to].fill(Some(index));
    }
    let same = |term: &PlacedTerm| {
        let places: Option<Vec<usize>> = there[term.from..term.to].iter().copied().collect();
        let Some(places) = places else {
            return false;
        };
        // A verb is compared by its words alone, since the words before it are compared separately.
        let verb = matches!(
            term.term.term_type,
            TermType::Promise | TermType::Instruction | TermType::Authority
        );
        // So is a term that the other side does not recognise because of its spelling.
        let found: Vec<usize> = places.iter().filter_map(|at| of_token[*at]).collect();
        let Some(first) = found.first() else {
            return true;
        };
        let contiguous = places.windows(2).all(|two| two[0] + 1 == two[1]);
        let whole = &other.terms[*first];
        let equal = places.first() == Some(&whole.from) && places.len() == whole.to - whole.from;
        verb || (contiguous && equal)
    };
    mine.terms.iter().map(|term| !same(term)).collect()
}
