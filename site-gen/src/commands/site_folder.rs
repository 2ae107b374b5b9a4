//! The folder of a site and its resolved content.

use super::terminal::{self, count};
use super::today::Today;
use crate::content::{self, Drafts};
use crate::diagnostic::{Diagnostics, Name};
use crate::history::History;
use crate::render::{self, Content, NullSink, Sink, Theme};
use crate::site::{self, Site};

use clap::Args;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folders that a site is built from.
pub(super) const SOURCES: [&str; 3] = ["content", "themes", "static"];

/// The folder of a site.
#[derive(Debug, Args)]
pub(super) struct SiteFolder {
    /// The folder that holds `content/`, and `themes/` and `static/` if the site has them
    #[arg(long = "site", value_name = "DIR", default_value = ".")]
    path: PathBuf,
    /// Include the draft version, `next`
    ///
    /// Its page says that it does not apply yet, and the request form is that of the draft. Without
    /// this option, the draft is ignored.
    #[arg(long)]
    drafts: bool,
}

impl SiteFolder {
    /// The folder `content/`, given itself or the folder that it is in.
    pub(super) fn content_of(folder: &Path) -> PathBuf {
        if folder.join("site.toml").is_file() {
            folder.to_owned()
        } else {
            folder.join("content")
        }
    }

    /// The site whose `content/` is a folder, or which is in it.
    pub(super) fn with_content(folder: &Path, drafts: bool) -> Self {
        let path = if folder.join("site.toml").is_file() {
            folder.join("..")
        } else {
            folder.to_owned()
        };
        Self { path, drafts }
    }

    /// The site in a folder, with the draft version.
    pub(super) fn with_drafts(path: PathBuf) -> Self {
        Self { path, drafts: true }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The default output folder.
    pub(super) fn output(&self) -> PathBuf {
        if self.path == Path::new(".") {
            PathBuf::from("dist")
        } else {
            self.path.join("dist")
        }
    }

    /// The folders that the site is built from, which a build must not replace.
    pub(super) fn sources(&self) -> Vec<PathBuf> {
        SOURCES.map(|folder| self.path.join(folder)).into()
    }

    /// Reads and resolves the site and its theme, and returns all diagnostics.
    pub(super) fn resolved(&self, today: Today) -> (Option<Site>, Option<Theme>, Diagnostics) {
        self.resolved_with_cache(today, &mut site::ResolveCache::default())
    }

    fn resolved_with_cache(
        &self,
        today: Today,
        cache: &mut site::ResolveCache,
    ) -> (Option<Site>, Option<Theme>, Diagnostics) {
        let today = match today.date() {
            Ok(today) => today,
            Err(found) => return (None, None, found.into()),
        };
        let drafts = if self.drafts {
            Drafts::Include
        } else {
            Drafts::Exclude
        };
        let (content, mut found) = terminal::during("reading the content", || {
            content::read_partly(&self.path, drafts)
        });
        let Some(content) = content else {
            return (None, None, found);
        };
        terminal::detail(|| {
            format!(
                "read `{}`: {}, {}, {} of `static/`",
                self.path.display(),
                count(content.versions.len(), "version"),
                count(content.pages.len(), "page"),
                count(content.static_files.len(), "file"),
            )
        });
        let (site, more) = terminal::during("checking the content", || {
            site::resolve_with_cache(content, today, cache)
        });
        found.extend(more);
        let Some(site) = site else {
            return (None, None, found);
        };
        let (theme, more) = self.theme(&site);
        found.extend(more);
        (Some(site), theme, found)
    }

    /// Reads and checks the theme of a site.
    fn theme(&self, site: &Site) -> (Option<Theme>, Diagnostics) {
        let theme = terminal::during("reading the theme", || {
            let mut theme = Theme::load(&self.path, &site.config.theme, &site.config.language)?;
            let mut found = theme.learn(&site.config.languages);
            found.extend(theme.check(site).named(Name::ThemeError));
            Ok((theme, found))
        });
        match theme {
            Ok((theme, found)) => (Some(theme), found),
            Err(found) => (None, found),
        }
    }

    /// What is wrong with the theme and its templates: renders every file of a resolved site.
    pub(super) fn faults_of_theme(&self, site: &Site) -> Diagnostics {
        let (theme, mut found) = self.theme(site);
        with_history(
            Some(site),
            theme.as_ref(),
            &mut found,
            |site, history, theme| render::render(site, history, theme, &mut NullSink::default()),
        );
        found
    }

    /// Reads and resolves the site, and renders every file of it if there are no errors. Returns
    /// what was resolved, with all diagnostics: the files are complete if none is an error.
    pub(super) fn rendered(
        &self,
        today: Today,
        sink: &mut dyn Sink,
    ) -> (Option<Site>, Diagnostics) {
        let (site, theme, mut found) = self.resolved(today);
        with_history(
            site.as_ref(),
            theme.as_ref(),
            &mut found,
            |site, history, theme| render::render(site, history, theme, sink),
        );
        (site, found)
    }

    /// All files of the site by path, if there are no errors, with all diagnostics. Reads and renders
    /// only what changed since the last time.
    pub(super) fn rendered_with_cache(
        &self,
        today: Today,
        cache: &mut SiteCache,
    ) -> (Option<BTreeMap<String, Content>>, Diagnostics) {
        let (site, theme, mut found) = self.resolved_with_cache(today, &mut cache.site);
        let files = with_history(
            site.as_ref(),
            theme.as_ref(),
            &mut found,
            |site, history, theme| {
                render::render_with_cache(site, history, theme, &mut cache.pages)
            },
        );
        (files, found)
    }
}

/// The cache between two builds of a site.
#[derive(Default)]
pub(super) struct SiteCache {
    site: site::ResolveCache,
    pages: render::RenderCache,
}

/// Renders a site and its history, unless errors were found before.
fn with_history<T>(
    site: Option<&Site>,
    theme: Option<&Theme>,
    found: &mut Diagnostics,
    render: impl FnOnce(&Site, &History, &Theme) -> Result<T, Diagnostics>,
) -> Option<T> {
    let (site, theme) = site.zip(theme).filter(|_| !found.has_errors())?;
    let history = terminal::during("comparing the versions", || History::new(site));
    let rendered = history.and_then(|history| {
        terminal::during("rendering the pages", || render(site, &history, theme))
    });
    rendered.map_err(|more| found.extend(more)).ok()
}
