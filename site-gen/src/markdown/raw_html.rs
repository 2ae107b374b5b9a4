//! What a reader sees of HTML that a site lets through: the words between its tags, without those
//! of comments and of elements that no browser shows.
//!
//! Comments are not published, and what runs or leads somewhere by itself is refused.
//!
//! The parser hands HTML on in pieces that may end anywhere, and Markdown stands between them, so
//! what is open is kept from one piece to the next.

use super::anchors::is_id;

/// Elements that no browser shows, whose content is no markup.
const UNSHOWN_TEXT: [&str; 7] = [
    "script", "style", "title", "iframe", "noembed", "noframes", "noscript",
];

/// Elements that no browser shows, whose content is markup.
const UNSHOWN: [&str; 2] = ["template", "datalist"];

/// Elements that have no end and hold nothing.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements inside of a word, which they do not take apart.
const INLINE: [&str; 27] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// Elements whose words mean the opposite. They read as Markdown that is struck out does.
const STRUCK: [&str; 3] = ["del", "s", "strike"];

/// HTML that is being read.
#[derive(Debug, Default)]
pub(super) struct RawHtml {
    state: State,
    /// The beginning of a tag whose end has not come yet.
    begun: String,
    /// What of the last piece is published: all but comments.
    published: String,
    /// The ids of its tags.
    ids: Vec<String>,
    /// Its tags that no site lets through, each with the reason.
    refused: Vec<(String, &'static str)>,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Shown,
    /// In a comment, of what was shown or hidden before it.
    Comment(Box<State>),
    /// In an element that is not shown, with so many of its name open in it. In some, nothing is
    /// markup but the element's own end.
    Hidden {
        name: String,
        open: usize,
        is_text: bool,
    },
}

/// A tag.
struct Tag {
    name: String,
    closes: bool,
    /// Nothing of the element is shown.
    hidden: bool,
    attributes: Vec<(String, String)>,
}

impl RawHtml {
    /// Whether what stands here is not shown.
    pub(super) fn hides(&self) -> bool {
        self.state != State::Shown
    }

    /// What is still open where the text ends, as it was written.
    pub(super) fn unfinished(&self) -> Option<String> {
        match &self.state {
            State::Shown => None,
            State::Comment(_) => Some("<!--".to_owned()),
            State::Hidden { name, .. } => Some(format!("<{name}>")),
        }
    }

    /// What of the last pieces is published.
    pub(super) fn published(&mut self) -> String {
        std::mem::take(&mut self.published)
    }

    /// The ids in the last pieces.
    pub(super) fn ids(&mut self) -> Vec<String> {
        std::mem::take(&mut self.ids)
    }

    /// What in the last pieces no site lets through, and why.
    pub(super) fn refused(&mut self) -> Vec<(String, &'static str)> {
        std::mem::take(&mut self.refused)
    }

    /// A comment or a tag goes on where a block of HTML ends: what follows would be part of it for
    /// a browser, and is not for us.
    pub(super) fn is_cut(&mut self) -> Option<String> {
        if matches!(self.state, State::Comment(_)) {
            return Some(COMMENT.to_owned());
        }
        let begun = std::mem::take(&mut self.begun);
        let first = begun.lines().next().unwrap_or_default().to_owned();
        (!first.is_empty()).then_some(first)
    }

    /// What a reader sees of a piece of HTML.
    pub(super) fn shown(&mut self, piece: &str) -> String {
        let text = std::mem::take(&mut self.begun) + piece;
        let mut shown = String::new();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            if let State::Comment(before) = &mut self.state {
                let Some((_, after)) = rest.split_once("-->") else {
                    // The end may come in two pieces.
                    last_dashes(rest).clone_into(&mut self.begun);
                    break;
                };
                self.state = std::mem::take(before);
                rest = after;
                continue;
            }
            let (before, markup) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            self.published.push_str(before);
            if !self.hides() {
                shown.push_str(before);
            }
            let Some(length) = length(markup) else {
                markup.clone_into(&mut self.begun);
                break;
            };
            let (markup, after) = markup.split_at(length);
            shown.push_str(self.take(markup));
            if !matches!(self.state, State::Comment(_)) {
                self.published.push_str(markup);
            }
            rest = after;
        }
        shown
    }

    /// Takes one piece of markup, and says what it reads as.
    fn take(&mut self, markup: &str) -> &'static str {
        let is_text = matches!(self.state, State::Hidden { is_text: true, .. });
        if markup == COMMENT && !is_text {
            let before = std::mem::take(&mut self.state);
            self.state = State::Comment(Box::new(before));
            return "";
        }
        let tag = tag(markup);
        if let Some(tag) = &tag {
            self.look_at(tag, markup);
        }
        match (&mut self.state, tag) {
            (State::Shown, None) => match markup {
                "" => "",
                "<" => "<",
                _ => " ",
            },
            (State::Comment(_), _) | (State::Hidden { .. }, None) => "",
            (State::Shown, Some(tag)) => {
                let reads = reads_as(&tag.name);
                if tag.hidden && !tag.closes {
                    let is_text = UNSHOWN_TEXT.contains(&tag.name.as_str());
                    self.state = State::Hidden {
                        name: tag.name,
                        open: 1,
                        is_text,
                    };
                }
                reads
            }
            (
                State::Hidden {
                    name,
                    open,
                    is_text,
                },
                Some(tag),
            ) => {
                if tag.name == *name {
                    if tag.closes {
                        *open -= 1;
                    } else if !*is_text {
                        *open += 1;
                    }
                }
                if *open == 0 {
                    self.state = State::Shown;
                }
                ""
            }
        }
    }
}

impl RawHtml {
    /// Keeps the ids of a tag, and the reason for which no site lets it through.
    fn look_at(&mut self, tag: &Tag, markup: &str) {
        let ids = tag
            .attributes
            .iter()
            .filter(|(name, _)| name == "id" || (name == "name" && tag.name == "a"));
        for (_, id) in ids {
            if is_id(id) && !self.ids.contains(id) {
                self.ids.push(id.clone());
            }
        }
        if let Some(why) = why_refused(tag) {
            let shown = markup.lines().next().unwrap_or_default();
            let shown = shown.chars().take(60).collect();
            self.refused.push((shown, why));
        }
    }
}

/// Elements that run something, load something, or lead somewhere by themselves.
const NEVER: [&str; 11] = [
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "link", "form",
    "portal",
];

/// Attributes whose value is an address.
const ADDRESSES: [&str; 9] = [
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "data",
    "poster",
    "to",
    "values",
];

fn why_refused(tag: &Tag) -> Option<&'static str> {
    if tag.closes {
        return None;
    }
    if NEVER.contains(&tag.name.as_str()) {
        return Some("it runs, loads or sends something");
    }
    let find = |of: &dyn Fn(&str, &str) -> bool| tag.attributes.iter().any(|(n, v)| of(n, v));
    if tag.name == "meta" && find(&|name, _| name == "http-equiv") {
        return Some("it can lead readers away without a click");
    }
    if find(&|name, _| name.len() > 2 && name.starts_with("on")) {
        return Some("it has a handler of events, which is a program");
    }
    if find(&|name, _| name == "srcdoc") {
        return Some("it has a page inside");
    }
    if find(&|name, value| ADDRESSES.contains(&name) && runs(value)) {
        return Some("its address is a program");
    }
    None
}

/// Whether an address is a program, or may be one: its scheme is written in code.
fn runs(address: &str) -> bool {
    let address: String = address
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .flat_map(char::to_lowercase)
        .collect();
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
    let coded = address.split(['/', '?']).next().unwrap_or_default();
    ["javascript:", "vbscript:", "data:"]
        .iter()
        .any(|known| address.starts_with(known) || address.contains(&format!(";{known}")))
        || scheme.contains("script:")
        || (coded.contains('&')
            && (coded.contains("&#")
                || coded.contains("&colon")
                || coded.contains("&tab")
                || coded.contains("&newline")))
}

const COMMENT: &str = "<!--";

/// How long the markup is that a text begins with, if its end is there. A `<` that begins none is
/// markup of its own.
fn length(text: &str) -> Option<usize> {
    let Some(after) = text.strip_prefix('<') else {
        return Some(0);
    };
    if text.starts_with(COMMENT) {
        return Some(COMMENT.len());
    }
    if COMMENT.starts_with(text) && text.len() > 1 {
        return None;
    }
    if after.starts_with(['!', '?']) {
        return text.find('>').map(|end| end + 1);
    }
    let name = after.strip_prefix('/').unwrap_or(after);
    match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => {}
        Some(_) => return Some(1),
        None => return None,
    }
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            // A quotation mark begins a value only after an equals sign.
            (None, '"' | '\'') if text[..at].trim_end().ends_with('=') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// A tag's name, and whether what is in it is shown. Comments and the like are none.
fn tag(markup: &str) -> Option<Tag> {
    let inner = markup.strip_prefix('<')?.strip_suffix('>')?;
    let (closes, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = inner.find(|c: char| c.is_ascii_whitespace() || c == '/');
    let (name, rest) = inner.split_at(end.unwrap_or(inner.len()));
    let name = name.to_ascii_lowercase();
    let attributes = attributes(rest);
    let has = |wanted: &str| attributes.iter().any(|(name, _)| name == wanted);
    let is = |list: &[&str]| list.contains(&name.as_str());
    let hidden = is(&UNSHOWN_TEXT)
        || is(&UNSHOWN)
        || (has("hidden") && !is(&VOID))
        || (name == "dialog" && !has("open"));
    Some(Tag {
        name,
        closes,
        hidden,
        attributes,
    })
}

/// A tag's attributes: names in small letters, and values as they are written.
pub(super) fn attributes(mut rest: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let between = |c: char| c.is_ascii_whitespace() || c == '/';
    loop {
        rest = rest.trim_start_matches(between);
        if rest.is_empty() {
            return found;
        }
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| between(*c) || *c == '=')
            .map_or(rest.len(), |(at, _)| at);
        let (name, after) = rest.split_at(end);
        rest = after;
        let mut written = "";
        if let Some(value) = after.trim_start().strip_prefix('=') {
            let value = value.trim_start();
            let end = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].find(quote).map(|at| at + 2),
                _ => value.find(|c: char| c.is_ascii_whitespace()),
            };
            let (value, after) = value.split_at(end.unwrap_or(value.len()));
            written = value.trim_matches(['"', '\'']);
            rest = after;
        }
        found.push((name.to_ascii_lowercase(), written.to_owned()));
    }
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

/// What may be the beginning of a comment's end.
fn last_dashes(text: &str) -> &str {
    let kept = text.trim_end_matches('-');
    let dashes = &text[kept.len()..];
    &dashes[dashes.len().saturating_sub(2)..]
}

#[cfg(test)]
mod tests {
    use super::RawHtml;

    fn refused(html: &str) -> usize {
        let mut raw = RawHtml::default();
        raw.shown(html);
        raw.refused().len()
    }

    #[test]
    fn what_runs_or_leads_away_is_never_let_through() {
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
        ] {
            assert!(refused(html) > 0, "{html}");
        }
        for html in [
            "<div class=\"note\" id=\"x\">",
            "<a href=\"https://example.org/?a=1&amp;b=2\">x</a>",
            "<details open><summary>once</summary></details>",
            "<!-- <script> -->",
            "<p title=\"on the script: a note\">",
        ] {
            assert_eq!(refused(html), 0, "{html}");
        }
    }

    #[test]
    fn comments_are_not_published() {
        let mut raw = RawHtml::default();
        raw.shown("<p id=\"x\">a<!-- ask");
        raw.shown(" Jane -->b</p><!");
        raw.shown("-- c -->d");
        assert_eq!(raw.published(), "<p id=\"x\">ab</p>d");
        assert_eq!(raw.ids(), ["x"]);
    }

    fn shown(pieces: &[&str]) -> String {
        let mut html = RawHtml::default();
        pieces.iter().map(|piece| html.shown(piece)).collect()
    }

    #[test]
    fn what_no_browser_shows_is_not_read() {
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
    fn what_is_never_closed_is_told() {
        let mut html = RawHtml::default();
        html.shown("<p hidden>");
        assert_eq!(html.unfinished().as_deref(), Some("<p>"));
        html.shown("</p><!-- ");
        assert_eq!(html.unfinished().as_deref(), Some("<!--"));
        html.shown("--");
        html.shown("> fine");
        assert_eq!(html.unfinished(), None);
    }
}
