//! The covering e-mail: every kind has a subject and some text, or the form has no e-mail at all.

use super::letters::filled_in;
use super::report::Report;
use crate::content::Requests;
use crate::diagnostic::{Diagnostic, Diagnostics};
use request_builder::form::{Form, MailRole, RuleId, is_for};

pub(super) fn check(requests: &Requests, found: &mut Diagnostics) {
    let form = &requests.form;
    let mut report = Report::new(requests, found);
    for (index, part) in form.mail.iter().enumerate() {
        let path = |key: &str| format!("mail[{index}].{key}");
        filled_in(&path("text"), &part.text, &[], form, &mut report);
        if part.text.trim().is_empty() {
            let error = Diagnostic::error("a part of the e-mail has no text");
            report.push(&path("text"), error.help("write some, or take it out"));
        }
        if let Some(rule) = &part.rule {
            match part.part {
                MailRole::Attachment if has_paper(form, rule) == Some(false) => {
                    let error = Diagnostic::error(format!(
                        "nothing is done on paper because of the rule `{rule}`, so this is never attached"
                    ));
                    let help = "name a rule that has `paper`, or leave `rule` out";
                    report.push(&path("rule"), error.help(help));
                }
                MailRole::Attachment => {}
                MailRole::Subject | MailRole::Text => {
                    let error =
                        Diagnostic::error("only an attachment goes with the paper of a rule");
                    report.push(&path("rule"), error.help("use `when` instead"));
                }
            }
        }
    }
    if form.mail.is_empty() {
        return;
    }
    for (index, kind) in form.kinds.iter().enumerate() {
        for (role, what) in [
            (MailRole::Subject, "subject"),
            (MailRole::Text, "text"),
            (MailRole::Attachment, "attachment"),
        ] {
            let has = |part: &request_builder::form::MailPart| {
                part.part == role && is_for(&part.kinds, &kind.id)
            };
            if !form.mail.iter().any(has) {
                let error = Diagnostic::error(format!(
                    "the e-mail of the kind `{}` has no {what}",
                    kind.id
                ));
                let help = format!("write a `[[mail]]` with `part = \"{what}\"` for it");
                report.push(&format!("kind[{index}].id"), error.help(help));
            }
        }
    }
}

/// Whether a rule has something to be done on paper; unknown of a rule that is not there.
fn has_paper(form: &Form, rule: &RuleId) -> Option<bool> {
    let requirements = form
        .requirements
        .iter()
        .map(|it| (&it.id, it.paper.is_some()));
    let notices = form.notices.iter().map(|it| (&it.id, it.paper.is_some()));
    let practices = form.practices.iter().map(|it| (&it.id, it.paper.is_some()));
    let gates = form.gates.iter().map(|it| (&it.id, false));
    requirements
        .chain(notices)
        .chain(practices)
        .chain(gates)
        .find(|(id, _)| *id == rule)
        .map(|(_, paper)| paper)
}
