//! Extracts the host of a server's address, and determines its class for the organisation.

use crate::rulebook::{HostRule, Organisation, Rulebook};
use crate::rules::{APP_PAGES, HostClass};
use crate::text::{
    cut, domains, is_invisible, is_letter, is_word_char, lowercase, part, push_folded, to_lower,
};
use std::borrow::Cow;
use std::fmt;

/// The class of a host that can be mistaken for one of the organisation's own.
pub const LOOK_ALIKE: &str = "look-alike";

/// The class of any other host.
pub const OTHER: &str = "other";

/// Any host that only a private network knows, and a hidden service. These are also [`OTHER`].
pub const PRIVATE: &str = "private";

/// A host name: lower case, without port, path or trailing dot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Host(String);

impl Host {
    /// Parses the host from whatever an officer may paste: a bare name, a URL with or without a
    /// scheme, a link to a message.
    pub fn parse(address: &str) -> Option<Self> {
        let address = as_meant(address.trim());
        let after_scheme = match address.split_once("://") {
            Some((scheme, rest)) => {
                let known = ["http", "https", "ws", "wss"]
                    .iter()
                    .any(|known| scheme.eq_ignore_ascii_case(known));
                known.then_some(rest)?
            }
            None => &address,
        };
        let authority = after_scheme.split(['/', '?', '#', '\\']).next()?;
        // In a URL, the part before `@` is user information. On its own, `@name` is a username in
        // the wrong field.
        if authority.contains('@') && after_scheme.len() == address.len() {
            return None;
        }
        let host_and_port = authority.rsplit('@').next()?;
        let host = match host_and_port.rsplit_once(':') {
            _ if host_and_port.ends_with(']') => host_and_port,
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            Some(_) => return None,
            None => host_and_port,
        };
        let host: String = host.chars().map(plain).map(to_lower).collect();
        let host = host.strip_suffix('.').unwrap_or(&host);
        if is_ipv6(host) {
            return Some(Self(host.to_owned()));
        }
        let labels: Vec<&str> = host.split('.').collect();
        let fits = (labels.len() >= 2 || host == "localhost")
            && host.len() <= 253
            && labels.iter().all(|label| is_label(label));
        fits.then(|| Self(host.to_owned()))
    }

    /// Whether the name means something in a private network only (RFC 1918, 6762), or in a
    /// network of hidden services.
    pub fn is_private(&self) -> bool {
        let host = self.as_str();
        let last = host.rsplit('.').next().unwrap_or_default();
        if !last.bytes().all(|byte| byte.is_ascii_digit()) {
            return domains::PRIVATE.contains(&last);
        }
        let begins = |start: &&str| host.starts_with(*start);
        let rest = host
            .strip_prefix("172.")
            .and_then(|rest| rest.split_once('.'));
        ["10.", "127.", "192.168."].iter().any(begins)
            || rest.is_some_and(|(next, _)| next.parse().is_ok_and(|it: u32| it / 16 == 1))
    }

    /// Whether it is an IPv4 address: four parts without letters.
    pub(crate) fn is_ipv4(&self) -> bool {
        self.0.matches('.').count() == 3 && !self.0.contains(is_letter)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Host {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// `[2001:db8::1]`
fn is_ipv6(host: &str) -> bool {
    let inner = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| {
        inner.matches(':').count() >= 2
            && inner
                .chars()
                .all(|character| character.is_ascii_hexdigit() || ":.".contains(character))
    })
}

/// Restores an address that was defanged, that is, written so that no program makes a link of it:
/// `hxxps://chat[.]example[.]org`.
fn refanged(text: &str) -> Cow<'_, str> {
    if !text.contains(['[', '(']) && !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let mut plain = text.to_owned();
    for (written, meant) in [
        ("[.]", "."),
        ("(.)", "."),
        ("[:]", ":"),
        ("[://]", "://"),
        ("hxxp", "http"),
        ("hXXp", "http"),
    ] {
        plain = plain.replace(written, meant);
    }
    Cow::Owned(plain)
}

/// A text with each address as it is meant: what [`refanged`] says, and the link inside a link that
/// leads to it.
pub(crate) fn as_meant(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_whitespace) {
        return address_as_meant(text);
    }
    if !text.contains("://") {
        return refanged(text);
    }
    let mut meant = String::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        meant.push_str(&address_as_meant(word));
        meant.push_str(part(piece, word.len()..));
    }
    Cow::Owned(meant)
}

fn address_as_meant(address: &str) -> Cow<'_, str> {
    let mut meant = refanged(address);
    // A mail program may have wrapped the link of a search engine.
    for _ in 0..3 {
        let Some(inner) = link_of_app(&meant).or_else(|| wrapped_link(&meant)) else {
            break;
        };
        meant = Cow::Owned(inner);
    }
    meant
}

/// The link that a link opens in an app:
/// `https://go.example/room?host=chat.example.org&path=channel/a`. Without a path, the ids of a
/// room and a message name what is meant.
fn link_of_app(link: &str) -> Option<String> {
    let (_, query) = link.split_once('?')?;
    let mut host = None;
    let mut path = None;
    let mut ids = String::from("?");
    for part in query.split(['&', '#']) {
        match part.split_once('=') {
            Some(("host", value)) => host = Some(decoded(value)),
            Some(("path", value)) => path = Some(decoded(value)),
            Some(("rid", value)) => ids.extend(["rid=", value, "&"]),
            Some(("mid", value)) => ids.extend(["msg=", value]),
            _ => {}
        }
    }
    let host = host?;
    let host = host.split("://").last()?;
    let is_one = host.contains('.') || host.contains(':');
    is_one.then(|| ["https://", host, "/", path.as_deref().unwrap_or(&ids)].concat())
}

/// The link inside a link of a mail program, a search engine or an archive, encoded or not:
/// `https://search.example/url?q=https://chat.example.org`. A page to log in on, as in
/// `login?redirect=https://sso.example.org`, is on the server that is meant.
fn wrapped_link(link: &str) -> Option<String> {
    let mut from = 1;
    loop {
        let at = from + link.get(from..)?.find("http")?;
        from = at + 1;
        let leads_on = matches!(
            &link.as_bytes()[..at],
            [.., b'/' | b'_']
                | [.., b'?' | b'&', b'u' | b'q' | b'a', b'=']
                | [.., b'?' | b'&', b'u', b'r', b'l', b'=']
        );
        if !leads_on {
            continue;
        }
        let inner = part(link, at..);
        if !begins_as_link(inner) {
            continue;
        }
        let inner = inner.split('&').next()?.split("__;").next()?;
        let mut inner = decoded(inner);
        if inner.contains("-3A__") {
            inner = decoded(&inner.replace('_', "/").replace('-', "%"));
        }
        return Some(inner);
    }
}

/// Whether a text begins with `http://` or `https://`, encoded or not. Decoding all of it at each
/// `http` of a long link would freeze the page.
fn begins_as_link(text: &str) -> bool {
    let start: String = text.chars().take("https%253A%252F%252F".len()).collect();
    let start = decoded(&start);
    let after = start.strip_prefix("http").unwrap_or_default();
    let after = after.strip_prefix('s').unwrap_or(after);
    after.starts_with("://") || after.starts_with("-3A__")
}

/// A part of a URL with its characters decoded, also if they were encoded twice.
fn decoded(text: &str) -> String {
    let text = text.replace("%25", "%");
    let mut plain = String::new();
    let mut parts = text.split('%');
    plain.push_str(parts.next().unwrap_or_default());
    for piece in parts {
        let code = piece
            .get(..2)
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        if let Some(code) = code.filter(u8::is_ascii_graphic) {
            plain.push(char::from(code));
            plain.push_str(part(piece, 2..));
        } else {
            plain.push('%');
            plain.push_str(piece);
        }
    }
    plain
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label
            .chars()
            .all(|character| is_word_char(character) || "-_".contains(character))
}

/// Full-width letters and dots, which browsers convert to plain ones (UTS 46).
fn plain(character: char) -> char {
    match character {
        '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => '.',
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xff00 + 0x20).unwrap_or(character)
        }
        _ => character,
    }
}

/// The address of a server from a pasted text, without what follows it in a link.
pub fn server_address(pasted: &str, book: &Rulebook) -> String {
    split_address(pasted, book).0
}

/// The address of a server from a pasted text, and the rest of a link: the path after the server's
/// own path, which only servers of others can have, and the query.
pub(crate) fn split_address(pasted: &str, book: &Rulebook) -> (String, String) {
    let pasted = as_meant(pasted.trim());
    let Some(host) = Host::parse(&pasted) else {
        return (pasted.into_owned(), String::new());
    };
    let (scheme, address) = match pasted.find("://") {
        Some(at) => cut(&pasted, at + "://".len()),
        None => ("", &*pasted),
    };
    let (authority, rest) = cut(
        address,
        address.find(['/', '?', '#']).unwrap_or(address.len()),
    );
    let path = part(rest, ..rest.find(['?', '#']).unwrap_or(rest.len()));
    let class = class_of(&host, &book.organisation);
    let own = if matches!(class.as_str(), LOOK_ALIKE | OTHER) {
        end_of_own_path(path, book)
    } else {
        0
    };
    let authority = authority.rsplit('@').next().unwrap_or_default();
    let authority = authority.strip_suffix(":443").unwrap_or(authority);
    let (own, rest) = cut(rest, own);
    let address = [scheme, authority, own.trim_end_matches('/')].concat();
    (address, rest.trim_start_matches('/').to_owned())
}

/// Where the path to a room or page of the app begins in the path of a link.
fn end_of_own_path(path: &str, book: &Rulebook) -> usize {
    let rooms = book.organisation.message_routes.iter();
    let rooms = rooms.filter_map(|route| path.find(route.as_str()));
    let pages = book.rules.words_of(APP_PAGES).iter();
    let pages = pages.filter_map(|page| start_of_page(path, page));
    rooms.chain(pages).min().unwrap_or(path.len())
}

/// Where a page begins that a path ends with, such as `/account/profile|security` or `/invite/*`. A folder of the
/// same name goes on.
fn start_of_page(path: &str, page: &str) -> Option<usize> {
    let mut path = path.trim_end_matches('/');
    for choices in page.trim_start_matches('/').rsplit('/') {
        let (before, segment) = path.rsplit_once('/')?;
        let is_one = choices == "*" || choices.split('|').any(|it| it == segment);
        path = is_one.then_some(before)?;
    }
    Some(path.len())
}

/// The class of a host: that of the first matching rule, otherwise [`LOOK_ALIKE`] or [`OTHER`].
pub fn class_of(host: &Host, organisation: &Organisation) -> HostClass {
    let covering = organisation.hosts.iter().find(|rule| covers(rule, host));
    match covering {
        // Under the organisation's own domain, `0pen` may be no server at all.
        Some(_) if seems_to_be(&organisation.hosts, host).is_some() => LOOK_ALIKE.into(),
        Some(rule) => rule.class.clone(),
        None if look_alike_of(&organisation.hosts, host).is_some() => LOOK_ALIKE.into(),
        None => OTHER.into(),
    }
}

fn covers(rule: &HostRule, host: &Host) -> bool {
    rule.names
        .iter()
        .any(|name| name.eq_ignore_ascii_case(&host.0))
        || rule.under.iter().any(|domain| {
            let before = host.0.strip_suffix(lowercase(domain).as_str());
            before.is_some_and(|before| before.ends_with('.'))
        })
}

/// The name in the rules that a host looks the same as, but for `www`, without being it.
pub(crate) fn seems_to_be<'r>(rules: &'r [HostRule], host: &Host) -> Option<&'r str> {
    let mut names = rules.iter().flat_map(|rule| &rule.names);
    if names.clone().any(|name| name.eq_ignore_ascii_case(&host.0)) {
        return None;
    }
    let seen = confusable_skeleton(&host.0);
    let seen = seen.strip_prefix("www.").unwrap_or(&seen);
    let own = names.find(|own| confusable_skeleton(own) == seen);
    own.map(String::as_str)
}

/// The name in the rules that a host without a rule resembles, by intent or by typing error.
pub fn look_alike_of<'r>(rules: &'r [HostRule], host: &Host) -> Option<&'r str> {
    let seen = confusable_skeleton(&host.0);
    let squeezed_seen = without_punctuation(&seen);
    let mut alike = None;
    for own in rules.iter().flat_map(|rule| &rule.names) {
        let own_seen = confusable_skeleton(own);
        // Also before another domain: `chat.own.example.evil.example`.
        if has_labels(&seen, &own_seen) {
            return Some(own);
        }
        // Short names resemble too many others: people name a server of their own after the
        // product.
        let is_long = own_seen.split('.').count() >= 3;
        if alike.is_none()
            && is_long
            && (squeezed_seen.starts_with(&without_punctuation(&own_seen))
                || is_one_edit_apart(&seen, &own_seen))
        {
            alike = Some(own);
        }
    }
    let mut domains = rules.iter().flat_map(|rule| &rule.under);
    let domain = domains.find(|own| has_labels(&seen, &confusable_skeleton(own)));
    domain.or(alike).map(String::as_str)
}

/// Whether a name contains the labels of another one, one after the other.
fn has_labels(name: &str, labels: &str) -> bool {
    let mut rest = name;
    loop {
        let after = rest.strip_prefix(labels);
        if after.is_some_and(|after| after.is_empty() || after.starts_with('.')) {
            return true;
        }
        match rest.split_once('.') {
            Some((_, next)) => rest = next,
            None => return false,
        }
    }
}

/// The skeleton of a name (UTS 39), which is the same for names that look alike: similar letters and
/// digits are replaced by Latin letters in lower case without accents, encoded labels are decoded, and
/// invisible characters are left out.
pub fn confusable_skeleton(host: &str) -> String {
    let mut seen = String::with_capacity(host.len());
    for (at, label) in host.split('.').enumerate() {
        if at > 0 {
            seen.push('.');
        }
        let decoded = label.strip_prefix("xn--").and_then(super::punycode::decode);
        for character in decoded.as_deref().unwrap_or(label).chars() {
            if !is_invisible(character) {
                push_folded(as_latin(to_lower(character)), &mut seen);
            }
        }
    }
    let alike = |character| match character {
        '1' | 'l' | '|' | 'ї' => 'i',
        'ё' => 'e',
        '0' => 'o',
        '5' => 's',
        other => other,
    };
    let seen: String = seen.chars().map(alike).collect();
    seen.replace("rn", "m").replace("vv", "w")
}

/// Replaces a letter of another script, or a rare Latin one, that looks like a plain Latin letter by
/// that letter: Cyrillic, Greek, Armenian (from UTS 39, limited to characters allowed in host names).
pub fn as_latin(character: char) -> char {
    match character {
        'а' | 'α' | 'ɑ' => 'a',
        'в' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' | 'ҽ' => 'e',
        'ɡ' => 'g',
        'һ' | 'н' | 'հ' => 'h',
        'і' | 'ι' | 'ı' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' => 'm',
        'ո' | 'п' | 'η' => 'n',
        'о' | 'ο' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'ս' | 'υ' => 'u',
        'ѵ' | 'ν' => 'v',
        'ԝ' | 'ѡ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        other => other,
    }
}

fn without_punctuation(name: &str) -> String {
    name.chars()
        .filter(|character| !".-_".contains(*character))
        .collect()
}

/// Whether the names differ by one inserted, deleted, replaced or swapped letter.
fn is_one_edit_apart(one: &str, other: &str) -> bool {
    // A letter has at most four bytes.
    if one.len().abs_diff(other.len()) > 4 {
        return false;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let head = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[head..], &other[head..]);
    let tail = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    match (&one[..one.len() - tail], &other[..other.len() - tail]) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::WordList;
    use proptest::prelude::*;

    fn organisation() -> Organisation {
        let rule = |class: &str, names: &[&str], under: &[&str]| HostRule {
            class: class.into(),
            names: names.iter().map(ToString::to_string).collect(),
            under: under.iter().map(ToString::to_string).collect(),
        };
        Organisation {
            hosts: vec![
                rule(
                    "corporate",
                    &["rocket.chat", "www.rocket.chat", "docs.rocket.chat"],
                    &[],
                ),
                rule("community", &["open.rocket.chat"], &[]),
                rule("cloud", &[], &["rocket.chat"]),
            ],
            ..Organisation::default()
        }
    }

    #[test]
    fn the_host_of_a_pasted_address_is_found() {
        for address in [
            "open.rocket.chat",
            "OPEN.Rocket.Chat.",
            "https://open.rocket.chat",
            "https://open.rocket.chat:443/channel/general?msg=abc",
            " open.rocket.chat/direct/x ",
            "https://user@open.rocket.chat/",
            "open。rocket。chat",
            "hxxps://open[.]rocket[.]chat/direct/joe.b",
            "open(.)rocket(.)chat",
            "https://go.rocket.chat/invite?host=open.rocket.chat&path=invite/x",
            "rocketchat://auth?host=https%3A%2F%2Fopen.rocket.chat&token=x",
            "go.rocket.chat/room?rid=1&host=open.rocket.chat",
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fopen.rocket.chat%2Fchannel%2Fa%3Fmsg%3DX&data=05",
            "https://www.google.com/url?sa=t&q=https://open.rocket.chat/channel/a",
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__open.rocket.chat_channel_a&d=Dw",
            "https://urldefense.com/v3/__https://open.rocket.chat/channel/a__;!!x$",
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__open-2Erocket.chat_channel_a-5Fb&d=Dw",
            "https://mail.example/http-links?url=https://open.rocket.chat",
            "https://slack-redir.net/link?url=https%253A%252F%252Fopen.rocket.chat",
            "https://mail.example/?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fopen.rocket.chat",
            "https://web.archive.org/web/2020/https://open.rocket.chat/home",
        ] {
            assert_eq!(
                Host::parse(address).expect(address).as_str(),
                "open.rocket.chat",
                "{address}"
            );
        }
        for address in [
            "",
            "rocket",
            "not a host",
            "ftp://open.rocket.chat",
            "https://",
            "a..b",
            "@maria.silva",
            "open.rocket.chat:x",
        ] {
            assert_eq!(Host::parse(address), None, "{address}");
        }
    }

    #[test]
    fn only_the_server_of_a_message_link_is_taken() {
        let organisation = Organisation {
            message_routes: vec!["/channel/".into(), "/direct/".into()],
            ..organisation()
        };
        let mut book = Rulebook {
            organisation,
            ..Rulebook::default()
        };
        book.rules.words.push(WordList {
            id: APP_PAGES.into(),
            words: ["/home", "/account/profile|tokens", "/invite/*"]
                .map(str::to_owned)
                .into(),
        });
        for (pasted, address) in [
            (
                " https://open.rocket.chat/channel/general?msg=x ",
                "https://open.rocket.chat",
            ),
            (
                "https://example.org/chat/direct/abc",
                "https://example.org/chat",
            ),
            ("https://example.org/chat/", "https://example.org/chat"),
            ("https://example.org/home", "https://example.org"),
            ("https://example.org/chat/home/", "https://example.org/chat"),
            (
                "https://example.org/home/chat",
                "https://example.org/home/chat",
            ),
            (
                "https://example.org/home/channel/general",
                "https://example.org/home",
            ),
            (
                "https://example.org/chat/account/tokens",
                "https://example.org/chat",
            ),
            (
                "https://example.org/account/chat",
                "https://example.org/account/chat",
            ),
            ("https://example.org/invite/a1B2c3?x", "https://example.org"),
            ("https://example.org/invite", "https://example.org/invite"),
            (
                "https://example.org/homestead/home",
                "https://example.org/homestead",
            ),
            (
                "https://example.org/homestead",
                "https://example.org/homestead",
            ),
            ("open.rocket.chat", "open.rocket.chat"),
            ("open.rocket.chat/group/secret", "open.rocket.chat"),
            (
                "https://open.rocket.chat/admin/users/info/x",
                "https://open.rocket.chat",
            ),
            (
                "https://open.rocket.chat:443/home",
                "https://open.rocket.chat",
            ),
            (
                "https://go.rocket.chat/invite?host=chat.example.org&path=x",
                "https://chat.example.org/x",
            ),
            ("https://ann@example.org/", "https://example.org"),
            ("https://example.org:3000/", "https://example.org:3000"),
            ("https://open.rocket.chat/?x", "https://open.rocket.chat"),
            ("", ""),
            ("the server? unknown", "the server? unknown"),
        ] {
            assert_eq!(server_address(pasted, &book), address, "{pasted}");
        }
    }

    #[test]
    fn an_address_of_a_private_network_is_private() {
        let is_private = |address: &str| Host::parse(address).expect(address).is_private();
        for address in [
            "localhost",
            "http://localhost:3000/channel/x",
            "chat.local",
            "chat.lan",
            "chat.corp.internal:3000",
            "http://abcdefghij234567.onion/home",
            "192.168.1.5:3000",
            "10.0.0.7",
            "172.16.3.4",
            "172.31.255.1",
            "127.0.0.1",
        ] {
            assert!(is_private(address), "{address}");
        }
        for address in [
            "chat.example.org",
            "local.example.org",
            "10.example.org",
            "192.0.2.1",
            "172.32.0.1",
            "172.15.0.1",
            "8.8.8.8",
            "[2001:db8::1]",
        ] {
            assert!(!is_private(address), "{address}");
        }
    }

    #[test]
    fn a_host_means_what_the_site_says() {
        for (address, class) in [
            ("open.rocket.chat", "community"),
            ("https://OPEN.ROCKET.CHAT./home", "community"),
            ("acme.rocket.chat", "cloud"),
            ("docs.rocket.chat", "corporate"),
            ("rocket.chat", "corporate"),
            ("chat.example.org", "other"),
            ("rocketchat.example.org", "other"),
            ("rocket.example.chat", "other"),
            ("open.rocket.chat.example.com", "look-alike"),
            ("acme.rocket.chat.example.com", "look-alike"),
            ("open-rocket.chat", "look-alike"),
            ("open-rocket-chat.example.com", "look-alike"),
            ("openrocket.chat", "look-alike"),
            ("open.rocket.chatt", "look-alike"),
            ("open.rokcet.chat", "look-alike"),
            ("оpen.rосket.chat", "look-alike"),
            ("open.r0cket.chat", "look-alike"),
            ("0pen.rocket.chat", "look-alike"),
            ("www.open.rocket.chat", "look-alike"),
            ("opens.rocket.chat", "cloud"),
            ("https://open.rocket.chat@example.com/", "other"),
        ] {
            let host = Host::parse(address).expect(address);
            assert_eq!(
                class_of(&host, &organisation()).as_str(),
                class,
                "{address}"
            );
        }
    }

    #[test]
    fn an_encoded_name_is_compared_as_it_is_shown() {
        // "оpen" with a Cyrillic о, in its encoded form.
        let host = Host::parse("xn--pen-red.rocket.chat").expect("a host");
        assert_eq!(
            super::super::punycode::decode("pen-red").as_deref(),
            Some("оpen")
        );
        // Also under the organisation's own domain: nobody calls a workspace that.
        assert_eq!(class_of(&host, &organisation()).as_str(), LOOK_ALIKE);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(address in "\\PC{0,60}") {
            if let Some(host) = Host::parse(&address) {
                let _ = class_of(&host, &organisation());
                prop_assert_eq!(Host::parse(host.as_str()), Some(host.clone()));
            }
        }
    }
}
