//! The patterns of the letter check. They are data: the program has a closed set of pattern types,
//! and `letter-check.toml` assigns patterns to rules.

use crate::rules::{GuardId, HostClass, KindId, RuleId, WordList, WordListId, is_default};
use serde::{Deserialize, Serialize};

/// All patterns for one version's rules.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LetterPatterns {
    /// Placeholder words: `tbd`, `insert`.
    #[serde(default)]
    pub blanks: Vec<String>,
    /// How a line begins above a quoted earlier message.
    #[serde(default)]
    pub older_message: Vec<String>,
    /// How the first line of a standard footer begins: "confidentiality notice". A `*` stands for
    /// anything between words of the same paragraph. What the paragraph says is no evidence.
    #[serde(default)]
    pub footers: Vec<String>,
    /// What a writer remarks in brackets, which is no placeholder: `[sic]`.
    #[serde(default)]
    pub remarks: Vec<String>,
    /// Words that begin another clause: "and", "which".
    #[serde(default)]
    pub clause_words: Vec<String>,
    /// What shows that a person may be in danger, whatever kind of request the letter is. Used if the kind
    /// was not detected.
    #[serde(default)]
    pub danger: Option<Pattern>,
    /// Endings of inflected words. A word of at least seven letters that is listed alone also matches with
    /// another of these, "contacted" with "contacting", unless `=` stands before it.
    #[serde(default)]
    pub endings: Vec<String>,
    /// The names of the months, for dates in words.
    #[serde(default)]
    pub months: Vec<String>,
    /// Words in the domain names of public authorities: `police`, `polizei`.
    #[serde(default)]
    pub authority_domains: Vec<String>,
    /// Lists of words for patterns. In a phrase, `#` matches a number, `*` any one word, and a `*`
    /// at the end of a word any ending.
    #[serde(default)]
    pub words: Vec<WordList>,
    /// Guards, which cancel the meaning of words near them.
    #[serde(default, rename = "guard")]
    pub guards: Vec<Guard>,
    /// How to recognise the kind of a letter: the kind whose matching patterns weigh most together,
    /// if those of no other weigh nearly as much.
    #[serde(default, rename = "kind")]
    pub kinds: Vec<KindPattern>,
    /// What to search for, rule by rule.
    #[serde(default, rename = "look-for")]
    pub look_for: Vec<LookFor>,
    /// What a list of letters shows about each. The first match of each type counts.
    #[serde(default, rename = "particular")]
    pub particulars: Vec<ParticularPattern>,
}

/// Where a particular of a letter is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ParticularPattern {
    /// What it is.
    pub is: Particular,
    /// The pattern. Of a form line its value is shown, of a heading the whole line. Of a reference, the
    /// number behind the label.
    pub found: Pattern,
    /// It counts only in a sentence in which this is, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Pattern>,
}

/// A particular of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Particular {
    /// Who asks.
    Agency,
    /// The number of the case or letter.
    Reference,
    /// When the answer is due.
    Deadline,
}

/// A sign of a kind of letter. A kind may have several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KindPattern {
    /// The kind.
    pub kind: KindId,
    /// How much the pattern says for the kind or, if negative, against it.
    #[serde(default = "usual", skip_serializing_if = "is_usual")]
    pub weight: i8,
    /// The pattern of such a letter.
    #[serde(rename = "sign")]
    pub pattern: Pattern,
}

/// One pattern with it is enough, unless others speak for another kind.
fn usual() -> i8 {
    2
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_usual(weight: &i8) -> bool {
    *weight == usual()
}

/// The patterns for one rule.
///
/// Without any, the check can only say that it cannot tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LookFor {
    /// The requirement or gate.
    pub rule: RuleId,
    /// Only for letters of these kinds; empty for all kinds of the rule.
    #[serde(default)]
    pub kinds: Vec<KindId>,
    /// The rule only applies to letters that match this pattern.
    #[serde(default)]
    pub when: Option<Pattern>,
    /// A letter that matches does not comply, whatever else it says: a gap was left where the answer
    /// belongs.
    #[serde(default)]
    pub lacking: Option<Pattern>,
    /// A letter that matches complies with the rule. Without it, no text can show compliance.
    #[serde(default)]
    pub found: Option<Pattern>,
    /// `found` counts only in a letter that matches this, too. It is not quoted.
    #[serde(default)]
    pub only_if: Option<Pattern>,
    /// A letter that matches may comply, but only a reader can decide.
    #[serde(default)]
    pub hint: Option<Pattern>,
    /// If this matches, a reader has to decide in any case.
    #[serde(default)]
    pub doubt: Option<Pattern>,
}

/// A pattern. The set is closed, so that the compiler shows every place that must handle a new one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// All of these, anywhere in the letter.
    All(Vec<Pattern>),
    /// At least one of these.
    Any(Vec<Pattern>),
    /// All of these, close together.
    Near(Near),
    /// A word or phrase.
    Words(WordPattern),
    /// A word or phrase on a line of its own: a heading, title or subject.
    Heading(WordPattern),
    /// A gap that was left in the letter: a placeholder with one of these phrases, or a form line
    /// with one of them as its label and nothing filled in.
    Gap(GapPattern),
    /// A filled-in form line whose label contains one of these phrases.
    Field(FieldPattern),
    /// An email address.
    Mail(MailPattern),
    /// The address of a server.
    Host(HostPattern),
    /// A username on a server.
    Username(UsernamePattern),
    /// A link to a message.
    Link(Guarded),
    /// A date.
    Date(Guarded),
    /// A person's name.
    Name(NamePattern),
}

/// Patterns close together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Near {
    /// The patterns.
    pub all: Vec<Pattern>,
    /// The maximum number of words between two of them. Default: the same sentence.
    #[serde(default)]
    pub within: Option<u16>,
}

/// Words from lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WordPattern {
    /// The lists.
    pub of: Vec<WordListId>,
    /// Guards that cancel it.
    #[serde(default)]
    pub unless: Vec<GuardId>,
}

/// A gap that was left in a letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GapPattern {
    /// The lists.
    pub of: Vec<WordListId>,
}

/// A filled-in line of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FieldPattern {
    /// Lists of words for its label.
    pub label: Vec<WordListId>,
    /// A pattern that its value must match. Default: any value.
    #[serde(default)]
    pub has: Option<Box<Pattern>>,
    /// Lists of words that count as no value.
    #[serde(default)]
    pub unless: Vec<WordListId>,
    /// Guards that cancel the label.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless_label: Vec<GuardId>,
}

/// An email address of certain classes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MailPattern {
    /// The classes.
    pub is: Vec<LetterMail>,
    /// Guards that cancel it.
    #[serde(default)]
    pub unless: Vec<GuardId>,
}

/// The class of an email address in a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LetterMail {
    /// The organisation's mailbox for requests.
    Mailbox,
    /// Another address of the organisation.
    Organisation,
    /// Under a domain that belongs, or claims to belong, to a public authority.
    Official,
    /// At a provider open to anyone.
    Free,
    /// None of these.
    Unknown,
}

/// The address of a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HostPattern {
    /// Classes of `site.toml`, or `look-alike` or `other`. Default: any host.
    #[serde(default)]
    pub is: Vec<HostClass>,
    /// An unknown host without a scheme counts only near one of these words, or if its name
    /// contains one.
    #[serde(default)]
    pub beside: Vec<WordListId>,
    /// Guards that cancel it.
    #[serde(default)]
    pub unless: Vec<GuardId>,
}

/// A username on a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct UsernamePattern {
    /// Words before a username: "username", "handle". `@name` needs none of these.
    pub after: Vec<WordListId>,
    /// Words before a username that only count if the name also looks like one, with a digit, dot,
    /// hyphen or quotes.
    #[serde(default)]
    pub loosely_after: Vec<WordListId>,
    /// Words before a username that only count as the label of a line of a form: "Usuario: joao". In
    /// a sentence, a verb may follow them.
    #[serde(default)]
    pub labelled: Vec<WordListId>,
    /// Words that follow these and are not names.
    #[serde(default)]
    pub never: Vec<WordListId>,
    /// Those of them after which a lower-case name may follow: "is", "reads".
    #[serde(default)]
    pub joined_by: Vec<WordListId>,
    /// Guards that cancel these words: "the username is not known".
    #[serde(default)]
    pub unless_told: Vec<GuardId>,
    /// Guards that cancel it.
    #[serde(default)]
    pub unless: Vec<GuardId>,
}

/// Something that guards can cancel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Guarded {
    /// The guards.
    #[serde(default)]
    pub unless: Vec<GuardId>,
}

/// A person's name: two to five consecutive capitalised words, at least one of them longer than an
/// initial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NamePattern {
    /// Capitalised words that are not part of a name.
    #[serde(default)]
    pub never: Vec<WordListId>,
    /// Whether a single word counts too, if no space follows it: `Odalys, 9`. Useful in a form line
    /// that asks for a name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub single: bool,
    /// Guards that cancel it.
    #[serde(default)]
    pub unless: Vec<GuardId>,
}

/// Cancels matches near it in the same sentence: "no", "to follow".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Guard {
    /// Id of the guard.
    pub id: GuardId,
    /// Words that cancel what follows.
    #[serde(default)]
    pub before: Vec<String>,
    /// Words that cancel what precedes.
    #[serde(default)]
    pub after: Vec<String>,
    /// Words that cancel a label if nothing else is filled in: "Search warrant: no".
    #[serde(default)]
    pub value: Vec<String>,
    /// Words that cancel everything in a short line that is the name of something, such as a unit:
    /// its first word is one of these, or its longer words are capitalised.
    #[serde(default)]
    pub line: Vec<String>,
    /// Whether a question cancels what it asks about.
    #[serde(default)]
    pub questions: bool,
    /// Whether its words cancel everything in their clause, on both sides and at any distance: "a warrant
    /// was, on 3 May 2026 and by the prosecutor herself, applied for".
    #[serde(default)]
    pub clause: bool,
    /// The maximum number of words between.
    #[serde(default)]
    pub reach: u16,
}

impl Pattern {
    /// Visits this pattern and all nested ones.
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
            | Self::Gap(_)
            | Self::Mail(_)
            | Self::Host(_)
            | Self::Username(_)
            | Self::Link(_)
            | Self::Date(_)
            | Self::Name(_) => {}
        }
    }

    /// The word lists and guards that this pattern itself uses.
    pub fn names(&self) -> (Vec<&WordListId>, Vec<&GuardId>) {
        type Names<'a, T> = Vec<&'a [T]>;
        let (lists, guards): (Names<'_, WordListId>, Names<'_, GuardId>) = match self {
            Self::All(_) | Self::Any(_) | Self::Near(_) => (Vec::new(), Vec::new()),
            Self::Words(words) | Self::Heading(words) => (vec![&words.of], vec![&words.unless]),
            Self::Gap(gap) => (vec![&gap.of], Vec::new()),
            Self::Field(field) => (vec![&field.label, &field.unless], vec![&field.unless_label]),
            Self::Mail(mail) => (Vec::new(), vec![&mail.unless]),
            Self::Host(host) => (vec![&host.beside], vec![&host.unless]),
            Self::Username(name) => (
                vec![
                    &name.after,
                    &name.loosely_after,
                    &name.labelled,
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
