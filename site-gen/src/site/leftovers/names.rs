//! Finds names of other companies.
//!
//! A company name is recognised by its context: a legal form at its end, or a verb or noun after it
//! that is typical of companies. Words that the text also uses in lower case are not names, nor is
//! anything after an article. Excluded are products that the text calls its own, people, and
//! companies whose names begin with this company's.

use super::people::is_first_name;
use super::{leftover, narrowed};
use crate::diagnostic::Diagnostic;
use crate::markdown::{Block, Document};
use crate::site::Config;
use crate::words::{Companies, lowercase};
use std::collections::BTreeSet;

pub(super) fn unknown(
    document: &Document,
    config: &Config,
    companies: &Companies,
) -> Vec<Diagnostic> {
    let organisation = &config.organisation;
    let names = [&organisation.name, &organisation.legal_name, &config.title];
    let own = words(companies, &organisation.name)
        .map(lowercase)
        .collect();
    let hosts = own_hosts(config);
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
            .chain(hosts.iter().map(String::as_str))
            .chain(DOCUMENTS)
            .chain(companies.others.iter().map(String::as_str))
            .map(lowercase)
            .chain(called_own(document, companies, &organisation.name))
            .collect(),
        own,
        plain: plain.map(lowercase).collect(),
        within: (document.blocks.iter())
            .flat_map(|block| capitals_within(companies, block))
            .collect(),
    };
    let mut found = Vec::new();
    for block in &document.blocks {
        for name in reader.names(block) {
            let span = narrowed(document, block.span.clone(), &name);
            let message = format!("`{name}` looks like the name of another company");
            found.push(leftover(message, document.place(&span), "names", &name));
        }
    }
    found
}

/// Kinds of document that are sometimes capitalised.
const DOCUMENTS: [&str; 24] = [
    "Guide",
    "Guides",
    "Guideline",
    "Guidelines",
    "Policy",
    "Policies",
    "Terms",
    "Agreement",
    "Notice",
    "Handbook",
    "Manual",
    "Annex",
    "Appendix",
    "Schedule",
    "Form",
    "Forms",
    "Portal",
    "Website",
    "Site",
    "Report",
    "Reports",
    "Support",
    "Help",
    "Customer",
];

/// Words for departments: `the Trust and Safety Team`.
const PARTS: [&str; 22] = [
    "team",
    "teams",
    "desk",
    "office",
    "unit",
    "division",
    "center",
    "centre",
    "program",
    "programme",
    "counsel",
    "committee",
    "board",
    "trust",
    "safety",
    "legal",
    "security",
    "response",
    "operations",
    "compliance",
    "privacy",
    "data",
];

/// Titles before the name of a person.
const TITLES: [&str; 19] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "sir",
    "judge",
    "justice",
    "detective",
    "officer",
    "sergeant",
    "inspector",
    "constable",
    "captain",
    "agent",
    "herr",
    "frau",
    "señor",
];

/// Possessives that refer to the author.
const OURS: [&str; 14] = [
    "our", "ours", "unser", "unsere", "unserer", "unseres", "notre", "nos", "nuestro", "nuestra",
    "nosso", "nossa", "nostro", "nostra",
];

/// Names, in lower case, that the text calls the company's own: `our Memories`, `Memories is our
/// storage`, `Memories, our storage`.
fn called_own(document: &Document, companies: &Companies, company: &str) -> Vec<String> {
    let mut own = Vec::new();
    let company: Vec<String> = company.split_whitespace().map(lowercase).collect();
    let is_company = |word: &str| company.contains(&lowercase(bare(companies, word)));
    let is_ours = |word: Option<&&str>| {
        word.is_some_and(|word| {
            let trimmed = word.trim_matches(|c: char| !c.is_alphanumeric());
            OURS.contains(&lowercase(bare(companies, word)).as_str())
                || (companies.without_whose(trimmed).is_some() && is_company(word))
        })
    };
    for block in &document.blocks {
        for sentence in 0..block.sentences.len() {
            let words: Vec<&str> = split(block.sentence(sentence)).collect();
            for (at, word) in words.iter().enumerate() {
                let name = bare(companies, word);
                if !name.starts_with(char::is_uppercase) {
                    continue;
                }
                let before = at.checked_sub(1).and_then(|at| words.get(at));
                let joins = word.ends_with(|c: char| c.is_alphanumeric());
                let is = matches!(
                    words.get(at + 1),
                    Some(&("is" | "are" | "was" | "ist" | "est" | "es"))
                );
                let next = match (joins, is) {
                    (true, true) => words.get(at + 2),
                    (false, _) if word.ends_with([',', '(', '—', '–']) => words.get(at + 1),
                    (true, false) => words.get(at + 1).filter(|next| next.starts_with('(')),
                    (false, _) => None,
                };
                // `Quayside, Tern Post's chat`
                let owner = words[at + 1..]
                    .iter()
                    .skip_while(|word| is_company(word) && !is_ours(Some(word)));
                let next = if joins {
                    next
                } else {
                    owner.take(1).next().filter(|_| next.is_some())
                };
                // `Quayside is a product of Harbour`
                let is_made = is
                    && words[at + 1..].windows(2).take(6).any(|two| {
                        matches!(two[0], "of" | "by" | "von" | "de") && is_company(two[1])
                    });
                if is_ours(before) || is_ours(next) || is_made {
                    own.push(lowercase(name));
                }
            }
        }
    }
    own
}

/// The company's hosts, and the parts of them that are names: `wordpress.com` and `wordpress`.
fn own_hosts(config: &Config) -> Vec<String> {
    let organisation = &config.organisation;
    let hosts = organisation.hosts.iter();
    let hosts = hosts.flat_map(|rule| rule.names.iter().chain(&rule.under));
    let mailbox = organisation.mailbox.rsplit('@').next().unwrap_or_default();
    let mut own = Vec::new();
    for host in hosts.map(String::as_str).chain([mailbox]) {
        own.push(host.to_owned());
        if let [.., name, _] = host.split('.').collect::<Vec<_>>()[..]
            && name.chars().count() > 3
        {
            own.push(name.to_owned());
        }
    }
    own
}

/// Splits a text at white space and at dashes between words.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .flat_map(|word| word.split_inclusive(['—', '–', '―', '/']))
        .flat_map(|word| word.split_inclusive("--"))
}

/// The words of a text, without punctuation and possessive endings.
fn words<'t>(companies: &Companies, text: &'t str) -> impl Iterator<Item = &'t str> {
    split(text)
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
    capitals.map(lowercase).collect()
}

/// Words that introduce something of the author's own.
const ARTICLES: [&str; 4] = ["this", "these", "our", "your"];

struct Reader<'a> {
    companies: &'a Companies,
    /// In lower case, as are the following.
    known: BTreeSet<String>,
    /// The words of the company's own name.
    own: Vec<String>,
    /// Words that the text also uses in lower case.
    plain: BTreeSet<String>,
    /// Words capitalised in the middle of a sentence.
    within: BTreeSet<String>,
}

impl Reader<'_> {
    fn bare<'w>(&self, word: &'w str) -> &'w str {
        bare(self.companies, word)
    }

    /// The distinct names in a block.
    fn names(&self, block: &Block) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for sentence in 0..block.sentences.len() {
            let words: Vec<&str> = split(block.sentence(sentence)).collect();
            let mut at = 0;
            while at < words.len() {
                let length = self.length(&words[at..]);
                if length == 0 {
                    at += 1;
                    continue;
                }
                let name = &words[at..at + length];
                let before = at.checked_sub(1).map(|before| words[before]);
                // `this operational Guide`: one word may be between such a word and a name.
                let is_described = at.checked_sub(2).is_some_and(|article| {
                    let between = words[at - 1];
                    ARTICLES.contains(&lowercase(words[article]).as_str())
                        && between.chars().all(char::is_lowercase)
                        && !self.is_plain(between)
                });
                // `Harbour (Deutschland) GmbH` is one name.
                let is_place_of_own = name[0].starts_with('(')
                    && before.is_some_and(|before| self.is_known(self.bare(before)));
                if (is_described && !self.has_form(name)) || is_place_of_own {
                    at += length;
                    continue;
                }
                if self.is_leftover(name, before, words.get(at + length).copied()) {
                    names.insert(self.bare(&name.join(" ")).to_owned());
                }
                at += length;
            }
        }
        names
    }

    /// The length in words of the name at the start of some words.
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
            // Punctuation or a possessive ending ends the name, except a comma before a legal form.
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

    fn has_form(&self, name: &[&str]) -> bool {
        let last = name.last().map_or("", |word| self.bare(word));
        name.len() > 1 && self.is_form(last)
    }

    fn is_form(&self, word: &str) -> bool {
        self.companies.forms.contains(word)
    }

    fn is_leftover(&self, name: &[&str], before: Option<&str>, after: Option<&str>) -> bool {
        let [.., last] = name else { return false };
        let said: Vec<&str> = name.iter().map(|word| self.bare(word)).collect();
        let own = said.iter().filter(|word| !self.is_form(word));
        let is_part = |word: &str| PARTS.contains(&lowercase(word).as_str());
        if own.clone().all(|word| self.is_known(word) || is_part(word)) {
            return false;
        }
        // A company whose name begins with this company's belongs to it.
        let begins_with_own = !self.own.is_empty()
            && said.len() > self.own.len()
            && (said.iter().zip(&self.own)).all(|(word, own)| lowercase(word) == *own);
        if begins_with_own {
            return false;
        }
        let joins = |before: &str| !before.ends_with([',', ';', ':']);
        let article =
            before.is_some_and(|before| joins(before) && self.never_after(self.bare(before)));
        if self.is_form(self.bare(last)) && name.len() > 1 {
            // `the Company` is a reference, `the Harbour Company` is a name.
            return !own
                .clone()
                .all(|word| self.plain.contains(&lowercase(word)));
        }
        if article || own.clone().any(|word| self.is_known(word)) {
            return false;
        }
        // A person, possibly with a second name.
        let is_person = |first: &&str| {
            is_first_name(first) || (said.len() > 1 && TITLES.contains(&lowercase(first).as_str()))
        };
        if said.len() < 4 && said.first().is_some_and(is_person) {
            return false;
        }
        let is_proper = own.clone().all(|word| {
            word.chars().count() > 2
                && !self.plain.contains(&lowercase(word))
                && word.chars().any(char::is_lowercase)
        });
        // The first word of a sentence is always capitalised, so it needs further evidence.
        let first = name.first().map_or("", |word| self.bare(word));
        let odd = first.chars().skip(1).any(|c| c.is_uppercase() || c == '.');
        let sure = before.is_some() || odd || self.within.contains(&lowercase(first));
        let trimmed = last.trim_end_matches(|c: char| c.is_ascii_punctuation());
        let owns = self.companies.without_whose(trimmed).is_some();
        let ends = !owns && last.ends_with(|c: char| !c.is_alphanumeric());
        let next = after.map(|word| self.bare(word)).unwrap_or_default();
        let acts = !ends && self.companies.does.contains(next);
        let has = !ends && self.companies.has.contains(next);
        is_proper && sure && (acts || has || owns)
    }

    /// A word of the company's name, or derived from it: `Harbourers`.
    fn is_known(&self, word: &str) -> bool {
        let word = lowercase(word);
        let is_made_of = |own: &String| {
            own.chars().count() > 3
                && word.strip_prefix(own.as_str()).is_some_and(|rest| {
                    rest.chars().count() < 6 && rest.chars().all(char::is_alphabetic)
                })
        };
        self.known.contains(&word) || (self.own.len() == 1 && self.own.iter().any(is_made_of))
    }

    fn never_after(&self, word: &str) -> bool {
        self.companies.never_after.contains(&lowercase(word))
    }

    /// A word that is capitalised only because it begins a sentence.
    fn is_plain(&self, word: &str) -> bool {
        self.never_after(word) || self.companies.never_in.contains(&lowercase(word))
    }
}
