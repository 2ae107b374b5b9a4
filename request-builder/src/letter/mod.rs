//! Answers in, letter out.

mod compose;
mod mail;
mod model;
mod reminder;
mod template;

pub(crate) use compose::written;
pub use compose::{blank, checklist, compose, filled_in, goes_out};
pub use mail::{Mail, MailText};
pub use model::{Block, Check, Checklist, Content, Letter, Line, Run, Source};
pub use reminder::Remember;
pub use template::{BUILT_IN, Part, Template};
