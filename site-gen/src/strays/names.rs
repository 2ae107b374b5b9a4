//! Names of companies that are not this one.
//!
//! A name is told by what stands around it: a legal form at its end, or something that only a
//! company does or has after it. Words of which the text has a small form are no names, nor is
//! anything after an article.

use super::{narrowed, stray};
use crate::diagnostic::Diagnostic;
use crate::markdown::{Block, Document};
use crate::redline::{Companies, small};
use crate::site::Config;
use std::collections::BTreeSet;

pub(super) fn unknown(
    document: &Document,
    config: &Config,
    companies: &Companies,
) -> Vec<Diagnostic> {
    let organisation = &config.organisation;
    let names = [&organisation.name, &organisation.legal_name, &config.title];
    let known = names
        .into_iter()
        .chain(&config.also.names)
        .flat_map(|name| words(companies, name));
    let blocks = document.blocks.iter();
    let everywhere = blocks.flat_map(|block| words(companies, &block.text));
    let plain = everywhere.filter(|word| !word.starts_with(char::is_uppercase));
    let reader = Reader {
        companies,
        known: known
            .chain(companies.others.iter().map(String::as_str))
            .map(small)
            .collect(),
        plain: plain.map(small).collect(),
        within: (document.blocks.iter())
            .flat_map(|block| capitals_within(companies, block))
            .collect(),
    };
    let mut found = Vec::new();
    for block in &document.blocks {
        for name in reader.names(block) {
            let span = narrowed(document, block.span.clone(), &name);
            let message = format!("`{name}` looks like the name of another company");
            found.push(stray(message, document.place(&span), "names", &name));
        }
    }
    found
}

/// The words of a text, without the marks around them and what says whose something is.
fn words<'t>(companies: &Companies, text: &'t str) -> impl Iterator<Item = &'t str> {
    text.split_whitespace()
        .map(|word| bare(companies, word))
        .filter(|word| !word.is_empty())
}

fn bare<'w>(companies: &Companies, word: &'w str) -> &'w str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    companies.without_whose(word).unwrap_or(word)
}

fn capitals_within(companies: &Companies, block: &Block) -> Vec<String> {
    let sentences = (0..block.sentences.len()).map(|sentence| block.sentence(sentence));
    let words = sentences.flat_map(|sentence| words(companies, sentence).skip(1));
    let capitals = words.filter(|word| word.starts_with(char::is_uppercase));
    capitals.map(small).collect()
}

struct Reader<'a> {
    companies: &'a Companies,
    /// In small letters, as are the next.
    known: BTreeSet<String>,
    /// Words that the text has in small letters.
    plain: BTreeSet<String>,
    /// Words that have a capital though no sentence begins with them.
    within: BTreeSet<String>,
}

impl Reader<'_> {
    fn bare<'w>(&self, word: &'w str) -> &'w str {
        bare(self.companies, word)
    }

    /// The names in a block, each once.
    fn names(&self, block: &Block) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for sentence in 0..block.sentences.len() {
            let words: Vec<&str> = block.sentence(sentence).split_whitespace().collect();
            let mut at = 0;
            while at < words.len() {
                let length = self.length(&words[at..]);
                if length == 0 {
                    at += 1;
                    continue;
                }
                let name = &words[at..at + length];
                let before = at.checked_sub(1).map(|before| words[before]);
                if self.is_stray(name, before, words.get(at + length).copied()) {
                    names.insert(self.bare(&name.join(" ")).to_owned());
                }
                at += length;
            }
        }
        names
    }

    /// How many words the name has that words begin with.
    fn length(&self, words: &[&str]) -> usize {
        let mut length = 0;
        while let Some(word) = words.get(length) {
            let capital =
                self.bare(word).starts_with(char::is_uppercase) && !self.is_plain(self.bare(word));
            let lone = word.starts_with(['(', '"', '\u{201c}']) && length > 0;
            if !capital || lone {
                break;
            }
            length += 1;
            // A mark or what says whose something is ends it, but a comma before a legal form does not.
            let form_next = words
                .get(length)
                .is_some_and(|next| self.is_form(self.bare(next)));
            let own_mark = self.is_form(self.bare(word)) && word.ends_with('.');
            if word.ends_with(|c: char| !c.is_alphanumeric()) && !form_next && !own_mark
                || self.bare(word).len() + 1
                    < word
                        .trim_end_matches(|c: char| c.is_ascii_punctuation())
                        .len()
            {
                break;
            }
        }
        length
    }

    fn is_form(&self, word: &str) -> bool {
        self.companies.forms.contains(word)
    }

    fn is_stray(&self, name: &[&str], before: Option<&str>, after: Option<&str>) -> bool {
        let [.., last] = name else { return false };
        let said: Vec<&str> = name.iter().map(|word| self.bare(word)).collect();
        let own = said.iter().filter(|word| !self.is_form(word));
        if own.clone().all(|word| self.known.contains(&small(word))) {
            return false;
        }
        let joins = |before: &str| !before.ends_with([',', ';', ':']);
        let article =
            before.is_some_and(|before| joins(before) && self.never_after(self.bare(before)));
        if self.is_form(self.bare(last)) && name.len() > 1 {
            // `the Company` is somebody's, `the Harbour Company` is a name.
            return !own.clone().all(|word| self.plain.contains(&small(word)));
        }
        if article || own.clone().any(|word| self.known.contains(&small(word))) {
            return false;
        }
        let is_proper = own.clone().all(|word| {
            word.chars().count() > 2
                && !self.plain.contains(&small(word))
                && word.chars().any(char::is_lowercase)
        });
        // A word that begins a sentence has a capital in any case: it needs another sign.
        let first = name.first().map_or("", |word| self.bare(word));
        let odd = first.chars().skip(1).any(|c| c.is_uppercase() || c == '.');
        let sure = before.is_some() || odd || self.within.contains(&small(first));
        let trimmed = last.trim_end_matches(|c: char| c.is_ascii_punctuation());
        let owns = self.companies.without_whose(trimmed).is_some();
        let ends = !owns && last.ends_with(|c: char| !c.is_alphanumeric());
        let next = after.map(|word| self.bare(word)).unwrap_or_default();
        let acts = !ends && self.companies.does.contains(next);
        let has = !ends && self.companies.has.contains(next);
        is_proper && sure && (acts || has || owns)
    }

    fn never_after(&self, word: &str) -> bool {
        self.companies.never_after.contains(&small(word))
    }

    /// A word that has a capital only because a sentence begins with it.
    fn is_plain(&self, word: &str) -> bool {
        self.never_after(word) || self.companies.never_in.contains(&small(word))
    }
}
