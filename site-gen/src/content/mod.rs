//! Reads a site's folder into typed content with source positions. Whether the content is
//! consistent is checked by [`crate::site`].

mod about;
mod address;
pub mod clauses;
mod config;
mod conflict;
mod copies;
pub(crate) mod encoding;
pub(crate) mod file_format;
mod files;
mod keys;
pub(crate) mod letter_template;
mod located;
mod lock_signature;
mod page;
mod placeholder;
pub mod request;
pub mod schemas;
mod smart_quotes;
mod spans;
mod static_files;
mod table;
mod text_or_table;
mod theme_settings;
mod toml_mistakes;
mod toml_syntax;
mod version;
mod vocabulary;

pub use about::{About, MovedAnchor};
pub use address::{NotAnAddress, PageAddress};
pub(crate) use config::wrong_host;
pub use config::{AllowedNames, Config};
pub(crate) use conflict::{in_bytes as conflict_in_bytes, in_file as merge_conflict};
pub use files::LIMIT;
pub(crate) use files::is_ignored;
pub(crate) use letter_template::markup;
pub use located::Located;
pub(crate) use page::folder_of;
pub use page::{Page, Role};
pub(crate) use placeholder::malformed_placeholder;
pub use spans::Spans;
pub use static_files::StaticFile;
pub(crate) use table::{nearest, strings};
pub use theme_settings::{Colour, Logo, NavigationEntry, ThemeSettings, Token, theme_settings};
pub use version::{Annex, Version, VersionId, settings_digest};
pub use vocabulary::vocabulary;

use crate::diagnostic::{Diagnostic, Diagnostics, Name, Place, Severity, Source};
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
    /// Whether every text and page was read, so that links between them can be checked.
    pub has_every_page: bool,
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
    with_config(read_partly(folder, Drafts::Exclude))
}

/// Like [`read`], with the version `next`.
pub fn read_with_next(folder: &Path) -> (Option<Content>, Diagnostics) {
    with_config(read_partly(folder, Drafts::Include))
}

fn with_config(read: (Option<Content>, Diagnostics)) -> (Option<Content>, Diagnostics) {
    let (content, found) = read;
    (content.filter(|it| it.config.is_complete), found)
}

/// Whether to read the version `next`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drafts {
    /// Leave it out.
    Exclude,
    /// Read it like the others.
    Include,
}

/// Reads what can be read, so that all faults can be reported at once: an invalid `site.toml` has
/// placeholders. Returns `None` if there is no `content/`.
pub fn read_partly(folder: &Path, drafts: Drafts) -> (Option<Content>, Diagnostics) {
    let mut found = Diagnostics::new();
    let files = Folder::of_content(folder, &mut found);
    let content = files
        .and_then(|files| {
            ContentFiles::of(files, &mut found).into_content(drafts, folder, &mut found)
        })
        .map(|content| {
            let mut errors = found.sorted_with_explained().into_iter();
            let has_every_page =
                errors.all(|it| it.severity == Severity::Warning || is_about_rules(it));
            Content {
                is_whole: !found.has_errors(),
                has_every_page,
                ..content
            }
        });
    (content, found)
}

/// Whether an error is in a file that no text or page is made of.
fn is_about_rules(error: &Diagnostic) -> bool {
    let file = error.place.as_ref().map(|place| place.source.name());
    file.is_some_and(|file| {
        file.starts_with("content/request/")
            || file.ends_with("/clauses.toml")
            || file.ends_with("/version.toml")
            || file == "content/site.toml"
    })
}

/// The files of a site, each passed to its parser.
#[derive(Default)]
struct ContentFiles {
    has_config: bool,
    config: Option<Source>,
    pages: Vec<File>,
    versions: version::Folders,
    releases: Releases,
    lock: Option<Source>,
    has_form: bool,
    form: Option<Read<Form>>,
    has_request_files: bool,
    layer: request::Layer,
}

impl ContentFiles {
    fn of(folder: Folder, found: &mut Diagnostics) -> Self {
        let mut files = Self::default();
        for name in folder.folders {
            if let ["guidelines", version] = *name.split('/').collect::<Vec<_>>() {
                files.versions.folder(version);
            }
        }
        let mut read = folder.files;
        copies::refuse(&mut read, found);
        for file in read {
            files.add(file, found);
        }
        files
    }

    fn add(&mut self, file: File, found: &mut Diagnostics) {
        match *file.name.clone().split('/').collect::<Vec<_>>() {
            ["site.toml"] => {
                self.has_config = true;
                self.config = file.read(found);
            }
            ["releases.lock"] => {
                self.lock = file.read(found);
                self.releases.has_unreadable_lock = self.lock.is_none();
            }
            ["releases.lock.sig"] => self.releases.signature = file.read(found),
            [SIGNERS] => self.releases.signers = file.read(found),
            ["releases", _, ..] => {
                let name = file.name.trim_start_matches("releases/").to_owned();
                if let Some(copy) = file.read(found) {
                    self.releases.kept.insert(name, copy);
                }
            }
            ["request", "form.toml"] => {
                self.has_form = true;
                let form = file.read(found);
                let form = form.and_then(|form| Read::parse_partly(form, found));
                // Without all of it, rules would seem to be wrong.
                self.layer.lacks_a_file |= !form.as_ref().is_some_and(|(_, is_all)| *is_all);
                self.form = form.map(|(form, _)| form);
            }
            ["request", ..] => {
                let name = file.name.trim_start_matches("request/").to_owned();
                if name == "labels.toml" || name == "letters.md" {
                    let folder = if name == "labels.toml" {
                        "labels/en.toml"
                    } else {
                        "letters/account.md"
                    };
                    let error =
                        Diagnostic::error(format!("`{name}` is not where the form looks for it"));
                    let help = format!(
                        "name the file by its language or kind, as in `content/request/{folder}`"
                    );
                    found.push(error.at(Place::file(file.shown())).help(help));
                    self.layer.lacks_a_file = true;
                    return;
                }
                if !request::is_of_layer(&name) {
                    found.push(unused_file(&file));
                    return;
                }
                self.has_request_files = true;
                match file.read(found) {
                    Some(source) => self.layer.add(&name, source, found),
                    None => self.layer.lacks_a_file = true,
                }
            }
            ["guidelines", version, _, ..] => {
                let name = file.name.clone();
                let below = name.splitn(3, '/').nth(2).unwrap_or_default();
                if let Err(file) = self.versions.file(version, below, file) {
                    found.push(unused_file(&file));
                }
            }
            ["pages", ..] if file.has_extension("md") => self.pages.push(file),
            _ => found.push(unused_file(&file)),
        }
    }

    fn into_content(
        mut self,
        drafts: Drafts,
        site: &Path,
        found: &mut Diagnostics,
    ) -> Option<Content> {
        if self.has_request_files && !self.has_form {
            found.push(
                Diagnostic::error("`content/request/form.toml` is missing")
                    .at(Place::file("content/request/"))
                    .help("create it: it says which kinds of request there are (`kinds = [\"account\"]`) and which library they are based on (`library = \"en\"`)"),
            );
        }
        let config = config::read(self.config.as_ref(), found)?;
        let layer = self.layer;
        let request = self.form.map(|form| SiteRequest { form, layer });
        let has_guidelines = !self.versions.is_empty();
        let versions = self.versions.read(drafts, found);
        self.releases.signature_fault =
            lock_signature::fault(site, self.lock.as_ref(), &self.releases);
        if let Some(source) = self.lock {
            match Lock::read(&source) {
                Ok(lock) => self.releases.lock = Some((lock, source)),
                Err(more) => {
                    self.releases.has_unreadable_lock = true;
                    found.extend(more);
                }
            }
        }
        let pages = read_pages(&self.pages, &config, found);
        if !has_guidelines && !has_home_page(&pages) {
            found.push(version::no_guidelines());
        }
        if !self.has_config {
            found.push(
                Diagnostic::error("`content/site.toml` is missing").help(format!(
                    "create it: it says whose site this is, and its address:\n{}",
                    config::EXAMPLE
                )),
            );
        }
        // Nothing can be left over from another company's text if the own company is unknown.
        let vocabulary = if config.is_complete {
            vocabulary(site, &config.theme, &config.language)
        } else {
            Err(Diagnostics::new())
        };
        Some(Content {
            vocabulary,
            config,
            request,
            versions,
            pages,
            static_files: static_files::read(site, found),
            releases: self.releases,
            is_whole: true,
            has_every_page: true,
        })
    }
}

fn read_pages(files: &[File], config: &Config, found: &mut Diagnostics) -> Vec<Page> {
    let languages = config.is_complete.then(|| {
        let languages = config.languages.iter();
        languages.map(String::as_str).collect::<Vec<_>>()
    });
    let pages = in_parallel(files, |file| {
        let mut found = Diagnostics::new();
        (page::read(file, languages.as_deref(), &mut found), found)
    });
    let pages = pages.into_iter().filter_map(|(page, more)| {
        found.extend(more);
        page
    });
    let pages = pages.collect();
    let names = files.iter().map(page::file_name).collect();
    page::place_translations(pages, &names, languages.as_deref(), found)
}

/// Whether a path is one of the files that a site is made of.
fn is_known(name: &str) -> bool {
    match *name.split('/').collect::<Vec<_>>() {
        ["site.toml" | "releases.lock"] | ["request", "form.toml"] => true,
        ["guidelines", _, file] => {
            ["clauses.toml", "version.toml", "guidelines.md"].contains(&file)
        }
        _ => false,
    }
}

fn unused_file(file: &File) -> Diagnostic {
    let lower = file.name.to_lowercase();
    if is_known(&lower) && lower != file.name {
        let message = "the site does not use this file, because of the capitals in its name";
        let error = Diagnostic::error(message).at(Place::file(file.shown()));
        return error.help(format!("rename it to `content/{lower}`"));
    }
    let warning = Diagnostic::warning(Name::UnusedFile, "the site does not use this file");
    let warning = warning.at(Place::file(file.shown()));
    // An editor may add its own extension.
    let name = file.name.rsplit('/').next().unwrap_or(&file.name);
    if let Some((_, "md.txt" | "toml.txt")) = name.split_once('.') {
        let name = name.trim_end_matches(".txt");
        return warning.help(format!("rename it to `{name}`"));
    }
    match file.name.split('/').collect::<Vec<_>>()[..] {
        ["labels" | "letters", ..] => {
            return warning.help(format!("move it to `content/request/{}`", file.name));
        }
        ["request", folder, _] => {
            if let Some(meant) = nearest(folder, ["labels", "letters"]) {
                return warning.help(format!("rename the folder to `content/request/{meant}`"));
            }
        }
        ["static", ..] => {
            return warning.help(format!("move it to `{}`, beside `content/`", file.name));
        }
        _ => {}
    }
    warning
        .help("move it out of `content/`")
        .help("content is `site.toml`, `guidelines/<date>/guidelines.md` with other `*.md`, `clauses.toml` and `version.toml` next to it, `request/*.toml` with `labels/` and `letters/`, `pages/*.md`, and `allowed_signers`")
}
