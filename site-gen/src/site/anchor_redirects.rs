//! Resolves the maintainer's redirects for anchors of earlier versions.

use super::Annex;
use crate::content::{About, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::Document;
use std::collections::{BTreeMap, BTreeSet};

/// Old anchor to new place. Reports targets that do not exist in this version.
pub(super) fn resolve(
    about: &About,
    document: &Document,
    parts: &[Annex],
    found: &mut Diagnostics,
) -> BTreeMap<String, String> {
    if about.moved.is_empty() {
        return BTreeMap::new();
    }
    let mut places: BTreeSet<String> = document.anchors().map(str::to_owned).collect();
    for part in parts {
        let here = |anchor: &str| format!("{}/#{anchor}", part.name);
        places.extend(part.document.anchors().map(here));
    }
    let mut bound = BTreeMap::new();
    for (index, moved) in about.moved.iter().enumerate() {
        let (from, to) = (bare(&moved.from), bare(&moved.to));
        let mut complain = |key: &str, error: Diagnostic| {
            let place = about.place(&format!("moved[{index}].{key}"));
            found.push(match place {
                Some(place) => error.at(place),
                None => error,
            });
        };
        if !places.contains(to) {
            let error = Diagnostic::error(format!("this version has no anchor `{to}`"));
            complain(
                "to",
                error.did_you_mean(
                    nearest(to, places.iter().map(String::as_str)),
                    "copy the part after `#` in its address",
                ),
            );
        } else if bound.insert(from.to_owned(), to.to_owned()).is_some() {
            let error = Diagnostic::error(format!("the old anchor `{from}` has two redirects"));
            complain("from", error.help("remove one of them"));
        }
    }
    bound
}

/// An anchor, without `#` if it was copied with it.
fn bare(place: &str) -> &str {
    place.strip_prefix('#').unwrap_or(place)
}
