//! The sentences of a text, with the words that they are aligned by.
//!
//! Only significant words count: case, punctuation, function words and the spelling of numbers are
//! ignored.

use crate::words::passage::{Passage, Text};
use crate::words::token::{Class, Keys, Token};
use crate::words::vocabulary::{Vocabulary, WordId, lowercase};
use crate::words::{Kind, number};
use std::collections::HashMap;
use std::ops::Range;

/// A sentence of a text.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub(super) passage: usize,
    /// Its index in the passage.
    pub(super) number: usize,
    pub(super) is_heading: bool,
    /// Its tokens, as a range in the passage.
    pub(super) tokens: Range<usize>,
    pub(super) core: Vec<Token>,
    /// For each significant word, its tokens in the passage.
    pub(super) at: Vec<Range<usize>>,
    /// Equal for sentences with the same words.
    pub(super) key: u32,
    pub(super) weight: u32,
}

/// The sentences of passages that have no identical passage in the other text.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    pub(super) all: Vec<Sentence>,
    of_passages: HashMap<usize, Range<usize>>,
}

impl Sentences {
    /// Those of the passages that are open.
    pub(super) fn of(text: &Text, open: &[bool], vocabulary: &Vocabulary, keys: &mut Keys) -> Self {
        let mut found = Self::default();
        let passages = text.passages.iter().enumerate();
        for (index, passage) in passages.filter(|(index, _)| open[*index]) {
            let from = found.all.len();
            for number in 0..passage.sentences.len() {
                let tokens = tokens_of(passage, number);
                found.all.push(Sentence::new(
                    (index, number),
                    passage,
                    tokens,
                    vocabulary,
                    keys,
                ));
            }
            found.of_passages.insert(index, from..found.all.len());
        }
        found
    }

    pub(super) fn of_passage(&self, passage: usize) -> Range<usize> {
        self.of_passages.get(&passage).cloned().unwrap_or(0..0)
    }

    pub(super) fn of_group(&self, passages: &Range<usize>) -> Range<usize> {
        let mut ranges = passages.clone().map(|passage| self.of_passage(passage));
        let first = ranges.next().unwrap_or(0..0);
        ranges.fold(first, |all, next| all.start..next.end.max(all.end))
    }
}

/// Corresponding sentences, usually one of each text.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
    /// Their passages do not correspond.
    pub(super) elsewhere: bool,
    pub(super) moved: bool,
    /// They share little more than their subject, so only the list of obligations compares them.
    pub(super) rewritten: bool,
}

/// The tokens of a sentence. Tokens that are not text belong to the text before them.
pub(super) fn tokens_of(passage: &Passage, number: usize) -> Range<usize> {
    let begins = |number: usize| match passage.sentences.get(number) {
        Some(sentence) if number > 0 => passage.tokens.partition_point(|token| {
            token.range.start < sentence.start
                || (!token.is_text() && token.range.start <= sentence.start)
        }),
        Some(_) => 0,
        None => passage.tokens.len(),
    };
    begins(number)..begins(number + 1)
}

impl Sentence {
    pub(super) fn text<'t>(&self, text: &'t Text) -> &'t str {
        let passage = &text.passages[self.passage];
        let range = passage.sentences.get(self.number).cloned();
        passage.text[range.unwrap_or(0..passage.text.len())].trim()
    }

    fn new(
        (passage, number): (usize, usize),
        there: &Passage,
        tokens: Range<usize>,
        vocabulary: &Vocabulary,
        keys: &mut Keys,
    ) -> Self {
        let (core, at) = TermSearch::of(there, tokens.clone(), vocabulary, keys);
        let mut key = String::from("\u{4}");
        if there.kind == Kind::Code {
            key.push('`');
        }
        for token in &core {
            key.push_str(&token.key.to_string());
            key.push(' ');
        }
        Self {
            passage,
            number,
            is_heading: there.kind.is_heading(),
            tokens,
            key: keys.of(&key),
            weight: core.iter().map(Token::weight).sum(),
            core,
            at,
        }
    }
}

/// The key of a list of words that say the same.
fn same(list: u32) -> String {
    format!("\u{5}{list}")
}

/// Finds the significant words of a sentence.
struct TermSearch<'a> {
    passage: &'a Passage,
    vocabulary: &'a Vocabulary,
    /// Its tokens that are text, and the ends of cells.
    tokens: Vec<usize>,
    lowercase: Vec<String>,
    /// Their numbers in the vocabulary.
    ids: Vec<WordId>,
}

impl<'a> TermSearch<'a> {
    fn of(
        passage: &'a Passage,
        range: Range<usize>,
        vocabulary: &'a Vocabulary,
        keys: &mut Keys,
    ) -> (Vec<Token>, Vec<Range<usize>>) {
        let tokens: Vec<usize> = range
            .filter(|at| match passage.tokens[*at].class {
                Class::Word | Class::Number | Class::Mark | Class::Address | Class::Cell => true,
                Class::Note | Class::Target(_) | Class::Break => false,
            })
            .collect();
        let lowercase: Vec<String> = tokens
            .iter()
            .map(|at| lowercase(&passage.text[passage.tokens[*at].range.clone()]))
            .collect();
        let core = Self {
            passage,
            vocabulary,
            ids: lowercase.iter().map(|word| vocabulary.word(word)).collect(),
            lowercase,
            tokens,
        };
        let (mut found, mut places) = (Vec::new(), Vec::new());
        let mut at = core.outline_number();
        while at < core.lowercase.len() {
            if let Some(two) = vocabulary.contraction(&core.lowercase[at]) {
                let index = core.tokens[at];
                for word in two {
                    let (word, class) = core.single(word, Class::Word);
                    found.push(Token {
                        range: passage.tokens[index].range.clone(),
                        key: keys.of(&word),
                        class,
                    });
                    places.push(index..index + 1);
                }
                at += 1;
                continue;
            }
            let (length, word) = core.word(at);
            if let Some((word, class)) = word {
                let (first, last) = (core.tokens[at], core.tokens[at + length - 1]);
                let bytes = passage.tokens[first].range.start..passage.tokens[last].range.end;
                let token = Token {
                    range: bytes,
                    key: keys.of(&word),
                    class,
                };
                // Doubled by mistake: `the process process`.
                let is_again = class == Class::Word
                    && places
                        .last()
                        .is_some_and(|place: &Range<usize>| place.end == first)
                    && found
                        .last()
                        .is_some_and(|last: &Token| last.key == token.key);
                if !is_again {
                    found.push(token);
                    places.push(first..last + 1);
                }
            }
            at += length;
        }
        (found, places)
    }

    /// The length of the number or letter that a sentence is listed under, `12.`, `(b)`: with another
    /// one it says the same.
    fn outline_number(&self) -> usize {
        if let Some(length) = self.section_number() {
            return length;
        }
        let is_opening = |word: &&String| matches!(word.as_str(), "(" | "*");
        let opening = self.lowercase.iter().take_while(is_opening).count();
        let ([number, mark, ..], [first, second, rest @ ..]) =
            (&self.lowercase[opening..], &self.tokens[opening..])
        else {
            return 0;
        };
        let tokens = &self.passage.tokens;
        let adjacent =
            |one: usize, other: usize| tokens[one].range.end == tokens[other].range.start;
        // `U.S.`
        let goes_on = rest.first().is_some_and(|third| adjacent(*second, *third));
        let is_number =
            matches!(number.len(), 1 | 2) && number.bytes().all(|byte| byte.is_ascii_digit());
        let is_letter = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_marked = adjacent(*first, *second) && !goes_on;
        // `A. Smith` is a name, `5. May 2026` a day, and `30. days` a time.
        let after = &self.lowercase[opening + 2..];
        let begins = |word: &String, is: fn(char) -> bool| word.starts_with(is);
        let words = after.iter().filter(|it| begins(it, char::is_alphabetic));
        let has_digits = after.iter().any(|it| begins(it, char::is_numeric));
        let says_more = words.count() > 1 && !(has_digits && after.len() < 5);
        let is_item = self.passage.item.is_some();
        let is_listed = match mark.as_str() {
            ")" => is_letter || is_number,
            "." => is_item && is_letter || is_number && (says_more || is_item && after.is_empty()),
            _ => false,
        };
        if is_marked && is_listed {
            opening + 2
        } else {
            0
        }
    }

    /// The length of the number of a clause, `2.1` or `2.1.`, before a word with a capital.
    fn section_number(&self) -> Option<usize> {
        let is_number = self.lowercase.first()?.split('.').count() > 1
            && (self.lowercase.first()?.split('.')).all(|part| part.parse::<u8>().is_ok());
        let length = 1 + usize::from(self.lowercase.get(1).is_some_and(|mark| mark == "."));
        let next = &self.passage.tokens[*self.tokens.get(length)?];
        let begins = self.passage.text[next.range.clone()].starts_with(char::is_uppercase);
        (is_number && begins).then_some(length)
    }

    /// The significant word that begins here, with its number of tokens.
    fn word(&self, at: usize) -> (usize, Option<(String, Class)>) {
        let (ids, words) = (&self.ids[at..], self.vocabulary);
        let token = &self.passage.tokens[self.tokens[at]];
        if token.class == Class::Cell {
            return (1, Some(("\u{2}cell".to_owned(), Class::Mark)));
        }
        let word = &self.lowercase[at];
        if let Some((length, list)) = words.same.at(ids) {
            let class = if length == 1 && words.everywhere.contains(word) {
                Class::Mark
            } else {
                Class::Word
            };
            return (length, Some((same(list), class)));
        }
        if let Some((length, ())) = words.noise.at(ids) {
            // `a week` is 7 days.
            let times = self.multiple(at + length).filter(|_| length == 1);
            let value = times.map(|(_, times)| (times.to_string(), Class::Number));
            return (length, value);
        }
        if let Some((length, letters)) = self.initials(at) {
            return (length, Some(self.single(&letters, Class::Word)));
        }
        if let Some((length, value)) = self.number(at) {
            let times = self.multiple(at + length).map_or(1, |(_, times)| *times);
            let value = value
                .parse::<u64>()
                .ok()
                .and_then(|value| value.checked_mul(times))
                .map_or(value, |value| value.to_string());
            return (length, Some((value, Class::Number)));
        }
        match token.class {
            Class::Mark => {
                let counts = word.chars().any(|c| "$€£¥₹₩%§&+/@#<>=".contains(c));
                (1, counts.then(|| (word.clone(), Class::Number)))
            }
            Class::Address => {
                let address = word.trim_end_matches('/').to_owned();
                (1, Some((address, Class::Address)))
            }
            class => {
                let unit = self.multiple(at).filter(|_| self.is_counted(at));
                let word = unit.map_or(word, |(unit, _)| unit);
                (1, Some(self.single(word, class)))
            }
        }
    }

    /// Letters with full stops, `U.S.C.`, without them.
    fn initials(&self, at: usize) -> Option<(usize, String)> {
        let token = |at: usize| Some(&self.passage.tokens[*self.tokens.get(at)?]);
        let letter = |at: usize| {
            let text = self.passage.text.get(token(at)?.range.clone())?;
            let one = text.chars().count() == 1 && text.starts_with(char::is_alphabetic);
            one.then_some(self.lowercase[at].as_str())
        };
        let adjacent = |at: usize| {
            let ends = at
                .checked_sub(1)
                .and_then(token)
                .map(|before| before.range.end);
            ends.is_some() && ends == token(at).map(|here| here.range.start)
        };
        let dot = |at: usize| adjacent(at) && self.lowercase[at] == ".";
        let mut letters = letter(at)?.to_owned();
        let mut end = at + 1;
        while dot(end) && adjacent(end + 1) {
            let Some(next) = letter(end + 1) else { break };
            letters.push_str(next);
            end += 2;
        }
        let length = end - at + usize::from(dot(end));
        (letters.chars().count() > 1).then_some((length, letters))
    }

    /// The key of a word that is part of no phrase.
    fn single(&self, word: &str, class: Class) -> (String, Class) {
        if self.vocabulary.everywhere.contains(word) {
            return (word.to_owned(), Class::Mark);
        }
        let stem = self.vocabulary.stem(word);
        let list = self
            .vocabulary
            .same_as(&stem)
            .filter(|_| class == Class::Word);
        (list.map_or(stem, same), class)
    }

    /// The unit of which a unit of time is a multiple.
    fn multiple(&self, at: usize) -> Option<&'a (String, u64)> {
        self.vocabulary.multiples.get(self.lowercase.get(at)?)
    }

    /// Whether a number or an article is before a unit of time.
    fn is_counted(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        let word = &self.lowercase[before];
        let is_whole = || number::plain(word).is_some_and(|number| !number.contains('.'));
        let number = self.vocabulary.number_values.contains_key(word) || is_whole();
        number
            || word == ")"
            || self
                .vocabulary
                .noise
                .at(&self.ids[before..])
                .is_some_and(|(length, ())| length == 1)
    }

    /// A number in digits, from `two`, `twenty-one`, `1,000`, `1 000` or `ninety (90)`.
    fn number(&self, at: usize) -> Option<(usize, String)> {
        let figures = |at: usize| {
            let token = &self.passage.tokens[*self.tokens.get(at)?];
            let is_number = token.class == Class::Number;
            is_number.then(|| number::plain(&self.lowercase[at]))?
        };
        if let Some(value) = figures(at) {
            return Some((1, value));
        }
        let value = |at: usize| {
            let word = self.lowercase.get(at)?;
            self.vocabulary.number_values.get(word).copied()
        };
        let is = |at: usize, sign: &str| self.lowercase.get(at).is_some_and(|word| word == sign);
        let (mut length, sum) =
            number::in_words(|next| value(at + next), |next| is(at + next, "-"))?;
        let value = sum.to_string();
        let again = is(at + length, "(") && is(at + length + 2, ")");
        if again && figures(at + length + 1).as_ref() == Some(&value) {
            length += 3;
        }
        Some((length, value))
    }
}
