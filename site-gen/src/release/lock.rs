//! The data model of `releases.lock`, and how it is parsed and written.

use super::log;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::digest::{digest, is_digest};
use crate::markdown::{Document, falsifying};
use crate::quoted::quoted;
use request_builder::answers::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt::Write as _;

/// The format that this program reads and writes. Format 1, of programs before the first release, had
/// no log: reading it would let anyone remove the log and rewrite the history.
const FORMAT: u32 = 2;

/// The contents of `releases.lock`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lock {
    format: u32,
    /// Every release, amendment and correction, in the order in which they were made; see
    /// [`crate::release`].
    #[serde(default)]
    log: Vec<String>,
    /// The released versions, oldest first.
    #[serde(default, rename = "version")]
    pub versions: Vec<Locked>,
}

/// What the lock says about a released version.
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
    /// The files beside its text as released, then after each correction. A lock has them for all
    /// versions or, if no release was made since they are recorded, for none.
    #[serde(default)]
    pub settings: Vec<SettingsState>,
}

/// `version.toml` and `clauses.toml` of a version, as released or as corrected.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SettingsState {
    /// 1 for the first record, 2 after the first correction.
    pub number: u32,
    /// The day on which they were recorded.
    pub day: String,
    /// The reason for the correction.
    pub reason: Option<String>,
    /// The digest of the files; see [`crate::release`].
    pub digest: String,
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
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RulesState {
    /// The revision number printed on letters and stored in drafts.
    pub revision: u32,
    /// The day on which they were released or corrected.
    pub day: String,
    /// The reason for the correction.
    pub reason: Option<String>,
    /// The fingerprint (SHA-256) of the frozen copy of the rules.
    pub digest: String,
}

impl Default for Lock {
    fn default() -> Self {
        Self {
            format: FORMAT,
            log: Vec::new(),
            versions: Vec::new(),
        }
    }
}

impl Lock {
    /// Parses a lock.
    ///
    /// # Errors
    ///
    /// If the file is not a lock, has another format, or contradicts itself.
    pub fn read(source: &Source) -> Result<Self, Diagnostics> {
        const OURS: &str = "`site-gen release` writes this file: do not edit it; restore the last valid copy from your backups or from version control";
        let read: Result<Self, _> = toml::from_str(source.text());
        let lock = read.map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            Diagnostic::error(format!("the lock cannot be read: {}", error.message()))
                .at(Place::new(source, span))
                .help(OURS)
        })?;
        if lock.format != FORMAT {
            let message = format!(
                "the lock has the format {}, but this program reads only {FORMAT}",
                lock.format
            );
            let help = if lock.format < FORMAT {
                "a lock of that format has no log, so nothing shows whether its history was changed: \
                 restore the last lock with a log from your backups or from version control"
            } else {
                "use the release of site-gen that wrote it, or a later one"
            };
            return Err(Diagnostic::error(message)
                .at(Place::new(source, 0..0))
                .help(help)
                .into());
        }
        let mut found = Diagnostics::new();
        for contradiction in lock.contradictions() {
            found.push(
                Diagnostic::error(contradiction)
                    .at(Place::new(source, 0..0))
                    .help(OURS),
            );
        }
        if found.has_errors() {
            Err(found)
        } else {
            Ok(lock)
        }
    }

    /// Contradictions within the lock.
    fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        for pair in self.versions.windows(2) {
            let [before, after] = pair else { continue };
            if before.date == after.date {
                found.push(format!("the lock has two entries of {}", after.date));
            } else if before.date > after.date {
                found.push(format!(
                    "the lock has {} after {}: its versions are not in order",
                    after.date, before.date
                ));
            }
        }
        found.extend(self.versions.iter().flat_map(Locked::contradictions));
        let mut without = self.versions.iter().filter(|it| it.settings.is_empty());
        if let Some(version) = without.next().filter(|_| self.has_settings()) {
            found.push(format!(
                "the lock has no fingerprint of the settings of {}, but those of other versions",
                version.date
            ));
        }
        if found.is_empty() {
            found.extend(log::check(&self.log, &self.entries()).err());
        }
        found
    }

    /// Whether the files beside the texts are recorded. They are not in a lock of an earlier program.
    pub fn has_settings(&self) -> bool {
        self.versions.iter().any(|it| !it.settings.is_empty())
    }

    /// One line for each release, amendment and correction, by day.
    fn entries(&self) -> Vec<String> {
        let mut entries: Vec<_> = self
            .versions
            .iter()
            .flat_map(|version| {
                let editions = version.editions.iter().map(|edition| {
                    let words = log::entry(
                        &edition.day,
                        &version.date,
                        ("text", edition.number),
                        &edition.digest,
                        edition.reason.as_deref(),
                    );
                    (&edition.day, &version.date, 0, edition.number, words)
                });
                let rules = version.rules.iter().map(|rules| {
                    let words = log::entry(
                        &rules.day,
                        &version.date,
                        ("rules", rules.revision),
                        &rules.digest,
                        rules.reason.as_deref(),
                    );
                    (&rules.day, &version.date, 1, rules.revision, words)
                });
                let settings = version.settings.iter().map(|settings| {
                    let words = log::entry(
                        &settings.day,
                        &version.date,
                        ("settings", settings.number),
                        &settings.digest,
                        settings.reason.as_deref(),
                    );
                    (&settings.day, &version.date, 2, settings.number, words)
                });
                editions.chain(rules).chain(settings)
            })
            .collect();
        entries.sort();
        entries.into_iter().map(|(.., words)| words).collect()
    }

    /// The log with the entries that are new since the lock was read.
    fn log(&self) -> Vec<String> {
        log::with(&self.log, &self.entries())
    }

    /// The digest of the last line of the log, on which all lines before it depend, or `None` if
    /// nothing was released.
    pub fn head(&self) -> Option<String> {
        self.log.last().map(digest)
    }

    /// Whether everything in an earlier copy of this lock is still in it, in the same order.
    pub fn continues(&self, earlier: &Self) -> bool {
        let now = self.entries();
        let all = earlier.entries().iter().all(|entry| now.contains(entry));
        all && self.log().starts_with(&earlier.log)
    }

    /// The first version with something that was done after a day, and when. An imported text counts as
    /// released on the day from which it applies, which may be announced and still to come.
    pub fn done_after(&self, day: &str) -> Option<(&str, &str)> {
        self.versions.iter().find_map(|version| {
            let editions = version.editions.iter();
            let editions = editions.filter(|it| it.number > 1 || it.day != version.date);
            let editions = editions.map(|it| &it.day);
            let rules = version.rules.iter().map(|it| &it.day);
            let settings = version.settings.iter().map(|it| &it.day);
            let mut days = editions.chain(rules).chain(settings);
            let later = days.find(|it| it.as_str() > day)?;
            Some((version.date.as_str(), later.as_str()))
        })
    }

    /// All digests in the lock, also those that a reason quotes, in lower case.
    pub(crate) fn digests(&self) -> HashSet<String> {
        let text = self.text().to_ascii_lowercase();
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        words
            .filter(|word| is_digest(word))
            .map(str::to_owned)
            .collect()
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
                    settings: Vec::new(),
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
             format = {FORMAT}\n\n\
             # Every release, amendment and correction. Each line begins with the SHA-256 of the line before it,\n\
             # `printf %s 'the line' | sha256sum`: a line cannot be changed without changing all after it.\n\
             log = [\n"
        );
        for line in self.log() {
            let _ = writeln!(text, "  {},", quoted(&line));
        }
        text.push_str("]\n");
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
            for settings in &version.settings {
                let _ = write!(
                    text,
                    "\n[[version.settings]]\nnumber = {}\nday = {}\n",
                    settings.number,
                    quoted(&settings.day)
                );
                reason(&mut text, settings.reason.as_deref());
                let _ = writeln!(text, "digest = {}", quoted(&settings.digest));
            }
        }
        text
    }
}

impl Locked {
    /// The edition in force: the text after its last amendment.
    pub fn latest(&self) -> Option<&Edition> {
        self.editions.last()
    }

    /// The digest of its text in force.
    pub(crate) fn digest(&self) -> &str {
        self.latest().map_or("", |edition| edition.digest.as_str())
    }

    /// The reasons for its amendments and corrections.
    pub(crate) fn reasons(&self) -> impl Iterator<Item = &str> {
        let editions = self.editions.iter().map(|edition| &edition.reason);
        let rules = self.rules.iter().map(|rules| &rules.reason);
        let settings = self.settings.iter().map(|settings| &settings.reason);
        editions
            .chain(rules)
            .chain(settings)
            .filter_map(Option::as_deref)
    }

    /// Records the files beside the text, unless they are recorded as they are. A first record has no
    /// reason.
    pub fn record_settings(&mut self, digest: &str, day: Date, reason: Option<&str>) -> bool {
        let last = self.settings.last();
        if last.is_some_and(|last| last.digest == digest) {
            return false;
        }
        self.settings.push(SettingsState {
            number: last.map_or(1, |last| last.number + 1),
            day: day.to_string(),
            reason: last.and(reason).map(str::to_owned),
            digest: digest.to_owned(),
        });
        true
    }

    fn contradictions(&self) -> Vec<String> {
        let date = &self.date;
        let mut found = Vec::new();
        // `site-gen verify` prints them, and the lock may come from anybody.
        let editions = self.editions.iter().map(|edition| &edition.day);
        let rules = self.rules.iter().map(|rules| &rules.day);
        let settings = self.settings.iter().map(|settings| &settings.day);
        for day in [date]
            .into_iter()
            .chain(editions)
            .chain(rules)
            .chain(settings)
        {
            if Date::parse(day).is_none() {
                found.push(format!("the lock has `{day}` where a date is expected"));
            }
        }
        // Pages show them.
        if self.reasons().any(|reason| !is_plain(reason)) {
            found.push(format!(
                "a reason in the entry of {date} has an invisible or control character"
            ));
        }
        let editions = self.editions.iter().map(|edition| edition.number);
        if self.editions.is_empty() || !editions.eq((1..).take(self.editions.len())) {
            found.push(format!(
                "the editions of the version {date} are not numbered from 1"
            ));
        }
        let revisions = self.rules.iter().map(|rules| rules.revision);
        if !revisions.eq((1..).take(self.rules.len())) {
            found.push(format!(
                "the revisions of the rules of {date} are not numbered from 1"
            ));
        }
        for rules in &self.rules {
            if !is_digest(&rules.digest) {
                let revision = rules.revision;
                found.push(format!(
                    "the fingerprint of the rules of {date}, revision {revision}, is not a SHA-256"
                ));
            }
        }
        let numbers = self.settings.iter().map(|settings| settings.number);
        if !numbers.eq((1..).take(self.settings.len())) {
            found.push(format!("the settings of {date} are not numbered from 1"));
        }
        if (self.settings.iter()).any(|settings| !is_digest(&settings.digest)) {
            found.push(format!(
                "a fingerprint of the settings of {date} is not a SHA-256"
            ));
        }
        for edition in &self.editions {
            found.extend(edition.contradiction(date));
        }
        found
    }
}

impl Edition {
    /// Contradictions within an edition.
    fn contradiction(&self, date: &str) -> Option<String> {
        let number = self.number;
        let sorted = self.files.is_sorted_by(|a, b| a.name < b.name);
        if !sorted || !self.files.iter().any(|file| file.name == "guidelines.md") {
            return Some(format!(
                "the files of {date}, edition {number}, are not sorted, or `guidelines.md` is missing"
            ));
        }
        let is_path = |name: &str| {
            let mut parts = name.split('/');
            is_plain(name) && parts.all(|part| !part.is_empty() && !part.starts_with('.'))
        };
        if let Some(file) = self.files.iter().find(|file| !is_path(&file.name)) {
            return Some(format!(
                "{:?} of {date}, edition {number}, is not the name of a text",
                file.name
            ));
        }
        for file in &self.files {
            let blocks = file.blocks.iter().map(|block| block.split_once(' '));
            let is_block = |block: Option<(&str, &str)>| {
                block.is_some_and(|(digest, address)| is_digest(digest) && !address.is_empty())
            };
            if !is_digest(&file.digest) || !blocks.into_iter().all(is_block) {
                return Some(format!(
                    "the fingerprints of `{}` of {date}, edition {number}, are not all SHA-256",
                    file.name
                ));
            }
        }
        let files = self.files.iter();
        let computed = digest_of(files.map(|file| (file.name.as_str(), file.digest.as_str())));
        (computed != self.digest).then(|| {
            format!(
                "the fingerprint of {date}, edition {number}, is not that of its files, which is {computed}"
            )
        })
    }

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

/// Whether words that pages and terminals show have no control character, and none that turns or hides
/// others.
pub(crate) fn is_plain(words: &str) -> bool {
    !words.contains(char::is_control) && falsifying(words).is_empty()
}

/// The digest of a version from those of its files; see [`crate::release`].
pub(crate) fn digest_of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut files: Vec<(&str, &str)> = files.into_iter().collect();
    files.sort_unstable();
    if let [(_, digest)] = files[..] {
        return digest.to_owned();
    }
    let lines = files
        .iter()
        .map(|(name, digest)| format!("{digest}  {name}\n"));
    digest(lines.collect::<String>())
}

fn reason(text: &mut String, reason: Option<&str>) {
    if let Some(reason) = reason {
        let _ = writeln!(text, "reason = {}", quoted(reason));
    }
}

#[cfg(test)]
mod tests {
    use super::{Edition, Lock, LockedFile, RulesState};
    use crate::diagnostic::Source;
    use crate::digest::digest;

    /// A lock that agrees with itself, whatever its version is called.
    fn lock(date: &str, day: &str) -> String {
        let mut lock = Lock::default();
        let entry = lock.entry(date);
        entry.editions.push(Edition {
            number: 1,
            day: day.to_owned(),
            reason: None,
            digest: digest("x"),
            files: vec![LockedFile {
                name: "guidelines.md".to_owned(),
                digest: digest("x"),
                blocks: Vec::new(),
            }],
        });
        entry.rules.push(RulesState {
            revision: 1,
            day: day.to_owned(),
            reason: None,
            digest: digest("y"),
        });
        lock.text()
    }

    /// `site-gen verify` would print it, and a terminal would run it.
    #[test]
    fn a_version_and_what_was_done_to_it_have_days() {
        let day = "2020-01-31";
        assert!(Lock::read(&Source::new("lock", lock(day, day))).is_ok());
        for (date, day) in [("\u{1b}[2J2020-01-31", day), (day, "2020-02-30"), ("", day)] {
            let text = lock(date, day);
            let found = Lock::read(&Source::new("lock", text)).expect_err("no lock");
            assert!(
                found.plain().contains("where a date is expected"),
                "{}",
                found.plain()
            );
        }
    }
}
