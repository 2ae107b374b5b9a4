//! Reading a draft, and what is odd about it under the rules at hand.

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use litemap::LiteMap;
use request_builder::answers::{Answers, Draft, DraftError, LIMIT, Stamp};
use request_builder::form::{Form, QuestionId};
use request_builder::rulebook::Rulebook;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Reads a draft. A file that is none is refused with a sentence, and nothing of it is taken.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn read_draft(path: &Path) -> Result<Draft, Diagnostic> {
    let name = path.display().to_string();
    let refused = |error: std::io::Error| {
        Diagnostic::files("read", path, error).help("give the file that the request page saved")
    };
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
pub(super) fn oddities(name: &str, draft: &Draft, book: &Rulebook) -> Diagnostics {
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
        .flat_map(LiteMap::keys);
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
