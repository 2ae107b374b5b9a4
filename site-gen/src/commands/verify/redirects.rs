//! Finds what takes readers to another page without a click, as far as files show it.

use crate::html::{EMBEDDING, Element, Token, Tree, tokens};

/// Files by which hosts redirect. No build writes one.
const OF_HOSTS: [&str; 12] = [
    "_redirects",
    "_routes.json",
    "_worker.js",
    ".htaccess",
    ".htpasswd",
    ".user.ini",
    "web.config",
    "vercel.json",
    "netlify.toml",
    "firebase.json",
    "staticwebapp.config.json",
    "static.json",
];

/// The headers in `_headers`. Others can redirect, or add a style sheet.
const HEADERS: [&str; 10] = [
    "cache-control",
    "content-security-policy",
    "content-type",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
];

/// The type of an element with data for a program.
const DATA: &str = "application/json";

/// The page that contains its program.
const ONE_FILE: &str = "request/offline.html";

/// Whether hosts redirect by a file of this name.
pub(super) fn is_of_host(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    OF_HOSTS
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// A header in `_headers` that no build writes there.
pub(super) fn other_header(headers: &str) -> Option<&str> {
    let lines = headers.lines().filter(|line| line.starts_with([' ', '\t']));
    let mut names = lines.map(|line| line.split(':').next().unwrap_or_default().trim());
    names.find(|name| !HEADERS.contains(&name.to_ascii_lowercase().as_str()))
}

/// Finds in a page what redirects readers, changes the base of its links, or runs a program that is
/// not a file of the site.
pub(super) fn leads_away(path: &str, html: &str, page: &Tree) -> Option<String> {
    // Browsers with and without scripts read its content differently.
    if contains(html, "<noscript") {
        return Some("<noscript>".to_owned());
    }
    // A style sheet or program for XML.
    if is_xml(path) && (contains(html, "<?xml-stylesheet") || contains(html, "http-equiv")) {
        return Some("<?xml-stylesheet>".to_owned());
    }
    let is_away = |element: &&Element| {
        // XML may give every name a prefix.
        let name = element.name.rsplit(':').next().unwrap_or_default();
        let equivalent = element.attribute("http-equiv");
        EMBEDDING.contains(&name)
            || equivalent.is_some_and(|it| !it.eq_ignore_ascii_case("Content-Security-Policy"))
            || element
                .attributes
                .iter()
                .any(|it| it.name.starts_with("on"))
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

fn contains(html: &str, part: &str) -> bool {
    let bytes = html.as_bytes().windows(part.len());
    bytes
        .into_iter()
        .any(|it| it.eq_ignore_ascii_case(part.as_bytes()))
}

pub(super) fn is_xml(path: &str) -> bool {
    [".xml", ".xht", ".xhtml", ".svg", ".atom"]
        .iter()
        .any(|ending| path.ends_with(ending))
}

/// Whether a script is data, a file of the site, or the program of the one-file form.
fn is_own_script(path: &str, script: &Element) -> bool {
    if is_xml(path) {
        return false;
    }
    let Some(file) = script.attribute("src") else {
        return script.attribute("type") == Some(DATA) || path.ends_with(ONE_FILE);
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
    use super::{is_of_host, leads_away, other_header};
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
        ] {
            assert!(tag("on/index.html", html).is_some(), "{html}");
        }
        for html in [
            "<meta http-equiv=Content-Security-Policy content=x>",
            "<script type=application/json>{}</script>",
            "<script src=../assets/on-07c9.js></script>",
            "<p>&lt;noscript&gt; http-equiv</p>",
        ] {
            assert_eq!(tag("on/index.html", html), None, "{html}");
        }
        assert_eq!(
            tag(
                "pt-BR/request/offline.html",
                "<script type=module>x</script>"
            ),
            None
        );
        for xml in [
            "<?xml-stylesheet href='e.xsl'?><feed/>",
            "<svg><script>x</script></svg>",
            "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>x</x:script>",
        ] {
            assert!(tag("a.svg", xml).is_some(), "{xml}");
        }
    }

    #[test]
    fn what_hosts_redirect_by_is_found() {
        assert!(is_of_host("_redirects") && is_of_host("versions/.htaccess"));
        assert!(!is_of_host("CNAME"));
        let headers = "/*\n  X-Frame-Options: DENY\n";
        assert_eq!(other_header(headers), None);
        for name in ["Refresh", "Link", "location"] {
            let more = format!("{headers}  {name}: x\n");
            assert_eq!(other_header(&more), Some(name));
        }
    }
}
