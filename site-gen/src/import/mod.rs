//! Converts texts that other programs published into Markdown that this program accepts, without a
//! change of words. Whatever was changed is noted; what a person has to decide is noted as open.

mod docx;
pub(crate) mod history;
mod links;
mod markdown;
mod notes;
mod words;
mod wrappers;

pub(crate) use docx::read as docx;
pub(crate) use notes::{Notes, report};

use crate::diagnostic::{Diagnostic, Severity, Source};
use crate::html::{self, Tree};
use crate::markdown::{Document, FrontMatter, Settings, is_accepted_tag, without_comments};
use pulldown_cmark::{Event, Options, Parser};
use std::ops::Range;

/// Where a text comes from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origin {
    /// The URL at which it was published, to which its links are relative.
    pub(crate) base: Option<String>,
    /// The title if the text has none.
    pub(crate) title: Option<String>,
}

/// A converted text.
#[derive(Clone, Debug)]
pub(crate) struct Converted {
    /// The Markdown.
    pub(crate) text: String,
    /// What was changed.
    pub(crate) notes: Notes,
    /// Addresses that the front matter redirected to the text.
    pub(crate) redirects: Vec<String>,
    /// The first words that differ from those of the original. `None` proves that none was lost.
    pub(crate) difference: Option<String>,
    /// How many words were compared.
    pub(crate) words: usize,
}

/// Converts Markdown.
pub(crate) fn markdown(text: &str, origin: &Origin) -> Converted {
    let mut notes = Notes::default();
    let text = normalized(text);
    let mut title = None;
    let mut redirects = Vec::new();
    let mut body = text.as_str();
    if let Some(front) = FrontMatter::of(&text) {
        redirects = redirects_of(&text[front.range.clone()]);
        notes.done(
            "front matter removed",
            front.title.clone().unwrap_or_default(),
        );
        body = &text[front.range.end..];
        title = front.title;
    }
    let before = words::of_original(body);
    let unwrapped = wrappers::without(body, &mut notes);
    let uncommented = without_comments(&unwrapped);
    if uncommented != unwrapped.as_str() {
        notes.done("comment removed", "");
    }
    let mut markdown = uncommented.into_owned();
    if needs_html(&markdown) {
        notes.done("HTML written as Markdown", "");
        let options = Options::ENABLE_TABLES | Options::ENABLE_GFM;
        let mut page = String::new();
        pulldown_cmark::html::push_html(&mut page, Parser::new_ext(&markdown, options));
        let tree = html::document(&page);
        markdown = markdown::write(&tree, Tree::ROOT, &mut notes);
    }
    settled(markdown, title, origin, before, redirects, notes)
}

/// Converts an HTML page: its `<main>` or `<article>` if it has one.
pub(crate) fn html(page: &str, origin: &Origin) -> Converted {
    let mut notes = Notes::default();
    let page = normalized(page);
    let tree = html::document(&page);
    let main = ["main", "article"].into_iter().find_map(|name| {
        let mut elements = tree.elements(Tree::ROOT);
        elements
            .find(|(_, element)| element.name == name)
            .map(|(id, _)| id)
    });
    let from = main.unwrap_or(Tree::ROOT);
    let title = tree
        .elements(Tree::ROOT)
        .find(|(_, element)| element.name == "title")
        .map(|(id, _)| {
            tree.text_of(id)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        });
    let text = markdown::write(&tree, from, &mut notes);
    let before = if main.is_some() {
        let mut part = Tree::default();
        copy(&tree, from, &mut part);
        words::of_tree(&part)
    } else {
        words::of_html(&page)
    };
    settled(
        text,
        title.filter(|it| !it.is_empty()),
        origin,
        before,
        Vec::new(),
        notes,
    )
}

/// Copies a node with its descendants to the root of another tree.
fn copy(tree: &Tree, from: html::NodeId, to: &mut Tree) {
    let mut parents = vec![Tree::ROOT];
    for step in tree.walk(from) {
        match step {
            html::Step::Enter(id) => {
                let node = to.add(tree.node(id).clone());
                if let Some(parent) = parents.last() {
                    to.append(*parent, node);
                }
                parents.push(node);
            }
            html::Step::Leave(_) => drop(parents.pop()),
        }
    }
}

/// Converts plain text: short lines between empty lines become headings.
pub(crate) fn plain(text: &str, origin: &Origin) -> Converted {
    let text = normalized(text);
    let mut out = String::new();
    let mut has_title = false;
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let alone = |at: Option<usize>| {
            at.and_then(|at| lines.get(at))
                .is_none_or(|line| line.trim().is_empty())
        };
        let trimmed = line.trim();
        let next = lines
            .get(at + 1)
            .map(|line| line.trim())
            .unwrap_or_default();
        let is_underlined = next.len() > 2 && next.chars().all(|c| matches!(c, '=' | '-'));
        let is_heading = !trimmed.is_empty()
            && trimmed.chars().count() <= 70
            && alone(at.checked_sub(1))
            && (alone(Some(at + 1)) && lines.len() > at + 1)
            && !trimmed.ends_with(['.', ':', ';', ',', '?', '!'])
            && trimmed.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && trimmed.contains(char::is_alphabetic);
        if is_heading && !is_underlined {
            out += if has_title { "## " } else { "# " };
            has_title = true;
            // `1. Fees` is a heading, not a list.
            out += trimmed;
        } else {
            let bullet = trimmed.strip_prefix(['•', '·', '–', '●', '○']);
            match bullet {
                Some(item) => {
                    out += "- ";
                    out += item.trim_start();
                }
                // An indented line would be code.
                None => out += trimmed,
            }
            has_title |= is_underlined;
        }
        out.push('\n');
    }
    markdown(&out, origin)
}

/// A byte order mark and the line ends of other systems are not part of the text.
fn normalized(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The paths below `redirect_from:` in front matter.
fn redirects_of(front: &str) -> Vec<String> {
    let mut redirects = Vec::new();
    let mut is_inside = false;
    for line in front.lines() {
        let trimmed = line.trim();
        if matches!(trimmed, "---" | "+++") {
            continue;
        }
        if let Some((key, value)) = trimmed.split_once(':')
            && !trimmed.starts_with('-')
        {
            is_inside = matches!(
                key,
                "redirect_from" | "redirect-from" | "aliases" | "permalink" | "slug"
            );
            let value = value.trim().trim_matches(['[', ']']);
            if is_inside {
                let values = value
                    .split(',')
                    .map(|value| value.trim().trim_matches(['"', '\'']));
                redirects.extend(
                    values
                        .filter(|value| value.starts_with('/'))
                        .map(str::to_owned),
                );
            }
        } else if is_inside && let Some(value) = trimmed.strip_prefix('-') {
            redirects.push(value.trim().trim_matches(['"', '\'']).to_owned());
        }
    }
    redirects
}

/// Whether a text has HTML that is not accepted as it is.
fn needs_html(text: &str) -> bool {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_GFM;
    Parser::new_ext(text, options).any(|event| match event {
        Event::InlineHtml(tag) => !is_accepted_tag(&tag),
        Event::Html(block) => {
            let trimmed = block.trim();
            !trimmed.is_empty() && !is_accepted_tag(trimmed)
        }
        _ => false,
    })
}

/// The largest number of rounds in which single faults are removed.
const ROUNDS: usize = 12;

/// Gives the text a title, repairs its links, and removes what would still be refused.
fn settled(
    mut text: String,
    title: Option<String>,
    origin: &Origin,
    mut before: Vec<String>,
    redirects: Vec<String>,
    mut notes: Notes,
) -> Converted {
    text = links::without_pictures(text, &mut notes);
    let (document, _) = read(&text);
    if document.title.is_none() {
        let title = title.or_else(|| origin.title.clone());
        let title = title.unwrap_or_else(|| "Guidelines".to_owned());
        notes.done("title added before the text", title.as_str());
        let title = title.replace(['\n', '#'], " ");
        before.splice(0..0, words::of_markdown(&title));
        text = format!("# {}\n\n{}", title.trim(), text.trim_start_matches('\n'));
    }
    let (document, _) = read(&text);
    text = links::repaired(text, &document, origin.base.as_deref(), &mut notes);
    for _ in 0..ROUNDS {
        let (_, errors) = read(&text);
        let Some(better) = without_errors(&text, &errors, &mut notes) else {
            break;
        };
        // What has just become a link may need a repair itself.
        let (document, _) = read(&better);
        text = links::repaired(better, &document, origin.base.as_deref(), &mut notes);
    }
    let text = tidy(&text);
    let after = words::of_markdown(&text);
    Converted {
        difference: words::difference(&before, &after),
        words: after.len(),
        text,
        notes,
        redirects,
    }
}

fn read(text: &str) -> (Document, Vec<Diagnostic>) {
    let source = Source::new("guidelines.md", text);
    let settings = Settings {
        address: "/".to_owned(),
        raw_html: false,
        ..Settings::default()
    };
    let (document, found) = Document::read(&source, &settings);
    let errors = found
        .into_iter()
        .filter(|it| it.severity == Severity::Error);
    (document, errors.collect())
}

/// Removes the link or tag at each error. `None` if there is nothing to remove.
fn without_errors(text: &str, errors: &[Diagnostic], notes: &mut Notes) -> Option<String> {
    let links = links::found(text);
    let mut cuts: Vec<(Range<usize>, String)> = Vec::new();
    for error in errors {
        let Some(span) = error.place.as_ref().and_then(|place| place.span.clone()) else {
            continue;
        };
        let link = links.iter().rev().find(|link| {
            link.range.start <= span.start && span.start < link.range.end
                || span.start <= link.range.start && link.range.end <= span.end
        });
        let (cut, new) = if let Some(link) = link {
            let words = text[link.words.clone()].to_owned();
            let cause = if error.message.starts_with("a link shows") {
                "link whose text shows another address, its text kept"
            } else {
                "link that cannot be published, its words kept"
            };
            notes.open(cause, &text[link.range.clone()]);
            let words = if link.is_bare() {
                format!("\\<{}", &link.target)
            } else {
                words
            };
            (link.range.clone(), words)
        } else if text[span.clone()].starts_with('<') {
            let end = text[span.start..]
                .find('>')
                .map_or(span.end, |at| span.start + at + 1);
            let tag = &text[span.start..end];
            notes.open("HTML removed", tag);
            (span.start..end, String::new())
        } else if let Some(meant) = blank_in_link(&text[span.start..]) {
            notes.done(
                "space removed from an address",
                &text[span.start..span.start + meant.0],
            );
            (span.start..span.start + meant.0, meant.1)
        } else {
            continue;
        };
        cuts.push((cut, new));
    }
    cuts.sort_by_key(|(range, _)| (range.start, range.end));
    cuts.dedup_by(|later, earlier| later.0.start < earlier.0.end || later.0 == earlier.0);
    if cuts.is_empty() {
        return None;
    }
    let mut text = text.to_owned();
    for (range, new) in cuts.into_iter().rev() {
        text.replace_range(range, &new);
    }
    Some(text)
}

/// `[words](mailto: a@b)`, which is not a link: its length, and the link that is meant.
fn blank_in_link(text: &str) -> Option<(usize, String)> {
    let close = text.find("](").or_else(|| text.find("] ("))?;
    let open = text[close..].find('(')? + close;
    let end = text[open..].find(')')? + open + 1;
    let line = &text[..end];
    if !text.starts_with('[') || line.contains('\n') {
        return None;
    }
    let address: String = line[open + 1..end - 1].split_whitespace().collect();
    Some((end, format!("{}({address})", &text[..=close])))
}

/// At most one empty line in a row outside code, and one line end at the end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    let mut is_code = false;
    for line in text.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            is_code = !is_code;
        }
        if line.trim().is_empty() && !is_code {
            empty += 1;
            continue;
        }
        if empty > 0 && !out.is_empty() {
            out.push('\n');
        }
        empty = 0;
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests;
