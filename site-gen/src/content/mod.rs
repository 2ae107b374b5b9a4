//! Reading a site's folder: files in, typed content with its positions out. What the content
//! means, and whether it holds together, is [`crate::site`]'s to say.

mod about;
mod address;
mod config;
mod files;
mod page;
mod requests;
mod spans;
mod table;
mod translation;
mod version;

pub use about::{About, Moved};
pub use address::{NotAnAddress, PageAddress};
pub use files::LIMIT;
pub use page::Page;
pub(crate) use page::folder_of;
pub use requests::{Requests, schema};
pub use spans::Spans;
pub(crate) use table::nearest;
pub use translation::{Translation, schema as schema_of_translations};
pub use version::{Part, Version, VersionId};

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::release::{Lock, Releases};
use crate::site::Config;
use files::{File, Folder};
use std::path::Path;

/// Everything that a site is made from, but for its theme.
#[derive(Clone, Debug)]
pub struct Content {
    /// What `site.toml` says.
    pub config: Config,
    /// Every version, oldest first, `next` last.
    pub versions: Vec<Version>,
    /// The pages that have no version, by the names of their files.
    pub pages: Vec<Page>,
    /// What was released.
    pub releases: Releases,
    /// Nothing was left out because something was wrong with it, so what is not here is nowhere.
    pub is_whole: bool,
}

/// Reads the `content/` of a site's folder, without the version `next`.
///
/// What was found comes with what was read; nothing was read if `site.toml` is at fault.
pub fn read(folder: &Path) -> (Option<Content>, Diagnostics) {
    read_all(folder, Drafts::LeftOut)
}

/// The same with the version `next`, for those who write it.
pub fn read_with_next(folder: &Path) -> (Option<Content>, Diagnostics) {
    read_all(folder, Drafts::LetIn)
}

/// What to do with the version `next`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drafts {
    LeftOut,
    LetIn,
}

fn read_all(folder: &Path, drafts: Drafts) -> (Option<Content>, Diagnostics) {
    let mut found = Diagnostics::new();
    let folder = Folder::open(folder, &mut found);
    let content = folder
        .and_then(|folder| sort(folder, drafts, &mut found))
        .map(|content| {
            let is_whole = !found.has_errors();
            Content {
                is_whole,
                ..content
            }
        });
    (content, found)
}

/// Gives each file to the reader that knows what it means.
fn sort(folder: Folder, drafts: Drafts, found: &mut Diagnostics) -> Option<Content> {
    let mut has_config = false;
    let mut config = None;
    let mut pages = Vec::new();
    let mut versions = version::Folders::default();
    let mut releases = Releases::default();
    let mut lock = None;
    for name in folder.folders {
        if let ["guidelines", version] = *name.split('/').collect::<Vec<_>>() {
            versions.folder(version);
        }
    }
    for file in folder.files {
        match *file.name.clone().split('/').collect::<Vec<_>>() {
            ["site.toml"] => {
                has_config = true;
                config = file.read(found);
            }
            ["releases.lock"] => lock = file.read(found),
            ["releases", _, ..] => {
                let name = file.name.trim_start_matches("releases/").to_owned();
                if let Some(copy) = file.read(found) {
                    releases.kept.insert(name, copy);
                }
            }
            ["guidelines", version, _, ..] => {
                let name = file.name.clone();
                let below = name.splitn(3, '/').nth(2).unwrap_or_default();
                if let Err(file) = versions.file(version, below, file) {
                    found.push(stray(&file));
                }
            }
            ["pages", ..] if file.has_extension("md") => pages.push(file),
            _ => found.push(stray(&file)),
        }
    }
    let versions = versions.read(drafts, found);
    if let Some(source) = lock {
        match Lock::read(&source) {
            Ok(lock) => releases.lock = Some((lock, source)),
            Err(more) => found.extend(more),
        }
    }
    let config = config.map(|source| config::read(&source, found));
    let languages = config
        .iter()
        .flatten()
        .flat_map(|config| &config.languages)
        .map(String::as_str)
        .collect::<Vec<_>>();
    let pages = pages
        .into_iter()
        .filter_map(|file| page::read(&file, &languages, found))
        .collect();
    let pages = page::settle(pages, found);
    let Some(config) = config else {
        if !has_config {
            found.push(
                Diagnostic::error("there is no `content/site.toml`")
                    .help("write one: it says whose site this is and where it will stand"),
            );
        }
        return None;
    };
    Some(Content {
        config: config?,
        versions,
        pages,
        releases,
        is_whole: true,
    })
}

fn stray(file: &File) -> Diagnostic {
    Diagnostic::warning("no part of the site is made from this file")
        .at(Place::file(file.shown()))
        .help("move it out of `content/`")
        .help("content is `site.toml`, `guidelines/<date>/guidelines.md`, with other `*.md`, `requests.toml` and `version.toml` beside it, and `pages/*.md`")
}
