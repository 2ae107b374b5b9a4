//! What a site says of its request form: which kinds it offers (`form.toml`), its rules, the
//! labels of its pages and the text of its letters. This reads files; what the library adds and
//! which rules take part in a version is for [`crate::site`] to work out.

mod form;
mod labels;
mod letter_check;
mod ordered;
mod rules;

pub use form::Form;
pub use labels::{Labels, LabelsFile, Text};
pub use letter_check::LetterCheck;
pub use ordered::Ordered;
pub use rules::{
    Beside, GatePart, GroupPart, KindPart, NoticePart, Part, PracticePart, QuestionPart,
    ReminderPart, RequirementPart, Rules, RulesFile, StepPart, WordsPart,
};

use super::spans::Spans;
use super::table;
use crate::diagnostic::{Diagnostics, Place, Source};
use request_builder::letter::LetterWords;
use std::collections::BTreeMap;

/// A file whose values were read, and where each of them is.
#[derive(Clone, Debug)]
pub struct Read<T> {
    /// What the file says.
    pub value: T,
    /// The file.
    pub source: Source,
    /// Where its keys are.
    pub spans: Spans,
}

impl<T: serde::de::DeserializeOwned> Read<T> {
    /// Reads a file as TOML of one type. Nothing comes out if anything was wrong with it.
    pub fn parse(source: Source, found: &mut Diagnostics) -> Option<Self> {
        let (value, spans) = table::read(&source, 0..source.text().len(), found)?;
        Some(Self {
            value,
            source,
            spans,
        })
    }
}

impl<T> Read<T> {
    /// Where a key is, by its path: `question.operator.label`.
    pub fn place(&self, path: &str) -> Place {
        Place::new(&self.source, self.spans.get(path))
    }

    /// The same, if the file has that key.
    pub fn find(&self, path: &str) -> Option<Place> {
        let span = self.spans.find(path)?;
        Some(Place::new(&self.source, span))
    }
}

/// The files of one layer: the library's, the site's, or those of one version. Each later layer
/// says only what differs from the one before.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// Rules, by the names of the files.
    pub rules: Vec<RulesFile>,
    /// Labels, by language.
    pub labels: BTreeMap<String, Vec<LabelsFile>>,
    /// Letters and their parts, by name: `account`, `mail`, `signature`.
    pub letters: BTreeMap<String, Source>,
    /// How letters call things.
    pub words: Option<Read<LetterWords>>,
    /// What the letter check looks for.
    pub letter_check: Option<Read<LetterCheck>>,
    /// One of its files could not be read, so that what is not here may be there.
    pub lacks_a_file: bool,
}

impl Layer {
    /// Reads one file of a layer, by its name below `content/request/`, the folder of a version or
    /// a language of the library. Says whether a layer has such a file.
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

/// What sort of file a name below `content/request/` is for.
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

/// What a site says of its request form.
#[derive(Clone, Debug)]
pub struct SiteRequest {
    /// `form.toml`.
    pub form: Read<Form>,
    /// Its own rules, labels and letters.
    pub layer: Layer,
}
