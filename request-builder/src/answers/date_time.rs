//! A date, or a time with its offset from UTC: `2020-03-01`, `2020-03-01 14:30 -03:00`. A time
//! without an offset is rejected, because its reader may live in another time zone.
//! [`super::date_reader`] reads the forms in which people write them.

use super::{Date, date_reader};
use crate::labels::Messages;
use std::fmt::Write;

/// A date, with or without a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime {
    /// The local date.
    pub date: Date,
    /// The time of the day, if one was given.
    pub time: Option<Time>,
}

/// A local time with its offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// Minutes since midnight.
    pub minutes: u16,
    /// Offset from UTC in minutes.
    pub offset: i16,
}

/// Why a text is not a date or time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateTimeError {
    /// Neither a day nor a time.
    Unreadable,
    /// A time without an offset from UTC.
    NoOffset,
    /// A time zone that may be several, and their offsets: `UTC+05:30 / UTC+02:00`.
    AmbiguousZone(&'static str),
    /// Two possible dates, as in `03/01/2026`: first as day/month, then as month/day.
    Ambiguous(Date, Date),
    /// A date that does not exist, such as 31 February.
    NoSuchDay,
    /// A date that is another day of the week.
    OtherWeekday(Date),
    /// A year with fewer than four digits, such as 26 or 0026.
    ShortYear,
    /// The day, the month or the year is missing.
    Incomplete,
}

impl DateTime {
    /// Reads a date or time as people write it. `months` has the names of the months, twelve for
    /// each language.
    ///
    /// # Errors
    ///
    /// Why it is not a date or time.
    pub fn read(text: &str, months: &[String]) -> Result<Self, DateTimeError> {
        date_reader::read(text, months)
    }

    /// A text with the date in place of a word such as `today`, and before a time that has none. `None` if
    /// it is neither.
    pub fn with_date(text: &str, today: Date, months: &[String]) -> Option<String> {
        date_reader::with_date(text, today, months)
    }

    /// The first and the last day that a text names: days, months of a year, and years at the end of a
    /// clause, counted from 1970-01-01. An ambiguous date is left out.
    pub(crate) fn days_in(text: &str, months: &[String]) -> Option<(i64, i64)> {
        date_reader::days_in(text, months)
    }

    /// Reads a date or time written in digits.
    ///
    /// # Errors
    ///
    /// Why it is not a date or time.
    pub fn parse(text: &str) -> Result<Self, DateTimeError> {
        date_reader::read(text, &[])
    }

    /// Whether this is before another. Dates without a time are compared as dates.
    pub fn is_before(self, other: Self) -> bool {
        match (self.minute(), other.minute()) {
            (Some(own), Some(other)) => own < other,
            _ => self.date < other.date,
        }
    }

    /// Minutes since 1970-01-01 00:00 UTC, if it has a time.
    pub(crate) fn minute(self) -> Option<i64> {
        Some(self.date.minutes_at(self.time?))
    }

    /// In the form of letters: `2020-03-01 14:30 UTC-03:00`.
    pub fn written(self) -> String {
        let mut text = self.date.to_string();
        if let Some(time) = self.time {
            text.push(' ');
            push_clock(&mut text, time.minutes);
            text.push_str(" UTC");
            time.push_offset(&mut text, '-');
        }
        text
    }

    /// In words for a page: `1 March 2026, 23:59 (UTC−05:00)`.
    pub fn in_words(self, interface: &Messages) -> String {
        let mut text = self.date.in_words(interface);
        if let Some(time) = self.time {
            time.push_to(&mut text);
        }
        text
    }
}

impl Date {
    /// In words for a page: `1 March 2026`; as `2026-03-01` if the page has no words for it.
    pub fn in_words(self, interface: &Messages) -> String {
        let (year, month, day) = self.parts();
        let name = format!("month-{month:02}");
        match interface.0.get(name.as_str()) {
            Some(month) => interface.fill(
                "date",
                &[
                    ("day", &day.to_string()),
                    ("month", month),
                    ("year", &year.to_string()),
                ],
            ),
            None => self.to_string(),
        }
    }

    /// Minutes since 1970-01-01 00:00 UTC.
    fn minutes_at(self, time: Time) -> i64 {
        self.days_since_1970() * 24 * 60 + i64::from(time.minutes) - i64::from(time.offset)
    }
}

impl Time {
    /// Appends `, 23:59 (UTC−03:00)`, with a true minus sign, to a day.
    pub(crate) fn push_to(self, text: &mut String) {
        text.push_str(", ");
        push_clock(text, self.minutes);
        text.push_str(" (UTC");
        self.push_offset(text, '\u{2212}');
        text.push(')');
    }

    fn push_offset(self, text: &mut String, minus: char) {
        if self.offset != 0 {
            text.push(if self.offset < 0 { minus } else { '+' });
            push_clock(text, self.offset.unsigned_abs());
        }
    }
}

fn push_clock(text: &mut String, minutes: u16) {
    // Writing to a string cannot fail.
    let _ = write!(text, "{:02}:{:02}", minutes / 60, minutes % 60);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn months() -> Vec<String> {
        let english = "January, February, March, April, May, June, July, August, September, October, November, December";
        let portuguese = "janeiro, fevereiro, março, abril, maio, junho, julho, agosto, setembro, outubro, novembro, dezembro";
        let french = "janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre, novembre, décembre";
        let spanish = "enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre";
        let german = "Januar, Februar, März, April, Mai, Juni, Juli, August, September, Oktober, November, Dezember";
        let lists = [english, portuguese, french, spanish, german];
        let names = lists.into_iter().flat_map(|list| list.split(", "));
        names.map(str::to_owned).collect()
    }

    fn interface() -> Messages {
        let names = months().into_iter().take(12);
        let names = (1..)
            .zip(names)
            .map(|(at, name)| (format!("month-{at:02}"), name));
        let date = ("date".to_owned(), "{day} {month} {year}".to_owned());
        Messages(names.chain([date]).collect())
    }

    fn written(text: &str) -> Result<String, DateTimeError> {
        DateTime::read(text, &months()).map(DateTime::written)
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
            ("1 March 2026", "2026-03-01"),
            ("1st of March, 2026", "2026-03-01"),
            ("March 1, 2026", "2026-03-01"),
            ("Mar. 1st 2026", "2026-03-01"),
            ("1 Mar 2026", "2026-03-01"),
            ("1-Mar-2026", "2026-03-01"),
            ("sept 9, 2026", "2026-09-09"),
            ("1.3.2026", "2026-03-01"),
            ("01.03.2026.", "2026-03-01"),
            ("24. 11. 2026", "2026-11-24"),
            ("1. 3. 2026, 22:30 MEZ", "2026-03-01 22:30 UTC+01:00"),
            ("2026-3-1", "2026-03-01"),
            ("2026/03/01", "2026-03-01"),
            ("25/12/2026", "2026-12-25"),
            ("12/25/2026", "2026-12-25"),
            ("7/7/2026", "2026-07-07"),
            ("1º de março de 2026", "2026-03-01"),
            ("20 novembre 2026", "2026-11-20"),
            ("3 de noviembre de 2026", "2026-11-03"),
            ("3. März 2026, 22:30 Uhr MEZ", "2026-03-03 22:30 UTC+01:00"),
            ("14 juillet 2026", "2026-07-14"),
            ("Tuesday 3 November 2026", "2026-11-03"),
            ("mardi 3 novembre 2026", "2026-11-03"),
            ("terça-feira 3 de novembro de 2026", "2026-11-03"),
            ("Tues. 3 Nov 2026", "2026-11-03"),
            ("Tue. 3 Nov 2026", "2026-11-03"),
            ("1 de fev. de 2026", "2026-02-01"),
            ("1 June 2026, 23:59 EST", "2026-06-01 23:59 UTC-05:00"),
            ("June 1, 2026 at 8:45 pm PDT", "2026-06-01 20:45 UTC-07:00"),
            (
                "2026-03-01 8:45 p.m. (UTC-05:00)",
                "2026-03-01 20:45 UTC-05:00",
            ),
            ("2026-03-01 12 am GMT", "2026-03-01 00:00 UTC"),
            ("2026-06-01 12:05 pm cest", "2026-06-01 12:05 UTC+02:00"),
            (
                "1 de março de 2026 às 23h59 BRT",
                "2026-03-01 23:59 UTC-03:00",
            ),
            ("2020-03-01 1:30 UTC", "2020-03-01 01:30 UTC"),
            ("Sunday, 1 March 2026", "2026-03-01"),
            ("domingo, 1º de março de 2026", "2026-03-01"),
            ("segunda-feira, 2 de março de 2026", "2026-03-02"),
            ("March 1, 2026", "2026-03-01"),
            ("2026 March 1", "2026-03-01"),
            ("12th day of May, 2026", "2026-05-12"),
            ("20260301", "2026-03-01"),
            ("1 March 2026 1430Z", "2026-03-01 14:30 UTC"),
            ("1 March 2026, 1430 hrs EST", "2026-03-01 14:30 UTC-05:00"),
            ("1 March 2026, noon EST", "2026-03-01 12:00 UTC-05:00"),
            ("01.03.2026 00:00 MEZ", "2026-03-01 00:00 UTC+01:00"),
            ("7 March 2026 12:00 AM PT", "2026-03-07 00:00 UTC-08:00"),
            ("8 March 2026 12:00 AM PT", "2026-03-08 00:00 UTC-07:00"),
            ("31 October 2026 14:30 ET", "2026-10-31 14:30 UTC-04:00"),
            ("1 November 2026 14:30 ET", "2026-11-01 14:30 UTC-05:00"),
            ("30/11/2026 21.00 hrs SGT", "2026-11-30 21:00 UTC+08:00"),
            ("30 November 2026, 9 pm PKT", "2026-11-30 21:00 UTC+05:00"),
            ("2026-11-30 9 pm WIB", "2026-11-30 21:00 UTC+07:00"),
            (
                "2026-11-30 21:00 IST (UTC+05:30)",
                "2026-11-30 21:00 UTC+05:30",
            ),
            ("2026-11-30 21:00 IST +0530", "2026-11-30 21:00 UTC+05:30"),
            ("2026-11-30 9 pm Indian time", "2026-11-30 21:00 UTC+05:30"),
            (
                "2026-11-30 9 pm Eastern Standard Time",
                "2026-11-30 21:00 UTC-05:00",
            ),
            ("2026-06-30 9 pm Pacific time", "2026-06-30 21:00 UTC-07:00"),
            (
                "2026-06-30 9 pm Pacific Daylight Time",
                "2026-06-30 21:00 UTC-07:00",
            ),
            (
                "2026-09-15 14:30 horário de Brasília",
                "2026-09-15 14:30 UTC-03:00",
            ),
            ("1º/09/2026", "2026-09-01"),
        ] {
            assert_eq!(written(text), Ok(letter.to_owned()), "{text}");
        }
    }

    #[test]
    fn an_invalid_date_or_time_is_refused_with_its_reason() {
        use DateTimeError::{
            AmbiguousZone, Incomplete, NoOffset, NoSuchDay, OtherWeekday, ShortYear, Unreadable,
        };
        let day = |text| Date::parse(text).expect("a day");
        for (text, error) in [
            ("2020-03-01 14:30", NoOffset),
            ("1 March 2026, 8:45 pm", NoOffset),
            (
                "2020-03-01 14:30 IST",
                AmbiguousZone("UTC+05:30 / UTC+02:00 / UTC+01:00"),
            ),
            (
                "1 March 2026, 9 pm AST",
                AmbiguousZone("UTC-04:00 / UTC+03:00"),
            ),
            ("", Unreadable),
            ("yesterday", Unreadable),
            ("in spring", Unreadable),
            ("six months", Unreadable),
            ("before 3 March 2026", Unreadable),
            ("before, 3 March 2026", Unreadable),
            ("14 jui 2026", Unreadable),
            ("2020-03-01 25:00 UTC", Unreadable),
            ("2020-03-01 13:00 pm UTC", Unreadable),
            ("2020-03-01 14:30 +15:00", Unreadable),
            ("2020-03-01 14", Unreadable),
            ("2020-03-01 2460 UTC", Unreadable),
            ("2020-03-01 143 UTC", Unreadable),
            ("20261301", NoSuchDay),
            ("2020-03-01 1430", NoOffset),
            ("2020-03-01 14:30 Europe/Berlin", NoOffset),
            ("1 December 2026, 7:45 am EDT", NoOffset),
            ("1 December 2026, 7:45 am Eastern Daylight Time", NoOffset),
            ("1 December 2026, 7:45 am CEST", NoOffset),
            ("soon, 1 or 2 March", Unreadable),
            ("2020-03-0114", Unreadable),
            ("2020-03-01 or so", Unreadable),
            ("14:30 UTC", Unreadable),
            ("2020-02-30", NoSuchDay),
            ("31 February", NoSuchDay),
            ("Friday, 5 November 2026", OtherWeekday(day("2026-11-05"))),
            (
                "domingo, 2 de março de 2026",
                OtherWeekday(day("2026-03-02")),
            ),
            ("Wed 24 Nov 2026", OtherWeekday(day("2026-11-24"))),
            ("31 February 2026", NoSuchDay),
            ("29.2.2026", NoSuchDay),
            ("13/13/2026", NoSuchDay),
            ("1 March 26", ShortYear),
            ("03/01/26", ShortYear),
            ("11/17/26", ShortYear),
            ("17/11/26", ShortYear),
            ("0026-03-01", ShortYear),
            ("1.3.0026", ShortYear),
            ("March 2026", Incomplete),
            ("1 March", Incomplete),
            ("2026", Incomplete),
            ("2026-03", Incomplete),
            ("2026-03-", Incomplete),
            ("am 3. Mai um 14 Uhr", Incomplete),
            ("01062026", Unreadable),
            ("Q2 2027", Unreadable),
            ("03/01", Incomplete),
            ("1.3.", Incomplete),
        ] {
            assert_eq!(written(text), Err(error), "{text}");
        }
    }

    #[test]
    fn the_days_that_a_text_names_are_found_in_it() {
        let day = |text: &str| Date::parse(text).expect("a day").days_since_1970();
        for (text, first, last) in [
            ("chats between 1 and 5 May 2026", "2026-05-05", "2026-05-05"),
            (
                "from 1 May 2026, 23:59 EST, to June 3, 2026",
                "2026-05-01",
                "2026-06-03",
            ),
            (
                "mensagens de 1º de março de 2026.",
                "2026-03-01",
                "2026-03-01",
            ),
            ("messages in March 2020", "2020-03-01", "2020-03-31"),
            ("order of 2019-02-03, 90 days", "2019-02-03", "2019-02-03"),
            ("fraud in 2019, reported later", "2019-01-01", "2019-12-31"),
        ] {
            let expected = Some((day(first), day(last)));
            assert_eq!(DateTime::days_in(text, &months()), expected, "{text}");
        }
        for text in [
            "1998 files",
            "room2019",
            "03/01/2026",
            "5 May",
            "18 U.S.C. 2703",
            "",
        ] {
            assert_eq!(DateTime::days_in(text, &months()), None, "{text}");
        }
    }

    #[test]
    fn a_day_that_may_be_two_days_is_given_back_as_both() {
        let day = |text| Date::parse(text).expect("a day");
        for text in ["03/01/2026", "3/1/2026 8:45 pm EST", "03-01-2026"] {
            let both = DateTimeError::Ambiguous(day("2026-01-03"), day("2026-03-01"));
            assert_eq!(DateTime::read(text, &months()), Err(both), "{text}");
        }
    }

    #[test]
    fn without_names_of_months_only_digits_are_read() {
        assert!(DateTime::parse("2026-3-1").is_ok());
        assert_eq!(
            DateTime::parse("1 March 2026"),
            Err(DateTimeError::Unreadable)
        );
        let day = Date::parse("2026-03-01").expect("a day");
        assert_eq!(day.in_words(&Messages::default()), "2026-03-01");
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
            let _ = DateTime::read(&text, &months());
        }

        #[test]
        fn no_near_date_makes_the_reader_panic(text in "[0-9]{0,5}[-/. ]?[0-9a-zº]{0,5}[-/. ]{0,2}[0-9]{0,5}[T ,]{0,2}[0-9:.h]{0,6} ?[-+a-zA-Z0-9:]{0,6}") {
            let _ = DateTime::read(&text, &months());
        }

        #[test]
        fn what_a_letter_or_a_page_says_is_read_as_the_same_moment(
            days in 0_i64..30_000, minutes in 0_u16..1440, offset in -720_i16..=840, timed: bool,
        ) {
            let date = Date::from_days_since_1970(days).expect("a day");
            let time = timed.then_some(Time { minutes, offset });
            let moment = DateTime { date, time };
            prop_assert_eq!(DateTime::parse(&moment.written()), Ok(moment));
            let words = moment.in_words(&interface());
            prop_assert_eq!(DateTime::read(&words, &months()), Ok(moment), "{}", words);
        }
    }
}
