//! The life of each section: when it was added, renamed, moved, reworded and removed.

use super::super::anchors::headings;
use super::super::comparison::Comparison;
use super::super::redline::{
    Changes, ComparedPassage, HeadingChange, PassageChange, Presence, obliging_sentences,
};
use crate::site::Version;
use crate::words::passage::{Shared, Text};
use crate::words::{Pages, Vocabulary, same_words};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A section through all versions.
#[derive(Debug)]
pub(crate) struct SectionLife {
    /// Its permanent name: its anchor in the first version that had it.
    pub(crate) id: String,
    /// The text of its heading, the last one if it was renamed.
    pub(crate) title: String,
    /// Its place in the newest version. `None` if it was removed.
    pub(crate) place: Option<String>,
    /// What happened to it, oldest first.
    pub(crate) events: Vec<SectionEvent>,
    /// Its sentences in the newest version that create an obligation.
    pub(crate) sentences: Vec<DatedSentence>,
}

/// Something that happened to a section.
#[derive(Debug)]
pub(crate) struct SectionEvent {
    /// The index of the version in which it happened.
    pub(crate) version: usize,
    /// What happened.
    pub(crate) change: SectionChange,
}

/// What happened to a section.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SectionChange {
    /// It is new, or was there in the oldest version.
    Added,
    /// Its heading was reworded.
    Renamed { before: String },
    /// It is in another place.
    Moved,
    Reworded {
        /// The number of places where words changed.
        edits: usize,
        /// The number of the first changed passage in the redline.
        passage: usize,
        /// The changes of obligation in it, by their index in the redline.
        obligations: Vec<usize>,
    },
    /// Its heading was removed, and its text is now in another place.
    Merged {
        /// That place in the newer version.
        into: String,
    },
    /// It was removed.
    Removed,
}

/// A sentence, and the date since which it has this wording.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DatedSentence {
    pub(crate) text: String,
    /// The place of its paragraph in the newest version.
    pub(crate) place: String,
    /// The index of the oldest version since which it has not changed.
    pub(crate) since: usize,
}

pub(super) fn lives(
    versions: &[Version],
    successive: &[Comparison],
    vocabulary: &Vocabulary,
) -> Vec<SectionLife> {
    let Some(oldest) = versions.last() else {
        return Vec::new();
    };
    let mut lives = SectionHistory::default();
    for (place, title) in headings(oldest) {
        lives.begin(versions.len() - 1, place, title);
    }
    for (newer, comparison) in successive.iter().enumerate().rev() {
        lives.step(newer, &versions[newer], &comparison.changes);
    }
    lives.finish(versions, vocabulary)
}

#[derive(Default)]
struct SectionHistory {
    all: Vec<SectionLife>,
    /// The sections of the version reached so far, by place.
    current: BTreeMap<String, usize>,
    by_id: HashMap<String, usize>,
}

impl SectionHistory {
    fn begin(&mut self, version: usize, place: String, title: &str) {
        // A section that comes back under its old heading and anchor is the same section.
        let known = self.by_id.get(&place).copied();
        let known = known.filter(|at| {
            let life = &self.all[*at];
            life.place.is_none() && life.title == title
        });
        let at = known.unwrap_or_else(|| {
            let id = self.free_id(&place);
            self.by_id.insert(id.clone(), self.all.len());
            self.all.push(SectionLife {
                id,
                title: title.to_owned(),
                place: None,
                events: Vec::new(),
                sentences: Vec::new(),
            });
            self.all.len() - 1
        });
        self.add_event(at, version, SectionChange::Added);
        self.all[at].place = Some(place.clone());
        self.current.insert(place, at);
    }

    fn free_id(&self, place: &str) -> String {
        let name = place.replace('#', "");
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        (names.find(|id| !self.by_id.contains_key(id))).unwrap_or_default()
    }

    fn add_event(&mut self, at: usize, version: usize, change: SectionChange) {
        self.all[at].events.push(SectionEvent { version, change });
    }

    /// Goes on from the version before to this one.
    fn step(&mut self, at: usize, version: &Version, changes: &Changes) {
        let before = std::mem::take(&mut self.current);
        let titles: BTreeMap<String, &str> = headings(version).collect();
        for section in &changes.sections {
            let Some(life) = before.get(&section.anchor).copied() else {
                continue;
            };
            let target = section.target.clone();
            let stays = target
                .filter(|target| titles.contains_key(target) && !self.current.contains_key(target));
            let (Some(place), false) = (stays, section.change == HeadingChange::Merged) else {
                let change = match &section.target {
                    Some(into) => SectionChange::Merged { into: into.clone() },
                    None => SectionChange::Removed,
                };
                self.add_event(life, at, change);
                self.all[life].place = None;
                continue;
            };
            let title = titles[&place];
            if self.all[life].title != title {
                let before = std::mem::replace(&mut self.all[life].title, title.to_owned());
                self.add_event(life, at, SectionChange::Renamed { before });
            }
            if section.change == HeadingChange::Moved {
                self.add_event(life, at, SectionChange::Moved);
            }
            self.all[life].place = Some(place.clone());
            self.current.insert(place, life);
        }
        for (place, title) in headings(version) {
            if !self.current.contains_key(&place) {
                self.begin(at, place, title);
            }
        }
        for (life, edits) in edits(changes, &before, &self.current) {
            // The words of a section that is new or gone as a whole do not count as changed.
            let last = self.all[life].events.last();
            if last.is_some_and(|last| last.version == at && last.change.is_of_all()) {
                continue;
            }
            let Edits {
                count,
                passage,
                obligations,
            } = edits;
            self.add_event(
                life,
                at,
                SectionChange::Reworded {
                    edits: count,
                    passage,
                    obligations,
                },
            );
        }
    }

    fn finish(self, versions: &[Version], vocabulary: &Vocabulary) -> Vec<SectionLife> {
        let mut all = self.all;
        for (at, sentence) in obligation_sentences(versions, vocabulary) {
            if let Some(life) = self.current.get(&at) {
                all[*life].sentences.push(sentence);
            }
        }
        let order = headings(&versions[0]).zip(0..);
        let order: HashMap<String, usize> = order.map(|((place, _), at)| (place, at)).collect();
        // Removed sections come last, the last removed first.
        all.sort_by_key(|life| {
            let place = life.place.as_ref().and_then(|place| order.get(place));
            let removed = life.events.last().map_or(0, |event| event.version);
            (place.is_none(), place.copied(), removed)
        });
        all
    }
}

impl SectionChange {
    /// Whether it concerns the whole text of the section.
    fn is_of_all(&self) -> bool {
        match self {
            Self::Added | Self::Removed | Self::Merged { .. } => true,
            Self::Renamed { .. } | Self::Moved | Self::Reworded { .. } => false,
        }
    }
}

/// The changes of words outside headings in a section.
struct Edits {
    count: usize,
    /// The number of the first changed passage in the redline.
    passage: usize,
    obligations: Vec<usize>,
}

/// The changes of each section, from its places in the earlier and the later version.
fn edits(
    changes: &Changes,
    before: &BTreeMap<String, usize>,
    after: &BTreeMap<String, usize>,
) -> BTreeMap<usize, Edits> {
    let mut obligations: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, obligation) in changes.obligations.iter().enumerate() {
        obligations.entry(obligation.passage).or_default().push(at);
    }
    let mut found: BTreeMap<usize, Edits> = BTreeMap::new();
    for passage in &changes.passages {
        // A dash that became a colon, or another link, is not a change of words.
        let has_obligations = obligations.contains_key(&passage.number);
        let says_more = has_obligations || says_something_else(passage);
        if passage.kind.is_heading() || !passage.has_changed_words() || !says_more {
            continue;
        }
        let (places, sections) = match passage.change {
            PassageChange::Deleted | PassageChange::MovedAway => (&passage.before, before),
            PassageChange::Unchanged
            | PassageChange::MarkupOnly
            | PassageChange::Reworded
            | PassageChange::Inserted
            | PassageChange::MovedHere => (&passage.after, after),
        };
        let place = places.first();
        let Some(section) = place.and_then(|place| sections.get(section_of(&place.address))) else {
            continue;
        };
        let edits = found.entry(*section).or_insert_with(|| Edits {
            count: 0,
            passage: passage.number,
            obligations: Vec::new(),
        });
        edits.count += passage.edits().len();
        let obligations = obligations.remove(&passage.number);
        edits.obligations.extend(obligations.unwrap_or_default());
    }
    found
}

/// Whether the words of a passage differ, and not only its punctuation or links.
fn says_something_else(passage: &ComparedPassage) -> bool {
    let words = |side| same_words(&passage.text_of(side));
    words(Presence::Deleted) != words(Presence::Inserted)
}

/// The heading's place in the place of a block: `fees` in `fees.a-sack-of-rye`.
fn section_of(place: &str) -> &str {
    let anchor = place.find('#').map_or(0, |at| at + 1);
    match place[anchor..].find('.') {
        Some(dot) => &place[..anchor + dot],
        None => place,
    }
}

/// The sentences of the newest version that create an obligation, each with the place of its heading.
fn obligation_sentences(
    versions: &[Version],
    vocabulary: &Vocabulary,
) -> Vec<(String, DatedSentence)> {
    let newest = &versions[0];
    let text = Text::of(&Pages::from(newest), &mut Shared::default());
    let mut open: HashMap<String, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (passage, sentence) in obliging_sentences(&text, vocabulary) {
        let passage = &text.passages[passage];
        let text = passage.text[passage.sentences[sentence].clone()].trim();
        if text.is_empty() {
            continue;
        }
        open.entry(same_words(text)).or_default().push(found.len());
        found.push((
            section_of(&passage.address).to_owned(),
            DatedSentence {
                text: text.to_owned(),
                place: passage.address.clone(),
                since: 0,
            },
        ));
    }
    for (at, version) in versions.iter().enumerate().skip(1) {
        if open.is_empty() {
            break;
        }
        let there = sentences(version);
        open.retain(|sentence, indices| {
            let stays = there.contains(sentence);
            if stays {
                for index in indices.iter() {
                    found[*index].1.since = at;
                }
            }
            stays
        });
    }
    found
}

/// All sentences of a version, for comparison.
fn sentences(version: &Version) -> HashSet<String> {
    let parts = version.parts.iter().map(|part| &part.document);
    let documents = std::iter::once(&version.document).chain(parts);
    let blocks = documents.flat_map(|document| &document.blocks);
    let sentences = blocks.flat_map(|block| {
        let ranges = block.sentences.iter();
        let sentences = ranges.map(|sentence| block.text[sentence.range.clone()].trim());
        // A table row is a single sentence.
        sentences.chain([block.text.trim()]).map(same_words)
    });
    sentences.collect()
}
