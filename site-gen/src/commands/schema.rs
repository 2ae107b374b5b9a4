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
    of: SchemaOf,
}

/// File formats that have a schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum SchemaOf {
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
    /// What `site-gen review --format json` prints of a letter.
    ReviewLetter,
    /// What `site-gen review --format json` prints of several letters.
    ReviewLetters,
    /// What the templates of a theme get, by the name of the template.
    Templates,
}

impl Schema {
    pub(super) fn run(self) -> ExitStatus {
        let schema = match self.of {
            SchemaOf::Site => content::schemas::site(),
            SchemaOf::Version => content::schemas::version(),
            SchemaOf::Clauses => content::schemas::clauses(),
            SchemaOf::Form => content::schemas::form(),
            SchemaOf::Rules => content::schemas::rules(),
            SchemaOf::Labels => content::schemas::labels(),
            SchemaOf::LetterWords => content::schemas::letter_words(),
            SchemaOf::LetterCheck => content::schemas::letter_check(),
            SchemaOf::Page => content::schemas::page(),
            SchemaOf::Theme => content::schemas::theme(),
            SchemaOf::Draft => request_builder::answers::draft_schema(),
            SchemaOf::History => render::history_schema(),
            SchemaOf::ReviewLetter => super::review::letter_schema(),
            SchemaOf::ReviewLetters => super::review::letters_schema(),
            SchemaOf::Templates => render::templates_schema(),
        };
        let json = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
        terminal::print(&format!("{json}\n"))
    }
}
