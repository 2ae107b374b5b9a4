//! Sites to build, and the cost of building them.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use walkdir::WalkDir;

/// The cost of a command.
pub(crate) struct Run {
    pub(crate) seconds: f64,
    /// The most memory that was in use, in bytes.
    pub(crate) peak: f64,
}

/// Runs a command, which has to succeed.
pub(crate) fn run(command: &mut Command) -> Run {
    let begin = Instant::now();
    let command = command.stdout(Stdio::null());
    let mut child = command.spawn().expect("it runs");
    let mut peak = 0.0;
    let status = loop {
        // The high-water mark of the memory in use, which only grows.
        peak = most_memory(child.id()).unwrap_or(peak);
        match child.try_wait().expect("a child") {
            Some(status) => break status,
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    let seconds = begin.elapsed().as_secs_f64();
    assert!(status.success(), "{command:?} succeeds");
    Run { seconds, peak }
}

/// How many files are in a folder, and how many bytes they have.
pub(crate) fn written(folder: &Path) -> (usize, f64) {
    let files = WalkDir::new(folder).into_iter().flatten();
    let sizes: Vec<u64> = files
        .filter(|file| file.file_type().is_file())
        .filter_map(|file| Some(file.metadata().ok()?.len()))
        .collect();
    let bytes = sizes.iter().map(|size| usize::try_from(*size).unwrap_or(0));
    (sizes.len(), as_number(bytes.sum()))
}

#[expect(clippy::cast_precision_loss, reason = "no site is so large")]
pub(crate) fn as_number(count: usize) -> f64 {
    count as f64
}

/// In bytes, as reported by Linux.
fn most_memory(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024.0)
}

/// One version of many texts of about 6 KB.
pub(crate) fn pages(site: &Path, count: usize) {
    let version = site.join("content/guidelines/2026-01-01");
    write(&version.join("guidelines.md"), &text(6_000, 0));
    for at in 1..count {
        write(&version.join(name_of(at)), &text(6_000, at));
    }
    config(site);
}

/// How large the text of a version is, in bytes.
const TEXT: usize = 40_000;

/// A text that grew over the years: from each version to the next some sentences changed.
pub(crate) fn versions(site: &Path, count: usize) {
    for at in 0..count {
        let (year, month, day) = (1900 + at / 300, 1 + at / 25 % 12, 1 + at % 25);
        let version = site.join(format!("content/guidelines/{year}-{month:02}-{day:02}"));
        write(&version.join("guidelines.md"), &text(TEXT, at));
    }
    config(site);
}

/// The file of a text among many.
pub(crate) fn name_of(at: usize) -> String {
    format!("chapter-{}/part-{}.md", at / 100, at % 100)
}

pub(crate) fn config(site: &Path) {
    let config = "title = \"Guidelines of the Mill\"\n\
        base-url = \"https://mill.example/law/\"\n\
        language = \"en\"\n\
        description = \"How to ask the mill.\"\n\
        [organisation]\nname = \"The Mill\"\nlegal-name = \"The Mill Ltd.\"\nmailbox = \"law@mill.example\"\n";
    write(&site.join("content/site.toml"), config);
}

pub(crate) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Guidelines of some length. One paragraph in forty is another in each version, and says so in
/// words of obligation.
pub(crate) fn text(length: usize, version: usize) -> String {
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

/// `three-and-fortieth` and the like: words that distinguish paragraphs.
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
