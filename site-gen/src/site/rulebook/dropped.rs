//! The shared rules that a version leaves out: rules whose clause it has removed,
//! and the rules and kinds of request that `without` in its own `rules.toml` names.

use super::merge::Merged;
use request_builder::rules::{ClauseId, Kind, KindId, RuleId, Rules, is_for};
use std::collections::BTreeSet;

#[derive(Debug, Default)]
pub(super) struct Dropped {
    pub(super) rules: BTreeSet<String>,
    pub(super) kinds: BTreeSet<String>,
    /// Questions of rules and of kinds that are dropped.
    pub(super) questions: BTreeSet<String>,
    /// Clauses that only rules for dropped kinds cite.
    pub(super) clauses: BTreeSet<String>,
}

impl Dropped {
    /// Takes dropped kinds out of the merged items.
    pub(super) fn new(
        merged: &mut Merged,
        gone: &BTreeSet<&str>,
        without: BTreeSet<String>,
    ) -> Self {
        let is_kind = |id: &String| merged.kinds.iter().any(|kind| kind.id == *id);
        let (kinds, rules) = without.into_iter().partition(is_kind);
        let mut dropped = Self {
            rules,
            kinds,
            ..Self::default()
        };
        dropped.by_kind(merged);
        dropped.by_clause(merged, gone);
        let requirements = merged.requirements.iter();
        let asked = merged.gates.iter().map(|it| (&it.id, &it.part.ask));
        let asked = asked.chain(requirements.map(|it| (&it.id, &it.part.ask)));
        let asked = asked.filter(|(id, _)| dropped.rules.contains(*id));
        let asked = asked.flat_map(|(_, questions)| questions.iter().flatten());
        let asked: Vec<String> = asked.map(ToString::to_string).collect();
        dropped.questions.extend(asked);
        dropped
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.kinds.is_empty()
    }

    fn by_clause(&mut self, merged: &Merged, gone: &BTreeSet<&str>) {
        let gates = merged.gates.iter().map(|it| (&it.id, &it.part.clause));
        let requirements = merged.requirements.iter();
        let requirements = requirements.map(|it| (&it.id, &it.part.clause));
        let notices = merged.notices.iter().map(|it| (&it.id, &it.part.clause));
        let all = gates.chain(requirements).chain(notices);
        let is_gone = |clause: &ClauseId| gone.contains(clause.as_str());
        let of_gone = all.filter(|(_, clause)| clause.as_ref().is_some_and(is_gone));
        self.rules.extend(of_gone.map(|(id, _)| id.clone()));
    }

    fn by_kind(&mut self, merged: &mut Merged) {
        if self.kinds.is_empty() {
            return;
        }
        let kinds = self.kinds.clone();
        let is_left = |kind: &KindId| !kinds.contains(kind.as_str());
        // Whether an item is only for dropped kinds.
        let leave_out = |of: &mut Option<Vec<KindId>>| {
            let Some(of) = of.as_mut().filter(|of| !of.is_empty()) else {
                return false;
            };
            let is_dropped = !of.iter().any(is_left);
            if !is_dropped {
                of.retain(is_left);
            }
            is_dropped
        };
        for item in &mut merged.questions {
            if leave_out(&mut item.part.kinds) {
                self.questions.insert(item.id.clone());
            }
        }
        let gates = merged.gates.iter_mut();
        let gates = gates.map(|it| (&it.id, &it.part.clause, &mut it.part.kinds));
        let requirements = merged.requirements.iter_mut();
        let requirements = requirements.map(|it| (&it.id, &it.part.clause, &mut it.part.kinds));
        let notices = merged.notices.iter_mut();
        let notices = notices.map(|it| (&it.id, &it.part.clause, &mut it.part.kinds));
        for (id, clause, of) in gates.chain(requirements).chain(notices) {
            if leave_out(of) {
                self.rules.insert(id.clone());
                self.clauses.extend(clause.iter().map(ToString::to_string));
            }
        }
        for item in &mut merged.practices {
            if leave_out(&mut item.part.kinds) {
                self.rules.insert(item.id.clone());
            }
        }
        for item in &mut merged.notices {
            if let Some(suggest) = &mut item.part.suggest {
                suggest.retain(is_left);
            }
        }
    }
}

/// The kinds that no sentence is about. No rule in `needs` and `yields` of such a kind cites a clause, and
/// another kind has all of its clauses and more.
pub(super) fn not_about(rules: &Rules) -> Vec<&KindId> {
    let all = rules.all();
    let cited = |kind: &Kind| -> BTreeSet<&ClauseId> {
        let own = all.iter().filter(|rule| is_for(rule.kinds, &kind.id));
        own.filter_map(|rule| rule.clause).collect()
    };
    let kinds: Vec<_> = rules.kinds.iter().map(|kind| (kind, cited(kind))).collect();
    let is_of_others = |(kind, clauses): &(&Kind, BTreeSet<&ClauseId>)| {
        let is_named = |rule: &RuleId| kind.needs.iter().chain(&kind.yields).any(|it| it == rule);
        let is_cited = all
            .iter()
            .any(|rule| rule.clause.is_some() && is_named(rule.id));
        let mut others = kinds.iter().map(|(_, others)| others);
        !is_cited && others.any(|it| clauses.len() < it.len() && clauses.is_subset(it))
    };
    let without = kinds.iter().filter(|kind| is_of_others(kind));
    without.map(|(kind, _)| &kind.id).collect()
}

/// The kinds of which a version has removed every clause that a requirement or gate for them alone cites.
pub(super) fn emptied<'k>(
    merged: &Merged,
    kinds: &'k [KindId],
    clauses: &BTreeSet<&str>,
    gone: &BTreeSet<&str>,
) -> impl Iterator<Item = &'k KindId> {
    kinds.iter().filter(|kind| {
        let gates = merged
            .gates
            .iter()
            .map(|it| (&it.part.clause, &it.part.kinds));
        let requirements = merged.requirements.iter();
        let requirements = requirements.map(|it| (&it.part.clause, &it.part.kinds));
        let all = gates.chain(requirements);
        let of_kind = all.filter(|(_, of)| of.as_deref() == Some(std::slice::from_ref(*kind)));
        let cited: Vec<&str> = of_kind
            .filter_map(|(clause, _)| clause.as_ref().map(ClauseId::as_str))
            .collect();
        cited.iter().any(|id| gone.contains(id)) && !cited.iter().any(|id| clauses.contains(id))
    })
}
