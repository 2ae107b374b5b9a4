//! Whether an added or removed exception, condition or time limit makes a sentence stricter or looser.
//!
//! Only if nothing else changed: `we notify users` became `we notify users, unless a court forbids it`.

use super::model::{Direction, TermChange};
use super::sentence_pair::{Hunk, SentencePair};
use super::significant_words::{PlacedTerm, SignificantWords};
use crate::words::TermType;
use crate::words::vocabulary::{Force, Vocabulary, lowercase};
use foldhash::HashSet;
use std::ops::Range;

/// Sets the direction of the sentence, unless one of its terms has one. Terms of which one makes it
/// stricter and another looser have none.
pub(super) fn direction(pair: &SentencePair<'_>, terms: &mut [TermChange]) {
    let mut known = terms.iter().filter_map(|term| term.direction);
    if let Some(first) = known.next() {
        let contradicts = |direction| direction != first;
        if known.any(contradicts) || of_sentence(pair).is_some_and(contradicts) {
            terms.iter_mut().for_each(|term| term.direction = None);
        }
        return;
    }
    let Some(direction) = of_sentence(pair) else {
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

fn of_sentence(pair: &SentencePair<'_>) -> Option<Direction> {
    let mut covered = pair.no_words();
    let (mut directions, mut is_reworded) = (Vec::new(), false);
    for hunk in pair.hunks.iter().filter(|hunk| matters(pair, hunk)) {
        if let Some(direction) = of_hunk(pair, hunk) {
            directions.push(direction);
            covered.0[hunk.0.clone()].fill(true);
            covered.1[hunk.1.clone()].fill(true);
        } else if pair.has_terms(hunk) {
            return None;
        } else {
            is_reworded = true;
        }
    }
    let first = *directions.first()?;
    let is_clear = directions.iter().all(|direction| *direction == first);
    (is_clear && (!is_reworded || pair.differs_only_in_terms(&covered))).then_some(first)
}

/// Whether a changed part has words that count, and is not only a person more or less: `respond` for
/// `get back to you`.
fn matters(pair: &SentencePair<'_>, (a, b): &Hunk) -> bool {
    let vocabulary = pair.vocabulary;
    let words = |words: &SignificantWords<'_>, range: &Range<usize>| -> Vec<String> {
        let words = range.clone().map(|at| lowercase(words.word(at)));
        words.collect()
    };
    let (one, other) = (words(pair.before, a), words(pair.after, b));
    let mut all = one.iter().chain(&other);
    let counts = all
        .clone()
        .any(|word| !vocabulary.quiet.contains(word) && !vocabulary.weak_limits.contains(word));
    let persons = &vocabulary.reworded.persons;
    let only_person = (a.is_empty() || b.is_empty()) && all.all(|word| persons.contains_key(word));
    counts && !only_person
}

/// What an added or removed part makes of the sentence.
fn of_hunk(pair: &SentencePair<'_>, (a, b): &Hunk) -> Option<Direction> {
    let (before, after, vocabulary) = (pair.before, pair.after, pair.vocabulary);
    // What was added or removed, and the sentence without it. `All` in place of nothing says no more.
    let (with, clause, without, was_added) = match (a.is_empty(), b.is_empty()) {
        (true, false) => (after, b, before, true),
        (false, true) => (before, a, after, false),
        (false, false) if is_every(before, a, vocabulary) => (after, b, before, true),
        (false, false) if is_every(after, b, vocabulary) => (before, a, after, false),
        (true, true) | (false, false) => return None,
    };
    let is_whole = a.is_empty() || b.is_empty();
    let looser = if are(with, clause, &vocabulary.demanding, vocabulary) {
        false
    } else if are(with, clause, &vocabulary.narrowing, vocabulary) {
        // `If there is imminent danger` is good for one and bad for another.
        let starts = &vocabulary.condition_starts;
        let is_condition = (0..clause.start).any(|at| starts.contains(&lowercase(with.word(at))));
        loosens(without, vocabulary).filter(|looser| !(*looser && is_condition))?
    } else if is_whole {
        of_clause(with, clause, without, vocabulary)?
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

/// Whether a part of a sentence makes it looser.
fn of_clause(
    with: &SignificantWords<'_>,
    clause: &Range<usize>,
    without: &SignificantWords<'_>,
    vocabulary: &Vocabulary,
) -> Option<bool> {
    // How long the company keeps something is good for one and bad for another.
    let capped = is_cap(with, clause, vocabulary) && asks(without) && !with.has_negation();
    let limits = is_exception(with, clause, vocabulary)
        || begins_with(with, clause, &vocabulary.condition_starts)
        || is_way_out(with, clause) && without.has_negation();
    if capped || limits {
        loosens(without, vocabulary)
    } else if is_other_case(with, clause, vocabulary) && loosens(without, vocabulary) == Some(false)
    {
        Some(true)
    } else if without.has_negation() {
        of_item(with, clause, vocabulary)
    } else if begins_with(with, clause, &vocabulary.consent_starts)
        || begins_with(with, clause, &vocabulary.only)
        // Whoever has a day for it is bound to the day.
        || is_time_limit(with, clause, vocabulary)
    {
        Some(false)
    } else {
        of_item(with, clause, vocabulary)
    }
}

/// Whether one item more makes a sentence looser: another thing that is required, or one of which
/// any will do.
fn of_item(
    with: &SignificantWords<'_>,
    clause: &Range<usize>,
    vocabulary: &Vocabulary,
) -> Option<bool> {
    let mut inside = with.terms.iter().filter(|term| clause.contains(&term.from));
    let joins = |term: &&PlacedTerm| term.term.term_type == TermType::Joining;
    let first = inside.next().filter(joins)?;
    let is_simple = inside.all(|term| {
        matches!(
            term.term.term_type,
            TermType::Process | TermType::Authority | TermType::Joining
        )
    });
    if first.from != clause.start || !is_simple {
        return None;
    }
    let any_will_do = first.term.rank == Some(1);
    let text = |term: &PlacedTerm| lowercase(&term.term.text);
    let mut before = with
        .terms
        .iter()
        .rev()
        .filter(|term| term.to <= clause.start);
    if any_will_do
        && before
            .clone()
            .any(|term| vocabulary.only.contains(&text(term)))
    {
        return Some(true);
    }
    let starts = &vocabulary.reworded.conjunctions;
    let in_condition = |from: usize| {
        let mut words = (from..clause.start).map(|at| lowercase(with.word(at)));
        words.any(|word| starts.contains(&word))
    };
    let binds = before.find_map(|term| match (term.term.term_type, term.term.force) {
        (TermType::Instruction, _) => Some((term.to, Some(Force::Must))),
        (TermType::Promise, _) => Some((term.to, None)),
        (_, Some(Force::Negated)) if vocabulary.no_demands.contains(&text(term)) => {
            Some((term.to, None))
        }
        (_, Some(force)) => Some((term.to, Some(force))),
        (_, None) => None,
    });
    // One more case of a condition is none of what is bound.
    let (from, force) = binds.unwrap_or((0, with.bound_by_lead_in.then_some(Force::Must)));
    if in_condition(from) {
        return None;
    }
    match force? {
        Force::Negated => Some(false),
        Force::May => Some(true),
        Force::Must | Force::Should => Some(any_will_do),
    }
}

/// `all`, `any`, or nothing that counts.
fn is_every(words: &SignificantWords<'_>, range: &Range<usize>, vocabulary: &Vocabulary) -> bool {
    let mut all = range.clone().map(|at| lowercase(words.word(at)));
    all.all(|word| vocabulary.weak_limits.contains(&word) || vocabulary.quiet.contains(&word))
}

/// Whether all words that count are in a list.
fn are(
    words: &SignificantWords<'_>,
    range: &Range<usize>,
    list: &HashSet<String>,
    vocabulary: &Vocabulary,
) -> bool {
    let all = range.clone().map(|at| lowercase(words.word(at)));
    let mut counting = all
        .filter(|word| !vocabulary.quiet.contains(word))
        .peekable();
    counting.peek().is_some() && counting.all(|word| list.contains(&word))
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
            // `Promptly` is a limit by itself.
            TermType::Duration => {
                duration = true;
                limit |= vocabulary.prompt.contains(&lowercase(&term.term.text));
            }
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
