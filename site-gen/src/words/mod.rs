//! Words of a text, for comparing versions and checking rules: passages split into tokens, their
//! significant terms, and the common subsequence of two token sequences.
//!
//! Both [`crate::site`] (leftover names, reworded clauses) and [`crate::history`] (comparison) use
//! this module, so it knows neither sites nor versions.

mod dialect;
mod html;
mod kind;
pub(crate) mod number;
mod pages;
pub(crate) mod passage;
pub(crate) mod sequence;
pub(crate) mod terms;
pub(crate) mod token;
pub(crate) mod vocabulary;
mod word_diff;

pub use kind::Kind;
pub use pages::Pages;
pub use terms::TermType;
pub(crate) use terms::{Particular, particulars};
pub(crate) use token::{comparable, same_words};
pub use vocabulary::Vocabulary;
pub(crate) use vocabulary::{Companies, lowercase, lowercase_or_same};
pub use word_diff::marked;
