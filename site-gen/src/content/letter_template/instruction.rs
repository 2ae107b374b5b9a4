//! Recognises instructions: lines of a letter that consist of text in square brackets.

use super::super::table::nearest;
use super::Role;
use std::ops::Range;

/// An instruction with its unparsed arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instruction<'l> {
    CoverSheet,
    PageBreak,
    /// Sets the style of the lines below it.
    Set(Role),
    If(&'l str),
    ElseIf(&'l str),
    Else,
    End,
    ForEach(&'l str),
    BlankLetters,
    Insert(&'l str),
}

/// The instructions, as messages show them.
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
    /// Parses the text between the brackets.
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

/// The text after a prefix of whole words.
fn after<'l>(text: &'l str, word: &str) -> Option<&'l str> {
    let rest = text.strip_prefix(word)?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim_start())
}

/// The instruction that was probably meant, as messages show it.
pub(super) fn suggestion(text: &str) -> Option<&'static str> {
    // No instruction begins with more words than this.
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

/// All instructions, for messages.
pub(super) fn known() -> String {
    KNOWN.map(|known| format!("`[{known}]`")).join(", ")
}

/// The text between the brackets at the start of a line. Brackets in quotation marks do not count,
/// because a condition may contain them.
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
    // The quotation mark is never closed, or is an ordinary character.
    text.find(']').map(|end| 1..end)
}

/// Whether text after a `[` looks like an instruction that was not meant to be printed.
pub(super) fn is_like_one(text: &str) -> bool {
    let begins = |word: &str| text.starts_with(word);
    ["if ", "else]", "else if ", "end]", "for each ", "insert "]
        .into_iter()
        .any(begins)
}
