//! `site-gen schema`.

use super::terminal;
use crate::content;
use crate::diagnostic::ExitStatus;
use crate::render;
use clap::Args;

/// Print the JSON Schema of a file format
///
/// An editor that supports JSON Schema completes names and marks mistakes as you type. The schema
/// of a draft is also published with the site, as `request/draft.schema.json`.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The file format
    #[arg(value_enum, default_value_t)]
    of: Of,
}

/// File formats that have a schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Of {
    /// `site.toml`.
    Site,
    /// `version.toml`.
    Version,
    /// `clauses.toml`.
    Clauses,
    /// `content/request/form.toml`.
    Form,
    /// `content/request/*.toml`: the rules.
    #[default]
    Rules,
    /// `content/request/labels/*.toml`.
    Labels,
    /// The front matter of `content/request/letters/*.md`.
    Letter,
    /// `content/request/letters/words.toml`.
    LetterWords,
    /// `content/request/letter-check.toml`.
    LetterCheck,
    /// The front matter of `content/pages/*.md`.
    Page,
    /// `themes/<name>/theme.toml`.
    Theme,
    /// An officer's draft.
    Draft,
    /// `history/history.json` of a site.
    History,
    /// What the templates of a theme get, by the name of the template.
    Templates,
}

impl Schema {
    pub(super) fn run(self) -> ExitStatus {
        let schema = match self.of {
            Of::Site => content::schemas::site(),
            Of::Version => content::schemas::version(),
            Of::Clauses => content::schemas::clauses(),
            Of::Form => content::schemas::form(),
            Of::Rules => content::schemas::rules(),
            Of::Labels => content::schemas::labels(),
            Of::Letter => content::schemas::letter(),
            Of::LetterWords => content::schemas::letter_words(),
            Of::LetterCheck => content::schemas::letter_check(),
            Of::Page => content::schemas::page(),
            Of::Theme => content::schemas::theme(),
            Of::Draft => request_builder::answers::draft_schema(),
            Of::History => render::history_schema(),
            Of::Templates => render::templates_schema(),
        };
        let json = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
        terminal::print(&format!("{json}\n"))
    }
}
