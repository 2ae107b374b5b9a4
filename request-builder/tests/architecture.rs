//! Which folder may use which: each only those above it in a list, so that a reader can begin at the
//! top, and nothing depends on what depends on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders and files of `src`, each of which uses only those before it.
const ORDER: [&str; 12] = [
    "hooks",
    "text",
    "rules",
    "labels",
    "templates",
    "rulebook",
    "answers",
    "review",
    "letter",
    "letter_check",
    "session",
    "page_data",
];

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
}

/// The modules that a file names by `crate::…`, outside comments and tests.
fn used(source: &str) -> Vec<&str> {
    let code = source.split("#[cfg(test)]\nmod tests {").next();
    let lines = code.unwrap_or_default().lines();
    let lines = lines.filter(|line| !line.trim_start().starts_with("//"));
    lines
        .flat_map(|line| line.split("crate::").skip(1))
        .filter_map(|rest| {
            rest.split(|c: char| !c.is_ascii_lowercase() && c != '_')
                .next()
        })
        .collect()
}

#[test]
fn a_folder_uses_only_those_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rank = |name: &str| ORDER.iter().position(|known| *known == name);
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    let mut wrong = BTreeMap::new();
    for file in files {
        let path = file.strip_prefix(&root).expect("a file of src");
        let first = path.iter().next().expect("a name").to_string_lossy();
        let own = first.trim_end_matches(".rs");
        if own == "lib" || path.ends_with("tests.rs") {
            continue;
        }
        let Some(own_rank) = rank(own) else {
            panic!("say in ORDER where `{own}` belongs");
        };
        for module in used(&fs::read_to_string(&file).expect("a source")) {
            if rank(module).is_none_or(|rank| rank > own_rank) {
                wrong.insert(path.to_owned(), module.to_owned());
            }
        }
    }
    assert_eq!(wrong, BTreeMap::new(), "these files use what is below them");
}

/// Which day it is and what a file or a page has is for whoever calls to say, so that a page, the
/// command line and the tests give the same answer.
#[test]
fn nothing_reads_files_a_clock_or_a_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    for file in files {
        let source = fs::read_to_string(&file).expect("a source");
        for word in [
            "std::fs",
            "std::time",
            "std::env",
            "web_sys",
            "js_sys",
            "target_arch",
        ] {
            assert!(!source.contains(word), "{} has `{word}`", file.display());
        }
    }
}
