//! Imports run one way: a folder of a crate uses only those before it. And each module with parts is
//! `x/mod.rs`.

use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A crate's folders and files right below `src`, each using only those before it.
struct Layers {
    /// Its folder in the repository.
    name: &'static str,
    order: &'static [&'static str],
}

/// `ARCHITECTURE.md` gives the reason for each position.
const SITE_GEN: Layers = Layers {
    name: "site-gen",
    order: &[
        "diagnostic",
        "digest",
        "quoted",
        "parallel",
        "kept",
        "file_path",
        "signature",
        "pdf",
        "library",
        "html",
        "markdown",
        "words",
        "release",
        "content",
        "site",
        "history",
        "render",
        "output",
        "import",
        "commands",
    ],
};

const REQUEST_BUILDER: Layers = Layers {
    name: "request-builder",
    order: &[
        "hooks",
        "map",
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
    ],
};

/// What unit tests share with the tests next to `src`.
const TEST_SUPPORT: [&str; 2] = ["cpu_time", "skipped"];

/// What every crate has at its root, which knows everything below it.
const ROOTS: [&str; 2] = ["lib", "main"];

impl Layers {
    fn source(&self) -> PathBuf {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        root.join(self.name).join("src")
    }

    /// The files of the crate, each with the parts of its path below `src`, without `.rs`.
    fn files(&self) -> Vec<(PathBuf, Vec<String>)> {
        let source = self.source();
        let entries = WalkDir::new(&source).sort_by_file_name().into_iter();
        let files = entries.map(|entry| entry.expect("a file").into_path());
        let files = files.filter(|path| path.extension().is_some_and(|it| it == "rs"));
        files
            .map(|path| {
                let inside = path
                    .strip_prefix(&source)
                    .expect("inside")
                    .with_extension("");
                let parts = inside.iter();
                let parts = parts.map(|part| part.to_str().expect("UTF-8").to_owned());
                let parts = parts.collect();
                (path, parts)
            })
            .collect()
    }

    /// Every use of a folder by one that comes before it.
    fn wrong_arrows(&self) -> Vec<String> {
        let arrows = self.arrows().into_iter();
        let wrong = arrows.filter(|(_, parts, used)| {
            // What is not a folder is an item of the crate's root.
            let place = self.order.iter().position(|it| it == used);
            place.is_none_or(|place| place > self.place(&parts[0]))
        });
        wrong
            .map(|(path, _, used)| format!("{} uses {used}", path.display()))
            .collect()
    }

    /// Every use of a folder: the file that uses it, the parts of its path, and the folder.
    fn arrows(&self) -> Vec<(PathBuf, Vec<String>, String)> {
        let mut arrows = Vec::new();
        for (path, parts) in self.files() {
            let own = parts[0].as_str();
            // A test may build what it needs out of anything.
            let is_test = parts.last().is_some_and(|part| part == "tests");
            if ROOTS.contains(&own) || is_test {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source file");
            for used in used(&text, &parts) {
                if !TEST_SUPPORT.contains(&used.as_str()) {
                    arrows.push((path.clone(), parts.clone(), used));
                }
            }
        }
        arrows
    }

    fn place(&self, name: &str) -> usize {
        let place = self.order.iter().position(|it| *it == name);
        place.unwrap_or_else(|| panic!("say in `tests/architecture.rs` where `{name}` belongs"))
    }

    /// Modules that are both `x.rs` and `x/`.
    fn pairs(&self) -> Vec<PathBuf> {
        let files = self.files().into_iter().map(|(path, _)| path);
        files
            .filter(|path| path.with_extension("").is_dir())
            .collect()
    }
}

/// The modules at the root of the crate that a file uses; `parts` are those of its path.
fn used(text: &str, parts: &[String]) -> Vec<String> {
    let lines = text.lines().map(str::trim_start);
    let code: Vec<&str> = lines.filter(|line| !line.starts_with("//")).collect();
    let code = code.join("\n");
    let mut used = roots_after(&code, "crate::");
    // `super` leads to the root as well, from unit tests by one step more.
    let depth = parts.iter().filter(|part| *part != "mod").count();
    let (code, tests) = code.split_once("\nmod tests {").unwrap_or((&code, ""));
    used.extend(roots_after(code, &"super::".repeat(depth)));
    used.extend(roots_after(tests, &"super::".repeat(depth + 1)));
    used
}

/// The first names of the paths that begin with some words.
fn roots_after(code: &str, start: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(start) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|it| it.is_alphanumeric() || it == '_' || it == ':') {
            continue;
        }
        let rest = &code[at + start.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(names_of_group(group)),
            None => found.extend(name(rest)),
        }
    }
    found.retain(|name| name != "super" && name != "self");
    found
}

/// The first names of `a, b::{c, d}, e}`.
fn names_of_group(group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut is_first = true;
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => is_first = true,
            _ if is_first && !character.is_whitespace() => {
                names.extend(name(&group[at..]));
                is_first = false;
            }
            _ => {}
        }
    }
    names
}

fn name(text: &str) -> Option<String> {
    let name: String = text
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    (!name.is_empty()).then_some(name)
}

#[test]
fn imports_run_one_way() {
    for layers in [SITE_GEN, REQUEST_BUILDER] {
        assert_eq!(layers.wrong_arrows(), [""; 0]);
    }
}

#[test]
fn a_module_with_parts_is_a_folder_with_mod_rs() {
    for layers in [SITE_GEN, REQUEST_BUILDER] {
        assert_eq!(layers.pairs(), Vec::<PathBuf>::new());
    }
}

#[test]
fn every_folder_has_its_place_and_every_place_its_folder() {
    for layers in [SITE_GEN, REQUEST_BUILDER] {
        for entry in fs::read_dir(layers.source()).expect("the sources") {
            let name = entry.expect("a file").path().with_extension("");
            let name = name.file_name().and_then(|it| it.to_str()).expect("a name");
            assert!(
                ROOTS.contains(&name) || layers.order.contains(&name),
                "{name}"
            );
        }
        for name in layers.order {
            let path = layers.source().join(name);
            assert!(
                path.is_dir() || path.with_extension("rs").is_file(),
                "{name}"
            );
        }
    }
}

#[test]
fn every_way_to_write_an_import_is_seen() {
    let parts = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    let inside = parts("content/page");
    for (text, expected) in [
        ("use crate::site::Site;", vec!["site"]),
        ("let a = crate::render::render(x);", vec!["render"]),
        (
            "use crate::{\n    output::{Staging, destination},\n    site,\n};",
            vec!["output", "site"],
        ),
        ("use super::super::history::History;", vec!["history"]),
        ("use super::files::File;", vec![]),
        ("/// See [`crate::site`].\n// crate::render", vec![]),
        ("use other_crate::site;", vec![]),
        (
            "use super::super::site::Site;\n#[cfg(test)]\nmod tests {\n    use super::super::files::File;\n    use super::super::super::output;\n}",
            vec!["site", "output"],
        ),
    ] {
        assert_eq!(used(text, &inside), expected, "{text}");
    }
    let root = "use super::site::Site;";
    assert_eq!(used(root, &parts("content/mod")), ["site"]);
}

/// In the opposite order, every use of another folder is found.
#[test]
fn an_import_against_the_order_is_found() {
    let turned = Layers {
        order: &[
            "commands",
            "import",
            "output",
            "render",
            "history",
            "site",
            "content",
            "release",
            "words",
            "markdown",
            "html",
            "library",
            "pdf",
            "signature",
            "file_path",
            "kept",
            "parallel",
            "quoted",
            "digest",
            "diagnostic",
        ],
        ..SITE_GEN
    };
    let others = turned.arrows().into_iter();
    let others = others.filter(|(_, parts, used)| parts[0] != *used).count();
    assert!(others > 300);
    assert_eq!(turned.wrong_arrows().len(), others);
}
