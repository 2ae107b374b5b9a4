//! Reads a message as Outlook saves it ([MS-OXMSG], a compound file): its headers, text and
//! attachments.

use super::attachment::{Nesting, add};
use super::eml::{headers, line};
use super::{
    LARGEST_PART, LONGEST_LETTER, Reading, Unreadable, html, is_encrypted, one_line, rtf, tidy, txt,
};
use cfb::CompoundFile;
use mail_parser::MessageParser;
use std::io::{Cursor, Read};

/// Properties by their number in [MS-OXPROPS].
const SUBJECT: u16 = 0x0037;
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
const SENDER_SMTP_ADDRESS: u16 = 0x5d01;

/// Types of properties ([MS-OXCDATA], 2.11.1).
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
    let mut reading = Reading::default();
    take(
        &mut Storage {
            file,
            path: String::new(),
        },
        &mut reading,
        nesting,
    );
    Some(reading)
}

/// A storage of a compound file: the message, an attachment, or an attached message.
struct Storage<'b> {
    file: CompoundFile<Cursor<&'b [u8]>>,
    path: String,
}

impl Storage<'_> {
    fn bytes(&mut self, property: u16, sort: u16) -> Option<Vec<u8>> {
        let path = self.path_of(property, sort);
        let stream = self.file.open_stream(path).ok()?;
        let mut bytes = Vec::new();
        // Whatever size the file states, only what is there is read.
        let most = u64::try_from(LARGEST_PART).unwrap_or(u64::MAX);
        stream.take(most).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    fn path_of(&self, property: u16, sort: u16) -> String {
        format!("{}/__substg1.0_{property:04X}{sort:04X}", self.path)
    }

    fn string(&mut self, property: u16) -> Option<String> {
        if let Some(bytes) = self.bytes(property, STRING) {
            return Some(txt::utf_16(&bytes, u16::from_le_bytes));
        }
        txt::read(&self.bytes(property, STRING_8)?).ok()
    }

    /// The first of the properties that is there.
    fn first(&mut self, properties: &[u16]) -> String {
        let mut strings = properties.iter().filter_map(|one| self.string(*one));
        let is_filled = |one: &String| !one.trim().is_empty();
        strings.find(is_filled).unwrap_or_default()
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
    let sent = message.string(TRANSPORT_MESSAGE_HEADERS);
    let sent = sent.as_ref().map(|headers| {
        // A body of several parts is not here: they are properties.
        MessageParser::default().parse_headers(headers)
    });
    match sent.flatten() {
        Some(sent) => headers(&sent, reading),
        // A message that was never sent, or only within the same house.
        None => unsent_headers(message, reading),
    }
    reading.text.push('\n');
    let body = body(message, reading);
    if is_encrypted(&body) {
        reading.unread.push("text/plain".to_owned());
    } else {
        reading.text.push_str(&body);
        reading.text.push('\n');
    }
    let own = message.path.clone();
    for path in message.attachments() {
        // Later ones can only make a text longer that is too long already.
        if reading.text.len() > LONGEST_LETTER {
            break;
        }
        message.path = path;
        attachment(message, reading, nesting);
    }
    message.path = own;
}

fn unsent_headers(message: &mut Storage<'_>, reading: &mut Reading) {
    let name = message.first(&[SENDER_NAME]);
    let address = message.first(&[SENDER_SMTP_ADDRESS, SENDER_EMAIL_ADDRESS]);
    // Within an organization, the other sort of address is a name in its directory (X.500).
    let from = if address.contains('@') && address != name {
        format!("{name} <{address}>")
    } else {
        name
    };
    line(&mut reading.text, "From: ", &from);
    for (name, property) in [
        ("To: ", DISPLAY_TO),
        ("Cc: ", DISPLAY_CC),
        ("Subject: ", SUBJECT),
    ] {
        let value = message.first(&[property]);
        line(&mut reading.text, name, &value);
    }
}

/// The text of a message. Outlook keeps it in up to three formats.
fn body(message: &mut Storage<'_>, reading: &mut Reading) -> String {
    let plain = message.first(&[BODY]);
    if !plain.is_empty() {
        return tidy(&plain);
    }
    let packed = message.bytes(RTF_COMPRESSED, BINARY);
    if let Some(document) = packed.and_then(|packed| rtf::unpack(&packed)) {
        reading.has_hidden |= document.has_hidden;
        if !document.text.trim().is_empty() {
            return tidy(&document.text);
        }
    }
    let html = message.bytes(BODY_HTML, BINARY);
    let html = html.and_then(|html| txt::read(&html).ok());
    let html = html.or_else(|| message.string(BODY_HTML));
    let (text, has_hidden) = html::text(&html.unwrap_or_default());
    reading.has_hidden |= has_hidden;
    text
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
    let message = attachment.path_of(ATTACH_DATA, OBJECT);
    let read = if attachment.file.is_storage(&message) {
        attachment.path = message;
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
