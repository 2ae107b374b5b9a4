//! The library: content that most companies share, embedded in the program. Kinds of request with
//! their questions, rules, labels and letters; domains of official email addresses; words of
//! obligation; patterns of the letter check. All of it is data, in `library/<language>/`.
//!
//! A site selects a library in `content/request/form.toml`, and overrides single items by id.

use crate::diagnostic::Source;
use include_dir::{Dir, File, include_dir};
use serde::de::DeserializeOwned;

static LIBRARY: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/library");

/// The language tags for which the library has any file.
pub fn languages() -> Vec<&'static str> {
    let mut languages: Vec<&str> = LIBRARY
        .dirs()
        .filter_map(|folder| folder.path().file_name()?.to_str())
        .collect();
    languages.sort_unstable();
    languages
}

/// Whether the library has rules and letters in a language, so that a site can be built on it.
pub fn is_complete(language: &str) -> bool {
    LIBRARY.get_dir(format!("{language}/rules")).is_some()
}

/// One file of a language, such as `labels.toml`, or the base language's (`pt` for `pt-BR`).
pub fn file(language: &str, name: &str) -> Option<Source> {
    let mut tag = language;
    loop {
        if let Some(file) = LIBRARY.get_file(format!("{tag}/{name}")) {
            return source(file);
        }
        tag = tag.rsplit_once('-')?.0;
    }
}

/// The files of one name in all languages, for words that apply to texts of any language.
pub(crate) fn in_every_language(name: &str) -> Vec<Source> {
    let files = LIBRARY.dirs().filter_map(|folder| {
        let file = folder.get_file(folder.path().join(name))?;
        source(file)
    });
    files.collect()
}

/// The value of a file of the library. The files are part of the program, and a test parses each of
/// them, so that none counts as empty because of a mistake in it.
pub(crate) fn parsed<T: DeserializeOwned + Default>(source: &Source) -> T {
    toml::from_str(source.text()).unwrap_or_default()
}

/// Every file in a folder of a language, such as `rules`, by name.
pub fn folder(language: &str, name: &str) -> Vec<Source> {
    let folder = LIBRARY.get_dir(format!("{language}/{name}"));
    let mut files: Vec<&File<'_>> = folder.into_iter().flat_map(Dir::files).collect();
    files.sort_by_key(|file| file.path());
    files.into_iter().filter_map(source).collect()
}

/// Every file of a language, folder by folder.
pub fn files(language: &str) -> Vec<Source> {
    let folder = LIBRARY.get_dir(language);
    let mut files: Vec<&File<'_>> = folder.into_iter().flat_map(Dir::files).collect();
    files.sort_by_key(|file| file.path());
    let mut all: Vec<Source> = files.into_iter().filter_map(source).collect();
    for name in ["rules", "letters"] {
        all.extend(self::folder(language, name));
    }
    all
}

/// Whether a source is a file of the library.
pub fn has(source: &Source) -> bool {
    source.name().starts_with("library/")
}

/// A file with the name that messages show: `library/en/labels.toml`.
fn source(file: &File<'_>) -> Option<Source> {
    let name = format!("library/{}", file.path().to_str()?);
    Some(Source::new(name, file.contents_utf8()?))
}
