//! The results of a review, as plain values for the page, the terminal and tests.

use crate::answers::{Field, Invalid};
use crate::rules::{ClauseAddress, KindId, Level, RuleId, Tone};
use serde::Serialize;

/// The finding about one requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// The requirement.
    #[serde(rename = "requirement")]
    pub rule: RuleId,
    /// How strongly the guidelines ask for it.
    pub level: Level,
    /// Whether the answers meet it.
    pub state: State,
    /// The anchor of the sentence that it cites.
    pub clause: ClauseAddress,
    /// What to do, or otherwise its title.
    pub message: String,
    /// The places where an answer would help.
    pub fields: Vec<Field>,
}

/// The state of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// No answer was given.
    Missing,
    /// An answer was given, but it is not valid.
    Invalid,
    /// It can only be done on paper, and is not ticked off.
    ToDoOnPaper,
    /// Left out on purpose, or an optional item without an answer.
    LeftOut,
    /// The request complies.
    Met,
    /// It does not apply to this request.
    NotApplicable,
}

/// A notice that applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ShownNotice {
    /// The id that answers and texts refer to.
    pub notice: RuleId,
    /// Whether it informs, warns or ends the form.
    pub tone: Tone,
    /// The anchor of its sentence.
    pub clause: ClauseAddress,
    /// Its text.
    pub message: String,
    /// The answers that cause it, in the order of the form. Empty if it applies to everybody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Whether it is ticked off.
    #[serde(skip_serializing_if = "crate::rules::is_false")]
    pub set_aside: bool,
    /// A kind to suggest instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggest: Option<KindId>,
}

/// The state of a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct GateResult {
    /// The id that texts refer to.
    pub gate: RuleId,
    /// Whether it is open.
    pub state: GateState,
    /// The anchor of its sentence.
    pub clause: ClauseAddress,
    /// The text shown while it is closed.
    pub message: String,
    /// Kinds to suggest instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggest: Vec<KindId>,
}

/// Whether a gate is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GateState {
    /// The form continues.
    Open,
    /// The answers close it.
    Closed,
    /// Its questions are not answered yet.
    Unanswered,
}

/// The state of a good practice. No clause asks for it, so it is never an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Advice {
    /// The id that texts refer to.
    pub practice: RuleId,
    /// Whether the request follows it.
    pub followed: bool,
    /// Whether it warns of answers that do not go together: it asks for nothing, and nothing is to be
    /// done on paper.
    #[serde(skip)]
    pub warns: bool,
    /// What to do and why.
    pub message: String,
    /// The places where an answer would help; if it asks for none, the answers that cause the
    /// advice.
    pub fields: Vec<Field>,
}

/// An invalid answer, whichever rule asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Problem {
    /// The place.
    pub field: Field,
    /// Why it is invalid.
    pub reason: Invalid,
    /// What to do.
    pub message: String,
}

/// A line of the checklist for paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Task {
    /// The rule that it comes from.
    pub rule: RuleId,
    /// What to do.
    pub text: String,
    /// Whether it is ticked off.
    pub done: bool,
}

/// Something that can only be done on paper. Pages and letters use different words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperTask {
    /// The table of its rule.
    pub table: &'static str,
    /// The rule that it comes from.
    pub rule: RuleId,
    /// Whether it is ticked off.
    pub done: bool,
    /// Whether it applies to these answers. In a blank letter, which has none, it may not.
    pub applies: bool,
}
