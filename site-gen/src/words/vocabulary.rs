//! The significant words of a language. They are data of the library, `obligation.toml`; a theme
//! may have its own list, `obligation/<language>.toml`.

use super::token::{is_apostrophe, tokens};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use foldhash::{HashMap, HashSet};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;

/// The significant words of one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vocabulary {
    /// Every word of the phrases below. A text's word is looked up here once, and then compared by
    /// its number.
    words: WordIds,
    pub(crate) modals: Phrases<Force>,
    pub(crate) negations: Phrases<()>,
    pub(crate) limits: Phrases<()>,
    /// Those limits that oblige nobody by themselves.
    pub(crate) weak_limits: HashSet<String>,
    pub(crate) numbers: Phrases<()>,
    pub(crate) units: Phrases<()>,
    pub(crate) between: Phrases<()>,
    pub(crate) times: Phrases<()>,
    pub(crate) months: Phrases<u8>,
    pub(crate) currencies: Phrases<()>,
    pub(crate) percentages: Phrases<()>,
    pub(crate) streets: Phrases<()>,
    pub(crate) numbered_places: Phrases<()>,
    pub(crate) numbered_laws: Phrases<()>,
    pub(crate) laws: Phrases<()>,
    pub(crate) within_laws: Phrases<()>,
    pub(crate) never_first_of_laws: Phrases<()>,
    pub(crate) of_laws: Phrases<()>,
    /// The values of number words.
    pub(crate) number_values: HashMap<String, u64>,
    pub(crate) exceptions: Phrases<()>,
    /// Kinds of legal process, each with a rank where one can be given.
    pub(crate) processes: Phrases<Option<u8>>,
    /// Who issues and signs, ranked in the same way.
    pub(crate) authorities: Phrases<Option<u8>>,
    pub(crate) signing: Phrases<()>,
    pub(crate) hedges: Phrases<()>,
    pub(crate) joining: Phrases<Joining>,
    pub(crate) fees: Phrases<()>,
    pub(crate) promises: Promises,
    pub(crate) instructions: Phrases<()>,
    /// Words that begin a condition, after which an instruction may follow.
    pub(crate) conditions: Phrases<()>,
    /// Words before which nothing is an instruction.
    pub(crate) no_instruction_before: HashSet<WordId>,
    pub(crate) at_signs: Phrases<()>,
    /// The first character of each.
    at_sign_starts: HashSet<char>,
    pub(crate) dots: Phrases<()>,
    pub(crate) forms: Vec<String>,
    pub(crate) noise: Phrases<()>,
    pub(crate) everywhere: HashSet<String>,
    /// Those words whose change does not affect any requirement.
    pub(crate) quiet: std::collections::HashSet<String>,
    pub(crate) spellings: Vec<(String, String)>,
    /// Insignificant endings, longest first.
    pub(crate) endings: Vec<String>,
    /// Words of a lead-in that make the items of its list significant.
    pub(crate) lead_ins: Phrases<()>,
    /// Words that are spelling variants of each other, with the number of their list.
    pub(crate) same: Phrases<u32>,
    same_lists: u32,
    /// The words of `date_of_text`, as phrases.
    pub(crate) stamps: Phrases<()>,
    /// Words that introduce the date of the text.
    pub(crate) date_of_text: Vec<String>,
    /// Words that may be between them and the date.
    pub(crate) before_date_of_text: Vec<String>,
    pub(crate) companies: Companies,
}

/// The force of a modal verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Force {
    May,
    Should,
    Must,
    /// A negated modal verb, which is not comparable with the others.
    Negated,
}

impl Force {
    /// The rank for comparisons.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Self::Negated => 0,
            Self::May => 1,
            Self::Should => 2,
            Self::Must => 3,
        }
    }
}

/// How conditions are joined: all are required, or one is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joining {
    And,
    Or,
}

/// How somebody makes a promise without a modal verb: "We notify users".
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Promises {
    pub(crate) subjects: Phrases<()>,
    /// Words that may be between the promiser and the promise: `also`.
    pub(crate) between: Phrases<()>,
    /// Verbs after `we` that are no promise: `believe`.
    pub(crate) never: Phrases<()>,
    pub(crate) never_endings: Vec<String>,
    /// Words after which nothing is a promise.
    pub(crate) not_after: HashSet<WordId>,
    /// Verbs after a name: `notifies`.
    pub(crate) does: Phrases<()>,
    /// Words for the company, other than its name: `service`.
    pub(crate) names: HashSet<WordId>,
    pub(crate) is: Phrases<()>,
    /// Participles after `is`: `deleted`.
    pub(crate) done: Phrases<()>,
}

/// The number of a word in a vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct WordId(u32);

impl WordId {
    /// A word that no phrase has.
    const UNKNOWN: Self = Self(0);
}

/// The words of a vocabulary, in lower case, with their numbers.
#[derive(Clone, Debug, Default, PartialEq)]
struct WordIds {
    ids: HashMap<String, WordId>,
    /// Those that begin a phrase.
    first: HashSet<WordId>,
}

impl WordIds {
    /// The number of a word in lower case, added if it is new.
    fn add(&mut self, word: String) -> WordId {
        let next = u32::try_from(self.ids.len() + 1).unwrap_or(u32::MAX);
        *self.ids.entry(word).or_insert(WordId(next))
    }
}

/// A dictionary of phrases, by their first word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Phrases<T>(HashMap<WordId, Vec<(Vec<WordId>, T)>>);

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self(HashMap::default())
    }
}

impl<T: Copy> Phrases<T> {
    fn add(&mut self, phrases: &[String], meaning: T, ids: &mut WordIds) {
        for phrase in phrases {
            let words: Vec<WordId> = words(phrase).into_iter().map(|it| ids.add(it)).collect();
            if let Some(first) = words.first() {
                ids.first.insert(*first);
                let same_first = self.0.entry(*first).or_default();
                same_first.push((words, meaning));
                // Longest first.
                same_first.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
            }
        }
    }

    /// The longest phrase at the start of some words: its length in words, and its value.
    pub(crate) fn at(&self, rest: &[WordId]) -> Option<(usize, T)> {
        let first = rest.first().filter(|first| **first != WordId::UNKNOWN)?;
        let phrases = self.0.get(first)?;
        let (words, meaning) = phrases.iter().find(|(words, _)| rest.starts_with(words))?;
        Some((words.len(), *meaning))
    }

    /// Whether a phrase is anywhere among some words.
    pub(crate) fn is_in(&self, words: &[WordId]) -> bool {
        (0..words.len()).any(|at| self.at(&words[at..]).is_some())
    }
}

impl Vocabulary {
    /// The number of a month, from 1.
    pub(crate) fn month(&self, name: &str) -> Option<u8> {
        self.months.at(&[self.word(name)]).map(|(_, number)| number)
    }

    /// The number of a word of a text, in whatever case.
    pub(crate) fn word(&self, word: &str) -> WordId {
        let known = self.words.ids.get(lowercase_or_same(word).as_ref());
        known.copied().unwrap_or(WordId::UNKNOWN)
    }

    /// Whether a text may have an `[at]`, because it has the character that one begins with.
    pub(crate) fn may_have_at_sign(&self, text: &str) -> bool {
        let mut starts = self.at_sign_starts.iter();
        // A letter may be a capital in the text, and an apostrophe of another sort.
        let is_plain = |start: &char| start.is_ascii_punctuation() && !is_apostrophe(*start);
        starts.any(|start| !is_plain(start) || text.contains(*start))
    }

    /// Whether a word begins any phrase.
    pub(crate) fn begins_phrase(&self, word: WordId) -> bool {
        word != WordId::UNKNOWN && self.words.first.contains(&word)
    }
}

/// Splits a phrase into normalized words.
fn words(phrase: &str) -> Vec<String> {
    let found = tokens(phrase, false, None);
    found
        .into_iter()
        .map(|token| lowercase(&phrase[token.range]))
        .collect()
}

/// A word in lower case, with one sort of apostrophe.
pub(crate) fn lowercase(word: &str) -> String {
    // Nearly every word is ASCII, for which this is many times faster.
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    lowercase_letters(word).collect()
}

fn lowercase_letters(word: &str) -> impl Iterator<Item = char> + '_ {
    let letters = word.chars();
    letters
        .map(|c| if is_apostrophe(c) { '\'' } else { c })
        .flat_map(char::to_lowercase)
}

/// As [`lowercase`], but borrows a word that is in lower case already.
pub(crate) fn lowercase_or_same(word: &str) -> Cow<'_, str> {
    let is_lowercase = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if word.bytes().all(is_lowercase) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(lowercase(word))
    }
}

/// The file as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    /// Which sentences need a rule, and their force: used when rules are resolved.
    #[serde(rename = "obligation")]
    _obligation: IgnoredAny,
    #[serde(rename = "force")]
    _force: IgnoredAny,
    modal: Vec<Modal>,
    negation: Negation,
    limit: Limits,
    number: Numbers,
    duration: Duration,
    date: Dates,
    money: Currencies,
    percentage: WordList,
    postal: Postal,
    statute: Statute,
    company: Companies,
    exception: WordList,
    process: Vec<Ranked>,
    authority: Vec<Ranked>,
    signing: WordList,
    hedge: WordList,
    joining: Joined,
    fee: WordList,
    promise: WrittenPromises,
    instruction: Instructions,
    #[serde(rename = "lead-in")]
    lead_in: WordList,
    email: Obfuscated,
    link: Links,
    noise: Noise,
    same: Vec<WordList>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Numbers {
    words: Vec<String>,
    values: HashMap<String, u64>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Limits {
    words: Vec<String>,
    weak: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Instructions {
    words: Vec<String>,
    conditions: Vec<String>,
    never_before: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Ranked {
    rank: Option<u8>,
    words: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Joined {
    and: Vec<String>,
    or: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct WrittenPromises {
    subjects: Vec<String>,
    between: Vec<String>,
    never: Vec<String>,
    never_endings: Vec<String>,
    not_after: Vec<String>,
    does: Vec<String>,
    names: Vec<String>,
    is: Vec<String>,
    done: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Obfuscated {
    at: Vec<String>,
    dot: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Links {
    forms: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Noise {
    words: Vec<String>,
    everywhere: Vec<String>,
    quiet: Vec<String>,
    spellings: Vec<(String, String)>,
    endings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Modal {
    force: WrittenForce,
    words: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WrittenForce {
    Must,
    Should,
    May,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Negation {
    words: Vec<String>,
    modals: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WordList {
    words: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Duration {
    units: Vec<String>,
    between: Vec<String>,
    words: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Dates {
    months: Vec<String>,
    of_text: Vec<String>,
    before_of_text: Vec<String>,
}

/// How to recognise company names in a text.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(crate) struct Companies {
    /// Legal forms at the end of a full name, without a full stop: `Inc`.
    pub(crate) forms: HashSet<String>,
    /// Verbs after a company's name: `will`, `requires`.
    pub(crate) does: HashSet<String>,
    /// Nouns after a company's name: `account`.
    pub(crate) has: HashSet<String>,
    /// Possessive endings: `'s`.
    pub(crate) whose: Vec<String>,
    /// Words after which there is no company name: `the`.
    pub(crate) never_after: HashSet<String>,
    /// Words that are not part of a name, although they may begin a sentence: `if`.
    pub(crate) never_in: HashSet<String>,
    /// Names that are not companies: `Europol`.
    pub(crate) others: Vec<String>,
}

impl Companies {
    fn extend(&mut self, more: Self) {
        let Self {
            forms,
            does,
            has,
            whose,
            never_after,
            never_in,
            others,
        } = more;
        self.forms.extend(forms);
        self.does.extend(does);
        self.has.extend(has);
        self.whose.extend(whose);
        self.never_after.extend(never_after);
        self.never_in.extend(never_in);
        self.others.extend(others);
    }

    /// A name without its possessive ending, if it has one.
    pub(crate) fn without_whose<'n>(&self, name: &'n str) -> Option<&'n str> {
        let end = name.chars().next_back()?;
        self.whose.iter().find_map(|whose| {
            // Nearly every word ends in another letter.
            let may_end = |last: char| !last.is_ascii() || last.eq_ignore_ascii_case(&end);
            if end.is_ascii() && !whose.chars().next_back().is_some_and(may_end) {
                return None;
            }
            let last = whose.chars().count().checked_sub(1)?;
            let (at, _) = name.char_indices().rev().nth(last)?;
            let ends = lowercase_letters(&name[at..]).eq(lowercase_letters(whose));
            ends.then_some(&name[..at])
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Currencies {
    currencies: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Postal {
    streets: Vec<String>,
    numbered: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Statute {
    numbered: Vec<String>,
    laws: Vec<String>,
    within: Vec<String>,
    never_first: Vec<String>,
    of: Vec<String>,
}

impl Vocabulary {
    /// Parses a word list.
    ///
    /// # Errors
    ///
    /// The place of the error.
    pub fn parse(source: &Source) -> Result<Self, Diagnostics> {
        let mut vocabulary = Self::default();
        vocabulary.add(read(source)?);
        Ok(vocabulary)
    }

    /// Adds the words of a second list, so that a theme can extend the list without copying it.
    ///
    /// # Errors
    ///
    /// The place of the error in that list.
    pub fn with(mut self, source: &Source) -> Result<Self, Diagnostics> {
        self.add(read(source)?);
        Ok(self)
    }

    fn add(&mut self, written: Written) {
        let ids = &mut self.words;
        for modal in &written.modal {
            let force = match modal.force {
                WrittenForce::Must => Force::Must,
                WrittenForce::Should => Force::Should,
                WrittenForce::May => Force::May,
            };
            self.modals.add(&modal.words, force, ids);
        }
        self.modals
            .add(&written.negation.modals, Force::Negated, ids);
        let promise = &written.promise;
        for (phrases, words) in [
            (&mut self.negations, &written.negation.words),
            (&mut self.limits, &written.limit.words),
            (&mut self.numbers, &written.number.words),
            (&mut self.units, &written.duration.units),
            (&mut self.between, &written.duration.between),
            (&mut self.times, &written.duration.words),
            (&mut self.currencies, &written.money.currencies),
            (&mut self.percentages, &written.percentage.words),
            (&mut self.streets, &written.postal.streets),
            (&mut self.numbered_places, &written.postal.numbered),
            (&mut self.numbered_laws, &written.statute.numbered),
            (&mut self.laws, &written.statute.laws),
            (&mut self.within_laws, &written.statute.within),
            (&mut self.never_first_of_laws, &written.statute.never_first),
            (&mut self.of_laws, &written.statute.of),
            (&mut self.exceptions, &written.exception.words),
            (&mut self.signing, &written.signing.words),
            (&mut self.hedges, &written.hedge.words),
            (&mut self.fees, &written.fee.words),
            (&mut self.instructions, &written.instruction.words),
            (&mut self.conditions, &written.instruction.conditions),
            (&mut self.promises.subjects, &promise.subjects),
            (&mut self.promises.between, &promise.between),
            (&mut self.promises.never, &promise.never),
            (&mut self.promises.does, &promise.does),
            (&mut self.promises.is, &promise.is),
            (&mut self.promises.done, &promise.done),
            (&mut self.lead_ins, &written.lead_in.words),
            (&mut self.at_signs, &written.email.at),
            (&mut self.dots, &written.email.dot),
            (&mut self.noise, &written.noise.words),
            (&mut self.stamps, &written.date.of_text),
        ] {
            phrases.add(words, (), ids);
        }
        let at_signs = written.email.at.iter();
        (self.at_sign_starts).extend(at_signs.filter_map(|sign| sign.trim().chars().next()));
        self.joining.add(&written.joining.and, Joining::And, ids);
        self.joining.add(&written.joining.or, Joining::Or, ids);
        for (phrases, lists) in [
            (&mut self.processes, &written.process),
            (&mut self.authorities, &written.authority),
        ] {
            for list in lists {
                phrases.add(&list.words, list.rank, ids);
            }
        }
        for list in &written.same {
            self.same_lists += 1;
            self.same.add(&list.words, self.same_lists, ids);
        }
        for (at, name) in written.date.months.iter().enumerate() {
            // The twelve months, followed by their abbreviations.
            let whole = written.date.months.iter().take(12);
            let month = whole
                .clone()
                .position(|month| month.starts_with(name.as_str()));
            let number = month.unwrap_or(at) + 1;
            let number = u8::try_from(number).unwrap_or_default();
            self.months.add(std::slice::from_ref(name), number, ids);
        }
        let lowercase_all = |words: Vec<String>| words.into_iter().map(|word| lowercase(&word));
        self.date_of_text
            .extend(lowercase_all(written.date.of_text));
        self.before_date_of_text
            .extend(lowercase_all(written.date.before_of_text));
        self.forms.extend(lowercase_all(written.link.forms));
        self.everywhere
            .extend(lowercase_all(written.noise.everywhere));
        self.promises
            .never_endings
            .extend(lowercase_all(written.promise.never_endings));
        self.weak_limits.extend(lowercase_all(written.limit.weak));
        for (set, words) in [
            (&mut self.promises.names, written.promise.names),
            (&mut self.promises.not_after, written.promise.not_after),
            (
                &mut self.no_instruction_before,
                written.instruction.never_before,
            ),
        ] {
            set.extend(lowercase_all(words).map(|word| ids.add(word)));
        }
        self.quiet.extend(lowercase_all(written.noise.quiet));
        self.endings.extend(lowercase_all(written.noise.endings));
        self.number_values.extend(written.number.values);
        self.spellings.extend(written.noise.spellings);
        self.companies.extend(written.company);
    }
}

/// Parses the file.
fn read(source: &Source) -> Result<Written, Diagnostics> {
    toml::from_str(source.text()).map_err(|error| {
        let diagnostic =
            Diagnostic::error(format!("these words cannot be read: {}", error.message()));
        let place = Place::new(source, error.span().unwrap_or(0..0));
        Diagnostics::from(
            diagnostic
                .at(place)
                .help("compare it with the library's: `site-gen library show obligation.toml`"),
        )
    })
}
