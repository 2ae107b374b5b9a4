//! Any files of a site. Each part of the input replaces one file of a small site; the first byte of a
//! part chooses the file: with a small letter the site is checked, with a capital it is built as well,
//! which takes three times as long.

use crate::site::{MALLOW, empty_folder, today, write};
use crate::{SEPARATOR, can_be_shown, parts, plant, wants_seeds};
use site_gen::content;
use site_gen::diagnostic::Diagnostics;
use site_gen::history::History;
use site_gen::render::{self, NullSink, Theme};
use site_gen::site;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The files that an input can change, in the order of their letters: `a` or `A` is the first.
const FILES: [(&str, &str); 14] = [
    MALLOW[0],
    MALLOW[1],
    MALLOW[2],
    MALLOW[3],
    MALLOW[4],
    MALLOW[5],
    MALLOW[6],
    MALLOW[7],
    (
        "content/guidelines/2024-03-01/version.toml",
        "summary = \"The first.\"\n",
    ),
    (
        "content/guidelines/2024-03-01/annex.md",
        "# Annex\n\nMore words.\n",
    ),
    (
        "content/request/letters/words.toml",
        "[kind.preservation]\nsubject = \"Preservation\"\n",
    ),
    (
        "content/request/letter-check.toml",
        "[[look-for]]\nrule = \"signed\"\nfound.words = \"signed\"\n",
    ),
    ("themes/own/theme.toml", "[colours]\nlink = \"#123456\"\n"),
    ("themes/own/text/en.ftl", "skip-to-content = Skip\n"),
];

/// The site that inputs change: that of Mallow Post with a theme, in a folder of its own.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = empty_folder();
    for name in 0..FILES.len() {
        restore(&folder, name);
    }
    folder
});

/// Writes a file as it is in the good site.
fn restore(folder: &Path, at: usize) {
    let (name, text) = FILES[at];
    match at {
        0 => write(folder, name, format!("theme = \"own\"\n{text}").as_bytes()),
        1..8 => write(folder, name, text.as_bytes()),
        // These are optional, and not there.
        12 => write(folder, name, b""),
        _ => {
            let _ = std::fs::remove_file(folder.join(name));
        }
    }
}

pub fn seed() {
    if wants_seeds() {
        let files = FILES.iter().zip(b'A'..);
        let files = files.map(|((_, text), letter)| [&[letter], text.as_bytes()].concat());
        let mut seeds: Vec<Vec<u8>> = files.collect();
        seeds.push(seeds.join(&SEPARATOR));
        plant("content", seeds);
    }
}

pub fn run(bytes: &[u8]) {
    let mut changed = Vec::new();
    let mut is_built = false;
    for part in parts(bytes) {
        let Some((first, content)) = part.split_first() else {
            continue;
        };
        let at = usize::from(first.to_ascii_lowercase().wrapping_sub(b'a')) % FILES.len();
        write(&FOLDER, FILES[at].0, content);
        changed.push(at);
        is_built |= first.is_ascii_uppercase();
    }
    check(&FOLDER, is_built);
    for at in changed {
        restore(&FOLDER, at);
    }
}

/// What `site-gen check` does, and then what `site-gen build` does, without writing.
fn check(folder: &Path, is_built: bool) {
    let (content, mut found) = content::read(folder);
    let site = content.and_then(|content| {
        let (site, more) = site::resolve(content, today());
        assert_eq!(site.is_none(), more.has_errors() || found.has_errors());
        found.extend(more);
        site
    });
    let Some(site) = site else {
        assert!(found.has_errors());
        return report(&found);
    };
    let theme = Theme::load(folder, &site.config.theme, &site.config.language);
    match theme {
        Ok(mut theme) => {
            found.extend(theme.learn(&site.config.languages));
            found.extend(theme.check(&site));
            report(&found);
            if is_built && !found.has_errors() {
                let history = History::new(&site);
                let rendered = history.and_then(|history| {
                    render::render(&site, &history, &theme, &mut NullSink::default())
                });
                if let Err(found) = rendered {
                    panic!(
                        "what was found in order cannot be rendered: {}",
                        found.plain()
                    );
                }
            }
        }
        Err(more) => report(&more),
    }
}

/// What was found, in every form.
fn report(found: &Diagnostics) {
    can_be_shown("diagnostics", &found.plain());
    let _ = (
        found.screen(24),
        found.whole(),
        found.json("."),
        found.sarif("."),
        found.github("."),
    );
}
