//! The request form of a site: its kinds of request (`form.toml`), rules, labels and letters. This
//! module only reads files; [`crate::site`] merges them with the library and determines the active
//! rules of a version.

mod form;
mod labels;
mod letter_check;
mod ordered;
mod rules;

pub use form::Form;
pub use labels::{LabelText, Labels, LabelsFile};
pub use letter_check::LetterCheck;
pub use ordered::Ordered;
pub use rules::{
    GatePart, GroupPart, ItemPosition, KindPart, LayeredItem, NoticePart, PracticePart,
    QuestionPart, ReminderPart, RequirementPart, Rules, RulesFile, StepPart, WordsPart,
};

use super::spans::Spans;
use super::table;
use crate::diagnostic::{Diagnostics, Place, Source};
use request_builder::letter::LetterWords;
use std::collections::BTreeMap;

/// A parsed file with the span of each value.
#[derive(Clone, Debug)]
pub struct Read<T> {
    /// What the file says.
    pub value: T,
    /// The whole file, for the places of diagnostics.
    pub source: Source,
    /// Where its keys are.
    pub spans: Spans,
}

impl<T: serde::de::DeserializeOwned> Read<T> {
    /// Parses a TOML file. Returns `None` on any error.
    pub fn parse(source: Source, found: &mut Diagnostics) -> Option<Self> {
        let (read, is_complete) = Self::parse_partly(source, found)?;
        is_complete.then_some(read)
    }

    /// Like [`Self::parse`], but returns what could be read if there are errors, and whether that is all.
    pub(super) fn parse_partly(source: Source, found: &mut Diagnostics) -> Option<(Self, bool)> {
        let part = 0..source.text().len();
        let read = table::read_partly(&source, part, &[], found)?;
        let (value, spans) = (read.value, read.spans);
        let value = Self {
            value,
            source,
            spans,
        };
        Some((value, read.is_complete))
    }
}

impl<T> Read<T> {
    /// The place of a key, by its path: `question.operator.label`.
    pub fn place(&self, path: &str) -> Place {
        Place::new(&self.source, self.spans.get(path))
    }

    /// Like [`Self::place`], but `None` if the file lacks the key.
    pub fn find(&self, path: &str) -> Option<Place> {
        let span = self.spans.find(path)?;
        Some(Place::new(&self.source, span))
    }
}

/// The files of one layer: the library's, the site's, or a version's. A layer contains only what
/// differs from the layer below it.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// Rules, by file name.
    pub rules: Vec<RulesFile>,
    /// Labels, by language.
    pub labels: BTreeMap<String, Vec<LabelsFile>>,
    /// Letters and their parts, by name: `account`, `mail`, `signature`.
    pub letters: BTreeMap<String, Source>,
    /// The words that letters use for answers.
    pub words: Option<Read<LetterWords>>,
    /// The patterns of the letter check.
    pub letter_check: Option<Read<LetterCheck>>,
    /// Whether a file could not be read, so that an item that is missing here may exist.
    pub lacks_a_file: bool,
}

impl Layer {
    /// Adds a file, by its name below `content/request/`, a version's folder or a language of the
    /// library. Returns whether a layer may contain such a file.
    pub fn add(&mut self, name: &str, source: Source, found: &mut Diagnostics) {
        let is_read = match name.split('/').collect::<Vec<_>>()[..] {
            ["labels", file] => {
                let language = file.trim_end_matches(".toml").to_owned();
                let labels = Read::parse(source, found);
                let is_read = labels.is_some();
                self.labels.entry(language).or_default().extend(labels);
                is_read
            }
            ["letters", "words.toml"] => {
                self.words = Read::parse(source, found);
                self.words.is_some()
            }
            ["letters", file] => {
                let name = file.trim_end_matches(".md").to_owned();
                self.letters.insert(name, source);
                true
            }
            ["letter-check.toml"] => {
                self.letter_check = Read::parse(source, found);
                self.letter_check.is_some()
            }
            _ => {
                let rules = Read::parse(source, found);
                let is_read = rules.is_some();
                self.rules.extend(rules);
                is_read
            }
        };
        self.lacks_a_file |= !is_read;
    }
}

/// Whether a layer may contain a file of this name below `content/request/`.
pub(super) fn is_of_layer(name: &str) -> bool {
    match name.split('/').collect::<Vec<_>>()[..] {
        [file] | ["labels", file] => has_extension(file, "toml"),
        ["letters", file] => file == "words.toml" || has_extension(file, "md"),
        _ => false,
    }
}

fn has_extension(file: &str, extension: &str) -> bool {
    let parts = file.rsplit_once('.');
    parts.is_some_and(|(stem, found)| found == extension && !stem.is_empty())
}

/// The request form of a site.
#[derive(Clone, Debug)]
pub struct SiteRequest {
    /// `form.toml`.
    pub form: Read<Form>,
    /// Its own rules, labels and letters.
    pub layer: Layer,
}
