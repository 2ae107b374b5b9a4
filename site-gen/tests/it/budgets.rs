//! What a reader has to load, as hosts send it: compressed by brotli at its best.
//!
//! The 225 KB of the request page, in KB: the program 165; rules, labels and visible text 51; styles 8;
//! icons 1. The program has some 2,000 functions, and the largest is 1.5 % of it.
//!
//! Measured and not used: `wasm-opt` (1.2 % once compressed), other inlining limits (larger, or
//! 0.2 %), a binary form of the rules (16 KB, but nobody could read them in the page), a smaller
//! stack, ids compared by address, exports of the last drawn view. Validators require the theme in
//! Word files (about 0.5 KB).

use crate::support::{real_dist, workspace};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A page of the guidelines, with everything it loads.
const PAGE: usize = 25 * 1024;
/// The request page, with its program, its rules and everything else it loads. The aim is 170 KB;
/// the head of this file says what the rest is.
const REQUEST: usize = 225_000;
/// The program of the page that checks letters. The request page does not load it.
const CHECKER: usize = 166_400;
/// The request page as one file: compressed when sent, uncompressed on disk.
const ONE_FILE: usize = 225_300;
const ONE_FILE_ON_DISK: u64 = 920 * 1024;

/// The size of a file when sent.
fn sent(file: &Path) -> usize {
    let content = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let compressed = precompressed::Encoding::Brotli.compress(&content);
    compressed.expect("memory takes it").len()
}

/// The files that a page names and a browser fetches: styles, scripts, icons.
fn loaded(html: &str) -> BTreeSet<&str> {
    let values = ["href=\"", "src=\"", "srcset=\"", "poster=\"", "data=\""]
        .into_iter()
        .flat_map(|attribute| html.split(attribute).skip(1))
        .filter_map(|rest| rest.split('"').next());
    values
        .filter_map(|value| value.find("assets/").map(|at| &value[at..]))
        .collect()
}

/// A page and what it loads, each with its size.
fn page(dist: &Path, name: &str) -> Vec<(String, usize)> {
    let html = fs::read_to_string(dist.join(name)).expect("a page");
    let mut files = vec![(name.to_owned(), sent(&dist.join(name)))];
    for asset in loaded(&html) {
        let file = dist.join(asset);
        if Path::new(asset).extension().is_some_and(|it| it == "css") {
            let style = fs::read_to_string(&file).expect("a style sheet");
            let more = style
                .split("url(")
                .skip(1)
                .find(|it| !it.trim_start_matches(['"', '\'']).starts_with("data:"));
            assert_eq!(more, None, "{asset} loads something that is not counted");
            assert!(!style.contains("@import"), "{asset} loads another one");
        }
        files.push((asset.to_owned(), sent(&file)));
    }
    files
}

#[test]
fn a_page_of_the_guidelines_is_small_with_everything_it_loads() {
    let dist = real_dist();
    let mut pages = vec!["index.html".to_owned()];
    for version in fs::read_dir(dist.join("versions")).expect("versions") {
        let version = version.expect("an entry");
        if version.path().is_dir() {
            let name = version.file_name().to_string_lossy().into_owned();
            pages.push(format!("versions/{name}/index.html"));
        }
    }
    assert!(pages.len() > 1, "{pages:?}");
    for name in pages {
        let files = page(dist, &name);
        let total: usize = files.iter().map(|(_, bytes)| bytes).sum();
        println!("{total:>6} of {PAGE} bytes: {name}");
        for (file, bytes) in &files {
            println!("{bytes:>13}  {file}");
        }
        assert!(
            files.iter().any(|(file, _)| file.starts_with("assets/")),
            "{name} loads its styles"
        );
        assert!(total <= PAGE, "{name} has {total} bytes: {files:?}");
    }
}

#[test]
fn the_request_page_is_small_with_its_program_and_its_rules() {
    let dist = real_dist();
    let files = page(dist, "request/index.html");
    let total: usize = files.iter().map(|(_, bytes)| bytes).sum();
    println!("{total:>6} of {REQUEST} bytes: the request page");
    for (file, bytes) in &files {
        println!("{bytes:>13}  {file}");
    }
    let has_program =
        |(file, _): &(String, usize)| Path::new(file).extension().is_some_and(|it| it == "js");
    assert!(files.iter().any(has_program), "the page has its program");
    assert!(
        total <= REQUEST,
        "the request page has {total} bytes: {files:?}"
    );
}

#[test]
fn the_one_file_is_small_enough_for_a_stick_and_a_letter_by_mail() {
    let dist = real_dist();
    let file = dist.join("request/offline.html");
    let raw = fs::metadata(&file).expect("a file").len();
    let bytes = sent(&file);
    println!("{raw:>6} bytes, {bytes} of {ONE_FILE} sent: request/offline.html");
    assert!(raw <= ONE_FILE_ON_DISK, "the one file has {raw} bytes");
    assert!(bytes <= ONE_FILE, "the one file has {bytes} bytes");
}

#[test]
fn the_program_of_the_checker_is_small() {
    let dist = real_dist();
    let files = page(dist, "request/check/index.html");
    let script = files
        .iter()
        .find(|(file, _)| file.contains("letter-checker"));
    let (file, bytes) = script.expect("the page has its program");
    println!("{bytes:>6} of {CHECKER} bytes: {file}");
    assert!(*bytes <= CHECKER, "{file} has {bytes} bytes");
}

/// What only the page itself says has another name, and is not sent a second time.
#[test]
fn the_program_carries_the_words_that_it_says_and_no_others() {
    let root = workspace();
    let texts = fs::read_to_string(root.join("themes/default/text/en.ftl")).expect("texts");
    let names = texts.lines().filter_map(|line| line.split_once(" = "));
    let sent: BTreeSet<&str> = names
        .map(|(name, _)| name)
        .filter(|name| name.starts_with("request-"))
        .collect();
    let sources: String = ["request-builder/src", "request-builder/pages"]
        .into_iter()
        .flat_map(|folder| walkdir::WalkDir::new(root.join(folder)))
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|it| it == "rs"))
        .map(|entry| fs::read_to_string(entry.path()).expect("a source"))
        .map(|source| {
            source
                .split("#[cfg(test)]")
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    let literals = sources.split('"').filter(|text| {
        let name = text.strip_prefix("request-").unwrap_or_default();
        !name.is_empty()
            && !name.ends_with('-')
            && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    });
    let said: BTreeSet<&str> = literals.collect();
    let unknown: Vec<_> = said.difference(&sent).collect();
    // These name the page, and the levels are said by it too, each by its name.
    let unsaid: Vec<_> = sent
        .difference(&said)
        .filter(|name| !name.starts_with("request-level-"))
        .filter(|name| !["request-title", "request-description"].contains(*name))
        .collect();
    assert_eq!(unknown, [&""; 0], "no page has words for these");
    assert_eq!(unsaid, [&""; 0], "call them `form-...`");
}
