//! The words of a text, read independently of the conversion: the proof that an import loses no
//! word compares those of the original with those of the result.

use crate::html::{self, Node, Step, Tree};
use pulldown_cmark::{Options, Parser};

/// The words of a text of another program. Its markup is skipped.
pub(crate) fn of_original(text: &str) -> Vec<String> {
    // A blank in what was meant as a link is removed, so that it becomes one.
    let mut text = without_tags(text).replace("](mailto: ", "](mailto:");
    for address in ["http", "mailto:", "/", "#"] {
        text = text.replace(&format!("] ({address}"), &format!("]({address}"));
    }
    of_markdown(&text)
}

/// The words of a Markdown text that a reader sees.
pub(crate) fn of_markdown(text: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM;
    let mut page = String::new();
    pulldown_cmark::html::push_html(&mut page, Parser::new_ext(text, options));
    of_html(&page)
}

/// The words of an HTML page.
pub(crate) fn of_html(page: &str) -> Vec<String> {
    of_tree(&html::document(page))
}

/// The words of a tree.
pub(crate) fn of_tree(tree: &Tree) -> Vec<String> {
    let mut text = String::new();
    let mut hidden = 0_usize;
    for step in tree.walk(Tree::ROOT) {
        match step {
            Step::Enter(id) => match tree.node(id) {
                Node::Text(words) if hidden == 0 => text.push_str(words),
                Node::Element(element) => {
                    if super::markdown::is_hidden(&element.name) {
                        hidden += 1;
                    } else if hidden == 0 {
                        if !super::markdown::is_inline(&element.name) {
                            text.push(' ');
                        }
                        if element.name == "img" {
                            text.push_str(element.attribute("alt").unwrap_or_default());
                        }
                    }
                }
                Node::Text(_) | Node::Fragment | Node::Comment(_) | Node::Doctype(_) => {}
            },
            Step::Leave(id) => {
                if let Some(element) = tree.element(id) {
                    if super::markdown::is_hidden(&element.name) {
                        hidden = hidden.saturating_sub(1);
                    } else if hidden == 0 && !super::markdown::is_inline(&element.name) {
                        text.push(' ');
                    }
                }
            }
        }
    }
    // The ids of headings are not read.
    let visible = text.split('{').enumerate().map(|(at, part)| {
        if at == 0 {
            return part;
        }
        match part.strip_prefix('#').and_then(|rest| rest.split_once('}')) {
            Some((_, rest)) => rest,
            None => part,
        }
    });
    let is_joint = |c: char| matches!(c, '\u{200b}' | '\u{ad}' | '\u{feff}' | '\u{2060}');
    let text: String = visible
        .collect::<String>()
        .chars()
        .filter(|c| !is_joint(*c))
        .collect();
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Removes what other generators replace, and keeps the titles of tabs and call-outs.
fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut is_code = false;
    let mut in_comment = false;
    let has_contents = text.contains("toc}");
    for line in text.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            is_code = !is_code;
        }
        if !is_code {
            if in_comment {
                in_comment = !line.contains("endcomment");
                continue;
            }
            if line.contains("{% comment") {
                in_comment = !line.contains("endcomment");
                continue;
            }
            let is_mark = trimmed.starts_with(":::")
                || trimmed.starts_with("!!!")
                || trimmed.starts_with("???");
            if is_mark {
                let title = trimmed.trim_start_matches([':', '!', '?', '+', ' ']);
                let title = title.split_once(' ').map_or("", |(_, title)| title);
                kept.push_str(title.trim_matches(['"', '[', ']']));
                kept.push_str("\n\n");
                continue;
            }
            if trimmed.starts_with("import ") && trimmed.contains(" from ")
                || trimmed.starts_with("export ")
                || trimmed.to_ascii_lowercase().contains("[toc]")
                || has_contents && trimmed.trim_start_matches(['*', '-', '1', '.', ' ']) == "TOC"
            {
                continue;
            }
        }
        let line = if is_code {
            line.to_owned()
        } else {
            untagged(line)
        };
        // A heading without a space after `#` was one for older programs.
        let words = line.trim_start_matches('#');
        if !is_code && line.len() - words.len() > 1 {
            kept.push_str(&line[..line.len() - words.len()]);
            kept.push(' ');
            kept.push_str(words);
        } else {
            kept.push_str(&line);
        }
        kept.push('\n');
    }
    kept
}

fn untagged(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('{') {
        let close = ["{%", "{{<", "{{%", "{:", "{."]
            .into_iter()
            .zip(["%}", ">}}", "%}}", "}", "}"])
            .find(|(open, _)| rest[at..].starts_with(open))
            .map(|(_, close)| close);
        let end = close.and_then(|close| Some(at + rest[at..].find(close)? + close.len()));
        let Some(end) = end else {
            kept.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        };
        let tag = &rest[at..end];
        // Code is meant literally.
        if rest[..at].matches('`').count() % 2 == 1 {
            kept.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        kept.push_str(&rest[..at]);
        let is_placeholder = [
            "data ",
            "include",
            "link ",
            "post_url",
            "variables",
            "reusables",
        ]
        .iter()
        .any(|name| {
            tag.trim_start_matches(['{', '%', '<', '-', ' '])
                .starts_with(name)
        });
        let title = tag
            .split_once("title=\"")
            .and_then(|(_, it)| it.split('"').next());
        if is_placeholder {
            kept.push_str(tag);
        } else if let Some(title) = title {
            kept.push_str(&format!("\n\n{title}\n\n"));
        } else if rest[..at].trim().is_empty() && rest[end..].trim().is_empty() {
            // A tag alone on a line separates paragraphs.
            kept.push('\n');
        }
        rest = &rest[end..];
    }
    kept + rest
}

/// The first place where two readings differ, with a few words around it.
pub(crate) fn difference(before: &[String], after: &[String]) -> Option<String> {
    let at = before
        .iter()
        .zip(after)
        .position(|(a, b)| a != b)
        .or_else(|| (before.len() != after.len()).then(|| before.len().min(after.len())))?;
    let around = |words: &[String]| {
        let from = at.saturating_sub(3).min(words.len());
        let to = (at + 5).min(words.len());
        words[from..to].join(" ")
    };
    Some(format!(
        "`{}` before, `{}` after",
        around(before),
        around(after)
    ))
}
