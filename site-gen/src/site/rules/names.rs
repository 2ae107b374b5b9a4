//! Whatever `requests.toml` names is there, once, and fits.

use super::report::Report;
use crate::content::Requests;
use crate::diagnostic::{Diagnostic, Diagnostics};
use request_builder::form::{
    Form, Gate, GroupId, KindId, Point, Question, QuestionId, QuestionType, RuleId, is_for,
};
use request_builder::letter::BUILT_IN;
use std::collections::{BTreeMap, BTreeSet};

/// The step that every request ends with; the page has one of its own.
const REVIEW: &str = "review";

pub(super) fn check(requests: &Requests, found: &mut Diagnostics) {
    let mut names = Names {
        form: &requests.form,
        report: Report::new(requests, found),
    };
    names.form_as_a_whole();
    names.reserved_step();
    names.unique();
    names.groups_in_one_piece();
    names.questions();
    names.rules();
}

struct Names<'a> {
    form: &'a Form,
    report: Report<'a>,
}

impl Names<'_> {
    fn form_as_a_whole(&mut self) {
        if self.form.revision == 0 {
            let error = Diagnostic::error("there is no revision 0");
            self.report.push(
                "revision",
                error.help("the first revision of the rules is 1"),
            );
        }
        for (key, count) in [
            ("kind", self.form.kinds.len()),
            ("question", self.form.questions.len()),
        ] {
            if count == 0 {
                let error = Diagnostic::error(format!(
                    "there is no `[[{key}]]`, so nothing can be requested"
                ));
                self.report.push(
                    key,
                    error.help("take the file out if this version has no request builder"),
                );
            }
        }
        let choosing: Vec<usize> = (0..self.form.steps.len())
            .filter(|index| self.form.steps[*index].chooses_kind)
            .collect();
        match choosing[..] {
            [_] => {}
            [] => {
                let error = Diagnostic::error("at no step the kind of request is chosen");
                self.report.push(
                    "step",
                    error.help("write `chooses-kind = true` at the step that asks for it"),
                );
            }
            [first, second, ..] => {
                let error = Diagnostic::error("the kind of request is chosen twice");
                let path = |index| format!("step[{index}].chooses-kind");
                self.report
                    .push_beside(&path(second), error, &path(first), "chosen here already");
            }
        }
        for (index, list) in self.form.words.iter().enumerate() {
            if list
                .words
                .iter()
                .all(|word| word.trim_matches(['*', ' ']).is_empty())
            {
                let error =
                    Diagnostic::error(format!("the list of words `{}` has no words", list.id));
                self.report.push(&format!("words[{index}].words"), error);
            }
        }
        for (index, unruled) in self.form.unruled.iter().enumerate() {
            if unruled.reason.trim().is_empty() {
                let error = Diagnostic::error("no reason is given why the sentence needs no rule");
                self.report.push(&format!("unruled[{index}].reason"), error);
            }
        }
    }

    /// The page ends with a step of its own, whose name is taken.
    fn reserved_step(&mut self) {
        for (index, step) in self.form.steps.iter().enumerate() {
            if step.id.as_str() == REVIEW {
                let error = Diagnostic::error(format!(
                    "the step `{REVIEW}` is there already: it is the last of every request"
                ));
                self.report.push(
                    &format!("step[{index}].id"),
                    error.help("give the step another name"),
                );
            }
        }
    }

    fn unique(&mut self) {
        let form = self.form;
        self.unique_in("kind", form.kinds.iter().map(|kind| kind.id.as_str()));
        self.unique_in("step", form.steps.iter().map(|step| step.id.as_str()));
        self.unique_in("group", form.groups.iter().map(|group| group.id.as_str()));
        self.unique_in(
            "question",
            form.questions.iter().map(|question| question.id.as_str()),
        );
        self.unique_in(
            "reminder",
            form.reminders.iter().map(|reminder| reminder.id.as_str()),
        );
        self.unique_in("words", form.words.iter().map(|list| list.id.as_str()));
        let rules = at("gate", form.gates.iter().map(|rule| rule.id.as_str()))
            .chain(at(
                "requirement",
                form.requirements.iter().map(|rule| rule.id.as_str()),
            ))
            .chain(at(
                "notice",
                form.notices.iter().map(|rule| rule.id.as_str()),
            ))
            .chain(at(
                "practice",
                form.practices.iter().map(|rule| rule.id.as_str()),
            ));
        self.unique_of("rule", rules);
        for (index, question) in form.questions.iter().enumerate() {
            let options = question.options.iter().map(|option| option.id.as_str());
            self.unique_in(&format!("question[{index}].options"), options);
            if BUILT_IN.contains(&question.id.as_str()) {
                let error = Diagnostic::error(format!(
                    "`{{{}}}` means something else in letters",
                    question.id
                ));
                self.report.push(
                    &format!("question[{index}].id"),
                    error.help("give the question another name"),
                );
            }
        }
    }

    fn unique_in<'n>(&mut self, table: &str, names: impl Iterator<Item = &'n str>) {
        let what = if table.ends_with(".options") {
            "option"
        } else {
            table
        };
        self.unique_of(what, at(table, names));
    }

    fn unique_of<'n>(&mut self, what: &str, names: impl Iterator<Item = (String, &'n str)>) {
        let mut taken: BTreeMap<&str, String> = BTreeMap::new();
        for (path, name) in names {
            if !is_name(name) {
                let error = Diagnostic::error(format!("`{name}` is not a name"));
                self.report.push(&path, error.help("write it in small letters a to z, digits and single dashes: `legal-process`"));
            }
            if let Some(first) = taken.get(name) {
                let error = Diagnostic::error(format!(
                    "there are two of the name `{name}`: every {what} has its own"
                ))
                .help("give one of them another name");
                self.report.push_beside(&path, error, first, "the first");
            } else {
                taken.insert(name, path);
            }
        }
    }

    fn questions(&mut self) {
        let form = self.form;
        let mut group_steps: BTreeMap<&GroupId, &Question> = BTreeMap::new();
        for (index, question) in form.questions.iter().enumerate() {
            let path = |key: &str| format!("question[{index}].{key}");
            self.kinds(&path("kinds"), &question.kinds);
            let steps = form.steps.iter().map(|step| step.id.as_str());
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
            self.options(index, question);
        }
        for (index, group) in form.groups.iter().enumerate() {
            if !group_steps.contains_key(&group.id) {
                let error = Diagnostic::error(format!("the group `{}` has no questions", group.id));
                self.report.push(
                    &format!("group[{index}].id"),
                    error.help("write `group = \"…\"` at those that belong to it, or take it out"),
                );
            }
        }
    }

    /// The questions of a group are shown as one entry, which can be given again as a whole.
    fn groups_in_one_piece(&mut self) {
        let form = self.form;
        for step in &form.steps {
            let mut ended: BTreeSet<&GroupId> = BTreeSet::new();
            let mut before: Option<(usize, &Question)> = None;
            let questions = form.questions.iter().enumerate();
            for (index, question) in questions.filter(|(_, one)| one.step == step.id) {
                if let Some((at, last)) = before
                    && last.group != question.group
                {
                    ended.extend(&last.group);
                    if let Some(group) = &question.group
                        && ended.contains(group)
                    {
                        let error = Diagnostic::error(format!(
                            "the question `{}` is parted from its group `{group}` by the question `{}`",
                            question.id, last.id
                        ));
                        self.report.push_beside(
                            &format!("question[{index}].group"),
                            error.help("put the questions of a group directly after each other"),
                            &format!("question[{at}].id"),
                            "this one stands between them",
                        );
                    }
                }
                before = Some((index, question));
            }
        }
    }

    fn options(&mut self, index: usize, question: &Question) {
        for (at, option) in question.options.iter().enumerate() {
            let kinds = option.blank_kinds.as_deref().unwrap_or_default();
            self.kinds(
                &format!("question[{index}].options[{at}].blank-kinds"),
                kinds,
            );
        }
        let id = &question.id;
        match question.answer {
            QuestionType::Choice | QuestionType::Choices => {
                if question.options.is_empty() {
                    let error = Diagnostic::error(format!(
                        "the question `{id}` has nothing to choose from"
                    ));
                    self.report.push(
                        &format!("question[{index}].type"),
                        error.help("add `options = [{ id = \"…\", label = \"…\" }]`"),
                    );
                }
            }
            QuestionType::Text
            | QuestionType::LongText
            | QuestionType::Email
            | QuestionType::ServerAddress
            | QuestionType::Username
            | QuestionType::MessageLinks
            | QuestionType::Date
            | QuestionType::Moment
            | QuestionType::Duration
            | QuestionType::Tick => {
                if !question.options.is_empty() {
                    let error = Diagnostic::error(format!(
                        "the question `{id}` has options, and its type has none"
                    ));
                    self.report.push(
                        &format!("question[{index}].options"),
                        error.help("write `type = \"choice\"`, or take the options out"),
                    );
                }
            }
        }
    }

    fn rules(&mut self) {
        let form = self.form;
        let steps = || form.steps.iter().map(|step| step.id.as_str());
        for (index, gate) in form.gates.iter().enumerate() {
            let path = |key: &str| format!("gate[{index}].{key}");
            self.kinds(&path("kinds"), &gate.kinds);
            self.kinds(&path("suggest"), &gate.suggest);
            self.ask(&path("ask"), &gate.ask);
            self.gate(&path("ask"), gate);
        }
        for (index, requirement) in form.requirements.iter().enumerate() {
            let path = |key: &str| format!("requirement[{index}].{key}");
            self.kinds(&path("kinds"), &requirement.kinds);
            self.ask(&path("ask"), &requirement.ask);
            if let Some(group) = &requirement.for_each {
                self.group(&path("for-each"), group);
            }
        }
        for (index, notice) in form.notices.iter().enumerate() {
            let path = |key: &str| format!("notice[{index}].{key}");
            self.kinds(&path("kinds"), &notice.kinds);
            if notice.acknowledge && notice.paper.is_some() {
                let error = Diagnostic::error(format!(
                    "the notice `{}` is to be ticked off twice: as read, and as done on paper",
                    notice.id
                ));
                self.report.push_beside(
                    &path("acknowledge"),
                    error.help("take out `acknowledge`, or make two notices of it"),
                    &path("paper"),
                    "done on paper",
                );
            }
            if let Some(step) = &notice.step {
                self.report
                    .known(&path("step"), "step", step.as_str(), steps());
            }
            if let Some(kind) = &notice.suggest {
                self.kinds(&path("suggest"), std::slice::from_ref(kind));
            }
        }
        for (index, practice) in form.practices.iter().enumerate() {
            let path = |key: &str| format!("practice[{index}].{key}");
            self.kinds(&path("kinds"), &practice.kinds);
            self.ask(&path("ask"), &practice.ask);
        }
        for (index, paragraph) in form.paragraphs.iter().enumerate() {
            let path = |key: &str| format!("paragraph[{index}].{key}");
            self.kinds(&path("kinds"), &paragraph.kinds);
            if let Some(group) = &paragraph.for_each {
                self.group(&path("for-each"), group);
            }
            self.rule(&path("rule"), paragraph.rule.as_ref());
        }
        for (index, part) in form.mail.iter().enumerate() {
            let path = |key: &str| format!("mail[{index}].{key}");
            self.kinds(&path("kinds"), &part.kinds);
            self.rule(&path("rule"), part.rule.as_ref());
        }
        for (index, reminder) in form.reminders.iter().enumerate() {
            let path = |key: &str| format!("reminder[{index}].{key}");
            self.kinds(&path("kinds"), &reminder.kinds);
            self.rule(&path("rule"), Some(&reminder.rule));
        }
        for (index, kind) in form.kinds.iter().enumerate() {
            let tables = [("needs", &kind.needs), ("yields", &kind.yields)];
            for (table, points) in tables {
                for (at, point) in points.iter().enumerate() {
                    self.point(
                        &format!("kind[{index}].{table}[{at}].rule"),
                        &kind.id,
                        point,
                    );
                }
            }
        }
    }

    /// What is said of a kind rests on a rule that is for that kind.
    fn point(&mut self, path: &str, kind: &KindId, point: &Point) {
        let Some(rule) = &point.rule else { return };
        let form = self.form;
        let known = form
            .clauses()
            .map(|(id, _)| id.as_str())
            .collect::<Vec<_>>();
        if !self.report.known(
            path,
            "gate, requirement or notice",
            rule.as_str(),
            known.into_iter(),
        ) {
            return;
        }
        let gates = form.gates.iter().map(|rule| (&rule.id, &rule.kinds));
        let requirements = form.requirements.iter().map(|rule| (&rule.id, &rule.kinds));
        let notices = form.notices.iter().map(|rule| (&rule.id, &rule.kinds));
        let mut rules = gates.chain(requirements).chain(notices);
        if rules.any(|(id, kinds)| id == rule && !is_for(kinds, kind)) {
            let error =
                Diagnostic::error(format!("the rule `{rule}` is not for the kind `{kind}`"));
            self.report
                .push(path, error.help("name a rule that is, or leave `rule` out"));
        }
    }

    /// A gate stands at the step of the first question that it asks, and is decided once.
    fn gate(&mut self, path: &str, gate: &Gate) {
        if gate.ask.is_empty() {
            let error = Diagnostic::error(format!(
                "the gate `{}` asks nothing, so it stands at no step",
                gate.id
            ));
            self.report.push(
                path,
                error.help("name the questions that decide: `ask = [\"…\"]`"),
            );
        }
        for (index, id) in gate.ask.iter().enumerate() {
            let group = self.form.question(id).and_then(|it| it.group.as_ref());
            if let Some(group) = group {
                let error = Diagnostic::error(format!(
                    "the gate `{}` asks the question `{id}`, which has an answer for each entry of the group `{group}`",
                    gate.id
                ));
                self.report.push(
                    &format!("{path}[{index}]"),
                    error.help("let a gate ask questions that belong to no group"),
                );
            }
        }
    }

    fn kinds(&mut self, path: &str, kinds: &[KindId]) {
        for (index, kind) in kinds.iter().enumerate() {
            let known = self.form.kinds.iter().map(|kind| kind.id.as_str());
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
        let rules = self
            .form
            .clauses()
            .map(|(id, _)| id)
            .chain(self.form.practices.iter().map(|rule| &rule.id));
        let rules: Vec<&str> = rules.map(RuleId::as_str).collect();
        self.report
            .known(path, "rule", rule.as_str(), rules.into_iter());
    }

    fn ask(&mut self, path: &str, questions: &[QuestionId]) {
        for (index, question) in questions.iter().enumerate() {
            let known = self
                .form
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
        let known = self.form.groups.iter().map(|group| group.id.as_str());
        self.report.known(path, "group", group.as_str(), known);
    }
}

/// Each name with the path of its key.
fn at<'n>(
    table: &str,
    names: impl Iterator<Item = &'n str>,
) -> impl Iterator<Item = (String, &'n str)> {
    names
        .enumerate()
        .map(move |(index, name)| (format!("{table}[{index}].id"), name))
}

/// Names are in addresses, in the names of files and in letters.
fn is_name(name: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    name.len() <= 64 && name.split('-').all(part)
}
