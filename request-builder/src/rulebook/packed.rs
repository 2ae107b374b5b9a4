//! A rulebook as the page carries it: in the postcard format, whose reader is a third of the size
//! of one for JSON, and written so that it may stand in a script element as it is. The rules for
//! everybody else are in `requests.json`.
//!
//! Each byte is one character. The printable ASCII characters but `<` and `&` are themselves, so
//! that compression finds the sentences that the page has anyway; byte `b` of the others is
//! U+0100 + `b`.

use super::{Rulebook, Words};

impl Rulebook {
    /// The rulebook as text for a page that speaks the language of the rules.
    pub fn pack(&self) -> String {
        self.pack_with(&Words::default())
    }

    /// The rulebook as text for a page that tells the rules in these words. The words of the rules
    /// come along: letters are made of them.
    pub fn pack_with(&self, words: &Words) -> String {
        // A rulebook and its words are plain data: nothing in them can refuse to be written.
        let mut bytes = postcard::to_allocvec(self).unwrap_or_default();
        bytes.extend(postcard::to_allocvec(words).unwrap_or_default());
        bytes.into_iter().map(character).collect()
    }

    /// Reads what [`Rulebook::pack_with`] wrote.
    pub fn unpack(text: &str) -> Option<Self> {
        // A character's last byte is what it stands for, whichever of the two it is.
        let bytes: Vec<u8> = text
            .chars()
            .map(|character| u32::from(character).to_le_bytes()[0])
            .collect();
        let (mut book, rest) = postcard::take_from_bytes::<Self>(&bytes).ok()?;
        let words: Words = postcard::from_bytes(rest).ok()?;
        if !words.is_empty() {
            // Reading it again is code that is there already; copying it would be more.
            let original: Self = postcard::take_from_bytes(&bytes).ok()?.0;
            book.tell(original.form, &words);
        }
        Some(book)
    }
}

fn character(byte: u8) -> char {
    match byte {
        b' '..=b'~' if byte != b'<' && byte != b'&' => char::from(byte),
        _ => char::from_u32(0x100 + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}
