//! The closed set of things a rule can ask about the answers. There is no scripting: a new sort
//! of question about answers is a new variant, and the compiler shows every place that has to
//! know it.

use super::{HostClass, KindId, OptionId, QuestionId, WordListId};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// Something that holds or does not hold of a set of answers.
///
/// A question that is set aside or was never asked counts as not answered. Inside a rule that is
/// `for-each` of a group, a question of that group means this entry's; elsewhere, any entry's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Every one of these holds.
    All(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// The kind of request is one of these.
    Kind(Few<KindId>),
    /// The question has an answer that is not blank (a tick: it is ticked).
    Answered(QuestionId),
    /// The question has an answer and it is well formed for the question's type.
    Sound(QuestionId),
    /// Each question named was answered with one of the options given for it.
    Is(
        #[cfg_attr(
            feature = "schema",
            schemars(with = "std::collections::BTreeMap<QuestionId, Few<OptionId>>")
        )]
        #[serde(deserialize_with = "super::in_order::deserialize")]
        LiteMap<QuestionId, Few<OptionId>>,
    ),
    /// The server address answered to a question is of one of these classes.
    Host(HostIs),
    /// The e-mail address answered to a question is of one of these sorts.
    Mail(MailIs),
    /// The free text answered to one of these questions has one of the words of a list.
    Mentions(Mentions),
    /// The date answered to a question lies more than so many days before today.
    Older(Older),
    /// The answer to a question has a character that is not in a set.
    Beyond(Beyond),
    /// A link answered to one question leads to another host than the address answered to another.
    Elsewhere(Elsewhere),
}

/// A few values: `"a"` and `["a", "b"]` may both be written.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Few<T>(Vec<T>);

impl<T: PartialEq> Few<T> {
    /// The values, however they were written.
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }

    /// Whether `value` is among them.
    pub fn contains(&self, value: &T) -> bool {
        self.0.contains(value)
    }
}

/// What people may write for a [`Few`].
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Few<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return Vec::deserialize(deserializer).map(Self);
        }
        Ok(match OneOrMore::deserialize(deserializer)? {
            OneOrMore::One(value) => Self(vec![value]),
            OneOrMore::More(values) => Self(values),
        })
    }
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Few<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        OneOrMore::<T>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        OneOrMore::<T>::json_schema(generator)
    }
}

/// See [`Condition::Host`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HostIs {
    /// The question that asks for the server's address.
    pub of: QuestionId,
    /// Classes of `site.toml`, or `look-alike` (made to be taken for one of the organisation's
    /// own), or `other` (a host that no entry of `site.toml` covers).
    pub is: Few<HostClass>,
}

/// See [`Condition::Mail`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MailIs {
    /// The question that asks for the address.
    pub of: QuestionId,
    /// `official` (a domain known to be a public authority's), `free` (a provider that gives an
    /// address to anyone) or `unknown`.
    pub is: Few<crate::answers::MailClass>,
}

/// See [`Condition::Mentions`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mentions {
    /// The questions whose text is searched.
    #[serde(rename = "in")]
    pub questions: Vec<QuestionId>,
    /// The list of words.
    pub words: WordListId,
}

/// See [`Condition::Older`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Older {
    /// The question that asks for the date.
    pub of: QuestionId,
    /// How many days.
    pub than_days: u32,
}

/// See [`Condition::Beyond`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Beyond {
    /// The question.
    pub of: QuestionId,
    /// The characters that are in the set, letters and digits of ASCII aside, which always are:
    /// `"-_."`.
    pub marks: String,
}

/// See [`Condition::Elsewhere`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Elsewhere {
    /// The question that asks for links.
    pub of: QuestionId,
    /// The question that asks for the server's address.
    pub than: QuestionId,
}

impl Condition {
    /// Every question that the condition looks at, each time it does.
    pub fn questions(&self) -> Vec<&QuestionId> {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().flat_map(Condition::questions).collect()
            }
            Self::Not(inner) => inner.questions(),
            Self::Kind(_) => Vec::new(),
            Self::Answered(question) | Self::Sound(question) => vec![question],
            Self::Is(wanted) => wanted.keys().collect(),
            Self::Host(HostIs { of, .. })
            | Self::Mail(MailIs { of, .. })
            | Self::Older(Older { of, .. })
            | Self::Beyond(Beyond { of, .. }) => vec![of],
            Self::Mentions(Mentions { questions, .. }) => questions.iter().collect(),
            Self::Elsewhere(Elsewhere { of, than }) => vec![of, than],
        }
    }
}
