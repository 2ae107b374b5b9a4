//! Restores what a word processor's HTML shows only by its look: the title, lists whose items are
//! paragraphs or whose levels are lists side by side, and the signs of notes.

use crate::html::{Element, Node, NodeId, Step, Tree, Value};

/// The title of a document of Word or Google Docs, which is a paragraph there.
pub(super) fn is_title(element: &Element) -> bool {
    let has = |wanted: &str| classes(element).any(|class| class == wanted);
    let id = element.attribute("id").unwrap_or_default();
    element.name == "p" && (has("MsoTitle") || has("title") && id.starts_with("h."))
}

/// Whether an element is the sign of a colleague's comment in Word, or the comment.
pub(super) fn is_comment_of_word(element: &Element) -> bool {
    let style = element.attribute("style").unwrap_or_default();
    classes(element).any(|class| matches!(class, "msocomanchor" | "msocomtxt" | "msocomoff"))
        || style.contains("mso-element:comment-list")
}

/// Restores lists and the signs of notes.
pub(super) fn restore(tree: &mut Tree) {
    let elements: Vec<NodeId> = tree.elements(Tree::ROOT).map(|(id, _)| id).collect();
    for id in &elements {
        set_note_sign_apart(tree, *id);
        item_of_word(tree, *id);
    }
    let elements: Vec<NodeId> = tree.elements(Tree::ROOT).map(|(id, _)| id).collect();
    for id in elements {
        put_in_its_list(tree, id);
    }
}

fn classes(element: &Element) -> impl Iterator<Item = &str> {
    element
        .attribute("class")
        .unwrap_or_default()
        .split_whitespace()
}

/// `LibreOffice` writes the sign of a note without anything between it and the words.
fn set_note_sign_apart(tree: &mut Tree, id: NodeId) {
    let Some(element) = tree.element(id) else {
        return;
    };
    let is_before_note = classes(element).any(|it| matches!(it, "sdfootnotesym" | "sdendnotesym"));
    let is_in_text = classes(element).any(|it| matches!(it, "sdfootnoteanc" | "sdendnoteanc"));
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
/// The class of a list that continues no other.
const START: &str = "start";

/// Makes a paragraph that Word shows as an item a list with one item.
fn item_of_word(tree: &mut Tree, id: NodeId) {
    let Some(element) = tree.element(id).filter(|it| it.name == "p") else {
        return;
    };
    let style = element.attribute("style").unwrap_or_default();
    let is_item = classes(element).any(|class| class.starts_with("MsoListParagraph"))
        || style.contains("mso-list:l");
    let level = level_of_word(style);
    let Some(mark) = is_item.then(|| mark_of(&tree.text_of(id))).flatten() else {
        return;
    };
    let (name, number) = match mark {
        Mark::Bullet(_) | Mark::Words => ("ul", None),
        Mark::Number(_, number) => ("ol", Some(number)),
    };
    if let Mark::Bullet(length) | Mark::Number(length, _) = mark {
        remove_mark(tree, id, length);
    }
    let start = if number == Some(1) { START } else { "" };
    let class = format!("{LEVEL}word-{level} {start}");
    let mut list = Element::new(name).with("class", class);
    if let Some(number) = number {
        list.push("start", Value::Text(number.to_string().into()));
    }
    let list = tree.add(Node::Element(list));
    tree.insert_before(id, list);
    tree.append(list, id);
    tree.replace(id, Node::Element(Element::new("li")));
}

/// The level of an item of Word, which says it or indents each by half an inch more.
fn level_of_word(style: &str) -> usize {
    let after = |key: &str| style.split_once(key).map(|(_, rest)| rest.trim_start());
    let level = after(" level").and_then(|rest| rest.split(' ').next()?.parse::<usize>().ok());
    if let Some(level) = level {
        return level.saturating_sub(1).min(8);
    }
    let margin = after("margin-left:").unwrap_or_default();
    let end = margin.find(|c: char| !c.is_ascii_digit() && c != '.');
    let (number, unit) = margin.split_at(end.unwrap_or(margin.len()));
    let number: f64 = number.parse().unwrap_or_default();
    let inches = match unit.get(..2) {
        Some("in") => number,
        Some("cm") => number / 2.54,
        Some("mm") => number / 25.4,
        _ => number / 72.0,
    };
    (1..=8)
        .filter(|half| inches * 2.0 > f64::from(*half) + 0.5)
        .count()
}

enum Mark {
    /// A sign, which takes this many bytes.
    Bullet(usize),
    /// The number of an item, and how many bytes it takes.
    Number(usize, usize),
    /// A letter or the like, which stays a word of the item.
    Words,
}

/// The mark with which the text of an item begins, apart from its words by spaces of fixed width.
fn mark_of(text: &str) -> Option<Mark> {
    let text = text.trim_start();
    let end = text.find(['\u{a0}', ' ', '\n'])?;
    let (mark, rest) = text.split_at(end);
    if !rest.contains('\u{a0}') {
        return None;
    }
    let letters = mark.trim_start_matches('(').trim_end_matches([')', '.']);
    if letters.len() == mark.len() {
        let is_sign = mark.chars().count() == 1
            && (mark == "o" || !mark.contains(char::is_alphanumeric) || matches!(mark, "v" | "Ø"));
        return is_sign.then_some(Mark::Bullet(mark.len()));
    }
    match letters.parse() {
        Ok(number) if !mark.starts_with('(') => Some(Mark::Number(mark.len(), number)),
        _ => (1..=6).contains(&letters.len()).then_some(Mark::Words),
    }
}

/// Removes the mark at the beginning of an item, and the white space after it.
fn remove_mark(tree: &mut Tree, id: NodeId, mut length: usize) {
    let texts = tree.walk(id).filter_map(|step| match step {
        Step::Enter(id) => Some(id),
        Step::Leave(_) => None,
    });
    let texts: Vec<NodeId> = texts
        .filter(|id| matches!(tree.node(*id), Node::Text(_)))
        .collect();
    for id in texts {
        let Node::Text(text) = tree.node(id) else {
            continue;
        };
        let mut rest = text.trim_start();
        let taken = length.min(rest.len());
        length -= taken;
        rest = rest.get(taken..).unwrap_or_default();
        if length == 0 {
            rest = rest.trim_start();
        }
        let rest = rest.to_owned();
        let is_done = length == 0 && !rest.is_empty();
        tree.replace(id, Node::Text(rest.into()));
        if is_done {
            return;
        }
    }
}

/// The name of a list and its level, if its class tells them.
fn level_of(tree: &Tree, id: NodeId) -> Option<(&str, usize)> {
    let element = tree.element(id)?;
    let is_list = matches!(element.name.as_ref(), "ol" | "ul");
    let class = classes(element).find_map(|class| class.strip_prefix(LEVEL));
    let (name, level) = class.filter(|_| is_list)?.rsplit_once('-')?;
    Some((name, level.parse().ok()?))
}

/// Puts a list below the item that it belongs to, or its items into the list that it continues.
fn put_in_its_list(tree: &mut Tree, id: NodeId) {
    let Some((name, level)) = level_of(tree, id) else {
        return;
    };
    let is_blank = |tree: &Tree, id: NodeId| tree.text_of(id).trim().is_empty();
    let before = std::iter::successors(tree.previous(id), |it| tree.previous(*it));
    let mut before = before.skip_while(|it| tree.element(*it).is_none() && is_blank(tree, *it));
    let Some(mut list) = before.next() else {
        return;
    };
    let same_list = |it: NodeId| level_of(tree, it).filter(|(other, _)| *other == name);
    let Some((_, mut above)) = same_list(list).filter(|(_, above)| *above <= level) else {
        return;
    };
    while let Some(inner) = tree.children(list).last()
        && let Some((_, deeper)) = same_list(inner).filter(|(_, deeper)| *deeper <= level)
    {
        (list, above) = (inner, deeper);
    }
    let is_start = |it: &Element| classes(it).any(|class| class == START);
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
    fn paragraphs_that_word_shows_as_items_are_a_list() {
        let item = |margin: &str, mark: &str, words: &str| {
            format!(
                "<p class=MsoListParagraph style='margin-left:{margin}'><span>{mark}<span>&nbsp;&nbsp; </span></span>{words}</p>"
            )
        };
        let body = [
            "<p>Send:</p>".to_owned(),
            item(".5in", "·", "the name;"),
            item("72.0pt", "o", "as shown;"),
            item("1.27cm", "·", "a date."),
            "<p>Then:</p>".to_owned(),
            item(".5in", "1.", "wait;"),
            item(".5in", "2.", "ask."),
            item(".5in", "(a)", "with letter."),
        ];
        assert_eq!(
            written(&body.concat()),
            "# G\n\nSend:\n\n- the name;\n  - as shown;\n- a date.\n\nThen:\n\n1. wait;\n2. ask.\n\n- (a)\u{a0}\u{a0} with letter.\n"
        );
        // A further paragraph of an item has no mark.
        let text = written("<p class=MsoListParagraph>It is o so short.</p>");
        assert_eq!(text, "# G\n\nIt is o so short.\n");
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
