//! Recognizes common mistakes in TOML, which the parser's own messages do not name. Each line with an
//! error is read as a key and a value, whatever is between them, and written again as it should be.

mod blocks;
mod expected_type;
mod types;
mod value;

pub(super) use blocks::other_format;
pub(super) use expected_type::{ExpectedType, of_key as expected_type_of_key};
pub(super) use types::wrong_type;

use crate::diagnostic::{Diagnostic, Place};
use crate::quoted::quoted;
use std::ops::Range;
use toml::de::DeTable;

/// Lines that are not valid TOML, or a value of another type than its key wants.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The lines, without the white space around them, or the value.
    pub(super) span: Range<usize>,
    pub(super) message: String,
    /// What to do, before the line as it should be.
    pub(super) advice: &'static str,
    /// The line as it should be, or an example; empty if it should not be there.
    pub(super) corrected: String,
    /// Whether the line can only be meant so.
    pub(super) is_certain: bool,
}

impl Mistake {
    pub(super) fn diagnostic(self, at: &impl Fn(Range<usize>) -> Place) -> Diagnostic {
        let place = at(self.span);
        let is_certain = self.is_certain
            && place
                .span
                .as_ref()
                .is_some_and(|span| is_simple(place.source.text(), span));
        let found = Diagnostic::error(self.message).at(place);
        let found = if self.corrected.is_empty() {
            found.help(self.advice)
        } else {
            found.help(format!("{}:\n{}", self.advice, self.corrected))
        };
        if !is_certain {
            return found;
        }
        if self.corrected.is_empty() {
            return found.with_fix(|_| String::new());
        }
        found.with_fix(|lines| {
            let indent = lines.len() - lines.trim_start().len();
            format!("{}{}", &lines[..indent], self.corrected)
        })
    }
}

/// Whether a line may be corrected without a person: it has no comment, which would be lost or published,
/// no escape and no second text, and is not itself part of a text.
pub(super) fn is_simple(text: &str, span: &Range<usize>) -> bool {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end..].find('\n');
    let line = &text[start..end.map_or(text.len(), |end| span.end + end)];
    !line.contains(['\n', '#', '\\'])
        && line.matches('"').count() <= 2
        && !is_in_long_text(text, start)
}

/// Whether the line that begins at a place is in a text over several lines.
fn is_in_long_text(text: &str, start: usize) -> bool {
    text[..start].lines().fold(None, long_text_after).is_some()
}

/// The mark of the text over several lines that is open after a line, by the one that is open before it.
pub(super) fn long_text_after(mut open: Option<u8>, line: &str) -> Option<u8> {
    if open.is_none() && line.trim_start().starts_with('#') {
        return None;
    }
    let mut rest = line.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let is_mark = matches!(first, b'"' | b'\'') && open.is_none_or(|mark| mark == first);
        rest = if is_mark && rest.starts_with(&[first; 3]) {
            open = if open.is_none() { Some(first) } else { None };
            &rest[3..]
        } else if first == b'\\' && open != Some(b'\'') {
            after.get(1..).unwrap_or_default()
        } else {
            after
        };
    }
    open
}

/// What is wanted at a key, by the table's header and the key.
pub(super) type ExpectedTypeAt<'a> = dyn Fn(&[String], &[String]) -> ExpectedType + 'a;

/// A mistake without its place.
struct Found {
    message: String,
    advice: &'static str,
    corrected: String,
    is_certain: bool,
    /// How many lines belong to it.
    lines: usize,
}

impl Found {
    fn new(message: impl Into<String>, advice: &'static str, corrected: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            advice,
            corrected: corrected.into(),
            is_certain: true,
            lines: 1,
        }
    }

    fn guessed(self) -> Self {
        Self {
            is_certain: false,
            ..self
        }
    }
}

/// The mistake in the line at a place, if correcting it makes TOML of the line.
pub(super) fn at(text: &str, place: usize, wanted: &ExpectedTypeAt<'_>) -> Option<Mistake> {
    let place = text.floor_char_boundary(place.min(text.len()));
    let mut start = text[..place].rfind('\n').map_or(0, |at| at + 1);
    // An item of a YAML list belongs to the key above it.
    while start > 0 && text[start..].trim_start().starts_with("- ") {
        start = text[..start - 1].rfind('\n').map_or(0, |at| at + 1);
    }
    if is_in_long_text(text, start) {
        return None;
    }
    let mut lines = text[start..].split('\n');
    let whole = lines.next().unwrap_or_default();
    let line = whole.trim();
    let after: Vec<&str> = lines.take(blocks::MAX_LINES).collect();
    let found = odd_space(line)
        .filter(|found| is_toml(&found.corrected))
        .or_else(|| comment(line))
        .or_else(|| table(line))
        .or_else(|| blank_in_key(line))
        .or_else(|| blocks::text_over_lines(line, &after))
        .or_else(|| key_and_value(&text[..start], whole, &after, wanted))?;
    let end = start + lengths(text, start, found.lines);
    let start = start + (whole.len() - whole.trim_start().len());
    // Inside a table over several lines, a comma ends the line.
    is_toml(found.corrected.trim_end_matches(',')).then(|| Mistake {
        span: start..end.max(start),
        message: found.message,
        advice: found.advice,
        corrected: found.corrected,
        is_certain: found.is_certain,
    })
}

fn is_toml(text: &str) -> bool {
    DeTable::parse_recoverable(text).1.is_empty()
}

/// The length of some lines from a place on, without white space at their end.
fn lengths(text: &str, start: usize, lines: usize) -> usize {
    let all = text[start..].split_inclusive('\n').take(lines);
    let length = all.map(str::len).sum::<usize>();
    text[start..start + length].trim_end().len()
}

/// A space that does not break, as word processors write it. In a text it is intended.
fn odd_space(line: &str) -> Option<Found> {
    let mut odd = None;
    let mut text = None;
    let written = line.chars().map(|c| {
        if matches!(c, '"' | '\'') && text.is_none_or(|mark| mark == c) {
            text = if text.is_none() { Some(c) } else { None };
        }
        if text.is_none() && c.is_whitespace() && !c.is_ascii() {
            odd.get_or_insert(c);
            return ' ';
        }
        c
    });
    let corrected: String = written.collect();
    let odd = odd?;
    let message = format!("U+{:04X} is not a plain space", u32::from(odd));
    Some(Found::new(
        message,
        "delete the space and type it again",
        corrected,
    ))
}

/// A comment, or a line of another format that carries no value, such as `---`.
fn comment(line: &str) -> Option<Found> {
    if line == "---" {
        let message = "`---` belongs to YAML, and has no meaning in TOML";
        return Some(Found::new(message, "remove this line", ""));
    }
    let (mark, words) = if let Some(words) = line.strip_prefix("//") {
        ("//", words)
    } else {
        ("/*", line.strip_prefix("/*")?.trim_end_matches("*/"))
    };
    let message = format!("`{mark}` does not begin a comment in TOML");
    let corrected = format!("# {}", words.trim());
    Some(Found::new(message, "begin it with `#`", corrected))
}

/// The header of a table without its brackets.
fn table(line: &str) -> Option<Found> {
    if !line.starts_with('[') || line.contains('=') {
        return None;
    }
    let is_list = line.starts_with("[[");
    let (open, close) = if is_list { ("[[", "]]") } else { ("[", "]") };
    if !line.contains(']') {
        let message = format!("`{line}` has no bracket at its end");
        let found = Found::new(message, "write", format!("{line}{close}"));
        return Some(if line.contains(['"', '\'', ',']) {
            found.guessed()
        } else {
            found
        });
    }
    let names: Vec<&str> = line
        .split(|c: char| !is_of_name(c))
        .filter(|name| !name.is_empty())
        .collect();
    let is_plain = line
        .chars()
        .all(|c| is_of_name(c) || matches!(c, '[' | ']' | '.' | ' '));
    let corrected = format!("{open}{}{close}", names.join("."));
    let message = "the names of a table within a table are separated by full stops";
    (is_plain && names.len() > 1).then(|| Found::new(message, "write", corrected))
}

/// A key with blanks, which ids do not have.
fn blank_in_key(line: &str) -> Option<Found> {
    let (key, value) = line.split_once('=')?;
    let key = key.trim();
    let is_plain = |c| is_of_name(c) || matches!(c, '.' | ' ');
    if !key.contains(' ') || !key.chars().all(is_plain) {
        return None;
    }
    let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
    let message = format!("`{key}` has a blank, which a name cannot have");
    let corrected = format!("{} = {}", words.join("-"), value.trim());
    Some(Found::new(message, "write", corrected).guessed())
}

/// Whether a key without quotation marks may have a character.
fn is_of_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

/// A line with a key.
struct Line<'l> {
    /// The key, without needless quotation marks.
    key: String,
    names: Vec<String>,
    /// What is between key and value.
    mark: &'l str,
    value: &'l str,
}

impl<'l> Line<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let mut names = Vec::new();
        let mut rest = line;
        loop {
            rest = rest.trim_start();
            let name;
            if let Some(inside) = rest.strip_prefix('"') {
                let end = inside.find('"')?;
                (name, rest) = (&inside[..end], &inside[end + 1..]);
            } else {
                let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
                (name, rest) = rest.split_at(end);
            }
            if name.is_empty() {
                return None;
            }
            names.push(name.to_owned());
            let Some(next) = rest.trim_start().strip_prefix('.') else {
                break;
            };
            rest = next;
        }
        let written = names.iter().map(|name| {
            let is_plain = name.chars().all(is_of_name);
            if is_plain { name.clone() } else { quoted(name) }
        });
        let key = written.collect::<Vec<_>>().join(".");
        let rest = rest.trim_start();
        let marks = ["==", "=>", ":=", "=", ":"];
        let mark = *marks.iter().find(|mark| rest.starts_with(**mark))?;
        let (mark, value) = rest.split_at(mark.len());
        // `https://` is not a key.
        let is_key = mark != ":" || value.is_empty() || !value.starts_with('/');
        is_key.then(|| Self {
            key,
            names,
            mark,
            value: value.trim(),
        })
    }

    fn with(&self, value: &str) -> String {
        format!("{} = {value}", self.key)
    }
}

/// A backslash in the text at a place that makes a character nobody wrote.
pub(super) fn backslash(text: &str, place: usize) -> Option<Mistake> {
    let start = text[..place].rfind('\n').map_or(0, |at| at + 1);
    let whole = text[start..].split('\n').next().unwrap_or_default();
    let line = Line::of(whole.trim())?;
    let inside = line.value.strip_prefix('"')?.strip_suffix('"')?;
    // A character that is written as its number is intended.
    if ["\\u", "\\U", "\\x"].iter().any(|it| inside.contains(it)) {
        return None;
    }
    let fixed = value::backslashes(inside)?;
    let from = start + (whole.len() - whole.trim_start().len());
    Some(Mistake {
        span: from..start + whole.trim_end().len(),
        message: fixed.message,
        advice: fixed.advice,
        corrected: line.with(&fixed.corrected),
        is_certain: true,
    })
}

/// A header with one bracket among others of the same name with two.
pub(super) fn single_of_several(text: &str, name: &str) -> Option<Mistake> {
    let (one, two) = (format!("[{name}]"), format!("[[{name}]]"));
    let mut at = 0;
    let mut single = None;
    let mut is_list = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        is_list |= trimmed == two;
        if trimmed == one && single.is_none() {
            let start = at + (line.len() - line.trim_start().len());
            single = Some(start..start + trimmed.len());
        }
        at += line.len();
    }
    let span = single.filter(|_| is_list)?;
    Some(Mistake {
        span,
        message: format!("`{name}` is a list of tables, which has two brackets"),
        advice: "write two brackets",
        corrected: two,
        is_certain: true,
    })
}

fn key_and_value(
    above: &str,
    whole: &str,
    after: &[&str],
    wanted: &ExpectedTypeAt<'_>,
) -> Option<Found> {
    let line = Line::of(whole.trim())?;
    let header = blocks::header_above(above);
    let wanted = wanted(&header, &line.names);
    if let Some(found) = blocks::of_yaml(above, whole, &line, after, wanted) {
        return Some(found);
    }
    let (key, mark) = (&line.key, line.mark);
    if line.value.is_empty() {
        let message = format!("`{key}` has no value");
        let example = line.with(wanted.example());
        return Some(Found::new(message, "write one, or remove the line", example).guessed());
    }
    let fixed = value::corrected(line.value, wanted, &line.names);
    if mark == "=" {
        let found = fixed?;
        let corrected = line.with(&found.corrected);
        return Some(Found { corrected, ..found });
    }
    let (value, is_certain) = match fixed {
        Some(fixed) => (fixed.corrected, fixed.is_certain),
        None => (line.value.to_owned(), true),
    };
    let message = match mark {
        ":" => format!("there is a colon after `{key}`"),
        mark => format!("there is `{mark}` after `{key}`"),
    };
    let found = Found::new(message, "write an equals sign", line.with(&value));
    // An indented key may belong to a table of another format.
    let is_indented = whole.starts_with(char::is_whitespace);
    Some(if is_certain && !is_indented {
        found
    } else {
        found.guessed()
    })
}

/// A text in quotation marks that is on two lines, or a comma or bracket that is missing: what the parser
/// says about them, in other words.
pub(super) fn reworded(message: &str) -> (String, &'static str) {
    let known: [(&str, &str, &str); 7] = [
        (
            "missing comma between array elements",
            "there is no comma between two values of a list",
            "write a comma after each value: `[\"one\", \"two\"]`",
        ),
        (
            "missing comma between key-value pairs",
            "there is no comma between two values of a table",
            "write a comma after each value: `{ one = \"…\", two = \"…\" }`",
        ),
        (
            "unclosed array",
            "a list does not end",
            "write `]` after its last value",
        ),
        (
            "unclosed inline table",
            "a table does not end",
            "write `}` after its last value",
        ),
        (
            "invalid basic string",
            "a text does not end on its line",
            "write it in one line, with `\"` at its end; or write `\"\"\"` before and after a text over several lines",
        ),
        (
            "invalid literal string",
            "a text does not end on its line",
            "write it in one line, with `'` at its end",
        ),
        (
            "missing escaped value",
            "a backslash means something else in a text",
            "write it twice",
        ),
    ];
    let same = known
        .iter()
        .find(|(begins, _, _)| message.starts_with(begins));
    match same {
        Some((_, plain, help)) => ((*plain).to_owned(), help),
        None => (
            "this cannot be read as TOML".to_owned(),
            "each line is `key = value`: a text is in quotes, a list in `[` and `]`; a table's name is alone on its line, in `[` and `]`",
        ),
    }
}

/// A text as TOML, or as a list of it if one is wanted.
fn text_as(text: &str, wanted: ExpectedType) -> String {
    match wanted {
        ExpectedType::List => format!("[{}]", quoted(text)),
        _ => quoted(text),
    }
}

#[cfg(test)]
mod tests;
