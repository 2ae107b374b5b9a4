//! Checks several letters at once: a folder, several files, or a mailbox file (mbox, RFC 4155). One
//! line for each letter, emergencies first, for whoever opens the mailbox.

use super::letter::{Checked, read};
use super::{Format, ReviewCommand};
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use crate::site::Version;
use request_builder::labels::{Labels, Messages};
use request_builder::letter_check::readers;
use request_builder::letter_check::{LetterChecker, State};
use request_builder::rulebook::Rulebook;
use request_builder::rules::RuleId;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The maximum number of letters of one run.
const MOST: usize = 5000;

/// A file with a letter, or a message of a mailbox file.
struct Item {
    name: String,
    bytes: Vec<u8>,
}

/// One line of the table.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Row {
    file: String,
    emergency: bool,
    /// `None` if it was not recognised.
    kind: Option<String>,
    /// The ids of required rules for which nothing was found.
    missing: Vec<String>,
    /// The ids of required rules that only a reader can decide.
    unsure: Vec<String>,
    servers: Vec<String>,
    accounts: Vec<String>,
    mails: Vec<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    has_hidden_text: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread: Vec<String>,
    /// The first file with the same text.
    #[serde(skip_serializing_if = "Option::is_none")]
    same_as: Option<String>,
    /// Why it could not be checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// Whether the command is about several letters.
pub(super) fn is_one(command: &ReviewCommand) -> bool {
    let mailbox = command
        .answers
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("mbox"));
    !command.more.is_empty() || command.answers.is_dir() || mailbox
}

/// Prints the table and returns the exit status.
pub(super) fn reviewed(
    command: &ReviewCommand,
    version: &Version,
    messages: &Messages,
    found: &mut Diagnostics,
) -> Option<(String, ExitStatus)> {
    let checked = Checked::of(version)
        .and_then(|checked| Ok((checked, items(command)?)))
        .map_err(|error| found.push(error))
        .ok();
    let (checked, items) = checked?;
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut rows: Vec<Row> = Vec::new();
    for item in items {
        rows.push(row(command, &checked, messages, &item, &mut first));
    }
    rows.sort_by_key(|row| !row.emergency);
    let exit = if rows
        .iter()
        .all(|row| row.problem.is_none() && row.kind.is_some() && row.missing.is_empty())
    {
        ExitStatus::Success
    } else {
        ExitStatus::Content
    };
    let text = match command.format {
        Format::Json => serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n",
        Format::Csv => csv(&rows),
        Format::Text | Format::Reply => {
            table(&rows, checked.book, &checked.labels) + messages.get("check-authentic") + "\n"
        }
    };
    Some((text, exit))
}

/// The letters, in the order of their names.
fn items(command: &ReviewCommand) -> Result<Vec<Item>, Diagnostic> {
    let mut items = Vec::new();
    for path in std::iter::once(&command.answers).chain(&command.more) {
        let files = if path.is_dir() {
            files_in(path)?
        } else {
            vec![path.clone()]
        };
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let name = readers::one_line(&name);
            let bytes = read(&file)?;
            if bytes.starts_with(b"From ") {
                let messages = messages_of(&bytes).into_iter().enumerate();
                items.extend(messages.map(|(at, bytes)| Item {
                    name: format!("{name}#{}.eml", at + 1),
                    bytes,
                }));
            } else {
                items.push(Item { name, bytes });
            }
        }
        if items.len() > MOST {
            return Err(
                Diagnostic::error(format!("there are more than {MOST} letters"))
                    .help("check them in several runs"),
            );
        }
    }
    Ok(items)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let failed = |error| Diagnostic::files("read", folder, error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_file() && !hidden {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The messages of a mailbox file. Each begins with a line `From `, and lines of its text that begin
/// like that have a `>` before it.
fn messages_of(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut messages: Vec<Vec<u8>> = Vec::new();
    let mut after_blank = true;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if after_blank && line.starts_with(b"From ") {
            messages.push(Vec::new());
        } else if let Some(message) = messages.last_mut() {
            let quoted = line
                .iter()
                .position(|byte| *byte != b'>')
                .is_some_and(|at| at > 0 && line[at..].starts_with(b"From "));
            message.extend_from_slice(if quoted { &line[1..] } else { line });
        }
        after_blank = line.iter().all(u8::is_ascii_whitespace);
    }
    messages
}

fn row(
    command: &ReviewCommand,
    checked: &Checked<'_>,
    messages: &Messages,
    item: &Item,
    first: &mut BTreeMap<String, String>,
) -> Row {
    let mut row = Row {
        file: item.name.clone(),
        emergency: false,
        kind: None,
        missing: Vec::new(),
        unsure: Vec::new(),
        servers: Vec::new(),
        accounts: Vec::new(),
        mails: Vec::new(),
        has_hidden_text: false,
        unread: Vec::new(),
        same_as: None,
        problem: None,
    };
    let reading = match readers::read(&item.name, &item.bytes) {
        Ok(reading) => reading,
        Err(why) => {
            row.problem = Some(messages.get(why.wording()).to_owned());
            return row;
        }
    };
    row.has_hidden_text = reading.has_hidden;
    row.unread.clone_from(&reading.unread);
    let same: Vec<&str> = reading.text.split_whitespace().collect();
    let same = same.join(" ");
    match first.get(&same) {
        Some(before) => row.same_as = Some(before.clone()),
        None => {
            first.insert(same, item.name.clone());
        }
    }
    let checklist: &LetterChecker = &checked.checklist;
    let addresses = checklist.addresses(&reading.text);
    (row.servers, row.accounts, row.mails) =
        (addresses.servers, addresses.accounts, addresses.mails);
    let kind = super::letter::kind(command, checked.book, checklist, &reading, messages);
    let Ok(kind) = kind else {
        return row;
    };
    let of_kind = checked.book.rules.kinds.iter().find(|one| one.id == kind);
    row.emergency = of_kind.is_some_and(|kind| kind.emergency);
    row.kind = Some(kind.to_string());
    let report = checklist.check(&reading.text, &kind);
    let ids = |state| {
        let musts = report.musts();
        let of_state = musts.filter(move |finding| finding.state == state);
        of_state.map(|finding| finding.rule.to_string()).collect()
    };
    row.missing = ids(State::NotFound);
    row.unsure = ids(State::CannotTell);
    row
}

/// The table for people: one line for each letter, and one for each rule that is missing.
fn table(rows: &[Row], book: &Rulebook, labels: &Labels) -> String {
    let mut out = String::new();
    for row in rows {
        let kind = row.kind.as_ref().map_or("kind not recognised", |id| {
            let kind = book.rules.kinds.iter().find(|kind| kind.id.as_str() == id);
            kind.map_or(id.as_str(), |kind| labels.kind(&kind.id))
        });
        let mark = if row.emergency { "EMERGENCY  " } else { "" };
        if let Some(problem) = &row.problem {
            let _ = writeln!(out, "{}  not checked: {problem}", row.file);
            continue;
        }
        let _ = write!(
            out,
            "{mark}{}  {kind}; required and not found: {}, to check yourself: {}",
            row.file,
            row.missing.len(),
            row.unsure.len()
        );
        for (name, values) in [
            ("server", &row.servers),
            ("account", &row.accounts),
            ("e-mail", &row.mails),
            ("attachment not read", &row.unread),
        ] {
            if !values.is_empty() {
                let _ = write!(out, "; {name}: {}", values.join(" "));
            }
        }
        if row.has_hidden_text {
            out.push_str("; has hidden text");
        }
        if let Some(same) = &row.same_as {
            let _ = write!(out, "; same text as {same}");
        }
        out.push('\n');
        for rule in &row.missing {
            let id: RuleId = rule.as_str().into();
            let title = labels.requirement(&id, "title");
            let _ = writeln!(out, "    not found: {title} ({rule})");
        }
    }
    let _ = writeln!(out, "\n{} letters", rows.len());
    out
}

/// The table as CSV (RFC 4180).
fn csv(rows: &[Row]) -> String {
    let mut out = String::from(
        "file,emergency,kind,missing,unsure,servers,accounts,mails,hidden-text,unread,same-as,problem\r\n",
    );
    for row in rows {
        let columns = [
            row.file.clone(),
            if row.emergency { "yes" } else { "no" }.to_owned(),
            row.kind.clone().unwrap_or_default(),
            row.missing.join(" "),
            row.unsure.join(" "),
            row.servers.join(" "),
            row.accounts.join(" "),
            row.mails.join(" "),
            if row.has_hidden_text { "yes" } else { "no" }.to_owned(),
            row.unread.join("; "),
            row.same_as.clone().unwrap_or_default(),
            row.problem.clone().unwrap_or_default(),
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
