//! Allows only one build at a time per output folder.

use super::OutputError;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// A file lock. The system releases it when the process ends for any reason.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Acquires the lock. If another process holds it, calls `waiting` once and blocks.
    pub(super) fn take(path: &Path, waiting: impl FnOnce()) -> Result<Self, OutputError> {
        let mut waiting = Some(waiting);
        loop {
            let file = options()
                .open(path)
                .map_err(OutputError::io("create", path))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    if let Some(tell) = waiting.take() {
                        tell();
                    }
                    file.lock().map_err(OutputError::io("lock", path))?;
                }
                Err(TryLockError::Error(error)) => {
                    return Err(OutputError::io("lock", path)(error));
                }
            }
            // The previous holder removes the file when it is done. A lock on an unlinked file
            // would exclude nobody, so try again.
            if is_still_there(&file, path) {
                return Ok(Self {
                    file,
                    path: path.to_owned(),
                });
            }
        }
    }
}

/// Opens the lock file, creating it if necessary, but never follows a symbolic link or opens a
/// pipe.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    options
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Remove it while it is locked, so that no other process's file is removed. A failure (open
        // files, on some systems) is harmless.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(named)) => ours.dev() == named.dev() && ours.ino() == named.ino(),
        _ => false,
    }
}

/// Elsewhere an open file cannot be unlinked.
#[cfg(not(unix))]
fn is_still_there(_: &File, path: &Path) -> bool {
    path.exists()
}
