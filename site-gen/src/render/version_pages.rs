//! The pages of versions: texts, earlier editions, and the list of versions.

use super::template_context::{self, AmendmentContext, PartContext, PartLink, VersionContext, day};
use super::{PageId, Renderer, text_page, with_text};
use crate::diagnostic::Diagnostics;
use crate::history::{ChangeSummary, anchors};
use crate::html::{Options, Tree};
use crate::site::{SignedFile, State, Version};
use serde::Serialize;
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
        let html = if self.history.anchors.has_links(at) {
            let mut text = part.document.tree_without_title();
            (self.history.anchors).link_other_versions(at, &folder, &part.document, &mut text);
            text.serialize(Tree::ROOT, &on_page(&root))
        } else {
            part.document.html_without_title(&root)
        };
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
        let mut context = Context::new();
        context.insert("years", &self.years());
        context.insert("history", &self.has_history());
        let signed = self.site.signed_lock.as_ref();
        context.insert("signed", &signed.map(|_| SignedFile::Commands.path()));
        let mut page = self.context_of(page);
        "/versions/".clone_into(&mut page.canonical);
        self.fill("versions.html", page, context)
    }

    /// All versions, by year if there are many.
    fn years(&self) -> Vec<Year<'_>> {
        let versions = &self.site.versions;
        let is_long = versions.len() > MANY;
        let mut years: Vec<Year<'_>> = Vec::new();
        for (at, version) in versions.iter().enumerate() {
            let year = day(version).and_then(|day| day.split('-').next());
            let year = year.filter(|_| is_long);
            let listed = ListedVersion {
                version: self.contexts.version(version),
                change_summary: self.history.summaries.get(at).copied(),
                sources: template_context::sources(version),
            };
            match years.last_mut() {
                Some(last) if last.year == year => last.versions.push(listed),
                _ => years.push(Year {
                    year,
                    versions: vec![listed],
                }),
            }
        }
        years
    }
}

/// A list with more versions than this has a heading for each year.
const MANY: usize = 12;

/// The versions of a year, or all of them.
#[derive(Serialize)]
struct Year<'a> {
    year: Option<&'a str>,
    versions: Vec<ListedVersion<'a>>,
}

/// A version in the list of all versions.
#[derive(Serialize)]
struct ListedVersion<'a> {
    #[serde(flatten)]
    version: VersionContext<'a>,
    /// The changes since the version before.
    change_summary: Option<ChangeSummary>,
    /// The paths of its sources, relative to its own.
    sources: Vec<String>,
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
