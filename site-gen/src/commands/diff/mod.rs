//! `site-gen diff`: what changed between two texts, word by word.

mod folders;
mod report;
mod texts;

pub(super) use report::Report;

use super::terminal;
use crate::diagnostic::{Diagnostics, ExitStatus};
use clap::Args;
use folders::Folders;
use std::path::PathBuf;
use texts::Texts;

/// Show what changed between two versions, or between any two files or folders
///
/// Without BEFORE and AFTER, compares the newest version that has a date with the draft `next`.
/// Compares the rendered words, not the lines. A file may be in any format that `import` reads. Of two
/// folders, compares the files of the same name.
/// Changes of obligation are listed first, then all other changes, with `[-removed-]` and
/// `{+added+}` words. A file that was only rewrapped, or marked up differently, has no changes. The
/// exit status is 0 if no word or link changed, 1 if some did, 2 if the texts could not be
/// compared.
#[derive(Debug, Args)]
#[command(after_long_help = JSON)]
pub(super) struct Diff {
    /// The earlier text: a version of the site, such as `2020-01-31`, a file, or a folder
    #[arg(value_name = "BEFORE", requires = "after")]
    before: Option<String>,
    /// The later text: a version, a file, a folder, or `next` for the version being drafted
    #[arg(value_name = "AFTER")]
    after: Option<String>,
    /// How to print the changes
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print unchanged text as well
    #[arg(long)]
    all: bool,
    /// The folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
}

const JSON: &str = "With `--format json`, one object:

  format        1; grows when a member is removed or changes its meaning
  before, after the two texts, as given
  counts        edits, words-inserted, words-deleted, links, moved, markup-only, unchanged
  file-changes  what changed in the files as a whole: line-ends, byte-order-mark,
                front-matter, last-line-end
  obligations   a sentence each: passage, before and after (text, lead-in, address, section),
                pieces (as in passages), terms (type, before, after, direction), leads (how many
                items it leads in), others (in how many other sentences the same name changed),
                rewritten (a passage, with all of its changed sentences; pieces are the words of
                before and then of after; the significant ones are marked)
  links         a host each whose links changed: before, after, links (how many)
  moves         what, text, passages (how many), passage, before and after (address, section)
  lists         items with another number or depth: passage, items (how many), text of the
                first, before and after (depth, number)
  rules         a kind of request each: kind, title, whole, rules (title, directions, before, after)
  edits         a place each where words changed: passage, before, after
  passages      number, kind, change (reworded, inserted, deleted, moved-here, moved-away;
                with --all also unchanged, markup-only), before and after (address, section),
                pieces (state: same, deleted, inserted; what: words, link, cell, break; text;
                moved: the passage to which or from which its sentence moved), counterpart and
                moved-with (the passage at its other place, and the heading it moved with)
  sections      a heading of the earlier text each: title, anchor, target, change

For two folders, one object:

  format         1
  before, after  the two folders, as given
  only-before,   the names of the files that only one of them has
  only-after
  files          an object as above for each file of both
";

impl Diff {
    pub(super) fn run(self) -> ExitStatus {
        let named = self.before.zip(self.after);
        let versions = self.site.join("content/guidelines");
        let is_version = |name: &str| !name.contains(['/', '\\']) && versions.join(name).is_dir();
        let are_folders = |it: &&(String, String)| {
            folders::are_folders(it) && !(is_version(&it.0) && is_version(&it.1))
        };
        if let Some((before, after)) = named.as_ref().filter(are_folders) {
            return finish(Folders::read(before, after).and_then(|folders| {
                let reports = folders.reports(&self.site, self.all)?;
                let is_empty = folders.is_empty(&reports);
                Ok((folders.formatted(&reports, self.format), is_empty))
            }));
        }
        let read = named.map_or_else(|| texts::newest_and_next(&self.site), Ok);
        let read = read.and_then(|(before, after)| {
            Texts::read(&self.site, &before, &after).map(|texts| (before, after, texts))
        });
        finish(read.map(|(before, after, texts)| {
            let report = Report::new(&before, &after, texts, self.all);
            let output = match self.format {
                Format::Text => report.text(),
                Format::Json => report.json() + "\n",
            };
            (output, report.is_empty())
        }))
    }
}

/// Prints the changes. The exit status is that of `diff`: 2 for every kind of failure.
fn finish(changes: Result<(String, bool), Diagnostics>) -> ExitStatus {
    let (output, is_empty) = match changes {
        Ok(changes) => changes,
        Err(found) => {
            terminal::report(&found);
            return ExitStatus::Usage;
        }
    };
    match terminal::print(&output) {
        ExitStatus::Success if is_empty => ExitStatus::Success,
        ExitStatus::Success => ExitStatus::Content,
        ExitStatus::Content | ExitStatus::Usage | ExitStatus::Files => ExitStatus::Usage,
    }
}

/// Output format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text for people.
    #[default]
    Text,
    /// JSON for programs.
    Json,
}
