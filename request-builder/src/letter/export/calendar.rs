//! A day to reminder as a file for a calendar (RFC 5545).
//!
//! A calendar may be shared or kept on somebody else's machine, so an entry says no more than its
//! words in the rules do, is marked private, and takes no time out of the day.

use crate::answers::Date;
use crate::letter::{DueReminder, Letter};
use crate::text::clean;

/// A moment, in UTC. There is no clock here, so it is passed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UtcStamp {
    /// The day.
    pub day: Date,
    /// The hour, the minute and the second.
    pub time: [u8; 3],
}

/// The longest line in bytes, without its CRLF (3.1).
const LONGEST: usize = 75;

/// A calendar with one entry, on the day to be reminded on; its alarm goes off at nine o'clock in
/// the morning before.
///
/// The same reminder of the same letter has the same name (UID) whenever it is made, so that a
/// calendar which takes it a second time has it once; another letter's has another. The name is
/// made of a sum over the letter's text, from which nothing of it can be read.
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
        // Alarms after the beginning of a day are ignored by some programs.
        ("TRIGGER", "-PT15H"),
        ("END", "VALARM"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ] {
        folded(&mut out, name, value);
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

/// Text as a value (3.3.11).
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

/// Adds a line, folded so that no piece is longer than a reader has to take and no character is
/// parted.
fn folded(out: &mut String, name: &str, value: &str) {
    let mut length = 0;
    for character in name.chars().chain([':']).chain(value.chars()) {
        if length + character.len_utf8() > LONGEST {
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
        // FNV-1a, twice; a byte that is in no text parts one text from the next.
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
