//! The site as it is known once everything was read and resolved: versions, pages, their
//! addresses. Whatever a template may ask is here; nothing here reads a file or knows a template.

mod addresses;
mod links;
mod request;
mod resolve;
mod rules;
mod translations;

pub use addresses::At;
pub(crate) use addresses::{DRAFT_SCHEMA, request_in};
pub use request::{CheckPoint, RequestPage, check_points};
pub use resolve::resolve;

use crate::markdown::Document;
use request_builder::rulebook::{Organisation, Rulebook, Words};
use std::collections::BTreeMap;

/// A resolved site: no broken link, no rule without its clause, no two things at one address.
#[derive(Debug)]
pub struct Site {
    /// What `site.toml` says of the site as a whole.
    pub config: Config,
    /// Every version, newest first.
    pub versions: Vec<Version>,
    /// The pages that have no version, in the order of their addresses.
    pub pages: Vec<Page>,
}

/// What `site.toml` says of the site as a whole.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's title.
    pub title: String,
    /// One sentence for search engines and feeds.
    pub description: String,
    /// Where the site will stand, ending in `/`: `https://example.org/law/`.
    pub base_url: String,
    /// The language of the content, a BCP 47 tag.
    pub language: String,
    /// Other languages that the request page and pages without a version may have, BCP 47 tags.
    pub languages: Vec<String>,
    /// The theme's name: a folder of `themes/`, laid over the one inside the program.
    pub theme: String,
    /// Whether HTML in the texts is let through as it stands.
    pub raw_html: bool,
    /// The company that publishes the guidelines.
    pub organisation: Organisation,
}

/// One dated text.
#[derive(Debug)]
pub struct Version {
    /// Its name: the date `2020-01-31`, or `next`.
    pub id: String,
    /// Where it stands among the others.
    pub state: State,
    /// The text.
    pub document: Document,
    /// The text as it was written, byte for byte but for a BOM and line ends.
    pub source: String,
    /// SHA-256 of [`Version::source`] in hexadecimal.
    pub digest: String,
    /// Its rules, bound to their clauses, if it has any.
    pub rulebook: Option<Rulebook>,
    /// What the request page says of its rules in other languages.
    pub words: BTreeMap<String, Words>,
}

/// Where a version stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The one that applies today.
    InForce,
    /// One that applied before.
    Superseded,
    /// Dated in the future.
    Announced,
}

/// A page that has no version.
#[derive(Debug)]
pub struct Page {
    /// Its address, `/privacy/`.
    pub address: String,
    /// Its language, if it is a translation.
    pub language: Option<String>,
    /// The address of the page that it is a translation of; its own if it is none.
    pub original: String,
    /// Its title.
    pub title: String,
    /// One sentence for search engines.
    pub description: String,
    /// The text.
    pub document: Document,
}
