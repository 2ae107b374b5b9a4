//! The rules told in another language than their own. Only what a page shows is translated; the
//! rules themselves stay what they are, and what goes out with a letter is said in the words that
//! `requests.toml` has, whatever language the page speaks.

use super::Rulebook;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// What a page says instead of the texts of `requests.toml`, in the order of
/// [`Form::each_text`]. Where there is nothing, the text stands as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(pub Vec<Option<String>>);

/// What a translated rulebook still knows of its own language. By default it is not translated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Translated {
    /// The rules, with what goes out in their own words.
    letter_form: Option<Form>,
    as_written: Vec<String>,
}

/// The same as the page carries it: what goes out in order, and the texts that were not translated
/// and stand on the page as they are written.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Outgoing {
    words: Vec<String>,
    as_written: Vec<String>,
}

impl Outgoing {
    /// Whether the page is in another language than its letters.
    pub(super) fn has_words(&self) -> bool {
        !self.words.is_empty()
    }
}

impl Rulebook {
    /// The same rules, told in these words.
    #[must_use]
    pub fn told_in(&self, words: &Words) -> Self {
        let mut told = self.clone();
        let mut outgoing = Outgoing::default();
        let mut words = words.0.iter();
        told.form.each_text(&mut |at, text| {
            if at.goes_out() {
                outgoing.words.push(text.clone());
            }
            match words.next() {
                Some(Some(words)) => text.clone_from(words),
                Some(None) | None => outgoing.as_written.push(text.clone()),
            }
        });
        let form = told.form.clone();
        told.keep(form, outgoing);
        told
    }

    /// Keeps the words that go out, in `form`, which is told as the rulebook's own is.
    pub(super) fn keep(&mut self, mut form: Form, outgoing: Outgoing) {
        let mut words = outgoing.words.into_iter();
        form.each_text(&mut |at, text| {
            if at.goes_out()
                && let Some(own) = words.next()
            {
                *text = own;
            }
        });
        self.translated = Translated {
            letter_form: Some(form),
            as_written: outgoing.as_written,
        };
    }

    /// What the page has to carry besides the rules as they are told.
    pub(super) fn outgoing(&self) -> Outgoing {
        let mut outgoing = Outgoing {
            words: Vec::new(),
            as_written: self.translated.as_written.clone(),
        };
        if let Some(mut form) = self.translated.letter_form.clone() {
            form.each_text(&mut |at, text| {
                if at.goes_out() {
                    outgoing.words.push(std::mem::take(text));
                }
            });
        }
        outgoing
    }

    /// The rules in the words of `requests.toml`, as far as [`TextAt::goes_out`] says so. Whatever
    /// leaves the page is made of these, and never of `form`.
    ///
    /// [`TextAt::goes_out`]: crate::form::TextAt::goes_out
    pub fn letter_form(&self) -> &Form {
        self.translated.letter_form.as_ref().unwrap_or(&self.form)
    }

    /// The texts that were not translated, and stand on a page of another language in
    /// [`Rulebook::language`]. The page has to say so (WCAG 3.1.2).
    pub fn as_written(&self) -> &[String] {
        &self.translated.as_written
    }
}
