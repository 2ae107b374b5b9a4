//! Counts the days that an officer should not miss. What is counted is an estimate wherever the
//! guidelines name no first day; the words that say so are the rules'.

use super::compose::Composer;
use crate::answers::{Answer, Date};
use crate::form::{Reminder, RuleId};
use crate::review::Standing;

/// Something to remember, with its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remember {
    /// The reminder that it comes from.
    pub id: RuleId,
    /// The day that was counted.
    pub day: Date,
    /// The day to be reminded on: some days before, and never today or earlier.
    pub on: Date,
    /// What is told on the page.
    pub text: String,
    /// What the entry in a calendar is called.
    pub title: String,
    /// What stands in the entry.
    pub note: String,
}

impl Remember {
    /// Everything to remember about a request. A day that has come or gone needs no reminder, and
    /// one that is counted from no day cannot be told.
    pub fn all(standing: &Standing<'_>) -> Vec<Self> {
        if standing.answers.kind.is_none() {
            return Vec::new();
        }
        let reminders = standing.book.form.reminders.iter();
        reminders
            .filter(|reminder| standing.applies(&reminder.kinds))
            .filter_map(|reminder| Self::of(standing, reminder))
            .collect()
    }

    fn of(standing: &Standing<'_>, reminder: &Reminder) -> Option<Self> {
        let from = if reminder.from.as_str() == Reminder::TODAY {
            standing.today
        } else {
            let answers = standing.answers_to(&reminder.from, None).into_iter();
            let mut given = answers.filter_map(|(_, answer)| answer.and_then(Answer::text));
            Date::parse(given.next()?)?
        };
        let day = from.days_since_1970() + i64::from(reminder.days);
        let tomorrow = standing.today.days_since_1970() + 1;
        if day < tomorrow {
            return None;
        }
        let on = (day - i64::from(reminder.before)).max(tomorrow);
        let day = Date::from_days_since_1970(day)?;
        let composer = Composer::<false>::new(standing);
        let filled = |text: &str| {
            let text = text
                .replace("{reminder.day}", &day.to_string())
                .replace("{reminder.from}", &from.to_string());
            composer.without_gaps(&text)
        };
        Some(Self {
            id: reminder.id.clone(),
            day,
            on: Date::from_days_since_1970(on)?,
            text: filled(&reminder.text),
            title: filled(&reminder.title),
            note: filled(&reminder.note),
        })
    }
}
