//! Writes the files of a release. Each file is written atomically, and each step can be repeated.

use crate::commands::write::write;
use crate::diagnostic::{Diagnostic, Place};
use crate::release::{self, Lock};
use crate::signature::{self, Namespace, Signed};
use crate::site::Version;
use request_builder::answers::Date;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The `content/` folder of a site, opened for writing.
pub(super) struct Folder {
    content: PathBuf,
    /// Held for the whole release, so that two releases cannot write at the same time.
    _lock: File,
}

impl Folder {
    pub(super) fn open(site: &Path) -> Result<Self, Diagnostic> {
        let content = site.join("content");
        let folder =
            File::open(&content).map_err(|error| Diagnostic::files("open", &content, error))?;
        match folder.try_lock() {
            Ok(()) => Ok(Self {
                content,
                _lock: folder,
            }),
            Err(fs::TryLockError::WouldBlock) => {
                let error = "another release of this site is running";
                Err(Diagnostic::files("write to", &content, error).help("wait for it to finish"))
            }
            Err(fs::TryLockError::Error(error)) => Err(Diagnostic::files("lock", &content, error)),
        }
    }

    pub(super) fn has_version(&self, name: &str) -> bool {
        self.version(name).is_dir()
    }

    /// Whether any version has a date.
    pub(super) fn has_dated_versions(&self) -> bool {
        let folders = fs::read_dir(self.content.join("guidelines"));
        folders.is_ok_and(|folders| {
            folders
                .filter_map(Result::ok)
                .any(|it| Date::parse(&it.file_name().to_string_lossy()).is_some())
        })
    }

    fn version(&self, name: &str) -> PathBuf {
        self.content.join("guidelines").join(name)
    }

    /// The text of `version.toml` with the summary and the day of release at its top. A day that is already
    /// there, for example because the folder was copied, is replaced.
    pub(super) fn about(
        &self,
        from: &str,
        summary: Option<&str>,
        version: &Version,
        today: Date,
    ) -> Result<String, Diagnostic> {
        let path = self.about_path(from);
        let there = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Diagnostic::files("read", &path, error)),
        };
        let mut text = String::new();
        if let (None, Some(summary)) = (&version.summary, summary) {
            text += &format!(
                "# What changed, for readers.\nsummary = {}\n",
                toml::Value::from(summary)
            );
        }
        let mut there = there.trim_start_matches('\u{feff}').to_owned();
        if version.released.is_some_and(|released| released != today) {
            let lines = there.split_inclusive('\n').map(|line| {
                let is_day = line
                    .trim_start()
                    .strip_prefix("released")
                    .is_some_and(|rest| rest.trim_start().starts_with('='));
                if is_day {
                    format!("released = \"{today}\"\n")
                } else {
                    line.to_owned()
                }
            });
            there = lines.collect();
        }
        if version.released.is_none() {
            text += &format!("# The day on which it was released.\nreleased = \"{today}\"\n");
        }
        if !text.is_empty() && !there.is_empty() {
            text += "\n";
        }
        Ok(text + &there)
    }

    /// Writes `version.toml`, unless it has that text.
    pub(super) fn write_about(&self, from: &str, text: &str) -> Result<(), Diagnostic> {
        let path = self.about_path(from);
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            return Ok(());
        }
        write(&path, text)
    }

    fn about_path(&self, from: &str) -> PathBuf {
        self.version(from).join("version.toml")
    }

    /// Copies the released texts, so that the original is available after an amendment.
    pub(super) fn keep(
        &self,
        name: &str,
        edition: u32,
        version: &Version,
    ) -> Result<(), Diagnostic> {
        let folder = self
            .content
            .join("releases")
            .join(name)
            .join(edition.to_string());
        for text in version.texts() {
            write_copy(&folder.join(&text.file), text.source)?;
        }
        Ok(())
    }

    /// Keeps a copy of a version's resolved rules.
    pub(super) fn keep_rules(
        &self,
        name: &str,
        revision: u32,
        text: &str,
    ) -> Result<(), Diagnostic> {
        let releases = self.content.join("releases");
        write_copy(&releases.join(release::rules::name(name, revision)), text)
    }

    /// Removes the copies of earlier revisions of a version's rules, once the lock has the new one.
    pub(super) fn remove_rules_before(&self, name: &str, revision: u32) -> Result<(), Diagnostic> {
        for earlier in 1..revision {
            let name = release::rules::name(name, earlier);
            remove_if_there(&self.content.join("releases").join(name))?;
        }
        Ok(())
    }

    /// Renames `next/` to the version's date.
    pub(super) fn name(&self, from: &str, to: &str) -> Result<(), Diagnostic> {
        if from == to {
            return Ok(());
        }
        let (from, to) = (self.version(from), self.version(to));
        fs::rename(&from, &to).map_err(|error| Diagnostic::files("rename", &from, error))
    }

    /// Signs a lock that is about to be written, and checks the signature. It is kept under another
    /// name until the lock is written.
    pub(super) fn sign(
        &self,
        lock: &Lock,
        key: &Path,
        signers: &Path,
    ) -> Result<Signature, Diagnostic> {
        let text = lock.text();
        let signature = signature::sign(text.as_bytes(), Namespace::Releases, key)?;
        let path = self.content.join(".releases.lock.sig.next");
        write(&path, &signature)?;
        let staged = Signature(path);
        let signed = Signed {
            message: text.as_bytes(),
            name: "content/releases.lock",
            namespace: Namespace::Releases,
            signature: &staged.0,
            signers,
        };
        signed.signer()?;
        Ok(staged)
    }

    /// Writes the lock with its signature. The previous signature is removed, because
    /// it does not fit this lock.
    pub(super) fn lock(
        &self,
        lock: &Lock,
        signature: Option<&Signature>,
    ) -> Result<(), Diagnostic> {
        write(&self.content.join("releases.lock"), &lock.text())?;
        let path = self.content.join("releases.lock.sig");
        match signature {
            Some(signature) => fs::rename(&signature.0, &path)
                .map_err(|error| Diagnostic::files("replace", &path, error)),
            None => remove_if_there(&path),
        }
    }
}

fn remove_if_there(path: &Path) -> Result<(), Diagnostic> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Diagnostic::files("remove", path, error))
        }
        _ => Ok(()),
    }
}

/// A signature that waits for its lock. It is removed if the release fails before.
pub(super) struct Signature(PathBuf);

impl Drop for Signature {
    fn drop(&mut self) {
        // After the release there is nothing under this name.
        let _ = fs::remove_file(&self.0);
    }
}

/// Writes a copy of something released. A different copy under the same name is kept: if the lock was
/// lost, the copies are all that shows what was released.
fn write_copy(path: &Path, text: &str) -> Result<(), Diagnostic> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| Diagnostic::files("create", parent, error))?;
    }
    if fs::read_to_string(path).is_ok_and(|there| there != text) {
        let error = Diagnostic::error("a different copy of a release already has this name");
        return Err(error
            .at(Place::file(path.display().to_string()))
            .help("restore `content/releases.lock` from your backups or from version control")
            .help("if `site-gen release` was interrupted and you have changed the text since, delete this file"));
    }
    write(path, text)
}
