//! The words of a text, as far as versions are compared and rules are checked by them: passages cut
//! into tokens, the terms that matter in them, and what two rows of words have in common.
//!
//! Resolving needs them (leftovers of other companies, clauses with other words), and history
//! compares with them; so they come before both, and know neither a site nor a version.

pub(crate) mod dialect;
mod html;
mod pages;
pub(crate) mod passage;
pub(crate) mod sequence;
pub(crate) mod terms;
pub(crate) mod token;
pub(crate) mod vocabulary;
mod word_diff;

pub use pages::Pages;
pub use passage::Kind;
pub use terms::TermSort;
pub(crate) use terms::{SignificantTerm, significant_terms};
pub(crate) use token::comparable;
pub use vocabulary::Vocabulary;
pub(crate) use vocabulary::{Companies, small};
pub use word_diff::marked;
