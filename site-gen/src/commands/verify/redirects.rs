//! Finds what takes readers to another page without a click, as far as files show it.

use super::request_pages;
use crate::host_files::{is_one_of, is_xml};
use crate::html::{Attribute, EMBEDDING, Element, NodeId, Tree, Value};
use crate::markdown::{leaves_site, scheme, without_ignored};
use crate::render::is_page_policy;
use std::fmt::Display;

/// The type of an element with data for a program.
const DATA: &str = "application/json";

/// The schemes of the links that a text may have. Others, such as `javascript:`, run a program.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// Elements of SVG that change attributes, such as the address of a link.
const ANIMATING: &str = "animate animatemotion animatetransform set";

/// Elements of XML that browsers load a file for, if they are those of SVG or HTML.
const LOADING: &str = "audio feimage image img input source style use video";

/// The types of links for which browsers load a file, or connect to its host.
const LOADING_LINKS: &str = "\
    dns-prefetch icon modulepreload preconnect prefetch preload prerender stylesheet";

/// The types of links for which browsers load nothing.
const OTHER_LINKS: &str = "alternate author canonical license me privacy-policy";

/// An image in a page itself.
const IMAGE: &str = "data:image/";

/// What redirects readers of a page, changes the base of its links, or runs a program that is not a file
/// of the site, and what its policy does not cover.
pub(super) fn leads_away(path: &str, html: &str, page: &Tree) -> Option<String> {
    // Browsers with and without scripts read its content differently.
    if contains(html, "<noscript") {
        return Some(leading_away("<noscript>"));
    }
    // Style sheets and programs for XML.
    let of_xml = ["<?xml-stylesheet", "http-equiv"];
    let mut of_xml = of_xml.iter().filter(|_| is_xml(path));
    if let Some(part) = of_xml.find(|part| contains(html, part)) {
        return Some(leading_away(part));
    }
    let is_away = |element: &&Element| {
        let name = element.name.as_ref();
        let equivalent = element.attribute("http-equiv");
        is_one_of(name, EMBEDDING)
            || is_one_of(name, ANIMATING)
            || equivalent.is_some_and(|it| !it.eq_ignore_ascii_case("Content-Security-Policy"))
            || equivalent.is_some() && !element.attribute("content").is_some_and(is_page_policy)
            || element.attributes.iter().any(is_running)
            || is_loading_elsewhere(path, element)
            || name == "script" && !is_own_script(path, element)
    };
    let mut elements = page.elements(Tree::ROOT).map(|(_, element)| element);
    let away = elements.find(is_away).map(Element::start_tag);
    if away.is_none() && has_policy(page) {
        let before = before_policy(page)?;
        return Some(format!(
            "has `{before}` before its policy, which therefore does not apply to it"
        ));
    }
    away.or_else(|| without_policy(path, page))
        .map(leading_away)
}

fn leading_away(tag: impl Display) -> String {
    format!("has `{tag}`, which redirects readers, runs a program, or loads or sends something")
}

/// Whether a page has a policy, which browsers read in its head only.
pub(super) fn has_policy(page: &Tree) -> bool {
    let is_in_head = |node: NodeId| {
        let parent = page.ancestors(node).next();
        let parent = parent.and_then(|parent| page.element(parent));
        parent.is_some_and(|it| it.name == "head")
    };
    let mut all = page.elements(Tree::ROOT);
    all.any(|(node, it)| it.attribute("http-equiv").is_some() && is_in_head(node))
}

/// The policies of a page.
pub(super) fn policies(page: &Tree) -> impl Iterator<Item = String> {
    let all = page
        .elements(Tree::ROOT)
        .filter(|(_, it)| it.attribute("http-equiv").is_some());
    all.filter_map(|(_, it)| it.attribute("content").map(str::to_owned))
}

/// What stands before the policy of a page. Browsers load it before they read the policy.
fn before_policy(page: &Tree) -> Option<String> {
    let all = page.elements(Tree::ROOT).map(|(_, it)| it);
    let mut before = all.take_while(|it| it.attribute("http-equiv").is_none());
    let is_usual = |it: &&Element| {
        let attributes: &[&str] = match it.name.as_ref() {
            "html" => &["lang", "dir"],
            "head" => &[],
            "meta" => &["charset"],
            _ => return false,
        };
        let mut all = it.attributes.iter();
        all.all(|it| attributes.contains(&it.name.as_ref()))
    };
    before.find(|it| !is_usual(it)).map(Element::start_tag)
}

/// What needs a policy, in a page that has none: a program, a form, or something from another site.
fn without_policy(path: &str, page: &Tree) -> Option<String> {
    let mut all = page.elements(Tree::ROOT);
    let needs_policy = |(node, it): &(NodeId, &Element)| {
        it.name == "script" && it.attribute("type") != Some(DATA)
            || it.name == "form"
            || loads(path, it)
            || it.name == "style" && names_url(&page.text_of(*node))
    };
    all.find(needs_policy).map(|(_, it)| it.start_tag())
}

/// Whether a page has a style sheet that is a file.
pub(super) fn has_style_sheet(page: &Tree) -> bool {
    let mut all = page.elements(Tree::ROOT);
    all.any(|(_, it)| is_style_sheet(it))
}

pub(super) fn is_style_sheet(element: &Element) -> bool {
    element.name == "link" && has_type(element, "stylesheet")
}

/// Whether a style sheet may load a file of another site.
pub(super) fn names_url(style: &str) -> bool {
    // Most attributes have none of these.
    if !style.contains(['(', '@', '\\']) {
        return false;
    }
    let style: String = (unescaped(style).chars())
        .filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\''))
        .collect();
    let style = style.to_ascii_lowercase();
    let loads = ["url(//", "url(\\", "url(/\\", "url(http"];
    if loads.iter().any(|it| style.contains(it)) {
        return true;
    }
    // Their addresses may be anywhere after them, also without `url`.
    let after = |part: &str| style.find(part).map_or("", |at| &style[at..]);
    let leaves = |rest: &str| ["//", "\\", "http"].iter().any(|it| rest.contains(it));
    let import = after("@import");
    leaves(import) || import.contains("data:") || leaves(after("image-set("))
}

/// A style sheet without escapes (CSS Syntax 3, 4.3.7): `\75 rl(` is `url(`.
fn unescaped(style: &str) -> String {
    let mut plain = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, escaped)) = rest.split_once('\\') {
        plain += before;
        let digits = escaped.bytes().take(6).take_while(u8::is_ascii_hexdigit);
        let (digits, after) = escaped.split_at(digits.count());
        let code = u32::from_str_radix(digits, 16).ok();
        plain.extend(code.and_then(char::from_u32));
        rest = after;
        // Any other character stands for itself, a second `\` too.
        if let Some(c) = after.chars().next().filter(|_| digits.is_empty()) {
            plain.push(c);
            rest = &after[c.len_utf8()..];
        }
    }
    plain + rest
}

/// Whether an element loads something from another site at once.
fn loads(path: &str, element: &Element) -> bool {
    let name = element.name.to_ascii_lowercase();
    let is_link = ["a", "area", "link"].contains(&name.as_str());
    let is_loading = if is_xml(path) {
        is_one_of(&name, LOADING)
    } else {
        !is_link
    };
    let leaves = |value: &str| leaves_site(value) && !value.starts_with(IMAGE);
    let loads = |attribute: &Attribute| match &attribute.value {
        Value::Text(value) => match attribute.name.rsplit(':').next().unwrap_or_default() {
            "background" | "data" | "href" | "poster" | "src" if is_loading => leaves(value),
            "srcset" | "imagesrcset" => value
                .split(',')
                .any(|it| leaves_site(it.split_whitespace().next().unwrap_or_default())),
            _ => names_url(value),
        },
        Value::Page(_) => false,
    };
    element.attributes.iter().any(loads)
}

/// Whether a link is of one of these types.
fn has_type(link: &Element, types: &str) -> bool {
    let types_of_link = link.attribute("rel").unwrap_or_default();
    let mut types_of_link = types_of_link.split_ascii_whitespace();
    types_of_link.any(|it| is_one_of(it, types))
}

/// Whether an attribute is a program, a link that runs one, or an address to which a form is sent.
fn is_running(attribute: &Attribute) -> bool {
    // In HTML, `xlink:href` is the whole name.
    let name = attribute.name.rsplit(':').next().unwrap_or_default();
    let Value::Text(value) = &attribute.value else {
        return name.starts_with("on");
    };
    let address = without_ignored(value);
    let has_other_scheme = scheme(&address).is_some_and(|it| !SCHEMES.contains(&it.as_str()));
    name.starts_with("on")
        || ["action", "attributionsrc", "formaction", "ping"].contains(&name)
        || name == "referrerpolicy" && value != "no-referrer"
        || ["href", "src"].contains(&name) && has_other_scheme && !address.starts_with(IMAGE)
}

/// Whether an element loads something from another site, connects to it, or tells it more of where its
/// readers come from than a build does. The addresses of a page itself are complete ones.
fn is_loading_elsewhere(path: &str, element: &Element) -> bool {
    let attribute = |name| element.attribute(name).unwrap_or_default();
    match element.name.as_ref() {
        "link" => {
            let href = attribute("href");
            let loads = if is_xml(path) {
                has_type(element, LOADING_LINKS)
            } else {
                let mut types = attribute("rel").split_ascii_whitespace();
                !types.all(|it| is_one_of(it, OTHER_LINKS))
            };
            loads && leaves_site(href) && !href.starts_with(IMAGE)
        }
        "meta" => {
            !is_xml(path)
                && attribute("name").eq_ignore_ascii_case("referrer")
                && attribute("content") != "no-referrer"
        }
        _ => false,
    }
}

fn contains(html: &str, part: &str) -> bool {
    let bytes = html.as_bytes().windows(part.len());
    bytes
        .into_iter()
        .any(|it| it.eq_ignore_ascii_case(part.as_bytes()))
}

/// Whether a script is data, a file of the site, or the program of the one-file form.
fn is_own_script(path: &str, script: &Element) -> bool {
    if is_xml(path) {
        return false;
    }
    let Some(file) = script.attribute("src") else {
        return script.attribute("type") == Some(DATA) || request_pages::is_one_file(path);
    };
    asset(path, file).is_some()
}

/// The name of the file in `assets/` to which a page's address leads, if it is one.
pub(super) fn asset<'a>(path: &str, address: &'a str) -> Option<&'a str> {
    let depth = path.matches('/').count();
    let root = match depth {
        0 => "./".to_owned(),
        _ => "../".repeat(depth),
    };
    let name = address.strip_prefix(&root)?.strip_prefix("assets/")?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    Some(name).filter(|name| !name.is_empty() && name.chars().all(is_plain))
}

#[cfg(test)]
mod tests {
    use super::{is_xml, leads_away};
    use crate::html::{document, xml_document};

    fn tag(path: &str, html: &str) -> Option<String> {
        let tree = if is_xml(path) {
            xml_document(html).expect("well-formed")
        } else {
            document(html)
        };
        leads_away(path, html, &tree)
    }

    #[test]
    fn every_redirect_is_found() {
        for html in [
            "<meta http-equiv=refresh content='0;url=//evil.example'>",
            "<META HTTP-EQUIV=' Refresh ' content=0>",
            "<meta http-equiv='content-type' content='text/html;charset=utf-7'>",
            "<base href=//evil.example>",
            "<script>location='//evil.example'</script>",
            "<script type=module>x</script>",
            "<script src=//evil.example/assets/a.js></script>",
            "<script src=../assets/../evil.js></script>",
            "<script src=../evil/assets/a.js></script>",
            "<iframe src=x></iframe>",
            "<fencedframe src=x></fencedframe>",
            "<object data=x></object>",
            "<body onload=x>",
            "<noscript>x</noscript>",
            "<!-- <NOSCRIPT -->",
            "<a href='javascript:x'>y</a>",
            "<a href=' java&#9;script:x'>y</a>",
            "<a href='data:text/html,x'>y</a>",
            "<svg><a xlink:href='javascript:x'>y</a></svg>",
            "<svg><a><animate attributeName=href values='javascript:x'></animate></a></svg>",
            "<form action=https://evil.example>",
            "<button formaction=https://evil.example>",
            "<meta http-equiv=Content-Security-Policy content=\"default-src *\">",
            "<link rel=dns-prefetch href=//evil.example>",
            "<link rel='canonical prefetch' href=https://evil.example/>",
            "<link rel='alternate stylesheet' href=https://evil.example/>",
            "<link rel=apple-touch-icon href=https://evil.example/>",
            "<link rel=stylesheet href='\\\\evil.example/a.css'>",
            "<meta name=Referrer content=unsafe-url>",
            "<script src=../assets/on-07c9.js></script>",
            "<form method=post><textarea name=a></textarea><button>Send</button></form>",
            "<img src=https://evil.example/x.png>",
            "<img srcset='x.png 1x, //evil.example/x.png 2x'>",
            "<video poster=//evil.example/x.png></video>",
            "<style>@import 'https://evil.example/a.css'</style>",
            "<p style='background: url(//evil.example/x.png)'>x</p>",
            "<style>@import 'data:text/css,x'</style>",
            "<p style='background: image-set(\"a.png\" 1x, \"https:evil.example/x.png\" 2x)'>x</p>",
            "<svg><image href=https://evil.example/x.png /></svg>",
            "<link rel=preload as=image href=x.png imagesrcset='https://evil.example/x.png 1x'>",
            "<svg><rect fill='url(https://evil.example/x.svg#a)' /></svg>",
            "<style>p { background: \\75 rl(https://evil.example/x.png) }</style>",
            "<style>p { background: url('\\\\evil.example/x.png') }</style>",
            "<a referrerpolicy=unsafe-url href=https://evil.example>x</a>",
            "<a attributionsrc href=https://evil.example>x</a>",
        ] {
            assert!(tag("on/index.html", html).is_some(), "{html}");
        }
        for html in [
            "<a href=mailto:a@b.example>a</a> <a href=tel:1>1</a> <a href=../?a:b>c</a>",
            "<link rel=icon href=data:image/svg+xml,x>",
            "<script type=application/json>{}</script>",
            "<link rel=canonical href=https://law.example/on/>",
            "<link rel=me href=https://social.example/@law>",
            "<meta name=referrer content=no-referrer>",
            "<p>&lt;noscript&gt; http-equiv</p>",
            "google-site-verification: google123.html",
            "<style>/* https://a.example */ p { background: url(\"data:image/svg+xml,%3csvg xmlns='http://www.w3.org/2000/svg'/%3e\") }</style>",
            "<img src=../a.png srcset='../a.png 1x, ../b.png 2x'><a href=https://a.example>b</a>",
            "<style>@import 'b.css'; p { background: image-set(url('a.png') 1x) }</style>",
        ] {
            assert_eq!(tag("on/index.html", html), None, "{html}");
        }
        let policy = crate::render::policy_of_texts();
        let policy = format!("<meta http-equiv=Content-Security-Policy content=\"{policy}\">");
        let of_site = "<script src=../assets/on-07c9.js></script>";
        assert_eq!(tag("on/index.html", &format!("{policy}{of_site}")), None);
        let in_body = format!("<body>{policy}{of_site}");
        assert!(tag("on/index.html", &in_body).is_some());
        let program = "<script type=module>x</script>";
        let one_file = format!("{policy}{program}");
        assert_eq!(tag("pt-BR/request/offline.html", &one_file), None);
        for other in ["myrequest/offline.html", "a/b/request/offline.html"] {
            assert!(tag(other, program).is_some(), "{other}");
        }
        for xml in [
            "<?xml-stylesheet href='e.xsl'?><feed/>",
            "<svg><script>x</script></svg>",
            "<html><head><title/></head><style/><script>x</script></html>",
            "<a><![CDATA[><style>]]><script>x</script></a>",
            "<a><?x ><style>?><script>x</script></a>",
            "<svg xmlns:xlink='urn:x'><image xlink:href='https://evil.example/x.png'/></svg>",
            "<svg><style>@import url(https://evil.example/x.css);</style></svg>",
            "<html><head><link rel='stylesheet' href='https://evil.example/x.css'/></head></html>",
            "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>x</x:script>",
        ] {
            assert!(tag("a.svg", xml).is_some(), "{xml}");
            assert!(tag("a.XML", xml).is_some(), "{xml}");
        }
        for xml in [
            "<feed><link rel='alternate' href='https://law.example/'/><icon>https://law.example/i</icon></feed>",
            "<svg><a href='https://law.example/'><use href='#a'/></a><image href='data:image/png;base64,x'/><style>p { content: '\\2014' }</style><path style='fill: url(#a)'/></svg>",
        ] {
            assert_eq!(tag("a.svg", xml), None, "{xml}");
        }
    }

    #[test]
    fn nothing_stands_before_the_policy_of_a_page() {
        let policy = crate::render::policy_of_texts();
        let policy = format!("<meta http-equiv=Content-Security-Policy content=\"{policy}\">");
        let whole = format!("<html lang=en dir=rtl><head><meta charset=utf-8>{policy}");
        assert_eq!(tag("on/index.html", &whole), None);
        for before in [
            "<style>main { display: none }</style>",
            "<link rel=stylesheet href=../assets/a.css>",
            "<script src=../assets/on-07c9.js></script>",
            "<html style='display: none'>",
            "<meta name=viewport content=x>",
        ] {
            let found = tag("on/index.html", &format!("{before}{policy}")).unwrap_or_default();
            assert!(found.contains("before its policy"), "{before}: {found}");
        }
    }
}
