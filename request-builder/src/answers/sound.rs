//! Whether an answer is well formed for its sort of question. What is said about one that is not
//! is the interface's wording, by [`Unsound::wording`].

use super::{Answer, Date, EmailAddress, Host, Moment, NoMoment};
use crate::form::{Question, QuestionType};
use serde::Serialize;

/// Why an answer is not well formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unsound {
    /// Not an e-mail address.
    Email,
    /// Not a server's address.
    ServerAddress,
    /// Not a day that there is, written `2020-01-31`.
    Date,
    /// Neither a day nor a time, written `2020-03-01 14:30 -03:00`.
    Moment,
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
    /// A link that is no web address.
    MessageLink,
    /// Not one of the options.
    Option,
    /// Text where a tick is asked for, or the like: from a draft that someone wrote by hand.
    Sort,
}

impl Unsound {
    /// The name of the words that say what to do about it.
    pub fn wording(self) -> &'static str {
        match self {
            Self::Email => "request-unsound-email",
            Self::ServerAddress => "request-unsound-server-address",
            Self::Date => "request-unsound-date",
            Self::Moment => "request-unsound-moment",
            Self::NoOffset => "request-unsound-no-offset",
            Self::StillToCome => "request-unsound-still-to-come",
            Self::Over => "request-unsound-over",
            Self::Order => "request-unsound-order",
            Self::Duration => "request-unsound-duration",
            Self::Username => "request-unsound-username",
            Self::MessageLink => "request-unsound-message-link",
            Self::Option => "request-unsound-option",
            Self::Sort => "request-unsound-sort",
        }
    }
}

/// Whether an answer that is not blank does for a question, by itself. Whether a day has come and
/// which of two comes first is [`crate::review::Standing::soundness`]'s to say.
///
/// # Errors
/// Why it does not.
pub fn soundness(question: &Question, answer: &Answer) -> Result<(), Unsound> {
    use QuestionType as Type;
    let fits = |fits: bool, otherwise: Unsound| if fits { Ok(()) } else { Err(otherwise) };
    match (question.answer, answer) {
        (Type::Text | Type::LongText, Answer::Text(_)) | (Type::Tick, Answer::Tick(_)) => Ok(()),
        (Type::Email, Answer::Text(text)) => {
            fits(EmailAddress::parse(text).is_some(), Unsound::Email)
        }
        (Type::ServerAddress, Answer::Text(text)) => {
            fits(Host::parse(text).is_some(), Unsound::ServerAddress)
        }
        (Type::Username, Answer::Text(text)) => {
            let name = username(text);
            fits(
                !name.is_empty() && !name.contains(char::is_whitespace),
                Unsound::Username,
            )
        }
        (Type::MessageLinks, Answer::Text(text)) => {
            let mut links = text.split_whitespace();
            fits(
                links.all(|link| link.contains("://") && Host::parse(link).is_some()),
                Unsound::MessageLink,
            )
        }
        (Type::Date, Answer::Text(text)) => fits(Date::parse(text.trim()).is_some(), Unsound::Date),
        (Type::Moment, Answer::Text(text)) => match Moment::parse(text) {
            Ok(_) => Ok(()),
            Err(NoMoment::Unreadable) => Err(Unsound::Moment),
            Err(NoMoment::NoOffset) => Err(Unsound::NoOffset),
        },
        (Type::Duration, Answer::Text(text)) => fits(
            text.contains(|character: char| character.is_ascii_digit()),
            Unsound::Duration,
        ),
        (Type::Choice, Answer::Text(text)) => {
            fits(question.option(text.trim()).is_some(), Unsound::Option)
        }
        (Type::Choices, Answer::Several(chosen)) => fits(
            chosen.iter().all(|name| question.option(name).is_some()),
            Unsound::Option,
        ),
        (_, Answer::Tick(_) | Answer::Text(_) | Answer::Several(_)) => Err(Unsound::Sort),
    }
}

/// A username without the `@` that people write before it.
pub fn username(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('@').unwrap_or(text)
}
