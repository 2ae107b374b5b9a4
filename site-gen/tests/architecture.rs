//! Imports run one way: a folder of a crate uses only those before it. Each module with parts is
//! `x/mod.rs`. And no source has a list of English words.

use std::collections::{BTreeMap, BTreeSet};
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
        "byte_set",
        "parallel",
        "cache",
        "file_path",
        "host_files",
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
                arrows.push((path.clone(), parts.clone(), used));
            }
        }
        arrows
    }

    fn place(&self, name: &str) -> usize {
        let place = self.order.iter().position(|it| *it == name);
        place.unwrap_or_else(|| panic!("say in `tests/architecture.rs` where `{name}` belongs"))
    }

    /// Folders side by side that use each other.
    fn cycles(&self) -> Vec<String> {
        let mut arrows = BTreeSet::new();
        for (path, parts) in self.files() {
            let [top, own, _, ..] = parts.as_slice() else {
                continue;
            };
            let text = fs::read_to_string(&path).expect("a source file");
            for used in used_siblings(&text, &parts) {
                if used != *own && self.source().join(top).join(&used).is_dir() {
                    arrows.insert((top.clone(), own.clone(), used));
                }
            }
        }
        let is_cycle = |(top, a, b): &&(String, String, String)| {
            arrows.contains(&(top.clone(), b.clone(), a.clone()))
        };
        let cycles = arrows.iter().filter(is_cycle);
        cycles
            .map(|(top, a, b)| format!("{top}/{a} uses {top}/{b}"))
            .collect()
    }

    /// Files of one folder that use each other, directly or through others.
    fn circles(&self) -> Vec<String> {
        let mut arrows = BTreeMap::<PathBuf, BTreeSet<PathBuf>>::new();
        for (path, parts) in self.files() {
            let folder = &parts[..parts.len() - 1];
            if folder.is_empty() || parts.ends_with(&["mod".to_owned()]) {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source file");
            let siblings = used_in(
                &format!("crate::{}::", folder.join("::")),
                folder.len(),
                &text,
                &parts,
            );
            let siblings = siblings
                .iter()
                .map(|used| path.with_file_name(used).with_extension("rs"));
            let siblings = siblings.filter(|used| *used != path && used.is_file());
            arrows.insert(path.clone(), siblings.collect());
        }
        let reaches_itself = |path: &&PathBuf| {
            let mut reached = BTreeSet::new();
            let mut open: Vec<&PathBuf> = arrows[*path].iter().collect();
            while let Some(next) = open.pop() {
                if reached.insert(next) {
                    open.extend(arrows.get(next).into_iter().flatten());
                }
            }
            reached.contains(*path)
        };
        let circles = arrows.keys().filter(reaches_itself);
        circles.map(|path| path.display().to_string()).collect()
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
    used_in("crate::", 0, text, parts)
}

/// The modules in its top folder that a file uses.
fn used_siblings(text: &str, parts: &[String]) -> Vec<String> {
    used_in(&format!("crate::{}::", parts[0]), 1, text, parts)
}

/// The modules that a file uses in the folder at a depth and path.
fn used_in(folder: &str, depth: usize, text: &str, parts: &[String]) -> Vec<String> {
    let lines = text.lines().map(str::trim_start);
    let code: Vec<&str> = lines.filter(|line| !line.starts_with("//")).collect();
    let code = code.join("\n");
    let mut used = roots_after(&code, folder);
    // `super` leads there as well, from unit tests by one step more.
    let depth = parts.iter().filter(|part| *part != "mod").count() - depth;
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

/// Words that are in nearly every list of English words, and that no file format and no condition has
/// as a keyword.
const COMMON_WORDS: [&str; 57] = [
    "dot", "and", "or", "to", "the", "an", "our", "your", "their", "this", "that", "these",
    "those", "must", "shall", "should", "please", "we", "you", "they", "she", "he", "it", "who",
    "what", "why", "of", "by", "under", "because", "until", "every", "any", "all", "was", "were",
    "am", "pm", "noon", "days", "weeks", "months", "years", "january", "march", "december",
    "monday", "sunday", "mr", "dr", "inc", "ltd", "street", "officer", "police", "court", "judge",
];

/// A list of fewer words is rather a few keys that are words by chance.
const SHORTEST_LIST: usize = 3;

/// The keywords of conditions, which are the same in every language.
const KEYWORDS: &str = "rules/condition/mod.rs";

/// The lists of strings in a source, in arrays, tuples, patterns or `one|another`: the line and strings
/// of each.
fn lists_of_strings(code: &str) -> Vec<(usize, Vec<&str>)> {
    let mut lists = Vec::new();
    let mut list: Vec<&str> = Vec::new();
    let mut begin = 0;
    let mut at = 0;
    while let Some(next) = code[at..].chars().next() {
        let rest = &code[at..];
        let comment = rest.starts_with("//").then(|| rest.find('\n'));
        let quote = ["'\"'", "'\\\"'"].iter().find(|it| rest.starts_with(**it));
        if let Some(end) = comment {
            at += end.unwrap_or(rest.len());
        } else if let Some(quote) = quote {
            at += quote.len();
        } else if next == '"' {
            let length = length_of_string(&rest[1..]);
            begin = if list.is_empty() { at } else { begin };
            list.extend(rest[1..=length].split('|').map(str::trim));
            at += length + 2;
        } else {
            let is_between =
                next.is_whitespace() || next.is_ascii_digit() || "|,&[]()-".contains(next);
            if !is_between && !list.is_empty() {
                let line = code[..begin].lines().count();
                lists.push((line, std::mem::take(&mut list)));
            }
            at += next.len_utf8();
        }
    }
    lists.push((code[..begin].lines().count(), list));
    lists
}

/// The length of a string up to its closing quotation mark.
fn length_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.find(|c: char| {
        let ends = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    end.unwrap_or(text.len().saturating_sub(1))
}

fn is_list_of_words(list: &[&str]) -> bool {
    let is_common = |word: &&&str| COMMON_WORDS.contains(&word.to_lowercase().as_str());
    list.len() >= SHORTEST_LIST && list.iter().filter(is_common).count() > 1
}

/// What a program recognises in an English text differs from language to language, and a translator
/// or a lawyer has to find it.
#[test]
fn words_of_a_language_are_data() {
    let mut files: Vec<PathBuf> = Vec::new();
    for layers in [SITE_GEN, REQUEST_BUILDER] {
        files.extend(layers.files().into_iter().map(|(path, _)| path));
    }
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../request-builder/pages");
    let entries = WalkDir::new(pages).into_iter();
    files.extend(entries.map(|entry| entry.expect("a file").into_path()));
    files.retain(|path| path.extension().is_some_and(|it| it == "rs"));
    files.retain(|path| {
        path.iter()
            .all(|part| part != "tests" && part != "tests.rs")
    });
    files.retain(|path| !path.ends_with(KEYWORDS));
    let mut found = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).expect("a source file");
        let (code, _) = text.split_once("\n#[cfg(test)]").unwrap_or((&text, ""));
        for (line, list) in lists_of_strings(code) {
            if is_list_of_words(&list) {
                found.push(format!("{}:{line}: {}", path.display(), list.join(", ")));
            }
        }
    }
    assert_eq!(
        found, [""; 0],
        "these lists are English words. Move them into a file of `site-gen/library/<language>/`, whose head says \
         what they are for, or for `request-builder` into `answers/time_words.txt` or the rules"
    );
}

#[test]
fn a_list_of_words_is_found_however_it_is_written() {
    for code in [
        "const A: [&str; 5] = [\"the\", \"a\", // the\n \"must\", \"x\", \"y\"];",
        "matches!(word, \"am\" | \"pm\" | \"h\" | \"hrs\" | \"hours\")",
        "const A: &str = \"must|shall|x|y|z\";",
        "[(\"January\", 1), (\"February\", 2), (\"March\", 3), (\"April\", 4), (\"May\", -5)];",
        "if c == '\"' { [\"mr\", \"dr\", \"x\", \"y\", \"z\"]; }",
    ] {
        let lists = lists_of_strings(code);
        assert!(
            lists.iter().any(|(_, list)| is_list_of_words(list)),
            "{code}"
        );
    }
    for code in [
        "[\"the\", \"must\"];",
        "[\"if\", \"else\", \"for\", \"and\", \"not\", \"is\"];",
        "f(\"the\"); g(\"must\"); h(\"of\"); i(\"by\"); j(\"all\");",
        "// [\"the\", \"a\", \"must\", \"x\", \"y\"]\n",
    ] {
        let lists = lists_of_strings(code);
        assert!(
            !lists.iter().any(|(_, list)| is_list_of_words(list)),
            "{code}"
        );
    }
}

/// The caller provides the current day and the content of files and pages, so that a page, the
/// command line and the tests get the same result.
#[test]
fn the_request_builder_reads_no_files_no_clock_and_no_page() {
    for (path, _) in REQUEST_BUILDER.files() {
        let source = fs::read_to_string(&path).expect("a source file");
        for word in ["web_sys", "js_sys", "target_arch"] {
            assert!(!source.contains(word), "{} has `{word}`", path.display());
        }
        let used = roots_after(&source, "std::");
        let outside = used
            .iter()
            .find(|name| ["fs", "time", "env"].contains(&name.as_str()));
        assert_eq!(outside, None, "{}", path.display());
    }
}

#[test]
fn imports_run_one_way() {
    for layers in [SITE_GEN, REQUEST_BUILDER] {
        assert_eq!(layers.wrong_arrows(), [""; 0]);
    }
}

#[test]
fn no_two_folders_side_by_side_use_each_other() {
    for layers in [SITE_GEN, REQUEST_BUILDER] {
        assert_eq!(layers.cycles(), [""; 0]);
    }
}

#[test]
fn no_files_of_a_folder_use_each_other() {
    for layers in [SITE_GEN, REQUEST_BUILDER] {
        assert_eq!(layers.circles(), [""; 0]);
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
    let sibling = "use super::super::rulebook::Resolved;\nuse crate::site::places::Places;\nuse super::names;";
    let inside = parts("site/rule_checks/names");
    assert_eq!(used_siblings(sibling, &inside), ["places", "rulebook"]);
    let root = "use super::site::Site;";
    assert_eq!(used(root, &parts("content/mod")), ["site"]);
}

/// In the opposite order, every use of another folder is found.
#[test]
fn an_import_against_the_order_is_found() {
    let order: Vec<&str> = SITE_GEN.order.iter().rev().copied().collect();
    let turned = Layers {
        order: order.leak(),
        ..SITE_GEN
    };
    let others = turned.arrows().into_iter();
    let others = others.filter(|(_, parts, used)| parts[0] != *used).count();
    assert!(others > 300);
    assert_eq!(turned.wrong_arrows().len(), others);
}
