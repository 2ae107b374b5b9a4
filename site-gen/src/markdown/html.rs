//! The HTML of a text, made once; only links into the site wait for the page that they stand on.

use std::fmt::Write as _;

/// HTML with places to be filled in.
#[derive(Debug, Default)]
pub(super) struct Html {
    pieces: Vec<Piece>,
    /// The pieces that are the title.
    pub(super) title: std::ops::Range<usize>,
}

#[derive(Debug)]
enum Piece {
    Html(String),
    /// The value of a `href` that leads to a page of the site.
    Page(String),
}

/// A tag that cannot be written yet, since its id comes from the words after it.
#[derive(Clone, Copy)]
pub(super) struct Gap(usize);

impl Gap {
    /// Which piece it is.
    pub(super) fn index(self) -> usize {
        self.0
    }
}

impl Html {
    /// HTML as it stands.
    pub(super) fn push(&mut self, html: &str) {
        if let Some(Piece::Html(last)) = self.pieces.last_mut()
            && !last.is_empty()
        {
            last.push_str(html);
        } else {
            self.pieces.push(Piece::Html(html.to_owned()));
        }
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        self.push(&escaped(text));
    }

    /// The address of a page of the site, `/versions/`.
    pub(super) fn page(&mut self, address: &str) {
        self.pieces.push(Piece::Page(address.to_owned()));
    }

    /// A place to be filled in later.
    pub(super) fn gap(&mut self) -> Gap {
        self.pieces.push(Piece::Html(String::new()));
        Gap(self.pieces.len() - 1)
    }

    pub(super) fn fill(&mut self, gap: Gap, html: String) {
        self.pieces[gap.0] = Piece::Html(html);
    }

    /// Gives an item of a list, whose tag is at a place, a number.
    pub(super) fn number(&mut self, gap: Gap, number: u64) {
        if let Piece::Html(tag) = &mut self.pieces[gap.0]
            && let Some(rest) = tag.strip_prefix("<li")
        {
            *tag = format!("<li value=\"{number}\"{rest}");
        }
    }

    /// How many pieces there are.
    pub(super) fn position(&mut self) -> usize {
        self.pieces.push(Piece::Html(String::new()));
        self.pieces.len()
    }

    /// All of it, for a page from which `root` leads to the root of the site.
    pub(super) fn rooted(&self, root: &str, without_title: bool) -> String {
        let mut html = String::new();
        for (index, piece) in self.pieces.iter().enumerate() {
            if without_title && self.title.contains(&index) {
                continue;
            }
            match piece {
                Piece::Html(piece) => html.push_str(piece),
                Piece::Page(address) => {
                    let path = format!("{root}{}", address.trim_start_matches('/'));
                    html.push_str(&href(if path.is_empty() { "./" } else { &path }));
                }
            }
        }
        html
    }
}

/// A text in which nothing is markup, between tags or in an attribute's double quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// An address for an attribute's double quotes: what is no ASCII or means something in HTML is
/// percent-encoded, `%` itself is taken to be encoding already.
pub(super) fn href(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b'&' => encoded.push_str("&amp;"),
            b'\'' => encoded.push_str("&#39;"),
            b if b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$()*+,;=%".contains(&b) => {
                encoded.push(char::from(b));
            }
            b => {
                let _ = write!(encoded, "%{b:02X}");
            }
        }
    }
    encoded
}

/// A place in a page for the end of an address: unlike [`href`], it has no encoding in it yet.
pub(super) fn fragment(anchor: &str) -> String {
    href(&anchor.replace('%', "%25"))
}

#[cfg(test)]
mod tests {
    use super::{Html, href};

    #[test]
    fn links_into_the_site_start_from_the_page() {
        let mut html = Html::default();
        for address in ["/", "/versions/", "/feed.atom"] {
            html.push("<a href=\"");
            html.page(address);
            html.push("\">");
        }
        let none = r#"<a href="./"><a href="versions/"><a href="feed.atom">"#;
        assert_eq!(html.rooted("", false), none);
        let two = r#"<a href="../../"><a href="../../versions/"><a href="../../feed.atom">"#;
        assert_eq!(html.rooted("../../", false), two);
    }

    #[test]
    fn an_address_cannot_leave_its_attribute() {
        assert_eq!(href("/ü\"><b>'&%20"), "/%C3%BC%22%3E%3Cb%3E&#39;&amp;%20");
    }
}
