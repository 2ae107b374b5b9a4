//! Writes bold words so that Markdown reads them. Editors and other programs write `**Fees: **We ask`,
//! where the asterisks would be shown. Struck-out words are left out.

use super::markdown::STRUCK;
use super::notes::Notes;
use crate::markdown::OPTIONS;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

const MARK: &str = "**";

/// Moves spaces and punctuation out of bold words where they keep them from being read, and takes
/// marks away that have no words between them.
pub(super) fn repaired(text: String, notes: &mut Notes) -> String {
    if !text.contains(MARK) {
        return text;
    }
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    for block in shown(&text) {
        for pair in block.chunks_exact(2) {
            let whole = pair[0]..pair[1] + MARK.len();
            if let Some(new) = rewritten(&text, &whole) {
                notes.done(
                    "bold words written so that Markdown reads them",
                    &text[whole.clone()],
                );
                changes.push((whole, new));
            }
        }
    }
    let mut text = text;
    for (range, new) in changes.into_iter().rev() {
        text.replace_range(range, &new);
    }
    text
}

/// Takes out `~~words that no longer apply~~`, with the line of a list if nothing else is on it.
pub(super) fn without_struck(text: &str, notes: &mut Notes) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = 0;
    let options = OPTIONS | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let is_struck = matches!(event, Event::Start(Tag::Strikethrough));
        let words = text[range.clone()].strip_prefix("~~").filter(|_| is_struck);
        // Others are within the one before.
        let Some(words) = words.filter(|_| range.start >= rest) else {
            continue;
        };
        notes.left_out(STRUCK, words.trim_end_matches('~'));
        kept.push_str(&text[rest..range.start]);
        rest = range.end;
        let line = kept.rfind('\n').map_or(0, |at| at + 1);
        let is_mark = |c: char| c.is_ascii_digit() || " -*+.)".contains(c);
        if text[rest..].starts_with(['\n', ' ']) {
            if text[rest..].starts_with('\n') && kept[line..].chars().all(is_mark) {
                kept.truncate(line);
                rest += 1;
            } else if kept.ends_with(' ') {
                kept.pop();
            }
        }
    }
    kept + &text[rest..]
}

/// Where the marks are that Markdown would show, for each block.
fn shown(text: &str) -> Vec<Vec<usize>> {
    let mut blocks: Vec<Vec<usize>> = vec![Vec::new()];
    let mut is_code = false;
    // The parser reports each asterisk that it does not understand by itself.
    let mut before: Option<usize> = None;
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell) => {
                blocks.push(Vec::new());
                before = None;
            }
            Event::Text(_) if !is_code => {
                for (at, _) in text[range.clone()].match_indices('*') {
                    let at = range.start + at;
                    let is_second = before.is_some_and(|before| before + 1 == at);
                    if let Some(block) = blocks.last_mut().filter(|_| is_second) {
                        block.push(at - 1);
                    }
                    let is_escaped = text[..at].ends_with('\\');
                    before = (!is_second && !is_escaped).then_some(at);
                }
            }
            _ => {}
        }
    }
    blocks
}

/// What is written in place of two marks and the words between them.
fn rewritten(text: &str, whole: &Range<usize>) -> Option<String> {
    let inside = &text[whole.start + MARK.len()..whole.end - MARK.len()];
    let before = text[..whole.start].chars().next_back();
    let after = text[whole.end..].chars().next();
    let is_blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    // `2 ** 3 ** 4`
    if is_blank(before)
        && is_blank(after)
        && inside.starts_with(' ')
        && inside.ends_with(' ')
        && !inside.trim().is_empty()
    {
        return None;
    }
    if inside.contains('*') || inside.contains("\n\n") {
        return None;
    }
    let is_outside = |c: char| !c.is_alphanumeric();
    // `**&#x20;**`, as GitBook leaves behind.
    let is_entity = inside.starts_with('&') && inside.find(';') == Some(inside.len() - 1);
    if is_entity || !inside.contains(char::is_alphanumeric) {
        return Some(inside.to_owned());
    }
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    // Punctuation stays inside where Markdown reads it there.
    let start = if is_letter(before) {
        inside.trim_start_matches(is_outside)
    } else {
        inside.trim_start()
    };
    let words = if is_letter(after) && !inside.ends_with(char::is_whitespace) {
        start.trim_end_matches(is_outside)
    } else {
        start.trim_end()
    };
    let lead = &inside[..inside.len() - start.len()];
    let trail = &start[words.len()..];
    Some(format!("{lead}{MARK}{words}{MARK}{trail}"))
}
