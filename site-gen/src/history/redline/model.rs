//! The changes between two texts, as plain values for pages, terminals and programs.

use crate::words::terms::Term;
use crate::words::{Kind, TermType};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// All changes between two texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Changes {
    /// The number of changes of each type.
    pub counts: Counts,
    /// Significant sentences that changed or were added or removed, the most important first: what
    /// was taken away or reversed, lengths of time and what became stricter or looser, legal process,
    /// notice to users, and the rest.
    pub obligations: Vec<Obligation>,
    /// Changed link targets, by host.
    pub links: Vec<HostChange>,
    /// Moved parts of the text.
    pub moves: Vec<Moved>,
    /// List items with a changed number or depth.
    pub lists: Vec<ListChange>,
    /// Both texts in the order of the later one, with removed passages where they were.
    pub passages: Vec<ComparedPassage>,
    /// What happened to each heading of the earlier text.
    pub sections: Vec<Section>,
    /// The sentences that became others, with what they became. For the history of values.
    #[serde(skip)]
    pub(crate) sentences: Vec<(String, String)>,
}

/// The number of changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// Places where words were added, removed or changed.
    pub edits: usize,
    /// Added words.
    pub words_inserted: usize,
    /// Removed words.
    pub words_deleted: usize,
    /// Links whose target was added, removed or changed.
    pub links: usize,
    /// Moved passages.
    pub moved: usize,
    /// Passages of which only the markup changed.
    pub markup_only: usize,
    /// Unchanged passages.
    pub unchanged: usize,
}

/// Links whose target changed from one host to another, or on the same host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct HostChange {
    /// The old host; none if the links were added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The new host; none if the links were removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The number of links.
    pub links: usize,
}

/// A part of the text that moved. Its words may have changed as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Moved {
    /// Its extent.
    pub what: MovedWhat,
    /// Its current text; for a section, its heading.
    pub text: String,
    /// The number of passages; 0 for a sentence.
    #[serde(skip_serializing_if = "is_zero")]
    pub passages: usize,
    /// The number of the passage, of the section's heading, or of the passage that contains the
    /// sentence.
    pub passage: usize,
    /// Its old place: the heading it was under; for a section, the section it followed.
    pub before: Place,
    /// Its new place.
    pub after: Place,
}

/// The extent of a moved part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MovedWhat {
    /// A heading with everything under it.
    Section,
    /// A paragraph, an item, a row, or just a heading.
    Passage,
    /// A sentence.
    Sentence,
}

/// Consecutive items whose number or depth changed in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ListChange {
    /// The number of the first item's passage.
    pub passage: usize,
    /// The number of items.
    pub items: usize,
    /// The text of the first item.
    pub text: String,
    /// The first item's old place.
    pub before: ListPlace,
    /// The first item's new place.
    pub after: ListPlace,
}

/// The place of an item in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ListPlace {
    /// 1 for an item of an outermost list.
    pub depth: usize,
    /// Its visible number, if the list is numbered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
}

/// A heading, paragraph, item or row of one or both texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ComparedPassage {
    /// Its number, counted from 1.
    pub number: usize,
    /// Its kind, in the later text if it exists there.
    pub kind: Kind,
    /// What happened to it.
    pub change: PassageChange,
    /// Its places in the earlier text. Several, if passages were joined.
    pub before: Vec<Place>,
    /// Its places in the later text. Several, if the passage was split.
    pub after: Vec<Place>,
    /// Its words, with both removed and added ones.
    pub pieces: Vec<Piece>,
    /// The number of the passage at its new or old place, if it moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counterpart: Option<usize>,
    /// The number of the section's heading, if the whole section moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_with: Option<usize>,
}

/// The place of a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Place {
    /// Its anchor in the page of its version, without `#`. May be empty.
    pub address: String,
    /// The heading above it.
    pub section: String,
}

/// What happened to a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PassageChange {
    /// No change.
    Unchanged,
    /// Only the markup changed.
    MarkupOnly,
    /// Words or links changed.
    Reworded,
    /// Added.
    Inserted,
    /// Removed.
    Deleted,
    /// Moved here; its words may have changed as well.
    MovedHere,
    /// Moved away. Its changes are listed at the new place.
    MovedAway,
}

/// A piece of a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Piece {
    /// The texts that contain it.
    pub state: Presence,
    /// The kind of piece.
    pub what: PieceKind,
    /// The words, or a link's target.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The number of the passage with the same words in the other text, if their sentence only
    /// moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved: Option<usize>,
    /// Whether they are significant words of a rewritten passage.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub marked: bool,
}

/// Which of the two texts contain something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// Both.
    Same,
    /// Only the earlier text.
    Deleted,
    /// Only the later text.
    Inserted,
}

/// The kind of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PieceKind {
    /// Words.
    Words,
    /// The link target of the words before it.
    Link,
    /// The end of a table cell.
    Cell,
    /// The end of a paragraph that was joined or split.
    Break,
}

/// A place where words were added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Edit {
    /// The number of the passage.
    pub passage: usize,
    /// The removed words.
    pub before: String,
    /// The added words.
    pub after: String,
}

/// A significant change in a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Obligation {
    /// The number of its passage.
    pub passage: usize,
    /// The old sentence; none if it was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Sentence>,
    /// The new sentence; none if it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Sentence>,
    /// Its words, with both removed and added ones.
    pub pieces: Vec<Piece>,
    /// The changed terms.
    pub terms: Vec<TermChange>,
    /// The number of other sentences in which only the same name changed in the same way.
    #[serde(skip_serializing_if = "is_zero")]
    pub others: usize,
    /// Whether a passage was rewritten. The entry then has all of its changed sentences.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub rewritten: bool,
    /// The number of list items that have their force from the sentence.
    #[serde(skip_serializing_if = "is_zero")]
    pub leads: usize,
}

/// A sentence and its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Sentence {
    /// The text of the whole sentence. Table cells are separated by ` | `. For a rewritten passage, all of its
    /// sentences, with each paragraph, list item and table row on a line of its own.
    pub text: String,
    /// The lead-in of the list, if the sentence is an item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_in: Option<String>,
    /// The anchor of its block in the page of its version, without `#`.
    pub address: String,
    /// The heading above it.
    pub section: String,
}

/// A significant term that was added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct TermChange {
    /// The type of term.
    #[serde(rename = "type")]
    pub term_type: TermType,
    /// The old term; none if it was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The new term; none if it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Whether the sentence became stricter or looser, if the term alone determines it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
}

/// Whether a requirement became stricter or looser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// It asks for more.
    Stricter,
    /// It asks for less.
    Looser,
}

impl Direction {
    pub(super) fn turned(self) -> Self {
        match self {
            Self::Stricter => Self::Looser,
            Self::Looser => Self::Stricter,
        }
    }
}

/// What happened to a heading of the earlier text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Section {
    /// The text of the heading.
    pub title: String,
    /// Its anchor in the earlier version.
    pub anchor: String,
    /// The redirect target in the later version; none if the section was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// What happened to it.
    pub change: HeadingChange,
    /// Its text in the later version, if it was renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed: Option<String>,
}

/// What happened to a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HeadingChange {
    /// Unchanged.
    Kept,
    /// Unchanged, but moved to another place.
    Moved,
    /// Reworded.
    Renamed,
    /// Unchanged, but at another level than before, while others stayed at theirs.
    Level,
    /// Its words are no longer a heading, but for example a bold paragraph or the summary of
    /// `<details>`.
    Demoted,
    /// The heading was removed, and its content is now under another one.
    Merged,
    /// The heading was removed with its content.
    Gone,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl TermChange {
    pub(super) fn of(before: Option<&Term>, after: Option<&Term>) -> Self {
        let term_type = after
            .or(before)
            .map_or(TermType::Number, |term| term.term_type);
        Self {
            term_type,
            before: before.map(|term| term.text.clone()),
            after: after.map(|term| term.text.clone()),
            direction: None,
        }
    }

    pub(super) fn removed(term: &Term) -> Self {
        Self::of(Some(term), None)
    }

    pub(super) fn added(term: &Term) -> Self {
        Self::of(None, Some(term))
    }
}

impl Changes {
    /// Whether the texts read the same.
    pub fn is_empty(&self) -> bool {
        let mut passages = self.passages.iter();
        passages.all(|passage| passage.change.reads_the_same()) && self.lists.is_empty()
    }

    /// The numbers of the passages to which others link, so that a page must show them.
    pub(crate) fn linked(&self) -> BTreeSet<usize> {
        let obligations = self.obligations.iter().map(|it| it.passage);
        let moves = self.moves.iter().map(|it| it.passage);
        let mut linked: BTreeSet<usize> = obligations.chain(moves).collect();
        // The two sides of a move link to each other.
        for passage in &self.passages {
            if !passage.is_shown_at_its_heading() || linked.contains(&passage.number) {
                linked.extend(passage.counterpart);
            }
        }
        linked
    }

    /// Forgets the places of passages that read the same, of which a page shows only the words. They are
    /// half of the memory of a comparison, and a site keeps one for each version. Afterwards
    /// [`Self::words_before`] and [`Self::words_after`] lack these passages.
    pub(crate) fn forget_places_of_unchanged(&mut self) {
        let linked = self.linked();
        self.passages.shrink_to_fit();
        let passages = self.passages.iter_mut();
        for passage in
            passages.filter(|it| it.change.reads_the_same() && !linked.contains(&it.number))
        {
            (passage.before, passage.after) = (Vec::new(), Vec::new());
            passage.pieces.shrink_to_fit();
            for piece in &mut passage.pieces {
                piece.text.shrink_to_fit();
            }
        }
    }

    /// Every place where words were added, removed or changed, in order.
    pub fn edits(&self) -> Vec<Edit> {
        let listed = self
            .passages
            .iter()
            .filter(|passage| passage.change != PassageChange::MovedAway);
        listed.flat_map(ComparedPassage::edits).collect()
    }

    /// The words of the earlier text, in the order of the passages.
    pub fn words_before(&self) -> String {
        self.words(Presence::Deleted)
    }

    /// The words of the later text, in the order of the passages.
    pub fn words_after(&self) -> String {
        self.words(Presence::Inserted)
    }

    fn words(&self, side: Presence) -> String {
        let there = self.passages.iter().filter(|passage| match side {
            Presence::Inserted => {
                !passage.after.is_empty() && passage.change != PassageChange::MovedAway
            }
            Presence::Deleted | Presence::Same => {
                !passage.before.is_empty() && passage.change != PassageChange::MovedAway
            }
        });
        let texts: Vec<String> = there.map(|passage| passage.text_of(side)).collect();
        texts.join("\n")
    }
}

impl PassageChange {
    /// Whether the passage reads the same in both texts.
    pub(crate) fn reads_the_same(self) -> bool {
        match self {
            Self::Unchanged | Self::MarkupOnly => true,
            Self::Reworded | Self::Inserted | Self::Deleted | Self::MovedHere | Self::MovedAway => {
                false
            }
        }
    }
}

impl ComparedPassage {
    /// Whether it is only shown as a part of its section, at the section's heading.
    pub(crate) fn is_shown_at_its_heading(&self) -> bool {
        self.moved_with.is_some() && !self.has_changed_words()
    }

    /// Whether words were added or removed, not only moved.
    pub fn has_changed_words(&self) -> bool {
        let changed = |piece: &Piece| piece.state != Presence::Same && piece.moved.is_none();
        self.change != PassageChange::MovedAway && self.pieces.iter().any(changed)
    }

    /// Every place in it where words were added, removed or changed.
    pub fn edits(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut open = false;
        for piece in self
            .pieces
            .iter()
            .filter(|piece| piece.what == PieceKind::Words)
        {
            if piece.state == Presence::Same || piece.moved.is_some() {
                open = open && piece.text.trim().is_empty();
                continue;
            }
            if !open {
                edits.push(Edit {
                    passage: self.number,
                    before: String::new(),
                    after: String::new(),
                });
                open = true;
            }
            if let Some(edit) = edits.last_mut() {
                let words = match piece.state {
                    Presence::Inserted => &mut edit.after,
                    Presence::Deleted | Presence::Same => &mut edit.before,
                };
                if !words.is_empty() {
                    words.push(' ');
                }
                words.push_str(piece.text.trim());
            }
        }
        edits
    }

    /// Its text in one of the two versions.
    pub fn text_of(&self, side: Presence) -> String {
        let there = self
            .pieces
            .iter()
            .filter(|piece| piece.state == Presence::Same || piece.state == side);
        let mut text = String::new();
        for piece in there {
            match piece.what {
                PieceKind::Words => text.push_str(&piece.text),
                PieceKind::Break | PieceKind::Cell => text.push(' '),
                PieceKind::Link => {}
            }
        }
        text
    }
}
