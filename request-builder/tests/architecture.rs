//! The crate depends on nothing around it.

use std::fs;
use std::path::{Path, PathBuf};

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

/// The caller provides the current day and the content of files and pages, so that a page, the
/// command line and the tests get the same result.
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
        for group in source.split("std::{").skip(1) {
            let group = group.split(';').next().unwrap_or_default();
            let mut names = group.split(|c: char| !c.is_alphanumeric());
            let name = names.find(|name| ["fs", "time", "env"].contains(name));
            assert_eq!(name, None, "{}", file.display());
        }
    }
}
