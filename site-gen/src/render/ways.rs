//! The ways between versions: from each heading to the same section of other versions, and from
//! the places of earlier versions to where the same is read today.
//!
//! Both stand inside of the text, and both are written in one way only, so that `site-gen verify`
//! can take them out again and look whether what is left is the text.

use crate::markdown::Document;
use crate::redline::Changes;
use crate::site::Version;
use std::collections::{BTreeMap, BTreeSet};

/// What a comparison of two versions tells of their places.
#[derive(Debug, Default)]
pub(super) struct Step {
    /// Places of the earlier version that are another one in the later version, and places that
    /// are gone. One that is not named here is the same.
    moved: BTreeMap<String, Option<String>>,
}

impl Step {
    pub(super) fn new(before: &Version, changes: &Changes) -> Self {
        let there = changes.anchors();
        let moved = before.document.anchors().filter_map(|anchor| {
            let target = there.get(anchor).copied();
            (target != Some(anchor)).then(|| (anchor.to_owned(), target.map(str::to_owned)))
        });
        Self {
            moved: moved.collect(),
        }
    }

    fn forward<'a>(&'a self, anchor: &'a str) -> Option<&'a str> {
        match self.moved.get(anchor) {
            Some(target) => target.as_deref(),
            None => Some(anchor),
        }
    }
}

/// The ways of a whole site.
#[derive(Debug, Default)]
pub(super) struct Ways {
    /// For each version, newest first, and each of its headings: the same in other versions.
    of_headings: Vec<BTreeMap<String, Vec<Way>>>,
    /// For each place of an earlier version that today's text does not have: the place of today.
    old: BTreeMap<String, String>,
}

/// A way to the same section of another version.
#[derive(Clone, Debug)]
struct Way {
    version: String,
    place: String,
}

impl Ways {
    /// The ways between versions, newest first, by what was found out about each of them and the
    /// one before it.
    pub(super) fn new(versions: &[Version], steps: &[Step], in_force: Option<usize>) -> Self {
        let mut ways = Self {
            of_headings: vec![BTreeMap::new(); versions.len()],
            old: BTreeMap::new(),
        };
        for (newer, step) in steps.iter().enumerate() {
            let (after, before) = (&versions[newer], &versions[newer + 1]);
            let native: BTreeSet<&str> = headings(&after.document).collect();
            for heading in headings(&before.document) {
                let Some(there) = step.forward(heading) else {
                    continue;
                };
                ways.add(newer + 1, heading, after, there);
                if native.contains(there) {
                    ways.add(newer, there, before, heading);
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
        let mut here: BTreeMap<String, String> = native
            .iter()
            .map(|anchor| ((*anchor).to_owned(), (*anchor).to_owned()))
            .collect();
        for at in in_force + 1..versions.len() {
            let Some(step) = steps.get(at - 1) else { break };
            let (after, before) = (&versions[at - 1], &versions[at]);
            let mut now = BTreeMap::new();
            for place in before.document.anchors() {
                let told = after.moved.get(place).map(String::as_str);
                let Some(target) = told
                    .or_else(|| step.forward(place))
                    .and_then(|next| here.get(next))
                else {
                    continue;
                };
                let is_heading = !place.contains('.');
                if at > in_force + 1 && is_heading {
                    self.add(at, place, today, target);
                }
                // A finding points at a block; after two versions only headings are looked after,
                // so that no page grows without end.
                let is_kept = is_heading || at == in_force + 1;
                if is_kept && !native.contains(place) {
                    self.old
                        .entry(place.to_owned())
                        .or_insert_with(|| target.clone());
                }
                now.insert(place.to_owned(), target.clone());
            }
            here = now;
        }
        // What the maintainer says about today's text wins, wherever the place comes from.
        for (old, place) in &today.moved {
            if !native.contains(old.as_str()) && native.contains(place.as_str()) {
                self.old.insert(old.clone(), place.clone());
            }
        }
    }

    /// A version's text with the ways from its headings.
    pub(super) fn with_other_versions(&self, at: usize, html: &str, root: &str) -> String {
        let mut with = String::with_capacity(html.len());
        let mut rest = html;
        while let Some((before, id, after)) = next_heading(rest) {
            with.push_str(before);
            let ways = self
                .of_headings
                .get(at)
                .and_then(|headings| headings.get(id));
            with.push_str(&ways.map(|ways| written(ways, root)).unwrap_or_default());
            rest = after;
        }
        with.push_str(rest);
        with
    }

    /// The text at `/` with the places of earlier versions.
    pub(super) fn with_old_places(&self, html: &str) -> String {
        let mut with = html.to_owned();
        let places: BTreeSet<&str> = self.old.values().map(String::as_str).collect();
        for place in places {
            if let Some(inside) = inside_of(&with, place) {
                with.insert_str(inside, &self.marks(place));
            }
        }
        with
    }

    /// The marks of everything that is read at a place of today's text now.
    pub(super) fn marks(&self, place: &str) -> String {
        let old = self.old.iter().filter(|(_, now)| *now == place);
        old.map(|(old, _)| format!("{MARK}{}{MARK_END}", escaped(old)))
            .collect()
    }
}

const MARK: &str = "<span class=\"was\" id=\"";
const MARK_END: &str = "\"></span>";
const WAYS: &str = "<p class=\"elsewhere\">";
const WAYS_END: &str = "</p>";

fn headings(document: &Document) -> impl Iterator<Item = &str> {
    let headings = document.sections.iter().filter(|section| section.level > 0);
    headings.map(|section| section.anchor.as_str())
}

fn written(ways: &[Way], root: &str) -> String {
    let mut ways: Vec<&Way> = ways.iter().collect();
    ways.sort_by(|a, b| a.version.cmp(&b.version));
    let links: Vec<String> = ways
        .iter()
        .map(|way| {
            let place = if way.place.contains('#') {
                escaped(&way.place)
            } else {
                format!("#{}", escaped(&way.place))
            };
            format!(
                "<a href=\"{root}versions/{0}/{place}\">{0}</a>",
                way.version
            )
        })
        .collect();
    format!("{WAYS}{}{WAYS_END}", links.join(" "))
}

/// The next heading, as the Markdown is made into it: the text up to its end, its id, and the rest.
fn next_heading(html: &str) -> Option<(&str, &str, &str)> {
    const END: &str = "</div>\n";
    let open = html.find("<div class=\"heading\"><h")?;
    let close = open + html[open..].find(END)? + END.len();
    let (_, rest) = html[open..close].split_once(" id=\"")?;
    let id = rest.split('"').next()?;
    Some((&html[..close], id, &html[close..]))
}

/// The byte right inside of the element with an id, where a mark may stand.
fn inside_of(html: &str, id: &str) -> Option<usize> {
    let needle = format!(" id=\"{}\"", escaped(id));
    let at = html.find(&needle)?;
    let open = html[..at].rfind('<')?;
    let inside = at + html[at..].find('>')? + 1;
    if html[open..].starts_with("<tr") {
        // A row holds nothing but cells.
        let cell = inside + html[inside..].find("<t")?;
        return Some(cell + html[cell..].find('>')? + 1);
    }
    Some(inside)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A page without what this module puts into texts, and without anything less exact than that.
pub(crate) fn without_ways_to_other_versions(page: &str) -> String {
    let without = without(page, MARK, |rest| {
        let end = rest.find(MARK_END)?;
        (!rest[..end].contains(['"', '<', '>'])).then_some(end + MARK_END.len())
    });
    self::without(&without, WAYS, |rest| {
        let end = rest.find(WAYS_END)?;
        let links = rest[..end]
            .split("</a>")
            .map(str::trim)
            .filter(|link| !link.is_empty());
        links.clone().all(is_way).then_some(end + WAYS_END.len())
    })
}

/// Takes out what begins with some words, as long as what follows says that it belongs to them.
fn without(text: &str, begin: &str, length: impl Fn(&str) -> Option<usize>) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(begin) {
        left.push_str(before);
        rest = if let Some(length) = length(after) {
            &after[length..]
        } else {
            left.push_str(begin);
            after
        };
    }
    left.push_str(rest);
    left
}

/// `<a href="../../versions/2020-01-31/#fees">2020-01-31`: it leads where it says, and says no more.
fn is_way(link: &str) -> bool {
    let Some((target, words)) = link
        .strip_prefix("<a href=\"")
        .and_then(|link| link.split_once("\">"))
    else {
        return false;
    };
    let inside = target.trim_start_matches("./").trim_start_matches("../");
    let place = inside
        .strip_prefix("versions/")
        .and_then(|rest| rest.strip_prefix(words));
    let named = !words.is_empty() && words.chars().all(|c| c.is_ascii_digit() || c == '-')
        || words == "next";
    named && place.is_some_and(|place| place.starts_with('/') && !place.contains(['"', '<', '>']))
}
