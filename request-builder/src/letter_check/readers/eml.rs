//! Reads an email (RFC 5322, MIME): its headers, text and attachments.

use super::attachment::{Nesting, add};
use super::{
    Reading, Unreadable, alternative, flowed, html, is_encrypted, is_named_otherwise,
    normalize_whitespace, one_line,
};
use crate::text::lowercase;
use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// Whether data without a file name looks like an email: it begins with headers, one of which only
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

pub(super) fn read(bytes: &[u8], nesting: &mut Nesting<'_>) -> Result<Reading, Unreadable> {
    if is_nested_too_deep(bytes) {
        return Err(Unreadable::TooMany);
    }
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or(Unreadable::Damaged)?;
    let mut reading = Reading::default();
    take(&message, &mut reading, nesting);
    Ok(reading)
}

/// Whether messages may be within messages so deep that freeing them overflows the stack. How deep
/// they are is not known before, so it counts what can begin one.
fn is_nested_too_deep(bytes: &[u8]) -> bool {
    const MAX_NESTED: usize = 200;
    const BEGINNINGS: [&[u8]; 3] = [b"message/rfc822", b"message/global", b"multipart/digest"];
    let may_begin = |at: &usize| {
        let rest = &bytes[*at..];
        BEGINNINGS.iter().any(|one| {
            rest.get(..one.len())
                .is_some_and(|rest| rest.eq_ignore_ascii_case(one))
        })
    };
    let slashes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    // Before the slash are `message` or `multipart`.
    let places = slashes.flat_map(|(at, _)| [at.checked_sub(7), at.checked_sub(9)]);
    places.flatten().filter(may_begin).nth(MAX_NESTED).is_some()
}

fn take(message: &Message<'_>, reading: &mut Reading, nesting: &mut Nesting<'_>) {
    headers(message, reading);
    reading.text.push('\n');
    let unread = reading.unread.len();
    let start = reading.text.len();
    // Not those of an attached message.
    if reading.headers == 0 {
        reading.headers = start;
    }
    let mut plain = Reading::default();
    bodies(message.text_bodies(), &mut plain);
    let is_html = |part: &MessagePart<'_>| matches!(part.body, PartType::Html(_));
    let body = if message.html_bodies().any(is_html) {
        let mut html = Reading::default();
        bodies(message.html_bodies(), &mut html);
        alternative::of_two(plain, html)
    } else {
        plain
    };
    reading.add(body);
    for part in message.attachments() {
        attachment(part, reading, nesting);
    }
    reading.report_empty(start, unread);
}

/// Whether the content could not be decoded, so that the parser gives it as it is written. Mail programs
/// show it so too, and it is text unless the encoding is one for binary data.
fn is_undecoded(part: &MessagePart<'_>) -> bool {
    let encoding = lowercase(part.content_transfer_encoding().unwrap_or_default());
    match encoding.trim() {
        "base64" => part.is_encoding_problem,
        encoding => {
            let of_data = ["64", "uu", "yenc", "binhex"];
            of_data.iter().any(|known| encoding.contains(known))
        }
    }
}

fn bodies<'m>(parts: impl Iterator<Item = &'m MessagePart<'m>>, reading: &mut Reading) {
    for part in parts {
        if is_undecoded(part) {
            reading.leave_out(name_of(part), Unreadable::Damaged);
            continue;
        }
        if matches!(&part.body, PartType::Text(text) | PartType::Html(text) if is_garbled(text)) {
            reading.leave_out(name_of(part), Unreadable::NoText);
            continue;
        }
        let Some(text) = text_of(part, reading) else {
            continue;
        };
        if is_encrypted(&text) {
            reading.leave_out(name_of(part), Unreadable::Locked);
            continue;
        }
        reading.text.push_str(&text);
        reading.text.push('\n');
    }
}

/// Adds the headers that matter, one line each.
pub(super) fn headers(message: &Message<'_>, reading: &mut Reading) {
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
    if reading.provenance.is_empty()
        && let Some(provenance) = message.header("X-Request-Letter")
    {
        let provenance = provenance.as_text().unwrap_or_default();
        provenance.clone_into(&mut reading.provenance);
    }
}

/// The text that a part displays.
fn text_of(part: &MessagePart<'_>, reading: &mut Reading) -> Option<String> {
    match &part.body {
        PartType::Text(text) => {
            let attribute = |name| {
                part.content_type()
                    .and_then(|content_type| content_type.attribute(name))
            };
            let is = |name, value: &str| {
                attribute(name).is_some_and(|own: &str| own.eq_ignore_ascii_case(value))
            };
            Some(if is("format", "flowed") {
                normalize_whitespace(&flowed::unflow(text, is("delsp", "yes")))
            } else {
                normalize_whitespace(text)
            })
        }
        PartType::Html(code) => {
            let (text, has_hidden) = html::text(code);
            reading.has_hidden |= has_hidden;
            Some(text)
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
    let content_type = part.content_type();
    // RFC 2045, 5.2: a part that states no media type is plain text.
    content_type.map_or_else(
        || "text/plain".to_owned(),
        |content_type| {
            let subtype = content_type.subtype().unwrap_or_default();
            one_line(&[content_type.ctype(), "/", subtype].concat())
        },
    )
}

/// Whether a part only belongs to an encryption or signature.
fn is_of_cryptography(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|content_type| {
        let subtype = content_type.subtype().unwrap_or_default();
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

/// Whether a part is encrypted with S/MIME (RFC 8551, 3.2.2).
fn is_encrypted_part(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|content_type| {
        let data_type = content_type.attribute("smime-type").unwrap_or_default();
        data_type.eq_ignore_ascii_case("enveloped-data")
            || data_type.eq_ignore_ascii_case("authEnveloped-data")
    })
}

/// Whether data is not text, or is in an unknown encoding: many of its characters could not be
/// decoded, or it has the escapes of an encoding for Japanese (RFC 1468).
fn is_garbled(text: &str) -> bool {
    let lost = text
        .chars()
        .filter(|one| *one == char::REPLACEMENT_CHARACTER);
    text.contains('\0') || text.contains("\u{1b}$") || lost.count() * 5 > text.chars().count()
}

/// Whether a text is a file of another type.
fn is_file(text: &str) -> bool {
    let text = text.trim_start_matches(['\u{feff}', '\r', '\n', ' ', '\t']);
    let marks = ["{\\rtf", "%PDF", "PK\u{3}\u{4}"];
    marks.iter().any(|mark| text.starts_with(mark))
}

/// Whether the media type says that a part is a file that is no text. Those of XML end with its name:
/// `image/svg+xml`.
fn is_of_file_type(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|content_type| {
        let subtype = lowercase(content_type.subtype().unwrap_or_default());
        let known = ["pdf", "zip", "tnef", "officedocument", "opendocument"];
        !subtype.ends_with("xml")
            && (content_type.ctype().eq_ignore_ascii_case("image")
                || known.iter().any(|known| subtype.contains(known)))
    })
}

fn attachment(part: &MessagePart<'_>, reading: &mut Reading, nesting: &mut Nesting<'_>) {
    let name = name_of(part);
    if is_of_cryptography(part) {
        return;
    }
    let read = match &part.body {
        PartType::Message(message) => nesting.inside(|nesting| {
            reading.text.push('\n');
            take(message, reading, nesting);
            Ok(None)
        }),
        _ if is_undecoded(part) => Err(Unreadable::Damaged),
        PartType::Text(text) if is_encrypted(text) => Err(Unreadable::Locked),
        // RTF is a type of text, and some programs call any file one.
        PartType::Text(text) if is_file(text) => nesting.read(&name, text.as_bytes()).map(Some),
        PartType::Text(text) | PartType::Html(text) if is_garbled(text) => Err(Unreadable::NoText),
        PartType::Text(text) | PartType::Html(text)
            if is_named_otherwise(&name, text.as_bytes()) =>
        {
            Err(Unreadable::Damaged)
        }
        PartType::Text(_) | PartType::Html(_) => {
            let text = text_of(part, reading).unwrap_or_default();
            Ok(Some(Reading {
                text,
                ..Reading::default()
            }))
        }
        PartType::Binary(_) | PartType::InlineBinary(_) if is_encrypted_part(part) => {
            Err(Unreadable::Locked)
        }
        PartType::Binary(bytes) | PartType::InlineBinary(bytes)
            if is_of_file_type(part)
                && std::str::from_utf8(bytes).is_ok_and(|text| !is_file(text)) =>
        {
            Err(Unreadable::Damaged)
        }
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
            nesting.read(&name, bytes).map(Some)
        }
        PartType::Multipart(_) => Err(Unreadable::NoText),
    };
    add(reading, name, read);
}

/// Adds a header as one line.
pub(super) fn line(text: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        text.push_str(name);
        text.extend(
            normalize_whitespace(value)
                .split_whitespace()
                .flat_map(|word| [word, " "]),
        );
        text.push('\n');
    }
}

fn addresses(address: Option<&Address<'_>>) -> String {
    let mut text = String::new();
    for one in address.into_iter().flat_map(Address::iter) {
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
