//! `site-gen build`: read, resolve, render, write.

use super::site_folder::SiteFolder;
use super::terminal;
use super::today::Today;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use crate::file_path::FilePath;
use crate::history::History;
use crate::output::{Destination, Published, Staging};
use crate::parallel::{AHEAD, in_order};
use crate::precompressed::{self, Encoding};
use crate::render::{self, Rendered, Sink, Theme};
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
    /// Write compressed copies of texts beside them: `index.html.gz` and `index.html.br`
    ///
    /// For hosts that send such copies. `site-gen host` configures them. Takes some seconds.
    #[arg(long)]
    precompress: bool,
}

impl Build {
    pub(super) fn run(self) -> ExitStatus {
        let output = self.output.clone().unwrap_or_else(|| self.site.output());
        let (site, theme, mut found) = self.site.resolved(self.today);
        let destination = Destination::new(&output, self.site.path(), &self.site.sources());
        let made = match (site, theme, destination) {
            (Some(site), Some(theme), Ok(destination)) if !found.has_errors() => {
                make(&site, &theme, destination, self.precompress).map(|(rendered, published)| {
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
    precompress: bool,
) -> Result<(Rendered, Published), Diagnostics> {
    let history = History::new(site)?;
    let mut staging =
        destination.begin(|| terminal::note("waiting for another build of this site to end"))?;
    let mut texts = Vec::new();
    let mut sink = WithTexts {
        staging: &mut staging,
        texts: precompress.then_some(&mut texts),
    };
    let rendered = render::render(site, &history, theme, &mut sink)?;
    write_copies(&texts, &mut staging)?;
    Ok((rendered, staging.publish()?))
}

/// Writes files, and keeps the texts.
struct WithTexts<'a> {
    staging: &'a mut Staging,
    texts: Option<&'a mut Vec<(FilePath, Vec<u8>)>>,
}

impl Sink for WithTexts<'_> {
    fn file(&mut self, path: &FilePath, content: &[u8]) -> Result<(), Diagnostics> {
        if let Some(texts) = &mut self.texts
            && precompressed::is_text(path.as_str())
        {
            texts.push((path.clone(), content.to_owned()));
        }
        self.staging.file(path, content)
    }
}

/// Writes the compressed copies of texts. They are made in parallel, since each takes longer than
/// the page itself.
fn write_copies(texts: &[(FilePath, Vec<u8>)], staging: &mut Staging) -> Result<(), Diagnostics> {
    let copies = |(_, content): &(FilePath, Vec<u8>)| {
        Encoding::ALL.map(|encoding| (encoding, encoding.compress(content)))
    };
    in_order(texts, AHEAD, copies, |(path, _), copies| {
        for (encoding, copy) in copies {
            let path = FilePath::new(format!("{path}{}", encoding.ending()))?;
            let copy =
                copy.map_err(|error| Diagnostic::files("compress", &path.to_path(), error))?;
            staging.file(&path, &copy)?;
        }
        Ok(())
    })
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
