//! Complaints about `requests.toml`, each at the key that it is about.

use crate::content::{Requests, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Where complaints about one file go.
pub(super) struct Report<'a> {
    requests: &'a Requests,
    found: &'a mut Diagnostics,
}

impl<'a> Report<'a> {
    pub(super) fn new(requests: &'a Requests, found: &'a mut Diagnostics) -> Self {
        Self { requests, found }
    }

    /// Something is wrong at a path, such as `requirement[3].ask[0]`.
    pub(super) fn push(&mut self, path: &str, diagnostic: Diagnostic) {
        self.found.push(diagnostic.at(self.requests.place(path)));
    }

    /// The same, with something else to look at.
    pub(super) fn push_beside(
        &mut self,
        path: &str,
        diagnostic: Diagnostic,
        other: &str,
        label: &str,
    ) {
        let place = self.requests.place(other).saying(label);
        self.push(path, diagnostic.beside(place));
    }

    /// Complains if a name is not one of those known. Says whether it is.
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
        let error = Diagnostic::error(format!("there is no {what} `{name}`"));
        let listed: Vec<&str> = known.clone().collect();
        let error = match nearest(name, known) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None if listed.is_empty() => error,
            None if listed.len() > 12 => error,
            None => error.help(format!("there are `{}`", listed.join("`, `"))),
        };
        self.push(path, error);
        false
    }
}
