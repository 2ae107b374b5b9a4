//! What a release writes: each file whole or not at all, each step one that can be done again.

use crate::diagnostic::Diagnostic;
use crate::release::{self, Lock};
use crate::site::Version;
use request_builder::answers::Date;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The `content/` of a site, to be written to.
pub(super) struct Folder {
    content: PathBuf,
    /// Held as long as the release runs, so that two do not write at a time.
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
                let error = "another release of this site is under way";
                Err(Diagnostic::files("write to", &content, error).help("wait for it to end"))
            }
            Err(fs::TryLockError::Error(error)) => Err(Diagnostic::files("lock", &content, error)),
        }
    }

    pub(super) fn has_version(&self, name: &str) -> bool {
        self.version(name).is_dir()
    }

    fn version(&self, name: &str) -> PathBuf {
        self.content.join("guidelines").join(name)
    }

    /// Writes the summary and the day of release to `version.toml`, before everything that stands
    /// there already.
    pub(super) fn about(
        &self,
        from: &str,
        summary: Option<&str>,
        version: &Version,
        today: Date,
    ) -> Result<(), Diagnostic> {
        let path = self.version(from).join("version.toml");
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
        if version.released.is_none() {
            text += &format!("# The day on which it was released.\nreleased = \"{today}\"\n");
        }
        if text.is_empty() {
            return Ok(());
        }
        if !there.is_empty() {
            text += "\n";
        }
        write(&path, &(text + there.trim_start_matches('\u{feff}')))
    }

    /// Keeps a copy of the texts as they are released, so that nobody has to look for them when
    /// they are amended.
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
            let path = folder.join(&text.file);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)
                    .map_err(|error| Diagnostic::files("create", parent, error))?;
            }
            write(&path, text.source)?;
        }
        Ok(())
    }

    /// Keeps the resolved rules of a version.
    pub(super) fn keep_rules(
        &self,
        name: &str,
        revision: u32,
        text: &str,
    ) -> Result<(), Diagnostic> {
        let releases = self.content.join("releases");
        let path = releases.join(release::rules::name(name, revision));
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)
                .map_err(|error| Diagnostic::files("create", parent, error))?;
        }
        write(&path, text)
    }

    /// Gives the version its date.
    pub(super) fn name(&self, from: &str, to: &str) -> Result<(), Diagnostic> {
        if from == to {
            return Ok(());
        }
        let (from, to) = (self.version(from), self.version(to));
        fs::rename(&from, &to).map_err(|error| Diagnostic::files("rename", &from, error))
    }

    pub(super) fn lock(&self, lock: &Lock) -> Result<(), Diagnostic> {
        write(&self.content.join("releases.lock"), &lock.text())
    }
}

/// Writes a file beside its place and moves it there, so that it is never half of one.
fn write(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let new = path.with_file_name(format!(".{name}.new"));
    let written = File::create(&new).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, path)
    });
    written.map_err(|error| Diagnostic::files("write", path, error))
}
