//! Keys that are missing, all at once, and keys that stand under the wrong table. What a table may
//! have is not written down a second time: it is asked of the type that the table is read into.

use super::table::quoted;
use crate::diagnostic::Diagnostic;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

/// Places that are in no file: those of values that stand in for missing keys.
const NOWHERE: usize = usize::MAX / 2;

/// Keys that are missing. Something stands in for each, so that the next one shows.
#[derive(Debug, Default)]
pub(super) struct Missing {
    keys: Vec<Key>,
    /// The file has tables, so that not every place in it is at the top.
    has_tables: bool,
}

#[derive(Debug)]
struct Key {
    /// The tables above it, and their name in the file: `organisation.host`.
    table: String,
    /// That table is an entry of a list.
    is_entry: bool,
    /// Where the table stands; nowhere if it is missing itself.
    place: Range<usize>,
    name: String,
    /// How often something else was put in its place.
    guesses: usize,
    /// It is a table.
    is_table: bool,
}

impl Missing {
    /// Whether something that stands in for a key is at a place.
    pub(super) fn stands_in(&self, place: &Range<usize>) -> bool {
        self.at(place).is_some()
    }

    fn at(&self, place: &Range<usize>) -> Option<usize> {
        let at = place.start.checked_sub(NOWHERE)?;
        (at < self.keys.len() && self.keys[at].guesses < GUESSES.len()).then_some(at)
    }

    /// Puts something of another sort in place of a key, by what the reader expected. Says whether
    /// there was something.
    pub(super) fn guess_again(
        &mut self,
        table: &mut DeTable<'_>,
        place: &Range<usize>,
        message: &str,
    ) -> bool {
        let Some(at) = self.at(place) else {
            return false;
        };
        let names = quoted(message);
        if message.starts_with("missing field") {
            // It is a table, and lacks a key itself.
            let [name] = names[..] else { return false };
            let key = &self.keys[at];
            let path = join(&key.table, &key.name);
            let name = name.to_owned();
            return self.put(table, place, &path, false, place.clone(), name);
        }
        let key = &mut self.keys[at];
        key.guesses += 1;
        let guess = if message.starts_with("unknown variant") {
            names.get(1).map(|name| text(name))
        } else {
            let expected = message.rsplit("expected ").next().unwrap_or_default();
            key.is_table = GUESSES[0].0.iter().any(|word| expected.contains(word));
            GUESSES
                .iter()
                .find(|(words, _)| words.iter().any(|word| expected.contains(word)))
                .and_then(|(_, value)| literal(value))
        };
        let (Some(guess), Some(value)) = (guess, value_at(table, place)) else {
            return false;
        };
        *value.get_mut() = guess;
        true
    }

    /// Notes a key that the table at a place lacks, and puts something in. Says whether there is
    /// such a table.
    pub(super) fn note(
        &mut self,
        table: &mut DeTable<'_>,
        root: &Range<usize>,
        place: &Range<usize>,
        name: &str,
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
        self.put(table, place, &path, is_entry, at, name.to_owned())
    }

    fn put(
        &mut self,
        table: &mut DeTable<'_>,
        into: &Range<usize>,
        path: &str,
        is_entry: bool,
        place: Range<usize>,
        name: String,
    ) -> bool {
        let nowhere = NOWHERE + self.keys.len();
        let key = Spanned::new(nowhere..nowhere, name.clone().into());
        let value = Spanned::new(nowhere..nowhere, text(""));
        let put = if path.is_empty() {
            table.insert(key, value).is_none()
        } else {
            match value_at(table, into).map(Spanned::get_mut) {
                Some(DeValue::Table(inner)) => inner.insert(key, value).is_none(),
                _ => false,
            }
        };
        if put {
            self.keys.push(Key {
                table: path.to_owned(),
                is_entry,
                place,
                name,
                guesses: 0,
                is_table: false,
            });
        }
        put
    }

    /// One finding for each table of a text that lacks keys, with the lines to add.
    pub(super) fn told(
        &self,
        written: &str,
        examples: &[(&str, &str)],
    ) -> Vec<(Range<usize>, Diagnostic)> {
        let mut tables: Vec<(&str, bool, &Range<usize>)> = Vec::new();
        for key in self.keys.iter().filter(|key| key.place.start < NOWHERE) {
            let table = (key.table.as_str(), key.is_entry, &key.place);
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
        tables
            .into_iter()
            .map(|table| (table.2.clone(), self.told_of(table, written, examples)))
            .collect()
    }

    fn told_of(
        &self,
        (table, is_entry, place): (&str, bool, &Range<usize>),
        written: &str,
        examples: &[(&str, &str)],
    ) -> Diagnostic {
        let mut keys: Vec<&Key> = (self.keys.iter())
            .filter(|key| key.table == table && key.place == *place)
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

    /// The lines to add for a key; of a table all that it needs.
    fn lines_of(&self, key: &Key, examples: &[(&str, &str)], lines: &mut Vec<String>) {
        let path = join(&key.table, &key.name);
        if key.is_table {
            lines.push(format!("[{path}]"));
            let inner = self.keys.iter().filter(|inner| inner.table == path);
            for key in inner.filter(|inner| inner.place.start >= NOWHERE) {
                self.lines_of(key, examples, lines);
            }
            return;
        }
        let example = examples.iter().find(|(known, _)| *known == path);
        let value = example.map_or("…", |(_, value)| value);
        lines.push(format!("{} = {value}", key.name));
    }
}

/// What may be meant, by the words in what a reader expected.
const GUESSES: [(&[&str], &str); 5] = [
    (&["map", "struct", "table"], "{}"),
    (&["sequence", "array", "list"], "[]"),
    (&["bool"], "false"),
    (&["integer", "u8", "u16", "u32", "u64", "i64", "usize"], "1"),
    (&["f64", "float"], "1.0"),
];

fn literal(value: &str) -> Option<DeValue<'static>> {
    let whole = match value {
        "{}" => "x = {}",
        "[]" => "x = []",
        "false" => "x = false",
        "1" => "x = 1",
        _ => "x = 1.0",
    };
    let table = DeTable::parse(whole).ok()?.into_inner();
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

/// The value at a place.
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
    // A list of tables stands where the first of them does.
    if value.span() == *place && !matches!(value.get_ref(), DeValue::Array(_)) {
        return Some(value);
    }
    match value.get_mut() {
        DeValue::Table(table) => value_at(table, place),
        DeValue::Array(array) => (array.as_mut().iter_mut()).find_map(|entry| within(entry, place)),
        _ => None,
    }
}

/// The name of the table at a place, and whether it is an entry of a list.
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
pub(super) struct Home {
    /// The names of the tables above it; none for the top of the file.
    path: Vec<String>,
    /// The last of them is a list of tables.
    is_list: bool,
}

/// What each table of a file may have, the nearest to the top first.
#[derive(Debug)]
pub(super) struct Homes(Vec<(Home, Vec<String>)>);

impl Homes {
    /// Asks the type that a file is read into.
    pub(super) fn of<T: DeserializeOwned>() -> Self {
        let at_top = Home {
            path: Vec::new(),
            is_list: false,
        };
        let mut homes = vec![(at_top, known::<T>(&[]))];
        let mut from = 0;
        for _ in 0..2 {
            let to = homes.len();
            for at in from..to {
                let (above, keys) = homes[at].clone();
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
                            homes.push((Home { path, is_list }, inside));
                        }
                    }
                }
            }
            from = to;
        }
        Self(homes)
    }

    /// Where a key belongs that stands at a place and is not known there.
    pub(super) fn home(
        &self,
        table: &DeTable<'_>,
        place: &Range<usize>,
        name: &str,
    ) -> Option<Home> {
        let (home, _) = (self.0.iter()).find(|(_, keys)| keys.iter().any(|key| key == name))?;
        let is_at_top = table.iter().any(|(key, _)| key.span() == *place);
        (!home.path.is_empty() || !is_at_top).then(|| home.clone())
    }
}

/// The keys that a table knows: what the reader says to one that it does not know.
fn known<T: DeserializeOwned>(steps: &[(&str, bool)]) -> Vec<String> {
    const NOBODYS: &str = "\u{fffc}";
    let mut whole = format!("\"{NOBODYS}\" = 1");
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
    let names = quoted(error.message());
    match names.split_first() {
        Some((&NOBODYS, known)) if error.message().starts_with("unknown field") => {
            known.iter().map(|name| (*name).to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

impl Home {
    /// Says where the key belongs.
    pub(super) fn told(&self, name: &str) -> Diagnostic {
        let error = Diagnostic::error(format!("`{name}` stands under the wrong table"));
        let path = self.path.join(".");
        if self.path.is_empty() {
            error.help("it belongs at the top of the file, before the first line in `[…]`")
        } else if self.is_list {
            error.help(format!("it belongs under a `[[{path}]]`"))
        } else {
            error.help(format!("it belongs under `[{path}]`"))
        }
    }

    /// Moves the key there, if that table is in the file and has none of the name, so that it is
    /// not missed.
    pub(super) fn move_there(&self, table: &mut DeTable<'_>, place: &Range<usize>) {
        let Some((key, value)) = taken(table, place) else {
            return;
        };
        let mut home = table;
        for name in &self.path {
            let next = home
                .iter_mut()
                .find(|(key, _)| key.get_ref() == name.as_str());
            let Some((_, next)) = next else { return };
            let DeValue::Table(next) = next.get_mut() else {
                return;
            };
            home = next;
        }
        if !home
            .iter()
            .any(|(known, _)| known.get_ref() == key.get_ref())
        {
            home.insert(key, value);
        }
    }
}

/// Takes out the key at a place, with its value.
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
