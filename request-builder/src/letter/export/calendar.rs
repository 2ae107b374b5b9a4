//! A reminder as a calendar file (RFC 5545).
//!
//! Calendars may be shared or hosted elsewhere, so an entry contains only the reminder's own words,
//! is marked private, and does not block the day.

use crate::answers::Date;
use crate::letter::{DueReminder, Letter};
use crate::text::clean;

/// A point in time in UTC. It is an argument, because this package has no clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UtcStamp {
    /// The day of the reminder.
    pub day: Date,
    /// The hour, the minute and the second.
    pub time: [u8; 3],
}

/// The maximum length of a line in bytes, without CRLF (3.1).
const MAX_LINE_LENGTH: usize = 75;

/// A calendar with one entry on the reminder's day, with an alarm at 9 a.m. on the day before.
///
/// The UID is the same whenever the same reminder of the same letter is exported, so that importing
/// it again creates no duplicate. It is a hash of the letter's text, which does not reveal its
/// content.
pub fn calendar(reminder: &DueReminder, letter: &Letter, now: UtcStamp) -> String {
    let title = escaped(&reminder.title);
    let mut out = String::new();
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//request-builder//1//EN"),
        ("BEGIN", "VEVENT"),
        ("UID", &name(reminder, letter)),
        ("DTSTAMP", &stamp(now)),
        ("DTSTART;VALUE=DATE", &day(reminder.on)),
        ("SUMMARY", &title),
        ("DESCRIPTION", &escaped(&reminder.note)),
        ("CLASS", "PRIVATE"),
        ("TRANSP", "TRANSPARENT"),
        ("BEGIN", "VALARM"),
        ("ACTION", "DISPLAY"),
        ("DESCRIPTION", &title),
        // Some programs ignore alarms after the beginning of an all-day event.
        ("TRIGGER", "-PT15H"),
        ("END", "VALARM"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ] {
        write_folded(&mut out, name, value);
    }
    out
}

fn day(date: Date) -> String {
    date.to_string().replace('-', "")
}

fn stamp(now: UtcStamp) -> String {
    let mut stamp = day(now.day);
    stamp.push('T');
    for part in now.time {
        stamp.push(char::from(b'0' + part / 10 % 10));
        stamp.push(char::from(b'0' + part % 10));
    }
    stamp.push('Z');
    stamp
}

/// Escapes a text value (3.3.11).
fn escaped(text: &str) -> String {
    let (text, _) = clean(text);
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

/// Adds a line, folded to the maximum length without splitting a character.
fn write_folded(out: &mut String, name: &str, value: &str) {
    let mut length = 0;
    for character in name.chars().chain([':']).chain(value.chars()) {
        if length + character.len_utf8() > MAX_LINE_LENGTH {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(character);
        length += character.len_utf8();
    }
    out.push_str("\r\n");
}

fn name(reminder: &DueReminder, letter: &Letter) -> String {
    let mut sums = [0xcbf2_9ce4_8422_2325_u64, 0x8422_2325_cbf2_9ce4];
    let mut add = |text: &str| {
        // FNV-1a, twice. A byte that never occurs in UTF-8 separates the texts.
        for byte in text.bytes().chain([0xff]) {
            for sum in &mut sums {
                *sum = (*sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    };
    add(reminder.id.as_str());
    add(&reminder.day.to_string());
    add(&reminder.on.to_string());
    for line in letter.blocks.iter().flat_map(|block| block.content.lines()) {
        for run in &line.0 {
            add(&run.text());
        }
    }
    let mut name = String::new();
    for byte in sums.iter().flat_map(|sum| sum.to_be_bytes()) {
        super::push_hex(&mut name, byte);
    }
    name.push_str("@request-builder.invalid");
    name
}
