//! `site-gen history`: the values in dated texts, and what changed from each text to the next.

use super::diff::Report;
use super::import::{converted, document, read_file};
use super::terminal::{self, count};
use crate::content;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, printable};
use crate::history::redline::compare;
use crate::history::timeline::{Timeline, ValueLife};
use crate::history::{Comparison, Pair};
use crate::import::Origin;
use crate::import::history::of_folder;
use crate::parallel::in_parallel;
use crate::render::Theme;
use crate::site::{Settings, State, Version};
use crate::words::{TermType, Vocabulary};
use clap::Args;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Show how a text changed over time
///
/// Takes a folder of files with a day in their names, such as `2020-01-31.md`, or the files
/// themselves, the oldest first. A file may be in any format that `import` reads. It needs no site,
/// and writes nothing: to publish a history, use `import`.
///
/// First it lists the values in the texts, such as lengths of time, fees, addresses and legal process,
/// and the version in which each first appeared. Then it compares each text with the one before, like
/// `site-gen diff`.
#[derive(Debug, Args)]
pub(super) struct HistoryCommand {
    /// A folder of dated files, or the files, the oldest first
    #[arg(value_name = "FOLDER or FILE", required = true)]
    paths: Vec<PathBuf>,
    /// Print unchanged text as well
    #[arg(long)]
    all: bool,
}

/// A text, by its day or the name of its file.
struct Named {
    name: String,
    file: String,
    bytes: Vec<u8>,
}

impl HistoryCommand {
    pub(super) fn run(self) -> ExitStatus {
        match self.report() {
            Ok(report) => terminal::print(&report),
            Err(found) => {
                terminal::report(&found);
                found.exit()
            }
        }
    }

    fn report(&self) -> Result<String, Diagnostics> {
        let texts = self.texts()?;
        if texts.len() < 2 {
            return Err(Diagnostic::error("there is only one text to compare")
                .with_exit_status(ExitStatus::Usage)
                .help("name two files, or a folder with several")
                .into());
        }
        let site = Path::new(".");
        let vocabulary = content::vocabulary(site, "default", "en")?;
        let theme = Theme::load(site, "default", "en")?;
        let versions = versions(&texts)?;
        let pairs: Vec<usize> = (1..versions.len()).collect();
        let successive = in_parallel(&pairs, |before| comparison(&versions, *before, &vocabulary));
        let timeline = Timeline::new(&versions, &successive, &vocabulary);
        let mut report = format!(
            "{}, {} to {}\n",
            count(texts.len(), "text"),
            printable(&versions[versions.len() - 1].id),
            printable(&versions[0].id)
        );
        for life in &timeline.values {
            report += &value(life, &versions, &theme)?;
        }
        let oldest_first = successive.into_iter().enumerate().rev();
        for (after, comparison) in oldest_first {
            let (before, after) = (&versions[after + 1].id, &versions[after].id);
            let changes = Report::of(before, after, comparison.changes, self.all);
            let _ = write!(report, "\n{}", changes.text());
        }
        Ok(report)
    }

    /// The texts, oldest first.
    fn texts(&self) -> Result<Vec<Named>, Diagnostics> {
        let mut texts = Vec::new();
        for path in &self.paths {
            if !path.is_dir() {
                let file = path.to_string_lossy().into_owned();
                texts.push(Named {
                    name: file.clone(),
                    bytes: read_file(path)?,
                    file,
                });
                continue;
            }
            let history = of_folder(path)?;
            for line in history.missing {
                terminal::note(&line.replacen("imported", "compared", 1));
            }
            let revisions = history.revisions.into_iter();
            texts.extend(revisions.map(|revision| Named {
                name: revision.day.to_string(),
                file: revision.name,
                bytes: revision.bytes,
            }));
        }
        // Several texts of a day also have the names of their files.
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for text in &texts {
            *times.entry(text.name.clone()).or_default() += 1;
        }
        for text in &mut texts {
            if times.get(&text.name).is_some_and(|times| *times > 1) && text.name != text.file {
                let _ = write!(text.name, " ({})", text.file);
            }
        }
        Ok(texts)
    }
}

/// The texts as versions without rules, newest first.
fn versions(texts: &[Named]) -> Result<Vec<Version>, Diagnostics> {
    let mut found = Diagnostics::new();
    let mut versions = Vec::new();
    let made = in_parallel(texts, |text| {
        converted(&text.file, &text.bytes, &Origin::default())
    });
    for (text, converted) in texts.iter().zip(made).rev() {
        match converted {
            Ok(converted) => versions.push(Version {
                id: text.name.clone(),
                home: format!("/versions/{}/", text.name),
                state: State::Superseded,
                summary: None,
                released: None,
                moved: BTreeMap::new(),
                changes_from: Vec::new(),
                document: Arc::new(document(&converted.text)),
                parts: Vec::new(),
                digest: String::new(),
                amended: Vec::new(),
                rules: None,
                revisions: Vec::new(),
                rulebook: None,
                labels: BTreeMap::new(),
                letter_check: None,
                settings: Settings::default(),
            }),
            Err(error) => found.push(error),
        }
    }
    if found.has_errors() {
        return Err(found);
    }
    Ok(versions)
}

/// What changed from a text to the next.
fn comparison(versions: &[Version], before: usize, vocabulary: &Vocabulary) -> Comparison {
    Comparison {
        pair: Pair::Successive { after: before - 1 },
        changes: compare(&versions[before], &versions[before - 1], vocabulary),
        rules: Vec::new(),
    }
}

/// A value, its sentence, and since when it reads so.
fn value(life: &ValueLife, versions: &[Version], theme: &Theme) -> Result<String, Diagnostics> {
    let texts = theme.texts_in("en");
    let text = |name: &str| {
        let text = texts.fill(name, |_| None::<&str>);
        text.map_err(|error| Diagnostics::from(Diagnostic::error(error)))
    };
    let term_type = serde_json::to_value(life.term_type).unwrap_or_default();
    let term_type = term_type.as_str().unwrap_or_default();
    let label = match life.term_type {
        TermType::Promise => "history-notice".to_owned(),
        _ => format!("changes-term-{term_type}"),
    };
    let mut lines = format!("\n{}", text(&label)?);
    if !life.section.is_empty() {
        let _ = write!(lines, " ({})", printable(&life.section));
    }
    let _ = writeln!(lines, "\n  {}", printable(&life.sentence));
    for span in &life.spans {
        let value = match span.value.as_str() {
            "" => text("history-no-value")?,
            value => printable(value),
        };
        let since = printable(&versions[span.since].id);
        let _ = writeln!(lines, "  since {since}: {value}");
    }
    Ok(lines)
}
