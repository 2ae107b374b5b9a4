//! Determines how a request is affected when its draft is opened under other rules than it was
//! saved under. No answer is discarded: an answer without a question stays in the draft, is left
//! out of letters, and is listed.

use super::{ClauseSnapshot, Draft, Stamp, change_message, cites};
use crate::answers::{Answer, Answers, Entry, Field, Invalid, validate};
use crate::rulebook::Rulebook;
use crate::rules::{GroupId, Level, Question, QuestionType, RuleId};
use litemap::LiteMap;
use serde::Serialize;

/// A draft migrated to the current rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Migrated {
    /// The answers that the current rules have a question for.
    pub answers: Answers,
    /// The changes, most important first.
    pub changes: Vec<Change>,
    /// The draft's labels of items that the current rules do not define.
    pub labels: LiteMap<String, String>,
}

/// A change that affects a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
pub enum Change {
    /// It was made for another organisation.
    Organisation {
        /// The old organisation.
        before: String,
    },
    /// It was made for another version of the guidelines.
    Version {
        /// The old version.
        before: String,
        /// The fingerprint of its text (SHA-256), empty if the draft does not name it.
        digest: String,
    },
    /// It was made for another revision of the rules.
    Revision {
        /// The old revision.
        before: u32,
    },
    /// The version is the same, but its text changed.
    Text {
        /// The fingerprint of the old text (SHA-256).
        digest: String,
    },
    /// The draft stores no clauses, so changes of sentences are unknown.
    Unlisted,
    /// The kind of request no longer exists, so none is chosen.
    KindRemoved {
        /// Its label in the draft.
        label: String,
    },
    /// A new rule.
    Added {
        /// The rule.
        rule: RuleId,
    },
    /// A removed rule.
    Removed {
        /// Its old clause.
        before: ClauseSnapshot,
    },
    /// A rule whose sentence was reworded.
    Reworded {
        /// The rule.
        rule: RuleId,
        /// Its old clause.
        before: ClauseSnapshot,
        /// Whether a tick or omission was reset because it applied to the old words.
        was_reset: bool,
    },
    /// A requirement that became stricter.
    Stricter {
        /// The rule.
        rule: RuleId,
        /// Its old level.
        before: Level,
        /// Whether its omission was reset.
        was_reset: bool,
    },
    /// A requirement that became looser.
    Looser {
        /// The rule.
        rule: RuleId,
        /// Its old level.
        before: Level,
    },
    /// An answer without a question. It is kept apart and not used.
    NotAsked {
        /// The label of its question in the draft.
        label: String,
        /// Its entry, counted from 1.
        entry: Option<usize>,
        /// The answer in words.
        answer: String,
    },
    /// A selected option that no longer exists.
    OptionRemoved {
        /// The question.
        field: Field,
        /// The label of the option in the draft.
        label: String,
    },
    /// An answer that is not valid.
    Invalid {
        /// The question.
        field: Field,
        /// The answer.
        answer: String,
        /// The reason.
        problem: Invalid,
    },
    /// An unknown key in the file, which was ignored.
    UnknownKey {
        /// The key.
        name: String,
    },
}

/// See [`Draft::migrate`].
pub(super) fn migrate(draft: Draft, book: &Rulebook, page: &crate::labels::Labels) -> Migrated {
    let mut changes = Vec::new();
    let Draft {
        organisation,
        guidelines,
        mut answers,
        cites,
        labels,
        unknown_keys,
        ..
    } = draft;
    let labels = Labels(labels);
    if !organisation.is_empty() && organisation != book.organisation.name {
        changes.push(Change::Organisation {
            before: organisation,
        });
    }
    let same_rules = stamp(&guidelines, book, &mut changes);
    let kind = answers.kind.clone();
    let kind_gone = kind.filter(|kind| book.rules.kind(kind).is_none());
    if let Some(kind) = &kind_gone {
        let label = labels.of(&["/", kind.as_str()], kind.as_str());
        changes.push(Change::KindRemoved { label });
        answers.kind = None;
    }
    // If the kind no longer exists, single rules are not listed as added or removed.
    if kind_gone.is_none() {
        if !cites.is_empty() {
            rules(&cites, &mut answers, book, &mut changes);
        } else if !same_rules {
            changes.push(Change::Unlisted);
        }
    }
    let mut looking = Comparing {
        book,
        page,
        labels: &labels,
        same_rules,
        changes: &mut changes,
    };
    looking.entry(&answers.given, None);
    for (group, entries) in &answers.groups {
        for (at, entry) in entries.iter().enumerate() {
            looking.entry(entry, Some((group, at)));
        }
    }
    for name in unknown_keys {
        changes.push(Change::UnknownKey { name });
    }
    Migrated {
        answers,
        changes,
        labels: labels.0,
    }
}

/// Reports a different organisation, version, revision or text. Returns whether the draft was made
/// under the same rules.
fn stamp(before: &Stamp, book: &Rulebook, changes: &mut Vec<Change>) -> bool {
    let now = Stamp::of(book);
    // A draft written by hand may lack these values.
    let is_other = |before: &str, now: &str| !before.is_empty() && !now.is_empty() && before != now;
    if before.version != now.version {
        changes.push(Change::Version {
            before: before.version.clone(),
            digest: before.digest.clone(),
        });
    } else if is_other(&before.digest, &now.digest) {
        let digest = before.digest.clone();
        changes.push(Change::Text { digest });
    } else if before.revision != 0 && before.revision != now.revision {
        let before = before.revision;
        changes.push(Change::Revision { before });
    } else {
        return true;
    }
    false
}

/// Compares the clauses that the draft cites with the current ones.
fn rules(
    before: &[ClauseSnapshot],
    answers: &mut Answers,
    book: &Rulebook,
    changes: &mut Vec<Change>,
) {
    let now = cites::cites(book, answers.kind.as_ref());
    let by_name = |one: &ClauseSnapshot| now.iter().find(|rule| rule.rule == one.rule);
    // A rule may have been renamed.
    let is_new = |rule: &&ClauseSnapshot| !before.iter().any(|one| one.rule == rule.rule);
    let by_words =
        |one: &ClauseSnapshot| now.iter().filter(is_new).find(|rule| rule.same_words(one));
    let mut known: Vec<&RuleId> = Vec::new();
    for one in before {
        let Some(rule) = by_name(one).or_else(|| by_words(one)) else {
            let is_listed = |change: &Change| match change {
                Change::Removed { before } => before.same_words(one),
                _ => false,
            };
            if !changes.iter().any(is_listed) {
                changes.push(Change::Removed {
                    before: one.clone(),
                });
            }
            continue;
        };
        known.push(&rule.rule);
        if rule.rule != one.rule {
            rename(answers, &one.rule, &rule.rule);
        }
        if !rule.same_words(one) {
            let ticked = take_out(&mut answers.ticked, &rule.rule);
            let left_out = take_out(&mut answers.left_out, &rule.rule);
            let was_reset = ticked || left_out;
            // Several rules may cite the same sentence, which is listed once.
            let is_listed = |change: &Change| match change {
                Change::Reworded {
                    rule: listed,
                    before,
                    ..
                } => {
                    let listed = now.iter().find(|now| now.rule == *listed);
                    before.same_words(one) && listed.is_some_and(|now| now.same_words(rule))
                }
                _ => false,
            };
            if was_reset || !changes.iter().any(is_listed) {
                changes.push(Change::Reworded {
                    rule: rule.rule.clone(),
                    before: one.clone(),
                    was_reset,
                });
            }
        }
        match (one.level, rule.level) {
            // The strongest level is the smallest.
            (Some(before), Some(level)) if level < before => {
                let was_reset = level == Level::Must && take_out(&mut answers.left_out, &rule.rule);
                changes.push(Change::Stricter {
                    rule: rule.rule.clone(),
                    before,
                    was_reset,
                });
            }
            (Some(before), Some(level)) if level > before => changes.push(Change::Looser {
                rule: rule.rule.clone(),
                before,
            }),
            _ => {}
        }
    }
    for rule in now.iter().filter(|rule| !known.contains(&&rule.rule)) {
        changes.push(Change::Added {
            rule: rule.rule.clone(),
        });
    }
}

fn take_out(rules: &mut Vec<RuleId>, rule: &RuleId) -> bool {
    let before = rules.len();
    rules.retain(|known| known != rule);
    rules.len() < before
}

fn rename(answers: &mut Answers, before: &RuleId, now: &RuleId) {
    for rules in [&mut answers.ticked, &mut answers.left_out] {
        if take_out(rules, before) {
            rules.push(now.clone());
        }
    }
}

/// The labels in the draft.
struct Labels(LiteMap<String, String>);

impl Labels {
    fn of(&self, name: &[&str], otherwise: &str) -> String {
        let label = self.0.get(name.concat().as_str());
        label.map_or(otherwise, String::as_str).to_owned()
    }
}

struct Comparing<'a> {
    book: &'a Rulebook,
    page: &'a crate::labels::Labels,
    labels: &'a Labels,
    same_rules: bool,
    changes: &'a mut Vec<Change>,
}

impl Comparing<'_> {
    /// Migrates the answers of one entry of a group, or those outside any group.
    fn entry(&mut self, entry: &Entry, within: Option<(&GroupId, usize)>) {
        for (id, answer) in entry.iter().filter(|(_, answer)| !answer.is_blank()) {
            let question = self.book.rules.question(id);
            let group = within.map(|(group, _)| group);
            if let Some(question) = question.filter(|question| question.group.as_ref() == group) {
                let field = Field::at(id, within.map(|(_, entry)| entry));
                self.answer(question, field, answer);
            } else {
                let name = |option: &str| self.labels.of(&[id.as_str(), "/", option], option);
                let label = self.labels.of(&[id.as_str()], id.as_str());
                self.changes.push(Change::NotAsked {
                    label,
                    entry: within.map(|(_, entry)| entry + 1),
                    answer: change_message::in_words(answer, self.page, name),
                });
            }
        }
    }

    /// Migrates an answer whose question exists.
    fn answer(&mut self, question: &Question, field: Field, answer: &Answer) {
        let Err(problem) = validate(question, answer, self.book) else {
            return;
        };
        let id = field.question.as_str();
        let name = |option: &str| self.labels.of(&[id, "/", option], option);
        let chosen: &[String] = match (question.answer, answer) {
            (QuestionType::Choice, Answer::Text(option)) => std::slice::from_ref(option),
            (QuestionType::Choices, Answer::Several(options)) => options,
            _ => &[],
        };
        let before = self.changes.len();
        for option in chosen {
            let option = option.trim();
            if !question.has_option(option) {
                self.changes.push(Change::OptionRemoved {
                    field: field.clone(),
                    label: name(option),
                });
            }
        }
        if self.changes.len() > before {
            return;
        }
        if !self.same_rules || problem == Invalid::Type {
            // Under the same rules the answer was already invalid when it was saved, and the field
            // says so.
            let answer = change_message::in_words(answer, self.page, name);
            self.changes.push(Change::Invalid {
                field,
                answer,
                problem,
            });
        }
    }
}
