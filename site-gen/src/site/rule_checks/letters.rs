//! Checks that every kind has a letter, and that every placeholder can be filled in.

use super::Subject;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Diagnostics};
use request_builder::letter::{BUILT_IN, Paragraph, Style, Template};
use request_builder::rules::{Rules, is_for};

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    let (rules, letters) = (subject.rules, subject.letters);
    let mut report = Report::new(subject, found);
    for (index, paragraph) in letters.paragraphs.iter().enumerate() {
        for text in texts(paragraph) {
            filled_in(&format!("paragraph[{index}]"), text, rules, &mut report);
        }
    }
    for (index, part) in letters.mail.iter().enumerate() {
        filled_in(&format!("mail[{index}]"), &part.text, rules, &mut report);
    }
    for kind in &rules.kinds {
        let path = format!("kind.{}", kind.id);
        let paragraphs = letters.paragraphs.iter();
        let mut own = paragraphs.filter(|paragraph| is_for(&paragraph.kinds, &kind.id));
        if own.clone().next().is_none() {
            let error = Diagnostic::error(format!("the kind `{}` has no letter", kind.id));
            let help = format!("write it in `content/request/letters/{}.md`", kind.id);
            report.push(&path, error.help(help));
        } else if !own.any(|paragraph| paragraph.style == Style::Subject) {
            let error = Diagnostic::error(format!(
                "the letter of the kind `{}` has no subject",
                kind.id
            ));
            let help = "write a line that begins with `# `: `# {kind.title}`";
            report.push(&path, error.help(help));
        }
    }
}

/// Checks that every placeholder is a question or a built-in name.
fn filled_in(path: &str, text: &str, rules: &Rules, report: &mut Report<'_>) {
    for name in Template::placeholders(text) {
        let questions = rules.questions.iter().map(|question| question.id.as_str());
        let known = questions.chain(BUILT_IN);
        report.known(path, "question", name, known);
    }
}

pub(super) fn texts(paragraph: &Paragraph) -> Vec<&str> {
    let mut texts = vec![paragraph.text.as_str()];
    texts.extend(paragraph.more.iter().map(String::as_str));
    for column in &paragraph.columns {
        texts.push(&column.text);
        texts.extend(column.instead.iter().map(|instead| instead.text.as_str()));
    }
    texts
}
