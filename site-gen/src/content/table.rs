//! Parses TOML into types and reports all errors, not only the first.

use super::Spans;
use super::keys::{KeyTables, Missing, TablePath, names_in};
use super::toml_mistakes;
use super::toml_syntax::{self, MAX_ERRORS, lower};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::markdown::{falsifies, falsifying, is_hidden_letter, two_scripts};
use request_builder::rules::Condition;
use request_builder::text::is_direction_control;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer, Error};

/// The strings of a table with a control character, which no page, feed or letter can contain.
fn invisible(table: &DeTable<'_>) -> Vec<(Range<usize>, char)> {
    let disallowed = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\r' | '\t')
            || matches!(c, '\u{fffe}' | '\u{ffff}')
            || is_direction_control(*c)
            || is_hidden_letter(*c)
    };
    let all = strings_of(table).into_iter();
    all.filter_map(|(span, text)| Some((span, text.chars().find(disallowed)?)))
        .collect()
}

/// Parses part of a file as TOML. Returns `None` on any error.
pub(super) fn read<T: DeserializeOwned>(
    source: &Source,
    part: Range<usize>,
    found: &mut Diagnostics,
) -> Option<(T, Spans)> {
    read_with(source, part, &[], found)
}

/// Like [`read`]. `examples` are suggested values for missing keys, by path.
pub(super) fn read_with<T: DeserializeOwned>(
    source: &Source,
    part: Range<usize>,
    examples: &[(&str, &str)],
    found: &mut Diagnostics,
) -> Option<(T, Spans)> {
    let read = read_partly(source, part, examples, found)?;
    read.is_complete.then_some((read.value, read.spans))
}

/// What could be read of a file.
pub(super) struct PartlyRead<T> {
    /// With placeholders for what could not be read.
    pub(super) value: T,
    /// The places of what could be read.
    pub(super) spans: Spans,
    /// Whether every value is one that was written.
    pub(super) is_complete: bool,
}

/// Like [`read_with`], but returns what could be read if there are errors. `None` if that is nothing.
pub(super) fn read_partly<T: DeserializeOwned>(
    source: &Source,
    part: Range<usize>,
    examples: &[(&str, &str)],
    found: &mut Diagnostics,
) -> Option<PartlyRead<T>> {
    let base = part.start;
    let at = |span: Range<usize>| Place::new(source, base + span.start..base + span.end);
    let text = &source.text()[part];
    let direction_controls = direction_controls(text);
    let has_direction_controls = !direction_controls.is_empty();
    let direction_controls = direction_controls.into_iter().take(MAX_ERRORS);
    found.extend(direction_controls.map(|(span, c)| falsifies(c).at(at(span))));
    let wanted =
        |header: &[String], key: &[String]| toml_mistakes::expected_type_of_key::<T>(header, key);
    let (table, errors) = DeTable::parse_recoverable(text);
    let is_valid = errors.is_empty();
    let rest = (!is_valid).then(|| toml_syntax::valid_lines(text, &errors, &at, &wanted, found));
    let (text, table) = match &rest {
        Some(rest) => (rest.as_str(), DeTable::parse(rest).ok()?),
        None => (text, table),
    };
    let table = checked(table, text, &at, found)?;
    let all = strings_of(table.get_ref());
    let scripts = all.iter().filter_map(|(span, text)| {
        two_scripts(text, source, &(base + span.start..base + span.end))
    });
    found.extend(scripts.take(MAX_ERRORS));
    let spans = Spans::of(table.get_ref(), base);
    let mut reading = Reading {
        source,
        base,
        text,
        span: table.span(),
        table: table.into_inner(),
        removed: Vec::new(),
        missing: Missing::default(),
        tables: None,
        is_complete: is_valid && !has_direction_controls,
    };
    let mut read = None;
    for _ in 0..MAX_ERRORS {
        let whole = Spanned::new(reading.span.clone(), reading.table.clone());
        match T::deserialize(Deserializer::from(whole)) {
            Ok(value) => {
                // A key that is corrected leaves everything else to be checked.
                let is_complete = reading.is_complete;
                let spans = if is_complete {
                    spans
                } else {
                    Spans::of(&reading.table, base).within(base + text.len())
                };
                read = Some(PartlyRead {
                    value,
                    spans,
                    is_complete,
                });
                break;
            }
            Err(error) => {
                if !reading.corrects::<T>(&error, found) {
                    break;
                }
            }
        }
    }
    // A key may be on a line that is not TOML.
    if is_valid {
        let missing = reading.missing.diagnostics(text, examples).into_iter();
        found.extend(missing.map(|(span, error)| error.at(at(span))));
    }
    read
}

/// A table that is read again after each error, without what the error was about.
struct Reading<'s> {
    source: &'s Source,
    /// Where the table begins in the file.
    base: usize,
    /// The text of the table.
    text: &'s str,
    span: Range<usize>,
    table: DeTable<'s>,
    /// Keys that were reported and removed.
    removed: Vec<String>,
    missing: Missing,
    tables: Option<KeyTables>,
    /// Whether every value is one that was written, since only keys were corrected.
    is_complete: bool,
}

impl Reading<'_> {
    /// Reports an error and corrects the table, so that the next error shows. Returns whether it
    /// could.
    fn corrects<T: DeserializeOwned>(&mut self, error: &Error, found: &mut Diagnostics) -> bool {
        let place = error.span().unwrap_or(0..0);
        // With a misspelt key for the languages, the names of other files cannot be checked.
        let unknown = unknown_key(error);
        self.is_complete &= unknown
            .as_ref()
            .is_some_and(|key| !key.meant.is_some_and(|meant| meant.starts_with("language")));
        // Do not report an error about a placeholder; it only helps to find further errors.
        if self.missing.is_placeholder_at(&place) {
            let message = error.message();
            return self
                .missing
                .replace_placeholder(&mut self.table, &place, message);
        }
        let names = names_in(error.message());
        if error.message().starts_with("missing field")
            && let [name] = names[..]
        {
            // Do not report a removed key as missing.
            let is_removed = self.removed.iter().any(|removed| removed == name);
            let span = &self.span;
            if (self.missing).note(&mut self.table, span, &place, name, is_removed) {
                return true;
            }
        }
        if let Some(key) = &unknown
            && let Some(name) = names.first()
            && !key.is_singular_of(name)
        {
            let tables = self.tables.get_or_insert_with(KeyTables::of::<T>);
            if let Some(right) = tables.of_key(&self.table, &place, name) {
                let mut known = self.table.iter();
                let exists = known.any(|(key, value)| {
                    key.get_ref() == *name && matches!(value.get_ref(), DeValue::Table(_))
                });
                self.move_key(name, &place, &right, exists, found);
                return true;
            }
        }
        let is_list_or_boolean = ["invalid type: sequence", "invalid type: boolean"]
            .iter()
            .any(|said| error.message().starts_with(said));
        if is_list_or_boolean && let Some(key) = key_of_value(&self.table, &place) {
            let tables = self.tables.get_or_insert_with(KeyTables::of::<T>);
            let (name, place) = (key.get_ref().clone().into_owned(), key.span());
            if let Some(right) = tables.of_key(&self.table, &place, &name)
                && right.is_top()
            {
                self.move_key(&name, &place, &right, false, found);
                return true;
            }
        }
        let is_right = |text: &str| {
            let again = Deserializer::parse(text).map(T::deserialize);
            match again {
                Ok(Err(again)) => {
                    again.message() != error.message() || again.span() != error.span()
                }
                Ok(Ok(_)) => true,
                Err(_) => false,
            }
        };
        let keys = |path: &[String]| KeyTables::of::<T>().texts_of::<T>(path);
        let at = |span: Range<usize>| {
            Place::new(self.source, self.base + span.start..self.base + span.end)
        };
        found.push(wrong_value(error, self.text, &at, &is_right, &keys));
        match unknown {
            Some(key) => without_key(&mut self.table, &place, key.meant),
            None => without_entry(&mut self.table, &place, &mut self.removed),
        }
    }

    /// Reports a key in the wrong table, and moves it to the right one.
    fn move_key(
        &mut self,
        name: &str,
        place: &Range<usize>,
        right: &TablePath,
        exists: bool,
        found: &mut Diagnostics,
    ) {
        let in_file = self.base + place.start..self.base + place.end;
        let diagnostic = right.diagnostic(name, exists);
        found.push(diagnostic.at(Place::new(self.source, in_file)));
        right.move_there(&mut self.table, place);
    }
}

/// Reports what the strings of a table must not contain. `None` if one cannot be shown.
fn checked<'t>(
    table: Spanned<DeTable<'t>>,
    text: &str,
    at: &impl Fn(Range<usize>) -> Place,
    found: &mut Diagnostics,
) -> Option<Spanned<DeTable<'t>>> {
    let odd = invisible(table.get_ref());
    if !odd.is_empty() {
        found.extend(odd.into_iter().take(MAX_ERRORS).map(|(span, control)| {
            let line = span.start..text[..span.end].len();
            if text[line].contains('\\')
                && let Some(mistake) = toml_mistakes::backslash(text, span.start)
            {
                return mistake.diagnostic(at);
            }
            Diagnostic::error(format!(
                "text has a character that cannot be shown, U+{:04X}",
                u32::from(control)
            ))
            .at(at(span))
            .help("remove it; only a new line and a tab are allowed there")
        }));
        return None;
    }
    let split = split_words(table.get_ref()).into_iter().take(MAX_ERRORS);
    found.extend(split.map(|(span, c)| falsifies(c).at(at(span))));
    Some(table)
}

/// The invisible characters inside words of a table's strings.
fn split_words(table: &DeTable<'_>) -> Vec<(Range<usize>, char)> {
    let first = |text| falsifying(text).into_iter().next();
    let all = strings_of(table).into_iter();
    all.filter_map(|(span, text)| Some((span, first(text)?.1)))
        .collect()
}

/// The strings of a file that was read as TOML, with their places. Empty if it is not TOML.
pub(crate) fn strings(source: &Source) -> Vec<(Range<usize>, String)> {
    let (table, _) = DeTable::parse_recoverable(source.text());
    let all = strings_of(table.get_ref()).into_iter();
    all.map(|(span, text)| (span, text.to_owned())).collect()
}

/// A table's strings, with their places.
fn strings_of<'t>(table: &'t DeTable<'_>) -> Vec<(Range<usize>, &'t str)> {
    let mut found = Vec::new();
    let mut rest: Vec<&Spanned<DeValue<'_>>> = table.values().collect();
    while let Some(value) = rest.pop() {
        match value.get_ref() {
            DeValue::String(text) => found.push((value.span(), text.as_ref())),
            DeValue::Array(values) => rest.extend(values.iter()),
            DeValue::Table(table) => rest.extend(table.values()),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
    }
    found
}

/// Bidirectional formatting characters anywhere in the file.
fn direction_controls(text: &str) -> Vec<(Range<usize>, char)> {
    let all = text
        .char_indices()
        .filter(|(_, c)| is_direction_control(*c));
    all.map(|(at, c)| (at..at + c.len_utf8(), c)).collect()
}

/// The invalid word of a condition. Only a string without `\` is the same in the file, so for
/// others the whole string is shown.
fn wrong_word(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let written = text.get(span.clone())?;
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
    if inner.contains(['\\', quote]) {
        return None;
    }
    let error = inner.parse::<Condition>().err()?;
    let start = span.start + quote.len_utf8();
    Some(start + error.at.start..start + error.at.end)
}

/// An unknown key, and the probable correct one.
struct UnknownKey<'e> {
    meant: Option<&'e str>,
}

impl UnknownKey<'_> {
    /// Whether only an `s` is missing at the end.
    fn is_singular_of(&self, name: &str) -> bool {
        let meant = self.meant.and_then(|meant| meant.strip_suffix('s'));
        meant.is_some_and(|meant| meant == name)
    }
}

/// The key of a value inside a table of the file.
fn key_of_value<'t, 'i>(
    table: &'t DeTable<'i>,
    place: &Range<usize>,
) -> Option<&'t Spanned<Cow<'i, str>>> {
    let inner = table
        .values()
        .filter_map(|value| value.get_ref().as_table());
    let mut keys = inner.flat_map(|inner| inner.iter());
    keys.find(|(_, value)| value.span() == *place)
        .map(|(key, _)| key)
}

fn unknown_key(error: &Error) -> Option<UnknownKey<'_>> {
    let names = names_in(error.message());
    let (name, known) = names.split_first()?;
    error
        .message()
        .starts_with("unknown field")
        .then(|| UnknownKey {
            meant: nearest(name, known.iter().copied()),
        })
}

/// Removes or renames the key at a span. Returns whether there was one.
fn without_key(table: &mut DeTable<'_>, span: &Range<usize>, meant: Option<&str>) -> bool {
    let named = table
        .iter()
        .find(|(key, _)| key.span() == *span)
        .map(|(key, _)| key.clone());
    if let Some(key) = named {
        let value = table.remove(&key);
        let (Some(meant), Some(value)) = (meant, value) else {
            return true;
        };
        let known = table.iter_mut().find(|(key, _)| key.get_ref() == meant);
        match known.map(|(_, known)| known.get_mut()) {
            // The other part of the table has the right name, as in `[[organisation.host]]`.
            Some(DeValue::Table(known)) => {
                if let DeValue::Table(more) = value.into_inner() {
                    known.extend(more);
                }
            }
            Some(_) => {}
            None => {
                table.insert(Spanned::new(span.clone(), meant.to_owned().into()), value);
            }
        }
        return true;
    }
    table.iter_mut().any(|(_, value)| match value.get_mut() {
        DeValue::Table(inner) => without_key(inner, span, meant),
        DeValue::Array(array) => array
            .as_mut()
            .iter_mut()
            .any(|entry| match entry.get_mut() {
                DeValue::Table(inner) => without_key(inner, span, meant),
                _ => false,
            }),
        _ => false,
    })
}

/// Removes the entry of an array of tables that contains a span, or else the innermost key. Returns
/// whether there was one.
fn without_entry(table: &mut DeTable<'_>, span: &Range<usize>, removed: &mut Vec<String>) -> bool {
    let mut emptied = None;
    for (key, value) in table.iter_mut() {
        let DeValue::Array(array) = value.get_mut() else {
            continue;
        };
        let entry = array.iter().position(|entry| {
            let inner = entry.get_ref().as_table();
            inner.is_some_and(|inner| holds(&entry.span(), span) || touches(inner, span))
        });
        match entry {
            // An empty list can be an error of its own.
            Some(_) if array.len() == 1 => emptied = Some(key.clone()),
            Some(index) => {
                *array = all_but(array, index);
                return true;
            }
            None => {}
        }
    }
    if let Some(key) = emptied {
        removed.push(key.get_ref().to_string());
        return table.remove(&key).is_some();
    }
    let key = table.iter().find(|(_, value)| {
        holds(&value.span(), span)
            || value
                .get_ref()
                .as_table()
                .is_some_and(|inner| touches(inner, span))
    });
    let key = key.filter(|_| !span.is_empty()).map(|(key, _)| key.clone());
    let Some(key) = key else { return false };
    // In a table of tables, such as `[question.operator]`, keep checking the other tables.
    if let Some(DeValue::Table(inner)) = table.get_mut(&key).map(Spanned::get_mut)
        && without_entry(inner, span, removed)
    {
        return true;
    }
    removed.push(key.get_ref().to_string());
    table.remove(&key).is_some()
}

fn holds(outer: &Range<usize>, span: &Range<usize>) -> bool {
    outer.start <= span.start && span.end <= outer.end
}

fn all_but<'i>(array: &DeArray<'i>, index: usize) -> DeArray<'i> {
    let mut kept = DeArray::new();
    for (_, value) in array.iter().enumerate().filter(|(at, _)| *at != index) {
        kept.push(value.clone());
    }
    kept
}

/// Whether a span is inside a table, regardless of the span that the parser reports for the table.
fn touches(table: &DeTable<'_>, span: &Range<usize>) -> bool {
    table.iter().any(|(key, value)| {
        holds(&key.span(), span)
            || holds(&value.span(), span)
            || value
                .get_ref()
                .as_table()
                .is_some_and(|inner| touches(inner, span))
    })
}

/// Reports a value that a key cannot have.
fn wrong_value(
    error: &Error,
    text: &str,
    at: &impl Fn(Range<usize>) -> Place,
    is_right: &dyn Fn(&str) -> bool,
    keys: &dyn Fn(&[String]) -> Vec<String>,
) -> Diagnostic {
    let span = error.span().unwrap_or(0..0);
    if let Some(wrong) = toml_mistakes::wrong_type(error.message(), text, &span, is_right, keys) {
        return wrong.diagnostic(at);
    }
    let shown = wrong_word(text, span.clone()).unwrap_or(span);
    reworded_error(error).at(at(shown))
}

/// Rewords the deserializer's message for people who do not program.
fn reworded_error(error: &Error) -> Diagnostic {
    let message = error.message();
    let names = names_in(message);
    if message.starts_with("unknown field")
        && let Some((name, known)) = names.split_first()
    {
        return unknown("key", name, known);
    }
    if message.starts_with("unknown variant")
        && let Some((name, known)) = names.split_first()
    {
        return unknown("value", name, known);
    }
    if message.starts_with("missing field")
        && let [name] = names[..]
    {
        return Diagnostic::error(format!("the key `{name}` is missing"))
            .help(format!("add `{name} = …`"));
    }
    // Our own types put the help on a second line, as conditions do.
    match message.split_once('\n') {
        Some((wrong, _)) if wrong.ends_with("found `\"`") => {
            Diagnostic::error(wrong).help("write the name without quotation marks")
        }
        Some((wrong, help)) => Diagnostic::error(wrong).help(help),
        None => Diagnostic::error(lower(message)),
    }
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Diagnostic {
    let otherwise = match known {
        [] => "remove it".to_owned(),
        known if known.contains(&"clauses") => format!(
            "a clause is written `clauses.{name} = \"…\"`; the other {what}s allowed here are `{}`",
            known.join("`, `")
        ),
        known => format!("the {what}s allowed here are `{}`", known.join("`, `")),
    };
    // A name that begins with the whole of another is about something else: `library-revision`.
    let goes_on = |near: &&str| {
        let rest = name.strip_prefix(near);
        rest.is_some_and(|rest| rest.starts_with('-'))
    };
    let near = nearest(name, known.iter().copied()).filter(|near| !goes_on(near));
    Diagnostic::unknown(what, name).did_you_mean(near, otherwise)
}

/// The most similar of the known names, for a suggestion.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let near = known
        .into_iter()
        .map(|known| (strsim::jaro_winkler(&name, &known.to_lowercase()), known));
    let best = near.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
    best.filter(|(likeness, _)| *likeness > 0.8)
        .map(|(_, known)| known)
}
