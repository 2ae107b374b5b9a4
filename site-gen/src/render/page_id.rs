//! The plan of a site: every rendered file, and its subject.

use super::Renderer;
use super::builder_pages::BlankFormat;
use super::history_pages::{HISTORY, HISTORY_JSON, HISTORY_SCHEMA, ON, section_address};
use crate::diagnostic::Diagnostics;
use crate::file_path::FilePath;
use crate::site::{DRAFT_SCHEMA, SignedFile, State, request_in};

/// A file of the site, rendered independently of all others. Subjects are indices: version 0 is the
/// newest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageId {
    /// Its path, `/versions/2020-01-31/`.
    pub(super) address: String,
    pub(super) subject: PageSubject,
}

/// The subject of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PageSubject {
    /// A style sheet, program or icon, by the name that templates use.
    Asset(String),
    /// A comparison, by its index in the history.
    Changes(usize),
    /// The changes since a superseded version, up to the one in force.
    Since(usize),
    /// The page on which a draft version is signed off.
    SignOff(usize),
    /// The main text of a version.
    Version(usize),
    /// Its Markdown source.
    VersionSource(usize),
    /// Another document of a version.
    Part {
        version: usize,
        part: usize,
    },
    /// Its Markdown source.
    PartSource {
        version: usize,
        part: usize,
    },
    /// A version's rules (JSON).
    Rules(usize),
    VersionList,
    /// All sections and values through the versions.
    History,
    /// A section through the versions, by its index in the history.
    SectionHistory(usize),
    SectionFeed(usize),
    HistoryJson,
    /// Its JSON Schema.
    HistorySchema,
    /// Which text applied on a day.
    On,
    /// The main text of a version before an amendment.
    Amended {
        version: usize,
        amended: usize,
    },
    /// The Markdown source of a document before an amendment.
    AmendedSource {
        version: usize,
        amended: usize,
        text: usize,
    },
    /// A page without a version.
    Page(usize),
    BlankLetter {
        kind: usize,
        format: BlankFormat,
    },
    /// The request page as a single file. `None`: the language of the guidelines.
    OfflineRequest(Option<String>),
    /// The request page. `None`: the language of the guidelines.
    Request(Option<String>),
    /// The JSON Schema of a draft.
    DraftSchema,
    LetterCheck,
    /// The page for status 404.
    NotFound,
    Feed,
    /// A file of the sitemap.
    Sitemap(usize),
    Robots,
    /// The HTTP headers for hosts.
    Headers,
    /// Tells GitHub Pages to publish the files as they are.
    NoJekyll,
    /// A file of the signed lock.
    Signed(SignedFile),
    /// A file of `static/`.
    Static(usize),
}

impl PageId {
    fn new(address: impl Into<String>, subject: PageSubject) -> Self {
        Self {
            address: address.into(),
            subject,
        }
    }

    /// Its path in the output folder.
    ///
    /// # Errors
    ///
    /// If its address is not a valid file path.
    pub fn path(&self) -> Result<FilePath, Diagnostics> {
        Ok(FilePath::of_page(&self.address)?)
    }
}

impl Renderer<'_> {
    /// Every file of the site.
    pub fn pages(&self) -> Vec<PageId> {
        let mut pages: Vec<PageId> = self
            .assets
            .addresses()
            .map(|(name, address)| PageId::new(address, PageSubject::Asset(name.to_owned())))
            .collect();
        let changes = self.history.changes.iter().enumerate();
        pages.extend(changes.map(|(at, comparison)| {
            PageId::new(comparison.pair.address(self.site), PageSubject::Changes(at))
        }));
        for at in 0..self.site.versions.len() {
            self.version(at, &mut pages);
        }
        if !self.site.versions.is_empty() {
            if self.site.in_force().is_none() {
                // If no version is in force yet, `/` shows the list of versions.
                pages.push(PageId::new("/", PageSubject::VersionList));
            }
            pages.push(PageId::new("/versions/", PageSubject::VersionList));
            pages.push(PageId::new("/feed.atom", PageSubject::Feed));
        }
        if self.has_history() {
            pages.push(PageId::new(HISTORY, PageSubject::History));
            pages.push(PageId::new(HISTORY_JSON, PageSubject::HistoryJson));
            pages.push(PageId::new(HISTORY_SCHEMA, PageSubject::HistorySchema));
            pages.push(PageId::new(ON, PageSubject::On));
            let sections = self.history.timeline.sections.iter().enumerate();
            for (at, section) in sections {
                let address = section_address(section);
                let feed = format!("{address}feed.atom");
                pages.push(PageId::new(feed, PageSubject::SectionFeed(at)));
                pages.push(PageId::new(address, PageSubject::SectionHistory(at)));
            }
        }
        let own = self.site.pages.iter().enumerate();
        pages.extend(own.map(|(at, page)| PageId::new(&page.address, PageSubject::Page(at))));
        self.request(&mut pages);
        pages.push(PageId::new("/404.html", PageSubject::NotFound));
        let sitemaps = self.sitemaps().into_iter().enumerate();
        pages
            .extend(sitemaps.map(|(at, file)| PageId::new(file.address, PageSubject::Sitemap(at))));
        pages.push(PageId::new("/robots.txt", PageSubject::Robots));
        pages.push(PageId::new("/_headers", PageSubject::Headers));
        pages.push(PageId::new("/.nojekyll", PageSubject::NoJekyll));
        if self.site.signed_lock.is_some() {
            let files = SignedFile::ALL.into_iter();
            pages.extend(files.map(|file| PageId::new(file.address(), PageSubject::Signed(file))));
        }
        let files = self.site.static_files.iter().enumerate();
        pages.extend(
            files.map(|(at, file)| PageId::new(format!("/{}", file.path), PageSubject::Static(at))),
        );
        pages
    }

    /// Adds a version with its sources, rules and earlier editions; the version in force also at
    /// `/`.
    fn version(&self, at: usize, pages: &mut Vec<PageId>) {
        let version = &self.site.versions[at];
        let mut add = |address: String, subject| pages.push(PageId::new(address, subject));
        add(version.address(), PageSubject::Version(at));
        add(version.source_address(), PageSubject::VersionSource(at));
        for (part, text) in version.parts.iter().enumerate() {
            let version_at = at;
            add(
                version.part_address(text),
                PageSubject::Part {
                    version: version_at,
                    part,
                },
            );
            add(
                version.part_source_address(text),
                PageSubject::PartSource {
                    version: version_at,
                    part,
                },
            );
        }
        let since = self.site.changes_since(at);
        if since.is_some_and(|since| since == version.since_address()) {
            add(version.since_address(), PageSubject::Since(at));
        }
        if version.is_draft() {
            add(version.sign_off_address(), PageSubject::SignOff(at));
        }
        if version.rules.is_some() {
            add(version.rules_address(), PageSubject::Rules(at));
        }
        if version.state == State::InForce {
            add("/".to_owned(), PageSubject::Version(at));
        }
        for (number, amended) in version.amended.iter().enumerate() {
            for (text, (file, _)) in amended.texts.iter().enumerate() {
                add(
                    format!("{}{file}", amended.home),
                    PageSubject::AmendedSource {
                        version: at,
                        amended: number,
                        text,
                    },
                );
            }
            if !amended.texts.is_empty() {
                add(
                    amended.home.clone(),
                    PageSubject::Amended {
                        version: at,
                        amended: number,
                    },
                );
            }
        }
    }

    /// Adds the request page in every language, its single-file versions, and its other files.
    fn request(&self, pages: &mut Vec<PageId>) {
        let Some(form) = &self.form else { return };
        for (kind, id) in form.blank_letters() {
            for format in BlankFormat::ALL {
                let address = format!("/request/blank/{id}.{}", format.extension());
                pages.push(PageId::new(
                    address,
                    PageSubject::BlankLetter { kind, format },
                ));
            }
        }
        let others = self.site.config.languages.iter().map(Some);
        for language in std::iter::once(None).chain(others) {
            let address = language.map_or("/request/".to_owned(), |it| request_in(it));
            let offline = format!("{address}offline.html");
            pages.push(PageId::new(
                offline,
                PageSubject::OfflineRequest(language.cloned()),
            ));
            pages.push(PageId::new(
                address,
                PageSubject::Request(language.cloned()),
            ));
        }
        pages.push(PageId::new(DRAFT_SCHEMA, PageSubject::DraftSchema));
        if self.contexts.check().is_some() {
            pages.push(PageId::new("/request/check/", PageSubject::LetterCheck));
        }
    }
}
