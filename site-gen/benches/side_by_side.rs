//! The same texts through this program and through other generators: the cost of a build, and what
//! a reader has to load.
//!
//! `cargo bench -p site-gen --bench side_by_side` also runs `mdbook` and `hugo` if they are installed,
//! alternately, and prints medians. Hugo has no built-in theme: it gets one of a few lines,
//! which makes less of a page than the others do.

mod sites;

use sites::{as_number, name_of, pages, run, text, write, written};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const SIZES: [usize; 2] = [100, 1_000];
const TURNS: usize = 5;

/// A generator: its name, how a site is laid out for it, how it is built, the folder of the
/// output, and the page that is opened.
struct Generator {
    name: &'static str,
    lay_out: fn(&Path, usize),
    build: fn(&Path) -> Command,
    dist: &'static str,
    page: &'static str,
}

const GENERATORS: [Generator; 3] = [
    Generator {
        name: "site-gen",
        lay_out: pages,
        build: |folder| {
            let mut build = Command::new(env!("CARGO_BIN_EXE_site-gen"));
            build.args(["build", "--today", "2026-11-26"]);
            build.current_dir(folder);
            build
        },
        dist: "dist",
        page: "versions/2026-01-01/chapter-0/part-1/index.html",
    },
    Generator {
        name: "mdbook",
        lay_out: book,
        build: |folder| {
            let mut build = Command::new("mdbook");
            build.arg("build").current_dir(folder).stderr(Stdio::null());
            build
        },
        dist: "book",
        page: "chapter-0/part-1.html",
    },
    Generator {
        name: "hugo",
        lay_out: hugo,
        build: |folder| {
            let mut build = Command::new("hugo");
            build.current_dir(folder).stderr(Stdio::null());
            build
        },
        dist: "public",
        page: "chapter-0/part-1/index.html",
    },
];

fn main() {
    println!("generator   pages  seconds  peak MB  files      MB  a page, sent");
    for size in SIZES {
        let there = GENERATORS
            .iter()
            .filter(|generator| is_there(generator.name));
        let mut laid_out: Vec<_> = there
            .map(|generator| {
                let folder = tempfile::tempdir().expect("a folder");
                (generator.lay_out)(folder.path(), size);
                (generator, folder, Vec::new(), Vec::new())
            })
            .collect();
        for _ in 0..TURNS {
            for (generator, folder, seconds, peaks) in &mut laid_out {
                let _ = fs::remove_dir_all(folder.path().join(generator.dist));
                let took = run(&mut (generator.build)(folder.path()));
                seconds.push(took.seconds);
                peaks.push(took.peak);
            }
        }
        for (generator, folder, seconds, peaks) in &mut laid_out {
            let dist = folder.path().join(generator.dist);
            let (files, bytes) = written(&dist);
            println!(
                "{:<9}  {size:>6}  {:>7.2}  {:>7.0}  {files:>5}  {:>6.1}  {:>9.1} KB",
                generator.name,
                median(seconds),
                median(peaks) / 1e6,
                bytes / 1e6,
                sent(&dist, generator.page) / 1e3,
            );
        }
    }
}

fn is_there(name: &str) -> bool {
    let mut version = Command::new(name);
    version
        .arg("version")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // Those that know no `version` say so, but they run.
    let there = name == "site-gen" || version.status().is_ok();
    if !there {
        println!("{name} is not on the path");
    }
    there
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// A page and all that it names and a browser fetches, after brotli at its best. Fonts are not
/// counted: a browser fetches those that the words need.
fn sent(dist: &Path, page: &str) -> f64 {
    let mut files = BTreeSet::from([dist.join(page)]);
    let mut next: Vec<PathBuf> = files.iter().cloned().collect();
    while let Some(file) = next.pop() {
        let Ok(content) = fs::read_to_string(&file) else {
            continue;
        };
        let folder = file.parent().expect("a folder");
        let from_root = |name: &str| match name.strip_prefix('/') {
            Some(below) => dist.join(below),
            None => folder.join(name),
        };
        let loaded = named(&content).map(from_root);
        for file in loaded.filter(|file| file.is_file() && !is_font(file)) {
            let file = file.canonicalize().expect("a file");
            if files.insert(file.clone()) {
                next.push(file);
            }
        }
    }
    as_number(files.iter().map(|file| compressed(file)).sum())
}

fn is_font(file: &Path) -> bool {
    let extension = file.extension().and_then(|it| it.to_str());
    extension.is_some_and(|it| ["woff", "woff2", "ttf", "eot"].contains(&it))
}

/// What a page or a style sheet has the browser fetch.
fn named(content: &str) -> impl Iterator<Item = &str> {
    let quoted = ["<script src=\"", "<img src=\"", "url(\"", "url('", "url("];
    let first = quoted.into_iter().flat_map(|before| {
        let rest = content.split(before).skip(1);
        rest.filter_map(|rest| rest.split(['"', '\'', ')', '?', '#']).next())
    });
    let links = content.split("<link ").skip(1).filter_map(|link| {
        let link = link.split('>').next()?;
        let is_loaded = ["stylesheet", "icon"].iter().any(|it| link.contains(it));
        let address = link.split("href=\"").nth(1)?.split('"').next()?;
        is_loaded.then_some(address)
    });
    first.chain(links)
}

fn compressed(file: &Path) -> usize {
    let content = fs::read(file).expect("a file");
    let compressed = precompressed::Encoding::Brotli.compress(&content);
    compressed.expect("memory takes it").len()
}

fn book(folder: &Path, count: usize) {
    write(
        &folder.join("book.toml"),
        "[book]\ntitle = \"Guidelines of the Mill\"\n",
    );
    let mut summary = String::from("# Summary\n\n- [Guidelines](guidelines.md)\n");
    write(&folder.join("src/guidelines.md"), &text(6_000, 0));
    for at in 1..count {
        summary += &format!("- [Part {at}]({})\n", name_of(at));
        write(&folder.join("src").join(name_of(at)), &text(6_000, at));
    }
    write(&folder.join("src/SUMMARY.md"), &summary);
}

fn hugo(folder: &Path, count: usize) {
    write(
        &folder.join("hugo.toml"),
        "baseURL = \"https://mill.example/law/\"\ntitle = \"Guidelines of the Mill\"\n",
    );
    let layout = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head>\
        <body><main><h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}</main></body></html>\n";
    for name in ["page", "section", "home", "single", "list"] {
        write(
            &folder.join(format!("layouts/_default/{name}.html")),
            layout,
        );
        write(&folder.join(format!("layouts/{name}.html")), layout);
    }
    for at in 0..count {
        let name = if at == 0 {
            "guidelines.md".to_owned()
        } else {
            name_of(at)
        };
        let text = format!("---\ntitle: Part {at}\n---\n{}", text(6_000, at));
        write(&folder.join("content").join(name), &text);
    }
}
