//! What a piece of HTML in a Markdown text says, near enough to compare it: its paragraphs,
//! headings, items and rows, as they read. Nothing of this is published.

use crate::markdown::as_read;
use std::ops::Range;

/// Nobody writes longer words for a link.
const LONGEST_WORDS: usize = 1_000;

/// A paragraph of the HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) sort: Sort,
    /// As it reads.
    pub(crate) text: String,
    /// Where the links of it lead, and where in the text their words end.
    pub(crate) links: Vec<(usize, String)>,
    /// Where its cells end.
    pub(crate) cells: Vec<usize>,
}

/// What it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sort {
    #[default]
    Paragraph,
    Heading(u8),
    /// What is always shown of `<details>`.
    Summary,
    Item,
    Row,
    Code,
}

/// The parts of a piece of HTML, in order. Empty ones are left out.
pub(crate) fn parts(html: &str) -> Vec<Part> {
    let mut reading = Reading::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        reading.text(&rest[..at]);
        rest = &rest[at..];
        let length = reading.tag(rest);
        rest = &rest[length..];
    }
    reading.text(rest);
    reading.end(Sort::Paragraph);
    reading.parts
}

/// Where links written as HTML lead inside of a paragraph: their words as they read, and the
/// target.
pub(crate) fn links(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find("<a ").or_else(|| rest.find("<A ")) {
        rest = &rest[at..];
        let Some(end) = rest.find('>') else { break };
        let target = attribute(&rest[..end], "href");
        rest = &rest[end + 1..];
        let window = &rest[..rest.floor_char_boundary(LONGEST_WORDS)];
        let close = window.find("</").unwrap_or(window.len());
        if let Some(target) = target {
            found.push((as_read(&decoded(&rest[..close])), target));
        }
    }
    found
}

#[derive(Default)]
struct Reading {
    parts: Vec<Part>,
    sort: Sort,
    raw: String,
    links: Vec<(usize, String)>,
    cells: Vec<usize>,
    link: Option<String>,
}

impl Reading {
    fn text(&mut self, text: &str) {
        self.raw.push_str(&decoded(text));
    }

    /// Reads a tag, a comment, or a `<` that is none. Says how long it is.
    fn tag(&mut self, html: &str) -> usize {
        if html.starts_with("<!--") {
            return html.find("-->").map_or(html.len(), |end| end + 3);
        }
        let name_of = |from: usize| -> &str {
            let rest = &html[from..];
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(rest.len());
            &rest[..end]
        };
        let closes = html.starts_with("</");
        let name = name_of(if closes { 2 } else { 1 }).to_ascii_lowercase();
        if name.is_empty() {
            if html.starts_with("<!") || html.starts_with("<?") {
                return html.find('>').map_or(html.len(), |end| end + 1);
            }
            self.raw.push('<');
            return 1;
        }
        let length = html.find('>').map_or(html.len(), |end| end + 1);
        if !closes && matches!(name.as_str(), "script" | "style" | "template" | "svg") {
            let end = find_closing(&html[length..], &name);
            return length + end;
        }
        self.known(&name, closes, &html[..length]);
        length
    }

    fn known(&mut self, name: &str, closes: bool, tag: &str) {
        let begins = |sort| if closes { Sort::Paragraph } else { sort };
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.end(begins(Sort::Heading(level)));
            }
            "summary" => self.end(begins(Sort::Summary)),
            "li" => self.end(begins(Sort::Item)),
            "tr" => self.end(begins(Sort::Row)),
            "pre" => self.end(begins(Sort::Code)),
            "td" | "th" if closes => {
                self.cells.push(as_read(&self.raw).len());
                self.raw.push(' ');
            }
            "p" | "div" | "details" | "ul" | "ol" | "dl" | "dt" | "dd" | "blockquote" | "table"
            | "section" | "article" | "aside" | "header" | "footer" | "form" | "hr" | "nav"
            | "main" | "figure" | "address" | "fieldset" | "button" | "label" | "option" => {
                // `<li><p>` is an item still.
                if self.raw.trim().is_empty() && !closes {
                    return;
                }
                self.end(Sort::Paragraph);
            }
            "br" => self.raw.push(' '),
            "a" if closes => {
                if let Some(target) = self.link.take() {
                    self.links.push((as_read(&self.raw).len(), target));
                }
            }
            "a" => self.link = attribute(tag, "href"),
            _ => {}
        }
    }

    /// Ends the part that is being read; the next is of that sort.
    fn end(&mut self, next: Sort) {
        let text = as_read(&std::mem::take(&mut self.raw));
        let sort = std::mem::replace(&mut self.sort, next);
        let links = std::mem::take(&mut self.links);
        let cells = std::mem::take(&mut self.cells);
        self.link = None;
        if !text.is_empty() {
            self.parts.push(Part {
                sort,
                text,
                links,
                cells,
            });
        }
    }
}

/// Where what a tag began ends, with its closing tag.
fn find_closing(html: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(at) = html[from..].find("</") {
        let at = from + at;
        let rest = &html[at + 2..];
        if rest
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
        {
            return rest.find('>').map_or(html.len(), |end| at + 2 + end + 1);
        }
        from = at + 2;
    }
    html.len()
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut from = 0;
    while let Some(at) = tag[from..].find(name) {
        let at = from + at;
        let free = tag[..at].ends_with(|c: char| c.is_whitespace());
        let rest: Range<usize> = at + name.len()..tag.len();
        from = rest.start;
        let Some(value) = tag[rest].trim_start().strip_prefix('=').filter(|_| free) else {
            continue;
        };
        let value = value.trim_start();
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
            _ => value.split(|c: char| c.is_whitespace() || c == '>').next(),
        };
        return value
            .map(|value| decoded(value.trim()))
            .filter(|value| !value.is_empty());
    }
    None
}

/// Text with its character references decoded: those that people write.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let window = &rest[..rest.floor_char_boundary(12)];
        let end = window.find(';').unwrap_or(0);
        let c = if end > 0 {
            character(&rest[1..end])
        } else {
            None
        };
        if let Some(c) = c {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out + rest
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        return number.ok().and_then(char::from_u32);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "sect" => '\u{a7}',
        "para" => '\u{b6}',
        "copy" => '\u{a9}',
        "reg" => '\u{ae}',
        "euro" => '\u{20ac}',
        "pound" => '\u{a3}',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "hellip" => '\u{2026}',
        "bull" => '\u{2022}',
        "middot" => '\u{b7}',
        "shy" => '\u{ad}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Sort, links, parts};

    #[test]
    fn html_is_read_part_by_part() {
        let html = "<details>\n<summary><b>Scope</b> &amp; aim</summary>\n<!-- not\nread -->\n\
                    <p>We <a\nhref='mailto:law@a.example'>write</a> back.<br>Soon.</p>\
                    <ul><li><p>one</p></li><li>two</li></ul><script>if (a < b) {}</script>\
                    <table><tr><td>a</td><td>1 &lt; 2</td></tr></table>";
        let read: Vec<_> = parts(html)
            .into_iter()
            .map(|part| (part.sort, part.text))
            .collect();
        let part = |sort, text: &str| (sort, text.to_owned());
        assert_eq!(
            read,
            [
                part(Sort::Summary, "Scope & aim"),
                part(Sort::Paragraph, "We write back. Soon."),
                part(Sort::Item, "one"),
                part(Sort::Item, "two"),
                part(Sort::Row, "a 1 < 2"),
            ]
        );
        let all = parts(html);
        assert_eq!(all[1].links, [(8, "mailto:law@a.example".to_owned())]);
        assert_eq!(all[4].cells, [1, 7]);
    }

    #[test]
    fn whatever_is_no_html_is_text() {
        for text in [
            "a < b",
            "<",
            "<!--",
            "<a",
            "&",
            "&#xffffffff;",
            "<script",
            "</",
            "<é>",
        ] {
            let _ = (parts(text), links(text));
        }
        assert_eq!(parts("a < b")[0].text, "a < b");
    }
}
