//! What the checker looks for in a letter that somebody has already written. Like the rules, all
//! of it is data: the program knows a closed set of patterns, and `letter-check.toml` says which of them
//! stand for which rule.

use crate::rules::{GuardId, HostClass, KindId, RuleId, WordList, WordListId};
use serde::{Deserialize, Serialize};

/// Everything that the checker of letters knows of one version's rules.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LetterPatterns {
    /// Words that stand where something was to be filled in: `tbd`, `insert`.
    #[serde(default)]
    pub blanks: Vec<String>,
    /// How a line begins below which an older message is quoted.
    #[serde(default)]
    pub older_message: Vec<String>,
    /// The names of the months, for dates in words.
    #[serde(default)]
    pub months: Vec<String>,
    /// Words that a public authority's own domain has in its name: `police`, `polizei`.
    #[serde(default)]
    pub authority_domains: Vec<String>,
    /// Lists of words that patterns look for. A phrase may have `#` for a number, `*` for any one
    /// word, and a `*` at a word's end for any ending.
    #[serde(default)]
    pub words: Vec<WordList>,
    /// What takes the force from words near it.
    #[serde(default, rename = "guard")]
    pub guards: Vec<Guard>,
    /// How to tell of which kind a letter is. The first whose pattern is there decides.
    #[serde(default, rename = "kind")]
    pub kinds: Vec<KindPattern>,
    /// What to look for, rule by rule.
    #[serde(default, rename = "look-for")]
    pub look_for: Vec<LookFor>,
}

/// What shows of which kind a letter is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KindPattern {
    /// The kind.
    pub kind: KindId,
    /// What a letter of that kind has.
    #[serde(rename = "sign")]
    pub pattern: Pattern,
}

/// What to look for in a letter for one rule.
///
/// A requirement that has none can only be said not to be tellable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LookFor {
    /// The requirement or gate.
    pub rule: RuleId,
    /// Only in letters of these kinds; none means all that the rule is for.
    #[serde(default)]
    pub kinds: Vec<KindId>,
    /// The rule asks for something only where the letter has this.
    #[serde(default)]
    pub when: Option<Pattern>,
    /// With this the letter has what the rule asks for. Left out, no text can show it.
    #[serde(default)]
    pub found: Option<Pattern>,
    /// With this the letter may have it, and nobody but a reader can tell.
    #[serde(default)]
    pub hint: Option<Pattern>,
    /// With this a reader has to decide, whatever else is there.
    #[serde(default)]
    pub doubt: Option<Pattern>,
}

/// Something that a letter has or has not. A new sort of pattern is a new variant, and the compiler
/// shows every place that has to know it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// Every one of these, anywhere in the letter.
    All(Vec<Pattern>),
    /// At least one of these.
    Any(Vec<Pattern>),
    /// Every one of these, close together.
    Near(Near),
    /// A word or phrase.
    Words(WordPattern),
    /// The same in a line of its own: a heading, a title, the subject.
    Heading(WordPattern),
    /// A line of a form whose label has one of these phrases, and which is filled in.
    Field(FieldPattern),
    /// An e-mail address.
    Mail(MailPattern),
    /// The address of a server.
    Host(HostPattern),
    /// A user's name on a server.
    Username(UsernamePattern),
    /// A link to a message.
    Link(Guarded),
    /// A day.
    Date(Guarded),
    /// The name of a person.
    Name(NamePattern),
}

/// Signs close together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Near {
    /// The patterns.
    pub all: Vec<Pattern>,
    /// At most so many words lie between two of them. Left out: they stand in one sentence.
    #[serde(default)]
    pub within: Option<u16>,
}

/// Words of some lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WordPattern {
    /// The lists.
    pub of: Vec<WordListId>,
    /// The guards that take their force away.
    #[serde(default)]
    pub unless: Vec<GuardId>,
}

/// A filled-in line of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FieldPattern {
    /// Lists of what its label may have.
    pub label: Vec<WordListId>,
    /// What stands in it must have this; anything will do, if left out.
    #[serde(default)]
    pub has: Option<Box<Pattern>>,
    /// Lists of words with which it is as good as empty.
    #[serde(default)]
    pub unless: Vec<WordListId>,
}

/// An e-mail address of some sorts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MailPattern {
    /// The sorts.
    pub is: Vec<LetterMail>,
    /// The guards that take its force away.
    #[serde(default)]
    pub unless: Vec<GuardId>,
}

/// What sort of e-mail address stands in a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LetterMail {
    /// The organisation's mailbox for requests.
    Mailbox,
    /// Another address of the organisation.
    Organisation,
    /// Under a domain that is, or calls itself, a public authority's.
    Official,
    /// At a provider that gives an address to anyone.
    Free,
    /// None of these.
    Unknown,
}

/// The address of a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HostPattern {
    /// Classes of `site.toml`, or `look-alike` or `other`. None means any host.
    #[serde(default)]
    pub is: Vec<HostClass>,
    /// A host without a scheme that no entry of `site.toml` covers counts only near one of these
    /// words, or if it has one of them in its name.
    #[serde(default)]
    pub beside: Vec<WordListId>,
    /// The guards that take its force away.
    #[serde(default)]
    pub unless: Vec<GuardId>,
}

/// A user's name on a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct UsernamePattern {
    /// What such a name follows: "username", "handle". `@name` needs none of these.
    pub after: Vec<WordListId>,
    /// What it follows where it also looks like one, with a digit, a dot, a dash or in quotes.
    #[serde(default)]
    pub loosely_after: Vec<WordListId>,
    /// Words that follow these and are no names.
    #[serde(default)]
    pub never: Vec<WordListId>,
    /// Those of them behind which a name in small letters stands: "is", "reads".
    #[serde(default)]
    pub joined_by: Vec<WordListId>,
    /// The guards that take their force from these words: "the username is not known".
    #[serde(default)]
    pub unless_told: Vec<GuardId>,
    /// The guards that take its force away.
    #[serde(default)]
    pub unless: Vec<GuardId>,
}

/// Something that guards may take the force from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Guarded {
    /// The guards.
    #[serde(default)]
    pub unless: Vec<GuardId>,
}

/// The name of a person: two to four words with capital letters, one after the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NamePattern {
    /// Words with capital letters that are no part of a name.
    #[serde(default)]
    pub never: Vec<WordListId>,
    /// The guards that take its force away.
    #[serde(default)]
    pub unless: Vec<GuardId>,
}

/// What takes the force from something near it in the same sentence: "no", "to follow".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Guard {
    /// Name of the guard.
    pub id: GuardId,
    /// Words that do so before it.
    #[serde(default)]
    pub before: Vec<String>,
    /// Words that do so after it.
    #[serde(default)]
    pub after: Vec<String>,
    /// How many words may lie between.
    pub reach: u16,
}

impl Pattern {
    /// This pattern and every one inside it.
    pub fn each<'a>(&'a self, seen: &mut dyn FnMut(&'a Pattern)) {
        seen(self);
        match self {
            Self::All(patterns) | Self::Any(patterns) | Self::Near(Near { all: patterns, .. }) => {
                for pattern in patterns {
                    pattern.each(seen);
                }
            }
            Self::Field(field) => {
                if let Some(pattern) = &field.has {
                    pattern.each(seen);
                }
            }
            Self::Words(_)
            | Self::Heading(_)
            | Self::Mail(_)
            | Self::Host(_)
            | Self::Username(_)
            | Self::Link(_)
            | Self::Date(_)
            | Self::Name(_) => {}
        }
    }

    /// The lists of words and the guards that this pattern itself names.
    pub fn names(&self) -> (Vec<&WordListId>, Vec<&GuardId>) {
        type Names<'a, T> = Vec<&'a [T]>;
        let (lists, guards): (Names<'_, WordListId>, Names<'_, GuardId>) = match self {
            Self::All(_) | Self::Any(_) | Self::Near(_) => (Vec::new(), Vec::new()),
            Self::Words(words) | Self::Heading(words) => (vec![&words.of], vec![&words.unless]),
            Self::Field(field) => (vec![&field.label, &field.unless], Vec::new()),
            Self::Mail(mail) => (Vec::new(), vec![&mail.unless]),
            Self::Host(host) => (vec![&host.beside], vec![&host.unless]),
            Self::Username(name) => (
                vec![
                    &name.after,
                    &name.loosely_after,
                    &name.never,
                    &name.joined_by,
                ],
                vec![&name.unless, &name.unless_told],
            ),
            Self::Link(guarded) | Self::Date(guarded) => (Vec::new(), vec![&guarded.unless]),
            Self::Name(name) => (vec![&name.never], vec![&name.unless]),
        };
        (
            lists.into_iter().flatten().collect(),
            guards.into_iter().flatten().collect(),
        )
    }
}
