//! Reads a word processor's document as HTML: headings, paragraphs, lists, tables, bold and italic
//! words, and links.

use super::{Converted, Origin};
use crate::html::{Element, Token, tokens};
use request_builder::letter_check::readers::{Docx, Unreadable};
use std::collections::HashMap;

/// Converts a DOCX file.
pub(crate) fn read(bytes: &[u8], origin: &Origin) -> Result<Converted, Unreadable> {
    let document = Docx::open(bytes)?;
    let main = text(document.main())?;
    let links = text(document.relationships());
    let numbering = text(document.part("numbering"));
    let styles = text(document.part("styles"));
    let footnotes = text(document.part("footnotes"));
    let mut reader = Reader {
        style_lists: styles
            .as_deref()
            .map_or_else(|_| HashMap::new(), lists_of_styles),
        links: links.map_or_else(|_| HashMap::new(), |xml| targets(&xml)),
        numbered: numbering.map_or_else(|_| HashMap::new(), |xml| numbered(&xml)),
        styles: styles.map_or_else(|_| HashMap::new(), |xml| headings(&xml)),
        ..Reader::default()
    };
    for token in tokens(&main) {
        reader.token(token);
    }
    reader.lists(0);
    if let Ok(xml) = footnotes {
        let notes = of_notes(&xml);
        for (number, id) in (1..).zip(std::mem::take(&mut reader.notes)) {
            let words = notes
                .get(&id)
                .map(|it| escaped(it.trim()))
                .unwrap_or_default();
            reader.page += &format!("<p>[^{number}]: {words}</p>\n");
        }
    }
    let mut converted = super::html(&reader.page, origin);
    if reader.has_tracked_changes {
        let cause = "tracked changes taken as accepted: words marked as deleted left out";
        converted.notes.open(cause, "");
    }
    if let Some(heading) = reader.numbered_heading {
        let cause =
            "numbers that the word processor gives to headings are not in the text: type them";
        converted.notes.open(cause, heading);
    }
    Ok(converted)
}

/// The words of each footnote, by its id.
fn of_notes(xml: &str) -> HashMap<String, String> {
    let mut notes: HashMap<String, String> = HashMap::new();
    let mut id: Option<String> = None;
    let mut is_text = false;
    for token in tokens(xml) {
        match token {
            Token::Start { element, .. } => match element.name.as_ref() {
                "w:footnote" => id = element.attribute("w:id").map(str::to_owned),
                "w:t" => is_text = true,
                "w:p" | "w:tab" | "w:br" => {
                    if let Some(words) = id.as_ref().and_then(|id| notes.get_mut(id)) {
                        words.push(' ');
                    }
                }
                _ => {}
            },
            Token::End(name) if name == "w:t" => is_text = false,
            Token::Text(words) if is_text => {
                if let Some(id) = &id {
                    *notes.entry(id.clone()).or_default() += &words;
                }
            }
            Token::End(_) | Token::Text(_) => {}
        }
    }
    notes
}

/// The list and its depth for each style that has one, such as `List Bullet`.
fn lists_of_styles(xml: &str) -> HashMap<String, (String, usize)> {
    let mut lists = HashMap::new();
    let mut style: Option<String> = None;
    let mut depth = 0;
    for token in tokens(xml) {
        let Token::Start { element, .. } = token else {
            continue;
        };
        let value = element.attribute("w:val");
        match element.name.as_ref() {
            "w:style" => {
                style = element.attribute("w:styleid").map(str::to_owned);
                depth = 0;
            }
            "w:ilvl" => depth = value.and_then(|it| it.parse().ok()).unwrap_or(0).min(8),
            "w:numid" => {
                if let (Some(style), Some(id)) = (&style, value.filter(|id| *id != "0")) {
                    lists.insert(style.clone(), (id.to_owned(), depth));
                }
            }
            _ => {}
        }
    }
    lists
}

fn text(part: Result<Vec<u8>, Unreadable>) -> Result<String, Unreadable> {
    String::from_utf8(part?).map_err(|_| Unreadable::Damaged)
}

/// The targets of links, by the id of the relationship.
fn targets(xml: &str) -> HashMap<String, String> {
    let mut all = HashMap::new();
    for token in tokens(xml) {
        if let Token::Start { element, .. } = token
            && let (Some(id), Some(target)) = (element.attribute("id"), element.attribute("target"))
        {
            all.insert(id.to_owned(), target.to_owned());
        }
    }
    all
}

/// Whether the first level of a list is numbered, by the list's id.
fn numbered(xml: &str) -> HashMap<String, bool> {
    let mut formats: HashMap<String, bool> = HashMap::new();
    let mut lists = HashMap::new();
    let mut of: Option<String> = None;
    let mut list: Option<String> = None;
    for token in tokens(xml) {
        let Token::Start { element, .. } = token else {
            continue;
        };
        let value = element.attribute("w:val").map(str::to_owned);
        match element.name.as_ref() {
            "w:abstractnum" => of = element.attribute("w:abstractnumid").map(str::to_owned),
            "w:numfmt" => {
                if let (Some(of), Some(value)) = (&of, value) {
                    formats.entry(of.clone()).or_insert(value != "bullet");
                }
            }
            "w:num" => list = element.attribute("w:numid").map(str::to_owned),
            "w:abstractnumid" => {
                if let (Some(list), Some(value)) = (list.take(), value) {
                    lists.insert(list, formats.get(&value).copied().unwrap_or(false));
                }
            }
            _ => {}
        }
    }
    lists
}

/// The level of heading of each style.
fn headings(xml: &str) -> HashMap<String, usize> {
    let mut levels = HashMap::new();
    let mut style: Option<String> = None;
    for token in tokens(xml) {
        let Token::Start { element, .. } = token else {
            continue;
        };
        let value = element.attribute("w:val");
        match element.name.as_ref() {
            "w:style" => style = element.attribute("w:styleid").map(str::to_owned),
            "w:name" => {
                let name = value.unwrap_or_default().to_lowercase();
                let level = name
                    .strip_prefix("heading ")
                    .and_then(|level| level.parse().ok());
                let level = level.or_else(|| (name == "title").then_some(1));
                if let (Some(style), Some(level)) = (&style, level) {
                    levels.insert(style.clone(), level);
                }
            }
            "w:outlinelvl" => {
                let level = value.and_then(|level| level.parse::<usize>().ok());
                if let (Some(style), Some(level)) = (&style, level.filter(|it| *it < 6)) {
                    levels.entry(style.clone()).or_insert(level + 1);
                }
            }
            _ => {}
        }
    }
    levels
}

#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of the text at hand"
)]
struct Reader {
    links: HashMap<String, String>,
    numbered: HashMap<String, bool>,
    styles: HashMap<String, usize>,
    style_lists: HashMap<String, (String, usize)>,
    /// The ids of the footnotes so far, in the order of the text.
    notes: Vec<String>,
    has_tracked_changes: bool,
    /// The first heading that has its number from the word processor.
    numbered_heading: Option<String>,
    page: String,
    /// The paragraph so far, as HTML.
    line: String,
    heading: Option<usize>,
    /// The list of the paragraph, and its depth.
    list: Option<(String, usize)>,
    depth: usize,
    /// The open lists, as tag names.
    open: Vec<&'static str>,
    is_bold: bool,
    is_italic: bool,
    in_text: bool,
    /// The depth of deleted text and field codes.
    hidden: usize,
    has_link: bool,
    in_table: usize,
}

impl Reader {
    fn token(&mut self, token: Token) {
        match token {
            Token::Text(text) => {
                if self.in_text && self.hidden == 0 {
                    let text = escaped(&text);
                    let (bold, italic) = (self.is_bold, self.is_italic);
                    if bold {
                        self.line += "<b>";
                    }
                    if italic {
                        self.line += "<i>";
                    }
                    self.line += &text;
                    if italic {
                        self.line += "</i>";
                    }
                    if bold {
                        self.line += "</b>";
                    }
                }
            }
            Token::Start {
                element,
                is_self_closing,
            } => self.start(&element, is_self_closing),
            Token::End(name) => self.end(&name),
        }
    }

    fn start(&mut self, element: &Element, is_self_closing: bool) {
        let value = element.attribute("w:val");
        let is_on = !matches!(value, Some("0" | "false" | "off" | "none"));
        match element.name.as_ref() {
            "w:p" if !is_self_closing => {
                self.line.clear();
                self.heading = None;
                self.list = None;
                self.depth = 0;
            }
            "w:pstyle" => {
                let style = value.unwrap_or_default();
                self.list = self.style_lists.get(style).cloned();
                self.heading = self.styles.get(style).copied().or_else(|| {
                    let level = style.to_lowercase();
                    let level = level.strip_prefix("heading")?.parse().ok()?;
                    Some(level)
                });
            }
            "w:outlinelvl" => {
                let level = value.and_then(|level| level.parse::<usize>().ok());
                self.heading = self.heading.or(level.filter(|it| *it < 6).map(|it| it + 1));
            }
            "w:numid" => {
                let id = value.filter(|id| *id != "0");
                self.list = id.map(|id| (id.to_owned(), self.depth));
            }
            "w:ilvl" => {
                self.depth = value.and_then(|it| it.parse().ok()).unwrap_or(0).min(8);
            }
            "w:r" => (self.is_bold, self.is_italic) = (false, false),
            "w:b" => self.is_bold = is_on,
            "w:i" => self.is_italic = is_on,
            "w:t" if !is_self_closing => self.in_text = true,
            "w:tab" if self.hidden == 0 && !self.line.is_empty() => self.line.push(' '),
            "w:br" | "w:cr" if self.hidden == 0 && element.attribute("w:type") != Some("page") => {
                self.line += "<br>";
            }
            "w:hyperlink" if !is_self_closing => {
                let target = element.attribute("r:id").and_then(|id| self.links.get(id));
                if let Some(target) = target {
                    self.line += &format!("<a href=\"{}\">", escaped(target));
                    self.has_link = true;
                }
            }
            "w:footnotereference" if self.hidden == 0 => {
                let id = element.attribute("w:id").unwrap_or_default();
                self.notes.push(id.to_owned());
                self.line += &format!("[^{}]", self.notes.len());
            }
            "w:del" | "w:movefrom" | "w:instrtext" | "w:deltext" | "mc:fallback"
                if !is_self_closing =>
            {
                self.has_tracked_changes |= matches!(element.name.as_ref(), "w:del" | "w:movefrom");
                self.hidden += 1;
            }
            "w:tbl" => {
                self.lists(0);
                self.in_table += 1;
                self.page += "<table>";
            }
            "w:tr" => self.page += "<tr>",
            "w:tc" => self.page += "<td>",
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "w:t" => self.in_text = false,
            "w:hyperlink" if self.has_link => {
                self.has_link = false;
                self.line += "</a>";
            }
            "w:del" | "w:movefrom" | "w:instrtext" | "w:deltext" | "mc:fallback" => {
                self.hidden = self.hidden.saturating_sub(1);
            }
            "w:p" => self.paragraph(),
            "w:tbl" => {
                self.lists(0);
                self.in_table = self.in_table.saturating_sub(1);
                self.page += "</table>";
            }
            "w:tr" => self.page += "</tr>",
            "w:tc" => {
                self.lists(0);
                self.page += "</td>";
            }
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.replace("</b><b>", "").replace("</i><i>", "");
        if line.trim().is_empty() {
            return;
        }
        if let Some(level) = self.heading.filter(|_| self.in_table == 0) {
            self.lists(0);
            let level = level.clamp(1, 6);
            let line = line.replace("<b>", "").replace("</b>", "");
            if self.list.is_some() && self.numbered_heading.is_none() {
                self.numbered_heading = Some(line.clone());
            }
            self.page += &format!("<h{level}>{line}</h{level}>\n");
        } else if let Some((id, depth)) = self.list.take() {
            let is_numbered = self.numbered.get(&id).copied().unwrap_or(false);
            let tag = if is_numbered { "ol" } else { "ul" };
            self.lists(depth + 1);
            if self.open.len() == depth + 1 && self.open.last() != Some(&tag) {
                self.lists(depth);
            }
            while self.open.len() < depth + 1 {
                self.page += &format!("<{tag}>");
                self.open.push(tag);
            }
            self.page += &format!("<li>{line}</li>\n");
        } else {
            self.lists(0);
            self.page += &format!("<p>{line}</p>\n");
        }
    }

    /// Closes the lists below a depth.
    fn lists(&mut self, depth: usize) {
        while self.open.len() > depth {
            if let Some(tag) = self.open.pop() {
                self.page += &format!("</{tag}>\n");
            }
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
