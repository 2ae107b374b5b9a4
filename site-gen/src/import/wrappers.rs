//! Removes the markup that other generators add to Markdown, such as template tags, call-outs and
//! components. The words inside stay, and so do those in the tags themselves. Code is not changed.

use super::callouts::callout;
use super::notes::Notes;
use super::tags::{self, Fence, Kind, Tag};
use crate::markdown::{is_hidden_letter, is_of_flag};
use request_builder::text::{Invisible, invisible};
use std::collections::{HashSet, VecDeque};

/// A frame that is not closed yet.
struct OpenFrame {
    /// How its lines are indented.
    indent: String,
    end: End,
    /// Whether it is a call-out, whose lines are quoted.
    is_quoted: bool,
}

enum End {
    /// Closed by `{% endnote %}`.
    Tag(String),
    /// Closed by this many colons.
    Colons(usize),
    /// Closed by this many slashes.
    Slashes(usize),
    /// Closed by a line that is not indented, as in `!!! note`.
    Dedent,
}

/// Converts a text. Lines stay lines, except for those that only hold markup.
pub(super) fn without(text: &str, notes: &mut Notes) -> String {
    let text = with_addresses(text, notes);
    let text = on_one_line(&text, notes);
    let all = tags::found(&text);
    let mut out = MarkdownOutput {
        lines: Vec::new(),
        open: Vec::new(),
        frames: Vec::new(),
        inside: Vec::new(),
        labels: VecDeque::new(),
        ends: all
            .iter()
            .filter(|tag| tag.is_end)
            .map(|tag| tag.name)
            .collect(),
    };
    let mut fence = Fence::default();
    // Whether the lines are a comment, which is never published.
    let mut is_hidden = false;
    let mut left = all.as_slice();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let count = left
            .iter()
            .take_while(|tag| tag.range.start < start + line.len())
            .count();
        let (these, others) = left.split_at(count);
        left = others;
        let from = start;
        start += line.len();
        let whole = line.trim_end_matches('\n');
        if is_hidden {
            is_hidden = !these.iter().any(|tag| tag.is_end && tag.name == "comment");
            continue;
        }
        let line = out.dedented(whole);
        let from = from + (whole.len() - line.len());
        let trimmed = line.trim();
        if !fence.is_open() {
            out.close_dedented(line);
        }
        if fence.contains(line) {
            out.push(line);
            continue;
        }
        if is_contents_mark(trimmed) {
            if trimmed.starts_with("{:") {
                out.drop_contents_item();
            }
            notes.done("marker of a table of contents removed", trimmed);
            continue;
        }
        if colons(line, &mut out, notes)
            || exclamations(line, &mut out, notes)
            || equals(line, &mut out, notes)
            || slashes(line, &mut out, notes)
        {
            continue;
        }
        match tagged(line, from, these, &mut out, notes) {
            Tags::Kept(line) => {
                let line = attributes(&line, notes);
                out.push(&spaced_heading(&line, notes));
            }
            Tags::Dropped => {}
            Tags::Hides => is_hidden = true,
        }
    }
    out.finish();
    let mut text = out.lines.join("\n");
    text.push('\n');
    without_invisible(&text, notes)
}

/// The address of a link that only another program knows.
pub(super) const UNKNOWN: &str = "in-another-file:";

/// Replaces tags in the addresses of links by the path that they name.
fn with_addresses(text: &str, notes: &mut Notes) -> String {
    let mut out = text.to_owned();
    for tag in tags::found(text)
        .into_iter()
        .rev()
        .filter(|it| it.in_address)
    {
        let whole = &text[tag.range.clone()];
        let path = path_of(&tag, &text[tag.range.end..]);
        let new = if let Some(path) = path {
            notes.done("tag in the address of a link replaced by its path", whole);
            path.replace(' ', "%20")
        } else {
            notes.open(
                "link whose address only another program knows, its text kept",
                whole,
            );
            UNKNOWN.to_owned()
        };
        out.replace_range(tag.range.clone(), &new);
    }
    out
}

/// The path that a tag in an address stands for, before what follows it there.
fn path_of(tag: &Tag<'_>, after: &str) -> Option<String> {
    let first = tag.given.iter().find(|it| it.key.is_none());
    let quoted = tag.given.iter().find(|it| it.key.is_none() && it.is_quoted);
    if tag.kind == Kind::Variable {
        // `{{ '/fees' | relative_url }}`
        if let Some(path) = quoted {
            return Some(path.value.to_owned());
        }
        let name = tag.name.to_ascii_lowercase();
        let is_root = [
            "url",
            "baseurl",
            "base_url",
            "base_path",
            "root",
            "relpath",
            "permalink",
        ]
        .iter()
        .any(|end| name.trim_matches(['.', ' ', '$']).ends_with(end));
        return (is_root && after.starts_with(['/', '{'])).then(String::new);
    }
    let path = quoted.or(first).map(|it| it.value)?;
    let is_path = path.contains(['/', '.', '#']) || matches!(tag.name, "ref" | "relref");
    // Jekyll and its like count from the root of the site, Hugo from the file.
    let is_from_root = tag.kind == Kind::Template && !path.starts_with(['/', '#', '.']);
    let is_elsewhere = path.contains("://");
    (is_path && tag.name != "post_url").then(|| {
        if is_from_root && !is_elsewhere {
            format!("/{path}")
        } else {
            path.to_owned()
        }
    })
}

/// Writes each tag on one line, and takes out what is not published: comments and modules.
fn on_one_line(text: &str, notes: &mut Notes) -> String {
    let mut out = text.to_owned();
    for tag in tags::found(text).iter().rev() {
        let whole = &text[tag.range.clone()];
        let new = match tag.kind {
            Kind::Comment => {
                notes.done("comment removed", "");
                String::new()
            }
            Kind::Module => {
                notes.done("import of another file removed", whole.trim());
                String::new()
            }
            Kind::Space => " ".to_owned(),
            Kind::Template | Kind::Shortcode | Kind::Component | Kind::Variable => {
                whole.replace('\n', " ")
            }
        };
        out.replace_range(tag.range.clone(), &new);
    }
    out
}

struct MarkdownOutput<'t> {
    lines: Vec<String>,
    open: Vec<OpenFrame>,
    /// The components that are open, whose text is indented.
    frames: Vec<Frame<'t>>,
    /// The tags that are open within a line, with what is written where they end.
    inside: Vec<(&'t str, String)>,
    /// Titles of tabs that stand in the frame around them.
    labels: VecDeque<&'t str>,
    /// The names of all end tags.
    ends: HashSet<&'t str>,
}

struct Frame<'t> {
    name: &'t str,
    /// How far its tag is indented.
    indent: usize,
    /// How much further its text is indented, once that is known.
    further: Option<usize>,
}

impl MarkdownOutput<'_> {
    /// A line without the indentation that its components give it.
    fn dedented<'l>(&mut self, line: &'l str) -> &'l str {
        let mut rest = line;
        if rest.trim().is_empty() {
            return rest;
        }
        for frame in &mut self.frames {
            let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            if frame.further.is_none() && rest.trim_start().starts_with("</") {
                break;
            }
            let further = frame
                .further
                .get_or_insert_with(|| indent.saturating_sub(frame.indent));
            rest = &rest[(*further).min(indent)..];
        }
        rest
    }

    fn quoted(&self) -> usize {
        self.open.iter().filter(|open| open.is_quoted).count()
    }

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
                End::Tag(_) | End::Colons(_) | End::Slashes(_) => {
                    rest.strip_prefix(&open.indent).unwrap_or(rest)
                }
            };
        }
        let marks = "> ".repeat(self.quoted());
        let line = format!("{}{marks}{rest}", first.indent);
        self.lines.push(line.trim_end().to_owned());
    }

    /// Puts an empty line after what was written, if there is none.
    fn gap(&mut self) {
        let is_empty = |line: &String| line.trim_matches(['>', ' ']).is_empty();
        if self.lines.last().is_some_and(|line| !is_empty(line)) {
            self.push("");
        }
    }

    /// Writes a paragraph of its own.
    fn paragraph(&mut self, indent: &str, words: &str) {
        self.gap();
        self.push(&format!("{indent}{words}"));
        self.push("");
    }

    fn begin(&mut self, alert: Option<&str>, title: &str, indent: &str, end: End) {
        self.gap();
        self.open.push(OpenFrame {
            indent: indent.to_owned(),
            end,
            is_quoted: alert.is_some(),
        });
        // An alert has to be outermost; inside another one it is a quotation.
        if let Some(alert) = alert
            && self.quoted() == 1
        {
            let outer = self.open.first().map(|open| open.indent.clone());
            self.lines
                .push(format!("{}> [!{alert}]", outer.unwrap_or_default()));
        }
        if !title.is_empty() {
            self.push(&format!("{indent}**{title}**"));
            self.push("");
        }
    }

    fn end(&mut self) {
        let mark = ">".repeat(self.quoted());
        let is_empty = |line: &String| line.replace(' ', "") == mark;
        while self.lines.last().is_some_and(is_empty) {
            self.lines.pop();
        }
        self.open.pop();
        self.push("");
    }

    fn close_dedented(&mut self, line: &str) {
        while let Some(OpenFrame {
            indent,
            end: End::Dedent,
            ..
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

    /// Writes the titles of tabs that no tab took.
    fn rest_of_labels(&mut self, indent: &str) {
        let labels: Vec<String> = self
            .labels
            .drain(..)
            .map(|it| format!("**{it}**"))
            .collect();
        if !labels.is_empty() {
            self.paragraph(indent, &labels.join(", "));
        }
    }

    /// Writes what is due where tags end, for those that never do.
    fn finish(&mut self) {
        self.rest_of_labels("");
        while let Some((_, words)) = self.inside.pop() {
            let words = words.trim();
            if !words.is_empty() && !words.starts_with("](") {
                self.paragraph("", words);
            }
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

pub(super) fn is_contents_mark(line: &str) -> bool {
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
            | "{{ toc() }}"
            | "{toc}"
    )
}

/// The white space before a line, and the line.
fn parts(line: &str) -> (&str, &str) {
    line.split_at(line.len() - line.trim_start().len())
}

/// The title in a line that opens a frame: `Title`, `[Title]`, `"Title"`, `{title="Title"}`.
fn title_in(rest: &str) -> &str {
    let rest = rest.trim();
    if let Some((_, title)) = rest.split_once("title=\"") {
        return title.split('"').next().unwrap_or_default();
    }
    if let Some(title) = rest.strip_prefix('[') {
        return title.rsplit_once(']').map_or(title, |(title, _)| title);
    }
    let rest = rest.trim_start_matches('}').trim();
    let rest = rest.split_once('{').map_or(rest, |(rest, _)| rest).trim();
    match rest.split_once('"') {
        Some((_, title)) => title.trim_end_matches('"'),
        None => rest,
    }
}

/// `:::note Title` and `:::`.
fn colons(line: &str, out: &mut MarkdownOutput<'_>, notes: &mut Notes) -> bool {
    let (indent, _) = parts(line);
    let trimmed = line.trim();
    let count = trimmed.len() - trimmed.trim_start_matches(':').len();
    if count < 3 {
        return false;
    }
    let rest = trimmed[count..].trim();
    if rest.is_empty() {
        if let Some(OpenFrame {
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
    let named = rest.trim_start_matches(['{', '.', ' ']);
    let named = named.strip_prefix("callout-").unwrap_or(named);
    let length = named
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')))
        .unwrap_or(named.len());
    let (name, title) = named.split_at(length);
    if name.is_empty() {
        return false;
    }
    let alert = callout(&name.to_lowercase());
    notes.done(cause_of_frame(alert), trimmed);
    // `::: {custom-style="Body"}` has no title, only a look.
    let is_look = title.starts_with('=') && name != "title";
    let title = if is_look { "" } else { title_in(title) };
    out.begin(alert, title, indent, End::Colons(count));
    true
}

fn cause_of_frame(alert: Option<&str>) -> &'static str {
    match alert {
        Some(_) => "call-out written as Markdown",
        None => "frame of another program removed, its text kept",
    }
}

/// `!!! note "Title"`, with its text indented below.
fn exclamations(line: &str, out: &mut MarkdownOutput<'_>, notes: &mut Notes) -> bool {
    let (indent, _) = parts(line);
    let trimmed = line.trim();
    let Some(rest) = ["!!!", "???+", "???"]
        .iter()
        .find_map(|mark| trimmed.strip_prefix(mark))
    else {
        return false;
    };
    let rest = rest.trim();
    let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    let title = &rest[name.len()..];
    let alert = match callout(&name.to_lowercase()) {
        Some(alert) => alert,
        // A type of call-out that only this program knows, with a title: `!!! police "Title"`.
        None if !name.is_empty() && title.trim_end().ends_with('"') => "NOTE",
        None => return false,
    };
    notes.done("call-out written as Markdown", trimmed);
    // What is not in quotes says how it looks: `!!! note inline end "Title"`.
    let title = if title.contains('"') {
        title_in(title)
    } else {
        title.trim()
    };
    let title = if title.starts_with("inline") {
        ""
    } else {
        title
    };
    out.begin(Some(alert), title, indent, End::Dedent);
    true
}

/// `=== "Police"`, a tab with its text indented below.
fn equals(line: &str, out: &mut MarkdownOutput<'_>, notes: &mut Notes) -> bool {
    let (indent, trimmed) = parts(line.trim_end());
    let Some(rest) = trimmed.strip_prefix("===") else {
        return false;
    };
    let rest = rest.trim_start_matches(['!', '+']).trim();
    if rest.len() < 3 || !rest.starts_with('"') || !rest.ends_with('"') {
        return false;
    }
    notes.done("frame of tabs removed, their titles kept", trimmed);
    out.begin(None, rest.trim_matches('"'), indent, End::Dedent);
    true
}

/// `/// note | Title` and `///`.
fn slashes(line: &str, out: &mut MarkdownOutput<'_>, notes: &mut Notes) -> bool {
    let (indent, trimmed) = parts(line.trim_end());
    let count = trimmed.len() - trimmed.trim_start_matches('/').len();
    if let Some(OpenFrame {
        end: End::Slashes(open),
        ..
    }) = out.open.last()
    {
        if trimmed.len() == count && count >= *open {
            out.end();
            return true;
        }
        // The options of the frame stand indented below its first line.
        let is_first = (out.lines.last())
            .is_some_and(|line| line.trim_matches(['>', ' ']).is_empty() || line.contains("[!"));
        if is_first && indent.len() >= 4 && is_option(trimmed) {
            return true;
        }
    }
    if count < 3 || !trimmed[count..].starts_with(' ') {
        return false;
    }
    let (name, title) = trimmed[count..]
        .split_once('|')
        .unwrap_or((&trimmed[count..], ""));
    let name = name.trim();
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
        return false;
    }
    let alert = callout(name);
    notes.done(cause_of_frame(alert), trimmed);
    out.begin(alert, title.trim(), indent, End::Slashes(count));
    true
}

/// `type: warning`
fn is_option(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(key, value)| {
        matches!(key, "type" | "open" | "attrs" | "class" | "select" | "new") && !value.is_empty()
    })
}

enum Tags {
    /// The line without its tags.
    Kept(String),
    /// The line held only tags.
    Dropped,
    /// All that follows, up to the end tag, is not published.
    Hides,
}

/// A line while its tags are taken out.
struct TaggedLine<'l> {
    indent: &'l str,
    /// Whether the tags stand between words.
    has_words: bool,
    kept: String,
    has_dropped: bool,
}

/// Takes the tags out of a line. `from` is where it begins in the text.
fn tagged<'t>(
    line: &str,
    from: usize,
    these: &[Tag<'t>],
    out: &mut MarkdownOutput<'t>,
    notes: &mut Notes,
) -> Tags {
    let (indent, _) = parts(line);
    let mut at_line = TaggedLine {
        indent,
        has_words: has_words(line, from, these, out),
        kept: String::new(),
        has_dropped: false,
    };
    let mut at = 0;
    for (nth, tag) in these.iter().enumerate() {
        let (start, end) = (tag.range.start - from, tag.range.end - from);
        at_line.kept.push_str(&line[at..start]);
        at = end;
        if tag.kind == Kind::Template && tag.name == "comment" && !tag.is_end {
            notes.done("comment removed", "");
            let close = these[nth..]
                .iter()
                .find(|it| it.is_end && it.name == "comment");
            if close.is_none() {
                return Tags::Hides;
            }
        }
        // What a comment holds within a line is not published either.
        let is_commented = these[..nth]
            .iter()
            .rev()
            .find(|it| it.name == "comment")
            .is_some_and(|it| !it.is_end);
        if tag.name == "comment" {
            at_line.has_dropped = true;
            if tag.is_end && is_commented {
                let opened = these[..nth].iter().rev().find(|it| it.name == "comment");
                let length = opened.map_or(0, |it| start.saturating_sub(it.range.end - from));
                let kept = at_line.kept.len().saturating_sub(length);
                at_line.kept.truncate(kept);
            }
            continue;
        }
        if is_commented {
            at_line.kept.push_str(&line[start..end]);
            continue;
        }
        let tag = TagInLine::new(tag, &line[start..end], &these[nth + 1..], out);
        write_tag(&tag, &mut at_line, out, notes);
    }
    let TaggedLine {
        mut kept,
        has_dropped,
        ..
    } = at_line;
    kept.push_str(&line[at..]);
    if has_dropped && kept.trim().is_empty() {
        return Tags::Dropped;
    }
    if let Some(variable) = variable_in(&kept) {
        notes.open("placeholder whose text is in another file", variable);
    }
    if has_dropped {
        kept.truncate(kept.trim_end().len());
    }
    Tags::Kept(kept)
}

/// `{{ company }}` in a line, outside code.
fn variable_in(line: &str) -> Option<&str> {
    let open = line.find("{{")?;
    let is_tag = line[open + 2..].starts_with(['<', '%']);
    let close = line[open..].find("}}")? + open + 2;
    let is_code = line[..open].matches('`').count() % 2 == 1;
    (!is_tag && !is_code).then(|| &line[open..close])
}

/// Whether there are words in a line outside all of its tags and what they frame.
fn has_words(line: &str, from: usize, these: &[Tag<'_>], out: &MarkdownOutput<'_>) -> bool {
    let mut at = 0;
    let mut open: Vec<&str> = Vec::new();
    for tag in these {
        let start = tag.range.start - from;
        if open.is_empty() && !line[at..start].trim().is_empty() {
            return true;
        }
        at = tag.range.end - from;
        if tag.is_end {
            if let Some(last) = open.iter().rposition(|name| *name == tag.name) {
                open.truncate(last);
            }
        } else if !tag.is_complete && out.ends.contains(tag.name) {
            open.push(tag.name);
        }
    }
    open.is_empty() && !line[at.min(line.len())..].trim().is_empty()
        // The end of a frame that began in an earlier line.
        && !these.iter().all(|tag| tag.is_end)
}

/// A tag and what it is among.
struct TagInLine<'a, 't> {
    tag: &'a Tag<'t>,
    /// The tag as it is written.
    whole: &'a str,
    /// The last part of its name, in lower case.
    name: String,
    /// The words in its attributes that readers would see.
    words: Vec<&'t str>,
    has_end: bool,
    /// Whether its end is in the same line.
    ends_here: bool,
}

impl<'a, 't> TagInLine<'a, 't> {
    fn new(tag: &'a Tag<'t>, whole: &'a str, after: &[Tag<'t>], out: &MarkdownOutput<'t>) -> Self {
        let name = tag.name.to_ascii_lowercase();
        Self {
            tag,
            whole,
            name: name.rsplit('.').next().unwrap_or_default().to_owned(),
            words: tag.words(),
            has_end: !tag.is_complete && out.ends.contains(tag.name),
            ends_here: after.iter().any(|it| it.is_end && it.name == tag.name),
        }
    }

    fn is_component(&self) -> bool {
        self.tag.kind == Kind::Component
    }

    fn is_placeholder(&self) -> bool {
        let is_placeholder =
            self.tag.is_placeholder() || tags::is_include(self.tag.name) && self.words.is_empty();
        !self.is_component() && is_placeholder
    }

    /// The type of call-out that the tag makes, by its own name or that of the file it includes.
    fn call_out(&self) -> Option<&'static str> {
        let stem = self.tag.given.first();
        let stem = stem.filter(|_| tags::is_include(self.tag.name));
        let stem = stem.and_then(|it| it.value.rsplit('/').next()?.split('.').next());
        stem.map_or_else(|| callout(&self.name), callout)
    }
}

/// Replaces a tag by what it shows.
fn write_tag<'t>(
    it: &TagInLine<'_, 't>,
    line: &mut TaggedLine<'_>,
    out: &mut MarkdownOutput<'t>,
    notes: &mut Notes,
) {
    let TagInLine { tag, whole, .. } = *it;
    if tag.is_end {
        line.has_dropped = true;
        return end_of(tag, line, out);
    }
    if it.is_placeholder() {
        notes.open("placeholder whose text is in another file", whole);
        return line.kept.push_str(whole);
    }
    line.has_dropped = true;
    if !it.is_component() && tags::is_control(tag.name) {
        return notes.open("condition of a template removed, its text kept", whole);
    }
    if !it.is_component() && tags::is_frame(tag.name) && it.words.is_empty() {
        notes.done("tag of a template removed, its text kept", whole);
        if matches!(tag.name, "br" | "nbsp") {
            line.kept.push(' ');
        }
        return;
    }
    if line.has_words {
        return write_between_words(it, line, out, notes);
    }
    // The link is all that the tag is for: `<Button href="/form">Write to us</Button>`.
    let is_link = it.words.is_empty() && it.ends_here && !tags::is_embed(&it.name);
    if let Some(address) = tag.address().filter(|_| is_link) {
        notes.done("link in a tag written as Markdown", whole);
        line.kept.push('[');
        return out.inside.push((tag.name, format!("]({address})")));
    }
    flush(line, out);
    write_block(it, line.indent, out, notes);
}

/// Replaces a tag on a line of its own by what it shows.
fn write_block<'t>(
    it: &TagInLine<'_, 't>,
    indent: &str,
    out: &mut MarkdownOutput<'t>,
    notes: &mut Notes,
) {
    let tag = it.tag;
    if it.is_component() && it.has_end {
        out.frames.push(Frame {
            name: tag.name,
            indent: indent.len(),
            further: None,
        });
    }
    if tag.is_tab() {
        notes.done("frame of tabs removed, their titles kept", it.whole);
        let title = it.words.first().copied().or_else(|| out.labels.pop_front());
        if let Some(title) = title {
            out.paragraph(indent, &format!("**{title}**"));
        }
        for more in it.words.iter().skip(1) {
            out.paragraph(indent, more);
        }
    } else if it.name == "tabs" && tag.value(&["items"]).is_some() {
        notes.done("frame of tabs removed, their titles kept", it.whole);
        out.labels.extend(&it.words);
    } else if let Some(sort) = it.call_out() {
        write_call_out(it, sort, indent, out, notes);
    } else {
        write_words(it, indent, out, notes);
    }
}

fn write_call_out(
    it: &TagInLine<'_, '_>,
    sort: &str,
    indent: &str,
    out: &mut MarkdownOutput<'_>,
    notes: &mut Notes,
) {
    let style = it
        .tag
        .value(&["style", "type", "kind", "variant", "intent", "severity"])
        .or_else(|| Some(it.tag.given.first().filter(|it| it.key.is_none())?.value));
    let style = style.and_then(|style| callout(&style.to_ascii_lowercase()));
    notes.done("call-out written as Markdown", it.whole);
    let (title, words) = match it.words.split_first() {
        Some((title, words)) if it.has_end => (*title, words),
        _ => ("", it.words.as_slice()),
    };
    let end = End::Tag(it.tag.name.to_owned());
    out.begin(Some(style.unwrap_or(sort)), title, indent, end);
    for words in words {
        out.paragraph(indent, words);
    }
    if !it.has_end {
        out.end();
    }
}

/// Writes the words in a tag as paragraphs, the first as a title or a link.
fn write_words(
    it: &TagInLine<'_, '_>,
    indent: &str,
    out: &mut MarkdownOutput<'_>,
    notes: &mut Notes,
) {
    let is_embed = tags::is_embed(&it.name);
    if is_embed {
        notes.left_out("embedded file or page removed", it.whole);
    } else if !it.words.is_empty() {
        notes.open(REPLACED_BY_WORDS, it.whole);
    } else if it.has_end {
        notes.done("tag of a template removed, its text kept", it.whole);
    } else {
        notes.open("tag removed: see what it published", it.whole);
    }
    for (nth, words) in it.words.iter().enumerate() {
        let linked = match it.tag.address().filter(|_| nth == 0 && !is_embed) {
            Some(address) => format!("[{words}]({address})"),
            None => (*words).to_owned(),
        };
        let is_title = nth == 0 && it.has_end;
        out.paragraph(
            indent,
            &if is_title {
                format!("**{linked}**")
            } else {
                linked
            },
        );
    }
}

const REPLACED_BY_WORDS: &str = "tag replaced by the words in it: see what it published";

/// Writes the words of a line so far.
fn flush(line: &mut TaggedLine<'_>, out: &mut MarkdownOutput<'_>) {
    let kept = std::mem::take(&mut line.kept);
    if !kept.trim().is_empty() {
        out.push(kept.trim_end());
    }
}

/// Replaces a tag between words by what it shows.
fn write_between_words<'t>(
    it: &TagInLine<'_, 't>,
    line: &mut TaggedLine<'_>,
    out: &mut MarkdownOutput<'t>,
    notes: &mut Notes,
) {
    let TagInLine { tag, whole, .. } = *it;
    let joined = it.words.join(" ");
    let linked = tag.address().filter(|_| !tags::is_embed(tag.name));
    if it.has_end {
        let explained = if joined.is_empty() {
            String::new()
        } else {
            notes.open(REPLACED_BY_WORDS, whole);
            format!(" ({joined})")
        };
        if let Some(address) = linked.filter(|_| it.ends_here) {
            notes.done("link in a tag written as Markdown", whole);
            line.kept.push('[');
            out.inside
                .push((tag.name, format!("]({address}){explained}")));
        } else {
            if joined.is_empty() {
                notes.done("tag of a template removed, its text kept", whole);
            }
            out.inside.push((tag.name, explained));
        }
        return;
    }
    if joined.is_empty() {
        if it.is_component() || tags::is_embed(tag.name) {
            notes.open("tag removed: see what it published", whole);
        } else {
            notes.open("placeholder whose text is in another file", whole);
            line.kept.push_str(whole);
        }
        return;
    }
    notes.open(REPLACED_BY_WORDS, whole);
    if line.kept.ends_with(char::is_alphanumeric) {
        line.kept.push(' ');
    }
    match linked {
        Some(address) => line.kept.push_str(&format!("[{joined}]({address})")),
        None => line.kept.push_str(&joined),
    }
}

/// Writes what is due at an end tag.
fn end_of<'t>(tag: &Tag<'t>, line: &mut TaggedLine<'_>, out: &mut MarkdownOutput<'t>) {
    if let Some(at) = out.inside.iter().rposition(|(name, _)| *name == tag.name) {
        for (_, words) in out.inside.split_off(at).into_iter().rev() {
            line.kept.push_str(&words);
        }
        return;
    }
    let is_open = |open: &OpenFrame| matches!(&open.end, End::Tag(name) if name == tag.name);
    let is_frame = out.frames.iter().any(|frame| frame.name == tag.name);
    if out.open.last().is_some_and(is_open) {
        flush(line, out);
        out.end();
    } else if is_frame {
        flush(line, out);
        out.gap();
    }
    if let Some(at) = out.frames.iter().rposition(|frame| frame.name == tag.name) {
        out.frames.truncate(at);
        if tag.name == "Tabs" {
            out.rest_of_labels(line.indent);
        }
    }
}

/// Takes out `{: .class}` and `{.class}`, which only concern the look, and writes ids as `{#id}`.
fn attributes(line: &str, notes: &mut Notes) -> String {
    let mut text = line.to_owned();
    let mut ids: Vec<String> = Vec::new();
    let mut from = 0;
    let mut is_changed = false;
    while let Some(at) = text[from..].find('{').map(|at| from + at) {
        let Some(length) = text[at..].find('}') else {
            break;
        };
        let whole = text[at..=at + length].to_owned();
        // What is in double braces is a placeholder, which stays to be decided.
        let is_code = text[..at].matches('`').count() % 2 == 1
            || text[..at].ends_with(['\\', '{'])
            || whole.starts_with("{{");
        let Some((own, has_look)) = attributes_in(&whole).filter(|_| !is_code) else {
            from = at + 1;
            continue;
        };
        if has_look {
            notes.done("attribute of another program removed", whole.as_str());
        }
        // Pandoc gives attributes to words in brackets, which are not shown.
        let bracket = text[..at].strip_suffix(']').and_then(|before| {
            let open = before.rfind('[')?;
            (!before.ends_with('\\') && !before[..open].ends_with(['!', ']', '\\'])).then_some(open)
        });
        let mut at = at;
        let mut length = length;
        if let Some(open) = bracket {
            text.remove(at - 1);
            text.remove(open);
            at -= 2;
            is_changed = true;
            length = whole.len() - 1;
        }
        let is_last = attributes_only(&text[at + length + 1..]);
        let anchors: String = if is_last {
            String::new()
        } else {
            own.iter()
                .map(|id| format!("<a name=\"{id}\"></a>"))
                .collect()
        };
        is_changed |= has_look || !is_last || !ids.is_empty() || whole.starts_with("{:");
        if is_last {
            ids.extend(own);
        }
        text.replace_range(at..=at + length, &anchors);
        from = at + anchors.len();
    }
    if !is_changed {
        return line.to_owned();
    }
    let kept = text.trim_end().len();
    text.truncate(kept);
    let ids: Vec<String> = ids.into_iter().map(|id| format!("#{id}")).collect();
    if ids.is_empty() {
        return text;
    }
    // Alone on a line, they belong to the block before it.
    if text.trim().is_empty() {
        return format!("{}{{: {}}}", &text, ids.join(" "));
    }
    format!("{text} {{{}}}", ids.join(" "))
}

/// Whether only attributes follow in a line.
fn attributes_only(rest: &str) -> bool {
    let mut rest = rest.trim().trim_end_matches('#').trim();
    while let Some(length) = rest.strip_prefix('{').and_then(|_| rest.find('}')) {
        if attributes_in(&rest[..=length]).is_none() {
            return false;
        }
        rest = rest[length + 1..].trim();
    }
    rest.is_empty()
}

/// The ids in braces that hold only attributes, and whether others are there as well.
pub(super) fn attributes_in(whole: &str) -> Option<(Vec<String>, bool)> {
    let inside = whole.strip_prefix('{')?.strip_suffix('}')?;
    let is_marked = inside.trim_start().starts_with([':', '.', '#']);
    let inside = inside.trim_start().trim_start_matches(':').trim();
    let is_value = |word: &str| {
        word.split_once('=').is_some_and(|(key, value)| {
            !value.is_empty()
                && key.starts_with(|c: char| c.is_ascii_lowercase())
                && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        })
    };
    // `{width="2in" target=_blank}`
    let has_values = inside.split_whitespace().next().is_some_and(is_value);
    if !is_marked && !has_values || inside.is_empty() {
        return None;
    }
    let mut ids = Vec::new();
    let mut has_look = false;
    let mut in_quotes = false;
    for word in inside.split_whitespace() {
        let is_quoted = in_quotes;
        if word.matches('"').count() % 2 == 1 {
            in_quotes = !in_quotes;
        }
        match word.strip_prefix('#') {
            Some(id) if !is_quoted && crate::markdown::is_free_id(id) => ids.push(id.to_owned()),
            None if is_quoted || word.starts_with('.') || word.contains('=') => has_look = true,
            _ => return None,
        }
    }
    Some((ids, has_look))
}

/// Older programs read `##Fees` as a heading.
fn spaced_heading(line: &str, notes: &mut Notes) -> String {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    // Markdown does not accept a no-break space here.
    let is_joined = words.starts_with(|c: char| c.is_alphanumeric() || c == '*') && level > 1
        || words.starts_with(|c: char| c.is_whitespace() && !matches!(c, ' ' | '\t'));
    if !(1..=6).contains(&level) || !is_joined {
        return line.to_owned();
    }
    notes.done("space added between `#` and a heading", line);
    format!("{} {}", &line[..level], words.trim_start())
}

/// Removes characters that are invisible or change the direction of the text.
fn without_invisible(text: &str, notes: &mut Notes) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut last = None;
    for c in text.chars() {
        let is_dropped = match invisible(c) {
            Some(Invisible::SoftHyphen | Invisible::ZeroWidth | Invisible::DirectionControl) => {
                true
            }
            Some(_) => is_hidden_letter(c) && !is_of_flag(last, c),
            None => c.is_control() && !matches!(c, '\n' | '\t'),
        };
        if is_dropped {
            notes.done(
                "invisible character removed",
                format!("U+{:04X}", u32::from(c)),
            );
        } else {
            kept.push(c);
        }
        last = Some(c);
    }
    kept
}
