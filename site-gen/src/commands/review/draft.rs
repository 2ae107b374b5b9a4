//! Reading a draft, and what is odd about it under the rules at hand.

use crate::content::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use request_builder::answers::{Answer, Answers, Draft, DraftError, Entry, LIMIT, Stamp};
use request_builder::form::{Form, GroupId, Question, RuleId};
use request_builder::rulebook::Rulebook;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Where to look for what a draft is like.
const SHOWN: &str = "give a file in the format that `site-gen review --help` shows";

/// What a draft has; the request builder reads it, and passes over what it does not know.
const KEYS: [&str; 7] = [
    "format",
    "guidelines",
    "kind",
    "answers",
    "groups",
    "ticked",
    "left-out",
];

/// A draft, and what stands at the top of its file that no draft has.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) draft: Draft,
    strange: Vec<String>,
}

/// Reads a draft. A file that is none is refused with a sentence, and nothing of it is taken.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn read_draft(path: &Path) -> Result<Given, Diagnostic> {
    let name = path.display().to_string();
    let refused = |error: std::io::Error| Diagnostic::files("read", path, error).help(SHOWN);
    let mut bytes = Vec::new();
    // One byte more than is allowed shows that it is too much; no more is ever read.
    let limit = u64::try_from(LIMIT).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)
        .map_err(refused)?
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(refused)?;
    match Draft::parse(&bytes) {
        Ok(draft) => Ok(Given {
            draft,
            strange: strange_keys(&bytes),
        }),
        Err(error) => Err(not_a_draft(&name, &bytes, error)),
    }
}

/// The keys at the top of a draft that no draft has.
fn strange_keys(bytes: &[u8]) -> Vec<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let members = serde_json::from_slice::<serde_json::Map<_, _>>(bytes).unwrap_or_default();
    let names = members.into_iter().map(|(name, _)| name);
    names
        .filter(|name| !KEYS.contains(&name.as_str()))
        .collect()
}

fn not_a_draft(name: &str, bytes: &[u8], error: DraftError) -> Diagnostic {
    match error {
        DraftError::TooLarge { .. } => Diagnostic::error(format!(
            "`{name}` is larger than any draft: over {} MB",
            LIMIT / 1024 / 1024
        ))
        .help(SHOWN),
        DraftError::NotText => {
            Diagnostic::error(format!("`{name}` is not a draft: it is not UTF-8 text")).help(SHOWN)
        }
        DraftError::NotJson {
            line,
            column,
            cut_off,
        } => {
            let what = if cut_off {
                "it is cut off"
            } else {
                "it is not JSON"
            };
            let text = String::from_utf8_lossy(bytes).into_owned();
            let source = Source::new(name, &text);
            let at = offset(&text, line, column);
            Diagnostic::error(format!("`{name}` is not a draft: {what}"))
                .at(Place::new(&source, at..at).saying("reading stopped here"))
                .help(SHOWN)
        }
        DraftError::NotADraft { detail } => {
            Diagnostic::error(format!("`{name}` is JSON, but not a draft: {detail}"))
                .help(format!("a draft has {}: {SHOWN}", listed(&KEYS)))
        }
        DraftError::NewerFormat { format } => Diagnostic::error(format!(
            "`{name}` is a draft of format {format}, which this program does not know"
        ))
        .help("use the site-gen of the site that the draft was made for"),
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
pub(super) fn oddities(name: &str, given: &Given, book: &Rulebook) -> Diagnostics {
    let mut odd = Diagnostics::new();
    let Given { draft, strange } = given;
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
    odd.extend(strange.iter().map(|key| {
        let found = Diagnostic::warning(format!("`{name}` has `{key}`, which no draft has"));
        found.help(match nearest(key, KEYS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("a draft has {}", listed(&KEYS)),
        })
    }));
    let mut names = Names {
        file: name,
        form: &book.form,
        odd,
    };
    names.all(&draft.answers);
    names.odd
}

/// `` `a`, `b` and `c` ``
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// The names in a draft, beside those that the rules know.
struct Names<'a> {
    file: &'a str,
    form: &'a Form,
    odd: Diagnostics,
}

impl Names<'_> {
    fn all(&mut self, answers: &Answers) {
        let form = self.form;
        if let Some(kind) = &answers.kind {
            let known = form.kinds.iter().map(|kind| kind.id.as_str());
            self.known(
                "kind of request",
                kind.as_str(),
                known,
                "no rule is applied",
            );
        }
        self.entry(&answers.given, None);
        for (group, entries) in &answers.groups {
            let known = form.groups.iter().map(|group| group.id.as_str());
            self.known("group", group.as_str(), known, NOTHING);
            for entry in entries {
                self.entry(entry, Some(group));
            }
        }
        for rule in &answers.ticked {
            self.known("rule", rule.as_str(), tickable(form), NOTHING);
        }
        for rule in &answers.left_out {
            let known = form.requirements.iter().map(|rule| rule.id.as_str());
            self.known("requirement", rule.as_str(), known, NOTHING);
        }
    }

    /// The answers of one entry of a group, or those that are in none.
    fn entry(&mut self, entry: &Entry, group: Option<&GroupId>) {
        let form = self.form;
        for (id, answer) in entry {
            let known = form.questions.iter().map(|question| question.id.as_str());
            self.known("question", id.as_str(), known, NOTHING);
            let Some(question) = form.question(id) else {
                continue;
            };
            if question.group.as_ref() != group {
                self.elsewhere(question, group);
            }
            if !question.options.is_empty() {
                self.options(question, answer);
            }
        }
    }

    /// An answer that stands where nobody looks for it.
    fn elsewhere(&mut self, question: &Question, group: Option<&GroupId>) {
        let path = |group: Option<&GroupId>| match group {
            Some(group) => format!("`groups.{group}`"),
            None => "`answers`".to_owned(),
        };
        let found = Diagnostic::warning(format!(
            "`{}` answers the question `{}` under {}, where it counts for nothing",
            self.file,
            question.id,
            path(group)
        ));
        let right = path(question.group.as_ref());
        self.odd
            .push(found.help(format!("move the answer to {right}")));
    }

    /// The options that a choice names.
    fn options(&mut self, question: &Question, answer: &Answer) {
        let chosen: &[String] = match answer {
            Answer::Tick(_) => &[],
            Answer::Text(text) => std::slice::from_ref(text),
            Answer::Several(several) => several,
        };
        for option in chosen.iter().map(|option| option.trim()) {
            // A question that is not answered chooses nothing.
            if !option.is_empty() {
                let known = question.options.iter().map(|option| option.id.as_str());
                let what = format!("option of `{}`", question.id);
                self.known(&what, option, known, NOTHING);
            }
        }
    }

    /// Points out a name that is not one of those known.
    fn known<'n>(
        &mut self,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str> + Clone,
        otherwise: &str,
    ) {
        if known.clone().any(|known| known == name) {
            return;
        }
        let found = Diagnostic::warning(format!(
            "`{}` names the {what} `{name}`, which these rules do not know",
            self.file
        ));
        self.odd.push(match nearest(name, known) {
            Some(near) => found.help(format!("did you mean `{near}`?")),
            None => found.help(otherwise),
        });
    }
}

const NOTHING: &str = "it counts for nothing";

/// What can be ticked off: things done on paper, and notices read.
fn tickable(form: &Form) -> impl Iterator<Item = &str> + Clone {
    let requirements = form.requirements.iter().map(|rule| &rule.id);
    let notices = form.notices.iter().map(|rule| &rule.id);
    let practices = form.practices.iter().map(|rule| &rule.id);
    requirements
        .chain(notices)
        .chain(practices)
        .map(RuleId::as_str)
}
