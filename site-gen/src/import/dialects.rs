//! Rewrites the signs that other dialects of Markdown have and this one lacks: links of a wiki, marked
//! words, icons, lists of definitions, abbreviations, tables without a line below their head.

use super::notes::Notes;
use super::tags::Fence;

/// Converts a text. `title` is the one in its front matter.
pub(super) fn without(text: &str, title: Option<&str>, notes: &mut Notes) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    let mut fence = Fence::default();
    let mut hidden: Option<&str> = None;
    let mut has_words = false;
    for (at, line) in lines.iter().enumerate() {
        if hidden.is_none() && fence.contains(line) {
            out.push((*line).to_owned());
            has_words = true;
            continue;
        }
        let trimmed = line.trim();
        if let Some(end) = hidden {
            if trimmed == end {
                hidden = None;
            }
            continue;
        }
        hidden = end_of_comment(trimmed);
        if hidden.is_some() {
            notes.done("comment removed", "");
            continue;
        }
        if is_abbreviation(trimmed) {
            notes.left_out("explanation of an abbreviation removed", trimmed);
            continue;
        }
        let next = lines.get(at + 1).copied().unwrap_or_default();
        let line = with_title(line, title, notes);
        let line = in_words(&line, notes);
        let line = first_heading(&line, has_words, notes);
        let line = without_last_break(&line, next, notes);
        has_words |= !line.trim().is_empty();
        let is_further = at > 0 && lines[at - 1].starts_with(": ");
        if !defines(&line, is_further, &mut out, notes) {
            out.push(callout(task(line), notes));
        }
    }
    let mut text = out.join("\n");
    text.push('\n');
    with_heads_of_tables(&text, notes)
}

/// The line that ends a comment, if a line begins one: `{::comment}` of kramdown, `%%` of Obsidian.
fn end_of_comment(line: &str) -> Option<&'static str> {
    match line {
        "{::comment}" => Some("{:/comment}"),
        "%%" => Some("%%"),
        _ => None,
    }
}

/// `*[LE]: law enforcement`
fn is_abbreviation(line: &str) -> bool {
    line.strip_prefix("*[")
        .and_then(|rest| rest.split_once("]:"))
        .is_some_and(|(name, _)| !name.is_empty() && !name.contains(['[', ']']))
}

/// Puts the title in place of the variables that stand for it.
fn with_title(line: &str, title: Option<&str>, notes: &mut Notes) -> String {
    let mut line = line.to_owned();
    let Some(title) = title else { return line };
    let mut from = 0;
    while let Some(start) = line[from..].find('{').map(|at| from + at) {
        from = start + 1;
        let rest = &line[start..];
        let close = if rest.starts_with("{{") {
            "}}"
        } else if rest.starts_with("{%") {
            "%}"
        } else {
            continue;
        };
        let Some(length) = rest.find(close) else {
            continue;
        };
        let name = rest[2..length].trim().trim_start_matches('$');
        if matches!(
            name,
            "title" | "page.title" | "frontmatter.title" | "markdoc.frontmatter.title"
        ) {
            notes.done("title put in place of its variable", &rest[..length + 2]);
            line.replace_range(start..start + length + 2, title);
            from = start + title.len();
        }
    }
    line
}

/// Rewrites signs inside a paragraph, outside code.
fn in_words(line: &str, notes: &mut Notes) -> String {
    if !line.contains(['[', '=', '^', '%', ':', '{']) {
        return line.to_owned();
    }
    let parts = line.split('`').enumerate().map(|(at, part)| {
        if at % 2 == 1 {
            return part.to_owned();
        }
        let part = wiki_links(part, notes);
        let part = unmarked(&part, "==", notes);
        let part = unmarked(&part, "^^", notes);
        let part = without_asides(&part, notes);
        let part = markdoc(&part, notes);
        without_icons(&part, notes)
    });
    parts.collect::<Vec<_>>().join("`")
}

/// `[[Fees|the fees]]` and `![[map.png]]`.
fn wiki_links(part: &str, notes: &mut Notes) -> String {
    let mut out = String::new();
    let mut rest = part;
    while let Some(start) = rest.find("[[") {
        let Some(length) = rest[start..].find("]]") else {
            break;
        };
        let inside = &rest[start + 2..start + length];
        let whole = &rest[start..start + length + 2];
        let is_link = !inside.is_empty()
            && !inside.contains(['[', ']', '('])
            && !super::wrappers::is_contents_mark(whole)
            && !rest[start + length + 2..].starts_with(['(', ':']);
        let before = &rest[..start];
        if !is_link {
            out.push_str(&rest[..start + length + 2]);
        } else if let Some(before) = before.strip_suffix('!') {
            out.push_str(before);
            notes.left_out("embedded file or page removed", whole);
        } else {
            out.push_str(before);
            out.push_str(inside.split_once('|').map_or(inside, |(_, words)| words));
            notes.open("link to a page of a wiki, its text kept", whole);
        }
        rest = &rest[start + length + 2..];
    }
    out + rest
}

/// `==marked==` without its signs.
fn unmarked(part: &str, sign: &str, notes: &mut Notes) -> String {
    let mut out = String::new();
    let mut rest = part;
    while let Some((before, after)) = rest.split_once(sign) {
        let is_start = before
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric() && c != '=');
        let words = after.split_once(sign).filter(|(words, _)| {
            is_start
                && words.starts_with(|c: char| !c.is_whitespace() && c != '=')
                && !words.ends_with(char::is_whitespace)
        });
        out.push_str(before);
        if let Some((words, after)) = words {
            notes.done("mark around words removed", words);
            out.push_str(words);
            rest = after;
        } else {
            out.push_str(sign);
            rest = after;
        }
    }
    out + rest
}

/// `%% a note to authors %%`, and the marks of kramdown around raw HTML.
fn without_asides(part: &str, notes: &mut Notes) -> String {
    let mut out = String::new();
    let mut rest = part;
    while let Some((before, after)) = rest.split_once("%%") {
        let Some((_, after)) = after
            .split_once("%%")
            .filter(|(inside, _)| inside.starts_with(' ') && inside.ends_with(' '))
        else {
            break;
        };
        notes.done("comment removed", "");
        out.push_str(before.trim_end());
        rest = after;
    }
    out.push_str(rest);
    for mark in ["{::nomarkdown}", "{:/nomarkdown}", "{:/}"] {
        if out.contains(mark) {
            notes.done("attribute of another program removed", mark);
            out = out.replace(mark, "");
        }
    }
    out
}

/// `{% #fees %}` of Markdoc is `{#fees}`, and `{% .wide %}` concerns the look.
fn markdoc(part: &str, notes: &mut Notes) -> String {
    let mut out = String::new();
    let mut rest = part;
    while let Some((before, after)) = rest.split_once("{%") {
        out.push_str(before);
        let inside = after.split_once("%}").map(|(inside, _)| inside.trim());
        match inside {
            Some(inside) if inside.starts_with('#') && !inside.contains(' ') => {
                out.push_str(&format!("{{{inside}}}"));
            }
            Some(inside) if inside.starts_with('.') && !inside.contains(' ') => {
                notes.done("attribute of another program removed", inside);
                out.truncate(out.trim_end().len());
            }
            _ => {
                out.push_str("{%");
                rest = after;
                continue;
            }
        }
        rest = after.split_once("%}").map_or("", |(_, after)| after);
    }
    out + rest
}

/// `:material-check:` and `:warning:`, which other programs replace by a picture.
fn without_icons(part: &str, notes: &mut Notes) -> String {
    let mut out = String::new();
    let mut rest = part;
    while let Some(start) = rest.find(':') {
        let after = &rest[start + 1..];
        let length = after
            .find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || "-_+".contains(c)))
            .unwrap_or(after.len());
        let (name, end) = after.split_at(length);
        let is_free = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "*_([|".contains(c));
        let is_icon = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.len() > 1
            && end.starts_with(':')
            && is_free(rest[..start].chars().next_back())
            && end[1..]
                .chars()
                .next()
                .is_none_or(|c| !c.is_alphanumeric() && c != ':');
        if is_icon {
            notes.open("icon removed", format!(":{name}:"));
            out.push_str(&rest[..start]);
            rest = &end[1..];
            if out.is_empty() || out.ends_with(char::is_whitespace) {
                rest = rest.strip_prefix(' ').unwrap_or(rest);
            }
        } else {
            out.push_str(&rest[..=start]);
            rest = after;
        }
    }
    out + rest
}

/// `#Fees` at the start of a text is its title. Elsewhere it could be a mark of another kind.
fn first_heading(line: &str, has_words: bool, notes: &mut Notes) -> String {
    match line.strip_prefix('#') {
        Some(words) if !has_words && words.starts_with(char::is_alphanumeric) => {
            notes.done("space added between `#` and a heading", line);
            format!("# {words}")
        }
        _ => line.to_owned(),
    }
}

/// A line break at the end of a paragraph breaks nothing, and its sign would be shown.
fn without_last_break(line: &str, next: &str, notes: &mut Notes) -> String {
    let kept = line.trim_end();
    let is_last = next.trim_matches([' ', '>', '\t']).is_empty();
    let signs = kept.len() - kept.trim_end_matches('\\').len();
    if signs.is_multiple_of(2) || !is_last && kept.trim_matches([' ', '>', '\t']) != "\\" {
        return line.to_owned();
    }
    notes.done("line break at the end of a paragraph removed", "");
    kept[..kept.len() - 1].trim_end().to_owned()
}

/// `: The definition` below a term: the term becomes bold, and its definition a paragraph.
fn defines(line: &str, is_further: bool, out: &mut Vec<String>, notes: &mut Notes) -> bool {
    let Some(words) = line
        .strip_prefix(':')
        .filter(|rest| rest.starts_with([' ', '\t']))
    else {
        return false;
    };
    let Some(at) = out.iter().rposition(|line| !line.trim().is_empty()) else {
        return false;
    };
    let is_paragraph = |line: &str| !line.starts_with(['#', '>', '|', '-', '+', '<', ' ', '\t']);
    let is_alone = at
        .checked_sub(1)
        .is_none_or(|before| out[before].trim().is_empty());
    if !is_alone || !is_paragraph(&out[at]) || out.len() - at > 2 {
        return false;
    }
    if !is_further {
        notes.done("term of a list of definitions made bold", out[at].as_str());
        if !out[at].contains('*') {
            out[at] = format!("**{}**", out[at].trim());
        }
    }
    out.truncate(at + 1);
    out.push(String::new());
    out.push(words.trim().to_owned());
    true
}

/// `- [ ] a task` as it is shown.
fn task(line: String) -> String {
    let (indent, rest) = line.split_at(line.len() - line.trim_start().len());
    for (mark, shown) in [("[ ] ", "☐"), ("[x] ", "☑"), ("[X] ", "☑")] {
        for item in ["- ", "* ", "+ "] {
            if let Some(words) = rest.strip_prefix(item).and_then(|it| it.strip_prefix(mark)) {
                return format!("{indent}{item}{shown} {}", words.trim_start());
            }
        }
    }
    line
}

/// `> [!info]- Title` of Obsidian.
fn callout(line: String, notes: &mut Notes) -> String {
    let Some((name, title)) = line
        .strip_prefix("> [!")
        .and_then(|rest| rest.split_once(']'))
    else {
        return line;
    };
    let title = title.trim_start_matches(['-', '+']).trim();
    let lower = name.to_ascii_lowercase();
    let is_own = ["note", "tip", "important", "warning", "caution"].contains(&lower.as_str());
    let Some(alert) = super::callouts::callout(&lower).filter(|_| !is_own || !title.is_empty())
    else {
        return line;
    };
    notes.done("call-out written as Markdown", line.as_str());
    let title = if title.is_empty() {
        String::new()
    } else {
        format!("\n> **{title}**\n>")
    };
    format!("> [!{alert}]{title}")
}

/// Adds the line below the head that Markdown needs to see a table.
fn with_heads_of_tables(text: &str, notes: &mut Notes) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut fence = Fence::default();
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        let from = at;
        if fence.contains(lines[at]) || !lines[at].starts_with('|') {
            out.push(lines[at].to_owned());
            at += 1;
            continue;
        }
        let end = (at..lines.len())
            .find(|at| lines[*at].trim().is_empty())
            .unwrap_or(lines.len());
        at = end;
        match rows(&lines[from..end]) {
            Some((rows, width)) => {
                notes.done("line added below the head of a table", lines[from]);
                let head = format!("|{}", "---|".repeat(width));
                out.push(rows[0].clone());
                out.push(head);
                out.extend(rows.into_iter().skip(1));
            }
            None => out.extend(lines[from..end].iter().map(|line| (*line).to_owned())),
        }
    }
    let mut text = out.join("\n");
    text.push('\n');
    text
}

/// The rows of a table that lacks the line below its head, each on a line, and the number of cells.
fn rows(lines: &[&str]) -> Option<(Vec<String>, usize)> {
    let is_rule =
        |line: &str| line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
    if lines.iter().any(|line| is_rule(line)) {
        return None;
    }
    let mut rows: Vec<String> = Vec::new();
    for line in lines {
        match rows.last_mut() {
            // A cell of several lines.
            Some(row) if !row.trim_end().ends_with('|') => {
                let kept = row.trim_end().trim_end_matches('\\').len();
                row.truncate(kept);
                *row += "<br>";
                *row += line.trim();
            }
            _ => rows.push(line.trim_end().to_owned()),
        }
    }
    let width = rows.first()?.matches('|').count().checked_sub(1)?;
    let is_table = rows.len() > 1
        && width > 1
        && rows.iter().all(|row| {
            row.starts_with('|') && row.ends_with('|') && row.matches('|').count() == width + 1
        });
    is_table.then_some((rows, width))
}
/// Lists markup of other programs that is still in a text, where it is published as it is.
pub(super) fn note_left(text: &str, notes: &mut Notes) {
    let mut is_code = false;
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with("```") || line.starts_with("~~~") {
            is_code = !is_code;
        }
        if is_code {
            continue;
        }
        let is_command = line
            .strip_prefix('\\')
            .is_some_and(|name| name.len() > 2 && name.chars().all(|c| c.is_ascii_alphabetic()));
        let is_directive =
            line.starts_with(".. ") && line.contains("::") || line.starts_with("+++");
        if is_command || is_directive {
            notes.open(MARKUP, line);
        }
        let outside = line.split('`').step_by(2);
        for expression in outside.flat_map(expressions) {
            notes.open(MARKUP, expression);
        }
        if line.contains("\\]\\[") {
            notes.open(
                "link without an address: write it, or leave out the brackets",
                line,
            );
        }
        if line.replace('\u{a0}', " ").contains("[email protected") {
            notes.open("mailbox that the host of the page hides: write it in", line);
        }
    }
}

const MARKUP: &str = "markup of another program is in the text as it is";

/// `{props.days}`, a value that only the other program knows.
fn expressions(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.match_indices('{').filter_map(|(at, _)| {
        let end = text[at..].find('}')?;
        Some(&text[at..=at + end])
    });
    parts.filter(|part| {
        let name = &part[1..part.len() - 1];
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'))
    })
}
