//! A letter as a file: plain text for an email or a page that is read aloud, Markdown for a ticket,
//! DOCX to be put on letterhead; the email that it is attached to; a day for the calendar.
//!
//! Every export is a function from a [`Letter`](crate::letter::Letter) to the same bytes each
//! time: no clock, no random name, nothing of the machine that it runs on. None is ever refused;
//! a letter with gaps shows them. What an officer pasted is made harmless in one place,
//! [`crate::letter::cleaned()`], which every export goes through first.

mod calendar;
mod covering_mail;
mod docx;
mod eml;
mod file_name;
mod header_text;
mod mailto;
mod markdown;
mod text;
mod xml;
mod zip;

pub use calendar::{UtcStamp, calendar};
pub use covering_mail::CoveringMail;
pub use docx::{Labels, docx};
pub use eml::eml;
pub use file_name::{file_name, letter_file};
pub use header_text::HeaderText;
pub use mailto::{MAX_LINK_LENGTH, Mailto, mailto};
pub use markdown::markdown;
pub use text::text;

/// Adds a byte as two digits, as links and mails write them.
fn push_hex(out: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for half in [byte >> 4, byte & 15] {
        out.push(char::from(DIGITS[usize::from(half)]));
    }
}
