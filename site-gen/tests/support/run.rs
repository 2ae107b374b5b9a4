//! The exit status and output of a run.

use std::path::Path;
use std::process::Output;

/// The exit status and output of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    /// Standard output and then standard error, the site's folder as `[site]`.
    pub(crate) text: String,
    /// Standard output alone.
    pub(crate) stdout: String,
}

impl Run {
    pub(crate) fn new(out: &Output, folder: &Path) -> Self {
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
            stdout: String::from_utf8_lossy(&out.stdout).into_owned(),
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
        assert!(!words.is_empty(), "say which words");
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

    /// The whole output equals the snapshot.
    #[track_caller]
    pub(crate) fn reads(self, name: &str) -> Self {
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_path("../it/bad_input/snapshots");
        settings.set_omit_expression(true);
        // The size of a site does not depend on its content alone.
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
