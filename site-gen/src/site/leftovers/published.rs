//! Addresses in what is published besides texts: labels, letters, titles, summaries, and the words of a
//! theme. Readers write to them too.

use super::addresses::{deceptive_address, host_of, is_example, is_known, likely_addresses};
use super::unlisted_host;
use crate::content::{Content, strings};
use crate::diagnostic::{Diagnostic, Place, Source};
use crate::markdown::two_scripts;
use crate::site::Config;
use crate::words::{Companies, Vocabulary};
use request_builder::answers::EmailAddress;
use std::ops::Range;

/// Whose words they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TextOwner {
    /// The company's own: they may name only hosts of `site.toml`.
    Company,
    /// A page's, which may name others, but nobody who looks like the company.
    Page,
}

/// What is wrong with the addresses in labels, letters, summaries and titles.
pub(in crate::site) fn find(
    content: &Content,
    config: &Config,
    vocabulary: &Vocabulary,
) -> Vec<Diagnostic> {
    let mut search = PublishedTexts::new(config, vocabulary);
    let of_site = content.request.iter().map(|request| &request.layer);
    for layer in of_site.chain(content.versions.iter().map(|it| &it.layer)) {
        for letter in layer.letters.values() {
            search.lines(letter, "//", TextOwner::Company);
        }
        let words = layer.words.iter().map(|words| &words.source);
        let labels = layer.labels.values().flatten().map(|labels| &labels.source);
        for source in words.chain(labels) {
            search.strings(source, TextOwner::Company);
        }
    }
    for about in content.versions.iter().map(|version| &version.about) {
        if let (Some(summary), Some(place)) = (&about.summary, about.place("summary")) {
            search.words(summary, &place, TextOwner::Company);
        }
    }
    search.settings();
    for page in &content.pages {
        let place = Place::new(&page.source, 0..page.text.start);
        for text in [&page.title, &page.description] {
            search.words(text, &place, TextOwner::Page);
        }
    }
    search.found
}

/// What is wrong with the words of a file of a site's own theme, by its path in the theme.
pub(crate) fn in_theme(
    path: &str,
    source: &Source,
    config: &Config,
    vocabulary: &Vocabulary,
) -> Vec<Diagnostic> {
    let mut search = PublishedTexts::new(config, vocabulary);
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("toml") => {
            for (span, text) in strings(source) {
                search.found.extend(two_scripts(&text, source, &span));
            }
            search.strings(source, TextOwner::Page);
        }
        Some("ftl") => search.lines(source, "#", TextOwner::Company),
        _ => search.lines(source, "{#", TextOwner::Page),
    }
    search.found
}

struct PublishedTexts<'a> {
    config: &'a Config,
    companies: &'a Companies,
    found: Vec<Diagnostic>,
}

impl<'a> PublishedTexts<'a> {
    fn new(config: &'a Config, vocabulary: &'a Vocabulary) -> Self {
        Self {
            config,
            companies: &vocabulary.companies,
            found: Vec::new(),
        }
    }

    /// The settings that pages and letters print. A mailbox and hosts are checked by their reader.
    fn settings(&mut self) {
        let config = self.config;
        let organisation = &config.organisation;
        let names = [
            &config.title,
            &config.description,
            &organisation.name,
            &organisation.legal_name,
        ];
        for text in names.into_iter().chain(&organisation.postal_address) {
            self.words(text, &Place::file("content/site.toml"), TextOwner::Company);
        }
    }

    /// The strings of a TOML file.
    fn strings(&mut self, source: &Source, voice: TextOwner) {
        for (span, text) in strings(source) {
            self.words(&text, &Place::new(source, span), voice);
        }
    }

    /// The lines of another file, without those that are comments.
    fn lines(&mut self, source: &Source, comment: &str, voice: TextOwner) {
        for (span, line) in lines(source) {
            if !line.trim_start().starts_with(comment) {
                self.found.extend(two_scripts(line, source, &span));
                self.words(line, &Place::new(source, span), voice);
            }
        }
    }

    fn words(&mut self, text: &str, place: &Place, voice: TextOwner) {
        for word in likely_addresses(text) {
            let found = deceptive_address(word, self.config)
                .or_else(|| self.foreign(word).filter(|_| voice == TextOwner::Company));
            let found = found.map(|found| found.at(place.clone().at_word(word)));
            self.found.extend(found);
        }
    }

    /// A warning about an address of somebody else.
    fn foreign(&self, word: &str) -> Option<Diagnostic> {
        let is_web = word.contains("://") || word.to_ascii_lowercase().starts_with("www.");
        if !is_web && EmailAddress::parse(word).is_none() {
            return None;
        }
        let host = host_of(word)?;
        // `example.org` is nobody's (RFC 2606, 3), and shows what an address looks like.
        let is_reserved = host.rsplit('.').nth(1) == Some("example");
        if is_reserved || is_known(&host, word, self.config) || is_example(&host, self.companies) {
            return None;
        }
        Some(unlisted_host(&host))
    }
}

fn lines(source: &Source) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut end = 0;
    source.text().split_inclusive('\n').map(move |line| {
        let start = end;
        end += line.len();
        (start..end, line)
    })
}
