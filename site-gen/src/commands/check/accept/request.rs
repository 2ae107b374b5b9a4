//! The data of the request form for the questions of `check --accept`: its kinds, the clauses that
//! rules cite, and where new rules belong.

use super::toml_text;
use crate::diagnostic::{Diagnostic, Source};
use crate::library;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The request form, and the version that a decision is about.
pub(super) struct Request {
    site: PathBuf,
    /// The ids of the kinds.
    kinds: Vec<String>,
    /// The names of clauses that a rule of the site or the library cites.
    cited: BTreeSet<String>,
    /// The names of all rules of the site and the library.
    rules: BTreeSet<String>,
    /// Where new rules are written: with those of the site, or with those of the version if there are
    /// others, which do not have the clause.
    folder: String,
    /// The language of the guidelines.
    language: String,
}

impl Request {
    /// Reads what `clauses.toml` of a version belongs to. A file that cannot be parsed has been
    /// reported by `check`, and says nothing here.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub(super) fn read(site: &Path, clauses: &str) -> Result<Self, Diagnostic> {
        let table = |name: &str| -> Result<Table, Diagnostic> {
            let text = toml_text::read(&site.join(name))?.unwrap_or_default();
            Ok(text.parse().unwrap_or_default())
        };
        let form = table("content/request/form.toml")?;
        let config = table("content/site.toml")?;
        let text = |table: &Table, key: &str| {
            let text = table.get(key).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let kinds = form.get("kinds").and_then(Value::as_array);
        let kinds = kinds.into_iter().flatten().filter_map(Value::as_str);
        let version = clauses.trim_end_matches("/clauses.toml");
        let mut rules: Vec<Table> = library::files(&text(&form, "library"))
            .iter()
            .filter_map(|file: &Source| file.text().parse().ok())
            .collect();
        for folder in ["content/request", version] {
            let files = fs::read_dir(site.join(folder)).into_iter().flatten();
            for file in files.flatten() {
                let name = file.file_name();
                let name = name.to_string_lossy();
                if Path::new(name.as_ref())
                    .extension()
                    .is_some_and(|it| it == "toml")
                {
                    rules.push(table(&format!("{folder}/{name}"))?);
                }
            }
        }
        let versions = fs::read_dir(site.join("content/guidelines"));
        let is_only_one = versions.is_ok_and(|versions| versions.count() == 1);
        Ok(Self {
            site: site.to_owned(),
            kinds: kinds.map(str::to_owned).collect(),
            cited: rules.iter().flat_map(cited).collect(),
            rules: rules.iter().flat_map(names).collect(),
            folder: if is_only_one {
                "content/request"
            } else {
                version
            }
            .to_owned(),
            language: text(&config, "language"),
        })
    }

    pub(super) fn kinds(&self) -> &[String] {
        &self.kinds
    }

    /// Whether a rule of the site or the library cites a clause of that name.
    pub(super) fn is_cited(&self, clause: &str) -> bool {
        self.cited.contains(clause)
    }

    /// Whether a rule of the site or the library has that name.
    pub(super) fn has_rule(&self, name: &str) -> bool {
        self.rules.contains(name)
    }

    pub(super) fn rules_file(&self) -> String {
        format!("{}/rules.toml", self.folder)
    }

    pub(super) fn labels_file(&self) -> String {
        format!("{}/labels/{}.toml", self.folder, self.language)
    }

    /// The content of a file of the site.
    pub(super) fn file(&self, name: &str) -> Option<String> {
        toml_text::read(&self.site.join(name)).ok().flatten()
    }
}

/// The names of the rules of a file.
fn names(file: &Table) -> impl Iterator<Item = String> {
    let tables = ["requirement", "notice", "gate"].into_iter();
    let rules = tables.filter_map(|table| file.get(table)?.as_table());
    rules.flat_map(Table::keys).cloned()
}

/// The clauses that the rules of a file cite.
fn cited(file: &Table) -> impl Iterator<Item = String> {
    let tables = ["requirement", "notice", "gate"].into_iter();
    let rules = tables.filter_map(|table| file.get(table)?.as_table());
    rules.flat_map(Table::values).filter_map(|rule| {
        let clause = rule.as_table()?.get("clause")?;
        Some(clause.as_str()?.to_owned())
    })
}
