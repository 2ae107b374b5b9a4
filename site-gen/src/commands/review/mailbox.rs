//! Checks several letters at once: a folder, several files, or a mailbox file (mbox, RFC 4155). One
//! line for each letter, emergencies first, for anyone who opens the mailbox.

use super::letter::{LetterRules, named_kind, read};
use super::{ReviewCommand, TableFormat};
use crate::diagnostic::{Diagnostic, ExitStatus};
use crate::digest::digest;
use crate::pdf;
use crate::site::Version;
use request_builder::labels::{Labels, Messages};
use request_builder::letter_check::State;
use request_builder::letter_check::readers::{self, MAX_FILE_SIZE, Reading, Unread};
use request_builder::rules::{KindId, Level, RuleId};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The maximum number of letters of one run.
const MAX_LETTERS: usize = 5000;
/// How many folders deep letters are looked for.
const MAX_DEPTH: usize = 16;

/// Whether a letter is an emergency, in the order of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Emergency {
    Yes,
    /// Its kind is another one or was not recognised, but its words show that somebody may be in danger.
    Perhaps,
    #[default]
    No,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn may_be_one<S: Serializer>(emergency: &Emergency, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(*emergency != Emergency::No)
}

/// What a list says of a letter.
#[derive(Default, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct LetterRow {
    /// The path of the file below the folder. In a mailbox file, the number of the message follows it.
    file: String,
    /// Whether it is an emergency, or may be one. These come first.
    #[serde(serialize_with = "may_be_one")]
    #[schemars(with = "bool")]
    emergency: Emergency,
    /// The kind of request. `null` if it was not recognised.
    kind: Option<KindId>,
    /// The ids of required rules for which nothing was found.
    missing: Vec<RuleId>,
    /// The ids of required rules that only a reader can decide.
    unsure: Vec<RuleId>,
    /// The ids of recommended rules for which nothing was found.
    recommended: Vec<RuleId>,
    /// The servers that it names.
    servers: Vec<String>,
    /// The usernames in it.
    accounts: Vec<String>,
    /// The email addresses in it, except the company's.
    mails: Vec<String>,
    /// Who asks, in the letter's own words.
    agency: Option<String>,
    /// The number of the case or letter, in its own words.
    reference: Option<String>,
    /// When the answer is due, in its own words.
    deadline: Option<String>,
    /// Whether it has text that a reader does not see. It was not checked.
    has_hidden_text: bool,
    /// The names of the attachments and other parts that were not read, at most 200.
    unread: Vec<String>,
    /// Why each was not read, in words.
    unread_because: Vec<String>,
    /// How many more were not read.
    more_unread: usize,
    /// The first file with the same text.
    same_as: Option<String>,
    /// Why it could not be checked.
    problem: Option<String>,
}

impl LetterRow {
    /// The unread parts, as one value.
    fn unread(&self, messages: &Messages) -> String {
        let mut names = self.unread.clone();
        if self.more_unread > 0 {
            let count = self.more_unread.to_string();
            names.push(messages.fill("check-unread-more", &[("count", &count)]));
        }
        names.join("; ")
    }
}

/// Whether the command is about several letters.
pub(super) fn is_one(command: &ReviewCommand) -> bool {
    !command.more.is_empty() || command.answers.is_dir() || is_mailbox(&command.answers)
}

/// Whether a file is a mailbox. Only its name tells, since a letter may begin with `From ` too.
fn is_mailbox(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("mbox"))
}

/// Prints the table and returns the exit status.
pub(super) fn reviewed(
    command: &ReviewCommand,
    format: TableFormat,
    version: &Version,
    messages: &Messages,
) -> Result<(String, ExitStatus), Diagnostic> {
    let checked = LetterRules::of(version)?;
    let mut rows = rows(command, &checked, messages)?;
    rows.sort_by_key(|row| row.emergency);
    let exit = if rows
        .iter()
        .all(|row| row.problem.is_none() && row.kind.is_some() && row.missing.is_empty())
    {
        ExitStatus::Success
    } else {
        ExitStatus::Content
    };
    let text = match format {
        TableFormat::Json => serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n",
        TableFormat::Csv => csv(&rows, messages),
        TableFormat::Text => {
            table(&rows, &checked.labels, messages) + messages.get("check-authentic") + "\n"
        }
    };
    Ok((text, exit))
}

/// Checks every letter. A file that cannot be read is a row with a problem, so that the other
/// letters are still checked. Only one file is in memory at a time.
fn rows(
    command: &ReviewCommand,
    checked: &LetterRules<'_>,
    messages: &Messages,
) -> Result<Vec<LetterRow>, Diagnostic> {
    let mut table = Table {
        named: named_kind(command, checked.book)?,
        checked,
        messages,
        first: BTreeMap::new(),
        rows: Vec::new(),
    };
    for SkippedPath { name, path } in files(command)? {
        if path.is_dir() {
            let problem = messages.get("check-folder-not-read");
            table.problem(name, problem.to_owned())?;
            continue;
        }
        let bytes = match read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                table.problem(name, error.to_string())?;
                continue;
            }
        };
        if !is_mailbox(&path) {
            table.letter(name, &bytes)?;
        } else if bytes.len() > MAX_FILE_SIZE {
            // Only its beginning was read, so the last messages would be left out unnoticed.
            let problem = messages.get("check-mailbox-too-large");
            table.problem(name, problem.to_owned())?;
        } else {
            let mut is_empty = true;
            for (at, message) in messages_of(&bytes).enumerate() {
                is_empty = false;
                table.letter(format!("{name}#{}.eml", at + 1), &message)?;
            }
            if is_empty {
                let problem = messages.get("check-mailbox-without-messages");
                table.problem(name, problem.to_owned())?;
            }
        }
    }
    Ok(table.rows)
}

/// A file or a folder that is not read, and how the table names it: below the folder that the
/// command names, by its path there.
struct SkippedPath {
    name: String,
    path: PathBuf,
}

/// The files, in the order of their names within a folder.
fn files(command: &ReviewCommand) -> Result<Vec<SkippedPath>, Diagnostic> {
    let mut files = Vec::new();
    for path in std::iter::once(&command.answers).chain(&command.more) {
        if path.is_dir() {
            files_in(path, "", 0, &mut files)?;
        } else {
            files.push(SkippedPath {
                name: shown_name(path),
                path: path.clone(),
            });
        }
        limited(files.len())?;
    }
    Ok(files)
}

fn shown_name(path: &Path) -> String {
    readers::one_line(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// Refuses more letters than the maximum.
fn limited(count: usize) -> Result<(), Diagnostic> {
    if count > MAX_LETTERS {
        let error = Diagnostic::error(format!("there are more than {MAX_LETTERS} letters"));
        return Err(error.help("check them in several runs"));
    }
    Ok(())
}

/// Adds the files of a folder and of those in it. A link to a folder, which may lead in a circle, and
/// a folder within too many others are added themselves.
fn files_in(
    folder: &Path,
    above: &str,
    depth: usize,
    files: &mut Vec<SkippedPath>,
) -> Result<(), Diagnostic> {
    let failed = |error| Diagnostic::files("read", folder, error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !is_hidden {
            entries.push((entry.path(), entry.file_type().map_err(failed)?.is_dir()));
        }
    }
    entries.sort();
    for (path, is_folder) in entries {
        let name = [above, &shown_name(&path)].concat();
        if is_folder && depth < MAX_DEPTH {
            files_in(&path, &[&name, "/"].concat(), depth + 1, files)?;
        } else if path.is_file() || path.is_dir() {
            files.push(SkippedPath { name, path });
        }
        limited(files.len())?;
    }
    Ok(())
}

/// Whether a line begins a message: `From ` and a sender, then a day and a time (RFC 4155, appendix
/// A). Not every program marks a sentence that begins with the word.
fn is_separator(line: &[u8]) -> bool {
    const DAYS: [&[u8]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];
    const MAX_LINE_LENGTH: usize = 300;
    if line.len() > MAX_LINE_LENGTH || !line.starts_with(b"From ") {
        return false;
    }
    let mut words = line.split(u8::is_ascii_whitespace).skip(1);
    let is_time = |word: &[u8]| {
        word.contains(&b':')
            && word
                .iter()
                .all(|byte| byte.is_ascii_digit() || *byte == b':')
    };
    // Some write the name of the sender in several words.
    words.any(|word| DAYS.contains(&word)) && words.any(is_time)
}

/// The messages of a mailbox file, each after a separator at the start or after a blank line. A line
/// of its text that begins with `From ` may have one `>` more before it, which is taken away.
fn messages_of(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').peekable();
    let begins = |line: &[u8]| line.starts_with(b"From ");
    // Lines before the first message belong to none.
    while lines.next_if(|line| !begins(line)).is_some() {}
    std::iter::from_fn(move || {
        lines.next()?;
        let mut message = Vec::new();
        let mut after_blank = false;
        while let Some(line) = lines.next_if(|line| !(after_blank && is_separator(line))) {
            let quoted = line
                .iter()
                .position(|byte| *byte != b'>')
                .is_some_and(|at| at > 0 && begins(&line[at..]));
            message.extend_from_slice(if quoted { &line[1..] } else { line });
            after_blank = line.iter().all(u8::is_ascii_whitespace);
        }
        Some(message)
    })
}

/// The rows so far, and what is needed for another one.
struct Table<'c> {
    /// The kind of every letter, if the command names one.
    named: Option<KindId>,
    checked: &'c LetterRules<'c>,
    messages: &'c Messages,
    /// The first file with a text, by the text's digest.
    first: BTreeMap<String, String>,
    rows: Vec<LetterRow>,
}

impl Table<'_> {
    /// Adds a row for something that could not be checked.
    fn problem(&mut self, name: String, problem: String) -> Result<(), Diagnostic> {
        self.add(LetterRow {
            file: name,
            problem: Some(problem),
            ..LetterRow::default()
        })
    }

    /// Checks a letter and adds its row.
    fn letter(&mut self, name: String, bytes: &[u8]) -> Result<(), Diagnostic> {
        match readers::read_with_pdf(&name, bytes, &pdf::read_in_child_process) {
            Ok(reading) => {
                let row = self.row(name, &reading);
                self.add(row)
            }
            Err(why) => self.problem(name, self.messages.get(why.wording()).to_owned()),
        }
    }

    fn add(&mut self, row: LetterRow) -> Result<(), Diagnostic> {
        self.rows.push(row);
        limited(self.rows.len())
    }

    fn row(&mut self, name: String, reading: &Reading) -> LetterRow {
        let LetterRules {
            book, checklist, ..
        } = self.checked;
        let (same_as, file) = match comparable_text(reading) {
            Some(text) => match self.first.entry(digest(text)) {
                Entry::Occupied(first) => (Some(first.get().clone()), name),
                Entry::Vacant(first) => (None, first.insert(name).clone()),
            },
            None => (None, name),
        };
        let letter = checklist.prepare(&reading.text);
        let (addresses, particulars) = (letter.addresses(), letter.particulars());
        let because = |one: &Unread| self.messages.get(one.why.wording()).to_owned();
        let mut row = LetterRow {
            file,
            servers: addresses.servers,
            accounts: addresses.accounts,
            mails: addresses.mails,
            agency: particulars.agency,
            reference: particulars.reference,
            deadline: particulars.deadline,
            has_hidden_text: reading.has_hidden,
            unread: reading.unread.iter().map(|one| one.name.clone()).collect(),
            unread_because: reading.unread.iter().map(because).collect(),
            more_unread: reading.more_unread,
            same_as,
            ..LetterRow::default()
        };
        let reference = row.reference.clone();
        row.accounts.retain(|one| Some(one) != reference.as_ref());
        let named = self.named.as_ref();
        let stated = named.or_else(|| checklist.stated_kind(reading));
        let kind = stated.or_else(|| letter.kind());
        let of_kind = kind.and_then(|kind| book.rules.kind(kind));
        row.emergency = if of_kind.is_some_and(|kind| kind.emergency) {
            Emergency::Yes
        } else if letter.shows_danger() {
            Emergency::Perhaps
        } else {
            Emergency::No
        };
        let Some(kind) = kind else {
            return row;
        };
        row.kind = Some(kind.clone());
        let report = letter.check(kind);
        let ids = |level, state| {
            let all = report.findings.iter();
            let of_both = all.filter(move |one| one.level == Some(level) && one.state == state);
            of_both.map(|finding| finding.rule.clone()).collect()
        };
        row.missing = ids(Level::Must, State::NotFound);
        row.unsure = ids(Level::Must, State::CannotTell);
        row.recommended = ids(Level::Should, State::NotFound);
        row
    }
}

/// The text by which a letter is recognised that came twice, for example on different days. `None` if
/// nothing below the headers of a message was read.
fn comparable_text(reading: &Reading) -> Option<String> {
    let letter = reading.text.get(reading.headers..)?;
    let mut words = letter.split_whitespace().peekable();
    words.peek()?;
    // What differs may be in what was not read.
    let shown = if reading.unread.is_empty() {
        letter
    } else {
        &reading.text
    };
    Some(shown.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The table for people: one line for each letter, and one for each rule that is missing.
fn table(rows: &[LetterRow], labels: &Labels, messages: &Messages) -> String {
    let mut out = String::new();
    for row in rows {
        if let Some(problem) = &row.problem {
            let problem = messages.fill("check-table-problem", &[("problem", problem)]);
            let _ = writeln!(out, "{}  {problem}", row.file);
            continue;
        }
        let emergency = match row.emergency {
            Emergency::Yes => Some("check-table-emergency"),
            Emergency::Perhaps => Some("check-table-perhaps-emergency"),
            Emergency::No => None,
        };
        if let Some(name) = emergency {
            let _ = write!(out, "{}  ", messages.get(name));
        }
        let _ = write!(out, "{}  ", row.file);
        if let Some(kind) = &row.kind {
            let counts = messages.fill(
                "check-table-counts",
                &[
                    ("missing", &row.missing.len().to_string()),
                    ("unsure", &row.unsure.len().to_string()),
                ],
            );
            let _ = write!(out, "{}; {counts}", labels.kind(kind));
        } else {
            out.push_str(messages.get("check-table-no-kind"));
        }
        for (name, value) in [
            ("check-table-servers", row.servers.join(" ")),
            ("check-table-accounts", row.accounts.join(" ")),
            ("check-table-mails", row.mails.join(" ")),
            ("check-table-agency", row.agency.clone().unwrap_or_default()),
            (
                "check-table-reference",
                row.reference.clone().unwrap_or_default(),
            ),
            (
                "check-table-deadline",
                row.deadline.clone().unwrap_or_default(),
            ),
            ("check-table-unread", row.unread(messages)),
            ("check-table-same", row.same_as.clone().unwrap_or_default()),
        ] {
            if !value.is_empty() {
                let _ = write!(out, "; {}", messages.fill(name, &[("value", &value)]));
            }
        }
        if row.has_hidden_text {
            let _ = write!(out, "; {}", messages.get("check-table-hidden"));
        }
        out.push('\n');
        for (name, why) in row.unread.iter().zip(&row.unread_because) {
            let _ = writeln!(out, "    {name}: {why}");
        }
        for (name, rules) in [
            ("check-table-missing", &row.missing),
            ("check-table-recommended", &row.recommended),
        ] {
            for rule in rules {
                let title = labels.requirement(rule, "title");
                let values = [("title", title), ("rule", rule.as_str())];
                let _ = writeln!(out, "    {}", messages.fill(name, &values));
            }
        }
    }
    let count = rows.len().to_string();
    let sum = messages.fill("check-table-sum", &[("count", &count)]);
    let _ = writeln!(out, "\n{sum}");
    out
}

/// The table as CSV (RFC 4180).
fn csv(rows: &[LetterRow], messages: &Messages) -> String {
    let mut out = String::from(
        "file,emergency,kind,missing,unsure,servers,accounts,mails,agency,reference,deadline,\
         hidden-text,unread,same-as,problem,recommended\r\n",
    );
    let ids = |rules: &[RuleId]| {
        let ids: Vec<&str> = rules.iter().map(RuleId::as_str).collect();
        ids.join(" ")
    };
    for row in rows {
        let columns = [
            row.file.clone(),
            match row.emergency {
                Emergency::Yes => "yes",
                Emergency::Perhaps => "perhaps",
                Emergency::No => "no",
            }
            .to_owned(),
            row.kind
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            ids(&row.missing),
            ids(&row.unsure),
            row.servers.join(" "),
            row.accounts.join(" "),
            row.mails.join(" "),
            row.agency.clone().unwrap_or_default(),
            row.reference.clone().unwrap_or_default(),
            row.deadline.clone().unwrap_or_default(),
            if row.has_hidden_text { "yes" } else { "no" }.to_owned(),
            row.unread(messages),
            row.same_as.clone().unwrap_or_default(),
            row.problem.clone().unwrap_or_default(),
            ids(&row.recommended),
        ];
        let columns: Vec<String> = columns.iter().map(|column| field(column)).collect();
        out.push_str(&columns.join(","));
        out.push_str("\r\n");
    }
    out
}

/// A field of CSV. A spreadsheet would run one that begins like a formula.
fn field(value: &str) -> String {
    let formula = value.starts_with(['=', '+', '-', '@', '\t']);
    let value = [if formula { "'" } else { "" }, value].concat();
    if value.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value
    }
}
