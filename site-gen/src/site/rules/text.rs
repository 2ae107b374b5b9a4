//! Looking for sections and sentences in a text.

use crate::markdown::Document;
use crate::words::comparable;
use std::ops::Range;

/// One sentence may have become so many.
const MOST_IN_A_ROW: usize = 3;

/// Whole sentences of one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) block: usize,
    pub(super) sentences: Range<usize>,
}

/// How many sections have a heading that reads so.
fn namesakes(document: &Document, title: &str) -> usize {
    let titles = document.sections.iter();
    titles.filter(|section| section.title == title).count()
}

/// A section's heading with those above it: `Title > Part > Section`.
pub(super) fn path(document: &Document, section: usize) -> String {
    let mut titles = Vec::new();
    let mut next = Some(section);
    while let Some(index) = next {
        titles.push(document.sections[index].title.as_str());
        next = document.sections[index].parent;
    }
    titles.reverse();
    titles.join(" > ")
}

/// How many headings lie above a section's text, its own included.
pub(super) fn depth(document: &Document, section: usize) -> usize {
    std::iter::successors(Some(section), |above| document.sections[*above].parent).count()
}

/// What rules and messages call a section: its heading, with those above it where several read so.
pub(super) fn name(document: &Document, section: usize) -> String {
    let title = &document.sections[section].title;
    if namesakes(document, title) > 1 {
        path(document, section)
    } else {
        title.clone()
    }
}

/// The places in some blocks where a quote stands as whole sentences. A quotation mark or dash of
/// another sort is the same, where none stands there to the letter.
pub(super) fn matches(document: &Document, blocks: Range<usize>, quote: &str) -> Vec<Match> {
    let found = to_the_letter(document, blocks.clone(), quote);
    if !found.is_empty() {
        return found;
    }
    let quote = comparable(quote);
    let same = rows(document, blocks).filter(|row| comparable(row.text(document)) == quote);
    same.collect()
}

/// One to a few sentences of a block in a row, in every way.
fn rows(document: &Document, blocks: Range<usize>) -> impl Iterator<Item = Match> {
    blocks.flat_map(|block| {
        let count = document.blocks[block].sentences.len();
        (0..count).flat_map(move |first| {
            let most = count.min(first + MOST_IN_A_ROW);
            (first + 1..=most).map(move |end| Match {
                block,
                sentences: first..end,
            })
        })
    })
}

fn to_the_letter(document: &Document, blocks: Range<usize>, quote: &str) -> Vec<Match> {
    let mut found = Vec::new();
    for index in blocks {
        let block = &document.blocks[index];
        for (first, sentence) in block.sentences.iter().enumerate() {
            let end = sentence.range.start + quote.len();
            if block.text.get(sentence.range.start..end) != Some(quote) {
                continue;
            }
            let ends = block.sentences[first..]
                .iter()
                .position(|last| last.range.end == end);
            if let Some(length) = ends {
                found.push(Match {
                    block: index,
                    sentences: first..first + length + 1,
                });
            }
        }
    }
    found
}

/// The sentences of some blocks in which a quote stands, if it does not begin or end with them.
pub(super) fn inside(document: &Document, blocks: Range<usize>, quote: &str) -> Option<Match> {
    blocks.into_iter().find_map(|index| {
        let block = &document.blocks[index];
        let start = block.text.find(quote)?;
        let end = start + quote.len();
        let touched = |range: &Range<usize>| range.start < end && start < range.end;
        let first = block
            .sentences
            .iter()
            .position(|sentence| touched(&sentence.range))?;
        let count = block.sentences[first..]
            .iter()
            .take_while(|s| touched(&s.range))
            .count();
        Some(Match {
            block: index,
            sentences: first..first + count,
        })
    })
}

/// The sentence of some blocks that is most like a quote, and how like it is, from 0 to 1. Where a
/// sentence was split, or one came into its midst, it is several in a row.
pub(super) fn nearest(
    document: &Document,
    blocks: Range<usize>,
    quote: &str,
) -> Option<(Match, f64)> {
    let rated = rows(document, blocks).map(|row| {
        let likeness = strsim::sorensen_dice(quote, row.text(document));
        (row, likeness)
    });
    // The first of equals, so that the message does not depend on chance.
    rated.fold(None, |best: Option<(Match, f64)>, next| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    })
}

impl Match {
    /// The bytes of the source.
    pub(super) fn span(&self, document: &Document) -> Range<usize> {
        let sentences = &document.blocks[self.block].sentences[self.sentences.clone()];
        match sentences {
            [] => 0..0,
            [first, ..] => first.span.start..sentences[sentences.len() - 1].span.end,
        }
    }

    /// The text as it reads.
    pub(super) fn text<'d>(&self, document: &'d Document) -> &'d str {
        let block = &document.blocks[self.block];
        match &block.sentences[self.sentences.clone()] {
            [] => "",
            all @ [first, ..] => &block.text[first.range.start..all[all.len() - 1].range.end],
        }
    }
}
