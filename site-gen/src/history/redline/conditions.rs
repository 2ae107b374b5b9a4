//! Whether an added or removed exception, condition or time limit makes a sentence stricter or looser.
//!
//! Only if nothing else changed: `we notify users` became `we notify users, unless a court forbids it`.

use super::model::{Direction, TermChange};
use super::significant_words::{PlacedTerm, SignificantWords};
use crate::words::TermType;
use crate::words::vocabulary::{Force, Vocabulary, lowercase};
use foldhash::HashSet;
use std::ops::Range;

/// Sets the direction of the sentence, unless one of its terms has one.
pub(super) fn direction(
    before: &SignificantWords<'_>,
    after: &SignificantWords<'_>,
    hunks: &[(Range<usize>, Range<usize>)],
    vocabulary: &Vocabulary,
    terms: &mut [TermChange],
) {
    if terms.iter().any(|term| term.direction.is_some()) {
        return;
    }
    let Some(direction) = of_sentence(before, after, hunks, vocabulary) else {
        return;
    };
    let of = |term_type: TermType| terms.iter().position(|term| term.term_type == term_type);
    let at = of(TermType::Exception)
        .or_else(|| of(TermType::Duration))
        .or_else(|| of(TermType::Limit));
    if let Some(term) = terms.get_mut(at.unwrap_or(0)) {
        term.direction = Some(direction);
    }
}

fn of_sentence(
    before: &SignificantWords<'_>,
    after: &SignificantWords<'_>,
    hunks: &[(Range<usize>, Range<usize>)],
    vocabulary: &Vocabulary,
) -> Option<Direction> {
    let counts = |significant_words: &SignificantWords<'_>, range: &Range<usize>| {
        range.clone().any(|at| {
            let word = lowercase(significant_words.word(at));
            !vocabulary.quiet.contains(&word) && !vocabulary.weak_limits.contains(&word)
        })
    };
    // `respond` for `get back to you`.
    let persons = &vocabulary.reworded.persons;
    let person = |significant_words: &SignificantWords<'_>, range: &Range<usize>| {
        let mut words = range
            .clone()
            .map(|at| lowercase(significant_words.word(at)));
        words.all(|word| persons.contains_key(&word))
    };
    let only_person = |a: &Range<usize>, b: &Range<usize>| {
        (a.is_empty() || b.is_empty()) && person(before, a) && person(after, b)
    };
    let mut changed = hunks
        .iter()
        .filter(|(a, b)| (counts(before, a) || counts(after, b)) && !only_person(a, b));
    let ((a, b), None) = (changed.next()?, changed.next()) else {
        return None;
    };
    // What was added or removed, and the sentence without it.
    let (with, clause, without, was_added) = match (a.is_empty(), b.is_empty()) {
        (true, false) => (after, b, before, true),
        (false, true) => (before, a, after, false),
        (true, true) | (false, false) => return None,
    };
    // How long the company keeps something is good for one and bad for another.
    let capped = is_cap(with, clause, vocabulary) && asks(without) && !with.has_negation();
    let limits = is_exception(with, clause, vocabulary)
        || begins_with(with, clause, &vocabulary.condition_starts)
        || is_way_out(with, clause) && without.has_negation();
    let looser = if capped || limits {
        loosens(without, vocabulary)?
    } else if is_other_case(with, clause, vocabulary) && loosens(without, vocabulary) == Some(false)
    {
        true
    } else if begins_with(with, clause, &vocabulary.consent_starts) && !without.has_negation() {
        false
    } else if is_time_limit(with, clause, vocabulary) && !with.has_negation() {
        // Whoever has a day for it is bound to the day.
        false
    } else {
        return None;
    };
    let direction = if looser {
        Direction::Looser
    } else {
        Direction::Stricter
    };
    Some(if was_added {
        direction
    } else {
        direction.turned()
    })
}

/// `unless a court forbids it`, or another case of an exception: `or in emergencies`.
fn is_exception(
    significant_words: &SignificantWords<'_>,
    clause: &Range<usize>,
    vocabulary: &Vocabulary,
) -> bool {
    let begins = |term: &PlacedTerm| {
        term.term.term_type == TermType::Exception
            && vocabulary
                .exception_starts
                .contains(&lowercase(&term.term.text))
    };
    let own = significant_words
        .terms
        .iter()
        .any(|term| begins(term) && clause.contains(&term.from));
    let or = |term: &PlacedTerm| {
        term.from == clause.start
            && term.term.term_type == TermType::Joining
            && term.term.rank == Some(1)
    };
    let earlier = |term: &PlacedTerm| begins(term) && term.to <= clause.start;
    own || significant_words.terms.iter().any(or) && significant_words.terms.iter().any(earlier)
}

/// Whether the first words of a clause are one of these phrases: `if`, `with your consent`.
fn begins_with(
    significant_words: &SignificantWords<'_>,
    clause: &Range<usize>,
    phrases: &HashSet<String>,
) -> bool {
    let mut beginning = String::new();
    clause.clone().any(|at| {
        if !beginning.is_empty() {
            beginning.push(' ');
        }
        beginning.push_str(&lowercase(significant_words.word(at)));
        phrases.contains(&beginning)
    })
}

/// `without your consent`, after `we never`.
fn is_way_out(significant_words: &SignificantWords<'_>, clause: &Range<usize>) -> bool {
    let mut terms = significant_words.terms.iter();
    terms.any(|term| term.term.term_type == TermType::Exception && term.from == clause.start)
}

/// Another case of a condition: `if there is danger`, and after it `or a court demands it`.
fn is_other_case(
    significant_words: &SignificantWords<'_>,
    clause: &Range<usize>,
    vocabulary: &Vocabulary,
) -> bool {
    let or = |term: &PlacedTerm| {
        term.from == clause.start
            && term.term.term_type == TermType::Joining
            && term.term.rank == Some(1)
    };
    let starts = &vocabulary.condition_starts;
    let earlier =
        (0..clause.start).any(|at| starts.contains(&lowercase(significant_words.word(at))));
    earlier && significant_words.terms.iter().any(or)
}

/// Whether an exception asks for less of whoever the sentence binds; `None` if it binds nobody
/// clearly.
fn loosens(significant_words: &SignificantWords<'_>, vocabulary: &Vocabulary) -> Option<bool> {
    let any = |fits: &dyn Fn(&PlacedTerm) -> bool| significant_words.terms.iter().any(fits);
    let may = any(&|term| term.term.force == Some(Force::May));
    let binds = any(&|term| match term.term.force {
        Some(Force::Must | Force::Should | Force::Negated) => true,
        Some(Force::May) | None => matches!(
            term.term.term_type,
            TermType::Promise | TermType::Instruction
        ),
    });
    // An item of a list that says what somebody must do.
    let binds = binds || significant_words.bound_by_lead_in && !may;
    // Who may do something only in some cases is bound in the others.
    if any(&|term| vocabulary.only.contains(&lowercase(&term.term.text))) {
        return Some(true);
    }
    match (may, binds) {
        (false, true) => Some(true),
        (true, false) => Some(false),
        (true, true) | (false, false) => None,
    }
}

/// Whether it asks readers for something, by an instruction or the lead-in of its list.
fn asks(significant_words: &SignificantWords<'_>) -> bool {
    let instruction = |term: &PlacedTerm| term.term.term_type == TermType::Instruction;
    significant_words.bound_by_lead_in || significant_words.terms.iter().any(instruction)
}

/// Whether it only makes an amount the highest one: `up to`, and after it `90 days`.
fn is_cap(
    significant_words: &SignificantWords<'_>,
    clause: &Range<usize>,
    vocabulary: &Vocabulary,
) -> bool {
    let mut terms = significant_words.terms.iter();
    let cap = |term: &PlacedTerm| {
        term.from == clause.start
            && term.to == clause.end
            && vocabulary.caps.contains(&lowercase(&term.term.text))
    };
    let amount = |term: &PlacedTerm| term.from == clause.end && term.term.term_type.is_amount();
    terms.any(cap) && significant_words.terms.iter().any(amount)
}

/// `within 30 days`, and nothing else but `usually`.
fn is_time_limit(
    significant_words: &SignificantWords<'_>,
    clause: &Range<usize>,
    vocabulary: &Vocabulary,
) -> bool {
    let inside = significant_words
        .terms
        .iter()
        .filter(|term| term.from < clause.end && term.to > clause.start);
    let (mut limit, mut duration) = (false, false);
    let mut covered = vec![false; clause.len()];
    for term in inside {
        match term.term.term_type {
            TermType::Limit => {
                let word = lowercase(&term.term.text);
                limit |= vocabulary.most.contains(&word) || vocabulary.least.contains(&word);
            }
            TermType::Duration => duration = true,
            TermType::Hedge => {}
            _ => return false,
        }
        for at in term.from..term.to {
            if clause.contains(&at) {
                covered[at - clause.start] = true;
            }
        }
    }
    limit && duration && covered.into_iter().all(|covered| covered)
}
