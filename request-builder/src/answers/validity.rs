//! Checks whether an answer is valid for its type of question. The messages are the interface's, by
//! [`Invalid::wording`].

use super::date_reader::{is_ago, read_end};
use super::{
    Answer, Date, DateTime, DateTimeError, EmailAddress, Host, LOOK_ALIKE, MailClass, OTHER,
    begins_as_one_of, begins_with, class_of, is_made_of, is_one_of, mentions, must_say_something,
};
use crate::labels::Messages;
use crate::rulebook::{Organisation, Rulebook};
use crate::rules::{
    AT_ONCE, DURATIONS, EMPTY_WORDS, NO_ANSWER, NO_SERVER, PastOrFuture, Question, QuestionType,
    Rules, UNITS,
};
use crate::text::{domains, is_word_char, lowercase, part, trim};
use serde::Serialize;

/// Why an answer is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Invalid {
    /// Not an email address.
    Email,
    /// An email address of the organisation that the letter goes to.
    OwnAddress,
    /// A whole letter, or an email address with other words, where a name or number is asked for.
    TooMuch,
    /// Not the address of a server.
    ServerAddress,
    /// Not an existing date in the form `2020-01-31`.
    Date,
    /// Neither a date nor a time in the form `2020-03-01 14:30 -03:00`.
    DateTime,
    /// A time without an offset from UTC.
    NoOffset,
    /// A time whose zone may be several, and their offsets.
    AmbiguousZone(&'static str),
    /// Two possible dates.
    Ambiguous(Date, Date),
    /// A date that does not exist, such as 31 February.
    NoSuchDay,
    /// A date that is another day of the week.
    OtherWeekday(Date),
    /// A time that is counted back from today, and the day that it gives.
    Ago(Date),
    /// A two-digit year.
    ShortYear,
    /// A date without its month or year.
    Incomplete,
    /// A date so far in the future that it must be a typing error.
    FarOff,
    /// A date in the future that must be in the past.
    StillToCome,
    /// A date in the past that must be in the future.
    Over,
    /// An end before its beginning.
    Order,
    /// Neither a date nor a number of days, weeks, months or years.
    Duration,
    /// A duration of so many years that it must be a typing error, or has no end in practice.
    TooLong,
    /// A username with white space, or without a name.
    Username,
    /// The URL of a page or message instead of a username.
    LinkForUsername,
    /// An email address instead of a username.
    EmailForUsername,
    /// A server or domain instead of a username.
    ServerForUsername,
    /// A phrase for a missing answer.
    NoAnswer,
    /// Not the URL of a page or profile.
    Url,
    /// Not a telephone number.
    Phone,
    /// A link that is not a web address.
    MessageLink,
    /// Not one of the options.
    Option,
    /// An answer of the wrong type, from a draft written by hand.
    Type,
}

impl Invalid {
    /// The message for the page.
    pub fn message(self, interface: &Messages) -> String {
        match self {
            Self::Ambiguous(one, other) => interface.fill(
                self.wording(),
                &[
                    ("first", &one.in_words(interface)),
                    ("second", &other.in_words(interface)),
                ],
            ),
            Self::OtherWeekday(day) | Self::Ago(day) => {
                interface.fill(self.wording(), &[("day", &day.in_words(interface))])
            }
            Self::AmbiguousZone(offsets) => interface.fill(self.wording(), &[("offsets", offsets)]),
            _ => interface.get(self.wording()).to_owned(),
        }
    }

    /// Whether a date, a time or a length of time is not understood. Any other is wrong.
    pub(crate) fn is_unclear(self) -> bool {
        matches!(
            self,
            Self::Date
                | Self::DateTime
                | Self::NoOffset
                | Self::AmbiguousZone(_)
                | Self::ShortYear
                | Self::Incomplete
                | Self::Duration
        )
    }

    /// The name of the message.
    fn wording(self) -> &'static str {
        match self {
            Self::Email => "request-invalid-email",
            Self::OwnAddress => "request-invalid-own-address",
            Self::TooMuch => "request-invalid-too-much",
            Self::ServerAddress => "request-invalid-server-address",
            Self::Date => "request-invalid-date",
            Self::DateTime => "request-invalid-date-time",
            Self::NoOffset => "request-invalid-no-offset",
            Self::AmbiguousZone(_) => "request-invalid-zone",
            Self::StillToCome => "request-invalid-still-to-come",
            Self::Over => "request-invalid-over",
            Self::Ambiguous(..) => "request-invalid-ambiguous",
            Self::NoSuchDay => "request-invalid-no-such-day",
            Self::OtherWeekday(_) => "request-invalid-weekday",
            Self::Ago(_) => "request-invalid-ago",
            Self::ShortYear => "request-invalid-short-year",
            Self::Incomplete => "request-invalid-incomplete",
            Self::FarOff => "request-invalid-far-off",
            Self::Order => "request-invalid-order",
            Self::Duration => "request-invalid-duration",
            Self::TooLong => "request-invalid-too-long",
            Self::Username => "request-invalid-username",
            Self::LinkForUsername => "request-invalid-username-link",
            Self::EmailForUsername => "request-invalid-username-email",
            Self::ServerForUsername => "request-invalid-username-server",
            Self::NoAnswer => "request-invalid-no-answer",
            Self::Url => "request-invalid-url",
            Self::Phone => "request-invalid-phone",
            Self::MessageLink => "request-invalid-message-link",
            Self::Option => "request-invalid-option",
            Self::Type => "request-invalid-type",
        }
    }
}

/// Whether an answer that is not blank is valid by itself. [`crate::review::Evaluation::validity`]
/// checks past and future dates and their order.
///
/// # Errors
///
/// Why it is not valid.
pub fn validate(question: &Question, answer: &Answer, book: &Rulebook) -> Result<(), Invalid> {
    use QuestionType as Type;
    let fits = |fits: bool, otherwise: Invalid| if fits { Ok(()) } else { Err(otherwise) };
    if let Answer::Text(text) = answer
        && holds_too_much(question, text)
    {
        return Err(Invalid::TooMuch);
    }
    match (question.answer, answer) {
        (Type::Text | Type::LongText | Type::Account, Answer::Text(text)) => fits(
            !is_no_answer(question, text, &book.rules)
                || !must_say_something(question, &book.rules),
            Invalid::NoAnswer,
        ),
        (Type::Tick, Answer::Tick(_)) => Ok(()),
        (Type::Email, Answer::Text(text)) => {
            // At a company that provides mail, the accounts are addresses of its own.
            let is_officers = question.autocomplete.is_some();
            let is_own = |address: Option<&EmailAddress>| {
                is_officers && address.is_some_and(|address| address.is_of(&book.organisation))
            };
            fits(EmailAddress::are_all(text), Invalid::Email)?;
            fits(!EmailAddress::any(text, &is_own), Invalid::OwnAddress)
        }
        (Type::ServerAddress, Answer::Text(text)) => {
            fits(Host::parse(text).is_some(), Invalid::ServerAddress)
        }
        (Type::Username, Answer::Text(text)) => valid_username(question, text, book),
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
        (Type::DateTime, Answer::Text(text)) if is_at_once(question, text, book) => Ok(()),
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
                Err(DateTimeError::Incomplete | DateTimeError::Unreadable)
                    if is_month_enough(question, &book.rules)
                        // "early March 2026", and no case number or sentence.
                        && !text.contains('/')
                        && text.split_whitespace().count() <= 4
                        && DateTime::days_in(text, book.rules.months()).is_some() =>
                {
                    Ok(())
                }
                Err(DateTimeError::NoOffset | DateTimeError::AmbiguousZone(_))
                    if question.answer == Type::Date =>
                {
                    Err(unreadable)
                }
                Err(DateTimeError::Unreadable) => Err(unreadable),
                Err(DateTimeError::NoOffset) => Err(Invalid::NoOffset),
                Err(DateTimeError::AmbiguousZone(offsets)) => Err(Invalid::AmbiguousZone(offsets)),
                Err(DateTimeError::Ambiguous(one, other)) => Err(Invalid::Ambiguous(one, other)),
                Err(DateTimeError::NoSuchDay) => Err(Invalid::NoSuchDay),
                Err(DateTimeError::OtherWeekday(day)) => Err(Invalid::OtherWeekday(day)),
                Err(DateTimeError::ShortYear) => Err(Invalid::ShortYear),
                Err(DateTimeError::Incomplete) => Err(Invalid::Incomplete),
            }
        }
        (Type::Duration, Answer::Text(text)) => match read_end(text, book.rules.months()) {
            Err(DateTimeError::Ambiguous(one, other)) => Err(Invalid::Ambiguous(one, other)),
            Err(DateTimeError::NoSuchDay) => Err(Invalid::NoSuchDay),
            Err(DateTimeError::OtherWeekday(day)) => Err(Invalid::OtherWeekday(day)),
            read => fits(
                read.is_ok() || is_duration(text, &book.rules),
                Invalid::Duration,
            ),
        },
        (Type::Choice, Answer::Text(text)) => {
            fits(question.has_option(text.trim()), Invalid::Option)
        }
        (Type::Choices, Answer::Several(chosen)) => fits(
            chosen.iter().all(|name| question.has_option(name)),
            Invalid::Option,
        ),
        (_, Answer::Tick(_) | Answer::Text(_) | Answer::Several(_)) => Err(Invalid::Type),
    }
}

/// Whether a text is too long for a field of one line: it is a whole letter.
pub(crate) fn is_long(text: &str) -> bool {
    text.chars().nth(300).is_some()
}

/// Whether a text has more than what a field of one line asks for. Email addresses have their own field, so
/// none is part of an officer's name or agency.
fn holds_too_much(question: &Question, text: &str) -> bool {
    use QuestionType as Type;
    let is_around = |it: char| it.is_whitespace() || "<>(),;".contains(it);
    let has_mail = || {
        let mut words = text.split(is_around);
        text.contains('@') && words.any(|word| EmailAddress::parse(word).is_some())
    };
    match question.answer {
        Type::Email | Type::Phone | Type::ServerAddress | Type::Url | Type::Username => {
            is_long(text)
        }
        // The field of an emergency may hold a paragraph about it.
        Type::Text => question.autocomplete.is_some() && (is_long(text) || has_mail()),
        Type::Account
        | Type::Choice
        | Type::Choices
        | Type::Date
        | Type::DateTime
        | Type::Duration
        | Type::LongText
        | Type::MessageLinks
        | Type::Tick => false,
    }
}

/// Whether a text says `at once` where a time in the future is asked for.
pub(crate) fn is_at_once(question: &Question, text: &str, book: &Rulebook) -> bool {
    let words = book.rules.words_of(AT_ONCE);
    question.answer == QuestionType::DateTime
        && question.must_be == Some(PastOrFuture::Future)
        && is_one_of(text.trim_end_matches(['.', '!']), words)
}

/// Whether a month is enough: the day of an earlier request may not be known.
fn is_month_enough(question: &Question, rules: &Rules) -> bool {
    let mut extends = rules.kinds.iter().filter_map(|kind| kind.extends.as_ref());
    extends.any(|extends| extends.date == question.id)
}

/// Whether a text is a URL with `https://`.
fn is_web_address(text: &str) -> bool {
    text.contains("://") && Host::parse(text).is_some()
}

/// The minimum number of digits of a telephone number. Short national numbers are allowed; anything
/// shorter is a typing error.
const MIN_DIGITS: usize = 5;

/// Whether a text has a telephone number. It may say more, such as an extension or whom to ask for.
fn is_phone_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= MIN_DIGITS && !text.contains('@')
}

/// A username without a leading `@`.
pub fn username(text: &str) -> &str {
    let text = trim(text);
    text.strip_prefix(['@', '\u{ff20}']).unwrap_or(text)
}

/// Checks a username, and says what the text is instead.
fn valid_username(question: &Question, text: &str, book: &Rulebook) -> Result<(), Invalid> {
    let name = username(text);
    if is_no_answer(question, text, &book.rules) {
        // "@" alone has no name.
        Err(Invalid::NoAnswer)
    } else if name.contains("://") || lowercase(name).starts_with("www.") {
        Err(Invalid::LinkForUsername)
    } else if EmailAddress::parse(name).is_some() {
        Err(Invalid::EmailForUsername)
    } else if is_domain(name, &book.organisation) {
        Err(Invalid::ServerForUsername)
    } else if name.contains(char::is_whitespace)
        || name.contains(['/', '@', '#', ',', ';', '=', '(', '['])
    {
        Err(Invalid::Username)
    } else {
        Ok(())
    }
}

/// Whether a text is a server or domain, not a person: one that the organisation knows, or one with
/// a typical ending.
pub(crate) fn is_domain(text: &str, organisation: &Organisation) -> bool {
    let Some(host) = Host::parse(text) else {
        return false;
    };
    let class = class_of(&host, organisation);
    let mailbox = EmailAddress::parse(&["a@", host.as_str()].concat());
    let last = host.as_str().rsplit('.').next().unwrap_or_default();
    !matches!(class.as_str(), LOOK_ALIKE | OTHER)
        || mailbox.is_some_and(|mailbox| mailbox.class(organisation) != MailClass::Unknown)
        || domains::GENERIC.contains(&last)
        || domains::WORDS.contains(&last)
        || host.is_ipv4()
}

/// Whether a word next to a username is the server that it is on: `chat.example.de`, but not `maria.de`,
/// which may be a person.
pub(crate) fn is_server_name(word: &str, organisation: &Organisation) -> bool {
    let dots = word.matches('.').count();
    !word.contains('@')
        && !word.eq_ignore_ascii_case(&organisation.name)
        && (is_domain(word, organisation) || dots > 1 && has_national_ending(word))
}

/// Whether a text ends like the domains of a country that many letters come from.
pub(crate) fn has_national_ending(text: &str) -> bool {
    let ending = text.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| domains::IN_LETTERS.contains(&ending))
}

/// Whether a text is a length of time, or ends with a year. A number needs its unit, which may be
/// any word after it, and without digits it is a phrase of the list.
fn is_duration(text: &str, rules: &Rules) -> bool {
    let is_minus = |character| matches!(character, '-' | '\u{2212}');
    let mut pieces = text.split_whitespace();
    let is_negative = pieces.any(|piece| {
        let number = piece.strip_prefix(is_minus);
        number.is_some_and(|number| number.starts_with(|next: char| next.is_ascii_digit()))
    });
    let words = text.split(|character: char| !is_word_char(character));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let digits = |word: &str| word.bytes().take_while(u8::is_ascii_digit).count();
    let Some(last) = words.iter().rposition(|word| digits(word) > 0) else {
        return mentions(text, rules.words_of(DURATIONS).iter().map(String::as_str)).is_some();
    };
    // "90 days", "90d", and "March 2027", where the number is a year.
    let is_followed = last + 1 < words.len() || digits(words[last]) < words[last].len();
    let has_unit = is_followed || digits(words[last]) >= 4;
    let is_nothing = |word: &&str| {
        part(word, ..digits(word))
            .bytes()
            .all(|digit| digit == b'0')
    };
    has_unit && !is_negative && !words.iter().filter(|word| digits(word) > 0).all(is_nothing)
}

/// Whether a text stands for a missing answer: it has no letter or digit, is one of the phrases of a
/// list, or, where sentences are asked for, has only words that say nothing.
pub(crate) fn is_no_answer(question: &Question, text: &str, rules: &Rules) -> bool {
    let is_outside = |character| !is_word_char(character);
    let mut bare = text.trim_matches(is_outside);
    if question.answer == QuestionType::ServerAddress && names_no_server(bare, rules) {
        return true;
    }
    // The phrases are short, so do not search a long report.
    if bare.is_empty() || bare.len() > 80 {
        return bare.is_empty();
    }
    // "nobody" is not an answer, but "@nobody" is a name.
    if question.answer == QuestionType::Username && text.trim_start().starts_with('@') {
        bare = text.trim_start().trim_end_matches(is_outside);
    }
    is_one_of(bare, rules.words_of(NO_ANSWER))
        || question.answer == QuestionType::LongText
            // A name, such as "Will May", may have only words that say nothing elsewhere.
            && question.takes_from.is_empty()
            && is_made_of(bare, rules.words_of(EMPTY_WORDS))
}

/// Whether a text about a server says that it is not known, in more words: "unknown, they used the app".
fn names_no_server(text: &str, rules: &Rules) -> bool {
    let is_server = |word: &str| {
        let word = word.trim_matches(|character| !is_word_char(character));
        Host::parse(word).is_some() && !is_product(word)
    };
    let begins = |list| begins_as_one_of(text, rules.words_of(list));
    (begins(NO_ANSWER) || begins(NO_SERVER)) && !text.split_whitespace().any(is_server)
}

/// Whether a text that looks like a host is rather the name of a product: `Harbour.Net`.
fn is_product(text: &str) -> bool {
    let last = text.rsplit('.').next().unwrap_or_default();
    text.matches('.').count() == 1
        && last.starts_with(|it: char| it.is_ascii_uppercase())
        && last.contains(|it: char| it.is_ascii_lowercase())
}

/// The first length of time in a text, in days.
pub(crate) fn length_in_days(text: &str, rules: &Rules) -> Option<i64> {
    let (number, unit) = length(text, rules)?;
    Some(i64::from(number) * DAYS[unit])
}

/// The day that a text counts back from today: `11 months ago`.
pub(crate) fn day_ago(text: &str, today: Date, rules: &Rules) -> Option<Date> {
    let (number, unit) = length(text, rules).filter(|_| is_ago(text))?;
    let number = i32::try_from(number).ok()?;
    match unit {
        2 => today.months_before(number),
        3 => today.months_before(number.checked_mul(12)?),
        _ => Date::from_days_since_1970(today.days_since_1970() - i64::from(number) * DAYS[unit]),
    }
}

/// The first length of time in a text: a number, and the position of its unit.
fn length(text: &str, rules: &Rules) -> Option<(u32, usize)> {
    let text = lowercase(text);
    let mut number = None;
    // How many words ago there was a number: "90 days", "90days", "30 working days".
    let mut since = 0;
    for word in text.split(|character: char| !is_word_char(character)) {
        let unit = word.trim_start_matches(|character: char| character.is_ascii_digit());
        if unit.len() < word.len() {
            number = part(word, ..word.len() - unit.len()).parse::<u32>().ok();
            since = 0;
        }
        if let Some(number) = number.filter(|_| since <= 2) {
            let mut units = rules.words_of(UNITS).iter().take(DAYS.len());
            if let Some(at) = units.position(|names| begins_with(unit, names).is_some()) {
                return Some((number, at));
            }
        }
        since += usize::from(!word.is_empty());
    }
    None
}

/// The days of the units of the list, in its order.
const DAYS: [i64; 4] = [1, 7, 30, 365];

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
                words: vec![
                    WordList {
                        id: "no-answer".into(),
                        words: phrases.map(str::to_owned).into(),
                    },
                    WordList {
                        id: "durations".into(),
                        words: vec!["a|one|ninety|nine day*|fortnight|year*".to_owned()],
                    },
                ],
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
            begins_as: None,
            autocomplete: None,
        }
    }

    fn check(answer_type: QuestionType, text: &str) -> Result<(), Invalid> {
        let answer = Answer::Text(text.to_owned());
        validate(&question("account", answer_type), &answer, &book())
    }

    #[test]
    fn an_invalid_username_is_reported_by_its_kind() {
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
            ("@ann/@bob", Err(Username)),
            ("user=ann", Err(Username)),
            ("#general", Err(Username)),
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
    fn a_phrase_for_an_empty_answer_does_not_meet_a_requirement() {
        let validity = |id: &str, text: &str| {
            let answer = Answer::Text(text.to_owned());
            validate(&question(id, QuestionType::Text), &answer, &book())
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
            assert_eq!(
                check(QuestionType::LongText, text),
                Err(Invalid::NoAnswer),
                "{text}"
            );
            assert_eq!(validity("nobody-asks", text), Ok(()), "{text}");
        }
        for text in [
            "unknown to us by name",
            "x-ray",
            "unknown, Ann",
            "for the investigation of a theft",
        ] {
            assert_eq!(validity("account", text), Ok(()), "{text}");
        }
    }

    #[test]
    fn a_duration_has_a_number_with_its_unit() {
        let check = |text: &str| {
            let answer = Answer::Text(text.to_owned());
            validate(&question("term", QuestionType::Duration), &answer, &book())
        };
        for text in [
            "90 days",
            "90d",
            "another 90 days",
            "30-60 days",
            "within 3 weeks of today",
            "2027-03-01",
            "until 31 December 2027",
            "March 2027",
            "0.5 years",
            "1 year, 0 months",
            "ninety days",
            "Ninety-nine days",
            "a fortnight",
            "half a year",
            "90 Tage",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        for text in [
            "90",
            "about 90",
            "another 90",
            "0 days",
            "0",
            "-5 days",
            "\u{2212}5 days",
            "days",
            "a few weeks",
            "soon",
            "next year",
        ] {
            assert_eq!(check(text), Err(Invalid::Duration), "{text}");
        }
    }

    #[test]
    fn an_account_may_be_a_number_a_name_a_telephone_number_or_a_web_address() {
        use QuestionType::{Account, Phone, Url};
        for (answer_type, text, expected) in [
            (Account, "L-2044", Ok(())),
            (Account, "Nan Hargreave, box 7", Ok(())),
            (Phone, "+44 20 7946 0018", Ok(())),
            (Phone, "(020) 7946-0018", Ok(())),
            (Phone, "110", Err(Invalid::Phone)),
            (Phone, "nan@harbour.example", Err(Invalid::Phone)),
            (Phone, "+44 20 7946 0018 ext. 4", Ok(())),
            (Phone, "ext. 4", Err(Invalid::Phone)),
            (Url, " https://harbour.example/people/nan ", Ok(())),
            (Url, "harbour.example/people/nan", Err(Invalid::Url)),
            (
                Url,
                "https://harbour.example/people/nan hargreave",
                Err(Invalid::Url),
            ),
            (Url, "nan", Err(Invalid::Url)),
        ] {
            assert_eq!(check(answer_type, text), expected, "{answer_type:?} {text}");
        }
    }
}
