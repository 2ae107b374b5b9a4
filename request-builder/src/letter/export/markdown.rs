//! A letter as Markdown (`CommonMark` with GitHub's tables), for a ticket or case file.
//!
//! Every character that could be markup is escaped, so that an answer never becomes a heading,
//! list, link or tag. Bare URLs are kept for programs that make them links: such a link shows its
//! target. A paragraph that consists of an answer is a quotation, so that it cannot imitate the
//! letter's signature or footer.

use super::text::tick_box;
use crate::letter::cleaned;
use crate::letter::{Content, Letter, Line};
use crate::text::{is_word_char, part};

/// The letter as Markdown; gaps read `[label]`.
pub fn markdown(letter: &Letter) -> String {
    let (letter, _) = cleaned(letter);
    let mut out = String::new();
    if let Some(draft) = letter.draft.as_deref().filter(|words| !words.is_empty()) {
        push_part(&mut out, "\n\n", &format!("**{}**", escape(draft)));
    }
    let mut before: Option<&Content> = None;
    for block in &letter.blocks {
        let listed = matches!(before, Some(Content::Item { .. }))
            && matches!(block.content, Content::Item { .. });
        push_part(
            &mut out,
            if listed { "\n" } else { "\n\n" },
            &written(&block.content),
        );
        before = Some(&block.content);
    }
    if !letter.footer.is_empty() {
        push_part(&mut out, "\n\n", "---");
        push_part(&mut out, "\n\n", &escape(&letter.footer));
    }
    if let Some(list) = &letter.checklist {
        push_part(&mut out, "\n\n", "---");
        push_part(&mut out, "\n\n", &format!("**{}**", escape(&list.title)));
        let mut between = "\n\n";
        for item in &list.items {
            let text = format!("- {} {}", tick_box(item.done), escape(&item.text));
            push_part(&mut out, between, &text);
            between = "\n";
        }
    }
    out.push('\n');
    out
}

fn push_part(out: &mut String, between: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push_str(between);
    }
    out.push_str(text);
}

fn written(content: &Content) -> String {
    match content {
        Content::CoverTitle(line) | Content::Subject(line) => heading("# ", line),
        Content::Heading(line) => heading("## ", line),
        Content::PageBreak => "---".to_owned(),
        Content::Cover(line) | Content::Date(line) | Content::Enclosure(line) => {
            physical(std::slice::from_ref(line)).join("\\\n")
        }
        Content::Address(lines) | Content::Signature(lines) => physical(lines).join("\\\n"),
        Content::Text(lines) => {
            let mut out = String::new();
            for line in lines {
                let mut parts = physical(std::slice::from_ref(line));
                // The continuation of an answer is an answer too.
                let answer = parts.split_off(usize::from(!line.is_answer()).min(parts.len()));
                push_part(&mut out, "\n\n", &parts.concat());
                if !answer.is_empty() {
                    let quotation = ["> ", &answer.join("\\\n> ")].concat();
                    push_part(&mut out, "\n\n", &quotation);
                }
            }
            out
        }
        Content::Facts(facts) => {
            let mut out = String::new();
            for fact in facts {
                let value = physical(&fact.value).join("\\\n  ");
                let label = escape(&fact.label);
                let text = [label.as_str(), value.as_str()].map(str::trim).join(" ");
                if !text.trim().is_empty() {
                    push_part(&mut out, "\n", &["- ", text.trim()].concat());
                }
            }
            out
        }
        Content::Item { number, lines } => {
            let mark = format!("{number}. ");
            let between = format!("\\\n{}", " ".repeat(mark.len()));
            format!("{mark}{}", physical(lines).join(&between))
        }
        Content::Table { head, rows } => table(head, rows),
    }
}

fn heading(mark: &str, line: &Line) -> String {
    let mut text = physical(std::slice::from_ref(line)).join(" ");
    if text.is_empty() {
        return text;
    }
    // Some programs take braces at the end of a heading for its id, even if escaped.
    if text.ends_with('}') {
        text.pop();
        text.push_str("&#125;");
    }
    format!("{mark}{text}")
}

fn table(head: &[String], rows: &[Vec<Line>]) -> String {
    let columns = rows.iter().map(Vec::len).fold(head.len(), usize::max);
    if columns == 0 {
        return String::new();
    }
    let mut out = String::new();
    let mut row = |cell: &dyn Fn(usize) -> String| {
        for column in 0..columns {
            out.push_str("| ");
            out.push_str(&cell(column));
            out.push(' ');
        }
        out.push_str("|\n");
    };
    row(&|column| {
        head.get(column)
            .map(|name| escape(name))
            .unwrap_or_default()
    });
    row(&|_| "---".to_owned());
    for cells in rows {
        // The only possible line break in such a table cell.
        row(&|column| {
            cells
                .get(column)
                .map(|cell| physical(std::slice::from_ref(cell)).join("<br>"))
                .unwrap_or_default()
        });
    }
    out.truncate(out.len() - 1);
    out
}

/// The lines of the file: escaped, trimmed (leading space would make code) and without blank lines
/// (which would end the paragraph).
fn physical(lines: &[Line]) -> Vec<String> {
    let mut out = Vec::new();
    for line in lines {
        for part in line.text().split('\n') {
            let part = escape(part);
            if !part.is_empty() {
                out.push(part);
            }
        }
    }
    out
}

/// Escapes a line, so that it renders as itself.
fn escape(text: &str) -> String {
    let text = text.trim();
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut previous = None;
    for (at, ch) in text.char_indices() {
        let after = part(text, at + ch.len_utf8()..);
        let markup = match ch {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '$' | '{' => true,
            // Between letters it marks nothing, and an escape would break an address in which a
            // program finds a link.
            '_' => !(previous.is_some_and(is_word_char) && after.starts_with(is_word_char)),
            '&' => is_reference(after),
            // A heading's mark before it, or the end of a heading's mark after it.
            '#' => previous.is_none_or(char::is_whitespace),
            '>' | '-' | '+' | '=' | ':' => at == 0,
            '.' | ')' => digits > 0 && at == digits,
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(ch);
        previous = Some(ch);
    }
    out
}

/// Whether an ampersand before this would begin a character reference such as `&lt;`. The longest
/// name that HTML knows has 31 letters.
fn is_reference(after: &str) -> bool {
    let name = after
        .bytes()
        .take(40)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
        .count();
    name > 0 && after.as_bytes().get(name) == Some(&b';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_and_addresses_stay_as_they_are() {
        for text in [
            "https://open.rocket.chat/channel/dev_ops?msg=a1&b=2",
            "AT&T, § 2703(d)",
            "maria_silva",
            "a - b",
        ] {
            assert_eq!(escape(text), text);
        }
    }

    #[test]
    fn what_could_be_markup_is_escaped() {
        assert_eq!(escape("# 1"), "\\# 1");
        assert_eq!(escape("12. a"), "12\\. a");
        assert_eq!(escape("- a"), "\\- a");
        assert_eq!(
            escape("_a_ *b* <i> &lt; [c](d) ![e] `f`"),
            "\\_a\\_ \\*b\\* \\<i> \\&lt; \\[c\\](d) !\\[e\\] \\`f\\`"
        );
    }
}
