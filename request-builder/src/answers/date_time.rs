//! A day, or a time of a day with its offset from UTC: `2020-03-01`, `2020-03-01 14:30 -03:00`.
//! A time without an offset is no moment: whoever reads it may live in another time zone.

use super::Date;

/// A day or a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime {
    /// The day, as it was where the time was read.
    pub date: Date,
    /// The time of the day, if one was given.
    pub time: Option<Time>,
}

/// A time of a day, and how far that clock is from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// Minutes since midnight.
    pub minutes: u16,
    /// Minutes that the clock is ahead of UTC.
    pub offset: i16,
}

/// Why something is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateTimeError {
    /// Neither a day nor a time.
    Unreadable,
    /// A time whose offset from UTC is not given.
    NoOffset,
}

impl DateTime {
    /// Reads ISO 8601's `2020-03-01` and `2020-03-01T14:30-03:00`, and what people make of it:
    /// a space for the `T`, spaces around the offset, `Z` or `UTC` before it or for it.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(text: &str) -> Result<Self, DateTimeError> {
        let text = text.trim();
        let date = text
            .get(..10)
            .and_then(Date::parse)
            .ok_or(DateTimeError::Unreadable)?;
        let rest = text[10..].trim_start_matches(['T', 't', ' ', ',']);
        if rest.is_empty() {
            return Ok(Self { date, time: None });
        }
        let (minutes, rest) = clock(rest).ok_or(DateTimeError::Unreadable)?;
        let zone = rest.trim();
        if zone.is_empty() {
            return Err(DateTimeError::NoOffset);
        }
        let offset = offset(zone).ok_or(DateTimeError::Unreadable)?;
        let time = Some(Time { minutes, offset });
        Ok(Self { date, time })
    }

    /// Whether this lies before another moment. A day by itself lies before another day only.
    pub fn is_before(self, other: Self) -> bool {
        match (self.time, other.time) {
            (Some(time), Some(others)) => {
                self.date.minutes_at(time) < other.date.minutes_at(others)
            }
            _ => self.date < other.date,
        }
    }

    /// As letters have it: `2020-03-01 14:30 UTC-03:00`.
    pub fn written(self) -> String {
        let mut text = self.date.to_string();
        if let Some(time) = self.time {
            text.push(' ');
            push_clock(&mut text, time.minutes);
            text.push_str(" UTC");
            if time.offset != 0 {
                text.push(if time.offset < 0 { '-' } else { '+' });
                push_clock(&mut text, time.offset.unsigned_abs());
            }
        }
        text
    }
}

impl Date {
    /// Minutes since 1970 began at UTC.
    fn minutes_at(self, time: Time) -> i64 {
        self.days_since_1970() * 24 * 60 + i64::from(time.minutes) - i64::from(time.offset)
    }
}

/// `14:30`, with seconds that are dropped, and what comes after it.
fn clock(text: &str) -> Option<(u16, &str)> {
    let hour = two_digits(text)?;
    let rest = text[2..].strip_prefix(':')?;
    let minute = two_digits(rest)?;
    let mut rest = &rest[2..];
    if let Some(seconds) = rest.strip_prefix(':') {
        two_digits(seconds).filter(|second| *second < 60)?;
        rest = &seconds[2..];
    }
    (hour < 24 && minute < 60).then_some((hour * 60 + minute, rest))
}

/// `Z`, `UTC`, `-03:00`, `UTC-03:00`, `+0530`, `-3`. The widest in use are -12:00 and +14:00.
fn offset(text: &str) -> Option<i16> {
    let named = ["UTC", "GMT", "utc", "gmt", "Z", "z"];
    let rest = named.iter().find_map(|name| text.strip_prefix(name));
    let rest = rest.map_or(text, str::trim_start);
    if rest.is_empty() {
        return Some(0);
    }
    // People paste a real minus sign as well.
    let (sign, digits) = match rest.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, rest.strip_prefix(['-', '\u{2212}'])?),
    };
    let minutes = match digits.len() {
        1 | 2 if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.parse::<u16>().ok()? * 60
        }
        4 => two_digits(digits)? * 60 + two_digits(&digits[2..])?,
        5 => two_digits(digits)? * 60 + two_digits(digits[2..].strip_prefix(':')?)?,
        _ => return None,
    };
    let real = minutes % 60 < 60 && minutes <= 14 * 60;
    real.then(|| sign * i16::try_from(minutes).unwrap_or_default())
}

fn two_digits(text: &str) -> Option<u16> {
    let digits = text.get(..2)?;
    let all = digits.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| digits.parse().ok()).flatten()
}

fn push_clock(text: &mut String, minutes: u16) {
    for (at, part) in [minutes / 60, minutes % 60].into_iter().enumerate() {
        if at == 1 {
            text.push(':');
        }
        // Two digits always.
        text.push(char::from(b'0' + u8::try_from(part / 10 % 10).unwrap_or(0)));
        text.push(char::from(b'0' + u8::try_from(part % 10).unwrap_or(0)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> Result<String, DateTimeError> {
        DateTime::parse(text).map(DateTime::written)
    }

    #[test]
    fn days_and_times_with_their_offset_are_read_as_people_write_them() {
        for (text, letter) in [
            ("2020-03-01", "2020-03-01"),
            ("2020-03-01T14:30-03:00", "2020-03-01 14:30 UTC-03:00"),
            (" 2020-03-01 14:30 -03:00 ", "2020-03-01 14:30 UTC-03:00"),
            ("2020-03-01 14:30 UTC", "2020-03-01 14:30 UTC"),
            ("2020-03-01 14:30:59 UTC+5", "2020-03-01 14:30 UTC+05:00"),
            ("2020-03-01T00:00Z", "2020-03-01 00:00 UTC"),
            ("2020-03-01 23:59 +0530", "2020-03-01 23:59 UTC+05:30"),
            (
                "2020-03-01 14:30 \u{2212}03:00",
                "2020-03-01 14:30 UTC-03:00",
            ),
        ] {
            assert_eq!(written(text), Ok(letter.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_time_without_its_offset_is_refused_for_that() {
        assert_eq!(written("2020-03-01 14:30"), Err(DateTimeError::NoOffset));
        for text in [
            "",
            "yesterday",
            "2020-02-30",
            "2020-03-01 25:00 UTC",
            "2020-03-01 14:30 EST",
            "2020-03-01 14:30 +15:00",
            "2020-03-01 1:30 UTC",
            "2020-03-0114",
            "14:30 UTC",
        ] {
            assert_eq!(written(text), Err(DateTimeError::Unreadable), "{text}");
        }
    }

    #[test]
    fn times_are_compared_by_the_clock_of_utc_and_days_by_their_date() {
        let before = |one: &str, other: &str| {
            let read = |text| DateTime::parse(text).expect("a moment");
            read(one).is_before(read(other))
        };
        assert!(before("2020-03-01 14:30 +02:00", "2020-03-01 13:00 UTC"));
        assert!(!before("2020-03-01 14:30 -03:00", "2020-03-01 13:00 UTC"));
        assert!(!before("2020-03-01", "2020-03-01 00:00 UTC"));
        assert!(before("2020-03-01", "2020-03-02 00:00 UTC"));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,40}") {
            let _ = DateTime::parse(&text);
        }

        #[test]
        fn what_a_letter_says_is_read_as_the_same_moment(
            days in 0_i64..30_000, minutes in 0_u16..1440, offset in -720_i16..=840,
        ) {
            let date = Date::from_days_since_1970(days).expect("a day");
            let moment = DateTime { date, time: Some(Time { minutes, offset }) };
            prop_assert_eq!(DateTime::parse(&moment.written()), Ok(moment));
        }
    }
}
