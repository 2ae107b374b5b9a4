//! Links from each heading of a version to the same section of other versions.

use super::redline::Changes;
use crate::site::Version;
use crate::words::Pages;
use std::collections::{BTreeMap, BTreeSet};

/// How the anchors of a version map to the next version's. A place is an anchor of the main text,
/// or `annex/#anchor` in another document.
#[derive(Debug, Default)]
pub(super) struct AnchorMoves {
    /// Anchors of the earlier version that were renamed (`Some`) or removed (`None`) in the later
    /// one. All others are unchanged.
    moved: BTreeMap<String, Option<String>>,
}

impl AnchorMoves {
    pub(super) fn new(before: &Version, changes: &Changes) -> Self {
        let there = changes.anchors();
        let moved = Pages::from(before).places().filter_map(|place| {
            let target = there.get(place.as_str()).copied();
            (target != Some(&place)).then(|| (place, target.map(str::to_owned)))
        });
        Self {
            moved: moved.collect(),
        }
    }

    /// The same place in the later version, if it still exists.
    pub(super) fn forward<'a>(&'a self, place: &'a str) -> Option<&'a str> {
        match self.moved.get(place) {
            Some(target) => target.as_deref(),
            None => Some(place),
        }
    }
}

/// The links between the sections of all versions.
#[derive(Debug, Default)]
pub(crate) struct AnchorMap {
    /// For each version, newest first: the links of each heading.
    pub(crate) of_headings: Vec<BTreeMap<String, Vec<SectionLink>>>,
}

/// A link to the same section of another version.
#[derive(Clone, Debug)]
pub(crate) struct SectionLink {
    pub(crate) version: String,
    pub(crate) place: String,
}

impl AnchorMap {
    /// Computes the links between adjacent versions, newest first.
    pub(super) fn new(versions: &[Version], moves: &[AnchorMoves]) -> Self {
        let mut links = Self {
            of_headings: vec![BTreeMap::new(); versions.len()],
        };
        for (newer, moved) in moves.iter().enumerate() {
            let (after, before) = (&versions[newer], &versions[newer + 1]);
            let native: BTreeSet<String> = headings(after).map(|(place, _)| place).collect();
            for (heading, _) in headings(before) {
                let Some(there) = moved.forward(&heading) else {
                    continue;
                };
                links.add(newer + 1, &heading, after, there);
                if native.contains(there) {
                    links.add(newer, there, before, &heading);
                }
            }
        }
        links
    }

    /// Adds a link, unless the heading already links to that version.
    pub(super) fn add(&mut self, at: usize, heading: &str, to: &Version, place: &str) {
        let known = self.of_headings[at].entry(heading.to_owned()).or_default();
        if known.iter().all(|link| link.version != to.id) {
            known.push(SectionLink {
                version: to.id.clone(),
                place: place.to_owned(),
            });
        }
    }

    /// Whether any heading of a version has a link.
    pub(crate) fn has_links(&self, at: usize) -> bool {
        let headings = self.of_headings.get(at);
        headings.is_some_and(|headings| !headings.is_empty())
    }

    /// The same place in another version, if that version has it.
    pub(crate) fn place_in(&self, at: usize, heading: &str, version: &str) -> Option<&str> {
        let links = self.of_headings.get(at)?.get(heading)?;
        let link = links.iter().find(|link| link.version == version)?;
        Some(&link.place)
    }
}

pub(super) fn headings(version: &Version) -> impl Iterator<Item = (String, &str)> {
    Pages::from(version).headings()
}

pub(super) fn is_heading(place: &str) -> bool {
    !place.contains('.')
}

/// The URL path of a place, relative to the root of the site.
pub(crate) fn path_of(version: &Version, place: &str) -> String {
    format!("{}{}", version.path(), beside_home(place))
}

/// The URL path of a place, relative to the version's address.
pub(crate) fn beside_home(place: &str) -> String {
    if place.contains('#') {
        place.to_owned()
    } else {
        format!("#{place}")
    }
}
