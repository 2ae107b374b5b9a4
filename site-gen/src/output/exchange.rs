//! Exchanges the new site and the old one.

use super::OutputError;
use super::destination::is_ours_or_empty;
use std::fs;
use std::io;
use std::path::Path;

/// Moves `new` to `target`. Afterwards the old site, if there was one, is at `new` or at `old`, to
/// be removed.
pub(super) fn exchange(new: &Path, target: &Path, old: &Path) -> Result<(), OutputError> {
    let failed = || OutputError::io("replace", target);
    if fs::symlink_metadata(target).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return fs::rename(new, target).map_err(failed());
    }
    if swap(new, target).map_err(failed())? {
        return Ok(());
    }
    fs::rename(target, old).map_err(failed())?;
    fs::rename(new, target).map_err(|error| {
        // Restore the old site, since an old site is better than none.
        let _ = fs::rename(old, target);
        failed()(error)
    })
}

/// Repairs a build that was killed between its two renames: the old site is moved back.
pub(super) fn recover(target: &Path, old: &Path) -> Result<(), OutputError> {
    let missing = fs::symlink_metadata(target).is_err();
    if missing && old.is_dir() && is_ours_or_empty(old).unwrap_or(false) {
        fs::rename(old, target).map_err(OutputError::io("restore", target))?;
    }
    Ok(())
}

/// Exchanges two folders atomically, where the system and the file system support it.
#[cfg(target_os = "linux")]
fn swap(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same shape as where it can be done"
)]
fn swap(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_that_was_set_aside_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let (target, old) = (
            folder.path().join("dist"),
            folder.path().join(".dist.site-gen-old"),
        );
        fs::create_dir(&old).expect("a folder");
        fs::write(old.join(crate::file_path::MARKER), "").expect("a marker");
        fs::write(old.join("index.html"), "old").expect("a page");
        recover(&target, &old).expect("recovers");
        assert_eq!(
            fs::read_to_string(target.join("index.html")).expect("a page"),
            "old"
        );
        assert!(!old.exists());
    }

    #[test]
    fn a_complete_site_is_left_unchanged() {
        let folder = tempfile::tempdir().expect("a folder");
        let (target, old) = (
            folder.path().join("dist"),
            folder.path().join(".dist.site-gen-old"),
        );
        for (place, text) in [(&target, "new"), (&old, "old")] {
            fs::create_dir(place).expect("a folder");
            fs::write(place.join("index.html"), text).expect("a page");
        }
        recover(&target, &old).expect("nothing to do");
        assert_eq!(
            fs::read_to_string(target.join("index.html")).expect("a page"),
            "new"
        );
    }
}
