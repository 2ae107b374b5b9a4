//! Moves text that was entered into the field of a server or username but belongs elsewhere: a link
//! to a message, an email address, a display name, a list of accounts. The page says what was
//! moved.

use super::{Unchecked, table};
use crate::answers::{
    Answer, Answers, EmailAddress, Entry, Field, Host, LOOK_ALIKE, MAX_ENTRIES, OTHER, as_meant,
    class_of, has_national_ending, is_domain, is_long, is_no_answer, is_one_of, is_server_name,
    server_address, split_address, username, validate,
};
use crate::rulebook::{Organisation, Rulebook};
use crate::rules::{
    GroupId, IDENTIFYING_COLUMNS, LIST_WORDS, Question, QuestionId, QuestionType, SERVER_COLUMNS,
    USER_ROUTES, USERNAME_COLUMNS, is_for,
};
use crate::text::{is_letter, lowercase, part, trim};
use std::borrow::Cow;

/// The result for a pasted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The answers to set.
    pub answers: Vec<(Field, Answer)>,
    /// What the page says about it.
    pub moved: Vec<MovedValue>,
    /// Accounts on servers other than this letter's.
    pub other_servers: Vec<OtherServer>,
    /// The hosts of these servers.
    hosts: Vec<Option<Host>>,
}

/// The message about a link that was kept in another field.
pub(super) const MOVED_LINK: &str = "request-moved-link";

/// A value that was moved from the field where it was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedValue {
    /// The field that it is in now.
    pub field: Field,
    /// The name of the message about it.
    pub message: &'static str,
    /// What was moved, the address of another server, or the number of accounts.
    pub what: String,
}

/// A server that needs a letter of its own, with the accounts on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OtherServer {
    /// Its address.
    pub server: String,
    /// The accounts on it.
    pub accounts: Vec<Account>,
    /// Links to messages and rooms on it.
    pub links: Vec<String>,
    /// The answers of the letter about it, if it was begun before another one.
    pub begun: Option<Answers>,
    /// Whether that letter was not saved yet.
    pub is_unsaved: bool,
    /// What was not confirmed in that letter.
    pub unchecked: Option<Unchecked>,
}

/// An account of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Its username. Empty if the list does not say it.
    pub username: String,
    /// The rest of its row.
    pub rest: String,
    /// Its server, if the row has one.
    pub server: Option<String>,
    /// Whether its row has other words, which are not used.
    pub has_more: bool,
}

/// Which columns of a table hold the usernames and the servers.
struct HeaderColumns {
    username: Option<usize>,
    server: Option<usize>,
    /// What else identifies an account: names of people, email addresses, user IDs.
    identifying: Vec<usize>,
}

/// A cell of a table or list.
enum Cell {
    /// A server, and the link that names it.
    Server(String, String),
    /// A text that can be a username, and whether it has an at sign.
    Username(String, bool),
    /// A username with its server.
    Account(Account),
    Rest(String),
}

/// Determines where a text in a field belongs. `None` if it is in the right field.
pub fn paste(text: &str, field: &Field, answers: &Answers, book: &Rulebook) -> Option<Pasted> {
    let question = book.rules.question(&field.question)?;
    if is_no_answer(question, text, &book.rules) {
        return None;
    }
    let typed = trim(text);
    let text = &*as_meant(without_other_page(typed, &book.organisation));
    let context = PasteContext { answers, book };
    match question.answer {
        QuestionType::ServerAddress => context.in_server_field(typed, text, field),
        QuestionType::Username => context.in_username_field(text, field, question),
        QuestionType::Text | QuestionType::LongText | QuestionType::Phone => {
            context.in_other_field(text, field, question)
        }
        _ => None,
    }
    .filter(|pasted| !pasted.answers.is_empty())
}

/// A link to the organisation's own server, without the page of another one that it leads on to. A link to open
/// the app has no server of its own.
fn without_other_page<'t>(link: &'t str, organisation: &Organisation) -> &'t str {
    let Some((page, query)) = link.split_once('?') else {
        return link;
    };
    let (Some(host), Some(meant)) = (Host::parse(page), Host::parse(link)) else {
        return link;
    };
    let is_own = host != meant
        && !query.contains("host=")
        && !matches!(class_of(&host, organisation).as_str(), LOOK_ALIKE | OTHER);
    if is_own { page } else { link }
}

struct PasteContext<'a> {
    answers: &'a Answers,
    book: &'a Rulebook,
}

impl PasteContext<'_> {
    fn in_server_field(&self, typed: &str, text: &str, field: &Field) -> Option<Pasted> {
        let mut pasted = Pasted::default();
        let question = self.question_of(QuestionType::Username)?;
        let first = Field::new(question.id.clone(), question.group.as_ref().map(|_| 0));
        let text = self.without_label(text);
        if self.is_link(text) {
            self.enter_addresses(&[text], None, &first, &mut pasted)?;
            return Some(pasted);
        }
        if let Some(address) = self.mistyped_address(typed, text) {
            match &*split_address(text, self.book).1 {
                "" => pasted.report("request-moved-server", field, ""),
                page => pasted.report("request-moved-page", field, page),
            }
            pasted.enter(field.clone(), address);
            return Some(pasted);
        }
        let as_link = self.with_scheme(text);
        let text = as_link.as_deref().unwrap_or(text);
        let accounts = self.list(text, question);
        let addresses = self.addresses(text);
        // Other text is read word by word, since its words say nothing about the account.
        let is_record = |account: &Account| account.rest.is_empty() && !account.has_more;
        if accounts.len() > 1
            || is_list(&accounts) && (addresses.is_empty() || accounts.iter().all(is_record))
        {
            pasted.enter(field.clone(), String::new());
            self.enter_accounts(accounts, &first, question, None, &mut pasted);
            return Some(pasted);
        }
        if !addresses.is_empty() && addresses != [text] {
            self.enter_addresses(&addresses, None, &first, &mut pasted)?;
            self.enter_name(text, &addresses, &first, question, &mut pasted);
            return Some(pasted);
        }
        if self.is_mail_of_user(text) {
            let kept = self.keep(&first, question, text)?;
            pasted.report("request-moved", &kept.0, text);
            pasted.answers.push(kept);
            pasted.enter(field.clone(), String::new());
            return Some(pasted);
        }
        self.as_username(text, field, &first)
    }

    /// A text in the field for the server that begins with a host, followed by punctuation, as in `chat.foo.io (dev)`:
    /// with `https://` in front, so that the host is read as an address. In other fields such a word may be a username.
    /// `None` if the text has an address already, or does not begin with a host.
    fn with_scheme(&self, text: &str) -> Option<String> {
        let host = *words(text).first()?;
        let more = text.strip_prefix(host)?;
        let (_, ending) = host.rsplit_once('.')?;
        let is_host = ending.len() == 2
            && ending.bytes().all(|it| it.is_ascii_lowercase())
            && !host.contains('@')
            && Host::parse(host).is_some()
            && trim(more).starts_with(|next| !is_letter(next))
            && self.addresses(text).is_empty();
        is_host.then(|| ["https://", text].concat())
    }

    /// A username that was entered in a field for something else.
    fn as_username(&self, text: &str, field: &Field, place: &Field) -> Option<Pasted> {
        let question = self.book.rules.question(&place.question)?;
        let is_name = text.starts_with('@') && self.is_username(text, question);
        (is_name && self.is_free(place)).then(|| Pasted::moved(field, place, text))
    }

    /// What is entered in fields for other texts: a link to a room, which is in no such text, and a username or
    /// an email address where the officer is asked who they are.
    fn in_other_field(&self, text: &str, field: &Field, question: &Question) -> Option<Pasted> {
        let mut pasted = Pasted::default();
        let names = self.question_of(QuestionType::Username)?;
        let keeps_links = question.takes_from.contains(&names.id);
        if question.answer == QuestionType::LongText && !keeps_links {
            return None;
        }
        let first = Field::new(
            names.id.clone(),
            names.group.as_ref().map(|_| field.entry.unwrap_or(0)),
        );
        let (server, known) = self.server()?;
        if keeps_links && known.is_empty() {
            let mut links = self.addresses(text).into_iter();
            // Other sites have pages of such names as well.
            let is_of_app = |link: &str| {
                let class = Host::parse(link).map(|host| class_of(&host, &self.book.organisation));
                link.contains("?msg=") || class.is_some_and(|class| class.as_str() != OTHER)
            };
            if let Some(link) = links.find(|link| self.is_room(link) && is_of_app(link)) {
                pasted.report("request-moved-server", &server, "");
                pasted.enter(server, server_address(link, self.book));
                pasted.enter(field.clone(), text.to_owned());
                return Some(pasted);
            }
        } else if !keeps_links && self.is_room(text) && self.is_link(text) {
            self.enter_addresses(&[text], Some(known), &first, &mut pasted)?;
            pasted.enter(field.clone(), String::new());
            return Some(pasted);
        }
        let mut steps = self.book.rules.steps.iter();
        let is_about_officer = steps.any(|step| step.kept && step.id == question.step);
        if is_about_officer && let Some(pasted) = self.as_mailbox(text, field) {
            return Some(pasted);
        }
        (is_about_officer || keeps_links).then(|| self.as_username(text, field, &first))?
    }

    /// An email address in the officer's name or agency belongs to its own field.
    fn as_mailbox(&self, text: &str, field: &Field) -> Option<Pasted> {
        let place = Field::new(self.question_of(QuestionType::Email)?.id.clone(), None);
        let is_mail = self.is_mail_of_user(text) && self.is_free(&place);
        is_mail.then(|| Pasted::moved(field, &place, text))
    }

    /// The address that was meant by one that is written otherwise: with a comma instead of
    /// a dot, made harmless, inside another link, or with a page of the server.
    fn mistyped_address(&self, typed: &str, text: &str) -> Option<String> {
        let organisation = &self.book.organisation;
        let dotted = text.replace(',', ".");
        let dotted = dotted.trim_end_matches('.');
        Host::parse(dotted).filter(|_| !text.contains(char::is_whitespace))?;
        if dotted == text {
            let address = server_address(text, self.book);
            return (address != typed.trim_end_matches('/')).then_some(address);
        }
        let is_meant = self.addresses(text).is_empty() && is_domain(dotted, organisation);
        is_meant.then(|| dotted.to_owned())
    }

    fn in_username_field(&self, text: &str, field: &Field, question: &Question) -> Option<Pasted> {
        let mut pasted = Pasted::default();
        let typed = text;
        let text = self.without_label(without_quotes(typed));
        let given = text.trim_end_matches([',', ';', ':', '.']);
        let name = username(given);
        if name.is_empty() {
            return None;
        }
        let server = self.server().map(|(_, answer)| answer);
        if let Some(account) = self.of_another_network(text) {
            self.enter_accounts(vec![account], field, question, server, &mut pasted);
            return Some(pasted);
        }
        // The letter adds the `@` itself. Without it, "@nobody" would be no answer.
        let mut names = [name, given].into_iter();
        if let Some(name) = names.find(|it| self.is_username(it, question)) {
            if name != typed {
                pasted.enter(field.clone(), name.to_owned());
            }
            return Some(pasted);
        }
        let mut accounts = self.list(&self.with_commas(text), question);
        let addresses = self.addresses(name);
        // Lines with a name each, as a chat is copied, and "suspect: @ann, victim: @ben". In a sentence, other words
        // may say who is meant: "@ann, not @ben".
        let has_one = |line: &str| line.matches('@').count() < 2;
        let is_in_lines = text.contains('\n') && text.lines().all(has_one);
        let mut signs = text.split_whitespace();
        if !is_list(&accounts)
            && addresses.is_empty()
            && !is_long(text)
            && (is_in_lines || signs.all(|it| it.starts_with('@') || it.ends_with(':')))
        {
            let (mut named, _) = self.named_by_at_sign(text, question);
            if let [first, _, ..] = &mut named[..] {
                first.has_more = true;
                accounts = named;
            }
        }
        if is_list(&accounts) && !is_display_name(text) {
            self.enter_accounts(accounts, field, question, server, &mut pasted);
            return Some(pasted);
        }
        if !addresses.is_empty() && addresses.len() == name.split_whitespace().count() {
            self.enter_addresses(&addresses, server, field, &mut pasted)?;
        } else if is_long(name)
            || EmailAddress::parse(name).is_some_and(|mail| mail.is_of(&self.book.organisation))
        {
            return None;
        } else {
            let kept = self.keep(field, question, name)?;
            pasted.report("request-moved-rest", &kept.0, name);
            pasted.answers.push(kept);
        }
        if !pasted.has(field) {
            pasted.enter(field.clone(), String::new());
        }
        Some(pasted)
    }

    /// A text without the label in front of it: `user=ann`, `Username: ann`, `address:chat.example.org`.
    fn without_label<'t>(&self, text: &'t str) -> &'t str {
        let lists = [USERNAME_COLUMNS, SERVER_COLUMNS];
        match text.split_once([':', '=']) {
            // "Suspects:", and the list below it
            Some((label, list)) if list.starts_with(['\n', '\r']) && words(label).len() < 2 => {
                trim(list)
            }
            Some((label, value))
                if !value.contains('\n') && lists.iter().any(|list| self.is_head(label, list)) =>
            {
                trim(value)
            }
            _ => text,
        }
    }

    /// A list of one line with a comma for each "and". Words without a mark may be a name: `rock and roll`.
    fn with_commas<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text.contains('\n') || !text.contains(|it: char| ",;&/._".contains(it)) {
            return Cow::Borrowed(text);
        }
        let list = self.book.rules.words_of(LIST_WORDS);
        let words = text
            .split(' ')
            .map(|word| if is_one_of(word, list) { "," } else { word });
        Cow::Owned(words.collect::<Vec<_>>().join(" "))
    }

    /// Whether a text is an email address, and not the organisation's.
    fn is_mail_of_user(&self, text: &str) -> bool {
        EmailAddress::parse(text).is_some_and(|mail| !mail.is_of(&self.book.organisation))
    }

    fn is_free(&self, field: &Field) -> bool {
        let question = self.book.rules.question(&field.question);
        let group = question.and_then(|question| question.group.as_ref());
        let answer = self.answers.at(group, field).and_then(Answer::text);
        // A link gives way to the username in it.
        answer.is_none_or(|text| text.is_empty() || text.contains("://"))
    }

    /// Enters the username that a text with addresses names, and reports that the other words are not used.
    /// They may be a whole letter.
    fn enter_name(
        &self,
        text: &str,
        addresses: &[&str],
        first: &Field,
        question: &Question,
        pasted: &mut Pasted,
    ) {
        let mut has_name = pasted.has(first) || !self.is_free(first);
        let mut has_unused = false;
        for word in words(text) {
            let mut heads = [USERNAME_COLUMNS, SERVER_COLUMNS, LIST_WORDS].into_iter();
            if word.chars().count() <= 2
                || addresses.contains(&word)
                || heads.any(|list| self.is_head(word, list))
            {
                continue;
            }
            if word.starts_with('@') && !has_name && self.is_username(word, question) {
                has_name = true;
                pasted.enter(first.clone(), username(word).to_owned());
                pasted.report("request-moved", first, word);
            } else {
                has_unused |= !pasted.enters(first, username(word));
            }
        }
        if has_unused {
            pasted.report("request-moved-unused", first, "");
        }
    }

    /// The accounts of a list, a table or a sentence: one in each row. Empty if the text is no such list.
    fn list(&self, text: &str, question: &Question) -> Vec<Account> {
        let (named, has_others) = self.named_by_at_sign(text, question);
        if named.len() > 1 && !has_others {
            return named;
        }
        let mut rows = table::rows(text);
        let heads = self.take_heads(&mut rows, question);
        // "1", "2", "3": the rows are numbered.
        let is_number = |(at, row): (usize, &Vec<String>)| row[0] == (at + 1).to_string();
        let is_table = rows.len() > 1;
        let is_numbered = is_table && rows.iter().enumerate().all(is_number);
        let server_column = heads.as_ref().and_then(|heads| heads.server);
        let mut cells = Vec::new();
        for row in &rows {
            let mut of_row = Vec::new();
            for (at, text) in row.iter().enumerate() {
                of_row.push(match at {
                    0 if is_numbered => Cell::Rest(String::new()),
                    _ => self.cell(text, server_column == Some(at), is_table, question),
                });
            }
            cells.push(of_row);
        }
        match (cells.len(), heads) {
            (_, Some(heads)) => accounts(cells, heads.username, Some(&heads.identifying)),
            (1, None) => one_row(cells, is_long(text)),
            (_, None) => match column(&cells) {
                Some(at) => accounts(cells, Some(at), Some(&[])),
                None => self.list_within(text, question),
            },
        }
    }

    /// The list in a short message: its lines with numbers, bullets or at signs. The lines around them, such as
    /// "Hi Tom, the accounts are:", are not used. If they may name an account or server, it is no list.
    fn list_within(&self, text: &str, question: &Question) -> Vec<Account> {
        let mut items = String::new();
        let mut others = String::new();
        for line in text.lines().map(trim) {
            let is_item = line.starts_with('@') || table::without_list_marker(line) != line;
            let lines = if is_item { &mut items } else { &mut others };
            lines.push_str(line);
            lines.push('\n');
        }
        let may_name = |it: char| it.is_ascii_digit() || "@_".contains(it);
        if items.is_empty()
            || trim(&others).is_empty()
            || is_long(text)
            || others.contains(may_name)
            || !self.addresses(&others).is_empty()
        {
            return Vec::new();
        }
        let mut accounts = self.list(&items, question);
        if let Some(first) = accounts.first_mut() {
            first.has_more = true;
        }
        accounts
    }

    /// The usernames in a text that names several, each with an at sign: `@ann, @ben and @cara`; and whether it has
    /// other words.
    fn named_by_at_sign(&self, text: &str, question: &Question) -> (Vec<Account>, bool) {
        let mut accounts = Vec::new();
        let mut others = false;
        for word in words(&text.replace("/@", " @")) {
            if word.starts_with('@')
                && self.of_another_network(word).is_none()
                && self.is_username(word, question)
            {
                accounts.push(Account {
                    username: username(word).to_owned(),
                    ..Account::default()
                });
            } else {
                others |= word.contains(is_letter)
                    && !is_one_of(word, self.book.rules.words_of(LIST_WORDS));
            }
        }
        (accounts, others)
    }

    /// Takes the first row off if it names the columns.
    fn take_heads(
        &self,
        rows: &mut Vec<Vec<String>>,
        question: &Question,
    ) -> Option<HeaderColumns> {
        let row = rows.first().filter(|_| rows.len() > 1)?;
        let username = row.iter().position(|cell| {
            cell.eq_ignore_ascii_case(question.id.as_str()) || self.is_head(cell, USERNAME_COLUMNS)
        });
        let server = row
            .iter()
            .position(|cell| self.is_head(cell, SERVER_COLUMNS));
        let is_head =
            |cell: &String| !cell.contains('@') && !is_domain(cell, &self.book.organisation);
        let has_heads = (username.is_some() || server.is_some()) && row.iter().all(is_head);
        has_heads.then(|| {
            let mut identifying = Vec::new();
            for (at, cell) in rows.remove(0).iter().enumerate() {
                if self.is_head(cell, IDENTIFYING_COLUMNS) {
                    identifying.push(at);
                }
            }
            HeaderColumns {
                username,
                server,
                identifying,
            }
        })
    }

    /// Whether a text is one of the words that head a column of a table.
    fn is_head(&self, text: &str, list: &str) -> bool {
        let words = self.book.rules.words_of(list);
        is_one_of(trim(text.trim_end_matches(':')), words)
    }

    /// What a cell of a table or list holds.
    fn cell(&self, text: &str, is_server: bool, is_table: bool, question: &Question) -> Cell {
        let text = without_quotes(trim(text));
        // "Name: Ann Lee", in any language
        let (label, text) = match text.split_once(": ") {
            Some((label, value)) if label.len() < 20 && !label.contains(['@', '(']) => {
                (Some(label), trim(value))
            }
            _ => (None, text),
        };
        let lists = [USERNAME_COLUMNS, SERVER_COLUMNS, IDENTIFYING_COLUMNS];
        // "Suspect's father: @bob"
        let says_more =
            label.is_some_and(|label| !lists.iter().any(|list| self.is_head(label, list)));
        let is_address = !text.starts_with('@')
            && !text.contains(char::is_whitespace)
            && Host::parse(text).is_some()
            && (is_server || self.names_server(text));
        if is_address {
            let link = if self.is_link(text) { text } else { "" };
            return Cell::Server(server_address(text, self.book), link.to_owned());
        }
        if let Some(mut account) = self.of_another_network(text) {
            account.has_more = says_more;
            return Cell::Account(account);
        }
        let is_marked = text.starts_with('@');
        if self.is_username(text, question) && !(is_marked && says_more) {
            return Cell::Username(username(text).to_owned(), is_marked);
        }
        let Some(mut account) = self.account_of(text, is_table, question) else {
            return Cell::Rest(text.to_owned());
        };
        account.has_more |= says_more;
        Cell::Account(account)
    }

    /// An account in a text of several words: `@ann (Ann Lee, chat.example.org)`, `ann - Ann Lee`,
    /// `ann on chat.example.org`.
    fn account_of(&self, text: &str, is_table: bool, question: &Question) -> Option<Account> {
        let mut account = Account::default();
        let mut names = Vec::new();
        let mut server = "\n";
        for written in text.split_whitespace() {
            let word = written.trim_matches(is_mark);
            // `maria.de` may be a person, but hardly in brackets.
            let is_server =
                self.names_server(word) || written.starts_with('(') && has_national_ending(word);
            if is_server && !word.starts_with('@') && Host::parse(word).is_some() {
                account.server = Some(server_address(word, self.book));
                server = word;
                continue;
            }
            if self.is_username(word, question) {
                names.push(word);
            }
        }
        // What follows a name with an at sign in brackets or after a dash says more about it.
        let head = text.split_whitespace().next()?;
        let more = part(text, head.len()..).trim_start();
        let is_apart = if head.starts_with('@') {
            more.starts_with(['-', '–', '('])
        } else {
            // "suspect (Jan Kok)" and "suspect: - Jan Kok" have no username.
            (more.starts_with('(') && more.ends_with(')')
                || more.starts_with(['-', '–']) && is_table)
                && head.contains(is_letter)
                && !head.trim_end_matches(is_mark).chars().all(is_letter)
        };
        let marked = names.iter().filter(|name| name.starts_with('@')).count();
        let is_long = |name: &&&str| name.chars().count() > 3;
        let is_plain = is_table && account.server.is_some() && !text.contains("://");
        let name = match marked {
            _ if is_apart && self.is_username(head, question) => head,
            1 => names.iter().find(|name| name.starts_with('@'))?,
            0 if is_plain && names.iter().skip(1).find(is_long).is_none() => names.first()?,
            _ => return None,
        };
        username(name).clone_into(&mut account.username);
        // "Robert Smith (@bob77)"
        let before = text.split(name).next().unwrap_or_default();
        let bracket = before.rsplit_once('(');
        let is_inside = bracket.is_some_and(|(_, inside)| !inside.contains(')'));
        let text = text.replacen(name, "", 1).replace(server, "");
        // "Ann L." keeps its point.
        let who = who_is(&text, is_inside).trim_start_matches(is_mark);
        let who = who.trim_end_matches(|it| it != '.' && is_mark(it));
        // "on" and its like are short.
        account.has_more = words(&text).concat().len() > words(who).concat().len() + 2;
        if who.len() > 2 {
            who.clone_into(&mut account.rest);
        }
        Some(account)
    }

    /// A username with the server that it is on, as other networks write it: `@bob:matrix.org`, also without
    /// the at sign, and `@bob@mastodon.social`.
    fn of_another_network(&self, text: &str) -> Option<Account> {
        let (name, server) = match text.strip_prefix('@') {
            Some(text) => text.split_once([':', '@'])?,
            None => text.split_once(':')?,
        };
        // What a link has after the colon is no host.
        let is_one = !name.is_empty()
            && !text.contains(char::is_whitespace)
            && !text.contains("://")
            && !self.is_head(name, SERVER_COLUMNS)
            && Host::parse(server).is_some();
        let is_server = is_domain(server, &self.book.organisation) || has_national_ending(server);
        (is_one && is_server).then(|| Account {
            username: name.to_owned(),
            server: Some(server_address(server, self.book)),
            ..Account::default()
        })
    }

    /// The links and server addresses in a text.
    fn addresses<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let name = &self.book.organisation.name;
        let mut addresses = words(text);
        addresses.retain(|word| {
            Host::parse(word).is_some()
                // "Harbour.Net user ann on chat.example.org"
                && (*word == text || !word.eq_ignore_ascii_case(name))
                && self.names_server(word)
        });
        addresses
    }

    /// Whether a word is a link, or the name of a server.
    fn names_server(&self, word: &str) -> bool {
        word.contains("://") || is_server_name(word, &self.book.organisation)
    }

    /// Enters the first server of the addresses, unless the letter has one, and keeps the links to
    /// it, or the username in one. Others need letters of their own.
    fn enter_addresses(
        &self,
        addresses: &[&str],
        server: Option<&str>,
        field: &Field,
        pasted: &mut Pasted,
    ) -> Option<()> {
        let (server_field, _) = self.server()?;
        let address_of = |link: &str| server_address(link, self.book);
        let known = server.and_then(Host::parse);
        let takes_server = known.is_none();
        let own = known.or_else(|| Host::parse(addresses.first()?));
        if takes_server {
            pasted.enter(server_field.clone(), address_of(addresses.first()?));
        }
        let mut links: Vec<String> = Vec::new();
        for &address in addresses {
            let link = if address.contains("://") {
                address.to_owned()
            } else {
                ["https://", address].concat()
            };
            if Host::parse(address) == own {
                let user = self.user_of(address);
                if let Some(user) = user.filter(|_| !pasted.has(field) && self.is_free(field)) {
                    pasted.report("request-moved", field, &user);
                    pasted.enter(field.clone(), user);
                    if !address.contains("msg=") {
                        continue;
                    }
                }
                if self.is_link(address) && !links.contains(&link) {
                    links.push(link);
                }
                continue;
            }
            let other = pasted.other_server(address_of(address));
            if self.is_link(address) {
                other.links.push(link);
            }
        }
        let is_kept = !links.is_empty();
        if is_kept {
            let kept = self.keep_link(&links.join("\n"), field.entry.unwrap_or(0))?;
            pasted.report(MOVED_LINK, &kept.0, "");
            pasted.answers.push(kept);
        }
        // In its own field, the officer sees the address.
        if takes_server && (server.is_some() || !is_kept) {
            pasted.report("request-moved-server", &server_field, "");
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
                    pasted.report("request-moved-server", &field, "");
                }
                Host::parse(&first)
            }
            _ => own,
        };
        let from = field.entry.unwrap_or(0);
        let existing = self.answers.groups.get(group);
        let existing = existing.map_or(&[][..], Vec::as_slice);
        let mut free = (from..MAX_ENTRIES).filter(|at| {
            let entry = existing.get(*at);
            *at == from || entry.is_none_or(|entry| entry.values().all(Answer::is_blank))
        });
        let mut entered = Vec::new();
        for (at, entry) in existing.iter().enumerate() {
            if at != from
                && let Some(text) = entry.get(&question.id).and_then(Answer::text)
            {
                entered.push(username(text).to_owned());
            }
        }
        let mut count = 0;
        let is_one = accounts.len() == 1;
        let has_more = accounts.iter().any(|account| account.has_more);
        for account in accounts {
            let host = account.server.as_deref().and_then(Host::parse);
            let is_other = host.is_some_and(|host| Some(&host) != given.as_ref());
            if let Some(server) = account.server.as_ref().filter(|_| is_other) {
                let other = pasted.other_server(server.clone());
                other.accounts.push(Account {
                    server: None,
                    ..account
                });
                continue;
            }
            if !account.username.is_empty() && entered.contains(&account.username) {
                continue;
            }
            let Some(entry) = free.next() else { break };
            let place = Field::new(question.id.clone(), Some(entry));
            if !account.rest.is_empty()
                && let Some(kept) = self.keep(&place, question, &account.rest)
            {
                if is_one {
                    pasted.report("request-moved-rest", &kept.0, &account.rest);
                }
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
            pasted.report("request-moved-accounts", field, &count.to_string());
        }
        if has_more {
            pasted.report("request-moved-unused", field, "");
        }
        pasted.report_other_servers(field);
    }

    fn is_username(&self, text: &str, question: &Question) -> bool {
        validate(question, &Answer::Text(text.to_owned()), self.book).is_ok()
    }

    /// Whether a text is a link to something on a server, not just the server's address or a page of
    /// the app.
    fn is_link(&self, text: &str) -> bool {
        let organisation = &self.book.organisation;
        let is_one = !text.contains(char::is_whitespace)
            && (text.contains("://") || is_domain(text, organisation))
            && Host::parse(text).is_some();
        let (_, rest) = split_address(text, self.book);
        // A short path is a page of the app, such as `/home` and `/admin/users`.
        is_one
            && (self.is_room(text)
                || rest.contains("msg=")
                || rest.trim_end_matches('/').matches('/').count() > 1)
    }

    /// Whether a link is one to a room or a message in it.
    fn is_room(&self, link: &str) -> bool {
        let mut routes = self.book.organisation.message_routes.iter();
        routes.any(|route| link.contains(route.as_str()))
    }

    /// The username in a link: `https://chat.example.org/direct/ann`. A room may have an id instead.
    fn user_of(&self, link: &str) -> Option<String> {
        let mut routes = self.book.rules.words_of(USER_ROUTES).iter();
        let (_, name) = routes.find_map(|route| link.split_once(route.as_str()))?;
        let name = name.split(['/', '?', '#']).next()?;
        let is_id = name.len() > 16 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let question = self.question_of(QuestionType::Username)?;
        (!is_id && self.is_username(name, question)).then(|| name.to_owned())
    }

    /// The first question of a type that this kind asks.
    fn question_of(&self, wanted: QuestionType) -> Option<&Question> {
        let mut questions = self.book.rules.questions.iter();
        questions.find(|question| question.answer == wanted && self.is_asked(question))
    }

    fn is_asked(&self, question: &Question) -> bool {
        let kind = self.answers.kind.as_ref();
        kind.is_none_or(|kind| is_for(&question.kinds, kind))
    }

    /// The field for the server's address, and its value.
    fn server(&self) -> Option<(Field, &str)> {
        let question = self.question_of(QuestionType::ServerAddress)?;
        let field = Field::new(question.id.clone(), None);
        let text = self.answers.at(None, &field).and_then(Answer::text);
        Some((field, text.unwrap_or_default()))
    }

    /// Keeps links: with the links to messages and rooms, or with the account.
    fn keep_link(&self, link: &str, entry: usize) -> Option<(Field, Answer)> {
        let question = self.question_of(QuestionType::MessageLinks);
        let is_room = self.is_room(link) || link.contains("msg=");
        if let Some(question) = question.filter(|_| is_room) {
            return Some(self.added(question, None, link));
        }
        let question = self.question_of(QuestionType::Username)?;
        let field = Field::new(question.id.clone(), question.group.as_ref().map(|_| entry));
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
        let field = Field::new(question.id.clone(), entry);
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
    /// Whether something is entered into a field.
    fn has(&self, field: &Field) -> bool {
        self.answers.iter().any(|(known, _)| known == field)
    }

    /// A text that was moved from a field to another one as it is.
    fn moved(from: &Field, to: &Field, text: &str) -> Self {
        let mut pasted = Self::default();
        pasted.enter(from.clone(), String::new());
        pasted.enter(to.clone(), username(text).to_owned());
        pasted.report("request-moved", to, text);
        pasted
    }

    /// The entry of another server.
    fn other_server(&mut self, server: String) -> &mut OtherServer {
        let host = Host::parse(&server);
        let known = self.hosts.iter().position(|known| *known == host);
        let at = known.unwrap_or_else(|| {
            self.hosts.push(host);
            self.other_servers.push(OtherServer {
                server,
                ..OtherServer::default()
            });
            self.other_servers.len() - 1
        });
        &mut self.other_servers[at]
    }

    /// Whether this text is entered into a field.
    fn enters(&self, field: &Field, text: &str) -> bool {
        let mut answers = self.answers.iter();
        answers.any(|(known, answer)| known == field && answer.text() == Some(text))
    }

    fn report_other_servers(&mut self, field: &Field) {
        for other in &self.other_servers {
            self.moved.push(MovedValue {
                field: field.clone(),
                message: "request-moved-other-server",
                what: other.server.clone(),
            });
        }
    }

    fn report(&mut self, message: &'static str, field: &Field, what: &str) {
        self.moved.push(MovedValue {
            field: field.clone(),
            message,
            what: what.to_owned(),
        });
    }

    fn enter(&mut self, field: Field, text: String) {
        self.answers.push((field, Answer::Text(text)));
    }
}

/// Takes up the letter about another server. Answers about the first one, its accounts and links
/// give way to those of the other, and what names these accounts is left out; all others are of both. A
/// letter that is gone back to has its own long texts again. The letter so far is returned, so that
/// it can be gone back to; `None` if the form has no accounts.
pub(super) fn for_server(
    answers: &mut Answers,
    other: OtherServer,
    book: &Rulebook,
) -> Option<OtherServer> {
    let questions = &book.rules.questions;
    let is_server = |question: &Question| question.answer == QuestionType::ServerAddress;
    let server = questions.iter().position(is_server)?;
    let is_username = |question: &&Question| question.answer == QuestionType::Username;
    let username: &Question = questions.iter().find(is_username)?;
    let group: &GroupId = username.group.as_ref()?;
    let before = answers.clone();
    let begun = other.begun.as_ref();
    for (at, question) in questions.iter().enumerate() {
        let is_own = at >= server && question.step == questions[server].step
            || question.answer == QuestionType::MessageLinks
            || begun.is_some() && question.answer == QuestionType::LongText;
        if is_own {
            answers.given.remove(&question.id);
            if let Some(answer) = begun.and_then(|begun| begun.given.get(&question.id)) {
                answers.given.insert(question.id.clone(), answer.clone());
            }
        }
    }
    let id = &questions[server].id;
    let address = before.given.get(id).and_then(Answer::text);
    let first = OtherServer {
        server: server_address(address.unwrap_or_default(), book),
        begun: Some(before.clone()),
        ..OtherServer::default()
    };
    answers.ticked.clear();
    if let Some(begun) = other.begun {
        answers.ticked = begun.ticked;
        answers.groups = begun.groups;
    } else {
        answers.given.insert(id.clone(), Answer::Text(other.server));
        answers.groups.remove(group);
        leave_out_accounts(answers, &before, username, &other.accounts, book);
    }
    // The accounts and links that were found since.
    let known = answers.groups.get(group).map_or(0, Vec::len);
    for (entry, account) in (known..).zip(other.accounts) {
        let field = Field::new(username.id.clone(), Some(entry));
        let context = PasteContext { answers, book };
        let kept = context.keep(&field, username, &account.rest);
        answers.set(Some(group), field, Answer::Text(account.username));
        if let Some((field, kept)) = kept.filter(|_| !account.rest.is_empty()) {
            answers.set(Some(group), field, kept);
        }
    }
    if !other.links.is_empty() {
        let context = PasteContext { answers, book };
        if let Some((field, kept)) = context.keep_link(&other.links.join("\n"), 0) {
            let group = book.rules.question(&field.question)?.group.clone();
            answers.set(group.as_ref(), field, kept);
        }
    }
    Some(first)
}

/// Takes out the texts that name an account of the letter before, and none of this one.
fn leave_out_accounts(
    answers: &mut Answers,
    before: &Answers,
    username_question: &Question,
    own: &[Account],
    book: &Rulebook,
) {
    let mut names = Vec::new();
    let group = username_question.group.as_ref();
    for entry in group
        .and_then(|group| before.groups.get(group))
        .into_iter()
        .flatten()
    {
        let name = entry.get(&username_question.id).and_then(Answer::text);
        let name = lowercase(username(name.unwrap_or_default()));
        let mut own = own.iter();
        if !name.is_empty() && own.all(|account| lowercase(&account.username) != name) {
            names.push(name);
        }
    }
    let names_one = |entry: &Entry, id: &QuestionId| {
        let text = entry.get(id).and_then(Answer::text);
        let text = lowercase(text.unwrap_or_default());
        let is_in = |word: &&str| {
            word.split(['\'', '’', '/', ':'])
                .any(|it| names.iter().any(|name| name == username(it)))
        };
        words(&text).iter().any(is_in)
    };
    for question in &book.rules.questions {
        if question.answer != QuestionType::LongText {
            continue;
        }
        let entries = match &question.group {
            Some(group) => answers
                .groups
                .get_mut(group)
                .map_or(&mut [][..], Vec::as_mut_slice),
            None => std::slice::from_mut(&mut answers.given),
        };
        for entry in entries {
            if names_one(entry, &question.id) {
                entry.remove(&question.id);
            }
        }
    }
}

/// Whether a text is a name as a profile shows it, which people write with an at sign too:
/// `@Uncle Dee`, `@uncle dee! (verified)`. Names on lines of their own are a list.
fn is_display_name(text: &str) -> bool {
    let Some(name) = text.strip_prefix('@') else {
        return false;
    };
    let is_word = |word: &&str| {
        let word = word.trim_matches(is_mark);
        word.chars().all(|it| is_letter(it) || "'’-".contains(it))
    };
    // A picture is no word.
    let mut words: Vec<&str> = name.split(' ').collect();
    words.retain(|word| word.contains(is_letter));
    let begins = |at: usize| words.get(at).is_some_and(|it| it.starts_with(is_letter));
    begins(0)
        && begins(1)
        && words.len() <= 4
        && words.iter().all(is_word)
        && !name.contains([',', ';', ':', '–', '—', '\n'])
        && !name.contains(" -")
}

/// What a text says about who has a username: in brackets, behind a dash, or before the username in brackets, as
/// in `Robert Smith (@bob77)`. Other words are of a sentence, or labels.
fn who_is(text: &str, is_inside: bool) -> &str {
    match text.split_once('(') {
        None if DASHES.iter().any(|dash| text.contains(dash)) => text,
        Some((_, inside)) if !is_inside => inside.split(')').next().unwrap_or(inside),
        Some((before, _)) if before.split(' ').count() <= MAX_NAME_WORDS => before,
        _ => "",
    }
}

/// Whether these are several accounts, or more than the username of one.
fn is_list(accounts: &[Account]) -> bool {
    let says_more = |account: &Account| {
        account.server.is_some()
            || !account.username.is_empty() && (account.has_more || !account.rest.is_empty())
    };
    accounts.len() > 1 || accounts.iter().any(says_more)
}

/// The accounts of a table, one in each row. Only this column has usernames, and cells with an at
/// sign: whatever else could be one belongs to the account. With columns of names, only these and email
/// addresses are used: an officer's notes on a suspect must not get into the letter.
fn accounts(
    rows: Vec<Vec<Cell>>,
    username_column: Option<usize>,
    names: Option<&[usize]>,
) -> Vec<Account> {
    let mut accounts = Vec::new();
    for row in rows {
        let mut account = Account::default();
        let mut rest = Vec::new();
        for (at, cell) in row.into_iter().enumerate() {
            let is_free = account.username.is_empty();
            match cell {
                Cell::Server(server, link) => {
                    account.server = account.server.or(Some(server));
                    rest.push(link);
                }
                Cell::Username(name, marked)
                    if is_free && (marked || username_column == Some(at)) =>
                {
                    account.username = name;
                }
                Cell::Account(found) if is_free => {
                    account.has_more |= found.has_more;
                    account.username = found.username;
                    account.server = account.server.or(found.server);
                    rest.push(found.rest);
                }
                Cell::Account(found) => rest.push(found.username),
                Cell::Username(text, _) | Cell::Rest(text) => {
                    if names.is_none_or(|names| names.contains(&at))
                        || EmailAddress::parse(&text).is_some()
                    {
                        rest.push(text);
                    } else {
                        account.has_more |= !text.is_empty();
                    }
                }
            }
        }
        rest.retain(|text| !text.is_empty());
        account.rest = rest.join(", ");
        if !account.username.is_empty() || !account.rest.is_empty() {
            accounts.push(account);
        }
    }
    accounts
}

/// The accounts of a single row: a list of usernames, or what is known of one account.
fn one_row(rows: Vec<Vec<Cell>>, is_long: bool) -> Vec<Account> {
    let cells = || rows.iter().flatten();
    let mut marked = 0;
    let mut servers = Vec::new();
    for cell in cells() {
        match cell {
            Cell::Server(server, link) => servers.push((server.clone(), link.clone())),
            Cell::Username(_, is_marked) => marked += usize::from(*is_marked),
            Cell::Account(_) | Cell::Rest(_) => {}
        }
    }
    let is_list = cells().all(|cell| match cell {
        // "Silva, Maria" is a person, not a list.
        Cell::Username(name, marked) => *marked || !has_capital(name),
        Cell::Account(account) => !account.username.is_empty(),
        // All are on the one server.
        Cell::Server(..) => marked > 1 && servers.len() == 1,
        Cell::Rest(_) => false,
    });
    if is_list {
        let rows = rows.into_iter().flatten().map(|cell| vec![cell]);
        let mut accounts = accounts(rows.collect(), Some(0), None);
        accounts.retain(|account| !account.username.is_empty());
        if let Some((server, link)) = servers.pop() {
            for account in &mut accounts {
                account.server.get_or_insert_with(|| server.clone());
            }
            if let Some(first) = accounts.first_mut() {
                first.rest = link;
            }
        }
        return accounts;
    }
    let is_record = cells().any(|cell| match cell {
        Cell::Server(..) | Cell::Account(_) => true,
        Cell::Rest(text) => EmailAddress::parse(text).is_some(),
        Cell::Username(..) => false,
    });
    let username = cells().position(|cell| matches!(cell, Cell::Username(..)));
    let mut found = if is_record && !is_long {
        accounts(rows, username, None)
    } else {
        Vec::new()
    };
    found.retain(|account| !account.username.is_empty());
    found
}

/// The column of a table without heads in which every row has what can be a username: preferably
/// one in lower case, since names of people are not.
fn column(rows: &[Vec<Cell>]) -> Option<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let all = |at: usize, fits: &dyn Fn(&str) -> bool| {
        let fits = |row: &Vec<Cell>| match row.get(at) {
            Some(Cell::Username(name, _)) => fits(name),
            Some(Cell::Account(_)) => true,
            _ => false,
        };
        rows.iter().all(fits)
    };
    let is_word = |name: &str| !name.bytes().all(|byte| byte.is_ascii_digit());
    let is_small = |name: &str| is_word(name) && !has_capital(name);
    let mut places = 0..columns;
    let small = places.clone().find(|at| all(*at, &is_small));
    small.or_else(|| places.find(|at| all(*at, &is_word) || columns == 1 && all(*at, &|_| true)))
}

fn has_capital(text: &str) -> bool {
    *lowercase(text) != *text
}

/// Whether a character is around a word, and no part of it.
#[inline(never)]
fn is_mark(character: char) -> bool {
    character.is_whitespace() || "<>()[]{}\"'“”„«»‘’,;.!?:–—-".contains(character)
}

/// The words of a text, without the marks around them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for word in text.split(|character: char| character.is_whitespace() || ",;".contains(character))
    {
        words.push(word.trim_matches(is_mark));
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The maximum number of pieces between spaces in a name, with the space behind it. A longer text is a sentence.
const MAX_NAME_WORDS: usize = 5;

/// What stands between a username and who it is.
const DASHES: [&str; 3] = [" - ", "–", "—"];

/// A text without quotation marks around it. Each item of a list has its own: `"ann","ben"`.
fn without_quotes(text: &str) -> &str {
    let is_quote = |character: char| "\"'“”„«»‹›‘’`".contains(character);
    let inside = text.trim_matches(is_quote);
    if text.starts_with(is_quote) && !inside.contains(is_quote) {
        trim(inside)
    } else {
        text
    }
}
