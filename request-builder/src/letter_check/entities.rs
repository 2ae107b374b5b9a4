//! Finds addresses and names in a letter, as people and scanners write them: `name@agency.gov`,
//! `name (at) agency.gov`, `https://chat.example.org`, `open[.]example[.]org`, `@maria.silva`.

use super::LetterMail;
use super::tokens::Text;
use crate::answers::{EmailAddress, Host, LOOK_ALIKE, MailClass, OTHER, class_of};
use crate::rulebook::Organisation;
use crate::rules::HostClass;
use crate::text::{domains, is_word_char, lowercase, sort_by_start, to_lower};
use std::ops::Range;

/// An email address in a letter.
pub(super) struct MailAt {
    pub(super) at: Range<usize>,
    pub(super) domain: String,
    pub(super) is: LetterMail,
}

/// The address of a server in a letter.
pub(super) struct HostAt {
    pub(super) at: Range<usize>,
    pub(super) name: String,
    pub(super) class: HostClass,
    /// Whether it has a scheme, so that it is certainly a URL.
    pub(super) is_url: bool,
    /// Whether it leads to a message.
    pub(super) is_link: bool,
}

/// The maximum number of addresses or names of each type, more than any letter has.
const MAX_ENTITIES: usize = 1000;
/// The maximum length of a URL in bytes.
const MAX_URL_LENGTH: usize = 2048;

/// All addresses and names.
pub(super) struct Entities {
    pub(super) mails: Vec<MailAt>,
    pub(super) hosts: Vec<HostAt>,
    /// Each `@name`.
    pub(super) names: Vec<Range<usize>>,
}

impl Entities {
    pub(super) fn new(
        text: &Text<'_>,
        organisation: &Organisation,
        authorities: &[String],
    ) -> Self {
        let mut names = Vec::new();
        let mails = mails(text.whole, organisation, authorities, &mut names);
        let mut hosts = hosts(text.whole, organisation, &mails);
        let misread = misread_hosts(text, organisation, &hosts);
        hosts.extend(misread);
        hosts.sort_by_key(|host| host.at.start);
        hosts.truncate(MAX_ENTITIES);
        names.truncate(MAX_ENTITIES);
        Self {
            mails,
            hosts,
            names,
        }
    }
}

/// The positions of `@`, including misread ones.
fn at_signs(text: &str) -> Vec<Range<usize>> {
    let mut signs: Vec<Range<usize>> = Vec::new();
    for mark in [
        "@", "\u{a9}", "\u{ff20}", "(at)", "[at]", "(AT)", "[AT]", "(a)",
    ] {
        signs.extend(text.match_indices(mark).map(|(at, _)| at..at + mark.len()));
    }
    sort_by_start(&mut signs);
    signs
}

fn mails(
    text: &str,
    organisation: &Organisation,
    authorities: &[String],
    names: &mut Vec<Range<usize>>,
) -> Vec<MailAt> {
    let mut mails = Vec::new();
    for sign in at_signs(text) {
        let plain = text.get(sign.clone()) == Some("@");
        let before = text[..sign.start].trim_end_matches(' ');
        let after = text[sign.end..].trim_start_matches(' ');
        let gap_before = sign.start - before.len();
        let gap_after = text.len() - after.len() - sign.end;
        let local: String = before
            .chars()
            .rev()
            .take_while(|one| is_word_char(*one) || "._%+'-".contains(*one))
            .take(70)
            .collect();
        let start = before.len() - local.len();
        let local: String = local.chars().rev().collect();
        let (domain, length) = domain(after);
        let apart = gap_before > 1 || gap_after > 1 || (gap_before == 1 && gap_after == 0 && plain);
        let address = format_address(local.trim_start_matches(['.', '\'', '-']), &domain);
        let parsed = EmailAddress::parse(&address).filter(|_| !local.is_empty() && gap_before < 2);
        let official_apart = parsed
            .as_ref()
            .is_some_and(|mail| mail.class(organisation) == MailClass::Official);
        match parsed {
            Some(mail) if !apart || official_apart => {
                let domain = mail.domain();
                let end = text.len() - after.len() + length;
                if mails.len() == MAX_ENTITIES {
                    break;
                }
                mails.push(MailAt {
                    at: start..end,
                    is: class(&mail, &address, organisation, authorities),
                    domain,
                });
            }
            _ if plain && (local.is_empty() || gap_before > 0) && !before.ends_with('/') => {
                names.extend(name_after(text, sign.start));
            }
            _ => {}
        }
    }
    mails
}

fn format_address(local: &str, domain: &str) -> String {
    let mut address = String::with_capacity(local.len() + domain.len() + 1);
    address.push_str(local);
    address.push('@');
    address.push_str(domain);
    address
}

/// The domain at the start of a text, and its length in bytes.
fn domain(text: &str) -> (String, usize) {
    let mut domain = String::new();
    let mut rest = text;
    loop {
        let label: String = rest
            .chars()
            .take_while(|one| is_word_char(*one) || *one == '-')
            .take(70)
            .collect();
        if label.is_empty() {
            break;
        }
        rest = &rest[label.len()..];
        domain.push_str(&label);
        // A long domain may continue on the next line.
        if label.ends_with('-') {
            let next = rest.trim_start_matches([' ', '\r']);
            if let Some(next) = next.strip_prefix('\n') {
                let next = next.trim_start();
                if next.starts_with(|first: char| first.is_ascii_lowercase()) {
                    rest = next;
                    continue;
                }
            }
        }
        let marks = ["[.]", "(.)", "[dot]", "(dot)", " (dot) ", " [dot] ", "."];
        if let Some(next) = marks.iter().find_map(|mark| rest.strip_prefix(mark)) {
            let tight = next.starts_with(is_word_char);
            // ". gov": a space inserted by a scanner.
            let loose = next.strip_prefix(' ').filter(|next| ends_a_domain(next));
            if tight {
                domain.push('.');
                rest = next;
                continue;
            }
            if let Some(next) = loose {
                domain.push('.');
                rest = next;
                continue;
            }
        } else if let Some(next) = rest.strip_prefix([',', ' '])
            && ends_a_domain(next.trim_start_matches(['.', ' ']))
            && (rest.starts_with(',') || next.starts_with('.'))
        {
            domain.push('.');
            rest = next.trim_start_matches(['.', ' ']);
            continue;
        }
        break;
    }
    let length = text.len() - rest.len();
    (domain, length)
}

/// Whether a text begins with a top-level domain, in lower case and as a whole word.
fn ends_a_domain(text: &str) -> bool {
    let label: String = text.chars().take_while(|one| is_word_char(*one)).collect();
    let label = label.as_str();
    domains::GENERIC.contains(&label) || domains::IN_LETTERS.contains(&label)
}

fn class(
    mail: &EmailAddress,
    address: &str,
    organisation: &Organisation,
    authorities: &[String],
) -> LetterMail {
    let domain = mail.domain();
    let own = organisation
        .mailbox
        .split_once('@')
        .is_some_and(|(_, own)| look_the_same(own, &domain));
    if look_the_same(address, &organisation.mailbox) {
        return LetterMail::Mailbox;
    }
    let made_to_look_so = Host::parse(&domain)
        .is_some_and(|host| class_of(&host, organisation).as_str() == LOOK_ALIKE);
    if own || made_to_look_so {
        return LetterMail::Organisation;
    }
    let calls_itself = domain.split(['.', '-']).any(|label| {
        authorities.iter().any(|word| match word.strip_suffix('*') {
            Some(stem) => label.starts_with(stem),
            None => label == word,
        })
    });
    match mail.class(organisation) {
        MailClass::Free => LetterMail::Free,
        MailClass::Official => LetterMail::Official,
        MailClass::Unknown if calls_itself => LetterMail::Official,
        MailClass::Unknown => LetterMail::Unknown,
    }
}

/// Whether two texts are the same to a scanner, which takes `l` for `1` and `rn` for `m`.
fn look_the_same(one: &str, other: &str) -> bool {
    as_scanned(one).eq(as_scanned(other))
}

fn as_scanned(text: &str) -> impl Iterator<Item = char> {
    let mut characters = text.chars().map(to_lower).peekable();
    std::iter::from_fn(move || {
        Some(match characters.next()? {
            '0' => 'o',
            '1' | 'i' | '|' => 'l',
            '5' => 's',
            'r' if characters.next_if_eq(&'n').is_some() => 'm',
            other => other,
        })
    })
}

/// The name after an `@`.
fn name_after(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at + 1..];
    let name: &str = rest
        .find(|one: char| !(is_word_char(one) || "._-".contains(one)))
        .map_or(rest, |end| &rest[..end]);
    let name = name.trim_end_matches(['.', '-']);
    // `@name:server` is a name on another server.
    let elsewhere = rest[name.len()..]
        .strip_prefix(':')
        .is_some_and(|next| next.starts_with(is_word_char));
    let has_letters = name.chars().any(is_word_char);
    (has_letters && !elsewhere).then(|| at..at + 1 + name.len())
}

fn is_of_host(one: char) -> bool {
    is_word_char(one) || "-._".contains(one)
}

fn hosts(text: &str, organisation: &Organisation, mails: &[MailAt]) -> Vec<HostAt> {
    let mut hosts = urls(text, organisation);
    let known = hosts.len();
    let mut from = 0;
    while hosts.len() < MAX_ENTITIES
        && let Some(start) = text[from..].find(is_word_char).map(|at| from + at)
    {
        let rest = &text[start..];
        let length = rest
            .find(|one: char| !(is_of_host(one) || "[]".contains(one)))
            .unwrap_or(rest.len());
        from = start + length.max(1);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let run = rest[..length].trim_end_matches(['.', '-', '_', '[', ']']);
        let end = start + run.len();
        if run.len() > MAX_NAME_LENGTH || !run.contains('.') {
            continue;
        }
        let in_address =
            text[..start].ends_with(['@', '/', '\u{a9}']) || text[end..].starts_with('@');
        if in_address
            || overlaps(&hosts[..known], |host| &host.at, &(start..end))
            || overlaps(mails, |mail| &mail.at, &(start..end))
        {
            continue;
        }
        let plain = run.replace("[.]", ".").replace(['[', ']'], "");
        if let Some(host) = Host::parse(&plain).filter(|_| may_be_a_host(&plain)) {
            let path: String = text[end..]
                .chars()
                .take(MAX_URL_LENGTH)
                .take_while(|one| !one.is_whitespace())
                .collect();
            let is_link = organisation
                .message_routes
                .iter()
                .any(|route| path.contains(route.as_str()));
            hosts.push(HostAt {
                at: start..end,
                class: class_of(&host, organisation),
                name: host.as_str().to_owned(),
                is_url: path.starts_with('/') && path.len() > 2,
                is_link,
            });
        }
    }
    hosts
}

/// The maximum length of a host name (RFC 1035, 2.3.4).
const MAX_NAME_LENGTH: usize = 253;

/// Whether a byte range overlaps one of some ranges in order.
fn overlaps<T>(all: &[T], range: impl Fn(&T) -> &Range<usize>, at: &Range<usize>) -> bool {
    let first = all.partition_point(|one| range(one).end <= at.start);
    all.get(first).is_some_and(|one| range(one).start < at.end)
}

/// Addresses with a scheme.
fn urls(text: &str, organisation: &Organisation) -> Vec<HostAt> {
    let mut hosts: Vec<HostAt> = Vec::new();
    let mut done = 0;
    for (slashes, _) in text.match_indices("//") {
        // A URL within a URL, or more URLs than any letter has.
        if slashes < done || hosts.len() == MAX_ENTITIES {
            continue;
        }
        // "https: //": scanners insert spaces.
        let before = text[..slashes].trim_end_matches(' ');
        let Some(scheme) = before
            .strip_suffix(':')
            .map(|before| before.trim_end_matches(' ').len())
        else {
            continue;
        };
        let known = ["http", "https", "hxxp", "hxxps", "ws", "wss"];
        let letters = text.as_bytes()[..scheme]
            .iter()
            .rev()
            .take(6)
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let word = scheme - letters;
        if !known
            .iter()
            .any(|one| text[word..scheme].eq_ignore_ascii_case(one))
        {
            continue;
        }
        let start = word;
        let address = &text[slashes + 2..];
        let blanks = address.len() - address.trim_start_matches(' ').len();
        let from = slashes + 2 + blanks.min(2);
        let ends = |one: char| one.is_whitespace() || "<>\"'()|,;“”’«»".contains(one);
        // The host alone, since finding the end of each of many broken addresses would take long.
        let host = text[from..]
            .find(|one: char| ends(one) || "/?#".contains(one))
            .map_or(text.len(), |end| from + end);
        if host - from > MAX_URL_LENGTH || text[host..].starts_with("//") {
            continue;
        }
        let length = text[from..]
            .char_indices()
            .find(|(at, one)| ends(*one) || *at >= MAX_URL_LENGTH)
            .map_or(text.len() - from, |(at, _)| at);
        let mut end = from + length;
        // "chat. example.org"
        if text[..end].ends_with('.')
            && let Some(rest) = text[end..].strip_prefix(' ')
            && rest.starts_with(|one: char| one.is_ascii_lowercase())
        {
            let more = rest.find(ends).unwrap_or(rest.len());
            if rest[..more].contains('.') || ends_a_domain(rest) {
                end += 1 + more;
            }
        }
        let address = text[from..end].trim_end_matches(['.', ':', ']', '!', '?', '*', '_']);
        let end = from + address.len();
        let plain = address
            .replace("[.]", ".")
            .replace("(.)", ".")
            .replace(' ', "");
        if let Some(host) = Host::parse(&("https://".to_owned() + &plain)) {
            let path = plain.find('/').map_or("", |at| &plain[at..]);
            let is_link = organisation
                .message_routes
                .iter()
                .any(|route| path.contains(route.as_str()));
            done = end;
            hosts.push(HostAt {
                at: start..end,
                class: class_of(&host, organisation),
                name: host.as_str().to_owned(),
                is_url: true,
                is_link,
            });
        }
    }
    hosts
}

/// A bare name is a host only if it cannot be anything else: `a.m.`, `report.pdf`, `Corp.The`.
fn may_be_a_host(name: &str) -> bool {
    const FILES: [&str; 12] = [
        "pdf", "doc", "docx", "txt", "jpg", "jpeg", "png", "eml", "zip", "odt", "xlsx", "csv",
    ];
    let labels: Vec<&str> = name.split('.').collect();
    let Some((last, before)) = labels.split_last() else {
        return false;
    };
    last.len() >= 2
        && last.bytes().all(|byte| byte.is_ascii_lowercase())
        && !FILES.contains(last)
        && before
            .iter()
            .any(|label| label.len() >= 2 && label.chars().any(|one| one.is_ascii_alphabetic()))
        && before.iter().all(|label| !label.is_empty())
        && !name.contains('_')
}

/// The organisation's own hosts with characters inserted by a scanner between their labels.
fn misread_hosts(text: &Text<'_>, organisation: &Organisation, known: &[HostAt]) -> Vec<HostAt> {
    let mut found = Vec::new();
    for rule in &organisation.hosts {
        for name in &rule.names {
            let labels: Vec<&str> = name.split('.').collect();
            if labels.len() < 3 {
                continue;
            }
            for start in 0..text.words.len().saturating_sub(labels.len() - 1) {
                let words = &text.words[start..start + labels.len()];
                let fits = words.iter().zip(&labels).all(|(word, label)| {
                    word.folded.len() == label.len() && look_the_same(&word.folded, label)
                });
                let dotted = fits
                    && (start..start + labels.len() - 1).all(|word| {
                        let gap = text.gap(word);
                        gap.len() <= 4 && gap.contains(['.', ',', '\u{b7}']) && !gap.contains('\n')
                    });
                if !dotted {
                    continue;
                }
                let at = words[0].at.start..words[labels.len() - 1].at.end;
                let is_new = !overlaps(known, |host| &host.at, &at);
                let is_mail = text.whole[..at.start].ends_with('@');
                if is_new && !is_mail {
                    found.push(HostAt {
                        at,
                        name: lowercase(name),
                        class: rule.class.clone(),
                        is_url: true,
                        is_link: false,
                    });
                }
            }
        }
    }
    found
}

/// Marks the words of addresses and of the organisation's name.
pub(super) fn mark(text: &mut Text<'_>, places: &Entities, organisation: &Organisation) {
    let mails = places.mails.iter().map(|mail| &mail.at);
    let hosts = places.hosts.iter().map(|host| &host.at);
    let mut named: Vec<Range<usize>> = mails
        .chain(hosts)
        .filter_map(|at| text.touched(at))
        .collect();
    let own = lowercase(&organisation.name);
    let own: Vec<&str> = own
        .split(|one: char| !is_word_char(one))
        .filter(|word| !word.is_empty())
        .collect();
    if !own.is_empty() {
        let starts = text.words.windows(own.len()).enumerate();
        let starts = starts.filter(|(_, words)| {
            words
                .iter()
                .zip(&own)
                .all(|(word, own)| look_the_same(&word.folded, own))
        });
        named.extend(starts.map(|(start, _)| start..start + own.len()));
    }
    for word in named.into_iter().flatten() {
        text.words[word].named = true;
    }
}

impl HostAt {
    /// Whether the site does not know the server.
    pub(super) fn is_unknown(&self) -> bool {
        self.class.as_str() == OTHER
    }
}
