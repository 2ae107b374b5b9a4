//! What changed between two texts, as plain values: for the page, the terminal and programs.

use crate::words::{Kind, TermSort};
use serde::Serialize;

/// Everything that changed from one text to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Changes {
    /// How much of each sort.
    pub counts: Counts,
    /// Sentences of weight in which any word but noise changed, or that were removed or added. Those
    /// come first that turn a sentence round.
    pub obligations: Vec<Obligation>,
    /// Links that lead elsewhere now, by hosts.
    pub links: Vec<HostChange>,
    /// What stands elsewhere now.
    pub moves: Vec<Moved>,
    /// Items of lists that have another number or stand deeper or less deep.
    pub lists: Vec<ListChange>,
    /// Both texts in the order of the later one; what was removed stands where it stood.
    pub passages: Vec<Passage>,
    /// For every heading of the earlier text, what became of it.
    pub sections: Vec<Section>,
}

/// How much changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// Places in which words were added, removed or changed.
    pub edits: usize,
    /// Words that were added.
    pub words_inserted: usize,
    /// Words that were removed.
    pub words_deleted: usize,
    /// Links whose target was added, removed or changed.
    pub links: usize,
    /// Passages that stand elsewhere.
    pub moved: usize,
    /// Headings, paragraphs, items and rows of which only the markup changed.
    pub markup_only: usize,
    /// Those in which nothing changed.
    pub unchanged: usize,
}

/// Links of which the target changed from one host to another, or on the same host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct HostChange {
    /// The host that they led to, if there were any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The host that they lead to, if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many they are.
    pub links: usize,
}

/// Something that stands elsewhere now. Its words may have changed as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Moved {
    /// How much of the text it is.
    pub what: MovedWhat,
    /// What it says now; of a section its heading.
    pub text: String,
    /// How many passages it is; 0 for a sentence.
    #[serde(skip_serializing_if = "is_zero")]
    pub passages: usize,
    /// The number of the passage that it is now, or that its heading is, or that it stands in.
    pub passage: usize,
    /// Where it stood: under which heading, or for a section after which.
    pub before: Place,
    /// Where it stands.
    pub after: Place,
}

/// How much of a text moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MovedWhat {
    /// A heading with what stands under it.
    Section,
    /// A paragraph, an item, a row, or a heading alone.
    Passage,
    /// A sentence.
    Sentence,
}

/// Items in a row that all got other numbers, or another depth, in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ListChange {
    /// The number of the passage that the first of them is.
    pub passage: usize,
    /// How many they are.
    pub items: usize,
    /// What the first of them says.
    pub text: String,
    /// Where the first of them stood.
    pub before: ListPlace,
    /// Where it stands.
    pub after: ListPlace,
}

/// Where an item stands in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ListPlace {
    /// 1 for an item of a list that stands in no other.
    pub depth: usize,
    /// Its number as a reader sees it, if its list has numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
}

/// A heading, a paragraph, an item or a row, in one of the texts or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Passage {
    /// Its number, from 1.
    pub number: usize,
    /// What it is, in the later text if it is there.
    pub kind: Kind,
    /// What became of it.
    pub fate: Fate,
    /// Where it stood in the earlier text. Several, if they became one.
    pub before: Vec<Place>,
    /// Where it stands in the later one. Several, if it was split.
    pub after: Vec<Place>,
    /// Its words, those that were removed with those that were added.
    pub pieces: Vec<Piece>,
    /// The number of the passage that says where it went to or came from, if it stands elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counterpart: Option<usize>,
    /// The number of the heading that it moved with, if its whole section moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_with: Option<usize>,
}

/// Where a passage stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Place {
    /// Its address in the page of its version, without `#`. Empty, if it has none.
    pub address: String,
    /// The heading that it stands under, as it reads.
    pub section: String,
}

/// What became of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// Nothing changed.
    Unchanged,
    /// What is read is the same; how it is written is not.
    MarkupOnly,
    /// Words or links of it changed.
    Reworded,
    /// It was not there before.
    Inserted,
    /// It is no longer there.
    Deleted,
    /// It stood elsewhere; its words may have changed as well.
    MovedHere,
    /// It stands elsewhere now. What changed in it is listed there.
    MovedAway,
}

/// Some of the words of a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Piece {
    /// In which of the texts they stand.
    pub state: Presence,
    /// What they are.
    pub what: What,
    /// The words, or where a link leads.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The number of the passage in which the same words stand in the other text, if their
    /// sentence only stands elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved: Option<usize>,
}

/// In which of two texts something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// In both.
    Same,
    /// In the earlier one only.
    Deleted,
    /// In the later one only.
    Inserted,
}

/// What a piece of a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Words.
    Words,
    /// Where the words before it link to.
    Link,
    /// The end of a table's cell.
    Cell,
    /// The end of a paragraph that was joined to the next, or split from it.
    Break,
}

/// A place in which words were added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Edit {
    /// The number of the passage.
    pub passage: usize,
    /// The words that were removed.
    pub before: String,
    /// The words that were added.
    pub after: String,
}

/// A sentence in which something of weight changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Obligation {
    /// The number of the passage that it stands in.
    pub passage: usize,
    /// The sentence as it was, if it was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Sentence>,
    /// The sentence as it is, if it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Sentence>,
    /// Its words, those that were removed with those that were added.
    pub pieces: Vec<Piece>,
    /// What changed in it.
    pub terms: Vec<TermChange>,
    /// In how many other sentences the same name changed in the same way, and nothing else.
    #[serde(skip_serializing_if = "is_zero")]
    pub others: usize,
    /// How many items of a list the sentence gives its force to.
    #[serde(skip_serializing_if = "is_zero")]
    pub leads: usize,
}

/// A sentence and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Sentence {
    /// The whole sentence as it reads. Cells of a row are parted by ` | `.
    pub text: String,
    /// The sentence that leads in the list that it is an item of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_in: Option<String>,
    /// The address of its block in the page of its version, without `#`.
    pub address: String,
    /// The heading that it stands under, as it reads.
    pub section: String,
}

/// A significant term that was added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TermChange {
    /// What sort of word it is.
    pub sort: TermSort,
    /// As it was, if it was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// As it is, if it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Whether the sentence asks for more now, where the word alone shows it.
    #[serde(rename = "turn", skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
}

/// Whether a sentence asks for more or for less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// It asks for more.
    Stricter,
    /// It asks for less.
    Looser,
}

/// What became of a heading of the earlier text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Section {
    /// The heading as it read.
    pub title: String,
    /// Its address in the page of the earlier version.
    pub anchor: String,
    /// Where a reader of it should be led in the later version; nothing, if all of it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// What became of it.
    pub fate: SectionFate,
}

/// What became of a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionFate {
    /// It is a heading with the same words in the same place.
    Kept,
    /// The same words stand elsewhere among the sections.
    Moved,
    /// It has other words.
    Renamed,
    /// Its words are no heading any more: a bold paragraph, the summary of `<details>`.
    Demoted,
    /// The heading is gone, and what stood under it stands under another one.
    Merged,
    /// The heading is gone with what stood under it.
    Gone,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl Changes {
    /// Whether what is read is the same.
    pub fn is_empty(&self) -> bool {
        let same = self.passages.iter().all(|passage| match passage.fate {
            Fate::Unchanged | Fate::MarkupOnly => true,
            Fate::Reworded | Fate::Inserted | Fate::Deleted | Fate::MovedHere | Fate::MovedAway => {
                false
            }
        });
        same && self.lists.is_empty()
    }

    /// Every place in which words were added, removed or changed, in order.
    pub fn edits(&self) -> Vec<Edit> {
        let listed = self
            .passages
            .iter()
            .filter(|passage| passage.fate != Fate::MovedAway);
        listed.flat_map(Passage::edits).collect()
    }

    /// The words of the earlier text, in the order of the changes.
    pub fn words_before(&self) -> String {
        self.words(Presence::Deleted)
    }

    /// The words of the later text.
    pub fn words_after(&self) -> String {
        self.words(Presence::Inserted)
    }

    fn words(&self, side: Presence) -> String {
        let there = self.passages.iter().filter(|passage| match side {
            Presence::Inserted => !passage.after.is_empty() && passage.fate != Fate::MovedAway,
            Presence::Deleted | Presence::Same => {
                !passage.before.is_empty() && passage.fate != Fate::MovedAway
            }
        });
        let texts: Vec<String> = there.map(|passage| passage.text_of(side)).collect();
        texts.join("\n")
    }
}

impl Passage {
    /// Whether a word of it was removed or added, and did not only move.
    pub fn has_changed_words(&self) -> bool {
        let changed = |piece: &Piece| piece.state != Presence::Same && piece.moved.is_none();
        self.fate != Fate::MovedAway && self.pieces.iter().any(changed)
    }

    /// Every place of it in which words were added, removed or changed.
    pub fn edits(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut open = false;
        for piece in self.pieces.iter().filter(|piece| piece.what == What::Words) {
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

    /// What it says in one of the texts.
    pub fn text_of(&self, side: Presence) -> String {
        let there = self
            .pieces
            .iter()
            .filter(|piece| piece.state == Presence::Same || piece.state == side);
        let mut text = String::new();
        for piece in there {
            match piece.what {
                What::Words => text.push_str(&piece.text),
                What::Break | What::Cell => text.push(' '),
                What::Link => {}
            }
        }
        text
    }
}
