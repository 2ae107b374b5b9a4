//! How a build grows: with the versions of a text of 40 KB, and with the pages of one version.
//!
//! `cargo bench -p site-gen --bench scale` makes the sites, builds each, and prints a line for each:
//! seconds, the most memory that was in use, what was written, and each of them for one version or
//! page. It fails where one of them grows faster than the site. The whole takes some minutes; a
//! number as argument, as in `-- 100`, leaves out what is larger.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use walkdir::WalkDir;

/// How large the largest text of a version is, in bytes.
const TEXT: usize = 40_000;

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

/// What a build took.
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
    let begin = Instant::now();
    let mut build = Command::new(env!("CARGO_BIN_EXE_site-gen"))
        .args(["build", "--today", "2026-11-26"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .spawn()
        .expect("site-gen runs");
    let mut peak = 0.0;
    let status = loop {
        // The high-water mark of the memory in use, which only grows.
        peak = most_memory(build.id()).unwrap_or(peak);
        match build.try_wait().expect("a child") {
            Some(status) => break status,
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    let seconds = begin.elapsed().as_secs_f64();
    assert!(status.success(), "the build of {size} succeeds");
    let files = WalkDir::new(folder.path().join("dist"))
        .into_iter()
        .flatten();
    let sizes: Vec<u64> = files
        .filter(|file| file.file_type().is_file())
        .filter_map(|file| Some(file.metadata().ok()?.len()))
        .collect();
    Cost {
        size: as_number(size),
        seconds,
        peak,
        files: sizes.len(),
        written: sizes
            .iter()
            .map(|size| as_number(usize::try_from(*size).unwrap_or_default()))
            .sum(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "no site is so large")]
fn as_number(count: usize) -> f64 {
    count as f64
}

/// In bytes, as Linux tells it.
fn most_memory(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024.0)
}

/// A text that grew over the years: from each version to the next some sentences changed.
fn versions(site: &Path, count: usize) {
    for at in 0..count {
        let (year, month, day) = (1900 + at / 300, 1 + at / 25 % 12, 1 + at % 25);
        let version = site.join(format!("content/guidelines/{year}-{month:02}-{day:02}"));
        write(&version.join("guidelines.md"), &text(TEXT, at));
    }
    config(site);
}

/// One version of many texts of about 6 KB.
fn pages(site: &Path, count: usize) {
    let version = site.join("content/guidelines/2026-01-01");
    write(&version.join("guidelines.md"), &text(6_000, 0));
    for at in 1..count {
        let name = format!("chapter-{}/part-{}.md", at / 100, at % 100);
        write(&version.join(name), &text(6_000, at));
    }
    config(site);
}

fn config(site: &Path) {
    let config = "title = \"Guidelines of the Mill\"\n\
        base-url = \"https://mill.example/law/\"\n\
        language = \"en\"\n\
        description = \"How to ask the mill.\"\n\
        [organisation]\nname = \"The Mill\"\nlegal-name = \"The Mill Ltd.\"\nmailbox = \"law@mill.example\"\n";
    write(&site.join("content/site.toml"), config);
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Guidelines of some length. One paragraph in forty is another in each version, and says so in
/// words of obligation.
fn text(length: usize, version: usize) -> String {
    let mut text = String::from("# Guidelines of the Mill\n\n");
    let mut paragraph: usize = 0;
    while text.len() < length {
        if paragraph.is_multiple_of(8) {
            let _ = writeln!(text, "## Of the {} wheel\n", nth(paragraph / 8));
        }
        let days = if (paragraph + version).is_multiple_of(40) {
            version % 90 + 1
        } else {
            30
        };
        let modal = if (paragraph + version) % 40 == 1 {
            "must"
        } else {
            "may"
        };
        let _ = writeln!(
            text,
            "A request about the {} sack {modal} name the miller, the day and the road by which it came, and \
             we keep what it asks for {days} days. What stands in the {} book is not disclosed without a paper \
             that a court has signed.\n\n- the name of the sack as it stands on its seal;\n- the weight, where it is known.\n",
            nth(paragraph),
            nth(paragraph * 7 + 3),
        );
        paragraph += 1;
    }
    text
}

/// `three-and-fortieth` and the like: words that tell paragraphs apart.
fn nth(number: usize) -> String {
    const ONES: [&str; 10] = [
        "oak", "elm", "ash", "fir", "yew", "larch", "birch", "lime", "plum", "hazel",
    ];
    let mut name = String::new();
    let mut rest = number;
    loop {
        name.push_str(ONES[rest % 10]);
        rest /= 10;
        if rest == 0 {
            return name;
        }
        name.push('-');
    }
}
