//! `version.toml`: what a maintainer says about a version, which the text itself does not.

use super::files::File;
use super::spans::Spans;
use super::table;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use request_builder::answers::Date;
use schemars::JsonSchema;
use serde::Deserialize;

/// What is said about a version beside its text. All of it may be missing.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// What changed, in the maintainer's words.
    pub summary: Option<String>,
    /// The day on which it was released, which may be long before it is in force.
    pub released: Option<Date>,
    /// Where readers of a place in an earlier version are led, as far as the maintainer knows
    /// better than a comparison.
    pub moved: Vec<Moved>,
    /// Earlier versions, besides the one before it, that a page is to compare it with.
    pub changes_from: Vec<String>,
    file: Option<(Source, Spans)>,
}

/// A place of an earlier version, and the same place in this one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Moved {
    /// What stood after `#` in the earlier version's address.
    pub from: String,
    /// What stands after it in this one's.
    pub to: String,
}

/// The file as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Written {
    /// What changed since the version before, in a sentence or two for readers.
    summary: Option<String>,
    /// The day on which it was released: `2020-01-31`. `site-gen release` writes it.
    released: Option<String>,
    /// Anchors of earlier versions that are elsewhere in this one.
    #[serde(default)]
    moved: Vec<Moved>,
    /// Earlier versions, besides the one before it, that a page is to compare it with.
    #[serde(default)]
    changes_from: Vec<String>,
}

impl About {
    /// Where a key stands, by its path: `moved[2].to`. Nowhere, if there is no such file.
    pub fn place(&self, path: &str) -> Option<Place> {
        let (source, spans) = self.file.as_ref()?;
        Some(Place::new(source, spans.get(path)))
    }
}

pub(super) fn read(file: &File, found: &mut Diagnostics) -> Option<About> {
    let source = file.read(found)?;
    let (written, spans) = table::read::<Written>(&source, 0..source.text().len(), found)?;
    let at = |path: &str| Place::new(&source, spans.get(path));
    if written
        .summary
        .as_ref()
        .is_some_and(|summary| summary.trim().is_empty())
    {
        found.push(
            Diagnostic::error("the summary has no words")
                .at(at("summary"))
                .help("say in a sentence or two what changed, or take the line out"),
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
