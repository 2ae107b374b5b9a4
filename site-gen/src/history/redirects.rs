//! Redirects for anchors of earlier versions: a link to `/#anchor` must keep leading to the text it
//! was made for.

use super::anchors::{AnchorMap, AnchorMoves, headings, is_heading, path_of};
use crate::site::Version;
use crate::words::Pages;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Where to find places of earlier versions that `/` no longer has.
#[derive(Debug, Default)]
pub(crate) struct Redirects {
    /// Anchors of earlier versions that the main text no longer has, but whose text is elsewhere in
    /// the version in force.
    pub(crate) anchors: BTreeMap<String, String>,
    /// Headings of earlier versions whose text is no longer in the main text, and where it can be
    /// read.
    moved_sections: BTreeMap<String, MovedSection>,
}

/// A section to which links to `/` may still point, although it is no longer there.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct MovedSection {
    /// Its anchor at `/`.
    anchor: String,
    /// Its last heading.
    title: String,
    /// The URL path where it can be read, relative to the root of the site.
    path: String,
    /// The last version that had it, if the version in force has it in no document.
    last: Option<String>,
}

/// Where a place of an earlier version is now.
#[derive(Clone, Debug)]
enum CurrentLocation {
    /// In the version in force.
    Here(String),
    /// Removed. The last version that had it, and its place there.
    Gone { version: usize, place: String },
}

impl Redirects {
    /// Looks up every place of the versions before the one in force, and adds links from their
    /// headings to `anchors`.
    pub(super) fn new(
        versions: &[Version],
        moves: &[AnchorMoves],
        in_force: usize,
        anchors: &mut AnchorMap,
    ) -> Self {
        let mut redirects = Self::default();
        redirects.look_up_today(versions, moves, in_force, anchors);
        redirects
    }

    /// Walks from the version in force back to the oldest and records where each place is now.
    fn look_up_today(
        &mut self,
        versions: &[Version],
        moves: &[AnchorMoves],
        in_force: usize,
        anchors: &mut AnchorMap,
    ) {
        let today = &versions[in_force];
        let native: BTreeSet<&str> = today.document.anchors().collect();
        let mut here = BTreeMap::new();
        if in_force + 1 < versions.len() {
            let places = Pages::from(today).places();
            here.extend(places.map(|place| (place.clone(), CurrentLocation::Here(place))));
        }
        for at in in_force + 1..versions.len() {
            let Some(moved) = moves.get(at - 1) else {
                break;
            };
            let (after, before) = (&versions[at - 1], &versions[at]);
            let mut now = BTreeMap::new();
            for place in Pages::from(before).places() {
                let stated = after.moved.get(&place).map(String::as_str);
                let next = stated.or_else(|| moved.forward(&place));
                let next = next.and_then(|next| here.get(next)).cloned();
                now.insert(
                    place.clone(),
                    next.unwrap_or(CurrentLocation::Gone { version: at, place }),
                );
            }
            for (heading, title) in headings(before) {
                let Some(target) = now.get(&heading) else {
                    continue;
                };
                if let CurrentLocation::Here(target) = target
                    && at > in_force + 1
                {
                    anchors.add(at, &heading, today, target);
                }
                if !native.contains(heading.as_str()) && !heading.contains('#') {
                    self.remember(heading, title, target, versions, today);
                }
            }
            self.remember_blocks(before, &now, &native);
            let is_known = |place: &str| native.contains(place);
            self.remember_given(before, &now, is_known, versions, today);
            here = now;
        }
        self.apply_moves_of_maintainer(today, &native);
    }

    /// Keeps anchors that the author set explicitly or that the maintainer redirects to the version
    /// in force, from versions of any age, because people have links to them.
    fn remember_given(
        &mut self,
        before: &Version,
        now: &BTreeMap<String, CurrentLocation>,
        is_known: impl Fn(&str) -> bool,
        versions: &[Version],
        today: &Version,
    ) {
        let aliases = before.document.aliases.iter();
        let given = aliases.map(|alias| (&alias.name, &alias.of));
        for (name, place) in given.chain(&before.moved) {
            if is_known(name) || name.contains('#') {
                continue;
            }
            // A removed block leads to its section.
            let section = place.split('.').next().unwrap_or(place);
            let found = [place.as_str(), section]
                .into_iter()
                .filter_map(|it| now.get(it))
                .find(|today| matches!(today, CurrentLocation::Here(_)));
            if let Some(target) = found.or_else(|| now.get(place)) {
                self.remember(name.clone(), name, target, versions, today);
            }
        }
    }

    /// Records where a heading of `/` is now, unless a later version used the same anchor for
    /// another heading.
    fn remember(
        &mut self,
        heading: String,
        title: &str,
        target: &CurrentLocation,
        versions: &[Version],
        today: &Version,
    ) {
        if self.anchors.contains_key(&heading) || self.moved_sections.contains_key(&heading) {
            return;
        }
        match target {
            CurrentLocation::Here(place) if !place.contains('#') => {
                self.anchors.insert(heading, place.clone());
            }
            CurrentLocation::Here(place) => {
                self.keep(MovedSection::in_part(heading, title, today, place));
            }
            CurrentLocation::Gone { version, place } => {
                let last = &versions[*version];
                self.keep(MovedSection {
                    anchor: heading,
                    title: title.to_owned(),
                    path: path_of(last, place),
                    last: Some(last.id.clone()),
                });
            }
        }
    }

    fn keep(&mut self, section: MovedSection) {
        self.moved_sections.insert(section.anchor.clone(), section);
    }

    /// Records where the blocks of an earlier version are now. Removed blocks redirect to their
    /// section. Only `/` has these anchors, so a site grows by them once for each change.
    fn remember_blocks(
        &mut self,
        before: &Version,
        now: &BTreeMap<String, CurrentLocation>,
        native: &BTreeSet<&str>,
    ) {
        for block in before.document.anchors().filter(|place| !is_heading(place)) {
            let section = block.split('.').next().unwrap_or(block);
            let places = [block, section].into_iter().filter_map(|it| now.get(it));
            let target = places.into_iter().find_map(|today| match today {
                CurrentLocation::Here(place) if !place.contains('#') => Some(place),
                CurrentLocation::Here(_) | CurrentLocation::Gone { .. } => None,
            });
            if let Some(target) = target
                && !native.contains(block)
            {
                self.anchors
                    .entry(block.to_owned())
                    .or_insert_with(|| target.clone());
            }
        }
    }

    /// Applies the maintainer's redirects for the version in force, which override all others.
    fn apply_moves_of_maintainer(&mut self, today: &Version, native: &BTreeSet<&str>) {
        for (old, place) in &today.moved {
            if native.contains(old.as_str()) || old.contains('#') {
                continue;
            }
            let known = self.moved_sections.remove(old);
            if place.contains('#') {
                let title = known.map_or_else(|| old.clone(), |known| known.title);
                self.anchors.remove(old);
                self.keep(MovedSection::in_part(old.clone(), &title, today, place));
            } else {
                self.anchors.insert(old.clone(), place.clone());
            }
        }
    }

    /// The sections to which links to `/` may still point. A list, because the order of a map is
    /// not defined in templates.
    pub(crate) fn moved_sections(&self) -> Vec<&MovedSection> {
        self.moved_sections.values().collect()
    }
}

impl MovedSection {
    fn in_part(anchor: String, title: &str, today: &Version, place: &str) -> Self {
        Self {
            anchor,
            title: title.to_owned(),
            path: path_of(today, place),
            last: None,
        }
    }
}
