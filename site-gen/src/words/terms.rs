//! Finds the significant terms of a passage: modal verbs, amounts, dates, addresses, laws.
//!
//! The words of a language are in the [`Vocabulary`]; this module only knows how numbers, words and
//! punctuation combine.

use super::number;
use super::pages::Pages;
use super::passage::{Passage, Text};
use super::token::{Class, is_dash_mark, is_numbered_name, is_quotation_mark, tokens};
use super::vocabulary::{Force, Joining, Phrases, Vocabulary, WordId, lowercase};
use crate::markdown::{Document, has_own_number};
use schemars::JsonSchema;
use serde::Serialize;
use std::ops::{Range, RangeInclusive};

/// The type of a significant term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TermType {
    /// Modal verbs with their negation: may, should, must.
    Modal,
    /// Stand-alone negations: no, nothing, never.
    Negation,
    /// Exceptions: unless, except, without.
    Exception,
    /// A kind of legal process.
    Process,
    /// Who issues, signs or requests.
    Authority,
    /// A promise without a modal verb: "We notify users".
    Promise,
    /// An instruction without a modal verb: "Send it by post".
    Instruction,
    /// Hedges: normally, usually.
    Hedge,
    /// Conjunctions: and, or.
    Joining,
    /// Limits: at least, only.
    Limit,
    /// A period of time.
    Duration,
    /// A date.
    Date,
    /// An amount of money.
    Money,
    /// A percentage.
    Percentage,
    /// Any other number.
    Number,
    /// An email address.
    Email,
    /// A web address, or a link's target.
    Web,
    /// All or part of a postal address.
    Postal,
    /// A telephone number.
    Telephone,
    /// A law, or part of one.
    Statute,
    /// What gives somebody a right, or says whose rules apply: "grants", "governed by".
    Right,
    /// A country, or another territory.
    Territory,
    /// A way to reach somebody that is not an address: "request form".
    Channel,
    /// Other words of a sentence with a significant term.
    Wording,
}

impl TermType {
    /// Whether it is an amount.
    pub(crate) fn is_amount(self) -> bool {
        matches!(
            self,
            Self::Duration | Self::Money | Self::Percentage | Self::Number
        )
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "`type` by itself is a keyword")]
pub(crate) struct Term {
    pub(crate) term_type: TermType,
    /// The text as read.
    pub(crate) text: String,
    /// Its tokens, as a range in the passage.
    pub(crate) tokens: Range<usize>,
    /// Its start in the text of the passage.
    pub(crate) at: usize,
    /// The force of a modal verb.
    pub(crate) force: Option<Force>,
    /// How demanding legal process or an authority is; for `and` and `or`, which of the two
    /// requires more; for a negated modal verb, the rank of what it takes back, if that was allowed.
    pub(crate) rank: Option<u8>,
    /// Whether it creates an obligation by itself.
    pub(crate) strong: bool,
}

/// The significant terms of a passage, in order.
pub(crate) fn terms(passage: &Passage, vocabulary: &Vocabulary) -> Vec<Term> {
    found(passage, vocabulary, TermSet::All)
}

/// Which terms are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TermSet {
    All,
    /// Not those of an obligation. That is half of the work, and no leftover is one of them.
    Particulars,
}

fn found(passage: &Passage, vocabulary: &Vocabulary, wanted: TermSet) -> Vec<Term> {
    let mut terms = Vec::new();
    // A term cannot span two table cells.
    let cells = passage.tokens.iter().enumerate();
    let cells = cells.filter(|(_, token)| token.class == Class::Cell);
    let ends = cells.map(|(at, _)| at).chain([passage.tokens.len()]);
    let mut from = 0;
    for end in ends {
        let words = WordRun::of(passage, from..end, vocabulary, wanted);
        let mut at = words.enumeration();
        while at < words.ids.len() {
            if let Some(length) = words.empty(at) {
                at += length;
                continue;
            }
            match words.term(at) {
                Some(found) => {
                    terms.push(words.made(&found, at));
                    at += found.length;
                }
                None => at += 1,
            }
        }
        from = end;
    }
    for (index, token) in passage.tokens.iter().enumerate() {
        if let Class::Target(target) = token.class {
            let text = passage.targets[target].clone();
            let term_type = if text.starts_with("mailto:") {
                TermType::Email
            } else {
                TermType::Web
            };
            terms.push(Term {
                term_type,
                text,
                tokens: index..index + 1,
                at: token.range.start,
                force: None,
                rank: None,
                strong: term_type == TermType::Email,
            });
        }
    }
    terms.sort_by_key(|term| (term.at, term.tokens.start));
    terms
}

/// An address or date of a single text, without comparison.
pub(crate) struct Particular {
    pub(crate) term_type: TermType,
    /// The text as read; for a link, its target.
    pub(crate) text: String,
    /// For a date, the text before it in its heading, block or row: at most [`BEFORE`] bytes.
    pub(crate) before: String,
    /// The anchor of that heading or block.
    pub(crate) address: String,
}

/// The maximum length of the text before a date. Without a limit, a paragraph of many dates would
/// be copied for each of them.
const BEFORE: usize = 300;

/// The email, web and postal addresses and the dates of a text, which is where leftovers are.
pub(crate) fn particulars(document: &Document, vocabulary: &Vocabulary) -> Vec<Particular> {
    let pages = Pages::new("", Some(document), std::iter::empty());
    let text = Text::for_search(&pages);
    let all = text.passages.iter().flat_map(|passage| {
        found(passage, vocabulary, TermSet::Particulars)
            .into_iter()
            .filter(|term| {
                matches!(
                    term.term_type,
                    TermType::Email | TermType::Web | TermType::Postal | TermType::Date
                )
            })
            .map(|term| Particular {
                term_type: term.term_type,
                before: match term.term_type {
                    TermType::Date => before(&passage.text, term.at).to_owned(),
                    _ => String::new(),
                },
                text: term.text,
                address: passage.address.clone(),
            })
    });
    all.collect()
}

/// The end of the text before a byte.
fn before(text: &str, at: usize) -> &str {
    let from = text.ceil_char_boundary(at.saturating_sub(BEFORE));
    text.get(from..at).unwrap_or_default()
}

struct WordRun<'a> {
    passage: &'a Passage,
    vocabulary: &'a Vocabulary,
    /// The tokens that are text.
    tokens: Vec<usize>,
    /// Their numbers in the vocabulary.
    ids: Vec<WordId>,
    /// Which of them express a promise.
    promised: Vec<bool>,
    /// Whether one of them is the `at` of an address in words.
    has_at_sign: bool,
    wanted: TermSet,
}

/// A term that begins at some word.
#[derive(Clone, Copy)]
struct FoundTerm {
    term_type: TermType,
    length: usize,
    force: Option<Force>,
    rank: Option<u8>,
}

impl FoundTerm {
    fn new(term_type: TermType, length: usize) -> Self {
        Self {
            term_type,
            length,
            force: None,
            rank: None,
        }
    }

    fn of(term_type: TermType) -> impl Fn(usize) -> Self {
        move |length| Self::new(term_type, length)
    }

    fn forced(length: usize, force: Force) -> Self {
        Self {
            force: Some(force),
            ..Self::new(TermType::Modal, length)
        }
    }
}

/// The maximum number of words between the promiser and the promise.
const BETWEEN: usize = 3;

/// The maximum number of parts on either side of the `at` of an address in words. Without a limit,
/// `a-a-a-...` would be read to its end from each of its words.
const MAX_PARTS: usize = 12;

/// The maximum number of words that a definition defines.
const MAX_NAME_WORDS: usize = 6;

/// The maximum number of words between `call` and the number.
const BEFORE_TELEPHONE: usize = 3;

/// The number of digits of a telephone number (ITU-T E.164 has at most 15).
const TELEPHONE: RangeInclusive<usize> = 7..=15;

/// The maximum number of words of a street's name.
const LONGEST_STREET: usize = 5;

/// The maximum number of signs before the number of a law: `§§ 5`.
const MAX_SIGNS: usize = 4;

impl<'a> WordRun<'a> {
    fn of(
        passage: &'a Passage,
        range: Range<usize>,
        vocabulary: &'a Vocabulary,
        wanted: TermSet,
    ) -> Self {
        let from = range.start;
        let all = passage.tokens[range].iter().enumerate();
        let tokens: Vec<usize> = all
            .filter(|(_, token)| token.is_text() && token.class != Class::Note)
            .map(|(index, _)| from + index)
            .collect();
        let ids: Vec<WordId> = tokens
            .iter()
            .map(|index| vocabulary.word(&passage.text[passage.tokens[*index].range.clone()]))
            .collect();
        let mut words = Self {
            passage,
            vocabulary,
            promised: vec![false; ids.len()],
            has_at_sign: vocabulary.at_signs.is_in(&ids),
            ids,
            tokens,
            wanted,
        };
        if wanted == TermSet::Particulars {
            return words;
        }
        for at in 0..words.ids.len() {
            if let Some(verb) = words.promise(at) {
                words.promised[verb] = true;
            }
        }
        words
    }

    /// The word that expresses the promise, if the promiser is here: `We` *notify*, `Harbour`
    /// *keeps*, `is` *deleted*.
    fn promise(&self, at: usize) -> Option<usize> {
        let promises = &self.vocabulary.promises;
        let before = at.checked_sub(1).map(|before| self.ids[before]);
        if before.is_some_and(|before| promises.not_after.contains(&before)) {
            return None;
        }
        let after = |mut next: usize| {
            for _ in 0..BETWEEN {
                match promises.between.at(self.rest(next)) {
                    Some((more, ())) => next += more,
                    None if promises.is_adverb(&lowercase(self.text(next))) => next += 1,
                    None => break,
                }
            }
            next
        };
        if let Some((length, ())) = promises.subjects.at(self.rest(at)) {
            let verb = after(at + length);
            self.ids.get(verb)?;
            let word = lowercase(self.text(verb));
            let ends = |ending: &String| word.ends_with(ending.as_str());
            let other = promises.never.at(self.rest(verb)).is_some()
                || promises.never_endings.iter().any(ends);
            return (self.class(verb) == Some(Class::Word) && !other).then_some(verb);
        }
        if let Some((length, ())) = promises.is.at(self.rest(at)) {
            let done = after(at + length);
            return promises.done.at(self.rest(done)).map(|_| done);
        }
        let name = self.class(at) == Some(Class::Word)
            && (self.text(at).starts_with(char::is_uppercase)
                || promises.names.contains(&self.ids[at]));
        let verb = after(at + 1);
        // A name may go on: `Security Releases`.
        let name = name
            && !self
                .ids
                .get(verb)
                .is_some_and(|_| self.text(verb).starts_with(char::is_uppercase));
        (name && promises.does.at(self.rest(verb)).is_some()).then_some(verb)
    }

    fn text(&self, at: usize) -> &'a str {
        match self.tokens.get(at) {
            Some(index) => &self.passage.text[self.passage.tokens[*index].range.clone()],
            None => "",
        }
    }

    fn class(&self, at: usize) -> Option<Class> {
        self.tokens
            .get(at)
            .map(|index| self.passage.tokens[*index].class)
    }

    fn is(&self, at: usize, text: &str) -> bool {
        self.text(at).eq_ignore_ascii_case(text)
    }

    fn rest(&self, at: usize) -> &[WordId] {
        self.ids.get(at..).unwrap_or_default()
    }

    fn made(&self, found: &FoundTerm, at: usize) -> Term {
        let first = self.tokens[at];
        let last = self.tokens[at + found.length - 1];
        let tokens = &self.passage.tokens;
        let bytes = tokens[first].range.start..tokens[last].range.end;
        let text = self.passage.text[bytes.clone()].to_owned();
        Term {
            term_type: found.term_type,
            strong: self.is_strong(found.term_type, &text),
            at: bytes.start,
            text,
            tokens: first..last + 1,
            force: found.force,
            rank: found.rank,
        }
    }

    /// Whether a term creates an obligation by itself, which makes its sentence significant.
    fn is_strong(&self, term_type: TermType, text: &str) -> bool {
        match term_type {
            TermType::Limit => !self.vocabulary.weak_limits.contains(&lowercase(text)),
            TermType::Authority
            | TermType::Hedge
            | TermType::Joining
            | TermType::Date
            | TermType::Percentage
            | TermType::Number
            | TermType::Web
            | TermType::Statute
            | TermType::Wording => false,
            _ => true,
        }
    }

    /// The length in words of a heading's number: `3.`, `4.2`. Renumbering a section changes no
    /// obligation.
    fn enumeration(&self) -> usize {
        let heading = self.passage.kind.is_heading();
        let numbered = heading && self.class(0) == Some(Class::Number) && self.ids.len() > 1;
        match (numbered, self.is(1, ".") || self.is(1, ")")) {
            (true, true) => 2,
            (true, false) if self.text(0).contains('.') => 1,
            (true | false, _) => 0,
        }
    }

    /// Whether no term can begin here, which is so for most words: every term begins with a phrase,
    /// a number, a capital letter, a promise or the words of an address.
    fn begins_nothing(&self, at: usize) -> bool {
        match self.class(at) {
            Some(Class::Word | Class::Mark) => {
                !self.has_at_sign
                    && !self.promised[at]
                    && !is_quotation_mark(self.text(at))
                    && !matches!(self.text(at), "+" | "(")
                    && !number::is_fraction(self.text(at))
                    && !self.begins_phrase(self.ids[at])
                    && !self.text(at).starts_with(char::is_uppercase)
            }
            Some(_) | None => false,
        }
    }

    /// Whether a word in lower case begins a phrase of a term that is looked for.
    fn begins_phrase(&self, word: WordId) -> bool {
        self.vocabulary.begins_phrase(word)
            && match self.wanted {
                TermSet::All => true,
                TermSet::Particulars => self.vocabulary.begins_amount_or_law(word),
            }
    }

    fn term(&self, at: usize) -> Option<FoundTerm> {
        if self.begins_nothing(at) {
            return None;
        }
        if self.class(at) == Some(Class::Address) {
            let term_type = if self.text(at).contains("//") || !self.text(at).contains('@') {
                TermType::Web
            } else {
                TermType::Email
            };
            return Some(FoundTerm::new(term_type, 1));
        }
        self.obfuscated(at)
            .map(FoundTerm::of(TermType::Email))
            .or_else(|| self.telephone(at).map(FoundTerm::of(TermType::Telephone)))
            .or_else(|| self.statute(at).map(FoundTerm::of(TermType::Statute)))
            .or_else(|| self.date(at).map(FoundTerm::of(TermType::Date)))
            .or_else(|| self.money(at).map(FoundTerm::of(TermType::Money)))
            .or_else(|| self.percentage(at).map(FoundTerm::of(TermType::Percentage)))
            .or_else(|| self.duration(at).map(FoundTerm::of(TermType::Duration)))
            .or_else(|| self.postal(at).map(FoundTerm::of(TermType::Postal)))
            .or_else(|| self.street(at).map(FoundTerm::of(TermType::Postal)))
            .or_else(|| self.obligation(at))
            .or_else(|| self.amount(at).map(FoundTerm::of(TermType::Number)))
    }

    /// The length of a phrase that has a significant word and obliges nobody: `can be found`.
    fn empty(&self, at: usize) -> Option<usize> {
        let phrase = self.vocabulary.empty.at(self.rest(at));
        let length = phrase.filter(|_| self.wanted == TermSet::All);
        length.map(|(length, ())| length)
    }

    /// A word of obligation, or one that belongs to an obligation.
    fn obligation(&self, at: usize) -> Option<FoundTerm> {
        if self.wanted == TermSet::Particulars {
            return None;
        }
        let words = self.vocabulary;
        let phrase = |phrases: &Phrases<()>| phrases.at(self.rest(at)).map(|found| found.0);
        let ranked = |phrases: &Phrases<Option<u8>>, term_type| {
            let (length, rank) = phrases.at(self.rest(at))?;
            Some(FoundTerm {
                rank,
                ..FoundTerm::new(term_type, length)
            })
        };
        phrase(&words.exceptions)
            .map(FoundTerm::of(TermType::Exception))
            .or_else(|| ranked(&words.processes, TermType::Process))
            .or_else(|| ranked(&words.authorities, TermType::Authority))
            .or_else(|| self.modal(at))
            .or_else(|| {
                self.instruction(at)
                    .map(FoundTerm::of(TermType::Instruction))
            })
            .or_else(|| phrase(&words.rights).map(FoundTerm::of(TermType::Right)))
            .or_else(|| phrase(&words.territories).map(FoundTerm::of(TermType::Territory)))
            .or_else(|| phrase(&words.channels).map(FoundTerm::of(TermType::Channel)))
            .or_else(|| phrase(&words.address_lines).map(FoundTerm::of(TermType::Postal)))
            .or_else(|| self.definition(at).map(FoundTerm::of(TermType::Limit)))
            .or_else(|| self.phrase_limit(at).map(FoundTerm::of(TermType::Limit)))
            .or_else(|| phrase(&words.hedges).map(FoundTerm::of(TermType::Hedge)))
            .or_else(|| phrase(&words.fees).map(FoundTerm::of(TermType::Money)))
            .or_else(|| self.joining(at))
            .or_else(|| self.promised[at].then_some(FoundTerm::new(TermType::Promise, 1)))
    }

    /// `harbour [at] example [dot] org`.
    fn obfuscated(&self, at: usize) -> Option<usize> {
        if !self.has_at_sign {
            return None;
        }
        let is_word = |at: usize| match self.class(at) {
            Some(Class::Word | Class::Number) => true,
            Some(_) | None => false,
        };
        let dot = |at: usize| -> Option<usize> {
            let dot = self.vocabulary.dots.at(self.rest(at)).map(|found| found.0);
            let length = dot.or_else(|| {
                let mark = self.is(at, ".") || self.is(at, "-");
                mark.then_some(1)
            })?;
            is_word(at + length).then_some(length)
        };
        let words = |mut at: usize| -> Option<(usize, usize)> {
            let mut parts = 1;
            is_word(at).then_some(())?;
            at += 1;
            while parts < MAX_PARTS
                && let Some(length) = dot(at)
            {
                at += length + 1;
                parts += 1;
            }
            Some((at, parts))
        };
        let (end, _) = words(at)?;
        let (sign, ()) = self.vocabulary.at_signs.at(self.rest(end))?;
        let (end, parts) = words(end + sign)?;
        (parts > 1).then_some(end - at)
    }

    /// `and`, `or`.
    fn joining(&self, at: usize) -> Option<FoundTerm> {
        let (length, joining) = self.vocabulary.joining.at(self.rest(at))?;
        let rank = match joining {
            Joining::Or => 1,
            Joining::And => 2,
        };
        Some(FoundTerm {
            rank: Some(rank),
            ..FoundTerm::new(TermType::Joining, length)
        })
    }

    /// `“Effective Date” is`, at the start of a sentence: a defined term with its definition.
    fn definition(&self, at: usize) -> Option<usize> {
        if !is_quotation_mark(self.text(at)) || !self.text(at + 1).starts_with(char::is_uppercase) {
            return None;
        }
        let begin = self.passage.tokens[self.tokens[at]].range.start;
        let starts = &self.passage.sentences;
        starts
            .binary_search_by_key(&begin, |sentence| sentence.start)
            .ok()?;
        let closing =
            (at + 2..at + 2 + MAX_NAME_WORDS).find(|at| is_quotation_mark(self.text(*at)))?;
        let (length, ()) = self.vocabulary.promises.is.at(self.rest(closing + 1))?;
        Some(closing + 1 + length - at)
    }

    /// `Send`, at the start of a sentence or after its condition.
    fn instruction(&self, at: usize) -> Option<usize> {
        let byte = |at: usize| self.passage.tokens[self.tokens[at]].range.start;
        let (length, ()) = self.vocabulary.instructions.at(self.rest(at))?;
        let next = self.ids.get(at + length)?;
        if self.vocabulary.no_instruction_before.contains(next) {
            return None;
        }
        let sentences = &self.passage.sentences;
        let sentence = sentences.partition_point(|sentence| sentence.start <= byte(at));
        let start = sentence
            .checked_sub(1)
            .map_or(0, |last| sentences[last].start);
        let begins = |at: usize| byte(at) == start;
        if begins(at) {
            return Some(length);
        }
        let first = self.tokens[..at]
            .partition_point(|token| self.passage.tokens[*token].range.start < start);
        let condition = begins(first) && self.vocabulary.conditions.at(self.rest(first)).is_some();
        (condition && self.is(at - 1, ",")).then_some(length)
    }

    /// `may`, `may not`, `not required`; stand-alone `no`.
    fn modal(&self, at: usize) -> Option<FoundTerm> {
        let mut found = self.modal_of(at)?;
        let takes_back = self.vocabulary.no_permissions.at(self.rest(at)).is_some();
        if takes_back && found.force == Some(Force::Negated) {
            found.rank = Some(Force::May.rank());
        }
        Some(found)
    }

    fn modal_of(&self, at: usize) -> Option<FoundTerm> {
        let negated = |at: usize| {
            self.vocabulary
                .negations
                .at(self.rest(at))
                .map(|found| found.0)
        };
        if let Some(before) = negated(at) {
            // `no less than` is not a negation, and `No. 5` is a number.
            let number = self.is(at + 1, ".") && self.class(at + 2) == Some(Class::Number);
            if self.phrase_limit(at).is_some() || number {
                return None;
            }
            return Some(match self.vocabulary.modals.at(self.rest(at + before)) {
                Some((length, _)) => FoundTerm::forced(before + length, Force::Negated),
                None => FoundTerm {
                    force: Some(Force::Negated),
                    ..FoundTerm::new(TermType::Negation, before)
                },
            });
        }
        let (length, force) = self.vocabulary.modals.at(self.rest(at))?;
        Some(match negated(at + length) {
            Some(after) if self.phrase_limit(at + length).is_none() => {
                FoundTerm::forced(length + after, Force::Negated)
            }
            Some(_) | None => FoundTerm::forced(length, force),
        })
    }

    fn phrase_limit(&self, at: usize) -> Option<usize> {
        self.vocabulary
            .limits
            .at(self.rest(at))
            .map(|found| found.0)
    }

    /// `30`, `1 ½`, `thirty`, `twenty-one`, `ninety (90)`.
    fn amount(&self, at: usize) -> Option<usize> {
        let mut length = 0;
        // `37pebbles` is a name.
        if self.class(at) == Some(Class::Number) && !is_numbered_name(self.text(at)) {
            length = 1;
        }
        length += usize::from(number::is_fraction(self.text(at + length)));
        while let Some((more, ())) = self.vocabulary.numbers.at(self.rest(at + length)) {
            length += more;
            let goes_on = self
                .vocabulary
                .numbers
                .at(self.rest(at + length + 1))
                .is_some();
            if self.is(at + length, "-") && goes_on {
                length += 1;
            }
        }
        if length == 0 {
            return None;
        }
        let again = at + length;
        if self.is(again, "(")
            && self.class(again + 1) == Some(Class::Number)
            && self.is(again + 2, ")")
        {
            length += 3;
        }
        Some(length)
    }

    /// `30 days`, `ninety (90) calendar days`, `30-day`, `immediately`.
    fn duration(&self, at: usize) -> Option<usize> {
        if let Some((length, ())) = self.vocabulary.times.at(self.rest(at)) {
            return Some(length);
        }
        let mut length = self.amount(at)?;
        if self.is(at + length, "-") {
            length += 1;
        }
        for _ in 0..2 {
            if let Some((more, ())) = self.vocabulary.between.at(self.rest(at + length)) {
                length += more;
            }
        }
        let (unit, ()) = self.vocabulary.units.at(self.rest(at + length))?;
        Some(length + unit)
    }

    fn percentage(&self, at: usize) -> Option<usize> {
        let length = self.amount(at)?;
        let (more, ()) = self.vocabulary.percentages.at(self.rest(at + length))?;
        Some(length + more)
    }

    /// `$500`, `EUR 1,000`, `50 dollars`, `25,- kr`, `US$ 2 million`, `75 euros an hour`.
    fn money(&self, at: usize) -> Option<usize> {
        let length = self.sum(at)?;
        let per_unit = |at: usize| {
            let (per, ()) = self.vocabulary.per.at(self.rest(at))?;
            let between = self.vocabulary.between.at(self.rest(at + per));
            let before = per + between.map_or(0, |(between, ())| between);
            let (unit, ()) = self.vocabulary.units.at(self.rest(at + before))?;
            Some(before + unit)
        };
        Some(length + per_unit(at + length).unwrap_or_default())
    }

    fn sum(&self, at: usize) -> Option<usize> {
        if let Some((sign, ())) = self.vocabulary.currencies.at(self.rest(at))
            && let Some(length) = self.amount(at + sign)
            && self.class(at + sign) == Some(Class::Number)
        {
            let length = sign + length;
            return Some(length + self.no_cents(at + length));
        }
        let length = self.amount(at)?;
        let length = length + self.no_cents(at + length);
        let (sign, ()) = self.vocabulary.currencies.at(self.rest(at + length))?;
        Some(length + sign)
    }

    /// The length of `,-` or `.–` directly after an amount, which stands for no cents.
    fn no_cents(&self, at: usize) -> usize {
        let range = |at: usize| Some(&self.passage.tokens[*self.tokens.get(at)?].range);
        let follows = |at: usize| {
            let before = at.checked_sub(1).and_then(range);
            before.is_some_and(|before| range(at).is_some_and(|it| it.start == before.end))
        };
        let is_mark = self.is(at, ",") || self.is(at, ".");
        if is_mark && is_dash_mark(self.text(at + 1)) && follows(at) && follows(at + 1) {
            2
        } else {
            0
        }
    }

    /// `2020-01-31`, `31/01/2020`, `31 January 2020`, `January 31st, 2020`, `May 2020`.
    fn date(&self, at: usize) -> Option<usize> {
        let digits = |at: usize| {
            let number = self.class(at) == Some(Class::Number);
            let text = self.text(at);
            let count = text.bytes().take_while(u8::is_ascii_digit).count();
            (number && (count == text.len() || text.len() == count + 2)).then_some(count)
        };
        let year = |at: usize| digits(at) == Some(4) && self.text(at).len() == 4;
        let day = |at: usize| digits(at).is_some_and(|count| count <= 2);
        let month = |at: usize| {
            let capital = self.text(at).starts_with(char::is_uppercase);
            capital && self.vocabulary.months.at(self.rest(at)).is_some()
        };
        for separator in ["-", "/"] {
            let separated = self.is(at + 1, separator) && self.is(at + 3, separator);
            let first = year(at) && day(at + 2) && day(at + 4);
            let last = day(at) && day(at + 2) && (year(at + 4) || day(at + 4));
            if separated && (first || (last && separator == "/") || (last && year(at + 4))) {
                return Some(5);
            }
        }
        if self.class(at) == Some(Class::Number) {
            let parts: Vec<&str> = self.text(at).split('.').collect();
            if let [one, two, three] = parts[..]
                && one.len() <= 2
                && two.len() <= 2
                && matches!(three.len(), 2 | 4)
            {
                return Some(1);
            }
        }
        let year_after = |at: usize| -> usize {
            if year(at) {
                1
            } else if self.is(at, ",") && year(at + 1) {
                2
            } else {
                0
            }
        };
        // `The 12th of August`.
        if day(at) {
            let word = lowercase(self.text(at + 1));
            let of = usize::from(self.vocabulary.before_months.contains(&word));
            if month(at + 1 + of) {
                let end = at + 2 + of;
                let dot = usize::from(self.is(end, "."));
                return Some(2 + of + dot + year_after(end + dot));
            }
        }
        if month(at) {
            let dot = usize::from(self.is(at + 1, "."));
            if day(at + 1 + dot) {
                return Some(2 + dot + year_after(at + 2 + dot));
            }
            return year(at + 1 + dot).then_some(2 + dot);
        }
        None
    }

    /// `+49 30 1234567`, and `(555) 010-0199` after a word such as `call`.
    fn telephone(&self, at: usize) -> Option<usize> {
        let is_number = |at: usize| {
            // `30 123 456` reads like a number with separated thousands.
            let is_plain = |text: &str| {
                text.bytes()
                    .all(|b| b.is_ascii_digit() || b". ".contains(&b))
            };
            self.class(at) == Some(Class::Number) && is_plain(self.text(at))
        };
        let is_international = self.is(at, "+");
        let begins = is_number(at) || is_international || self.is(at, "(");
        let is_named = || {
            let from = at.saturating_sub(BEFORE_TELEPHONE);
            let mut before = from..at;
            before.any(|at| self.vocabulary.telephones.at(self.rest(at)).is_some())
        };
        if !begins || !is_international && !is_named() {
            return None;
        }
        let mut end = at + usize::from(is_international);
        let mut digits = 0;
        loop {
            // `)` and `-` may stand between two groups: `(555)-010`.
            let marks = (end..end + 2)
                .take_while(|at| ["(", ")", "-", "/"].iter().any(|mark| self.is(*at, mark)))
                .count();
            let group = end + marks;
            let length = self.text(group).bytes().filter(u8::is_ascii_digit).count();
            // `+1 555 010 0199, 24 hours a day`, without the comma.
            let is_time = digits > 0 && self.duration(group).is_some();
            if !is_number(group) || is_time || digits + length > *TELEPHONE.end() {
                break;
            }
            digits += length;
            end = group + 1;
        }
        TELEPHONE.contains(&digits).then(|| end - at)
    }

    /// A number of four to six figures that is not a year: `00100` before `Helsinki`.
    fn postcode(&self, at: usize) -> bool {
        let text = self.text(at);
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        (4..=6).contains(&text.len()) && is_number && !number::is_year(text)
    }

    /// `Torstraße 1`, `Calle Mayor 5`, `12 rue de Rivoli`, and `Bulevardi 12` before `, 00120 Helsinki`.
    fn street(&self, at: usize) -> Option<usize> {
        let is_name = |at: usize| self.class(at) == Some(Class::Word);
        let capital = |at: usize| is_name(at) && self.text(at).starts_with(char::is_uppercase);
        let begins = |phrases: &Phrases<()>, at: usize| phrases.at(self.rest(at)).is_some();
        if self.class(at) == Some(Class::Number) {
            let comma = usize::from(self.is(at + 1, ","));
            let first = at + 1 + comma;
            let words = first + 1..first + 1 + LONGEST_STREET;
            let mut words = words.take_while(|at| is_name(*at));
            return (begins(&self.vocabulary.streets_after_number, first))
                .then(|| words.find(|at| capital(*at)))?
                .map(|last| last + 1 - at);
        }
        if !capital(at) {
            return None;
        }
        let number = |at: usize| self.class(at) == Some(Class::Number);
        if number(at + 1) {
            let word = lowercase(self.text(at));
            let mut endings = self.vocabulary.street_endings.iter();
            let is_street = endings.any(|end| word.ends_with(end.as_str()));
            let has_town = || self.is(at + 2, ",") && self.postcode(at + 3) && capital(at + 4);
            return (is_street || !has_own_number(&word) && has_town()).then_some(2);
        }
        if !begins(&self.vocabulary.street_begins, at) {
            return None;
        }
        let end = (at + 1..at + 1 + LONGEST_STREET).find(|at| !is_name(*at))?;
        let comma = usize::from(self.is(end, ","));
        (capital(end - 1) && end > at + 1 && number(end + comma)).then(|| end + comma + 1 - at)
    }

    /// `12 Harbour Street`, `Suite 400`, `DE 19808`, `EC1A 1BB`.
    fn postal(&self, at: usize) -> Option<usize> {
        let capital = |at: usize| self.text(at).starts_with(char::is_uppercase);
        if capital(at)
            && let Some((length, ())) = self.vocabulary.numbered_places.at(self.rest(at))
        {
            let dot = usize::from(self.is(at + length, ".") || self.is(at + length, "#"));
            if self.class(at + length + dot) == Some(Class::Number) {
                return Some(length + dot + 1);
            }
        }
        if self.class(at) == Some(Class::Number) {
            let mut length = 1;
            while length <= 5 && (capital(at + length) || self.is(at + length, ".")) {
                let street = self.vocabulary.streets.at(self.rest(at + length));
                if let Some((more, ())) = street.filter(|_| length > 1) {
                    return Some(length + more);
                }
                length += 1;
            }
        }
        let shouted = |at: usize| {
            let text = self.text(at);
            text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
        };
        if shouted(at) {
            let comma = usize::from(self.is(at + 1, ","));
            let zip = self.text(at + 1 + comma);
            if zip.len() == 5 && zip.bytes().all(|b| b.is_ascii_digit()) {
                let longer = self.is(at + 2 + comma, "-") && self.text(at + 3 + comma).len() == 4;
                return Some(2 + comma + if longer { 2 } else { 0 });
            }
        }
        let mixed = |at: usize, digit_first: bool, lengths: Range<usize>| {
            let text = self.text(at);
            let kinds = text.bytes().any(|b| b.is_ascii_digit())
                && text.bytes().any(|b| b.is_ascii_uppercase());
            let all = text
                .bytes()
                .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
            let first = text.bytes().next().is_some_and(|b| b.is_ascii_digit());
            kinds && all && first == digit_first && lengths.contains(&text.len())
        };
        (mixed(at, false, 2..5) && mixed(at + 1, true, 3..4)).then_some(2)
    }

    /// `18 U.S.C. § 2703(d)`, `Article 15 of the Harbour Data Act`, `Regulation (EU) 2016/679`.
    fn statute(&self, at: usize) -> Option<usize> {
        let length = self
            .code(at)
            .or_else(|| self.numbered_law(at))
            .or_else(|| self.law(at))?;
        let mut end = at + length;
        // `section 5 of the Act`
        if let Some((of, ())) = self.vocabulary.of_laws.at(self.rest(end))
            && let Some(more) = self.law(end + of)
        {
            end += of + more;
        }
        Some(end - at)
    }

    /// `18 U.S.C. § 2703(d)`.
    fn code(&self, at: usize) -> Option<usize> {
        if self.class(at) != Some(Class::Number) {
            return None;
        }
        let shouted = |at: usize| {
            let text = self.text(at);
            self.class(at) == Some(Class::Word)
                && text.len() <= 5
                && text.chars().all(char::is_uppercase)
        };
        let mut next = at + 1;
        let mut letters = 0;
        while shouted(next) {
            letters += self.text(next).chars().count();
            next += 1;
            if self.is(next, ".") {
                next += 1;
            }
        }
        if letters < 2 {
            return None;
        }
        while self.is(next, "\u{a7}") {
            next += 1;
        }
        (self.class(next) == Some(Class::Number)).then(|| self.subsections(next + 1) - at)
    }

    /// `§ 2703(d)`, `Article 15`, `Regulation (EU) 2016/679`.
    fn numbered_law(&self, at: usize) -> Option<usize> {
        let (length, ()) = self.vocabulary.numbered_laws.at(self.rest(at))?;
        let mut next = at + length;
        if self.is(next, "(") && self.is(next + 2, ")") {
            next += 3;
        }
        let is_sign = |at: usize| self.is(at, ".") || self.is(at, "\u{a7}");
        next += (next..next + MAX_SIGNS)
            .take_while(|at| is_sign(*at))
            .count();
        let roman = |text: &str| {
            !text.is_empty()
                && text.len() < 6
                && text.chars().all(|c| "IVXLC".contains(c))
                && text != "I"
        };
        let numbered = self.class(next) == Some(Class::Number) || roman(self.text(next));
        numbered.then(|| self.subsections(next + 1) - at)
    }

    /// The end of the subsections after a number: `(b)(1)`, `/679`, `et seq.`
    fn subsections(&self, mut at: usize) -> usize {
        loop {
            let bracket = self.is(at, "(") && self.is(at + 2, ")") && self.text(at + 1).len() <= 5;
            let slash = self.is(at, "/");
            let number = self.class(at + 1) == Some(Class::Number);
            let next = self.text(at + 1);
            let shouted = !next.is_empty() && next.chars().all(char::is_uppercase);
            let range = (slash || self.is(at, "-")) && number;
            let following = self.vocabulary.following_laws.at(self.rest(at));
            if bracket {
                at += 3;
            } else if range || (slash && shouted) {
                at += 2;
            } else if let Some((length, ())) = following {
                at += length;
            } else {
                return at;
            }
        }
    }

    /// `Stored Communications Act`, `Harbour Data Act 2016`.
    fn law(&self, at: usize) -> Option<usize> {
        let capital = |at: usize| {
            self.class(at) == Some(Class::Word) && self.text(at).starts_with(char::is_uppercase)
        };
        let is = |phrases: &Phrases<()>, at: usize| phrases.at(self.rest(at)).is_some();
        if !capital(at) || is(&self.vocabulary.never_first_of_laws, at) {
            return None;
        }
        let mut length = 1;
        while length < 9 {
            let next = at + length;
            if capital(next) {
                if self.vocabulary.laws.at(self.rest(next)).is_some() {
                    length += 1;
                    let of = self.vocabulary.of_laws.at(self.rest(at + length));
                    let of = of.map_or(0, |(of, ())| of);
                    let year = self.text(at + length + of);
                    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
                    return Some(if is_year { length + of + 1 } else { length });
                }
                length += 1;
            } else if is(&self.vocabulary.within_laws, next) {
                length += 1;
            } else {
                return None;
            }
        }
        None
    }
}

/// An amount in hundredths, with its other words in alphabetical order: equal for `EUR 100`,
/// `100 EUR` and `one hundred EUR`.
pub(crate) fn sum(amount: &str, vocabulary: &Vocabulary) -> Option<(u64, Vec<String>)> {
    let mut words = words_of(amount);
    let number = quantity(&words, vocabulary)?;
    words.retain(|word| {
        !is_number(word, vocabulary)
            && !matches!(word.as_str(), "," | "." | "(" | ")")
            && !is_dash_mark(word)
    });
    words.sort_unstable();
    Some((number, words))
}

fn is_number(word: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.number_values.contains_key(word) || number::hundredths(word).is_some()
}

fn words_of(amount: &str) -> Vec<String> {
    let tokens = tokens(amount, false, None).into_iter();
    tokens
        .map(|token| lowercase(&amount[token.range]))
        .collect()
}

/// The number in the words of an amount, in hundredths: 10,000 for `one hundred euros`.
fn quantity(words: &[String], vocabulary: &Vocabulary) -> Option<u64> {
    let value = |at: usize| {
        let word: &String = words.get(at)?;
        vocabulary.number_values.get(word).copied()
    };
    (0..words.len()).find_map(|at| {
        if let Some((_, number)) = number::in_words(
            |next| value(at + next),
            |next| words.get(at + next).is_some_and(|word| is_dash_mark(word)),
        ) {
            return number.checked_mul(100);
        }
        let number = number::hundredths(&words[at])?;
        // `2 million`, `1 ½`.
        let next = words.get(at + 1).filter(|next| number::is_fraction(next));
        let fraction = next.and_then(|next| number::hundredths(next));
        let number = number.checked_add(fraction.unwrap_or_default())?;
        let mut times = (at + 1..)
            .map_while(value)
            .take_while(|times| *times >= 100);
        times.try_fold(number, u64::checked_mul)
    })
}

/// A length of time in hundredths of minutes, or else of its units: equal for `two weeks` and
/// `14 days`. Of a number, its hundredths.
pub(crate) fn length(duration: &str, vocabulary: &Vocabulary) -> Option<(u64, String)> {
    let words = words_of(duration);
    let number = quantity(&words, vocabulary)?;
    // `At least two` has none.
    let unit = words.last().filter(|word| !is_number(word, vocabulary));
    let unit = unit.map_or("", String::as_str);
    let (times, unit) = match vocabulary.multiples.get(unit) {
        Some((of, times)) => (*times, of.as_str()),
        None => (1, unit),
    };
    let (times, unit) = match vocabulary.minutes.get(unit) {
        Some(minutes) => (times.checked_mul(*minutes)?, String::new()),
        None => (times, vocabulary.stem(unit)),
    };
    Some((number.checked_mul(times)?, unit))
}
