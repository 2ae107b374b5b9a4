//! Reads an e-mail (RFC 5322, MIME): its headers, text and attachments.

use super::{
    Reading, Unreadable, flowed, has_ending, html, is_encrypted, one_line, read_file, tidy,
};
use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// The maximum nesting depth of attached messages.
const DEEPEST: usize = 3;
/// The maximum number of attachments.
const MOST_ATTACHED: usize = 40;

/// Whether data without a file name looks like an e-mail: it begins with headers, one of which only
/// mail programs write.
pub(super) fn looks_like_one(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8 * 1024)];
    let head = String::from_utf8_lossy(head);
    let mut written_by_a_program = false;
    let mut headers = 0;
    for line in head.lines() {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            return false;
        };
        if name.is_empty()
            || !name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            return false;
        }
        headers += 1;
        let only_programs = [
            "mime-version",
            "message-id",
            "received",
            "content-type",
            "return-path",
            "x-unsent",
        ];
        written_by_a_program |= only_programs
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known));
    }
    written_by_a_program && headers > 1
}

pub(super) fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or(Unreadable::Damaged)?;
    let mut reading = Reading::default();
    take(&message, &mut reading, 0);
    Ok(reading)
}

fn take(message: &Message<'_>, reading: &mut Reading, depth: usize) {
    let text = &mut reading.text;
    line(text, "From: ", &addresses(message.from()));
    line(text, "Reply-To: ", &addresses(message.reply_to()));
    line(text, "To: ", &addresses(message.to()));
    line(text, "Cc: ", &addresses(message.cc()));
    let date = message
        .date()
        .map(mail_parser::DateTime::to_rfc3339)
        .unwrap_or_default();
    line(text, "Date: ", &date);
    line(text, "Subject: ", message.subject().unwrap_or_default());
    text.push('\n');
    if depth == 0
        && let Some(provenance) = message.header("X-Request-Letter")
    {
        provenance
            .as_text()
            .unwrap_or_default()
            .clone_into(&mut reading.provenance);
    }
    for part in message.text_bodies().take(MOST_ATTACHED) {
        let Some(text) = text_of(part, reading) else {
            continue;
        };
        if is_encrypted(&text) {
            reading.unread.push(name_of(part));
            continue;
        }
        reading.text.push_str(&text);
        reading.text.push('\n');
    }
    for part in message.attachments().take(MOST_ATTACHED) {
        attachment(part, reading, depth);
    }
}

/// The text that a part displays.
fn text_of(part: &MessagePart<'_>, reading: &mut Reading) -> Option<String> {
    match &part.body {
        PartType::Text(text) => {
            let attribute = |name| part.content_type().and_then(|sort| sort.attribute(name));
            let is = |name, value: &str| {
                attribute(name).is_some_and(|own: &str| own.eq_ignore_ascii_case(value))
            };
            Some(if is("format", "flowed") {
                tidy(&flowed::joined(text, is("delsp", "yes")))
            } else {
                tidy(text)
            })
        }
        PartType::Html(code) => {
            let (shown, has_hidden) = html::visible(code);
            reading.has_hidden |= has_hidden;
            Some(tidy(&mail_parser::decoders::html::html_to_text(&shown)))
        }
        PartType::Binary(_)
        | PartType::InlineBinary(_)
        | PartType::Message(_)
        | PartType::Multipart(_) => None,
    }
}

/// What a part is called in the report: its name or, without one, its media type.
fn name_of(part: &MessagePart<'_>) -> String {
    let name = one_line(part.attachment_name().unwrap_or_default());
    if !name.is_empty() {
        return name;
    }
    let sort = part.content_type();
    // RFC 2045, 5.2: a part that states no media type is plain text.
    sort.map_or_else(
        || "text/plain".to_owned(),
        |sort| {
            let subtype = sort.subtype().unwrap_or_default();
            one_line(&[sort.ctype(), "/", subtype].concat())
        },
    )
}

/// Whether a part only belongs to an encryption or signature.
fn is_of_cryptography(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|sort| {
        let subtype = sort.subtype().unwrap_or_default();
        let known = [
            "pgp-encrypted",
            "pgp-signature",
            "pkcs7-signature",
            "x-pkcs7-signature",
        ];
        known
            .iter()
            .any(|known| subtype.eq_ignore_ascii_case(known))
    })
}

fn attachment(part: &MessagePart<'_>, reading: &mut Reading, depth: usize) {
    let name = name_of(part);
    if is_of_cryptography(part) {
        return;
    }
    let read = match &part.body {
        PartType::Message(message) if depth < DEEPEST => {
            reading.text.push('\n');
            take(message, reading, depth + 1);
            None
        }
        PartType::Text(text) if is_encrypted(text) => Some(Err(Unreadable::Locked)),
        PartType::Text(_) | PartType::Html(_) => text_of(part, reading).map(Ok),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes)
            if depth < DEEPEST && !has_ending(&name, "eml") =>
        {
            Some(read_file(&name, bytes).map(|inner| {
                reading.has_hidden |= inner.has_hidden;
                if reading.provenance.is_empty() {
                    reading.provenance = inner.provenance;
                }
                inner.text
            }))
        }
        PartType::Message(_)
        | PartType::Multipart(_)
        | PartType::Binary(_)
        | PartType::InlineBinary(_) => Some(Err(Unreadable::NoText)),
    };
    match read {
        Some(Ok(text)) if !text.trim().is_empty() => {
            reading.text.push_str("\n\n");
            reading.text.push_str(&text);
            reading.attached.push(name);
        }
        Some(Ok(_)) | None => {}
        Some(Err(_)) => reading.unread.push(name),
    }
}

/// Adds a header as one line.
fn line(text: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        text.push_str(name);
        text.extend(tidy(value).split_whitespace().flat_map(|word| [word, " "]));
        text.push('\n');
    }
}

fn addresses(address: Option<&Address<'_>>) -> String {
    let mut text = String::new();
    for one in address
        .into_iter()
        .flat_map(Address::iter)
        .take(MOST_ATTACHED)
    {
        if !text.is_empty() {
            text.push_str(", ");
        }
        if let Some(name) = &one.name {
            text.push_str(name);
            text.push(' ');
        }
        if let Some(address) = &one.address {
            text.push('<');
            text.push_str(address);
            text.push('>');
        }
    }
    text
}
