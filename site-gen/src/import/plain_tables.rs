//! Reads the tables of plain text: cells below each other, or between tabs or `|`.

/// The rows of the table that begins at a line, and how many lines it takes.
pub(super) fn table_at(lines: &[&str], at: usize) -> Option<(Vec<Vec<String>>, usize)> {
    let is_frame = |line: &&&str| line.trim().starts_with('+') && is_ruled(line);
    let frame = lines[at..].iter().take_while(is_frame).count();
    let head = cells(lines.get(at + frame)?);
    let mut rows = vec![head.iter().map(|(_, cell)| cell.clone()).collect()];
    let mut length = frame + 1;
    for line in &lines[at + length..] {
        if !is_ruled(line) {
            let mut cells = cells(line);
            let filled = cells.len();
            let row: Vec<String> = (head.iter())
                .map(|(at, _)| {
                    let cell = cells.iter().position(|(start, _)| start == at);
                    cell.map(|it| cells.remove(it).1).unwrap_or_default()
                })
                .collect();
            // A line with other cells, or with the first one alone, ends the table.
            if !cells.is_empty() || filled < 2 && !row[0].is_empty() || filled == 0 {
                break;
            }
            rows.push(row);
        }
        length += 1;
    }
    (rows.len() > 1 && head.len() > 1).then_some((rows, length))
}

/// Whether a line only divides rows.
fn is_ruled(line: &str) -> bool {
    let is_part = |c: char| matches!(c, '-' | '=' | '+' | '|' | ' ');
    line.contains(['-', '=']) && line.chars().all(is_part)
}

/// The cells of a line, each with its place: their number, or the character at which they begin.
fn cells(line: &str) -> Vec<(usize, String)> {
    let words = line.trim();
    let inner = words.strip_prefix('|').and_then(|it| it.strip_suffix('|'));
    let sign = if inner.is_some() { '|' } else { '\t' };
    let inner = inner.unwrap_or(words);
    if inner.contains(sign) {
        let cells = inner.split(sign).map(|cell| cell.trim().to_owned());
        return cells.enumerate().collect();
    }
    let mut cells: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    for part in line.split("  ") {
        let start = at + part.chars().take_while(|c| *c == ' ').count();
        if !part.trim().is_empty() {
            cells.push((start, part.trim().to_owned()));
        }
        at += part.chars().count() + 2;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::table_at;

    #[test]
    fn cells_that_are_aligned_or_divided_are_a_table() {
        for text in [
            "Kind              Active      Closed\nLog-in records    90 days     90 days\nMessages          not kept    30 days\n",
            "Kind\tActive\tClosed\nLog-in records\t90 days\t90 days\nMessages\tnot kept\t30 days",
            "+------+----+----+\n| Kind | Active | Closed |\n+------+----+----+\n| Log-in records | 90 days | 90 days |\n| Messages | not kept | 30 days |\n+----+---+--+",
            "Kind              Active      Closed\n--------------    --------    -------\nLog-in records    90 days     90 days\nMessages          not kept    30 days\nNothing else is kept for any time at all.",
        ] {
            let lines: Vec<&str> = text.lines().collect();
            let (rows, length) = table_at(&lines, 0).expect(text);
            let rows: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
            assert_eq!(
                rows,
                [
                    "Kind|Active|Closed",
                    "Log-in records|90 days|90 days",
                    "Messages|not kept|30 days"
                ]
            );
            assert_eq!(length, lines.len() - usize::from(text.ends_with("at all.")));
        }
        for text in [
            "Fees    90 days\n",
            "Fees    90 days\nWe keep records for ever.",
            "One.\nTwo.",
        ] {
            let lines: Vec<&str> = text.lines().collect();
            assert!(table_at(&lines, 0).is_none(), "{text}");
        }
    }
}
