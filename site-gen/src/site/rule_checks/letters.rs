//! Checks that every kind has a letter, and that every placeholder can be filled in.

use super::Subject;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::quoted::first_names;
use request_builder::letter::{BUILT_IN, Paragraph, Style, Template};
use request_builder::rules::{Kind, QuestionId, QuestionType, Requirement, Rules, is_for};
use std::collections::BTreeSet;

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
        } else {
            stated(kind, subject, &mut report);
        }
    }
}

/// Checks that the letter of a kind has what officers write for each requirement, or a paragraph about it.
fn stated(kind: &Kind, subject: &Subject<'_>, report: &mut Report<'_>) {
    let (rules, paragraphs) = (subject.rules, &subject.letters.paragraphs);
    let own = || paragraphs.iter().filter(|it| is_for(&it.kinds, &kind.id));
    let conditions = own().filter_map(|it| it.when.as_ref());
    let mut used: BTreeSet<&str> = conditions
        .flat_map(|it| it.questions().into_iter().map(QuestionId::as_str))
        .collect();
    used.extend(own().flat_map(texts).flat_map(Template::placeholders));
    // A choice or a tick is a statement that the letter may make in other words.
    let is_written = |id: &QuestionId| {
        let answer = rules.question(id).map(|it| &it.answer);
        answer.is_some_and(|it| {
            !matches!(
                it,
                QuestionType::Choice | QuestionType::Choices | QuestionType::Tick
            )
        })
    };
    let is_missing = |rule: &&Requirement| {
        let is_of_paragraph = || own().any(|it| it.rule.as_ref() == Some(&rule.id));
        is_for(&rule.kinds, &kind.id)
            && !rule.paper
            && rule.ask.iter().any(is_written)
            && !rule.ask.iter().any(|it| used.contains(it.as_str()))
            && !is_of_paragraph()
    };
    let missing: Vec<&str> = (rules.requirements.iter().filter(is_missing))
        .map(|it| it.id.as_str())
        .collect();
    let at = paragraphs.iter().position(|it| is_for(&it.kinds, &kind.id));
    // The letter may state one of them in words of its own.
    let ([first, _, ..], Some(at)) = (&missing[..], at) else {
        return;
    };
    let (kind, names) = (&kind.id, first_names(&missing));
    let error =
        format!("the letter of the kind `{kind}` says nothing about these requirements: {names}");
    let help = format!(
        "print their answers, such as `{{agency}}`, or write `[^{first}]` at the end of the paragraph that says it"
    );
    report.push(
        &format!("paragraph[{at}]"),
        Diagnostic::error(error).help(help),
    );
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
