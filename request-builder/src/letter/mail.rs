//! Composes the covering email: a short message to the organisation's mailbox with a list of what
//! is attached. The letter itself is not in it, since it is first put on letterhead and signed; in
//! an emergency there is another email with the whole letter in it, which goes out at once.

use super::compose::Composer;
use super::export::text;
use super::{Content, Letter, Line, MailPart, MailRole, Run};
use crate::review::{Evaluation, Review};
use crate::rulebook::Rulebook;
use crate::rules::RuleId;
use crate::text::one_line;

/// A covering email. It may still contain characters that cannot be seen, from text that the
/// officer pasted; [`crate::letter::export::CoveringMail`] removes them before the email goes into a
/// file or a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The organisation's mailbox.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// Its paragraphs and attachments, in order.
    pub parts: Vec<MailText>,
    /// The most urgent lines of it, for a link that has no room for the rest. Empty if
    /// the email is useless without the rest.
    pub short: Vec<String>,
    /// The source of the letter; see [`Letter::provenance`].
    pub provenance: String,
}

/// A part of a covering email.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailText {
    /// A paragraph.
    Text(String),
    /// Something that is attached.
    Attachment(String),
}

impl Mail {
    /// The email that goes with a letter. `None` if the letters have no text for one.
    pub fn compose(evaluation: &Evaluation<'_>, review: &Review, letter: &Letter) -> Option<Self> {
        let letters = &evaluation.book.letters;
        let composer = Composer::<false>::new(evaluation);
        let mut subject = None;
        // If the letter is a draft, the email begins by saying so: a draft must not pass for a
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
            short: Vec::new(),
            provenance: letter.provenance(),
        })
    }

    /// The email that carries the whole letter in its text and says that the signed one follows:
    /// in an emergency, nobody waits for letterhead. `None` if the letters have no text for an
    /// email.
    pub fn compose_now(
        evaluation: &Evaluation<'_>,
        review: &Review,
        letter: &Letter,
    ) -> Option<Self> {
        let messages = &evaluation.book.letters.interface;
        let mut mail = Self::compose(evaluation, review, letter)?;
        mail.parts = vec![
            MailText::Text(messages.get("request-letter-now").to_owned()),
            MailText::Text(text(letter)),
        ];
        mail.short = most_urgent(letter);
        let notice = messages.get("request-letter-now-short").to_owned();
        mail.short.insert(0, notice);
        Some(mail)
    }

    /// Says that other letters may go out in the same matter, so that nobody takes one for the other
    /// or for all of them. It does not name their servers, which may be somebody else's.
    pub fn name_companions(&mut self, book: &Rulebook) {
        let words = book.letters.interface.get("request-letter-companions");
        let is_attachment = |part: &MailText| matches!(part, MailText::Attachment(_));
        // Above the line that leads to the attachments.
        let at = self.parts.iter().position(is_attachment);
        let at = at.map_or(self.parts.len(), |at| at.saturating_sub(1));
        self.parts.insert(at, MailText::Text(words.to_owned()));
    }
}

/// Who asks, then every fact of the letter, each once, then what is asked for.
fn most_urgent(letter: &Letter) -> Vec<String> {
    let join = |lines: &[Line], between: &str| {
        let lines: Vec<String> = lines.iter().map(Line::text).collect();
        lines.join(between)
    };
    let blocks = letter.blocks.iter().map(|block| &block.content);
    let cover = blocks
        .clone()
        .position(|content| *content == Content::PageBreak);
    let mut facts: Vec<String> = Vec::new();
    let mut items = Vec::new();
    for (at, content) in blocks.enumerate() {
        match content {
            // A cover sheet says who asks. It also says to whom and when, as the email does.
            Content::Signature(lines) if cover.is_none() => facts.insert(0, join(lines, ", ")),
            Content::Facts(list) => {
                let is_cover = cover.is_some_and(|cover| at < cover);
                let is_answer = |run: &Run| matches!(run, Run::Answer(_));
                for fact in list {
                    let mut runs = fact.value.iter().flat_map(|line| &line.0);
                    let line = [&fact.label, " ", &join(&fact.value, " ")].concat();
                    if (!is_cover || runs.any(is_answer)) && !facts.contains(&line) {
                        facts.push(line);
                    }
                }
            }
            Content::Item { lines, .. } => {
                for (at, line) in lines.iter().enumerate() {
                    let mark = if at == 0 { "- " } else { "" };
                    items.push([mark, &line.text()].concat());
                }
            }
            _ => {}
        }
    }
    facts.extend(items);
    facts
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
