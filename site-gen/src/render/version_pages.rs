//! The pages of versions: each text, what changed, what was amended, and the list of all.

use super::facts::{self, AmendmentFacts, PageFacts, PartFacts, PartLink};
use super::policy::Policy;
use super::ways::{self, Ways};
use super::{Making, changes_page, site_files, version_page, with_text};
use crate::diagnostic::Diagnostics;
use crate::html::{Options, Tree};
use crate::parallel::{AT_A_TIME, in_parallel};
use crate::redline::Vocabulary;
use crate::site::{State, Version};
use tera::{Context, Value};

impl Making<'_> {
    /// Each version at its own address, with its source and its rules beside it; the one in force
    /// at `/` too; and the list of all.
    pub(super) fn versions(&mut self) -> Result<(), Diagnostics> {
        for (at, version) in self.site.versions.iter().enumerate() {
            self.version(at, &version.address())?;
            self.write(&version.source_address(), version.source.as_bytes())?;
            self.parts(at)?;
            if let Some(rules) = &version.rules {
                self.write(&version.rules_address(), rules.text.as_bytes())?;
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
        let mut text = part.document.tree_without_title();
        self.ways
            .link_other_versions(at, &folder, &part.document, &mut text);
        let html = text.serialize(Tree::ROOT, &on_page(&root));
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
    pub(super) fn changes(&mut self) -> Result<(), Diagnostics> {
        let in_force =
            (self.site.versions.iter()).position(|version| version.state == State::InForce);
        if self.site.versions.len() < 2 {
            // A first version has no other before it, but its text may have stood elsewhere.
            self.ways = Ways::new(&self.site.versions, &[], in_force);
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
    pub(super) fn amended(&mut self) -> Result<(), Diagnostics> {
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
        let mut text = version.document.tree_without_title();
        self.ways
            .link_other_versions(at, "", &version.document, &mut text);
        let mut was = String::new();
        if address == "/" {
            self.ways.mark_old_places(&mut text);
            // The title stands above the text.
            let title = version_page::title_anchor(&version.document);
            was = title
                .map(|title| self.ways.marks(title))
                .unwrap_or_default();
            context.insert("elsewhere", &self.ways.elsewhere());
        }
        context.insert_value("was", Value::safe_string(&was));
        let html = text.serialize(Tree::ROOT, &on_page(&root));
        with_text(&mut context, &version.document, &html);
        self.page("guidelines.html", page, context)
    }
}

fn on_page(root: &str) -> Options<'_> {
    Options {
        root,
        ..Options::default()
    }
}

/// Where the first text of a version is, or of today's without one, from the root of the site.
fn first_text(version: Option<&Version>) -> String {
    version.map(Version::path).unwrap_or_default()
}
