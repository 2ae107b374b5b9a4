//! The folder in which a new site is built.

use super::lock::Lock;
use super::{Destination, OutputError, destination, exchange};
use crate::diagnostic::Diagnostics;
use crate::digest::digest;
use crate::file_path::{FilePath, MARKER, SUMS, SUMS_SIGNATURE, is_listed};
use crate::render::Sink;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A new site, built next to the output folder. If it is dropped before [`Staging::publish`], its
/// folder is removed.
#[derive(Debug)]
pub struct Staging {
    destination: Destination,
    folder: PathBuf,
    /// Every file written so far, with its SHA-256 in hexadecimal.
    written: BTreeMap<FilePath, String>,
    /// The folders created so far, so that each is created only once.
    folders: BTreeSet<PathBuf>,
    bytes: u64,
    /// The number of signatures written, which `SHA256SUMS` does not list.
    signatures: usize,
    /// Whether the user's mask gives new files the permissions that they should have, as most do.
    /// Then none have to be set, which is a quarter of the system calls.
    is_mask_right: bool,
    _lock: Lock,
}

/// Statistics of a published site.
#[derive(Debug)]
pub struct PublishStats {
    /// The number of files, including the list of checksums and its signature.
    pub files: usize,
    /// Their total size in bytes.
    pub bytes: u64,
    /// The error because of which the exchange may be lost in a power cut.
    pub sync_error: Option<OutputError>,
}

impl Sink for Staging {
    fn file(&mut self, path: &FilePath, content: &[u8]) -> Result<(), Diagnostics> {
        Ok(self.write(path, content)?)
    }
}

impl Staging {
    /// Starts a build: waits for other builds, removes what killed builds left behind, and creates
    /// an empty folder next to the output folder. `waiting` is called once if another build is
    /// running.
    ///
    /// # Errors
    ///
    /// If the parent folder is not writable, or the output folder must no longer be replaced.
    pub fn begin(destination: Destination, waiting: impl FnOnce()) -> Result<Self, OutputError> {
        let parent = destination.parent();
        fs::create_dir_all(parent).map_err(OutputError::io("create", parent))?;
        let lock = Lock::take(&destination.beside("lock"), waiting)?;
        destination.refuse_foreign(&destination.path())?;
        Self::open(destination, lock)
    }

    /// Removes what killed builds left behind and creates an empty folder with the marker file.
    fn open(destination: Destination, lock: Lock) -> Result<Self, OutputError> {
        let (new, old) = (destination.beside("new"), destination.beside("old"));
        exchange::recover(&destination.path(), &old)?;
        for leftover in [&new, &old] {
            remove(leftover)?;
        }
        fs::create_dir(&new).map_err(OutputError::io("create", &new))?;
        let mut staging = Self {
            destination,
            folder: new.clone(),
            written: BTreeMap::new(),
            folders: BTreeSet::new(),
            bytes: 0,
            signatures: 0,
            is_mask_right: has_mode(&new, FOLDER),
            _lock: lock,
        };
        staging.permit(&staging.folder, FOLDER)?;
        staging.write_file(Path::new(MARKER), MARKER_TEXT.as_bytes())?;
        Ok(staging)
    }

    /// Writes one file.
    ///
    /// # Errors
    ///
    /// If a file of that path was written before, or on a file system error.
    pub fn write(&mut self, path: &FilePath, content: &[u8]) -> Result<(), OutputError> {
        let is_ours = [SUMS, SUMS_SIGNATURE, MARKER].contains(&path.as_str());
        if is_ours || self.written.contains_key(path) {
            return Err(OutputError::Twice(path.to_string()));
        }
        self.write_file(&path.to_path(), content)?;
        self.written.insert(path.clone(), digest(content));
        self.bytes += content.len() as u64;
        Ok(())
    }

    /// The content of `SHA256SUMS`: the checksums of the files written so far, to be signed.
    pub fn sums(&self) -> String {
        let written = self.written.iter();
        checksums(written.map(|(path, digest)| (path.as_str(), digest.as_str())))
    }

    /// Writes the signature of [`Staging::sums`], after which no other file may be written. Returns
    /// where it is, so that it can be checked before the site is published.
    ///
    /// # Errors
    ///
    /// On a file system error.
    pub fn write_signature(&mut self, signature: &str) -> Result<PathBuf, OutputError> {
        self.write_file(Path::new(SUMS_SIGNATURE), signature.as_bytes())?;
        self.bytes += signature.len() as u64;
        self.signatures += 1;
        Ok(self.folder.join(SUMS_SIGNATURE))
    }

    /// Writes the checksums, syncs everything to disk, and replaces the old site in one step.
    ///
    /// # Errors
    ///
    /// On a file system error, or if the output folder must no longer be replaced. The previous
    /// site is left in place.
    pub fn publish(mut self) -> Result<PublishStats, OutputError> {
        let sums = self.sums();
        self.write_file(Path::new(SUMS), sums.as_bytes())?;
        sync_all(&self.folder)?;
        let target = self.destination.path();
        let old = self.destination.beside("old");
        // Check again: somebody may have put files into the folder while the site was rendered.
        self.destination.refuse_foreign(&target)?;
        exchange::exchange(&self.folder, &target, &old)?;
        let sync_error = sync_folder(self.destination.parent()).err();
        // The new site is in place. If the old one cannot be removed now, the next build removes
        // it.
        let _ = remove(&old);
        Ok(PublishStats {
            files: self.written.len() + 1 + self.signatures,
            bytes: self.bytes + sums.len() as u64,
            sync_error,
        })
    }

    fn write_file(&mut self, path: &Path, content: &[u8]) -> Result<(), OutputError> {
        let above = path.parent().unwrap_or(Path::new(""));
        self.folder_for(above)?;
        let full = self.folder.join(path);
        let written = File::create_new(&full).and_then(|mut file| file.write_all(content));
        written.map_err(OutputError::io("write", &full))?;
        self.permit(&full, FILE)
    }

    fn folder_for(&mut self, folder: &Path) -> Result<(), OutputError> {
        if folder.as_os_str().is_empty() || self.folders.contains(folder) {
            return Ok(());
        }
        self.folder_for(folder.parent().unwrap_or(Path::new("")))?;
        let full = self.folder.join(folder);
        fs::create_dir(&full).map_err(OutputError::io("create", &full))?;
        self.permit(&full, FOLDER)?;
        self.folders.insert(folder.to_owned());
        Ok(())
    }

    /// Sets fixed permissions, because the user's mask would otherwise change the output.
    fn permit(&self, path: &Path, mode: u32) -> Result<(), OutputError> {
        if self.is_mask_right {
            return Ok(());
        }
        permit(path, mode)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After an exchange this is the old site; before it, an abandoned new one.
        let _ = remove(&self.folder);
    }
}

/// The checksums of the files to be listed, which must be sorted by path, in the format of
/// `sha256sum -c`.
pub(crate) fn checksums<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut sums = String::new();
    for (path, digest) in files.filter(|(path, _)| is_listed(path)) {
        sums.extend([digest, "  ", path, "\n"]);
    }
    sums
}

/// The content of the file that marks a folder as made by this program.
pub(crate) const MARKER_TEXT: &str =
    "site-gen made this folder and replaces it as a whole with its next build.\n";

/// Removes a folder that `site-gen` created. The marker is removed last, so that the next build
/// still recognises a half-removed folder.
fn remove(folder: &Path) -> Result<(), OutputError> {
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Ok(meta) if !meta.is_dir() => return Err(OutputError::Foreign(folder.to_owned())),
        _ => {}
    }
    let entries = fs::read_dir(folder).map_err(OutputError::io("look into", folder))?;
    if !destination::is_ours_or_empty(folder).map_err(OutputError::io("look into", folder))? {
        return Err(OutputError::Foreign(folder.to_owned()));
    }
    for entry in entries {
        let entry = entry.map_err(OutputError::io("look into", folder))?;
        if entry.file_name() == MARKER {
            continue;
        }
        let path = entry.path();
        let kind = entry
            .file_type()
            .map_err(OutputError::io("look at", &path))?;
        let removed = if kind.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(OutputError::io("remove", &path))?;
    }
    fs::remove_dir_all(folder).map_err(OutputError::io("remove", folder))
}

/// The permissions of every folder and file of a site.
const FOLDER: u32 = 0o755;
const FILE: u32 = 0o644;

/// Whether a new folder has these permissions without being given them.
#[cfg(unix)]
fn has_mode(folder: &Path, mode: u32) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(folder).is_ok_and(|meta| meta.permissions().mode() & 0o7777 == mode)
}

#[cfg(not(unix))]
fn has_mode(_: &Path, _: u32) -> bool {
    true
}

#[cfg(unix)]
fn permit(path: &Path, mode: u32) -> Result<(), OutputError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .map_err(OutputError::io("set the permissions of", path))
}

#[cfg(not(unix))]
fn permit(_: &Path, _: u32) -> Result<(), OutputError> {
    Ok(())
}

/// Syncs the whole file system once, instead of each of thousands of files, before the exchange.
#[cfg(target_os = "linux")]
fn sync_all(folder: &Path) -> Result<(), OutputError> {
    let opened = File::open(folder).map_err(OutputError::io("open", folder))?;
    rustix::fs::syncfs(&opened).map_err(|error| OutputError::io("write", folder)(error.into()))
}

#[cfg(not(target_os = "linux"))]
fn sync_all(folder: &Path) -> Result<(), OutputError> {
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.map_err(|error| OutputError::io("look into", folder)(error.into()))?;
        if entry.file_type().is_file() {
            let file = fs::OpenOptions::new().write(true).open(entry.path());
            file.and_then(|file| file.sync_all())
                .map_err(OutputError::io("write", entry.path()))?;
        }
    }
    Ok(())
}

/// Syncs the exchange itself to disk.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> Result<(), OutputError> {
    File::open(folder)
        .and_then(|opened| opened.sync_all())
        .map_err(OutputError::io("write", folder))
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> Result<(), OutputError> {
    Ok(())
}
