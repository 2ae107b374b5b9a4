//! Whether an added or removed part makes a sentence stricter or looser: an exception, a condition, a
//! time limit, an item or a qualifier.

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
            for term in terms {
                term.direction = None;
            }
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
    // `All` in place of nothing says no more.
    let is_nothing = |words: &SignificantWords<'_>, range: &Range<usize>| {
        let mut all = range.clone().map(|at| lowercase(words.word(at)));
        all.all(|word| vocabulary.weak_limits.contains(&word) || vocabulary.quiet.contains(&word))
    };
    let was_added = is_nothing(before, a);
    let (with, range, without) = match (was_added, is_nothing(after, b)) {
        (true, false) => (after, b.clone(), before),
        (false, true) => (before, a.clone(), after),
        (true, true) | (false, false) => return None,
    };
    let clause = Clause {
        with,
        range,
        without,
        replaces: !a.is_empty() && !b.is_empty(),
        vocabulary,
    };
    let looser = clause.loosens()?;
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

/// A part that only one of two sentences has.
struct Clause<'p> {
    with: &'p SignificantWords<'p>,
    range: Range<usize>,
    /// The sentence without it.
    without: &'p SignificantWords<'p>,
    /// Whether a word such as `all` was in its place.
    replaces: bool,
    vocabulary: &'p Vocabulary,
}

impl Clause<'_> {
    /// Whether it makes the sentence looser.
    fn loosens(&self) -> Option<bool> {
        let vocabulary = self.vocabulary;
        let says_no = self.without.has_negation();
        if self.has_only(&vocabulary.demanding) {
            return Some(false);
        }
        if self.has_only(&vocabulary.narrowing) {
            // `If there is imminent danger` is good for one and bad for another.
            let is_condition = self.is_after(0, &vocabulary.condition_starts);
            return frees(self.without, vocabulary).filter(|looser| !(*looser && is_condition));
        }
        if self.replaces {
            return None;
        }
        // How long the company keeps something is good for one and bad for another.
        let capped = self.is_cap() && asks(self.without) && !self.with.has_negation();
        let is_way_out = says_no && self.first(TermType::Exception).is_some();
        if capped || is_way_out || self.is_exception() || self.begins(&vocabulary.condition_starts)
        {
            return frees(self.without, vocabulary);
        }
        let restricts = self.begins(&vocabulary.consent_starts)
            || self.begins(&vocabulary.only)
            // Whoever has a day for it is bound to the day.
            || self.is_time_limit();
        if restricts && !says_no {
            return Some(false);
        }
        self.item_loosens()
    }

    fn words(&self, range: Range<usize>) -> impl Iterator<Item = String> {
        range.map(|at| lowercase(self.with.word(at)))
    }

    /// Whether all words that count are in a list.
    fn has_only(&self, list: &HashSet<String>) -> bool {
        let quiet = &self.vocabulary.quiet;
        let counting = self.words(self.range.clone());
        let mut counting = counting.filter(|word| !quiet.contains(word)).peekable();
        counting.peek().is_some() && counting.all(|word| list.contains(&word))
    }

    /// Whether one of these words is before it, from a place on.
    fn is_after(&self, from: usize, list: &HashSet<String>) -> bool {
        self.words(from..self.range.start)
            .any(|word| list.contains(&word))
    }

    /// The term of a type that it begins with.
    fn first(&self, term_type: TermType) -> Option<&PlacedTerm> {
        let mut terms = self.with.terms.iter();
        terms.find(|term| term.from == self.range.start && term.term.term_type == term_type)
    }

    /// Whether its first words are one of these phrases: `if`, `with your consent`.
    fn begins(&self, phrases: &HashSet<String>) -> bool {
        let mut beginning = String::new();
        self.words(self.range.clone()).any(|word| {
            if !beginning.is_empty() {
                beginning.push(' ');
            }
            beginning.push_str(&word);
            phrases.contains(&beginning)
        })
    }

    /// `unless a court forbids it`, or another case of an exception: `or in emergencies`.
    fn is_exception(&self) -> bool {
        let begins = |term: &&PlacedTerm| {
            let starts = &self.vocabulary.exception_starts;
            term.term.term_type == TermType::Exception
                && starts.contains(&lowercase(&term.term.text))
        };
        let is_other =
            (self.first(TermType::Joining)).is_some_and(|term| term.term.rank == Some(1));
        let mut starts = self.with.terms.iter().filter(begins);
        starts
            .any(|term| self.range.contains(&term.from) || is_other && term.to <= self.range.start)
    }

    /// Whether one item more makes a sentence looser: another thing that is required, or one of which
    /// any will do.
    fn item_loosens(&self) -> Option<bool> {
        let vocabulary = self.vocabulary;
        let any_will_do = self.first(TermType::Joining)?.term.rank == Some(1);
        let text = |term: &PlacedTerm| lowercase(&term.term.text);
        let mut before = (self.with.terms.iter().rev()).filter(|term| term.to <= self.range.start);
        if any_will_do
            && before
                .clone()
                .any(|term| vocabulary.only.contains(&text(term)))
        {
            return Some(true);
        }
        let binds = before.find_map(|term| match (term.term.term_type, term.term.force) {
            (TermType::Instruction, _) => Some((term.to, Some(Force::Must))),
            (TermType::Promise, _) => Some((term.to, None)),
            (_, Some(Force::Negated)) if vocabulary.no_demands.contains(&text(term)) => {
                Some((term.to, None))
            }
            (_, Some(force)) => Some((term.to, Some(force))),
            (_, None) => None,
        });
        let (from, force) = binds.unwrap_or((0, self.with.bound_by_lead_in.then_some(Force::Must)));
        let is_simple = |term: &PlacedTerm| {
            let types = [TermType::Process, TermType::Authority, TermType::Joining];
            types.contains(&term.term.term_type) || !self.range.contains(&term.from)
        };
        let in_condition = self.is_after(from, &vocabulary.reworded.conjunctions);
        match (force?, in_condition) {
            // One more case of the condition: `or a court demands it`.
            (Force::May, true) => any_will_do.then_some(true),
            (_, true) => None,
            _ if !self.with.terms.iter().all(is_simple) => None,
            (Force::Negated, false) => Some(false),
            (Force::May, false) => Some(true),
            (Force::Must | Force::Should, false) => Some(any_will_do),
        }
    }

    /// Whether it only makes an amount the highest one: `up to`, and after it `90 days`.
    fn is_cap(&self) -> bool {
        let cap = self.first(TermType::Limit).is_some_and(|term| {
            term.to == self.range.end && self.vocabulary.caps.contains(&lowercase(&term.term.text))
        });
        let mut terms = self.with.terms.iter();
        cap && terms.any(|term| term.from == self.range.end && term.term.term_type.is_amount())
    }

    /// `within 30 days`, and nothing else but `usually`.
    fn is_time_limit(&self) -> bool {
        let vocabulary = self.vocabulary;
        let (mut limit, mut duration) = (false, false);
        let mut covered = 0;
        let terms = self.with.terms.iter();
        for term in terms.filter(|term| term.from < self.range.end && term.to > self.range.start) {
            let word = lowercase(&term.term.text);
            match term.term.term_type {
                TermType::Limit => {
                    limit |= vocabulary.most.contains(&word) || vocabulary.least.contains(&word);
                }
                // `Promptly` is a limit by itself.
                TermType::Duration => {
                    duration = true;
                    limit |= vocabulary.prompt.contains(&word);
                }
                TermType::Hedge => {}
                _ => return false,
            }
            covered += term.to.min(self.range.end) - term.from.max(self.range.start);
        }
        limit && duration && covered == self.range.len()
    }
}

/// Whether an exception asks for less of whoever a sentence binds; `None` if it binds nobody clearly.
fn frees(words: &SignificantWords<'_>, vocabulary: &Vocabulary) -> Option<bool> {
    let any = |fits: &dyn Fn(&PlacedTerm) -> bool| words.terms.iter().any(fits);
    let may = any(&|term| term.term.force == Some(Force::May));
    let binds = any(&|term| match term.term.force {
        Some(Force::Must | Force::Should | Force::Negated) => true,
        Some(Force::May) | None => matches!(
            term.term.term_type,
            TermType::Promise | TermType::Instruction
        ),
    });
    // An item of a list that says what somebody must do.
    let binds = binds || words.bound_by_lead_in && !may;
    // Who may do something only in some cases is bound in the others.
    if any(&|term| vocabulary.only.contains(&lowercase(&term.term.text))) {
        return Some(true);
    }
    (may != binds).then_some(binds)
}

/// Whether it asks readers for something, by an instruction or the lead-in of its list.
fn asks(words: &SignificantWords<'_>) -> bool {
    let instruction = |term: &PlacedTerm| term.term.term_type == TermType::Instruction;
    words.bound_by_lead_in || words.terms.iter().any(instruction)
}
