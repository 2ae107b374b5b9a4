//! Any text as a page. The first byte says whether HTML is let through.

use crate::{can_be_shown, files, plant, text, wants_seeds};
use site_gen::diagnostic::Source;
use site_gen::markdown::{Document, Settings};
use site_gen::release::LockedFile;
use std::collections::BTreeSet;

pub fn seed() {
    if wants_seeds() {
        let texts = ["content", "site-gen/tests", "docs"].map(|folder| files(folder, &["md"]));
        let seeds = texts
            .into_iter()
            .flatten()
            .zip([b"0", b"1"].into_iter().cycle());
        plant(
            "markdown",
            seeds.map(|((_, bytes), raw_html)| [&raw_html[..], &bytes].concat()),
        );
    }
}

pub fn run(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let source = Source::new("guidelines.md", text(rest));
    let settings = Settings {
        address: "/versions/2020-01-31/".to_owned(),
        raw_html: first & 1 == 1,
        ..Settings::default()
    };
    let (document, found) = Document::read(&source, &settings);
    can_be_shown("diagnostics", &found.plain());
    for block in &document.blocks {
        let sentences: Vec<&str> = (0..block.sentences.len())
            .map(|sentence| block.sentence(sentence))
            .collect();
        assert_eq!(letters(&sentences.concat()), letters(&block.text));
    }
    let mut anchors = BTreeSet::new();
    for anchor in document.anchors() {
        assert!(anchors.insert(anchor), "two places are called {anchor:?}");
    }
    assert!(document.table_of_contents().len() <= document.sections.len());
    let blocks = LockedFile::of("guidelines.md", source.text(), &document).blocks;
    assert!(blocks.len() >= document.blocks.len());
    let html = document.html("../../");
    assert!(html.len() >= document.html_without_title("../../").len());
    if !settings.raw_html {
        runs_nothing(&html);
    }
    // The numbers of footnotes are in the HTML alone.
    if !settings.raw_html && !found.has_errors() && !source.text().contains("[^") {
        assert_eq!(
            letters(&shown(&html)),
            letters(&document.plain_text()),
            "{html}"
        );
    }
}

/// That HTML has nothing that runs.
fn runs_nothing(html: &str) {
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default().to_lowercase();
        let name = tag.split_whitespace().next().unwrap_or_default();
        assert!(
            !["script", "style", "iframe", "object", "svg"].contains(&name),
            "{tag}"
        );
    }
    for attribute in ["href=\"", "src=\""] {
        for target in html.split(attribute).skip(1) {
            let target = target.trim_start().to_lowercase();
            let runs = ["javascript:", "data:", "vbscript:"];
            assert!(
                !runs.iter().any(|scheme| target.starts_with(scheme)),
                "{html}"
            );
        }
    }
}

/// Letters and digits of a text.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The text of HTML that was written by one serializer: no `<` in text or attributes.
fn shown(html: &str) -> String {
    let mut shown = String::new();
    for piece in html.split('<') {
        shown.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    for (name, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        shown = shown.replace(name, character);
    }
    shown
}
