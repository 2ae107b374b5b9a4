//! What a conversion changed, for a report by cause.

use request_builder::text::clean;
use std::collections::{BTreeMap, BTreeSet};

/// A change of one text, or something in it that a person has to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    /// The cause, the same for all changes of its type.
    pub(crate) cause: &'static str,
    /// What it was about, as it was written, but without what would change how the report looks.
    pub(crate) example: String,
    /// Whether a person has to look at it.
    pub(crate) is_open: bool,
    /// Whether it is a part of the document that is not in the text.
    pub(crate) is_left_out: bool,
}

/// The changes of a text, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Notes(pub(crate) Vec<Note>);

impl Notes {
    pub(crate) fn done(&mut self, cause: &'static str, example: impl Into<String>) {
        self.push(cause, &example.into(), false);
    }

    /// Notes a part of the document that is not in the text. A person has to decide whether it should be.
    pub(crate) fn left_out(&mut self, cause: &'static str, example: impl Into<String>) {
        self.push(cause, &example.into(), true);
        if let Some(note) = self.0.last_mut() {
            note.is_left_out = true;
        }
    }

    pub(crate) fn open(&mut self, cause: &'static str, example: impl Into<String>) {
        self.push(cause, &example.into(), true);
    }

    fn push(&mut self, cause: &'static str, example: &str, is_open: bool) {
        let (example, _) = clean(example);
        let example = example.split_whitespace().collect::<Vec<_>>().join(" ");
        self.0.push(Note {
            cause,
            example: shortened(&example),
            is_open,
            is_left_out: false,
        });
    }
}

/// The first 60 characters.
fn shortened(text: &str) -> String {
    let mut characters = text.chars();
    let short: String = characters.by_ref().take(60).collect();
    if characters.next().is_some() {
        short + "…"
    } else {
        short
    }
}

/// The largest number of examples of one cause.
const EXAMPLES: usize = 4;

/// The examples of a cause. Open ones show each type, finished ones only the latest.
fn shown(examples: &[&str], is_open: bool) -> String {
    let quoted = |example: &&str| format!("`{}`", example.replace('`', "'"));
    if !is_open {
        let last = examples.last().map(quoted);
        return last.map(|last| format!(": {last}")).unwrap_or_default();
    }
    let all: Vec<String> = examples.iter().take(EXAMPLES).map(quoted).collect();
    match examples.len() {
        0 => String::new(),
        many if many > EXAMPLES => format!(": {} and {} more", all.join(", "), many - EXAMPLES),
        _ => format!(": {}", all.join(", ")),
    }
}

/// A report of the changes of all versions, by cause: what was done, then what is left to decide.
pub(crate) fn report<'n>(versions: impl Iterator<Item = (&'n str, &'n Notes)>) -> String {
    #[derive(Default)]
    struct NoteRow<'n> {
        count: usize,
        versions: Vec<&'n str>,
        examples: Vec<&'n str>,
        /// A document may have thousands.
        known: BTreeSet<&'n str>,
    }
    let mut rows: BTreeMap<(bool, &str), NoteRow<'_>> = BTreeMap::new();
    for (version, notes) in versions {
        for note in &notes.0 {
            let row = rows.entry((note.is_open, note.cause)).or_default();
            row.count += 1;
            if !note.example.is_empty() && row.known.insert(&note.example) {
                row.examples.push(&note.example);
            }
            if row.versions.last() != Some(&version) {
                row.versions.push(version);
            }
        }
    }
    let mut report = String::new();
    for (is_open, title) in [(false, "changed"), (true, "for you to decide")] {
        let rows = rows.iter().filter(|((open, _), _)| *open == is_open);
        let mut lines = String::new();
        for ((_, cause), row) in rows {
            let versions = match row.versions.as_slice() {
                [one] => format!("in {one}"),
                many => format!("in {} versions", many.len()),
            };
            lines += &format!("  {:>5} × {cause}, {versions}", row.count);
            lines += &shown(&row.examples, is_open);
            lines.push('\n');
        }
        if !lines.is_empty() {
            report += &format!("{title}\n{lines}");
        }
    }
    report
}
