//! The places of a version's rules, labels and letters: file, layer and line.

use crate::content::request::{Form, Layer, LetterCheck, Read};
use crate::diagnostic::Place;
use request_builder::letter_check::LetterPatterns;

/// The files from which a version's rules were merged.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    form: &'a Read<Form>,
    /// The highest layer first, since it takes precedence.
    layers: Vec<&'a Layer>,
    /// The place of each paragraph of the letters.
    pub(super) paragraphs: Vec<Place>,
    /// The place of each part of the covering email.
    pub(super) mail: Vec<Place>,
    /// The merged patterns of the letter check, whose order differs from that of the files.
    letter_check: LetterPatterns,
    /// The place of each condition in the site's own letters.
    pub(super) conditions: Vec<Place>,
}

impl<'a> Places<'a> {
    pub(super) fn new(form: &'a Read<Form>, layers: impl Iterator<Item = &'a Layer>) -> Self {
        let mut layers: Vec<&Layer> = layers.collect();
        layers.reverse();
        Self {
            form,
            layers,
            paragraphs: Vec::new(),
            mail: Vec::new(),
            letter_check: LetterPatterns::default(),
            conditions: Vec::new(),
        }
    }

    /// Sets the merged patterns of the letter check.
    pub(super) fn set_letter_check(&mut self, checking: &LetterPatterns) {
        self.letter_check = checking.clone();
    }

    /// The place of a path: `question.operator.when`, `paragraph[3]`, `mail[0]`, `condition[7]`; if
    /// it does not exist, of the nearest parent.
    pub(crate) fn place(&self, path: &str) -> Place {
        for (prefix, places) in [
            ("paragraph[", &self.paragraphs),
            ("mail[", &self.mail),
            ("condition[", &self.conditions),
        ] {
            let index = path.strip_prefix(prefix).and_then(|rest| {
                let (index, _) = rest.split_once(']')?;
                index.parse::<usize>().ok()
            });
            if let Some(place) = index.and_then(|index| places.get(index)) {
                return place.clone();
            }
        }
        let mut path = path;
        loop {
            if let Some(place) = self.find(path) {
                return place;
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = &path[..end],
                None => return Place::new(&self.form.source, 0..0),
            }
        }
    }

    fn find(&self, path: &str) -> Option<Place> {
        let rules = self.layers.iter().flat_map(|layer| &layer.rules);
        let mut rules = rules.filter_map(|file| file.find(path));
        let checks = self
            .layers
            .iter()
            .filter_map(|layer| layer.letter_check.as_ref());
        let mut checks = checks.filter_map(|file| {
            let path = path.strip_prefix("letter-check.")?;
            file.find(&self.in_file(&file.value, path)?)
        });
        rules
            .next()
            .or_else(|| self.form.find(path.strip_prefix("form.")?))
            .or_else(|| checks.next())
    }

    /// Converts a path in the merged patterns to one in a file: `look-for[3].rule` may be the first
    /// entry there.
    fn in_file(&self, file: &LetterCheck, path: &str) -> Option<String> {
        let Some((table, rest)) = path.split_once('[') else {
            return Some(path.to_owned());
        };
        let (index, rest) = rest.split_once(']')?;
        let index: usize = index.parse().ok()?;
        let all = &self.letter_check;
        let here = match table {
            "words" => {
                let id = &all.words.get(index)?.id;
                file.words.iter().position(|list| list.id == *id)
            }
            "guard" => {
                let id = &all.guards.get(index)?.id;
                file.guards.iter().position(|guard| guard.id == *id)
            }
            "kind" => {
                let kind = &all.kinds.get(index)?.kind;
                file.kinds.iter().position(|tell| tell.kind == *kind)
            }
            "particular" => Some(index).filter(|index| *index < file.particulars.len()),
            _ => {
                let one = all.look_for.get(index)?;
                let mut own = file.look_for.iter();
                own.position(|other| other.rule == one.rule && other.kinds == one.kinds)
            }
        };
        Some(format!("{table}[{}]{rest}", here?))
    }

    pub(crate) fn label(&self, language: &str, key: &str) -> Option<Place> {
        let files = self
            .layers
            .iter()
            .filter_map(|layer| layer.labels.get(language));
        let mut files = files.flatten();
        files.find_map(|file| file.find(key))
    }
}
