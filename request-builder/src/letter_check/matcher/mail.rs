//! Matches email addresses.

use super::{Found, Matcher};
use crate::letter_check::MailPattern;

impl Matcher<'_> {
    pub(super) fn mail(&self, pattern: &MailPattern) -> Vec<Found> {
        let mails = self
            .entities
            .mails
            .iter()
            .filter(|mail| pattern.is.contains(&mail.is));
        self.kept(mails.map(|mail| mail.at.clone()), &pattern.unless)
    }
}
