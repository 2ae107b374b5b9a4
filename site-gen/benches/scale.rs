//! How a build grows: with the versions of a text of 40 KB, and with the pages of one version.
//!
//! `cargo bench -p site-gen --bench scale` makes the sites, builds each, and prints a line for each:
//! seconds, the most memory that was in use, what was written, and each of them for one version or
//! page. It fails where one of them grows faster than the site. A full run takes some minutes; a
//! number as argument, as in `-- 100`, leaves out what is larger.

mod sites;

use sites::{Run, as_number, pages, run, versions, written};
use std::path::Path;
use std::process::Command;

const SIZES: [usize; 3] = [10, 100, 1_000];
const PAGES: [usize; 3] = [100, 1_000, 10_000];

/// A part of a larger site may cost so much more than one of a smaller site. Smaller sites are
/// compared with nothing, since there the start of the program is all that is measured.
const MOST: f64 = 1.5;

fn main() {
    let most = std::env::args().filter_map(|argument| argument.parse().ok());
    let most = most.max().unwrap_or(usize::MAX);
    let mut grown = Vec::new();
    for (what, sizes, make) in [
        ("versions", SIZES, versions as fn(&Path, usize)),
        ("pages", PAGES, pages as fn(&Path, usize)),
    ] {
        println!("{what:>8}  seconds  peak MB  files      MB | ms each  KB of disk each");
        let mut before: Option<Cost> = None;
        for size in sizes.into_iter().filter(|size| *size <= most) {
            let cost = measured(size, make);
            println!(
                "{size:>8}  {:>7.2}  {:>7.0}  {:>5}  {:>6.1} | {:>7.2}  {:>15.1}",
                cost.seconds,
                cost.peak / 1e6,
                cost.files,
                cost.written / 1e6,
                cost.seconds * 1e3 / cost.size,
                cost.written / 1e3 / cost.size,
            );
            if let Some(before) = before {
                grown.extend(
                    before
                        .outgrown_by(&cost)
                        .map(|how| format!("{size} {what}: {how}")),
                );
            }
            before = Some(cost);
        }
        println!();
    }
    assert!(
        grown.is_empty(),
        "grows faster than the site: {}",
        grown.join("; ")
    );
}

/// The cost of a build.
struct Cost {
    size: f64,
    seconds: f64,
    peak: f64,
    files: usize,
    written: f64,
}

impl Cost {
    fn outgrown_by<'a>(&'a self, larger: &'a Self) -> impl Iterator<Item = String> + 'a {
        let each = |cost: &Self, value: f64| value / cost.size;
        let of = |name: &'static str, value: fn(&Self) -> f64| {
            let times = each(larger, value(larger)) / each(self, value(self));
            (times > MOST).then(|| {
                format!(
                    "{name} for each is {times:.1} times that of a site of {}",
                    self.size
                )
            })
        };
        [
            of("time", |cost| cost.seconds),
            of("memory", |cost| cost.peak),
            of("disk", |cost| cost.written),
        ]
        .into_iter()
        .flatten()
    }
}

fn measured(size: usize, make: fn(&Path, usize)) -> Cost {
    let folder = tempfile::tempdir().expect("a folder");
    make(folder.path(), size);
    let mut build = Command::new(env!("CARGO_BIN_EXE_site-gen"));
    let build = build.args(["build", "--today", "2026-11-26"]);
    let Run { seconds, peak } = run(build.current_dir(folder.path()));
    let (files, written) = written(&folder.path().join("dist"));
    Cost {
        size: as_number(size),
        seconds,
        peak,
        files,
        written,
    }
}
