//! Restores what the HTML of word processors shows only by its look: the title, nested lists, which they
//! write one after the other, and the marks of footnotes.

use super::document_text::of_font;
use super::notes::Notes;
use super::numbers::{WRITTEN, written};
use crate::html::{Element, Node, NodeId, Tree, Value};

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
    let mut elements: Vec<NodeId> = tree.elements(Tree::ROOT).map(|(id, _)| id).collect();
    for id in &mut elements {
        if let Some((name, level)) = tree.element(*id).and_then(level_in_word) {
            *id = made_list(tree, *id, (&name, level));
            continue;
        }
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

/// The list and the level of a paragraph that is an item in Word: `mso-list:l0 level2 lfo1`.
fn level_in_word(element: &Element) -> Option<(String, usize)> {
    let (_, list) = element.attribute("style")?.split_once("mso-list:")?;
    let mut parts = list.split([' ', ';']).filter(|it| !it.is_empty());
    let name = parts.next()?.to_owned();
    let level = parts.next()?.strip_prefix("level")?.parse().ok()?;
    (element.name == "p" && (1..=DEEPEST).contains(&level)).then_some((name, level))
}

/// Makes a paragraph of Word an item of a list of its own, with the class by which Google Docs names its list
/// and level.
fn made_list(tree: &mut Tree, paragraph: NodeId, (name, level): (&str, usize)) -> NodeId {
    let mark = mark_of_word(tree, paragraph);
    let number = written(&mark).filter(|number| number.len() == mark.len());
    let list = Element::new(if number.is_some() { "ol" } else { "ul" });
    let list = list.with("class", format!("{LEVEL}{name}-{}", level - 1));
    let mut item = Element::new("li");
    if let Some(number) = number {
        item.push(WRITTEN, Value::Text(number.to_owned().into()));
    }
    let (list, item) = (tree.add(Node::Element(list)), tree.add(Node::Element(item)));
    if number.is_none() && !mark.is_empty() {
        tree.append_text(item, &format!("{mark} "));
    }
    let children: Vec<NodeId> = tree.children(paragraph).collect();
    for child in children {
        tree.append(item, child);
    }
    tree.append(list, item);
    tree.insert_before(paragraph, list);
    tree.detach(paragraph);
    list
}

/// Takes the mark out of an item of Word: a number or letter, or nothing for a bullet, which may be the letter
/// `o` or one of a font of symbols.
fn mark_of_word(tree: &mut Tree, item: NodeId) -> String {
    let is_mark = |element: &Element| {
        let style = element.attribute("style").unwrap_or_default();
        style.to_ascii_lowercase().contains("mso-list:ignore")
    };
    let mark = tree.elements(item).find(|(_, element)| is_mark(element));
    let Some(id) = mark.map(|(id, _)| id) else {
        return String::new();
    };
    let mark = tree.text_of(id).replace('\u{a0}', " ").trim().to_owned();
    tree.detach(id);
    let is_bullet = mark.chars().count() == 1;
    if is_bullet { String::new() } else { mark }
}

/// What a letter stands for in an element whose font shows symbols, as Word writes a ticked box.
pub(super) fn in_symbols(element: &Element, text: &str, notes: &mut Notes) -> Option<String> {
    let style = element.attribute("style")?;
    let font = ["Wingdings", "Symbol"]
        .into_iter()
        .find(|font| style.contains(&format!("font-family:{font}")))?;
    if style.to_ascii_lowercase().contains("mso-list:ignore") {
        return None;
    }
    let sign = |c: char| of_font(font, u32::from(c));
    if text
        .chars()
        .any(|c| c.is_alphanumeric() && sign(c).is_none())
    {
        notes.open("letter of a symbol font: see what the document shows", text);
    }
    Some(text.chars().map(|c| sign(c).unwrap_or(c)).collect())
}

fn is_blank(tree: &Tree, id: NodeId) -> bool {
    tree.element(id).is_none() && tree.text_of(id).trim().is_empty()
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
    let mut before = tree.previous(id);
    let mut blanks = Vec::new();
    while let Some(blank) = before.filter(|it| is_blank(tree, *it)) {
        blanks.push(blank);
        before = tree.previous(blank);
    }
    let Some(mut list) = before else {
        return;
    };
    // A deeper list may have another name: bullets below numbers.
    let is_above = |it: NodeId| {
        let (other, above) = level_of(tree, it)?;
        (above < level || above == level && other == name).then_some(above)
    };
    let Some(mut above) = is_above(list) else {
        return;
    };
    while let Some(inner) = tree.last_child(list)
        && let Some(deeper) = is_above(inner)
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
