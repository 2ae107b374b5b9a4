//! Searches for words in free text.
//!
//! A phrase of a list is one or several words. In it, `a|b` is either word, `*` any ending, `_`
//! nothing, a space or a hyphen (`log_in`: login, log in, log-in), and a space is a space, a hyphen or
//! the end of a line. `^` is a word with a capital letter, `#` a number from 1 to 17, such as a child's
//! age, `,` what is between two words of a sentence, and `~` at most five words.
//!
//! A phrase after `=` is the whole text. Phrases after `!`, and those of a list that `!list` names, are
//! taken out of the text before: those followed by ` ~` together with the rest of the clause, which
//! ends at a mark or at a phrase after `/`.

use crate::rulebook::Rulebook;
use crate::rules::{WordList, WordListId};
use crate::text::{folded, is_apostrophe, is_letter, is_word_char, one_line, part, to_lower};

/// The most words that `~` matches.
const GAP: usize = 5;

/// Appended to a text, as a word after its last one.
const END: &str = " \u{0}";

/// Replaces what was taken out of a text.
const TAKEN_OUT: &str = "@";

/// The first of the phrases that occurs in the text. Matches whole words, ignoring case and the
/// amount of white space.
pub fn mentions<'a>(text: &str, phrases: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = fold(text);
    let words = Words::of(&text);
    phrases.into_iter().find(|phrase| words.have(&fold(phrase)))
}

/// Whether the whole text is one of the phrases, which are in lower case.
pub(crate) fn is_one_of(text: &str, phrases: &[String]) -> bool {
    let text = fold(text);
    let mut phrases = phrases.iter();
    phrases.any(|it| with_or_without_accents(it, &|phrase| is_whole(&text, phrase)))
}

/// Whether a text begins with one of the phrases, which are in lower case.
pub(crate) fn begins_as_one_of(text: &str, phrases: &[String]) -> bool {
    let text = fold(text);
    let begins = |phrase: &str| begins_with(&text, phrase).is_some();
    let mut phrases = phrases.iter();
    phrases.any(|it| with_or_without_accents(it, &begins))
}

/// Whether this holds for a phrase with its accents, or without: `nao sei`.
fn with_or_without_accents(phrase: &str, holds: &dyn Fn(&str) -> bool) -> bool {
    holds(phrase) || !phrase.is_ascii() && holds(&folded(phrase))
}

/// Whether a text has nothing but these phrases, which are in lower case.
pub(crate) fn is_made_of(text: &str, phrases: &[String]) -> bool {
    let text = fold(text);
    let is_outside = |character| !is_word_char(character);
    let mut rest = text.trim_start_matches(is_outside);
    while !rest.is_empty() {
        let mut phrases = phrases.iter();
        let Some(after) = phrases.find_map(|phrase| begins_with(rest, phrase)) else {
            return false;
        };
        rest = after.trim_start_matches(is_outside);
    }
    true
}

impl Rulebook {
    /// Whether a text has a phrase of a list. The name of the organisation, hosts and addresses are
    /// no words of the text.
    pub fn mentions(&self, list: &WordListId, text: &str) -> bool {
        let list = self.rules.word_list(list);
        list.is_some_and(|list| Phrases::new(list, self).occur_in(&fold_text(text)))
    }
}

/// The phrases of a list, to be searched for in several texts.
pub(crate) struct Phrases {
    looked_for: Vec<String>,
    ignored: Vec<String>,
    ends: Vec<String>,
}

impl Phrases {
    pub(crate) fn new(list: &WordList, book: &Rulebook) -> Self {
        let mut phrases = Self {
            looked_for: Vec::new(),
            ignored: Vec::new(),
            ends: Vec::new(),
        };
        let name = fold(&book.organisation.name).replace('.', " ");
        // A name of one word may be a word that officers use for something else.
        if name.contains(' ') {
            phrases.ignored.push(name);
        }
        for phrase in &list.words {
            let Some(other) = phrase.strip_prefix('!') else {
                phrases.looked_for.push(fold(phrase));
                continue;
            };
            if other.contains(' ') {
                phrases.ignored.push(fold(other));
                continue;
            }
            for phrase in book.rules.words_of(other) {
                match phrase.strip_prefix('/') {
                    Some(end) => phrases.ends.push(fold(end)),
                    None => phrases.ignored.push(fold(phrase)),
                }
            }
        }
        phrases
    }

    /// Whether one of the phrases is in a text that [`fold_text`] folded.
    pub(crate) fn occur_in(&self, text: &str) -> bool {
        // Most texts have none of the phrases, so that there is nothing to take out.
        self.are_in(text) && self.are_in(&self.without_ignored_phrases(text))
    }

    fn are_in(&self, text: &str) -> bool {
        let words = Words::of(text);
        let mut phrases = self.looked_for.iter();
        phrases.any(|phrase| match phrase.strip_prefix('=') {
            Some(phrase) => is_whole(text.trim_end_matches(['.', '!']), phrase),
            None => words.have(phrase),
        })
    }

    /// A text without what does not count.
    fn without_ignored_phrases(&self, text: &str) -> String {
        let mut shortened = String::with_capacity(text.len());
        let mut after = 0;
        for (at, start) in starts_of_words(text) {
            if at < after {
                continue;
            }
            let mut found = self.ignored.iter();
            let rest = found.find_map(|phrase| match phrase.strip_suffix(" ~") {
                Some(phrase) => begins_with(start, phrase).map(|rest| self.next_clause(rest)),
                None => begins_with(start, phrase),
            });
            if let Some(rest) = rest {
                shortened.push_str(part(text, after..at));
                shortened.push_str(TAKEN_OUT);
                after = text.len() - rest.len();
            }
        }
        shortened.push_str(part(text, after..));
        shortened
    }

    /// The text from the end of its first clause on.
    fn next_clause<'t>(&self, text: &'t str) -> &'t str {
        let is_end = |character| {
            matches!(
                character,
                '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '\n'
            )
        };
        let end = text.find(is_end).unwrap_or(text.len());
        let mut starts = starts_of_words(part(text, ..end));
        let begins = |start: &str| {
            self.ends
                .iter()
                .any(|end| begins_with(start, end).is_some())
        };
        let word = starts.find(|(_, start)| begins(start));
        part(text, word.map_or(end, |(at, _)| at)..)
    }
}

/// The text from each of its words on, with the place where that is.
fn starts_of_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut before = None;
    text.char_indices().filter_map(move |(at, character)| {
        let is_inside = before.is_some_and(|before| is_word_char(before) || before == '^');
        before = Some(character);
        (!is_inside).then(|| (at, part(text, at..)))
    })
}

/// The words of a text, in which phrases are searched for.
struct Words<'t> {
    /// The text from each of its words on.
    starts: Vec<&'t str>,
    /// The letters that words begin with: most phrases begin with another.
    initials: u32,
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Self {
        let mut words = Self {
            starts: Vec::new(),
            initials: 0,
        };
        for (_, start) in starts_of_words(text) {
            words.initials |= initial(start.strip_prefix('^').unwrap_or(start)).unwrap_or(0);
            words.starts.push(start);
        }
        words
    }

    fn have(&self, phrase: &str) -> bool {
        let (word, rest) = first_word(phrase);
        let is_possible = |word: &&str| initial(word).is_none_or(|it| self.initials & it != 0);
        let mut choices = word.split('|').filter(is_possible);
        !phrase.is_empty()
            && choices.any(|word| {
                let mut starts = self.starts.iter();
                starts.any(|start| continuation(start, word, rest).is_some())
            })
    }
}

/// The bit of the letter that a text begins with, if it is one from a to z.
fn initial(text: &str) -> Option<u32> {
    let first = text.bytes().next().filter(u8::is_ascii_lowercase)?;
    Some(1 << (first - b'a'))
}

fn is_whole(text: &str, phrase: &str) -> bool {
    // Most phrases are not even the beginning, which is known without a copy.
    let is_possible = phrase.ends_with('~') || begins_with(text, phrase).is_some();
    is_possible && begins_with(&[text, END].concat(), &[phrase, END].concat()).is_some()
}

fn fold(text: &str) -> String {
    let text = one_line(text);
    let characters = text.chars().map(|character| match character {
        _ if is_apostrophe(character) => '\'',
        other => to_lower(other),
    });
    characters.collect()
}

/// A text in lower case, with `^` before each word that had a capital letter, and without hosts and
/// addresses.
pub(crate) fn fold_text(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for line in text.lines() {
        for word in one_line(line).split(' ').filter(|word| !word.is_empty()) {
            if !folded.is_empty() && !folded.ends_with('\n') {
                folded.push(' ');
            }
            let end = word
                .trim_end_matches(|character| !is_word_char(character))
                .len();
            if is_address(part(word, ..end)) {
                folded.push_str(TAKEN_OUT);
                folded.push_str(part(word, end..));
            } else {
                push_marked(&mut folded, word);
            }
        }
        if !folded.is_empty() && !folded.ends_with('\n') {
            folded.push('\n');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn push_marked(folded: &mut String, word: &str) {
    let mut is_start = true;
    for character in word.chars() {
        if is_start && is_capital(character) {
            folded.push('^');
        }
        is_start = !is_word_char(character);
        folded.push(match character {
            '^' => ' ',
            _ if is_apostrophe(character) => '\'',
            other => to_lower(other),
        });
    }
}

fn is_capital(character: char) -> bool {
    to_lower(character) != character
}

/// Whether a word is a username, an email address, a link or a host.
fn is_address(word: &str) -> bool {
    let word = word.split(is_apostrophe).next().unwrap_or_default();
    let word = word.trim_start_matches(['(', '"', '\'', '[', '<']);
    if word.contains('@') || word.contains("://") {
        return true;
    }
    let host = word.split(['/', ':']).next().unwrap_or_default();
    let is_capital = |label: &str| label.starts_with(is_capital);
    let mut labels = host.split('.');
    let first = labels.next().unwrap_or_default();
    let rest: Vec<&str> = labels.collect();
    let is_label = |label: &&str| {
        let are_right = label.chars().all(|it| is_word_char(it) || it == '-');
        // "the name.Please" lacks a space.
        !label.is_empty() && are_right && (is_capital(first) || !is_capital(label))
    };
    let is_ending =
        |label: &&str| label.len() > 1 && label.chars().all(|it| is_letter(it) || it == '-');
    first.len() > 1 && rest.iter().all(is_label) && rest.last().is_some_and(is_ending)
}

/// What follows a phrase in a text that begins with it. Both are in lower case.
pub(crate) fn begins_with<'t>(text: &'t str, phrase: &str) -> Option<&'t str> {
    let (word, rest) = first_word(phrase);
    let mut choices = word.split('|');
    choices.find_map(|word| continuation(text, word, rest))
}

fn first_word(phrase: &str) -> (&str, Option<&str>) {
    match phrase.split_once(' ') {
        Some((word, rest)) => (word, Some(rest)),
        None => (phrase, None),
    }
}

/// The rest of a text that continues with the end of a word and the words after it.
fn continuation<'t>(text: &'t str, word: &str, rest: Option<&str>) -> Option<&'t str> {
    let mut letters = word.chars();
    let is_separator = [' ', '-', '\n'];
    let unmarked = text.strip_prefix('^').unwrap_or(text);
    match (letters.next(), rest) {
        (Some('*'), _) => continuation(
            unmarked.trim_start_matches(is_word_char),
            letters.as_str(),
            rest,
        ),
        (Some('_'), _) => {
            let text = text.strip_prefix(is_separator).unwrap_or(text);
            continuation(text, letters.as_str(), rest)
        }
        (Some('^'), _) => continuation(
            text.strip_prefix('^')?.trim_start_matches(is_word_char),
            letters.as_str(),
            rest,
        ),
        (Some('#'), _) => {
            let after = text.trim_start_matches(|digit: char| digit.is_ascii_digit());
            let number: u32 = part(text, ..text.len() - after.len()).parse().ok()?;
            let is_age = (1..18).contains(&number);
            is_age.then(|| continuation(after, letters.as_str(), rest))?
        }
        (Some(','), Some(rest)) => begins_with(text.trim_start_matches(is_between), rest),
        (Some('~'), Some(rest)) => after_gap(text, rest),
        (Some(letter), _) => continuation(unmarked.strip_prefix(letter)?, letters.as_str(), rest),
        (None, Some(rest)) => begins_with(text.strip_prefix(is_separator)?, rest),
        (None, None) => (!text.starts_with(is_word_char)).then_some(text),
    }
}

/// Whether a character is between two words of a sentence.
fn is_between(character: char) -> bool {
    !is_word_char(character) && !matches!(character, '^' | '.' | ';' | '!' | '?' | '\n' | '\0')
}

/// What follows a phrase that begins after at most [`GAP`] words. A year ends the search: what follows
/// is another date.
fn after_gap<'t>(mut text: &'t str, phrase: &str) -> Option<&'t str> {
    for _ in 0..=GAP {
        if let Some(rest) = begins_with(text, phrase) {
            return Some(rest);
        }
        let word = text.strip_prefix('^').unwrap_or(text);
        let after = word.trim_start_matches(is_word_char);
        let word = part(word, ..word.len() - after.len());
        if word.len() == 4 && word.parse::<u32>().is_ok() {
            return None;
        }
        text = after.trim_start_matches(|it| !is_word_char(it) && !matches!(it, '^' | '\0'));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{is_made_of, is_one_of, mentions};
    use crate::rulebook::Rulebook;
    use crate::rules::WordList;

    #[test]
    fn only_whole_words_count() {
        assert_eq!(
            mentions("the IP\n addresses used", ["ip address*"]),
            Some("ip address*")
        );
        assert_eq!(mentions("a zip addressed to me", ["ip address*"]), None);
        assert_eq!(
            mentions("any and all", ["all records", "any and all"]),
            Some("any and all")
        );
        assert_eq!(mentions("shipping", ["ip", "pin"]), None);
        assert_eq!(mentions("user's IP.", ["ip"]), Some("ip"));
        assert_eq!(mentions("", ["", "*"]), None);
    }

    #[test]
    fn a_phrase_may_have_choices_endings_and_words_that_are_also_written_together() {
        for (text, phrase) in [
            ("his last log-in times", "log_in time*"),
            ("his login times", "log_in time*"),
            ("his log in time", "log_in time*"),
            ("log-in-times", "log_in time*"),
            ("where her phone was", "his|her|their phone|handset"),
            ("their handset", "his|her|their phone|handset"),
            ("contacts' numbers", "contact*' number*"),
            ("at +03:00", "+0*"),
        ] {
            assert_eq!(mentions(text, [phrase]), Some(phrase), "{text}");
        }
        for (text, phrase) in [
            ("a blog in time", "log_in time*"),
            ("logs in times", "log_in time*"),
            ("his own phone", "his|her phone"),
            ("his phones", "his|her phone"),
        ] {
            assert_eq!(mentions(text, [phrase]), None, "{text}");
        }
    }

    fn book(words: &[&str]) -> Rulebook {
        let list = |id: &str, words: &[&str]| WordList {
            id: id.into(),
            words: words.iter().map(|&word| word.to_owned()).collect(),
        };
        let mut book = Rulebook::default();
        book.organisation.name = "Tern.Talk".to_owned();
        let not_asked = ["without ~", "not need ~", "/but", "talk user"];
        book.rules.words = vec![list("words", words), list("not-asked", &not_asked)];
        book
    }

    #[test]
    fn names_of_the_organisation_hosts_addresses_and_what_is_not_asked_for_are_no_words() {
        let book = book(&["talk", "files", "!files about|with ann", "!not-asked"]);
        for text in [
            "the Tern Talk user",
            "the Tern.Talk-account",
            "on talk.example.org/files",
            "files@example.org",
            "@files and @talk",
            "the name of the talk user",
            "the name, without any files",
            "We do not need the files",
            "all files about Ann",
        ] {
            assert!(!book.mentions(&"words".into(), text), "{text}");
        }
        for text in [
            "without the name, but the files",
            "without the name but the files",
            "without a name\nfiles",
            "the name.Files too",
            "the talk of the talk user",
        ] {
            assert!(book.mentions(&"words".into(), text), "{text}");
        }
    }

    #[test]
    fn names_ages_and_years_are_found_where_they_stand() {
        let names = [
            "my son ^",
            "^, # years old",
            "born ~ 201*",
            "^ (#)",
            "=yes, we ~",
        ];
        let book = book(&names);
        for text in [
            "my son Tom",
            "Mia Fischer (9 years old)",
            "Mia, 17 years old",
            "Born on 3 May 2015",
            "to Mia (9)",
            "Yes, we have it.",
        ] {
            assert!(book.mentions(&"words".into(), text), "{text}");
        }
        for text in [
            "my son saw it",
            "Mia, 18 years old",
            "Mia. 9 years old",
            "born 3 May 1985, wrote in 2015",
            "born when nobody else had yet been in 2015",
            "to Mia (19)",
            "to mia (9)",
            "Yes, we have it: the crime was committed here",
        ] {
            assert!(!book.mentions(&"words".into(), text), "{text}");
        }
    }

    #[test]
    fn a_whole_text_may_be_compared_with_phrases() {
        let phrases = ["unknown", "i|we do not know", "i|we dont|don't know", "n/a"];
        let phrases = phrases.map(str::to_owned);
        for text in ["Unknown", "N/A", "we do not know", "I dont know"] {
            assert!(is_one_of(text, &phrases), "{text}");
        }
        for text in ["unknown to us", "", "know", "we do not know him"] {
            assert!(!is_one_of(text, &phrases), "{text}");
        }
        let words = ["law enforcement", "for|the|our", "investigat*"].map(str::to_owned);
        for text in ["For the investigation", "law-enforcement, investigation."] {
            assert!(is_made_of(text, &words), "{text}");
        }
        for text in [
            "for the arson investigation",
            "the law",
            "our forensic law enforcement",
        ] {
            assert!(!is_made_of(text, &words), "{text}");
        }
    }
}
