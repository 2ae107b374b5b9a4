//! One build at a time for one output folder.

use super::OutputError;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// A lock that its process holds; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock; calls `waiting` once if another process has it, and then waits.
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
            // The one before removed the file when it was done: a lock on a file without a name
            // keeps nobody out.
            if is_still_there(&file, path) {
                return Ok(Self {
                    file,
                    path: path.to_owned(),
                });
            }
        }
    }
}

/// How the lock's file is opened: made if it is not there, and never through a link or a pipe that
/// somebody put in its place.
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
        // Removed while still locked, so that nobody removes another's. What cannot be removed
        // (open files, on some systems) does no harm.
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

/// Elsewhere an open file keeps its name.
#[cfg(not(unix))]
fn is_still_there(_: &File, path: &Path) -> bool {
    path.exists()
}
