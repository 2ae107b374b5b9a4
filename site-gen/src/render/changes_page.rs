//! The page with the changes between two versions.

use super::Renderer;
use super::template_context::{PageContext, VersionContext, WithPage};
use crate::diagnostic::Diagnostics;
use crate::history::redline::{
    Changes, ComparedPassage, Counts, HeadingChange, HostChange, KindChange, ListChange, Moved,
    Obligation, PassageChange, Piece, Place,
};
use crate::history::{Comparison, Pair};
use crate::words::Kind;
use schemars::JsonSchema;
use serde::Serialize;

impl Renderer<'_> {
    /// Renders the page of a comparison.
    pub(super) fn changes(&self, comparison: &Comparison) -> Result<String, Diagnostics> {
        let (_, after) = comparison.pair.versions(self.site);
        let config = &self.site.config;
        let page = PageContext::at(&comparison.pair.address(self.site));
        let context = WithPage {
            root: page.root()?,
            // The page exists only in the language of the guidelines.
            languages: Vec::new(),
            request_languages: Vec::new(),
            page: page.finished(&config.base_url, &config.language, false),
            own: &ChangesPage {
                version: self.contexts.version(after),
                has_between: matches!(
                    comparison.pair,
                    Pair::FurtherBack { .. } | Pair::Since { .. }
                ),
                changes: ShownChanges::new(self, comparison),
            },
        };
        self.first().fill("changes.html", &context)
    }
}

/// `changes.html`: The changes between two versions.
#[derive(Serialize, JsonSchema)]
pub(super) struct ChangesPage<'a> {
    /// The later version.
    version: VersionContext<'a>,
    /// Whether there are versions between the two, so that the later one's summary says only a part.
    has_between: bool,
    changes: ShownChanges<'a>,
}

/// The changes between two versions.
#[derive(Serialize, JsonSchema)]
pub(super) struct ShownChanges<'a> {
    /// The earlier version.
    before: VersionContext<'a>,
    counts: Counts,
    /// Whether the two read the same.
    is_empty: bool,
    /// Changed sentences that create an obligation.
    obligations: &'a [Obligation],
    /// Changed links, by host.
    links: &'a [HostChange],
    /// Passages that moved.
    moves: &'a [Moved],
    /// List items with a changed number or depth.
    lists: &'a [ListChange],
    /// Changes to the rules, by kind of request.
    rules: &'a [KindChange],
    /// The sections with changes, if there are many.
    contents: Vec<ContentsEntry<'a>>,
    /// Both texts, one below the other.
    entries: Vec<Entry<'a>>,
    /// Headings whose anchor now leads elsewhere.
    headings: Vec<MovedHeading<'a>>,
}

/// A section with changes.
#[derive(Serialize, JsonSchema)]
struct ContentsEntry<'a> {
    /// The heading of the section.
    title: &'a str,
    /// The number of its first change.
    first: usize,
    /// The number of its changes.
    changes: usize,
}

/// A page with more changes than this has a contents list.
const MANY: usize = 8;

impl<'a> ShownChanges<'a> {
    pub(super) fn new(renderer: &Renderer<'a>, comparison: &'a Comparison) -> Self {
        let Comparison {
            pair,
            changes,
            rules,
        } = comparison;
        let (before, after) = pair.versions(renderer.site);
        let contexts = &renderer.contexts;
        let shown = Self {
            before: match pair.amended(renderer.site) {
                Some(amended) => contexts.amended(after, amended),
                None => contexts.version(before),
            },
            counts: changes.counts,
            is_empty: changes.is_empty(),
            obligations: &changes.obligations,
            links: &changes.links,
            moves: &changes.moves,
            lists: &changes.lists,
            rules,
            contents: Vec::new(),
            entries: entries(changes),
            headings: headings(changes),
        };
        shown.with_steps()
    }

    /// Links each change to the ones before and after it, and lists the sections if there are many.
    fn with_steps(mut self) -> Self {
        let numbers: Vec<usize> = self.entries.iter().filter_map(Entry::number).collect();
        let mut contents: Vec<ContentsEntry<'a>> = Vec::new();
        let mut at = 0_usize;
        for entry in &mut self.entries {
            let Entry::Changed {
                number,
                section,
                previous,
                next,
                ..
            } = entry
            else {
                continue;
            };
            *previous = at.checked_sub(1).map(|before| numbers[before]);
            *next = numbers.get(at + 1).copied();
            at += 1;
            match contents.last_mut() {
                Some(last) if last.title == *section => last.changes += 1,
                _ => contents.push(ContentsEntry {
                    title: section,
                    first: *number,
                    changes: 1,
                }),
            }
        }
        if numbers.len() > MANY && contents.len() > 1 {
            self.contents = contents;
        }
        self
    }
}

/// A section of the page.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Entry<'a> {
    /// The heading above what follows, if it is not shown itself.
    Section {
        /// The text of the heading.
        title: &'a str,
    },
    /// Unchanged passages.
    Same {
        /// The passages, in order.
        passages: Vec<Same<'a>>,
    },
    /// A passage that was added, removed, moved or reworded.
    Changed {
        /// Its number on the page.
        number: usize,
        kind: Kind,
        /// Whether it is a heading.
        heading: bool,
        change: PassageChange,
        /// Its text, with what was removed and added.
        pieces: &'a [Piece],
        before: Option<&'a Place>,
        after: Option<&'a Place>,
        /// The number of passages that were joined into it.
        parts_before: usize,
        /// The number of passages into which it was split.
        parts_after: usize,
        /// If it moved: the number of the change at its other place.
        counterpart: Option<usize>,
        /// The heading above it, or its own text if it is a heading.
        section: &'a str,
        /// The number of the change before it on the page.
        previous: Option<usize>,
        /// The number of the change after it on the page.
        next: Option<usize>,
    },
}

impl Entry<'_> {
    /// The number of a change.
    fn number(&self) -> Option<usize> {
        match self {
            Self::Changed { number, .. } => Some(*number),
            Self::Section { .. } | Self::Same { .. } => None,
        }
    }
}

/// A passage that reads the same in both versions.
#[derive(Serialize, JsonSchema)]
struct Same<'a> {
    kind: Kind,
    /// Whether it is a heading.
    heading: bool,
    /// The words of the passage.
    pieces: &'a [Piece],
}

/// A heading whose anchor now leads elsewhere.
#[derive(Serialize, JsonSchema)]
struct MovedHeading<'a> {
    /// The text of the heading in the earlier version.
    title: &'a str,
    change: HeadingChange,
    /// Its text in the later version, if it was renamed; otherwise empty.
    renamed: &'a str,
    /// The path to which its anchor leads; none if the section was removed.
    target: Option<&'a str>,
}

fn entries(changes: &Changes) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let mut same: Vec<Same<'_>> = Vec::new();
    let mut section = None;
    let linked = changes.linked();
    for passage in &changes.passages {
        let is_linked = linked.contains(&passage.number);
        if passage.is_shown_at_its_heading() && !is_linked {
            continue;
        }
        if passage.change.reads_the_same() && !is_linked {
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
            change: passage.change,
            pieces: &passage.pieces,
            before: passage.before.first(),
            after: passage.after.first(),
            parts_before: passage.before.len(),
            parts_after: passage.after.len(),
            counterpart: passage.counterpart,
            section: here.unwrap_or_default(),
            previous: None,
            next: None,
        });
    }
    if !same.is_empty() {
        entries.push(Entry::Same { passages: same });
    }
    entries
}

fn section_of(passage: &ComparedPassage) -> Option<&str> {
    let there = match passage.change {
        PassageChange::MovedAway | PassageChange::Deleted => passage.before.first(),
        PassageChange::Unchanged
        | PassageChange::MarkupOnly
        | PassageChange::Reworded
        | PassageChange::Inserted
        | PassageChange::MovedHere => passage.after.first(),
    };
    there
        .map(|place| place.section.as_str())
        .filter(|section| !section.is_empty())
}

fn headings(changes: &Changes) -> Vec<MovedHeading<'_>> {
    let changed = changes
        .sections
        .iter()
        .filter(|section| section.change != HeadingChange::Kept);
    changed
        .map(|section| MovedHeading {
            title: &section.title,
            change: section.change,
            renamed: section.renamed.as_deref().unwrap_or_default(),
            target: section.target.as_deref(),
        })
        .collect()
}
