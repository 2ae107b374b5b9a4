//! Adds tables to TOML files without touching what is there: comments, order and line ends stay.

use crate::diagnostic::Diagnostic;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;
use toml::Table;

/// The text of a file, or `None` if there is no such file.
///
/// # Errors
///
/// If it cannot be read.
pub(super) fn read(path: &Path) -> Result<Option<String>, Diagnostic> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Diagnostic::files("read", path, error)),
    }
}

/// Changes a text with `\n` as line end, and keeps the line ends that it has.
pub(super) fn changed(text: &str, change: impl FnOnce(&str) -> String) -> String {
    if text.contains("\r\n") {
        change(&text.replace("\r\n", "\n")).replace('\n', "\r\n")
    } else {
        change(text)
    }
}

/// Adds a table at the end, after an empty line.
pub(super) fn append(text: &str, table: &str) -> String {
    match text.trim_end() {
        "" => table.to_owned(),
        text => format!("{text}\n\n{table}"),
    }
}

/// Adds a line to a table that is in a file once, or such a table at the end.
pub(super) fn in_table(text: &str, table: &str, line: &str) -> String {
    let header = format!("[{table}]");
    let mut lines = text.split_inclusive('\n');
    let mut made = String::new();
    for one in lines.by_ref() {
        made += one;
        if one.trim_end() == header {
            if !made.ends_with('\n') {
                made.push('\n');
            }
            made += line;
            made.extend(lines);
            return made;
        }
    }
    append(text, &format!("{header}\n{line}"))
}

/// Adds keys and tables to the `[[section]]` with a heading: the one after `earlier` others with the
/// same heading, or a new one at the end.
pub(super) fn in_section(
    text: &str,
    heading: &str,
    (earlier, after): (usize, Option<&str>),
    keys: &str,
    tables: &str,
) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let Some(section) = section(&lines, heading, earlier) else {
        let heading = crate::quoted::quoted(heading);
        let after = after.map(crate::quoted::quoted);
        let after = after
            .map(|after| format!("after = {after}\n"))
            .unwrap_or_default();
        let gap = if tables.is_empty() { "" } else { "\n" };
        return append(
            text,
            &format!("[[section]]\nheading = {heading}\n{after}{keys}{gap}{tables}"),
        );
    };
    // After the clauses that are there, which come first.
    let is_clause = |line: &&&str| line.starts_with("clauses.");
    let first = section.start + 1;
    let keys_at = first + lines[first..].iter().take_while(is_clause).count();
    let mut made = joined(&lines[..keys_at]) + keys + &joined(&lines[keys_at..section.end]);
    if !tables.is_empty() {
        made = append(&made, tables);
        if section.end < lines.len() {
            made += "\n";
        }
    }
    made + &joined(&lines[section.end..])
}

/// Whether a line gives a key a value.
fn has(line: &str, key: &str, value: &str) -> bool {
    let parsed = line.parse::<Table>();
    parsed.is_ok_and(|it| it.get(key).and_then(|it| it.as_str()) == Some(value))
}

/// The lines of a section, from its heading on: the one after `earlier` others with the same heading.
fn section(lines: &[&str], heading: &str, earlier: usize) -> Option<Range<usize>> {
    let all = lines.iter().enumerate();
    let mut headings = all.filter(|(_, line)| has(line, "heading", heading));
    let (start, _) = headings.nth(earlier)?;
    let below = lines[start..].iter();
    let length = below.take_while(|line| line.trim_end() != "[[section]]");
    Some(start..start + length.count())
}

fn joined(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Adds clauses to the list with a lead-in in a section, or such a list to the section.
pub(super) fn in_list(
    text: &str,
    heading: &str,
    position: (usize, Option<&str>),
    lead_in: &str,
    keys: &str,
) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let list = section(&lines, heading, position.0)
        .and_then(|mut section| section.find(|at| has(lines[*at], "lead-in", lead_in)));
    let Some(start) = list else {
        let table = format!(
            "[[section.list]]\nlead-in = {}\n{keys}",
            crate::quoted::quoted(lead_in)
        );
        return in_section(text, heading, position, "", &table);
    };
    let is_its = |line: &&&str| line.starts_with("clauses.") || line.starts_with("force");
    let end = start + 1 + lines[start + 1..].iter().take_while(is_its).count();
    joined(&lines[..end]) + keys + &joined(&lines[end..])
}

#[cfg(test)]
mod tests {
    use super::{in_list, in_section};

    #[test]
    fn an_item_is_written_into_the_list_that_is_there() {
        let file = "[[section]]\nheading = \"# A\"\n\n[[section.list]]\nlead-in = \"Please:\"\nclauses.one = \"One.\"\nnot-cited = []\n";
        let keys = "clauses.two = \"Two.\"\n";
        let added = in_list(file, "# A", (0, None), "Please:", keys);
        assert_eq!(
            added,
            file.replace("not-cited", "clauses.two = \"Two.\"\nnot-cited")
        );
        let added = in_list(file, "# A", (0, None), "Also:", keys);
        assert!(
            added.ends_with("\n\n[[section.list]]\nlead-in = \"Also:\"\nclauses.two = \"Two.\"\n"),
            "{added}"
        );
    }

    const FILE: &str = "complete = true\n\n[[section]]\nheading = \"# A\"\nclauses.one = \"One.\" # why\nnot-cited = [\n    \"Two.\",\n]\n\n[[section]]\nheading = '## B'\n";

    #[test]
    fn an_added_entry_is_written_into_its_section() {
        let added = in_section(FILE, "# A", (0, None), "clauses.x = \"X.\"\n", "");
        assert!(
            added.contains("# why\nclauses.x = \"X.\"\nnot-cited"),
            "{added}"
        );
        let table = "[[section.no-rule]]\nsentence = \"X.\"\nreason = \"Y.\"\n";
        let added = in_section(FILE, "# A", (0, None), "", table);
        assert!(
            added.contains(&format!("]\n\n{table}\n[[section]]\nheading = '## B'\n")),
            "{added}"
        );
        let added = in_section(FILE, "## B", (0, None), "", table);
        assert!(added.ends_with(&format!("'## B'\n\n{table}")), "{added}");
        let added = in_section(FILE, "## C", (0, Some("# A")), "clauses.x = \"X.\"\n", "");
        assert!(
            added.ends_with(
                "\n\n[[section]]\nheading = \"## C\"\nafter = \"# A\"\nclauses.x = \"X.\"\n"
            ),
            "{added}"
        );
        let added = in_section(FILE, "## B", (1, None), "clauses.x = \"X.\"\n", "");
        assert!(
            added.ends_with("\n\n[[section]]\nheading = \"## B\"\nclauses.x = \"X.\"\n"),
            "{added}"
        );
    }
}
