//! `requests.toml`: the rules of a version, as they are written.

use super::files::File;
use super::spans::Spans;
use super::table;
use crate::diagnostic::{Diagnostics, Place, Source};
use request_builder::form::Form;

/// The rules of a version, and where each of them stands.
#[derive(Clone, Debug)]
pub struct Requests {
    /// The rules.
    pub form: Form,
    /// The file.
    pub source: Source,
    /// Where its keys stand.
    pub spans: Spans,
}

impl Requests {
    /// Where a key stands, by its path: `requirement[3].quote`.
    pub fn place(&self, path: &str) -> Place {
        Place::new(&self.source, self.spans.get(path))
    }

    /// Reads the rules from a text that was read already.
    pub fn parse(source: Source) -> (Option<Self>, Diagnostics) {
        let mut found = Diagnostics::new();
        let requests =
            table::read(&source, 0..source.text().len(), &mut found).map(|(form, spans)| Self {
                form,
                source,
                spans,
            });
        (requests, found)
    }
}

pub(super) fn read(file: &File, found: &mut Diagnostics) -> Option<Requests> {
    let (requests, more) = Requests::parse(file.read(found)?);
    found.extend(more);
    requests
}

/// The JSON Schema of `requests.toml`, for editors that know what to do with one.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Form)
}
