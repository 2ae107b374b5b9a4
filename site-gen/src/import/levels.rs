//! Gives headings the level of their place: one title, and below it no level that is skipped. Screen
//! readers show their users the outline of a text by these levels.

use super::notes::Notes;
use crate::markdown::OPTIONS;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

struct Heading {
    range: Range<usize>,
    level: usize,
    words: Range<usize>,
}

/// Changes the levels that are skipped or that repeat the title's.
pub(super) fn closed_up(text: &str, notes: &mut Notes) -> String {
    let headings = headings(text);
    let title = headings.iter().position(|it| it.level == 1).unwrap_or(0);
    // The levels above the present place, as they were written. The title is above all others.
    let mut above: Vec<usize> = vec![0];
    let mut changes: Vec<(&Heading, usize)> = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        if at == title {
            above.truncate(1);
        } else {
            while above.len() > 1 && above.last().is_some_and(|it| *it >= heading.level) {
                above.pop();
            }
            above.push(heading.level);
        }
        let wanted = above.len().min(6);
        if wanted != heading.level {
            changes.push((heading, wanted));
        }
    }
    let mut out = text.to_owned();
    for (heading, level) in changes.into_iter().rev() {
        let words = text[heading.words.clone()].replace('\n', " ");
        let whole = &text[heading.range.clone()];
        let end = heading.range.start + whole.trim_end().len();
        // An id in braces follows the words.
        let id = text[heading.words.end..end].trim_start_matches([' ', '#', '\n', '=', '-']);
        let id = if id.is_empty() {
            String::new()
        } else {
            format!(" {id}")
        };
        notes.done(
            "level of a heading changed, so that none is skipped",
            words.as_str(),
        );
        let new = format!("{} {}{id}", "#".repeat(level), words.trim());
        out.replace_range(heading.range.start..end, &new);
    }
    out
}

/// Whether the first heading of a text is its title: the only one of its level.
pub(super) fn begins_with_title(text: &str) -> bool {
    let headings = headings(text);
    let first = headings.first().map(|it| it.level);
    first == Some(1) && headings.iter().filter(|it| it.level == 1).count() == 1
}

/// Whether words are before the first of several headings of the first level, as a title without a mark.
pub(super) fn begins_with_words(text: &str) -> bool {
    let headings = headings(text);
    let first = headings.first().map_or(0, |it| it.range.start);
    let has_words = text[..first].contains(char::is_alphabetic);
    has_words && headings.iter().filter(|it| it.level == 1).count() > 1
}

/// The headings outside quotations and lists.
fn headings(text: &str) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut depth = 0_usize;
    let mut is_open = false;
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_)) => {
                depth += 1;
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition) => {
                depth -= 1;
            }
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                is_open = true;
                headings.push(Heading {
                    words: range.end..range.start,
                    range,
                    level: level as usize,
                });
            }
            Event::End(TagEnd::Heading(_)) => is_open = false,
            _ if is_open => {
                if let Some(heading) = headings.last_mut() {
                    heading.words.start = heading.words.start.min(range.start);
                    heading.words.end = heading.words.end.max(range.end);
                }
            }
            _ => {}
        }
    }
    headings.retain(|heading| heading.words.start < heading.words.end);
    headings
}
