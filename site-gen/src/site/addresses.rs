//! What stands where on the site, and that no two things stand at one address.

use super::{Site, State, Version};
use crate::content::Page;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::Document;
use request_builder::form::Form;
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

/// Addresses that every site has, whatever its content.
const ALWAYS: [(&str, At<'static>); 6] = [
    ("/versions/", At::Made),
    ("/404.html", At::Made),
    ("/feed.atom", At::File),
    ("/sitemap.xml", At::File),
    ("/_headers", At::File),
    ("/SHA256SUMS", At::File),
];

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
        for version in &self.versions {
            let address = version.address();
            if version.rulebook.is_some() {
                addresses.insert(format!("{address}requests.json"), At::File);
            }
            addresses.insert(address, At::Text(&version.document));
        }
        if let Some(version) = self.in_force() {
            addresses.insert("/".to_owned(), At::Text(&version.document));
            if let Some(rulebook) = &version.rulebook {
                addresses.extend(builder(&rulebook.form));
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
        address_of(&self.id)
    }
}

pub(super) fn address_of(version: &str) -> String {
    format!("/versions/{version}/")
}

/// The request builder and what belongs to it.
fn builder<'a>(form: &Form) -> Vec<(String, At<'a>)> {
    let mut addresses = vec![("/request/".to_owned(), At::Made)];
    for kind in &form.kinds {
        for format in ["docx", "txt"] {
            addresses.push((format!("/request/blank/{}.{format}", kind.id), At::File));
        }
    }
    addresses
}

/// Whether every site has a file or folder of that name.
fn always(file: &str) -> bool {
    let mut taken = ALWAYS.iter().map(|(taken, _)| taken.trim_end_matches('/'));
    // Some file systems don't tell `SHA256SUMS` from `sha256sums`.
    taken.any(|taken| taken.eq_ignore_ascii_case(file))
}

/// Finds pages that stand where something else does.
pub(super) fn check(pages: &[Page], found: &mut Diagnostics) {
    let mut taken: BTreeMap<&str, &Page> = BTreeMap::new();
    for page in pages {
        let address = page.address.as_str();
        let error = |what: &str| {
            Diagnostic::error(format!(
                "two things are to stand at `{address}`: this page and {what}"
            ))
            .at(page.address_place.clone())
            .help("give the page another address: `address = \"/words-like-this/\"`")
        };
        // A folder and a file cannot have the same name either.
        let file = address.trim_end_matches('/');
        if address == "/" {
            found.push(error("the guidelines in force"));
        } else if RESERVED.iter().any(|folder| address.starts_with(folder)) || always(file) {
            found.push(error("what site-gen makes there"));
        } else if let Some(other) = taken.insert(address, page) {
            found.push(
                error("another").beside(other.address_place.clone().saying("the other page")),
            );
        }
    }
}
