//! What was released, and that it has not changed since: `content/releases.lock`, and the copies
//! of released texts in `content/releases/`.
//!
//! # The digests
//!
//! Everything in the lock can be recomputed with `sha256sum`. All digests are SHA-256 in small
//! hexadecimal letters.
//!
//! * A **file**: of its bytes, after a byte order mark at its beginning was taken out and line ends
//!   were made `\n`, which is how the site publishes it: `sha256sum guidelines.md`.
//! * A **version**: that of its only file. Of several, that of what `sha256sum` prints for all of
//!   them in the order of their names' bytes: `sha256sum annex.md guidelines.md | sha256sum`.
//! * A **block** (a heading, paragraph, item, row): of its text as it reads, in UTF-8, without a
//!   line end: markup resolved, links as their words, white space folded. It is what
//!   `printf %s 'the text' | sha256sum` prints.
//! * The **rules**: of the copy in `content/releases/<version>/rules/<revision>.json`, which is how
//!   the site publishes them: `sha256sum requests.json`. The copy holds the rules as they were
//!   resolved, with their clauses and the text of the letters, and no label of a page.

mod lock;
pub mod rules;

pub use lock::{Edition, Lock, Locked, LockedFile, RulesState};

use crate::diagnostic::Source;
use std::collections::BTreeMap;

/// What `content/` says about releases.
#[derive(Clone, Debug, Default)]
pub struct Releases {
    /// The lock and its file, if there is one.
    pub lock: Option<(Lock, Source)>,
    /// The copies of released texts and rules, by their names below `releases/`:
    /// `2020-01-31/1/guidelines.md`, `2020-01-31/rules/1.json`.
    pub kept: BTreeMap<String, Source>,
    /// A version that is being corrected: what differs from its release is what it is about.
    pub correcting: Option<String>,
}

impl Releases {
    /// The copy of a file as it was in an edition of a version.
    pub fn kept(&self, version: &str, edition: u32, file: &str) -> Option<&Source> {
        self.kept.get(&format!("{version}/{edition}/{file}"))
    }
}
