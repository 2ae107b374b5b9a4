//! The ways between versions: from each heading to the same section of other versions, and from
//! the places of earlier versions to where the same is read today.

mod written;

pub(crate) use written::{Known, remove_links_to_other_versions};

use crate::redline::{Changes, Pages};
use crate::site::Version;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a comparison of two versions tells of their places. A place is an anchor of a version's
/// first text, or `annex/#anchor` of a further one.
#[derive(Debug, Default)]
pub(super) struct Step {
    /// Places of the earlier version that are another one in the later version, and places that
    /// are gone. One that is not named here is the same.
    moved: BTreeMap<String, Option<String>>,
}

impl Step {
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

    fn forward<'a>(&'a self, place: &'a str) -> Option<&'a str> {
        match self.moved.get(place) {
            Some(target) => target.as_deref(),
            None => Some(place),
        }
    }
}

/// The ways of a whole site.
#[derive(Debug, Default)]
pub(super) struct Ways {
    /// For each version, newest first, and each of its headings: the same in other versions.
    of_headings: Vec<BTreeMap<String, Vec<Way>>>,
    /// For each place of an earlier version that today's first text does not have, but reads
    /// somewhere else: the place of today.
    old: BTreeMap<String, String>,
    /// For each heading of an earlier version that today's first text reads nowhere: where it can
    /// be read.
    elsewhere: BTreeMap<String, Elsewhere>,
}

/// A way to the same section of another version.
#[derive(Clone, Debug)]
struct Way {
    version: String,
    place: String,
}

/// A section that addresses of `/` still name, and that is not read there any more.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Elsewhere {
    /// Its place at `/`.
    anchor: String,
    /// The words of its heading, when it stood there last.
    title: String,
    /// Where it can be read, from the root of the site.
    path: String,
    /// The version that had it last, if today's has it in no text.
    last: Option<String>,
}

/// Where something of an earlier version is today.
#[derive(Clone, Debug)]
enum Today {
    /// At a place of the version in force.
    Here(String),
    /// Nowhere. The last version that had it, and its place there.
    Gone { version: usize, place: String },
}

impl Ways {
    /// The ways between versions, newest first, by what was found out about each of them and the
    /// one before it.
    pub(super) fn new(versions: &[Version], steps: &[Step], in_force: Option<usize>) -> Self {
        let mut ways = Self {
            of_headings: vec![BTreeMap::new(); versions.len()],
            ..Self::default()
        };
        for (newer, step) in steps.iter().enumerate() {
            let (after, before) = (&versions[newer], &versions[newer + 1]);
            let native: BTreeSet<String> = headings(after).map(|(place, _)| place).collect();
            for (heading, _) in headings(before) {
                let Some(there) = step.forward(&heading) else {
                    continue;
                };
                ways.add(newer + 1, &heading, after, there);
                if native.contains(there) {
                    ways.add(newer, there, before, &heading);
                }
            }
        }
        if let Some(in_force) = in_force {
            ways.look_up_today(versions, steps, in_force);
        }
        ways
    }

    fn add(&mut self, at: usize, heading: &str, to: &Version, place: &str) {
        let known = self.of_headings[at].entry(heading.to_owned()).or_default();
        if known.iter().all(|way| way.version != to.id) {
            known.push(Way {
                version: to.id.clone(),
                place: place.to_owned(),
            });
        }
    }

    /// Walks from the version in force back to the oldest, and keeps where each place is today.
    fn look_up_today(&mut self, versions: &[Version], steps: &[Step], in_force: usize) {
        let today = &versions[in_force];
        let native: BTreeSet<&str> = today.document.anchors().collect();
        let mut here: BTreeMap<String, Today> = Pages::from(today)
            .places()
            .map(|place| (place.clone(), Today::Here(place)))
            .collect();
        for at in in_force + 1..versions.len() {
            let Some(step) = steps.get(at - 1) else { break };
            let (after, before) = (&versions[at - 1], &versions[at]);
            let mut now = BTreeMap::new();
            for place in Pages::from(before).places() {
                let told = after.moved.get(&place).map(String::as_str);
                let next = told.or_else(|| step.forward(&place));
                let next = next.and_then(|next| here.get(next)).cloned();
                now.insert(
                    place.clone(),
                    next.unwrap_or(Today::Gone { version: at, place }),
                );
            }
            for (heading, title) in headings(before) {
                let Some(target) = now.get(&heading) else {
                    continue;
                };
                if let Today::Here(target) = target
                    && at > in_force + 1
                {
                    self.add(at, &heading, today, target);
                }
                if !native.contains(heading.as_str()) && !heading.contains('#') {
                    self.remember(heading, title, target, versions, today);
                }
            }
            // A finding points at a block; after two versions only headings are looked after, so
            // that no page grows without end.
            if at == in_force + 1 {
                self.remember_blocks(before, &now, &native);
            }
            let is_known = |place: &str| native.contains(place);
            self.remember_given(before, &now, is_known, versions, today);
            here = now;
        }
        self.listen_to_the_maintainer(today, &native);
    }

    /// Keeps addresses that somebody gave to a place of an earlier version, or that its maintainer
    /// said to stand there now: people have links to them, however old the version is.
    fn remember_given(
        &mut self,
        before: &Version,
        now: &BTreeMap<String, Today>,
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
            // Not every block is looked after; its section is.
            let section = place.split('.').next().unwrap_or(place);
            let found = [place.as_str(), section]
                .into_iter()
                .filter_map(|it| now.get(it))
                .find(|today| matches!(today, Today::Here(_)));
            if let Some(target) = found.or_else(|| now.get(place)) {
                self.remember(name.clone(), name, target, versions, today);
            }
        }
    }

    /// Keeps where a heading of `/` is read today, unless a later version had another one at the
    /// same place.
    fn remember(
        &mut self,
        heading: String,
        title: &str,
        target: &Today,
        versions: &[Version],
        today: &Version,
    ) {
        if self.old.contains_key(&heading) || self.elsewhere.contains_key(&heading) {
            return;
        }
        match target {
            Today::Here(place) if !place.contains('#') => {
                self.old.insert(heading, place.clone());
            }
            Today::Here(place) => {
                self.keep(Elsewhere::in_part(heading, title, today, place));
            }
            Today::Gone { version, place } => {
                let last = &versions[*version];
                self.keep(Elsewhere {
                    anchor: heading,
                    title: title.to_owned(),
                    path: path_of(last, place),
                    last: Some(last.id.clone()),
                });
            }
        }
    }

    fn keep(&mut self, elsewhere: Elsewhere) {
        self.elsewhere.insert(elsewhere.anchor.clone(), elsewhere);
    }

    /// Keeps where the blocks of the version before today's are; those that are gone are led to
    /// the section that they stood in.
    fn remember_blocks(
        &mut self,
        before: &Version,
        now: &BTreeMap<String, Today>,
        native: &BTreeSet<&str>,
    ) {
        for block in before.document.anchors().filter(|place| !is_heading(place)) {
            let section = block.split('.').next().unwrap_or(block);
            let places = [block, section].into_iter().filter_map(|it| now.get(it));
            let target = places.into_iter().find_map(|today| match today {
                Today::Here(place) if !place.contains('#') => Some(place),
                Today::Here(_) | Today::Gone { .. } => None,
            });
            if let Some(target) = target
                && !native.contains(block)
            {
                self.old
                    .entry(block.to_owned())
                    .or_insert_with(|| target.clone());
            }
        }
    }

    /// What the maintainer says about today's text wins, wherever the place comes from.
    fn listen_to_the_maintainer(&mut self, today: &Version, native: &BTreeSet<&str>) {
        for (old, place) in &today.moved {
            if native.contains(old.as_str()) || old.contains('#') {
                continue;
            }
            let known = self.elsewhere.remove(old);
            if place.contains('#') {
                let title = known.map_or_else(|| old.clone(), |known| known.title);
                self.old.remove(old);
                self.keep(Elsewhere::in_part(old.clone(), &title, today, place));
            } else {
                self.old.insert(old.clone(), place.clone());
            }
        }
    }

    /// The place in another version of what stands at a heading's place, if it is there and there
    /// is a way to it.
    pub(super) fn place_in(&self, at: usize, heading: &str, version: &str) -> Option<&str> {
        let ways = self.of_headings.get(at)?.get(heading)?;
        let way = ways.iter().find(|way| way.version == version)?;
        Some(&way.place)
    }

    /// Sections that addresses of `/` still name, and where they can be read. A list: templates
    /// go through a map in any order.
    pub(super) fn elsewhere(&self) -> Vec<&Elsewhere> {
        self.elsewhere.values().collect()
    }
}

impl Elsewhere {
    fn in_part(anchor: String, title: &str, today: &Version, place: &str) -> Self {
        Self {
            anchor,
            title: title.to_owned(),
            path: path_of(today, place),
            last: None,
        }
    }
}

fn headings(version: &Version) -> impl Iterator<Item = (String, &str)> {
    Pages::from(version).headings()
}

fn is_heading(place: &str) -> bool {
    !place.contains('.')
}

/// A place of a version from the root of the site.
pub(super) fn path_of(version: &Version, place: &str) -> String {
    format!("{}{}", version.path(), beside_home(place))
}

/// A place of a version from the version's own address.
fn beside_home(place: &str) -> String {
    if place.contains('#') {
        place.to_owned()
    } else {
        format!("#{place}")
    }
}
