//! Makes a postal address one entry of the list of obligations, however many lines it has.

use super::model::{Obligation, Piece, PieceKind, Presence, TermChange};
use crate::words::TermType;

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

/// If one sentence with a postal address was removed and one was added, the address changed.
pub(super) fn pair(found: &mut Vec<Obligation>) {
    // `Attn: Legal` is a line above an address.
    let is_numbered = |text: &String| text.contains(|c: char| c.is_ascii_digit());
    let has_address = |listed: &Obligation| {
        let mut terms = listed.terms.iter();
        terms.any(|term| {
            let mut texts = term.before.iter().chain(&term.after);
            term.term_type == TermType::Postal && texts.any(is_numbered)
        })
    };
    let only = |is_alone: &dyn Fn(&Obligation) -> bool| {
        let all = found.iter().enumerate();
        let mut places = all.filter(|(_, listed)| is_alone(listed) && has_address(listed));
        let first = places.next().map(|(at, _)| at);
        first.filter(|_| places.next().is_none())
    };
    let removed = only(&|listed| listed.after.is_none());
    let added = only(&|listed| listed.before.is_none());
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
