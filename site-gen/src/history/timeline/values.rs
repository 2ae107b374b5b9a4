//! The values in a text through all versions: how many days, how much, which address, which legal
//! process. The sentences that rules cite come first.

use super::super::anchors::AnchorMoves;
use crate::markdown::normalized;
use crate::site::Version;
use crate::words::passage::{Passage, Shared, Text};
use crate::words::terms::terms;
use crate::words::{Pages, TermSort, Vocabulary};
use request_builder::rules::{Clause, KindId, Rules};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A value through all versions.
#[derive(Debug)]
pub(crate) struct ValueLife {
    /// The sort of value.
    pub(crate) sort: TermSort,
    /// The kinds of request whose rules cite the sentence. Empty: every kind, or no rule.
    pub(crate) kinds: Vec<KindId>,
    /// The heading above the sentence.
    pub(crate) section: String,
    /// The newest wording of the sentence.
    pub(crate) sentence: String,
    /// The place of its paragraph in the newest version with rules.
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

/// The sorts of terms that are values.
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

/// The words of each sort, in the order of the text.
type Values = BTreeMap<TermSort, String>;

pub(super) fn lives(
    versions: &[Version],
    moves: &[AnchorMoves],
    vocabulary: &Vocabulary,
) -> Vec<ValueLife> {
    let with_rules = (versions.iter()).position(|version| version.rulebook.is_some());
    let newest = with_rules.unwrap_or_default();
    let mut followed = begin(&versions[newest], vocabulary);
    for (at, version) in versions.iter().enumerate().skip(newest) {
        if at > newest {
            step_back(&mut followed, &moves[at - 1], version);
        }
        read(&mut followed, at, version, vocabulary);
    }
    let lives = followed.into_iter().flat_map(|one| one.lives);
    lives.filter(|life| !life.spans.is_empty()).collect()
}

/// The sentences of a version with values: those that rules cite, and then others.
fn begin<'a>(version: &'a Version, vocabulary: &Vocabulary) -> Vec<Followed<'a>> {
    let text = Text::of(&Pages::from(version), &mut Shared::default());
    let passages: HashMap<&str, &Passage> = (text.passages.iter().rev())
        .map(|passage| (passage.address.as_str(), passage))
        .collect();
    let mut followed = Vec::new();
    let mut cited = BTreeSet::new();
    let clauses = rules_of(version).map_or(&[][..], |rules| &rules.clauses);
    for clause in clauses {
        let rules = rules_of(version);
        let Some(kinds) = rules.and_then(|rules| kinds_that_cite(rules, clause)) else {
            continue;
        };
        let place = clause.address.0.clone();
        let values = (passages.get(place.as_str()))
            .map(|passage| values(passage, Some(&clause.quote), vocabulary))
            .unwrap_or_default();
        let life = |sort: &TermSort| ValueLife {
            sort: *sort,
            kinds: kinds.clone(),
            section: clause.section.clone(),
            sentence: normalized(&clause.quote),
            place: place.clone(),
            spans: Vec::new(),
        };
        let lives: Vec<ValueLife> = values.keys().map(life).collect();
        cited.extend(lives.iter().map(|life| (life.place.clone(), life.sort)));
        followed.push(Followed {
            clause: Some(clause),
            place: Some(place),
            read: (String::new(), Values::new()),
            lives,
        });
    }
    for (index, passage) in text.passages.iter().enumerate() {
        if passage.kind.is_heading() {
            continue;
        }
        let life = |sort: &TermSort| ValueLife {
            sort: *sort,
            kinds: Vec::new(),
            section: text.heading(index).to_owned(),
            sentence: passage.text.clone(),
            place: passage.address.clone(),
            spans: Vec::new(),
        };
        let values = values(passage, None, vocabulary);
        let lives = values.keys().filter(|sort| {
            UNCITED.contains(sort) && !cited.contains(&(passage.address.clone(), **sort))
        });
        followed.push(Followed {
            clause: None,
            place: Some(passage.address.clone()),
            read: (String::new(), Values::new()),
            lives: lives.map(life).collect(),
        });
    }
    followed.retain(|one| !one.lives.is_empty());
    followed
}

fn rules_of(version: &Version) -> Option<&Rules> {
    version.rulebook.as_ref().map(|book| &book.rules)
}

/// The kinds of request whose rules cite a clause; an empty list for every kind, and `None` if no
/// rule cites it.
fn kinds_that_cite(rules: &Rules, clause: &Clause) -> Option<Vec<KindId>> {
    let all = rules.all();
    let citing = all.iter().filter(|rule| rule.clause == Some(&clause.id));
    let mut kinds: Option<Vec<KindId>> = None;
    for rule in citing {
        if rule.kinds.is_empty() {
            return Some(Vec::new());
        }
        let kinds = kinds.get_or_insert_default();
        for kind in rule.kinds {
            if !kinds.contains(kind) {
                kinds.push(kind.clone());
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

/// Adds the values of a version.
fn read(followed: &mut [Followed<'_>], at: usize, version: &Version, vocabulary: &Vocabulary) {
    let rules = rules_of(version);
    let blocks = blocks(version);
    // Most paragraphs are the same as in the version after, and need no second reading.
    let mut text: Option<Text> = None;
    for one in followed {
        let clause = one.clause.and_then(|clause| rules?.clause(&clause.id));
        let place = match clause {
            Some(clause) => Some(clause.address.0.clone()),
            None => one.place.clone(),
        };
        let block = place.as_ref().and_then(|place| blocks.get(place.as_str()));
        let quote = clause.map(|clause| clause.quote.as_str());
        let Some(block) = block else {
            // Nothing before this version is known of the sentence.
            one.place = None;
            continue;
        };
        let key = format!("{block}\n{}", quote.unwrap_or_default());
        if one.read.0 != key {
            let text =
                text.get_or_insert_with(|| Text::of(&Pages::from(version), &mut Shared::default()));
            let passage =
                (text.passages.iter()).find(|passage| Some(&passage.address) == place.as_ref());
            let values = passage
                .map(|passage| values(passage, quote, vocabulary))
                .unwrap_or_default();
            one.read = (key, values);
        }
        one.place = place;
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
fn values(passage: &Passage, quote: Option<&str>, vocabulary: &Vocabulary) -> Values {
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
