//! The processor instructions of three fixed builds, compared with those that are kept in
//! `instructions.toml`.
//!
//! `cargo bench -p site-gen --bench instructions` counts them with valgrind, which takes about a
//! minute. Unlike seconds, the count is the same on a busy machine. It fails if a build takes over 5 %
//! more than is kept. `-- --accept "why"` keeps the new counts with the reason. Without valgrind, it
//! says that it is skipped.
//!
//! Valgrind has no instructions for SHA-256, so here a digest costs ten times what it costs otherwise.

mod sites;

use serde::{Deserialize, Serialize};
use sites::{pages, versions};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// How much more a build may take, in per cent.
const MARGIN: u64 = 5;

const HEAD: &str = "\
# Millions of instructions, counted by `cargo bench -p site-gen --bench instructions`, which compares
# with them. To keep others, say why: `-- --accept \"why\"`.

";

/// Makes a site in a folder.
type Make = fn(&Path);

/// The fixed builds, by name.
const BUILDS: [(&str, Make); 3] = [
    ("100 pages", |site| pages(site, 100)),
    ("10 versions", |site| versions(site, 10)),
    ("a form and a theme", with_form),
];

/// The file of counts.
#[derive(Deserialize, Serialize)]
struct Kept {
    /// Why the counts last changed.
    why: String,
    millions: BTreeMap<String, u64>,
}

fn main() -> ExitCode {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("skipped: valgrind is not installed");
        return ExitCode::SUCCESS;
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.toml");
    let kept = fs::read_to_string(&file).expect("the kept counts can be read");
    let kept: Kept = toml::from_str(&kept).expect("the kept counts are TOML");
    let now: BTreeMap<String, u64> = BUILDS
        .map(|(name, make)| (name.to_owned(), counted(make)))
        .into();
    println!("{:<20}  millions now  kept", "build");
    let mut outgrown = Vec::new();
    for (name, now) in &now {
        let kept = kept.millions.get(name).copied().unwrap_or_default();
        println!("{name:<20}  {now:>12}  {kept:>4}");
        if now * 100 > kept * (100 + MARGIN) {
            outgrown.push(name.as_str());
        }
    }
    let mut arguments = std::env::args().skip_while(|argument| argument != "--accept");
    if let (Some(_), Some(why)) = (arguments.next(), arguments.next()) {
        let kept = Kept { why, millions: now };
        let text = toml::to_string(&kept).expect("it has only texts and numbers");
        fs::write(&file, format!("{HEAD}{text}")).expect("the counts can be written");
        println!("kept in {}", file.display());
        return ExitCode::SUCCESS;
    }
    if outgrown.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!(
        "over {MARGIN} % more: {}\nif that is worth it, keep the counts with `-- --accept \"why\"`",
        outgrown.join(", ")
    );
    ExitCode::FAILURE
}

/// Millions of instructions of a build.
fn counted(make: Make) -> u64 {
    let folder = tempfile::tempdir().expect("a folder");
    make(folder.path());
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=cachegrind", "--cache-sim=no"]);
    valgrind.arg("--cachegrind-out-file=/dev/null");
    valgrind.arg(env!("CARGO_BIN_EXE_site-gen"));
    valgrind.args(["build", "--today", "2026-11-26"]);
    let output = valgrind.current_dir(folder.path()).output();
    let output = output.expect("valgrind runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the build succeeds: {said}");
    // `==123== I   refs:      54,978,178`
    let count = said.lines().find_map(|line| line.split_once("refs:"));
    let (_, count) = count.expect("valgrind prints the count");
    let count: String = count.chars().filter(char::is_ascii_digit).collect();
    let count: u64 = count.parse().expect("a number");
    count.div_ceil(1_000_000)
}

/// A small site with a request form, letters and a theme of its own.
fn with_form(site: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/larkspur");
    for file in walkdir::WalkDir::new(&from).into_iter().flatten() {
        let below: PathBuf = file.path().strip_prefix(&from).expect("below").into();
        if file.file_type().is_dir() {
            fs::create_dir_all(site.join(below)).expect("a folder");
        } else {
            fs::copy(file.path(), site.join(below)).expect("a file");
        }
    }
}
