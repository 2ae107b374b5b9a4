//! Decides whether a folder may be used for output, before anything is written.

use super::{OutputError, Relation};
use crate::file_path::MARKER;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// An output folder that may be replaced: it is not a source of the site, and it does not exist, is
/// empty, or was created by `site-gen`.
#[derive(Debug)]
pub struct Destination {
    /// Its parent folder, with symbolic links resolved.
    parent: PathBuf,
    /// Its name in the parent folder.
    name: OsString,
}

impl Destination {
    /// Checks an output folder against the folders that the site is built from.
    ///
    /// `site` is the folder that contains `content/`. The output folder may be inside it, but must
    /// not be it or contain it. The output folder must not be, contain or be inside any of
    /// `sources`.
    ///
    /// # Errors
    ///
    /// If it must not be replaced, or cannot be inspected.
    pub fn new(output: &Path, site: &Path, sources: &[PathBuf]) -> Result<Self, OutputError> {
        let absolute = std::path::absolute(output).map_err(OutputError::io("find", output))?;
        let absolute = without_steps_up(&absolute)?;
        let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
            return Err(OutputError::NoFolderOfItsOwn(output.to_owned()));
        };
        let parent = real(parent)?;
        let destination = Self {
            parent,
            name: name.to_owned(),
        };
        destination.refuse_link(output)?;
        let path = destination.path();
        refuse_source(
            output,
            &path,
            &real(site)?,
            &[Relation::Is, Relation::Holds],
        )?;
        for source in sources {
            let all = [Relation::Is, Relation::Holds, Relation::Inside];
            refuse_source(output, &path, &real(source)?, &all)?;
        }
        destination.refuse_foreign(output)?;
        Ok(destination)
    }

    /// The output folder itself.
    pub fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// Its parent folder.
    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// A path next to the output folder, on the same file system, that nothing else uses.
    pub(super) fn beside(&self, what: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(".site-gen-");
        name.push(what);
        self.parent.join(name)
    }

    fn refuse_link(&self, shown: &Path) -> Result<(), OutputError> {
        match fs::symlink_metadata(self.path()) {
            Ok(meta) if meta.is_symlink() => Err(OutputError::Link(shown.to_owned())),
            Ok(meta) if !meta.is_dir() => Err(OutputError::NotAFolder(shown.to_owned())),
            Ok(_) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(OutputError::io("look at", shown)(error)),
        }
    }

    /// Checks again that the folder may be replaced.
    pub(super) fn refuse_foreign(&self, shown: &Path) -> Result<(), OutputError> {
        self.refuse_link(shown)?;
        if is_ours_or_empty(&self.path()).map_err(OutputError::io("look into", shown))? {
            Ok(())
        } else {
            Err(OutputError::Foreign(shown.to_owned()))
        }
    }
}

/// Whether a folder may be replaced: missing, empty, or marked by `site-gen`.
pub(super) fn is_ours_or_empty(folder: &Path) -> io::Result<bool> {
    let mut entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        other => other?,
    };
    let marker = fs::symlink_metadata(folder.join(MARKER));
    Ok(marker.is_ok_and(|meta| meta.is_file()) || entries.next().is_none())
}

fn refuse_source(
    shown: &Path,
    output: &Path,
    source: &Path,
    refused: &[Relation],
) -> Result<(), OutputError> {
    let relation = if output == source {
        Relation::Is
    } else if source.starts_with(output) {
        Relation::Holds
    } else if output.starts_with(source) {
        Relation::Inside
    } else {
        return Ok(());
    };
    if !refused.contains(&relation) {
        return Ok(());
    }
    Err(OutputError::Source {
        output: shown.to_owned(),
        relation,
        source_folder: source.to_owned(),
    })
}

/// Resolves symbolic links; parts that do not exist yet are kept.
fn real(path: &Path) -> Result<PathBuf, OutputError> {
    let absolute = std::path::absolute(path).map_err(OutputError::io("find", path))?;
    let mut missing: Vec<&OsStr> = Vec::new();
    let mut there = absolute.as_path();
    loop {
        match there.canonicalize() {
            Ok(found) => {
                return Ok(missing
                    .iter()
                    .rev()
                    .fold(found, |path, part| path.join(part)));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let (Some(above), Some(name)) = (there.parent(), there.file_name()) else {
                    return Err(OutputError::io("find", path)(error));
                };
                missing.push(name);
                there = above;
            }
            Err(error) => return Err(OutputError::io("look at", path)(error)),
        }
    }
}

/// Resolves `..` after symbolic links: `a/link/../dist` may not be `a/dist`. The folder before each
/// `..` must exist.
fn without_steps_up(path: &Path) -> Result<PathBuf, OutputError> {
    let mut followed = PathBuf::new();
    for part in path.components() {
        if part == Component::ParentDir {
            followed = followed
                .canonicalize()
                .map_err(OutputError::io("find", &followed))?;
            followed.pop();
        } else {
            followed.push(part);
        }
    }
    Ok(followed)
}
