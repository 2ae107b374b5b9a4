//! `site-gen review`: the findings about one set of answers, as the page would show them.

use super::site_folder::SiteFolder;
use super::terminal;
use super::today::Today;
use crate::diagnostic::{Diagnostic, Diagnostics, Exit, Place, Severity, Source};
use crate::site::{Site, State as VersionState, Version};
use clap::Args;
use request_builder::answers::{Answers, Date, Draft, DraftError, LIMIT, Stamp};
use request_builder::form::{Form, Level, QuestionId};
use request_builder::review::{Finding, GateState, Review, Standing, State, review};
use request_builder::rulebook::Rulebook;
use serde::Serialize;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Say what a request still lacks, from a draft that the request page saved
///
/// Prints the same findings as the page, each with its sentence and where it stands. The exit
/// status is 1 while something required is missing. What can only be done on paper is listed and
/// not counted.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLE)]
pub(super) struct ReviewCommand {
    /// The draft
    #[arg(value_name = "ANSWERS.JSON")]
    answers: PathBuf,
    /// The version whose rules apply [default: the one that the draft was made for, if it has
    /// rules, else the one in force]
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    site: SiteFolder,
    #[command(flatten)]
    today: Today,
}

const EXAMPLE: &str = r#"A draft, as the request page saves it:

  {
    "format": 1,
    "guidelines": { "version": "2020-01-31", "revision": 1 },
    "kind": "preservation",
    "answers": { "server-url": "open.rocket.chat" },
    "groups": { "account": [{ "username": "maria.silva" }] },
    "ticked": [],
    "left-out": []
  }
"#;

impl ReviewCommand {
    pub(super) fn run(self) -> Exit {
        let mut found = Diagnostics::new();
        let printed = self.reviewed(&mut found);
        terminal::tell(&found);
        match printed {
            Some((text, exit)) => terminal::print(&text).max(exit),
            None => found.exit(),
        }
    }

    fn reviewed(self, found: &mut Diagnostics) -> Option<(String, Exit)> {
        let today = self.today.date().map_err(|error| found.push(error)).ok()?;
        let (site, theme, more) = self.site.resolved(self.today);
        // What the content may be warned of is for whoever builds the site.
        found.extend(
            more.into_iter()
                .filter(|one| one.severity == Severity::Error),
        );
        let (site, theme) = (site?, theme?);
        if found.has_errors() {
            return None;
        }
        let draft = read_draft(&self.answers)
            .map_err(|error| found.push(error))
            .ok()?;
        let version = rules_for(&site, self.version.as_deref(), &draft)
            .map_err(|error| found.push(error))
            .ok()?;
        let mut book = version.rulebook.clone()?;
        book.wording = theme.texts.wording();
        found.extend(oddities(&self.answers.display().to_string(), &draft, &book));
        let report = report(&draft, &book, today);
        let text = match self.format {
            Format::Text => report.text(&book),
            Format::Json => report.json() + "\n",
        };
        Some((text, report.exit()))
    }
}

fn rules_for<'a>(
    site: &'a Site,
    named: Option<&str>,
    draft: &Draft,
) -> Result<&'a Version, Diagnostic> {
    let with_rules = || {
        site.versions
            .iter()
            .filter(|version| version.rulebook.is_some())
    };
    let known = || {
        with_rules()
            .map(|version| format!("`{}`", version.id))
            .collect::<Vec<_>>()
            .join(", ")
    };
    if let Some(named) = named {
        return with_rules()
            .find(|version| version.id == named)
            .ok_or_else(|| {
                Diagnostic::error(format!("there is no version `{named}` with rules"))
                    .exiting(Exit::Usage)
                    .help(format!("versions with rules: {}", known()))
            });
    }
    let own = with_rules().find(|version| version.id == draft.guidelines.version);
    let in_force = with_rules().find(|version| version.state == VersionState::InForce);
    own.or(in_force).ok_or_else(|| {
        Diagnostic::error("no version in force has rules to review a request by")
            .help("add a `requests.toml` beside the text of the version in force")
    })
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// The findings about one draft, under the rules of one version.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Report {
    guidelines: Stamp,
    kind: Option<String>,
    /// No gate is closed and no must is missing; what is done on paper is not counted.
    complete: bool,
    #[serde(flatten)]
    review: Review,
}

/// Reads a draft. A file that is none is refused with a sentence, and nothing of it is taken.
///
/// # Errors
///
/// What is wrong with it.
fn read_draft(path: &Path) -> Result<Draft, Diagnostic> {
    let name = path.display().to_string();
    let refused = |error: std::io::Error| Diagnostic::files("read", path, error);
    let mut bytes = Vec::new();
    // One byte more than is allowed shows that it is too much; no more is ever read.
    let limit = u64::try_from(LIMIT).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)
        .map_err(refused)?
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(refused)?;
    Draft::parse(&bytes).map_err(|error| not_a_draft(&name, &bytes, error))
}

fn not_a_draft(name: &str, bytes: &[u8], error: DraftError) -> Diagnostic {
    let save_again = "save the draft again from the request page";
    match error {
        DraftError::TooLarge { .. } => {
            Diagnostic::error(format!("`{name}` is larger than any draft: over {} MB", LIMIT / 1024 / 1024))
                .help("give the file that the request page saved")
        }
        DraftError::NotText => {
            Diagnostic::error(format!("`{name}` is not a draft: it is not UTF-8 text")).help(save_again)
        }
        DraftError::NotJson { line, column, cut_off } => {
            let what = if cut_off { "it is cut off" } else { "it is not JSON" };
            let text = String::from_utf8_lossy(bytes).into_owned();
            let source = Source::new(name, &text);
            let at = offset(&text, line, column);
            Diagnostic::error(format!("`{name}` is not a draft: {what}"))
                .at(Place::new(&source, at..at).saying("reading stopped here"))
                .help(save_again)
        }
        DraftError::NotADraft { detail } => {
            Diagnostic::error(format!("`{name}` is JSON, but not a draft: {detail}")).help(
                "a draft has `format`, `guidelines`, `kind`, `answers` and `groups`; `site-gen review --help` shows one",
            )
        }
        DraftError::NewerFormat { format } => {
            Diagnostic::error(format!("`{name}` is a draft of format {format}, which this program does not know"))
                .help("use the site-gen of the site that the draft was made on")
        }
    }
}

/// The byte at a line and a column, both counted from 1; the end, if they are beyond it.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let at = (before + column.saturating_sub(1)).min(text.len());
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// What is odd about a draft under these rules: made for others, or with names that they do not
/// know. The review goes on all the same.
fn oddities(name: &str, draft: &Draft, book: &Rulebook) -> Diagnostics {
    let mut odd = Diagnostics::new();
    let own = Stamp::of(book);
    if draft.guidelines.version != own.version {
        odd.push(
            Diagnostic::warning(format!(
                "`{name}` was made for the guidelines of `{}`, and is reviewed under those of `{}`",
                draft.guidelines.version, own.version
            ))
            .help("rules may have changed between the two: check every answer"),
        );
    } else if draft.guidelines.revision != 0 && draft.guidelines.revision != own.revision {
        odd.push(Diagnostic::warning(format!(
            "`{name}` was made under revision {} of the rules, and is reviewed under revision {}",
            draft.guidelines.revision, own.revision
        )));
    }
    odd.extend(unknown_names(name, &draft.answers, &book.form));
    odd
}

fn unknown_names<'a>(name: &str, answers: &Answers, form: &'a Form) -> Vec<Diagnostic> {
    let mut odd = Vec::new();
    if let Some(kind) = &answers.kind
        && form.kind(kind).is_none()
    {
        let known = form.kinds.iter().map(|kind| kind.id.as_str());
        odd.push(unknown(name, "kind of request", kind.as_str(), known));
    }
    let questions = || form.questions.iter().map(|question| question.id.as_str());
    let in_groups = answers.groups.values().flatten();
    let answered = std::iter::once(&answers.given)
        .chain(in_groups)
        .flat_map(|entry| entry.keys());
    for question in answered.filter(|id: &&QuestionId| form.question(id).is_none()) {
        odd.push(unknown(name, "question", question.as_str(), questions()));
    }
    for group in answers.groups.keys().filter(|id| form.group(id).is_none()) {
        let known: Vec<&'a str> = form.groups.iter().map(|group| group.id.as_str()).collect();
        odd.push(unknown(name, "group", group.as_str(), known.into_iter()));
    }
    odd
}

fn unknown<'a>(
    file: &str,
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let nearest = known
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .min()
        .filter(|(distance, candidate)| *distance * 3 <= candidate.len());
    let found = Diagnostic::warning(format!(
        "`{file}` names the {what} `{name}`, which these rules do not know"
    ));
    match nearest {
        Some((_, candidate)) => found.help(format!("did you mean `{candidate}`?")),
        None => found.help("its answer counts for nothing"),
    }
}

/// Reviews a draft.
fn report(draft: &Draft, book: &Rulebook, today: Date) -> Report {
    let standing = Standing::new(book, &draft.answers, today);
    let review = review(&standing);
    Report {
        guidelines: Stamp::of(book),
        kind: draft.answers.kind.as_ref().map(ToString::to_string),
        complete: draft.answers.kind.is_some()
            && !review.is_stopped()
            && review.open_musts().next().is_none(),
        review,
    }
}

impl Report {
    /// 1 while a must is missing, no kind is chosen, or no letter can help.
    fn exit(&self) -> Exit {
        if self.complete {
            Exit::Fine
        } else {
            Exit::Content
        }
    }

    /// The report as JSON.
    fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The report for people: what is missing first, each with its sentence and where it stands.
    fn text(&self, book: &Rulebook) -> String {
        let mut out = String::new();
        let form = &book.form;
        let kind = form
            .kinds
            .iter()
            .find(|kind| Some(kind.id.as_str()) == self.kind.as_deref());
        let title = kind.map_or("no kind of request chosen", |kind| kind.title.as_str());
        let Stamp {
            version, revision, ..
        } = &self.guidelines;
        let _ = writeln!(
            out,
            "{title}, under the guidelines of {version}, rules revision {revision}"
        );
        for passage in self
            .review
            .gates
            .iter()
            .filter(|passage| passage.state != GateState::Open)
        {
            let state = if passage.state == GateState::Closed {
                "closed"
            } else {
                "not answered"
            };
            let _ = writeln!(
                out,
                "\ngate {state}: {} ({})",
                passage.message, passage.gate
            );
            clause(&mut out, book, passage.gate.as_str());
        }
        for (heading, wanted) in [
            ("required and missing", (State::Missing, Level::Must)),
            (
                "required, and what is given does not do",
                (State::Unsound, Level::Must),
            ),
            ("asked for and not given", (State::Missing, Level::Should)),
            (
                "asked for, and what is given does not do",
                (State::Unsound, Level::Should),
            ),
        ] {
            let found = self
                .review
                .findings
                .iter()
                .filter(|finding| (finding.state, finding.level) == wanted);
            for finding in found {
                let _ = writeln!(out, "\n{heading}: {} ({})", finding.message, finding.rule);
                places(&mut out, form, finding);
                clause(&mut out, book, finding.rule.as_str());
            }
        }
        for task in self.review.tasks.iter().filter(|task| !task.done) {
            let _ = writeln!(out, "\nto do on paper: {} ({})", task.text, task.rule);
            clause(&mut out, book, task.rule.as_str());
        }
        for told in &self.review.notices {
            let _ = writeln!(out, "\nnotice: {} ({})", told.message, told.notice);
            clause(&mut out, book, told.notice.as_str());
        }
        let met = self
            .review
            .findings
            .iter()
            .filter(|finding| finding.state == State::Met)
            .count();
        let open = self.review.open_musts().count();
        let _ = writeln!(out, "\n{met} met, {open} required and missing");
        let _ = writeln!(
            out,
            "complete is not authentic: call back by a number that you found independently"
        );
        out
    }
}

/// The sentence that a rule stands on, and where to read it. Good practice has none.
fn clause(out: &mut String, book: &Rulebook, rule: &str) {
    let found = book.form.clauses().find(|(id, _)| id.as_str() == rule);
    if let Some((id, clause)) = found {
        let address = book
            .clauses
            .get(id)
            .map_or("", |address| address.0.as_str());
        if let Some(basis) = clause.basis {
            let _ = writeln!(out, "  > {basis}");
        }
        let _ = writeln!(
            out,
            "  > {}\n  {}#{address}",
            clause.quote, book.version.url
        );
    }
}

fn places(out: &mut String, form: &Form, finding: &Finding) {
    for field in &finding.fields {
        let label = form
            .question(&field.question)
            .map_or(field.question.as_str(), |question| question.label.as_str());
        let group = form
            .question(&field.question)
            .and_then(|question| form.group(question.group.as_ref()?));
        let _ = match (group, field.entry) {
            (Some(group), Some(entry)) => {
                writeln!(out, "  at: {} {}, {label}", group.title, entry + 1)
            }
            _ => writeln!(out, "  at: {label}"),
        };
    }
}
