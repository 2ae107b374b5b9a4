//! A rulebook as the page carries it: in the postcard format, whose reader is a third of the size
//! of one for JSON, and written so that it may stand in a script element as it is. The rules for
//! everybody else are in `requests.json`.
//!
//! The printable ASCII characters but `<` and `&` are themselves, and so are characters beyond
//! ASCII wherever the bytes spell one, so that compression finds the sentences that the page has
//! anyway. Byte `b` of the others is U+0100 + `b`; characters from there to U+01FF are therefore
//! written byte by byte.

use super::Rulebook;
use super::translated::Outgoing;
use serde::Serialize;
use serde::de::DeserializeOwned;

impl Rulebook {
    /// The rulebook as text for a page, in the words that it is told in. Of its own words, those
    /// come along that letters are made of.
    pub fn pack(&self) -> String {
        // A rulebook is plain data: nothing in it can refuse to be written.
        let mut bytes = postcard::to_allocvec(self).unwrap_or_default();
        bytes.extend(postcard::to_allocvec(&self.outgoing()).unwrap_or_default());
        as_text(&bytes)
    }

    /// Reads what [`Rulebook::pack`] wrote.
    pub fn unpack(text: &str) -> Option<Self> {
        let bytes = as_bytes(text);
        let (mut book, rest) = postcard::take_from_bytes::<Self>(&bytes).ok()?;
        let outgoing: Outgoing = postcard::from_bytes(rest).ok()?;
        if outgoing.has_words() {
            // Reading the form again is code that is there already; copying it would be more.
            let again: Self = postcard::take_from_bytes(&bytes).ok()?.0;
            book.keep(again.form, outgoing);
        }
        Some(book)
    }
}

/// Plain data as text for a page.
pub(crate) fn pack(data: &impl Serialize) -> String {
    // It is plain data: nothing in it can refuse to be written.
    as_text(&postcard::to_allocvec(data).unwrap_or_default())
}

/// Reads what [`pack`] wrote.
pub(crate) fn unpack<T: DeserializeOwned>(text: &str) -> Option<T> {
    postcard::from_bytes(&as_bytes(text)).ok()
}

/// Bytes as text that a page may hold.
fn as_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        let (character, after) = spelt(rest).unwrap_or((character(*byte), after));
        text.push(character);
        rest = after;
    }
    text
}

fn as_bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        if is_itself(character) {
            bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        } else {
            // The last byte of ASCII and of what stands for a byte is that byte.
            bytes.push(u32::from(character).to_le_bytes()[0]);
        }
    }
    bytes
}

/// Whether a character beyond ASCII stands for its own bytes. Controls, and what no page may hold,
/// do not stand there.
fn is_itself(character: char) -> bool {
    matches!(character, '\u{a0}'..='\u{ff}' | '\u{200}'..='\u{d7ff}')
}

/// The character beyond ASCII that the bytes begin with, if it is one that may be written as it
/// is, and the bytes after it.
fn spelt(bytes: &[u8]) -> Option<(char, &[u8])> {
    let length = match bytes.first()? {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => return None,
    };
    let (own, after) = bytes.split_at_checked(length)?;
    let character = std::str::from_utf8(own).ok()?.chars().next()?;
    is_itself(character).then_some((character, after))
}

fn character(byte: u8) -> char {
    match byte {
        b' '..=b'~' if byte != b'<' && byte != b'&' => char::from(byte),
        _ => char::from_u32(0x100 + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}
