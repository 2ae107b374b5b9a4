//! Composes the covering e-mail: short words to the organisation's mailbox, and a list of what to
//! attach. The letter itself is not in it, for a letter is put on letterhead and signed first.

use super::Letter;
use super::compose::{Composer, one_line};
use crate::form::{MailPart, MailRole, RuleId};
use crate::review::{Review, Standing};

/// A covering e-mail as it was composed. Whatever an officer pasted is still in it, so it goes
/// into a file or a link only through [`crate::export::CoveringMail`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The organisation's mailbox.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// What it says, in order.
    pub parts: Vec<MailText>,
}

/// A part of a covering e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailText {
    /// A paragraph.
    Text(String),
    /// Something that is attached.
    Attachment(String),
}

impl Mail {
    /// The e-mail that goes with a letter. A form without words for one has none.
    pub fn compose(standing: &Standing<'_>, review: &Review, letter: &Letter) -> Option<Self> {
        let form = standing.book.letter_form();
        let composer = Composer::<false>::new(standing);
        let mut subject = None;
        // What the letter says of itself stands first: a draft must not pass for a request.
        let mut parts: Vec<MailText> = letter.draft.iter().cloned().map(MailText::Text).collect();
        for part in form
            .mail
            .iter()
            .filter(|part| applies(standing, review, part))
        {
            let text = composer.without_gaps(&part.text);
            if text.trim().is_empty() {
                continue;
            }
            match part.part {
                MailRole::Subject => subject = subject.or(Some(one_line(&text))),
                MailRole::Text => parts.push(MailText::Text(text)),
                MailRole::Attachment => parts.push(MailText::Attachment(one_line(&text))),
            }
        }
        (!form.mail.is_empty()).then(|| Self {
            to: standing.book.organisation.mailbox.clone(),
            subject: subject.unwrap_or_else(|| letter.subject.clone()),
            parts,
        })
    }
}

fn applies(standing: &Standing<'_>, review: &Review, part: &MailPart) -> bool {
    let is_paper = |rule: &RuleId| review.tasks.iter().any(|task| task.rule == *rule);
    standing.applies(&part.kinds)
        && part
            .when
            .as_ref()
            .is_none_or(|when| standing.holds(when, None))
        && part.rule.as_ref().is_none_or(is_paper)
}
