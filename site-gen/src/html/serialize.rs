//! Serializes a tree (HTML Living Standard, 13.3, "Serializing HTML fragments") for a page: its
//! relative path to the root of the site, the prefix of its ids, and how its links open.

use super::elements::{RAW_TEXT, VOID};
use super::{Element, Node, NodeId, Step, Tree, Value};
use crate::host_files::is_one_of;
use std::borrow::Cow;

/// Attributes that contain ids of elements, separated by white space.
const IDS: &str = "id for headers list form aria-labelledby aria-describedby aria-controls aria-details \
    aria-owns aria-flowto";

/// Settings of the page.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options<'a> {
    /// The relative path from the page to the root of the site, `../../`; empty for a page at the
    /// root.
    pub(crate) root: &'a str,
    /// Prepended to every id and reference to an id, so that ids on one page do not collide.
    pub(crate) id_prefix: &'a str,
    /// Open links to other pages in a new tab, so that input on this page is not lost.
    pub(crate) new_tab: bool,
    /// A node to leave out.
    pub(crate) without: Option<NodeId>,
}

impl Tree {
    /// Serializes a node and its descendants.
    pub(crate) fn serialize(&self, from: NodeId, options: &Options<'_>) -> String {
        let mut html = String::new();
        let mut left_out = false;
        for step in self.walk(from) {
            match step {
                Step::Enter(id) if options.without == Some(id) => left_out = true,
                Step::Leave(id) if options.without == Some(id) => left_out = false,
                _ if left_out => {}
                Step::Enter(id) => match self.node(id) {
                    Node::Fragment => {}
                    Node::Text(text) if self.is_in_raw_text(id) => html.push_str(text),
                    Node::Text(text) => {
                        // A parser drops the first line end in these elements.
                        if text.starts_with('\n') && self.begins(id, &["pre", "textarea"]) {
                            html.push('\n');
                        }
                        escape(text, false, &mut html);
                    }
                    Node::Comment(text) => {
                        html.push_str("<!--");
                        html.push_str(text);
                        html.push_str("-->");
                    }
                    Node::Doctype(name) => {
                        html.push_str("<!doctype ");
                        html.push_str(name);
                        html.push_str(">\n");
                    }
                    Node::Element(element) => start_tag(element, options, &mut html),
                },
                Step::Leave(id) => {
                    if let Node::Element(element) = self.node(id)
                        && !VOID.contains(&element.name.as_ref())
                    {
                        html.push_str("</");
                        html.push_str(&element.name);
                        html.push('>');
                    }
                }
            }
        }
        html
    }

    fn is_in_raw_text(&self, id: NodeId) -> bool {
        let parent = self.parent(id).and_then(|parent| self.element(parent));
        parent.is_some_and(|parent| {
            RAW_TEXT.contains(&parent.name.as_ref()) || parent.name == "plaintext"
        })
    }

    /// Whether a node is the first child of one of these elements.
    fn begins(&self, id: NodeId, names: &[&str]) -> bool {
        let parent = self.parent(id).and_then(|parent| self.element(parent));
        self.previous(id).is_none()
            && parent.is_some_and(|parent| names.contains(&parent.name.as_ref()))
    }
}

impl Element {
    /// The start tag, for messages.
    pub(crate) fn start_tag(&self) -> String {
        let mut tag = String::new();
        start_tag(self, &Options::default(), &mut tag);
        tag
    }
}

fn start_tag(element: &Element, options: &Options<'_>, html: &mut String) {
    html.push('<');
    html.push_str(&element.name);
    if options.new_tab && element.name == "a" && leads_outside(element, options) {
        html.push_str(" target=\"_blank\" rel=\"noopener\"");
    }
    for attribute in &element.attributes {
        let value = match &attribute.value {
            Value::Text(value) => prefixed(element, &attribute.name, value, options.id_prefix),
            Value::Page(address) => Cow::Owned(from_page(address, options.root)),
        };
        html.push(' ');
        html.push_str(&attribute.name);
        if value.is_empty() {
            continue;
        }
        html.push_str("=\"");
        escape(&value, attribute.name == "href", html);
        html.push('"');
    }
    html.push('>');
}

fn leads_outside(element: &Element, options: &Options<'_>) -> bool {
    let href = element.attributes.iter().find(|it| it.name == "href");
    href.is_some_and(|href| match &href.value {
        Value::Text(value) => value.starts_with("http"),
        Value::Page(_) => options.root.starts_with("http"),
    })
}

/// Adds the prefix to each id in a value.
fn prefixed<'v>(element: &Element, name: &str, value: &'v str, prefix: &str) -> Cow<'v, str> {
    if prefix.is_empty() {
        return Cow::Borrowed(value);
    }
    if is_one_of(name, IDS) || (name == "name" && element.name == "a") {
        let ids: Vec<String> = value
            .split_whitespace()
            .map(|id| format!("{prefix}{id}"))
            .collect();
        return Cow::Owned(ids.join(" "));
    }
    match value.strip_prefix('#') {
        Some(id) if name == "href" => Cow::Owned(format!("#{prefix}{id}")),
        Some(_) | None => Cow::Borrowed(value),
    }
}

/// The relative URL of a page of the site.
fn from_page(address: &str, root: &str) -> String {
    let inside = address.trim_start_matches('/');
    // An empty URL would point to the current page.
    let root = match root {
        "" if inside.is_empty() || inside.starts_with('#') => "./",
        root => root,
    };
    format!("{root}{inside}")
}

/// Escapes text between tags or in a double-quoted attribute. Apostrophes in URLs are escaped too,
/// to keep the output of earlier releases.
fn escape(text: &str, is_address: bool, html: &mut String) {
    let mut rest = text;
    let is_special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    while let Some(at) = rest.bytes().position(is_special) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ if is_address => "&#39;",
            _ => "'",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::{Element, Options, Tree};
    use crate::html::{Value, document};

    fn link(address: &str, options: &Options<'_>) -> String {
        let mut link = Element::new("a");
        link.push("href", Value::Page(address.to_owned()));
        let mut tree = Tree::default();
        tree.append_element(Tree::ROOT, link);
        tree.serialize(Tree::ROOT, options)
    }

    #[test]
    fn links_into_the_site_start_from_the_page() {
        for (address, none, two) in [
            ("/", "./", "../../"),
            ("/#fees", "./#fees", "../../#fees"),
            ("/versions/", "versions/", "../../versions/"),
            ("/feed.atom", "feed.atom", "../../feed.atom"),
        ] {
            for (root, expected) in [("", none), ("../../", two)] {
                let options = Options {
                    root,
                    ..Options::default()
                };
                let expected = format!("<a href=\"{expected}\"></a>");
                assert_eq!(link(address, &options), expected);
            }
        }
    }

    #[test]
    fn a_text_in_the_one_file_has_prefixed_ids_and_links() {
        let options = Options {
            root: "https://site.example/",
            id_prefix: "text_",
            new_tab: true,
            without: None,
        };
        let mut tree = Tree::default();
        let heading = Element::new("h2").with("id", "kind");
        let heading = tree.append_element(Tree::ROOT, heading);
        tree.append_text(heading, "id=\"x\"");
        let table = Element::new("table").with("aria-labelledby", "kind of");
        tree.append_element(Tree::ROOT, table);
        for address in ["#kind", "https://a.example/", "mailto:a@a.example"] {
            tree.append_element(Tree::ROOT, Element::new("a").with("href", address));
        }
        assert_eq!(
            tree.serialize(Tree::ROOT, &options),
            "<h2 id=\"text_kind\">id=&quot;x&quot;</h2>\
             <table aria-labelledby=\"text_kind text_of\"></table>\
             <a href=\"#text_kind\"></a>\
             <a target=\"_blank\" rel=\"noopener\" href=\"https://a.example/\"></a>\
             <a href=\"mailto:a@a.example\"></a>"
        );
        assert_eq!(
            link("/help/", &options),
            "<a target=\"_blank\" rel=\"noopener\" href=\"https://site.example/help/\"></a>"
        );
    }

    #[test]
    fn nothing_leaves_its_place() {
        let mut tree = Tree::default();
        let link = Element::new("a")
            .with("href", "'\"><b>&")
            .with("title", "'\"");
        let link = tree.append_element(Tree::ROOT, link);
        tree.append_text(link, "<b>&amp;");
        let html = tree.serialize(Tree::ROOT, &Options::default());
        assert_eq!(
            html,
            "<a href=\"&#39;&quot;&gt;&lt;b&gt;&amp;\" title=\"'&quot;\">&lt;b&gt;&amp;amp;</a>"
        );
    }

    #[test]
    fn serialized_html_parses_into_the_same_tree() {
        for body in [
            "<p title=\"a &quot;b&quot;\">1 &lt; 2<br>3</p>\n",
            "<pre>\n\na</pre><textarea>\n\n&lt;p&gt;</textarea>",
            "<script>if (a < b && c) \"</p>\"</script><style>a > b {}</style>",
            "<svg viewBox=\"0 0 1 1\"><a xlink:href=\"#x\"></a></svg><!-- a -->",
            "<template><p>a</p></template><noscript><p>b</p></noscript>",
        ] {
            let page = format!("<!doctype html>\n<html><head></head><body>{body}</body></html>");
            let tree = document(&page);
            assert_eq!(tree.serialize(Tree::ROOT, &Options::default()), page);
        }
    }
}
