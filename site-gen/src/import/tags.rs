//! Finds the tags of other programs in a text: templates (`{% hint %}`), shortcodes (`{{< note >}}`),
//! components (`<Callout title="…">`), and what is written to authors in them. Says which words of a
//! tag a reader sees, for both the conversion and the proof.

use std::collections::HashSet;
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{% hint %}`, as in Liquid and `GitBook`.
    Template,
    /// `{{< note >}}` and `{{% note %}}`, as in Hugo.
    Shortcode,
    /// `<Callout>`, as in MDX.
    Component,
    /// `{/* a note */}` in MDX.
    Comment,
    /// `{' '}` in MDX, which is a space.
    Space,
    /// An `import` or `export` of MDX.
    Module,
    /// `{{ site.url }}`. Only found in the address of a link; elsewhere it is published literally.
    Variable,
}

/// A value in a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TagValue<'t> {
    pub(super) key: Option<&'t str>,
    pub(super) value: &'t str,
    pub(super) is_quoted: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    pub(super) name: &'t str,
    /// `{% endhint %}`, `{{< /note >}}`, `</Callout>`.
    pub(super) is_end: bool,
    /// `<Email/>`: it has no end tag.
    pub(super) is_complete: bool,
    /// Whether it is in the address of a link.
    pub(super) in_address: bool,
    pub(super) given: Vec<TagValue<'t>>,
}

/// Follows the fences of code blocks through the lines of a text.
#[derive(Default)]
pub(super) struct Fence {
    /// The character of the open fence, and the number of them.
    open: Option<(char, usize)>,
}

impl Fence {
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether the next line belongs to a code block, as its fences do.
    pub(super) fn contains(&mut self, line: &str) -> bool {
        let line = line.trim();
        let run = |mark: char| line.len() - line.trim_start_matches(mark).len();
        if let Some((mark, length)) = self.open {
            if run(mark) >= length && line.trim_start_matches(mark).is_empty() {
                self.open = None;
            }
            return true;
        }
        let opens = |mark: &char| {
            run(*mark) >= 3 && !(*mark == '`' && line.trim_start_matches('`').contains('`'))
        };
        let mark = ['`', '~'].into_iter().find(opens);
        self.open = mark.map(|mark| (mark, run(mark)));
        self.is_open()
    }
}

/// The longest tag that is looked for, in bytes. What is longer was not closed.
const MAX_TAG_LENGTH: usize = 4_000;

/// The tags of a text, in order. What is in code is meant literally.
pub(super) fn found(text: &str) -> Vec<Tag<'_>> {
    let mut tags: Vec<Tag<'_>> = Vec::new();
    let mut fence = Fence::default();
    let is_module = text.lines().any(is_module_line);
    let mut at = 0;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let line = &text[at..end];
        if fence.contains(line) {
            at = end;
            continue;
        }
        if is_module && is_module_line(line) {
            let length = module_length(&text[at..]);
            tags.push(Tag::plain(at..at + length, Kind::Module));
            at += length;
            continue;
        }
        at = in_line(text, at, end, &mut tags);
    }
    let ends: HashSet<&str> = tags
        .iter()
        .filter(|tag| tag.is_end)
        .map(|tag| tag.name)
        .collect();
    // `<Company name>` is a gap to be filled in, not a component.
    let is_component = |tag: &Tag<'_>| {
        tag.is_end
            || tag.is_complete
            || ends.contains(tag.name)
            || tag.given.iter().any(|given| given.key.is_some())
    };
    let keep: Vec<bool> = tags
        .iter()
        .map(|tag| tag.kind != Kind::Component || is_component(tag))
        .collect();
    let mut keep = keep.into_iter();
    tags.retain(|_| keep.next().unwrap_or(true));
    tags
}

/// Finds the tags that begin in a line. Returns where to go on: after a tag, if that ends later.
fn in_line<'t>(text: &'t str, start: usize, end: usize, tags: &mut Vec<Tag<'t>>) -> usize {
    let mut at = start;
    while at < end {
        let Some(next) = text[at..end].find(['`', '{', '<', '\\']) else {
            return end;
        };
        at += next;
        let rest = &text[at..];
        match rest.as_bytes()[0] {
            b'\\' => at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            b'`' => {
                let run = rest.len() - rest.trim_start_matches('`').len();
                at += run + code_length(&rest[run..], run);
            }
            _ => match tag_at(text, start, at) {
                Some(tag) => {
                    at = tag.range.end;
                    tags.push(tag);
                }
                None => at += 1,
            },
        }
    }
    at
}

/// The length of the code after a run of backticks, with the run that closes it. 0 if none does.
fn code_length(rest: &str, run: usize) -> usize {
    let end = rest.find("\n\n").unwrap_or(rest.len());
    let mut at = 0;
    while let Some(next) = rest[at..end].find('`') {
        let from = at + next;
        let length = rest[from..].len() - rest[from..].trim_start_matches('`').len();
        at = from + length;
        if length == run {
            return at;
        }
    }
    0
}

/// The tag that begins at a place. `line` is where the line begins.
fn tag_at(text: &str, line: usize, at: usize) -> Option<Tag<'_>> {
    let rest = &text[at..text.floor_char_boundary(at + MAX_TAG_LENGTH)];
    let in_address = is_in_address(&text[line..at]);
    for (open, close, kind) in [
        ("{%", "%}", Kind::Template),
        ("{{<", ">}}", Kind::Shortcode),
        ("{{%", "%}}", Kind::Shortcode),
    ] {
        if let Some(after) = rest.strip_prefix(open) {
            let length = after.find(close)?;
            let inside = after[..length].trim().trim_matches('-').trim();
            if inside.contains("\n\n") {
                return None;
            }
            let range = at..at + open.len() + length + close.len();
            return Some(template(inside, range, kind, in_address));
        }
    }
    if in_address && let Some(after) = rest.strip_prefix("{{") {
        let length = after.find("}}")?;
        let inside = after[..length].trim().trim_matches('-').trim();
        return Some(Tag {
            name: inside,
            given: given(inside),
            in_address,
            ..Tag::plain(at..at + length + 4, Kind::Variable)
        });
    }
    if let Some(after) = rest.strip_prefix("{/*") {
        let length = after.find("*/}")?;
        // Docusaurus writes the id of a heading like this, and the reader knows it.
        let is_id = after[..length].trim_start().starts_with('#');
        return (!is_id).then(|| Tag::plain(at..at + length + 6, Kind::Comment));
    }
    if let Some(space) = ["{' '}", "{\" \"}", "{` `}"]
        .iter()
        .find(|space| rest.starts_with(**space))
    {
        return Some(Tag::plain(at..at + space.len(), Kind::Space));
    }
    component(rest, at, in_address)
}

impl Tag<'_> {
    fn plain(range: Range<usize>, kind: Kind) -> Self {
        Self {
            range,
            kind,
            name: "",
            is_end: false,
            is_complete: true,
            in_address: false,
            given: Vec::new(),
        }
    }
}

fn template(inside: &str, range: Range<usize>, kind: Kind, in_address: bool) -> Tag<'_> {
    let (inside, is_end) = match inside.strip_prefix('/') {
        Some(inside) => (inside.trim_start(), true),
        None => (inside, false),
    };
    let is_complete = kind == Kind::Shortcode && inside.ends_with('/');
    let end = inside
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '=' | ':' | ','))
        .unwrap_or(inside.len());
    let name = inside[..end].trim_end_matches('/');
    let (name, is_end) = match name.strip_prefix("end") {
        Some(name) if kind == Kind::Template && !name.is_empty() => {
            (name.trim_start_matches('_'), true)
        }
        _ => (name, is_end),
    };
    Tag {
        range,
        kind,
        name,
        is_end,
        is_complete,
        in_address,
        given: given(&inside[end..]),
    }
}

/// `<Callout title="…">`, `</Callout>`, `<Email/>`, `<law-note>`.
fn component(rest: &str, at: usize, in_address: bool) -> Option<Tag<'_>> {
    let after = rest.strip_prefix('<')?;
    let (after, is_end) = match after.strip_prefix('/') {
        Some(after) => (after, true),
        None => (after, false),
    };
    let length = after
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')))
        .unwrap_or(after.len());
    let (name, inside) = after.split_at(length);
    // `<TABLE>` is HTML in capitals.
    let is_named = name.starts_with(|c: char| c.is_ascii_uppercase())
        && (name.contains(|c: char| c.is_ascii_lowercase())
            || name.len() == 1 && !["A", "B", "I", "P", "Q", "S", "U"].contains(&name))
        || name.starts_with(|c: char| c.is_ascii_lowercase()) && name.contains('-');
    if !is_named || !inside.starts_with(|c: char| c.is_whitespace() || matches!(c, '/' | '>')) {
        return None;
    }
    let close = end_of_component(inside)?;
    let start = rest.len() - inside.len();
    let values = inside[..close].trim_end();
    Some(Tag {
        range: at..at + start + close + 1,
        kind: Kind::Component,
        name,
        is_end,
        is_complete: values.ends_with('/'),
        in_address,
        given: given(values.trim_end_matches('/')),
    })
}

/// Where the `>` is that closes a component, outside quotes and braces.
fn end_of_component(inside: &str) -> Option<usize> {
    let mut quote: Option<char> = None;
    let mut depth = 0_usize;
    let mut before = ' ';
    for (at, c) in inside.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => depth = depth.saturating_sub(1),
            (None, '>') if depth == 0 => return Some(at),
            (None, '<') if depth == 0 => return None,
            (None, '\n') if before == '\n' => return None,
            _ => {}
        }
        before = c;
    }
    None
}

/// Whether a place is in the address of a link, by what is before it in its line.
fn is_in_address(before: &str) -> bool {
    // A tag before it in the same address may hold spaces: `({{ site.url }}{% link fees.md %})`.
    let tag = before
        .strip_suffix("}}")
        .and_then(|it| it.rfind("{{"))
        .or_else(|| before.strip_suffix("%}").and_then(|it| it.rfind("{%")));
    if let Some(start) = tag {
        return is_in_address(&before[..start]);
    }
    let is_open = |open: &str, closes: &[char]| {
        before
            .rfind(open)
            .is_some_and(|from| !before[from + open.len()..].contains(closes))
    };
    is_open("](", &[')', ' '])
        || is_open("](<", &['>'])
        || ["href=\"", "src=\""].iter().any(|it| is_open(it, &['"']))
        || ["href='", "src='"].iter().any(|it| is_open(it, &['\'']))
        || before.trim_start().starts_with('[') && before.trim_end().ends_with("]:")
}

/// The values in a tag after its name.
fn given(inside: &str) -> Vec<TagValue<'_>> {
    let mut all = Vec::new();
    let mut key: Option<&str> = None;
    let mut rest = inside;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let Some(first) = rest.chars().next() else {
            return all;
        };
        let (value, after, is_quoted) = match first {
            // A filter of Liquid changes what is before it.
            '|' => {
                let after = rest[1..].trim_start();
                let end = after.find([' ', '|']).unwrap_or(after.len());
                rest = &after[end..];
                key = None;
                continue;
            }
            '"' | '\'' | '`' | '“' => {
                let close = if first == '“' { '”' } else { first };
                let inner = &rest[first.len_utf8()..];
                let end = inner.find(close).unwrap_or(inner.len());
                let after = inner[end..].strip_prefix(close).unwrap_or_default();
                (&inner[..end], after, true)
            }
            '{' => {
                let end = closing_brace(rest);
                (&rest[..end], &rest[end..], true)
            }
            _ => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | ',' | '|'))
                    .unwrap_or(rest.len());
                let word = &rest[..end];
                let after = &rest[end..];
                let is_key = after.starts_with('=') || word.len() > 1 && word.ends_with(':');
                if end == 0 {
                    // A sign that belongs to nothing.
                    rest = &rest[first.len_utf8()..];
                    continue;
                }
                if is_key && key.is_none() {
                    key = Some(word.trim_end_matches(':'));
                    rest = after.strip_prefix('=').unwrap_or(after);
                    continue;
                }
                (word, after, false)
            }
        };
        all.push(TagValue {
            key: key.take(),
            value,
            is_quoted,
        });
        rest = after;
    }
}

/// The length of what is in braces, with them.
fn closing_brace(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut quote: Option<char> = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// `import X from "y"` and `export const x = 1`, the modules of MDX.
fn is_module_line(line: &str) -> bool {
    let line = line.trim_end();
    let ends = line.ends_with(['"', '\'', ';']);
    (line.starts_with("import ") && ends && (line.contains(" from ") || line.contains(['"', '\''])))
        || line.starts_with("import {") && line.ends_with('{')
        || (line.starts_with("export ")
            && ["const ", "default ", "function ", "let "]
                .iter()
                .any(|word| line["export ".len()..].starts_with(word)))
}

/// The length of an import or export: to the line in which its brackets are closed.
fn module_length(text: &str) -> usize {
    let mut depth = 0_i64;
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() && length > 0 {
            return length;
        }
        length += line.len();
        for c in line.chars() {
            match c {
                '{' | '(' | '[' => depth += 1,
                '}' | ')' | ']' => depth -= 1,
                _ => {}
            }
        }
        if depth <= 0 {
            return length;
        }
    }
    length
}

/// What a value of a tag is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ValueUse {
    Words,
    /// Words if the tag has no others.
    Name,
    Address,
    Look,
}

/// Tags whose values steer a template and are not published.
pub(super) fn is_control(name: &str) -> bool {
    matches!(
        name,
        "if" | "unless"
            | "else"
            | "elsif"
            | "elseif"
            | "elif"
            | "ifversion"
            | "ifchanged"
            | "for"
            | "case"
            | "when"
            | "assign"
            | "capture"
            | "set"
            | "with"
            | "cycle"
            | "increment"
            | "decrement"
            | "tablerow"
            | "paginate"
            | "comment"
            | "from"
            | "import"
            | "extends"
            | "load"
            | "layout"
    )
}

/// Tags that only frame what is between them, or say how it is written.
pub(super) fn is_frame(name: &str) -> bool {
    matches!(
        name,
        "raw"
            | "highlight"
            | "block"
            | "verbatim"
            | "tabs"
            | "tabpane"
            | "steps"
            | "columns"
            | "column"
            | "toc"
            | "content-ref"
            | "br"
            | "nbsp"
    )
}

/// Tags that put a text of another file in their place.
pub(super) fn is_include(name: &str) -> bool {
    matches!(
        name,
        "include" | "include_relative" | "include_cached" | "render" | "partial" | "snippet"
    )
}

/// Tags that show a picture, a film or a page of another site.
pub(super) fn is_embed(name: &str) -> bool {
    matches!(
        name.to_ascii_lowercase().as_str(),
        "embed"
            | "file"
            | "figure"
            | "youtube"
            | "vimeo"
            | "gist"
            | "image"
            | "img"
            | "video"
            | "audio"
            | "tweet"
            | "frame"
    )
}

impl<'t> Tag<'t> {
    /// Whether it represents a text or address that only the other program knows. A shortcode
    /// `link` has words of its own.
    pub(super) fn is_placeholder(&self) -> bool {
        matches!(self.name, "data" | "variables" | "reusables" | "post_url")
            || self.name == "link" && self.kind != Kind::Shortcode
    }

    /// The words that a reader sees of a tag, in order.
    pub(super) fn words(&self) -> Vec<&'t str> {
        let is_silent = self.is_end
            || self.in_address
            || !matches!(
                self.kind,
                Kind::Template | Kind::Shortcode | Kind::Component
            )
            || self.kind != Kind::Component
                && (is_control(self.name) || self.is_placeholder() || is_frame(self.name));
        if is_silent {
            return Vec::new();
        }
        let of = |wanted: ValueUse| {
            let values = self
                .given
                .iter()
                .filter(move |it| self.is_for(it) == wanted);
            values
                .flat_map(|it| strings(it.value))
                .filter(|it| it.contains(char::is_alphanumeric))
        };
        let mut words: Vec<&str> = of(ValueUse::Words).collect();
        if words.is_empty() {
            words = of(ValueUse::Name).take(1).collect();
        }
        words
    }

    /// The address in a tag that a link could lead to.
    pub(super) fn address(&self) -> Option<&'t str> {
        let is_end = self.is_end || self.kind == Kind::Comment;
        let mut all = self
            .given
            .iter()
            .filter(|it| self.is_for(it) == ValueUse::Address);
        all.find(|it| !matches!(it.key, Some("src" | "icon" | "img" | "image")))
            .map(|it| it.value)
            .filter(|it| !is_end && !it.starts_with('{') && !it.contains(char::is_whitespace))
    }

    fn is_for(&self, given: &TagValue<'_>) -> ValueUse {
        let value = given.value.trim();
        if matches!(
            value,
            "true" | "false" | "on" | "off" | "yes" | "no" | "auto" | "none"
        ) {
            return ValueUse::Look;
        }
        let Some(key) = given.key else {
            return self.position(given, value);
        };
        let key = key.to_ascii_lowercase();
        let is_set = given.is_quoted || self.kind != Kind::Template || value.parse::<f64>().is_ok();
        match key.as_str() {
            "href" | "url" | "link" | "to" | "src" | "path" | "file" | "page" | "permalink" => {
                ValueUse::Address
            }
            "name" | "value" | "id" if self.is_tab() => ValueUse::Name,
            "name" | "value" => ValueUse::Name,
            "class" | "classname" | "style" | "id" | "slug" | "key" | "color" | "colour"
            | "icon" | "type" | "kind" | "variant" | "intent" | "severity" | "size" | "width"
            | "height" | "align" | "lang" | "language" | "locale" | "target" | "rel" | "as"
            | "open" | "defaultopen" | "default" | "defaultvalue" | "defaultindex" | "groupid"
            | "querystring" | "cols" | "columns" | "gap" | "position" | "placement" | "theme"
            | "mode" | "level" | "layout" | "ref" | "anchor" | "tag" | "weight" | "role"
            | "tabindex" | "view" | "markdown" | "img" | "image" | "bg" | "background"
            | "loading" | "frameborder" | "allow" | "sandbox" | "storagekey" | "syncid"
            | "overflow" | "linenumbers" | "attributes" | "format" | "figclass" | "start"
            | "levels" => ValueUse::Look,
            _ if key.starts_with("data-") || key.starts_with("aria-h") || key.starts_with("on") => {
                ValueUse::Look
            }
            _ if !is_set || value.contains("=>") => ValueUse::Look,
            _ if is_address(value) => ValueUse::Address,
            _ => ValueUse::Words,
        }
    }

    /// What a value without a key is for.
    fn position(&self, given: &TagValue<'_>, value: &str) -> ValueUse {
        if is_address(value) {
            return ValueUse::Address;
        }
        let is_set = match self.kind {
            // A bare word in a template is the name of a variable, in a component a switch.
            Kind::Template => given.is_quoted || value.parse::<f64>().is_ok(),
            Kind::Shortcode => true,
            _ => given.is_quoted,
        };
        let is_sort = super::callouts::callout(&value.to_ascii_lowercase()).is_some()
            && super::callouts::callout(&self.name.to_ascii_lowercase()).is_some();
        if !is_set || is_sort || is_include(self.name) || is_embed(self.name) {
            ValueUse::Look
        } else {
            ValueUse::Words
        }
    }

    /// Whether it is one of several texts side by side.
    pub(super) fn is_tab(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        let name = name.rsplit('.').next().unwrap_or_default();
        matches!(name, "tab" | "tabitem" | "tabpanel" | "tabitems")
    }

    /// The value for one of these keys.
    pub(super) fn value(&self, keys: &[&str]) -> Option<&'t str> {
        self.given
            .iter()
            .find(|it| {
                it.key
                    .is_some_and(|key| keys.iter().any(|wanted| key.eq_ignore_ascii_case(wanted)))
            })
            .map(|it| it.value)
    }
}

/// Whether a value is an address or the name of a file.
fn is_address(value: &str) -> bool {
    const FILES: [&str; 14] = [
        ".md", ".mdx", ".html", ".htm", ".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp", ".pdf",
        ".mp4", ".yml", ".json",
    ];
    let path = value.split(['#', '?']).next().unwrap_or_default();
    !value.contains(char::is_whitespace)
        && (value.contains("://")
            || value.starts_with(['/', '#', '.'])
            || FILES.iter().any(|end| path.ends_with(end)))
}

/// The strings of a value: itself, or those in the braces of a component.
fn strings(value: &str) -> Vec<&str> {
    let Some(inside) = value
        .strip_prefix('{')
        .and_then(|inside| inside.strip_suffix('}'))
    else {
        return vec![value];
    };
    let mut all = Vec::new();
    let mut rest = inside;
    while let Some(at) = rest.find(['"', '\'', '`']) {
        let quote = rest.as_bytes()[at] as char;
        let inner = &rest[at + 1..];
        let Some(end) = inner.find(quote) else { break };
        all.push(&inner[..end]);
        rest = &inner[end + 1..];
    }
    if all.is_empty() && inside.parse::<f64>().is_ok() {
        all.push(inside);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::found;

    #[test]
    fn text_in_tags_is_distinguished_from_layout() {
        for (text, words) in [
            ("{{< email \"desk\" >}}", "desk"),
            ("{{% days 30 %}}", "30"),
            ("{% channel \"law-desk\" %}", "law-desk"),
            ("{% contact 'a@b.example', id: 'x' %}", "a@b.example"),
            ("{% if kind == \"police\" %}", ""),
            ("{% raw %}", ""),
            ("{% hint style=\"info\" %}", ""),
            ("{{% notice warning %}}", ""),
            ("{{< notice warning \"Not by fax\" >}}", "Not by fax"),
            ("{{< figure src=\"map.png\" caption=\"A map\" >}}", "A map"),
            ("{% include note.html content=\"Ask us.\" %}", "Ask us."),
            ("<TabItem value=\"us\" label=\"Here\">x</TabItem>", "Here"),
            ("<TabItem value=\"us\">x</TabItem>", "us"),
            (
                "<Tabs items={['Police', 'Courts']}>x</Tabs>",
                "Police|Courts",
            ),
            ("<Card title=\"One\" icon=\"x\" href=\"/y\" />", "One"),
            ("<Callout\n  type=\"warn\"\n  title=\"a > b\"\n>", "a > b"),
            ("<Email address=\"a@b.example\"/>", "a@b.example"),
            ("<law-note summary=\"Two\">x</law-note>", "Two"),
            ("<Wait days={10}/>", "10"),
            ("`{{< email \"desk\" >}}` ``<X y=\"`z`\"/>``", ""),
            ("```\n<X y=\"z\"/>\n```", ""),
            ("<Company name> and <TABLE BORDER=\"1\">", ""),
            ("[a]({% page \"/b\" %})", ""),
            ("{/* <X y=\"z\"/> */}", ""),
            (&format!("{{{}", "“".repeat(2_000)), ""),
        ] {
            let all: Vec<&str> = found(text).iter().flat_map(super::Tag::words).collect();
            assert_eq!(all.join("|"), words, "{text}");
        }
    }
}
