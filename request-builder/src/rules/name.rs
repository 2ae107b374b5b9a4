//! The ids of items of the rules. Each type of item has its own type of id, so that the id of a
//! question cannot be passed where that of a rule is needed. JSON Schemas show these comments to the
//! people who write rules.

use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::fmt;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(name: String) -> Self {
                Self(name)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )+};
}

names! {
    /// The id of a kind of request.
    KindId,
    /// The id of a step of the form.
    StepId,
    /// The id of a group of questions that can be answered several times.
    GroupId,
    /// The id of a question.
    QuestionId,
    /// The id of an option of a question.
    OptionId,
    /// The id of a gate, requirement, notice or good practice. No two of them have the same id.
    RuleId,
    /// The id of a sentence of the guidelines that rules cite.
    ClauseId,
    /// The id of a word list.
    WordListId,
    /// The id of a guard of the letter check.
    GuardId,
    /// A class of hosts, such as `community`. The site chooses these names.
    HostClass,
}
