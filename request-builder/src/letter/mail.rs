//! Composes the covering e-mail: a short message to the organisation's mailbox with a list of what
//! is attached. The letter itself is not in it, since it is first put on letterhead and signed.

use super::Letter;
use super::compose::{Composer, one_line};
use super::{MailPart, MailRole};
use crate::review::{Evaluation, Review};
use crate::rules::RuleId;

/// A covering e-mail. It may still contain characters that cannot be seen, from text that the
/// officer pasted; [`crate::letter::export::CoveringMail`] takes them out before the e-mail goes into a
/// file or a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The organisation's mailbox.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// Its paragraphs and attachments, in order.
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
    /// The e-mail that goes with a letter. `None` if the letters have no text for one.
    pub fn compose(evaluation: &Evaluation<'_>, review: &Review, letter: &Letter) -> Option<Self> {
        let letters = &evaluation.book.letters;
        let composer = Composer::<false>::new(evaluation);
        let mut subject = None;
        // If the letter is a draft, the e-mail begins by saying so: a draft must not pass for a
        // request.
        let mut parts: Vec<MailText> = letter.draft.iter().cloned().map(MailText::Text).collect();
        for part in letters
            .mail
            .iter()
            .filter(|part| applies(evaluation, review, part))
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
        (!letters.mail.is_empty()).then(|| Self {
            to: evaluation.book.organisation.mailbox.clone(),
            subject: subject.unwrap_or_else(|| letter.subject.clone()),
            parts,
        })
    }
}

fn applies(evaluation: &Evaluation<'_>, review: &Review, part: &MailPart) -> bool {
    let is_paper = |rule: &RuleId| review.tasks.iter().any(|task| task.rule == *rule);
    evaluation.applies(&part.kinds)
        && part
            .when
            .as_ref()
            .is_none_or(|when| evaluation.holds(when, None))
        && part.rule.as_ref().is_none_or(is_paper)
}
