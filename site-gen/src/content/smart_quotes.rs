//! Detects typographic quotation marks in TOML. Word processors and phones insert them, and the
//! parser's errors do not mention them.

use super::toml_mistakes::long_text_after;
use std::ops::Range;
use toml::de::DeTable;

/// A line with typographic quotation marks.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The first of them.
    pub(super) mark: char,
    /// Its place, up to the end of the line.
    pub(super) span: Range<usize>,
    pub(super) straight: String,
    /// Whether correcting these lines removes all errors of the file.
    pub(super) is_all: bool,
}

/// The lines that cause errors of a file.
pub(super) fn in_toml(text: &str, errors: &[Range<usize>]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut whole = String::with_capacity(text.len());
    let mut at = 0;
    // In a text over several lines, the marks are literal.
    let mut long_text = None;
    for line in text.split_inclusive('\n') {
        let straight = straightened(line).filter(|_| long_text.is_none());
        long_text = long_text_after(long_text, line);
        match straight {
            Some((offset, mark, straight)) => {
                let end = at + line.trim_end().len();
                lines.push(Line {
                    mark,
                    span: at + offset..end,
                    straight: straight.trim_end().to_owned(),
                    is_all: false,
                });
                whole.push_str(&straight);
            }
            None => whole.push_str(line),
        }
        at += line.len();
    }
    if lines.is_empty() {
        return lines;
    }
    let is_all = DeTable::parse_recoverable(&whole).1.is_empty();
    for line in &mut lines {
        line.is_all = is_all;
    }
    let has_error = |line: &Line| {
        let start = text[..line.span.start].rfind('\n').map_or(0, |at| at + 1);
        errors
            .iter()
            .any(|error| start <= error.start && error.start <= line.span.end + 1)
    };
    lines.retain(|line| is_all || has_error(line));
    lines
}

fn is_double(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '＂')
}

fn is_single(c: char) -> bool {
    matches!(c, '‘' | '’' | '‚' | '‛' | '′' | '‹' | '›' | '＇')
}

/// The corrected line, with the first typographic mark and its offset. `None` if such marks occur
/// only inside strings.
fn straightened(line: &str) -> Option<(usize, char, String)> {
    let mut straight = String::with_capacity(line.len());
    let mut first = None;
    // The mark that closes the open string, and the last typographic mark in it.
    let mut open: Option<char> = None;
    let mut last_inside: Option<(usize, usize, char)> = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        let mark = if is_double(c) {
            '"'
        } else if is_single(c) {
            '\''
        } else {
            c
        };
        match open {
            None if c == '#' => {
                straight.push_str(&line[at..]);
                return first.map(|(at, mark)| (at, mark, straight));
            }
            None if mark == '"' || mark == '\'' => {
                if mark != c {
                    first.get_or_insert((at, c));
                }
                open = Some(mark);
                last_inside = None;
                straight.push(mark);
            }
            None => straight.push(c),
            Some(close) if c == close && !escaped => {
                open = None;
                straight.push(c);
            }
            // A string opened by a typographic mark is closed by one.
            Some(close) if mark == close && mark != c && first.is_some() => {
                open = None;
                straight.push(mark);
            }
            Some(close) => {
                if mark == close && mark != c {
                    last_inside = Some((at, straight.len(), c));
                }
                straight.push(c);
            }
        }
        escaped = c == '\\' && !escaped && open == Some('"');
    }
    // A string opened by a straight mark and never closed: its last typographic mark was meant to
    // close it.
    if let (Some(close), Some((at, place, c))) = (open, last_inside) {
        straight.replace_range(place..place + c.len_utf8(), close.encode_utf8(&mut [0; 4]));
        first.get_or_insert((at, c));
    }
    first.map(|(at, mark)| (at, mark, straight))
}

#[cfg(test)]
mod tests {
    use super::{in_toml, straightened};

    #[test]
    fn the_corrected_line_is_proposed() {
        for (line, straight) in [
            ("title = “Asking”", "title = \"Asking\""),
            ("title = “Asking\"", "title = \"Asking\""),
            ("title = \"Asking”", "title = \"Asking\""),
            ("title = „Fragen“ # “so”", "title = \"Fragen\" # “so”"),
            ("names = [“a”, “b”]", "names = [\"a\", \"b\"]"),
            ("title = ‘Asking’", "title = 'Asking'"),
            ("title = «Demandes»", "title = \"Demandes\""),
        ] {
            let found = straightened(line).map(|(_, _, straight)| straight);
            assert_eq!(found.as_deref(), Some(straight), "{line}");
        }
        for line in [
            "title = \"It’s “ours”\"",
            "# “so”",
            "title = 'a “b” c'",
            "a = 1",
        ] {
            assert_eq!(straightened(line), None, "{line}");
        }
    }

    #[test]
    fn only_lines_with_errors_count_unless_they_are_all_that_is_wrong() {
        let text = "a = “x”\nb = 1\n";
        let lines = in_toml(text, std::slice::from_ref(&(4..5)));
        assert_eq!(
            (lines.len(), lines[0].mark, lines[0].is_all),
            (1, '“', true)
        );
        let lines = in_toml("a = “x”\nb = = 1\n", std::slice::from_ref(&(4..5)));
        assert_eq!((lines.len(), lines[0].is_all), (1, false));
    }
}
