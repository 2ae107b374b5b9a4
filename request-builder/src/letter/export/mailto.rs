//! The covering e-mail as a link that opens a mail program (RFC 6068).

use super::covering_mail::CoveringMail;

/// The longest link that is offered, in characters as they are sent. Some systems cut a link off
/// near 2,000 without a word.
pub const LONGEST_LINK: usize = 1_900;

/// Comes before the text.
const BODY: &str = "&body=";

/// A link to write the e-mail by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mailto {
    /// With address, subject and text.
    Whole(String),
    /// With address, subject and as much as fits of what is most urgent in the text.
    Short(String),
    /// With address and subject only: the text would make it too long.
    WithoutText(String),
    /// Even the subject would make it too long.
    TooLong,
}

/// The link, as much of it as fits.
pub fn mailto(mail: &CoveringMail) -> Mailto {
    let mut link = "mailto:".to_owned();
    push(&mut link, mail.to().as_str(), "@");
    link.push_str("?subject=");
    push(&mut link, mail.subject().as_str(), "");
    if link.len() > LONGEST_LINK {
        return Mailto::TooLong;
    }
    // Encoding can only make a text longer, so one that is too long already is not encoded.
    if link.len() + mail.body().len() <= LONGEST_LINK {
        let mut whole = link.clone();
        whole.push_str(BODY);
        push(
            &mut whole,
            &mail.body().trim_end().replace('\n', "\r\n"),
            "",
        );
        if whole.len() <= LONGEST_LINK {
            return Mailto::Whole(whole);
        }
    }
    let mut short = link.clone();
    short.push_str(BODY);
    let begin = short.len();
    for line in mail.short() {
        let before = short.len();
        if before > begin {
            push(&mut short, "\r\n", "");
        }
        push(&mut short, line, "");
        // A line that is too long is left out, and those after it may still fit.
        if short.len() > LONGEST_LINK {
            short.truncate(before);
        }
    }
    if short.len() > begin {
        Mailto::Short(short)
    } else {
        Mailto::WithoutText(link)
    }
}

/// Adds text, percent-encoded but for what needs no encoding anywhere in a link, and for `also`.
fn push(link: &mut String, text: &str, also: &str) {
    for byte in text.bytes() {
        let stays = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if stays || also.as_bytes().contains(&byte) {
            link.push(char::from(byte));
        } else {
            link.push('%');
            super::push_hex(link, byte);
        }
    }
}
