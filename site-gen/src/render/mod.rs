//! A resolved site to files: pages, feed, sitemap, rules for machines.
//!
//! Each file is handed on as soon as it is made. Nothing here asks the clock or the disk, and no
//! page but `/versions/` knows of all versions, so that a site may have many of them.

mod assets;
mod blank;
mod builder_pages;
mod changes_page;
mod facts;
mod mark;
mod offline;
mod policy;
mod site_files;
mod style_sheet;
mod templates;
mod text;
mod theme;
mod tongue;
mod version_page;
mod version_pages;
mod ways;

pub use theme::Theme;
pub(crate) use ways::{Known, remove_links_to_other_versions};

use crate::diagnostic::Diagnostics;
use crate::markdown::Document;
use crate::output::{FilePath, OutputError, Staging};
use crate::site::{Page, Site};
use assets::Assets;
use changes_page::Told;
use facts::{Facts, PageFacts};
use policy::Policy;
use std::collections::BTreeSet;
use templates::Templates;
use tera::{Context, Value};
use tongue::Tongue;
use ways::Ways;

/// Where finished files go. They are handed on one after the other, whoever makes them.
pub trait Files: Sync {
    /// Takes one file.
    ///
    /// # Errors
    ///
    /// When it cannot be kept.
    fn file(&mut self, path: &FilePath, content: &[u8]) -> Result<(), OutputError>;
}

impl Files for Staging {
    fn file(&mut self, path: &FilePath, content: &[u8]) -> Result<(), OutputError> {
        self.write(path, content)
    }
}

/// Files that are looked at and not kept, for those who want to know whether a site can be made.
#[derive(Debug, Default)]
pub struct Unkept {
    paths: BTreeSet<FilePath>,
}

impl Files for Unkept {
    fn file(&mut self, path: &FilePath, _: &[u8]) -> Result<(), OutputError> {
        if self.paths.insert(path.clone()) {
            Ok(())
        } else {
            Err(OutputError::Twice(path.to_string()))
        }
    }
}

/// How many pages were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Pages of all sorts.
    pub pages: usize,
}

/// Makes every file of a site.
///
/// # Errors
///
/// When a template is at fault, or a file cannot be kept.
pub fn render(site: &Site, theme: &Theme, files: &mut dyn Files) -> Result<Rendered, Diagnostics> {
    let facts = Facts::new(site, theme);
    let assets = Assets::new(theme, facts.request.is_some(), facts.check().is_some());
    let tongues = tongue::all(site, theme, &facts, &assets)?;
    let mut making = Making {
        site,
        theme,
        facts,
        assets: &assets,
        tongues,
        files,
        policy: Policy::of_text(),
        rendered: Rendered::default(),
        ways: Ways::default(),
        told: Vec::new(),
    };
    making.assets()?;
    making.changes()?;
    making.versions()?;
    making.amended()?;
    making.pages()?;
    making.request()?;
    making.check()?;
    making.site_files()?;
    Ok(making.rendered)
}

/// A site while its files are made.
struct Making<'a> {
    site: &'a Site,
    theme: &'a Theme,
    facts: Facts<'a>,
    assets: &'a Assets,
    /// The languages that pages are made in, the guidelines' own first.
    tongues: Vec<Tongue<'a>>,
    files: &'a mut dyn Files,
    /// What the pages made so far may do, all together.
    policy: Policy,
    rendered: Rendered,
    ways: Ways,
    /// What changed in each version that has one before it, newest first.
    told: Vec<Told>,
}

impl Making<'_> {
    fn assets(&mut self) -> Result<(), Diagnostics> {
        for asset in self.assets.files() {
            let (path, content) = asset.map_err(OutputError::from)?;
            self.files.file(&path, content)?;
        }
        Ok(())
    }

    /// The pages that have no version.
    fn pages(&mut self) -> Result<(), Diagnostics> {
        for Page {
            address,
            language,
            original,
            title,
            description,
            document,
        } in &self.site.pages
        {
            let mut page = PageFacts::at(address);
            page.language.clone_from(language);
            page.original.clone_from(original);
            page.title.clone_from(title);
            page.description.clone_from(description);
            let root = page.root()?;
            let mut context = Context::new();
            with_text(&mut context, document, &document.html_without_title(&root));
            self.page("page.html", page, context)?;
        }
        Ok(())
    }

    /// What feeds, crawlers and hosts expect.
    fn site_files(&mut self) -> Result<(), Diagnostics> {
        let mut missing = PageFacts::at("/404.html");
        missing.canonical.clear();
        missing.root = Some(self.facts.base_path());
        self.page("404.html", missing, Context::new())?;
        let feed = self
            .first()
            .fill("feed.atom", &site_files::feed(&self.facts, &self.told))?;
        self.write("/feed.atom", feed.as_bytes())?;
        for (address, template, context) in site_files::sitemaps(&self.facts) {
            let sitemap = self.first().fill(template, &context)?;
            self.write(&address, sitemap.as_bytes())?;
        }
        let robots = self.first().fill("robots.txt", &Context::new())?;
        self.write("/robots.txt", robots.as_bytes())?;
        let headers = policy::headers(&self.policy, &self.facts.base_path());
        self.write("/_headers", headers.as_bytes())
    }

    /// Fills a page's template and keeps it.
    fn page(
        &mut self,
        template: &str,
        page: PageFacts,
        context: Context,
    ) -> Result<(), Diagnostics> {
        let (address, policy) = (page.address.clone(), page.policy.clone());
        let html = self.filled(template, page, context)?;
        self.keep(&address, &policy, &html)
    }

    /// Keeps a finished page.
    fn keep(&mut self, address: &str, policy: &Policy, html: &str) -> Result<(), Diagnostics> {
        self.policy.widen(policy);
        self.rendered.pages += 1;
        self.write(address, html.as_bytes())
    }

    fn filled(
        &self,
        template: &str,
        page: PageFacts,
        mut context: Context,
    ) -> Result<String, Diagnostics> {
        let config = &self.site.config;
        let language = page.language.as_deref().unwrap_or(&config.language);
        let Some(tongue) = self.tongues.iter().find(|it| it.language == language) else {
            // A page's language is one of the site's.
            return Ok(String::new());
        };
        let languages = tongue::of_page(&self.tongues, language, &config.base_url, |language| {
            self.facts.address_in(&page.original, language)
        });
        context.insert("root", &page.root()?);
        context.insert("languages", &languages);
        let finished = page.finished(&config.base_url, tongue.language, tongue.is_other);
        context.insert("page", &finished);
        let mut html = tongue.templates.fill(template, &context)?;
        if tongue.is_other {
            html = mark::settle(html, &config.language);
        }
        Ok(html)
    }

    /// Templates that speak the language of the guidelines.
    fn first(&self) -> &Templates<'_> {
        &self.tongues[0].templates
    }

    fn write(&mut self, address: &str, content: &[u8]) -> Result<(), Diagnostics> {
        let path = FilePath::of_page(address).map_err(OutputError::from)?;
        Ok(self.files.file(&path, content)?)
    }
}

/// What a page with a text of its own tells its template of it.
fn with_text(context: &mut Context, document: &Document, html: &str) {
    context.insert(
        "contents",
        &version_page::contents(&document.table_of_contents()),
    );
    context.insert("anchor", &version_page::title_anchor(document));
    context.insert_value("content", Value::safe_string(html));
}

#[cfg(test)]
mod tests;
