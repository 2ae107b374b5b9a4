//! The text of a document that its readers take to hold: without what is hidden or struck out, and
//! without what is above and below its pages. Whoever publishes the text must not publish these.

use super::omission::Omission;
use super::unzip::ZipReader;
use super::{
    MAX_FILE_SIZE, MAX_LETTER_LENGTH, Unreadable, is_blank, normalize_whitespace, odt, rtf,
};

/// The text of a document and its other words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentBody {
    /// The text, with `\n` as line end, and notes at its end.
    pub text: String,
    /// The lines of the text that the document says are headings. Empty if it does not say so.
    pub headings: Vec<String>,
    /// The words that are not part of it, each with the reason.
    pub omitted: Vec<(Omission, String)>,
}

impl DocumentBody {
    /// Reads an RTF file or an `OpenDocument` text.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        if bytes.len() > MAX_FILE_SIZE {
            return Err(Unreadable::TooLarge);
        }
        let written = bytes.trim_ascii_start();
        let (text, headings, omitted) = if written.starts_with(b"{\\rtf") {
            let (text, omitted) = rtf::body(written)?;
            (text, Vec::new(), omitted)
        } else {
            odt::body(&ZipReader::open(bytes)?)?
        };
        let omitted = omitted.into_iter();
        let omitted = omitted.map(|(why, words)| (why, normalize_whitespace(&words)));
        let omitted = omitted.filter(|(_, words)| !is_blank(words)).collect();
        let text = normalize_whitespace(&text);
        if is_blank(&text) {
            return Err(Unreadable::Empty);
        }
        if text.len() > MAX_LETTER_LENGTH {
            return Err(Unreadable::TooLong);
        }
        let headings = headings.iter().map(|line| normalize_whitespace(line));
        let headings = headings.map(|line| line.trim().to_owned());
        let headings = headings.filter(|line| !line.is_empty()).collect();
        Ok(Self {
            text,
            headings,
            omitted,
        })
    }
}
