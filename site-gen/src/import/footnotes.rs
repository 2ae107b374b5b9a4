//! Footnotes of a Markdown text that is converted by way of HTML, which has none: each note is set
//! aside and put back as it was. `[^1]: Electronically.` would otherwise be the address of a link.

use super::tags::Fence;

/// Stands for a note, as a paragraph of its own.
const NOTE: char = '\u{f0006}';

/// A text without its footnotes, and the footnotes.
pub(super) fn set_aside(text: &str) -> (String, Vec<String>) {
    let mut out = String::with_capacity(text.len());
    let mut notes: Vec<String> = Vec::new();
    let mut fence = Fence::default();
    let mut is_note = false;
    let mut was_empty = false;
    for line in text.lines() {
        let is_code = fence.contains(line);
        let is_empty = line.trim().is_empty();
        let is_indented = line.starts_with("    ") || line.starts_with('\t');
        if begins_note(line) && !is_code {
            is_note = true;
            notes.push(String::new());
            out.push_str("\n\n");
            out.push(NOTE);
            out.push_str("\n\n");
        } else if is_note && !is_empty && was_empty && !is_indented {
            is_note = false;
        }
        let to = match notes.last_mut() {
            Some(note) if is_note => note,
            _ => &mut out,
        };
        to.push_str(line);
        to.push('\n');
        was_empty = is_empty;
    }
    (out, notes)
}

pub(super) fn put_back(text: &str, notes: Vec<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split(NOTE);
    out.push_str(parts.next().unwrap_or_default());
    for (part, note) in parts.zip(notes) {
        out.push_str(note.trim_end());
        out.push_str(part);
    }
    out
}

fn begins_note(line: &str) -> bool {
    let name = line
        .strip_prefix("[^")
        .and_then(|rest| rest.split_once("]:"));
    name.is_some_and(|(name, _)| !name.is_empty() && !name.contains([' ', ']']))
}
