//! The theme: the one inside the program, and a site's own laid over it file by file.

use super::text::Texts;
use crate::diagnostic::{Diagnostic, Diagnostics, Exit, Source};
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

static DEFAULT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../themes/default");

/// The name of the theme inside the program. A site may have a folder of that name as well.
const DEFAULT_NAME: &str = "default";

/// Everything that pages are made with.
#[derive(Debug)]
pub struct Theme {
    /// Every file by its path in the theme, `templates/base.html`.
    files: BTreeMap<String, File>,
    /// What the pages say.
    pub texts: Texts,
    /// What they say in other languages.
    others: BTreeMap<String, Texts>,
}

#[derive(Debug)]
struct File {
    /// What messages call it.
    name: String,
    content: Vec<u8>,
}

impl Theme {
    /// The theme of that name of the site in `site`, with its texts in `language`.
    ///
    /// # Errors
    ///
    /// When there is no such theme, it has no text in that language, or a file cannot be read.
    pub fn load(site: &Path, name: &str, language: &str) -> Result<Self, Diagnostics> {
        let mut files = BTreeMap::new();
        embedded(&DEFAULT, &mut files);
        let own = site.join("themes").join(name);
        if own.is_symlink() {
            return Err(not_itself(own.strip_prefix(site).unwrap_or(&own), "folder").into());
        }
        if own.is_dir() {
            overlay(site, &own, &mut files)?;
        } else if name != DEFAULT_NAME {
            let missing = Diagnostic::error(format!("there is no theme `{name}`")).help(format!(
                "make the folder `themes/{name}`, or leave `theme` out of `site.toml`"
            ));
            return Err(missing.into());
        }
        let mut theme = Self {
            files,
            texts: Texts::default(),
            others: BTreeMap::new(),
        };
        theme.texts = Texts::parse(&theme.text_source(language)?)?;
        Ok(theme)
    }

    /// Learns to say it in other languages as well. What they have no words for is said in the
    /// first language, and told of.
    pub fn learn(&mut self, languages: &[String]) -> Diagnostics {
        let mut found = Diagnostics::new();
        for language in languages {
            let texts = self.text_source(language).and_then(|source| {
                Texts::parse(&source)?.completed(&source, &self.texts, &mut found)
            });
            match texts {
                Ok(texts) => {
                    self.others.insert(language.clone(), texts);
                }
                Err(more) => found.extend(more),
            }
        }
        found
    }

    /// What the pages say in a language; in the first one, if the theme has not learned it.
    pub fn texts_in(&self, language: &str) -> &Texts {
        self.others.get(language).unwrap_or(&self.texts)
    }

    /// The messages of the interface that nobody has translated into a language yet, as a Fluent
    /// file: in the order of the original, with its comments.
    ///
    /// # Errors
    ///
    /// When there is a file with its words that cannot be read.
    pub fn untranslated(&self, original: &str, language: &str) -> Result<String, Diagnostics> {
        let own = match self.text_source(language) {
            Ok(source) => Texts::parse(&source)?,
            Err(_) => Texts::default(),
        };
        Ok(own.lacking(&self.text_source(original)?))
    }

    /// The templates, by the names that they call each other by.
    pub(super) fn templates(&self) -> Result<Vec<(&str, Source)>, Diagnostics> {
        let templates = self.below("templates/");
        templates
            .map(|(name, file)| Ok((name, file.source()?)))
            .collect()
    }

    /// A template as it was read, to show what is wrong in it.
    pub(super) fn template(&self, name: &str) -> Option<Source> {
        self.files
            .get(&format!("templates/{name}"))
            .and_then(|file| file.source().ok())
    }

    /// Whether there is a template of that name.
    pub(super) fn has_template(&self, name: &str) -> bool {
        self.files.contains_key(&format!("templates/{name}"))
    }

    /// The style sheets: every folder of `styles/` is one, its parts joined in the order of their
    /// names, so that a component can have its own file.
    pub(super) fn styles(&self) -> BTreeMap<String, Vec<u8>> {
        let mut sheets: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for (path, file) in self.below("styles/") {
            let sheet = path.split_once('/').map_or(path, |(folder, _)| folder);
            let name = format!("{}.css", sheet.trim_end_matches(".css"));
            sheets
                .entry(name)
                .or_default()
                .extend_from_slice(&file.content);
        }
        sheets
    }

    /// Icons and the like, by name.
    pub(super) fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.below("assets/")
            .map(|(name, file)| (name, file.content.as_slice()))
    }

    fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a File)> {
        let inside =
            move |(path, file): (&'a String, &'a File)| Some((path.strip_prefix(folder)?, file));
        self.files.iter().filter_map(inside)
    }

    /// The texts in a language, or in the one that it is a kind of: `de` for `de-AT`.
    fn text_source(&self, language: &str) -> Result<Source, Diagnostics> {
        let mut tag = language;
        loop {
            if let Some(file) = self.files.get(&format!("text/{tag}.ftl")) {
                return file.source();
            }
            let Some((wider, _)) = tag.rsplit_once('-') else {
                break;
            };
            tag = wider;
        }
        let missing = Diagnostic::error(format!(
            "the theme has no text in the language `{language}`"
        ))
        .help(format!(
            "copy `text/en.ftl` of the default theme to `text/{language}.ftl` and translate it"
        ));
        Err(missing.into())
    }
}

impl File {
    fn source(&self) -> Result<Source, Diagnostics> {
        let text = std::str::from_utf8(&self.content).map_err(|error| {
            Diagnostics::from(
                Diagnostic::error(format!("`{}` is not UTF-8: {error}", self.name))
                    .help("save it as UTF-8"),
            )
        })?;
        Ok(Source::new(&self.name, text))
    }
}

fn embedded(folder: &'static Dir<'static>, files: &mut BTreeMap<String, File>) {
    for file in folder.files() {
        let path = slashed(file.path());
        let name = format!("themes/default/{path} (inside site-gen)");
        files.insert(
            path,
            File {
                name,
                content: file.contents().to_owned(),
            },
        );
    }
    for inner in folder.dirs() {
        embedded(inner, files);
    }
}

/// Lays a folder over what is there. A link could lead out of the site, so there are none.
fn overlay(site: &Path, own: &Path, files: &mut BTreeMap<String, File>) -> Result<(), Diagnostics> {
    let unreadable = |path: &Path, error: &dyn std::fmt::Display| {
        Diagnostics::from(Diagnostic::files("read", path, error))
    };
    for entry in WalkDir::new(own).sort_by_file_name() {
        let entry = entry.map_err(|error| unreadable(error.path().unwrap_or(own), &error))?;
        let shown = entry.path().strip_prefix(site).unwrap_or(entry.path());
        if entry.file_type().is_dir() {
            continue;
        }
        if !entry.file_type().is_file() {
            return Err(not_itself(shown, "file").into());
        }
        let content = fs::read(entry.path()).map_err(|error| unreadable(shown, &error))?;
        let path = entry
            .path()
            .strip_prefix(own)
            .map(PathBuf::from)
            .unwrap_or_default();
        files.insert(
            slashed(&path),
            File {
                name: slashed(shown),
                content,
            },
        );
    }
    Ok(())
}

/// A link, a pipe or the like stands where a file or folder of the theme should.
fn not_itself(shown: &Path, what: &str) -> Diagnostic {
    Diagnostic::error(format!("`{}` is not a {what}", shown.display()))
        .exiting(Exit::Files)
        .help(format!("put the {what} itself there"))
}

fn slashed(path: &Path) -> String {
    let parts = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sites_own_file_takes_the_place_of_the_themes() {
        let site = tempfile::tempdir().expect("a folder");
        let folder = site.path().join("themes/own/templates");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("404.html"), "gone").expect("a file");
        let theme = Theme::load(site.path(), "own", "en-GB").expect("loads");
        assert_eq!(theme.template("404.html").expect("there").text(), "gone");
        assert!(theme.has_template("base.html"));
    }

    #[test]
    fn a_theme_or_a_language_that_is_not_there_is_an_error() {
        let site = tempfile::tempdir().expect("a folder");
        assert!(
            Theme::load(site.path(), "own", "en")
                .expect_err("refused")
                .plain()
                .contains("`own`")
        );
        assert!(
            Theme::load(site.path(), "default", "tlh")
                .expect_err("refused")
                .plain()
                .contains("`tlh`")
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_a_theme_is_not_followed() {
        let site = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(site.path().join("themes/own")).expect("a folder");
        std::os::unix::fs::symlink("/etc/passwd", site.path().join("themes/own/secret"))
            .expect("a link");
        assert_eq!(
            Theme::load(site.path(), "own", "en")
                .expect_err("refused")
                .exit(),
            Exit::Files
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_theme_that_is_a_link_is_not_followed() {
        let site = tempfile::tempdir().expect("a folder");
        let elsewhere = tempfile::tempdir().expect("a folder");
        fs::create_dir(site.path().join("themes")).expect("a folder");
        for name in ["own", "default"] {
            for target in [elsewhere.path(), Path::new("nowhere")] {
                let link = site.path().join("themes").join(name);
                std::os::unix::fs::symlink(target, &link).expect("a link");
                let said = Theme::load(site.path(), name, "en").expect_err("refused");
                assert_eq!(said.exit(), Exit::Files);
                let words = format!("`themes/{name}` is not a folder");
                assert!(said.plain().contains(&words), "{}", said.plain());
                fs::remove_file(link).expect("gone");
            }
        }
    }
}
