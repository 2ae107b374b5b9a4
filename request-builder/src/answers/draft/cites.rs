//! The clauses that a request cites: for each rule of its kind, the sentence of the guidelines.

use crate::rulebook::Rulebook;
use crate::rules::{KindId, Level, RuleId};
use serde::Serialize;

/// A rule and the sentence that it cites.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct ClauseSnapshot {
    /// The rule.
    pub rule: RuleId,
    /// The level of a requirement.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, with = "Level"))]
    pub level: Option<Level>,
    /// The heading of the sentence's section.
    pub section: String,
    /// The lead-in that determines the sentence's force.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, with = "String"))]
    pub lead_in: Option<String>,
    /// The whole sentence.
    pub quote: String,
}

impl ClauseSnapshot {
    /// Whether two rules cite exactly the same words.
    pub(super) fn same_words(&self, other: &Self) -> bool {
        self.quote == other.quote && self.lead_in == other.lead_in
    }
}

/// The clauses cited for a kind of request; before one is chosen, those for all kinds.
pub(super) fn cites(book: &Rulebook, kind: Option<&KindId>) -> Vec<ClauseSnapshot> {
    let rules = &book.rules;
    let mut all = Vec::new();
    for rule in rules.all() {
        let clause = rule.clause.and_then(|clause| rules.clause(clause));
        if let Some(clause) = clause.filter(|_| rules.applies(rule.kinds, kind)) {
            all.push(ClauseSnapshot {
                rule: rule.id.clone(),
                level: rule.level,
                section: clause.section.clone(),
                lead_in: clause.lead_in.clone(),
                quote: clause.quote.clone(),
            });
        }
    }
    all
}
