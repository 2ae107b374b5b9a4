//! Words for what goes with a letter that lead nowhere.

use crate::site::{RULES, Site};

const MAIL: &str = r#"
[[mail]]
part = "subject"
text = "{kind.title}"

[[mail]]
part = "text"
text = "Attached:"

[[mail]]
part = "attachment"
rule = "sealed"
text = "The sealed letter"
"#;

const REMINDER: &str = r#"
[[reminder]]
id = "tide"
from = "today"
days = 30
before = 5
rule = "open-from-dawn"
text = "The tide is on {reminder.day}."
title = "Tide"
note = "Counted from {reminder.from}."
"#;

fn with(rules: &str) -> Site {
    Site::new().append(RULES, rules)
}

#[test]
fn words_that_hold_together_are_taken() {
    let told = with(&format!("{MAIL}{REMINDER}")).built();
    told.exits(0);
}

#[test]
fn an_e_mail_needs_a_subject_some_text_and_something_attached() {
    for what in ["subject", "text", "attachment"] {
        let other = if what == "text" { "subject" } else { "text" };
        let part = |what: &str| format!("part = \"{what}\"");
        let mail = MAIL
            .replace("rule = \"sealed\"\n", "")
            .replace(&part(what), &part(other));
        with(&mail)
            .refused()
            .exits(1)
            .says(&format!("has no {what}"))
            .helps(&part(what));
    }
}

#[test]
fn what_is_attached_is_somebodys_paper() {
    with(&MAIL.replace("\"sealed\"", "\"boat-named\""))
        .refused()
        .exits(1)
        .says("nothing is done on paper because of the rule `boat-named`")
        .helps("`paper`");
    with(&MAIL.replace("\"sealed\"", "\"seald\""))
        .refused()
        .says("there is no rule `seald`")
        .helps("did you mean `sealed`?");
    with(&MAIL.replace(
        "text = \"Attached:\"",
        "text = \"Attached:\"\nrule = \"sealed\"",
    ))
    .refused()
    .says("only an attachment goes with the paper of a rule")
    .helps("`when`");
}

#[test]
fn a_reminder_counts_from_a_day_and_comes_before_it() {
    with(&REMINDER.replace("\"today\"", "\"boat-name\""))
        .refused()
        .exits(1)
        .says("there is no day to count from `boat-name`");
    with(&REMINDER.replace("before = 5", "before = 30"))
        .refused()
        .says("the reminder `tide` comes 30 days before a day that is only 30 days away")
        .helps("fewer");
    with(&REMINDER.replace("{reminder.day}", "{reminder.hour}"))
        .refused()
        .says("there is no question to fill in `reminder.hour`");
    with(&REMINDER.replace("open-from-dawn", "open-from-dusk"))
        .refused()
        .says("there is no rule `open-from-dusk`");
    with(&format!("{REMINDER}{REMINDER}"))
        .refused()
        .says("there are two of the name `tide`");
}
