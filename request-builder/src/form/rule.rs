//! The four sorts of rule: gates, requirements, notices and good practice.

use super::{Condition, GroupId, KindId, QuestionId, RuleId, StepId};
use serde::{Deserialize, Serialize};

/// The sentence of the guidelines that a rule stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clause<'a> {
    /// The heading of the section that the sentence stands in, as it reads.
    pub section: &'a str,
    /// The lead-in that gives a list its force, whole, where there is one.
    pub basis: Option<&'a str>,
    /// The whole sentence, as it reads.
    pub quote: &'a str,
}

/// A rule that stands on a sentence of the guidelines.
pub trait Resting {
    /// The sentence.
    fn clause(&self) -> Clause<'_>;
}

macro_rules! resting {
    ($($rule:ty),+) => {$(
        impl Resting for $rule {
            fn clause(&self) -> Clause<'_> {
                Clause { section: &self.section, basis: self.basis.as_deref(), quote: &self.quote }
            }
        }
    )+};
}

resting!(Gate, Requirement, Notice);

/// How strongly the guidelines ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Required; a letter without it is a draft.
    Must,
    /// Asked for; an officer may knowingly leave it out.
    Should,
    /// Invited; never missing.
    May,
}

/// How many of the questions a requirement asks have to be answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Every one.
    #[default]
    All,
    /// At least one.
    Any,
}

/// How a notice is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// Good to know.
    #[default]
    Info,
    /// Something in the answers will not get what it asks for, or does harm.
    Warning,
    /// The way ends here: no letter can help.
    Stop,
}

/// Who or what may use a kind at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Gate {
    /// Name of the rule.
    pub id: RuleId,
    /// The kinds behind the gate; none means all.
    #[serde(default)]
    pub kinds: Vec<KindId>,
    /// The heading of the section that its sentence stands in, as it reads.
    pub section: String,
    /// The lead-in that gives a list its force, whole, where there is one.
    #[serde(default)]
    pub basis: Option<String>,
    /// The whole sentence that it stands on, as it reads.
    pub quote: String,
    /// The questions that decide.
    pub ask: Vec<QuestionId>,
    /// Open when this holds.
    pub opens: Condition,
    /// What an officer is told who was refused.
    pub closed: String,
    /// Kinds to offer instead.
    #[serde(default)]
    pub suggest: Vec<KindId>,
}

/// What the guidelines ask a letter to have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Requirement {
    /// Name of the rule.
    pub id: RuleId,
    /// How strongly it is asked for.
    pub level: Level,
    /// The kinds that it is for; none means all.
    #[serde(default)]
    pub kinds: Vec<KindId>,
    /// The heading of the section that its sentence stands in, as it reads.
    pub section: String,
    /// The lead-in that gives a list its force, whole, where there is one.
    #[serde(default)]
    pub basis: Option<String>,
    /// The whole sentence that it stands on, as it reads.
    pub quote: String,
    /// What it is about, in a few words: "Letterhead".
    pub title: String,
    /// It applies only while this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The questions whose answers meet it.
    #[serde(default)]
    pub ask: Vec<QuestionId>,
    /// How many of them have to be answered, and soundly.
    #[serde(default)]
    pub need: Need,
    /// Judged for each entry of this group.
    #[serde(default)]
    pub for_each: Option<GroupId>,
    /// Met when this holds, where answering `ask` is not the measure.
    #[serde(default)]
    pub check: Option<Condition>,
    /// What to do on paper, where no answer can meet it. It is met when ticked off.
    #[serde(default)]
    pub paper: Option<String>,
    /// What an officer is told while it is missing: what to give.
    pub missing: String,
    /// What an officer is told when something is given that does not do.
    #[serde(default)]
    pub unsound: Option<String>,
}

/// What the guidelines tell an officer. Shown or not shown, never missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Notice {
    /// Name of the rule.
    pub id: RuleId,
    /// The kinds that it is for; none means all.
    #[serde(default)]
    pub kinds: Vec<KindId>,
    /// The heading of the section that its sentence stands in, as it reads.
    pub section: String,
    /// The lead-in that gives a list its force, whole, where there is one.
    #[serde(default)]
    pub basis: Option<String>,
    /// The whole sentence that it stands on, as it reads.
    pub quote: String,
    /// Shown while this holds; always, if left out.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What is told.
    pub text: String,
    /// What to do next, one step each.
    #[serde(default)]
    pub next: Vec<String>,
    /// A note that the officer may copy into the file. Answers stand in braces, as in letters; a
    /// line with an answer that is not given is left out.
    #[serde(default)]
    pub note: Option<String>,
    /// How it is told.
    #[serde(default)]
    pub tone: Tone,
    /// The step where it is shown; the review, if left out.
    #[serde(default)]
    pub step: Option<StepId>,
    /// The officer is asked to tick that it was read.
    #[serde(default)]
    pub acknowledge: bool,
    /// What to do on paper because of it.
    #[serde(default)]
    pub paper: Option<String>,
    /// A kind to offer instead.
    #[serde(default)]
    pub suggest: Option<KindId>,
}

/// What no clause asks for and a good letter has all the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Practice {
    /// Name of the rule.
    pub id: RuleId,
    /// The kinds that it is for; none means all.
    #[serde(default)]
    pub kinds: Vec<KindId>,
    /// It applies only while this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The questions that it is about; answering any of them follows it.
    #[serde(default)]
    pub ask: Vec<QuestionId>,
    /// What to do and what it is good for.
    pub text: String,
    /// What to do on paper.
    #[serde(default)]
    pub paper: Option<String>,
}

/// A sentence with a word of obligation that no rule has to rest on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unruled {
    /// The heading of the section that it stands in.
    pub section: String,
    /// The whole sentence.
    pub quote: String,
    /// Why no rule has to rest on it.
    pub reason: String,
}
