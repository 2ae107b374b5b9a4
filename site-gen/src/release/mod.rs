//! Released texts, and the proof that they have not changed: `content/releases.lock`, and the
//! copies in `content/releases/`.
//!
//! # The digests
//!
//! Everything in the lock can be recomputed with `sha256sum`. All digests are SHA-256 in lowercase
//! hexadecimal.
//!
//! * A **file**: the digest of its bytes, without a byte order mark and with `\n` as line end, as
//!   the site publishes it: `sha256sum guidelines.md`.
//! * A **version** with one file: the digest of that file. With several files: the digest of the
//!   output of `sha256sum`, the files sorted by the bytes of their names: `sha256sum annex.md
//!   guidelines.md | sha256sum`.
//! * A **block** (a heading, paragraph, item, row): the digest of its text in UTF-8 without a line
//!   end, with markup removed, links replaced by their words, and white space collapsed: `printf %s
//!   'the text' | sha256sum`.
//! * The **rules**: the digest of the copy in `content/releases/<version>/rules/<revision>.json`,
//!   as the site publishes it: `sha256sum requests.json`. The copy holds the resolved rules, their
//!   clauses and the text of the letters, but no label of a page.
//! * The **settings**: the digest of `version.toml` and `clauses.toml` in the version's folder, as that of
//!   a version's texts: `sha256sum clauses.toml version.toml | sha256sum`, or that of the only file.
//!   A lock that was last written before settings were recorded has none.
//! * The **log** has a line for each release, amendment and correction: the digest of the line
//!   before it (64 zeros for the first), the day, the version, `text`, `rules` or `settings`, the number of
//!   the edition, revision or record, its digest, and the reason if there is one, with one space between them.
//!   The digest of a line: `printf %s 'the line' | sha256sum`.

mod lock;
mod log;
pub mod rules;

pub use lock::{Edition, Lock, Locked, LockedFile, RulesState, SettingsState};
pub(crate) use lock::{digest_of, is_plain};

use crate::diagnostic::{Diagnostic, Source};
use std::collections::BTreeMap;

/// The release files in `content/`.
#[derive(Clone, Debug, Default)]
pub struct Releases {
    /// The lock with its source, if there is one.
    pub lock: Option<(Lock, Source)>,
    /// Whether there is a lock that cannot be read.
    pub has_unreadable_lock: bool,
    /// Copies of released texts and rules, by path below `releases/`: `2020-01-31/1/guidelines.md`,
    /// `2020-01-31/rules/1.json`.
    pub kept: BTreeMap<String, Source>,
    /// `allowed_signers`: the keys that may sign the lock and the built site.
    pub signers: Option<Source>,
    /// `releases.lock.sig`: the SSH signature of the lock.
    pub signature: Option<Source>,
    /// The problem with the signature, if it is invalid or missing.
    pub signature_fault: Option<Diagnostic>,
    /// The entry that `site-gen release` is about to write into the lock.
    pub recording: Recording,
}

/// The file with the keys that may sign, in OpenSSH's format.
pub const SIGNERS: &str = "allowed_signers";

/// The lock with what others need to check its signature, as the site publishes them.
#[derive(Clone, Debug)]
pub struct SignedLock {
    /// `releases.lock`.
    pub lock: String,
    /// `releases.lock.sig`.
    pub signature: String,
    /// `allowed_signers`.
    pub signers: String,
}

/// The entry that `site-gen release` is about to write into the lock. Its differences from the lock are not
/// reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Recording {
    /// Nothing: another command is running.
    #[default]
    Nothing,
    /// The version of this day.
    Version(String),
    /// A correction of the version of this day. What has changed in others stays to be recorded.
    Correction(String),
    /// Every version without an entry.
    All,
    /// Nothing but a new signature of the lock as it is.
    Signature,
}

impl Releases {
    /// The entry of a version in the lock.
    pub(crate) fn locked(&self, date: &str) -> Option<&Locked> {
        self.lock.as_ref()?.0.version(date)
    }

    /// The lock with its signature, if it has one.
    pub(crate) fn signed(&self) -> Option<SignedLock> {
        Some(SignedLock {
            lock: self.lock.as_ref()?.1.text().to_owned(),
            signature: self.signature.as_ref()?.text().to_owned(),
            signers: self.signers.as_ref()?.text().to_owned(),
        })
    }

    /// The copies of editions and rules that are not in the lock: the version of each, and its path
    /// below `releases/`.
    pub(crate) fn unknown_copies(&self) -> Vec<(&str, String)> {
        let mut unknown = Vec::new();
        for path in self.kept.keys() {
            let mut parts = path.splitn(3, '/');
            let (Some(date), Some(kind)) = (parts.next(), parts.next()) else {
                unknown.push((path.as_str(), path.clone()));
                continue;
            };
            let Some(file) = parts.next() else {
                unknown.push((date, path.clone()));
                continue;
            };
            let locked = self.locked(date);
            let (is_known, copy) = if kind == "rules" {
                let rules = locked.map(|locked| locked.rules.as_slice());
                let mut rules = rules.unwrap_or_default().iter();
                (
                    rules.any(|it| rules::name(date, it.revision) == *path),
                    path.clone(),
                )
            } else {
                let editions = locked.map(|locked| locked.editions.as_slice());
                let mut editions = editions.unwrap_or_default().iter();
                let edition = editions.find(|edition| edition.number.to_string() == kind);
                let is_file = edition.is_some_and(|it| it.files.iter().any(|it| it.name == file));
                let copy = match edition {
                    Some(_) => path.clone(),
                    None => format!("{date}/{kind}/"),
                };
                (is_file, copy)
            };
            if !is_known && unknown.last().is_none_or(|(_, last)| *last != copy) {
                unknown.push((date, copy));
            }
        }
        unknown
    }

    /// The copy of a file as of an edition of a version.
    pub fn kept(&self, version: &str, edition: u32, file: &str) -> Option<&Source> {
        self.kept.get(&format!("{version}/{edition}/{file}"))
    }
}
