//! The ids of items of the rules. Each type of item has its own type of id, so that the id of a
//! question cannot be passed where that of a rule is needed. JSON Schemas show these comments to the
//! people who write rules.
//!
//! The text of an id is kept once, and for as long as the program runs: rules have a few hundred ids,
//! and each finding, message and field contains some. If every id owned its text, the page's program
//! would be 1.8 KB larger once compressed.

use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Borrow;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// The kept copy of a name.
fn interned(name: &str) -> &'static str {
    static NAMES: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    match names.binary_search(&name) {
        Ok(at) => names[at],
        Err(at) => {
            let name = name.to_owned().leak();
            names.insert(at, name);
            name
        }
    }
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

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(interned(name))
            }
        }

        impl From<String> for $name {
            fn from(name: String) -> Self {
                Self(interned(&name))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::from)
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

#[cfg(test)]
mod tests {
    use super::{QuestionId, RuleId};

    #[test]
    fn ids_of_the_same_name_share_its_text() {
        let (one, other) = (QuestionId::from("email"), RuleId::from("email".to_owned()));
        assert!(std::ptr::eq(one.as_str(), other.as_str()));
        assert_eq!(QuestionId::default().as_str(), "");
        let read: QuestionId = serde_json::from_str("\"phone\"").expect("an id");
        assert_eq!(read, QuestionId::from("phone"));
    }
}
