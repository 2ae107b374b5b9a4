//! Rule files: `content/request/*.toml`, the library's, and a version's `rules.toml`. A table
//! defines one item by its id: `[question.operator]`. A key may be omitted if the lower layer has
//! it; required keys are checked after the layers are merged.

use super::{Ordered, Read};
use request_builder::rules::{
    ClauseId, Condition, Extends, GroupId, KindId, Need, OptionId, PastOrFuture, QuestionId,
    QuestionType, RuleId, StepId, Tone,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A parsed rule file.
pub type RulesFile = Read<Rules>;

/// One file of rules.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rules {
    /// The kinds of request that the questions and rules of this file apply to, unless they have
    /// `kinds` of their own. Default: all kinds.
    #[serde(default)]
    pub kinds: Option<Vec<KindId>>,
    /// Rules and kinds of request of other versions that this version does not have. Only in the
    /// `rules.toml` of a version. Default: those of the version that it builds on; `[]` takes all
    /// of them back.
    #[serde(default)]
    pub without: Option<Vec<String>>,
    /// Kinds of request.
    #[serde(default)]
    pub kind: Ordered<KindPart>,
    /// Steps of the form.
    #[serde(default)]
    pub step: Ordered<StepPart>,
    /// Parts of the form that can be filled in several times.
    #[serde(default)]
    pub group: Ordered<GroupPart>,
    /// Questions to the officer.
    #[serde(default)]
    pub question: Ordered<QuestionPart>,
    /// Conditions for using a kind of request at all.
    #[serde(default)]
    pub gate: Ordered<GatePart>,
    /// Requirements of the guidelines for a request.
    #[serde(default)]
    pub requirement: Ordered<RequirementPart>,
    /// Information of the guidelines for an officer.
    #[serde(default)]
    pub notice: Ordered<NoticePart>,
    /// Good practice, which no sentence of the guidelines asks for.
    #[serde(default)]
    pub practice: Ordered<PracticePart>,
    /// Days that an officer should not miss.
    #[serde(default)]
    pub reminder: Ordered<ReminderPart>,
    /// Lists of words that conditions look for in what an officer writes.
    #[serde(default)]
    pub words: Ordered<WordsPart>,
}

/// An item that layers define together.
pub trait LayeredItem: Clone + Default {
    /// The name of its table.
    const TABLE: &'static str;

    /// Applies every key that a higher layer has.
    fn overlay(&mut self, later: &Self);

    /// The item of the same type that it is placed next to.
    fn position(&self) -> Option<ItemPosition<'_>>;

    /// Applies the kinds of the file, if it has none of its own.
    fn default_kinds(&mut self, kinds: &[KindId]);
}

/// The position of an item among those of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemPosition<'a> {
    /// Directly before this item.
    Before(&'a str),
    /// Directly after this item.
    After(&'a str),
}

macro_rules! kinds_by_default {
    ($part:ident, $kinds:ident, kinds) => {
        $part.kinds.get_or_insert_with(|| $kinds.to_vec());
    };
    ($part:ident, $kinds:ident, no_kinds) => {
        let _ = ($part, $kinds);
    };
}

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident, $table:literal, $has_kinds:ident $(, $before:ident)? {
        $($(#[$key_doc:meta])* $key:ident: $value:ty,)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub struct $name {
            $($(#[$key_doc])* pub $key: Option<$value>,)*
            /// The id of the item to place it after. Default: last; questions and
            /// notices are in the order of their steps.
            pub after: Option<String>,
            $(
                /// The id of the item to place it before.
                pub $before: Option<String>,
            )?
        }

        impl LayeredItem for $name {
            const TABLE: &'static str = $table;

            #[allow(unused_variables, reason = "a group has no keys")]
            fn overlay(&mut self, later: &Self) {
                $(if later.$key.is_some() {
                    self.$key.clone_from(&later.$key);
                })*
            }

            fn position(&self) -> Option<ItemPosition<'_>> {
                $(if let Some(other) = &self.$before {
                    return Some(ItemPosition::Before(other));
                })?
                self.after.as_deref().map(ItemPosition::After)
            }

            fn default_kinds(&mut self, kinds: &[KindId]) {
                let part = self;
                kinds_by_default!(part, kinds, $has_kinds);
            }
        }
    )*};
}

parts! {
    /// A kind of request.
    KindPart, "kind", no_kinds, before {
        /// What the officer needs: ids of rules, or free names for good practice. Their texts are
        /// labels, such as `kind.account.needs.legal-process`.
        needs: Vec<RuleId>,
        /// What the officer can expect, in the same way.
        yields: Vec<RuleId>,
        /// `true` for emergencies: the letter is never marked as a draft.
        emergency: bool,
        /// Questions that are offered although no rule requires an answer.
        offers: Vec<QuestionId>,
        /// The steps that share a screen, screen by screen, in order: `[["emergency"], ["server",
        /// "accounts"]]`. Other steps follow, each on a screen of its own. The step that chooses
        /// the kind is left out once the kind is chosen.
        screens: Vec<Vec<StepId>>,
        /// Answers that are set when the officer starts from the kind's own link, such as `{ danger
        /// = "yes" }`: the id of an option, or `yes` for a check box.
        presets: BTreeMap<QuestionId, String>,
        /// Optional questions that are shown only when the officer asks for more.
        folded: Vec<QuestionId>,
        /// The kind of request that it extends, and the question for that request's date: `{ kind =
        /// "preservation", date = "first-request-date" }`.
        extends: Extends,
    }
    /// A step of the form.
    StepPart, "step", no_kinds, before {
        /// `true` for the one step in which the kind of request is chosen.
        chooses_kind: bool,
        /// `true` if the answers are kept for another request by the same officer.
        kept: bool,
    }
    /// A part of the form that can be filled in several times, such as an account.
    GroupPart, "group", no_kinds, before {}
    /// A question to the officer. Letters print its answer as `{id}`.
    QuestionPart, "question", kinds, before {
        /// The step in which it is asked.
        step: StepId,
        /// The type of the answer.
        #[serde(rename = "type")]
        answer: QuestionType,
        /// The group in which it is repeated.
        group: GroupId,
        /// The kinds of request that it applies to. Default: those of the file, or all.
        kinds: Vec<KindId>,
        /// The condition for asking it. It may only use earlier questions.
        when: Condition,
        /// For a date: `past` (today or earlier) or `future` (today or later).
        must_be: PastOrFuture,
        /// For a date or time: the question whose answer must not be later.
        not_before: QuestionId,
        /// Questions of the same group whose answers may be stored here when they turn out to be of
        /// another type: a display name entered as the username.
        takes_from: Vec<QuestionId>,
        /// The question whose answers this one begins with, if it is blank, when its kind of request
        /// is taken up instead of another: the records to preserve begin as the details asked for.
        begins_as: QuestionId,
        /// The value of HTML's `autocomplete`, such as `email` or `name`.
        autocomplete: String,
        /// The ids of the options, in order, for the types `choice` and `choices`.
        options: Vec<OptionId>,
        /// The kinds whose blank letters offer an option. Default: all.
        option_kinds: BTreeMap<OptionId, Vec<KindId>>,
    }
    /// Conditions for using a kind of request at all.
    GatePart, "gate", kinds, before {
        /// The id of the sentence that it cites, in `clauses.toml`.
        clause: ClauseId,
        /// The kinds of request that it guards. Default: those of the file, or all.
        kinds: Vec<KindId>,
        /// The questions that decide.
        ask: Vec<QuestionId>,
        /// The condition for the gate to be open.
        opens: Condition,
        /// Kinds to suggest instead.
        suggest: Vec<KindId>,
    }
    /// What the guidelines ask a request to contain. The force is in `clauses.toml`.
    RequirementPart, "requirement", kinds, before {
        /// The id of the sentence that it cites, in `clauses.toml`.
        clause: ClauseId,
        /// The kinds of request that it applies to. Default: those of the file, or all.
        kinds: Vec<KindId>,
        /// The condition for it to apply.
        when: Condition,
        /// The questions whose answers meet it.
        ask: Vec<QuestionId>,
        /// `any` if one valid answer is enough; `all`, the default, if every question needs one.
        need: Need,
        /// The group for each of whose entries it is checked.
        for_each: GroupId,
        /// The condition for it to be met, regardless of the answers to `ask`.
        check: Condition,
        /// `true` for something to do on paper. It is met when it is ticked off.
        paper: bool,
    }
    /// Information of the guidelines for an officer.
    NoticePart, "notice", kinds, before {
        /// The id of the sentence that it cites, in `clauses.toml`.
        clause: ClauseId,
        /// The kinds of request that it applies to. Default: those of the file, or all.
        kinds: Vec<KindId>,
        /// The condition for showing it. Default: always.
        when: Condition,
        /// `info` (the default), `warning`, or `stop` if no letter can help.
        tone: Tone,
        /// The step in which it is shown. Default: the last page.
        step: StepId,
        /// `true` if the officer must confirm that it was read.
        acknowledge: bool,
        /// `true` if it requires something to be done on paper.
        paper: bool,
        /// Kinds of request to suggest instead; the first that the site offers is used.
        suggest: Vec<KindId>,
        /// Questions that are offered although no rule requires an answer.
        offers: Vec<QuestionId>,
    }
    /// Good practice.
    PracticePart, "practice", kinds, before {
        /// The kinds of request that it applies to. Default: those of the file, or all.
        kinds: Vec<KindId>,
        /// The condition for it to apply.
        when: Condition,
        /// The questions that it concerns.
        ask: Vec<QuestionId>,
        /// `true` for something to do on paper.
        paper: bool,
        /// Rules that ask for the same. It is inactive for the kinds that one of them applies to.
        unless: Vec<RuleId>,
    }
    /// A day that an officer should not miss.
    ReminderPart, "reminder", kinds {
        /// The kinds of request that it applies to. Default: those of the file, or all.
        kinds: Vec<KindId>,
        /// The day to count from: `today` (the letter's date), or a question for a date.
        from: QuestionId,
        /// The number of days to count.
        days: u32,
        /// How many days in advance to remind.
        before: u32,
        /// The rule whose clause is shown with it.
        rule: RuleId,
    }
    /// A word list to search for: whole words, ignoring case. A `*` at the end of a word
    /// matches any ending.
    WordsPart, "words", no_kinds, before {
        /// Words and phrases that replace the lower layer's.
        words: Vec<String>,
        /// Words and phrases in addition to the lower layer's.
        also: Vec<String>,
    }
}
