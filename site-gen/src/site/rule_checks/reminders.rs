//! Checks that the days from which reminders are counted exist, and that each reminder precedes its
//! day.

use super::Subject;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Diagnostics};
use request_builder::rules::{QuestionType, Reminder};

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    let rules = subject.rules;
    let mut report = Report::new(subject, found);
    for reminder in &rules.reminders {
        let path = |key: &str| format!("reminder.{}.{key}", reminder.id);
        if reminder.from.as_str() != Reminder::TODAY {
            let days = rules
                .questions
                .iter()
                .filter(|question| {
                    question.answer == QuestionType::Date && question.group.is_none()
                })
                .map(|question| question.id.as_str());
            let known = days.chain([Reminder::TODAY]);
            let what = "day to count from";
            report.known(&path("from"), what, reminder.from.as_str(), known);
        }
        // With no days to count, it is about the day itself.
        if reminder.days > 0 && reminder.before >= reminder.days {
            let error = Diagnostic::error(format!(
                "the reminder `{}` comes {} days before a day that is only {} days away",
                reminder.id, reminder.before, reminder.days
            ));
            report.push(&path("before"), error.help("write a smaller number"));
        }
    }
}
