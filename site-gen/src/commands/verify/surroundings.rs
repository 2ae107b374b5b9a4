//! Checks the surroundings of a text: a page may only have what this program's templates put there, so
//! that nothing hides, covers or replaces the text, or makes a screen reader say something else.

use super::redirects::{asset, is_style_sheet};
use super::shown::Shown;
use crate::digest;
use crate::host_files::is_one_of;
use crate::html::{Attribute, Element, Node, NodeId, Step, Tree, Value};
use crate::markdown::normalized;
use crate::render::{direction, policy_of_texts};
use std::collections::BTreeSet;

/// The class of the element that contains a text.
const PROSE: &str = "prose";

/// The class of what is printed at the foot of each page: words alone, since a picture would cover the page.
const PRINT_FOOT: &str = "print-foot";

/// How many bytes of a page browsers search for its character set (WHATWG HTML, 13.2.3.2).
const SEARCHED_FOR_CHARSET: usize = 1024;

/// The first element of the head. Another character set turns letters of the text into others.
const CHARSET: &str = "<meta charset=\"utf-8\">";

/// The viewport of a page: as wide as the screen.
const VIEWPORT: &str = "width=device-width,initial-scale=1";

/// Elements that a page of a text may have outside of the text. All others are refused: one that
/// browsers will get next year may cover the text too.
const OUTSIDE: &str = "a abbr address article aside b bdi blockquote body br caption cite code dd details dfn div dl dt em \
    figcaption figure footer h1 h2 h3 h4 h5 h6 head header hr html i img kbd li link main mark meta nav ol p \
    pre q s samp section small span strong sub summary sup table tbody td th thead time title tr ul";

/// Attributes that these elements may have. Others hide an element, or make screen readers read another
/// text or in another order.
const OUTSIDE_ATTRIBUTES: &str = "alt aria-current as charset class color content crossorigin data-start datetime decoding download height \
    href hreflang http-equiv id integrity lang loading media name open property rel sizes src target title \
    type width";

/// Roles that name a part of a page, and hide or replace nothing in it.
const ROLES: &str = "banner complementary contentinfo list listitem navigation note region search";

/// The elements of a drawing. Words and other documents are not among them.
const DRAWN: &str = "circle clipPath defs desc ellipse g line linearGradient mask path polygon polyline \
    radialGradient rect stop symbol title use";

/// Elements that may have a name for screen readers. They still read the text inside.
const NAMED: [&str; 3] = ["aside", "nav", "section"];

/// What the lock says about the page of a text.
pub(super) struct Expected<'a> {
    /// The path of the page.
    pub(super) path: &'a str,
    /// The title of the text, if it has one.
    pub(super) title: Option<&'a str>,
    /// The name of the list of versions, which ends with that of the site.
    pub(super) site_name: &'a str,
    /// Whether the page is that of an amended text, whose tab has another name.
    pub(super) is_amended: bool,
    /// The language of the released rules, if there are any.
    pub(super) language: Option<&'a str>,
    /// What the page shows outside of the text.
    pub(super) shown: &'a Shown,
    /// The digests that the page may show.
    pub(super) digests: &'a BTreeSet<String>,
    /// What is like a digest in the texts: headings are also in the contents and the citations.
    pub(super) quoted: &'a BTreeSet<String>,
    /// The reasons that it shows, which may quote the digest of something else.
    pub(super) reasons: Vec<&'a str>,
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
        "header" => is(&[("class", "masthead")]),
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
        .or_else(|| policy(page))
        .or_else(|| viewport(page))
        .or_else(|| style_sheet(page))
        .or_else(|| outside(page, article, expected.path))
        .or_else(|| language(page, expected.language))
        .or_else(|| title(page, article, expected))
        .or_else(|| digests(page, article, expected))
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
    let at = html
        .find(CHARSET)
        .or_else(|| html.find("<meta charset=utf-8>"));
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
fn outside(page: &Tree, article: NodeId, path: &str) -> Option<String> {
    let inside: BTreeSet<&str> = (page.elements(article))
        .filter_map(|(_, element)| element.attribute("id"))
        .collect();
    for (node, element) in elements_around(page, article) {
        let is_covering = is_beside_columns(page, node, element)
            || is_foreign_style(path, element)
            || element.has_class(PRINT_FOOT) && page.elements(node).nth(1).is_some();
        if is_replacing(element) && !is_drawing(page, node, element) || is_covering {
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

/// The elements outside of the text, in order.
fn elements_around(page: &Tree, article: NodeId) -> impl Iterator<Item = (NodeId, &Element)> {
    let mut within = false;
    page.walk(Tree::ROOT).filter_map(move |step| match step {
        Step::Enter(node) => {
            within |= node == article;
            let element = page.element(node).filter(|_| !within)?;
            Some((node, element))
        }
        Step::Leave(node) => {
            within &= node != article;
            None
        }
    })
}

/// The addresses of the links outside of the text.
pub(super) fn addresses(page: &Tree, article: NodeId) -> impl Iterator<Item = &str> {
    let links = elements_around(page, article).filter(|(_, it)| it.name != "link");
    links.filter_map(|(_, it)| it.attribute("href"))
}

fn is_replacing(element: &Element) -> bool {
    let classes = element.attribute("class").unwrap_or_default();
    let is_known = |name: &str| {
        is_one_of(name, OUTSIDE_ATTRIBUTES)
            || ["aria-label", "aria-labelledby"].contains(&name)
                && NAMED.contains(&element.name.as_ref())
            || name == "dir" && element.name == "html"
            || name == "role" && element.attribute(name).is_some_and(|it| is_one_of(it, ROLES))
            // What is printed at the foot of each page.
            || name == "aria-hidden" && classes == PRINT_FOOT
    };
    !is_one_of(&element.name, OUTSIDE)
        || !element.attributes.iter().all(|it| is_known(&it.name))
        || element.has_class(PROSE)
}

/// Whether an element is a drawing in the page, such as a logo, or a part of one. It stays within its own frame,
/// and is read aloud as a picture.
fn is_drawing(page: &Tree, node: NodeId, element: &Element) -> bool {
    let mut above = page.ancestors(node).filter_map(|it| page.element(it));
    let is_inside = above.any(|it| it.name == "svg");
    let is_harmless = |attribute: &Attribute| match attribute.name.as_ref() {
        "style" | "class" | "overflow" => false,
        "transform" | "x" | "y" => is_inside,
        "href" | "xlink:href" => {
            is_inside && matches!(&attribute.value, Value::Text(it) if it.starts_with('#'))
        }
        _ => true,
    };
    (is_inside && is_one_of(&element.name, DRAWN) || !is_inside && element.name == "svg")
        && element.attributes.iter().all(is_harmless)
}

/// Whether an element is a table of contents that is not in the column beside the text: it stays in place
/// while readers scroll, so it would cover the text.
fn is_beside_columns(page: &Tree, node: NodeId, element: &Element) -> bool {
    let parent = page.parent(node).and_then(|parent| page.element(parent));
    element.has_class("contents") && !parent.is_some_and(|it| it.has_class("text-columns"))
}

/// The beginnings of the names of style sheets for other pages. What they put over a form would cover a text.
const SHEETS_OF_OTHER_PAGES: [&str; 3] = ["changes-", "check-", "request-"];

/// Whether an element is a style sheet that is not one of the site for its texts. The files themselves are
/// compared with the list of checksums, or with a build.
fn is_foreign_style(path: &str, element: &Element) -> bool {
    let file = asset(path, element.attribute("href").unwrap_or_default());
    let is_of_texts = |file: &str| {
        let mut others = SHEETS_OF_OTHER_PAGES.iter();
        matches!(file.rsplit_once('.'), Some((_, "css"))) && !others.any(|it| file.starts_with(it))
    };
    is_style_sheet(element) && !file.is_some_and(is_of_texts)
}

/// The page must have the content security policy of a text, and no other: without it, whatever gets into
/// a text runs, and a stricter one takes the styles away.
fn policy(page: &Tree) -> Option<String> {
    let policies = page.elements(Tree::ROOT).map(|(_, it)| it);
    let policies = policies.filter(|it| {
        let name = it.attribute("http-equiv").unwrap_or_default();
        name.eq_ignore_ascii_case("Content-Security-Policy")
    });
    let policies = policies.map(|it| it.attribute("content"));
    let is_of_text = policies.eq([Some(policy_of_texts().as_str())]);
    (!is_of_text).then(|| "does not have the content security policy of a text".to_owned())
}

/// Another viewport makes the letters of a page too small to be read on a phone.
fn viewport(page: &Tree) -> Option<String> {
    let metas = page.elements(Tree::ROOT).map(|(_, element)| element);
    let mut viewports = metas.filter(|it| {
        it.attribute("name")
            .is_some_and(|it| it.eq_ignore_ascii_case("viewport"))
    });
    let is_set = |content: &str| content.replace(' ', "") == VIEWPORT;
    let is_usual = |it: &Element| it.attribute("content").is_some_and(is_set);
    let other = viewports.find(|it| !is_usual(it))?;
    Some(format!(
        "has `{}`, which may hide the text",
        other.start_tag()
    ))
}

/// Without the style sheet of the site, a page is not shown as it was published.
fn style_sheet(page: &Tree) -> Option<String> {
    let mut sheets = page.elements(Tree::ROOT).map(|(_, element)| element);
    let is_used =
        |it: &Element| it.attribute("rel") == Some("stylesheet") && it.attribute("media").is_none();
    let has_one = sheets.any(|it| it.name == "link" && is_used(it));
    (!has_one).then(|| "has no style sheet for screens and paper".to_owned())
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
    // A language can name another script: `en-Arab`.
    (shown != direction(released.unwrap_or(language)))
        .then(|| format!("has the direction `{shown}`, which is not that of its language"))
}

/// The heading of the page is the title of the text, as released. Nothing may hide it or give it
/// another name.
fn title(page: &Tree, article: NodeId, expected: &Expected<'_>) -> Option<String> {
    let released = expected.title?;
    let headings = elements_around(page, article).filter(|(_, it)| it.name == "h1");
    let headings: Vec<_> = headings.collect();
    let words = headings
        .iter()
        .map(|(node, _)| normalized(&page.text_of(*node)));
    let words: Vec<String> = words.collect();
    if words != [normalized(released)] {
        return Some(format!(
            "has the title `{}`, but the title of the text is `{released}`",
            words.join("`, `")
        ));
    }
    // The name of the tab, of a bookmark, and in the results of a search.
    let names = page
        .elements(Tree::ROOT)
        .filter(|(_, it)| it.name == "title");
    let names: Vec<String> = names
        .map(|(node, _)| normalized(&page.text_of(node)))
        .collect();
    let is_named = |name: &String| {
        let released = normalized(released);
        // The name of a site may be longer: `Harbour: Guidelines`. All pages have it.
        let is_of_site = || name.contains(&released) && expected.site_name.ends_with(name);
        expected.is_amended || name.starts_with(&released) || is_of_site()
    };
    if names.len() != 1 || !names.iter().all(is_named) {
        return Some(format!(
            "has the name `{}`, but the title of the text is `{released}`",
            names.join("`, `")
        ));
    }
    let (node, heading) = *headings.first()?;
    let mut parts = std::iter::once((node, heading)).chain(page.elements(node));
    let mut around = page.ancestors(node);
    let has_id_only = |it: &Element| it.attributes.iter().all(|it| it.name == "id");
    let is_shown = parts.all(|(node, it)| has_id_only(it) || is_old_anchor(page, node, it))
        && around.all(|node| page.element(node).is_none_or(may_enclose));
    (!is_shown).then(|| format!("may hide the title `{released}`"))
}

/// Whether an element marks where an anchor of an earlier version leads. It is empty, so it hides nothing.
fn is_old_anchor(page: &Tree, node: NodeId, element: &Element) -> bool {
    let mut attributes = element.attributes.iter();
    let is_usual =
        attributes.all(|it| it.name == "id" || it.name == "class" && is_text(&it.value, "was"));
    element.name == "span" && is_usual && page.children(node).next().is_none()
}

/// The part of the page that names the digest in full; the link to it has its beginning.
pub(super) const RECORD: &str = "page_record";

/// How many of a digest's 64 characters a page shows at least.
pub(super) const MIN_DIGEST_LENGTH: usize = 12;

/// Readers compare the digest that a page shows with that of a file.
fn digests(page: &Tree, article: NodeId, expected: &Expected<'_>) -> Option<String> {
    let reasons = expected.reasons.iter().copied();
    let quotes_one = |reason: &&str| !digest::shown(&[*reason], MIN_DIGEST_LENGTH).is_empty();
    let quoting: Vec<&str> = reasons.filter(quotes_one).collect();
    let without_reasons = |text: &str| {
        let quoting = quoting.iter();
        quoting.fold(text.to_owned(), |text, reason| text.replace(reason, " "))
    };
    let words = expected.shown.words.iter();
    let texts: Vec<String> = words.map(|text| without_reasons(text)).collect();
    let is_in_lock = |word: &str| {
        let word = word.to_ascii_lowercase();
        let mut digests = expected.digests.iter();
        digests.any(|digest| digest.starts_with(&word))
    };
    let is_known = |word: &str| expected.quoted.contains(word) || is_in_lock(word);
    let mut shown = digest::shown(&texts, MIN_DIGEST_LENGTH);
    for attribute in &expected.shown.attributes {
        shown.extend(digest::shown(&[attribute.as_str()], MIN_DIGEST_LENGTH));
    }
    let other = shown.into_iter().find(|word| !is_known(word));
    let links = elements_around(page, article);
    let links = links.filter(|(_, it)| it.attribute("href") == Some(&format!("#{RECORD}")));
    let other = other.or_else(|| {
        let mut links = links.map(|(link, _)| page.text_of(link));
        links.find(|text| {
            let mut words = digest::words_of(text);
            !words.any(|it| it.len() >= MIN_DIGEST_LENGTH && is_in_lock(it))
        })
    })?;
    Some(format!(
        "shows the fingerprint `{other}`, which is not in the lock"
    ))
}
