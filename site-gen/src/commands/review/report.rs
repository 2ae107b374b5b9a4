//! Findings, printed for people and for programs.

use crate::diagnostic::Exit;
use request_builder::answers::{Change, Date, Draft, Field, Migrated, Stamp, Words};
use request_builder::form::{Form, Level, Tone};
use request_builder::review::{Finding, GateState, Review, Standing, State, review};
use request_builder::rulebook::Rulebook;
use serde::Serialize;
use std::fmt::Write as _;

/// The findings about one draft, under the rules of one version.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Report {
    guidelines: Stamp,
    kind: Option<String>,
    /// No gate is closed and no must is missing; what is done on paper is not counted.
    complete: bool,
    /// What it changed for this request that its draft was made under other rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Change>,
    #[serde(flatten)]
    review: Review,
}

/// Reviews a draft.
pub(super) fn report(draft: Draft, book: &Rulebook, today: Date) -> Report {
    let kind = draft.answers.kind.as_ref().map(ToString::to_string);
    let Migrated {
        answers, changes, ..
    } = draft.migrate(book);
    let standing = Standing::new(book, &answers, today);
    let review = review(&standing);
    Report {
        guidelines: Stamp::of(book),
        kind,
        // A kind that these rules do not have is none.
        complete: answers.kind.is_some() && review.is_complete(),
        changes,
        review,
    }
}

impl Report {
    /// 1 while a must is missing, no kind is chosen, or no letter can help.
    pub(super) fn exit(&self) -> Exit {
        if self.complete {
            Exit::Fine
        } else {
            Exit::Content
        }
    }

    /// The report as JSON.
    pub(super) fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The report for people: what is missing first, each with its sentence and where it stands.
    pub(super) fn text(&self, book: &Rulebook) -> String {
        let mut out = String::new();
        let form = &book.form;
        let kind = form
            .kinds
            .iter()
            .find(|kind| Some(kind.id.as_str()) == self.kind.as_deref());
        let title = kind.map_or("no kind of request chosen", |kind| kind.title.as_str());
        let Stamp {
            version, revision, ..
        } = &self.guidelines;
        let _ = writeln!(
            out,
            "{title}, under the guidelines of {version}, rules revision {revision}"
        );
        self.changes(&mut out, book);
        self.gates(&mut out, book);
        for (heading, wanted) in [
            ("required and missing", (State::Missing, Level::Must)),
            (
                "required, and what is given does not do",
                (State::Unsound, Level::Must),
            ),
            ("asked for and not given", (State::Missing, Level::Should)),
            (
                "asked for, and what is given does not do",
                (State::Unsound, Level::Should),
            ),
        ] {
            let found = self
                .review
                .findings
                .iter()
                .filter(|finding| (finding.state, finding.level) == wanted);
            for finding in found {
                let _ = writeln!(out, "\n{heading}: {} ({})", finding.message, finding.rule);
                places(&mut out, form, finding);
                clause(&mut out, book, finding.rule.as_str());
            }
        }
        for problem in &self.review.problems {
            let _ = writeln!(out, "\nnot well formed: {}", problem.message);
            place(&mut out, form, &problem.field);
        }
        for task in self.review.tasks.iter().filter(|task| !task.done) {
            let _ = writeln!(out, "\nto do on paper: {} ({})", task.text, task.rule);
            clause(&mut out, book, task.rule.as_str());
        }
        for told in &self.review.notices {
            let tone = match told.tone {
                Tone::Info => "notice",
                Tone::Warning => "warning",
                Tone::Stop => "stop",
            };
            let _ = writeln!(out, "\n{tone}: {} ({})", told.message, told.notice);
            clause(&mut out, book, told.notice.as_str());
        }
        self.verdict(&mut out);
        out
    }

    /// What the page lists when it opens the same draft, in the same words.
    fn changes(&self, out: &mut String, book: &Rulebook) {
        for change in &self.changes {
            let told = change.told(book);
            let _ = writeln!(out, "\nchanged since it was saved: {}", told.text);
            for (when, words) in [("before", &told.before), ("now", &told.now)] {
                if let Some(words) = words {
                    said(out, book, when, words);
                }
            }
        }
    }

    fn gates(&self, out: &mut String, book: &Rulebook) {
        for passage in &self.review.gates {
            let _ = match passage.state {
                GateState::Open => continue,
                GateState::Closed => {
                    writeln!(out, "\nstop: {} ({})", passage.message, passage.gate)
                }
                GateState::Unanswered => writeln!(out, "\nnot decided yet ({})", passage.gate),
            };
            let gate = book.form.gates.iter().find(|gate| gate.id == passage.gate);
            for question in gate.iter().flat_map(|gate| &gate.ask) {
                let field = Field {
                    question: question.clone(),
                    entry: None,
                };
                place(out, &book.form, &field);
            }
            clause(out, book, passage.gate.as_str());
        }
    }

    fn verdict(&self, out: &mut String) {
        let met = self
            .review
            .findings
            .iter()
            .filter(|finding| finding.state == State::Met)
            .count();
        let open = self.review.open_musts().count();
        let stopped = if self.review.is_stopped() {
            "; no letter can help here"
        } else {
            ""
        };
        let _ = writeln!(out, "\n{met} met, {open} required and missing{stopped}");
        let _ = writeln!(
            out,
            "complete is not authentic: call back by a number that you found independently"
        );
    }
}

/// The sentence that a rule stands on, and where to read it. Good practice has none.
pub(super) fn clause(out: &mut String, book: &Rulebook, rule: &str) {
    let found = book.form.clauses().find(|(id, _)| id.as_str() == rule);
    if let Some((id, clause)) = found {
        let address = book
            .clauses
            .get(id)
            .map_or("", |address| address.0.as_str());
        if let Some(basis) = clause.basis {
            let _ = writeln!(out, "  > {basis}");
        }
        let _ = writeln!(
            out,
            "  > {}\n  {}#{address}",
            clause.quote, book.version.url
        );
    }
}

fn said(out: &mut String, book: &Rulebook, when: &str, words: &Words) {
    let _ = writeln!(out, "  {when}, in “{}”:", words.section);
    for sentence in words.basis.iter().chain([&words.quote]) {
        let _ = writeln!(out, "  > {sentence}");
    }
    if let Some(address) = &words.address {
        let _ = writeln!(out, "  {}#{}", book.version.url, address.0);
    }
}

fn places(out: &mut String, form: &Form, finding: &Finding) {
    for field in &finding.fields {
        place(out, form, field);
    }
}

/// Where in the form an answer would help.
fn place(out: &mut String, form: &Form, field: &Field) {
    let question = form.question(&field.question);
    let label = question.map_or(field.question.as_str(), |question| question.label.as_str());
    let group = question.and_then(|question| form.group(question.group.as_ref()?));
    let _ = match (group, field.entry) {
        (Some(group), Some(entry)) => {
            writeln!(out, "  at: {} {}, {label}", group.title, entry + 1)
        }
        _ => writeln!(out, "  at: {label}"),
    };
}
