//! Converts texts that other programs published into Markdown that this program accepts, without a
//! change of words. Whatever was changed is noted; what a person has to decide is noted as open.

mod callouts;
mod dialects;
mod document_text;
mod docx;
mod docx_fields;
mod docx_lists;
mod docx_styles;
mod emphasis;
mod footnotes;
pub(crate) mod history;
mod levels;
mod links;
mod main_content;
mod markdown;
mod notes;
mod numbers;
mod page_breaks;
mod page_styles;
mod plain;
mod plain_tables;
mod tags;
mod word_processors;
mod words;
mod wrappers;

pub(crate) use docx::read as docx;
pub(crate) use notes::{Notes, report};
pub(crate) use plain::{paragraphs, plain};

use crate::diagnostic::{Diagnostic, Severity, Source};
use crate::html::{self, Tree};
use crate::markdown::{
    Document, FrontMatter, OPTIONS, Settings, is_accepted_tag, is_private_use, without_comments,
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
    pub(crate) coverage: Coverage,
}

/// How much of a file was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coverage {
    Whole,
    /// Another program's reader gave only the text, which was not compared with the file.
    Text,
    /// Like that, with the text that is hidden or struck out, and above and below the pages.
    AllText,
}

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
    let body = emphasis::without_struck(body, &mut notes);
    let body = dialects::without(&body, title.as_deref(), &mut notes);
    let mut before = Original::read(&body);
    let uncommented = without_comments(&body);
    for line in body.lines().filter(|line| line.contains("<!--@include:")) {
        notes.left_out("text of another file left out: add it", line.trim());
    }
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
        let (body, footnotes) = footnotes::set_aside(&markdown);
        let tree = html::document(&numbers::page_of(&body, options));
        let written = markdown::write(&tree, Tree::ROOT, &mut notes);
        before.allow(&written.added);
        markdown = footnotes::put_back(&written.text, footnotes);
    }
    finish(markdown, title, origin, before, redirects, notes)
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
    let main = main_content::main_part(&tree);
    main_content::copy_without(&tree, main, &mut part, &mut notes);
    word_processors::restore(&mut part, &mut notes);
    if main != Tree::ROOT {
        main_content::note_outside(&tree, main, &mut notes);
    }
    let has_title = tree
        .elements(Tree::ROOT)
        .any(|(_, it)| word_processors::is_title(it));
    let title = tree
        .elements(Tree::ROOT)
        .find(|(_, element)| element.name == "title" && !has_title)
        .map(|(id, _)| {
            tree.text_of(id)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        });
    let written = markdown::write(&part, Tree::ROOT, &mut notes);
    let mut before = Original::of(words::of_tree(&part));
    before.allow(&written.added);
    let mut origin = origin.clone();
    origin.base = origin.base.or_else(|| main_content::base(&tree));
    finish(
        written.text,
        title.filter(|it| !it.is_empty()),
        &origin,
        before,
        Vec::new(),
        notes,
    )
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
fn finish(
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
    let is_above = match &title {
        Some(title) => document.title.as_ref() != Some(title) && !levels::begins_with_title(&text),
        None => levels::begins_with_words(&text),
    };
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
    let text = normalize_lines(&text, &mut notes);
    dialects::note_left(&text, &mut notes);
    if let Some(line) = text.lines().find(|line| line.contains(is_private_use)) {
        let cause = "character of a symbol font, which browsers show as a box: write what the document shows";
        notes.open(cause, line.replace(is_private_use, "▯"));
    }
    let after = words::of_markdown(&text);
    let compared = before.compared(&after);
    Converted {
        difference: compared.difference,
        lost: compared.lost,
        words: after.len(),
        coverage: Coverage::Whole,
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
fn normalize_lines(text: &str, notes: &mut Notes) -> String {
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
