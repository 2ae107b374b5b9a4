//! Finds broken links.

use super::{Resource, Site};
use crate::content::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::{Document, Link, Target};
use request_builder::answers::EmailAddress;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Which pages the build makes. If one is not made because of its own errors, links to it are not reported.
#[derive(Clone, Copy)]
pub(super) struct Made {
    pub(super) every_page: bool,
    pub(super) form: bool,
}

/// Reports links to missing pages and anchors.
pub(super) fn check(site: &Site, made: Made, found: &mut Diagnostics) {
    let addresses = site.addresses();
    let mut anchors = Anchors::default();
    let texts = site.versions.iter().flat_map(|version| {
        let parts = version.parts.iter().map(|part| &part.document);
        std::iter::once(&version.document).chain(parts)
    });
    for document in texts.chain(site.pages.iter().map(|page| &page.document)) {
        for link in &document.links {
            let error = match &link.target {
                Target::Outside(_) => None,
                Target::Here(anchor) => anchors.missing(document, anchor),
                Target::Page { address, anchor } => match addresses.get(address.as_str()) {
                    None if !made.every_page => None,
                    None if !made.form && address.contains("/request/") => None,
                    None => Some(no_page(address, &addresses)),
                    Some(Resource::Text(document)) => anchor
                        .as_ref()
                        .and_then(|anchor| anchors.missing(document, anchor)),
                    Some(Resource::Made) => None,
                    Some(Resource::File) => {
                        anchor.as_ref().map(|anchor| no_places(address, anchor))
                    }
                },
            };
            found.extend(error.map(|error| at(document, link, error)));
        }
    }
}

fn at(document: &Document, link: &Link, error: Diagnostic) -> Diagnostic {
    error.at(document.place(&link.span))
}

fn no_page(address: &str, addresses: &BTreeMap<String, Resource<'_>>) -> Diagnostic {
    let error = Diagnostic::error(format!("the site has no page `{address}`"));
    if address.contains(['“', '”', '„', '«', '»']) {
        return error.help("remove the quotation marks around the address of the link");
    }
    // An address without its scheme leads to a page of this site.
    let last = address.trim_end_matches('/').rsplit('/').next();
    let last = last.unwrap_or_default();
    if EmailAddress::parse(last).is_some() {
        return error.help(format!("for an email address, write `mailto:{last}`"));
    }
    if let Some((_, host)) = address.split_once("/www.") {
        let host = host.trim_end_matches('/');
        return error.help(format!("for another site, write `https://www.{host}`"));
    }
    // Other programs write `/about.html` or `/about/index.html` for `/about/`.
    let without = ["index.html", "index.htm", ".html", ".htm", ".md"]
        .iter()
        .find_map(|end| address.strip_suffix(end))
        .unwrap_or(address);
    let folder = format!("{}/", without.trim_end_matches('/'));
    let near = match addresses.get_key_value(folder.as_str()) {
        Some((address, _)) => Some(address.as_str()),
        None => nearest(address, addresses.keys().map(String::as_str)),
    };
    error.did_you_mean(
        near,
        format!(
            "the pages are `{}`",
            addresses
                .keys()
                .filter(|known| known.ends_with('/'))
                .cloned()
                .collect::<Vec<_>>()
                .join("`, `")
        ),
    )
}

fn no_places(address: &str, anchor: &str) -> Diagnostic {
    Diagnostic::error(format!(
        "`{address}` is a file: it has no anchor `#{anchor}`"
    ))
    .help(format!("leave out `#{anchor}`"))
}

/// The anchors of each text, collected on the first link to it.
#[derive(Default)]
struct Anchors<'a> {
    of: HashMap<&'a str, HashSet<&'a str>>,
}

impl<'a> Anchors<'a> {
    fn missing(&mut self, document: &'a Document, anchor: &str) -> Option<Diagnostic> {
        let name = document.source.name();
        let known = self
            .of
            .entry(name)
            .or_insert_with(|| document.anchors().collect());
        if known.contains(anchor) {
            return None;
        }
        let error = Diagnostic::error(format!("`{name}` has no anchor `#{anchor}`"));
        if let Some(heading) = document.heading_meant(anchor) {
            return Some(error.help(format!(
                "write `#{}`: the anchor that another program gave to `{}` differs",
                heading.anchor, heading.title
            )));
        }
        Some(error.did_you_mean(
            nearest(anchor, document.anchors()).map(|near| format!("#{near}")),
            "a heading's anchor is made from its words: `## What we do` is `#what-we-do`",
        ))
    }
}
