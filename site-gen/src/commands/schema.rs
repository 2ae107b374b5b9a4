//! `site-gen schema`.

use super::terminal;
use crate::content;
use crate::diagnostic::Exit;
use clap::Args;

/// Print the JSON Schema of `requests.toml`, or of a draft
///
/// An editor that knows it completes names and marks mistakes as they are typed. That of a draft
/// is also published with the site, as `request/draft.schema.json`.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// What the schema is of
    #[arg(value_enum, default_value_t)]
    of: Of,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Of {
    /// The rules of a version: `requests.toml`.
    #[default]
    Requests,
    /// An officer's draft.
    Draft,
}

impl Schema {
    pub(super) fn run(self) -> Exit {
        let schema = match self.of {
            Of::Requests => content::schema(),
            Of::Draft => request_builder::answers::draft_schema(),
        };
        let json = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
        terminal::print(&format!("{json}\n"))
    }
}
