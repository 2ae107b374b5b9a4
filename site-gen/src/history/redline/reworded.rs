//! Whether two sentences say the same in other words: `we keep it` and `it is kept`, `if asked, we
//! answer` and `we answer if asked`.
//!
//! Both must have the same significant words. Their order may differ where two parts of the sentence
//! changed places, or where what is done is said from the other side. A word such as `not` or `only`
//! must still come before the same word, since there it says something else.

use super::significant_words::SignificantWords;
use crate::words::TermType;
use crate::words::token::Class;
use crate::words::vocabulary::{Force, Vocabulary, lowercase};
use std::collections::HashMap;

/// The maximum number of parts of a sentence in the other voice.
const MAX_PIECES: usize = 5;

/// A significant word of a sentence.
#[derive(Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each of them is asked for by itself"
)]
struct SignificantWord {
    /// Its place in the sentence.
    at: usize,
    key: u32,
    participle: bool,
    /// Whether it applies to the word after it: `not`, `only`, a number, the end of a cell.
    bound: bool,
    /// Whether it says how or how soon something is done.
    adverb: bool,
    /// Whether it begins a part of the sentence.
    conjunction: bool,
    /// The list of persons that it is in.
    person: Option<u32>,
}

/// A sentence without the words that may be added or removed without a change of meaning.
struct ComparableSentence {
    words: Vec<SignificantWord>,
    /// How many there are of each list of persons, pronouns and the rest.
    persons: HashMap<u32, usize>,
    pronouns: usize,
    impersonal: usize,
    is: usize,
    by: usize,
}

/// What a sentence says, compared with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Same,
    /// The same words in the same order, but somebody else acts: `tell` and `be told by`.
    RolesSwapped(String, String),
    Different,
}

/// Whether two sentences say the same. `names` are the names of the later text that were others in
/// the earlier one.
pub(super) fn meaning(
    before: &SignificantWords<'_>,
    after: &SignificantWords<'_>,
    vocabulary: &Vocabulary,
    names: &HashMap<u32, u32>,
) -> Meaning {
    let mut a = ComparableSentence::of(before, vocabulary, &HashMap::new());
    let mut b = ComparableSentence::of(after, vocabulary, names);
    let Some(mut unsaid) = without_persons(&mut a, &mut b) else {
        return Meaning::Different;
    };
    if !without_repeated(&mut a, &mut b) {
        return Meaning::Different;
    }
    // A person who is left out is the one who acts.
    if !unsaid.a && !unsaid.b {
        unsaid.b = without_actor(&mut a, &b);
        unsaid.a = without_actor(&mut b, &a);
    }
    // `we` and `us` may be one word, if they are not the same words as it is.
    let any_form = |word: &SignificantWord| word.person.map_or(word.key, |list| u32::MAX - list);
    let order =
        order(&a.words, &b.words, |word| word.key).or_else(|| order(&a.words, &b.words, any_form));
    let Some(order) = order else {
        return Meaning::Different;
    };
    let pairs = || {
        order
            .iter()
            .zip(&b.words)
            .map(|(at, word)| (a.words[*at], *word))
    };
    let turned = |more_a: bool| {
        pairs().any(|(one, other)| one.participle != other.participle && one.participle == more_a)
    };
    // Somebody who acts may only be left out where it is said what is done.
    let explained = |in_a: bool| {
        let impersonal = if in_a {
            a.impersonal > b.impersonal
        } else {
            b.impersonal > a.impersonal
        };
        turned(in_a) || impersonal
    };
    if unsaid.a && !explained(true) || unsaid.b && !explained(false) {
        return Meaning::Different;
    }
    let Some(reordered) = reordered(&a.words, &b.words, &order, a.by != b.by) else {
        return Meaning::Different;
    };
    // `Users notify` and `users are notified` have the same words in the same order.
    let passive = turned(true) && a.is > b.is || turned(false) && b.is > a.is;
    let by = a.by != b.by && (turned(true) || turned(false));
    if reordered || unsaid.a || unsaid.b || !(passive || by) {
        return Meaning::Same;
    }
    let verb = pairs().find(|(one, other)| one.participle != other.participle);
    verb.map_or(Meaning::Different, |(one, other)| {
        Meaning::RolesSwapped(
            before.word(one.at).to_owned(),
            after.word(other.at).to_owned(),
        )
    })
}

/// In which of two sentences a person is left out.
#[derive(Clone, Copy, Default)]
struct OmittedPerson {
    a: bool,
    b: bool,
}

/// Removes the persons that only one of the sentences names; `None` if both name others.
fn without_persons(
    a: &mut ComparableSentence,
    b: &mut ComparableSentence,
) -> Option<OmittedPerson> {
    let mut unsaid = OmittedPerson::default();
    let mut lists: Vec<u32> = a.persons.keys().chain(b.persons.keys()).copied().collect();
    lists.sort_unstable();
    lists.dedup();
    for list in lists {
        let count = |of: &ComparableSentence| of.persons.get(&list).copied().unwrap_or(0);
        match count(a).cmp(&count(b)) {
            std::cmp::Ordering::Equal => continue,
            std::cmp::Ordering::Less => unsaid.a = true,
            std::cmp::Ordering::Greater => unsaid.b = true,
        }
        for side in [&mut *a, &mut *b] {
            side.words.retain(|word| word.person != Some(list));
        }
    }
    (!(unsaid.a && unsaid.b)).then_some(unsaid)
}

/// Removes nouns that one of the sentences repeats where the other has a pronoun.
fn without_repeated(a: &mut ComparableSentence, b: &mut ComparableSentence) -> bool {
    let (in_a, in_b) = (counts(&a.words), counts(&b.words));
    let repeated = |mine: &mut ComparableSentence,
                    counted: &HashMap<u32, usize>,
                    other: &HashMap<u32, usize>| {
        let mut left = other.clone();
        let mut removed = 0;
        mine.words.retain(|word| {
            if word.person.is_some() {
                return true;
            }
            let Some(left) = left.get_mut(&word.key) else {
                return true;
            };
            let more = counted.get(&word.key).copied().unwrap_or(0) > 1;
            if *left == 0 && more && !word.bound {
                removed += 1;
                return false;
            }
            *left = left.saturating_sub(1);
            true
        });
        removed
    };
    let from_a = repeated(a, &in_a, &in_b);
    let from_b = repeated(b, &in_b, &in_a);
    let enough = |removed: usize, mine: usize, other: usize| {
        removed == 0 || removed <= other.saturating_sub(mine)
    };
    enough(from_a, a.pronouns, b.pronouns) && enough(from_b, b.pronouns, a.pronouns)
}

/// Removes the one word that only a sentence in the active voice has: the passive one need not say who
/// acts, as in `passengers must keep dogs on a lead`. Whether there was one.
fn without_actor(active: &mut ComparableSentence, passive: &ComparableSentence) -> bool {
    let mut left = counts(&passive.words);
    let mut extra = Vec::new();
    for (at, word) in active.words.iter().enumerate() {
        match left.get_mut(&word.key) {
            Some(count) if *count > 0 => *count -= 1,
            _ => extra.push(at),
        }
    }
    let ([at], true) = (extra.as_slice(), left.values().all(|count| *count == 0)) else {
        return false;
    };
    let word = active.words[*at];
    let verb = active.words.iter().position(|verb| {
        let is_done = |word: &SignificantWord| word.key == verb.key && word.participle;
        !verb.participle && passive.words.iter().any(is_done)
    });
    let is_before_verb = verb.is_some_and(|verb| *at < verb) && passive.is > active.is;
    let is_actor = is_before_verb && !word.bound && !word.conjunction && word.person.is_none();
    if is_actor {
        active.words.remove(*at);
    }
    is_actor
}

fn counts(words: &[SignificantWord]) -> HashMap<u32, usize> {
    let mut counts = HashMap::new();
    for word in words {
        *counts.entry(word.key).or_default() += 1;
    }
    counts
}

/// For each word of the second sentence its place in the first, where it can follow the place of the
/// word before it; `None` if they have not the same words.
fn order(
    a: &[SignificantWord],
    b: &[SignificantWord],
    key: impl Fn(&SignificantWord) -> u32,
) -> Option<Vec<usize>> {
    if a.len() != b.len() || a.is_empty() {
        return None;
    }
    let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, word) in a.iter().enumerate().rev() {
        places.entry(key(word)).or_default().push(at);
    }
    let mut taken = vec![false; a.len()];
    let mut order: Vec<usize> = Vec::with_capacity(b.len());
    for word in b {
        let key_of = key(word);
        let next = order.last().map_or(0, |last| last + 1);
        let follows = a.get(next).is_some_and(|word| key(word) == key_of) && !taken[next];
        let place = if follows {
            next
        } else {
            let free = places.get_mut(&key_of)?;
            loop {
                let place = free.pop()?;
                if !taken[place] {
                    break place;
                }
            }
        };
        taken[place] = true;
        order.push(place);
    }
    Some(order)
}

/// Whether parts of the sentence changed places; `None` if it says something else for it.
fn reordered(
    a: &[SignificantWord],
    b: &[SignificantWord],
    order: &[usize],
    by: bool,
) -> Option<bool> {
    let mut found = false;
    let (mut from, mut last) = (0, 0);
    for (at, place) in order.iter().enumerate() {
        last = last.max(*place);
        // The words up to here are the same on both sides.
        if last == at {
            if at > from {
                found = true;
                let part = from..at + 1;
                if !may_change_places(a, b, order, part, by) {
                    return None;
                }
            }
            from = at + 1;
        }
    }
    Some(found)
}

/// Whether a part of a sentence says the same in its new order.
fn may_change_places(
    a: &[SignificantWord],
    b: &[SignificantWord],
    order: &[usize],
    part: std::ops::Range<usize>,
    by: bool,
) -> bool {
    // What stays together.
    let mut pieces: Vec<std::ops::Range<usize>> = Vec::new();
    for place in &order[part.clone()] {
        match pieces.last_mut() {
            Some(piece) if piece.end == *place => piece.end += 1,
            _ => pieces.push(*place..*place + 1),
        }
    }
    let passive = part
        .clone()
        .any(|at| a[order[at]].participle != b[at].participle);
    let turned = match pieces.as_slice() {
        [_, _] => true,
        // `The law permits it` and `it is permitted by law`.
        [last, verb, first] if first.end == verb.start && verb.end == last.start => passive || by,
        // `Meals are delivered to each train by the caterer`.
        [first, ..] if passive && by && first.start != part.start => pieces.len() <= MAX_PIECES,
        // A word alone may be who acts, unless it is the verb or an adverb.
        _ => {
            let is_verb = |place: usize| {
                let mut all = part.clone();
                all.any(|at| order[at] == place && a[place].participle != b[at].participle)
            };
            let is_free = |piece: &std::ops::Range<usize>| {
                piece.len() > 1 || a[piece.start].adverb || is_verb(piece.start)
            };
            pieces.len() <= MAX_PIECES && pieces.iter().all(is_free)
        }
    };
    if !turned {
        return false;
    }
    let ends = pieces.iter().map(|piece| a[piece.end - 1]);
    let before = part.start.checked_sub(1);
    let around = before.into_iter().flat_map(|before| [a[before], b[before]]);
    let is_bound = |word: SignificantWord| word.bound;
    let mut conjunctions = ends.clone().chain(around.clone());
    let split = conjunctions.any(|word| word.conjunction) && !(passive || by);
    !(split || ends.chain(around).any(is_bound))
}

impl ComparableSentence {
    fn of(
        significant_words: &SignificantWords<'_>,
        vocabulary: &Vocabulary,
        names: &HashMap<u32, u32>,
    ) -> Self {
        let reworded = &vocabulary.reworded;
        let mut sentence = Self {
            words: Vec::new(),
            persons: HashMap::new(),
            pronouns: 0,
            impersonal: 0,
            is: 0,
            by: 0,
        };
        let (bound, adverb) = term_words(significant_words, vocabulary);
        let lowercase_at = |at: usize| {
            let text = &significant_words.text.passages[significant_words.passages[at]].text;
            let word = lowercase(&text[significant_words.tokens[at].range.clone()]);
            let Some([one, other]) = vocabulary.contraction(&word) else {
                return word;
            };
            let is_second = at > 0
                && significant_words.tokens[at - 1].range == significant_words.tokens[at].range;
            (if is_second { other } else { one }).to_owned()
        };
        for (at, token) in significant_words.tokens.iter().enumerate() {
            let word = lowercase_at(at);
            sentence.is += usize::from(reworded.is.contains(&word));
            sentence.by += usize::from(reworded.by.contains(&word));
            sentence.pronouns += usize::from(reworded.pronouns.contains(&word));
            sentence.impersonal += usize::from(reworded.impersonal.contains(&word));
            let person = reworded.persons.get(&word).copied();
            if let Some(list) = person {
                *sentence.persons.entry(list).or_default() += 1;
            }
            let number = |at: usize| {
                let next = significant_words.tokens.get(at);
                next.is_some_and(|next| next.class == Class::Number)
            };
            if reworded.dropped.contains(&word) && !number(at + 1) {
                continue;
            }
            let conjunction = reworded.conjunctions.contains(&word);
            // In `in bands of 250, as the law demands` the next word is dropped.
            let goes_on = |at: usize| {
                at < significant_words.tokens.len() && !reworded.dropped.contains(&lowercase_at(at))
            };
            let number = token.class == Class::Number && goes_on(at + 1);
            sentence.words.push(SignificantWord {
                at,
                key: names.get(&token.key).copied().unwrap_or(token.key),
                participle: reworded.is_participle(&word),
                bound: (bound[at] && !conjunction) || word.is_empty() || number,
                adverb: adverb[at],
                conjunction,
                person,
            });
        }
        sentence
    }
}

/// Which words belong to the word after them, and which say how or how soon something is done.
fn term_words(
    significant_words: &SignificantWords<'_>,
    vocabulary: &Vocabulary,
) -> (Vec<bool>, Vec<bool>) {
    let mut bound = vec![false; significant_words.tokens.len()];
    let mut adverb = bound.clone();
    for term in &significant_words.terms {
        let mut to = term.to;
        let binds = match term.term.term_type {
            TermType::Negation | TermType::Exception => true,
            TermType::Limit => vocabulary
                .reworded
                .bound
                .contains(&lowercase(&term.term.text)),
            TermType::Modal => {
                // Of `not permitted` the first word; `refuse` is a verb like others.
                to = to.saturating_sub(1);
                term.term.force == Some(Force::Negated)
            }
            _ => false,
        };
        bound[term.from..to.max(term.from)].fill(binds);
        let is_adverb = matches!(term.term.term_type, TermType::Duration | TermType::Hedge);
        adverb[term.from..term.to].fill(is_adverb);
    }
    (bound, adverb)
}
