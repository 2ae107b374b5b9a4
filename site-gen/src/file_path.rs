//! Paths of output files, which cannot leave the output folder.

use crate::diagnostic::{Diagnostic, Diagnostics};
use std::fmt;
use std::path::PathBuf;

/// The file that marks a folder as created by `site-gen`. A folder that has files but no marker is
/// never replaced.
pub const MARKER: &str = ".site-gen";

/// The headers that a host sends.
pub const HEADERS: &str = "_headers";

/// The file that tells GitHub Pages to publish all files as they are.
pub const NO_JEKYLL: &str = ".nojekyll";

/// The file with the SHA-256 of every other file that readers can get, for `sha256sum -c`.
pub const SUMS: &str = "SHA256SUMS";

/// The signature of [`SUMS`], which cannot list it.
pub const SUMS_SIGNATURE: &str = "SHA256SUMS.sig";

/// Whether [`SUMS`] lists a file. It leaves out the files that hosts read but do not serve, since a
/// downloaded copy lacks them.
pub(crate) fn is_listed(path: &str) -> bool {
    ![SUMS, SUMS_SIGNATURE, MARKER, HEADERS, NO_JEKYLL].contains(&path)
}

/// A relative path below the output folder: parts joined by `/`, without `..`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(String);

/// The path would leave the output folder, or is not valid on every file system.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a path inside the output folder")]
pub struct Outside(pub String);

impl FilePath {
    /// Checks a path.
    ///
    /// # Errors
    ///
    /// If it is empty or absolute, contains `..`, an empty part, or a character that some file
    /// system treats specially.
    pub fn new(path: impl Into<String>) -> Result<Self, Outside> {
        let path = path.into();
        if path.split('/').all(is_part) {
            Ok(Self(path))
        } else {
            Err(Outside(path))
        }
    }

    /// The page at an address: `/versions/` is `versions/index.html`.
    ///
    /// # Errors
    ///
    /// As [`FilePath::new`].
    pub fn of_page(address: &str) -> Result<Self, Outside> {
        let inside = address
            .strip_prefix('/')
            .ok_or_else(|| Outside(address.to_owned()))?;
        if inside.is_empty() || inside.ends_with('/') {
            Self::new(format!("{inside}index.html"))
        } else {
            Self::new(inside)
        }
    }

    /// The path with `/` as separator.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The relative path from this file's folder to the root of the site: `./` or `../../`.
    pub fn to_root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    /// The path in the form of the file system.
    pub(crate) fn to_path(&self) -> PathBuf {
        self.0.split('/').collect()
    }
}

fn is_part(part: &str) -> bool {
    let stays = !part.is_empty() && part != "." && part != "..";
    // `\` and `:` are part of a name on one system and separators on another.
    stays && !part.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
}

impl From<Outside> for Diagnostics {
    fn from(outside: Outside) -> Self {
        let error = Diagnostic::error(outside.to_string());
        error.help("give one of the pages another address").into()
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::FilePath;

    #[test]
    fn a_path_that_leaves_the_folder_is_refused() {
        for path in [
            "",
            "/a",
            "../a",
            "a/../../b",
            "a//b",
            "a/",
            ".",
            "a\\..\\b",
            "c:/a",
            "a\0b",
            "a/./b",
        ] {
            assert!(FilePath::new(path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn a_page_has_its_path_to_the_root() {
        let root = |address| FilePath::of_page(address).expect("a path").to_root();
        assert_eq!(root("/"), "./");
        assert_eq!(root("/versions/2020-01-31/"), "../../");
        assert_eq!(root("/404.html"), "./");
    }

    #[test]
    fn an_address_without_its_first_slash_is_refused() {
        assert!(FilePath::of_page("versions/").is_err());
        assert!(FilePath::of_page("//example.org/").is_err());
    }
}
