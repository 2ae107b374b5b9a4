//! Finds leftovers from other companies' texts: names, hosts, mailboxes, streets and dates that
//! differ from `site.toml` or the version's date. All of them are warnings, since a text may well
//! name others.

mod addresses;
mod dates;
mod merged;
mod name_words;
mod names;
pub(crate) mod published;
mod unchanged_version;

pub(crate) use unchanged_version::unchanged;

use crate::cache::{ByAddress, Cache};
use crate::diagnostic::{Diagnostic, Diagnostics, Name, Place};
use crate::markdown::Document;
use crate::parallel::in_parallel;
use crate::quoted::quoted;
use crate::site::{Config, Site, State};
use crate::words::{Vocabulary, particulars};
use request_builder::answers::Date;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// The findings of each text of the previous search.
#[derive(Debug, Default)]
pub(super) struct LeftoverCache {
    pub(super) known: KnownNames,
    of_texts: Cache<Searched, Vec<Diagnostic>>,
}

/// The input that decides which names are another company's; `None` if there are no words to find them
/// by.
pub(super) type KnownNames = ByAddress<Option<(Config, Vocabulary)>>;

/// A text of the guidelines, the day of its version, and what it is searched with.
type Searched = (ByAddress<Document>, Option<Date>, KnownNames);

impl LeftoverCache {
    /// Begins a search.
    pub(super) fn begin(&mut self, config: &Config, vocabulary: Option<&Vocabulary>) {
        let known = vocabulary.map(|vocabulary| (config.clone(), vocabulary.clone()));
        self.known.set(known);
        self.of_texts.begin();
    }
}

/// Finds leftovers in the versions that are, or will be, in force.
pub fn find(site: &Site, vocabulary: &Vocabulary) -> Diagnostics {
    let mut cache = LeftoverCache::default();
    cache.begin(&site.config, Some(vocabulary));
    find_with_cache(site, vocabulary, Vec::new(), &cache)
}

/// Finds addresses in a page without a version that look like the company's own. It may name others.
pub(super) fn in_page(page: &Document, known: &KnownNames) -> Vec<Diagnostic> {
    match &*known.0 {
        Some((config, _)) => addresses::in_page(page, config),
        None => Vec::new(),
    }
}

/// Like [`find`], but searches only those texts again that changed since the last time. Adds what was
/// found in pages.
pub(super) fn find_with_cache(
    site: &Site,
    vocabulary: &Vocabulary,
    in_pages: Vec<Diagnostic>,
    cache: &LeftoverCache,
) -> Diagnostics {
    let mut all = Diagnostics::new();
    let own = names::CompanyNames::of(&site.config, &vocabulary.companies);
    let search = |document: &Arc<Document>, day: Option<Date>| {
        let input = (ByAddress(Arc::clone(document)), day, cache.known.clone());
        (cache.of_texts).of(document.source.name(), input, |_| {
            in_text(document, day, &site.config, &own, vocabulary)
        })
    };
    for version in &site.versions {
        // A superseded version cannot be changed any more.
        if version.state == State::Superseded {
            continue;
        }
        let day = Date::parse(&version.id);
        let texts: Vec<_> = version.texts().map(|text| text.document).collect();
        let leftovers = in_parallel(&texts, |text| search(text, day));
        all.extend(addresses::other_mailbox(
            version,
            &site.config,
            &vocabulary.companies,
        ));
        // Warnings are not merged across versions, since `release` refuses the warnings of a single version.
        let leftovers = leftovers.into_iter().flatten().collect();
        all.extend(merged::merge_duplicates(leftovers, &site.config.allowed));
    }
    all.extend(merged::merge_duplicates(in_pages, &site.config.allowed));
    all.extend(unchanged_version::find(site));
    all
}

/// Dates of the text in a draft that is about to be released under a date.
pub(crate) fn dates_in_draft(
    text: &Document,
    day: Date,
    vocabulary: &Vocabulary,
) -> Vec<Diagnostic> {
    dates::other(text, &particulars(text, vocabulary), day, vocabulary)
}

fn in_text(
    text: &Document,
    day: Option<Date>,
    config: &Config,
    own: &names::CompanyNames,
    vocabulary: &Vocabulary,
) -> Vec<Diagnostic> {
    let terms = particulars(text, vocabulary);
    let mut found = addresses::unknown(text, &terms, config, &vocabulary.companies);
    found.extend(names::unknown(text, config, own, &vocabulary.companies));
    if let Some(day) = day {
        found.extend(dates::other(text, &terms, day, vocabulary));
    }
    found
}

/// The approximate places of words of headings and blocks in the source.
struct Places<'d> {
    document: &'d Document,
    /// The span of each heading and block, by its anchor. Collected for the first place, since most
    /// texts have none.
    spans: OnceCell<HashMap<&'d str, &'d Range<usize>>>,
    /// The anchor of the last heading or block, and the search in it.
    search: Option<(String, Search<'d>)>,
}

impl<'d> Places<'d> {
    fn of(document: &'d Document) -> Self {
        Self {
            document,
            spans: OnceCell::new(),
            search: None,
        }
    }

    fn span(&self, address: &str) -> Range<usize> {
        let spans = self.spans.get_or_init(|| {
            let sections = self.document.sections.iter();
            let blocks = self.document.blocks.iter();
            sections
                .map(|section| (section.anchor.as_str(), &section.span))
                .chain(blocks.map(|block| (block.address.as_str(), &block.span)))
                .collect()
        });
        spans.get(address).map_or(0..0, |span| (*span).clone())
    }

    /// The place of words of the heading or block with that anchor.
    fn place(&mut self, address: &str, words: &str) -> Place {
        if self.search.as_ref().is_none_or(|(last, _)| last != address) {
            let span = self.span(address);
            self.search = Some((address.to_owned(), Search::of(self.document, span)));
        }
        let span = self.search.as_mut().map(|(_, search)| search.next(words));
        self.document.place(&span.unwrap_or(0..0))
    }
}

/// The maximum number of words of a block that are not found after the last ones, since markup is
/// between them or their order is another. Each costs a search of the whole block.
const MISSED: usize = 20;

/// Finds words in the source of a block, one after the other, so that a long block is searched once
/// for all of them.
struct Search<'d> {
    document: &'d Document,
    span: Range<usize>,
    from: usize,
    missed: usize,
}

impl<'d> Search<'d> {
    fn of(document: &'d Document, span: Range<usize>) -> Self {
        Self {
            document,
            from: span.start,
            span,
            missed: 0,
        }
    }

    /// The next place of some words, or the whole block.
    fn next(&mut self, words: &str) -> Range<usize> {
        if self.missed == MISSED {
            return self.span.clone();
        }
        let find = |from: usize| {
            let source = self.document.source.text();
            let rest = source.get(from..self.span.end)?;
            let start = from + rest.find(words)?;
            Some(start..start + words.len())
        };
        if let Some(found) = find(self.from) {
            self.from = found.end;
            return found;
        }
        self.missed += 1;
        find(self.span.start).unwrap_or_else(|| self.span.clone())
    }
}

/// A warning about a host that may be another company's.
fn unlisted_host(host: &str) -> Diagnostic {
    let message = format!("the host `{host}` is not listed in `site.toml`");
    leftover(
        Diagnostic::warning(Name::UnlistedHost, message),
        "hosts",
        host,
    )
}

/// How to list what belongs in a text.
fn listing(what: &str, it: &str, key: &str, entries: &[&str]) -> String {
    format!(
        "if {what} here, add {it} to `{key}` under `[allowed]` in `content/site.toml`:\n[allowed]\n{key} = {}",
        toml_list(entries)
    )
}

/// A list to be pasted. A text may name thousands of hosts, so the end of a long list is only counted.
fn toml_list(entries: &[&str]) -> String {
    const MAX_LISTED: usize = 40;
    let listed = entries.iter().take(MAX_LISTED).map(|entry| quoted(entry));
    let list = format!("[{}]", listed.collect::<Vec<_>>().join(", "));
    match entries.len().checked_sub(MAX_LISTED) {
        None | Some(0) => list,
        Some(more) => format!("{list} # and {more} more"),
    }
}

/// Adds what can be done about words that are missing from `site.toml`.
fn leftover(warning: Diagnostic, key: &str, entry: &str) -> Diagnostic {
    warning
        .help("if it is left over from another text, replace it with your own")
        .help(listing("it belongs", "it", key, &[entry]))
}
