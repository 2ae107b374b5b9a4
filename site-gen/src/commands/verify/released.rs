//! What the lock, and the texts and rules in the site, say of the releases. Pages are compared with it.

use super::files::SiteFiles;
use super::links::{Mailboxes, addresses_in, mailboxes_in};
use super::lists;
use super::surroundings::MIN_DIGEST_LENGTH;
use crate::diagnostic::Source;
use crate::digest::{self, digest};
use crate::html::{self, Options};
use crate::markdown::{Document, Settings};
use crate::release::{Lock, Locked, LockedFile, rules};
use request_builder::rulebook::{self, Rulebook};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Released<'a> {
    pub(super) files: &'a SiteFiles,
    pub(super) lock: &'a Lock,
    /// The day for which the site is checked.
    pub(super) today: String,
    pub(super) in_force: Option<&'a Locked>,
    /// The rules of the version in force.
    pub(super) rules: Option<Rulebook>,
    /// The address of the site, as its feed has it. Empty without a feed.
    pub(super) base: String,
    /// The name of the list of versions, which ends with that of the site.
    pub(super) site_name: String,
    /// The places in released versions, to which links may lead: `2020-01-31/annex/#fees`.
    pub(super) places: BTreeSet<String>,
    /// The blocks of all texts: `fees`, `annex/fees`.
    pub(super) anchors: BTreeSet<String>,
    /// The title of each version's text.
    pub(super) titles: BTreeMap<String, String>,
    /// The words of the texts that look like a digest.
    pub(super) quoted: BTreeSet<String>,
    /// The mailboxes in the texts and rules.
    mailboxes: BTreeSet<String>,
    /// The addresses at other sites to which the texts link.
    pub(super) addresses: BTreeSet<String>,
}

impl<'a> Released<'a> {
    pub(super) fn new(files: &'a SiteFiles, lock: &'a Lock, today: String) -> Self {
        let mut newest_first = lock.versions.iter().rev();
        let in_force = newest_first.find(|version| version.date <= today);
        let feed = files.page("feed.atom").ok();
        let base = feed.and_then(|feed| lists::base_of(&feed.tree));
        let list = files.page("versions/index.html").ok();
        let mut released = Self {
            files,
            lock,
            today,
            in_force,
            rules: None,
            base: base.unwrap_or_default(),
            site_name: list.map(|it| lists::name_of(&it.tree)).unwrap_or_default(),
            places: BTreeSet::new(),
            anchors: BTreeSet::new(),
            titles: BTreeMap::new(),
            quoted: BTreeSet::new(),
            mailboxes: BTreeSet::new(),
            addresses: BTreeSet::new(),
        };
        for version in &lock.versions {
            released.read(version);
        }
        released.rules = in_force.and_then(|version| released.rules_of(version));
        released
    }

    /// Collects what the texts and rules of a version have.
    fn read(&mut self, version: &Locked) {
        for (file, path, is_latest) in sources_of(version) {
            self.collect_places(version, file, is_latest);
            let text = self.files.text(&path).ok();
            let Some(text) = text.filter(|text| digest(text) == file.digest) else {
                continue;
            };
            let shown = digest::shown(&[text.as_str()], MIN_DIGEST_LENGTH);
            self.quoted.extend(shown);
            self.mailboxes.extend(mailboxes_in(&text));
            let source = Source::new(path, text);
            let read = |raw_html| {
                let settings = Settings {
                    raw_html,
                    ..Settings::default()
                };
                Document::read(&source, &settings).0
            };
            if is_latest && file.name == "guidelines.md" {
                let title = read(false).title;
                self.titles
                    .extend(title.map(|title| (version.date.clone(), title)));
            }
            let html = read(true).html_on_page(&Options::default());
            self.addresses.extend(addresses_in(&html::document(&html)));
        }
        let rules = format!("versions/{}/requests.json", version.date);
        let rules = self.files.text(&rules).unwrap_or_default();
        self.mailboxes.extend(mailboxes_in(&rules));
        let reasons = version.reasons().flat_map(mailboxes_in);
        self.mailboxes.extend(reasons);
    }

    fn collect_places(&mut self, version: &Locked, file: &LockedFile, is_latest: bool) {
        let folder = match file.name.trim_end_matches(".md") {
            "guidelines" => String::new(),
            part => format!("{part}/"),
        };
        let blocks = file.blocks.iter().filter_map(|line| line.split_once(' '));
        for (_, anchor) in blocks {
            self.anchors.insert(format!("{folder}{anchor}"));
            if is_latest {
                self.places
                    .insert(format!("{}/{folder}#{anchor}", version.date));
            }
        }
    }

    /// The rules of a version, with what letters say about its text, which the lock has in other places.
    fn rules_of(&self, version: &Locked) -> Option<Rulebook> {
        let date = &version.date;
        let path = format!("versions/{date}/requests.json");
        let mut rules = rules::read(&self.files.text(&path).ok()?).ok()?;
        rules.version = rulebook::Version {
            id: date.clone(),
            title: self.titles.get(date).cloned().unwrap_or_default(),
            url: format!("{}versions/{date}/", self.base),
            digest: version.digest().to_owned(),
        };
        Some(rules)
    }

    pub(super) fn mailboxes(&self) -> Option<Mailboxes<'_>> {
        let rules = self.rules.as_ref()?;
        Some(Mailboxes {
            own: &rules.organisation.mailbox,
            in_texts: &self.mailboxes,
        })
    }

    pub(super) fn is_in_force(&self, version: &Locked) -> bool {
        self.in_force.is_some_and(|it| it.date == version.date)
    }

    /// The versions that apply or applied.
    pub(super) fn up_to_today(&self) -> usize {
        let versions = self.lock.versions.iter();
        versions.filter(|it| it.date <= self.today).count()
    }
}

/// The texts of a version: each with the path of its source, and whether it is of the latest edition.
pub(super) fn sources_of(version: &Locked) -> impl Iterator<Item = (&LockedFile, String, bool)> {
    let later = (0..version.editions.len()).rev();
    let editions = version.editions.iter().zip(later);
    editions.flat_map(move |(edition, later)| {
        let folder = match later {
            0 => String::new(),
            _ => format!("amended/{}/", edition.number),
        };
        edition.files.iter().map(move |file| {
            let path = format!("versions/{}/{folder}{}", version.date, file.name);
            (file, path, later == 0)
        })
    })
}
