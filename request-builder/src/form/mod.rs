//! The model of `requests.toml`: what can be asked for, what is asked of the officer, and the
//! rules, each with the sentence of the guidelines that it stands on.
//!
//! These types only hold what was written. Whether a quote stands in its section is `site-gen`'s
//! to prove; what a rule says about a set of answers is [`crate::review`]'s.

mod condition;
pub(crate) mod in_order;
mod look_for;
mod mail;
mod name;
mod paragraph;
mod point;
mod question;
mod reminder;
mod rule;
mod site_only;
mod text;
mod texts;

pub use condition::{Beyond, Condition, Elsewhere, Few, HostIs, MailIs, Mentions, Older};
pub use look_for::{
    Checking, FilledIn, Guard, Guarded, HostSign, LetterMail, LookFor, MailSign, NameSign, Near,
    Sign, TellKind, UsernameSign, Words,
};
pub use mail::{MailPart, MailRole};
pub use name::{
    GroupId, GuardId, HostClass, KindId, OptionId, QuestionId, RuleId, StepId, WordListId,
};
pub use paragraph::{Column, Instead, Paragraph, Style};
pub use point::Point;
pub use question::{Choice, Group, Lies, Question, QuestionType};
pub use reminder::Reminder;
pub use rule::{Clause, Gate, Level, Need, Notice, Practice, Requirement, Resting, Tone, Unruled};
pub use text::{Frame, Framed, KnownText};
pub use texts::TextAt;

use serde::{Deserialize, Serialize};

/// All of one `requests.toml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Form {
    /// Grows by one each time the rules of a released text are put right. Starts at 1.
    pub revision: u32,
    /// Words that make a sentence an obligation. Every sentence of the guidelines with one of
    /// them needs a rule that rests on it, or an `[[unruled]]` entry.
    #[serde(
        default,
        serialize_with = "site_only::serialize",
        deserialize_with = "site_only::deserialize"
    )]
    pub obligation_words: Vec<String>,
    /// The kinds of request, in the order in which they are offered.
    #[serde(default, rename = "kind")]
    pub kinds: Vec<Kind>,
    /// The steps of the way through, in order.
    #[serde(default, rename = "step")]
    pub steps: Vec<Step>,
    /// Parts of the form that may be given several times, such as accounts.
    #[serde(default, rename = "group")]
    pub groups: Vec<Group>,
    /// The questions, in the order in which they are asked.
    #[serde(default, rename = "question")]
    pub questions: Vec<Question>,
    /// Who or what may use a kind at all.
    #[serde(default, rename = "gate")]
    pub gates: Vec<Gate>,
    /// What the guidelines ask a letter to have.
    #[serde(default, rename = "requirement")]
    pub requirements: Vec<Requirement>,
    /// What the guidelines tell an officer.
    #[serde(default, rename = "notice")]
    pub notices: Vec<Notice>,
    /// What no clause asks for and a good letter has all the same.
    #[serde(default, rename = "practice")]
    pub practices: Vec<Practice>,
    /// Sentences with a word of obligation that no rule has to rest on, and why.
    #[serde(
        default,
        rename = "unruled",
        serialize_with = "site_only::serialize",
        deserialize_with = "site_only::deserialize"
    )]
    pub unruled: Vec<Unruled>,
    /// The text as the rules know it, besides what they quote.
    #[serde(
        default,
        serialize_with = "site_only::serialize",
        deserialize_with = "site_only::deserialize"
    )]
    pub text: Option<KnownText>,
    /// Lists of words that conditions look for in free text.
    #[serde(default, rename = "words")]
    pub words: Vec<WordList>,
    /// The text of the letters, in order.
    #[serde(default, rename = "paragraph")]
    pub paragraphs: Vec<Paragraph>,
    /// The covering e-mail, in order.
    #[serde(default)]
    pub mail: Vec<MailPart>,
    /// Days that an officer should not miss.
    #[serde(default, rename = "reminder")]
    pub reminders: Vec<Reminder>,
    /// What the checker looks for in a letter that one already has.
    #[serde(
        default,
        serialize_with = "look_for::serialize",
        deserialize_with = "look_for::deserialize"
    )]
    pub checking: Option<Checking>,
}

/// One kind of request, such as preservation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Kind {
    /// Name of the kind, also in addresses and file names.
    pub id: KindId,
    /// What the kind is called on the page.
    pub title: String,
    /// When to use it, in one or two sentences.
    #[serde(
        serialize_with = "site_only::serialize",
        deserialize_with = "site_only::deserialize"
    )]
    pub use_when: String,
    /// What the officer has to have, one short phrase each.
    #[serde(
        default,
        serialize_with = "site_only::serialize",
        deserialize_with = "site_only::deserialize"
    )]
    pub needs: Vec<Point>,
    /// What comes of it, a sentence or two each.
    #[serde(
        default,
        serialize_with = "site_only::serialize",
        deserialize_with = "site_only::deserialize"
    )]
    pub yields: Vec<Point>,
    /// An emergency: gaps are listed on the page and nothing marks the letter as a draft.
    #[serde(default)]
    pub emergency: bool,
}

/// One step of the way through the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Step {
    /// Name of the step, also in the page's address.
    pub id: StepId,
    /// The step's heading.
    pub title: String,
    /// A sentence or two under the heading.
    #[serde(
        default,
        serialize_with = "site_only::serialize",
        deserialize_with = "site_only::deserialize"
    )]
    pub intro: String,
    /// The step at which the kind of request is chosen. Exactly one step has it.
    #[serde(default)]
    pub chooses_kind: bool,
}

/// Words that a [`Condition::Mentions`] looks for, whole words, upper and lower case alike.
/// A `*` at the end of an entry stands for any ending.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WordList {
    /// Name of the list.
    pub id: WordListId,
    /// Words and phrases.
    pub words: Vec<String>,
}

impl Form {
    /// The kind of that name.
    pub fn kind(&self, id: &KindId) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id == *id)
    }

    /// The question of that name.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == *id)
    }

    /// The group of that name.
    pub fn group(&self, id: &GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == *id)
    }

    /// The word list of that name.
    pub fn word_list(&self, id: &WordListId) -> Option<&WordList> {
        self.words.iter().find(|list| list.id == *id)
    }

    /// What a rule wants done on paper.
    pub fn paper(&self, rule: &RuleId) -> Option<&str> {
        let requirements = self.requirements.iter().map(|rule| (&rule.id, &rule.paper));
        let notices = self.notices.iter().map(|rule| (&rule.id, &rule.paper));
        let practices = self.practices.iter().map(|rule| (&rule.id, &rule.paper));
        let mut papers = requirements.chain(notices).chain(practices);
        papers.find(|(id, _)| *id == rule)?.1.as_deref()
    }

    /// Every rule that stands on a sentence of the guidelines, with that sentence, in the order
    /// gates, requirements, notices.
    pub fn clauses(&self) -> impl Iterator<Item = (&RuleId, Clause<'_>)> {
        let gates = self.gates.iter().map(|rule| (&rule.id, rule.clause()));
        let requirements = self
            .requirements
            .iter()
            .map(|rule| (&rule.id, rule.clause()));
        let notices = self.notices.iter().map(|rule| (&rule.id, rule.clause()));
        gates.chain(requirements).chain(notices)
    }
}

/// Whether something that names `kinds` is for `kind`; naming none means all of them.
pub fn is_for(kinds: &[KindId], kind: &KindId) -> bool {
    kinds.is_empty() || kinds.contains(kind)
}
