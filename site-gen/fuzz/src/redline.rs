//! Any two texts compared.

use crate::{SEPARATOR, files, parts, plant, repository, text, wants_seeds};
use site_gen::diagnostic::Source;
use site_gen::history::redline::{Changes, PassageChange, Markdown, Presence, compare};
use site_gen::words::{Vocabulary, marked};
use std::fs;
use std::sync::LazyLock;

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let path = repository().join("site-gen/library/en/obligation.toml");
    let words = fs::read_to_string(path).expect("the words of obligation");
    Vocabulary::parse(&Source::new("en.toml", words)).expect("words")
});

pub fn seed() {
    if wants_seeds() {
        let pairs = files("site-gen/tests/redlines", &["toml"]).into_iter();
        let pairs = pairs.map(|(_, bytes)| {
            let pair: toml::Table = toml::from_str(&text(&bytes)).expect("a pair");
            let side = |name: &str| pair[name].as_str().expect("a text").as_bytes().to_owned();
            [side("before"), vec![SEPARATOR], side("after")].concat()
        });
        let versions = files("site-gen/tests/histories", &["md"]);
        let versions = versions
            .windows(2)
            .map(|pair| [&pair[0].1[..], &[SEPARATOR], &pair[1].1].concat());
        plant("redline", pairs.chain(versions));
    }
}

pub fn run(bytes: &[u8]) {
    let mut parts = parts(bytes);
    let (before, after) = (
        text(parts.next().unwrap_or_default()),
        text(parts.next().unwrap_or_default()),
    );
    let (before, after) = (
        Markdown::read("before.md", &before),
        Markdown::read("after.md", &after),
    );
    let nothing = Markdown::read("nothing.md", "");
    let changes = |before: &Markdown, after: &Markdown| {
        compare(&before.document, &after.document, &VOCABULARY)
    };
    let (there, back) = (changes(&before, &after), changes(&after, &before));
    // The words of each text are those that are all removed, or all added, next to an empty one.
    let (removed, added) = (changes(&before, &nothing), changes(&nothing, &after));
    let (after_words, before_words) = (there.words_after(), there.words_before());
    assert!(
        letters(&after_words) == letters(&added.words_after()),
        "words of the later text: {after_words:?}"
    );
    assert!(
        sorted(&before_words) == sorted(&removed.words_before()),
        "words of the earlier text: {before_words:?}"
    );
    // Swapping the texts swaps what is removed and what is added.
    assert_eq!(there.is_empty(), back.is_empty());
    assert_eq!(there.counts.words_inserted, back.counts.words_deleted);
    assert_eq!(there.counts.moved, back.counts.moved);
    for (one, other) in [
        (Presence::Deleted, Presence::Inserted),
        (Presence::Inserted, Presence::Deleted),
    ] {
        assert_eq!(marks(&there, one), marks(&back, other));
    }
    assert!(changes(&after, &after).is_empty());
    let _ = (there.edits(), there.anchors(), before.file_changes(&after));
    let _ = marked(&before_words, &after_words);
}

/// Its letters, without spaces: scripts without word spaces do not use them. Without numbers in
/// brackets, since those of footnotes are not compared.
fn letters(text: &str) -> Vec<char> {
    let mut letters = Vec::new();
    for piece in text.split('[') {
        let number = piece
            .split_once(']')
            .filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()));
        let rest = number.map_or(piece, |(_, rest)| rest);
        letters.extend(rest.chars().filter(|c| c.is_alphanumeric()));
    }
    letters
}

fn sorted(text: &str) -> Vec<char> {
    let mut letters = letters(text);
    letters.sort_unstable();
    letters
}

/// The removed or added words. Grouping is ignored, because of two equal words either may count as
/// unchanged.
fn marks(changes: &Changes, side: Presence) -> Vec<String> {
    let passages = changes.passages.iter();
    let there = passages.filter(|passage| passage.change != PassageChange::MovedAway);
    let pieces = there.flat_map(|passage| &passage.pieces);
    let mut marks: Vec<String> = pieces
        .filter(|piece| piece.state == side)
        .flat_map(|piece| {
            let words = piece.text.split_whitespace();
            words.map(|word| format!("{:?} {word}", piece.what))
        })
        .collect();
    marks.sort();
    marks
}
