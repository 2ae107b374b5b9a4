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

mod lock;
pub mod rules;

pub use lock::{Edition, Lock, Locked, LockedFile, RulesState};

use crate::diagnostic::Source;
use std::collections::BTreeMap;

/// The release files in `content/`.
#[derive(Clone, Debug, Default)]
pub struct Releases {
    /// The lock with its source, if there is one.
    pub lock: Option<(Lock, Source)>,
    /// Copies of released texts and rules, by path below `releases/`: `2020-01-31/1/guidelines.md`,
    /// `2020-01-31/rules/1.json`.
    pub kept: BTreeMap<String, Source>,
    /// The version that `site-gen release` is correcting: its differences from the lock are not
    /// reported.
    pub correcting: Option<String>,
}

impl Releases {
    /// The copy of a file as of an edition of a version.
    pub fn kept(&self, version: &str, edition: u32, file: &str) -> Option<&Source> {
        self.kept.get(&format!("{version}/{edition}/{file}"))
    }
}
