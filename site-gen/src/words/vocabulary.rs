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
    /// Negated modals that take back what was allowed.
    pub(crate) no_permissions: Phrases<()>,
    /// What somebody can do, or cannot.
    pub(crate) abilities: HashSet<String>,
    /// Negated modals that say that something is not asked for.
    pub(crate) no_demands: HashSet<String>,
    pub(crate) limits: Phrases<()>,
    /// Those limits that create no obligation by themselves.
    pub(crate) weak_limits: HashSet<String>,
    /// `within`: the more time, the less is asked for.
    pub(crate) most: HashSet<String>,
    /// `at least`.
    pub(crate) least: HashSet<String>,
    /// `after`, where something is deleted.
    pub(crate) delays: HashSet<String>,
    pub(crate) deletes: HashSet<String>,
    /// Words before a duration, such as `for`.
    pub(crate) lasting: HashSet<String>,
    /// `up to`: the amount after it is the highest.
    pub(crate) caps: HashSet<String>,
    /// `window`: in the time before it something may be done.
    pub(crate) windows: HashSet<String>,
    /// Words after a length of time that say that it is a person's age.
    pub(crate) ages: HashSet<String>,
    /// Words after a length of time before which something has to be done: `30 days' notice`.
    pub(crate) ahead: HashSet<String>,
    /// `promptly`: a time limit without a number.
    pub(crate) prompt: HashSet<String>,
    /// `material`, `reasonably`: a sentence holds in fewer cases for them.
    pub(crate) narrowing: HashSet<String>,
    /// `written`, `express`: more is asked for with them.
    pub(crate) demanding: HashSet<String>,
    /// Words for legal process of any kind.
    pub(crate) any_process: HashSet<String>,
    /// Words before an example.
    pub(crate) examples: HashSet<String>,
    /// Words of sentences about telling users.
    pub(crate) notice: HashSet<String>,
    /// Words for those users.
    pub(crate) notified: HashSet<String>,
    /// Phrases with one of those words that mean others: `members of the public`.
    pub(crate) not_notified: HashSet<String>,
    /// The first words of an instruction to tell them, or not to.
    pub(crate) notice_orders: HashSet<String>,
    /// `only`: nothing else is allowed.
    pub(crate) only: HashSet<String>,
    /// The exceptions that begin a part of a sentence: `unless`.
    pub(crate) exception_starts: HashSet<String>,
    /// What begins a condition: `if`, and `with your consent`.
    pub(crate) condition_starts: HashSet<String>,
    pub(crate) consent_starts: HashSet<String>,
    pub(crate) numbers: Phrases<()>,
    pub(crate) units: Phrases<()>,
    pub(crate) between: Phrases<()>,
    pub(crate) times: Phrases<()>,
    pub(crate) months: Phrases<u8>,
    /// Words between a day and its month: `the 12th of August`.
    pub(crate) before_months: HashSet<String>,
    pub(crate) currencies: Phrases<()>,
    /// `a`, between an amount and a unit of time.
    pub(crate) per: Phrases<()>,
    pub(crate) percentages: Phrases<()>,
    pub(crate) streets: Phrases<()>,
    /// What the name of a street begins with that has its number at its end, or at its start; and the
    /// ends of names of one word.
    pub(crate) street_begins: Phrases<()>,
    pub(crate) streets_after_number: Phrases<()>,
    pub(crate) street_endings: Vec<String>,
    /// What is before a telephone number.
    pub(crate) telephones: Phrases<()>,
    pub(crate) numbered_places: Phrases<()>,
    pub(crate) numbered_laws: Phrases<()>,
    pub(crate) following_laws: Phrases<()>,
    pub(crate) laws: Phrases<()>,
    pub(crate) within_laws: Phrases<()>,
    pub(crate) never_first_of_laws: Phrases<()>,
    pub(crate) of_laws: Phrases<()>,
    /// What is between the two ends of a range: `30 to 90 days`.
    pub(crate) ranges: HashSet<String>,
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
    /// Those that say that nothing is charged.
    pub(crate) free: HashSet<String>,
    /// Words that give somebody a right, or say whose rules apply.
    pub(crate) rights: Phrases<()>,
    pub(crate) territories: Phrases<()>,
    /// Ways to reach somebody that are not addresses.
    pub(crate) channels: Phrases<()>,
    /// Instructions to use them.
    pub(crate) reach: HashSet<String>,
    /// Words of a line of a postal address.
    pub(crate) address_lines: Phrases<()>,
    /// Phrases that have a significant word and oblige nobody.
    pub(crate) empty: Phrases<()>,
    /// Phrases of sentences that state a purpose or a belief.
    pub(crate) explanations: Phrases<()>,
    pub(crate) promises: Promises,
    pub(crate) instructions: Phrases<()>,
    /// Words that begin a condition, after which an instruction may follow.
    pub(crate) conditions: Phrases<()>,
    /// Words before which nothing is an instruction.
    pub(crate) no_instruction_before: HashSet<WordId>,
    pub(crate) at_signs: Phrases<()>,
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
    /// The same for single words without their endings.
    same_stems: HashMap<String, u32>,
    /// Units of time as multiples of another: `week` is 7 times `day`.
    pub(crate) multiples: HashMap<String, (String, u64)>,
    /// How many minutes some units are.
    pub(crate) minutes: HashMap<String, u64>,
    pub(crate) reworded: Reworded,
    contractions: Contractions,
    /// The words of `date_of_text`, as phrases.
    pub(crate) stamps: Phrases<()>,
    /// Words that introduce the date of the text.
    pub(crate) date_of_text: Vec<String>,
    /// Words that may be between them and the date.
    pub(crate) before_date_of_text: Vec<String>,
    /// Words before the number of the text's version.
    pub(crate) version_of_text: HashSet<String>,
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
    /// Verbs after `we` that are not promises: `believe`.
    pub(crate) never: Phrases<()>,
    pub(crate) never_endings: Vec<String>,
    adverb_endings: Vec<String>,
    no_adverbs: HashSet<String>,
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

impl Promises {
    /// Whether a word in lower case says how something is done, so that the verb follows it.
    pub(super) fn is_adverb(&self, word: &str) -> bool {
        let ends = |ending: &String| word.ends_with(ending.as_str());
        self.adverb_endings.iter().any(ends) && !self.no_adverbs.contains(word)
    }
}

/// Words that are two in one, with the two.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
struct Contractions {
    endings: Vec<(String, String)>,
    words: Vec<(String, String, String)>,
}

/// How the same may be said in another order or another voice.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reworded {
    /// Words that may be added or removed without a change of meaning.
    pub(crate) dropped: HashSet<String>,
    /// Words for a noun that was named before.
    pub(crate) pronouns: HashSet<String>,
    /// Words for the company and for the reader, by the number of their list.
    pub(crate) persons: HashMap<String, u32>,
    person_lists: u32,
    /// Words of sentences that do not say who acts.
    pub(crate) impersonal: HashSet<String>,
    /// Words that belong to the word after them.
    pub(crate) bound: HashSet<String>,
    past: HashSet<String>,
    /// Words that begin a part of a sentence which has to stay with them.
    pub(crate) conjunctions: HashSet<String>,
    /// Words that say that something is done to somebody.
    pub(crate) is: HashSet<String>,
    /// Words before the one who does it.
    pub(crate) by: HashSet<String>,
    participle_endings: Vec<String>,
    participles: HashSet<String>,
}

impl Reworded {
    /// Whether a word for a person is one for the company. `None` for other words. Each language has a list
    /// for the company, and then one for the reader.
    pub(crate) fn is_company(&self, word: &str) -> Option<bool> {
        self.persons.get(word).map(|list| list % 2 == 1)
    }

    /// Whether a word in lower case can say what is done to something: `kept`.
    pub(crate) fn is_participle(&self, word: &str) -> bool {
        let ends = |ending: &String| word.ends_with(ending.as_str());
        self.participles.contains(word) || self.participle_endings.iter().any(ends)
    }

    /// Whether a verb in lower case, after who does it, says what was.
    pub(crate) fn is_past(&self, word: &str) -> bool {
        let ends = |ending: &String| word.ends_with(ending.as_str());
        self.past.contains(word) || self.participle_endings.iter().any(ends)
    }

    fn extend(&mut self, written: RewordedWords) {
        let lowercase_all = |words: Vec<String>| words.into_iter().map(|word| lowercase(&word));
        for (set, words) in [
            (&mut self.dropped, written.dropped),
            (&mut self.pronouns, written.pronouns),
            (&mut self.impersonal, written.impersonal),
            (&mut self.is, written.is),
            (&mut self.by, written.by),
            (&mut self.conjunctions, written.conjunctions),
            (&mut self.bound, written.bound),
            (&mut self.past, written.past),
            (&mut self.participles, written.participles),
        ] {
            set.extend(lowercase_all(words));
        }
        for words in written.persons {
            self.person_lists += 1;
            let list = self.person_lists;
            (self.persons).extend(lowercase_all(words).map(|word| (word, list)));
        }
        (self.participle_endings).extend(lowercase_all(written.participle_endings));
    }
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
                // Longest first.
                let at = same_first.partition_point(|(known, _)| known.len() >= words.len());
                same_first.insert(at, (words, meaning));
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

/// `reply` as `repli`, which `replies` has without its ending. `days` is `day`.
fn with_one_last_letter(stem: &str) -> String {
    let vowel = |letter| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u');
    match stem.strip_suffix('y') {
        Some(start) if !start.ends_with(vowel) => format!("{start}i"),
        Some(_) | None => stem.to_owned(),
    }
}

impl Vocabulary {
    /// Whether a web address is that of a contact form.
    pub(crate) fn is_form(&self, address: &str) -> bool {
        let address = lowercase(address);
        let mut forms = self.forms.iter();
        forms.any(|form| address.contains(form.as_str()))
    }

    /// The number of a month, from 1.
    pub(crate) fn month(&self, name: &str) -> Option<u8> {
        self.months.at(&[self.word(name)]).map(|(_, number)| number)
    }

    /// The number of a word of a text, in whatever case.
    pub(crate) fn word(&self, word: &str) -> WordId {
        let known = self.words.ids.get(lowercase_or_same(word).as_ref());
        known.copied().unwrap_or(WordId::UNKNOWN)
    }

    /// The two words of which a word in lower case is made: `we'll`.
    pub(crate) fn contraction<'w>(&'w self, word: &'w str) -> Option<[&'w str; 2]> {
        if !word.contains('\'') {
            return None;
        }
        let Contractions { endings, words } = &self.contractions;
        let whole = words.iter().find(|(contracted, ..)| contracted == word);
        let whole = whole.map(|(_, one, other)| [one.as_str(), other.as_str()]);
        let by_ending = || {
            endings.iter().find_map(|(ending, other)| {
                let one = word.strip_suffix(ending.as_str())?;
                (!one.is_empty()).then_some([one, other.as_str()])
            })
        };
        whole.or_else(by_ending)
    }

    /// The list of words that say the same as this one, which is in lower case and may have another
    /// ending.
    pub(crate) fn same_as(&self, stem: &str) -> Option<u32> {
        self.same_stems.get(stem).copied()
    }

    /// A word in lower case with one spelling, without the possessive and without its ending.
    pub(crate) fn stem(&self, word: &str) -> String {
        let word = word.strip_suffix("'s").unwrap_or(word);
        let letters = word.chars().count();
        if letters < 4 {
            return word.to_owned();
        }
        if letters == 4 {
            // `asks` and `name`, but neither `this` nor `less`.
            let mut endings = self.endings.iter().filter(|ending| ending.len() == 1);
            let stem = endings.find_map(|ending| word.strip_suffix(ending.as_str()));
            let stem = stem.filter(|stem| !stem.ends_with(['s', 'i', 'u']));
            return with_one_last_letter(stem.unwrap_or(word));
        }
        let spellings = self.spellings.iter();
        let spelled = spellings.fold(word.to_owned(), |word, (one, other)| {
            if word.starts_with(one.as_str()) {
                word
            } else {
                word.replace(one, other)
            }
        });
        let mut endings = self.endings.iter().filter_map(|ending| {
            let stem = spelled.strip_suffix(ending.as_str())?;
            // `process` has none.
            let is_one = stem.chars().count() > 2 && !(ending == "s" && stem.ends_with('s'));
            is_one.then_some(stem)
        });
        let stem = endings.next().unwrap_or(&spelled);
        // `permitted` is `permit`.
        let mut letters = stem.chars().rev();
        let doubled = letters.next().filter(|last| letters.next() == Some(*last));
        let stem = match doubled {
            Some(last) if !"aeioulszf".contains(last) => &stem[..stem.len() - last.len_utf8()],
            Some(_) | None => stem,
        };
        with_one_last_letter(stem)
    }

    /// Whether a word begins any phrase.
    pub(super) fn begins_phrase(&self, word: WordId) -> bool {
        word != WordId::UNKNOWN && self.words.first.contains(&word)
    }

    /// Whether a word begins a number, a time, an amount of money or a law.
    pub(crate) fn begins_amount_or_law(&self, word: WordId) -> bool {
        let lists = [
            &self.numbers,
            &self.times,
            &self.currencies,
            &self.numbered_laws,
        ];
        lists.iter().any(|phrases| phrases.0.contains_key(&word))
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

/// A word in lower case, with one type of apostrophe.
pub(crate) fn lowercase(word: &str) -> String {
    // Nearly every word is ASCII, for which this is many times faster.
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let letters = word.chars();
    let letters = letters.map(|c| if is_apostrophe(c) { '\'' } else { c });
    letters.flat_map(char::to_lowercase).collect()
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
struct VocabularyFile {
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
    telephone: WordList,
    statute: Statute,
    company: Companies,
    exception: Exceptions,
    process: Vec<Ranked>,
    authority: Vec<Ranked>,
    signing: WordList,
    notice: Notice,
    example: WordList,
    hedge: WordList,
    joining: Joined,
    fee: Fees,
    right: WordList,
    territory: WordList,
    channel: Channel,
    empty: WordList,
    explanation: WordList,
    promise: PromiseWords,
    instruction: Instructions,
    #[serde(rename = "lead-in")]
    lead_in: WordList,
    email: Obfuscated,
    link: Links,
    noise: Noise,
    reworded: RewordedWords,
    contraction: Contractions,
    same: Vec<WordList>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct RewordedWords {
    dropped: Vec<String>,
    pronouns: Vec<String>,
    persons: Vec<Vec<String>>,
    impersonal: Vec<String>,
    is: Vec<String>,
    by: Vec<String>,
    conjunctions: Vec<String>,
    bound: Vec<String>,
    past: Vec<String>,
    participle_endings: Vec<String>,
    participles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Multiple {
    words: Vec<String>,
    of: String,
    times: u64,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Numbers {
    words: Vec<String>,
    ranges: Vec<String>,
    values: HashMap<String, u64>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Limits {
    words: Vec<String>,
    weak: Vec<String>,
    most: Vec<String>,
    least: Vec<String>,
    delays: Vec<String>,
    deletes: Vec<String>,
    lasting: Vec<String>,
    caps: Vec<String>,
    windows: Vec<String>,
    ages: Vec<String>,
    ahead: Vec<String>,
    prompt: Vec<String>,
    narrowing: Vec<String>,
    demanding: Vec<String>,
    only: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Exceptions {
    words: Vec<String>,
    begins: Vec<String>,
    conditions: Vec<String>,
    consent: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Instructions {
    words: Vec<String>,
    conditions: Vec<String>,
    never_before: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Ranked {
    rank: Option<u8>,
    words: Vec<String>,
    of_any_kind: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Joined {
    and: Vec<String>,
    or: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct PromiseWords {
    subjects: Vec<String>,
    between: Vec<String>,
    never: Vec<String>,
    never_endings: Vec<String>,
    adverb_endings: Vec<String>,
    no_adverbs: Vec<String>,
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
    force: ModalForce,
    words: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ModalForce {
    Must,
    Should,
    May,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Negation {
    words: Vec<String>,
    modals: Vec<String>,
    permissions: Vec<String>,
    demands: Vec<String>,
    abilities: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WordList {
    words: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Channel {
    words: Vec<String>,
    reach: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Notice {
    words: Vec<String>,
    orders: Vec<String>,
    users: Vec<String>,
    others: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Fees {
    words: Vec<String>,
    free: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Duration {
    /// Used when rules are resolved.
    #[serde(rename = "days")]
    _days: IgnoredAny,
    units: Vec<String>,
    between: Vec<String>,
    words: Vec<String>,
    minutes: HashMap<String, u64>,
    multiple: Vec<Multiple>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Dates {
    months: Vec<String>,
    before_months: Vec<String>,
    of_text: Vec<String>,
    before_of_text: Vec<String>,
    version_of_text: Vec<String>,
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
    /// Words of an address that are placeholders: `username.forge.example`.
    pub(crate) placeholders: HashSet<String>,
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
            placeholders,
        } = more;
        self.forms.extend(forms);
        self.does.extend(does);
        self.has.extend(has);
        self.whose.extend(whose);
        self.never_after.extend(never_after);
        self.never_in.extend(never_in);
        self.others.extend(others);
        self.placeholders.extend(placeholders);
    }

    /// A name without its possessive ending, if it has one.
    pub(crate) fn without_possessive<'n>(&self, name: &'n str) -> Option<&'n str> {
        self.whose.iter().find_map(|whose| {
            let mut rest = name.chars();
            // Nearly every word differs in its last letter.
            let ends = whose.chars().rev().all(|letter| {
                let last = rest.next_back();
                last.is_some_and(|last| match (last, letter) {
                    ('\0'..='\x7f', '\0'..='\x7f') => last.eq_ignore_ascii_case(&letter),
                    _ if is_apostrophe(last) => is_apostrophe(letter),
                    _ => last.to_lowercase().eq(letter.to_lowercase()),
                })
            });
            ends.then_some(rest.as_str())
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Currencies {
    currencies: Vec<String>,
    per: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Postal {
    streets: Vec<String>,
    street_begins: Vec<String>,
    streets_after_number: Vec<String>,
    street_endings: Vec<String>,
    numbered: Vec<String>,
    lines: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Statute {
    numbered: Vec<String>,
    following: Vec<String>,
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

    /// Adds the lists of a file.
    fn add(&mut self, written: VocabularyFile) {
        self.add_force(&written);
        self.add_phrases(&written);
        let endings = written.postal.street_endings.iter();
        (self.street_endings).extend(endings.map(|ending| lowercase(ending)));
        self.add_processes(&written.process, &written.authority);
        self.add_months(&written.date.months);
        self.add_words(written);
    }

    /// Adds modal verbs, and how conditions are joined.
    fn add_force(&mut self, written: &VocabularyFile) {
        let ids = &mut self.words;
        for modal in &written.modal {
            let force = match modal.force {
                ModalForce::Must => Force::Must,
                ModalForce::Should => Force::Should,
                ModalForce::May => Force::May,
            };
            self.modals.add(&modal.words, force, ids);
        }
        self.modals
            .add(&written.negation.modals, Force::Negated, ids);
        self.joining.add(&written.joining.and, Joining::And, ids);
        self.joining.add(&written.joining.or, Joining::Or, ids);
    }

    /// Adds the phrases that have no value.
    fn add_phrases(&mut self, written: &VocabularyFile) {
        let ids = &mut self.words;
        let promise = &written.promise;
        for (phrases, words) in [
            (&mut self.negations, &written.negation.words),
            (&mut self.no_permissions, &written.negation.permissions),
            (&mut self.limits, &written.limit.words),
            (&mut self.numbers, &written.number.words),
            (&mut self.units, &written.duration.units),
            (&mut self.between, &written.duration.between),
            (&mut self.times, &written.duration.words),
            (&mut self.currencies, &written.money.currencies),
            (&mut self.per, &written.money.per),
            (&mut self.percentages, &written.percentage.words),
            (&mut self.streets, &written.postal.streets),
            (&mut self.street_begins, &written.postal.street_begins),
            (
                &mut self.streets_after_number,
                &written.postal.streets_after_number,
            ),
            (&mut self.telephones, &written.telephone.words),
            (&mut self.numbered_places, &written.postal.numbered),
            (&mut self.numbered_laws, &written.statute.numbered),
            (&mut self.following_laws, &written.statute.following),
            (&mut self.laws, &written.statute.laws),
            (&mut self.within_laws, &written.statute.within),
            (&mut self.never_first_of_laws, &written.statute.never_first),
            (&mut self.of_laws, &written.statute.of),
            (&mut self.exceptions, &written.exception.words),
            (&mut self.signing, &written.signing.words),
            (&mut self.hedges, &written.hedge.words),
            (&mut self.fees, &written.fee.words),
            (&mut self.rights, &written.right.words),
            (&mut self.territories, &written.territory.words),
            (&mut self.channels, &written.channel.words),
            (&mut self.address_lines, &written.postal.lines),
            (&mut self.empty, &written.empty.words),
            (&mut self.explanations, &written.explanation.words),
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
        self.fees.add(&written.fee.free, (), ids);
    }

    /// Adds kinds of legal process, and who issues them.
    fn add_processes(&mut self, processes: &[Ranked], authorities: &[Ranked]) {
        let any = processes.iter().flat_map(|ranked| &ranked.of_any_kind);
        self.any_process.extend(any.map(|word| lowercase(word)));
        for (phrases, lists) in [
            (&mut self.processes, processes),
            (&mut self.authorities, authorities),
        ] {
            for list in lists {
                phrases.add(&list.words, list.rank, &mut self.words);
            }
        }
    }

    /// Adds the twelve months, followed by their abbreviations.
    fn add_months(&mut self, names: &[String]) {
        for (at, name) in names.iter().enumerate() {
            let mut whole = names.iter().take(12);
            let month = whole.position(|month| month.starts_with(name.as_str()));
            let number = u8::try_from(month.unwrap_or(at) + 1).unwrap_or_default();
            (self.months).add(std::slice::from_ref(name), number, &mut self.words);
        }
    }

    /// Adds single words, and lists that say how words are compared.
    fn add_words(&mut self, written: VocabularyFile) {
        let lowercase_all = |words: Vec<String>| words.into_iter().map(|word| lowercase(&word));
        for (list, words) in [
            (&mut self.endings, written.noise.endings),
            (&mut self.date_of_text, written.date.of_text),
            (&mut self.before_date_of_text, written.date.before_of_text),
            (&mut self.forms, written.link.forms),
            (
                &mut self.promises.never_endings,
                written.promise.never_endings,
            ),
            (
                &mut self.promises.adverb_endings,
                written.promise.adverb_endings,
            ),
        ] {
            list.extend(lowercase_all(words));
        }
        for (set, words) in [
            (&mut self.weak_limits, written.limit.weak),
            (&mut self.most, written.limit.most),
            (&mut self.least, written.limit.least),
            (&mut self.delays, written.limit.delays),
            (&mut self.deletes, written.limit.deletes),
            (&mut self.lasting, written.limit.lasting),
            (&mut self.caps, written.limit.caps),
            (&mut self.windows, written.limit.windows),
            (&mut self.ages, written.limit.ages),
            (&mut self.ahead, written.limit.ahead),
            (&mut self.prompt, written.limit.prompt),
            (&mut self.ranges, written.number.ranges),
            (&mut self.narrowing, written.limit.narrowing),
            (&mut self.demanding, written.limit.demanding),
            (&mut self.before_months, written.date.before_months),
            (&mut self.notice, written.notice.words),
            (&mut self.notified, written.notice.users),
            (&mut self.not_notified, written.notice.others),
            (&mut self.notice_orders, written.notice.orders),
            (&mut self.reach, written.channel.reach),
            (&mut self.examples, written.example.words),
            (&mut self.only, written.limit.only),
            (&mut self.no_demands, written.negation.demands),
            (&mut self.abilities, written.negation.abilities),
            (&mut self.exception_starts, written.exception.begins),
            (&mut self.everywhere, written.noise.everywhere),
            (&mut self.promises.no_adverbs, written.promise.no_adverbs),
            (&mut self.free, written.fee.free),
            (&mut self.version_of_text, written.date.version_of_text),
            (&mut self.condition_starts, written.exception.conditions),
            (&mut self.consent_starts, written.exception.consent),
        ] {
            set.extend(lowercase_all(words));
        }
        for (set, words) in [
            (&mut self.promises.names, written.promise.names),
            (&mut self.promises.not_after, written.promise.not_after),
            (
                &mut self.no_instruction_before,
                written.instruction.never_before,
            ),
        ] {
            set.extend(lowercase_all(words).map(|word| self.words.add(word)));
        }
        self.quiet.extend(lowercase_all(written.noise.quiet));
        self.number_values.extend(written.number.values);
        self.minutes.extend(written.duration.minutes);
        for unit in written.duration.multiple {
            let of = (lowercase(&unit.of), unit.times);
            (self.multiples).extend(lowercase_all(unit.words).map(|word| (word, of.clone())));
        }
        self.spellings.extend(written.noise.spellings);
        self.add_same(&written.same);
        self.reworded.extend(written.reworded);
        (self.contractions.endings).extend(written.contraction.endings);
        (self.contractions.words).extend(written.contraction.words);
        self.companies.extend(written.company);
    }

    /// Adds lists of words that say the same.
    fn add_same(&mut self, lists: &[WordList]) {
        for list in lists {
            self.same_lists += 1;
            self.same.add(&list.words, self.same_lists, &mut self.words);
            let single = list.words.iter().filter(|word| !word.contains(' '));
            for word in single {
                let stem = self.stem(&lowercase(word));
                self.same_stems.entry(stem).or_insert(self.same_lists);
            }
        }
    }
}

/// Parses the file.
fn read(source: &Source) -> Result<VocabularyFile, Diagnostics> {
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
