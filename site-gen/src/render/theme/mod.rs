//! Loads the theme: the embedded default with a site's own files on top. The default's templates
//! stay available, so that a template can extend the one that it replaces.

mod check;
pub(super) mod css;
mod markup;
mod tokens;

use super::text::Texts;
use crate::content::{ThemeSettings, conflict_in_bytes, theme_settings};
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Place, Source};
use include_dir::{Dir, include_dir};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

static DEFAULT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../themes/default");

/// The name of the embedded theme. A site may have a folder of that name too.
const DEFAULT_NAME: &str = "default";

/// The prefix of the default theme's templates, including those that a site replaces.
pub(super) const DEFAULT_TEMPLATES: &str = "default/";

/// The settings file of a theme.
const SETTINGS: &str = "theme.toml";

/// The folder of a theme, relative to the site's.
pub(crate) fn folder(name: &str) -> String {
    format!("themes/{name}")
}

/// A theme with its texts.
#[derive(Debug)]
pub struct Theme {
    /// All files of the default theme, by path: `templates/base.html`.
    default: BTreeMap<String, File>,
    /// All files of the site's theme, by path.
    own: BTreeMap<String, File>,
    /// The settings in `theme.toml` of the site's theme.
    pub(super) settings: ThemeSettings,
    /// The texts in the site's first language.
    pub texts: Texts,
    /// The texts in other languages.
    others: BTreeMap<String, Texts>,
}

#[derive(Clone, Debug)]
struct File {
    /// Its path, as messages show it.
    name: String,
    content: Vec<u8>,
}

impl Theme {
    /// Loads the theme `name` of the site in `site`, with its texts in `language`.
    ///
    /// # Errors
    ///
    /// If the theme does not exist, has no texts in that language, or cannot be read.
    pub fn load(site: &Path, name: &str, language: &str) -> Result<Self, Diagnostics> {
        let own = own_files(site, name)?;
        if own.is_none() && name != DEFAULT_NAME {
            let missing = Diagnostic::unknown("theme", name).help(format!(
                "create the folder `themes/{name}`, or remove `theme` from `site.toml`"
            ));
            return Err(missing.into());
        }
        let mut theme = Self {
            default: default_files(),
            own: own.unwrap_or_default(),
            settings: ThemeSettings::default(),
            texts: Texts::default(),
            others: BTreeMap::new(),
        };
        if let Some(file) = theme.own.get(SETTINGS) {
            theme.settings = theme_settings(&file.source()?)?;
        }
        (theme.texts, _) = theme.texts_of(language)?;
        Ok(theme)
    }

    /// The same theme with only the default's templates. Pages rendered with it have everything
    /// that their programs need.
    pub(super) fn with_default_templates(&self) -> Self {
        let is_kept = |path: &str| !path.starts_with("templates/");
        let own = self.own.iter().filter(|(path, _)| is_kept(path));
        Self {
            default: self.default.clone(),
            own: own
                .map(|(path, file)| (path.clone(), file.clone()))
                .collect(),
            settings: self.settings.clone(),
            texts: self.texts.clone(),
            others: self.others.clone(),
        }
    }

    /// The path of the site's own template of this name, as messages show it.
    pub(super) fn own_template(&self, name: &str) -> Option<&str> {
        let file = self.own.get(&format!("templates/{name}"));
        file.map(|file| file.name.as_str())
    }

    /// The site's own template that defines a component which a template of the default defines too.
    pub(super) fn own_component_of(&self, default: &str) -> Option<&str> {
        let default = self.default.get(&format!("templates/{default}"))?;
        let default = String::from_utf8_lossy(&default.content).into_owned();
        let replaces = |file: &&File| {
            let own = String::from_utf8_lossy(&file.content);
            let mut components = own.split("{% component ").skip(1);
            components.any(|rest| {
                let name = rest.split('(').next().unwrap_or_default();
                default.contains(&format!("{{% component {name}("))
            })
        };
        let mut templates = self
            .own
            .iter()
            .filter(|(path, _)| path.starts_with("templates/"));
        let (_, file) = templates.find(|(_, file)| replaces(file))?;
        Some(&file.name)
    }

    /// The place at which a site's own template begins a circular `extends`, by extending its own
    /// name.
    pub(super) fn self_extension(&self, name: &str) -> Option<Place> {
        let itself = self.own.iter().find_map(|(path, file)| {
            let own = path.strip_prefix("templates/")?;
            let source = file.source().ok()?;
            let at = source.text().find(&format!("extends \"{own}\""))?;
            let end = at + source.text()[at..].find('"')? + own.len() + 2;
            Some(Place::new(&source, at..end))
        });
        itself.or_else(|| self.own_template(name).map(Place::file))
    }

    /// Whether the site's theme has templates.
    pub(super) fn has_own_templates(&self) -> bool {
        self.own.keys().any(|path| path.starts_with("templates/"))
    }

    /// The default templates that contain a text.
    pub(super) fn default_templates_with(&self, text: &str) -> Vec<&str> {
        let templates = self.default.iter().filter_map(|(path, file)| {
            let name = path.strip_prefix("templates/")?;
            let found = String::from_utf8_lossy(&file.content).contains(text);
            found.then_some(name)
        });
        templates.collect()
    }

    /// Loads the texts in other languages. Missing ones fall back to the first language, with a
    /// warning.
    pub fn learn(&mut self, languages: &[String]) -> Diagnostics {
        let mut found = Diagnostics::new();
        for language in languages {
            let texts = self
                .texts_of(language)
                .and_then(|(texts, source)| texts.completed(&source, &self.texts, &mut found));
            match texts {
                Ok(texts) => {
                    self.others.insert(language.clone(), texts);
                }
                Err(more) => found.extend(more),
            }
        }
        found
    }

    /// The texts in a language, or in the first language if it is not loaded.
    pub fn texts_in(&self, language: &str) -> &Texts {
        self.others.get(language).unwrap_or(&self.texts)
    }

    /// The untranslated messages of a language as a Fluent file, in the order and with the comments
    /// of the original.
    ///
    /// # Errors
    ///
    /// If the language's file cannot be read.
    pub fn untranslated(&self, original: &str, language: &str) -> Result<String, Diagnostics> {
        let own = match self.text_files(language) {
            Ok(_) => self.texts_of(language)?.0,
            Err(_) => Texts::default(),
        };
        let [own_file, default] = self.text_files(original)?;
        let Some(whole) = default.or(own_file) else {
            return Ok(String::new());
        };
        Ok(own.lacking(&whole.source()?))
    }

    /// All templates by name: the site's own, and the default's with the prefix
    /// [`DEFAULT_TEMPLATES`].
    pub(super) fn templates(&self) -> Result<Vec<(String, Source)>, Diagnostics> {
        let own = self.own.iter().map(|(path, file)| ("", path, file));
        let default = self.default.iter();
        let default = default.map(|(path, file)| (DEFAULT_TEMPLATES, path, file));
        own.chain(default)
            .filter_map(|(prefix, path, file)| {
                let name = path.strip_prefix("templates/")?;
                Some((format!("{prefix}{name}"), file))
            })
            .map(|(name, file)| Ok((name, file.source()?)))
            .collect()
    }

    /// The source of a template, for diagnostics.
    pub(super) fn template(&self, name: &str) -> Option<Source> {
        let of_default = name.strip_prefix(DEFAULT_TEMPLATES);
        let path = format!("templates/{}", of_default.unwrap_or(name));
        let file = match of_default {
            Some(_) => self.default.get(&path),
            None => self.file(&path),
        };
        file.and_then(|file| file.source().ok())
    }

    /// Whether a template exists.
    pub(super) fn has_template(&self, name: &str) -> bool {
        self.file(&format!("templates/{name}")).is_some()
    }

    /// The style sheets. Each folder of `styles/` is one; its files are concatenated in the order
    /// of their names, so that a component can have its own file.
    pub(super) fn styles(&self) -> BTreeMap<String, Vec<u8>> {
        let mut sheets: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for (path, file) in self.below("styles/") {
            sheets
                .entry(sheet_name(path))
                .or_default()
                .extend_from_slice(&file.content);
        }
        if let Some(site) = sheets.get_mut("site.css") {
            site.extend_from_slice(tokens::style(&self.settings).as_bytes());
        }
        sheets
    }

    /// The site's own style sheets that no template links by name, so every page links them.
    pub(super) fn own_sheets(&self) -> Vec<String> {
        let sheets = self.own.keys().filter_map(|path| sheet_of(path));
        let sheets: BTreeSet<String> = sheets.collect();
        let templates = self.below("templates/");
        let templates: Vec<_> = templates
            .map(|(_, file)| String::from_utf8_lossy(&file.content))
            .collect();
        let is_linked = |sheet: &String| {
            let name = format!("\"{sheet}\"");
            templates.iter().any(|template| template.contains(&name))
        };
        sheets
            .into_iter()
            .filter(|sheet| !is_linked(sheet))
            .collect()
    }

    /// The page's background colour in the light and the dark scheme, for browsers' address bars.
    pub(super) fn paper(&self) -> [String; 2] {
        tokens::paper(self)
    }

    /// Icons and other assets, by name.
    pub(super) fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.below("assets/")
            .map(|(name, file)| (name, file.content.as_slice()))
    }

    /// A file of the site's theme, or the default's.
    fn file(&self, path: &str) -> Option<&File> {
        self.own.get(path).or_else(|| self.default.get(path))
    }

    /// The files below a folder, sorted by name.
    fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a File)> {
        let all: BTreeMap<&String, &File> = self.default.iter().chain(&self.own).collect();
        let inside =
            move |(path, file): (&'a String, &'a File)| Some((path.strip_prefix(folder)?, file));
        all.into_iter().filter_map(inside)
    }

    /// The texts in a language, with their source: the site's file, if it exists, which only needs
    /// to contain the differences from the default's.
    fn texts_of(&self, language: &str) -> Result<(Texts, Source), Diagnostics> {
        let mut texts = Texts::default();
        let mut last = None;
        let [own, default] = self.text_files(language)?;
        for file in [default, own].into_iter().flatten() {
            let source = file.source()?;
            texts = texts.overridden_by(Texts::parse(&source)?, &source)?;
            last = Some(source);
        }
        Ok((texts, last.unwrap_or_else(|| Source::new("", ""))))
    }

    /// The site's and the default's file of texts in a language, at least one of them; otherwise
    /// those of the base language: `de` for `de-AT`.
    fn text_files(&self, language: &str) -> Result<[Option<&File>; 2], Diagnostics> {
        let mut tag = language;
        loop {
            let path = format!("text/{tag}.ftl");
            let files = [self.own.get(&path), self.default.get(&path)];
            if files.iter().any(Option::is_some) {
                return Ok(files);
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
            "`site-gen theme eject text/en.ftl` copies the English text into your theme: rename it to `text/{language}.ftl` and translate it"
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
        // Notepad writes a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Ok(Source::new(&self.name, text))
    }
}

/// The style sheet to which a path below `styles/` belongs.
fn sheet_name(path: &str) -> String {
    let sheet = path.split_once('/').map_or(path, |(folder, _)| folder);
    format!("{}.css", sheet.trim_end_matches(".css"))
}

/// The style sheet to which a theme's path belongs, if it is a style.
fn sheet_of(path: &str) -> Option<String> {
    path.strip_prefix("styles/").map(sheet_name)
}

fn default_files() -> BTreeMap<String, File> {
    let mut files = BTreeMap::new();
    embedded(&DEFAULT, &mut files);
    files
}

/// The files of a site's own theme, if it exists.
fn own_files(site: &Path, name: &str) -> Result<Option<BTreeMap<String, File>>, Diagnostics> {
    let own = site.join("themes").join(name);
    if own.is_symlink() {
        return Err(not_regular(own.strip_prefix(site).unwrap_or(&own), "folder").into());
    }
    let mut files = BTreeMap::new();
    if !own.is_dir() {
        return Ok(None);
    }
    overlay(site, &own, &mut files)?;
    Ok(Some(files))
}

/// A theme file, for listing and comparing.
pub(crate) struct ThemeFile {
    /// Its path in the theme: `templates/base.html`.
    pub(crate) path: String,
    /// The default theme's content.
    pub(crate) default: Option<Vec<u8>>,
    /// The site's content.
    pub(crate) own: Option<Vec<u8>>,
}

/// All files of the default theme and of the site's theme, sorted by path.
///
/// # Errors
///
/// If a file cannot be read.
pub(crate) fn files(site: &Path, name: &str) -> Result<Vec<ThemeFile>, Diagnostics> {
    let (default, own) = (default_files(), own_files(site, name)?.unwrap_or_default());
    let paths: BTreeSet<&String> = default.keys().chain(own.keys()).collect();
    let content = |files: &BTreeMap<String, File>, path: &String| {
        files.get(path).map(|file| file.content.clone())
    };
    let files = paths.into_iter().map(|path| ThemeFile {
        path: path.clone(),
        default: content(&default, path),
        own: content(&own, path),
    });
    Ok(files.collect())
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

/// Adds the files of a folder. Symbolic links are rejected, since they could lead out of the site.
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
            return Err(not_regular(shown, "file").into());
        }
        let content = fs::read(entry.path()).map_err(|error| unreadable(shown, &error))?;
        if let Some(conflict) = conflict_in_bytes(&slashed(shown), &content) {
            return Err(conflict.into());
        }
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

/// Reports a symbolic link, pipe or the like in the theme.
fn not_regular(shown: &Path, what: &str) -> Diagnostic {
    Diagnostic::error(format!("`{}` is not a {what}", shown.display()))
        .with_exit_status(ExitStatus::Files)
        .help(format!("replace it with the {what} itself"))
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
            ExitStatus::Files
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
                assert_eq!(said.exit(), ExitStatus::Files);
                let words = format!("`themes/{name}` is not a folder");
                assert!(said.plain().contains(&words), "{}", said.plain());
                fs::remove_file(link).expect("gone");
            }
        }
    }
}
