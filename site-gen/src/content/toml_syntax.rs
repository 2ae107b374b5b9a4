//! Reports what is not TOML in a file: duplicate tables, typographic quotation marks, usual mistakes,
//! and everything else in the parser's words.

use super::smart_quotes::{self, Line};
use super::toml_mistakes::{self, ExpectedTypeAt, Mistake};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use std::ops::Range;
use toml::de::Error;

/// The maximum number of errors of each type in a file.
pub(super) const MAX_ERRORS: usize = 50;

/// Reports the parser's errors in a text, and returns the text with blanks in place of their lines. `wanted`
/// says what type of value a key wants.
pub(super) fn valid_lines(
    text: &str,
    errors: &[Error],
    at: &impl Fn(Range<usize>) -> Place,
    wanted: &ExpectedTypeAt<'_>,
    found: &mut Diagnostics,
) -> String {
    report(text, errors, at, wanted, found);
    without_lines(text, errors.iter().filter_map(Error::span))
}

/// A text of the same length, with blanks in place of the lines of some places. If one is the header of a
/// table, the keys below it are blanked too, since they would seem to belong to the table above.
fn without_lines(text: &str, places: impl Iterator<Item = Range<usize>>) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut done = 0;
    for place in places {
        if place.start < done {
            continue;
        }
        let start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
        let is_header = text[start..].trim_start().starts_with('[');
        let until = if is_header { "\n[" } else { "\n" };
        let last = place.end.max(place.start + 1).min(text.len()) - 1;
        let end = text.as_bytes()[last..]
            .windows(until.len())
            .position(|some| some == until.as_bytes());
        // An error at the end of the text is behind its last line break.
        let end = end.map_or(text.len(), |at| last + at).max(start);
        let blanks = bytes[start..end].iter_mut().filter(|it| **it != b'\n');
        blanks.for_each(|byte| *byte = b' ');
        done = end;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn report(
    text: &str,
    errors: &[Error],
    at: &impl Fn(Range<usize>) -> Place,
    wanted: &ExpectedTypeAt<'_>,
    found: &mut Diagnostics,
) {
    if let Some(whole) = toml_mistakes::other_format(text) {
        found.push(whole.diagnostic(at));
        return;
    }
    report_duplicates(text, errors, at, found);
    let others = errors.iter().filter(|error| !is_twice(error));
    let others: Vec<(&Error, Range<usize>)> = others
        .map(|error| (error, error.span().unwrap_or(0..0)))
        .collect();
    let spans: Vec<Range<usize>> = others.iter().map(|(_, span)| span.clone()).collect();
    let quotes = smart_quotes::in_toml(text, &spans);
    let is_of_quotes = |span: &Range<usize>| {
        quotes.iter().any(|line| {
            line.is_all || (line.span.start <= span.start && span.start <= line.span.end)
        })
    };
    let is_in = |it: &Mistake, span: &Range<usize>| {
        it.span.start <= span.start && span.start <= it.span.end
    };
    let mut mistakes: Vec<Mistake> = Vec::new();
    let mut rest = Vec::new();
    let others = others
        .into_iter()
        .filter(|(_, span)| !is_of_quotes(span))
        .take(MAX_ERRORS * 4);
    for (error, span) in others {
        if mistakes.len() + rest.len() >= MAX_ERRORS {
            break;
        }
        if mistakes.iter().any(|it| is_in(it, &span)) {
            continue;
        }
        match toml_mistakes::at(text, span.start, wanted) {
            Some(mistake) if mistakes.iter().any(|it| it.span == mistake.span) => {}
            Some(mistake) => mistakes.push(mistake),
            None => rest.push((error, span)),
        }
    }
    rest.retain(|(_, span)| !mistakes.iter().any(|it| is_in(it, span)));
    found.extend(mistakes.into_iter().map(|it| it.diagnostic(at)));
    found.extend(rest.into_iter().take(MAX_ERRORS).map(|(error, span)| {
        let (message, help) = toml_mistakes::reworded(error.message());
        Diagnostic::error(message).at(at(span)).help(help)
    }));
    found.extend(
        quotes
            .into_iter()
            .take(MAX_ERRORS)
            .map(|line| typographic_quotes(line, at)),
    );
}

fn typographic_quotes(line: Line, at: &impl Fn(Range<usize>) -> Place) -> Diagnostic {
    Diagnostic::error(format!(
        "`{}` is a typographic quotation mark, which TOML does not accept",
        line.mark
    ))
    .at(at(line.span))
    .help(format!("write it with straight ones:\n{}", line.straight))
    .with_fix(|_| line.straight)
}

fn report_duplicates(
    text: &str,
    errors: &[Error],
    at: &impl Fn(Range<usize>) -> Place,
    found: &mut Diagnostics,
) {
    let twice = errors.iter().filter(|error| is_twice(error));
    let twice = twice.filter_map(Error::span).take(MAX_ERRORS);
    let twice: Vec<Range<usize>> = twice.collect();
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

/// Makes the first letter lowercase, unless it begins a name.
pub(super) fn lower(message: &str) -> String {
    let mut chars = message.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, without_lines};
    use toml::de::DeTable;

    #[test]
    fn an_error_in_any_place_leaves_a_text_of_the_same_length() {
        for text in [
            "a = 1\nb = \"\"\"\n",
            "b = \"\"\"\n\n",
            "a = [\n",
            "é = \"\n",
            "[\n",
        ] {
            let (_, errors) = DeTable::parse_recoverable(text);
            assert!(!errors.is_empty(), "{text:?}");
            let rest = without_lines(text, errors.iter().filter_map(Error::span));
            assert_eq!(rest.len(), text.len(), "{text:?}");
        }
    }
}
