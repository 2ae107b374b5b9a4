//! Every clause of the published text that bears on a request, in its role, with answers that meet
//! it and answers that do not. The table of clauses is `clauses.tsv`, the answers are in
//! `clauses.toml`; nothing here knows any of them.

use crate::support::complete_draft;
use request_builder::answers::{Answer, Answers, Date, Entry, Field, Invalid, Stamp};
use request_builder::labels::Labels;
use request_builder::review::{Evaluation, GateState, Review, State, review};
use request_builder::rulebook::Rulebook;
use request_builder::rules::{
    Clause, ClauseAddress, GroupId, KindId, Level, QuestionId, RuleId, Rules, is_for,
};
use serde::Deserialize;
use site_gen::markdown::Document;
use site_gen::{content, site};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

const TODAY: &str = "2026-01-15";

/// A line of `clauses.tsv`.
struct Line {
    id: &'static str,
    role: &'static str,
    rule: RuleId,
    /// Words that only this clause has.
    fragment: &'static str,
    kinds: BTreeSet<KindId>,
    section: &'static str,
    lead_in: Option<&'static str>,
}

#[derive(Deserialize)]
struct Table {
    clause: Vec<Row>,
}

/// An entry of `clauses.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    /// Another rule that cites the same sentence.
    rule: Option<RuleId>,
    cases: Vec<Case>,
}

/// A complete request, something changed in it, and what then comes of the rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Case {
    base: String,
    #[serde(default)]
    without_kind: bool,
    #[serde(default)]
    set: Entry,
    #[serde(default)]
    first: BTreeMap<GroupId, Entry>,
    #[serde(default)]
    groups: BTreeMap<GroupId, Vec<Entry>>,
    #[serde(default)]
    tick: BTreeSet<RuleId>,
    #[serde(default)]
    untick: BTreeSet<RuleId>,
    #[serde(default)]
    leave_out: BTreeSet<RuleId>,
    today: Option<String>,
    state: Outcome,
}

/// The state of a rule of any type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    Open,
    Closed,
    Unanswered,
    Met,
    Missing,
    Invalid,
    ToDoOnPaper,
    LeftOut,
    NotApplicable,
    /// A notice that is shown.
    #[serde(rename = "told")]
    Shown,
    Silent,
}

impl Outcome {
    /// The request has what the clause asks for; the officer is shown its notice.
    fn is_with(self) -> bool {
        match self {
            Self::Open | Self::Met | Self::Shown => true,
            Self::Closed
            | Self::Unanswered
            | Self::Missing
            | Self::Invalid
            | Self::ToDoOnPaper
            | Self::LeftOut
            | Self::NotApplicable
            | Self::Silent => false,
        }
    }

    /// The request lacks what the clause asks for. What does not apply is not lacking.
    fn is_without(self) -> bool {
        !self.is_with() && self != Self::NotApplicable
    }
}

impl From<GateState> for Outcome {
    fn from(state: GateState) -> Self {
        match state {
            GateState::Open => Self::Open,
            GateState::Closed => Self::Closed,
            GateState::Unanswered => Self::Unanswered,
        }
    }
}

impl From<State> for Outcome {
    fn from(state: State) -> Self {
        match state {
            State::Missing => Self::Missing,
            State::Invalid => Self::Invalid,
            State::ToDoOnPaper => Self::ToDoOnPaper,
            State::LeftOut => Self::LeftOut,
            State::Met => Self::Met,
            State::NotApplicable => Self::NotApplicable,
        }
    }
}

impl Case {
    fn answers(&self) -> Answers {
        let mut answers = complete_draft(&self.base).answers;
        if self.without_kind {
            answers.kind = None;
        }
        let field = |question: &QuestionId, entry| Field::new(question.clone(), entry);
        for (question, answer) in self.set.iter() {
            answers.set(None, field(question, None), answer.clone());
        }
        for (group, entries) in &self.groups {
            answers.groups.insert(group.clone(), entries.clone());
        }
        for (group, changes) in &self.first {
            for (question, answer) in changes.iter() {
                answers.set(Some(group), field(question, Some(0)), answer.clone());
            }
        }
        answers.ticked.extend(self.tick.clone());
        answers.ticked.retain(|rule| !self.untick.contains(rule));
        answers.left_out.extend(self.leave_out.clone());
        answers
    }

    fn review(&self) -> Review {
        let today = Date::parse(self.today.as_deref().unwrap_or(TODAY)).expect("a day");
        let published = published();
        let answers = self.answers();
        review(
            &Evaluation::new(&published.book, &answers, today),
            &published.labels,
        )
    }
}

/// The real text with its rules.
struct Published {
    book: Rulebook,
    labels: Labels,
    document: Arc<Document>,
}

fn published() -> &'static Published {
    static PUBLISHED: OnceLock<Published> = OnceLock::new();
    PUBLISHED.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let (content, found) = content::read(&folder);
        assert!(!found.has_errors(), "{}", found.plain());
        let today = Date::parse(TODAY).expect("a day");
        let (site, found) = site::resolve(content.expect("it was read"), today);
        assert!(!found.has_errors(), "{}", found.plain());
        let version = site
            .expect("it was resolved")
            .versions
            .into_iter()
            .find(|version| version.id == "2020-01-31");
        let version = version.expect("the version is there");
        Published {
            book: version.rulebook.expect("it has rules"),
            labels: version.labels["en"].clone(),
            document: version.document,
        }
    })
}

fn rules() -> &'static Rules {
    &published().book.rules
}

fn lines() -> Vec<Line> {
    include_str!("../clauses.tsv").lines().map(line).collect()
}

fn line(line: &'static str) -> Line {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, role, about, fragment, kinds, section, lead_in] = columns[..] else {
        panic!("seven columns: {line}")
    };
    Line {
        id,
        role,
        rule: about.into(),
        fragment,
        kinds: kinds.split(',').map(KindId::from).collect(),
        section,
        lead_in: Some(lead_in).filter(|lead_in| !lead_in.is_empty()),
    }
}

/// Every entry of `clauses.toml`, with its line of the table and the rule that it is about.
fn rows() -> Vec<(Row, Line, RuleId)> {
    let table: Table = toml::from_str(include_str!("../clauses.toml")).expect("it is well formed");
    let mut lines: BTreeMap<&str, &str> = BTreeMap::new();
    for line in include_str!("../clauses.tsv").lines() {
        lines.insert(line.split('\t').next().unwrap_or_default(), line);
    }
    let rows = table.clause.into_iter().map(|row| {
        let line = line(
            lines
                .get(row.id.as_str())
                .unwrap_or_else(|| panic!("no clause {}", row.id)),
        );
        let rule = row.rule.clone().unwrap_or_else(|| line.rule.clone());
        (row, line, rule)
    });
    rows.collect()
}

/// The sentence that a rule cites, its role, and the kinds that it is for.
fn written(id: &RuleId) -> Option<(&'static Clause, &'static str, BTreeSet<KindId>)> {
    let rule = rules().rule(id)?;
    let clause = rules().clause(rule.clause?)?;
    let role = match rule.level {
        Some(it) => level(it),
        None => rule.table,
    };
    let all = rules().kinds.iter().map(|kind| kind.id.clone());
    let kinds = all.filter(|kind| is_for(rule.kinds, kind)).collect();
    Some((clause, role, kinds))
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Must => "must",
        Level::Should => "should",
        Level::May => "may",
    }
}

/// The outcome of a rule, and the address of the sentence that the review names for it.
fn stands(review: &Review, rule: &RuleId) -> (Outcome, Option<ClauseAddress>) {
    if let Some(found) = review.findings.iter().find(|found| found.rule == *rule) {
        return (found.state.into(), Some(found.clause.clone()));
    }
    if let Some(passage) = review.gates.iter().find(|passage| passage.gate == *rule) {
        return (passage.state.into(), Some(passage.clause.clone()));
    }
    match review.notices.iter().find(|shown| shown.notice == *rule) {
        Some(shown) => (Outcome::Shown, Some(shown.clause.clone())),
        None => (Outcome::Silent, None),
    }
}

/// The block of the text at an address has the fragment, and the rule quotes the sentence of it.
fn assert_own_clause(line: &Line, rule: &RuleId, address: &ClauseAddress) {
    let (clause, ..) = written(rule).expect("it is a rule");
    assert!(
        clause.quote.contains(line.fragment),
        "{} `{rule}` quotes another sentence: {}",
        line.id,
        clause.quote
    );
    let block = published().document.block(&address.0);
    let text = &block
        .unwrap_or_else(|| panic!("`{rule}`: nothing is at `{}`", address.0))
        .text;
    assert!(
        text.contains(line.fragment),
        "{} `{rule}` points at another sentence: {text}",
        line.id
    );
}

#[test]
fn every_clause_has_a_rule_in_its_role_for_its_kinds_that_quotes_it() {
    let lines = lines();
    assert_eq!(lines.len(), 62);
    let ids: BTreeSet<&str> = lines.iter().map(|line| line.id).collect();
    let rules: BTreeSet<&RuleId> = lines.iter().map(|line| &line.rule).collect();
    assert_eq!(
        (ids.len(), rules.len()),
        (62, 62),
        "each clause and each rule is there once"
    );
    for line in &lines {
        let found = written(&line.rule);
        let (clause, role, kinds) =
            found.unwrap_or_else(|| panic!("{} has no rule `{}`", line.id, line.rule));
        assert_eq!(role, line.role, "the role of {}", line.id);
        assert_eq!(kinds, line.kinds, "the kinds of {}", line.id);
        assert_eq!(clause.section, line.section, "the section of {}", line.id);
        let lead_in = clause.lead_in.as_deref();
        assert_eq!(lead_in, line.lead_in, "the lead_in of {}", line.id);
        let address = published().book.address(&line.rule);
        assert_own_clause(line, &line.rule, address.expect("it is bound"));
    }
}

#[test]
fn every_rule_has_answers_that_meet_it_and_answers_that_do_not() {
    let rows = rows();
    let mut tried = BTreeSet::new();
    for (row, _, rule) in &rows {
        assert!(tried.insert(rule.clone()), "`{rule}` has two entries");
        assert!(
            row.cases.iter().any(|case| case.state.is_with()),
            "`{rule}` has no answers that meet it"
        );
        assert!(
            row.cases.iter().any(|case| case.state.is_without()),
            "`{rule}` has no answers that do not"
        );
    }
    let untried: Vec<_> = rules()
        .all()
        .into_iter()
        .filter(|rule| rule.clause.is_some() && !tried.contains(rule.id))
        .map(|rule| rule.id)
        .collect();
    assert!(untried.is_empty(), "no answers try {untried:?}");
}

#[test]
fn the_table_changes_only_what_there_is() {
    let known: BTreeSet<&RuleId> = rules().all().into_iter().map(|rule| rule.id).collect();
    for (row, _, _) in rows() {
        for case in &row.cases {
            let in_groups = case.first.values().chain(case.groups.values().flatten());
            for question in in_groups.chain([&case.set]).flat_map(Entry::keys) {
                assert!(
                    rules().question(question).is_some(),
                    "{}: there is no question `{question}`",
                    row.id
                );
            }
            for rule in case.tick.iter().chain(&case.untick).chain(&case.leave_out) {
                assert!(
                    known.contains(rule),
                    "{}: there is no rule `{rule}`",
                    row.id
                );
            }
        }
    }
}

#[test]
fn each_rule_has_the_state_in_the_table_and_names_its_own_clause() {
    let mut wrong = Vec::new();
    for (row, line, rule) in rows() {
        for case in &row.cases {
            let (state, address) = stands(&case.review(), &rule);
            if state != case.state {
                wrong.push(format!("{} `{rule}` is {state:?} under {case:?}", row.id));
            }
            if let Some(address) = address {
                assert_own_clause(&line, &rule, &address);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_complete_requests_lack_nothing_and_answer_only_what_is_asked() {
    let book = &published().book;
    let today = Date::parse(TODAY).expect("a day");
    for kind in &rules().kinds {
        let draft = complete_draft(kind.id.as_str());
        assert_eq!(draft.answers.kind.as_ref(), Some(&kind.id));
        let stamp = Stamp {
            digest: String::new(),
            ..Stamp::of(book)
        };
        assert_eq!(draft.guidelines, stamp, "{}", kind.id);
        let evaluation = Evaluation::new(book, &draft.answers, today);
        let review = review(&evaluation, &published().labels);
        let done = |state: State| matches!(state, State::Met | State::NotApplicable);
        let open: Vec<_> = review
            .findings
            .iter()
            .filter(|finding| !done(finding.state))
            .collect();
        assert!(open.is_empty(), "{}: {open:?}", kind.id);
        assert!(!review.is_stopped(), "{}", kind.id);
        assert!(
            review
                .gates
                .iter()
                .all(|passage| passage.state == GateState::Open),
            "{}",
            kind.id
        );
        assert_eq!(review.problems, [], "{}", kind.id);
        assert!(
            review.tasks.iter().all(|task| task.done),
            "{}: {:?}",
            kind.id,
            review.tasks
        );
        let followed = review
            .practices
            .iter()
            .all(|advice| advice.followed || advice.fields.is_empty());
        assert!(followed, "{}: {:?}", kind.id, review.practices);
        assert_all_asked(&evaluation, &draft.answers);
    }
}

#[test]
fn an_unlimited_order_is_not_a_limit() {
    let book = &published().book;
    let today = Date::parse(TODAY).expect("a day");
    let valid = |duration: &str| {
        let mut answers = complete_draft("account").answers;
        for (question, answer) in [("secrecy", "order"), ("order-duration", duration)] {
            let answer = Answer::Text(answer.to_owned());
            answers.given.insert(question.into(), answer);
        }
        let field = Field::new("order-duration", None);
        Evaluation::new(book, &answers, today).validity(&field)
    };
    for limit in [
        "90 days",
        "2 years",
        "20 anos",
        "18 months",
        "until 31 December 2027",
        "1 yr",
    ] {
        assert_eq!(valid(limit), Some(Ok(())), "{limit}");
    }
    for (unlimited, why) in [
        ("99 years", Invalid::TooLong),
        ("99years from today", Invalid::TooLong),
        ("50 anos", Invalid::TooLong),
        ("36500 days", Invalid::TooLong),
        ("31 December 2125", Invalid::FarOff),
        ("1 January 2020", Invalid::Over),
        ("until lifted", Invalid::Duration),
    ] {
        assert_eq!(valid(unlimited), Some(Err(why)), "{unlimited}");
    }
}

fn assert_all_asked(evaluation: &Evaluation<'_>, answers: &Answers) {
    let asked = |question: &QuestionId, entry: Option<usize>, answer: &Answer| {
        let field = Field::new(question.clone(), entry);
        assert!(
            evaluation.asks(&field),
            "{:?} does not ask {field:?}",
            answers.kind
        );
        assert!(!answer.is_blank(), "{field:?} says nothing");
    };
    for (question, answer) in answers.given.iter() {
        asked(question, None, answer);
    }
    for entries in answers.groups.values() {
        for (entry, given) in entries.iter().enumerate() {
            for (question, answer) in given.iter() {
                asked(question, Some(entry), answer);
            }
        }
    }
}
