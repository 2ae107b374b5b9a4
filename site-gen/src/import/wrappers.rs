//! Removes the markup that other generators add to Markdown, such as template tags and call-outs.
//! The words inside stay. Code is not changed.

use super::notes::Notes;

/// How a call-out is written in Markdown.
fn alert(name: &str) -> Option<&'static str> {
    Some(match name {
        "hint" | "note" | "info" | "admonition" | "callout" | "alert" | "abstract" | "example" => {
            "NOTE"
        }
        "tip" | "success" | "check" | "question" => "TIP",
        "important" => "IMPORTANT",
        "warning" | "caution" | "attention" => "WARNING",
        "danger" | "error" | "failure" => "CAUTION",
        _ => return None,
    })
}

/// A call-out that is not closed yet.
struct Open {
    /// How its lines are indented.
    indent: String,
    end: End,
}

enum End {
    /// Closed by `{% endnote %}`.
    Tag(String),
    /// Closed by this many colons.
    Colons(usize),
    /// Closed by a line that is not indented, as in `!!! note`.
    Dedent,
}

/// Converts a text. Lines stay lines, except for those that only hold markup.
pub(super) fn without(text: &str, notes: &mut Notes) -> String {
    let mut out = Out {
        lines: Vec::new(),
        open: Vec::new(),
    };
    let mut fence: Option<(char, usize)> = None;
    // The end tag of what is never published.
    let mut hidden: Option<String> = None;
    let has_imports = text.lines().any(is_module_line);
    for line in text.lines() {
        let trimmed = line.trim();
        if let Some((mark, length)) = fence {
            let run = trimmed.len() - trimmed.trim_start_matches(mark).len();
            if run >= length && trimmed.trim_start_matches(mark).is_empty() {
                fence = None;
            }
            out.push(line);
            continue;
        }
        if let Some(end) = &hidden {
            if tag_names(line).iter().any(|name| name == end) {
                hidden = None;
            }
            continue;
        }
        out.close_dedented(line);
        if let Some(mark) = ['`', '~'].into_iter().find(|mark| {
            trimmed.starts_with(&mark.to_string().repeat(3))
                && !(*mark == '`' && trimmed.trim_start_matches('`').contains('`'))
        }) {
            fence = Some((mark, trimmed.len() - trimmed.trim_start_matches(mark).len()));
            out.push(line);
            continue;
        }
        if has_imports && is_module_line(line) {
            notes.done("import of another file removed", trimmed);
            continue;
        }
        if is_contents_mark(trimmed) {
            if trimmed.starts_with("{:") {
                out.drop_contents_item();
            }
            notes.done("marker of a table of contents removed", trimmed);
            continue;
        }
        if colons(line, &mut out, notes) || exclamations(line, &mut out, notes) {
            continue;
        }
        match tags(line, &mut out, notes) {
            Tags::Kept(line) => {
                let line = attributes(&line, notes);
                out.push(&spaced_heading(&line, notes));
            }
            Tags::Dropped => {}
            Tags::Hides(end) => hidden = Some(end),
        }
    }
    let mut text = out.lines.join("\n");
    text.push('\n');
    invisible(&text, notes)
}

struct Out {
    lines: Vec<String>,
    open: Vec<Open>,
}

impl Out {
    fn push(&mut self, line: &str) {
        let Some(first) = self.open.first() else {
            self.lines.push(line.to_owned());
            return;
        };
        let mut rest = line;
        for open in &self.open {
            rest = match open.end {
                End::Dedent => (rest.strip_prefix("    "))
                    .or_else(|| rest.strip_prefix('\t'))
                    .unwrap_or_else(|| rest.trim_start()),
                End::Tag(_) | End::Colons(_) => rest.strip_prefix(&open.indent).unwrap_or(rest),
            };
        }
        let marks = "> ".repeat(self.open.len());
        let line = format!("{}{marks}{rest}", first.indent);
        self.lines.push(line.trim_end().to_owned());
    }

    fn begin(&mut self, alert: &str, title: &str, indent: &str, end: End) {
        if self
            .lines
            .last()
            .is_some_and(|line| !line.trim().is_empty())
        {
            self.push("");
        }
        self.open.push(Open {
            indent: indent.to_owned(),
            end,
        });
        // An alert has to be outermost; inside another one it is a quotation.
        if self.open.len() == 1 {
            let indent = indent.to_owned();
            self.lines.push(format!("{indent}> [!{alert}]"));
        }
        if !title.is_empty() {
            self.push(&format!("{indent}**{title}**"));
            self.push("");
        }
    }

    fn end(&mut self) {
        let mark = ">".repeat(self.open.len());
        let is_empty = |line: &String| line.replace(' ', "") == mark;
        while self.lines.last().is_some_and(is_empty) {
            self.lines.pop();
        }
        self.open.pop();
        self.push("");
    }

    fn close_dedented(&mut self, line: &str) {
        while let Some(Open {
            indent,
            end: End::Dedent,
        }) = self.open.last()
        {
            let is_inside = line.trim().is_empty()
                || line
                    .strip_prefix(indent.as_str())
                    .is_some_and(|rest| rest.starts_with("    ") || rest.starts_with('\t'));
            if is_inside {
                return;
            }
            self.end();
        }
    }

    /// kramdown replaces the item before `{:toc}` by the contents.
    fn drop_contents_item(&mut self) {
        let is_item = |line: &String| {
            ["* ", "- ", "1. "]
                .iter()
                .any(|mark| line.trim_start().starts_with(mark))
        };
        if self.lines.last().is_some_and(is_item) {
            self.lines.pop();
        }
    }
}

/// `import X from "y"` and `export const x = 1`, the modules of MDX.
fn is_module_line(line: &str) -> bool {
    let line = line.trim_end();
    let ends = line.ends_with(['"', '\'', ';']);
    (line.starts_with("import ") && ends && (line.contains(" from ") || line.contains(['"', '\''])))
        || (line.starts_with("export ")
            && ["const ", "default ", "function ", "let "]
                .iter()
                .any(|word| line["export ".len()..].starts_with(word)))
}

fn is_contents_mark(line: &str) -> bool {
    let line = line.trim_matches(['*', '-', ' ']);
    matches!(
        line.to_ascii_lowercase().as_str(),
        "{:toc}"
            | "{: toc}"
            | "{:toc .no_toc}"
            | "[toc]"
            | "[[toc]]"
            | "[[_toc_]]"
            | "{{toc}}"
            | "{{ toc }}"
    )
}

/// `:::note Title` and `:::`.
fn colons(line: &str, out: &mut Out, notes: &mut Notes) -> bool {
    let indent = &line[..line.len() - line.trim_start().len()];
    let trimmed = line.trim();
    let count = trimmed.len() - trimmed.trim_start_matches(':').len();
    if count < 3 {
        return false;
    }
    let rest = trimmed[count..].trim();
    if rest.is_empty() {
        if let Some(Open {
            end: End::Colons(open),
            ..
        }) = out.open.last()
            && *open <= count
        {
            out.end();
            return true;
        }
        return false;
    }
    let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    let Some(alert) = alert(&name.to_lowercase()) else {
        return false;
    };
    let title = rest[name.len()..].trim().trim_matches(['[', ']', '"']);
    notes.done("call-out written as Markdown", trimmed);
    out.begin(alert, title, indent, End::Colons(count));
    true
}

/// `!!! note "Title"`, with its text indented below.
fn exclamations(line: &str, out: &mut Out, notes: &mut Notes) -> bool {
    let indent = &line[..line.len() - line.trim_start().len()];
    let trimmed = line.trim();
    let Some(rest) = ["!!!", "???+", "???"]
        .iter()
        .find_map(|mark| trimmed.strip_prefix(mark))
    else {
        return false;
    };
    let rest = rest.trim();
    let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    let Some(alert) = alert(&name.to_lowercase()) else {
        return false;
    };
    let title = rest[name.len()..].trim().trim_matches('"');
    notes.done("call-out written as Markdown", trimmed);
    out.begin(alert, title, indent, End::Dedent);
    true
}

enum Tags {
    /// The line without its tags.
    Kept(String),
    /// The line held only tags.
    Dropped,
    /// All that follows, up to this end tag, is not published.
    Hides(String),
}

/// The names of the tags in a line.
fn tag_names(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = line;
    while let Some((_, after)) = rest.split_once("{%") {
        let Some((inside, after)) = after.split_once("%}") else {
            break;
        };
        names.push(name_of(inside).to_owned());
        rest = after;
    }
    names
}

fn name_of(inside: &str) -> &str {
    let inside = inside.trim_start_matches('-').trim_start();
    inside
        .split(|c: char| c.is_whitespace() || c == '-' && !inside.starts_with("content-"))
        .next()
        .unwrap_or_default()
}

/// Template tags of Liquid and `GitBook` (`{% hint %}`), and shortcodes of Hugo (`{{< note >}}`).
#[expect(clippy::too_many_lines, reason = "one case a sort of tag")]
fn tags(line: &str, out: &mut Out, notes: &mut Notes) -> Tags {
    const BRACKETS: [(&str, &str); 3] = [("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}")];
    let mut kept = String::new();
    let mut rest = line;
    let mut has_dropped = false;
    let indent = &line[..line.len() - line.trim_start().len()];
    while let Some((at, open, close)) = BRACKETS
        .iter()
        .filter_map(|(open, close)| Some((rest.find(open)?, *open, *close)))
        .min()
    {
        let Some(length) = rest[at + open.len()..].find(close) else {
            break;
        };
        let inside = &rest[at + open.len()..at + open.len() + length];
        let whole = &rest[at..at + open.len() + length + close.len()];
        // Code in backticks is meant literally.
        let is_code = rest[..at].matches('`').count() % 2 == 1;
        kept.push_str(&rest[..at]);
        rest = &rest[at + whole.len()..];
        if is_code {
            kept.push_str(whole);
            continue;
        }
        let inside = inside.trim().trim_matches('-').trim();
        let (name, is_end) = match inside.strip_prefix('/') {
            Some(name) => (name.trim(), true),
            None => (name_of(inside), false),
        };
        let (name, is_end) = match name.strip_prefix("end") {
            Some(name) if open == "{%" => (name.trim_start_matches('_'), true),
            _ => (name, is_end),
        };
        match (name, is_end) {
            (
                "data" | "include" | "include_relative" | "link" | "post_url" | "variables"
                | "reusables",
                false,
            ) => {
                notes.open("placeholder whose text is in another file", whole);
                kept.push_str(whole);
            }
            ("comment", false) => {
                notes.done("comment removed", whole);
                return Tags::Hides("endcomment".to_owned());
            }
            (name, true) => {
                let is_its = matches!(out.open.last(), Some(Open { end: End::Tag(open), .. }) if open == name);
                if is_its {
                    let before = kept.trim_end().to_owned();
                    if !before.is_empty() {
                        out.push(&before);
                    }
                    kept.clear();
                    out.end();
                }
                has_dropped = true;
            }
            ("tab", false) => {
                notes.done("tab container removed, the titles kept", whole);
                if let Some(title) = attribute(inside, "title") {
                    kept.push_str(&format!("**{title}**"));
                    out.push(&format!("{indent}**{title}**"));
                    out.push("");
                    kept.clear();
                }
                has_dropped = true;
            }
            (name, false) if alert(name).is_some() => {
                let style = attribute(inside, "style").or_else(|| attribute(inside, "type"));
                let sort = style.and_then(alert).or_else(|| alert(name));
                let title = attribute(inside, "title").unwrap_or_default();
                notes.done("call-out written as Markdown", whole);
                out.begin(
                    sort.unwrap_or("NOTE"),
                    title,
                    indent,
                    End::Tag(name.to_owned()),
                );
                has_dropped = true;
            }
            (
                "embed" | "file" | "figure" | "youtube" | "vimeo" | "gist" | "image" | "img",
                false,
            ) => {
                notes.open("embedded file or page removed", whole);
                has_dropped = true;
            }
            (
                "if" | "unless" | "else" | "elsif" | "ifversion" | "for" | "case" | "when"
                | "assign" | "capture",
                false,
            ) => {
                notes.open("condition of a template removed, its text kept", whole);
                has_dropped = true;
            }
            _ => {
                notes.done("tag of a template removed, its text kept", whole);
                has_dropped = true;
            }
        }
    }
    kept.push_str(rest);
    if has_dropped && kept.trim().is_empty() {
        return Tags::Dropped;
    }
    if kept.contains("{{") && !has_dropped {
        let literal = kept.split("{{").nth(1).and_then(|it| it.split("}}").next());
        if let Some(inside) = literal.filter(|_| kept.contains("}}")) {
            notes.open(
                "placeholder whose text is in another file",
                format!("{{{{{inside}}}}}"),
            );
        }
    }
    Tags::Kept(kept)
}

/// The value of an attribute in a tag: `title="Police"`.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, after) = tag.split_once(&format!("{name}="))?;
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after[1..].split(quote).next()
}

/// Removes `{: .class}` and `{.class}`, which only concern the look.
fn attributes(line: &str, notes: &mut Notes) -> String {
    let mut line = line.to_owned();
    let mut from = 0;
    while let Some(at) = line[from..].find('{').map(|at| from + at) {
        let Some(length) = line[at..].find('}') else {
            break;
        };
        let inside = line[at + 1..at + length].trim_start_matches(':').trim();
        let is_look = line[at + 1..].starts_with([':', '.'])
            && !inside.is_empty()
            && inside
                .split_whitespace()
                .all(|word| word.starts_with('.') || word.contains("=\"") || word.contains('='));
        if is_look {
            let whole = line[at..=at + length].to_owned();
            notes.done("attribute of another program removed", whole);
            line.replace_range(at..=at + length, "");
            let kept = line.trim_end().len();
            line.truncate(kept);
            from = at.min(line.len());
        } else {
            from = at + 1;
        }
    }
    line
}

/// Older programs read `##Fees` as a heading.
fn spaced_heading(line: &str, notes: &mut Notes) -> String {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    if !(2..=6).contains(&level) || !words.starts_with(|c: char| c.is_alphanumeric() || c == '*') {
        return line.to_owned();
    }
    notes.done("space added between `#` and a heading", line);
    format!("{} {words}", &line[..level])
}

/// Removes characters that are invisible or change the direction of the text.
fn invisible(text: &str, notes: &mut Notes) -> String {
    let is_dropped = |c: char| {
        matches!(
            c,
            '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        ) || c.is_control() && !matches!(c, '\n' | '\t')
    };
    for c in text.chars().filter(|c| is_dropped(*c)) {
        notes.done(
            "invisible character removed",
            format!("U+{:04X}", u32::from(c)),
        );
    }
    text.chars().filter(|c| !is_dropped(*c)).collect()
}
