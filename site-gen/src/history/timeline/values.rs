//! The values in a text through all versions: how many days, how much, which address, which legal
//! process. The sentences that rules cite come first.
//!
//! A value belongs to its sentence and not to the paragraph, since paragraphs are joined and split.
//! It is followed from the oldest version to the newest: the same sentence, the sentence that it
//! became, or else another sentence with the same value. It is gone only if the whole version does
//! not have it.

use super::super::comparison::Comparison;
use crate::markdown::normalized;
use crate::parallel::{AHEAD, in_order};
use crate::site::Version;
use crate::words::passage::{Passage, Shared, Text};
use crate::words::terms::{Term, length, sum, terms};
use crate::words::token::{Class, tokens};
use crate::words::vocabulary::lowercase;
use crate::words::{Pages, TermType, Vocabulary, same_words};
use request_builder::rules::{Clause, ClauseId, KindId, Rules};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::convert::Infallible;
use std::ops::Range;

/// A value through all versions.
#[derive(Debug)]
pub(crate) struct ValueLife {
    /// The type of value.
    pub(crate) term_type: TermType,
    /// The kinds of request whose rules cite the sentence. Empty: every kind, or no rule.
    pub(crate) kinds: Vec<KindId>,
    /// The heading above the sentence.
    pub(crate) section: String,
    /// The newest wording of the sentence.
    pub(crate) sentence: String,
    /// The place of its paragraph in the newest version that has it.
    pub(crate) place: String,
    /// The index of that version.
    pub(crate) version: usize,
    /// The values, newest first. Never empty.
    pub(crate) spans: Vec<Span>,
}

/// Consecutive versions with the same value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// The words, such as `90 days`, or a whole sentence about telling users. Empty while the text had no such
    /// value.
    pub(crate) value: String,
    /// The index of its oldest version.
    pub(crate) since: usize,
    /// Whether no rule of a version cites the sentence, so that the value was read from its words.
    pub(crate) from_words: bool,
}

/// A sentence of a version that has values.
struct Valued {
    /// Equal for sentences with the same words.
    key: String,
    text: String,
    place: String,
    section: String,
    /// The clauses of the version's rules that it is, by their index.
    clauses: Vec<usize>,
    values: Values,
    /// The same, equal for what says the same: `two weeks` and `fourteen days`.
    same: Values,
    /// Whether it names a kind of legal process that can be ranked.
    is_ranked: bool,
}

/// The words of each type, in the order of the text.
type Values = BTreeMap<TermType, String>;

/// A value that is followed, with its spans oldest first.
struct TrackedValue {
    life: ValueLife,
    /// The value, equal for what says the same.
    same: String,
    key: String,
    clause: Option<ClauseId>,
    /// Whether the version reached so far has it.
    is_there: bool,
    /// Whether it is a value for readers: legal process only where a rule cited the sentence, or if
    /// it can be ranked.
    is_shown: bool,
}

/// The index of a sentence, and the type of one of its values.
type Value = (usize, TermType);

/// Follows the values from the oldest version to the version `newest`. `successive` has the
/// comparison of each version with the one before.
pub(super) fn lives(
    versions: &[Version],
    successive: &[Comparison],
    newest: usize,
    vocabulary: &Vocabulary,
) -> Vec<ValueLife> {
    let order: Vec<usize> = (newest..versions.len()).rev().collect();
    let read = |at: &usize| {
        let version = &versions[*at];
        let became = successive.get(*at).map(successors).unwrap_or_default();
        (sentences(version, rules_of(version), vocabulary), became)
    };
    let mut history = ValueHistory::default();
    let mut last = Vec::new();
    let Ok(()) = in_order(&order, AHEAD, read, |at, (sentences, became)| {
        history.step(*at, &sentences, rules_of(&versions[*at]), &became);
        last = sentences;
        Ok::<(), Infallible>(())
    });
    history.finish(&last, versions.get(newest).and_then(rules_of))
}

fn rules_of(version: &Version) -> Option<&Rules> {
    version.rulebook.as_ref().map(|book| &book.rules)
}

/// What the sentences of the version before became, by their words.
fn successors(comparison: &Comparison) -> HashMap<String, Vec<String>> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for (before, after) in &comparison.changes.sentences {
        let after = same_words(after);
        found.entry(same_words(before)).or_default().push(after);
    }
    found
}

/// Everything that was followed so far.
#[derive(Default)]
struct ValueHistory {
    all: Vec<TrackedValue>,
    /// Those that the version reached so far has.
    current: Vec<usize>,
    /// Those that it does not have, by their last words and by their last value.
    gone_words: HashMap<(TermType, String), Vec<usize>>,
    gone_values: HashMap<(TermType, String), Vec<usize>>,
}

/// The values of a version that nothing was found to become yet.
struct UnmatchedValues<'a> {
    sentences: &'a [Valued],
    clauses: &'a [Clause],
    /// The sentence of each clause.
    of_clauses: HashMap<&'a ClauseId, usize>,
    /// The last of each list is the first in the text.
    with_words: BTreeMap<TermType, HashMap<&'a str, Vec<usize>>>,
    with_value: BTreeMap<TermType, HashMap<&'a str, Vec<usize>>>,
    taken: HashSet<Value>,
}

impl<'a> UnmatchedValues<'a> {
    fn new(sentences: &'a [Valued], rules: Option<&'a Rules>) -> Self {
        let mut open = Self {
            sentences,
            clauses: rules.map_or(&[][..], |rules| &rules.clauses),
            of_clauses: HashMap::new(),
            with_words: BTreeMap::new(),
            with_value: BTreeMap::new(),
            taken: HashSet::new(),
        };
        for (at, sentence) in sentences.iter().enumerate() {
            for clause in &sentence.clauses {
                open.of_clauses.insert(&open.clauses[*clause].id, at);
            }
        }
        for (at, sentence) in sentences.iter().enumerate().rev() {
            for (term_type, value) in &sentence.values {
                for (lists, text) in [
                    (&mut open.with_words, &sentence.key),
                    (&mut open.with_value, value),
                ] {
                    let lists = lists.entry(*term_type).or_default();
                    lists.entry(text).or_default().push(at);
                }
            }
        }
        open
    }

    fn is_taken(&self, at: usize, term_type: TermType) -> bool {
        self.taken.contains(&(at, term_type))
    }

    /// The first clause that a sentence is.
    fn clause_at(&self, at: usize) -> Option<ClauseId> {
        let first = self.sentences[at].clauses.first();
        first.map(|clause| self.clauses[*clause].id.clone())
    }

    /// The sentence of a clause, if it has a value of this type that is not taken.
    fn of_clause(&self, term_type: TermType, clause: &ClauseId) -> Option<usize> {
        let at = self.of_clauses.get(clause).copied()?;
        let has_value = self.sentences[at].values.contains_key(&term_type);
        (has_value && !self.is_taken(at, term_type)).then_some(at)
    }

    /// The first sentence with these words, or with this value, that is not taken.
    fn first(&mut self, term_type: TermType, text: &str, by_value: bool) -> Option<usize> {
        let lists = if by_value {
            &mut self.with_value
        } else {
            &mut self.with_words
        };
        let list = lists.get_mut(&term_type)?.get_mut(text)?;
        while let Some(last) = list.last().copied() {
            if !self.taken.contains(&(last, term_type)) {
                return Some(last);
            }
            list.pop();
        }
        None
    }
}

impl ValueHistory {
    /// Goes on to a newer version.
    fn step(
        &mut self,
        at: usize,
        sentences: &[Valued],
        rules: Option<&Rules>,
        became: &HashMap<String, Vec<String>>,
    ) {
        let mut open = UnmatchedValues::new(sentences, rules);
        // The same clause, then the same words, then what they became, then the same value.
        let there = std::mem::take(&mut self.current);
        let mut found: HashMap<usize, usize> = HashMap::new();
        for rule in [
            MatchRule::Clause,
            MatchRule::Words,
            MatchRule::Became,
            MatchRule::Value,
        ] {
            self.find_again(rule, &there, &mut open, became, &mut found);
        }
        for one in there {
            match found.get(&one) {
                Some(sentence) => self.extend(one, at, *sentence, &open),
                None => self.ends(one, at),
            }
        }
        self.restore(at, &mut open);
        self.start(at, &open);
    }

    /// The version `at` has a followed value in this sentence.
    fn extend(&mut self, one: usize, at: usize, sentence: usize, open: &UnmatchedValues<'_>) {
        let clause = open.clause_at(sentence);
        self.all[one].extend_span(at, &open.sentences[sentence], clause);
        self.current.push(one);
    }

    /// Goes on with values that were removed and added again: those with the same words, then those
    /// with the same value.
    fn restore(&mut self, at: usize, open: &mut UnmatchedValues<'_>) {
        for by_value in [false, true] {
            for (index, sentence) in open.sentences.iter().enumerate() {
                for (term_type, value) in &sentence.values {
                    if open.is_taken(index, *term_type) {
                        continue;
                    }
                    let text = if by_value { value } else { &sentence.key };
                    if let Some(one) = self.gone(*term_type, text, by_value) {
                        open.taken.insert((index, *term_type));
                        self.extend(one, at, index, open);
                    }
                }
            }
        }
    }

    /// Follows the values that no earlier version has.
    fn start(&mut self, at: usize, open: &UnmatchedValues<'_>) {
        for (index, sentence) in open.sentences.iter().enumerate() {
            for term_type in sentence.values.keys() {
                if !open.is_taken(index, *term_type) {
                    self.all.push(TrackedValue::new(*term_type, at));
                    self.extend(self.all.len() - 1, at, index, open);
                }
            }
        }
    }

    /// A newer version does not have a value.
    fn ends(&mut self, one: usize, at: usize) {
        let followed = &mut self.all[one];
        let term_type = followed.life.term_type;
        if let Some(last) = followed.life.spans.last() {
            let words = (term_type, followed.key.clone());
            self.gone_words.entry(words).or_default().push(one);
            let value = (term_type, last.value.clone());
            self.gone_values.entry(value).or_default().push(one);
        }
        followed.is_there = false;
        followed.life.spans.push(Span {
            value: String::new(),
            since: at,
            from_words: followed.clause.is_none(),
        });
    }

    /// The last removed value with these words, or with this value.
    fn gone(&mut self, term_type: TermType, text: &str, by_value: bool) -> Option<usize> {
        let lists = if by_value {
            &mut self.gone_values
        } else {
            &mut self.gone_words
        };
        let list = lists.get_mut(&(term_type, text.to_owned()))?;
        // A value that was added again is still in the other lists.
        std::iter::from_fn(|| list.pop()).find(|one| !self.all[*one].is_there)
    }

    /// Looks for followed values in one way.
    fn find_again(
        &self,
        rule: MatchRule,
        followed: &[usize],
        open: &mut UnmatchedValues<'_>,
        became: &HashMap<String, Vec<String>>,
        found: &mut HashMap<usize, usize>,
    ) {
        for one in followed {
            if found.contains_key(one) {
                continue;
            }
            let followed = &self.all[*one];
            let term_type = followed.life.term_type;
            let sentence = match rule {
                MatchRule::Clause => {
                    let clause = followed.clause.as_ref();
                    clause.and_then(|clause| open.of_clause(term_type, clause))
                }
                MatchRule::Words => open.first(term_type, &followed.key, false),
                MatchRule::Became => {
                    let became = became.get(&followed.key).into_iter().flatten();
                    became
                        .into_iter()
                        .find_map(|key| open.first(term_type, key, false))
                }
                MatchRule::Value => {
                    let values = followed.life.spans.iter().rev();
                    let last = values
                        .map(|span| span.value.as_str())
                        .find(|it| !it.is_empty());
                    last.and_then(|value| open.first(term_type, value, true))
                }
            };
            if let Some(sentence) = sentence {
                open.taken.insert((sentence, term_type));
                found.insert(*one, sentence);
            }
        }
    }

    /// The values of the newest version: those of clauses in their order, others in the order of the
    /// text. Then the removed ones.
    fn finish(self, sentences: &[Valued], rules: Option<&Rules>) -> Vec<ValueLife> {
        let kinds = rules.map(kinds_of_clauses).unwrap_or_default();
        let order: HashMap<(&str, &str), usize> = (sentences.iter().enumerate().rev())
            .map(|(at, one)| ((one.place.as_str(), one.key.as_str()), at))
            .collect();
        let clauses = rules.map_or(&[][..], |rules| &rules.clauses);
        let mut all: Vec<((u8, usize), ValueLife)> = Vec::new();
        for followed in self.all.into_iter().filter(|one| one.is_shown) {
            let TrackedValue {
                mut life,
                same: _,
                key,
                clause,
                is_there,
                is_shown: _,
            } = followed;
            life.spans.reverse();
            let at = order.get(&(life.place.as_str(), key.as_str())).copied();
            let cited = clause.filter(|_| is_there).and_then(|id| {
                let index = clauses.iter().position(|clause| clause.id == id)?;
                Some((index, kinds.get(&id)?))
            });
            let rank = match (cited, is_there) {
                (Some((index, kinds)), _) => {
                    life.kinds.clone_from(kinds);
                    life.section.clone_from(&clauses[index].section);
                    life.sentence = normalized(&clauses[index].quote);
                    (0, index)
                }
                (None, true) => (1, at.unwrap_or_default()),
                (None, false) => (2, 0),
            };
            all.push((rank, life));
        }
        all.sort_by_key(|(rank, _)| *rank);
        all.into_iter().map(|(_, life)| life).collect()
    }
}

/// How a value is looked for in the next version.
#[derive(Clone, Copy)]
enum MatchRule {
    Clause,
    Words,
    Became,
    Value,
}

impl TrackedValue {
    /// A value that no version has yet; the version `at` is the first.
    fn new(term_type: TermType, at: usize) -> Self {
        Self {
            life: ValueLife {
                term_type,
                kinds: Vec::new(),
                section: String::new(),
                sentence: String::new(),
                place: String::new(),
                version: at,
                spans: Vec::new(),
            },
            same: String::new(),
            key: String::new(),
            clause: None,
            is_there: true,
            is_shown: false,
        }
    }

    /// A newer version has the value in this sentence.
    fn extend_span(&mut self, at: usize, sentence: &Valued, clause: Option<ClauseId>) {
        let of_type = |values: &Values| values.get(&self.life.term_type).cloned();
        let value = of_type(&sentence.values).unwrap_or_default();
        let same = of_type(&sentence.same).unwrap_or_default();
        let is_same = self.is_there && same == self.same;
        self.same = same;
        self.is_there = true;
        self.is_shown |=
            self.life.term_type != TermType::Process || sentence.is_ranked || clause.is_some();
        self.key.clone_from(&sentence.key);
        self.life.sentence.clone_from(&sentence.text);
        self.life.section.clone_from(&sentence.section);
        self.life.place.clone_from(&sentence.place);
        self.life.version = at;
        let from_words = clause.is_none();
        self.clause = clause.or(self.clause.take());
        match self.life.spans.last_mut() {
            Some(span) if is_same => {
                span.value = value;
                span.from_words |= from_words;
            }
            _ => self.life.spans.push(Span {
                value,
                since: at,
                from_words,
            }),
        }
    }
}

/// For each clause that rules cite, the kinds of request of those rules. Empty: every kind.
fn kinds_of_clauses(rules: &Rules) -> BTreeMap<ClauseId, Vec<KindId>> {
    let mut kinds: BTreeMap<ClauseId, Vec<KindId>> = BTreeMap::new();
    for rule in rules.all() {
        let Some(clause) = rule.clause else { continue };
        match kinds.entry(clause.clone()) {
            Entry::Vacant(new) => drop(new.insert(rule.kinds.to_vec())),
            Entry::Occupied(mut known) if rule.kinds.is_empty() => known.get_mut().clear(),
            Entry::Occupied(known) if known.get().is_empty() => {}
            Entry::Occupied(mut known) => {
                for kind in rule.kinds {
                    if !known.get().contains(kind) {
                        known.get_mut().push(kind.clone());
                    }
                }
            }
        }
    }
    kinds
}

/// The sentences of a version that have values.
fn sentences(version: &Version, rules: Option<&Rules>, vocabulary: &Vocabulary) -> Vec<Valued> {
    let text = Text::of(&Pages::from(version), &mut Shared::default());
    let mut at_place: HashMap<&str, Vec<(usize, &Clause)>> = HashMap::new();
    if let Some(rules) = rules {
        let kinds = kinds_of_clauses(rules);
        let clauses = rules.clauses.iter().enumerate();
        for (index, clause) in clauses.filter(|(_, clause)| kinds.contains_key(&clause.id)) {
            let place = clause.address.0.as_str();
            at_place.entry(place).or_default().push((index, clause));
        }
    }
    let mut found = Vec::new();
    for (index, passage) in text.passages.iter().enumerate() {
        if passage.kind.is_heading() {
            continue;
        }
        let terms = terms(passage, vocabulary);
        if terms.is_empty() {
            continue;
        }
        let clauses = at_place.get(passage.address.as_str()).into_iter().flatten();
        let clauses: Vec<(usize, Range<usize>)> = clauses
            .filter_map(|(at, clause)| {
                let quote = normalized(&clause.quote);
                let start = passage.text.find(&quote)?;
                Some((*at, start..start + quote.len()))
            })
            .collect();
        for range in &passage.sentences {
            let touches = |quote: &Range<usize>| quote.start < range.end && range.start < quote.end;
            let cited = clauses.iter().filter(|(_, quote)| touches(quote));
            let cited: Vec<usize> = cited.map(|(at, _)| *at).collect();
            let (values, same) = values_in(passage, range, &terms, vocabulary);
            let sentence = passage.text[range.clone()].trim();
            if !values.is_empty() {
                found.push(Valued {
                    key: same_words(sentence),
                    text: sentence.to_owned(),
                    place: passage.address.clone(),
                    section: text.heading(index).to_owned(),
                    clauses: cited,
                    is_ranked: inside(&terms, range)
                        .any(|term| term.term_type == TermType::Process && term.rank.is_some()),
                    values,
                    same,
                });
            }
        }
    }
    found
}

/// The terms in a sentence of a passage.
fn inside<'t>(terms: &'t [Term], sentence: &Range<usize>) -> impl Iterator<Item = &'t Term> {
    let from = terms.partition_point(|term| term.at < sentence.start);
    let end = sentence.end;
    terms[from..].iter().take_while(move |term| term.at < end)
}

/// How many bytes before a value are searched for a word such as `e.g.`.
const BEFORE: usize = 60;

/// The values in a sentence of a passage, as read and as compared.
fn values_in(
    passage: &Passage,
    sentence: &Range<usize>,
    terms: &[Term],
    vocabulary: &Vocabulary,
) -> (Values, Values) {
    let mut found: BTreeMap<TermType, Vec<String>> = BTreeMap::new();
    let mut postal = Vec::new();
    let mut known = HashSet::new();
    let mut previous: Option<&Term> = None;
    let values = inside(terms, sentence).filter_map(|term| {
        let from = sentence.start.max(term.at.saturating_sub(BEFORE));
        let from = passage.text.ceil_char_boundary(from);
        let before = passage.text.get(from..term.at).unwrap_or_default();
        let previous = previous.replace(term);
        let is_rate = previous.is_some_and(|previous| is_rate(previous, term, vocabulary));
        let is_value = is_value(term, vocabulary) || is_form(previous, term, vocabulary);
        let is_value = is_value && !is_rate && !is_example(before, term.term_type, vocabulary);
        is_value.then(|| (term, range_start(&passage.text, previous, term, vocabulary)))
    });
    for (term, range_start) in values {
        if term.term_type == TermType::Postal {
            postal.push(term);
            continue;
        }
        let words = found.entry(term.term_type).or_default();
        let text = term.text.strip_prefix("mailto:").unwrap_or(&term.text);
        let range = range_start.map(|start| format!("{start}{text}"));
        let text = range.as_deref().unwrap_or(text);
        // `Search: free` has its colon.
        let text = text.trim_start_matches([':', ' ']);
        if known.insert((term.term_type, text.to_owned())) {
            words.push(text.to_owned());
        }
    }
    if !postal.is_empty() {
        found.insert(TermType::Postal, addresses(passage, sentence, &postal));
    }
    if is_notice(&passage.text[sentence.clone()], terms, sentence, vocabulary) {
        let text = passage.text[sentence.clone()].trim().to_owned();
        found.insert(TermType::Promise, vec![text]);
    }
    let comparable_values = |term_type: TermType, words: &[String]| {
        let values = words
            .iter()
            .map(|word| comparable(term_type, word, vocabulary));
        values.collect::<Vec<_>>().join(", ")
    };
    let same = found.iter();
    let same = same.map(|(term_type, words)| (*term_type, comparable_values(*term_type, words)));
    let same = same.collect();
    let joined = found
        .into_iter()
        .map(|(term_type, words)| (term_type, words.join(", ")));
    (joined.collect(), same)
}

/// The text from the lower end of a range to the term that has the upper end: `30 to ` before `90 days`.
fn range_start<'t>(
    text: &'t str,
    previous: Option<&Term>,
    term: &Term,
    vocabulary: &Vocabulary,
) -> Option<&'t str> {
    let lower = previous.filter(|previous| previous.term_type == TermType::Number)?;
    let between = text.get(lower.at + lower.text.len()..term.at)?;
    let is_range = vocabulary.ranges.contains(&lowercase(between.trim()));
    let is_amount = term.term_type.is_amount() && is_range;
    is_amount.then(|| text.get(lower.at..term.at)).flatten()
}

/// A value, equal for what says the same: `14 days` and `two weeks`.
fn comparable(term_type: TermType, value: &str, vocabulary: &Vocabulary) -> String {
    let mut words = value.split([' ', '\u{a0}']);
    let is_range = words.any(|word| vocabulary.ranges.contains(&lowercase(word)));
    let number = match term_type {
        _ if is_range => None,
        TermType::Duration => length(value, vocabulary),
        TermType::Money => sum(value, vocabulary).map(|(number, words)| (number, words.join(" "))),
        TermType::Promise => return same_words(value),
        _ => None,
    };
    match number {
        Some((number, unit)) => format!("{number} {unit}"),
        None => lowercase(value),
    }
}

/// Whether a sentence says whether the company tells users of a request. Its value is all of it, since it
/// may have exceptions.
fn is_notice(text: &str, terms: &[Term], sentence: &Range<usize>, vocabulary: &Vocabulary) -> bool {
    let binds = [TermType::Promise, TermType::Modal, TermType::Negation];
    let is_bound = inside(terms, sentence).any(|term| binds.contains(&term.term_type));
    if text.ends_with('?') || !is_bound {
        return false;
    }
    let text = lowercase(text);
    let others = vocabulary.not_notified.iter();
    let text = others.fold(text, |text, others| text.replace(others.as_str(), ""));
    let is_user = |word: &&str| vocabulary.notified.contains(*word);
    let words = words_of(&text);
    if !words.iter().any(is_user) {
        return false;
    }
    let authorities = inside(terms, sentence).filter(|it| it.term_type == TermType::Authority);
    let authorities: Vec<String> = authorities.map(|it| lowercase(&it.text)).collect();
    let authorities = authorities.iter().flat_map(|it| words_of(it)).collect();
    // Who tells is named before, in the same part of the sentence.
    let parts = text.split([',', ';', ':']).map(|part| words_of(part).len());
    let starts = parts.scan(0, |start, length| {
        *start += length;
        Some(*start - length)
    });
    let starts: Vec<usize> = starts.collect();
    (0..words.len()).any(|at| {
        let after = words[at + 1..].iter();
        // `Tell us which user`.
        let next = words.get(at + 1);
        let is_to_others = next.is_some_and(|word| vocabulary.reworded.persons.contains_key(*word));
        let before = words[at.saturating_sub(BESIDE_NOTICE)..at].iter();
        let mut beside = before.chain(after.take(BESIDE_NOTICE));
        let of_part = &starts[..starts.partition_point(|start| *start <= at)];
        let part = of_part.last().copied().unwrap_or_default();
        at > 0
            && !is_to_others
            && beside.any(is_user)
            && is_word_of_notice(&words[..=at], vocabulary)
            && is_by_company(&words[part..at], &authorities, vocabulary)
    })
}

fn words_of(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect()
}

/// Whether words end with one such as `notify`, or with two such as `give notice`.
fn is_word_of_notice(words: &[&str], vocabulary: &Vocabulary) -> bool {
    match words {
        [.., before, last] => {
            vocabulary.notice.contains(*last)
                || vocabulary.notice.contains(&format!("{before} {last}"))
        }
        _ => false,
    }
}

/// Whether the words before `notify` leave it to the company: the last one named is neither the reader nor
/// an authority, and nobody is asked to do so.
fn is_by_company(before: &[&str], authorities: &HashSet<&str>, vocabulary: &Vocabulary) -> bool {
    let last = before.iter().rev().find_map(|word| {
        let is_company = vocabulary.reworded.is_company(word);
        let is_user = vocabulary.notified.contains(*word).then_some(true);
        is_company
            .or(is_user)
            .or(authorities.contains(word).then_some(false))
    });
    let is_order = before.first();
    let is_order = is_order.is_some_and(|first| vocabulary.notice_orders.contains(*first));
    last.unwrap_or(!is_order)
}

/// The maximum number of words from `notify` to `user`: `Users will not be told`.
const BESIDE_NOTICE: usize = 4;

/// The maximum number of words between an instruction and the address where it is followed: `Submit
/// it through our portal`.
const BEFORE_FORM: usize = 5;

/// Whether a term is the web address where requests are received: that of a form, or one after `Use`
/// or `web portal`.
fn is_form(previous: Option<&Term>, term: &Term, vocabulary: &Vocabulary) -> bool {
    if term.term_type != TermType::Web || !term.text.contains("//") {
        return false;
    }
    let leads_here = |previous: &Term| {
        let is_near = term.tokens.start.saturating_sub(previous.tokens.end) <= BEFORE_FORM;
        let is_use = previous.term_type == TermType::Channel
            || vocabulary.reach.contains(&lowercase(&previous.text));
        is_near && is_use
    };
    vocabulary.is_form(&term.text) || previous.is_some_and(leads_here)
}

/// Whether a value is only an example, by the text before it: `a period, e.g. 90 days`. A legal process
/// is not: `such as a subpoena`.
fn is_example(before: &str, term_type: TermType, vocabulary: &Vocabulary) -> bool {
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let before = lowercase(before);
    let mut phrases = vocabulary.examples.iter();
    term_type != TermType::Process && phrases.any(|phrase| before.ends_with(phrase.as_str()))
}

/// Whether a length of time without a number says how often something before it is: `a day` in
/// `five letters a day` and `24 hours a day`.
fn is_rate(previous: &Term, term: &Term, vocabulary: &Vocabulary) -> bool {
    let is_length =
        term.term_type == TermType::Duration && length(&term.text, vocabulary).is_none();
    let words = term.tokens.start.saturating_sub(previous.tokens.end);
    is_length && previous.term_type.is_amount() && words <= 1
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a term is a value by itself: `$20` and `free of charge`, but not `fees`; `10 days`, but
/// not `promptly`; `subpoena`, but not `legal process`.
fn is_value(term: &Term, vocabulary: &Vocabulary) -> bool {
    match term.term_type {
        TermType::Duration => {
            let words = tokens(&term.text, false, None);
            let mut words = words
                .iter()
                .map(|word| vocabulary.word(&term.text[word.range.clone()]));
            has_digit(&term.text) || words.any(|word| vocabulary.units.at(&[word]).is_some())
        }
        TermType::Money => {
            sum(&term.text, vocabulary).is_some()
                || vocabulary.free.contains(&lowercase(&term.text))
        }
        TermType::Postal => has_digit(&term.text),
        TermType::Process => !vocabulary.any_process.contains(&lowercase(&term.text)),
        TermType::Percentage | TermType::Email | TermType::Telephone => true,
        _ => false,
    }
}

/// The maximum number of words of an address before and after those that were recognised.
const AROUND: usize = 14;

/// The minimum length of a postcode that is a number.
const POSTCODE: usize = 4;

/// The postal addresses in a sentence, from their recognised parts.
fn addresses(passage: &Passage, sentence: &Range<usize>, parts: &[&Term]) -> Vec<String> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for part in parts {
        let begins_inside = found
            .last()
            .is_some_and(|last| part.tokens.start < last.end);
        if !begins_inside {
            let limit = found.last().map_or(0, |last| last.end);
            found.push(whole_address(passage, sentence, &part.tokens, limit));
        }
    }
    let tokens = &passage.tokens;
    let texts = found.into_iter().map(|address| {
        let bytes = tokens[address.start].range.start..tokens[address.end - 1].range.end;
        let address = passage.text.get(bytes).unwrap_or_default();
        address.trim_matches([',', '.', ' ', '-', '/']).to_owned()
    });
    texts.collect()
}

/// Extends a part of a postal address by the names and numbers around it: the city after a street,
/// the street before a postcode. `limit` is the end of the address before it.
fn whole_address(
    passage: &Passage,
    sentence: &Range<usize>,
    part: &Range<usize>,
    limit: usize,
) -> Range<usize> {
    let tokens = &passage.tokens;
    let belongs = |at: usize| {
        let text = &passage.text[tokens[at].range.clone()];
        let inside =
            tokens[at].range.start >= sentence.start && tokens[at].range.end <= sentence.end;
        let fits = match tokens[at].class {
            Class::Number | Class::Target(_) => true,
            Class::Word => text.starts_with(char::is_uppercase),
            Class::Mark => matches!(text, "," | "." | "#" | "-" | "/"),
            Class::Address | Class::Note | Class::Cell | Class::Break => false,
        };
        inside && fits
    };
    let (mut from, mut to) = (part.start, part.end);
    let limit = limit.max(from.saturating_sub(AROUND));
    while from > limit && belongs(from - 1) {
        from -= 1;
    }
    // Nothing of an address follows its postcode, unless the city does: `Torstraße 1, 10119 Berlin`.
    let is_postcode = |at: usize| {
        let text = &passage.text[tokens[at].range.clone()];
        let begins = at > 0 && &passage.text[tokens[at - 1].range.clone()] == ",";
        tokens[at].class == Class::Number && text.len() >= POSTCODE && !begins
    };
    let goes_on =
        |at: usize| !is_postcode(at - 1) || &passage.text[tokens[at].range.clone()] == "-";
    let limit = (to + AROUND).min(tokens.len());
    while to < limit && belongs(to) && goes_on(to) {
        to += 1;
    }
    from..to
}

#[cfg(test)]
mod tests {
    use super::{terms, values_in};
    use crate::diagnostic::Source;
    use crate::markdown::{Document, Settings};
    use crate::words::passage::{Shared, Text};
    use crate::words::{Pages, TermType, Vocabulary};

    #[test]
    fn a_range_is_one_value() {
        let words = include_str!("../../../library/en/obligation.toml");
        let vocabulary = Vocabulary::parse(&Source::new("en.toml", words)).expect("words");
        for (text, expected) in [
            ("We keep logs for 30 to 90 days.", "30 to 90 days"),
            ("We keep logs for up to 90 days.", "90 days"),
            ("We keep 2 logs for 90 days.", "90 days"),
        ] {
            let (document, _) = Document::read(&Source::new("a.md", text), &Settings::default());
            let text = Text::of(&Pages::from(&document), &mut Shared::default());
            let passage = &text.passages[0];
            let terms = terms(passage, &vocabulary);
            let (values, _) = values_in(passage, &passage.sentences[0], &terms, &vocabulary);
            let duration = values.get(&TermType::Duration).map(String::as_str);
            assert_eq!(duration, Some(expected), "{}", passage.text);
        }
    }
}
