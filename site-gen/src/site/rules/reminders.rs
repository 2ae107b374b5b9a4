//! Days to remember: counted from a day that there is, and reminded of before they come.

use super::letters::filled_in;
use super::report::Report;
use crate::content::Requests;
use crate::diagnostic::{Diagnostic, Diagnostics};
use request_builder::form::{QuestionType, Reminder};

pub(super) fn check(requests: &Requests, found: &mut Diagnostics) {
    let form = &requests.form;
    let mut report = Report::new(requests, found);
    for (index, reminder) in form.reminders.iter().enumerate() {
        let path = |key: &str| format!("reminder[{index}].{key}");
        for (key, text) in reminder.texts() {
            let own = [Reminder::DAY, Reminder::FROM];
            filled_in(&path(key), text, &own, form, &mut report);
        }
        if reminder.from.as_str() != Reminder::TODAY {
            let days = form
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
        if reminder.before >= reminder.days {
            let error = Diagnostic::error(format!(
                "the reminder `{}` comes {} days before a day that is only {} days away",
                reminder.id, reminder.before, reminder.days
            ));
            report.push(&path("before"), error.help("let it be fewer"));
        }
    }
}
