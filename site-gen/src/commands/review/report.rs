//! The findings about a draft, as text for people and as JSON.

use crate::diagnostic::ExitStatus;
use request_builder::answers::{Change, ClauseText, Date, Draft, Field, Migrated, Stamp};
use request_builder::labels::Labels;
use request_builder::review::{Evaluation, Finding, GateState, Review, State, review};
use request_builder::rulebook::Rulebook;
use request_builder::rules::{Level, RuleId, Rules, Tone};
use request_builder::text::clean;
use serde::Serialize;
use std::fmt::Write as _;

/// The findings about one draft, under the rules of one version.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Report {
    guidelines: Stamp,
    kind: Option<String>,
    /// True if no gate is closed and no required item is missing. What is done on paper is not
    /// counted.
    complete: bool,
    /// How the request is affected by changes to the rules since the draft was saved.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Change>,
    #[serde(flatten)]
    review: Review,
}

/// Reviews a draft.
pub(super) fn report(draft: Draft, book: &Rulebook, labels: &Labels, today: Date) -> Report {
    let kind = draft.answers.kind.as_ref().map(ToString::to_string);
    let Migrated {
        answers, changes, ..
    } = draft.migrate(book, labels);
    let evaluation = Evaluation::new(book, &answers, today);
    let review = review(&evaluation, labels);
    Report {
        guidelines: Stamp::of(book),
        kind,
        // A kind that these rules do not define counts as no kind.
        complete: answers.kind.is_some() && review.is_complete(),
        changes,
        review,
    }
}

impl Report {
    /// Exit status 1 while a required item is missing, no kind is chosen, or a gate is closed.
    pub(super) fn exit(&self) -> ExitStatus {
        if self.complete {
            ExitStatus::Success
        } else {
            ExitStatus::Content
        }
    }

    /// The report as JSON.
    pub(super) fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The report for people: missing items first, each with its sentence and place.
    pub(super) fn text(&self, book: &Rulebook, labels: &Labels) -> String {
        let mut out = String::new();
        let rules = &book.rules;
        let kind = rules
            .kinds
            .iter()
            .find(|kind| Some(kind.id.as_str()) == self.kind.as_deref());
        let title = kind.map_or("no kind of request chosen", |kind| labels.kind(&kind.id));
        let Stamp {
            version, revision, ..
        } = &self.guidelines;
        let _ = writeln!(
            out,
            "{title}, under the guidelines of {version}, rules revision {revision}"
        );
        self.changes(&mut out, book, labels);
        self.gates(&mut out, book, labels);
        for (heading, wanted) in [
            ("required and missing", (State::Missing, Level::Must)),
            (
                "required, but the answer is not valid",
                (State::Invalid, Level::Must),
            ),
            ("asked for, but missing", (State::Missing, Level::Should)),
            (
                "asked for, but the answer is not valid",
                (State::Invalid, Level::Should),
            ),
        ] {
            let found = self
                .review
                .findings
                .iter()
                .filter(|finding| (finding.state, finding.level) == wanted);
            for finding in found {
                let _ = writeln!(out, "\n{heading}: {} ({})", finding.message, finding.rule);
                places(&mut out, (rules, labels), finding);
                clause(&mut out, book, &finding.rule);
            }
        }
        for problem in &self.review.problems {
            let _ = writeln!(out, "\nnot valid: {}", problem.message);
            place(&mut out, (rules, labels), &problem.field);
        }
        for task in self.review.tasks.iter().filter(|task| !task.done) {
            let _ = writeln!(out, "\nto do on paper: {} ({})", task.text, task.rule);
            clause(&mut out, book, &task.rule);
        }
        for notice in &self.review.notices {
            let tone = match notice.tone {
                Tone::Info => "notice",
                Tone::Warning => "warning",
                Tone::Stop => "stop",
            };
            let _ = writeln!(out, "\n{tone}: {} ({})", notice.message, notice.notice);
            clause(&mut out, book, &notice.notice);
        }
        self.verdict(&mut out);
        out
    }

    /// Lists the changes that the page would show on opening the same draft, in the same words.
    fn changes(&self, out: &mut String, book: &Rulebook, labels: &Labels) {
        for change in &self.changes {
            let described = change.message(book, labels);
            let text = one_line(&described.text);
            let _ = writeln!(out, "\nchanged since it was saved: {text}");
            for (when, words) in [("before", &described.before), ("now", &described.now)] {
                if let Some(words) = words {
                    write_clause(out, book, when, words);
                }
            }
        }
    }

    fn gates(&self, out: &mut String, book: &Rulebook, labels: &Labels) {
        for passage in &self.review.gates {
            let _ = match passage.state {
                GateState::Open => continue,
                GateState::Closed => {
                    writeln!(out, "\nstop: {} ({})", passage.message, passage.gate)
                }
                GateState::Unanswered => writeln!(out, "\nnot decided yet ({})", passage.gate),
            };
            let gate = book.rules.gate(&passage.gate);
            for question in gate.iter().flat_map(|gate| &gate.ask) {
                let field = Field::new(question.clone(), None);
                place(out, (&book.rules, labels), &field);
            }
            clause(out, book, &passage.gate);
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
            "; no letter can be sent"
        } else {
            ""
        };
        let _ = writeln!(out, "\n{met} met, {open} required and missing{stopped}");
        let _ = writeln!(
            out,
            "a complete letter can still be forged: call back on a number that you found independently"
        );
    }
}

/// Writes the sentence that a rule cites and where to read it. Good practice cites none.
pub(super) fn clause(out: &mut String, book: &Rulebook, rule: &RuleId) {
    let rule = book.rules.rule(rule);
    let clause = rule.and_then(|rule| book.rules.clause(rule.clause?));
    if let Some(clause) = clause {
        if let Some(lead_in) = &clause.lead_in {
            let _ = writeln!(out, "  > {lead_in}");
        }
        let _ = writeln!(
            out,
            "  > {}\n  {}#{}",
            clause.quote, book.version.url, clause.address.0
        );
    }
}

/// Words of a draft on one line, without invisible characters. Anyone who sent it could otherwise add a
/// line to the report, turn the direction of one, or send commands to the terminal.
fn one_line(text: &str) -> String {
    let (text, _) = clean(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn write_clause(out: &mut String, book: &Rulebook, when: &str, words: &ClauseText) {
    let _ = writeln!(out, "  {when}, in “{}”:", one_line(&words.section));
    for sentence in words.lead_in.iter().chain([&words.quote]) {
        let _ = writeln!(out, "  > {}", one_line(sentence));
    }
    if let Some(address) = &words.address {
        let _ = writeln!(out, "  {}#{}", book.version.url, address.0);
    }
}

fn places(out: &mut String, named: (&Rules, &Labels), finding: &Finding) {
    for field in &finding.fields {
        place(out, named, field);
    }
}

/// Writes where in the form the answer belongs.
fn place(out: &mut String, (rules, labels): (&Rules, &Labels), field: &Field) {
    let question = rules.question(&field.question);
    let label = labels.question(&field.question);
    let group = question.and_then(|question| question.group.as_ref());
    let _ = match (group, field.entry) {
        (Some(group), Some(entry)) => {
            writeln!(out, "  at: {} {}, {label}", labels.group(group), entry + 1)
        }
        _ => writeln!(out, "  at: {label}"),
    };
}

#[cfg(test)]
mod tests {
    use super::report;
    use request_builder::answers::{Answer, ClauseSnapshot, Date, Draft};
    use request_builder::labels::Labels;
    use request_builder::rulebook::Rulebook;

    #[test]
    fn what_a_draft_says_is_printed_in_one_line_that_nothing_runs_or_turns() {
        let hostile = || "a\u{1b}[2J\u{9b}2J\u{202e}b\r\nforged: c\u{7}".to_owned();
        let mut draft = Draft::default();
        draft
            .answers
            .given
            .insert("gone".into(), Answer::Text(hostile()));
        draft.cites.push(ClauseSnapshot {
            rule: "gone".into(),
            level: None,
            section: hostile(),
            lead_in: Some(hostile()),
            quote: hostile(),
        });
        let (book, labels) = (Rulebook::default(), Labels::default());
        let text = report(draft, &book, &labels, Date::EPOCH).text(&book, &labels);
        assert_eq!(text.matches("b forged: c").count(), 3, "{text}");
        let is_harmful = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!text.contains(is_harmful), "{text:?}");
    }
}
