//! The surroundings of a version's text: links to other versions and the table of contents.

use crate::markdown::{Document, Entry};
use crate::site::{State, Version};
use schemars::JsonSchema;
use serde::Serialize;

/// A link relation between versions (RFC 5829).
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Relation {
    /// The relation, such as `predecessor-version`.
    rel: &'static str,
    /// The path, relative to the root of the site.
    path: String,
}

/// The link relations of a version, by its index, newest first. `path` returns the path of the same
/// page in another version, or for `None` in the version in force.
pub(super) fn relations(
    versions: &[Version],
    at: usize,
    path: impl Fn(Option<&Version>) -> String,
) -> Vec<Relation> {
    let to = |rel, version: Option<&Version>| Relation {
        rel,
        path: path(version),
    };
    let newer = at.checked_sub(1).and_then(|newer| versions.get(newer));
    let older = versions.get(at + 1);
    let in_force = versions
        .iter()
        .any(|version| version.state == State::InForce);
    let mut relations = Vec::new();
    relations.extend(in_force.then(|| to("latest-version", None)));
    relations.push(Relation {
        rel: "version-history",
        path: "versions/".to_owned(),
    });
    relations.extend(older.map(|older| to("predecessor-version", Some(older))));
    relations.extend(newer.map(|newer| to("successor-version", Some(newer))));
    relations
}

/// A heading in the table of contents.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Heading<'a> {
    /// The text of the heading.
    title: &'a str,
    /// The fragment of its address, without `#`.
    anchor: &'a str,
    /// The headings below it.
    children: Vec<Heading<'a>>,
}

/// A text with its title and its table of contents.
#[derive(Serialize, JsonSchema)]
pub(super) struct PageText<'a> {
    /// The table of contents.
    contents: Vec<Heading<'a>>,
    /// The anchor of the title.
    anchor: Option<&'a str>,
    /// The text without its title, as HTML: write `{{ content | safe }}`.
    content: &'a str,
}

impl<'a> PageText<'a> {
    /// The text of a document as HTML. `headings` is its table of contents.
    pub(super) fn new(document: &'a Document, headings: &'a [Entry], content: &'a str) -> Self {
        Self {
            contents: contents(headings),
            anchor: title_anchor(document),
            content,
        }
    }
}

/// The number of heading levels in a table of contents.
const LEVELS: usize = 2;

/// The table of contents of a page whose header shows the title.
fn contents(entries: &[Entry]) -> Vec<Heading<'_>> {
    match entries {
        [title, rest @ ..] if title.level == 1 => {
            let mut headings = headings(&title.children, LEVELS);
            headings.extend(self::headings(rest, LEVELS));
            headings
        }
        _ => headings(entries, LEVELS),
    }
}

fn headings<'a>(entries: &'a [Entry], levels: usize) -> Vec<Heading<'a>> {
    let Some(below) = levels.checked_sub(1) else {
        return Vec::new();
    };
    let heading = |entry: &'a Entry| Heading {
        title: &entry.title,
        anchor: &entry.anchor,
        children: headings(&entry.children, below),
    };
    entries.iter().map(heading).collect()
}

/// The anchor of the title, which the page shows above the text.
pub(super) fn title_anchor(document: &Document) -> Option<&str> {
    let title = document.sections.iter().find(|section| section.level == 1);
    title.map(|title| title.anchor.as_str())
}
