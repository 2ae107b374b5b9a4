//! `site-gen check`.

use super::site_folder::SiteFolder;
use super::terminal::{self, count};
use super::today::Today;
use crate::diagnostic::ExitStatus;
use crate::render::NullSink;
use clap::{Args, ValueEnum};

/// Check the content without writing anything
///
/// Reports every error in the content: broken links, rules whose clause is missing, obligations
/// that no rule covers, and errors in templates (every page is rendered and discarded). A site that
/// passes can be built.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    site: SiteFolder,
    #[command(flatten)]
    today: Today,
    /// Show every message, with every place
    ///
    /// Without this option, messages with one cause are grouped, and at most one screen is shown.
    #[arg(long)]
    all: bool,
    /// The format of the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// The format of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// Every message with its place, for other programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions, which appear as annotations
    Github,
}

impl Check {
    pub(super) fn run(self) -> ExitStatus {
        let (site, found) = self.site.rendered(self.today, &mut NullSink::default());
        let folder = self.site.path().to_string_lossy().into_owned();
        let report = match self.format {
            Format::Text => None,
            Format::Json => Some(found.json(&folder)),
            Format::Sarif => Some(found.sarif(&folder)),
            Format::Github => Some(found.github(&folder)),
        };
        if let Some(report) = report {
            return terminal::print(&report).max(found.exit());
        }
        if self.all {
            terminal::tell_all(&found);
        } else {
            terminal::report(&found);
        }
        let Some(site) = site.filter(|_| !found.has_errors()) else {
            terminal::note(&terminal::counts(&found));
            return found.exit();
        };
        let rulebooks = site
            .versions
            .iter()
            .filter_map(|version| version.rulebook.as_ref());
        let rules: usize = rulebooks.map(rules_of).sum();
        terminal::print(&format!(
            "{}: {}, {} with their clauses, {}\n",
            terminal::counts(&found),
            count(site.versions.len(), "version"),
            count(rules, "rule"),
            count(site.pages.len(), "page"),
        ))
    }
}

fn rules_of(rulebook: &request_builder::rulebook::Rulebook) -> usize {
    rulebook
        .rules
        .all()
        .iter()
        .filter(|rule| rule.clause.is_some())
        .count()
}
