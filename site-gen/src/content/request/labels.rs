//! Labels: every text that a page shows for the rules, in one language, by key. The keys follow
//! the tables of the rules: `[question.operator]` has `label`, `hint` and `options`.

use super::Read;
use crate::content::text_or_table::{self, TextOrTable};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// One file of labels, as it was read.
pub type LabelsFile = Read<Labels>;

/// One text, with its key: `question.operator.label`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text<'l> {
    /// The sort of thing that it belongs to: `question`.
    pub sort: &'static str,
    /// The id of that thing.
    pub id: &'l str,
    /// What follows: `label`, `options.cloud.label`.
    pub key: &'l str,
    /// The text.
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
        /// What one entry is called: "Account".
        title,
        /// The text of the button that adds one: "Add another account".
        add,
    }
    /// A gate.
    Gate {
        /// What an officer reads who cannot use this kind of request.
        closed,
    }
    /// A requirement.
    Requirement {
        /// What it is about, in a few words: "Letterhead".
        title,
        /// What to give, while it is missing.
        missing,
        /// What to do when something was given that is not enough.
        invalid,
        /// What to do on paper.
        paper,
    }
    /// A notice.
    Notice {
        /// The notice.
        text,
        /// What to do next, one step a line.
        next,
        /// A note that the officer can copy into the case file. `{question}` is an answer; a line
        /// with an answer that is missing is left out.
        note,
        /// What to do on paper because of it.
        paper,
    }
    /// Good practice.
    Practice {
        /// What to do and what it is good for.
        text,
        /// What to do on paper.
        paper,
    }
    /// A day that an officer should not miss. `{reminder.day}` is the day that was counted and
    /// `{reminder.from}` the day that it is counted from.
    Reminder {
        /// What the page says.
        text,
        /// The title of the entry in a calendar. Others may see it: no names, no accounts.
        title,
        /// The text of the entry.
        note,
    }
}

/// A kind of request.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Kind {
    /// What the kind is called.
    title: Option<String>,
    /// When to use it, in one or two sentences.
    use_when: Option<String>,
    /// What the officer needs, by the names in `needs` of the rules.
    #[serde(default)]
    needs: BTreeMap<String, String>,
    /// What the officer can expect, by the names in `yields` of the rules.
    #[serde(default)]
    yields: BTreeMap<String, String>,
}

/// A question.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Question {
    /// The question itself.
    label: Option<String>,
    /// Help under the question: what it means, an example.
    hint: Option<String>,
    /// What can be chosen, by id: the text, or a table with `label` and `hint`.
    #[serde(default)]
    options: BTreeMap<String, Choice>,
}

/// One of a question's options.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(untagged)]
enum Choice {
    /// The text alone.
    Label(String),
    /// The text with help.
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

/// An option with help.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ChoiceTable {
    /// The option.
    label: Option<String>,
    /// Help under it.
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
    /// Goes through every text.
    pub fn each(&self, see: &mut dyn FnMut(Text<'_>)) {
        fn of<T>(
            sort: &'static str,
            things: &BTreeMap<String, T>,
            see: &mut dyn FnMut(Text<'_>),
            each: impl Fn(&T, &mut dyn FnMut(&str, &str)),
        ) {
            for (id, thing) in things {
                each(thing, &mut |key, text| {
                    see(Text {
                        sort,
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
            for (key, text) in [("label", &question.label), ("hint", &question.hint)] {
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
