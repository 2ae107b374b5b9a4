//! Checks the rules of a version against each other and against the text that they cite. The
//! published text is the source of the rules.

mod binding;
mod conditions;
mod coverage;
mod days;
mod explain;
mod letter_patterns;
mod letters;
mod mail;
mod names;
mod obligation_words;
mod reminders;
mod report;
mod restructured;
mod root_cause;
mod satisfiable;
mod slips;
mod text;
mod text_clauses;

pub(super) use binding::Bindings;
pub(super) use obligation_words::ObligationWords;
pub(super) use restructured::still_in_text;
pub(super) use satisfiable::possible;
pub(super) use text_clauses::{Entry, Heading, LeadIn, TextClauses};

use super::places::Places;
use crate::diagnostic::Diagnostics;
use crate::markdown::Document;
use request_builder::letter::Letters;
use request_builder::letter_check::LetterPatterns;
use request_builder::rulebook::Organisation;
use request_builder::rules::{Condition, Rules};
use std::collections::BTreeMap;

/// The rules of a version with their places.
pub(super) struct Subject<'a> {
    pub(super) rules: &'a Rules,
    pub(super) letters: &'a Letters,
    /// The conditions in the site's own letters.
    pub(super) letter_conditions: &'a [Condition],
    /// The labels in the guidelines' language.
    pub(super) labels: &'a BTreeMap<String, String>,
    pub(super) letter_check: Option<&'a LetterPatterns>,
    pub(super) places: &'a Places<'a>,
}

/// Checks that the rules are consistent.
pub(super) fn check(subject: &Subject<'_>, organisation: &Organisation, found: &mut Diagnostics) {
    names::check(subject, found);
    conditions::check(subject, organisation, found);
    days::check(subject, found);
    letters::check(subject, found);
    mail::check(subject, found);
    reminders::check(subject, found);
    letter_patterns::check(subject, found);
    satisfiable::check(subject, found);
}

/// Binds the clauses to a text, and reports those that cannot be bound and obligations without a clause.
pub(super) fn bind(
    clauses: &TextClauses,
    document: &Document,
    found: &mut Diagnostics,
) -> Bindings {
    let mut own = Diagnostics::new();
    let bound = binding::bind(clauses, document, &mut own);
    coverage::check(clauses, document, &bound, &mut own);
    root_cause::explain(clauses, document, &bound, &mut own);
    found.extend(own.into_iter().map(slips::without_slips));
    bound
}
