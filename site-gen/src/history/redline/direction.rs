//! Determines whether a sentence became stricter or looser, if only significant terms changed.

use super::cores::{Cores, PlacedTerm};
use super::model::{Direction, TermChange};
use crate::words::TermType;
use crate::words::vocabulary::Force;

/// Sets the direction of each term for which the word alone determines it.
pub(super) fn directions(
    before: &Cores<'_>,
    after: &Cores<'_>,
    changed: &[(Option<&PlacedTerm>, Option<&PlacedTerm>)],
    only_terms: bool,
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
        if let ([change], [term]) = (changed, &mut *terms) {
            term.direction = permission(*change).filter(|_| only_terms);
        }
        return;
    }
    let says_no = before.has_negation() || after.has_negation();
    let direction = |before: u8, after: u8| match after.cmp(&before) {
        std::cmp::Ordering::Greater => Some(Direction::Stricter),
        std::cmp::Ordering::Less => Some(Direction::Looser),
        std::cmp::Ordering::Equal => None,
    };
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
                (None, Some(modal)) if before.promises() => softened(modal),
                (Some(modal), None) if after.promises() => softened(modal).map(Direction::turned),
                (None | Some(_), None | Some(_)) => None,
            },
            TermType::Process if both_ranked(*one, *other) => {
                let rank = |term: Option<&PlacedTerm>| term.and_then(|term| term.term.rank);
                let own = rank(*one).zip(rank(*other));
                let own = own.and_then(|(one, other)| direction(one, other));
                ranked(TermType::Process).or(own.filter(|_| changed.len() == 1 && !says_no))
            }
            TermType::Process => ranked(TermType::Process),
            TermType::Authority if before.signs && after.signs => ranked(TermType::Authority),
            TermType::Joining if alone && before.asks() && after.asks() => {
                let rank = |term: Option<&PlacedTerm>| term.and_then(|term| term.term.rank);
                rank(*one)
                    .zip(rank(*other))
                    .and_then(|(one, other)| direction(one, other))
            }
            TermType::Hedge if alone => match (one, other) {
                (Some(_), None) => Some(Direction::Stricter),
                (None, Some(_)) => Some(Direction::Looser),
                (Some(_), Some(_)) | (None, None) => None,
            },
            TermType::Modal
            | TermType::Authority
            | TermType::Joining
            | TermType::Hedge
            | TermType::Negation
            | TermType::Exception
            | TermType::Promise
            | TermType::Instruction
            | TermType::Limit
            | TermType::Duration
            | TermType::Date
            | TermType::Money
            | TermType::Percentage
            | TermType::Number
            | TermType::Email
            | TermType::Web
            | TermType::Postal
            | TermType::Statute
            | TermType::Right
            | TermType::Territory
            | TermType::Channel
            | TermType::Wording => None,
        };
    }
}

/// What was allowed is no longer, or the other way round.
fn permission((one, other): (Option<&PlacedTerm>, Option<&PlacedTerm>)) -> Option<Direction> {
    let may = |term: &PlacedTerm| term.term.force == Some(Force::May);
    let may_not = |term: &PlacedTerm| {
        term.term.force == Some(Force::Negated) && term.term.rank == Some(Force::May.rank())
    };
    let (one, other) = (one?, other?);
    match (may(one) && may_not(other), may_not(one) && may(other)) {
        (true, false) => Some(Direction::Stricter),
        (false, true) => Some(Direction::Looser),
        (true, true) | (false, false) => None,
    }
}

/// What became of a promise with this modal verb: `We notify` says as much as `we will notify`, and
/// more than `we may notify`.
fn softened(modal: &PlacedTerm) -> Option<Direction> {
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
