//! What there is to be shown, as plain values: the page only copies it out.

use super::{REVIEW, Session};
use crate::answers::{Answer, Field};
use crate::labels::Labels;
use crate::letter::cleaned;
use crate::letter::export::CoveringMail;
use crate::letter::{Checklist, DueReminder, Letter, Mail, checklist, compose, fill_in};
use crate::review::{Evaluation, Finding, GateState, Review, review};
use crate::rules::{KindId, Level, Need, Question, QuestionId, RuleId, StepId, Tone};
use crate::text::{Dropped, clean};

/// Everything that the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The steps that can be gone to, in order.
    pub steps: Vec<StepView>,
    /// The step that is shown.
    pub at: StepId,
    /// The kind of request, once chosen.
    pub kind: Option<KindId>,
    /// Every place where something is asked.
    pub asked: Vec<Field>,
    /// What is said at fields: something is missing or not well formed there.
    pub messages: Vec<Message>,
    /// What would be said at the fields of every step, had they all been tried.
    gaps: Vec<Message>,
    /// The answers in force, for checking.
    pub rows: Vec<Row>,
    /// All findings.
    pub review: Review,
    /// The letter, once a kind is chosen and no gate is closed. Nothing that can't be seen is in
    /// it any more, so the page, paper and every file say the same.
    pub letter: Option<Letter>,
    /// What is to be done on paper, to be saved after the letter.
    pub checklist: Option<Checklist>,
    /// What was left out of the letter because it can't be seen, answer by answer.
    pub dropped: Vec<LeftOut>,
    /// The e-mail that goes with the letter.
    pub mail: Option<CoveringMail>,
    /// Days to remember.
    pub reminders: Vec<DueReminder>,
    /// The step to be shown was tried with something missing, or it is the last and something is.
    pub held: bool,
    /// Going on leads back to the last step, where the answer was looked at.
    pub returning: bool,
    /// The notes that go with the notices told, for the officer's own file.
    pub notes: Vec<(RuleId, String)>,
}

/// One step in the indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepView {
    /// The step.
    pub id: StepId,
    /// How it stands.
    pub state: StepState,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// It is the one that is shown.
    Current,
    /// It was gone through, and nothing that the guidelines require is missing in it.
    Complete,
    /// Something is, or nobody has been there yet.
    Open,
}

/// Something said at a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The field.
    pub field: Field,
    /// The step that it is in.
    pub step: StepId,
    /// What is said.
    pub text: String,
    /// The requirement that asks for it, if one does.
    pub rule: Option<RuleId>,
}

/// One answer, for checking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it was given.
    pub field: Field,
    /// The step that it is in.
    pub step: StepId,
    /// The question.
    pub label: String,
    /// The answer, in words.
    pub answer: String,
}

/// What was left out of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The question, with its entry.
    pub label: String,
    /// How many characters, by sort.
    pub dropped: Dropped,
}

impl View {
    pub(super) fn of(session: &Session, evaluation: &Evaluation<'_>) -> Self {
        let labels = &session.labels;
        let review = review(evaluation, labels);
        let open = open_steps(evaluation, &review);
        let gaps = gaps(evaluation, labels, &review);
        let is_said = |message: &&Message| {
            session.warned.contains(&message.step)
                || message.rule.is_none() && session.left.contains(&message.field)
        };
        let messages: Vec<Message> = gaps.iter().filter(is_said).cloned().collect();
        let steps = open.into_iter().map(|id| {
            let step = evaluation
                .book
                .rules
                .steps
                .iter()
                .find(|step| step.id == id);
            let unchosen =
                step.is_some_and(|step| step.chooses_kind) && evaluation.answers.kind.is_none();
            let state = if id == session.at {
                StepState::Current
            } else if unchosen
                || !session.seen.contains(&id)
                || gaps.iter().any(|gap| gap.step == id)
            {
                StepState::Open
            } else {
                StepState::Complete
            };
            StepView { id, state }
        });
        // On the last step everything has been tried.
        let held = if session.at.as_str() == REVIEW {
            !gaps.is_empty()
        } else {
            session.warned.contains(&session.at) && gaps.iter().any(|gap| gap.step == session.at)
        };
        let letter = if review.is_stopped() {
            None
        } else {
            compose(evaluation, &review)
        };
        let mail = letter
            .as_ref()
            .and_then(|letter| Mail::compose(evaluation, &review, letter));
        Self {
            steps: steps.collect(),
            at: session.at.clone(),
            kind: evaluation.answers.kind.clone(),
            asked: evaluation
                .fields()
                .into_iter()
                .map(|(_, field)| field)
                .collect(),
            messages,
            gaps,
            rows: rows(evaluation, labels),
            dropped: if letter.is_some() {
                dropped(session, evaluation)
            } else {
                Vec::new()
            },
            checklist: checklist(evaluation.book, &evaluation.paper_tasks()),
            mail: mail.map(|mail| CoveringMail::new(&mail)),
            reminders: if letter.is_some() {
                DueReminder::all(evaluation, labels)
            } else {
                Vec::new()
            },
            letter: letter.map(|letter| cleaned(&letter).0),
            held,
            returning: session.returning,
            notes: notes(evaluation, labels, &review),
            review,
        }
    }

    /// What is missing or not well formed in a step; on the last, in all of them.
    pub fn gaps_of(&self, step: &StepId) -> Vec<&Message> {
        let all = step.as_str() == REVIEW;
        let of_step = self.gaps.iter().filter(|gap| all || gap.step == *step);
        of_step.collect()
    }
}

fn notes(evaluation: &Evaluation<'_>, labels: &Labels, review: &Review) -> Vec<(RuleId, String)> {
    let told = review.notices.iter();
    told.filter_map(|told| {
        let note = labels.find(&["notice.", told.notice.as_str(), ".note"])?;
        Some((told.notice.clone(), fill_in(evaluation, note)))
    })
    .collect()
}

/// The steps that have something to show. Where the way ends, no step comes after.
pub(super) fn open_steps(evaluation: &Evaluation<'_>, review: &Review) -> Vec<StepId> {
    let rules = &evaluation.book.rules;
    let end = end_of_the_way(evaluation, review);
    let mut open = Vec::new();
    for step in &rules.steps {
        if step.chooses_kind || evaluation.has_questions(step) {
            open.push(step.id.clone());
        }
        if end.as_ref() == Some(&step.id) || step.chooses_kind && evaluation.answers.kind.is_none()
        {
            return open;
        }
    }
    open.push(REVIEW.into());
    open
}

/// The first step at which a gate is closed or a notice says that no letter can help.
fn end_of_the_way(evaluation: &Evaluation<'_>, review: &Review) -> Option<StepId> {
    let rules = &evaluation.book.rules;
    let closed = review
        .gates
        .iter()
        .filter(|result| result.state == GateState::Closed);
    let gates = closed.filter_map(|result| {
        let gate = rules.gates.iter().find(|gate| gate.id == result.gate)?;
        step_of(evaluation, gate.ask.first()?)
    });
    let stops = review.notices.iter().filter(|told| told.tone == Tone::Stop);
    let notices = stops.filter_map(|told| {
        rules
            .notices
            .iter()
            .find(|notice| notice.id == told.notice)?
            .step
            .clone()
    });
    let place = |step: &StepId| {
        rules
            .steps
            .iter()
            .position(|candidate| candidate.id == *step)
    };
    gates.chain(notices).min_by_key(place)
}

fn step_of(evaluation: &Evaluation<'_>, question: &QuestionId) -> Option<StepId> {
    evaluation
        .book
        .rules
        .question(question)
        .map(|question| question.step.clone())
}

/// Every must that is open and every answer that is not well formed, at its field; one message
/// a field.
fn gaps(evaluation: &Evaluation<'_>, labels: &Labels, review: &Review) -> Vec<Message> {
    let invalid = review
        .problems
        .iter()
        .map(|problem| (&problem.field, problem.message.as_str(), None));
    let closed = review
        .gates
        .iter()
        .filter(|result| result.state == GateState::Unanswered);
    let rules = &evaluation.book.rules;
    let unanswered = closed.filter_map(|result| {
        let gate = rules.gates.iter().find(|gate| gate.id == result.gate)?;
        let question = rules.question(gate.ask.first()?)?;
        let field = Field {
            question: question.id.clone(),
            entry: None,
        };
        Some((field, labels.question(&question.id), result.gate.clone()))
    });
    let unanswered: Vec<_> = unanswered.collect();
    let gates = unanswered
        .iter()
        .map(|(field, label, gate)| (field, *label, Some(gate.clone())));
    let musts = review
        .findings
        .iter()
        .filter(|finding| finding.level == Level::Must && finding.is_open())
        .flat_map(|finding| {
            places(evaluation, finding)
                .map(|field| (field, finding.message.as_str(), Some(finding.rule.clone())))
        });
    let found: Vec<(&Field, &str, Option<RuleId>)> = invalid.chain(gates).chain(musts).collect();
    let messages = evaluation
        .fields()
        .into_iter()
        .filter_map(|(question, field)| {
            // With many entries most differ in their number: a look at that is the quicker one.
            let is_here = |place: &Field| place.entry == field.entry && *place == field;
            let (_, text, rule) = found.iter().find(|(place, _, _)| is_here(place))?;
            Some(Message {
                step: question.step.clone(),
                text: (*text).to_owned(),
                rule: rule.clone(),
                field,
            })
        });
    messages.collect()
}

/// Where a finding is said: at each field that lacks an answer, or, where one of several would do,
/// at the first of them in each entry.
fn places<'f>(
    evaluation: &Evaluation<'_>,
    finding: &'f Finding,
) -> impl Iterator<Item = &'f Field> {
    let rules = &evaluation.book.rules.requirements;
    let rule = rules.iter().find(|rule| rule.id == finding.rule);
    let every = rule.is_some_and(|rule| rule.check.is_none() && rule.need == Need::All);
    let fields = &finding.fields;
    let is_first = |at: usize| {
        fields[..at]
            .iter()
            .all(|before| before.entry != fields[at].entry)
    };
    let said = fields
        .iter()
        .enumerate()
        .filter(move |(at, _)| every || is_first(*at));
    said.map(|(_, field)| field)
}

fn rows(evaluation: &Evaluation<'_>, labels: &Labels) -> Vec<Row> {
    let rows = evaluation
        .fields()
        .into_iter()
        .filter_map(|(question, field)| {
            let answer = evaluation.answer(&field)?;
            let option = |id: &str| {
                let label = || labels.option(&question.id, id).to_owned();
                question.has_option(id).then(label)
            };
            // On the page an answer is what was chosen, not what the letter makes of it.
            let chosen = match answer {
                Answer::Tick(_) => Some(labels.interface.get("request-ticked").to_owned()),
                Answer::Text(id) => option(id.trim()),
                Answer::Several(ids) => {
                    let labels: Option<Vec<String>> = ids.iter().map(|id| option(id)).collect();
                    labels.map(|labels| labels.join(", "))
                }
            };
            let answer =
                chosen.unwrap_or_else(|| crate::letter::written(evaluation.book, question, answer));
            let label = label(labels, question, &field);
            let step = question.step.clone();
            Some(Row {
                field,
                step,
                label,
                answer,
            })
        });
    rows.collect()
}

/// A question by its name, with the entry where there may be several.
fn label(labels: &Labels, question: &Question, field: &Field) -> String {
    let label = labels.question(&question.id);
    match (&question.group, field.entry) {
        (Some(group), Some(entry)) => [
            labels.group(group),
            " ",
            &(entry + 1).to_string(),
            ": ",
            label,
        ]
        .concat(),
        _ => label.to_owned(),
    }
}

/// What cannot be seen in the answers in force, as they were typed.
fn dropped(session: &Session, evaluation: &Evaluation<'_>) -> Vec<LeftOut> {
    let fields = evaluation.fields().into_iter();
    let dropped = fields.filter_map(|(question, field)| {
        let typed = session.answers.at(question.group.as_ref(), &field)?;
        let Answer::Text(text) = typed else {
            return None;
        };
        let (_, dropped) = clean(text);
        (dropped.total() > 0).then(|| LeftOut {
            label: label(&session.labels, question, &field),
            dropped,
        })
    });
    dropped.collect()
}
