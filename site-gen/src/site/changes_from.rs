//! Resolves the earlier versions with which a maintainer wants a version compared.

use crate::content::{About, Version, VersionId, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics};
use std::collections::BTreeSet;

/// Their ids, newest first. Reports names of versions for which no comparison is possible. `all`
/// are the versions of the site, oldest first.
pub(super) fn resolve(
    about: &About,
    id: VersionId,
    all: &[Version],
    found: &mut Diagnostics,
) -> Vec<String> {
    if about.changes_from.is_empty() {
        return Vec::new();
    }
    let earlier: Vec<String> = all
        .iter()
        .filter(|version| version.id < id)
        .map(|version| version.id.to_string())
        .collect();
    let mut compared = BTreeSet::new();
    for (index, name) in about.changes_from.iter().enumerate() {
        let error = if !earlier.contains(name) {
            let error = Diagnostic::error(format!("`{name}` is not a version before {id}"));
            error.did_you_mean(
                nearest(name, earlier.iter().map(String::as_str)),
                "give the folder of an earlier version: `2020-01-31`",
            )
        } else if earlier.last() == Some(name) {
            Diagnostic::error(format!(
                "{name} is the version before {id}, which it is compared with anyway"
            ))
            .help("remove it")
        } else if compared.insert(name.clone()) {
            continue;
        } else {
            Diagnostic::error(format!("`{name}` occurs twice")).help("remove one of them")
        };
        found.push(match about.place(&format!("changes-from[{index}]")) {
            Some(place) => error.at(place),
            None => error,
        });
    }
    compared.into_iter().rev().collect()
}
