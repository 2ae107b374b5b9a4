//! Invalid values: what was probably meant, and how to write it.

use super::{ExpectedType, Found, text_as};
use crate::quoted::quoted;
use request_builder::rules::Condition;
use toml::de::DeTable;

/// Whether a text is a value of TOML.
fn is_value(value: &str) -> bool {
    let whole = format!("x = {value}");
    let (_, errors) = DeTable::parse_recoverable(&whole);
    errors.is_empty()
}

/// The value as it should be. `None` if it is TOML, or nobody knows what was meant.
pub(super) fn corrected(value: &str, wanted: ExpectedType, key: &[String]) -> Option<Found> {
    if is_value(value) {
        return None;
    }
    let (value, comment) = without_comment(value);
    let fixed = tail(value, wanted, key).or_else(|| without_tail(value, wanted, key))?;
    let fixed = if comment.is_empty() {
        fixed
    } else {
        let corrected = format!("{}{comment}", fixed.corrected);
        Found { corrected, ..fixed }.guessed()
    };
    is_value(&fixed.corrected).then_some(fixed)
}

/// A value, and the comment after it with the white space between them.
fn without_comment(value: &str) -> (&str, &str) {
    let mark = if value.starts_with('\'') { '\'' } else { '"' };
    let mut is_text = false;
    for (at, c) in value.char_indices() {
        is_text ^= c == mark;
        if c == ' ' && !is_text && at > 0 && value[at..].starts_with(" # ") {
            let before = value[..at].trim_end();
            return (before, &value[before.len()..]);
        }
    }
    (value, "")
}

/// The value as it should be, if there is nothing after it.
fn without_tail(value: &str, wanted: ExpectedType, key: &[String]) -> Option<Found> {
    one_word(value, wanted)
        .or_else(|| brackets(value))
        .or_else(|| braces(value))
        .or_else(|| in_quotes(value, wanted, key))
        .or_else(|| day(value))
        .or_else(|| bare(value, wanted))
        .filter(|fixed| is_value(&fixed.corrected))
}

/// A comma, a semicolon or a comment of another language after the value.
fn tail(value: &str, wanted: ExpectedType, key: &[String]) -> Option<Found> {
    let marks = |c: char| matches!(c, ',' | ';') || c.is_whitespace();
    let whole = |value: &str| {
        let value = value.trim_end_matches(marks);
        if is_value(value) {
            return Some((value.to_owned(), true));
        }
        without_tail(value, wanted, key).map(|fixed| (fixed.corrected, fixed.is_certain))
    };
    for (mark, name) in [(',', "comma"), (';', "semicolon")] {
        if value.ends_with(mark) {
            let message = format!("there is a {name} at the end of the line");
            let (value, is_certain) = whole(value)?;
            return Some(Found {
                is_certain,
                ..Found::new(message, "remove it", value)
            });
        }
    }
    for mark in ["//", "/*"] {
        let Some((before, words)) = value.rsplit_once(&format!(" {mark}")) else {
            continue;
        };
        let before = before.trim_end();
        if before.is_empty() || !(is_value(before) || before.ends_with([',', ';'])) {
            continue;
        }
        let words = words.trim_end_matches("*/").trim();
        let message = format!("`{mark}` does not begin a comment in TOML");
        let (value, is_certain) = whole(before)?;
        let value = format!("{value} # {words}");
        return Some(Found {
            is_certain,
            ..Found::new(message, "begin it with `#`", value)
        });
    }
    None
}

/// Yes and no, and a number with its unit.
fn one_word(value: &str, wanted: ExpectedType) -> Option<Found> {
    let lower = value.to_ascii_lowercase();
    let truth = yes_or_no(&lower);
    let may_be_truth = matches!(wanted, ExpectedType::YesNo | ExpectedType::Unknown);
    if may_be_truth && matches!(lower.as_str(), "true" | "false") {
        let message = format!("`{value}` has capital letters");
        let advice = "write it in lower-case letters";
        let fixed = Found::new(message, advice, lower);
        return Some(if wanted == ExpectedType::YesNo {
            fixed
        } else {
            fixed.guessed()
        });
    }
    if let (ExpectedType::YesNo, Some(truth)) = (wanted, truth) {
        let message = format!("`{value}` is not `true` or `false`");
        return Some(Found::new(message, "write", truth));
    }
    if wanted == ExpectedType::Number {
        let number = number_in(value)?;
        let message = format!("`{value}` is not a number alone");
        return Some(Found::new(message, "write only the digits", number).guessed());
    }
    None
}

/// `true` or `false`, written in English or as a digit.
pub(super) fn yes_or_no(lower: &str) -> Option<&'static str> {
    match lower {
        "true" | "yes" | "y" | "on" | "1" => Some("true"),
        "false" | "no" | "n" | "off" | "0" => Some("false"),
        _ => None,
    }
}

/// The digits at the start of a text, if there are no others.
pub(super) fn number_in(text: &str) -> Option<&str> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let is_one = !number.is_empty() && !rest.contains(|c: char| c.is_ascii_digit());
    is_one.then_some(number)
}

/// A list with other brackets, with semicolons or nothing between its values, or with values that are not
/// in quotation marks.
fn brackets(value: &str) -> Option<Found> {
    let (inside, message, advice) = if let Some(inside) = value.strip_prefix('(') {
        let inside = inside.strip_suffix(')')?;
        (inside, "a list is in square brackets", "write")
    } else {
        let inside = value.strip_prefix('[')?;
        match inside.strip_suffix(']') {
            Some(inside) if inside.contains(';') => {
                let message = "the values of a list are separated by semicolons";
                (inside, message, "write commas")
            }
            Some(inside) if inside.contains("\" \"") || inside.contains("\"\"") => {
                let message = "there is no comma between two values of a list";
                (inside, message, "write one")
            }
            Some(inside) => (
                inside,
                "a value of a list is not in quotation marks",
                "write",
            ),
            // The list ends, and something comes after it.
            None if inside.contains([']', '#']) => return None,
            None => (
                inside,
                "a list does not end",
                "write `]` after its last value",
            ),
        }
    };
    if inside.is_empty() || inside.contains(['[', '{', '\\']) {
        return None;
    }
    let mut values = Vec::new();
    let mut rest = inside.trim();
    while !rest.is_empty() {
        let (one, after) = match rest.strip_prefix('"') {
            Some(text) => text.split_at_checked(text.find('"')?)?,
            None => rest.split_at(rest.find([',', ';', '"']).unwrap_or(rest.len())),
        };
        let one = one.trim();
        if rest.starts_with('"') || !one.is_empty() {
            values.push(quoted(one));
        }
        rest = after.trim_start_matches('"');
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    }
    // A name can have a comma.
    let value = format!("[{}]", values.join(", "));
    Some(Found::new(message, advice, value).guessed())
}

/// A table in braces with colons.
fn braces(value: &str) -> Option<Found> {
    let inside = value.strip_prefix('{')?.strip_suffix('}')?;
    let mut written = String::new();
    let mut is_text = false;
    let mut key_start = 0;
    for c in inside.chars() {
        match c {
            '"' => is_text = !is_text,
            ',' if !is_text => key_start = written.len() + 1,
            _ => {}
        }
        if c == ':' && !is_text {
            // The key may be in quotation marks, as in JSON.
            let key = written[key_start..].trim().trim_matches('"').to_owned();
            written.truncate(key_start);
            written.push_str(&format!(" {key} ="));
        } else {
            written.push(c);
        }
    }
    let message = "there is a colon after a key in `{` and `}`";
    let value = format!(
        "{{{}}}",
        written.trim_end_matches([',', ' ']).to_owned() + " "
    );
    Some(Found::new(message, "write equals signs", value).guessed())
}

/// A text with quotation marks, apostrophes or backslashes that mean something else in TOML.
fn in_quotes(value: &str, wanted: ExpectedType, key: &[String]) -> Option<Found> {
    if let Some(inside) = value.strip_prefix('\'') {
        let inside = inside.strip_suffix('\'').unwrap_or(inside);
        let message = "the apostrophe ends the text";
        let advice = "write it between `\"`";
        return inside
            .contains('\'')
            .then(|| Found::new(message, advice, quoted_simply(inside)).guessed());
    }
    if value.starts_with('`') {
        let message = "a text is not between `` ` ``";
        let inside = value.trim_matches('`');
        let fixed = Found::new(message, "write it between `\"`", text_as(inside, wanted));
        let is_one = value.ends_with('`') && !inside.contains('`');
        return Some(if is_one { fixed } else { fixed.guessed() });
    }
    let inside = value.strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') {
        return backslashes(inside);
    }
    // Two keys are on one line.
    if inside.contains("= \"") {
        return None;
    }
    let message = "there are quotation marks inside a text";
    let is_condition = key
        .last()
        .is_some_and(|name| matches!(name.as_str(), "when" | "check" | "opens"));
    let without = inside.replace('"', "");
    if is_condition && without.parse::<Condition>().is_ok() {
        return Some(Found::new(
            message,
            "write it without them",
            quoted(&without),
        ));
    }
    // Spreadsheets double the quotation marks inside a text.
    let single = inside.replace("\"\"", "\"");
    if let Some(inner) = value
        .strip_prefix("\"\"")
        .and_then(|it| it.strip_suffix("\"\""))
        && !inner.contains('"')
    {
        let message = "there are two quotation marks at each end";
        return Some(Found::new(message, "write one", quoted(inner)));
    }
    let text = format!("\"{}\"", single.replace('"', "\\\""));
    single
        .contains('"')
        .then(|| Found::new(message, "write `\\` before each of them", text))
}

/// A text between `"`, whatever it has.
fn quoted_simply(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text with single backslashes: in a path they become slashes, and Markdown's escapes are not needed.
pub(super) fn backslashes(inside: &str) -> Option<Found> {
    let follow: Vec<char> = inside
        .split('\\')
        .skip(1)
        .filter_map(|after| after.chars().next())
        .collect();
    let is_path = !inside.contains([' ', '"', '@'])
        && follow.iter().all(|c| c.is_alphanumeric())
        && (inside.contains(":\\") || inside.contains('.'));
    let is_markdown = follow.iter().all(char::is_ascii_punctuation);
    let message = "a backslash means something else in a text";
    let (advice, text) = if is_path {
        (
            "write `/` in a path",
            inside.replace("\\\\", "/").replace('\\', "/"),
        )
    } else if inside.contains('"') {
        return None;
    } else if is_markdown && !inside.contains("\\\\") {
        ("remove it", inside.replace('\\', ""))
    } else if inside.contains(":\\") || inside.starts_with('\\') {
        (
            "write it twice",
            inside.replace("\\\\", "\\").replace('\\', "\\\\"),
        )
    } else {
        ("write it twice", doubled(inside))
    };
    Some(Found::new(message, advice, format!("\"{text}\"")).guessed())
}

/// Writes each backslash twice that begins no line end, tab or number of a character.
fn doubled(inside: &str) -> String {
    let mut text = String::new();
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        text.push(c);
        if c != '\\' {
            continue;
        }
        let next = chars.next();
        if !next.is_some_and(|c| matches!(c, 'n' | 't' | 'r' | 'u' | 'U' | 'x' | '\\')) {
            text.push('\\');
        }
        text.extend(next);
    }
    text
}

/// A day without quotation marks in another order.
fn day(value: &str) -> Option<Found> {
    let is_day = value.len() >= 8
        && value.contains(['/', '.'])
        && value
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'.'));
    let message = format!("`{value}` is not a day that can be read");
    is_day.then(|| Found {
        is_certain: false,
        ..Found::new(
            message,
            "write year, month and day, such as",
            "\"2020-01-31\"",
        )
    })
}

/// A text without quotation marks.
fn bare(value: &str, wanted: ExpectedType) -> Option<Found> {
    let other = match wanted {
        ExpectedType::YesNo => Some(("`true` or `false`", "write one of them")),
        ExpectedType::Number => Some(("a number", "write one")),
        ExpectedType::Table => return None,
        ExpectedType::Text | ExpectedType::List | ExpectedType::Unknown => None,
    };
    if let Some((what, advice)) = other {
        let message = format!("`{value}` is not {what}");
        return Some(Found::new(message, advice, wanted.example()).guessed());
    }
    let is_colour = value.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit())
    });
    let is_text = !value.contains(['"', '\\', '#']) && !value.starts_with(['[', '{', '\'', '=']);
    let message = format!("`{value}` is not in quotation marks");
    let text = value.strip_prefix("- ").unwrap_or(value);
    // Several keys or values may be on the line.
    let is_one = text == value
        && !value.contains('=')
        && ![": ", " //", " /*"].iter().any(|it| value.contains(it))
        && (wanted == ExpectedType::Text || !value.contains([',', ';']));
    (is_colour || is_text).then(|| Found {
        is_certain: is_one,
        ..Found::new(message, "write", text_as(text, wanted))
    })
}
