//! Additional anchors of headings and blocks: those that an author sets (`{#id}`, `<a name="id">`),
//! and those that another program generated from a heading before the text was published here.
//!
//! Existing links to such anchors keep working.

use super::address::nfc;
use crate::html::{Element, Token, Value, tokens};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// An additional anchor of a heading or block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name after `#`.
    pub name: String,
    /// The primary anchor of the heading or block.
    pub of: String,
}

/// The maximum length of an author's anchor, in bytes.
const MAX_ANCHOR_LENGTH: usize = 200;

/// Prefixes of ids that the theme and footnotes use.
const RESERVED: [&str; 6] = ["page_", "change_", "layout_", "text_", "fn:", "fnref:"];

/// Whether a text is a valid id: one word without characters that end an attribute.
pub(super) fn is_id(id: &str) -> bool {
    let plain = |c: char| {
        !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '\'' | '<' | '>' | '&' | '#')
    };
    !id.is_empty() && id.len() <= MAX_ANCHOR_LENGTH && id.chars().all(plain)
}

/// Whether ids with this prefix are reserved.
pub(super) fn is_reserved(id: &str) -> bool {
    RESERVED.iter().any(|begin| id.starts_with(begin))
}

/// Whether an author may choose an id.
pub(crate) fn is_free_id(id: &str) -> bool {
    is_id(id) && !is_reserved(id)
}

/// Whether a tag is one that a text may contain.
pub(crate) fn is_accepted_tag(tag: &str) -> bool {
    inline_tag(tag).is_some()
}

/// Ids in braces at the end of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BracedIds {
    /// The range of the braces, with the white space before them.
    pub(super) range: Range<usize>,
    pub(super) ids: Vec<String>,
    /// Written in kramdown's form, `{: #id}`: alone on a line, it applies to the block before it.
    pub(super) of_before: bool,
}

/// Parses the ids at the end of a line: `{#id}`, `{#id .class}`, `{: #id}`, `{/* #id */}`. `at` is
/// the line's offset in the file. In a heading, `##` may follow.
pub(super) fn in_braces(line: &str, at: usize, is_heading: bool) -> Option<BracedIds> {
    let mut whole = line.trim_end();
    if is_heading {
        let open = whole.trim_end_matches('#');
        if open.ends_with(' ') {
            whole = open.trim_end();
        }
    }
    let inside = whole.strip_suffix('}')?;
    let open = inside.rfind('{')?;
    if inside[..open].ends_with(['\\', '{']) {
        return None;
    }
    let inside = inside[open + 1..].trim();
    let (inside, of_before) = match inside.strip_prefix(':') {
        Some(inside) => (inside, true),
        None => (inside, false),
    };
    let inside = inside
        .strip_prefix("/*")
        .and_then(|inside| inside.strip_suffix("*/"))
        .unwrap_or(inside);
    let mut ids = Vec::new();
    for word in inside.split_whitespace() {
        match word.strip_prefix('#') {
            Some(id) if is_id(id) => ids.push(nfc(id).into_owned()),
            None if word.starts_with('.') && word.len() > 1 => {}
            _ => return None,
        }
    }
    let start = whole[..open].trim_end().len();
    (!ids.is_empty()).then_some(BracedIds {
        range: at + start..at + whole.len(),
        ids,
        of_before,
    })
}

/// An HTML tag that Markdown cannot express, or that is not visible.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum InlineTag {
    /// `<br>`, the only way to break a line in a table cell.
    Break,
    /// `<a name="x">`, which defines an anchor.
    Anchor { ids: Vec<String>, name: String },
    /// `</a>`.
    Close(String),
}

/// Parses a tag as one of these.
pub(super) fn inline_tag(tag: &str) -> Option<InlineTag> {
    let tag = tag.trim();
    // XHTML writes `<br/>`; HTML would add the slash to an unquoted attribute value.
    let tag = match tag.strip_suffix("/>") {
        Some(open) => Cow::Owned(format!("{open}>")),
        None => Cow::Borrowed(tag),
    };
    let mut tokens = tokens(&tag);
    let element = match (tokens.pop()?, tokens.is_empty()) {
        (Token::Start { element, .. }, true) => element,
        (Token::End(name), true) => {
            return match name.as_str() {
                "br" => Some(InlineTag::Break),
                "a" | "span" | "div" | "p" => Some(InlineTag::Close(name)),
                _ => None,
            };
        }
        (Token::Start { .. } | Token::End(_) | Token::Text(_), _) => return None,
    };
    let Element { name, attributes } = element;
    let values = attributes.iter().filter_map(|it| match &it.value {
        Value::Text(value) => Some((it.name.as_ref(), value.as_ref())),
        Value::Page(_) => None,
    });
    if name == "br" {
        let harmless = ["class", "clear", "style"];
        return (values
            .map(|(name, _)| name)
            .all(|name| harmless.contains(&name)))
        .then_some(InlineTag::Break);
    }
    if !matches!(name.as_ref(), "a" | "span" | "div" | "p") {
        return None;
    }
    let mut ids: Vec<String> = Vec::new();
    for (attribute, value) in values {
        match attribute {
            "id" | "name" if is_id(value) => {
                let id = nfc(value).into_owned();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            "class" | "title" | "aria-hidden" | "tabindex" => {}
            _ => return None,
        }
    }
    let name = name.into_owned();
    (!ids.is_empty()).then_some(InlineTag::Anchor { ids, name })
}

/// Finds headings by anchors of other programs. GitHub, `GitBook`, Docusaurus, Jekyll, Hugo,
/// `mdBook` and `MkDocs` all use the letters and digits of the heading, and differ in how they
/// replace other characters, treat leading digits and number duplicates.
#[derive(Debug, Default)]
pub(super) struct Titles {
    whole: HashMap<String, Vec<usize>>,
    without_number: HashMap<String, Vec<usize>>,
}

impl Titles {
    pub(super) fn new<'t>(titles: impl Iterator<Item = &'t str>) -> Self {
        let mut all = Self::default();
        for (at, title) in titles.enumerate() {
            let title = folded(title);
            let rest = title.trim_start_matches(|c: char| c.is_ascii_digit());
            if !rest.is_empty() && rest.len() < title.len() {
                let rest = rest.to_owned();
                all.without_number.entry(rest).or_default().push(at);
            }
            all.whole.entry(title).or_default().push(at);
        }
        all
    }

    /// The index of the heading that an anchor refers to.
    pub(super) fn suggestion(&self, anchor: &str) -> Option<usize> {
        let wanted = folded(anchor);
        if wanted.is_empty() {
            return None;
        }
        let same = |wanted: &str, nth: usize| {
            let found = self
                .whole
                .get(wanted)
                .or_else(|| self.without_number.get(wanted))?;
            found.get(nth).copied()
        };
        same(&wanted, 0).or_else(|| {
            // `fees-1` is the second heading with that name.
            let (base, count) = anchor.rsplit_once(['-', '_'])?;
            same(&folded(base), count.parse().ok()?)
        })
    }
}

/// The letters and digits in lower case.
fn folded(text: &str) -> String {
    let text = nfc(text);
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{InlineTag, Titles, in_braces, inline_tag};

    fn ids(line: &str) -> Option<(Vec<String>, String)> {
        let found = in_braces(line, 0, true)?;
        Some((found.ids, line[..found.range.start].to_owned()))
    }

    #[test]
    fn an_id_in_braces_ends_a_line() {
        for (line, id, rest) in [
            ("## Fees {#fees}", "fees", "## Fees"),
            ("## Fees {#data_x} ##", "data_x", "## Fees"),
            ("Fees {: #fees .wide}", "fees", "Fees"),
            ("{:#fees}", "fees", ""),
            ("## Fees {/* #fees */}  ", "fees", "## Fees"),
            ("## Gebühr {#gebühr}", "gebühr", "## Gebühr"),
        ] {
            assert_eq!(ids(line), Some((vec![id.to_owned()], rest.to_owned())));
        }
        for line in [
            "## Fees {company}",
            "## Fees \\{#fees}",
            "## Fees {{#fees}}",
            "## Fees {#}",
            "## Fees {.wide}",
            "## Fees {#a b}",
            "{#fees} are due",
            "}",
        ] {
            assert_eq!(ids(line), None, "{line}");
        }
    }

    #[test]
    fn a_tag_that_gives_an_address_has_nothing_else() {
        let anchor = |tag: &str| match inline_tag(tag) {
            Some(InlineTag::Anchor { ids, .. }) => ids.join(" "),
            _ => String::new(),
        };
        assert_eq!(anchor("<a name=\"data_x\">"), "data_x");
        assert_eq!(anchor("<A ID='x' name=x class=\"anchor\">"), "x");
        assert_eq!(anchor("<span id=x/>"), "x");
        for other in [
            "<a href=\"#x\" id=\"x\">",
            "<a id=\"x\" onclick=\"y\">",
            "<a>",
            "<b id=\"x\">",
            "<a id=\"x y\">",
        ] {
            assert_eq!(anchor(other), "", "{other}");
        }
        for tag in ["<br>", "<br/>", "<BR />", "</br>", "<br clear=\"all\">"] {
            assert_eq!(inline_tag(tag), Some(InlineTag::Break), "{tag}");
        }
        assert_eq!(inline_tag("<br onclick=\"x\">"), None);
        assert_eq!(inline_tag("</a>"), Some(InlineTag::Close("a".to_owned())));
    }

    #[test]
    fn an_address_of_another_program_means_a_heading() {
        let titles = [
            "Rules",
            "2.1 Fees & Costs",
            "What’s kept?",
            "Costs",
            "Costs",
            "Données_x",
        ];
        let titles = Titles::new(titles.into_iter());
        for (anchor, at) in [
            ("21-fees--costs", 1),
            ("2-1-fees-costs", 1),
            ("id-2.1-fees-and-costs", usize::MAX),
            ("fees--costs", 1),
            ("whats-kept", 2),
            ("what-s-kept", 2),
            ("costs", 3),
            ("costs-1", 4),
            ("costs_1", 4),
            ("costs-2", usize::MAX),
            ("donn\u{e9}es_x", 5),
            ("donne\u{301}es-x", 5),
            ("nowhere", usize::MAX),
            ("--", usize::MAX),
        ] {
            let found = titles.suggestion(anchor);
            assert_eq!(found.unwrap_or(usize::MAX), at, "{anchor}");
        }
    }
}
