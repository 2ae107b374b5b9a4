//! The words that make a sentence an obligation. They are data of the library, `obligation.toml`.

use request_builder::answers::mentions;
use request_builder::rules::Level;

/// The obligation words of a language, with their force.
#[derive(Clone, Debug, Default)]
pub(in crate::site) struct ObligationWords {
    pub(in crate::site) words: Vec<String>,
    /// Phrases that contain one of the words, but create no obligation: `may include`.
    pub(in crate::site) except: Vec<String>,
    pub(in crate::site) must: Vec<String>,
    pub(in crate::site) should: Vec<String>,
    pub(in crate::site) may: Vec<String>,
    /// The words for days after their number.
    pub(in crate::site) days: Vec<String>,
}

impl ObligationWords {
    pub(in crate::site) fn has_any(&self) -> bool {
        let stems = self.words.iter();
        let mut stems = stems.map(|word| word.trim().trim_end_matches('*'));
        stems.any(|stem| !stem.is_empty())
    }

    /// The word that makes a text an obligation.
    pub(super) fn found_in(&self, text: &str) -> Option<&str> {
        first(&self.words, &self.without_exceptions(text))
    }

    /// The force of a text's strongest word.
    pub(in crate::site) fn level(&self, text: &str) -> Option<Level> {
        let obliging = self.without_exceptions(text);
        if first(&self.must, &obliging).is_some() {
            Some(Level::Must)
        } else if first(&self.should, &obliging).is_some() {
            Some(Level::Should)
        } else {
            first(&self.may, text).map(|_| Level::May)
        }
    }

    /// The number of days in a sentence, if it contains exactly one in digits.
    pub(in crate::site) fn days_in(&self, quote: &str) -> Option<u32> {
        let words: Vec<&str> = quote.split_whitespace().collect();
        let mut all = words.windows(2).filter_map(|pair| {
            let unit = pair[1].trim_end_matches(|c: char| !c.is_alphanumeric());
            let is_days = self.days.iter().any(|day| day == unit);
            is_days.then(|| pair[0].parse::<u32>().ok())?
        });
        let first = all.next()?;
        all.all(|other| other == first).then_some(first)
    }

    fn without_exceptions(&self, text: &str) -> String {
        let text = text.to_lowercase();
        self.except
            .iter()
            .fold(text, |text, phrase| text.replace(phrase.as_str(), " "))
    }
}

fn first<'w>(words: &'w [String], text: &str) -> Option<&'w str> {
    mentions(text, words.iter().map(String::as_str))
}
