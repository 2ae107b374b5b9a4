//! What a file's type wants at a key. The type is asked, so that nothing is listed a second time.

use crate::quoted::quoted;
use serde::de::DeserializeOwned;
use toml::de::Deserializer;

/// What a key wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::content) enum ExpectedType {
    Text,
    YesNo,
    Number,
    List,
    Table,
    /// The key is not known.
    Unknown,
}

impl ExpectedType {
    /// From the words of the parser: "a boolean".
    pub(in crate::content) fn from_parser_message(expected: &str) -> Self {
        let is_number = ["u8", "u16", "u32", "u64", "i32", "i64", "usize"].contains(&expected);
        match expected {
            "a boolean" => Self::YesNo,
            "a sequence" => Self::List,
            "a map" => Self::Table,
            _ if is_number => Self::Number,
            _ if expected.starts_with("struct ") => Self::Table,
            _ => Self::Text,
        }
    }

    /// A value to be replaced.
    pub(super) fn example(self) -> &'static str {
        match self {
            Self::Text | Self::Unknown => "\"…\"",
            Self::YesNo => "true",
            Self::Number => "1",
            Self::List => "[\"…\"]",
            Self::Table => "{ }",
        }
    }
}

/// What the key of a table wants. Each name of the header may be a table or a list of tables.
pub(in crate::content) fn of_key<T: DeserializeOwned>(
    header: &[String],
    key: &[String],
) -> ExpectedType {
    // A file's tables are at most so deep; with more names, the number of ways would explode.
    if header.len() > 4 {
        return ExpectedType::Unknown;
    }
    let ways = 0..1_u32 << header.len();
    let mut wanted = ways.filter_map(|lists| probe::<T>(header, key, lists));
    wanted.next().unwrap_or(ExpectedType::Unknown)
}

/// Reads a value that no key wants; the error says what it wants instead.
fn probe<T: DeserializeOwned>(
    header: &[String],
    key: &[String],
    lists: u32,
) -> Option<ExpectedType> {
    let mut whole = "-0.5".to_owned();
    for name in key.iter().rev() {
        whole = format!("{{ {} = {whole} }}", quoted(name));
    }
    for (at, name) in header.iter().enumerate().rev() {
        whole = if lists & (1 << at) == 0 {
            format!("{{ {} = {whole} }}", quoted(name))
        } else {
            format!("{{ {} = [{whole}] }}", quoted(name))
        };
    }
    let whole = whole.strip_prefix("{ ")?.strip_suffix(" }")?.to_owned();
    let error = T::deserialize(Deserializer::parse(&whole).ok()?).err()?;
    let said = error
        .message()
        .strip_prefix("invalid type: floating point")?;
    let (_, expected) = said.split_once(", expected ")?;
    Some(ExpectedType::from_parser_message(
        expected.lines().next().unwrap_or_default(),
    ))
}
