//! The letter, the covering email and the reminders that [`crate::templates`] and an officer's answers
//! make, and their files in [`export`].

mod cleaned;
mod compose;
mod date;
pub mod export;
mod mail;
mod model;
mod reminder;

pub use crate::templates::{
    BUILT_IN, Column, Entries, Instead, LetterWords, Letters, MailPart, MailRole, Paragraph,
    Segment, Style, Template,
};
pub use cleaned::cleaned;
pub(crate) use compose::fill_in_letter;
pub(crate) use compose::written;
pub use compose::{blank, checklist, compose, fill_in, is_printed};
pub use mail::{Mail, MailText};
pub use model::{
    Block, Checklist, ChecklistItem, Content, Fact, FileNaming, Letter, Line, Paper, Run, Source,
};
pub use reminder::DueReminder;
pub(crate) use reminder::day_counted;
