//! `requests.<language>.toml`: what the request page says of the rules in another language. It
//! holds words and nothing else; whatever a rule does stands in `requests.toml` alone.

use super::files::File;
use super::spans::Spans;
use super::table;
use crate::diagnostic::{Diagnostics, Place, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The words of one language, and where each of them stands.
#[derive(Clone, Debug)]
pub struct Translation {
    /// The language, as the name of the file has it: `pt-BR`.
    pub language: String,
    /// The revision of the rules that the words were written for.
    pub made_for: u32,
    /// The words, by the name of the text: `question.username.label`.
    pub texts: BTreeMap<String, String>,
    /// More words for lists of words that conditions look for.
    pub more_words: BTreeMap<String, Vec<String>>,
    /// The file.
    pub source: Source,
    spans: Spans,
}

impl Translation {
    /// Where something stands, by its name.
    pub fn place(&self, name: &str) -> Place {
        Place::new(&self.source, self.spans.get(name))
    }
}

/// The language that a file of words is for: `pt-BR` of `requests.pt-BR.toml`.
pub(super) fn language_of(name: &str) -> Option<&str> {
    name.strip_prefix("requests.")?.strip_suffix(".toml")
}

pub(super) fn read(language: &str, file: &File, found: &mut Diagnostics) -> Option<Translation> {
    let source = file.read(found)?;
    let (written, spans) = table::read::<Written>(&source, 0..source.text().len(), found)?;
    let mut texts = BTreeMap::new();
    let tables = toml::Table::try_from(&written).unwrap_or_default();
    flatten(String::new(), toml::Value::Table(tables), &mut texts);
    let more_words = written.words.into_iter();
    Some(Translation {
        language: language.to_owned(),
        made_for: written.made_for,
        texts,
        more_words: more_words.map(|(id, list)| (id, list.also)).collect(),
        source,
        spans,
    })
}

/// Every text by the names that lead to it. A text without words is none.
fn flatten(path: String, value: toml::Value, texts: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::String(text) if !text.trim().is_empty() => {
            texts.insert(path, text);
        }
        toml::Value::Array(values) => {
            for (index, value) in values.into_iter().enumerate() {
                flatten(format!("{path}[{index}]"), value, texts);
            }
        }
        toml::Value::Table(table) => {
            let dot = if path.is_empty() { "" } else { "." };
            for (key, value) in table {
                flatten(format!("{path}{dot}{key}"), value, texts);
            }
        }
        toml::Value::String(_)
        | toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_) => {}
    }
}

/// The JSON Schema of `requests.<language>.toml`.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Written)
}

/// All of one `requests.<language>.toml`. Each thing goes by its name in `requests.toml`, and every
/// text may be left out: what has no words here is shown in the language of `requests.toml`.
#[derive(Deserialize, Serialize, JsonSchema)]
#[schemars(title = "Translation")]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    /// The `revision` of `requests.toml` that these words were written for. When the rules have a
    /// newer one, look at what changed there, and then put its number here.
    #[serde(skip_serializing)]
    made_for: u32,
    /// Kinds of request.
    #[serde(default)]
    kind: BTreeMap<String, Kind>,
    /// Steps of the way through.
    #[serde(default)]
    step: BTreeMap<String, Step>,
    /// Parts of the form that may be given several times.
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
    /// Days to remember.
    #[serde(default)]
    reminder: BTreeMap<String, Reminder>,
    /// More words for the lists of words that are looked for in what an officer writes. They are
    /// looked for on the pages of every language.
    #[serde(default, skip_serializing)]
    words: BTreeMap<String, MoreWords>,
}

/// Words of things of one sort, all of which may be left out.
macro_rules! words_of {
    ($($(#[$doc:meta])* $name:ident { $($(#[$key_doc:meta])* $key:ident: $text:ty,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Deserialize, Serialize, JsonSchema)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        struct $name {
            $($(#[$key_doc])* #[serde(default, skip_serializing_if = "is_left_out")] $key: $text,)+
        }
    )+};
}

words_of! {
    /// A kind of request.
    Kind {
        /// What the kind is called on the page. A letter calls it as `requests.toml` does.
        title: Option<String>,
        /// When to use it.
        use_when: Option<String>,
        /// What the officer has to have, in the order of `requests.toml`.
        needs: Vec<String>,
        /// What comes of it, in the order of `requests.toml`.
        yields: Vec<String>,
    }
    /// A step.
    Step {
        /// The step's heading.
        title: Option<String>,
        /// A sentence or two under the heading.
        intro: Option<String>,
    }
    /// A part of the form that may be given several times.
    Group {
        /// What one entry is called.
        title: Option<String>,
        /// The words on the button that adds one.
        add: Option<String>,
    }
    /// A question.
    Question {
        /// The question itself.
        label: Option<String>,
        /// Help under the label.
        hint: Option<String>,
        /// What can be chosen, by name.
        options: BTreeMap<String, Choice>,
    }
    /// One of a question's options.
    Choice {
        /// What it is called on the page. A letter calls it as `requests.toml` does.
        label: Option<String>,
        /// Help under the label.
        hint: Option<String>,
    }
    /// A gate.
    Gate {
        /// What an officer is told who was refused.
        closed: Option<String>,
    }
    /// A requirement.
    Requirement {
        /// What it is about, in a few words.
        title: Option<String>,
        /// What to do on paper.
        paper: Option<String>,
        /// What an officer is told while it is missing.
        missing: Option<String>,
        /// What an officer is told when something is given that does not do.
        unsound: Option<String>,
    }
    /// A notice.
    Notice {
        /// What is told.
        text: Option<String>,
        /// What to do next, in the order of `requests.toml`.
        next: Vec<String>,
        /// A note for the officer's own file.
        note: Option<String>,
        /// What to do on paper.
        paper: Option<String>,
    }
    /// A piece of good practice.
    Practice {
        /// What is told.
        text: Option<String>,
        /// What to do on paper.
        paper: Option<String>,
    }
    /// A day to remember.
    Reminder {
        /// What is told on the page.
        text: Option<String>,
        /// What the entry in a calendar is called.
        title: Option<String>,
        /// What stands in the entry.
        note: Option<String>,
    }
}

/// More words for one list of words.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MoreWords {
    /// Words and phrases, as in `requests.toml`: a `*` at the end stands for any ending.
    also: Vec<String>,
}

/// Whether nothing was written for a key.
trait LeftOut {
    fn is_left_out(&self) -> bool;
}

impl LeftOut for Option<String> {
    fn is_left_out(&self) -> bool {
        self.is_none()
    }
}

impl LeftOut for Vec<String> {
    fn is_left_out(&self) -> bool {
        self.is_empty()
    }
}

impl LeftOut for BTreeMap<String, Choice> {
    fn is_left_out(&self) -> bool {
        self.is_empty()
    }
}

fn is_left_out(value: &impl LeftOut) -> bool {
    value.is_left_out()
}
