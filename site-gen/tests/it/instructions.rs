//! The processor instructions of three fixed builds, compared with those that are kept in
//! `instructions.toml`. Unlike seconds, the count is the same on a busy machine.

use crate::support::{Site, site_gen};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use test_support::{missing, skipped};

#[path = "../../benches/sites/mod.rs"]
mod sites;

/// How much more a build may take, in per cent.
const MARGIN: u64 = 5;

const HEAD: &str = "\
# Millions of instructions of a build by the program that is not optimised, which
# `cargo test -p site-gen --test it instructions` compares with its own count. To keep new counts, set
# `KEEP_INSTRUCTIONS` to the reason and run it again.

";

/// The file of counts.
#[derive(Deserialize, Serialize)]
struct Kept {
    /// Why the counts last changed.
    why: String,
    millions: BTreeMap<String, u64>,
}

#[test]
fn a_build_takes_no_more_instructions_than_are_kept() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return missing("valgrind");
    }
    // Without them, the search for a byte takes more instructions.
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    if !processor.contains(" avx2") {
        return skipped(
            "the processor has no AVX2 instructions, with which the builds were counted",
        );
    }
    let now: BTreeMap<String, u64> = [
        (
            "20 pages",
            Site::empty().with(|site| sites::pages(site, 20)),
        ),
        (
            "3 versions",
            Site::empty().with(|site| sites::versions(site, 3)),
        ),
        ("a form and a theme", Site::larkspur()),
    ]
    .map(|(name, site)| (name.to_owned(), millions_of(&site)))
    .into();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/instructions.toml");
    if let Ok(why) = std::env::var("KEEP_INSTRUCTIONS") {
        let kept = Kept { why, millions: now };
        let text = toml::to_string(&kept).expect("it has only texts and numbers");
        return fs::write(&file, format!("{HEAD}{text}")).expect("the counts can be written");
    }
    let kept = fs::read_to_string(&file).expect("the kept counts can be read");
    let kept: Kept = toml::from_str(&kept).expect("the kept counts are TOML");
    println!(
        "millions of instructions: {now:?}, kept: {:?}",
        kept.millions
    );
    let outgrown = now.iter().filter(|(name, now)| {
        let kept = kept.millions.get(*name).copied().unwrap_or_default();
        *now * 100 > kept * (100 + MARGIN)
    });
    let outgrown: Vec<_> = outgrown.collect();
    assert!(
        outgrown.is_empty(),
        "over {MARGIN} % more than is kept: {outgrown:?}, kept: {:?}. If that is worth it, keep the \
         counts: `KEEP_INSTRUCTIONS=\"why\" cargo test -p site-gen --test it instructions`",
        kept.millions
    );
}

/// Millions of instructions of a build.
fn millions_of(site: &Site) -> u64 {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=cachegrind", "--cache-sim=no"]);
    valgrind.arg("--cachegrind-out-file=/dev/null");
    valgrind.arg(site_gen().get_program());
    valgrind.args(["build", "--today", "2026-11-26"]);
    let output = valgrind.current_dir(site.folder()).output();
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
