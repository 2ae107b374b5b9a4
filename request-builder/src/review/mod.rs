//! Applies rules to answers: one finding for every requirement, each with the anchor of the
//! sentence that it cites.

mod evaluation;
mod finding;
mod rules;

pub use evaluation::{Evaluation, Scope};
pub use finding::{
    Advice, Finding, GateResult, GateState, PaperTask, Problem, ShownNotice, State, Task,
};

use crate::answers::Field;
use crate::labels::Labels;
use crate::rules::{Level, RuleId, Tone};
use serde::Serialize;

/// All findings about a set of answers, in the order of the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Review {
    /// One finding for every requirement.
    pub findings: Vec<Finding>,
    /// The notices that apply.
    pub notices: Vec<ShownNotice>,
    /// The gates of this kind of request.
    pub gates: Vec<GateResult>,
    /// Good practice for this kind of request.
    pub practices: Vec<Advice>,
    /// Invalid answers.
    pub problems: Vec<Problem>,
    /// Things that can only be done on paper.
    pub tasks: Vec<Task>,
}

/// Reviews the answers.
pub fn review(evaluation: &Evaluation<'_>, labels: &Labels) -> Review {
    let rules = &evaluation.book.rules;
    Review {
        findings: rules
            .requirements
            .iter()
            .map(|rule| rules::requirement(evaluation, labels, rule))
            .collect(),
        notices: rules
            .notices
            .iter()
            .filter_map(|rule| rules::notice(evaluation, labels, rule))
            .collect(),
        gates: rules
            .gates
            .iter()
            .filter_map(|rule| rules::gate(evaluation, labels, rule))
            .collect(),
        practices: rules
            .practices
            .iter()
            .filter_map(|rule| rules::practice(evaluation, labels, rule))
            .collect(),
        problems: problems(evaluation, labels),
        tasks: tasks(evaluation, labels),
    }
}

fn tasks(evaluation: &Evaluation<'_>, labels: &Labels) -> Vec<Task> {
    let mut tasks = Vec::new();
    for task in evaluation.paper_tasks() {
        tasks.push(Task {
            text: labels.rule(task.table, &task.rule, "paper").to_owned(),
            rule: task.rule,
            done: task.done,
        });
    }
    tasks
}

fn problems(evaluation: &Evaluation<'_>, labels: &Labels) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (_, field) in evaluation.fields() {
        if let Some(Err(reason)) = evaluation.validity(&field) {
            let message = reason.message(&labels.interface);
            problems.push(Problem {
                field,
                reason,
                message,
            });
        }
    }
    problems
}

impl Finding {
    /// Whether an answer is still needed.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Missing | State::Invalid)
    }
}

impl Review {
    /// The required items that are missing, except those on paper.
    pub fn open_musts(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.level == Level::Must && finding.is_open())
    }

    /// Whether an answer was left out on purpose. In an entry of a table, the letter may have one gap for
    /// all.
    pub(crate) fn is_left_out(&self, field: &Field) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|finding| {
            let is_it = |it: &Field| {
                it.question == field.question && (it.entry == field.entry || field.entry.is_none())
            };
            finding.level == Level::Should
                && finding.state == State::LeftOut
                && finding.fields.iter().any(is_it)
        })
    }

    /// Whether the form ends here: a gate is closed, or a notice says that no letter can help.
    pub fn is_stopped(&self) -> bool {
        self.notices.iter().any(|notice| notice.tone == Tone::Stop)
            || self.closed_gates().next().is_some()
    }

    /// The gates that an answer closed.
    pub fn closed_gates(&self) -> impl Iterator<Item = &RuleId> {
        let results = self.gates.iter();
        let closed = results.filter(|result| result.state == GateState::Closed);
        closed.map(|result| &result.gate)
    }

    /// Whether every gate is open, no notice ends the form, and no required item is missing. Things
    /// on paper are not counted.
    pub fn is_complete(&self) -> bool {
        let gates_open = self
            .gates
            .iter()
            .all(|result| result.state == GateState::Open);
        gates_open && !self.is_stopped() && self.open_musts().next().is_none()
    }
}
