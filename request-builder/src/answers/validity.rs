//! Whether an answer is well formed for its sort of question. What is said about one that is not
//! is the interface's wording, by [`Invalid::wording`].

use super::{
    Answer, Date, DateTime, DateTimeError, EmailAddress, Host, LOOK_ALIKE, MailClass, OTHER,
    class_of,
};
use crate::labels::Messages;
use crate::rulebook::{Organisation, Rulebook};
use crate::rules::{NO_ANSWER, Question, QuestionType};
use crate::text::{is_word_char, lowercase, trim};
use serde::Serialize;

/// Why an answer is not well formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Invalid {
    /// Not an e-mail address.
    Email,
    /// Not a server's address.
    ServerAddress,
    /// Not a day that there is, written `2020-01-31`.
    Date,
    /// Neither a day nor a time, written `2020-03-01 14:30 -03:00`.
    #[serde(rename = "moment")]
    DateTime,
    /// A time without its offset from UTC.
    NoOffset,
    /// Two days that it may be.
    Ambiguous(Date, Date),
    /// A day that there is not, such as 31 February.
    NoSuchDay,
    /// A year of two digits.
    ShortYear,
    /// A day without its month or its year.
    Incomplete,
    /// A day so far in the future that it is a slip of the hand.
    FarOff,
    /// A day that has to have come, and has not.
    StillToCome,
    /// A day that has to be yet to come, and is over.
    Over,
    /// An end that lies before its beginning.
    Order,
    /// No number of days, weeks, months or years in it, and no date.
    Duration,
    /// White space inside a username, or no name in it at all.
    Username,
    /// The address of a page or a message where a username is asked for.
    LinkForUsername,
    /// An e-mail address where a username is asked for.
    EmailForUsername,
    /// A server or a domain where a username is asked for.
    ServerForUsername,
    /// What people write where they have no answer.
    NoAnswer,
    /// Not the address of a page or a profile on the web.
    Url,
    /// Not a telephone number.
    Phone,
    /// A link that is no web address.
    MessageLink,
    /// Not one of the options.
    Option,
    /// Text where a tick is asked for, or the like: from a draft that someone wrote by hand.
    Sort,
}

impl Invalid {
    /// What to do about it, in the words of the page.
    pub fn message(self, interface: &Messages) -> String {
        match self {
            Self::Ambiguous(one, other) => interface.fill(
                self.wording(),
                &[
                    ("first", &one.in_words(interface)),
                    ("second", &other.in_words(interface)),
                ],
            ),
            _ => interface.get(self.wording()).to_owned(),
        }
    }

    /// The name of the words that say what to do about it.
    fn wording(self) -> &'static str {
        match self {
            Self::Email => "request-invalid-email",
            Self::ServerAddress => "request-invalid-server-address",
            Self::Date => "request-invalid-date",
            Self::DateTime => "request-invalid-moment",
            Self::NoOffset => "request-invalid-no-offset",
            Self::StillToCome => "request-invalid-still-to-come",
            Self::Over => "request-invalid-over",
            Self::Ambiguous(..) => "request-invalid-ambiguous",
            Self::NoSuchDay => "request-invalid-no-such-day",
            Self::ShortYear => "request-invalid-short-year",
            Self::Incomplete => "request-invalid-incomplete",
            Self::FarOff => "request-invalid-far-off",
            Self::Order => "request-invalid-order",
            Self::Duration => "request-invalid-duration",
            Self::Username => "request-invalid-username",
            Self::LinkForUsername => "request-invalid-username-link",
            Self::EmailForUsername => "request-invalid-username-email",
            Self::ServerForUsername => "request-invalid-username-server",
            Self::NoAnswer => "request-invalid-no-answer",
            Self::Url => "request-invalid-url",
            Self::Phone => "request-invalid-phone",
            Self::MessageLink => "request-invalid-message-link",
            Self::Option => "request-invalid-option",
            Self::Sort => "request-invalid-sort",
        }
    }
}

/// Whether an answer that is not blank does for a question, by itself. Whether a day has come and
/// which of two comes first is [`crate::review::Evaluation::validity`]'s to say.
///
/// # Errors
/// Why it does not.
pub fn validate(question: &Question, answer: &Answer, book: &Rulebook) -> Result<(), Invalid> {
    use QuestionType as Type;
    let fits = |fits: bool, otherwise: Invalid| if fits { Ok(()) } else { Err(otherwise) };
    match (question.answer, answer) {
        (Type::Text | Type::LongText | Type::Account, Answer::Text(text)) => {
            let asked = || {
                book.rules
                    .all()
                    .iter()
                    .any(|rule| rule.ask.contains(&question.id))
            };
            fits(!is_no_answer(text, book) || !asked(), Invalid::NoAnswer)
        }
        (Type::Tick, Answer::Tick(_)) => Ok(()),
        (Type::Email, Answer::Text(text)) => {
            fits(EmailAddress::parse(text).is_some(), Invalid::Email)
        }
        (Type::ServerAddress, Answer::Text(text)) => {
            fits(Host::parse(text).is_some(), Invalid::ServerAddress)
        }
        (Type::Username, Answer::Text(text)) => valid_username(text, book),
        (Type::Url, Answer::Text(text)) => {
            let address = text.trim();
            fits(
                !address.contains(char::is_whitespace) && is_web_address(address),
                Invalid::Url,
            )
        }
        (Type::Phone, Answer::Text(text)) => fits(is_phone_number(text), Invalid::Phone),
        (Type::MessageLinks, Answer::Text(text)) => fits(
            text.split_whitespace().all(is_web_address),
            Invalid::MessageLink,
        ),
        (Type::Date | Type::DateTime, Answer::Text(text)) => {
            let unreadable = match question.answer {
                Type::Date => Invalid::Date,
                _ => Invalid::DateTime,
            };
            match DateTime::read(text, book.rules.months()) {
                Ok(read) => fits(
                    read.time.is_none() || question.answer != Type::Date,
                    unreadable,
                ),
                Err(DateTimeError::Unreadable) => Err(unreadable),
                Err(DateTimeError::NoOffset) if question.answer == Type::Date => Err(unreadable),
                Err(DateTimeError::NoOffset) => Err(Invalid::NoOffset),
                Err(DateTimeError::Ambiguous(one, other)) => Err(Invalid::Ambiguous(one, other)),
                Err(DateTimeError::NoSuchDay) => Err(Invalid::NoSuchDay),
                Err(DateTimeError::ShortYear) => Err(Invalid::ShortYear),
                Err(DateTimeError::Incomplete) => Err(Invalid::Incomplete),
            }
        }
        (Type::Duration, Answer::Text(text)) => fits(
            text.contains(|character: char| character.is_ascii_digit()),
            Invalid::Duration,
        ),
        (Type::Choice, Answer::Text(text)) => {
            fits(question.has_option(text.trim()), Invalid::Option)
        }
        (Type::Choices, Answer::Several(chosen)) => fits(
            chosen.iter().all(|name| question.has_option(name)),
            Invalid::Option,
        ),
        (_, Answer::Tick(_) | Answer::Text(_) | Answer::Several(_)) => Err(Invalid::Sort),
    }
}

/// A whole address, with `https://` before it.
fn is_web_address(text: &str) -> bool {
    text.contains("://") && Host::parse(text).is_some()
}

/// The fewest digits of a number that can be called. Numbers inside a country may be short; what is
/// shorter than this is a slip of the hand.
const FEWEST_DIGITS: usize = 5;

/// A telephone number as people write it: digits, with what they put between and before them.
fn is_phone_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= FEWEST_DIGITS
        && text.chars().all(|character| {
            character.is_ascii_digit() || character.is_whitespace() || "+-()./".contains(character)
        })
}

/// A username without the `@` that people write before it.
pub fn username(text: &str) -> &str {
    let text = trim(text);
    text.strip_prefix(['@', '\u{ff20}']).unwrap_or(text)
}

/// Whether a text is a username, or says what it is instead.
fn valid_username(text: &str, book: &Rulebook) -> Result<(), Invalid> {
    let name = username(text);
    if is_no_answer(text, book) {
        // Of "@" alone nothing is left, and nobody means it.
        Err(Invalid::NoAnswer)
    } else if name.contains("://") || lowercase(name).starts_with("www.") {
        Err(Invalid::LinkForUsername)
    } else if EmailAddress::parse(name).is_some() {
        Err(Invalid::EmailForUsername)
    } else if is_domain(name, &book.organisation) {
        Err(Invalid::ServerForUsername)
    } else if name.contains(char::is_whitespace) {
        Err(Invalid::Username)
    } else {
        Ok(())
    }
}

/// The last parts of names that are never a person's, so that `police.example.org` is told from
/// `maria.silva`.
const GENERIC_DOMAINS: [&str; 11] = [
    "com", "org", "net", "gov", "edu", "mil", "int", "info", "app", "example", "test",
];

/// Whether a text names a server or a domain rather than a person: one that the organisation
/// knows, or one that ends as only domains do.
pub(crate) fn is_domain(text: &str, organisation: &Organisation) -> bool {
    let Some(host) = Host::parse(text) else {
        return false;
    };
    let class = class_of(&host, organisation);
    let mailbox = EmailAddress::parse(&["a@", host.as_str()].concat());
    let last = host.as_str().rsplit('.').next().unwrap_or_default();
    !matches!(class.as_str(), LOOK_ALIKE | OTHER)
        || mailbox.is_some_and(|mailbox| mailbox.class(organisation) != MailClass::Unknown)
        || GENERIC_DOMAINS.contains(&last)
}

/// Whether a text is what people write where they have no answer: no letter and no digit, or
/// nothing but one of the phrases of the list.
fn is_no_answer(text: &str, book: &Rulebook) -> bool {
    let bare = text.trim_matches(|character| !is_word_char(character));
    if bare.is_empty() {
        return true;
    }
    // No phrase of the list is long: a report is not gone through for its sake.
    if bare.len() > 80 {
        return false;
    }
    let words: Vec<&str> = bare.split_whitespace().collect();
    let bare = lowercase(&words.join(" "));
    let mut lists = book.rules.words.iter();
    let list = lists.find(|list| list.id.as_str() == NO_ANSWER);
    list.is_some_and(|list| list.words.contains(&bare))
}

#[cfg(test)]
mod tests {
    use super::{Invalid, validate};
    use crate::answers::Answer;
    use crate::rulebook::{HostRule, Organisation, Rulebook};
    use crate::rules::{Practice, Question, QuestionType, Rules, WordList};
    use litemap::LiteMap;

    fn book() -> Rulebook {
        let phrases = [
            "unknown",
            "n/a",
            "same as above",
            "x",
            "for the investigation",
        ];
        let practice: Practice = toml::from_str("id = \"p\"\nask = [\"account\"]").expect("a rule");
        Rulebook {
            organisation: Organisation {
                hosts: vec![HostRule {
                    class: "own".into(),
                    names: vec!["port.harbour.boats".into()],
                    under: Vec::new(),
                }],
                official_mail: vec!["pd.gouv.fr".into()],
                ..Organisation::default()
            },
            rules: Rules {
                practices: vec![practice],
                words: vec![WordList {
                    id: "no-answer".into(),
                    words: phrases.map(str::to_owned).into(),
                }],
                ..Rules::default()
            },
            ..Rulebook::default()
        }
    }

    fn question(id: &str, answer: QuestionType) -> Question {
        Question {
            id: id.into(),
            step: "accounts".into(),
            group: None,
            kinds: Vec::new(),
            answer,
            options: Vec::new(),
            option_kinds: LiteMap::default(),
            when: None,
            must_be: None,
            not_before: None,
            takes_from: Vec::new(),
            autocomplete: None,
        }
    }

    fn check(sort: QuestionType, text: &str) -> Result<(), Invalid> {
        let answer = Answer::Text(text.to_owned());
        validate(&question("account", sort), &answer, &book())
    }

    #[test]
    fn what_cannot_be_a_username_is_told_by_what_it_is() {
        use Invalid::{EmailForUsername, LinkForUsername, NoAnswer, ServerForUsername, Username};
        for (text, expected) in [
            ("maria", Ok(())),
            ("@maria.silva", Ok(())),
            ("\u{ff20}maria", Ok(())),
            ("joão-2", Ok(())),
            (
                "https://port.harbour.boats/direct/maria",
                Err(LinkForUsername),
            ),
            (
                "@https://port.harbour.boats/direct/maria",
                Err(LinkForUsername),
            ),
            ("www.harbour.boats", Err(LinkForUsername)),
            ("maria@chat.example.org", Err(EmailForUsername)),
            ("@maria@chat.example.org", Err(EmailForUsername)),
            ("@police.example.org", Err(ServerForUsername)),
            ("@port.harbour.boats", Err(ServerForUsername)),
            ("pd.gouv.fr", Err(ServerForUsername)),
            ("uncle dee", Err(Username)),
            ("@night.dispatch, @kdorsey", Err(Username)),
            ("@", Err(NoAnswer)),
            ("@ \u{200b}", Err(NoAnswer)),
            ("???", Err(NoAnswer)),
            ("N/A", Err(NoAnswer)),
            ("unknown", Err(NoAnswer)),
        ] {
            assert_eq!(check(QuestionType::Username, text), expected, "{text}");
        }
    }

    #[test]
    fn a_phrase_for_no_answer_is_none_where_a_rule_asks() {
        let validity = |id: &str, text: &str| {
            let answer = Answer::Text(text.to_owned());
            validate(&question(id, QuestionType::LongText), &answer, &book())
        };
        for text in [
            "Unknown.",
            "same  as\nabove",
            "-",
            "\u{201c}n/a\u{201d}",
            "X",
            "For the investigation",
        ] {
            assert_eq!(validity("account", text), Err(Invalid::NoAnswer), "{text}");
            assert_eq!(validity("nobody-asks", text), Ok(()), "{text}");
        }
        for text in [
            "unknown to us by name",
            "x-ray",
            "for the investigation of a theft",
        ] {
            assert_eq!(validity("account", text), Ok(()), "{text}");
        }
    }

    #[test]
    fn an_account_may_be_a_number_a_name_a_telephone_number_or_a_web_address() {
        use QuestionType::{Account, Phone, Url};
        for (sort, text, expected) in [
            (Account, "L-2044", Ok(())),
            (Account, "Nan Hargreave, box 7", Ok(())),
            (Phone, "+44 20 7946 0018", Ok(())),
            (Phone, "(020) 7946-0018", Ok(())),
            (Phone, "110", Err(Invalid::Phone)),
            (Phone, "nan@harbour.example", Err(Invalid::Phone)),
            (Phone, "+44 20 7946 0018 Nan", Err(Invalid::Phone)),
            (Url, " https://harbour.example/people/nan ", Ok(())),
            (Url, "harbour.example/people/nan", Err(Invalid::Url)),
            (
                Url,
                "https://harbour.example/people/nan hargreave",
                Err(Invalid::Url),
            ),
            (Url, "nan", Err(Invalid::Url)),
        ] {
            assert_eq!(check(sort, text), expected, "{sort:?} {text}");
        }
    }
}
