//! Extracts the text of a letter from a file: plain text, DOCX, `OpenDocument`, or an email with
//! attachments. With the feature `outlook` also from RTF and from a message as Outlook saves it, and
//! from a PDF by what the caller reads it with.
//!
//! Files are untrusted. Reading ends with a text or one of a few errors, in bounded time and
//! memory. Nothing in a file is followed, run or fetched.

mod alternative;
mod attachment;
#[cfg(feature = "outlook")]
mod body;
#[cfg(feature = "outlook")]
mod code_page;
mod docx;
mod eml;
mod flowed;
mod html;
#[cfg(feature = "outlook")]
mod msg;
mod odt;
#[cfg(feature = "outlook")]
mod omission;
#[cfg(feature = "outlook")]
mod rtf;
mod txt;
mod unzip;

use attachment::Nesting;
#[cfg(feature = "outlook")]
pub use body::DocumentBody;
pub use docx::Docx;
#[cfg(feature = "outlook")]
pub use omission::{Omission, raised_digits};
use unzip::ZipReader;

use serde::{Deserialize, Serialize};

use crate::text::{is_blank, is_direction_control, is_invisible};

/// The maximum file size.
pub const MAX_FILE_SIZE: usize = 20 * 1024 * 1024;
/// The maximum length of a letter in bytes.
pub const MAX_LETTER_LENGTH: usize = 1024 * 1024;

/// The maximum size of a part of a document, unpacked. A ZIP bomb has gigabytes.
const MAX_PART_SIZE: usize = 12 * 1024 * 1024;

/// The maximum number of unread attachments that are named. An email may have a million.
const MAX_NAMED: usize = 200;

/// An attachment or another part of a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its name in one line or, without one, its media type.
    pub name: String,
    /// Why it could not be read.
    pub why: Unreadable,
}

/// The result of reading a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The text, with `\n` as line end.
    pub text: String,
    /// How long the headers of a message are, with which `text` begins.
    pub headers: usize,
    /// Names of attachments whose text is part of `text`.
    pub attached: Vec<String>,
    /// What could not be read, at most [`MAX_NAMED`].
    pub unread: Vec<Unread>,
    /// How many more could not be read.
    pub more_unread: usize,
    /// Whether the file has text that anyone who looks at it does not see. It is not part of `text`.
    pub has_hidden: bool,
    /// What the builder wrote about a letter of its own; see
    /// [`Letter::provenance`](crate::letter::Letter::provenance). Empty for any other.
    pub provenance: String,
}

impl Reading {
    /// The kind that the builder stated in a letter of its own.
    pub(super) fn stated_kind(&self) -> Option<&str> {
        let kind = self.provenance.strip_prefix("kind=")?;
        kind.split(';').next()
    }

    /// Adds what was read of a part.
    fn add(&mut self, part: Self) {
        self.text.push_str(&part.text);
        self.has_hidden |= part.has_hidden;
        self.attached.extend(part.attached);
        for one in part.unread {
            self.leave_out(one.name, one.why);
        }
        self.more_unread += part.more_unread;
        if self.provenance.is_empty() {
            self.provenance = part.provenance;
        }
    }

    /// Reports that a message has no text after this place, unless something in it was not read: a letter
    /// in an attachment needs no other text.
    fn report_empty(&mut self, start: usize, unread: usize) {
        let own = self.text.get(start..).unwrap_or_default();
        if own.trim().is_empty() && self.unread.len() == unread {
            self.leave_out("text/plain".to_owned(), Unreadable::Empty);
        }
    }

    /// Reports a part that was not read.
    fn leave_out(&mut self, name: String, why: Unreadable) {
        if self.unread.len() < MAX_NAMED {
            self.unread.push(Unread { name, why });
        } else {
            self.more_unread += 1;
        }
    }
}

/// What was read of a word processor's document.
#[derive(Default)]
struct ReadDocument {
    text: String,
    has_hidden: bool,
    /// The hidden words, a line for each place.
    #[cfg(feature = "outlook")]
    hidden: String,
    /// The headings, and words of tracked changes and comments, as the document marks them.
    #[cfg(feature = "outlook")]
    marked: odt::Marked,
    provenance: String,
    /// The parts that were not read.
    unread: Vec<Unread>,
}

impl ReadDocument {
    /// Leaves out words that a reader does not see.
    fn hide(&mut self, words: &str) {
        self.has_hidden |= !words.trim().is_empty();
        #[cfg(feature = "outlook")]
        self.hidden.push_str(words);
    }
}

/// What was read of a PDF.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PdfText {
    /// The text that a reader sees, with `\n` as line end.
    pub text: String,
    /// Whether there is text that a reader does not see. It is not part of `text`.
    pub has_hidden: bool,
    /// The numbers of the pages, from 1, whose text is in pictures or drawings.
    pub pictures: Vec<usize>,
    /// Those of pages that are pictures, with the text that a scanner recognised in them.
    pub recognized: Vec<usize>,
}

/// Reads a PDF. Programs for pages have none, since it would make them several times as large.
pub type PdfReader<'r> = &'r dyn Fn(&[u8]) -> Result<PdfText, Unreadable>;

impl From<ReadDocument> for Reading {
    fn from(document: ReadDocument) -> Self {
        Self {
            text: normalize_whitespace(&document.text),
            has_hidden: document.has_hidden,
            provenance: document.provenance,
            unread: document.unread,
            ..Self::default()
        }
    }
}

/// A name of a file or attachment as part of one line: without line breaks, control characters and
/// characters that change how the rest of the line looks, and not too long for it. A sender chooses
/// the name, and could otherwise add a line to the report.
pub fn one_line(name: &str) -> String {
    const MAX_NAME_LENGTH: usize = 120;
    let shown = |one: char| {
        if one.is_whitespace() || one.is_control() {
            ' '
        } else {
            one
        }
    };
    let name: String = name
        .chars()
        .filter(|one| !is_invisible(*one))
        .map(shown)
        .collect();
    let name = crate::text::one_line(&name);
    match name.char_indices().nth(MAX_NAME_LENGTH) {
        Some((end, _)) => [&name[..end], "…"].concat(),
        None => name,
    }
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
    /// It is a PDF, and this program cannot read any.
    Pdf,
    /// It is a PDF with pictures and without text.
    Scan,
    /// It is a PDF whose letters are drawings, or that does not say which letters they are.
    Drawn,
    /// Reading it takes too much time or memory.
    TooCostly,
    /// It is one attachment too many, or within too many others.
    TooMany,
    /// It is a picture, for example a scan.
    Picture,
    /// It is a picture with the text that a scanner recognised in it, which was read.
    Recognized,
    /// It is the plain text of a message whose formatted text says something else.
    OtherText,
    /// It is a message that Outlook saved in its own format, and this program cannot read it.
    OutlookMessage,
    /// It has an older word processor format.
    OlderFormat,
    /// It is a ZIP file, but not a document.
    OtherZip,
    /// The file does not follow its format.
    Damaged,
    /// It is not text.
    NoText,
}

impl Unreadable {
    /// Every reason.
    pub const ALL: [Self; 17] = [
        Self::TooLarge,
        Self::TooLong,
        Self::Empty,
        Self::Locked,
        Self::Pdf,
        Self::Scan,
        Self::Drawn,
        Self::TooCostly,
        Self::TooMany,
        Self::Picture,
        Self::Recognized,
        Self::OtherText,
        Self::OutlookMessage,
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
            Self::Pdf => "check-unreadable-pdf",
            Self::Scan => "check-unreadable-scan",
            Self::Drawn => "check-unreadable-drawn",
            Self::TooCostly => "check-unreadable-too-costly",
            Self::TooMany => "check-unreadable-too-many",
            Self::Picture => "check-unreadable-picture",
            Self::Recognized => "check-unreadable-recognized",
            Self::OtherText => "check-unreadable-other-text",
            Self::OutlookMessage => "check-unreadable-outlook-message",
            Self::OlderFormat => "check-unreadable-older-format",
            Self::OtherZip => "check-unreadable-other-zip",
            Self::Damaged => "check-unreadable-damaged",
            Self::NoText => "check-unreadable-no-text",
        }
    }
}

/// Reads a file. Its type is determined by its content; the name only helps to distinguish an
/// email from text. A PDF is refused; see [`read_with_pdf`].
///
/// # Errors
///
/// Why it cannot be read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Unreadable> {
    read_with_pdf(name, bytes, &|_| Err(Unreadable::Pdf))
}

/// Reads a file, and PDFs with the reader.
///
/// # Errors
///
/// Why it cannot be read.
pub fn read_with_pdf(
    name: &str,
    bytes: &[u8],
    read_pdf: PdfReader<'_>,
) -> Result<Reading, Unreadable> {
    let reading = read_file(name, bytes, &mut Nesting::new(read_pdf))?;
    if is_blank(&reading.text) {
        return Err(Unreadable::Empty);
    }
    if reading.text.len() > MAX_LETTER_LENGTH {
        return Err(Unreadable::TooLong);
    }
    Ok(reading)
}

fn read_file(name: &str, bytes: &[u8], nesting: &mut Nesting<'_>) -> Result<Reading, Unreadable> {
    if bytes.len() > MAX_FILE_SIZE {
        return Err(Unreadable::TooLarge);
    }
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        let zip = ZipReader::open(bytes)?;
        if odt::is_one(&zip) {
            return odt::read(&zip).map(Reading::from);
        }
        let docx = Docx::of(zip);
        let mut reading = Reading::from(docx::read(&docx)?);
        for (name, part) in docx.inserted() {
            let name = one_line(name);
            let read = part.and_then(|part| nesting.read(&name, &part));
            attachment::add(&mut reading, name, read.map(Some));
        }
        return Ok(reading);
    }
    // Outlook's messages, older Word files, and DOCX files with a password have the same container.
    if begins(&[0xd0, 0xcf, 0x11, 0xe0]) {
        #[cfg(feature = "outlook")]
        if let Some(reading) = msg::read(bytes, nesting) {
            return Ok(reading);
        }
        let locked = contains(bytes, &wide("EncryptedPackage"));
        return Err(if locked {
            Unreadable::Locked
        } else if has_ending(name, "msg") || contains(bytes, &wide("__substg1.0_")) {
            Unreadable::OutlookMessage
        } else {
            Unreadable::OlderFormat
        });
    }
    // Word reads them after blank lines, too.
    let written = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let written = written.trim_ascii_start();
    if written.starts_with(b"{\\rtf") {
        #[cfg(feature = "outlook")]
        return rtf::read(written).map(Reading::from);
        #[cfg(not(feature = "outlook"))]
        return Err(Unreadable::OlderFormat);
    }
    if written.starts_with(b"%PDF") {
        return Ok(pdf(name, &nesting.pdf(written)?));
    }
    let picture: [&[u8]; 5] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"];
    if picture.into_iter().any(begins) {
        return Err(Unreadable::Picture);
    }
    if has_ending(name, "eml") || eml::looks_like_one(bytes) {
        return eml::read(bytes, nesting);
    }
    // A letter that somebody opens to check it has a text, whatever its name is.
    if nesting.is_within_a_file() && is_named_otherwise(name, bytes) {
        return Err(Unreadable::Damaged);
    }
    #[cfg(feature = "outlook")]
    if odt::is_flat(written) {
        return odt::read_flat(bytes).map(Reading::from);
    }
    let text = txt::read(bytes)?;
    if is_html(name, &text) {
        let (text, has_hidden) = html::text(&text);
        return Ok(Reading {
            text,
            has_hidden,
            ..Reading::default()
        });
    }
    let text = normalize_whitespace(&text);
    if is_encrypted(&text) {
        return Err(Unreadable::Locked);
    }
    Ok(Reading {
        text,
        ..Reading::default()
    })
}

fn pdf(name: &str, pdf: &PdfText) -> Reading {
    let mut reading = Reading {
        text: normalize_whitespace(&pdf.text),
        has_hidden: pdf.has_hidden,
        ..Reading::default()
    };
    let name = one_line(name);
    let pictures = pdf.pictures.iter().map(|page| (page, Unreadable::Picture));
    let recognized = pdf.recognized.iter();
    let recognized = recognized.map(|page| (page, Unreadable::Recognized));
    for (page, why) in pictures.chain(recognized) {
        // RFC 8118, 3: how an address names a page.
        let page = [&name, "#page=", &page.to_string()].concat();
        reading.leave_out(page, why);
    }
    reading
}

/// Whether a name or its content says that text is a file of a type that is none. A mail program opens
/// nothing in it.
fn is_named_otherwise(name: &str, bytes: &[u8]) -> bool {
    const NO_TEXT: [&str; 12] = [
        "pdf", "docx", "docm", "odt", "msg", "zip", "png", "jpg", "jpeg", "gif", "tif", "tiff",
    ];
    // The Transport Neutral Encapsulation Format of Outlook ([MS-OXTNEF], 2.1.3.1).
    const TNEF: [u8; 4] = [0x78, 0x9f, 0x3e, 0x22];
    bytes.starts_with(&TNEF)
        || name.eq_ignore_ascii_case("winmail.dat")
        || NO_TEXT.into_iter().any(|ending| has_ending(name, ending))
}

fn has_ending(name: &str, ending: &str) -> bool {
    let own = name.rsplit('.').next();
    own.is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

/// Whether a text is HTML. Its tags and what they hide are no part of what a reader sees.
fn is_html(name: &str, text: &str) -> bool {
    let begins = |mark: &str| {
        let start = text.trim_start().get(..mark.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(mark))
    };
    has_ending(name, "html")
        || has_ending(name, "htm")
        || begins("<!doctype html")
        || begins("<html")
}

/// Whether a text is a message encrypted with `OpenPGP` (RFC 9580, 6.2).
fn is_encrypted(text: &str) -> bool {
    text.trim_start().starts_with("-----BEGIN PGP MESSAGE-----")
}

/// Makes every line end `\n` and every space the common one, and removes control characters and
/// marks of direction.
fn normalize_whitespace(text: &str) -> String {
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
            // Byte order marks and marks of direction are among these.
            '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{feff}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}' => {}
            // They would change how a line of the report looks.
            _ if is_direction_control(character) => {}
            _ => tidy.push(character),
        }
    }
    tidy
}

/// The number that a value begins with, in tenths and rounded down, and its unit. (Reading it as a
/// fraction would add kilobytes to the page's program.)
fn tenths(value: &str) -> Option<(u32, &str)> {
    let end = value.find(|one: char| !one.is_ascii_digit() && one != '.');
    let (number, unit) = value.split_at(end.unwrap_or(value.len()));
    if number.is_empty() {
        return None;
    }
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let tenth = fraction.chars().next()?.to_digit(10)?;
    let whole: u32 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    Some((whole.checked_mul(10)?.checked_add(tenth)?, unit))
}

/// Whether a colour in six digits is white, or so near to it that nobody sees a difference.
fn is_white(colour: &str) -> bool {
    let parts = colour.as_bytes().as_chunks::<2>().0;
    let is_bright = |part: &[u8; 2]| {
        part[0].eq_ignore_ascii_case(&b'f') && matches!(part[1], b'a'..=b'f' | b'A'..=b'F')
    };
    colour.len() == 6 && parts.iter().all(is_bright)
}

/// Names in order, each once, to be found by binary search. A file may have thousands.
fn sorted<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn wide(text: &str) -> Vec<u8> {
    text.bytes().flat_map(|byte| [byte, 0]).collect()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests;
