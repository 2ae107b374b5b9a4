//! Describes changes in words: the interface's messages, filled in with texts of the draft and the
//! guidelines.

use super::{Change, ClauseSnapshot};
use crate::answers::{Answer, Answers, Entry};
use crate::labels::Labels;
use crate::rulebook::{Rulebook, short};
use crate::rules::{ClauseAddress, Level, RuleId};
use litemap::LiteMap;
use serde::Serialize;

/// The description of one change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ChangeMessage {
    /// What changed, and what to do about it.
    pub text: String,
    /// The sentence that the draft cites.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<ClauseText>,
    /// The sentence that the rules cite now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<ClauseText>,
}

/// A sentence with its lead-in and place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ClauseText {
    /// The heading of its section.
    pub section: String,
    /// The lead-in, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_in: Option<String>,
    /// The sentence.
    pub quote: String,
    /// Its anchor in the current text; none if it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<ClauseAddress>,
}

impl Change {
    /// Describes a change.
    #[expect(clippy::too_many_lines, reason = "one arm for each sort of change")]
    pub fn message(&self, book: &Rulebook, labels: &Labels) -> ChangeMessage {
        let wording = &labels.interface;
        let plain = |text: String| ChangeMessage {
            text,
            ..ChangeMessage::default()
        };
        let fill = |name: &str, values: &[(&str, &str)]| wording.fill(name, values);
        let between = |name: &str, before: &str, now: &str| {
            plain(fill(name, &[("before", before), ("now", now)]))
        };
        match self {
            Self::Organisation { before } => between(
                "request-change-organisation",
                before,
                &book.organisation.name,
            ),
            Self::Version { before, digest } => between(
                "request-change-version",
                &with_fingerprint(before, digest, labels),
                &with_fingerprint(&book.version.id, &book.version.digest, labels),
            ),
            Self::Revision { before } => between(
                "request-change-revision",
                &before.to_string(),
                &book.rules.revision.to_string(),
            ),
            Self::Text { digest } => between(
                "request-change-text",
                short(digest),
                short(&book.version.digest),
            ),
            Self::Unlisted => plain(fill("request-change-unlisted", &[])),
            Self::KindRemoved { label } => plain(fill("request-change-kind", &[("before", label)])),
            Self::Added { rule } => {
                let (what, level, now) = format_rule(book, labels, rule);
                let name = match level {
                    Some(Level::Must) => "request-change-added-must",
                    Some(Level::Should) => "request-change-added-should",
                    Some(Level::May) => "request-change-added-may",
                    None => "request-change-added",
                };
                let text = fill(name, &[("what", &what)]);
                ChangeMessage { now, ..plain(text) }
            }
            Self::Removed { before } => ChangeMessage {
                before: Some(ClauseText::from(before)),
                ..plain(fill("request-change-removed", &[]))
            },
            Self::Reworded {
                rule,
                before,
                was_reset,
            } => {
                let (what, _, now) = format_rule(book, labels, rule);
                let text = fill("request-change-reworded", &[("what", &what)]);
                ChangeMessage {
                    before: Some(ClauseText::from(before)),
                    now,
                    text: with_reset_note(text, *was_reset, labels),
                }
            }
            Self::Stricter {
                rule,
                before,
                was_reset,
            } => {
                let stricter = level("request-change-stricter", book, labels, rule, *before);
                ChangeMessage {
                    text: with_reset_note(stricter.text, *was_reset, labels),
                    ..stricter
                }
            }
            Self::Looser { rule, before } => {
                level("request-change-looser", book, labels, rule, *before)
            }
            Self::NotAsked {
                label,
                entry,
                answer,
            } => {
                let number = entry.map(|entry| entry.to_string());
                let label = match &number {
                    Some(number) => [label.as_str(), " (", number, ")"].concat(),
                    None => label.clone(),
                };
                let values = [("what", label.as_str()), ("answer", answer)];
                plain(fill("request-change-not-asked", &values))
            }
            Self::OptionRemoved { field, label } => {
                let values = [
                    ("what", labels.question(&field.question)),
                    ("answer", label.as_str()),
                ];
                plain(fill("request-change-option", &values))
            }
            Self::Invalid {
                field,
                answer,
                problem,
            } => {
                let problem = problem.message(wording);
                let what = labels.question(&field.question);
                let values = [
                    ("what", what),
                    ("problem", problem.as_str()),
                    ("answer", answer),
                ];
                plain(fill("request-change-invalid", &values))
            }
            Self::UnknownKey { name } => {
                plain(fill("request-change-unknown-key", &[("what", name)]))
            }
        }
    }
}

impl From<&ClauseSnapshot> for ClauseText {
    fn from(before: &ClauseSnapshot) -> Self {
        Self {
            section: before.section.clone(),
            lead_in: before.lead_in.clone(),
            quote: before.quote.clone(),
            address: None,
        }
    }
}

fn with_reset_note(text: String, was_reset: bool, labels: &Labels) -> String {
    if was_reset {
        [&text, " ", labels.interface.get("request-change-reset")].concat()
    } else {
        text
    }
}

fn level(
    name: &str,
    book: &Rulebook,
    labels: &Labels,
    rule: &RuleId,
    before: Level,
) -> ChangeMessage {
    let (what, level, now) = format_rule(book, labels, rule);
    let word = |level: Level| {
        labels.interface.get(match level {
            Level::Must => "request-level-must",
            Level::Should => "request-level-should",
            Level::May => "request-level-may",
        })
    };
    let (before, level) = (word(before), level.map_or("", word));
    let values = [("what", what.as_str()), ("before", before), ("now", level)];
    ChangeMessage {
        text: labels.interface.fill(name, &values),
        now,
        ..ChangeMessage::default()
    }
}

/// A version with the fingerprint of its text, if that is known.
fn with_fingerprint(version: &str, digest: &str, labels: &Labels) -> String {
    if digest.is_empty() {
        return version.to_owned();
    }
    let values = [("version", version), ("fingerprint", short(digest))];
    labels.interface.fill("request-with-fingerprint", &values)
}

/// Formats a rule: its title, force and sentence.
fn format_rule(
    book: &Rulebook,
    labels: &Labels,
    rule: &RuleId,
) -> (String, Option<Level>, Option<ClauseText>) {
    let found = book.rules.rule(rule);
    let clause = found.and_then(|rule| book.rules.clause(rule.clause?));
    let (Some(found), Some(clause)) = (found, clause) else {
        return (String::new(), None, None);
    };
    let what = match found.level {
        Some(_) => labels.requirement(rule, "title"),
        None => &clause.section,
    };
    let words = ClauseText {
        section: clause.section.clone(),
        lead_in: clause.lead_in.clone(),
        quote: clause.quote.clone(),
        address: Some(clause.address.clone()),
    };
    (what.to_owned(), found.level, Some(words))
}

/// Formats an answer, with the names of options from `name`.
pub(super) fn in_words(answer: &Answer, labels: &Labels, name: impl Fn(&str) -> String) -> String {
    match answer {
        Answer::Tick(_) => labels.interface.get("request-ticked").to_owned(),
        Answer::Text(text) => name(text.trim()),
        Answer::Several(chosen) => {
            let names: Vec<String> = chosen.iter().map(|option| name(option.trim())).collect();
            names.join(", ")
        }
    }
}

/// The labels that a draft of these answers has to store.
pub(super) fn labels(book: &Rulebook, page: &Labels, answers: &Answers) -> LiteMap<String, String> {
    let mut labels = LiteMap::new();
    let known = answers.kind.as_ref();
    if let Some(kind) = known.filter(|kind| book.rules.kind(kind).is_some()) {
        labels.insert(["/", kind.as_str()].concat(), page.kind(kind).to_owned());
    }
    let mut add = |entry: &Entry| {
        for (id, answer) in entry.iter().filter(|(_, answer)| !answer.is_blank()) {
            let Some(question) = book.rules.question(id) else {
                continue;
            };
            labels.insert(id.to_string(), page.question(id).to_owned());
            for option in &question.options {
                if answer.chooses(option.as_str()) {
                    let name = [id.as_str(), "/", option.as_str()].concat();
                    labels.insert(name, page.option(id, option.as_str()).to_owned());
                }
            }
        }
    };
    add(&answers.given);
    answers.groups.values().flatten().for_each(add);
    labels
}
