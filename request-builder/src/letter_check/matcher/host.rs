//! Matches addresses of servers.

use super::{Found, Matcher};
use crate::letter_check::HostPattern;

impl Matcher<'_> {
    pub(super) fn host(&self, pattern: &HostPattern) -> Vec<Found> {
        let beside = self.phrases_of(&pattern.beside, true);
        let hosts = self.entities.hosts.iter().filter(|host| {
            if !pattern.is.is_empty() && !pattern.is.contains(&host.class) {
                return false;
            }
            let its_owners = self.entities.mails.iter().any(|mail| {
                let domain = host.name.strip_prefix("www.").unwrap_or(&host.name);
                mail.domain == domain || mail.domain.ends_with(&[".", domain].concat())
            });
            if its_owners && host.is_unknown() {
                return false;
            }
            if host.is_url || !host.is_unknown() {
                return !(host.is_unknown() && self.is_an_authoritys(&host.name));
            }
            let Some(words) = self.text.touched(&host.at) else {
                return false;
            };
            let own = self.text.words.get(words.start).map(|word| word.sentence);
            let near = beside.iter().any(|cue| {
                let cue_sentence = self.text.words.get(cue.start).map(|word| word.sentence);
                cue_sentence == own && cue.start.abs_diff(words.start) < 14
                    || words.contains(&cue.start)
            });
            near && !self.is_an_authoritys(&host.name)
        });
        self.kept(hosts.map(|host| host.at.clone()), &pattern.unless)
    }

    fn is_an_authoritys(&self, host: &str) -> bool {
        let address = ["a@", host].concat();
        crate::answers::EmailAddress::parse(&address).is_some_and(|mail| {
            mail.class(self.organisation) == crate::answers::MailClass::Official
        })
    }
}
