//! Finds and reads the two texts to compare.

use super::super::import::converted;
use crate::content::{self, Content, VersionId};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Source};
use crate::history::redline::{FileChange, Markdown};
use crate::import::Origin;
use crate::import::history::is_text;
use crate::markdown::{Document, Settings};
use crate::render::Theme;
use crate::site::{self, Site};
use crate::words::{Pages, Vocabulary};
use request_builder::answers::Date;
use request_builder::labels::Labels;
use request_builder::rules::Rules;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The two texts with the rules and words needed to compare them.
pub(super) struct Texts {
    pub(super) before: DiffInput,
    pub(super) after: DiffInput,
    /// The rules of both texts, if both have rules, and the labels of the later ones.
    pub(super) rules: Option<(Rules, Rules, Labels)>,
    pub(super) file_changes: Vec<FileChange>,
    pub(super) vocabulary: Vocabulary,
}

/// One of the two texts.
pub(super) struct DiffInput {
    /// The URL path of the version; empty for a file.
    home: String,
    document: Document,
    /// The additional documents of a version, by name.
    parts: Vec<(String, Document)>,
    rules: Option<(Rules, Labels)>,
}

impl<'a> From<&'a DiffInput> for Pages<'a> {
    fn from(text: &'a DiffInput) -> Self {
        let further = text.parts.iter();
        let further = further.map(|(name, document)| (name.as_str(), document));
        Self::new(&text.home, Some(&text.document), further)
    }
}

impl From<Markdown> for DiffInput {
    fn from(file: Markdown) -> Self {
        Self {
            home: String::new(),
            document: file.document,
            parts: Vec::new(),
            rules: None,
        }
    }
}

impl Texts {
    pub(super) fn read(site: &Path, before: &str, after: &str) -> Result<Self, Diagnostics> {
        let is_file = |name: &str| Path::new(name).is_file();
        let (content, found) = if is_file(before) && is_file(after) {
            (None, Diagnostics::new())
        } else {
            content::read_with_next(site)
        };
        let (theme, language) = match &content {
            Some(content) => (
                content.config.theme.as_str(),
                content.config.language.as_str(),
            ),
            None => ("default", "en"),
        };
        let vocabulary = {
            // Load the theme first, so that a missing or invalid theme is reported before its
            // messages are looked up.
            Theme::load(site, theme, language)?;
            content::vocabulary(site, theme, language)?
        };
        if let (true, true) = (is_file(before), is_file(after)) {
            let (before, after) = (file(before)?, file(after)?);
            return Ok(Self {
                file_changes: before.file_changes(&after),
                before: before.into(),
                after: after.into(),
                rules: None,
                vocabulary,
            });
        }
        // Errors in the rules are reported by `check`.
        let site = content
            .clone()
            .map(|content| site::examine(content, last_day()).0);
        let one = |name: &str| -> Result<DiffInput, Diagnostics> {
            let version = |content| version(content, site.as_ref(), name);
            if let Some(text) = content.as_ref().and_then(version) {
                return Ok(text);
            }
            if is_file(name) {
                return Ok(file(name)?.into());
            }
            Err(missing(name, content.as_ref(), &found))
        };
        let (mut before, mut after) = (one(before)?, one(after)?);
        Ok(Self {
            rules: before
                .rules
                .take()
                .zip(after.rules.take())
                .map(|((before, _), (after, labels))| (before, after, labels)),
            before,
            after,
            file_changes: Vec::new(),
            vocabulary,
        })
    }
}

/// The names of the newest version that has a date and of the draft `next`, which `diff` compares
/// if it gets no names.
///
/// # Errors
///
/// If the site has no draft, or no other version.
pub(super) fn newest_and_next(site: &Path) -> Result<(String, String), Diagnostics> {
    let (content, found) = content::read_with_next(site);
    let Some(content) = content else {
        return Err(found);
    };
    let ids = || content.versions.iter().map(|version| version.id);
    let newest = ids().filter(|id| *id != VersionId::Next).max();
    let draft = ids().find(|id| *id == VersionId::Next);
    match (newest, draft) {
        (Some(newest), Some(draft)) => Ok((newest.to_string(), draft.to_string())),
        (_, None) => Err(Diagnostic::error("this site has no draft to compare")
            .help("name two versions or files, or write a draft in `content/guidelines/next/`")
            .into()),
        (None, _) => Err(
            Diagnostic::error("there is no version to compare the draft with")
                .help("name two files")
                .into(),
        ),
    }
}

/// A day on which every version is in force, so that each is compared with the rules it was
/// released with.
fn last_day() -> Date {
    Date::new(9999, 12, 31).unwrap_or(Date::EPOCH)
}

fn version(content: &Content, site: Option<&Site>, name: &str) -> Option<DiffInput> {
    let version = content
        .versions
        .iter()
        .find(|version| version.id.to_string() == name)?;
    let home = format!("/versions/{name}/");
    // Errors in the text are reported by `check`.
    let read = |text: &Source, address: String| {
        let settings = Settings {
            address,
            raw_html: content.config.raw_html,
            ..Settings::default()
        };
        Document::read(text, &settings).0
    };
    let document = read(&version.text, home.clone());
    let parts = version.parts.iter();
    let parts = parts.map(|part| {
        let document = read(&part.text, format!("{home}{}", part.name));
        (part.name.clone(), document)
    });
    let parts = parts.collect();
    let rules = site.and_then(|site| {
        let mut versions = site.versions.iter();
        let resolved = versions.find(|version| version.id == name)?;
        let rules = resolved.rulebook.as_ref()?.rules.clone();
        Some((rules, resolved.own_labels().unwrap_or_default()))
    });
    Some(DiffInput {
        home,
        document,
        parts,
        rules,
    })
}

fn file(name: &str) -> Result<Markdown, Diagnostics> {
    let path = Path::new(name);
    let mut bytes = Vec::new();
    let read =
        File::open(path).and_then(|file| file.take(content::LIMIT + 1).read_to_end(&mut bytes));
    if let Err(error) = read {
        return Err(Diagnostic::files("read", path, error).into());
    }
    if bytes.len() as u64 > content::LIMIT {
        let million = content::LIMIT / 1_000_000;
        return Err(Diagnostic::error(format!(
            "`{name}` is larger than the limit of {million} MB"
        ))
        .help("compare the texts themselves")
        .into());
    }
    if is_other_format(path) {
        let converted = converted(name, &bytes, &Origin::default())?;
        return Ok(Markdown::read(name, &converted.text));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Diagnostic::error(format!("`{name}` is not UTF-8, from byte {at} on"))
            .help("save it as UTF-8")
    })?;
    Ok(Markdown::read(name, &text))
}

/// Whether a file has a format that is converted to Markdown first. Markdown itself is compared as
/// it was written.
fn is_other_format(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    let is_markdown = ["md", "markdown"].iter();
    let is_markdown = is_markdown
        .into_iter()
        .any(|known| ending.eq_ignore_ascii_case(known));
    !is_markdown && is_text(&path.to_string_lossy())
}

fn missing(name: &str, content: Option<&Content>, found: &Diagnostics) -> Diagnostics {
    let error = Diagnostic::error(format!(
        "`{name}` is neither a version of this site nor a file"
    ));
    let Some(content) = content else {
        let mut all: Diagnostics = error
            .help("give two files, or the folder of the site with `--site`")
            .into();
        all.extend(
            found
                .clone()
                .into_iter()
                .filter(|found| found.severity == Severity::Error),
        );
        return all;
    };
    let known: Vec<String> = content
        .versions
        .iter()
        .map(|version| format!("`{}`", version.id))
        .collect();
    let help = if known.is_empty() {
        "this site has no versions: give two files".to_owned()
    } else {
        format!("versions of this site: {}", known.join(", "))
    };
    error.help(help).into()
}
