//! Two texts to what changed between them: compared as they are read, not line by line.
//!
//! A function from values to values. It reads no file, knows no page and no terminal; the words
//! that it looks for are handed to it.

mod align;
mod compare;
mod cores;
mod dialect;
mod file;
mod html;
mod links;
mod marked;
mod model;
mod moves;
mod obligation;
mod pages;
mod passage;
mod rules;
mod sections;
mod sentence;
mod sequence;
mod term_pairs;
mod terms;
mod token;
mod turns;
mod vocabulary;

pub use compare::compare;
pub use file::{FileChange, Markdown};
pub use marked::marked;
pub use model::{
    Changes, Counts, Edit, Fate, HostChange, Kind, ListChange, ListPlace, Moved, MovedWhat,
    Obligation, Passage, Piece, Place, Presence, Section, SectionFate, Sentence, TermChange,
    TermSort, Turn, What,
};
pub use pages::Pages;
pub use rules::{KindChange, RuleChange, RuleLevel, RuleState, RuleTurn, compare_rules};
pub(crate) use terms::{Weighty, weighty};
pub(crate) use token::comparable;
pub use vocabulary::Vocabulary;
pub(crate) use vocabulary::{Companies, small};

#[cfg(test)]
mod obligation_tests;
#[cfg(test)]
mod tests;
