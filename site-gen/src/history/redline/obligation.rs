//! Lists the changes that affect what is required, of whom and by when.
//!
//! An entry is a significant sentence that was added or removed, or in which a significant word
//! changed. Its direction (stricter or looser) is given only if the sentences are otherwise alike.

use super::addresses;
use super::conditions;
use super::direction::directions;
use super::matching::Matching;
use super::model::{Obligation, Piece, TermChange};
use super::pieces::pieces_of;
use super::renames::{self, MIN_RENAMES};
use super::replaced::{self, Entry, NumberedPassage};
use super::reworded::{Meaning, meaning};
use super::sentence_pair::{ChangedTerm, SentencePair, linked};
use super::significant_words::{PlacedTerm, Side, SignificantWords};
use super::token_run::TokenRun;
use crate::words::TermType;
use crate::words::passage::Text;
use crate::words::terms::{Term, length};
use crate::words::vocabulary::{Force, Vocabulary, WordId, lowercase};
use std::collections::HashMap;
use std::ops::Range;

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
        renamed: HashMap::new(),
    };
    let mut found = listing.entries(passages);
    let mut renamed = std::mem::take(&mut listing.renamed);
    renamed.retain(|_, count| *count >= MIN_RENAMES);
    if !renamed.is_empty() {
        // A sentence that was also reworded has to be compared with the same name on both sides.
        listing.names = renamed.into_keys().map(|(old, new)| (new, old)).collect();
        found = listing.entries(passages);
    }
    let sides = (&mut listing.before, &mut listing.after);
    let mut found = replaced::join(found, passages, matching, sides);
    renames::list_once(&mut found, vocabulary);
    addresses::join_lines(&mut found);
    addresses::pair(&mut found, vocabulary);
    found.sort_by_key(|obligation| sort_key(obligation, vocabulary));
    found
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

struct ObligationList<'a> {
    matching: &'a Matching,
    vocabulary: &'a Vocabulary,
    before: Side<'a>,
    after: Side<'a>,
    /// The names of the later text that were others in the earlier one, by the keys of their words.
    names: HashMap<u32, u32>,
    /// The keys of words with a capital, and of the words in whose place they are; in how many
    /// sentences.
    renamed: HashMap<(u32, u32), usize>,
}

impl ObligationList<'_> {
    fn entries(&mut self, passages: &[NumberedPassage]) -> Vec<Entry> {
        let matching = self.matching;
        let mut found = Vec::new();
        for numbered in passages {
            let number = numbered.number;
            for sentence in numbered.a.clone().flat_map(|at| matching.a.of_passage(at)) {
                if matching.of_a[sentence].is_none() {
                    found.extend(self.removed(sentence, number));
                }
            }
            for sentence in numbered.b.clone().flat_map(|at| matching.b.of_passage(at)) {
                match matching.of_b[sentence].map(|index| &matching.matches[index]) {
                    None => found.extend(self.added(sentence, number)),
                    Some(both) if both.b.start == sentence => {
                        found.extend(self.pair(both.a.clone(), both.b.clone(), number));
                    }
                    Some(_) => {}
                }
            }
        }
        found
    }

    fn removed(&mut self, sentence: usize, number: usize) -> Option<Entry> {
        let there = self.after.texts();
        let (shown, terms, words) = self.before.alone(sentence, &there, true)?;
        let obligation = Obligation {
            before: Some(shown),
            pieces: self.pieces(&words, &TokenRun::default()),
            terms: terms.iter().map(TermChange::removed).collect(),
            passage: number,
            leads: self.before.leads(sentence),
            ..Obligation::default()
        };
        let (a, b) = (sentence..sentence + 1, 0..0);
        Some(Entry { a, b, obligation })
    }

    fn added(&mut self, sentence: usize, number: usize) -> Option<Entry> {
        let there = self.before.texts();
        let (shown, terms, words) = self.after.alone(sentence, &there, false)?;
        let obligation = Obligation {
            after: Some(shown),
            pieces: self.pieces(&TokenRun::default(), &words),
            terms: terms.iter().map(TermChange::added).collect(),
            passage: number,
            leads: self.after.leads(sentence),
            ..Obligation::default()
        };
        let (a, b) = (0..0, sentence..sentence + 1);
        Some(Entry { a, b, obligation })
    }

    /// The significant changes between corresponding sentences.
    fn pair(&mut self, a: Range<usize>, b: Range<usize>, number: usize) -> Option<Entry> {
        let before = self.before.significant_words(a.clone());
        let after = self.after.significant_words(b.clone());
        let pair = SentencePair::of(&before, &after, self.matching, self.vocabulary);
        for name in pair.names() {
            *self.renamed.entry(name).or_default() += 1;
        }
        let terms = changes(&pair, &self.names)?;
        let (words_a, words_b) = (self.before.words(a.clone()), self.after.words(b.clone()));
        let leads = (self.after.leads(b.end - 1)).max(self.before.leads(a.end - 1));
        let obligation = Obligation {
            before: Some(self.before.shown(a.clone())),
            after: Some(self.after.shown(b.clone())),
            pieces: self.pieces(&words_a, &words_b),
            terms,
            passage: number,
            leads,
            ..Obligation::default()
        };
        Some(Entry { a, b, obligation })
    }

    fn pieces(&self, before: &TokenRun, after: &TokenRun) -> Vec<Piece> {
        let (a, b) = (self.before.text, self.after.text);
        pieces_of(self.matching, (a, before), (b, after))
    }
}

/// The changed terms and wording, if the change is significant. `names` are the names of the later
/// text that were others in the earlier one.
fn changes(pair: &SentencePair<'_>, names: &HashMap<u32, u32>) -> Option<Vec<TermChange>> {
    let (before, after) = (pair.before, pair.after);
    let written_to = linked(before, after);
    let meaning = meaning(before, after, pair.vocabulary, names);
    // A sentence in which only the name changed counts for that.
    if written_to.is_empty() && pair.names().is_empty() && meaning == Meaning::Same {
        return None;
    }
    let stamped = before.stamped || after.stamped;
    let mut changed = pair.changed_terms();
    // The words of a term that says as much as before, `may` for `can`, say nothing else either.
    let covered = pair.covered(&changed);
    changed.retain(|change| says_something(*change, stamped));
    drop_same(&mut changed, pair.vocabulary);
    let mut terms: Vec<TermChange> = changed
        .iter()
        .map(|(one, other)| {
            let (one, other) = (one.map(|term| &term.term), other.map(|term| &term.term));
            TermChange::of(one, other)
        })
        .chain(written_to)
        .collect();
    // A change of a statistic creates no obligation.
    if before.is_report() && after.is_report() && terms.iter().all(is_count) {
        return None;
    }
    let wording = pair.wording(&covered, meaning);
    let heading = before.heading && after.heading;
    let strong = (before.strong || after.strong) && !heading;
    let significant = strong || pair.is_significant(&terms, heading);
    if !significant || terms.is_empty() && (stamped || wording.is_empty()) {
        return None;
    }
    if pair.differs_only_in_terms(&covered) || is_one_amount(&changed) {
        directions(pair, &changed, wording.is_empty(), &mut terms);
    }
    terms.extend(wording);
    if only_joins(before, after, &mut terms) {
        return None;
    }
    conditions::direction(pair, &mut terms);
    Some(terms)
}

/// Whether a changed term says anything by itself.
fn says_something((one, other): ChangedTerm<'_>, stamped: bool) -> bool {
    let term_type = other.or(one).map(|term| term.term.term_type);
    // `and` alone means no more than a comma.
    let and =
        |term: &PlacedTerm| term.term.term_type == TermType::Joining && term.term.rank == Some(2);
    let comma = match (one, other) {
        (Some(term), None) | (None, Some(term)) => and(term),
        (Some(_), Some(_)) | (None, None) => false,
    };
    !(stamped && term_type == Some(TermType::Date) || comma)
}

/// Removes terms in whose place the other sentence has one that says the same: `is required to` for
/// `must`, and `in two weeks at most` for `within two weeks`.
fn drop_same(changed: &mut Vec<ChangedTerm<'_>>, vocabulary: &Vocabulary) {
    let sense = |term: Option<&PlacedTerm>| term.and_then(|term| sense(&term.term, vocabulary));
    changed.retain(|(one, other)| {
        let (one, other) = (sense(*one), sense(*other));
        one.is_none() || one != other
    });
    let one_sided = |it: &ChangedTerm<'_>| it.0.is_none() || it.1.is_none();
    let mut at = 0;
    while at < changed.len() {
        let (one, other) = changed[at];
        let wanted = if other.is_none() { sense(one) } else { None };
        let found = wanted.and_then(|wanted| {
            let same =
                |it: &ChangedTerm<'_>| one_sided(it) && sense(it.1).as_ref() == Some(&wanted);
            changed.iter().position(same)
        });
        match found {
            Some(found) => {
                changed.remove(at.max(found));
                changed.remove(at.min(found));
                at = at.saturating_sub(usize::from(found < at));
            }
            None => at += 1,
        }
    }
}

/// Whether only one term changed, from one length of time or legal process to another: that says which
/// sentence is stricter however much was rewritten.
fn is_one_amount(changed: &[ChangedTerm<'_>]) -> bool {
    let replaced = |(one, other): &ChangedTerm<'_>| {
        let both = one.zip(*other).map(|both| both.1.term.term_type);
        matches!(both, Some(TermType::Duration | TermType::Process))
    };
    matches!(changed, [change] if replaced(change))
}

/// What a term says, if others can say the same.
fn sense(term: &Term, vocabulary: &Vocabulary) -> Option<(TermType, String)> {
    let text = lowercase(&term.text);
    let sense = match (term.term_type, term.force) {
        (TermType::Modal, Some(force)) if force != Force::Negated => force.rank().to_string(),
        (TermType::Limit, _) if vocabulary.most.contains(&text) => "most".to_owned(),
        (TermType::Limit, _) if vocabulary.least.contains(&text) => "least".to_owned(),
        (TermType::Exception, _) if vocabulary.exception_starts.contains(&text) => String::new(),
        (TermType::Duration, _) => {
            // `A month`.
            let article = |(first, rest): (&str, &str)| {
                let is_article = vocabulary.noise.at(&[vocabulary.word(first)]).is_some();
                is_article.then(|| format!("1 {rest}"))
            };
            let counted = text.split_once(' ').and_then(article);
            let (length, unit) = length(counted.as_ref().unwrap_or(&text), vocabulary)?;
            // Business days are not as long as days.
            let is_kind = |word: &&str| vocabulary.between.at(&[vocabulary.word(word)]).is_some();
            let kinds: Vec<&str> = text.split_whitespace().filter(is_kind).collect();
            format!("{length} {unit} {}", kinds.join(" "))
        }
        _ => return None,
    };
    Some((term.term_type, sense))
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
