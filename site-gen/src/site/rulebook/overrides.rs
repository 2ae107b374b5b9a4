//! Checks what a site, or one of its versions, overrides in the library: the items exist, and some
//! version uses the change.

use super::merge::{Item, Merged, Origin, display_name};
use crate::content::nearest;
use crate::content::request::{KindPart, Layer, LayeredItem, NoticePart, PracticePart, RulesFile};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::site::simplify::kinds_in;
use Reference::{Kinds, OfCondition, Questions};
use request_builder::rules::{Condition, KindId, QuestionId, RuleId, Rules};
use std::collections::{BTreeMap, BTreeSet};

/// An item of the site that a version does not use. Reported if no version uses it.
#[derive(Clone, Debug)]
pub(in crate::site) struct Unused {
    /// Its identity, for comparing versions.
    pub(in crate::site) what: String,
    pub(in crate::site) finding: Diagnostic,
}

/// The prefix of [`Unused::what`] for a label; language and key follow.
pub(super) const LABEL: &str = "label ";

/// The items that no version uses. Versions with frozen rules only use labels, with these keys.
pub(in crate::site) fn unused_overrides(
    versions: &[Vec<Unused>],
    released: &BTreeSet<String>,
    found: &mut Diagnostics,
) {
    let Some((first, others)) = versions.split_first() else {
        return;
    };
    for unused in first {
        let is_unused = |other: &Vec<Unused>| other.iter().any(|it| it.what == unused.what);
        let labels = unused
            .what
            .strip_prefix(LABEL)
            .and_then(|it| it.split_once(' '));
        let is_of = |key: &String, thing: &str| {
            let rest = key.strip_prefix(thing);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let is_released =
            labels.is_some_and(|(_, thing)| released.iter().any(|key| is_of(key, thing)));
        if !is_released && others.iter().all(is_unused) {
            found.push(unused.finding.clone());
        }
    }
}

/// What a key of an item refers to.
enum Reference<'p> {
    Kinds(&'p [KindId]),
    Questions(&'p [QuestionId]),
    OfCondition(&'p Condition),
}

pub(super) struct Overrides<'a> {
    pub(super) merged: &'a Merged,
    /// The rules of the version.
    pub(super) rules: &'a Rules,
    /// The clauses of the version.
    pub(super) clauses: &'a BTreeSet<&'a str>,
    pub(super) found: &'a mut Diagnostics,
    pub(super) unused: &'a mut Vec<Unused>,
    /// Items of the current file with an invalid reference.
    pub(super) wrong: BTreeSet<String>,
}

impl Overrides<'_> {
    pub(super) fn check(&mut self, layers: &[(Origin, &Layer)]) {
        for (origin, layer) in layers {
            // What a version overrides is checked with that version: this one may not need it any more.
            if matches!(origin, Origin::Library | Origin::Base) {
                continue;
            }
            for file in &layer.rules {
                self.file(*origin, file);
            }
        }
    }

    fn file(&mut self, origin: Origin, file: &RulesFile) {
        let (merged, rules) = (self.merged, self.rules);
        let written = &file.value;
        let has = |table: &str, id: &str| match table {
            "kind" => rules.kinds.iter().any(|it| it.id.as_str() == id),
            "step" => rules.steps.iter().any(|it| it.id.as_str() == id),
            "group" => rules.groups.iter().any(|it| it.id.as_str() == id),
            "question" => rules.questions.iter().any(|it| it.id.as_str() == id),
            "reminder" => rules.reminders.iter().any(|it| it.id.as_str() == id),
            "words" => rules.words.iter().any(|it| it.id.as_str() == id),
            _ => rules.all().iter().any(|rule| rule.id.as_str() == id),
        };
        let mut unused = Vec::new();
        unused.extend(of_library(&written.kind.0, &merged.kinds));
        unused.extend(of_library(&written.step.0, &merged.steps));
        unused.extend(of_library(&written.group.0, &merged.groups));
        unused.extend(of_library(&written.question.0, &merged.questions));
        unused.extend(of_library(&written.gate.0, &merged.gates));
        unused.extend(of_library(&written.requirement.0, &merged.requirements));
        unused.extend(of_library(&written.notice.0, &merged.notices));
        unused.extend(of_library(&written.practice.0, &merged.practices));
        unused.extend(of_library(&written.reminder.0, &merged.reminders));
        unused.extend(of_library(&written.words.0, &merged.words));
        // An item with an invalid reference is inactive because of it.
        let wrong = self.names(file);
        unused.retain(|(table, id)| !has(table, id) && !wrong.contains(&format!("{table}.{id}")));
        for (table, id) in unused {
            let what = format!("{table}.{id}");
            let finding = self.unused_override(origin, table, id, file);
            match origin {
                Origin::Version => self.found.push(finding),
                Origin::Library | Origin::Site | Origin::Base => {
                    self.unused.push(Unused { what, finding });
                }
            }
        }
    }

    fn unused_override(
        &self,
        origin: Origin,
        table: &str,
        id: &str,
        file: &RulesFile,
    ) -> Diagnostic {
        let merged = self.merged;
        let (lacks, unused) = match origin {
            Origin::Version => ("this version does not have", "this version does not use"),
            Origin::Library | Origin::Site | Origin::Base => (
                "no version of the guidelines has",
                "no version of the guidelines uses",
            ),
        };
        let (path, display_name_of) = (format!("{table}.{id}"), display_name(table));
        let clause = match table {
            "gate" => clause(id, &merged.gates, |part| &part.clause),
            "requirement" => clause(id, &merged.requirements, |part| &part.clause),
            "notice" => clause(id, &merged.notices, |part| &part.clause),
            _ => None,
        };
        let unknown = clause.filter(|clause| !self.clauses.contains(clause.as_str()));
        if let Some((clause, place)) = unknown.as_ref().zip(file.find(&format!("{path}.clause"))) {
            let error = Diagnostic::error(format!(
                "the {display_name_of} `{id}` cites the clause `{clause}`, which {lacks}"
            ));
            return error
                .did_you_mean(
                    nearest(clause, self.clauses.iter().copied()),
                    format!("add its sentence to `clauses.toml`: `clauses.{clause} = \"…\"`"),
                )
                .at(place);
        }
        let error = Diagnostic::error(format!(
            "this changes the {display_name_of} `{id}` of the library, which {unused}"
        ))
        .at(file.place(&path));
        if merged.without.contains(id) {
            return error.help("remove it, or remove the rule from `without`");
        }
        let error = error
            .help("remove it; what only one version needs belongs in `rules.toml` in its folder");
        match (table, unknown) {
            ("kind", _) => error.help(format!(
                "or offer the kind: add `\"{id}\"` to `kinds` in `form.toml`"
            )),
            ("question", _) => error
                .help("or add it to a rule, or print it in a letter of your own: then it is asked"),
            (_, Some(clause)) => error.help(format!(
                "or, if the text has a sentence for it, add that to `clauses.toml`: `clauses.{clause} = \"…\"`"
            )),
            ("gate" | "requirement" | "notice" | "practice" | "reminder", None) => {
                error.help("or offer a kind of request that it is for")
            }
            (_, None) => error,
        }
    }

    /// Checks the references of an override, and returns the items with invalid ones. References in
    /// the library to items that a site lacks are ignored, so a typing error in an override would
    /// otherwise go unnoticed.
    fn names(&mut self, file: &RulesFile) -> BTreeSet<String> {
        let written = &file.value;
        let offered = self.rules.kinds.iter().map(|kind| kind.id.as_str());
        let offered: Vec<&str> = offered.collect();
        let names = written.kinds.iter().flatten().map(KindId::as_str);
        self.known(file, "kinds", "kind of request", names, &offered);
        for (id, KindPart { offers, .. }) in &written.kind.0 {
            self.questions(file, &format!("kind.{id}.offers"), offers.as_deref());
        }
        for (id, NoticePart { offers, .. }) in &written.notice.0 {
            self.questions(file, &format!("notice.{id}.offers"), offers.as_deref());
        }
        let rules: Vec<&str> = self.merged.rules().into_keys().collect();
        for (id, PracticePart { unless, .. }) in &written.practice.0 {
            let unless = unless.iter().flatten().map(RuleId::as_str);
            let path = format!("practice.{id}.unless");
            self.known(file, &path, "rule", unless, &rules);
        }
        self.references_of_overrides(file);
        std::mem::take(&mut self.wrong)
    }

    /// Checks what the items of the library that a file overrides refer to.
    fn references_of_overrides(&mut self, file: &RulesFile) {
        let (written, merged) = (&file.value, self.merged);
        self.references(file, &written.question.0, &merged.questions, |part| {
            let of_options = part.option_kinds.iter().flat_map(BTreeMap::values);
            let of_options =
                of_options.map(|kinds| ("option-kinds", Some(Kinds(kinds.as_slice()))));
            let mut all = vec![
                ("kinds", part.kinds.as_deref().map(Kinds)),
                ("when", part.when.as_ref().map(OfCondition)),
            ];
            all.extend(of_options);
            all
        });
        self.references(file, &written.gate.0, &merged.gates, |part| {
            vec![
                ("kinds", part.kinds.as_deref().map(Kinds)),
                ("suggest", part.suggest.as_deref().map(Kinds)),
                ("ask", part.ask.as_deref().map(Questions)),
                ("opens", part.opens.as_ref().map(OfCondition)),
            ]
        });
        self.references(file, &written.requirement.0, &merged.requirements, |part| {
            vec![
                ("kinds", part.kinds.as_deref().map(Kinds)),
                ("ask", part.ask.as_deref().map(Questions)),
                ("when", part.when.as_ref().map(OfCondition)),
                ("check", part.check.as_ref().map(OfCondition)),
            ]
        });
        self.references(file, &written.notice.0, &merged.notices, |part| {
            vec![
                ("kinds", part.kinds.as_deref().map(Kinds)),
                ("suggest", part.suggest.as_deref().map(Kinds)),
                ("when", part.when.as_ref().map(OfCondition)),
            ]
        });
        self.references(file, &written.practice.0, &merged.practices, |part| {
            vec![
                ("kinds", part.kinds.as_deref().map(Kinds)),
                ("ask", part.ask.as_deref().map(Questions)),
                ("when", part.when.as_ref().map(OfCondition)),
            ]
        });
        self.references(file, &written.reminder.0, &merged.reminders, |part| {
            vec![("kinds", part.kinds.as_deref().map(Kinds))]
        });
    }

    /// Checks the references of the items of one type, each with the key that has it.
    fn references<P: LayeredItem>(
        &mut self,
        file: &RulesFile,
        parts: &[(String, P)],
        merged: &[Item<P>],
        of: impl Fn(&P) -> Vec<(&'static str, Option<Reference<'_>>)>,
    ) {
        for (id, part) in overriding(parts, merged) {
            for (key, reference) in of(part) {
                let path = format!("{}.{id}.{key}", P::TABLE);
                match reference {
                    Some(Kinds(kinds)) => self.kinds(file, &path, Some(kinds)),
                    Some(Questions(questions)) => self.questions(file, &path, Some(questions)),
                    Some(OfCondition(condition)) => {
                        self.questions(file, &path, Some(&condition.questions()));
                        self.kinds(file, &path, Some(&kinds_in(condition)));
                    }
                    None => {}
                }
            }
        }
    }

    fn questions<T: std::fmt::Display>(
        &mut self,
        file: &RulesFile,
        path: &str,
        names: Option<&[T]>,
    ) {
        let names: Vec<String> = names.iter().copied().flatten().map(T::to_string).collect();
        let known = self.merged.questions.iter().map(|it| it.id.as_str());
        let known: Vec<&str> = known.collect();
        let names = names.iter().map(String::as_str);
        self.known(file, path, "question", names, &known);
    }

    fn kinds<T: std::fmt::Display>(&mut self, file: &RulesFile, path: &str, names: Option<&[T]>) {
        let names: Vec<String> = names.iter().copied().flatten().map(T::to_string).collect();
        let known = self.merged.kinds.iter().map(|it| it.id.as_str());
        let known: Vec<&str> = known.collect();
        let names = names.iter().map(String::as_str);
        self.known(file, path, "kind of request", names, &known);
    }

    fn known<'n>(
        &mut self,
        file: &RulesFile,
        path: &str,
        what: &str,
        names: impl Iterator<Item = &'n str>,
        known: &[&str],
    ) {
        for (index, name) in names.enumerate() {
            if known.contains(&name) {
                continue;
            }
            let error = Diagnostic::unknown(what, name);
            let error = error.did_you_mean(
                nearest(name, known.iter().copied()),
                "remove it; `site-gen library list` shows what it has",
            );
            let place = file.find(&format!("{path}[{index}]"));
            let place: Place = place.unwrap_or_else(|| file.place(path));
            self.found.push(error.at(place.at_word(name)));
            let thing: Vec<&str> = path.splitn(3, '.').take(2).collect();
            self.wrong.insert(thing.join("."));
        }
    }
}

/// The library items of one type that a file overrides.
fn overriding<'p, P: LayeredItem>(
    parts: &'p [(String, P)],
    merged: &[Item<P>],
) -> Vec<(&'p str, &'p P)> {
    let is_of_library = |id: &str| merged.iter().any(|item| item.id == id && item.from_library);
    let parts = parts.iter().filter(|(id, _)| is_of_library(id));
    parts.map(|(id, part)| (id.as_str(), part)).collect()
}

fn of_library<'p, P: LayeredItem>(
    parts: &'p [(String, P)],
    merged: &[Item<P>],
) -> Vec<(&'static str, &'p str)> {
    let parts = overriding(parts, merged).into_iter();
    parts.map(|(id, _)| (P::TABLE, id)).collect()
}

fn clause<P, C: std::fmt::Display>(
    id: &str,
    items: &[Item<P>],
    of: impl Fn(&P) -> &Option<C>,
) -> Option<String> {
    let item = items.iter().find(|item| item.id == id)?;
    of(&item.part).as_ref().map(C::to_string)
}
