//! Determines whether a sentence became stricter or looser, if only significant terms changed.

use super::model::{Direction, TermChange};
use super::significant_words::{PlacedTerm, SignificantWords};
use crate::words::TermType;
use crate::words::terms::length;
use crate::words::vocabulary::{Force, Vocabulary, lowercase};
use std::cmp::Ordering;

/// Sets the direction of each term for which the word alone determines it.
pub(super) fn directions(
    before: &SignificantWords<'_>,
    after: &SignificantWords<'_>,
    changed: &[(Option<&PlacedTerm>, Option<&PlacedTerm>)],
    only_terms: bool,
    vocabulary: &Vocabulary,
    terms: &mut [TermChange],
) {
    let force = |term: Option<&PlacedTerm>| term.and_then(|term| term.term.force);
    let negated = |term: Option<&PlacedTerm>| force(term) == Some(Force::Negated);
    let excepts = |term: Option<&PlacedTerm>| {
        term.is_some_and(|term| term.term.term_type == TermType::Exception)
    };
    let taken_back = changed
        .iter()
        .any(|(one, other)| negated(*one) != negated(*other) || excepts(*one) || excepts(*other));
    if taken_back {
        if let ([change], [term], true) = (changed, &mut *terms, only_terms) {
            let permission = permission(*change, before, vocabulary);
            term.direction = permission.or_else(|| demand(*change, vocabulary));
        }
        return;
    }
    let rank = |term: Option<&PlacedTerm>| term.and_then(|term| term.term.rank);
    let own_rank =
        |one, other| (rank(one).zip(rank(other))).and_then(|(one, other)| direction(one, other));
    let asked = |words: &SignificantWords<'_>| words.asks() || words.bound_by_lead_in;
    let says_no = before.has_negation() || after.has_negation();
    let ranked = |term_type| -> Option<Direction> {
        direction(before.rank(term_type)?, after.rank(term_type)?).filter(|_| !says_no)
    };
    for ((one, other), term) in changed.iter().zip(terms) {
        let alone = changed.len() == 1 && only_terms && !says_no;
        let both = force(*one).zip(force(*other));
        term.direction = match term.term_type {
            TermType::Modal if both.is_some() => {
                both.and_then(|(one, other)| direction(one.rank(), other.rank()))
            }
            TermType::Modal if changed.len() == 1 && !says_no => match (one, other) {
                (None, Some(modal)) if before.promises() => promise_direction(modal),
                (Some(modal), None) if after.promises() => {
                    promise_direction(modal).map(Direction::turned)
                }
                (None | Some(_), None | Some(_)) => None,
            },
            TermType::Process if both_ranked(*one, *other) => {
                let own = own_rank(*one, *other);
                ranked(TermType::Process).or(own.filter(|_| changed.len() == 1 && !says_no))
            }
            TermType::Process => ranked(TermType::Process),
            TermType::Authority if before.signs && after.signs => ranked(TermType::Authority),
            TermType::Joining if alone && asked(before) && asked(after) => own_rank(*one, *other),
            TermType::Hedge if alone => match (one, other) {
                (Some(_), None) => Some(Direction::Stricter),
                (None, Some(_)) => Some(Direction::Looser),
                (Some(_), Some(_)) | (None, None) => None,
            },
            TermType::Number if !before.asks() || !after.asks() => None,
            // `At least two officers must sign`.
            TermType::Duration | TermType::Number => one.zip(*other).and_then(|(one, other)| {
                longer_or_shorter((before, one), (after, other), vocabulary)
            }),
            TermType::Modal
            | TermType::Authority
            | TermType::Joining
            | TermType::Hedge
            | TermType::Negation
            | TermType::Exception
            | TermType::Promise
            | TermType::Instruction
            | TermType::Limit
            | TermType::Date
            | TermType::Money
            | TermType::Percentage
            | TermType::Email
            | TermType::Web
            | TermType::Postal
            | TermType::Telephone
            | TermType::Statute
            | TermType::Right
            | TermType::Territory
            | TermType::Channel
            | TermType::Wording => None,
        };
    }
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
        let is_least = earlier().next_back().is_some_and(must);
        return is_least.then_some(TimeLimit::Least);
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
fn permission(
    (one, other): (Option<&PlacedTerm>, Option<&PlacedTerm>),
    before: &SignificantWords<'_>,
    vocabulary: &Vocabulary,
) -> Option<Direction> {
    let may = |term: &PlacedTerm| term.term.force == Some(Force::May);
    let may_not = |term: &PlacedTerm| {
        term.term.force == Some(Force::Negated) && term.term.rank == Some(Force::May.rank())
    };
    let (one, other) = (one?, other?);
    let is_subject = |at: usize| {
        let word = vocabulary.word(before.word(at));
        vocabulary.promises.subjects.at(&[word]).is_some()
    };
    let is_company = one.from.checked_sub(1).is_some_and(is_subject);
    let ability = |term: &PlacedTerm| vocabulary.abilities.contains(&lowercase(&term.term.text));
    if is_company && (ability(one) || ability(other)) {
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

fn both_ranked(one: Option<&PlacedTerm>, other: Option<&PlacedTerm>) -> bool {
    let is_ranked = |term: Option<&PlacedTerm>| term.is_some_and(|term| term.term.rank.is_some());
    is_ranked(one) && is_ranked(other)
}
