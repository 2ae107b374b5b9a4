//! Something said of a kind of request before it is chosen, with the rule that says so.

use super::RuleId;
use serde::{Deserialize, Serialize};

/// What a kind of request needs or yields: `"a search warrant"`, or with the rule whose sentence
/// says so: `{ text = "a search warrant", rule = "search-warrant" }`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// What is said.
    pub text: String,
    /// The gate, requirement or notice behind it. None: it is good practice.
    pub rule: Option<RuleId>,
}

/// What people may write for a [`Point`].
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum Written {
    Text(String),
    Table(Table),
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Table {
    /// What is said.
    text: String,
    /// The gate, requirement or notice behind it.
    #[serde(default)]
    rule: Option<RuleId>,
}

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = if deserializer.is_human_readable() {
            match Written::deserialize(deserializer)? {
                Written::Text(text) => Table { text, rule: None },
                Written::Table(table) => table,
            }
        } else {
            Table::deserialize(deserializer)?
        };
        let Table { text, rule } = table;
        Ok(Self { text, rule })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Point {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Point".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Written::json_schema(generator)
    }
}
