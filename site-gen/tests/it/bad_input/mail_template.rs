//! Texts of the covering email with references to nothing.

use super::site::{LABELS, RULES};
use crate::support::Site;

const NAME: &str = "content/request/letters/mail.md";

const MAIL: &str = "# {kind.title}

Attached:

- The sealed letter [^sealed]
";

const REMINDER: &str = r#"
[reminder.tide]
from = "today"
days = 30
before = 5
rule = "open-from-dawn"
"#;

const REMINDER_LABELS: &str = r#"
[reminder.tide]
text = "The tide is on {reminder.day}."
title = "Tide"
note = "Counted from {reminder.from}."
"#;

fn with_mail(mail: &str) -> Site {
    Site::tern().write(NAME, mail)
}

fn with_reminder(reminder: &str, labels: &str) -> Site {
    Site::tern().append(RULES, reminder).append(LABELS, labels)
}

#[test]
fn a_consistent_mail_template_is_accepted() {
    let report = with_mail(MAIL)
        .append(RULES, REMINDER)
        .append(LABELS, REMINDER_LABELS)
        .builds();
    report.exits(0);
}

#[test]
fn an_e_mail_needs_a_subject_some_text_and_something_attached() {
    for (line, what, how) in [
        ("# {kind.title}", "subject", "a line that begins with `# `"),
        ("Attached:", "text", "a paragraph"),
        (
            "- The sealed letter [^sealed]",
            "attachment",
            "a line that begins with `- `",
        ),
    ] {
        with_mail(&MAIL.replace(line, ""))
            .refused()
            .exits(1)
            .says(&format!(
                "the covering email of the kind `passage` has no {what}"
            ))
            .helps(how);
    }
}

#[test]
fn each_attachment_comes_from_a_task_on_paper() {
    with_mail(&MAIL.replace("[^sealed]", "[^boat-named]"))
        .refused()
        .exits(1)
        .at(&format!("{NAME}:5:3"))
        .says("the rule `boat-named` requires nothing on paper")
        .helps("`paper = true`");
    with_mail(&MAIL.replace("[^sealed]", "[^seald]"))
        .refused()
        .exits(1)
        .says(&format!("{NAME}:5:"))
        .says("`seald`")
        .helps("did you mean `sealed`?");
    with_mail(&MAIL.replace("Attached:", "Attached: [^sealed]"))
        .refused()
        .exits(1)
        .says(&format!("{NAME}:3:"))
        .says("only an attachment can have the footnote of a rule")
        .reads("footnote_of_a_text_in_an_e_mail");
}

#[test]
fn a_reminder_counts_from_a_day_and_comes_before_it() {
    with_reminder(
        &REMINDER.replace("\"today\"", "\"boat-name\""),
        REMINDER_LABELS,
    )
    .refused()
    .exits(1)
    .says("unknown day to count from `boat-name`");
    with_reminder(
        &REMINDER.replace("before = 5", "before = 30"),
        REMINDER_LABELS,
    )
    .refused()
    .says("the reminder `tide` comes 30 days before a day that is only 30 days away")
    .helps("smaller");
    with_reminder(
        REMINDER,
        &REMINDER_LABELS.replace("{reminder.day}", "{reminder.hour}"),
    )
    .refused()
    .says("unknown question `reminder.hour`");
    with_reminder(
        &REMINDER.replace("open-from-dawn", "open-from-dusk"),
        REMINDER_LABELS,
    )
    .refused()
    .says("unknown rule `open-from-dusk`");
    // A sentence that says no number of days gives none.
    with_reminder(&REMINDER.replace("days = 30\n", ""), REMINDER_LABELS)
        .refused()
        .says("the reminder `tide` has no `days`")
        .helps("add `days = …`");
}
