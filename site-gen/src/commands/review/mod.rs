//! `site-gen review`: prints the findings that the page would show for the same answers.

mod draft;
mod letter;
mod mailbox;
mod report;

use super::site_folder::SiteFolder;
use super::terminal;
use super::today::Today;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Severity};
use crate::site::{Site, State as VersionState, Version};
use clap::Args;
use draft::{read_draft, unknown_names};
use report::report;
use schemars::{Schema, schema_for};
use std::path::PathBuf;

/// List what a request still lacks, from a draft or a finished letter
///
/// For a draft, it prints the same findings as the page, each with the sentence of the guidelines
/// and its place. In a letter (.txt, .docx, .odt, .rtf, .eml, .msg, .pdf), it searches for words:
/// it prints what it found and where, what it did not find, and what only a reader can decide. The
/// exit status is 1 while something required is missing or was not found. What can only be done on
/// paper is listed, but not counted. A complete request may still be forged: call back on a number
/// that you looked up yourself.
///
/// For a folder, several files or a mailbox file (.mbox), it prints one line for each letter,
/// emergencies first, and names letters with the same text.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLE)]
pub(super) struct ReviewCommand {
    /// The draft (.json), or the letter (.txt, .docx, .odt, .rtf, .eml, .msg, .pdf); `-` for
    /// standard input. A folder or a mailbox file (.mbox) for all letters in it
    #[arg(value_name = "FILE")]
    answers: PathBuf,
    /// More letters
    #[arg(value_name = "FILE")]
    more: Vec<PathBuf>,
    /// The kind of request in the letter [default: guessed from its words]
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// The version whose rules apply [default: the version the draft was written for, if it has
    /// rules; otherwise the version in force]
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    site: SiteFolder,
    #[command(flatten)]
    today: Today,
}

const EXAMPLE: &str = r#"A draft:

  {
    "format": 2,
    "guidelines": { "version": "2020-01-31", "revision": 1 },
    "kind": "preservation",
    "answers": { "server-url": "chat.example.org" },
    "groups": { "account": [{ "username": "maria.silva" }] },
    "ticked": [],
    "left-out": []
  }
"#;

/// The JSON Schema of the report about a letter.
pub(super) fn letter_schema() -> Schema {
    schema_for!(letter::JsonReport<'_>)
}

/// The JSON Schema of the list of several letters.
pub(super) fn letters_schema() -> Schema {
    schema_for!(Vec<mailbox::LetterRow>)
}

impl ReviewCommand {
    pub(super) fn run(self) -> ExitStatus {
        let mut found = Diagnostics::new();
        let printed = self.reviewed(&mut found).unwrap_or_else(|error| {
            found.push(error);
            None
        });
        terminal::report(&found);
        match printed {
            Some((text, exit)) => terminal::print(&text).max(exit),
            None => found.exit(),
        }
    }

    /// The input and the output format.
    fn task(&self) -> Result<ReviewInput, Diagnostic> {
        if mailbox::is_one(self) {
            return Ok(ReviewInput::Several(match self.format {
                Format::Text => TableFormat::Text,
                Format::Json => TableFormat::Json,
                Format::Csv => TableFormat::Csv,
                Format::Reply => return Err(for_a_single_letter()),
            }));
        }
        if letter::is_letter(&self.answers, self.kind.as_deref()) {
            return Ok(ReviewInput::Letter(match self.format {
                Format::Text => LetterFormat::Text,
                Format::Json => LetterFormat::Json,
                Format::Reply => LetterFormat::Reply,
                Format::Csv => return Err(for_several_letters()),
            }));
        }
        Ok(ReviewInput::Draft(match self.format {
            Format::Text => DraftFormat::Text,
            Format::Json => DraftFormat::Json,
            Format::Reply => return Err(for_a_single_letter()),
            Format::Csv => return Err(for_several_letters()),
        }))
    }

    /// What to print, and the exit status; nothing if the site has errors.
    fn reviewed(self, found: &mut Diagnostics) -> Result<Option<(String, ExitStatus)>, Diagnostic> {
        let task = self.task()?;
        let today = self.today.date()?;
        let (site, theme, more) = self.site.resolved(self.today);
        // Warnings about the content are for the person who builds the site, so only errors are
        // kept.
        found.extend(
            more.into_iter()
                .filter(|one| one.severity == Severity::Error),
        );
        let (Some(site), Some(theme)) = (site, theme) else {
            return Ok(None);
        };
        if found.has_errors() {
            return Ok(None);
        }
        let format = match task {
            ReviewInput::Several(format) => {
                let version = rules_for(&site, self.version.as_deref(), None)?;
                let messages = theme.texts.check_messages();
                return mailbox::reviewed(&self, format, version, &messages).map(Some);
            }
            ReviewInput::Letter(format) => {
                return letter::reviewed(&self, format, &site, &theme).map(Some);
            }
            ReviewInput::Draft(format) => format,
        };
        let given = read_draft(&self.answers)?;
        let made_for = Some(given.guidelines.version.as_str());
        let version = rules_for(&site, self.version.as_deref(), made_for)?;
        let Some(mut book) = version.rulebook.clone() else {
            return Ok(None);
        };
        book.letters.interface = theme.texts.letter_messages();
        let mut labels = version.own_labels().unwrap_or_default();
        labels.interface = theme.texts.page_messages();
        found.extend(unknown_names(
            &self.answers.display().to_string(),
            &given,
            &book,
        ));
        let report = report(given, &book, &labels, today);
        let text = match format {
            DraftFormat::Text => report.text(&book, &labels),
            DraftFormat::Json => report.json() + "\n",
        };
        Ok(Some((text, report.exit())))
    }
}

fn for_several_letters() -> Diagnostic {
    Diagnostic::error("`--format csv` is for several letters")
        .with_exit_status(ExitStatus::Usage)
        .help("give a folder, a mailbox file (.mbox) or several letters, or choose another format")
}

fn for_a_single_letter() -> Diagnostic {
    Diagnostic::error("`--format reply` is for a single letter")
        .with_exit_status(ExitStatus::Usage)
        .help("give one letter, or choose another format")
}

fn rules_for<'a>(
    site: &'a Site,
    named: Option<&str>,
    made_for: Option<&str>,
) -> Result<&'a Version, Diagnostic> {
    let with_rules = || {
        site.versions
            .iter()
            .filter(|version| version.rulebook.is_some())
    };
    let known = || {
        with_rules()
            .map(|version| format!("`{}`", version.id))
            .collect::<Vec<_>>()
            .join(", ")
    };
    if let Some(named) = named {
        return with_rules()
            .find(|version| version.id == named)
            .ok_or_else(|| {
                Diagnostic::error(format!("`{named}` is not a version with rules"))
                    .with_exit_status(ExitStatus::Usage)
                    .help(format!("versions with rules: {}", known()))
            });
    }
    let own = with_rules().find(|version| Some(version.id.as_str()) == made_for);
    let in_force = with_rules().find(|version| version.state == VersionState::InForce);
    own.or(in_force).ok_or_else(|| {
        Diagnostic::error("no version in force has rules to review a request by")
            .help("add a `clauses.toml` next to the text of the version in force, and `content/request/form.toml`")
    })
}

/// Output format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// Text for people.
    #[default]
    Text,
    /// JSON for programs.
    Json,
    /// CSV for spreadsheets, of several letters.
    Csv,
    /// The text of a reply that asks for what was not found in a single letter, with the clauses.
    Reply,
}

/// The input, with a format that fits it.
enum ReviewInput {
    Draft(DraftFormat),
    Letter(LetterFormat),
    Several(TableFormat),
}

enum DraftFormat {
    Text,
    Json,
}

#[derive(Clone, Copy)]
enum LetterFormat {
    Text,
    Json,
    Reply,
}

#[derive(Clone, Copy)]
enum TableFormat {
    Text,
    Json,
    Csv,
}
