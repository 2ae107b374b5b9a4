//! Marks text on a translated page that is in the guidelines' language: quotes, and untranslated
//! labels. The text is marked where its language is known, and the marks become `lang` attributes
//! when the page is complete (WCAG 3.1.2), so that templates need not check every text.

use crate::html::{self, Element, Node, NodeId, Options, Step, Tree, Value, has_text_only};

/// Begins a marked text. It is a Unicode noncharacter, reserved for internal use, so no text
/// contains it and no page shows it.
const BEGIN: char = '\u{fdd0}';
/// Ends a marked text.
const END: char = '\u{fdd1}';

/// Marks a text as being in the guidelines' language.
pub(super) fn mark(text: &str) -> String {
    format!("{BEGIN}{text}{END}")
}

/// The characters before and after a marked text.
pub(super) fn markers() -> (String, String) {
    (BEGIN.to_string(), END.to_string())
}

/// Removes marks, where `lang` is not possible.
pub(super) fn unmark(text: &str) -> String {
    text.replace([BEGIN, END], "")
}

/// Replaces the marks in a page by `lang` attributes. Marks in attributes and text-only elements
/// are removed. `direction` is the `dir` of a marked text, if it differs from the page's.
pub(super) fn resolve_marks(
    html: String,
    language: &str,
    direction: Option<&'static str>,
) -> String {
    if !html.contains([BEGIN, END]) {
        return html;
    }
    let mut tree = html::document(&html);
    let nodes: Vec<NodeId> = (tree.walk(Tree::ROOT))
        .filter_map(|step| match step {
            Step::Enter(id) => Some(id),
            Step::Leave(_) => None,
        })
        .collect();
    let mut depth = 0;
    for id in nodes {
        if let Some(element) = tree.element_mut(id) {
            for attribute in &mut element.attributes {
                if let Value::Text(value) = &mut attribute.value
                    && value.contains([BEGIN, END])
                {
                    *value = unmark(value).into();
                }
            }
        } else if let Node::Text(text) = tree.node(id) {
            let parent = tree.parent(id).and_then(|parent| tree.element(parent));
            if parent.is_some_and(|parent| has_text_only(&parent.name)) {
                let text = unmark(text);
                tree.replace(id, Node::Text(text.into()));
            } else if depth > 0 || text.contains([BEGIN, END]) {
                let parts = parts(text, &mut depth);
                for (text, is_marked) in parts {
                    let text = tree.add(Node::Text(text.into()));
                    if is_marked {
                        let mut span = Element::new("span").with("lang", language.to_owned());
                        if let Some(direction) = direction {
                            span = span.with("dir", direction);
                        }
                        let span = tree.add(Node::Element(span));
                        tree.append(span, text);
                        tree.insert_before(id, span);
                    } else {
                        tree.insert_before(id, text);
                    }
                }
                tree.detach(id);
            }
        }
    }
    tree.serialize(Tree::ROOT, &Options::default())
}

/// Splits a text into marked and unmarked parts. Nested marks have no effect.
fn parts(text: &str, depth: &mut usize) -> Vec<(String, bool)> {
    let mut parts: Vec<(String, bool)> = Vec::new();
    for piece in text.split_inclusive([BEGIN, END]) {
        let words = piece.trim_end_matches([BEGIN, END]);
        let is_marked = *depth > 0;
        match parts.last_mut() {
            Some((before, same)) if *same == is_marked => before.push_str(words),
            Some(_) | None if words.is_empty() => {}
            Some(_) | None => parts.push((words.to_owned(), is_marked)),
        }
        if piece.ends_with(BEGIN) {
            *depth += 1;
        } else if piece.ends_with(END) {
            *depth = depth.saturating_sub(1);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{mark, unmark};

    /// Settles the body of a page.
    fn resolve_marks(body: &str, language: &str) -> String {
        let (begin, end) = (
            "<!doctype html>\n<html><head></head><body>",
            "</body></html>",
        );
        let page = super::resolve_marks(format!("{begin}{body}{end}"), language, None);
        let body = page
            .strip_prefix(begin)
            .and_then(|rest| rest.strip_suffix(end));
        body.unwrap_or(&page).to_owned()
    }

    #[test]
    fn a_marked_text_says_which_language_it_has() {
        let html = format!("<p class=\"a\">Diz: {}</p>", mark("It says."));
        assert_eq!(
            resolve_marks(&html, "en"),
            "<p class=\"a\">Diz: <span lang=\"en\">It says.</span></p>"
        );
    }

    #[test]
    fn marks_are_removed_where_no_element_can_carry_them() {
        let text = mark("Words");
        let html = format!(
            "<title>{text} – a</title><a title=\"{text}\" href=\"#\">{text}</a><script type=\"x\">{text}</script>"
        );
        assert_eq!(
            resolve_marks(&html, "en"),
            "<title>Words – a</title><a title=\"Words\" href=\"#\"><span lang=\"en\">Words</span></a><script type=\"x\">Words</script>"
        );
        assert_eq!(unmark(&text), "Words");
    }

    #[test]
    fn a_marked_text_within_another_is_marked_once() {
        let html = mark(&format!("Read it in {}", mark("Hours")));
        assert_eq!(
            resolve_marks(&html, "en"),
            "<span lang=\"en\">Read it in Hours</span>"
        );
    }

    #[test]
    fn a_marked_text_with_elements_in_it_is_marked_around_them() {
        let html = mark("a <b>b</b>");
        assert_eq!(
            resolve_marks(&html, "en"),
            "<span lang=\"en\">a </span><b><span lang=\"en\">b</span></b>"
        );
    }

    #[test]
    fn unmarked_text_stays_unchanged() {
        let html = "<!doctype html>\n<p>1 &lt; 2</p><textarea a=\"b\"><p></textarea>";
        assert_eq!(super::resolve_marks(html.to_owned(), "en", None), html);
        // Unmarked text is also unchanged on a page that has a mark.
        let html = "<p>1 &lt; 2</p><textarea a=\"b\">&lt;p&gt;</textarea><input hidden>";
        let with = format!("{html}{}", mark("a"));
        assert_eq!(
            resolve_marks(&with, "en"),
            format!("{html}<span lang=\"en\">a</span>")
        );
    }
}
