//! The clauses of a version, including inherited ones, with their force and the rules that cite
//! them.

use super::assemble::Cited;
use super::merge::Merged;
use crate::content::clauses::{self, Clauses, NoRule};
use crate::content::request::Read;
use crate::content::{self, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics, Source};
use crate::site::rule_checks::{Bindings, Entry, Heading, LeadIn, ObligationWords, TextClauses};
use request_builder::rules::{Clause, Level, Rules};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The part of `obligation.toml` needed here; the redline reads the rest.
#[derive(Deserialize)]
struct ObligationFile {
    obligation: List,
    force: ForceWords,
    #[serde(default)]
    duration: Durations,
}

#[derive(Default, Deserialize)]
struct Durations {
    #[serde(default)]
    days: Vec<String>,
}

#[derive(Deserialize)]
struct List {
    words: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
}

#[derive(Deserialize)]
struct ForceWords {
    must: Vec<String>,
    should: Vec<String>,
    may: Vec<String>,
}

/// Parses the obligation words of a library.
pub(super) fn words(source: Source, found: &mut Diagnostics) -> ObligationWords {
    let Some(read) = Read::<ObligationFile>::parse(source, found) else {
        return ObligationWords::default();
    };
    let ObligationFile {
        obligation,
        force,
        duration,
    } = read.value;
    ObligationWords {
        words: obligation.words,
        except: obligation.except,
        must: force.must,
        should: force.should,
        may: force.may,
        days: duration.days,
    }
}

/// The versions that a version builds on, the earliest first.
pub(super) fn bases<'v>(
    version: &content::Version,
    versions: &'v [content::Version],
) -> Vec<&'v content::Version> {
    let mut bases: Vec<&content::Version> = Vec::new();
    let mut from = version.clauses.as_ref().and_then(|it| it.from.as_ref());
    while let Some(id) = from
        && let Some(base) = versions.iter().find(|it| it.id.to_string() == id.value)
        // A circle is reported with the clauses.
        && base.id != version.id
        && bases.iter().all(|it| it.id != base.id)
    {
        bases.push(base);
        from = base.clauses.as_ref().and_then(|it| it.from.as_ref());
    }
    bases.reverse();
    bases
}

/// The clauses of a version, merged with those of its base version, recursively.
pub(super) fn inherited(
    own: &Clauses,
    version: &content::Version,
    versions: &[content::Version],
    is_whole: bool,
    found: &mut Diagnostics,
) -> Option<Clauses> {
    let mut chain = vec![own];
    let mut names = vec![version.id.to_string()];
    while let Some(from) = chain.last().and_then(|clauses| clauses.from.as_ref()) {
        let named = versions.iter().find(|it| it.id.to_string() == from.value);
        let base = named.and_then(|version| version.clauses.as_ref());
        let base = base.filter(|base| !base.is_partial);
        let error = match base {
            // Every version of a circle finds it; only the latest one reports it.
            Some(_)
                if names.contains(&from.value)
                    && (names[0] != from.value || names.iter().any(|name| *name > names[0])) =>
            {
                return None;
            }
            Some(_) if names.contains(&from.value) => {
                names.push(from.value.clone());
                Some(
                    Diagnostic::error(format!(
                        "these versions build on each other in a circle: {}",
                        names.join(" -> ")
                    ))
                    .help("remove `from` from one of them, and write all of its clauses there"),
                )
            }
            Some(base) => {
                names.push(from.value.clone());
                chain.push(base);
                None
            }
            // A file that could not be read has been reported.
            None if named.map_or(!is_whole, |version| version.has_invalid_clauses) => return None,
            None => {
                let error =
                    Diagnostic::error(format!("`{}` is not a version with clauses", from.value));
                let others = versions.iter().filter(|it| it.id != version.id);
                let with_clauses = others.filter(|it| it.clauses.is_some());
                let known: Vec<String> = with_clauses.map(|it| it.id.to_string()).collect();
                Some(error.did_you_mean(
                    nearest(&from.value, known.iter().map(String::as_str)),
                    "use the folder of a version that has a `clauses.toml`",
                ))
            }
        };
        if let Some(error) = error {
            found.push(error.at(from.place.clone()));
            return None;
        }
    }
    let first = chain.pop()?;
    let last = chain.len().saturating_sub(1);
    let mut all = first.clone();
    for (index, clauses) in chain.into_iter().rev().enumerate() {
        // Errors in a base version are reported with that version.
        let mut earlier = Diagnostics::new();
        let found = if index == last {
            &mut *found
        } else {
            &mut earlier
        };
        all = clauses.on(&all, found);
    }
    Some(all)
}

/// The clauses of a text, ready to be bound to it.
pub(super) struct OfText {
    /// By id.
    pub(super) cited: Vec<(String, Cited)>,
    pub(super) clauses: TextClauses,
    lists: Vec<(LeadInForce, Vec<String>)>,
}

/// A lead-in with the force of its list in `clauses.toml`.
struct LeadInForce {
    text: String,
    force: Option<Level>,
    place: crate::diagnostic::Place,
}

pub(super) fn of_text(
    clauses: &Clauses,
    words: &ObligationWords,
    found: &mut Diagnostics,
) -> OfText {
    if !words.has_any() {
        found.push(
            Diagnostic::error("no obligation words are configured, so a new obligation would go unnoticed")
                .help("base the form on a library (`library = \"en\"` in `content/request/form.toml`), or write `obligation-words = [\"must\", \"required\", \"should\", \"include\"]` there"),
        );
    }
    let mut text = OfText {
        cited: Vec::new(),
        lists: Vec::new(),
        clauses: TextClauses {
            complete: clauses.complete,
            is_difference: false,
            headings: Vec::new(),
            file: clauses.source.name().to_owned(),
            obligations: words.clone(),
        },
    };
    for section in &clauses.sections {
        text.add_section(section);
    }
    text
}

fn reviewed(sentence: &content::Located<String>) -> Entry {
    Entry {
        clause: None,
        needs_no_rule: false,
        quote: sentence.value.clone(),
        place: sentence.place.clone(),
        frames: Vec::new(),
    }
}

impl OfText {
    fn add_section(&mut self, section: &clauses::Section) {
        let heading = &section.heading.value;
        let cited = section.clauses.iter();
        let mut entries: Vec<Entry> = cited
            .map(|clause| self.cite(clause, heading, None))
            .collect();
        entries.extend(section.not_cited.iter().map(reviewed));
        let lists = section.lists.iter();
        let mut lists: Vec<LeadIn> = lists.map(|list| self.add_list(list, heading)).collect();
        let mut needs_no_rule = false;
        for entry in &section.no_rule {
            match &entry.value {
                NoRule {
                    sentence: Some(sentence),
                    ..
                } => entries.push(Entry {
                    clause: None,
                    needs_no_rule: true,
                    quote: sentence.clone(),
                    place: entry.place.clone(),
                    frames: Vec::new(),
                }),
                NoRule {
                    list: Some(list), ..
                } => lists.push(LeadIn {
                    text: list.clone(),
                    place: entry.place.clone(),
                    entries: Vec::new(),
                    needs_no_rule: true,
                }),
                NoRule { .. } => needs_no_rule = true,
            }
        }
        self.clauses.headings.push(Heading {
            text: heading.clone(),
            place: section.heading.place.clone(),
            entries,
            lists,
            needs_no_rule,
        });
    }

    fn add_list(&mut self, list: &clauses::List, heading: &str) -> LeadIn {
        let cited = list.clauses.iter();
        let mut entries: Vec<Entry> = cited
            .map(|clause| self.cite(clause, heading, Some(list)))
            .collect();
        entries.extend(list.not_cited.iter().map(reviewed));
        let (text, place) = (list.lead_in.value.clone(), list.lead_in.place.clone());
        self.lists.push((
            LeadInForce {
                text: text.clone(),
                force: list.force,
                place: place.clone(),
            },
            list.clauses
                .iter()
                .map(|clause| clause.id.clone())
                .collect(),
        ));
        LeadIn {
            text,
            place,
            entries,
            needs_no_rule: false,
        }
    }

    fn cite(
        &mut self,
        clause: &clauses::Clause,
        heading: &str,
        list: Option<&clauses::List>,
    ) -> Entry {
        let words = &self.clauses.obligations;
        let own = words.level(&clause.quote);
        let of_list = list.and_then(|list| list.force.or(words.level(&list.lead_in.value)));
        let level = clause.force.or(of_list).or(own).unwrap_or(Level::Must);
        let cited = Cited {
            clause: Clause {
                id: clause.id.as_str().into(),
                section: heading.trim_start_matches('#').trim().to_owned(),
                lead_in: list.map(|list| list.lead_in.value.clone()),
                quote: clause.quote.clone(),
                ..Clause::default()
            },
            level,
            days: clause.days.or_else(|| words.days_in(&clause.quote)),
        };
        self.cited.push((clause.id.clone(), cited));
        Entry {
            clause: Some((clause.id.as_str().into(), Vec::new())),
            needs_no_rule: false,
            quote: clause.quote.clone(),
            place: clause.place.clone(),
            frames: clause.frames.clone(),
        }
    }

    pub(super) fn by_id(&self) -> BTreeMap<&str, &Cited> {
        let cited = self.cited.iter();
        cited.map(|(id, cited)| (id.as_str(), cited)).collect()
    }

    /// The numbers of days that clauses say.
    pub(super) fn days(&self) -> BTreeMap<String, u32> {
        let cited = self.cited.iter();
        cited
            .filter_map(|(id, cited)| Some((id.clone(), cited.days?)))
            .collect()
    }

    /// Determines the rules that cite each clause. Reports uncited clauses, and those whose force
    /// contradicts the words of their lead-in.
    pub(super) fn cited_by(
        &mut self,
        rules: &Rules,
        merged: &Merged,
        meant: &BTreeSet<String>,
        without: &dyn Fn(&str) -> bool,
        found: &mut Diagnostics,
    ) {
        let mut cited_by: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for rule in rules.all() {
            if let Some(clause) = rule.clause {
                let name = format!("the {} `{}`", rule.table, rule.id);
                cited_by.entry(clause.as_str()).or_default().push(name);
            }
        }
        for heading in &mut self.clauses.headings {
            let in_lists = heading.lists.iter_mut().flat_map(|list| &mut list.entries);
            for entry in heading.entries.iter_mut().chain(in_lists) {
                let Some((id, rules)) = &mut entry.clause else {
                    continue;
                };
                match cited_by.get(id.as_str()) {
                    Some(names) => rules.clone_from(names),
                    // The rule with the wrong id has already been reported.
                    None if meant.contains(id.as_str()) => {}
                    None => found.push(
                        uncited(id.as_str(), merged, without, &rules_clauses(merged))
                            .at(entry.place.clone()),
                    ),
                }
            }
        }
        for (lead_in, clauses) in &self.lists {
            let (Some(force), Some(says)) =
                (lead_in.force, self.clauses.obligations.level(&lead_in.text))
            else {
                continue;
            };
            if force == says {
                continue;
            }
            let names: Vec<String> = clauses
                .iter()
                .filter_map(|id| cited_by.get(id.as_str()))
                .flatten()
                .cloned()
                .collect();
            let (force, says) = (Level::name(force), Level::name(says));
            let error = Diagnostic::error(format!(
                "the lead-in says `{says}`, but its list has `force = \"{force}\"`"
            ));
            found.push(
                error
                    .at(lead_in.place.clone())
                    .help(format!(
                        "the level of each of these rules no longer fits: {}",
                        names.join(", ")
                    ))
                    .help("remove `force`: then the words of the lead-in decide"),
            );
        }
    }

    /// The cited clauses, each with its anchor in the text.
    pub(super) fn bound(&self, rules: &Rules, bound: &Bindings) -> Vec<Clause> {
        let is_cited = |id: &str| {
            let mut all = rules.all().into_iter().filter_map(|rule| rule.clause);
            all.any(|clause| clause.as_str() == id)
        };
        let cited = self.cited.iter().filter(|(id, _)| is_cited(id));
        let clauses = cited.map(|(_, cited)| {
            let mut clause = cited.clause.clone();
            if let Some((address, section)) = bound.clauses.get(&clause.id) {
                clause.address = address.clone();
                clause.section.clone_from(section);
            }
            clause
        });
        clauses.collect()
    }
}

/// Reports an uncited clause: its id may be misspelt, or it may be a reviewed sentence.
fn uncited(
    id: &str,
    merged: &Merged,
    without: &dyn Fn(&str) -> bool,
    known: &[String],
) -> Diagnostic {
    let error = Diagnostic::error(format!("no rule cites the clause `{id}`"));
    let requirements = merged.requirements.iter();
    let requirements = requirements.map(|it| (&it.id, &it.part.clause));
    let gates = merged.gates.iter().map(|it| (&it.id, &it.part.clause));
    let notices = merged.notices.iter().map(|it| (&it.id, &it.part.clause));
    let left_out = requirements
        .chain(gates)
        .chain(notices)
        .find(|(rule, clause)| {
            without(rule.as_str()) && clause.as_ref().is_some_and(|clause| clause.as_str() == id)
        });
    if let Some((rule, _)) = left_out {
        return error.help(format!(
            "`without` leaves out the rule `{rule}`, which cites it: move the sentence to `not-cited`, or take the rule out of `without`"
        ));
    }
    let for_other_kinds = merged.requirements.iter().any(|item| {
        item.part
            .clause
            .as_ref()
            .is_some_and(|clause| clause.as_str() == id)
    });
    if for_other_kinds {
        return error.help("rules of the library that cite it are for kinds that `form.toml` does not offer: offer one, or move the sentence to `not-cited`");
    }
    if known.iter().any(|known| known == id) {
        return error.help(format!(
            "a rule with `clause = \"{id}\"` is there, but no kind of `form.toml` uses it: offer a kind that does, or move the sentence to `not-cited`"
        ));
    }
    match nearest(id, known.iter().map(String::as_str)) {
        Some(near) => error
            .as_typo()
            .help(format!("did you mean `{near}`? Rules cite that one")),
        None => error
            .help(format!(
                "add a rule with `clause = \"{id}\"` to `content/request/`"
            ))
            .help("or move the sentence to `not-cited`, if none is needed"),
    }
}

/// The ids of the clauses that any rule cites, active or not.
fn rules_clauses(merged: &Merged) -> Vec<String> {
    let gates = merged.gates.iter().filter_map(|it| it.part.clause.as_ref());
    let requirements = merged.requirements.iter();
    let requirements = requirements.filter_map(|it| it.part.clause.as_ref());
    let notices = merged
        .notices
        .iter()
        .filter_map(|it| it.part.clause.as_ref());
    let all = gates.chain(requirements).chain(notices);
    all.map(ToString::to_string).collect()
}
