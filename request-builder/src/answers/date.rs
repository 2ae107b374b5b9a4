//! A date of the Gregorian calendar in ISO 8601 form: `2020-01-31`.

use crate::text::part;
use serde::{Serialize, Serializer};
use std::fmt;

/// A date that exists: 30 February cannot be represented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// 1970-01-01.
    pub const EPOCH: Self = Self {
        year: 1970,
        month: 1,
        day: 1,
    };

    /// The date with these numbers, if it exists. Years range from 1 to 9999.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let exists = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// Parses `2020-01-31`, and no other form.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shaped {
            return None;
        }
        Self::new(
            part(text, ..4).parse().ok()?,
            part(text, 5..7).parse().ok()?,
            part(text, 8..).parse().ok()?,
        )
    }

    /// The year, the month and the day of the month.
    pub fn parts(self) -> (i32, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// The same day some months before, or the last one of a shorter month.
    pub(crate) fn months_before(self, months: i32) -> Option<Self> {
        let month = self.year * 12 + i32::from(self.month) - 1 - months;
        let (year, month) = (
            month.div_euclid(12),
            u8::try_from(month.rem_euclid(12) + 1).ok()?,
        );
        Self::new(year, month, self.day.min(days_in(year, month)))
    }

    /// Days since 1970-01-01, negative before it.
    pub fn days_since_1970(self) -> i64 {
        // Years begin in March, so that the leap day is the last of its year.
        let (year, month) = match self.month {
            1 | 2 => (i64::from(self.year) - 1, i64::from(self.month) + 9),
            _ => (i64::from(self.year), i64::from(self.month) - 3),
        };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The date that is `days` after 1970-01-01, if its year is in range.
    pub fn from_days_since_1970(days: i64) -> Option<Self> {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let (year, month) = match month {
            10 | 11 => (era * 400 + year_of_era + 1, month - 9),
            _ => (era * 400 + year_of_era, month + 3),
        };
        Self::new(
            year.try_into().ok()?,
            month.try_into().ok()?,
            day.try_into().ok()?,
        )
    }
}

fn days_in(year: i32, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;
    use proptest::prelude::*;

    #[test]
    fn impossible_days_are_refused() {
        for text in [
            "2020-02-30",
            "2021-02-29",
            "2020-13-01",
            "2020-00-10",
            "2020-1-31",
            "31.01.2020",
            "",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2020-02-29").is_some());
    }

    #[test]
    fn the_epoch_is_day_zero() {
        assert_eq!(
            Date::parse("1970-01-01").map(Date::days_since_1970),
            Some(0)
        );
        assert_eq!(
            Date::parse("2020-01-31").map(Date::days_since_1970),
            Some(18_292)
        );
    }

    proptest! {
        #[test]
        fn counting_days_and_back_gives_the_same_day(days in -719_162_i64..2_932_896) {
            let date = Date::from_days_since_1970(days).expect("a day within the years that there are");
            prop_assert_eq!(date.days_since_1970(), days);
            prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
        }
    }
}
