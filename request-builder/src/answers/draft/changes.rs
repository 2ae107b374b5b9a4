//! What it changes for one request that its draft is opened under other rules than it was saved
//! under. No answer is ever thrown away: one that nobody asks for stays in the draft, is in no
//! letter, and is shown.

use super::{ClauseSnapshot, Draft, Stamp, change_message, cites};
use crate::answers::{Answer, Answers, Date, Entry, Field, Invalid, validate};
use crate::rulebook::Rulebook;
use crate::rules::{GroupId, Level, Question, QuestionType, RuleId};
use litemap::LiteMap;
use serde::Serialize;

/// A draft as it stands under the rules at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Migrated {
    /// The answers.
    pub answers: Answers,
    /// What changed, the weightiest first.
    pub changes: Vec<Change>,
    /// What the draft called the things that these rules do not know.
    pub labels: LiteMap<String, String>,
}

/// One thing that changed for a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
pub enum Change {
    /// It was saved on another day, perhaps by somebody else.
    Saved {
        /// The day.
        before: Date,
    },
    /// It was made for another organisation.
    Organisation {
        /// Which.
        before: String,
    },
    /// It was made for another version of the guidelines.
    Version {
        /// Which.
        before: String,
    },
    /// It was made for another revision of the rules.
    Revision {
        /// Which.
        before: u32,
    },
    /// The version is the same, and its text is not.
    Text,
    /// It does not say what it rested on, so nothing can be said of its sentences.
    Unlisted,
    /// There is no such kind of request any more; none is chosen.
    KindGone {
        /// What it was called.
        label: String,
    },
    /// A rule that was not there.
    Came {
        /// The rule.
        rule: RuleId,
    },
    /// A rule that is no longer there.
    Went {
        /// What it was.
        before: ClauseSnapshot,
    },
    /// A rule that rests on other words.
    Reworded {
        /// The rule.
        rule: RuleId,
        /// What it was.
        before: ClauseSnapshot,
        /// It was ticked off or left out, and that was taken back: it was said of other words.
        taken_back: bool,
    },
    /// A requirement that is asked for more strongly.
    Stricter {
        /// The rule.
        rule: RuleId,
        /// How strongly it was asked for.
        before: Level,
        /// It was left out, and that was taken back.
        taken_back: bool,
    },
    /// A requirement that is asked for less strongly.
    Looser {
        /// The rule.
        rule: RuleId,
        /// How strongly it was asked for.
        before: Level,
    },
    /// An answer that no question asks for. It is kept aside.
    Aside {
        /// What its question was called.
        label: String,
        /// The entry that it stands in, counted from 1.
        entry: Option<usize>,
        /// The answer, in words.
        answer: String,
    },
    /// An option that was chosen and is no longer offered.
    OptionGone {
        /// Where.
        field: Field,
        /// What the option was called.
        label: String,
    },
    /// An answer that does not do.
    Invalid {
        /// Where.
        field: Field,
        /// The answer.
        answer: String,
        /// Why.
        problem: Invalid,
    },
    /// A name in the file that no draft has; what stands there was passed over.
    UnknownKey {
        /// The name.
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
        changes.push(Change::KindGone { label });
        answers.kind = None;
    }
    // Of a kind that is gone, no rule came or went: all did.
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
    changes.extend(
        unknown_keys
            .into_iter()
            .map(|name| Change::UnknownKey { name }),
    );
    Migrated {
        answers,
        changes,
        labels: labels.0,
    }
}

/// Whether the draft was made under these very rules.
fn stamp(before: &Stamp, book: &Rulebook, changes: &mut Vec<Change>) -> bool {
    let now = Stamp::of(book);
    // A draft that somebody wrote by hand may not say.
    let is_other = |before: &str, now: &str| !before.is_empty() && !now.is_empty() && before != now;
    if before.version != now.version {
        let before = before.version.clone();
        changes.push(Change::Version { before });
    } else if is_other(&before.digest, &now.digest) {
        changes.push(Change::Text);
    } else if before.revision != 0 && before.revision != now.revision {
        let before = before.revision;
        changes.push(Change::Revision { before });
    } else {
        return true;
    }
    false
}

/// What the request rested on, beside what it rests on.
fn rules(
    before: &[ClauseSnapshot],
    answers: &mut Answers,
    book: &Rulebook,
    changes: &mut Vec<Change>,
) {
    let now = cites::cites(book, answers.kind.as_ref());
    let by_name = |one: &ClauseSnapshot| now.iter().find(|rule| rule.rule == one.rule);
    // A rule may have been given another name.
    let is_new = |rule: &&ClauseSnapshot| !before.iter().any(|one| one.rule == rule.rule);
    let by_words =
        |one: &ClauseSnapshot| now.iter().filter(is_new).find(|rule| rule.same_words(one));
    let mut known: Vec<&RuleId> = Vec::new();
    for one in before {
        let Some(rule) = by_name(one).or_else(|| by_words(one)) else {
            changes.push(Change::Went {
                before: one.clone(),
            });
            continue;
        };
        known.push(&rule.rule);
        if rule.rule != one.rule {
            rename(answers, &one.rule, &rule.rule);
        }
        if !rule.same_words(one) {
            let ticked = take_out(&mut answers.ticked, &rule.rule);
            let left_out = take_out(&mut answers.left_out, &rule.rule);
            changes.push(Change::Reworded {
                rule: rule.rule.clone(),
                before: one.clone(),
                taken_back: ticked || left_out,
            });
        }
        match (one.level, rule.level) {
            // The strongest comes first.
            (Some(before), Some(level)) if level < before => {
                let taken_back =
                    level == Level::Must && take_out(&mut answers.left_out, &rule.rule);
                changes.push(Change::Stricter {
                    rule: rule.rule.clone(),
                    before,
                    taken_back,
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
        changes.push(Change::Came {
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

/// What the draft called things.
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
    /// The answers of one entry of a group, or those that are in none.
    fn entry(&mut self, entry: &Entry, within: Option<(&GroupId, usize)>) {
        for (id, answer) in entry.iter().filter(|(_, answer)| !answer.is_blank()) {
            let question = self.book.rules.question(id);
            let group = within.map(|(group, _)| group);
            if let Some(question) = question.filter(|question| question.group.as_ref() == group) {
                let field = Field {
                    question: id.clone(),
                    entry: within.map(|(_, entry)| entry),
                };
                self.answer(question, field, answer);
            } else {
                let name = |option: &str| self.labels.of(&[id.as_str(), "/", option], option);
                let label = self.labels.of(&[id.as_str()], id.as_str());
                self.changes.push(Change::Aside {
                    label,
                    entry: within.map(|(_, entry)| entry + 1),
                    answer: change_message::in_words(answer, self.page, name),
                });
            }
        }
    }

    /// An answer to a question that is there.
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
        let gone = chosen
            .iter()
            .filter(|option| !question.has_option(option.trim()));
        let gone: Vec<Change> = gone
            .map(|option| Change::OptionGone {
                field: field.clone(),
                label: name(option.trim()),
            })
            .collect();
        if !gone.is_empty() {
            self.changes.extend(gone);
        } else if !self.same_rules || problem == Invalid::Sort {
            // Under the same rules it was no better when it was saved, and the field says so.
            let answer = change_message::in_words(answer, self.page, name);
            self.changes.push(Change::Invalid {
                field,
                answer,
                problem,
            });
        }
    }
}
