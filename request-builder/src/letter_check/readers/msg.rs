//! Reads a message as Outlook saves it ([MS-OXMSG], a compound file): its headers, text and
//! attachments.

use super::attachment::{Nesting, add};
use super::code_page::{WINDOWS_1252, decode_or_utf_8};
use super::eml::{headers, line};
use super::{
    MAX_FILE_SIZE, MAX_LETTER_LENGTH, MAX_NAMED, ReadDocument, Reading, Unreadable, alternative,
    html, is_encrypted, normalize_whitespace, one_line, rtf, txt,
};
use cfb::CompoundFile;
use mail_parser::{DateTime, MessageParser};
use std::io::{Cursor, Read};

/// Properties by their number in [MS-OXPROPS].
const SUBJECT: u16 = 0x0037;
const CLIENT_SUBMIT_TIME: u16 = 0x0039;
const REPLY_RECIPIENT_NAMES: u16 = 0x0050;
const TRANSPORT_MESSAGE_HEADERS: u16 = 0x007d;
const SENDER_NAME: u16 = 0x0c1a;
const SENDER_EMAIL_ADDRESS: u16 = 0x0c1f;
const DISPLAY_CC: u16 = 0x0e03;
const DISPLAY_TO: u16 = 0x0e04;
const BODY: u16 = 0x1000;
const RTF_COMPRESSED: u16 = 0x1009;
const BODY_HTML: u16 = 0x1013;
const DISPLAY_NAME: u16 = 0x3001;
const ATTACH_DATA: u16 = 0x3701;
const ATTACH_FILENAME: u16 = 0x3704;
const ATTACH_LONG_FILENAME: u16 = 0x3707;
const ATTACH_MIME_TAG: u16 = 0x370e;
const INTERNET_CODEPAGE: u16 = 0x3fde;
const MESSAGE_CODEPAGE: u16 = 0x3ffd;
const SENDER_SMTP_ADDRESS: u16 = 0x5d01;

/// Types of properties ([MS-OXCDATA], 2.11.1).
const INTEGER: u16 = 0x0003;
const TIME: u16 = 0x0040;
const OBJECT: u16 = 0x000d;
const STRING_8: u16 = 0x001e;
const STRING: u16 = 0x001f;
const BINARY: u16 = 0x0102;

/// Reads a message. `None` if it is damaged, or another compound file.
pub(super) fn read(bytes: &[u8], nesting: &mut Nesting<'_>) -> Option<Reading> {
    let file = CompoundFile::open(Cursor::new(bytes)).ok()?;
    if !file.exists("/__properties_version1.0") {
        return None;
    }
    let mut message = Storage {
        file,
        path: String::new(),
        page: WINDOWS_1252,
    };
    let mut reading = Reading::default();
    take(&mut message, &mut reading, nesting);
    Some(reading)
}

/// A storage of a compound file: the message, an attachment, or an attached message.
struct Storage<'b> {
    file: CompoundFile<Cursor<&'b [u8]>>,
    path: String,
    /// The code page of the message's strings.
    page: u16,
}

impl Storage<'_> {
    fn bytes(&mut self, property: u16, data_type: u16) -> Option<Vec<u8>> {
        let path = self.path_of(property, data_type);
        let stream = self.file.open_stream(path).ok()?;
        let mut bytes = Vec::new();
        // Whatever size the file states, only what is there is read. One byte more than the maximum
        // tells that it is too large.
        let most = u64::try_from(MAX_FILE_SIZE + 1).unwrap_or(u64::MAX);
        stream.take(most).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// The value of a property of fixed length ([MS-OXMSG], 2.4).
    fn number(&mut self, property: u16, data_type: u16) -> Option<u64> {
        // Only the header of the whole message has places for the next numbers.
        let header = if self.path.is_empty() { 32 } else { 24 };
        let path = [&self.path, "/__properties_version1.0"].concat();
        let stream = self.file.open_stream(path).ok()?;
        let mut bytes = Vec::new();
        stream.take(1 << 20).read_to_end(&mut bytes).ok()?;
        let tag = (u32::from(property) << 16 | u32::from(data_type)).to_le_bytes();
        let entries = bytes.get(header..)?.as_chunks::<16>().0;
        let entry = entries.iter().find(|entry| entry.starts_with(&tag))?;
        let value = entry[8..].try_into().ok()?;
        Some(u64::from_le_bytes(value))
    }

    fn code_page(&mut self, property: u16) -> Option<u16> {
        let value = self.number(property, INTEGER)?;
        u16::try_from(value & 0xffff_ffff).ok()
    }

    fn path_of(&self, property: u16, data_type: u16) -> String {
        format!("{}/__substg1.0_{property:04X}{data_type:04X}", self.path)
    }

    fn string(&mut self, property: u16) -> Option<String> {
        if let Some(bytes) = self.bytes(property, STRING) {
            return Some(txt::utf_16(&bytes, u16::from_le_bytes));
        }
        let bytes = self.bytes(property, STRING_8)?;
        let text = decode_or_utf_8(self.page, &bytes);
        text.or_else(|| decode_or_utf_8(WINDOWS_1252, &bytes))
    }

    /// The first of the properties that is there.
    fn first(&mut self, properties: &[u16]) -> String {
        let mut strings = properties.iter().filter_map(|one| self.string(*one));
        let is_filled = |one: &String| !one.trim().is_empty();
        strings.find(is_filled).unwrap_or_default()
    }

    /// Whether a storage is an object of another program, such as a drawing in the text. What is in a
    /// message has names that begin with `__`.
    fn is_object(&self, path: &str) -> bool {
        let mut entries = self.file.read_storage(path).into_iter().flatten();
        self.file.is_storage(path) && !entries.any(|entry| entry.name().starts_with("__"))
    }

    fn attachments(&self) -> Vec<String> {
        let Ok(entries) = self.file.read_storage(["/", &self.path].concat()) else {
            return Vec::new();
        };
        entries
            .filter(|entry| entry.is_storage() && entry.name().starts_with("__attach"))
            .map(|entry| [&self.path, "/", entry.name()].concat())
            .collect()
    }
}

fn take(message: &mut Storage<'_>, reading: &mut Reading, nesting: &mut Nesting<'_>) {
    let page = message.code_page(MESSAGE_CODEPAGE);
    let page = page.or_else(|| message.code_page(INTERNET_CODEPAGE));
    message.page = page.unwrap_or(message.page);
    let sent = message.string(TRANSPORT_MESSAGE_HEADERS);
    let sent = sent.as_ref().and_then(|headers| {
        // A body of several parts is not here: they are properties.
        MessageParser::default().parse_headers(headers)
    });
    match sent.filter(|sent| sent.from().is_some()) {
        Some(sent) => headers(&sent, reading),
        // A message that was never sent, or only within the same house.
        None => unsent_headers(message, reading),
    }
    reading.text.push('\n');
    if reading.headers == 0 {
        reading.headers = reading.text.len();
    }
    let (start, unread) = (reading.text.len(), reading.unread.len());
    let body = body(message, reading);
    if is_encrypted(&body) {
        reading.leave_out("text/plain".to_owned(), Unreadable::Locked);
    } else {
        reading.text.push_str(&body);
        reading.text.push('\n');
    }
    let own = (message.path.clone(), message.page);
    for path in message.attachments() {
        // Later ones can only make a text longer that is too long already.
        if reading.text.len() > MAX_LETTER_LENGTH {
            break;
        }
        // Finding each could take time as the square of their number.
        if reading.unread.len() >= MAX_NAMED {
            reading.more_unread += 1;
            continue;
        }
        message.path = path;
        attachment(message, reading, nesting);
        message.page = own.1;
    }
    reading.report_empty(start, unread);
    (message.path, message.page) = own;
}

fn unsent_headers(message: &mut Storage<'_>, reading: &mut Reading) {
    let name = message.first(&[SENDER_NAME]);
    let address = message.first(&[SENDER_SMTP_ADDRESS, SENDER_EMAIL_ADDRESS]);
    // Within an organization, the other type of address is a name in its directory (X.500).
    let from = if address.contains('@') && address != name {
        format!("{name} <{address}>")
    } else {
        name
    };
    line(&mut reading.text, "From: ", &from);
    for (name, property) in [
        ("Reply-To: ", REPLY_RECIPIENT_NAMES),
        ("To: ", DISPLAY_TO),
        ("Cc: ", DISPLAY_CC),
    ] {
        let value = message.first(&[property]);
        line(&mut reading.text, name, &value);
    }
    let sent = message.number(CLIENT_SUBMIT_TIME, TIME);
    let date = sent.and_then(date).unwrap_or_default();
    line(&mut reading.text, "Date: ", &date);
    let subject = message.first(&[SUBJECT]);
    line(&mut reading.text, "Subject: ", &subject);
}

/// The date of a time in tenths of microseconds since 1601.
fn date(time: u64) -> Option<String> {
    const FROM_1601_TO_1970: i64 = 11_644_473_600;
    let seconds = i64::try_from(time / 10_000_000).ok()? - FROM_1601_TO_1970;
    // Up to the year 9999.
    let is_date = (0..253_402_300_800).contains(&seconds);
    is_date.then(|| DateTime::from_timestamp(seconds).to_rfc3339())
}

/// The text of a message. Outlook keeps it in up to three formats.
fn body(message: &mut Storage<'_>, reading: &mut Reading) -> String {
    let plain = message.first(&[BODY]);
    let formatted = formatted(message);
    match formatted {
        Ok(Some(formatted)) => {
            let plain = Reading {
                text: normalize_whitespace(&plain),
                ..Reading::default()
            };
            let both = alternative::of_two(plain, Reading::from(formatted));
            reading.has_hidden |= both.has_hidden;
            for one in both.unread {
                reading.leave_out(one.name, one.why);
            }
            both.text
        }
        Err((name, why)) if plain.is_empty() => {
            reading.leave_out(name.to_owned(), why);
            String::new()
        }
        _ => normalize_whitespace(&plain),
    }
}

/// The text of a message in RTF or HTML.
fn formatted(
    message: &mut Storage<'_>,
) -> Result<Option<ReadDocument>, (&'static str, Unreadable)> {
    let mut damaged = None;
    if let Some(packed) = message.bytes(RTF_COMPRESSED, BINARY) {
        let rtf = rtf::unpack(&packed).ok_or(Unreadable::Damaged);
        match rtf.and_then(|rtf| rtf::read(&rtf)) {
            Ok(document) if document.has_hidden || !document.text.trim().is_empty() => {
                return Ok(Some(document));
            }
            Ok(_) => {}
            Err(why) => damaged = Some(("text/rtf", why)),
        }
    }
    let html = message.bytes(BODY_HTML, BINARY);
    let html = html.map(|html| of_code_page(message, &html));
    match html.or_else(|| message.string(BODY_HTML)) {
        Some(html) => {
            let (text, has_hidden) = html::text(&html);
            Ok(Some(ReadDocument {
                text,
                has_hidden,
                ..ReadDocument::default()
            }))
        }
        None => damaged.map_or(Ok(None), Err),
    }
}

/// HTML as text. Its code page is a property of the message ([MS-OXCMSG], 2.2.1.58.6).
fn of_code_page(message: &mut Storage<'_>, html: &[u8]) -> String {
    if html.starts_with(&[0xff, 0xfe]) || html.starts_with(&[0xfe, 0xff]) {
        return txt::read(html).unwrap_or_default();
    }
    let page = message.code_page(INTERNET_CODEPAGE).unwrap_or(message.page);
    let text = decode_or_utf_8(page, html);
    let text = text.or_else(|| decode_or_utf_8(WINDOWS_1252, html));
    text.unwrap_or_default()
}

fn attachment(attachment: &mut Storage<'_>, reading: &mut Reading, nesting: &mut Nesting<'_>) {
    let name = attachment.first(&[
        ATTACH_LONG_FILENAME,
        ATTACH_FILENAME,
        DISPLAY_NAME,
        ATTACH_MIME_TAG,
    ]);
    let mut name = one_line(&name);
    if name.is_empty() {
        "application/octet-stream".clone_into(&mut name);
    }
    let object = attachment.path_of(ATTACH_DATA, OBJECT);
    let read = if attachment.is_object(&object) {
        Err(Unreadable::NoText)
    } else if attachment.file.is_storage(&object) {
        attachment.path = object;
        nesting.inside(|nesting| {
            reading.text.push('\n');
            take(attachment, reading, nesting);
            Ok(None)
        })
    } else {
        let content = attachment.bytes(ATTACH_DATA, BINARY);
        let content = content.ok_or(Unreadable::Damaged);
        content.and_then(|content| nesting.read(&name, &content).map(Some))
    };
    add(reading, name, read);
}
