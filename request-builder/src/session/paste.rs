//! Moves text that was entered into the field of a server or username but belongs elsewhere: a link
//! to a message, an email address, a display name, a list of accounts. The page says what was
//! moved.

use crate::answers::{
    Answer, Answers, EmailAddress, Entry, Field, Host, MOST_ENTRIES, is_domain, server_address,
    username, validate,
};
use crate::rulebook::Rulebook;
use crate::rules::{GroupId, Question, QuestionId, QuestionType, is_for};
use crate::text::trim;

/// The result for a pasted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The answers to set.
    pub answers: Vec<(Field, Answer)>,
    /// What the page says about it.
    pub moved: Vec<Moved>,
    /// Accounts on servers other than this letter's.
    pub other_servers: Vec<OtherServer>,
}

/// A value that was moved from the field where it was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// A link from which the server's address was taken. It stays in this field.
    Link(Field),
    /// The address of a server, extracted from something else.
    Server(Field),
    /// A text that is not a username, and what it is.
    Rest(Field, String),
    /// An email address that was entered as a server.
    Address(Field, String),
    /// A username extracted from something else, and what that was.
    Username(Field, String),
    /// A list of accounts, from this field on, and their number.
    Accounts(Field, usize),
    /// Another server, and the number of accounts on it.
    OtherServer(Field, String, usize),
}

/// A server that needs a letter of its own, with the accounts on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherServer {
    /// Its address.
    pub server: String,
    /// The usernames on it.
    pub usernames: Vec<String>,
    /// Links to messages and rooms on it.
    pub links: Vec<String>,
}

/// An account of a list.
struct Account {
    username: String,
    /// The rest of its line.
    rest: String,
    server: Option<String>,
}

/// Determines where a text in a field belongs. `None` if it is in the right field.
pub fn paste(text: &str, field: &Field, answers: &Answers, book: &Rulebook) -> Option<Pasted> {
    let question = book.rules.question(&field.question)?;
    let text = trim(text);
    let context = PasteContext { answers, book };
    match question.answer {
        QuestionType::ServerAddress => context.in_server_field(text, field),
        QuestionType::Username => context.in_username_field(text, field, question),
        _ => None,
    }
    .filter(|pasted| !pasted.answers.is_empty())
}

struct PasteContext<'a> {
    answers: &'a Answers,
    book: &'a Rulebook,
}

impl PasteContext<'_> {
    fn in_server_field(&self, text: &str, field: &Field) -> Option<Pasted> {
        let mut pasted = Pasted::default();
        if self.is_link(text) {
            self.enter_addresses(&[text], None, field, &mut pasted)?;
            return Some(pasted);
        }
        let question = self.question_of(QuestionType::Username)?;
        let first = Field {
            question: question.id.clone(),
            entry: question.group.as_ref().map(|_| 0),
        };
        let accounts = self.list(text, question);
        if accounts.len() > 1 || accounts.iter().any(|account| account.server.is_some()) {
            pasted.enter(field.clone(), String::new());
            self.enter_accounts(accounts, &first, question, None, &mut pasted);
            return Some(pasted);
        }
        let addresses = self.addresses(text);
        if !addresses.is_empty() && addresses != [text] {
            self.enter_addresses(&addresses, None, field, &mut pasted)?;
            return Some(pasted);
        }
        if EmailAddress::parse(text).is_some() {
            let kept = self.keep(&first, question, text)?;
            pasted
                .moved
                .push(Moved::Address(kept.0.clone(), text.to_owned()));
            pasted.answers.push(kept);
            pasted.enter(field.clone(), String::new());
            return Some(pasted);
        }
        let is_free = |field: &Field| {
            let answer = self.answers.at(question.group.as_ref(), field);
            answer.is_none_or(Answer::is_blank)
        };
        if text.starts_with('@') && self.is_username(text, question) && is_free(&first) {
            pasted.enter(field.clone(), String::new());
            pasted.enter(first.clone(), username(text).to_owned());
            pasted.moved.push(Moved::Username(first, text.to_owned()));
            return Some(pasted);
        }
        None
    }

    fn in_username_field(&self, text: &str, field: &Field, question: &Question) -> Option<Pasted> {
        let mut pasted = Pasted::default();
        let name = username(without_quotes(text));
        if text.is_empty() || name.is_empty() {
            return None;
        }
        let server = self.server().map(|(_, answer)| answer);
        if let Some(account) = self.of_another_network(text) {
            self.enter_accounts(vec![account], field, question, server, &mut pasted);
            return Some(pasted);
        }
        if self.is_username(name, question) {
            // The letter adds the `@` itself.
            if name != text {
                pasted.enter(field.clone(), name.to_owned());
            }
            return Some(pasted);
        }
        let accounts = self.list(text, question);
        if accounts.len() > 1 || accounts.iter().any(|account| account.server.is_some()) {
            self.enter_accounts(accounts, field, question, server, &mut pasted);
            return Some(pasted);
        }
        let addresses = self.addresses(text);
        if addresses.len() > 1 && addresses.len() == text.split_whitespace().count() {
            self.enter_addresses(&addresses, server, field, &mut pasted)?;
            pasted.enter(field.clone(), String::new());
            return Some(pasted);
        }
        let is_address = name.contains("://") || is_domain(name, &self.book.organisation);
        if is_address && self.is_link(name) {
            self.enter_addresses(&[name], server, field, &mut pasted)?;
        } else if is_address && EmailAddress::parse(name).is_none() {
            let host = Host::parse(name)?;
            if let Some((server, "")) = self.server() {
                let address = server_address(name, &self.book.organisation);
                pasted.enter(server.clone(), address.to_owned());
                pasted.moved.push(Moved::Server(server));
            } else {
                let kept = self.keep(field, question, host.as_str())?;
                pasted
                    .moved
                    .push(Moved::Rest(kept.0.clone(), name.to_owned()));
                pasted.answers.push(kept);
            }
        } else if EmailAddress::parse(name).is_some() || name.contains(char::is_whitespace) {
            let kept = self.keep(field, question, name)?;
            pasted
                .moved
                .push(Moved::Rest(kept.0.clone(), name.to_owned()));
            pasted.answers.push(kept);
        } else {
            return None;
        }
        pasted.enter(field.clone(), String::new());
        Some(pasted)
    }

    /// The accounts of a list: one per line, or several separated by commas, semicolons or tabs,
    /// each line optionally with a server. Empty if the text is not a list.
    fn list(&self, text: &str, question: &Question) -> Vec<Account> {
        let mut accounts = Vec::new();
        let lines: Vec<&str> = text
            .lines()
            .map(trim)
            .filter(|line| !line.is_empty())
            .collect();
        for (at, line) in lines.iter().enumerate() {
            let line = if lines.len() > 1 {
                without_list_marker(line)
            } else {
                line
            };
            let mut cells: Vec<&str> = line.split([',', ';', '\t']).map(trim).collect();
            if cells.len() == 1 && line.split_whitespace().all(|word| word.starts_with('@')) {
                cells = line.split_whitespace().collect();
            }
            let is_heading = |cell: &&str| cell.eq_ignore_ascii_case(question.id.as_str());
            if at == 0 && cells.iter().any(is_heading) {
                continue;
            }
            let mut server = None;
            let mut usernames = Vec::new();
            let mut rest = Vec::new();
            for cell in cells.into_iter().filter(|cell| !cell.is_empty()) {
                let cell = without_quotes(cell);
                let is_server = !cell.starts_with('@')
                    && !cell.contains(char::is_whitespace)
                    && (cell.contains("://") && Host::parse(cell).is_some()
                        || is_domain(cell, &self.book.organisation));
                if is_server {
                    server = Some(server_address(cell, &self.book.organisation).to_owned());
                } else if self.is_username(cell, question) {
                    usernames.push(username(cell));
                } else {
                    rest.push(cell);
                }
            }
            // "Silva, Maria" is a person, not a list.
            let is_list = lines.len() > 1
                || server.is_some()
                || line.contains('@')
                || usernames
                    .iter()
                    .all(|name| !name.contains(char::is_uppercase));
            if usernames.is_empty() || !is_list {
                return Vec::new();
            }
            for (at, name) in usernames.into_iter().enumerate() {
                accounts.push(Account {
                    username: name.to_owned(),
                    rest: if at == 0 {
                        rest.join(", ")
                    } else {
                        String::new()
                    },
                    server: server.clone(),
                });
            }
        }
        accounts
    }

    /// A username with the server that it is on, as Matrix writes it: `@bob:matrix.org`.
    fn of_another_network(&self, text: &str) -> Option<Account> {
        let (name, server) = text.strip_prefix('@')?.split_once(':')?;
        let is_one = !name.is_empty() && !text.contains(char::is_whitespace);
        (is_one && is_domain(server, &self.book.organisation)).then(|| Account {
            username: name.to_owned(),
            rest: String::new(),
            server: Some(server_address(server, &self.book.organisation).to_owned()),
        })
    }

    /// The links and server addresses in a text.
    fn addresses<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let is_around = |character: char| "<>()[]{}\"'“”„«»‘’,;.!?:".contains(character);
        let words = text.split(|character: char| {
            character.is_whitespace() || character == ',' || character == ';'
        });
        let words = words.map(|word| word.trim_matches(is_around));
        let is_address = |word: &&str| {
            Host::parse(word).is_some()
                && (word.contains("://")
                    || !word.contains('@') && is_domain(word, &self.book.organisation))
        };
        words.filter(is_address).collect()
    }

    /// Enters the first server of the addresses, unless the letter has one, and keeps the links to
    /// it. Others need letters of their own.
    fn enter_addresses(
        &self,
        addresses: &[&str],
        server: Option<&str>,
        field: &Field,
        pasted: &mut Pasted,
    ) -> Option<()> {
        let (server_field, _) = self.server()?;
        let address_of = |link: &str| server_address(link, &self.book.organisation).to_owned();
        let known = server.and_then(Host::parse);
        let takes_server = known.is_none();
        let own = known.or_else(|| Host::parse(addresses.first()?));
        if takes_server {
            pasted.enter(server_field.clone(), address_of(addresses.first()?));
        }
        let mut links: Vec<&str> = Vec::new();
        for &address in addresses {
            if Host::parse(address) == own {
                if self.is_link(address) && !links.contains(&address) {
                    links.push(address);
                }
                continue;
            }
            let other = pasted.other_server(address_of(address));
            if self.is_link(address) {
                other.links.push(address.to_owned());
            }
        }
        if !links.is_empty() {
            let kept = self.keep_link(&links.join("\n"), field.entry.unwrap_or(0))?;
            // This says as well where the server's address is from.
            pasted.moved.push(Moved::Link(kept.0.clone()));
            pasted.answers.push(kept);
        } else if takes_server {
            pasted.moved.push(Moved::Server(server_field));
        }
        pasted.report_other_servers(field);
        Some(())
    }

    /// Enters the accounts of this letter's server, from a field on.
    fn enter_accounts(
        &self,
        accounts: Vec<Account>,
        field: &Field,
        question: &Question,
        server: Option<&str>,
        pasted: &mut Pasted,
    ) {
        let Some(group) = &question.group else { return };
        let own = server.and_then(Host::parse);
        let first = accounts.iter().find_map(|account| account.server.clone());
        let given = match (&own, first) {
            (None, Some(first)) => {
                if let Some((field, _)) = self.server() {
                    pasted.answers.retain(|(known, _)| *known != field);
                    pasted.enter(field.clone(), first.clone());
                    pasted.moved.push(Moved::Server(field));
                }
                Host::parse(&first)
            }
            _ => own,
        };
        let from = field.entry.unwrap_or(0);
        let existing = self.answers.groups.get(group);
        let existing = existing.map_or(&[][..], Vec::as_slice);
        let mut free = (from..MOST_ENTRIES).filter(|at| {
            let entry = existing.get(*at);
            *at == from || entry.is_none_or(|entry| entry.values().all(Answer::is_blank))
        });
        let mut entered: Vec<String> = existing
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != from)
            .filter_map(|(_, entry)| entry.get(&question.id)?.text())
            .map(|text| username(text).to_owned())
            .collect();
        let mut count = 0;
        for account in accounts {
            let host = account.server.as_deref().and_then(Host::parse);
            let is_other = host.is_some_and(|host| Some(&host) != given.as_ref());
            if let Some(server) = account.server.as_ref().filter(|_| is_other) {
                pasted
                    .other_server(server.clone())
                    .usernames
                    .push(account.username);
                continue;
            }
            if entered.contains(&account.username) {
                continue;
            }
            let Some(entry) = free.next() else { break };
            let place = Field {
                question: question.id.clone(),
                entry: Some(entry),
            };
            if !account.rest.is_empty()
                && let Some(kept) = self.keep(&place, question, &account.rest)
            {
                pasted.answers.push(kept);
            }
            entered.push(account.username.clone());
            pasted.enter(place, account.username);
            count += 1;
        }
        if count == 0 {
            pasted.enter(field.clone(), String::new());
        }
        if count > 1 {
            pasted.moved.push(Moved::Accounts(field.clone(), count));
        }
        pasted.report_other_servers(field);
    }

    fn is_username(&self, text: &str, question: &Question) -> bool {
        validate(question, &Answer::Text(text.to_owned()), self.book).is_ok()
    }

    /// Whether a text is a link to something on a server, not just the server's address.
    fn is_link(&self, text: &str) -> bool {
        let is_one = text.contains("://") && !text.contains(char::is_whitespace);
        let server = server_address(text, &self.book.organisation);
        is_one && Host::parse(text).is_some() && server.len() < text.trim_end_matches('/').len()
    }

    /// The first question of a type that this kind asks.
    fn question_of(&self, sort: QuestionType) -> Option<&Question> {
        let mut questions = self.book.rules.questions.iter();
        questions.find(|question| question.answer == sort && self.is_asked(question))
    }

    fn is_asked(&self, question: &Question) -> bool {
        let kind = self.answers.kind.as_ref();
        kind.is_none_or(|kind| is_for(&question.kinds, kind))
    }

    /// The field for the server's address, and its value.
    fn server(&self) -> Option<(Field, &str)> {
        let question = self.question_of(QuestionType::ServerAddress)?;
        let field = Field {
            question: question.id.clone(),
            entry: None,
        };
        let text = self.answers.at(None, &field).and_then(Answer::text);
        Some((field, text.unwrap_or_default()))
    }

    /// Keeps a link: with the links to messages, or with the account.
    fn keep_link(&self, link: &str, entry: usize) -> Option<(Field, Answer)> {
        if let Some(question) = self.question_of(QuestionType::MessageLinks) {
            return Some(self.added(question, None, link));
        }
        let question = self.question_of(QuestionType::Username)?;
        let field = Field {
            question: question.id.clone(),
            entry: question.group.as_ref().map(|_| entry),
        };
        self.keep(&field, question, link)
    }

    /// Stores a misplaced text in a field that the rules provide for it.
    fn keep(&self, field: &Field, question: &Question, text: &str) -> Option<(Field, Answer)> {
        let takes = |other: &&Question| {
            other.takes_from.contains(&question.id)
                && other.group == question.group
                && self.is_asked(other)
        };
        let place = self.book.rules.questions.iter().find(takes)?;
        Some(self.added(place, field.entry, text))
    }

    /// An answer with one more line, unless it contains the line already.
    fn added(&self, question: &Question, entry: Option<usize>, text: &str) -> (Field, Answer) {
        let field = Field {
            question: question.id.clone(),
            entry,
        };
        let before = self.answers.at(question.group.as_ref(), &field);
        let before = before.and_then(Answer::text).unwrap_or_default();
        let answer = if before.is_empty() || before == text {
            text.to_owned()
        } else if before.lines().any(|line| line == text) {
            before.to_owned()
        } else {
            [before, "\n", text].concat()
        };
        (field, Answer::Text(answer))
    }
}

impl Pasted {
    /// The entry of another server.
    fn other_server(&mut self, server: String) -> &mut OtherServer {
        let host = Host::parse(&server);
        let mut known = self.other_servers.iter();
        let known = known.position(|other| Host::parse(&other.server) == host);
        let at = known.unwrap_or_else(|| {
            self.other_servers.push(OtherServer {
                server,
                usernames: Vec::new(),
                links: Vec::new(),
            });
            self.other_servers.len() - 1
        });
        &mut self.other_servers[at]
    }

    fn report_other_servers(&mut self, field: &Field) {
        let others = self.other_servers.iter();
        self.moved.extend(others.map(|other| {
            let (server, count) = (other.server.clone(), other.usernames.len());
            Moved::OtherServer(field.clone(), server, count)
        }));
    }

    fn enter(&mut self, field: Field, text: String) {
        self.answers.push((field, Answer::Text(text)));
    }
}

impl Moved {
    /// The field that the message is about.
    pub fn field(&self) -> &Field {
        match self {
            Self::Link(field)
            | Self::Server(field)
            | Self::Rest(field, _)
            | Self::Address(field, _)
            | Self::Username(field, _)
            | Self::Accounts(field, _)
            | Self::OtherServer(field, _, _) => field,
        }
    }
}

/// The answers for a letter about another server, without the accounts and other answers about the
/// first one.
pub(super) fn for_server(answers: &mut Answers, other: OtherServer, book: &Rulebook) -> Option<()> {
    let questions = &book.rules.questions;
    let is_server = |question: &Question| question.answer == QuestionType::ServerAddress;
    let server = questions.iter().position(is_server)?;
    let username: &Question = questions
        .iter()
        .find(|question| question.answer == QuestionType::Username)?;
    let group: &GroupId = username.group.as_ref()?;
    for question in &questions[server..] {
        if question.step == questions[server].step {
            answers.given.remove(&question.id);
        }
    }
    let is_links = |question: &&Question| question.answer == QuestionType::MessageLinks;
    let links: Vec<&QuestionId> = questions.iter().filter(is_links).map(|it| &it.id).collect();
    for id in links {
        answers.given.remove(id);
    }
    let id = questions[server].id.clone();
    answers.given.insert(id, Answer::Text(other.server));
    let entries = other.usernames.into_iter().map(|name| {
        // Collecting into a map would include 30 KB of sorting code.
        let mut entry = Entry::default();
        entry.insert(username.id.clone(), Answer::Text(name));
        entry
    });
    answers.groups.insert(group.clone(), entries.collect());
    if !other.links.is_empty() {
        let context = PasteContext { answers, book };
        let (field, kept) = context.keep_link(&other.links.join("\n"), 0)?;
        let group = book.rules.question(&field.question)?.group.clone();
        answers.set(group.as_ref(), field, kept);
    }
    Some(())
}

/// A text without quotation marks around it.
fn without_quotes(text: &str) -> &str {
    let is_quote = |character: char| "\"'“”„«»‹›‘’`".contains(character);
    if text.starts_with(is_quote) {
        trim(text.trim_matches(is_quote))
    } else {
        text
    }
}

/// A line of a list without its number or bullet: `1. `, `2) `, `- `.
fn without_list_marker(line: &str) -> &str {
    let Some((marker, rest)) = line.split_once(char::is_whitespace) else {
        return line;
    };
    let number = marker.strip_suffix(['.', ')', ':']);
    let is_number = number.is_some_and(|number| {
        !number.is_empty() && number.chars().all(|character| character.is_ascii_digit())
    });
    if is_number || matches!(marker, "-" | "–" | "•" | "*" | "·") {
        trim(rest)
    } else {
        line
    }
}
