//! The pages of versions: texts, earlier editions, and the list of versions.

use super::template_context::{self, AmendmentContext, PartContext, PartLink};
use super::{PageId, Renderer, text_page, with_text};
use crate::diagnostic::Diagnostics;
use crate::history::anchors;
use crate::html::{Options, Tree};
use crate::site::{State, Version};
use tera::{Context, Value};

impl Renderer<'_> {
    /// The main text of a version, at its own address or at `/`.
    pub(super) fn version_text(&self, at: usize, page: &PageId) -> Result<String, Diagnostics> {
        let version = &self.site.versions[at];
        let is_root = page.address == "/";
        let mut page = self.context_of(page);
        self.contexts.title(version).clone_into(&mut page.title);
        if version.state == State::InForce {
            "/".clone_into(&mut page.canonical);
        }
        let root = page.root()?;
        let mut context = Context::new();
        context.insert("version", &self.contexts.version_page(at, first_text));
        let relations = text_page::relations(&self.site.versions, at, first_text);
        context.insert("relations", &relations);
        let parts = version.parts.iter();
        let parts: Vec<PartLink<'_>> = parts.map(|part| PartLink::to(version, part)).collect();
        context.insert("parts", &parts);
        let mut text = version.document.tree_without_title();
        (self.history.anchors).link_other_versions(at, "", &version.document, &mut text);
        let mut old_anchors = String::new();
        if is_root {
            let redirects = &self.history.redirects;
            redirects.mark_old_places(&mut text);
            // The page shows the title above the text.
            let title = text_page::title_anchor(&version.document);
            old_anchors = title
                .map(|title| redirects.marks(title))
                .unwrap_or_default();
            context.insert("moved_sections", &redirects.moved_sections());
        }
        context.insert_value("old_anchors", Value::safe_string(&old_anchors));
        let html = text.serialize(Tree::ROOT, &on_page(&root));
        with_text(&mut context, &version.document, &html);
        self.fill("guidelines.html", page, context)
    }

    /// Another document of a version.
    pub(super) fn part(
        &self,
        at: usize,
        index: usize,
        page: &PageId,
    ) -> Result<String, Diagnostics> {
        let version = &self.site.versions[at];
        let part = &version.parts[index];
        let mut page = self.context_of(page);
        page.title.clone_from(&part.title);
        let root = page.root()?;
        let folder = format!("{}/", part.name);
        let title = text_page::title_anchor(&part.document).unwrap_or_default();
        let heading = format!("{folder}#{title}");
        let same = |other: Option<&Version>| self.same_part(at, &heading, other);
        let mut context = Context::new();
        context.insert("version", &self.contexts.version_page(at, same));
        context.insert("part", &PartContext::new(version, index));
        let relations = text_page::relations(&self.site.versions, at, same);
        context.insert("relations", &relations);
        let mut text = part.document.tree_without_title();
        (self.history.anchors).link_other_versions(at, &folder, &part.document, &mut text);
        let html = text.serialize(Tree::ROOT, &on_page(&root));
        with_text(&mut context, &part.document, &html);
        self.fill("part.html", page, context)
    }

    /// The path of another version's document with the same title, relative to the root of the
    /// site; if it has none, the start of that version.
    fn same_part(&self, at: usize, heading: &str, other: Option<&Version>) -> String {
        let Some(version) = other.or(self.site.in_force()) else {
            return String::new();
        };
        match self.history.anchors.place_in(at, heading, &version.id) {
            // The main text of the version in force is at `/`.
            Some(place) if other.is_none() && !place.contains('#') => format!("#{place}"),
            Some(place) => anchors::path_of(version, place),
            None => first_text(other),
        }
    }

    /// The main text of a version before an amendment.
    pub(super) fn amended(
        &self,
        at: usize,
        number: usize,
        page: &PageId,
    ) -> Result<String, Diagnostics> {
        let version = &self.site.versions[at];
        let amended = &version.amended[number];
        let Some((_, document)) = amended.texts.first() else {
            // Such a page is planned only if there is an amendment.
            return Ok(String::new());
        };
        let mut page = self.context_of(page);
        page.canonical = version.address();
        let root = page.root()?;
        let mut context = Context::new();
        context.insert("version", &self.contexts.version_page(at, first_text));
        context.insert("amended", &AmendmentContext::new(amended));
        with_text(&mut context, document, &document.html_without_title(&root));
        self.fill("amended.html", page, context)
    }

    /// The list of all versions.
    pub(super) fn version_list(&self, page: &PageId) -> Result<String, Diagnostics> {
        let versions = &self.site.versions;
        let listed = versions
            .iter()
            .map(|version| self.contexts.version(version));
        let mut context = Context::new();
        context.insert("versions", &listed.collect::<Vec<_>>());
        context.insert("change_summaries", &self.history.summaries);
        let sources: Vec<_> = versions.iter().map(template_context::sources).collect();
        context.insert("sources", &sources);
        let mut page = self.context_of(page);
        "/versions/".clone_into(&mut page.canonical);
        self.fill("versions.html", page, context)
    }
}

fn on_page(root: &str) -> Options<'_> {
    Options {
        root,
        ..Options::default()
    }
}

/// The path of a version's main text, or for `None` that of the version in force, relative to the
/// root of the site.
fn first_text(version: Option<&Version>) -> String {
    version.map(Version::path).unwrap_or_default()
}
