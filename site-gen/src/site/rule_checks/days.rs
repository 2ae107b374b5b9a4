//! Checks questions for dates: past or future, and their order.

use super::Subject;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Diagnostics};
use request_builder::rules::{Question, QuestionType};

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    let questions = &subject.rules.questions;
    let mut report = Report::new(subject, found);
    for (index, question) in questions.iter().enumerate() {
        let path = |key: &str| format!("question.{}.{key}", question.id);
        if question.must_be.is_some() && !is_day(question) {
            let error = Diagnostic::error(format!(
                "the question `{}` does not ask for a day, so it cannot be in the past or future",
                question.id
            ));
            let error =
                error.help("write `type = \"date\"` or `\"date-time\"`, or remove `must-be`");
            report.push(&path("must-be"), error);
        }
        let Some(first) = &question.not_before else {
            continue;
        };
        let path = path("not-before");
        let before = questions[..index].iter();
        if !report.known(
            &path,
            "earlier question",
            first.as_str(),
            before.clone().map(|question| question.id.as_str()),
        ) {
            continue;
        }
        let fits = before.filter(|other| other.id == *first).all(|other| {
            is_day(other)
                && is_day(question)
                && (other.group.is_none() || other.group == question.group)
        });
        if !fits {
            let error = Diagnostic::error(format!(
                "`{}` cannot be compared with `{first}`: both have to ask for a day, of the same entry",
                question.id
            ));
            report.push(
                &path,
                error.help(
                    "use a question of the type `date` or `date-time` of the same group, or of none",
                ),
            );
        }
    }
}

fn is_day(question: &Question) -> bool {
    matches!(question.answer, QuestionType::Date | QuestionType::DateTime)
}
