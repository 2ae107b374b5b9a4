//! Finds the tables of plain text: rows of cells with tabs between them, columns at the same places of each
//! line, and frames of `+---+`.

/// A table at the start of some lines.
pub(super) struct PlainTable {
    pub(super) rows: Vec<Vec<String>>,
    /// Whether a line divides its first row from the others.
    pub(super) has_head: bool,
    /// The number of lines that it takes.
    pub(super) length: usize,
}

/// A table without a line below its head has at least so many rows. Fewer may be an address.
const FEWEST_ROWS: usize = 3;

/// The table that begins with the first line. `is_other` tells of the trimmed lines that are in no table.
pub(super) fn at_start(lines: &[&str], is_other: impl Fn(&str) -> bool) -> Option<PlainTable> {
    let is_row = |line: &&&str| !line.trim().is_empty() && !is_other(line.trim());
    let run: Vec<&str> = lines.iter().take_while(is_row).copied().collect();
    if run.first()?.trim().contains('\t') {
        return tabbed(&run);
    }
    let is_framed = run[0].trim().starts_with("+-");
    let lines = run.iter().map(|line| {
        if is_framed {
            line.replace(['|', '+'], " ")
        } else {
            (*line).to_owned()
        }
    });
    aligned(&lines.collect::<Vec<_>>(), is_framed)
}

fn tabbed(run: &[&str]) -> Option<PlainTable> {
    let cells = |line: &&str| -> Vec<String> {
        let cells = line.trim().split('\t').map(|cell| cell.trim().to_owned());
        cells.collect()
    };
    let width = cells(run.first()?).len();
    let rows = run.iter().map(cells).take_while(|row| row.len() == width);
    let rows: Vec<Vec<String>> = rows.collect();
    let is_table = rows.len() + usize::from(width > 2) >= FEWEST_ROWS;
    is_table.then_some(PlainTable {
        length: rows.len(),
        has_head: false,
        rows,
    })
}

/// Columns that no line crosses. In a frame, lines divide the rows.
fn aligned(run: &[String], is_framed: bool) -> Option<PlainTable> {
    let is_rule = |line: &&String| {
        line.contains(['-', '='])
            && line.trim().len() > 2
            && line.chars().all(|c| "-= ".contains(c))
    };
    let has_rule = run.iter().any(|line| is_rule(&line));
    let full = run.iter().filter(|line| !is_rule(line));
    let columns = columns(full.clone());
    let apart = full.clone().filter(|line| line.trim().contains("   "));
    let is_table = has_rule || run.len() >= FEWEST_ROWS && apart.count() * 2 >= run.len();
    if columns.len() < 2 || !is_table || run.iter().any(|line| line.contains('\t')) {
        return None;
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut is_divided = true;
    for line in run {
        if is_rule(&line) {
            is_divided = true;
            continue;
        }
        let letters: Vec<char> = line.chars().collect();
        let cell = |(from, to): &(usize, usize)| letters.iter().take(*to).skip(*from).collect();
        let cells: Vec<String> = columns.iter().map(cell).collect();
        // A further line of a row has a gap, and its first words stand deeper or are missing.
        let is_further = if is_framed {
            !is_divided
        } else {
            cells[0].starts_with(' ') && cells.iter().any(|it| it.trim().is_empty())
        };
        if !is_further || rows.is_empty() {
            rows.push(vec![String::new(); columns.len()]);
        }
        for (words, further) in rows.last_mut()?.iter_mut().zip(&cells) {
            let joined = [words, further.trim()].join(" ");
            joined.trim().clone_into(words);
        }
        is_divided = false;
    }
    (rows.len() > 1).then(|| PlainTable {
        rows,
        has_head: run.iter().skip(1).take(2).any(|line| is_rule(&line)),
        length: run.len(),
    })
}

/// The first and the last place of each column: at least two places without a sign divide them.
fn columns<'r>(rows: impl Iterator<Item = &'r String>) -> Vec<(usize, usize)> {
    let mut taken: Vec<usize> = rows
        .flat_map(|row| {
            row.chars()
                .enumerate()
                .filter(|(_, c)| *c != ' ')
                .map(|(at, _)| at)
        })
        .collect();
    taken.sort_unstable();
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for at in taken {
        match columns.last_mut() {
            Some((_, end)) if at <= *end + 1 => *end = at + 1,
            _ => columns.push((at, at + 1)),
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::at_start;

    #[test]
    fn rows_and_cells_are_those_that_a_reader_sees() {
        for (text, expected) in [
            (
                "Data          Open      Closed\n------------  --------  ------\nContent of    not kept  -\n  messages    at all\nLogs          90 days   30 days\n",
                "Data|Open|Closed / Content of messages|not kept at all|- / Logs|90 days|30 days",
            ),
            ("a\tb\nc\td\ne\tf\nText.", "a|b / c|d / e|f"),
            (
                "+-----+-----+\n| a   | b   |\n+=====+=====+\n| c   | d   |\n|     | e   |\n+-----+-----+",
                "a|b / c|d e",
            ),
            ("Tel.     555 0100\nMail     a@harbour.example", ""),
            (
                "We answer all  requests\nthat are signed by an\nofficer.",
                "",
            ),
        ] {
            let lines: Vec<&str> = text.lines().collect();
            let table = at_start(&lines, |_| false);
            let rows = table.map_or_else(Vec::new, |table| table.rows);
            let rows: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
            assert_eq!(rows.join(" / "), expected, "{text}");
        }
    }
}
