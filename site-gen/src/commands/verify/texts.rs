//! Checks that each version of the lock is in the site: its texts with their pages, and its rules.

use super::files::{Fault, Page, Unread};
use super::lists;
use super::page::{self, Text};
use super::released::{Released, sources_of};
use super::request_pages;
use super::shown::{Shown, without_hidden};
use super::superseded::Superseded;
use super::surroundings;
use crate::diagnostic::Source;
use crate::digest::digest;
use crate::file_path::FilePath;
use crate::html::NodeId;
use crate::markdown::{Document, Settings};
use crate::release::{Edition, Locked, LockedFile, RulesState, digest_of};
use std::collections::BTreeSet;

/// The name of the text of a version.
const MAIN: &str = "guidelines.md";

pub(super) struct Texts<'a> {
    released: &'a Released<'a>,
    /// The page at `/`.
    front: Option<Page>,
    /// The versions whose text the page at `/` shows.
    shown: BTreeSet<String>,
    /// The letters and digits of the text in force, which request pages quote.
    pub(super) clauses: String,
    pub(super) superseded: Superseded,
    pub(super) faults: Vec<Fault>,
}

/// A text of a version, and where it is in the site.
struct TextFile<'a> {
    version: &'a Locked,
    file: &'a LockedFile,
    /// The folder of its edition, and the address of its page.
    home: &'a str,
    address: &'a str,
    source: &'a str,
    is_latest: bool,
}

impl<'a> Texts<'a> {
    pub(super) fn new(released: &'a Released<'a>) -> Self {
        Self {
            released,
            front: released.files.page("index.html").ok(),
            shown: BTreeSet::new(),
            clauses: String::new(),
            superseded: Superseded::default(),
            faults: Vec::new(),
        }
    }

    /// Checks a version, and returns the digest of its text as it was read.
    pub(super) fn version(&mut self, version: &Locked) -> String {
        let home = format!("versions/{}/", version.date);
        let mut digest = String::new();
        if let Some((latest, earlier)) = version.editions.split_last() {
            digest = self.edition(version, &home, latest, true);
            for edition in earlier {
                let home = format!("{home}amended/{}/", edition.number);
                self.edition(version, &home, edition, false);
            }
        }
        if let Some(rules) = version.rules.last() {
            self.rules(&home, rules);
        }
        digest
    }

    fn edition(
        &mut self,
        version: &Locked,
        home: &str,
        edition: &Edition,
        is_latest: bool,
    ) -> String {
        let mut read = Vec::new();
        for file in &edition.files {
            let path = format!("{home}{}", file.name);
            let Some(source) = self.read(&path) else {
                continue;
            };
            let actual = digest(&source);
            let is_released = actual == file.digest;
            if !is_released {
                let what = "is not the text that was released";
                let help = format!("its fingerprint is {actual}, released was {}", file.digest);
                self.faults.push(Fault::new(&path, what, help));
            }
            read.push((file.name.as_str(), actual));
            let address = address_of(home, file, is_latest);
            if let Some(address) = address.filter(|_| is_released) {
                let text = TextFile {
                    version,
                    file,
                    home,
                    address: &address,
                    source: &source,
                    is_latest,
                };
                self.blocks(&text);
                self.page(&text);
            }
        }
        digest_of(read.iter().map(|(name, digest)| (*name, digest.as_str())))
    }

    /// Checks the blocks of a text.
    fn blocks(&mut self, text: &TextFile<'_>) {
        let path = format!("{}{}", text.home, text.file.name);
        let has_blocks = |raw_html| {
            let settings = Settings {
                address: format!("/{}", text.address),
                raw_html,
                ..Settings::default()
            };
            let source = Source::new(path.as_str(), text.source);
            let (document, _) = Document::read(&source, &settings);
            LockedFile::of(&text.file.name, text.source, &document).blocks == text.file.blocks
        };
        if ![false, true].into_iter().any(has_blocks) {
            let what = format!("the fingerprints of blocks in the lock are not those of `{path}`");
            let help = "the lock was changed, or the site was made by another release of site-gen: verify it with that one";
            self.faults.push(Fault::with_message(&path, what, help));
        }
    }

    /// Checks that the page of a text contains it as this program renders it, and nothing that hides it.
    fn page(&mut self, text: &TextFile<'_>) {
        let (path, version) = (format!("{}{}", text.home, text.file.name), text.version);
        let Ok(page_path) = FilePath::of_page(&format!("/{}", text.address)) else {
            return;
        };
        let page = match self.released.files.page(page_path.as_str()) {
            Ok(page) => page,
            // Reported with every other page.
            Err(Unread::Nested | Unread::NotXml) => return,
            Err(why) => {
                self.unread(page_path.as_str(), &why);
                return;
            }
        };
        // Relative links start at the version's folder, also on the page of an amended text.
        let start = text.home.split("amended/").next().unwrap_or(text.home);
        let name = text.file.name.trim_end_matches(".md");
        let start = format!("/{start}{}", name.trim_end_matches("guidelines"));
        let root = page_path.to_root();
        let expected = Text {
            path: &path,
            source: text.source,
            address: &start,
            root: &root,
            places: &self.released.places,
        };
        let article = surroundings::article(&page.tree);
        let fault = match &article {
            Ok(article) if !page::shows(&page.tree, *article, &expected) => {
                Some(Fault::of_release(
                    page_path.as_str(),
                    format!("does not show what `{path}` says"),
                    "page",
                ))
            }
            Ok(article) => {
                let title = self.title_of(text);
                self.around(
                    &page,
                    *article,
                    version,
                    title.as_deref(),
                    page_path.as_str(),
                )
            }
            Err(why) => Some(Fault::changed(
                page_path.as_str(),
                format!("does not show what `{path}` says: {why}"),
            )),
        };
        if let Some(front) = &self.front
            && text.is_latest
            && text.file.name == MAIN
        {
            let expected = Text {
                root: "./",
                ..expected
            };
            let is_shown = surroundings::article(&front.tree)
                .is_ok_and(|article| page::shows(&front.tree, article, &expected));
            if is_shown {
                self.shown.insert(version.date.clone());
            }
        }
        if let Ok(article) = article {
            self.remember(text, &page, article);
        }
        self.faults.extend(fault);
    }

    /// The title of the page of a text. The page of an earlier edition has the title of the version.
    fn title_of(&self, text: &TextFile<'_>) -> Option<String> {
        if text.file.name == MAIN {
            return self.released.titles.get(&text.version.date).cloned();
        }
        let source = Source::new(format!("{}{}", text.home, text.file.name), text.source);
        Document::read(&source, &Settings::default()).0.title
    }

    /// Remembers the words of a text as its page has them.
    fn remember(&mut self, text: &TextFile<'_>, page: &Page, article: NodeId) {
        let version = text.version;
        // Before `release --rules`, they may quote an earlier edition.
        if self.released.is_in_force(version) {
            let words = page::words(&page.tree, article, page::LINKS);
            self.clauses += &request_pages::letters_and_digits(&words);
        }
        if text.file.name != MAIN {
            return;
        }
        for without in [page::LINKS_TO_VERSIONS, page::LINKS, &[]] {
            let words = page::words(&page.tree, article, without);
            self.superseded
                .remember(self.released, version, text.is_latest, &words);
        }
    }

    /// What is wrong around the text of a page.
    fn around(
        &self,
        page: &Page,
        article: NodeId,
        version: &Locked,
        title: Option<&str>,
        path: &str,
    ) -> Option<Fault> {
        let released = self.released;
        let editions = version.editions.iter();
        let digests = editions.flat_map(|edition| {
            let files = edition.files.iter().map(|file| &file.digest);
            std::iter::once(&edition.digest).chain(files)
        });
        let digests = digests.cloned().collect();
        let shown = Shown::new(&page.tree, Some(article));
        let expected = surroundings::Expected {
            path,
            title,
            site_name: &released.site_name,
            is_amended: path.contains("/amended/"),
            language: released.rules.as_ref().map(|it| it.language.as_str()),
            shown: &shown,
            digests: &digests,
            quoted: &released.quoted,
            reasons: version.reasons().collect(),
        };
        let fault = surroundings::fault(&page.html, &page.tree, article, &expected);
        let fault = fault.or_else(|| {
            let is_main = path == format!("versions/{}/index.html", version.date);
            let missing = is_main.then(|| {
                lists::missing_in_record(&without_hidden(&page.tree, true), version, &released.base)
            });
            missing.flatten()
        });
        let fault = fault.or_else(|| {
            let versions = released.lock.versions.iter();
            let reasons: Vec<&str> = versions.flat_map(Locked::reasons).collect();
            let addresses = surroundings::addresses(&page.tree, article);
            let addresses = shown.words.iter().map(String::as_str).chain(addresses);
            let other = lists::address_elsewhere(addresses, &released.base, &reasons)?;
            Some(format!(
                "shows `{other}`, which is not an address of this site"
            ))
        });
        Some(Fault::changed(path, fault?))
    }

    fn rules(&mut self, home: &str, rules: &RulesState) {
        let path = format!("{home}requests.json");
        let Some(text) = self.read(&path) else {
            return;
        };
        let actual = digest(&text);
        if actual != rules.digest {
            let what = "has rules that differ from those released";
            let help = format!(
                "its fingerprint is {actual}, but that of the released revision {} is {}",
                rules.revision, rules.digest
            );
            self.faults.push(Fault::new(&path, what, help));
        }
    }

    /// Checks that `/` shows the version in force.
    pub(super) fn home(&mut self, in_force: &Locked) {
        let (date, today) = (&in_force.date, &self.released.today);
        if !self.shown.contains(date) {
            let what = match self.shown.last() {
                Some(other) => {
                    format!(
                        "the page at `/` shows the version {other}; on {today}, {date} is in force"
                    )
                }
                None => "the page at `/` shows none of the released texts".to_owned(),
            };
            let help = format!(
                "compare it with `versions/{date}/`; if the site was built earlier, build it again"
            );
            self.faults
                .push(Fault::with_message("index.html", what, help));
            return;
        }
        let title = self.released.titles.get(date).map(String::as_str);
        let fault = self.front.as_ref().and_then(|front| {
            let article = surroundings::article(&front.tree).ok()?;
            self.around(front, article, in_force, title, "index.html")
        });
        self.faults.extend(fault);
    }

    /// Remembers the source of each text.
    pub(super) fn remember_sources(&mut self) {
        for version in &self.released.lock.versions {
            for (_, path, is_latest) in sources_of(version) {
                if let Ok(text) = self.released.files.text(&path) {
                    self.superseded
                        .remember(self.released, version, is_latest, &text);
                }
            }
            // A copy of older rules would be taken for those in force.
            let rules = format!("versions/{}/requests.json", version.date);
            if let Ok(text) = self.released.files.text(&rules) {
                self.superseded
                    .remember(self.released, version, true, &text);
            }
        }
        self.superseded.complete();
    }

    fn read(&mut self, path: &str) -> Option<String> {
        match self.released.files.text(path) {
            Ok(text) => Some(text),
            Err(why) => {
                self.unread(path, &why);
                None
            }
        }
    }

    fn unread(&mut self, path: &str, why: &Unread) {
        self.faults.push(match why {
            Unread::Missing => {
                Fault::new(path, why.reason(), "it was released, so it has to be there")
            }
            _ => Fault::changed(path, why.reason()),
        });
    }
}

/// The address of the page of a text. Of an earlier edition, only the first text has a page.
pub(super) fn address_of(home: &str, file: &LockedFile, is_latest: bool) -> Option<String> {
    match file.name.trim_end_matches(".md") {
        "guidelines" => Some(home.to_owned()),
        part if is_latest => Some(format!("{home}{part}/")),
        _ => None,
    }
}
