//! The four types of rule (gates, requirements, notices and good practice) and the clauses that
//! they cite.

use super::{
    ClauseId, Condition, GroupId, KindId, QuestionId, RuleId, StepId, is_default, is_false,
};
use serde::{Deserialize, Serialize};

/// A sentence of the guidelines that rules cite.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clause {
    /// Name of the clause.
    pub id: ClauseId,
    /// The heading of the section that contains the sentence, word for word.
    pub section: String,
    /// The lead-in of the list that contains the sentence, word for word, if the list's force comes
    /// from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_in: Option<String>,
    /// The whole sentence, word for word.
    pub quote: String,
    /// Where the sentence is in the text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub address: ClauseAddress,
}

/// The anchor of a clause in the text of the guidelines. As long as the text is the same, so is the
/// anchor.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ClauseAddress(pub String);

/// How strongly the guidelines ask for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Required. A letter without it is a draft.
    Must,
    /// Recommended. The officer may leave it out on purpose.
    Should,
    /// Optional. It is never reported as missing.
    May,
}

impl Level {
    /// The name that files have for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::May => "may",
        }
    }
}

/// How many of a requirement's questions must be answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// All of them.
    #[default]
    All,
    /// At least one.
    Any,
}

/// How serious a notice is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// Good to know.
    #[default]
    Info,
    /// Something in the answers is harmful or asks for what cannot be had.
    Warning,
    /// A letter would be useless, so the form ends here.
    Stop,
}

/// A condition without which a request cannot be made at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Gate {
    /// Name of the rule.
    pub id: RuleId,
    /// The kinds that it is for. Empty: every kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<KindId>,
    /// The clause that it cites.
    pub clause: ClauseId,
    /// The questions whose answers decide.
    pub ask: Vec<QuestionId>,
    /// Requests can be made while this holds.
    pub opens: Condition,
    /// Kinds of request to offer instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggest: Vec<KindId>,
}

/// Something that the guidelines require of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Requirement {
    /// Name of the rule.
    pub id: RuleId,
    /// How strongly the clause asks for it.
    pub level: Level,
    /// The kinds that it is for. Empty: every kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<KindId>,
    /// The clause that it cites.
    pub clause: ClauseId,
    /// The rule applies only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The questions whose answers fulfil it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ask: Vec<QuestionId>,
    /// How many of those questions need a valid answer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub need: Need,
    /// The group whose entries must each fulfil it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_each: Option<GroupId>,
    /// What fulfils the requirement, where answers to `ask` alone do not or are not needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Condition>,
    /// Whether it has to be done on paper. No answer fulfils it then: the officer ticks it off.
    #[serde(default, skip_serializing_if = "is_false")]
    pub paper: bool,
    /// Whether answers that are all given but fail `check` are invalid, not missing. The label
    /// `invalid` says why.
    #[serde(default, skip_serializing_if = "is_false")]
    pub invalid: bool,
}

/// Something that the guidelines tell the officer. Nothing is ever missing because of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Notice {
    /// Name of the rule.
    pub id: RuleId,
    /// The kinds that it is for. Empty: every kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<KindId>,
    /// The clause that it cites.
    pub clause: ClauseId,
    /// Shown only while this holds. `None`: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// How serious it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tone: Tone,
    /// The step that shows it. `None`: the last step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<StepId>,
    /// Whether the officer is asked to confirm having read it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub acknowledge: bool,
    /// Whether something has to be done on paper because of it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub paper: bool,
    /// A kind of request to offer instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggest: Option<KindId>,
}

/// Good practice, which no clause asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Practice {
    /// Name of the rule.
    pub id: RuleId,
    /// The kinds that it is for. Empty: every kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<KindId>,
    /// The rule applies only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The questions that it is about. An answer to any of them is enough.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ask: Vec<QuestionId>,
    /// Whether it has to be done on paper.
    #[serde(default, skip_serializing_if = "is_false")]
    pub paper: bool,
}

/// The common part of all types of rule, for code that handles every rule alike.
#[derive(Clone, Copy, Debug)]
pub struct Rule<'r> {
    /// The type, by the name of its table: `gate`, `requirement`, `notice` or `practice`.
    pub table: &'static str,
    /// Name of the rule.
    pub id: &'r RuleId,
    /// The kinds that it is for. Empty: every kind.
    pub kinds: &'r [KindId],
    /// The clause that it cites. Good practice cites none.
    pub clause: Option<&'r ClauseId>,
    /// How strongly the clause of a requirement asks for it. `None` for the other sorts.
    pub level: Option<Level>,
    /// The rule applies only while this holds.
    pub when: Option<&'r Condition>,
    /// The questions that it is about.
    pub ask: &'r [QuestionId],
    /// Whether something has to be done on paper.
    pub paper: bool,
}

impl<'r> From<&'r Gate> for Rule<'r> {
    fn from(gate: &'r Gate) -> Self {
        Self {
            table: "gate",
            id: &gate.id,
            kinds: &gate.kinds,
            clause: Some(&gate.clause),
            level: None,
            when: None,
            ask: &gate.ask,
            paper: false,
        }
    }
}

impl<'r> From<&'r Requirement> for Rule<'r> {
    fn from(requirement: &'r Requirement) -> Self {
        Self {
            table: "requirement",
            id: &requirement.id,
            kinds: &requirement.kinds,
            clause: Some(&requirement.clause),
            level: Some(requirement.level),
            when: requirement.when.as_ref(),
            ask: &requirement.ask,
            paper: requirement.paper,
        }
    }
}

impl<'r> From<&'r Notice> for Rule<'r> {
    fn from(notice: &'r Notice) -> Self {
        Self {
            table: "notice",
            id: &notice.id,
            kinds: &notice.kinds,
            clause: Some(&notice.clause),
            level: None,
            when: notice.when.as_ref(),
            ask: &[],
            paper: notice.paper,
        }
    }
}

impl<'r> From<&'r Practice> for Rule<'r> {
    fn from(practice: &'r Practice) -> Self {
        Self {
            table: "practice",
            id: &practice.id,
            kinds: &practice.kinds,
            clause: None,
            level: None,
            when: practice.when.as_ref(),
            ask: &practice.ask,
            paper: practice.paper,
        }
    }
}
