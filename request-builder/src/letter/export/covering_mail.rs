//! The covering email after sanitizing, from which all its exports start.

use super::header_text::HeaderText;
use crate::letter::{Mail, MailText};
use crate::text::clean;

/// A covering email whose headers are single lines, and whose text has no invisible characters.
///
/// The letter is not attached, because it must first be put on letterhead and signed; an attached
/// unsigned letter would be sent as it is. The text lists what to attach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoveringMail {
    /// The recipient.
    pub to: HeaderText,
    /// The subject line.
    pub subject: HeaderText,
    /// The text, in lines that end in LF.
    pub body: String,
    /// The most urgent lines of the text. Empty if the email is useless without the rest.
    pub short: Vec<String>,
    /// The letter's origin; see [`Letter::provenance`](crate::letter::Letter::provenance).
    pub provenance: HeaderText,
}

impl CoveringMail {
    /// The email as it was composed, cleaned.
    pub fn new(mail: &Mail) -> Self {
        let mut body = String::new();
        let mut listed = false;
        for part in &mail.parts {
            let (text, attachment) = match part {
                MailText::Text(text) => (text, false),
                MailText::Attachment(text) => (text, true),
            };
            if !body.is_empty() {
                body.push_str(if attachment && listed { "\n" } else { "\n\n" });
            }
            listed = attachment;
            if attachment {
                body.push_str("- ");
            }
            body.push_str(clean(text).0.trim());
        }
        body.push('\n');
        Self {
            to: HeaderText::new(&mail.to),
            subject: HeaderText::new(&mail.subject),
            body,
            short: (mail.short.iter())
                .map(|line| HeaderText::new(line).as_str().to_owned())
                .collect(),
            provenance: HeaderText::new(&mail.provenance),
        }
    }
}
