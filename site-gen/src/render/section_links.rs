//! Adds the links between versions to the tree of a text, and removes them again for verification.
//! They have a fixed form and place, so that nobody can hide words in them.

use crate::history::anchors::{AnchorMap, SectionLink, beside_home};
use crate::history::redirects::Redirects;
use crate::html::{Element, Node, NodeId, Options, Tree, VOID, Value};
use std::collections::{BTreeSet, HashMap};

/// The class of the paragraph with a heading's links to other versions.
const LINKS: &str = "elsewhere";
/// The class of an element that marks the old place of moved text.
const OLD_PLACE: &str = "was";
/// Describes each link by its heading, since its own text is only a date.
const OF: &str = "aria-describedby";

impl AnchorMap {
    /// Adds the links to other versions to a text: the main text, or the document in a folder
    /// (`annex/`). `nodes` are its headings.
    pub(super) fn link_other_versions(
        &self,
        at: usize,
        folder: &str,
        nodes: &[(String, NodeId)],
        text: &mut Tree,
    ) {
        let Some(headings) = self.of_headings.get(at) else {
            return;
        };
        for (anchor, heading) in nodes {
            let found = match folder {
                "" => headings.get(anchor),
                folder => headings.get(&format!("{folder}#{anchor}")),
            };
            if let Some(found) = found {
                let links = links(text, found, anchor);
                text.insert_after(*heading, links);
            }
        }
    }
}

impl Redirects {
    /// Adds the anchors of earlier versions to the text at `/`.
    pub(super) fn mark_old_places(&self, text: &mut Tree) {
        let mut ids: HashMap<String, NodeId> = HashMap::new();
        for (node, element) in text.elements(Tree::ROOT) {
            if let Some(id) = element.attribute("id") {
                ids.entry(id.to_owned()).or_insert(node);
            }
        }
        let places: BTreeSet<&String> = self.anchors.values().collect();
        for place in places {
            let Some(node) = ids.get(place).copied() else {
                continue;
            };
            let Some(inside) = holder(text, node) else {
                continue;
            };
            for mark in self.marks_of(place, text).into_iter().rev() {
                text.prepend(inside, mark);
            }
        }
    }

    /// The anchors of earlier versions whose text is at a place of the version in force, as HTML.
    pub(super) fn marks(&self, place: &str) -> String {
        let mut tree = Tree::default();
        for mark in self.marks_of(place, &mut tree) {
            tree.append(Tree::ROOT, mark);
        }
        tree.serialize(Tree::ROOT, &Options::default())
    }

    fn marks_of(&self, place: &str, tree: &mut Tree) -> Vec<NodeId> {
        let old = self.anchors.iter().filter(|(_, now)| *now == place);
        old.map(|(old, _)| {
            let mark = Element::new("span").with("class", OLD_PLACE);
            tree.add(Node::Element(mark.with("id", old.clone())))
        })
        .collect()
    }
}

/// The element at a place that can contain such an anchor.
fn holder(text: &Tree, node: NodeId) -> Option<NodeId> {
    let name = text.element(node)?.name.as_ref();
    if name == "tr" {
        // A table row contains only cells.
        let mut children = text.children(node);
        return children.find(|child| text.element(*child).is_some());
    }
    if VOID.contains(&name) {
        let mut around = text.ancestors(node);
        return around.find(|above| text.element(*above).is_some());
    }
    Some(node)
}

/// Creates the paragraph with a heading's links.
fn links(text: &mut Tree, links: &[SectionLink], heading: &str) -> NodeId {
    let mut links: Vec<&SectionLink> = links.iter().collect();
    links.sort_by(|a, b| a.version.cmp(&b.version));
    let row = Element::new("p").with("class", LINKS);
    let row = text.add(Node::Element(row));
    for (at, to) in links.into_iter().enumerate() {
        if at > 0 {
            text.append_text(row, " ");
        }
        let address = format!("/versions/{}/{}", to.version, beside_home(&to.place));
        let mut link = Element::new("a");
        link.push("href", Value::Page(address));
        let link = text.append_element(row, link.with(OF, heading.to_owned()));
        text.append_text(link, &to.version);
    }
    row
}

/// The data of a page from which the links are removed.
pub(crate) struct PageLinks<'a> {
    /// The relative path from the page to the root of the site.
    pub(crate) root: &'a str,
    /// The places to which links may lead: `2020-01-31/#fees`, `2020-01-31/annex/#fees`.
    pub(crate) places: &'a BTreeSet<String>,
    /// The ids of the text itself, which no added anchor may have.
    pub(crate) ids: &'a BTreeSet<String>,
}

/// Removes from a page what this module adds to texts, and nothing else: only at the right place
/// and in exactly the right form.
pub(crate) fn remove_links_to_other_versions(
    page: &mut Tree,
    article: NodeId,
    known: &PageLinks<'_>,
) {
    let elements: Vec<NodeId> = page.elements(article).map(|(node, _)| node).collect();
    // Each heading has one row. Many would push the text away.
    let mut headings = BTreeSet::new();
    for node in elements {
        let heading = heading_of_row(page, node, known).map(str::to_owned);
        if heading.is_some_and(|it| headings.insert(it)) || is_mark(page, node, known) {
            page.detach(node);
        }
    }
}

/// Whether a node is an added anchor: an empty element at the start of its parent.
fn is_mark(page: &Tree, node: NodeId, known: &PageLinks<'_>) -> bool {
    let is_known = page.element(node).is_some_and(|mark| {
        mark.name == "span"
            && mark.attributes.len() == 2
            && mark.attribute("class") == Some(OLD_PLACE)
            && mark
                .attribute("id")
                .is_some_and(|id| !known.ids.contains(id))
    });
    // The ones before it have been removed already.
    is_known && page.children(node).next().is_none() && page.previous(node).is_none()
}

/// The heading of an added paragraph of links, which is directly after it, with nothing else in it.
fn heading_of_row<'p>(page: &'p Tree, node: NodeId, known: &PageLinks<'_>) -> Option<&'p str> {
    let is_known = page.element(node).is_some_and(|row| {
        row.name == "p" && row.attributes.len() == 1 && row.attribute("class") == Some(LINKS)
    });
    let heading = heading_before(page, node).filter(|_| is_known)?;
    let mut versions = BTreeSet::new();
    let all = page.children(node).all(|child| match page.node(child) {
        Node::Text(text) => text == " ",
        Node::Element(link) => {
            let text = page.text_of(child);
            let leaf = page.children(child).all(|it| page.element(it).is_none());
            leaf && is_link(link, &text, heading, known) && versions.insert(text)
        }
        Node::Fragment | Node::Comment(_) | Node::Doctype(_) => false,
    });
    (all && !versions.is_empty()).then_some(heading)
}

/// The id of the heading directly before a node.
fn heading_before(page: &Tree, node: NodeId) -> Option<&str> {
    let before = std::iter::successors(page.previous(node), |node| page.previous(*node));
    let before = before
        .into_iter()
        .find(|node| !matches!(page.node(*node), Node::Text(text) if text.trim().is_empty()))?;
    let group = page.element(before)?;
    if group.attribute("class") != Some("heading") {
        return None;
    }
    let heading = page.children(before).next()?;
    page.element(heading)?.attribute("id")
}

/// Whether an element is an added link: `<a href="../../versions/2020-01-31/#fees"
/// aria-describedby="fees">2020-01-31</a>`.
fn is_link(link: &Element, words: &str, heading: &str, known: &PageLinks<'_>) -> bool {
    let place = link
        .attribute("href")
        .and_then(|href| href.strip_prefix(known.root))
        .and_then(|href| href.strip_prefix("versions/"));
    link.name == "a"
        && link.attributes.len() == 2
        && link.attribute(OF) == Some(heading)
        && place.is_some_and(|place| {
            let version = place.split('/').next().unwrap_or_default();
            version == words && known.places.contains(place)
        })
}

#[cfg(test)]
mod tests {
    use super::{PageLinks, remove_links_to_other_versions};
    use crate::html::{Options, Tree, document};
    use std::collections::BTreeSet;

    const HEADING: &str = "<div class=\"heading\"><h2 id=\"fees\">Fees</h2></div>\n";
    const ROW: &str = "<p class=\"elsewhere\"><a href=\"../../versions/2020-01-31/annex/#fees\" aria-describedby=\"fees\">2020-01-31</a> <a href=\"../../versions/next/#fees\" aria-describedby=\"fees\">next</a></p>";

    fn without(html: &str) -> String {
        let places = ["2020-01-31/annex/#fees", "next/#fees"].map(str::to_owned);
        let known = PageLinks {
            root: "../../",
            places: &BTreeSet::from(places),
            ids: &BTreeSet::from(["fees".to_owned()]),
        };
        let mut page = document(&format!("<main>{html}</main>"));
        let main = page.elements(Tree::ROOT).find(|(_, it)| it.name == "main");
        let main = main.expect("it is there").0;
        remove_links_to_other_versions(&mut page, main, &known);
        let html = page.serialize(main, &Options::default());
        let inside = html.strip_prefix("<main>");
        let inside = inside.and_then(|rest| rest.strip_suffix("</main>"));
        inside.unwrap_or_default().to_owned()
    }

    #[test]
    fn a_heading_has_one_row_of_links() {
        let page = format!("{HEADING}{ROW}\n{ROW}<p>Five.</p>");
        assert_eq!(without(&page), format!("{HEADING}\n{ROW}<p>Five.</p>"));
    }

    #[test]
    fn what_this_puts_into_a_text_is_taken_out_again() {
        let marks =
            "<span class=\"was\" id=\"dues\"></span><span class=\"was\" id=\"cost\"></span>";
        let page = format!("{HEADING}{ROW}<p>{marks}Five.</p>");
        assert_eq!(without(&page), format!("{HEADING}<p>Five.</p>"));
    }

    /// A manipulated page must not be able to hide text in what is removed.
    #[test]
    fn other_markup_that_looks_like_a_section_link_stays() {
        for (from, to) in [
            ("next</a></p>", "next</a> No warrant is needed.</p>"),
            ("next</a></p>", "next<b></b></a></p>"),
            (">next</a>", ">No warrant is needed.</a>"),
            (">2020-01-31</a>", ">2020-01-30</a>"),
            (">2020-01-31</a>", "></a>"),
            (
                "../../versions/next/",
                "https://marlin.example/versions/next/",
            ),
            ("../../versions/next/", "../versions/next/"),
            ("versions/next/#fees", "versions/next/../../evil/#fees"),
            ("versions/next/#fees", "versions/next/%2e%2e/#fees"),
            ("versions/next/#fees", "versions/next/annex#fees"),
            ("versions/next/#fees", "versions/next//evil.example/#fees"),
            ("versions/next/#fees", "versions/next/?\\evil.example#fees"),
            ("versions/next/#fees", "versions/next/\\evil.example/#fees"),
            ("versions/next/#fees", "versions/next/#"),
            ("versions/next/#fees", "versions/next/#dues"),
            ("\"fees\">next", "\"fees\" title=\"No warrant\">next"),
            ("\"fees\">next", "\"dues\">next"),
            ("#fees\" aria", "#fees\" onclick=\"x\" aria"),
            (
                " <a href=\"../../versions/next",
                "<!-- a --><a href=\"../../versions/next",
            ),
        ] {
            let row = ROW.replace(from, to);
            assert_ne!(row, ROW, "{from}");
            let page = format!("{HEADING}{row}");
            assert_eq!(without(&page), page);
        }
        let links = ROW.strip_prefix("<p class=\"elsewhere\">").expect("a row");
        let twice = ROW.replace("</p>", &format!(" {links}"));
        for page in [
            format!("{HEADING}{twice}"),
            format!("{HEADING}{}", ROW.replace("</a> ", "</a>\u{2003}\u{2003}")),
            // Not after a heading, so in the middle of the text.
            format!("<p>We keep it for</p>{ROW}<p>90 days.</p>"),
            format!("{HEADING}<p>We keep it for</p>{ROW}<p>90 days.</p>"),
            "<p>a<span class=\"was\" id=\"dues\"></span></p>".to_owned(),
            "<p><span class=\"was\" id=\"dues\">No</span></p>".to_owned(),
            // Links to another part of the text would lead here.
            "<p><span class=\"was\" id=\"fees\"></span></p>".to_owned(),
            "<p><span class=\"was\" id=\"dues\" hidden></span></p>".to_owned(),
        ] {
            assert_eq!(without(&page), page);
        }
    }
}
