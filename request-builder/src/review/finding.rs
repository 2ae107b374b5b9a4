//! What a review finds. Plain values, so that the page, the terminal and the tests read the same.

use crate::answers::{Field, Invalid};
use crate::rules::{ClauseAddress, KindId, Level, RuleId, Tone};
use serde::Serialize;

/// What was found about one requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// The requirement.
    #[serde(rename = "requirement")]
    pub rule: RuleId,
    /// How strongly the guidelines ask for it.
    pub level: Level,
    /// How it stands.
    pub state: State,
    /// Where the sentence stands that asks for it.
    pub clause: ClauseAddress,
    /// What to do, while there is something to do; else what it is about.
    pub message: String,
    /// The places where an answer would help.
    pub fields: Vec<Field>,
}

/// How a requirement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing was given.
    Missing,
    /// Something was given that does not do.
    Invalid,
    /// It can only be done on paper, and was not ticked off.
    ToDoOnPaper,
    /// Left out knowingly, or not taken up where the guidelines only invite it.
    LeftOut,
    /// The request has it.
    Met,
    /// The guidelines do not ask this request for it.
    NotApplicable,
}

/// A notice that is to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ShownNotice {
    /// The notice.
    pub notice: RuleId,
    /// How it is told.
    pub tone: Tone,
    /// Where its sentence stands.
    pub clause: ClauseAddress,
    /// What is told.
    pub message: String,
    /// The answers that it is told because of, in the order of the form. None for what is told to
    /// everybody.
    pub fields: Vec<Field>,
    /// It was ticked off: read, or set aside knowingly.
    pub set_aside: bool,
    /// A kind to offer instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggest: Option<KindId>,
}

/// How a gate stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct GateResult {
    /// The gate.
    pub gate: RuleId,
    /// Whether it opens.
    pub state: GateState,
    /// Where its sentence stands.
    pub clause: ClauseAddress,
    /// What an officer is told who was refused.
    pub message: String,
    /// Kinds to offer instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggest: Vec<KindId>,
}

/// Whether a gate opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GateState {
    /// It does.
    Open,
    /// The answers refuse it.
    Closed,
    /// Its questions were not answered yet.
    Unanswered,
}

/// How a piece of good practice stands. No clause asks for it, and it is never an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Advice {
    /// The practice.
    pub practice: RuleId,
    /// Whether the request has it.
    pub followed: bool,
    /// What to do and what it is good for.
    pub message: String,
    /// The places where an answer would help; or the answers that the advice is given because of,
    /// where it asks for none.
    pub fields: Vec<Field>,
}

/// An answer that is not well formed, whichever rule asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Problem {
    /// Where.
    pub field: Field,
    /// Why.
    pub reason: Invalid,
    /// What to do.
    pub message: String,
}

/// A line of the checklist of what can only be done on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Task {
    /// The rule that it comes from.
    pub rule: RuleId,
    /// What to do.
    pub text: String,
    /// It was ticked off.
    pub done: bool,
}

/// Something that can only be done on paper, as the rules ask for it. What it is called depends on
/// who says it: a page by its labels, a letter by its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperTask {
    /// The sort of the rule that it comes from.
    pub sort: &'static str,
    /// The rule.
    pub rule: RuleId,
    /// It was ticked off.
    pub done: bool,
    /// It applies to these answers. In a blank letter, where there are none, it may not.
    pub applies: bool,
}
