//! `site-gen library`: lists the library and what a site overrides.

use super::terminal;
use super::toml_tables::tables;
use crate::content::request::Layer;
use crate::content::{self, Content, nearest};
use crate::diagnostic::{Diagnostic, ExitStatus, Source};
use crate::library;
use clap::{Args, Subcommand};
use std::fmt::Write;
use std::path::PathBuf;

/// Show the content library, and what this site overrides
///
/// The library holds the questions, rules, labels and letters that most companies need. A site
/// selects a library in `content/request/form.toml` and overrides single items by id.
#[derive(Debug, Args)]
pub(super) struct LibraryCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the files of the library and the rules in them, each with the clause that it cites
    List {
        /// The language of the library
        #[arg(long, default_value = "en")]
        language: String,
    },
    /// Print one item or file of the library
    Show {
        /// An item such as `question.username` or just its id, or a file such as
        /// `letters/account.md`
        #[arg(value_name = "ITEM")]
        item: String,
        /// The language of the library
        #[arg(long, default_value = "en")]
        language: String,
    },
    /// Compare the items and files that this site overrides with the library's
    Diff {
        /// The folder that holds `content/`
        #[arg(long, value_name = "DIR", default_value = ".")]
        site: PathBuf,
    },
}

impl LibraryCommand {
    pub(super) fn run(self) -> ExitStatus {
        match self.command {
            Command::List { language } => match files(&language) {
                Ok(files) => terminal::print(&list(&files)),
                Err(error) => fail(error),
            },
            Command::Show { item, language } => {
                match files(&language).and_then(|files| show(&files, &item)) {
                    Ok(text) => terminal::print(&text),
                    Err(error) => fail(error),
                }
            }
            Command::Diff { site } => {
                let (content, found) = content::read(&site);
                terminal::report(&found);
                match content {
                    Some(content) => terminal::print(&diff(&content)),
                    None => found.exit(),
                }
            }
        }
    }
}

fn fail(error: Diagnostic) -> ExitStatus {
    let error = error.with_exit_status(ExitStatus::Usage);
    terminal::report(&error.into());
    ExitStatus::Usage
}

/// Lists every file of the library in one language.
fn files(language: &str) -> Result<Vec<Source>, Diagnostic> {
    let files = library::files(language);
    if files.is_empty() {
        let known = library::languages().join("`, `");
        let error = Diagnostic::error(format!("the library has nothing in `{language}`"));
        return Err(error.help(format!("it is available in `{known}`")));
    }
    Ok(files)
}

/// The path of a file inside the library: `rules/4-account.toml`.
fn name_of(file: &Source) -> &str {
    let name = file.name().splitn(3, '/').nth(2);
    name.unwrap_or_else(|| file.name())
}

fn list(files: &[Source]) -> String {
    let mut text = String::new();
    for file in files {
        let _ = writeln!(text, "{}", name_of(file));
        // Labels have the same ids as the rules, so listing them would repeat each id.
        if name_of(file).starts_with("rules/") {
            for table in tables(file.text()) {
                let _ = match clause_of(table.text) {
                    Some(clause) => writeln!(text, "  {} cites the clause {clause}", table.id),
                    None => writeln!(text, "  {}", table.id),
                };
            }
        }
    }
    text
}

/// The clause that a rule cites.
fn clause_of(table: &str) -> Option<String> {
    let (_, clause) = values(table).into_iter().find(|(key, _)| key == "clause")?;
    Some(clause.trim_matches('"').to_owned())
}

fn show(files: &[Source], item: &str) -> Result<String, Diagnostic> {
    if let Some(file) = files.iter().find(|file| name_of(file) == item) {
        return Ok(file.text().to_owned());
    }
    let mut shown = String::new();
    let mut known: Vec<String> = files.iter().map(|file| name_of(file).to_owned()).collect();
    for file in files {
        for table in tables(file.text()) {
            let id = table.id.split_once('.').map_or("", |(_, id)| id);
            if table.id == item || id == item {
                let gap = if shown.is_empty() { "" } else { "\n" };
                let _ = writeln!(shown, "{gap}# {}\n\n{}", name_of(file), table.text);
            }
            known.push(id.to_owned());
            known.push(table.id);
        }
    }
    if !shown.is_empty() {
        return Ok(shown);
    }
    let error = Diagnostic::error(format!("the library has no `{item}`"));
    Err(error.did_you_mean(
        nearest(item, known.iter().map(String::as_str)),
        "`site-gen library list` shows what it has",
    ))
}

/// Formats what a site overrides, file by file.
fn diff(content: &Content) -> String {
    let Some(request) = &content.request else {
        return "the site has no form\n".to_owned();
    };
    let Some(language) = request.form.value.library.as_deref() else {
        return "the site does not use the library\n".to_owned();
    };
    let mut text = String::new();
    let library = library::files(language);
    let versions = content.versions.iter().map(|version| &version.layer);
    for file in std::iter::once(&request.layer)
        .chain(versions)
        .flat_map(files_of)
    {
        let name = name_in_layer(file);
        if name.starts_with("letters/") && !name.ends_with("words.toml") {
            if library.iter().any(|file| name_of(file) == name) {
                let _ = writeln!(
                    text,
                    "{}\n  replaces the letter of the library: `site-gen library show {name}`\n",
                    file.name()
                );
            }
            continue;
        }
        // Labels and word lists are compared with those of the same language, rules with all rules.
        let folder = name.split('/').next().unwrap_or_default();
        let other = match folder {
            "labels" => {
                let language = name["labels/".len()..].trim_end_matches(".toml");
                library::file(language, "labels.toml").into_iter().collect()
            }
            "letters" | "letter-check.toml" => library
                .iter()
                .filter(|file| name_of(file) == name)
                .cloned()
                .collect(),
            _ => library::folder(language, "rules"),
        };
        changed(file, &other, &mut text);
    }
    for id in &request.form.value.without {
        let _ = writeln!(
            text,
            "{}\n  leaves out `{id}`\n",
            request.form.source.name()
        );
    }
    if text.is_empty() {
        return "the site uses the library unchanged\n".to_owned();
    }
    text
}

/// Collects the files of one layer.
fn files_of(layer: &Layer) -> Vec<&Source> {
    let rules = layer.rules.iter().map(|file| &file.source);
    let labels = layer.labels.values().flatten().map(|file| &file.source);
    let words = layer.words.iter().map(|file| &file.source);
    let check = layer.letter_check.iter().map(|file| &file.source);
    let letters = layer.letters.values();
    rules
        .chain(labels)
        .chain(words)
        .chain(check)
        .chain(letters)
        .collect()
}

/// The path of a file below `content/request/` or a version's folder: `labels/en.toml`.
fn name_in_layer(file: &Source) -> &str {
    let name = file.name();
    let folders = ["labels/", "letters/"].iter();
    let folder = folders.filter_map(|folder| name.rfind(folder)).max();
    let start = folder.or_else(|| Some(name.rfind('/')? + 1));
    &name[start.unwrap_or(0)..]
}

/// Writes the differences between a file and the library's tables with the same ids: `-` marks the
/// library's lines, `+` the site's.
fn changed(file: &Source, library: &[Source], text: &mut String) {
    for own in tables(file.text()) {
        let all = library.iter().flat_map(|file| tables(file.text()));
        let Some(other) = all.into_iter().find(|other| other.id == own.id) else {
            continue;
        };
        let (own_values, other_values) = (values(own.text), values(other.text));
        let mut lines = String::new();
        for (key, value) in &own_values {
            let before = other_values.iter().find(|(other, _)| other == key);
            if before.is_some_and(|(_, before)| before == value) {
                continue;
            }
            if let Some((_, before)) = before {
                let _ = writeln!(lines, "  - {key} = {before}");
            }
            let _ = writeln!(lines, "  + {key} = {value}");
        }
        if !lines.is_empty() {
            let _ = writeln!(text, "{}:{} {}\n{lines}", file.name(), own.line, own.id);
        }
    }
}

/// The values of one table, by dotted key.
fn values(table: &str) -> Vec<(String, String)> {
    let mut values = Vec::new();
    // Skip the headings: only the values are compared.
    let body = table.lines().filter(|line| !line.starts_with('['));
    let body: String = body.flat_map(|line| [line, "\n"]).collect();
    if let Ok(table) = body.parse::<toml::Table>() {
        flatten("", &table, &mut values);
    }
    values
}

fn flatten(above: &str, table: &toml::Table, values: &mut Vec<(String, String)>) {
    for (key, value) in table {
        let key = format!("{above}{key}");
        match value {
            toml::Value::Table(table) => flatten(&format!("{key}."), table, values),
            value => values.push((key, value.to_string())),
        }
    }
}
