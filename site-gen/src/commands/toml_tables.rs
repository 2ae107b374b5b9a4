//! Splits a TOML file into its tables as text, with the comments above them.

/// One table of a TOML file: its heading, the comment above it, and everything up to the next
/// table.
#[derive(Clone, Debug)]
pub(super) struct Table<'t> {
    /// The table's path, such as `question.username` or `words.countries`.
    pub(super) id: String,
    /// The line of its heading, from 1.
    pub(super) line: usize,
    pub(super) text: &'t str,
}

/// The tables of a TOML file, in the order of the file.
pub(super) fn tables(text: &str) -> Vec<Table<'_>> {
    let mut tables: Vec<Table<'_>> = Vec::new();
    // The start of the comment block that belongs to the next heading.
    let mut comment = 0;
    let mut at = 0;
    let mut starts = Vec::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if line.starts_with('[') {
            starts.push((comment, index + 1, line.trim().trim_matches(['[', ']'])));
        }
        at += line.len();
        if !line.starts_with('#') {
            comment = at;
        }
    }
    for (number, (start, line, heading)) in starts.iter().enumerate() {
        let end = starts.get(number + 1).map_or(text.len(), |next| next.0);
        let text = text[*start..end].trim_end();
        let id = text.lines().find_map(|line| {
            let value = ["id = ", "rule = "]
                .iter()
                .find_map(|key| line.strip_prefix(key))?;
            Some(format!("{heading}.{}", value.trim_matches('"')))
        });
        tables.push(Table {
            id: id.unwrap_or_else(|| (*heading).to_owned()),
            line: *line,
            text,
        });
    }
    tables
}

impl Table<'_> {
    /// The comment above the heading, line by line.
    pub(super) fn comment(&self) -> impl Iterator<Item = &str> {
        self.text.lines().take_while(|line| line.starts_with('#'))
    }
}
