//! A site in a folder of its own, changed and built step by step, so that a test reads like a
//! story.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The Larkspur Relay Society's site, to do things to.
pub(crate) struct Story(TempDir);

/// Its one version.
pub(crate) const FIRST: &str = "2025-11-01";

impl Story {
    /// The site as it lies in `tests/sites/`.
    pub(crate) fn larkspur() -> Self {
        let story = Self(tempfile::tempdir().expect("a folder"));
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/larkspur");
        copy(&site, story.0.path());
        story
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// A copy of a version under another date.
    pub(crate) fn version(self, id: &str, like: &str) -> Self {
        copy(
            &self.path(&format!("content/guidelines/{like}")),
            &self.path(&format!("content/guidelines/{id}")),
        );
        self
    }

    /// A file of a version, written anew.
    pub(crate) fn file(self, version: &str, name: &str, text: &str) -> Self {
        let path = self.path(&format!("content/guidelines/{version}/{name}"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file of the story");
        self
    }

    /// Some words of a version's file, changed. They have to be there.
    pub(crate) fn changed(self, version: &str, name: &str, from: &str, to: &str) -> Self {
        let path = self.path(&format!("content/guidelines/{version}/{name}"));
        let text = fs::read_to_string(&path).expect("a file of the story");
        assert!(text.contains(from), "{name} says `{from}`");
        fs::write(path, text.replace(from, to)).expect("a file of the story");
        self
    }

    /// A version without one of its files.
    pub(crate) fn without(self, version: &str, name: &str) -> Self {
        let path = self.path(&format!("content/guidelines/{version}/{name}"));
        fs::remove_file(path).expect("a file of the story");
        self
    }

    /// Builds the site as of a day, which has to succeed.
    pub(crate) fn built(&self, today: &str, more: &[&str]) -> Built {
        let out = self.run(&[&["build", "--today", today], more].concat());
        assert_eq!(out.status.code(), Some(0), "{}", told(&out));
        Built(self.path("dist"))
    }

    /// Runs `site-gen` in the site's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let program = env!("CARGO_BIN_EXE_site-gen");
        let mut command = Command::new(program);
        let command = command.args(arguments).current_dir(self.0.path());
        command.output().expect("site-gen runs")
    }
}

/// A site that was built.
pub(crate) struct Built(PathBuf);

impl Built {
    pub(crate) fn has(&self, path: &str) -> bool {
        self.0.join(path).is_file()
    }

    pub(crate) fn text(&self, path: &str) -> String {
        let path = self.0.join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

/// What a run printed, on both ways.
pub(crate) fn told(out: &Output) -> String {
    [&out.stdout, &out.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes))
        .concat()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
