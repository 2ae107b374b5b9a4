//! Compares a page with a text: the page's tree against the tree that the text renders to.

use crate::diagnostic::Source;
use crate::html::{self, Element, Node, NodeId, Options, Step, Tree};
use crate::markdown::{Document, Settings, writes_to};
use crate::release::rules;
use crate::render::{Known, remove_links_to_other_versions};
use request_builder::rulebook::Rulebook;
use std::collections::BTreeSet;

/// The class of the element that contains a text.
const PROSE: &str = "prose";

/// Elements that may enclose it.
const AROUND: [&str; 5] = ["html", "body", "main", "div", "section"];

/// Attributes on those elements that cannot hide anything. All others are refused.
const HARMLESS: [&str; 8] = [
    "class",
    "id",
    "lang",
    "dir",
    "role",
    "tabindex",
    "aria-label",
    "aria-labelledby",
];

/// Elements that can replace or cover the text.
const REPLACING: [&str; 7] = [
    "script", "style", "iframe", "object", "embed", "frameset", "frame",
];

/// A released text and its page.
pub(super) struct Text<'a> {
    /// The file's path and content.
    pub(super) path: &'a str,
    pub(super) source: &'a str,
    /// The address that relative links start at.
    pub(super) address: &'a str,
    /// The relative path from the page to the root of the site.
    pub(super) root: &'a str,
    /// The versions that the page may link to.
    pub(super) versions: &'a [String],
}

/// Finds the element that contains the text. There must be exactly one, and it must be visible.
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
        let is_known = AROUND.contains(&element.name.as_ref()) || element.name == "article";
        let harmless = |name: &str| HARMLESS.contains(&name) || name.starts_with("data-");
        if !is_known || !element.attributes.iter().all(|it| harmless(&it.name)) {
            let tag = element.start_tag();
            return Err(format!("the text is within `{tag}`, which may hide it"));
        }
    }
    Ok(article)
}

/// Finds an element that could replace or cover the text.
pub(super) fn replaces(page: &Tree, article: NodeId) -> Option<String> {
    let mut within = false;
    for step in page.walk(Tree::ROOT) {
        match step {
            Step::Enter(node) if node == article => within = true,
            Step::Leave(node) if node == article => within = false,
            Step::Enter(node) if !within => {
                if let Some(element) = page.element(node)
                    && is_replacing(element)
                {
                    return Some(element.start_tag());
                }
            }
            Step::Enter(_) | Step::Leave(_) => {}
        }
    }
    None
}

fn is_replacing(element: &Element) -> bool {
    let classes = element.attribute("class").unwrap_or_default();
    let has = |name: &str| element.attributes.iter().any(|it| it.name == name);
    REPLACING.contains(&element.name.as_ref())
        || is_foreign_style(element)
        || classes.split_whitespace().any(|class| class == PROSE)
        || has("shadowrootmode")
        || has("style")
        || element
            .attributes
            .iter()
            .any(|it| it.name.starts_with("on"))
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

/// Finds an element that redirects readers without a click, or changes the base of links.
pub(super) fn leads_away(page: &Tree) -> Option<String> {
    let mut elements = page.elements(Tree::ROOT).map(|(_, element)| element);
    let away = elements.find(|element| {
        let refresh = element.attribute("http-equiv").unwrap_or_default();
        element.name == "base"
            || element.name == "meta" && refresh.trim().eq_ignore_ascii_case("refresh")
    });
    away.map(Element::start_tag)
}

/// The data of a request page: the rules by which its program makes letters.
const RULEBOOK: &str = "data-rulebook";

/// How a request page differs from the released rules: in the data of its program, or in a mailbox
/// that it writes to. `None` for any other page.
pub(super) fn other_rules(page: &Tree, released: Option<&Rulebook>) -> Option<&'static str> {
    let elements = || page.elements(Tree::ROOT);
    let mut data = elements().filter(|(_, it)| it.attribute(RULEBOOK).is_some());
    let (rules, _) = data.next()?;
    let Some(released) = released else {
        return Some("carries rules, and none were released for the version in force");
    };
    let revision = released.rules.revision;
    let copy = rules::frozen(released, revision);
    let is_released = rules::read(&page.text_of(rules)).is_ok_and(|book| {
        book.rules.revision == revision
            && rules::are_released(&copy, &rules::frozen(&book, revision))
    });
    if !is_released || data.next().is_some() {
        return Some("carries other rules than those released");
    }
    let mailbox = &released.organisation.mailbox;
    let mut addresses = elements().filter_map(|(_, it)| it.attribute("href"));
    let writes_elsewhere = addresses.any(|address| {
        // Browsers remove these characters before parsing (WHATWG URL, basic URL parser).
        let address = address.replace(['\t', '\n', '\r'], "");
        let address = address.trim_matches(|c: char| c <= ' ');
        let scheme = address.get(..MAILTO.len());
        scheme.is_some_and(|it| it.eq_ignore_ascii_case(MAILTO))
            && !writes_to(&address[MAILTO.len()..], mailbox)
    });
    writes_elsewhere.then_some("writes to another mailbox than that of the released rules")
}

const MAILTO: &str = "mailto:";

/// Whether the element contains what the text renders to, with raw HTML allowed or not.
pub(super) fn shows(page: &Tree, article: NodeId, text: &Text<'_>) -> bool {
    [false, true].into_iter().any(|raw_html| {
        let settings = Settings {
            address: text.address.to_owned(),
            raw_html,
            ..Settings::default()
        };
        let (document, _) = Document::read(&Source::new(text.path, text.source), &settings);
        let options = Options {
            root: text.root,
            ..Options::default()
        };
        let expected = document.html_on_page(&options);
        // Parse it like the page, because a parser changes HTML that is not well-formed.
        let expected = html::document(&format!(
            "<!doctype html><body><main><article>{expected}</article></main>"
        ));
        let Ok(released) = self::article(&expected) else {
            return false;
        };
        let ids = expected.elements(released);
        let ids: BTreeSet<String> = ids
            .filter_map(|(_, element)| element.attribute("id").map(str::to_owned))
            .collect();
        let known = Known {
            root: text.root,
            versions: text.versions,
            ids: &ids,
        };
        let mut page = page.clone();
        remove_links_to_other_versions(&mut page, article, &known);
        content(&page, article) == content(&expected, released)
    })
}

/// A node inside an element.
#[derive(Debug, PartialEq, Eq)]
enum Content<'a> {
    Start(&'a Element),
    End,
    Text(String),
    /// A comment. Rendered texts have none.
    Other,
}

/// All nodes inside an element, in order, without white space at the ends.
fn content(tree: &Tree, of: NodeId) -> Vec<Content<'_>> {
    let mut content = Vec::new();
    for step in tree.walk(of) {
        match step {
            Step::Enter(node) | Step::Leave(node) if node == of => {}
            Step::Enter(node) => match tree.node(node) {
                Node::Element(element) => content.push(Content::Start(element)),
                Node::Text(text) => {
                    if let Some(Content::Text(before)) = content.last_mut() {
                        before.push_str(text);
                    } else {
                        content.push(Content::Text(text.to_string()));
                    }
                }
                Node::Fragment => {}
                Node::Comment(_) | Node::Doctype(_) => content.push(Content::Other),
            },
            Step::Leave(node) => {
                if tree.element(node).is_some() {
                    content.push(Content::End);
                }
            }
        }
    }
    if let Some(Content::Text(first)) = content.first_mut() {
        *first = first.trim_start().to_owned();
    }
    if let Some(Content::Text(last)) = content.last_mut() {
        *last = last.trim_end().to_owned();
    }
    content.retain(|it| *it != Content::Text(String::new()));
    content
}

#[cfg(test)]
mod tests {
    use super::{Text, article, leads_away, replaces, shows};
    use crate::html::document;

    const TEXT: &str = "# Rules\n\n## Fees\n\nWe keep it for 90 days.\n";
    const SHOWN: &str = "<div class=\"heading\"><h2 id=\"fees\">Fees</h2><a class=\"permalink\" href=\"#fees\" aria-label=\"# Fees\">#</a></div>\n<p id=\"fees.we-keep-it-for\">We keep it for 90 days.</p>\n";

    /// The first fault of a page.
    fn fault(body: &str) -> String {
        let page = format!("<!doctype html><html><head></head><body>{body}</body></html>");
        let page = document(&page);
        let article = match article(&page) {
            Ok(article) => article,
            Err(why) => return why,
        };
        if let Some(tag) = replaces(&page, article).or_else(|| leads_away(&page)) {
            return tag;
        }
        let text = Text {
            path: "guidelines.md",
            source: TEXT,
            address: "/versions/2020-01-31/",
            root: "../../",
            versions: &["2020-01-31".to_owned(), "2021-01-31".to_owned()],
        };
        if shows(&page, article, &text) {
            String::new()
        } else {
            "other words".to_owned()
        }
    }

    fn page(article: &str) -> String {
        format!("<main class=\"reading\">{article}</main>")
    }

    fn prose(content: &str) -> String {
        format!("<article class=\"prose\">\n{content}\n\n</article>")
    }

    #[test]
    fn an_untouched_page_shows_its_text() {
        let links = "<p class=\"elsewhere\"><a href=\"../../versions/2021-01-31/#fees\" aria-describedby=\"fees\">2021-01-31</a></p>";
        let linked = SHOWN.replace("</div>\n", &format!("</div>\n{links}"));
        let marked = SHOWN.replace("We keep", "<span class=\"was\" id=\"a\"></span>We keep");
        for content in [SHOWN, &linked, &marked] {
            assert_eq!(fault(&page(&prose(content))), "", "{content}");
        }
    }

    #[test]
    fn a_text_that_nobody_sees_is_not_shown() {
        let hidden = prose(SHOWN);
        let shown = "<section class=\"prose\"><p>We keep it for 9 days.</p></section>";
        for (around, why) in [
            ("<!-- _ -->", "no `<article>`"),
            ("<template>_</template>", "`<template>`"),
            ("<div hidden>_</div>", "`<div hidden>`"),
            ("<details>_</details>", "`<details>`"),
            ("<dialog>_</dialog>", "`<dialog>`"),
            ("<script type=\"text/plain\">_</script>", "no `<article>`"),
            ("<textarea>_</textarea>", "no `<article>`"),
            ("<noscript>_</noscript>", "`<noscript>`"),
            ("<svg><desc>_</desc></svg>", "may hide it"),
            ("<div style=\"display: none\">_</div>", "may hide it"),
            ("<div aria-hidden=\"true\">_</div>", "may hide it"),
            ("<div popover>_</div>", "may hide it"),
            (
                "_<article>We keep it for 9 days.</article>",
                "more than one",
            ),
            ("_", "<section class=\"prose\">"),
        ] {
            let html = page(&format!("{}{shown}", around.replace('_', &hidden)));
            assert!(fault(&html).contains(why), "{around}: {}", fault(&html));
        }
        let html = page(&hidden.replace("<article", "<article hidden"));
        assert!(fault(&html).contains("may hide it"));
    }

    #[test]
    fn elements_put_around_or_into_a_text_are_found() {
        let good = prose(SHOWN);
        for (from, to, why) in [
            ("90", "9", "other words"),
            ("<p id", "<p class=\"x\" id", "other words"),
            ("<p id", "<p hidden id", "other words"),
            ("90", "<b>90</b>", "other words"),
            ("90", "<!-- 9 -->90", "other words"),
            (
                "90",
                "<span class=\"was\" id=\"a\"></span>90",
                "other words",
            ),
            ("<article", "<style>article{}</style><article", "<style>"),
            ("<article", "<script></script><article", "<script>"),
            (
                "<article",
                "<p onclick=\"x\"></p><article",
                "<p onclick=\"x\">",
            ),
            (
                "<article",
                "<template shadowrootmode=\"open\">No.</template><article",
                "shadowrootmode",
            ),
            (
                "<article",
                "<meta http-equiv=\"Refresh\" content=\"0;url=/x/\"><article",
                "Refresh",
            ),
            (
                "<article",
                "<base href=\"https://evil.example/\"><article",
                "<base",
            ),
        ] {
            let html = page(&good.replacen(from, to, 1));
            assert!(fault(&html).contains(why), "{to}: {}", fault(&html));
        }
    }
}
