//! Reports rules that can never apply or be met, and questions that nothing uses.
//!
//! This checks each kind of request by itself. Contradictions that only certain combinations of
//! answers reveal are left to the tests of the rules.

use super::Subject;
use super::conditions;
use super::letters::texts;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::site::simplify::lists_in;
use request_builder::letter::{Letters, Template};
use request_builder::rules::{
    BUILT_IN_WORDS, Condition, GroupId, KindId, Need, OptionId, QuestionId, QuestionType,
    Requirement, Rules, WordListId, is_for,
};
use std::collections::{BTreeMap, BTreeSet};

const IMPOSSIBLE: &str =
    "the condition uses a question that these kinds do not ask, or contradicts itself";

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    let (rules, letters) = (subject.rules, subject.letters);
    let mut report = Report::new(subject, found);
    for rule in with_conditions(rules, letters) {
        applies(rules, &rule, &mut report);
        measures(rules, &rule, &mut report);
        asks(rules, &rule, &mut report);
    }
    for requirement in &rules.requirements {
        if requirement.ask.is_empty() && requirement.check.is_none() && !requirement.paper {
            let error = Diagnostic::error(format!(
                "the requirement `{}` can never be met",
                requirement.id
            ));
            report.push(
                &format!("requirement.{}", requirement.id),
                error.help("add `ask`, `check` or `paper`"),
            );
        }
    }
    unused_word_lists(subject, &mut report);
    unused_questions(subject, &mut report);
    shown(subject, &mut report);
}

/// Something with kinds and a condition, as the checks need it.
struct CheckedItem<'a> {
    /// Its name in messages.
    name: String,
    path: String,
    kinds: &'a [KindId],
    when: Option<&'a Condition>,
    measure: Option<DecidingCondition<'a>>,
    asks: AskedQuestions<'a>,
    for_each: Option<&'a GroupId>,
}

/// A condition that decides about a rule.
struct DecidingCondition<'a> {
    key: &'static str,
    condition: &'a Condition,
    /// The state of the rule if the condition is true.
    holds: &'static str,
}

enum AskedQuestions<'a> {
    /// All of these must be asked for its kinds.
    All(&'a [QuestionId]),
    /// At least one of them must be asked for its kinds.
    Any(&'a [QuestionId]),
}

/// Everything that may have a condition.
fn with_conditions<'a>(rules: &'a Rules, letters: &'a Letters) -> Vec<CheckedItem<'a>> {
    let questions = rules
        .questions
        .iter()
        .map(|it| CheckedItem::new("question", &it.id, &it.kinds, it.when.as_ref()));
    let gates = rules.gates.iter().map(|it| CheckedItem {
        measure: Some(DecidingCondition {
            key: "opens",
            condition: &it.opens,
            holds: "open",
        }),
        asks: AskedQuestions::All(&it.ask),
        ..CheckedItem::new("gate", &it.id, &it.kinds, None)
    });
    let notices = rules
        .notices
        .iter()
        .map(|it| CheckedItem::new("notice", &it.id, &it.kinds, it.when.as_ref()));
    let practices = rules.practices.iter().map(|it| CheckedItem {
        asks: AskedQuestions::Any(&it.ask),
        ..CheckedItem::new("practice", &it.id, &it.kinds, it.when.as_ref())
    });
    let paragraphs = letters.paragraphs.iter().enumerate();
    let paragraphs = paragraphs.map(|(index, it)| CheckedItem {
        for_each: it.for_each.as_ref(),
        ..CheckedItem::of_letter("paragraph", index, &it.kinds, it.when.as_ref())
    });
    let mail = letters.mail.iter().enumerate();
    let mail = mail.map(|(index, it)| CheckedItem {
        name: "this part of the email".to_owned(),
        ..CheckedItem::of_letter("mail", index, &it.kinds, it.when.as_ref())
    });
    questions
        .chain(gates)
        .chain(rules.requirements.iter().map(CheckedItem::of_requirement))
        .chain(notices)
        .chain(practices)
        .chain(paragraphs)
        .chain(mail)
        .collect()
}

impl<'a> CheckedItem<'a> {
    fn new(
        table: &str,
        id: &dyn std::fmt::Display,
        kinds: &'a [KindId],
        when: Option<&'a Condition>,
    ) -> Self {
        Self {
            name: format!("the {table} `{id}`"),
            path: format!("{table}.{id}"),
            kinds,
            when,
            measure: None,
            asks: AskedQuestions::Any(&[]),
            for_each: None,
        }
    }

    fn of_letter(
        table: &str,
        index: usize,
        kinds: &'a [KindId],
        when: Option<&'a Condition>,
    ) -> Self {
        Self {
            name: format!("this {table}"),
            path: format!("{table}[{index}]"),
            ..Self::new(table, &index, kinds, when)
        }
    }

    fn of_requirement(requirement: &'a Requirement) -> Self {
        // If a condition decides, `ask` only says where an answer would help.
        let every = requirement.need == Need::All && requirement.check.is_none();
        Self {
            measure: requirement
                .check
                .as_ref()
                .map(|condition| DecidingCondition {
                    key: "check",
                    condition,
                    holds: "be met",
                }),
            asks: if every {
                AskedQuestions::All(&requirement.ask)
            } else {
                AskedQuestions::Any(&requirement.ask)
            },
            for_each: requirement.for_each.as_ref(),
            ..Self::new(
                "requirement",
                &requirement.id,
                &requirement.kinds,
                requirement.when.as_ref(),
            )
        }
    }
}

fn kinds_of<'f>(rules: &'f Rules, rule: &CheckedItem<'_>) -> impl Iterator<Item = &'f KindId> {
    rules
        .kinds
        .iter()
        .map(|kind| &kind.id)
        .filter(|kind| is_for(rule.kinds, kind))
}

/// Checks that its condition can be true for some kind.
fn applies(rules: &Rules, rule: &CheckedItem<'_>, report: &mut Report<'_>) {
    let Some(when) = rule.when else { return };
    // Unknown kinds have already been reported.
    if kinds_of(rules, rule).next().is_none() {
        return;
    }
    if !kinds_of(rules, rule).any(|kind| possible(rules, when, kind)) {
        let error = Diagnostic::error(format!("{} can never apply", rule.name));
        report.push(&format!("{}.when", rule.path), error.help(IMPOSSIBLE));
    }
}

/// Checks that the deciding condition can be true for each of its kinds.
fn measures(rules: &Rules, rule: &CheckedItem<'_>, report: &mut Report<'_>) {
    let Some(DecidingCondition {
        key,
        condition,
        holds,
    }) = &rule.measure
    else {
        return;
    };
    for kind in kinds_of(rules, rule).filter(|kind| !possible(rules, condition, kind)) {
        let error = Diagnostic::error(format!(
            "{} can never {holds} for the kind `{kind}`",
            rule.name
        ));
        report.push(&format!("{}.{key}", rule.path), error.help(IMPOSSIBLE));
    }
}

/// Checks that its questions are asked for each of its kinds.
fn asks(rules: &Rules, rule: &CheckedItem<'_>, report: &mut Report<'_>) {
    let asked = |id: &QuestionId, kind| {
        rules
            .question(id)
            .is_none_or(|found| is_for(&found.kinds, kind))
    };
    let path = format!("{}.ask", rule.path);
    for kind in kinds_of(rules, rule) {
        match rule.asks {
            AskedQuestions::All(questions) => {
                for (index, id) in questions
                    .iter()
                    .enumerate()
                    .filter(|(_, id)| !asked(id, kind))
                {
                    let error = Diagnostic::error(format!(
                        "{} asks for `{id}`, which is not asked for the kind `{kind}`",
                        rule.name
                    ));
                    report.push(&format!("{path}[{index}]"), error.help(format!("add `{kind}` to the kinds of the question, or remove it from those of the rule")));
                }
            }
            AskedQuestions::Any(questions) => {
                if !questions.is_empty() && !questions.iter().any(|id| asked(id, kind)) {
                    let error = Diagnostic::error(format!(
                        "{} asks for nothing that is asked for the kind `{kind}`",
                        rule.name
                    ));
                    report.push(&path, error.help(format!("add `{kind}` to the kinds of a question, or remove it from those of the rule")));
                }
            }
        }
    }
    let (AskedQuestions::All(questions) | AskedQuestions::Any(questions)) = rule.asks;
    let is_known = |id: &&GroupId| rules.groups.iter().any(|group| group.id == **id);
    let for_each = rule.for_each.filter(is_known);
    if let Some(group) = for_each.filter(|_| !questions.is_empty()) {
        let inside = |id: &QuestionId| {
            rules
                .question(id)
                .is_none_or(|found| found.group.as_ref() == Some(group))
        };
        if !questions.iter().any(inside) {
            let error = Diagnostic::error(format!(
                "{} is for each `{group}` and asks for nothing of it",
                rule.name
            ));
            report.push(
                &format!("{}.for-each", rule.path),
                error.help("remove `for-each`, or ask for something of the group"),
            );
        }
    }
}

/// Whether a condition can be true in a request of that kind.
pub(in crate::site) fn possible(rules: &Rules, condition: &Condition, kind: &KindId) -> bool {
    let asked = |id: &QuestionId| {
        rules
            .question(id)
            .is_none_or(|question| is_for(&question.kinds, kind))
    };
    match condition {
        Condition::All(parts) => {
            parts.iter().all(|part| possible(rules, part, kind)) && !contradict(rules, parts)
        }
        Condition::Any(parts) => parts.iter().any(|part| possible(rules, part, kind)),
        Condition::Not(inner) => !certain(inner, kind),
        Condition::Kind(kinds) => kinds.contains(kind),
        Condition::Answered(id) | Condition::Valid(id) => asked(id),
        Condition::Is { of, .. } => asked(of),
        Condition::Host(host) => asked(&host.of),
        Condition::Mail(mail) => asked(&mail.of),
        Condition::Mentions(mentions) => mentions.questions.iter().any(asked),
        Condition::Older(older) => asked(&older.of),
        Condition::Beyond(beyond) => asked(&beyond.of),
        Condition::Elsewhere(elsewhere) => asked(&elsewhere.of) && asked(&elsewhere.than),
        Condition::Repeats(question) => asked(question),
        Condition::Within(within) | Condition::Outside(within) => {
            asked(&within.of) && within.texts.iter().any(asked)
        }
        Condition::Later(both) | Condition::Unlike(both) => asked(&both.of) && asked(&both.than),
    }
}

/// Whether a condition is true in every request of that kind.
fn certain(condition: &Condition, kind: &KindId) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| certain(part, kind)),
        Condition::Any(parts) => parts.iter().any(|part| certain(part, kind)),
        Condition::Not(inner) => {
            matches!(&**inner, Condition::Kind(kinds) if !kinds.contains(kind))
        }
        Condition::Kind(kinds) => kinds.contains(kind),
        _ => false,
    }
}

/// Whether conditions that must all be true require different values of one answer.
fn contradict(rules: &Rules, parts: &[Condition]) -> bool {
    let mut wanted: BTreeMap<&QuestionId, BTreeSet<&OptionId>> = BTreeMap::new();
    for part in parts {
        let Condition::Is { of: id, options } = part else {
            continue;
        };
        let takes_one = rules.question(id).is_some_and(|question| {
            question.group.is_none()
                && matches!(question.answer, QuestionType::Choice | QuestionType::Tick)
        });
        if !takes_one {
            continue;
        }
        let options: BTreeSet<&OptionId> = options.iter().collect();
        let left = wanted.entry(id).or_insert_with(|| options.clone());
        left.retain(|option| options.contains(option));
        if left.is_empty() {
            return true;
        }
    }
    // A condition and its negation.
    parts
        .iter()
        .any(|part| matches!(part, Condition::Not(inner) if parts.contains(inner)))
}

/// Reports letters and notes that print an answer that is never asked for in their kind.
fn shown(subject: &Subject<'_>, report: &mut Report<'_>) {
    let rules = subject.rules;
    let mut look = |path: &str, text: &str, kinds: &[KindId], when: Option<&Condition>| {
        let may_stand = |kind: &&KindId| {
            is_for(kinds, kind) && when.is_none_or(|when| possible(rules, when, kind))
        };
        for id in Template::placeholders(text) {
            let Some(question) = rules.questions.iter().find(|it| it.id.as_str() == id) else {
                continue;
            };
            let all = rules.kinds.iter().map(|kind| &kind.id).filter(may_stand);
            let without: Vec<&str> = all
                .filter(|kind| !is_for(&question.kinds, kind))
                .map(KindId::as_str)
                .collect();
            if !without.is_empty() {
                let error = Diagnostic::error(format!(
                    "this prints the answer to `{id}`, which is not asked for the kind `{}`",
                    without.join("`, `")
                ));
                let help = "ask the question for that kind too, or leave this out for that kind";
                report.push(path, error.help(help));
            }
        }
    };
    for (index, paragraph) in subject.letters.paragraphs.iter().enumerate() {
        for text in texts(paragraph) {
            let path = format!("paragraph[{index}]");
            look(&path, text, &paragraph.kinds, paragraph.when.as_ref());
        }
    }
    for (index, part) in subject.letters.mail.iter().enumerate() {
        let path = format!("mail[{index}]");
        look(&path, &part.text, &part.kinds, part.when.as_ref());
    }
    for notice in &rules.notices {
        for text in ["note", "letter"] {
            if let Some(text) = subject.labels.get(&format!("notice.{}.{text}", notice.id)) {
                let path = format!("notice.{}", notice.id);
                // A line that is left out without its answer may ask what only some kinds do.
                let lines = text.lines().filter(|line| !line.starts_with("? "));
                for line in lines {
                    look(&path, line, &notice.kinds, notice.when.as_ref());
                }
            }
        }
    }
}

/// Reports questions whose answers are not used.
fn unused_questions(subject: &Subject<'_>, report: &mut Report<'_>) {
    let needed = needed(subject);
    for question in &subject.rules.questions {
        if !needed.contains(question.id.as_str()) {
            let error = Diagnostic::error(format!(
                "the answer to the question `{}` is not used",
                question.id
            ));
            report.push(
                &format!("question.{}", question.id),
                error.help("ask for it in a rule, print it in a letter as `{…}`, or remove it"),
            );
        }
    }
}

/// The questions whose answers a rule, letter, label or other question uses.
fn needed<'a>(subject: &Subject<'a>) -> BTreeSet<&'a str> {
    let (rules, letters) = (subject.rules, subject.letters);
    let mut needed: BTreeSet<&str> = BTreeSet::new();
    for (_, question, condition) in conditions::all(rules, letters) {
        if question.is_none() {
            needed.extend(condition.questions().into_iter().map(QuestionId::as_str));
        }
    }
    for rule in rules.all() {
        needed.extend(rule.ask.iter().map(QuestionId::as_str));
    }
    let paragraphs = letters.paragraphs.iter().flat_map(texts);
    let mail = letters.mail.iter().map(|part| part.text.as_str());
    let labels = subject.labels.iter();
    let notes =
        labels.filter(|(key, _)| key.starts_with("notice.") || key.starts_with("reminder."));
    let notes = notes.map(|(_, text)| text.as_str());
    needed.extend(
        paragraphs
            .chain(mail)
            .chain(notes)
            .flat_map(Template::placeholders),
    );
    needed.extend(
        rules
            .reminders
            .iter()
            .map(|reminder| reminder.from.as_str()),
    );
    // A question may serve only to decide whether a later one is asked.
    for question in rules.questions.iter().rev() {
        if needed.contains(question.id.as_str())
            && let Some(when) = &question.when
        {
            needed.extend(when.questions().into_iter().map(QuestionId::as_str));
        }
    }
    needed
}

/// Reports word lists that no condition uses.
fn unused_word_lists(subject: &Subject<'_>, report: &mut Report<'_>) {
    let rules = subject.rules;
    let mut lists: BTreeSet<&str> = BTreeSet::new();
    for (_, _, condition) in conditions::all(rules, subject.letters) {
        lists.extend(lists_in(condition).into_iter().map(WordListId::as_str));
    }
    // A condition with an unknown list may mean one of these.
    let is_known = |id: &str| rules.words.iter().any(|list| list.id.as_str() == id);
    let all_known = lists.iter().all(|id| is_known(id));
    for list in &rules.words {
        let is_used = lists.contains(list.id.as_str());
        let is_built_in = BUILT_IN_WORDS.contains(&list.id.as_str());
        if all_known && !is_used && !is_built_in {
            let error = Diagnostic::error(format!("the word list `{}` is not used", list.id));
            report.push(
                &format!("words.{}", list.id),
                error.help(format!(
                    "use it in a condition (`… mentions {}`), or remove it",
                    list.id
                )),
            );
        }
    }
}
