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
    /// `default` is a file of the default theme, `overridden` is yours and replaces the default's,
    /// `own` is a file that the default does not have.
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
                ThemeAction::Diff { file: Some(file) } => Ok(diff([find(&files, file)?])),
                ThemeAction::Diff { file: None } => Ok(diff(&files)),
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
    let error = Diagnostic::error(format!("the theme has no `{path}`")).exiting(ExitStatus::Usage);
    let known = files.iter().map(|file| file.path.as_str());
    let names = files
        .iter()
        .filter_map(|file| Some(file.path.split_once('/')?.1));
    let near = nearest(path, known.chain(names));
    Err(match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`site-gen theme list` shows its files"),
    }
    .into())
}

fn eject(site: &Path, theme: &str, file: &ThemeFile) -> Result<String, Diagnostics> {
    let shown = format!("{}/{}", theme_folder(theme), file.path);
    let Some(content) = &file.default else {
        let error = Diagnostic::error(format!("the default theme has no `{shown}`"));
        return Err(error
            .exiting(ExitStatus::Usage)
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
        Ok(()) => Ok(format!("wrote {shown}\n")),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let error = Diagnostic::error(format!("`{shown}` already exists"));
            let help = format!("`site-gen theme diff {}` shows how it differs", file.path);
            Err(error.exiting(ExitStatus::Files).help(help).into())
        }
        Err(error) => Err(Diagnostic::files("write", Path::new(&shown), error).into()),
    }
}

/// The differences of the site's files, in the format of `diff -u`.
fn diff<'a>(files: impl IntoIterator<Item = &'a ThemeFile>) -> String {
    let mut text = String::new();
    for file in files {
        let (Some(default), Some(own)) = (&file.default, &file.own) else {
            continue;
        };
        if default == own {
            continue;
        }
        let path = &file.path;
        if let (Ok(default), Ok(own)) = (std::str::from_utf8(default), std::str::from_utf8(own)) {
            let diff = TextDiff::from_lines(default, own);
            let mut diff = diff.unified_diff();
            diff.header(&format!("default/{path}"), &format!("own/{path}"));
            text.push_str(&diff.to_string());
        } else {
            let _ = writeln!(text, "default/{path} and own/{path} differ");
        }
    }
    if text.is_empty() {
        text.push_str("no file of the default theme is changed\n");
    }
    text
}
