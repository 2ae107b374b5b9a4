//! Days that the officer should not miss.

use super::{KindId, QuestionId, RuleId};
use serde::{Deserialize, Serialize};

/// A reminder of a day that is some days after the date of the letter or after another date.
///
/// Its texts are labels. In them `{reminder.day}` is that day and `{reminder.from}` the date from
/// which the days are counted; the other placeholders are those of a letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reminder {
    /// Name of the reminder.
    pub id: RuleId,
    /// The kinds that it is for. Empty: every kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<KindId>,
    /// Where counting starts: `today`, which is the date of the letter, or a question of the type
    /// `date`.
    pub from: QuestionId,
    /// How many days are counted.
    pub days: u32,
    /// How many days before the day the officer is reminded.
    pub before: u32,
    /// The rule that it follows from. The page shows that rule's clause next to the reminder.
    pub rule: RuleId,
}

impl Reminder {
    /// What [`Reminder::from`] says for the date of the letter.
    pub const TODAY: &'static str = "today";

    /// The placeholder for the day to remember.
    pub const DAY: &'static str = "reminder.day";

    /// The placeholder for the day from which the days are counted.
    pub const FROM: &'static str = "reminder.from";

    /// The placeholder for the number of days since the day to remember.
    pub const LATE: &'static str = "reminder.late";
}
