//! The words of corresponding passages as pieces: kept, removed and added.

use super::align::Group;
use super::matching::Matching;
use super::model::{Piece, PieceKind, Presence};
use super::pair::{Pair, common_by_cell};
use super::token_run::TokenRun;
use crate::words::passage::{self, Text};
use crate::words::sequence::{Run, common};
use crate::words::token::Class;
use std::collections::{HashMap, HashSet};

/// Words that moved to another passage with their sentence: by passage and position, with the match
/// of the sentence.
#[derive(Default)]
pub(super) struct MovedWords {
    a: HashMap<(usize, usize), usize>,
    b: HashMap<(usize, usize), usize>,
}

impl MovedWords {
    pub(super) fn of(a: &Text, b: &Text, matching: &Matching) -> Self {
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

    pub(super) fn at(&self, side: Presence, words: &TokenRun, at: usize) -> Option<usize> {
        let place = (words.passages[at], words.at[at]);
        match side {
            Presence::Deleted => self.a.get(&place).copied(),
            Presence::Inserted => self.b.get(&place).copied(),
            Presence::Same => None,
        }
    }
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

/// Words of one text as pieces, of which those at these passages and positions are marked.
pub(super) fn marked_pieces(
    text: &Text,
    words: &TokenRun,
    state: Presence,
    marks: &HashSet<(usize, usize)>,
) -> Vec<Piece> {
    let mut writing = PieceWriter::default();
    for (at, token) in words.tokens.iter().enumerate() {
        writing.marked = marks.contains(&(words.passages[at], words.at[at]));
        if writing.marked || !matches!(token.class, Class::Target(_)) {
            let space = at > 0 && after_space(&text.passages, words, at);
            writing.token(&text.passages, words, at, state, space);
        }
    }
    writing.pieces
}

/// The words of a pair as pieces, removed words before added ones.
pub(super) fn pieces(a: &Text, b: &Text, pair: &Pair, moved: &MovedWords) -> Vec<Piece> {
    let mut writing = PieceWriter::default();
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
struct PieceWriter {
    pieces: Vec<Piece>,
    /// Whether the space before removed or added words is theirs.
    takes_space: bool,
    /// For removed and for added words: whether the text before them ends with a space.
    spaced: [bool; 2],
    /// The match of the sentence of the next words, if it moved.
    moved: Option<usize>,
    /// Whether the next words are marked.
    marked: bool,
}

impl PieceWriter {
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
                    marked: self.marked,
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
                marked: self.marked,
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
            && last.marked == self.marked
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
                        && (last.state == Presence::Same && !self.takes_space || self.marked) =>
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
            marked: self.marked,
        });
    }
}
