//! The content of `clauses.toml`: what it says of the headings and sentences of a text.

use super::obligation_words::ObligationWords;
use crate::diagnostic::Place;
use crate::markdown::{Frame, normalized};
use request_builder::rules::{ClauseId, Level};

/// The content of `clauses.toml`, in the order of the text.
#[derive(Debug, Default)]
pub(in crate::site) struct TextClauses {
    /// Whether every heading and every sentence is listed, so that a new one is an error.
    pub(in crate::site) complete: bool,
    /// Whether the file only has what differs from another version's.
    pub(in crate::site) is_difference: bool,
    /// The headings, with the entries below each.
    pub(in crate::site) headings: Vec<Heading>,
    /// The file into which proposed lines are to be pasted.
    pub(in crate::site) file: String,
    /// The obligation words, with their force.
    pub(in crate::site) obligations: ObligationWords,
}

/// A heading in `clauses.toml`.
#[derive(Debug)]
pub(in crate::site) struct Heading {
    /// Its text in Markdown, with its level: `## Fees`.
    pub(in crate::site) text: String,
    /// Its place in `clauses.toml`.
    pub(in crate::site) place: Place,
    /// Entries outside lists.
    pub(in crate::site) entries: Vec<Entry>,
    /// Lists and other sentences with a lead-in.
    pub(in crate::site) lists: Vec<LeadIn>,
    /// Whether nothing under this heading needs a rule.
    pub(in crate::site) needs_no_rule: bool,
}

/// A lead-in, which determines the force of the sentences after it.
#[derive(Debug)]
pub(in crate::site) struct LeadIn {
    pub(in crate::site) text: String,
    /// Its place in `clauses.toml`.
    pub(in crate::site) place: Place,
    /// The entries of its list.
    pub(in crate::site) entries: Vec<Entry>,
    /// Whether no item of the list needs a rule.
    pub(in crate::site) needs_no_rule: bool,
}

/// A sentence listed in `clauses.toml`.
#[derive(Debug)]
pub(in crate::site) struct Entry {
    /// If it is a clause, its id, and the rules that cite it, as messages name them.
    pub(in crate::site) clause: Option<(ClauseId, Vec<String>)>,
    /// Whether it is an obligation that needs no rule.
    pub(in crate::site) needs_no_rule: bool,
    /// The text of the whole sentence.
    pub(in crate::site) quote: String,
    /// Its place in `clauses.toml`.
    pub(in crate::site) place: Place,
    /// Its contexts, outermost first.
    pub(in crate::site) frames: Vec<Frame>,
}

impl TextClauses {
    /// Every listed sentence, including lead-ins.
    pub(super) fn quotes(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().flat_map(|heading| {
            let lists = heading.lists.iter();
            let in_lists = lists.clone().flat_map(|list| &list.entries);
            let entries = heading.entries.iter().chain(in_lists);
            let lead_ins = lists.map(|list| list.text.as_str());
            entries.map(|entry| entry.quote.as_str()).chain(lead_ins)
        })
    }

    /// The force of a text, in the form of `force`.
    pub(super) fn force_of(&self, text: &str) -> Option<&'static str> {
        self.obligations.level(text).map(Level::name)
    }

    /// Every reviewed sentence that no rule cites.
    pub(super) fn not_cited(&self) -> impl Iterator<Item = &Entry> {
        self.headings.iter().flat_map(|heading| {
            let in_lists = heading.lists.iter().flat_map(|list| &list.entries);
            let entries = heading.entries.iter().chain(in_lists);
            entries.filter(|entry| entry.clause.is_none() && !entry.needs_no_rule)
        })
    }
}

impl Heading {
    /// The clauses below it.
    pub(super) fn clauses(&self) -> impl Iterator<Item = (&ClauseId, &[String])> {
        let in_lists = self.lists.iter().flat_map(|list| &list.entries);
        let entries = self.entries.iter().chain(in_lists);
        entries.filter_map(|entry| {
            let (id, rules) = entry.clause.as_ref()?;
            Some((id, rules.as_slice()))
        })
    }
}

/// Splits `## Fees` into `2` and `Fees`.
pub(super) fn depth_and_title(heading: &str) -> (usize, String) {
    let title = heading.trim_start_matches('#');
    (heading.len() - title.len(), normalized(title.trim()))
}
