//! What does not belong: texts are copied from other companies, and their names, hosts, mailboxes,
//! streets and dates come along. Each is held against `site.toml`, and against the day of the
//! version. All of it is a warning: a program can't know whom a text may name.

mod addresses;
mod dates;
mod names;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::markdown::Document;
use crate::parallel::in_parallel;
use crate::quoted::quoted;
use crate::redline::{Vocabulary, weighty};
use crate::site::{Config, Site, State};
use request_builder::answers::Date;
use std::ops::Range;

/// What in the texts that apply, or will, is not this company's.
pub fn find(site: &Site, vocabulary: &Vocabulary) -> Diagnostics {
    let mut found = Diagnostics::new();
    for version in &site.versions {
        // What is over stays as it was released.
        if version.state == State::Superseded {
            continue;
        }
        let day = Date::parse(&version.id);
        let texts: Vec<&Document> = version.texts().map(|text| text.document).collect();
        let strays = in_parallel(&texts, |text| in_text(text, day, &site.config, vocabulary));
        found.extend(strays.into_iter().flatten());
    }
    found
}

fn in_text(
    text: &Document,
    day: Option<Date>,
    config: &Config,
    vocabulary: &Vocabulary,
) -> Vec<Diagnostic> {
    let terms = weighty(text, vocabulary);
    let mut found: Vec<Diagnostic> = addresses::unknown(text, &terms, config)
        .into_iter()
        .collect();
    found.extend(names::unknown(text, config, &vocabulary.companies));
    if let Some(day) = day {
        found.extend(dates::other(text, &terms, day, vocabulary));
    }
    found
}

/// Where some words of a heading or block stand in the source, as nearly as can be told.
fn place_of(document: &Document, address: &str, words: &str) -> Place {
    let section = document.sections.iter().find(|it| it.anchor == address);
    let span = document
        .block(address)
        .map(|block| &block.span)
        .or(section.map(|it| &it.span));
    let span = span.cloned().unwrap_or(0..0);
    document.place(&narrowed(document, span, words))
}

fn narrowed(document: &Document, span: Range<usize>, words: &str) -> Range<usize> {
    let source = document.source.text().get(span.clone()).unwrap_or_default();
    match source.find(words) {
        Some(at) => span.start + at..span.start + at + words.len(),
        None => span,
    }
}

/// A warning about words that `site.toml` does not know.
fn stray(message: String, place: Place, key: &str, entry: &str) -> Diagnostic {
    let entry = quoted(entry);
    Diagnostic::warning(message)
        .at(place)
        .help("if it was left over from another text, put your own in its place")
        .help(format!(
            "if it belongs here, add it to `{key}` under `[also]` in `content/site.toml`:\n[also]\n{key} = [{entry}]"
        ))
}
