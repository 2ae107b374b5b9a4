//! Detects merge conflict markers. A file that contains them is ambiguous, so it is rejected.

use crate::diagnostic::{Diagnostic, Place, Source};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use std::ops::Range;

/// Reports conflict markers in a file. In Markdown, they are allowed inside code.
pub(crate) fn in_file(source: &Source, is_markdown: bool) -> Option<Diagnostic> {
    let text = source.text();
    // A program that formats the file may have indented them.
    if !text.lines().any(|line| is_mark(line.trim(), true)) {
        return None;
    }
    let code = if is_markdown { code(text) } else { Vec::new() };
    let mut marks: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut is_below_text = false;
    for line in text.split_inclusive('\n') {
        let is_code = || code.iter().any(|code| code.contains(&at));
        // Seven equals signs underline a heading in Markdown, but not below an empty line.
        let may_separate = !marks.is_empty() || !is_markdown || !is_below_text;
        if is_mark(line.trim(), may_separate) && !is_code() {
            marks.push(at..at + line.trim_end().len());
        }
        is_below_text = !line.trim().is_empty();
        at += line.len();
    }
    let first = marks.first()?.clone();
    let lines: Vec<String> = marks
        .iter()
        .map(|mark| source.line_column(mark.start).0.to_string())
        .collect();
    let which = match &lines[..] {
        [one] => format!("line {one}"),
        [some @ .., last] => format!("lines {} and {last}", some.join(", ")),
        [] => return None,
    };
    let error = Diagnostic::error("a merge conflict is not resolved: there are two texts here");
    let error = error.at(Place::new(source, first));
    // Each entry of the lock contains the digest of the one before it.
    let is_lock = source.name() == "content/releases.lock";
    Some(error.help(if is_lock {
        "take the whole file of one side, and release the version of the other side again: `site-gen release`".to_owned()
    } else {
        format!("keep one of the two, and remove the markers on {which}")
    }))
}

/// Reports conflict markers in a file of a theme or of `static/`, if it has both sides of a conflict. There,
/// a line of equals signs may be part of a comment, one marker alone a quotation in an email, and indented
/// ones or those in code an example.
pub(crate) fn in_bytes(name: &str, content: &[u8]) -> Option<Diagnostic> {
    let text = std::str::from_utf8(content).ok()?;
    let ends_with = |all: &[&str]| all.iter().any(|end| name.ends_with(end));
    let is_page = ends_with(&[".html", ".htm", ".svg"]);
    let (mut begins, mut ends, mut is_example) = (false, false, false);
    for line in text.lines() {
        begins |= !is_example && line.starts_with("<<<<<<< ");
        ends |= !is_example && line.starts_with(">>>>>>> ");
        if is_page {
            let (opens, closes) = (line.rfind("<pre"), line.rfind("</pre"));
            if opens != closes {
                is_example = opens > closes;
            }
        }
    }
    (begins && ends)
        .then(|| in_file(&Source::new(name, text), ends_with(&[".md"])))
        .flatten()
}

/// Whether a line is a conflict marker.
fn is_mark(line: &str, may_separate: bool) -> bool {
    let follows = |mark: &str| {
        line.strip_prefix(mark)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    follows("<<<<<<<")
        || follows(">>>>>>>")
        || follows("|||||||")
        || (may_separate && line == "=======")
}

/// The byte ranges of closed code blocks, and of indented ones.
fn code(text: &str) -> Vec<Range<usize>> {
    let mut code = Vec::new();
    for (event, span) in Parser::new(text).into_offset_iter() {
        if let Event::Start(Tag::CodeBlock(kind)) = event {
            let last = text[span.clone()].trim_end().lines().last();
            let last = last.unwrap_or_default().trim_start();
            let is_indented = matches!(kind, CodeBlockKind::Indented);
            if is_indented || last.starts_with("```") || last.starts_with("~~~") {
                let line = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
                code.push(line..span.end);
            }
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::{in_bytes, in_file};
    use crate::diagnostic::{Diagnostics, Source};

    fn report(text: &str, is_markdown: bool) -> String {
        let found = in_file(&Source::new("content/x.md", text), is_markdown);
        found.map_or(String::new(), |found| Diagnostics::from(found).plain())
    }

    #[test]
    fn a_merge_conflict_is_reported_once() {
        let text =
            "# A\n\n<<<<<<< HEAD\nOne.\n||||||| base\nNo.\n=======\nTwo.\n>>>>>>> legal/fax\n";
        let report = report(text, true);
        assert!(
            report.contains("a merge conflict is not resolved"),
            "{report}"
        );
        assert!(report.contains("content/x.md:3:1"), "{report}");
        assert!(report.contains("on lines 3, 5, 7 and 9"), "{report}");
    }

    #[test]
    fn a_single_conflict_marker_is_reported() {
        for text in ["a\n>>>>>>> theirs\n", "<<<<<<<\n", "```\na\n<<<<<<< HEAD\n"] {
            assert!(report(text, true).contains("merge conflict"), "{text}");
        }
        assert!(report("a = 1\n<<<<<<< HEAD\n", false).contains("on line 2"));
    }

    #[test]
    fn markers_that_a_formatter_indented_are_reported() {
        let text = "- one\n  <<<<<<< HEAD\n- two\n  =======\n- three\n  >>>>>>> fax\n";
        assert!(report(text, true).contains("on lines 2, 4 and 6"));
    }

    #[test]
    fn a_line_of_equals_signs_is_no_conflict_in_a_style_sheet() {
        let text = "/*\n=======\nColours\n*/\n";
        assert_eq!(in_bytes("static/a.css", text.as_bytes()), None);
        let text = ">>>>>>> On Monday A wrote:\n";
        assert_eq!(in_bytes("static/mail.txt", text.as_bytes()), None);
        let marks = "<<<<<<< HEAD\na {}\n=======\nb {}\n>>>>>>> fax\n";
        assert!(in_bytes("static/a.css", marks.as_bytes()).is_some());
        for (name, text) in [
            ("static/a.html", format!("<pre>\n{marks}</pre>\n")),
            ("static/a.md", format!("```\n{marks}```\n")),
            ("static/a.txt", marks.replace("<<", "  <<")),
        ] {
            assert_eq!(in_bytes(name, text.as_bytes()), None, "{name}");
        }
        for text in [
            format!("<pre></pre>\n{marks}"),
            format!("{marks}<pre></pre>"),
        ] {
            assert!(in_bytes("static/a.html", text.as_bytes()).is_some());
        }
    }

    #[test]
    fn text_like_a_conflict_marker_is_not_reported() {
        for text in [
            "See:\n\n    <<<<<<< HEAD\n    a\n",
            "Title\n=======\n",
            "```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> b\n```\n",
            "a <<<<<<< b\n",
            "<<<<<<<<<<\n",
            "> quoted\n",
        ] {
            assert_eq!(report(text, true), "", "{text}");
        }
    }
}
