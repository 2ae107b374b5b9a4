//! A small site in a folder of its own, told in steps: take the one that is in order, change
//! something, and hear what is said about it.

use request_builder::answers::Date;
use site_gen::diagnostic::{Diagnostics, Exit};
use site_gen::{content, site};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) const SITE: &str = "content/site.toml";
pub(crate) const TEXT: &str = "content/guidelines/2024-03-01/guidelines.md";
pub(crate) const CLAUSES: &str = "content/guidelines/2024-03-01/clauses.toml";
pub(crate) const FORM: &str = "content/request/form.toml";
pub(crate) const RULES: &str = "content/request/rules.toml";
pub(crate) const LABELS: &str = "content/request/labels/en.toml";
pub(crate) const LETTER: &str = "content/request/letters/preservation.md";
pub(crate) const PAGE: &str = "content/pages/about.md";

/// A site that is being told of.
pub(crate) struct Story {
    folder: TempDir,
}

/// What was said about it.
pub(crate) struct Told {
    pub(crate) site: Option<site::Site>,
    pub(crate) found: Diagnostics,
    pub(crate) text: String,
}

impl Story {
    /// A folder with nothing in it.
    pub(crate) fn nothing() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder for the test"),
        }
    }

    /// The site of Mallow Post, which is in order.
    pub(crate) fn mallow() -> Self {
        Self::nothing()
            .with(SITE, include_str!("mallow/site.toml"))
            .with(TEXT, include_str!("mallow/guidelines.md"))
            .with(CLAUSES, include_str!("mallow/clauses.toml"))
            .with(FORM, include_str!("mallow/form.toml"))
            .with(RULES, include_str!("mallow/rules.toml"))
            .with(LABELS, include_str!("mallow/labels.toml"))
            .with(LETTER, include_str!("mallow/preservation.md"))
            .with(PAGE, include_str!("mallow/about.md"))
    }

    /// The same with that file.
    pub(crate) fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let file = self.path(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder of the story");
        fs::write(file, bytes).expect("a file of the story");
        self
    }

    /// The same without that file or folder.
    pub(crate) fn without(self, path: &str) -> Self {
        let path = self.path(path);
        let gone = if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        };
        gone.expect("a file of the story");
        self
    }

    /// The same with other words in a file.
    pub(crate) fn changed(self, path: &str, from: &str, to: &str) -> Self {
        let text = fs::read_to_string(self.path(path)).expect("a file of the story");
        assert!(text.contains(from), "{path} has no {from:?}");
        self.with(path, text.replace(from, to))
    }

    /// The same with more at the end of a file.
    pub(crate) fn longer(self, path: &str, more: &str) -> Self {
        let text = fs::read_to_string(self.path(path)).expect("a file of the story");
        self.with(path, text + more)
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Reads and resolves it, as of 24 November 2026.
    pub(crate) fn told(&self) -> Told {
        self.told_on("2026-11-24")
    }

    pub(crate) fn told_on(&self, day: &str) -> Told {
        let (content, mut found) = content::read(self.folder.path());
        let site = content.and_then(|content| {
            let (site, more) = site::resolve(content, Date::parse(day).expect("a day"));
            found.extend(more);
            site
        });
        // The folder's name is another one each time.
        let text = found
            .plain()
            .replace(&format!("{}/", self.folder.path().display()), "");
        Told { site, found, text }
    }
}

impl Told {
    /// Nothing was found, and there is a site.
    pub(crate) fn in_order(self) -> site::Site {
        assert!(self.found.is_empty(), "{}", self.text);
        self.site.expect("a site")
    }

    /// No site came out, because of the content.
    pub(crate) fn refused(self) -> String {
        assert_eq!(self.found.exit(), Exit::Content, "{}", self.text);
        assert!(self.site.is_none());
        self.text
    }

    /// A site came out, with something to look at.
    pub(crate) fn warned(self) -> String {
        assert_eq!(self.found.exit(), Exit::Fine, "{}", self.text);
        assert!(self.site.is_some() && !self.found.is_empty());
        self.text
    }

    /// Something could not be read.
    pub(crate) fn unreadable(self) -> String {
        assert_eq!(self.found.exit(), Exit::Files, "{}", self.text);
        assert!(self.site.is_none());
        self.text
    }
}
