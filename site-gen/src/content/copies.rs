//! Copies that a program made of a file: Syncthing's `x.sync-conflict-….md`, Dropbox's `x (Ana's
//! conflicted copy).md`, a browser's `x (1).md`, a file manager's `x - Kopie.md` or `Copy of x.md`.
//! They are refused, because a copy of a text would be published as a document of its own.

use super::files::File;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use std::collections::BTreeSet;

/// What Syncthing puts before the file extension.
const SYNCTHING: &str = ".sync-conflict-";

/// Reports the copies that sync programs made, and takes them out of a list of files. For files that are
/// published under any name, `terms 2026.pdf` is not a copy of `terms.pdf`.
pub(super) fn refuse_conflicts(files: &mut Vec<File>, found: &mut Diagnostics) {
    let is_conflict = |file: &File| {
        let name = last_part(&file.name).to_lowercase();
        name.contains(SYNCTHING) || name.contains("conflicted copy")
    };
    refuse_some(files, is_conflict, found);
}

/// Reports the copies, and takes them out of a list of files.
pub(super) fn refuse(files: &mut Vec<File>, found: &mut Diagnostics) {
    refuse_some(files, |_| true, found);
}

fn refuse_some(
    files: &mut Vec<File>,
    is_looked_at: impl Fn(&File) -> bool,
    found: &mut Diagnostics,
) {
    let names: BTreeSet<String> = files.iter().map(|file| file.name.clone()).collect();
    files.retain(|file| {
        let original = original_of(&file.name, &names).filter(|_| is_looked_at(file));
        let Some(original) = original else {
            return true;
        };
        let (original, copy) = (last_part(&original), last_part(&file.name));
        let error = Diagnostic::error(format!("`{copy}` is a copy of `{original}`"));
        found.push(error.at(Place::file(file.shown())).help(format!(
            "compare the two, keep what is right in `{original}`, and remove the copy; if it is not a copy, rename it without spaces and parentheses"
        )));
        false
    });
}

/// Infers the original's name from that of a copy. It works in any language: nothing is published under a
/// name with spaces, so the words before or after a space were added by whatever made the copy.
fn original_of(name: &str, names: &BTreeSet<String>) -> Option<String> {
    let (folder, file) = name
        .rsplit_once('/')
        .map_or(("", name), |(folder, file)| (&name[..=folder.len()], file));
    let (stem, extension) = file.rsplit_once('.')?;
    let full = |stem: &str| format!("{folder}{stem}.{extension}");
    if let Some((original, _)) = stem.split_once(SYNCTHING) {
        return Some(full(original));
    }
    let ends = stem.match_indices([' ', '(']).map(|(at, _)| &stem[..at]);
    let begins = stem.match_indices(' ').map(|(at, _)| &stem[at + 1..]);
    let stems = ends.chain(begins).map(|stem| stem.trim_end_matches(' '));
    // Dashes of `x - Copy` are not part of the name.
    let stems = stems.map(|stem| stem.trim_end_matches(" -"));
    let mut originals = stems.filter(|stem| !stem.is_empty()).map(full);
    originals.find(|original| names.contains(original))
}

fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_known_by_its_name() {
        let names = ["a/text.md", "text.md", "a/text annex.md", "en.toml"];
        let names = names.map(str::to_owned).into();
        for (copy, original) in [
            ("a/text.sync-conflict-20260302-101010-ABC.md", "a/text.md"),
            ("gone.sync-conflict-20260302-101010.md", "gone.md"),
            ("text (1).md", "text.md"),
            ("text(1).md", "text.md"),
            ("text 2.md", "text.md"),
            ("text - Kopie.md", "text.md"),
            ("text – Kopie (2).md", "text.md"),
            ("text copy.md", "text.md"),
            ("Cópia de text.md", "text.md"),
            ("a/text (Ana's conflicted copy 2026-03-02).md", "a/text.md"),
            ("en (In Konflikt stehende Kopie).toml", "en.toml"),
        ] {
            assert_eq!(
                original_of(copy, &names).as_deref(),
                Some(original),
                "{copy}"
            );
        }
        for other in [
            "text.md",
            "annex.md",
            "text-2.md",
            "text.de.md",
            "b (1).md",
            "no name",
        ] {
            assert_eq!(original_of(other, &names), None, "{other}");
        }
    }
}
