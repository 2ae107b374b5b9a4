//! A day for the calendar.

use super::any_letter::any_text;
use super::sample;
use proptest::prelude::*;
use request_builder::answers::Date;
use request_builder::letter::DueReminder;
use request_builder::letter::export::{UtcStamp, calendar};

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

fn now() -> UtcStamp {
    UtcStamp {
        day: day("2026-01-15"),
        time: [9, 5, 30],
    }
}

fn reminder(title: &str, note: &str) -> DueReminder {
    DueReminder {
        id: "day-90".into(),
        day: day("2026-04-15"),
        on: day("2026-04-01"),
        is_past: false,
        text: "It is told on the page.".to_owned(),
        title: title.to_owned(),
        note: note.to_owned(),
    }
}

fn uid(file: &str) -> &str {
    file.lines()
        .find(|line| line.starts_with("UID:"))
        .expect("a name")
}

#[test]
fn a_day_is_an_entry_of_its_whole_day_with_an_alarm_on_the_morning_before() {
    let file = calendar(
        &reminder("Day 90 comes near", "One; two, three\\four\nfive"),
        &sample::letter(false),
        now(),
    );
    insta::assert_snapshot!(file.replace('\r', ""), @r"
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//request-builder//1//EN
    BEGIN:VEVENT
    UID:DC0884979E9E834BCCDE67C35C080438@request-builder.invalid
    DTSTAMP:20260115T090530Z
    DTSTART;VALUE=DATE:20260401
    SUMMARY:Day 90 comes near
    DESCRIPTION:One\; two\, three\\four\nfive
    CLASS:PRIVATE
    TRANSP:TRANSPARENT
    BEGIN:VALARM
    ACTION:DISPLAY
    DESCRIPTION:Day 90 comes near
    TRIGGER:-PT15H
    END:VALARM
    END:VEVENT
    END:VCALENDAR
    ");
}

#[test]
fn calendar_entries_of_two_letters_have_different_uids() {
    let reminder = reminder("Day 90", "");
    let letter = sample::letter(false);
    let name = calendar(&reminder, &letter, now());
    let later = UtcStamp {
        day: day("2026-01-16"),
        ..now()
    };
    let again = calendar(&reminder, &letter, later);
    assert_eq!(uid(&name), uid(&again));
    let mut other = letter.clone();
    other.blocks.pop();
    assert_ne!(uid(&name), uid(&calendar(&reminder, &other, now())));
}

#[test]
fn nothing_of_the_letter_is_in_its_entry() {
    let file = calendar(&reminder("Day 90", ""), &sample::letter(false), now());
    for word in ["Lena", "lena", "Magalh", "NUIPC", "exemplar"] {
        assert!(!file.contains(word), "{file}");
    }
}

proptest! {
    #[test]
    fn every_line_is_short_and_no_text_begins_another(title in any_text(), note in any_text()) {
        let file = calendar(&reminder(&title, &note), &sample::letter(false), now());
        prop_assert!(file.ends_with("END:VCALENDAR\r\n"));
        for line in file.split("\r\n") {
            prop_assert!(line.len() <= 75);
            let found = line.contains(char::is_control);
            prop_assert!(!found, "{:?}", line);
        }
        let unfolded = file.replace("\r\n ", "");
        prop_assert_eq!(unfolded.lines().count(), 18);
    }
}
