//! What stands where on the site, and that no two things stand at one address. Whatever
//! [`crate::render`] writes is known here; a test there holds the two together.

use super::{Amended, Part, Site, State, Version};
use crate::content::{Page, folder_of};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::file_path::{FilePath, MARKER};
use crate::markdown::Document;
use request_builder::rules::Rules;
use std::collections::BTreeMap;

/// What stands at an address.
#[derive(Clone, Copy, Debug)]
pub enum At<'a> {
    /// A text, whose places are known.
    Text(&'a Document),
    /// A page that the theme writes, which may have places of its own.
    Made,
    /// A file, which has no places.
    File,
}

/// Addresses that every site has besides `/`, whatever its content.
const ALWAYS: [(&str, At<'static>); 7] = [
    ("/versions/", At::Made),
    ("/404.html", At::Made),
    ("/feed.atom", At::File),
    ("/sitemap.xml", At::File),
    ("/robots.txt", At::File),
    ("/_headers", At::File),
    ("/SHA256SUMS", At::File),
];

/// Files of every site that nothing links to: the page at `/` under its other name, and the mark.
const UNLINKED: [&str; 2] = ["index.html", MARKER];

/// What a draft looks like, for programs.
pub(crate) const DRAFT_SCHEMA: &str = "/request/draft.schema.json";

/// Folders in which addresses come and go with the versions, so that no page may be there.
const RESERVED: [&str; 3] = ["/versions/", "/request/", "/assets/"];

impl Site {
    /// The version that applies today.
    pub fn in_force(&self) -> Option<&Version> {
        self.versions
            .iter()
            .find(|version| version.state == State::InForce)
    }

    /// Everything that a link can lead to.
    pub fn addresses(&self) -> BTreeMap<String, At<'_>> {
        let mut addresses: BTreeMap<String, At<'_>> =
            ALWAYS.map(|(address, at)| (address.to_owned(), at)).into();
        for (at, version) in self.versions.iter().enumerate() {
            let address = version.address();
            if at + 1 < self.versions.len() {
                addresses.insert(version.changes_address(), At::Made);
            }
            addresses.insert(version.source_address(), At::File);
            for part in &version.parts {
                addresses.insert(version.part_source_address(part), At::File);
                addresses.insert(version.part_address(part), At::Text(&part.document));
            }
            for before in &version.changes_from {
                addresses.insert(version.changes_from_address(before), At::Made);
            }
            for amended in &version.amended {
                addresses.insert(amended.home.clone(), At::Made);
                addresses.insert(amended.changes_address(), At::Made);
                for (file, _) in &amended.texts {
                    addresses.insert(format!("{}{file}", amended.home), At::File);
                }
            }
            if version.rulebook.is_some() {
                addresses.insert(version.rules_address(), At::File);
            }
            addresses.insert(address, At::Text(&version.document));
        }
        if let Some(version) = self.in_force() {
            addresses.insert("/".to_owned(), At::Text(&version.document));
            if let Some(rulebook) = &version.rulebook {
                addresses.extend(builder(&rulebook.rules, version.letter_check.is_some()));
                for language in &self.config.languages {
                    let request = request_in(language);
                    addresses.insert(format!("{request}offline.html"), At::Made);
                    addresses.insert(request, At::Made);
                }
            }
        }
        let pages = self.pages.iter();
        addresses.extend(pages.map(|page| (page.address.clone(), At::Text(&page.document))));
        addresses
    }
}

impl Version {
    /// Where it can be read for ever.
    pub fn address(&self) -> String {
        self.home.clone()
    }

    /// The same from the root of the site, without the first slash: `versions/2020-01-31/`.
    pub fn path(&self) -> String {
        self.address().trim_start_matches('/').to_owned()
    }

    /// Where its text can be had as it was written.
    pub fn source_address(&self) -> String {
        format!("{}guidelines.md", self.address())
    }

    /// Where a further text of it can be read.
    pub fn part_address(&self, part: &Part) -> String {
        format!("{}{}/", self.address(), part.name)
    }

    /// Where that can be had as it was written.
    pub fn part_source_address(&self, part: &Part) -> String {
        format!("{}{}.md", self.address(), part.name)
    }

    /// Where it says what changed since the version before it.
    pub fn changes_address(&self) -> String {
        format!("{}changes/", self.address())
    }

    /// Where it says what changed since a version further back.
    pub fn changes_from_address(&self, before: &str) -> String {
        format!("{}changes-from/{before}/", self.address())
    }

    /// Where its rules can be had by programs, if it has any.
    pub fn rules_address(&self) -> String {
        format!("{}requests.json", self.address())
    }
}

impl Amended {
    /// Where it says what was amended.
    pub fn changes_address(&self) -> String {
        format!("{}changes/", self.home)
    }
}

pub(super) fn address_of(version: &str) -> String {
    format!("/versions/{version}/")
}

/// The request page in another language than the text's.
pub(crate) fn request_in(language: &str) -> String {
    format!("{}request/", folder_of(language))
}

/// The request builder and what belongs to it.
fn builder<'a>(rules: &Rules, letter_check: bool) -> Vec<(String, At<'a>)> {
    let mut addresses = vec![
        ("/request/".to_owned(), At::Made),
        (DRAFT_SCHEMA.to_owned(), At::File),
        ("/request/offline.html".to_owned(), At::Made),
    ];
    if letter_check {
        addresses.push(("/request/check/".to_owned(), At::Made));
    }
    for kind in &rules.kinds {
        for format in ["docx", "txt"] {
            addresses.push((format!("/request/blank/{}.{format}", kind.id), At::File));
        }
    }
    addresses
}

/// A file of the site, as file systems compare names that don't tell `SHA256SUMS` from
/// `sha256sums`.
fn file_of(address: &str) -> Option<String> {
    let path = FilePath::of_page(address).ok()?;
    Some(path.as_str().to_lowercase())
}

/// The files that every site has.
fn files_of_every_site() -> impl Iterator<Item = String> {
    let linked = ALWAYS.iter().filter_map(|(address, _)| file_of(address));
    linked.chain(UNLINKED.iter().map(|file| file.to_lowercase()))
}

/// The folders that a file lies in: `a/b` and `a` of `a/b/index.html`.
fn folders(file: &str) -> impl Iterator<Item = &str> {
    file.match_indices('/').map(|(end, _)| &file[..end])
}

/// What a page would stand in the way of.
enum Taken<'a> {
    BySiteGen,
    By(&'a Page),
}

/// Finds pages that stand where something else does. A folder and a file cannot have one name
/// either.
pub(super) fn check(pages: &[Page], languages: &[String], found: &mut Diagnostics) {
    let requests: Vec<String> = languages.iter().map(|one| request_in(one)).collect();
    let mut files: BTreeMap<String, Taken<'_>> = files_of_every_site()
        .map(|file| (file, Taken::BySiteGen))
        .collect();
    // The first page to want a folder; one is enough to show.
    let mut in_folders: BTreeMap<String, &Page> = BTreeMap::new();
    for page in pages {
        let address = page.address.as_str();
        let error = |what: &str| {
            Diagnostic::error(format!(
                "two things are to stand at `{address}`: this page and {what}"
            ))
            .at(page.address_place.clone())
            .help("give the page another address: `address = \"/words-like-this/\"`")
        };
        let beside = |other: &Page| {
            error("another").beside(other.address_place.clone().saying("the other page"))
        };
        let Some(file) = file_of(address) else {
            continue;
        };
        if address == "/" {
            found.push(error("the guidelines in force"));
            continue;
        }
        let reserved = RESERVED.iter().copied();
        let mut reserved = reserved.chain(requests.iter().map(String::as_str));
        if reserved.any(|folder| address.starts_with(folder)) {
            found.push(error("what site-gen makes there"));
            continue;
        }
        let in_the_way = std::iter::once(file.as_str())
            .chain(folders(&file))
            .find_map(|path| files.get(path));
        let other = match in_the_way {
            Some(Taken::BySiteGen) => {
                found.push(error("what site-gen makes there"));
                continue;
            }
            Some(Taken::By(other)) => Some(*other),
            None => in_folders.get(&file).copied(),
        };
        if let Some(other) = other {
            found.push(beside(other));
            continue;
        }
        for folder in folders(&file) {
            in_folders.entry(folder.to_owned()).or_insert(page);
        }
        files.insert(file, Taken::By(page));
    }
}
