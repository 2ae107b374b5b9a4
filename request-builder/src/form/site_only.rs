//! What `site-gen` and readers of `requests.json` need and the page's program does not: the page
//! has it in its HTML, or it was used up when the site was built. A format for programs, as the
//! page has it, leaves it out.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) fn serialize<T, S>(value: &T, serializer: S) -> Result<S::Ok, S::Error>
where
    T: Serialize,
    S: Serializer,
{
    if serializer.is_human_readable() {
        value.serialize(serializer)
    } else {
        // Postcard has nothing to write for it.
        serializer.serialize_unit()
    }
}

pub(crate) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
    D: Deserializer<'de>,
{
    if deserializer.is_human_readable() {
        T::deserialize(deserializer)
    } else {
        Ok(T::default())
    }
}
