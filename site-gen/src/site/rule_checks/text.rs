//! Searches for sections and sentences in a text.

use crate::markdown::Document;
use crate::words::comparable;
use std::ops::Range;

/// The maximum number of sentences into which one may have been split.
const MAX_IN_A_ROW: usize = 3;

/// Consecutive whole sentences of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) block: usize,
    pub(super) sentences: Range<usize>,
}

/// The number of sections with this heading.
fn namesakes(document: &Document, title: &str) -> usize {
    let titles = document.sections.iter();
    titles.filter(|section| section.title == title).count()
}

/// A section's heading with its parents: `Title > Part > Section`.
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

/// The number of headings above a section's text, including its own.
pub(super) fn depth(document: &Document, section: usize) -> usize {
    std::iter::successors(Some(section), |above| document.sections[*above].parent).count()
}

/// The name of a section in rules and messages: its heading, with its parents if several are equal.
pub(super) fn name(document: &Document, section: usize) -> String {
    let title = &document.sections[section].title;
    if namesakes(document, title) > 1 {
        path(document, section)
    } else {
        title.clone()
    }
}

/// The places in a range of blocks where a quote is a sequence of whole sentences. Quotation marks
/// and dashes of another type match if there is no exact match.
pub(super) fn matches(document: &Document, blocks: Range<usize>, quote: &str) -> Vec<Match> {
    let found = to_the_letter(document, blocks.clone(), quote);
    if !found.is_empty() {
        return found;
    }
    let quote = comparable(quote);
    let same = rows(document, blocks).filter(|row| comparable(row.text(document)) == quote);
    same.collect()
}

/// All sequences of one to a few sentences of a block.
pub(super) fn rows(document: &Document, blocks: Range<usize>) -> impl Iterator<Item = Match> {
    blocks.flat_map(|block| {
        let count = document.blocks[block].sentences.len();
        (0..count).flat_map(move |first| {
            let most = count.min(first + MAX_IN_A_ROW);
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

/// The sentences in a range of blocks that contain a quote but are longer than it.
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

/// The sentence in a range of blocks that is most similar to a quote, with the similarity from 0 to
/// 1. It may be several consecutive ones, if a sentence was split or one was inserted into it.
pub(super) fn nearest(
    document: &Document,
    blocks: Range<usize>,
    quote: &str,
) -> Option<(Match, f64)> {
    let rated = rows(document, blocks).map(|row| {
        let likeness = strsim::sorensen_dice(quote, row.text(document));
        (row, likeness)
    });
    // The first of equals, so that the message is deterministic.
    rated.fold(None, |best: Option<(Match, f64)>, next| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    })
}

impl Match {
    /// Its byte range in the source.
    pub(super) fn span(&self, document: &Document) -> Range<usize> {
        let sentences = &document.blocks[self.block].sentences[self.sentences.clone()];
        match sentences {
            [] => 0..0,
            [first, ..] => first.span.start..sentences[sentences.len() - 1].span.end,
        }
    }

    pub(super) fn text<'d>(&self, document: &'d Document) -> &'d str {
        let block = &document.blocks[self.block];
        match &block.sentences[self.sentences.clone()] {
            [] => "",
            all @ [first, ..] => &block.text[first.range.start..all[all.len() - 1].range.end],
        }
    }
}
