//! Collects what a page shows or has read aloud, without the elements that have nothing to show.

use crate::host_files::is_one_of;
use crate::html::{Element, Node, NodeId, Step, Tree};

/// Elements in a line of words. All others begin a line of their own.
const IN_LINE: &str = "\
    a abbr b bdi cite code del dfn em i ins kbd mark q samp small span strong sub sup time";

pub(super) fn is_in_line(name: &str) -> bool {
    is_one_of(name, IN_LINE)
}

/// Attributes with words that browsers show or screen readers read.
const SHOWN_ATTRIBUTES: [&str; 4] = ["alt", "aria-label", "placeholder", "title"];

/// Elements whose words are for programs.
const FOR_PROGRAMS: [&str; 2] = ["script", "style"];

/// Elements whose words browsers do not show, or not at once.
const NOT_SHOWN: &str = "\
    audio canvas datalist dialog object script select style svg template textarea video";

/// The classes of what browsers do not show, or only on paper.
const HIDDEN: [&str; 3] = ["print-foot", "unseen", "visually-hidden"];

/// What a page shows outside of a text.
pub(super) struct Shown {
    /// The words of each line. A mailbox may go through several elements.
    pub(super) words: Vec<String>,
    /// The values of attributes.
    pub(super) attributes: Vec<String>,
}

impl Shown {
    pub(super) fn new(page: &Tree, text: Option<NodeId>) -> Self {
        let mut shown = Self {
            words: vec![String::new()],
            attributes: Vec::new(),
        };
        let mut left_out = None;
        for step in page.walk(Tree::ROOT) {
            let (Step::Enter(node) | Step::Leave(node)) = step;
            let begins = matches!(step, Step::Enter(_));
            if left_out.is_some() {
                left_out = left_out.filter(|it| begins || *it != node);
                continue;
            }
            match page.node(node) {
                Node::Text(text) if begins => {
                    if let Some(line) = shown.words.last_mut() {
                        line.push_str(text);
                    }
                }
                Node::Element(element) => {
                    let name = element.name.as_ref();
                    if !is_in_line(name) {
                        shown.words.push(String::new());
                    }
                    if begins && (Some(node) == text || FOR_PROGRAMS.contains(&name)) {
                        left_out = Some(node);
                    } else if begins {
                        let values = attributes_of(element).map(str::to_owned);
                        shown.attributes.extend(values);
                    }
                }
                _ => {}
            }
        }
        shown.words.retain(|words| !words.is_empty());
        shown
    }

    /// All of it.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        let all = self.words.iter().chain(&self.attributes);
        all.map(String::as_str)
    }
}

/// The values of the attributes of an element that browsers show or screen readers read.
pub(super) fn attributes_of(element: &Element) -> impl Iterator<Item = &str> {
    let names = SHOWN_ATTRIBUTES.iter();
    names.filter_map(move |name| element.attribute(name))
}

/// A page without what browsers do not show, or what is folded.
pub(super) fn without_hidden(page: &Tree, with_folded: bool) -> Tree {
    let mut shown = page.clone();
    let elements = page.elements(Tree::ROOT);
    for (node, _) in elements.filter(|(_, it)| is_hidden(it) || !with_folded && is_folded(it)) {
        shown.detach(node);
    }
    shown
}

fn is_folded(element: &Element) -> bool {
    element.name == "details" && element.attribute("open").is_none()
}

fn is_hidden(element: &Element) -> bool {
    let has = |name| element.attribute(name).is_some();
    is_one_of(&element.name, NOT_SHOWN)
        || has("hidden")
        || has("popover")
        || HIDDEN.iter().any(|it| element.has_class(it))
}

#[cfg(test)]
mod tests {
    use super::{Shown, without_hidden};
    use crate::html::{Tree, document};

    #[test]
    fn words_go_on_within_a_line() {
        let page = document(
            "<p>law<b>@</b>evil<span>.example</span></p><p title=\"a\">b</p><script>c</script><img alt=\"d\">",
        );
        let shown = Shown::new(&page, None);
        let all: Vec<&str> = shown.all().collect();
        assert_eq!(all, ["law@evil.example", "b", "a", "d"]);
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        let page = document(
            "<ul hidden><li>a</ul><template><p>b</p></template><p class=\"x visually-hidden\">c</p><dialog>d</dialog><p>e</p>",
        );
        assert_eq!(without_hidden(&page, true).text_of(Tree::ROOT), "e");
    }
}
