//! Checks a finished letter for what the guidelines ask for.
//!
//! The check only searches for words, and says no more than that: it shows the words it found, says
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
use entities::Entities;
use matcher::{Found, Matcher};
pub use pattern::{
    FieldPattern, GapPattern, Guard, Guarded, HostPattern, KindPattern, LetterMail, LetterPatterns,
    LookFor, MailPattern, NamePattern, Near, Particular, ParticularPattern, Pattern,
    UsernamePattern, WordPattern,
};
use readers::Reading;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use tokens::Text;

/// The part of a rulebook that the check needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetterChecker {
    /// The organisation that publishes the guidelines.
    pub organisation: Organisation,
    /// The kinds of request, in the order in which they are offered.
    pub kinds: Vec<KindId>,
    /// The gates and requirements, in order.
    pub points: Vec<Point>,
    /// The patterns.
    pub checking: LetterPatterns,
}

/// A gate or requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The id of the rule.
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
    /// The rule.
    pub rule: RuleId,
    /// The level of a requirement; a gate has none.
    pub level: Option<Level>,
    /// The state.
    pub state: State,
    /// The best quotation for it, as a byte range of the letter: the matching words, with a few words
    /// of their sentence around them. None if nothing was found, or no text can show it.
    pub taken: Vec<Range<usize>>,
}

/// The state of a rule in a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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
/// smaller margin, a third was taken for the wrong kind.
const MARGIN: i32 = 2;

impl LetterChecker {
    /// Prepares the rules and patterns for checking.
    pub fn new(book: &Rulebook, checking: &LetterPatterns) -> Self {
        let looked_for = |rule: &RuleId| checking.look_for.iter().any(|entry| entry.rule == *rule);
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
                points.push(Point {
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
            checking: checking.clone(),
        }
    }

    /// Prepares a letter, and gives what searches it to `search`.
    fn with_matcher<T>(&self, letter: &str, search: impl FnOnce(&Matcher<'_>) -> T) -> T {
        let LetterPatterns {
            authority_domains,
            footers,
            ..
        } = &self.checking;
        let mut text = Text::new(letter, &self.checking);
        boilerplate::mark_footers(&mut text, footers);
        let clauses = self.points.iter().flat_map(|point| &point.clauses);
        boilerplate::mark(&mut text, clauses);
        let entities = Entities::new(&text, &self.organisation, authority_domains);
        entities::mark(&mut text, &entities, &self.organisation);
        search(&Matcher::new(
            &text,
            &entities,
            &self.organisation,
            &self.checking,
        ))
    }

    /// The kind of request with this id, if the rules have it.
    fn kind(&self, id: &str) -> Option<&KindId> {
        self.kinds.iter().find(|kind| kind.as_str() == id)
    }

    /// The kind that the builder stated in a letter of its own, if these rules have it.
    pub fn stated_kind(&self, reading: &Reading) -> Option<&KindId> {
        self.kind(reading.stated_kind()?)
    }

    /// The kind that a letter's file states; otherwise the probable one.
    pub fn kind_of_file(&self, reading: &Reading) -> Option<&KindId> {
        self.stated_kind(reading)
            .or_else(|| self.kind_of(&reading.text))
    }

    /// The probable kind of a letter; `None` if the patterns do not clearly speak for one, so that
    /// somebody has to be asked.
    pub fn kind_of(&self, letter: &str) -> Option<&KindId> {
        self.with_matcher(letter, |matcher| {
            let mut sums: Vec<(&KindId, i32)> = self.kinds.iter().map(|kind| (kind, 0)).collect();
            for sign in &self.checking.kinds {
                let sum = sums.iter_mut().find(|(kind, _)| **kind == sign.kind);
                if let Some((_, sum)) = sum
                    && !matcher.find(&sign.pattern).is_empty()
                {
                    *sum += i32::from(sign.weight);
                }
            }
            sums.sort_by_key(|(_, sum)| -sum);
            let (kind, best) = sums.first()?;
            let next = sums.get(1).map_or(0, |(_, sum)| *sum);
            (best - next.max(0) >= MARGIN).then_some(*kind)
        })
    }

    /// Whether words of a letter show that a person may be in danger.
    pub fn shows_danger(&self, letter: &str) -> bool {
        let danger = self.checking.danger.as_ref();
        danger.is_some_and(|danger| {
            self.with_matcher(letter, |matcher| !matcher.find(danger).is_empty())
        })
    }

    /// The addresses in a letter, each once, in order.
    pub fn addresses(&self, letter: &str) -> Addresses {
        self.with_matcher(letter, |matcher| self.addresses_of(letter, matcher))
    }

    fn addresses_of(&self, letter: &str, matcher: &Matcher<'_>) -> Addresses {
        let entities = matcher.entities;
        let mut found = Addresses::default();
        let add = |all: &mut Vec<String>, one: String| {
            if !all.contains(&one) {
                all.push(one);
            }
        };
        for host in entities
            .hosts
            .iter()
            .filter(|host| host.is_url || !host.is_unknown())
        {
            add(&mut found.servers, host.name.clone());
        }
        let mut username = None;
        for pattern in self
            .checking
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
        let names = username.map(|pattern| matcher.find(pattern));
        for words in names.iter().flatten().flat_map(|name| &name.words) {
            if let Some(name) = letter.get(matcher.text.bytes(words)) {
                add(&mut found.accounts, name.to_owned());
            }
        }
        for mail in &entities.mails {
            let is_theirs = !matches!(mail.is, LetterMail::Mailbox | LetterMail::Organisation);
            if let Some(words) = letter.get(mail.at.clone()).filter(|_| is_theirs) {
                add(&mut found.mails, words.split_whitespace().collect());
            }
        }
        found
    }

    /// The particulars of a letter.
    pub fn particulars(&self, letter: &str) -> Particulars {
        self.with_matcher(letter, |matcher| {
            let mut particulars = Particulars::default();
            for pattern in &self.checking.particulars {
                let particular = match pattern.is {
                    Particular::Agency => &mut particulars.agency,
                    Particular::Reference => &mut particulars.reference,
                    Particular::Deadline => &mut particulars.deadline,
                };
                if particular.is_none() {
                    let words = matcher.first(&pattern.found);
                    let text = words.and_then(|words| letter.get(matcher.text.bytes(&words)));
                    *particular = text.map(readers::one_line);
                }
            }
            particulars
        })
    }

    /// Checks a letter of a given kind.
    pub fn check(&self, letter: &str, kind: &KindId) -> Report {
        let finding = |point: &Point, matcher: &Matcher<'_>| {
            let mut all = self.checking.look_for.iter();
            let entry = all.find(|entry| entry.rule == point.rule && is_for(&entry.kinds, kind));
            let (state, quotation) =
                entry.map_or((State::CannotTell, None), |entry| evaluate(matcher, entry));
            Finding {
                rule: point.rule.clone(),
                level: point.level,
                state,
                taken: quotation.into_iter().collect(),
            }
        };
        let points = self.points.iter();
        let of_kind = points.filter(|point| is_for(&point.kinds, kind));
        self.with_matcher(letter, |matcher| Report {
            findings: of_kind.map(|point| finding(point, matcher)).collect(),
        })
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
