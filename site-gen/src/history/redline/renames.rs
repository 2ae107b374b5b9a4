//! Lists a name that changed throughout the text once, with the number of the other sentences.

use super::model::{Obligation, TermChange};
use crate::words::TermType;
use crate::words::token::is_numbered_name;
use crate::words::vocabulary::{Vocabulary, lowercase};
use std::collections::{BTreeMap, BTreeSet};

/// A change of name in at least this many sentences is listed once.
pub(super) const MIN_RENAMES: usize = 3;

/// If a name changed throughout the text, lists only the first sentence, with the number of others.
pub(super) fn list_once(found: &mut Vec<Obligation>, vocabulary: &Vocabulary) {
    let mut count: BTreeMap<(String, String), usize> = BTreeMap::new();
    for obligation in found.iter() {
        if let Some(name) = renamed(obligation, vocabulary) {
            *count.entry(name).or_default() += 1;
        }
    }
    count.retain(|_, count| *count >= MIN_RENAMES);
    let mut listed: BTreeSet<(String, String)> = BTreeSet::new();
    found.retain_mut(|obligation| {
        let Some(name) = renamed(obligation, vocabulary) else {
            return true;
        };
        let Some(count) = count.get(&name) else {
            return true;
        };
        obligation.others = count - 1;
        listed.insert(name)
    });
}

/// The first word of the old name and the new name, if nothing else changed.
fn renamed(obligation: &Obligation, vocabulary: &Vocabulary) -> Option<(String, String)> {
    let (_, after) = obligation.before.as_ref().zip(obligation.after.as_ref())?;
    // The full name of a company says who is bound.
    let mut words = after.text.split(|c: char| !c.is_alphanumeric());
    if words.any(|word| vocabulary.companies.forms.contains(word)) {
        return None;
    }
    let terms = obligation.terms.iter();
    let mut names = terms
        .filter(|term| !follows_name(term, vocabulary))
        .map(|term| {
            let (before, after) = term.before.as_deref().zip(term.after.as_deref())?;
            if term.term_type != TermType::Wording {
                return None;
            }
            let (before, after) = (name(before, vocabulary)?, name(after, vocabulary)?);
            let first = before.split_whitespace().next().unwrap_or_default();
            Some((first.to_owned(), after))
        });
    let first = names.next()??;
    names
        .all(|other| other.as_ref() == Some(&first))
        .then_some(first)
}

/// A name, or a word for a person: `you` may become `Customer` throughout.
fn name(text: &str, vocabulary: &Vocabulary) -> Option<String> {
    let text = text
        .strip_suffix("'s")
        .or(text.strip_suffix("\u{2019}s"))
        .unwrap_or(text);
    if let Some(list) = vocabulary.reworded.persons.get(&lowercase(text)) {
        return Some(format!("\u{1}{list}"));
    }
    let joins = |word: &str| {
        let id = [vocabulary.word(word)];
        vocabulary.within_laws.at(&id).is_some() || vocabulary.joining.at(&id).is_some()
    };
    let is_name = |word: &str| {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
        word.starts_with(char::is_uppercase) || is_numbered_name(word)
    };
    let mut words = text.split_whitespace();
    let all = words.clone().all(|word| is_name(word) || joins(word));
    (all && words.any(is_name)).then(|| text.to_owned())
}

/// Whether another word for a person, `its` in place of `your`, follows the name.
fn follows_name(term: &TermChange, vocabulary: &Vocabulary) -> bool {
    let reworded = &vocabulary.reworded;
    let is_person = |text: &Option<String>| {
        let text = lowercase(text.as_deref().unwrap_or_default());
        text.is_empty() || reworded.persons.contains_key(&text) || reworded.pronouns.contains(&text)
    };
    is_person(&term.before) && is_person(&term.after)
}
