//! `site-gen theme`: lists the theme's files and compares a site's own with the default's.

use super::terminal;
use crate::content;
use crate::content::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use crate::render::{ThemeFile, theme_files, theme_folder};
use clap::{Args, Subcommand};
use similar::TextDiff;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// List the theme's files, copy one, or compare yours with the default's
///
/// A site's theme is the folder of `themes/` that `theme` in `site.toml` names. Each of its files
/// replaces the default's file with the same path.
#[derive(Debug, Args)]
pub(super) struct ThemeCommand {
    #[command(subcommand)]
    what: ThemeAction,
    /// The folder that holds `content/` and `themes/`
    #[arg(long = "site", value_name = "DIR", default_value = ".", global = true)]
    site: PathBuf,
}

#[derive(Debug, Subcommand)]
enum ThemeAction {
    /// List every file and where it comes from
    ///
    /// `default` is a file of the default theme. `overridden` is yours and replaces the default's,
    /// and `same` is an unchanged copy of it. `own` is a file that the default does not have.
    List,
    /// Copy a file of the default theme into yours
    ///
    /// An existing file is never overwritten. To change only one block of a template, create a file
    /// of the same name that begins with `{% extends "default/<name>" %}` instead.
    Eject {
        /// The file: `templates/base.html`
        file: String,
    },
    /// Compare your files with the default's
    ///
    /// Of a template that extends the default's, each block is compared.
    Diff {
        /// Only this file: `templates/base.html`
        file: Option<String>,
    },
}

impl ThemeCommand {
    pub(super) fn run(self) -> ExitStatus {
        let made = theme_of(&self.site).and_then(|theme| {
            let files = theme_files(&self.site, &theme)?;
            match &self.what {
                ThemeAction::List => Ok(list(&files)),
                ThemeAction::Eject { file } => eject(&self.site, &theme, find(&files, file)?),
                ThemeAction::Diff { file: Some(file) } => Ok(diff(&theme, [find(&files, file)?])),
                ThemeAction::Diff { file: None } => Ok(diff(&theme, &files)),
            }
        });
        match made {
            Ok(text) => terminal::print(&text),
            Err(found) => {
                terminal::report(&found);
                found.exit()
            }
        }
    }
}

/// The name of the site's theme.
fn theme_of(site: &Path) -> Result<String, Diagnostics> {
    match content::read(site) {
        (Some(content), _) => Ok(content.config.theme),
        (None, found) => Err(found),
    }
}

fn list(files: &[ThemeFile]) -> String {
    let mut text = String::new();
    for file in files {
        let whose = match (&file.default, &file.own) {
            (Some(_), None) => "default",
            (Some(default), Some(own)) if default == own => "same",
            (Some(_), Some(_)) => "overridden",
            (None, _) => "own",
        };
        let _ = writeln!(text, "{whose:<10}  {}", file.path);
    }
    text
}

/// Finds a file by its path or by the end of its path: `base.html`.
fn find<'a>(files: &'a [ThemeFile], path: &str) -> Result<&'a ThemeFile, Diagnostics> {
    let path = path.trim_start_matches("./");
    let below = |file: &&ThemeFile| {
        let (_, name) = file.path.split_once('/').unwrap_or_default();
        name == path
    };
    let found = files.iter().find(|file| file.path == path);
    if let Some(file) = found.or_else(|| files.iter().find(below)) {
        return Ok(file);
    }
    let error =
        Diagnostic::error(format!("the theme has no `{path}`")).with_exit_status(ExitStatus::Usage);
    let known = files.iter().map(|file| file.path.as_str());
    let names = files
        .iter()
        .filter_map(|file| Some(file.path.split_once('/')?.1));
    let near = nearest(path, known.chain(names));
    Err(error
        .did_you_mean(near, "`site-gen theme list` shows its files")
        .into())
}

fn eject(site: &Path, theme: &str, file: &ThemeFile) -> Result<String, Diagnostics> {
    let shown = format!("{}/{}", theme_folder(theme), file.path);
    let Some(content) = &file.default else {
        let error = Diagnostic::error(format!("the default theme has no `{shown}`"));
        return Err(error
            .with_exit_status(ExitStatus::Usage)
            .help("`site-gen theme list` shows its files")
            .into());
    };
    let path = site.join(&shown);
    let write = || -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        // `create_new` fails if anything exists, even a dangling symbolic link.
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)?;
        file.write_all(content)
    };
    match write() {
        Ok(()) => Ok(format!("wrote {shown}, which now replaces the default's\n")),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let error = Diagnostic::error(format!("`{shown}` already exists"));
            let help = format!("`site-gen theme diff {}` shows how it differs", file.path);
            Err(error.with_exit_status(ExitStatus::Files).help(help).into())
        }
        Err(error) => Err(Diagnostic::files("write", Path::new(&shown), error).into()),
    }
}

/// The differences of the site's files, in the format of `diff -u`.
fn diff<'a>(theme: &str, files: impl IntoIterator<Item = &'a ThemeFile>) -> String {
    let mut text = String::new();
    let mut unchanged = Vec::new();
    for file in files {
        let path = &file.path;
        let shown = format!("{}/{path}", theme_folder(theme));
        let (default, own) = match (&file.default, &file.own) {
            (Some(default), Some(own)) if default != own => (default, own),
            (None, Some(_)) => {
                unchanged.push(format!("`{shown}` is only in your theme\n"));
                continue;
            }
            (Some(_) | None, _) => {
                unchanged.push(format!("`{path}` is the default's\n"));
                continue;
            }
        };
        let (Ok(default), Ok(own)) = (std::str::from_utf8(default), std::str::from_utf8(own))
        else {
            let _ = writeln!(text, "default/{path} and {shown} differ");
            continue;
        };
        if own.contains(&format!("{{% extends \"default/{}\"", template_name(path))) {
            for (name, block) in blocks(own) {
                let inherited = blocks(default)
                    .into_iter()
                    .find(|(other, _)| *other == name);
                let inherited = inherited.map_or("", |(_, block)| block);
                let of = |file: &str| format!("{file}, block `{name}`");
                text += &unified(
                    inherited,
                    block,
                    &of(&format!("default/{path}")),
                    &of(&shown),
                );
            }
        } else {
            text += &unified(default, own, &format!("default/{path}"), &shown);
        }
    }
    match (text.is_empty(), unchanged.as_slice()) {
        (false, _) => text,
        (true, [only]) => only.clone(),
        (true, _) => "no file of the default theme is changed\n".to_owned(),
    }
}

fn unified(before: &str, after: &str, before_name: &str, after_name: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let mut diff = diff.unified_diff();
    diff.header(before_name, after_name);
    diff.to_string()
}

/// The name of a template, by which others extend it.
fn template_name(path: &str) -> &str {
    path.strip_prefix("templates/").unwrap_or(path)
}

/// The blocks of a template, each with its name and content. Inner blocks are part of the content
/// of outer ones, and are listed too.
fn blocks(template: &str) -> Vec<(&str, &str)> {
    let mut blocks = Vec::new();
    let mut open: Vec<(&str, usize)> = Vec::new();
    for (at, _) in template.match_indices("{%") {
        let Some(length) = template[at..].find("%}") else {
            break;
        };
        let end = at + length + 2;
        let tag = template[at + 2..end - 2].trim_matches(['-', ' ', '\n']);
        if let Some(name) = tag.strip_prefix("block ") {
            open.push((name.trim(), end));
        } else if tag.split(' ').next() == Some("endblock")
            && let Some((name, start)) = open.pop()
        {
            blocks.push((name, &template[start..at]));
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn blocks_are_found_with_those_inside() {
        let template = "a{% block one %}b{%- block two -%}c{% endblock two %}d{% endblock %}{% if x %}{% endif %}";
        assert_eq!(
            blocks(template),
            [
                ("two", "c"),
                ("one", "b{%- block two -%}c{% endblock two %}d")
            ]
        );
    }
}
