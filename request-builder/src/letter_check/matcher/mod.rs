//! Whether a letter has a pattern, and where.

use super::entities::Entities;
use super::fuzzy::PatternWord;
use super::tokens::Text;
use super::{
    FieldPattern, Guard, HostPattern, LetterCheck, MailPattern, NamePattern, Near, Pattern,
    UsernamePattern, WordPattern,
};
use crate::rulebook::Organisation;
use crate::rules::{GuardId, WordListId};
use crate::text::{is_word_char, lowercase, to_lower};
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
    /// WordPattern that may have been broken in two, put together, with where they begin.
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
        checking: &LetterCheck,
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

    fn all(&self, patterns: &[Pattern]) -> Vec<Found> {
        let mut words = Vec::new();
        for pattern in patterns {
            let found = self.find(pattern);
            let own = found.iter().find(|found| !self.is_quoted(found));
            match own.or_else(|| found.first()) {
                Some(first) => words.extend(first.words.iter().cloned()),
                None => return Vec::new(),
            }
        }
        words.sort_by_key(|part| part.start);
        vec![Found { words }]
    }

    fn near(&self, near: &Near) -> Vec<Found> {
        let mut patterns = near.all.iter();
        let Some(first) = patterns.next() else {
            return Vec::new();
        };
        let mut found = self.find(first);
        for pattern in patterns {
            let others = self.find(pattern);
            found = found
                .into_iter()
                .filter_map(|one| {
                    let beside = others
                        .iter()
                        .filter(|other| self.are_near(&one, other, near.within))
                        .min_by_key(|other| distance(&one, other))?;
                    let mut words = one.words;
                    words.extend(beside.words.iter().cloned());
                    words.sort_by_key(|part| part.start);
                    Some(Found { words })
                })
                .collect();
        }
        found
    }

    fn are_near(&self, one: &Found, other: &Found, within: Option<u16>) -> bool {
        if one == other {
            return false;
        }
        if let Some(within) = within {
            return distance(one, other) <= usize::from(within);
        }
        let sentence = |found: &Found| {
            let word = self.text.words.get(found.start());
            word.map(|word| word.sentence)
        };
        sentence(one) == sentence(other)
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

    fn words(&self, words: &WordPattern) -> Vec<Found> {
        let stand = self.stand(&words.of, false).into_iter();
        stand
            .filter(|part| !self.guarded(part, &words.unless))
            .map(Found::one)
            .collect()
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

    /// Whether something stands in a line of few words that is not part of running text.
    fn stands_alone(&self, found: &Found) -> bool {
        let start = found.start();
        let Some(word) = self.text.words.get(start) else {
            return false;
        };
        let line = self.text.words_of_line(word.line);
        if line.len() > 14 {
            return false;
        }
        let above = word
            .line
            .checked_sub(1)
            .map(|above| self.text.words_of_line(above).len());
        let begins = start == 0 || self.text.words[start - 1].sentence != word.sentence;
        let first = self.text.words.get(line.start);
        let line_begins = first.is_some_and(|first| {
            line.start == 0 || self.text.words[line.start - 1].sentence != first.sentence
        });
        begins || line_begins || above.is_none_or(|above| above == 0)
    }

    fn field(&self, field: &FieldPattern) -> Vec<Found> {
        let mut found = Vec::new();
        let inside = field.has.as_ref().map(|pattern| self.find(pattern));
        for label in self.stand(&field.label, true) {
            let Some(value) = self.value_of(&label) else {
                continue;
            };
            let words = &self.text.words[value.clone()];
            if words.iter().all(|word| word.blank || word.idle) {
                continue;
            }
            let empty = field.unless.iter().flat_map(|list| self.list(list));
            let mut empty = empty.filter_map(|phrase| {
                (value.start..(value.start + 2).min(value.end))
                    .find_map(|at| self.stands_at(phrase, at))
            });
            if empty.any(|end| value.end.saturating_sub(end) < 4) {
                continue;
            }
            if let Some(inside) = &inside {
                let inside = inside
                    .iter()
                    .filter(|one| one.start() >= value.start && one.end() <= value.end);
                found.extend(inside.cloned());
            } else {
                found.push(Found::one(label.start..value.end));
            }
        }
        found
    }

    /// What a form has behind a label: in its line, or in the next if nothing stands in that one.
    fn value_of(&self, label: &Range<usize>) -> Option<Range<usize>> {
        let words = &self.text.words;
        let line = words.get(label.start)?.line;
        let whole = self.text.words_of_line(line);
        // The label stands at the line's beginning, after a number or a few words at most.
        if label.start - whole.start > 4 {
            return None;
        }
        let mut end = label.end.max(whole.start + 1);
        // The words of the label that were not looked for, up to what parts it from its value.
        loop {
            let gap = self.text.gap(end - 1);
            // "2. Jurisdiction. You are …"
            let title = end == label.end && label.start - whole.start == 1 && gap.starts_with(". ");
            let parts = title
                || gap.contains([':', '=', '\t', '?', '\u{2026}'])
                || gap.contains("..")
                || gap.contains("   ")
                || gap.contains(" - ")
                || gap.contains(" \u{2013} ")
                || gap.contains(" \u{2014} ")
                || gap.contains("__");
            if parts {
                break;
            }
            if end >= whole.end || end - label.end >= 12 {
                return None;
            }
            end += 1;
        }
        let here = end..whole.end;
        if !here.is_empty() {
            return Some(self.goes_on(&here));
        }
        let next = words.get(end)?;
        let below = self.text.words_of_line(next.line);
        let bytes = self.text.lines.get(next.line)?;
        let content = self.text.whole.get(bytes.clone()).unwrap_or_default();
        let is_field = content.split(':').next().is_some_and(|label| {
            label.len() < content.trim_end().len()
                && label.split_whitespace().count() <= 4
                && !content.contains("//")
        });
        (next.line - line <= 2 && !is_field).then(|| self.goes_on(&below))
    }

    /// A value with the lines that it goes on in.
    fn goes_on(&self, value: &Range<usize>) -> Range<usize> {
        let words = &self.text.words;
        let Some(last) = value.end.checked_sub(1).and_then(|last| words.get(last)) else {
            return value.clone();
        };
        let mut end = value.end;
        while let Some(word) = words.get(end)
            && word.sentence == last.sentence
        {
            end += 1;
        }
        value.start..end
    }

    fn mail(&self, pattern: &MailPattern) -> Vec<Found> {
        let mails = self
            .entities
            .mails
            .iter()
            .filter(|mail| pattern.is.contains(&mail.is));
        self.kept(mails.map(|mail| mail.at.clone()), &pattern.unless)
    }

    fn host(&self, pattern: &HostPattern) -> Vec<Found> {
        let beside = self.stand(&pattern.beside, true);
        let hosts = self.entities.hosts.iter().filter(|host| {
            if !pattern.is.is_empty() && !pattern.is.contains(&host.class) {
                return false;
            }
            let its_owners = self.entities.mails.iter().any(|mail| {
                let domain = host.name.strip_prefix("www.").unwrap_or(&host.name);
                mail.domain == domain || mail.domain.ends_with(&[".", domain].concat())
            });
            if its_owners && host.is_unknown() {
                return false;
            }
            if host.is_url || !host.is_unknown() {
                return !(host.is_unknown() && self.is_an_authoritys(&host.name));
            }
            let Some(words) = self.text.touched(&host.at) else {
                return false;
            };
            let own = self.text.words.get(words.start).map(|word| word.sentence);
            let near = beside.iter().any(|cue| {
                let cue_sentence = self.text.words.get(cue.start).map(|word| word.sentence);
                cue_sentence == own && cue.start.abs_diff(words.start) < 14
                    || words.contains(&cue.start)
            });
            near && !self.is_an_authoritys(&host.name)
        });
        self.kept(hosts.map(|host| host.at.clone()), &pattern.unless)
    }

    fn is_an_authoritys(&self, host: &str) -> bool {
        let address = ["a@", host].concat();
        crate::answers::EmailAddress::parse(&address).is_some_and(|mail| {
            mail.class(self.organisation) == crate::answers::MailClass::Official
        })
    }

    fn username(&self, pattern: &UsernamePattern) -> Vec<Found> {
        let never: Vec<&Vec<PatternWord>> = pattern
            .never
            .iter()
            .flat_map(|list| self.list(list))
            .collect();
        let joints: Vec<&Vec<PatternWord>> = pattern
            .joined_by
            .iter()
            .flat_map(|list| self.list(list))
            .collect();
        let is_one = |list: &[&Vec<PatternWord>], word: usize| {
            list.iter().any(|phrase| {
                phrase.len() == 1 && phrase[0].is_exactly(&self.text.words[word].folded)
            })
        };
        let is_never = |word: usize| is_one(&never, word);
        let is_joint = |word: usize| is_one(&joints, word);
        let mut found = Vec::new();
        for name in &self.entities.names {
            if let Some(words) = self.text.touched(name)
                && !(words.len() == 1 && is_never(words.start))
                && !self.text.words[words.clone()].iter().any(|word| word.idle)
            {
                found.push(words);
            }
        }
        for (lists, loosely) in [(&pattern.after, false), (&pattern.loosely_after, true)] {
            for cue in self.stand(lists, true) {
                let name = self.name_behind(&cue, loosely, &is_never, &is_joint);
                found.extend(name.filter(|_| !self.guarded(&cue, &pattern.unless_told)));
            }
        }
        found.sort_by_key(|part| part.start);
        found.dedup();
        let kept = found
            .into_iter()
            .filter(|part| !self.guarded(part, &pattern.unless));
        kept.map(Found::one).collect()
    }

    /// The name that follows a cue.
    fn name_behind(
        &self,
        cue: &Range<usize>,
        loosely: bool,
        is_never: &dyn Fn(usize) -> bool,
        is_joint: &dyn Fn(usize) -> bool,
    ) -> Option<Range<usize>> {
        let words = &self.text.words;
        let mut at = cue.end;
        let mut given = false;
        let mut skipped = 0;
        loop {
            let gap = self.text.gap(at.checked_sub(1)?);
            let word = words.get(at)?;
            let form = gap.contains([':', '=', '\t']) || gap.contains("..") || gap.contains("   ");
            given = given || form;
            // An empty gap in brackets, or the next line of a form.
            let empty = gap.contains(['[', '_']) || (skipped > 0 && gap.contains('\n'));
            if word.blank || word.idle || empty || word.line > words[cue.start].line + 2 {
                return None;
            }
            if !given && word.sentence != words[cue.start].sentence {
                return None;
            }
            let opened = gap.ends_with([
                '"', '\'', '\u{201c}', '\u{201e}', '\u{2018}', '\u{ab}', '`', '<',
            ]);
            // Dots, dashes and underscores join the words of a name.
            let mut end = at + 1;
            while end < words.len() && joins_a_name(self.text.gap(end - 1)) {
                end += 1;
            }
            let raw = self
                .text
                .whole
                .get(words[at].at.start..words[end - 1].at.end)?;
            let after = self.text.gap(end - 1);
            let closed = after.starts_with([
                '"', '\'', '\u{201d}', '\u{201c}', '\u{2019}', '\u{bb}', '`', '>',
            ]);
            let quoted = opened && closed;
            let marked =
                end > at + 1 && !raw.contains('/') || raw.bytes().any(|byte| byte.is_ascii_digit());
            if after.starts_with('@') || gap.ends_with('@') {
                // An address, or found already.
                return None;
            }
            if is_never(at) && !quoted && end == at + 1 {
                skipped += 1;
                if skipped > 4 {
                    return None;
                }
                at += 1;
                continue;
            }
            // "Name: Big Mike" is what a person is called, and no user's name.
            let two_names = !quoted
                && !marked
                && after == " "
                && words.get(end).is_some_and(|next| {
                    let begins = |word: &super::tokens::Word| {
                        let first = self
                            .text
                            .whole
                            .get(word.at.clone())
                            .and_then(|word| word.chars().next());
                        first.is_some_and(|first| to_lower(first) != first)
                    };
                    begins(&words[at]) && begins(next)
                });
            if two_names {
                return None;
            }
            let letters = raw
                .chars()
                .any(|one| is_word_char(one) && !one.is_ascii_digit());
            let begins_small = raw.chars().next().is_some_and(|one| to_lower(one) == one);
            // "the username is jdoe", but not "the username and her friends"
            let led_up_to = skipped == 0 || is_joint(at - 1);
            let lone = given || (begins_small && led_up_to);
            let does = if loosely {
                quoted || (marked && letters && begins_small) || given && marked && letters
            } else {
                letters && (quoted || marked || lone)
            };
            return does.then_some(at..end);
        }
    }

    fn dates(&self, unless: &[GuardId]) -> Vec<Found> {
        let words = &self.text.words;
        let number = |at: usize| {
            words.get(at).is_some_and(|word| {
                let digits = word
                    .folded
                    .trim_end_matches(|one: char| one.is_ascii_alphabetic());
                !digits.is_empty()
                    && digits.len() <= 4
                    && digits.bytes().all(|byte| byte.is_ascii_digit())
            })
        };
        let joined = |at: usize| matches!(self.text.gap(at), "." | "/" | "-" | ". ");
        let mut found = Vec::new();
        for at in 0..words.len() {
            if number(at) && joined(at) && number(at + 1) && joined(at + 1) && number(at + 2) {
                found.push(at..at + 3);
            }
            for month in &self.months {
                let Some(end) = self.stands_at(month, at) else {
                    continue;
                };
                if at > 0 && number(at - 1) {
                    found.push(at - 1..end + usize::from(number(end)));
                } else if number(end) {
                    found.push(at..end + 1);
                }
            }
        }
        found.retain(|part| {
            !words[part.clone()].iter().any(|word| word.idle) && !self.guarded(part, unless)
        });
        found.into_iter().map(Found::one).collect()
    }

    fn names(&self, pattern: &NamePattern) -> Vec<Found> {
        let words = &self.text.words;
        let never: Vec<&Vec<PatternWord>> = pattern
            .never
            .iter()
            .flat_map(|list| self.list(list))
            .collect();
        let capital = |at: usize| {
            let word = words.get(at).filter(|word| !word.idle)?;
            let raw = self.text.whole.get(word.at.clone())?;
            let mut letters = raw.chars();
            let first = letters.next()?;
            let digits = raw.bytes().any(|byte| byte.is_ascii_digit());
            let capital = to_lower(first) != first && !digits;
            let banned = never
                .iter()
                .any(|phrase| phrase.len() == 1 && phrase[0].is_exactly(&word.folded));
            (capital && !banned).then_some(raw.len())
        };
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let mut end = at;
            let mut long = 0;
            while let Some(length) = capital(end) {
                if end > at {
                    let gap = self.text.gap(end - 1);
                    if !matches!(gap, " " | "-" | ". " | " \"" | "\" " | " (" | "' " | " '") {
                        break;
                    }
                }
                long += usize::from(length > 1);
                end += 1;
                if end - at >= 5 {
                    break;
                }
            }
            if end - at >= 2 && long >= 1 {
                found.push(at..end);
            }
            at = end.max(at + 1);
        }
        found.retain(|part| !self.guarded(part, &pattern.unless));
        found.into_iter().map(Found::one).collect()
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

fn joins_a_name(gap: &str) -> bool {
    !gap.is_empty() && gap.len() <= 2 && gap.chars().all(|one| "._-".contains(one))
}

/// How many words lie between two things.
fn distance(one: &Found, other: &Found) -> usize {
    if one.start() >= other.end() {
        one.start() - other.end()
    } else {
        other.start().saturating_sub(one.end())
    }
}
