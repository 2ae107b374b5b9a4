//! The covering email as a link that opens a mail program (RFC 6068).

use super::covering_mail::CoveringMail;
use crate::text::part;

/// The maximum length of the link in characters, encoded. Windows opens none of more than 2,048, and some
/// systems silently cut off what is longer than about 2,000.
pub const MAX_LINK_LENGTH: usize = 2_000;

/// How much of a line is kept if it does not fit, in characters.
const MAX_CUT_LENGTH: usize = 300;

/// Precedes the text.
const BODY: &str = "&body=";

/// A `mailto:` link, with as much of the email as fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mailto {
    /// With address, subject and text.
    Whole(String),
    /// With address, subject and the most urgent lines that fit.
    Short(String),
    /// With address and subject only; the text would make it too long.
    WithoutText(String),
    /// Too long even with only the subject.
    TooLong,
}

impl Mailto {
    /// The link. `None` if it would be too long.
    pub fn address(self) -> Option<String> {
        match self {
            Self::Whole(link) | Self::Short(link) | Self::WithoutText(link) => Some(link),
            Self::TooLong => None,
        }
    }
}

/// The link with as much as fits.
pub fn mailto(mail: &CoveringMail) -> Mailto {
    let mut link = "mailto:".to_owned();
    push(&mut link, mail.to.as_str(), "@");
    link.push_str("?subject=");
    push(&mut link, mail.subject.as_str(), "");
    if link.len() > MAX_LINK_LENGTH {
        return Mailto::TooLong;
    }
    // Encoding only lengthens a text, so do not encode one that is too long.
    if link.len() + mail.body.len() <= MAX_LINK_LENGTH {
        let mut whole = link.clone();
        whole.push_str(BODY);
        push(&mut whole, &mail.body.trim_end().replace('\n', "\r\n"), "");
        if whole.len() <= MAX_LINK_LENGTH {
            return Mailto::Whole(whole);
        }
    }
    let mut short = link.clone();
    short.push_str(BODY);
    let begin = short.len();
    for line in &mail.short {
        let before = short.len();
        if before > begin {
            push(&mut short, "\r\n", "");
        }
        let begins = short.len();
        push(&mut short, line, "");
        // The beginning of a line that is too long, so that later ones may fit.
        if short.len() > MAX_LINK_LENGTH
            && let Some((at, _)) = line.char_indices().nth(MAX_CUT_LENGTH)
        {
            short.truncate(begins);
            let words = part(line, ..at)
                .rsplit_once(' ')
                .map_or(part(line, ..at), |(words, _)| words);
            push(&mut short, words, "");
            push(&mut short, " […]", "");
        }
        if short.len() > MAX_LINK_LENGTH {
            short.truncate(before);
        }
    }
    if short.len() > begin {
        Mailto::Short(short)
    } else {
        Mailto::WithoutText(link)
    }
}

/// Adds text, percent-encoded except for unreserved characters and those in `also`.
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
