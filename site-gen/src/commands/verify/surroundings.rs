//! Checks the surroundings of a text: a page may only have what this program's templates put there, so
//! that nothing hides, covers or replaces the text, or makes a screen reader say something else.

use super::request_pages::other_mailbox;
use crate::digest::is_digest;
use crate::html::{Element, Node, NodeId, Step, Tree, Value};
use crate::markdown::normalized;
use crate::render::{direction, policy_of_texts};
use std::collections::BTreeSet;

/// The class of the element that contains a text.
const PROSE: &str = "prose";

/// How many bytes of a page browsers search for its character set (WHATWG HTML, 13.2.3.2).
const SEARCHED_FOR_CHARSET: usize = 1024;

/// The first element of the head. Another character set turns letters of the text into others.
const CHARSET: &str = "<meta charset=\"utf-8\">";

/// Elements that a page of a text may have outside of the text. All others are refused: one that
/// browsers will get next year may cover the text too.
const OUTSIDE: [&str; 64] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "blockquote",
    "body",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "kbd",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "ul",
];

/// Attributes that these elements may have, besides `aria-…` and `data-…`.
const OUTSIDE_ATTRIBUTES: [&str; 29] = [
    "alt",
    "charset",
    "class",
    "color",
    "content",
    "crossorigin",
    "datetime",
    "dir",
    "height",
    "hidden",
    "href",
    "hreflang",
    "http-equiv",
    "id",
    "integrity",
    "lang",
    "media",
    "name",
    "open",
    "property",
    "rel",
    "role",
    "sizes",
    "src",
    "tabindex",
    "target",
    "title",
    "type",
    "width",
];

/// What the lock says about the page of a text.
pub(super) struct Expected<'a> {
    /// The title of the text, if it has one.
    pub(super) title: Option<&'a str>,
    /// The language of the released rules, if there are any.
    pub(super) language: Option<&'a str>,
    /// The mailbox of the rules that are in force, if there are any.
    pub(super) mailbox: Option<&'a str>,
    /// The digests that the page may show.
    pub(super) digests: &'a BTreeSet<String>,
}

/// Finds the element that contains the text. There must be exactly one, within nothing but what the
/// templates put around it.
///
/// # Errors
///
/// A sentence that says what was found instead.
pub(super) fn article(page: &Tree) -> Result<NodeId, String> {
    let is_article = |node: &NodeId| page.element(*node).is_some_and(|it| it.name == "article");
    // A text with raw HTML may contain `<article>` elements of its own.
    let mut articles = (page.elements(Tree::ROOT))
        .map(|(node, _)| node)
        .filter(is_article)
        .filter(|node| !page.ancestors(*node).any(|above| is_article(&above)));
    let Some(article) = articles.next() else {
        return Err("it has no `<article>`".to_owned());
    };
    if articles.next().is_some() {
        return Err("it has more than one `<article>`".to_owned());
    }
    let around = std::iter::once(article).chain(page.ancestors(article));
    for element in around.filter_map(|node| page.element(node)) {
        if !may_enclose(element) {
            let tag = element.start_tag();
            return Err(format!("the text is within `{tag}`, which may hide it"));
        }
    }
    Ok(article)
}

/// Whether an element is one that the templates put around a text, with the same attributes: a class
/// of the site's own style sheet can hide a text, and a role or label replaces it for screen readers.
fn may_enclose(element: &Element) -> bool {
    let is = |known: &[(&str, &str)]| {
        let mut all = element.attributes.iter();
        element.attributes.len() == known.len()
            && all.all(|it| {
                let mut known = known.iter();
                known.any(|(name, value)| it.name == *name && is_text(&it.value, value))
            })
    };
    match element.name.as_ref() {
        // What `lang` and `dir` say is compared with the rules.
        "html" => {
            let mut all = element.attributes.iter();
            all.all(|it| it.name == "lang" || it.name == "dir")
        }
        "body" => is(&[]),
        "main" => is(&[("class", "reading"), ("id", "page_main")]),
        "div" => is(&[("class", "text-columns")]) || is(&[("class", "text-column")]),
        "article" => is(&[("class", PROSE)]),
        _ => false,
    }
}

fn is_text(value: &Value, expected: &str) -> bool {
    matches!(value, Value::Text(text) if text == expected)
}

/// Finds what is wrong around the text of a page, which must have been found by [`article`].
pub(super) fn fault(
    html: &str,
    page: &Tree,
    article: NodeId,
    expected: &Expected<'_>,
) -> Option<String> {
    charset(html, page)
        .or_else(|| outside(page, article))
        .or_else(|| language(page, expected.language))
        .or_else(|| title(page, article, expected.title))
        .or_else(|| mailboxes(page, article, expected.mailbox?))
        .or_else(|| digests(page, article, expected.digests))
}

/// The page must be HTML in UTF-8 from its first bytes.
fn charset(html: &str, page: &Tree) -> Option<String> {
    let begins = html.get(..15).unwrap_or_default();
    if !begins.trim_end().eq_ignore_ascii_case("<!doctype html>") {
        return Some("does not begin with `<!doctype html>`".to_owned());
    }
    // Browsers leave out the first, and the others change the character set in some encodings.
    if html.contains(['\0', '\u{e}', '\u{f}', '\u{1b}']) {
        return Some("has a control character, which no text has".to_owned());
    }
    let at = html.find(CHARSET);
    let is_found = at.is_some_and(|at| at + CHARSET.len() <= SEARCHED_FOR_CHARSET);
    let first = |node: NodeId| {
        page.children(node)
            .find(|child| !is_white_space(page, *child))
    };
    // After the document type: `<html>`, `<head>`, the character set.
    let html = page.children(Tree::ROOT).nth(1);
    let charset = html.and_then(first).and_then(first);
    let charset = charset.and_then(|node| page.element(node));
    let is_first =
        charset.is_some_and(|it| it.name == "meta" && it.attribute("charset") == Some("utf-8"));
    let declared = page.elements(Tree::ROOT);
    let declared = declared.filter(|(_, it)| it.attribute("charset").is_some());
    let is_alone = declared.count() == 1;
    (!(is_found && is_first && is_alone))
        .then(|| format!("does not have `{CHARSET}` first in its head, and only there"))
}

fn is_white_space(page: &Tree, node: NodeId) -> bool {
    matches!(page.node(node), Node::Text(text) if text.trim().is_empty())
}

/// Finds an element, attribute or id outside of the text that can cover or replace it.
fn outside(page: &Tree, article: NodeId) -> Option<String> {
    let inside: BTreeSet<&str> = (page.elements(article))
        .filter_map(|(_, element)| element.attribute("id"))
        .collect();
    for (_, element) in elements_around(page, article) {
        if is_replacing(element) {
            let tag = element.start_tag();
            return Some(format!("has `{tag}`, which may replace or cover the text"));
        }
        // Browsers go to the first element with an id.
        if let Some(id) = element.attribute("id").filter(|id| inside.contains(id)) {
            return Some(format!(
                "has the id `{id}` outside of the text as well, so links to it do not go to the text"
            ));
        }
    }
    None
}

/// The nodes outside of the text, in order.
fn around(page: &Tree, article: NodeId) -> impl Iterator<Item = NodeId> {
    let mut within = false;
    page.walk(Tree::ROOT).filter_map(move |step| match step {
        Step::Enter(node) => {
            within |= node == article;
            (!within).then_some(node)
        }
        Step::Leave(node) => {
            within &= node != article;
            None
        }
    })
}

fn elements_around(page: &Tree, article: NodeId) -> impl Iterator<Item = (NodeId, &Element)> {
    around(page, article).filter_map(|node| Some((node, page.element(node)?)))
}

fn is_replacing(element: &Element) -> bool {
    let classes = element.attribute("class").unwrap_or_default();
    let is_known = |name: &str| {
        OUTSIDE_ATTRIBUTES.contains(&name) || name.starts_with("aria-") || name.starts_with("data-")
    };
    !OUTSIDE.contains(&element.name.as_ref())
        || !element.attributes.iter().all(|it| is_known(&it.name))
        || classes.split_whitespace().any(|class| class == PROSE)
        || is_foreign_style(element)
        || is_other_policy(element)
}

/// Whether an element is a style sheet that is not a file of the site. The files themselves are
/// compared with the list of checksums, or with a build.
fn is_foreign_style(element: &Element) -> bool {
    let rel = element.attribute("rel").unwrap_or_default();
    let is_style = rel
        .split_whitespace()
        .any(|it| it.eq_ignore_ascii_case("stylesheet"));
    let href = element.attribute("href").unwrap_or_default();
    let leaves = |c: char| matches!(c, ':' | '\\') || c.is_whitespace() || c.is_control();
    element.name == "link" && is_style && (href.contains(leaves) || href.starts_with("//"))
}

/// Whether an element is a content security policy other than that of a text. A stricter one takes
/// the styles away.
fn is_other_policy(element: &Element) -> bool {
    element.attribute("http-equiv").is_some()
        && element.attribute("content") != Some(policy_of_texts().as_str())
}

/// The language decides how a screen reader reads the text aloud, and the direction in which order.
fn language(page: &Tree, released: Option<&str>) -> Option<String> {
    let html = page
        .elements(Tree::ROOT)
        .find(|(_, it)| it.name == "html")?
        .1;
    let language = html.attribute("lang").unwrap_or_default();
    let base = |tag: &str| {
        tag.split('-')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    if let Some(released) = released
        && base(released) != base(language)
    {
        return Some(format!(
            "has the language `{language}`, but the language of the rules is `{released}`"
        ));
    }
    let shown = html.attribute("dir").unwrap_or("ltr");
    (shown != direction(language))
        .then(|| format!("has the direction `{shown}`, which is not that of its language"))
}

/// The heading of the page is the title of the text, as released.
fn title(page: &Tree, article: NodeId, released: Option<&str>) -> Option<String> {
    let released = released?;
    let headings = elements_around(page, article).filter(|(_, it)| it.name == "h1");
    let headings: Vec<String> = headings
        .map(|(node, _)| normalized(&page.text_of(node)))
        .collect();
    (headings != [normalized(released)]).then(|| {
        format!(
            "has the title `{}`, but the title of the text is `{released}`",
            headings.join("`, `")
        )
    })
}

/// Officers may write to an address above the text at once.
fn mailboxes(page: &Tree, article: NodeId, mailbox: &str) -> Option<String> {
    let mut links = elements_around(page, article);
    let other = links.find_map(|(link, element)| other_mailbox(page, link, element, mailbox))?;
    Some(format!(
        "has a link to `{other}`, which is, or shows, another mailbox than that of the rules"
    ))
}

/// Readers compare the digest that a page shows with that of a file.
fn digests(page: &Tree, article: NodeId, known: &BTreeSet<String>) -> Option<String> {
    let texts = around(page, article).filter_map(|node| match page.node(node) {
        Node::Text(text) => Some(text),
        _ => None,
    });
    let mut words = texts.flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric()));
    let other = words.find(|word| is_digest(word) && !known.contains(*word))?;
    Some(format!(
        "shows the digest {other}, which is not in the lock"
    ))
}
