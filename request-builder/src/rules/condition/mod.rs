//! Conditions on the answers, and the text in which they are written. The set is closed and there
//! is no scripting: anyone who adds a condition adds a variant, and the compiler shows every place
//! that has to know it.
//!
//! A condition is one line of text in TOML, in letters and in JSON:
//!
//! ```text
//! username                                    the question has an answer
//! operator is cloud, unknown                  it is one of these options (also: is not)
//! kind is account, contents                   the kind of request is one of these (also: is not)
//! valid official-email                        the answer is well formed
//! host of server-url is other, look-alike     the server is of one of these classes (also: is not)
//! mail of official-email is free              the address is of one of these types (also: is not)
//! details, relation mentions ip-logs          one of these texts has a word of the list
//! first-request-date older than 90 days       the last day that it names is more than 90 days before today
//! planned-when later than 90 days             the first day that it names is more than 90 days from now
//! username beyond "-_."                       it has a character besides letters, digits and these
//! message-links lead elsewhere than server-url    a link points to another host
//! username repeats                            two entries have the same answer
//! official-email within username, account-other   the answer is in one of these texts
//! period-to later than process-date           the one day is after the other
//! details outside period-from, period-to      the days that it names are before the one day or after the other
//! official-email unlike officer-name          the address has no part of the name
//! not X    (X)    X and Y    X or Y
//! ```
//!
//! `and` and `or` may be mixed only with parentheses, so that no reader needs to know which of them
//! binds first.

use super::{ClauseId, HostClass, KindId, OptionId, QuestionId, WordListId};
use crate::rules::MailClass;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// How deeply parentheses and `not` may be nested. Each level takes stack, so text without a limit
/// could stop the program.
const DEPTH: usize = 32;

/// Something that holds or does not hold for a set of answers.
///
/// A question that is not asked counts as not answered, even if an answer to it was entered before.
/// A question of a group is looked up in the current entry where a rule or paragraph is repeated
/// for each entry of that group, and in all entries elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Every one of these holds. There are at least two: see [`Condition::all`].
    All(Vec<Condition>),
    /// At least one of these holds. There are at least two: see [`Condition::any`].
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// The kind of request is one of these.
    Kind(Vec<KindId>),
    /// The question has an answer that is not blank. A `tick` has one if it is ticked.
    Answered(QuestionId),
    /// The question has an answer that is well formed for the question's type.
    Valid(QuestionId),
    /// One of these options was chosen.
    Is {
        /// The question.
        of: QuestionId,
        /// The options.
        options: Vec<OptionId>,
    },
    /// The server that is the answer to a question belongs to one of these classes.
    Host(HostIs),
    /// The email address that is the answer to a question is of one of these types.
    Mail(MailIs),
    /// The answer to one of these questions contains a word of a list.
    Mentions(Mentions),
    /// The last day that the answer to a question names is more than a number of days before today, or
    /// the first one more than a number of days after it.
    Older(Older),
    /// The answer to a question contains a character that is not in a set.
    Beyond(Beyond),
    /// A link in the answer to one question points to another host than the server that is the
    /// answer to another question. In a text, what has `://` in it is a link, and `@ann on
    /// example.org` points to a host too.
    Elsewhere(TwoQuestions),
    /// An entry of the question's group has the same answer as one before it.
    Repeats(QuestionId),
    /// The answer to a question is in the text of an answer to one of several others.
    Within(Within),
    /// The day that is the answer to a question is after the one that is the answer to another.
    Later(TwoQuestions),
    /// The days that a text names are all before the first of the days that are answers to other
    /// questions, or all after the last.
    Outside(Within),
    /// The email address that is the answer to a question has no part of the name that is the
    /// answer to another.
    Unlike(TwoQuestions),
}

/// See [`Condition::Host`].
#[derive(Clone, Debug, PartialEq)]
pub struct HostIs {
    /// The question that asks for the server's address.
    pub of: QuestionId,
    /// Classes of `site.toml`, `look-alike` (a name that can be mistaken for a host of `site.toml`)
    /// or `other` (any other host). `private` are those of the others that only a private network or a
    /// network of hidden services knows.
    pub is: Vec<HostClass>,
}

/// See [`Condition::Mail`].
#[derive(Clone, Debug, PartialEq)]
pub struct MailIs {
    /// The question that asks for the address.
    pub of: QuestionId,
    /// `official` (the domain is known to belong to a public authority), `free` (anyone can get an
    /// address there) or `unknown`.
    pub is: Vec<MailClass>,
}

/// See [`Condition::Mentions`].
#[derive(Clone, Debug, PartialEq)]
pub struct Mentions {
    /// The questions whose answers are searched.
    pub questions: Vec<QuestionId>,
    /// The word list.
    pub words: WordListId,
}

/// See [`Condition::Older`].
#[derive(Clone, Debug, PartialEq)]
pub struct Older {
    /// The question that asks for the date.
    pub of: QuestionId,
    /// More than how many days before today the date is.
    pub than: Days,
    /// Whether it is after today instead: `later than 90 days`.
    pub ahead: bool,
}

/// A number of days.
#[derive(Clone, Debug, PartialEq)]
pub enum Days {
    /// This number.
    Number(u32),
    /// The number of days in the sentence of a clause: `{snapshot.days}`. `site-gen` replaces it by
    /// the number, so it is never in a page.
    OfClause(ClauseId),
}

/// See [`Condition::Beyond`].
#[derive(Clone, Debug, PartialEq)]
pub struct Beyond {
    /// The question.
    pub of: QuestionId,
    /// The characters of the set, such as `-_.`. ASCII letters and digits are always in it.
    pub marks: String,
}

/// See [`Condition::Within`].
#[derive(Clone, Debug, PartialEq)]
pub struct Within {
    /// The question whose answer is looked for.
    pub of: QuestionId,
    /// The questions in whose answers it is looked for.
    pub texts: Vec<QuestionId>,
}

/// Two questions whose answers are compared: see [`Condition::Later`], [`Condition::Unlike`] and
/// [`Condition::Elsewhere`].
#[derive(Clone, Debug, PartialEq)]
pub struct TwoQuestions {
    /// The question that the condition is about.
    pub of: QuestionId,
    /// The other.
    pub than: QuestionId,
}

impl Condition {
    /// All of `parts` hold. The parts of a part that is itself [`Condition::All`] are taken out of
    /// it, and a single part is returned as it is. So the result is what its text reads back as.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::All(inner) => flat.extend(inner),
                part => flat.push(part),
            }
        }
        match flat.len() {
            1 => flat.remove(0),
            _ => Self::All(flat),
        }
    }

    /// At least one of `parts` holds. They are joined as by [`Condition::all`].
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Any(inner) => flat.extend(inner),
                part => flat.push(part),
            }
        }
        match flat.len() {
            1 => flat.remove(0),
            _ => Self::Any(flat),
        }
    }

    /// The questions that the condition looks at, in order. A question that it looks at twice is
    /// there twice.
    pub fn questions(&self) -> Vec<&QuestionId> {
        let mut questions = Vec::new();
        self.add_questions(&mut questions);
        questions
    }

    fn add_questions<'c>(&'c self, questions: &mut Vec<&'c QuestionId>) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.add_questions(questions);
                }
            }
            Self::Not(inner) => inner.add_questions(questions),
            Self::Kind(_) => {}
            Self::Answered(of)
            | Self::Valid(of)
            | Self::Repeats(of)
            | Self::Is { of, .. }
            | Self::Host(HostIs { of, .. })
            | Self::Mail(MailIs { of, .. })
            | Self::Older(Older { of, .. })
            | Self::Beyond(Beyond { of, .. }) => questions.push(of),
            Self::Mentions(Mentions { questions: of, .. }) => questions.extend(of),
            Self::Within(Within { of, texts }) | Self::Outside(Within { of, texts }) => {
                questions.push(of);
                questions.extend(texts);
            }
            Self::Elsewhere(TwoQuestions { of, than })
            | Self::Later(TwoQuestions { of, than })
            | Self::Unlike(TwoQuestions { of, than }) => questions.extend([of, than]),
        }
    }

    /// The beginning of a name that stands for a rule, and that no question can have.
    pub const RULE: &str = "rule:";

    /// Parses a condition of a letter, which may also test whether a rule is active: `rule letterhead`.
    /// That is known before any question is answered, so no rulebook has such a condition: until
    /// letters are put together, it is [`Self::Answered`] with the name `rule:letterhead`.
    ///
    /// # Errors
    ///
    /// As for `parse`.
    pub fn parse_in_letter(text: &str) -> Result<Self, ConditionError> {
        let mut parser = Parser::new(text);
        parser.is_in_letter = true;
        parser.whole().ok_or(parser.error)
    }

    /// Whether this word has a meaning in conditions, so that no question may have it as its name.
    /// `rule` has one in letters: `[if rule letterhead]`.
    pub fn is_reserved(word: &str) -> bool {
        matches!(
            word,
            "and" | "or" | "not" | "is" | "valid" | "kind" | "rule"
        )
    }
}

/// Why a text is not a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionError {
    /// Where it is wrong, in bytes of the text. Empty if something is missing at the end.
    pub at: Range<usize>,
    /// The problem.
    pub kind: ConditionErrorKind,
}

/// See [`ConditionError`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConditionErrorKind {
    /// Something else is expected there.
    Unexpected {
        /// The text that is there. Empty at the end of the condition.
        found: String,
        /// The expected item.
        expected: Expected,
    },
    /// `and` and `or` are mixed without parentheses.
    AndBesideOr,
    /// Parentheses or `not` are nested too deeply.
    TooDeep,
    /// A parenthesis or a quotation mark is opened and never closed.
    NeverClosed(char),
    /// A parenthesis is closed that was never opened.
    NeverOpened,
}

/// The items that can be expected at a position in a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A whole condition.
    Condition,
    /// A word after the name of a question.
    AfterQuestion,
    /// `and`, `or` or the end, after a complete condition.
    AfterCondition,
    /// The name of a question.
    Question,
    /// A name after `is`.
    Choice,
    /// `official`, `free` or `unknown`.
    MailClass,
    /// The name of a word list.
    WordList,
    /// A number of days.
    Days,
    /// Characters between quotation marks.
    Marks,
    /// `is`.
    Is,
    /// `mentions`, after several questions.
    Mentions,
    /// `than`, after `older`.
    Than,
    /// `than` and a question or a number of days, after `later`.
    ThanQuestion,
    /// `elsewhere than`, after `lead`.
    ElsewhereThan,
    /// `days`, after their number.
    DaysAfterNumber,
}

impl ConditionErrorKind {
    /// How to correct it, for the `help:` line of a diagnostic.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unexpected { expected, .. } => expected.help(),
            Self::AndBesideOr => {
                "put parentheses around what belongs together, as in `a and (b or c)`"
            }
            Self::TooDeep => "write it with fewer parentheses",
            Self::NeverClosed('"') => "write another `\"` at the end of the characters",
            Self::NeverClosed(_) => "write a `)` where it ends",
            Self::NeverOpened => "remove it, or write the `(`",
        }
    }
}

impl Expected {
    fn help(self) -> &'static str {
        match self {
            Self::Condition => {
                "a condition begins with the name of a question, `kind is`, `valid`, `host of`, `mail of`, `not` or `(`"
            }
            Self::AfterQuestion => {
                "write `is`, `is not`, `mentions`, `older than`, `later than`, `beyond`, `within`, `outside`, `repeats`, `unlike` or `lead elsewhere than` after the name of a question, or `and` or `or` and another condition"
            }
            Self::AfterCondition => {
                "write `and` or `or` between two conditions, or a comma between two names"
            }
            Self::Question => "write the name of a question",
            Self::Choice => "write one name or several, as in `is cloud, unknown`",
            Self::MailClass => "write `official`, `free` or `unknown`",
            Self::WordList => "write the name of a word list",
            Self::Days => "write a number of days, as in `older than 90 days`",
            Self::Marks => "write the characters between quotation marks, as in `beyond \"-_.\"`",
            Self::Is => "go on with `is` or `is not`",
            Self::Mentions => {
                "only `mentions` looks at several questions; give one question, or write `mentions` and a word list"
            }
            Self::Than => "write `older than 90 days`",
            Self::ThanQuestion => "write `later than` and a question, or `later than 90 days`",
            Self::ElsewhereThan => "write `lead elsewhere than` and a question",
            Self::DaysAfterNumber => "write the number, then `days`",
        }
    }
}

impl fmt::Display for ConditionErrorKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected { found, expected } if found.is_empty() => {
                write!(out, "{} is missing", expected.name())
            }
            Self::Unexpected { found, expected } => {
                write!(out, "expected {}, found `{found}`", expected.name())
            }
            Self::AndBesideOr => out.write_str("`and` and `or` are mixed without parentheses"),
            Self::TooDeep => out.write_str("parentheses are nested too deeply"),
            Self::NeverClosed('"') => out.write_str("a quotation mark is not closed"),
            Self::NeverClosed(_) => out.write_str("a parenthesis is not closed"),
            Self::NeverOpened => out.write_str("there is no `(` for this `)`"),
        }
    }
}

impl Expected {
    fn name(self) -> &'static str {
        match self {
            Self::Condition => "a condition",
            Self::AfterQuestion => "`is` or another word about a question",
            Self::AfterCondition => "`and`, `or` or the end",
            Self::Question => "the name of a question",
            Self::Choice => "a name",
            Self::MailClass => "a type of email address",
            Self::WordList => "the name of a word list",
            Self::Days => "a number of days",
            Self::Marks => "a quotation mark",
            Self::Is => "`is`",
            Self::Mentions => "`mentions`",
            Self::Than | Self::ThanQuestion => "`than`",
            Self::ElsewhereThan => "`elsewhere than`",
            Self::DaysAfterNumber => "`days`",
        }
    }
}

impl fmt::Display for ConditionError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(out)
    }
}

impl std::error::Error for ConditionError {}

impl Days {
    fn parse(text: &str) -> Option<Self> {
        if let Ok(days) = text.parse() {
            return Some(Self::Number(days));
        }
        let clause = text.strip_prefix('{')?.strip_suffix(".days}")?;
        (!clause.is_empty()).then(|| Self::OfClause(clause.into()))
    }
}

impl FromStr for Condition {
    type Err = ConditionError;

    fn from_str(text: &str) -> Result<Self, ConditionError> {
        let mut parser = Parser::new(text);
        parser.whole().ok_or(parser.error)
    }
}

/// A piece of a condition's text: a word, one of the marks `(`, `)`, `,` and `"`, or, at the end,
/// nothing.
#[derive(Clone)]
struct Token<'t> {
    text: &'t str,
    at: Range<usize>,
}

impl Token<'_> {
    fn is_name(&self) -> bool {
        !matches!(
            self.text,
            "" | "(" | ")" | "," | "\"" | "and" | "or" | "not" | "is"
        )
    }
}

/// Its functions return `None` after they have set the error, which is smaller in the page's program
/// than an error in every result.
struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    /// Whether `rule` has a meaning.
    is_in_letter: bool,
    error: ConditionError,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            is_in_letter: false,
            error: ConditionError {
                at: text.len()..text.len(),
                kind: ConditionErrorKind::NeverOpened,
            },
        }
    }

    fn fail<T>(&mut self, at: Range<usize>, kind: ConditionErrorKind) -> Option<T> {
        self.error = ConditionError { at, kind };
        None
    }

    fn unexpected<T>(&mut self, token: Token<'_>, expected: Expected) -> Option<T> {
        let found = token.text.to_owned();
        self.fail(token.at, ConditionErrorKind::Unexpected { found, expected })
    }

    fn whole(&mut self) -> Option<Condition> {
        let condition = self.conjunction()?;
        let token = self.peek();
        match token.text {
            "" => Some(condition),
            ")" => self.fail(token.at, ConditionErrorKind::NeverOpened),
            _ => self.unexpected(token, self.after(&condition)),
        }
    }

    /// The unread rest.
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Token<'t> {
        let rest = self.rest();
        let blank = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let is_end = |c: char| matches!(c, '(' | ')' | ',' | '"') || c.is_whitespace();
        let length = match rest.find(is_end) {
            // A mark is a piece of its own.
            Some(0) => 1,
            Some(end) => end,
            None => rest.len(),
        };
        let start = self.at + blank;
        Token {
            text: rest.get(..length).unwrap_or_default(),
            at: start..start + length,
        }
    }

    fn next(&mut self) -> Token<'t> {
        let token = self.peek();
        self.at = token.at.end;
        token
    }

    /// Takes the next token if this is its text.
    fn take_word(&mut self, text: &str) -> bool {
        let token = self.peek();
        let goes_on = token.text == text;
        if goes_on {
            self.at = token.at.end;
        }
        goes_on
    }

    /// The items expected after a condition.
    fn after(&self, condition: &Condition) -> Expected {
        let read = self.text.get(..self.at).unwrap_or_default().trim_end();
        match condition {
            Condition::Answered(of) if read.ends_with(of.as_str()) => Expected::AfterQuestion,
            _ => Expected::AfterCondition,
        }
    }

    /// Conditions with `and` or with `or` between them.
    fn conjunction(&mut self) -> Option<Condition> {
        let first = self.single()?;
        let mut parts = vec![first];
        let mut joint = "";
        loop {
            let token = self.peek();
            if !matches!(token.text, "and" | "or") {
                break;
            }
            if !joint.is_empty() && joint != token.text {
                return self.fail(token.at, ConditionErrorKind::AndBesideOr);
            }
            joint = token.text;
            self.at = token.at.end;
            parts.push(self.single()?);
        }
        Some(if joint == "or" {
            Condition::any(parts)
        } else {
            Condition::all(parts)
        })
    }

    /// A condition up to the next `and` or `or`.
    fn single(&mut self) -> Option<Condition> {
        let token = self.next();
        match token.text {
            "(" | "not" => {
                if self.depth == DEPTH {
                    return self.fail(token.at, ConditionErrorKind::TooDeep);
                }
                self.depth += 1;
                let condition = if token.text == "not" {
                    Condition::Not(Box::new(self.single()?))
                } else {
                    self.in_parentheses(token)?
                };
                self.depth -= 1;
                Some(condition)
            }
            "valid" => Some(Condition::Valid(self.question()?)),
            "rule" if self.is_in_letter => {
                let rule = self.name(Expected::Choice)?;
                let name = [Condition::RULE, rule].concat();
                Some(Condition::Answered(QuestionId::from(name)))
            }
            "kind" => {
                let is_not = self.is_or_is_not()?;
                Some(negated_if(is_not, Condition::Kind(self.names()?)))
            }
            "host" if self.take_word("of") => {
                let of = self.question()?;
                let is_not = self.is_or_is_not()?;
                let classes = self.names()?;
                let host = HostIs { of, is: classes };
                Some(negated_if(is_not, Condition::Host(host)))
            }
            "mail" if self.take_word("of") => {
                let of = self.question()?;
                let is_not = self.is_or_is_not()?;
                let classes = self.listed(Self::mail_class)?;
                let mail = MailIs { of, is: classes };
                Some(negated_if(is_not, Condition::Mail(mail)))
            }
            _ if token.is_name() => self.about(QuestionId::from(token.text)),
            _ => self.unexpected(token, Expected::Condition),
        }
    }

    fn in_parentheses(&mut self, opened: Token<'t>) -> Option<Condition> {
        let condition = self.conjunction()?;
        let token = self.next();
        match token.text {
            ")" => Some(condition),
            "" => self.fail(opened.at, ConditionErrorKind::NeverClosed('(')),
            _ => {
                self.at = token.at.start;
                let expected = self.after(&condition);
                self.unexpected(token, expected)
            }
        }
    }

    /// The rest of a condition on a question, after the question's name.
    fn about(&mut self, of: QuestionId) -> Option<Condition> {
        let token = self.peek();
        if !matches!(
            token.text,
            "is" | ","
                | "mentions"
                | "older"
                | "beyond"
                | "lead"
                | "leads"
                | "repeats"
                | "within"
                | "outside"
                | "later"
                | "unlike"
        ) {
            return Some(Condition::Answered(of));
        }
        if token.text == "is" {
            let is_not = self.is_or_is_not()?;
            let options = self.names()?;
            return Some(negated_if(is_not, Condition::Is { of, options }));
        }
        self.at = token.at.end;
        match token.text {
            "older" => {
                self.word("than", Expected::Than)?;
                self.older(of, false)
            }
            "repeats" => Some(Condition::Repeats(of)),
            "within" | "outside" => {
                let texts = self.listed(Self::question)?;
                let within = Within { of, texts };
                Some(match token.text {
                    "within" => Condition::Within(within),
                    _ => Condition::Outside(within),
                })
            }
            "later" => {
                self.word("than", Expected::ThanQuestion)?;
                if Days::parse(self.peek().text).is_some() {
                    return self.older(of, true);
                }
                let than = self.question()?;
                Some(Condition::Later(TwoQuestions { of, than }))
            }
            "unlike" => {
                let than = self.question()?;
                Some(Condition::Unlike(TwoQuestions { of, than }))
            }
            "beyond" => {
                let marks = self.marks()?;
                Some(Condition::Beyond(Beyond { of, marks }))
            }
            "lead" | "leads" => {
                self.word("elsewhere", Expected::ElsewhereThan)?;
                self.word("than", Expected::ElsewhereThan)?;
                let than = self.question()?;
                Some(Condition::Elsewhere(TwoQuestions { of, than }))
            }
            more => {
                let mut questions = vec![of];
                if more == "," {
                    questions.extend(self.listed(Self::question)?);
                    self.word("mentions", Expected::Mentions)?;
                }
                let words = self.name(Expected::WordList)?;
                let words = WordListId::from(words);
                Some(Condition::Mentions(Mentions { questions, words }))
            }
        }
    }

    /// The number of days before or after today.
    fn older(&mut self, of: QuestionId, ahead: bool) -> Option<Condition> {
        let days = self.next();
        let Some(than) = Days::parse(days.text) else {
            return self.unexpected(days, Expected::Days);
        };
        if !self.take_word("day") {
            self.word("days", Expected::DaysAfterNumber)?;
        }
        Some(Condition::Older(Older { of, than, ahead }))
    }

    fn word(&mut self, word: &str, expected: Expected) -> Option<()> {
        if self.take_word(word) {
            return Some(());
        }
        let token = self.next();
        self.unexpected(token, expected)
    }

    /// Reads `is` or `is not`. Returns whether it is `is not`.
    fn is_or_is_not(&mut self) -> Option<bool> {
        self.word("is", Expected::Is)?;
        Some(self.take_word("not"))
    }

    fn name(&mut self, expected: Expected) -> Option<&'t str> {
        let token = self.next();
        if token.is_name() {
            Some(token.text)
        } else {
            self.unexpected(token, expected)
        }
    }

    fn question(&mut self) -> Option<QuestionId> {
        let token = self.next();
        if token.is_name() && !Condition::is_reserved(token.text) {
            Some(token.text.into())
        } else {
            self.unexpected(token, Expected::Question)
        }
    }

    fn mail_class(&mut self) -> Option<MailClass> {
        let token = self.next();
        match token.text {
            "official" => Some(MailClass::Official),
            "free" => Some(MailClass::Free),
            "unknown" => Some(MailClass::Unknown),
            _ => self.unexpected(token, Expected::MailClass),
        }
    }

    fn names<T: From<&'t str>>(&mut self) -> Option<Vec<T>> {
        self.listed(|parser| parser.name(Expected::Choice).map(T::from))
    }

    /// One or more things with commas between them.
    fn listed<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut all = vec![one(self)?];
        while self.take_word(",") {
            all.push(one(self)?);
        }
        Some(all)
    }

    /// Characters between quotation marks. Among them `\"` is a quotation mark and `\\` a
    /// backslash.
    fn marks(&mut self) -> Option<String> {
        let opened = self.next();
        if opened.text != "\"" {
            return self.unexpected(opened, Expected::Marks);
        }
        let mut marks = String::new();
        let rest = self.rest();
        let mut characters = rest.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => {
                    self.at += at + 1;
                    return Some(marks);
                }
                '\\' => marks.extend(characters.next().map(|(_, character)| character)),
                character => marks.push(character),
            }
        }
        self.fail(opened.at, ConditionErrorKind::NeverClosed('"'))
    }
}

/// The condition itself, or its opposite.
fn negated_if(is_not: bool, condition: Condition) -> Condition {
    if is_not {
        Condition::Not(Box::new(condition))
    } else {
        condition
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(out, "")
    }
}

impl Condition {
    /// The condition without any [`Condition::All`] or [`Condition::Any`] of one part around it.
    fn unwrapped(&self) -> &Self {
        match self {
            Self::All(parts) | Self::Any(parts) => match &parts[..] {
                [part] => part.unwrapped(),
                _ => self,
            },
            _ => self,
        }
    }

    /// Writes the condition as a part of a longer one. `joint` is the word before or after it:
    /// `and`, `or`, `not`, or nothing if it is the whole.
    fn write(&self, out: &mut fmt::Formatter<'_>, joint: &str) -> fmt::Result {
        match self.unwrapped() {
            Self::All(parts) => write_joined(out, parts, "and", joint),
            Self::Any(parts) => write_joined(out, parts, "or", joint),
            Self::Not(inner) => match inner.unwrapped() {
                inner @ (Self::Kind(_) | Self::Is { .. } | Self::Host(_) | Self::Mail(_)) => {
                    inner.write_single(out, " is not ")
                }
                inner => {
                    out.write_str("not ")?;
                    inner.write(out, "not")
                }
            },
            single => single.write_single(out, " is "),
        }
    }

    fn write_single(&self, out: &mut fmt::Formatter<'_>, is: &str) -> fmt::Result {
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) => self.write(out, ""),
            Self::Answered(of) => out.write_str(of.as_str()),
            Self::Valid(of) => write!(out, "valid {of}"),
            Self::Kind(kinds) => {
                write!(out, "kind{is}")?;
                listed(out, kinds.iter().map(KindId::as_str))
            }
            Self::Is { of, options } => {
                write!(out, "{of}{is}")?;
                listed(out, options.iter().map(OptionId::as_str))
            }
            Self::Host(HostIs { of, is: classes }) => {
                write!(out, "host of {of}{is}")?;
                listed(out, classes.iter().map(HostClass::as_str))
            }
            Self::Mail(MailIs { of, is: classes }) => {
                write!(out, "mail of {of}{is}")?;
                let name = |class: &MailClass| match class {
                    MailClass::Official => "official",
                    MailClass::Free => "free",
                    MailClass::Unknown => "unknown",
                };
                listed(out, classes.iter().map(name))
            }
            Self::Mentions(Mentions { questions, words }) => {
                listed(out, questions.iter().map(QuestionId::as_str))?;
                write!(out, " mentions {words}")
            }
            Self::Older(Older { of, than, ahead }) => {
                let order = if *ahead { "later" } else { "older" };
                match than {
                    Days::Number(1) => write!(out, "{of} {order} than 1 day"),
                    Days::Number(days) => write!(out, "{of} {order} than {days} days"),
                    Days::OfClause(clause) => {
                        write!(out, "{of} {order} than {{{clause}.days}} days")
                    }
                }
            }
            Self::Beyond(Beyond { of, marks }) => {
                write!(out, "{of} beyond \"")?;
                for mark in marks.chars() {
                    if matches!(mark, '"' | '\\') {
                        out.write_str("\\")?;
                    }
                    fmt::Write::write_char(out, mark)?;
                }
                out.write_str("\"")
            }
            Self::Elsewhere(TwoQuestions { of, than }) => {
                write!(out, "{of} lead elsewhere than {than}")
            }
            Self::Repeats(of) => write!(out, "{of} repeats"),
            Self::Within(Within { of, texts }) => {
                write!(out, "{of} within ")?;
                listed(out, texts.iter().map(QuestionId::as_str))
            }
            Self::Outside(Within { of, texts }) => {
                write!(out, "{of} outside ")?;
                listed(out, texts.iter().map(QuestionId::as_str))
            }
            Self::Later(TwoQuestions { of, than }) => write!(out, "{of} later than {than}"),
            Self::Unlike(TwoQuestions { of, than }) => write!(out, "{of} unlike {than}"),
        }
    }
}

fn write_joined(
    out: &mut fmt::Formatter<'_>,
    parts: &[Condition],
    joint: &str,
    outer: &str,
) -> fmt::Result {
    let is_apart = !outer.is_empty() && outer != joint;
    if is_apart {
        out.write_str("(")?;
    }
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.write_str(" ")?;
            out.write_str(joint)?;
            out.write_str(" ")?;
        }
        part.write(out, joint)?;
    }
    if is_apart {
        out.write_str(")")?;
    }
    Ok(())
}

fn listed<'n>(
    out: &mut fmt::Formatter<'_>,
    names: impl IntoIterator<Item = &'n str>,
) -> fmt::Result {
    for (index, name) in names.into_iter().enumerate() {
        if index > 0 {
            out.write_str(", ")?;
        }
        out.write_str(name)?;
    }
    Ok(())
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // The help is on a line of its own, so that `site-gen` can show it as such.
        text.parse().map_err(|error: ConditionError| {
            serde::de::Error::custom(format_args!("{error}\n{}", error.kind.help()))
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Condition {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Condition".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A condition on the answers, in one line. `username`: the question has an answer. \
                `operator is cloud, unknown`: one of these options was chosen. \
                `kind is account`: this is the kind of request. \
                `valid official-email`: the answer is valid. \
                `host of server-url is other`: the server belongs to this class. \
                `mail of official-email is free`: the email address is of this type. \
                `details, relation mentions ip-logs`: one of the answers contains a word of the list. \
                `first-request-date older than 90 days`: the date is more than 90 days before today. \
                `username beyond \"-_.\"`: the answer contains a character other than letters, digits and these. \
                `message-links lead elsewhere than server-url`: a link points to another host. \
                `username repeats`: two entries have the same answer. \
                `official-email within username, account-other`: the answer is in one of these texts. \
                `planned-when later than 90 days`: the date is more than 90 days from now. \
                `period-to later than process-date`: the first day is after the second. \
                `details outside period-from, period-to`: the days that it names are before the one day or after the other. \
                `official-email unlike officer-name`: the address has no part of the name. \
                Join conditions with `and`, `or`, `not` and parentheses. `is not` is the opposite of `is`.",
            "examples": [
                "operator is cloud, unknown",
                "kind is contents and not (secrecy or valid order-date)"
            ]
        })
    }
}

#[cfg(test)]
mod tests;
