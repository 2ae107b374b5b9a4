//! Compares the files of the same name in two folders.

use super::super::terminal::count;
use super::Format;
use super::report::Report;
use super::texts::Texts;
use crate::diagnostic::{Diagnostic, Diagnostics, printable};
use crate::import::history::is_text;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use walkdir::WalkDir;

/// Two folders, and the names of the texts in them.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Folders<'a> {
    format: u32,
    before: &'a str,
    after: &'a str,
    only_before: Vec<String>,
    only_after: Vec<String>,
    /// The paths of each text of both.
    #[serde(skip)]
    both: Vec<(String, String)>,
}

/// The folders with the changes in their texts, as JSON.
#[derive(Serialize)]
struct FoldersJson<'a, 'r> {
    #[serde(flatten)]
    folders: &'a Folders<'a>,
    files: &'a [Report<'r>],
}

/// Whether both names are folders.
pub(super) fn are_folders((before, after): &(String, String)) -> bool {
    Path::new(before).is_dir() && Path::new(after).is_dir()
}

impl<'a> Folders<'a> {
    /// # Errors
    ///
    /// If a folder cannot be read, or if no file of one has the name of a file of the other.
    pub(super) fn read(before: &'a str, after: &'a str) -> Result<Self, Diagnostics> {
        let (old, new) = (names(before)?, names(after)?);
        let path = |folder: &str, name: &str| {
            let path = Path::new(folder).join(name);
            path.to_string_lossy().into_owned()
        };
        let both: Vec<(String, String)> = old
            .intersection(&new)
            .map(|name| (path(before, name), path(after, name)))
            .collect();
        if both.is_empty() {
            return Err(Diagnostic::error(format!(
                "no text in `{before}` has the name of a text in `{after}`"
            ))
            .help("texts of the same name are compared: give them the same names, or compare two files")
            .into());
        }
        Ok(Self {
            format: 1,
            before,
            after,
            only_before: old.difference(&new).cloned().collect(),
            only_after: new.difference(&old).cloned().collect(),
            both,
        })
    }

    /// The changes in each text that both folders have.
    pub(super) fn reports(&self, site: &Path, all: bool) -> Result<Vec<Report<'_>>, Diagnostics> {
        let both = self.both.iter();
        both.map(|(before, after)| {
            let texts = Texts::read(site, before, after)?;
            Ok(Report::new(before, after, texts, all))
        })
        .collect()
    }

    /// Whether nothing changed, and no text is in one folder alone.
    pub(super) fn is_empty(&self, reports: &[Report<'_>]) -> bool {
        self.only_before.is_empty()
            && self.only_after.is_empty()
            && reports.iter().all(Report::is_empty)
    }

    /// The changes in the form that was asked for.
    pub(super) fn formatted(&self, reports: &[Report<'_>], format: Format) -> String {
        match format {
            Format::Text => self.text(reports),
            Format::Json => {
                let json = FoldersJson {
                    folders: self,
                    files: reports,
                };
                serde_json::to_string_pretty(&json).expect("changes are plain data") + "\n"
            }
        }
    }

    fn text(&self, reports: &[Report<'_>]) -> String {
        let changed: Vec<String> = (reports.iter().filter(|report| !report.is_empty()))
            .map(Report::text)
            .collect();
        let mut text = format!(
            "{} in both folders, {} changed\n",
            count(reports.len(), "text"),
            changed.len()
        );
        for (folder, names) in [
            (self.before, &self.only_before),
            (self.after, &self.only_after),
        ] {
            if !names.is_empty() {
                let names = format!("only in {folder}: {}", names.join(", "));
                let _ = writeln!(text, "{}", printable(&names));
            }
        }
        for report in changed {
            let _ = write!(text, "\n{report}");
        }
        text
    }
}

/// The paths of the texts below a folder, but not of hidden ones.
fn names(folder: &str) -> Result<BTreeSet<String>, Diagnostics> {
    let mut names = BTreeSet::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(|error| Diagnostic::files("read", Path::new(folder), error))?;
        let inside = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = inside.to_string_lossy().replace('\\', "/");
        let is_hidden = name.split('/').any(|part| part.starts_with('.'));
        if entry.file_type().is_file() && !is_hidden && is_text(&name) {
            names.insert(name);
        }
    }
    Ok(names)
}
