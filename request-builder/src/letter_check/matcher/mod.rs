//! Whether a letter has a pattern, and where.

mod combined;
mod date;
mod field;
mod host;
mod mail;
mod name;
mod username;
mod words;

use super::entities::Entities;
use super::fuzzy::PatternWord;
use super::tokens::Text;
use super::{Guard, LetterPatterns, Pattern};
use crate::rulebook::Organisation;
use crate::rules::{GuardId, WordListId};
use crate::text::{is_word_char, lowercase};
use litemap::LiteMap;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

/// Where a letter has a pattern: the words of it, in order. Several stretches where it has parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) words: Vec<Range<usize>>,
}

impl Found {
    fn one(words: Range<usize>) -> Self {
        Self { words: vec![words] }
    }

    fn start(&self) -> usize {
        self.words.iter().map(|part| part.start).min().unwrap_or(0)
    }

    fn end(&self) -> usize {
        self.words.iter().map(|part| part.end).max().unwrap_or(0)
    }
}

/// So many of one pattern are enough: a letter that has more of it was made to keep us busy.
const MOST: usize = 300;
/// How many words behind it a gap takes the force from something.
const GAP_REACH: usize = 3;

struct List {
    id: WordListId,
    phrases: Vec<Vec<PatternWord>>,
}

struct ReadyGuard {
    id: GuardId,
    before: Vec<Vec<PatternWord>>,
    after: Vec<Vec<PatternWord>>,
    reach: usize,
}

/// Where the phrases of a guard stand.
struct Watch {
    /// Those that take the force from what follows, by where they end.
    before: Vec<Range<usize>>,
    /// Where those begin that take it from what stands before them.
    after: Vec<usize>,
}

/// A letter, and what to look for in it.
pub(super) struct Matcher<'a> {
    pub(super) text: &'a Text<'a>,
    entities: &'a Entities,
    organisation: &'a Organisation,
    lists: Vec<List>,
    guards: Vec<ReadyGuard>,
    months: Vec<Vec<PatternWord>>,
    /// Every word once, with where it stands.
    vocabulary: Vec<(&'a str, Vec<usize>)>,
    /// Words that may have been broken in two, put together, with where they begin.
    mended: Vec<(String, usize)>,
    /// Where the phrases of a guard stand, once it was asked.
    watching: RefCell<LiteMap<GuardId, Rc<Watch>>>,
    /// Where the phrases of a list stand, once it was asked.
    list_matches: RefCell<LiteMap<WordListId, Rc<Vec<Range<usize>>>>>,
}

/// A phrase, word by word, as the letter's words are folded.
fn phrase(text: &str) -> Vec<PatternWord> {
    let text = lowercase(text);
    text.split_whitespace()
        .flat_map(|word| {
            // "e-mail" is two words in a letter, and one where the parts are compared.
            let mut parts: Vec<String> = Vec::new();
            let mut part = String::new();
            for character in word.chars() {
                if is_word_char(character) || "*#'".contains(character) {
                    part.push(character);
                } else if !part.is_empty() {
                    parts.push(std::mem::take(&mut part));
                }
            }
            if !part.is_empty() {
                parts.push(part);
            }
            parts
        })
        .map(|word| PatternWord::new(&word))
        .collect()
}

fn phrases(texts: &[String]) -> Vec<Vec<PatternWord>> {
    let read = texts.iter().map(|text| phrase(text));
    read.filter(|phrase| !phrase.is_empty()).collect()
}

impl<'a> Matcher<'a> {
    pub(super) fn new(
        text: &'a Text<'a>,
        entities: &'a Entities,
        organisation: &'a Organisation,
        checking: &LetterPatterns,
    ) -> Self {
        let lists = checking.words.iter().map(|list| List {
            id: list.id.clone(),
            phrases: phrases(&list.words),
        });
        let guards = checking.guards.iter().map(|guard: &Guard| ReadyGuard {
            id: guard.id.clone(),
            before: phrases(&guard.before),
            after: phrases(&guard.after),
            reach: usize::from(guard.reach),
        });
        let mut vocabulary: LiteMap<&str, Vec<usize>> = LiteMap::new();
        for (at, word) in text.words.iter().enumerate() {
            vocabulary.entry(&word.folded).or_default().push(at);
        }
        let pairs = text.words.windows(2).enumerate();
        let mended = pairs.filter(|(at, _)| is_broken(text, *at));
        let mended = mended.map(|(at, pair)| {
            (
                [pair[0].folded.as_str(), pair[1].folded.as_str()].concat(),
                at,
            )
        });
        Self {
            text,
            entities,
            organisation,
            lists: lists.collect(),
            guards: guards.collect(),
            months: phrases(&checking.months),
            vocabulary: vocabulary.into_iter().collect(),
            mended: mended.collect(),
            watching: RefCell::default(),
            list_matches: RefCell::default(),
        }
    }

    /// Every place where the letter has the pattern, at most [`MOST`].
    pub(super) fn find(&self, pattern: &Pattern) -> Vec<Found> {
        let mut found = match pattern {
            Pattern::All(patterns) => self.all(patterns),
            Pattern::Any(patterns) => patterns
                .iter()
                .flat_map(|pattern| self.find(pattern))
                .collect(),
            Pattern::Near(near) => self.near(near),
            Pattern::Words(words) => self.words(words),
            Pattern::Heading(words) => {
                let mut found = self.words(words);
                found.retain(|one| self.stands_alone(one));
                found
            }
            Pattern::Field(field) => self.field(field),
            Pattern::Mail(mail) => self.mail(mail),
            Pattern::Host(host) => self.host(host),
            Pattern::Username(name) => self.username(name),
            Pattern::Link(guarded) => {
                let links = self.entities.hosts.iter().filter(|host| host.is_link);
                self.kept(links.map(|host| host.at.clone()), &guarded.unless)
            }
            Pattern::Date(guarded) => self.dates(&guarded.unless),
            Pattern::Name(name) => self.names(name),
        };
        found.truncate(MOST);
        found
    }

    pub(super) fn is_quoted(&self, found: &Found) -> bool {
        let words = found
            .words
            .iter()
            .filter_map(|part| self.text.words.get(part.clone()));
        words.flatten().any(|word| word.quoted)
    }

    fn list(&self, id: &WordListId) -> &[Vec<PatternWord>] {
        let list = self.lists.iter().find(|list| list.id == *id);
        list.map_or(&[], |list| &list.phrases)
    }

    /// Where phrases of some lists stand.
    fn stand(&self, lists: &[WordListId], idle: bool) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for list in lists {
            let known = self.list_matches.borrow().get(list).cloned();
            let list_matches = known.unwrap_or_else(|| {
                let list_matches = Rc::new(self.look_up(list));
                self.list_matches
                    .borrow_mut()
                    .insert(list.clone(), Rc::clone(&list_matches));
                list_matches
            });
            found.extend(list_matches.iter().cloned());
        }
        if !idle {
            found.retain(|part| !self.text.words[part.clone()].iter().any(|word| word.idle));
        }
        found.sort_by_key(|part| (part.start, std::cmp::Reverse(part.end)));
        found.dedup();
        found
    }

    fn look_up(&self, list: &WordListId) -> Vec<Range<usize>> {
        let mut found = self.places_of(self.list(list));
        // One word of an address or of the organisation's name says nothing by itself.
        found.retain(|part| part.len() > 1 || !self.text.words[part.start].named);
        found
    }

    fn watch(&self, guard: &ReadyGuard) -> Rc<Watch> {
        if let Some(known) = self.watching.borrow().get(&guard.id) {
            return Rc::clone(known);
        }
        let mut before = self.places_of(&guard.before);
        before.sort_by_key(|part| part.end);
        let mut after: Vec<usize> = self
            .places_of(&guard.after)
            .into_iter()
            .map(|part| part.start)
            .collect();
        after.sort_unstable();
        let watch = Rc::new(Watch { before, after });
        self.watching
            .borrow_mut()
            .insert(guard.id.clone(), Rc::clone(&watch));
        watch
    }

    /// Everywhere that one of some phrases stands.
    fn places_of(&self, phrases: &[Vec<PatternWord>]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for phrase in phrases {
            let Some(first) = phrase.first() else {
                continue;
            };
            let whole = self.vocabulary.iter().filter(|(word, _)| first.is(word));
            let whole = whole.flat_map(|(_, places)| places.iter().copied());
            let broken = self
                .mended
                .iter()
                .filter(|(word, _)| is_mended(first, word));
            let starts = whole.chain(broken.map(|(_, at)| *at));
            found.extend(starts.filter_map(|start| Some(start..self.stands_at(phrase, start)?)));
        }
        found
    }

    /// Whether a phrase stands at a word, and where it ends.
    fn stands_at(&self, phrase: &[PatternWord], start: usize) -> Option<usize> {
        let words = &self.text.words;
        let mut at = start;
        for part in phrase {
            let word = words.get(at)?;
            if part.is(&word.folded) {
                at += 1;
            } else if let Some(next) = words.get(at + 1)
                && is_broken(self.text, at)
                && is_mended(part, &[word.folded.as_str(), next.folded.as_str()].concat())
            {
                // "sub poena", "e-mail"
                at += 2;
            } else {
                return None;
            }
            if words[at - 1].sentence != words[start].sentence {
                return None;
            }
        }
        Some(at)
    }

    fn kept(&self, bytes: impl Iterator<Item = Range<usize>>, unless: &[GuardId]) -> Vec<Found> {
        bytes
            .filter_map(|bytes| self.text.touched(&bytes))
            .filter(|part| !self.text.words[part.clone()].iter().all(|word| word.idle))
            .filter(|part| !self.guarded(part, unless))
            .map(Found::one)
            .collect()
    }

    /// Whether something near takes the force from some words.
    fn guarded(&self, part: &Range<usize>, unless: &[GuardId]) -> bool {
        if unless.is_empty() {
            return false;
        }
        let words = &self.text.words;
        let Some(own) = words.get(part.start) else {
            return false;
        };
        let last_line = words
            .get(part.end.saturating_sub(1))
            .map_or(own.line, |word| word.line);
        let gap = words
            .iter()
            .skip(part.end)
            .take(GAP_REACH)
            .any(|word| word.blank && word.line == last_line);
        if gap {
            return true;
        }
        let guards = self
            .guards
            .iter()
            .filter(|guard| unless.contains(&guard.id));
        for guard in guards {
            let watch = self.watch(guard);
            let same = |word: usize| {
                words
                    .get(word)
                    .is_some_and(|word| word.sentence == own.sentence)
            };
            let from = watch
                .before
                .partition_point(|phrase| phrase.end + guard.reach < part.start);
            let before = watch.before[from..]
                .iter()
                .take_while(|phrase| phrase.end <= part.start);
            if before.into_iter().any(|phrase| same(phrase.start)) {
                return true;
            }
            let from = watch.after.partition_point(|start| *start < part.end);
            let after = watch.after[from..]
                .iter()
                .take_while(|start| **start <= part.end + guard.reach);
            if after.into_iter().any(|start| same(*start)) {
                return true;
            }
        }
        false
    }
}

/// Whether two pieces put together are a word: a long one may have been misread besides.
fn is_mended(part: &PatternWord, word: &str) -> bool {
    part.is_exactly(word) || (word.len() >= 9 && part.is(word))
}

/// Whether a word and the next may be one that was broken.
fn is_broken(text: &Text<'_>, word: usize) -> bool {
    let Some(next) = text.words.get(word + 1) else {
        return false;
    };
    let length = text.words[word].folded.len() + next.folded.len();
    match text.gap(word) {
        "-" | "\u{2010}" | "\u{2011}" | "" | " -" | "- " | " - " => true,
        // "who is" is no "whois".
        " " | "  " => length >= 7,
        _ => false,
    }
}
