//! Determines whether a sentence became stricter or looser, if only significant terms changed.

use super::model::{Direction, TermChange};
use super::sentence_pair::{ChangedTerm, SentencePair};
use super::significant_words::{PlacedTerm, SignificantWords};
use crate::words::TermType;
use crate::words::terms::length;
use crate::words::vocabulary::{Force, Vocabulary, lowercase};
use std::cmp::Ordering;

/// The rank of the legal process that is got most easily.
const LOWEST_PROCESS: u8 = 1;

/// Sets the direction of each term for which the word alone determines it.
pub(super) fn directions(
    pair: &SentencePair<'_>,
    changed: &[ChangedTerm<'_>],
    only_terms: bool,
    terms: &mut [TermChange],
) {
    let negated = |term: Option<&PlacedTerm>| force(term) == Some(Force::Negated);
    if changed
        .iter()
        .any(|(one, other)| negated(*one) != negated(*other))
    {
        let direction =
            freedom(changed, pair).or_else(|| demand(*changed.first()?, pair.vocabulary));
        if let (Some(term), true) = (terms.first_mut(), only_terms && changed.len() <= 2) {
            term.direction = direction;
        }
        return;
    }
    let says_no = pair.before.has_negation() || pair.after.has_negation();
    let is_single = changed.len() == 1;
    for (change, term) in changed.iter().zip(terms) {
        term.direction = of_term(pair, *change, says_no, is_single);
    }
}

/// What became of one term. `is_single` means that no other term changed.
fn of_term(
    pair: &SentencePair<'_>,
    (one, other): ChangedTerm<'_>,
    says_no: bool,
    is_single: bool,
) -> Option<Direction> {
    let (before, after) = (pair.before, pair.after);
    let is_only_term = is_single && !says_no;
    // Of any legal process, the lowest is enough.
    let any = |term: &PlacedTerm| {
        let text = lowercase(&term.term.text);
        pair.vocabulary
            .any_process
            .contains(&text)
            .then_some(LOWEST_PROCESS)
    };
    let rank =
        |term: Option<&PlacedTerm>| term.and_then(|term| term.term.rank.or_else(|| any(term)));
    let own_rank = rank(one).zip(rank(other));
    let own = own_rank.and_then(|(one, other)| direction(one, other));
    let ranked = |term_type| -> Option<Direction> {
        direction(before.rank(term_type)?, after.rank(term_type)?).filter(|_| !says_no)
    };
    match other.or(one)?.term.term_type {
        TermType::Modal => match (force(one).zip(force(other)), one, other) {
            (Some((one, other)), _, _) => direction(one.rank(), other.rank()),
            (None, None, Some(modal)) if is_only_term && before.promises() => {
                promise_direction(modal)
            }
            (None, Some(modal), None) if is_only_term && after.promises() => {
                promise_direction(modal).map(Direction::turned)
            }
            _ => None,
        },
        TermType::Process if own_rank.is_some() => {
            ranked(TermType::Process).or(own.filter(|_| is_only_term))
        }
        TermType::Process => ranked(TermType::Process),
        TermType::Authority if before.signs && after.signs => ranked(TermType::Authority),
        TermType::Joining => {
            let binds = |words: &SignificantWords<'_>| {
                words.asks() || words.bound_by_lead_in || words.promises()
            };
            own.filter(|_| is_only_term && binds(before) && binds(after))
        }
        TermType::Hedge if is_single => match (one, other) {
            (Some(_), None) => Some(Direction::Stricter),
            (None, Some(_)) => Some(Direction::Looser),
            (Some(_), Some(_)) | (None, None) => None,
        },
        TermType::Number if !before.asks() || !after.asks() => None,
        // `At least two officers must sign`.
        TermType::Duration | TermType::Number => {
            longer_or_shorter((before, one?), (after, other?), pair.vocabulary)
        }
        _ => None,
    }
}

fn force(term: Option<&PlacedTerm>) -> Option<Force> {
    term.and_then(|term| term.term.force)
}

/// More of what is asked for, or less.
fn direction<T: Ord + Copy>(before: T, after: T) -> Option<Direction> {
    match after.cmp(&before) {
        Ordering::Greater => Some(Direction::Stricter),
        Ordering::Less => Some(Direction::Looser),
        Ordering::Equal => None,
    }
}

/// What a length of time limits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TimeLimit {
    /// `within 30 days`: with more days less is asked for.
    Most,
    /// `at least 30 days`.
    Least,
}

/// More days to do something ask for less, and more days to wait ask for more.
fn longer_or_shorter(
    (before, one): (&SignificantWords<'_>, &PlacedTerm),
    (after, other): (&SignificantWords<'_>, &PlacedTerm),
    vocabulary: &Vocabulary,
) -> Option<Direction> {
    let ((from, unit), (to, other_unit)) = (
        length(&one.term.text, vocabulary)?,
        length(&other.term.text, vocabulary)?,
    );
    let bound = bound(before, one, vocabulary)?;
    if unit != other_unit {
        return None;
    }
    if Some(bound) != self::bound(after, other, vocabulary) {
        return None;
    }
    let direction = direction(from, to)?;
    Some(match bound {
        TimeLimit::Least => direction,
        TimeLimit::Most => direction.turned(),
    })
}

/// What a length of time limits, by the words before it.
fn bound(
    significant_words: &SignificantWords<'_>,
    duration: &PlacedTerm,
    vocabulary: &Vocabulary,
) -> Option<TimeLimit> {
    let earlier = || {
        significant_words
            .terms
            .iter()
            .filter(|term| term.to <= duration.from)
    };
    let excepts = |term: &PlacedTerm| term.term.term_type == TermType::Exception;
    if earlier().any(excepts) {
        return None;
    }
    let count = significant_words.tokens.len();
    let mut next = (duration.to..count).map(|at| lowercase(significant_words.word(at)));
    // `You must be 16 years old`, and not `data that is 2 years old`.
    let must =
        |term: &PlacedTerm| term.term.force == Some(Force::Must) && term.to + 1 == duration.from;
    let mut after = next.clone().take(2);
    if after.any(|word| vocabulary.ages.contains(&word)) {
        let least = |term: &PlacedTerm| vocabulary.least.contains(&lowercase(&term.term.text));
        let is_least = (earlier().next_back()).is_some_and(|term| must(term) || least(term));
        return is_least.then_some(TimeLimit::Least);
    }
    // `On 30 days' notice`, `30 days before`.
    let is_notice = |word: String| vocabulary.ahead.contains(&word);
    let limit_word = |term: &PlacedTerm| vocabulary.most.contains(&lowercase(&term.term.text));
    if next.clone().take(2).any(is_notice) && !earlier().next_back().is_some_and(limit_word) {
        return Some(TimeLimit::Least);
    }
    // `A 24 hour window`.
    if next
        .next()
        .is_some_and(|next| vocabulary.windows.contains(&next))
    {
        return Some(TimeLimit::Most);
    }
    let negated = earlier().any(|term| term.term.force == Some(Force::Negated));
    let word = duration
        .from
        .checked_sub(1)
        .map(|at| lowercase(significant_words.word(at)));
    // Whoever may not do something for 30 days has to wait.
    if negated {
        return word
            .filter(|word| vocabulary.lasting.contains(word))
            .map(|_| TimeLimit::Least);
    }
    // There may be a word between: `within the first 30 days`.
    let limit = earlier()
        .next_back()
        .filter(|term| term.to + 1 >= duration.from)?;
    let at = limit.from;
    let limit = lowercase(&limit.term.text);
    let deletes = || {
        (0..at).any(|at| {
            vocabulary
                .deletes
                .contains(&lowercase(significant_words.word(at)))
        })
    };
    let most = vocabulary.most.contains(&limit) || vocabulary.delays.contains(&limit) && deletes();
    if most {
        return Some(TimeLimit::Most);
    }
    vocabulary
        .least
        .contains(&limit)
        .then_some(TimeLimit::Least)
}

/// What was allowed is no longer, or the other way round. Of the company itself `we can` only says
/// what is possible.
fn freedom(changed: &[ChangedTerm<'_>], pair: &SentencePair<'_>) -> Option<Direction> {
    let vocabulary = pair.vocabulary;
    let text = |term: &PlacedTerm| lowercase(&term.term.text);
    let may = |term: &PlacedTerm| term.term.force == Some(Force::May);
    let may_not = |term: &PlacedTerm| {
        term.term.force == Some(Force::Negated) && !vocabulary.no_demands.contains(&text(term))
    };
    let is_subject = |words: &SignificantWords<'_>, at: usize| {
        let word = vocabulary.word(words.word(at));
        vocabulary.promises.subjects.at(&[word]).is_some()
    };
    let is_ability = |words: &SignificantWords<'_>, term: &PlacedTerm| {
        let is_company = term
            .from
            .checked_sub(1)
            .is_some_and(|at| is_subject(words, at));
        is_company && vocabulary.abilities.contains(&text(term))
    };
    let (gone, came): (Vec<_>, Vec<_>) = changed.iter().copied().unzip();
    let (gone, came): (Vec<_>, Vec<_>) = (
        gone.into_iter().flatten().collect(),
        came.into_iter().flatten().collect(),
    );
    let ([one], [other]) = (gone.as_slice(), came.as_slice()) else {
        return None;
    };
    if is_ability(pair.before, one) || is_ability(pair.after, other) {
        return None;
    }
    match (may(one) && may_not(other), may_not(one) && may(other)) {
        (true, false) => Some(Direction::Stricter),
        (false, true) => Some(Direction::Looser),
        (true, true) | (false, false) => None,
    }
}

/// What was required is no longer, or the other way round.
fn demand(
    (one, other): (Option<&PlacedTerm>, Option<&PlacedTerm>),
    vocabulary: &Vocabulary,
) -> Option<Direction> {
    let must = |term: &PlacedTerm| term.term.force == Some(Force::Must);
    let need_not = |term: &PlacedTerm| vocabulary.no_demands.contains(&lowercase(&term.term.text));
    let (one, other) = (one?, other?);
    match (must(one) && need_not(other), need_not(one) && must(other)) {
        (true, false) => Some(Direction::Looser),
        (false, true) => Some(Direction::Stricter),
        (true, true) | (false, false) => None,
    }
}

/// What became of a promise with this modal verb: `We notify` says as much as `we will notify`, and
/// more than `we may notify`.
fn promise_direction(modal: &PlacedTerm) -> Option<Direction> {
    let softer = modal.term.force.is_some_and(|force| match force {
        Force::May | Force::Should => true,
        Force::Must | Force::Negated => false,
    });
    softer.then_some(Direction::Looser)
}
