//! The folders of `guidelines/`: one per version, named by its date.

use super::Drafts;
use super::about::{self, About};
use super::address::PageAddress;
use super::clauses::Clauses;
use super::files::{File, normalised};
use super::request::Layer;
use crate::diagnostic::{Diagnostic, Diagnostics, Name, Place, Source};
use crate::digest::digest;
use crate::markdown::without_comments;
use crate::parallel::in_parallel;
use crate::release::digest_of;
use request_builder::answers::Date;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fmt;

/// The identifier of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VersionId {
    /// The day from which it applies.
    Dated(Date),
    /// The draft in the folder `next`.
    Next,
}

impl fmt::Display for VersionId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dated(date) => date.fmt(out),
            Self::Next => out.write_str("next"),
        }
    }
}

/// A version, as read.
#[derive(Clone, Debug)]
pub struct Version {
    /// The name of the version's folder.
    pub id: VersionId,
    /// Its `guidelines.md`.
    pub text: Source,
    /// Its additional documents, each on a page of its own, by name.
    pub parts: Vec<Annex>,
    /// The maintainer's metadata.
    pub about: About,
    /// The sentences that rules cite, if the version has a request form. Also `None` if the file is
    /// invalid, which has been reported.
    pub clauses: Option<Clauses>,
    /// Whether the file of the clauses is invalid.
    pub has_invalid_clauses: bool,
    /// The rules, labels and letters that differ from the site's.
    pub layer: Layer,
}

impl Version {
    /// The digest of the files beside the text; see [`crate::release`].
    pub fn settings_digest(&self) -> String {
        let clauses = self.clauses.as_ref().map(|it| it.source.text());
        settings_digest(self.about.source().map(Source::text), clauses)
    }
}

/// The digest of `version.toml` and `clauses.toml`.
pub fn settings_digest(about: Option<&str>, clauses: Option<&str>) -> String {
    let files = [("clauses.toml", clauses), ("version.toml", about)];
    let files = files.map(|(name, text)| Some((name, digest(normalised(text?.to_owned())))));
    let files: Vec<_> = files.into_iter().flatten().collect();
    digest_of(files.iter().map(|(name, digest)| (*name, digest.as_str())))
}

/// A document of a version other than `guidelines.md`.
#[derive(Clone, Debug)]
pub struct Annex {
    /// Its path in the version's folder, without `.md`: `annex/forms`.
    pub name: String,
    /// The Markdown of the annex.
    pub text: Source,
}

/// The files of `guidelines/`.
#[derive(Default)]
pub(super) struct Folders {
    named: BTreeMap<String, VersionFiles>,
}

#[derive(Default)]
struct VersionFiles {
    text: Option<File>,
    parts: BTreeMap<String, File>,
    about: Option<File>,
    clauses: Option<File>,
    layer: BTreeMap<String, File>,
}

impl Folders {
    /// Adds a folder.
    pub(super) fn folder(&mut self, name: &str) {
        self.named.entry(name.to_owned()).or_default();
    }

    /// Adds a file. Returns it if it does not belong to a version.
    pub(super) fn file(&mut self, folder: &str, name: &str, file: File) -> Result<(), File> {
        let part = name.strip_suffix(".md");
        let files = self.named.entry(folder.to_owned()).or_default();
        match (name, part) {
            ("guidelines.md", _) => files.text = Some(file),
            ("version.toml", _) => files.about = Some(file),
            ("clauses.toml", _) => files.clauses = Some(file),
            ("rules.toml" | "letter-check.toml", _) => {
                files.layer.insert(name.to_owned(), file);
            }
            _ if is_of_layer(name) => drop(files.layer.insert(name.to_owned(), file)),
            (_, Some(part)) => drop(files.parts.insert(part.to_owned(), file)),
            (_, None) => return Err(file),
        }
        Ok(())
    }

    /// Reads every version, oldest first.
    pub(super) fn read(self, drafts: Drafts, found: &mut Diagnostics) -> Vec<Version> {
        let mut versions = Vec::new();
        for (name, files) in &self.named {
            let id = match id_of(name) {
                Ok(id) => id,
                Err(error) => {
                    found.push(error.at(Place::file(format!("content/guidelines/{name}/"))));
                    continue;
                }
            };
            if id == VersionId::Next && drafts == Drafts::Exclude {
                continue;
            }
            versions.extend(read(name, id, files, found));
        }
        versions.sort_by_key(|version| version.id);
        versions
    }

    /// Whether there is no folder of a version.
    pub(super) fn is_empty(&self) -> bool {
        self.named.is_empty()
    }
}

/// Reports that a site has neither guidelines nor a home page.
pub(super) fn no_guidelines() -> Diagnostic {
    Diagnostic::error("there is no version of the guidelines")
        .help("add the text as `content/guidelines/<date>/guidelines.md`, with a date such as `2020-01-31`")
        .help("for a site without guidelines, write its first page in `content/pages/index.md`")
}

fn read(
    name: &str,
    id: VersionId,
    files: &VersionFiles,
    found: &mut Diagnostics,
) -> Option<Version> {
    let Some(text) = &files.text else {
        let error = Diagnostic::error(format!("the version `{name}` has no text"));
        let meant = (files.parts.keys()).find(|part| part.to_lowercase().starts_with("guideline"));
        let help = match meant {
            Some(part) => format!("rename `{part}.md` to `guidelines.md`"),
            None => "add it as `guidelines.md` in that folder".to_owned(),
        };
        let place = Place::file(format!("content/guidelines/{name}/"));
        found.push(error.at(place).help(help));
        return None;
    };
    let clauses = files.clauses.as_ref();
    let clauses = clauses
        .and_then(|file| file.read(found))
        .and_then(|source| {
            let (clauses, more) = Clauses::parse(source);
            found.extend(more);
            clauses
        });
    let mut layer = Layer::default();
    for (name, file) in &files.layer {
        match file.read(found) {
            Some(source) => layer.add(name, source, found),
            None => layer.lacks_a_file = true,
        }
    }
    let about = files
        .about
        .as_ref()
        .and_then(|file| about::read(file, found));
    let text = text_of(text, found)?;
    if text.text().trim().is_empty() {
        found.push(
            Diagnostic::error(format!("the text of the version `{name}` is empty"))
                .at(Place::new(&text, 0..0))
                .help("write the guidelines in it, starting with their title: `# Guidelines`"),
        );
        return None;
    }
    let lines: HashSet<&str> = lines(&text).collect();
    let parts: Vec<_> = files.parts.iter().collect();
    let parts = in_parallel(&parts, |(name, file)| {
        let mut found = Diagnostics::new();
        let part = part(name, file, &mut found);
        if let Some(part) = &part {
            found.extend(nearly_the_text(part, &lines));
        }
        (part, found)
    });
    let parts = parts.into_iter().filter_map(|(part, more)| {
        found.extend(more);
        part
    });
    let parts = parts.collect();
    Some(Version {
        id,
        text,
        parts,
        about: about.unwrap_or_default(),
        has_invalid_clauses: files.clauses.is_some()
            && clauses.as_ref().is_none_or(|clauses| clauses.is_partial),
        clauses,
        layer,
    })
}

fn lines(text: &Source) -> impl Iterator<Item = &str> {
    text.text()
        .lines()
        .map(str::trim)
        .filter(|it| !it.is_empty())
}

/// Reports a document that has most of its lines from the guidelines themselves: an older or edited copy of
/// them, which would be published and released beside the text.
fn nearly_the_text(part: &Annex, text: &HashSet<&str>) -> Option<Diagnostic> {
    let (mut all, mut shared) = (0, 0);
    for line in lines(&part.text) {
        all += 1;
        shared += usize::from(text.contains(line));
    }
    if shared < 3 || shared * 4 < all * 3 {
        return None;
    }
    let name = &part.name;
    let warning = Diagnostic::warning(
        Name::CopyOfGuidelines,
        format!("`{name}.md` has nearly the same text as `guidelines.md`"),
    );
    let warning = warning.at(Place::new(&part.text, 0..0));
    Some(
        warning.help(
            "if it is a copy, remove it: every other `*.md` is published as a page of its own",
        ),
    )
}

/// A text without HTML comments, which are published neither on the page nor in the Markdown file.
fn text_of(file: &File, found: &mut Diagnostics) -> Option<Source> {
    let text = file.read(found)?;
    Some(match without_comments(text.text()) {
        Cow::Borrowed(_) => text,
        Cow::Owned(without) => Source::new(text.name(), without),
    })
}

/// Whether a file of a version belongs to its layer of labels and letters.
fn is_of_layer(name: &str) -> bool {
    let folder = name.split_once('/').map(|(folder, _)| folder);
    matches!(folder, Some("labels" | "letters")) && super::request::is_of_layer(name)
}

/// Subfolders of a version's address that its documents cannot use.
const RESERVED: [&str; 3] = ["amended", "changes", "changes-from"];

fn part(name: &str, file: &File, found: &mut Diagnostics) -> Option<Annex> {
    let at = || Place::file(file.shown());
    if let Err(reason) = PageAddress::parse(&format!("/{name}/")) {
        found.push(
            Diagnostic::error(format!("`{name}.md` would have an address that {reason}"))
                .at(at())
                .help("use lower-case letters, digits and dashes in the name: `annex-a.md`"),
        );
        return None;
    }
    let first = name.split('/').next().unwrap_or(name);
    // The file `x.md` is published next to its page, so no document may have that path.
    let is_file = |folder: &str| matches!(folder.rsplit_once('.'), Some((_, "md" | "json")));
    if name.split('/').any(is_file) {
        found.push(
            Diagnostic::error(format!("`{name}.md` has two file extensions"))
                .at(at())
                .help("leave out the first one: `annex-a.md`"),
        );
        return None;
    }
    if RESERVED.contains(&first) {
        found.push(
            Diagnostic::error(format!(
                "`{name}.md` would have an address that site-gen itself uses"
            ))
            .at(at())
            .help(format!("give it another name than `{first}`")),
        );
        return None;
    }
    Some(Annex {
        name: name.to_owned(),
        text: text_of(file, found)?,
    })
}

fn id_of(name: &str) -> Result<VersionId, Diagnostic> {
    if name == "next" {
        return Ok(VersionId::Next);
    }
    if let Some(date) = Date::parse(name) {
        return Ok(VersionId::Dated(date));
    }
    let trimmed = name.trim();
    if trimmed != name && (trimmed == "next" || Date::parse(trimmed).is_some()) {
        let error = Diagnostic::error(format!("`{name}` is not a version name"));
        return Err(error.help(format!("rename the folder to `{trimmed}`, without blanks")));
    }
    if let Some(original) = version_copied_in(name) {
        let error = Diagnostic::error(format!("`{name}` is not a version name"));
        return Err(error.help(format!(
            "if it is a copy of the folder `{original}`, keep what is right there, and remove the copy; if not, name it after the date from which the text applies, such as `2020-01-31`, or `next`"
        )));
    }
    let numbers: Option<Vec<i32>> = name
        // Word processors replace hyphens by dashes.
        .split(['-', '.', '_', '/', ' ', '–', '—', '‑', '−'])
        .map(|part| part.parse().ok())
        .collect();
    Err(match numbers.as_deref() {
        Some(&[first, second, year]) if first <= 31 && year > 31 => {
            // `01.03.2026` is 1 March in most countries, and 3 January in the United States.
            let days = [(second, first), (first, second)].into_iter().filter_map(|(month, day)| {
                let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
                Date::new(year, month, day)
            });
            let mut days: Vec<String> = days.map(|day| format!("`{day}`")).collect();
            days.dedup();
            let error = Diagnostic::error(format!("`{name}` is not a version name"));
            if days.is_empty() {
                error.help("name the folder after the date from which the text applies, such as `2020-01-31`")
            } else {
                error.help(format!("rename the folder to {}", days.join(" or ")))
            }
        }
        Some(&[year, month, day]) => {
            let date = u8::try_from(month).ok().zip(u8::try_from(day).ok());
            match date.and_then(|(month, day)| Date::new(year, month, day)) {
                Some(date) => Diagnostic::error(format!("`{name}` is not a version name"))
                    .help(format!("rename the folder to `{date}`")),
                None => Diagnostic::error(format!("`{name}` is a day that does not exist"))
                    .help("name the folder after the date from which the text applies, such as `2020-01-31`"),
            }
        }
        _ => Diagnostic::error(format!("`{name}` is not a version name"))
            .help("name the folder after the date from which the text applies, such as `2020-01-31`, or `next`"),
    })
}

/// The version at the start of the name of a copied folder: `2026-03-01 - Kopie`, `next (1)`.
fn version_copied_in(name: &str) -> Option<&str> {
    let rest = |version: &&str| name[version.len()..].starts_with([' ', '(', '.']);
    let dated = name.get(..10).filter(|day| Date::parse(day).is_some());
    dated
        .or(name.get(..4).filter(|it| *it == "next"))
        .filter(rest)
}
