//! Whether an answer is well formed for its sort of question. What is said about one that is not
//! is the interface's wording, by [`Invalid::wording`].

use super::{Answer, Date, DateTime, DateTimeError, EmailAddress, Host};
use crate::rules::{Question, QuestionType};
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
    /// A day that has to have come, and has not.
    StillToCome,
    /// A day that has to be yet to come, and is over.
    Over,
    /// An end that lies before its beginning.
    Order,
    /// No number of days, weeks, months or years in it, and no date.
    Duration,
    /// White space inside a username.
    Username,
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
    /// The name of the words that say what to do about it.
    pub fn wording(self) -> &'static str {
        match self {
            Self::Email => "request-unsound-email",
            Self::ServerAddress => "request-unsound-server-address",
            Self::Date => "request-unsound-date",
            Self::DateTime => "request-unsound-moment",
            Self::NoOffset => "request-unsound-no-offset",
            Self::StillToCome => "request-unsound-still-to-come",
            Self::Over => "request-unsound-over",
            Self::Order => "request-unsound-order",
            Self::Duration => "request-unsound-duration",
            Self::Username => "request-unsound-username",
            Self::Url => "request-unsound-url",
            Self::Phone => "request-unsound-phone",
            Self::MessageLink => "request-unsound-message-link",
            Self::Option => "request-unsound-option",
            Self::Sort => "request-unsound-sort",
        }
    }
}

/// Whether an answer that is not blank does for a question, by itself. Whether a day has come and
/// which of two comes first is [`crate::review::Evaluation::validity`]'s to say.
///
/// # Errors
/// Why it does not.
pub fn validate(question: &Question, answer: &Answer) -> Result<(), Invalid> {
    use QuestionType as Type;
    let fits = |fits: bool, otherwise: Invalid| if fits { Ok(()) } else { Err(otherwise) };
    match (question.answer, answer) {
        (Type::Text | Type::LongText | Type::Account, Answer::Text(_))
        | (Type::Tick, Answer::Tick(_)) => Ok(()),
        (Type::Email, Answer::Text(text)) => {
            fits(EmailAddress::parse(text).is_some(), Invalid::Email)
        }
        (Type::ServerAddress, Answer::Text(text)) => {
            fits(Host::parse(text).is_some(), Invalid::ServerAddress)
        }
        (Type::Username, Answer::Text(text)) => {
            let name = username(text);
            fits(
                !name.is_empty() && !name.contains(char::is_whitespace),
                Invalid::Username,
            )
        }
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
        (Type::Date, Answer::Text(text)) => fits(Date::parse(text.trim()).is_some(), Invalid::Date),
        (Type::DateTime, Answer::Text(text)) => match DateTime::parse(text) {
            Ok(_) => Ok(()),
            Err(DateTimeError::Unreadable) => Err(Invalid::DateTime),
            Err(DateTimeError::NoOffset) => Err(Invalid::NoOffset),
        },
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
    let text = text.trim();
    text.strip_prefix('@').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{Invalid, validate};
    use crate::answers::Answer;
    use crate::rules::{Question, QuestionType};
    use litemap::LiteMap;

    fn check(answer: QuestionType, text: &str) -> Result<(), Invalid> {
        let question = Question {
            id: "account".into(),
            step: "accounts".into(),
            group: None,
            kinds: Vec::new(),
            answer,
            options: Vec::new(),
            option_kinds: LiteMap::default(),
            when: None,
            must_be: None,
            not_before: None,
            autocomplete: None,
        };
        validate(&question, &Answer::Text(text.to_owned()))
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
