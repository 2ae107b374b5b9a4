//! What a letter that somebody has already written has of what the guidelines ask for, and what
//! it has not.
//!
//! The checker reads words. It never says more than it knows: it shows the words that it took for
//! something, it says that it did not find something (not that it is missing), and where only a
//! reader can tell, it says so. What it looks for is data, [`LetterPatterns`].

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
    FieldPattern, Guard, Guarded, HostPattern, KindPattern, LetterMail, LetterPatterns, LookFor,
    MailPattern, NamePattern, Near, Pattern, UsernamePattern, WordPattern,
};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use tokens::Text;

/// What the checker has to know: the part of a rulebook that it needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetterChecker {
    /// Whose guidelines they are.
    pub organisation: Organisation,
    /// The kinds of request, in the order in which they are offered.
    pub kinds: Vec<KindId>,
    /// The gates and requirements, in order.
    pub points: Vec<Point>,
    /// What to look for.
    pub checking: LetterPatterns,
}

/// A gate or requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Its name.
    pub rule: RuleId,
    /// How strongly it is asked for; a gate has none.
    pub level: Option<Level>,
    /// The kinds that it is for; none means all.
    pub kinds: Vec<KindId>,
    /// The sentence that it stands on, and its lead-in: a letter that recites them says nothing.
    pub clauses: Vec<String>,
}

/// What was found in a letter, rule by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Report {
    /// One finding for each rule of the kind, in the order of the rules.
    pub findings: Vec<Finding>,
}

/// What was found in a letter for one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// How strongly it is asked for; a gate has none.
    pub level: Option<Level>,
    /// What can be said.
    pub state: State,
    /// The words that were taken for it, in bytes of the letter.
    pub taken: Vec<Range<usize>>,
}

/// What can be said of a letter and a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// There are words that can be taken for it.
    Found,
    /// There are none.
    NotFound,
    /// Only a reader can tell.
    CannotTell,
    /// The rule asks nothing of this letter, as far as its words tell.
    NotAsked,
}

impl LetterChecker {
    /// The checklist of some rules, and what to look for.
    pub fn new(book: &Rulebook, checking: &LetterPatterns) -> Self {
        let looked_for = |rule: &RuleId| checking.look_for.iter().any(|entry| entry.rule == *rule);
        let mut points = Vec::new();
        for rule in book.rules.all() {
            // A gate that nobody said how to see from a letter is for the officer alone to pass.
            let is_point = match rule.sort {
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

    fn text<'t>(&self, letter: &'t str) -> Text<'t> {
        let LetterPatterns {
            older_message,
            blanks,
            ..
        } = &self.checking;
        let mut text = Text::new(letter, older_message, blanks);
        let clauses = self.points.iter().flat_map(|point| &point.clauses);
        boilerplate::mark(&mut text, clauses);
        text
    }

    /// Of which kind a letter seems to be; `None` where nothing tells.
    pub fn kind_of(&self, letter: &str) -> Option<&KindId> {
        let mut text = self.text(letter);
        let entities = Entities::new(&text, &self.organisation, &self.checking.authority_domains);
        entities::mark(&mut text, &entities, &self.organisation);
        let matcher = Matcher::new(&text, &entities, &self.organisation, &self.checking);
        let mut kinds = self.checking.kinds.iter();
        kinds
            .find(|tell| !matcher.find(&tell.pattern).is_empty())
            .map(|tell| &tell.kind)
    }

    /// What a letter of some kind has, and what it has not.
    pub fn check(&self, letter: &str, kind: &KindId) -> Report {
        let mut text = self.text(letter);
        let entities = Entities::new(&text, &self.organisation, &self.checking.authority_domains);
        entities::mark(&mut text, &entities, &self.organisation);
        let matcher = Matcher::new(&text, &entities, &self.organisation, &self.checking);
        let points = self
            .points
            .iter()
            .filter(|point| is_for(&point.kinds, kind));
        let findings = points.map(|point| {
            let mut all = self.checking.look_for.iter();
            let entry = all.find(|entry| entry.rule == point.rule && is_for(&entry.kinds, kind));
            let (state, taken) = entry.map_or((State::CannotTell, Vec::new()), |entry| {
                evaluate(&matcher, entry)
            });
            Finding {
                rule: point.rule.clone(),
                level: point.level,
                state,
                taken,
            }
        });
        Report {
            findings: findings.collect(),
        }
    }
}

/// How many places are shown for one rule. More of them would only hide the letter.
const SHOWN: usize = 3;

fn evaluate(matcher: &Matcher<'_>, entry: &LookFor) -> (State, Vec<Range<usize>>) {
    let find = |pattern: &Option<Pattern>| pattern.as_ref().map(|pattern| matcher.find(pattern));
    let bytes = |found: &[Found]| -> Vec<Range<usize>> {
        let mut bytes: Vec<Range<usize>> = found
            .iter()
            .take(SHOWN)
            .flat_map(|one| one.words.iter().map(|words| matcher.text.bytes(words)))
            .collect();
        bytes.sort_by_key(|part| (part.start, std::cmp::Reverse(part.end)));
        // "search warrant" and the "warrant" in it are shown once.
        let mut shown: Vec<Range<usize>> = Vec::new();
        for part in bytes {
            match shown.last_mut() {
                Some(last) if part.start < last.end => last.end = last.end.max(part.end),
                _ => shown.push(part),
            }
        }
        shown
    };
    if let Some(when) = find(&entry.when)
        && when.iter().all(|one| matcher.is_quoted(one))
    {
        return (State::NotAsked, Vec::new());
    }
    let found = find(&entry.found).unwrap_or_default();
    let (older, own): (Vec<Found>, Vec<Found>) =
        found.into_iter().partition(|one| matcher.is_quoted(one));
    let doubt = find(&entry.doubt).unwrap_or_default();
    if !own.is_empty() && doubt.is_empty() {
        return (State::Found, bytes(&own));
    }
    let unsure: Vec<Found> = own.into_iter().chain(doubt).chain(older).collect();
    if !unsure.is_empty() {
        return (State::CannotTell, bytes(&unsure));
    }
    let hints = find(&entry.hint).unwrap_or_default();
    if !hints.is_empty() {
        return (State::CannotTell, bytes(&hints));
    }
    if entry.found.is_some() {
        (State::NotFound, Vec::new())
    } else {
        (State::CannotTell, Vec::new())
    }
}

impl Report {
    /// The musts of which nothing was found.
    pub fn musts_not_found(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| {
            finding.level == Some(Level::Must) && finding.state == State::NotFound
        })
    }
}

#[cfg(test)]
mod tests;
