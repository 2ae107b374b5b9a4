//! Two corresponding sentences: which words and terms of them changed, and whether that matters.

use super::matching::Matching;
use super::model::TermChange;
use super::reworded::Meaning;
use super::significant_words::{PlacedTerm, SignificantWords};
use super::term_pairs::matched;
use crate::words::TermType;
use crate::words::number::is_year;
use crate::words::sequence::common;
use crate::words::token::Token;
use crate::words::vocabulary::{Vocabulary, lowercase};
use std::collections::HashSet;
use std::ops::Range;

/// The minimum similarity, in percent, of the unchanged parts of two sentences for one to be called
/// stricter.
const MIN_SIMILARITY: u32 = 60;

/// The maximum number of words in whose place a pronoun is.
const MAX_NOUN_WORDS: usize = 3;

/// A changed term of both sentences, or of one.
pub(super) type ChangedTerm<'p> = (Option<&'p PlacedTerm>, Option<&'p PlacedTerm>);

/// A changed part of two sentences. Either side may be empty.
pub(super) type Hunk = (Range<usize>, Range<usize>);

/// Two corresponding sentences.
pub(super) struct SentencePair<'p> {
    pub(super) before: &'p SignificantWords<'p>,
    pub(super) after: &'p SignificantWords<'p>,
    pub(super) vocabulary: &'p Vocabulary,
    /// The changed parts, in order.
    pub(super) hunks: Vec<Hunk>,
    /// For each word, its place on the other side.
    in_b: Vec<Option<usize>>,
    in_a: Vec<Option<usize>>,
    /// Which words are only spelled in another way.
    respelled: (Vec<bool>, Vec<bool>),
}

impl<'p> SentencePair<'p> {
    pub(super) fn of(
        before: &'p SignificantWords<'p>,
        after: &'p SignificantWords<'p>,
        matching: &Matching,
        vocabulary: &'p Vocabulary,
    ) -> Self {
        let mut pair = Self {
            before,
            after,
            vocabulary,
            hunks: Vec::new(),
            in_b: vec![None; before.tokens.len()],
            in_a: vec![None; after.tokens.len()],
            respelled: (
                vec![false; before.tokens.len()],
                vec![false; after.tokens.len()],
            ),
        };
        let (mut from_a, mut from_b) = (0, 0);
        let runs = matching.runs(&before.tokens, &after.tokens, common);
        let end = (before.tokens.len(), after.tokens.len(), 0);
        let runs = runs.iter().map(|run| (run.a, run.b, run.length));
        for (to_a, to_b, length) in runs.chain([end]) {
            if to_a > from_a || to_b > from_b {
                pair.hunks.push((from_a..to_a, from_b..to_b));
            }
            for at in 0..length {
                pair.in_b[to_a + at] = Some(to_b + at);
                pair.in_a[to_b + at] = Some(to_a + at);
            }
            (from_a, from_b) = (to_a + length, to_b + length);
        }
        pair.find_respelled();
        pair
    }

    /// Calls words unchanged for which each side has the same letters, as `counter-measure` and
    /// `countermeasure`, or the same but for a mistake.
    fn find_respelled(&mut self) {
        for (a, b) in &self.hunks {
            if a.is_empty() || b.is_empty() {
                continue;
            }
            let (one, other) = (letters(self.before, a), letters(self.after, b));
            let is_word = a.len() == 1 && b.len() == 1;
            let names = || {
                let is_name = |word: &str| word.starts_with(char::is_uppercase);
                is_name(self.before.word(a.start)) && is_name(self.after.word(b.start))
            };
            if one != other && !(is_word && is_misspelt(&one, &other) && !names()) {
                continue;
            }
            self.in_b[a.clone()].fill(Some(b.start));
            self.in_a[b.clone()].fill(Some(a.start));
            self.respelled.0[a.clone()].fill(true);
            self.respelled.1[b.clone()].fill(true);
        }
    }

    /// The changed terms, in corresponding pairs.
    pub(super) fn changed_terms(&self) -> Vec<ChangedTerm<'p>> {
        let pairs = matched(self.before, self.after, &self.in_b, &self.in_a).into_iter();
        pairs
            .map(|(one, other)| {
                let one = one.map(|at| &self.before.terms[at]);
                (one, other.map(|at| &self.after.terms[at]))
            })
            .collect()
    }

    /// For each word of both sentences `false`.
    pub(super) fn no_words(&self) -> (Vec<bool>, Vec<bool>) {
        (vec![false; self.in_b.len()], vec![false; self.in_a.len()])
    }

    /// Whether a changed part has a significant term.
    pub(super) fn has_terms(&self, (a, b): &Hunk) -> bool {
        let has = |words: &SignificantWords<'_>, range: &Range<usize>| {
            let mut terms = words.terms.iter();
            terms.any(|term| term.from < range.end && term.to > range.start)
        };
        has(self.before, a) || has(self.after, b)
    }

    /// Which words of both sentences are in a changed term.
    pub(super) fn covered(&self, changed: &[ChangedTerm<'_>]) -> (Vec<bool>, Vec<bool>) {
        let mut covered = self.no_words();
        for (one, other) in changed {
            if let Some(one) = one {
                covered.0[one.from..one.to].fill(true);
            }
            if let Some(other) = other {
                covered.1[other.from..other.to].fill(true);
            }
        }
        covered
    }

    /// Whether the sentences are alike apart from their changed terms.
    pub(super) fn differs_only_in_terms(
        &self,
        (covered_a, covered_b): &(Vec<bool>, Vec<bool>),
    ) -> bool {
        let rest = |tokens: &[Token], covered: &[bool]| -> u32 {
            let rest = tokens.iter().zip(covered).filter(|(_, covered)| !**covered);
            rest.map(|(token, _)| token.weight()).sum()
        };
        let shared: u32 = (0..self.in_b.len())
            .filter(|at| self.in_b[*at].is_some() && !covered_a[*at])
            .map(|at| self.before.tokens[at].weight())
            .sum();
        let all = rest(&self.before.tokens, covered_a) + rest(&self.after.tokens, covered_b);
        200 * shared >= MIN_SIMILARITY * all.max(1) && shared > 0
    }

    /// The changed words that are in no changed term.
    pub(super) fn wording(
        &self,
        (covered_a, covered_b): &(Vec<bool>, Vec<bool>),
        meaning: Meaning,
    ) -> Vec<TermChange> {
        let (before, after) = (self.before, self.after);
        let said_a = either(covered_a, &self.respelled.0);
        let said_b = either(covered_b, &self.respelled.1);
        let quiet = &self.vocabulary.quiet;
        let changes = self.hunks.iter().filter(|hunk| !self.only_names(hunk));
        let texts = changes.filter_map(|(a, b)| {
            let one = before.uncovered(a.clone(), &said_a, quiet);
            let other = after.uncovered(b.clone(), &said_b, quiet);
            // `In this article we explain` for `this article explains`.
            let person = one.is_none() != other.is_none()
                && one.iter().chain(&other).all(|text| self.are_persons(text));
            let person =
                person || self.is_pronoun_for(before, a, b) || self.is_pronoun_for(after, b, a);
            (!person && (one.is_some() || other.is_some())).then_some((one, other))
        });
        let mut texts: Vec<(Option<String>, Option<String>)> = texts.collect();
        if let (Meaning::RolesSwapped(one, other), true) = (meaning, texts.is_empty()) {
            texts.push((Some(one), Some(other)));
        }
        let wording = texts.into_iter().map(|(before, after)| TermChange {
            term_type: TermType::Wording,
            before,
            after,
            direction: None,
        });
        wording.collect()
    }

    /// Whether words of one sentence are a pronoun for a noun in the other: `it` for `the record`.
    fn is_pronoun_for(
        &self,
        words: &SignificantWords<'_>,
        range: &Range<usize>,
        noun: &Range<usize>,
    ) -> bool {
        let pronouns = &self.vocabulary.reworded.pronouns;
        let mut all = range.clone().map(|at| lowercase(words.word(at)));
        !range.is_empty()
            && (1..=MAX_NOUN_WORDS).contains(&noun.len())
            && all.all(|word| pronouns.contains(&word))
    }

    fn are_persons(&self, text: &str) -> bool {
        let (quiet, persons) = (&self.vocabulary.quiet, &self.vocabulary.reworded.persons);
        let mut words = text.split_whitespace().map(lowercase);
        words.all(|word| persons.contains_key(&word) || quiet.contains(&word))
    }

    /// Whether a changed part only gives another name to what was named before it, or a company its
    /// legal form: that says nothing yet.
    fn only_names(&self, (a, b): &Hunk) -> bool {
        let forms = &self.vocabulary.companies.forms;
        let is_form = |words: &SignificantWords<'_>, range: &Range<usize>| {
            range.start > 0 && range.clone().all(|at| forms.contains(words.word(at)))
        };
        let names = |words: &SignificantWords<'_>, range: &Range<usize>| {
            words.is_alias(range) || is_form(words, range)
        };
        a.is_empty() && names(self.after, b) || b.is_empty() && names(self.before, a)
    }

    /// Whether a change is significant in a sentence that creates no obligation.
    pub(super) fn is_significant(&self, terms: &[TermChange], heading: bool) -> bool {
        self.names_another(self.before, &self.in_b)
            || self.names_another(self.after, &self.in_a)
            || !heading && self.names_more()
            || terms
                .iter()
                .any(|term| self.counts_alone(term) && !(heading && names_topic(term.term_type)))
    }

    /// Whether a change of this term is significant in any sentence.
    fn counts_alone(&self, term: &TermChange) -> bool {
        let both = term.before.as_deref().zip(term.after.as_deref());
        match term.term_type {
            TermType::Limit => {
                // `before` instead of `after` says the opposite.
                let word = term.after.as_ref().or(term.before.as_ref());
                let is_weak =
                    |word: &String| self.vocabulary.weak_limits.contains(&lowercase(word));
                both.is_some() || !word.is_some_and(is_weak)
            }
            TermType::Authority | TermType::Joining => both.is_some(),
            // One that only moved to another host is listed with the hosts.
            TermType::Web => both.is_some_and(|(before, after)| {
                let form = self.vocabulary.is_form(before) || self.vocabulary.is_form(after);
                form && !is_same_form(before, after)
            }),
            // `Founded in 2015` asks for nothing.
            TermType::Number => {
                both.is_some_and(|(before, after)| !is_year(before) && !is_year(after))
            }
            TermType::Wording => false,
            _ => true,
        }
    }

    /// Whether the legal form of a company is among the words that changed: another one is addressed.
    fn names_another(&self, words: &SignificantWords<'_>, there: &[Option<usize>]) -> bool {
        // `Harbour Mail, Inc.` is `Harbour Mail`.
        let full_name = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| there[before]);
            let after = there.get(at + 1).copied().flatten();
            before.is_some() && before.map(|before| before + 1) == after
        };
        let mut changed = (0..there.len()).filter(|at| there[*at].is_none() && !full_name(*at));
        changed.any(|at| self.vocabulary.companies.forms.contains(words.word(at)))
    }

    /// Whether names were added or removed: others are meant by the sentence.
    fn names_more(&self) -> bool {
        let keys = |words: &SignificantWords<'_>| -> HashSet<u32> {
            words.tokens.iter().map(|token| token.key).collect()
        };
        let (in_a, in_b) = (keys(self.before), keys(self.after));
        let named = |words: &SignificantWords<'_>, range: &Range<usize>, other: &HashSet<u32>| {
            // Any word has a capital at the start of a sentence, and a name may only have moved.
            let mut names = range
                .clone()
                .filter(|at| *at > 0 && words.is_name(*at, self.vocabulary));
            names.any(|at| !other.contains(&words.tokens[at].key))
        };
        let mut more = false;
        for (a, b) in &self.hunks {
            let is_named = named(self.before, a, &in_b) || named(self.after, b, &in_a);
            // Another name for the same.
            if !a.is_empty() && !b.is_empty() && is_named {
                return false;
            }
            more |= is_named;
        }
        more
    }

    /// The names in whose place others are, if nothing else changed: the keys of both.
    pub(super) fn names(&self) -> Vec<(u32, u32)> {
        let (before, after) = (self.before, self.after);
        let other_name = |(a, b): &Hunk| {
            let are_names = a.len() == 1
                && b.len() == 1
                && before.is_name(a.start, self.vocabulary)
                && after.is_name(b.start, self.vocabulary);
            are_names.then(|| (before.tokens[a.start].key, after.tokens[b.start].key))
        };
        let names: Option<Vec<(u32, u32)>> = self.hunks.iter().map(other_name).collect();
        names.unwrap_or_default()
    }
}

fn either(one: &[bool], other: &[bool]) -> Vec<bool> {
    let both = one.iter().zip(other);
    both.map(|(one, other)| *one || *other).collect()
}

/// Whether a heading contains this type of term only to name its topic: `What we will disclose`.
fn names_topic(term_type: TermType) -> bool {
    matches!(
        term_type,
        TermType::Modal
            | TermType::Promise
            | TermType::Instruction
            | TermType::Limit
            | TermType::Number
            | TermType::Statute
            | TermType::Right
            | TermType::Territory
            | TermType::Channel
    )
}

fn letters(words: &SignificantWords<'_>, range: &Range<usize>) -> String {
    let all = range.clone().map(|at| lowercase(words.word(at)));
    let all: String = all.collect();
    all.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a long word is another with one letter wrong, missing or too many after the first ones, or
/// with a letter three times: `availible`, `adddress`. `Personnel` is not `personal`.
fn is_misspelt(one: &str, other: &str) -> bool {
    const BEGINNING: usize = 4;
    const LONG: usize = 7;
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let length = one.len().max(other.len());
    let both = || one.iter().zip(&other);
    let beginning = both().take_while(|(one, other)| one == other).count();
    let backwards = one[beginning..]
        .iter()
        .rev()
        .zip(other[beginning..].iter().rev());
    let end = backwards.take_while(|(one, other)| one == other).count();
    let letters = |word: &[char]| word.iter().all(|c| c.is_alphabetic());
    let once = |word: &[char]| {
        let mut word = word.to_vec();
        word.dedup();
        word
    };
    // `Dessert` is not `desert`, but no word has a letter three times.
    let is_triple = |word: &[char]| word.windows(3).any(|it| it[0] == it[1] && it[1] == it[2]);
    let is_doubled = (is_triple(&one) || is_triple(&other)) && once(&one) == once(&other);
    // `Employer` is not `employee`: another last letter makes another word.
    let other_ending = one.len() == other.len() && end == 0;
    let is_one_letter = beginning >= BEGINNING && beginning + end + 1 == length && !other_ending;
    length >= LONG && (is_one_letter || is_doubled) && letters(&one) && letters(&other)
}

/// Changed email addresses and forms in links. A form that only moved to another host is listed
/// with the hosts.
pub(super) fn linked(
    before: &SignificantWords<'_>,
    after: &SignificantWords<'_>,
) -> Vec<TermChange> {
    let is_same = |one: &str, other: &str| one == other;
    let mut found = one_sided(TermType::Email, &before.mail, &after.mail, is_same);
    let forms = one_sided(TermType::Web, &before.forms, &after.forms, is_same_form);
    found.extend(forms);
    found
}

/// Whether two URLs are those of one form. On another host it is known by the last part of its path.
fn is_same_form(one: &str, other: &str) -> bool {
    fn parts(address: &str) -> (&str, &str) {
        let (_, web) = address.split_once("://").unwrap_or(("", address));
        web.trim_end_matches('/')
            .split_once('/')
            .unwrap_or((web, ""))
    }
    let ((host, path), (other_host, other_path)) = (parts(one), parts(other));
    if host == other_host {
        return path == other_path;
    }
    path.rsplit('/').next() == other_path.rsplit('/').next()
}

/// The addresses that only one of the two sentences has, in pairs.
fn one_sided(
    term_type: TermType,
    before: &[String],
    after: &[String],
    is_same: impl Fn(&str, &str) -> bool,
) -> Vec<TermChange> {
    let only = |one: &[String], other: &[String]| -> Vec<String> {
        let same = |address: &&String| other.iter().any(|other| is_same(other, address));
        one.iter()
            .filter(|address| !same(address))
            .cloned()
            .collect()
    };
    let (removed, added) = (only(before, after), only(after, before));
    (0..removed.len().max(added.len()))
        .map(|at| TermChange {
            term_type,
            before: removed.get(at).cloned(),
            after: added.get(at).cloned(),
            direction: None,
        })
        .collect()
}
