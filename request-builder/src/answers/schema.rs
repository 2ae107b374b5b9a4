//! What the JSON Schema of a draft says of the maps in it, whose own type knows no schema.

use super::Answer;
use std::collections::BTreeMap;

/// The answers by the names of their questions.
pub(super) type Entry = BTreeMap<String, Answer>;

/// For each group, its entries.
pub(super) type Groups = BTreeMap<String, Vec<Entry>>;
