//! The pages of versions: texts, earlier editions, and the list of versions.

use super::template_context::{
    self, AmendmentContext, PartContext, PartLink, VersionContext, VersionPageContext, day,
    from_root,
};
use super::text_page::{self, PageText, Relation};
use super::{PageId, Renderer};
use crate::diagnostic::Diagnostics;
use crate::history::redirects::MovedSection;
use crate::history::{ChangeSummary, anchors};
use crate::html::{Options, Tree};
use crate::site::{SignedFile, State, Version};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

impl Renderer<'_> {
    /// The main text of a version, at its own address or at `/`.
    pub(super) fn version_text(
        &self,
        at: usize,
        page: &PageId,
    ) -> Result<Arc<String>, Diagnostics> {
        let version = &self.site.versions[at];
        let is_root = page.address == "/";
        let mut page = self.context_of(page);
        self.contexts.title(version).clone_into(&mut page.title);
        if version.state == State::InForce {
            "/".clone_into(&mut page.canonical);
        }
        let root = page.root()?;
        let (mut text, nodes) = version.document.tree_without_title();
        (self.history.anchors).link_other_versions(at, "", &nodes, &mut text);
        let mut old_anchors = String::new();
        let mut moved_sections = Vec::new();
        if is_root {
            let redirects = &self.history.redirects;
            redirects.mark_old_places(&mut text);
            // The page shows the title above the text.
            let title = text_page::title_anchor(&version.document);
            old_anchors = title
                .map(|title| redirects.marks(title))
                .unwrap_or_default();
            moved_sections = redirects.moved_sections();
        }
        let headings = version.document.table_of_contents();
        let html = text.serialize(Tree::ROOT, &on_page(&root));
        let parts = version.parts.iter();
        let context = GuidelinesPage {
            version: self.contexts.version_page(at, first_text),
            relations: text_page::relations(&self.site.versions, at, first_text),
            parts: parts.map(|part| PartLink::to(version, part)).collect(),
            moved_sections,
            old_anchors,
            text: PageText::new(&version.document, &headings, &html),
        };
        self.fill("guidelines.html", page, &context)
    }

    /// Another document of a version.
    pub(super) fn part(
        &self,
        at: usize,
        index: usize,
        page: &PageId,
    ) -> Result<Arc<String>, Diagnostics> {
        let version = &self.site.versions[at];
        let part = &version.parts[index];
        let mut page = self.context_of(page);
        page.title.clone_from(&part.title);
        let root = page.root()?;
        let folder = format!("{}/", part.name);
        let title = text_page::title_anchor(&part.document).unwrap_or_default();
        let heading = format!("{folder}#{title}");
        let same = |other: Option<&Version>| self.same_part(at, &heading, other);
        let html = match &part.html {
            Some(html) => Arc::clone(html),
            None if self.history.anchors.has_links(at) => {
                let (mut text, nodes) = part.document.tree_without_title();
                (self.history.anchors).link_other_versions(at, &folder, &nodes, &mut text);
                Arc::new(text.serialize(Tree::ROOT, &on_page(&root)))
            }
            None => self.html(&part.document, root),
        };
        let headings = part.document.table_of_contents();
        let context = PartPage {
            version: self.contexts.version_of_part(at, same),
            part: PartContext::new(version, index),
            relations: text_page::relations(&self.site.versions, at, same),
            text: PageText::new(&part.document, &headings, &html),
        };
        self.fill("part.html", page, &context)
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
    ) -> Result<Arc<String>, Diagnostics> {
        let version = &self.site.versions[at];
        let amended = &version.amended[number];
        let Some((_, document)) = amended.texts.first() else {
            // Such a page is planned only if there is an amendment.
            return Ok(Arc::default());
        };
        let mut page = self.context_of(page);
        page.canonical = version.address();
        let root = page.root()?;
        let headings = document.table_of_contents();
        let html = self.html(document, root);
        let context = AmendedPage {
            version: self.contexts.version_page(at, first_text),
            amended: AmendmentContext::new(amended),
            text: PageText::new(document, &headings, &html),
        };
        self.fill("amended.html", page, &context)
    }

    /// The list of all versions.
    pub(super) fn version_list(&self, page: &PageId) -> Result<Arc<String>, Diagnostics> {
        let signed = self.site.signed_lock.as_ref();
        let context = VersionListPage {
            years: self.years(),
            history: self.has_history(),
            signed: signed.map(|_| SignedFile::Commands.path()),
        };
        let mut page = self.context_of(page);
        "/versions/".clone_into(&mut page.canonical);
        self.fill("versions.html", page, &context)
    }

    fn listed_since(&self, at: usize) -> Option<String> {
        let after = &self.site.versions[at.checked_sub(1)?];
        let since = self.site.changes_since(at)?;
        (since != after.changes_address()).then(|| from_root(&since))
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
                changes_since: self.listed_since(at),
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

/// `guidelines.html`: The main text of a version.
#[derive(Serialize, JsonSchema)]
pub(super) struct GuidelinesPage<'a> {
    version: VersionPageContext<'a>,
    /// Links to the versions around it, for `<link rel="…">`.
    relations: Vec<Relation>,
    /// The other documents of the version.
    parts: Vec<PartLink<'a>>,
    /// At `/`: sections of earlier versions that are no longer in the text.
    moved_sections: Vec<&'a MovedSection>,
    /// At `/`: elements with the anchors that the title had in earlier versions, as HTML: write
    /// `{{ old_anchors | safe }}`.
    old_anchors: String,
    #[serde(flatten)]
    text: PageText<'a>,
}

/// `part.html`: Another document of a version.
#[derive(Serialize, JsonSchema)]
pub(super) struct PartPage<'a> {
    version: VersionPageContext<'a>,
    part: PartContext<'a>,
    /// Links to the same document of the versions around it, for `<link rel="…">`.
    relations: Vec<Relation>,
    #[serde(flatten)]
    text: PageText<'a>,
}

/// `amended.html`: The text of a version before an amendment.
#[derive(Serialize, JsonSchema)]
pub(super) struct AmendedPage<'a> {
    version: VersionPageContext<'a>,
    amended: AmendmentContext<'a>,
    #[serde(flatten)]
    text: PageText<'a>,
}

/// `versions.html`: The list of all versions.
#[derive(Serialize, JsonSchema)]
pub(super) struct VersionListPage<'a> {
    /// The versions by year, newest first.
    years: Vec<Year<'a>>,
    /// Whether there are pages about the history.
    history: bool,
    /// The path of the commands that check the signature of the lock; none if it is not signed.
    signed: Option<String>,
}

/// The versions of a year, or all of them.
#[derive(Serialize, JsonSchema)]
struct Year<'a> {
    /// The year; none if the list is short.
    year: Option<&'a str>,
    /// Its versions, newest first.
    versions: Vec<ListedVersion<'a>>,
}

/// A version in the list of all versions.
#[derive(Serialize, JsonSchema)]
struct ListedVersion<'a> {
    #[serde(flatten)]
    version: VersionContext<'a>,
    /// The changes since the version before.
    change_summary: Option<ChangeSummary>,
    /// For a superseded version, the path of what changed since, up to the version in force; none for
    /// the version before that one, whose changes are listed there.
    changes_since: Option<String>,
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
