//! Finds the days that the officer should not miss. Where the guidelines do not say from which day
//! to count, the day found is an estimate; the labels of the reminder say so.

use super::compose::{Composer, fill_in};
use crate::answers::{Answer, Date};
use crate::labels::Labels;
use crate::review::Evaluation;
use crate::rules::{QuestionId, Reminder, RuleId};

/// A reminder with its day, and with its texts filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueReminder {
    /// The reminder that it comes from.
    pub id: RuleId,
    /// The day that the officer should not miss.
    pub day: Date,
    /// The day on which to remind the officer. It is before `day` or the same, and never earlier
    /// than tomorrow, unless `day` is over.
    pub on: Date,
    /// Whether `day` is today or over, so that a calendar cannot help.
    pub is_past: bool,
    /// The text on the page.
    pub text: String,
    /// The title of the entry in a calendar.
    pub title: String,
    /// The text of the entry.
    pub note: String,
}

/// The text next to a date that a reminder counts from: the day that the officer should not
/// miss, or how long ago it was.
pub(crate) fn day_counted(
    evaluation: &Evaluation<'_>,
    labels: &Labels,
    question: &QuestionId,
    from: Date,
) -> Option<String> {
    let mut reminders = in_force(evaluation).into_iter();
    let reminder = reminders.find(|reminder| reminder.from == *question)?;
    let day = from.days_since_1970() + i64::from(reminder.days);
    let late = evaluation.today.days_since_1970() - day;
    let key = if late > 0 { "past" } else { "ahead" };
    let text = labels.find(&["reminder.", reminder.id.as_str(), ".", key])?;
    let day = Date::from_days_since_1970(day)?.in_words(&labels.interface);
    let text = text
        .replace("{reminder.day}", &day)
        .replace("{reminder.late}", &late.abs().to_string());
    Some(fill_in(evaluation, &text))
}

/// The reminders of this kind of request. One whose date is known takes the place of those of the same rule before
/// it: the last day that was confirmed, not the one that was counted first.
fn in_force<'r>(evaluation: &Evaluation<'r>) -> Vec<&'r Reminder> {
    let mut found: Vec<&Reminder> = Vec::new();
    for reminder in &evaluation.book.rules.reminders {
        if evaluation.applies(&reminder.kinds) {
            if begin(evaluation, reminder).is_some() {
                found.retain(|before| before.rule != reminder.rule);
            }
            found.push(reminder);
        }
    }
    found
}

/// The day from which a reminder counts, if it is known.
fn begin(evaluation: &Evaluation<'_>, reminder: &Reminder) -> Option<Date> {
    if reminder.from.as_str() == Reminder::TODAY {
        return Some(evaluation.today);
    }
    let answers = evaluation.answers_to(&reminder.from, None).into_iter();
    let mut given = answers.filter_map(|(_, answer)| answer.and_then(Answer::text));
    Date::parse(given.next()?)
}

impl DueReminder {
    /// The reminders for a request. Those that count from a question without a date as its answer
    /// are left out.
    pub fn all(evaluation: &Evaluation<'_>, labels: &Labels) -> Vec<Self> {
        if evaluation.answers.kind.is_none() {
            return Vec::new();
        }
        let reminders = in_force(evaluation).into_iter();
        let due = reminders.filter_map(|reminder| Self::of(evaluation, labels, reminder));
        due.collect()
    }

    fn of(evaluation: &Evaluation<'_>, labels: &Labels, reminder: &Reminder) -> Option<Self> {
        let from = begin(evaluation, reminder)?;
        let day = from.days_since_1970() + i64::from(reminder.days);
        let tomorrow = evaluation.today.days_since_1970() + 1;
        let is_past = day < tomorrow;
        let on = (day - i64::from(reminder.before)).max(tomorrow).min(day);
        let day = Date::from_days_since_1970(day)?;
        let composer = Composer::<false>::new(evaluation);
        let filled = |key: &str| {
            let text = labels
                .rule("reminder", &reminder.id, key)
                .replace("{reminder.day}", &day.in_words(&labels.interface))
                .replace("{reminder.from}", &from.in_words(&labels.interface));
            composer.without_gaps(&text)
        };
        Some(Self {
            id: reminder.id.clone(),
            day,
            on: Date::from_days_since_1970(on)?,
            is_past,
            text: if is_past {
                let text = day_counted(evaluation, labels, &reminder.from, from)?;
                let no_calendar = labels.interface.get("request-reminder-past");
                [&text, " ", no_calendar].concat()
            } else {
                filled("text")
            },
            title: filled("title"),
            note: filled("note"),
        })
    }
}
