//! Checks that the covering email of every kind has a subject, a text and an attachment, unless
//! there is no email at all.

use super::Subject;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Diagnostics};
use request_builder::letter::{MailPart, MailRole};
use request_builder::rules::is_for;

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    let (rules, mail) = (subject.rules, &subject.letters.mail);
    let mut report = Report::new(subject, found);
    for (index, part) in mail.iter().enumerate() {
        let Some(rule) = &part.rule else { continue };
        if part.part != MailRole::Attachment {
            let error = Diagnostic::error("only an attachment can have the footnote of a rule");
            let help = format!(
                "remove the footnote, or write `[if rule {rule}]` before the text and `[end]` after it"
            );
            report.push(&format!("mail[{index}]"), error.help(help));
            continue;
        }
        let has_paper = rules.rule(rule).map(|rule| rule.paper);
        if has_paper == Some(false) {
            let error = Diagnostic::error(format!(
                "the rule `{rule}` requires nothing on paper, so this is never attached"
            ));
            let help = "use a rule with `paper = true`, or remove the footnote";
            report.push(&format!("mail[{index}]"), error.help(help));
        }
    }
    if mail.is_empty() {
        return;
    }
    for kind in &rules.kinds {
        for (role, what, how) in [
            (MailRole::Subject, "subject", "a line that begins with `# `"),
            (MailRole::Text, "text", "a paragraph"),
            (
                MailRole::Attachment,
                "attachment",
                "a line that begins with `- `",
            ),
        ] {
            let has = |part: &MailPart| part.part == role && is_for(&part.kinds, &kind.id);
            if !mail.iter().any(has) {
                let error = Diagnostic::error(format!(
                    "the covering email of the kind `{}` has no {what}",
                    kind.id
                ));
                let help = format!("add {how} to `letters/mail.md` for it");
                report.push(&format!("kind.{}", kind.id), error.help(help));
            }
        }
    }
}
