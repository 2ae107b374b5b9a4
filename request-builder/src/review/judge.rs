//! How one rule stands with one set of answers.

use super::standing::{Standing, Within};
use super::{Advice, Finding, GateState, Passage, State, Task, Told};
use crate::answers::Field;
use crate::form::{Gate, KindId, Level, Need, Notice, Practice, QuestionId, Requirement, RuleId};
use crate::rulebook::ClauseAddress;

pub(super) fn requirement(standing: &Standing<'_>, rule: &Requirement) -> Finding {
    let within = places(standing, rule);
    let (state, fields) = if within.is_empty() {
        (State::NotApplicable, Vec::new())
    } else {
        stands(standing, rule, within)
    };
    Finding {
        rule: rule.id.clone(),
        level: rule.level,
        state,
        clause: clause(standing, &rule.id),
        message: message(standing, rule, state, &fields),
        fields,
    }
}

fn stands(
    standing: &Standing<'_>,
    rule: &Requirement,
    places: Vec<Within<'_>>,
) -> (State, Vec<Field>) {
    let mut worst = State::Met;
    let mut fields = Vec::new();
    for within in places {
        let (state, lacking) = stands_within(standing, rule, within);
        worst = worst.min(state);
        // A question of no group is seen from every entry.
        for field in lacking {
            if field.entry.is_some() || !fields.contains(&field) {
                fields.push(field);
            }
        }
    }
    let left_out = standing.answers.left_out.contains(&rule.id);
    let state = match (worst, rule.level) {
        (State::Missing, Level::May) => State::LeftOut,
        (State::Missing | State::Unsound, Level::Should) if left_out => State::LeftOut,
        (State::Met, _) if rule.paper.is_some() && !standing.answers.ticked.contains(&rule.id) => {
            State::ToDoOnPaper
        }
        (state, _) => state,
    };
    (state, fields)
}

/// Where the rule applies: to the request as a whole, or to each entry of its group for which its
/// condition holds.
fn places<'r>(standing: &Standing<'_>, rule: &'r Requirement) -> Vec<Within<'r>> {
    if standing.answers.kind.is_none() || !standing.applies(&rule.kinds) {
        return Vec::new();
    }
    let all: Vec<Within<'r>> = match &rule.for_each {
        Some(group) => (0..standing.answers.entries(group))
            .map(|entry| Some((group, entry)))
            .collect(),
        None => vec![None],
    };
    let applies = |within: &Within<'r>| {
        let when = rule.when.as_ref();
        when.is_none_or(|when| standing.holds(when, *within))
    };
    all.into_iter().filter(applies).collect()
}

/// The state as seen from within one entry, and the places where an answer would help.
fn stands_within(
    standing: &Standing<'_>,
    rule: &Requirement,
    within: Within<'_>,
) -> (State, Vec<Field>) {
    let asked: Vec<(Field, Had)> = rule
        .ask
        .iter()
        .flat_map(|question| standing.answers_to(question, within))
        .map(|(field, answer)| {
            let had = match answer {
                None => Had::Nothing,
                Some(_) if standing.is_sound(&field) => Had::Sound,
                Some(_) => Had::Unsound,
            };
            (field, had)
        })
        .collect();
    let count = |wanted: Had| asked.iter().filter(|(_, had)| *had == wanted).count();
    let met = match (&rule.check, rule.need) {
        (Some(check), _) => standing.holds(check, within),
        (None, _) if rule.ask.is_empty() => rule.paper.is_some(),
        (None, Need::All) => !asked.is_empty() && count(Had::Sound) == asked.len(),
        (None, Need::Any) => count(Had::Sound) > 0,
    };
    if met {
        return (State::Met, Vec::new());
    }
    // With a check of its own, answers that are all there and still do not do are unsound,
    // provided the rule has words for that.
    let all_given = !asked.is_empty() && count(Had::Nothing) == 0;
    let refused = rule.check.is_some() && rule.unsound.is_some() && all_given;
    let state = if count(Had::Unsound) > 0 || refused {
        State::Unsound
    } else {
        State::Missing
    };
    let lacking: Vec<Field> = asked
        .iter()
        .filter(|(_, had)| *had != Had::Sound)
        .map(|(field, _)| field.clone())
        .collect();
    let fields = if lacking.is_empty() {
        asked.into_iter().map(|(field, _)| field).collect()
    } else {
        lacking
    };
    (state, fields)
}

#[derive(Clone, Copy, PartialEq)]
enum Had {
    Nothing,
    Unsound,
    Sound,
}

fn message(standing: &Standing<'_>, rule: &Requirement, state: State, fields: &[Field]) -> String {
    let words = match state {
        State::Missing => &rule.missing,
        State::Unsound => {
            return rule
                .unsound
                .clone()
                .unwrap_or_else(|| unsound(standing, rule, fields));
        }
        State::ToDoOnPaper => rule.paper.as_ref().unwrap_or(&rule.missing),
        State::LeftOut | State::Met | State::NotApplicable => &rule.title,
    };
    words.clone()
}

/// A rule without words of its own for an unsound answer says what its sort of answer needs.
fn unsound(standing: &Standing<'_>, rule: &Requirement, fields: &[Field]) -> String {
    let reason = fields
        .iter()
        .find_map(|field| standing.soundness(field)?.err());
    let words = reason.map(|reason| standing.book.wording.get(reason.wording()));
    words.unwrap_or(&rule.missing).to_owned()
}

pub(super) fn notice(standing: &Standing<'_>, rule: &Notice) -> Option<Told> {
    // What belongs to no step is told at the end, of a request whose kind is known.
    let is_its_time = rule.step.is_some() || standing.answers.kind.is_some();
    let told = is_its_time
        && standing.applies(&rule.kinds)
        && rule
            .when
            .as_ref()
            .is_none_or(|when| standing.holds(when, None));
    told.then(|| Told {
        notice: rule.id.clone(),
        tone: rule.tone,
        clause: clause(standing, &rule.id),
        message: rule.text.clone(),
        suggest: rule
            .suggest
            .clone()
            .filter(|kind| is_another(standing, kind)),
    })
}

pub(super) fn gate(standing: &Standing<'_>, rule: &Gate) -> Option<Passage> {
    standing.applies(&rule.kinds).then(|| {
        let state = if standing.holds(&rule.opens, None) {
            GateState::Open
        } else if rule
            .ask
            .iter()
            .all(|question| is_decided(standing, question))
        {
            GateState::Closed
        } else {
            GateState::Unanswered
        };
        Passage {
            gate: rule.id.clone(),
            state,
            clause: clause(standing, &rule.id),
            message: rule.closed.clone(),
            suggest: rule
                .suggest
                .iter()
                .filter(|kind| is_another(standing, kind))
                .cloned()
                .collect(),
        }
    })
}

/// The kind that was chosen is no way on from itself.
fn is_another(standing: &Standing<'_>, kind: &KindId) -> bool {
    standing.answers.kind.as_ref() != Some(kind)
}

/// A tick that is not set decides nothing: it may just not have been reached yet.
fn is_decided(standing: &Standing<'_>, question: &QuestionId) -> bool {
    standing
        .answers_to(question, None)
        .iter()
        .any(|(_, answer)| answer.is_some())
}

pub(super) fn practice(standing: &Standing<'_>, rule: &Practice) -> Option<Advice> {
    let applies = standing.answers.kind.is_some()
        && standing.applies(&rule.kinds)
        && rule
            .when
            .as_ref()
            .is_none_or(|when| standing.holds(when, None));
    applies.then(|| {
        let places: Vec<(Field, bool)> = rule
            .ask
            .iter()
            .flat_map(|question| standing.answers_to(question, None))
            .map(|(field, answer)| (field, answer.is_some()))
            .collect();
        let ticked = standing.answers.ticked.contains(&rule.id);
        Advice {
            practice: rule.id.clone(),
            followed: ticked || places.iter().any(|(_, given)| *given),
            message: rule.text.clone(),
            fields: places.into_iter().map(|(field, _)| field).collect(),
        }
    })
}

/// The checklist that comes with the letter: whatever rule of this request has something to be
/// done on paper, in the order requirements, notices, good practice. With `every`, what depends on
/// answers is in it as well, and says so.
pub(super) fn tasks(standing: &Standing<'_>, every: bool) -> Vec<Task> {
    if standing.answers.kind.is_none() {
        return Vec::new();
    }
    let form = &standing.book.form;
    let holds = |when: &Option<crate::form::Condition>| {
        when.as_ref().is_none_or(|when| standing.holds(when, None))
    };
    let requirements = form
        .requirements
        .iter()
        .map(|rule| (&rule.id, &rule.kinds, &rule.when, &rule.paper));
    let notices = form
        .notices
        .iter()
        .map(|rule| (&rule.id, &rule.kinds, &rule.when, &rule.paper));
    let practices = form
        .practices
        .iter()
        .map(|rule| (&rule.id, &rule.kinds, &rule.when, &rule.paper));
    requirements
        .chain(notices)
        .chain(practices)
        .filter(|(_, kinds, when, _)| standing.applies(kinds) && (every || holds(when)))
        .filter_map(|(id, _, when, paper)| {
            let done = standing.answers.ticked.contains(id);
            let mut text = paper.clone()?;
            if every && !holds(when) {
                let words = standing.book.wording.get("request-letter-if-so");
                text.insert(0, ' ');
                text.insert_str(0, words);
            }
            Some(Task {
                rule: id.clone(),
                text,
                done,
            })
        })
        .collect()
}

fn clause(standing: &Standing<'_>, rule: &RuleId) -> ClauseAddress {
    standing.book.clauses.get(rule).cloned().unwrap_or_default()
}
