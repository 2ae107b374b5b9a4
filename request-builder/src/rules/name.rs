//! The ids of items of the rules. Each type of item has its own type of id, so that the id of a
//! question cannot be passed where that of a rule is needed. JSON Schemas show these comments to the
//! people who write rules.
//!
//! Each name is stored once and never freed, so that copying an id allocates nothing: an input with 100
//! accounts copies thousands.

use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Borrow;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// Returns the stored copy of a name.
#[inline(never)]
fn stored(name: String) -> &'static str {
    // Sorted. The smallest code for it: the page has a few hundred names.
    static NAMES: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    let place = names.binary_search(&name.as_str());
    let place = place.unwrap_or_else(|place| {
        names.insert(place, name.leak());
        place
    });
    names[place]
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(&'static str);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::from)
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(stored(name.to_owned()))
            }
        }

        impl From<String> for $name {
            fn from(name: String) -> Self {
                Self(stored(name))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.0
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
