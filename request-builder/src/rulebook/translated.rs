//! The rules told in another language than their own. Only what a page shows is translated; the
//! rules themselves stay what they are, and letters are composed from the words that
//! `requests.toml` has, whatever language the page speaks.

use super::Rulebook;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// What a page says instead of the texts of `requests.toml`, in the order of
/// [`Form::each_text`]. By default, nothing: the page speaks the language of the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words(pub Vec<Option<String>>);

/// What a translated rulebook still knows of its own language. By default it is not translated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Translated {
    /// The rules as they are written. Letters are made of their words.
    original: Option<Form>,
    /// Texts that were not translated, and stand on the page as they are written.
    as_written: Vec<String>,
}

impl Words {
    /// Whether nothing is said in other words.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Rulebook {
    /// The same rules, told in these words.
    #[must_use]
    pub fn told_in(&self, words: &Words) -> Self {
        let mut told = self.clone();
        if !words.is_empty() {
            told.tell(self.letter_form().clone(), words);
        }
        told
    }

    /// Puts these words in the place of the form's own, which are kept in `original`.
    pub(super) fn tell(&mut self, original: Form, words: &Words) {
        let mut as_written = Vec::new();
        let mut words = words.0.iter();
        self.form.each_text(&mut |_, text| match words.next() {
            Some(Some(words)) => text.clone_from(words),
            Some(None) | None => as_written.push(text.clone()),
        });
        self.translated = Translated {
            original: Some(original),
            as_written,
        };
    }

    /// The rules in the words that letters are made of: those of `requests.toml`.
    pub fn letter_form(&self) -> &Form {
        self.translated.original.as_ref().unwrap_or(&self.form)
    }

    /// The language of a text of these rules, where it is not the page's: the text was not
    /// translated, and a page has to say so (WCAG 3.1.2).
    pub fn language_of(&self, text: &str) -> Option<&str> {
        let mut as_written = self.translated.as_written.iter();
        as_written
            .any(|as_written| as_written == text)
            .then_some(self.language.as_str())
    }
}
