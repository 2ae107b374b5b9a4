//! The words of consecutive passages.

use crate::words::passage::Text;
use crate::words::token::{Class, Token};
use std::collections::HashMap;
use std::ops::Range;

/// The words of consecutive passages, with a break between two.
#[derive(Clone, Default)]
pub(super) struct TokenRun {
    pub(super) tokens: Vec<Token>,
    /// For each token, the index of its passage.
    pub(super) passages: Vec<usize>,
    /// For each token, its index in the passage.
    pub(super) at: Vec<usize>,
}

impl TokenRun {
    pub(super) fn of(text: &Text, passages: &Range<usize>) -> Self {
        let mut words = Self::default();
        for index in passages.clone() {
            if index > passages.start {
                words.push_break(index);
            }
            words.add(text, index, 0..text.passages[index].tokens.len());
        }
        words
    }

    /// Appends the break before a passage.
    pub(super) fn push_break(&mut self, passage: usize) {
        self.passages.push(passage);
        self.at.push(usize::MAX);
        self.tokens.push(Token {
            range: 0..0,
            key: u32::MAX,
            class: Class::Break,
        });
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
    pub(super) fn starts(&self) -> HashMap<usize, usize> {
        let all = self.passages.iter().zip(&self.at).enumerate();
        let firsts = all.filter(|(_, (_, at))| **at == 0);
        firsts
            .map(|(start, (passage, _))| (*passage, start))
            .collect()
    }
}
