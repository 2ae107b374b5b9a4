//! Removes HTML comments, which authors write to each other. They are removed first, so that
//! neither the page nor the published Markdown contains them.

use super::OPTIONS;
use pulldown_cmark::{Event, Parser, Tag};
use std::borrow::Cow;
use std::ops::Range;

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// Removes the comments and keeps the line numbers. Code is kept, and so is an unclosed comment,
/// which the reader rejects.
pub(crate) fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains(OPEN) && !text.contains("]:") {
        return Cow::Borrowed(text);
    }
    let comments = comments(text);
    if comments.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut without = String::with_capacity(text.len());
    let mut at = 0;
    for comment in comments {
        without.push_str(&text[at..comment.start]);
        without.extend(text[comment.clone()].chars().filter(|c| *c == '\n'));
        at = comment.end;
    }
    without.push_str(&text[at..]);
    Cow::Owned(without)
}

/// The byte ranges of comments, in order.
fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut code: Vec<Range<usize>> = Vec::new();
    // The parts of a comment that is not closed yet.
    let mut open: Vec<Range<usize>> = Vec::new();
    for (event, span) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => {
                let mut at = span.start;
                while at < span.end {
                    let rest = &text[at..span.end];
                    if open.is_empty() {
                        let Some(start) = rest.find(OPEN) else { break };
                        at += start;
                        open.push(at..at);
                        at += OPEN.len();
                        // `<!-->` is a complete comment.
                        if text[at..span.end].starts_with('>') {
                            found.push(open.remove(0).start..at + 1);
                            at += 1;
                        }
                        continue;
                    }
                    let end = rest.find(CLOSE).map(|end| at + end + CLOSE.len());
                    let piece = if open.len() == 1 && open[0].is_empty() {
                        open[0].start
                    } else {
                        open.push(at..at);
                        at
                    };
                    if let Some(last) = open.last_mut() {
                        *last = piece..end.unwrap_or(span.end);
                    }
                    match end {
                        Some(end) => {
                            found.append(&mut open);
                            at = end;
                        }
                        None => break,
                    }
                }
            }
            Event::Start(Tag::CodeBlock(_)) => {
                open.clear();
                code.push(span);
            }
            // A comment that continues after Markdown is not one: browsers and readers would
            // disagree.
            _ => open.clear(),
        }
    }
    found.extend(definitions(text, &code));
    found.sort_by_key(|comment| comment.start);
    found
}

/// `[//]: # (a note)` and `[comment]: <> (a note)`: definitions of links that are never used.
fn definitions(text: &str, code: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let is_comment = ["[//]:", "[comment]:", "[//comment]:"].iter().any(|begin| {
            let rest = trimmed
                .get(..begin.len())
                .filter(|it| it.eq_ignore_ascii_case(begin))
                .map(|_| trimmed[begin.len()..].trim_start());
            rest.is_some_and(|rest| rest.starts_with('#') || rest.starts_with("<>"))
        });
        let start = at + (line.len() - trimmed.len());
        if is_comment && !code.iter().any(|code| code.contains(&start)) {
            found.push(start..at + line.trim_end_matches('\n').len());
        }
        at += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_go_and_lines_stay() {
        for (text, without) in [
            ("# A\n\n<!-- ask Jane -->\n\nB.\n", "# A\n\n\n\nB.\n"),
            ("# A\n\n<!-- ask\n\nJane -->\nB.\n", "# A\n\n\n\n\nB.\n"),
            ("A<!-- x --> b<!-- y -->.\n", "A b.\n"),
            ("| a | <!-- x --> |\n|---|---|\n", "| a |  |\n|---|---|\n"),
            ("> <!-- a\n> b -->\n> c\n", "> \n> \n> c\n"),
            ("* a <!-- x\n  y -->\n", "* a \n\n"),
            ("[//]: # (ask Jane)\n\nB.\n", "\n\nB.\n"),
            ("[comment]: <> (ask Jane)\nB.\n", "\nB.\n"),
            ("A <!--> b -->\n", "A  b -->\n"),
        ] {
            assert_eq!(without_comments(text), without, "{text}");
        }
    }

    #[test]
    fn text_that_is_not_a_comment_stays() {
        for text in [
            "`<!-- x -->`\n",
            "```\n<!-- x -->\n[//]: # (x)\n```\n",
            "    <!-- x -->\n",
            "\\<!-- x -->\n",
            "A <!-- never closed\n",
            "[x]: https://example.org\n",
        ] {
            assert_eq!(without_comments(text), text);
        }
    }
}
