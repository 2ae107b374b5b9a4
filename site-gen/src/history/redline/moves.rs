//! Finds moved sections, passages and sentences.

use super::align::Group;
use super::matching::Matching;
use super::model::{Moved, MovedWhat, Place};
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
    let mut found: Vec<Moved> = Vec::new();
    for moved in sections {
        let heading = &b.passages[moved.b.start];
        found.push(Moved {
            what: MovedWhat::Section,
            text: heading.text.clone(),
            passages: moved.b.len(),
            passage: number(moved.b.start).unwrap_or(0),
            before: Place {
                address: a.passages[moved.a.start].address.clone(),
                section: heading_before(a, moved.a.start),
            },
            after: Place {
                address: heading.address.clone(),
                section: heading_before(b, moved.b.start),
            },
        });
    }
    let within = |at: usize| sections.iter().any(|moved| moved.a.contains(&at));
    let mut became: Vec<Option<usize>> = vec![None; a.passages.len()];
    for group in groups {
        became[group.a.clone()].fill(Some(group.b.start));
    }
    let mut ends: Vec<Option<usize>> = vec![None; a.passages.len()];
    for group in groups {
        ends[group.a.clone()].fill(Some(group.b.end));
    }
    // In which order a list without numbers has its items says nothing.
    let in_one_list = |group: &Group| {
        let (one, other) = (&a.passages[group.a.start], &b.passages[group.b.start]);
        let bullet = |passage: &Passage| passage.item.is_some_and(|item| item.number.is_none());
        let heading = |heading: Option<usize>| heading.and_then(|heading| became[heading]);
        let lists =
            bullet(one) && bullet(other) && one.lead_in.is_some() == other.lead_in.is_some();
        lists
            && (one.lead_in.is_some() && heading(one.lead_in) == other.lead_in
                || one.lead_in.is_none() && heading(one.heading) == other.heading)
    };
    for group in groups
        .iter()
        .filter(|group| group.moved && !within(group.a.start) && !in_one_list(group))
    {
        let (one, other) = (group.a.start, group.b.start);
        found.push(Moved {
            what: MovedWhat::Passage,
            text: b.passages[other].text.clone(),
            passages: group.b.len(),
            passage: number(other).unwrap_or(0),
            before: place(a, one),
            after: place(b, other),
        });
    }
    for moved in matching
        .matches
        .iter()
        .filter(|found| found.elsewhere && found.moved)
    {
        // Nor does it say anything which of two sentences of a passage comes first.
        let (from, to) = (
            matching.a.all[moved.a.start].passage,
            matching.b.all[moved.b.start].passage,
        );
        let stays = became[from]
            .zip(ends[from])
            .is_some_and(|(start, end)| (start..end).contains(&to));
        // A heading in whose words another one begins did not move as a sentence.
        let heading = a.passages[from].kind.is_heading() || b.passages[to].kind.is_heading();
        if stays || heading {
            continue;
        }
        let sentence = &matching.b.all[moved.b.start];
        let passage = &b.passages[sentence.passage];
        let text = passage.sentences.get(sentence.number).cloned();
        found.push(Moved {
            what: MovedWhat::Sentence,
            text: passage.text[text.unwrap_or(0..passage.text.len())].to_owned(),
            passages: 0,
            passage: number(sentence.passage).unwrap_or(0),
            before: place(a, matching.a.all[moved.a.start].passage),
            after: place(b, sentence.passage),
        });
    }
    found.sort_by_key(|moved| moved.passage);
    found
}

fn place(text: &Text, at: usize) -> Place {
    Place {
        address: text.passages[at].address.clone(),
        section: text.heading(at).to_owned(),
    }
}
