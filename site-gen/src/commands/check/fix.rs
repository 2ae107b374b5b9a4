//! Applies the corrections of which only one is possible, for `site-gen check --fix`.

use crate::commands::write::write;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Applies what can be applied to the files of a site. Returns each corrected line as `file:line`.
/// A line with several errors is corrected once; check again for the others.
pub(super) fn apply(folder: &Path, found: &Diagnostics) -> Result<Vec<String>, Diagnostic> {
    let lock = fs::read_to_string(folder.join("content/releases.lock")).unwrap_or_default();
    let mut files: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
    for place in found
        .sorted()
        .into_iter()
        .filter_map(|it| it.place.as_deref())
    {
        let name = place.source.name();
        if place.fix.is_some() && !is_released(name, &lock) {
            files.entry(name).or_default().push(place);
        }
    }
    let mut done = Vec::new();
    for places in files.values() {
        done.extend(correct(folder, places)?);
    }
    Ok(done)
}

/// Corrects one file, unless it has changed since it was read.
fn correct(folder: &Path, places: &[&Place]) -> Result<Vec<String>, Diagnostic> {
    let Some(source) = places.first().map(|place| &place.source) else {
        return Ok(Vec::new());
    };
    let path = folder.join(source.name());
    let written =
        fs::read_to_string(&path).map_err(|error| Diagnostic::files("read", &path, error))?;
    let has_mark = written.starts_with('\u{feff}');
    let has_returns = written.contains("\r\n");
    let plain = written.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    if plain != source.text() {
        return Ok(Vec::new());
    }
    let mut fixes: Vec<_> = places
        .iter()
        .filter_map(|place| Some((place, place.fix.as_ref()?)))
        .collect();
    fixes.sort_by_key(|(_, fix)| fix.lines.start);
    fixes.dedup_by(|(_, later), (_, earlier)| later.lines.start < earlier.lines.end);
    let mut text = plain;
    for (_, fix) in fixes.iter().rev() {
        text.replace_range(fix.lines.clone(), &fix.corrected);
    }
    if has_returns {
        text = text.replace('\n', "\r\n");
    }
    if has_mark {
        text.insert(0, '\u{feff}');
    }
    write(&path, &text)?;
    let corrected = fixes.iter().map(|(place, _)| place.file_and_line());
    Ok(corrected.collect())
}

/// Whether a file belongs to a released version, whose text must not change.
pub(super) fn is_released(name: &str, lock: &str) -> bool {
    let rest = name.strip_prefix("content/guidelines/");
    let version = rest.and_then(|rest| rest.split('/').next());
    version.is_some_and(|version| lock.contains(&format!("date = \"{version}\"")))
}
