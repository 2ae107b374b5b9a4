//! Finds what takes readers to another page without a click, as far as files show it.

use super::request_pages;
use crate::html::{Attribute, EMBEDDING, Element, Token, Tree, Value, tokens};
use crate::markdown::scheme;
use crate::render::is_page_policy;

/// Files and folders by which hosts redirect, send headers or run a program. No build writes one.
const OF_HOSTS: [&str; 26] = [
    "_config.yml",
    "_middleware.js",
    "_redirects",
    "_routes.json",
    "_worker.js",
    ".htaccess",
    ".htpasswd",
    ".user.ini",
    "amplify.yml",
    "caddyfile",
    "customhttp.yml",
    "firebase.json",
    "functions",
    "netlify.toml",
    "nginx.conf",
    "now.json",
    "render.yaml",
    "serve.json",
    "service-worker.js",
    "static.json",
    "staticwebapp.config.json",
    "sw.js",
    "vercel.json",
    "web.config",
    "wrangler.json",
    "wrangler.toml",
];

/// The headers that hosts send, at the root of the site.
pub(super) const HEADERS: &str = "_headers";

/// The type of an element with data for a program.
const DATA: &str = "application/json";

/// The schemes of the links that a text may have. Others, such as `javascript:`, run a program.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// Elements of SVG that change attributes, such as the address of a link.
const ANIMATING: [&str; 4] = ["animate", "animatemotion", "animatetransform", "set"];

/// An image in a page itself.
const IMAGE: &str = "data:image/";

/// Whether hosts redirect by a file or folder of this name.
pub(super) fn is_of_host(path: &str) -> bool {
    let mut names = path.split('/');
    path != HEADERS
        && names.any(|name| {
            let mut known = OF_HOSTS.iter().chain([&HEADERS]);
            known.any(|known| name.eq_ignore_ascii_case(known))
        })
}

/// Finds in a page what redirects readers, changes the base of its links, or runs a program that is
/// not a file of the site.
pub(super) fn leads_away(path: &str, html: &str, page: &Tree) -> Option<String> {
    // Browsers with and without scripts read its content differently.
    if contains(html, "<noscript") {
        return Some("<noscript>".to_owned());
    }
    // Style sheets and programs for XML, and entities, in which an element may be hidden.
    let of_xml = ["<?xml-stylesheet", "<!doctype", "<!entity", "http-equiv"];
    if let Some(part) = of_xml
        .iter()
        .find(|part| is_xml(path) && contains(html, part))
    {
        return Some((*part).to_owned());
    }
    let is_away = |element: &&Element| {
        // XML may give every name a prefix.
        let name = element.name.rsplit(':').next().unwrap_or_default();
        let equivalent = element.attribute("http-equiv");
        EMBEDDING.contains(&name)
            || ANIMATING.iter().any(|it| name.eq_ignore_ascii_case(it))
            || equivalent.is_some_and(|it| !it.eq_ignore_ascii_case("Content-Security-Policy"))
            || equivalent.is_some() && !element.attribute("content").is_some_and(is_page_policy)
            || element.attributes.iter().any(is_running)
            || name == "script" && !is_own_script(path, element)
    };
    if is_xml(path) {
        // Its empty elements would enclose the rest of an HTML page.
        let tags = tokens(html).into_iter().filter_map(|token| match token {
            Token::Start { element, .. } => Some(element),
            Token::End(_) | Token::Text(_) => None,
        });
        return tags
            .into_iter()
            .find(|tag| is_away(&tag))
            .map(|it| it.start_tag());
    }
    let mut elements = page.elements(Tree::ROOT).map(|(_, element)| element);
    elements.find(is_away).map(Element::start_tag)
}

/// Whether an attribute is a program, a link that runs one, or an address to which a form is sent.
fn is_running(attribute: &Attribute) -> bool {
    let name = attribute.name.rsplit(':').next().unwrap_or_default();
    let Value::Text(value) = &attribute.value else {
        return name.starts_with("on");
    };
    // Browsers leave out these characters (WHATWG URL, basic URL parser).
    let address = value.replace(['\t', '\n', '\r'], "");
    let address = address.trim_matches(|c: char| c <= ' ');
    let has_other_scheme = scheme(address).is_some_and(|it| !SCHEMES.contains(&it.as_str()));
    name.starts_with("on")
        || ["action", "formaction", "ping"].contains(&name)
        || ["href", "src"].contains(&name) && has_other_scheme && !address.starts_with(IMAGE)
}

fn contains(html: &str, part: &str) -> bool {
    let bytes = html.as_bytes().windows(part.len());
    bytes
        .into_iter()
        .any(|it| it.eq_ignore_ascii_case(part.as_bytes()))
}

pub(super) fn is_xml(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    let xml = [
        "atom", "rdf", "rss", "svg", "xht", "xhtml", "xml", "xsl", "xslt",
    ];
    xml.iter().any(|it| ending.eq_ignore_ascii_case(it))
}

/// Whether a script is data, a file of the site, or the program of the one-file form.
fn is_own_script(path: &str, script: &Element) -> bool {
    if is_xml(path) {
        return false;
    }
    let Some(file) = script.attribute("src") else {
        return script.attribute("type") == Some(DATA) || request_pages::is_one_file(path);
    };
    let depth = path.matches('/').count();
    let root = match depth {
        0 => "./".to_owned(),
        _ => "../".repeat(depth),
    };
    let file = file
        .strip_prefix(&root)
        .and_then(|file| file.strip_prefix("assets/"));
    file.is_some_and(|name| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::{is_of_host, leads_away};
    use crate::html::document;

    fn tag(path: &str, html: &str) -> Option<String> {
        leads_away(path, html, &document(html))
    }

    #[test]
    fn whatever_takes_readers_elsewhere_is_found() {
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
        ] {
            assert!(tag("on/index.html", html).is_some(), "{html}");
        }
        for html in [
            "<a href=mailto:a@b.example>a</a> <a href=tel:1>1</a> <a href=../?a:b>c</a>",
            "<link rel=icon href=data:image/svg+xml,x>",
            "<script type=application/json>{}</script>",
            "<script src=../assets/on-07c9.js></script>",
            "<p>&lt;noscript&gt; http-equiv</p>",
        ] {
            assert_eq!(tag("on/index.html", html), None, "{html}");
        }
        let program = "<script type=module>x</script>";
        assert_eq!(tag("pt-BR/request/offline.html", program), None);
        for other in ["myrequest/offline.html", "a/b/request/offline.html"] {
            assert!(tag(other, program).is_some(), "{other}");
        }
        for xml in [
            "<?xml-stylesheet href='e.xsl'?><feed/>",
            "<svg><script>x</script></svg>",
            "<!DOCTYPE svg [<!ENTITY e \"x\">]><svg>&e;</svg>",
            "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>x</x:script>",
        ] {
            assert!(tag("a.svg", xml).is_some(), "{xml}");
            assert!(tag("a.XML", xml).is_some(), "{xml}");
        }
    }

    #[test]
    fn what_hosts_redirect_by_is_found() {
        assert!(is_of_host("_redirects") && is_of_host("versions/.htaccess"));
        assert!(is_of_host("law/_headers") && is_of_host("functions/a.js"));
        assert!(!is_of_host("CNAME") && !is_of_host("_headers"));
    }
}
