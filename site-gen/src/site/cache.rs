//! The cache of the resolver: parsed texts.

use super::leftovers::{self, KnownNames, in_page};
use crate::cache::{ByAddress, Cache};
use crate::diagnostic::{Diagnostic, Diagnostics, Source};
use crate::markdown::{Document, LinkTargets, Settings};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The texts of the site that was resolved last, and what was found in them. It is used again only for
/// an equal text, so the cache never changes the result.
#[derive(Debug, Default)]
pub struct ResolveCache {
    texts: Cache<TextInput, ReadText>,
    pages: Cache<(TextInput, KnownNames), ReadPage>,
    /// The address of each page, by the path of its file.
    page_files: ByAddress<BTreeMap<String, String>>,
    pub(super) leftovers: leftovers::LeftoverCache,
}

/// A text, and everything else that decides how it is read.
#[derive(Debug, PartialEq)]
pub(super) struct TextInput {
    pub(super) source: Source,
    /// The part of the file that is Markdown.
    pub(super) part: Range<usize>,
    /// The path of its page.
    pub(super) address: String,
    pub(super) raw_html: bool,
    /// If there is no other version of it: the relative path from its page to the root of the site.
    /// Then it needs no links to other versions, and its HTML is made at once: the trees of all
    /// texts would be half of the memory of a large site.
    pub(super) root: Option<String>,
    /// For a page without a version: the path of its file, and of those that its links may name.
    pub(super) files: Option<(String, ByAddress<BTreeMap<String, String>>)>,
}

/// A text of a version as it was read, and its HTML, without its title, if it has no other version.
type ReadText = (Arc<Document>, Option<Arc<String>>, Diagnostics);

/// A page without a version as it was read.
#[derive(Clone, Debug)]
pub(super) struct ReadPage {
    /// Its text as HTML, without its title.
    pub(super) html: Arc<String>,
    /// Without the words.
    pub(super) document: Arc<Document>,
    pub(super) found: Diagnostics,
    /// The look-alikes of the company's addresses, which are reported after everything else.
    pub(super) look_alikes: Vec<Diagnostic>,
}

impl ResolveCache {
    /// Begins to resolve a site.
    pub(super) fn begin(&mut self, page_files: BTreeMap<String, String>) {
        self.texts.begin();
        self.pages.begin();
        self.page_files.set(page_files);
    }

    pub(super) fn page_files(&self) -> ByAddress<BTreeMap<String, String>> {
        self.page_files.clone()
    }

    /// Reads a text, unless it was read before.
    pub(super) fn read(&self, text: TextInput) -> ReadText {
        let name = text.source.name().to_owned();
        self.texts.of(&name, text, |text| {
            let (mut document, found) = text.read();
            let html = text.root.as_deref().map(|root| document.take_html(root));
            if html.is_none() {
                document.forget_tree(text.settings());
            }
            (Arc::new(document), html.map(Arc::new), found)
        })
    }

    /// Reads a page without a version, unless it was read before. It is searched at once, too, so that its
    /// words need not be kept.
    pub(super) fn read_page(&self, text: TextInput) -> ReadPage {
        let name = text.source.name().to_owned();
        let input = (text, self.leftovers.known.clone());
        self.pages.of(&name, input, |(text, known)| {
            let (mut document, found) = text.read();
            let html = document.take_html(text.root.as_deref().unwrap_or_default());
            let look_alikes = in_page(&document, known);
            document.forget_words();
            ReadPage {
                html: Arc::new(html),
                document: Arc::new(document),
                found,
                look_alikes,
            }
        })
    }
}

impl TextInput {
    fn read(&self) -> (Document, Diagnostics) {
        Document::read_part(&self.source, self.part.clone(), &self.settings())
    }

    fn settings(&self) -> Settings {
        let files = self.files.as_ref().map(|(own, addresses)| LinkTargets {
            own: own.clone(),
            addresses: Arc::clone(&addresses.0),
        });
        Settings {
            address: self.address.clone(),
            raw_html: self.raw_html,
            files: files.unwrap_or_default(),
        }
    }
}
