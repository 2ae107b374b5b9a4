//! The data model of `releases.lock`, and how it is parsed and written.

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::digest::digest;
use crate::markdown::Document;
use crate::quoted::quoted;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// The format version that this program reads and writes.
const FORMAT: u32 = 1;

/// The contents of `releases.lock`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lock {
    format: u32,
    /// The released versions, oldest first.
    #[serde(default, rename = "version")]
    pub versions: Vec<Locked>,
}

/// A released version.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Locked {
    /// The day from which it applies, which is its name.
    pub date: String,
    /// Its text as released, then after each amendment.
    #[serde(rename = "edition")]
    pub editions: Vec<Edition>,
    /// Its rules as released, then after each correction.
    #[serde(default)]
    pub rules: Vec<RulesState>,
}

/// The text of a version, as released or as amended.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Edition {
    /// 1 for the original release, 2 after the first amendment.
    pub number: u32,
    /// The day on which it was released or amended.
    pub day: String,
    /// The reason for the amendment.
    pub reason: Option<String>,
    /// The digest of all its files; see [`crate::release`].
    pub digest: String,
    /// Its files, sorted by the bytes of their names.
    #[serde(rename = "file")]
    pub files: Vec<LockedFile>,
}

/// A file of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LockedFile {
    /// Its name in the version's folder.
    pub name: String,
    /// The digest of the file.
    pub digest: String,
    /// One line for each heading and block, in order: digest, space, anchor.
    pub blocks: Vec<String>,
}

/// A revision of a version's rules.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RulesState {
    /// The revision number printed on letters and stored in drafts.
    pub revision: u32,
    /// The day on which they were released or corrected.
    pub day: String,
    /// The reason for the correction.
    pub reason: Option<String>,
    /// The digest of the frozen copy of the rules.
    pub digest: String,
}

impl Default for Lock {
    fn default() -> Self {
        Self {
            format: FORMAT,
            versions: Vec::new(),
        }
    }
}

impl Lock {
    /// Parses a lock.
    ///
    /// # Errors
    ///
    /// If the file is not a lock, or has a later format.
    pub fn read(source: &Source) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::new();
        let refused = |found: &mut Diagnostics, message: String, place: Place| {
            found.push(
                Diagnostic::error(message)
                    .at(place)
                    .help("`site-gen release` writes this file, and nobody else should: take the last one that was right from your backups or from version control"),
            );
        };
        let read: Result<Self, _> = toml::from_str(source.text());
        match read {
            Ok(lock) if lock.format != FORMAT => {
                let message = format!(
                    "the lock has the format {}, and this program knows {FORMAT}",
                    lock.format
                );
                found.push(
                    Diagnostic::error(message)
                        .at(Place::new(source, 0..0))
                        .help("use the release of site-gen that wrote it, or a later one"),
                );
            }
            Ok(lock) => {
                for version in &lock.versions {
                    let in_order = (1..).zip(&version.editions);
                    if version.editions.is_empty()
                        || in_order
                            .into_iter()
                            .any(|(at, edition)| edition.number != at)
                    {
                        let message = format!(
                            "the editions of the version {} are not numbered from 1",
                            version.date
                        );
                        refused(&mut found, message, Place::new(source, 0..0));
                    }
                }
                if !found.has_errors() {
                    return Ok(lock);
                }
            }
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let message = format!("the lock cannot be read: {}", error.message());
                refused(&mut found, message, Place::new(source, span));
            }
        }
        Err(found)
    }

    /// The entry of a version.
    pub fn version(&self, date: &str) -> Option<&Locked> {
        self.versions.iter().find(|version| version.date == date)
    }

    /// The entry of a version, created if missing.
    pub fn entry(&mut self, date: &str) -> &mut Locked {
        let at = match self
            .versions
            .binary_search_by(|version| version.date.as_str().cmp(date))
        {
            Ok(at) => at,
            Err(at) => {
                let new = Locked {
                    date: date.to_owned(),
                    editions: Vec::new(),
                    rules: Vec::new(),
                };
                self.versions.insert(at, new);
                at
            }
        };
        &mut self.versions[at]
    }

    /// Serializes the lock: deterministic, one block per line.
    pub fn text(&self) -> String {
        let mut text = format!(
            "# What was released, digest by digest, so that nobody can change it unnoticed.\n\
             # `site-gen release` writes this file; do not edit it. Every digest is SHA-256: of a file what\n\
             # `sha256sum` prints, of a block what `printf %s 'its text as it reads' | sha256sum` prints.\n\
             format = {FORMAT}\n"
        );
        for version in &self.versions {
            let _ = write!(text, "\n[[version]]\ndate = {}\n", quoted(&version.date));
            for edition in &version.editions {
                edition.write(&mut text);
            }
            for rules in &version.rules {
                let _ = write!(
                    text,
                    "\n[[version.rules]]\nrevision = {}\nday = {}\n",
                    rules.revision,
                    quoted(&rules.day)
                );
                reason(&mut text, rules.reason.as_deref());
                let _ = writeln!(text, "digest = {}", quoted(&rules.digest));
            }
        }
        text
    }
}

impl Locked {
    /// The current edition.
    pub fn latest(&self) -> Option<&Edition> {
        self.editions.last()
    }
}

impl Edition {
    fn write(&self, text: &mut String) {
        let _ = write!(
            text,
            "\n[[version.edition]]\nnumber = {}\nday = {}\n",
            self.number,
            quoted(&self.day)
        );
        reason(text, self.reason.as_deref());
        let _ = writeln!(text, "digest = {}", quoted(&self.digest));
        for file in &self.files {
            let _ = write!(
                text,
                "\n[[version.edition.file]]\nname = {}\ndigest = {}\nblocks = [\n",
                quoted(&file.name),
                quoted(&file.digest)
            );
            for block in &file.blocks {
                let _ = writeln!(text, "  {},", quoted(block));
            }
            text.push_str("]\n");
        }
    }
}

impl LockedFile {
    /// Computes the digests of a file.
    pub fn of(name: &str, source: &str, document: &Document) -> Self {
        let mut blocks = Vec::new();
        for section in &document.sections {
            if section.level > 0 {
                blocks.push(format!("{} {}", digest(&section.title), section.anchor));
            }
            let own = document.blocks_of(section).iter();
            blocks.extend(own.map(|block| format!("{} {}", block.digest(), block.address)));
        }
        Self {
            name: name.to_owned(),
            digest: digest(source),
            blocks,
        }
    }
}

fn reason(text: &mut String, reason: Option<&str>) {
    if let Some(reason) = reason {
        let _ = writeln!(text, "reason = {}", quoted(reason));
    }
}
