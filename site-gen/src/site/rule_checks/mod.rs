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
mod reminders;
mod report;
mod restructured;
mod root_cause;
mod satisfiable;
mod text;

pub(super) use binding::{Bindings, Entry, Heading, LeadIn, TextClauses, bind};
pub(super) use coverage::ObligationWords;
pub(super) use satisfiable::possible;

use super::places::Places;
use crate::diagnostic::Diagnostics;
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
