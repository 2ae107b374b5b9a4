//! The page that shows what changed from one version to the next.

use super::template_context::{Facts, PageFacts, VersionFacts};
use super::templates::Templates;
use crate::diagnostic::Diagnostics;
use crate::history::anchors::Step;
use crate::history::redline::{
    Changes, Counts, Fate, HostChange, KindChange, ListChange, Moved, Obligation, Passage, Piece,
    Place, SectionFate, compare, compare_rules,
};
use crate::site::{Amended, Version};
use crate::words::{Kind, Vocabulary};
use serde::Serialize;
use std::collections::BTreeSet;
use tera::Context;

/// What came of holding a version against the one before it.
pub(super) struct Made {
    /// The page.
    pub(super) html: String,
    /// What became of the places of the version before.
    pub(super) step: Step,
    /// What the list of versions and the feed say of it.
    pub(super) told: Told,
}

/// What changed, in short.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Told {
    counts: Counts,
    /// How many sentences of obligation changed.
    obligations: usize,
    /// The first of them.
    first: Vec<Obligation>,
}

/// A feed tells so many sentences of an entry, and leads to the page for the rest.
const FIRST: usize = 12;

/// The page of a version that has one before it; `in_feed` if the feed will tell of it.
pub(super) fn make(
    facts: &Facts<'_>,
    templates: &Templates<'_>,
    vocabulary: &Vocabulary,
    (before, after): (&Version, &Version),
    in_feed: bool,
) -> Result<Made, Diagnostics> {
    let changes = compare(before, after, vocabulary);
    let address = after.changes_address();
    let html = page(
        facts,
        templates,
        facts.version(before),
        &changes,
        (before, after),
        &address,
    )?;
    let first = changes
        .obligations
        .iter()
        .take(if in_feed { FIRST } else { 0 });
    Ok(Made {
        html,
        step: Step::new(before, &changes),
        told: Told {
            counts: changes.counts,
            obligations: changes.obligations.len(),
            first: first.cloned().collect(),
        },
    })
}

/// The page of a version held against one further back.
pub(super) fn from_further_back(
    facts: &Facts<'_>,
    templates: &Templates<'_>,
    vocabulary: &Vocabulary,
    (before, after): (&Version, &Version),
) -> Result<String, Diagnostics> {
    let changes = compare(before, after, vocabulary);
    page(
        facts,
        templates,
        facts.version(before),
        &changes,
        (before, after),
        &after.changes_from_address(&before.id),
    )
}

/// The page of what was amended in a version.
pub(super) fn amendment(
    facts: &Facts<'_>,
    templates: &Templates<'_>,
    vocabulary: &Vocabulary,
    version: &Version,
    amended: &Amended,
) -> Result<String, Diagnostics> {
    let changes = compare(amended, version, vocabulary);
    let before = facts.amended(version, amended);
    page(
        facts,
        templates,
        before,
        &changes,
        (version, version),
        &amended.changes_address(),
    )
}

fn page(
    facts: &Facts<'_>,
    templates: &Templates<'_>,
    before_facts: VersionFacts<'_>,
    changes: &Changes,
    (before, after): (&Version, &Version),
    address: &str,
) -> Result<String, Diagnostics> {
    let rules = before.rulebook.as_ref().zip(after.rulebook.as_ref());
    // A rule that is gone has its title from the version that had it.
    let mut labels = before.own_labels().unwrap_or_default();
    labels
        .texts
        .extend(after.own_labels().unwrap_or_default().texts);
    let rules =
        rules.map(|(before, after)| compare_rules(&before.rules, &after.rules, &labels, changes));
    let shown = Shown {
        before: before_facts,
        counts: changes.counts,
        is_empty: changes.is_empty(),
        obligations: &changes.obligations,
        links: &changes.links,
        moves: &changes.moves,
        lists: &changes.lists,
        rules: rules.unwrap_or_default(),
        entries: entries(changes),
        headings: headings(changes),
    };
    let config = &facts.site.config;
    let page = PageFacts::at(address);
    let mut context = Context::new();
    context.insert("version", &facts.version(after));
    context.insert("changes", &shown);
    // It is in the language of the guidelines only.
    context.insert("languages", &[""; 0]);
    context.insert("root", &page.root()?);
    context.insert(
        "page",
        &page.finished(&config.base_url, &config.language, false),
    );
    templates.fill("changes.html", &context)
}

/// `changes` in the template.
#[derive(Serialize)]
struct Shown<'a> {
    before: VersionFacts<'a>,
    counts: Counts,
    is_empty: bool,
    obligations: &'a [Obligation],
    links: &'a [HostChange],
    moves: &'a [Moved],
    lists: &'a [ListChange],
    rules: Vec<KindChange>,
    entries: Vec<Entry<'a>>,
    headings: Vec<Heading<'a>>,
}

/// One thing after the other on the page.
#[derive(Serialize)]
#[serde(tag = "sort", rename_all = "kebab-case")]
enum Entry<'a> {
    /// The heading that what follows stands under, where that is not shown itself.
    Section { title: &'a str },
    /// Passages in which nothing changed.
    Same { passages: Vec<Same<'a>> },
    /// A passage that changed.
    Changed {
        number: usize,
        kind: Kind,
        heading: bool,
        fate: Fate,
        pieces: &'a [Piece],
        before: Option<&'a Place>,
        after: Option<&'a Place>,
        /// How many became one, or one became.
        parts_before: usize,
        parts_after: usize,
        counterpart: Option<usize>,
    },
}

#[derive(Serialize)]
struct Same<'a> {
    kind: Kind,
    heading: bool,
    pieces: &'a [Piece],
}

/// A heading whose address leads elsewhere now.
#[derive(Serialize)]
struct Heading<'a> {
    title: &'a str,
    fate: SectionFate,
    target: Option<&'a str>,
}

fn entries(changes: &Changes) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let mut same: Vec<Same<'_>> = Vec::new();
    let mut section = None;
    let linked = linked(changes);
    for passage in &changes.passages {
        let is_linked = linked.contains(&passage.number);
        let is_same = match passage.fate {
            Fate::Unchanged | Fate::MarkupOnly => true,
            Fate::Reworded | Fate::Inserted | Fate::Deleted | Fate::MovedHere | Fate::MovedAway => {
                false
            }
        };
        if is_told_at_its_heading(passage) && !is_linked {
            continue;
        }
        if is_same && !is_linked {
            same.push(Same {
                kind: passage.kind,
                heading: passage.kind.is_heading(),
                pieces: &passage.pieces,
            });
            continue;
        }
        if !same.is_empty() {
            entries.push(Entry::Same {
                passages: std::mem::take(&mut same),
            });
        }
        let here = section_of(passage);
        if here != section {
            section = here;
            entries.extend(
                here.filter(|_| !passage.kind.is_heading())
                    .map(|title| Entry::Section { title }),
            );
        }
        entries.push(Entry::Changed {
            number: passage.number,
            kind: passage.kind,
            heading: passage.kind.is_heading(),
            fate: passage.fate,
            pieces: &passage.pieces,
            before: passage.before.first(),
            after: passage.after.first(),
            parts_before: passage.before.len(),
            parts_after: passage.after.len(),
            counterpart: passage.counterpart,
        });
    }
    if !same.is_empty() {
        entries.push(Entry::Same { passages: same });
    }
    entries
}

/// A section that moved is told once, at its heading.
fn is_told_at_its_heading(passage: &Passage) -> bool {
    passage.moved_with.is_some() && !passage.has_changed_words()
}

/// The passages that something on the page links to, so that they have to be there.
fn linked(changes: &Changes) -> BTreeSet<usize> {
    let obligations = changes.obligations.iter().map(|it| it.passage);
    let moves = changes.moves.iter().map(|it| it.passage);
    let mut linked: BTreeSet<usize> = obligations.chain(moves).collect();
    // Each side of a move links to the other.
    for passage in &changes.passages {
        if !is_told_at_its_heading(passage) || linked.contains(&passage.number) {
            linked.extend(passage.counterpart);
        }
    }
    linked
}

fn section_of(passage: &Passage) -> Option<&str> {
    let there = match passage.fate {
        Fate::MovedAway | Fate::Deleted => passage.before.first(),
        Fate::Unchanged | Fate::MarkupOnly | Fate::Reworded | Fate::Inserted | Fate::MovedHere => {
            passage.after.first()
        }
    };
    there
        .map(|place| place.section.as_str())
        .filter(|section| !section.is_empty())
}

fn headings(changes: &Changes) -> Vec<Heading<'_>> {
    let changed = changes
        .sections
        .iter()
        .filter(|section| section.fate != SectionFate::Kept);
    changed
        .map(|section| Heading {
            title: &section.title,
            fate: section.fate,
            target: section.target.as_deref(),
        })
        .collect()
}
