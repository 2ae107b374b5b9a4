//! Checks that everything the rules name exists and fits.

use super::Subject;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Diagnostics};
use request_builder::letter::{BUILT_IN, Letters};
use request_builder::rules::{
    Condition, Gate, GroupId, Kind, KindId, Notice, Question, QuestionId, QuestionType, RuleId,
    Rules, StepId, is_for,
};
use std::collections::{BTreeMap, BTreeSet};

/// The reserved id of the last step, which the page itself provides.
const REVIEW: &str = "review";

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    let mut names = NameCheck {
        rules: subject.rules,
        letters: subject.letters,
        report: Report::new(subject, found),
    };
    names.as_a_whole();
    names.reserved_step();
    names.unique();
    names.groups_in_one_piece();
    names.questions();
    names.of_rules();
}

struct NameCheck<'a> {
    rules: &'a Rules,
    letters: &'a Letters,
    report: Report<'a>,
}

impl NameCheck<'_> {
    fn as_a_whole(&mut self) {
        let choosing: Vec<&str> = self
            .rules
            .steps
            .iter()
            .filter(|step| step.chooses_kind)
            .map(|step| step.id.as_str())
            .collect();
        match choosing[..] {
            [_] => {}
            [] => {
                let error =
                    Diagnostic::error("there is no step in which the kind of request is chosen");
                self.report.push(
                    "step",
                    error.help(
                        "add `chooses-kind = true` to the table of the step that asks for it",
                    ),
                );
            }
            [first, second, ..] => {
                let error = Diagnostic::error("the kind of request is chosen in two steps");
                let path = |id: &str| format!("step.{id}.chooses-kind");
                self.report
                    .push_beside(&path(second), error, &path(first), "the first");
            }
        }
        for list in &self.rules.words {
            if list
                .words
                .iter()
                .all(|word| word.trim_matches(['*', ' ']).is_empty())
            {
                let error = Diagnostic::error(format!("the word list `{}` is empty", list.id));
                self.report.push(&format!("words.{}.words", list.id), error);
            }
            for word in &list.words {
                let named = word.strip_prefix('!').filter(|named| !named.contains(' '));
                let path = format!("words.{}.words", list.id);
                let known = self.rules.words.iter().map(|list| list.id.as_str());
                if let Some(named) = named {
                    self.report.known(&path, "word list", named, known);
                }
            }
        }
    }

    /// The id of the page's last step is reserved.
    fn reserved_step(&mut self) {
        for step in &self.rules.steps {
            if step.id.as_str() == REVIEW {
                let error = Diagnostic::error(format!(
                    "the step `{REVIEW}` exists already: it is the last step of every request"
                ));
                self.report.push(
                    &format!("step.{REVIEW}"),
                    error.help("give the step another id"),
                );
            }
        }
    }

    /// Ids are unique among rules of all types, and can be used in URLs.
    fn unique(&mut self) {
        let rules = self.rules;
        let kinds = rules.kinds.iter().map(|it| ("kind", it.id.as_str()));
        let steps = rules.steps.iter().map(|it| ("step", it.id.as_str()));
        let groups = rules.groups.iter().map(|it| ("group", it.id.as_str()));
        let questions = rules.questions.iter();
        let questions = questions.map(|it| ("question", it.id.as_str()));
        let reminders = rules.reminders.iter();
        let reminders = reminders.map(|it| ("reminder", it.id.as_str()));
        let words = rules.words.iter().map(|it| ("words", it.id.as_str()));
        let others = kinds.chain(steps).chain(groups).chain(questions);
        for (table, id) in others.chain(reminders).chain(words) {
            self.is_id(&format!("{table}.{id}"), id);
        }
        let mut taken: BTreeMap<&str, String> = BTreeMap::new();
        for rule in rules.all() {
            let (id, path) = (rule.id.as_str(), format!("{}.{}", rule.table, rule.id));
            self.is_id(&path, id);
            if let Some(first) = taken.get(id) {
                let error = Diagnostic::error(format!("two rules have the id `{id}`")).help(
                    "give one of them another id: no two rules share one, whatever their type",
                );
                self.report.push_beside(&path, error, first, "the first");
            } else {
                taken.insert(id, path);
            }
        }
        for question in &rules.questions {
            self.names_of_question(question);
        }
    }

    /// Reports a name that is not an id.
    fn is_id(&mut self, path: &str, id: &str) {
        if !is_name(id) {
            let error = Diagnostic::error(format!("`{id}` is not an id")).as_typo();
            self.report.push(
                path,
                error.help(
                    "use lower-case letters a to z, digits and single dashes: `legal-process`",
                ),
            );
        }
    }

    /// Options have ids of their own, and the question has none that letters or conditions reserve.
    fn names_of_question(&mut self, question: &Question) {
        let path = format!("question.{}", question.id);
        let mut seen = BTreeSet::new();
        for (index, option) in question.options.iter().enumerate() {
            let path = format!("{path}.options[{index}]");
            self.is_id(&path, option.as_str());
            if !seen.insert(option) {
                let error = Diagnostic::error(format!("the option `{option}` is defined twice"));
                self.report.push(&path, error.help("remove one of them"));
            }
        }
        let id = question.id.as_str();
        let is_taken = [
            (BUILT_IN.contains(&id), format!("`{{{id}}}`"), "letters"),
            (Condition::is_reserved(id), format!("`{id}`"), "conditions"),
        ];
        for (_, name, place) in is_taken.into_iter().filter(|(is_taken, ..)| *is_taken) {
            let error = Diagnostic::error(format!("{name} means something else in {place}"));
            self.report
                .push(&path, error.help("give the question another id"));
        }
    }

    fn questions(&mut self) {
        let rules = self.rules;
        let mut group_steps: BTreeMap<&GroupId, &Question> = BTreeMap::new();
        for question in &rules.questions {
            let path = |key: &str| format!("question.{}.{key}", question.id);
            self.kinds(&path("kinds"), &question.kinds);
            let steps = rules.steps.iter().map(|step| step.id.as_str());
            self.report
                .known(&path("step"), "step", question.step.as_str(), steps);
            if let Some(group) = &question.group {
                self.group(&path("group"), group);
                let first = group_steps.entry(group).or_insert(question);
                if first.step != question.step {
                    let error = Diagnostic::error(format!(
                        "the group `{group}` is asked at the step `{}`, and this question at `{}`",
                        first.step, question.step
                    ));
                    self.report.push(
                        &path("step"),
                        error.help("ask all questions of a group at one step"),
                    );
                }
            }
            self.options(question);
            self.ask(&path("takes-from"), &question.takes_from);
            if let Some(begins_as) = &question.begins_as {
                let known = rules.questions.iter().map(|question| question.id.as_str());
                self.report
                    .known(&path("begins-as"), "question", begins_as.as_str(), known);
            }
        }
        // A question that names a missing group may be the one that was meant.
        let is_known = |id: &GroupId| rules.groups.iter().any(|group| group.id == *id);
        let all_known = group_steps.keys().all(|id| is_known(id));
        for group in &rules.groups {
            if all_known && !group_steps.contains_key(&group.id) {
                let error = Diagnostic::error(format!("the group `{}` has no questions", group.id));
                self.report.push(
                    &format!("group.{}", group.id),
                    error.help("add `group = \"…\"` to those that belong to it, or remove it"),
                );
            }
        }
    }

    /// The questions of a group must be consecutive, since they are shown as one entry that can be
    /// repeated.
    fn groups_in_one_piece(&mut self) {
        let rules = self.rules;
        for step in &rules.steps {
            let mut ended: BTreeSet<&GroupId> = BTreeSet::new();
            let mut before: Option<&Question> = None;
            let questions = rules.questions.iter();
            for question in questions.filter(|one| one.step == step.id) {
                if let Some(last) = before
                    && last.group != question.group
                {
                    ended.extend(&last.group);
                    if let Some(group) = &question.group
                        && ended.contains(group)
                    {
                        let error = Diagnostic::error(format!(
                            "the question `{}` is separated from its group `{group}` by the question `{}`",
                            question.id, last.id
                        ));
                        self.report.push_beside(
                            &format!("question.{}.group", question.id),
                            error.help("move the questions of a group directly after each other"),
                            &format!("question.{}", last.id),
                            "this one is between them",
                        );
                    }
                }
                before = Some(question);
            }
        }
    }

    fn options(&mut self, question: &Question) {
        let id = &question.id;
        for (option, kinds) in &question.option_kinds {
            let path = format!("question.{id}.option-kinds");
            let known = question
                .options
                .iter()
                .map(request_builder::rules::OptionId::as_str);
            self.report.known(&path, "option", option.as_str(), known);
            self.kinds(&path, kinds);
        }
        match (question.answer.has_options(), question.options.is_empty()) {
            (true, true) => {
                let error = Diagnostic::error(format!("the question `{id}` has no options"));
                self.report.push(
                    &format!("question.{id}"),
                    error.help("add `options = [\"…\", \"…\"]`"),
                );
            }
            (false, false) => {
                let error = Diagnostic::error(format!(
                    "the question `{id}` has options, but its type has none"
                ));
                self.report.push(
                    &format!("question.{id}.options"),
                    error.help("write `type = \"choice\"`, or remove the options"),
                );
            }
            (true, false) | (false, true) => {}
        }
    }

    fn of_rules(&mut self) {
        let rules = self.rules;
        for gate in &rules.gates {
            let path = |key: &str| format!("gate.{}.{key}", gate.id);
            self.kinds(&path("kinds"), &gate.kinds);
            self.kinds(&path("suggest"), &gate.suggest);
            self.ask(&path("ask"), &gate.ask);
            self.gate(&path("ask"), gate);
        }
        for requirement in &rules.requirements {
            let path = |key: &str| format!("requirement.{}.{key}", requirement.id);
            self.kinds(&path("kinds"), &requirement.kinds);
            self.ask(&path("ask"), &requirement.ask);
            if let Some(group) = &requirement.for_each {
                self.group(&path("for-each"), group);
            }
        }
        for notice in &rules.notices {
            self.notice(notice);
        }
        for practice in &rules.practices {
            let path = |key: &str| format!("practice.{}.{key}", practice.id);
            self.kinds(&path("kinds"), &practice.kinds);
            self.ask(&path("ask"), &practice.ask);
        }
        for (index, paragraph) in self.letters.paragraphs.iter().enumerate() {
            let path = |key: &str| format!("paragraph[{index}].{key}");
            self.kinds(&path("kinds"), &paragraph.kinds);
        }
        for (index, part) in self.letters.mail.iter().enumerate() {
            let path = |key: &str| format!("mail[{index}].{key}");
            self.kinds(&path("kinds"), &part.kinds);
        }
        for reminder in &rules.reminders {
            let path = |key: &str| format!("reminder.{}.{key}", reminder.id);
            self.kinds(&path("kinds"), &reminder.kinds);
            self.rule(&path("rule"), Some(&reminder.rule));
        }
        for kind in &rules.kinds {
            self.kind(kind);
            self.rules_of_kind(kind, "needs", &kind.needs);
            self.rules_of_kind(kind, "yields", &kind.yields);
        }
    }

    fn notice(&mut self, notice: &Notice) {
        let path = |key: &str| format!("notice.{}.{key}", notice.id);
        self.kinds(&path("kinds"), &notice.kinds);
        if notice.acknowledge && notice.paper {
            let error = Diagnostic::error(format!(
                "the notice `{}` would have two check boxes: one for read, and one for done on paper",
                notice.id
            ));
            self.report.push_beside(
                &path("acknowledge"),
                error.help("remove `acknowledge`, or split it into two notices"),
                &path("paper"),
                "done on paper",
            );
        }
        if let Some(step) = &notice.step {
            let known = self.rules.steps.iter().map(|step| step.id.as_str());
            self.report
                .known(&path("step"), "step", step.as_str(), known);
        }
        if let Some(kind) = &notice.suggest {
            self.kinds(&path("suggest"), std::slice::from_ref(kind));
        }
    }

    /// Checks that the rules that a kind names are for this kind.
    fn rules_of_kind(&mut self, kind: &Kind, key: &str, names: &[RuleId]) {
        for (index, name) in names.iter().enumerate() {
            let rule = self.rules.rule(name);
            if rule.is_some_and(|rule| !is_for(rule.kinds, &kind.id)) {
                let error = Diagnostic::error(format!(
                    "the rule `{name}` is not for the kind `{}`",
                    kind.id
                ));
                let help = "use a rule that is, or a name that no rule has";
                let path = format!("kind.{}.{key}[{index}]", kind.id);
                self.report.push(&path, error.help(help));
            }
        }
    }

    /// Checks the screens, presets and first request of a kind.
    fn kind(&mut self, kind: &Kind) {
        let rules = self.rules;
        let path = |key: &str| format!("kind.{}.{key}", kind.id);
        self.screens(kind, &path("screens"));
        let known = rules.questions.iter().map(|question| question.id.as_str());
        for id in &kind.folded {
            self.report
                .known(&path("folded"), "question", id.as_str(), known.clone());
        }
        for (id, preset) in &kind.presets {
            let path = path("presets");
            let is_known = self
                .report
                .known(&path, "question", id.as_str(), known.clone());
            if let Some(question) = rules.question(id).filter(|_| is_known) {
                self.preset(&path, question, preset);
            }
        }
        if let Some(extends) = &kind.extends {
            self.kinds(&path("extends"), std::slice::from_ref(&extends.kind));
            self.ask(&path("extends"), std::slice::from_ref(&extends.date));
        }
    }

    /// Each step is on one screen of a kind, except that which chooses the kind.
    fn screens(&mut self, kind: &Kind, path: &str) {
        let all = &self.rules.steps;
        let mut seen: Vec<&StepId> = Vec::new();
        for id in kind.screens.iter().flatten() {
            let steps = all.iter().map(|step| step.id.as_str());
            self.report.known(path, "step", id.as_str(), steps);
            let chooses = all.iter().any(|step| step.id == *id && step.chooses_kind);
            let error = if chooses {
                Some(format!(
                    "the step `{id}` chooses the kind of request, and is on no screen of a kind"
                ))
            } else if seen.contains(&id) {
                Some(format!(
                    "the step `{id}` is on two screens of the kind `{}`",
                    kind.id
                ))
            } else {
                None
            };
            if let Some(error) = error {
                self.report
                    .push(path, Diagnostic::error(error).help("remove it"));
            }
            seen.push(id);
        }
    }

    /// The question can have the preset answer.
    fn preset(&mut self, path: &str, question: &Question, preset: &str) {
        if question.group.is_some() {
            let error = Diagnostic::error(format!(
                "the question `{}` has an answer for each entry of a group, so none can be preset",
                question.id
            ));
            self.report.push(
                path,
                error.help("preset a question that belongs to no group"),
            );
        }
        if question.answer.has_options() {
            let options = question.options.iter();
            let known = options.map(request_builder::rules::OptionId::as_str);
            self.report.known(path, "option", preset, known);
        } else if question.answer == QuestionType::Tick {
            self.report
                .known(path, "answer", preset, ["yes"].into_iter());
        }
    }

    /// A gate is shown in the step of its first question, and decided once.
    fn gate(&mut self, path: &str, gate: &Gate) {
        if gate.ask.is_empty() {
            let error = Diagnostic::error(format!(
                "the gate `{}` asks nothing, so it is shown in no step",
                gate.id
            ));
            self.report.push(
                path,
                error.help("add the questions that decide: `ask = [\"…\"]`"),
            );
        }
        for (index, id) in gate.ask.iter().enumerate() {
            let group = self.rules.question(id).and_then(|it| it.group.as_ref());
            if let Some(group) = group {
                let error = Diagnostic::error(format!(
                    "the gate `{}` asks the question `{id}`, which has an answer for each entry of the group `{group}`",
                    gate.id
                ));
                self.report.push(
                    &format!("{path}[{index}]"),
                    error.help("use questions that belong to no group"),
                );
            }
        }
    }

    fn kinds(&mut self, path: &str, kinds: &[KindId]) {
        for (index, kind) in kinds.iter().enumerate() {
            let known = self.rules.kinds.iter().map(|kind| kind.id.as_str());
            self.report.known(
                &format!("{path}[{index}]"),
                "kind of request",
                kind.as_str(),
                known,
            );
        }
    }

    fn rule(&mut self, path: &str, rule: Option<&RuleId>) {
        let Some(rule) = rule else { return };
        let rules = self.rules.all().into_iter();
        let rules: Vec<&str> = rules.map(|rule| rule.id.as_str()).collect();
        self.report
            .known(path, "rule", rule.as_str(), rules.into_iter());
    }

    fn ask(&mut self, path: &str, questions: &[QuestionId]) {
        for (index, question) in questions.iter().enumerate() {
            let known = self
                .rules
                .questions
                .iter()
                .map(|question| question.id.as_str());
            self.report.known(
                &format!("{path}[{index}]"),
                "question",
                question.as_str(),
                known,
            );
        }
    }

    fn group(&mut self, path: &str, group: &GroupId) {
        let known = self.rules.groups.iter().map(|group| group.id.as_str());
        self.report.known(path, "group", group.as_str(), known);
    }
}

/// Ids are used in URLs, file names and letters.
fn is_name(name: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    name.len() <= 64 && name.split('-').all(part)
}
