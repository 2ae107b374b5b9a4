//! `site-gen schema`.

use super::terminal;
use crate::content;
use crate::diagnostic::Exit;
use clap::Args;

/// Print the JSON Schema of `requests.toml`, or of another file that people or the page write
///
/// An editor that knows it completes names and marks mistakes as they are typed. That of a draft
/// is also published with the site, as `request/draft.schema.json`.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Which file
    #[arg(value_enum, default_value_t)]
    of: Of,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Of {
    /// `requests.toml`: the rules.
    #[default]
    Requests,
    /// `requests.<language>.toml`: their words in another language.
    Translation,
    /// An officer's draft.
    Draft,
}

impl Schema {
    pub(super) fn run(self) -> Exit {
        let schema = match self.of {
            Of::Requests => content::schema(),
            Of::Translation => content::schema_of_translations(),
            Of::Draft => request_builder::answers::draft_schema(),
        };
        let json = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
        terminal::print(&format!("{json}\n"))
    }
}
