//! Splits a pasted text into rows and cells: a spreadsheet, CSV with its quotation marks, a list with numbers
//! or bullets.

use crate::text::trim;

/// The rows of a text, each with at least one cell that is not blank. A text of one line may separate
/// its cells in several ways; a table separates all in the same way.
pub(super) fn rows(text: &str) -> Vec<Vec<String>> {
    let lines = || text.lines().filter(|line| !trim(line).is_empty());
    let is_table = lines().count() > 1;
    let separators = ['\t', '|', ';', ','];
    let used = separators
        .iter()
        .find(|separator| is_table && lines().any(|line| line.contains(**separator)));
    let is_separator = |character: char| match used {
        Some(used) => character == *used,
        None => separators.contains(&character),
    };
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut in_quotes = false;
    let mut in_brackets = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if in_quotes && characters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if in_quotes => in_quotes = false,
            '"' if trim(&cell).is_empty() => in_quotes = true,
            '\n' if !in_quotes => {
                in_brackets = false;
                end_cell(&mut row, &mut cell);
                end_row(&mut rows, &mut row);
            }
            _ if is_separator(character) && !in_quotes && !in_brackets => {
                end_cell(&mut row, &mut cell);
            }
            _ => {
                // "@ann (Ann Lee, chat.example.org)"
                in_brackets = character == '(' || in_brackets && character != ')';
                cell.push(character);
            }
        }
    }
    end_cell(&mut row, &mut cell);
    end_row(&mut rows, &mut row);
    if is_table {
        for row in &mut rows {
            if let Some(first) = row.first_mut() {
                *first = without_list_marker(first).to_owned();
            }
        }
    }
    if let ([row], None) = (&mut rows[..], used) {
        row.retain(|cell| !cell.is_empty());
    }
    rows
}

fn end_cell(row: &mut Vec<String>, cell: &mut String) {
    row.push(trim(&std::mem::take(cell)).to_owned());
}

/// Ends a row. One that is blank is left out, as is the line below the heads in Markdown: `|---|:--|`.
fn end_row(rows: &mut Vec<Vec<String>>, row: &mut Vec<String>) {
    let row = std::mem::take(row);
    if !row
        .iter()
        .all(|cell| cell.trim_matches(['-', ':']).is_empty())
    {
        rows.push(row);
    }
}

/// A line of a list without its number or bullet: `1. `, `2) `, `- `.
pub(super) fn without_list_marker(line: &str) -> &str {
    let Some((marker, rest)) = line.split_once(char::is_whitespace) else {
        return line;
    };
    let number = marker.strip_suffix(['.', ')', ':']);
    let is_number = number.is_some_and(|number| {
        !number.is_empty() && number.chars().all(|character| character.is_ascii_digit())
    });
    if is_number || matches!(marker, "-" | "–" | "•" | "*" | "·") {
        trim(rest)
    } else {
        line
    }
}
