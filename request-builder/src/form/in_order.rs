//! Reads a map that was written in order. A format for people may give its entries in any order;
//! one for programs gives them as they were written, and the page need not carry the means to
//! sort them.

use litemap::LiteMap;
use serde::{Deserialize, Deserializer};

pub(crate) fn deserialize<'de, K, V, D>(deserializer: D) -> Result<LiteMap<K, V>, D::Error>
where
    K: Ord + Deserialize<'de>,
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    if deserializer.is_human_readable() {
        return LiteMap::deserialize(deserializer);
    }
    // A map is written as its length and its entries, like a list of pairs.
    let entries = Vec::<(K, V)>::deserialize(deserializer)?;
    Ok(LiteMap::from_sorted_store_unchecked(entries))
}
