//! The comparison: from two texts split into passages to the values that are shown.

use super::align::{Group, align};
use super::links::Hosts;
use super::matching::Matching;
use super::model::{
    Changes, ComparedPassage, Counts, Edit, ListChange, ListPlace, PassageChange, Piece, PieceKind,
    Place, Presence,
};
use super::moves::{self, SectionMove};
use super::obligation::{self, NumberedPassage};
use super::sections;
use super::sentence::Match;
use crate::words::Pages;
use crate::words::passage::{self, ItemPlace, Shared, Text};
use crate::words::sequence::{Run, common};
use crate::words::token::{Class, Token};
use crate::words::vocabulary::Vocabulary;
use std::collections::HashMap;
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
    let mut report = Report {
        a: &a,
        b: &b,
        moved: MovedWords::of(&a, &b, &matching),
        changes: Changes::default(),
        away: Vec::new(),
        numbered: Vec::new(),
        number_a: vec![None; a.passages.len()],
        number_b: vec![None; b.passages.len()],
        hosts: Hosts::default(),
        last_item: None,
    };
    report.list(&pairs);
    report.name_moved_words(&matching);
    report.name_moved_sections(&moved_sections);
    let Report {
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

/// Corresponding passages and their common words.
pub(super) struct Pair {
    pub(super) group: Group,
    pub(super) a: TokenRun,
    pub(super) b: TokenRun,
    pub(super) runs: Vec<Run>,
}

/// The words of consecutive passages.
#[derive(Clone, Default)]
pub(super) struct TokenRun {
    pub(super) tokens: Vec<Token>,
    /// For each token, the index of its passage.
    pub(super) passages: Vec<usize>,
    /// For each token, its index in the passage.
    at: Vec<usize>,
}

impl TokenRun {
    pub(super) fn of(text: &Text, passages: &Range<usize>) -> Self {
        let mut words = Self::default();
        for index in passages.clone() {
            if index > passages.start {
                words.passages.push(index);
                words.at.push(usize::MAX);
                words.tokens.push(Token {
                    range: 0..0,
                    key: u32::MAX,
                    class: Class::Break,
                });
            }
            words.add(text, index, 0..text.passages[index].tokens.len());
        }
        words
    }

    /// Appends tokens of a passage.
    pub(super) fn add(&mut self, text: &Text, passage: usize, tokens: Range<usize>) {
        self.passages
            .resize(self.passages.len() + tokens.len(), passage);
        let added = &text.passages[passage].tokens[tokens.clone()];
        self.tokens.extend(added.iter().cloned());
        self.at.extend(tokens);
    }

    /// The index of the first token of each passage.
    fn starts(&self) -> HashMap<usize, usize> {
        let all = self.passages.iter().zip(&self.at).enumerate();
        let firsts = all.filter(|(_, (_, at))| **at == 0);
        firsts
            .map(|(start, (passage, _))| (*passage, start))
            .collect()
    }
}

impl Pair {
    fn new((a, b): (&Text, &Text), group: Group, matching: &Matching, turned: bool) -> Self {
        let words_a = TokenRun::of(a, &group.a);
        let words_b = TokenRun::of(b, &group.b);
        let sentences = sentences(&group, (&words_a, &words_b), matching);
        let runs = if turned {
            let sentences: Vec<Both> = sentences.iter().map(Both::turned).collect();
            let runs = runs((&words_b.tokens, &words_a.tokens), &sentences);
            runs.into_iter()
                .map(|Run { a, b, length }| Run { a: b, b: a, length })
                .collect()
        } else {
            runs((&words_a.tokens, &words_b.tokens), &sentences)
        };
        Self {
            group,
            a: words_a,
            b: words_b,
            runs,
        }
    }

    /// Whether both have the same words and links.
    pub(super) fn same_words(&self) -> bool {
        let shared: usize = self.runs.iter().map(|run| run.length).sum();
        let words = |words: &TokenRun| {
            let marks = words.tokens.iter().filter(|token| match token.class {
                Class::Break => false,
                Class::Word
                | Class::Number
                | Class::Mark
                | Class::Address
                | Class::Note
                | Class::Target(_)
                | Class::Cell => true,
            });
            marks.count()
        };
        let breaks = self
            .runs
            .iter()
            .flat_map(|run| &self.a.tokens[run.a..run.a + run.length])
            .filter(|token| token.class == Class::Break)
            .count();
        shared - breaks == words(&self.a) && shared - breaks == words(&self.b)
    }
}

/// A sentence on both sides.
struct Both {
    a: Range<usize>,
    b: Range<usize>,
    /// Whether the words before it, on either side, moved to another passage.
    after_moved: bool,
}

impl Both {
    fn turned(&self) -> Self {
        Self {
            a: self.b.clone(),
            b: self.a.clone(),
            after_moved: self.after_moved,
        }
    }
}

/// The sentences that the passages of a group share, in order, and the ends of both. Empty if each
/// side has a single sentence, whose words are then compared directly.
fn sentences(group: &Group, (a, b): (&TokenRun, &TokenRun), matching: &Matching) -> Vec<Both> {
    let (starts_a, starts_b) = (a.starts(), b.starts());
    let all_a: Vec<usize> = group
        .a
        .clone()
        .flat_map(|passage| matching.a.of_passage(passage))
        .collect();
    let all_b: Vec<usize> = group
        .b
        .clone()
        .flat_map(|passage| matching.b.of_passage(passage))
        .collect();
    if all_a.len() < 2 && all_b.len() < 2 {
        return Vec::new();
    }
    let moved_away = |found: &Match| found.elsewhere && !found.rewritten;
    let elsewhere = |of: Option<usize>| of.is_some_and(|at| moved_away(&matching.matches[at]));
    let place = |starts: &HashMap<usize, usize>, sentence: &super::sentence::Sentence| {
        let start = starts.get(&sentence.passage).copied().unwrap_or(0);
        start + sentence.tokens.start..start + sentence.tokens.end
    };
    let mut found: Vec<Both> = Vec::new();
    let mut after_moved = false;
    let mut in_b = all_b.iter().copied().peekable();
    for at in all_a {
        let Some(index) = matching.of_a[at] else {
            continue;
        };
        let both = &matching.matches[index];
        if both.elsewhere {
            after_moved |= moved_away(both);
            continue;
        }
        if both.a.start != at {
            continue;
        }
        while let Some(skipped) = in_b.next_if(|next| *next < both.b.start) {
            after_moved |= elsewhere(matching.of_b[skipped]);
        }
        while in_b.next_if(|next| *next < both.b.end).is_some() {}
        let range = |starts, all: &[super::sentence::Sentence]| -> Range<usize> {
            let first = all.first().map_or(0..0, |first| place(starts, first));
            let last = all.last().map_or(0..0, |last| place(starts, last));
            first.start..last.end
        };
        found.push(Both {
            a: range(&starts_a, &matching.a.all[both.a.clone()]),
            b: range(&starts_b, &matching.b.all[both.b.clone()]),
            after_moved,
        });
        after_moved = false;
    }
    for rest in in_b {
        after_moved |= elsewhere(matching.of_b[rest]);
    }
    found.push(Both {
        a: a.tokens.len()..a.tokens.len(),
        b: b.tokens.len()..b.tokens.len(),
        after_moved,
    });
    found
}

/// The common tokens: first by sentence, where sentences correspond, then in the gaps between them.
fn runs((a, b): (&[Token], &[Token]), sentences: &[Both]) -> Vec<Run> {
    if sentences.is_empty() {
        return common_by_cell(a, b);
    }
    let mut found: Vec<Run> = Vec::new();
    let mut add = |run: Run| match found.last_mut() {
        Some(last) if last.a + last.length == run.a && last.b + last.length == run.b => {
            last.length += run.length;
        }
        _ => found.push(run),
    };
    let (mut from_a, mut from_b) = (0, 0);
    for both in sentences {
        let (rest_a, rest_b) = (&a[from_a..both.a.start], &b[from_b..both.b.start]);
        for run in common(rest_a, rest_b) {
            let tokens = &rest_a[run.a..run.a + run.length];
            if !both.after_moved || tokens.iter().all(|token| token.class == Class::Break) {
                add(Run {
                    a: run.a + from_a,
                    b: run.b + from_b,
                    length: run.length,
                });
            }
        }
        for run in common_by_cell(&a[both.a.clone()], &b[both.b.clone()]) {
            add(Run {
                a: run.a + both.a.start,
                b: run.b + both.b.start,
                length: run.length,
            });
        }
        (from_a, from_b) = (both.a.end, both.b.end);
    }
    found
}

/// Compares table rows with the same number of cells cell by cell, so that no common word spans two
/// columns.
fn common_by_cell(a: &[Token], b: &[Token]) -> Vec<Run> {
    let cells = |tokens: &[Token]| -> Vec<usize> {
        let ends = tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| token.class == Class::Cell);
        ends.map(|(at, _)| at).chain([tokens.len()]).collect()
    };
    let (cells_a, cells_b) = (cells(a), cells(b));
    if cells_a.len() != cells_b.len() || cells_a.len() == 1 {
        return common(a, b);
    }
    let mut runs: Vec<Run> = Vec::new();
    let (mut from_a, mut from_b) = (0, 0);
    for (end_a, end_b) in cells_a.into_iter().zip(cells_b) {
        let inner = common(&a[from_a..end_a], &b[from_b..end_b]);
        runs.extend(inner.into_iter().map(|run| Run {
            a: run.a + from_a,
            b: run.b + from_b,
            length: run.length,
        }));
        if end_a < a.len() {
            runs.push(Run {
                a: end_a,
                b: end_b,
                length: 1,
            });
        }
        (from_a, from_b) = (end_a + 1, end_b + 1);
    }
    runs
}

/// Words that moved to another passage with their sentence: by passage and position, with the match
/// of the sentence.
#[derive(Default)]
struct MovedWords {
    a: HashMap<(usize, usize), usize>,
    b: HashMap<(usize, usize), usize>,
}

impl MovedWords {
    fn of(a: &Text, b: &Text, matching: &Matching) -> Self {
        let mut moved = Self::default();
        for (index, found) in matching.matches.iter().enumerate() {
            if !found.elsewhere || found.rewritten {
                continue;
            }
            let (one, other) = (
                &matching.a.all[found.a.start],
                &matching.b.all[found.b.start],
            );
            let (from_a, from_b) = (one.tokens.start, other.tokens.start);
            let tokens_a = &a.passages[one.passage].tokens[one.tokens.clone()];
            let tokens_b = &b.passages[other.passage].tokens[other.tokens.clone()];
            for run in matching.runs(tokens_a, tokens_b, common) {
                for at in 0..run.length {
                    moved.a.insert((one.passage, from_a + run.a + at), index);
                    moved.b.insert((other.passage, from_b + run.b + at), index);
                }
            }
        }
        moved
    }

    fn at(&self, side: Presence, words: &TokenRun, at: usize) -> Option<usize> {
        let place = (words.passages[at], words.at[at]);
        match side {
            Presence::Deleted => self.a.get(&place).copied(),
            Presence::Inserted => self.b.get(&place).copied(),
            Presence::Same => None,
        }
    }
}

struct Report<'a> {
    a: &'a Text,
    b: &'a Text,
    moved: MovedWords,
    changes: Changes,
    /// Passages that moved away, and the pair that has the new place.
    away: Vec<(usize, usize)>,
    numbered: Vec<NumberedPassage>,
    /// The numbers under which the passages of both texts are listed.
    number_a: Vec<Option<usize>>,
    number_b: Vec<Option<usize>>,
    hosts: Hosts,
    /// The last passage whose place in its list changed, in the earlier and in the later text.
    last_item: Option<(usize, usize)>,
}

impl Report<'_> {
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
                .map(|passage| (passage.kind, passage.written.clone()))
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
            });
        }
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

/// The words of sentences of both texts as pieces.
pub(super) fn pieces_of(
    matching: &Matching,
    (a, words_a): (&Text, &TokenRun),
    (b, words_b): (&Text, &TokenRun),
) -> Vec<Piece> {
    let pair = Pair {
        group: Group {
            a: 0..0,
            b: 0..0,
            moved: false,
        },
        runs: matching.runs(&words_a.tokens, &words_b.tokens, common_by_cell),
        a: words_a.clone(),
        b: words_b.clone(),
    };
    let mut pieces = pieces(a, b, &pair, &MovedWords::default());
    if let Some(first) = pieces.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    pieces
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

/// The words of a pair as pieces, removed words before added ones.
fn pieces(a: &Text, b: &Text, pair: &Pair, moved: &MovedWords) -> Vec<Piece> {
    let mut writing = Writing::default();
    let (mut at_a, mut at_b) = (0, 0);
    let end = Run {
        a: pair.a.tokens.len(),
        b: pair.b.tokens.len(),
        length: 0,
    };
    let runs = pair
        .runs
        .iter()
        .map(|run| without_currency(a, b, pair, *run));
    for run in runs.chain([end]) {
        writing.begin_change();
        // `a and b.` that became `a.` or `a, b.`: the space goes with the removed words, or `a .` or
        // `a , b.` would remain.
        writing.takes_space = match (at_a < run.a, at_b < run.b) {
            (true, false) => follows_without_space(&b.passages, &pair.b, run.b),
            (false, true) => follows_without_space(&a.passages, &pair.a, run.a),
            (true, true) => {
                after_space(&a.passages, &pair.a, at_a) != after_space(&b.passages, &pair.b, at_b)
            }
            (false, false) => false,
        };
        for at in at_a..run.a {
            let space = after_space(&a.passages, &pair.a, at);
            writing.moved = moved.at(Presence::Deleted, &pair.a, at);
            writing.token(&a.passages, &pair.a, at, Presence::Deleted, space);
        }
        for at in at_b..run.b {
            let space = after_space(&b.passages, &pair.b, at);
            writing.moved = moved.at(Presence::Inserted, &pair.b, at);
            writing.token(&b.passages, &pair.b, at, Presence::Inserted, space);
        }
        writing.moved = None;
        for at in 0..run.length {
            let space = after_space(&a.passages, &pair.a, run.a + at)
                || after_space(&b.passages, &pair.b, run.b + at);
            writing.token(&b.passages, &pair.b, run.b + at, Presence::Same, space);
        }
        (at_a, at_b) = (run.a + run.length, run.b + run.length);
    }
    writing.pieces
}

/// A run without the currency sign at its end, if the amount after it changed: `$500` became `$900`,
/// and not `500` became `900`.
fn without_currency(a: &Text, b: &Text, pair: &Pair, run: Run) -> Run {
    let sign = |text: &Text, words: &TokenRun, end: usize| {
        let last = end.checked_sub(1).and_then(|last| words.tokens.get(last));
        let (Some(last), Some(next)) = (last, words.tokens.get(end)) else {
            return false;
        };
        let sign = &text.passages[words.passages[end - 1]].text[last.range.clone()];
        next.class == Class::Number
            && next.range.start == last.range.end
            && words.passages[end - 1] == words.passages[end]
            && matches!(sign, "$" | "€" | "£" | "¥" | "₹" | "₩")
    };
    let (end_a, end_b) = (run.a + run.length, run.b + run.length);
    let both = run.length > 0 && sign(a, &pair.a, end_a) && sign(b, &pair.b, end_b);
    Run {
        length: run.length - usize::from(both),
        ..run
    }
}

/// Whether a token follows a space, or the end of another passage.
fn after_space(passages: &[passage::Passage], words: &TokenRun, at: usize) -> bool {
    let index = words.passages[at];
    match words.tokens[at].range.start {
        0 => index != words.passages[0],
        start => passages[index].text[..start].ends_with(' '),
    }
}

/// Whether there is a token, directly after what comes before it.
fn follows_without_space(passages: &[passage::Passage], words: &TokenRun, at: usize) -> bool {
    at < words.tokens.len() && !after_space(passages, words, at)
}

#[derive(Default)]
struct Writing {
    pieces: Vec<Piece>,
    /// Whether the space before removed or added words is theirs.
    takes_space: bool,
    /// For removed and for added words: whether the text before them ends with a space.
    spaced: [bool; 2],
    /// The match of the sentence of the next words, if it moved.
    moved: Option<usize>,
}

impl Writing {
    fn begin_change(&mut self) {
        self.spaced = [self.pieces.is_empty(); 2];
    }

    fn token(
        &mut self,
        passages: &[passage::Passage],
        words: &TokenRun,
        at: usize,
        state: Presence,
        space: bool,
    ) {
        let token = &words.tokens[at];
        let passage = &passages[words.passages[at]];
        let what = match token.class {
            Class::Target(target) => {
                let text = passage.targets[target].clone();
                self.pieces.push(Piece {
                    state,
                    what: PieceKind::Link,
                    text,
                    moved: self.moved,
                });
                return;
            }
            Class::Cell => PieceKind::Cell,
            Class::Break => PieceKind::Break,
            Class::Word | Class::Number | Class::Mark | Class::Address | Class::Note => {
                PieceKind::Words
            }
        };
        if what != PieceKind::Words {
            self.pieces.push(Piece {
                state,
                what,
                text: String::new(),
                moved: self.moved,
            });
            return;
        }
        let text = &passage.text[token.range.clone()];
        self.words(text, space, state);
    }

    fn words(&mut self, text: &str, space: bool, state: Presence) {
        if let Some(last) = self.pieces.last_mut()
            && last.what == PieceKind::Words
            && last.state == state
            && last.moved == self.moved
        {
            if space && !last.text.ends_with(' ') {
                last.text.push(' ');
            }
            last.text.push_str(text);
            return;
        }
        let mut new = String::new();
        let side = usize::from(state == Presence::Inserted);
        if space {
            match self.pieces.last_mut() {
                Some(last)
                    if last.what == PieceKind::Words
                        && last.state == Presence::Same
                        && !self.takes_space =>
                {
                    if !last.text.ends_with(' ') {
                        last.text.push(' ');
                    }
                    self.spaced = [true; 2];
                }
                Some(last) if last.what == PieceKind::Cell && last.state == Presence::Same => {
                    self.spaced = [true; 2];
                }
                _ if state == Presence::Same || !self.spaced[side] => new.push(' '),
                Some(_) | None => {}
            }
        }
        self.spaced[side] = false;
        new.push_str(text);
        self.pieces.push(Piece {
            state,
            what: PieceKind::Words,
            text: new,
            moved: self.moved,
        });
    }
}
