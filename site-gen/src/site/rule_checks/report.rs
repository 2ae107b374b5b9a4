//! Collects diagnostics about the rules, each at the key that it concerns.

use super::Subject;
use crate::content::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// The diagnostics about the rules of one version.
pub(super) struct Report<'a> {
    subject: &'a Subject<'a>,
    found: &'a mut Diagnostics,
}

impl<'a> Report<'a> {
    pub(super) fn new(subject: &'a Subject<'a>, found: &'a mut Diagnostics) -> Self {
        Self { subject, found }
    }

    /// Adds a diagnostic at a path, such as `requirement.letterhead.ask[0]`.
    pub(super) fn push(&mut self, path: &str, diagnostic: Diagnostic) {
        self.found
            .push(diagnostic.at(self.subject.places.place(path)));
    }

    /// Adds a diagnostic with a related place.
    pub(super) fn push_beside(
        &mut self,
        path: &str,
        diagnostic: Diagnostic,
        other: &str,
        label: &str,
    ) {
        let place = self.subject.places.place(other).with_note(label);
        self.push(path, diagnostic.with_related(place));
    }

    /// Reports an unknown name. Returns whether the name is known.
    pub(super) fn known<'n>(
        &mut self,
        path: &str,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str> + Clone,
    ) -> bool {
        if known.clone().any(|known| known == name) {
            return true;
        }
        let listed: Vec<&str> = known.clone().collect();
        let otherwise = match listed.len() {
            0 => "remove it".to_owned(),
            1..=12 => format!("there are `{}`", listed.join("`, `")),
            _ => format!("use an existing {what}"),
        };
        let error = Diagnostic::unknown(what, name).did_you_mean(nearest(name, known), otherwise);
        let place = self.subject.places.place(path).at_word(name);
        self.found.push(error.at(place));
        false
    }
}
