//! Addresses of a heading or block besides its own: those that an author gives it (`{#id}`,
//! `<a name="id">`), and those that another program made of a heading before the text came here.
//!
//! People have links to such addresses. They keep working, each leading to what it led to.

use super::address::nfc;
use crate::html::{Element, Token, Value, tokens};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// An address of a heading or block besides its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// What stands after `#`.
    pub name: String,
    /// The own address of the heading or block.
    pub of: String,
}

/// No address that somebody gives is longer, in bytes.
const LONGEST: usize = 200;

/// Ids that a page has from its theme or from footnotes.
const RESERVED: [&str; 6] = ["page_", "change_", "layout_", "text_", "fn:", "fnref:"];

/// Whether an id can stand in a page: one word, without a character that ends an attribute.
pub(super) fn is_id(id: &str) -> bool {
    let plain = |c: char| {
        !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '\'' | '<' | '>' | '&' | '#')
    };
    !id.is_empty() && id.len() <= LONGEST && id.chars().all(plain)
}

/// Whether a page has ids that begin like this from somebody else.
pub(super) fn is_reserved(id: &str) -> bool {
    RESERVED.iter().any(|begin| id.starts_with(begin))
}

/// Ids in braces at the end of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct InBraces {
    /// Where the braces stand, with the white space before them.
    pub(super) range: Range<usize>,
    pub(super) ids: Vec<String>,
    /// Written as kramdown does, `{: #id}`: alone on a line, it belongs to what is before it.
    pub(super) of_before: bool,
}

/// What a line ends with: `{#id}`, `{#id .class}`, `{: #id}`, `{/* #id */}`. `at` is where the line
/// begins in its file. A heading may have `##` after it.
pub(super) fn in_braces(line: &str, at: usize, is_heading: bool) -> Option<InBraces> {
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
    (!ids.is_empty()).then_some(InBraces {
        range: at + start..at + whole.len(),
        ids,
        of_before,
    })
}

/// A tag of HTML that Markdown has no other way to write, or that nobody sees.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Small {
    /// `<br>`: a line break, which a cell of a table can have in no other way.
    Break,
    /// `<a name="x">`, which gives a place an address.
    Anchor { ids: Vec<String>, name: String },
    /// `</a>`.
    Close(String),
}

/// What a tag is, if it is one of those.
pub(super) fn small(tag: &str) -> Option<Small> {
    let tag = tag.trim();
    // XHTML has `<br/>`; HTML would take the slash for the end of a value.
    let tag = match tag.strip_suffix("/>") {
        Some(open) => Cow::Owned(format!("{open}>")),
        None => Cow::Borrowed(tag),
    };
    let mut tokens = tokens(&tag);
    let element = match (tokens.pop()?, tokens.is_empty()) {
        (Token::Start { element, .. }, true) => element,
        (Token::End(name), true) => {
            return match name.as_str() {
                "br" => Some(Small::Break),
                "a" | "span" | "div" | "p" => Some(Small::Close(name)),
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
        .then_some(Small::Break);
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
    (!ids.is_empty()).then_some(Small::Anchor { ids, name })
}

/// Headings by what an address of another program has of them. GitHub, `GitBook`, Docusaurus, Jekyll,
/// Hugo, `mdBook` and `MkDocs` all make one from the heading's letters and digits, and differ in what
/// they put for the rest, in numbers at the beginning, and in how they count what is there twice.
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

    /// The heading that an address means: its place among the titles.
    pub(super) fn meant(&self, anchor: &str) -> Option<usize> {
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
            // `fees-1` is the second of that name.
            let (base, count) = anchor.rsplit_once(['-', '_'])?;
            same(&folded(base), count.parse().ok()?)
        })
    }
}

/// The letters and digits alone, in small letters.
fn folded(text: &str) -> String {
    let text = nfc(text);
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{Small, Titles, in_braces, small};

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
        let anchor = |tag: &str| match small(tag) {
            Some(Small::Anchor { ids, .. }) => ids.join(" "),
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
            assert_eq!(small(tag), Some(Small::Break), "{tag}");
        }
        assert_eq!(small("<br onclick=\"x\">"), None);
        assert_eq!(small("</a>"), Some(Small::Close("a".to_owned())));
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
            let found = titles.meant(anchor);
            assert_eq!(found.unwrap_or(usize::MAX), at, "{anchor}");
        }
    }
}
