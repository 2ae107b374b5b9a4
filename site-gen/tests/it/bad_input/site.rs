//! A small good site, copied aside to be spoilt.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use walkdir::WalkDir;

/// The text of the one version of a [`Site`].
pub(crate) const TEXT: &str = "content/guidelines/2025-05-01/guidelines.md";
/// The sentences of it that rules cite.
pub(crate) const CLAUSES: &str = "content/guidelines/2025-05-01/clauses.toml";
/// Which kinds of request the form offers.
pub(crate) const FORM: &str = "content/request/form.toml";
/// The rules.
pub(crate) const RULES: &str = "content/request/passage.toml";
/// What the page says of them.
pub(crate) const LABELS: &str = "content/request/labels/en.toml";
/// The letter.
pub(crate) const LETTER: &str = "content/request/letters/passage.md";

/// A site in a folder of its own, which goes away with it.
pub(crate) struct Site {
    folder: tempfile::TempDir,
    /// Run the program as somebody who may not do everything.
    as_nobody: bool,
}

impl Site {
    /// The good site, built once: there is a `dist` that has to survive.
    pub(crate) fn new() -> Self {
        let site = Self::not_built();
        let built = site.run(&["build", "--today", "2026-01-15"]);
        assert_eq!(built.code, 0, "{}", built.text);
        site
    }

    /// The good site, not built yet.
    pub(crate) fn not_built() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_input/tern");
        for entry in WalkDir::new(&good).min_depth(1) {
            let entry = entry.expect("it can be read");
            let copy = folder
                .path()
                .join(entry.path().strip_prefix(&good).expect("it is inside"));
            if entry.file_type().is_dir() {
                fs::create_dir(copy).expect("a folder");
            } else {
                fs::copy(entry.path(), copy).expect("a file");
            }
        }
        Self {
            folder,
            as_nobody: false,
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
        self
    }

    /// One thing in a file instead of another; it has to be there.
    pub(crate) fn replace(self, name: &str, from: &str, to: &str) -> Self {
        let text = fs::read_to_string(self.path(name)).expect("a file");
        assert!(text.contains(from), "`{name}` has no `{from}`");
        self.write(name, text.replacen(from, to, 1))
    }

    pub(crate) fn append(self, name: &str, more: &str) -> Self {
        let text = fs::read_to_string(self.path(name)).expect("a file");
        self.write(name, text + more)
    }

    pub(crate) fn rename(self, from: &str, to: &str) -> Self {
        fs::rename(self.path(from), self.path(to)).expect("it can be renamed");
        self
    }

    pub(crate) fn remove(self, name: &str) -> Self {
        let path = self.path(name);
        if path.is_dir() {
            fs::remove_dir_all(path).expect("it can be removed");
        } else {
            fs::remove_file(path).expect("it can be removed");
        }
        self
    }

    pub(crate) fn folder(self, name: &str) -> Self {
        fs::create_dir_all(self.path(name)).expect("a folder");
        self
    }

    /// Whatever a test does that no other test does.
    pub(crate) fn with(self, change: impl FnOnce(&Path)) -> Self {
        change(self.folder.path());
        self
    }

    /// From now on the program runs as a user whom permissions bind. Nothing if this machine has
    /// no way to do that: then the test has nothing to show.
    #[cfg(unix)]
    pub(crate) fn run_by_nobody(mut self) -> Option<Self> {
        use std::os::unix::fs::{MetadataExt as _, chown};
        if fs::metadata(self.folder.path()).expect("it is there").uid() != 0 {
            return Some(self);
        }
        for entry in WalkDir::new(self.folder.path()) {
            let owned = chown(
                entry.expect("it can be read").path(),
                Some(NOBODY),
                Some(NOBODY),
            );
            owned.expect("root may give things away");
        }
        self.as_nobody = true;
        if self
            .command()
            .arg("--version")
            .output()
            .is_ok_and(|out| out.status.success())
        {
            return Some(self);
        }
        eprintln!("skipped: nobody but root can run the program from its folder");
        None
    }

    /// Everything of `dist`, by name; nothing if it is not there.
    pub(crate) fn dist(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.path("dist"))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_site-gen"));
        command
            .current_dir(self.folder.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .env("NO_COLOR", "1");
        #[cfg(unix)]
        if self.as_nobody {
            use std::os::unix::process::CommandExt as _;
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    /// Runs the program in the site's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Told {
        let out = self
            .command()
            .args(arguments)
            .output()
            .expect("site-gen runs");
        Told::new(&out, self.folder.path())
    }

    /// Builds, and expects to be refused: `dist` stays as it was, nothing is left beside it, and
    /// there is something to do about it.
    pub(crate) fn refused(&self) -> Told {
        self.refused_with(&["build", "--today", "2026-01-15"])
    }

    /// The same with other arguments.
    pub(crate) fn refused_with(&self, arguments: &[&str]) -> Told {
        let before = files(self.folder.path());
        let told = self.run(arguments);
        assert_ne!(told.code, 0, "it was not refused: {}", told.text);
        let mut after = files(self.folder.path());
        // Kept beside `dist` so that two builds wait for each other; it is empty.
        after
            .retain(|path, content| !(path.ends_with(".dist.site-gen-lock") && content.is_empty()));
        let mut expected = before;
        expected.retain(|path, _| !path.ends_with(".dist.site-gen-lock"));
        let same: Vec<&PathBuf> = after.keys().collect();
        assert_eq!(
            same,
            expected.keys().collect::<Vec<_>>(),
            "nothing comes and nothing goes"
        );
        assert!(after == expected, "no file was changed");
        told
    }

    /// Builds, and expects it to go well.
    pub(crate) fn built(&self) -> Told {
        let told = self.run(&["build", "--today", "2026-01-15"]);
        assert_eq!(told.code, 0, "{}", told.text);
        told
    }
}

#[cfg(unix)]
const NOBODY: u32 = 65534;

/// Every file below a folder, with what is in it. What is no file is there without content.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let name = entry
                .path()
                .strip_prefix(folder)
                .expect("it is inside")
                .to_owned();
            let content = if entry.file_type().is_file() {
                fs::read(entry.path()).unwrap_or_default()
            } else {
                Vec::new()
            };
            (name, content)
        });
    files.collect()
}

/// How the program ended and what it said.
pub(crate) struct Told {
    pub(crate) code: i32,
    /// Standard output and then standard error, the site's folder as `[site]`.
    pub(crate) text: String,
}

impl Told {
    fn new(out: &Output, folder: &Path) -> Self {
        let text = [&out.stdout, &out.stderr]
            .map(|bytes| String::from_utf8_lossy(bytes))
            .concat();
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let text = [real.as_path(), folder].iter().fold(text, |text, path| {
            text.replace(&path.display().to_string(), "[site]")
        });
        // Exit by a signal is a crash.
        Self {
            code: out.status.code().unwrap_or(-1),
            text,
        }
    }

    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.text);
        self
    }

    /// Says some words.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(
            self.text.contains(words),
            "`{words}` is not in\n{}",
            self.text
        );
        self
    }

    #[track_caller]
    pub(crate) fn says_nothing_of(self, words: &str) -> Self {
        assert!(!self.text.contains(words), "`{words}` is in\n{}", self.text);
        self
    }

    /// Points at a place, `file:line:column`.
    #[track_caller]
    pub(crate) fn at(self, place: &str) -> Self {
        let points = self.text.lines().any(|line| {
            line.trim_start()
                .trim_start_matches("-->")
                .trim_start_matches(":::")
                .trim()
                == place
        });
        assert!(points, "`{place}` is not pointed at in\n{}", self.text);
        self
    }

    /// Says what to do.
    #[track_caller]
    pub(crate) fn helps(self, words: &str) -> Self {
        let helps = self
            .text
            .split("help: ")
            .skip(1)
            .any(|help| help.contains(words));
        assert!(helps, "no help says `{words}` in\n{}", self.text);
        self
    }

    /// Says nothing at all.
    #[track_caller]
    pub(crate) fn reads_nothing(self) {
        assert_eq!(self.text, "");
    }

    /// The whole of it is what people were told the last time somebody looked.
    #[track_caller]
    pub(crate) fn reads(self, name: &str) -> Self {
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        // How large a site is says nothing of the content.
        let lines = self.text.lines().map(|line| {
            if line.starts_with("  files     ") {
                "  files     […]"
            } else {
                line
            }
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        settings.bind(|| insta::assert_snapshot!(name, text));
        self
    }
}
