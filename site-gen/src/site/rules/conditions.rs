//! What conditions look at is there, is asked before, and can be what they want.

use super::report::Report;
use crate::content::Requests;
use crate::diagnostic::{Diagnostic, Diagnostics};
use request_builder::answers::{LOOK_ALIKE, OTHER};
use request_builder::form::{
    Condition, Form, Mentions, OptionId, Question, QuestionId, QuestionType,
};
use request_builder::rulebook::Organisation;

pub(super) fn check(requests: &Requests, organisation: &Organisation, found: &mut Diagnostics) {
    let form = &requests.form;
    let mut checker = Checker {
        form,
        organisation,
        report: Report::new(requests, found),
    };
    for (path, asked_by, condition) in all(form) {
        checker.condition(&path, asked_by, condition);
    }
}

/// Every condition of the form, with the path of its key, and the question that it belongs to.
pub(super) fn all(form: &Form) -> Vec<(String, Option<usize>, &Condition)> {
    let mut all = Vec::new();
    let mut add = |table: &str, index: usize, key: &str, condition| {
        let question = (table == "question").then_some(index);
        if let Some(condition) = condition {
            all.push((format!("{table}[{index}].{key}"), question, condition));
        }
    };
    for (index, question) in form.questions.iter().enumerate() {
        add("question", index, "when", question.when.as_ref());
    }
    for (index, gate) in form.gates.iter().enumerate() {
        add("gate", index, "opens", Some(&gate.opens));
    }
    for (index, requirement) in form.requirements.iter().enumerate() {
        add("requirement", index, "when", requirement.when.as_ref());
        add("requirement", index, "check", requirement.check.as_ref());
    }
    for (index, notice) in form.notices.iter().enumerate() {
        add("notice", index, "when", notice.when.as_ref());
    }
    for (index, practice) in form.practices.iter().enumerate() {
        add("practice", index, "when", practice.when.as_ref());
    }
    for (index, paragraph) in form.paragraphs.iter().enumerate() {
        add("paragraph", index, "when", paragraph.when.as_ref());
        for (at, column) in paragraph.columns.iter().enumerate() {
            let when = column.instead.as_ref().map(|instead| &instead.when);
            add(
                "paragraph",
                index,
                &format!("columns[{at}].instead.when"),
                when,
            );
        }
    }
    for (index, part) in form.mail.iter().enumerate() {
        add("mail", index, "when", part.when.as_ref());
    }
    all
}

struct Checker<'a> {
    form: &'a Form,
    organisation: &'a Organisation,
    report: Report<'a>,
}

impl<'a> Checker<'a> {
    fn condition(&mut self, path: &str, asked_by: Option<usize>, condition: &Condition) {
        match condition {
            Condition::All(parts) => self.parts(&format!("{path}.all"), asked_by, parts),
            Condition::Any(parts) => self.parts(&format!("{path}.any"), asked_by, parts),
            Condition::Not(inner) => self.condition(&format!("{path}.not"), asked_by, inner),
            Condition::Kind(kinds) => {
                for kind in kinds.as_slice() {
                    let known = self.form.kinds.iter().map(|kind| kind.id.as_str());
                    self.report.known(
                        &format!("{path}.kind"),
                        "kind of request",
                        kind.as_str(),
                        known,
                    );
                }
            }
            Condition::Answered(question) => {
                self.question(&format!("{path}.answered"), asked_by, question);
            }
            Condition::Sound(question) => {
                self.question(&format!("{path}.sound"), asked_by, question);
            }
            Condition::Is(wanted) => {
                for (question, options) in wanted {
                    let path = format!("{path}.is.{question}");
                    if let Some(question) = self.question(&path, asked_by, question) {
                        self.options(&path, question, options.as_slice());
                    }
                }
            }
            Condition::Host(host) => {
                self.typed(
                    &format!("{path}.host.of"),
                    asked_by,
                    &host.of,
                    QuestionType::ServerAddress,
                );
                let classes = self
                    .organisation
                    .hosts
                    .iter()
                    .map(|host| host.class.as_str());
                for class in host.is.as_slice() {
                    let known = classes.clone().chain([LOOK_ALIKE, OTHER]);
                    self.report.known(
                        &format!("{path}.host.is"),
                        "class of hosts",
                        class.as_str(),
                        known,
                    );
                }
            }
            Condition::Mail(mail) => {
                self.typed(
                    &format!("{path}.mail.of"),
                    asked_by,
                    &mail.of,
                    QuestionType::Email,
                );
            }
            Condition::Mentions(mentions) => {
                self.mentions(&format!("{path}.mentions"), asked_by, mentions);
            }
            Condition::Older(older) => {
                self.typed(
                    &format!("{path}.older.of"),
                    asked_by,
                    &older.of,
                    QuestionType::Date,
                );
            }
            Condition::Beyond(beyond) => {
                self.typed(
                    &format!("{path}.beyond.of"),
                    asked_by,
                    &beyond.of,
                    QuestionType::Username,
                );
            }
            Condition::Elsewhere(elsewhere) => {
                let path = format!("{path}.elsewhere");
                self.typed(
                    &format!("{path}.of"),
                    asked_by,
                    &elsewhere.of,
                    QuestionType::MessageLinks,
                );
                self.typed(
                    &format!("{path}.than"),
                    asked_by,
                    &elsewhere.than,
                    QuestionType::ServerAddress,
                );
            }
        }
    }

    fn mentions(&mut self, path: &str, asked_by: Option<usize>, mentions: &Mentions) {
        for (index, question) in mentions.questions.iter().enumerate() {
            self.question(&format!("{path}.in[{index}]"), asked_by, question);
        }
        if mentions.questions.is_empty() {
            let error = Diagnostic::error("no question is looked at, so this never holds");
            let help = "name some, or take the condition out";
            self.report.push(&format!("{path}.in"), error.help(help));
        }
        let known = self.form.words.iter().map(|list| list.id.as_str());
        let words = mentions.words.as_str();
        self.report
            .known(&format!("{path}.words"), "list of words", words, known);
    }

    fn parts(&mut self, path: &str, asked_by: Option<usize>, parts: &[Condition]) {
        if parts.is_empty() {
            let error = Diagnostic::error("a condition of no conditions says nothing");
            self.report.push(
                path,
                error.help("write some into the brackets, or take it out"),
            );
        }
        for (index, part) in parts.iter().enumerate() {
            self.condition(&format!("{path}[{index}]"), asked_by, part);
        }
    }

    /// The question that a condition looks at.
    fn question(
        &mut self,
        path: &str,
        asked_by: Option<usize>,
        id: &QuestionId,
    ) -> Option<&'a Question> {
        let known = self
            .form
            .questions
            .iter()
            .map(|question| question.id.as_str());
        if !self.report.known(path, "question", id.as_str(), known) {
            return None;
        }
        let index = self
            .form
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
                    "look only at questions that stand before `{}`",
                    self.form.questions[own].id
                )),
            );
        }
        Some(&self.form.questions[index])
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
                .push(path, error.help("name a question of that type"));
        }
    }

    fn options(&mut self, path: &str, question: &Question, wanted: &[OptionId]) {
        let id = &question.id;
        match question.answer {
            QuestionType::Choice | QuestionType::Choices => {
                for option in wanted {
                    let known = question.options.iter().map(|option| option.id.as_str());
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
            QuestionType::Text
            | QuestionType::LongText
            | QuestionType::Email
            | QuestionType::ServerAddress
            | QuestionType::Username
            | QuestionType::MessageLinks
            | QuestionType::Date
            | QuestionType::Moment
            | QuestionType::Duration => {
                let error = Diagnostic::error(format!("`{id}` has no options that it could be"));
                self.report.push(
                    path,
                    error.help(format!(
                        "write `answered = \"{id}\"`, or `mentions` to look for words"
                    )),
                );
            }
        }
    }
}

fn what(answer: QuestionType) -> &'static str {
    match answer {
        QuestionType::Text | QuestionType::LongText => "text",
        QuestionType::Email => "an e-mail address",
        QuestionType::ServerAddress => "a server's address",
        QuestionType::Username => "a username",
        QuestionType::MessageLinks => "links to messages",
        QuestionType::Date => "a date",
        QuestionType::Moment => "a day or a time",
        QuestionType::Duration => "a length of time",
        QuestionType::Choice | QuestionType::Choices => "a choice",
        QuestionType::Tick => "a tick",
    }
}
