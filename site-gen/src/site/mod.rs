//! The site as it is known once everything was read and resolved: versions, pages, their
//! addresses. Whatever a template may ask is here; nothing here reads a file or knows a template.

mod addresses;
mod compared;
pub mod leftovers;
mod links;
mod moved;
mod released;
mod request;
mod resolve;
mod rulebook;
mod rules;

pub use addresses::At;
pub(crate) use addresses::{DRAFT_SCHEMA, request_in};
pub use request::{CheckPoint, RequestPage, check_points};
pub(crate) use resolve::examine;
pub use resolve::resolve;
pub(crate) use rulebook::{Needed, needed, thing_of};

pub use crate::content::{Also, Config, Role};

use crate::diagnostic::Diagnostics;
use crate::markdown::Document;
use crate::release::RulesState;
use crate::words::{Pages, Vocabulary};
use request_builder::answers::Date;
use request_builder::labels::Labels;
use request_builder::letter_check::LetterPatterns;
use request_builder::rulebook::Rulebook;
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
    /// The words that oblige in the language of the guidelines; if there are none, why.
    pub vocabulary: Result<Vocabulary, Diagnostics>,
}

/// One dated text.
#[derive(Debug)]
pub struct Version {
    /// Its name: the date `2020-01-31`, or `next`.
    pub id: String,
    /// Where it can be read for ever: `/versions/2020-01-31/`.
    pub home: String,
    /// Where it stands among the others.
    pub state: State,
    /// What changed since the version before it, in the maintainer's words.
    pub summary: Option<String>,
    /// The day on which it was released, if that was written down.
    pub released: Option<Date>,
    /// Places of earlier versions that the maintainer says stand elsewhere now: old anchor to
    /// address in this version.
    pub moved: BTreeMap<String, String>,
    /// The names of earlier versions, besides the one before it, that a page compares it with.
    pub changes_from: Vec<String>,
    /// The text.
    pub document: Document,
    /// The text as it was written, byte for byte but for a BOM and line ends.
    pub source: String,
    /// Its further texts, in the order of their addresses.
    pub parts: Vec<Part>,
    /// In hexadecimal SHA-256 of [`Version::source`]. If there are further texts, that of what
    /// `sha256sum` prints for all of its files, in the order of their names' bytes: a line a
    /// file, of its digest, two spaces, its name and a line end.
    pub digest: String,
    /// Its texts as they were before they were amended, oldest first.
    pub amended: Vec<Amended>,
    /// What is known of its rules for telling whether they changed, if it has any.
    pub rules: Option<RulesNow>,
    /// Why its rules were put right, by revision.
    pub revisions: Vec<RulesState>,
    /// Its rules and letters, bound to their clauses, if it has any. Those of a version that no
    /// longer applies are the ones that it was released with.
    pub rulebook: Option<Rulebook>,
    /// What pages say of its rules, by language, the guidelines' own among them.
    pub labels: BTreeMap<String, Labels>,
    /// What the letter check looks for.
    pub letter_check: Option<LetterPatterns>,
}

impl<'a> From<&'a Version> for Pages<'a> {
    fn from(version: &'a Version) -> Self {
        let further = version.parts.iter();
        let further = further.map(|part| (part.name.as_str(), &part.document));
        Self::new(&version.home, Some(&version.document), further)
    }
}

/// A text of a version besides its first, on a page of its own.
#[derive(Debug)]
pub struct Part {
    /// The name of its file without `.md`, which is where it stands below the version's address.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The text.
    pub document: Document,
    /// The text as it was written, as [`Version::source`] is.
    pub source: String,
    /// SHA-256 of it in hexadecimal.
    pub digest: String,
}

/// The rules of a version as they are resolved now.
#[derive(Debug)]
pub struct RulesNow {
    /// The number that letters and drafts carry.
    pub revision: u32,
    /// As `release` keeps them and the site publishes them.
    pub text: String,
    /// SHA-256 of that text in hexadecimal.
    pub digest: String,
    /// Whether the files that they were made from have errors. Then they are not what anybody
    /// means the rules to be.
    pub has_errors: bool,
}

/// The text of a version before it was amended.
#[derive(Debug)]
pub struct Amended {
    /// 1 for the text as it was released.
    pub number: u32,
    /// Where it can be read: `/versions/2020-01-31/amended/1/`.
    pub home: String,
    /// The day on which it was amended.
    pub day: String,
    /// Why it was.
    pub reason: String,
    /// The digest of the version before.
    pub before: String,
    /// The digest of the version after.
    pub after: String,
    /// Its files with what they say, `guidelines.md` first.
    pub texts: Vec<(String, Document)>,
}

impl<'a> From<&'a Amended> for Pages<'a> {
    fn from(amended: &'a Amended) -> Self {
        let mut texts = amended.texts.iter();
        let first = texts.next().map(|(_, document)| document);
        let further = texts.map(|(file, document)| (file.trim_end_matches(".md"), document));
        Self::new(&amended.home, first, further)
    }
}

/// One of a version's texts.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// The name of its file in the version's folder.
    pub file: String,
    /// What it says.
    pub document: &'a Document,
    /// How it was written.
    pub source: &'a str,
}

impl Version {
    /// What pages say of its rules in the guidelines' language.
    pub(crate) fn own_labels(&self) -> Option<Labels> {
        let language = &self.rulebook.as_ref()?.language;
        self.labels.get(language).cloned()
    }

    /// The day on which its text was last amended, if it was.
    pub(crate) fn last_amended(&self) -> Option<&str> {
        self.amended.last().map(|amended| amended.day.as_str())
    }

    /// All of its texts, `guidelines.md` first.
    pub fn texts(&self) -> impl Iterator<Item = Text<'_>> {
        let first = Text {
            file: "guidelines.md".to_owned(),
            document: &self.document,
            source: &self.source,
        };
        let further = self.parts.iter().map(|part| Text {
            file: format!("{}.md", part.name),
            document: &part.document,
            source: &part.source,
        });
        std::iter::once(first).chain(further)
    }
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
    /// What other pages link to it for; a translation has that of its page.
    pub role: Option<Role>,
    /// The text.
    pub document: Document,
}
