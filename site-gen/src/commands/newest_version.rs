//! Finds the version that a new text follows.

use crate::content::{self, VersionId};
use std::path::Path;

/// The newest version that has a day.
pub(super) struct Newest {
    pub(super) id: String,
    pub(super) has_clauses: bool,
    pub(super) text: String,
}

pub(super) fn newest(site: &Path) -> Option<Newest> {
    let (content, _) = content::read_with_next(site);
    let content = content?;
    let versions = content.versions.iter();
    let version = versions
        .filter(|version| version.id != VersionId::Next)
        .max_by_key(|version| version.id)?;
    let id = version.id.to_string();
    let clauses = site
        .join("content/guidelines")
        .join(&id)
        .join("clauses.toml");
    Some(Newest {
        has_clauses: clauses.exists(),
        text: version.text.text().to_owned(),
        id,
    })
}
