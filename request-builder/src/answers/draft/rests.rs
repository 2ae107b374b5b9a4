//! What a request rests on: for each rule of its kind, the sentence in the guidelines' own words.

use crate::form::{Clause, Form, KindId, Level, Resting as _, RuleId, is_for};
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

/// A rule that rests on a sentence.
pub(super) struct Rule<'f> {
    pub(super) id: &'f RuleId,
    pub(super) kinds: &'f [KindId],
    /// What a requirement is about, and how strongly it asks.
    pub(super) asks: Option<(&'f str, Level)>,
    pub(super) clause: Clause<'f>,
}

/// Looks at every rule that rests on a sentence. (One loop a sort: a chain of iterators weighs ten
/// times as much in the page.)
pub(super) fn each_rule<'f>(form: &'f Form, look: &mut dyn FnMut(Rule<'f>)) {
    for rule in &form.gates {
        look(Rule {
            id: &rule.id,
            kinds: &rule.kinds,
            asks: None,
            clause: rule.clause(),
        });
    }
    for rule in &form.requirements {
        look(Rule {
            id: &rule.id,
            kinds: &rule.kinds,
            asks: Some((&rule.title, rule.level)),
            clause: rule.clause(),
        });
    }
    for rule in &form.notices {
        look(Rule {
            id: &rule.id,
            kinds: &rule.kinds,
            asks: None,
            clause: rule.clause(),
        });
    }
}

/// What a request of this kind rests on; before one is chosen, what a request of any kind does.
pub(super) fn rests_on(book: &Rulebook, kind: Option<&KindId>) -> Vec<Rested> {
    let form = &book.form;
    let mut all = Vec::new();
    each_rule(form, &mut |rule| {
        let kinds = rule.kinds;
        let applies = match kind {
            Some(kind) => is_for(kinds, kind),
            None => kinds.is_empty() || form.kinds.iter().all(|kind| kinds.contains(&kind.id)),
        };
        if applies {
            let Clause {
                section,
                basis,
                quote,
            } = rule.clause;
            all.push(Rested {
                rule: rule.id.clone(),
                level: rule.asks.map(|(_, level)| level),
                section: section.to_owned(),
                basis: basis.map(str::to_owned),
                quote: quote.to_owned(),
            });
        }
    });
    all
}
