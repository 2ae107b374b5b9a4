//! Finds names of other companies.
//!
//! A company name is recognised by its context: a legal form at its end, or a verb or noun after it
//! that is typical of companies. Words that the text also uses in lower case are not names, nor is
//! anything after an article. Excluded are products that the text calls its own, people, and
//! companies whose names begin with this company's.

use super::name_words::NAME_WORDS;
use super::{Search, leftover};
use crate::diagnostic::{Diagnostic, Name};
use crate::markdown::{Block, Document};
use crate::site::Config;
use crate::words::{Companies, lowercase, lowercase_or_same};
use foldhash::HashSet;
use std::borrow::Cow;
use std::cell::OnceCell;

/// The company's own names, which are collected once for all texts of a site.
pub(super) struct CompanyNames {
    /// Words that are not another company's, in lower case.
    known: HashSet<String>,
    /// The words of the company's name, in lower case.
    name: Vec<String>,
}

impl CompanyNames {
    pub(super) fn of(config: &Config, companies: &Companies) -> Self {
        let organisation = &config.organisation;
        let names = [&organisation.name, &organisation.legal_name, &config.title];
        let names = names.into_iter().chain(&config.allowed.names);
        let hosts = own_hosts(config);
        let others = hosts.iter().chain(&NAME_WORDS.documents);
        let others = others.chain(&companies.others);
        Self {
            known: names
                .flat_map(|name| words(companies, name))
                .chain(others.map(|word| lowercase(word)))
                .collect(),
            name: words(companies, &organisation.name).collect(),
        }
    }
}

pub(super) fn unknown(
    document: &Document,
    config: &Config,
    own: &CompanyNames,
    companies: &Companies,
) -> Vec<Diagnostic> {
    let reader = NameFinder {
        companies,
        config,
        own,
        document,
        usage: OnceCell::new(),
    };
    let mut found = Vec::new();
    for block in &document.blocks {
        let mut search = Search::of(document, block.span.clone());
        for name in reader.names(block) {
            let place = document.place(&search.next(&name));
            let message = format!("`{name}` looks like the name of another company");
            let warning = Diagnostic::warning(Name::UnlistedName, message).at(place);
            found.push(leftover(warning, "names", &name));
        }
    }
    found
}

/// A word of a text.
struct TextWord<'t> {
    companies: &'t Companies,
    /// With its punctuation.
    written: &'t str,
    /// Whether it begins with a capital letter.
    capital: bool,
}

fn sentences(block: &Block) -> impl Iterator<Item = &str> {
    (0..block.sentences.len()).map(|sentence| block.sentence(sentence))
}

fn words_of<'t>(companies: &'t Companies, sentence: &'t str) -> Vec<TextWord<'t>> {
    let mut words = Vec::with_capacity(sentence.len() / 5);
    split(sentence.split(' '), |word| {
        words.push(TextWord::of(companies, word));
    });
    words
}

impl<'t> TextWord<'t> {
    fn of(companies: &'t Companies, written: &'t str) -> Self {
        Self {
            companies,
            written,
            capital: bare(companies, written).starts_with(char::is_uppercase),
        }
    }

    /// Without punctuation and possessive ending; may be empty.
    fn bare(&self) -> &'t str {
        bare(self.companies, self.written)
    }

    /// A bullet, a number or a letter at the start of an item: `•`, `1.`, `(a)`.
    fn is_mark(&self) -> bool {
        let is_number = self.bare().chars().all(|c| c.is_ascii_digit());
        let is_letter = self.bare().chars().count() == 1 && self.written.ends_with(['.', ')', ':']);
        is_number || is_letter
    }

    /// Without punctuation and possessive ending, in lower case.
    fn lowercase(&self) -> Cow<'t, str> {
        lowercase_or_same(self.bare())
    }
}

/// The maximum number of words between a name and who owns it.
const BEFORE_OWNER: usize = 6;

/// Names, in lower case, that the text calls the company's own: `our Memories`, `Memories is our
/// storage`, `Memories, our storage`.
fn called_own<'a>(
    sentences: impl Iterator<Item = &'a Vec<TextWord<'a>>>,
    companies: &Companies,
    company: &str,
) -> HashSet<String> {
    let mut own = HashSet::default();
    let company: HashSet<String> = company.split_whitespace().map(lowercase).collect();
    let is_company = |word: &TextWord<'_>| company.contains(word.lowercase().as_ref());
    let is_ours = |word: Option<&TextWord<'_>>| {
        word.is_some_and(|word| {
            let trimmed = || word.written.trim_matches(|c: char| !c.is_alphanumeric());
            NAME_WORDS.ours.contains(word.lowercase().as_ref())
                || (is_company(word) && companies.without_possessive(trimmed()).is_some())
        })
    };
    for words in sentences {
        for (at, word) in words.iter().enumerate() {
            if !word.capital {
                continue;
            }
            let before = at.checked_sub(1).and_then(|at| words.get(at));
            let joins = word.written.ends_with(|c: char| c.is_alphanumeric());
            let is = (words.get(at + 1)).is_some_and(|next| NAME_WORDS.is.contains(next.written));
            let next = match (joins, is) {
                (true, true) => words.get(at + 2),
                (false, _) if word.written.ends_with([',', '(', '—', '–']) => words.get(at + 1),
                (true, false) => words
                    .get(at + 1)
                    .filter(|next| next.written.starts_with('(')),
                (false, _) => None,
            };
            // `Quayside, Tern Post's chat`
            let mut owner = words[at + 1..]
                .iter()
                .take(BEFORE_OWNER)
                .skip_while(|word| is_company(word) && !is_ours(Some(word)));
            let next = if joins {
                next
            } else {
                next.and_then(|_| owner.next())
            };
            // `Quayside is a product of Harbour`
            let is_made = is
                && words[at + 1..]
                    .windows(2)
                    .take(6)
                    .any(|two| NAME_WORDS.of.contains(two[0].written) && is_company(&two[1]));
            if is_ours(before) || is_ours(next) || is_made {
                own.insert(word.lowercase().into_owned());
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

/// Splits words at dashes and slashes between them.
fn split<'t>(words: impl Iterator<Item = &'t str>, mut take: impl FnMut(&'t str)) {
    for word in words {
        let parts = word.split_inclusive(['—', '–', '―', '/']);
        for part in parts.flat_map(|word| word.split_inclusive("--")) {
            take(part);
        }
    }
}

/// The words of a text in lower case, but not those of punctuation alone.
fn words(companies: &Companies, text: &str) -> impl Iterator<Item = String> {
    let mut words = Vec::new();
    split(text.split_whitespace(), |word| {
        let word = TextWord::of(companies, word).lowercase();
        words.extend((!word.is_empty()).then(|| word.into_owned()));
    });
    words.into_iter()
}

/// A word without punctuation and possessive ending.
fn bare<'w>(companies: &Companies, word: &'w str) -> &'w str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    companies.without_possessive(word).unwrap_or(word)
}

struct NameFinder<'a> {
    companies: &'a Companies,
    config: &'a Config,
    own: &'a CompanyNames,
    document: &'a Document,
    /// How the whole text uses words. Collected when a first word may be a name, since most texts
    /// have none.
    usage: OnceCell<Usage<'a>>,
}

/// How a text uses words, which are all in lower case.
struct Usage<'a> {
    /// Names that it calls the company's own.
    own: HashSet<String>,
    /// Capitalised words that it also writes in lower case.
    plain: HashSet<Cow<'a, str>>,
    /// Names that are capitalised in the middle of a sentence.
    within: HashSet<Cow<'a, str>>,
}

impl<'a> NameFinder<'a> {
    /// The distinct names in a block, in order.
    fn names(&self, block: &'a Block) -> Vec<String> {
        let mut names = Vec::new();
        let mut known = HashSet::default();
        for sentence in sentences(block) {
            let words = words_of(self.companies, sentence);
            let mut at = 0;
            while at < words.len() {
                let length = self.length(&words[at..]);
                if length == 0 {
                    at += 1;
                    continue;
                }
                let name = &words[at..at + length];
                let first = at;
                at += length;
                // A bullet or number before the first word does not make it a later one.
                let begins = words[..first].iter().all(TextWord::is_mark);
                let before = first.checked_sub(1).filter(|_| !begins);
                let before = before.map(|before| &words[before]);
                if !self.is_leftover(name, before, words.get(at)) {
                    continue;
                }
                // `this operational Guide`: one word may be between such a word and a name.
                let is_described = first.checked_sub(2).is_some_and(|article| {
                    let between = &words[first - 1];
                    (NAME_WORDS.articles)
                        .contains(lowercase_or_same(words[article].written).as_ref())
                        && between.written.chars().all(char::is_lowercase)
                        && !self.is_plain(between)
                });
                // `Harbour (Deutschland) GmbH` is one name.
                let is_place_of_own = name[0].written.starts_with('(')
                    && before.is_some_and(|before| self.is_known(before));
                if (is_described && !self.has_form(name)) || is_place_of_own {
                    continue;
                }
                let written: Vec<&str> = name.iter().map(|word| word.written).collect();
                let name = bare(self.companies, &written.join(" ")).to_owned();
                if known.insert(name.clone()) {
                    names.push(name);
                }
            }
        }
        names
    }

    /// The length in words of the name at the start of some words.
    fn length(&self, words: &[TextWord<'_>]) -> usize {
        let mut length = 0;
        while let Some(word) = words.get(length) {
            if !word.capital || self.is_plain(word) {
                break;
            }
            let written = word.written;
            if length > 0 && written.starts_with(['(', '"', '\u{201c}']) {
                break;
            }
            length += 1;
            // Punctuation or a possessive ending ends the name, except a comma before a legal form.
            let form_next = words.get(length).is_some_and(|next| self.is_form(next));
            let own_mark = self.is_form(word) && written.ends_with('.');
            if written.ends_with(|c: char| !c.is_alphanumeric()) && !form_next && !own_mark
                || word.bare().len() + 1
                    < written
                        .trim_end_matches(|c: char| c.is_ascii_punctuation())
                        .len()
            {
                break;
            }
        }
        length
    }

    fn has_form(&self, name: &[TextWord<'_>]) -> bool {
        name.len() > 1 && name.last().is_some_and(|last| self.is_form(last))
    }

    fn is_form(&self, word: &TextWord<'_>) -> bool {
        self.companies.forms.contains(word.bare())
    }

    fn is_leftover(
        &self,
        name: &[TextWord<'_>],
        before: Option<&TextWord<'_>>,
        after: Option<&TextWord<'_>>,
    ) -> bool {
        let [first, ..] = name else { return false };
        let [.., last] = name else { return false };
        let trimmed = (last.written).trim_end_matches(|c: char| c.is_ascii_punctuation());
        let owns = self.companies.without_possessive(trimmed).is_some();
        let ends = !owns && last.written.ends_with(|c: char| !c.is_alphanumeric());
        let next = after.map_or("", |word| word.bare());
        let acts = !ends && self.companies.does.contains(next);
        let has = !ends && self.companies.has.contains(next);
        let has_form = self.has_form(name);
        // Most capitalised words end here. All else needs to know how the text uses them.
        if !(has_form || acts || has || owns) {
            return false;
        }
        let joins = |before: &TextWord<'_>| !before.written.ends_with([',', ';', ':']);
        let article = before.is_some_and(|before| joins(before) && self.never_after(before));
        // A person, possibly with a second name.
        let lowercase = first.lowercase();
        let is_person = NAME_WORDS.first_names.contains(lowercase.as_ref())
            || (name.len() > 1 && NAME_WORDS.titles.contains(lowercase.as_ref()));
        if !has_form && (article || (name.len() < 4 && is_person)) {
            return false;
        }
        let own = || name.iter().filter(|word| !self.is_form(word));
        // `US` and `API` name no company without its legal form.
        let reads_as_name = |word: &TextWord<'_>| {
            word.bare().chars().count() > 2 && word.bare().chars().any(char::is_lowercase)
        };
        if !has_form && !own().all(reads_as_name) {
            return false;
        }
        let is_part =
            |word: &TextWord<'_>| NAME_WORDS.departments.contains(word.lowercase().as_ref());
        if own().all(|word| self.is_known(word) || is_part(word)) {
            return false;
        }
        // A company whose name begins with this company's belongs to it.
        let of_own = &self.own.name;
        let begins_with_own = !of_own.is_empty()
            && name.len() > of_own.len()
            && (name.iter().zip(of_own)).all(|(word, own)| word.lowercase() == *own);
        if begins_with_own {
            return false;
        }
        if has_form {
            // `the Company` is a reference, `the Harbour Company` is a name.
            return !own().all(|word| self.is_plainly_used(word));
        }
        if own().any(|word| self.is_known(word)) {
            return false;
        }
        let is_proper = own().all(|word| !self.is_plainly_used(word));
        // The first word of a sentence is always capitalised, so it needs further evidence.
        let odd = (first.bare().chars().skip(1)).any(|c| c.is_uppercase() || c == '.');
        let sure = before.is_some() || odd || self.usage().within.contains(&first.lowercase());
        is_proper && sure
    }

    fn usage(&self) -> &Usage<'a> {
        self.usage.get_or_init(|| {
            let sentences = self.document.blocks.iter().flat_map(sentences);
            let sentences = sentences.map(|sentence| words_of(self.companies, sentence));
            let sentences: Vec<Vec<TextWord<'a>>> = sentences.collect();
            let company = &self.config.organisation.name;
            let all = || sentences.iter().flatten();
            let capital = all().filter(|word| word.capital);
            let capital: HashSet<Cow<'a, str>> = capital.map(TextWord::lowercase).collect();
            let plain = all().filter(|word| !word.capital).map(TextWord::lowercase);
            let within = sentences.iter().flat_map(|sentence| {
                let words = sentence.iter().skip_while(|word| word.is_mark());
                let words = words.filter(|word| !word.bare().is_empty());
                words.skip(1).filter(|word| word.capital)
            });
            Usage {
                own: called_own(sentences.iter(), self.companies, company),
                plain: plain.filter(|word| capital.contains(word)).collect(),
                within: within.map(TextWord::lowercase).collect(),
            }
        })
    }

    /// A word of the company's name, or derived from it: `Harbourers`.
    fn is_known(&self, word: &TextWord<'_>) -> bool {
        let word = word.lowercase();
        let is_made_of = |own: &String| {
            own.chars().count() > 3
                && word.strip_prefix(own.as_str()).is_some_and(|rest| {
                    rest.chars().count() < 6 && rest.chars().all(char::is_alphabetic)
                })
        };
        self.own.known.contains(word.as_ref())
            || self.usage().own.contains(word.as_ref())
            || (self.own.name.len() == 1 && self.own.name.iter().any(is_made_of))
    }

    /// Whether the text also uses a word in lower case.
    fn is_plainly_used(&self, word: &TextWord<'_>) -> bool {
        self.usage().plain.contains(&word.lowercase())
    }

    fn never_after(&self, word: &TextWord<'_>) -> bool {
        (self.companies.never_after).contains(word.lowercase().as_ref())
    }

    /// A word that is capitalised only because it begins a sentence.
    fn is_plain(&self, word: &TextWord<'_>) -> bool {
        self.never_after(word) || (self.companies.never_in).contains(word.lowercase().as_ref())
    }
}
