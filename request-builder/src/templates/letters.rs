//! The text of the letters of one version: their paragraphs, the covering email, and their words
//! for kinds, gaps and answers. All of it is in the language of the guidelines. A letter is made
//! of this text and of answers only, so no label of a page can get into it.

use super::{MailPart, Paragraph};
use crate::labels::Messages;
use crate::rules::{KindId, OptionId, QuestionId, RuleId};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// The text of the letters and of the covering email.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Letters {
    /// The paragraphs of the letters of every kind, in order.
    #[serde(default, rename = "paragraph", skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<Paragraph>,
    /// The parts of the covering email, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mail: Vec<MailPart>,
    /// The letters' words for kinds, gaps, answers and tasks on paper.
    #[serde(default)]
    pub words: LetterWords,
    /// The few messages of the interface that are printed in letters, such as the footer. They
    /// come from the theme: `site-gen` adds them when it makes the pages.
    #[serde(default, skip_serializing_if = "no_messages")]
    pub interface: Messages,
}

fn no_messages(messages: &Messages) -> bool {
    messages.0.is_empty()
}

/// The letters' words for kinds, gaps, answers and tasks on paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LetterWords {
    /// The title of a kind of request, which `{kind.title}` prints.
    #[serde(
        default,
        skip_serializing_if = "LiteMap::is_empty",
        deserialize_with = "crate::map::deserialize"
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<KindId, String>")
    )]
    pub kind: LiteMap<KindId, String>,
    /// What a letter prints, in brackets, in place of an answer that was not given.
    #[serde(
        default,
        skip_serializing_if = "LiteMap::is_empty",
        deserialize_with = "crate::map::deserialize"
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<QuestionId, String>")
    )]
    pub gap: LiteMap<QuestionId, String>,
    /// What a letter prints for the options of a question.
    #[serde(
        default,
        skip_serializing_if = "LiteMap::is_empty",
        deserialize_with = "crate::map::deserialize_nested"
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(
            with = "std::collections::BTreeMap<QuestionId, std::collections::BTreeMap<OptionId, String>>"
        )
    )]
    pub option: LiteMap<QuestionId, LiteMap<OptionId, String>>,
    /// What has to be done on paper because of a rule, for the checklist that is saved with a
    /// letter.
    #[serde(
        default,
        skip_serializing_if = "LiteMap::is_empty",
        deserialize_with = "crate::map::deserialize"
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<RuleId, String>")
    )]
    pub paper: LiteMap<RuleId, String>,
}

impl LetterWords {
    /// The title of a kind of request, or the name of the kind if there is none.
    pub fn kind<'w>(&'w self, id: &'w KindId) -> &'w str {
        self.kind.get(id).map_or(id.as_str(), String::as_str)
    }

    /// What to print for an answer that was not given, or the name of the question if there is
    /// nothing.
    pub fn gap<'w>(&'w self, id: &'w QuestionId) -> &'w str {
        self.gap.get(id).map_or(id.as_str(), String::as_str)
    }

    /// What to print for an option, or the name of the option if there is nothing.
    pub fn option<'w>(&'w self, question: &QuestionId, option: &'w str) -> &'w str {
        let words = self.option.get(question);
        let words = words.and_then(|options| options.get(option));
        words.map_or(option, String::as_str)
    }

    /// What has to be done on paper because of a rule, or the name of the rule if there are no
    /// words for it.
    pub fn paper<'w>(&'w self, rule: &'w RuleId) -> &'w str {
        self.paper.get(rule).map_or(rule.as_str(), String::as_str)
    }
}
