//! The resolved site: versions, pages, and their paths. Nothing here reads files or knows templates.

mod addresses;
mod anchor_redirects;
mod cache;
mod changes_from;
pub mod leftovers;
mod links;
mod places;
mod released;
mod resolve;
mod rule_checks;
mod rulebook;
mod simplify;

pub use addresses::Resource;
pub(crate) use addresses::SignedFile;
pub(crate) use addresses::{DRAFT_SCHEMA, request_in};
pub use cache::ResolveCache;
pub(crate) use resolve::examine;
pub use resolve::{resolve, resolve_with_cache};
pub(crate) use rulebook::{Needed, item_of, needed};

pub use crate::content::{AllowedNames, Config, Role, StaticFile};

use crate::diagnostic::Diagnostics;
use crate::digest::digest;
use crate::markdown::Document;
use crate::release::{RulesState, SignedLock};
use crate::words::{Pages, Vocabulary};
use request_builder::answers::Date;
use request_builder::labels::Labels;
use request_builder::letter_check::LetterPatterns;
use request_builder::rulebook::Rulebook;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A resolved site, without broken links, rules without a clause, or conflicting paths.
#[derive(Debug)]
pub struct Site {
    /// The settings in `site.toml`.
    pub config: Config,
    /// Every version, newest first.
    pub versions: Vec<Version>,
    /// Pages without a version, sorted by path.
    pub pages: Vec<Page>,
    /// The warnings about the draft version and the rules, one line each, for its sign-off page.
    pub warnings_of_next: Vec<String>,
    /// Files that are published as they are, by path.
    pub static_files: Vec<StaticFile>,
    /// The lock with its signature, if it is signed.
    pub signed_lock: Option<SignedLock>,
    /// The obligation words in the language of the guidelines, or why there are none.
    pub vocabulary: Result<Vocabulary, Diagnostics>,
}

/// One version of the guidelines with everything that its pages need.
#[derive(Debug)]
pub struct Version {
    /// Its id: the date `2020-01-31`, or `next`.
    pub id: String,
    /// Its permanent path: `/versions/2020-01-31/`.
    pub home: String,
    /// Whether it is in force.
    pub state: State,
    /// A summary of the changes, by the maintainer.
    pub summary: Option<String>,
    /// The day of release, if recorded.
    pub released: Option<Date>,
    /// The maintainer's redirects: old anchor to place in this version.
    pub moved: BTreeMap<String, String>,
    /// The earlier versions, other than the previous one, with which a page compares it.
    pub changes_from: Vec<String>,
    /// Its main text. Its source is the Markdown without byte order mark, with `\n` as line end.
    pub document: Arc<Document>,
    /// Its other documents, sorted by path.
    pub parts: Vec<Annex>,
    /// SHA-256 of the source of its main text in hexadecimal. If there are other documents, SHA-256 of the
    /// output of `sha256sum` for all files, sorted by the bytes of their names: for each file a
    /// line with its digest, two spaces and its name.
    pub digest: String,
    /// Its texts before each amendment, oldest first.
    pub amended: Vec<Amended>,
    /// The current state of its rules, if it has any.
    pub rules: Option<CurrentRules>,
    /// The reasons for corrections of its rules, by revision.
    pub revisions: Vec<RulesState>,
    /// Its rules and letters, bound to their clauses, if it has any. For a superseded version,
    /// these are the frozen ones.
    pub rulebook: Option<Rulebook>,
    /// The labels of its rules, by language, including the guidelines' own.
    pub labels: BTreeMap<String, Labels>,
    /// What the letter check searches for; none without a form.
    pub letter_check: Option<LetterPatterns>,
    /// The files beside its text: their digest, and what is needed to compute it again.
    pub settings: Settings,
}

/// `version.toml` and `clauses.toml` of a version.
#[derive(Debug, Default)]
pub struct Settings {
    /// Their digest; see [`crate::release`].
    pub digest: String,
    /// The text of `clauses.toml`, if the version has one.
    pub clauses: Option<String>,
}

impl Settings {
    fn of(version: &crate::content::Version) -> Self {
        let clauses = version.clauses.as_ref();
        Self {
            digest: version.settings_digest(),
            clauses: clauses.map(|it| it.source.text().to_owned()),
        }
    }
}

impl<'a> From<&'a Version> for Pages<'a> {
    fn from(version: &'a Version) -> Self {
        let further = version.parts.iter();
        let further = further.map(|part| (part.name.as_str(), &*part.document));
        Self::new(&version.home, Some(&version.document), further)
    }
}

/// A document of a version, on a page of its own.
#[derive(Debug)]
pub struct Annex {
    /// Its file name without `.md`, which is also its path below the version's.
    pub name: String,
    /// The title of the annex.
    pub title: String,
    /// Its text as HTML, without its title, if the site has one version. Otherwise its page has links to
    /// other versions, and is made of the tree.
    pub html: Option<Arc<String>>,
    /// The text of the annex.
    pub document: Arc<Document>,
    /// SHA-256 of its source in hexadecimal.
    pub digest: String,
}

/// The current rules of a version.
#[derive(Debug)]
pub struct CurrentRules {
    /// The revision number printed on letters and stored in drafts.
    pub revision: u32,
    /// The rules as JSON, as they are frozen and published.
    pub text: String,
    /// SHA-256 of that JSON in hexadecimal.
    pub digest: String,
    /// Whether the source files have errors. Then the rules are not meaningful.
    pub has_errors: bool,
}

/// A version's text before an amendment.
#[derive(Debug)]
pub struct Amended {
    /// 1 for the original release.
    pub number: u32,
    /// Its path: `/versions/2020-01-31/amended/1/`.
    pub home: String,
    /// The day of the amendment.
    pub day: String,
    /// The reason for the amendment.
    pub reason: String,
    /// The digest of the version before the amendment.
    pub before: String,
    /// The digest of the version after the amendment.
    pub after: String,
    /// Its files with their texts, `guidelines.md` first.
    pub texts: Vec<(String, Arc<Document>)>,
}

impl<'a> From<&'a Amended> for Pages<'a> {
    fn from(amended: &'a Amended) -> Self {
        let texts = amended.texts.iter();
        let mut texts = texts.map(|(file, document)| (file.as_str(), &**document));
        let first = texts.next().map(|(_, document)| document);
        let further = texts.map(|(file, document)| (file.trim_end_matches(".md"), document));
        Self::new(&amended.home, first, further)
    }
}

/// A text of a version.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// Its file name in the version's folder.
    pub file: String,
    /// The text as a tree.
    pub document: &'a Arc<Document>,
    /// Its Markdown source.
    pub source: &'a str,
}

impl Version {
    /// Whether this is the draft version, `next`.
    pub(crate) fn is_draft(&self) -> bool {
        self.id == "next"
    }

    /// The fingerprint of text and rules together, which is signed off before a release: SHA-256
    /// of the two digests, a line each.
    pub(crate) fn fingerprint(&self) -> String {
        let rules = self.rules.as_ref().map(|rules| rules.digest.as_str());
        digest([&self.digest, "\n", rules.unwrap_or_default(), "\n"].concat())
    }

    /// The address of its sign-off page: `/versions/next/sign-off/`.
    pub(crate) fn sign_off_address(&self) -> String {
        format!("{}sign-off/", self.home)
    }

    /// The labels of its rules in the guidelines' language.
    pub(crate) fn own_labels(&self) -> Option<Labels> {
        let language = &self.rulebook.as_ref()?.language;
        self.labels.get(language).cloned()
    }

    /// The day of the last amendment.
    pub(crate) fn last_amended(&self) -> Option<&str> {
        self.amended.last().map(|amended| amended.day.as_str())
    }

    /// All its texts, `guidelines.md` first.
    pub fn texts(&self) -> impl Iterator<Item = Text<'_>> {
        let first = Text {
            file: "guidelines.md".to_owned(),
            document: &self.document,
            source: self.document.source.text(),
        };
        let further = self.parts.iter().map(|part| Text {
            file: format!("{}.md", part.name),
            document: &part.document,
            source: part.document.source.text(),
        });
        std::iter::once(first).chain(further)
    }
}

/// The state of a version on the day of publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It applies today.
    InForce,
    /// Superseded by a later version.
    Superseded,
    /// Dated in the future.
    Announced,
}

/// A page without a version.
#[derive(Debug)]
pub struct Page {
    /// Its path, `/privacy/`.
    pub address: String,
    /// Its language, if it is a translation.
    pub language: Option<String>,
    /// For a translation, the path of the original page; otherwise its own.
    pub original: String,
    /// The title of the page.
    pub title: String,
    /// One sentence for search engines.
    pub description: String,
    /// Its role, for which other pages link to it; a translation has that of the original page.
    pub role: Option<Role>,
    /// Its text as HTML, without its title.
    pub html: Arc<String>,
    /// The headings, anchors and links of its text. No page is compared with another, so its words are
    /// not kept.
    pub document: Arc<Document>,
}
