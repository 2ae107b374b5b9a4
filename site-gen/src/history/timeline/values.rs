//! The values in a text through all versions: how many days, how much, which address, which legal
//! process. The sentences that rules cite come first.

use super::super::anchors::AnchorMoves;
use crate::markdown::normalized;
use crate::site::Version;
use crate::words::passage::{Passage, Shared, Text};
use crate::words::terms::terms;
use crate::words::{Pages, TermSort, Vocabulary};
use request_builder::rules::{Clause, ClauseId, KindId, Rules};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A value through all versions.
#[derive(Debug)]
pub(crate) struct ValueLife {
    /// The type of value.
    pub(crate) sort: TermSort,
    /// The kinds of request whose rules cite the sentence. Empty: every kind, or no rule.
    pub(crate) kinds: Vec<KindId>,
    /// The heading above the sentence.
    pub(crate) section: String,
    /// The newest wording of the sentence; of the whole paragraph if no rule cites it.
    pub(crate) sentence: String,
    /// The place of its paragraph in the version whose values are followed.
    pub(crate) place: String,
    /// The values, newest first. Never empty.
    pub(crate) spans: Vec<Span>,
}

/// Consecutive versions with the same value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// The words, such as `90 days`. Empty while the sentence had no such value.
    pub(crate) value: String,
    /// The index of its oldest version.
    pub(crate) since: usize,
    /// Whether no rule of a version cites the sentence, so that the value was read from the words of
    /// its paragraph.
    pub(crate) from_words: bool,
}

/// The types of terms that are values.
const SORTS: [TermSort; 6] = [
    TermSort::Duration,
    TermSort::Money,
    TermSort::Percentage,
    TermSort::Email,
    TermSort::Postal,
    TermSort::Process,
];

/// The sorts that matter in a sentence that no rule cites.
const UNCITED: [TermSort; 5] = [
    TermSort::Duration,
    TermSort::Money,
    TermSort::Percentage,
    TermSort::Email,
    TermSort::Postal,
];

/// A sentence that is followed back through the versions.
struct Followed<'a> {
    /// The clause that it is. `None` if no rule cites it.
    clause: Option<&'a Clause>,
    /// Its paragraph in the version reached so far. `None` before the paragraph was added.
    place: Option<String>,
    /// The text of that paragraph, and the values in it.
    read: (String, Values),
    lives: Vec<ValueLife>,
}

/// The words of each type, in the order of the text.
type Values = BTreeMap<TermSort, String>;

/// Follows the values of the version `newest` back to the oldest.
pub(super) fn lives(
    versions: &[Version],
    moves: &[AnchorMoves],
    newest: usize,
    vocabulary: &Vocabulary,
) -> Vec<ValueLife> {
    let passages = Passages::of(&versions[newest]);
    let mut followed = begin(&versions[newest], &passages, vocabulary);
    let mut passages = Some(passages);
    for (at, version) in versions.iter().enumerate().skip(newest) {
        if at > newest {
            step_back(&mut followed, &moves[at - 1], version);
        }
        read(&mut followed, at, version, passages.take(), vocabulary);
    }
    let lives = followed.into_iter().flat_map(|one| one.lives);
    lives.filter(|life| !life.spans.is_empty()).collect()
}

/// The passages of a version by place.
struct Passages {
    text: Text,
    by_place: HashMap<String, usize>,
}

impl Passages {
    fn of(version: &Version) -> Self {
        let text = Text::of(&Pages::from(version), &mut Shared::default());
        let mut by_place = HashMap::new();
        for (at, passage) in text.passages.iter().enumerate() {
            by_place.entry(passage.address.clone()).or_insert(at);
        }
        Self { text, by_place }
    }

    fn at(&self, place: &str) -> Option<&Passage> {
        self.by_place.get(place).map(|at| &self.text.passages[*at])
    }
}

/// The sentences of a version with values: those that rules cite, and then others.
fn begin<'a>(
    version: &'a Version,
    passages: &Passages,
    vocabulary: &Vocabulary,
) -> Vec<Followed<'a>> {
    let mut followed = Vec::new();
    let mut cited = BTreeSet::new();
    let rules = rules_of(version);
    let kinds = rules.map(kinds_of_clauses).unwrap_or_default();
    for clause in rules.map_or(&[][..], |rules| &rules.clauses) {
        let Some(kinds) = kinds.get(&clause.id) else {
            continue;
        };
        let place = &clause.address.0;
        let values = passages.at(place);
        let values = values.map(|passage| values_in(passage, Some(&clause.quote), vocabulary));
        let life = |sort: TermSort| ValueLife {
            sort,
            kinds: kinds.clone(),
            section: clause.section.clone(),
            sentence: normalized(&clause.quote),
            place: place.clone(),
            spans: Vec::new(),
        };
        let sorts = values.unwrap_or_default().into_keys();
        let lives: Vec<ValueLife> = sorts.map(life).collect();
        cited.extend(lives.iter().map(|life| (place.as_str(), life.sort)));
        followed.push(Followed::new(Some(clause), place, lives));
    }
    for (index, passage) in passages.text.passages.iter().enumerate() {
        if passage.kind.is_heading() {
            continue;
        }
        let life = |sort: TermSort| ValueLife {
            sort,
            kinds: Vec::new(),
            section: passages.text.heading(index).to_owned(),
            sentence: passage.text.clone(),
            place: passage.address.clone(),
            spans: Vec::new(),
        };
        let place = passage.address.as_str();
        let sorts = values_in(passage, None, vocabulary).into_keys();
        let sorts = sorts.filter(|sort| UNCITED.contains(sort) && !cited.contains(&(place, *sort)));
        followed.push(Followed::new(None, place, sorts.map(life).collect()));
    }
    followed.retain(|one| !one.lives.is_empty());
    followed
}

impl<'a> Followed<'a> {
    fn new(clause: Option<&'a Clause>, place: &str, lives: Vec<ValueLife>) -> Self {
        Self {
            clause,
            place: Some(place.to_owned()),
            read: (String::new(), Values::new()),
            lives,
        }
    }
}

fn rules_of(version: &Version) -> Option<&Rules> {
    version.rulebook.as_ref().map(|book| &book.rules)
}

/// For each clause that rules cite, the kinds of request of those rules. Empty: every kind.
fn kinds_of_clauses(rules: &Rules) -> BTreeMap<&ClauseId, Vec<KindId>> {
    let mut kinds: BTreeMap<&ClauseId, Vec<KindId>> = BTreeMap::new();
    for rule in rules.all() {
        let Some(clause) = rule.clause else { continue };
        match kinds.entry(clause) {
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

/// Finds the paragraphs in the version before.
fn step_back(followed: &mut [Followed<'_>], moves: &AnchorMoves, before: &Version) {
    let mut back: HashMap<&str, String> = HashMap::new();
    let places: Vec<String> = Pages::from(before).places().collect();
    for place in &places {
        if let Some(there) = moves.forward(place) {
            back.entry(there).or_insert_with(|| place.clone());
        }
    }
    for one in followed {
        one.place = one
            .place
            .take()
            .and_then(|place| back.get(place.as_str()).cloned());
    }
}

/// Adds the values of a version. Its passages are read only if a paragraph differs from that of the
/// version after it.
fn read(
    followed: &mut [Followed<'_>],
    at: usize,
    version: &Version,
    mut passages: Option<Passages>,
    vocabulary: &Vocabulary,
) {
    let rules = rules_of(version);
    let blocks = blocks(version);
    for one in followed {
        let clause = one.clause.and_then(|clause| rules?.clause(&clause.id));
        let place = match clause {
            Some(clause) => Some(clause.address.0.clone()),
            None => one.place.clone(),
        };
        let found = place.and_then(|place| Some((blocks.get(&place)?, place)));
        let Some((block, place)) = found else {
            // Nothing before this version is known of the sentence.
            one.place = None;
            continue;
        };
        let quote = clause.map(|clause| clause.quote.as_str());
        let key = format!("{block}\n{}", quote.unwrap_or_default());
        if one.read.0 != key {
            let passages = passages.get_or_insert_with(|| Passages::of(version));
            let values = passages.at(&place);
            let values = values.map(|passage| values_in(passage, quote, vocabulary));
            one.read = (key, values.unwrap_or_default());
        }
        one.place = Some(place);
        add(one, at, clause.is_none());
    }
}

/// Adds the values of a version to those of the versions after it.
fn add(one: &mut Followed<'_>, at: usize, from_words: bool) {
    for life in &mut one.lives {
        let value = one.read.1.get(&life.sort).cloned().unwrap_or_default();
        match life.spans.last_mut() {
            Some(span) if span.value == value => {
                span.since = at;
                span.from_words |= from_words;
            }
            _ => life.spans.push(Span {
                value,
                since: at,
                from_words,
            }),
        }
    }
}

/// The text of each paragraph, by place.
fn blocks(version: &Version) -> HashMap<String, &str> {
    let pages = Pages::from(version);
    let blocks = pages.pages.iter().flat_map(|page| {
        let blocks = page.document.blocks.iter();
        blocks.map(|block| (page.place(&block.address), block.text.as_str()))
    });
    blocks.collect()
}

/// The values in a sentence of a passage, or in the whole passage.
fn values_in(passage: &Passage, quote: Option<&str>, vocabulary: &Vocabulary) -> Values {
    let sentence = quote.and_then(|quote| {
        let quote = normalized(quote);
        let start = passage.text.find(&quote)?;
        Some(start..start + quote.len())
    });
    let mut found: BTreeMap<TermSort, Vec<String>> = BTreeMap::new();
    for term in terms(passage, vocabulary) {
        let inside = (sentence.as_ref()).is_none_or(|range| range.contains(&term.at));
        if !inside || !SORTS.contains(&term.sort) {
            continue;
        }
        let words = found.entry(term.sort).or_default();
        if !words.contains(&term.text) {
            words.push(term.text);
        }
    }
    let joined = found
        .into_iter()
        .map(|(sort, words)| (sort, words.join(", ")));
    joined.collect()
}
