//! The spans of all keys of a TOML file, so that later diagnostics can point at them.

use std::collections::HashMap;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Bytes of a file by path: `requirement[3].quote`.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    values: HashMap<String, Range<usize>>,
}

impl Spans {
    /// The spans of a table that begins `base` bytes into its file.
    pub(super) fn of(table: &DeTable<'_>, base: usize) -> Self {
        let mut spans = Self::default();
        spans.table(table, "", base);
        spans
    }

    /// Those before the end of a text. Placeholders are beyond it.
    pub(super) fn within(mut self, end: usize) -> Self {
        self.values.retain(|_, span| span.end <= end);
        self
    }

    /// The span of the value at a path, or of the nearest parent that has one.
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

    /// The span of the value at a path, if the file has it.
    pub fn find(&self, path: &str) -> Option<Range<usize>> {
        self.values.get(path).cloned()
    }

    fn table(&mut self, table: &DeTable<'_>, path: &str, base: usize) {
        for (key, value) in table {
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{}", key.get_ref());
            // A table with its own header has the span of the header.
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
