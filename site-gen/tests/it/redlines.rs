//! Invented pairs of texts, and what a reader says of them: which sentences readers have to
//! know of, which are stricter or looser now, what only moved. The test prints how much of that is
//! listed, and how much of what is listed the reader agrees with.
//!
//! Each file of `redlines/` is a pair. Nobody who works on the list reads those in `held-out`: for
//! them only figures are printed, and not what was wrong.

use serde::Deserialize;
use site_gen::diagnostic::Source;
use site_gen::history::redline::{
    Changes, Direction, Markdown, Moved, MovedWhat, Obligation, Presence, compare,
};
use site_gen::words::Vocabulary;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    /// What happened from the one to the other.
    what: String,
    before: String,
    after: String,
    #[serde(default, rename = "entry")]
    entries: Vec<Entry>,
    #[serde(default, rename = "move")]
    moves: Vec<Move>,
    #[serde(default, rename = "link")]
    links: Vec<Link>,
}

/// A sentence that readers must learn of.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Some words of it as it was; none, if it is new.
    before: Option<String>,
    /// Some words of it as it is; none, if it was removed.
    after: Option<String>,
    sort: String,
    /// Words that are marked in it.
    #[serde(default)]
    words: Vec<String>,
    verdict: Option<String>,
}

/// A moved part of the text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    text: String,
    /// Some words of what it changed places with: then either of them moved.
    #[serde(default)]
    or: Option<String>,
}

/// A host that links led to, and the one that they point to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    before: Option<String>,
    after: Option<String>,
}

/// What was found of what was looked for.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    /// Lines of the list that a label is about.
    right: usize,
    /// Labels about such a line that another label counted: a rewritten passage has several.
    again: usize,
    listed: usize,
    labelled: usize,
}

impl Score {
    fn precision(self) -> f64 {
        share(self.right, self.listed)
    }

    fn recall(self) -> f64 {
        share(self.found(), self.labelled)
    }

    /// The number of labels that were found.
    fn found(self) -> usize {
        self.right + self.again
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.again += other.again;
        self.listed += other.listed;
        self.labelled += other.labelled;
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            right,
            again: _,
            listed,
            labelled,
        } = self;
        let (precision, recall, found) = (self.precision(), self.recall(), self.found());
        write!(
            f,
            "precision {precision:.2} ({right} of {listed}), recall {recall:.2} ({found} of {labelled})"
        )
    }
}

fn share(some: usize, all: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if all == 0 {
        1.0
    } else {
        number(some) / number(all)
    }
}

#[derive(Default)]
struct Scores {
    entries: Score,
    words: Score,
    verdicts: Score,
    moves: Score,
    links: Score,
    by_sort: BTreeMap<String, Score>,
    wrong: Vec<String>,
}

fn folder(name: &str) -> PathBuf {
    // Other pairs can be tried without copying them here.
    if let Some(elsewhere) = std::env::var_os("REDLINES") {
        return Path::new(&elsewhere).join(name);
    }
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/redlines")
        .join(name)
}

fn pairs(name: &str) -> Vec<(String, Pair)> {
    let mut found: Vec<(String, Pair)> = fs::read_dir(folder(name))
        .expect("a folder")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("a pair");
            let pair =
                toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let name = path.file_stem().unwrap_or_default().display().to_string();
            (name, pair)
        })
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

fn vocabulary() -> Vocabulary {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../site-gen/library/en/obligation.toml");
    let text = fs::read_to_string(path).expect("the words of obligation");
    Vocabulary::parse(&Source::new("en.toml", text))
        .unwrap_or_else(|found| panic!("{}", found.plain()))
}

fn changes(pair: &Pair, words: &Vocabulary) -> Changes {
    let before = Markdown::read("before.md", &pair.before);
    let after = Markdown::read("after.md", &pair.after);
    compare(&before.document, &after.document, words)
}

/// Whether a sentence that is listed is that of a label. A rewritten passage is that of every label whose
/// words are in its texts.
fn is(obligation: &Obligation, entry: &Entry) -> bool {
    let side = |listed: Option<&str>, label: Option<&str>| match (listed, label) {
        (Some(listed), Some(label)) => listed.contains(label),
        (None, None) => true,
        (Some(_), None) => obligation.rewritten,
        (None, Some(_)) => false,
    };
    let text = |sentence: &Option<site_gen::history::redline::Sentence>| {
        sentence.as_ref().map(|sentence| sentence.text.clone())
    };
    side(text(&obligation.before).as_deref(), entry.before.as_deref())
        && side(text(&obligation.after).as_deref(), entry.after.as_deref())
}

fn is_of(text: &str, label: &Move) -> bool {
    let or = label.or.as_deref();
    text.contains(&label.text) || or.is_some_and(|or| text.contains(or))
}

/// The text of a section that moved.
fn section(changes: &Changes, moved: &Moved) -> String {
    let passages = changes.passages.iter();
    let inside = passages.filter(|passage| passage.moved_with == Some(moved.passage));
    let pieces = inside.flat_map(|passage| &passage.pieces);
    let words: Vec<&str> = pieces
        .filter(|piece| piece.state != Presence::Deleted)
        .map(|piece| piece.text.as_str())
        .collect();
    words.join("")
}

/// The words that are marked in it.
fn marked(obligation: &Obligation) -> String {
    let pieces = obligation.pieces.iter();
    let changed = pieces.filter(|piece| {
        // Of a rewritten passage, only terms are marked.
        let is_marked = !obligation.rewritten || piece.marked;
        piece.state != Presence::Same && is_marked
    });
    let words: Vec<&str> = changed.map(|piece| piece.text.trim()).collect();
    words.join(" ")
}

fn verdict(obligation: &Obligation) -> Vec<&'static str> {
    let turns = obligation.terms.iter().filter_map(|term| term.direction);
    let mut turns: Vec<&str> = turns
        .map(|turn| match turn {
            Direction::Stricter => "stricter",
            Direction::Looser => "looser",
        })
        .collect();
    turns.sort_unstable();
    turns.dedup();
    turns
}

fn score(name: &str, pair: &Pair, words: &Vocabulary, scores: &mut Scores) {
    let changes = changes(pair, words);
    let mut used = vec![false; changes.obligations.len()];
    let wrong = &mut scores.wrong;
    for entry in &pair.entries {
        let listed = changes.obligations.iter().enumerate();
        let found = listed
            .into_iter()
            .find(|(at, listed)| (!used[*at] || listed.rewritten) && is(listed, entry));
        let mut here = Score {
            labelled: 1,
            ..Score::default()
        };
        let label = format!("{:?} -> {:?}", entry.before, entry.after);
        scores.verdicts.labelled += usize::from(entry.verdict.is_some());
        if let Some((at, obligation)) = found {
            if std::mem::replace(&mut used[at], true) {
                here.again = 1;
            } else {
                (here.right, here.listed) = (1, 1);
            }
            let marked = marked(obligation);
            for word in &entry.words {
                scores.words.labelled += 1;
                scores.words.listed += 1;
                if marked.contains(word.as_str()) {
                    scores.words.right += 1;
                } else {
                    wrong.push(format!(
                        "{name}: {word:?} is not marked in {label}, only {marked:?}"
                    ));
                }
            }
            let said = verdict(obligation);
            scores.verdicts.listed += said.len();
            if said.len() == 1 && said.first().copied() == entry.verdict.as_deref() {
                scores.verdicts.right += 1;
            } else if !said.is_empty() || entry.verdict.is_some() {
                wrong.push(format!(
                    "{name}: {label} is {said:?} and not {:?}",
                    entry.verdict
                ));
            }
        } else {
            wrong.push(format!("{name}: {label} is not listed"));
        }
        scores.entries.add(here);
        scores
            .by_sort
            .entry(entry.sort.clone())
            .or_default()
            .add(here);
    }
    for (obligation, _) in changes
        .obligations
        .iter()
        .zip(&used)
        .filter(|(_, used)| !**used)
    {
        scores.entries.listed += 1;
        scores.verdicts.listed += verdict(obligation).len();
        let text = |sentence: &Option<site_gen::history::redline::Sentence>| {
            sentence.as_ref().map(|sentence| sentence.text.clone())
        };
        wrong.push(format!(
            "{name}: nobody expected {:?} -> {:?} {:?}",
            text(&obligation.before),
            text(&obligation.after),
            obligation.terms
        ));
    }
    score_places(name, pair, &changes, scores);
}

/// What moved, and the hosts of links.
fn score_places(name: &str, pair: &Pair, changes: &Changes, scores: &mut Scores) {
    let wrong = &mut scores.wrong;
    let mut used = vec![false; changes.moves.len()];
    for label in &pair.moves {
        let found = changes.moves.iter().enumerate().find(|(at, moved)| {
            let section =
                moved.what == MovedWhat::Section && is_of(&section(changes, moved), label);
            section || !used[*at] && is_of(&moved.text, label)
        });
        match found {
            // Several labels in one section are one line.
            Some((at, _)) if used[at] => {}
            Some((at, _)) => {
                used[at] = true;
                scores.moves.labelled += 1;
                scores.moves.right += 1;
            }
            None => {
                scores.moves.labelled += 1;
                wrong.push(format!("{name}: {:?} did not move", label.text));
            }
        }
    }
    scores.moves.listed += changes.moves.len();
    for (moved, _) in changes.moves.iter().zip(&used).filter(|(_, used)| !**used) {
        wrong.push(format!(
            "{name}: nobody expected that {:?} moved",
            moved.text
        ));
    }
    scores.links.listed += changes.links.len();
    for label in &pair.links {
        scores.links.labelled += 1;
        let found = changes
            .links
            .iter()
            .any(|host| host.before == label.before && host.after == label.after);
        scores.links.right += usize::from(found);
        if !found {
            wrong.push(format!(
                "{name}: no line for {:?}, only {:?}",
                label.before, changes.links
            ));
        }
    }
}

fn scored(folder: &str) -> Scores {
    let words = vocabulary();
    let mut scores = Scores::default();
    for (name, pair) in pairs(folder) {
        score(&name, &pair, &words, &mut scores);
    }
    scores
}

#[test]
fn a_reader_agrees_with_the_list() {
    // What was measured, rounded down: precision and recall of entries, marked words, verdicts and moves.
    let least = [
        (
            "tuned",
            [(0.86, 0.98), (1.0, 1.0), (0.98, 0.89), (0.92, 1.0)],
        ),
        (
            "held-out",
            [(0.53, 0.91), (0.86, 0.86), (0.74, 0.30), (0.64, 1.0)],
        ),
    ];
    for (name, least) in least {
        let scores = scored(name);
        println!("{name}: entries {}", scores.entries);
        println!("{name}: words marked {}", scores.words);
        println!("{name}: verdicts {}", scores.verdicts);
        println!("{name}: moves {}", scores.moves);
        println!("{name}: hosts {}", scores.links);
        for (sort, score) in &scores.by_sort {
            println!("{name}: {sort}: {} of {}", score.found(), score.labelled);
        }
        if name == "tuned" {
            println!("{}", scores.wrong.join("\n"));
        }
        let measured = [scores.entries, scores.words, scores.verdicts, scores.moves];
        for (score, (precision, recall)) in measured.into_iter().zip(least) {
            let enough = score.precision() >= precision && score.recall() >= recall;
            assert!(enough, "{name}: {score}");
        }
    }
}

#[test]
fn a_fifth_of_the_pairs_is_held_out_and_every_pair_says_what_it_shows() {
    let (tuned, held_out) = (pairs("tuned"), pairs("held-out"));
    let all = tuned.len() + held_out.len();
    assert!(held_out.len() * 5 >= all && all >= 20);
    for (name, pair) in tuned.iter().chain(&held_out) {
        assert!(!pair.what.is_empty() && pair.before != pair.after, "{name}");
    }
}
