//! Extracts the visible words of raw HTML, and rejects elements that are never published.
//!
//! Markdown and raw HTML alternate, so the open hidden elements are remembered from one piece of
//! HTML to the next.

use super::anchors::is_id;
use crate::host_files::is_one_of;
use crate::html::{Attribute, EMBEDDING, Element, INLINE, VOID, Value};

/// Elements that browsers neither show nor parse markup in. They are removed.
pub(super) const HIDDEN_TEXT: [&str; 7] = [
    "script", "style", "title", "iframe", "noembed", "noframes", "noscript",
];

/// Elements that browsers do not show, but that contain markup.
const HIDDEN: [&str; 2] = ["template", "datalist"];

/// Elements that strike out their words. They read like struck-out Markdown.
const STRUCK: [&str; 3] = ["del", "s", "strike"];

/// The element that hides the current text.
#[derive(Debug, Default)]
pub(super) struct RawHtml {
    hidden: Option<Hidden>,
}

/// A hidden element, with the number of open elements of its name.
#[derive(Debug)]
struct Hidden {
    name: String,
    open: usize,
}

impl RawHtml {
    /// Whether text at this point is hidden.
    pub(super) fn hides(&self) -> bool {
        self.hidden.is_some()
    }

    /// The element that is still open at the end of the text.
    pub(super) fn unfinished(&self) -> Option<String> {
        let hidden = self.hidden.as_ref()?;
        Some(format!("<{}>", hidden.name))
    }

    /// Processes a start tag. Returns how it reads.
    pub(super) fn start(&mut self, element: &Element) -> &'static str {
        let name = element.name.as_ref();
        if let Some(hidden) = &mut self.hidden {
            hidden.open += usize::from(hidden.name == name && !HIDDEN_TEXT.contains(&name));
            return "";
        }
        if is_hidden(element) {
            self.hidden = Some(Hidden {
                name: name.to_owned(),
                open: 1,
            });
        }
        reads_as(name)
    }

    /// Processes an end tag. Returns how it reads.
    pub(super) fn end(&mut self, name: &str) -> &'static str {
        let Some(hidden) = &mut self.hidden else {
            return reads_as(name);
        };
        if hidden.name == name {
            hidden.open -= 1;
            if hidden.open == 0 {
                self.hidden = None;
            }
        }
        ""
    }
}

fn is_hidden(element: &Element) -> bool {
    let has = |name: &str| element.attributes.iter().any(|it| it.name == name);
    let name = element.name.as_ref();
    HIDDEN_TEXT.contains(&name)
        || HIDDEN.contains(&name)
        || (has("hidden") && !VOID.contains(&name))
        || (name == "dialog" && !has("open"))
}

/// Elements that a page can only have once.
pub(super) fn is_of_page(name: &str) -> bool {
    matches!(name, "html" | "head" | "body")
}

/// The anchors that an element defines.
pub(super) fn ids(element: &Element) -> Vec<String> {
    let names: &[&str] = match element.name.as_ref() {
        "a" => &["id", "name"],
        _ => &["id"],
    };
    let mut ids: Vec<String> = Vec::new();
    for id in names.iter().filter_map(|name| element.attribute(name)) {
        if is_id(id) && !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    ids
}

/// Elements whose content browsers read as text in HTML, and as elements in SVG and `MathML` or with
/// scripts off: a redirect in it would run in one of them.
const READ_DIFFERENTLY: [&str; 5] = ["xmp", "noembed", "noframes", "noscript", "plaintext"];

/// Elements of SVG that change others, such as where a link leads, or have HTML inside.
const CHANGING: &str = "animate animatemotion animatetransform discard foreignobject handler set";

/// Elements that hide words, show others than those between their tags, or turn their order.
const FALSIFYING: &str = "audio bdo canvas datalist dialog input marquee math meter optgroup option progress rp \
    select slot svg template textarea video image selectedcontent menuitem";

/// Attributes that send something.
const SENDING: [&str; 2] = ["formaction", "ping"];

/// Attributes that hide words, or make readers see or hear others than those that are read. So does
/// each that begins with `aria-`.
const FALSIFYING_ATTRIBUTES: &str = "autofocus background bgcolor color command commandfor contenteditable hidden inert is \
    popover popovertarget popovertargetaction role shadowrootmode slot style tabindex";

/// Attributes that contain a URL.
const ADDRESSES: &str = "href src action formaction xlink:href data poster to values";

/// Whether an attribute is for style sheets and programs alone. It is left out: by a class that the theme
/// has for something else, a style sheet would hide the words of a text.
pub(super) fn is_of_styles(name: &str) -> bool {
    name == "class" || name.starts_with("data-")
}

/// Why an element is never published.
pub(super) fn why_refused(element: &Element) -> Option<&'static str> {
    let name = element.name.as_ref();
    // Elements that run or load something or navigate by themselves.
    if is_one_of(name, EMBEDDING) || matches!(name, "script" | "link" | "form") {
        return Some("it runs, loads or sends something");
    }
    if READ_DIFFERENTLY.contains(&name) {
        return Some("not every browser reads what is in it in the same way");
    }
    if is_one_of(name, CHANGING) {
        return Some("it changes what others show, or where they lead");
    }
    let find = |of: &dyn Fn(&str, &str) -> bool| {
        let mut attributes = element.attributes.iter();
        attributes.any(|Attribute { name, value }| match value {
            Value::Text(value) => of(name, value),
            Value::Page(_) => false,
        })
    };
    if name == "meta" {
        return Some("it is about the whole page, and can lead readers away without a click");
    }
    if find(&|name, _| name.len() > 2 && name.starts_with("on")) {
        return Some("it has an event handler, which is a program");
    }
    if find(&|name, _| SENDING.contains(&name)) {
        return Some("it sends something");
    }
    let is_falsifying =
        |name: &str, _: &str| name.starts_with("aria-") || is_one_of(name, FALSIFYING_ATTRIBUTES);
    let is_tick = name == "input" && element.attribute("type") == Some("checkbox");
    if is_one_of(name, FALSIFYING) && !is_tick || find(&is_falsifying) {
        return Some(
            "it can hide words, or make readers see or hear others than those of the text",
        );
    }
    if find(&|name, _| name == "srcdoc") {
        return Some("it embeds a page");
    }
    if find(&|name, value| is_one_of(name, ADDRESSES) && runs(value)) {
        return Some("its address is a program");
    }
    None
}

/// Whether a URL is a program. Browsers ignore white space and control characters in it.
fn runs(address: &str) -> bool {
    let address: String = address
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .flat_map(char::to_lowercase)
        .collect();
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
    ["javascript:", "vbscript:", "data:", "blob:", "filesystem:"]
        .iter()
        .any(|known| address.starts_with(known) || address.contains(&format!(";{known}")))
        || scheme.contains("script:")
}

fn reads_as(name: &str) -> &'static str {
    if STRUCK.contains(&name) {
        "~~"
    } else if INLINE.contains(&name) {
        ""
    } else {
        " "
    }
}

#[cfg(test)]
mod tests {
    use super::{RawHtml, ids, why_refused};
    use crate::html::{Token, Tokenizer, tokens};

    fn refused(html: &str) -> usize {
        let found = tokens(html).into_iter().filter(|token| match token {
            Token::Start { element, .. } => why_refused(element).is_some(),
            Token::End(_) | Token::Text(_) => false,
        });
        found.count()
    }

    #[test]
    fn scripts_and_redirects_are_never_let_through() {
        for html in [
            "<script>alert(1)</script>",
            "<SCRIPT src=x>",
            "<meta http-equiv=\"refresh\" content=\"0;url=https://evil.example/\">",
            "<META HTTP-EQUIV=refresh>",
            "<div onclick=\"x\">",
            "<img/onerror=x>",
            "<img src=x\nONERROR = 'x'>",
            "<a href=\"javascript:alert(1)\">",
            "<a href=' java\tscript:alert(1)'>",
            "<a href=\"java&#115;cript:x\">",
            "<a href=\"javascript&colon;x\">",
            "<form action=\"https://evil.example/\">",
            "<iframe srcdoc=\"x\">",
            "<object data=x>",
            "<embed src=x>",
            "<base href=\"https://evil.example/\">",
            "<link rel=stylesheet href=x>",
            "<svg><a xlink:href=\"javascript:x\">",
            "<button formaction=\"javascript:x\">",
            "<p title=\"a\"onfocus=x>",
            "<svg><xmp><meta http-equiv=refresh content=\"0;url=https://evil.example/\"></xmp></svg>",
            "<math><noembed>x</noembed></math>",
            "<svg><noframes>x</noframes></svg>",
            "<noscript>x</noscript>",
            "<plaintext>",
            "<svg><a><animate attributeName=href values=\"https://evil.example/\"/></a></svg>",
            "<svg><set attributeName=href to=x></svg>",
            "<svg><foreignObject>x</foreignObject></svg>",
            "<template shadowrootmode=open>x</template>",
            "<meta charset=iso-2022-jp>",
            "<meta name=referrer content=unsafe-url>",
            "<input type=submit formaction=https://evil.example/>",
            "<a href=/ ping=https://evil.example/>",
            "<fencedframe src=x>",
            "<a href=\"blob:https://evil.example/x\">",
            "<p aria-owns=x>",
            "<p aria-label=x>",
            "<span role=img>",
            "<p HIDDEN>",
            "<p hidden=until-found>",
            "<dialog open>",
            "<div popover>",
            "<div inert>",
            "<p contenteditable>",
            "<p is=x-y>",
            "<p slot=x>",
            "<slot>",
            "<p style=\"color: white\">",
            "<font color=white>",
            "<td bgcolor=black>",
            "<bdo dir=rtl>",
            "<rp>",
            "<select><option label=x>",
            "<input value=must>",
            "<textarea>",
            "<video>",
            "<svg>",
            "<math>",
            "<template>",
        ] {
            assert!(refused(html) > 0, "{html}");
        }
        for html in [
            "<div class=\"note\" id=\"x\">",
            "<a href=\"https://example.org/?a=1&amp;b=2\">x</a>",
            "<details open><summary>once</summary></details>",
            "<!-- <script> -->",
            "<p title=\"on the script: a note\">",
            "<p title=\"<script>\">",
            "<input type=\"checkbox\" disabled checked>",
            "<td align=right colspan=2>",
            "<p lang=ar dir=rtl>",
            "<img src=x alt=y width=10>",
        ] {
            assert_eq!(refused(html), 0, "{html}");
        }
    }

    #[test]
    fn text_inside_an_attribute_is_not_an_id() {
        for (html, expected) in [
            ("<div id=x>", "x"),
            ("<a id=x name=y>", "x y"),
            ("<a id=x name=x>", "x"),
            ("<p name=y>", ""),
            ("<div title=' id=\"x\" '>", ""),
            ("<div id=' x '>", ""),
            ("<!-- <div id=x> -->", ""),
        ] {
            let found = tokens(html).into_iter().flat_map(|token| match token {
                Token::Start { element, .. } => ids(&element),
                Token::End(_) | Token::Text(_) => Vec::new(),
            });
            assert_eq!(found.collect::<Vec<_>>().join(" "), expected, "{html}");
        }
    }

    /// The visible text of pieces of HTML, and the element that hides the rest.
    fn read(pieces: &[&str]) -> (String, Option<String>) {
        let (tokenizer, mut raw) = (Tokenizer::new(), RawHtml::default());
        let mut shown = String::new();
        for token in pieces.iter().flat_map(|piece| tokenizer.feed(piece)) {
            match token {
                Token::Text(text) if raw.hides() => drop(text),
                Token::Text(text) => shown.push_str(&text),
                Token::Start { element, .. } => shown.push_str(raw.start(&element)),
                Token::End(name) => shown.push_str(raw.end(&name)),
            }
        }
        (shown, raw.unfinished())
    }

    fn shown(pieces: &[&str]) -> String {
        read(pieces).0
    }

    #[test]
    fn text_that_no_browser_shows_is_not_read() {
        for hidden in [
            "<!-- must -->",
            "<p hidden>must</p>",
            "<p class='a>b' HIDDEN=\"\">must</p>",
            "<div hidden>must<div>must</div>must</div>",
            "<script>if (a < b) '</p>must'</script>",
            "<style>p { content: \"must\" }</style>",
            "<template><p>must</p></template>",
            "<dialog>must</dialog>",
            "<span hidden><!-- </span> -->must</span>",
            "<script><!-- must </script>",
        ] {
            assert_eq!(
                shown(&["a ", hidden, " b"])
                    .split_whitespace()
                    .collect::<String>(),
                "ab",
                "{hidden}"
            );
            let bytes: Vec<_> = hidden.split_inclusive(|_| true).collect();
            assert_eq!(shown(&bytes).trim(), "", "{hidden}, piece by piece");
        }
    }

    #[test]
    fn what_a_browser_shows_is_read() {
        for (html, read) in [
            ("<p title=\"hidden\">must</p>", " must "),
            ("<p data-hidden>must</p>", " must "),
            ("<input hidden>must", " must"),
            ("<dialog open>must</dialog>", " must "),
            ("mu<b>st</b>", "must"),
            ("a<br>b", "a b"),
            ("1 < 2 must", "1 < 2 must"),
            ("<del>must</del>", "~~must~~"),
            ("<details><summary>a</summary>must</details>", "  a must "),
        ] {
            assert_eq!(shown(&[html]), read, "{html}");
        }
    }

    #[test]
    fn unclosed_elements_are_reported() {
        let unfinished = |pieces: &[&str]| read(pieces).1;
        assert_eq!(unfinished(&["<p hidden>"]).as_deref(), Some("<p>"));
        assert_eq!(unfinished(&["<p hidden>", "a", "</p> fine"]), None);
    }
}
