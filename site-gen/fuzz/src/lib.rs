//! What each fuzz target does with the bytes that it gets, and the seeds from which the fuzzer
//! begins. `.ci/fuzz` runs the targets.
//!
//! A target panics if a program of this repository would, or if a property does not hold.

#![forbid(unsafe_code)]

pub mod check;
pub mod content;
pub mod draft;
pub mod events;
pub mod import;
pub mod letter;
pub mod lock;
pub mod markdown;
pub mod redline;
mod site;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// What separates the parts of an input. No text for people contains it (ASCII's record separator).
const SEPARATOR: u8 = 0x1e;

/// The parts of an input.
fn parts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == SEPARATOR)
}

/// A part as text.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The folder of the repository.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file below a folder of the repository with one of these endings, in order.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![repository().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository") {
            let path = entry.expect("an entry").path();
            let ending = path.extension().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                folders.push(path);
            } else if endings.contains(&ending.as_ref()) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                files.push((name.into_owned(), fs::read(&path).expect("a file")));
            }
        }
    }
    files.sort();
    files
}

/// Whether seeds are wanted: `.ci/fuzz` asks for them once, before it runs a target.
fn wants_seeds() -> bool {
    env::var_os("FUZZ_SEEDS").is_some()
}

/// Puts seeds into the corpus of a target.
fn plant(target: &str, seeds: impl IntoIterator<Item = Vec<u8>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    fs::create_dir_all(&folder).expect("a folder for the seeds");
    for (number, seed) in seeds.into_iter().enumerate() {
        fs::write(folder.join(format!("seed-{number:03}")), seed).expect("a seed");
    }
}

/// Whether a character could change how a line of a report looks, or what a terminal does.
fn is_unsafe_to_show(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\t')
        || request_builder::text::is_direction_control(character)
}

/// That a text can be shown as it is.
fn can_be_shown(what: &str, text: &str) {
    assert!(!text.contains(is_unsafe_to_show), "{what}: {text:?}");
}
