//! Converts texts that other programs published into Markdown that this program accepts, without a
//! change of words. Whatever was changed is noted; what a person has to decide is noted as open.

mod callouts;
mod dialects;
mod document_text;
mod docx;
mod docx_lists;
mod emphasis;
mod footnotes;
mod furniture;
pub(crate) mod history;
mod levels;
mod links;
mod markdown;
mod notes;
mod numbers;
mod paper;
mod tags;
mod words;
mod wrappers;

pub(crate) use docx::read as docx;
pub(crate) use notes::{Notes, report};

use crate::diagnostic::{Diagnostic, Severity, Source};
use crate::html::{self, Tree};
use crate::markdown::{
    Document, FrontMatter, OPTIONS, Settings, is_accepted_tag, without_comments,
};
use pulldown_cmark::{Event, Options, Parser};
use std::ops::Range;
use words::Original;

/// Where a text comes from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origin {
    /// The URL at which it was published, to which its links are relative.
    pub(crate) base: Option<String>,
    /// The title if the text has none.
    pub(crate) title: Option<String>,
    /// Placeholders, each with its text.
    pub(crate) replacements: Vec<(String, String)>,
}

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
    /// The words in tags of other programs that are not in the text.
    pub(crate) lost: Vec<String>,
    /// How many words were compared.
    pub(crate) words: usize,
}

/// Converts Markdown.
pub(crate) fn markdown(text: &str, origin: &Origin) -> Converted {
    let mut notes = Notes::default();
    let text = replaced(normalized(text), origin, &mut notes);
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
    } else if let Some((words, length)) = head_of_keys(&text) {
        notes.done("front matter removed", words);
        body = &text[length..];
        title = Some(words.to_owned());
    }
    let body = dialects::without(body, title.as_deref(), &mut notes);
    let mut before = Original::read(&body);
    let uncommented = without_comments(&body);
    if uncommented != body {
        notes.done("comment removed", "");
    }
    let unwrapped = wrappers::without(&uncommented, &mut notes);
    let readable = emphasis::repaired(unwrapped, &mut notes);
    let (mut markdown, places) = links::closed_up(&readable);
    for place in places {
        notes.done("space removed from an address", place);
    }
    if needs_html(&markdown) {
        notes.done("HTML written as Markdown", "");
        let options = Options::ENABLE_TABLES | Options::ENABLE_GFM;
        let mut page = String::new();
        let (body, footnotes) = footnotes::set_aside(&markdown);
        pulldown_cmark::html::push_html(&mut page, Parser::new_ext(&body, options));
        let tree = html::document(&page);
        let written = markdown::write(&tree, Tree::ROOT, &mut notes);
        before.allow(&written.added);
        markdown = footnotes::put_back(&written.text, footnotes);
    }
    settled(markdown, title, origin, before, redirects, notes)
}

/// Fills in the placeholders.
fn replaced(mut text: String, origin: &Origin, notes: &mut Notes) -> String {
    for (placeholder, words) in &origin.replacements {
        for _ in text.matches(placeholder.as_str()) {
            notes.done("placeholder replaced by its text", placeholder.as_str());
        }
        text = text.replace(placeholder.as_str(), words);
    }
    text
}

/// The title and the length of lines of keys before a text: `Title: Rules`, as in `MultiMarkdown`.
fn head_of_keys(text: &str) -> Option<(&str, usize)> {
    let head = &text[..text.find("\n\n")? + 2];
    let mut keys = head.trim_end().lines().map(|line| line.split_once(':'));
    let (first, title) = keys.next()??;
    let is_key = |key: &str| {
        let mut characters = key.chars();
        characters.next().is_some_and(char::is_alphabetic)
            && characters.all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    let is_head = first.eq_ignore_ascii_case("title")
        && keys.all(|pair| pair.is_some_and(|(key, value)| is_key(key) && value.starts_with(' ')));
    is_head.then(|| (title.trim(), head.len()))
}

/// Converts an HTML page: its `<main>` or `<article>` if it has one, without navigation and banners.
pub(crate) fn html(page: &str, origin: &Origin) -> Converted {
    let mut notes = Notes::default();
    let page = replaced(normalized(page), origin, &mut notes);
    let tree = html::document(&page);
    let mut part = Tree::default();
    let main = furniture::main_part(&tree);
    furniture::copy_without(&tree, main, &mut part, &mut notes);
    if main != Tree::ROOT {
        furniture::note_outside(&tree, main, &mut notes);
    }
    let title = tree
        .elements(Tree::ROOT)
        .find(|(_, element)| element.name == "title")
        .map(|(id, _)| {
            tree.text_of(id)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        });
    let written = markdown::write(&part, Tree::ROOT, &mut notes);
    let mut before = Original::of(words::of_tree(&part));
    before.allow(&written.added);
    settled(
        written.text,
        title.filter(|it| !it.is_empty()),
        origin,
        before,
        Vec::new(),
        notes,
    )
}

/// Converts plain text: short lines between empty lines become headings. If each paragraph is one
/// long line, empty lines are not needed.
pub(crate) fn plain(text: &str, origin: &Origin) -> Converted {
    let mut notes = Notes::default();
    let text = paper::without_pages(&normalized(text), &mut notes);
    let by_line = is_by_line(&text.lines().collect::<Vec<_>>());
    let mut converted = markdown(&of_plain(&text, by_line), origin);
    converted.notes.0.append(&mut notes.0);
    converted
}

/// Converts the text of a document in which each paragraph is a line.
pub(crate) fn paragraphs(text: &str, origin: &Origin) -> Converted {
    markdown(&of_plain(&normalized(text), true), origin)
}

/// Plain text as Markdown.
fn of_plain(text: &str, by_line: bool) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let headings: Vec<bool> = if by_line {
        headings_by_line(&lines)
    } else {
        (0..lines.len())
            .map(|at| is_heading_alone(&lines, at))
            .collect()
    };
    let mut out = String::new();
    // Where a paragraph comes first, no heading is the title.
    let first = lines.iter().position(|line| !line.trim().is_empty());
    let is_underlined = first
        .and_then(|at| lines.get(at + 1))
        .is_some_and(|next| next.starts_with("=="));
    let mut has_title = first.is_some_and(|at| !headings[at]) && !is_underlined;
    let mut was_item = false;
    for (at, line) in lines.iter().enumerate() {
        let trimmed = line.trim();
        let next = lines
            .get(at + 1)
            .map(|line| line.trim())
            .unwrap_or_default();
        let is_underlined = next.len() > 2 && next.chars().all(|c| matches!(c, '=' | '-'));
        let item = item_of(trimmed);
        let is_item = item.is_some() || by_line && is_numbered(trimmed) && !headings[at];
        if by_line && !trimmed.is_empty() && !(is_item && was_item) {
            out.push('\n');
        }
        if headings[at] && !is_underlined {
            out += if has_title { "## " } else { "# " };
            has_title = true;
            // `1. Fees` is a heading, not a list.
            out += trimmed;
        } else {
            match item {
                Some(item) => {
                    out += "- ";
                    out += item;
                }
                // An indented line would be code.
                None => out += trimmed,
            }
            has_title |= is_underlined;
        }
        was_item = is_item;
        out.push('\n');
    }
    out
}

/// The words of an item of a list.
fn item_of(line: &str) -> Option<&str> {
    let item = line.strip_prefix(['•', '·', '–', '●', '○', '▪', '◦', '\u{f0b7}'])?;
    Some(item.trim_start())
}

fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with([')', '.']) && rest[1..].starts_with(' ')
}

/// Whether a line has the look of a heading.
fn looks_like_heading(line: &str) -> bool {
    !line.is_empty()
        && line.chars().count() <= 70
        && !line.ends_with(['.', ':', ';', ',', '!'])
        && line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && line.contains(char::is_alphabetic)
}

/// Whether the line at a place is a heading because of the empty lines around it.
fn is_heading_alone(lines: &[&str], at: usize) -> bool {
    let is_empty = |at: Option<usize>| {
        at.and_then(|at| lines.get(at))
            .is_none_or(|line| line.trim().is_empty())
    };
    let line = lines[at].trim();
    looks_like_heading(line)
        && !line.ends_with('?')
        && is_empty(at.checked_sub(1))
        && is_empty(Some(at + 1))
        && lines.len() > at + 1
}

/// Whether a word processor wrote each paragraph as one line: some are longer than anybody wraps
/// them, and few lines are empty.
fn is_by_line(lines: &[&str]) -> bool {
    let full = lines.iter().filter(|line| !line.trim().is_empty()).count();
    let long = lines
        .iter()
        .filter(|line| line.chars().count() > 100)
        .count();
    let ends: usize = lines
        .windows(2)
        .filter(|two| two[0].chars().count() > 100 && !two[1].trim().is_empty())
        .count();
    full > 2 && long * 10 >= full && ends * 3 >= long
}

/// Which lines are headings where each paragraph is a line: short ones before a paragraph. Three and
/// more in a row are an address or a table, and only the first of the text is its title.
fn headings_by_line(lines: &[&str]) -> Vec<bool> {
    let mut headings = vec![false; lines.len()];
    let full: Vec<(usize, &str)> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| (at, line.trim()))
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let is_short = |line: &str| {
        looks_like_heading(line)
            && item_of(line).is_none()
            && !line.contains(['@', ';'])
            && !line.contains(": ")
    };
    let mut at = 0;
    while at < full.len() {
        let run = full[at..]
            .iter()
            .take_while(|(_, line)| is_short(line))
            .count();
        let is_before_text = at + run < full.len();
        if (1..=2).contains(&run) && is_before_text {
            for (line, _) in &full[at..at + run] {
                headings[*line] = true;
            }
        } else if run > 2 && at == 0 {
            headings[full[0].0] = true;
        }
        at += run.max(1);
    }
    headings
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
    Parser::new_ext(text, OPTIONS).any(|event| match event {
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
    mut before: Original,
    redirects: Vec<String>,
    mut notes: Notes,
) -> Converted {
    text = links::without_pictures(text, &mut notes);
    let (document, _) = read(&text);
    // Several headings of the first level are sections of a page whose title is elsewhere.
    let is_above = title.as_deref().is_some_and(|title| {
        document.title.as_deref() != Some(title) && !levels::begins_with_title(&text)
    });
    if document.title.is_none() || is_above {
        let title = title.or_else(|| origin.title.clone());
        let title = title.unwrap_or_else(|| "Guidelines".to_owned());
        notes.done("title added before the text", title.as_str());
        let title = title.replace(['\n', '#'], " ");
        before.words.splice(0..0, words::of_markdown(&title));
        text = format!("# {}\n\n{}", title.trim(), text.trim_start_matches('\n'));
    }
    text = levels::closed_up(&text, &mut notes);
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
    let text = tidy(&text, &mut notes);
    dialects::note_left(&text, &mut notes);
    let after = words::of_markdown(&text);
    let compared = before.compared(&after);
    Converted {
        difference: compared.difference,
        lost: compared.lost,
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
                "link that cannot be published, its text kept"
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

/// At most one empty line in a row outside code, one line end at the end, and no heading without words.
fn tidy(text: &str, notes: &mut Notes) -> String {
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
        let heading = trimmed.trim_start_matches('#');
        if !is_code && heading.len() < trimmed.len() && heading.trim().is_empty() {
            notes.done("heading without words removed", "");
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
