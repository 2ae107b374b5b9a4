//! The tables of a TOML file as text, with the comments above them.

/// One table of a TOML file: its heading, the comment above it, and everything up to the next.
#[derive(Clone, Debug)]
pub(super) struct Table<'t> {
    /// `question.username`; with an id inside, `words.countries`.
    pub(super) id: String,
    /// The line of its heading, from 1.
    pub(super) line: usize,
    pub(super) text: &'t str,
}

/// The tables of a TOML file, in the order of the file.
pub(super) fn tables(text: &str) -> Vec<Table<'_>> {
    let mut tables: Vec<Table<'_>> = Vec::new();
    // Where the table begins that the next heading would head.
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
