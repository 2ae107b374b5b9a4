//! Values of another type than the one that a key wants, such as a text for a list.

use super::blocks::header_above;
use super::{ExpectedType, Line, Mistake, value};
use crate::quoted::quoted;
use std::ops::Range;

/// Explains the parser's message about a type. `is_right` says whether the file would be right, as far as
/// this place is concerned, if the line were another.
pub(in crate::content) fn wrong_type(
    message: &str,
    text: &str,
    span: &Range<usize>,
    is_right: &dyn Fn(&str) -> bool,
    keys: &dyn Fn(&[String]) -> Vec<String>,
) -> Option<Mistake> {
    let said = message.strip_prefix("invalid type: ")?;
    let (found, expected) = said.split_once(", expected ")?;
    let wanted = ExpectedType::from_parser_message(expected);
    let place = Place::of(text, span)?;
    if let Some(header) = place.header(wanted, is_right) {
        return Some(header);
    }
    let line = place.corrected(found, wanted);
    let has_line = line.is_some();
    let example = || place.example(found, wanted, keys);
    let (advice, corrected) = line.or_else(example).unzip();
    let what = match wanted {
        ExpectedType::YesNo => "`true` or `false`",
        ExpectedType::Number => "a number",
        ExpectedType::List => "a list",
        ExpectedType::Table => "a table",
        ExpectedType::Text | ExpectedType::Unknown if expected == "a string" => "a text",
        ExpectedType::Text | ExpectedType::Unknown => expected,
    };
    let otherwise = match wanted {
        ExpectedType::YesNo => "write it without quotation marks",
        ExpectedType::Number => "write only digits, without quotation marks",
        ExpectedType::List => "write it between `[` and `]`",
        ExpectedType::Table => {
            "write each of its keys as `key = \"…\"` below a line with its name in brackets"
        }
        ExpectedType::Text | ExpectedType::Unknown => "write it between straight quotes",
    };
    let otherwise = match (wanted, found) {
        (ExpectedType::Text, "map")
            if text[place.line.clone()]
                .trim_start()
                .starts_with("clauses.") =>
        {
            "write the id of the clause alone, without `clauses.`"
        }
        (ExpectedType::Text, "map") => "write one text, or remove the key",
        _ => otherwise,
    };
    Some(Mistake {
        span: span.clone(),
        message: format!("expected {what}, found {}", plain(found, place.written)),
        advice: advice.unwrap_or(otherwise),
        corrected: corrected.unwrap_or_default(),
        is_certain: has_line && is_plain_value(place.written),
    })
}

/// Whether a value is a number, a day, `true` or `false`, in quotation marks or without: it says the same
/// as any type.
fn is_plain_value(written: &str) -> bool {
    let inside = written.strip_prefix(['"', '\'']);
    let inside = inside.and_then(|it| it.strip_suffix(['"', '\'']));
    let inside = inside.unwrap_or(written);
    let is_digit = |c: char| c.is_ascii_digit();
    let is_number = inside.starts_with(is_digit)
        && inside.ends_with(is_digit)
        && inside
            .chars()
            .all(|c| is_digit(c) || matches!(c, '-' | '.'));
    is_number || matches!(inside.to_ascii_lowercase().as_str(), "true" | "false")
}

/// What was found, in plain words.
fn plain(found: &str, written: &str) -> String {
    let is_day = written.starts_with(|c: char| c.is_ascii_digit());
    match found {
        "sequence" => "a list".to_owned(),
        "map" if is_day => "a day without quotation marks".to_owned(),
        "map" => "a table".to_owned(),
        _ => match found.split_once(' ') {
            Some(("string", text)) => format!("the text {text}"),
            Some(("boolean", truth)) => truth.to_owned(),
            Some((_, number)) => format!("the number {}", number.trim_start_matches("point ")),
            None => found.to_owned(),
        },
    }
}

struct Place<'t> {
    text: &'t str,
    /// The line, without its end.
    line: Range<usize>,
    /// The value.
    span: &'t Range<usize>,
    written: &'t str,
}

impl<'t> Place<'t> {
    fn of(text: &'t str, span: &'t Range<usize>) -> Option<Self> {
        let written = text.get(span.clone())?;
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[span.start..].find('\n');
        Some(Self {
            text,
            line: start..end.map_or(text.len(), |end| span.start + end),
            span,
            written,
        })
    }

    /// A header with one bracket for a list of tables, or with two for a table.
    fn header(&self, wanted: ExpectedType, is_right: &dyn Fn(&str) -> bool) -> Option<Mistake> {
        let line = self.text[self.line.clone()].trim();
        let is_header = line.starts_with('[') && line.ends_with(']');
        if !is_header || self.text[self.line.start..self.span.start].contains('=') {
            return None;
        }
        let name = line.trim_matches(['[', ']']);
        let (line, message, advice) = match (line.starts_with("[["), wanted) {
            (false, ExpectedType::List) => {
                let message = format!("`{name}` is a list of tables, which has two brackets");
                (format!("[[{name}]]"), message, "write two brackets")
            }
            (true, _) => {
                let message = format!("`{name}` is one table, which has one bracket");
                (format!("[{name}]"), message, "write one bracket")
            }
            (false, _) => return None,
        };
        let with = |line: &str| {
            let (before, after) = (&self.text[..self.line.start], &self.text[self.line.end..]);
            format!("{before}{line}{after}")
        };
        is_right(&with(&line)).then_some(Mistake {
            span: self.span.clone(),
            message,
            advice,
            corrected: line,
            is_certain: true,
        })
    }

    /// The line with a value of the wanted type.
    fn corrected(&self, found: &str, wanted: ExpectedType) -> Option<(&'static str, String)> {
        let written = self.written;
        // A text without escapes is the same in the file.
        let inside = written.strip_prefix(['"', '\'']);
        let inside = inside.and_then(|it| it.strip_suffix(['"', '\'']));
        let (advice, value) = match wanted {
            ExpectedType::YesNo => {
                let inside = inside.unwrap_or(written).to_lowercase();
                let truth = value::yes_or_no(&inside)?.to_owned();
                ("write it without quotation marks", truth)
            }
            ExpectedType::Number => {
                let number = value::number_in(inside?)?.to_owned();
                ("write it without quotation marks", number)
            }
            ExpectedType::List => {
                let inside = inside?;
                let has_escape = inside.replace("\\n", "").replace("\\\"", "").contains('\\');
                let value = if has_escape {
                    format!("[{written}]")
                } else {
                    list(inside)
                };
                ("write it as a list", value)
            }
            ExpectedType::Text if found == "sequence" => {
                let one = written.strip_prefix('[')?.strip_suffix(']')?.trim();
                let inside = one.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
                let is_one = inside.is_some_and(|it| !it.contains('"'));
                ("write it without brackets", is_one.then(|| one.to_owned())?)
            }
            ExpectedType::Text if found == "map" && !written.starts_with(char::is_numeric) => {
                return self.without_first_name();
            }
            ExpectedType::Text => ("write it between straight quotes", as_text(written)?),
            ExpectedType::Table | ExpectedType::Unknown => return None,
        };
        let before = &self.text[self.line.start..self.span.start];
        let after = self.text.get(self.span.end..self.line.end)?;
        let line = format!("{before}{value}{after}");
        Some((advice, line.trim().to_owned()))
    }

    /// The tables or names that are wanted instead of a list or a text.
    fn example(
        &self,
        found: &str,
        wanted: ExpectedType,
        keys: &dyn Fn(&[String]) -> Vec<String>,
    ) -> Option<(&'static str, String)> {
        let line = Line::of(self.text[self.line.clone()].trim())?;
        let header = header_above(&self.text[..self.line.start]);
        let path = [header, line.names.clone()].concat();
        let keys = keys(&path);
        if keys.is_empty() {
            let is_list = found == "sequence" && wanted == ExpectedType::Table;
            let example = format!("{}.name = \"…\"", line.key);
            return is_list.then_some(("write a line for each, with its name", example));
        }
        let is_of_list =
            wanted == ExpectedType::List || self.text[..self.span.start].ends_with(['[', ' ']);
        if !is_of_list || !matches!(wanted, ExpectedType::List | ExpectedType::Table) {
            return None;
        }
        let keys: Vec<String> = keys.iter().map(|key| format!("\n{key} = \"…\"")).collect();
        let example = format!("[[{}]]{}", path.join("."), keys.concat());
        Some((
            "write each as a table of its own, at the end of the file",
            example,
        ))
    }

    /// `clauses.fees = "…"` in a table that has `fees = "…"`.
    fn without_first_name(&self) -> Option<(&'static str, String)> {
        let line = Line::of(self.text[self.line.clone()].trim())?;
        let header = header_above(&self.text[..self.line.start]);
        let (first, names) = line.names.split_first()?;
        if names.is_empty() || header.last() != Some(first) {
            return None;
        }
        let corrected = format!("{} = {}", names.join("."), line.value);
        Some(("write the name alone", corrected))
    }
}

/// The values of a text that was written for a list: its lines, or its words if commas are between them.
fn list(inside: &str) -> String {
    let parts: Vec<&str> = inside
        .split("\\n")
        .flat_map(|line| line.split([',', ';']))
        .collect();
    let are_words = parts.iter().all(|part| !part.trim().contains(' '));
    let parts: Vec<&str> = if are_words {
        parts
    } else {
        inside.split("\\n").collect()
    };
    let parts = parts
        .into_iter()
        .map(|part| part.trim().replace("\\\"", "\""));
    let parts: Vec<String> = parts.map(|part| quoted(&part)).collect();
    format!("[{}]", parts.join(", "))
}

/// A number, a day or a truth as a text.
fn as_text(written: &str) -> Option<String> {
    if let Some(digits) = written.strip_prefix("0x")
        && digits.len() == 6
    {
        return Some(quoted(&format!("#{digits}")));
    }
    let is_moment = written.contains('T') && written.starts_with(|c: char| c.is_ascii_digit());
    let written = if is_moment {
        written.get(..10)?
    } else {
        written
    };
    let is_simple = !written.contains(['"', '\'', '\n', '{', '[']);
    is_simple.then(|| quoted(written))
}
