//! The JSON Schema of a draft, and of the maps in it, whose own type has none.

use super::{Answer, Draft, MAX_ENTRIES};
use std::collections::BTreeMap;

/// The JSON Schema of a draft.
pub fn draft_schema() -> schemars::Schema {
    let mut schema = schemars::schema_for!(Draft);
    let entries = schema.pointer_mut("/properties/groups/additionalProperties");
    if let Some(entries) = entries.and_then(|entries| entries.as_object_mut()) {
        entries.insert("maxItems".to_owned(), MAX_ENTRIES.into());
    }
    schema
}

/// The answers by the names of their questions.
pub(super) type Entry = BTreeMap<String, Answer>;

/// For each group, its entries.
pub(super) type Groups = BTreeMap<String, Vec<Entry>>;
