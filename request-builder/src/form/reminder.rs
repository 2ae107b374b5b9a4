//! Days that an officer should not miss, as data.

use super::{KindId, QuestionId, RuleId};
use serde::{Deserialize, Serialize};

/// A day that is counted from a letter's date, and what to remember before it.
///
/// In its texts `{reminder.day}` is the day that was counted and `{reminder.from}` the day that it
/// is counted from; other placeholders are those of a letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reminder {
    /// Name of the reminder.
    pub id: RuleId,
    /// The kinds that it is for; none means all.
    #[serde(default)]
    pub kinds: Vec<KindId>,
    /// What is counted from: `today`, which is the letter's date, or a question of the type `date`.
    pub from: QuestionId,
    /// How many days.
    pub days: u32,
    /// How many days before that day to remind.
    pub before: u32,
    /// The rule that it rests on, whose sentence stands beside it.
    pub rule: RuleId,
    /// What is told on the page.
    pub text: String,
    /// What the entry in a calendar is called. It may be seen by others: no names, no accounts.
    pub title: String,
    /// What stands in the entry.
    pub note: String,
}

impl Reminder {
    /// The name that [`Reminder::from`] has for the day of the letter.
    pub const TODAY: &'static str = "today";

    /// The day that was counted, as a placeholder in its texts.
    pub const DAY: &'static str = "reminder.day";

    /// The day that it was counted from, as a placeholder in its texts.
    pub const FROM: &'static str = "reminder.from";

    /// Every text of it, with its key.
    pub fn texts(&self) -> [(&'static str, &str); 3] {
        [
            ("text", &self.text),
            ("title", &self.title),
            ("note", &self.note),
        ]
    }
}
