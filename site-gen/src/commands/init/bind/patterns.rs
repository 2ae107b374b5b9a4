//! The patterns by which the sentences of clauses are found: `clause-patterns.toml` of the library.

use crate::library;
use serde::Deserialize;
use std::collections::BTreeMap;

/// All words are in lower case, and are found inside other words too.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::commands::init) struct ClausePatterns {
    pub(in crate::commands::init) headings: Headings,
    lists: BTreeMap<String, Vec<String>>,
    pub(in crate::commands::init) asking: RequestWords,
    pub(in crate::commands::init) clause: Vec<ClausePattern>,
}

/// What headings say of their sections.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::commands::init) struct Headings {
    pub(in crate::commands::init) emergency: Vec<String>,
    pub(in crate::commands::init) preservation: Vec<String>,
    /// What is about every request, also where it names one of these kinds.
    pub(super) all: Vec<String>,
    /// Sections, sentences and lists about something else than the requests of an officer.
    pub(super) other: Vec<String>,
}

/// How a text asks its reader for something.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::commands::init) struct RequestWords {
    pub(super) words: Vec<String>,
    /// How a sentence begins that promises something instead.
    pub(super) promise_begins: Vec<String>,
    pub(super) promise_has: Vec<String>,
    /// What a lead-in has if its list says what there is, not what is asked for.
    pub(super) describes: Vec<String>,
    /// What a sentence or a lead-in has that says the opposite.
    pub(super) denials: Vec<String>,
    /// Those obligation words that only ask. The others also describe: `This includes logs`.
    pub(super) direct: Vec<String>,
    /// Verbs with which an item of a list asks for something: `Provide a badge number`.
    verbs: Vec<String>,
    /// Words of a lead-in that say how strongly its list asks.
    pub(super) force: Vec<String>,
    /// What stands before the person whose thing it is.
    owner_begins: Vec<String>,
    /// What stands for a person who was named before.
    owner_pronouns: Vec<String>,
}

/// How to recognize the sentence of a clause.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::commands::init) struct ClausePattern {
    pub(in crate::commands::init) id: String,
    /// What its section, lead-in or sentence is about; any section if `None`.
    pub(in crate::commands::init) heading: Option<SectionOf>,
    /// Whether the sentence, or the lead-in of its list, asks the reader for something.
    #[serde(default)]
    pub(super) asks: bool,
    /// Whether its sentence may deny something: `We do not disclose data without a valid order`.
    #[serde(default)]
    pub(super) may_deny: bool,
    /// A word of each list is in the sentence.
    #[serde(default)]
    has: Vec<WordList>,
    /// None of these is in the sentence.
    #[serde(default)]
    has_none: Vec<String>,
    close: Option<NearWords>,
    whose: Option<Owner>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::commands::init) enum SectionOf {
    Emergency,
    Preservation,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WordList {
    Words(Vec<String>),
    /// The name of a list that several patterns use.
    Named(String),
}

/// A word of `first` is in the sentence, and soon after it a word of `then`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NearWords {
    first: Vec<String>,
    then: Vec<String>,
}

/// Whose thing the clause is about: the telephone number of the officer, not that of the court.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Owner {
    thing: Vec<String>,
    of: WordList,
}

/// The number of bytes after a word within which another is close to it.
const CLOSE: usize = 60;

impl ClausePatterns {
    /// The patterns of a language, or none if the library has none.
    pub(in crate::commands::init) fn of(language: &str) -> Self {
        let file = library::file(language, "clause-patterns.toml");
        file.as_ref().map(library::parsed).unwrap_or_default()
    }

    /// The patterns for the texts of a company.
    pub(in crate::commands::init) fn for_company(mut self, name: &str) -> Self {
        let close = self.clause.iter_mut().filter_map(|it| it.close.as_mut());
        for word in close.flat_map(|close| &mut close.first) {
            *word = word.replace("{company}", &name.to_lowercase());
        }
        self
    }

    fn has_one(&self, text: &str, list: &WordList) -> bool {
        match list {
            WordList::Words(words) => has_one(text, words),
            WordList::Named(name) => {
                (self.lists.get(name)).is_some_and(|words| has_one(text, words))
            }
        }
    }
}

impl ClausePatterns {
    /// Whether a clause asks for something in every kind of request, such as the name of an account.
    pub(in crate::commands::init) fn asks_any_request(&self, id: &str) -> bool {
        let mut clauses = self.clause.iter();
        clauses.any(|it| it.id == id && it.heading.is_none() && it.asks)
    }
}

impl ClausePattern {
    /// Whether a sentence in lower case has the words of the clause.
    pub(super) fn fits(&self, sentence: &str, patterns: &ClausePatterns) -> bool {
        let close = self.close.as_ref();
        let whose = self.whose.as_ref();
        self.has.iter().all(|list| patterns.has_one(sentence, list))
            && close.is_none_or(|close| close.is_in(sentence))
            && whose.is_none_or(|whose| whose.fits(sentence, patterns))
            && !has_one(sentence, &self.has_none)
    }
}

impl Owner {
    /// Whether one of the things in a sentence is that of the right person, or of nobody who is named.
    fn fits(&self, sentence: &str, patterns: &ClausePatterns) -> bool {
        let things = self.thing.iter().flat_map(|thing| {
            let places = sentence.match_indices(thing.as_str());
            let parts = places.map(|(at, _)| (&sentence[..at], &sentence[at + thing.len()..]));
            // `telephone` has `phone` in it.
            parts.filter(|(before, _)| !before.ends_with(char::is_alphanumeric))
        });
        let mut owners = things.map(|(before, after)| {
            let after = after.split([',', ';', '.', ':', '(', ')']).next();
            let after = after.unwrap_or_default();
            let of = patterns.asking.owner_begins.iter();
            let of = of.filter_map(|word| Some(after.split_once(word.as_str())?.1));
            // `the suspect’s phone number`
            let possessive = before.trim_end().strip_suffix(['s', 'S']);
            let possessive = possessive.and_then(|it| it.strip_suffix(['’', '\'']));
            let possessive = possessive.and_then(|it| it.split_whitespace().next_back());
            // `the court and its telephone number`
            let pronouns = &patterns.asking.owner_pronouns;
            let pronoun = before.split_whitespace().next_back();
            let of_pronoun = pronoun.filter(|it| pronouns.iter().any(|one| one == it));
            let owner = of.max_by_key(|owner| owner.len()).or(possessive);
            owner.or(of_pronoun.map(|_| before))
        });
        owners.any(|owner| owner.is_none_or(|owner| patterns.has_one(owner, &self.of)))
    }
}

impl NearWords {
    fn is_in(&self, sentence: &str) -> bool {
        self.first.iter().any(|word| {
            sentence.match_indices(word.as_str()).any(|(at, _)| {
                let rest = &sentence[at + word.len()..];
                has_one(&rest[..rest.floor_char_boundary(CLOSE)], &self.then)
            })
        })
    }
}

impl RequestWords {
    /// Whether a sentence with a word of obligation asks somebody for something, as far as can be seen.
    pub(in crate::commands::init) fn asks_somebody(&self, sentence: &str) -> bool {
        let sentence = sentence.to_lowercase();
        has_one(&sentence, &self.direct) || self.is_imperative(&sentence)
    }

    /// Whether a text begins with a verb that asks for something.
    pub(super) fn is_imperative(&self, text: &str) -> bool {
        // `(a) Provide the name`.
        let text = match text.split_once([')', '.']) {
            Some((mark, rest)) if mark.len() < 6 && rest.starts_with(' ') => rest,
            _ => text,
        };
        let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
        let first = text
            .split(|c: char| !(c.is_alphanumeric() || c == '-'))
            .next()
            .unwrap_or_default();
        // `Contact information` and `Name (required)` are labels.
        let is_label = text.split_whitespace().count() < 3;
        !is_label
            && (self.verbs)
                .iter()
                .any(|verb| first.eq_ignore_ascii_case(verb))
    }
}

pub(in crate::commands::init) fn has_one(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{ClausePatterns, WordList};
    use crate::library;

    #[test]
    fn every_list_that_a_pattern_names_exists() {
        for source in library::in_every_language("clause-patterns.toml") {
            let patterns: ClausePatterns = toml::from_str(source.text()).expect("patterns");
            assert!(!patterns.clause.is_empty());
            let owners = patterns
                .clause
                .iter()
                .filter_map(|clause| Some(&clause.whose.as_ref()?.of));
            for list in patterns
                .clause
                .iter()
                .flat_map(|clause| &clause.has)
                .chain(owners)
            {
                if let WordList::Named(name) = list {
                    assert!(patterns.lists.contains_key(name), "{name}");
                }
            }
        }
    }
}
