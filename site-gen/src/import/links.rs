//! Repairs the links of a text that was published at another address: relative ones become absolute, those
//! to another program's anchors lead to the heading that they mean, and dead ones become words.

use super::notes::Notes;
use super::wrappers::UNKNOWN;
use crate::markdown::{Document, OPTIONS};
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};
use std::collections::HashSet;
use std::ops::Range;

/// A link or picture in a text.
pub(super) struct Found {
    pub(super) range: Range<usize>,
    /// The place of its words.
    pub(super) words: Range<usize>,
    pub(super) target: String,
    pub(super) is_picture: bool,
    /// Written as `<https://…>`.
    is_bare: bool,
}

/// The links and pictures of a text, in order of their starts.
pub(super) fn found(text: &str) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        let tag = match &event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => Some((link_type, dest_url, false)),
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                ..
            }) => Some((link_type, dest_url, true)),
            _ => None,
        };
        if let Some((kind, target, is_picture)) = tag {
            open.push(all.len());
            all.push(Found {
                words: range.end..range.start,
                range,
                target: target.to_string(),
                is_picture,
                is_bare: matches!(kind, LinkType::Autolink | LinkType::Email),
            });
        } else if matches!(event, Event::End(TagEnd::Link | TagEnd::Image)) {
            let closed = open.pop();
            if let (Some(outer), Some(_)) = (open.last(), closed) {
                extend(&mut all[*outer].words, &range);
            }
        } else {
            for at in &open {
                extend(&mut all[*at].words, &range);
            }
        }
    }
    for link in &mut all {
        if link.words.start > link.words.end {
            link.words = link.range.start..link.range.start;
        }
    }
    all
}

fn extend(words: &mut Range<usize>, range: &Range<usize>) {
    words.start = words.start.min(range.start);
    words.end = words.end.max(range.end);
}

/// Takes the blanks out of what was meant as a link: `[words] (mailto: a@b)`. Returns the text, and
/// each place as it was written.
pub(super) fn closed_up(text: &str) -> (String, Vec<String>) {
    if !text.contains("](") && !text.contains("] (") {
        return (text.to_owned(), Vec::new());
    }
    let mut taken: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        let is_taken = matches!(
            event,
            Event::Code(_) | Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. })
        );
        if is_taken {
            taken.push(range);
        }
    }
    taken.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(text.len());
    let mut places = Vec::new();
    let mut done = 0;
    for (at, _) in text.match_indices(']') {
        let after = &text[at + 1..];
        // The last one that begins before: links and code do not overlap, but lie in each other.
        let count = taken.partition_point(|range| range.start <= at);
        let is_taken = taken[..count]
            .iter()
            .rev()
            .take(3)
            .any(|range| at < range.end);
        if at < done || is_taken || text[..at].ends_with('\\') {
            continue;
        }
        let Some(meant) = crate::markdown::link_meant(after) else {
            continue;
        };
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let Some(open) = text[line..at].rfind('[') else {
            continue;
        };
        let end = at + 1 + after.find(')').map_or(after.len(), |end| end + 1);
        out.push_str(&text[done..=at]);
        out.push_str(&format!("({meant})"));
        places.push(text[line + open..end].to_owned());
        done = end;
    }
    out.push_str(&text[done..]);
    (out, places)
}

/// Replaces pictures by their words.
pub(super) fn without_pictures(mut text: String, notes: &mut Notes) -> String {
    let pictures: Vec<Found> = found(&text)
        .into_iter()
        .filter(|it| it.is_picture)
        .collect();
    for picture in pictures.iter().rev() {
        let words = text[picture.words.clone()].to_owned();
        if words.trim().is_empty() {
            notes.open("picture without alternative text removed", &picture.target);
        } else {
            notes.done("picture replaced by its alternative text", words.as_str());
        }
        text.replace_range(picture.range.clone(), &words);
    }
    text
}

/// Repairs the links. `base` is the URL at which the text was published.
pub(super) fn repaired(
    mut text: String,
    document: &Document,
    base: Option<&str>,
    notes: &mut Notes,
) -> String {
    let anchors: HashSet<&str> = document.anchors().collect();
    let headings = document
        .sections
        .iter()
        .map(|section| section.anchor.as_str());
    let blocks = document.blocks.iter().map(|block| block.address.as_str());
    let own: HashSet<&str> = headings.chain(blocks).collect();
    let mut in_braces = in_braces(&text);
    let links = found(&text);
    in_braces.extend(anchors_of_signs(&text, &links));
    let mut signs: HashSet<String> = HashSet::new();
    let mut aliases: Vec<(usize, String)> = Vec::new();
    let mut repairs: Vec<(Range<usize>, String)> = Vec::new();
    for link in links {
        let words = &text[link.words.clone()];
        let unlinked = words.to_owned();
        if is_sign(words, &link.target) {
            let anchor = link.target.strip_prefix('#').unwrap_or_default();
            let is_new = crate::markdown::is_free_id(anchor)
                && !anchors.contains(anchor)
                && signs.insert(anchor.to_owned());
            notes.done("link without words removed", &link.target);
            repairs.push(without_sign(&text, &link, is_new.then_some(anchor)));
            continue;
        }
        let target = if is_mailbox_in_path(words, &link.target) {
            words
        } else {
            &link.target
        };
        let repair = match repair(target, base) {
            Repair::Keep => continue,
            Repair::Here(anchor) => {
                let anchor = decoded(&anchor);
                // The reader itself leads another program's address to the heading, with a warning.
                let is_written = |anchor: &str| {
                    own.contains(anchor)
                        || in_braces.contains(anchor)
                        || ["name=\"", "id=\"", "name='", "id='", "name=", "id="]
                            .iter()
                            .any(|before| text.contains(&format!("{before}{anchor}")))
                };
                let is_known = anchors.contains(anchor.as_str()) || in_braces.contains(&anchor);
                if is_known && is_written(&anchor) {
                    if link.target.starts_with('#') {
                        continue;
                    }
                    Some(format!("#{anchor}"))
                } else if let Some(heading) = document.heading_meant(&anchor) {
                    notes.done(
                        "link to another program's address of a heading",
                        &link.target,
                    );
                    aliases.push((heading.span.start, anchor));
                    Some(format!("#{}", heading.anchor))
                } else {
                    notes.open("dead link within the text, its text kept", &link.target);
                    None
                }
            }
            Repair::To(target, cause) => {
                notes.done(cause, &link.target);
                Some(target)
            }
            Repair::Drop(cause) => {
                notes.open(cause, &link.target);
                None
            }
            Repair::Forget => None,
        };
        let new = match repair {
            Some(target) if target.contains(['(', ')', ' ', '<', '>']) => {
                format!("[{words}](<{target}>)")
            }
            Some(target) => format!("[{words}]({target})"),
            None => unlinked,
        };
        repairs.push((link.range, new));
    }
    // Headings keep the addresses that links used.
    aliases.sort();
    aliases.dedup();
    for (start, anchor) in aliases {
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = &text[start..end];
        if line.starts_with('#') && crate::markdown::is_free_id(&anchor) && !line.contains("{#") {
            let end = start + line.trim_end().len();
            repairs.push((end..end, format!(" {{#{anchor}}}")));
        }
    }
    repairs.sort_by_key(|(range, _)| range.start);
    for (range, new) in repairs.into_iter().rev() {
        text.replace_range(range, &new);
    }
    text
}

/// Whether a link is only a heading's sign of its own address: `[](#fees)`, `[#](#fees)`.
fn is_sign(words: &str, target: &str) -> bool {
    let words = words.trim();
    words.is_empty() || target.starts_with('#') && matches!(words, "#" | "\\#" | "¶" | "§" | "🔗")
}

/// The anchors that such signs lead to.
fn anchors_of_signs(text: &str, links: &[Found]) -> HashSet<String> {
    let signs = links
        .iter()
        .filter(|link| is_sign(&text[link.words.clone()], &link.target));
    let anchors = signs.filter_map(|link| link.target.strip_prefix('#'));
    anchors.map(str::to_owned).collect()
}

/// Takes such a sign out, and leaves its anchor if the text has it nowhere else.
fn without_sign(text: &str, link: &Found, anchor: Option<&str>) -> (Range<usize>, String) {
    if let Some(anchor) = anchor {
        return (link.range.clone(), format!("<a name=\"{anchor}\"></a>"));
    }
    let before = text[..link.range.start]
        .trim_end_matches([' ', '\u{a0}'])
        .len();
    (before..link.range.end, String::new())
}

/// Whether the address of a mailbox became a path, as in a page that was saved from a browser.
fn is_mailbox_in_path(words: &str, target: &str) -> bool {
    words.contains('@')
        && !words.contains(char::is_whitespace)
        && target
            .strip_suffix(words)
            .is_some_and(|before| before.ends_with('/'))
}

/// The ids that stand in braces: `{#fees}`, `{: #fees .wide}`, `{#fees #costs}`.
fn in_braces(text: &str) -> HashSet<String> {
    let mut ids = HashSet::new();
    for (at, _) in text.match_indices('{') {
        let Some(length) = text[at..].find('}') else {
            break;
        };
        let words = text[at + 1..at + length].split_whitespace();
        ids.extend(words.filter_map(|word| {
            let id = word.trim_start_matches(':').strip_prefix('#')?;
            Some(id.to_owned())
        }));
    }
    ids
}

enum Repair {
    Keep,
    /// A place of the same text.
    Here(String),
    To(String, &'static str),
    Drop(&'static str),
    /// Drop what was noted already.
    Forget,
}

/// Word processors put addresses into quotation marks.
fn repair_quoted(target: &str, base: Option<&str>) -> Option<Repair> {
    let decoded = decoded(target);
    let unquoted = decoded.trim_matches(['“', '”', '„', '‘', '’', '«', '»', '"']);
    if unquoted.len() == decoded.len() || unquoted.is_empty() {
        return None;
    }
    Some(match repair(unquoted, base) {
        Repair::Keep => Repair::To(
            unquoted.to_owned(),
            "quotation marks removed from an address",
        ),
        other => other,
    })
}

fn repair(target: &str, base: Option<&str>) -> Repair {
    let trimmed = target.trim();
    if trimmed.starts_with(UNKNOWN) {
        return Repair::Forget;
    }
    if let Some(anchor) = trimmed.strip_prefix('#') {
        return if anchor.is_empty() || anchor == "top" {
            Repair::Drop("link to the top of the page, its text kept")
        } else {
            Repair::Here(anchor.to_owned())
        };
    }
    if let Some(repair) = repair_quoted(trimmed, base) {
        return repair;
    }
    // What GitBook writes for a page that it no longer has.
    if trimmed == "broken-reference" {
        return Repair::Drop("link whose address only another program knows, its text kept");
    }
    // Zola counts from the root of the site.
    let trimmed = trimmed
        .strip_prefix('@')
        .filter(|it| it.starts_with('/'))
        .unwrap_or(trimmed);
    let lower = trimmed.to_ascii_lowercase();
    if ["https://", "http://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
    {
        let rest = trimmed.split_once(':').map_or("", |(_, rest)| rest);
        let without = rest.trim_start_matches("%20").trim_start();
        return if without.len() < rest.len() && !without.is_empty() {
            let scheme = &trimmed[..trimmed.len() - rest.len()];
            Repair::To(
                format!("{scheme}{without}"),
                "space removed from an address",
            )
        } else if trimmed == target {
            Repair::Keep
        } else {
            Repair::To(trimmed.to_owned(), "space removed from an address")
        };
    }
    if let Some(rest) = trimmed.strip_prefix("//") {
        return Repair::To(format!("https://{rest}"), "scheme added to an address");
    }
    let before_slash = trimmed.split(['/', '?', '#']).next().unwrap_or_default();
    if before_slash.contains(':') {
        return Repair::Drop("link that cannot be published, its text kept");
    }
    if before_slash.contains('@') && !trimmed.contains('/') {
        return Repair::To(format!("mailto:{trimmed}"), "scheme added to an address");
    }
    let is_file = [
        ".md",
        ".html",
        ".htm",
        ".pdf",
        ".txt",
        ".mdx",
        ".markdown",
        ".docx",
    ]
    .iter()
    .any(|end| before_slash.ends_with(end));
    let labels = before_slash.rsplit_once('.');
    let is_host = !is_file
        && labels.is_some_and(|(name, last)| {
            !name.is_empty()
                && !name.ends_with('.')
                && (2..=6).contains(&last.len())
                && last.bytes().all(|b| b.is_ascii_lowercase())
        });
    if is_host {
        return Repair::To(format!("https://{trimmed}"), "scheme added to an address");
    }
    let Some(base) = base else {
        return Repair::Drop("relative link without a known base, its text kept (give `--base`)");
    };
    let (path, anchor) = trimmed
        .split_once('#')
        .map_or((trimmed, None), |(path, anchor)| (path, Some(anchor)));
    if let Some(anchor) = anchor.filter(|_| path.is_empty() || is_same_file(path, base)) {
        return Repair::Here(anchor.to_owned());
    }
    if let Some(url) = without_ending(path, anchor, base) {
        return match url {
            Some(url) => Repair::To(
                url,
                "link to a file of Markdown made absolute without its ending",
            ),
            None => Repair::Drop("relative link that leaves its host, its text kept"),
        };
    }
    match joined(base, trimmed) {
        Some(url) => Repair::To(url, "relative link made absolute"),
        None => Repair::Drop("relative link that leaves its host, its text kept"),
    }
}

/// The URL of a file of Markdown. A site whose own addresses have no such ending has none for its
/// other pages either.
#[expect(clippy::option_option, reason = "no such file, or no URL for it")]
fn without_ending(path: &str, anchor: Option<&str>, base: &str) -> Option<Option<String>> {
    let end = |path: &str| {
        let path = path.split(['?', '#']).next().unwrap_or_default().to_owned();
        let endings = [".md", ".mdx", ".markdown"];
        endings.into_iter().find(|end| path.ends_with(end))
    };
    let ending = end(path).filter(|_| end(base).is_none())?;
    let stem = path.trim_end_matches(ending);
    let (folder, name) = match stem.rsplit_once('/') {
        Some((folder, name)) => (format!("{folder}/"), name),
        None => ("./".to_owned(), stem),
    };
    let is_index = ["index", "_index", "readme"].contains(&name.to_ascii_lowercase().as_str());
    let name = if is_index { "" } else { name };
    let anchor = anchor
        .map(|anchor| format!("#{anchor}"))
        .unwrap_or_default();
    Some(joined(base, &format!("{folder}{name}{anchor}")))
}

fn is_same_file(path: &str, base: &str) -> bool {
    let name = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default().to_owned()
    };
    !path.contains('/') && !name(path).is_empty() && name(path) == name(base)
}

/// Resolves a relative reference (RFC 3986, 5.2).
fn joined(base: &str, reference: &str) -> Option<String> {
    let (scheme, rest) = base.split_once("://")?;
    let (host, path) = rest
        .split_once('/')
        .map_or((rest, ""), |(host, path)| (host, path));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let (reference, tail) = match reference.find(['?', '#']) {
        Some(at) => reference.split_at(at),
        None => (reference, ""),
    };
    if reference.is_empty() {
        return Some(format!("{scheme}://{host}/{path}{tail}"));
    }
    let folder = match path.rsplit_once('/') {
        Some((folder, _)) if !reference.starts_with('/') => folder,
        _ => "",
    };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let slash = if reference.ends_with(['/', '.']) && !parts.is_empty() {
        "/"
    } else {
        ""
    };
    let path = parts.join("/").replace('\\', "/").replace(' ', "%20");
    Some(format!("{scheme}://{host}/{path}{slash}{tail}"))
}

/// Decodes percent-encoded UTF-8.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = code
            .and_then(|two| u8::from_str_radix(two, 16).ok())
            .filter(|_| *first == b'%');
        if let Some(byte) = byte {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

impl Found {
    /// Whether the words are the address itself.
    pub(super) fn is_bare(&self) -> bool {
        self.is_bare
    }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn a_relative_link_is_resolved_against_the_old_address() {
        let base = "https://docs.example.org/site/policies/legal.md";
        for (reference, url) in [
            ("/articles/x/", "https://docs.example.org/articles/x/"),
            (
                "terms.md#fees",
                "https://docs.example.org/site/policies/terms.md#fees",
            ),
            ("../a?b=c", "https://docs.example.org/site/a?b=c"),
            ("./", "https://docs.example.org/site/policies/"),
            ("../../../..", "https://docs.example.org/"),
        ] {
            assert_eq!(joined(base, reference).as_deref(), Some(url));
        }
        assert_eq!(
            joined("https://a.example", "b").as_deref(),
            Some("https://a.example/b")
        );
    }
}
