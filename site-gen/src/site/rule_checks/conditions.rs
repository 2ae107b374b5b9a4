//! Checks that the questions of conditions exist, are asked earlier, and can have the required
//! answer.

use super::Subject;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Diagnostics};
use request_builder::answers::{LOOK_ALIKE, OTHER, PRIVATE};
use request_builder::letter::Letters;
use request_builder::rulebook::Organisation;
use request_builder::rules::{
    Condition, Mentions, OptionId, Question, QuestionId, QuestionType, Rules,
};

pub(super) fn check(subject: &Subject<'_>, organisation: &Organisation, found: &mut Diagnostics) {
    let rules = subject.rules;
    let mut checker = ConditionCheck {
        rules,
        organisation,
        report: Report::new(subject, found),
    };
    for (path, asked_by, condition) in all(rules, &Letters::default()) {
        checker.condition(&path, asked_by, condition);
    }
    // Check letter conditions as written, because flattening removes those on kinds.
    for (index, condition) in subject.letter_conditions.iter().enumerate() {
        checker.condition(&format!("condition[{index}]"), None, condition);
    }
}

/// Every condition of the rules and letters, with the path of its key and the question that it
/// belongs to.
pub(super) fn all<'a>(
    rules: &'a Rules,
    letters: &'a Letters,
) -> Vec<(String, Option<usize>, &'a Condition)> {
    let mut all = Vec::new();
    for (index, question) in rules.questions.iter().enumerate() {
        let path = format!("question.{}.when", question.id);
        all.extend(
            question
                .when
                .iter()
                .map(|when| (path.clone(), Some(index), when)),
        );
    }
    let mut add = |path: String, condition: Option<&'a Condition>| {
        all.extend(condition.map(|condition| (path, None, condition)));
    };
    for gate in &rules.gates {
        add(format!("gate.{}.opens", gate.id), Some(&gate.opens));
    }
    for rule in &rules.requirements {
        add(format!("requirement.{}.when", rule.id), rule.when.as_ref());
        add(
            format!("requirement.{}.check", rule.id),
            rule.check.as_ref(),
        );
    }
    for rule in &rules.notices {
        add(format!("notice.{}.when", rule.id), rule.when.as_ref());
    }
    for rule in &rules.practices {
        add(format!("practice.{}.when", rule.id), rule.when.as_ref());
    }
    for (index, paragraph) in letters.paragraphs.iter().enumerate() {
        let path = format!("paragraph[{index}]");
        add(path.clone(), paragraph.when.as_ref());
        for column in &paragraph.columns {
            let instead = column.instead.as_ref();
            add(path.clone(), instead.map(|instead| &instead.when));
        }
    }
    for (index, part) in letters.mail.iter().enumerate() {
        add(format!("mail[{index}]"), part.when.as_ref());
    }
    all
}

struct ConditionCheck<'a> {
    rules: &'a Rules,
    organisation: &'a Organisation,
    report: Report<'a>,
}

impl<'a> ConditionCheck<'a> {
    fn condition(&mut self, path: &str, asked_by: Option<usize>, condition: &Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => self.parts(path, asked_by, parts),
            Condition::Not(inner) => self.condition(path, asked_by, inner),
            Condition::Kind(kinds) => {
                for kind in kinds {
                    let known = self.rules.kinds.iter().map(|kind| kind.id.as_str());
                    self.report
                        .known(path, "kind of request", kind.as_str(), known);
                }
            }
            Condition::Answered(question)
            | Condition::Valid(question)
            | Condition::Repeats(question) => {
                self.question(path, asked_by, question);
            }
            Condition::Is { of, options } => {
                if let Some(question) = self.question(path, asked_by, of) {
                    self.options(path, question, options);
                }
            }
            Condition::Host(host) => {
                self.typed(path, asked_by, &host.of, QuestionType::ServerAddress);
                let classes = self
                    .organisation
                    .hosts
                    .iter()
                    .map(|host| host.class.as_str());
                for class in &host.is {
                    let known = classes.clone().chain([LOOK_ALIKE, OTHER, PRIVATE]);
                    self.report
                        .known(path, "class of hosts", class.as_str(), known);
                }
            }
            Condition::Mail(mail) => {
                self.typed(path, asked_by, &mail.of, QuestionType::Email);
            }
            Condition::Mentions(mentions) => {
                self.mentions(path, asked_by, mentions);
            }
            Condition::Older(older) => self.dated(path, asked_by, &older.of),
            Condition::Beyond(beyond) => {
                self.typed(path, asked_by, &beyond.of, QuestionType::Username);
            }
            Condition::Outside(outside) => {
                self.dated(path, asked_by, &outside.of);
                for question in &outside.texts {
                    self.question(path, asked_by, question);
                }
            }
            Condition::Within(within) => {
                self.question(path, asked_by, &within.of);
                for question in &within.texts {
                    self.question(path, asked_by, question);
                }
            }
            Condition::Later(later) => {
                for question in [&later.of, &later.than] {
                    self.dated(path, asked_by, question);
                }
            }
            Condition::Unlike(unlike) => {
                self.typed(path, asked_by, &unlike.of, QuestionType::Email);
                self.question(path, asked_by, &unlike.than);
            }
            Condition::Elsewhere(elsewhere) => {
                let is_text = self
                    .rules
                    .question(&elsewhere.of)
                    .is_some_and(|question| question.answer == QuestionType::LongText);
                let wanted = if is_text {
                    QuestionType::LongText
                } else {
                    QuestionType::MessageLinks
                };
                self.typed(path, asked_by, &elsewhere.of, wanted);
                self.typed(path, asked_by, &elsewhere.than, QuestionType::ServerAddress);
            }
        }
    }

    fn mentions(&mut self, path: &str, asked_by: Option<usize>, mentions: &Mentions) {
        for question in &mentions.questions {
            self.question(path, asked_by, question);
        }
        let known = self.rules.words.iter().map(|list| list.id.as_str());
        let words = mentions.words.as_str();
        self.report.known(path, "word list", words, known);
    }

    fn parts(&mut self, path: &str, asked_by: Option<usize>, parts: &[Condition]) {
        for part in parts {
            self.condition(path, asked_by, part);
        }
    }

    /// Checks the question of a condition.
    fn question(
        &mut self,
        path: &str,
        asked_by: Option<usize>,
        id: &QuestionId,
    ) -> Option<&'a Question> {
        let known = self
            .rules
            .questions
            .iter()
            .map(|question| question.id.as_str());
        if !self.report.known(path, "question", id.as_str(), known) {
            return None;
        }
        let index = self
            .rules
            .questions
            .iter()
            .position(|question| question.id == *id)?;
        if let Some(own) = asked_by.filter(|own| *own <= index) {
            let error = if own == index {
                Diagnostic::error(format!("whether `{id}` is asked depends on its own answer"))
            } else {
                Diagnostic::error(format!(
                    "`{id}` is asked later than the question that depends on it"
                ))
            };
            self.report.push(
                path,
                error.help(format!(
                    "look only at questions that come before `{}`",
                    self.rules.questions[own].id
                )),
            );
        }
        Some(&self.rules.questions[index])
    }

    /// Checks a question whose answer names days: one, a length of time that is counted from today, or
    /// those of a text.
    fn dated(&mut self, path: &str, asked_by: Option<usize>, id: &QuestionId) {
        let asked = self.rules.question(id).map(|question| question.answer);
        let wanted = match asked {
            Some(
                answer @ (QuestionType::DateTime | QuestionType::Duration | QuestionType::LongText),
            ) => answer,
            _ => QuestionType::Date,
        };
        self.typed(path, asked_by, id, wanted);
    }

    fn typed(
        &mut self,
        path: &str,
        asked_by: Option<usize>,
        id: &QuestionId,
        wanted: QuestionType,
    ) {
        if let Some(question) = self.question(path, asked_by, id)
            && question.answer != wanted
        {
            let error = Diagnostic::error(format!("`{id}` does not ask for {}", what(wanted)));
            self.report
                .push(path, error.help("use a question of that type"));
        }
    }

    fn options(&mut self, path: &str, question: &Question, wanted: &[OptionId]) {
        let id = &question.id;
        match question.answer {
            answer if answer.has_options() => {
                for option in wanted {
                    let known = question.options.iter().map(OptionId::as_str);
                    self.report
                        .known(path, &format!("option of `{id}`"), option.as_str(), known);
                }
            }
            QuestionType::Tick => {
                for option in wanted {
                    let known = ["yes", "no"].into_iter();
                    self.report
                        .known(path, &format!("answer to `{id}`"), option.as_str(), known);
                }
            }
            _ => {
                let error =
                    Diagnostic::error(format!("`{id}` has no options, so `is` cannot be used"));
                self.report.push(
                    path,
                    error.help(format!(
                        "write `{id}` alone, or `{id} mentions` and a word list"
                    )),
                );
            }
        }
    }
}

fn what(answer: QuestionType) -> &'static str {
    match answer {
        QuestionType::Text | QuestionType::LongText => "text",
        QuestionType::Email => "an email address",
        QuestionType::ServerAddress => "a server's address",
        QuestionType::Username => "a username",
        QuestionType::Account => "an account",
        QuestionType::Url => "a web address",
        QuestionType::Phone => "a telephone number",
        QuestionType::MessageLinks => "links to messages",
        QuestionType::Date => "a date",
        QuestionType::DateTime => "a day or a time",
        QuestionType::Duration => "a length of time",
        QuestionType::Choice | QuestionType::Choices => "a choice",
        QuestionType::Tick => "a tick",
    }
}
