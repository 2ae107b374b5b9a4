//! The comparison: two texts in passages, aligned, to the values that are shown.

use super::align::{Group, align};
use super::model::{Changes, Counts, Edit, Fate, Passage, Piece, Place, Presence, What};
use super::obligation;
use super::pages::Pages;
use super::passage::{self, Shared, Text};
use super::sections;
use super::sequence::{Run, common};
use super::token::{Class, Token};
use super::vocabulary::Vocabulary;
use std::ops::Range;

/// What changed from one text to another.
///
/// Compared are the words as they read, with where links lead. No change is: how a file is
/// wrapped, encoded and indented; bullets and numbers of lists; emphasis and its signs; the level
/// of a heading, and whether words are a heading at all; typographic quotation marks and dashes;
/// signs of other programs such as `{% hint %}` or `[!NOTE]`; how footnotes are numbered; where
/// one paragraph ends and the next begins. All of these are counted as changes of markup.
pub fn compare<'a>(
    before: impl Into<Pages<'a>>,
    after: impl Into<Pages<'a>>,
    vocabulary: &Vocabulary,
) -> Changes {
    let mut shared = Shared::default();
    let (before, after) = (before.into(), after.into());
    let a = Text::of(&before, &mut shared);
    let b = Text::of(&after, &mut shared);
    // Of two ways to tell a change, chance must not choose: what comes one way round goes the
    // other way round.
    let turned = order(&a) > order(&b);
    let mut groups = if turned { align(&b, &a) } else { align(&a, &b) };
    if turned {
        for group in &mut groups {
            std::mem::swap(&mut group.a, &mut group.b);
        }
        groups.sort_by_key(|group| group.a.start);
    }
    let pairs: Vec<Pair> = groups
        .into_iter()
        .map(|group| Pair::new(&a, &b, group, turned))
        .collect();
    let mut telling = Telling {
        a: &a,
        b: &b,
        vocabulary,
        changes: Changes::default(),
        away: Vec::new(),
    };
    telling.tell(&pairs);
    let mut changes = telling.finish();
    changes.sections = sections::fates(&before, &a, &b, &pairs);
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

/// Passages that belong together, and the words that they share.
pub(super) struct Pair {
    pub(super) group: Group,
    pub(super) a: Words,
    pub(super) b: Words,
    pub(super) runs: Vec<Run>,
}

/// The words of some passages one after the other.
#[derive(Default)]
pub(super) struct Words {
    pub(super) tokens: Vec<Token>,
    /// For each token the passage that it stands in.
    pub(super) passages: Vec<usize>,
}

impl Words {
    pub(super) fn of(text: &Text, passages: &Range<usize>) -> Self {
        let mut words = Self::default();
        for index in passages.clone() {
            if index > passages.start {
                words.passages.push(index);
                words.tokens.push(Token {
                    range: 0..0,
                    key: u32::MAX,
                    class: Class::Break,
                });
            }
            let tokens = &text.passages[index].tokens;
            words
                .passages
                .resize(words.passages.len() + tokens.len(), index);
            words.tokens.extend(tokens.iter().cloned());
        }
        words
    }
}

impl Pair {
    fn new(a: &Text, b: &Text, group: Group, turned: bool) -> Self {
        let words_a = Words::of(a, &group.a);
        let words_b = Words::of(b, &group.b);
        let runs = if turned {
            let runs = common_by_cell(&words_b.tokens, &words_a.tokens);
            runs.into_iter()
                .map(|Run { a, b, length }| Run { a: b, b: a, length })
                .collect()
        } else {
            common_by_cell(&words_a.tokens, &words_b.tokens)
        };
        Self {
            group,
            a: words_a,
            b: words_b,
            runs,
        }
    }

    /// Whether all words and links of both are shared.
    pub(super) fn same_words(&self) -> bool {
        let shared: usize = self.runs.iter().map(|run| run.length).sum();
        let words = |words: &Words| {
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

/// Rows with as many cells each are compared cell by cell, so that no word is found in common
/// across two columns.
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

struct Telling<'a> {
    a: &'a Text,
    b: &'a Text,
    vocabulary: &'a Vocabulary,
    changes: Changes,
    /// Passages that moved away, and the pair that says where.
    away: Vec<(usize, usize)>,
}

impl Telling<'_> {
    /// Both texts in the order of the later one; what went stands where it stood.
    fn tell(&mut self, pairs: &[Pair]) {
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
        let words = Words::of(self.a, &(at..at + 1));
        let pair = Pair {
            group: Group {
                a: at..at + 1,
                b: 0..0,
                moved: false,
            },
            a: words,
            b: Words::default(),
            runs: Vec::new(),
        };
        self.push(&pair, Fate::Deleted);
    }

    fn inserted(&mut self, at: usize) {
        let words = Words::of(self.b, &(at..at + 1));
        let pair = Pair {
            group: Group {
                a: 0..0,
                b: at..at + 1,
                moved: false,
            },
            a: Words::default(),
            b: words,
            runs: Vec::new(),
        };
        self.push(&pair, Fate::Inserted);
    }

    fn moved_away(&mut self, pair: &Pair, index: usize, at: usize) {
        let number = self.number();
        self.away.push((number, index));
        let passage = &self.a.passages[at];
        self.changes.passages.push(Passage {
            number,
            kind: passage.kind,
            fate: Fate::MovedAway,
            before: places(self.a, &(at..at + 1)),
            after: places(self.b, &pair.group.b),
            pieces: vec![Piece {
                state: Presence::Deleted,
                what: What::Words,
                text: passage.text.clone(),
            }],
            counterpart: None,
        });
    }

    fn both(&mut self, pair: &Pair) {
        let same = pair.same_words();
        let fate = match (pair.group.moved, same) {
            (true, _) => Fate::MovedHere,
            (false, false) => Fate::Reworded,
            (false, true) if self.same_markup(pair) => Fate::Unchanged,
            (false, true) => Fate::MarkupOnly,
        };
        self.push(pair, fate);
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

    fn push(&mut self, pair: &Pair, fate: Fate) {
        let number = self.number();
        let pieces = pieces(self.a, self.b, pair);
        let kind = if pair.group.b.is_empty() {
            self.a.passages[pair.group.a.start].kind
        } else {
            self.b.passages[pair.group.b.start].kind
        };
        let passage = Passage {
            number,
            kind,
            fate,
            before: places(self.a, &pair.group.a),
            after: places(self.b, &pair.group.b),
            pieces,
            counterpart: None,
        };
        self.count(&passage, pair);
        if !pair.same_words() {
            let found = obligation::found(self.a, self.b, pair, self.vocabulary);
            self.changes
                .obligations
                .extend(found.into_iter().map(|found| super::model::Obligation {
                    passage: number,
                    ..found
                }));
        }
        self.changes.passages.push(passage);
    }

    fn count(&mut self, passage: &Passage, pair: &Pair) {
        let Counts {
            edits,
            words_inserted,
            words_deleted,
            links,
            moved,
            markup_only,
            unchanged,
        } = &mut self.changes.counts;
        match passage.fate {
            Fate::Unchanged => *unchanged += 1,
            Fate::MarkupOnly => *markup_only += 1,
            Fate::MovedHere => *moved += 1,
            Fate::Reworded | Fate::Inserted | Fate::Deleted | Fate::MovedAway => {}
        }
        let found: Vec<Edit> = passage.edits();
        *edits += found.len();
        let link_changes = passage
            .pieces
            .iter()
            .filter(|piece| piece.what == What::Link && piece.state != Presence::Same);
        // A target that changed is one that went and one that came, side by side.
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
        let words = |tokens: &[Token], same: &[bool]| {
            let changed = tokens.iter().zip(same).filter(|(_, same)| !**same);
            let words = changed.filter(|(token, _)| match token.class {
                Class::Word | Class::Number | Class::Address => true,
                Class::Mark | Class::Note | Class::Target(_) | Class::Cell | Class::Break => false,
            });
            words.count()
        };
        *words_deleted += words(&pair.a.tokens, &same_a);
        *words_inserted += words(&pair.b.tokens, &same_b);
    }

    fn finish(self) -> Changes {
        self.changes
    }
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

/// The words of a pair as pieces, what went before what came.
fn pieces(a: &Text, b: &Text, pair: &Pair) -> Vec<Piece> {
    let mut writing = Writing::default();
    let (mut at_a, mut at_b) = (0, 0);
    let end = Run {
        a: pair.a.tokens.len(),
        b: pair.b.tokens.len(),
        length: 0,
    };
    for run in pair.runs.iter().copied().chain([end]) {
        writing.begin_change();
        for at in at_a..run.a {
            let space = after_space(&a.passages, &pair.a, at);
            writing.token(&a.passages, &pair.a, at, Presence::Deleted, space);
        }
        for at in at_b..run.b {
            let space = after_space(&b.passages, &pair.b, at);
            writing.token(&b.passages, &pair.b, at, Presence::Inserted, space);
        }
        for at in 0..run.length {
            let space = after_space(&a.passages, &pair.a, run.a + at)
                || after_space(&b.passages, &pair.b, run.b + at);
            writing.token(&b.passages, &pair.b, run.b + at, Presence::Same, space);
        }
        (at_a, at_b) = (run.a + run.length, run.b + run.length);
    }
    writing.pieces
}

/// Whether a space stands before a token, or the end of another passage.
fn after_space(passages: &[passage::Passage], words: &Words, at: usize) -> bool {
    let index = words.passages[at];
    match words.tokens[at].range.start {
        0 => index != words.passages[0],
        start => passages[index].text[..start].ends_with(' '),
    }
}

#[derive(Default)]
struct Writing {
    pieces: Vec<Piece>,
    /// What comes next that went, and that came, stands after a space already.
    spaced: [bool; 2],
}

impl Writing {
    fn begin_change(&mut self) {
        self.spaced = [self.pieces.is_empty(); 2];
    }

    fn token(
        &mut self,
        passages: &[passage::Passage],
        words: &Words,
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
                    what: What::Link,
                    text,
                });
                return;
            }
            Class::Cell => What::Cell,
            Class::Break => What::Break,
            Class::Word | Class::Number | Class::Mark | Class::Address | Class::Note => What::Words,
        };
        if what != What::Words {
            self.pieces.push(Piece {
                state,
                what,
                text: String::new(),
            });
            return;
        }
        let text = &passage.text[token.range.clone()];
        self.words(text, space, state);
    }

    fn words(&mut self, text: &str, space: bool, state: Presence) {
        if let Some(last) = self.pieces.last_mut()
            && last.what == What::Words
            && last.state == state
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
                Some(last) if last.what == What::Words && last.state == Presence::Same => {
                    if !last.text.ends_with(' ') {
                        last.text.push(' ');
                    }
                    self.spaced = [true; 2];
                }
                Some(last) if last.what == What::Cell && last.state == Presence::Same => {
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
            what: What::Words,
            text: new,
        });
    }
}
