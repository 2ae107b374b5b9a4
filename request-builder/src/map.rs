//! Reads maps without sorting them. `LiteMap`'s own reader sorts what comes out of order, which
//! costs the page's program 3 KB once compressed: one sort for each pair of types. Here each entry is
//! inserted, which is as fast for the sorted maps that `site-gen` writes.

use litemap::LiteMap;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// For `#[serde(deserialize_with)]`.
pub(crate) fn deserialize<'de, D, K, V>(deserializer: D) -> Result<LiteMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
{
    deserializer.deserialize_map(Entries(PhantomData))
}

/// The same for a map of maps.
pub(crate) fn deserialize_nested<'de, D, K, L, V>(
    deserializer: D,
) -> Result<LiteMap<K, LiteMap<L, V>>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord,
    L: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
{
    let read: LiteMap<K, Inner<L, V>> = deserialize(deserializer)?;
    let mut outer = LiteMap::with_capacity(read.len());
    for (key, Inner(inner)) in read {
        outer.insert(key, inner);
    }
    Ok(outer)
}

struct Inner<K, V>(LiteMap<K, V>);

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Deserialize<'de> for Inner<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer).map(Self)
    }
}

struct Entries<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Visitor<'de> for Entries<K, V> {
    type Value = LiteMap<K, V>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = LiteMap::new();
        while let Some((key, value)) = entries.next_entry()? {
            map.insert(key, value);
        }
        Ok(map)
    }
}
