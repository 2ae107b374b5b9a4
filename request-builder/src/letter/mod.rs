//! Letters: their text as data ([`Letters`]), and the letter, the covering e-mail and the reminders
//! that this text and an officer's answers make.

mod compose;
mod letters;
mod mail;
mod mail_part;
mod model;
mod paragraph;
mod reminder;
mod template;

pub(crate) use compose::written;
pub use compose::{blank, checklist, compose, fill_in, is_printed};
pub use letters::{LetterWords, Letters};
pub use mail::{Mail, MailText};
pub use mail_part::{MailPart, MailRole};
pub use model::{Block, Checklist, ChecklistItem, Content, Letter, Line, Run, Source};
pub use paragraph::{Column, Instead, Paragraph, Style};
pub use reminder::DueReminder;
pub use template::{BUILT_IN, Part, Template};
