//! Limits on the files that people write: how long they are, how many edits a change takes,
//! and that the library names no company. Run with `--nocapture` to see the numbers.

use crate::support::{self, tests, workspace};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;
use walkdir::WalkDir;

/// The most lines that the company's own rules, labels and letters may have, all languages counted.
const SHARED: usize = 2_300;

/// The maximum number of lines of a version, without its text.
const VERSION: usize = 320;

/// The most lines that a version may need to say which two sentences changed.
const TWO_SENTENCES: usize = 30;

/// A sentence that labels, letters and reminders depend on, and how it may read one day.
const SNAPSHOT: (&str, &str) = (
    "a temporary snapshot of the relevant account records for 90 days pending service",
    "a temporary snapshot of the relevant account records for 60 days pending service",
);

/// The sentence that says which text this is.
const DATE: (&str, &str) = (
    "Last updated: January 31st 2020",
    "Last updated: July 1st 2026",
);

/// Every file below a folder, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).sort_by_file_name();
    let entries = entries
        .into_iter()
        .map(|entry| entry.expect("it can be read"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(walkdir::DirEntry::into_path).collect()
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// How many lines some files have, each of them printed.
fn lines(files: &[PathBuf], within: &Path) -> usize {
    let mut all = 0;
    for file in files {
        let lines = text(file).lines().count();
        let shown = file.strip_prefix(within).unwrap_or(file);
        println!("{lines:6}  {}", shown.display());
        all += lines;
    }
    all
}

#[test]
fn the_rules_labels_and_letters_of_the_company_are_short() {
    let root = workspace();
    let folder = root.join("content/request");
    let all = lines(&files(&folder), &root);
    println!("{all:6}  content/request, of at most {SHARED}");
    assert!(all <= SHARED, "{all} lines, and {SHARED} are allowed");
}

#[test]
fn a_version_is_little_more_than_its_text() {
    let root = workspace();
    let folder = root.join("content/guidelines");
    let versions = fs::read_dir(&folder).expect("versions");
    for version in versions.map(|version| version.expect("it can be read").path()) {
        let mut beside = files(&version);
        beside.retain(|file| file.file_name().is_none_or(|name| name != "guidelines.md"));
        let all = lines(&beside, &root);
        println!("{all:6}  {}, of at most {VERSION}", version.display());
        assert!(all <= VERSION, "{all} lines, and {VERSION} are allowed");
    }
}

#[test]
fn the_library_names_no_company_and_quotes_no_sentence() {
    let root = workspace();
    let library = root.join("site-gen/library");
    let clauses = text(&tests("clauses.tsv"));
    let quotes = clauses.lines().filter_map(|line| line.split('\t').nth(3));
    let quotes: Vec<String> = quotes.map(plain).collect();
    assert_eq!(quotes.len(), 62);
    let own = files(&root.join("content/request"));
    let versions = files(&root.join("content/guidelines"));
    let clauses_files = own
        .iter()
        .chain(&versions)
        .filter(|file| file.file_name().is_some_and(|name| name == "clauses.toml"));
    let sentences: Vec<String> = clauses_files
        .flat_map(|file| sentences(&text(file)))
        .collect();
    assert!(sentences.len() > 50, "{} sentences", sentences.len());
    let all = lines(&files(&library), &root);
    println!("{all:6}  site-gen/library");
    for file in files(&library) {
        let text = plain(&text(&file));
        // Neither a provider of free email nor a weapon is the company.
        let named = text
            .replace("rocketmail.com", "")
            .replace("rocket launcher", "");
        assert!(
            !named.contains("rocket"),
            "{} names the company",
            file.display()
        );
        for sentence in quotes.iter().chain(&sentences) {
            assert!(
                !text.contains(sentence.as_str()),
                "{} quotes `{sentence}`",
                file.display()
            );
        }
    }
}

/// The sentences that rules cite, of a `clauses.toml`.
fn sentences(clauses: &str) -> Vec<String> {
    let clauses: toml::Table = clauses.parse().expect("it is well formed");
    let mut all = Vec::new();
    let sections = clauses.get("section").and_then(toml::Value::as_array);
    for section in sections.into_iter().flatten() {
        let lists = section.get("list").and_then(toml::Value::as_array);
        for part in std::iter::once(section).chain(lists.into_iter().flatten()) {
            let clauses = part.get("clauses").and_then(toml::Value::as_table);
            for clause in clauses.into_iter().flat_map(toml::Table::values) {
                let quote = clause.get("quote").unwrap_or(clause);
                all.push(plain(quote.as_str().expect("a sentence")));
            }
        }
    }
    all
}

/// Lower case, one space between words.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// A copy of the real site of which nothing was released.
fn unreleased() -> TempDir {
    let site = tempfile::tempdir().expect("a folder");
    let root = workspace();
    for folder in ["content", "themes"] {
        for file in files(&root.join(folder)) {
            let shown = file.strip_prefix(&root).expect("it is in the folder");
            let is_release = shown.starts_with("content/releases")
                || shown.ends_with("releases.lock")
                || shown.ends_with("version.toml");
            if is_release {
                continue;
            }
            let copy = site.path().join(shown);
            fs::create_dir_all(copy.parent().expect("a folder")).expect("a folder");
            fs::copy(&file, copy).expect("a copy");
        }
    }
    site
}

fn site_gen(site: &TempDir, arguments: &[&str]) -> Output {
    support::site_gen()
        .args(arguments)
        .arg("--site")
        .arg(site.path())
        .output()
        .expect("site-gen runs")
}

fn builds_without_a_warning(out: &Output) {
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() && !said.contains("warning["), "{said}");
}

/// Changes some words of a file, which have to be there once.
fn edit(file: &Path, (from, to): (&str, &str)) {
    let before = text(file);
    assert_eq!(
        before.matches(from).count(),
        1,
        "{}: {from}",
        file.display()
    );
    fs::write(file, before.replace(from, to)).expect("it can be written");
}

#[test]
fn a_reworded_sentence_is_one_edit_in_one_place() {
    let site = unreleased();
    let version = site.path().join("content/guidelines/2020-01-31");
    let check = |today: &str| site_gen(&site, &["check", "--today", today]);
    builds_without_a_warning(&check("2026-11-24"));
    edit(&version.join("guidelines.md"), SNAPSHOT);
    let refused = check("2026-11-24");
    assert_eq!(
        refused.status.code(),
        Some(1),
        "the rules cite the old sentence"
    );
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("clauses.toml"), "{said}");
    edit(&version.join("clauses.toml"), SNAPSHOT);
    builds_without_a_warning(&check("2026-11-24"));
    // The number of days comes from the sentence, in pages and letters alike.
    let built = site_gen(
        &site,
        &["build", "--today", "2026-11-24", "--output", &output(&site)],
    );
    builds_without_a_warning(&built);
    let letter = text(&site.path().join("dist/request/blank/preservation.txt"));
    assert!(
        letter.contains("for 60 days") && !letter.contains("90 days"),
        "{letter}"
    );
}

fn output(site: &TempDir) -> String {
    site.path().join("dist").to_string_lossy().into_owned()
}

#[test]
fn no_sentence_is_written_twice() {
    let root = workspace();
    let content = root.join("content");
    let mut written = files(&content.join("request"));
    written.extend(files(&content.join("guidelines")));
    written.retain(|file| file.file_name().is_none_or(|name| name != "guidelines.md"));
    let clauses = text(&content.join("guidelines/2020-01-31/clauses.toml"));
    for sentence in sentences(&clauses) {
        let times = |file: &PathBuf| plain(&text(file)).matches(&sentence).count();
        let times: usize = written.iter().map(times).sum();
        assert_eq!(times, 1, "`{sentence}`");
    }
}

#[test]
fn a_new_version_says_only_what_changed() {
    let site = unreleased();
    let first = site.path().join("content/guidelines/2020-01-31");
    let second = site.path().join("content/guidelines/2026-07-01");
    fs::create_dir_all(&second).expect("a folder");
    fs::copy(first.join("guidelines.md"), second.join("guidelines.md")).expect("a copy");
    for change in [SNAPSHOT, DATE] {
        edit(&second.join("guidelines.md"), change);
    }
    let clauses = "from = \"2020-01-31\"\n\n\
        [changed]\n\
        snapshot = \"We will preserve, but not disclose, a temporary snapshot of the relevant account records for 60 \
        days pending service of valid legal process.\"\n\
        text-of-this-date = \"Last updated: July 1st 2026\"\n";
    fs::write(second.join("clauses.toml"), clauses).expect("it can be written");
    let mut beside = files(&second);
    beside.retain(|file| file.file_name().is_none_or(|name| name != "guidelines.md"));
    let all = lines(&beside, site.path());
    println!("{all:6}  a version with two changed sentences, of at most {TWO_SENTENCES}");
    assert!(all <= TWO_SENTENCES, "{all} lines");
    let before = text(&first.join("clauses.toml"));
    let before: BTreeSet<&str> = before.lines().filter(|line| !line.is_empty()).collect();
    let copied: Vec<&str> = clauses
        .lines()
        .filter(|line| before.contains(line))
        .collect();
    assert!(copied.is_empty(), "{copied:?}");
    let built = site_gen(
        &site,
        &["build", "--today", "2026-11-24", "--output", &output(&site)],
    );
    builds_without_a_warning(&built);
    let letter = text(&site.path().join("dist/request/blank/preservation.txt"));
    assert!(
        letter.contains("for 60 days") && !letter.contains("90 days"),
        "{letter}"
    );
    // Nor is the old sentence on the page of today.
    for page in ["request", "pt-br/request"] {
        let page = text(&site.path().join("dist").join(page).join("index.html"));
        assert!(page.contains(DATE.1) && !page.contains("January 31st 2020"));
    }
    let rules = |version: &str| {
        let file = site
            .path()
            .join(format!("dist/versions/{version}/requests.json"));
        text(&file)
    };
    assert!(rules("2026-07-01").contains("for 60 days pending"));
    assert!(rules("2020-01-31").contains("for 90 days pending"));
}
