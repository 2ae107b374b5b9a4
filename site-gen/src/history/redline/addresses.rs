//! Makes a postal address one entry of the list of obligations, however many lines it has.

use super::model::{Obligation, Piece, PieceKind, Presence, TermChange};
use crate::words::TermType;
use crate::words::vocabulary::{Vocabulary, lowercase};

/// Joins the lines of an address that were added or removed together.
pub(super) fn join_lines(found: &mut Vec<Obligation>) {
    let mut joined: Vec<Obligation> = Vec::new();
    let mut last = 0;
    for line in found.drain(..) {
        let passage = line.passage;
        match joined.last_mut() {
            Some(address) if passage <= last + 1 && are_lines(address, &line) => {
                add(address, line);
            }
            _ => joined.push(line),
        }
        last = passage;
    }
    *found = joined;
}

/// Whether two sentences say nothing but a part of an address, of the same text.
fn are_lines(one: &Obligation, other: &Obligation) -> bool {
    let is_line = |entry: &Obligation| {
        let is = |term_type| entry.terms.iter().any(|term| term.term_type == term_type);
        let of_address = |term: &TermChange| {
            matches!(
                term.term_type,
                TermType::Postal | TermType::Number | TermType::Territory
            )
        };
        is(TermType::Postal) && entry.terms.iter().all(of_address)
    };
    let removed = |entry: &Obligation| entry.before.is_some() && entry.after.is_none();
    let added = |entry: &Obligation| entry.before.is_none() && entry.after.is_some();
    is_line(one) && is_line(other) && (removed(one) && removed(other) || added(one) && added(other))
}

fn add(address: &mut Obligation, line: Obligation) {
    let Obligation {
        before,
        after,
        pieces,
        ..
    } = line;
    let (state, sentence, next) = match (&mut address.before, &mut address.after) {
        (Some(sentence), _) => (Presence::Deleted, sentence, before),
        (None, Some(sentence)) => (Presence::Inserted, sentence, after),
        (None, None) => return,
    };
    let Some(next) = next else { return };
    let comma = if sentence.text.ends_with(',') {
        " "
    } else {
        ", "
    };
    sentence.text.push_str(comma);
    sentence.text.push_str(&next.text);
    address.pieces.push(Piece {
        state,
        what: PieceKind::Words,
        text: comma.to_owned(),
        moved: None,
        marked: false,
    });
    address.pieces.extend(pieces);
    let side = |mine| (state == mine).then(|| sentence.text.clone());
    address.terms = vec![TermChange {
        term_type: TermType::Postal,
        before: side(Presence::Deleted),
        after: side(Presence::Inserted),
        direction: None,
    }];
}

/// If one sentence with a postal address was removed and one was added, the address changed. So it did
/// if the only sentence with a mailbox was removed, and the only one with a form was added.
pub(super) fn pair(found: &mut Vec<Obligation>, vocabulary: &Vocabulary) {
    // `Attn: Legal` is a line above an address.
    let is_numbered = |text: &String| text.contains(|c: char| c.is_ascii_digit());
    let has_address = |listed: &Obligation| {
        let mut terms = listed.terms.iter();
        terms.any(|term| {
            let mut texts = term.before.iter().chain(&term.after);
            term.term_type == TermType::Postal && texts.any(is_numbered)
        })
    };
    pair_only(found, has_address, has_address);
    let has_mailbox = |listed: &Obligation| {
        let mut terms = listed.terms.iter();
        terms.any(|term| term.term_type == TermType::Email)
    };
    let has_form = |listed: &Obligation| {
        let text = listed
            .after
            .as_ref()
            .map_or("", |after| after.text.as_str());
        let words = text.split_whitespace().map(lowercase);
        let (links, words): (Vec<String>, Vec<String>) =
            words.partition(|word| word.contains("://"));
        let is_form = |link: &String| vocabulary.is_form(link);
        let is_called_form = words.iter().any(|word| vocabulary.forms.contains(word));
        links.iter().any(is_form) || is_called_form && !links.is_empty()
    };
    pair_only(found, has_mailbox, has_form);
}

/// Makes the only removed and the only added sentence of these kinds one entry.
fn pair_only(
    found: &mut Vec<Obligation>,
    is_old: impl Fn(&Obligation) -> bool,
    is_new: impl Fn(&Obligation) -> bool,
) {
    let only = |fits: &dyn Fn(&Obligation) -> bool| {
        let all = found.iter().enumerate();
        let mut places = all.filter(|(_, listed)| fits(listed));
        let first = places.next().map(|(at, _)| at);
        first.filter(|_| places.next().is_none())
    };
    let removed = only(&|listed| listed.after.is_none() && is_old(listed));
    let added = only(&|listed| listed.before.is_none() && is_new(listed));
    let (Some(removed), Some(added)) = (removed, added) else {
        return;
    };
    let mut old = found[removed].clone();
    let new = &mut found[added];
    new.before = old.before.take();
    new.leads = new.leads.max(old.leads);
    old.pieces.append(&mut new.pieces);
    new.pieces = old.pieces;
    for term in new.terms.drain(..) {
        let same =
            |known: &&mut TermChange| known.term_type == term.term_type && known.after.is_none();
        match old.terms.iter_mut().find(same) {
            Some(known) => known.after = term.after,
            None => old.terms.push(term),
        }
    }
    // Both have these words.
    old.terms.retain(|term| term.before != term.after);
    new.terms = old.terms;
    found.remove(removed);
}
