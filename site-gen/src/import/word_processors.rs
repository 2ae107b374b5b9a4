//! Restores what the HTML of word processors shows only by its look: the title, nested lists, which they
//! write one after the other, and the marks of footnotes.

use super::notes::Notes;
use crate::html::{Element, Node, NodeId, Tree};

/// The title of a document of Word or Google Docs, which is a paragraph there.
pub(super) fn is_title(element: &Element) -> bool {
    let has = |wanted: &str| element.has_class(wanted);
    let id = element.attribute("id").unwrap_or_default();
    element.name == "p" && (has("MsoTitle") || has("title") && id.starts_with("h."))
}

/// Whether an element is a comment of Word, or its mark in the text.
pub(super) fn is_comment_of_word(element: &Element) -> bool {
    let style = element.attribute("style").unwrap_or_default();
    let mut classes = element.classes();
    classes.any(|class| matches!(class, "msocomanchor" | "msocomtxt" | "msocomoff"))
        || style.contains("mso-element:comment-list")
}

/// Restores lists and the marks of footnotes.
pub(super) fn restore(tree: &mut Tree, notes: &mut Notes) {
    let elements: Vec<NodeId> = tree.elements(Tree::ROOT).map(|(id, _)| id).collect();
    for id in &elements {
        separate_footnote_mark(tree, *id);
        let is_item = |element: &Element| {
            let mut classes = element.classes();
            element.name == "p" && classes.any(|class| class.starts_with("MsoListParagraph"))
        };
        if tree.element(*id).is_some_and(is_item) {
            let cause =
                "item that Word wrote as a paragraph: for its list, save the document as DOCX";
            notes.open(cause, tree.text_of(*id));
        }
    }
    for id in elements {
        put_in_its_list(tree, id);
    }
}

/// `LibreOffice` writes nothing between the mark of a footnote and the words, so they would become one word.
fn separate_footnote_mark(tree: &mut Tree, id: NodeId) {
    let Some(element) = tree.element(id) else {
        return;
    };
    let has = |wanted: [&str; 2]| element.classes().any(|class| wanted.contains(&class));
    let is_before_note = has(["sdfootnotesym", "sdendnotesym"]);
    let is_in_text = has(["sdfootnoteanc", "sdendnoteanc"]);
    // A raised number is not one of the word before it.
    let is_number = || tree.text_of(id).trim().parse::<u32>().is_ok();
    if is_before_note {
        let blank = tree.add(Node::Text(" ".into()));
        tree.insert_after(id, blank);
    } else if is_in_text && !is_number() {
        let (open, close) = (Node::Text("[".into()), Node::Text("]".into()));
        let (open, close) = (tree.add(open), tree.add(close));
        tree.prepend(id, open);
        tree.append(id, close);
    }
}

/// The class of a list that tells its level, as Google Docs writes it: `lst-kix_ab12-0`.
const LEVEL: &str = "lst-kix_";
/// The deepest level of a list in a word processor.
const DEEPEST: usize = 8;
/// The class of a list that continues no other.
const START: &str = "start";

/// The name of a list and its level, if its class tells them.
fn level_of(tree: &Tree, id: NodeId) -> Option<(&str, usize)> {
    let element = tree.element(id)?;
    let is_list = matches!(element.name.as_ref(), "ol" | "ul");
    let class = element
        .classes()
        .find_map(|class| class.strip_prefix(LEVEL));
    let (name, level) = class.filter(|_| is_list)?.rsplit_once('-')?;
    Some((name, level.parse().ok().filter(|it| *it <= DEEPEST)?))
}

/// Puts a list below the item that it belongs to, or its items into the list that it continues.
fn put_in_its_list(tree: &mut Tree, id: NodeId) {
    let Some((name, level)) = level_of(tree, id) else {
        return;
    };
    let is_blank = |tree: &Tree, id: NodeId| tree.text_of(id).trim().is_empty();
    let mut before = tree.previous(id);
    let mut blanks = Vec::new();
    while let Some(blank) = before.filter(|it| tree.element(*it).is_none() && is_blank(tree, *it)) {
        blanks.push(blank);
        before = tree.previous(blank);
    }
    let Some(mut list) = before else {
        return;
    };
    let same_list = |it: NodeId| level_of(tree, it).filter(|(other, _)| *other == name);
    let Some((_, mut above)) = same_list(list).filter(|(_, above)| *above <= level) else {
        return;
    };
    while let Some(inner) = tree.last_child(list)
        && let Some((_, deeper)) = same_list(inner).filter(|(_, deeper)| *deeper <= level)
    {
        (list, above) = (inner, deeper);
    }
    let is_start = |it: &Element| it.has_class(START);
    let (Some(one), Some(other)) = (tree.element(list), tree.element(id)) else {
        return;
    };
    if above < level {
        tree.append(list, id);
    } else if one.name == other.name && !is_start(other) {
        let items: Vec<NodeId> = tree.children(id).collect();
        for item in items {
            tree.append(list, item);
        }
        tree.detach(id);
    } else {
        return;
    }
    // The next list need not pass them again.
    for blank in blanks {
        tree.detach(blank);
    }
}

#[cfg(test)]
mod tests {
    use crate::import::{Origin, html};

    fn written(body: &str) -> String {
        let converted = html(&format!("<h1>G</h1>{body}"), &Origin::default());
        assert_eq!(converted.difference, None, "{body}");
        converted.text
    }

    #[test]
    fn items_that_word_wrote_as_paragraphs_are_listed() {
        let page = "<h1>G</h1><p class=MsoListParagraphCxSpFirst>·&nbsp; the name;</p>";
        let notes = html(page, &Origin::default()).notes;
        assert!(
            notes
                .0
                .iter()
                .any(|it| it.is_open && it.example.contains("the name;"))
        );
    }

    #[test]
    fn lists_of_google_docs_are_nested_by_their_levels() {
        let body = "<ol class='lst-kix_a-0 start'><li>one of:</li></ol><ul class='lst-kix_a-1 start'><li>x;</li></ul><ol class='lst-kix_a-2'><li>deep;</li></ol><ul class='lst-kix_a-1'><li>y;</li></ul><ol class='lst-kix_a-0' start='2'><li>two.</li></ol><ol class='lst-kix_b-0 start'><li>other</li></ol>";
        assert_eq!(
            written(body),
            "# G\n\n1. one of:\n   - x;\n     1. deep;\n   - y;\n2. two.\n\n1) other\n"
        );
    }

    #[test]
    fn the_title_is_a_heading_and_the_sign_of_a_note_is_apart() {
        let page = "<p class=MsoTitle>Rules</p><p>Courts<a class='sdendnoteanc' href='#n'><sup>i</sup></a>.</p><p><a class='sdendnotesym' href='#m'>i</a>All.</p>";
        let converted = html(page, &Origin::default());
        assert!(
            converted.text.starts_with("# Rules\n"),
            "{}",
            converted.text
        );
        assert!(converted.text.contains("Courts[i\\]"), "{}", converted.text);
        assert!(converted.text.contains("i All."), "{}", converted.text);
        assert_eq!(converted.difference, None);
    }

    #[test]
    fn comments_of_word_are_left_out_and_listed() {
        let page = "<h1>G</h1><p>Ten days.<a class=msocomanchor href='#_msocom_1'>[A1]</a></p><div><hr class=msocomoff><div class=msocomtxt><p>Privileged.</p></div></div>";
        let converted = html(page, &Origin::default());
        assert_eq!(converted.text, "# G\n\nTen days.\n");
        let listed = |words: &str| {
            let mut notes = converted.notes.0.iter();
            notes.any(|note| note.is_left_out && note.example.contains(words))
        };
        assert!(listed("Privileged."), "{:?}", converted.notes);
    }
}
