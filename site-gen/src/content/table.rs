//! Parses TOML into types and reports all errors, not only the first.

use super::Spans;
use super::keys::{Homes, Missing};
use super::smart_quotes;
use super::toml_mistakes::{self, Mistake, WantedAt};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::markdown::{falsifies, falsifying, is_hidden_letter, two_scripts};
use request_builder::rules::Condition;
use request_builder::text::is_direction_control;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer, Error};

/// The maximum number of errors about the keys of a file.
const PATIENCE: usize = 50;

/// The control characters in a table's strings, which no page, feed or letter can contain.
fn invisible(table: &DeTable<'_>) -> Vec<(Range<usize>, char)> {
    table
        .iter()
        .flat_map(|(_, value)| invisible_in(value))
        .collect()
}

fn invisible_in(value: &Spanned<DeValue<'_>>) -> Vec<(Range<usize>, char)> {
    let odd = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\r' | '\t')
            || matches!(c, '\u{fffe}' | '\u{ffff}')
            || is_direction_control(*c)
            || is_hidden_letter(*c)
    };
    match value.get_ref() {
        DeValue::String(text) => text
            .chars()
            .find(odd)
            .map(|control| (value.span(), control))
            .into_iter()
            .collect(),
        DeValue::Array(values) => values.iter().flat_map(invisible_in).collect(),
        DeValue::Table(table) => invisible(table),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            Vec::new()
        }
    }
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
    let base = part.start;
    let at = |span: Range<usize>| Place::new(source, base + span.start..base + span.end);
    let text = &source.text()[part];
    let turning = turning(text);
    let is_turned = !turning.is_empty();
    found.extend(turning.into_iter().take(PATIENCE).map(|(span, c)| {
        Diagnostic::error(format!(
            "the invisible character U+{:04X} changes the direction of the text",
            u32::from(c)
        ))
        .at(at(span))
        .help("remove it: the text would be displayed differently from its content")
    }));
    let wanted = |header: &[String], key: &[String]| toml_mistakes::wanted_of_key::<T>(header, key);
    let table = parsed(text, &at, &wanted, found)?;
    let all = strings_of(table.get_ref());
    let scripts = all.iter().filter_map(|(span, text)| {
        two_scripts(text, source, &(base + span.start..base + span.end))
    });
    found.extend(scripts.take(PATIENCE));
    let spans = Spans::of(table.get_ref(), base);
    let (span, mut table) = (table.span(), table.into_inner());
    let mut taken_out = Vec::new();
    let mut missing = Missing::default();
    let mut homes = None;
    let mut read = None;
    for attempt in 0..PATIENCE {
        let whole = Spanned::new(span.clone(), table.clone());
        let error = match T::deserialize(Deserializer::from(whole)) {
            Ok(value) => {
                read = (attempt == 0 && !is_turned).then_some((value, spans));
                break;
            }
            Err(error) => error,
        };
        let place = error.span().unwrap_or(0..0);
        // Do not report an error about a placeholder; it only helps to find further errors.
        if missing.is_placeholder_at(&place) {
            if missing.guess_again(&mut table, &place, error.message()) {
                continue;
            }
            break;
        }
        let names = quoted(error.message());
        if error.message().starts_with("missing field")
            && let [name] = names[..]
        {
            // Do not report a removed key as missing.
            if taken_out.iter().any(|out| out == name) {
                break;
            }
            if missing.note(&mut table, &span, &place, name) {
                continue;
            }
        }
        let misplaced = unknown_key(&error).and_then(|_| {
            let homes = homes.get_or_insert_with(Homes::of::<T>);
            homes.home(&table, &place, names.first().copied()?)
        });
        if let Some(home) = misplaced {
            let name = names.first().copied().unwrap_or_default();
            found.push(home.diagnostic(name).at(at(place.clone())));
            home.move_there(&mut table, &place);
            continue;
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
        let keys = |path: &[String]| Homes::of::<T>().texts_of::<T>(path);
        found.push(wrong_value(&error, text, &at, &is_right, &keys));
        // Remove what was reported, so that the next error shows.
        let gone = match unknown_key(&error) {
            Some(key) => without_key(&mut table, &place, key.meant),
            None => without_entry(&mut table, &place, &mut taken_out),
        };
        if !gone {
            break;
        }
    }
    found.extend(
        missing
            .diagnostics(text, examples)
            .into_iter()
            .map(|(span, error)| error.at(at(span))),
    );
    read
}

/// Parses a text as TOML, or reports the syntax errors.
fn parsed<'t>(
    text: &'t str,
    at: &impl Fn(Range<usize>) -> Place,
    wanted: &WantedAt<'_>,
    found: &mut Diagnostics,
) -> Option<Spanned<DeTable<'t>>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let twice: Vec<Range<usize>> = errors
            .iter()
            .filter(|error| is_twice(error))
            .filter_map(Error::span)
            .collect();
        found.extend(twice.iter().filter_map(|span| {
            // The contents of a duplicate table are not reported separately.
            let header = header_of(text, span.start);
            let in_header = |span: &Range<usize>| header.contains(&span.start);
            if !in_header(span) && twice.iter().any(in_header) {
                return None;
            }
            let name = text.get(span.clone()).unwrap_or_default();
            if let Some(mistake) = toml_mistakes::single_of_several(text, name) {
                return Some(mistake.diagnostic(at));
            }
            Some(
                Diagnostic::error(format!("`{name}` is defined twice"))
                    .at(at(span.clone()))
                    .help("merge both, or rename this one"),
            )
        }));
        let others = errors.iter().filter(|error| !is_twice(error));
        let spans: Vec<Range<usize>> = others
            .clone()
            .map(|error| error.span().unwrap_or(0..0))
            .collect();
        let quotes = smart_quotes::in_toml(text, &spans);
        let is_told = |span: &Range<usize>| {
            quotes.iter().any(|line| {
                line.is_all || (line.span.start <= span.start && span.start <= line.span.end)
            })
        };
        let rest = others.zip(&spans).filter(|(_, span)| !is_told(span));
        let mut mistakes: Vec<Mistake> = Vec::new();
        let rest: Vec<(&Error, &Range<usize>)> = rest
            .filter(|(_, span)| {
                let is_in = |it: &Mistake| it.span.start <= span.start && span.start <= it.span.end;
                if mistakes.len() == PATIENCE || mistakes.iter().any(is_in) {
                    return false;
                }
                let is_new = |it: &Mistake| mistakes.iter().all(|other| other.span != it.span);
                let mistake = toml_mistakes::at(text, span.start, wanted);
                let is_named = mistake.is_some();
                mistakes.extend(mistake.filter(is_new));
                !is_named
            })
            .collect();
        let is_of_the_file = mistakes.iter().any(|it| it.is_of_the_file);
        let is_told = |span: &Range<usize>| {
            let is_in = |it: &Mistake| it.span.start <= span.start && span.start <= it.span.end;
            is_of_the_file || mistakes.iter().any(is_in)
        };
        let rest: Vec<_> = rest
            .into_iter()
            .filter(|(_, span)| !is_told(span))
            .collect();
        found.extend(mistakes.into_iter().map(|it| it.diagnostic(at)));
        found.extend(rest.into_iter().take(PATIENCE).map(|(error, span)| {
            let (message, help) = toml_mistakes::reworded(error.message());
            Diagnostic::error(message).at(at(span.clone())).help(help)
        }));
        let quotes = quotes.into_iter().filter(|_| !is_of_the_file);
        found.extend(quotes.take(PATIENCE).map(|line| {
            Diagnostic::error(format!(
                "`{}` is a typographic quotation mark, which TOML does not accept",
                line.mark
            ))
            .at(at(line.span))
            .help(format!("write it with straight ones:\n{}", line.straight))
            .fixed_by(|_| line.straight)
        }));
        return None;
    }
    let odd = invisible(table.get_ref());
    if !odd.is_empty() {
        found.extend(odd.into_iter().take(PATIENCE).map(|(span, control)| {
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
    let split = split_words(table.get_ref()).into_iter().take(PATIENCE);
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
fn turning(text: &str) -> Vec<(Range<usize>, char)> {
    let all = text
        .char_indices()
        .filter(|(_, c)| is_direction_control(*c));
    all.map(|(at, c)| (at..at + c.len_utf8(), c)).collect()
}

/// Whether the error is about a duplicate key or table.
fn is_twice(error: &Error) -> bool {
    error.message().starts_with("duplicate key")
}

/// The line of the table header at or above a position.
fn header_of(text: &str, at: usize) -> Range<usize> {
    let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let before = &text[..line_end];
    let start = match before.rfind("\n[") {
        Some(end) => end + 1,
        None => 0,
    };
    let end = before[start..]
        .find('\n')
        .map_or(line_end, |end| start + end);
    start..end
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

fn unknown_key(error: &Error) -> Option<UnknownKey<'_>> {
    let names = quoted(error.message());
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

/// Removes the entry of an array of tables that contains a span, or else the innermost table or
/// top-level value. Returns whether there was one.
fn without_entry(
    table: &mut DeTable<'_>,
    span: &Range<usize>,
    taken_out: &mut Vec<String>,
) -> bool {
    for (_, value) in table.iter_mut() {
        let DeValue::Array(array) = value.get_mut() else {
            continue;
        };
        let entry = array.iter().position(|entry| {
            let inner = entry.get_ref().as_table();
            inner.is_some_and(|inner| holds(&entry.span(), span) || touches(inner, span))
        });
        if let Some(index) = entry {
            *array = all_but(array, index);
            return true;
        }
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
    if let Some(DeValue::Table(inner)) = table.get_mut(&key).map(Spanned::get_mut) {
        let is_inside = |value: &Spanned<DeValue<'_>>| {
            let inner = value.get_ref().as_table();
            inner.is_some_and(|inner| holds(&value.span(), span) || touches(inner, span))
        };
        if inner.iter().any(|(_, value)| is_inside(value)) {
            return without_entry(inner, span, taken_out);
        }
    }
    taken_out.push(key.get_ref().to_string());
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
        let found = Diagnostic::error(wrong.message).at(at(span));
        return match (wrong.line, wrong.example) {
            (Some(line), _) => found
                .help(format!("{}:\n{}", wrong.advice, line.trim()))
                .fixed_by(|_| line),
            (None, Some(example)) => found.help(format!("{}:\n{example}", wrong.advice)),
            (None, None) => found.help(wrong.advice),
        };
    }
    let shown = wrong_word(text, span.clone()).unwrap_or(span);
    reworded_error(error).at(at(shown))
}

/// Rewords the deserializer's message for people who do not program.
fn reworded_error(error: &Error) -> Diagnostic {
    let message = error.message();
    let names = quoted(message);
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
    Diagnostic::unknown(what, name).did_you_mean(nearest(name, known.iter().copied()), otherwise)
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

pub(super) fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

/// Makes the first letter lowercase, unless it begins a name.
fn lower(message: &str) -> String {
    let mut chars = message.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => message.to_owned(),
    }
}
