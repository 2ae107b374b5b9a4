//! Writes a file of the site, whole or not at all.

use crate::diagnostic::Diagnostic;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

/// Writes a temporary file and renames it, so that a crash cannot leave a truncated file.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let new = path.with_file_name(format!(".{name}.new"));
    let written = File::create(&new).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, path)
    });
    written.map_err(|error| Diagnostic::files("write", path, error))
}
