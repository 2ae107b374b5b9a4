//! The text that a new site begins with if there is none yet: what most companies say. It is a draft
//! for a lawyer, and its clauses are those of the library. All of it is in `starter/` of the library.

use super::bind::{BoundClauses, Candidate};
use super::site_file::Particulars;
use crate::diagnostic::Source;
use crate::library;
use serde::Deserialize;

/// Rules that the starter text needs beside those of the library.
pub(super) const RULES: &str = "rules.toml";

/// The labels of those rules.
pub(super) const LABELS: &str = "labels.toml";

/// A file of the starter in a language, or in English.
pub(super) fn file(of: &Particulars, name: &str) -> Source {
    let name = format!("starter/{name}");
    let file = library::file(&of.language, &name).or_else(|| library::file("en", &name));
    file.unwrap_or_else(|| Source::new(name, ""))
}

/// The Markdown.
pub(super) fn text(of: &Particulars) -> String {
    filled(file(of, "guidelines.md").text(), of)
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Clauses {
    clause: Vec<Candidate>,
}

/// The sentences of the text that rules cite.
pub(super) fn bound(of: &Particulars) -> BoundClauses {
    let Clauses {
        clause: mut candidates,
    } = library::parsed(&file(of, "clauses.toml"));
    for candidate in &mut candidates {
        candidate.quote = filled(&candidate.quote, of);
    }
    let mut headings: Vec<String> = candidates.iter().map(|it| it.heading.clone()).collect();
    headings.dedup();
    BoundClauses {
        headings,
        candidates,
        ..BoundClauses::default()
    }
}

/// Replaces `{name}`, `{legal-name}` and `{mailbox}`, in one pass, since a name may have braces too.
fn filled(text: &str, of: &Particulars) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{')
        && let Some((blank, after)) = after.split_once('}')
    {
        out += before;
        out += match blank {
            "name" => &of.name,
            "legal-name" => &of.legal_name,
            "mailbox" => &of.mailbox,
            _ => "",
        };
        rest = after;
    }
    out + rest
}
