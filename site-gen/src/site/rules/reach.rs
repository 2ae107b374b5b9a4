//! Rules that can never apply or never be met, and questions that nobody needs.
//!
//! This decides what can be decided kind by kind from what is asked of it. What only some odd
//! mixture of answers would show is left to the tests of the rules.

use super::conditions;
use super::letters::texts;
use super::report::Report;
use crate::content::Requests;
use crate::diagnostic::{Diagnostic, Diagnostics};
use request_builder::form::{
    Condition, Form, GroupId, KindId, Need, OptionId, QuestionId, QuestionType, is_for,
};
use request_builder::letter::Template;
use std::collections::{BTreeMap, BTreeSet};

const IMPOSSIBLE: &str = "the condition looks at what is not asked for these kinds, or wants one answer to be two things";

pub(super) fn check(requests: &Requests, found: &mut Diagnostics) {
    let form = &requests.form;
    let mut report = Report::new(requests, found);
    for rule in rules(form) {
        applies(form, &rule, &mut report);
        measures(form, &rule, &mut report);
        asks(form, &rule, &mut report);
    }
    for (index, requirement) in form.requirements.iter().enumerate() {
        if requirement.ask.is_empty() && requirement.check.is_none() && requirement.paper.is_none()
        {
            let error = Diagnostic::error(format!(
                "nothing can meet the requirement `{}`",
                requirement.id
            ));
            report.push(
                &format!("requirement[{index}].id"),
                error.help("add `ask`, `check` or `paper`"),
            );
        }
    }
    needed(form, &mut report);
    shown(form, &mut report);
}

/// What the checks need to know of something that has kinds and a condition.
struct Rule<'a> {
    /// What messages call it.
    name: String,
    path: String,
    kinds: &'a [KindId],
    when: Option<&'a Condition>,
    measure: Option<Measure<'a>>,
    asks: Asks<'a>,
    for_each: Option<&'a GroupId>,
}

/// A condition that decides how something stands.
struct Measure<'a> {
    key: &'static str,
    condition: &'a Condition,
    /// What it is when the condition holds.
    holds: &'static str,
}

enum Asks<'a> {
    /// All of these have to be asked for its kinds.
    All(&'a [QuestionId]),
    /// One of them is enough.
    Any(&'a [QuestionId]),
}

fn rules(form: &Form) -> Vec<Rule<'_>> {
    let mut rules = Vec::new();
    for (index, question) in form.questions.iter().enumerate() {
        rules.push(Rule {
            name: format!("the question `{}`", question.id),
            path: format!("question[{index}]"),
            kinds: &question.kinds,
            when: question.when.as_ref(),
            measure: None,
            asks: Asks::Any(&[]),
            for_each: None,
        });
    }
    for (index, gate) in form.gates.iter().enumerate() {
        rules.push(Rule {
            name: format!("the gate `{}`", gate.id),
            path: format!("gate[{index}]"),
            kinds: &gate.kinds,
            when: None,
            measure: Some(Measure {
                key: "opens",
                condition: &gate.opens,
                holds: "open",
            }),
            asks: Asks::All(&gate.ask),
            for_each: None,
        });
    }
    for (index, requirement) in form.requirements.iter().enumerate() {
        // Where a condition is the measure, `ask` says where an answer would help.
        let all = requirement.need == Need::All && requirement.check.is_none();
        rules.push(Rule {
            name: format!("the requirement `{}`", requirement.id),
            path: format!("requirement[{index}]"),
            kinds: &requirement.kinds,
            when: requirement.when.as_ref(),
            measure: requirement.check.as_ref().map(|condition| Measure {
                key: "check",
                condition,
                holds: "be met",
            }),
            asks: if all {
                Asks::All(&requirement.ask)
            } else {
                Asks::Any(&requirement.ask)
            },
            for_each: requirement.for_each.as_ref(),
        });
    }
    for (index, notice) in form.notices.iter().enumerate() {
        rules.push(Rule {
            name: format!("the notice `{}`", notice.id),
            path: format!("notice[{index}]"),
            kinds: &notice.kinds,
            when: notice.when.as_ref(),
            measure: None,
            asks: Asks::Any(&[]),
            for_each: None,
        });
    }
    for (index, practice) in form.practices.iter().enumerate() {
        rules.push(Rule {
            name: format!("the practice `{}`", practice.id),
            path: format!("practice[{index}]"),
            kinds: &practice.kinds,
            when: practice.when.as_ref(),
            measure: None,
            asks: Asks::Any(&practice.ask),
            for_each: None,
        });
    }
    for (index, paragraph) in form.paragraphs.iter().enumerate() {
        rules.push(Rule {
            name: "this paragraph".to_owned(),
            path: format!("paragraph[{index}]"),
            kinds: &paragraph.kinds,
            when: paragraph.when.as_ref(),
            measure: None,
            asks: Asks::Any(&[]),
            for_each: paragraph.for_each.as_ref(),
        });
    }
    for (index, part) in form.mail.iter().enumerate() {
        rules.push(Rule {
            name: "this part of the e-mail".to_owned(),
            path: format!("mail[{index}]"),
            kinds: &part.kinds,
            when: part.when.as_ref(),
            measure: None,
            asks: Asks::Any(&[]),
            for_each: None,
        });
    }
    rules
}

fn kinds_of<'f>(form: &'f Form, rule: &Rule<'_>) -> impl Iterator<Item = &'f KindId> {
    form.kinds
        .iter()
        .map(|kind| &kind.id)
        .filter(|kind| is_for(rule.kinds, kind))
}

/// There is a kind for which its condition can hold.
fn applies(form: &Form, rule: &Rule<'_>, report: &mut Report<'_>) {
    let Some(when) = rule.when else { return };
    // Unknown kinds were complained of already.
    if kinds_of(form, rule).next().is_none() {
        return;
    }
    if !kinds_of(form, rule).any(|kind| possible(form, when, kind)) {
        let error = Diagnostic::error(format!("{} can never apply", rule.name));
        report.push(&format!("{}.when", rule.path), error.help(IMPOSSIBLE));
    }
}

/// The condition that is its measure can hold for each of its kinds.
fn measures(form: &Form, rule: &Rule<'_>, report: &mut Report<'_>) {
    let Some(Measure {
        key,
        condition,
        holds,
    }) = &rule.measure
    else {
        return;
    };
    for kind in kinds_of(form, rule).filter(|kind| !possible(form, condition, kind)) {
        let error = Diagnostic::error(format!(
            "{} can never {holds} for the kind `{kind}`",
            rule.name
        ));
        report.push(&format!("{}.{key}", rule.path), error.help(IMPOSSIBLE));
    }
}

/// What it asks for is asked of each of its kinds.
fn asks(form: &Form, rule: &Rule<'_>, report: &mut Report<'_>) {
    let asked = |id: &QuestionId, kind| {
        form.question(id)
            .is_none_or(|found| is_for(&found.kinds, kind))
    };
    let path = format!("{}.ask", rule.path);
    for kind in kinds_of(form, rule) {
        match rule.asks {
            Asks::All(questions) => {
                for (index, id) in questions
                    .iter()
                    .enumerate()
                    .filter(|(_, id)| !asked(id, kind))
                {
                    let error = Diagnostic::error(format!(
                        "{} asks for `{id}`, which is not asked for the kind `{kind}`",
                        rule.name
                    ));
                    report.push(&format!("{path}[{index}]"), error.help(format!("add `{kind}` to the kinds of the question, or take it from those of the rule")));
                }
            }
            Asks::Any(questions) => {
                if !questions.is_empty() && !questions.iter().any(|id| asked(id, kind)) {
                    let error = Diagnostic::error(format!(
                        "{} asks for nothing that is asked for the kind `{kind}`",
                        rule.name
                    ));
                    report.push(&path, error.help(format!("add `{kind}` to the kinds of a question, or take it from those of the rule")));
                }
            }
        }
    }
    let (Asks::All(questions) | Asks::Any(questions)) = rule.asks;
    if let Some(group) = rule.for_each.filter(|_| !questions.is_empty()) {
        let inside = |id: &QuestionId| {
            form.question(id)
                .is_none_or(|found| found.group.as_ref() == Some(group))
        };
        if !questions.iter().any(inside) {
            let error = Diagnostic::error(format!(
                "{} is for each `{group}` and asks for nothing of it",
                rule.name
            ));
            report.push(
                &format!("{}.for-each", rule.path),
                error.help("take `for-each` out, or ask for something of the group"),
            );
        }
    }
}

/// Whether a condition may hold in a request of that kind.
fn possible(form: &Form, condition: &Condition, kind: &KindId) -> bool {
    let asked = |id: &QuestionId| {
        form.question(id)
            .is_none_or(|question| is_for(&question.kinds, kind))
    };
    match condition {
        Condition::All(parts) => {
            parts.iter().all(|part| possible(form, part, kind)) && !contradict(form, parts)
        }
        Condition::Any(parts) => parts.iter().any(|part| possible(form, part, kind)),
        Condition::Not(inner) => !certain(inner, kind),
        Condition::Kind(kinds) => kinds.contains(kind),
        Condition::Answered(id) | Condition::Sound(id) => asked(id),
        Condition::Is(wanted) => wanted.keys().all(asked),
        Condition::Host(host) => asked(&host.of),
        Condition::Mail(mail) => asked(&mail.of),
        Condition::Mentions(mentions) => mentions.questions.iter().any(asked),
        Condition::Older(older) => asked(&older.of),
        Condition::Beyond(beyond) => asked(&beyond.of),
        Condition::Elsewhere(elsewhere) => asked(&elsewhere.of) && asked(&elsewhere.than),
    }
}

/// Whether a condition holds in every request of that kind.
fn certain(condition: &Condition, kind: &KindId) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| certain(part, kind)),
        Condition::Any(parts) => parts.iter().any(|part| certain(part, kind)),
        Condition::Not(inner) => {
            matches!(&**inner, Condition::Kind(kinds) if !kinds.contains(kind))
        }
        Condition::Kind(kinds) => kinds.contains(kind),
        Condition::Answered(_)
        | Condition::Sound(_)
        | Condition::Is(_)
        | Condition::Host(_)
        | Condition::Mail(_)
        | Condition::Mentions(_)
        | Condition::Older(_)
        | Condition::Beyond(_)
        | Condition::Elsewhere(_) => false,
    }
}

/// Whether parts that all have to hold want one answer to be two things.
fn contradict(form: &Form, parts: &[Condition]) -> bool {
    let mut wanted: BTreeMap<&QuestionId, BTreeSet<&OptionId>> = BTreeMap::new();
    for part in parts {
        let Condition::Is(options) = part else {
            continue;
        };
        for (id, options) in options {
            let takes_one = form.question(id).is_some_and(|question| {
                question.group.is_none()
                    && matches!(question.answer, QuestionType::Choice | QuestionType::Tick)
            });
            if !takes_one {
                continue;
            }
            let options: BTreeSet<&OptionId> = options.as_slice().iter().collect();
            let left = wanted.entry(id).or_insert_with(|| options.clone());
            left.retain(|option| options.contains(option));
            if left.is_empty() {
                return true;
            }
        }
    }
    // Both a thing and its contrary.
    parts
        .iter()
        .any(|part| matches!(part, Condition::Not(inner) if parts.contains(inner)))
}

/// Complains of letters that show an answer which is not asked for their kind: it would never be
/// there.
fn shown(form: &Form, report: &mut Report<'_>) {
    let mut look = |path: &str, text: &str, kinds: &[KindId], when: Option<&Condition>| {
        let may_stand = |kind: &&KindId| {
            is_for(kinds, kind) && when.is_none_or(|when| possible(form, when, kind))
        };
        for id in Template::placeholders(text) {
            let Some(question) = form.questions.iter().find(|it| it.id.as_str() == id) else {
                continue;
            };
            let all = form.kinds.iter().map(|kind| &kind.id).filter(may_stand);
            let without: Vec<&str> = all
                .filter(|kind| !is_for(&question.kinds, kind))
                .map(KindId::as_str)
                .collect();
            if !without.is_empty() {
                let error = Diagnostic::error(format!(
                    "this shows the answer to `{id}`, which is not asked for the kind `{}`",
                    without.join("`, `")
                ));
                let help =
                    "ask the question for that kind too, or leave that kind out of `kinds` here";
                report.push(path, error.help(help));
            }
        }
    };
    for (index, paragraph) in form.paragraphs.iter().enumerate() {
        for (key, text) in texts(paragraph) {
            let path = format!("paragraph[{index}].{key}");
            look(&path, text, &paragraph.kinds, paragraph.when.as_ref());
        }
    }
    for (index, part) in form.mail.iter().enumerate() {
        let path = format!("mail[{index}].text");
        look(&path, &part.text, &part.kinds, part.when.as_ref());
    }
    for (index, notice) in form.notices.iter().enumerate() {
        if let Some(note) = &notice.note {
            let path = format!("notice[{index}].note");
            look(&path, note, &notice.kinds, notice.when.as_ref());
        }
    }
}

/// Complains of questions whose answers go nowhere.
fn needed(form: &Form, report: &mut Report<'_>) {
    let mut needed: BTreeSet<&str> = BTreeSet::new();
    for (_, question, condition) in conditions::all(form) {
        if question.is_none() {
            needed.extend(condition.questions().into_iter().map(QuestionId::as_str));
        }
    }
    let asked = form.gates.iter().flat_map(|rule| &rule.ask);
    let asked = asked.chain(form.requirements.iter().flat_map(|rule| &rule.ask));
    let asked = asked.chain(form.practices.iter().flat_map(|rule| &rule.ask));
    needed.extend(asked.map(QuestionId::as_str));
    for paragraph in &form.paragraphs {
        needed.extend(
            texts(paragraph)
                .into_iter()
                .flat_map(|(_, text)| Template::placeholders(text)),
        );
    }
    let notes = form
        .notices
        .iter()
        .filter_map(|notice| notice.note.as_ref());
    needed.extend(notes.flat_map(|text| Template::placeholders(text)));
    needed.extend(form.reminders.iter().map(|reminder| reminder.from.as_str()));
    let mail = form.mail.iter().map(|part| part.text.as_str());
    let reminders = form.reminders.iter();
    let reminders = reminders.flat_map(|reminder| reminder.texts().map(|(_, text)| text));
    needed.extend(mail.chain(reminders).flat_map(Template::placeholders));
    // A question may be there only to decide whether a later one is asked.
    for question in form.questions.iter().rev() {
        if needed.contains(question.id.as_str())
            && let Some(when) = &question.when
        {
            needed.extend(when.questions().into_iter().map(QuestionId::as_str));
        }
    }
    for (index, question) in form.questions.iter().enumerate() {
        if !needed.contains(question.id.as_str()) {
            let error = Diagnostic::error(format!(
                "nobody needs the answer to the question `{}`",
                question.id
            ));
            report.push(
                &format!("question[{index}].id"),
                error.help("let a rule ask for it, put it into a letter as `{…}`, or take it out"),
            );
        }
    }
}
