//! Answers in, letter out.

mod compose;
mod model;
mod template;

pub(crate) use compose::written;
pub use compose::{blank, compose, goes_out};
pub use model::{Block, Content, Letter, Line, Run, Source};
pub use template::{BUILT_IN, Part, Template};
