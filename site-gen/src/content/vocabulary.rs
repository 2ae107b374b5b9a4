//! Loads the obligation words in the language of a site, from the library or the site's theme.

use crate::diagnostic::{Diagnostic, Diagnostics, Source};
use crate::library;
use crate::words::Vocabulary;
use std::fs;
use std::path::Path;

/// The obligation words in a language, or in the base language of a regional variant: the
/// theme's `obligation/<language>.toml` if it exists, otherwise the library's; with the additional
/// words of `obligation/<language>.own.toml` in the theme.
///
/// # Errors
///
/// If there are none in that language, or a file cannot be read.
pub fn vocabulary(site: &Path, theme: &str, language: &str) -> Result<Vocabulary, Diagnostics> {
    let of_theme = |ending: &str| {
        let tags = std::iter::successors(Some(language), |tag| Some(tag.rsplit_once('-')?.0));
        let mut names = tags.map(|tag| format!("themes/{theme}/obligation/{tag}{ending}"));
        names.find_map(|name| read(site, &name)).transpose()
    };
    let words = match of_theme(".toml")? {
        Some(own) => Some(own),
        None => library::file(language, "obligation.toml"),
    };
    if let Some(words) = words {
        let words = Vocabulary::parse(&words)?;
        return match of_theme(".own.toml")? {
            Some(own) => words.with(&own),
            None => Ok(words),
        };
    }
    let missing = Diagnostic::error(format!(
        "the obligation words for the language `{language}` are missing"
    ))
    .help(format!(
        "add them to `themes/<theme>/obligation/{language}.toml`; `site-gen library show obligation.toml` prints the English ones"
    ));
    Err(missing.into())
}

/// Reads a file of the theme if it exists. Symbolic links are ignored, since themes must not
/// contain any.
fn read(site: &Path, name: &str) -> Option<Result<Source, Diagnostics>> {
    let path = site.join(name);
    let is_file = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
    is_file.then(|| {
        let content =
            fs::read(&path).map_err(|error| Diagnostic::files("read", Path::new(name), error))?;
        let text = String::from_utf8(content).map_err(|error| {
            Diagnostic::error(format!("`{name}` is not UTF-8: {}", error.utf8_error()))
                .help("save it as UTF-8")
        })?;
        Ok(Source::new(name, text))
    })
}
