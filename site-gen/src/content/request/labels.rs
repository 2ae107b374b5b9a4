//! Labels: the texts that a page shows for the rules, in one language, by key. The keys follow the
//! tables of the rules: `[question.operator]` has `label`, `hint` and `options`.

use super::Read;
use crate::content::text_or_table::{self, TextOrTable};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// A parsed file of labels.
pub type LabelsFile = Read<Labels>;

/// One text, with its key: `question.operator.label`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelText<'l> {
    /// The table: `question`.
    pub table: &'static str,
    /// The id in that table.
    pub id: &'l str,
    /// The key in that item: `label`, `options.cloud.label`.
    pub key: &'l str,
    /// The label in the language of its file.
    pub text: &'l str,
}

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident { $($(#[$key_doc:meta])* $key:ident,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        struct $name {
            $($(#[$key_doc])* $key: Option<String>,)+
        }

        impl $name {
            fn each(&self, see: &mut dyn FnMut(&str, &str)) {
                $(if let Some(text) = &self.$key {
                    see(&stringify!($key).replace('_', "-"), text);
                })+
            }
        }
    )+};
}

labels! {
    /// A step of the form.
    Step {
        /// The step's heading.
        title,
        /// A sentence or two under the heading.
        intro,
    }
    /// A part of the form that can be filled in several times.
    Group {
        /// The name of one entry: "Account".
        title,
        /// The text of the button that adds an entry: "Add another account".
        add,
    }
    Gate {
        /// Shown to an officer who cannot use this kind of request.
        closed,
    }
    Requirement {
        /// The subject in a few words: "Letterhead".
        title,
        /// What to provide. Shown while it is missing.
        missing,
        /// How to correct an insufficient answer.
        invalid,
        /// What to do on paper.
        paper,
    }
    Notice {
        /// What the officer should know, in one or two sentences.
        text,
        /// What to do next, one step per line.
        next,
        /// A note that the officer can copy into the case file. `{question}` is replaced by an
        /// answer; a line with a missing answer is left out.
        note,
        /// A letter that the officer can copy and send to somebody else, such as the operator of
        /// another server, with placeholders like those of the note.
        letter,
        /// What to do on paper because of the notice.
        paper,
    }
    /// Good practice.
    Practice {
        /// What to do and why.
        text,
        /// What to do on paper.
        paper,
    }
    /// A day that an officer should not miss. `{reminder.day}` is that day, and `{reminder.from}`
    /// the day from which it is counted.
    Reminder {
        /// The text on the page.
        text,
        /// The title of the calendar entry. Others may see it, so it must not contain names or
        /// accounts.
        title,
        /// The text of the calendar entry.
        note,
        /// The text next to the date that the days are counted from.
        ahead,
        /// The same once the day is over, with `{reminder.late}`, the number of days since.
        past,
    }
}

/// A kind of request.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Kind {
    /// The name of the kind.
    title: Option<String>,
    /// When to use it, in one or two sentences.
    use_when: Option<String>,
    /// What the officer needs, by the ids in `needs` of the rules.
    #[serde(default)]
    needs: BTreeMap<String, String>,
    /// What the officer can expect, by the ids in `yields` of the rules.
    #[serde(default)]
    yields: BTreeMap<String, String>,
}

/// A question.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Question {
    /// The question itself.
    label: Option<String>,
    /// Help below the question: an explanation or an example.
    hint: Option<String>,
    /// Message at the question, where a requirement asks several questions: what to enter here.
    missing: Option<String>,
    /// Message at the question, where its answer means that there is none, such as `unknown`.
    no_answer: Option<String>,
    /// The options, by id: the text, or a table with `label` and `hint`.
    #[serde(default)]
    options: BTreeMap<String, Choice>,
}

/// One of a question's options.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(untagged)]
enum Choice {
    /// Just the text.
    Label(String),
    /// The text with a hint.
    Table(ChoiceTable),
}

impl<'de> Deserialize<'de> for Choice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text_or_table::read(deserializer).map(|read| match read {
            TextOrTable::Text(label) => Self::Label(label),
            TextOrTable::Table(table) => Self::Table(table),
        })
    }
}

/// An option with a hint.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ChoiceTable {
    /// The option.
    label: Option<String>,
    /// Help below it.
    hint: Option<String>,
}

/// One file of labels.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Labels {
    /// Kinds of request.
    #[serde(default)]
    kind: BTreeMap<String, Kind>,
    /// Steps.
    #[serde(default)]
    step: BTreeMap<String, Step>,
    /// Parts of the form that can be filled in several times.
    #[serde(default)]
    group: BTreeMap<String, Group>,
    /// Questions.
    #[serde(default)]
    question: BTreeMap<String, Question>,
    /// Gates.
    #[serde(default)]
    gate: BTreeMap<String, Gate>,
    /// Requirements.
    #[serde(default)]
    requirement: BTreeMap<String, Requirement>,
    /// Notices.
    #[serde(default)]
    notice: BTreeMap<String, Notice>,
    /// Good practice.
    #[serde(default)]
    practice: BTreeMap<String, Practice>,
    /// Days that an officer should not miss.
    #[serde(default)]
    reminder: BTreeMap<String, Reminder>,
}

impl Labels {
    /// Visits every text.
    pub fn each(&self, see: &mut dyn FnMut(LabelText<'_>)) {
        fn of<T>(
            table: &'static str,
            things: &BTreeMap<String, T>,
            see: &mut dyn FnMut(LabelText<'_>),
            each: impl Fn(&T, &mut dyn FnMut(&str, &str)),
        ) {
            for (id, thing) in things {
                each(thing, &mut |key, text| {
                    see(LabelText {
                        table,
                        id,
                        key,
                        text,
                    });
                });
            }
        }
        of("kind", &self.kind, see, |kind, see| {
            for (key, text) in [("title", &kind.title), ("use-when", &kind.use_when)] {
                if let Some(text) = text {
                    see(key, text);
                }
            }
            for (list, texts) in [("needs", &kind.needs), ("yields", &kind.yields)] {
                for (name, text) in texts {
                    see(&format!("{list}.{name}"), text);
                }
            }
        });
        of("step", &self.step, see, Step::each);
        of("group", &self.group, see, Group::each);
        of("question", &self.question, see, |question, see| {
            let texts = [
                ("label", &question.label),
                ("hint", &question.hint),
                ("missing", &question.missing),
                ("no-answer", &question.no_answer),
            ];
            for (key, text) in texts {
                if let Some(text) = text {
                    see(key, text);
                }
            }
            for (id, option) in &question.options {
                let (label, hint) = match option {
                    Choice::Label(label) => (Some(label), None),
                    Choice::Table(table) => (table.label.as_ref(), table.hint.as_ref()),
                };
                for (key, text) in [("label", label), ("hint", hint)] {
                    if let Some(text) = text {
                        see(&format!("options.{id}.{key}"), text);
                    }
                }
            }
        });
        of("gate", &self.gate, see, Gate::each);
        of("requirement", &self.requirement, see, Requirement::each);
        of("notice", &self.notice, see, Notice::each);
        of("practice", &self.practice, see, Practice::each);
        of("reminder", &self.reminder, see, Reminder::each);
    }
}
