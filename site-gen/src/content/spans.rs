//! Where each key of a TOML file stands, so that whatever is found out later can point at it.

use std::collections::HashMap;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Bytes of a file by path: `requirement[3].quote`.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    values: HashMap<String, Range<usize>>,
}

impl Spans {
    /// The spans of a table that stands `base` bytes into its file.
    pub(super) fn of(table: &DeTable<'_>, base: usize) -> Self {
        let mut spans = Self::default();
        spans.table(table, "", base);
        spans
    }

    /// Where the value at a path stands, or the nearest thing above it that stands somewhere.
    pub fn get(&self, path: &str) -> Range<usize> {
        let mut path = path;
        loop {
            if let Some(span) = self.values.get(path) {
                return span.clone();
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = &path[..end],
                None => return 0..0,
            }
        }
    }

    /// Where the value at a path is, if the file has it.
    pub fn find(&self, path: &str) -> Option<Range<usize>> {
        self.values.get(path).cloned()
    }

    fn table(&mut self, table: &DeTable<'_>, path: &str, base: usize) {
        for (key, value) in table {
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{}", key.get_ref());
            // A table that is written with a header of its own stands where the header does.
            self.value(value.get_ref(), &path, base);
            let span = value.span();
            self.values.insert(path, base + span.start..base + span.end);
        }
    }

    fn value(&mut self, value: &DeValue<'_>, path: &str, base: usize) {
        match value {
            DeValue::Table(table) => self.table(table, path, base),
            DeValue::Array(array) => {
                for (index, value) in array.iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    self.value(value.get_ref(), &path, base);
                    let span = value.span();
                    self.values.insert(path, base + span.start..base + span.end);
                }
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
    }
}
