//! Finds the changes that affect what is required, of whom and by when.
//!
//! An entry is a significant sentence that was added or removed, or in which a significant word
//! changed. Its direction (stricter or looser) is given only if the sentences are otherwise alike.

use super::addresses;
use super::conditions;
use super::direction::directions;
use super::matching::Matching;
use super::model::{Obligation, Piece, TermChange};
use super::pieces::pieces_of;
use super::replaced::{self, Entry, NumberedPassage};
use super::reworded::{Meaning, meaning};
use super::significant_words::{PlacedTerm, Side, SignificantWords};
use super::term_pairs::matched;
use super::token_run::TokenRun;
use crate::words::TermType;
use crate::words::number::is_year;
use crate::words::passage::Text;
use crate::words::sequence::{Run, common};
use crate::words::token::{Token, is_numbered_name};
use crate::words::vocabulary::{Force, Vocabulary, WordId, lowercase};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// The minimum similarity, in percent, of the unchanged parts of two sentences for one to be called
/// stricter.
const MIN_SIMILARITY_NEIGHBOUR: u32 = 70;

/// Lists the changes of obligation, the most important first, else in the order of the text.
pub(super) fn list(
    (a, b): (&Text, &Text),
    matching: &Matching,
    passages: &[NumberedPassage],
    vocabulary: &Vocabulary,
) -> Vec<Obligation> {
    let mut listing = ObligationList {
        matching,
        vocabulary,
        before: Side::of(a, &matching.a, vocabulary),
        after: Side::of(b, &matching.b, vocabulary),
        names: HashMap::new(),
        renamed: Vec::new(),
    };
    let list = |listing: &mut ObligationList<'_>| -> Vec<Entry> {
        let found = passages.iter().flat_map(|passage| listing.passage(passage));
        found.collect()
    };
    let mut found = list(&mut listing);
    let mut renamed: HashMap<(u32, u32), usize> = HashMap::new();
    for name in listing.renamed.drain(..) {
        *renamed.entry(name).or_default() += 1;
    }
    renamed.retain(|_, count| *count >= OFTEN);
    if !renamed.is_empty() {
        // A sentence that was also reworded has to be compared with the same name on both sides.
        listing.names = renamed.into_keys().map(|(old, new)| (new, old)).collect();
        found = list(&mut listing);
    }
    let sides = (&mut listing.before, &mut listing.after);
    let mut found = replaced::join(found, passages, matching, sides);
    list_names_once(&mut found, vocabulary);
    addresses::join_lines(&mut found);
    addresses::pair(&mut found);
    found.sort_by_key(|obligation| sort_key(obligation, vocabulary));
    found
}

/// A change of name in more than this many sentences is listed once.
const OFTEN: usize = 3;

/// If a name changed throughout the text, lists only the first sentence, with the number of others.
fn list_names_once(found: &mut Vec<Obligation>, vocabulary: &Vocabulary) {
    let persons = &vocabulary.reworded.persons;
    let joins = |word: &str| {
        let id = [vocabulary.word(word)];
        vocabulary.within_laws.at(&id).is_some() || vocabulary.joining.at(&id).is_some()
    };
    let is_name = |word: &str| {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
        word.starts_with(char::is_uppercase) || is_numbered_name(word)
    };
    // `you` may become `Customer` throughout.
    let name = |text: &Option<String>| {
        let text = text.as_deref()?;
        let text = text
            .strip_suffix("'s")
            .or(text.strip_suffix("\u{2019}s"))
            .unwrap_or(text);
        if let Some(list) = persons.get(&lowercase(text)) {
            return Some(format!("\u{1}{list}"));
        }
        let mut words = text.split_whitespace();
        let all = words.clone().all(|word| is_name(word) || joins(word));
        (all && words.any(is_name)).then(|| text.to_owned())
    };
    // Another word for a person, `its` in place of `your`, follows the name.
    let follows = |term: &TermChange| {
        let is = |text: &Option<String>| {
            let text = lowercase(text.as_deref().unwrap_or_default());
            text.is_empty()
                || persons.contains_key(&text)
                || vocabulary.reworded.pronouns.contains(&text)
        };
        is(&term.before) && is(&term.after)
    };
    // The new name and the first word of the old one, if nothing else changed.
    let renamed = |obligation: &Obligation| {
        let (_, after) = obligation.before.as_ref().zip(obligation.after.as_ref())?;
        // The full name of a company says who is bound.
        let mut words = after.text.split(|c: char| !c.is_alphanumeric());
        if words.any(|word| vocabulary.companies.forms.contains(word)) {
            return None;
        }
        let terms = obligation.terms.iter().filter(|term| !follows(term));
        let mut names = terms.map(|term| {
            let wording = term.term_type == TermType::Wording;
            let names = wording.then(|| name(&term.before).zip(name(&term.after)));
            names.flatten().map(|(before, after)| {
                let first = before.split_whitespace().next().unwrap_or_default();
                (first.to_owned(), after)
            })
        });
        let first = names.next()??;
        names
            .all(|other| other.as_ref() == Some(&first))
            .then_some(first)
    };
    let mut count: BTreeMap<(String, String), usize> = BTreeMap::new();
    for obligation in found.iter() {
        if let Some(name) = renamed(obligation) {
            *count.entry(name).or_default() += 1;
        }
    }
    count.retain(|_, count| *count >= OFTEN);
    let mut listed: BTreeSet<(String, String)> = BTreeSet::new();
    found.retain_mut(|obligation| {
        let Some(name) = renamed(obligation) else {
            return true;
        };
        let Some(count) = count.get(&name) else {
            return true;
        };
        obligation.others = count - 1;
        listed.insert(name)
    });
}

/// The sort key of an entry; smaller values come first: what was taken away or turned into its
/// opposite, then lengths of time and what became stricter or looser, legal process, notice, and the
/// rest.
fn sort_key(obligation: &Obligation, vocabulary: &Vocabulary) -> u8 {
    let any = |types: &[TermType]| {
        let mut terms = obligation.terms.iter();
        terms.any(|term| types.contains(&term.term_type))
    };
    let lost = |term: &TermChange| {
        let types = [TermType::Promise, TermType::Negation, TermType::Modal];
        term.before.is_some() && term.after.is_none() && types.contains(&term.term_type)
    };
    let taken_away = match (&obligation.before, &obligation.after) {
        (Some(_), Some(_)) if !obligation.rewritten => {
            let turned = |term| is_turned(term, vocabulary);
            any(&[TermType::Negation, TermType::Exception]) || obligation.terms.iter().any(turned)
        }
        (Some(_), Some(_) | None) => obligation.terms.iter().any(lost),
        (None, Some(_) | None) => false,
    };
    let directed = obligation.terms.iter().any(|term| term.direction.is_some());
    let notice = || {
        let sentence = obligation.after.as_ref().or(obligation.before.as_ref());
        let text = lowercase(sentence.map_or("", |sentence| &sentence.text));
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        words.any(|word| vocabulary.notice.contains(word))
    };
    if taken_away {
        0
    } else if directed || any(&[TermType::Duration]) {
        1
    } else if any(&[TermType::Process, TermType::Authority]) {
        2
    } else if notice() {
        3
    } else {
        4
    }
}

/// Whether a modal verb was negated, or no longer is: `can` and `cannot`, `needs no` and `needs`.
fn is_turned(term: &TermChange, vocabulary: &Vocabulary) -> bool {
    let negated = |text: &str| {
        let words = text.split_whitespace().map(|word| vocabulary.word(word));
        let words: Vec<WordId> = words.collect();
        let force = vocabulary.modals.at(&words).map(|(_, force)| force);
        vocabulary.negations.is_in(&words) || force == Some(Force::Negated)
    };
    let both = term.before.as_deref().zip(term.after.as_deref());
    let modal = both.filter(|_| term.term_type == TermType::Modal);
    modal.is_some_and(|(before, after)| negated(before) != negated(after))
}

/// The maximum number of changed terms of a sentence that is called stricter or looser. For each, all
/// terms before it are looked at.
const DIRECTED: usize = 100;

struct ObligationList<'a> {
    matching: &'a Matching,
    vocabulary: &'a Vocabulary,
    before: Side<'a>,
    after: Side<'a>,
    /// The names of the later text that were others in the earlier one, by the keys of their words.
    names: HashMap<u32, u32>,
    /// Words with a capital in whose place another one is: their keys.
    renamed: Vec<(u32, u32)>,
}

impl ObligationList<'_> {
    fn passage(&mut self, numbered: &NumberedPassage) -> Vec<Entry> {
        let matching = self.matching;
        let mut found = Vec::new();
        for passage in numbered.a.clone() {
            for sentence in matching.a.of_passage(passage) {
                if matching.of_a[sentence].is_none() {
                    let there = self.after.texts();
                    let entry = self.before.alone(sentence, &there, true);
                    found.extend(entry.map(|(shown, terms, words)| Entry {
                        a: sentence..sentence + 1,
                        b: 0..0,
                        obligation: Obligation {
                            before: Some(shown),
                            pieces: self.pieces(&words, &TokenRun::default()),
                            terms: terms.iter().map(TermChange::removed).collect(),
                            passage: numbered.number,
                            leads: self.before.leads(sentence),
                            ..Obligation::default()
                        },
                    }));
                }
            }
        }
        for passage in numbered.b.clone() {
            for sentence in matching.b.of_passage(passage) {
                match matching.of_b[sentence] {
                    None => {
                        let there = self.before.texts();
                        let entry = self.after.alone(sentence, &there, false);
                        found.extend(entry.map(|(shown, terms, words)| Entry {
                            a: 0..0,
                            b: sentence..sentence + 1,
                            obligation: Obligation {
                                after: Some(shown),
                                pieces: self.pieces(&TokenRun::default(), &words),
                                terms: terms.iter().map(TermChange::added).collect(),
                                passage: numbered.number,
                                leads: self.after.leads(sentence),
                                ..Obligation::default()
                            },
                        }));
                    }
                    Some(index) if matching.matches[index].b.start == sentence => {
                        let pair = &matching.matches[index];
                        let (a, b) = (pair.a.clone(), pair.b.clone());
                        let entry = self.pair(a.clone(), b.clone(), numbered.number);
                        found.extend(entry.map(|obligation| Entry { a, b, obligation }));
                    }
                    Some(_) => {}
                }
            }
        }
        found
    }

    fn pieces(&self, before: &TokenRun, after: &TokenRun) -> Vec<Piece> {
        let (a, b) = (self.before.text, self.after.text);
        pieces_of(self.matching, (a, before), (b, after))
    }

    /// The significant changes between corresponding sentences.
    fn pair(&mut self, a: Range<usize>, b: Range<usize>, number: usize) -> Option<Obligation> {
        let (before, after) = (
            self.before.significant_words(a.clone()),
            self.after.significant_words(b.clone()),
        );
        let both = (&before, &after);
        let words = Words::of(both, self.matching);
        let written_to = linked(&before, &after);
        let renamed = names(&before, &after, &words.runs, self.vocabulary);
        let said = meaning(&before, &after, self.vocabulary, &self.names);
        // A sentence in which only the name changed counts for that.
        if written_to.is_empty() && renamed.is_empty() && said == Meaning::Same {
            return None;
        }
        self.renamed.extend(renamed);
        let terms = self.changed_terms(both, &words, written_to, said)?;
        let (words_a, words_b) = (self.before.words(a.clone()), self.after.words(b.clone()));
        let leads = (self.after.leads(b.end - 1)).max(self.before.leads(a.end - 1));
        Some(Obligation {
            before: Some(self.before.shown(a)),
            after: Some(self.after.shown(b)),
            pieces: self.pieces(&words_a, &words_b),
            terms,
            passage: number,
            leads,
            ..Obligation::default()
        })
    }

    /// The changed terms and wording of two sentences, if the change is significant. `written_to` are
    /// the addresses that links point to.
    fn changed_terms(
        &self,
        (before, after): (&SignificantWords<'_>, &SignificantWords<'_>),
        words: &Words,
        written_to: Vec<TermChange>,
        said: Meaning,
    ) -> Option<Vec<TermChange>> {
        let both = (before, after);
        let stamped = before.stamped || after.stamped;
        let mut changed = words.changed(both);
        // The words of a term that says as much as before, `may` for `can`, say nothing else either.
        let covered = covered(&changed, (words.in_b.len(), words.in_a.len()));
        changed.retain(|change| says_something(*change, stamped));
        let mut terms: Vec<TermChange> = changed
            .iter()
            .map(|(one, other)| {
                let (one, other) = (one.map(|term| &term.term), other.map(|term| &term.term));
                TermChange::of(one, other)
            })
            .chain(written_to)
            .collect();
        // A number of what was: nobody has to do anything else for it.
        if before.is_report() && after.is_report() && terms.iter().all(is_count) {
            return None;
        }
        let wording = self.wording(both, words, &covered, said);
        let heading = before.heading && after.heading;
        let strong = (before.strong || after.strong) && !heading;
        let significant = strong || self.is_significant(both, words, &terms, heading);
        if !significant || terms.is_empty() && (stamped || wording.is_empty()) {
            return None;
        }
        let alike = differ_only_in_terms(both, (&covered.0, &covered.1), &words.in_b);
        if alike && is_of_one_sort(&changed) && changed.len() <= DIRECTED {
            let only_terms = wording.is_empty();
            directions(
                before,
                after,
                &changed,
                only_terms,
                self.vocabulary,
                &mut terms,
            );
        }
        terms.extend(wording);
        if only_joins(before, after, &mut terms) {
            return None;
        }
        let hunks = hunks(before, after, &words.runs);
        conditions::direction(before, after, &hunks, self.vocabulary, &mut terms);
        Some(terms)
    }

    /// The changed words that are in no changed term.
    fn wording(
        &self,
        (before, after): (&SignificantWords<'_>, &SignificantWords<'_>),
        words: &Words,
        (covered_a, covered_b): &(Vec<bool>, Vec<bool>),
        said: Meaning,
    ) -> Vec<TermChange> {
        let said_a = either(covered_a, &words.spelled.0);
        let said_b = either(covered_b, &words.spelled.1);
        let runs = &words.runs;
        let mut wording = wording(before, after, runs, (&said_a, &said_b), self.vocabulary);
        if let (Meaning::RolesSwapped(one, other), true) = (said, wording.is_empty()) {
            wording.push(TermChange {
                term_type: TermType::Wording,
                before: Some(one),
                after: Some(other),
                direction: None,
            });
        }
        wording
    }

    /// Whether a change is significant in a sentence that creates no obligation.
    fn is_significant(
        &self,
        (before, after): (&SignificantWords<'_>, &SignificantWords<'_>),
        words: &Words,
        terms: &[TermChange],
        heading: bool,
    ) -> bool {
        let forms = &self.vocabulary.companies.forms;
        names_another(before, &words.in_b, forms)
            || names_another(after, &words.in_a, forms)
            || !heading && names_more(before, after, &words.runs, self.vocabulary)
            || terms
                .iter()
                .any(|term| self.counts_alone(term) && !(heading && is_of_headings(term.term_type)))
    }

    /// Whether a change of this term is significant in any sentence.
    fn counts_alone(&self, term: &TermChange) -> bool {
        match term.term_type {
            TermType::Modal
            | TermType::Negation
            | TermType::Exception
            | TermType::Process
            | TermType::Promise
            | TermType::Instruction
            | TermType::Duration
            | TermType::Date
            | TermType::Money
            | TermType::Percentage
            | TermType::Email
            | TermType::Postal
            | TermType::Telephone
            | TermType::Statute
            | TermType::Right
            | TermType::Territory
            | TermType::Channel
            | TermType::Hedge => true,
            TermType::Limit => {
                // `before` instead of `after` says the opposite.
                let replaced = term.before.is_some() && term.after.is_some();
                let word = term.after.as_ref().or(term.before.as_ref());
                replaced
                    || word
                        .is_none_or(|word| !self.vocabulary.weak_limits.contains(&lowercase(word)))
            }
            TermType::Authority | TermType::Joining => {
                term.before.is_some() && term.after.is_some()
            }
            TermType::Web => self.is_other_form(term),
            // `Founded in 2015` asks for nothing.
            TermType::Number => {
                let both = term.before.as_ref().zip(term.after.as_ref());
                both.is_some_and(|(before, after)| !is_year(before) && !is_year(after))
            }
            TermType::Wording => false,
        }
    }

    /// Whether another form is to be used, by its address in the text. One that only moved to another
    /// host is listed with the hosts.
    fn is_other_form(&self, term: &TermChange) -> bool {
        let other = |(before, after): (&str, &str)| {
            let form = self.vocabulary.is_form(before) || self.vocabulary.is_form(after);
            form && !is_same_form(before, after)
        };
        let web = term.term_type == TermType::Web;
        web && (term.before.as_deref().zip(term.after.as_deref())).is_some_and(other)
    }
}

/// A changed term of both sides, or of one.
type Changed<'c> = (Option<&'c PlacedTerm>, Option<&'c PlacedTerm>);

/// Which words of two sentences are the same.
struct Words {
    runs: Vec<Run>,
    /// For each word, its place on the other side.
    in_b: Vec<Option<usize>>,
    in_a: Vec<Option<usize>>,
    /// Which of them are only spelled in another way.
    spelled: (Vec<bool>, Vec<bool>),
}

impl Words {
    fn of(
        (before, after): (&SignificantWords<'_>, &SignificantWords<'_>),
        matching: &Matching,
    ) -> Self {
        let runs = matching.runs(&before.tokens, &after.tokens, common);
        let mut in_b: Vec<Option<usize>> = vec![None; before.tokens.len()];
        let mut in_a: Vec<Option<usize>> = vec![None; after.tokens.len()];
        for run in &runs {
            for at in 0..run.length {
                in_b[run.a + at] = Some(run.b + at);
                in_a[run.b + at] = Some(run.a + at);
            }
        }
        let spelled = spelled_alike(before, after, &runs, (&mut in_b, &mut in_a));
        Self {
            runs,
            in_b,
            in_a,
            spelled,
        }
    }

    /// The changed terms of both sides, in corresponding pairs.
    fn changed<'c>(
        &self,
        (before, after): (&'c SignificantWords<'_>, &'c SignificantWords<'_>),
    ) -> Vec<Changed<'c>> {
        let pairs = matched(before, after, &self.in_b, &self.in_a).into_iter();
        let terms = pairs.map(|(one, other)| {
            let (one, other) = (
                one.map(|at| &before.terms[at]),
                other.map(|at| &after.terms[at]),
            );
            (one, other)
        });
        terms.collect()
    }
}

/// Which words of both sides are in a changed term.
fn covered(changed: &[Changed<'_>], (words_a, words_b): (usize, usize)) -> (Vec<bool>, Vec<bool>) {
    let (mut covered_a, mut covered_b) = (vec![false; words_a], vec![false; words_b]);
    for (one, other) in changed {
        if let Some(one) = one {
            covered_a[one.from..one.to].fill(true);
        }
        if let Some(other) = other {
            covered_b[other.from..other.to].fill(true);
        }
    }
    (covered_a, covered_b)
}

fn either(one: &[bool], other: &[bool]) -> Vec<bool> {
    let both = one.iter().zip(other);
    both.map(|(one, other)| *one || *other).collect()
}

/// Whether two sentences are alike apart from their changed terms.
fn differ_only_in_terms(
    (before, after): (&SignificantWords<'_>, &SignificantWords<'_>),
    (covered_a, covered_b): (&[bool], &[bool]),
    in_b: &[Option<usize>],
) -> bool {
    let rest = |tokens: &[Token], covered: &[bool]| -> u32 {
        let rest = tokens.iter().zip(covered).filter(|(_, covered)| !**covered);
        rest.map(|(token, _)| token.weight()).sum()
    };
    let shared: u32 = (0..in_b.len())
        .filter(|at| in_b[*at].is_some() && !covered_a[*at])
        .map(|at| before.tokens[at].weight())
        .sum();
    let all = rest(&before.tokens, covered_a) + rest(&after.tokens, covered_b);
    200 * shared >= MIN_SIMILARITY_NEIGHBOUR * all.max(1) && shared > 0
}

/// Whether a changed term says anything by itself.
fn says_something((one, other): Changed<'_>, stamped: bool) -> bool {
    let term_type = other.or(one).map(|term| term.term.term_type);
    // `and` alone means no more than a comma.
    let and =
        |term: &PlacedTerm| term.term.term_type == TermType::Joining && term.term.rank == Some(2);
    let comma = match (one, other) {
        (Some(term), None) | (None, Some(term)) => and(term),
        (Some(_), Some(_)) | (None, None) => false,
    };
    let stamp = stamped && term_type == Some(TermType::Date);
    // `is required to` instead of `must`.
    let force = |term: Option<&PlacedTerm>| term.and_then(|term| term.term.force);
    let as_strong = term_type == Some(TermType::Modal)
        && one.is_some()
        && force(one) == force(other)
        && force(one) != Some(Force::Negated);
    !(stamp || comma || as_strong)
}

/// Whether two sentences are the same but for one type of term, and what comes with it. Another
/// amount does not make it harder to tell which of them is stricter.
fn is_of_one_sort(changed: &[Changed<'_>]) -> bool {
    let term_type = |(one, other): &Changed<'_>| {
        let term = other.or(*one);
        term.map_or(TermType::Wording, |term| term.term.term_type)
    };
    let replaced = |(one, other): &&Changed<'_>| {
        one.is_some() && other.is_some() && !term_type(&(*one, *other)).is_amount()
    };
    let main = changed
        .iter()
        .find(replaced)
        .or(changed.first())
        .map(term_type);
    changed.iter().all(|change| match term_type(change) {
        TermType::Joining | TermType::Hedge | TermType::Channel => true,
        // `a court order under section 5`
        TermType::Modal | TermType::Process | TermType::Statute
            if change.0.is_none() || change.1.is_none() =>
        {
            true
        }
        term_type => term_type.is_amount() || Some(term_type) == main,
    })
}

/// Removes each `or` that was added to or removed from a reworded sentence, since it means nothing by
/// itself. Whether nothing else changed: `a letter, or a form, or a call` lost a word, and no choice.
fn only_joins(
    before: &SignificantWords<'_>,
    after: &SignificantWords<'_>,
    terms: &mut Vec<TermChange>,
) -> bool {
    let bare = |term: &TermChange| {
        let one_sided = term.before.is_none() || term.after.is_none();
        term.term_type == TermType::Joining && one_sided
    };
    if terms.iter().all(bare) {
        return before.has_or() && after.has_or();
    }
    terms.retain(|term| !bare(term));
    false
}

/// Whether a term only counts something.
fn is_count(term: &TermChange) -> bool {
    matches!(
        term.term_type,
        TermType::Number | TermType::Percentage | TermType::Date | TermType::Money
    )
}

/// Whether the legal form of a company is among the words that changed: another one is addressed.
fn names_another(
    significant_words: &SignificantWords<'_>,
    there: &[Option<usize>],
    forms: &foldhash::HashSet<String>,
) -> bool {
    // `Harbour Mail, Inc.` is `Harbour Mail`.
    let full_name = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| there[before]);
        let after = there.get(at + 1).copied().flatten();
        before.is_some() && before.map(|before| before + 1) == after
    };
    let mut changed = (0..there.len()).filter(|at| there[*at].is_none() && !full_name(*at));
    changed.any(|at| forms.contains(significant_words.word(at)))
}

/// The changed parts of two sentences, in order. Either may be empty.
fn hunks(
    before: &SignificantWords<'_>,
    after: &SignificantWords<'_>,
    runs: &[Run],
) -> Vec<(Range<usize>, Range<usize>)> {
    let (mut from_a, mut from_b) = (0, 0);
    let end = (before.tokens.len(), after.tokens.len(), 0);
    let runs = runs.iter().map(|run| (run.a, run.b, run.length));
    let mut found = Vec::new();
    for (to_a, to_b, length) in runs.chain([end]) {
        if to_a > from_a || to_b > from_b {
            found.push((from_a..to_a, from_b..to_b));
        }
        (from_a, from_b) = (to_a + length, to_b + length);
    }
    found
}

/// Words for which each side has the same letters, as `counter-measure` and `countermeasure`, or the
/// same but for a mistake, are unchanged. Returns which they are.
fn spelled_alike(
    before: &SignificantWords<'_>,
    after: &SignificantWords<'_>,
    runs: &[Run],
    (in_b, in_a): (&mut [Option<usize>], &mut [Option<usize>]),
) -> (Vec<bool>, Vec<bool>) {
    let letters = |significant_words: &SignificantWords<'_>, range: Range<usize>| -> String {
        let words = range.map(|at| lowercase(significant_words.word(at)));
        words
            .flat_map(|word| {
                word.chars()
                    .filter(|c| c.is_alphanumeric())
                    .collect::<Vec<_>>()
            })
            .collect()
    };
    let mut spelled = (vec![false; in_b.len()], vec![false; in_a.len()]);
    for (a, b) in hunks(before, after, runs) {
        if a.is_empty() || b.is_empty() {
            continue;
        }
        let (one, other) = (letters(before, a.clone()), letters(after, b.clone()));
        let is_word = a.len() == 1 && b.len() == 1;
        let names = || {
            let is_name = |word: &str| word.starts_with(char::is_uppercase);
            is_name(before.word(a.start)) && is_name(after.word(b.start))
        };
        if one != other && !(is_word && is_misspelt(&one, &other) && !names()) {
            continue;
        }
        in_b[a.clone()].fill(Some(b.start));
        in_a[b.clone()].fill(Some(a.start));
        spelled.0[a].fill(true);
        spelled.1[b].fill(true);
    }
    spelled
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

/// Whether names were added to a sentence or removed from it: others are meant by it.
fn names_more(
    before: &SignificantWords<'_>,
    after: &SignificantWords<'_>,
    runs: &[Run],
    vocabulary: &Vocabulary,
) -> bool {
    let keys = |significant_words: &SignificantWords<'_>| -> HashSet<u32> {
        significant_words
            .tokens
            .iter()
            .map(|token| token.key)
            .collect()
    };
    let (in_a, in_b) = (keys(before), keys(after));
    let named = |significant_words: &SignificantWords<'_>,
                 range: Range<usize>,
                 other: &HashSet<u32>| {
        // Any word has a capital at the start of a sentence, and a name may only have moved.
        let mut names = range.filter(|at| *at > 0 && significant_words.is_name(*at, vocabulary));
        names.any(|at| !other.contains(&significant_words.tokens[at].key))
    };
    let mut more = false;
    for (a, b) in hunks(before, after, runs) {
        let (gone, new) = (
            named(before, a.clone(), &in_b),
            named(after, b.clone(), &in_a),
        );
        // Another name for the same.
        if !a.is_empty() && !b.is_empty() && (gone || new) {
            return false;
        }
        more |= gone || new;
    }
    more
}

/// The names in whose place others are, if nothing else changed.
fn names(
    before: &SignificantWords<'_>,
    after: &SignificantWords<'_>,
    runs: &[Run],
    vocabulary: &Vocabulary,
) -> Vec<(u32, u32)> {
    let other_name = |(a, b): (Range<usize>, Range<usize>)| {
        let (from_a, from_b) = (a.start, b.start);
        let are_names = a.len() == 1
            && b.len() == 1
            && before.is_name(from_a, vocabulary)
            && after.is_name(from_b, vocabulary);
        are_names.then(|| (before.tokens[from_a].key, after.tokens[from_b].key))
    };
    let hunks = hunks(before, after, runs).into_iter();
    let names: Option<Vec<(u32, u32)>> = hunks.map(other_name).collect();
    names.unwrap_or_default()
}

/// The changed words that are not significant terms.
fn wording(
    before: &SignificantWords<'_>,
    after: &SignificantWords<'_>,
    runs: &[Run],
    (covered_a, covered_b): (&[bool], &[bool]),
    vocabulary: &Vocabulary,
) -> Vec<TermChange> {
    let quiet = &vocabulary.quiet;
    // `In this article we explain` for `this article explains`.
    let persons = |text: &str| {
        let mut words = text.split_whitespace().map(lowercase);
        words.all(|word| vocabulary.reworded.persons.contains_key(&word) || quiet.contains(&word))
    };
    let hunks = hunks(before, after, runs).into_iter();
    let changes = hunks.filter_map(|(a, b)| {
        // A name for what was named before it says nothing yet.
        if a.is_empty() && after.is_alias(&b) || b.is_empty() && before.is_alias(&a) {
            return None;
        }
        let forms = &vocabulary.companies.forms;
        let is_form = |significant_words: &SignificantWords<'_>, mut range: Range<usize>| {
            range.start > 0 && range.all(|at| forms.contains(significant_words.word(at)))
        };
        if b.is_empty() && is_form(before, a.clone()) || a.is_empty() && is_form(after, b.clone()) {
            return None;
        }
        let one = before.uncovered(a, covered_a, quiet);
        let other = after.uncovered(b, covered_b, quiet);
        if one.is_none() != other.is_none() && one.iter().chain(&other).all(|text| persons(text)) {
            return None;
        }
        (one.is_some() || other.is_some()).then_some(TermChange {
            term_type: TermType::Wording,
            before: one,
            after: other,
            direction: None,
        })
    });
    changes.collect()
}

/// Whether a heading contains this type of term only to name its topic: `What we will disclose`.
fn is_of_headings(term_type: TermType) -> bool {
    match term_type {
        TermType::Modal
        | TermType::Promise
        | TermType::Instruction
        | TermType::Limit
        | TermType::Number
        | TermType::Statute
        | TermType::Right
        | TermType::Territory
        | TermType::Channel => true,
        TermType::Negation
        | TermType::Exception
        | TermType::Process
        | TermType::Authority
        | TermType::Hedge
        | TermType::Joining
        | TermType::Duration
        | TermType::Date
        | TermType::Money
        | TermType::Percentage
        | TermType::Email
        | TermType::Web
        | TermType::Postal
        | TermType::Telephone
        | TermType::Wording => false,
    }
}

/// Changed email addresses and forms in links. A form that only moved to another host is listed
/// with the hosts.
fn linked(before: &SignificantWords<'_>, after: &SignificantWords<'_>) -> Vec<TermChange> {
    let is_same = |one: &str, other: &str| one == other;
    let mut found = changed(TermType::Email, &before.mail, &after.mail, is_same);
    let forms = changed(TermType::Web, &before.forms, &after.forms, is_same_form);
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

/// Pairs what only one of the two sentences has, by its significant words.
fn changed(
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
