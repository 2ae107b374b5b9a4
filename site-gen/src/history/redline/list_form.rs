//! Whether a sentence, an item or a row says the same as before in another form.
//!
//! `Logs: a court order` in a list below `The process that we need:`, a row of a table with a head,
//! and `For logs we need a court order` have the same words, if those around them count.

use super::significant_words::SignificantWords;
use crate::words::passage::{Passage, Text};
use crate::words::token::Class;
use crate::words::vocabulary::{Vocabulary, lowercase};
use crate::words::{Kind, TermType};
use std::collections::{HashMap, HashSet};

/// Whether only the form changed, or the order of the columns.
pub(super) fn is_all_that_changed(
    (before, after): (&SignificantWords<'_>, &SignificantWords<'_>),
    vocabulary: &Vocabulary,
) -> bool {
    let (Some(one), Some(other)) = (before.passages.first(), after.passages.first()) else {
        return false;
    };
    let (one, other) = (*one, *other);
    let kinds = (
        before.text.passages[one].kind,
        after.text.passages[other].kind,
    );
    match kinds {
        (Kind::Row, Kind::Row) => {
            let both = cells(before.text, one).zip(cells(after.text, other));
            both.is_some_and(|(one, other)| one == other)
        }
        (Kind::Row, Kind::Item | Kind::Paragraph)
        | (Kind::Item | Kind::Paragraph, Kind::Row)
        | (Kind::Item, Kind::Paragraph)
        | (Kind::Paragraph, Kind::Item) => {
            adds_nothing(before, after, other, vocabulary)
                && adds_nothing(after, before, one, vocabulary)
        }
        _ => false,
    }
}

/// The cells of a row with the head of each, sorted, if its table has a head.
fn cells(text: &Text, row: usize) -> Option<Vec<(String, String)>> {
    let (row, head) = (
        &text.passages[row],
        &text.passages[text.passages[row].table?],
    );
    let (row, head) = (texts_of_cells(row), texts_of_cells(head));
    let mut cells: Vec<(String, String)> = head.into_iter().zip(row).collect();
    cells.sort();
    Some(cells)
}

fn texts_of_cells(row: &Passage) -> Vec<String> {
    let ends = row.tokens.iter().filter(|token| token.class == Class::Cell);
    let mut from = 0;
    let ends = ends.map(|token| token.range.start).chain([row.text.len()]);
    let cells = ends.map(|end| {
        let cell = row.text[from..end].trim().to_lowercase();
        from = end;
        cell
    });
    cells.collect()
}

/// Whether each word that only the first sentence has is around the other one, and takes nothing back.
fn adds_nothing(
    one: &SignificantWords<'_>,
    other: &SignificantWords<'_>,
    passage: usize,
    vocabulary: &Vocabulary,
) -> bool {
    let mut there: HashMap<u32, usize> = HashMap::new();
    for token in &other.tokens {
        *there.entry(token.key).or_default() += 1;
    }
    let mut around = None;
    let mut added = (0..one.tokens.len()).filter(|at| {
        let count = there.get_mut(&one.tokens[*at].key);
        let known = count.filter(|count| **count > 0).map(|count| *count -= 1);
        known.is_none()
    });
    added.all(|at| {
        let term = one
            .terms
            .iter()
            .find(|term| (term.from..term.to).contains(&at));
        let word = lowercase(one.word(at));
        let is_small = vocabulary.quiet.contains(&word)
            || vocabulary.reworded.dropped.contains(&word)
            || vocabulary.reworded.persons.contains_key(&word);
        match term.map(|term| term.term.term_type) {
            None if one.tokens[at].class == Class::Mark || is_small => true,
            None | Some(TermType::Modal | TermType::Promise | TermType::Instruction) => {
                let around =
                    around.get_or_insert_with(|| words_around(other.text, passage, vocabulary));
                around.contains(&vocabulary.stem(&word))
            }
            Some(_) => false,
        }
    })
}

/// The words of the heading, the lead-in and the head of the table.
fn words_around(text: &Text, passage: usize, vocabulary: &Vocabulary) -> HashSet<String> {
    let there = &text.passages[passage];
    let places = [there.heading, there.lead_in, there.table];
    let passages = places.into_iter().flatten().map(|at| &text.passages[at]);
    let words = passages.flat_map(|passage| passage.text.split(|c: char| !c.is_alphanumeric()));
    words
        .map(|word| vocabulary.stem(&lowercase(word)))
        .collect()
}
