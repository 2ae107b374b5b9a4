//! A letter as a file: plain text for a mail or a page that is read aloud, Markdown for a ticket,
//! DOCX to be put on letterhead.
//!
//! Every export is a function from a [`Letter`](crate::letter::Letter) to the same bytes each
//! time: no clock, no random name, nothing of the machine that it runs on. None is ever refused;
//! a letter with gaps shows them. What an officer pasted is made harmless in one place,
//! [`cleaned()`], which every export goes through first.

mod clean;
mod cleaned;
mod docx;
mod file_name;
mod markdown;
mod text;
mod xml;
mod zip;

pub use clean::{Dropped, clean};
pub use cleaned::cleaned;
pub use docx::{Labels, docx};
pub use file_name::file_name;
pub use markdown::markdown;
pub use text::text;
