//! What happened to each heading of the earlier text, so that old links can be redirected.

use super::model::{Changes, HeadingChange, Section};
use super::pair::Pair;
use crate::words::Kind;
use crate::words::Pages;
use crate::words::passage::Text;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The changes of the earlier text's headings, in order.
pub(super) fn changes(before: &Pages<'_>, a: &Text, b: &Text, pairs: &[Pair]) -> Vec<Section> {
    let mut pair_of: Vec<Option<usize>> = vec![None; a.passages.len()];
    for (index, pair) in pairs.iter().enumerate() {
        pair_of[pair.group.a.clone()].fill(Some(index));
    }
    let at_anchor: HashMap<&str, usize> = a
        .passages
        .iter()
        .enumerate()
        .map(|(index, passage)| (passage.address.as_str(), index))
        .rev()
        .collect();
    let headings = before.pages.iter().flat_map(|page| {
        let headings = page.document.sections.iter();
        let headings = headings.filter(|section| section.level > 0);
        headings.map(|heading| (heading, page.place(&heading.anchor)))
    });
    let titles = titles(before, &at_anchor);
    let shift = common_shift(a, b, pairs, &titles);
    headings
        .map(|(heading, place)| {
            let at = at_anchor.get(place.as_str()).copied();
            let (mut change, target) = match at {
                Some(at) => change(at, a, b, pairs, &pair_of),
                None => (HeadingChange::Gone, None),
            };
            let there = at.and_then(|at| Some((at, pairs[pair_of[at]?].group.b.start)));
            let moved_by = there.and_then(|(at, there)| level_shift(a, b, at, there));
            let is_title = at.is_some_and(|at| titles.contains(&at));
            if change == HeadingChange::Kept && moved_by != shift && !is_title {
                change = HeadingChange::Level;
            }
            let renamed = there.filter(|_| change == HeadingChange::Renamed);
            Section {
                title: heading.title.clone(),
                anchor: place,
                target: target.filter(|target| !target.is_empty()),
                change,
                renamed: renamed.map(|(_, there)| b.passages[there].text.clone()),
            }
        })
        .collect()
}

/// By how many levels a heading is lower than before.
fn level_shift(a: &Text, b: &Text, at: usize, there: usize) -> Option<i16> {
    let kinds = (a.passages[at].kind, b.passages[there].kind);
    let (Kind::Heading(before), Kind::Heading(after)) = kinds else {
        return None;
    };
    Some(i16::from(after) - i16::from(before))
}

/// The headings above all others of their page. They may keep their level while all others are lower.
fn titles(before: &Pages<'_>, at_anchor: &HashMap<&str, usize>) -> HashSet<usize> {
    let titles = before.pages.iter().filter_map(|page| {
        let headings = page.document.sections.iter();
        let mut headings = headings.filter(|section| section.level > 0);
        let title = headings.next()?;
        let is_above = headings.all(|heading| heading.level > title.level);
        let place = page.place(&title.anchor);
        at_anchor.get(place.as_str()).copied().filter(|_| is_above)
    });
    titles.collect()
}

/// By how many levels most headings are lower than before: if all are, nothing changed for readers.
fn common_shift(a: &Text, b: &Text, pairs: &[Pair], titles: &HashSet<usize>) -> Option<i16> {
    let groups = pairs.iter().map(|pair| &pair.group);
    let groups = groups.filter(|group| !titles.contains(&group.a.start));
    let shifts = groups.filter_map(|group| level_shift(a, b, group.a.start, group.b.start));
    let mut count: BTreeMap<i16, usize> = BTreeMap::new();
    for shift in shifts {
        *count.entry(shift).or_default() += 1;
    }
    let most = count
        .into_iter()
        .max_by_key(|(shift, count)| (*count, *shift == 0));
    most.map(|(shift, _)| shift)
}

fn change(
    at: usize,
    a: &Text,
    b: &Text,
    pairs: &[Pair],
    pair_of: &[Option<usize>],
) -> (HeadingChange, Option<String>) {
    if let Some(pair) = pair_of[at].map(|pair| &pairs[pair]) {
        let there = &b.passages[pair.group.b.start];
        let change = match there.kind {
            Kind::Heading(_) if there.key != a.passages[at].key => HeadingChange::Renamed,
            Kind::Heading(_) if pair.group.moved => HeadingChange::Moved,
            Kind::Heading(_) => HeadingChange::Kept,
            Kind::Summary | Kind::Bold | Kind::Paragraph | Kind::Item | Kind::Row | Kind::Code => {
                HeadingChange::Demoted
            }
        };
        return (change, Some(there.address.clone()));
    }
    // The heading was removed. Find out where most of its content is now.
    let under = (at + 1..a.passages.len())
        .take_while(|index| !matches!(a.passages[*index].kind, Kind::Heading(_)));
    let mut first = None;
    let (mut all, mut kept) = (0, 0);
    for index in under {
        all += a.passages[index].weight;
        if let Some(pair) = pair_of[index] {
            kept += a.passages[index].weight;
            first.get_or_insert(pairs[pair].group.b.start);
        }
    }
    match first {
        Some(first) if kept * 4 >= all => (
            HeadingChange::Merged,
            Some(b.passages[first].address.clone()),
        ),
        Some(_) | None => (HeadingChange::Gone, None),
    }
}

impl Changes {
    /// Maps the anchors of the earlier text's headings and blocks to those of the later text.
    /// Anchors of removed content are missing.
    pub fn anchors(&self) -> BTreeMap<&str, &str> {
        let mut anchors = BTreeMap::new();
        for passage in &self.passages {
            for (index, place) in passage.before.iter().enumerate() {
                let there = passage.after.get(index).or(passage.after.last());
                if let Some(there) = there.filter(|there| !there.address.is_empty())
                    && !place.address.is_empty()
                {
                    anchors
                        .entry(place.address.as_str())
                        .or_insert(there.address.as_str());
                }
            }
        }
        for section in &self.sections {
            if let Some(target) = &section.target {
                anchors.insert(section.anchor.as_str(), target.as_str());
            }
        }
        anchors
    }
}
