//! Where finished files go.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::file_path::FilePath;
use std::collections::BTreeSet;

/// Takes finished files, one after the other.
pub trait Sink {
    /// Takes one file.
    ///
    /// # Errors
    ///
    /// When it cannot be kept.
    fn file(&mut self, path: &FilePath, content: &[u8]) -> Result<(), Diagnostics>;
}

/// Keeps no file: for finding out whether a site can be made.
#[derive(Debug, Default)]
pub struct NullSink {
    paths: BTreeSet<FilePath>,
}

impl Sink for NullSink {
    fn file(&mut self, path: &FilePath, _: &[u8]) -> Result<(), Diagnostics> {
        if self.paths.insert(path.clone()) {
            Ok(())
        } else {
            Err(twice(path).into())
        }
    }
}

/// Two files of the site have the same path.
fn twice(path: &FilePath) -> Diagnostic {
    Diagnostic::error(format!("two files of the site want to be `{path}`"))
        .help("give one of the pages another address")
}
