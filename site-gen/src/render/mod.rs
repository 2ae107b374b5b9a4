//! A resolved site to files: pages, feed, sitemap, rules for machines.
//!
//! Each file is handed on as soon as it is made. Nothing here asks the clock or the disk, and no
//! page but `/versions/` knows of all versions, so that a site may have many of them.

mod assets;
mod blank;
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
mod ways;

pub use theme::Theme;
pub(crate) use ways::without_ways_to_other_versions;

use crate::diagnostic::Diagnostics;
use crate::markdown::Document;
use crate::output::{FilePath, OutputError, Staging};
use crate::parallel::{AT_A_TIME, in_parallel};
use crate::redline::Vocabulary;
use crate::site::{DRAFT_SCHEMA, Page, Site, State, Version, request_in};
use assets::Assets;
use changes_page::Told;
use facts::{AmendmentFacts, Facts, PageFacts, PartFacts, PartLink};
use offline::{Inline, Offer};
use policy::Policy;
use request_builder::reading::Unreadable;
use request_builder::rulebook::{Rulebook, Words};
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

    /// Each version at its own address, with its source and its rules beside it; the one in force
    /// at `/` too; and the list of all.
    fn versions(&mut self) -> Result<(), Diagnostics> {
        for (at, version) in self.site.versions.iter().enumerate() {
            self.version(at, &version.address())?;
            self.write(&version.source_address(), version.source.as_bytes())?;
            self.parts(at)?;
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

    /// The further texts of a version, each at its own address, with its source beside it.
    fn parts(&mut self, at: usize) -> Result<(), Diagnostics> {
        let version = &self.site.versions[at];
        let parts: Vec<usize> = (0..version.parts.len()).collect();
        for some in parts.chunks(AT_A_TIME) {
            let making = &*self;
            let made = in_parallel(some, |index| making.part(at, *index));
            for (index, html) in some.iter().zip(made) {
                let part = &version.parts[*index];
                let html = html?;
                self.keep(&version.part_address(part), &Policy::of_text(), &html)?;
                self.write(&version.part_source_address(part), part.source.as_bytes())?;
            }
        }
        Ok(())
    }

    fn part(&self, at: usize, index: usize) -> Result<String, Diagnostics> {
        let version = &self.site.versions[at];
        let part = &version.parts[index];
        let mut page = PageFacts::at(&version.part_address(part));
        page.title.clone_from(&part.title);
        let root = page.root()?;
        let folder = format!("{}/", part.name);
        let title = version_page::title_anchor(&part.document).unwrap_or_default();
        let heading = format!("{folder}#{title}");
        let same = |other: Option<&Version>| self.same_part(at, &heading, other);
        let mut context = Context::new();
        context.insert("version", &self.facts.version_page(at, same));
        context.insert("part", &PartFacts::new(version, index));
        let relations = version_page::relations(&self.site.versions, at, same);
        context.insert("relations", &relations);
        let html = part.document.html_without_title(&root);
        let html = self.ways.with_other_versions(at, &folder, &html, &root);
        with_text(&mut context, &part.document, &html);
        self.filled("part.html", page, context)
    }

    /// Where another version has what stands under the title of a further text, from the root of
    /// the site: if there is no way to it, where that version begins.
    fn same_part(&self, at: usize, heading: &str, other: Option<&Version>) -> String {
        let Some(version) = other.or(self.site.in_force()) else {
            return String::new();
        };
        match self.ways.place_in(at, heading, &version.id) {
            // Today's first text stands at `/`.
            Some(place) if other.is_none() && !place.contains('#') => format!("#{place}"),
            Some(place) => ways::path_of(version, place),
            None => first_text(other),
        }
    }

    /// What changed from each version to the next: each pair once, as many at a time as there are
    /// processors, written in order.
    fn changes(&mut self) -> Result<(), Diagnostics> {
        if self.site.versions.len() < 2 {
            return Ok(());
        }
        let vocabulary = self.theme.vocabulary(&self.site.config.language)?;
        let mut steps = Vec::new();
        let pairs: Vec<usize> = (0..self.site.versions.len() - 1).collect();
        for some in pairs.chunks(AT_A_TIME) {
            let (facts, templates) = (&self.facts, &self.tongues[0].templates);
            let versions = &self.site.versions;
            let made = in_parallel(some, |at| {
                let pair = (&versions[at + 1], &versions[*at]);
                let in_feed = *at < site_files::IN_FEED;
                changes_page::make(facts, templates, &vocabulary, pair, in_feed)
            });
            for (at, made) in some.iter().zip(made) {
                let made = made?;
                self.rendered.pages += 1;
                let address = self.site.versions[*at].changes_address();
                self.write(&address, made.html.as_bytes())?;
                self.told.push(made.told);
                steps.push(made.step);
            }
        }
        let mut versions = self.site.versions.iter();
        let in_force = versions.position(|version| version.state == State::InForce);
        self.ways = Ways::new(&self.site.versions, &steps, in_force);
        self.changes_from_further_back(&vocabulary)
    }

    /// What changed since versions further back, where a maintainer asked for it.
    fn changes_from_further_back(&mut self, vocabulary: &Vocabulary) -> Result<(), Diagnostics> {
        let versions = &self.site.versions;
        for after in versions {
            for before in &after.changes_from {
                let Some(before) = versions.iter().find(|version| version.id == *before) else {
                    continue;
                };
                let pair = (before, after);
                let templates = &self.tongues[0].templates;
                let html =
                    changes_page::from_further_back(&self.facts, templates, vocabulary, pair)?;
                self.rendered.pages += 1;
                self.write(&after.changes_from_address(&before.id), html.as_bytes())?;
            }
        }
        Ok(())
    }

    /// The texts of released versions as they were before they were amended.
    fn amended(&mut self) -> Result<(), Diagnostics> {
        for (at, version) in self.site.versions.iter().enumerate() {
            for amended in &version.amended {
                let vocabulary = self.theme.vocabulary(&self.site.config.language)?;
                let changes = changes_page::amendment(
                    &self.facts,
                    &self.tongues[0].templates,
                    &vocabulary,
                    version,
                    amended,
                )?;
                self.rendered.pages += 1;
                self.write(&amended.changes_address(), changes.as_bytes())?;
                for (file, document) in &amended.texts {
                    let address = format!("{}{file}", amended.home);
                    self.write(&address, document.source.text().as_bytes())?;
                }
                let Some((_, document)) = amended.texts.first() else {
                    continue;
                };
                let mut page = PageFacts::at(&amended.home);
                page.canonical = version.address();
                let root = page.root()?;
                let mut context = Context::new();
                context.insert("version", &self.facts.version_page(at, first_text));
                context.insert("amended", &AmendmentFacts::new(amended));
                with_text(&mut context, document, &document.html_without_title(&root));
                self.page("amended.html", page, context)?;
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
        context.insert("told", &self.told);
        let sources: Vec<_> = self.site.versions.iter().map(facts::sources).collect();
        context.insert("sources", &sources);
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
        context.insert("version", &self.facts.version_page(at, first_text));
        let relations = version_page::relations(&self.site.versions, at, first_text);
        context.insert("relations", &relations);
        let parts = version.parts.iter();
        let parts: Vec<PartLink<'_>> = parts.map(|part| PartLink::to(version, part)).collect();
        context.insert("parts", &parts);
        let html = version.document.html_without_title(&root);
        let mut html = self.ways.with_other_versions(at, "", &html, &root);
        let mut was = String::new();
        if address == "/" {
            html = self.ways.with_old_places(&html);
            // The title stands above the text.
            let title = version_page::title_anchor(&version.document);
            was = title
                .map(|title| self.ways.marks(title))
                .unwrap_or_default();
            context.insert("elsewhere", &self.ways.elsewhere());
        }
        context.insert_value("was", Value::safe_string(&was));
        with_text(&mut context, &version.document, &html);
        self.page("guidelines.html", page, context)
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

    /// The request builder for the version in force, in every language, and the blank letters.
    fn request(&mut self) -> Result<(), Diagnostics> {
        let Some(version) = self.facts.request else {
            return Ok(());
        };
        let Some(rulebook) = &version.rulebook else {
            return Ok(());
        };
        let mut rulebook = rulebook.clone();
        // It binds the rules to the text, which is done.
        rulebook.form.text = None;
        rulebook.wording = self.theme.texts.wording();
        for (path, content) in blank::letters(&rulebook) {
            self.write(&format!("/request/blank/{path}"), &content)?;
        }
        self.request_page(&rulebook, None)?;
        for language in &self.site.config.languages {
            rulebook.wording = self.theme.texts_in(language).wording();
            self.request_page(&rulebook, Some(language))?;
        }
        self.draft_schema()
    }

    /// The request page in the language of the guidelines, or in another; before it the same as
    /// one file, whose digest it shows.
    fn request_page(
        &mut self,
        rulebook: &Rulebook,
        language: Option<&String>,
    ) -> Result<(), Diagnostics> {
        let Some(version) = self.facts.request else {
            return Ok(());
        };
        let mut context = Context::new();
        context.insert("version", &self.facts.version(version));
        context.insert("rulebook", &rulebook);
        let mut page = PageFacts::at("/request/");
        if let Some(language) = language {
            page.move_to(&request_in(language));
            page.language = Some(language.clone());
            // Without any words of its own, a page is told in those of the rules, and says so.
            let words = match version.words.get(language) {
                Some(words) => words.clone(),
                None => Words(vec![None]),
            };
            let marked = tongue::told_with_marks(rulebook, &words);
            context.insert("form", &crate::site::RequestPage::new(&marked));
            let packed = rulebook.told_in(&words).pack();
            context.insert_value("packed", Value::safe_string(&packed));
        } else {
            context.insert("form", &crate::site::RequestPage::new(rulebook));
            context.insert_value("packed", Value::safe_string(&rulebook.pack()));
        }
        page.policy = Policy::of_builder();
        rulebook
            .wording
            .get("request-title")
            .clone_into(&mut page.title);
        rulebook
            .wording
            .get("request-description")
            .clone_into(&mut page.description);
        let offer = self.offline(&page, version, rulebook, context.clone())?;
        context.insert("offline", &offer);
        context.insert("whole", &false);
        self.page("request.html", page, context)
    }

    /// The request page as one file. Nothing beside it can be counted on, so its links start from
    /// the site's lasting address.
    fn offline(
        &mut self,
        page: &PageFacts,
        version: &Version,
        rulebook: &Rulebook,
        mut context: Context,
    ) -> Result<Offer, Diagnostics> {
        let base_url = &self.site.config.base_url;
        let inline = Inline::new(self.assets);
        let home = &page.address;
        offline::fill(
            &mut context,
            &inline,
            rulebook,
            &version.document,
            base_url,
            home,
        );
        context.insert("whole", &true);
        let address = format!("{home}offline.html");
        let mut file = PageFacts::at(&address);
        file.language.clone_from(&page.language);
        file.title.clone_from(&page.title);
        file.description.clone_from(&page.description);
        file.canonical.clear();
        file.root = Some(base_url.clone());
        file.policy = inline.policy();
        let policy = file.policy.clone();
        let html = self.filled("request/offline.html", file, context)?;
        self.keep(&address, &policy, &html)?;
        Ok(Offer::new(&address, &version.id, &html))
    }

    /// What a draft looks like, for programs that read or write one.
    fn draft_schema(&mut self) -> Result<(), Diagnostics> {
        let mut schema = request_builder::answers::draft_schema();
        let own = format!(
            "{}{}",
            self.site.config.base_url,
            DRAFT_SCHEMA.trim_start_matches('/')
        );
        schema.insert("$id".to_owned(), own.into());
        let json = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
        self.write(DRAFT_SCHEMA, format!("{json}\n").as_bytes())
    }

    /// The page that checks a letter that one already has.
    fn check(&mut self) -> Result<(), Diagnostics> {
        let Some((version, checklist)) = self.facts.check() else {
            return Ok(());
        };
        let Some(rulebook) = &version.rulebook else {
            return Ok(());
        };
        let mut page = PageFacts::at("/request/check/");
        page.policy = Policy::of_builder();
        let words = self.theme.texts.wording_of_check();
        words.get("check-title").clone_into(&mut page.title);
        words
            .get("check-description")
            .clone_into(&mut page.description);
        let mut context = Context::new();
        context.insert("version", &self.facts.version(version));
        context.insert("form", &crate::site::RequestPage::new(rulebook));
        context.insert("points", &crate::site::check_points(rulebook, &checklist));
        context.insert("reasons", &Unreadable::ALL.map(Unreadable::wording));
        context.insert_value("packed", Value::safe_string(&checklist.pack()));
        self.page("check.html", page, context)
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
            html = mark::settle(&html, &config.language);
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

/// Where the first text of a version is, or of today's without one, from the root of the site.
fn first_text(version: Option<&Version>) -> String {
    version.map(Version::path).unwrap_or_default()
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
