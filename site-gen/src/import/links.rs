//! Repairs the links of a text that was published at another address: relative ones become absolute, those
//! to another program's anchors lead to the heading that they mean, and dead ones become words.

use super::notes::Notes;
use super::wrappers::UNKNOWN;
use crate::markdown::{Document, OPTIONS, percent_decoded};
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// A link or picture in a text.
pub(super) struct FoundLink {
    pub(super) range: Range<usize>,
    /// The place of its words.
    pub(super) words: Range<usize>,
    pub(super) target: String,
    pub(super) is_picture: bool,
    /// Written as `<https://…>`.
    is_bare: bool,
}

/// The links and pictures of a text, in order of their starts.
pub(super) fn found(text: &str) -> Vec<FoundLink> {
    let mut all: Vec<FoundLink> = Vec::new();
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
            all.push(FoundLink {
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
    let pictures: Vec<FoundLink> = found(&text)
        .into_iter()
        .filter(|it| it.is_picture)
        .collect();
    for picture in pictures.iter().rev() {
        let words = text[picture.words.clone()].to_owned();
        if words.trim().is_empty() {
            notes.left_out("picture without alternative text removed", &picture.target);
        } else {
            notes.done("picture replaced by its alternative text", words.as_str());
        }
        text.replace_range(picture.range.clone(), &words);
    }
    text
}

/// Repairs the links. `base` is the URL at which the text was published.
pub(super) fn repaired(
    text: String,
    document: &Document,
    base: Option<&str>,
    notes: &mut Notes,
) -> String {
    let links = found(&text);
    let mut repairs = Repairs::new(&text, document, &links);
    for link in links {
        repairs.link(link, base, notes);
    }
    repairs.keep_addresses();
    let mut made = repairs.made;
    made.sort_by_key(|(range, _)| range.start);
    let mut text = text;
    for (range, new) in made.into_iter().rev() {
        text.replace_range(range, &new);
    }
    text
}

/// The repairs of a text, and what its links may lead to.
struct Repairs<'t> {
    text: &'t str,
    document: &'t Document,
    anchors: HashSet<&'t str>,
    /// The anchors of headings and blocks.
    own: HashSet<&'t str>,
    in_braces: HashSet<String>,
    /// The anchors of signs that were taken out.
    signs: HashSet<String>,
    /// Addresses that another program gave to headings, each with where its heading begins.
    aliases: BTreeSet<(usize, String)>,
    made: Vec<(Range<usize>, String)>,
}

impl<'t> Repairs<'t> {
    fn new(text: &'t str, document: &'t Document, links: &[FoundLink]) -> Self {
        let headings = document
            .sections
            .iter()
            .map(|section| section.anchor.as_str());
        let blocks = document.blocks.iter().map(|block| block.address.as_str());
        let mut in_braces = in_braces(text);
        in_braces.extend(anchors_of_signs(text, links));
        Self {
            text,
            document,
            anchors: document.anchors().collect(),
            own: headings.chain(blocks).collect(),
            in_braces,
            signs: HashSet::new(),
            aliases: BTreeSet::new(),
            made: Vec::new(),
        }
    }

    fn link(&mut self, link: FoundLink, base: Option<&str>, notes: &mut Notes) {
        let words = &self.text[link.words.clone()];
        if is_sign(words, &link.target) {
            return self.sign(&link, notes);
        }
        let target = if is_mailbox_in_path(words, &link.target) {
            words
        } else {
            &link.target
        };
        let target = match repair(target, base) {
            Repair::Keep => return,
            Repair::Here(anchor) => {
                let anchor = percent_decoded(&anchor);
                if link.target.starts_with('#') && self.is_written(&anchor) {
                    return;
                }
                self.here(anchor, &link.target, notes)
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
        let new = match target {
            Some(target) if target.contains(['(', ')', ' ', '<', '>']) => {
                format!("[{words}](<{target}>)")
            }
            Some(target) => format!("[{words}]({target})"),
            None => words.to_owned(),
        };
        self.made.push((link.range, new));
    }

    fn sign(&mut self, link: &FoundLink, notes: &mut Notes) {
        let anchor = link.target.strip_prefix('#').unwrap_or_default();
        let is_new = crate::markdown::is_free_id(anchor)
            && !self.anchors.contains(anchor)
            && self.signs.insert(anchor.to_owned());
        notes.done("link without words removed", &link.target);
        self.made
            .push(without_sign(self.text, link, is_new.then_some(anchor)));
    }

    /// The target for an anchor of the same text, if the text has it.
    fn here(&mut self, anchor: String, target: &str, notes: &mut Notes) -> Option<String> {
        if self.is_written(&anchor) {
            return Some(format!("#{anchor}"));
        }
        let Some(heading) = self.document.heading_meant(&anchor) else {
            notes.open("dead link within the text, its text kept", target);
            return None;
        };
        notes.done("link to another program's address of a heading", target);
        self.aliases.insert((heading.span.start, anchor));
        Some(format!("#{}", heading.anchor))
    }

    /// Whether the text itself has an anchor. The reader leads another program's address to the
    /// heading too, but with a warning.
    fn is_written(&self, anchor: &str) -> bool {
        let is_in_braces = self.in_braces.contains(anchor);
        let is_known = self.anchors.contains(anchor) || is_in_braces;
        let is_in_html = || {
            ["name=\"", "id=\"", "name='", "id='", "name=", "id="]
                .iter()
                .any(|before| self.text.contains(&format!("{before}{anchor}")))
        };
        is_known && (self.own.contains(anchor) || is_in_braces || is_in_html())
    }

    /// Lets headings keep the addresses that links used.
    fn keep_addresses(&mut self) {
        for (start, anchor) in &self.aliases {
            let rest = &self.text[*start..];
            let line = rest.lines().next().unwrap_or_default();
            if line.starts_with('#') && crate::markdown::is_free_id(anchor) && !line.contains("{#")
            {
                let end = start + line.trim_end().len();
                self.made.push((end..end, format!(" {{#{anchor}}}")));
            }
        }
    }
}

/// Whether a link is only a heading's sign of its own address: `[](#fees)`, `[#](#fees)`.
fn is_sign(words: &str, target: &str) -> bool {
    let words = words.trim();
    words.is_empty() || target.starts_with('#') && matches!(words, "#" | "\\#" | "¶" | "§" | "🔗")
}

/// The anchors that such signs lead to.
fn anchors_of_signs(text: &str, links: &[FoundLink]) -> HashSet<String> {
    let signs = links
        .iter()
        .filter(|link| is_sign(&text[link.words.clone()], &link.target));
    let anchors = signs.filter_map(|link| link.target.strip_prefix('#'));
    anchors.map(str::to_owned).collect()
}

/// Takes such a sign out, and leaves its anchor if the text has it nowhere else.
fn without_sign(text: &str, link: &FoundLink, anchor: Option<&str>) -> (Range<usize>, String) {
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
    let decoded = percent_decoded(target);
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
    let path = trimmed.strip_prefix('@').filter(|it| it.starts_with('/'));
    let path = path.unwrap_or(trimmed);
    match repair_absolute(path, target) {
        Some(repair) => repair,
        None => repair_relative(path, base),
    }
}

/// Repairs an address with a scheme, or one that only lacks it.
fn repair_absolute(trimmed: &str, target: &str) -> Option<Repair> {
    let lower = trimmed.to_ascii_lowercase();
    let mut schemes = ["https://", "http://", "mailto:", "tel:"].into_iter();
    if schemes.any(|scheme| lower.starts_with(scheme)) {
        let (scheme, rest) = trimmed.split_once(':')?;
        let without = rest.trim_start_matches("%20").trim_start();
        let without = if without.is_empty() { rest } else { without };
        let repaired = format!("{scheme}:{without}");
        return Some(if repaired == target {
            Repair::Keep
        } else {
            Repair::To(repaired, "space removed from an address")
        });
    }
    let with_scheme = |address: String| Some(Repair::To(address, "scheme added to an address"));
    if let Some(rest) = trimmed.strip_prefix("//") {
        return with_scheme(format!("https://{rest}"));
    }
    let before_slash = trimmed.split(['/', '?', '#']).next().unwrap_or_default();
    if before_slash.contains(':') {
        return Some(Repair::Drop("link that cannot be published, its text kept"));
    }
    if before_slash.contains('@') && !trimmed.contains('/') {
        return with_scheme(format!("mailto:{trimmed}"));
    }
    if is_host(before_slash) {
        return with_scheme(format!("https://{trimmed}"));
    }
    None
}

/// The endings of files that a link without a scheme may lead to.
const FILES: &str = ".md .html .htm .pdf .txt .mdx .markdown .docx";

/// Whether the first part of an address without a scheme is a host rather than a file.
fn is_host(part: &str) -> bool {
    let is_file = FILES.split(' ').any(|end| part.ends_with(end));
    let labels = part.rsplit_once('.').filter(|_| !is_file);
    labels.is_some_and(|(name, last)| {
        !name.is_empty()
            && !name.ends_with('.')
            && (2..=6).contains(&last.len())
            && last.bytes().all(|b| b.is_ascii_lowercase())
    })
}

/// Makes a relative reference absolute, or finds the anchor of the same text that it leads to.
fn repair_relative(reference: &str, base: Option<&str>) -> Repair {
    let Some(base) = base else {
        return Repair::Drop("relative link without a known base, its text kept (give `--base`)");
    };
    let (path, anchor) = reference
        .split_once('#')
        .map_or((reference, None), |(path, anchor)| (path, Some(anchor)));
    if let Some(anchor) = anchor.filter(|_| path.is_empty() || is_same_file(path, base)) {
        return Repair::Here(anchor.to_owned());
    }
    let (url, cause) = match without_ending(path, anchor, base) {
        Some(url) => (
            url,
            "link to a file of Markdown made absolute without its ending",
        ),
        None => (
            resolve_reference(base, reference),
            "relative link made absolute",
        ),
    };
    match url {
        Some(url) => Repair::To(url, cause),
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
    Some(resolve_reference(base, &format!("{folder}{name}{anchor}")))
}

fn is_same_file(path: &str, base: &str) -> bool {
    let name = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default().to_owned()
    };
    !path.contains('/') && !name(path).is_empty() && name(path) == name(base)
}

/// Resolves a relative reference (RFC 3986, 5.2).
fn resolve_reference(base: &str, reference: &str) -> Option<String> {
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

impl FoundLink {
    /// Whether the words are the address itself.
    pub(super) fn is_bare(&self) -> bool {
        self.is_bare
    }
}

#[cfg(test)]
mod tests {
    use super::resolve_reference;

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
            assert_eq!(resolve_reference(base, reference).as_deref(), Some(url));
        }
        assert_eq!(
            resolve_reference("https://a.example", "b").as_deref(),
            Some("https://a.example/b")
        );
    }
}
