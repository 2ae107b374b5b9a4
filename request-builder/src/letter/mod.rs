//! Answers in, letter out.

mod model;

pub use model::{Block, Content, Letter, Line, Run, Source};
