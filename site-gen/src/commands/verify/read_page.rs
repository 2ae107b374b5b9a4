//! Reads a page of a built site as a tree.

use super::files::{SiteFiles, Unread};
use crate::host_files;
use crate::html::{self, Tree};

/// A page, as it was read.
pub(super) struct Page {
    pub(super) html: String,
    pub(super) tree: Tree,
}

impl Page {
    /// # Errors
    ///
    /// If the file is not there or not a text, or its elements cannot be read safely.
    pub(super) fn read(files: &SiteFiles, path: &str) -> Result<Self, Unread> {
        let content = files.content(path)?;
        let is_xml = host_files::is_xml(path);
        // Browsers and search engines read XML that is compressed, too.
        let decompressed = is_xml.then(|| precompressed::gunzipped(&content)).flatten();
        let html = String::from_utf8(decompressed.unwrap_or(content));
        let html = html.map_err(|_| Unread::NotUtf8)?;
        let tree = if is_xml {
            html::xml_document(&html).ok_or(Unread::NotXml)?
        } else {
            html::untrusted_document(&html).ok_or(Unread::Nested)?
        };
        Ok(Self { html, tree })
    }
}
