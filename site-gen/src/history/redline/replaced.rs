//! Lists a rewritten passage as one entry.
//!
//! The passage is what lies between two sentences that stayed the same or similar. If sentences were
//! removed there and others added, a reader sees one change, and not which sentence became which.

use super::align::likeness;
use super::matching::Matching;
use super::model::{Obligation, Piece, Presence, Sentence as Shown, TermChange};
use super::pieces::marked_pieces;
use super::sentence::Match;
use super::significant_words::Side;
use super::token_run::TokenRun;
use crate::words::passage::Text;
use crate::words::terms::Term;
use crate::words::vocabulary::lowercase;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// A passage of the redline: its number, and the passages of both texts.
#[derive(Clone, Debug)]
pub(super) struct NumberedPassage {
    pub(super) number: usize,
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
    /// The number of passages before it that read the same in both texts.
    pub(super) stayed: usize,
}

/// An entry and its sentences in both texts.
pub(super) struct Entry {
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
    pub(super) obligation: Obligation,
}

/// The minimum similarity of two sentences for one to have stayed, in percent.
const MIN_SIMILARITY: u32 = 50;

/// A place: what lies between two passages that stayed, the section there, and the number of sentences
/// before it that stayed.
type PlaceId = (usize, usize, usize);

/// The sentences of both texts in a place, and what its entries have.
#[derive(Default)]
struct Rewritten {
    a: Vec<usize>,
    b: Vec<usize>,
    entries: usize,
    has_removed: bool,
    has_added: bool,
}

impl Rewritten {
    fn is_one_change(&self) -> bool {
        self.entries > 1 && self.has_removed && self.has_added
    }
}

/// The entries, those of each rewritten place as one.
pub(super) fn join(
    entries: Vec<Entry>,
    passages: &[NumberedPassage],
    matching: &Matching,
    (before, after): (&mut Side<'_>, &mut Side<'_>),
) -> Vec<Obligation> {
    let is_new = dissimilar(&entries, matching);
    let places = Places::of(&is_new, passages, matching, (before.text, after.text));
    let mut rewritten = places.sentences(matching);
    let ids: Vec<Option<PlaceId>> = entries
        .iter()
        .map(|entry| places.of_both(&entry.a, &entry.b))
        .collect();
    for (entry, id) in entries.iter().zip(&ids) {
        if let Some(place) = id.and_then(|id| rewritten.get_mut(&id)) {
            place.entries += 1;
            place.has_removed |= !entry.a.is_empty();
            place.has_added |= !entry.b.is_empty();
        }
    }
    rewritten.retain(|_, place| place.is_one_change());
    let mut found = Vec::new();
    let mut joined: HashMap<PlaceId, usize> = HashMap::new();
    for (entry, id) in entries.into_iter().zip(ids) {
        let place = id.and_then(|id| Some((id, rewritten.get(&id)?)));
        let Some((id, place)) = place else {
            found.push(entry.obligation);
            continue;
        };
        if let Some(at) = joined.get(&id) {
            let known: &mut Obligation = &mut found[*at];
            known.leads = known.leads.max(entry.obligation.leads);
        } else {
            joined.insert(id, found.len());
            found.push(one_entry(&entry.obligation, place, (before, after)));
        }
    }
    found
}

fn one_entry(
    first: &Obligation,
    place: &Rewritten,
    (before, after): (&mut Side<'_>, &mut Side<'_>),
) -> Obligation {
    let (old, mut pieces, gone) = combined(before, &place.a, Presence::Deleted);
    let (new, inserted, came) = combined(after, &place.b, Presence::Inserted);
    pieces.extend(inserted);
    Obligation {
        before: Some(old),
        after: Some(new),
        pieces,
        terms: changes(&gone, &came),
        rewritten: true,
        passage: first.passage,
        leads: first.leads,
        ..Obligation::default()
    }
}

/// For each match, whether the sentences have less than half of their words in common.
fn dissimilar(entries: &[Entry], matching: &Matching) -> Vec<bool> {
    let is_new = |found: &Match| {
        let a = &matching.a.all[found.a.start];
        let b = &matching.b.all[found.b.start];
        found.rewritten || a.key != b.key && likeness(a, b) < MIN_SIMILARITY
    };
    let mut all: Vec<bool> = matching.matches.iter().map(is_new).collect();
    for Entry { a, obligation, .. } in entries {
        let mut terms = obligation.terms.iter();
        // What became stricter or looser is shown by itself.
        if terms.any(|term| term.direction.is_some())
            && let Some(Some(found)) = matching.of_a.get(a.start).copied()
        {
            all[found] = false;
        }
    }
    all
}

/// Where each sentence is that was removed, added or rewritten.
struct Places {
    of_a: Vec<Option<PlaceId>>,
    of_b: Vec<Option<PlaceId>>,
}

impl Places {
    fn of(
        is_new: &[bool],
        passages: &[NumberedPassage],
        matching: &Matching,
        texts: (&Text, &Text),
    ) -> Self {
        let sections = Sections::of(passages, matching, texts);
        let mut stayed: HashMap<Section, Vec<(usize, usize)>> = HashMap::new();
        for (index, found) in matching.matches.iter().enumerate() {
            let (one, other) = sections.of_match(found);
            if let Some(section) = one.filter(|_| one == other && !is_new[index]) {
                let both = (found.a.start, found.b.start);
                stayed.entry(section).or_default().push(both);
            }
        }
        for stayed in stayed.values_mut() {
            stayed.sort_unstable();
            let mut last = None;
            stayed.retain(|(_, b)| {
                let in_order = last.is_none_or(|last| last < *b);
                last = last.max(Some(*b));
                in_order
            });
        }
        let places = |sections: &[Option<Section>],
                      of: &[Option<usize>],
                      side: fn(&(usize, usize)) -> usize| {
            let place = |(at, section): (usize, &Option<Section>)| {
                let is_open = of[at].is_none_or(|found| is_new[found]);
                let section = section.filter(|_| is_open)?;
                let stayed = stayed.get(&section);
                let before = stayed.map_or(0, |it| it.partition_point(|it| side(it) < at));
                Some((section.0, section.1, before))
            };
            sections.iter().enumerate().map(place).collect()
        };
        Self {
            of_a: places(&sections.a, &matching.of_a, |it| it.0),
            of_b: places(&sections.b, &matching.of_b, |it| it.1),
        }
    }

    /// The place of one of the two sides of what became something else, if both are there.
    fn of_both(&self, a: &Range<usize>, b: &Range<usize>) -> Option<PlaceId> {
        let mut all = self.of_a[a.clone()].iter().chain(&self.of_b[b.clone()]);
        let first = (*all.next()?)?;
        all.all(|other| *other == Some(first)).then_some(first)
    }

    /// The sentences of each place.
    fn sentences(&self, matching: &Matching) -> HashMap<PlaceId, Rewritten> {
        let matches = matching.matches.iter();
        let in_place: Vec<bool> = matches
            .map(|both| self.of_both(&both.a, &both.b).is_some())
            .collect();
        let mut found: HashMap<PlaceId, Rewritten> = HashMap::new();
        let mut add = |places: &[Option<PlaceId>],
                       of: &[Option<usize>],
                       side: fn(&mut Rewritten) -> &mut Vec<usize>| {
            for (at, (place, both)) in places.iter().zip(of).enumerate() {
                let id = place.filter(|_| both.is_none_or(|both| in_place[both]));
                if let Some(id) = id {
                    side(found.entry(id).or_default()).push(at);
                }
            }
        };
        add(&self.of_a, &matching.of_a, |it| &mut it.a);
        add(&self.of_b, &matching.of_b, |it| &mut it.b);
        found
    }
}

/// What lies between two passages that stayed, and the number of headings in it before.
type Section = (usize, usize);

/// The section of each changed sentence.
struct Sections {
    a: Vec<Option<Section>>,
    b: Vec<Option<Section>>,
    /// The last one of each text.
    last: [Section; 2],
    /// The sections of the later text that are others in the earlier one.
    became: HashMap<Section, Section>,
}

impl Sections {
    fn of(passages: &[NumberedPassage], matching: &Matching, texts: (&Text, &Text)) -> Self {
        let mut found = Self {
            a: vec![None; matching.a.all.len()],
            b: vec![None; matching.b.all.len()],
            last: [(0, 0); 2],
            became: HashMap::new(),
        };
        for passage in passages {
            found.add(passage, matching, texts);
        }
        found.name_alike(matching);
        found
    }

    fn add(&mut self, passage: &NumberedPassage, matching: &Matching, (a, b): (&Text, &Text)) {
        let heads = |text: &Text, range: &Range<usize>| {
            let mut all = range.clone();
            all.any(|at| text.passages[at].kind.is_heading())
        };
        let is_heading = [heads(a, &passage.a), heads(b, &passage.b)];
        for (last, is_heading) in self.last.iter_mut().zip(is_heading) {
            if last.0 != passage.stayed {
                *last = (passage.stayed, 0);
            }
            last.1 += usize::from(is_heading);
        }
        let [last_a, last_b] = self.last;
        self.became.insert((passage.stayed, 0), (passage.stayed, 0));
        if is_heading == [true, true] {
            self.became.insert(last_b, last_a);
        }
        if is_heading == [false, false] {
            for at in passage.a.clone() {
                self.a[matching.a.of_passage(at)].fill(Some(last_a));
            }
            for at in passage.b.clone() {
                self.b[matching.b.of_passage(at)].fill(Some(last_b));
            }
        }
    }

    fn of_match(&self, found: &Match) -> (Option<Section>, Option<Section>) {
        (self.a[found.a.start], self.b[found.b.start])
    }

    /// Calls the other sections between two passages that stayed the same in order, if some of them are
    /// known to be and as many are left on both sides.
    fn name_in_order(&mut self, known: &HashSet<Section>) {
        let mut left: BTreeMap<usize, [BTreeSet<Section>; 2]> = BTreeMap::new();
        for one in self.a.iter().flatten().filter(|one| !known.contains(*one)) {
            left.entry(one.0).or_default()[0].insert(*one);
        }
        let others = self.b.iter().flatten();
        for other in others.filter(|other| !self.became.contains_key(*other)) {
            left.entry(other.0).or_default()[1].insert(*other);
        }
        let rewritten: HashSet<usize> = known.iter().filter(|it| it.1 > 0).map(|it| it.0).collect();
        for (place, [a, b]) in left {
            if a.len() == b.len() && rewritten.contains(&place) {
                self.became.extend(b.into_iter().zip(a));
            }
        }
    }

    /// Calls two sections with other headings the same if a sentence of one became one of the other.
    fn name_alike(&mut self, matching: &Matching) {
        let mut known: HashSet<Section> = self.became.values().copied().collect();
        for found in &matching.matches {
            if let (Some(one), Some(other)) = self.of_match(found)
                && one.0 == other.0
                && !self.became.contains_key(&other)
                && known.insert(one)
            {
                self.became.insert(other, one);
            }
        }
        self.name_in_order(&known);
        for section in self.b.iter_mut().flatten() {
            // Without a counterpart, it is a section of its own.
            *section = self
                .became
                .get(section)
                .copied()
                .unwrap_or((section.0, usize::MAX - section.1));
        }
    }
}

/// The terms of all sentences, what was lost first. Those that both texts have are not the same.
fn changes(gone: &[Term], came: &[Term]) -> Vec<TermChange> {
    let side = |terms: &[Term], change: fn(&Term) -> TermChange| -> Vec<TermChange> {
        let mut known = HashSet::new();
        let terms = terms.iter();
        let new = terms.filter(|term| known.insert((term.term_type, lowercase(&term.text))));
        new.map(change).collect()
    };
    let mut found = side(gone, TermChange::removed);
    found.extend(side(came, TermChange::added));
    found
}

/// The sentences as one, with a line for each passage; their words, with the terms marked; and the
/// terms.
fn combined(
    side: &mut Side<'_>,
    sentences: &[usize],
    state: Presence,
) -> (Shown, Vec<Piece>, Vec<Term>) {
    let (mut text, mut words) = (String::new(), TokenRun::default());
    let (mut marks, mut terms) = (HashSet::new(), Vec::new());
    let mut last = None;
    for at in sentences {
        let sentence = side.sentence(*at);
        let passage = sentence.passage;
        match last.replace(passage) {
            Some(last) if last != passage => {
                text.push('\n');
                words.push_break(passage);
            }
            Some(_) => text.push(' '),
            None => {}
        }
        text.push_str(&side.text_of(sentence));
        words.add(side.text, passage, sentence.tokens.clone());
        for term in side.terms_of(sentence) {
            marks.extend(term.tokens.clone().map(|token| (passage, token)));
            terms.push(term);
        }
    }
    let first = sentences.first().map(|at| side.sentence(*at));
    let pieces = marked_pieces(side.text, &words, state, &marks);
    (side.in_place(text, first), pieces, terms)
}
