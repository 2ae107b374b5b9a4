//! Reads an HTML email: removes what a reader does not see, and puts what is on lines of its own
//! on lines of its own.

use super::{is_white, normalize_whitespace, sorted, tenths};
use crate::text::VOID_ELEMENTS;

/// Elements whose content is not text, whatever is in it.
const DATA: [&str; 4] = ["script", "style", "title", "template"];
/// Elements that begin and end a line.
const BLOCKS: [&str; 36] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "ul",
    "option",
];

/// The text that a reader sees, and whether there is text that is hidden.
pub(super) fn text(html: &str) -> (String, bool) {
    let (shown, has_hidden) = visible(html);
    let text = mail_parser::decoders::html::html_to_text(&shown);
    (normalize_whitespace(&text), has_hidden)
}

/// Adds text to HTML.
#[cfg(feature = "outlook")]
pub(super) fn push_escaped(html: &mut String, text: &str) {
    for one in text.chars() {
        match one {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            _ => html.push(one),
        }
    }
}

/// What comes between the text before and the text after.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    None,
    Line,
    Cell,
}

/// What is shown of an email, without tags except for line breaks.
struct VisibleText {
    html: String,
    gap: Separator,
    /// Whether the last output was a line break.
    at_break: bool,
    /// Whether anything of the row of a table is written.
    in_row: bool,
    /// How many elements are open that keep line breaks.
    pre: usize,
}

impl VisibleText {
    fn push(&mut self, text: &str) {
        let is_blank = text.trim().is_empty();
        if is_blank && self.gap != Separator::None {
            return;
        }
        self.close_gap();
        self.at_break &= is_blank;
        self.in_row |= !is_blank;
        if self.pre > 0 {
            for (at, line) in text.split('\n').enumerate() {
                self.html.push_str(if at > 0 { "<br>" } else { "" });
                self.html.push_str(line);
            }
        } else {
            self.html.push_str(text);
        }
    }

    fn close_gap(&mut self) {
        self.html.push_str(match self.gap {
            Separator::Cell => "&#9;",
            Separator::Line if !self.html.is_empty() => "<br>",
            Separator::Line | Separator::None => "",
        });
        self.gap = Separator::None;
    }

    fn tag(&mut self, name: &str, closes: bool) {
        match name {
            "br" => {
                self.close_gap();
                self.html.push_str("<br>");
                self.at_break = true;
            }
            "td" | "th" if !closes && self.in_row => self.gap = Separator::Cell,
            "tr" | "table" => {
                self.in_row = false;
                // A break at the end of a line shows nothing.
                self.gap = if self.at_break {
                    Separator::None
                } else {
                    Separator::Line
                };
            }
            _ if self.gap == Separator::None && !self.at_break && BLOCKS.contains(&name) => {
                self.gap = Separator::Line;
            }
            _ => {}
        }
        if name == "pre" {
            self.pre = if closes {
                self.pre.saturating_sub(1)
            } else {
                self.pre + 1
            };
        }
    }
}

/// The HTML without hidden elements, and whether there were any with text.
fn visible(html: &str) -> (String, bool) {
    let page = page_colour(html);
    let page = page.as_deref();
    let hidden = hidden_names(html, page);
    let mut shown = VisibleText {
        html: String::with_capacity(html.len()),
        gap: Separator::None,
        at_break: false,
        in_row: false,
        pre: 0,
    };
    let mut has_hidden = false;
    // The element that is being left out: its name, and how many of that name are open.
    let mut leaving_out: Option<(String, usize)> = None;
    let mut rest = html;
    while !rest.is_empty() {
        let (text, tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if leaving_out.is_some() {
            has_hidden |= !text.trim().is_empty();
        } else {
            shown.push(text);
        }
        let begins = |one: char| one.is_ascii_alphabetic() || matches!(one, '/' | '!' | '?');
        if !tag.is_empty() && !tag[1..].starts_with(begins) {
            // A literal `<`.
            if leaving_out.is_none() {
                shown.push("&lt;");
            }
            rest = &tag[1..];
            continue;
        }
        let length = if tag.starts_with("<!--") {
            end_of_comment(tag)
        } else {
            end_of_tag(tag)
        };
        let (tag, after) = tag.split_at(length.unwrap_or(tag.len()));
        rest = after;
        let name = name_of(tag);
        let closes = tag.starts_with("</");
        if DATA.contains(&name.as_str()) && !closes {
            let end = ["</", &name].concat();
            let end = after
                .as_bytes()
                .windows(end.len())
                .position(|at| at.eq_ignore_ascii_case(end.as_bytes()));
            rest = &after[end.unwrap_or(after.len())..];
            continue;
        }
        let is_void = VOID_ELEMENTS.contains(&name.as_str()) || tag.ends_with("/>");
        // A paragraph ends where another block begins, with an end tag or without.
        let ends_paragraph = !closes && (BLOCKS.contains(&name.as_str()) || name == "table");
        if ends_paragraph && leaving_out.as_ref().is_some_and(|(out, _)| out == "p") {
            leaving_out = None;
        }
        match &mut leaving_out {
            Some((out, open)) if *out == name && !is_void => {
                *open = if closes { *open - 1 } else { *open + 1 };
                if *open == 0 {
                    leaving_out = None;
                }
            }
            Some(_) => {}
            None => {
                shown.tag(&name, closes);
                if !closes && !is_void && !name.is_empty() && is_hidden(tag, &hidden, page) {
                    leaving_out = Some((name, 1));
                }
            }
        }
    }
    (shown.html, has_hidden)
}

/// The length of a comment. One that is never closed is the rest.
fn end_of_comment(tag: &str) -> Option<usize> {
    // `<!-->` and `<!--->` are comments, too (HTML, 13.2.5.44).
    let from = 2;
    tag[from..].find("-->").map(|end| from + end + 3)
}

/// The length of a tag. A `>` in a quoted attribute does not end it.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    // A stray quotation mark: the tag ends at the next `>`.
    tag.find('>').map(|at| at + 1)
}

fn name_of(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    name.chars()
        .take_while(char::is_ascii_alphanumeric)
        .map(|one| one.to_ascii_lowercase())
        .collect()
}

/// The attributes of a tag, with names in lower case.
fn attributes(tag: &str) -> Vec<(String, &str)> {
    let mut attributes = Vec::new();
    let is_end = |one: char| one.is_whitespace() || matches!(one, '/' | '>');
    let mut rest = tag.trim_start_matches('<');
    // After the name of the element.
    rest = &rest[rest.find(is_end).unwrap_or(rest.len())..];
    loop {
        rest = rest.trim_start_matches(is_end);
        let Some(first) = rest.chars().next() else {
            return attributes;
        };
        // A name that begins with `=` is a mistake, but has to be left behind.
        let from = first.len_utf8();
        let end = rest[from..].find(|one| is_end(one) || one == '=');
        let (name, after) = rest.split_at(end.map_or(rest.len(), |end| from + end));
        let mut value = "";
        rest = after;
        if let Some(after) = after.trim_start().strip_prefix('=') {
            let after = after.trim_start();
            let quoted = after.strip_prefix(['"', '\'']);
            (value, rest) = if let Some(inside) = quoted {
                let quote = &after[..1];
                inside.split_once(quote).unwrap_or((inside, ""))
            } else {
                let end = after.find(|one: char| one.is_whitespace() || one == '>');
                after.split_at(end.unwrap_or(after.len()))
            };
        }
        attributes.push((name.to_ascii_lowercase(), value));
    }
}

/// The colour on which all text is: white, or what the body has. `None` if there are several, because
/// leaving out what everyone sees is worse than reading what nobody does.
fn page_colour(html: &str) -> Option<String> {
    let mut page: Option<String> = None;
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let tag = &rest[start..];
        let (tag, after) = tag.split_at(end_of_tag(tag).unwrap_or(tag.len()));
        let name = name_of(tag);
        for (attribute, value) in attributes(tag) {
            let colour = match attribute.as_str() {
                "bgcolor" | "background" => Some(value_of(value)).filter(|it| !leaves_white(it)),
                "style" => painted(value),
                _ => None,
            };
            match (colour, &page) {
                (None, _) => {}
                (Some(colour), Some(page)) if colour == *page => {}
                (Some(colour), None) if name == "body" => page = Some(colour),
                _ => return None,
            }
        }
        // The declarations of a style sheet are its text.
        if name == "style" {
            let sheet = after.split_once("</").map_or(after, |(sheet, _)| sheet);
            if sheet.split(['{', '}']).any(|part| painted(part).is_some()) {
                return None;
            }
        }
        rest = after;
    }
    Some(page.unwrap_or_else(|| "white".to_owned()))
}

/// The background that declarations of a style give, if it is not white.
fn painted(declarations: &str) -> Option<String> {
    declarations.split(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let name = name.rsplit("*/").next().unwrap_or_default().trim();
        let value = value_of(value);
        let paints = name.to_ascii_lowercase().starts_with("background") && !leaves_white(&value);
        paints.then_some(value)
    })
}

/// Whether a background leaves the page white.
fn leaves_white(background: &str) -> bool {
    is_white_colour(background) || matches!(background, "" | "none" | "transparent" | "inherit")
}

/// Whether a colour is white, or so near to it that nobody sees a difference.
fn is_white_colour(colour: &str) -> bool {
    if let Some(digits) = colour.strip_prefix('#') {
        return digits == "fff" || is_white(digits);
    }
    let mut parts = parts_of(colour).filter(|part| !part.is_empty());
    let is_over = |part: Option<&str>, least: u32| {
        part.and_then(tenths)
            .is_some_and(|(tenths, _)| tenths >= least)
    };
    match parts.next() {
        Some("rgb" | "rgba") => (0..3).all(|_| is_over(parts.next(), 2500)),
        Some("hsl" | "hsla") => is_over(parts.nth(2), 980),
        _ => colour == "white",
    }
}

/// The name of a function and its arguments.
fn parts_of(value: &str) -> std::str::Split<'_, [char; 4]> {
    value.trim_end_matches(')').split(['(', ',', '/', '%'])
}

/// Whether a colour cannot be seen, or not on a page of this colour.
fn is_unseen(colour: &str, page: Option<&str>) -> bool {
    let mut parts = parts_of(colour).filter(|part| !part.is_empty());
    let has_alpha = matches!(parts.next(), Some("rgba" | "hsla" | "rgb" | "hsl"));
    let alpha = parts.nth(3).and_then(tenths);
    let is_clear = has_alpha && alpha.is_some_and(|(tenths, _)| tenths == 0);
    let is_on_it =
        page.is_some_and(|page| page == colour || page == "white" && is_white_colour(colour));
    is_clear || colour == "transparent" || is_on_it
}

fn is_hidden(tag: &str, hidden: &[&str], page: Option<&str>) -> bool {
    let is_named = |mark: &str, names: &str| {
        names.split_whitespace().any(|name| {
            let name = [mark, name].concat();
            hidden.binary_search(&name.as_str()).is_ok()
        })
    };
    attributes(tag)
        .into_iter()
        .any(|(name, value)| match name.as_str() {
            "hidden" => true,
            "style" => hides(value, page),
            "color" => is_unseen(&value_of(value), page),
            "class" => is_named(".", value),
            "id" => is_named("#", value),
            _ => false,
        })
}

/// The value of a declaration, in lower case and without white space.
fn value_of(value: &str) -> String {
    let value = value.split("/*").next().unwrap_or_default();
    let value: String = value
        .chars()
        .filter(|one| !one.is_whitespace())
        .map(|one| one.to_ascii_lowercase())
        .collect();
    value.trim_end_matches("!important").to_owned()
}

/// Whether declarations of a style hide what they apply to.
fn hides(declarations: &str, page: Option<&str>) -> bool {
    let mut own = None;
    let mut colour = None;
    // An element without a size hides what does not fit.
    let (mut is_empty, mut is_cut) = (false, false);
    let is_hiding = declarations.split(';').any(|declaration| {
        let Some((name, value)) = declaration.split_once(':') else {
            return false;
        };
        // A comment may be before the name or after the value.
        let name = name.rsplit("*/").next().unwrap_or_default().trim();
        let value = value_of(value);
        let is_zero = || tenths(&value).is_some_and(|(tenths, _)| tenths == 0);
        match name.to_ascii_lowercase().as_str() {
            "display" => value == "none",
            "visibility" => matches!(value.as_str(), "hidden" | "collapse"),
            "mso-hide" => value == "all",
            "opacity" | "max-height" | "max-width" => is_zero(),
            // Less than a tenth of a letter's usual size, or a dot.
            "font-size" => tenths(&value).is_some_and(|(tenths, unit)| {
                tenths == 0 || tenths <= 10 && matches!(unit, "px" | "pt")
            }),
            "left" | "right" | "top" | "bottom" | "text-indent" | "margin-left" | "margin-top" => {
                is_far(&value)
            }
            "clip" | "clip-path" => {
                matches!(value.as_str(), "inset(100%)" | "inset(50%)")
                    || value.starts_with("rect(")
                        && !value.contains(['2', '3', '4', '5', '6', '7', '8', '9', 'a'])
                    || value.starts_with("circle(0")
            }
            "transform" => value.starts_with("scale(0)") || value.starts_with("scale(0,"),
            "width" | "height" => {
                is_empty |= is_zero();
                false
            }
            "overflow" => {
                is_cut = value == "hidden";
                false
            }
            "background" | "background-color" => {
                own = Some(value);
                false
            }
            "color" => {
                colour = Some(value);
                false
            }
            _ => false,
        }
    });
    let page = own.as_deref().or(page);
    is_hiding || is_empty && is_cut || colour.is_some_and(|colour| is_unseen(&colour, page))
}

/// Whether a distance leads out of every window.
fn is_far(value: &str) -> bool {
    let distance = value.strip_prefix('-').and_then(tenths);
    distance.is_some_and(|(tenths, unit)| match unit {
        "em" | "rem" | "vw" | "vh" | "%" => tenths >= 1000,
        _ => tenths >= 5000,
    })
}

/// The classes and ids that a style sheet of the e-mail hides, as `.name` and `#name`, sorted.
fn hidden_names<'h>(html: &'h str, page: Option<&str>) -> Vec<&'h str> {
    let lower = html.to_ascii_lowercase();
    let mut names = Vec::new();
    let mut from = 0;
    while let Some(start) = lower[from..].find("<style").map(|at| from + at) {
        let end = lower[start..]
            .find("</style")
            .map_or(html.len(), |at| start + at);
        for rule in html[start..end].split('}') {
            if let Some((selectors, declarations)) = rule.rsplit_once('{')
                && hides(declarations, page)
            {
                let selectors = selectors.rsplit(['>', ';']).next().unwrap_or_default();
                let selectors = selectors.split(',').map(str::trim);
                names.extend(selectors.filter_map(|one| {
                    let at = one.rfind(['.', '#'])?;
                    Some(&one[at..])
                }));
            }
        }
        from = end;
    }
    sorted(names.into_iter())
}
