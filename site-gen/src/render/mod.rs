//! A resolved site to files: pages, feed, sitemap, rules for machines.
//!
//! Each file is handed on as soon as it is made. Nothing here asks the clock or the disk, and no
//! page but `/versions/` knows of all versions, so that a site may have many of them.

mod assets;
mod blank;
mod changes_page;
mod facts;
mod policy;
mod site_files;
mod templates;
mod text;
mod theme;
mod version_page;

pub use theme::Theme;

use crate::diagnostic::Diagnostics;
use crate::markdown::Document;
use crate::output::{FilePath, OutputError, Staging};
use crate::site::{Page, Site, State};
use assets::Assets;
use facts::{Facts, PageFacts};
use policy::Scripts;
use request_builder::rulebook::Rulebook;
use std::collections::BTreeSet;
use templates::Templates;
use tera::{Context, Value};

/// Where finished files go.
pub trait Files {
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
    let assets = Assets::new(theme, facts.request.is_some());
    let templates = Templates::new(theme, facts.globals(&assets))?;
    let mut making = Making {
        site,
        theme,
        facts,
        templates,
        files,
        rendered: Rendered::default(),
    };
    making.assets(&assets)?;
    making.versions()?;
    making.changes()?;
    making.pages()?;
    making.request()?;
    making.site_files()?;
    Ok(making.rendered)
}

/// A site while its files are made.
struct Making<'a> {
    site: &'a Site,
    theme: &'a Theme,
    facts: Facts<'a>,
    templates: Templates<'a>,
    files: &'a mut dyn Files,
    rendered: Rendered,
}

impl Making<'_> {
    fn assets(&mut self, assets: &Assets) -> Result<(), Diagnostics> {
        for asset in assets.files() {
            let (path, content) = asset.map_err(OutputError::from)?;
            self.files.file(&path, content)?;
        }
        Ok(())
    }

    /// Each version at its own address, with its source and its rules beside it; the one in force
    /// at `/` too; and the list of all.
    fn versions(&mut self) -> Result<(), Diagnostics> {
        for (at, version) in self.site.versions.iter().enumerate() {
            self.version(at, &version.address())?;
            self.write(&version.source_address(), version.source.as_bytes())?;
            if let Some(rulebook) = &version.rulebook {
                let rules = rules_for_machines(rulebook);
                self.write(&version.rules_address(), rules.as_bytes())?;
            }
            if version.state == State::InForce {
                self.version(at, "/")?;
            }
        }
        if self.site.in_force().is_none() {
            // Nothing applies yet: whoever comes to `/` sees what there is.
            self.version_list("/")?;
        }
        self.version_list("/versions/")
    }

    /// What changed from each version to the next: each pair once, as many at a time as there are
    /// processors, written in order.
    fn changes(&mut self) -> Result<(), Diagnostics> {
        if self.site.versions.len() < 2 {
            return Ok(());
        }
        let vocabulary = self.theme.vocabulary(&self.site.config.language)?;
        let pairs: Vec<usize> = (0..self.site.versions.len() - 1).collect();
        for some in pairs.chunks(changes_page::AT_A_TIME) {
            let (facts, templates) = (&self.facts, &self.templates);
            let made = changes_page::in_parallel(some, |at| {
                changes_page::make(facts, templates, &vocabulary, at)
            });
            for (at, html) in some.iter().zip(made) {
                self.rendered.pages += 1;
                self.write(&self.site.versions[*at].changes_address(), html?.as_bytes())?;
            }
        }
        Ok(())
    }

    fn version_list(&mut self, address: &str) -> Result<(), Diagnostics> {
        let mut context = Context::new();
        let versions: Vec<_> = self
            .site
            .versions
            .iter()
            .map(|version| self.facts.version(version))
            .collect();
        context.insert("versions", &versions);
        let mut page = PageFacts::at(address);
        "/versions/".clone_into(&mut page.canonical);
        self.page("versions.html", page, context)
    }

    fn version(&mut self, at: usize, address: &str) -> Result<(), Diagnostics> {
        let version = &self.site.versions[at];
        let mut page = PageFacts::at(address);
        self.facts.title(version).clone_into(&mut page.title);
        if version.state == State::InForce {
            "/".clone_into(&mut page.canonical);
        }
        let root = page.root()?;
        let mut context = Context::new();
        context.insert("version", &self.facts.version_page(at));
        context.insert(
            "relations",
            &version_page::relations(&self.site.versions, at),
        );
        with_text(&mut context, &version.document, &root);
        self.page("guidelines.html", page, context)
    }

    /// The pages that have no version.
    fn pages(&mut self) -> Result<(), Diagnostics> {
        for Page {
            address,
            title,
            description,
            document,
        } in &self.site.pages
        {
            let mut page = PageFacts::at(address);
            page.title.clone_from(title);
            page.description.clone_from(description);
            let root = page.root()?;
            let mut context = Context::new();
            with_text(&mut context, document, &root);
            self.page("page.html", page, context)?;
        }
        Ok(())
    }

    /// The request builder for the version in force, and the blank letters.
    fn request(&mut self) -> Result<(), Diagnostics> {
        let Some(version) = self.facts.request else {
            return Ok(());
        };
        let Some(rulebook) = &version.rulebook else {
            return Ok(());
        };
        let mut rulebook = rulebook.clone();
        rulebook.wording = self.theme.texts.wording();
        for (path, content) in blank::letters(&rulebook) {
            self.write(&format!("/request/blank/{path}"), &content)?;
        }
        let mut page = PageFacts::at("/request/");
        page.scripts = Scripts::Builder;
        rulebook
            .wording
            .get("request-title")
            .clone_into(&mut page.title);
        rulebook
            .wording
            .get("request-description")
            .clone_into(&mut page.description);
        let mut context = Context::new();
        context.insert("version", &self.facts.version(version));
        context.insert("form", &crate::site::RequestPage::new(&rulebook));
        context.insert("rulebook", &rulebook);
        context.insert_value("packed", Value::safe_string(&rulebook.pack()));
        self.page("request.html", page, context)
    }

    /// What feeds, crawlers and hosts expect.
    fn site_files(&mut self) -> Result<(), Diagnostics> {
        let mut missing = PageFacts::at("/404.html");
        missing.canonical.clear();
        missing.root = Some(self.facts.base_path());
        self.page("404.html", missing, Context::new())?;
        let feed = self
            .templates
            .fill("feed.atom", &site_files::feed(&self.facts))?;
        self.write("/feed.atom", feed.as_bytes())?;
        let sitemap = self
            .templates
            .fill("sitemap.xml", &site_files::sitemap(&self.facts))?;
        self.write("/sitemap.xml", sitemap.as_bytes())?;
        let robots = self.templates.fill("robots.txt", &Context::new())?;
        self.write("/robots.txt", robots.as_bytes())?;
        let widest = if self.facts.request.is_some() {
            Scripts::Builder
        } else {
            Scripts::None
        };
        self.write(
            "/_headers",
            policy::headers(widest, &self.facts.base_path()).as_bytes(),
        )
    }

    /// Fills a page's template and keeps it.
    fn page(
        &mut self,
        template: &str,
        page: PageFacts,
        mut context: Context,
    ) -> Result<(), Diagnostics> {
        let address = page.address.clone();
        context.insert("root", &page.root()?);
        context.insert("page", &page.finished(&self.site.config.base_url));
        let html = self.templates.fill(template, &context)?;
        self.rendered.pages += 1;
        self.write(&address, html.as_bytes())
    }

    fn write(&mut self, address: &str, content: &[u8]) -> Result<(), Diagnostics> {
        let path = FilePath::of_page(address).map_err(OutputError::from)?;
        Ok(self.files.file(&path, content)?)
    }
}

/// What a page with a text of its own tells its template of it.
fn with_text(context: &mut Context, document: &Document, root: &str) {
    context.insert(
        "contents",
        &version_page::contents(&document.table_of_contents()),
    );
    context.insert("anchor", &version_page::title_anchor(document));
    context.insert_value(
        "content",
        Value::safe_string(&document.html_without_title(root)),
    );
}

/// The rules as JSON, without what was left out of `requests.toml`: reading them back gives the
/// same rules.
fn rules_for_machines(rulebook: &Rulebook) -> String {
    let mut json = serde_json::to_value(rulebook).expect("a rulebook is plain data");
    leave_out_the_empty(&mut json);
    format!("{json:#}\n")
}

fn leave_out_the_empty(json: &mut serde_json::Value) {
    use serde_json::Value as Json;
    match json {
        Json::Object(members) => {
            members.values_mut().for_each(leave_out_the_empty);
            members.retain(|_, value| {
                !matches!(value, Json::Null | Json::Bool(false))
                    && value.as_array().is_none_or(|list| !list.is_empty())
            });
        }
        Json::Array(list) => list.iter_mut().for_each(leave_out_the_empty),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

#[cfg(test)]
mod tests;
