//! Leaves out of a site's letter what answers only rules that a version has dropped. Later versions need no
//! copy of a letter that a sentence of an earlier one asks for.

use super::{Block, Branch, Footnote, Layer, LetterTemplate};
use std::collections::BTreeSet;

impl LetterTemplate {
    /// The template without the paragraphs that answer only these rules. Texts of the library leave them
    /// out themselves.
    #[must_use]
    pub(crate) fn without(mut self, dropped: &BTreeSet<String>) -> Self {
        if self.layer == Layer::Site && !dropped.is_empty() {
            keep(&mut self.blocks, dropped);
        }
        self
    }
}

fn keep(blocks: &mut Vec<Block>, dropped: &BTreeSet<String>) {
    blocks.retain_mut(|block| match block {
        Block::Text(text) => {
            let of_lines = text.lines.iter().flat_map(|line| &line.footnotes);
            !answers_only(text.footnotes.iter().chain(of_lines), dropped)
        }
        Block::Table(table) => !answers_only(&table.footnotes, dropped),
        Block::PageBreak { footnotes, .. } => !answers_only(&*footnotes, dropped),
        Block::CoverSheet {
            blocks, footnotes, ..
        }
        | Block::ForEach {
            blocks, footnotes, ..
        } => {
            keep(blocks, dropped);
            !answers_only(&*footnotes, dropped)
        }
        Block::If(branches) => {
            let is_empty = |branches: &[Branch]| branches.iter().all(|it| it.blocks.is_empty());
            let was_empty = is_empty(branches);
            for branch in &mut *branches {
                keep(&mut branch.blocks, dropped);
            }
            was_empty || !is_empty(branches)
        }
        Block::BlankLetters(blocks) => {
            keep(blocks, dropped);
            true
        }
        Block::Insert(_) => true,
    });
}

fn answers_only<'f>(
    footnotes: impl IntoIterator<Item = &'f Footnote>,
    dropped: &BTreeSet<String>,
) -> bool {
    let mut footnotes = footnotes
        .into_iter()
        .filter(|it| !it.is_optional)
        .peekable();
    footnotes.peek().is_some() && footnotes.all(|it| dropped.contains(&it.rule.name))
}
