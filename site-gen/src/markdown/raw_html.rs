//! What a reader sees of HTML that a site lets through: the words between its tags, without those
//! of comments and of elements that no browser shows.
//!
//! The parser hands HTML on in pieces that may end anywhere, and Markdown stands between them, so
//! what is open is kept from one piece to the next.

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
            if !self.hides() {
                shown.push_str(before);
            }
            let Some(length) = length(markup) else {
                markup.clone_into(&mut self.begun);
                break;
            };
            let (markup, after) = markup.split_at(length);
            shown.push_str(self.take(markup));
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
    let has = |wanted: &str| attributes(rest).iter().any(|it| it == wanted);
    let is = |list: &[&str]| list.contains(&name.as_str());
    let hidden = is(&UNSHOWN_TEXT)
        || is(&UNSHOWN)
        || (has("hidden") && !is(&VOID))
        || (name == "dialog" && !has("open"));
    Some(Tag {
        name,
        closes,
        hidden,
    })
}

/// The names of a tag's attributes.
fn attributes(mut rest: &str) -> Vec<String> {
    let mut names = Vec::new();
    let between = |c: char| c.is_ascii_whitespace() || c == '/';
    loop {
        rest = rest.trim_start_matches(between);
        if rest.is_empty() {
            return names;
        }
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| between(*c) || *c == '=')
            .map_or(rest.len(), |(at, _)| at);
        let (name, after) = rest.split_at(end);
        names.push(name.to_ascii_lowercase());
        rest = after;
        if let Some(value) = after.trim_start().strip_prefix('=') {
            let value = value.trim_start();
            let end = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].find(quote).map(|at| at + 2),
                _ => value.find(|c: char| c.is_ascii_whitespace()),
            };
            rest = &value[end.unwrap_or(value.len())..];
        }
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
