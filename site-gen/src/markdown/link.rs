//! Resolves link targets. Targets that could run a program, or that do not exist, are rejected.

use super::LinkTargets;
use super::address::nfc;
use super::invisible::mixed;
use super::sentence::WORDS;
use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::ops::Range;

/// A link of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// Its place in the source.
    pub span: Range<usize>,
    /// Its words: a byte range of the text of its heading or block, including a space before them.
    pub words: Range<usize>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An external URL: `https`, `http`, `mailto` or `tel`.
    Outside(String),
    /// A page of the site, possibly with a fragment.
    Page {
        /// The path of the page, `/versions/`.
        address: String,
        /// The decoded fragment, without `#`.
        anchor: Option<String>,
    },
    /// A decoded fragment of the same text.
    Here(String),
}

/// Why a link is rejected, and how to fix it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// Resolves the destination of a link in a text at the path `page`.
pub(super) fn target(destination: &str, page: &str) -> Result<Target, Refused> {
    // Browsers remove these characters before parsing (WHATWG URL, basic URL parser), so
    // `java\tscript:` is a script.
    let shown = destination;
    let destination: String = destination
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    let destination = destination.trim_matches(|c: char| c <= ' ' || c.is_whitespace());
    if destination.chars().any(|c| c.is_control() || c == '\\') {
        return Err(refused(
            format!("the link to `{shown}` has a character that browsers read in their own way"),
            "write the address with `/` and without control characters",
        ));
    }
    if destination.is_empty() {
        return Err(refused(
            "the link has no target".into(),
            "write an address between the brackets",
        ));
    }
    if let Some(scheme) = scheme(destination) {
        return outside(&scheme, destination, shown);
    }
    if destination.starts_with("//") {
        return Err(refused(
            format!("the link to `{shown}` has no scheme"),
            "begin it with `https://`",
        ));
    }
    let (path, anchor) = match destination.split_once('#') {
        Some((path, anchor)) => (path, Some(nfc(&percent_decoded(anchor)).into_owned())),
        None => (destination, None),
    };
    if path.contains('?') {
        return Err(refused(
            format!("the link to `{shown}` has a query, which plain files don't answer"),
            "leave out the `?` and what follows it",
        ));
    }
    let anchor = anchor.filter(|anchor| !anchor.is_empty());
    match (path, anchor) {
        ("", Some(anchor)) => Ok(Target::Here(anchor)),
        (_, anchor) => match resolve_path(page, &page_of(&nfc(&percent_decoded(path)))) {
            Some(address) => Ok(Target::Page { address, anchor }),
            None => Err(refused(
                format!("the link to `{shown}` leaves the site"),
                "begin it with `/` to count from the root of the site",
            )),
        },
    }
}

impl LinkTargets {
    /// The address that a link means if it names the file of a page, with its fragment.
    pub(super) fn address_in(&self, destination: &str) -> Option<String> {
        let end = destination.find('#').unwrap_or(destination.len());
        let (path, fragment) = destination.split_at(end);
        // A path from the root of the site refers to a published file.
        if path.starts_with('/') {
            return None;
        }
        let file = resolve_path(&self.own, &nfc(&percent_decoded(path)))?;
        let address = self.addresses.get(&file)?;
        Some(format!("{address}{fragment}"))
    }
}

/// Whether a link's words are its address, with or without the scheme. Paper need not repeat it.
pub(super) fn reads_as_its_address(words: &str, target: &Target) -> bool {
    let plain = |address: &str| {
        let address = address.trim_start_matches("https://");
        let address = address.trim_start_matches("http://");
        address.trim_end_matches('/').to_owned()
    };
    match target {
        Target::Outside(address) => plain(words) == plain(address),
        Target::Page { .. } | Target::Here(_) => false,
    }
}

/// The length up to which digits are compared as a telephone number. None has more than 15 (E.164), without its
/// extension.
const MAX_DIGITS: usize = 30;

/// How many digits tell a number, without the code of its country, from all others.
const MIN_DIGITS: usize = 7;

/// Whether the words of a link are a telephone number, and it calls another one. Either may have the code of
/// its country, a digit in place of it (`8 (495) 123-45-67` is +7 495 1234567) or an extension.
fn calls_another_number(words: &str, target: &Target) -> bool {
    let Some(number) = target.outside(&["tel"]) else {
        return false;
    };
    let digits = |text: &str| -> String {
        let text = text.replace("(0)", "");
        text.chars().filter(char::is_ascii_digit).collect()
    };
    let is_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-()./".contains(c);
    let (shown, number) = (digits(words), digits(number));
    let (shown, called) = (
        shown.trim_start_matches('0'),
        number.trim_start_matches('0'),
    );
    let is_shown = words.chars().all(is_number) && (3..=MAX_DIGITS).contains(&shown.len());
    if !is_shown {
        return false;
    }
    let is_within = |part: &str, whole: &str| part.len() >= MIN_DIGITS && whole.contains(part);
    let is_same =
        number.contains(shown) || is_within(called, shown) || is_within(&shown[1..], called);
    let mut ends = (0..number.len().saturating_sub(2)).map(|at| &number[at..]);
    let has_extension = number.len() <= MAX_DIGITS && ends.any(|end| shown.starts_with(end));
    !is_same && !has_extension
}

/// If a link's words contain an address, whether the link leads there. An officer who copies the
/// shown address and one who clicks must reach the same recipient.
pub(super) fn leads_to_shown_address(words: &str, target: &Target) -> bool {
    // Several mailboxes, as shown: `mailto:a@b.example,c@d.example`.
    if matches!(target, Target::Outside(address) if address == words.trim()) {
        return true;
    }
    if calls_another_number(words, target) {
        return false;
    }
    let words = plain_address(words);
    let has_more_words = words.split_whitespace().nth(1).is_some();
    // Signs that no address has end it.
    let ends = |c: char| {
        c.is_whitespace()
            || is_quote(c)
            || matches!(
                c,
                '|' | '"' | '<' | '>' | ',' | '\u{2010}'..='\u{2015}' | '\u{2026}' | '\u{2190}'..='\u{21ff}'
            )
    };
    words.split(ends).all(|word| {
        let word = word.strip_suffix("'s").unwrap_or(word);
        let word = word.trim_matches(|c: char| {
            matches!(
                c,
                '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | '.' | ':' | '"' | '\'' | '!' | '?'
            ) || is_quote(c)
        });
        if let Some(shown) = shown_host(word) {
            let leads_to = target.outside(&["http", "https"]).and_then(host);
            leads_to.is_some_and(|host| is_at(host, &shown))
        } else if is_mailbox(word) {
            target
                .outside(&["mailto"])
                .is_some_and(|address| writes_to(address, word))
        } else if let Some(shown) = bare_host(word).or_else(|| ip_address(word, !has_more_words)) {
            match target.outside(&["http", "https"]).and_then(host) {
                Some(host) => is_at(host, shown) || is_under(host, &shown.to_ascii_lowercase()),
                None => match target.outside(&["mailto"]) {
                    // Among other words it is the name of a product: nobody writes to it.
                    Some(mailbox) => {
                        (has_more_words && word == shown) || is_mailbox_at(mailbox, shown)
                    }
                    None => !matches!(target, Target::Outside(_)),
                },
            }
        } else {
            true
        }
    })
}

/// Whether the words of a link to another site, or to a mailbox, show another address than its own.
pub(crate) fn shows_another_address(words: &str, address: &str) -> bool {
    let address = as_browsers_read(address);
    let address = match address.strip_prefix("//") {
        Some(host) => format!("https://{host}"),
        None => address,
    };
    !leads_to_shown_address(words, &Target::Outside(address))
}

/// An address without the characters that browsers ignore (WHATWG URL, basic URL parser).
pub(crate) fn without_ignored(address: &str) -> String {
    let address = address.replace(['\t', '\n', '\r'], "");
    address.trim_matches(|c: char| c <= ' ').to_owned()
}

/// The same, with `/` in place of `\`, as browsers read the address of a page.
pub(crate) fn as_browsers_read(address: &str) -> String {
    without_ignored(address).replace('\\', "/")
}

/// Resolves the destination of a link of raw HTML, as browsers do. `None` if it is inside the site, and
/// Markdown would not have it: it may have a query.
pub(super) fn raw_target(destination: &str, page: &str) -> Result<Option<Target>, Refused> {
    // Browsers write a space as `%20`.
    let address = as_browsers_read(destination).replace(' ', "%20");
    let is_web = scheme(&address).is_some_and(|it| matches!(it.as_str(), "https" | "http"));
    match target(&address, page) {
        Ok(target) => Ok(Some(target)),
        Err(refused) if is_web || address.starts_with("//") => Err(refused),
        Err(_) => Ok(None),
    }
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '\u{2018}'..='\u{201f}' | '«' | '»' | '‹' | '›' | '「' | '」'
    )
}

/// The words of a link with the signs of addresses: `＠`, `(at)` and the like are replaced.
pub(crate) fn plain_address(words: &str) -> String {
    let plain: String = words
        .chars()
        .map(|c| match c {
            '\u{ff20}' | '\u{fe6b}' => '@',
            '\u{ff0e}' | '\u{ff61}' | '\u{3002}' | '\u{2024}' | '\u{b7}' | '\u{a4f8}' => '.',
            '\u{2044}' | '\u{2215}' | '\u{ff0f}' => '/',
            '\u{ff1a}' | '\u{a789}' => ':',
            '\u{ff21}'..='\u{ff5a}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => c,
        })
        .collect();
    with_signs_of_addresses(&plain).replace(" . ", ".")
}

/// The signs of an address in place of the words for them: `desk (at) harbour [dot] example`.
fn with_signs_of_addresses(text: &str) -> String {
    let mut text = text.to_owned();
    for (words, sign) in [(&WORDS.at_sign, "@"), (&WORDS.dot, ".")] {
        for word in words {
            for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
                let written = format!("{open}{word}{close}");
                text = text.replace(&format!(" {written} "), sign);
                text = text.replace(&written, sign);
            }
        }
    }
    for word in &WORDS.bare_dot {
        text = text.replace(&format!(" {word} "), ".");
    }
    text
}

/// Whether a host is the shown one, ignoring `www.`, a port and a stop at the end.
fn is_at(host: &str, shown: &str) -> bool {
    let bare = |host: &str| {
        let host = host.to_ascii_lowercase();
        let is_port = |port: &str| port.chars().all(|c| c.is_ascii_digit());
        let name = match host.rsplit_once(':') {
            // In brackets, it is a part of an IPv6 address.
            Some((name, port)) if is_port(port) => name,
            _ => &host,
        };
        let name = name.strip_suffix('.').unwrap_or(name);
        name.strip_prefix("www.").unwrap_or(name).to_owned()
    };
    bare(host) == bare(shown)
}

fn is_under(host: &str, shown: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host.strip_suffix(shown)
        .is_some_and(|rest| rest.ends_with('.'))
}

/// The host in a word without a scheme: `www.example.org`, `example.org/privacy`. Capitalised words
/// are names, and some endings are those of files.
fn bare_host(word: &str) -> Option<&str> {
    const FILES: [&str; 26] = [
        "md", "txt", "pdf", "doc", "docx", "odt", "rtf", "toml", "json", "html", "htm", "xml",
        "yml", "yaml", "csv", "xls", "xlsx", "js", "ts", "css", "rs", "py", "zip", "png", "svg",
        "eml",
    ];
    // Browsers read `https:example.org` as `https://example.org`.
    let word = ["https:", "http:"]
        .iter()
        .find_map(|scheme| word.strip_prefix(scheme))
        .unwrap_or(word);
    let host = word.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let begins = host
        .get(..4)
        .is_some_and(|www| www.eq_ignore_ascii_case("www."));
    let (_, last) = host.rsplit_once('.')?;
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_domain = last.len() > 1 && last.chars().all(char::is_alphabetic);
    // `e.g`, `U.S`: abbreviations are not hosts.
    let is_long = host.split('.').any(|label| label.chars().count() > 2);
    let last = last.to_ascii_lowercase();
    // `Harbour.Chat` is a name, `HARBOUR.CHAT` is not.
    let is_one_case = !host.contains(char::is_uppercase) || !host.contains(char::is_lowercase);
    let is_small = is_one_case && !FILES.contains(&last.as_str());
    (host.split('.').all(is_label)
        && is_domain
        && is_long
        && (begins || is_small || word.len() > host.len() + 1))
        .then_some(host)
}

/// The IP address that is all the words of a link, and not the number of a section or of a release.
fn ip_address(word: &str, is_alone: bool) -> Option<&str> {
    let host = word.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let address: Ipv4Addr = host.parse().ok().filter(|_| is_alone)?;
    address.octets().iter().any(|it| *it > 99).then_some(host)
}

impl Target {
    /// The part of an external URL after one of these schemes.
    pub(crate) fn outside(&self, schemes: &[&str]) -> Option<&str> {
        let Self::Outside(address) = self else {
            return None;
        };
        let scheme = scheme(address).filter(|scheme| schemes.contains(&scheme.as_str()))?;
        Some(&address[scheme.len() + 1..])
    }
}

/// Whether the address of a mailbox is at a host or under it.
fn is_mailbox_at(address: &str, host: &str) -> bool {
    let to = percent_decoded(address.split('?').next().unwrap_or_default());
    to.rsplit_once('@')
        .is_some_and(|(_, domain)| is_at(domain, host) || is_under(domain, &host.to_lowercase()))
}

/// Whether a word looks like the address of a mailbox.
pub(crate) fn is_mailbox(word: &str) -> bool {
    word.split_once('@')
        .is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'))
}

/// Whether a `mailto:` address reaches only one mailbox (RFC 6068: the fields `to`, `cc` and `bcc`
/// would add recipients).
fn writes_to(address: &str, mailbox: &str) -> bool {
    let (to, fields) = address.split_once('?').unwrap_or((address, ""));
    let harmless = |field: &str| {
        let name = field.split('=').next().unwrap_or_default();
        ["", "subject", "body"]
            .iter()
            .any(|known| percent_decoded(name).eq_ignore_ascii_case(known))
    };
    let mailbox = mailbox.strip_prefix("mailto:").unwrap_or(mailbox);
    percent_decoded(to).eq_ignore_ascii_case(mailbox) && fields.split('&').all(harmless)
}

/// Whether an address is one of another site, or browsers may read it as one.
pub(crate) fn leaves_site(href: &str) -> bool {
    let leaves = |c: char| matches!(c, ':' | '\\') || c.is_whitespace() || c.is_control();
    href.contains(leaves) || href.starts_with("//")
}

/// The host of a URL in words, of any scheme or none: `https://example.org`, `//example.org`.
fn shown_host(word: &str) -> Option<String> {
    let word = word.to_ascii_lowercase();
    let rest = match word.split_once("//")? {
        ("", _) => word.as_str(),
        (scheme, _) if scheme.ends_with(':') => &word[scheme.len()..],
        _ => return None,
    };
    host(rest).map(str::to_owned)
}

/// The host in the part after `https:`.
fn host(rest: &str) -> Option<&str> {
    let host = rest.strip_prefix("//")?.split(['/', '?', '#']).next()?;
    host.rsplit('@').next()
}

fn refused(message: String, help: &'static str) -> Refused {
    Refused { message, help }
}

/// Normalizes a label for matching: case-folded, with white space collapsed (`CommonMark` 0.31,
/// 6.3). `ß` folds to `ss`, as its capital does.
pub(super) fn label(label: &str) -> String {
    let words = label.split_whitespace().collect::<Vec<_>>().join(" ");
    let large = words.to_uppercase();
    large.chars().flat_map(char::to_lowercase).collect()
}

/// Lines that define a label again with a different URL. `defined` has the URLs in effect and their
/// places.
pub(super) fn defined_again(
    text: &str,
    code: &[Range<usize>],
    defined: &HashMap<String, (String, usize)>,
) -> Vec<(Range<usize>, String)> {
    let mut again = Vec::new();
    if defined.is_empty() {
        return again;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim_start_matches([' ', '>']);
        let Some((written, rest)) = trimmed
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("]:"))
        else {
            continue;
        };
        let address = rest.split_whitespace().next().unwrap_or_default();
        let address = address.trim_start_matches('<').trim_end_matches('>');
        let from = start + (line.len() - trimmed.len());
        let is_other = defined.get(&label(written)).is_some_and(|(known, place)| {
            !(start..at).contains(place) && !address.is_empty() && known != address
        });
        if is_other && !code.iter().any(|code| code.contains(&from)) {
            again.push((from..from + trimmed.trim_end().len(), written.to_owned()));
        }
    }
    again
}

/// The length of the text after square brackets in which a destination is looked for, in bytes.
const MAX_DESTINATION_LENGTH: usize = 2_000;

/// A link that the author meant, but that is not valid Markdown.
pub(super) struct Suggestion {
    pub(super) why: String,
    pub(super) address: String,
}

/// Detects a destination after square brackets that is not a link, because of a space inside or
/// before the round brackets.
pub(super) fn suggestion(after: &str) -> Option<Suggestion> {
    // No address is longer. Without a limit, `[a](` many times would be read to its end each time.
    let after = &after[..after.floor_char_boundary(MAX_DESTINATION_LENGTH)];
    let spaces = after.len() - after.trim_start_matches(' ').len();
    let inner = after[spaces..].strip_prefix('(')?;
    let line = inner.split('\n').next().unwrap_or_default();
    let written = &line[..line.find(')')?];
    let trimmed = written.trim();
    let is_address = ["mailto:", "https:", "http:", "tel:", "/", "#", "./", "../"]
        .iter()
        .any(|begin| {
            trimmed
                .get(..begin.len())
                .is_some_and(|it| it.eq_ignore_ascii_case(begin))
        })
        || trimmed
            .split('#')
            .next()
            .is_some_and(|path| path.strip_suffix(".md").is_some());
    if !is_address || spaces > 1 {
        return None;
    }
    let scheme = trimmed.split_once(':').map(|(scheme, _)| scheme);
    let rest = scheme.map_or(trimmed, |scheme| &trimmed[scheme.len() + 1..]);
    let why = match scheme {
        Some(scheme) if rest.starts_with(char::is_whitespace) => {
            format!("there is a space after `{scheme}:`")
        }
        _ if trimmed.contains(char::is_whitespace) => "there is a space in its address".to_owned(),
        _ if spaces == 1 => "there is a space between `]` and `(`".to_owned(),
        _ => return None,
    };
    // In a file path, a space has to be encoded; elsewhere it is a typing error.
    let is_path = scheme.is_none();
    let address = trimmed
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(if is_path { "%20" } else { "" });
    Some(Suggestion { why, address })
}

/// The address that was meant after square brackets.
pub(crate) fn link_meant(after: &str) -> Option<String> {
    suggestion(after).map(|it| it.address)
}

/// The scheme of a URL, in lower case.
pub(crate) fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let first = scheme.chars().next()?;
    let valid = first.is_ascii_alphabetic()
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    valid.then(|| scheme.to_ascii_lowercase())
}

fn outside(scheme: &str, destination: &str, shown: &str) -> Result<Target, Refused> {
    let rest = &destination[scheme.len() + 1..];
    // Check the decoded address, because that is what a mail program or browser receives.
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let is_web = matches!(scheme, "https" | "http");
    let plain = match path.trim_start_matches('/').find('/') {
        // `%20` in the path of a website is how a file with a blank in its name is asked for.
        Some(_) if is_web => path.to_owned(),
        _ => percent_decoded(path),
    };
    if plain.contains(char::is_whitespace) && scheme != "tel" {
        return Err(Refused {
            message: if plain.starts_with(char::is_whitespace) {
                format!("the link to `{shown}` has a space after `{scheme}:`")
            } else {
                format!("the link to `{shown}` has a space in its address")
            },
            help: "remove the space",
        });
    }
    let authority = rest.trim_start_matches('/').split(['/', '?', '#']).next();
    let authority = authority.unwrap_or_default();
    if matches!(scheme, "https" | "http") && authority.contains('@') {
        return Err(refused(
            format!(
                "the link to `{shown}` goes to the host after `@`, but shows the one before it"
            ),
            "write only the host",
        ));
    }
    if mixed(&percent_decoded(authority)).is_some() {
        return Err(refused(
            format!("the link to `{shown}` has letters of two scripts that look alike"),
            "type the host again, with one keyboard layout",
        ));
    }
    let named = match scheme {
        "https" | "http" => {
            let host = rest.strip_prefix("//").unwrap_or_default();
            !host.is_empty() && !host.starts_with(['/', '?', '#'])
        }
        "mailto" | "tel" => !rest.is_empty(),
        _ => {
            return Err(refused(
                format!("the link to `{shown}` is not published: its scheme is `{scheme}:`"),
                "link to an `https:`, `http:`, `mailto:` or `tel:` address, or to a page",
            ));
        }
    };
    if named {
        Ok(Target::Outside(destination.to_owned()))
    } else {
        Err(refused(
            format!("the link to `{shown}` has no recipient"),
            "write the whole address",
        ))
    }
}

/// Replaces the path of a Markdown file by that of the page generated from it, as other Markdown
/// readers do. A path from the root of the site refers to the file.
fn page_of(path: &str) -> String {
    let Some(name) = path.strip_suffix(".md").filter(|_| !path.starts_with('/')) else {
        return path.to_owned();
    };
    match name.strip_suffix("guidelines") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("./{folder}"),
        Some(_) | None => format!("{name}/"),
    }
}

/// Resolves a relative path. `None` if it leaves the site.
pub(crate) fn resolve_path(page: &str, path: &str) -> Option<String> {
    let folder = if path.starts_with('/') {
        "/"
    } else {
        &page[..=page.rfind('/')?]
    };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut is_folder = path.is_empty() && folder.ends_with('/');
    for part in path.split('/') {
        is_folder = matches!(part, "" | "." | "..");
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let end = if is_folder && !parts.is_empty() {
        "/"
    } else {
        ""
    };
    Some(format!("/{}{end}", parts.join("/")))
}

/// Decodes percent-encoding, if the result is UTF-8.
pub(crate) fn percent_decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.map(|digits| u8::from_str_radix(digits, 16)) {
            Some(Ok(byte)) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Target, leads_to_shown_address, raw_target, suggestion, target};

    fn page(address: &str, anchor: Option<&str>) -> Target {
        Target::Page {
            address: address.into(),
            anchor: anchor.map(Into::into),
        }
    }

    #[test]
    fn a_link_is_relative_to_its_page() {
        for (destination, expected) in [
            ("/versions/", page("/versions/", None)),
            ("/", page("/", None)),
            ("..", page("/versions/", None)),
            ("../../privacy/#data", page("/privacy/", Some("data"))),
            ("./changes/", page("/versions/1/changes/", None)),
            ("feed.atom", page("/versions/1/feed.atom", None)),
            ("/request//./", page("/request/", None)),
            ("#%C3%BCber", Target::Here("über".into())),
            (
                "HTTPS://example.org/a?b#c",
                Target::Outside("HTTPS://example.org/a?b#c".into()),
            ),
            (
                "mailto:legal@example.org",
                Target::Outside("mailto:legal@example.org".into()),
            ),
        ] {
            assert_eq!(
                target(destination, "/versions/1/"),
                Ok(expected),
                "{destination}"
            );
        }
    }

    #[test]
    fn a_link_whose_words_are_an_address_leads_there() {
        let keeps = |words, to: &str| leads_to_shown_address(words, &Target::Outside(to.into()));
        assert!(keeps("law@a.example", "mailto:law@a.example?subject=x"));
        let both = "mailto:law@a.example,tax@a.example";
        assert!(keeps(both, both) && !keeps("law@a.example", both));
        assert!(!keeps("law@a.example", "mailto:law@b.example"));
        assert!(keeps("https://a.example", "https://A.example/path"));
        assert!(!keeps("https://a.example", "https://b.example"));
        assert!(!keeps("https://a.example", "https://a.example@b.example/"));
        assert!(keeps("our policy", "https://b.example"));
        assert!(!keeps("write to law@a.example.", "mailto:law@b.example"));
        assert!(keeps("write to law@a.example.", "mailto:law@a.example"));
        for elsewhere in [
            "mailto:law@a.example?to=x@b.example",
            "mailto:law@a.example?subject=x&bcc=x@b.example",
            "https://a.example/",
            "tel:1",
        ] {
            assert!(!keeps("law@a.example", elsewhere), "{elsewhere}");
        }
        assert!(!leads_to_shown_address(
            "law@a.example",
            &page("/request/", None)
        ));
        assert!(!keeps("HTTPS://a.example", "mailto:x@b.example"));
    }

    #[test]
    fn a_link_whose_words_are_a_host_leads_to_it() {
        let keeps = |words, to: &str| leads_to_shown_address(words, &Target::Outside(to.into()));
        for (words, elsewhere) in [
            ("rocket\u{ff61}chat", "https://evil.example"),
            ("rocket.chat's page", "https://evil.example"),
            ("rocket.chat’s page", "https://evil.example"),
            ("rocket.chat→", "https://evil.example"),
            ("rocket.chat|legal", "https://evil.example"),
            ("https:rocket.chat", "https://evil.example"),
            ("https://[2001:db8::1]", "https://[2001:db8::2]"),
            ("https://rocket.chat:443", "https://evil.example:443"),
            ("rocket\u{b7}chat", "https://evil.example"),
            ("rocket . chat", "https://evil.example"),
            ("rocket dot chat", "https://evil.example"),
            ("rocket{dot}chat", "https://evil.example"),
            ("law{at}rocket.chat", "mailto:law@evil.example"),
            ("www.rocket.chat", "https://evil.example"),
            ("WWW.rocket.chat", "https://evil.example"),
            ("rocket.chat", "https://evil.example"),
            ("rocket.chat", "https://rocket.chat.evil.example"),
            ("rocket.chat/privacy", "https://evil.example/privacy"),
            ("Rocket.Chat/privacy", "https://evil.example/privacy"),
            ("“https://rocket.chat”", "https://evil.example"),
            ("‘rocket.chat’", "https://evil.example"),
            ("rocket．chat", "https://evil.example"),
            ("legal (at) rocket.chat", "mailto:x@evil.example"),
            (
                "legal [arroba] rocket (punto) chat",
                "mailto:x@evil.example",
            ),
            ("legal\u{fe6b}rocket.chat", "mailto:x@evil.example"),
            ("legal＠rocket.chat", "https://evil.example"),
            ("rocket.chat", "mailto:x@evil.example"),
            ("ROCKET.CHAT", "https://evil.example"),
            ("//rocket.chat", "https://evil.example"),
            ("ftp://rocket.chat/x", "https://evil.example"),
            ("see HTTPS://ROCKET.CHAT", "https://evil.example"),
            ("192.0.2.1", "https://evil.example"),
            ("192.0.2.1:8080", "https://192.0.2.2"),
            ("rocket.chat…", "https://evil.example"),
            ("rocket.chat–legal", "https://evil.example"),
            ("rocket.chat,legal", "https://evil.example"),
        ] {
            assert!(!keeps(words, elsewhere), "{words}");
        }
        for (words, there) in [
            ("www.rocket.chat", "https://www.rocket.chat/legal"),
            ("rocket.chat", "https://www.rocket.chat"),
            ("rocket.chat", "https://docs.rocket.chat/x"),
            ("rocket.chat/privacy", "https://rocket.chat/privacy"),
            ("Rocket.Chat", "https://github.com/RocketChat"),
            ("ROCKET.CHAT", "https://docs.rocket.chat"),
            ("README.MD", "https://example.org/raw"),
            ("and//or", "https://example.org/"),
            ("guidelines.md", "https://example.org/raw"),
            ("18 U.S.C. 2703", "https://law.example/18/2703"),
            ("see e.g. here", "https://law.example/"),
            ("legal (at) rocket.chat", "mailto:legal@rocket.chat"),
            ("notre point de contact", "https://evil.example/"),
            ("harbour.org support team", "mailto:desk@agency.example"),
            ("harbour.org", "mailto:desk@harbour.org"),
            ("rocket.chat", "https://rocket.chat./"),
            ("rocket.chat", "https://rocket.chat:8443/"),
            ("https://rocket.chat:443", "https://rocket.chat/"),
            ("law’s page", "https://evil.example"),
            ("192.0.2.1", "https://192.0.2.1:8080/"),
            ("6.4.2.1", "https://law.example/manual"),
            (
                "legal@rocket.chat",
                "mailto:legal@rocket.chat?subject=Request&body=From%20an%20officer",
            ),
        ] {
            assert!(keeps(words, there), "{words}");
        }
        assert!(leads_to_shown_address(
            "legal.example.org",
            &page("/request/", None)
        ));
    }

    #[test]
    fn a_space_in_a_link_target_is_reported() {
        for (after, why, address) in [
            (
                "(mailto: a@b.example).",
                "after `mailto:`",
                "mailto:a@b.example",
            ),
            (
                "(https: //b.example)",
                "after `https:`",
                "https://b.example",
            ),
            (
                "(https://b.example/a b)",
                "in its address",
                "https://b.example/ab",
            ),
            ("(tel: +1 555)", "after `tel:`", "tel:+1555"),
            (" (mailto:a@b.example)", "between", "mailto:a@b.example"),
            ("(annex a.md#x)", "in its address", "annex%20a.md#x"),
        ] {
            let meant = suggestion(after).unwrap_or_else(|| panic!("{after}"));
            assert!(meant.why.contains(why), "{after}: {}", meant.why);
            assert_eq!(meant.address, address);
        }
        for after in [
            "",
            " (see below)",
            "(a b)",
            ": x",
            "(https://b.example",
            "\n(/x y)",
        ] {
            assert!(suggestion(after).is_none(), "{after}");
        }
        for address in [
            "mailto: a@b.example",
            "mailto:%20a@b.example",
            "https://b.example/a b",
            "https://b.example%20c",
        ] {
            let refused = target(address, "/").expect_err("refused");
            assert!(
                refused.message.contains("has a space"),
                "{}",
                refused.message
            );
        }
    }

    #[test]
    fn an_address_that_shows_another_host_than_it_leads_to_is_refused() {
        for address in [
            "http://legit.example@evil.example/",
            "https://r\u{43e}cket.chat/",
            "mailto:x@r\u{43e}cket.chat",
        ] {
            assert!(target(address, "/").is_err(), "{address}");
        }
    }

    #[test]
    fn what_could_run_a_program_or_leads_nowhere_is_refused() {
        for destination in [
            "javascript:alert(1)",
            " JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "\u{a0}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//evil.example/",
            "/\\evil.example/",
            "https:evil",
            "https:///evil",
            "mailto:",
            "",
            " ",
            "../../../etc",
            "/request/?kind=x",
            "/%2e%2e/x",
        ] {
            assert!(
                target(destination, "/versions/1/").is_err(),
                "{destination:?}"
            );
        }
    }

    #[test]
    fn an_address_of_raw_html_is_read_as_browsers_do() {
        for address in [
            "//evil.example",
            "/\\evil.example",
            " //evil.example/x",
            "\\\\evil.example",
            "/\t/evil.example",
            "https:evil.example",
            "https://law.example@evil.example/",
        ] {
            assert!(raw_target(address, "/a/").is_err(), "{address}");
        }
        for address in [
            "/versions/?a=b",
            "#",
            "",
            "x.html",
            "https://law.example/?a=b",
            "https://law.example/a b",
        ] {
            assert!(raw_target(address, "/a/").is_ok(), "{address}");
        }
    }

    #[test]
    fn a_telephone_number_is_the_one_that_is_called() {
        let calls = |words: &str, number: &str| {
            leads_to_shown_address(words, &Target::Outside(format!("tel:{number}")))
        };
        for (words, number) in [
            ("+49 30 1234", "+49301234"),
            ("030 1234-0", "+49301234"),
            ("+49 (0)30 1234", "+49301234"),
            ("call us, 24/7", "+49301234"),
            ("112", "112"),
            ("8 (495) 123-45-67", "+74951234567"),
            ("+49 30 123456", "030123456"),
            ("+1 800 555 0199", "8005550199"),
            ("011 49 30 123456", "+4930123456"),
        ] {
            assert!(calls(words, number), "{words}");
        }
        assert!(!calls("+49 30 190055", "190055"));
        assert!(!calls("+49 30 1234", "+491900555"));
        assert!(!calls("112", "110"));
    }
}
