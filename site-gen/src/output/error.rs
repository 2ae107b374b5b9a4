//! Errors of the output folder, with what to do about them.

use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use crate::file_path::MARKER;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was written. The previous site is always left in place.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The output folder is a symbolic link.
    #[error("the output folder `{}` is a symbolic link", .0.display())]
    Link(PathBuf),
    /// The output path is a file.
    #[error("the output folder `{}` is a file", .0.display())]
    NotAFolder(PathBuf),
    /// The path has no name or no parent, such as `/`.
    #[error("`{}` cannot be replaced as a whole", .0.display())]
    NoFolderOfItsOwn(PathBuf),
    /// Replacing it would delete a source of the site.
    #[error("the output folder `{}` {relation} `{}`, which the site is made from", output.display(), source_folder.display())]
    Source {
        /// The folder that would be written.
        output: PathBuf,
        /// How the two folders overlap.
        relation: Relation,
        /// The folder that contains it, or that it contains.
        source_folder: PathBuf,
    },
    /// It contains files that `site-gen` did not write.
    #[error("`{}` was not made by site-gen, so site-gen does not replace it", .0.display())]
    Foreign(PathBuf),
    /// Two files of the site have the same path.
    #[error("two files of the site have the same path, `{0}`")]
    Twice(String),
    /// A file system error.
    #[error("cannot {doing} `{}`: {source}", path.display())]
    Io {
        /// The operation, a verb: `write`.
        doing: &'static str,
        /// The path it failed on.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

/// How the output folder overlaps a source folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They are the same folder.
    Is,
    /// The output folder contains it.
    Holds,
    /// The output folder is inside it.
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
    /// Builds an [`OutputError::Io`] for `map_err`: `map_err(OutputError::io("write", path))`.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io {
            doing,
            path,
            source,
        }
    }

    /// The help text of a diagnostic.
    pub fn help(&self) -> String {
        match self {
            Self::Link(_) | Self::NotAFolder(_) | Self::NoFolderOfItsOwn(_) | Self::Source { .. } => {
                "use another folder with `--output`".to_owned()
            }
            Self::Foreign(path) => format!(
                "use another folder with `--output`, or empty this one; if site-gen did make it and \
                 only the marker file is missing, restore it: `touch {}`",
                path.join(MARKER).display()
            ),
            Self::Twice(_) => "give one of the pages another address".to_owned(),
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "make room on the disk and build again; the previous site is unchanged"
                }
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "allow writing there, or use another folder with `--output`; the previous site is unchanged"
                }
                _ => "the previous site is unchanged; build again",
            }
            .to_owned(),
        }
    }
}

impl From<OutputError> for Diagnostic {
    fn from(error: OutputError) -> Self {
        let exit = match &error {
            OutputError::Twice(_) => ExitStatus::Content,
            OutputError::NoFolderOfItsOwn(_) | OutputError::Source { .. } => ExitStatus::Usage,
            OutputError::Link(_)
            | OutputError::NotAFolder(_)
            | OutputError::Foreign(_)
            | OutputError::Io { .. } => ExitStatus::Files,
        };
        Diagnostic::error(error.to_string())
            .with_exit_status(exit)
            .help(error.help())
    }
}

impl From<OutputError> for Diagnostics {
    fn from(error: OutputError) -> Self {
        Diagnostic::from(error).into()
    }
}
