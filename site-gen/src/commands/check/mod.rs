//! `site-gen check`.

mod accept;
mod fix;

use crate::commands::site_folder::SiteFolder;
use crate::commands::terminal::{self, count};
use crate::commands::today::Today;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use crate::render::NullSink;
use crate::site::Site;
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
    /// Fix errors that have exactly one fix: typographic quotation marks in TOML, lines of TOML with one
    /// possible meaning, and invisible characters inside words or that change the direction of the text.
    /// Released texts stay as they are
    #[arg(long)]
    fix: bool,
    /// Go through the sentences that create an obligation and have no rule. For each, choose a rule, a
    /// reason why it needs none, or later. Then go through the reworded sentences that rules cite, and
    /// confirm that each rule still fits. Answers come from standard input, and are written to
    /// `clauses.toml`, `rules.toml` and labels. Released versions stay as they are
    #[arg(long, conflicts_with = "format")]
    accept: bool,
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
    /// Renders the site to nowhere, after correcting what has only one correction.
    fn rendered(&self) -> Result<(Option<Site>, Diagnostics), Diagnostic> {
        loop {
            let (site, found) = self.site.rendered(self.today, &mut NullSink::default());
            let corrected = if self.fix {
                fix::apply(self.site.path(), &found)?
            } else {
                Vec::new()
            };
            if corrected.is_empty() {
                return Ok((site, found));
            }
            for place in corrected {
                terminal::note(&format!("corrected {place}"));
            }
        }
    }

    pub(super) fn run(self) -> ExitStatus {
        let decided = if self.accept {
            accept::decide(&self.site, self.today)
        } else {
            Ok(())
        };
        let rendered = decided.and_then(|()| self.rendered().map_err(Diagnostics::from));
        let (site, found) = match rendered {
            Ok(rendered) => rendered,
            Err(found) => {
                terminal::report(&found);
                return found.exit();
            }
        };
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
            terminal::report_all(&found);
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
        terminal::summary(&format!(
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
