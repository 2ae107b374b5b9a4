//! Checks a finished letter for what the guidelines ask for.
//!
//! The check only searches for words, so it claims nothing else: it shows the words it found, says
//! "not found" instead of "missing", and says so where only a reader can decide. The patterns are
//! data, [`LetterPatterns`].

mod boilerplate;
mod entities;
mod fuzzy;
mod matcher;
mod pattern;
pub mod readers;
mod tokens;

use crate::rulebook::{Organisation, Rulebook};
use crate::rules::{KindId, Level, RuleId, is_for};
use entities::{Entities, HostAt};
use matcher::{Found, Matcher, Phrases};
pub use pattern::{
    FieldPattern, GapPattern, Guard, Guarded, HostPattern, KindPattern, LetterMail, LetterPatterns,
    LookFor, MailPattern, NamePattern, Near, Particular, ParticularPattern, Pattern,
    UsernamePattern, WordPattern,
};
use readers::Reading;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::OnceLock;
use tokens::Text;

/// The part of a rulebook that the check needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetterChecker {
    /// The organisation that publishes the guidelines.
    pub organisation: Organisation,
    /// The kinds of request, in the order in which they are offered.
    pub kinds: Vec<KindId>,
    /// The gates and requirements, in order.
    pub points: Vec<CheckedRule>,
    /// What the letter is searched for.
    pub patterns: LetterPatterns,
    #[serde(skip)]
    phrases: OnceLock<Phrases>,
}

/// A gate or requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckedRule {
    /// The id that findings refer to.
    pub rule: RuleId,
    /// The level of a requirement; a gate has none.
    pub level: Option<Level>,
    /// The kinds that it applies to; empty for all.
    pub kinds: Vec<KindId>,
    /// The sentence that it cites, with its lead-in: reciting them is not evidence.
    pub clauses: Vec<String>,
}

/// The findings about a letter, rule by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Report {
    /// One finding for each rule of the kind, in the order of the rules.
    pub findings: Vec<Finding>,
}

/// The finding about one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// The gate or requirement that it is about.
    pub rule: RuleId,
    /// The level of a requirement; a gate has none.
    pub level: Option<Level>,
    /// Whether the letter shows what the rule asks for.
    pub state: State,
    /// The best quotation for it, as a byte range of the letter: the matching words, with a few words
    /// of their sentence around them. None if nothing was found, or no text can show it.
    pub quotation: Option<Range<usize>>,
}

/// The state of a rule in a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "LetterState"))]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Matching words were found.
    Found,
    /// No matching words were found.
    NotFound,
    /// Only a reader can decide.
    CannotTell,
    /// As far as its words show, the rule does not apply to this letter.
    NotAsked,
}

/// The minimum margin between the best kind and the next. Of the labelled letters with a
/// smaller margin, a third was assigned the wrong kind.
const MARGIN: i32 = 2;

impl LetterChecker {
    /// Prepares the rules and patterns for checking.
    pub fn new(book: &Rulebook, patterns: &LetterPatterns) -> Self {
        let looked_for = |rule: &RuleId| patterns.look_for.iter().any(|entry| entry.rule == *rule);
        let mut points = Vec::new();
        for rule in book.rules.all() {
            // Without a pattern, only the officer can decide about a gate.
            let is_point = match rule.table {
                "requirement" => true,
                "gate" => looked_for(rule.id),
                _ => false,
            };
            let clause = rule.clause.and_then(|clause| book.rules.clause(clause));
            if let Some(clause) = clause.filter(|_| is_point) {
                points.push(CheckedRule {
                    rule: rule.id.clone(),
                    level: rule.level,
                    kinds: rule.kinds.to_vec(),
                    clauses: clause
                        .lead_in
                        .iter()
                        .chain([&clause.quote])
                        .cloned()
                        .collect(),
                });
            }
        }
        Self {
            organisation: book.organisation.clone(),
            kinds: book
                .rules
                .kinds
                .iter()
                .map(|kind| kind.id.clone())
                .collect(),
            points,
            patterns: patterns.clone(),
            phrases: OnceLock::new(),
        }
    }

    /// Prepares a letter for searching.
    pub fn prepare<'a>(&'a self, letter: &'a str) -> PreparedLetter<'a> {
        let patterns = &self.patterns;
        let mut text = Text::new(letter, patterns);
        boilerplate::mark_footers(&mut text, &patterns.footers);
        let clauses = self.points.iter().flat_map(|point| &point.clauses);
        boilerplate::mark(&mut text, clauses);
        let entities = Entities::new(&text, &self.organisation, &patterns.authority_domains);
        entities::mark(&mut text, &entities, &self.organisation);
        let phrases = self.phrases.get_or_init(|| Phrases::new(patterns));
        PreparedLetter {
            checker: self,
            letter,
            matcher: Matcher::new(text, entities, &self.organisation, phrases),
        }
    }

    /// The kind that the builder stated in a letter of its own, if these rules have it.
    pub fn stated_kind(&self, reading: &Reading) -> Option<&KindId> {
        let stated = reading.stated_kind()?;
        self.kinds.iter().find(|kind| kind.as_str() == stated)
    }
}

/// A letter that is ready to be searched. Preparing it takes longest, so it is done once for
/// everything that is asked about the letter.
pub struct PreparedLetter<'a> {
    checker: &'a LetterChecker,
    letter: &'a str,
    matcher: Matcher<'a>,
}

impl<'a> PreparedLetter<'a> {
    /// The probable kind of the letter; `None` if the patterns do not clearly speak for one, so that
    /// somebody has to be asked.
    pub fn kind(&self) -> Option<&'a KindId> {
        let kinds = self.checker.kinds.iter();
        let mut sums: Vec<(&KindId, i32)> = kinds.map(|kind| (kind, 0)).collect();
        for sign in &self.checker.patterns.kinds {
            let sum = sums.iter_mut().find(|(kind, _)| **kind == sign.kind);
            if let Some((_, sum)) = sum
                && !self.matcher.find(&sign.pattern).is_empty()
            {
                *sum += i32::from(sign.weight);
            }
        }
        // The first, if several are the best.
        let (kind, best) = sums.iter().rev().max_by_key(|(_, sum)| *sum)?;
        let others = sums.iter().filter(|(other, _)| other != kind);
        let next = others.map(|(_, sum)| *sum).max().unwrap_or(0);
        (best - next.max(0) >= MARGIN).then_some(*kind)
    }

    /// Whether words of the letter show that a person may be in danger.
    pub fn shows_danger(&self) -> bool {
        let danger = self.checker.patterns.danger.as_ref();
        danger.is_some_and(|danger| !self.matcher.find(danger).is_empty())
    }

    /// The addresses in the letter, each once, in order.
    pub fn addresses(&self) -> Addresses {
        let entities = &self.matcher.entities;
        let mut found = Addresses::default();
        let add = |all: &mut Vec<String>, one: String| {
            if !all.contains(&one) {
                all.push(one);
            }
        };
        // The domain of an address in the letter, and the web page there, is who asks.
        let mut own: Vec<&str> = entities
            .mails
            .iter()
            .map(|mail| mail.domain.as_str())
            .collect();
        own.sort_unstable();
        let is_own_page = |name: &str| {
            let domain = name.strip_prefix("www.").unwrap_or(name);
            own.binary_search(&domain).is_ok()
        };
        for host in entities
            .hosts
            .iter()
            .filter(|host| !host.is_unknown() || host.is_url && !is_own_page(&host.name))
        {
            add(&mut found.servers, host.name.clone());
        }
        let mut username = None;
        for pattern in self
            .checker
            .patterns
            .look_for
            .iter()
            .filter_map(|entry| entry.found.as_ref())
        {
            pattern.each(&mut |pattern| {
                if matches!(pattern, Pattern::Username(_)) {
                    username.get_or_insert(pattern);
                }
            });
        }
        let names = username.map(|pattern| self.matcher.find(pattern));
        let mut names: Vec<Range<usize>> = names
            .into_iter()
            .flatten()
            .flat_map(|name| name.words)
            .collect();
        // The account that is asked about stands beside its server; others are in the story.
        let places = |host: &HostAt| self.matcher.text.touched(&host.at);
        let hosts = entities.hosts.iter().filter_map(places);
        let sentence = |word: usize| self.matcher.text.words.get(word).map(|word| word.sentence);
        let mut beside: Vec<_> = hosts.map(|host| sentence(host.start)).collect();
        beside.sort_unstable();
        names.sort_by_key(|name| beside.binary_search(&sentence(name.start)).is_err());
        for words in &names {
            let bytes = self.matcher.text.bytes(words);
            // "helmut.kay" may be the name of a host, too.
            if self.matcher.is_in_a_host(&bytes) {
                continue;
            }
            let name = self.letter.get(bytes);
            // "@-2+3"
            if let Some(name) = name.filter(|name| name.len() > 1) {
                add(&mut found.accounts, name.to_owned());
            }
        }
        for mail in &entities.mails {
            let is_theirs = !matches!(mail.is, LetterMail::Mailbox | LetterMail::Organisation);
            if let Some(words) = self.letter.get(mail.at.clone()).filter(|_| is_theirs) {
                add(&mut found.mails, words.split_whitespace().collect());
            }
        }
        found
    }

    /// The particulars of the letter.
    pub fn particulars(&self) -> Particulars {
        let mut particulars = Particulars::default();
        for pattern in &self.checker.patterns.particulars {
            let particular = match pattern.is {
                Particular::Agency => &mut particulars.agency,
                Particular::Reference => &mut particulars.reference,
                Particular::Deadline => &mut particulars.deadline,
            };
            if particular.is_none() {
                let words = match (pattern.is, &pattern.found) {
                    (Particular::Reference, Pattern::Field(field)) => self.matcher.reference(field),
                    _ => self
                        .matcher
                        .first_beside(&pattern.found, pattern.beside.as_ref()),
                };
                let text = words.and_then(|words| self.with_closing_bracket(&words));
                *particular = text.map(readers::one_line);
            }
        }
        particulars
    }

    /// The text of some words with the bracket that closes one among them: "Police (West)".
    fn with_closing_bracket(&self, words: &Range<usize>) -> Option<&'a str> {
        let bytes = self.matcher.text.bytes(words);
        let rest = self.letter.get(bytes.start..)?;
        let text = rest.get(..bytes.len())?;
        let is_open = text.matches('(').count() > text.matches(')').count();
        let is_closed = rest.get(bytes.len()..)?.starts_with(')');
        rest.get(..bytes.len() + usize::from(is_open && is_closed))
    }

    /// Checks the letter as one of a given kind.
    pub fn check(&self, kind: &KindId) -> Report {
        let finding = |point: &CheckedRule| {
            let mut all = self.checker.patterns.look_for.iter();
            let entry = all.find(|entry| entry.rule == point.rule && is_for(&entry.kinds, kind));
            let (state, quotation) = entry.map_or((State::CannotTell, None), |entry| {
                evaluate(&self.matcher, entry)
            });
            Finding {
                rule: point.rule.clone(),
                level: point.level,
                state,
                quotation,
            }
        };
        let points = self.checker.points.iter();
        let of_kind = points.filter(|point| is_for(&point.kinds, kind));
        Report {
            findings: of_kind.map(finding).collect(),
        }
    }
}

fn evaluate(matcher: &Matcher<'_>, entry: &LookFor) -> (State, Option<Range<usize>>) {
    let find = |pattern: &Option<Pattern>| pattern.as_ref().map(|pattern| matcher.find(pattern));
    if let Some(when) = find(&entry.when)
        && when.iter().all(|one| matcher.is_quoted(one))
    {
        return (State::NotAsked, None);
    }
    if let Some(lacking) = find(&entry.lacking)
        && lacking.iter().any(|one| !matcher.is_quoted(one))
    {
        return (State::NotFound, None);
    }
    // No text can show it, so no words of the letter speak for it.
    let Some(mut found) = find(&entry.found) else {
        return (State::CannotTell, None);
    };
    if find(&entry.only_if).is_some_and(|only_if| only_if.is_empty()) {
        found.clear();
    }
    let (older, own): (Vec<Found>, Vec<Found>) =
        found.into_iter().partition(|one| matcher.is_quoted(one));
    let doubt = find(&entry.doubt).unwrap_or_default();
    let state = match (own.is_empty(), doubt.is_empty()) {
        (false, true) => State::Found,
        (true, true) if older.is_empty() => State::NotFound,
        _ => State::CannotTell,
    };
    if state == State::NotFound {
        let hints = find(&entry.hint).unwrap_or_default();
        let quotation = matcher.quotation(&hints);
        let state = quotation.as_ref().map_or(state, |_| State::CannotTell);
        return (state, quotation);
    }
    // What makes it unsure is shown first.
    let shown = [doubt, own, older];
    let shown = shown.iter().find_map(|matches| matcher.quotation(matches));
    (state, shown)
}

/// What a list of letters shows about a letter, in its own words, each on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Particulars {
    /// Who asks.
    pub agency: Option<String>,
    /// The number of the case or letter.
    pub reference: Option<String>,
    /// When the answer is due.
    pub deadline: Option<String>,
}

/// The addresses in a letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Hosts of servers.
    pub servers: Vec<String>,
    /// Usernames.
    pub accounts: Vec<String>,
    /// Email addresses that are not the organisation's.
    pub mails: Vec<String>,
}

impl Report {
    /// The findings about required rules.
    pub fn musts(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.level == Some(Level::Must))
    }

    /// The required rules for which nothing was found.
    pub fn musts_not_found(&self) -> impl Iterator<Item = &Finding> {
        self.musts()
            .filter(|finding| finding.state == State::NotFound)
    }
}

#[cfg(test)]
mod tests;
