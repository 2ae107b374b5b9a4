//! Compares a page with a text: the page's tree against the tree that the text renders to.

use super::shown::is_in_line;
use super::surroundings;
use crate::diagnostic::Source;
use crate::html::{self, Element, Node, NodeId, Options, Step, Tree};
use crate::markdown::{Document, Settings};
use crate::render::{PageLinks, remove_links_to_other_versions};
use std::collections::BTreeSet;

/// A released text and its page.
pub(super) struct Text<'a> {
    /// The file's path and content.
    pub(super) path: &'a str,
    pub(super) source: &'a str,
    /// The address that relative links start at.
    pub(super) address: &'a str,
    /// The relative path from the page to the root of the site.
    pub(super) root: &'a str,
    /// The places in released versions that the page may link to: `2020-01-31/annex/#fees`.
    pub(super) places: &'a BTreeSet<String>,
}

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
            "<!doctype html><body><main class=reading id=page_main>\
             <article class=prose>{expected}</article></main>"
        ));
        let Ok(released) = surroundings::article(&expected) else {
            return false;
        };
        let ids = expected.elements(released);
        let ids: BTreeSet<String> = ids
            .filter_map(|(_, element)| element.attribute("id").map(str::to_owned))
            .collect();
        let known = PageLinks {
            root: text.root,
            places: text.places,
            ids: &ids,
        };
        let mut page = page.clone();
        remove_links_to_other_versions(&mut page, article, &known);
        content(&page, article) == content(&expected, released)
    })
}

/// The classes of what a page adds to a text: links to other versions, and to a section itself.
pub(super) const LINKS_TO_VERSIONS: &[&str] = &["elsewhere"];
pub(super) const LINKS: &[&str] = &["elsewhere", "permalink"];

/// The words of a text, without elements of these classes.
pub(super) fn words(page: &Tree, text: NodeId, without: &[&str]) -> String {
    let has_one = |it: &Element| {
        it.attribute("class")
            .is_some_and(|it| without.contains(&it))
    };
    page.text_without(text, has_one)
}

/// What is inside an element as HTML, without differences that no browser shows: programs that make pages smaller
/// change the order of attributes, and white space outside of `<pre>`.
fn content(tree: &Tree, of: NodeId) -> String {
    let mut html = String::new();
    let (mut preformatted, mut begins_line) = (0, true);
    for step in tree.walk(of) {
        let (Step::Enter(node) | Step::Leave(node)) = step;
        let enters = matches!(step, Step::Enter(_));
        match tree.node(node) {
            Node::Element(element) if node != of => {
                if element.name == "pre" {
                    preformatted = usize::from(enters);
                }
                if !is_in_line(&element.name) {
                    html.truncate(html.trim_end_matches(' ').len());
                    begins_line = true;
                }
                let mut element = element.clone();
                element.attributes.sort_by(|a, b| a.name.cmp(&b.name));
                html += &if enters {
                    element.start_tag()
                } else {
                    format!("</{}>", element.name)
                };
            }
            Node::Text(text) if enters => {
                for c in text.chars() {
                    let is_space = preformatted == 0 && c.is_ascii_whitespace();
                    match c {
                        _ if is_space && (begins_line || html.ends_with(' ')) => continue,
                        _ if is_space => html.push(' '),
                        '<' => html.push_str("&lt;"),
                        '&' => html.push_str("&amp;"),
                        c => html.push(c),
                    }
                    begins_line = false;
                }
            }
            // Rendered texts have none.
            Node::Comment(_) | Node::Doctype(_) if enters => html += "<!>",
            _ => {}
        }
    }
    html.truncate(html.trim_end_matches(' ').len());
    html
}

#[cfg(test)]
mod tests {
    use super::{Text, shows};
    use crate::commands::verify::links::{Known, Mailboxes, unreleased};
    use crate::commands::verify::redirects::leads_away;
    use crate::commands::verify::shown::Shown;
    use crate::commands::verify::surroundings::{self, Expected, article};
    use crate::html::document;
    use crate::render::policy_of_texts;
    use std::collections::BTreeSet;

    const TEXT: &str = "# Rules\n\n## Fees\n\nWe keep it for 90 days.\n";
    const SHOWN: &str = "<div class=\"heading\"><h2 id=\"fees\">Fees</h2><a class=\"permalink\" href=\"#fees\" aria-label=\"# Fees\">#</a></div>\n<p id=\"fees.we-keep-it-for\">We keep it for 90 days.</p>\n";

    /// The beginning of a page, with the policy of a text.
    fn head() -> String {
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{}\"><title>Rules</title>\
             <link rel=\"stylesheet\" href=\"../../assets/site-c0957ae88aa4.css\"></head><body>",
            policy_of_texts()
        )
    }

    /// The first fault of a page.
    fn fault(body: &str) -> String {
        fault_of(&format!("{}{body}</body></html>", head()))
    }

    fn fault_of(html: &str) -> String {
        let page = document(html);
        let article = match article(&page) {
            Ok(article) => article,
            Err(why) => return why,
        };
        let mailboxes = Mailboxes {
            own: "legal@harbour.example",
            in_texts: &BTreeSet::new(),
        };
        let shown = Shown::new(&page, Some(article));
        let expected = Expected {
            path: "versions/2020-01-31/index.html",
            title: Some("Rules"),
            site_name: "Versions – Harbour: Rules",
            is_amended: false,
            language: Some("en"),
            shown: &shown,
            digests: &BTreeSet::from(["a".repeat(64)]),
            quoted: &BTreeSet::from(["0d69e11f12bdba077b3726ab4e1f799aa4ff2279".to_owned()]),
            reasons: Vec::new(),
        };
        if let Some(fault) = surroundings::fault(html, &page, article, &expected) {
            return fault;
        }
        let known = Known {
            mailboxes: Some(mailboxes),
            addresses: &BTreeSet::new(),
            base: "https://law.example/",
            is_for_letters: true,
        };
        if let Some(fault) = unreleased(&page, Some(article), &shown, &known) {
            return fault;
        }
        let places = ["2020-01-31/#fees", "2021-01-31/#fees"].map(str::to_owned);
        let text = Text {
            path: "guidelines.md",
            source: TEXT,
            address: "/versions/2020-01-31/",
            root: "../../",
            places: &BTreeSet::from(places),
        };
        if let Some(tag) = leads_away("versions/2020-01-31/index.html", html, &page) {
            return tag;
        }
        if shows(&page, article, &text) {
            String::new()
        } else {
            "other words".to_owned()
        }
    }

    fn page(article: &str) -> String {
        format!("<main class=\"reading\" id=\"page_main\"><h1>Rules</h1>{article}</main>")
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

    /// Programs that make pages smaller leave out line ends and quotes, and sort attributes.
    #[test]
    fn a_page_without_white_space_shows_its_text() {
        let good = format!("{}{}</body></html>", head(), page(&prose(SHOWN)));
        let small = good
            .replace('\n', "")
            .replace("\"utf-8\"", "utf-8")
            .replace(
                "class=\"permalink\" href=\"#fees\" aria-label=\"# Fees\"",
                "aria-label=\"# Fees\" class=permalink href=#fees",
            );
        assert_eq!(fault_of(&small), "");
        for (from, to) in [
            ("We keep", "Wekeep"),
            ("We keep", "We\u{a0}keep"),
            ("90", "9 0"),
        ] {
            assert_eq!(fault_of(&small.replace(from, to)), "other words", "{to}");
        }
    }

    #[test]
    fn a_site_may_have_a_longer_name_a_drawing_and_roles() {
        let good = format!("{}{}</body></html>", head(), page(&prose(SHOWN)));
        for (from, to) in [
            ("<title>Rules", "<title>Harbour: Rules"),
            (
                "<h1>",
                "<svg viewBox=\"0 0 9 9\" role=\"img\" aria-label=\"Harbour\"><g fill=\"none\"><path d=\"M1 1\"/></g></svg><h1>",
            ),
            ("<h1>", "<div role=\"note\">Closed on Sundays.</div><h1>"),
        ] {
            assert_eq!(fault_of(&good.replacen(from, to, 1)), "", "{to}");
        }
        for to in [
            "<svg transform=\"scale(9)\"></svg><h1>",
            "<svg><text>No.</text></svg><h1>",
            "<svg><path style=\"x\"/></svg><h1>",
            "<svg><use href=\"https://evil.example/a.svg#a\"/></svg><h1>",
            "<svg class=\"skip-link\"></svg><h1>",
            "<p role=\"presentation\">No.</p><h1>",
        ] {
            let found = fault_of(&good.replacen("<h1>", to, 1));
            assert!(
                found.contains("replace or cover") || found.contains("loads"),
                "{to}: {found}"
            );
        }
        let other = good.replacen("<title>Rules", "<title>Repealed: Rules", 1);
        assert!(fault_of(&other).contains("has the name"));
        let without = good.replacen(
            "rel=\"stylesheet\"",
            "rel=\"stylesheet\" media=\"print\"",
            1,
        );
        assert!(fault_of(&without).contains("no style sheet"));
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
            ("<noscript>_</noscript>", "<noscript>"),
            ("<div class=\"visually-hidden\">_</div>", "may hide it"),
            (
                "<div class=\"text-column skip-link\">_</div>",
                "may hide it",
            ),
            (
                "<div role=\"img\" aria-label=\"No.\">_</div>",
                "may hide it",
            ),
            ("<section>_</section>", "may hide it"),
            (
                "<noscript><p title=\"</noscript>No.<!--\"></p></noscript>_<!-- -->",
                "<noscript>",
            ),
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
        for attribute in [
            "hidden",
            "role=img",
            "aria-label=No",
            "lang=fr",
            "dir=rtl",
            "style=x",
            "data-builder",
            "id=x",
        ] {
            let html = page(&hidden.replace("<article", &format!("<article {attribute}")));
            assert!(fault(&html).contains("may hide it"), "{attribute}");
        }
        let html = page(&hidden.replace("\"prose\"", "\"prose visually-hidden\""));
        assert!(fault(&html).contains("may hide it"));
        let html = format!("{}{}", head(), page(&hidden));
        let html = html.replace("<body>", "<body class=\"visually-hidden\">");
        assert!(fault_of(&html).contains("may hide it"));
    }

    #[test]
    fn what_is_put_around_a_text_is_found() {
        let good = format!("{}{}</body></html>", head(), page(&prose(SHOWN)));
        assert_eq!(fault_of(&good), "");
        for (from, to, why) in [
            ("utf-8", "iso-2022-jp", "<meta charset=\"utf-8\">"),
            ("utf-8", "windows-1252", "<meta charset=\"utf-8\">"),
            ("<meta charset=\"utf-8\">", "", "<meta charset=\"utf-8\">"),
            (
                "<head>",
                "<head><meta charset=\"iso-2022-jp\">",
                "<meta charset=\"utf-8\">",
            ),
            (
                "<head>",
                "<head><!-- <meta charset=\"iso-2022-jp\"> -->",
                "<meta charset=\"utf-8\">",
            ),
            ("<!doctype html>", "", "<!doctype html>"),
            (
                "<!doctype html>",
                "\u{feff}<!doctype html>",
                "<!doctype html>",
            ),
            ("90", "9\0 0", "control character"),
            ("90", "\u{1b}$B90", "control character"),
            ("lang=\"en\"", "lang=\"ar\" dir=\"rtl\"", "language"),
            ("lang=\"en\"", "lang=\"en\" dir=\"rtl\"", "direction"),
            ("<h1>Rules", "<h1>Repealed: do not use", "title"),
            ("<h1>Rules</h1>", "", "title"),
            ("<h1>", "<h1>Rules</h1><h1>", "title"),
            ("<h1>", "<p id=\"fees\">No.</p><h1>", "the id `fees`"),
            ("<h1>", "<dialog open>No.</dialog><h1>", "<dialog open>"),
            ("<h1>", "<svg><foreignObject/></svg><h1>", "<foreignObject>"),
            ("<h1>", "<video poster=\"x.png\"></video><h1>", "<video"),
            ("<h1>", "<select><hr></select><h1>", "<select>"),
            ("<h1>", "<made-up>No.</made-up><h1>", "<made-up>"),
            ("<h1>", "<p popover>No.</p><h1>", "popover"),
            (
                "<h1>",
                "<p><a href=\"mailto:legal@evil.example\">write</a></p><h1>",
                "not that of the rules",
            ),
            (
                "<h1>",
                "<p><a href=\"mailto:legal@harbour.example\">legal@evil.example</a></p><h1>",
                "another mailbox",
            ),
            (
                "</head>",
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"></head>",
                "policy",
            ),
            ("Content-Security-Policy", "Content-Language", "policy"),
            ("img-src 'self'", "img-src *", "policy"),
            ("<h1>", "<h1 hidden>", "<h1 hidden>"),
            (
                "<h1>",
                "<h1 class=\"visually-hidden\">",
                "may hide the title",
            ),
            (
                "<h1>Rules",
                "<h1><b class=\"visually-hidden\">Rules</b>",
                "may hide the title",
            ),
            (
                "<h1>Rules</h1>",
                "<footer><h1>Rules</h1></footer>",
                "may hide the title",
            ),
            ("<h1>", "<h1 aria-label=\"Repealed\">", "aria-label"),
            (
                "<h1>",
                "<div role=\"group\" aria-owns=\"fees\"></div><h1>",
                "role",
            ),
            ("<h1>", "<nav aria-owns=\"fees\"></nav><h1>", "aria-owns"),
            ("<h1>", "<p aria-hidden=\"true\">No.</p><h1>", "aria-hidden"),
            (
                "<h1>",
                "<p><a href=\"java&#9;script:x\">No.</a></p><h1>",
                "script:x",
            ),
            (
                "<h1>",
                "<p><a href=\"mailto:legal@harbour.example\">legal\u{ff20}evil.example</a></p><h1>",
                "another mailbox",
            ),
        ] {
            let html = good.replacen(from, to, 1);
            assert_ne!(html, good, "{to}");
            assert!(fault_of(&html).contains(why), "{to}: {}", fault_of(&html));
        }
    }

    #[test]
    fn what_covers_a_text_or_leads_elsewhere_is_found() {
        let good = format!("{}{}</body></html>", head(), page(&prose(SHOWN)));
        let old_anchor = "<h1><span class=\"was\" id=\"old-title\"></span>";
        let sheet = "<link rel=\"stylesheet\" href=\"../../assets/site-c0957ae88aa4.css\"></head>";
        for (from, to) in [("<h1>", old_anchor), ("</head>", sheet)] {
            assert_eq!(fault_of(&good.replacen(from, to, 1)), "", "{to}");
        }
        for (from, to, why) in [
            (
                "<h1>",
                "<nav class=\"contents\"><div class=\"tasks\"><li>No.</div></nav><h1>",
                "<nav class=\"contents\">",
            ),
            (
                "</head>",
                "<link rel=\"stylesheet\" href=\"../../assets/request-c0957ae88aa4.css\"></head>",
                "request-",
            ),
            (
                "</head>",
                "<link rel=\"stylesheet\" href=\"../../robots.css\"></head>",
                "robots.css",
            ),
            (
                "<h1>",
                "<a class=\"button\" href=\"https://evil.example/\">Make a request</a><h1>",
                "no released text",
            ),
            (
                "<h1>",
                "<p class=\"print-foot\" aria-hidden=\"true\"><img src=\"x.png\"></p><h1>",
                "print-foot",
            ),
            (
                "<h1>",
                "<p>Write to law (at) evil.example</p><h1>",
                "another mailbox",
            ),
            ("<h1>", "<p>\u{202e}elpmaxe.live</p><h1>", "U+202E"),
            ("<title>", "<title>Repealed: ", "the name"),
            (
                "<h1>",
                "<h1><span class=\"was\" id=\"a\">Old </span>",
                "the title",
            ),
        ] {
            let html = good.replacen(from, to, 1);
            assert!(fault_of(&html).contains(why), "{to}: {}", fault_of(&html));
        }
    }

    #[test]
    fn a_digest_that_is_not_in_the_lock_is_found() {
        let good = format!("{}{}</body></html>", head(), page(&prose(SHOWN)));
        let digest = |of: &str| good.replacen("<h1>", &format!("<p>SHA-256 {of}</p><h1>"), 1);
        assert_eq!(fault_of(&digest(&"a".repeat(64))), "");
        for other in [
            "0".repeat(64),
            "B".repeat(64),
            format!("{}<b>{}</b>", "b".repeat(30), "b".repeat(34)),
            "<a href=\"#page_record\">Fingerprint 000000000000</a>".to_owned(),
            "Fingerprint bbbbbbbbbbbb".to_owned(),
        ] {
            let fault = fault_of(&digest(&other));
            assert!(fault.contains("not in the lock"), "{other}: {fault}");
        }
        let short = "<a href=\"#page_record\">Fingerprint aaaaaaaaaaaa</a>, +49 30 1234567890123";
        assert_eq!(fault_of(&digest(short)), "");
        // A heading of the text, in the contents.
        let key = "<a href=\"#key\">Key 0D69E11F12BDBA077B3726AB4E1F799AA4FF2279</a>";
        assert_eq!(fault_of(&digest(key)), "");
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
            (
                "<article",
                "<script src=\"../../assets/a.js\"></script><article",
                "<script",
            ),
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
