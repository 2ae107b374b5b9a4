//! The cache of the renderer: parsed templates, texts as HTML, and pages.

use super::text::Texts;
use crate::cache::{ByAddress, Cache};
use crate::diagnostic::{Diagnostics, Source};
use crate::markdown::Document;
use std::sync::Arc;
use tera::Tera;

/// The pages of the site that was rendered last. One is used again only for the same templates and
/// an equal context, so the cache never changes the output.
#[derive(Debug, Default)]
pub struct RenderCache {
    pub(super) templates: Cache<TemplateKey, Result<ByAddress<Parsed>, Diagnostics>>,
    /// Without their titles, by their paths to the root of the site.
    pub(super) texts: Cache<(ByAddress<Document>, String), Arc<String>>,
    pub(super) pages: Cache<Filled, Result<Arc<String>, Diagnostics>>,
}

/// Parsed templates, with the texts and the context that they all share.
pub(super) struct Parsed(pub(super) Tera);

impl std::fmt::Debug for Parsed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Parsed")
    }
}

/// Everything that decides how the templates of a language are parsed.
#[derive(Debug, PartialEq)]
pub(super) struct TemplateKey {
    pub(super) sources: Vec<(String, Source)>,
    pub(super) texts: Texts,
    /// The context that they all share, as JSON.
    pub(super) globals: String,
}

/// Everything that decides what a page says: templates, the name of one, and its context as JSON.
pub(super) type Filled = (ByAddress<Parsed>, String, String);

impl RenderCache {
    /// Begins to render a site.
    pub(super) fn begin(&mut self) {
        self.templates.begin();
        self.texts.begin();
        self.pages.begin();
    }
}
