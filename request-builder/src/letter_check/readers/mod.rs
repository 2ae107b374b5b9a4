//! Extracts the text of a letter from a file: plain text, DOCX, or an e-mail with attachments.
//!
//! Files are untrusted. Reading ends with a text or one of a few errors, in bounded time and
//! memory. Nothing in a file is followed, run or fetched.

mod docx;
mod eml;
mod txt;
mod unzip;

use crate::text::{is_blank, is_direction_control};

/// The maximum file size.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;
/// The maximum length of a letter in bytes.
pub const LONGEST_LETTER: usize = 200 * 1024;

/// The maximum size of a part of a document, unpacked. A ZIP bomb has gigabytes.
const LARGEST_PART: usize = 12 * 1024 * 1024;

/// The content of a file inside a DOCX document, for readers that need its structure.
///
/// # Errors
///
/// If the file is no ZIP file, or has no such part.
pub fn docx_part(bytes: &[u8], name: &str) -> Result<Vec<u8>, Unreadable> {
    unzip::Zip::open(bytes)?.file(name, LARGEST_PART)
}

/// The result of reading a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The text, with `\n` as line end.
    pub text: String,
    /// Names of attachments whose text is part of `text`.
    pub attached: Vec<String>,
    /// Names of attachments that could not be read.
    pub unread: Vec<String>,
}

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unreadable {
    /// The file is too large.
    TooLarge,
    /// The text is too long.
    TooLong,
    /// It contains no text.
    Empty,
    /// It is protected with a password.
    Locked,
    /// It is a PDF or an image.
    Picture,
    /// It has an older word processor format.
    OlderFormat,
    /// It is a ZIP file, but not a document.
    OtherZip,
    /// It is damaged.
    Damaged,
    /// It is not text.
    NoText,
}

impl Unreadable {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::TooLarge,
        Self::TooLong,
        Self::Empty,
        Self::Locked,
        Self::Picture,
        Self::OlderFormat,
        Self::OtherZip,
        Self::Damaged,
        Self::NoText,
    ];

    /// The name of the message.
    pub fn wording(self) -> &'static str {
        match self {
            Self::TooLarge => "check-unreadable-too-large",
            Self::TooLong => "check-unreadable-too-long",
            Self::Empty => "check-unreadable-empty",
            Self::Locked => "check-unreadable-locked",
            Self::Picture => "check-unreadable-picture",
            Self::OlderFormat => "check-unreadable-older-format",
            Self::OtherZip => "check-unreadable-other-zip",
            Self::Damaged => "check-unreadable-damaged",
            Self::NoText => "check-unreadable-no-text",
        }
    }
}

/// Reads a file. Its type is determined by its content; the name only helps to distinguish an
/// e-mail from text.
///
/// # Errors
///
/// Why it cannot be read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Unreadable> {
    let reading = read_file(name, bytes)?;
    if is_blank(&reading.text) {
        return Err(Unreadable::Empty);
    }
    if reading.text.len() > LONGEST_LETTER {
        return Err(Unreadable::TooLong);
    }
    Ok(reading)
}

fn read_file(name: &str, bytes: &[u8]) -> Result<Reading, Unreadable> {
    if bytes.len() > LARGEST_FILE {
        return Err(Unreadable::TooLarge);
    }
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        return docx::read(bytes).map(|text| from_text(&text));
    }
    // Older Word files, and DOCX files with a password, have the same container.
    if begins(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let locked = contains(bytes, &wide("EncryptedPackage"));
        return Err(if locked {
            Unreadable::Locked
        } else {
            Unreadable::OlderFormat
        });
    }
    if begins(b"{\\rtf") {
        return Err(Unreadable::OlderFormat);
    }
    let picture: [&[u8]; 6] = [
        b"%PDF",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"II*\0",
        b"MM\0*",
    ];
    if picture.into_iter().any(begins) {
        return Err(Unreadable::Picture);
    }
    let is_mail = name
        .rsplit('.')
        .next()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("eml"));
    if is_mail || eml::looks_like_one(bytes) {
        return eml::read(bytes);
    }
    txt::read(bytes).map(|text| from_text(&text))
}

fn from_text(text: &str) -> Reading {
    Reading {
        text: tidy(text),
        ..Reading::default()
    }
}

/// Normalizes line ends and removes control characters.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    tidy.push('\n');
                }
            }
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => tidy.push('\n'),
            '\n' | '\t' => tidy.push(character),
            '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{3000}' => tidy.push(' '),
            // Other control characters are not part of the text.
            '\0'..='\u{1f}' | '\u{7f}' | '\u{feff}' => {}
            _ if is_direction_control(character) => {}
            _ => tidy.push(character),
        }
    }
    tidy
}

fn wide(text: &str) -> Vec<u8> {
    text.bytes().flat_map(|byte| [byte, 0]).collect()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests;
