//! The text of letters as data: paragraphs with placeholders, the covering email, and the words of
//! the letter for what was chosen.

mod letters;
mod mail_part;
mod paragraph;
mod template;

pub use letters::{LetterWords, Letters};
pub use mail_part::{MailPart, MailRole};
pub use paragraph::{Column, Entries, Instead, Paragraph, Style};
pub use template::{BUILT_IN, Segment, Template};
