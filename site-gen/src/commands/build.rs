//! `site-gen build`: read, resolve, render, write.

use super::signing;
use super::site_folder::SiteFolder;
use super::terminal;
use super::today::Today;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Name};
use crate::file_path::{FilePath, SUMS};
use crate::history::History;
use crate::output::{Destination, PublishStats, Staging};
use crate::parallel::{AHEAD, in_order};
use crate::render::{self, Rendered, Sink, Theme};
use crate::signature::{self, Namespace, Signed};
use crate::site::Site;
use clap::Args;
use precompressed::Encoding;
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
    /// Write compressed copies of texts next to them: `index.html.gz` and `index.html.br`
    ///
    /// For hosts that send such copies. `site-gen host` configures them. Takes some seconds.
    #[arg(long)]
    precompress: bool,
    /// Sign `SHA256SUMS`, the list of all files, with this SSH key: `SHA256SUMS.sig`
    ///
    /// A private key, or a public one whose private key is in your SSH agent. `content/allowed_signers`
    /// has to list it.
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
}

impl Build {
    pub(super) fn run(self) -> ExitStatus {
        let output = self.output.clone().unwrap_or_else(|| self.site.output());
        let (site, theme, mut found) = self.site.resolved(self.today);
        let destination = Destination::new(&output, self.site.path(), &self.site.sources());
        let made = match (&site, &theme, destination) {
            (Some(site), Some(theme), Ok(destination)) if !found.has_errors() => self
                .make(site, theme, destination)
                .map(|(rendered, published)| {
                    found.extend(sync_failed(&published));
                    self.summary(site, rendered, &published, &output, &found)
                }),
            (_, _, destination) => {
                Err(destination.err().map(Diagnostics::from).unwrap_or_default())
            }
        };
        // The process ends now. To free every text one by one would only delay that.
        std::mem::forget((site, theme));
        match made {
            Ok(summary) => {
                terminal::report(&found);
                terminal::summary(&summary)
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

    fn make(
        &self,
        site: &Site,
        theme: &Theme,
        destination: Destination,
    ) -> Result<(Rendered, PublishStats), Diagnostics> {
        let history = terminal::during("comparing the versions", || History::new(site))?;
        let waiting = || terminal::note("waiting for another build of this site to finish");
        let mut staging = Staging::begin(destination, waiting)?;
        let mut texts = Vec::new();
        let mut sink = WithTexts {
            staging: &mut staging,
            texts: self.precompress.then_some(&mut texts),
        };
        let rendered = terminal::during("rendering and writing the pages", || {
            render::render(site, &history, theme, &mut sink)
        })?;
        if self.precompress {
            terminal::during("compressing", || write_copies(&texts, &mut staging))?;
        }
        if let Some(key) = &self.sign {
            self.sign(key, site, &mut staging)?;
        }
        let published = terminal::during("replacing the output folder", || staging.publish())?;
        terminal::detail(|| format!("wrote {}", terminal::count(published.files, "file")));
        Ok((rendered, published))
    }

    fn summary(
        &self,
        site: &Site,
        rendered: Rendered,
        published: &PublishStats,
        output: &Path,
        found: &Diagnostics,
    ) -> String {
        let (_, warnings) = found.counts();
        let versions = site.versions.len();
        let Rendered { pages } = rendered;
        let PublishStats { files, bytes, .. } = published;
        let kilobytes = bytes.div_ceil(1024);
        let signature = match (&self.sign, &site.signed_lock) {
            (Some(_), _) => "  signature SHA256SUMS.sig\n",
            (None, Some(lock)) if Namespace::Site.is_expected(&lock.signers) => {
                "  signature none: `--sign KEY` makes it, and `site-gen verify` asks for it\n"
            }
            (None, _) => "",
        };
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
             {signature}\
             view it with `{look}`\n",
            output.display(),
            terminal::count(warnings, "warning"),
        )
    }

    /// Signs the list of all files, and checks the signature before the site is published.
    fn sign(&self, key: &Path, site: &Site, staging: &mut Staging) -> Result<(), Diagnostics> {
        let mailbox = &site.config.organisation.mailbox;
        let signers = signing::signers_for(key, self.site.path(), mailbox)?;
        let sums = staging.sums();
        let signature =
            signature::sign(sums.as_bytes(), Namespace::Site, key).map_err(Diagnostic::from)?;
        let signed = Signed {
            message: sums.as_bytes(),
            name: SUMS,
            namespace: Namespace::Site,
            signature: &staging.write_signature(&signature)?,
            signers: &signers,
        };
        signed.signer().map_err(Diagnostic::from)?;
        Ok(())
    }
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
fn sync_failed(published: &PublishStats) -> Option<Diagnostic> {
    let error = published.sync_error.as_ref()?;
    let warning = Diagnostic::warning(
        Name::UnsafeWrite,
        format!("the new site is in place, but may be lost in a power cut: {error}"),
    );
    Some(warning.help("allow reading the folder above the site's, and build again"))
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
