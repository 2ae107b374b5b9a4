//! The comparison: from two texts split into passages to the values that are shown.

use super::align::{Group, align};
use super::links::Hosts;
use super::matching::Matching;
use super::model::{
    Changes, ComparedPassage, Counts, Edit, ListChange, ListPlace, PassageChange, Piece, PieceKind,
    Place, Presence,
};
use super::moves::{self, SectionMove};
use super::obligation;
use super::pair::Pair;
use super::pieces::{MovedWords, pieces};
use super::replaced::NumberedPassage;
use super::sections;
use super::token_run::TokenRun;
use crate::words::Pages;
use crate::words::passage::{ItemPlace, Shared, Text};
use crate::words::token::Class;
use crate::words::vocabulary::Vocabulary;
use std::ops::Range;

/// Compares two texts.
///
/// Words and link targets are compared. These are not changes, but are counted as changes of
/// markup: line wrapping, encoding and indentation; the type of list bullets; emphasis; heading
/// levels, and whether words are a heading at all; typographic quotation marks and dashes; syntax
/// of other programs such as `{% hint %}` or `[!NOTE]`; the numbering of footnotes; paragraph
/// breaks.
pub fn compare<'a>(
    before: impl Into<Pages<'a>>,
    after: impl Into<Pages<'a>>,
    vocabulary: &Vocabulary,
) -> Changes {
    let mut shared = Shared::default();
    let (before, after) = (before.into(), after.into());
    let a = Text::of(&before, &mut shared);
    let b = Text::of(&after, &mut shared);
    // Use a fixed order, so that ambiguous changes are resolved alike in both directions.
    let turned = order(&a) > order(&b);
    let mut groups = if turned { align(&b, &a) } else { align(&a, &b) };
    if turned {
        for group in &mut groups {
            std::mem::swap(&mut group.a, &mut group.b);
        }
        groups.sort_by_key(|group| group.a.start);
    }
    let matching = Matching::of((&a, &b), &groups, turned, vocabulary);
    let moved_sections = moves::sections(&a, &b, &groups);
    let pairs: Vec<Pair> = groups
        .iter()
        .map(|group| Pair::new((&a, &b), group.clone(), &matching, turned))
        .collect();
    let mut report = ReportBuilder {
        a: &a,
        b: &b,
        moved: MovedWords::of(&a, &b, &matching),
        changes: Changes::default(),
        away: Vec::new(),
        numbered: Vec::new(),
        stayed: 0,
        number_a: vec![None; a.passages.len()],
        number_b: vec![None; b.passages.len()],
        hosts: Hosts::default(),
        last_item: None,
    };
    report.list(&pairs);
    report.name_moved_words(&matching);
    report.name_moved_sections(&moved_sections);
    let ReportBuilder {
        mut changes,
        numbered,
        number_b,
        hosts,
        ..
    } = report;
    changes.obligations = obligation::list((&a, &b), &matching, &numbered, vocabulary);
    changes.links = hosts.list();
    let number = |passage: usize| number_b[passage];
    changes.moves = moves::list((&a, &b), &groups, &moved_sections, &matching, number);
    changes.sections = sections::changes(&before, &a, &b, &pairs);
    changes.sentences = matching.reworded(&a, &b);
    changes
}

fn order(text: &Text) -> impl Ord + '_ {
    let texts: Vec<(&str, &str)> = text
        .passages
        .iter()
        .map(|passage| (passage.text.as_str(), passage.address.as_str()))
        .collect();
    texts
}

struct ReportBuilder<'a> {
    a: &'a Text,
    b: &'a Text,
    moved: MovedWords,
    changes: Changes,
    /// Passages that moved away, and the pair that has the new place.
    away: Vec<(usize, usize)>,
    numbered: Vec<NumberedPassage>,
    /// The number of passages so far that read the same in both texts.
    stayed: usize,
    /// The numbers under which the passages of both texts are listed.
    number_a: Vec<Option<usize>>,
    number_b: Vec<Option<usize>>,
    hosts: Hosts,
    /// The last passage whose place in its list changed, in the earlier and in the later text.
    last_item: Option<(usize, usize)>,
}

impl ReportBuilder<'_> {
    /// Lists both texts in the order of the later one, with removed passages where they were.
    fn list(&mut self, pairs: &[Pair]) {
        let mut of_a: Vec<Option<usize>> = vec![None; self.a.passages.len()];
        let mut of_b: Vec<Option<usize>> = vec![None; self.b.passages.len()];
        for (index, pair) in pairs.iter().enumerate() {
            of_a[pair.group.a.clone()].fill(Some(index));
            of_b[pair.group.b.clone()].fill(Some(index));
        }
        let mut here: Vec<Option<usize>> = vec![None; pairs.len()];
        let (mut at_a, mut at_b) = (0, 0);
        let staying = pairs
            .iter()
            .enumerate()
            .filter(|(_, pair)| !pair.group.moved);
        let ends =
            staying.map(|(index, pair)| (Some(index), pair.group.a.clone(), pair.group.b.clone()));
        let last = (None, of_a.len()..of_a.len(), of_b.len()..of_b.len());
        for (index, a, b) in ends.chain([last]) {
            while at_a < a.start {
                match of_a[at_a] {
                    None => self.deleted(at_a),
                    Some(pair) => self.moved_away(&pairs[pair], pair, at_a),
                }
                at_a += 1;
            }
            while at_b < b.start {
                match of_b[at_b] {
                    None => self.inserted(at_b),
                    Some(pair) if here[pair].is_none() => {
                        here[pair] = Some(self.changes.passages.len() + 1);
                        self.both(&pairs[pair]);
                    }
                    Some(_) => {}
                }
                at_b += 1;
            }
            if let Some(index) = index {
                here[index] = Some(self.changes.passages.len() + 1);
                self.both(&pairs[index]);
            }
            (at_a, at_b) = (at_a.max(a.end), at_b.max(b.end));
        }
        for (number, pair) in std::mem::take(&mut self.away) {
            let Some(there) = here[pair] else { continue };
            self.changes.passages[number - 1].counterpart = Some(there);
            self.changes.passages[there - 1].counterpart = Some(number);
        }
    }

    fn number(&self) -> usize {
        self.changes.passages.len() + 1
    }

    fn deleted(&mut self, at: usize) {
        let words = TokenRun::of(self.a, &(at..at + 1));
        let pair = Pair {
            group: Group {
                a: at..at + 1,
                b: 0..0,
                moved: false,
            },
            a: words,
            b: TokenRun::default(),
            runs: Vec::new(),
        };
        self.push(&pair, PassageChange::Deleted);
    }

    fn inserted(&mut self, at: usize) {
        let words = TokenRun::of(self.b, &(at..at + 1));
        let pair = Pair {
            group: Group {
                a: 0..0,
                b: at..at + 1,
                moved: false,
            },
            a: TokenRun::default(),
            b: words,
            runs: Vec::new(),
        };
        self.push(&pair, PassageChange::Inserted);
    }

    fn moved_away(&mut self, pair: &Pair, index: usize, at: usize) {
        let number = self.number();
        self.away.push((number, index));
        let passage = &self.a.passages[at];
        self.changes.passages.push(ComparedPassage {
            number,
            kind: passage.kind,
            change: PassageChange::MovedAway,
            before: places(self.a, &(at..at + 1)),
            after: places(self.b, &pair.group.b),
            pieces: vec![Piece {
                state: Presence::Deleted,
                what: PieceKind::Words,
                text: passage.text.clone(),
                moved: None,
                marked: false,
            }],
            counterpart: None,
            moved_with: None,
        });
        self.number_a[at] = Some(number);
    }

    /// Links the words of a moved sentence to the passage of the other text that has them.
    fn name_moved_words(&mut self, matching: &Matching) {
        for passage in &mut self.changes.passages {
            for piece in &mut passage.pieces {
                let Some(index) = piece.moved else { continue };
                let found = &matching.matches[index];
                piece.moved = match piece.state {
                    Presence::Deleted => self.number_b[matching.b.all[found.b.start].passage],
                    Presence::Inserted | Presence::Same => {
                        self.number_a[matching.a.all[found.a.start].passage]
                    }
                };
            }
        }
    }

    /// Links passages that moved with their section to its heading.
    fn name_moved_sections(&mut self, moved: &[SectionMove]) {
        for SectionMove { a, b } in moved {
            let sides = [(a, &self.number_a), (b, &self.number_b)];
            for (range, numbers) in sides {
                let heading = numbers[range.start];
                for number in range.clone().skip(1).filter_map(|at| numbers[at]) {
                    let passage = &mut self.changes.passages[number - 1];
                    match passage.change {
                        PassageChange::MovedHere | PassageChange::MovedAway => {
                            passage.moved_with = heading;
                        }
                        PassageChange::Unchanged
                        | PassageChange::MarkupOnly
                        | PassageChange::Reworded
                        | PassageChange::Inserted
                        | PassageChange::Deleted => {}
                    }
                }
            }
        }
    }

    fn both(&mut self, pair: &Pair) {
        let same = pair.same_words();
        let change = match (pair.group.moved, same) {
            (true, _) => PassageChange::MovedHere,
            (false, false) => PassageChange::Reworded,
            (false, true) if self.same_markup(pair) => PassageChange::Unchanged,
            (false, true) => PassageChange::MarkupOnly,
        };
        self.items(pair);
        self.push(pair, change);
    }

    /// Reports a changed number or depth of list items, consecutive ones together.
    fn items(&mut self, pair: &Pair) {
        let (at_a, at_b) = (pair.group.a.start, pair.group.b.start);
        let (one, other) = (&self.a.passages[at_a], &self.b.passages[at_b]);
        let (Some(before), Some(after)) = (one.item, other.item) else {
            return;
        };
        let numbers = before.number.zip(after.number);
        let renumbered = numbers.is_some_and(|(before, after)| before != after);
        if before.depth == after.depth && !renumbered {
            return;
        }
        let number = self.number();
        let follows = self.last_item == at_a.checked_sub(1).zip(at_b.checked_sub(1));
        self.last_item = Some((at_a, at_b));
        let distance = |before: ListPlace, after: ListPlace| {
            let numbers = before.number.zip(after.number);
            let numbers = numbers.map(|(before, after)| i128::from(after) - i128::from(before));
            (before.depth, after.depth, numbers)
        };
        let (before, after) = (list_place(before), list_place(after));
        let last = self.changes.lists.last_mut();
        let same = last
            .filter(|last| follows && distance(last.before, last.after) == distance(before, after));
        match same {
            Some(last) => last.items += 1,
            None => self.changes.lists.push(ListChange {
                passage: number,
                items: 1,
                text: other.text.clone(),
                before,
                after,
            }),
        }
    }

    fn same_markup(&self, pair: &Pair) -> bool {
        let written = |text: &Text, range: &Range<usize>| -> Vec<_> {
            let passages = text.passages[range.clone()].iter();
            passages
                .map(|passage| (passage.kind, passage.source_key))
                .collect()
        };
        pair.group.a.len() == pair.group.b.len()
            && written(self.a, &pair.group.a) == written(self.b, &pair.group.b)
    }

    fn push(&mut self, pair: &Pair, change: PassageChange) {
        let number = self.number();
        let pieces = pieces(self.a, self.b, pair, &self.moved);
        for at in pair.group.a.clone() {
            self.number_a[at] = self.number_a[at].or(Some(number));
        }
        for at in pair.group.b.clone() {
            self.number_b[at] = Some(number);
        }
        let kind = if pair.group.b.is_empty() {
            self.a.passages[pair.group.a.start].kind
        } else {
            self.b.passages[pair.group.b.start].kind
        };
        let passage = ComparedPassage {
            number,
            kind,
            change,
            before: places(self.a, &pair.group.a),
            after: places(self.b, &pair.group.b),
            pieces,
            counterpart: None,
            moved_with: None,
        };
        self.count(&passage, pair);
        if !pair.same_words() {
            let moved = &self.moved;
            self.hosts.add(self.a, self.b, pair, |before, words, at| {
                let side = if before {
                    Presence::Deleted
                } else {
                    Presence::Inserted
                };
                moved.at(side, words, at).is_some()
            });
            self.numbered.push(NumberedPassage {
                number,
                a: pair.group.a.clone(),
                b: pair.group.b.clone(),
                stayed: self.stayed,
            });
        }
        self.stayed += usize::from(change.reads_the_same());
        self.changes.passages.push(passage);
    }

    fn count(&mut self, passage: &ComparedPassage, pair: &Pair) {
        let Counts {
            edits,
            words_inserted,
            words_deleted,
            links,
            moved,
            markup_only,
            unchanged,
        } = &mut self.changes.counts;
        match passage.change {
            PassageChange::Unchanged => *unchanged += 1,
            PassageChange::MarkupOnly => *markup_only += 1,
            PassageChange::MovedHere => *moved += 1,
            PassageChange::Reworded
            | PassageChange::Inserted
            | PassageChange::Deleted
            | PassageChange::MovedAway => {}
        }
        let found: Vec<Edit> = passage.edits();
        *edits += found.len();
        let link_changes = passage
            .pieces
            .iter()
            .filter(|piece| piece.what == PieceKind::Link && piece.state != Presence::Same)
            .filter(|piece| piece.moved.is_none());
        // A changed target is shown as a removed and an added one, side by side.
        let (gone, come): (Vec<_>, Vec<_>) =
            link_changes.partition(|piece| piece.state == Presence::Deleted);
        *links += gone.len().max(come.len());
        let (mut same_a, mut same_b) = (
            vec![false; pair.a.tokens.len()],
            vec![false; pair.b.tokens.len()],
        );
        for run in &pair.runs {
            same_a[run.a..run.a + run.length].fill(true);
            same_b[run.b..run.b + run.length].fill(true);
        }
        let words = |words: &TokenRun, side: Presence, same: &[bool]| {
            let changed = (0..same.len()).filter(|at| !same[*at]);
            let changed = changed.filter(|at| self.moved.at(side, words, *at).is_none());
            let words = changed.filter(|at| match words.tokens[*at].class {
                Class::Word | Class::Number | Class::Address => true,
                Class::Mark | Class::Note | Class::Target(_) | Class::Cell | Class::Break => false,
            });
            words.count()
        };
        *words_deleted += words(&pair.a, Presence::Deleted, &same_a);
        *words_inserted += words(&pair.b, Presence::Inserted, &same_b);
    }
}

fn list_place(item: ItemPlace) -> ListPlace {
    let ItemPlace { depth, number } = item;
    ListPlace { depth, number }
}

fn places(text: &Text, range: &Range<usize>) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for index in range.clone() {
        let place = Place {
            address: text.passages[index].address.clone(),
            section: text.heading(index).to_owned(),
        };
        places.push(place);
    }
    places
}
