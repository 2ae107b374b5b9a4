//! Rows of tables as they are written.

use std::ops::Range;

/// The part of a row beyond the last column, if it has words. A `|` that is not a border is escaped
/// by a backslash, also in code (GFM 0.29, 4.10).
pub(super) fn extra_cells(row: &str, columns: usize) -> Option<Range<usize>> {
    let start = row.len() - row.trim_start().len();
    let start = start + usize::from(row[start..].starts_with('|'));
    let mut cells = 1;
    let mut escaped = false;
    for (at, c) in row[start..].char_indices() {
        match c {
            '|' if !escaped => {
                if cells == columns {
                    let rest = start + at + 1;
                    let words = row[rest..].trim_matches(|c: char| c == '|' || c.is_whitespace());
                    let end = row.trim_end().len();
                    return (!words.is_empty()).then_some(rest..end);
                }
                cells += 1;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::extra_cells;

    #[test]
    fn words_after_the_last_column_are_noticed() {
        let words = |row: &str| extra_cells(row, 2).map(|range| row[range].trim().to_owned());
        for (row, rest) in [
            ("| Warrant | 30 | except holidays |", "except holidays |"),
            ("| a `x|y` | 10 |", "10 |"),
            ("yes | no | maybe", "maybe"),
            ("| a || b |", "b |"),
        ] {
            assert_eq!(words(row).as_deref(), Some(rest), "{row}");
        }
        for row in [
            "| a | b |",
            "a | b",
            "| a \\| b | c |",
            "| a | b | |",
            "| a |",
            "",
        ] {
            assert_eq!(words(row), None, "{row}");
        }
    }
}
