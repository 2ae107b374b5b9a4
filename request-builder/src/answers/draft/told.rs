//! What changed, in words: the interface's, filled in with the draft's and the guidelines' own.

use super::rests::each_rule;
use super::{Change, Rested, changes};
use crate::answers::{Answer, Answers, Entry, Field};
use crate::form::{Level, RuleId};
use crate::rulebook::{ClauseAddress, Rulebook};
use litemap::LiteMap;
use serde::Serialize;

/// One change, as it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Told {
    /// What changed, and what to do about it.
    pub text: String,
    /// The sentence that was rested on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Words>,
    /// The sentence that is rested on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Words>,
}

/// A sentence with its lead-in, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Words {
    /// The heading of its section.
    pub section: String,
    /// The lead-in, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// The sentence.
    pub quote: String,
    /// Where it stands in the text at hand; nowhere, if it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<ClauseAddress>,
}

impl Change {
    /// The change in words.
    pub fn told(&self, book: &Rulebook) -> Told {
        let wording = &book.wording;
        let plain = |text: String| Told {
            text,
            ..Told::default()
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
            Self::Version { before } => between("request-change-version", before, &book.version.id),
            Self::Revision { before } => between(
                "request-change-revision",
                &before.to_string(),
                &book.form.revision.to_string(),
            ),
            Self::Text => plain(fill("request-change-text", &[])),
            Self::Unlisted => plain(fill("request-change-unlisted", &[])),
            Self::KindGone { label } => plain(fill("request-change-kind", &[("before", label)])),
            Self::Came { rule } => {
                let (what, level, now) = standing(book, rule);
                let name = match level {
                    Some(Level::Must) => "request-change-came-must",
                    Some(Level::Should) => "request-change-came-should",
                    Some(Level::May) => "request-change-came-may",
                    None => "request-change-came",
                };
                let text = fill(name, &[("what", &what)]);
                Told { now, ..plain(text) }
            }
            Self::Went { before } => Told {
                before: Some(Words::from(before)),
                ..plain(fill("request-change-went", &[]))
            },
            Self::Reworded {
                rule,
                before,
                taken_back,
            } => {
                let (what, _, now) = standing(book, rule);
                let text = fill("request-change-reworded", &[("what", &what)]);
                Told {
                    before: Some(Words::from(before)),
                    now,
                    text: with_taken_back(text, *taken_back, book),
                }
            }
            Self::Stricter {
                rule,
                before,
                taken_back,
            } => {
                let told = level("request-change-stricter", book, rule, *before);
                Told {
                    text: with_taken_back(told.text, *taken_back, book),
                    ..told
                }
            }
            Self::Looser { rule, before } => level("request-change-looser", book, rule, *before),
            Self::Aside {
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
                plain(fill("request-change-aside", &values))
            }
            Self::OptionGone { field, label } => {
                let values = [("what", question(book, field)), ("answer", label.as_str())];
                plain(fill("request-change-option", &values))
            }
            Self::Unsound {
                field,
                answer,
                problem,
            } => {
                let problem = wording.get(problem.wording());
                let what = question(book, field);
                let values = [("what", what), ("problem", problem), ("answer", answer)];
                plain(fill("request-change-unsound", &values))
            }
            Self::Strange { name } => plain(fill("request-change-strange", &[("what", name)])),
        }
    }
}

impl From<&Rested> for Words {
    fn from(before: &Rested) -> Self {
        Self {
            section: before.section.clone(),
            basis: before.basis.clone(),
            quote: before.quote.clone(),
            address: None,
        }
    }
}

fn with_taken_back(text: String, taken_back: bool, book: &Rulebook) -> String {
    if taken_back {
        [&text, " ", book.wording.get("request-change-taken-back")].concat()
    } else {
        text
    }
}

fn level(name: &str, book: &Rulebook, rule: &RuleId, before: Level) -> Told {
    let (what, level, now) = standing(book, rule);
    let word = |level: Level| {
        book.wording.get(match level {
            Level::Must => "request-level-must",
            Level::Should => "request-level-should",
            Level::May => "request-level-may",
        })
    };
    let (before, level) = (word(before), level.map_or("", word));
    let values = [("what", what.as_str()), ("before", before), ("now", level)];
    Told {
        text: book.wording.fill(name, &values),
        now,
        ..Told::default()
    }
}

/// What a rule is about, how strongly it asks, and its sentence.
fn standing(book: &Rulebook, rule: &RuleId) -> (String, Option<Level>, Option<Words>) {
    let mut standing = (String::new(), None, None);
    each_rule(&book.form, &mut |one| {
        if one.id == rule {
            let (what, level) = one.asks.unzip();
            let section = one.clause.section;
            let words = Words {
                section: section.to_owned(),
                basis: one.clause.basis.map(str::to_owned),
                quote: one.clause.quote.to_owned(),
                address: book.clauses.get(rule).cloned(),
            };
            standing = (what.unwrap_or(section).to_owned(), level, Some(words));
        }
    });
    standing
}

fn question<'a>(book: &'a Rulebook, field: &'a Field) -> &'a str {
    let question = book.form.question(&field.question);
    question.map_or(field.question.as_str(), |question| question.label.as_str())
}

/// An answer as it is read, with the options' names as `name` gives them.
pub(super) fn in_words(answer: &Answer, book: &Rulebook, name: impl Fn(&str) -> String) -> String {
    match answer {
        Answer::Tick(_) => book.wording.get("request-ticked").to_owned(),
        Answer::Text(text) => name(text.trim()),
        Answer::Several(chosen) => {
            let names: Vec<String> = chosen.iter().map(|option| name(option.trim())).collect();
            names.join(", ")
        }
    }
}

/// What a draft of these answers has to remember the names of.
pub(super) fn labels(book: &Rulebook, answers: &Answers) -> LiteMap<String, String> {
    let mut labels = LiteMap::new();
    if let Some((name, label)) = answers
        .kind
        .as_ref()
        .and_then(|kind| changes::kind_label(book, kind))
    {
        labels.insert(name, label);
    }
    let mut add = |entry: &Entry| {
        for (id, answer) in entry.iter().filter(|(_, answer)| !answer.is_blank()) {
            let Some(question) = book.form.question(id) else {
                continue;
            };
            labels.insert(id.to_string(), question.label.clone());
            for option in &question.options {
                if answer.chooses(option.id.as_str()) {
                    let name = [id.as_str(), "/", option.id.as_str()].concat();
                    labels.insert(name, option.label.clone());
                }
            }
        }
    };
    add(&answers.given);
    answers.groups.values().flatten().for_each(add);
    labels
}
