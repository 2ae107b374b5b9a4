//! Text on a page of another language that is in the text's own: a quote, or what nobody has
//! translated yet. It is marked where it is known, and the marks become `lang` once the page is
//! whole (WCAG 3.1.2), so that no template has to ask of every text which language it has.

/// Begins a text in the first language. No text has this character: Unicode keeps it for uses
/// like this one, and no page ever shows it.
const BEGIN: char = '\u{fdd0}';
/// Ends it.
const END: char = '\u{fdd1}';

/// Elements that hold text and no elements.
const TEXT_ALONE: [&str; 4] = ["script", "style", "textarea", "title"];

/// A text, marked as one in the first language.
pub(super) fn first(text: &str) -> String {
    format!("{BEGIN}{text}{END}")
}

/// What stands before and after a text so marked.
pub(super) fn ends() -> (String, String) {
    (BEGIN.to_string(), END.to_string())
}

/// A text without its marks, for where nothing can be marked.
pub(super) fn without(text: &str) -> String {
    text.replace([BEGIN, END], "")
}

/// A page with `lang` in the place of its marks. In attributes, and in elements that hold text
/// alone, nothing can say so, and the marks go.
/// `direction` is `dir` of such a text, where the page is written the other way.
pub(super) fn settle(html: &str, language: &str, direction: Option<&str>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let mut in_tag = false;
    let mut text_alone: Option<&str> = None;
    let mut depth = 0_usize;
    while let Some(at) = rest.find(['<', '>', BEGIN, END]) {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let mut after = found.chars();
        let character = after.next();
        rest = after.as_str();
        let inside_text = !in_tag && text_alone.is_none();
        match character {
            Some('<') => {
                match text_alone {
                    Some(name) => {
                        if rest
                            .strip_prefix('/')
                            .is_some_and(|it| it.starts_with(name))
                        {
                            (text_alone, in_tag) = (None, true);
                        }
                    }
                    None => in_tag = true,
                }
                if in_tag {
                    let opened = |name: &&&str| {
                        let after = rest.strip_prefix(**name);
                        after.is_some_and(|it| it.starts_with(['>', ' ']))
                    };
                    text_alone = TEXT_ALONE.iter().find(opened).copied();
                }
                out.push('<');
            }
            Some('>') => {
                in_tag = false;
                out.push('>');
            }
            Some(BEGIN) if inside_text => {
                depth += 1;
                if depth == 1 {
                    out.push_str("<span lang=\"");
                    out.push_str(language);
                    if let Some(direction) = direction {
                        out.push_str("\" dir=\"");
                        out.push_str(direction);
                    }
                    out.push_str("\">");
                }
            }
            Some(END) if inside_text => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    out.push_str("</span>");
                }
            }
            Some(_) | None => {}
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{first, settle, without};

    #[test]
    fn a_marked_text_says_which_language_it_has() {
        let html = format!("<p class=\"a\">Diz: {}</p>", first("It says."));
        assert_eq!(
            settle(&html, "en", None),
            "<p class=\"a\">Diz: <span lang=\"en\">It says.</span></p>"
        );
    }

    #[test]
    fn where_nothing_can_say_so_the_marks_go() {
        let text = first("Words");
        let html = format!(
            "<title>{text} – a</title><a title=\"{text}\" href=\"#\">{text}</a><script type=\"x\">{text}</script>"
        );
        assert_eq!(
            settle(&html, "en", None),
            "<title>Words – a</title><a title=\"Words\" href=\"#\"><span lang=\"en\">Words</span></a><script type=\"x\">Words</script>"
        );
        assert_eq!(without(&text), "Words");
    }

    #[test]
    fn a_marked_text_within_another_is_marked_once() {
        let html = first(&format!("Read it in {}", first("Hours")));
        assert_eq!(
            settle(&html, "en", None),
            "<span lang=\"en\">Read it in Hours</span>"
        );
    }

    #[test]
    fn what_is_not_marked_stays_as_it_is() {
        let html = "<!doctype html>\n<p>1 &lt; 2</p><textarea a=\"b\"><p></textarea>";
        assert_eq!(settle(html, "en", None), html);
    }
}
