//! Reads a draft, and reports entries in it that the current rules do not know.

use crate::content::{file_format, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics, Name, Place, Source};
use request_builder::answers::{
    Answer, Answers, Draft, DraftError, Entry, JsonType, LIMIT, MAX_ENTRIES,
};
use request_builder::rulebook::Rulebook;
use request_builder::rules::{GroupId, Question, Rules};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Where the format of a draft is documented.
const DRAFT_HELP: &str = "give a file in the format that `site-gen review --help` shows";

/// What can be reviewed.
const READS: &str = "`review` reads a draft (.json), and a letter (.txt, .html, .docx, .odt, .rtf, .eml, .msg, .pdf)";

/// The keys of a draft. The request builder ignores unknown ones, so this check has to know them.
const KEYS: [&str; 10] = [
    "format",
    "organisation",
    "guidelines",
    "kind",
    "answers",
    "groups",
    "ticked",
    "left-out",
    "cites",
    "labels",
];

/// Reads a draft. An invalid file is rejected as a whole.
///
/// # Errors
///
/// A diagnostic that says why the file is not a draft.
pub(super) fn read_draft(path: &Path) -> Result<Draft, Diagnostic> {
    let name = path.display().to_string();
    let refused = |error: std::io::Error| Diagnostic::files("read", path, error).help(DRAFT_HELP);
    let mut bytes = Vec::new();
    // Read at most one byte more than the limit: enough to tell that the file is too large.
    let limit = u64::try_from(LIMIT).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)
        .map_err(refused)?
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(refused)?;
    Draft::parse(&bytes).map_err(|error| not_a_draft(&name, &bytes, error))
}

fn not_a_draft(name: &str, bytes: &[u8], error: DraftError) -> Diagnostic {
    // A file of another program, or a letter without the ending that letters have.
    if let Some(format) = file_format::name(bytes) {
        return Diagnostic::error(format!("`{name}` is {format}, and not a draft")).help(READS);
    }
    let text = String::from_utf8_lossy(bytes);
    let no_draft = |what: &str, position: request_builder::answers::Position, saying: &str| {
        let source = Source::new(name, text.as_ref());
        let at = position.at.min(text.len());
        Diagnostic::error(format!("`{name}` is not a draft: {what}")).at(Place::new(
            &source,
            at..at,
        )
        .with_note(saying))
    };
    let no_json =
        |what: &str, position| no_draft(what, position, "reading stopped here").help(DRAFT_HELP);
    match error {
        DraftError::TooLarge => Diagnostic::error(format!(
            "`{name}` is larger than the limit for a draft, {} MB",
            LIMIT / 1024 / 1024
        ))
        .help(DRAFT_HELP),
        DraftError::NotText => {
            Diagnostic::error(format!("`{name}` is not a draft: it is not UTF-8 text")).help(READS)
        }
        DraftError::NotJson(position) => no_json("it is not JSON", position),
        DraftError::CutOff(position) => no_json("it is cut off", position),
        DraftError::TooDeep(position) => no_json("it is nested too deeply", position),
        DraftError::TooMany(position) => no_json("it has a list that is too long", position),
        DraftError::UnpairedSurrogate(position) => no_draft(
            "it has an unpaired surrogate",
            position,
            "half of a character",
        )
        .help(DRAFT_HELP),
        DraftError::DuplicateName {
            name: key,
            position,
        } => {
            let what = format!("it has `{key}` twice in one object");
            no_draft(&what, position, "this is the second").help("remove one of the two")
        }
        DraftError::Lacks { name: key } => Diagnostic::error(format!(
            "`{name}` is JSON, but not a draft: it has no `{key}`"
        ))
        .help(format!("a draft has {}: {DRAFT_HELP}", listed(&KEYS))),
        DraftError::Wrong {
            path,
            wanted,
            position,
        } => {
            let what = match wanted {
                JsonType::Object => "an object",
                JsonType::List => "a list",
                JsonType::Text => "text",
                JsonType::Number => "a whole number",
                JsonType::Answer => "text, true or false, or a list of texts",
            };
            let where_in = if path.is_empty() { "the whole" } else { &path };
            no_draft(
                &format!("`{where_in}` is not {what}"),
                position,
                &format!("this should be {what}"),
            )
            .help(format!("a draft has {}: {DRAFT_HELP}", listed(&KEYS)))
        }
        DraftError::TooManyEntries { group, entries } => Diagnostic::error(format!(
            "`{name}` has {entries} entries of `{group}`, and a draft at most {MAX_ENTRIES}"
        ))
        .help("split it into several requests"),
        DraftError::NewerFormat { format } => Diagnostic::error(format!(
            "`{name}` is a draft of format {format}, which this program cannot read"
        ))
        .help("use the site-gen of the site that the draft was made for"),
    }
}

/// Warns of names in a draft that the rules do not know, and suggests the nearest known ones.
pub(super) fn unknown_names(name: &str, draft: &Draft, book: &Rulebook) -> Diagnostics {
    let mut odd = Diagnostics::new();
    odd.extend(draft.unknown_keys.iter().map(|key| {
        let found = Diagnostic::warning(
            Name::UnknownDraftKey,
            format!("`{name}` has the unknown key `{key}`"),
        );
        found.did_you_mean(nearest(key, KEYS), format!("a draft has {}", listed(&KEYS)))
    }));
    let mut names = DraftNames {
        file: name,
        rules: &book.rules,
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

/// Checks the names in a draft against those of the rules.
struct DraftNames<'a> {
    file: &'a str,
    rules: &'a Rules,
    odd: Diagnostics,
}

impl DraftNames<'_> {
    fn all(&mut self, answers: &Answers) {
        let rules = self.rules;
        if let Some(kind) = &answers.kind {
            let known = rules.kinds.iter().map(|kind| kind.id.as_str());
            self.known(
                "kind of request",
                kind.as_str(),
                known,
                "no rule is applied",
            );
        }
        self.entry(&answers.given, None);
        for (group, entries) in &answers.groups {
            let known = rules.groups.iter().map(|group| group.id.as_str());
            self.known("group", group.as_str(), known, NOTHING);
            for entry in entries {
                self.entry(entry, Some(group));
            }
        }
        for rule in &answers.ticked {
            self.known("rule", rule.as_str(), tickable(rules), NOTHING);
        }
        for rule in &answers.left_out {
            let known = rules.requirements.iter().map(|rule| rule.id.as_str());
            self.known("requirement", rule.as_str(), known, NOTHING);
        }
    }

    /// Checks the answers of one entry of a group, or those outside any group.
    fn entry(&mut self, entry: &Entry, group: Option<&GroupId>) {
        let rules = self.rules;
        for (id, answer) in entry {
            let known = rules.questions.iter().map(|question| question.id.as_str());
            self.known("question", id.as_str(), known, NOTHING);
            let Some(question) = rules.question(id) else {
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

    /// Warns of an answer that is in the wrong place and would be ignored.
    fn elsewhere(&mut self, question: &Question, group: Option<&GroupId>) {
        let path = |group: Option<&GroupId>| match group {
            Some(group) => format!("`groups.{group}`"),
            None => "`answers`".to_owned(),
        };
        let found = Diagnostic::warning(
            Name::MisplacedAnswer,
            format!(
                "`{}` answers the question `{}` under {}, where it is ignored",
                self.file,
                question.id,
                path(group)
            ),
        );
        let right = path(question.group.as_ref());
        self.odd
            .push(found.help(format!("move the answer to {right}")));
    }

    /// Checks the options of a choice.
    fn options(&mut self, question: &Question, answer: &Answer) {
        let chosen: &[String] = match answer {
            Answer::Tick(_) => &[],
            Answer::Text(text) => std::slice::from_ref(text),
            Answer::Several(several) => several,
        };
        for option in chosen.iter().map(|option| option.trim()) {
            // An empty answer selects nothing.
            if !option.is_empty() {
                let known = question
                    .options
                    .iter()
                    .map(request_builder::rules::OptionId::as_str);
                let what = format!("option of `{}`", question.id);
                self.known(&what, option, known, NOTHING);
            }
        }
    }

    /// Warns if a name is unknown.
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
        let found = Diagnostic::warning(
            Name::UnknownDraftName,
            format!(
                "`{}` has the {what} `{name}`, which these rules do not have",
                self.file
            ),
        );
        self.odd
            .push(found.did_you_mean(nearest(name, known), otherwise));
    }
}

const NOTHING: &str = "it is ignored";

/// Everything that has a check box: things to do on paper, and notices.
fn tickable(rules: &Rules) -> impl Iterator<Item = &str> + Clone {
    let requirements = rules.requirements.iter().map(|rule| rule.id.as_str());
    let notices = rules.notices.iter().map(|rule| rule.id.as_str());
    let practices = rules.practices.iter().map(|rule| rule.id.as_str());
    requirements.chain(notices).chain(practices)
}
