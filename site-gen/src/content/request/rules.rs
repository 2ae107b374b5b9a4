//! Files of rules: `content/request/*.toml`, those of the library, and `rules.toml` of a version.
//! A table is one thing, by its id: `[question.operator]`. Every key may be left out where the
//! layer below has it; what is required is checked once all layers are merged.

use super::{Ordered, Read};
use request_builder::rules::{
    ClauseId, Condition, Extends, GroupId, KindId, Need, OptionId, PastOrFuture, QuestionId,
    QuestionType, RuleId, StepId, Tone,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One file of rules, as it was read.
pub type RulesFile = Read<Rules>;

/// One file of rules.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rules {
    /// The kinds of request that the questions and rules of this file are for. A question or rule
    /// with `kinds` of its own is for those instead. Left out, they are for all kinds.
    #[serde(default)]
    pub kinds: Option<Vec<KindId>>,
    /// Rules that this version does not have, though other versions do. Only in the `rules.toml`
    /// of a version.
    #[serde(default)]
    pub without: Vec<String>,
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
    /// Who or what may use a kind of request at all.
    #[serde(default)]
    pub gate: Ordered<GatePart>,
    /// What the guidelines ask a request to have.
    #[serde(default)]
    pub requirement: Ordered<RequirementPart>,
    /// What the guidelines tell an officer.
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

/// Something that layers define together.
pub trait Part: Clone + Default {
    /// The sort, as its table is called.
    const SORT: &'static str;

    /// Takes over every key that a later layer has.
    fn overlay(&mut self, later: &Self);

    /// The revision of the library that brought it.
    fn since(&self) -> u32;

    /// The thing of the same sort that it comes next to.
    fn beside(&self) -> Option<Beside<'_>>;

    /// The kinds of the file, where it has none of its own.
    fn default_kinds(&mut self, kinds: &[KindId]);
}

/// Where something comes among things of its sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside<'a> {
    /// Directly before that one.
    Before(&'a str),
    /// Directly after that one.
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
    ($($(#[$doc:meta])* $name:ident, $sort:literal, $has_kinds:ident $(, $before:ident)? {
        $($(#[$key_doc:meta])* $key:ident: $value:ty,)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub struct $name {
            $($(#[$key_doc])* pub $key: Option<$value>,)*
            /// The revision of the library that brought it. Only in the library.
            pub since: Option<u32>,
            /// The thing of the same sort that it comes directly after. Left out, it comes last;
            /// questions and notices come in the order of their steps.
            pub after: Option<String>,
            $(
                /// The thing of the same sort that it comes directly before.
                pub $before: Option<String>,
            )?
        }

        impl Part for $name {
            const SORT: &'static str = $sort;

            #[allow(unused_variables, reason = "a group has no keys")]
            fn overlay(&mut self, later: &Self) {
                $(if later.$key.is_some() {
                    self.$key.clone_from(&later.$key);
                })*

            }

            fn since(&self) -> u32 {
                self.since.unwrap_or(1)
            }

            fn beside(&self) -> Option<Beside<'_>> {
                $(if let Some(other) = &self.$before {
                    return Some(Beside::Before(other));
                })?
                self.after.as_deref().map(Beside::After)
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
        /// What the officer needs: ids of rules, or free names for good practice. What is said of
        /// each is a label, such as `kind.account.needs.legal-process`.
        needs: Vec<RuleId>,
        /// What the officer can expect, in the same way.
        yields: Vec<RuleId>,
        /// `true` for emergencies: the letter is never marked as a draft.
        emergency: bool,
        /// Questions that are asked for its sake, though nothing is missing without an answer.
        offers: Vec<QuestionId>,
        /// The steps that are shown together on one screen, screen by screen, in the order of the
        /// screens: `[["emergency"], ["server", "accounts"]]`. A step that is in none of them has a
        /// screen of its own after these. The step that chooses the kind is left out once the kind
        /// is chosen.
        screens: Vec<Vec<StepId>>,
        /// Answers that follow from starting the kind by its own link, such as
        /// `{ danger = "yes" }`: the id of an option, or `yes` for a tick.
        presets: BTreeMap<QuestionId, String>,
        /// The kind that it prolongs, and the question for the date of that request:
        /// `{ kind = "preservation", date = "first-request-date" }`.
        extends: Extends,
    }
    /// A step of the form.
    StepPart, "step", no_kinds, before {
        /// `true` for the one step in which the kind of request is chosen.
        chooses_kind: bool,
        /// `true` if another request of the same officer has the same answers here.
        kept: bool,
    }
    /// A part of the form that can be filled in several times, such as an account.
    GroupPart, "group", no_kinds, before {}
    /// A question to the officer. Letters print its answer as `{id}`.
    QuestionPart, "question", kinds, before {
        /// The step in which it is asked.
        step: StepId,
        /// What sort of answer it takes.
        #[serde(rename = "type")]
        answer: QuestionType,
        /// The group that it is repeated in.
        group: GroupId,
        /// The kinds of request that it is for. Left out, those of the file, else all.
        kinds: Vec<KindId>,
        /// It is asked only while this holds. The condition can look only at questions before it.
        when: Condition,
        /// For a date: `past` (today at the latest) or `future` (today at the soonest).
        must_be: PastOrFuture,
        /// For a day or time: the question whose answer it may not be earlier than.
        not_before: QuestionId,
        /// Questions of the same group whose answers may turn out to be something else, which is
        /// then kept here: a display name that was entered as the username.
        takes_from: Vec<QuestionId>,
        /// The value of HTML's `autocomplete`, such as `email` or `name`.
        autocomplete: String,
        /// The ids of what can be chosen, in order, for the types `choice` and `choices`.
        options: Vec<OptionId>,
        /// The kinds whose blank letters offer an option, where that is not all of them.
        option_kinds: BTreeMap<OptionId, Vec<KindId>>,
    }
    /// Who or what may use a kind of request at all.
    GatePart, "gate", kinds, before {
        /// The id of the sentence in `clauses.toml` that it cites.
        clause: ClauseId,
        /// The kinds of request behind it. Left out, those of the file, else all.
        kinds: Vec<KindId>,
        /// The questions that decide.
        ask: Vec<QuestionId>,
        /// It is open when this holds.
        opens: Condition,
        /// Kinds to offer instead.
        suggest: Vec<KindId>,
    }
    /// What the guidelines ask a request to have. How strongly it asks is said in `clauses.toml`.
    RequirementPart, "requirement", kinds, before {
        /// The id of the sentence in `clauses.toml` that it cites.
        clause: ClauseId,
        /// The kinds of request that it is for. Left out, those of the file, else all.
        kinds: Vec<KindId>,
        /// It applies only while this holds.
        when: Condition,
        /// The questions whose answers meet it.
        ask: Vec<QuestionId>,
        /// `any` if one valid answer is enough; `all`, the default, if every question needs one.
        need: Need,
        /// It is checked for each entry of this group.
        for_each: GroupId,
        /// It is met when this holds, whatever was answered to `ask`.
        check: Condition,
        /// `true` if it is something to do on paper. Then it is met when ticked off.
        paper: bool,
    }
    /// What the guidelines tell an officer.
    NoticePart, "notice", kinds, before {
        /// The id of the sentence in `clauses.toml` that it cites.
        clause: ClauseId,
        /// The kinds of request that it is for. Left out, those of the file, else all.
        kinds: Vec<KindId>,
        /// It is shown while this holds. Left out, always.
        when: Condition,
        /// `info` (the default), `warning`, or `stop` if no letter can help.
        tone: Tone,
        /// The step in which it is shown. Left out, on the last page.
        step: StepId,
        /// `true` if the officer has to tick that it was read.
        acknowledge: bool,
        /// `true` if there is something to do on paper because of it.
        paper: bool,
        /// Kinds of request to offer instead; the first that the site has is offered.
        suggest: Vec<KindId>,
        /// Questions that are asked for its sake, though nothing is missing without an answer.
        offers: Vec<QuestionId>,
    }
    /// Good practice.
    PracticePart, "practice", kinds, before {
        /// The kinds of request that it is for. Left out, those of the file, else all.
        kinds: Vec<KindId>,
        /// It applies only while this holds.
        when: Condition,
        /// The questions that it is about.
        ask: Vec<QuestionId>,
        /// `true` if it is something to do on paper.
        paper: bool,
        /// Rules that ask for the same. It does not take part for the kinds that one of them is
        /// for.
        unless: Vec<RuleId>,
    }
    /// A day that an officer should not miss.
    ReminderPart, "reminder", kinds {
        /// The kinds of request that it is for. Left out, those of the file, else all.
        kinds: Vec<KindId>,
        /// The day to count from: `today`, which is the letter's date, or a question for a date.
        from: QuestionId,
        /// How many days to count.
        days: u32,
        /// How many days before that day to remind.
        before: u32,
        /// The rule whose clause is shown beside it.
        rule: RuleId,
    }
    /// A list of words to look for: whole words, in upper or lower case. A `*` at the end of an
    /// entry matches any ending.
    WordsPart, "words", no_kinds, before {
        /// The words and phrases, in place of those of the layer below.
        words: Vec<String>,
        /// Words and phrases to add to those of the layer below.
        also: Vec<String>,
    }
}
