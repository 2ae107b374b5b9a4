//! Four invented organisations and what they did to their guidelines over the years: every change
//! of words is reported, every change of markup alone is silent.
//!
//! Each folder of `histories/` is an organisation, each file in it a version, and `expected.toml`
//! says what a reader would say changed. The last line that the test prints is the score.

use serde::Deserialize;
use site_gen::diagnostic::Source;
use site_gen::redline::{Changes, Edit, Markdown, TermSort, Turn, Vocabulary, compare};
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    step: Vec<Step>,
}

/// From one version to the next.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    from: String,
    to: String,
    /// What was done to the file.
    what: String,
    #[serde(default)]
    silent: bool,
    #[serde(default)]
    moved: usize,
    #[serde(default)]
    links: usize,
    #[serde(default, rename = "edit")]
    edits: Vec<ExpectedEdit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedEdit {
    #[serde(default)]
    before: String,
    #[serde(default)]
    after: String,
    /// The sort of change of obligation that it has to be reported as.
    sort: Option<String>,
    turn: Option<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/histories")
}

fn organisations() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the histories")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

fn vocabulary() -> Vocabulary {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../themes/default/obligation/en.toml");
    let text = fs::read_to_string(path).expect("the words of obligation");
    Vocabulary::parse(&Source::new("en.toml", text))
        .unwrap_or_else(|found| panic!("{}", found.plain()))
}

fn steps(organisation: &Path) -> Vec<Step> {
    let text = fs::read_to_string(organisation.join("expected.toml")).expect("expected.toml");
    let expected: Expected = toml::from_str(&text).expect("reads");
    expected.step
}

fn read(organisation: &Path, version: &str) -> Markdown {
    let path = organisation.join(format!("{version}.md"));
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Markdown::read(version, &text)
}

fn compared(organisation: &Path, step: &Step, words: &Vocabulary) -> Changes {
    let (before, after) = (read(organisation, &step.from), read(organisation, &step.to));
    compare(&before.document, &after.document, words)
}

/// The words of a text, as they are looked for.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '@'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether an edit says what was expected, with up to two words more around it.
fn says(reported: &Edit, expected: &ExpectedEdit) -> bool {
    let has = |reported: &str, expected: &str| {
        let (reported, expected) = (words(reported), words(expected));
        let found = expected.is_empty()
            || reported
                .windows(expected.len())
                .any(|some| some == expected);
        found && reported.len() <= expected.len() + 2
    };
    has(&reported.before, &expected.before) && has(&reported.after, &expected.after)
}

/// Whether a change of obligation of that sort is reported.
fn obliges(changes: &Changes, expected: &ExpectedEdit) -> bool {
    let Some(sort) = &expected.sort else {
        return true;
    };
    let terms = changes
        .obligations
        .iter()
        .flat_map(|obligation| &obligation.terms);
    let near = |term: &Option<String>, text: &str| {
        let (term, text) = (words(term.as_deref().unwrap_or_default()), words(text));
        text.is_empty() || term.iter().any(|word| text.contains(word))
    };
    terms
        .filter(|term| {
            name(term.sort) == sort
                && term.turn.map(turn) == expected.turn.as_deref().or(term.turn.map(turn))
        })
        .any(|term| near(&term.before, &expected.before) && near(&term.after, &expected.after))
}

fn name(sort: TermSort) -> &'static str {
    match sort {
        TermSort::Modal => "modal",
        TermSort::Limit => "limit",
        TermSort::Duration => "duration",
        TermSort::Date => "date",
        TermSort::Money => "money",
        TermSort::Percentage => "percentage",
        TermSort::Number => "number",
        TermSort::Email => "email",
        TermSort::Web => "web",
        TermSort::Postal => "postal",
        TermSort::Statute => "statute",
    }
}

fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Stricter => "stricter",
        Turn::Looser => "looser",
    }
}

#[test]
fn every_change_of_words_is_reported_and_every_change_of_markup_is_silent() {
    let vocabulary = vocabulary();
    let (mut reported, mut expected, mut extra, mut obliging) = (0, 0, 0, 0);
    let (mut silent, mut markup) = (0, 0);
    let mut wrong = Vec::new();
    for organisation in organisations() {
        for step in steps(&organisation) {
            let changes = compared(&organisation, &step, &vocabulary);
            let place = format!(
                "{} {} -> {} ({})",
                organisation.file_name().unwrap_or_default().display(),
                step.from,
                step.to,
                step.what
            );
            let edits = changes.edits();
            if step.silent {
                markup += 1;
                if changes.is_empty() {
                    silent += 1;
                } else {
                    wrong.push(format!(
                        "{place}: not silent: {edits:#?} {:?}",
                        changes.counts
                    ));
                }
                continue;
            }
            let mut used = vec![false; edits.len()];
            for edit in &step.edits {
                expected += 1;
                let found = edits
                    .iter()
                    .enumerate()
                    .find(|(at, reported)| !used[*at] && says(reported, edit));
                match found {
                    Some((at, _)) => {
                        used[at] = true;
                        reported += 1;
                    }
                    None => wrong.push(format!(
                        "{place}: `{}` -> `{}` is not reported: {edits:#?}",
                        edit.before, edit.after
                    )),
                }
                if obliges(&changes, edit) {
                    obliging += 1;
                } else {
                    wrong.push(format!(
                        "{place}: `{}` -> `{}` is no change of obligation: {:#?}",
                        edit.before, edit.after, changes.obligations
                    ));
                }
            }
            for (edit, _) in edits.iter().zip(&used).filter(|(_, used)| !**used) {
                extra += 1;
                wrong.push(format!("{place}: nobody expected {edit:?}"));
            }
            let counts = changes.counts;
            if (counts.moved > 0, counts.links) != (step.moved > 0, step.links) {
                wrong.push(format!(
                    "{place}: {} moved and {} links, not {} and {}",
                    counts.moved, counts.links, step.moved, step.links
                ));
            }
        }
    }
    println!(
        "word-level changes reported: {reported} of {expected} ({extra} that nobody expected); \
         as changes of obligation: {obliging} of {expected}; markup-only steps silent: {silent} of {markup}"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_histories_show_every_sort_of_edit() {
    for organisation in organisations() {
        let steps = steps(&organisation);
        assert!(
            (4..=6).contains(&(steps.len() + 1)),
            "{} has {} versions",
            organisation.display(),
            steps.len() + 1
        );
        assert!(
            steps.iter().any(|step| step.silent),
            "{} is never silent",
            organisation.display()
        );
    }
    assert!(organisations().len() >= 4);
}

#[test]
fn what_was_applied_to_a_text_makes_the_next_one() {
    let vocabulary = vocabulary();
    for organisation in organisations() {
        for step in steps(&organisation) {
            let (before, after) = (
                read(&organisation, &step.from),
                read(&organisation, &step.to),
            );
            let empty = Markdown::read("empty", "");
            let changes = compare(&before.document, &after.document, &vocabulary);
            let alone = compare(&empty.document, &after.document, &vocabulary);
            assert_eq!(
                words(&changes.words_after()),
                words(&alone.words_after()),
                "{}",
                step.to
            );
        }
    }
}
