//! Reads `static/`, whose files are published as they are.

use super::files::{File, Folder};
use super::{conflict, copies};
use crate::diagnostic::Diagnostics;
use std::path::Path;

/// The folder, next to `content/`.
pub(super) const FOLDER: &str = "static";

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub struct StaticFile {
    /// Its path below `static/` and below the root of the site: `.well-known/security.txt`.
    pub path: String,
    /// The bytes, which are published unchanged.
    pub content: Vec<u8>,
}

impl StaticFile {
    /// Its path as messages show it: `static/.well-known/security.txt`.
    pub fn shown(&self) -> String {
        format!("{FOLDER}/{}", self.path)
    }
}

/// Reads every file. A site need not have any.
pub(super) fn read(site: &Path, found: &mut Diagnostics) -> Vec<StaticFile> {
    let root = site.join(FOLDER);
    if !root.exists() {
        return Vec::new();
    }
    let files = Folder::open(&root, FOLDER, found).map(|folder| folder.files);
    let mut files = files.unwrap_or_default();
    copies::refuse_conflicts(&mut files, found);
    let read = |file: File| {
        let content = file.bytes(found)?;
        found.extend(conflict::in_bytes(&file.shown(), &content));
        let path = file.name;
        Some(StaticFile { path, content })
    };
    files.into_iter().filter_map(read).collect()
}
