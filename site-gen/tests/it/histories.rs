//! Four invented organisations and what they did to their guidelines over the years: every change
//! of words is reported, every change of markup alone is silent.
//!
//! Each folder of `histories/` is an organisation, each file in it a version, and `expected.toml`
//! says what a reader would say changed. The last line that the test prints is the score.

use serde::Deserialize;
use site_gen::diagnostic::Source;
use site_gen::history::redline::{Changes, Direction, Edit, Markdown, compare};
use site_gen::markdown::{Document, Settings};
use site_gen::words::{TermType, Vocabulary};
use std::collections::BTreeMap;
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
    /// The type of change of obligation that has to be reported.
    #[serde(rename = "type")]
    term_type: Option<String>,
    direction: Option<String>,
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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("library/en/obligation.toml");
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

/// Whether a change of obligation of that type is reported.
fn obliges(changes: &Changes, expected: &ExpectedEdit) -> bool {
    let Some(term_type) = &expected.term_type else {
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
            name(term.term_type) == term_type
                && term.direction.map(name_of)
                    == expected
                        .direction
                        .as_deref()
                        .or(term.direction.map(name_of))
        })
        .any(|term| near(&term.before, &expected.before) && near(&term.after, &expected.after))
}

fn name(term_type: TermType) -> &'static str {
    match term_type {
        TermType::Modal => "modal",
        TermType::Negation => "negation",
        TermType::Exception => "exception",
        TermType::Process => "process",
        TermType::Authority => "authority",
        TermType::Promise => "promise",
        TermType::Instruction => "instruction",
        TermType::Hedge => "hedge",
        TermType::Joining => "joining",
        TermType::Wording => "wording",
        TermType::Limit => "limit",
        TermType::Duration => "duration",
        TermType::Date => "date",
        TermType::Money => "money",
        TermType::Percentage => "percentage",
        TermType::Number => "number",
        TermType::Email => "email",
        TermType::Web => "web",
        TermType::Postal => "postal",
        TermType::Telephone => "telephone",
        TermType::Statute => "statute",
        TermType::Right => "right",
        TermType::Territory => "territory",
        TermType::Channel => "channel",
    }
}

fn name_of(direction: Direction) -> &'static str {
    match direction {
        Direction::Stricter => "stricter",
        Direction::Looser => "looser",
    }
}

#[test]
fn every_change_of_words_and_none_of_markup_is_reported() {
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

// ---- the rules of the one version, held against the text of the next

fn as_published(text: &str) -> Document {
    let settings = Settings {
        raw_html: true,
        ..Settings::default()
    };
    Document::read(&Source::new("guidelines.md", text), &settings).0
}

/// Whether a sentence occurs more than once in its section, so that no rule can cite it.
fn is_twice(document: &Document, section: usize, quote: &str) -> bool {
    let blocks = document.blocks.iter().filter(|it| it.section == section);
    let same = blocks.map(|block| {
        let sentences = 0..block.sentences.len();
        sentences.filter(|it| block.sentence(*it) == quote).count()
    });
    same.sum::<usize>() > 1
}

/// A site whose clauses are every sentence of a text, and those sentences, each with what messages
/// call the rule that cites it; with the place of its entry, if it can have none.
fn site_of(document: &Document) -> (tempfile::TempDir, Vec<(String, String)>) {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let depth = |section: usize| {
        let above = |section: &usize| document.sections[*section].parent;
        let path = std::iter::successors(Some(section), above);
        path.filter(|section| !document.sections[*section].title.is_empty())
            .count()
    };
    let mut clauses = String::new();
    let mut quotes = Vec::new();
    for (index, section) in document.sections.iter().enumerate() {
        // What is above the first heading is under none, so no clause can be there.
        if section.title.is_empty() {
            continue;
        }
        let heading = format!("{} {}", "#".repeat(depth(index)), section.title);
        clauses += &format!("[[section]]\nheading = {}\n", quoted(&heading));
        // Lists with their lead-ins come after the sentences that are in none.
        let mut lists: BTreeMap<usize, String> = BTreeMap::new();
        let mut without_rule = String::new();
        for block in document.blocks.iter().filter(|it| it.section == index) {
            let names = block.frames.iter().map(|frame| quoted(frame.name()));
            let frames = names.collect::<Vec<_>>().join(", ");
            let lead_in = block.list.and_then(|list| document.lists[list].lead_in);
            let lead_in = lead_in.map(|block| &document.blocks[block]);
            let lead_in = lead_in.map(|block| block.sentence(block.sentences.len() - 1));
            let into = match (block.list, lead_in) {
                (Some(list), Some(lead_in)) => lists.entry(list).or_insert_with(|| {
                    format!("[[section.list]]\nlead-in = {}\n", quoted(lead_in))
                }),
                _ => &mut clauses,
            };
            for sentence in 0..block.sentences.len() {
                let quote = block.sentence(sentence).to_owned();
                let id = format!("sentence-{}", quotes.len() + 1);
                if is_twice(document, index, &quote) {
                    without_rule += &format!(
                        "[[section.no-rule]]\nreason = \"{id}\"\nsentence = {}\n",
                        quoted(&quote)
                    );
                    quotes.push((id, quote));
                    continue;
                }
                *into += &format!(
                    "clauses.{id} = {{ quote = {}, force = \"may\", frames = [{frames}] }}\n",
                    quoted(&quote)
                );
                quotes.push((id, quote));
            }
        }
        clauses.extend(lists.into_values());
        clauses += &without_rule;
    }
    let (mut rules, mut labels) = (String::from(RULES), String::from(LABELS));
    for (id, _) in &mut quotes {
        let mut lines = clauses.lines();
        if let Some(line) = lines.position(|line| line == format!("reason = \"{id}\"")) {
            *id = format!("clauses.toml:{}:", line + 2);
            continue;
        }
        rules += &format!("[notice.{id}]\nclause = \"{id}\"\nstep = \"what\"\n");
        labels += &format!("[notice.{id}]\ntext = \"It is history.\"\n");
        *id = format!("the notice `{id}`");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let content = folder.path().join("content");
    let tern =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/bad_input/tern/content/site.toml");
    let config = fs::read_to_string(tern).expect("a file");
    for (name, text) in [
        ("site.toml", format!("raw-html = true\n{config}")),
        ("guidelines/2025-05-01/clauses.toml", clauses),
        ("request/form.toml", FORM.to_owned()),
        ("request/passage.toml", rules),
        ("request/labels/en.toml", labels),
        ("request/letters/passage.md", "# {boat}\n".to_owned()),
    ] {
        let path = content.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    (folder, quotes)
}

/// Steps that a redline passes over, and rules do not: the signs of another generator are text on
/// this site, so that taking them out changes it; and a heading that clauses are under became a
/// bold paragraph, so that they have to be under another.
const LOUD: [&str; 2] = ["2020-05-09", "2020-09-17"];

const FORM: &str = r#"kinds = ["passage"]
obligation-words = ["must", "should", "required", "shall"]
"#;

const RULES: &str = r#"[kind.passage]

[step.what]
chooses-kind = true

[question.boat]
step = "what"
type = "text"
"#;

const LABELS: &str = r#"[kind.passage]
title = "Passages"
use-when = "You look for a boat."

[step.what]
title = "What?"

[question.boat]
label = "Boat"
"#;

/// What is said of the rules when the text is another.
fn drift(site: &Path, text: &str) -> String {
    let path = site.join("content/guidelines/2025-05-01/guidelines.md");
    fs::write(path, text).expect("a file");
    let (content, mut found) = site_gen::content::read(site);
    let today = request_builder::answers::Date::parse("2026-01-15").expect("a day");
    let content = content.unwrap_or_else(|| panic!("{}", found.plain()));
    found.extend(site_gen::site::resolve(content, today).1);
    let report = found.plain();
    assert!(
        !report.contains("content/request/"),
        "the rules as such are in order: {report}"
    );
    let about_rules = report
        .split("\n\n")
        .filter(|one| one.contains("clauses.toml"));
    about_rules.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn rules_differ_after_every_change_of_words_and_none_of_markup() {
    let (mut changed, mut reported, mut silent, mut markup) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for organisation in organisations() {
        for step in steps(&organisation) {
            let place = format!("{} -> {} ({})", step.from, step.to, step.what);
            let [before, after] = [&step.from, &step.to].map(|version| {
                let text = fs::read_to_string(organisation.join(format!("{version}.md")));
                let text = text.expect("a version");
                let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
                // The front matter of another generator would not come along.
                let body = text
                    .strip_prefix("---\n")
                    .and_then(|rest| rest.split_once("\n---\n"));
                let body = body.map_or(text.as_str(), |(_, body)| body);
                (as_published(body), body.to_owned())
            });
            let (site, quotes) = site_of(&before.0);
            let first = drift(site.path(), &before.1);
            assert!(
                first.is_empty(),
                "{place}: the rules fit their own text: {first}"
            );
            let report = drift(site.path(), &after.1);
            if step.silent {
                let loud = LOUD.iter().any(|to| *to == step.to);
                assert_eq!(loud, !report.is_empty(), "{place}: {report}");
                markup += usize::from(!loud);
                silent += usize::from(report.is_empty());
                if !loud && !report.is_empty() {
                    wrong.push(format!("{place}: not silent: {report}"));
                }
                continue;
            }
            let sentences = |text: &Document| -> Vec<String> {
                let blocks = text.blocks.iter();
                blocks
                    .flat_map(|block| {
                        (0..block.sentences.len()).map(|it| block.sentence(it).to_owned())
                    })
                    .collect()
            };
            let new = sentences(&after.0);
            for (by, sentence) in &quotes {
                if new.contains(sentence) {
                    continue;
                }
                changed += 1;
                if report.contains(by) {
                    reported += 1;
                } else {
                    wrong.push(format!("{place}: the rule on {sentence:?} is not named"));
                }
            }
        }
    }
    println!(
        "sentences changed or gone whose rules are named: {reported} of {changed}; \
         markup-only steps silent: {silent} of {markup}"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
