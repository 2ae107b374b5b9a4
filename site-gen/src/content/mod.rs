//! Reads a site's folder into typed content with source positions. Whether the content is
//! consistent is checked by [`crate::site`].

mod about;
mod active;
mod address;
pub mod clauses;
mod config;
mod conflict;
pub(crate) mod encoding;
mod file_format;
mod files;
mod keys;
mod letter_template;
mod lock_signature;
mod page;
pub mod request;
pub mod schemas;
mod smart_quotes;
mod spans;
mod static_files;
mod table;
mod text_or_table;
mod theme_settings;
mod version;
mod vocabulary;

pub use about::{About, Moved};
pub use active::{Active, Folded, fold, kinds_in, lists_in};
pub use address::{NotAnAddress, PageAddress};
pub use config::{Also, Config};
pub use files::LIMIT;
pub(crate) use files::is_passed_over;
pub use letter_template::{Layer, LetterTemplate, Partials, Placed, Purpose};
pub(crate) use page::folder_of;
pub use page::{Page, Role};
pub use spans::Spans;
pub use static_files::StaticFile;
pub(crate) use table::nearest;
pub use theme_settings::{Colour, Logo, NavigationEntry, ThemeSettings, Token, theme_settings};
pub use version::{Annex, Version, VersionId};
pub use vocabulary::vocabulary;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::parallel::in_parallel;
use crate::release::{Lock, Releases, SIGNERS};
use crate::words::Vocabulary;
use files::{File, Folder};
use request::{Form, Read, SiteRequest};
use std::path::Path;

/// The content of a site, without its theme.
#[derive(Clone, Debug)]
pub struct Content {
    /// `site.toml`.
    pub config: Config,
    /// The request form, if the site has one.
    pub request: Option<SiteRequest>,
    /// Every version, oldest first, `next` last.
    pub versions: Vec<Version>,
    /// Pages without a version, by file name.
    pub pages: Vec<Page>,
    /// The files of `static/`, by path.
    pub static_files: Vec<StaticFile>,
    /// Released texts and rules.
    pub releases: Releases,
    /// The obligation words in the language of the guidelines, or why there are none.
    pub vocabulary: Result<Vocabulary, Diagnostics>,
    /// Whether everything was read. If so, what is missing here does not exist.
    pub is_whole: bool,
}

impl Content {
    /// Whether a page is at `/`. Then the site can be without guidelines.
    pub fn has_home_page(&self) -> bool {
        has_home_page(&self.pages)
    }
}

fn has_home_page(pages: &[Page]) -> bool {
    pages.iter().any(|page| page.address.as_str() == "/")
}

/// Reads the `content/` of a site's folder, without the version `next`.
///
/// Returns what could be read, with all diagnostics. Returns `None` if `site.toml` is invalid.
pub fn read(folder: &Path) -> (Option<Content>, Diagnostics) {
    read_all(folder, Drafts::LeftOut)
}

/// Like [`read`], with the version `next`.
pub fn read_with_next(folder: &Path) -> (Option<Content>, Diagnostics) {
    read_all(folder, Drafts::LetIn)
}

/// Whether to read the version `next`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drafts {
    LeftOut,
    LetIn,
}

fn read_all(folder: &Path, drafts: Drafts) -> (Option<Content>, Diagnostics) {
    let mut found = Diagnostics::new();
    let files = Folder::of_content(folder, &mut found);
    let content = files
        .and_then(|files| sort(files, drafts, folder, &mut found))
        .map(|content| {
            let is_whole = !found.has_errors();
            Content {
                is_whole,
                ..content
            }
        });
    (content, found)
}

/// Passes each file to its parser.
#[expect(clippy::too_many_lines, reason = "one case a sort of file")]
fn sort(folder: Folder, drafts: Drafts, site: &Path, found: &mut Diagnostics) -> Option<Content> {
    let mut has_config = false;
    let mut config = None;
    let mut pages = Vec::new();
    let mut versions = version::Folders::default();
    let mut releases = Releases::default();
    let mut lock = None;
    let mut form = None;
    let mut layer = request::Layer::default();
    let mut has_request = None;
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
            ["releases.lock"] => {
                lock = file.read(found);
                releases.has_unreadable_lock = lock.is_none();
            }
            ["releases.lock.sig"] => releases.signature = file.read(found),
            [SIGNERS] => releases.signers = file.read(found),
            ["releases", _, ..] => {
                let name = file.name.trim_start_matches("releases/").to_owned();
                if let Some(copy) = file.read(found) {
                    releases.kept.insert(name, copy);
                }
            }
            ["request", "form.toml"] => {
                form = file
                    .read(found)
                    .and_then(|it| Read::<Form>::parse(it, found));
                has_request = Some(true);
            }
            ["request", ..] => {
                let name = file.name.trim_start_matches("request/").to_owned();
                if request::is_of_layer(&name) {
                    has_request.get_or_insert(false);
                    match file.read(found) {
                        Some(source) => layer.add(&name, source, found),
                        None => layer.lacks_a_file = true,
                    }
                } else {
                    found.push(unused_file(&file));
                }
            }
            ["guidelines", version, _, ..] => {
                let name = file.name.clone();
                let below = name.splitn(3, '/').nth(2).unwrap_or_default();
                if let Err(file) = versions.file(version, below, file) {
                    found.push(unused_file(&file));
                }
            }
            ["pages", ..] if file.has_extension("md") => pages.push(file),
            _ => found.push(unused_file(&file)),
        }
    }
    if has_request == Some(false) && form.is_none() {
        found.push(
            Diagnostic::error("`content/request/form.toml` is missing")
                .at(Place::file("content/request/"))
                .help("create it: it says which kinds of request there are (`kinds = [\"account\"]`) and which library they are based on (`library = \"en\"`)"),
        );
    }
    let request = form.map(|form| SiteRequest { form, layer });
    let has_guidelines = !versions.is_empty();
    let versions = versions.read(drafts, found);
    releases.signature_fault = lock_signature::fault(site, lock.as_ref(), &releases);
    if let Some(source) = lock {
        match Lock::read(&source) {
            Ok(lock) => releases.lock = Some((lock, source)),
            Err(more) => {
                releases.has_unreadable_lock = true;
                found.extend(more);
            }
        }
    }
    let config = config.map(|source| config::read(&source, found));
    let config_read = config.as_ref().and_then(Option::as_ref);
    let languages = config_read.map(|config| {
        let languages = config.languages.iter();
        languages.map(String::as_str).collect::<Vec<_>>()
    });
    let files = pages;
    let pages = in_parallel(&files, |file| {
        let mut found = Diagnostics::new();
        (page::read(file, languages.as_deref(), &mut found), found)
    });
    let pages = pages.into_iter().filter_map(|(page, more)| {
        found.extend(more);
        page
    });
    let pages = pages.collect();
    let names = files.iter().map(page::file_name).collect();
    let pages = page::place_translations(pages, &names, found);
    if !has_guidelines && !has_home_page(&pages) {
        found.push(version::no_guidelines());
    }
    let Some(config) = config else {
        if !has_config {
            found.push(
                Diagnostic::error("`content/site.toml` is missing").help(format!(
                    "create it: it says whose site this is, and its address:\n{}",
                    config::EXAMPLE
                )),
            );
        }
        return None;
    };
    let config = config?;
    Some(Content {
        vocabulary: vocabulary(site, &config.theme, &config.language),
        config,
        request,
        versions,
        pages,
        static_files: static_files::read(site, found),
        releases,
        is_whole: true,
    })
}

fn unused_file(file: &File) -> Diagnostic {
    Diagnostic::warning("the site does not use this file")
        .at(Place::file(file.shown()))
        .help("move it out of `content/`")
        .help("content is `site.toml`, `guidelines/<date>/guidelines.md` with other `*.md`, `clauses.toml` and `version.toml` next to it, `request/*.toml` with `labels/` and `letters/`, `pages/*.md`, and `allowed_signers`")
}
