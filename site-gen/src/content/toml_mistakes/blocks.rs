//! Files and blocks of lines in another format.

use super::{ExpectedType, Found, Line, Mistake};
use crate::quoted::quoted;
use std::ops::Range;

/// The most lines of a block that a message replaces.
pub(super) const MAX_LINES: usize = 40;

/// A whole file that is JSON.
pub(in crate::content) fn other_format(text: &str) -> Option<Mistake> {
    let start = text.len() - text.trim_start().len();
    if let Some(span) = messages(text) {
        return Some(Mistake {
            span,
            message: "from here on, these are messages of the theme, not labels".to_owned(),
            advice: "move this line and everything below it to the file that it names, in the folder of the theme",
            corrected: String::new(),
            is_certain: false,
        });
    }
    if !text[start..].starts_with('{') {
        return None;
    }
    let end = start + text[start..].find('\n').unwrap_or(text.len() - start);
    Some(Mistake {
        span: start..end,
        message: "this file is JSON, and has to be TOML".to_owned(),
        advice: "write each key on a line without `{`, `}` and commas, and a table's name in brackets above its keys, such as",
        corrected: "title = \"…\"\n\n[organisation]\nname = \"…\"".to_owned(),
        is_certain: false,
    })
}

/// The line with which `site-gen words` begins the messages of a theme, which are no TOML.
fn messages(text: &str) -> Option<Range<usize>> {
    let (before, after) = text.split_once("# text/")?;
    let line = after.split('\n').next()?.trim_end();
    let is_it =
        line.strip_suffix(".ftl").is_some() && (before.is_empty() || before.ends_with('\n'));
    is_it.then(|| before.len()..before.len() + "# text/".len() + line.len())
}

/// The names in the nearest header above.
pub(super) fn header_above(above: &str) -> Vec<String> {
    let mut lines = above.lines().rev().map(str::trim);
    let header = lines.find(|line| line.starts_with('[') && line.trim_end().ends_with(']'));
    let header = header.unwrap_or_default();
    let names = header.trim_matches(['[', ']']).split('.');
    let names = names.map(|name| name.trim().trim_matches('"').to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A key of YAML with what belongs to it on the next lines: a table, a list or a text.
pub(super) fn of_yaml(
    above: &str,
    whole: &str,
    line: &Line<'_>,
    after: &[&str],
    wanted: ExpectedType,
) -> Option<Found> {
    let own = indent(whole);
    let is_blank = |line: &&&str| line.trim().is_empty();
    let blank = after.iter().take_while(is_blank).count();
    let next = after.get(blank)?;
    let key = &line.key;
    if matches!(line.value, "|" | ">" | "|-" | ">-") {
        let block = after
            .iter()
            .take_while(|it| indent(it) > own || it.trim().is_empty());
        let words: Vec<&str> = block.clone().map(|line| line.trim()).collect();
        let message = format!("`{}` begins a text in another format", line.value);
        let (advice, value) = if wanted == ExpectedType::List && line.value.starts_with('|') {
            let each = words.iter().filter(|line| !line.is_empty());
            let each: Vec<String> = each.map(|line| quoted(line)).collect();
            (
                "write each line as a value",
                format!("[{}]", each.join(", ")),
            )
        } else {
            ("write it in one line", quoted(words.join(" ").trim()))
        };
        let mut found = Found::new(message, advice, line.with(&value));
        found.lines += block.count();
        return words.iter().any(|it| !it.is_empty()).then_some(found);
    }
    if !line.value.is_empty() {
        return None;
    }
    let is_item = |line: &&&str| line.trim_start().starts_with("- ");
    let items: Vec<&&str> = after[blank..].iter().take_while(is_item).collect();
    let item = |line: &&&str| {
        let item = line.trim_start().trim_start_matches("- ").trim();
        let mark = item.chars().next().filter(|c| matches!(c, '"' | '\''));
        // What comes after the text is a comment.
        let text = match mark {
            Some(mark) => item[1..].split(mark).next(),
            None => item.split(" #").next(),
        };
        text.unwrap_or(item).trim().to_owned()
    };
    // Of a longer list, the end is not known; and an item with a key is a table.
    let is_whole = blank + items.len() < MAX_LINES;
    let items: Vec<String> = items.iter().map(item).collect();
    if !items.is_empty() && is_whole && !items.iter().any(|item| item.contains(": ")) {
        let values: Vec<String> = items.iter().map(|item| quoted(item)).collect();
        let message = format!("`{key}` has a list in another format");
        let mut found = Found::new(
            message,
            "write",
            line.with(&format!("[{}]", values.join(", "))),
        );
        found.lines += blank + items.len();
        return Some(found);
    }
    let is_table = line.mark == ":" && indent(next) > own && Line::of(next.trim()).is_some();
    let message = format!("`{key}:` does not begin a table in TOML");
    let path = [parents(above, own), vec![key.clone()]].concat();
    let header = format!("[{}]", path.join("."));
    // The keys after it may belong to the table above.
    is_table.then(|| Found::new(message, "write its name in brackets", header).guessed())
}

/// The keys of YAML that a line is indented below.
fn parents(above: &str, mut own: usize) -> Vec<String> {
    let mut names = Vec::new();
    for line in above.lines().rev() {
        let at = indent(line);
        if own == 0 || line.trim().is_empty() || line.trim_start().starts_with('#') || at >= own {
            continue;
        }
        match Line::of(line.trim()) {
            Some(parent) if parent.mark == ":" && parent.value.is_empty() => {
                names.push(parent.key);
                own = at;
            }
            _ => break,
        }
    }
    names.reverse();
    names
}

/// A text between quotation marks that ends on a later line, or nowhere.
pub(super) fn text_over_lines(line: &str, after: &[&str]) -> Option<Found> {
    let read = Line::of(line)?;
    let inside = read.value.strip_prefix('"')?;
    if inside.contains(['"', '\\']) {
        return None;
    }
    let message = "a text does not end on its line";
    let mut words = vec![inside.trim()];
    for (index, next) in after.iter().enumerate() {
        let next = next.trim();
        if Line::of(next).is_some() {
            break;
        }
        if let Some(last) = next.strip_suffix('"')
            && !last.contains(['"', '='])
        {
            words.push(last);
            let text = quoted(words.join(" ").trim());
            let mut found = Found::new(message, "write it in one line", read.with(&text));
            found.lines += index + 1;
            return Some(found);
        }
        if next.is_empty() || next.contains(['"', '=']) || next.starts_with(['[', '#']) {
            break;
        }
        words.push(next);
    }
    let advice = "write a quotation mark at its end";
    Some(Found::new(message, advice, read.with(&quoted(inside.trim()))).guessed())
}
