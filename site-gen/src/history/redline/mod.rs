//! Compares two texts as they are read, not line by line.
//!
//! A pure function: it reads no files and knows nothing of pages or terminals; the vocabulary is an
//! argument.

mod addresses;
mod align;
mod compare;
mod conditions;
mod direction;
mod file;
mod links;
mod matching;
mod model;
mod moves;
mod obligation;
mod order;
mod pair;
mod pieces;
mod renames;
mod replaced;
mod reworded;
mod rewritten;
mod rules;
mod sections;
mod sentence;
mod sentence_pair;
mod significant_words;
mod term_pairs;
mod token_run;

pub use compare::compare;
pub use file::{FileChange, Markdown};
pub use model::{
    Changes, ComparedPassage, Counts, Direction, Edit, HeadingChange, HostChange, ListChange,
    ListPlace, Moved, MovedWhat, Obligation, PassageChange, Piece, PieceKind, Place, Presence,
    Section, Sentence, TermChange,
};
pub use rules::{KindChange, RuleChange, RuleDirection, RuleLevel, RuleState, compare_rules};
pub(crate) use significant_words::obliging_sentences;

#[cfg(test)]
mod tests;
