//! Reports all missing keys at once, and keys under the wrong table. The known keys of a table are
//! found by asking its Rust type, so they are not listed a second time.

use super::toml_mistakes::{ExpectedType, expected_type_of_key};
use crate::diagnostic::Diagnostic;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

/// Spans beyond the end of any file, for placeholder values.
const PLACEHOLDER_SPAN: usize = usize::MAX / 2;

/// The names in a message of the parser, which puts them in backticks.
pub(super) fn names_in(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

/// Missing keys. A placeholder is inserted for each, so that the next missing key is reported too.
#[derive(Debug, Default)]
pub(super) struct Missing {
    keys: Vec<Key>,
    /// The file has tables, so not every place in it is at the top level.
    has_tables: bool,
}

#[derive(Debug, Default)]
struct Key {
    /// The path of the table that lacks the key: `organisation.host`.
    table: String,
    /// Whether that table is an entry of an array of tables.
    is_entry: bool,
    /// The span of the table; a placeholder span if the table is missing.
    place: Range<usize>,
    name: String,
    /// How many other placeholders were tried.
    guesses: usize,
    /// Whether the key is a table.
    is_table: bool,
    /// Whether the key was removed because of its value, which has been reported.
    is_reported: bool,
}

impl Missing {
    /// Whether a span belongs to a placeholder.
    pub(super) fn is_placeholder_at(&self, place: &Range<usize>) -> bool {
        self.at(place).is_some()
    }

    fn at(&self, place: &Range<usize>) -> Option<usize> {
        let at = place.start.checked_sub(PLACEHOLDER_SPAN)?;
        (at < self.keys.len() && self.keys[at].guesses < PLACEHOLDERS.len()).then_some(at)
    }

    /// Replaces a placeholder by one of the type that the parser expected. Returns whether it found
    /// one.
    pub(super) fn replace_placeholder(
        &mut self,
        table: &mut DeTable<'_>,
        place: &Range<usize>,
        message: &str,
    ) -> bool {
        let Some(at) = self.at(place) else {
            return false;
        };
        let names = names_in(message);
        if message.starts_with("missing field") {
            // The placeholder is a table that lacks a key itself.
            let [name] = names[..] else { return false };
            let above = &self.keys[at];
            let key = Key {
                table: join(&above.table, &above.name),
                place: place.clone(),
                name: name.to_owned(),
                is_reported: above.is_reported,
                ..Key::default()
            };
            return self.insert_placeholder(table, place, key);
        }
        let key = &mut self.keys[at];
        key.guesses += 1;
        let guess = if message.starts_with("unknown variant") {
            names.get(1).map(|name| text(name))
        } else {
            let expected = message.rsplit("expected ").next().unwrap_or_default();
            key.is_table = PLACEHOLDERS[0].0.iter().any(|word| expected.contains(word));
            PLACEHOLDERS
                .iter()
                .find(|(words, _)| words.iter().any(|word| expected.contains(word)))
                .and_then(|(_, line)| literal(line))
        };
        let (Some(guess), Some(value)) = (guess, value_at(table, place)) else {
            return false;
        };
        *value.get_mut() = guess;
        true
    }

    /// Records a missing key of the table at a span and inserts a placeholder. Returns whether the
    /// table exists.
    pub(super) fn note(
        &mut self,
        table: &mut DeTable<'_>,
        root: &Range<usize>,
        place: &Range<usize>,
        name: &str,
        is_reported: bool,
    ) -> bool {
        self.has_tables |= table
            .iter()
            .any(|(_, value)| matches!(value.get_ref(), DeValue::Table(_) | DeValue::Array(_)));
        let (path, is_entry) = if place == root || place.is_empty() {
            (String::new(), false)
        } else {
            match path_of(table, place, "") {
                Some(found) => found,
                None => return false,
            }
        };
        let at = if path.is_empty() { 0..0 } else { place.clone() };
        let key = Key {
            table: path,
            is_entry,
            place: at,
            name: name.to_owned(),
            is_reported,
            ..Key::default()
        };
        self.insert_placeholder(table, place, key)
    }

    fn insert_placeholder(
        &mut self,
        table: &mut DeTable<'_>,
        into: &Range<usize>,
        key: Key,
    ) -> bool {
        let nowhere = PLACEHOLDER_SPAN + self.keys.len();
        let name = Spanned::new(nowhere..nowhere, key.name.clone().into());
        let value = Spanned::new(nowhere..nowhere, text(""));
        let put = if key.table.is_empty() {
            table.insert(name, value).is_none()
        } else {
            match value_at(table, into).map(Spanned::get_mut) {
                Some(DeValue::Table(inner)) => inner.insert(name, value).is_none(),
                _ => false,
            }
        };
        if put {
            self.keys.push(key);
        }
        put
    }

    /// One diagnostic for each table with missing keys, with the lines to add.
    pub(super) fn diagnostics(
        &self,
        written: &str,
        examples: &[(&str, &str)],
    ) -> Vec<(Range<usize>, Diagnostic)> {
        let mut tables: Vec<(&str, bool, &Range<usize>)> = Vec::new();
        let is_shown = |key: &&Key| key.place.start < PLACEHOLDER_SPAN && !key.is_reported;
        for key in self.keys.iter().filter(is_shown) {
            let table = (key.table.as_str(), key.is_entry, &key.place);
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
        tables
            .into_iter()
            .map(|table| (table.2.clone(), self.report_of(table, written, examples)))
            .collect()
    }

    fn report_of(
        &self,
        (table, is_entry, place): (&str, bool, &Range<usize>),
        written: &str,
        examples: &[(&str, &str)],
    ) -> Diagnostic {
        let mut keys: Vec<&Key> = (self.keys.iter())
            .filter(|key| key.table == table && key.place == *place && !key.is_reported)
            .collect();
        let order = |key: &&Key| {
            let path = join(&key.table, &key.name);
            let known = examples.iter().position(|(known, _)| *known == path);
            (key.is_table, known.unwrap_or(usize::MAX))
        };
        keys.sort_by_key(order);
        let names: Vec<String> = keys.iter().map(|key| format!("`{}`", key.name)).collect();
        let what = |key: &Key| if key.is_table { "table" } else { "key" };
        let message = match (&keys[..], &names[..]) {
            ([key], [name]) => format!("the {} {name} is missing", what(key)),
            (_, [some @ .., last]) => {
                format!("the keys {} and {last} are missing", some.join(", "))
            }
            (_, []) => String::new(),
        };
        let mut lines = Vec::new();
        for key in &keys {
            self.lines_of(key, examples, &mut lines);
        }
        let error = Diagnostic::error(message);
        let is_in_braces = written
            .get(place.clone())
            .is_some_and(|table| table.starts_with('{'));
        if is_in_braces && !lines.iter().any(|line| line.starts_with('[')) {
            return error.help(format!("add `{}` between these braces", lines.join(", ")));
        }
        let under = match (table, is_entry) {
            ("", _) => String::new(),
            (table, true) => format!(" under this `[[{table}]]`"),
            (table, false) => format!(" under `[{table}]`"),
        };
        match &lines[..] {
            [line] if table.is_empty() && self.has_tables => error.help(format!(
                "add `{line}` at the top, before the first line in `[…]`"
            )),
            [line] => error.help(format!("add `{line}`{under}")),
            _ if !table.is_empty() => error.help(format!("add{under}:\n{}", lines.join("\n"))),
            _ if lines.iter().any(|line| line.starts_with('[')) => error.help(format!(
                "add, the table after all other keys:\n{}",
                lines.join("\n")
            )),
            _ if self.has_tables => error.help(format!(
                "add at the top, before the first line in `[…]`:\n{}",
                lines.join("\n")
            )),
            _ => error.help(format!("add\n{}", lines.join("\n"))),
        }
    }

    /// The lines to add for a key; for a table, all its required keys.
    fn lines_of(&self, key: &Key, examples: &[(&str, &str)], lines: &mut Vec<String>) {
        let path = join(&key.table, &key.name);
        if key.is_table {
            lines.push(format!("[{path}]"));
            let inner = self.keys.iter().filter(|inner| inner.table == path);
            for key in inner.filter(|inner| inner.place.start >= PLACEHOLDER_SPAN) {
                self.lines_of(key, examples, lines);
            }
            return;
        }
        let example = examples.iter().find(|(known, _)| *known == path);
        let value = example.map_or("…", |(_, value)| value);
        lines.push(format!("{} = {value}", key.name));
    }
}

/// Placeholders by the words in the parser's message, each as a line of TOML.
const PLACEHOLDERS: [(&[&str], &str); 5] = [
    (&["map", "struct", "table"], "x = {}"),
    (&["sequence", "array", "list"], "x = []"),
    (&["bool"], "x = false"),
    (
        &["integer", "u8", "u16", "u32", "u64", "i64", "usize"],
        "x = 1",
    ),
    (&["f64", "float"], "x = 1.0"),
];

/// The value of the one key of a line.
fn literal(line: &'static str) -> Option<DeValue<'static>> {
    let table = DeTable::parse(line).ok()?.into_inner();
    let (_, value) = table.into_iter().next()?;
    Some(value.into_inner())
}

fn text(text: &str) -> DeValue<'static> {
    DeValue::String(text.to_owned().into())
}

fn join(table: &str, name: &str) -> String {
    if table.is_empty() {
        name.to_owned()
    } else {
        format!("{table}.{name}")
    }
}

/// Finds the value at a span.
fn value_at<'t, 'i>(
    table: &'t mut DeTable<'i>,
    place: &Range<usize>,
) -> Option<&'t mut Spanned<DeValue<'i>>> {
    table.iter_mut().find_map(|(_, value)| within(value, place))
}

fn within<'t, 'i>(
    value: &'t mut Spanned<DeValue<'i>>,
    place: &Range<usize>,
) -> Option<&'t mut Spanned<DeValue<'i>>> {
    // An array of tables has the span of its first table.
    if value.span() == *place && !matches!(value.get_ref(), DeValue::Array(_)) {
        return Some(value);
    }
    match value.get_mut() {
        DeValue::Table(table) => value_at(table, place),
        DeValue::Array(array) => (array.as_mut().iter_mut()).find_map(|entry| within(entry, place)),
        _ => None,
    }
}

/// The path of the table at a span, and whether it is an entry of an array.
fn path_of(table: &DeTable<'_>, place: &Range<usize>, above: &str) -> Option<(String, bool)> {
    table.iter().find_map(|(key, value)| {
        let path = join(above, key.get_ref());
        match value.get_ref() {
            DeValue::Table(_) if value.span() == *place => Some((path, false)),
            DeValue::Table(inner) => path_of(inner, place, &path),
            DeValue::Array(array) => array.iter().find_map(|entry| match entry.get_ref() {
                DeValue::Table(_) if entry.span() == *place => Some((path.clone(), true)),
                DeValue::Table(inner) => path_of(inner, place, &path),
                _ => None,
            }),
            _ => None,
        }
    })
}

/// The table that a key belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TablePath {
    /// The names of its parent tables and itself; empty for the top level.
    path: Vec<String>,
    /// Whether it is an array of tables.
    is_list: bool,
}

/// The keys of each table in a file, outermost table first.
#[derive(Debug)]
pub(super) struct KeyTables(Vec<(TablePath, Vec<String>)>);

impl KeyTables {
    /// Determines the keys from the type that the file is parsed into.
    pub(super) fn of<T: DeserializeOwned>() -> Self {
        let at_top = TablePath {
            path: Vec::new(),
            is_list: false,
        };
        let mut tables = vec![(at_top, known::<T>(&[]))];
        let mut from = 0;
        for _ in 0..2 {
            let to = tables.len();
            for at in from..to {
                let (above, keys) = tables[at].clone();
                for key in keys {
                    for is_list in [false, true] {
                        let path: Vec<String> =
                            above.path.iter().cloned().chain([key.clone()]).collect();
                        let lists = (above.path.len() == 1).then_some(above.is_list);
                        let lists = lists.into_iter().chain([is_list]);
                        let steps: Vec<(&str, bool)> =
                            path.iter().map(String::as_str).zip(lists).collect();
                        let inside = known::<T>(&steps);
                        if !inside.is_empty() {
                            tables.push((TablePath { path, is_list }, inside));
                        }
                    }
                }
            }
            from = to;
        }
        Self(tables)
    }

    /// The keys of a table that want a text.
    pub(super) fn texts_of<T: DeserializeOwned>(&self, path: &[String]) -> Vec<String> {
        let table = self.0.iter().find(|(it, _)| it.path == path);
        let keys = table.into_iter().flat_map(|(_, keys)| keys);
        let is_text = |key: &&String| {
            let key = std::slice::from_ref(*key);
            expected_type_of_key::<T>(path, key) == ExpectedType::Text
        };
        keys.filter(is_text).cloned().collect()
    }

    /// The table that a key at the wrong place belongs to.
    pub(super) fn of_key(
        &self,
        table: &DeTable<'_>,
        place: &Range<usize>,
        name: &str,
    ) -> Option<TablePath> {
        let (path, _) = (self.0.iter()).find(|(_, keys)| keys.iter().any(|key| key == name))?;
        let is_at_top = table.iter().any(|(key, _)| key.span() == *place);
        (!path.path.is_empty() || !is_at_top).then(|| path.clone())
    }
}

/// The keys of a table, taken from the parser's error about an unknown key.
fn known<T: DeserializeOwned>(steps: &[(&str, bool)]) -> Vec<String> {
    const PROBE_KEY: &str = "\u{fffc}";
    let mut whole = format!("\"{PROBE_KEY}\" = 1");
    for (name, is_list) in steps.iter().rev() {
        whole = if *is_list {
            format!("\"{name}\" = [{{ {whole} }}]")
        } else {
            format!("\"{name}\" = {{ {whole} }}")
        };
    }
    let Ok(deserializer) = Deserializer::parse(&whole) else {
        return Vec::new();
    };
    let Err(error) = T::deserialize(deserializer) else {
        return Vec::new();
    };
    let names = names_in(error.message());
    match names.split_first() {
        Some((&PROBE_KEY, known)) if error.message().starts_with("unknown field") => {
            known.iter().map(|name| (*name).to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

impl TablePath {
    /// The diagnostic that names the right table.
    /// `exists` says whether the file has a table of that name where it belongs.
    pub(super) fn diagnostic(&self, name: &str, exists: bool) -> Diagnostic {
        let error = Diagnostic::error(format!("`{name}` is in the wrong table"));
        let path = self.path.join(".");
        if self.path.is_empty() && exists {
            error.help(format!(
                "write what follows `{name}.` on a line below `[{name}]`"
            ))
        } else if self.path.is_empty() {
            error.help("it belongs at the top of the file, before the first line in `[…]`")
        } else if self.is_list {
            error.help(format!("it belongs under a `[[{path}]]`"))
        } else {
            error.help(format!("it belongs under `[{path}]`"))
        }
    }

    /// Whether it is the top level.
    pub(super) fn is_top(&self) -> bool {
        self.path.is_empty()
    }

    /// Moves the key to the right table if that table exists and lacks the key, so that it is not
    /// reported as missing too.
    pub(super) fn move_there(&self, table: &mut DeTable<'_>, place: &Range<usize>) {
        let Some((key, value)) = taken(table, place) else {
            return;
        };
        let mut right = table;
        for name in &self.path {
            let next = right
                .iter_mut()
                .find(|(key, _)| key.get_ref() == name.as_str());
            let Some((_, next)) = next else { return };
            let DeValue::Table(next) = next.get_mut() else {
                return;
            };
            right = next;
        }
        if !right
            .iter()
            .any(|(known, _)| known.get_ref() == key.get_ref())
        {
            right.insert(key, value);
        }
    }
}

/// Removes the key at a span and returns its value.
fn taken<'i>(
    table: &mut DeTable<'i>,
    place: &Range<usize>,
) -> Option<(Spanned<std::borrow::Cow<'i, str>>, Spanned<DeValue<'i>>)> {
    let key = table
        .iter()
        .find(|(key, _)| key.span() == *place)
        .map(|(key, _)| key.clone());
    if let Some(key) = key {
        let value = table.remove(&key)?;
        return Some((key, value));
    }
    table
        .iter_mut()
        .find_map(|(_, value)| match value.get_mut() {
            DeValue::Table(inner) => taken(inner, place),
            DeValue::Array(array) => {
                (array.as_mut().iter_mut()).find_map(|entry| match entry.get_mut() {
                    DeValue::Table(inner) => taken(inner, place),
                    _ => None,
                })
            }
            _ => None,
        })
}
