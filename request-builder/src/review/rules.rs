//! Evaluates a single rule.

use super::evaluation::{Evaluation, Scope};
use super::{Advice, Finding, GateResult, GateState, PaperTask, ShownNotice, State};
use crate::answers::Field;
use crate::labels::Labels;
use crate::rules::{
    ClauseAddress, ClauseId, Gate, KindId, Level, Need, Notice, Practice, QuestionId, Requirement,
};

pub(super) fn requirement(
    evaluation: &Evaluation<'_>,
    labels: &Labels,
    rule: &Requirement,
) -> Finding {
    let scope = places(evaluation, rule);
    let (state, fields) = if scope.is_empty() {
        (State::NotApplicable, Vec::new())
    } else {
        state_of(evaluation, rule, scope)
    };
    Finding {
        rule: rule.id.clone(),
        level: rule.level,
        state,
        clause: clause(evaluation, &rule.clause),
        message: message(evaluation, labels, rule, state, &fields),
        fields,
    }
}

fn state_of(
    evaluation: &Evaluation<'_>,
    rule: &Requirement,
    places: Vec<Scope<'_>>,
) -> (State, Vec<Field>) {
    let mut worst = State::Met;
    let mut fields = Vec::new();
    for scope in places {
        let (state, lacking) = state_within(evaluation, rule, scope);
        worst = worst.min(state);
        // A question outside any group is seen from every entry, so list it once.
        for field in lacking {
            if field.entry.is_some() || !fields.contains(&field) {
                fields.push(field);
            }
        }
    }
    let left_out = evaluation.answers.left_out.contains(&rule.id);
    let state = match (worst, rule.level) {
        (State::Missing, Level::May) => State::LeftOut,
        (State::Missing | State::Invalid, Level::Should) if left_out => State::LeftOut,
        (State::Met, _) if rule.paper && !evaluation.answers.ticked.contains(&rule.id) => {
            State::ToDoOnPaper
        }
        (state, _) => state,
    };
    (state, fields)
}

/// Where the rule applies: the whole request, or each entry of its group for which its condition
/// holds.
fn places<'r>(evaluation: &Evaluation<'_>, rule: &'r Requirement) -> Vec<Scope<'r>> {
    if evaluation.answers.kind.is_none() || !evaluation.applies(&rule.kinds) {
        return Vec::new();
    }
    let mut places = match &rule.for_each {
        Some(group) => (0..evaluation.answers.entries(group))
            .map(|entry| Some((group, entry)))
            .collect(),
        None => vec![None],
    };
    if let Some(when) = &rule.when {
        places.retain(|scope| evaluation.holds(when, *scope));
    }
    places
}

/// The state within one entry, and the places where an answer would help.
fn state_within(
    evaluation: &Evaluation<'_>,
    rule: &Requirement,
    scope: Scope<'_>,
) -> (State, Vec<Field>) {
    let mut asked = Vec::new();
    for question in &rule.ask {
        for (field, answer) in evaluation.answers_to(question, scope) {
            let state = match answer {
                None => AnswerState::Missing,
                Some(_) if evaluation.is_valid(&field) => AnswerState::Valid,
                Some(_) => AnswerState::Invalid,
            };
            asked.push((field, state));
        }
    }
    let count = |wanted: AnswerState| asked.iter().filter(|(_, state)| *state == wanted).count();
    let met = match (&rule.check, rule.need) {
        (Some(check), _) => evaluation.holds(check, scope),
        (None, _) if rule.ask.is_empty() => rule.paper,
        (None, Need::All) => !asked.is_empty() && count(AnswerState::Valid) == asked.len(),
        (None, Need::Any) => count(AnswerState::Valid) > 0,
    };
    if met {
        return (State::Met, Vec::new());
    }
    // If all answers are given but the rule's own check fails, they are invalid, provided the rule
    // has a label for that.
    let all_given = !asked.is_empty() && count(AnswerState::Missing) == 0;
    let refused = rule.check.is_some() && rule.invalid && all_given;
    let state = if count(AnswerState::Invalid) > 0 || refused {
        State::Invalid
    } else {
        State::Missing
    };
    if count(AnswerState::Valid) < asked.len() {
        asked.retain(|(_, state)| *state != AnswerState::Valid);
    }
    let fields = asked.into_iter().map(|(field, _)| field).collect();
    (state, fields)
}

#[derive(Clone, Copy, PartialEq)]
enum AnswerState {
    Missing,
    Invalid,
    Valid,
}

fn message(
    evaluation: &Evaluation<'_>,
    labels: &Labels,
    rule: &Requirement,
    state: State,
    fields: &[Field],
) -> String {
    let label = |key| labels.requirement(&rule.id, key);
    let text = match state {
        State::Missing => label("missing"),
        State::Invalid if rule.invalid => label("invalid"),
        // Without a label for an invalid answer, use the message of the answer's type.
        State::Invalid => {
            let mut fields = fields.iter();
            let reason = fields.find_map(|field| evaluation.validity(field)?.err());
            return match reason {
                Some(reason) => reason.message(&labels.interface),
                None => label("missing").to_owned(),
            };
        }
        State::ToDoOnPaper => label("paper"),
        State::LeftOut | State::Met | State::NotApplicable => label("title"),
    };
    text.to_owned()
}

pub(super) fn notice(
    evaluation: &Evaluation<'_>,
    labels: &Labels,
    rule: &Notice,
) -> Option<ShownNotice> {
    // A notice outside any step is shown at the end, once the kind is known.
    let is_its_time = rule.step.is_some() || evaluation.answers.kind.is_some();
    let is_shown = is_its_time
        && evaluation.applies(&rule.kinds)
        && rule
            .when
            .as_ref()
            .is_none_or(|when| evaluation.holds(when, None));
    is_shown.then(|| ShownNotice {
        notice: rule.id.clone(),
        tone: rule.tone,
        clause: clause(evaluation, &rule.clause),
        message: labels.rule("notice", &rule.id, "text").to_owned(),
        fields: rule
            .when
            .as_ref()
            .map_or_else(Vec::new, |when| evaluation.causes(when)),
        set_aside: evaluation.answers.ticked.contains(&rule.id),
        suggest: rule
            .suggest
            .clone()
            .filter(|kind| is_another(evaluation, kind)),
    })
}

pub(super) fn gate(
    evaluation: &Evaluation<'_>,
    labels: &Labels,
    rule: &Gate,
) -> Option<GateResult> {
    evaluation.applies(&rule.kinds).then(|| {
        let state = if evaluation.holds(&rule.opens, None) {
            GateState::Open
        } else if rule
            .ask
            .iter()
            .all(|question| is_decided(evaluation, question))
        {
            GateState::Closed
        } else {
            GateState::Unanswered
        };
        GateResult {
            gate: rule.id.clone(),
            state,
            clause: clause(evaluation, &rule.clause),
            message: labels.rule("gate", &rule.id, "closed").to_owned(),
            suggest: rule
                .suggest
                .iter()
                .filter(|kind| is_another(evaluation, kind))
                .cloned()
                .collect(),
        }
    })
}

/// Do not suggest the kind that is already chosen.
fn is_another(evaluation: &Evaluation<'_>, kind: &KindId) -> bool {
    evaluation.answers.kind.as_ref() != Some(kind)
}

/// An empty check box decides nothing: the officer may not have reached it yet.
fn is_decided(evaluation: &Evaluation<'_>, question: &QuestionId) -> bool {
    evaluation
        .answers_to(question, None)
        .iter()
        .any(|(_, answer)| answer.is_some())
}

pub(super) fn practice(
    evaluation: &Evaluation<'_>,
    labels: &Labels,
    rule: &Practice,
) -> Option<Advice> {
    let applies = evaluation.answers.kind.is_some()
        && evaluation.applies(&rule.kinds)
        && rule
            .when
            .as_ref()
            .is_none_or(|when| evaluation.holds(when, None));
    applies.then(|| {
        let ticked = evaluation.answers.ticked.contains(&rule.id);
        let mut fields = Vec::new();
        let mut followed = ticked;
        for question in &rule.ask {
            for (field, answer) in evaluation.answers_to(question, None) {
                followed |= answer.is_some();
                fields.push(field);
            }
        }
        Advice {
            practice: rule.id.clone(),
            followed,
            warns: rule.ask.is_empty() && !rule.paper,
            message: labels.rule("practice", &rule.id, "text").to_owned(),
            // Advice without questions belongs to the answers that cause it.
            fields: match &rule.when {
                Some(when) if rule.ask.is_empty() => evaluation.causes(when),
                _ => fields,
            },
        }
    })
}

impl Evaluation<'_> {
    /// Everything that a letter of this kind may need on paper.
    pub(crate) fn all_paper_tasks(&self) -> Vec<PaperTask> {
        self.tasks_on_paper(true)
    }

    /// The tasks on paper of this request.
    pub fn paper_tasks(&self) -> Vec<PaperTask> {
        self.tasks_on_paper(false)
    }

    /// Things to do on paper: requirements, then notices, then good practice. With `every`, includes
    /// what depends on answers.
    fn tasks_on_paper(&self, every: bool) -> Vec<PaperTask> {
        if self.answers.kind.is_none() {
            return Vec::new();
        }
        let mut tasks = Vec::new();
        for rule in self.book.rules.all() {
            if !rule.paper || !self.applies(rule.kinds) {
                continue;
            }
            let applies = rule.when.is_none_or(|when| self.holds(when, None));
            if applies || every {
                tasks.push(PaperTask {
                    table: rule.table,
                    rule: rule.id.clone(),
                    done: self.answers.ticked.contains(rule.id),
                    applies,
                });
            }
        }
        tasks
    }
}

fn clause(evaluation: &Evaluation<'_>, clause: &ClauseId) -> ClauseAddress {
    let clause = evaluation.book.rules.clause(clause);
    clause
        .map(|clause| clause.address.clone())
        .unwrap_or_default()
}
