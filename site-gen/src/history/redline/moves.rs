//! Finds moved sections, passages and sentences.

use super::align::Group;
use super::matching::Matching;
use super::model::{Moved, MovedWhat, Place};
use super::sentence::Sentence;
use crate::words::Kind;
use crate::words::passage::{Passage, Text};
use std::ops::Range;

/// A section that moved with its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SectionMove {
    /// Its passages, beginning with the heading.
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
}

/// The minimum share of a section, in percent, that must follow its heading for the section to have
/// moved as a whole.
const WHOLE: u32 = 80;
/// The level of a bold line or a summary above a text: less than that of any heading.
const LOWEST: u8 = u8::MAX;

/// The sections that moved as a whole; only the outermost.
pub(super) fn sections(a: &Text, b: &Text, groups: &[Group]) -> Vec<SectionMove> {
    let mut of_a: Vec<Option<&Group>> = vec![None; a.passages.len()];
    for group in groups {
        of_a[group.a.clone()].fill(Some(group));
    }
    let mut found: Vec<SectionMove> = Vec::new();
    for (at, group) in of_a.iter().enumerate() {
        let Some(group) = group.filter(|group| group.moved && group.b.len() == 1) else {
            continue;
        };
        let inside = found.last().is_some_and(|last| at < last.a.end);
        let (Some(here), Some(there)) = (section(a, at), section(b, group.b.start)) else {
            continue;
        };
        if inside {
            continue;
        }
        let (mut all, mut with) = (0, 0);
        let body = here.start + 1..here.end;
        for (passage, group) in a.passages[body.clone()].iter().zip(&of_a[body]) {
            let weight = passage.weight;
            all += weight;
            let goes = group
                .is_some_and(|group| there.contains(&group.b.start) && group.b.end <= there.end);
            with += if goes { weight } else { 0 };
        }
        if with > 0 && with * 100 >= all * WHOLE {
            found.push(SectionMove { a: here, b: there });
        }
    }
    found
}

/// The passages of a section, beginning with its heading.
fn section(text: &Text, heading: usize) -> Option<Range<usize>> {
    let level = |at: usize| match text.passages[at].kind {
        Kind::Heading(level) => Some(level),
        Kind::Summary | Kind::Bold => Some(LOWEST),
        Kind::Paragraph | Kind::Item | Kind::Row | Kind::Code => None,
    };
    let own = level(heading)?;
    let end = (heading + 1..text.passages.len())
        .find(|at| level(*at).is_some_and(|level| level <= own))
        .unwrap_or(text.passages.len());
    Some(heading..end)
}

/// The heading above a passage.
fn heading_before(text: &Text, passage: usize) -> String {
    let before = text.passages[..passage].iter().rev();
    let mut headings = before.filter(|before| before.kind.is_heading());
    headings
        .next()
        .map_or_else(String::new, |heading| heading.text.clone())
}

/// Lists all moves. `number` maps a passage of the later text to its number.
pub(super) fn list(
    (a, b): (&Text, &Text),
    groups: &[Group],
    sections: &[SectionMove],
    matching: &Matching,
    number: impl Fn(usize) -> Option<usize>,
) -> Vec<Moved> {
    let moves = Moves {
        a,
        b,
        became: successors(a, groups),
        number,
    };
    let mut found: Vec<Moved> = sections.iter().map(|moved| moves.section(moved)).collect();
    let within = |at: usize| sections.iter().any(|moved| moved.a.contains(&at));
    let passages = groups
        .iter()
        .filter(|group| group.moved && !within(group.a.start) && !moves.in_one_list(group));
    found.extend(passages.map(|group| moves.passage(group)));
    let sentences = matching
        .matches
        .iter()
        .filter(|found| found.elsewhere && found.moved);
    found.extend(sentences.filter_map(|found| {
        let (one, other) = (
            &matching.a.all[found.a.start],
            &matching.b.all[found.b.start],
        );
        moves.sentence(one, other)
    }));
    found.sort_by_key(|moved| moved.passage);
    found
}

/// For each passage of the earlier text, those that it became.
fn successors(a: &Text, groups: &[Group]) -> Vec<Option<Range<usize>>> {
    let mut became = vec![None; a.passages.len()];
    for group in groups {
        became[group.a.clone()].fill(Some(group.b.clone()));
    }
    became
}

/// What the moves of two texts are described with.
struct Moves<'a, N> {
    a: &'a Text,
    b: &'a Text,
    became: Vec<Option<Range<usize>>>,
    number: N,
}

impl<N: Fn(usize) -> Option<usize>> Moves<'_, N> {
    fn number(&self, passage: usize) -> usize {
        (self.number)(passage).unwrap_or(0)
    }

    fn section(&self, moved: &SectionMove) -> Moved {
        let heading = &self.b.passages[moved.b.start];
        Moved {
            what: MovedWhat::Section,
            text: heading.text.clone(),
            passages: moved.b.len(),
            passage: self.number(moved.b.start),
            before: Place {
                address: self.a.passages[moved.a.start].address.clone(),
                section: heading_before(self.a, moved.a.start),
            },
            after: Place {
                address: heading.address.clone(),
                section: heading_before(self.b, moved.b.start),
            },
        }
    }

    fn passage(&self, group: &Group) -> Moved {
        let (one, other) = (group.a.start, group.b.start);
        Moved {
            what: MovedWhat::Passage,
            text: self.b.passages[other].text.clone(),
            passages: group.b.len(),
            passage: self.number(other),
            before: place(self.a, one),
            after: place(self.b, other),
        }
    }

    /// A sentence that moved to another passage.
    fn sentence(&self, one: &Sentence, other: &Sentence) -> Option<Moved> {
        // The order of two sentences within a passage is ignored.
        let (from, to) = (one.passage, other.passage);
        let stays = self.became[from]
            .as_ref()
            .is_some_and(|became| became.contains(&to));
        // A heading in whose words another one begins did not move as a sentence.
        let passage = &self.b.passages[to];
        let heading = self.a.passages[from].kind.is_heading() || passage.kind.is_heading();
        if stays || heading {
            return None;
        }
        let text = passage.sentences.get(other.number).cloned();
        Some(Moved {
            what: MovedWhat::Sentence,
            text: passage.text[text.unwrap_or(0..passage.text.len())].to_owned(),
            passages: 0,
            passage: self.number(to),
            before: place(self.a, from),
            after: place(self.b, to),
        })
    }

    /// Whether a passage is in the same bulleted list, where a new order is not a move.
    fn in_one_list(&self, group: &Group) -> bool {
        let (one, other) = (
            &self.a.passages[group.a.start],
            &self.b.passages[group.b.start],
        );
        let bullet = |passage: &Passage| passage.item.is_some_and(|item| item.number.is_none());
        let there = |heading: Option<usize>| Some(self.became[heading?].as_ref()?.start);
        let lists =
            bullet(one) && bullet(other) && one.lead_in.is_some() == other.lead_in.is_some();
        lists
            && (one.lead_in.is_some() && there(one.lead_in) == other.lead_in
                || one.lead_in.is_none() && there(one.heading) == other.heading)
    }
}

fn place(text: &Text, at: usize) -> Place {
    Place {
        address: text.passages[at].address.clone(),
        section: text.heading(at).to_owned(),
    }
}
