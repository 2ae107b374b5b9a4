//! The cache of the resolver: parsed texts.

use super::leftovers;
use crate::cache::{Cache, PtrEq};
use crate::diagnostic::{Diagnostics, Source};
use crate::markdown::{Document, Files, Settings};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The texts of the site that was resolved last, and what was found in them. It is used again only for
/// an equal text, so the cache never changes the result.
#[derive(Debug, Default)]
pub struct ResolveCache {
    texts: Cache<Text, (Arc<Document>, Diagnostics)>,
    /// The address of each page, by the path of its file.
    page_files: PtrEq<BTreeMap<String, String>>,
    pub(super) leftovers: leftovers::LeftoverCache,
}

/// A text, and everything else that decides how it is read.
#[derive(Debug, PartialEq)]
pub(super) struct Text {
    pub(super) source: Source,
    /// The part of the file that is Markdown.
    pub(super) part: Range<usize>,
    /// The path of its page.
    pub(super) address: String,
    pub(super) raw_html: bool,
    /// For a page without a version: the path of its file, and of those that its links may name.
    pub(super) files: Option<(String, PtrEq<BTreeMap<String, String>>)>,
}

impl ResolveCache {
    /// Begins to resolve a site.
    pub(super) fn begin(&mut self, page_files: BTreeMap<String, String>) {
        self.texts.begin();
        self.page_files.set(page_files);
    }

    pub(super) fn page_files(&self) -> PtrEq<BTreeMap<String, String>> {
        self.page_files.clone()
    }

    /// Reads a text, unless it was read before.
    pub(super) fn read(&self, text: Text) -> (Arc<Document>, Diagnostics) {
        let name = text.source.name().to_owned();
        self.texts.of(&name, text, |text| {
            let files = text.files.as_ref().map(|(own, addresses)| Files {
                own: own.clone(),
                addresses: Arc::clone(&addresses.0),
            });
            let settings = Settings {
                address: text.address.clone(),
                raw_html: text.raw_html,
                files: files.unwrap_or_default(),
            };
            let (document, found) = Document::read_part(&text.source, text.part.clone(), &settings);
            (Arc::new(document), found)
        })
    }
}
