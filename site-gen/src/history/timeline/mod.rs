//! The life of each section through all versions, and of the values in the text: days, fees,
//! addresses, legal process.

mod sections;
mod values;

pub(crate) use sections::{DatedSentence, SectionChange, SectionEvent, SectionLife};
pub(crate) use values::{Span, ValueLife};

use super::comparison::Comparison;
use crate::site::Version;
use crate::words::Vocabulary;

/// What became of everything, from the oldest version to the newest.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    /// The sections of the newest version in its order, then removed ones.
    pub(crate) sections: Vec<SectionLife>,
    /// The values of the newest version that has rules, or of the newest if none has, then those
    /// that were removed before it.
    pub(crate) values: Vec<ValueLife>,
    /// The index of that version.
    pub(crate) values_of: usize,
}

impl Timeline {
    /// Follows sections and values through `versions`, newest first. `successive` has the
    /// comparison of each version with the one before.
    pub(crate) fn new(
        versions: &[Version],
        successive: &[Comparison],
        vocabulary: &Vocabulary,
    ) -> Self {
        let with_rules = (versions.iter()).position(|version| version.rulebook.is_some());
        let values_of = with_rules.unwrap_or_default();
        Self {
            sections: sections::lives(versions, successive, vocabulary),
            values: values::lives(versions, successive, values_of, vocabulary),
            values_of,
        }
    }
}
