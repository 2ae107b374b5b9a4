//! Checks a finished letter for what the guidelines ask for. Texts for people come from the theme
//! and are the same as on the page.

use super::{LetterFormat, ReviewCommand, rules_for};
use crate::content::nearest;
use crate::diagnostic::{Diagnostic, ExitStatus};
use crate::pdf;
use crate::render::Theme;
use crate::site::{Site, Version};
use request_builder::answers::Stamp;
use request_builder::labels::{Labels, Messages};
use request_builder::letter_check::readers::{self, MAX_FILE_SIZE, Reading, Unread, Unreadable};
use request_builder::letter_check::{Finding, LetterChecker, PreparedLetter, Report, State};
use request_builder::rulebook::Rulebook;
use request_builder::rules::{KindId, Level};
use schemars::JsonSchema;
use serde::Serialize;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Whether a file is a letter, not a draft.
pub(super) fn is_letter(path: &Path, kind: Option<&str>) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let known = [
        "txt", "text", "md", "html", "htm", "docx", "odt", "eml", "msg", "doc", "rtf", "pdf",
    ];
    kind.is_some()
        || is_stdin(path)
        || ending.is_some_and(|ending| known.contains(&ending.as_str()))
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// The rules that letters are checked by.
pub(super) struct LetterRules<'s> {
    pub(super) book: &'s Rulebook,
    pub(super) labels: Labels,
    pub(super) checklist: LetterChecker,
}

impl<'s> LetterRules<'s> {
    pub(super) fn of(version: &'s Version) -> Result<Self, Diagnostic> {
        let book = version
            .rulebook
            .as_ref()
            .ok_or_else(|| Diagnostic::error("this version has no rules"))?;
        let checklist = version.letter_check.as_ref().ok_or_else(|| {
            Diagnostic::error("these rules do not say what to look for in a letter")
                .help("base the form on a library (`library = \"en\"`), or write `content/request/letter-check.toml`")
        })?;
        Ok(Self {
            book,
            labels: version.own_labels().unwrap_or_default(),
            checklist: LetterChecker::new(book, checklist),
        })
    }
}

/// Prints the findings about the letter and returns the exit status.
pub(super) fn reviewed(
    command: &ReviewCommand,
    format: LetterFormat,
    site: &Site,
    theme: &Theme,
) -> Result<(String, ExitStatus), Diagnostic> {
    let (version, reading) = version_and_letter(command, site, theme)?;
    let checked = LetterRules::of(version)?;
    let messages = theme.texts.check_messages();
    print(command, format, &checked, &reading, &messages)
}

fn version_and_letter<'s>(
    command: &ReviewCommand,
    site: &'s Site,
    theme: &Theme,
) -> Result<(&'s Version, Reading), Diagnostic> {
    let version = rules_for(site, command.version.as_deref(), None)?;
    let path = &command.answers;
    let bytes = read(path).map_err(|error| Diagnostic::files("read", path, error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let reading =
        readers::read_with_pdf(&name, &bytes, &pdf::read_in_child_process).map_err(|why| {
            let words = theme.texts.check_messages();
            let words = words.get(why.wording()).to_owned();
            Diagnostic::error(format!("`{}` cannot be read as a letter", path.display()))
                .with_exit_status(ExitStatus::Files)
                .help(words)
        })?;
    Ok((version, reading))
}

/// Reads a file, but not more than one byte over the limit: enough to tell that it is too large.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(MAX_FILE_SIZE)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut bytes = Vec::new();
    if is_stdin(path) {
        io::stdin().take(limit).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn print(
    command: &ReviewCommand,
    format: LetterFormat,
    checked: &LetterRules<'_>,
    reading: &Reading,
    words: &Messages,
) -> Result<(String, ExitStatus), Diagnostic> {
    let LetterRules {
        book,
        labels,
        checklist,
    } = checked;
    let letter = checklist.prepare(&reading.text);
    let named = named_kind(command, book)?.or_else(|| checklist.stated_kind(reading).cloned());
    let Some(kind) = named.or_else(|| letter.kind().cloned()) else {
        return Err(no_kind(book, &letter, words));
    };
    let report = letter.check(&kind);
    let exit = match report.musts_not_found().next() {
        Some(_) => ExitStatus::Content,
        None => ExitStatus::Success,
    };
    let printing = Printing {
        command,
        book,
        labels,
        reading,
        words,
        kind: &kind,
        report: &report,
    };
    let text = match format {
        LetterFormat::Text => printing.text(),
        LetterFormat::Reply => printing.reply(),
        LetterFormat::Json => printing.json() + "\n",
    };
    Ok((text, exit))
}

/// The kind that the command names.
pub(super) fn named_kind(
    command: &ReviewCommand,
    book: &Rulebook,
) -> Result<Option<KindId>, Diagnostic> {
    let Some(named) = &command.kind else {
        return Ok(None);
    };
    let kinds = || book.rules.kinds.iter().map(|kind| kind.id.as_str());
    if kinds().any(|known| known == named) {
        return Ok(Some(named.as_str().into()));
    }
    let error = Diagnostic::unknown("kind of request", named).with_exit_status(ExitStatus::Usage);
    let known = format!("there are {}", known_kinds(book));
    Err(error.did_you_mean(nearest(named, kinds()), known))
}

fn no_kind(book: &Rulebook, letter: &PreparedLetter<'_>, words: &Messages) -> Diagnostic {
    let name = if letter.shows_danger() {
        "check-not-guessed-danger"
    } else {
        "check-not-guessed"
    };
    Diagnostic::error(words.get(name).trim_end_matches('.'))
        .with_exit_status(ExitStatus::Usage)
        .help(format!("write `--kind` with one of {}", known_kinds(book)))
}

fn known_kinds(book: &Rulebook) -> String {
    let kinds = book.rules.kinds.iter();
    let known: Vec<&str> = kinds.map(|kind| kind.id.as_str()).collect();
    format!("`{}`", known.join("`, `"))
}

/// A report with everything needed to print it.
struct Printing<'a> {
    command: &'a ReviewCommand,
    book: &'a Rulebook,
    labels: &'a Labels,
    reading: &'a Reading,
    words: &'a Messages,
    kind: &'a KindId,
    report: &'a Report,
}

/// What was found in a letter.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "LetterReport")]
#[serde(rename_all = "kebab-case")]
pub(super) struct JsonReport<'a> {
    /// The guidelines by which it was checked.
    guidelines: Stamp,
    /// The kind of request.
    kind: &'a KindId,
    /// Whether the kind was guessed from the words of the letter.
    kind_was_guessed: bool,
    /// The names of the attachments that were read.
    attached: &'a [String],
    /// The names of the attachments and other parts that were not read, at most 200.
    unread: Vec<&'a str>,
    /// Why each was not read, in words.
    unread_because: Vec<&'a str>,
    /// How many more were not read.
    more_unread: usize,
    /// Whether the file has text that a reader does not see. It was not checked.
    has_hidden_text: bool,
    /// One for each rule of the kind, in the order of the rules.
    findings: Vec<JsonFinding<'a>>,
}

/// What was found about a rule.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "LetterFinding")]
#[serde(rename_all = "kebab-case")]
struct JsonFinding<'a> {
    /// The id of the rule.
    rule: &'a str,
    /// The level of a requirement. A condition has none.
    level: Option<Level>,
    /// Whether the letter shows what the rule asks for.
    state: State,
    /// The words of the letter that speak for it.
    quotation: Option<JsonQuotation<'a>>,
}

/// Words of a letter.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "LetterQuotation")]
struct JsonQuotation<'a> {
    /// The line of the text that was read, from 1.
    line: usize,
    /// The words.
    words: &'a str,
}

impl<'a> Printing<'a> {
    fn quotation(&self, finding: &Finding) -> Option<JsonQuotation<'a>> {
        let at = finding.quotation.clone()?;
        let before = self.reading.text.get(..at.start)?;
        Some(JsonQuotation {
            line: before.matches('\n').count() + 1,
            words: self.reading.text.get(at)?,
        })
    }

    fn json(&self) -> String {
        let findings = self.report.findings.iter().map(|finding| JsonFinding {
            rule: finding.rule.as_str(),
            level: finding.level,
            state: finding.state,
            quotation: self.quotation(finding),
        });
        let unread = &self.reading.unread;
        let report = JsonReport {
            guidelines: Stamp::of(self.book),
            kind: self.kind,
            kind_was_guessed: self.command.kind.is_none(),
            attached: &self.reading.attached,
            unread: unread.iter().map(|one| one.name.as_str()).collect(),
            unread_because: unread
                .iter()
                .map(|one| self.words.get(one.why.wording()))
                .collect(),
            more_unread: self.reading.more_unread,
            has_hidden_text: self.reading.has_hidden,
            findings: findings.collect(),
        };
        serde_json::to_string_pretty(&report).unwrap_or_default()
    }

    fn text(&self) -> String {
        let mut out = self.heading();
        // Order: not found first, and requirements before recommendations.
        for state in [
            State::NotFound,
            State::CannotTell,
            State::Found,
            State::NotAsked,
        ] {
            let of_state = self
                .report
                .findings
                .iter()
                .filter(|finding| finding.state == state);
            let mut of_state: Vec<&Finding> = of_state.collect();
            of_state.sort_by_key(|finding| finding.level);
            for finding in of_state {
                self.finding(finding, &mut out);
            }
        }
        let count = |state| {
            self.report
                .findings
                .iter()
                .filter(|one| one.state == state)
                .count()
                .to_string()
        };
        let (found, unclear) = (count(State::Found), count(State::CannotTell));
        let open = self.report.musts_not_found().count().to_string();
        let sum = [
            ("found", found.as_str()),
            ("open", &open),
            ("unclear", &unclear),
        ];
        out.push_str(&format!("\n{}\n", self.words.fill("check-counts", &sum)));
        out.push_str(self.words.get("check-authentic"));
        out.push('\n');
        out
    }

    /// A reply that asks for what was not found, each with the sentence that asks for it, for what only
    /// a reader can decide, and for what could not be read. It says nothing of what was found, since a
    /// reader has not confirmed it.
    fn reply(&self) -> String {
        // What is done on paper is in no text.
        let requirements = &self.book.rules.requirements;
        let on_paper = |finding: &&Finding| {
            let mut all = requirements.iter();
            all.any(|one| one.id == finding.rule && one.paper)
        };
        let of = |level, state| {
            let all = self.report.findings.iter();
            let of_both = all.filter(move |one| one.level == Some(level) && one.state == state);
            of_both.filter(|one| !on_paper(one)).collect()
        };
        let parts: [(&str, Vec<&Finding>); 3] = [
            ("check-reply-start", of(Level::Must, State::NotFound)),
            ("check-reply-unsure", of(Level::Must, State::CannotTell)),
            (
                "check-reply-recommended",
                of(Level::Should, State::NotFound),
            ),
        ];
        if parts.iter().all(|(_, findings)| findings.is_empty()) {
            return self.words.get("check-reply-nothing").to_owned() + "\n";
        }
        let mut out = self.reply_about_unread();
        let mut at = 0;
        for (start, findings) in parts {
            if findings.is_empty() {
                continue;
            }
            let gap = if out.is_empty() { "" } else { "\n" };
            out.push_str(&format!("{gap}{}\n", self.words.get(start)));
            for finding in findings {
                at += 1;
                let title = self.labels.requirement(&finding.rule, "title");
                out.push_str(&format!("\n{at}. {title}\n"));
                super::report::clause(&mut out, self.book, &finding.rule);
            }
        }
        out.push_str(&format!("\n{}\n", self.words.get("check-reply-end")));
        out
    }

    /// The part of the reply about attachments that could not be read: what was not found may be there.
    fn reply_about_unread(&self) -> String {
        // The text of these was read, or says the same to a reader.
        let is_unread =
            |one: &&Unread| !matches!(one.why, Unreadable::Recognized | Unreadable::OtherText);
        let unread: Vec<&Unread> = self.reading.unread.iter().filter(is_unread).collect();
        if unread.is_empty() {
            return String::new();
        }
        let mut out = format!("{}\n\n", self.words.get("check-reply-unread"));
        for Unread { name, .. } in unread {
            out.push_str(&format!("- {name}\n"));
        }
        out
    }

    fn heading(&self) -> String {
        let Stamp {
            version, revision, ..
        } = Stamp::of(self.book);
        let kind = self.labels.kind(self.kind);
        let name = match self.command.kind {
            Some(_) => "check-heading",
            None => "check-heading-guessed",
        };
        let file = self
            .command
            .answers
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        let file = readers::one_line(&file);
        let values = [
            ("file", file.as_str()),
            ("kind", kind),
            ("version", &version),
            ("revision", &revision.to_string()),
        ];
        let mut out = self.words.fill(name, &values) + "\n";
        // A name on a line of its own is never two names.
        if !self.reading.attached.is_empty() {
            out.push_str(
                self.words
                    .fill("check-attached", &[("files", "")])
                    .trim_end(),
            );
            for file in &self.reading.attached {
                out.push_str(&format!("\n  {file}"));
            }
            out.push('\n');
        }
        if !self.reading.unread.is_empty() {
            out.push_str(self.words.fill("check-unread", &[("files", "")]).trim_end());
            for Unread { name, why } in &self.reading.unread {
                let why = self.words.get(why.wording());
                out.push_str(&format!("\n  {name}\n    {why}"));
            }
            let more = self.reading.more_unread;
            if more > 0 {
                let more = more.to_string();
                let more = self.words.fill("check-unread-more", &[("count", &more)]);
                out.push_str(&format!("\n  {more}"));
            }
            out.push('\n');
        }
        if self.reading.has_hidden {
            out.push_str(self.words.get("check-hidden"));
            out.push('\n');
        }
        out
    }

    fn finding(&self, finding: &Finding, out: &mut String) {
        let state = self.words.get(match finding.state {
            State::Found => "check-found",
            State::NotFound => "check-not-found",
            State::CannotTell => "check-cannot-tell",
            State::NotAsked => "check-not-asked",
        });
        let level = self.words.get(match finding.level {
            None => "check-gate",
            Some(Level::Must) => "check-must",
            Some(Level::Should) => "check-should",
            Some(Level::May) => "check-may",
        });
        let id = &finding.rule;
        // A gate is at the question that decides it.
        let title = match self.book.rules.gate(id) {
            Some(gate) => gate
                .ask
                .first()
                .map_or(id.as_str(), |id| self.labels.question(id)),
            None => self.labels.requirement(id, "title"),
        };
        out.push_str(&format!("\n{state} ({level}): {title} ({id})\n"));
        if finding.state == State::NotFound {
            let missing = self.labels.requirement(id, "missing");
            out.push_str(&format!("  {}: {missing}\n", self.words.get("check-write")));
        }
        if let Some(JsonQuotation { line, words }) = self.quotation(finding) {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let values = [("line", line.to_string()), ("words", format!("“{words}”"))];
            let values = values
                .each_ref()
                .map(|(name, value)| (*name, value.as_str()));
            out.push_str(&format!("  {}\n", self.words.fill("check-where", &values)));
        }
        super::report::clause(out, self.book, id);
    }
}
