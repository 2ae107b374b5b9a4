//! Reads dates and times as people write them: `2020-03-01`, `1 March 2026`, `March 1, 2026`,
//! `1.3.2026`, `25/12/2026`, each with or without a time (`23:59`, `8:45 pm`, `23h59`) and its zone
//! (`UTC`, `EST`, `-03:00`, `UTC+5`).
//!
//! Nothing is guessed. An ambiguous date is rejected with both readings, and a two-digit year is
//! rejected, since a period that is wrong by a month or a century is worse than a missing one.

use super::{Date, DateTime, DateTimeError, Time};
use crate::text::{cut, is_letter, is_word_char, part, push_folded};

/// The shortest unambiguous abbreviation of a month: `mar`, `sept`.
const MIN_MONTH_LENGTH: usize = 3;

/// What the names of weekdays mean, in order.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The most words of a date: `1 de março de 2026`.
const MAX_DATE_WORDS: usize = 5;

/// The words of times with what each means, a line each. The file says how at its head.
const WORDS: &str = include_str!("time_words.txt");

type Read<T> = Result<T, DateTimeError>;

/// See [`DateTime::read`].
pub(super) fn read(text: &str, months: &[String]) -> Read<DateTime> {
    let text = plain(text);
    let mut reader = DateParser {
        rest: text.trim().trim_end_matches('.'),
        trailing: text.trim_end().ends_with('.'),
        months,
    };
    let weekday = (0..7)
        .zip(WEEKDAYS)
        .find(|(_, name)| reader.take_word(name));
    reader.skip(" .");
    let date = reader.date()?;
    // 1970-01-01 was a Thursday.
    let own = (date.days_since_1970() + 3).rem_euclid(7);
    if weekday.is_some_and(|(day, _)| day != own) {
        return Err(DateTimeError::OtherWeekday(date));
    }
    let time = reader.time(date)?;
    Ok(DateTime { date, time })
}

/// See [`DateTime::with_date`].
pub(super) fn with_date(text: &str, today: Date, months: &[String]) -> Option<String> {
    let word_of = |text: &str| plain(text).trim().to_owned();
    let is_to_date = word_of(text).starts_with("to date");
    let mut words: Vec<&str> = text.split_whitespace().collect();
    // "to date", "until tomorrow", "before 2pm today"
    let is_before = skip_to(&mut words);
    let is_alone = words.len() == 1;
    let later = |word: &&str| match meaning(&word_of(word))? {
        "yesterday" => Some(-1),
        "today" => Some(0),
        // An evening is no day.
        "tonight" if !is_alone => Some(0),
        "date" if is_to_date => Some(0),
        "tomorrow" => Some(1),
        _ => None,
    };
    // "2pm CST today"
    let Some((at, later)) = (0..)
        .zip(&words)
        .find_map(|(at, it)| Some((at, later(it)?)))
    else {
        // "22:00 UTC". "2026-06" is a month, and "1000-1200" are hours from and to.
        let text = [&today.to_string(), " ", &words.join(" ")].concat();
        let has_zone = words.concat().contains(|it| it == '+' || is_letter(it));
        let has_time = has_zone && read(&text, &[]).is_ok_and(|read| read.time.is_some());
        return has_time.then_some(text);
    };
    let date = Date::from_days_since_1970(today.days_since_1970() + later)?;
    let mut rest = words.remove(at).trim_start_matches(is_word_char).to_owned();
    // "18h de hoje"
    if let Some(before) = at
        .checked_sub(1)
        .filter(|at| meaning(words[*at]) == Some("time"))
    {
        words.remove(before);
    }
    for word in words {
        rest.push(' ');
        rest.push_str(word);
    }
    let text = [&date.to_string(), &*rest].concat();
    let (year, month, day) = date.parts();
    match (read(&text, &[]), months.get(usize::from(month) - 1)) {
        // The day before may be meant.
        (Ok(read), _) if is_before && read.time.is_none() => None,
        (Ok(_), _) => Some(text),
        // The letter has it as it is.
        (Err(DateTimeError::NoOffset | DateTimeError::AmbiguousZone(_)), Some(month)) => {
            Some([&day.to_string(), " ", month, " ", &year.to_string(), &rest].concat())
        }
        // "tonight, school starts at 8" keeps its words.
        (Err(_), _) => None,
    }
}

/// Takes words such as `until` from the beginning. Whether one means the time before.
fn skip_to(words: &mut Vec<&str>) -> bool {
    let mut is_before = false;
    while let Some(means @ ("to" | "before")) =
        words.first().and_then(|it| meaning(plain(it).trim()))
    {
        is_before |= means == "before";
        words.remove(0);
    }
    is_before
}

/// Reads the day on which something ends: `until 31 December 2027`.
pub(super) fn read_end(text: &str, months: &[String]) -> Read<DateTime> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    skip_to(&mut words);
    read(&words.join(" "), months)
}

/// Whether a text counts back from today: `11 months ago`.
pub(super) fn is_ago(text: &str) -> bool {
    let text = plain(text);
    let mut words = text.split_whitespace();
    words.any(|word| meaning(word) == Some("ago"))
}

/// See [`DateTime::days_in`].
pub(super) fn days_in(text: &str, months: &[String]) -> Option<(i64, i64)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut days: Option<(i64, i64)> = None;
    let mut at = 0;
    while at < words.len() {
        let mut end = words.len().min(at + MAX_DATE_WORDS);
        // A form does this at each keystroke, and most words are near no year.
        let has_year = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count() >= 4;
        if !words[at..end].iter().any(has_year) {
            at += 1;
            continue;
        }
        while end > at {
            let text = words[at..end].join(" ");
            if let Some((first, last)) = days_of(&text, end == words.len(), months) {
                let (earliest, latest) = days.unwrap_or((first, last));
                days = Some((earliest.min(first), latest.max(last)));
                break;
            }
            end -= 1;
        }
        at = end.max(at + 1);
    }
    days
}

/// The days of a date, of a month with its year, and of a year that ends a clause: `1999 files` have none.
fn days_of(text: &str, is_last: bool, months: &[String]) -> Option<(i64, i64)> {
    let bare = text.trim_matches(|character| !is_word_char(character));
    if let Ok(read) = read(bare, months) {
        let day = read.date.days_since_1970();
        return Some((day, day));
    }
    let is_year = bare.len() == 4
        && (is_last || !text.ends_with(is_word_char))
        && (bare.starts_with("19") || bare.starts_with("20"));
    let (first, days) = if is_year {
        (Date::parse(&[bare, "-01-01"].concat())?, 364)
    } else {
        (read(&["1 ", bare].concat(), months).ok()?.date, 30)
    };
    let first = first.days_since_1970();
    Some((first, first + days))
}

/// The text in lower case, with separators replaced by spaces.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for character in text.chars() {
        match character {
            // Pasted text may contain a real minus sign.
            '\u{2212}' => plain.push('-'),
            ',' | '(' | ')' => plain.push(' '),
            _ if character.is_whitespace() => plain.push(' '),
            _ => push_folded(character, &mut plain),
        }
    }
    plain
}

/// A number and its count of digits.
#[derive(Clone, Copy)]
struct Number {
    value: u16,
    digits: usize,
}

struct DateParser<'t> {
    rest: &'t str,
    /// A full stop was removed from the end.
    trailing: bool,
    months: &'t [String],
}

impl DateParser<'_> {
    fn date(&mut self) -> Read<Date> {
        if let Some(month) = self.month() {
            let day = self.number().ok_or(DateTimeError::Incomplete)?;
            if day.digits > 2 {
                // A month and its year.
                return Err(DateTimeError::Incomplete);
            }
            self.ordinal();
            return self.of_month(day, month);
        }
        if let Some(date) = self.eight_digits() {
            return date;
        }
        let mut first = self.number();
        if first.is_none() {
            // "the 7th of April", "on 7 April"
            self.short_word(3);
            first = self.number();
        }
        let first = first.ok_or(DateTimeError::Unreadable)?;
        // "1º/09/2026": a month has no ordinal.
        let is_ordinal = self.rest.starts_with(['º', '°']);
        self.skip("º°");
        if let Some(separator) = self.separator() {
            return match self.in_digits(first, separator) {
                Err(DateTimeError::Ambiguous(day_first, _)) if is_ordinal => Ok(day_first),
                date => date,
            };
        }
        if first.digits > 2 {
            // 2026 March 1
            if let Some(month) = self.month() {
                let day = self.number().ok_or(DateTimeError::Incomplete)?;
                return new(first, u16::from(month), day.value);
            }
            let is_year = first.digits == 4 && self.rest.trim().is_empty();
            return Err(if is_year {
                DateTimeError::Incomplete
            } else {
                DateTimeError::Unreadable
            });
        }
        self.ordinal();
        // "1 de março", "12th day of May"
        let mut month = self.month();
        for longest in [3, 2] {
            if month.is_none() {
                self.short_word(longest);
                month = self.month();
            }
        }
        match month {
            Some(month) => self.of_month(first, month),
            None if self.rest.trim().is_empty() && self.trailing => Err(DateTimeError::Incomplete),
            None => Err(DateTimeError::Unreadable),
        }
    }

    /// The date from a day and a month; reads the year.
    fn of_month(&mut self, day: Number, month: u8) -> Read<Date> {
        self.short_word(2);
        self.skip(" -./");
        match self.number() {
            // "3. Mai um 14 Uhr"
            Some(year) if year.digits < 3 && !self.rest.trim().is_empty() => {
                Err(DateTimeError::Incomplete)
            }
            Some(year) => new(year, u16::from(month), day.value),
            // 29 February exists in some years.
            None if !exists(2000, u16::from(month), day.value) => Err(DateTimeError::NoSuchDay),
            None => Err(DateTimeError::Incomplete),
        }
    }

    /// Reads the rest of a numeric date after its first number.
    fn in_digits(&mut self, first: Number, separator: char) -> Read<Date> {
        let Some(second) = self.number().filter(|second| second.digits <= 2) else {
            return match self.month() {
                // 1-Mar-2026
                Some(month) if first.digits <= 2 => self.of_month(first, month),
                _ if self.rest.is_empty() => Err(DateTimeError::Incomplete),
                _ => Err(DateTimeError::Unreadable),
            };
        };
        if self.separator() != Some(separator) {
            return Err(if self.rest.trim().is_empty() {
                DateTimeError::Incomplete
            } else {
                DateTimeError::Unreadable
            });
        }
        let Some(third) = self.number() else {
            return Err(DateTimeError::Incomplete);
        };
        if first.digits > 2 {
            if third.digits > 2 {
                return Err(DateTimeError::Unreadable);
            }
            return new(first, second.value, third.value);
        }
        let day_first = new(third, second.value, first.value);
        // In dates with full stops, the day comes first.
        if separator == '.' {
            return day_first;
        }
        match (day_first, new(third, first.value, second.value)) {
            (Ok(one), Ok(other)) if one != other => Err(DateTimeError::Ambiguous(one, other)),
            (Ok(day), _) | (Err(_), Ok(day)) => Ok(day),
            // "11/17/26" lacks only digits of its year.
            (Err(DateTimeError::NoSuchDay), Err(error)) | (Err(error), Err(_)) => Err(error),
        }
    }

    /// 20260301
    fn eight_digits(&mut self) -> Option<Read<Date>> {
        let end = self.rest.find(|next: char| !next.is_ascii_digit());
        let (digits, rest) = cut(self.rest, end.unwrap_or(self.rest.len()));
        // "01062026" has its year at the end.
        let is_one = |value: &u32| digits.len() == 8 && *value >= 10_000_000;
        let value: u32 = digits.parse().ok().filter(is_one)?;
        self.rest = rest;
        let part = |number: u32| u16::try_from(number).unwrap_or(0);
        let year = Number {
            value: part(value / 10_000),
            digits: 4,
        };
        Some(new(year, part(value / 100 % 100), part(value % 100)))
    }

    fn time(&mut self, date: Date) -> Read<Option<Time>> {
        if self.rest.trim().is_empty() {
            return Ok(None);
        }
        // 2020-03-01T14:30, "at 14:30".
        if self.rest.starts_with(|next: char| next.is_ascii_digit()) {
            return Err(DateTimeError::Unreadable);
        }
        self.short_word(3);
        if self.take_word("noon") {
            let offset = self.offset(date)?;
            let minutes = 12 * 60;
            return Ok(Some(Time { minutes, offset }));
        }
        let hour = self.number().filter(|hour| hour.digits != 3);
        let mut hour = hour.ok_or(DateTimeError::Unreadable)?;
        // 1430
        let mut minute = (hour.digits == 4).then_some(hour.value % 100);
        if minute.is_some() {
            hour.value /= 100;
        } else {
            minute = self.after(":.h");
        }
        if minute.is_some() {
            // Ignore seconds.
            self.after(":");
        }
        let is_hour = self.take_word("hour") || minute.is_some();
        let is_morning = self.take_word("am");
        let is_afternoon = !is_morning && self.take_word("pm");
        let minute = minute.unwrap_or(0);
        let hour = if is_morning || is_afternoon {
            if !(1..=12).contains(&hour.value) {
                return Err(DateTimeError::Unreadable);
            }
            hour.value % 12 + if is_afternoon { 12 } else { 0 }
        } else if is_hour {
            hour.value
        } else {
            return Err(DateTimeError::Unreadable);
        };
        if hour > 23 || minute > 59 {
            return Err(DateTimeError::Unreadable);
        }
        let offset = self.offset(date)?;
        let minutes = hour * 60 + minute;
        Ok(Some(Time { minutes, offset }))
    }

    /// Reads `Z`, `UTC`, `EST`, `-03:00`, `UTC-03:00`, `+0530`, `-3`. Offsets range from -12:00 to
    /// +14:00.
    fn offset(&mut self, date: Date) -> Read<i16> {
        // "horário de Brasília"
        while self.take_word("time") {}
        self.skip(" .");
        let word = self.word();
        let means = meaning(word);
        let several = means.and_then(|means| means.strip_prefix('?'));
        let is_summer = is_american_summer(date);
        let zone = means.and_then(|offset| {
            // Outside of summer, `EDT` and `CEST` name no offset. The European summer lies within the American one.
            if offset.ends_with('!') && !is_summer {
                return None;
            }
            let offset = offset.trim_end_matches('!');
            let winter = offset.strip_suffix('*');
            let is_later = winter.is_some() && is_summer;
            let offset: i16 = winter.unwrap_or(offset).parse().ok()?;
            Some(if is_later { offset + 60 } else { offset })
        });
        if !word.is_empty() && zone.is_none() && several.is_none() {
            return Err(DateTimeError::NoOffset);
        }
        // "Eastern Standard Time", "IST (UTC+05:30)"
        let is_daylight = self.take_word("daylight");
        while self.take_word("time") {}
        if is_daylight && !is_summer {
            return Err(DateTimeError::NoOffset);
        }
        if several.is_some() {
            self.take_word("0");
        }
        self.skip(" ");
        if self.rest.is_empty() {
            let unclear = several.map_or(DateTimeError::NoOffset, DateTimeError::AmbiguousZone);
            return zone.ok_or(unclear);
        }
        let negative = self.rest.starts_with('-');
        let Some(digits) = self.rest.strip_prefix(['+', '-']) else {
            // "Central European Time"
            let is_zone = zone.is_some() || several.is_some();
            return Err(if is_zone {
                DateTimeError::NoOffset
            } else {
                DateTimeError::Unreadable
            });
        };
        // "UTC-03:00" is common, but "EST-03:00" would be two zones.
        if zone.is_some_and(|offset| offset != 0) {
            return Err(DateTimeError::Unreadable);
        }
        self.rest = digits;
        let hours = self.number().ok_or(DateTimeError::Unreadable)?;
        let minutes = match (hours.digits, self.after(":")) {
            (1 | 2, minutes) => hours.value * 60 + minutes.unwrap_or(0),
            (4, None) => hours.value / 100 * 60 + hours.value % 100,
            _ => return Err(DateTimeError::Unreadable),
        };
        let is_offset = minutes <= 14 * 60 && self.rest.trim().is_empty();
        let offset = i16::try_from(minutes).ok().filter(|_| is_offset);
        let offset = offset.ok_or(DateTimeError::Unreadable)?;
        Ok(if negative { -offset } else { offset })
    }

    fn skip(&mut self, characters: &str) {
        let is_skipped = |next: char| characters.contains(next);
        self.rest = self.rest.trim_start_matches(is_skipped);
    }

    /// A number of a few digits, after spaces.
    fn number(&mut self) -> Option<Number> {
        self.skip(" ");
        let end = self.rest.find(|next: char| !next.is_ascii_digit());
        let (digits, rest) = cut(self.rest, end.unwrap_or(self.rest.len()));
        let value = digits.parse().ok().filter(|_| digits.len() <= 4)?;
        self.rest = rest;
        let digits = digits.len();
        Some(Number { value, digits })
    }

    /// Two digits after one of these characters.
    fn after(&mut self, marks: &str) -> Option<u16> {
        let rest = self.rest.strip_prefix(|next: char| marks.contains(next))?;
        let digits = rest.get(..2)?;
        let is_two = digits.bytes().all(|byte| byte.is_ascii_digit());
        let value = digits.parse().ok().filter(|_| is_two)?;
        self.rest = part(rest, 2..);
        Some(value)
    }

    fn separator(&mut self) -> Option<char> {
        let separator = self.rest.chars().next()?;
        let rest = self.rest.strip_prefix(['-', '/', '.'])?;
        // `1. March` has no separator, and `24. 11. 2026` has.
        let after = rest.trim_start_matches(' ');
        if separator == '.' && !after.starts_with(|next: char| next.is_ascii_digit()) {
            return None;
        }
        self.rest = rest;
        Some(separator)
    }

    /// The following letters.
    fn word(&mut self) -> &str {
        let is_letter = |next: char| is_word_char(next) && !next.is_ascii_digit();
        let end = self.rest.find(|next: char| !is_letter(next));
        let (word, rest) = cut(self.rest, end.unwrap_or(self.rest.len()));
        self.rest = rest;
        word
    }

    /// Takes a word of this meaning if it comes next as a whole word.
    fn take_word(&mut self, meaning: &str) -> bool {
        let rest = self.rest.trim_start();
        let words = WORDS.lines().filter_map(|line| line.split_once(' '));
        let mut words = words.filter(|(_, means)| *means == meaning);
        let after = words.find_map(|(word, _)| {
            let after = rest.strip_prefix(word)?;
            (!after.starts_with(is_word_char)).then_some(after)
        });
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Skips an ordinal suffix: `1st`, `1º`, `1.`.
    fn ordinal(&mut self) {
        let before = self.rest;
        if self.word().chars().count() > 2 {
            self.rest = before;
        }
        self.skip("º°.");
    }

    /// Skips a short connecting word, such as "of", "de", "at" or the `T` of ISO 8601.
    fn short_word(&mut self, longest: usize) {
        self.skip(" ");
        let before = self.rest;
        if self.word().chars().count() > longest {
            self.rest = before;
        }
    }

    /// The name of a month, possibly abbreviated.
    fn month(&mut self) -> Option<u8> {
        let before = self.rest;
        self.skip(" ");
        let months = self.months;
        let word = self.word();
        let is_name = |name: &String| {
            let mut folded = String::new();
            name.chars()
                .for_each(|character| push_folded(character, &mut folded));
            folded.starts_with(word)
        };
        let is_long = word.chars().count() >= MIN_MONTH_LENGTH;
        let mut found = None;
        for (at, name) in months.iter().enumerate() {
            if is_long && is_name(name) {
                // `jui` is juin or juillet.
                if found.is_some_and(|month| month != at % 12) {
                    found = None;
                    break;
                }
                found = Some(at % 12);
            }
        }
        if let Some(month) = found {
            self.skip(".");
            u8::try_from(month + 1).ok()
        } else {
            self.rest = before;
            None
        }
    }
}

/// What a word of a time means.
fn meaning(word: &str) -> Option<&'static str> {
    let mut lines = WORDS.lines();
    lines.find_map(|line| line.strip_prefix(word)?.strip_prefix(' '))
}

/// Whether North American clocks are on summer time: from the second Sunday in March to the first in
/// November.
fn is_american_summer(date: Date) -> bool {
    let (year, _, _) = date.parts();
    let sunday = |month, after: i64| {
        let first = Date::new(year, month, 1).map_or(0, Date::days_since_1970);
        // 4 January 1970 was a Sunday.
        first + after + (3 - first - after).rem_euclid(7)
    };
    (sunday(3, 7)..sunday(11, 0)).contains(&date.days_since_1970())
}

fn exists(year: u16, month: u16, day: u16) -> bool {
    let part = |part: u16| u8::try_from(part).unwrap_or(0);
    Date::new(i32::from(year), part(month), part(day)).is_some()
}

fn new(year: Number, month: u16, day: u16) -> Read<Date> {
    if year.digits < 4 || year.value < 1000 {
        // A leap year, so that only dates that never exist are rejected.
        return Err(if exists(2000, month, day) {
            DateTimeError::ShortYear
        } else {
            DateTimeError::NoSuchDay
        });
    }
    let part = |part: u16| u8::try_from(part).unwrap_or(0);
    Date::new(i32::from(year.value), part(month), part(day)).ok_or(DateTimeError::NoSuchDay)
}
