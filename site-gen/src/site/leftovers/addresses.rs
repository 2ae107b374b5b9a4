//! Hosts, email addresses and streets that are missing from `site.toml`.

use super::{Places, unlisted_host};
use crate::diagnostic::{Diagnostic, Name};
use crate::markdown::{Document, Target, deceptive, percent_decoded, two_scripts_in};
use crate::site::{Config, Version};
use crate::words::{Companies, Particular, TermType, lowercase};
use request_builder::answers::{EmailAddress, Host, MailClass, confusable_skeleton, look_alike_of};
use std::collections::BTreeSet;

/// Warns of words and links with a host or mailbox that resembles the company's own.
pub(super) fn in_page(document: &Document, config: &Config) -> Vec<Diagnostic> {
    let mut found = look_alikes(document, config);
    let mut places = Places::of(document);
    let sections = document.sections.iter();
    let blocks = document.blocks.iter();
    let texts = sections
        .map(|section| (&section.anchor, &section.title))
        .chain(blocks.map(|block| (&block.address, &block.text)));
    for (anchor, text) in texts {
        for word in likely_addresses(text) {
            if let Some(warning) = deceptive_address(word, config) {
                found.push(warning.at(places.place(anchor, word)));
            }
        }
    }
    found
}

/// The words of a text that may be an address, without the punctuation around them.
pub(super) fn likely_addresses(text: &str) -> impl Iterator<Item = &str> {
    // Most texts have a dot only at the end of sentences, and are not split into words.
    let nexts = text.bytes().skip(1).chain([b' ']);
    let may_have =
        |(byte, next): (u8, u8)| byte == b'@' || byte == b'.' && !next.is_ascii_whitespace();
    let text = if text.bytes().zip(nexts).any(may_have) {
        text
    } else {
        ""
    };
    let ends = |c: char| c.is_whitespace() || "<>\"\u{201c}\u{201d}|()[]{}".contains(c);
    let words = text.split(ends);
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| word.contains(['@', '.']) && word.len() > 3)
}

/// A warning about an address that reads as another one: the company's own, or any in Latin letters.
pub(super) fn deceptive_address(address: &str, config: &Config) -> Option<Diagnostic> {
    if let Some(like) = looks_like(address, config) {
        return Some(look_alike(address, &like));
    }
    // Abbreviations such as "т.е." are not addresses, whatever their letters look like.
    let is_address = address.contains("://")
        || address.to_ascii_lowercase().starts_with("www.")
        || address.contains('@');
    if !is_address {
        return None;
    }
    // Words of two scripts are reported wherever they are.
    let part = deceptive(address).filter(|_| two_scripts_in(address).is_none())?;
    let warning =
        format!("`{part}` in `{address}` has letters of another script that look like Latin ones");
    Some(
        Diagnostic::warning(Name::DeceptiveAddress, warning)
            .help("type it again, with one keyboard layout"),
    )
}

fn look_alike(said: &str, like: &str) -> Diagnostic {
    Diagnostic::warning(
        Name::LookAlikeAddress,
        format!("`{said}` resembles your own `{like}`, but differs"),
    )
    .help(format!("if yours is meant, write `{like}`"))
}

/// Warns of links to a host or mailbox that resembles the company's own.
fn look_alikes(document: &Document, config: &Config) -> Vec<Diagnostic> {
    let links = document.links.iter().filter_map(|link| match &link.target {
        Target::Outside(address) => Some((address, link)),
        Target::Page { .. } | Target::Here(_) => None,
    });
    let found = links.filter_map(|(address, link)| {
        let said = address
            .split_once(':')
            .map_or(address.as_str(), |(_, rest)| rest);
        let said = said.trim_matches('/');
        let warning = match looks_like(address, config) {
            Some(like) => look_alike(said, &like),
            None => deceptive_address(said, config)?,
        };
        Some(warning.at(document.place(&link.span)))
    });
    found.collect()
}

/// The company's host or mailbox that an address resembles without being it.
fn looks_like(address: &str, config: &Config) -> Option<String> {
    let organisation = &config.organisation;
    let mailbox = lowercase(&organisation.mailbox);
    let text = lowercase(address);
    let text = text.strip_prefix("mailto:").unwrap_or(&text);
    let text = text.split('?').next().unwrap_or_default();
    let host = host_of(text)?;
    if text.contains('@')
        && !text.contains("//")
        && text != mailbox
        && skeleton(text) == skeleton(&mailbox)
    {
        return Some(organisation.mailbox.clone());
    }
    if is_known(&host, text, config) {
        return None;
    }
    let site = host_of(&config.base_url);
    let own = mailbox.rsplit('@').next().map(str::to_owned);
    let hosts = organisation
        .hosts
        .iter()
        .flat_map(|rule| rule.names.iter().chain(&rule.under));
    let mut ours = hosts.cloned().chain(own).chain(site);
    let bare = |host: &str| skeleton(host.strip_prefix("www.").unwrap_or(host));
    ours.find(|known| bare(known) == bare(&host) || is_above(known, &host))
        .or_else(|| encoded_look_alike(&host, config))
}

/// The company's host that an encoded name (`xn--...`) resembles once it is decoded.
fn encoded_look_alike(host: &str, config: &Config) -> Option<String> {
    let is_encoded = host.split('.').any(|label| label.starts_with("xn--"));
    let host = Host::parse(host).filter(|_| is_encoded)?;
    look_alike_of(&config.organisation.hosts, &host).map(str::to_owned)
}

/// `harbour.example.evil.example` begins like `harbour.example`, but belongs to another host.
fn is_above(known: &str, host: &str) -> bool {
    let host = host.strip_prefix("www.").unwrap_or(host);
    known.contains('.')
        && host
            .strip_prefix(known)
            .is_some_and(|rest| rest.starts_with('.'))
}

/// The skeleton of an address. In a text, `cl` for `d` and `8` for `b` mislead as well, and dots,
/// hyphens and a letter that is there twice are easily overlooked.
fn skeleton(text: &str) -> String {
    let skeleton = confusable_skeleton(&text.replace("cl", "d"));
    let skeleton = once(&skeleton.replace('8', "b").replace(['-', '.'], ""));
    // `rnn` is `rn` with a letter twice.
    once(&skeleton.replace('m', "rn"))
}

/// A text with each letter that is there twice in a row once.
fn once(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Warns of hosts of mailboxes that a link to a mailbox names in its fields, such as `cc` or `body`.
fn in_fields(document: &Document, config: &Config, companies: &Companies) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for link in &document.links {
        let address = link.target.outside(&["mailto"]);
        let Some((_, fields)) = address.and_then(|address| address.split_once('?')) else {
            continue;
        };
        for field in fields.split('&').map(percent_decoded) {
            let words = field.split([',', ';', '=']).flat_map(likely_addresses);
            for word in words.filter(|word| word.contains('@')) {
                let host = host_of(word)
                    .filter(|host| !is_example(host, companies) && !is_known(host, word, config));
                found.extend(host.map(|host| {
                    let place = document.place(&link.span);
                    unlisted_host(&host).at(place).with_host(&host)
                }));
            }
        }
    }
    found
}

pub(super) fn unknown(
    document: &Document,
    terms: &[Particular],
    config: &Config,
    companies: &Companies,
) -> Vec<Diagnostic> {
    let mut reported = BTreeSet::new();
    let mut places = Places::of(document);
    let mut found = look_alikes(document, config);
    found.extend(in_fields(document, config, companies));
    for term in terms {
        if matches!(term.term_type, TermType::Email | TermType::Web)
            && let Some(like) = looks_like(&term.text, config)
        {
            let said = term.text.strip_prefix("mailto:").unwrap_or(&term.text);
            let said = said.split_once("//").map_or(said, |(_, rest)| rest);
            let said = said.trim_end_matches('/');
            if reported.insert((like.clone(), &term.address)) {
                found.push(look_alike(said, &like).at(places.place(&term.address, said)));
            }
            continue;
        }
        let host = match term.term_type {
            TermType::Email | TermType::Web => match host_of(&term.text) {
                Some(host) if is_example(&host, companies) => continue,
                Some(host) if !is_known(&host, &term.text, config) => Some(host),
                Some(_) | None => continue,
            },
            TermType::Postal if !is_ours(&term.text, config) => None,
            _ => continue,
        };
        let said = host.as_deref().unwrap_or(&term.text);
        if !reported.insert((said.to_owned(), &term.address)) {
            continue;
        }
        let place = places.place(&term.address, &term.text);
        found.push(match &host {
            Some(host) => unlisted_host(host).at(place).with_host(host),
            None => Diagnostic::warning(Name::UnlistedAddress, format!("the address `{said}` is not listed in `site.toml`"))
                .at(place)
                .help("if the company moved, change `postal-address` under `[organisation]` in `content/site.toml`; if it is another company's, replace it with your own"),
        });
    }
    found
}

/// Warns of a sentence that a rule cites and that names another mailbox than the one to which the form
/// sends letters, if no sentence names that one. A text may well have more than one mailbox.
pub(super) fn other_mailbox(
    version: &Version,
    config: &Config,
    companies: &Companies,
) -> Option<Diagnostic> {
    let mailbox = config.organisation.mailbox.as_str();
    EmailAddress::parse(mailbox)?;
    let is_other = |word: &&str| {
        EmailAddress::parse(word).is_some()
            && host_of(word).is_some_and(|host| !is_example(&host, companies))
            && !is_an_authority(word, config)
            && !word.eq_ignore_ascii_case(mailbox)
    };
    let mut clauses = version.rulebook.iter().flat_map(|it| &it.rules.clauses);
    let (clause, other) = clauses.find_map(|clause| {
        let other = likely_addresses(&clause.quote).find(is_other)?;
        Some((clause, other))
    })?;
    let text = lowercase(version.document.source.text());
    if text.contains(&lowercase(mailbox)) || !text.contains(&lowercase(other)) {
        return None;
    }
    let message = format!(
        "the clause `{}` names `{other}`, but letters go to `{mailbox}`, which the text does not name",
        clause.id
    );
    let place = Places::of(&version.document).place(&clause.address.0, other);
    Some(
        Diagnostic::warning(Name::OtherMailbox, message)
            .at(place)
            .help(format!(
                "if requests are to be sent to `{mailbox}`, name it in the next version of the text"
            ))
            .help("if not, correct `mailbox` under `[organisation]` in `content/site.toml`"),
    )
}

/// The host of a link or email address.
pub(super) fn host_of(text: &str) -> Option<String> {
    let text = lowercase(text);
    let text = text.strip_prefix("mailto:").unwrap_or(&text);
    let rest = match text.split_once("://") {
        Some((_, rest)) => rest,
        None if text.starts_with("tel:") || text.starts_with(['/', '#']) => return None,
        None => text,
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    (host.contains('.')).then(|| host.to_owned())
}

pub(super) fn is_known(host: &str, text: &str, config: &Config) -> bool {
    let organisation = &config.organisation;
    let mailbox = organisation.mailbox.rsplit('@').next().unwrap_or_default();
    let site = host_of(&config.base_url).unwrap_or_default();
    let hosts = organisation.hosts.iter();
    let ours = hosts.flat_map(|rule| rule.names.iter().chain(&rule.under));
    let known = ours
        .chain(&config.allowed.hosts)
        .map(String::as_str)
        .chain([mailbox, site.as_str()]);
    let covers = |known: &str| {
        let under = host.strip_suffix(known);
        under.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let address = text.strip_prefix("mailto:").unwrap_or(text);
    known.into_iter().any(covers) || is_an_authority(address, config)
}

/// Whether a host is made up to show what an address looks like: `username.forge.example`. A name
/// right below the top, such as `bar`, may also be a top-level domain.
pub(super) fn is_example(host: &str, companies: &Companies) -> bool {
    let below_top = host.rsplit_once('.').map_or("", |(below, _)| below);
    let mut labels = below_top.split('.');
    labels.any(|label| companies.placeholders.contains(label))
}

/// An example of an officer's address is not a leftover.
fn is_an_authority(address: &str, config: &Config) -> bool {
    EmailAddress::parse(address)
        .is_some_and(|address| address.class(&config.organisation) == MailClass::Official)
}

/// Whether part of a postal address belongs to the company.
fn is_ours(part: &str, config: &Config) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(lowercase)
            .collect()
    };
    let ours = words(&config.organisation.postal_address.join(" "));
    let part = words(part);
    // If `site.toml` has no address, there is nothing to compare with.
    ours.is_empty() || ours.windows(part.len().max(1)).any(|some| some == part)
}
