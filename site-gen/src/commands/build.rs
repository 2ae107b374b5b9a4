//! `site-gen build`: read, resolve, render, write.

use super::site_folder::SiteFolder;
use super::terminal;
use super::today::Today;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use crate::history::History;
use crate::output::{Destination, Published};
use crate::render::{self, Rendered, Theme};
use crate::site::Site;
use clap::Args;
use std::path::{Path, PathBuf};

/// Build the site from `content/`
///
/// The new site replaces the old one in one step. If the build fails, the old site stays in place.
#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    site: SiteFolder,
    /// The output folder. A folder that contains other files is never replaced [default: `dist` in
    /// the site's folder]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    today: Today,
}

impl Build {
    pub(super) fn run(self) -> ExitStatus {
        let output = self.output.clone().unwrap_or_else(|| self.site.output());
        let (site, theme, mut found) = self.site.resolved(self.today);
        let destination = Destination::new(&output, self.site.path(), &self.site.sources());
        let made = match (site, theme, destination) {
            (Some(site), Some(theme), Ok(destination)) if !found.has_errors() => {
                make(&site, &theme, destination).map(|(rendered, published)| {
                    found.extend(unsettled(&published));
                    summary(&site, rendered, &published, &output, &found)
                })
            }
            (_, _, destination) => {
                Err(destination.err().map(Diagnostics::from).unwrap_or_default())
            }
        };
        match made {
            Ok(summary) => {
                terminal::report(&found);
                terminal::print(&summary)
            }
            Err(more) => {
                found.extend(more);
                terminal::report(&found);
                let counts = terminal::counts(&found);
                terminal::note(&format!("{counts}; nothing was written"));
                found.exit()
            }
        }
    }
}

fn make(
    site: &Site,
    theme: &Theme,
    destination: Destination,
) -> Result<(Rendered, Published), Diagnostics> {
    let history = History::new(site)?;
    let mut staging =
        destination.begin(|| terminal::note("waiting for another build of this site to end"))?;
    let rendered = render::render(site, &history, theme, &mut staging)?;
    Ok((rendered, staging.publish()?))
}

/// A failed sync is only a warning, because the new site is already in place.
fn unsettled(published: &Published) -> Option<Diagnostic> {
    let error = published.unsettled.as_ref()?;
    let warning = Diagnostic::warning(format!(
        "the new site is in place, but may be lost in a power cut: {error}"
    ));
    Some(warning.help("allow reading the folder above the site's, and build again"))
}

fn summary(
    site: &Site,
    rendered: Rendered,
    published: &Published,
    output: &Path,
    found: &Diagnostics,
) -> String {
    let (_, warnings) = found.counts();
    let versions = site.versions.len();
    let Rendered { pages } = rendered;
    let Published { files, bytes, .. } = published;
    let kilobytes = bytes.div_ceil(1024);
    let look = if output == Path::new("dist") {
        "site-gen serve".to_owned()
    } else {
        format!("site-gen serve --output {}", quoted(output))
    };
    format!(
        "built {} with {}\n  \
           versions  {versions}\n  \
           pages     {pages}\n  \
           files     {files}, {kilobytes} KiB\n\
         look at it with `{look}`\n",
        output.display(),
        terminal::count(warnings, "warning"),
    )
}

/// Quotes a path for a shell.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    if path
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "/._-+@:\\".contains(c))
    {
        path
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}
