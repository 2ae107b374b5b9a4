//! Days and times as letters write them: `27 November 2026`, `1 March 2025, 23:59 (UTC−03:00)`.
//! A day of numbers alone is read differently on either side of the Atlantic.

use crate::answers::{Date, DateTime};
use crate::labels::Messages;

/// A day with the name of its month, in the language of the letters. If there are no names, the
/// day as ISO 8601 has it.
pub(super) fn day(messages: &Messages, date: Date) -> String {
    let (year, month, day) = date.parts();
    let months = messages.get("request-letter-months");
    match months.split(',').nth(usize::from(month) - 1) {
        Some(name) if months.contains(',') => messages.fill(
            "request-letter-day",
            &[
                ("day", &day.to_string()),
                ("month", name.trim()),
                ("year", &year.to_string()),
            ],
        ),
        _ => date.to_string(),
    }
}

/// A day, and the time with its offset from UTC if there is one.
pub(super) fn day_and_time(messages: &Messages, moment: DateTime) -> String {
    let mut text = day(messages, moment.date);
    if let Some(time) = moment.time {
        time.push_to(&mut text);
    }
    text
}
