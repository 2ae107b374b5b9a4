//! A line of a letter that is nothing but square brackets: which instruction it is.

use super::super::table::nearest;
use super::Role;
use std::ops::Range;

/// An instruction. What follows its first words is with it, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instruction<'l> {
    CoverSheet,
    PageBreak,
    /// The lines below it are set in some way.
    Set(Role),
    If(&'l str),
    ElseIf(&'l str),
    Else,
    End,
    ForEach(&'l str),
    BlankLetters,
    Insert(&'l str),
}

/// The instructions as messages show them.
const KNOWN: [&str; 14] = [
    "cover sheet",
    "page break",
    "address",
    "date",
    "facts",
    "signature",
    "enclosure",
    "if …",
    "else if …",
    "else",
    "for each …",
    "blank letters",
    "insert …",
    "end",
];

impl<'l> Instruction<'l> {
    /// The instruction that is between brackets.
    pub(super) fn read(text: &'l str) -> Option<Self> {
        if let Some(rest) = after(text, "if") {
            return Some(Self::If(rest));
        }
        if let Some(rest) = after(text, "else") {
            return match after(rest, "if") {
                Some(rest) => Some(Self::ElseIf(rest)),
                None => rest.is_empty().then_some(Self::Else),
            };
        }
        if let Some(rest) = after(text, "for") {
            return after(rest, "each").map(Self::ForEach);
        }
        if let Some(rest) = after(text, "insert") {
            return Some(Self::Insert(rest));
        }
        match text.split_whitespace().take(3).collect::<Vec<_>>()[..] {
            ["cover", "sheet"] => Some(Self::CoverSheet),
            ["page", "break"] => Some(Self::PageBreak),
            ["address"] => Some(Self::Set(Role::Address)),
            ["facts"] => Some(Self::Set(Role::Fact)),
            ["date"] => Some(Self::Set(Role::Date)),
            ["signature"] => Some(Self::Set(Role::Signature)),
            ["enclosure"] => Some(Self::Set(Role::Enclosure)),
            ["end"] => Some(Self::End),
            ["blank", "letters"] => Some(Self::BlankLetters),
            _ => None,
        }
    }
}

/// What follows a word, if a text begins with it.
fn after<'l>(text: &'l str, word: &str) -> Option<&'l str> {
    let rest = text.strip_prefix(word)?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim_start())
}

/// The instruction that somebody may have meant, as messages show it.
pub(super) fn meant(text: &str) -> Option<&'static str> {
    // No instruction that is one begins with more words than this.
    let words: Vec<&str> = text.split_whitespace().take(3).collect();
    (1..=words.len()).rev().find_map(|count| {
        let begin = words[..count].join(" ");
        let known = KNOWN.iter().map(|known| known.trim_end_matches(" …"));
        let near = nearest(&begin, known)?;
        KNOWN
            .iter()
            .find(|known| known.trim_end_matches(" …") == near)
            .copied()
    })
}

/// All instructions, for somebody who meant none of them.
pub(super) fn known() -> String {
    KNOWN.map(|known| format!("`[{known}]`")).join(", ")
}

/// What is between the square brackets that a text begins with. A bracket between quotation
/// marks closes nothing: a condition may name it.
pub(super) fn bracketed(text: &str) -> Option<Range<usize>> {
    let mut is_quoted = false;
    let mut characters = text.char_indices();
    characters.next().filter(|(_, first)| *first == '[')?;
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => is_quoted = !is_quoted,
            '\\' if is_quoted => {
                characters.next();
            }
            ']' if !is_quoted => return Some(1..at),
            _ => {}
        }
    }
    // The quotation mark was never closed, or is no more than that.
    text.find(']').map(|end| 1..end)
}

/// Whether words that come after a `[` in a text read like an instruction, so that they would
/// hardly have been meant to go out.
pub(super) fn is_like_one(text: &str) -> bool {
    let begins = |word: &str| text.starts_with(word);
    ["if ", "else]", "else if ", "end]", "for each ", "insert "]
        .into_iter()
        .any(begins)
}
