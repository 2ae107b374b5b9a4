//! A site in its own folder, changed step by step, read, built and looked at, so that a test
//! reads like a story: start from a valid site, change something, and check the diagnostics.

mod run;

pub(crate) use run::Run;
pub(crate) use test_support::{missing, skipped};

use request_builder::answers::{Date, Draft};
use sha2::{Digest, Sha256};
use site_gen::content::{self, Drafts};
use site_gen::diagnostic::Diagnostics;
use site_gen::site;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tempfile::TempDir;
use walkdir::WalkDir;

/// The one version of the Larkspur Relay Society's site.
pub(crate) const FIRST: &str = "2025-11-01";

/// A file of a version.
pub(crate) fn of(version: &str, file: &str) -> String {
    format!("content/guidelines/{version}/{file}")
}

/// A file or folder below `tests/`.
pub(crate) fn tests(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

/// The draft of a complete request of a kind.
pub(crate) fn complete_draft(kind: &str) -> Draft {
    let draft =
        fs::read(tests(&format!("answers/{kind}.json"))).expect("there is one for each kind");
    Draft::parse(&draft).expect("it is a draft")
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(content: impl AsRef<[u8]>) -> String {
    let digest = Sha256::digest(content);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The folder of the real site, which is that of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The real site as it is built today, once for all tests.
pub(crate) fn real_dist() -> &'static Path {
    static DIST: OnceLock<PathBuf> = OnceLock::new();
    DIST.get_or_init(|| {
        let dist = shared_folder("dist");
        let out = site_gen()
            .args(["build", "--site"])
            .arg(workspace())
            .arg("--output")
            .arg(&dist)
            .output()
            .expect("site-gen runs");
        Run::new(&out, &dist).exits(0);
        dist
    })
}

/// A folder that tests share. It is kept until the next run, since no test knows whether it is the
/// last.
pub(crate) fn shared_folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("it").join(name)
}

/// The files in a page of the documentation, by name. A name is on its own line, **`like this`**, above
/// a code block.
pub(crate) fn guide_files(page: &str) -> BTreeMap<String, String> {
    let guide = workspace().join("docs/content/pages").join(page);
    let guide = fs::read_to_string(guide).expect("the guide");
    let mut files = BTreeMap::new();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        let name = line
            .strip_prefix("**`")
            .and_then(|rest| rest.strip_suffix("`**"));
        let Some(name) = name else { continue };
        let fence = lines.find(|line| !line.is_empty()).unwrap_or_default();
        assert!(fence.starts_with("```"), "a block of code follows `{name}`");
        let content: Vec<&str> = lines
            .by_ref()
            .take_while(|line| !line.starts_with("```"))
            .collect();
        files.insert(name.to_owned(), content.join("\n") + "\n");
    }
    files
}

/// The program, without what the machine would add to it.
pub(crate) fn site_gen() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_site-gen"));
    command
        .env_remove("SOURCE_DATE_EPOCH")
        .env_remove("CLICOLOR_FORCE")
        .env("NO_COLOR", "1");
    command
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    // Copies in reverse order, so that a test fails if the program depends on the order of a folder.
    let mut entries: Vec<_> = fs::read_dir(from).expect("a folder").flatten().collect();
    entries.reverse();
    for entry in entries {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Every file below a folder, with what is in it. What is no file is there without content.
pub(crate) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).expect("it is inside");
            let content = if entry.file_type().is_file() {
                fs::read(entry.path()).unwrap_or_default()
            } else {
                Vec::new()
            };
            (name.to_owned(), content)
        });
    files.collect()
}

/// A site in its own folder, which is deleted on drop.
pub(crate) struct Site {
    folder: TempDir,
    /// Runs the program as an unprivileged user.
    as_nobody: bool,
}

impl Site {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            as_nobody: false,
        }
    }

    /// A copy of another one.
    pub(crate) fn like(folder: &Path) -> Self {
        let site = Self::empty();
        copy(folder, site.folder());
        site
    }

    /// The Larkspur Relay Society's site.
    pub(crate) fn larkspur() -> Self {
        Self::like(&tests("sites/larkspur"))
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What a file says.
    pub(crate) fn text(&self, name: &str) -> String {
        let path = self.path(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// With that file.
    pub(crate) fn write(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
        self
    }

    /// Replaces words everywhere in a file. They must occur in it.
    #[track_caller]
    pub(crate) fn replace(self, name: &str, from: &str, to: &str) -> Self {
        let text = self.text(name);
        assert!(text.contains(from), "`{name}` has no `{from}`");
        self.write(name, text.replace(from, to))
    }

    /// The same, only where they are first.
    #[track_caller]
    pub(crate) fn replace_first(self, name: &str, from: &str, to: &str) -> Self {
        let text = self.text(name);
        assert!(text.contains(from), "`{name}` has no `{from}`");
        self.write(name, text.replacen(from, to, 1))
    }

    /// With more at the end of a file.
    pub(crate) fn append(self, name: &str, more: &str) -> Self {
        let text = self.text(name);
        self.write(name, text + more)
    }

    pub(crate) fn rename(self, from: &str, to: &str) -> Self {
        fs::rename(self.path(from), self.path(to)).expect("it can be renamed");
        self
    }

    /// Without that file or folder.
    pub(crate) fn remove(self, name: &str) -> Self {
        let path = self.path(name);
        let gone = if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        };
        gone.expect("it can be removed");
        self
    }

    pub(crate) fn with_folder(self, name: &str) -> Self {
        fs::create_dir_all(self.path(name)).expect("a folder");
        self
    }

    /// With a version that is a copy of another one.
    pub(crate) fn version(self, id: &str, like: &str) -> Self {
        copy(&self.path(&of(like, "")), &self.path(&of(id, "")));
        self
    }

    /// Whatever a test does that no other test does.
    pub(crate) fn with(self, change: impl FnOnce(&Path)) -> Self {
        change(self.folder.path());
        self
    }

    /// From now on the program runs as a user whom permissions bind. Nothing if this machine has
    /// no way to do that: the test is then skipped.
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
        // Other users may have no access to the folder where it was compiled.
        skipped("nobody but root can run the program from its folder");
        None
    }

    fn command(&self) -> Command {
        let mut command = site_gen();
        command.current_dir(self.folder.path());
        #[cfg(unix)]
        if self.as_nobody {
            use std::os::unix::process::CommandExt as _;
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    /// Runs the program in the site's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let out = self
            .command()
            .args(arguments)
            .output()
            .expect("site-gen runs");
        Run::new(&out, self.folder.path())
    }

    /// Builds the site as of a day, which has to succeed.
    #[track_caller]
    pub(crate) fn built(&self, today: &str, more: &[&str]) -> Built {
        let arguments = [&["build", "--today", today], more].concat();
        self.run(&arguments).exits(0);
        Built(self.path("dist"))
    }

    /// Verifies the built site by its lock, as of a day.
    pub(crate) fn verify(&self, today: &str) -> Run {
        let lock = "content/releases.lock";
        self.run(&["verify", "dist", "--lock", lock, "--today", today])
    }

    /// Reads and resolves it as of a day, in this process.
    pub(crate) fn resolved(&self, today: &str) -> (Option<site::Site>, Diagnostics) {
        let (content, mut found) = content::read_partly(self.folder.path(), Drafts::Exclude);
        let site = content.and_then(|content| {
            let (site, more) = site::resolve(content, Date::parse(today).expect("a day"));
            found.extend(more);
            site
        });
        (site, found)
    }

    /// Everything of `dist`, by name; nothing if it is not there.
    pub(crate) fn dist(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.path("dist"))
    }
}

#[cfg(unix)]
const NOBODY: u32 = 65534;

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
