//! Where links lead. What could run a program, or leads nowhere, is refused.

use std::ops::Range;

/// A link of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// Where it stands in the source.
    pub span: Range<usize>,
    /// Its words: bytes of the text of the heading or block that it stands in, with the space
    /// before them if there is one.
    pub words: Range<usize>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Out of the site: `https`, `http`, `mailto` or `tel`.
    Outside(String),
    /// To a page of the site, perhaps to a place in it.
    Page {
        /// The page's address, `/versions/`.
        address: String,
        /// The place, without `#`, decoded.
        anchor: Option<String>,
    },
    /// To a place in the same text, decoded.
    Here(String),
}

/// Why a link is refused, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// What a destination means in a text that stands at `page`.
pub(super) fn target(destination: &str, page: &str) -> Result<Target, Refused> {
    // Browsers drop these before they look at an address (WHATWG URL, basic URL parser), so
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
            "the link leads nowhere".into(),
            "write an address between the brackets",
        ));
    }
    if let Some(scheme) = scheme(destination) {
        return outside(&scheme, destination, shown);
    }
    if destination.starts_with("//") {
        return Err(refused(
            format!("the link to `{shown}` does not say how to get there"),
            "begin it with `https://`",
        ));
    }
    let (path, anchor) = match destination.split_once('#') {
        Some((path, anchor)) => (path, Some(decoded(anchor))),
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
        (_, anchor) => match joined(page, &page_of(&decoded(path))) {
            Some(address) => Ok(Target::Page { address, anchor }),
            None => Err(refused(
                format!("the link to `{shown}` leaves the site"),
                "begin it with `/` to count from the root of the site",
            )),
        },
    }
}

/// Whether a link whose words have an address in them leads there. An officer who copies what is
/// shown and one who clicks must not reach two people.
pub(super) fn keeps_its_word(words: &str, target: &Target) -> bool {
    words.split_whitespace().all(|word| {
        let word = word.trim_matches(['<', '>', '(', ')', ',', ';', '.', ':', '"']);
        if let Some(shown) = shown_host(word) {
            let leads_to = target.outside(&["http", "https"]).and_then(host);
            leads_to.is_some_and(|host| host.eq_ignore_ascii_case(&shown))
        } else if is_mailbox(word) {
            target
                .outside(&["mailto"])
                .is_some_and(|address| writes_to(address, word))
        } else {
            true
        }
    })
}

impl Target {
    /// What follows the scheme of an address outside the site, if it is one of these.
    fn outside(&self, schemes: &[&str]) -> Option<&str> {
        let Self::Outside(address) = self else {
            return None;
        };
        let scheme = scheme(address).filter(|scheme| schemes.contains(&scheme.as_str()))?;
        Some(&address[scheme.len() + 1..])
    }
}

fn is_mailbox(word: &str) -> bool {
    word.split_once('@')
        .is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'))
}

/// Whether what follows `mailto:` writes to a mailbox and to nobody else (RFC 6068: `to`, `cc` and
/// `bcc` among its fields would add somebody).
fn writes_to(address: &str, mailbox: &str) -> bool {
    let (to, fields) = address.split_once('?').unwrap_or((address, ""));
    let harmless = |field: &str| {
        let name = field.split('=').next().unwrap_or_default();
        ["", "subject", "body"]
            .iter()
            .any(|known| decoded(name).eq_ignore_ascii_case(known))
    };
    let mailbox = mailbox.strip_prefix("mailto:").unwrap_or(mailbox);
    decoded(to).eq_ignore_ascii_case(mailbox) && fields.split('&').all(harmless)
}

/// The host of words that are an address of the web, in whatever case they are written.
fn shown_host(word: &str) -> Option<String> {
    let word = word.to_ascii_lowercase();
    let rest = word
        .strip_prefix("https:")
        .or_else(|| word.strip_prefix("http:"))?;
    host(rest).map(str::to_owned)
}

/// The host of what follows `https:`.
fn host(rest: &str) -> Option<&str> {
    let host = rest.strip_prefix("//")?.split(['/', '?', '#']).next()?;
    host.rsplit('@').next()
}

fn refused(message: String, help: &'static str) -> Refused {
    Refused { message, help }
}

/// The scheme of an address, in lower case.
fn scheme(address: &str) -> Option<String> {
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
            format!("the link to `{shown}` names no one"),
            "write the whole address",
        ))
    }
}

/// A link to a file beside this one leads to the page that is made of it, as it does wherever else
/// Markdown is read. One that counts from the root of the site means the file.
fn page_of(path: &str) -> String {
    let Some(name) = path.strip_suffix(".md").filter(|_| !path.starts_with('/')) else {
        return path.to_owned();
    };
    match name.strip_suffix("guidelines") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("./{folder}"),
        Some(_) | None => format!("{name}/"),
    }
}

/// A path of the site, from a page of it; none if it leaves the site.
fn joined(page: &str, path: &str) -> Option<String> {
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

/// A part of an address with its `%20` and the like decoded, where that is UTF-8.
fn decoded(part: &str) -> String {
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
    use super::{Target, keeps_its_word, target};

    fn page(address: &str, anchor: Option<&str>) -> Target {
        Target::Page {
            address: address.into(),
            anchor: anchor.map(Into::into),
        }
    }

    #[test]
    fn a_link_is_understood_from_the_page_that_it_stands_on() {
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
        let keeps = |words, to: &str| keeps_its_word(words, &Target::Outside(to.into()));
        assert!(keeps("law@a.example", "mailto:law@a.example?subject=x"));
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
        assert!(!keeps_its_word("law@a.example", &page("/request/", None)));
        assert!(!keeps("HTTPS://a.example", "mailto:x@b.example"));
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
}
