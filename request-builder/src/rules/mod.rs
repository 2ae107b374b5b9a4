//! The rules of one version of the guidelines: which kinds of request there are, what the officer
//! is asked, and which sentence of the guidelines requires what. Rules contain no text for people
//! and depend on no language: [`crate::labels`] has the texts of pages, [`crate::letter`] those of
//! letters.
//!
//! These types only hold the rules. `site-gen` checks that every quoted sentence is in the
//! guidelines; [`crate::review`] applies the rules to answers.

mod condition;
mod mail_class;
mod name;
mod question;
mod reminder;
mod rule;

pub use condition::{
    Beyond, Condition, ConditionError, ConditionErrorKind, Days, Expected, HostIs, MailIs,
    Mentions, Older, TwoQuestions, Within,
};
pub use mail_class::MailClass;
pub use name::{
    ClauseId, GroupId, GuardId, HostClass, KindId, OptionId, QuestionId, RuleId, StepId, WordListId,
};
pub use question::{Group, PastOrFuture, Question, QuestionType};
pub use reminder::Reminder;
pub use rule::{
    Clause, ClauseAddress, Gate, Level, Need, Notice, Practice, Requirement, Rule, Tone,
};

use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// The list of words with the names of the months, twelve for each language.
pub const MONTHS: &str = "months";

/// The list of what people write where they have no answer: `n/a`, `unknown`, `see above`.
pub const NO_ANSWER: &str = "no-answer";

/// The list of what people write in place of a server that they do not know: `the app`.
pub const NO_SERVER: &str = "no-server";

/// The list of words that say nothing about a case. A reason that has only such words counts as missing.
pub const EMPTY_WORDS: &str = "empty-words";

/// The list of phrases for lengths of time without digits: `a fortnight`, `ninety days`.
pub const DURATIONS: &str = "durations";

/// The list of what tables call the column of usernames.
pub const USERNAME_COLUMNS: &str = "username-columns";

/// The list of what tables call the columns of what else identifies an account.
pub const IDENTIFYING_COLUMNS: &str = "identifying-columns";

/// The list of what tables call the column of servers.
pub const SERVER_COLUMNS: &str = "server-columns";

/// The list of what is before a username in the path of a link: `/direct/`.
pub const USER_ROUTES: &str = "user-routes";

/// The list of the pages of the app, by the beginning of their paths: `/home`.
pub const APP_PAGES: &str = "app-pages";

/// The list of the words for days, weeks, months and years, in this order and in lower case.
pub const UNITS: &str = "units";

/// The list of words for `at once`. The first is the letter's.
pub const AT_ONCE: &str = "at-once";

/// The list of words between the last two items of a list: `and`.
pub const LIST_WORDS: &str = "list-words";

/// The list of words that say what is not asked for: `no`, `without`. Other lists refer to it.
pub const NOT_ASKED: &str = "not-asked";

/// The lists that the program itself uses: to read dates, durations and pasted tables, and to detect
/// empty phrases; and the one that other lists refer to.
pub const BUILT_IN_WORDS: [&str; 14] = [
    AT_ONCE,
    LIST_WORDS,
    MONTHS,
    NO_ANSWER,
    NO_SERVER,
    EMPTY_WORDS,
    DURATIONS,
    USERNAME_COLUMNS,
    IDENTIFYING_COLUMNS,
    SERVER_COLUMNS,
    USER_ROUTES,
    APP_PAGES,
    UNITS,
    NOT_ASKED,
];

/// All rules of one version.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rules {
    /// Starts at 1 and grows by one each time the rules of a released version are corrected.
    pub revision: u32,
    /// The kinds of request, in the order in which the page offers them.
    #[serde(default, rename = "kind", skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
    /// The steps of the form, in order.
    #[serde(default, rename = "step", skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Parts of the form that can be filled in several times, such as accounts.
    #[serde(default, rename = "group", skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// The questions, in the order in which they are asked.
    #[serde(default, rename = "question", skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// The sentences of the guidelines that rules cite.
    #[serde(default, rename = "clause", skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<Clause>,
    /// Conditions without which a request cannot be made at all.
    #[serde(default, rename = "gate", skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Gate>,
    /// The requirements of the guidelines for a request.
    #[serde(default, rename = "requirement", skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<Requirement>,
    /// Information of the guidelines for an officer.
    #[serde(default, rename = "notice", skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
    /// Good practice, which no clause asks for.
    #[serde(default, rename = "practice", skip_serializing_if = "Vec::is_empty")]
    pub practices: Vec<Practice>,
    /// Lists of words that conditions look for in free text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<WordList>,
    /// Days that the officer should not miss.
    #[serde(default, rename = "reminder", skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Reminder>,
}

/// One kind of request, such as preservation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Kind {
    /// Name of the kind. It is also used in addresses and file names.
    pub id: KindId,
    /// What the officer needs before beginning: names of rules, or any other names for what no
    /// rule asks for. Their texts are labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<RuleId>,
    /// What the officer can expect to receive, named in the same way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub yields: Vec<RuleId>,
    /// Whether this is a request in an emergency. Its letter is never marked as a draft.
    #[serde(default, skip_serializing_if = "is_false")]
    pub emergency: bool,
    /// The steps that are shown together, screen by screen, in the order of the screens. A step that
    /// is in none of them has a screen of its own after these. Once a kind with screens is chosen,
    /// the step that chooses the kind is left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub screens: Vec<Vec<StepId>>,
    /// The answers that follow from starting this kind by its own link: anyone who presses
    /// "emergency" has said that somebody is in danger. For a tick, `yes`.
    #[serde(
        default,
        skip_serializing_if = "LiteMap::is_empty",
        deserialize_with = "crate::map::deserialize"
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<QuestionId, String>")
    )]
    pub presets: LiteMap<QuestionId, String>,
    /// Optional questions that are shown only when the officer asks for more, so that what is
    /// required fits on fewer screens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub folded: Vec<QuestionId>,
    /// The kind of request that this one prolongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<Extends>,
}

/// The kind of request that another one extends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Extends {
    /// The kind of the first request.
    pub kind: KindId,
    /// The question that asks for the date of the first request.
    pub date: QuestionId,
}

/// One step of the form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Step {
    /// Name of the step. It is also used in the page's address.
    pub id: StepId,
    /// Whether the kind of request is chosen in this step. Exactly one step has this.
    #[serde(default, skip_serializing_if = "is_false")]
    pub chooses_kind: bool,
    /// Whether another request of the same officer has the same answers here: who the officer is.
    #[serde(default, skip_serializing_if = "is_false")]
    pub kept: bool,
}

/// Words that a [`Condition::Mentions`] looks for. Only whole words match, in upper or lower case.
/// `*` is any ending, `a|b` either word, and `_` nothing, a space or a hyphen: `his|her log_in time*`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WordList {
    /// Name of the list.
    pub id: WordListId,
    /// Words and phrases.
    pub words: Vec<String>,
}

impl Rules {
    /// The kind with that name.
    pub fn kind(&self, id: &KindId) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id == *id)
    }

    /// The question with that name.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == *id)
    }

    /// The step with that name.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == *id)
    }

    /// The gate with that name.
    pub fn gate(&self, id: &RuleId) -> Option<&Gate> {
        self.gates.iter().find(|gate| gate.id == *id)
    }

    /// The requirement with that name.
    pub fn requirement(&self, id: &RuleId) -> Option<&Requirement> {
        self.requirements.iter().find(|rule| rule.id == *id)
    }

    /// The notice with that name.
    pub fn notice(&self, id: &RuleId) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.id == *id)
    }

    /// Whether something with these kinds applies to a request. Before a kind is chosen, only what
    /// applies to every kind does.
    pub fn applies(&self, kinds: &[KindId], kind: Option<&KindId>) -> bool {
        match kind {
            Some(kind) => is_for(kinds, kind),
            None => kinds.is_empty() || self.kinds.iter().all(|kind| kinds.contains(&kind.id)),
        }
    }

    /// The word list with that name.
    pub fn word_list(&self, id: &WordListId) -> Option<&WordList> {
        self.words.iter().find(|list| list.id == *id)
    }

    /// The names of the months, twelve for each language.
    pub fn months(&self) -> &[String] {
        self.words_of(MONTHS)
    }

    /// The words of a list that the program itself uses.
    pub(crate) fn words_of(&self, id: &str) -> &[String] {
        let list = self.words.iter().find(|list| list.id.as_str() == id);
        list.map_or(&[], |list| &list.words)
    }

    /// The clause with that name.
    pub fn clause(&self, id: &ClauseId) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == *id)
    }

    /// The gate, requirement, notice or practice with that name.
    pub fn rule(&self, id: &RuleId) -> Option<Rule<'_>> {
        self.all().into_iter().find(|rule| rule.id == id)
    }

    /// All rules: gates, requirements, notices, good practice, each sort in its own order.
    pub fn all(&self) -> Vec<Rule<'_>> {
        // Loops, since a chain of iterators makes ten times as much code in the page's program.
        let mut all = Vec::new();
        for gate in &self.gates {
            all.push(Rule::from(gate));
        }
        for requirement in &self.requirements {
            all.push(Rule::from(requirement));
        }
        for notice in &self.notices {
            all.push(Rule::from(notice));
        }
        for practice in &self.practices {
            all.push(Rule::from(practice));
        }
        all
    }
}

/// Whether something with these `kinds` is for `kind`. An empty list means every kind.
pub fn is_for(kinds: &[KindId], kind: &KindId) -> bool {
    kinds.is_empty() || kinds.contains(kind)
}

/// Tells serde to leave out what is false, which is the default.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference to the field"
)]
pub(crate) fn is_false(value: &bool) -> bool {
    !value
}

/// Tells serde to leave out a value that is the default of its type.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
