//! Extracts the text of HTML in a Markdown text for comparison: its paragraphs, headings, items and
//! rows. Nothing of this is published.

use super::kind::Kind;
use crate::html::{Element, Token, tokens};
use crate::markdown::normalized;

/// A paragraph of the HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct HtmlBlock {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    /// The targets of its links, each with the end of the link's words in the text.
    pub(crate) links: Vec<(usize, String)>,
    /// The ends of its cells.
    pub(crate) cells: Vec<usize>,
}

/// Elements whose content is not read.
const SKIPPED_ELEMENTS: [&str; 4] = ["script", "style", "template", "svg"];

/// The non-empty parts of a piece of HTML, in order.
pub(crate) fn parts(html: &str) -> Vec<HtmlBlock> {
    let mut reading = HtmlReader::default();
    let mut unread: Option<String> = None;
    for token in tokens(html) {
        match (&unread, token) {
            (None, Token::Text(text)) => reading.raw.push_str(&text),
            (None, Token::Start { element, .. })
                if SKIPPED_ELEMENTS.contains(&element.name.as_ref()) =>
            {
                unread = Some(element.name.into_owned());
            }
            (None, Token::Start { element, .. }) => {
                reading.known(&element.name, false, target(&element));
            }
            (None, Token::End(name)) => reading.known(&name, true, None),
            (Some(open), Token::End(name)) if *open == name => unread = None,
            (Some(_), _) => {}
        }
    }
    reading.end(Kind::Paragraph);
    reading.parts
}

/// The links in a paragraph that are written as HTML: their words and targets.
pub(crate) fn links(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Option<(String, String)> = None;
    for token in tokens(source) {
        match token {
            Token::Text(text) => {
                if let Some((words, _)) = &mut open {
                    words.push_str(&text);
                }
            }
            Token::End(_) => found.extend(open.take()),
            Token::Start { element, .. } if element.name == "a" => {
                found.extend(open.take());
                open = target(&element).map(|target| (String::new(), target));
            }
            Token::Start { .. } => {}
        }
    }
    found.extend(open);
    let normalized = |(words, target): (String, String)| (normalized(&words), target);
    found.into_iter().map(normalized).collect()
}

/// The target of a link.
fn target(element: &Element) -> Option<String> {
    let target = element.attribute("href")?.trim();
    (!target.is_empty()).then(|| target.to_owned())
}

#[derive(Default)]
struct HtmlReader {
    parts: Vec<HtmlBlock>,
    kind: Kind,
    raw: String,
    links: Vec<(usize, String)>,
    cells: Vec<usize>,
    link: Option<String>,
}

impl HtmlReader {
    fn known(&mut self, name: &str, closes: bool, target: Option<String>) {
        let begins = |kind| {
            if closes { Kind::Paragraph } else { kind }
        };
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.end(begins(Kind::Heading(level)));
            }
            "summary" => self.end(begins(Kind::Summary)),
            "li" => self.end(begins(Kind::Item)),
            "tr" => self.end(begins(Kind::Row)),
            "pre" => self.end(begins(Kind::Code)),
            "td" | "th" if closes => {
                self.cells.push(normalized(&self.raw).len());
                self.raw.push(' ');
            }
            "p" | "div" | "details" | "ul" | "ol" | "dl" | "dt" | "dd" | "blockquote" | "table"
            | "section" | "article" | "aside" | "header" | "footer" | "form" | "hr" | "nav"
            | "main" | "figure" | "address" | "fieldset" | "button" | "label" | "option" => {
                // `<li><p>` is still an item.
                if self.raw.trim().is_empty() && !closes {
                    return;
                }
                self.end(Kind::Paragraph);
            }
            "br" => self.raw.push(' '),
            "a" if closes => {
                if let Some(target) = self.link.take() {
                    self.links.push((normalized(&self.raw).len(), target));
                }
            }
            "a" => self.link = target,
            _ => {}
        }
    }

    /// Ends the current part and begins one of the given kind.
    fn end(&mut self, next: Kind) {
        let text = normalized(&std::mem::take(&mut self.raw));
        let kind = std::mem::replace(&mut self.kind, next);
        let links = std::mem::take(&mut self.links);
        let cells = std::mem::take(&mut self.cells);
        self.link = None;
        if !text.is_empty() {
            self.parts.push(HtmlBlock {
                kind,
                text,
                links,
                cells,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::kind::Kind;
    use super::{links, parts};

    #[test]
    fn html_is_read_part_by_part() {
        let html = "<details>\n<summary><b>Scope</b> &amp; aim</summary>\n<!-- not\nread -->\n\
                    <p>We <a\nhref='mailto:law@a.example'>write</a> back.<br>Soon.</p>\
                    <ul><li><p>one</p></li><li>two</li></ul><script>if (a < b) {}</script>\
                    <table><tr><td>a</td><td>1 &lt; 2</td></tr></table>";
        let read: Vec<_> = parts(html)
            .into_iter()
            .map(|part| (part.kind, part.text))
            .collect();
        let part = |kind, text: &str| (kind, text.to_owned());
        assert_eq!(
            read,
            [
                part(Kind::Summary, "Scope & aim"),
                part(Kind::Paragraph, "We write back. Soon."),
                part(Kind::Item, "one"),
                part(Kind::Item, "two"),
                part(Kind::Row, "a 1 < 2"),
            ]
        );
        let all = parts(html);
        assert_eq!(all[1].links, [(8, "mailto:law@a.example".to_owned())]);
        assert_eq!(all[4].cells, [1, 7]);
    }

    #[test]
    fn anything_that_is_not_html_is_text() {
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
