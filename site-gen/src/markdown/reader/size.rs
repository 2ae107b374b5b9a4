//! Limits what a text may have of everything that costs memory on each page and in each comparison.
//! No text for people reaches them. Without them, a file of 1 MB with a row of a table on every line
//! would take gigabytes, and could stop a build.

use crate::diagnostic::{Diagnostic, Place, Source};
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::ops::Range;

/// A shorter text reaches no limit.
const SHORT: usize = 10_000;

const HEADINGS: usize = 4_000;
/// Paragraphs, items of lists, rows of tables, footnotes.
const BLOCKS: usize = 10_000;
const CELLS: usize = 30_000;
const LINKS: usize = 40_000;
/// Quotes and lists within each other.
const DEPTH: usize = 100;

/// Opened a text has too much of.
pub(super) fn too_much(
    source: &Source,
    part: Range<usize>,
    options: Options,
) -> Option<Diagnostic> {
    let text = source.text().get(part.clone())?;
    if text.len() < SHORT {
        return None;
    }
    let [mut headings, mut blocks, mut cells, mut links, mut depth] = [0; 5];
    for (event, span) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::Start(
                Tag::Paragraph | Tag::Item | Tag::TableRow | Tag::FootnoteDefinition(_),
            ) => blocks += 1,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::Start(Tag::Link { .. }) => links += 1,
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => depth += 1,
            Event::End(end) => {
                use pulldown_cmark::TagEnd;
                if matches!(end, TagEnd::BlockQuote(_) | TagEnd::List(_)) {
                    depth -= 1;
                }
            }
            _ => continue,
        }
        let counts = [
            (headings, HEADINGS, "headings"),
            (blocks, BLOCKS, "paragraphs, items and rows"),
            (cells, CELLS, "cells of tables"),
            (links, LINKS, "links"),
            (depth, DEPTH, "quotes and lists within each other"),
        ];
        if let Some((_, most, what)) = counts.into_iter().find(|(count, most, _)| count > most) {
            let message =
                format!("the text has more than {most} {what}, which no text for people has");
            let at = part.start + span.start;
            let error = Diagnostic::error(message).at(Place::new(source, at..at + 1));
            return Some(
                error.help("split it into two texts, or remove what was pasted by mistake"),
            );
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Source;
    use crate::markdown::{Document, Settings};

    #[test]
    fn a_text_that_no_person_would_read_is_refused() {
        let tables = "a|b\n-|-\n".to_owned() + &"a\n".repeat(12_000);
        for (text, what) in [
            ("# A\n\n".repeat(4_001), "4000 headings"),
            ("a\n\n".repeat(10_001), "10000 paragraphs"),
            ("1. a\n".repeat(10_001), "10000 paragraphs"),
            (tables, "10000 paragraphs"),
            (
                "|a".repeat(60_000) + "\n" + &"|-".repeat(60_000),
                "30000 cells",
            ),
            ("[a](#a) ".repeat(40_001), "40000 links"),
            (">".repeat(20_000) + " a", "100 quotes"),
        ] {
            let (document, found) =
                Document::read(&Source::new("a.md", &text), &Settings::default());
            assert!(found.plain().contains(what), "{what}: {}", found.plain());
            assert_eq!(found.counts().0, 1, "{what}");
            assert!(document.blocks.is_empty());
        }
        let long = "A sentence of a paragraph with **strong** words.\n\n".repeat(9_000);
        let (document, found) = Document::read(&Source::new("a.md", &long), &Settings::default());
        assert!(!found.has_errors());
        assert_eq!(document.blocks.len(), 9_000);
    }
}
