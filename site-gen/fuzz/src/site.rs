//! The sites that targets begin with.

use crate::repository;
use request_builder::answers::Date;
use request_builder::labels::Labels;
use request_builder::letter_check::LetterChecker;
use request_builder::rulebook::Rulebook;
use site_gen::content;
use site_gen::render::Theme;
use site_gen::site::{self, Site};
use std::fs;
use std::path::{Path, PathBuf};

/// The day on which everything happens.
pub(crate) fn today() -> Date {
    Date::parse("2026-11-24").expect("a day")
}

/// The small site of Mallow Post.
pub(crate) const MALLOW: [(&str, &str); 8] = [
    (
        "content/site.toml",
        include_str!("../../tests/it/reading/mallow/site.toml"),
    ),
    (
        "content/guidelines/2024-03-01/guidelines.md",
        include_str!("../../tests/it/reading/mallow/guidelines.md"),
    ),
    (
        "content/guidelines/2024-03-01/clauses.toml",
        include_str!("../../tests/it/reading/mallow/clauses.toml"),
    ),
    (
        "content/request/form.toml",
        include_str!("../../tests/it/reading/mallow/form.toml"),
    ),
    (
        "content/request/rules.toml",
        include_str!("../../tests/it/reading/mallow/rules.toml"),
    ),
    (
        "content/request/labels/en.toml",
        include_str!("../../tests/it/reading/mallow/labels.toml"),
    ),
    (
        "content/request/letters/preservation.md",
        include_str!("../../tests/it/reading/mallow/preservation.md"),
    ),
    (
        "content/pages/about.md",
        include_str!("../../tests/it/reading/mallow/about.md"),
    ),
];

/// An empty folder for a site of this process. `.ci/fuzz` removes it.
pub(crate) fn empty_folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("site-gen-fuzz-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

pub(crate) fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

/// The rules of the version in force of a site of the repository, as its page and `site-gen review`
/// use them.
pub(crate) struct Rules {
    pub(crate) book: Rulebook,
    pub(crate) labels: Labels,
    pub(crate) checker: Option<LetterChecker>,
}

/// The sites of the repository.
pub(crate) const SITES: [&str; 3] = [
    ".",
    "site-gen/tests/sites/larkspur",
    "site-gen/tests/sites/brindlepost",
];

pub(crate) fn rules(folder: &str) -> Rules {
    let folder = repository().join(folder);
    let (site, theme) = resolved(&folder);
    let version = site.in_force().expect("a version in force");
    let mut book = version.rulebook.clone().expect("rules");
    book.letters.interface = theme.texts.letter_messages();
    let mut labels = version.labels[&book.language].clone();
    labels.interface = theme.texts.page_messages();
    let patterns = version.letter_check.as_ref();
    let checker = patterns.map(|patterns| LetterChecker::new(&book, patterns));
    Rules {
        book,
        labels,
        checker,
    }
}

/// A site without errors.
fn resolved(folder: &Path) -> (Site, Theme) {
    let (content, found) = content::read(folder);
    let content = content.unwrap_or_else(|| panic!("{}", found.plain()));
    let (site, found) = site::resolve(content, today());
    let site = site.unwrap_or_else(|| panic!("{}", found.plain()));
    let theme = Theme::load(folder, &site.config.theme, &site.config.language);
    let theme = theme.unwrap_or_else(|found| panic!("{}", found.plain()));
    (site, theme)
}
