//! The letters: every kind has one, and every placeholder is filled by something.

use super::report::Report;
use crate::content::Requests;
use crate::diagnostic::{Diagnostic, Diagnostics};
use request_builder::form::{Form, Paragraph, Style, is_for};
use request_builder::letter::{BUILT_IN, Template};

pub(super) fn check(requests: &Requests, found: &mut Diagnostics) {
    let form = &requests.form;
    let mut report = Report::new(requests, found);
    for (index, paragraph) in form.paragraphs.iter().enumerate() {
        for (key, text) in texts(paragraph) {
            filled_in(
                &format!("paragraph[{index}].{key}"),
                text,
                &[],
                form,
                &mut report,
            );
        }
        shape(index, paragraph, &mut report);
    }
    for (index, notice) in form.notices.iter().enumerate() {
        if let Some(note) = &notice.note {
            let path = format!("notice[{index}].note");
            filled_in(&path, note, &[], form, &mut report);
        }
    }
    for (index, kind) in form.kinds.iter().enumerate() {
        let path = format!("kind[{index}].id");
        let mut own = form
            .paragraphs
            .iter()
            .filter(|paragraph| is_for(&paragraph.kinds, &kind.id));
        if own.clone().next().is_none() {
            let error =
                Diagnostic::error(format!("a letter of the kind `{}` has no text", kind.id));
            report.push(&path, error.help("write `[[paragraph]]` entries for it"));
        } else if !own.any(|paragraph| paragraph.style == Style::Subject) {
            let error =
                Diagnostic::error(format!("a letter of the kind `{}` has no subject", kind.id));
            report.push(
                &path,
                error.help("write a `[[paragraph]]` with `style = \"subject\"` for it"),
            );
        }
    }
}

/// Every placeholder of a text is filled in by something: by an answer, or by one of the names
/// that are known in every text, or in this one.
pub(super) fn filled_in(
    path: &str,
    text: &str,
    own: &[&str],
    form: &Form,
    report: &mut Report<'_>,
) {
    for name in Template::placeholders(text) {
        let questions = form.questions.iter().map(|question| question.id.as_str());
        let known = questions.chain(BUILT_IN).chain(own.iter().copied());
        report.known(path, "question to fill in", name, known);
    }
}

/// Every text of a paragraph, with its key.
pub(super) fn texts(paragraph: &Paragraph) -> Vec<(String, &str)> {
    let more = paragraph
        .more
        .iter()
        .enumerate()
        .map(|(at, text)| (format!("more[{at}]"), text.as_str()));
    let columns = paragraph.columns.iter().enumerate();
    let columns = columns.flat_map(|(at, column)| {
        let text = (format!("columns[{at}].text"), column.text.as_str());
        let instead = column
            .instead
            .iter()
            .map(move |it| (format!("columns[{at}].instead.text"), it.text.as_str()));
        std::iter::once(text).chain(instead)
    });
    std::iter::once(("text".to_owned(), paragraph.text.as_str()))
        .chain(more)
        .chain(columns)
        .collect()
}

fn shape(index: usize, paragraph: &Paragraph, report: &mut Report<'_>) {
    let path = |key: &str| format!("paragraph[{index}].{key}");
    match paragraph.style {
        Style::Table => {
            if paragraph.columns.is_empty() {
                let error = Diagnostic::error("a table has no columns");
                report.push(
                    &path("style"),
                    error.help("add `columns = [{ head = \"…\", text = \"{…}\" }]`"),
                );
            }
            if paragraph.for_each.is_none() {
                let error = Diagnostic::error("a table has nothing to make its rows of");
                report.push(
                    &path("style"),
                    error.help("add `for-each` with the name of a group"),
                );
            }
        }
        Style::PageBreak => {}
        Style::CoverTitle
        | Style::Cover
        | Style::Address
        | Style::Date
        | Style::Subject
        | Style::Heading
        | Style::Text
        | Style::Item
        | Style::Signature
        | Style::Enclosure => {
            if paragraph.text.trim().is_empty() {
                let error = Diagnostic::error("a paragraph has no text");
                report.push(&path("style"), error.help("add `text`, or take it out"));
            }
            if !paragraph.columns.is_empty() {
                let error = Diagnostic::error("only a table has columns");
                report.push(&path("columns"), error.help("write `style = \"table\"`"));
            }
        }
    }
}
