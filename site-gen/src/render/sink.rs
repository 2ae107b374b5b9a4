//! The destination of finished files.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::file_path::FilePath;
use std::collections::{BTreeMap, BTreeSet};

/// Receives finished files one by one.
pub trait Sink {
    /// Receives one file.
    ///
    /// # Errors
    ///
    /// If it cannot be stored.
    fn file(&mut self, path: &FilePath, content: &[u8]) -> Result<(), Diagnostics>;
}

/// Discards all files: for checking whether a site can be built.
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

/// Keeps all files in memory, by path: for showing a site without writing it.
#[derive(Debug, Default)]
pub struct MemorySink {
    /// The bytes of each file.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Sink for MemorySink {
    fn file(&mut self, path: &FilePath, content: &[u8]) -> Result<(), Diagnostics> {
        let before = self.files.insert(path.to_string(), content.to_owned());
        if before.is_none() {
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
