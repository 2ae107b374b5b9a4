//! `version.toml`: metadata of a version that its text does not contain.

use super::files::File;
use super::spans::Spans;
use super::table;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use request_builder::answers::Date;
use schemars::JsonSchema;
use serde::Deserialize;

/// Metadata of a version. Every field is optional.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// A summary of the changes, by the maintainer.
    pub summary: Option<String>,
    /// The day of release, which may be long before the version is in force.
    pub released: Option<Date>,
    /// Redirects for anchors of earlier versions, which override the automatic comparison.
    pub moved: Vec<MovedAnchor>,
    /// Earlier versions, other than the previous one, with which a page compares this version.
    pub changes_from: Vec<String>,
    file: Option<(Source, Spans)>,
}

/// An anchor of an earlier version and the matching anchor of this one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MovedAnchor {
    /// The part after `#` in the earlier version's URL.
    pub from: String,
    /// The part after `#` in this version's URL.
    pub to: String,
}

/// The file as it is written.
#[derive(Deserialize, JsonSchema)]
#[schemars(title = "version.toml")]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawAbout {
    /// What changed since the version before, in a sentence or two for readers.
    summary: Option<String>,
    /// The day on which it was released: `2020-01-31`. `site-gen release` writes it.
    released: Option<String>,
    /// Anchors of earlier versions that have a different name in this one.
    #[serde(default)]
    moved: Vec<MovedAnchor>,
    /// Earlier versions, other than the previous one, with which a page compares this version.
    #[serde(default)]
    changes_from: Vec<String>,
}

impl About {
    /// The file, if it exists.
    pub fn source(&self) -> Option<&Source> {
        self.file.as_ref().map(|(source, _)| source)
    }

    /// The place of a key by its path: `moved[2].to`. `None` if the file does not exist.
    pub fn place(&self, path: &str) -> Option<Place> {
        let (source, spans) = self.file.as_ref()?;
        Some(Place::new(source, spans.get(path)))
    }
}

pub(super) fn read(file: &File, found: &mut Diagnostics) -> Option<About> {
    let source = file.read(found)?;
    let (written, spans) = table::read::<RawAbout>(&source, 0..source.text().len(), found)?;
    let at = |path: &str| Place::new(&source, spans.get(path));
    if written
        .summary
        .as_ref()
        .is_some_and(|summary| summary.trim().is_empty())
    {
        found.push(
            Diagnostic::error("the summary is empty")
                .at(at("summary"))
                .help("describe what changed in a sentence or two, or remove the line"),
        );
    }
    let released = written
        .released
        .as_deref()
        .map(|day| (day, Date::parse(day)));
    if let Some((day, None)) = released {
        found.push(
            Diagnostic::error(format!("`{day}` is not a day"))
                .at(at("released"))
                .help("write it as `released = \"2020-01-31\"`"),
        );
    }
    Some(About {
        summary: written.summary,
        released: released.and_then(|(_, day)| day),
        moved: written.moved,
        changes_from: written.changes_from,
        file: Some((source, spans)),
    })
}
