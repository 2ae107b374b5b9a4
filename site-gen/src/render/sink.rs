//! The destination of finished files.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::file_path::FilePath;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

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
            Err(duplicate_path(path).into())
        }
    }
}

/// The bytes of a file, which it shares with what they are kept in. Cheap to clone.
#[derive(Clone)]
pub struct Content(Arc<dyn AsRef<[u8]> + Send + Sync>);

impl Content {
    pub(super) fn new(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Self {
        Self(Arc::new(bytes))
    }
}

impl From<Arc<String>> for Content {
    fn from(text: Arc<String>) -> Self {
        Self(text)
    }
}

impl Deref for Content {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        (*self.0).as_ref()
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self == **other
    }
}

impl Eq for Content {}

impl fmt::Debug for Content {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Content({} bytes)", self.len())
    }
}

/// Two files of the site have the same path.
pub(super) fn duplicate_path(path: &FilePath) -> Diagnostic {
    Diagnostic::error(format!(
        "two files of the site have the same path, `{path}`"
    ))
    .help("give one of the pages another address")
}
