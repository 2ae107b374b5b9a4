//! A rulebook as the page carries it: in the postcard format, whose reader is a third of the size
//! of one for JSON, and written so that it may stand in a script element as it is. The rules for
//! everybody else are in `requests.json`.
//!
//! Each byte is one character. The printable ASCII characters but `<` and `&` are themselves, so
//! that compression finds the sentences that the page has anyway; byte `b` of the others is
//! U+0100 + `b`.

use super::Rulebook;
use serde::Serialize;
use serde::de::DeserializeOwned;

impl Rulebook {
    /// The rulebook as text for a page.
    pub fn pack(&self) -> String {
        pack(self)
    }

    /// Reads what [`Rulebook::pack`] wrote.
    pub fn unpack(text: &str) -> Option<Self> {
        unpack(text)
    }
}

/// Plain data as text for a page.
pub(crate) fn pack(data: &impl Serialize) -> String {
    // It is plain data: nothing in it can refuse to be written.
    let bytes = postcard::to_allocvec(data).unwrap_or_default();
    bytes.into_iter().map(character).collect()
}

/// Reads what [`pack`] wrote.
pub(crate) fn unpack<T: DeserializeOwned>(text: &str) -> Option<T> {
    // A character's last byte is what it stands for, whichever of the two it is.
    let bytes: Vec<u8> = text
        .chars()
        .map(|character| u32::from(character).to_le_bytes()[0])
        .collect();
    postcard::from_bytes(&bytes).ok()
}

fn character(byte: u8) -> char {
    match byte {
        b' '..=b'~' if byte != b'<' && byte != b'&' => char::from(byte),
        _ => char::from_u32(0x100 + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}
