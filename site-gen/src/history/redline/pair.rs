//! Corresponding passages: which of their sentences and words are the same.

use super::align::Group;
use super::matching::Matching;
use super::sentence::{Match, Sentence};
use super::token_run::TokenRun;
use crate::words::passage::Text;
use crate::words::sequence::{Run, common};
use crate::words::token::{Class, Token};
use std::collections::HashMap;
use std::ops::Range;

/// Corresponding passages and their common words.
pub(super) struct Pair {
    pub(super) group: Group,
    pub(super) a: TokenRun,
    pub(super) b: TokenRun,
    pub(super) runs: Vec<Run>,
}

impl Pair {
    pub(super) fn new(
        (a, b): (&Text, &Text),
        group: Group,
        matching: &Matching,
        turned: bool,
    ) -> Self {
        let words_a = TokenRun::of(a, &group.a);
        let words_b = TokenRun::of(b, &group.b);
        let sentences = sentences(&group, (&words_a, &words_b), matching);
        let runs = if turned {
            let sentences: Vec<AlignedSentence> =
                sentences.iter().map(AlignedSentence::turned).collect();
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
struct AlignedSentence {
    a: Range<usize>,
    b: Range<usize>,
    /// Whether the words before it, on either side, moved to another passage.
    after_moved: bool,
}

impl AlignedSentence {
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
fn sentences(
    group: &Group,
    (a, b): (&TokenRun, &TokenRun),
    matching: &Matching,
) -> Vec<AlignedSentence> {
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
    let place = |starts: &HashMap<usize, usize>, sentence: &Sentence| {
        let start = starts.get(&sentence.passage).copied().unwrap_or(0);
        start + sentence.tokens.start..start + sentence.tokens.end
    };
    let mut found: Vec<AlignedSentence> = Vec::new();
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
        let range = |starts, all: &[Sentence]| -> Range<usize> {
            let first = all.first().map_or(0..0, |first| place(starts, first));
            let last = all.last().map_or(0..0, |last| place(starts, last));
            first.start..last.end
        };
        found.push(AlignedSentence {
            a: range(&starts_a, &matching.a.all[both.a.clone()]),
            b: range(&starts_b, &matching.b.all[both.b.clone()]),
            after_moved,
        });
        after_moved = false;
    }
    for rest in in_b {
        after_moved |= elsewhere(matching.of_b[rest]);
    }
    found.push(AlignedSentence {
        a: a.tokens.len()..a.tokens.len(),
        b: b.tokens.len()..b.tokens.len(),
        after_moved,
    });
    found
}

/// The common tokens: first by sentence, where sentences correspond, then in the gaps between them.
fn runs((a, b): (&[Token], &[Token]), sentences: &[AlignedSentence]) -> Vec<Run> {
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
pub(super) fn common_by_cell(a: &[Token], b: &[Token]) -> Vec<Run> {
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
