//! Reads maps without sorting them. `LiteMap`'s deserializer contains a sort for each pair of types, 3 KB
//! of compressed WebAssembly. Here each entry is inserted, which is as fast for the sorted maps that
//! `site-gen` writes.

use litemap::LiteMap;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// For `#[serde(deserialize_with)]`.
pub(crate) fn deserialize<'de, D, K, V>(deserializer: D) -> Result<LiteMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
{
    deserializer.deserialize_any(Entries(PhantomData))
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

    // `LiteMap` writes a map without entries as a list without items.
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        match items.next_element::<IgnoredAny>()? {
            None => Ok(LiteMap::new()),
            Some(_) => Err(Error::custom("a list where a map is expected")),
        }
    }
}
