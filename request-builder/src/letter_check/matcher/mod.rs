//! Finds patterns in a letter.

mod combined;
mod date;
mod field;
mod host;
mod mail;
mod name;
mod quotation;
mod reference;
mod username;
mod words;

use super::entities::Entities;
use super::fuzzy::PatternWord;
use super::tokens::Text;
use super::{Guard, LetterPatterns, Pattern};
use crate::rulebook::Organisation;
use crate::rules::{GuardId, WordListId};
use crate::text::{folded, is_letter, is_word_char, sort_by_end, sort_by_start, to_lower};
use litemap::LiteMap;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// The words that match a pattern, in order; several ranges for a pattern with parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) words: Vec<Range<usize>>,
    /// Whether a label of a form says what it is.
    labelled: bool,
}

impl Found {
    fn one(words: Range<usize>) -> Self {
        Self::of(vec![words])
    }

    fn of(words: Vec<Range<usize>>) -> Self {
        Self {
            words,
            labelled: false,
        }
    }

    fn start(&self) -> usize {
        self.words.iter().map(|part| part.start).min().unwrap_or(0)
    }

    fn end(&self) -> usize {
        self.words.iter().map(|part| part.end).max().unwrap_or(0)
    }
}

/// The maximum number of matches of a pattern, against hostile letters.
const MAX_MATCHES: usize = 300;
/// The maximum number of different words that are compared with regard to slips. A letter of ten pages
/// has a third of it.
const MAX_COMPARED: usize = 4000;
/// The maximum number of words between a match and a blank that cancels it.
const GAP_REACH: usize = 3;
/// The same if the blank is what follows the label that they are in.
const LABEL_REACH: usize = 12;

#[derive(Clone, Debug, PartialEq)]
struct PreparedList {
    id: WordListId,
    phrases: Vec<Vec<PatternWord>>,
}

#[derive(Clone, Debug, PartialEq)]
struct ReadyGuard {
    id: GuardId,
    before: Vec<Vec<PatternWord>>,
    after: Vec<Vec<PatternWord>>,
    value: Vec<Vec<PatternWord>>,
    line: Vec<Vec<PatternWord>>,
    questions: bool,
    clause: bool,
    reach: usize,
}

/// The phrases of all lists and guards, split into words. Splitting them takes longer than reading a
/// sentence, so it is done once for all letters.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Phrases {
    lists: Vec<PreparedList>,
    guards: Vec<ReadyGuard>,
    months: Vec<Vec<PatternWord>>,
}

impl Phrases {
    pub(super) fn new(patterns: &LetterPatterns) -> Self {
        let endings: Arc<[String]> = patterns.endings.clone().into();
        let inflected = |text: &String| {
            let is_exact = text.starts_with('=');
            let mut phrase = phrase(text);
            if let [word] = phrase.as_mut_slice()
                && !is_exact
            {
                word.may_end_in(&endings);
            }
            phrase
        };
        let lists = patterns.words.iter().map(|list| {
            let phrases = list.words.iter().map(inflected);
            PreparedList {
                id: list.id.clone(),
                phrases: phrases.filter(|phrase| !phrase.is_empty()).collect(),
            }
        });
        let guards = patterns.guards.iter().map(|guard: &Guard| ReadyGuard {
            id: guard.id.clone(),
            before: phrases(&guard.before),
            after: phrases(&guard.after),
            value: phrases(&guard.value),
            line: phrases(&guard.line),
            questions: guard.questions,
            clause: guard.clause,
            reach: usize::from(guard.reach),
        });
        Self {
            lists: lists.collect(),
            guards: guards.collect(),
            months: phrases(&patterns.months),
        }
    }
}

/// The places of a guard's phrases.
struct GuardMatches {
    /// Phrases that cancel what follows, by where they end.
    before: Vec<Range<usize>>,
    /// The starts of phrases that cancel what precedes them.
    after: Vec<usize>,
    /// The starts of phrases that are all that is filled in on a line.
    value: Vec<usize>,
    /// The short lines that are names.
    lines: Vec<usize>,
    /// The clauses with a phrase in them, for a guard that cancels all of them.
    clauses: Vec<usize>,
}

/// A letter with the patterns to find in it.
pub(super) struct Matcher<'a> {
    pub(super) text: Text<'a>,
    pub(super) entities: Entities,
    organisation: &'a Organisation,
    phrases: &'a Phrases,
    /// Each distinct word with its positions.
    vocabulary: Vec<(String, Vec<usize>)>,
    /// Each distinct pair of words that may be one broken word, joined, with its positions.
    mended: Vec<(String, Vec<usize>)>,
    /// A cache of where a phrase with a given first word may begin.
    starts: RefCell<LiteMap<PatternWord, Rc<Vec<usize>>>>,
    /// A cache of the guards' phrases in the letter.
    watching: RefCell<LiteMap<GuardId, Rc<GuardMatches>>>,
    /// A cache of the word lists' phrases in the letter.
    list_matches: RefCell<LiteMap<WordListId, Rc<Vec<Range<usize>>>>>,
    /// A cache of the labels of the lines with something in them.
    filled_labels: OnceCell<Vec<(&'a str, usize)>>,
}

/// Each distinct word with its places, in order. (Sorted at once: a map of this size would be slower
/// with every word that is added.)
fn with_places(mut words: Vec<(String, usize)>) -> Vec<(String, Vec<usize>)> {
    words.sort();
    let mut distinct: Vec<(String, Vec<usize>)> = Vec::new();
    for (word, at) in words {
        match distinct.last_mut() {
            Some((last, places)) if *last == word => places.push(at),
            _ => distinct.push((word, vec![at])),
        }
    }
    distinct
}

/// Splits a phrase into words, normalized like the letter's.
fn phrase(text: &str) -> Vec<PatternWord> {
    folded(text)
        .split_whitespace()
        .flat_map(|word| {
            // "e-mail" is two words in a letter, and one when joined parts are compared.
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
        text: Text<'a>,
        entities: Entities,
        organisation: &'a Organisation,
        phrases: &'a Phrases,
    ) -> Self {
        let words = text.words.iter().enumerate();
        let words = words.map(|(at, word)| (word.folded.clone(), at));
        let pairs = text.words.windows(2).enumerate();
        let pairs = pairs.filter(|(at, _)| is_broken(&text, *at));
        let pairs = pairs.map(|(at, pair)| {
            let joined = [pair[0].folded.as_str(), pair[1].folded.as_str()].concat();
            (joined, at)
        });
        let (vocabulary, mended) = (with_places(words.collect()), with_places(pairs.collect()));
        Self {
            text,
            entities,
            organisation,
            phrases,
            vocabulary,
            mended,
            starts: RefCell::default(),
            watching: RefCell::default(),
            list_matches: RefCell::default(),
            filled_labels: OnceCell::new(),
        }
    }

    /// Every match of a pattern, at most [`MAX_MATCHES`].
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
                found.retain(|one| self.is_on_short_line(one));
                found
            }
            Pattern::Gap(gap) => self.gaps(gap),
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
        found.truncate(MAX_MATCHES);
        found
    }

    /// The words to show for the first match: of a form line what is in it, of a heading its line.
    pub(super) fn first(&self, pattern: &Pattern) -> Option<Range<usize>> {
        let found: Vec<Found> = match pattern {
            Pattern::Field(field) => {
                let filled = self.filled(field).into_iter();
                let own = filled.map(|(_, value)| self.own_cell(&value));
                let own = own.filter(|value| !self.is_nothing(value, &field.unless));
                own.map(Found::one).collect()
            }
            _ => self.find(pattern),
        };
        let mut own = found.iter().filter(|one| !self.is_quoted(one));
        if let Pattern::Heading(_) = pattern {
            let mut lines = own.filter_map(|one| self.text.words.get(one.start()));
            let line = lines.find(|word| !self.is_of_a_table(word.line))?.line;
            return Some(self.with_capitals_above(line));
        }
        let first = own.next()?;
        Some(first.start()..first.end())
    }

    /// The words to show for the first match that is in one sentence with a match of the other pattern, if
    /// there is one.
    pub(super) fn first_beside(
        &self,
        pattern: &Pattern,
        beside: Option<&Pattern>,
    ) -> Option<Range<usize>> {
        let Some(beside) = beside else {
            return self.first(pattern);
        };
        let sentence = |found: &Found| Some(self.text.words.get(found.start())?.sentence);
        let mut sentences: Vec<_> = self.find(beside).iter().map(sentence).collect();
        sentences.sort_unstable();
        let found = self.find(pattern);
        let mut found = found.iter().filter(|one| !self.is_quoted(one));
        let first = found.find(|one| sentences.binary_search(&sentence(one)).is_ok())?;
        Some(first.start()..first.end())
    }

    fn content_of(&self, line: usize) -> &str {
        let bytes = self.text.lines.get(line).cloned().unwrap_or_default();
        self.text.whole.get(bytes).unwrap_or_default()
    }

    fn is_of_a_table(&self, line: usize) -> bool {
        self.content_of(line).contains(['|', '\t'])
    }

    /// The words of a line and, in a letterhead in capitals, of the lines above: "STATE OF OHIO".
    fn with_capitals_above(&self, line: usize) -> Range<usize> {
        const MOST_ABOVE: usize = 2;
        let is_in_capitals = |line: usize| {
            let content = self.content_of(line);
            let is_small = |one| is_letter(one) && to_lower(one) == one;
            content.contains(is_letter) && !content.contains(is_small) && !content.contains(':')
        };
        let mut first = line;
        while first > 0
            && line - first < MOST_ABOVE
            && is_in_capitals(line)
            && is_in_capitals(first - 1)
        {
            first -= 1;
        }
        self.text.words_of_line(first).start..self.text.words_of_line(line).end
    }

    /// The part of a value before the next column or line.
    fn own_cell(&self, value: &Range<usize>) -> Range<usize> {
        let is_last = |word: &usize| {
            let gap = self.text.gap(*word);
            gap.contains("   ") || gap.contains(['\t', '|', '\n'])
        };
        let end = value.clone().find(is_last);
        value.start..end.map_or(value.end, |last| last + 1)
    }

    /// Whether a value is one of the words for none.
    fn is_nothing(&self, value: &Range<usize>, none: &[WordListId]) -> bool {
        let mut phrases = none.iter().flat_map(|list| self.list(list));
        phrases.any(|phrase| self.phrase_end(phrase, value.start) == Some(value.end))
    }

    pub(super) fn is_quoted(&self, found: &Found) -> bool {
        let words = found
            .words
            .iter()
            .filter_map(|part| self.text.words.get(part.clone()));
        words.flatten().any(|word| word.quoted)
    }

    fn list(&self, id: &WordListId) -> &[Vec<PatternWord>] {
        let list = self.phrases.lists.iter().find(|list| list.id == *id);
        list.map_or(&[], |list| &list.phrases)
    }

    /// The places of phrases from some lists.
    fn phrases_of(&self, lists: &[WordListId], idle: bool) -> Vec<Range<usize>> {
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
        // Of those that begin at the same place, the longest first.
        sort_by_end(&mut found);
        found.reverse();
        sort_by_start(&mut found);
        found.dedup();
        found
    }

    fn look_up(&self, list: &WordListId) -> Vec<Range<usize>> {
        let mut found = self.places_of(self.list(list), MAX_MATCHES);
        // A single word of an address or of the organisation's name is not evidence.
        found.retain(|part| part.len() > 1 || !self.text.words[part.start].named);
        found
    }

    fn watch(&self, guard: &ReadyGuard) -> Rc<GuardMatches> {
        if let Some(known) = self.watching.borrow().get(&guard.id) {
            return Rc::clone(known);
        }
        let mut before = self.places_of(&guard.before, usize::MAX);
        sort_by_end(&mut before);
        let mut after: Vec<usize> = self
            .places_of(&guard.after, usize::MAX)
            .into_iter()
            .map(|part| part.start)
            .collect();
        after.sort_unstable();
        let mut value: Vec<usize> = self
            .places_of(&guard.value, usize::MAX)
            .into_iter()
            .filter(|part| self.is_all_of_a_value(part))
            .map(|part| part.start)
            .collect();
        value.sort_unstable();
        let mut lines: Vec<usize> = self
            .places_of(&guard.line, usize::MAX)
            .into_iter()
            .filter_map(|part| self.named_line(&part))
            .collect();
        lines.sort_unstable();
        let mut clauses = Vec::new();
        if guard.clause {
            let starts = before.iter().map(|part| part.start).chain(after.clone());
            clauses.extend(starts.map(|word| self.text.words[word].clause));
            clauses.sort_unstable();
        }
        let watch = Rc::new(GuardMatches {
            before,
            after,
            value,
            lines,
            clauses,
        });
        self.watching
            .borrow_mut()
            .insert(guard.id.clone(), Rc::clone(&watch));
        watch
    }

    /// Whether only a phrase follows the label of a line.
    fn is_all_of_a_value(&self, part: &Range<usize>) -> bool {
        let begins = part.start.checked_sub(1).is_some_and(|before| {
            let gap = self.text.gap(before);
            gap.contains([':', '=', '\t', '?', '|']) || gap.contains("..") || gap.contains("   ")
        });
        let gap = self.text.gap(part.end - 1);
        let after = gap.trim_start_matches(' ');
        // "No. 26-114" is a number.
        let next = self.text.words.get(part.end);
        let is_number = next.is_some_and(|next| PatternWord::Number.is(&next.folded));
        let ends = next.is_none()
            || gap.contains("   ")
            || after.starts_with(['\n', '\r', ',', ';', '(', '|', '/'])
            || after.starts_with('.') && (after.contains('\n') || !is_number);
        begins && ends
    }

    /// The line of a phrase, if it is short and a name: it begins with the phrase, or its longer words
    /// are capitalised.
    fn named_line(&self, part: &Range<usize>) -> Option<usize> {
        const MAX_WORDS: usize = 12;
        let words = &self.text.words;
        let line = words.get(part.start)?.line;
        let whole = self.text.words_of_line(line);
        let bytes = self.text.lines.get(line)?;
        let content = self.text.whole.get(bytes.clone())?.trim_end();
        // A label in front of it makes it an answer.
        if whole.len() > MAX_WORDS || content.contains(':') || content.ends_with(['.', '!', '?']) {
            return None;
        }
        let is_capital = |at: usize| {
            let raw = self
                .text
                .whole
                .get(words[at].at.clone())
                .unwrap_or_default();
            let first = raw.chars().next();
            raw.len() <= 3 || first.is_some_and(|first| to_lower(first) != first)
        };
        let is_name = part.start == whole.start || whole.clone().all(is_capital);
        is_name.then_some(line)
    }

    /// Whether the sentence of a word is a question.
    fn is_asked(&self, word: usize) -> bool {
        let words = &self.text.words;
        let sentence = words.get(word).map(|word| word.sentence);
        let end = word + words[word..].partition_point(|one| Some(one.sentence) == sentence);
        end.checked_sub(1)
            .is_some_and(|last| self.text.gap(last).trim_start().starts_with('?'))
    }

    /// The places of any of these phrases, at most so many of each. A guard needs all of them, since
    /// each cancels the words near it.
    fn places_of(&self, phrases: &[Vec<PatternWord>], most: usize) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for phrase in phrases {
            let Some(first) = phrase.first() else {
                continue;
            };
            let starts = self.starts_of(first);
            let places = starts
                .iter()
                .filter_map(|start| Some(*start..self.phrase_end(phrase, *start)?));
            found.extend(places.take(most));
        }
        found
    }

    /// Where a phrase with this first word may begin.
    fn starts_of(&self, first: &PatternWord) -> Rc<Vec<usize>> {
        if let Some(known) = self.starts.borrow().get(first) {
            return Rc::clone(known);
        }
        let mut starts = places(&self.vocabulary, first, &|word| first.is(word));
        starts.extend(places(&self.mended, first, &|word| is_mended(first, word)));
        let starts = Rc::new(starts);
        self.starts
            .borrow_mut()
            .insert(first.clone(), Rc::clone(&starts));
        starts
    }

    /// The end of a phrase that begins at a word, if it does.
    fn phrase_end(&self, phrase: &[PatternWord], start: usize) -> Option<usize> {
        let words = &self.text.words;
        let mut at = start;
        for part in phrase {
            let word = words.get(at)?;
            if part.is(&word.folded) {
                at += 1;
            } else if let Some(next) = words.get(at + 1)
                && is_broken(&self.text, at)
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

    /// Whether a gap to be filled in follows some words: "subpoena no. ____", or after the other choices of a
    /// label, "subpoena / court order / other: ____".
    fn is_left_blank(&self, part: &Range<usize>) -> bool {
        let words = &self.text.words;
        let Some(last) = part.end.checked_sub(1).and_then(|last| words.get(last)) else {
            return false;
        };
        let following = words.iter().enumerate().skip(part.end).take(LABEL_REACH);
        let mut following = following.take_while(|(_, word)| word.line == last.line);
        let Some((at, gap)) = following.find(|(_, word)| word.blank) else {
            return false;
        };
        at < part.end + GAP_REACH
            || gap.sentence == last.sentence && self.text.gap(at - 1).contains(':')
    }

    /// Whether a guard nearby cancels some words.
    fn guarded(&self, part: &Range<usize>, unless: &[GuardId]) -> bool {
        if unless.is_empty() {
            return false;
        }
        let words = &self.text.words;
        let Some(own) = words.get(part.start) else {
            return false;
        };
        if self.is_left_blank(part) {
            return true;
        }
        let guards = self
            .phrases
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
            // The label may have a few more words.
            let from = watch.value.partition_point(|start| *start < part.end);
            let value = watch.value.get(from);
            if value.is_some_and(|start| *start <= part.end + GAP_REACH && same(*start)) {
                return true;
            }
            if watch.lines.binary_search(&own.line).is_ok()
                || watch.clauses.binary_search(&own.clause).is_ok()
            {
                return true;
            }
            if guard.questions && self.is_asked(part.start) {
                return true;
            }
        }
        false
    }
}

/// The places of the words that a pattern matches. In a text with more different words than letters have,
/// only those without slips, because comparing all would take seconds.
fn places(
    words: &[(String, Vec<usize>)],
    first: &PatternWord,
    is: &dyn Fn(&str) -> bool,
) -> Vec<usize> {
    let begin = match first {
        PatternWord::Whole(begin)
        | PatternWord::Inflected { own: begin, .. }
        | PatternWord::Stem(begin)
            if words.len() > MAX_COMPARED =>
        {
            begin.as_str()
        }
        _ => "",
    };
    let from = words.partition_point(|(word, _)| word.as_str() < begin);
    let near = &words[from..];
    let near = &near[..near.partition_point(|(word, _)| word.starts_with(begin))];
    let matching = near.iter().filter(|(word, _)| is(word));
    matching
        .flat_map(|(_, places)| places.iter().copied())
        .collect()
}

/// Whether two joined parts match a word; a long one may also be misread.
fn is_mended(part: &PatternWord, word: &str) -> bool {
    part.is_exactly(word) || (word.len() >= 9 && part.is(word))
}

/// Whether a word and the next may be one broken word.
fn is_broken(text: &Text<'_>, word: usize) -> bool {
    let Some(next) = text.words.get(word + 1) else {
        return false;
    };
    let length = text.words[word].folded.len() + next.folded.len();
    match text.gap(word) {
        "-" | "\u{2010}" | "\u{2011}" | "" | " -" | "- " | " - " => true,
        // "who is" is not "whois".
        " " | "  " => length >= 7,
        _ => false,
    }
}
