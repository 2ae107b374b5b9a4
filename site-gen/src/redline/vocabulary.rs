//! The words of one language that carry weight. They are data of the theme:
//! `obligation/<language>.toml`.

use super::model::TermSort;
use super::token::{Keys, is_apostrophe, tokens};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// The words of one language that carry weight.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    pub(super) modals: Phrases<Force>,
    pub(super) negations: Phrases<()>,
    pub(super) limits: Phrases<()>,
    pub(super) numbers: Phrases<()>,
    pub(super) units: Phrases<()>,
    pub(super) between: Phrases<()>,
    pub(super) times: Phrases<()>,
    pub(super) months: Phrases<u8>,
    pub(super) currencies: Phrases<()>,
    pub(super) percentages: Phrases<()>,
    pub(super) streets: Phrases<()>,
    pub(super) numbered_places: Phrases<()>,
    pub(super) numbered_laws: Phrases<()>,
    pub(super) laws: Phrases<()>,
    pub(super) within_laws: Phrases<()>,
    pub(super) never_first_of_laws: Phrases<()>,
    pub(super) of_laws: Phrases<()>,
    /// What says that a date is that of the text.
    pub(crate) date_of_text: Vec<String>,
    /// What may stand between that and the date.
    pub(crate) before_date_of_text: Vec<String>,
    pub(crate) companies: Companies,
}

/// How strongly a modal word asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Force {
    May,
    Should,
    Must,
    /// Any of them taken back: no more and no less than another, but something else.
    Negated,
}

/// Phrases by their words, to be found in a row of words.
#[derive(Clone, Debug)]
pub(super) struct Phrases<T>(HashMap<String, Vec<(Vec<String>, T)>>);

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Copy> Phrases<T> {
    fn add(&mut self, phrases: &[String], meaning: T) {
        for phrase in phrases {
            let words = words(phrase);
            if let Some(first) = words.first() {
                let same_first = self.0.entry(first.clone()).or_default();
                same_first.push((words, meaning));
                // The longest first.
                same_first.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
            }
        }
    }

    /// The longest phrase that words begin with: how many words it has, and what it means.
    pub(super) fn at<W: AsRef<str>>(&self, rest: &[W]) -> Option<(usize, T)> {
        let phrases = self.0.get(rest.first()?.as_ref())?;
        let fits = |words: &[String]| {
            rest.len() >= words.len()
                && words
                    .iter()
                    .zip(rest)
                    .all(|(word, other)| word == other.as_ref())
        };
        let (words, meaning) = phrases.iter().find(|(words, _)| fits(words))?;
        Some((words.len(), *meaning))
    }
}

impl Vocabulary {
    /// The number of a month, from 1, by its name.
    pub(crate) fn month(&self, name: &str) -> Option<u8> {
        self.months.at(&[small(name)]).map(|(_, number)| number)
    }
}

/// A phrase as its words are compared.
fn words(phrase: &str) -> Vec<String> {
    let found = tokens(phrase, false, &mut Keys::default());
    found
        .into_iter()
        .map(|token| small(&phrase[token.range]))
        .collect()
}

/// A word in small letters, with one sort of apostrophe.
pub(crate) fn small(word: &str) -> String {
    word.chars()
        .map(|c| if is_apostrophe(c) { '\'' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

/// The file as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    modal: Vec<Modal>,
    negation: Negation,
    limit: Words,
    number: Words,
    duration: Duration,
    date: Dates,
    money: Currencies,
    percentage: Words,
    postal: Postal,
    statute: Statute,
    company: Companies,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Modal {
    force: WrittenForce,
    words: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WrittenForce {
    Must,
    Should,
    May,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Negation {
    words: Vec<String>,
    modals: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Words {
    words: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Duration {
    units: Vec<String>,
    between: Vec<String>,
    words: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Dates {
    months: Vec<String>,
    of_text: Vec<String>,
    before_of_text: Vec<String>,
}

/// How the name of a company is known in a text.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(crate) struct Companies {
    /// What ends its full name, without a full stop: `Inc`.
    pub(crate) forms: HashSet<String>,
    /// What it does: `will`, `requires`.
    pub(crate) does: HashSet<String>,
    /// What it has: `account`.
    pub(crate) has: HashSet<String>,
    /// What is put at the end of a name to say whose something is: `'s`.
    pub(crate) whose: Vec<String>,
    /// Words after which no name of a company stands: `the`.
    pub(crate) never_after: HashSet<String>,
    /// Words that are no part of a name, though a sentence may begin with them: `if`.
    pub(crate) never_in: HashSet<String>,
    /// Names that are no company's: `Europol`.
    pub(crate) others: Vec<String>,
}

impl Companies {
    /// A name without what is put at its end to say whose something is, if it has that.
    pub(crate) fn without_whose<'n>(&self, name: &'n str) -> Option<&'n str> {
        self.whose.iter().find_map(|whose| {
            let last = whose.chars().count().checked_sub(1)?;
            let (at, _) = name.char_indices().rev().nth(last)?;
            (small(&name[at..]) == small(whose)).then_some(&name[..at])
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Currencies {
    currencies: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Postal {
    streets: Vec<String>,
    numbered: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Statute {
    numbered: Vec<String>,
    laws: Vec<String>,
    within: Vec<String>,
    never_first: Vec<String>,
    of: Vec<String>,
}

impl Vocabulary {
    /// Reads a list of words.
    ///
    /// # Errors
    ///
    /// With the place in it that is not understood.
    pub fn parse(source: &Source) -> Result<Self, Diagnostics> {
        let written: Written = toml::from_str(source.text()).map_err(|error| {
            let diagnostic =
                Diagnostic::error(format!("these words cannot be read: {}", error.message()));
            let place = Place::new(source, error.span().unwrap_or(0..0));
            Diagnostics::from(
                diagnostic
                    .at(place)
                    .help("compare it with `obligation/en.toml` of the default theme"),
            )
        })?;
        let mut vocabulary = Self::default();
        for modal in &written.modal {
            let force = match modal.force {
                WrittenForce::Must => Force::Must,
                WrittenForce::Should => Force::Should,
                WrittenForce::May => Force::May,
            };
            vocabulary.modals.add(&modal.words, force);
        }
        vocabulary
            .modals
            .add(&written.negation.modals, Force::Negated);
        for (phrases, words) in [
            (&mut vocabulary.negations, &written.negation.words),
            (&mut vocabulary.limits, &written.limit.words),
            (&mut vocabulary.numbers, &written.number.words),
            (&mut vocabulary.units, &written.duration.units),
            (&mut vocabulary.between, &written.duration.between),
            (&mut vocabulary.times, &written.duration.words),
            (&mut vocabulary.currencies, &written.money.currencies),
            (&mut vocabulary.percentages, &written.percentage.words),
            (&mut vocabulary.streets, &written.postal.streets),
            (&mut vocabulary.numbered_places, &written.postal.numbered),
            (&mut vocabulary.numbered_laws, &written.statute.numbered),
            (&mut vocabulary.laws, &written.statute.laws),
            (&mut vocabulary.within_laws, &written.statute.within),
            (
                &mut vocabulary.never_first_of_laws,
                &written.statute.never_first,
            ),
            (&mut vocabulary.of_laws, &written.statute.of),
        ] {
            phrases.add(words, ());
        }
        for (at, name) in written.date.months.iter().enumerate() {
            // The twelve months, and then the ways in which they are cut short.
            let whole = written.date.months.iter().take(12);
            let month = whole
                .clone()
                .position(|month| month.starts_with(name.as_str()));
            let number = month.unwrap_or(at) + 1;
            let number = u8::try_from(number).unwrap_or_default();
            vocabulary.months.add(std::slice::from_ref(name), number);
        }
        let small_all = |words: &[String]| words.iter().map(|word| small(word)).collect();
        vocabulary.date_of_text = small_all(&written.date.of_text);
        vocabulary.before_date_of_text = small_all(&written.date.before_of_text);
        vocabulary.companies = written.company;
        Ok(vocabulary)
    }
}

impl TermSort {
    /// Whether it is an amount of something.
    pub(super) fn is_amount(self) -> bool {
        match self {
            Self::Duration | Self::Money | Self::Percentage | Self::Number => true,
            Self::Modal
            | Self::Limit
            | Self::Date
            | Self::Email
            | Self::Web
            | Self::Postal
            | Self::Statute => false,
        }
    }
}
