//! What a request rests on: for each rule of its kind, the sentence in the guidelines' own words.

use crate::form::{Clause, Form, KindId, Level, RuleId, is_for};
use crate::rulebook::Rulebook;
use serde::Serialize;

/// A rule, and the sentence that it rested on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Rested {
    /// The rule.
    pub rule: RuleId,
    /// How strongly it asked. A gate or a notice has no level.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, with = "Level"))]
    pub level: Option<Level>,
    /// The heading of the section that its sentence stood in.
    pub section: String,
    /// The lead-in that gave its list force, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, with = "String"))]
    pub basis: Option<String>,
    /// The whole sentence.
    pub quote: String,
}

impl Rested {
    /// Whether two rules rest on the same words, white space and all.
    pub(super) fn same_words(&self, other: &Self) -> bool {
        self.quote == other.quote && self.basis == other.basis
    }
}

/// What a request of this kind rests on; before one is chosen, what a request of any kind does.
pub(super) fn rests_on(book: &Rulebook, kind: Option<&KindId>) -> Vec<Rested> {
    let form = &book.form;
    let applies = |kinds: &[KindId]| match kind {
        Some(kind) => is_for(kinds, kind),
        None => kinds.is_empty() || form.kinds.iter().all(|kind| kinds.contains(&kind.id)),
    };
    let clauses = form.clauses().filter(|(id, _)| applies(kinds_of(form, id)));
    clauses
        .map(|(id, clause)| {
            let Clause {
                section,
                basis,
                quote,
            } = clause;
            let requirement = form.requirements.iter().find(|rule| rule.id == *id);
            Rested {
                rule: id.clone(),
                level: requirement.map(|rule| rule.level),
                section: section.to_owned(),
                basis: basis.map(str::to_owned),
                quote: quote.to_owned(),
            }
        })
        .collect()
}

fn kinds_of<'f>(form: &'f Form, id: &RuleId) -> &'f [KindId] {
    let gates = form.gates.iter().map(|rule| (&rule.id, &rule.kinds));
    let requirements = form.requirements.iter().map(|rule| (&rule.id, &rule.kinds));
    let notices = form.notices.iter().map(|rule| (&rule.id, &rule.kinds));
    let mut all = gates.chain(requirements).chain(notices);
    all.find(|(rule, _)| *rule == id)
        .map_or(&[], |(_, kinds)| kinds)
}
