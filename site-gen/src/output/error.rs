//! What can be wrong with an output folder, and what to do about it.

use crate::diagnostic::{Diagnostic, Diagnostics, Exit};
use crate::file_path::MARKER;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was written. Whatever it is, the site that was there still stands.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The output folder is a link to somewhere else.
    #[error("the output folder `{}` is a symbolic link", .0.display())]
    Link(PathBuf),
    /// There is something else in its place.
    #[error("the output folder `{}` is a file", .0.display())]
    NotAFolder(PathBuf),
    /// It has no name or no folder above it, such as `/`.
    #[error("`{}` cannot be replaced as a whole", .0.display())]
    NoFolderOfItsOwn(PathBuf),
    /// Replacing it would replace what the site is made from.
    #[error("the output folder `{}` {relation} `{}`, which the site is made from", output.display(), source_folder.display())]
    Source {
        /// The output folder.
        output: PathBuf,
        /// How they lie to each other.
        relation: Relation,
        /// The folder that the site is made from.
        source_folder: PathBuf,
    },
    /// It holds files that `site-gen` did not put there.
    #[error("`{}` was not made by site-gen, so site-gen does not replace it", .0.display())]
    Foreign(PathBuf),
    /// Two files of the site would have the same path.
    #[error("two files of the site want to be `{0}`")]
    Twice(String),
    /// The file system refused.
    #[error("cannot {doing} `{}`: {source}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// How an output folder lies to a folder that must not be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They are the same.
    Is,
    /// The output folder is above it.
    Holds,
    /// The output folder is below it.
    Inside,
}

impl std::fmt::Display for Relation {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Is => "is",
            Self::Holds => "holds",
            Self::Inside => "is inside",
        })
    }
}

impl OutputError {
    /// An [`OutputError::Io`] in the making: `map_err(OutputError::io("write", path))`.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io {
            doing,
            path,
            source,
        }
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Link(_) | Self::NotAFolder(_) | Self::NoFolderOfItsOwn(_) | Self::Source { .. } => {
                "name another folder with `--output`".to_owned()
            }
            Self::Foreign(path) => format!(
                "name another folder with `--output`, or empty this one; if site-gen did make it and \
                 only the mark is lost, put it back: `touch {}`",
                path.join(MARKER).display()
            ),
            Self::Twice(_) => "give one of the pages another address".to_owned(),
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "make room on the disk and build again; the site that was there still stands"
                }
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "allow writing there, or name another folder with `--output`; the site that was there still stands"
                }
                _ => "the site that was there still stands; build again",
            }
            .to_owned(),
        }
    }
}

impl From<OutputError> for Diagnostic {
    fn from(error: OutputError) -> Self {
        let exit = match &error {
            OutputError::Twice(_) => Exit::Content,
            OutputError::NoFolderOfItsOwn(_) | OutputError::Source { .. } => Exit::Usage,
            OutputError::Link(_)
            | OutputError::NotAFolder(_)
            | OutputError::Foreign(_)
            | OutputError::Io { .. } => Exit::Files,
        };
        Diagnostic::error(error.to_string())
            .exiting(exit)
            .help(error.help())
    }
}

impl From<OutputError> for Diagnostics {
    fn from(error: OutputError) -> Self {
        Diagnostic::from(error).into()
    }
}
