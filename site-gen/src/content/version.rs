//! The folders of `guidelines/`: one a version, named by its date.

use super::Drafts;
use super::about::{self, About};
use super::address::PageAddress;
use super::files::File;
use super::requests::{self, Requests};
use super::translation::{self, Translation};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use request_builder::answers::Date;
use std::collections::BTreeMap;
use std::fmt;

/// The name of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VersionId {
    /// The day from which it applies.
    Dated(Date),
    /// The one in the making.
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

/// One version, as it was read.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its name.
    pub id: VersionId,
    /// Its text.
    pub text: Source,
    /// Further texts of it, each on a page of its own, by their names.
    pub parts: Vec<Part>,
    /// What the maintainer says about it.
    pub about: About,
    /// Its rules, if it has any. They are missing too if they could not be read; then that was
    /// found.
    pub requests: Option<Requests>,
    /// Words for its rules in other languages.
    pub translations: Vec<Translation>,
}

/// A text of a version besides `guidelines.md`.
#[derive(Clone, Debug)]
pub struct Part {
    /// The name of its file in the version's folder without `.md`: `annex/forms`.
    pub name: String,
    /// The text.
    pub text: Source,
}

/// What is in `guidelines/`.
#[derive(Default)]
pub(super) struct Folders {
    named: BTreeMap<String, Files>,
}

#[derive(Default)]
struct Files {
    text: Option<File>,
    parts: BTreeMap<String, File>,
    about: Option<File>,
    requests: Option<File>,
    translations: BTreeMap<String, File>,
}

impl Folders {
    /// There is a folder of that name.
    pub(super) fn folder(&mut self, name: &str) {
        self.named.entry(name.to_owned()).or_default();
    }

    /// There is a file in it, or below it. Hands back one that no version is made of.
    pub(super) fn file(&mut self, folder: &str, name: &str, file: File) -> Result<(), File> {
        let part = name.strip_suffix(".md");
        let language = translation::language_of(name);
        let files = self.named.entry(folder.to_owned()).or_default();
        match (name, part, language) {
            ("guidelines.md", _, _) => files.text = Some(file),
            ("version.toml", _, _) => files.about = Some(file),
            ("requests.toml", _, _) => files.requests = Some(file),
            (_, Some(part), _) => drop(files.parts.insert(part.to_owned(), file)),
            (_, _, Some(language)) => drop(files.translations.insert(language.to_owned(), file)),
            (_, None, None) => return Err(file),
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
            if id == VersionId::Next && drafts == Drafts::LeftOut {
                continue;
            }
            versions.extend(read(name, id, files, found));
        }
        versions.sort_by_key(|version| version.id);
        if self.named.is_empty() {
            found.push(
                Diagnostic::error("there is no version of the guidelines")
                    .help("put the text into `content/guidelines/<date>/guidelines.md`, with a date such as `2020-01-31`"),
            );
        }
        versions
    }
}

fn read(name: &str, id: VersionId, files: &Files, found: &mut Diagnostics) -> Option<Version> {
    let Some(text) = &files.text else {
        found.push(
            Diagnostic::error(format!("the version `{name}` has no text"))
                .at(Place::file(format!("content/guidelines/{name}/")))
                .help("put it into a file `guidelines.md` in that folder"),
        );
        return None;
    };
    let requests = files
        .requests
        .as_ref()
        .and_then(|file| requests::read(file, found));
    let translations = files
        .translations
        .iter()
        .filter_map(|(language, file)| translation::read(language, file, found))
        .collect();
    let about = files
        .about
        .as_ref()
        .and_then(|file| about::read(file, found));
    let text = text_of(text, found)?;
    let parts = files
        .parts
        .iter()
        .filter_map(|(name, file)| part(name, file, found))
        .collect();
    Some(Version {
        id,
        text,
        parts,
        about: about.unwrap_or_default(),
        requests,
        translations,
    })
}

/// A text, which begins with what is to be read.
fn text_of(file: &File, found: &mut Diagnostics) -> Option<Source> {
    let text = file.read(found)?;
    if let Some(fence) = ["---", "+++"]
        .into_iter()
        .find(|fence| text.text().starts_with(&format!("{fence}\n")))
    {
        found.push(
            Diagnostic::error("the guidelines begin with front matter, which would be published")
                .at(Place::new(&text, 0..fence.len()))
                .help("take it out: the version's date is the name of its folder, its title the first heading"),
        );
    }
    Some(text)
}

/// Folders of a version's address that are not there for its parts.
const RESERVED: [&str; 3] = ["amended", "changes", "changes-from"];

fn part(name: &str, file: &File, found: &mut Diagnostics) -> Option<Part> {
    let at = || Place::file(file.shown());
    if let Err(reason) = PageAddress::parse(&format!("/{name}/")) {
        found.push(
            Diagnostic::error(format!(
                "`{name}.md` would stand at an address that {reason}"
            ))
            .at(at())
            .help("name the file in small letters, digits and dashes: `annex-a.md`"),
        );
        return None;
    }
    let first = name.split('/').next().unwrap_or(name);
    // Beside the page of `x.md` stands the file itself, so nothing else may be called that.
    let is_file = |folder: &str| matches!(folder.rsplit_once('.'), Some((_, "md" | "json")));
    if name.split('/').any(is_file) {
        found.push(
            Diagnostic::error(format!("`{name}.md` has a part that is called like a file"))
                .at(at())
                .help("leave out the ending in the middle: `annex-a.md`"),
        );
        return None;
    }
    if RESERVED.contains(&first) {
        found.push(
            Diagnostic::error(format!(
                "`{name}.md` would stand where site-gen puts what it makes of a version"
            ))
            .at(at())
            .help(format!("give it another name than `{first}`")),
        );
        return None;
    }
    Some(Part {
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
    let numbers: Option<Vec<i32>> = name
        .split(['-', '.', '_', '/', ' '])
        .map(|part| part.parse().ok())
        .collect();
    Err(match numbers.as_deref() {
        Some(&[year, month, day]) => {
            let date = u8::try_from(month).ok().zip(u8::try_from(day).ok());
            match date.and_then(|(month, day)| Date::new(year, month, day)) {
                Some(date) => Diagnostic::error(format!("`{name}` is not how a version is named"))
                    .help(format!("name the folder `{date}`")),
                None => Diagnostic::error(format!("`{name}` is a day that does not exist"))
                    .help("name the folder by the day from which the text applies, such as `2020-01-31`"),
            }
        }
        _ => Diagnostic::error(format!("`{name}` is not the name of a version"))
            .help("name the folder by the day from which the text applies, such as `2020-01-31`, or `next`"),
    })
}
