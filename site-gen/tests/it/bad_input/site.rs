//! The small valid site of `tern/`, which tests break in one place.

use crate::support::{self, Run, Site, copy, shared_folder, tests};
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The text of its one version.
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

const BUILD: [&str; 3] = ["build", "--today", "2026-01-15"];

impl Site {
    /// The site of Tern, built: there is a `dist` that has to survive.
    pub(crate) fn tern() -> Self {
        static BUILT: OnceLock<PathBuf> = OnceLock::new();
        let built = BUILT.get_or_init(|| {
            let site = Self::tern_not_built();
            site.run(&BUILD).exits(0);
            let folder = shared_folder("tern");
            let _ = fs::remove_dir_all(&folder);
            copy(site.folder(), &folder);
            folder
        });
        Self::like(built)
    }

    /// The same, not built yet.
    pub(crate) fn tern_not_built() -> Self {
        Self::like(&tests("it/bad_input/tern"))
    }

    /// Builds, and expects an error with a help line: `dist` is unchanged, and nothing is left next
    /// to it.
    pub(crate) fn refused(&self) -> Run {
        self.refused_with(&BUILD)
    }

    /// The same with other arguments.
    pub(crate) fn refused_with(&self, arguments: &[&str]) -> Run {
        let before = support::files(self.folder());
        let run = self.run(arguments);
        assert_ne!(run.code, 0, "it was not refused: {}", run.text);
        let mut after = support::files(self.folder());
        // The empty lock file next to `dist`.
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
        run
    }

    /// Builds, and expects success.
    pub(crate) fn builds(&self) -> Run {
        self.run(&BUILD).exits(0)
    }
}
