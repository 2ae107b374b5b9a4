//! Lists sentences that were written anew in one place as one entry.
//!
//! The place is what lies between two sentences that stayed as they were or in similar words. If some
//! sentences there were removed and others added, a reader sees one change, whichever of them
//! became which.

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
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A passage of the redline: its number, and the passages of both texts.
#[derive(Clone, Debug)]
pub(super) struct NumberedPassage {
    pub(super) number: usize,
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
    /// The number of passages before it that stayed as they were.
    pub(super) after: usize,
}

/// An entry and its sentences in both texts.
pub(super) struct Entry {
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
    pub(super) obligation: Obligation,
}

impl Entry {
    fn has_direction(&self) -> bool {
        let mut terms = self.obligation.terms.iter();
        !self.a.is_empty() && terms.any(|term| term.direction.is_some())
    }
}

/// Of sentences that stayed in similar words, at least half of the words are the same, in percent.
const MIN_SIMILARITY: u32 = 50;

/// A place: what lies between two passages that stayed, the section there, and the number of sentences
/// before it that stayed.
type PlaceId = (usize, usize, usize);

/// The sentences of a text that were removed or added in each place.
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
    let is_new = Anew::of(&entries, matching);
    let open: Vec<&Entry> = entries
        .iter()
        .filter(|it| is_new.is(it, matching))
        .collect();
    let only = |side: fn(&Entry) -> &Range<usize>| open.iter().all(|it| side(it).is_empty());
    if open.len() < 2 || only(|it| &it.a) || only(|it| &it.b) {
        return entries.into_iter().map(|entry| entry.obligation).collect();
    }
    let places = Places::of(&is_new, passages, matching, (before.text, after.text));
    let mut rewritten = places.sentences(matching);
    for entry in &entries {
        if let Some(place) = places
            .of_both(&entry.a, &entry.b)
            .and_then(|id| rewritten.get_mut(&id))
        {
            place.entries += 1;
            place.has_removed |= !entry.a.is_empty();
            place.has_added |= !entry.b.is_empty();
        }
    }
    let mut found = Vec::new();
    let mut joined: HashMap<PlaceId, usize> = HashMap::new();
    for entry in entries {
        let id = places.of_both(&entry.a, &entry.b);
        let place = id.and_then(|id| Some((id, rewritten.get(&id)?)));
        let Some((id, place)) = place.filter(|(_, place)| place.is_one_change()) else {
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
    let (gone, came) = (before.terms_of(&place.a), after.terms_of(&place.b));
    let mut pieces = marked(before, &place.a, Presence::Deleted, &gone);
    pieces.extend(marked(after, &place.b, Presence::Inserted, &came));
    Obligation {
        before: Some(shown(before, &place.a)),
        after: Some(shown(after, &place.b)),
        pieces,
        terms: changes(&gone, &came),
        rewritten: true,
        passage: first.passage,
        leads: first.leads,
        ..Obligation::default()
    }
}

/// Which pairs of sentences have less than half of their words in common.
struct Anew(Vec<bool>);

impl Anew {
    fn of(entries: &[Entry], matching: &Matching) -> Self {
        let is_new = |found: &Match| {
            let a = &matching.a.all[found.a.start];
            let b = &matching.b.all[found.b.start];
            found.rewritten || a.key != b.key && likeness(a, b) < MIN_SIMILARITY
        };
        let mut all: Vec<bool> = matching.matches.iter().map(is_new).collect();
        // What became stricter or looser is shown by itself.
        for entry in entries.iter().filter(|entry| entry.has_direction()) {
            if let Some(found) = matching.of_a[entry.a.start] {
                all[found] = false;
            }
        }
        Self(all)
    }

    /// Whether a sentence was removed or added, or is of such a pair.
    fn has(&self, found: Option<usize>) -> bool {
        found.is_none_or(|found| self.0[found])
    }

    fn is(&self, entry: &Entry, matching: &Matching) -> bool {
        entry.a.is_empty() || entry.b.is_empty() || self.has(matching.of_a[entry.a.start])
    }
}

/// Where each sentence is that was removed, added or rewritten.
struct Places {
    of_a: Vec<Option<PlaceId>>,
    of_b: Vec<Option<PlaceId>>,
}

impl Places {
    fn of(
        is_new: &Anew,
        passages: &[NumberedPassage],
        matching: &Matching,
        texts: (&Text, &Text),
    ) -> Self {
        let sections = Sections::of(passages, matching, texts);
        let mut stayed: HashMap<Section, Vec<(usize, usize)>> = HashMap::new();
        for (index, found) in matching.matches.iter().enumerate() {
            let (one, other) = sections.of_match(found);
            if let Some(section) = one.filter(|_| one == other && !is_new.0[index]) {
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
                let section = section.filter(|_| is_new.has(of[at]))?;
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
        let mut found: HashMap<PlaceId, Rewritten> = HashMap::new();
        let id = |places: &[Option<PlaceId>], of: &[Option<usize>], at: usize| {
            let both = of[at].map(|found| &matching.matches[found]);
            let in_place = both.is_none_or(|both| self.of_both(&both.a, &both.b).is_some());
            places[at].filter(|_| in_place)
        };
        for at in 0..self.of_a.len() {
            if let Some(id) = id(&self.of_a, &matching.of_a, at) {
                found.entry(id).or_default().a.push(at);
            }
        }
        for at in 0..self.of_b.len() {
            if let Some(id) = id(&self.of_b, &matching.of_b, at) {
                found.entry(id).or_default().b.push(at);
            }
        }
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
            if last.0 != passage.after {
                *last = (passage.after, 0);
            }
            last.1 += usize::from(is_heading);
        }
        let [last_a, last_b] = self.last;
        self.became.insert((passage.after, 0), (passage.after, 0));
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
fn changes(gone: &[(usize, Term)], came: &[(usize, Term)]) -> Vec<TermChange> {
    let mut known = HashSet::new();
    let mut found = Vec::new();
    for (terms, is_gone) in [(gone, true), (came, false)] {
        for (_, term) in terms {
            if known.insert((is_gone, term.term_type, lowercase(&term.text))) {
                found.push(TermChange {
                    term_type: term.term_type,
                    before: is_gone.then(|| term.text.clone()),
                    after: (!is_gone).then(|| term.text.clone()),
                    direction: None,
                });
            }
        }
    }
    found
}

/// The sentences as one; each passage is a line.
fn shown(side: &Side<'_>, sentences: &[usize]) -> Shown {
    let mut all: Option<(usize, Shown)> = None;
    for at in sentences {
        let (passage, next) = (side.passage_of(*at), side.shown(*at..*at + 1));
        match &mut all {
            Some((last, shown)) => {
                shown.text.push(if *last == passage { ' ' } else { '\n' });
                shown.text.push_str(&next.text);
                *last = passage;
            }
            None => all = Some((passage, next)),
        }
    }
    all.map(|(_, shown)| shown).unwrap_or_default()
}

/// The words of the sentences, with the terms marked.
fn marked(
    side: &Side<'_>,
    sentences: &[usize],
    state: Presence,
    terms: &[(usize, Term)],
) -> Vec<Piece> {
    let marks = terms.iter().flat_map(|(passage, term)| {
        let tokens = term.tokens.clone();
        tokens.map(move |token| (*passage, token))
    });
    let marks = marks.collect();
    let mut words = TokenRun::default();
    let mut last = None;
    for at in sentences {
        let passage = side.passage_of(*at);
        if last.replace(passage).is_some_and(|last| last != passage) {
            words.push_break(passage);
        }
        words.extend(side.words(*at..*at + 1));
    }
    marked_pieces(side.text, &words, state, &marks)
}
