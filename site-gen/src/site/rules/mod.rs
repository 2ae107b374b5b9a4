//! The published text is the source of the rules: what binds the one to the other, and finds
//! every place where they do not hold together.

mod checking;
mod clauses;
mod conditions;
mod coverage;
mod days;
mod known;
mod letters;
mod mail;
mod names;
mod reach;
mod reminders;
mod report;
mod text;

use crate::content::Requests;
use crate::diagnostic::Diagnostics;
use crate::markdown::Document;
use request_builder::form::{Clause, Form, Resting as _, RuleId};
use request_builder::rulebook::{ClauseAddress, Organisation};
use std::collections::BTreeMap;

/// Finds the sentence that each rule stands on, and everything that is wrong with the rules.
pub(super) fn bind(
    requests: &Requests,
    document: &Document,
    organisation: &Organisation,
    found: &mut Diagnostics,
) -> BTreeMap<RuleId, ClauseAddress> {
    names::check(requests, found);
    conditions::check(requests, organisation, found);
    days::check(requests, found);
    letters::check(requests, found);
    mail::check(requests, found);
    reminders::check(requests, found);
    checking::check(requests, found);
    reach::check(requests, found);
    let bound = clauses::bind(requests, document, found);
    coverage::check(requests, document, &bound, found);
    bound.addresses
}

/// Something in `requests.toml` that quotes the guidelines.
struct Quoting<'a> {
    /// What messages call it: "the requirement `letterhead`".
    name: String,
    /// Its name, if it is a rule.
    id: Option<&'a RuleId>,
    /// Where it stands: `requirement[3]`.
    path: String,
    clause: Clause<'a>,
}

/// Everything that quotes the guidelines, in the order gates, requirements, notices, unruled.
fn quoting(form: &Form) -> Vec<Quoting<'_>> {
    fn rule<'a>(table: &str, index: usize, id: &'a RuleId, clause: Clause<'a>) -> Quoting<'a> {
        let name = format!("the {table} `{id}`");
        Quoting {
            name,
            id: Some(id),
            path: format!("{table}[{index}]"),
            clause,
        }
    }
    let gates = form.gates.iter().enumerate();
    let gates = gates.map(|(index, gate)| rule("gate", index, &gate.id, gate.clause()));
    let requirements = form.requirements.iter().enumerate();
    let requirements =
        requirements.map(|(index, found)| rule("requirement", index, &found.id, found.clause()));
    let notices = form.notices.iter().enumerate();
    let notices = notices.map(|(index, notice)| rule("notice", index, &notice.id, notice.clause()));
    let unruled = form
        .unruled
        .iter()
        .enumerate()
        .map(|(index, unruled)| Quoting {
            name: format!("`[[unruled]]` number {}", index + 1),
            id: None,
            path: format!("unruled[{index}]"),
            clause: Clause {
                section: &unruled.section,
                basis: None,
                quote: &unruled.quote,
            },
        });
    gates
        .chain(requirements)
        .chain(notices)
        .chain(unruled)
        .collect()
}
