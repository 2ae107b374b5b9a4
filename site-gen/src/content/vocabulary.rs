//! The words that oblige, in the language of a site: those of the library, or of the site's theme.

use crate::diagnostic::{Diagnostic, Diagnostics, Source};
use crate::library;
use crate::words::Vocabulary;
use std::fs;
use std::path::Path;

/// The words that oblige, in a language or the one that it is a variant of: those in
/// `obligation/<language>.toml` of the theme, if it has some, else the library's; with those that
/// a company adds in `obligation/<language>.own.toml` of its theme.
///
/// # Errors
///
/// When there are none in that language, or they cannot be read.
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
        "nothing says which words oblige in the language `{language}`"
    ))
    .help(format!(
        "write them into `themes/<theme>/obligation/{language}.toml`; `site-gen library show obligation.toml` prints the English ones"
    ));
    Err(missing.into())
}

/// A file of the site, if it is there. A link is none: no theme may have one.
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
