//! Applies the corrections of which only one is possible, for `site-gen check --fix`.

use super::write::write;
use crate::diagnostic::{Diagnostic, Diagnostics, Source};
use std::fs;
use std::path::Path;

/// Applies what can be applied to the files of a site. Returns each corrected line as `file:line`.
/// A line with several errors is corrected once; check again for the others.
pub(super) fn apply(folder: &Path, found: &Diagnostics) -> Result<Vec<String>, Diagnostic> {
    let lock = fs::read_to_string(folder.join("content/releases.lock")).unwrap_or_default();
    let mut done = Vec::new();
    let mut open: Vec<&Diagnostic> = found.sorted();
    open.retain(|it| it.fix.is_some());
    while let Some(source) = open.first().and_then(|first| first.place.as_ref()) {
        let source = source.source.clone();
        let is_here = |it: &&Diagnostic| {
            let place = it.place.as_ref();
            place.is_some_and(|place| place.source.name() == source.name())
        };
        let (here, others): (Vec<_>, Vec<_>) = open.into_iter().partition(is_here);
        open = others;
        if !is_released(source.name(), &lock) {
            done.extend(correct(folder, &source, &here)?);
        }
    }
    Ok(done)
}

/// Corrects one file, unless it has changed since it was read.
fn correct(
    folder: &Path,
    source: &Source,
    found: &[&Diagnostic],
) -> Result<Vec<String>, Diagnostic> {
    let path = folder.join(source.name());
    let written =
        fs::read_to_string(&path).map_err(|error| Diagnostic::files("read", &path, error))?;
    let has_mark = written.starts_with('\u{feff}');
    let has_returns = written.contains("\r\n");
    let plain = written.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    if plain != source.text() {
        return Ok(Vec::new());
    }
    let mut fixes: Vec<_> = found.iter().filter_map(|it| it.fix.as_deref()).collect();
    fixes.sort_by_key(|fix| fix.lines.start);
    fixes.dedup_by(|later, earlier| later.lines.start < earlier.lines.end);
    let mut text = plain;
    for fix in fixes.iter().rev() {
        text.replace_range(fix.lines.clone(), &fix.corrected);
    }
    if has_returns {
        text = text.replace('\n', "\r\n");
    }
    if has_mark {
        text.insert(0, '\u{feff}');
    }
    write(&path, &text)?;
    let at = |fix: &&crate::diagnostic::Fix| {
        format!("{}:{}", source.name(), source.line(fix.lines.start))
    };
    Ok(fixes.iter().map(at).collect())
}

/// Whether a file belongs to a released version, whose text must not change.
fn is_released(name: &str, lock: &str) -> bool {
    let rest = name.strip_prefix("content/guidelines/");
    let version = rest.and_then(|rest| rest.split('/').next());
    version.is_some_and(|version| lock.contains(&format!("date = \"{version}\"")))
}
