//! The page on which the draft version is read and signed off before its release.

use super::changes_page::ShownChanges;
use super::template_context::VersionContext;
use super::{PageId, Renderer};
use crate::diagnostic::Diagnostics;
use crate::history::Pair;
use request_builder::labels::Labels;
use request_builder::letter::{self, export};
use request_builder::rulebook::Rulebook;
use request_builder::rules::{Clause, KindId, Level, Rule};
use schemars::JsonSchema;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use std::sync::Arc;

/// `sign-off.html`: What is signed before a draft version is released.
#[derive(Serialize, JsonSchema)]
pub(super) struct SignOffPage<'a> {
    version: VersionContext<'a>,
    sign_off: SignOff<'a>,
    /// The changes since the version before; none for the first.
    changes: Option<ShownChanges<'a>>,
}

/// A draft version before its release.
#[derive(Serialize, JsonSchema)]
struct SignOff<'a> {
    /// The fingerprint that `site-gen release` compares.
    fingerprint: String,
    /// The fingerprint of the rules; none if the version has no form.
    rules: Option<&'a str>,
    /// The warnings about the text and the rules that are left.
    warnings: &'a [String],
    /// The blank letters that change.
    letters: Vec<LetterChange<'a>>,
    /// The titles of the kinds of request whose blank letters stay as they are.
    same_letters: Vec<&'a str>,
    /// Every cited sentence, with the rules that cite it.
    clauses: Vec<CitedClause<'a>>,
}

/// A blank letter before and after, line by line.
#[derive(Serialize, JsonSchema)]
struct LetterChange<'a> {
    /// The kind of request.
    title: &'a str,
    /// The lines of both letters.
    lines: Vec<Line>,
}

/// A line of a letter.
#[derive(Serialize, JsonSchema)]
struct Line {
    /// Which of the letters has the line.
    state: LineState,
    /// The line as it is in the letter.
    text: String,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum LineState {
    Same,
    Added,
    Removed,
}

/// A sentence of the guidelines and what the form makes of it.
#[derive(Serialize, JsonSchema)]
struct CitedClause<'a> {
    clause: &'a Clause,
    /// The rules that cite it.
    rules: Vec<CitingRule<'a>>,
}

/// A rule that cites a sentence.
#[derive(Serialize, JsonSchema)]
struct CitingRule<'a> {
    /// Its type: `question`, `requirement`, `notice` or `gate`.
    #[serde(rename = "type")]
    rule_type: &'static str,
    /// The label of the question or the subject of the requirement.
    title: &'a str,
    level: Option<Level>,
    /// The titles of the kinds of request that it applies to; empty for all.
    kinds: Vec<&'a str>,
}

impl Renderer<'_> {
    /// The sign-off page of a draft version.
    pub(super) fn sign_off(&self, at: usize, page: &PageId) -> Result<Arc<String>, Diagnostics> {
        let version = &self.site.versions[at];
        let before = self.site.versions.get(at + 1);
        let labels = version.own_labels().unwrap_or_default();
        let (mut letters, mut same_letters, mut clauses) = (Vec::new(), Vec::new(), Vec::new());
        if let Some(book) = &version.rulebook {
            let after = self.for_letters(book, book);
            let before = before.and_then(|before| before.rulebook.as_ref());
            let before = before.map(|before| self.for_letters(before, book));
            for kind in &book.rules.kinds {
                let title = labels.kind(&kind.id);
                let lines = letter_lines(before.as_ref(), &after, &kind.id);
                if lines
                    .iter()
                    .all(|line| matches!(line.state, LineState::Same))
                {
                    same_letters.push(title);
                } else {
                    letters.push(LetterChange { title, lines });
                }
            }
            clauses = cited(book, &labels);
        }
        let sign_off = SignOff {
            fingerprint: version.fingerprint(),
            rules: version.rules.as_ref().map(|rules| rules.digest.as_str()),
            warnings: &self.site.warnings_of_next,
            letters,
            same_letters,
            clauses,
        };
        let mut page = self.context_of(page);
        page.canonical = version.address();
        let mut comparisons = self.history.changes.iter();
        let comparison = comparisons.find(|it| it.pair == Pair::Successive { after: at });
        let context = SignOffPage {
            version: self.contexts.version(version),
            sign_off,
            changes: comparison.map(|comparison| ShownChanges::new(self, comparison)),
        };
        self.fill("sign-off.html", page, &context)
    }

    /// Rules with the words that letters take from the theme. What letters say of their version is
    /// left out of the comparison: it always differs.
    fn for_letters(&self, book: &Rulebook, named: &Rulebook) -> Rulebook {
        let mut book = book.clone();
        book.letters.interface = self.theme.texts.letter_messages();
        book.version = named.version.clone();
        book.rules.revision = named.rules.revision;
        book
    }
}

/// The lines of a kind's blank letter, before and after.
fn letter_lines(before: Option<&Rulebook>, after: &Rulebook, kind: &KindId) -> Vec<Line> {
    let text = |book: &Rulebook| {
        let letter = letter::blank(book, kind);
        letter
            .map(|letter| export::text(&letter))
            .unwrap_or_default()
    };
    let before = before.map(text).unwrap_or_default();
    let after = text(after);
    let diff = TextDiff::from_lines(&before, &after);
    let lines = diff.iter_all_changes().map(|change| Line {
        state: match change.tag() {
            ChangeTag::Equal => LineState::Same,
            ChangeTag::Insert => LineState::Added,
            ChangeTag::Delete => LineState::Removed,
        },
        text: change.value().trim_end().to_owned(),
    });
    lines.collect()
}

fn cited<'a>(book: &'a Rulebook, labels: &'a Labels) -> Vec<CitedClause<'a>> {
    let rules = book.rules.all();
    let citing = |rule: &Rule<'a>| CitingRule {
        rule_type: rule.table,
        title: match rule.table {
            "requirement" => labels.requirement(rule.id, "title"),
            "gate" => labels.rule("gate", rule.id, "closed"),
            table => labels.rule(table, rule.id, "text"),
        },
        level: rule.level,
        kinds: rule.kinds.iter().map(|kind| labels.kind(kind)).collect(),
    };
    let clauses = book.rules.clauses.iter().map(|clause| CitedClause {
        clause,
        rules: rules
            .iter()
            .filter(|rule| rule.clause == Some(&clause.id))
            .map(citing)
            .collect(),
    });
    clauses.collect()
}
