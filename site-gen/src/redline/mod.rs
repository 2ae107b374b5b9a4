//! Two texts to what changed between them: compared as they are read, not line by line.
//!
//! A function from values to values. It reads no file, knows no page and no terminal; the words
//! that it looks for are handed to it.

mod align;
mod compare;
mod dialect;
mod file;
mod html;
mod marked;
mod model;
mod obligation;
mod pages;
mod passage;
mod rules;
mod sections;
mod sequence;
mod terms;
mod token;
mod vocabulary;

pub use compare::compare;
pub use file::{FileChange, Markdown};
pub use marked::marked;
pub use model::{
    Changes, Counts, Edit, Fate, Kind, Obligation, Passage, Piece, Place, Presence, Section,
    SectionFate, Sentence, TermChange, TermSort, Turn, What,
};
pub use pages::Pages;
pub use rules::{KindChange, RuleChange, RuleLevel, RuleState, RuleTurn, compare_rules};
pub(crate) use terms::{Weighty, weighty};
pub(crate) use token::comparable;
pub use vocabulary::Vocabulary;
pub(crate) use vocabulary::{Companies, small};

#[cfg(test)]
mod tests;
