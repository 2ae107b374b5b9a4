//! The covering email as a file for a mail program (RFC 5322, MIME).
//!
//! With `X-Unsent: 1`, Outlook opens it for editing. From, Date and Message-ID are missing, because
//! the sender's program adds them. The text is quoted-printable, so that every line is short ASCII
//! whatever an officer pasted.

use super::covering_mail::CoveringMail;
use super::header_text::HeaderText;

/// The maximum length of a line, without CRLF (RFC 2045, 6.7; RFC 2047, 2).
const MAX_LINE_LENGTH: usize = 76;

/// The delimiters of an encoded word.
const OPEN: &str = "=?utf-8?Q?";
const CLOSE: &str = "?=";

/// The content of a `.eml` file. It is ASCII unless the mailbox is not.
pub fn eml(mail: &CoveringMail) -> String {
    let mut out = String::new();
    header(&mut out, "X-Unsent", "1");
    header(&mut out, "To", mail.to.as_str());
    unstructured(&mut out, "Subject", &mail.subject);
    provenance(&mut out, mail.provenance.as_str());
    header(&mut out, "MIME-Version", "1.0");
    header(&mut out, "Content-Type", "text/plain; charset=utf-8");
    header(&mut out, "Content-Transfer-Encoding", "quoted-printable");
    out.push_str("\r\n");
    for line in mail.body.lines() {
        quoted_printable(&mut out, line);
        out.push_str("\r\n");
    }
    out
}

fn header(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str(": ");
    out.push_str(value);
    out.push_str("\r\n");
}

/// Adds the header with the letter's origin, folded. Ids of rules are ASCII; any other value is
/// left out.
fn provenance(out: &mut String, value: &str) {
    if value.is_empty() || !value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return;
    }
    write_folded(out, "X-Request-Letter", value);
}

/// Adds a header of ASCII words on as many lines as it takes (RFC 5322, 2.2.3).
fn write_folded(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push(':');
    let mut length = name.len() + 1;
    for word in value.split(' ') {
        if length + 1 + word.len() > MAX_LINE_LENGTH {
            out.push_str("\r\n");
            length = 0;
        }
        out.push(' ');
        out.push_str(word);
        length += 1 + word.len();
    }
    out.push_str("\r\n");
}

/// Adds a header: ASCII words unchanged, folded where the line gets too long; anything else as
/// encoded words (RFC 2047), one per line.
fn unstructured(out: &mut String, name: &str, text: &HeaderText) {
    let text = text.as_str();
    let is_word = |word: &str| {
        !word.is_empty()
            && word.len() < MAX_LINE_LENGTH
            && word.bytes().all(|byte| matches!(byte, b'!'..=b'~'))
    };
    if text.split(' ').all(is_word) && !text.contains("=?") {
        return write_folded(out, name, text);
    }
    out.push_str(name);
    out.push_str(": ");
    let before = name.len() + 2;
    let each = MAX_LINE_LENGTH - before - OPEN.len() - CLOSE.len();
    let mut room = each;
    out.push_str(OPEN);
    for character in text.chars() {
        let mut encoded = String::new();
        let mut bytes = [0; 4];
        for byte in character.encode_utf8(&mut bytes).bytes() {
            match byte {
                b' ' => encoded.push('_'),
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => encoded.push(char::from(byte)),
                _ => {
                    encoded.push('=');
                    super::push_hex(&mut encoded, byte);
                }
            }
        }
        // A character must not be split between two encoded words.
        if encoded.len() > room {
            for part in [CLOSE, "\r\n ", OPEN] {
                out.push_str(part);
            }
            room = each;
        }
        room -= encoded.len();
        out.push_str(&encoded);
    }
    out.push_str(CLOSE);
    out.push_str("\r\n");
}

/// Adds a line of text as quoted-printable, with soft line breaks.
fn quoted_printable(out: &mut String, line: &str) {
    let mut length = 0;
    let bytes = line.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let last = at + 1 == bytes.len();
        // Faulty programs may take a full stop at the start of a line for the end of the message,
        // and `From ` for the next message in a mailbox file, so encode both.
        let begins = length == 0 && (*byte == b'.' || bytes[at..].starts_with(b"From "));
        let plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~') && !begins || *byte == b' ' && !last;
        let width = if plain { 1 } else { 3 };
        // Leave room for the soft line break.
        if length + width > MAX_LINE_LENGTH - 1 {
            out.push_str("=\r\n");
            length = 0;
        }
        if plain {
            out.push(char::from(*byte));
        } else {
            out.push('=');
            super::push_hex(out, *byte);
        }
        length += width;
    }
}
