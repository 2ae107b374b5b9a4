//! Email addresses: their validity, and the class of their domain.
//!
//! The class is only a hint. The lists are data of the site and never complete, and a police force
//! may use a public provider.

use crate::rulebook::Organisation;
use crate::rules::MailClass;
use crate::text::{is_word_char, lowercase, part};

/// A valid email address as people write them: no quoted names, no comments, a domain with at
/// least one dot. Stricter than RFC 5321, because anything else is nearly always a typing error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress {
    address: String,
    at: usize,
}

impl EmailAddress {
    /// Parses an address.
    pub fn parse(text: &str) -> Option<Self> {
        let address = text.trim();
        let (local, domain) = address.split_once('@')?;
        let local_fits = (1..=64).contains(&local.len())
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(is_local_part_char);
        let labels: Vec<&str> = domain.split('.').collect();
        let domain_fits = labels.len() >= 2
            && domain.len() <= 253
            && labels.iter().all(|label| is_label(label))
            && labels.last().is_some_and(|last| {
                last.chars()
                    .any(|character| is_word_char(character) && !character.is_ascii_digit())
            });
        (local_fits && domain_fits).then(|| Self {
            address: address.to_owned(),
            at: local.len(),
        })
    }

    /// The addresses in a text as mail programs write it, `Ann Lee <ann@example.org>, ben@example.org`,
    /// with semicolons between them. `None` if it has them already.
    pub fn without_names(text: &str) -> Option<String> {
        if !text.contains([',', '<', ':']) && !text.trim_end().ends_with('.') {
            return None;
        }
        let mut found = Vec::new();
        let mut is_named = false;
        for part in text.split([',', ';']).map(str::trim) {
            if !part.contains('@') {
                // `Lee` of `Lee, Ann <ann@example.org>`.
                is_named |= !part.is_empty();
                continue;
            }
            let (name, address) = part.split_once(['<', ':']).unwrap_or(("", part));
            // Other words must not get lost.
            if is_named && name.is_empty() {
                return None;
            }
            is_named = false;
            found.push(Self::parse(address.trim_end_matches(['>', '.']))?.address);
        }
        (!is_named && !found.is_empty()).then(|| found.join("; "))
    }

    /// Whether a text is one address, or several with semicolons between them: more than one officer
    /// may want the reply.
    pub fn are_all(text: &str) -> bool {
        !Self::any(text, &|address| address.is_none())
    }

    /// Whether this holds for one of the addresses in a text. `None` is a part that is not an address.
    pub fn any(text: &str, holds: &dyn Fn(Option<&Self>) -> bool) -> bool {
        let mut parts = text.split(';');
        parts.any(|part| holds(Self::parse(part).as_ref()))
    }

    /// The part before the `@`.
    pub fn mailbox(&self) -> &str {
        part(&self.address, ..self.at)
    }

    /// The part after the `@`, in lower case.
    pub fn domain(&self) -> String {
        lowercase(part(&self.address, self.at + 1..))
    }

    /// Whether it is an address of the organisation itself, like its mailbox. Others have addresses at a public
    /// provider as well.
    pub(crate) fn is_of(&self, organisation: &Organisation) -> bool {
        Self::parse(&organisation.mailbox).is_some_and(|own| {
            own.domain() == self.domain()
                && (own.mailbox() == self.mailbox() || self.class(organisation) != MailClass::Free)
        })
    }

    /// The class of the address, from the organisation's lists.
    pub fn class(&self, organisation: &Organisation) -> MailClass {
        let domain = self.domain();
        let listed = |list: &[String]| list.iter().any(|entry| covers(entry, &domain));
        if listed(&organisation.free_mail) {
            MailClass::Free
        } else if listed(&organisation.official_mail) {
            MailClass::Official
        } else {
            MailClass::Unknown
        }
    }
}

fn is_local_part_char(character: char) -> bool {
    is_word_char(character) || "!#$%&'*+/=?^_`{|}~.-".contains(character)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .chars()
            .all(|character| is_word_char(character) || character == '-')
}

/// Whether a list entry matches a domain: `gov` matches `gov` and `x.gov`; `gov.*` matches `gov.uk`
/// and `x.gov.uk`, but not `gov.example.com`, whose last label is not a country code.
fn covers(entry: &str, domain: &str) -> bool {
    match entry.strip_suffix(".*") {
        None => is_within(domain, entry),
        Some(stem) => domain
            .rsplit_once('.')
            .filter(|(_, last)| last.len() == 2)
            .is_some_and(|(before, _)| is_within(before, stem)),
    }
}

/// Whether a domain is another one or below it. Lists have hundreds of domains, and a letter thousands
/// of addresses, so nothing is copied.
fn is_within(domain: &str, other: &str) -> bool {
    let Some(at) = domain.len().checked_sub(other.len()) else {
        return false;
    };
    let is_end = |end: &str| end.eq_ignore_ascii_case(other);
    domain.get(at..).is_some_and(is_end) && (at == 0 || part(domain, ..at).ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_errors_are_not_addresses() {
        for text in [
            "",
            "a",
            "a@b",
            "@b.org",
            "a@",
            "a b@c.org",
            "a@b..org",
            "a@-b.org",
            "a@b.org, c@d.org",
            "a@@b.org",
            "a@b.1",
            ".a@b.org",
            "<a@b.org>",
            "a@b.org\nBcc: x@y.org",
        ] {
            assert_eq!(EmailAddress::parse(text), None, "{text:?}");
        }
        for text in [
            "name@agency.gov",
            " o'neil+x@police.uk ",
            "josé@polícia.br",
            "a@b.xn--p1ai",
        ] {
            assert!(EmailAddress::parse(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn several_officers_may_give_their_addresses() {
        for text in ["a@b.gov", "a@b.gov; c@d.gov", "a@b.gov;c@d.gov;e@f.gov"] {
            assert!(EmailAddress::are_all(text), "{text}");
        }
        for text in [
            "",
            ";",
            "a@b.gov c@d.gov",
            "a@b.gov; c",
            "a@b.gov;; c@d.gov",
        ] {
            assert!(!EmailAddress::are_all(text), "{text:?}");
        }
        let is_second =
            |address: Option<&EmailAddress>| address.is_some_and(|it| it.mailbox() == "c");
        assert!(EmailAddress::any("a@b.gov; c@d.gov", &is_second));
        assert!(!EmailAddress::any("a@b.gov", &is_second));
    }

    #[test]
    fn addresses_lose_the_names_that_mail_programs_put_before_them() {
        for (text, tidied) in [
            ("Ana Perez <ana.perez@fbi.gov>", Some("ana.perez@fbi.gov")),
            ("Perez, Ana <ana.perez@fbi.gov>", Some("ana.perez@fbi.gov")),
            ("mailto:ana.perez@fbi.gov", Some("ana.perez@fbi.gov")),
            ("a@fbi.gov, b@fbi.gov", Some("a@fbi.gov; b@fbi.gov")),
            ("a@fbi.gov; b@fbi.gov", None),
            ("a@fbi.gov, b@", None),
            ("call me, please", None),
            ("Ana <ana@fbi.gov>, or call 555 0100", None),
            ("call 555 0100, ana@fbi.gov", None),
            ("a@fbi.gov, b@fbi.gov,", Some("a@fbi.gov; b@fbi.gov")),
            ("a@fbi.gov.", Some("a@fbi.gov")),
        ] {
            assert_eq!(
                EmailAddress::without_names(text).as_deref(),
                tidied,
                "{text}"
            );
        }
    }

    #[test]
    fn the_domain_decides_the_mail_class() {
        let organisation = Organisation {
            official_mail: vec!["gov".into(), "gov.*".into(), "bund.de".into()],
            free_mail: vec!["gmail.com".into(), "yahoo.*".into()],
            ..Organisation::default()
        };
        for (address, class) in [
            ("a@fbi.gov", MailClass::Official),
            ("a@met.gov.uk", MailClass::Official),
            ("a@gov.uk", MailClass::Official),
            ("a@bka.bund.de", MailClass::Official),
            ("a@notgov.uk", MailClass::Unknown),
            ("a@gov.example.com", MailClass::Unknown),
            ("a@GMAIL.com", MailClass::Free),
            ("a@yahoo.br", MailClass::Free),
            ("a@gmail.com.example.org", MailClass::Unknown),
        ] {
            let parsed = EmailAddress::parse(address).expect("well formed");
            assert_eq!(parsed.class(&organisation), class, "{address}");
        }
    }
}
