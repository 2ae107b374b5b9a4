//! The names of things in the rules. Each sort of name is a type, so that the name of a question
//! cannot be passed where the name of a rule is needed.

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
    /// Names a [`super::Kind`].
    KindId,
    /// Names a [`super::Step`].
    StepId,
    /// Names a [`super::Group`].
    GroupId,
    /// Names a [`super::Question`].
    QuestionId,
    /// Names one of a question's options.
    OptionId,
    /// Names a gate, requirement, notice or practice. No two rules share a name.
    RuleId,
    /// Names a sentence of the guidelines that rules cite.
    ClauseId,
    /// Names a [`super::WordList`].
    WordListId,
    /// Names a guard of the letter check.
    GuardId,
    /// Names a class of hosts, such as `community`. The site chooses these names.
    HostClass,
}
